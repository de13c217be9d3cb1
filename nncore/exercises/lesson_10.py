"""Exercises of lesson 10: split the data, bias and variance, the L2 penalty and its slope, early stopping.

X is (N, n) and Y (N, K), one row a sample. W and b are lists, W[l] (n_in, n_out) and b[l] (1, n_out).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot

LESSON = "10-regularization"

Array = np.ndarray
Layers = list[np.ndarray]
Rng = np.random.Generator
SixArrays = tuple[Array, Array, Array, Array, Array, Array]


# --- split ----------------------------------------------------------------------------------------


def _split_cases(rng: Rng) -> list[Case]:
    def case(N: int, n: int, K: int, n_val: int, n_test: int) -> Case:
        order = rng.permutation(N)
        while np.any(order == np.arange(N)) or np.any(order[order] == np.arange(N)):
            order = rng.permutation(N)  # until no row stays in its place, and reading it backwards shows everywhere
        args = (rng.normal(size=(N, n)), rng.normal(size=(N, K)), order, n_val, n_test)
        return Case(args, {"N": N, "n": n, "K": K})

    return [case(11, 3, 2, 2, 4), case(9, 2, 1, 3, 1), case(13, 4, 3, 1, 5), case(3, 2, 1, 1, 1), case(12, 1, 2, 4, 3)]


def _split_by_rows(X: Array, Y: Array, order: Array, n_val: int, n_test: int) -> SixArrays:
    """Deal the rows out one by one."""
    n_train = len(X) - n_val - n_test
    piles: tuple[list[Array], ...] = ([], [], [], [], [], [])
    for place, row in enumerate(order):
        pile = 0 if place < n_train else 2 if place < n_train + n_val else 4
        piles[pile].append(X[row])
        piles[pile + 1].append(Y[row])
    X_train, Y_train, X_val, Y_val, X_test, Y_test = (np.array(pile) for pile in piles)
    return X_train, Y_train, X_val, Y_val, X_test, Y_test


def _split(X: Array, Y: Array, order: Array, n_val: int, n_test: int, *, deal: Any, places: Any, rows_Y: Any) -> Any:
    dealt = deal(order)
    N = len(order)
    n_train = N - n_val - n_test
    results = []
    for start, stop in places(n_train, n_val, n_test, N):
        results += [X[dealt[start:stop]], Y[rows_Y(dealt)[start:stop]]]
    return tuple(results)


def _split_with_np_split(X: Array, Y: Array, order: Array, n_val: int, n_test: int) -> Any:
    n_train = len(order) - n_val - n_test
    train, val, test = np.split(order, [n_train, n_train + n_val])
    return X[train], Y[train], X[val], Y[val], X[test], Y[test]


def _split_after_shuffling(X: Array, Y: Array, order: Array, n_val: int, n_test: int) -> Any:
    X, Y = np.take(X, order, axis=0), np.take(Y, order, axis=0)
    end = len(X) - n_test
    start = end - n_val
    return [X[:start], Y[:start], X[start:end], Y[start:end], X[end:], Y[end:]]


def _split_side_by_side(X: Array, Y: Array, order: Array, n_val: int, n_test: int) -> Any:
    n, both = X.shape[1], np.hstack([X, Y])[order].astype(np.float32)
    parts = both[: len(X) - n_val - n_test], both[len(X) - n_val - n_test : len(X) - n_test], both[len(X) - n_test :]
    return tuple(piece for part in parts for piece in (part[:, :n], part[:, n:]))


def _split_X_first(X: Array, Y: Array, order: Array, n_val: int, n_test: int) -> Any:
    results = _split_by_rows(X, Y, order, n_val, n_test)
    return results[::2] + results[1::2]


def _split_test_before_val(X: Array, Y: Array, order: Array, n_val: int, n_test: int) -> Any:
    X_train, Y_train, X_val, Y_val, X_test, Y_test = _split_by_rows(X, Y, order, n_val, n_test)
    return X_train, Y_train, X_test, Y_test, X_val, Y_val


def _split_sorted(X: Array, Y: Array, order: Array, n_val: int, n_test: int) -> Any:
    n_train = len(order) - n_val - n_test
    train, val, test = (np.sort(part) for part in np.split(order, [n_train, n_train + n_val]))
    return X[train], Y[train], X[val], Y[val], X[test], Y[test]


SPLIT = Exercise(
    name="split",
    lesson=LESSON,
    points=2,
    signature="split(X (N, n), Y (N, K), order (N,), n_val, n_test) -> X_train, Y_train, X_val, Y_val, X_test, Y_test",
    returns=(
        Part("X_train", "(N - n_val - n_test, n)"),
        Part("Y_train", "(N - n_val - n_test, K)"),
        Part("X_val", "(n_val, n)"),
        Part("Y_val", "(n_val, K)"),
        Part("X_test", "(n_test, n)"),
        Part("Y_test", "(n_test, K)"),
    ),
    reference=_split_by_rows,
    cases=_split_cases,
    formula=Formula(
        _split,
        {
            "deal": Slot(
                lambda order: order,
                Slip(
                    "not-shuffled",
                    lambda order: np.arange(len(order)),
                    "The rows are dealt out as they lie; `order` plays no part. If the file is sorted, say by date or "
                    "by class, the three sets would be of different kinds. Take X[order[...]].",
                ),
                Slip(
                    "where-the-row-goes",
                    np.argsort,
                    "`order` is read the wrong way round. order[0] is the number of the row that comes first, not the "
                    "place to which row 0 goes: X[order], not X_new[order] = X.",
                ),
                Slip(
                    "shuffled-twice",
                    lambda order: order[order],
                    "The rows are shuffled twice: once the whole arrays, X[order], and then the pieces of `order` pick "
                    "from the result again. After X[order] the rows lie as they should: only cut, X[:n_train].",
                ),
                Slip(
                    "backwards",
                    lambda order: order[::-1],
                    "`order` is read from its end. The training rows come first in it, the test rows last.",
                ),
            ),
            "places": Slot(
                lambda n_train, n_val, n_test, N: ((0, n_train), (n_train, n_train + n_val), (n_train + n_val, N)),
                Slip(
                    "test-has-validation",
                    lambda n_train, n_val, n_test, N: ((0, n_train), (n_train, n_train + n_val), (n_train, N)),
                    "The validation rows are in the test set too: it starts where the validation set starts. It "
                    "must start where that one ends.",
                ),
                Slip(
                    "ends-at-the-size",
                    lambda n_train, n_val, n_test, N: ((0, n_train), (n_train, n_val), (n_val, N)),
                    "The validation set ends at row n_val. That is its *size*; it starts at n_train, so it ends at "
                    "n_train + n_val, and there the test set starts.",
                ),
                Slip(
                    "trains-on-all",
                    lambda n_train, n_val, n_test, N: ((0, N), (n_train, n_train + n_val), (n_train + n_val, N)),
                    "The training set holds all {N} rows, also those of validation and test. A network that has "
                    "seen the answers is not tested by them.",
                ),
                Slip(
                    "trains-on-validation",
                    lambda n_train, n_val, n_test, N: (
                        (0, n_train + n_val),
                        (n_train, n_train + n_val),
                        (n_train + n_val, N),
                    ),
                    "The validation rows are in the training set too. It ends at N - n_val - n_test.",
                ),
                Slip(
                    "same-rows-twice",
                    lambda n_train, n_val, n_test, N: ((0, n_train), (N - n_val, N), (N - n_test, N)),
                    "Validation and test are both taken from the end of `order`, so they share rows: -n_val: and "
                    "-n_test: both count from the end. The validation rows lie before the test rows.",
                ),
                Slip(
                    "validation-first",
                    lambda n_train, n_val, n_test, N: ((n_val + n_test, N), (0, n_val), (n_val, n_val + n_test)),
                    "The sets are all right in size, but validation and test are taken from the front of `order`. "
                    "Asked is: first the training rows, then validation, then test.",
                ),
                Slip(
                    "test-in-the-middle",
                    lambda n_train, n_val, n_test, N: ((0, n_train), (N - n_val, N), (n_train, n_train + n_test)),
                    "Test and validation rows have changed places in `order`: after the training rows come first "
                    "the validation rows, and the test rows last.",
                ),
                Slip(
                    "test-is-validation",
                    lambda n_train, n_val, n_test, N: (
                        (0, n_train),
                        (n_train, n_train + n_val),
                        (n_train, n_train + n_val),
                    ),
                    "Validation and test set are the same rows, those of validation. The test rows come after them.",
                ),
                Slip(
                    "validation-is-test",
                    lambda n_train, n_val, n_test, N: ((0, n_train), (n_train + n_val, N), (n_train + n_val, N)),
                    "Validation and test set are the same rows, those of the test. The validation rows come before "
                    "them.",
                ),
                Slip(
                    "sizes-exchanged",
                    lambda n_train, n_val, n_test, N: (
                        (0, n_train),
                        (n_train, n_train + n_test),
                        (n_train + n_test, N),
                    ),
                    "The validation set has n_test rows and the test set n_val: exchange the two.",
                ),
                Slip(
                    "row-lost",
                    lambda n_train, n_val, n_test, N: (
                        (0, n_train - 1 if n_train > 1 else 1),
                        (n_train, n_train + n_val),
                        (n_train + n_val, N),
                    ),
                    "One row is lost: the training set has one too few. In a slice the stop is not taken: "
                    "order[:n_train] has n_train entries already.",
                ),
                Slip(
                    "one-row-shared",
                    lambda n_train, n_val, n_test, N: (
                        (0, n_train + 1),
                        (n_train, n_train + n_val),
                        (n_train + n_val, N),
                    ),
                    "One row is in two sets: the training set has one too many. A slice order[:n_train] has n_train "
                    "entries, and the next one starts at n_train.",
                ),
                Slip(
                    "test-left-out",
                    lambda n_train, n_val, n_test, N: ((0, N - n_val), (N - n_val, N), (N - n_test, N)),
                    "The training set has N - n_val rows, so the test rows are still in it. Take off both, n_val "
                    "and n_test.",
                ),
            ),
            "rows_Y": Slot(
                lambda dealt: dealt,
                Slip(
                    "unpaired",
                    lambda dealt: np.arange(len(dealt)),
                    "The rows of X are shuffled, those of Y are not: each sample now has the answer of another. Use "
                    "the same row numbers for X and Y.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "X-first",
            _split_X_first,
            "The six arrays come in another order. Asked is X_train, Y_train, X_val, Y_val, X_test, Y_test.",
        ),
        Mistake(
            "results-exchanged",
            _split_test_before_val,
            "Test and validation set come back in each other's place. Asked is X_train, Y_train, X_val, Y_val, X_test, "
            "Y_test.",
        ),
        Mistake(
            "sorted-again",
            _split_sorted,
            "The right rows are in the right sets, but sorted within each. Leave them in the order that `order` gives.",
        ),
    ),
    alternatives=(_split_with_np_split, _split_after_shuffling, _split_side_by_side),
    hints=(
        "Never cut X and Y apart first. Cut `order`, the row numbers, into three pieces; each piece picks rows from X "
        "and the same rows from Y.",
        "n_train = len(X) - n_val - n_test. The pieces of `order` are [:n_train], [n_train:n_train + n_val] and "
        "[n_train + n_val:].",
        "An analogue in two pieces: `first, rest = order[:4], order[4:]`, then `X[first], Y[first], X[rest], Y[rest]`. "
        "Indexing with an array of row numbers picks these rows in that order.",
    ),
)


# --- bias_variance --------------------------------------------------------------------------------


def _bias_cases(rng: Rng) -> list[Case]:
    def case(M: int, N: int) -> Case:
        truth = rng.normal(size=N) + 0.4
        offsets = rng.uniform(0.9, 1.6, size=N) * (-1.0) ** np.arange(N)  # too high here, too low there
        predictions = truth + offsets + rng.gamma(1.5, 0.5, size=(M, N)) - 0.75
        return Case((predictions, truth), {"M": M, "N": N})

    return [case(7, 4), case(5, 9), case(11, 3), case(6, 1), case(2, 6)]


def _bias_by_loops(predictions: Array, truth: Array) -> tuple[float, float]:
    M, N = predictions.shape
    bias2 = variance = 0.0
    for n in range(N):
        centre = sum(float(predictions[m, n]) for m in range(M)) / M
        bias2 += (centre - float(truth[n])) ** 2
        variance += sum((float(predictions[m, n]) - centre) ** 2 for m in range(M)) / M
    return bias2 / N, variance / N


def _bias_variance(predictions: Array, truth: Array, *, bias: Any, spread: Any) -> tuple[Any, Any]:
    return bias(predictions, truth), spread(predictions, truth)


def _bias_by_difference(predictions: Array, truth: Array) -> tuple[Any, Any]:
    error = np.mean((predictions - truth) ** 2)
    bias2 = np.mean((np.sum(predictions, axis=0) / len(predictions) - truth) ** 2)
    return bias2, error - bias2


def _bias_by_moments(predictions: Array, truth: Array) -> tuple[Any, Any]:
    centre = np.einsum("mn->n", predictions) / predictions.shape[0]
    return (centre - truth) @ (centre - truth) / truth.size, (predictions**2).mean() - (centre**2).mean()


def _bias_float32(predictions: Array, truth: Array) -> tuple[Any, Any]:
    predictions, truth = predictions.astype(np.float32), truth.astype(np.float32)
    centre = predictions.mean(axis=0, keepdims=True)
    return np.square(centre - truth).mean(), np.square(predictions - centre).mean()


def _centre(predictions: Array) -> Array:
    centre: Array = predictions.mean(axis=0)
    return centre


BIAS_VARIANCE = Exercise(
    name="bias_variance",
    lesson=LESSON,
    points=3,
    signature="bias_variance(predictions (M, N), truth (N,)) -> bias2 (number), variance (number)",
    returns=(Part("bias2", "number"), Part("variance", "number")),
    reference=_bias_by_loops,
    cases=_bias_cases,
    formula=Formula(
        _bias_variance,
        {
            "bias": Slot(
                lambda p, t: np.mean((_centre(p) - t) ** 2),
                Slip(
                    "not-squared",
                    lambda p, t: np.mean(_centre(p) - t),
                    "bias2: the differences are not squared, so a curve that is too high here and too low there would "
                    "have no bias. Square at each place, then take the mean.",
                ),
                Slip(
                    "absolute",
                    lambda p, t: np.mean(np.abs(_centre(p) - t)),
                    "bias2: these are absolute differences; asked is the square at each place. Only squares add up "
                    "with the variance.",
                ),
                Slip(
                    "squared-too-late",
                    lambda p, t: np.mean(_centre(p) - t) ** 2,
                    "bias2: the mean over the places comes before the square. Too high here and too low there cancel "
                    "then. Square at each place first.",
                ),
                Slip(
                    "total-error",
                    lambda p, t: np.mean((p - t) ** 2),
                    "bias2: this is the whole error, each model compared with the truth. For the bias take the mean "
                    "of the {M} models first, then compare that one curve with the truth.",
                ),
                Slip(
                    "bias-summed",
                    lambda p, t: np.sum((_centre(p) - t) ** 2),
                    "bias2: the {N} places are added up; asked is their mean.",
                ),
                Slip(
                    "bias-root",
                    lambda p, t: np.sqrt(np.mean((_centre(p) - t) ** 2)),
                    "bias2: a root was taken. Asked is the square of the bias, so that it adds up with the variance.",
                ),
                Slip(
                    "mean-of-everything",
                    lambda p, t: np.mean((np.mean(p) - t) ** 2),
                    "bias2: `predictions.mean()` takes the mean over models *and* places, so the curve becomes one "
                    "number. The mean model is `predictions.mean(axis=0)`, one number for each place.",
                ),
                Slip(
                    "median-model",
                    lambda p, t: np.mean((np.median(p, axis=0) - t) ** 2),
                    "bias2: the median of the models was taken; asked is their mean.",
                ),
                Slip(
                    "first-model",
                    lambda p, t: np.mean((p[0] - t) ** 2),
                    "bias2: this is the error of the first model alone. Bias is about the mean of all {M} models.",
                ),
                Slip(
                    "mean-along-places",
                    lambda p, t: np.mean((p.mean(axis=1, keepdims=True) - t) ** 2),
                    "bias2: the mean was taken along the places, axis=1: one number for each model. The mean model is "
                    "`predictions.mean(axis=0)`, one number for each place.",
                ),
                Slip(
                    "bias-over-models",
                    lambda p, t: np.sum((_centre(p) - t) ** 2) / len(p),
                    "bias2: the sum over the {N} places is divided by the number of models, {M}; asked is the mean "
                    "over the places.",
                ),
            ),
            "spread": Slot(
                lambda p, t: np.mean((p - _centre(p)) ** 2),
                Slip(
                    "about-the-truth",
                    lambda p, t: np.mean((p - t) ** 2),
                    "variance: the models are compared with the truth, which gives the whole error. Variance is how "
                    "far they stray from *their own* mean, `predictions.mean(axis=0)`.",
                ),
                Slip(
                    "along-the-places",
                    lambda p, t: np.mean(p.var(axis=1)),
                    "variance: it was taken along the places, axis=1: how much each curve goes up and down. Asked is "
                    "how much the models differ at one place, axis=0.",
                ),
                Slip(
                    "of-everything",
                    lambda p, t: np.var(p),
                    "variance: it was taken over all {M} × {N} numbers at once, so the ups and downs of the curve are "
                    "in it. Take it over the models at each place (axis=0), then the mean over the places.",
                ),
                Slip(
                    "M-minus-1",
                    lambda p, t: np.mean(p.var(axis=0, ddof=1)),
                    "variance: divided by M - 1 (`ddof=1`). Here it is the plain mean over the {M} models: only so "
                    "error = bias² + variance adds up exactly.",
                ),
                Slip(
                    "deviation",
                    lambda p, t: np.mean(p.std(axis=0)),
                    "variance: this is the standard deviation at each place; without the root it is the variance.",
                ),
                Slip(
                    "of-the-errors",
                    lambda p, t: np.var(p - t),
                    "variance: it was taken over all {M} × {N} errors at once, so what the bias differs from place to "
                    "place is in it. Take it over the models at each place (axis=0).",
                ),
                Slip(
                    "deviation-squared-late",
                    lambda p, t: np.mean(p.std(axis=0)) ** 2,
                    "variance: the mean of the standard deviations was squared. Take the squares at each place, then "
                    "their mean.",
                ),
                Slip(
                    "variance-summed",
                    lambda p, t: np.sum(p.var(axis=0)),
                    "variance: the {N} places are added up; asked is their mean.",
                ),
                Slip(
                    "spread-absolute",
                    lambda p, t: np.mean(np.abs(p - _centre(p))),
                    "variance: these are absolute distances from the mean model; asked are squares.",
                ),
                Slip(
                    "of-the-mean-model",
                    lambda p, t: np.var(_centre(p)),
                    "variance: this is how much the mean curve goes up and down over the places. Asked is how far the "
                    "{M} models stray from it.",
                ),
                Slip(
                    "not-squared-spread",
                    lambda p, t: np.mean(p - _centre(p)),
                    "variance: the distances from the mean model are not squared, so they cancel to 0.",
                ),
                Slip(
                    "median-spread",
                    lambda p, t: np.mean((p - np.median(p, axis=0)) ** 2),
                    "variance: the distances are taken from the median of the models; asked is from their mean.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "results-exchanged",
            lambda predictions, truth: _bias_by_loops(predictions, truth)[::-1],
            "The two numbers come in the wrong order: `return bias2, variance`.",
        ),
        Mistake(
            "one-a-place",
            lambda predictions, truth: ((_centre(predictions) - truth) ** 2, predictions.var(axis=0)),
            "These are right at each place, but two numbers are asked for: the mean over the {N} places of each.",
        ),
    ),
    alternatives=(_bias_by_difference, _bias_by_moments, _bias_float32),
    hints=(
        "Two questions about M curves. How far is their mean from the truth? And how far are they from their mean? "
        "Both as squares, at each place, and then the mean over the places.",
        "The mean model is predictions.mean(axis=0), shape (N,): the rows are the models. NumPy subtracts a (N,) from "
        "each row of a (M, N). Both results are one np.mean of a square.",
        "An analogue, three shots at a target at 5 that land at 6, 7, 8: their mean is 7, so bias² = (7 - 5)² = 4, and "
        "variance = ((6 - 7)² + (7 - 7)² + (8 - 7)²) / 3 = 2/3.",
    ),
)


# --- l2_penalty -----------------------------------------------------------------------------------


def _layers(rng: Rng, sizes: tuple[int, ...]) -> tuple[Layers, Layers]:
    W = [rng.normal(size=(n_in, n_out)) + 0.2 for n_in, n_out in pairwise(sizes)]
    return W, [rng.normal(size=(1, n_out)) * 0.7 + 0.6 for n_out in sizes[1:]]


_NETS: tuple[tuple[tuple[int, ...], float, int], ...] = (
    ((3, 4, 2), 0.7, 7),
    ((2, 5, 3, 1), 1.9, 23),
    ((4, 3), 0.3, 5),
    ((1, 4, 1), 2.6, 1),
    ((2, 3, 3, 3), 0.05, 60),
)


def _penalty_cases(rng: Rng) -> list[Case]:
    return [Case((*_layers(rng, sizes), l2, n_train), {"layers": len(sizes) - 1}) for sizes, l2, n_train in _NETS]


def _penalty_by_loops(W: Layers, b: Layers, l2: float, n_train: int) -> float:
    total = 0.0
    for w in W:
        for i, j in np.ndindex(w.shape):
            total += float(w[i, j]) ** 2
    return l2 / (2 * n_train) * total


def _penalty(W: Layers, b: Layers, l2: float, n_train: int, *, square: Any, over: Any, factor: Any, mean: Any) -> Any:
    return factor(l2) * mean(n_train, W) * np.sum([square(w) for w in over(W, b)])


def _penalty_by_norms(W: Layers, b: Layers, l2: float, n_train: int) -> Any:
    return sum(np.linalg.norm(w) ** 2 for w in W) * l2 / n_train / 2


def _penalty_flat(W: Layers, b: Layers, l2: float, n_train: int) -> Any:
    flat = np.concatenate([w.ravel() for w in W])
    return l2 / (2 * n_train) * (flat @ flat)


def _penalty_float32(W: Layers, b: Layers, l2: float, n_train: int) -> Any:
    return np.array([np.sum(np.square(w.astype(np.float32))) for w in W]).sum() * np.float32(0.5 * l2 / n_train)


def _penalty_by_trace(W: Layers, b: Layers, l2: float, n_train: int) -> Any:
    penalty = 0.0
    for w in W:
        penalty += l2 * np.trace(w.T @ w) / (2 * n_train)
    return penalty


L2_PENALTY = Exercise(
    name="l2_penalty",
    lesson=LESSON,
    points=2,
    signature="l2_penalty(W list of (n_in, n_out), b list of (1, n_out), l2, n_train) -> penalty (number)",
    returns=(Part("penalty", "number"),),
    reference=_penalty_by_loops,
    cases=_penalty_cases,
    formula=Formula(
        _penalty,
        {
            "square": Slot(
                lambda w: np.sum(w**2),
                Slip(
                    "absolute",
                    lambda w: np.sum(np.abs(w)),
                    "These are absolute values. That is another penalty, called L1; L2 adds the squares.",
                ),
                Slip(
                    "not-squared",
                    np.sum,
                    "The weights are not squared, so positive and negative ones cancel. Square each, then add.",
                ),
                Slip(
                    "square-of-sum",
                    lambda w: np.sum(w) ** 2,
                    "The weights are added first and squared then. Square each weight, then add: (1 - 1)² = 0, but "
                    "1² + 1² = 2.",
                ),
                Slip(
                    "norms",
                    np.linalg.norm,
                    "`np.linalg.norm` is the root of the sum of squares. The penalty has no root.",
                ),
                Slip(
                    "mean-of-squares",
                    lambda w: np.mean(w**2),
                    "`np.mean` divides by the number of weights. The penalty is the *sum* of the squares, divided by "
                    "2 n_train and nothing else.",
                ),
                Slip(
                    "first-row-skipped",
                    lambda w: np.sum(w[1:] ** 2),
                    "The first row of every W is left out. The slide's sum starts at 1 because its W has the biases in "
                    "column 0. Here they are in b, so all of W counts.",
                ),
                Slip(
                    "first-column-skipped",
                    lambda w: np.sum(w[:, 1:] ** 2),
                    "The first column of every W is left out. The slide's sum starts at 1 because its W has the biases "
                    "in column 0. Here they are in b, so all of W counts.",
                ),
                Slip(
                    "matrix-square",
                    lambda w: np.sum(w @ w.T),
                    "`w @ w.T` multiplies every row with every row; its sum is not the sum of the squares. Square "
                    "each entry by itself: w ** 2.",
                ),
            ),
            "over": Slot(
                lambda W, b: W,
                Slip(
                    "biases-too",
                    lambda W, b: [*W, *b],
                    "The biases are in it, too. The penalty is for the weights only: a bias moves the curve, it does "
                    "not bend it.",
                ),
                Slip(
                    "biases-only",
                    lambda W, b: b,
                    "Only the biases are in it. The penalty is for the weights W, and for nothing else.",
                ),
                Slip(
                    "last-layer-only",
                    lambda W, b: W[-1:],
                    "Only the last layer counts. Is the sum overwritten in the loop (`=`) where it should grow (`+=`)?",
                ),
                Slip(
                    "first-layer-only",
                    lambda W, b: W[:1],
                    "Only the first layer counts. Is there a `return` inside the loop, or is it W[0] where all of W "
                    "belongs?",
                ),
                Slip(
                    "output-layer-missing",
                    lambda W, b: W[:-1],
                    "The last layer is missing. Every W in the list is in the sum.",
                ),
                Slip(
                    "first-layer-missing",
                    lambda W, b: W[1:],
                    "The first layer is missing. Python counts from 0: does a loop start at 1?",
                ),
            ),
            "factor": Slot(
                lambda l2: l2 / 2,
                Slip(
                    "no-half",
                    lambda l2: l2,
                    "Exactly twice too large: the 2 in l2 / (2 n_train) is missing. It is there to cancel the 2 of the "
                    "derivative.",
                ),
                Slip(
                    "l2-missing",
                    lambda l2: 0.5,
                    "The strength l2 is not in it: nothing changes when it does.",
                ),
                Slip(
                    "l2-squared",
                    lambda l2: l2**2 / 2,
                    "l2 is squared. Despite its name it is just a number, the slide's λ; only the weights are squared.",
                ),
                Slip(
                    "negative",
                    lambda l2: -l2 / 2,
                    "The sign is wrong: large weights must make the loss *larger*, so the penalty is never below 0.",
                ),
                Slip(
                    "quarter",
                    lambda l2: l2 / 4,
                    "Half of what it should be: the 2 in 2 n_train enters twice.",
                ),
            ),
            "mean": Slot(
                lambda n_train, W: 1 / n_train,
                Slip(
                    "no-mean",
                    lambda n_train, W: 1.0,
                    "Exactly {n_train} times too large, and n_train = {n_train}: the division by n_train is missing. "
                    "(In Python `l2 / 2 * n_train` divides by 2 only; brackets help.)",
                ),
                Slip(
                    "times-n",
                    lambda n_train, W: float(n_train),
                    "`l2 / 2 * n_train` divides by 2 and then *multiplies* by n_train. Brackets: l2 / (2 * n_train).",
                ),
                Slip(
                    "mean-twice",
                    lambda n_train, W: 1 / n_train**2,
                    "Exactly {n_train} times too small: it is divided by n_train twice.",
                ),
                Slip(
                    "over-weights",
                    lambda n_train, W: 1 / sum(w.size for w in W),
                    "It is divided by the number of weights. The slide's m is the number of samples in the training "
                    "set, n_train.",
                ),
                Slip(
                    "over-layers-too",
                    lambda n_train, W: 1 / (n_train * len(W)),
                    "It is divided by the number of layers, too: `np.mean` over the layers where a sum belongs?",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "root-of-all",
            lambda W, b, l2, n_train: l2 / (2 * n_train) * np.sqrt(sum(np.sum(w**2) for w in W)),
            "The root of the sum of squares was taken. The penalty has no root.",
        ),
        Mistake(
            "square-of-everything",
            lambda W, b, l2, n_train: l2 / (2 * n_train) * sum(np.sum(w) for w in W) ** 2,
            "All weights are added first, and the sum is squared. Square each weight, then add: (1 - 1)² = 0, but 1² + "
            "1² = 2.",
        ),
        Mistake(
            "over-inputs",
            lambda W, b, l2, n_train: l2 / (2 * len(W[0])) * sum(np.sum(w**2) for w in W),
            "It is divided by len(W[0]), the number of inputs. The slide's m is the number of samples in the training "
            "set, n_train.",
        ),
        Mistake(
            "one-a-layer",
            lambda W, b, l2, n_train: [l2 / (2 * n_train) * np.sum(w**2) for w in W],
            "It returns one number for each layer. The penalty is one number: their sum.",
        ),
    ),
    alternatives=(_penalty_by_norms, _penalty_flat, _penalty_float32, _penalty_by_trace),
    hints=(
        "One number that is large when the weights are large. Square every weight of every layer, add all up, multiply "
        "by l2 / (2 n_train).",
        "For one layer the sum of squares is np.sum(w ** 2). Add that over the list W. b is handed in, since it is "
        "part of the network; the formula says what to do with it.",
        "An analogue, the number of entries in all layers: `sum(w.size for w in W)`.",
    ),
)


# --- l2_grad --------------------------------------------------------------------------------------


def _grad_cases(rng: Rng) -> list[Case]:
    def case(sizes: tuple[int, ...], l2: float, n_train: int) -> Case:
        W, b = _layers(rng, sizes)
        dW, db = _layers(rng, sizes)
        return Case((dW, db, W, b, l2, n_train), {"layers": len(sizes) - 1})

    return [case(*net) for net in _NETS]


def _grad_by_loops(dW: Layers, db: Layers, W: Layers, b: Layers, l2: float, n_train: int) -> tuple[Layers, Layers]:
    with_penalty = []
    for slopes, w in zip(dW, W, strict=True):
        total = np.zeros(w.shape)
        for i, j in np.ndindex(w.shape):
            total[i, j] = float(slopes[i, j]) + l2 * float(w[i, j]) / n_train
        with_penalty.append(total)
    return with_penalty, [slopes.copy() for slopes in db]


def _grad_numbers(dW: Layers, db: Layers, W: Layers, b: Layers, l2: float, n_train: int) -> tuple[Layers, Layers]:
    """Differences of J = sum(dW * W) + sum(db * b) + penalty, the simplest J whose slopes are dW and db."""

    def J(W: Layers, b: Layers) -> float:
        data = sum(float(np.sum(slope * at)) for slope, at in zip([*dW, *db], [*W, *b], strict=True))
        return data + _penalty_by_loops(W, b, l2, n_train)

    h = 1e-5
    W, b = [w.copy() for w in W], [v.copy() for v in b]
    results: tuple[Layers, Layers] = ([], [])
    for kind, arrays in enumerate((W, b)):
        for array in arrays:
            slopes = np.zeros(array.shape)
            for i in np.ndindex(array.shape):
                before = array[i]
                array[i] = before + h
                above = J(W, b)
                array[i] = before - h
                slopes[i] = (above - J(W, b)) / (2 * h)
                array[i] = before
            results[kind].append(slopes)
    return results


def _grad(
    dW: Layers, db: Layers, W: Layers, b: Layers, l2: float, n_train: int,
    *, decay: Any, slope: Any, bias: Any, which: Any,
) -> tuple[Layers, Layers]:  # fmt: skip
    last = len(W) - 1
    new_dW = [
        slope(d, n_train) + (decay(w, l2, n_train) if which(layer, last) else 0.0)
        for layer, (d, w) in enumerate(zip(dW, W, strict=True))
    ]
    return new_dW, [bias(d, v, l2, n_train) for d, v in zip(db, b, strict=True)]


def _grad_in_place_on_copies(dW: Layers, db: Layers, W: Layers, b: Layers, l2: float, n_train: int) -> Any:
    new = [d.copy() for d in dW]
    for layer in range(len(W)):
        new[layer] += l2 / n_train * W[layer]
    return new, db


def _grad_float32(dW: Layers, db: Layers, W: Layers, b: Layers, l2: float, n_train: int) -> Any:
    strength = np.float32(l2) / np.float32(n_train)
    return (
        tuple(d.astype(np.float32) + strength * w.astype(np.float32) for d, w in zip(dW, W, strict=True)),
        tuple(db),
    )


def _grad_backwards(dW: Layers, db: Layers, W: Layers, b: Layers, l2: float, n_train: int) -> Any:
    new: Layers = []
    for layer in reversed(range(len(W))):
        new.insert(0, np.add(dW[layer], np.multiply(W[layer], l2) / n_train))
    return [new, list(db)]


L2_GRAD = Exercise(
    name="l2_grad",
    lesson=LESSON,
    points=3,
    signature="l2_grad(dW list, db list, W list of (n_in, n_out), b list of (1, n_out), l2, n_train) "
    "-> dW list, db list, with the penalty's slopes in them",
    returns=(Part("dW", "one (n_in, n_out) a layer"), Part("db", "one (1, n_out) a layer")),
    reference=_grad_by_loops,
    numbers=_grad_numbers,
    cases=_grad_cases,
    formula=Formula(
        _grad,
        {
            "decay": Slot(
                lambda w, l2, n: l2 / n * w,
                Slip(
                    "no-mean",
                    lambda w, l2, n: l2 * w,
                    "What is added to dW is exactly {n_train} times too large, and n_train = {n_train}: it is λW, as "
                    "the slide prints it. The penalty has 1/(2m) in front, so its slope has 1/m.",
                ),
                Slip(
                    "half-left",
                    lambda w, l2, n: l2 / (2 * n) * w,
                    "What is added to dW is half of what it should be. The square's derivative brings a 2 down, which "
                    "cancels the 2 in l2 / (2 n_train).",
                ),
                Slip(
                    "two-too-many",
                    lambda w, l2, n: 2 * l2 / n * w,
                    "What is added to dW is twice what it should be. The square's derivative brings a 2 down, and the "
                    "½ of the penalty cancels it.",
                ),
                Slip(
                    "sign",
                    lambda w, l2, n: -l2 / n * w,
                    "The penalty's slope is taken off; it is added. (The minus comes later, in the update: there it "
                    "makes the weights smaller. Here they would grow.)",
                ),
                Slip(
                    "absolute-slope",
                    lambda w, l2, n: l2 / n * np.sign(w),
                    "This adds the sign of each weight. That is the slope of |w|, the L1 penalty; the slope of w² is "
                    "in proportion to w itself.",
                ),
                Slip(
                    "not-differentiated",
                    lambda w, l2, n: l2 / (2 * n) * w**2,
                    "This adds the penalty's terms, w². Asked are their slopes: what is the derivative of w²?",
                ),
                Slip(
                    "square-left",
                    lambda w, l2, n: l2 / n * w**2,
                    "This adds w². The derivative of w² is 2w: to the first power, and with the sign of w.",
                ),
                Slip(
                    "size-without-sign",
                    lambda w, l2, n: l2 / n * np.abs(w),
                    "The size of each weight is added without its sign: negative weights are pushed further down. The "
                    "slope of w² has the sign of w.",
                ),
                Slip(
                    "whole-penalty",
                    lambda w, l2, n: l2 / (2 * n) * np.sum(w**2),
                    "The penalty itself, one number, is added to every entry. Each weight needs its own slope, "
                    "l2 / n_train times that weight.",
                ),
                Slip(
                    "sum-of-weights",
                    lambda w, l2, n: l2 / n * np.sum(w),
                    "The sum of the weights is added to every entry. In the sum of squares only one term has w_ij in "
                    "it, so only that one is left in its slope.",
                ),
                Slip(
                    "l2-missing",
                    lambda w, l2, n: w / n,
                    "The strength l2 is missing: W / n_train is added whatever l2 is.",
                ),
                Slip(
                    "l2-squared",
                    lambda w, l2, n: l2**2 / n * w,
                    "l2 is squared. Despite its name it is just a number, the slide's λ.",
                ),
                Slip(
                    "times-n",
                    lambda w, l2, n: l2 * n * w,
                    "The penalty's slope is multiplied by n_train where it is divided by it.",
                ),
                Slip(
                    "mean-twice",
                    lambda w, l2, n: l2 / n**2 * w,
                    "What is added to dW is {n_train} times too small: it is divided by n_train twice.",
                ),
                Slip(
                    "penalty-forgotten",
                    lambda w, l2, n: 0.0 * w,
                    "dW comes back as it was given, without the penalty's slope l2 / n_train · W.",
                ),
                Slip(
                    "over-weights",
                    lambda w, l2, n: l2 / w.size * w,
                    "The penalty's slope is divided by the number of weights in the layer. The slide's m is the number "
                    "of samples in the training set, n_train.",
                ),
                Slip(
                    "first-row-skipped",
                    lambda w, l2, n: l2 / n * np.vstack([0 * w[:1], w[1:]]),
                    'The first row of W gets no penalty. The slide\'s "j ≠ 0" is about the biases, column 0 of its W. '
                    "Here they are in b, so all of W gets one.",
                ),
                Slip(
                    "over-rows",
                    lambda w, l2, n: l2 / len(w) * w,
                    "The penalty's slope is divided by len(W[layer]), the number of units below. The slide's m is "
                    "the number of samples in the training set, n_train.",
                ),
            ),
            "slope": Slot(
                lambda d, n: d,
                Slip(
                    "data-mean-again",
                    lambda d, n: d / n,
                    "dW is divided by n_train, too: (dW + l2 · W) / n_train? The 1/m of the data is in dW already (it "
                    "came in with D, lesson 09); only l2 · W is divided.",
                ),
                Slip(
                    "penalty-alone",
                    lambda d, n: 0.0 * d,
                    "This is the penalty's slope alone. The loss is data plus penalty, so dW stays, and this is added.",
                ),
            ),
            "bias": Slot(
                lambda d, v, l2, n: d,
                Slip(
                    "biases-too",
                    lambda d, v, l2, n: d + l2 / n * v,
                    "db got a penalty, too. The biases are not in the penalty (the slide's j = 0), so db stays as it "
                    "is.",
                ),
                Slip(
                    "biases-too-no-mean",
                    lambda d, v, l2, n: d + l2 * v,
                    "λb was added to db. The biases are not in the penalty (the slide's j = 0), so db stays as it is.",
                ),
                Slip(
                    "bias-mean-again",
                    lambda d, v, l2, n: d / n,
                    "db is divided by n_train. The mean is in it already; and the penalty leaves db alone.",
                ),
                Slip(
                    "bias-zero",
                    lambda d, v, l2, n: 0.0 * d,
                    "db is 0. The penalty adds nothing to db, but the data's slope stays in it.",
                ),
                Slip(
                    "bias-itself",
                    lambda d, v, l2, n: v,
                    "The biases b came back in place of their slopes db.",
                ),
            ),
            "which": Slot(
                lambda layer, last: True,
                Slip(
                    "first-layer-only",
                    lambda layer, last: layer == 0,
                    "Only the first layer got the penalty's slope. Every W[layer] is in the penalty.",
                ),
                Slip(
                    "last-layer-only",
                    lambda layer, last: layer == last,
                    "Only the last layer got the penalty's slope. Every W[layer] is in the penalty.",
                ),
                Slip(
                    "output-layer-missing",
                    lambda layer, last: layer != last,
                    "The last layer got no penalty. Every W[layer] is in it, the output's, too.",
                ),
                Slip(
                    "first-layer-missing",
                    lambda layer, last: layer != 0,
                    "The first layer got no penalty. Python counts from 0: does a loop start at 1?",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "results-exchanged",
            lambda dW, db, W, b, l2, n_train: _grad_by_loops(dW, db, W, b, l2, n_train)[::-1],
            "The two lists come in the wrong order: `return dW, db`.",
        ),
        Mistake(
            "weights-for-slopes",
            lambda dW, db, W, b, l2, n_train: (
                [w + l2 / n_train * d for d, w in zip(dW, W, strict=True)],
                [d.copy() for d in db],
            ),
            "dW and W have changed places: dW stays as it is, and l2 / n_train times W is added to it.",
        ),
        Mistake(
            "over-layers",
            lambda dW, db, W, b, l2, n_train: (
                [d + l2 / len(W) * w for d, w in zip(dW, W, strict=True)],
                [d.copy() for d in db],
            ),
            "The penalty's slope is divided by len(W), the number of layers. The slide's m is the number of samples in "
            "the training set, n_train.",
        ),
        Mistake(
            "multiplied",
            lambda dW, db, W, b, l2, n_train: ([d * (1 + l2 / n_train) for d in dW], [d.copy() for d in db]),
            "dW was multiplied by 1 + l2 / n_train. The penalty's slope is in proportion to W, not to dW: add l2 / "
            "n_train · W.",
        ),
    ),
    alternatives=(_grad_in_place_on_copies, _grad_float32, _grad_backwards),
    hints=(
        "The slope of a sum is the sum of the slopes. dW is the slope of the data's loss; add the penalty's slope to "
        "it, layer by layer. What has no place in the penalty gets nothing added.",
        "In l2 / (2 n_train) · Σ w², only one term has w_ij in it. Its derivative: 2 w_ij · l2 / (2 n_train)."
        " Make new arrays with `+`; `+=` would change the arrays that you were given.",
        "An analogue, the penalty c/2 · (v₁² + v₂²) beside slopes dv: `dv + c * v`, one entry for each entry of v.",
    ),
)


# --- early_stop -----------------------------------------------------------------------------------

_CURVES: tuple[tuple[tuple[int, ...], int], ...] = (
    ((9, 7, 6, 8, 7, 5, 4, 6, 7, 8, 3, 2), 3),  # a better one comes too late
    ((5, 4, 4, 4, 6, 7, 1), 2),  # equal losses
    ((9, 8, 7, 6, 5), 2),  # still falling at the end
    ((9, 5, 8, 7, 6, 8, 7, 9, 4, 6, 3), 4),  # up and down, never below the best
    ((3, 5, 2, 1), 1),
    ((6, 4, 3, 5, 7), 3),  # the losses end before patience does
    ((4, 5, 6, 3, 4, 5, 6, 1), 3),  # the best so far comes at the last moment
    ((2,), 2),
)


def _stop_cases(rng: Rng) -> list[Case]:
    """Return curves of fixed shape and random heights: which epoch is better than which stays."""
    cases = []
    for ranks, patience in _CURVES:
        heights = 0.1 + np.cumsum(rng.uniform(0.02, 0.3, size=10))
        cases.append(Case((heights[list(ranks)], patience), {"epochs": len(ranks)}))
    return cases


def _stop_by_loop(losses: Array, patience: int) -> tuple[int, int]:
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch + 1


def _stop(losses: Array, patience: int, *, better: Any, last: Any, told: Any, count: Any) -> tuple[Any, Any]:
    best, waited, lowest = 0, 0, losses[0]
    for epoch in range(len(losses)):
        if epoch > 0:
            improved = better(losses, epoch, lowest)
            waited = last["wait"](waited, improved)
            if improved:
                best, lowest = epoch, losses[epoch]
            if waited >= last["limit"](patience):
                break
    return told(best, epoch, losses), count(best, epoch, losses)


_WAIT = {"wait": lambda waited, improved: 0 if improved else waited + 1, "limit": lambda patience: patience}


def _stop_with_counter(losses: Array, patience: int) -> Any:
    lowest, waited, best = np.inf, 0, -1
    n_epochs = 0
    for epoch, loss in enumerate(losses):
        n_epochs += 1
        if loss < lowest:
            lowest, waited, best = loss, 0, epoch
        else:
            waited += 1
            if waited == patience:
                return best, n_epochs
    return best, n_epochs


def _stop_before_looking(losses: Array, patience: int) -> tuple[int, int]:
    best = 0
    for epoch in range(len(losses)):
        if epoch - best >= patience:
            break
        if losses[epoch] < losses[best]:
            best = epoch
    return best, epoch + 1


def _stop_with_argmin(losses: Array, patience: int) -> Any:
    n_epochs = 1
    while n_epochs < len(losses) and n_epochs - 1 - np.argmin(losses[:n_epochs]) < patience:
        n_epochs += 1
    return np.argmin(losses[:n_epochs]), n_epochs


def _stop_vectorised(losses: Array, patience: int) -> Any:
    lowest = np.minimum.accumulate(losses)
    best = np.array([np.flatnonzero(losses == low)[0] for low in lowest])
    late = np.arange(len(losses)) - best >= patience
    end = int(np.argmax(late)) if late.any() else len(losses) - 1
    return float(best[end]), float(end + 1)


EARLY_STOP = Exercise(
    name="early_stop",
    lesson=LESSON,
    points=3,
    signature="early_stop(losses (E,), patience) -> best (whole number), n_epochs (whole number)",
    returns=(Part("best", "number"), Part("n_epochs", "number")),
    reference=_stop_by_loop,
    cases=_stop_cases,
    formula=Formula(
        _stop,
        {
            "better": Slot(
                lambda losses, epoch, lowest: losses[epoch] < lowest,
                Slip(
                    "equal-counts",
                    lambda losses, epoch, lowest: losses[epoch] <= lowest,
                    "An epoch that is only as good as the best so far counts as better (`<=`). It must be smaller: of "
                    "two equal ones the first is the best.",
                ),
                Slip(
                    "largest",
                    lambda losses, epoch, lowest: losses[epoch] > lowest,
                    "This looks for the *largest* loss. A loss is better when it is smaller.",
                ),
                Slip(
                    "than-the-last",
                    lambda losses, epoch, lowest: losses[epoch] < losses[epoch - 1],
                    "Each epoch is compared with the one before it. Compare with the best so far: a curve that goes up "
                    "two and down one is not getting better.",
                ),
            ),
            "last": Slot(
                _WAIT,
                Slip(
                    "one-too-patient",
                    {**_WAIT, "limit": lambda patience: patience + 1},
                    "It waits one epoch too long: stop as soon as `epoch - best` *reaches* patience (`>=`, not `>`).",
                ),
                Slip(
                    "one-too-impatient",
                    {**_WAIT, "limit": lambda patience: max(patience - 1, 1)},
                    "It stops one epoch too early: stop when `patience` epochs have gone by since the best one.",
                ),
                Slip(
                    "never-starts-again",
                    {**_WAIT, "wait": lambda waited, improved: waited if improved else waited + 1},
                    "The count of bad epochs is never set back to 0. When a new best epoch comes, the waiting starts "
                    "again.",
                ),
                Slip(
                    "first-rise",
                    {**_WAIT, "limit": lambda patience: 1},
                    "It stops at the first epoch without progress, whatever patience is.",
                ),
                Slip(
                    "never-stops",
                    {**_WAIT, "limit": lambda patience: np.inf},
                    "This is the smallest of all losses, after all epochs. Early stopping does not know what comes "
                    "later: walk through the losses and stop when `epoch - best` reaches patience.",
                ),
            ),
            "told": Slot(
                lambda best, epoch, losses: best,
                Slip(
                    "last-for-best",
                    lambda best, epoch, losses: epoch,
                    "best is the last epoch that was run. Asked is the epoch with the smallest loss until then, whose "
                    "weights one would keep.",
                ),
                Slip(
                    "sees-the-future",
                    lambda best, epoch, losses: int(np.argmin(losses)),
                    "best is taken from all the losses, also from those after the stop. When training has stopped, "
                    "these do not exist.",
                ),
                Slip(
                    "counts-from-one",
                    lambda best, epoch, losses: best + 1,
                    "best is one too large. Epochs count from 0, like the entries of `losses`.",
                ),
                Slip(
                    "loss-for-epoch",
                    lambda best, epoch, losses: float(losses[best]),
                    "best is the smallest loss. Asked is *when* it came: the number of the epoch.",
                ),
            ),
            "count": Slot(
                lambda best, epoch, losses: epoch + 1,
                Slip(
                    "number-of-last",
                    lambda best, epoch, losses: epoch,
                    "n_epochs is one too small: it is the number of the last epoch. Epochs count from 0, so after "
                    "epoch 9 ten have been run.",
                ),
                Slip(
                    "all-epochs",
                    lambda best, epoch, losses: len(losses),
                    "n_epochs is the length of `losses`. Asked is how many epochs are run until training stops.",
                ),
                Slip(
                    "until-the-best",
                    lambda best, epoch, losses: best + 1,
                    "n_epochs counts up to the best epoch. The epochs of waiting after it are run, too.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "stops-before-it-looks",
            _stop_before_looking,
            "It asks whether to stop before it has looked at this epoch's loss, so a new best at just that moment is "
            "missed. In each round: first update best, then compare epoch - best with patience.",
        ),
        Mistake(
            "number-of-last-when-stopped",
            lambda losses, patience: (
                _stop_by_loop(losses, patience)[0],
                _stop_by_loop(losses, patience)[1] - bool(_stop_by_loop(losses, patience)[1] < len(losses)),
            ),
            "When it stops, n_epochs is one too small: the number of the last epoch. Epochs count from 0, so after "
            "epoch 9 ten have been run: epoch + 1.",
        ),
        Mistake(
            "always-full-patience",
            lambda losses, patience: (
                _stop_by_loop(losses, patience)[0],
                _stop_by_loop(losses, patience)[0] + patience + 1,
            ),
            "n_epochs is always best + patience + 1. But `losses` may end before patience does; then all its epochs "
            "are run, and no more.",
        ),
        Mistake(
            "results-exchanged",
            lambda losses, patience: _stop_by_loop(losses, patience)[::-1],
            "The two numbers come in the wrong order: `return best, n_epochs`.",
        ),
    ),
    alternatives=(_stop_with_counter, _stop_with_argmin, _stop_vectorised),
    hints=(
        "Play it through by hand with patience 2 and the losses 5, 3, 4, 2, 6, 7, 1. You may look at one loss after "
        "the other, never ahead. Which epoch is the best so far, and how long ago was it?",
        "One loop over the epochs, one variable `best` that starts at 0. In the loop: if this loss is smaller than "
        "losses[best], best = epoch. Then: if epoch - best >= patience, stop.",
        "An analogue, a shopper who walks past shops and remembers the cheapest; after 2 shops in a row that are no "
        "cheaper she goes home. Prices 5, 3, 4, 2, 6, 7, 1: the cheapest is shop 3 (counted from 0), and she has seen "
        "6 shops. The 1 she never saw.",
    ),
)

EXERCISES = (SPLIT, BIAS_VARIANCE, L2_PENALTY, L2_GRAD, EARLY_STOP)
