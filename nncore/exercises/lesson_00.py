"""Lesson 00, derivatives: what is asked, how an answer is judged, which mistakes are known by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from nncore.activations import sigmoid as library_sigmoid
from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot
from nncore.gradcheck import complex_step_gradient, numerical_gradient

LESSON = "00-derivatives"
Array = np.ndarray
Rng = np.random.Generator
Curve = Callable[[Any], Any]
ScalarOf = Callable[[Array], Any]
VectorOf = Callable[[Array], Array]


def _step(h: float) -> float:
    """Return h, unless it is 0: a difference quotient without a difference explains nothing."""
    if h == 0:
        raise ValueError("h is 0; a step other than 0 is needed")
    return h


# --- slope ----------------------------------------------------------------------------------------


def _curve(rng: Rng, direction: float) -> Curve:
    """Make a curve that rises (direction 1) or falls (-1) for x > 0, and is no polynomial."""
    a, b, c = rng.uniform(0.3, 0.6), rng.uniform(0.8, 1.3), rng.uniform(0.8, 1.2)

    def f(x: Any) -> Any:
        return direction * (a * np.sin(b * x) + np.exp(c * x) + 0.7)

    return f


def _slope_cases(rng: Rng) -> list[Case]:
    def case(direction: float, h: float, n: int = 0) -> Case:
        x = rng.uniform(0.2, 1.5, size=n) if n else float(rng.uniform(0.2, 1.5))
        return Case((_curve(rng, direction), x, h), {"h": h, "x.size": n or 1})

    return [case(1, 0.1), case(-1, 0.25), case(1, 0.4), case(-1, 0.05), case(-1, 0.3, 5), case(1, 0.2, 3)]


def _slope_by_halves(f: Curve, x: Any, h: float) -> Any:
    """Return the mean of the slope to the right and the slope to the left, entry by entry."""
    if np.ndim(x):
        return np.array([_slope_by_halves(f, entry, h) for entry in x])
    h = _step(h)
    return ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h) / 2


def _slope(f: Curve, x: Any, h: float, *, above: Any, below: Any, difference: Any, divide: Any) -> Any:
    return divide(difference(above(f, x, h), below(f, x, h)), h)


def _divide_slot(function: str) -> Slot:
    """Return the division by 2h with its slips; `function` is what the statement calls f's values."""
    return Slot(
        lambda d, h: d / (2 * h),
        Slip(
            "divided-by-h",
            lambda d, h: d / h,
            "Exactly twice too large: from x - h to x + h the way is 2h long, and you divide by h.",
        ),
        Slip(
            "not-divided",
            lambda d, h: d,
            f"This is the difference of the two {function}, not yet a slope: divide it by the length of the way, 2h.",
        ),
        Slip(
            "brackets",
            lambda d, h: d / 2 * h,
            "`/ 2 * h` divides by 2, then multiplies by h: Python works from left to right. Write `/ (2 * h)`.",
        ),
        Slip(
            "divided-by-2",
            lambda d, h: d / 2,
            "The difference is divided by 2, not by 2h: h is missing below the fraction bar.",
        ),
        Slip(
            "multiplied",
            lambda d, h: d * 2 * h,
            "The difference is multiplied by 2h. A slope is height *divided* by way.",
        ),
        Slip(
            "divided-by-h-squared",
            lambda d, h: d / h**2,
            "The difference is divided by h². The way from x - h to x + h is 2h long.",
        ),
    )


