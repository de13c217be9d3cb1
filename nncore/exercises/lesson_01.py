"""Lesson 01, logistic regression: what is asked, how an answer is judged, which mistakes are known by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import reduce
from itertools import combinations, combinations_with_replacement, permutations, product
from typing import Any

import numpy as np

from nncore.activations import sigmoid
from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot
from nncore.network import Network

LESSON = "01-logistic-regression"
Array = np.ndarray
Rng = np.random.Generator


# --- neuron ---------------------------------------------------------------------------------------


def _neuron_case(rng: Rng, N: int, n: int) -> Case:
    X = rng.normal(size=(N, n)) + 0.3
    w = rng.choice([-1.0, 1.0], size=(n, 1)) * rng.uniform(0.4, 1.4, size=(n, 1))
    b = rng.uniform(0.4, 1.2, size=(1, 1)) * (1 if N % 2 else -1)
    return Case((X, w, b), {"N": N, "n": n})


def _far_case(rng: Rng) -> Case:
    """Scores of about +-1000, where exp(-z) overflows, between ordinary ones."""
    X = rng.uniform(300, 900, size=(6, 3)) * np.array([[1.0], [-1.0], [0.001], [-1.0], [-0.001], [1.0]])
    return Case((X, np.array([[0.9], [0.5], [0.7]]), np.array([[0.5]])), {"N": 6, "n": 3}, extreme=True)


def _neuron_cases(rng: Rng) -> list[Case]:
    ordinary = [_neuron_case(rng, N, n) for N, n in ((7, 3), (6, 2), (11, 4), (1, 3))]
    return [*ordinary, _far_case(rng)]


def _neuron_by_network(X: Array, w: Array, b: Array) -> Array:
    net = Network([len(w), 1], output="sigmoid", rng=np.random.default_rng(0))
    net.W, net.b = [w], [b]
    return net.predict(X)


def _neuron(X: Array, w: Array, b: Array, *, weighted: Any, bias: Any, squash: Any) -> Any:
    return squash(bias(weighted(X, w), b))


def _naive_neuron(X: Array, w: Array, b: Array) -> Array:
    p: Array = 1 / (1 + np.exp(-(X @ w + b)))
    return p


def _neuron_by_loop(X: Array, w: Array, b: Array) -> Array:
    p = np.zeros((X.shape[0], 1))
    for i in range(X.shape[0]):
        z = b[0, 0]
        for j in range(X.shape[1]):
            z += X[i, j] * w[j, 0]
        p[i, 0] = 1 / (1 + math.exp(-z)) if z > 0 else math.exp(max(z, -700)) / (1 + math.exp(max(z, -700)))
    return p


def _neuron_with_ones(X: Array, w: Array, b: Array) -> Array:
    ones = np.ones((len(X), 1))
    return sigmoid(np.dot(np.hstack([ones, X]), np.vstack([b, w])))


def _neuron_by_tanh(X: Array, w: Array, b: Array) -> Array:
    z = np.einsum("ij,jk->ik", X, w) + b.item()
    p: Array = 0.5 + 0.5 * np.tanh(z / 2)
    return p


def _neuron_float32(X: Array, w: Array, b: Array) -> Array:
    return sigmoid((X.astype(np.float32) * w.T.astype(np.float32)).sum(axis=1, keepdims=True) + b.astype(np.float32))


NEURON = Exercise(
    name="neuron",
    lesson=LESSON,
    points=2,
    signature="neuron(X (N, n), w (n, 1), b (1, 1)) -> p (N, 1)",
    returns=(Part("p", "(N, 1)"),),
    reference=_neuron_by_network,
    cases=_neuron_cases,
    formula=Formula(
        _neuron,
        {
            "weighted": Slot(
                lambda X, w: X @ w,
                Slip(
                    "unweighted",
                    lambda X, w: X.sum(axis=1, keepdims=True),
                    "The inputs are added up without their weights: w does not enter. The weighted sum is X @ w.",
                ),
                Slip(
                    "weights-averaged",
                    lambda X, w: X @ w / X.shape[1],
                    "The weighted sum is divided by the number of inputs, n = {n}: this is a mean. A neuron "
                    "adds up; no mean is taken.",
                ),
                Slip(
                    "weights-reversed",
                    lambda X, w: X @ w[::-1],
                    "The weights meet the inputs in reverse order: the first weight, w[0], belongs to the "
                    "first column of X.",
                ),
                Slip(
                    "first-input-only",
                    lambda X, w: X[:, :1] * w[0],
                    "Only the first of the {n} inputs counts. X @ w adds up all of them.",
                ),
                Slip(
                    "last-input-only",
                    lambda X, w: X[:, -1:] * w[-1],
                    "Only the last of the {n} inputs counts. In a loop over the inputs: is `=` used where "
                    "`+=` belongs?",
                ),
                Slip(
                    "last-input-missing",
                    lambda X, w: X[:, :-1] @ w[:-1],
                    "The last of the {n} inputs is left out: does a loop stop one short?",
                ),
                Slip(
                    "first-input-missing",
                    lambda X, w: X[:, 1:] @ w[1:],
                    "The first of the {n} inputs is left out. Python counts from 0: does a loop start at 1?",
                ),
                Slip(
                    "same-inputs-for-all",
                    lambda X, w: np.full((len(X), 1), (X[0] @ w).item()),
                    "Every row gets the score of the first row. Each row of X has a score of its own: X @ w has N.",
                ),
                Slip(
                    "weights-squared",
                    lambda X, w: X @ w**2,
                    "The weights are squared, so a negative weight counts as a positive one. It is X @ w.",
                ),
            ),
            "bias": Slot(
                lambda s, b: s + b,
                Slip(
                    "no-bias",
                    lambda s, b: s,
                    "The bias b is missing: z = X @ w + b. Without it every line goes through the origin.",
                ),
                Slip(
                    "bias-subtracted",
                    lambda s, b: s - b,
                    "b is subtracted. A threshold T is subtracted; a bias is added, b = -T: z = X @ w + b.",
                ),
                Slip(
                    "bias-as-factor",
                    lambda s, b: s * b,
                    "The weighted sum is multiplied by b. The bias is added: z = X @ w + b.",
                ),
                Slip(
                    "bias-twice",
                    lambda s, b: s + 2 * b,
                    "b is added twice. Is it added to the products and then once more?",
                ),
            ),
            "squash": Slot(
                sigmoid,
                Slip(
                    "no-sigmoid",
                    lambda z: z,
                    "What comes back is the score z itself. The second step is missing: p = sigmoid(z).",
                ),
                Slip(
                    "sign-in-exponent",
                    lambda z: sigmoid(-z),
                    "It is 1 - p: the sign in the exponent is wrong. p = 1 / (1 + exp(-z)) grows with z.",
                ),
                Slip(
                    "brackets",
                    lambda z: 1 / 1 + np.exp(-z),
                    "Brackets are missing: `1 / 1 + np.exp(-z)` is 1 + exp(-z), since division goes first. "
                    "The imported sigmoid(z) has them right.",
                ),
                Slip(
                    "minus-in-denominator",
                    lambda z: 1 / (1 - np.exp(-z)),
                    "The denominator has 1 - exp(-z); the sigmoid has 1 + exp(-z).",
                ),
                Slip(
                    "only-exp",
                    lambda z: np.exp(z),
                    "This is exp(z), which has no upper end. The sigmoid is exp(z) / (1 + exp(z)).",
                ),
                Slip(
                    "hard-step",
                    lambda z: (z >= 0).astype(float),
                    "It answers only 0 or 1: this is the class, one step further on. Asked for is p = sigmoid(z).",
                ),
                Slip(
                    "tanh",
                    np.tanh,
                    "This is tanh(z), between -1 and 1. p lies between 0 and 1: sigmoid(z).",
                ),
                Slip(
                    "sigmoid-twice",
                    lambda z: sigmoid(sigmoid(z)),
                    "The sigmoid is applied twice.",
                ),
                Slip(
                    "sigmoid-slope",
                    lambda z: sigmoid(z) * (1 - sigmoid(z)),
                    "This is p (1 - p), the slope of the sigmoid. Asked for is its value, p = sigmoid(z).",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "naive-exp",
            _naive_neuron,
            "Right for ordinary scores; for z = -1000 the term exp(-z) is exp(1000), which overflows. Use the "
            "imported sigmoid: it never takes exp of a large positive number.",
        ),
        Mistake(
            "not-added-up",
            lambda X, w, b: sigmoid(X * w.T + b),
            "The products w x are there, {n} in each row, but they are not added up: a row has one score. `X @ w` "
            "multiplies and adds.",
        ),
        Mistake(
            "row-for-column",
            lambda X, w, b: sigmoid((X @ w).T + b),
            "The numbers are right, but they stand in a row, (1, {N}); a column is asked for, ({N}, 1). That happens "
            "when w is flattened or transposed: with w as it comes, (n, 1), `X @ w` is a column.",
        ),
        Mistake(
            "bias-to-inputs",
            lambda X, w, b: sigmoid((X + b) @ w),
            "b is added to the inputs, before they are weighted. It is added to the weighted sum: X @ w + b.",
        ),
        Mistake(
            "bias-after-sigmoid",
            lambda X, w, b: sigmoid(X @ w) + b,
            "The bias is added after the sigmoid, so p leaves the range 0 to 1. It belongs into the score: "
            "sigmoid(X @ w + b).",
        ),
        Mistake(
            "sigmoid-of-inputs",
            lambda X, w, b: sigmoid(X) @ w + b,
            "The sigmoid is applied to the inputs, before the sum. First the score, X @ w + b, then the sigmoid.",
        ),
        Mistake(
            "sigmoid-of-each-product",
            lambda X, w, b: sigmoid(X * w.T + b).sum(axis=1, keepdims=True),
            "The sigmoid is applied to each product and the results are added. First the sum of all, then one sigmoid.",
        ),
        Mistake(
            "bias-for-each-input",
            lambda X, w, b: sigmoid((X * w.T + b).sum(axis=1, keepdims=True)),
            "b is added to each of the {n} products, so it counts {n} times. It is added once, to their sum.",
        ),
    ),
    alternatives=(_neuron_by_loop, _neuron_with_ones, _neuron_by_tanh, _neuron_float32),
    hints=(
        "A neuron works in two steps: one score for each row, z = w1 x1 + ... + wn xn + b; then the sigmoid "
        "of each score.",
        "`X @ w` has shape (N, 1): row i is the weighted sum of row i. Add b, and hand the result to sigmoid. "
        "No loop is needed.",
        "One row by hand: x = (3, 1), w = (2, -1), b = -4. The score is 2·3 - 1·1 - 4 = 1, and sigmoid(1) = 0.731.",
    ),
)


# --- predict_class --------------------------------------------------------------------------------


def _probability_case(rng: Rng, N: int, *special: float, most: float = 0.98) -> Case:
    p = rng.uniform(0.02, most, size=(N, 1))
    p[: len(special), 0] = special
    return Case((rng.permutation(p),), {"N": N})


def _probability_cases(rng: Rng) -> list[Case]:
    return [
        _probability_case(rng, 24, 0.5, 0.4999, 0.5001, 0.5),
        _probability_case(rng, 20, 0.5, 0.5, 0.5, 0.0, 1.0, most=0.6),
        _probability_case(rng, 31, 0.5, 0.4999, 0.0),
        _probability_case(rng, 1, 0.5),
    ]


def _class_by_loop(p: Array) -> Array:
    classes = np.zeros(p.shape)
    for i in range(len(p)):
        if not p[i, 0] < 0.5:
            classes[i, 0] = 1.0
    return classes


def _predict_class(p: Array, *, rule: Any, values: Any) -> Any:
    return values(rule(p))


_STRICT = (
    "Only the ties are wrong: p = 0.5 exactly belongs to class 1 here, so the rule is p >= 0.5, not p > 0.5. "
    "(np.round does not do it either: it rounds 0.5 to 0.)"
)

PREDICT_CLASS = Exercise(
    name="predict_class",
    lesson=LESSON,
    points=1,
    signature="predict_class(p (N, 1)) -> classes (N, 1), each 0 or 1",
    returns=(Part("classes", "(N, 1)"),),
    reference=_class_by_loop,
    cases=_probability_cases,
    formula=Formula(
        _predict_class,
        {
            "rule": Slot(
                lambda p: p >= 0.5,
                Slip("strict", lambda p: p > 0.5, _STRICT),
                Slip(
                    "exchanged",
                    lambda p: p < 0.5,
                    "The classes are exchanged: a large p speaks for class 1.",
                ),
                Slip(
                    "exchanged-with-ties",
                    lambda p: p <= 0.5,
                    "The classes are exchanged (all but the ties): a large p speaks for class 1, so p >= 0.5.",
                ),
                Slip(
                    "threshold-0",
                    lambda p: p >= 0,
                    "Everything becomes class 1: p is never below 0. A score z is compared with 0, but a "
                    "probability with 0.5; sigmoid(0) = 0.5.",
                ),
                Slip(
                    "above-0",
                    lambda p: p > 0,
                    "Everything but p = 0 becomes class 1. A score z is compared with 0, but a probability with "
                    "0.5; sigmoid(0) = 0.5.",
                ),
                Slip(
                    "truncated",
                    lambda p: p >= 1,
                    "Only p = 1 becomes class 1: cutting to whole numbers (int, astype(int), np.floor) turns "
                    "0.99 into 0. Compare with 0.5 instead.",
                ),
                Slip(
                    "compared-with-mean",
                    lambda p: p >= p.mean(),
                    "p is compared with the mean of all p, so one row's class depends on the others. Compare with 0.5.",
                ),
                Slip(
                    "largest-only",
                    lambda p: p == p.max(),
                    "Only the row with the largest p becomes class 1. Each row is decided by itself: p >= 0.5.",
                ),
            ),
            "values": Slot(
                lambda fires: fires.astype(float),
                Slip(
                    "minus-one",
                    lambda fires: np.where(fires, 1.0, -1.0),
                    "The classes are -1 and 1; 0 and 1 are asked for.",
                ),
                Slip(
                    "one-and-two",
                    lambda fires: np.where(fires, 2.0, 1.0),
                    "The classes are 1 and 2; 0 and 1 are asked for.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "returns-p",
            lambda p: p,
            "p comes back as it is. Asked for is the class: 1 where p >= 0.5, else 0.",
        ),
        Mistake(
            "p-or-zero",
            lambda p: np.where(p >= 0.5, p, 0.0),
            "Where p is at least 0.5 you return p itself. Asked for is the class, 1.",
        ),
        Mistake(
            "argmax-of-one-column",
            lambda p: p.argmax(axis=1)[:, None],
            "Everything becomes 0: argmax along a row asks which column is the largest, and there is only "
            "one. Compare p with 0.5.",
        ),
        Mistake(
            "one-number",
            lambda p: np.float64(np.all(p >= 0.5)),
            "One number comes back for all {N} rows. Each row is decided by itself: `p >= 0.5` asks entry by entry.",
        ),
        Mistake(
            "row-numbers",
            lambda p: np.where(p >= 0.5)[0],
            "These are the numbers of the rows of class 1: np.where with one argument finds places. Asked for is a 0 "
            "or 1 for every row, such as np.where(condition, 1, 0).",
        ),
        Mistake(
            "one-class-for-all",
            lambda p: np.full(p.shape, float(p.mean() >= 0.5)),
            "All rows get the same class. Each row is decided by itself: `p >= 0.5` compares entry by entry.",
        ),
    ),
    alternatives=(
        lambda p: np.where(p < 0.5, 0, 1),
        lambda p: p >= 0.5,
        lambda p: np.array([[1 if value >= 0.5 else 0] for value in p.ravel()]),
        lambda p: np.heaviside(p - 0.5, 1.0),
        lambda p: np.floor(p + 0.5).astype(np.float32),
    ),
    hints=(
        "Each p is compared with 0.5 by itself. Where p = 0.5 belongs is a matter of choice: here, to class 1.",
        "`p >= 0.5` is an array of True and False of the shape of p; `.astype(int)` turns it into ones and zeros.",
        "The same with ages: `(ages >= 18).astype(int)` is 1 for whoever is 18 or older.",
    ),
)


# --- step_perceptron ------------------------------------------------------------------------------


def _step_case(rng: Rng, N: int, n: int, sign: int) -> Case:
    """Quarters only, so that sums are exact; several rows lie on the threshold or a hair beside it."""
    X = rng.integers(-6, 7, size=(N, n)) / 2
    w = rng.choice([-2.0, -1.5, -0.5, 0.5, 1.5, 2.0], size=(n, 1))
    w[0] = rng.choice([-1.0, 1.0])
    w[-1] = 2.5 * rng.choice([-1.0, 1.0])
    T = sign * float(rng.choice([0.75, 1.25, 1.75]))
    beside_T = T + np.array([0.0, 0.25, -0.25, 0.0, 0.5, -0.5, 0.0])
    sums = np.concatenate([beside_T, [0.25, -0.25]])[:N]  # the last two tell T, -T and 0 apart
    X[: len(sums), 0] = (sums - X[: len(sums), 1:] @ w[1:, 0]) * w[0, 0]  # w[0] is 1 or -1
    return Case((rng.permutation(X), w, T), {"N": N, "n": n})


def _step_cases(rng: Rng) -> list[Case]:
    return [_step_case(rng, *sizes) for sizes in ((24, 3, 1), (20, 2, -1), (31, 4, 1), (1, 3, -1))]


def _step_by_loop(X: Array, w: Array, T: float) -> Array:
    fires = np.zeros((len(X), 1))
    for i in range(len(X)):
        total = sum(X[i, j] * w[j, 0] for j in range(len(w)))
        fires[i, 0] = 1.0 if total >= T else 0.0
    return fires


def _step(X: Array, w: Array, T: float, *, weighted: Any, threshold: Any, rule: Any, values: Any) -> Any:
    z = threshold(weighted(X, w), T)
    return values(rule(z, T), z)


STEP_PERCEPTRON = Exercise(
    name="step_perceptron",
    lesson=LESSON,
    points=2,
    signature="step_perceptron(X (N, n), w (n, 1), T number) -> fires (N, 1), each 0 or 1",
    returns=(Part("fires", "(N, 1)"),),
    reference=_step_by_loop,
    cases=_step_cases,
    formula=Formula(
        _step,
        {
            "weighted": Slot(
                lambda X, w: X @ w,
                Slip(
                    "unweighted",
                    lambda X, w: X.sum(axis=1, keepdims=True),
                    "The inputs are added up without their weights: w does not enter. The weighted sum is X @ w.",
                ),
                Slip(
                    "weights-averaged",
                    lambda X, w: X @ w / X.shape[1],
                    "T counts {n} times, as often as there are inputs: either T is taken off each product w x, or a "
                    "mean is compared with T. It is one sum, and T is taken off once: X @ w - T.",
                ),
                Slip(
                    "weights-reversed",
                    lambda X, w: X @ w[::-1],
                    "The weights meet the inputs in reverse order: w[0] belongs to the first column of X.",
                ),
                Slip(
                    "first-input-only",
                    lambda X, w: X[:, :1] * w[0],
                    "Only the first of the {n} inputs counts. X @ w adds up all of them.",
                ),
                Slip(
                    "last-input-only",
                    lambda X, w: X[:, -1:] * w[-1],
                    "Only the last of the {n} inputs counts. In a loop over the inputs: is `=` used where "
                    "`+=` belongs?",
                ),
                Slip(
                    "last-input-missing",
                    lambda X, w: X[:, :-1] @ w[:-1],
                    "The last of the {n} inputs is left out: does a loop stop one short?",
                ),
                Slip(
                    "first-input-missing",
                    lambda X, w: X[:, 1:] @ w[1:],
                    "The first of the {n} inputs is left out. Python counts from 0: does a loop start at 1?",
                ),
                Slip(
                    "absolute-sum",
                    lambda X, w: np.abs(X @ w),
                    "The absolute value of the sum is taken, so very negative sums fire, too. The sign counts.",
                ),
            ),
            "threshold": Slot(
                lambda s, T: s - T,
                Slip(
                    "plus-T",
                    lambda s, T: s + T,
                    "T is added. A threshold is what the sum must reach, so it is subtracted: X @ w - T >= 0. "
                    "(A bias is added: b = -T.)",
                ),
                Slip(
                    "no-threshold",
                    lambda s, T: s,
                    "T does not enter: the sum is compared with 0. It must reach T: X @ w - T >= 0.",
                ),
            ),
            "rule": Slot(
                lambda z, T: z >= 0,
                Slip(
                    "strict",
                    lambda z, T: z > 0,
                    "Only the ties are wrong: a sum that equals T exactly fires, too. The rule is z >= 0, not z > 0. "
                    "(np.sign(0) and np.round(0.5) are 0, so they do not do it, either.)",
                ),
                Slip(
                    "reversed",
                    lambda z, T: z < 0,
                    "It fires exactly where it should be silent. 1 belongs to the rows whose sum reaches T.",
                ),
                Slip(
                    "reversed-with-ties",
                    lambda z, T: z <= 0,
                    "It fires where it should be silent: the comparison is the wrong way round. X @ w - T >= 0 fires.",
                ),
                Slip(
                    "compared-with-half",
                    lambda z, T: z >= 0.5,
                    "The sum minus T is compared with 0.5. That is the bound for a probability p; a score is "
                    "compared with 0.",
                ),
                Slip(
                    "threshold-twice",
                    lambda z, T: z >= T,
                    "T is taken off and then compared with once more: either X @ w - T >= 0 or X @ w >= T.",
                ),
                Slip(
                    "only-ties",
                    lambda z, T: z == 0,
                    "Only the rows whose sum equals T fire. Those above T fire, too: >=, not ==.",
                ),
            ),
            "values": Slot(
                lambda fires, z: fires.astype(float),
                Slip(
                    "minus-one",
                    lambda fires, z: np.where(fires, 1.0, -1.0),
                    "The answers are -1 and 1; 0 and 1 are asked for.",
                ),
                Slip(
                    "returns-z",
                    lambda fires, z: z,
                    "What comes back is the sum minus T itself. Asked for is whether it is at least 0: 1 or 0.",
                ),
                Slip(
                    "soft",
                    lambda fires, z: sigmoid(z),
                    "This is the soft perceptron, sigmoid of the sum minus T. The step perceptron answers only 0 or 1.",
                ),
                Slip(
                    "sum-where-it-fires",
                    lambda fires, z: np.where(fires, z, 0.0),
                    "Where it fires you return the sum minus T. Asked for is 1.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "sign-itself",
            lambda X, w, T: np.sign(X @ w - T),
            "np.sign gives -1, 0 and 1. Asked for is 1 where X @ w - T >= 0 (ties, too) and 0 elsewhere.",
        ),
        Mistake(
            "minus-one-and-strict",
            lambda X, w, T: np.where(X @ w - T > 0, 1.0, -1.0),
            "Two things at once. The answers are -1 and 1; 0 and 1 are asked for. And a sum that equals T exactly "
            "fires, too: >=, not >.",
        ),
        Mistake(
            "absolute-threshold",
            lambda X, w, T: (X @ w >= abs(T)).astype(float),
            "The sign of T is lost. A negative threshold is easy to reach: with T = -1 a sum of 0 fires.",
        ),
        Mistake(
            "inputs-below-0-lost",
            lambda X, w, T: (np.maximum(X, 0) @ w - T >= 0).astype(float),
            "Negative inputs are counted as 0. They count as they are, with their sign.",
        ),
        Mistake(
            "not-added-up",
            lambda X, w, T: (X * w.T - T >= 0).astype(float),
            "Each of the {n} products w x is compared with T by itself. They are added up first, and the sum is "
            "compared: `X @ w` multiplies and adds.",
        ),
        Mistake(
            "row-for-column",
            lambda X, w, T: ((X @ w).T - T >= 0).astype(float),
            "The numbers are right, but they stand in a row, (1, {N}); a column is asked for, ({N}, 1): `X @ w`.",
        ),
        Mistake(
            "any-input",
            lambda X, w, T: np.any(X * w.T >= T, axis=1, keepdims=True).astype(float),
            "It fires as soon as one product w x alone reaches T. The products are added up first; the sum decides.",
        ),
        Mistake(
            "every-input",
            lambda X, w, T: np.all(X * w.T >= T, axis=1, keepdims=True).astype(float),
            "It fires only if every product w x by itself reaches T. The products are added up first; the sum decides.",
        ),
        Mistake(
            "one-answer-for-all",
            lambda X, w, T: np.full((len(X), 1), float(np.sum(X @ w) >= T)),
            "All rows get the same answer, made of the sum over all rows. Each row has its own sum: X @ w has N rows.",
        ),
        Mistake(
            "sigmoid-against-T",
            lambda X, w, T: (sigmoid(X @ w) >= T).astype(float),
            "The sigmoid of the sum is compared with T. T is what the sum itself must reach: X @ w - T >= 0. No "
            "sigmoid is needed here.",
        ),
        Mistake(
            "T-off-each-input",
            lambda X, w, T: ((X - T) @ w >= 0).astype(float),
            "T is taken off the inputs, before they are weighted. It is taken off the weighted sum: X @ w - T.",
        ),
    ),
    alternatives=(
        lambda X, w, T: np.where(X @ w < T, 0, 1),
        lambda X, w, T: np.heaviside(X @ w - T, 1.0),
        lambda X, w, T: sigmoid(X @ w - T) >= 0.5,
        lambda X, w, T: np.array([[int(sum(x * v for x, v in zip(row, w[:, 0], strict=True)) >= T)] for row in X]),
        lambda X, w, T: (np.einsum("ij,jk->ik", X, w).astype(np.float32) >= np.float32(T)).astype(np.float32),
    ),
    hints=(
        "Add up the weighted inputs of each row and ask: does the sum reach T? If it does, or is exactly T, the answer "
        "is 1.",
        "`X @ w - T` has shape (N, 1). Compare it with 0 by >=, and turn True and False into 1 and 0 with "
        ".astype(int).",
        "Two rows by hand: w = (1, 1), T = 2. The row (1, 1) has the sum 2, and 2 - 2 >= 0, so 1. The row (1, 0) has "
        "1 - 2 = -1, so 0.",
    ),
)


# --- boundary_x2 ----------------------------------------------------------------------------------


def _line_case(rng: Rng, M: int, signs: tuple[int, int, int]) -> Case:
    w1, w2, b = np.array(signs) * rng.uniform([0.5, 1.3, 0.4], [0.9, 2.2, 1.2])
    return Case((np.array([[w1], [w2]]), np.array([[b]]), rng.uniform(-3, 3, size=M)), {"M": M})


def _line_cases(rng: Rng) -> list[Case]:
    """Return lines of every kind: no two weights and bias have the same signs in all cases."""
    signs = {7: (1, 1, -1), 5: (-1, 1, 1), 11: (1, -1, 1), 1: (-1, -1, -1)}
    return [_line_case(rng, M, sign) for M, sign in signs.items()]


def _line_by_two_scores(w: Array, b: Array, x1: Array) -> Array:
    """Look at the score for x2 = 0 and for x2 = 1, and go on at that rate until it is 0."""
    if w[1, 0] == 0:
        raise ValueError("w[1] is 0: the line is vertical, so no x2 belongs to x1 alone")
    low = np.column_stack([x1, np.zeros(len(x1))]) @ w + b
    high = np.column_stack([x1, np.ones(len(x1))]) @ w + b
    x2: Array = low[:, 0] / (low[:, 0] - high[:, 0])
    return x2


def _line(w: Array, b: Array, x1: Array, *, weights: Any, level: float, bias: Any, tilt: Any, sign: float) -> Any:
    w1, w2, divisor = weights(w)
    return (sign * (bias(b.item(), divisor) + tilt(w1, w2, x1, divisor)) + level) / divisor


def _line_by_slope(w: Array, b: Array, x1: Array) -> Array:
    slope, start = -w[0, 0] / w[1, 0], -b[0, 0] / w[1, 0]
    x2: Array = slope * x1 + start
    return x2


def _line_by_solving(w: Array, b: Array, x1: Array) -> Array:
    """Solve two equations for each place: x1 is as given, and the score is 0."""
    A = np.array([[1.0, 0.0], [w[0, 0], w[1, 0]]])
    return np.array([np.linalg.solve(A, np.array([x, -b[0, 0]]))[1] for x in x1])


BOUNDARY_X2 = Exercise(
    name="boundary_x2",
    lesson=LESSON,
    points=2,
    signature="boundary_x2(w (2, 1), b (1, 1), x1 (M,)) -> x2 (M,)",
    returns=(Part("x2", "(M,)"),),
    reference=_line_by_two_scores,
    cases=_line_cases,
    formula=Formula(
        _line,
        {
            "weights": Slot(
                lambda w: (w[0, 0], w[1, 0], w[1, 0]),
                Slip(
                    "weights-exchanged",
                    lambda w: (w[1, 0], w[0, 0], w[0, 0]),
                    "w1 and w2 are exchanged: this solves for x1 where x2 is given. Solve w1 x1 + w2 x2 + b = 0 "
                    "for x2, so divide by w2 = w[1, 0].",
                ),
                Slip(
                    "not-divided",
                    lambda w: (w[0, 0], w[1, 0], 1.0),
                    "The division by w2 is missing: w2 x2 = -(w1 x1 + b), and x2 itself is asked for.",
                ),
                Slip(
                    "divided-by-w1",
                    lambda w: (w[0, 0], w[1, 0], w[0, 0]),
                    "It is divided by w1. In w1 x1 + w2 x2 + b = 0 the factor in front of x2 is w2.",
                ),
                Slip(
                    "multiplied",
                    lambda w: (w[0, 0], w[1, 0], 1 / w[1, 0]),
                    "It is multiplied by w2. To get x2 alone from w2 x2 = -(w1 x1 + b), divide by w2.",
                ),
            ),
            "level": Slot(
                0.0,
                Slip(
                    "level-half",
                    0.5,
                    "This is the line where the score z is 0.5. The boundary is where p is 0.5, and there z = 0.",
                ),
                Slip(
                    "level-one",
                    1.0,
                    "This is the line where the score z is 1. The boundary is where z = 0.",
                ),
            ),
            "bias": Slot(
                lambda b, divisor: b,
                Slip(
                    "no-bias",
                    lambda b, divisor: 0.0,
                    "The bias b is missing, so the line goes through the origin. Solve w1 x1 + w2 x2 + b = 0 for x2.",
                ),
                Slip(
                    "bias-sign",
                    lambda b, divisor: -b,
                    "The term with b has the wrong sign: when it goes to the other side of w1 x1 + w2 x2 + b = 0, "
                    "it becomes -b.",
                ),
                Slip(
                    "bias-not-divided",
                    lambda b, divisor: b * divisor,
                    "b is not divided by w2. The whole of -(w1 x1 + b) is: look at the brackets.",
                ),
            ),
            "tilt": Slot(
                lambda w1, w2, x1, divisor: w1 * x1,
                Slip(
                    "tilt-sign",
                    lambda w1, w2, x1, divisor: -w1 * x1,
                    "The line leans the wrong way: the term with x1 has the wrong sign. Going to the other side "
                    "of w1 x1 + w2 x2 + b = 0 it becomes -w1 x1.",
                ),
                Slip(
                    "tilt-not-divided",
                    lambda w1, w2, x1, divisor: w1 * x1 * divisor,
                    "The term with x1 is not divided by w2. The whole of -(w1 x1 + b) is: look at the brackets.",
                ),
                Slip(
                    "along-w",
                    lambda w1, w2, x1, divisor: -w2 * w2 / w1 * x1,
                    "This line goes along the arrow w, with slope w2 / w1. The boundary is perpendicular to it, "
                    "with slope -w1 / w2.",
                ),
                Slip(
                    "no-weight",
                    lambda w1, w2, x1, divisor: x1,
                    "x1 enters without its weight w1: the equation has w1 x1.",
                ),
                Slip(
                    "no-x1",
                    lambda w1, w2, x1, divisor: w1 + 0 * x1,
                    "x1 does not enter: the same x2 comes back for every place. The equation has w1 x1.",
                ),
            ),
            "sign": Slot(
                -1.0,
                Slip(
                    "minus-missing",
                    1.0,
                    "The opposite sign: from w1 x1 + w2 x2 + b = 0 follows w2 x2 = -(w1 x1 + b), with a minus.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "score-on-the-axis",
            lambda w, b, x1: w[0, 0] * x1 + b[0, 0],
            "This is w1 x1 + b, the score at x2 = 0. Asked for is the x2 at which the score is 0.",
        ),
        Mistake(
            "b-as-table",
            lambda w, b, x1: -(b + w[0] * x1) / w[1],
            "The numbers are right, but the shape is (1, {M}): b has shape (1, 1), and with x1 of shape ({M},) "
            "broadcasting makes a row of a table. Take the number out first: b[0, 0].",
        ),
        Mistake(
            "b-as-table-not-divided",
            lambda w, b, x1: -w[0] * x1 / w[1] - b,
            "b is not divided by w2. The whole of -(w1 x1 + b) is: look at the brackets. (Then take the number out of "
            "b, b[0, 0]: with the table b the result has shape (1, {M}).)",
        ),
        Mistake(
            "b-as-table-added",
            lambda w, b, x1: -w[0] * x1 / w[1] + b,
            "b comes with a plus and is not divided by w2. The whole of -(w1 x1 + b) is divided by it. (Then take the "
            "number out of b, b[0, 0]: with the table b the result has shape (1, {M}).)",
        ),
        Mistake(
            "b-as-table-minus-missing",
            lambda w, b, x1: (w[0] * x1 + b) / w[1],
            "The opposite sign: from w1 x1 + w2 x2 + b = 0 follows w2 x2 = -(w1 x1 + b), with a minus. (Then take the "
            "number out of b, b[0, 0]: with the table b the result has shape (1, {M}).)",
        ),
    ),
    alternatives=(
        _line_by_slope,
        _line_by_solving,
        lambda w, b, x1: np.array([-(w[0, 0] * x + b[0, 0]) / w[1, 0] for x in x1]),
        lambda w, b, x1: (-(x1[:, None] @ w[:1] + b) / w[1]).ravel().astype(np.float32),
        lambda w, b, x1: np.polyval([-w.item(0) / w.item(1), -b.item() / w.item(1)], x1),
    ),
    hints=(
        "On the line the score is 0: w1 x1 + w2 x2 + b = 0. Everything but x2 is known there, so solve for x2.",
        "Move w1 x1 and b to the other side, then divide by w2. In the code w1 is w[0, 0], w2 is w[1, 0], "
        "and b[0, 0] is the number in b.",
        "With numbers: 2 x1 + 4 x2 - 8 = 0. Then 4 x2 = 8 - 2 x1 and x2 = 2 - x1 / 2. At x1 = 2 that is 1, and "
        "indeed 2·2 + 4·1 - 8 = 0.",
    ),
)


# --- poly_features --------------------------------------------------------------------------------

Terms = Iterable[tuple[int, ...]]


def _poly_case(rng: Rng, N: int, n: int, degree: int) -> Case:
    X = rng.choice([-1.0, 1.0], size=(N, n)) * rng.uniform(0.5, 1.8, size=(N, n))
    return Case((X, degree), {"N": N, "n": n, "columns": math.comb(n + degree, degree)})


def _poly_cases(rng: Rng) -> list[Case]:
    return [_poly_case(rng, *sizes) for sizes in ((7, 3, 2), (5, 2, 3), (8, 4, 2), (6, 3, 4), (1, 3, 2))]


def _poly_by_exponents(X: Array, degree: int) -> Array:
    """Raise each input to its exponent; take the exponents by degree, then those with more of x1 first."""
    n = X.shape[1]
    exponents = [e for e in product(range(degree + 1), repeat=n) if sum(e) <= degree]
    exponents.sort(key=lambda e: (sum(e), [-k for k in e]))
    return np.column_stack([np.prod(X ** np.array(e), axis=1) for e in exponents])


def _poly(X: Array, degree: int, *, degrees: Any, choose: Any, column: Any) -> Any:
    columns = range(X.shape[1])
    return np.column_stack([column(X, term) for k in degrees(degree) for term in choose(columns, k)])


def _product(X: Array, term: tuple[int, ...]) -> Array:
    result: Array = X[:, list(term)].prod(axis=1)
    return result


def _terms(n: int, degree: int) -> Terms:
    return [term for k in range(degree + 1) for term in combinations_with_replacement(range(n), k)]


def _powers_before_mixed(columns: Iterable[int], k: int) -> Terms:
    return sorted(combinations_with_replacement(columns, k), key=lambda term: (len(set(term)) > 1, term))


def _poly_sorted_by(key: Any) -> Callable[[Array, int], Array]:
    """Make an answer with the right columns in another order."""

    def poly_features(X: Array, degree: int) -> Array:
        return np.column_stack([_product(X, term) for term in sorted(_terms(X.shape[1], degree), key=key)])

    return poly_features


def _poly_each_exponent(X: Array, degree: int) -> Array:
    exponents = sorted(product(range(degree + 1), repeat=X.shape[1]), key=lambda e: (sum(e), [-k for k in e]))
    return np.column_stack([np.prod(X ** np.array(e), axis=1) for e in exponents])


def _poly_grown(X: Array, degree: int) -> Array:
    """Multiply each column of the last degree by every input that is not in front of its last factor."""
    blocks = [[(np.ones(len(X)), 0)]]
    for _ in range(degree):
        blocks.append([(col * X[:, j], j) for col, last in blocks[-1] for j in range(last, X.shape[1])])
    return np.array([col for block in blocks for col, _ in block]).T


def _poly_by_rows(X: Array, degree: int) -> Array:
    table = []
    for row in X.tolist():
        values = []
        for k in range(degree + 1):
            for term in combinations_with_replacement(row, k):
                values.append(math.prod(term))
        table.append(values)
    return np.array(table)


def _poly_filled(X: Array, degree: int) -> Array:
    N, n = X.shape
    terms = [t for k in range(degree + 1) for t in product(range(n), repeat=k) if list(t) == sorted(t)]
    F = np.ones((N, len(terms)), dtype=np.float32)
    for column, term in enumerate(terms):
        for j in term:
            F[:, column] *= X[:, j]
    return F


POLY_FEATURES = Exercise(
    name="poly_features",
    lesson=LESSON,
    points=4,
    signature="poly_features(X (N, n), degree) -> F (N, number of monomials)",
    returns=(Part("F", "(N, number of monomials)"),),
    reference=_poly_grown,
    cases=_poly_cases,
    formula=Formula(
        _poly,
        {
            "degrees": Slot(
                lambda degree: range(degree + 1),
                Slip(
                    "no-constant",
                    lambda degree: range(1, degree + 1),
                    "The constant is missing: the first column is all ones, the product of no inputs (k = 0).",
                ),
                Slip(
                    "one-degree-short",
                    lambda degree: range(degree),
                    "The highest degree is missing. `range(degree)` stops at degree - 1; `range(degree + 1)` goes far "
                    "enough.",
                ),
                Slip(
                    "one-degree-too-many",
                    lambda degree: range(degree + 2),
                    "There are columns of degree + 1, one degree too many.",
                ),
                Slip(
                    "range-from-1-and-short",
                    lambda degree: range(1, degree),
                    "The constant and the highest degree are missing: `range(1, degree)` starts at 1 and stops at "
                    "degree - 1. `range(degree + 1)` is needed.",
                ),
                Slip(
                    "top-degree-only",
                    lambda degree: [degree],
                    "Only the products of exactly `degree` factors are there. All lower degrees belong to it, "
                    "from the constant on.",
                ),
                Slip(
                    "highest-first",
                    lambda degree: range(degree, -1, -1),
                    "The columns are right, but their order is not: the constant comes first, the highest degree last.",
                ),
                Slip(
                    "constant-last",
                    lambda degree: [*range(1, degree + 1), 0],
                    "The columns are right, but the column of ones stands at the end; it comes first.",
                ),
                Slip(
                    "inputs-missing",
                    lambda degree: [k for k in range(degree + 1) if k != 1],
                    "The inputs themselves, the products of one factor, are missing: degree 1 belongs between the "
                    "constant and the squares.",
                ),
                Slip(
                    "always-degree-2",
                    lambda degree: range(3),
                    "It is right for degree 2 and ends there for every other degree: use the argument `degree`.",
                ),
            ),
            "choose": Slot(
                combinations_with_replacement,
                Slip(
                    "no-cross-terms",
                    lambda columns, k: [(j,) * k for j in columns][: None if k else 1],
                    "Only powers of single inputs are there; the mixed products such as x1 x2 are missing. They bend "
                    "the line in ways that powers alone cannot.",
                ),
                Slip(
                    "no-squares",
                    combinations,
                    "The squares are missing: combinations(...) never takes an input twice. "
                    "combinations_with_replacement(...) does.",
                ),
                Slip(
                    "each-order-counted",
                    lambda columns, k: product(columns, repeat=k),
                    "Products come twice: x1 x2 and x2 x1 are the same number. Take each once, with the column "
                    "numbers in rising order: combinations_with_replacement instead of product.",
                ),
                Slip(
                    "each-order-no-squares",
                    permutations,
                    "Each mixed product comes in every order, x1 x2 and x2 x1, and the squares are missing. "
                    "combinations_with_replacement takes each product once.",
                ),
                Slip(
                    "reversed-in-degree",
                    lambda columns, k: list(combinations_with_replacement(columns, k))[::-1],
                    "The columns are right, but within a degree their order is reversed: x1 comes before x2, and x1² "
                    "before x1 x2.",
                ),
                Slip(
                    "powers-before-mixed",
                    _powers_before_mixed,
                    "The columns are right, but within a degree the pure powers stand in front of the mixed products. "
                    "The order asked for is that of the column numbers: x1², x1 x2, x2².",
                ),
            ),
            "column": Slot(
                _product,
                Slip(
                    "sums",
                    lambda X, term: X[:, list(term)].sum(axis=1),
                    "The inputs of a term are added. A monomial is their product (and that of no inputs is 1).",
                ),
                Slip(
                    "constant-0",
                    lambda X, term: _product(X, term) if term else np.zeros(len(X)),
                    "The first column is 0; it must be 1: only then can its weight play the bias.",
                ),
                Slip(
                    "factors-once",
                    lambda X, term: _product(X, tuple(set(term))),
                    "A factor that occurs twice counts once only: x1 · x1 became x1.",
                ),
                Slip(
                    "first-factor-only",
                    lambda X, term: X[:, term[0]] ** len(term) if term else np.ones(len(X)),
                    "Only the first factor of each term counts: x1 x2 became x1². Multiply all columns of the term.",
                ),
                Slip(
                    "first-two-factors",
                    lambda X, term: _product(X, term[:2]),
                    "Only the first two factors of each term are multiplied, so degree 3 and more go wrong.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "two-inputs-degree-2",
            lambda X, degree: _poly_grown(X[:, :2], 2),
            "These are the six columns for two inputs and degree 2, whatever X and degree are. X has {n} columns here: "
            "loop over the choices of columns.",
        ),
        Mistake(
            "ones-for-each-input",
            lambda X, degree: np.hstack([X**k for k in range(degree + 1)]),
            "X ** 0 gives {n} columns of ones, and the mixed products such as x1 x2 are missing. One column of ones, "
            "and each product of inputs once.",
        ),
        Mistake(
            "product-over-all-rows",
            lambda X, degree: np.array([_product(X, t).prod() for t in _terms(X.shape[1], degree)]),
            "Each column is multiplied up to a single number, over all rows. Every row has its own product: "
            ".prod(axis=1).",
        ),
        Mistake(
            "returns-too-early",
            lambda X, degree: np.ones((len(X), 1)),
            "Only the constant comes back. Does `return` stand inside the loop, so that it ends at k = 0?",
        ),
        Mistake(
            "each-exponent-to-degree",
            _poly_each_exponent,
            "Each single exponent goes up to `degree`, so x1² x2² is there at degree 2, though its degree is 4. The "
            "exponents of a monomial together are at most `degree`.",
        ),
        Mistake(
            "dictionary-order",
            _poly_sorted_by(lambda term: term),
            "The columns are right, but sorted like words in a dictionary (1, x1, x1², x1 x2, x2, ...). First comes "
            "the degree: all inputs, then all products of two.",
        ),
        Mistake(
            "all-powers-then-mixed",
            _poly_sorted_by(lambda term: (len(set(term)) > 1, len(term), term)),
            "The columns are right, but all mixed products stand at the end. The order goes by degree first: within "
            "degree 2 it is x1², x1 x2, x2².",
        ),
        Mistake(
            "powers-input-by-input",
            lambda X, degree: np.column_stack(
                [np.ones(len(X)), *(X[:, j] ** k for j in range(X.shape[1]) for k in range(1, degree + 1))]
            ),
            "Only powers of single inputs are there, input by input; the mixed products such as x1 x2 are missing, "
            "and the order goes by degree first.",
        ),
    ),
    alternatives=(_poly_by_exponents, _poly_by_rows, _poly_filled),
    hints=(
        "A monomial of degree k is a choice of k inputs, repeats allowed, order of no matter. So there are two "
        "loops: over k = 0, ..., degree, and over the choices.",
        "itertools.combinations_with_replacement(range(n), k) yields the choices as tuples of column numbers, in the "
        "order asked for; for k = 0 the one empty tuple. X[:, list(term)].prod(axis=1) is the column; the product of "
        "nothing is 1. Collect them, then np.column_stack.",
        "The same with words: list(combinations_with_replacement('ab', 2)) is [('a', 'a'), ('a', 'b'), ('b', 'b')]: "
        "aa, ab, bb.",
    ),
)


# --- count_features -------------------------------------------------------------------------------


def _count_case(n: int, degree: int) -> Case:
    return Case((n, degree), {"n": n, "degree": degree})


def _count_cases(rng: Rng) -> list[Case]:
    """Return sizes that no two of the known mistakes agree on; some of them drawn."""
    n = int(rng.integers(5, 9))
    return [_count_case(*sizes) for sizes in ((4, 3), (2, 5), (n, 4), (3, 6), (12, 2), (1, 4))]


def _count_by_rows(n: int, degree: int) -> int:
    """Add up Pascal's way: the monomials without the last input, plus its product with those of a degree less."""
    counts = [1] * (degree + 1)  # no input: the constant alone
    for _ in range(n):
        for d in range(1, degree + 1):
            counts[d] += counts[d - 1]
    return counts[degree]


