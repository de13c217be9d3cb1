"""Lesson 04, activations: what is asked, how an answer is judged, which mistakes are known by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from nncore import activations as library
from nncore.exercises.record import Case, Exercise, Finding, Formula, Function, Mistake, Part, Property, Slip, Slot

LESSON = "04-activations"
Array = np.ndarray
Rng = np.random.Generator


# --- common to the functions of z -----------------------------------------------------------------


def _some_z(rng: Rng, *shape: int) -> Array:
    """Draw scores on both sides of 0, up to 3 in size, some of them close to 0 and some exactly 0."""
    z = rng.uniform(0.02, 3, size=shape) * rng.choice([-1.0, 1.0], size=shape)
    z.flat[:: max(2, z.size // 3)] = 0.0
    if z.size > 1:
        z.flat[[1, -1]] = -abs(z.flat[1]) - 0.1, abs(z.flat[-1]) + 0.1
        z.flat[-2] = rng.uniform(0.02, 0.08)
    return z


def _far_out(rng: Rng) -> Array:
    far = np.array([[-1e4, 1e4, -400.0], [400.0, 0.0, -1e4]])
    return far * rng.uniform(0.9, 1.1)


def _whole(rng: Rng) -> Array:
    return rng.permutation(np.array([-3, -2, -1, 0, 0, 1, 2, 4]))


def _leaning(z: Array, lean: int) -> Array:
    """Turn z over where its sum does not have the sign of `lean`: one decision for the whole array is then wrong."""
    return z if z.sum() * lean > 0 else -z


def _plain_cases(rng: Rng) -> list[Case]:
    """Cases for a function of z alone: a row, a table, a block of tables, one entry; whole numbers; far out."""
    shapes = (((7,), 1), ((4, 3), -1), ((2, 3, 2), 1), ((5, 3), -1))
    cases = [Case((_leaning(_some_z(rng, *shape), lean),)) for shape, lean in shapes]
    return [*cases, Case((np.zeros((1, 1)),)), Case((_whole(rng),)), Case((_far_out(rng),), extreme=True)]


def _alpha_cases(rng: Rng) -> list[Case]:
    """Cases for a function of z and alpha; alpha lies on both sides of 1, and the sum of z on both sides of 0."""

    def case(alpha: float, lean: int, *shape: int) -> Case:
        return Case((_leaning(_some_z(rng, *shape), lean), alpha * rng.uniform(0.9, 1.1)))

    cases = [case(0.3, 1, 7), case(2.5, -1, 4, 3), case(0.05, -1, 3, 5), case(1.7, 1, 2, 3, 2), case(0.6, -1, 9)]
    return [*cases, Case((_far_out(rng), 0.7), extreme=True)]


def _left_slope(f: Function) -> Function:
    """Return the slope of f to the left of z by numbers: the one that counts where f has a corner at 0."""
    h = 1e-5

    def numbers(z: Array, *alpha: float) -> Array:
        z = np.asarray(z, dtype=float)
        slope: Array = (3 * f(z, *alpha) - 4 * f(z - h, *alpha) + f(z - 2 * h, *alpha)) / (2 * h)
        return slope

    return numbers


def _entrywise(f: Callable[..., float]) -> Function:
    """Return the function that applies f to each entry in turn."""

    def loop(z: Array, *alpha: float) -> Array:
        out = np.empty(z.shape)
        for at in np.ndindex(z.shape):
            out[at] = f(float(z[at]), *alpha)
        return out

    return loop


def _float32(f: Function) -> Function:
    return lambda z, *alpha: f(np.asarray(z, dtype=np.float32), *alpha).astype(np.float32)


def _test_whole_numbers(reference: Function) -> Property:
    """Return the property that an array of whole numbers gives the same as one of floats."""

    def test(f: Function, rng: Rng) -> Finding | None:
        z, alpha = _whole(rng), 0.3
        want = reference(z.astype(float), alpha)
        text = "It is right for arrays of floats. For an array of whole numbers, such as np.array([-2, 0, 3]), "
        try:
            got = np.asarray(f(z.copy(), alpha), dtype=float)
        except TypeError:
            text += "NumPy refuses to write a fraction into it. Make a new array of floats, for instance with np.where."
            return Finding("whole-numbers", text)
        if got.shape == want.shape and np.allclose(got, want, rtol=1e-3, atol=1e-4):
            return None
        text += (
            "the fractions are cut off: a copy of it, or np.zeros_like(z), holds whole numbers only. Make a new array "
            "of floats, for instance with np.where."
        )
        return Finding("whole-numbers", text)

    return Property("whole numbers, too", 0.25, test)


# --- relu_grad ------------------------------------------------------------------------------------


def _relu_grad(z: Array, *, side: Any, left: Any, right: Any) -> Any:
    return np.where(side(z), right(z), left(z)) * 1.0


_ZERO_BY_AGREEMENT = "At z = 0 relu has a corner and no slope. We agree on 0 there"

RELU_GRAD = Exercise(
    name="relu_grad",
    lesson=LESSON,
    points=1,
    signature="relu_grad(z, any shape) -> slope, shaped like z",
    returns=(Part("slope", "like z"),),
    reference=library.relu_grad,
    numbers=_left_slope(library.relu),
    cases=_plain_cases,
    formula=Formula(
        _relu_grad,
        {
            "side": Slot(
                lambda z: z > 0,
                Slip(
                    "one-at-zero",
                    lambda z: z >= 0,
                    f"Right except where z is exactly 0: you give 1. {_ZERO_BY_AGREEMENT}, so it is z > 0, not z >= 0.",
                ),
                Slip(
                    "sides-exchanged",
                    lambda z: z < 0,
                    "The two sides are exchanged: relu rises to the right of 0, where z > 0, and is flat to the left.",
                ),
                Slip(
                    "corner-at-one",
                    lambda z: z > 1,
                    "Entries between 0 and 1 get slope 0. The corner of relu is at z = 0, not at 1.",
                ),
                Slip(
                    "corner-at-half",
                    lambda z: z > 0.5,
                    "Entries between 0 and 0.5 get slope 0. The corner of relu is at z = 0, not at 0.5.",
                ),
                Slip(
                    "not-zero",
                    lambda z: z != 0,
                    "Negative z get slope 1, too. There relu is flat: its slope is 0.",
                ),
            ),
            "left": Slot(
                lambda z: 0,
                Slip(
                    "minus-one-left",
                    lambda z: np.sign(z),
                    "Left of 0 you give -1, as np.sign does. There relu is 0 everywhere, so its slope is 0.",
                ),
                Slip(
                    "leaky",
                    lambda z: 0.01,
                    "Left of 0 you give 0.01: that is the slope of leaky relu. relu is quite flat there.",
                ),
            ),
            "right": Slot(
                lambda z: 1,
                Slip(
                    "relu-itself",
                    lambda z: z,
                    "This is relu itself, max(0, z). Asked for is its slope: how fast does max(0, z) grow where z > 0?",
                ),
                Slip(
                    "cut-at-one",
                    lambda z: np.minimum(z, 1),
                    "This cuts z off at 0 and at 1. Asked for is the slope of max(0, z): 1 wherever z > 0, however "
                    "small z is.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "half-at-zero",
            lambda z: np.heaviside(z, 0.5),
            f"Right except where z is exactly 0: you give 1/2, the mean of both sides. {_ZERO_BY_AGREEMENT}.",
        ),
        Mistake(
            "one-for-all",
            lambda z: np.full(z.shape, 1.0 if np.any(z > 0) else 0.0),
            "All entries get the same slope. Each entry of z has its own: `z > 0` compares entry by entry, while `if` "
            "can only decide once for the whole array.",
        ),
        Mistake(
            "whole-sum-decides",
            lambda z: np.full(z.shape, 1.0 if np.sum(z) > 0 else 0.0),
            "All entries get the same slope, decided by their sum. Each entry of z has its own: `z > 0` compares entry "
            "by entry.",
        ),
        Mistake(
            "single-number",
            lambda z: 1.0 if np.max(z) > 0 else 0.0,
            "It returns one number for the whole array. Each entry of z has its own slope, so the answer is shaped "
            "like z.",
        ),
        Mistake(
            "only-the-positive",
            lambda z: np.ones(np.count_nonzero(z > 0)),
            "The answer has one entry for each *positive* z. It must be shaped like z, with a 0 for the others.",
        ),
        Mistake(
            "sigmoid-slope",
            library.sigmoid_grad,
            "This is the slope of the sigmoid.",
        ),
    ),
    alternatives=(
        lambda z: z > 0,
        lambda z: np.heaviside(z, 0),
        lambda z: np.where(np.maximum(z, 0) > 0, 1, 0),
        _entrywise(lambda z: 1.0 if z > 0 else 0.0),
        _float32(lambda z: (z > 0) * 1.0),
        lambda z: (np.sign(z) + 1) // 2 * np.abs(np.sign(z)),
    ),
    hints=(
        "A slope is how steep the graph is. Look at the graph of max(0, z): it is flat to the left of 0 and rises "
        "like z itself to the right.",
        "`z > 0` compares entry by entry and gives True or False, shaped like z. Make numbers of that: 1.0 where it "
        "is True, 0.0 where not. It is False for z = 0, as agreed.",
        "A staircase at 5 instead: `np.where(z > 5, 1.0, 0.0)` for z = [4, 5, 6] is [0, 0, 1].",
    ),
)


# --- tanh_grad ------------------------------------------------------------------------------------


def _tanh_grad(z: Array, *, inner: Any, power: Any, outer: Any) -> Any:
    return outer(power(inner(z)))


def _quotient(z: Array) -> Any:
    """Compute tanh as the slides print it."""
    t = (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)
    return 1 - t**2


TANH_GRAD = Exercise(
    name="tanh_grad",
    lesson=LESSON,
    points=1,
    signature="tanh_grad(z, any shape) -> slope, shaped like z",
    returns=(Part("slope", "like z"),),
    reference=library.tanh_grad,
    numbers=_left_slope(np.tanh),
    cases=_plain_cases,
    formula=Formula(
        _tanh_grad,
        {
            "inner": Slot(
                np.tanh,
                Slip(
                    "takes-a",
                    lambda z: z,
                    "This is 1 - z². It is right only if what comes in is already a = tanh(z). Here z comes in: "
                    "compute the tanh of it first.",
                ),
                Slip(
                    "slope-at-a",
                    lambda z: np.tanh(np.tanh(z)),
                    "tanh was applied twice, so this is the slope at the place tanh(z). Asked for is the slope at z.",
                ),
                Slip(
                    "sigmoid-in-place",
                    library.sigmoid,
                    "The sigmoid stands where tanh belongs: 1 - σ(z)². The rule 1 - (...)² goes with tanh.",
                ),
                Slip("tan", np.tan, "np.tan is the tangent of an angle. The hyperbolic tangent is np.tanh."),
                Slip("sinh", np.sinh, "np.sinh is another function. The hyperbolic tangent is np.tanh."),
                Slip("arctan", np.arctan, "np.arctan is another function. The hyperbolic tangent is np.tanh."),
                Slip("arcsinh", np.arcsinh, "np.arcsinh is another function. The hyperbolic tangent is np.tanh."),
            ),
            "power": Slot(
                lambda t: t * t,
                Slip(
                    "not-squared",
                    lambda t: t,
                    "This is 1 - tanh(z), without the square. For z < 0 it would be above 1, but tanh is nowhere "
                    "steeper than 1.",
                ),
                Slip("doubled", lambda t: 2 * t, "tanh(z) is multiplied by 2; it is to be squared: `** 2`."),
                Slip("cubed", lambda t: t**3, "tanh(z) is raised to the third power; it is to be squared."),
                Slip("absolute", np.abs, "This is 1 - |tanh(z)|, without the square."),
            ),
            "outer": Slot(
                lambda s: 1 - s,
                Slip("sign", lambda s: s - 1, "The opposite sign: 1 comes first. tanh rises everywhere."),
                Slip("plus", lambda s: 1 + s, "The square is added to 1; it is to be subtracted."),
                Slip(
                    "one-minus-missing",
                    lambda s: s,
                    "The 1 - ... is missing: at z = 0, where tanh is steepest, your slope is 0.",
                ),
                Slip("root", lambda s: np.sqrt(np.abs(1 - s)), "This is the square root of the slope."),
                Slip("half", lambda s: (1 - s) / 2, "Exactly half of it: the slope of tanh at 0 is 1."),
                Slip(
                    "twice-the-value",
                    lambda s: 2 * np.sqrt(np.abs(s)) * (1 - s),
                    "This is the derivative of tanh(z)², up to a sign. Asked for is that of tanh(z).",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake("function-itself", np.tanh, "This is tanh itself. Asked for is its slope."),
        Mistake(
            "sigmoid-slope",
            library.sigmoid_grad,
            "This is the slope of the sigmoid. That of tanh is 1 - tanh(z)².",
        ),
        Mistake(
            "sigmoid-rule",
            lambda z: np.tanh(z) * (1 - np.tanh(z)),
            "This is t (1 - t) with t = tanh(z). That rule belongs to the sigmoid; for tanh it is 1 - t².",
        ),
        Mistake(
            "square-inside",
            lambda z: 1 - np.tanh(z**2),
            "z is squared before tanh is taken. It is the result that is squared: np.tanh(z) ** 2.",
        ),
        Mistake(
            "factor-tanh",
            lambda z: np.tanh(z) * (1 - np.tanh(z) ** 2),
            "There is a factor tanh(z) too many: the slope is 1 - tanh(z)² alone.",
        ),
        Mistake(
            "arctan-slope",
            lambda z: 1 / (1 + z**2),
            "This is 1/(1 + z²), the slope of the arc tangent. That of tanh is 1 - tanh(z)².",
        ),
        Mistake(
            "square-outside",
            lambda z: (1 - np.tanh(z)) ** 2,
            "The whole bracket is squared, (1 - t)². It is 1 - t², only t is squared.",
        ),
        Mistake(
            "z-times-tanh",
            lambda z: 1 - z * np.tanh(z),
            "This is 1 - z tanh(z). It is tanh(z) times tanh(z).",
        ),
        Mistake(
            "z-not-doubled",
            lambda z: 4 * library.sigmoid_grad(z),
            "This is four times the sigmoid's slope at z. tanh(z) = 2σ(2z) - 1, so it would be at 2z.",
        ),
        Mistake(
            "nan-far-out",
            _quotient,
            "Right for ordinary z. But e^(2z) is infinite in floating point from z = 355 on, and infinity divided by "
            "infinity is NaN. np.tanh knows better.",
        ),
        Mistake(
            "cosh-overflows",
            lambda z: 1 / np.cosh(z) ** 2,
            "Right for ordinary z: 1/cosh² is the same slope. But cosh overflows for large |z|, and NumPy warns. "
            "1 - tanh² does not.",
        ),
        Mistake(
            "cosh-not-squared",
            lambda z: 1 / np.cosh(np.clip(z, -300, 300)),
            "This is 1/cosh(z); the slope is its square.",
            same_as=("root",),
        ),
    ),
    alternatives=(
        lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z)),
        lambda z: 4 * library.sigmoid(2 * z) * (1 - library.sigmoid(2 * z)),
        _entrywise(lambda z: 1 - math.tanh(z) ** 2),
        _float32(lambda z: 1 - np.tanh(z) ** 2),
        lambda z: 1 / np.cosh(np.clip(z, -30, 30)) ** 2,
    ),
    hints=(
        "The slope of tanh can be written with tanh itself: 1 - tanh(z)². What comes in is z, so tanh must be "
        "computed on the way.",
        "Two lines: t = np.tanh(z), then return 1 - t ** 2. No exp is needed.",
        "The sigmoid in the same way: p = sigmoid(z), then return p * (1 - p). At z = 0: 0.5 · 0.5 = 0.25.",
    ),
)


# --- leaky_relu -----------------------------------------------------------------------------------


def _leaky(z: Array, alpha: float, *, side: Any, right: Any, left: Any) -> Any:
    return np.where(side(z, alpha), right(z), left(z, alpha))


def _leaky_in_place(z: Array, alpha: float) -> Array:
    a = z.astype(float)
    a[a < 0] *= alpha
    return a


def _leaky_cut(z: Array, alpha: float) -> Array:
    a = np.zeros_like(z)
    a[z > 0] = z[z > 0]
    a[z <= 0] = alpha * z[z <= 0]
    return a


def _leaky_refused(z: Array, alpha: float) -> Array:
    a = z.copy()
    a[a < 0] *= alpha
    return a


LEAKY_RELU = Exercise(
    name="leaky_relu",
    lesson=LESSON,
    points=2,
    signature="leaky_relu(z, any shape, alpha, a number) -> a, shaped like z",
    returns=(Part("a", "like z"),),
    reference=_entrywise(lambda z, alpha: z if z > 0 else alpha * z),
    cases=_alpha_cases,
    properties=(_test_whole_numbers(library.leaky_relu),),
    formula=Formula(
        _leaky,
        {
            "side": Slot(
                lambda z, alpha: z > 0,
                Slip(
                    "sides-exchanged",
                    lambda z, alpha: z < 0,
                    "The two sides are exchanged: z stays as it is where it is positive, and is multiplied by alpha "
                    "where it is negative.",
                ),
                Slip(
                    "corner-at-one",
                    lambda z, alpha: z > 1,
                    "Entries between 0 and 1 are multiplied by alpha, too. The corner is at z = 0, not at 1.",
                ),
                Slip(
                    "corner-at-alpha",
                    lambda z, alpha: z > alpha,
                    "Entries between 0 and alpha are multiplied by alpha, too. The corner is at z = 0, not at alpha.",
                ),
            ),
            "right": Slot(
                lambda z: z,
                Slip(
                    "one-on-the-right",
                    lambda z: 1.0,
                    "Where z > 0 you return 1. That is the slope there; the value is z itself.",
                ),
                Slip(
                    "zero-on-the-right",
                    lambda z: 0.0,
                    "Where z > 0 you return 0; the value there is z itself.",
                ),
            ),
            "left": Slot(
                lambda z, alpha: alpha * z,
                Slip(
                    "fixed-0.1",
                    lambda z, alpha: 0.1 * z,
                    "The slope on the left is 0.1 whatever alpha is: use the argument alpha.",
                ),
                Slip(
                    "fixed-0.01",
                    lambda z, alpha: 0.01 * z,
                    "The slope on the left is 0.01 whatever alpha is: use the argument alpha.",
                ),
                Slip(
                    "plain-relu",
                    lambda z, alpha: 0.0,
                    "This is relu: negative z become 0. Leaky relu lets alpha · z through.",
                ),
                Slip(
                    "alpha-alone",
                    lambda z, alpha: alpha,
                    "Where z < 0 you return alpha. That is the slope there; the value is alpha · z.",
                ),
                Slip(
                    "sign-on-the-left",
                    lambda z, alpha: -alpha * z,
                    "On the left the sign is opposite: for a negative z and a positive alpha the value is negative.",
                ),
                Slip(
                    "alpha-added",
                    lambda z, alpha: z + alpha,
                    "On the left alpha is added to z; it is multiplied with z.",
                ),
                Slip(
                    "alpha-subtracted",
                    lambda z, alpha: z - alpha,
                    "On the left alpha is subtracted from z; it is multiplied with z.",
                ),
                Slip(
                    "one-minus-alpha",
                    lambda z, alpha: (1 - alpha) * z,
                    "On the left z is multiplied by 1 - alpha; it is multiplied by alpha itself.",
                ),
                Slip(
                    "divided",
                    lambda z, alpha: z / alpha,
                    "On the left z is divided by alpha; it is multiplied with alpha.",
                ),
                Slip(
                    "elu-instead",
                    lambda z, alpha: alpha * np.expm1(np.minimum(z, 0)),
                    "This is elu, alpha (e^z - 1) on the left. Leaky relu is a straight line there: alpha · z.",
                ),
                Slip(
                    "unchanged-left",
                    lambda z, alpha: z,
                    "z comes out as it went in, on both sides. Where z < 0 it is to be multiplied by alpha.",
                ),
                Slip(
                    "absolute",
                    lambda z, alpha: -z,
                    "Negative z are turned to the other side, without alpha. Where z < 0 the value is alpha · z.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "larger-of-two",
            lambda z, alpha: np.maximum(alpha * z, z),
            "This is max(alpha z, z), as on the slide. The larger of the two is the right one only while alpha is at "
            "most 1; for a larger alpha it takes the wrong side. Ask for the sign of z instead.",
        ),
        Mistake(
            "smaller-of-two",
            lambda z, alpha: np.minimum(alpha * z, z),
            "This takes the smaller of alpha z and z. That is right only if alpha is at least 1. Ask for the sign of "
            "z instead.",
        ),
        Mistake(
            "alpha-on-both-sides",
            lambda z, alpha: alpha * z,
            "z is multiplied by alpha on both sides. Where z > 0 it stays as it is.",
        ),
        Mistake(
            "alpha-on-the-right",
            lambda z, alpha: alpha * np.maximum(z, 0),
            "This is alpha times relu: negative z become 0, and positive ones are multiplied by alpha. It is the other "
            "side that gets the alpha.",
        ),
        Mistake(
            "slope-instead",
            lambda z, alpha: np.where(z > 0, 1.0, alpha),
            "This is the slope of leaky relu: 1 or alpha. Asked for is the function itself: z or alpha · z.",
        ),
        Mistake(
            "cut-at-alpha",
            lambda z, alpha: np.maximum(z, alpha),
            "This is max(alpha, z): everything below alpha becomes alpha. A factor z is missing.",
        ),
        Mistake(
            "relu-plus-line",
            lambda z, alpha: np.maximum(z, 0) + alpha * z,
            "alpha · z is added on both sides, so positive z come out as (1 + alpha) z. Add it only where z < 0.",
        ),
        Mistake(
            "whole-array-decides",
            lambda z, alpha: z * 1.0 if np.sum(z) > 0 else alpha * z,
            "One decision for the whole array. Each entry has its own sign: `z > 0` compares entry by entry, and "
            "np.where chooses entry by entry.",
        ),
        Mistake(
            "whole-numbers",
            _leaky_cut,
            "For an array of whole numbers the fractions are cut off: np.zeros_like(z) holds whole numbers only.",
        ),
    ),
    alternatives=(
        lambda z, alpha: np.maximum(z, 0) + alpha * np.minimum(z, 0),
        lambda z, alpha: z * np.where(z >= 0, 1, alpha),
        lambda z, alpha: (1 + alpha) / 2 * z + (1 - alpha) / 2 * np.abs(z),
        _leaky_in_place,
        _float32(lambda z, alpha: np.where(z > 0, z, alpha * z)),
        _entrywise(lambda z, alpha: z * alpha if z < 0 else z),
    ),
    hints=(
        "Two straight lines meet at 0: to the right z itself, to the left a line with slope alpha. Which one counts "
        "is decided by the sign of z, for each entry by itself.",
        "`np.where(condition, this, that)` takes each entry from `this` where the condition is True, and from `that` "
        "where not. The condition is z > 0.",
        "A function that doubles what is above 5 and leaves the rest: `np.where(x > 5, 2 * x, x)`. For x = [4, 6] it "
        "gives [4, 12].",
    ),
)


# --- elu_grad -------------------------------------------------------------------------------------


def _elu_grad(z: Array, alpha: float, *, side: Any, right: Any, left: Any) -> Any:
    return np.where(side(z), right(z, alpha), left(np.minimum(z, 0), alpha))


def _elu_grad_cut(z: Array, alpha: float) -> Array:
    slope = np.zeros_like(z)
    slope[z > 0] = 1
    slope[z <= 0] = alpha * np.exp(z[z <= 0])
    return slope


def _elu_grad_by_mask(z: Array, alpha: float) -> Array:
    slope = np.ones(z.shape)
    left = z <= 0
    slope[left] = alpha * np.exp(z[left])
    return slope


ELU_GRAD = Exercise(
    name="elu_grad",
    lesson=LESSON,
    points=3,
    signature="elu_grad(z, any shape, alpha, a number) -> slope, shaped like z",
    returns=(Part("slope", "like z"),),
    reference=library.elu_grad,
    numbers=_left_slope(library.elu),
    cases=_alpha_cases,
    properties=(_test_whole_numbers(library.elu_grad),),
    formula=Formula(
        _elu_grad,
        {
            "side": Slot(
                lambda z: z > 0,
                Slip(
                    "one-at-zero",
                    lambda z: z >= 0,
                    "Right except where z is exactly 0: you give 1, and asked for is alpha there, the slope of the "
                    "curved side.",
                ),
                Slip(
                    "sides-exchanged",
                    lambda z: z < 0,
                    "The two sides are exchanged: the slope is 1 where z > 0, and alpha e^z where z < 0.",
                ),
                Slip(
                    "corner-at-one",
                    lambda z: z > 1,
                    "Entries between 0 and 1 do not get slope 1. The two pieces meet at z = 0, not at 1.",
                ),
            ),
            "right": Slot(
                lambda z, alpha: 1.0,
                Slip(
                    "value-on-the-right",
                    lambda z, alpha: z,
                    "Where z > 0 you return z. That is the value of elu there; its slope is 1.",
                ),
                Slip(
                    "alpha-on-the-right",
                    lambda z, alpha: alpha,
                    "Where z > 0 you return alpha. There elu is z itself, so its slope is 1 whatever alpha is.",
                ),
                Slip(
                    "zero-on-the-right",
                    lambda z, alpha: 0.0,
                    "Where z > 0 you return 0. There elu is z itself, so its slope is 1.",
                ),
            ),
            "left": Slot(
                lambda z, alpha: alpha * np.exp(z),
                Slip(
                    "alpha-lost",
                    lambda z, alpha: np.exp(z),
                    "On the left you return e^z: the factor alpha is lost. It is a constant factor of elu, so it "
                    "stays in the derivative.",
                ),
                Slip(
                    "value-on-the-left",
                    lambda z, alpha: alpha * np.expm1(z),
                    "On the left you return alpha (e^z - 1), the value of elu. In the derivative the -1 is gone: it "
                    "is a constant.",
                ),
                Slip(
                    "one-kept",
                    lambda z, alpha: alpha * np.exp(z) - 1,
                    "On the left you return alpha e^z - 1. The derivative of the constant is 0, so the -1 goes.",
                ),
                Slip(
                    "alpha-alone",
                    lambda z, alpha: alpha,
                    "On the left you return alpha: that is the slope of leaky relu. elu is curved there, so its slope "
                    "changes with z.",
                ),
                Slip(
                    "power-rule",
                    lambda z, alpha: alpha * z * np.exp(z - 1),
                    "On the left you return alpha z e^(z-1), which is the rule for a power z^n. e^z is its own "
                    "derivative.",
                ),
                Slip(
                    "factor-z",
                    lambda z, alpha: alpha * z * np.exp(z),
                    "On the left there is a factor z too many: e^z is its own derivative.",
                ),
                Slip(
                    "sign-on-the-left",
                    lambda z, alpha: -alpha * np.exp(z),
                    "On the left the sign is opposite. elu rises everywhere, so no slope is negative.",
                ),
                Slip(
                    "minus-in-exponent",
                    lambda z, alpha: alpha * np.exp(-np.maximum(z, -50)),
                    "On the left you return alpha e^(-z), which grows without end. It is e^z: far to the left elu is "
                    "flat.",
                ),
                Slip(
                    "alpha-in-exponent",
                    lambda z, alpha: np.exp(alpha * z),
                    "On the left alpha stands in the exponent, e^(alpha z). It is a factor in front: alpha e^z.",
                ),
                Slip(
                    "alpha-in-both",
                    lambda z, alpha: alpha * np.exp(alpha * z),
                    "On the left you return alpha e^(alpha z). The exponent is z; alpha stands in front only.",
                ),
                Slip(
                    "alpha-added",
                    lambda z, alpha: alpha + np.exp(z),
                    "On the left alpha is added to e^z; it is a factor.",
                ),
                Slip(
                    "alpha-squared",
                    lambda z, alpha: alpha**2 * np.exp(z),
                    "On the left alpha comes in twice: alpha² e^z. It is a factor once.",
                ),
                Slip(
                    "alpha-divides",
                    lambda z, alpha: np.exp(z) / alpha,
                    "On the left e^z is divided by alpha; alpha is a factor.",
                ),
                Slip(
                    "zero-on-the-left",
                    lambda z, alpha: 0.0,
                    "On the left you return 0: that is the slope of relu. elu goes on falling there, ever more slowly.",
                ),
                Slip(
                    "base-2",
                    lambda z, alpha: alpha * 2.0**z,
                    "On the left you return alpha · 2^z. It is e^z: np.exp(z).",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "both-sides-computed",
            lambda z, alpha: np.where(z > 0, 1.0, alpha * np.exp(z)),
            "Right for ordinary z. But np.where computes both of its sides for all entries, also e^10000, which "
            "overflows, although nobody takes it. Let exp see no positive number: np.exp(np.minimum(z, 0)).",
        ),
        Mistake(
            "zero-times-infinity",
            lambda z, alpha: (z > 0) * 1.0 + (z <= 0) * alpha * np.exp(z),
            "Right for ordinary z. But for a large z, e^z is infinite, and 0 times infinity is NaN. Let exp see no "
            "positive number: np.exp(np.minimum(z, 0)).",
        ),
        Mistake(
            "function-itself",
            library.elu,
            "This is elu itself. Asked for is its slope.",
        ),
        Mistake(
            "exp-on-both-sides",
            lambda z, alpha: alpha * np.exp(np.minimum(z, 50)),
            "You return alpha e^z on both sides. Where z > 0 elu is z itself, so its slope is 1.",
        ),
        Mistake(
            "value-of-z",
            lambda z, alpha: np.where(z > 0, 1.0, alpha * (np.minimum(z, 0) + 1)),
            "On the left you return alpha (z + 1), as if the argument were e^z already. What comes in is z: take its "
            "exponential.",
        ),
        Mistake(
            "whole-array-decides",
            lambda z, alpha: np.ones(z.shape) if np.sum(z) > 0 else alpha * np.exp(np.minimum(z, 50)),
            "One decision for the whole array. Each entry has its own sign: `z > 0` compares entry by entry, and "
            "np.where chooses entry by entry.",
        ),
        Mistake(
            "smaller-of-both",
            lambda z, alpha: np.minimum(1, alpha * np.exp(np.minimum(z, 50))),
            "This is the smaller of 1 and alpha e^z, for all z. That is right only for alpha = 1. Ask for z's sign.",
        ),
        Mistake(
            "larger-of-both",
            lambda z, alpha: np.maximum(1, alpha * np.exp(np.minimum(z, 0))),
            "This is the larger of 1 and alpha e^z. Which of the two counts is decided by the sign of z, not by their "
            "size.",
        ),
        Mistake(
            "one-everywhere",
            lambda z, alpha: np.ones(z.shape),
            "Every entry is 1. Did you write the left side into z first? Then z holds alpha e^z there, which is "
            "positive, and z > 0 is true everywhere. Compute the mask z > 0 before you write, into a new array.",
        ),
        Mistake(
            "at-most-one",
            lambda z, alpha: np.minimum(1, alpha * np.exp(np.minimum(z, 0))) * (z <= 0) + (z > 0),
            "The slope is cut off at 1. For alpha above 1 the curved side is steeper than that near 0.",
        ),
        Mistake(
            "whole-numbers",
            _elu_grad_cut,
            "For an array of whole numbers the fractions are cut off: np.zeros_like(z) holds whole numbers only.",
        ),
    ),
    alternatives=(
        _elu_grad_by_mask,
        lambda z, alpha: np.where(z > 0, 1, library.elu(z, alpha) + alpha),
        lambda z, alpha: (z > 0) + (z <= 0) * alpha * np.exp(-np.abs(z)),
        _entrywise(lambda z, alpha: 1.0 if z > 0 else alpha * math.exp(z)),
        _float32(lambda z, alpha: np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))),
    ),
    hints=(
        "Take the derivative of each piece by itself. To the right elu is z. To the left it is alpha e^z - alpha: a "
        "factor stays, a constant goes, and e^z is its own derivative.",
        "np.where(z > 0, slope on the right, slope on the left). Both are computed for every entry, so keep exp from "
        "large numbers: give it np.minimum(z, 0).",
        "A square root that is 0 to the left of 0: `np.where(z > 0, np.sqrt(np.maximum(z, 0)), 0)`. The np.maximum "
        "keeps the root from negative numbers, and changes nothing where the root is taken.",
    ),
)


# --- maxout ---------------------------------------------------------------------------------------


def _maxout_case(rng: Rng, N: int, n: int, m: int, ahead: float) -> Case:
    """Draw inputs and two pieces of which the first is larger by `ahead` on the mean, so that each wins somewhere."""
    X = rng.normal(size=(N, n)) + 0.2
    W1, W2 = rng.normal(size=(2, n, m))
    b1, b2 = rng.normal(size=(2, 1, m)) + 0.4
    b1 = b1 + ahead - np.mean(X @ W1 + b1 - X @ W2 - b2)
    return Case((X, W1, b1, W2, b2), {"N": N, "n": n, "m": m})


def _maxout_cases(rng: Rng) -> list[Case]:
    sizes = ((7, 3, 2), (5, 2, 4), (11, 4, 3), (6, 2, 1), (1, 3, 5))
    cases = [_maxout_case(rng, *size, ahead) for size, ahead in zip(sizes, (0.3, -0.3, -0.2, 0.2, 0.3), strict=True)]
    whole = rng.integers(-3, 4, size=(8, 3))
    return [*cases, Case((whole, *_maxout_case(rng, 8, 3, 4, 0.1).args[1:]), {"N": 8, "n": 3, "m": 4})]


def _maxout_by_loop(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    N, m = len(X), W1.shape[1]
    A = np.empty((N, m))
    for i in range(N):
        for j in range(m):
            first = b1[0, j] + sum(X[i, k] * W1[k, j] for k in range(X.shape[1]))
            second = b2[0, j] + sum(X[i, k] * W2[k, j] for k in range(X.shape[1]))
            A[i, j] = first if first > second else second
    return A


def _maxout(X: Array, W1: Array, b1: Array, W2: Array, b2: Array, *, weights: Any, biases: Any, larger: Any) -> Any:
    (V1, V2), (c1, c2) = weights(W1, W2), biases(b1, b2)
    return larger(X @ V1 + c1, X @ V2 + c2)


def _maxout_stacked(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    return np.stack([X @ W1 + b1, X @ W2 + b2]).max(axis=0)


def _maxout_where(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    Z1, Z2 = np.einsum("ik,kj->ij", X, W1) + b1, np.einsum("ik,kj->ij", X, W2) + b2
    return np.where(Z1 >= Z2, Z1, Z2)


def _maxout_by_relu(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """Add to the second piece what the first has more."""
    second: Array = X @ W2 + b2
    return second + library.relu(X @ (W1 - W2) + (b1 - b2))


def _maxout_with_ones(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    X1 = np.hstack([np.ones((len(X), 1)), X]).astype(np.float32)
    Z = X1 @ np.hstack([np.vstack([b1, W1]), np.vstack([b2, W2])]).astype(np.float32)
    half = W1.shape[1]
    return np.maximum(Z[:, :half], Z[:, half:])


MAXOUT = Exercise(
    name="maxout",
    lesson=LESSON,
    points=3,
    signature="maxout(X (N, n), W1 (n, m), b1 (1, m), W2 (n, m), b2 (1, m)) -> A (N, m)",
    returns=(Part("A", "(N, m)"),),
    reference=_maxout_by_loop,
    cases=_maxout_cases,
    formula=Formula(
        _maxout,
        {
            "weights": Slot(
                lambda W1, W2: (W1, W2),
                Slip(
                    "first-weights-twice",
                    lambda W1, W2: (W1, W1),
                    "Both pieces use W1. The second one is X @ W2 + b2.",
                ),
                Slip(
                    "second-weights-twice",
                    lambda W1, W2: (W2, W2),
                    "Both pieces use W2. The first one is X @ W1 + b1.",
                ),
                Slip(
                    "weights-exchanged",
                    lambda W1, W2: (W2, W1),
                    "Weights and biases are paired crosswise: W1 goes with b1, and W2 with b2.",
                ),
                Slip(
                    "weights-added",
                    lambda W1, W2: (W1 + W2, W1 + W2),
                    "The two weight matrices are added. Each makes a piece of its own.",
                ),
            ),
            "biases": Slot(
                lambda b1, b2: (b1, b2),
                Slip(
                    "no-bias",
                    lambda b1, b2: (0, 0),
                    "The biases are missing: the pieces are X @ W1 + b1 and X @ W2 + b2. Without them maxout is 0 at "
                    "x = 0.",
                ),
                Slip(
                    "no-first-bias",
                    lambda b1, b2: (0, b2),
                    "b1 is missing in the first piece: X @ W1 + b1.",
                ),
                Slip(
                    "no-second-bias",
                    lambda b1, b2: (b1, 0),
                    "b2 is missing in the second piece: X @ W2 + b2.",
                ),
                Slip(
                    "first-bias-twice",
                    lambda b1, b2: (b1, b1),
                    "Both pieces use b1. The second one is X @ W2 + b2.",
                ),
                Slip(
                    "second-bias-twice",
                    lambda b1, b2: (b2, b2),
                    "Both pieces use b2. The first one is X @ W1 + b1.",
                ),
                Slip(
                    "minus-biases",
                    lambda b1, b2: (-b1, -b2),
                    "The biases are subtracted; they are added.",
                ),
                Slip(
                    "larger-bias",
                    lambda b1, b2: (np.maximum(b1, b2), np.maximum(b1, b2)),
                    "Both pieces get the larger of the two biases. Each piece has its own: the bias takes part in "
                    "deciding which piece is the larger.",
                ),
            ),
            "larger": Slot(
                np.maximum,
                Slip("smaller", np.minimum, "This takes the smaller of the two pieces: np.maximum, not np.minimum."),
                Slip("sum", lambda Z1, Z2: Z1 + Z2, "The two pieces are added. Maxout takes the larger one."),
                Slip("mean", lambda Z1, Z2: (Z1 + Z2) / 2, "This is the mean of the two pieces, not the larger one."),
                Slip("difference", lambda Z1, Z2: Z1 - Z2, "The pieces are subtracted. Maxout takes the larger one."),
                Slip("product", lambda Z1, Z2: Z1 * Z2, "The pieces are multiplied. Maxout takes the larger one."),
                Slip(
                    "first-only",
                    lambda Z1, Z2: Z1,
                    "Always the first piece, X @ W1 + b1, also where the second is larger.",
                ),
                Slip(
                    "second-only",
                    lambda Z1, Z2: Z2,
                    "Always the second piece, X @ W2 + b2, also where the first is larger.",
                ),
                Slip(
                    "larger-in-size",
                    lambda Z1, Z2: np.where(np.abs(Z1) > np.abs(Z2), Z1, Z2),
                    "The one with the larger absolute value is taken. -5 is smaller than 1: compare the numbers "
                    "themselves.",
                ),
                Slip(
                    "relu-afterwards",
                    lambda Z1, Z2: np.maximum(np.maximum(Z1, Z2), 0),
                    "Negative results are set to 0, as in relu. Maxout knows no 0: if both pieces are negative, so is "
                    "the larger one.",
                ),
                Slip(
                    "relu-before",
                    lambda Z1, Z2: np.maximum(Z1, 0) + np.maximum(Z2, 0),
                    "This adds relu of both pieces. Maxout is the larger of the two pieces, without relu.",
                ),
                Slip(
                    "which-not-what",
                    lambda Z1, Z2: np.argmax(np.stack([Z1, Z2]), axis=0),
                    "This says *which* piece is the larger one, 0 or 1 (argmax). Asked for is its value.",
                ),
                Slip(
                    "yes-or-no",
                    lambda Z1, Z2: Z1 > Z2,
                    "This says *whether* the first piece is larger. Asked for is the value of the larger one.",
                ),
                Slip(
                    "max-of-a-row",
                    lambda Z1, Z2: np.maximum(Z1, Z2).max(axis=1, keepdims=True),
                    "After choosing between the two pieces you take the maximum over the columns as well. Each of the "
                    "{m} units keeps its own: A is (N, m).",
                ),
                Slip(
                    "one-for-all",
                    lambda Z1, Z2: np.maximum(Z1, Z2).max(),
                    "One number comes out, the maximum of everything. np.maximum(a, b) compares two arrays entry by "
                    "entry; np.max(a) looks for the largest entry of one.",
                ),
                Slip(
                    "maximum-over-samples",
                    lambda Z1, Z2: np.max([Z1, Z2], axis=1),
                    "You stacked the two pieces and took the maximum along axis 1, which are the samples. The two "
                    "pieces lie along axis 0. Or, without a stack: np.maximum(Z1, Z2).",
                ),
                Slip(
                    "side-by-side",
                    lambda Z1, Z2: np.hstack([Z1, Z2]),
                    "The two pieces stand side by side, {m} + {m} columns. Take the larger one of each pair.",
                ),
                Slip(
                    "whole-piece",
                    lambda Z1, Z2: Z1 if Z1.sum() > Z2.sum() else Z2,
                    "One of the two pieces is taken as a whole. Choose anew for each entry: np.maximum(Z1, Z2).",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "bias-after-the-maximum",
            lambda X, W1, b1, W2, b2: np.maximum(X @ W1, X @ W2) + b1 + b2,
            "Both biases are added to both pieces, or to the maximum afterwards: that is the same. Each belongs to one "
            "piece and takes part in the comparison: X @ W1 + b1, X @ W2 + b2.",
        ),
        Mistake(
            "first-bias-after-the-maximum",
            lambda X, W1, b1, W2, b2: np.maximum(X @ W1, X @ W2) + b1,
            "b1 is added after the maximum, and b2 nowhere. Each belongs to its own piece and takes part in the "
            "comparison.",
            same_as=("first-bias-twice",),
        ),
        Mistake(
            "relu-of-the-first",
            lambda X, W1, b1, W2, b2: np.maximum(X @ W1 + b1, 0),
            "This is relu of the first piece. What it is compared with is the second piece, X @ W2 + b2, not 0.",
        ),
        Mistake(
            "relu-of-the-second",
            lambda X, W1, b1, W2, b2: np.maximum(X @ W2 + b2, 0),
            "This is relu of the second piece. What it is compared with is the first piece, X @ W1 + b1, not 0.",
        ),
        Mistake(
            "compared-without-biases",
            lambda X, W1, b1, W2, b2: np.where(X @ W1 > X @ W2, X @ W1 + b1, X @ W2 + b2),
            "The pieces are compared before the biases are added. The bias belongs to its piece: first X @ W1 + b1 and "
            "X @ W2 + b2, then compare.",
        ),
        Mistake(
            "maximum-too-early",
            lambda X, W1, b1, W2, b2: X @ np.maximum(W1, W2) + np.maximum(b1, b2),
            "The maximum is taken of the weights and of the biases. First compute both pieces from X, then compare "
            "them.",
        ),
    ),
    alternatives=(_maxout_stacked, _maxout_where, _maxout_by_relu, _maxout_with_ones, _maxout_by_loop),
    hints=(
        "Two weighted sums with two sets of weights, and of these the larger one: for each sample and each unit by "
        "itself.",
        "Z1 = X @ W1 + b1 has shape (N, m), and so has Z2. np.maximum compares two arrays entry by entry.",
        "The smaller of two prices, item by item: np.minimum(np.array([3, 8]), np.array([5, 2])) is [3, 2].",
    ),
)


# --- dead_share -----------------------------------------------------------------------------------


def _units(rng: Rng, N: int, m: int, dead: int) -> Array:
    """Draw scores of m units on N rows, of which exactly `dead` units are never above 0.

    One of the dead reaches exactly 0. Of the living one is on in one row only, and hardly; where there are enough, one
    is on in one row only, but strongly, and one is always on; where there are few, one row is silent instead.
    """
    Z = rng.normal(size=(N, m)) + rng.choice([-0.8, -0.8, 0.6], size=m)
    order = rng.permutation(m)
    silent, living = order[:dead], order[dead:]
    many = len(living) > 2
    if not many:
        Z[0] = -np.abs(Z[0])
    awake = rng.integers(0 if many else 1, N, size=m)
    Z[awake, order] = rng.uniform(0.2, 1.5, size=m)
    weak, strong = living[:1], living[1 : 2 if many else 1]
    for these, lowest in ((silent, 0.1), (weak, 0.0), (strong, 0.1)):
        Z[:, these] = -np.abs(Z[:, these]) - lowest
    Z[rng.integers(0 if many else 1, N), weak] = 0.04
    Z[rng.integers(N), strong] = 3.0 * N
    Z[rng.integers(N), silent[:1]] = 0.0
    if many:
        Z[:, living[-1]] = np.abs(Z[:, living[-1]]) + 0.1
    return Z


def _dead_cases(rng: Rng) -> list[Case]:
    sizes = ((7, 5, 2), (5, 8, 3), (11, 4, 1), (9, 6, 0), (6, 10, 9), (1, 7, 3), (13, 12, 5), (4, 3, 1), (10, 17, 6))
    cases = [Case((_units(rng, N, m, dead),), {"N": N, "m": m}) for N, m, dead in sizes]
    whole = np.ceil(_units(rng, 8, 9, 4)).astype(int)
    return [*cases, Case((whole,), {"N": 8, "m": 9})]


def _dead_by_loop(Z: Array) -> float:
    n_dead = sum(1 for unit in Z.T.tolist() if not any(z > 0 for z in unit))
    return n_dead / Z.shape[1]


def _dead(Z: Array, *, inactive: Any, over: Any, share: Any) -> Any:
    return share(over(inactive(Z)), Z)


DEAD_SHARE = Exercise(
    name="dead_share",
    lesson=LESSON,
    points=2,
    signature="dead_share(Z (N, m)) -> share, a number",
    returns=(Part("share", "number", any_shape=True),),
    reference=_dead_by_loop,
    cases=_dead_cases,
    formula=Formula(
        _dead,
        {
            "inactive": Slot(
                lambda Z: Z <= 0,
                Slip(
                    "zero-counts-as-active",
                    lambda Z: Z < 0,
                    "A unit with z = 0 in some row counts as living here. At z = 0 relu gives 0 and its slope is 0, so "
                    "inactive means z <= 0.",
                ),
                Slip(
                    "only-exact-zeros",
                    lambda Z: Z == 0,
                    "You look for entries of Z that are exactly 0. Z holds the numbers *before* relu: inactive means "
                    "z <= 0.",
                ),
                Slip(
                    "always-on",
                    lambda Z: Z > 0,
                    "This counts the units that are active in every row. Dead is the opposite: z <= 0 in every row.",
                ),
            ),
            "over": Slot(
                lambda off: off.all(axis=0),
                Slip(
                    "sometimes-silent",
                    lambda off: off.any(axis=0),
                    "This counts the units that are silent in *some* row. That is what relu is for; dead is a unit "
                    "that is silent in *every* row: all, not any.",
                ),
                Slip(
                    "silent-rows",
                    lambda off: off.all(axis=1),
                    "This is the share of *rows* in which all units are silent. Units are the columns: go down each "
                    "column, axis=0.",
                ),
                Slip(
                    "entries",
                    lambda off: off,
                    "This is the share of silent *entries*. A zero here and there is no death: count the units "
                    "(columns) that are silent in every row.",
                ),
                Slip(
                    "all-at-once",
                    lambda off: off.all(),
                    "It is 0 in all cases. np.all without an axis asks whether *every* entry of Z is silent; with "
                    "axis=0 it asks each column by itself. (Or was the share cut to a whole number?)",
                ),
                Slip(
                    "first-row-decides",
                    lambda off: off[0],
                    "Only the first row is looked at. Dead is a unit that is silent in every row.",
                ),
                Slip(
                    "last-row-decides",
                    lambda off: off[-1],
                    "Only the last row is looked at. Dead is a unit that is silent in every row.",
                ),
                Slip(
                    "mostly-silent",
                    lambda off: off.mean(axis=0) > 0.5,
                    "This counts the units that are silent in more than half of the rows. One active row is enough to "
                    "live.",
                ),
            ),
            "share": Slot(
                lambda dead, Z: np.mean(dead),
                Slip(
                    "living-share",
                    lambda dead, Z: 1 - np.mean(dead),
                    "This is the share of the *living* units: 1 minus what is asked for.",
                ),
                Slip(
                    "count",
                    lambda dead, Z: np.sum(dead),
                    "This is the number of dead units. Asked for is their share: divide by the number of units, m.",
                ),
                Slip(
                    "percent",
                    lambda dead, Z: 100 * np.mean(dead),
                    "Exactly 100 times too large: percent. Asked for is a share between 0 and 1.",
                ),
                Slip(
                    "divided-by-rows",
                    lambda dead, Z: np.sum(dead) / len(Z),
                    "The number of dead units is divided by the number of rows, {N}. There are {m} units: Z.shape[1].",
                ),
                Slip(
                    "divided-by-entries",
                    lambda dead, Z: np.sum(dead) / Z.size,
                    "The number of dead units is divided by the number of entries, {N} · {m}. There are {m} units.",
                ),
                Slip(
                    "which-units",
                    lambda dead, Z: dead * 1.0,
                    "This says for each unit whether it is dead. Asked for is one number: the share, the mean of that.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "sum-decides",
            lambda Z: np.mean(Z.sum(axis=0) <= 0),
            "This counts the units whose sum (or mean) over the rows is not positive. One active row is enough to "
            "live: ask whether *all* entries of the column are <= 0.",
        ),
        Mistake(
            "compared-after-all",
            lambda Z: np.mean(Z.all(axis=0) <= 0),
            "This counts the columns in which some entry is exactly 0: `.all()` stands before the comparison, and so "
            "asks whether all scores differ from 0. Compare first: (Z <= 0).all(axis=0).",
        ),
    ),
    alternatives=(
        lambda Z: np.mean(Z.max(axis=0) <= 0),
        lambda Z: np.count_nonzero(library.relu(Z).sum(axis=0) == 0) / Z.shape[1],
        lambda Z: 1 - np.any(Z > 0, axis=0).mean(),
        lambda Z: sum(bool(np.all(Z[:, j] <= 0)) for j in range(Z.shape[1])) / Z.shape[1],
        lambda Z: np.float32(np.mean(np.all(Z <= 0, axis=0, keepdims=True))),
    ),
    hints=(
        "Two questions, one after the other. For each unit, that is each column: is it silent in every row? And then: "
        "what share of the units is that?",
        "`Z <= 0` has shape (N, m). `np.all(..., axis=0)` goes down the columns and leaves one True or False a unit. "
        "The mean of True and False is the share of True.",
        "Which share of the students (columns) handed in every sheet (row)? np.all(done, axis=0).mean(). With done = "
        "[[True, True], [True, False]] it is 0.5.",
    ),
)

EXERCISES = (RELU_GRAD, TANH_GRAD, LEAKY_RELU, ELU_GRAD, MAXOUT, DEAD_SHARE)
