"""Lesson 02, train a neuron: what is asked, how an answer is judged, which mistakes are known by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from nncore import losses
from nncore.activations import sigmoid
from nncore.exercises.record import Case, Exercise, Finding, Formula, Mistake, Part, Property, Slip, Slot
from nncore.gradcheck import numerical_gradient

LESSON = "02-train-a-neuron"
Array = np.ndarray
Rng = np.random.Generator


# --- gate_weights ---------------------------------------------------------------------------------

ROWS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
GATES = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "x1_and_not_x2": (0, 0, 1, 0)}
_WORDS = {"and": "AND", "or": "OR", "x1_and_not_x2": "x1 AND NOT x2"}
_OTHER_TABLES = {
    (0, 0, 0, 1): "AND",
    (0, 1, 1, 1): "OR",
    (0, 0, 1, 0): "x1 AND NOT x2",
    (0, 1, 0, 0): "x2 AND NOT x1",
    (1, 1, 1, 0): "NAND",
    (1, 0, 0, 0): "NOR",
    (0, 0, 1, 1): "x1 alone",
    (0, 1, 0, 1): "x2 alone",
    (1, 0, 1, 1): "x1 OR NOT x2",
    (1, 1, 0, 1): "x2 OR NOT x1",
}
_MARGIN = 0.1


def _scores(b: float, w1: float, w2: float) -> Array:
    return b + ROWS @ np.array([w1, w2])


def _makes(gate: str, b: float, w1: float, w2: float) -> bool:
    y = np.array(GATES[gate])
    return bool(np.all(np.where(y == 1, 1.0, -1.0) * _scores(b, w1, w2) > 0))


def _three_numbers(value: Any) -> tuple[float, float, float] | None:
    try:
        items = [np.asarray(item, dtype=float) for item in value]
    except (TypeError, ValueError):
        return None
    if len(items) != 3 or any(item.size != 1 for item in items):
        return None
    b, w1, w2 = (float(item.reshape(())) for item in items)
    return b, w1, w2


def _gate_test(gate: str) -> Callable[[Callable[..., Any], Rng], Finding | None]:
    def test(f: Callable[..., Any], rng: Rng) -> Finding | None:
        return _judge_gate(gate, f(gate))

    return test


def _judge_gate(gate: str, value: Any) -> Finding | None:
    word = _WORDS[gate]
    if value is None:
        return Finding("returns-nothing", f'For "{gate}" it returns nothing (None). Return b, w1, w2.')
    numbers = _three_numbers(value)
    if numbers is None:
        text = f'For "{gate}" three numbers b, w1, w2 are needed, in this order, like `return -3, 2, 2`.'
        return Finding("not-three-numbers", text)
    if not np.all(np.isfinite(numbers)):
        return Finding("not-finite", f'For "{gate}" one of the three numbers is infinite or NaN.')
    b, w1, w2 = numbers
    z = _scores(b, w1, w2)
    y = np.array(GATES[gate])
    p = sigmoid(z)
    if _makes(gate, b, w1, w2):
        worst = int(np.argmax(np.abs(p - y)))
        if abs(p[worst] - y[worst]) < _MARGIN:
            return None
        text = (
            f"{word}: every row is on the right side, but too close to the line: {_row(worst)} gives "
            f"{p[worst]:.2f} for {y[worst]}. Multiply b, w1 and w2 by the same number: the line stays, the "
            "step across it gets steeper."
        )
        return Finding("too-soft", text)
    return _named_gate_mistake(gate, b, w1, w2, z, p)


def _row(i: int) -> str:
    return f"x = ({ROWS[i, 0]:g}, {ROWS[i, 1]:g})"


def _named_gate_mistake(gate: str, b: float, w1: float, w2: float, z: Array, p: Array) -> Finding:
    word = _WORDS[gate]
    y = np.array(GATES[gate])
    if b == 0:
        text = (
            f"{word}: with b = 0 the row (0, 0) gives sigmoid(0) = 0.5 whatever the weights are. Only b can "
            "move that row: which sign must it have?"
        )
        return Finding("no-bias", text)
    if np.any(z == 0):
        i = int(np.argmax(z == 0))
        text = (
            f"{word}: the row {_row(i)} lies exactly on the line, z = 0, so the neuron says 0.5: undecided. "
            "Move b so that the line passes between the points."
        )
        return Finding("on-the-line", text)
    if gate == "x1_and_not_x2" and _makes(gate, b, w2, w1):
        text = (
            f"{word}: these weights make x2 AND NOT x1. w1 belongs to x1, the first column of the table, "
            "and w2 to x2: exchange the two."
        )
        return Finding("swapped-inputs", text)
    if _makes(gate, w2, b, w1):
        text = f"{word}: the numbers are right in another order. The bias b comes first: `return b, w1, w2`."
        return Finding("bias-last", text)
    if _makes(gate, -b, w1, w2):
        text = (
            f"{word}: with {-b:g} in place of {b:g} for b it would be right. b is added to the weighted "
            "sum; a threshold T is subtracted from it, so b = -T."
        )
        return Finding("threshold-sign", text)
    if _makes(gate, -b, -w1, -w2):
        text = f"{word}: every row is on the wrong side, so this is NOT {word}. Change the sign of all three numbers."
        return Finding("opposite", text)
    fires = tuple(int(value > 0) for value in z)
    if sum(fires) in (0, 4):
        says, cause = ("never", "below") if sum(fires) == 0 else ("always", "above")
        i = int(np.argmax(np.array(fires) != y))
        text = (
            f"{word}: this neuron {says} fires: z is {cause} 0 in all four rows, also at {_row(i)}, where z "
            f"= {z[i]:g} and {y[i]} is wanted. Compare b with the sums w1 x1 + w2 x2."
        )
        return Finding(f"{says}-fires", text)
    if fires in _OTHER_TABLES:
        i = int(np.argmax(np.array(fires) != y))
        text = (
            f"{word}: these weights make {_OTHER_TABLES[fires]}. Look at the row {_row(i)}: z = {z[i]:g}, "
            f"so the neuron says {p[i]:.2f}, and {y[i]} is wanted."
        )
        return Finding("other-gate", text)
    i = int(np.argmax(np.array(fires) != y))
    text = f"{word}: the row {_row(i)} gives z = {z[i]:g}, so the neuron says {p[i]:.2f}, and {y[i]} is wanted."
    return Finding("wrong-row", text)


def _gates(*weights: tuple[float, float, float]) -> Callable[[str], tuple[float, float, float]]:
    """Make an answer from the numbers for AND, OR and x1 AND NOT x2."""

    def gate_weights(name: str) -> tuple[float, float, float]:
        return weights[list(GATES).index(name)]

    return gate_weights


def _gates_as_arrays(name: str) -> Array:
    table = {"and": [-3.0, 2.0, 2.0], "or": [-1.0, 2.0, 2.0], "x1_and_not_x2": [-1.0, 2.0, -2.0]}
    return 8 * np.array(table[name], dtype=np.float32)


def _gates_as_list(name: str) -> list[Any]:
    b = {"and": -7.07, "or": -2.43, "x1_and_not_x2": -2.73}[name]
    w = {"and": (4.65, 4.65), "or": (5.38, 5.38), "x1_and_not_x2": (5.3, -5.52)}[name]
    return [np.array([[b]]), *w]


def _gates_computed(name: str) -> tuple[float, float, float]:
    """Weights of +-1 by the wanted value of each input, threshold halfway; scaled by 20."""
    signs = (1, -1) if name == "x1_and_not_x2" else (1, 1)
    highest_off = {"and": 1, "or": 0, "x1_and_not_x2": 0}[name]
    return -20 * (highest_off + 0.5), 20 * signs[0], 20 * signs[1]


GATE_WEIGHTS = Exercise(
    name="gate_weights",
    lesson=LESSON,
    points=3,
    signature='gate_weights(name: "and", "or" or "x1_and_not_x2") -> b, w1, w2',
    returns=(Part("b", "number"), Part("w1", "number"), Part("w2", "number")),
    reference=_gates((-30.0, 20.0, 20.0), (-10.0, 20.0, 20.0), (-10.0, 20.0, -20.0)),
    properties=tuple(Property(f"makes {_WORDS[gate]}", 1.0, _gate_test(gate)) for gate in GATES),
    hints=(
        "The neuron says more than 0.5 exactly where z = b + w1 x1 + w2 x2 is positive. Each row of the "
        "truth table is one inequality for b, w1, w2: write the four down.",
        "Row (0, 0) speaks about b alone. Then (0, 1) and (1, 0) bound w2 and w1, and (1, 1) their sum. "
        "Once the signs are right, large numbers bring the outputs close to 0 and 1.",
        "Another gate, NOR (1 only at (0, 0)): b > 0, b + w2 < 0, b + w1 < 0 and b + w1 + w2 < 0. With b = "
        "1 the weights -2, -2 do it; times 5, so that sigmoid(5) = 0.993 and sigmoid(-5) = 0.007: b, w1, "
        "w2 = 5, -10, -10.",
    ),
    mistakes=(
        Mistake(
            "never-fires",
            _gates((-50, 20, 20), (-50, 20, 20), (-50, 20, -20)),
            "The bias is so negative that z stays below 0 in every row.",
        ),
        Mistake(
            "always-fires",
            _gates((50, 20, 20), (50, 20, 20), (50, 20, -20)),
            "The bias is so large that z stays above 0 in every row.",
        ),
        Mistake(
            "threshold-sign",
            _gates((30, 20, 20), (10, 20, 20), (10, 20, -20)),
            "The threshold was given as the bias: b = -T.",
        ),
        Mistake(
            "other-gate",
            _gates((-10, 20, 20), (-30, 20, 20), (-30, 20, 20)),
            "AND and OR are exchanged.",
        ),
        Mistake(
            "on-the-line",
            _gates((-20, 20, 20), (-20, 20, 20), (-20, 20, -20)),
            "A row lies exactly on the line, where the neuron says 0.5.",
        ),
        Mistake(
            "no-bias",
            _gates((0, 20, 20), (0, 20, 20), (0, 20, -20)),
            "Without a bias the row (0, 0) gives 0.5.",
        ),
        Mistake(
            "opposite",
            _gates((30, -20, -20), (10, -20, -20), (10, -20, 20)),
            "Every row is on the wrong side.",
        ),
        Mistake(
            "too-soft",
            _gates((-1.5, 1, 1), (-0.5, 1, 1), (-0.5, 1, -1)),
            "The line is right, but the step across it is too flat.",
        ),
        Mistake(
            "bias-last",
            _gates((20, 20, -30), (20, 20, -10), (20, -20, -10)),
            "The bias comes first.",
        ),
        Mistake(
            "swapped-inputs",
            _gates((-30, 20, 20), (-10, 20, 20), (-10, -20, 20)),
            "w1 and w2 are exchanged.",
        ),
        Mistake("not-three-numbers", lambda name: (20, 20), "Three numbers are needed."),
    ),
    alternatives=(_gates_as_arrays, _gates_as_list, _gates_computed),
)


# --- mse_loss -------------------------------------------------------------------------------------


def _prediction_case(rng: Rng, N: int) -> Case:
    return Case((rng.uniform(0.05, 0.95, size=(N, 1)), rng.uniform(size=(N, 1))), {"N": N})


def _prediction_cases(rng: Rng) -> list[Case]:
    return [_prediction_case(rng, N) for N in (7, 5, 11, 1)]


def _mse_by_loop(p: Array, y: Array) -> float:
    total = 0.0
    for i in range(len(p)):
        total += (float(p[i, 0]) - float(y[i, 0])) ** 2
    return total / (2 * len(p))


def _mse(p: Array, y: Array, *, terms: Any, half: float, mean: Any) -> Any:
    return half * np.sum(terms(p, y)) * mean(len(p))


MSE_LOSS = Exercise(
    name="mse_loss",
    lesson=LESSON,
    points=2,
    signature="mse_loss(p (N, 1), y (N, 1)) -> E, a number",
    returns=(Part("E", "number", any_shape=True),),
    reference=_mse_by_loop,
    cases=_prediction_cases,
    formula=Formula(
        _mse,
        {
            "terms": Slot(
                lambda p, y: (p - y) ** 2,
                Slip(
                    "not-squared",
                    lambda p, y: p - y,
                    "The errors p - y are not squared, so positive and negative ones cancel: a bad neuron "
                    "could have E = 0.",
                ),
                Slip(
                    "absolute",
                    lambda p, y: np.abs(p - y),
                    "This adds the absolute errors |p - y|; the formula adds their squares.",
                ),
                Slip(
                    "difference-of-squares",
                    lambda p, y: p**2 - y**2,
                    "This is p² - y². The difference comes first, then the square: (p - y)².",
                ),
                Slip(
                    "square-of-sum",
                    lambda p, y: np.sum(p - y) ** 2,
                    "This squares the sum of the errors. Square each error first, then add: otherwise "
                    "errors of opposite sign cancel.",
                ),
                Slip(
                    "sum-of-both",
                    lambda p, y: (p + y) ** 2,
                    "This has p + y where the error p - y belongs.",
                ),
                Slip(
                    "every-pair",
                    lambda p, y: (p - y.T) ** 2,
                    "Every p was compared with every y, {N} × {N} differences in place of {N}. That "
                    "happens when an (N, 1) array meets an (N,) or (1, N) array: keep both (N, 1).",
                ),
                Slip("no-target", lambda p, y: p**2, "The targets y do not enter: the error is p - y."),
                Slip(
                    "cubed",
                    lambda p, y: (p - y) ** 3,
                    "The errors are raised to the third power, not squared.",
                ),
            ),
            "half": Slot(
                0.5,
                Slip(
                    "no-half",
                    1.0,
                    "It is exactly twice the right answer: the 1/2 in 1/(2N) is missing. The 1/2 is there "
                    "to cancel the 2 that the square leaves in the derivative.",
                ),
                Slip(
                    "half-inside",
                    0.25,
                    "It is exactly half the right answer: the 1/2 was squared too, or enters twice. It "
                    "stands outside the square.",
                ),
                Slip("negative", -0.5, "The sign is wrong: squares are positive, so E is never below 0."),
            ),
            "mean": Slot(
                lambda N: 1 / N,
                Slip(
                    "no-mean",
                    lambda N: 1.0,
                    "It is exactly {N} times too large, and there are {N} samples: the sum is not divided by N.",
                ),
                Slip(
                    "mean-twice",
                    lambda N: 1 / N**2,
                    "It is exactly {N} times too small, and there are {N} samples: divided by N twice. "
                    "np.mean has divided already.",
                ),
                Slip(
                    "root-of-N",
                    lambda N: 1 / np.sqrt(N),
                    "It is divided by the square root of N, not by N.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "root",
            lambda p, y: np.sqrt(np.mean((p - y) ** 2)),
            "This is the root of the mean square (RMSE). The formula has no root, and a 1/2.",
        ),
        Mistake(
            "one-a-sample",
            lambda p, y: (p - y) ** 2 / 2,
            "It returns one E_i for each sample. The loss is one number for all of them: their mean.",
        ),
        Mistake(
            "divided-but-not-summed",
            lambda p, y: (p - y) ** 2 / (2 * len(p)),
            "Each sample's share is right, but they are not added up: the loss is one number. np.sum adds them.",
        ),
        Mistake(
            "first-sample-only",
            lambda p, y: np.mean((p[:1] - y[:1]) ** 2) / 2,
            "Only the first of the {N} samples was used.",
        ),
        Mistake(
            "last-sample-only",
            lambda p, y: float((p[-1, 0] - y[-1, 0]) ** 2 / (2 * len(p))),
            "Only the last of the {N} samples is in it. Is `=` used in the loop where `+=` belongs?",
        ),
        Mistake(
            "brackets",
            lambda p, y: np.sum((p - y) ** 2) / 2 * len(p),
            "`/ 2 * N` divides by 2, then multiplies by N: Python works from left to right. Write `/ (2 * N)`.",
        ),
        Mistake(
            "mean-squared",
            lambda p, y: np.mean(p - y) ** 2 / 2,
            "The mean of the errors is squared. Square each error first, then take the mean: otherwise errors of "
            "opposite sign cancel.",
        ),
    ),
    alternatives=(
        lambda p, y: 0.5 * np.mean(np.square(y - p)),
        lambda p, y: ((p - y).T @ (p - y)).item() / (2 * len(p)),
        lambda p, y: np.sum((p - y) ** 2, axis=0) / (2 * p.shape[0]),
        lambda p, y: np.float32(np.mean((p - y) ** 2) / 2),
        lambda p, y: (
            sum((a - t) ** 2 for a, t in zip(p.ravel().tolist(), y.ravel().tolist(), strict=True)) / len(p) / 2
        ),
    ),
    hints=(
        "Each sample contributes half its squared error, E_i = (p_i - y_i)²/2. E is the mean of these N numbers.",
        "p - y is an (N, 1) array of errors. Square it entry by entry (`** 2`), add up (np.sum), divide by "
        "2N, where N = len(p).",
        "For p = (0.5, 0.5) and y = (0, 1) by hand: the errors are 0.5 and -0.5, the squares 0.25 and "
        "0.25, their sum is 0.5, and with N = 2 E = 0.5 / 4 = 0.125.",
    ),
)


# --- the neuron and its gradients -----------------------------------------------------------------


def _neuron_case(rng: Rng, N: int, n: int) -> Case:
    X = rng.normal(size=(N, n)) + 0.3
    y = rng.uniform(size=(N, 1))
    w = rng.normal(size=(n, 1))
    b = rng.uniform(0.4, 1.2, size=(1, 1))
    return Case((X, y, w, b), {"N": N, "n": n})


def _neuron_cases(rng: Rng) -> list[Case]:
    return [_neuron_case(rng, N, n) for N, n in ((7, 3), (5, 2), (11, 4), (1, 3))]


def mse_gradient(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    """Gradient of 1/(2N) sum (p - y)^2 for one sigmoid neuron, from the library.

    Parameters
    ----------
    X : ndarray, shape (N, n)
        Inputs, one row a sample.
    y : ndarray, shape (N, 1)
        Targets.
    w : ndarray, shape (n, 1)
        Weights.
    b : ndarray, shape (1, 1)
        Bias.

    Returns
    -------
    dw : ndarray, shape (n, 1)
    db : ndarray, shape (1, 1)
    """
    D = losses.mse_grad(X @ w + b, y, output="sigmoid")
    return X.T @ D, D.sum(axis=0, keepdims=True)


def cross_entropy_gradient(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    """Gradient of the binary cross-entropy for one sigmoid neuron, from the library.

    Parameters and returned shapes are those of `mse_gradient`.

    Returns
    -------
    dw : ndarray, shape (n, 1)
    db : ndarray, shape (1, 1)
    """
    D = losses.binary_cross_entropy_grad(X @ w + b, y)
    return X.T @ D, D.sum(axis=0, keepdims=True)


def _mse_numbers(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    def E(w: Array, b: Array) -> float:
        return losses.mse(X @ w + b, y, output="sigmoid")

    return numerical_gradient(lambda v: E(v, b), w), numerical_gradient(lambda v: E(w, v), b)


def _cross_entropy_numbers(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    def J(w: Array, b: Array) -> float:
        return losses.binary_cross_entropy(X @ w + b, y)

    return numerical_gradient(lambda v: J(v, b), w), numerical_gradient(lambda v: J(w, v), b)


def _neuron_gradient(
    X: Array,
    y: Array,
    w: Array,
    b: Array,
    *,
    score: Any,
    error: Any,
    slope: Any,
    mean: Any,
    inputs: Any,
    bias: Any,
) -> tuple[Any, Any]:
    z = score(X, w, b)
    p = sigmoid(z)
    d = error(p, y, z) * slope(p, z, y) * mean(X)
    return inputs(X, d), bias(X, d)


_SCORE = Slot(
    lambda X, w, b: X @ w + b,
    Slip(
        "no-bias-in-z",
        lambda X, w, b: X @ w,
        "The bias b is not in z: p was computed from X @ w alone. z = X @ w + b.",
    ),
    Slip(
        "bias-subtracted",
        lambda X, w, b: X @ w - b,
        "b is subtracted in z. A threshold is subtracted; a bias is added: z = X @ w + b.",
    ),
)
_MEAN = Slot(
    lambda X: 1 / len(X),
    Slip(
        "no-mean",
        lambda X: 1.0,
        "Exactly {N} times too large, and the batch has {N} rows: the loss is a mean, so 1/N must enter "
        "the gradient once. Training would still look fine, with a step {N} times as long.",
    ),
    Slip(
        "mean-twice",
        lambda X: 1 / len(X) ** 2,
        "Exactly {N} times too small, and the batch has {N} rows: 1/N enters twice. Take it once.",
    ),
    Slip(
        "divided-by-n",
        lambda X: 1 / X.shape[1],
        "It is divided by the number of inputs, n = {n}, not by the number of samples, N = {N}. N counts "
        "the rows: len(X) or X.shape[0].",
    ),
    Slip(
        "divided-by-4",
        lambda X: 1 / 4,
        "It is divided by 4, the number of rows of the gates' tables. Here the batch has {N} rows: len(X) or "
        "X.shape[0].",
    ),
)


def _inputs_slot() -> Slot:
    return Slot(
        lambda X, d: X.T @ d,
        Slip(
            "inputs-missing",
            lambda X, d: np.full((X.shape[1], 1), d.sum()),
            "dw does not contain the inputs: dz/dw_k is x_k, so each sample's term is multiplied by its "
            "x_k. Only the bias has x_0 = 1.",
        ),
        Slip(
            "dw-mean-twice",
            lambda X, d: X.T @ d / len(X),
            "db is right, but dw is divided by N once more: exactly {N} times too small with {N} rows. X.T "
            "@ d adds up the samples; 1/N is in d already.",
        ),
        Slip(
            "dw-sign",
            lambda X, d: -X.T @ d,
            "dw has the opposite sign, while db is right. Both are sums of the same d, so the sign goes "
            "wrong where X enters.",
        ),
        Slip(
            "inputs-squared",
            lambda X, d: (X**2).T @ d,
            "The inputs enter dw twice (x_k²). dz/dw_k is x_k, once.",
        ),
        Slip(
            "dw-no-mean",
            lambda X, d: X.T @ d * len(X),
            "db is right, but dw is exactly {N} times too large with {N} rows: 1/N is missing in dw only.",
        ),
        Slip(
            "inputs-averaged",
            lambda X, d: X.mean(axis=0, keepdims=True).T * d.sum(),
            "The inputs were averaged first and multiplied by the summed d afterwards. Each sample's d "
            "belongs to its own x: multiply sample by sample, then add, which is what X.T @ d does.",
        ),
    )


def _bias_slot() -> Slot:
    return Slot(
        lambda X, d: d.sum(axis=0, keepdims=True),
        Slip(
            "db-zero",
            lambda X, d: np.zeros((1, 1)),
            "db is 0: the bias would never learn. It is a weight whose input is always 1, so db is the sum of d.",
        ),
        Slip(
            "db-mean-twice",
            lambda X, d: d.mean(axis=0, keepdims=True),
            "dw is right, but db is exactly {N} times too small with {N} rows: np.mean divides by N, which "
            "d has done already. Sum it.",
        ),
        Slip(
            "db-sign",
            lambda X, d: -d.sum(axis=0, keepdims=True),
            "db has the opposite sign, while dw is right.",
        ),
        Slip(
            "db-no-mean",
            lambda X, d: d.sum(axis=0, keepdims=True) * len(X),
            "dw is right, but db is exactly {N} times too large with {N} rows: 1/N is missing in db only.",
        ),
        Slip(
            "db-with-inputs",
            lambda X, d: np.sum(X * d).reshape(1, 1),
            "The inputs are multiplied into db. dz/db is 1, so db is the sum of d alone.",
        ),
        Slip(
            "db-last-sample",
            lambda X, d: d[-1:],
            "db is that of the last sample only: add up all {N}.",
        ),
    )


def _without_brackets(delta: Callable[[Array, Array], Array]) -> Callable[..., tuple[Array, Array]]:
    def wrong(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
        d = delta(sigmoid(X @ w + b), y) / len(X)
        return X.T @ d, d.sum(axis=0, keepdims=True)

    return wrong


def _slope_outside(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    p = sigmoid(X @ w + b)
    slope = np.mean(p * (1 - p))
    return X.T @ (p - y) * slope / len(X), (p - y).mean(keepdims=True) * slope


def _new_weights(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    dw, db = mse_gradient(X, y, w, b)
    return w - dw, b - db


def _bias_column(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    """Take the gradient with a column of ones in front, as the slides do, and cut it in the wrong place."""
    X1 = np.hstack([np.ones((len(X), 1)), X])
    p = sigmoid(X @ w + b)
    g = X1.T @ ((p - y) * p * (1 - p)) / len(X)
    return g[:-1], g[-1:]


def _one_sample(i: int) -> Callable[..., tuple[Array, Array]]:
    def gradient(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
        return mse_gradient(X[i:][:1], y[i:][:1], w, b)

    return gradient


def _mse_grad_loop(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    N, n = X.shape
    dw, db = np.zeros((n, 1)), np.zeros((1, 1))
    for i in range(N):
        z = b[0, 0] + sum(X[i, k] * w[k, 0] for k in range(n))
        p = 1 / (1 + math.exp(-z))
        delta = (p - y[i, 0]) * p * (1 - p)
        for k in range(n):
            dw[k, 0] += delta * X[i, k] / N
        db[0, 0] += delta / N
    return dw, db


def _mse_grad_einsum(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    p = sigmoid(np.einsum("ik,kj->ij", X, w) + b)
    d = np.einsum("ij,ij,ij->ij", p - y, p, 1 - p)
    return np.einsum("ik,ij->kj", X, d) / len(X), np.einsum("ij->j", d)[None] / len(X)


def _mse_grad_column(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    X1 = np.hstack([np.ones((X.shape[0], 1)), X])
    p = 1 / (1 + np.exp(-X1 @ np.vstack([b, w])))
    g = X1.T @ ((p - y) * (p - p**2)) / X.shape[0]
    return g[1:], g[:1]


def _mse_grad_float32(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    X, y, w, b = (a.astype(np.float32) for a in (X, y, w, b))
    p = sigmoid(X @ w + b)
    p *= 1 - p
    d = (sigmoid(X @ w + b) - y) * p
    return np.mean(X * d, axis=0)[:, None], np.mean(d, axis=0, keepdims=True)


MSE_GRAD = Exercise(
    name="mse_grad",
    lesson=LESSON,
    points=4,
    signature="mse_grad(X (N, n), y (N, 1), w (n, 1), b (1, 1)) -> dw (n, 1), db (1, 1)",
    returns=(Part("dw", "(n, 1)"), Part("db", "(1, 1)")),
    reference=mse_gradient,
    numbers=_mse_numbers,
    cases=_neuron_cases,
    formula=Formula(
        _neuron_gradient,
        {
            "score": _SCORE,
            "error": Slot(
                lambda p, y, z: p - y,
                Slip(
                    "sign",
                    lambda p, y, z: y - p,
                    "The opposite sign: the error is p - y, prediction minus target. With y - p a step "
                    "against the gradient would climb.",
                ),
                Slip(
                    "error-squared",
                    lambda p, y, z: (p - y) ** 2,
                    "The error is still squared. The derivative of (p - y)²/2 with respect to p is p - y.",
                ),
                Slip(
                    "factor-2",
                    lambda p, y, z: 2 * (p - y),
                    "Exactly twice too large: the 2 from the square must meet the 1/2 of the loss and cancel.",
                ),
                Slip(
                    "half-kept",
                    lambda p, y, z: (p - y) / 2,
                    "Exactly half: the 1/2 of the loss is still there, but the derivative of the square "
                    "brings a 2 that cancels it.",
                ),
                Slip(
                    "error-in-z",
                    lambda p, y, z: z - y,
                    "The error was taken from z. The target is compared with the output p = sigmoid(z).",
                ),
                Slip(
                    "error-absolute",
                    lambda p, y, z: np.abs(p - y),
                    "The sign of the error is lost: it is p - y, not |p - y|. The sign says which way to go.",
                ),
                Slip(
                    "no-error",
                    lambda p, y, z: 1.0,
                    "The error p - y does not enter: this is the gradient of p.",
                ),
                Slip(
                    "no-target",
                    lambda p, y, z: p,
                    "The targets y do not enter: the first factor is p - y, not p.",
                ),
            ),
            "slope": Slot(
                lambda p, z, y: p * (1 - p),
                Slip(
                    "no-slope",
                    lambda p, z, y: 1.0,
                    "The slope of the sigmoid, p (1 - p), is missing in the chain: E depends on p, p on z, "
                    "z on w. What is dp/dz?",
                ),
                Slip(
                    "slope-of-p",
                    lambda p, z, y: sigmoid(p) * (1 - sigmoid(p)),
                    "The sigmoid was applied to p, which is sigmoid(z) already. The slope is p (1 - p). "
                    "(Training with this one looks right and ends near 0.04 and 0.93.)",
                ),
                Slip(
                    "slope-z-for-p",
                    lambda p, z, y: z * (1 - z),
                    "The slope was computed as z (1 - z). The slides' sigmoid_derivative has this form, "
                    "but wants the output p: p (1 - p).",
                ),
                Slip(
                    "sigmoid-for-slope",
                    lambda p, z, y: sigmoid(p),
                    "sigmoid(p) stands where the slope belongs. The slope of the sigmoid is p (1 - p), and "
                    "p is sigmoid(z) already.",
                ),
                Slip("slope-p-only", lambda p, z, y: p, "The slope is p (1 - p); the factor 1 - p is missing."),
                Slip(
                    "slope-1-minus-p-only",
                    lambda p, z, y: 1 - p,
                    "The slope is p (1 - p); the factor p is missing.",
                ),
                Slip(
                    "slope-with-target",
                    lambda p, z, y: y * (1 - y),
                    "The slope was taken at the target, y (1 - y). It belongs to the output: p (1 - p).",
                ),
                Slip(
                    "slope-squared",
                    lambda p, z, y: (p * (1 - p)) ** 2,
                    "The slope p (1 - p) enters twice; the chain has it once.",
                ),
                Slip(
                    "slope-of-tanh",
                    lambda p, z, y: 1 - p**2,
                    "1 - p² is the slope of tanh. The sigmoid's is p (1 - p).",
                ),
            ),
            "mean": _MEAN,
            "inputs": _inputs_slot(),
            "bias": _bias_slot(),
        },
    ),
    mistakes=(
        Mistake(
            "order-of-results",
            lambda X, y, w, b: mse_gradient(X, y, w, b)[::-1],
            "db and dw come in the wrong order: `return dw, db`.",
        ),
        Mistake(
            "no-brackets-slope",
            _without_brackets(lambda p, y: (p - y) * p * 1 - p),
            "Brackets are missing round 1 - p: (p - y) * p * 1 - p takes p off at the very end.",
        ),
        Mistake(
            "no-brackets-error",
            _without_brackets(lambda p, y: p - y * p * (1 - p)),
            "Brackets are missing round p - y: p - y * p * (1 - p) multiplies only y with the slope.",
        ),
        Mistake(
            "slope-averaged",
            _slope_outside,
            "The slopes p (1 - p) were averaged first. Each sample has its own slope: multiply it with "
            "that sample's error, entry by entry, before X.T @ adds the samples up.",
        ),
        Mistake(
            "new-weights",
            _new_weights,
            "These are the weights after a step, w - dw. Only the gradient is asked for; the step comes in "
            "the next exercise.",
        ),
        Mistake(
            "bias-entry-misplaced",
            _bias_column,
            "The numbers are there, shifted by one: with a column of ones in front, entry 0 of X.T @ d is "
            "db and the rest is dw.",
        ),
        Mistake(
            "first-sample-only",
            _one_sample(0),
            "This is the gradient for the first sample alone. E is the mean over all {N}.",
        ),
        Mistake(
            "last-sample-only",
            _one_sample(-1),
            "This is the gradient for the last sample alone: is `=` used in a loop where `+=` belongs?",
        ),
    ),
    alternatives=(_mse_grad_loop, _mse_grad_einsum, _mse_grad_column, _mse_grad_float32),
    hints=(
        "E depends on w through a chain: w gives z, z gives p, p gives E. The gradient is the product of "
        "the three derivatives: (p - y), times p (1 - p), times x_k; then the mean over the samples.",
        "First make d, shape (N, 1): for each sample (p - y) p (1 - p) / N, all products entry by entry. "
        "Then X.T @ d has shape (n, 1) and adds up the samples; for b the input is 1, so sum d over the "
        "rows with keepdims=True.",
        "The same for a neuron without sigmoid, p = z: E = 1/(2N) Σ (z - y)², so d = (z - y) / N, dw = X.T "
        "@ d, db = d.sum(axis=0, keepdims=True). Yours has one factor more in d.",
    ),
)


# --- fit_perceptron -------------------------------------------------------------------------------


def _fit_case(rng: Rng, gradient: Callable[..., Any], N: int, n: int, rate: float, epochs: int) -> Case:
    X, y, w, b = _neuron_case(rng, N, n).args
    sizes = {"N": N, "n": n, "epochs": epochs, "learning_rate": rate}
    return Case((gradient, X, y, w, b, rate, epochs), sizes)


def _fit_cases(rng: Rng) -> list[Case]:
    return [
        _fit_case(rng, mse_gradient, 7, 3, 1.5, 6),
        _fit_case(rng, mse_gradient, 5, 2, 0.7, 4),
        _fit_case(rng, cross_entropy_gradient, 11, 4, 0.4, 9),
        _fit_case(rng, mse_gradient, 1, 3, 2.5, 3),
    ]


def _fit_by_recursion(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    """Train by the definition: the state after t epochs is one step away from the state after t - 1."""
    if epochs == 0:
        return w, b, np.zeros(0)
    dw, db = grad(X, y, w, b)
    error = 2 * losses.mse(X @ w + b, y, output="sigmoid")
    w_end, b_end, later = _fit_by_recursion(
        grad, X, y, w - learning_rate * dw, b - learning_rate * db, learning_rate, epochs - 1
    )
    return w_end, b_end, np.concatenate([[error], later])


def _both_at_once(grad: Any, X: Array, y: Array, w: Array, b: Array, step: float) -> tuple[Array, Array]:
    dw, db = grad(X, y, w, b)
    return w - step * dw, b - step * db


def _one_after_the_other(grad: Any, X: Array, y: Array, w: Array, b: Array, step: float) -> tuple[Array, Array]:
    w = w - step * grad(X, y, w, b)[0]
    return w, b - step * grad(X, y, w, b)[1]


def _sample_by_sample(grad: Any, X: Array, y: Array, w: Array, b: Array, step: float) -> tuple[Array, Array]:
    for i in range(len(X)):
        w, b = _both_at_once(grad, X[i : i + 1], y[i : i + 1], w, b, step)
    return w, b


def _only_w(grad: Any, X: Array, y: Array, w: Array, b: Array, step: float) -> tuple[Array, Array]:
    return w - step * grad(X, y, w, b)[0], b


def _only_b(grad: Any, X: Array, y: Array, w: Array, b: Array, step: float) -> tuple[Array, Array]:
    return w, b - step * grad(X, y, w, b)[1]


def _w_climbs(grad: Any, X: Array, y: Array, w: Array, b: Array, step: float) -> tuple[Array, Array]:
    dw, db = grad(X, y, w, b)
    return w + step * dw, b - step * db


def _b_climbs(grad: Any, X: Array, y: Array, w: Array, b: Array, step: float) -> tuple[Array, Array]:
    dw, db = grad(X, y, w, b)
    return w - step * dw, b + step * db


def _first_half(grad: Any, X: Array, y: Array, w: Array, b: Array, step: float) -> tuple[Array, Array]:
    half = (len(X) + 1) // 2
    return _both_at_once(grad, X[:half], y[:half], w, b, step)


def _fit(
    grad: Any,
    X: Array,
    y: Array,
    w: Array,
    b: Array,
    learning_rate: float,
    epochs: int,
    *,
    step: Any,
    rate: Any,
    gradient: Any,
    log: Any,
    moment: str,
    rounds: Any,
) -> tuple[Array, Array, Array]:
    use = gradient(grad)
    history = []
    for _ in range(rounds(epochs)):
        before = log(sigmoid(X @ w + b), y)
        w, b = step(use, X, y, w, b, rate(learning_rate, X))
        history.append(before if moment == "before" else log(sigmoid(X @ w + b), y))
    return w, b, np.array(history)


def _stale_gradient(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    dw, db = grad(X, y, w, b)
    history = []
    for _ in range(epochs):
        history.append(np.mean((sigmoid(X @ w + b) - y) ** 2))
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, np.array(history)


def _step_forgotten(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    w_new, b_new = w, b
    history = []
    for _ in range(epochs):
        history.append(np.mean((sigmoid(X @ w + b) - y) ** 2))
        dw, db = grad(X, y, w, b)
        w_new, b_new = w - learning_rate * dw, b - learning_rate * db
    return w_new, b_new, np.array(history)


def _always_from_the_start(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    w_now, b_now = w, b
    history = []
    for _ in range(epochs):
        history.append(np.mean((sigmoid(X @ w_now + b_now) - y) ** 2))
        dw, db = grad(X, y, w_now, b_now)
        w_now, b_now = w - learning_rate * dw, b - learning_rate * db
    return w_now, b_now, np.array(history)


def _stale_prediction(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    p = sigmoid(X @ w + b)
    history = []
    for _ in range(epochs):
        history.append(np.mean((p - y) ** 2))
        w, b = _both_at_once(grad, X, y, w, b, learning_rate)
    return w, b, np.array(history)


def _no_bias_in_log(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    history = []
    for _ in range(epochs):
        history.append(np.mean((sigmoid(X @ w) - y) ** 2))
        w, b = _both_at_once(grad, X, y, w, b, learning_rate)
    return w, b, np.array(history)


def _swapped_results(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    w, b, history = _fit_by_recursion(grad, X, y, w, b, learning_rate, epochs)
    return b, w, history


def _nothing_learnt(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    return w, b, _fit_by_recursion(grad, X, y, w, b, learning_rate, epochs)[2]


def _last_error_only(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Any]:
    w, b, history = _fit_by_recursion(grad, X, y, w, b, learning_rate, epochs)
    return w, b, history[-1]


def _errors_unaveraged(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    history = []
    for _ in range(epochs):
        history.append((sigmoid(X @ w + b) - y) ** 2)
        w, b = _both_at_once(grad, X, y, w, b, learning_rate)
    return w, b, np.array(history)


def _from_zero(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    return _fit_by_recursion(grad, X, y, np.zeros_like(w), np.zeros_like(b), learning_rate, epochs)


def _with_start_and_end(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    w, b, history = _fit_by_recursion(grad, X, y, w, b, learning_rate, epochs)
    return w, b, np.append(history, np.mean((sigmoid(X @ w + b) - y) ** 2))


def _fit_in_place(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    w, b, history = w.copy(), b.copy(), np.empty(epochs)
    for epoch in range(epochs):
        p = sigmoid(X @ w + b)
        history[epoch] = np.mean((p - y) ** 2)
        dw, db = grad(X, y, w, b)
        w -= learning_rate * dw
        b -= learning_rate * db
    return w, b, history


def _fit_while(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    errors: list[float] = []
    while len(errors) < epochs:
        dw, db = grad(X, y, w, b)
        difference = (1 / (1 + np.exp(-(X @ w + b))) - y).ravel()
        errors += [float(difference @ difference) / len(y)]
        w, b = w + (-learning_rate) * dw, b + (-learning_rate) * db
    return w, b, np.asarray(errors, dtype=np.float32)


def _fit_by_parts(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    theta, n = np.vstack([w, b]), len(w)
    history = np.zeros((epochs,))
    for epoch in range(epochs):
        history[epoch] = np.square(sigmoid(X @ theta[:n] + theta[n:]) - y).mean()
        theta = theta - learning_rate * np.vstack(grad(X, y, theta[:n], theta[n:]))
    return theta[:n], theta[n:], history


FIT_PERCEPTRON = Exercise(
    name="fit_perceptron",
    lesson=LESSON,
    points=4,
    signature=(
        "fit_perceptron(grad, X (N, n), y (N, 1), w (n, 1), b (1, 1), learning_rate, epochs) -> w (n, 1), "
        "b (1, 1), history (epochs,)"
    ),
    returns=(Part("w", "(n, 1)"), Part("b", "(1, 1)"), Part("history", "(epochs,)", any_shape=True)),
    reference=_fit_by_recursion,
    cases=_fit_cases,
    formula=Formula(
        _fit,
        {
            "step": Slot(
                _both_at_once,
                Slip(
                    "bias-not-updated",
                    _only_w,
                    "w learns, b never changes: b needs its own step, b - learning_rate * db.",
                ),
                Slip(
                    "weights-not-updated",
                    _only_b,
                    "b learns, w never changes: w needs its own step, w - learning_rate * dw.",
                ),
                Slip(
                    "two-gradients",
                    _one_after_the_other,
                    "w was changed before the gradient for b was computed. Both belong to the same point: "
                    "call grad once an epoch, then make both steps.",
                ),
                Slip(
                    "sample-by-sample",
                    _sample_by_sample,
                    "It makes a step after every sample. Asked for is the full batch: grad sees all {N} "
                    "rows and one step follows.",
                ),
                Slip(
                    "weights-climb",
                    _w_climbs,
                    "b goes downhill, but w goes up: the sign in w - learning_rate * dw is wrong.",
                ),
                Slip(
                    "bias-climbs",
                    _b_climbs,
                    "w goes downhill, but b goes up: the sign in b - learning_rate * db is wrong.",
                ),
                Slip("part-of-the-batch", _first_half, "grad must see all {N} rows of X and y in every epoch."),
            ),
            "rate": Slot(
                lambda rate, X: rate,
                Slip(
                    "ascent",
                    lambda rate, X: -rate,
                    "The step goes uphill: the error grows. The gradient points to where E grows, so "
                    "subtract it: w - learning_rate * dw.",
                ),
                Slip(
                    "rate-ignored",
                    lambda rate, X: 1.0,
                    "The learning rate is not used (or is always 1): the step is learning_rate * dw.",
                ),
                Slip(
                    "rate-over-N",
                    lambda rate, X: rate / len(X),
                    "The step is {N} times too short, and there are {N} rows: 1/N is in grad's answer already.",
                ),
                Slip(
                    "rate-times-N",
                    lambda rate, X: rate * len(X),
                    "The step is {N} times too long, and there are {N} rows: the step is learning_rate * "
                    "dw, without N.",
                ),
                Slip(
                    "rate-squared",
                    lambda rate, X: rate**2,
                    "The learning rate is multiplied in twice.",
                ),
            ),
            "gradient": Slot(
                lambda grad: grad,
                Slip(
                    "grad-not-used",
                    lambda grad: mse_gradient,
                    "The function `grad` that was handed in is not the one used: with another gradient, "
                    "that of the cross-entropy, the answer is wrong. Call grad(X, y, w, b).",
                ),
            ),
            "log": Slot(
                lambda p, y: np.mean((p - y) ** 2),
                Slip(
                    "history-halved",
                    lambda p, y: np.mean((p - y) ** 2) / 2,
                    "history holds E, with the 1/2. Asked for is the slides' mean squared error, mean of "
                    "(p - y)², twice as much.",
                ),
                Slip(
                    "history-sum",
                    lambda p, y: np.sum((p - y) ** 2),
                    "history holds the sum of the squared errors, not their mean: {N} times too large with {N} rows.",
                ),
                Slip(
                    "history-half-sum",
                    lambda p, y: np.sum((p - y) ** 2) / 2,
                    "history holds half the sum of the squared errors; asked for is their mean.",
                ),
                Slip(
                    "history-not-squared",
                    lambda p, y: np.mean(p - y),
                    "history holds the mean of p - y, where errors of opposite sign cancel. Square them first.",
                ),
                Slip(
                    "history-absolute",
                    lambda p, y: np.mean(np.abs(p - y)),
                    "history holds the mean absolute error; asked for is the mean of the squares.",
                ),
                Slip(
                    "history-root",
                    lambda p, y: np.sqrt(np.mean((p - y) ** 2)),
                    "history holds the root of the mean squared error; leave out the root.",
                ),
            ),
            "moment": Slot(
                "before",
                Slip(
                    "history-after-step",
                    "after",
                    "history is one step late: each entry was taken after the update. The first entry must "
                    "be the error of the weights that came in.",
                ),
            ),
            "rounds": Slot(
                lambda epochs: epochs,
                Slip(
                    "one-epoch-short",
                    lambda epochs: epochs - 1,
                    "One epoch is missing: range(epochs) runs from 0 to epochs - 1, and that is epochs rounds.",
                ),
                Slip(
                    "one-epoch-more",
                    lambda epochs: epochs + 1,
                    "One epoch too many: range(epochs) is enough.",
                ),
                Slip(
                    "one-epoch-only",
                    lambda epochs: 1,
                    "Only one epoch was run. Does `return` stand inside the loop? Move it left by one level.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "stale-gradient",
            _stale_gradient,
            "The gradient was computed once, before the loop. It changes with w and b: call grad inside "
            "the loop, with the current ones.",
        ),
        Mistake(
            "step-forgotten",
            _step_forgotten,
            "Every epoch starts again from the first w and b, so only one step is ever made. Give the "
            "result back to the same names: w = w - learning_rate * dw.",
        ),
        Mistake(
            "step-from-the-start",
            _always_from_the_start,
            "Each step starts from the w and b that came in, not from where the last step ended.",
        ),
        Mistake(
            "stale-prediction",
            _stale_prediction,
            "w and b are right, but history repeats its first entry: p must be computed anew in every epoch.",
        ),
        Mistake(
            "no-bias-in-history",
            _no_bias_in_log,
            "w and b are right, but history was computed without the bias: p = sigmoid(X @ w + b).",
        ),
        Mistake("order-of-results", _swapped_results, "The results come in the order w, b, history."),
        Mistake("start-returned", _nothing_learnt, "It returns the w and b that came in, not the trained ones."),
        Mistake(
            "last-error-only",
            _last_error_only,
            "history is only the last error. Collect one number an epoch: start with an empty list, "
            "append, and return np.array(history).",
        ),
        Mistake(
            "history-one-a-sample",
            _errors_unaveraged,
            "history holds the squared error of every sample. Asked for is one number an epoch, their mean: np.mean.",
        ),
        Mistake(
            "start-replaced",
            _from_zero,
            "It starts from zeros, not from the w and b that came in.",
        ),
        Mistake(
            "history-one-longer",
            _with_start_and_end,
            "history has one entry too many: one an epoch, taken before the step; the error after the last "
            "step is left out.",
        ),
    ),
    alternatives=(_fit_in_place, _fit_while, _fit_by_parts),
    hints=(
        "One epoch is: look (p = sigmoid(X @ w + b)), note the error, ask grad for the direction uphill, "
        "go a little the other way. Repeat.",
        "In the loop, in this order: history.append(mean of (p - y)²); dw, db = grad(X, y, w, b); w = w - "
        "learning_rate * dw; the same for b. Writing `w -= ...` would change the caller's array.",
        "The same loop for f(x) = x², whose slope is 2x: `for _ in range(epochs): history.append(x**2); x "
        "= x - learning_rate * 2 * x`.",
    ),
)


# --- bce_loss -------------------------------------------------------------------------------------


def _sure_case(rng: Rng, N: int, right: bool) -> Case:
    """Mix outputs of exactly 0 and 1 with ordinary ones; `right` says whether the targets agree with them."""
    p = rng.uniform(0.1, 0.9, size=(N, 1))
    y = rng.integers(0, 2, size=(N, 1)).astype(float)
    p[0], p[-1] = 0.0, 1.0
    y[0], y[-1] = (0.0, 1.0) if right else (1.0, 0.0)
    return Case((p, y), {"N": N}, extreme=True, finite_only=not right)


def _bce_cases(rng: Rng) -> list[Case]:
    return [*_prediction_cases(rng), _sure_case(rng, 6, right=True), _sure_case(rng, 8, right=False)]


def _bce_by_loop(p: Array, y: Array) -> float:
    total = 0.0
    for prediction, target in zip(p.ravel().tolist(), y.ravel().tolist(), strict=True):
        for share, probability in ((target, prediction), (1 - target, 1 - prediction)):
            if share > 0:  # 0 log 0 counts as 0
                total -= share * math.log(max(probability, 1e-12))
    return total / len(p)


def _clip(p: Array) -> Array:
    return np.clip(p, 1e-12, 1 - 1e-12)


def _bce(p: Array, y: Array, *, guard: Any, terms: Any, log: Any, sign: float, mean: Any) -> Any:
    return sign * np.sum(terms(guard(p), y, log)) * mean(len(p))


def _bce_where(p: Array, y: Array) -> float:
    likelihood = np.where(p > 0, p, 1e-15), np.where(p < 1, 1 - p, 1e-15)
    return float(-(y * np.log(likelihood[0]) + (1 - y) * np.log(likelihood[1])).mean())


def _bce_added(p: Array, y: Array) -> float:
    eps = 1e-9
    return float(-np.mean(y * np.log(p + eps) + (1 - y) * np.log(1 - p + eps)))


def _bce_dot(p: Array, y: Array) -> float:
    q = np.maximum(p, 1e-12), np.maximum(1 - p, 1e-12)
    return float(-(y.T @ np.log(q[0]) + (1 - y).T @ np.log(q[1])).item() / p.shape[0])


def _bce_float32(p: Array, y: Array) -> Any:
    p, y = np.clip(p, 1e-7, 1 - 1e-7).astype(np.float32), y.astype(np.float32)
    return np.mean(-y * np.log(p) - (1 - y) * np.log1p(-p))


BCE_LOSS = Exercise(
    name="bce_loss",
    lesson=LESSON,
    points=2,
    signature="bce_loss(p (N, 1), y (N, 1)) -> J, a number",
    returns=(Part("J", "number", any_shape=True),),
    reference=_bce_by_loop,
    cases=_bce_cases,
    formula=Formula(
        _bce,
        {
            "guard": Slot(
                _clip,
                Slip(
                    "log-of-zero",
                    lambda p: p,
                    "Right for ordinary p, but p = 0 or p = 1 gives log 0: minus infinity, and 0 · "
                    "infinity is NaN. Keep p a hair away from both ends: np.clip(p, 1e-12, 1 - 1e-12).",
                ),
                Slip(
                    "clipped-too-much",
                    lambda p: np.clip(p, 0.2, 0.8),
                    "p is clipped so far inside that ordinary values change. A hair is enough: 1e-12.",
                ),
            ),
            "terms": Slot(
                lambda p, y, log: y * log(p) + (1 - y) * log(1 - p),
                Slip(
                    "second-term-missing",
                    lambda p, y, log: y * log(p),
                    "Only the samples with y = 1 count. The term (1 - y) log(1 - p) is missing: without it "
                    "p = 1 for everything would be perfect.",
                ),
                Slip(
                    "first-term-missing",
                    lambda p, y, log: (1 - y) * log(1 - p),
                    "Only the samples with y = 0 count. The term y log p is missing.",
                ),
                Slip(
                    "targets-exchanged",
                    lambda p, y, log: (1 - y) * log(p) + y * log(1 - p),
                    "y and 1 - y are exchanged: this rewards saying 0 where y is 1. log p goes with y.",
                ),
                Slip(
                    "log-p-twice",
                    lambda p, y, log: y * log(p) + (1 - y) * log(p),
                    "The second logarithm is log p again. It must be log(1 - p).",
                ),
                Slip(
                    "minus-between",
                    lambda p, y, log: y * log(p) - (1 - y) * log(1 - p),
                    "Both terms have the same sign; the minus stands in front of the whole sum. Look at the brackets.",
                ),
                Slip(
                    "log-outside",
                    lambda p, y, log: log(y * p + (1 - y) * (1 - p)),
                    "The logarithm was taken of the sum. That agrees for y = 0 and 1 only; the formula has "
                    "y log p + (1 - y) log(1 - p).",
                ),
            ),
            "log": Slot(
                np.log,
                Slip(
                    "base-2",
                    np.log2,
                    "The logarithm is to base 2: exactly 1/ln 2 = 1.443 times too large. log is the "
                    "natural one here, np.log.",
                ),
                Slip(
                    "base-10",
                    np.log10,
                    "The logarithm is to base 10: 0.434 times the right answer. log is the natural one here, np.log.",
                ),
                Slip("log1p", np.log1p, "np.log1p(p) is log(1 + p), not log p."),
            ),
            "sign": Slot(
                -1.0,
                Slip(
                    "sign",
                    1.0,
                    "The opposite sign: logarithms of numbers below 1 are negative, so the minus in front "
                    "makes J positive.",
                ),
                Slip(
                    "half",
                    -0.5,
                    "Exactly half: there is no 1/2 in the cross-entropy; it was there to cancel the square's 2.",
                ),
            ),
            "mean": Slot(
                lambda N: 1 / N,
                Slip(
                    "no-mean",
                    lambda N: 1.0,
                    "Exactly {N} times too large, and there are {N} samples: the sum is not divided by N.",
                ),
                Slip(
                    "mean-twice",
                    lambda N: 1 / N**2,
                    "Exactly {N} times too small, and there are {N} samples: divided by N twice.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "one-a-sample",
            lambda p, y: -(y * np.log(_clip(p)) + (1 - y) * np.log(1 - _clip(p))),
            "It returns one number for each sample; the loss is their mean.",
        ),
        Mistake(
            "p-and-y-exchanged",
            lambda p, y: -np.mean(p * np.log(_clip(y)) + (1 - p) * np.log(1 - _clip(y))),
            "p and y are exchanged: the logarithm is taken of the targets. It belongs to the outputs p.",
        ),
        Mistake(
            "squared-error",
            lambda p, y: np.mean((p - y) ** 2) / 2,
            "This is the mean squared error of the exercise before.",
        ),
    ),
    alternatives=(_bce_where, _bce_added, _bce_dot, _bce_float32),
    hints=(
        "For y = 1 the loss of a sample is -log p, for y = 0 it is -log(1 - p). The formula picks the "
        "right one: -(y log p + (1 - y) log(1 - p)). J is the mean of these.",
        "First p = np.clip(p, 1e-12, 1 - 1e-12), a new array. Then both terms entry by entry with np.log, "
        "then np.mean, and one minus in front.",
        "Two samples by hand: p = (0.5, 0.9), y = (0, 1). -log(1 - 0.5) = 0.693 and -log 0.9 = 0.105; the "
        "mean is 0.399.",
    ),
)


# --- logistic_grad --------------------------------------------------------------------------------


def _logistic_loop(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    N, n = X.shape
    dw, db = np.zeros((n, 1)), np.zeros((1, 1))
    for i in range(N):
        error = 1 / (1 + math.exp(-float(X[i] @ w[:, 0] + b[0, 0]))) - y[i, 0]
        for k in range(n):
            dw[k, 0] += error * X[i, k]
        db += error
    return dw / N, db / N


def _logistic_einsum(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    error = sigmoid(X @ w + b) - y
    return np.einsum("ik,ij->kj", X, error) / len(X), error.mean(axis=0, keepdims=True)


def _logistic_long_way(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    """Follow the chain without the cancellation: dJ/dp times p (1 - p)."""
    p = sigmoid(X @ w + b)
    d = (-(y / p) + (1 - y) / (1 - p)) / len(X) * p * (1 - p)
    return (d.T @ X).T, np.array([[d.sum()]])


def _logistic_float32(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    X1 = np.hstack([X, np.ones((len(X), 1))]).astype(np.float32)
    error = sigmoid(X1 @ np.vstack([w, b]).astype(np.float32)) - y.astype(np.float32)
    g = X1.T @ error / np.float32(len(X))
    return g[:-1], g[-1:]


def _logistic_one_sample(i: int) -> Callable[..., tuple[Array, Array]]:
    def gradient(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
        return cross_entropy_gradient(X[i:][:1], y[i:][:1], w, b)

    return gradient


def _extra_slope(p: Array, z: Array, y: Array) -> Array:
    return p * (1 - p)


LOGISTIC_GRAD = Exercise(
    name="logistic_grad",
    lesson=LESSON,
    points=3,
    signature="logistic_grad(X (N, n), y (N, 1), w (n, 1), b (1, 1)) -> dw (n, 1), db (1, 1)",
    returns=(Part("dw", "(n, 1)"), Part("db", "(1, 1)")),
    reference=cross_entropy_gradient,
    numbers=_cross_entropy_numbers,
    cases=_neuron_cases,
    formula=Formula(
        _neuron_gradient,
        {
            "score": _SCORE,
            "error": Slot(
                lambda p, y, z: p - y,
                Slip(
                    "sign",
                    lambda p, y, z: y - p,
                    "The opposite sign: p - y, prediction minus target.",
                ),
                Slip(
                    "error-squared",
                    lambda p, y, z: (p - y) ** 2,
                    "The error is squared. The cross-entropy's derivative with respect to z is p - y itself.",
                ),
                Slip(
                    "factor-2",
                    lambda p, y, z: 2 * (p - y),
                    "Exactly twice too large: there is no square here, so no 2.",
                ),
                Slip(
                    "half-kept",
                    lambda p, y, z: (p - y) / 2,
                    "Exactly half: there is no 1/2 in the cross-entropy.",
                ),
                Slip(
                    "error-in-z",
                    lambda p, y, z: z - y,
                    "The error was taken from z. The target is compared with the output p = sigmoid(z).",
                ),
                Slip(
                    "rounded-output",
                    lambda p, y, z: (p > 0.5) - y,
                    "The output was rounded to 0 or 1 first. That is the rule of the step perceptron; the "
                    "gradient has p itself.",
                ),
                Slip(
                    "no-target",
                    lambda p, y, z: p,
                    "The targets y do not enter: it is p - y, not p.",
                ),
                Slip(
                    "log-kept",
                    lambda p, y, z: -(y * np.log(p) + (1 - y) * np.log(1 - p)),
                    "The loss itself stands where its derivative belongs: dJ/dz = p - y.",
                ),
                Slip(
                    "only-the-ones",
                    lambda p, y, z: y * (p - 1),
                    "Only the term y log p was differentiated. The term (1 - y) log(1 - p) has a "
                    "derivative too; together they give p - y.",
                ),
            ),
            "slope": Slot(
                lambda p, z, y: 1.0,
                Slip(
                    "extra-slope",
                    _extra_slope,
                    "The factor p (1 - p) is still there. In the cross-entropy it cancels against the p "
                    "and 1 - p that the logarithms leave in the denominator: p - y remains.",
                ),
                Slip(
                    "slope-not-cancelled",
                    lambda p, z, y: 1 / (p * (1 - p)),
                    "This is (p - y) / (p (1 - p)), the derivative with respect to p. One link of the "
                    "chain is missing: dp/dz = p (1 - p), which cancels the denominator.",
                ),
            ),
            "mean": _MEAN,
            "inputs": _inputs_slot(),
            "bias": _bias_slot(),
        },
    ),
    mistakes=(
        Mistake(
            "order-of-results",
            lambda X, y, w, b: cross_entropy_gradient(X, y, w, b)[::-1],
            "db and dw come in the wrong order: `return dw, db`.",
        ),
        Mistake(
            "first-sample-only",
            _logistic_one_sample(0),
            "This is the gradient for the first sample alone. J is the mean over all {N}.",
        ),
        Mistake(
            "last-sample-only",
            _logistic_one_sample(-1),
            "This is the gradient for the last sample alone: is `=` used in a loop where `+=` belongs?",
        ),
    ),
    alternatives=(_logistic_loop, _logistic_einsum, _logistic_long_way, _logistic_float32),
    hints=(
        "The chain again: dJ/dp, times dp/dz, times dz/dw. The first two multiply to something very short.",
        "d = (p - y) / N, shape (N, 1), and nothing else. Then dw and db come from d as in mse_grad.",
        "One sample with y = 1: J = -log p, dJ/dp = -1/p, dp/dz = p (1 - p). Their product is -(1 - p) = p "
        "- 1 = p - y. Do the same for y = 0.",
    ),
)

EXERCISES = (GATE_WEIGHTS, MSE_LOSS, MSE_GRAD, FIT_PERCEPTRON, BCE_LOSS, LOGISTIC_GRAD)