SLOPE = Exercise(
    name="slope",
    lesson=LESSON,
    points=1,
    signature="slope(f (function), x (number or array), h (number)) -> slope, shaped like x",
    returns=(Part("slope", "like x"),),
    reference=_slope_by_halves,
    cases=_slope_cases,
    formula=Formula(
        _slope,
        {
            "above": Slot(
                lambda f, x, h: f(x + h),
                Slip(
                    "h-outside-above",
                    lambda f, x, h: f(x) + h,
                    "h is added to the value, f(x) + h. It belongs to the point: f(x + h).",
                ),
                Slip(
                    "above-not-moved",
                    lambda f, x, h: f(x),
                    "The two points are x - h and x, only h apart, while you divide as if they were 2h apart. The "
                    "first is f(x + h).",
                ),
                Slip(
                    "above-too-far",
                    lambda f, x, h: f(x + 2 * h),
                    "The right point is x + 2h. Go h to each side: then x is in the middle and the way is 2h.",
                ),
                Slip(
                    "multiplied-point",
                    lambda f, x, h: f(x * h),
                    "The right point is x * h. It is x + h.",
                ),
            ),
            "below": Slot(
                lambda f, x, h: f(x - h),
                Slip(
                    "h-outside-below",
                    lambda f, x, h: f(x) - h,
                    "h is subtracted from the value, f(x) - h. It belongs to the point: f(x - h).",
                ),
                Slip(
                    "below-not-moved",
                    lambda f, x, h: f(x),
                    "The two points are x and x + h, only h apart, while you divide as if they were 2h apart. The "
                    "second is f(x - h).",
                ),
                Slip(
                    "below-turned",
                    lambda f, x, h: f(h - x),
                    "The left point is h - x. It is x - h.",
                ),
            ),
            "difference": Slot(
                lambda up, down: up - down,
                Slip(
                    "sign",
                    lambda up, down: down - up,
                    "The opposite sign: the value on the right, f(x + h), comes first; the one on the left is "
                    "subtracted.",
                ),
                Slip(
                    "added",
                    lambda up, down: up + down,
                    "The two values are added. A slope comes from their difference.",
                ),
                Slip(
                    "absolute",
                    lambda up, down: np.abs(up - down),
                    "The sign is lost: where f falls, the slope is negative. Leave out the absolute value.",
                ),
                Slip(
                    "quotient",
                    lambda up, down: up / down,
                    "The two values are divided by each other. A slope comes from their difference.",
                ),
            ),
            "divide": _divide_slot("heights"),
        },
    ),
    mistakes=(
        Mistake(
            "one-sided",
            lambda f, x, h: (f(x + h) - f(x)) / h,
            "This is the one-sided difference, from x to x + h. Asked for is the one with x in the middle, from x - h "
            "to x + h: you will see below how much better it is.",
        ),
        Mistake(
            "one-sided-backwards",
            lambda f, x, h: (f(x) - f(x - h)) / h,
            "This is the one-sided difference, from x - h to x. Asked for is the one with x in the middle, from x - h "
            "to x + h.",
        ),
        Mistake(
            "half-a-step",
            lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h,
            "A good difference, but with half the step: you go h/2 to each side and divide by h. Asked for is h to "
            "each side and 2h below the fraction bar.",
        ),
        Mistake(
            "double-step",
            lambda f, x, h: (f(x + 2 * h) - f(x - 2 * h)) / (4 * h),
            "A good difference, but with twice the step: you go 2h to each side. Asked for is h to each side.",
        ),
        Mistake(
            "h-not-used",
            lambda f, x, h: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5,
            "The argument h is not used: your step is tiny whatever h is. You will want to choose it below.",
        ),
        Mistake(
            "value-itself",
            lambda f, x, h: f(x),
            "This is f(x), the height of the curve. Asked for is its slope there.",
        ),
        Mistake(
            "nothing-moves",
            lambda f, x, h: 0 * f(x),
            "It is 0: the two points are one and the same. One is x + h, the other x - h.",
        ),
        Mistake(
            "h-outside",
            lambda f, x, h: 1 + 0 * f(x),
            "It is 1, whatever f is: h is added to the values, f(x) + h and f(x) - h. It belongs to the points: "
            "f(x + h) and f(x - h).",
        ),
        Mistake(
            "upside-down",
            lambda f, x, h: (2 * h) / (f(x + h) - f(x - h)),
            "The fraction is upside down: the height belongs above, the way 2h below.",
        ),
        Mistake(
            "no-brackets",
            lambda f, x, h: f(x + h) - f(x - h) / 2 * h,
            "Both pairs of brackets are missing: `a - b / 2 * h` divides only b, by 2, and multiplies it by h. Write "
            "`(a - b) / (2 * h)`.",
        ),
        Mistake(
            "unequal-brackets",
            lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
            "Only f(x - h) is divided: `a - b / c` divides before it subtracts. Put brackets around the difference.",
        ),
    ),
    alternatives=(
        lambda f, x, h: -(f(x - h) - f(x + h)) / h / 2,
        lambda f, x, h: 0.5 * (f(x + h) - f(x - h)) * h**-1,
        lambda f, x, h: np.float32((f(x + h) - f(x - h)) / (2 * h)),
        lambda f, x, h: np.subtract(*(f(x + side * h) for side in (1, -1))) / ((x + h) - (x - h)),
    ),
    hints=(
        "A slope is height divided by way. The two points are x + h and x - h; how far are they apart?",
        "One line: the value at x + h minus the value at x - h, in brackets, divided by 2h, in brackets too.",
        "For f(x) = x², x = 3, h = 0.5: f(3.5) = 12.25 and f(2.5) = 6.25. The height is 6, the way is 1, the slope 6.",
    ),
)


# --- sigmoid --------------------------------------------------------------------------------------


def _sigmoid_cases(rng: Rng) -> list[Case]:
    def case(*shape: int, size: float = 3.0) -> Case:
        return Case((rng.normal(scale=size, size=shape) + 0.4,), {"N": shape[0]})

    large = np.array([0.0, 30.0, 720.0, 1000.0])
    return [
        case(7, 3),
        case(5, 2),
        case(11),
        case(1, 4),
        case(2, 3, 4),
        Case((large,), {"N": 4}, extreme=True),
        Case((-large,), {"N": 4}, extreme=True),
        Case((rng.uniform(-1000, 1000, size=(6, 5)),), {"N": 6}, extreme=True),
    ]


def _tanh_sigmoid(z: Array) -> Array:
    return (1 + np.tanh(z / 2)) / 2


