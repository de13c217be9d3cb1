"""Lesson 06, gates and XOR: what is asked, how an answer is judged, which mistakes are known by name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from nncore.activations import relu, sigmoid
from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot

LESSON = "06-gates-and-xor"
Array = np.ndarray
Rng = np.random.Generator

_SIZE = 20.0  # of every weight on the slides


def _squash(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


# --- detector -------------------------------------------------------------------------------------


def _detector_cases(rng: Rng) -> list[Case]:
    shuffled = rng.permutation([1.0, 1.0, 0.0, 0.0, 0.0])
    patterns = ([1.0, 0.0, 1.0], shuffled, [0.0, 1.0], [1.0, 1.0, 1.0, 1.0, 0.0, 1.0], [0.0], [0.0] * 4, [1.0] * 7)
    return [Case((np.array(pattern),), {"n": len(pattern), "ones": float(np.sum(pattern))}) for pattern in patterns]


def _detector_by_loop(pattern: Array) -> tuple[Array, Array]:
    """Give each input the weight that its entry asks for; the bias lifts the pattern's own row to 10."""
    w = np.zeros((len(pattern), 1))
    on_its_row = 0.0
    for k, entry in enumerate(pattern.tolist()):
        w[k, 0] = _SIZE if entry == 1 else -_SIZE
        on_its_row += w[k, 0] * entry
    return w, np.array([[_SIZE / 2 - on_its_row]])


def _flat(w_and_b: tuple[Array, Array], w: bool = False, b: tuple[int, ...] = (1, 1)) -> tuple[Array, Array]:
    """Take w's column away, and bring b to another shape."""
    weights, bias = w_and_b
    return weights.ravel() if w else weights, bias.reshape(b)


def _detector(pattern: Array, *, weights: Any, bias: Any) -> tuple[Any, Any]:
    return weights(pattern).reshape(-1, 1), np.array([[bias(pattern)]], dtype=float)


def _detector_list(pattern: Array) -> tuple[Array, Array]:
    w = np.array([[20.0 if entry else -20.0] for entry in pattern])
    return w, np.full((1, 1), 10.0) - 20.0 * np.count_nonzero(pattern)


def _detector_from_row(pattern: Array) -> tuple[Array, Array]:
    x = pattern[:, None]
    w = 40 * x - 20
    return w, 10 - x.T @ w


def _detector_float32(pattern: Array) -> tuple[Array, Array]:
    w = np.where(pattern > 0.5, 20, -20).astype(np.float32)[:, np.newaxis]
    return w, np.float32(10) - w[w > 0].sum().reshape(1, 1)


def _detector_whole_numbers(pattern: Array) -> tuple[Array, Array]:
    bits = pattern.astype(int)
    return (20 * (-1) ** (1 - bits)).reshape(-1, 1), np.array([[10 - 20 * bits.sum()]])


