"""Lesson 07, universal approximation: what is asked, how an answer is judged, which mistakes are known by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from nncore import Network
from nncore.activations import relu, sigmoid
from nncore.exercises.record import Case, Exercise, Finding, Formula, Function, Mistake, Part, Property, Slip, Slot

LESSON = "07-universal-approximation"
Array = np.ndarray
Rng = np.random.Generator


# --- six_relu -------------------------------------------------------------------------------------

SLOPES = (-5.0, -1.2, 1.2, 1.2, 2.0, 5.0)
BIASES = (-7.7, -1.3, 1.0, -0.2, -1.1, -5.0)
SIGNS = (-1.0, -1.0, -1.0, 1.0, 1.0, 1.0)
_KINKS = tuple(-b / w for w, b in zip(SLOPES, BIASES, strict=True))
_UNITS = tuple(f"relu({w:g}x {'-' if b < 0 else '+'} {abs(b):g})" for w, b in zip(SLOPES, BIASES, strict=True))


def _six_places(rng: Rng, *shape: int) -> Array:
    """Draw places from -3 to 3; where there is room, some in each of the seven straight pieces."""
    x = rng.uniform(-3, 3, size=shape)
    ends = sorted((-3.0, *_KINKS, 3.0))
    middles = [a + rng.uniform(0.3, 0.7) * (b - a) for a, b in pairwise(ends)]
    x.flat[: min(x.size, 7)] = middles[: x.size]
    return rng.permutation(x.reshape(-1)).reshape(shape)


def _six_cases(rng: Rng) -> list[Case]:
    shapes = ((11,), (4, 3), (9, 1), (2, 3, 4))
    cases = [Case((_six_places(rng, *shape),), {"N": shape[0]}) for shape in shapes]
    return [*cases, Case((np.array([rng.uniform(1.5, 3)]),), {"N": 1})]


def _six_by_hand(x: Array) -> Array:
    """Follow the straight pieces from the left: a value and a slope, and the slope changes at each kink."""
    order = sorted(range(6), key=lambda k: _KINKS[k])
    out = np.empty(x.shape)
    for at in np.ndindex(x.shape):
        end = float(x[at])
        # At the first kink only the units that fall to the right of it are on.
        place = _KINKS[order[0]]
        on = [k for k in range(6) if SLOPES[k] * place + BIASES[k] > 1e-9]
        value = sum(SIGNS[k] * (SLOPES[k] * place + BIASES[k]) for k in on)
        slope = sum(SIGNS[k] * SLOPES[k] for k in on)
        if end < place:
            first = order[0]
            slope += SIGNS[first] * SLOPES[first] if SLOPES[first] < 0 else 0.0
            out[at] = value + slope * (end - place)
            continue
        for k in order[1:]:
            step = min(end, _KINKS[k]) - place
            value, place = value + slope * step, place + step
            if place >= end:
                break
            slope += SIGNS[k] * abs(SLOPES[k])
        out[at] = value + slope * (end - place)
    return out


def _six(x: Array, *, slopes: Any, biases: Any, signs: Any, bend: Any) -> Any:
    return bend(x[..., None] * np.array(slopes) + np.array(biases), np.array(signs))


def _with(numbers: tuple[float, ...], k: int, value: float) -> tuple[float, ...]:
    return (*numbers[:k], value, *numbers[k + 1 :])


def _bias_words(b: float) -> str:
    return f"{b:+g}".replace("+", "+ ").replace("-", "- ")


_SLOPE_SLIPS = tuple(
    Slip(
        f"slope-sign-n{k + 1}",
        _with(SLOPES, k, -SLOPES[k]),
        f"The sign of the weight inside n{k + 1} is lost: it is {_UNITS[k]}, which is on to the "
        f"{'left' if SLOPES[k] < 0 else 'right'} of its kink.",
    )
    for k in range(6)
)
_BIAS_SLIPS = tuple(
    Slip(
        f"bias-sign-n{k + 1}",
        _with(BIASES, k, -BIASES[k]),
        f"The sign of the bias inside n{k + 1} is turned: it is {_UNITS[k]}, with {_bias_words(BIASES[k])}.",
    )
    for k in range(6)
)
_SIGN_SLIPS = tuple(
    Slip(
        f"sign-n{k + 1}",
        _with(SIGNS, k, -SIGNS[k]),
        f"n{k + 1} enters Z with the wrong sign: it is {'+' if SIGNS[k] > 0 else '-'} n{k + 1}(x).",
    )
    for k in range(6)
)
_MISSING_SLIPS = tuple(
    Slip(f"no-n{k + 1}", _with(SIGNS, k, 0.0), f"n{k + 1} is missing: Z has six terms, one for each unit.")
    for k in range(6)
)

_six_net = Network([1, 6, 1], activation="relu", output="identity", rng=np.random.default_rng(0))
_six_net.W = [np.array([SLOPES]), np.array(SIGNS).reshape(6, 1)]
_six_net.b = [np.array([BIASES]), np.zeros((1, 1))]


def _six_written_out(x: Array) -> Any:
    n1, n2, n3 = np.maximum(0, -5 * x - 7.7), np.maximum(0, -1.2 * x - 1.3), np.maximum(0, 1.2 * x + 1)
    n4, n5, n6 = np.maximum(0, 1.2 * x - 0.2), np.maximum(0, 2 * x - 1.1), np.maximum(0, 5 * x - 5)
    return -n1 - n2 - n3 + n4 + n5 + n6


def _six_by_masks(x: Array) -> Any:
    total = np.zeros(x.shape)
    for w, b, sign in zip(SLOPES, BIASES, SIGNS, strict=True):
        z = w * x + b
        total += sign * z * (z > 0)
    return total


SIX_RELU = Exercise(
    name="six_relu",
    lesson=LESSON,
    points=2,
    signature="six_relu(x, any shape) -> Z, shaped like x",
    returns=(Part("Z", "like x"),),
    reference=_six_by_hand,
    cases=_six_cases,
    formula=Formula(
        _six,
        {
            "slopes": Slot(
                SLOPES,
                *_SLOPE_SLIPS,
                Slip("slopes-all-positive", tuple(map(abs, SLOPES)), "n1 and n2 have negative weights, -5 and -1.2."),
            ),
            "biases": Slot(
                BIASES,
                *_BIAS_SLIPS,
                Slip("bias-n4-two", _with(BIASES, 3, -2.0), "n4 has the bias -0.2 (the slide writes -.2), not -2."),
                Slip("no-biases", (0.0,) * 6, "The biases are missing, so all six kinks sit at x = 0."),
            ),
            "signs": Slot(
                SIGNS,
                *_SIGN_SLIPS,
                *_MISSING_SLIPS,
                Slip("all-plus", (1.0,) * 6, "All six units are added. n1, n2 and n3 are subtracted."),
                Slip("signs-exchanged", tuple(-s for s in SIGNS), "All signs are turned: it is - n1 - n2 - n3 + ..."),
                Slip(
                    "mean-of-six",
                    tuple(s / 6 for s in SIGNS),
                    "Exactly 6 times too small: the units are added up, not averaged.",
                ),
            ),
            "bend": Slot(
                lambda Z, signs: np.maximum(Z, 0) @ signs,
                Slip(
                    "no-relu",
                    lambda Z, signs: Z @ signs,
                    "There is no relu in it: six straight lines add up to one straight line.",
                ),
                Slip(
                    "relu-last",
                    lambda Z, signs: np.maximum(Z @ signs, 0),
                    "relu is taken once, of the sum. It belongs to each unit: first six relus, then the sum.",
                ),
                Slip(
                    "relu-twice",
                    lambda Z, signs: np.maximum(np.maximum(Z, 0) @ signs, 0),
                    "Where Z should be negative you give 0: there is a relu around the sum. The output has none.",
                ),
                Slip("min-for-max", lambda Z, signs: np.minimum(Z, 0) @ signs, "relu is max(0, z), not min(0, z)."),
                Slip(
                    "abs-for-relu", lambda Z, signs: np.abs(Z) @ signs, "|z| stands where relu(z) = max(0, z) belongs."
                ),
                Slip(
                    "sigmoid-for-relu",
                    lambda Z, signs: sigmoid(Z) @ signs,
                    "The sigmoid stands where relu(z) = max(0, z) belongs.",
                ),
                Slip(
                    "step-for-relu",
                    lambda Z, signs: (Z > 0) @ signs,
                    "z > 0 only says *whether* a unit is on. relu gives z itself where it is on.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "sum-of-all",
            lambda x: np.sum(_six_written_out(x)),
            "One number comes back: the sum over all entries of x. Z has a value at each x, so it is shaped like x.",
        ),
        Mistake(
            "the-cubic",
            lambda x: x**3 + x**2 - x - 1,
            "This is the smooth curve that Z imitates. Asked for is Z itself, the sum of the six units.",
        ),
        Mistake(
            "mirrored",
            lambda x: _six_written_out(np.abs(x)),
            "This is Z(|x|): left of 0 the mirror image of the right. Take x as it comes.",
        ),
    ),
    alternatives=(
        _six_written_out,
        _six_by_masks,
        lambda x: _six_net.predict(x.reshape(-1, 1)).reshape(x.shape),
        lambda x: _six_written_out(np.asarray(x, dtype=np.float32)),
        lambda x: np.interp(x, sorted((-9, *_KINKS, 9)), _six_written_out(np.array(sorted((-9, *_KINKS, 9))))),
    ),
    hints=(
        "A unit is a line that is cut off below 0: relu(w x + b) = max(0, w x + b). Six of them are added, three "
        "with a minus.",
        "Write n1 to n6 in six lines, `n1 = np.maximum(0, -5 * x - 7.7)` and so on, then the sum as the slide has "
        "it. Or all at once: `relu(x[..., None] * w + b) @ signs` with three arrays of six numbers.",
        "A tent of three units: `np.maximum(0, x) - 2 * np.maximum(0, x - 1) + np.maximum(0, x - 2)`. At x = 0.5, 1, "
        "1.5 and 3 it gives 0.5, 1, 0.5 and 0.",
    ),
)


# --- rmse -----------------------------------------------------------------------------------------


def _pair_case(rng: Rng, lean: float, *shape: int) -> Case:
    """Draw targets, and outputs whose errors have a mean of about `lean`."""
    y, error = rng.normal(size=shape), rng.normal(size=shape)
    if error.size > 1:
        error -= error.mean()
    return Case((y + error + lean, y), {"N": shape[0], "entries": math.prod(shape)})


def _pair_cases(rng: Rng) -> list[Case]:
    leans = ((0.5, 7), (-0.6, 5, 3), (0.3, 9, 1), (-0.4, 2, 3, 4), (0.2, 1, 1))
    return [_pair_case(rng, lean, *(int(n) for n in shape)) for lean, *shape in leans]


def _rmse_by_loop(p: Array, y: Array) -> float:
    total = 0.0
    for at in np.ndindex(p.shape):
        total += (float(p[at]) - float(y[at])) ** 2
    return math.sqrt(total / p.size)


def _rmse(p: Array, y: Array, *, error: Any, terms: Any, mean: Any, root: Any) -> Any:
    return root(mean(terms(error(p, y))))


RMSE = Exercise(
    name="rmse",
    lesson=LESSON,
    points=1,
    signature="rmse(p, y, same shape) -> a number",
    returns=(Part("rmse", "number", any_shape=True),),
    reference=_rmse_by_loop,
    cases=_pair_cases,
    formula=Formula(
        _rmse,
        {
            "error": Slot(
                lambda p, y: p - y,
                Slip("plus", lambda p, y: p + y, "This has p + y where the error p - y belongs."),
                Slip("no-target", lambda p, y: p, "The targets y do not enter: the error is p - y."),
                Slip("no-output", lambda p, y: y, "p does not enter: the error is p - y."),
                Slip("relative", lambda p, y: (p - y) / y, "The errors are divided by y. Asked for is p - y itself."),
            ),
            "terms": Slot(
                lambda e: e**2,
                Slip(
                    "absolute",
                    np.abs,
                    "The absolute errors stand where the squares belong: square each error, and take the root at the "
                    "end.",
                ),
                Slip("cubed", lambda e: np.abs(e) ** 3, "The errors are raised to the third power, not squared."),
            ),
            "mean": Slot(
                np.mean,
                Slip(
                    "sum", np.sum, "The squares are added; divide by how many there are ({entries} here) for the mean."
                ),
                Slip(
                    "half",
                    lambda s: np.mean(s) / 2,
                    "There is a 1/2 in it, as in the loss of lesson 02. This one is the plain mean of the squares, so "
                    "that it comes in the units of y.",
                ),
                Slip(
                    "divided-by-rows",
                    lambda s: np.sum(s) / len(s),
                    "For tables the sum is divided by the number of rows. Divide by the number of *entries*: np.mean.",
                ),
                Slip(
                    "one-less",
                    lambda s: np.sum(s) / max(s.size - 1, 1),
                    "The sum is divided by one less than the number of entries. That is for estimating a variance; "
                    "here it is the plain mean.",
                ),
                Slip("largest", np.max, "This is the largest error. Asked for is the root of the *mean* square."),
                Slip("median", np.median, "This takes the median of the squares; their mean is asked for."),
            ),
            "root": Slot(
                np.sqrt,
                Slip("no-root", lambda m: m, "This is the mean *square*. Its root is still to be taken: np.sqrt."),
                Slip("squared-again", lambda m: m**2, "At the end comes the root of the mean square, not its square."),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "root-of-each",
            lambda p, y: np.mean(np.sqrt((p - y) ** 2)),
            "The root is taken of each square, which gives back |p - y|, and then the mean. First the mean, then the "
            "root.",
        ),
        Mistake(
            "not-squared",
            lambda p, y: np.mean(p - y),
            "This is the mean of the errors: positive and negative ones cancel. Square each one first.",
        ),
        Mistake(
            "mean-then-square",
            lambda p, y: np.sqrt(np.mean(p - y) ** 2),
            "The mean of the errors is squared, so errors of opposite sign cancel first. Square each one, then the "
            "mean.",
        ),
        Mistake(
            "root-outside-the-count",
            lambda p, y: np.sqrt(np.sum((p - y) ** 2)) / p.size,
            "The root is taken of the sum, and then it is divided by the number of entries. Divide first, then the "
            "root.",
        ),
        Mistake(
            "difference-of-squares",
            lambda p, y: np.sqrt(np.abs(np.mean(p**2 - y**2))),
            "This takes p² - y². The difference comes first, then the square.",
        ),
        Mistake(
            "spread-only",
            lambda p, y: np.std(p - y),
            "np.std takes the mean error away first. A network that is wrong by 1 everywhere would get 0 then.",
        ),
        Mistake(
            "by-column",
            lambda p, y: np.sqrt(np.mean((p - y) ** 2, axis=0)),
            "There is one value for each column. One number is asked for: the mean over all entries.",
        ),
    ),
    alternatives=(
        lambda p, y: np.linalg.norm(np.ravel(p - y)) / np.sqrt(p.size),
        lambda p, y: np.mean(np.square(y - p)) ** 0.5,
        lambda p, y: math.sqrt(np.vdot(p - y, p - y) / p.size),
        lambda p, y: np.sqrt(np.mean((p.astype(np.float32) - y.astype(np.float32)) ** 2)),
    ),
    hints=(
        "Read the name backwards: the error, its square, the mean of the squares, the root of that.",
        "`np.mean` without an axis takes the mean over all entries, whatever the shape. `np.sqrt` of that comes last.",
        "Errors 3 and -4: squares 9 and 16, their mean 12.5, its root 3.54. (The mean of the errors would be -0.5.)",
    ),
)


# --- relu_net_from_knots --------------------------------------------------------------------------


def _knot_case(rng: Rng, n: int, start: float) -> Case:
    widths = rng.uniform(0.3, 2.0, size=n)
    widths[-1] += 0.7
    xs = start + np.concatenate([[0.0], np.cumsum(widths)])
    ys = rng.normal(size=n + 1) + np.where(np.arange(n + 1) % 2 == 0, 1.5, -1.0)
    return Case((xs, ys), {"n": n})


def _knot_cases(rng: Rng) -> list[Case]:
    return [_knot_case(rng, n, start) for n, start in ((4, -2.3), (7, 0.6), (3, 1.2), (6, -4.1), (1, -0.7))]


def _knots_by_loop(xs: Array, ys: Array) -> tuple[Array, Array, Array, Array]:
    n = len(xs) - 1
    W1, b1, W2, b2 = np.zeros((1, n)), np.zeros((1, n)), np.zeros((n, 1)), np.zeros((1, 1))
    so_far = 0.0
    for k in range(n):
        wanted = (ys[k + 1] - ys[k]) / (xs[k + 1] - xs[k])
        W1[0, k], b1[0, k] = 1.0, -xs[k]
        W2[k, 0] = wanted - so_far
        so_far += W2[k, 0]
    b2[0, 0] = ys[0]
    return W1, b1, W2, b2


def _knot_slopes(xs: Array, ys: Array) -> Array:
    return np.asarray(np.diff(ys) / np.diff(xs))


def _knots(xs: Array, ys: Array, *, inner: Any, kinks: Any, slopes: Any, changes: Any, start: Any) -> Any:
    n = len(xs) - 1
    b1, W2 = kinks(xs).reshape(1, n), changes(slopes(xs, ys)).reshape(n, 1)
    return inner(n).reshape(1, n), b1, W2, np.array([[start(xs, ys)]])


def _knots_solved(xs: Array, ys: Array) -> tuple[Array, Array, Array, Array]:
    """Let linear algebra find the output weights: the network is to go through the other knots."""
    n = len(xs) - 1
    H = np.maximum(xs[1:, None] - xs[:-1], 0)
    return np.ones((1, n)), -xs[None, :-1], np.linalg.solve(H, ys[1:, None] - ys[0]), ys[:1].reshape(1, 1)


def _knots_by_concatenation(xs: Array, ys: Array) -> list[Array]:
    slopes = (ys[1:] - ys[:-1]) / (xs[1:] - xs[:-1])
    W2 = np.concatenate([slopes[:1], slopes[1:] - slopes[:-1]])
    return [np.ones_like(xs[:-1])[None], -xs[:-1][None], W2[:, None], np.full((1, 1), ys[0])]


def _knots_float32(xs: Array, ys: Array) -> tuple[Array, ...]:
    return tuple(part.astype(np.float32) for part in _knots_by_loop(xs, ys))


RELU_NET_FROM_KNOTS = Exercise(
    name="relu_net_from_knots",
    lesson=LESSON,
    points=4,
    signature="relu_net_from_knots(xs (n + 1,), ys (n + 1,)) -> W1 (1, n), b1 (1, n), W2 (n, 1), b2 (1, 1)",
    returns=(Part("W1", "(1, n)"), Part("b1", "(1, n)"), Part("W2", "(n, 1)"), Part("b2", "(1, 1)")),
    reference=_knots_by_loop,
    cases=_knot_cases,
    formula=Formula(
        _knots,
        {
            "inner": Slot(
                lambda n: np.ones(n),
                Slip(
                    "falls",
                    lambda n: -np.ones(n),
                    "W1 is -1 everywhere: such units are on to the *left* of their knots. With W1 = 1 a unit is relu(x "
                    "- x_k), on to the right.",
                ),
                Slip("inner-zero", lambda n: np.zeros(n), "W1 is 0, so x never enters: each entry of W1 is 1."),
            ),
            "kinks": Slot(
                lambda xs: -xs[:-1],
                Slip(
                    "kink-sign",
                    lambda xs: xs[:-1],
                    "The sign of b1: relu(x + b) has its kink where x + b = 0, at x = -b. For a kink at x_k the bias "
                    "is -x_k.",
                ),
                Slip(
                    "kinks-one-later",
                    lambda xs: -xs[1:],
                    "Each kink sits one knot too far right. Unit k starts the piece that *begins* at knot k, so the "
                    "first {n} knots count, not the last {n}: xs[:-1].",
                ),
                Slip(
                    "kinks-in-the-middle",
                    lambda xs: -(xs[:-1] + xs[1:]) / 2,
                    "The kinks sit halfway between the knots. The slope changes *at* a knot.",
                ),
                Slip("no-kinks", lambda xs: np.zeros(len(xs) - 1), "b1 is 0: then all kinks sit at x = 0."),
                Slip(
                    "kinks-from-zero",
                    lambda xs: xs[0] - xs[:-1],
                    "The kinks are counted from the first knot, as if xs[0] were 0. It is wherever it is.",
                ),
            ),
            "slopes": Slot(
                _knot_slopes,
                Slip(
                    "rise-only",
                    lambda xs, ys: np.diff(ys),
                    "W2 is made of the rises y_(k+1) - y_k. A slope is rise *divided by width*, x_(k+1) - x_k.",
                ),
                Slip(
                    "upside-down",
                    lambda xs, ys: np.diff(xs) / np.diff(ys),
                    "The slopes are upside down: width divided by rise. It is rise divided by width.",
                ),
                Slip(
                    "slope-sign",
                    lambda xs, ys: -_knot_slopes(xs, ys),
                    "W2 has the opposite sign: the rise is y_(k+1) - y_k, the next one minus this one.",
                ),
                Slip(
                    "times-width",
                    lambda xs, ys: np.diff(ys) * np.diff(xs),
                    "The rises are multiplied by the widths. A slope is rise *divided by* width.",
                ),
                Slip(
                    "smoothed",
                    lambda xs, ys: np.gradient(ys, xs)[:-1],
                    "np.gradient smooths over two pieces. The slope of a piece comes from its own two knots: "
                    "np.diff(ys) / "
                    "np.diff(xs).",
                ),
                Slip(
                    "equal-widths",
                    lambda xs, ys: np.diff(ys) / (xs[1] - xs[0]),
                    "All rises are divided by the first width. The knots need not be equally far apart: each piece has "
                    "its own width.",
                ),
                Slip(
                    "mean-widths",
                    lambda xs, ys: np.diff(ys) * (len(xs) - 1) / (xs[-1] - xs[0]),
                    "All rises are divided by the mean width. Each piece has its own width: np.diff(xs).",
                ),
                Slip(
                    "through-the-origin",
                    lambda xs, ys: ys[:-1] / xs[:-1],
                    "This is y_k / x_k, the slope of a line from the origin. A piece goes from one knot to the next.",
                ),
                Slip(
                    "chords-from-first-knot",
                    lambda xs, ys: (ys[1:] - ys[0]) / (xs[1:] - xs[0]),
                    "Each slope is taken from the *first* knot to the next one. A piece goes from knot k to knot k + "
                    "1.",
                ),
            ),
            "changes": Slot(
                lambda s: np.diff(s, prepend=0.0),
                Slip(
                    "whole-slopes",
                    lambda s: s,
                    "W2 holds the slopes themselves. To the right of its knot a unit stays on, so the slopes add up: "
                    "each unit may only add the *change*, this slope minus the one before.",
                ),
                Slip(
                    "summed-slopes",
                    np.cumsum,
                    "The slopes are summed up in W2. The units do that themselves, since they stay on; W2 holds the "
                    "opposite, the changes from one slope to the next.",
                ),
                Slip(
                    "change-to-the-next",
                    lambda s: np.diff(s, append=0.0),
                    "W2[k] is the change *after* piece k. At knot k the slope changes from that of piece k - 1 to that "
                    "of piece k; for the first one the slope before is 0.",
                ),
                Slip(
                    "first-slope-lost",
                    lambda s: np.diff(s, prepend=s[:1]),
                    "The first entry of W2 is 0, so the first piece is flat. Before the first knot the slope is 0: the "
                    "first change is the whole first slope.",
                ),
                Slip(
                    "neighbours-added",
                    lambda s: s + np.concatenate([[0.0], s[:-1]]),
                    "Each slope is *added* to the one before. The change is the new slope minus the old one.",
                ),
                Slip(
                    "change-over-slope",
                    lambda s: s / np.concatenate([[1.0], s[:-1]]),
                    "Each slope is divided by the one before. The change is the new slope minus the old one.",
                ),
                Slip(
                    "signs-of-changes",
                    lambda s: np.abs(np.diff(s, prepend=0.0)),
                    "The changes are all taken positive. Where the graph bends down the change is negative.",
                ),
            ),
            "start": Slot(
                lambda xs, ys: ys[0],
                Slip(
                    "no-height",
                    lambda xs, ys: 0.0,
                    "b2 is 0. At the first knot all units give 0, so there the network says b2: it must be ys[0].",
                ),
                Slip(
                    "last-height",
                    lambda xs, ys: ys[-1],
                    "b2 is the *last* y. At the first knot all units give 0 and the network says b2: it must be ys[0].",
                ),
                Slip(
                    "mean-height",
                    lambda xs, ys: np.mean(ys),
                    "b2 is the mean of ys. It must be ys[0]: at the first knot all units give 0.",
                ),
                Slip("start-is-x", lambda xs, ys: xs[0], "b2 is xs[0]. It is a height: ys[0]."),
                Slip(
                    "height-sign",
                    lambda xs, ys: -ys[0],
                    "b2 has the opposite sign: at the first knot the network says b2, so it is + ys[0].",
                ),
                Slip(
                    "axis-crossing",
                    lambda xs, ys: ys[0] - xs[0] * (ys[1] - ys[0]) / (xs[1] - xs[0]),
                    "b2 is where the first piece, drawn on, meets x = 0. The first unit is relu(x - xs[0]), which is 0 "
                    "at the first knot, so b2 is ys[0].",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "slope-in-first-layer",
            lambda xs, ys: (
                np.diff(_knot_slopes(xs, ys), prepend=0.0)[None],
                -xs[None, :-1],
                np.ones((len(xs) - 1, 1)),
                ys[:1].reshape(1, 1),
            ),
            "The changes of slope stand in W1, where relu would cut off the negative ones. They belong into W2, after "
            "relu; W1 is all ones.",
        ),
        Mistake(
            "units-scaled",
            lambda xs, ys: (
                1 / np.diff(xs)[None],
                -xs[None, :-1] / np.diff(xs),
                (np.diff(_knot_slopes(xs, ys), prepend=0.0) * np.diff(xs))[:, None],
                ys[:1].reshape(1, 1),
            ),
            "This network draws the right curve, with units relu((x - x_k) / width). There are many such networks; "
            "so that "
            "they can be compared, W1 is to be all ones here.",
        ),
        Mistake(
            "height-before-slope",
            lambda xs, ys: (
                np.ones((1, len(xs) - 1)),
                -xs[None, :-1],
                np.diff(_knot_slopes(xs, ys), prepend=ys[0])[:, None],
                ys[:1].reshape(1, 1),
            ),
            "In the first entry of W2 the height ys[0] is subtracted. Before the first knot the *slope* is 0, so the "
            "first "
            "change is the whole first slope.",
        ),
        Mistake(
            "last-slope-before",
            lambda xs, ys: (
                np.ones((1, len(xs) - 1)),
                -xs[None, :-1],
                (_knot_slopes(xs, ys) - np.roll(_knot_slopes(xs, ys), 1))[:, None],
                ys[:1].reshape(1, 1),
            ),
            "From the first slope the *last* one is subtracted: index -1, or np.roll, wraps round. Before the first "
            "knot "
            "the slope is 0.",
        ),
        Mistake(
            "change-of-heights",
            lambda xs, ys: (
                np.ones((1, len(xs) - 1)),
                -xs[None, :-1],
                ys[1:, None],
                ys[:1].reshape(1, 1),
            ),
            "W2 holds the heights. It must hold the changes of slope: first the slopes, rise divided by width, then "
            "their "
            "differences.",
        ),
        Mistake(
            "one-unit-a-knot",
            lambda xs, ys: (
                np.ones((1, len(xs))),
                -xs[None],
                np.diff(_knot_slopes(xs, ys), prepend=0.0, append=0.0)[:, None],
                ys[:1].reshape(1, 1),
            ),
            "There is one unit for each knot, n + 1 of them. The last knot needs none: no piece begins there.",
        ),
        Mistake(
            "inner-knots-only",
            lambda xs, ys: (
                np.ones((1, max(len(xs) - 2, 1))),
                -xs[None, 1:-1] if len(xs) > 2 else -xs[None, :1],
                np.diff(_knot_slopes(xs, ys))[:, None] if len(xs) > 2 else np.zeros((1, 1)),
                ys[:1].reshape(1, 1),
            ),
            "There are units for the inner knots only, n - 1 of them. The first piece needs one, too: its unit has the "
            "kink at xs[0] and carries the whole first slope.",
        ),
        Mistake(
            "two-numbers-a-unit",
            lambda xs, ys: (
                np.ones((1, len(xs) - 1)),
                -xs[None, :-1],
                np.diff(_knot_slopes(xs, ys), prepend=0.0)[None],
                ys[:1].reshape(1, 1),
            ),
            "W2 lies on its side, (1, n). It leads from n units to one output, so it is a column, (n, 1).",
        ),
    ),
    alternatives=(
        _knots_solved,
        _knots_by_concatenation,
        _knots_float32,
        lambda xs, ys: (
            np.ones((1, len(xs) - 1)),
            -xs[:-1].reshape(1, -1),
            np.diff(np.r_[0.0, np.diff(ys) / np.diff(xs)]).reshape(-1, 1),
            ys[0].reshape(1, 1),
        ),
    ),
    hints=(
        "Walk from left to right. Before the first knot the network says b2. At each knot one more unit wakes up and "
        "stays on, and all it has to do is to *change* the slope.",
        "`slopes = np.diff(ys) / np.diff(xs)` has n entries. The changes are slopes[0], slopes[1] - slopes[0], and so "
        "on: `np.diff(slopes, prepend=0)`. Kinks sit at xs[:-1].",
        "Knots (1, 5), (2, 7), (4, 3): slopes 2 and -2, so the changes are 2 and -4. W1 = [[1, 1]], b1 = [[-1, -2]], "
        "W2 = "
        "[[2], [-4]], b2 = [[5]]. At x = 4: 5 + 2 · 3 - 4 · 2 = 3.",
    ),
)


# --- tent_tower -----------------------------------------------------------------------------------


def _tower_case(rng: Rng, depth: int, *shape: int) -> Case:
    return Case((rng.uniform(0.02, 0.98, size=shape), depth), {"N": shape[0]})


def _tower_cases(rng: Rng) -> list[Case]:
    drawn = [_tower_case(rng, *case) for case in ((3, 11), (1, 7), (4, 5, 2), (5, 9, 1), (2, 2, 3, 2))]
    return [*drawn, Case((np.array([0.0, 0.5, 1.0, 0.25, 0.625]), 2), {"N": 5})]


def _triangle_wave(x: Array, depth: int) -> Array:
    """Look the value up in the wave of 2**(depth - 1) teeth, without composing anything."""
    out = np.empty(x.shape)
    for at in np.ndindex(x.shape):
        out[at] = 1 - abs((2**depth * float(x[at])) % 2 - 1)
    return out


def _tower(x: Array, depth: int, *, up: float, down: float, corner: float, floors: Any, how: Any) -> Any:
    return how(lambda a: up * relu(a) - down * relu(a - corner), x, floors(depth))


def _compose(f: Function, x: Any, floors: int) -> Any:
    for _ in range(floors):
        x = f(x)
    return x


def _second_unit_from_x(x: Any, depth: int) -> Any:
    a = x
    for _ in range(depth):
        a = 2 * relu(a) - 4 * relu(x - 0.5)
    return a


def _added_on(x: Any, depth: int) -> Any:
    a = x
    for _ in range(depth):
        a = a + 2 * relu(a) - 4 * relu(a - 0.5)
    return a


def _tent_by_abs(x: Any, depth: int) -> Any:
    return x if depth == 0 else 1 - np.abs(2 * _tent_by_abs(x, depth - 1) - 1)


def _tent_net(x: Array, depth: int) -> Array:
    net = Network([1, *[2] * depth, 1], activation="relu", output="identity", rng=np.random.default_rng(0))
    out = np.array([[2.0], [-4.0]])
    net.W = [np.ones((1, 2)), *[out @ np.ones((1, 2))] * (depth - 1), out]
    net.b = [*[np.array([[0.0, -0.5]])] * depth, np.zeros((1, 1))]
    return np.asarray(net.predict(x.reshape(-1, 1)).reshape(x.shape))


TENT_TOWER = Exercise(
    name="tent_tower",
    lesson=LESSON,
    points=2,
    signature="tent_tower(x, any shape; depth, a whole number from 1 on) -> shaped like x",
    returns=(Part("tower", "like x"),),
    reference=_triangle_wave,
    cases=_tower_cases,
    formula=Formula(
        _tower,
        {
            "up": Slot(2, Slip("up-one", 1, "The tent rises with slope 2: 2 relu(x).")),
            "down": Slot(
                4,
                Slip(
                    "flat-roof",
                    2,
                    "The second unit has weight -2, so the tent stays flat after 1/2. To turn the slope from 2 to -2 "
                    "it "
                    "must change by -4.",
                ),
                Slip("plus-four", -4, "The second unit is added; it is to be subtracted: - 4 relu(x - 1/2)."),
                Slip("no-second-unit", 0, "The second unit is missing, so nothing turns down."),
            ),
            "corner": Slot(
                0.5,
                Slip("corner-at-one", 1.0, "The kink of the second unit is at 1; it is at 1/2: relu(x - 1/2)."),
                Slip("corner-at-zero", 0.0, "Both kinks are at 0: the second unit is relu(x - 1/2)."),
                Slip("corner-sign", -0.5, "relu(x + 1/2) has its kink at -1/2. For one at 1/2 it is relu(x - 1/2)."),
            ),
            "floors": Slot(
                lambda depth: depth,
                Slip(
                    "one-too-few",
                    lambda depth: depth - 1,
                    "One floor is missing. With depth = 1 it is the tent itself: the tent is applied `depth` times.",
                ),
                Slip(
                    "one-too-many",
                    lambda depth: depth + 1,
                    "There is one floor too many. With depth = 1 it is the tent itself: start from x, not from "
                    "tent(x).",
                ),
                Slip(
                    "doubled-floors",
                    lambda depth: 2**depth,
                    "The tent is applied 2 to the power depth times. It is applied depth times; the *teeth* double.",
                ),
            ),
            "how": Slot(
                _compose,
                Slip(
                    "always-from-x",
                    lambda f, x, floors: f(x) if floors else x,
                    "It is the tent once, whatever the depth. Each floor must take what the floor below gives: `a = "
                    "tent(a)`, not `a = tent(x)`.",
                ),
                Slip(
                    "added-floors",
                    lambda f, x, floors: floors * f(x),
                    "The floors are added side by side. They are to be put one on the other: tent(tent(x)).",
                ),
                Slip(
                    "power",
                    lambda f, x, floors: f(x) ** floors,
                    "tent(x) is raised to the power depth. The small number above T means: apply it so many times.",
                ),
                Slip(
                    "stretched",
                    lambda f, x, floors: f(2.0 ** (floors - 1) * x),
                    "x is multiplied by a power of 2 and sent through the tent once. That is right for the first tooth "
                    "only: after it the tent falls on and on. Apply the tent again and again.",
                ),
                Slip(
                    "scaled",
                    lambda f, x, floors: f(floors * x),
                    "x is multiplied by the depth and sent through the tent once. Apply the tent depth times.",
                ),
                Slip(
                    "sum-of-floors",
                    lambda f, x, floors: sum(_compose(f, x, k) for k in range(1, floors + 1)),
                    "The outputs of all floors are added. Only the top floor's output is asked for.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "relu-tower",
            lambda x, depth: 2 * relu(x) - 4 * relu(_compose(lambda a: relu(a - 0.5), x, depth)),
            "The units are stacked one by one. Each floor is the *whole* tent, both units and their sum.",
        ),
        Mistake(
            "second-unit-from-x",
            _second_unit_from_x,
            "The second unit always reads x. On each floor *both* units read what the floor below gives.",
        ),
        Mistake(
            "added-on",
            _added_on,
            "Each floor is added to the one below. It takes its place: `a = ...`, not `a += ...`.",
        ),
        Mistake(
            "tent-times-two",
            lambda x, depth: 2 ** (depth - 1) * _triangle_wave(x, 1),
            "The output is doubled with each floor. The tent goes *into* the next tent; the output stays between 0 "
            "and 1.",
        ),
        Mistake(
            "sine-wave",
            lambda x, depth: np.abs(np.sin(np.pi * 2 ** (depth - 1) * x)),
            "These are arches of a sine, with the right number of teeth. A tent has straight sides.",
        ),
        Mistake(
            "single-number",
            lambda x, depth: np.mean(_triangle_wave(x, depth)),
            "One number comes back. There is a value for each entry of x: return an array shaped like x.",
        ),
    ),
    alternatives=(
        _tent_by_abs,
        _tent_net,
        lambda x, depth: _compose(lambda a: np.where(a < 0.5, 2 * a, 2 - 2 * a), x, depth),
        lambda x, depth: _compose(lambda a: 2 * np.minimum(a, 1 - a), x.astype(np.float32), depth),
    ),
    hints=(
        "One floor is T(x) = 2 relu(x) - 4 relu(x - 1/2). A tower of two is T(T(x)): what the first floor gives is "
        "what the second one takes.",
        "Start with `a = x`. Then a loop, `for _ in range(depth):`, whose one line puts T(a) into a. It must be a on "
        "both sides. Return a.",
        "Halving three times over, by a loop: `a = x`, then three times `a = a / 2`. With `a = x / 2` in the loop it "
        "would be halved once, however long the loop.",
    ),
)


# --- success_rate ---------------------------------------------------------------------------------


def _runs_case(rng: Rng, n_runs: int, n_good: int, target: float, worst: float) -> Case:
    """Draw losses of runs: `n_good` below the target, one exactly on it, the rest above, up to worst * target."""
    good = target * rng.uniform(0.3, 0.99, size=n_good)
    bad = target * rng.uniform(1.05, worst, size=n_runs - n_good - 1)
    return Case((rng.permutation(np.concatenate([good, [target], bad])), target), {"runs": n_runs})


def _runs_cases(rng: Rng) -> list[Case]:
    cases = [
        _runs_case(rng, *case)
        for case in ((11, 3, 0.177, 9.0), (7, 4, 0.25, 5.0), (16, 6, 0.05, 9.0), (13, 10, 0.4, 1.2))
    ]
    broken = np.array([0.1, np.nan, 0.9, np.inf, 0.3, 0.02, np.inf])
    none, single = rng.uniform(0.3, 0.5, size=9), np.array([0.1])
    cases.append(Case((broken, 0.2), {"runs": 7}))
    return [*cases, Case((none, 0.2), {"runs": 9}), Case((single, 0.2), {"runs": 1})]


def _rate_by_loop(losses: Array, target: float) -> float:
    n_good = 0
    for loss in losses.tolist():
        if loss <= target:
            n_good += 1
    return n_good / len(losses)


def _rate(losses: Array, target: float, *, good: Any, share: Any) -> Any:
    return share(good(losses, target))


SUCCESS_RATE = Exercise(
    name="success_rate",
    lesson=LESSON,
    points=1,
    signature="success_rate(losses (runs,), target, a number) -> share, a number from 0 to 1",
    returns=(Part("share", "number", any_shape=True),),
    reference=_rate_by_loop,
    cases=_runs_cases,
    formula=Formula(
        _rate,
        {
            "good": Slot(
                lambda losses, target: losses <= target,
                Slip(
                    "below-only",
                    lambda losses, target: losses < target,
                    "A run that ends exactly at the target counts, too: `<=`. The slide says 0.177 *or lower*.",
                ),
                Slip(
                    "failures",
                    lambda losses, target: losses > target,
                    "This is the share of the runs that *failed*: a small loss is a good one.",
                ),
                Slip(
                    "near-the-target",
                    lambda losses, target: np.isclose(losses, target),
                    "Only runs that end *at* the target count here. Those below are better still: `<=`.",
                ),
                Slip(
                    "below-the-mean",
                    lambda losses, target: losses <= np.nanmean(np.where(np.isinf(losses), np.nan, losses)),
                    "The losses are compared with their own mean, not with the target.",
                ),
                Slip(
                    "nan-counts",
                    lambda losses, target: ~(losses > target),
                    "Right but for runs that broke down: NaN > target is False, so `1 - np.mean(losses > target)` "
                    "counts "
                    "NaN as a success. `losses <= target` does not.",
                ),
            ),
            "share": Slot(
                np.mean,
                Slip(
                    "count",
                    np.sum,
                    "This is the number of good runs. For the share divide by how many runs there are, {runs}.",
                ),
                Slip(
                    "percent",
                    lambda ok: 100 * np.mean(ok),
                    "Exactly 100 times too large: percent. A share lies between 0 and 1.",
                ),
                Slip(
                    "divided-by-forty",
                    lambda ok: np.sum(ok) / 40,
                    "The number of good runs is divided by 40. Here there are {runs} runs: len(losses).",
                ),
                Slip(
                    "which-runs",
                    lambda ok: ok * 1.0,
                    "This says of each run whether it is good. One number is asked for: the mean of that.",
                ),
                Slip(
                    "any",
                    lambda ok: float(np.any(ok)),
                    "This asks whether *any* run is good. Asked for is the share of the good ones.",
                ),
                Slip(
                    "all",
                    lambda ok: float(np.all(ok)),
                    "This is 1 only where *all* runs are good, else 0. Asked for is the share of the good ones. (Did "
                    "// cut it "
                    "to a whole number?)",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "mean-of-the-good",
            lambda losses, target: np.mean(losses[losses <= target]) if np.any(losses <= target) else 0.0,
            "This is the mean loss of the good runs. Asked for is how many they are, as a share of all.",
        ),
        Mistake(
            "target-written-in",
            lambda losses, target: np.mean(losses <= 0.177),
            "The losses are compared with 0.177 whatever the target is. Use `target`.",
        ),
        Mistake(
            "broken-runs-left-out",
            lambda losses, target: np.mean(losses[np.isfinite(losses)] <= target),
            "Runs that broke down (NaN or infinity) are left out of the count. They are runs, too, and failures.",
        ),
        Mistake(
            "mean-loss",
            lambda losses, target: float(np.mean(losses) <= target),
            "The *mean* loss is compared with the target, so the answer is 0 or 1. Compare each run, then take the "
            "mean.",
        ),
    ),
    alternatives=(
        lambda losses, target: np.count_nonzero(losses <= target) / len(losses),
        lambda losses, target: sum(1 for loss in losses if loss <= target) / losses.size,
        lambda losses, target: len(losses[losses <= target]) / len(losses),
        lambda losses, target: np.float32(np.mean(np.where(target >= losses, 1, 0))),
    ),
    hints=(
        "Two questions: which runs are good enough, and what share of all runs is that?",
        "`losses <= target` compares entry by entry and gives True or False for each run. The mean of True and False "
        "is the share of True.",
        "Ages 17, 18, 40: `np.mean(np.array([17, 18, 40]) >= 18)` is 2/3.",
    ),
)


# --- playground_task ------------------------------------------------------------------------------

_RUNS = 40


def _one_number(value: Any) -> float | None:
    try:
        number = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return None
    return float(number.reshape(())) if number.size == 1 and np.isfinite(number).all() else None


def _task_test(task: int, judge_number: Callable[[float], Finding | None]) -> Callable[[Function, Rng], Finding | None]:
    def test(f: Function, rng: Rng) -> Finding | None:
        value = f(task)
        if value is None:
            return Finding("returns-nothing", f"For task {task} it returns nothing (None). Return the number.")
        number = _one_number(value)
        if number is None:
            return Finding("not-a-number", f"For task {task} one number is needed, like 12 or 0.25.")
        return judge_number(number)

    return test


def _task_1(loss: float) -> Finding | None:
    if 0.45 <= loss <= 0.55:
        return None
    if 0.9 <= loss <= 1.1:
        text = "Task 1: you forget the half: the loss is *half* the squared error. Look at the cell's test losses."
        return Finding("task-1-no-half", text)
    if loss < 0.3:
        text = (
            "Task 1: so small a loss would mean that the model has learnt the pattern. Look at the 40 test losses: "
            "are there any below 0.3? And think of a model that says 0 everywhere: what is half of (0 - 1)²?"
        )
        return Finding("task-1-learnt", text)
    text = (
        "Task 1: that is not where the runs end. Read the test losses off the cell, or think: the targets are 1 and "
        "-1, "
        "and a model that can do nothing says 0. What is half of (0 - 1)²?"
    )
    return Finding("task-1-other", text)


def _task_2(count: float) -> Finding | None:
    if 0 <= count <= 4 and count == int(count):
        return None
    if count > 30:
        text = (
            "Task 2: these are the runs that did *not* get there. Count those with a test loss of at most 0.177: "
            "round(40 * success_rate(...))."
        )
        return Finding("task-2-failures", text)
    if 0 < count < 1:
        return Finding("task-2-share", "Task 2: a *number of runs* is asked for, from 0 to 40; this is a share.")
    text = "Task 2: fewer. Look at the histogram of two units: how many of the 40 bars lie left of the line at 0.177?"
    return Finding("task-2-other", text)


def _task_3(count: float) -> Finding | None:
    if 19 <= count <= 31 and count == int(count):
        return None
    if 0 < count < 1:
        return Finding("task-3-share", "Task 3: a *number of runs* is asked for, from 0 to 40; this is a share.")
    if 40 < count <= 100 or count != int(count):
        return Finding("task-3-percent", "Task 3: a *number of runs* is asked for, from 0 to 40. Is this percent?")
    if 9 <= count < 19:
        text = "Task 3: are these the runs that failed? Count those with a test loss of at most 0.177."
        return Finding("task-3-failures", text)
    if count >= 38:
        text = "Task 3: not nearly all. Look at the histogram of three units: some runs end far right of the line."
        return Finding("task-3-all", text)
    return Finding("task-3-other", "Task 3: read it off the cell's line for three relu units: so many of 40.")


def _task_4(units: float) -> Finding | None:
    if units == 4:
        return None
    if units == 3:
        text = "Task 4: with 3 units fewer than three in four runs get there. That is *possible*, but not reliable."
        return Finding("task-4-possible", text)
    if units < 3:
        text = "Task 4: with so few units hardly a run gets there, and three in four are asked for."
        return Finding("task-4-too-few", text)
    text = (
        "Task 4: that may do, but a smaller network does, too. Go down the printed list: which is the first with 80 "
        "% or more?"
    )
    return Finding("task-4-too-many", text)


def _answers(*numbers: Any) -> Function:
    def playground_task(task: int) -> Any:
        return numbers[task - 1]

    return playground_task


def _answers_by_if(task: int) -> Any:
    if task == 1:
        return 0.5
    if task == 2:
        return 0
    return 24 if task == 3 else 4


PLAYGROUND_TASK = Exercise(
    name="playground_task",
    lesson=LESSON,
    points=4,
    signature="playground_task(task: 1, 2, 3 or 4) -> a number",
    returns=(Part("answer", "number", any_shape=True),),
    reference=_answers(0.497, 0, 24, 4),
    properties=tuple(
        Property(f"task {task}", 1.0, _task_test(task, judge_number))
        for task, judge_number in ((1, _task_1), (2, _task_2), (3, _task_3), (4, _task_4))
    ),
    mistakes=(
        Mistake("task-1-no-half", _answers(1.0, 0, 24, 4), "The half of the loss is forgotten."),
        Mistake("task-1-learnt", _answers(0.0, 0, 24, 4), "The linear model has not learnt the pattern."),
        Mistake("task-1-other", _answers(0.75, 0, 24, 4), "Not where the linear runs end."),
        Mistake("task-2-failures", _answers(0.5, 40, 24, 4), "The failures are counted."),
        Mistake("task-2-share", _answers(0.5, 0.5, 24, 4), "A share in place of a number of runs."),
        Mistake("task-2-other", _answers(0.5, 12, 24, 4), "Too many."),
        Mistake("task-3-share", _answers(0.5, 0, 0.6, 4), "A share in place of a number of runs."),
        Mistake("task-3-percent", _answers(0.5, 0, 60, 4), "Percent in place of a number of runs."),
        Mistake("task-3-failures", _answers(0.5, 0, 16, 4), "The failures are counted."),
        Mistake("task-3-all", _answers(0.5, 0, 40, 4), "Not all runs get there."),
        Mistake("task-3-other", _answers(0.5, 0, 0, 4), "Some runs get there."),
        Mistake("task-4-possible", _answers(0.5, 0, 24, 3), "Possible is not reliable."),
        Mistake("task-4-too-few", _answers(0.5, 0, 24, 2), "Too few units."),
        Mistake("task-4-too-many", _answers(0.5, 0, 24, 6), "Not the smallest."),
        Mistake("not-a-number", _answers("0.5 or so", 0, 24, 4), "A number is needed."),
    ),
    alternatives=(
        _answers_by_if,
        lambda task: {1: np.float64(0.5), 2: np.array([0]), 3: np.int64(22), 4: 4.0}[task],
        lambda task: [0.503, 1, 26, 4][task - 1],
    ),
    hints=(
        "All four numbers can be read off what the cells above have printed. Nothing is to be trained here.",
        "Task 1: the linear model's test losses. Tasks 2 and 3: so many of 40, the lines for 2 and for 3 relu units. "
        "Task 4: the first line, from the top, with at least 75 %.",
        "`return {1: 0.1, 2: 40, 3: 40, 4: 99}[task]` has the right form, and four wrong numbers.",
    ),
)

EXERCISES = (SIX_RELU, RMSE, RELU_NET_FROM_KNOTS, TENT_TOWER, SUCCESS_RATE, PLAYGROUND_TASK)