def _naive(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def _where_both(z: Array) -> Array:
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def _masks(z: Array) -> Array:
    p = np.empty(z.shape)
    p[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    e = np.exp(z[z < 0])
    p[z < 0] = e / (1 + e)
    return p


def _one_by_one(z: Array) -> Array:
    def one(number: float) -> float:
        return 1 / (1 + math.exp(-number)) if number >= 0 else math.exp(number) / (1 + math.exp(number))

    return np.array([one(number) for number in z.ravel().tolist()]).reshape(z.shape)


def _float32_sigmoid(z: Array) -> Array:
    return (1 / (1 + np.exp(-np.clip(z, -80, 80)))).astype(np.float32)


def _sigmoid(z: Array, *, method: Any, exponent: Any) -> Any:
    return method(exponent(z))


SIGMOID = Exercise(
    name="sigmoid",
    lesson=LESSON,
    points=2,
    signature="sigmoid(z (any shape)) -> p, shaped like z",
    returns=(Part("p", "like z"),),
    reference=library_sigmoid,
    cases=_sigmoid_cases,
    formula=Formula(
        _sigmoid,
        {
            "method": Slot(
                _tanh_sigmoid,
                Slip(
                    "naive",
                    _naive,
                    "The formula is right, but for z = -1000 it computes exp(1000), which is too large for a computer. "
                    "For negative z use the other form, e^z / (1 + e^z).",
                ),
                Slip(
                    "other-form-everywhere",
                    lambda z: np.exp(z) / (1 + np.exp(z)),
                    "The formula is right, but for z = 1000 it is infinity divided by infinity: NaN. This form is for "
                    "negative z; for the others use 1 / (1 + e^(-z)).",
                ),
                Slip(
                    "where-computes-both",
                    _where_both,
                    "np.where computes *both* forms for every z and chooses afterwards, so the wrong one still "
                    "overflows. Let exp see only numbers that are not positive: e = np.exp(-np.abs(z)).",
                ),
                Slip(
                    "clipped-too-much",
                    lambda z: _naive(np.clip(z, -5, 5)),
                    "z is clipped so early that ordinary values change. exp overflows only beyond 709.",
                ),
                Slip(
                    "minus-in-denominator",
                    lambda z: 1 / (1 - np.exp(-z)),
                    "Below the fraction bar stands 1 - e^(-z). It is 1 + e^(-z).",
                ),
                Slip(
                    "one-missing",
                    lambda z: 1 / np.exp(-z),
                    "The 1 + below the fraction bar is missing, or stands outside the brackets: 1 / (1 + e^(-z)).",
                ),
                Slip(
                    "brackets",
                    lambda z: 1 / 1 + np.exp(-z),
                    "`1 / 1 + np.exp(-z)` divides first and adds afterwards. Brackets: 1 / (1 + np.exp(-z)).",
                ),
                Slip(
                    "slope-of-it",
                    lambda z: _tanh_sigmoid(z) * (1 - _tanh_sigmoid(z)),
                    "This is the sigmoid's slope, p (1 - p). Asked for is the sigmoid itself.",
                ),
                Slip(
                    "tanh",
                    np.tanh,
                    "This is tanh, which runs from -1 to 1. The sigmoid runs from 0 to 1.",
                ),
                Slip(
                    "step",
                    lambda z: (z > 0).astype(float),
                    "This jumps from 0 to 1. The sigmoid goes up smoothly: 1 / (1 + e^(-z)).",
                ),
                Slip(
                    "numerator-left-out",
                    lambda z: np.where(z >= 0, 1, 1) / (1 + np.exp(-np.abs(z))),
                    "Right for z >= 0; for negative z the sign of z is lost, and you return sigmoid(-z). There the "
                    "numerator is e^z, not 1: e^z / (1 + e^z).",
                ),
            ),
            "exponent": Slot(
                lambda z: z,
                Slip(
                    "factor-2",
                    lambda z: 2 * z,
                    "The exponent is twice too large: e^(-2z) belongs to tanh. Here it is e^(-z).",
                ),
                Slip(
                    "half",
                    lambda z: z / 2,
                    "The exponent is half of what it should be: e^(-z), not e^(-z/2).",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "minus-missing",
            lambda z: 1 / (1 + np.exp(z)),
            "It falls from 1 to 0, and should rise: this is sigmoid(-z). Is the minus in 1 / (1 + e^(-z)) missing? "
            "If you use two forms: have the two sides changed places?",
        ),
        Mistake(
            "outer-brackets",
            lambda z: np.where(z >= 0, 1, np.exp(-np.abs(z))) / 1 + np.exp(-np.abs(z)),
            "`.../ 1 + e` divides by 1 and adds e afterwards. Below the fraction bar brackets are needed: `/ (1 + e)`.",
        ),
        Mistake(
            "shares",
            lambda z: np.exp(z) / np.sum(np.exp(z)),
            "It divides by the sum over all entries, so the entries depend on each other. The sigmoid takes each z by "
            "itself: e^z / (1 + e^z).",
        ),
        Mistake(
            "base-2",
            lambda z: 1 / (1 + 2.0**-z),
            "The power is one of 2. e is np.e = 2.718...: use np.exp(-z).",
        ),
        Mistake(
            "base-10",
            lambda z: 1 / (1 + 10.0**-z),
            "The power is one of 10. e is np.e = 2.718...: use np.exp(-z).",
        ),
    ),
    alternatives=(_masks, _one_by_one, _float32_sigmoid, lambda z: np.exp(-np.logaddexp(0, -z))),
    hints=(
        "exp of a large number overflows, exp of a negative one never does. So let exp see only -|z|.",
        "e = np.exp(-np.abs(z)). Where z >= 0 the answer is 1 / (1 + e); where z < 0 it is e / (1 + e). "
        "np.where(z >= 0, ..., ...) chooses entry by entry.",
        "The same trick elsewhere: sqrt(x² + 1) for x = 1e200 overflows in x². |x| sqrt(1 + 1/x²) is the same number, "
        "and nothing large is squared. Rewrite first, compute afterwards.",
    ),
)


# --- num_grad -------------------------------------------------------------------------------------


def _landscape(rng: Rng, shape: tuple[int, ...]) -> ScalarOf:
    """Make a smooth function of an array of that shape whose slopes all differ and depend on each other."""
    a, b, c = (rng.uniform(0.5, 1.5, size=shape) * rng.choice([-1, 1], size=shape) for _ in range(3))

    def f(x: Array) -> float:
        return float(np.sum(a * np.sin(x) + b * x**3 / 4) + np.sin(np.sum(c * x)) + np.sum(c * x) ** 2)

    return f


def _num_grad_cases(rng: Rng) -> list[Case]:
    def case(shape: tuple[int, ...], h: float) -> Case:
        return Case((_landscape(rng, shape), rng.normal(size=shape) + 0.3, h), {"n": math.prod(shape), "h": h})

    return [case((4,), 0.1), case((3, 2), 0.25), case((7,), 0.05), case((1,), 0.2), case((2, 3, 2), 0.15)]


def _unit(shape: tuple[int, ...], i: tuple[int, ...], h: float) -> Array:
    step = np.zeros(shape)
    step[i] = h
    return step


def _central_gradient(f: ScalarOf, x: Array, h: float) -> Array:
    g, h = np.zeros(x.shape), _step(h)
    for i in np.ndindex(x.shape):
        trial = x.copy()
        trial[i] = x[i] + h
        above = f(trial)
        trial[i] = x[i] - h
        g[i] = (above - f(trial)) / (2 * h)
    return g


def _num_grad(
    f: ScalarOf, x: Array, h: float, *, step: Any, above: Any, below: Any, difference: Any, divide: Any
) -> Any:
    steps = [step(x.shape, i, h) for i in np.ndindex(x.shape)]
    slopes = [divide(difference(f(above(x, s)), f(below(x, s))), h) for s in steps]
    return np.reshape(slopes, x.shape)


def _with_steps(f: ScalarOf, x: Array, h: float) -> Array:
    steps = h * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([f(x + step) - f(x - step) for step in steps]).reshape(x.shape) / (2 * h)


def _in_place_on_a_copy(f: ScalarOf, x: Array, h: float) -> Array:
    trial, g = x.copy(), np.empty_like(x)
    for i, value in np.ndenumerate(x):
        trial[i] = value + h
        g[i] = f(trial)
        trial[i] = value - h
        g[i] -= f(trial)
        trial[i] = value
    g /= 2 * h
    return g


def _flat_and_back(f: ScalarOf, x: Array, h: float) -> Array:
    flat, slopes = x.ravel(), []
    for k in range(x.size):
        up, down = flat.copy(), flat.copy()
        up[k] += h
        down[k] -= h
        slopes.append((f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * h))
    return np.array(slopes, dtype=np.float32).reshape(x.shape)


def _forward_gradient(f: ScalarOf, x: Array, h: float) -> Array:
    return np.reshape([(f(x + _unit(x.shape, i, h)) - f(x)) / h for i in np.ndindex(x.shape)], x.shape)


def _backward_gradient(f: ScalarOf, x: Array, h: float) -> Array:
    return np.reshape([(f(x) - f(x - _unit(x.shape, i, h))) / h for i in np.ndindex(x.shape)], x.shape)


def _stays_below(f: ScalarOf, x: Array, h: float) -> Array:
    trial, g = x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        trial[i] += h
        above = f(trial)
        trial[i] -= 2 * h
        g[i] = (above - f(trial)) / (2 * h)
    return g


def _up_never_down(f: ScalarOf, x: Array, h: float) -> Array:
    up, down, g = x.copy(), x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


def _forward_stays(f: ScalarOf, x: Array, h: float) -> Array:
    trial, g = x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        trial[i] += h
        g[i] = (f(trial) - f(x)) / h
    return g


def _replaced(f: ScalarOf, x: Array, h: float) -> Array:
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i], down[i] = h, -h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


def _one_number_to_f(f: ScalarOf, x: Array, h: float) -> Array:
    return np.reshape([(f(x[i] + h) - f(x[i] - h)) / (2 * h) for i in np.ndindex(x.shape)], x.shape)


def _last_entry_only(f: ScalarOf, x: Array, h: float) -> Array:
    g = np.zeros(x.shape)
    g.flat[-1] = _central_gradient(f, x, h).flat[-1]
    return g


def _first_entry_only(f: ScalarOf, x: Array, h: float) -> Array:
    g = np.zeros(x.shape)
    g.flat[0] = _central_gradient(f, x, h).flat[0]
    return g


def _sum_of_slopes(f: ScalarOf, x: Array, h: float) -> float:
    return float(np.sum(_central_gradient(f, x, h)))


_NOT_RESTORED = (
    "The entries before it are still moved when the next one is measured. Move one entry, measure, put it back; or "
    "take a fresh copy of x for every entry."
)
_NO_COPY = (
    "Every entry is 0. Is the result ever filled in? If so, the two points are one and the same array: `up = x` makes "
    "no copy, so moving it up and then down again moves nothing. `x.copy()` makes one."
)

NUM_GRAD = Exercise(
    name="num_grad",
    lesson=LESSON,
    points=3,
    signature="num_grad(f (array -> number), x (any shape), h (number)) -> g, shaped like x",
    returns=(Part("g", "like x"),),
    reference=_central_gradient,
    cases=_num_grad_cases,
    formula=Formula(
        _num_grad,
        {
            "step": Slot(
                _unit,
                Slip(
                    "all-at-once",
                    lambda shape, i, h: np.full(shape, h),
                    "`x + h` moves all entries at once: one slope, in the direction in which everything grows "
                    "together. Move one entry and leave the others where they are.",
                ),
                Slip(
                    "row-at-once",
                    lambda shape, i, h: _unit(shape, i[:1], h),
                    "Right for one axis. With more axes x[i] is a whole row, and the row moves as one. "
                    "`for i in np.ndindex(x.shape)` goes through the single entries.",
                ),
                Slip(
                    "first-entry-each-time",
                    lambda shape, i, h: _unit(shape, (0,) * len(shape), h),
                    "It is the first entry that moves each time. Entry i of the result needs entry i of x moved.",
                ),
            ),
            "above": Slot(
                lambda x, step: x + step,
                Slip(
                    "above-not-moved",
                    lambda x, step: x,
                    "The two points are x and the one moved down, only h apart, while you divide by 2h. The first "
                    "needs its entry moved up by h.",
                ),
                Slip(
                    "above-too-far",
                    lambda x, step: x + 2 * step,
                    "The upper point is moved by 2h. Is h added twice, once to an array that was moved before?",
                ),
            ),
            "below": Slot(
                lambda x, step: x - step,
                Slip(
                    "below-not-moved",
                    lambda x, step: x,
                    "The two points are x and the one moved up, only h apart, while you divide by 2h. The second "
                    "needs its entry moved down by h. (Going down from x + h by h leads back to x: by 2h.)",
                ),
            ),
            "difference": Slot(
                lambda up, down: up - down,
                Slip(
                    "sign",
                    lambda up, down: down - up,
                    "The opposite sign: the value at the point moved up comes first.",
                ),
                Slip(
                    "added",
                    lambda up, down: up + down,
                    "The two values are added. A slope comes from their difference.",
                ),
                Slip(
                    "absolute",
                    lambda up, down: abs(up - down),
                    "The sign is lost: where f falls, the slope is negative. Leave out the absolute value.",
                ),
            ),
            "divide": _divide_slot("values"),
        },
    ),
    mistakes=(
        Mistake(
            "one-sided",
            _forward_gradient,
            "These are one-sided differences, from x to x + h. Take both sides: one point up by h, one down by h, "
            "divided by 2h.",
        ),
        Mistake(
            "one-sided-backwards",
            _backward_gradient,
            "These are one-sided differences, from x - h to x. Take both sides: one point up by h, one down by h, "
            "divided by 2h.",
        ),
        Mistake("stays-below", _stays_below, _NOT_RESTORED),
        Mistake("stays-moved", _up_never_down, _NOT_RESTORED),
        Mistake("one-sided-stays-moved", _forward_stays, "One-sided, and: " + _NOT_RESTORED),
        Mistake("nothing-moves", lambda f, x, h: np.zeros(x.shape), _NO_COPY),
        Mistake(
            "first-entry-only",
            _first_entry_only,
            "Only the first entry is filled in. Does `return` stand inside the loop? Move it one step to the left.",
        ),
        Mistake(
            "last-entry-only",
            _last_entry_only,
            "Only the last entry is filled in. Is g made anew inside the loop? It belongs in front of it.",
        ),
        Mistake(
            "entry-replaced",
            _replaced,
            "The entry is set to h and -h instead of being moved by h: is there `up[i] = h` where `up[i] += h` is "
            "meant?",
        ),
        Mistake(
            "one-number-to-f",
            _one_number_to_f,
            "f gets the single number x[i] + h. It wants the whole array, with entry i moved: copy x, change one "
            "entry, and give f the copy.",
        ),
        Mistake(
            "one-slope",
            lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
            "This is one number: `x + h` moves all entries at once. Asked for is one slope for each entry, so a loop "
            "that moves one entry at a time.",
        ),
        Mistake(
            "whole-numbers",
            lambda f, x, h: _central_gradient(f, x, h).astype(int),
            "The slopes are cut to whole numbers: the array that takes them is made for integers. np.zeros(x.shape) "
            "holds decimals.",
        ),
        Mistake(
            "summed",
            _sum_of_slopes,
            "It returns one number, the sum of all slopes. Asked for is one slope for each entry, in the shape of x.",
        ),
        Mistake(
            "h-not-used",
            lambda f, x, h: _central_gradient(f, x, 1e-5),
            "The argument h is not used: your step is tiny whatever h is.",
        ),
        Mistake(
            "step-grows",
            lambda f, x, h: numerical_gradient(f, x, h),
            "The step is not h for every entry: it grows with the entry, as in nncore's numerical_gradient. Asked for "
            "is h everywhere.",
        ),
        Mistake(
            "half-a-step",
            lambda f, x, h: _central_gradient(f, x, h / 2),
            "A good difference, but with half the step: you go h/2 to each side. Asked for is h to each side.",
        ),
    ),
    alternatives=(_with_steps, _in_place_on_a_copy, _flat_and_back),
    hints=(
        "A partial derivative is the slope when one entry moves and the others stay. So: one central difference for "
        "each entry of x.",
        "g = np.zeros(x.shape). For each i in np.ndindex(x.shape): up = x.copy(), down = x.copy(), up[i] += h, "
        "down[i] -= h, then g[i] from f(up) and f(down). Return after the loop.",
        "For f(x) = x[0]² + 3 x[1] at x = (2, 5) and h = 0.1: moving x[0] gives (4.41 + 15 - 3.61 - 15) / 0.2 = 4, "
        "moving x[1] gives (4 + 15.3 - 4 - 14.7) / 0.2 = 3. So g = (4, 3).",
    ),
)


# --- jacobian -------------------------------------------------------------------------------------


def _bent(rng: Rng, n: int, m: int) -> VectorOf:
    """Make a function from (n,) to (m,) that is not linear."""
    A, B = rng.normal(size=(m, n)), rng.normal(size=(m, n))

    def f(x: Array) -> Array:
        return np.tanh(A @ x) + B @ x**2 + 0.4

    return f


def _jacobian_cases(rng: Rng) -> list[Case]:
    def case(n: int, m: int, h: float) -> Case:
        return Case((_bent(rng, n, m), rng.normal(size=n) + 0.3, h), {"n": n, "m": m, "h": h})

    return [case(3, 2, 0.1), case(2, 5, 0.25), case(5, 4, 0.05), case(4, 1, 0.2), case(1, 3, 0.15)]


def _jacobian_by_rows(f: VectorOf, x: Array, h: float) -> Array:
    """Row i is the numerical gradient of output i."""
    return np.array([_central_gradient(lambda v, i=i: f(v)[i], x, h) for i in range(len(f(x)))])


def _jacobian(
    f: VectorOf, x: Array, h: float, *, step: Any, above: Any, below: Any, difference: Any, divide: Any
) -> Any:
    columns = []
    for j in range(len(x)):
        s = step(x.shape, (j,), h)
        columns.append(divide(difference(f(above(x, s)), f(below(x, s))), h))
    return np.stack(columns, axis=1)


def _jacobian_transposed_list(f: VectorOf, x: Array, h: float) -> Array:
    return np.array([f(x + step) - f(x - step) for step in h * np.eye(x.size)]).T / (2 * h)


def _jacobian_entry_by_entry(f: VectorOf, x: Array, h: float) -> Array:
    J = np.zeros((f(x).size, x.size), dtype=np.float32)
    for j in range(x.size):
        up, down = x.copy(), x.copy()
        up[j] += h
        down[j] -= h
        for i in range(len(J)):
            J[i, j] = (f(up)[i] - f(down)[i]) / (2 * h)
    return J


def _jacobian_in_columns(f: VectorOf, x: Array, h: float) -> Array:
    J, trial = np.empty((len(f(x)), len(x))), x.copy()
    for j, value in enumerate(x):
        trial[j] = value + h
        J[:, j] = f(trial)
        trial[j] = value - h
        J[:, j] -= f(trial)
        trial[j] = value
    return J / h / 2


def _jacobian_stays_below(f: VectorOf, x: Array, h: float) -> Array:
    trial, columns = x.copy(), []
    for j in range(len(x)):
        trial[j] += h
        above = f(trial)
        trial[j] -= 2 * h
        columns.append((above - f(trial)) / (2 * h))
    return np.stack(columns, axis=1)


def _jacobian_stays_moved(f: VectorOf, x: Array, h: float) -> Array:
    up, down, columns = x.copy(), x.copy(), []
    for j in range(len(x)):
        up[j] += h
        down[j] -= h
        columns.append((f(up) - f(down)) / (2 * h))
    return np.stack(columns, axis=1)


def _jacobian_forward(f: VectorOf, x: Array, h: float) -> Array:
    return np.stack([(f(x + step) - f(x)) / h for step in h * np.eye(x.size)], axis=1)


def _jacobian_backward(f: VectorOf, x: Array, h: float) -> Array:
    return np.stack([(f(x) - f(x - step)) / h for step in h * np.eye(x.size)], axis=1)


def _jacobian_replaced(f: VectorOf, x: Array, h: float) -> Array:
    columns = []
    for j in range(len(x)):
        up, down = x.copy(), x.copy()
        up[j], down[j] = h, -h
        columns.append((f(up) - f(down)) / (2 * h))
    return np.stack(columns, axis=1)


def _last_column_only(f: VectorOf, x: Array, h: float) -> Array:
    J = _jacobian_by_rows(f, x, h)
    J[:, :-1] = 0
    return J


def _first_column_only(f: VectorOf, x: Array, h: float) -> Array:
    J = _jacobian_by_rows(f, x, h)
    J[:, 1:] = 0
    return J


def _first_row_everywhere(f: VectorOf, x: Array, h: float) -> Array:
    J = _jacobian_by_rows(f, x, h)
    return np.repeat(J[:1], len(J), axis=0)


JACOBIAN = Exercise(
    name="jacobian",
    lesson=LESSON,
    points=3,
    signature="jacobian(f ((n,) -> (m,)), x (n,), h (number)) -> J (m, n)",
    returns=(Part("J", "(m, n)"),),
    reference=_jacobian_by_rows,
    cases=_jacobian_cases,
    formula=Formula(
        _jacobian,
        {
            "step": Slot(
                _unit,
                Slip(
                    "all-at-once",
                    lambda shape, j, h: np.full(shape, h),
                    "`x + h` moves all inputs at once, so every column is the same. Column j belongs to input j: move "
                    "that one alone.",
                ),
                Slip(
                    "first-input-each-time",
                    lambda shape, j, h: _unit(shape, (0,), h),
                    "It is the first input that moves each time. Column j needs input j moved.",
                ),
            ),
            "above": Slot(
                lambda x, step: x + step,
                Slip(
                    "above-not-moved",
                    lambda x, step: x,
                    "The two points are x and the one moved down, only h apart, while you divide by 2h. The first "
                    "needs its entry moved up by h.",
                ),
                Slip(
                    "above-too-far",
                    lambda x, step: x + 2 * step,
                    "The upper point is moved by 2h. Is h added twice, once to an array that was moved before?",
                ),
            ),
            "below": Slot(
                lambda x, step: x - step,
                Slip(
                    "below-not-moved",
                    lambda x, step: x,
                    "The two points are x and the one moved up, only h apart, while you divide by 2h. The second "
                    "needs its entry moved down by h. (Going down from x + h by h leads back to x: by 2h.)",
                ),
            ),
            "difference": Slot(
                lambda up, down: up - down,
                Slip(
                    "sign",
                    lambda up, down: down - up,
                    "The opposite sign: the outputs at the point moved up come first.",
                ),
                Slip(
                    "added",
                    lambda up, down: up + down,
                    "The outputs at the two points are added. A slope comes from their difference.",
                ),
                Slip(
                    "absolute",
                    lambda up, down: np.abs(up - down),
                    "The sign is lost: where an output falls, the slope is negative. Leave out the absolute value.",
                ),
                Slip(
                    "outputs-summed",
                    lambda up, down: 0 * up + np.sum(up - down),
                    "The outputs are added up before they are stored, so all rows are alike. Row i belongs to output "
                    "i alone; f(up) - f(down) has all m of them.",
                ),
            ),
            "divide": _divide_slot("outputs"),
        },
    ),
    mistakes=(
        Mistake(
            "transposed",
            lambda f, x, h: _jacobian_by_rows(f, x, h).T,
            "The numbers are right, but J is transposed: a row belongs to an output, a column to an input, so J has "
            "shape (m, n) = ({m}, {n}). Do you collect the columns as rows? Then `.T` at the end turns them.",
        ),
        Mistake(
            "one-sided",
            _jacobian_forward,
            "These are one-sided differences, from x to x + h. Take both sides, and divide by 2h.",
        ),
        Mistake(
            "one-sided-backwards",
            _jacobian_backward,
            "These are one-sided differences, from x - h to x. Take both sides, and divide by 2h.",
        ),
        Mistake("stays-below", _jacobian_stays_below, _NOT_RESTORED),
        Mistake("stays-moved", _jacobian_stays_moved, _NOT_RESTORED),
        Mistake("nothing-moves", lambda f, x, h: np.zeros((len(f(x)), len(x))), _NO_COPY),
        Mistake(
            "first-column-only",
            _first_column_only,
            "Only the first column is filled in. Does `return` stand inside the loop? Move it one step to the left.",
        ),
        Mistake(
            "last-column-only",
            _last_column_only,
            "Only the last column is filled in. Is J made anew inside the loop? It belongs in front of it.",
        ),
        Mistake(
            "first-output-only",
            _first_row_everywhere,
            "Every row is that of the first output. Column j takes all m entries of f(up) - f(down), not the first.",
        ),
        Mistake(
            "reshaped",
            lambda f, x, h: _jacobian_by_rows(f, x, h).T.reshape(len(f(x)), len(x)),
            "The shape is right, but the entries stand in the wrong places: `reshape` keeps the order in which they "
            "are stored. To exchange rows and columns use `.T`.",
        ),
        Mistake(
            "h-not-used",
            lambda f, x, h: _jacobian_by_rows(f, x, 1e-5),
            "The argument h is not used: your step is tiny whatever h is.",
        ),
        Mistake(
            "entry-replaced",
            _jacobian_replaced,
            "The entry is set to h and -h instead of being moved by h: is there `up[j] = h` where `up[j] += h` is "
            "meant?",
        ),
        Mistake(
            "one-slope-an-output",
            lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
            "`x + h` moves all inputs at once, so there is one slope for each output. Asked for is one for each output "
            "*and* input: a loop that moves one input at a time.",
        ),
        Mistake(
            "outputs-added-up",
            lambda f, x, h: _jacobian_by_rows(f, x, h).sum(axis=0),
            "The outputs are added up: one slope for each input is left. Asked for is one for each output *and* "
            "input, J of shape (m, n).",
        ),
    ),
    alternatives=(_jacobian_transposed_list, _jacobian_entry_by_entry, _jacobian_in_columns),
    hints=(
        "One input moves, and all m outputs answer. Their m slopes are one column of J.",
        "J = np.zeros((len(f(x)), len(x))). For each j in range(len(x)): up and down as in num_grad, moved in entry "
        "j; then J[:, j] = (f(up) - f(down)) / (2 * h).",
        "For f(x) = (x0 x1, x0 + 5 x1, x1²) at x = (2, 3): moving x0 the outputs answer with (3, 1, 0), moving x1 "
        "with (2, 5, 6). So J has the rows (3, 2), (1, 5), (0, 6).",
    ),
)


# --- chain_xyz ------------------------------------------------------------------------------------


def _chain_cases(rng: Rng) -> list[Case]:
    def case(x_sign: float, y_sign: float) -> Case:
        return Case((float(x_sign * rng.uniform(0.4, 2.4)), float(y_sign * rng.uniform(0.4, 2.4))))

    return [case(1, 1), case(-1, 1), case(1, -1), case(-1, -1), case(1, 1), case(-1, 1), case(1, -1)]


def _squared_score_of(v: Array) -> Any:
    return (v[0] * v[1] + np.sin(v[0])) ** 2


def _chain_by_complex_step(x: float, y: float) -> tuple[float, float]:
    """Differentiate by a complex step: as exact as the function itself, and no chain rule in it."""
    gradient = complex_step_gradient(_squared_score_of, np.array([x, y]))
    return float(gradient[0]), float(gradient[1])


def _chain_numbers(x: float, y: float) -> tuple[float, float]:
    gradient = numerical_gradient(_squared_score_of, np.array([x, y]))
    return float(gradient[0]), float(gradient[1])


def _chain(
    x: float, y: float, *, z: Any, outer: Any, product_path: Any, sine_path: Any, join: Any, dz_dy: Any
) -> tuple[float, float]:
    dL_dz = outer(z(x, y), x, y)
    return dL_dz * join(product_path(x, y), sine_path(x, y)), dL_dz * dz_dy(x, y)


def _expanded(x: float, y: float) -> tuple[float, float]:
    """Differentiate x² y² + 2 x y sin x + sin² x term by term."""
    s, c = math.sin(x), math.cos(x)
    return 2 * x * y**2 + 2 * y * s + 2 * x * y * c + 2 * s * c, 2 * x**2 * y + 2 * x * s


def _path_by_path(x: float, y: float) -> list[float]:
    dL_dz = 2 * (x * y + math.sin(x))
    dL_dx = 0.0
    for local_slope in (y, math.cos(x)):
        dL_dx += dL_dz * local_slope
    return [dL_dx, dL_dz * x]


def _chain_in_float32(x: float, y: float) -> tuple[Any, Any]:
    x32, y32 = np.float32(x), np.float32(y)
    dL_dz = 2 * (x32 * y32 + np.sin(x32))
    return dL_dz * (y32 + np.cos(x32)), dL_dz * x32


CHAIN_XYZ = Exercise(
    name="chain_xyz",
    lesson=LESSON,
    points=3,
    signature="chain_xyz(x (number), y (number)) -> dL_dx (number), dL_dy (number)",
    returns=(Part("dL_dx", "number"), Part("dL_dy", "number")),
    reference=_chain_by_complex_step,
    numbers=_chain_numbers,
    cases=_chain_cases,
    formula=Formula(
        _chain,
        {
            "z": Slot(
                lambda x, y: x * y + math.sin(x),
                Slip(
                    "z-without-sine",
                    lambda x, y: x * y,
                    "In z the sine is missing: z = x y + sin x.",
                ),
                Slip(
                    "z-without-product",
                    lambda x, y: math.sin(x),
                    "In z the product is missing: z = x y + sin x.",
                ),
                Slip(
                    "z-added",
                    lambda x, y: x + y + math.sin(x),
                    "z has x + y where x y belongs: z = x y + sin x.",
                ),
                Slip(
                    "z-sine-of-y",
                    lambda x, y: x * y + math.sin(y),
                    "z has sin y where sin x belongs: z = x y + sin x.",
                ),
            ),
            "outer": Slot(
                lambda z, x, y: 2 * z,
                Slip(
                    "last-link-missing",
                    lambda z, x, y: 1.0,
                    "These are dz/dx and dz/dy. The last link is missing, from z to L: multiply by dL/dz = 2z.",
                ),
                Slip(
                    "factor-2-missing",
                    lambda z, x, y: z,
                    "Exactly half: the derivative of z² is 2z, not z.",
                ),
                Slip(
                    "z-missing",
                    lambda z, x, y: 2.0,
                    "dL/dz is 2 here, but the derivative of z² is 2z: z itself is missing.",
                ),
                Slip(
                    "value-for-slope",
                    lambda z, x, y: z**2,
                    "The value L = z² stands where its slope dL/dz = 2z belongs.",
                ),
                Slip(
                    "two-x",
                    lambda z, x, y: 2 * x,
                    "dL/dz is 2x here. The square is taken of z, so its derivative is 2z.",
                ),
            ),
            "product_path": Slot(
                lambda x, y: y,
                Slip(
                    "product-path-missing",
                    lambda x, y: 0.0,
                    "In dL_dx a path is missing: x reaches z through the product too, with the slope y. The two paths "
                    "add.",
                ),
                Slip(
                    "product-slope-x",
                    lambda x, y: x,
                    "In dL_dx the slope of x y with respect to x was taken as x. When x moves, y is the factor that "
                    "stays: the slope is y.",
                ),
                Slip(
                    "product-itself",
                    lambda x, y: x * y,
                    "In dL_dx the product x y itself stands where its slope, y, belongs.",
                ),
                Slip(
                    "product-slope-1",
                    lambda x, y: 1.0,
                    "In dL_dx the slope of x y was taken as 1, as if it were x + y. It is y.",
                ),
                Slip(
                    "product-slope-both",
                    lambda x, y: x + y,
                    "In dL_dx the slope of x y was taken as x + y. y does not move here, so only y remains.",
                ),
            ),
            "sine_path": Slot(
                lambda x, y: math.cos(x),
                Slip(
                    "sine-path-missing",
                    lambda x, y: 0.0,
                    "In dL_dx a path is missing: x reaches z through the sine too, with the slope cos x. The two paths "
                    "add.",
                ),
                Slip(
                    "cosine-sign",
                    lambda x, y: -math.cos(x),
                    "In dL_dx the cosine comes with a minus. The derivative of sin x is + cos x, and paths add.",
                ),
                Slip(
                    "sine-not-derived",
                    lambda x, y: math.sin(x),
                    "In dL_dx the sine itself stands where its slope, cos x, belongs.",
                ),
                Slip(
                    "cosine-times-x",
                    lambda x, y: x * math.cos(x),
                    "In dL_dx the slope of the sine has a factor x too many: the derivative of sin x is cos x.",
                ),
                Slip(
                    "cosine-of-y",
                    lambda x, y: math.cos(y),
                    "It is cos y where cos x belongs: the sine was taken of x.",
                ),
                Slip(
                    "cosine-of-degrees",
                    lambda x, y: math.cos(math.radians(x)),
                    "x is taken in degrees. math.cos and np.cos want it as it is, in radians.",
                ),
            ),
            "join": Slot(
                lambda a, b: a + b,
                Slip(
                    "paths-multiplied",
                    lambda a, b: a * b,
                    "The two paths are multiplied. *Along* a path slopes multiply; *different* paths add.",
                ),
                Slip(
                    "paths-averaged",
                    lambda a, b: (a + b) / 2,
                    "dL_dx is exactly half: the two paths are averaged. They add.",
                ),
            ),
            "dz_dy": Slot(
                lambda x, y: x,
                Slip(
                    "dz-dy-is-y",
                    lambda x, y: y,
                    "dL_dy has the factor y. When y moves, x is the factor that stays: dz/dy = x.",
                ),
                Slip(
                    "sine-path-in-dy",
                    lambda x, y: x + math.cos(x),
                    "dL_dy has a term cos x too many: y does not enter the sine, so it has one path only, through "
                    "the product.",
                ),
                Slip(
                    "sine-in-dy",
                    lambda x, y: x + math.sin(x),
                    "dL_dy has a term sin x too many: y does not enter the sine, so for y it is a constant, and its "
                    "slope is 0.",
                ),
                Slip(
                    "dy-as-dx",
                    lambda x, y: y + math.cos(x),
                    "dL_dy is dL_dx once more. y reaches z only through the product, with the slope x.",
                ),
                Slip(
                    "dz-dy-is-1",
                    lambda x, y: 1.0,
                    "dL_dy lacks the factor x: dL/dz is only the last link, and dz/dy = x.",
                ),
                Slip(
                    "dz-dy-is-xy",
                    lambda x, y: x * y,
                    "dL_dy has the product x y itself where its slope, x, belongs.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "order-of-results",
            lambda x, y: _chain_by_complex_step(x, y)[::-1],
            "The two results come in the wrong order: `return dL_dx, dL_dy`.",
        ),
        Mistake(
            "chain-in-one-path-only",
            lambda x, y: (2 * (x * y + math.sin(x)) * y + math.cos(x), 2 * (x * y + math.sin(x)) * x),
            "In dL_dx the last link 2z multiplies only the first path. Both paths run through z: put brackets around "
            "their sum, 2z (y + cos x).",
        ),
        Mistake(
            "links-added",
            lambda x, y: (2 * (x * y + math.sin(x)) + y + math.cos(x), 2 * (x * y + math.sin(x)) + x),
            "dL/dz = 2z is added to the slopes of z. *Along* a path slopes multiply; only different paths add.",
        ),
        Mistake(
            "square-of-slopes",
            lambda x, y: ((y + math.cos(x)) ** 2, x**2),
            "The slopes of z are squared. The square is taken of z, so dL/dz = 2z multiplies the slopes once.",
        ),
        Mistake(
            "values-returned",
            lambda x, y: (x * y + math.sin(x), (x * y + math.sin(x)) ** 2),
            "It returns z and L themselves. Asked for are the slopes of L: dL_dx, dL_dy.",
        ),
    ),
    alternatives=(_expanded, _path_by_path, _chain_in_float32),
    hints=(
        "Go backwards from L. First its slope with respect to z; then ask by how many paths x reaches z, and what the "
        "slope of each is. Along a path slopes multiply, different paths add.",
        "dL_dz = 2 * z. x has two paths: through the product (slope y) and through the sine (slope cos x), so dL_dx = "
        "dL_dz times their sum. y has one, through the product (slope x).",
        "The same for L = z³ with z = x y + e^x: dL/dz = 3z², dL/dx = 3z² (y + e^x), dL/dy = 3z² x.",
    ),
)

EXERCISES = (SLOPE, SIGMOID, NUM_GRAD, JACOBIAN, CHAIN_XYZ)