DETECTOR = Exercise(
    name="detector",
    lesson=LESSON,
    points=2,
    signature="detector(pattern (n,)) -> w (n, 1), b (1, 1)",
    returns=(Part("w", "(n, 1)"), Part("b", "(1, 1)")),
    reference=_detector_by_loop,
    cases=_detector_cases,
    formula=Formula(
        _detector,
        {
            "weights": Slot(
                lambda pattern: 40 * pattern - 20,
                Slip(
                    "zeros-ignored",
                    lambda pattern: 20 * pattern,
                    "Where the pattern has a 0 you give the weight 0, so the neuron does not look at that input at "
                    "all: it also fires when a 1 stands there. A 1 there must push z down: weight -20.",
                ),
                Slip(
                    "all-plus",
                    lambda pattern: np.full(pattern.shape, 20.0),
                    "All weights are +20, as for AND. Where the pattern has a 0, a 1 must push z down: weight -20 (the "
                    "NOT of the slides).",
                ),
                Slip(
                    "signs-exchanged",
                    lambda pattern: 20 - 40 * pattern,
                    "The signs are exchanged: +20 where the pattern has a 1 (that input must be on), -20 where it has "
                    "a 0.",
                ),
                Slip(
                    "half-weights",
                    lambda pattern: 20 * pattern - 10,
                    "The weights are ±10; the slides' are ±20. z must differ by 20 between the pattern and a row that "
                    "differs from it in one place.",
                ),
                Slip(
                    "weights-one",
                    lambda pattern: 2 * pattern - 1,
                    "The weights are ±1: the right signs, but the slides' size is 20. With ±1 the step is too soft.",
                ),
                Slip(
                    "minus-one-short",
                    lambda pattern: 20 * pattern - 20,
                    "Ones get the weight 0 and zeros -20. A 1 in the pattern needs +20: without it nobody notices "
                    "when that input is off. (20 * pattern - 20 should be 40 * pattern - 20.)",
                ),
                Slip(
                    "plus-and-minus-40",
                    lambda pattern: 40 * pattern - 40 * (1 - pattern),
                    "The weights are ±40; the slides' are ±20.",
                ),
            ),
            "bias": Slot(
                lambda pattern: 10 - 20 * np.sum(pattern),
                Slip(
                    "bias-of-and",
                    lambda pattern: -30,
                    "b is always -30. That is right for two ones (AND), but the more ones there are, the larger the "
                    "sum that must be reached. Count the ones in the pattern.",
                ),
                Slip(
                    "bias-of-or",
                    lambda pattern: -10,
                    "b is always -10. That is right for a single 1. With more ones a part of them would be enough to "
                    "fire; without any, nothing fires. Count the ones in the pattern.",
                ),
                Slip(
                    "bias-of-not",
                    lambda pattern: 10,
                    "b is always 10, as for NOT. On its own row the ones add 20 each, which b must take away again.",
                ),
                Slip(
                    "on-the-line",
                    lambda pattern: -20 * np.sum(pattern),
                    "On its own row z is exactly 0: the neuron is undecided. Asked for is z = 10 there, so b is 10 "
                    "larger.",
                ),
                Slip(
                    "below-the-line",
                    lambda pattern: -10 - 20 * np.sum(pattern),
                    "On its own row z is -10, so the neuron never fires. Asked for is z = +10 there: b is 20 larger.",
                ),
                Slip(
                    "counts-inputs",
                    lambda pattern: 10 - 20 * len(pattern),
                    "b counts all {n} inputs of the first pattern. Only the ones add 20 to z on the neuron's own row; "
                    "where the pattern has a 0 the input is 0 and adds nothing.",
                ),
                Slip(
                    "counts-zeros",
                    lambda pattern: 10 - 20 * np.sum(1 - pattern),
                    "b counts the zeros of the pattern. On its own row the *ones* add 20 each, and b must take that "
                    "away.",
                ),
                Slip(
                    "mean-for-sum",
                    lambda pattern: 10 - 20 * np.mean(pattern),
                    "b takes 20 times the *mean* of the pattern away. Each 1 adds 20 to z, so it is their number that "
                    "counts: np.sum.",
                ),
                Slip(
                    "threshold-sign",
                    lambda pattern: 20 * np.sum(pattern) - 10,
                    "b has the opposite sign: a threshold is subtracted, a bias is added. On its own row z must be 10.",
                ),
                Slip(
                    "half-count",
                    lambda pattern: 10 - 10 * np.sum(pattern),
                    "Each 1 in the pattern adds 20 to z, and b takes only 10 of it away.",
                ),
                Slip(
                    "balanced-count",
                    lambda pattern: 10 - 20 * (2 * np.sum(pattern) - len(pattern)),
                    "b takes away the sum of all weights. On its own row the inputs with a 0 add nothing, so only the "
                    "weights of the ones count: the sum of w_k · pattern_k.",
                ),
                Slip(
                    "no-bias",
                    lambda pattern: 0,
                    "b is 0, so the line passes through the row of zeros, where the neuron says 0.5. On its own row z "
                    "must be 10.",
                ),
                Slip(
                    "bias-twenty",
                    lambda pattern: 20 - 20 * np.sum(pattern),
                    "On its own row z is 20, and on a row that differs in one place it is 0: undecided. Asked for is "
                    "10 there, halfway.",
                ),
                Slip(
                    "bias-plus-one",
                    lambda pattern: 1 - 20 * np.sum(pattern),
                    "On its own row z is 1; asked for is 10, halfway between 0 and a weight.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "order-of-results",
            lambda pattern: _detector_by_loop(pattern)[::-1],
            "b and w come in the wrong order: `return w, b`.",
        ),
        Mistake(
            "first-two-only",
            lambda pattern: _detector_by_loop(pattern[:2]),
            "It looks at the first two entries only. A pattern may have any length n.",
        ),
        Mistake(
            "pattern-negated",
            lambda pattern: _detector_by_loop(1 - pattern),
            "This detects the opposite row: zeros and ones are exchanged.",
        ),
        Mistake(
            "pattern-reversed",
            lambda pattern: _detector_by_loop(pattern[::-1]),
            "The pattern is read from back to front: w[0] belongs to pattern[0].",
        ),
        Mistake(
            "all-opposite",
            lambda pattern: tuple(-part for part in _detector_by_loop(pattern)),
            "All signs are opposite: this neuron fires on every row but its own.",
        ),
        Mistake(
            "small-scale",
            lambda pattern: tuple(part / 10 for part in _detector_by_loop(pattern)),
            "The line is in the right place, but all numbers are ten times too small: the slides' weights are ±20, and "
            "z = 10 on the neuron's own row. So soft a neuron is not sure of anything.",
        ),
        Mistake(
            "no-column",
            lambda pattern: _flat(_detector_by_loop(pattern), w=True),
            "w has shape (n,), numbers without a column; (n, 1) is asked for: `w.reshape(-1, 1)` makes a column of it.",
        ),
        *(
            Mistake(
                f"bare-bias-of-{gate}",
                lambda pattern, b=b: (_detector_by_loop(pattern)[0], b),
                f"b is always {b:g}, as for {gate.upper()}, whatever the pattern. It must take away what the ones add "
                "on the neuron's own row, 20 each: count them. (And b has shape (1, 1): np.array([[b]]).)",
            )
            for gate, b in (("not", 10.0), ("or", -10.0), ("and", -30.0))
        ),
        Mistake(
            "b-without-brackets",
            lambda pattern: _flat(_detector_by_loop(pattern), b=()),
            "b is a bare number; an array of shape (1, 1) is asked for: np.array([[b]]), with two pairs of brackets.",
        ),
        Mistake(
            "b-with-one-bracket",
            lambda pattern: _flat(_detector_by_loop(pattern), b=(1,)),
            "b has shape (1,), one pair of brackets; (1, 1) is asked for: `b.reshape(1, 1)`.",
        ),
        Mistake(
            "no-column-and-a-bare-b",
            lambda pattern: _flat(_detector_by_loop(pattern), w=True, b=()),
            "w has shape (n,) and b is a bare number; asked for are a column (n, 1), `w.reshape(-1, 1)`, and an array "
            "(1, 1), np.array([[b]]).",
        ),
        Mistake(
            "one-bracket-each",
            lambda pattern: _flat(_detector_by_loop(pattern), w=True, b=(1,)),
            "w has shape (n,) and b (1,); asked for are a column (n, 1), `w.reshape(-1, 1)`, and a table (1, 1), "
            "`b.reshape(1, 1)`.",
        ),
    ),
    alternatives=(_detector_list, _detector_from_row, _detector_float32, _detector_whole_numbers),
    hints=(
        "A neuron that fires for one row only: each input that is as in the pattern must help (or at least not hurt), "
        "each that differs must cost 20. An input that should be 1 helps with weight +20; one that should be 0 hurts "
        "with weight -20 when it is 1.",
        "First w: +20 where the pattern is 1, -20 where it is 0, as a column, shape (n, 1). On the neuron's own row "
        "the sum x @ w is 20 times the number of ones. b must turn that into 10.",
        "The pattern (1, 1, 0) by hand: w = (20, 20, -20). On its row the sum is 40, so b = 10 - 40 = -30. The row "
        "(1, 1, 1) gives -30 + 20 = -10, the row (1, 0, 0) gives -30 + 20 = -10: both off.",
    ),
)


# --- hidden_map -----------------------------------------------------------------------------------

_W1 = np.array([[20.0, -20.0], [-20.0, 20.0]])
_B1 = np.array([[-10.0, -10.0]])
_CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def _points(rng: Rng, N: int) -> Array:
    """Draw points about the two lines z1 = 0 and z2 = 0, where the gates are neither 0 nor 1."""
    middle = rng.uniform(0.2, 0.8, size=N)
    apart = rng.choice([-0.5, 0.5], size=N) + rng.uniform(-0.12, 0.12, size=N)
    apart[0] = 0.46  # the first gate is open, the second closed
    if N > 1:
        apart[1] = -0.53
    return np.column_stack([middle + apart / 2, middle - apart / 2])


def _point_cases(rng: Rng) -> list[Case]:
    inputs = [_points(rng, 7), _CORNERS.copy(), _points(rng, 5), _points(rng, 11), _points(rng, 1)]
    return [Case((X,), {"N": len(X)}) for X in inputs]


def _hidden_by_loop(X: Array) -> Array:
    A = np.zeros((len(X), 2))
    for i, (x1, x2) in enumerate(X.tolist()):
        A[i, 0] = _squash(-10 + 20 * x1 - 20 * x2)
        A[i, 1] = _squash(-10 - 20 * x1 + 20 * x2)
    return A


def _hidden(X: Array, *, W: Any, b: Any, activation: Any) -> Any:
    return activation(X @ np.asarray(W, dtype=float) + np.asarray(b, dtype=float))


def _sigmoid_twice(z: Array) -> Array:
    return np.asarray(sigmoid(sigmoid(z)))


def _step(z: Array) -> Array:
    return (z > 0).astype(float)


def _hidden_columns(X: Array) -> Array:
    difference = 20 * (X[:, 0] - X[:, 1])
    return np.column_stack([sigmoid(difference - 10), sigmoid(-difference - 10)])


def _hidden_row_by_row(X: Array) -> Array:
    return np.array([sigmoid(np.array([[20, -20], [-20, 20]]) @ x - 10) for x in X])


def _hidden_with_ones(X: Array) -> Array:
    """Compute it as deck 000 does, samples as columns and a row of ones on top."""
    W = np.array([[-10, 20, -20], [-10, -20, 20]])
    return np.asarray(1 / (1 + np.exp(-W @ np.vstack([np.ones(len(X)), X.T]))).T)


def _hidden_float32(X: Array) -> Array:
    Z = X.astype(np.float32) @ _W1.astype(np.float32)
    Z -= np.float32(10)
    return np.asarray(sigmoid(Z))


_FIRST_GATE = "AND(x1, NOT x2) is -10 + 20 x1 - 20 x2"

HIDDEN_MAP = Exercise(
    name="hidden_map",
    lesson=LESSON,
    points=2,
    signature="hidden_map(X (N, 2)) -> A (N, 2)",
    returns=(Part("A", "(N, 2)"),),
    reference=_hidden_by_loop,
    cases=_point_cases,
    formula=Formula(
        _hidden,
        {
            "W": Slot(
                _W1,
                Slip(
                    "columns-exchanged",
                    -_W1,
                    "The two columns are exchanged. The first, a1, is AND(x1, NOT(x2)): it rises with x1 and falls "
                    "with x2.",
                ),
                Slip(
                    "no-not",
                    [[20.0, 20.0], [20.0, 20.0]],
                    "All weights are +20: both columns lack their NOT. The input under a NOT gets the weight -20.",
                ),
                Slip(
                    "first-twice",
                    [[20.0, 20.0], [-20.0, -20.0]],
                    "Both columns are AND(x1, NOT(x2)). The second, a2, is AND(NOT(x1), x2). A column of W1 belongs to "
                    "one gate.",
                ),
                Slip(
                    "second-twice",
                    [[-20.0, -20.0], [20.0, 20.0]],
                    "Both columns are AND(NOT(x1), x2). The first, a1, is AND(x1, NOT(x2)). A column of W1 belongs to "
                    "one gate.",
                ),
                Slip(
                    "and-for-first",
                    [[20.0, -20.0], [20.0, 20.0]],
                    "The second column is right, the first has lost its NOT: in a1 the weight of x2 is -20.",
                ),
                Slip(
                    "and-for-second",
                    [[20.0, 20.0], [-20.0, 20.0]],
                    "The first column is right, the second has lost its NOT: in a2 the weight of x1 is -20.",
                ),
                Slip(
                    "weights-ten",
                    _W1 / 2,
                    "The weights are ±10; the slides' are ±20. With b = -10 the row (1, 0) lies exactly on the line.",
                ),
            ),
            "b": Slot(
                _B1,
                Slip(
                    "bias-of-and",
                    [[-30.0, -30.0]],
                    f"The bias is -30. That is AND's, which needs two ones. {_FIRST_GATE}: a single 1 must reach 10.",
                ),
                Slip(
                    "threshold-sign",
                    [[10.0, 10.0]],
                    "The bias is +10, so both gates are open at (0, 0). On the slide it is -10.",
                ),
                Slip("no-bias", [[0.0, 0.0]], "The bias -10 is missing: at (0, 0) both gates say 0.5."),
                Slip(
                    "bias-of-first-only",
                    [[-10.0, 0.0]],
                    "The bias of the second gate is missing. Each gate has its own, and both are -10: b1 has shape "
                    "(1, 2).",
                ),
                Slip(
                    "bias-of-second-is-and",
                    [[-10.0, -30.0]],
                    "The first column is right; in the second the bias is -30, which is AND's. AND(NOT(x1), x2) has "
                    "-10, too.",
                ),
            ),
            "activation": Slot(
                sigmoid,
                Slip(
                    "z-for-a",
                    lambda z: z,
                    "These are the scores z. What the next neuron sees are the activations a = sigmoid(z).",
                ),
                Slip(
                    "step",
                    _step,
                    "Every activation is exactly 0 or 1: a step, or rounded. The slides' g is the sigmoid, which is "
                    "neither between the corners.",
                ),
                Slip("tanh", np.tanh, "tanh stands where the sigmoid belongs: a gate says 0 or 1, not -1 or 1."),
                Slip("relu", relu, "relu stands where the sigmoid belongs: the slides' g is the sigmoid."),
                Slip(
                    "sigmoid-twice",
                    _sigmoid_twice,
                    "The sigmoid was applied twice: is something that is a already put through it again?",
                ),
                Slip(
                    "opposite-sign-in-sigmoid",
                    lambda z: sigmoid(-z),
                    "Every activation is 1 minus the right one: sigmoid(-z) stands for sigmoid(z). Look at the signs "
                    "of all weights and biases.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "or-and-and",
            lambda X: sigmoid(X @ np.array([[20.0, 20.0], [20.0, 20.0]]) + np.array([[-10.0, -30.0]])),
            "The columns are OR and AND. Asked for are AND(x1, NOT(x2)) and AND(NOT(x1), x2).",
        ),
        Mistake(
            "or-and-nand",
            lambda X: sigmoid(X @ np.array([[20.0, -20.0], [20.0, -20.0]]) + np.array([[-10.0, 30.0]])),
            "The columns are OR and NAND. That, too, leads to XOR (with AND on top). Asked for are the slide's gates, "
            "AND(x1, NOT(x2)) and AND(NOT(x1), x2).",
        ),
        Mistake(
            "small-scale",
            lambda X: sigmoid(X @ _W1 / 10 + _B1 / 10),
            "All weights and biases are ten times too small: the slides' are 20, -20 and -10.",
        ),
        Mistake(
            "table-looked-up",
            lambda X: np.column_stack(
                [(X[:, 0] == 1) & (X[:, 1] == 0), (X[:, 0] == 0) & (X[:, 1] == 1)],
            ),
            "The four rows are looked up, and everything else is 0. Asked for are two neurons with the slides' "
            "weights, which answer for any point of the plane.",
        ),
        Mistake(
            "output-already",
            lambda X: sigmoid(_hidden_by_loop(X) @ np.array([[20.0], [20.0]]) - 10),
            "This is the output of the whole network, one column. Asked for are the two activations before the last "
            "neuron, a1 and a2.",
        ),
        Mistake(
            "one-gate",
            lambda X: _hidden_by_loop(X)[:, :1],
            "Only the first gate is there. Asked for are two columns: a1 = AND(x1, NOT(x2)) and a2 = AND(NOT(x1), x2).",
        ),
        Mistake(
            "inputs-kept",
            lambda X: np.hstack([X, _hidden_by_loop(X)]),
            "The inputs are still there, in front. Return the two activations only.",
        ),
    ),
    alternatives=(_hidden_columns, _hidden_row_by_row, _hidden_with_ones, _hidden_float32),
    hints=(
        "Two neurons side by side that read the same two inputs: a layer. Each has its column in W1, shape (2, 2), and "
        "its bias in b1, shape (1, 2).",
        "The column for AND(x1, NOT(x2)) holds the weights of x1 and x2 in -10 + 20 x1 - 20 x2, from top to bottom. "
        "Then sigmoid(X @ W1 + b1).",
        "With OR and AND instead: W1 = [[20, 20], [20, 20]], b1 = [[-10, -30]]. The row (0, 1) gives z = (10, -10), so "
        "a = (0.99995, 0.00005).",
    ),
)


# --- xor_net --------------------------------------------------------------------------------------


def _xor_by_loop(X: Array) -> Array:
    P = np.zeros((len(X), 1))
    for i, (a1, a2) in enumerate(_hidden_by_loop(X).tolist()):
        P[i, 0] = _squash(-10 + 20 * a1 + 20 * a2)
    return P


def _xor(X: Array, *, hidden: Any, hidden_activation: Any, top: Any, top_activation: Any) -> Any:
    A = hidden_activation(hidden(X))
    w, b = top
    return top_activation(A @ np.array(w, dtype=float).reshape(2, 1) + b)


def _sum(X: Array) -> Array:
    return np.asarray(X.sum(axis=1, keepdims=True))


def _gates(W: Any, b: Any) -> Any:
    return lambda X: X @ np.array(W, dtype=float) + np.array(b, dtype=float)


def _xor_scalars(X: Array) -> Array:
    x1, x2 = X[:, [0]], X[:, [1]]
    a1, a2 = sigmoid(20 * x1 - 20 * x2 - 10), sigmoid(20 * x2 - 20 * x1 - 10)
    return np.asarray(sigmoid(20 * a1 + 20 * a2 - 10))


def _xor_other_order(X: Array) -> Array:
    A = sigmoid(X @ np.array([[-20, 20], [20, -20]]) - 10)
    return np.asarray(sigmoid(20 * A.sum(axis=1, keepdims=True) - 10))


def _xor_columns_of_deck(X: Array) -> Array:
    a0 = np.ones((1, len(X)))
    a1 = sigmoid(np.array([[-10, 20, -20], [-10, -20, 20]]) @ np.vstack([a0, X.T]))
    return np.asarray(sigmoid(np.array([[-10, 20, 20]]) @ np.vstack([a0, a1])).T)


def _xor_float32(X: Array) -> Array:
    A = _hidden_float32(X)
    return np.asarray(sigmoid(np.float32(20) * (A[:, :1] + A[:, 1:]) - np.float32(10)))


XOR_NET = Exercise(
    name="xor_net",
    lesson=LESSON,
    points=3,
    signature="xor_net(X (N, 2)) -> P (N, 1)",
    returns=(Part("P", "(N, 1)"),),
    reference=_xor_by_loop,
    cases=_point_cases,
    formula=Formula(
        _xor,
        {
            "hidden": Slot(
                _gates(_W1, _B1),
                Slip(
                    "bias-of-and",
                    _gates(_W1, [[-30, -30]]),
                    "The hidden gates have the bias -30, which is AND's, so neither ever opens. Both AND(x1, NOT(x2)) "
                    "and AND(NOT(x1), x2) have -10.",
                ),
                Slip(
                    "no-not",
                    _gates([[20, 20], [20, 20]], _B1),
                    "The hidden gates lack their NOT: both are OR of x1 and x2. The input under a NOT gets -20.",
                ),
                Slip(
                    "two-ands",
                    _gates([[20, 20], [20, 20]], [[-30, -30]]),
                    "Both hidden gates are AND of x1 and x2. One is to be AND(x1, NOT(x2)), the other "
                    "AND(NOT(x1), x2).",
                ),
                Slip(
                    "or-and-and",
                    _gates([[20, 20], [20, 20]], [[-10, -30]]),
                    "The hidden gates are OR and AND. XOR can be made of these, but with another neuron on top. The "
                    "slide's are AND(x1, NOT(x2)) and AND(NOT(x1), x2).",
                ),
                Slip(
                    "first-twice",
                    _gates([[20, 20], [-20, -20]], _B1),
                    "Both hidden gates are AND(x1, NOT(x2)), so the row (0, 1) is not found. One is to be "
                    "AND(NOT(x1), x2).",
                ),
                Slip(
                    "second-twice",
                    _gates([[-20, -20], [20, 20]], _B1),
                    "Both hidden gates are AND(NOT(x1), x2), so the row (1, 0) is not found. One is to be "
                    "AND(x1, NOT(x2)).",
                ),
                Slip(
                    "hidden-no-bias",
                    _gates(_W1, [[0, 0]]),
                    "The hidden gates have no bias, so at (0, 0) both say 0.5. It is -10 for both.",
                ),
                Slip(
                    "hidden-threshold-sign",
                    _gates(_W1, [[10, 10]]),
                    "The hidden gates have the bias +10 where the slide has -10.",
                ),
            ),
            "hidden_activation": Slot(
                sigmoid,
                Slip(
                    "z-for-a",
                    lambda z: z,
                    "The sigmoid of the hidden layer is missing: the last neuron reads z1 and z2 in place of a1 and "
                    "a2. Without it z1 + z2 is the same for every row, and all outputs are equal.",
                ),
                Slip(
                    "hidden-step",
                    _step,
                    "The hidden gates are rounded to 0 or 1 before the last neuron reads them. A gate's output is "
                    "sigmoid(z), neither 0 nor 1 between the corners.",
                ),
                Slip("hidden-tanh", np.tanh, "The hidden gates have tanh; the slides' g is the sigmoid."),
                Slip("hidden-relu", relu, "The hidden gates have relu; the slides' g is the sigmoid."),
                Slip("hidden-sigmoid-twice", _sigmoid_twice, "The hidden layer's sigmoid was applied twice."),
            ),
            "top": Slot(
                ((20, 20), -10),
                Slip(
                    "and-on-top",
                    ((20, 20), -30),
                    "The last neuron is AND: it wants both gates open, and they never are at once. The slide has "
                    "OR(a1, a2), so its bias is -10.",
                ),
                Slip(
                    "top-no-bias",
                    ((20, 20), 0),
                    "The last neuron has no bias: where both gates are shut it says 0.5. OR's bias is -10.",
                ),
                Slip(
                    "top-threshold-sign",
                    ((20, 20), 10),
                    "The last neuron says 1 everywhere, whatever the hidden gates say. Is its bias +10? OR's is -10. "
                    "If it is right, look whether the hidden gates are the slide's.",
                ),
                Slip(
                    "top-bias-twenty",
                    ((20, 20), -20),
                    "The last neuron's bias is -20: with one gate open z is 0, undecided. OR's bias is -10.",
                ),
                Slip(
                    "nor-on-top",
                    ((-20, -20), 10),
                    "The last neuron is NOR: all outputs are 1 minus the right ones. OR is -10 + 20 a1 + 20 a2.",
                ),
                Slip(
                    "top-weights-ten",
                    ((10, 10), -10),
                    "The last neuron's weights are 10: one open gate only just reaches z = 0. OR's are 20.",
                ),
                Slip(
                    "top-not",
                    ((20, -20), -10),
                    "The last neuron counts the second gate against it. OR adds both: -10 + 20 a1 + 20 a2.",
                ),
                Slip(
                    "top-not-first",
                    ((-20, 20), -10),
                    "The last neuron counts the first gate against it. OR adds both: -10 + 20 a1 + 20 a2.",
                ),
                Slip(
                    "only-first-gate",
                    ((20, 0), -10),
                    "The last neuron reads the first gate only. OR adds both: -10 + 20 a1 + 20 a2.",
                ),
                Slip(
                    "only-second-gate",
                    ((0, 20), -10),
                    "The last neuron reads the second gate only. OR adds both: -10 + 20 a1 + 20 a2.",
                ),
            ),
            "top_activation": Slot(
                sigmoid,
                Slip(
                    "score-for-output",
                    lambda z: z,
                    "This is the last neuron's score z. Its output is sigmoid(z): deck 000 has the same g at every "
                    "node.",
                ),
                Slip(
                    "rounded-output",
                    _step,
                    "The outputs are rounded to 0 or 1. Asked for is what the network says, sigmoid(z).",
                ),
                Slip("output-sigmoid-twice", _sigmoid_twice, "The sigmoid was applied to the output twice."),
                Slip("output-tanh", np.tanh, "The output has tanh; the slides' g is the sigmoid."),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "another-xor",
            lambda X: sigmoid(20 * sigmoid(20 * _sum(X) - 10) + 20 * sigmoid(30 - 20 * _sum(X)) - 30),
            "This is XOR made of OR and AND, as in AND(OR, NAND). That works, but it is another network. Asked for is "
            "the slide's, OR of AND(x1, NOT(x2)) and AND(NOT(x1), x2).",
        ),
        Mistake(
            "small-scale",
            lambda X: sigmoid(2 * sigmoid(X @ _W1 / 10 + _B1 / 10).sum(axis=1, keepdims=True) - 1),
            "All weights and biases are ten times too small: the slides' are 20, -20 and -10. Such soft gates are not "
            "sure of anything.",
        ),
        Mistake(
            "inputs-compared",
            lambda X: np.logical_xor(X[:, :1], X[:, 1:]),
            "This is the truth table of XOR, and takes every number but 0 for a 1. Asked for are three neurons with "
            "the slides' weights, also between the corners.",
        ),
        Mistake(
            "inputs-compared-in-a-row",
            lambda X: np.logical_xor(X[:, 0], X[:, 1]),
            "This is the truth table of XOR, takes every number but 0 for a 1, and has lost an axis. Asked for are "
            "three neurons with the slides' weights, and P of shape (N, 1).",
        ),
        Mistake(
            "distance",
            lambda X: np.abs(X[:, :1] - X[:, 1:]),
            "|x1 - x2| is right at the four corners, but it is not this network: asked for are three neurons with "
            "sigmoids.",
        ),
        Mistake(
            "no-network",
            lambda X: (X[:, :1] > 0.5) ^ (X[:, 1:] > 0.5),
            "This is the truth table of XOR, not a network: asked for are three neurons with the slides' weights, also "
            "between the corners.",
        ),
        Mistake(
            "product-formula",
            lambda X: X[:, :1] + X[:, 1:] - 2 * X[:, :1] * X[:, 1:],
            "x1 + x2 - 2 x1 x2 is right at the four corners, but it is not this network: asked for are three neurons "
            "with sigmoids.",
        ),
        Mistake(
            "gates-added",
            lambda X: _hidden_by_loop(X).sum(axis=1, keepdims=True),
            "This is a1 + a2. That is close to XOR at the corners, but the last neuron, OR with its sigmoid, is "
            "missing.",
        ),
        Mistake(
            "larger-gate",
            lambda X: _hidden_by_loop(X).max(axis=1, keepdims=True),
            "This is the larger of a1 and a2. The last gate is a neuron, too: sigmoid(-10 + 20 a1 + 20 a2).",
        ),
        Mistake(
            "hidden-returned",
            _hidden_by_loop,
            "These are the two hidden activations. The last neuron, OR(a1, a2), is missing.",
        ),
        Mistake(
            "no-column",
            lambda X: _xor_by_loop(X)[:, 0],
            "P has shape (N,), one number a sample but no column; (N, 1) is asked for. `A[:, [0]]` keeps the column "
            "that `A[:, 0]` drops; in a product W2 must have shape (2, 1), not (2,). The numbers themselves are right.",
        ),
        Mistake(
            "or-alone",
            lambda X: sigmoid(X @ np.array([[20.0], [20.0]]) - 10),
            "This is OR of x1 and x2: the last neuron alone. It must read a1 and a2, what the hidden gates make of x1 "
            "and x2.",
        ),
    ),
    alternatives=(_xor_scalars, _xor_other_order, _xor_columns_of_deck, _xor_float32),
    hints=(
        "Two layers. The first turns (x1, x2) into (a1, a2); the second is one OR neuron that reads (a1, a2) as if "
        "they were its inputs.",
        "A = hidden_map(X), shape (N, 2). Then the slides' OR, -10 + 20 a1 + 20 a2, as A @ w + b with w of shape "
        "(2, 1), and the sigmoid of that.",
        "The row (1, 0) by hand: a = (0.99995, 0.00000), so z = -10 + 20 · 0.99995 + 0 = 9.999, and p = 0.99995.",
    ),
)


# --- table_net ------------------------------------------------------------------------------------


def _all_rows(n: int) -> Array:
    return np.array(list(product([0.0, 1.0], repeat=n)))


def _table_case(rng: Rng, n: int, ones: int) -> Case:
    X = _all_rows(n)
    y = np.zeros((len(X), 1))
    y[rng.choice(len(X), size=ones, replace=False)] = 1.0
    return Case((X, y), {"N": len(X), "n": n, "m": ones})


def _table_cases(rng: Rng) -> list[Case]:
    """Draw tables; the first has as many ones as in a table of three inputs nobody's mistake is right for."""
    xor = Case((_all_rows(2), np.array([[0.0], [1.0], [1.0], [0.0]])), {"N": 4, "n": 2, "m": 2})
    return [_table_case(rng, 3, 5), xor, _table_case(rng, 4, 6), _table_case(rng, 5, 3), _table_case(rng, 1, 1)]


def _table_by_loop(X: Array, y: Array) -> tuple[Array, Array, Array, Array]:
    columns, biases = [], []
    for row, target in zip(X, y[:, 0].tolist(), strict=True):
        if target == 1:
            w, b = _detector_by_loop(row)
            columns.append(w)
            biases.append(b)
    return np.hstack(columns), np.hstack(biases), np.full((len(columns), 1), _SIZE), np.array([[-_SIZE / 2]])


def _table(X: Array, y: Array, *, rows: Any, weights: Any, biases: Any, top: Any, top_bias: Any) -> Any:
    patterns = rows(X, y)
    W1 = weights(patterns)
    return W1, biases(patterns), np.full((len(patterns), 1), float(top)), np.array([[float(top_bias(len(patterns)))]])


def _table_masks(X: Array, y: Array) -> tuple[Array, Array, Array, Array]:
    patterns = X[y.ravel() == 1]
    signs = np.where(patterns == 1, 1, -1)
    W1 = 20.0 * signs.T
    b1 = 10 - np.sum(W1.T * patterns, axis=1)[None, :]
    return W1, b1, 20.0 * np.ones((len(patterns), 1)), -10.0 * np.ones((1, 1))


def _table_stacked(X: Array, y: Array) -> tuple[Array, Array, Array, Array]:
    W1, b1 = np.empty((X.shape[1], 0)), np.empty((1, 0))
    for i in np.flatnonzero(y):
        w, b = _detector_list(X[i])
        W1, b1 = np.concatenate([W1, w], axis=1), np.concatenate([b1, b], axis=1)
    return W1, b1, np.full((W1.shape[1], 1), 20), np.array([[-10]])


def _table_of_all_rows(X: Array, W2: Array) -> tuple[Array, Array, Array, Array]:
    """Build a detector for every row, whatever y says there; W2 decides which of them count."""
    W1, b1, _, b2 = _table_by_loop(X, np.ones((len(X), 1)))
    return W1, b1, W2, b2


def _table_float32(X: Array, y: Array) -> tuple[Array, Array, Array, Array]:
    P = X[np.nonzero(y[:, 0])].astype(np.float32)
    half, whole = np.float32(10), np.float32(20)
    return (
        (whole * (2 * P - 1)).T,
        (half - whole * P.sum(axis=1)).reshape(1, -1),
        P[:, :1] * 0 + whole,
        -half.reshape(1, 1),
    )


TABLE_NET = Exercise(
    name="table_net",
    lesson=LESSON,
    points=3,
    signature="table_net(X (2^n, n), y (2^n, 1)) -> W1 (n, m), b1 (1, m), W2 (m, 1), b2 (1, 1)",
    returns=(Part("W1", "(n, m)"), Part("b1", "(1, m)"), Part("W2", "(m, 1)"), Part("b2", "(1, 1)")),
    reference=_table_by_loop,
    cases=_table_cases,
    formula=Formula(
        _table,
        {
            "rows": Slot(
                lambda X, y: X[y[:, 0] == 1],
                Slip(
                    "rows-of-zeros",
                    lambda X, y: X[y[:, 0] == 0],
                    "The hidden neurons detect the rows where y is 0. With OR on top the network then says 1 exactly "
                    "where it should say 0. Take the rows where y is 1.",
                ),
                Slip(
                    "all-rows",
                    lambda X, y: X,
                    "There is a hidden neuron for every row of the table, so some neuron always fires, and OR always "
                    "says 1. Take only the rows where y is 1.",
                ),
                Slip(
                    "one-row-missing",
                    lambda X, y: X[y[:, 0] == 1][:-1],
                    "The last row with y = 1 is missing: one hidden neuron for *each* of them.",
                ),
                Slip(
                    "backwards",
                    lambda X, y: X[y[:, 0] == 1][::-1],
                    "The right neurons in the reverse order. Asked for is the order of the rows in the table.",
                ),
                Slip(
                    "patterns-negated",
                    lambda X, y: 1 - X[y[:, 0] == 1],
                    "In every pattern zeros and ones are exchanged: each neuron detects the opposite row.",
                ),
            ),
            "weights": Slot(
                lambda P: (40 * P - 20).T,
                Slip(
                    "zeros-ignored",
                    lambda P: 20 * P.T,
                    "Where a pattern has a 0 the weight is 0, so the neuron does not look at that input. It must be "
                    "-20, as in `detector`.",
                ),
                Slip(
                    "all-plus",
                    lambda P: np.full(P.T.shape, 20.0),
                    "All weights of the hidden layer are +20. Where a pattern has a 0 it must be -20, as in "
                    "`detector`.",
                ),
                Slip(
                    "signs-exchanged",
                    lambda P: (20 - 40 * P).T,
                    "The signs in W1 are exchanged: +20 where the pattern has a 1, -20 where it has a 0.",
                ),
            ),
            "biases": Slot(
                lambda P: 10 - 20 * P.sum(axis=1)[None, :],
                Slip(
                    "bias-fixed",
                    lambda P: np.full((1, len(P)), -10.0),
                    "All biases in b1 are -10. That is right for patterns with a single 1; each pattern needs its own, "
                    "10 - 20 times its number of ones, as in `detector`.",
                ),
                Slip(
                    "bias-counts-inputs",
                    lambda P: np.full((1, len(P)), 10.0 - 20 * P.shape[1]),
                    "All biases in b1 are the same, and count all inputs. Each pattern needs its own: 10 - 20 times "
                    "its number of *ones*.",
                ),
                Slip(
                    "bias-of-first",
                    lambda P: np.full((1, len(P)), 10 - 20 * P[:1].sum()),
                    "All biases in b1 are that of the first pattern. Each pattern needs its own.",
                ),
                Slip(
                    "ones-of-all",
                    lambda P: np.full((1, len(P)), 10 - 20 * P.sum()),
                    "The biases count the ones of all patterns together. Sum along the rows (axis=1), one number a "
                    "pattern.",
                ),
                Slip(
                    "wrong-axis",
                    lambda P: 10 - 20 * P.sum(axis=0)[None, :],
                    "b1 has one entry for each *input*: the ones were counted down the columns. Count them along each "
                    "pattern (axis=1).",
                ),
                Slip(
                    "bias-sign",
                    lambda P: 20 * P.sum(axis=1)[None, :] - 10,
                    "b1 has the opposite sign: on its own row each neuron must have z = 10.",
                ),
            ),
            "top": Slot(
                20,
                Slip("top-negative", -20, "W2 is -20: every detector that fires counts against. OR has +20 for each."),
                Slip("top-ten", 10, "W2 is 10; the slides' OR has the weight 20 for each of its inputs."),
                Slip("top-one", 1, "W2 is 1: one detector that fires does not lift z above 0. OR has 20."),
            ),
            "top_bias": Slot(
                lambda m: -10,
                Slip(
                    "and-on-top",
                    lambda m: 10 - 20 * m,
                    "The neuron on top is AND of all {m} detectors, which never fire at once. It should fire as soon "
                    "as one does: OR, b2 = -10.",
                ),
                Slip("bias-of-two-and", lambda m: -30, "b2 is -30, which asks for two detectors at once. OR has -10."),
                Slip("top-threshold-sign", lambda m: 10, "b2 is +10, so the network always says 1. OR has -10."),
                Slip(
                    "bias-grows",
                    lambda m: -10 * m,
                    "b2 grows with the number of detectors. It should not: one is enough, however many there are. OR "
                    "has -10.",
                ),
                Slip("top-no-bias", lambda m: 0, "b2 is 0: where no detector fires the network says 0.5. OR has -10."),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "one-detector",
            lambda X, y: _table_by_loop(X[y[:, 0] == 1][:1], np.ones((1, 1))),
            "There is only one detector, that of the first row with y = 1. Is `return` inside the loop? One for each "
            "such row is needed.",
        ),
        Mistake(
            "last-detector",
            lambda X, y: _table_by_loop(X[y[:, 0] == 1][-1:], np.ones((1, 1))),
            "There is only the detector of the last row with y = 1: each pass of the loop overwrites the one before. "
            "Collect them.",
        ),
        Mistake(
            "all-rows-y-on-top",
            lambda X, y: _table_of_all_rows(X, 20 * y),
            "There is a hidden neuron for every row of the table, and W2 switches off those where y is 0. That network "
            "answers rightly, but it is larger than the one asked for: a detector only for the rows where y is 1.",
        ),
        Mistake(
            "all-rows-plus-and-minus",
            lambda X, y: _table_of_all_rows(X, 40 * y - 20),
            "There is a hidden neuron for every row of the table, and W2 counts those where y is 0 with -20. That "
            "network answers rightly, but it is larger than the one asked for: a detector only for the rows where y "
            "is 1.",
        ),
        Mistake(
            "top-too-long",
            lambda X, y: (*_table_by_loop(X, y)[:2], np.full((len(X), 1), _SIZE), np.full((1, 1), -_SIZE / 2)),
            "W2 has a weight for each row of the table. It needs one for each hidden neuron, and there are as many as "
            "ones in y.",
        ),
        Mistake(
            "rows-for-columns",
            lambda X, y: (_table_by_loop(X, y)[0].T, *_table_by_loop(X, y)[1:]),
            "W1 has a row for each detector. Each neuron has its *column* in W1, shape (n, m).",
        ),
        Mistake(
            "biases-as-column",
            lambda X, y: (_table_by_loop(X, y)[0], _table_by_loop(X, y)[1].T, *_table_by_loop(X, y)[2:]),
            "b1 is a column. It is one row, shape (1, m), that is added to every row of X @ W1.",
        ),
    ),
    alternatives=(_table_masks, _table_stacked, _table_float32),
    hints=(
        "The output is 1 on some rows of the table. Put a detector on each of these rows, and say 1 as soon as one of "
        "them fires.",
        "`X[y[:, 0] == 1]` are the rows where y is 1, shape (m, n). The detector of row i gives column i of W1 and "
        "entry i of b1: np.hstack puts columns side by side. On top stands OR, with m inputs: weights 20, bias -10.",
        "AND of two inputs: only the row (1, 1) has y = 1, so m = 1: W1 = [[20], [20]], b1 = [[-30]], W2 = [[20]], "
        "b2 = [[-10]].",
    ),
)


# --- n_kinds --------------------------------------------------------------------------------------


def _kinds_case(rng: Rng, n: int, kinds: Sequence[tuple[int, int, int]], shaken: bool = False) -> Case:
    """Make a layer with one unit for each triple: which incoming weights, which bias, which outgoing weight it has."""
    weights, biases, outgoing = (np.round(rng.normal(size=(9, size)), 3) for size in (n, 1, 1))
    W1 = np.column_stack([weights[i] for i, _, _ in kinds])
    b1 = np.array([[biases[j, 0] for _, j, _ in kinds]])
    W2 = np.array([[outgoing[k, 0]] for _, _, k in kinds])
    if shaken:
        W1 = W1 + rng.uniform(-1e-12, 1e-12, size=W1.shape)  # what rounding does in training
    return Case((W1, b1, W2), {"n": n, "m": len(kinds)})


def _close_kinds_case(rng: Rng) -> Case:
    """Make three units: the second differs from the first in the sixth decimal, the third only in the seventh."""
    case = _kinds_case(rng, 2, [(0, 0, 0)] * 3)
    case.args[0][0] += [0, 4e-6, 2e-7]
    return case


def _equal_start(rng: Rng) -> Case:
    start = round(float(rng.uniform(0.3, 0.7)), 3)
    return Case((np.full((3, 6), start), np.zeros((1, 6)), np.full((6, 1), start)), {"n": 3, "m": 6})


def _same_numbers_elsewhere(rng: Rng) -> Case:
    """Make four kinds, two with the same weights in another order, others with the same first weight."""
    p, q, r, b, v = np.round(rng.normal(size=5), 3)
    W1 = np.array([[p, q, p, p, q], [q, p, q, r, q]])
    return Case((W1, np.full((1, 5), b), np.full((5, 1), v)), {"n": 2, "m": 5})


def _kinds_cases(rng: Rng) -> list[Case]:
    return [
        _kinds_case(rng, 2, [(0, 0, 0), (1, 1, 1), (0, 0, 0), (0, 0, 2), (1, 1, 1)], shaken=True),  # 3
        _kinds_case(rng, 3, [(0, 0, 0), (0, 1, 0), (0, 0, 0), (2, 0, 0)]),  # 3
        _equal_start(rng),  # 1
        _kinds_case(rng, 4, [(i, 0, 0) for i in range(7)]),  # 7
        _kinds_case(rng, 2, [(0, i, 0) for i in (0, 1, 2, 2, 3, 0, 0, 0)]),  # 4
        _kinds_case(rng, 3, [(0, 0, i) for i in (0, 1, 2, 3, 4, 4, 0, 0, 0)]),  # 5
        _kinds_case(rng, 5, [(0, 0, 0), (1, 1, 1), (0, 1, 0), (1, 0, 1), (0, 0, 1), (1, 1, 0)]),  # 6
        _kinds_case(rng, 2, [(0, 0, 0)]),  # 1
        _kinds_case(rng, 2, [(i, i, i) for i in (0, 1, 0, 1, 0, 2, 0)], shaken=True),  # 3
        _close_kinds_case(rng),  # 2
        _same_numbers_elsewhere(rng),  # 4
    ]


def _kinds_by_loop(W1: Array, b1: Array, W2: Array) -> int:
    seen: list[list[float]] = []
    for j in range(W1.shape[1]):
        unit = [*W1[:, j].tolist(), float(b1[0, j]), float(W2[j, 0])]
        if not any(max(abs(p - q) for p, q in zip(unit, other, strict=True)) < 1e-6 for other in seen):
            seen.append(unit)
    return len(seen)


def _kinds(W1: Array, b1: Array, W2: Array, *, numbers: Any, rounded: Any, counted: Any) -> Any:
    return counted(rounded(numbers(W1, b1, W2)))


def _different(units: Array) -> int:
    return len(np.unique(units, axis=1).T)


def _copies(units: Array) -> Array:
    """Count how often each kind occurs."""
    counts: Array = np.unique(units, axis=1, return_counts=True)[1]
    return counts


def _kinds_set(W1: Array, b1: Array, W2: Array) -> int:
    units = np.round(np.vstack([W1, b1, W2.T]), 6).T
    return len({tuple(unit) for unit in units.tolist()})


def _kinds_twins(W1: Array, b1: Array, W2: Array) -> int:
    """Count the units that have no twin before them."""
    units = np.concatenate([W1.T, b1.T, W2], axis=1)
    apart = np.abs(units[:, None] - units[None]).max(axis=2)
    return int(sum(np.all(apart[j, :j] > 1e-6) for j in range(len(units))))


def _kinds_float32(W1: Array, b1: Array, W2: Array) -> Any:
    units = np.hstack([W1.T, b1.T, W2]).astype(np.float32)
    return np.int64(np.unique(units.round(6), axis=0).shape[0])


N_KINDS = Exercise(
    name="n_kinds",
    lesson=LESSON,
    points=2,
    signature="n_kinds(W1 (n, m), b1 (1, m), W2 (m, 1)) -> kinds, a whole number",
    returns=(Part("kinds", "number", any_shape=True),),
    reference=_kinds_by_loop,
    cases=_kinds_cases,
    formula=Formula(
        _kinds,
        {
            "numbers": Slot(
                lambda W1, b1, W2: np.vstack([W1, b1, W2.T]),
                Slip(
                    "outgoing-ignored",
                    lambda W1, b1, W2: np.vstack([W1, b1]),
                    "The outgoing weights W2 are not compared. Two units that compute the same, but count differently "
                    "in the output, get different slopes: they are of different kinds.",
                ),
                Slip(
                    "bias-ignored",
                    lambda W1, b1, W2: np.vstack([W1, W2.T]),
                    "The biases b1 are not compared. With another bias a unit is another unit.",
                ),
                Slip(
                    "incoming-only",
                    lambda W1, b1, W2: W1,
                    "Only the incoming weights W1 are compared. The bias b1 and the outgoing weight W2 belong to a "
                    "unit as well.",
                ),
                Slip(
                    "incoming-ignored",
                    lambda W1, b1, W2: np.vstack([b1, W2.T]),
                    "The incoming weights W1 are not compared.",
                ),
                Slip("outgoing-only", lambda W1, b1, W2: W2.T, "Only the outgoing weights W2 are compared."),
                Slip("bias-only", lambda W1, b1, W2: b1, "Only the biases b1 are compared."),
                Slip(
                    "first-weight-only",
                    lambda W1, b1, W2: np.vstack([W1[:1], b1, W2.T]),
                    "Of the incoming weights only those of the first input are compared, the first row of W1. A unit's "
                    "weights are the whole *column*.",
                ),
                Slip(
                    "summed-up",
                    lambda W1, b1, W2: np.vstack([W1, b1, W2.T]).sum(axis=0, keepdims=True),
                    "The numbers of a unit were added up before comparing. Different numbers can have the same sum.",
                ),
            ),
            "rounded": Slot(
                lambda units: np.round(units, 6),
                Slip(
                    "not-rounded",
                    lambda units: units,
                    "Units that differ by a rounding error of 1e-12 are counted as different. Round to 6 decimals "
                    "before you compare.",
                ),
                Slip(
                    "rounded-too-much",
                    lambda units: np.round(units, 0),
                    "The numbers were rounded to whole numbers, so different units become equal. Six decimals: "
                    "np.round(..., 6).",
                ),
            ),
            "counted": Slot(
                _different,
                Slip(
                    "rows-compared",
                    lambda units: len(np.unique(units, axis=0)),
                    "The *rows* are compared, one for each input. A unit is a column of W1: np.unique(..., axis=1).",
                ),
                Slip(
                    "all-units",
                    lambda units: units.shape[1],
                    "This is the number of all units, {m} in the first case. Units with the same numbers count once.",
                ),
                Slip(
                    "copies-counted",
                    lambda units: units.shape[1] - _different(units),
                    "This is the number of units that are copies of another one. Asked for is how many different ones "
                    "there are.",
                ),
                Slip(
                    "pairs-counted",
                    lambda units: units.shape[1] - int(np.sum(_copies(units) * (_copies(units) - 1) // 2)),
                    "It takes one off for every *pair* of equal units, so three of a kind count three times. A unit "
                    "counts if it equals none of those before it.",
                ),
                Slip(
                    "one-or-all",
                    lambda units: 1 if _different(units) == 1 else units.shape[1],
                    "It only tells whether all units are equal. If some are and some are not, the number of kinds lies "
                    "in between.",
                ),
                Slip(
                    "numbers-counted",
                    lambda units: len(np.unique(units)),
                    "This counts different *numbers*. Two units differ if any of their numbers do: compare whole "
                    "columns, np.unique(..., axis=1).",
                ),
                Slip(
                    "without-twin-only",
                    lambda units: int(np.sum(_copies(units) == 1)),
                    "Only units without a twin are counted. A kind that occurs several times counts once.",
                ),
                Slip(
                    "with-twin-only",
                    lambda units: int(np.sum(_copies(units) > 1)),
                    "Only kinds that occur several times are counted. A unit without a twin is a kind, too.",
                ),
                Slip(
                    "kinds-minus-one",
                    lambda units: _different(units) - 1,
                    "It is always one too few: the first unit is a kind, too.",
                ),
                Slip(
                    "kinds-plus-one",
                    lambda units: _different(units) + 1,
                    "It is always one too many: does the count start at 1?",
                ),
                Slip(
                    "entries-counted",
                    lambda units: np.unique(units, axis=1).size,
                    "This is the number of entries in the table of different units. Its *columns* are the units: "
                    "`.shape[1]`, not `.size`.",
                ),
                Slip(
                    "length-of-rows",
                    lambda units: len(np.unique(units, axis=1)),
                    "`len` counts the rows, n + 2 of them whatever the units are. The units are the columns: "
                    "`.shape[1]`.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "neighbours-only",
            lambda W1, b1, W2: (
                1 + int(np.sum(np.any(np.diff(np.round(np.vstack([W1, b1, W2.T]), 6), axis=1) != 0, axis=0)))
            ),
            "Only neighbours are compared, so a kind that comes again later counts again. Compare each unit with all "
            "others, for instance with np.unique.",
        ),
        Mistake(
            "rank",
            lambda W1, b1, W2: int(np.linalg.matrix_rank(np.vstack([W1, b1, W2.T]), tol=1e-6)),
            "This is the rank of the table. Units that are multiples or sums of others are different units all the "
            "same.",
        ),
        Mistake(
            "each-by-itself",
            lambda W1, b1, W2: max(_different(np.asarray(np.round(part, 6))) for part in (W1, b1, W2.T)),
            "W1, b1 and W2 were compared each by itself. Put them into one table first, so that a unit is one column "
            "with all its numbers.",
        ),
    ),
    alternatives=(_kinds_set, _kinds_twins, _kinds_float32),
    hints=(
        "A unit is all the numbers that belong to it: its incoming weights, its bias, its outgoing weight. Two units "
        "are of one kind if all of these are equal.",
        "Unit j is column j of W1, entry j of b1 and row j of W2. np.vstack([W1, b1, W2.T]) is a table with one column "
        "a unit. Round it, then np.unique(table, axis=1) keeps one of each.",
        "np.unique([[1, 1, 2], [5, 5, 5]], axis=1) is [[1, 2], [5, 5]]: two different columns, so its shape is (2, 2).",
    ),
)

EXERCISES = (DETECTOR, HIDDEN_MAP, XOR_NET, TABLE_NET, N_KINDS)