def _count(n: int, degree: int, *, count: Any, constant: int) -> Any:
    return count(n, degree) + constant


COUNT_FEATURES = Exercise(
    name="count_features",
    lesson=LESSON,
    points=2,
    signature="count_features(n, degree) -> count, a number",
    returns=(Part("count", "number", any_shape=True),),
    reference=_count_by_rows,
    cases=_count_cases,
    formula=Formula(
        _count,
        {
            "count": Slot(
                lambda n, d: math.comb(n + d, d),
                Slip(
                    "top-degree-only",
                    lambda n, d: math.comb(n + d - 1, d),
                    "These are the monomials of exactly degree {degree}. The lower degrees count, too: with one more "
                    "factor that may be 1 there are n + degree places, not n + degree - 1.",
                ),
                Slip(
                    "one-place-too-many",
                    lambda n, d: math.comb(n + d + 1, d),
                    "One place too many: n inputs and the degree make n + degree places in the row of stars and bars.",
                ),
                Slip(
                    "bars-one-short",
                    lambda n, d: math.comb(n + d, n - 1),
                    "Of the n + degree places `degree` are stars, so n are bars, not n - 1: C(n + degree, degree).",
                ),
                Slip(
                    "no-repetition",
                    lambda n, d: math.comb(n, d),
                    "C(n, degree) chooses different inputs, so x1² is not counted, and no lower degree is. It is "
                    "C(n + degree, degree).",
                ),
                Slip(
                    "no-repetition-all-degrees",
                    lambda n, d: sum(math.comb(n, k) for k in range(d + 1)),
                    "Inputs that occur twice, as in x1², are not counted.",
                ),
                Slip(
                    "ordered-choices",
                    lambda n, d: float(n) ** d,
                    "n to the power of the degree counts x1 x2 and x2 x1 as two, and only the highest degree.",
                ),
                Slip(
                    "ordered-all-degrees",
                    lambda n, d: sum(float(n) ** k for k in range(d + 1)),
                    "x1 x2 and x2 x1 are counted as two. The order of the factors does not matter.",
                ),
                Slip(
                    "each-exponent-to-degree",
                    lambda n, d: float(d + 1) ** n,
                    "(degree + 1) to the power of n lets each exponent go up to the degree by itself. Together they "
                    "are at most the degree.",
                ),
                Slip(
                    "powers-only",
                    lambda n, d: n * d + 1,
                    "This counts the constant and the powers of single inputs. The mixed products are missing.",
                ),
                Slip(
                    "not-divided",
                    lambda n, d: math.perm(n + d, d),
                    "The division by degree! is missing: the order of the factors does not matter.",
                ),
                Slip(
                    "divided-by-degree",
                    lambda n, d: math.perm(n + d, d) / d,
                    "It is divided by the degree; the factorial of the degree is needed.",
                ),
                Slip(
                    "always-degree-2",
                    lambda n, d: (n + 1) * (n + 2) // 2,
                    "(n + 1)(n + 2) / 2 is the count for degree 2, whatever the degree is.",
                ),
                Slip(
                    "not-divided-by-n",
                    lambda n, d: float(math.factorial(n + d) // math.factorial(d)),
                    "The division by n! is missing: (n + degree)! / (n! degree!).",
                ),
            ),
            "constant": Slot(
                0,
                Slip("no-constant", -1, "Exactly one too few: the constant 1 is a column, too."),
                Slip("constant-twice", 1, "Exactly one too many: the formula counts the constant already."),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "exponents-exchanged",
            lambda n, degree: float(degree) ** n,
            "The degree to the power of n counts something else. Each column is a row of stars and bars: "
            "n + degree places, and `degree` of them are stars.",
        ),
        Mistake(
            "linear",
            lambda n, degree: n + degree,
            "n + degree is the number of places in the row of stars and bars. In how many ways can `degree` of them be "
            "stars?",
        ),
        Mistake(
            "product",
            lambda n, degree: n * degree,
            "n times the degree counts the powers of single inputs. The mixed products and the constant are missing.",
        ),
    ),
    alternatives=(
        lambda n, degree: math.factorial(n + degree) // (math.factorial(n) * math.factorial(degree)),
        lambda n, degree: sum(math.comb(n + k - 1, k) for k in range(degree + 1)),
        lambda n, degree: sum(1 for k in range(degree + 1) for _ in combinations_with_replacement(range(n), k)),
        lambda n, degree: reduce(lambda count, k: count * (n + k) // k, range(1, degree + 1), 1),
        lambda n, degree: np.round(np.prod([(n + k) / k for k in range(1, degree + 1)])),
        lambda n, degree: _poly_grown(np.ones((1, n)), degree).shape[1],
    ),
    hints=(
        "A monomial is a row of n + degree places: `degree` stars, parted by n bars. Choosing it is choosing which "
        "of the places are stars.",
        "math.comb(m, k) is the number of ways to choose k of m places. What is m here, and what is k?",
        "Two inputs, degree 2: four places, two of them stars: C(4, 2) = 6. Indeed: 1, x1, x2, x1², x1 x2, x2².",
    ),
)

EXERCISES = (NEURON, PREDICT_CLASS, STEP_PERCEPTRON, BOUNDARY_X2, POLY_FEATURES, COUNT_FEATURES)
