"""Lesson 12, one-vs-all and softmax: what is asked, how an answer is judged, which mistakes are known by name.

Z is (N, K), one row of K scores a sample; y is (N,), labels from 0 to K - 1; Y is (N, K), the same one-hot.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nncore import losses
from nncore.activations import sigmoid
from nncore.activations import softmax as library_softmax
from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot
from nncore.gradcheck import numerical_gradient

LESSON = "12-softmax"
Array = np.ndarray
Rng = np.random.Generator


def _labels(rng: Rng, N: int, K: int) -> Array:
    """Draw labels, the lower classes more often, so that no symmetry hides a mistake."""
    shares = np.arange(K, 0, -1.0)
    return rng.choice(K, size=N, p=shares / shares.sum())


def _targets(rng: Rng, N: int, K: int) -> Array:
    return np.eye(K)[_labels(rng, N, K)]


# --- one_hot ------------------------------------------------------------------------------------------


def _one_hot_cases(rng: Rng) -> list[Case]:
    """Labels in no order; the last class is missing in two cases, the first in another one."""

    def case(labels: list[int], K: int) -> Case:
        return Case((rng.permutation(labels), K), {"N": len(labels), "K": K})

    return [
        case([0, 0, 1, 2, 2, 2, 3], 5),
        case([0, 1, 1, 2, 2, 2], 3),
        case([1, 1, 2, 3, 4, 4, 4, 1], 6),
        Case((np.array([2]), 4), {"N": 1, "K": 4}),
    ]


def _one_hot_by_loop(y: Array, K: int) -> Array:
    Y = np.zeros((len(y), K))
    for row, label in zip(Y, y.tolist(), strict=True):
        row[label] = 1
    return Y


def _one_hot_model(y: Array, K: int, *, label: Any, columns: Any, compare: Any, value: Any, layout: Any) -> Array:
    table = compare(label(y)[:, None], np.arange(columns(y, K)))
    return layout(value(table.astype(float), y))


def _whole_columns(y: Array, K: int) -> Array:
    Y = np.zeros((len(y), K))
    Y[:, y] = 1
    return Y


def _one_hot_at(y: Array, K: int) -> Array:
    Y = np.zeros((len(y), K), dtype=np.float32)
    Y[np.arange(len(y)), y] = 1
    return Y


def _one_hot_put(y: Array, K: int) -> Array:
    Y = np.zeros((len(y), K))
    np.put_along_axis(Y, y[:, None], 1, axis=1)
    return Y


ONE_HOT = Exercise(
    name="one_hot",
    lesson=LESSON,
    points=1,
    signature="one_hot(y (N,) int, K int) -> Y (N, K)",
    returns=(Part("Y", "(N, K)"),),
    reference=_one_hot_by_loop,
    cases=_one_hot_cases,
    formula=Formula(_one_hot_model, {
        "label": Slot(
            lambda y: y,
            Slip("counts-from-one", lambda y: y - 1,
                 "The 1 stands one column too far to the left, and class 0 has none: labels are counted from 0, like "
                 "columns, so nothing has to be subtracted."),
            Slip("one-to-the-right", lambda y: y + 1,
                 "The 1 stands one column too far to the right. Labels are counted from 0, like columns: class 0 "
                 "belongs in column 0."),
        ),
        "columns": Slot(
            lambda y, K: K,
            Slip("K-from-labels", lambda y, K: int(y.max()) + 1,
                 "The number of columns is taken from the labels that happen to occur, `y.max() + 1`. In a small batch "
                 "the last class may be missing; K is an argument for that reason."),
            Slip("K-from-different-labels", lambda y, K: len(set(y.tolist())),
                 "There are as many columns as *different* labels in y. A class may be missing in a batch; K is an "
                 "argument for that reason."),
            Slip("one-column-too-many", lambda y, K: K + 1,
                 "There is one column too many: labels 0 to K - 1 need K columns."),
        ),
        "compare": Slot(
            lambda y, k: y == k,
            Slip("one-cold", lambda y, k: y != k,
                 "0 and 1 are exchanged: the 1 belongs in the column of the class, the 0 in all others."),
            Slip("thermometer", lambda y, k: y >= k,
                 "Every row is filled with ones *up to* its class. Only the column of the class itself is 1: classes "
                 "have no order."),
            Slip("thermometer-backwards", lambda y, k: y <= k,
                 "Every row is filled with ones *from* its class on. Only the column of the class itself is 1: classes "
                 "have no order."),
        ),
        "value": Slot(
            lambda T, y: T,
            Slip("label-for-one", lambda T, y: T * y[:, None],
                 "The place is right, but the label itself stands there, and class 0 has none. Put a 1 there."),
            Slip("plus-minus-one", lambda T, y: 2 * T - 1,
                 "The other columns hold -1. They are 0: each row is a distribution over the classes, with sum 1."),
            Slip("sorted", lambda T, y: T[np.argsort(y, kind="stable")],
                 "The rows are sorted by class. Row i must stay the row of sample i."),
            Slip("divided-by-N", lambda T, y: T / len(y),
                 "The entries are 1/{N}, and there are {N} rows. A one-hot row holds a 1."),
        ),
        "layout": Slot(
            lambda T: T,
            Slip("transposed", lambda T: T.T,
                 "Rows and columns are exchanged: one row a sample, one column a class, shape (N, K)."),
        ),
    }),
    mistakes=(
        Mistake("wraps-around", lambda y, K: np.eye(K)[y - 1],
                "1 is subtracted from the labels. They count from 0 already; label 0 becomes index -1, which quietly "
                "means the last column."),
        Mistake("wraps-around-the-end", lambda y, K: np.eye(K)[(y + 1) % K],
                "The 1 stands one column too far to the right, and the last class's in column 0. Labels are counted "
                "from 0, like columns: class 0 belongs in column 0."),
        Mistake("whole-columns", _whole_columns,
                "`Y[:, y] = 1` fills whole *columns*: every class that occurs anywhere is 1 in every row. Each row has "
                "its own column: `Y[np.arange(N), y] = 1`."),
        Mistake("counts", lambda y, K: np.bincount(y, minlength=K),
                "This counts how often each class occurs. Asked for is one row for each sample."),
        Mistake("eye-without-index", lambda y, K: np.eye(K),
                "This is the identity, shape (K, K). It holds the K possible rows; pick one of them for each sample: "
                "`np.eye(K)[y]`."),
        Mistake("eye-of-N", lambda y, K: np.eye(len(y), K),
                "The ones run down the diagonal, whatever the labels are. Row i has its 1 in column y[i]."),
        Mistake("column-of-labels", lambda y, K: y[:, None].astype(float),
                "The labels stand in one column. One-hot has a column for each of the K classes."),
        Mistake("only-the-last", lambda y, K: np.eye(len(y), K) * 0 + np.eye(K)[y[-1]] * (
            np.arange(len(y)) == len(y) - 1)[:, None],
                "Only the last row has its 1. Is the array of zeros made inside the loop, anew each time? Make it "
                "once, before.", ),
    ),
    alternatives=(
        lambda y, K: np.eye(K)[y],
        lambda y, K: y[:, None] == np.arange(K),
        lambda y, K: _one_hot_at(y, K),
        lambda y, K: _one_hot_put(y, K),
        lambda y, K: np.array([[1 if k == label else 0 for k in range(K)] for label in y]),
    ),
    hints=(
        "Each row is all zeros but one: the entry in the column whose number is the label is 1.",
        "Begin with `np.zeros((len(y), K))` and set `Y[i, y[i]] = 1` in a loop over i. Shorter: row k of `np.eye(K)` "
        "is the row for class k, and an array may be indexed by an array.",
        "y = [2, 0], K = 4: the rows are [0, 0, 1, 0] and [1, 0, 0, 0]. Four columns, though classes 1 and 3 do not "
        "occur.",
    ),
)  # fmt: skip


# --- ova_predict --------------------------------------------------------------------------------------


def _ova_case(rng: Rng, N: int, n: int, K: int) -> Case:
    """Make neurons of which none, one or several say yes; every class is largest at least once if N allows it."""
    while True:
        X = rng.normal(size=(N, n)) + 0.3
        W, b = rng.normal(size=(n, K)), rng.normal(size=(1, K))
        Z = X @ W + b
        yes = (Z > 0).sum(axis=1)
        if N == 1 or (len(set(Z.argmax(axis=1).tolist())) == K and (yes == 0).sum() >= 2 and (yes > 1).sum() >= 2):
            return Case((X, W, b), {"N": N, "n": n, "K": K})


def _far_out_case(rng: Rng) -> Case:
    """Make scores of 40 and more, whose sigmoids are all exactly 1; the largest is not the first."""
    Z = np.array([[3, 55, 70, 10], [60, 45, -80, 90], [-50, 800, 900, 100], [-950, -1000, -900, -800]]) * 1.0
    Z = Z * rng.uniform(1.0, 1.1)
    return Case((np.eye(4), Z - 0.5, np.full((1, 4), 0.5)), {"N": 4, "n": 4, "K": 4}, extreme=True)


def _ova_cases(rng: Rng) -> list[Case]:
    sizes = [(13, 2, 3), (17, 3, 4), (19, 4, 5), (1, 3, 4)]
    return [*(_ova_case(rng, *size) for size in sizes), _far_out_case(rng)]


def _ova_by_loop(X: Array, W: Array, b: Array) -> Array:
    labels = []
    for x in X.tolist():
        scores = [sum(x[i] * W[i, k] for i in range(len(x))) + b[0, k] for k in range(W.shape[1])]
        labels.append(scores.index(max(scores)))
    return np.array(labels)


def _ova_model(X: Array, W: Array, b: Array, *, bias: Any, choose: Any, count: Any) -> Any:
    return count(choose(X @ W + bias(b)))


def _exactly_one(X: Array, W: Array, b: Array) -> Array:
    Z = X @ W + b
    return np.where((Z > 0).sum(axis=1) == 1, Z.argmax(axis=1), -1)


def _ova_one_by_one(X: Array, W: Array, b: Array) -> Array:
    best, labels = np.full(len(X), -np.inf), np.zeros(len(X), dtype=int)
    for k in range(W.shape[1]):
        z = X @ W[:, k] + b[0, k]
        better = z > best
        best, labels = np.where(better, z, best), np.where(better, k, labels)
    return labels


OVA_PREDICT = Exercise(
    name="ova_predict",
    lesson=LESSON,
    points=2,
    signature="ova_predict(X (N, n), W (n, K), b (1, K)) -> labels (N,) int",
    returns=(Part("labels", "(N,)"),),
    reference=_ova_by_loop,
    cases=_ova_cases,
    formula=Formula(_ova_model, {
        "bias": Slot(
            lambda b: b,
            Slip("no-bias", np.zeros_like,
                 "The biases are not added. Every neuron's score is `X @ W + b`; without b all boundaries run through "
                 "the origin."),
            Slip("minus-bias", np.negative, "The biases are subtracted. The scores are `X @ W + b`, with a plus."),
        ),
        "choose": Slot(
            lambda Z: Z.argmax(axis=1),
            Slip("down-columns", lambda Z: Z.argmax(axis=0),
                 "The search runs down the columns: it finds the best *sample* for each class. Wanted is the best "
                 "class for each sample, along each row: axis=1."),
            Slip("over-all", lambda Z: Z.argmax(),
                 "One number for the whole table: `argmax` without an axis looks through all rows at once. Each row "
                 "has its own largest score: axis=1."),
            Slip("smallest", lambda Z: Z.argmin(axis=1),
                 "It chooses the neuron that says no most firmly. Wanted is the largest score: argmax."),
            Slip("largest-size", lambda Z: np.abs(Z).argmax(axis=1),
                 "It chooses the score of the largest *size*, so a firm no counts like a firm yes. Compare the scores "
                 "with their signs."),
            Slip("first-yes", lambda Z: (Z > 0).argmax(axis=1),
                 "It takes the first neuron that says yes (p > 0.5), and class 0 where none does. Several may say yes, "
                 "or none: compare the scores themselves, not the answers."),
            Slip("last-yes", lambda Z: _last_yes(Z),
                 "It takes the last neuron that says yes (p > 0.5), and class 0 where none does. Several may say yes, "
                 "or none: compare the scores themselves. In a loop over classes, remember the largest score so far."),
            Slip("number-of-yes", lambda Z: (Z > 0).sum(axis=1),
                 "This counts how many neurons say yes. Wanted is which one says it most firmly."),
            Slip("least-sure", lambda Z: np.abs(Z).argmin(axis=1),
                 "It chooses the neuron nearest to its boundary, the least sure one. Wanted is the largest score."),
            Slip("second-largest", lambda Z: np.argsort(Z, axis=1)[:, -2],
                 "This is the class with the second largest score. `argsort` puts the largest last: index -1."),
            Slip("class-nought-left-out", lambda Z: Z[:, 1:].argmax(axis=1) + 1,
                 "Class 0 is never chosen: does a loop or a slice begin at 1? The classes are 0 to K - 1."),
            Slip("last-class-left-out", lambda Z: Z[:, :-1].argmax(axis=1),
                 "The last class is never chosen: does a loop or a slice end one too early? The classes are 0 to "
                 "K - 1."),
        ),
        "count": Slot(
            lambda k: k,
            Slip("counts-from-one", lambda k: k + 1,
                 "Every label is 1 too large: classes are counted from 0, like columns."),
            Slip("kept-as-column", lambda k: np.reshape(k, (-1, 1)),
                 "The labels stand in a column, shape (N, 1). Asked for is shape (N,): `argmax(axis=1)` without "
                 "keepdims."),
        ),
    }),
    mistakes=(
        Mistake("scores", lambda X, W, b: X @ W + b,
                "These are the scores of all K neurons, shape (N, K). Wanted is the number of the column in which each "
                "row is largest: argmax(axis=1)."),
        Mistake("probabilities", lambda X, W, b: sigmoid(X @ W + b),
                "These are the outputs of all K neurons, shape (N, K). Wanted is the number of the column in which "
                "each row is largest: argmax(axis=1)."),
        Mistake("largest-score", lambda X, W, b: (X @ W + b).max(axis=1),
                "This is the largest score itself. Asked for is *where* it stands: `argmax`, not `max`."),
        Mistake("largest-probability", lambda X, W, b: sigmoid(X @ W + b).max(axis=1),
                "This is the largest output itself. Asked for is *where* it stands: `argmax`, not `max`."),
        Mistake("yes-or-no-table", lambda X, W, b: (X @ W + b > 0).astype(int),
                "This is what each neuron says, yes or no, shape (N, K). Wanted is one class a sample: the column of "
                "the largest score."),
        Mistake("one-hot-answer", lambda X, W, b: np.eye(W.shape[1])[(X @ W + b).argmax(axis=1)],
                "The right classes, but one-hot. Asked for are labels, shape (N,)."),
        Mistake("none-if-not-one-yes", _exactly_one,
                "It answers -1 where not exactly one neuron says yes. Someone has to be chosen there, too: the one "
                "with the largest score, even if that is below 0."),
        Mistake("relu-first", lambda X, W, b: np.maximum(X @ W + b, 0).argmax(axis=1),
                "Negative scores are cut to 0 first, so that class 0 wins where all neurons say no. Compare the scores "
                "as they are."),
        Mistake("compares-sigmoids", lambda X, W, b: sigmoid(X @ W + b).argmax(axis=1),
                "Right for ordinary scores. But sigmoid(40) and sigmoid(50) are both exactly 1.0 in floating point, "
                "and of equal entries argmax takes the first. Compare the scores: the sigmoid would not change their "
                "order."),
    ),
    alternatives=(
        lambda X, W, b: np.argmax(np.matmul(X, W) + b, axis=-1),
        lambda X, W, b: [max(range(W.shape[1]), key=lambda k: x @ W[:, k] + b[0, k]) for x in X],
        lambda X, W, b: np.argsort(np.einsum("ij,jk->ik", X, W) + b[0], axis=1)[:, -1],
        lambda X, W, b: (W.T @ X.T + b.T).argmax(axis=0),
        _ova_one_by_one,
    ),
    hints=(
        "K neurons look at the same sample, and each has its own score. The class is the number of the neuron whose "
        "score is largest, whether that is above 0 or not.",
        "`Z = X @ W + b` holds all scores, one row a sample. `argmax(axis=1)` gives the column of the largest entry of "
        "each row.",
        "Scores [[-2, -1, -3], [1, 4, 2]]: no neuron says yes to the first sample, all three to the second. The "
        "largest stand in columns 1 and 1, so the labels are [1, 1].",
    ),
)  # fmt: skip


def _last_yes(Z: Array) -> Array:
    K = Z.shape[1]
    yes = Z > 0
    return np.where(yes.any(axis=1), K - 1 - yes[:, ::-1].argmax(axis=1), 0)


# --- softmax ------------------------------------------------------------------------------------------


def _softmax_cases(rng: Rng) -> list[Case]:
    sizes = [(7, 3), (5, 4), (9, 2), (6, 5), (1, 4)]
    cases = [Case((rng.normal(size=size) * 1.3 + 0.4,), {"N": size[0], "K": size[1]}) for size in sizes]
    # Rows on which the wrong shifts fail one by one: large, very negative, wide, far apart.
    Z = np.array([
        [1.0, 0.2, -0.7, 0.5],
        [1000.0, 1001.0, 999.0, 1000.5],
        [-3000.0, -3001.0, -2999.5, -3002.0],
        [400.0, 401.0, 399.0, 400.2],
        [900.0, 600.0, 600.0, 0.0],
        [600.0, 599.0, -900.0, 601.0],
        [-300.0, -420.0, -299.0, -301.0],
        [1500.0, 100.0, 0.0, -50.0],
    ])  # fmt: skip
    cases.append(Case((Z + rng.uniform(-0.4, 0.4, size=Z.shape),), {"N": 8, "K": 4}, extreme=True))
    return cases


def _softmax_by_loop(Z: Array) -> Array:
    """Compute p_j = 1 / sum_k exp(z_k - z_j), entry by entry; 0 where the sum would be too large for a float."""
    P = np.zeros(Z.shape)
    for i, row in enumerate(Z.tolist()):
        for j, z in enumerate(row):
            if max(row) - z < 700:
                P[i, j] = 1 / sum(math.exp(other - z) for other in row)
    return P


def _row_max(Z: Array) -> Array:
    return Z.max(axis=1, keepdims=True)


def _row_sum(E: Array) -> Array:
    return E.sum(axis=1, keepdims=True)


def _softmax_model(Z: Array, *, shift: Any, power: Any, total: Any, result: Any) -> Any:
    E = power(Z - shift(Z))
    return result(E / total(E), Z)


_SHIFT = Slot(
    _row_max,
    Slip("overflow", lambda Z: 0.0,
         "Right for ordinary scores. But exp(1000) is too large for a computer, and inf / inf is NaN; and where all "
         "scores are very negative it is 0 / 0. Take each row's largest score off before exp: the probabilities stay "
         "the same, and the largest exponent is 0."),
    Slip("shift-by-batch", lambda Z: Z.max(),
         "Right for ordinary scores. But the maximum of the *whole table* is taken off every row, and a row that lies "
         "far below it becomes 0 / 0. Take each row's own maximum: `Z.max(axis=1, keepdims=True)`."),
    Slip("shift-by-column", lambda Z: Z.max(axis=0),
         "Each *column* is shifted by its own maximum, and that changes the answer: softmax stays the same only if all "
         "scores of a row are shifted by the same number, `Z.max(axis=1, keepdims=True)`."),
    Slip("shift-by-minimum", lambda Z: Z.min(axis=1, keepdims=True),
         "Right for ordinary scores. But with each row's *smallest* score taken off, the largest exponent may still be "
         "too large for exp. Take the largest off: then no exponent is above 0."),
    Slip("shift-by-mean", lambda Z: Z.mean(axis=1, keepdims=True),
         "Right for ordinary scores. But with each row's *mean* taken off, an exponent may still be too large for exp. "
         "Take the largest off: then no exponent is above 0."),
    Slip("maximum-added", lambda Z: -_row_max(Z),
         "The maximum is added, so large scores become larger still. Take it off: `Z - Z.max(axis=1, keepdims=True)`."),
)  # fmt: skip


SOFTMAX = Exercise(
    name="softmax",
    lesson=LESSON,
    points=3,
    signature="softmax(Z (N, K)) -> P (N, K)",
    returns=(Part("P", "(N, K)"),),
    reference=_softmax_by_loop,
    cases=_softmax_cases,
    formula=Formula(_softmax_model, {
        "shift": _SHIFT,
        "power": Slot(
            np.exp,
            Slip("minus-in-exponent", lambda Z: np.exp(-Z),
                 "The exponent has a minus: the largest score gets the smallest probability. It is exp(z), not "
                 "exp(-z) as in the sigmoid."),
            Slip("powers-of-2", np.exp2,
                 "Powers of 2 are taken. Softmax has the powers of e, np.exp."),
            Slip("powers-of-10", lambda Z: 10.0**Z,
                 "Powers of 10 are taken. Softmax has the powers of e, np.exp."),
            Slip("exp-minus-one", np.expm1, "`np.expm1(z)` is exp(z) - 1. Softmax has exp(z)."),
            Slip("one-plus-exp", lambda Z: 1 + np.exp(Z),
                 "A 1 is added to every exp, as in the sigmoid's denominator. Softmax has exp(z) alone."),
        ),
        "total": Slot(
            _row_sum,
            Slip("sum-down-columns", lambda E: E.sum(axis=0),
                 "The sum runs down the columns, over the samples. A sample is a row: `sum(axis=1, keepdims=True)`."),
            Slip("sum-over-all", lambda E: E.sum(),
                 "The sum runs over the whole table, all {N} rows. Each row is to add up to 1 by itself: "
                 "`sum(axis=1, keepdims=True)`."),
            Slip("not-normalised", lambda E: 1.0,
                 "The powers are not divided by their sum, so the rows do not add up to 1."),
            Slip("mean-for-sum", lambda E: E.mean(axis=1, keepdims=True),
                 "Exactly {K} times too large, and there are {K} classes: it is divided by the *mean* of the row. "
                 "Divide by the sum."),
            Slip("divided-by-K", lambda E: E.shape[1],
                 "The powers are divided by K, the number of classes. Divide each row by its own sum."),
            Slip("others-only", lambda E: _row_sum(E) - E,
                 "Each power is divided by the sum of the *others*. The sum below the fraction bar runs over all "
                 "classes, its own included."),
            Slip("length-for-sum", lambda E: np.sqrt(_row_sum(E**2)),
                 "Each row is divided by its length, the root of the sum of squares. Divide by the plain sum."),
        ),
        "result": Slot(
            lambda P, Z: P,
            Slip("logarithm", lambda P, Z: np.log(np.maximum(P, 1e-300)),
                 "These are the logarithms of the probabilities. Asked for are the probabilities."),
            Slip("one-minus", lambda P, Z: 1 - P, "This is 1 - p, the probability that it is *not* this class."),
            Slip("softmax-twice", lambda P, Z: library_softmax(P),
                 "Softmax is applied twice, which makes every row nearly uniform. Once is enough."),
            Slip("hardmax", lambda P, Z: (_row_max(P) == P).astype(float),
                 "The largest score gets 1, all others 0. Softmax lets the others have their share: exp of the score, "
                 "divided by the row's sum."),
            Slip("slope-like", lambda P, Z: P * (1 - P),
                 "This is p (1 - p), as in a slope of the sigmoid. Asked for is p itself."),
        ),
    }),
    mistakes=(
        Mistake("only-exp", np.exp,
                "These are the powers exp(z). Divide each row by its sum, so that it adds up to 1."),
        Mistake("sigmoid", sigmoid,
                "This is the sigmoid of each score by itself: K separate yes-or-no answers, which do not add up to 1. "
                "Softmax divides exp(z) by the sum over the row."),
        Mistake("shift-above-only", lambda Z: np.exp(Z - _row_max(Z)) / _row_sum(np.exp(Z)),
                "The maximum is taken off above the fraction bar only. Below it must be the same shifted scores: "
                "compute the shifted powers once, and use them in both places."),
        Mistake("shift-below-only", lambda Z: np.exp(Z) / _row_sum(np.exp(Z - _row_max(Z))),
                "The maximum is taken off below the fraction bar only. Above it must be the same shifted scores: "
                "compute the shifted powers once, and use them in both places."),
        Mistake("sigmoids-shared", lambda Z: sigmoid(Z) / _row_sum(sigmoid(Z)),
                "The sigmoids are divided by their sum. That adds up to 1, but it is not softmax, which shares out "
                "exp(z)."),
        Mistake("no-exp", lambda Z: Z / _row_sum(Z),
                "The scores themselves are divided by their sum. Scores may be negative, and so would be such "
                "\"probabilities\": take exp of each score first."),
        Mistake("down-columns", lambda Z: library_softmax(Z.T).T,
                "Your *columns* add up to 1, over the samples. A sample is a row: max and sum run along axis=1, with "
                "keepdims=True."),
        Mistake("over-all", lambda Z: library_softmax(Z.reshape(1, -1)).reshape(Z.shape),
                "The whole table adds up to 1. Each of the {N} rows has to: `sum(axis=1, keepdims=True)`."),
        Mistake("exp-over-sum-of-scores", lambda Z: np.exp(Z) / _row_sum(Z),
                "Below the fraction bar stand the scores. It is the sum of their powers: exp first, then sum."),
        Mistake("exp-of-the-sum", lambda Z: np.exp(Z) / np.exp(_row_sum(Z)),
                "Below the fraction bar stands exp of the sum. It is the sum of the exps: exp first, then sum."),
        Mistake("clipped", lambda Z: library_softmax(np.clip(Z, -500, 500)),
                "Right for ordinary scores. But large ones are cut off before exp, so that 900 and 600 count as equal. "
                "Shift instead: take each row's largest score off, which changes no probability."),
        Mistake("clipped-above", lambda Z: library_softmax(np.clip(Z, -700, 700)),
                "Right for ordinary scores. But large ones are cut off before exp, so that 900 and 800 would count as "
                "equal. Shift instead: take each row's largest score off, which changes no probability."),
        Mistake("divided-by-maximum", lambda Z: library_softmax(Z / _row_max(Z)),
                "The scores are *divided* by the row's largest one. That changes their differences, and so the "
                "probabilities. Subtract it: only a shift changes nothing."),
        Mistake("normal-squares", lambda Z: Z**2 / _row_sum(Z**2),
                "The squares of the scores are shared out. A score of -2 would then count like 2. Softmax takes exp."),
    ),
    alternatives=(
        lambda Z: library_softmax(Z.astype(np.float32)),
        lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)),
        lambda Z: _softmax_by_rows(Z),
        lambda Z: _softmax_in_place(Z),
        lambda Z: (lambda E: np.einsum("ij,i->ij", E, 1 / E.sum(1)))(np.exp(Z - np.max(Z, 1)[:, None])),
    ),
    hints=(
        "Three steps in every row: take the largest score off, take exp of what is left, divide by the sum.",
        "`Z.max(axis=1, keepdims=True)` has shape (N, 1), one number a row, and can be taken off Z at once. The sum "
        "goes the same way. Without keepdims the axis is lost, and (N, K) and (N,) do not fit.",
        "Scores (1, 3) by hand: take the maximum off, (-2, 0); exp gives (0.135, 1); the sum is 1.135; divide: (0.119, "
        "0.881).",
    ),
)  # fmt: skip


def _softmax_by_rows(Z: Array) -> Array:
    rows = []
    for row in Z:
        powers = [math.exp(z - max(row)) for z in row]
        rows.append([p / sum(powers) for p in powers])
    return np.array(rows)


def _softmax_in_place(Z: Array) -> Array:
    P = Z - Z.max(axis=1).reshape(-1, 1)
    np.exp(P, out=P)
    P /= P.sum(axis=1).reshape(-1, 1)
    return P


# --- cross_entropy ------------------------------------------------------------------------------------


def _ce_cases(rng: Rng) -> list[Case]:
    sizes = [(7, 3), (5, 4), (9, 2), (6, 5), (1, 4)]
    cases = [
        Case((rng.normal(size=size) * 1.3 + 0.4, _targets(rng, *size)), {"N": size[0], "K": size[1]}) for size in sizes
    ]
    # What fails where: exp in the first, the logarithm of a p rounded to 0 in the second, one shift for all rows in
    # the third. The loss itself is an ordinary number in each of them.
    for rows in (
        [[1200.0, 1201.0, 1199.0], [1202.0, 1199.0, 1200.0], [1198.0, 1200.0, 1201.0], [1200.0, 1200.0, 1203.0]],
        [[450.0, -420.0, 0.0], [-410.0, 0.0, 440.0], [-1.0, 445.0, -430.0], [400.0, 450.0, 440.0]],
        [[100.0, 99.0, 98.0], [-690.0, -691.0, -689.0], [-680.0, -682.0, -681.0], [101.0, 101.0, 100.0]],
    ):
        Z = np.array(rows) + rng.uniform(-0.4, 0.4, size=(4, 3))
        cases.append(Case((Z, np.eye(3)[[1, 0, 2, 1]]), {"N": 4, "K": 3}, extreme=True))
    return cases


def _log_softmax(Z: Array) -> Array:
    S = Z - _row_max(Z)
    return S - np.log(_row_sum(np.exp(S)))


def _naive_softmax(Z: Array) -> Array:
    E = np.exp(Z)
    return E / _row_sum(E)


def _ce_model(Z: Array, Y: Array, *, log_p: Any, pick: Any, sign: float, mean: Any) -> Any:
    L = log_p(Z)
    return sign * pick(L, Y, Z) * mean(*Y.shape)


def _sum_of(values: Any) -> float:
    return float(np.sum(values))


CROSS_ENTROPY = Exercise(
    name="cross_entropy",
    lesson=LESSON,
    points=3,
    signature="cross_entropy(Z (N, K), Y (N, K) one-hot) -> J, a number",
    returns=(Part("J", "number", any_shape=True),),
    reference=losses.softmax_cross_entropy,
    cases=_ce_cases,
    formula=Formula(_ce_model, {
        "log_p": Slot(
            _log_softmax,
            Slip("log-of-rounded", lambda Z: np.log(library_softmax(Z)),
                 "Right for ordinary scores. But where a class is very improbable, p is rounded to 0, and log 0 is "
                 "minus infinity. Never compute p: log p = z - LSE(z), with the row's maximum taken off inside."),
            Slip("clipped", lambda Z: np.log(np.clip(library_softmax(Z), 1e-12, 1 - 1e-12)),
                 "Right for ordinary scores. But p is kept above 1e-12, so that no sample can cost more than "
                 "-log 1e-12 = 27.6, however wrong it is. With log p = z - LSE(z) nothing has to be cut off."),
            Slip("hair-added", lambda Z: np.log(library_softmax(Z) + 1e-12),
                 "Right for ordinary scores. But 1e-12 is added to p, so that no sample can cost more than "
                 "-log 1e-12 = 27.6, however wrong it is. With log p = z - LSE(z) nothing has to be added."),
            Slip("overflow", lambda Z: Z - np.log(_row_sum(np.exp(Z))),
                 "Right for ordinary scores. But exp(1200) is too large for a computer, and the rest becomes NaN. Take "
                 "each row's maximum m off first, and add it again outside: LSE(z) = m + log sum exp(z - m)."),
            Slip("shift-by-batch", lambda Z: (Z - Z.max()) - np.log(_row_sum(np.exp(Z - Z.max()))),
                 "Right for ordinary scores. But the maximum of the *whole table* is taken off every row, and a row "
                 "far below it becomes log 0. Take each row's own maximum: `Z.max(axis=1, keepdims=True)`."),
            Slip("maximum-not-added-again", lambda Z: Z - np.log(_row_sum(np.exp(Z - _row_max(Z)))),
                 "The maximum is taken off inside the logarithm, but not added again outside. LSE(z) = m + log sum "
                 "exp(z - m), or use z - m in both places."),
            Slip("maximum-twice", lambda Z: Z - 2 * _row_max(Z) - np.log(_row_sum(np.exp(Z - _row_max(Z)))),
                 "The maximum is taken off once too often. LSE(z) = m + log sum exp(z - m), so log p = z - m - log sum "
                 "exp(z - m)."),
            Slip("no-log", library_softmax,
                 "The logarithm is missing: this is minus the mean probability of the true class. The loss is -log p."),
            Slip("no-sum", lambda Z: Z - _row_max(Z),
                 "log sum exp(z - m) is missing: you compare the true score with the largest one only. log p = (z - m) "
                 "- log sum exp(z - m)."),
            Slip("scores", lambda Z: Z,
                 "The scores themselves are used in place of log p. A score alone says nothing; log p = z - LSE(z)."),
            Slip("sum-not-logged", lambda Z: Z - _row_max(Z) - _row_sum(np.exp(Z - _row_max(Z))),
                 "The sum of the powers is taken off without its logarithm: log p = (z - m) - *log* sum exp(z - m)."),
            Slip("sum-added", lambda Z: Z - _row_max(Z) + np.log(_row_sum(np.exp(Z - _row_max(Z)))),
                 "log sum exp(z - m) is added. It is what p is divided by, so its logarithm is taken off."),
            Slip("log-of-sigmoid", lambda Z: np.log(sigmoid(Z)),
                 "The logarithm of the sigmoid of each score is used. Here p is softmax, over the whole row."),
            Slip("sum-down-columns", lambda Z: _log_softmax(Z.T).T,
                 "Softmax runs down the columns, over the samples. A sample is a row: axis=1, keepdims=True."),
            Slip("sum-over-all", lambda Z: Z - Z.max() - np.log(np.exp(Z - Z.max()).sum()),
                 "The powers are summed over the whole table. Each row has its own sum: axis=1, keepdims=True."),
            Slip("base-2", lambda Z: _log_softmax(Z) / math.log(2),
                 "The logarithm is to base 2: 1.443 times too large. log is the natural one here, np.log."),
            Slip("base-10", lambda Z: _log_softmax(Z) / math.log(10),
                 "The logarithm is to base 10: 0.434 times the right answer. log is the natural one here, np.log."),
            Slip("log1p", lambda Z: np.log1p(library_softmax(Z)), "np.log1p(p) is log(1 + p), not log p."),
        ),
        "pick": Slot(
            lambda L, Y, Z: _sum_of(Y * L),
            Slip("all-classes", lambda L, Y, Z: _sum_of(L),
                 "log p of *all* classes is summed. Multiplied by Y only the true class of each row is left."),
            Slip("wrong-classes", lambda L, Y, Z: _sum_of((1 - Y) * L),
                 "log p of the *wrong* classes is summed: 1 - Y stands where Y should."),
            Slip("yes-or-no-loss", lambda L, Y, Z: _sum_of(
                    Y * L + (1 - Y) * np.log(np.maximum(1 - np.exp(np.minimum(L, 0)), 1e-12))),
                 "The terms (1 - y) log(1 - p) of the yes-or-no loss are in it, too. Softmax makes one choice: only "
                 "the true class counts, sum of y log p. The others are in it through the denominator."),
            Slip("largest-probability", lambda L, Y, Z: _sum_of(L.max(axis=1)),
                 "log p of the *most probable* class is taken. It is that of the true class that counts, likely or "
                 "not."),
            Slip("no-target", lambda L, Y, Z: _sum_of(np.exp(np.minimum(L, 0)) * L),
                 "log p is weighted with p itself: Y does not enter. Multiply by Y, which leaves the true class."),
            Slip("log-outside", lambda L, Y, Z: math.log(max(_sum_of(Y * np.exp(L)), 1e-300)),
                 "The probabilities are summed first, and then the logarithm is taken. Each sample has its own "
                 "logarithm; those are summed."),
        ),
        "sign": Slot(
            -1.0,
            Slip("sign", 1.0,
                 "The opposite sign: logarithms of probabilities are negative, so the minus in front makes J "
                 "positive."),
            Slip("half", -0.5, "Exactly half: there is no 1/2 in the cross-entropy."),
        ),
        "mean": Slot(
            lambda N, K: 1 / N,
            Slip("no-mean", lambda N, K: 1.0,
                 "Exactly {N} times too large, and there are {N} rows: the sum is not divided by N."),
            Slip("mean-over-all-entries", lambda N, K: 1 / (N * K),
                 "Exactly {K} times too small, and there are {K} classes: `np.mean` divides by all N K entries. J is "
                 "the mean over the N rows: sum within the row, mean over rows."),
            Slip("mean-over-classes", lambda N, K: 1 / K,
                 "The sum is divided by {K}, the number of classes. J is the mean over the {N} rows."),
            Slip("mean-twice", lambda N, K: 1 / N**2,
                 "Exactly {N} times too small, and there are {N} rows: divided by N twice."),
        ),
    }),
    mistakes=(
        Mistake("one-a-sample", lambda Z, Y: -np.sum(Y * _log_softmax(Z), axis=1),
                "It returns one number for each sample; J is their mean."),
        Mistake("table", lambda Z, Y: -Y * _log_softmax(Z),
                "It returns the whole table. Sum over the classes of each row, then take the mean over the rows."),
        Mistake("squared-error", lambda Z, Y: float(np.sum((library_softmax(Z) - Y) ** 2) / (2 * len(Y))),
                "This is the mean squared error between softmax and Y. The cross-entropy is -log p of the true class."),
        Mistake("Z-taken-for-P", lambda Z, Y: float(
                    -np.sum(Y * np.log(np.clip(Z, 1e-12, None))) / len(Y)),
                "The logarithm is taken of the scores Z. They are not probabilities yet: log p = z - LSE(z)."),
        Mistake("one-minus-p", lambda Z, Y: float(np.sum(Y * (1 - library_softmax(Z))) / len(Y)),
                "This is the mean of 1 - p of the true class. The loss is the mean of -log p."),
        Mistake("one-vs-all-loss", losses.binary_cross_entropy,
                "This is the loss of one-vs-all: a sigmoid for each class, and both terms of the yes-or-no loss. Here "
                "p is softmax, and only -log p of the true class counts."),
        Mistake("perplexity", lambda Z, Y: math.exp(min(losses.softmax_cross_entropy(Z, Y), 700)),
                "This is exp of the right answer. J is the mean of -log p itself."),
    ),
    alternatives=(
        lambda Z, Y: float(np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(Z)), Y.argmax(axis=1)])),
        lambda Z, Y: _ce_by_rows(Z, Y),
        lambda Z, Y: -np.einsum("ik,ik->", Y, _log_softmax(Z)) / len(Z),
        lambda Z, Y: np.mean(-(Y * _log_softmax(Z)).sum(axis=1)).astype(np.float32),
        lambda Z, Y: np.log(np.exp(Z - Z[Y == 1][:, None] - _row_max(Z - Z[Y == 1][:, None])).sum(1)).mean()
        + (_row_max(Z)[:, 0] - Z[Y == 1]).mean(),
    ),
    hints=(
        "For each row: minus the logarithm of the probability that the true class got. J is the mean over the rows.",
        "S = Z - Z.max(axis=1, keepdims=True); log P = S - np.log(np.exp(S).sum(axis=1, keepdims=True)). Then multiply "
        "by Y, sum everything, divide by N, and put a minus in front.",
        "One row by hand: z = (1, 3), the true class is 0. m = 3, S = (-2, 0), sum of exp(S) = 1.135, its log is "
        "0.127. log p_0 = -2 - 0.127, so the loss is 2.127.",
    ),
)  # fmt: skip


def _ce_by_rows(Z: Array, Y: Array) -> float:
    total = 0.0
    for z, y in zip(Z.tolist(), Y.tolist(), strict=True):
        m = max(z)
        total += m + math.log(sum(math.exp(v - m) for v in z)) - z[y.index(1)]
    return total / len(Z)


# --- softmax_ce_grad ----------------------------------------------------------------------------------


def _grad_cases(rng: Rng) -> list[Case]:
    return _ce_cases(rng)


def _grad_by_numbers(Z: Array, Y: Array) -> Array:
    return numerical_gradient(lambda scores: losses.softmax_cross_entropy(scores, Y), Z.astype(float))


def _grad_model(Z: Array, Y: Array, *, p: Any, error: Any, slope: Any, mean: Any) -> Array:
    P = p(Z)
    return slope(error(P, Y), P) * mean(*Y.shape)


SOFTMAX_CE_GRAD = Exercise(
    name="softmax_ce_grad",
    lesson=LESSON,
    points=3,
    signature="softmax_ce_grad(Z (N, K), Y (N, K) one-hot) -> D (N, K)",
    returns=(Part("D", "(N, K)"),),
    reference=losses.softmax_cross_entropy_grad,
    numbers=_grad_by_numbers,
    cases=_grad_cases,
    formula=Formula(_grad_model, {
        "p": Slot(
            library_softmax,
            Slip("scores", lambda Z: Z,
                 "The error is taken from the scores Z. The target is compared with the probabilities, P = "
                 "softmax(Z)."),
            Slip("sigmoid", sigmoid,
                 "The sigmoid of each score is used: that is the gradient of one-vs-all. Here P = softmax(Z), over the "
                 "whole row."),
            Slip("down-columns", lambda Z: library_softmax(Z.T).T,
                 "Softmax runs down the columns, over the samples. A sample is a row."),
            Slip("over-all", lambda Z: library_softmax(Z.reshape(1, -1)).reshape(Z.shape),
                 "Softmax runs over the whole table. Each row has its own sum."),
            Slip("log-p", _log_softmax,
                 "log p stands where p belongs. The logarithm is in the loss; its gradient has p itself."),
            Slip("rounded", lambda Z: (_row_max(Z) == Z).astype(float),
                 "The largest score counts as 1, all others as 0. The gradient has the probabilities themselves, not "
                 "the decision."),
            Slip("overflow", _naive_softmax,
                 "Right for ordinary scores; for large ones exp overflows. Use your softmax, which takes each row's "
                 "maximum off first."),
            Slip("only-exp", np.exp,
                 "exp(z) is used without dividing by the row's sum. P = softmax(Z)."),
            Slip("twice", lambda Z: library_softmax(library_softmax(Z)),
                 "Softmax is applied twice. What comes in are scores; one softmax makes probabilities of them."),
        ),
        "error": Slot(
            lambda P, Y: P - Y,
            Slip("sign", lambda P, Y: Y - P,
                 "The opposite sign: it is P - Y, prediction minus target. The score of the true class has a negative "
                 "slope: raising it lowers the loss."),
            Slip("no-target", lambda P, Y: P,
                 "The targets do not enter: it is P - Y. This is the slope of LSE(z) alone."),
            Slip("only-true-class", lambda P, Y: Y * (P - 1),
                 "Only the column of the true class has a slope. But raising another score raises the denominator and "
                 "so lowers p of the true class: its slope is its own p."),
            Slip("only-other-classes", lambda P, Y: (1 - Y) * P,
                 "The column of the true class is 0. It is p - 1 there: raising the true score lowers the loss."),
            Slip("first-link-only", lambda P, Y: -Y / np.maximum(P, 1e-300),
                 "This is -y/p, the derivative with respect to p. The scores come before p: by LSE(z) - z_y the slope "
                 "in z is p - y."),
            Slip("loss-itself", lambda P, Y: -Y * np.log(np.maximum(P, 1e-300)),
                 "This is the loss, -y log p, not its slope. Its slope in z is p - y."),
            Slip("factor-2", lambda P, Y: 2 * (P - Y),
                 "Exactly twice too large: there is no square here, so no 2."),
            Slip("half", lambda P, Y: (P - Y) / 2, "Exactly half: there is no 1/2 in the cross-entropy."),
            Slip("squared", lambda P, Y: (P - Y) ** 2, "The error is squared. The slope is p - y itself."),
            Slip("absolute", lambda P, Y: np.abs(P - Y),
                 "The signs are lost: in the column of the true class it is p - 1, below 0."),
        ),
        "slope": Slot(
            lambda E, P: E,
            Slip("extra-slope", lambda E, P: E * P * (1 - P),
                 "There is a factor p (1 - p) too much. It belongs to the squared error with a sigmoid; here softmax "
                 "and logarithm cancel, and p - y is all that is left."),
            Slip("jacobian-again", lambda E, P: P * (E - _row_sum(P * E)),
                 "p - y is multiplied by the slopes of softmax. They are in it already: p - y is the derivative in z."),
            Slip("divided-by-slope", lambda E, P: E / np.maximum(P * (1 - P), 1e-300),
                 "p - y is divided by p (1 - p). It is p - y itself."),
            Slip("times-p", lambda E, P: E * P, "p - y is multiplied by p. It is p - y itself."),
        ),
        "mean": Slot(
            lambda N, K: 1 / N,
            Slip("no-mean", lambda N, K: 1.0,
                 "Exactly {N} times too large, and there are {N} rows: J is a mean, so its gradient carries 1/N."),
            Slip("mean-over-all-entries", lambda N, K: 1 / (N * K),
                 "Exactly {K} times too small, and there are {K} classes: it is divided by all N K entries. J is the "
                 "mean over the N rows."),
            Slip("mean-over-classes", lambda N, K: 1 / K,
                 "It is divided by {K}, the number of classes. J is the mean over the {N} rows."),
            Slip("mean-twice", lambda N, K: 1 / N**2,
                 "Exactly {N} times too small, and there are {N} rows: divided by N twice."),
        ),
    }),
    mistakes=(
        Mistake("summed-over-samples", lambda Z, Y: (library_softmax(Z) - Y).mean(axis=0),
                "The rows are averaged away: that is the slope in the bias b. D has one row for each sample, shape "
                "(N, K)."),
        Mistake("summed-into-a-row", lambda Z, Y: (library_softmax(Z) - Y).mean(axis=0, keepdims=True),
                "The rows are averaged away: that is the slope in the bias b. D has one row for each sample, shape "
                "(N, K)."),
        Mistake("diagonal-of-jacobian", lambda Z, Y: -Y * (1 - library_softmax(Z)) / len(Z),
                "Only the diagonal of softmax's derivative was used, -y/p times p (1 - p). Every score changes *every* "
                "probability of its row, so the other columns have a slope, too: their own p.",
                same_as=("only-true-class",)),
    ),
    alternatives=(
        lambda Z, Y: (library_softmax(Z) - Y) / len(Z),
        lambda Z, Y: _grad_through_jacobian(Z, Y),
        lambda Z, Y: _grad_by_entries(Z, Y),
        lambda Z, Y: ((library_softmax(Z) - Y) / Z.shape[0]).astype(np.float32),
        lambda Z, Y: _grad_at_labels(Z, Y),
    ),
    hints=(
        "The loss of one row is LSE(z) - z_y. The slope of LSE in z_j is p_j; the slope of z_y is 1 in its own column "
        "and 0 elsewhere.",
        "P = softmax(Z), your own. Then P minus Y, and the 1/N that comes from the mean: nothing else.",
        "One row, N = 1: p = (0.2, 0.7, 0.1), the true class is 0. D = (-0.8, 0.7, 0.1). The entries add up to 0.",
    ),
)  # fmt: skip


def _grad_through_jacobian(Z: Array, Y: Array) -> Array:
    """Follow the chain without the cancellation: -y/p times diag(p) - p p^T, with p kept off 0."""
    P = np.maximum(library_softmax(Z), 1e-300)
    first = -Y / P
    return np.array([g @ (np.diag(p) - np.outer(p, p)) for g, p in zip(first, P, strict=True)]) / len(Z)


def _grad_by_entries(Z: Array, Y: Array) -> Array:
    D = np.zeros(Z.shape)
    for i in range(len(Z)):
        powers = [math.exp(z - max(Z[i])) for z in Z[i]]
        for j in range(Z.shape[1]):
            D[i, j] = (powers[j] / sum(powers) - Y[i, j]) / len(Z)
    return D


def _grad_at_labels(Z: Array, Y: Array) -> Array:
    D = np.exp(_log_softmax(Z))
    D[np.arange(len(Z)), Y.argmax(axis=1)] -= 1
    D /= len(Z)
    return D


EXERCISES = (ONE_HOT, OVA_PREDICT, SOFTMAX, CROSS_ENTROPY, SOFTMAX_CE_GRAD)
