"""Lesson 03, gradient descent: what is asked, how an answer is judged, which mistakes are known by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from nncore import losses
from nncore.activations import sigmoid
from nncore.exercises.record import Case, Exercise, Finding, Formula, Mistake, Part, Property, Slip, Slot
from nncore.gradcheck import numerical_gradient

LESSON = "03-gradient-descent"
Array = np.ndarray
Rng = np.random.Generator
Slope = Callable[[float], float]


# --- gradient_descent -----------------------------------------------------------------------------


def _bowl(curvature: float, lowest: float) -> Slope:
    """Return the slope of curvature/2 (x - lowest)^2."""
    return lambda x: curvature * (x - lowest)


def _valleys(tilt: float) -> Slope:
    """Return the slope of tilt/2 x^2 - cos x: several valleys, and no overflow far out."""
    return lambda x: float(np.sin(x) + tilt * x)


def _identity_slope(x: float) -> float:
    return x


def _descent_cases(rng: Rng) -> list[Case]:
    m1, m2, m3, m4 = rng.uniform(1.0, 3.0, size=4)
    return [
        _descent_case(_bowl(1.7, m1), m1 + rng.uniform(2, 4), 0.23, 0.05, 60),
        _descent_case(_bowl(2.6, -m2), -m2 - rng.uniform(2, 4), 0.61, 0.09, 50),  # overshoots, from a negative slope
        _descent_case(_valleys(rng.uniform(0.05, 0.12)), rng.uniform(3.5, 4.0), 0.47, 0.03, 80),
        _descent_case(_valleys(rng.uniform(0.05, 0.12)), rng.uniform(-2.4, -2.0), 0.31, 1e-7, 6),  # max_steps ends it
        _descent_case(_bowl(0.8, m3), m3 - 3.0, 0.9, 1e-9, 9),
        _descent_case(_identity_slope, 4.0, 0.5, 0.5, 10),  # |slope| equals the tolerance: stop
        _descent_case(_bowl(1.2, m4), m4 + 0.1, 0.4, 0.25, 10),  # flat at the start: no step
    ]


def _descent_case(df: Slope, x0: float, rate: float, tolerance: float, max_steps: int) -> Case:
    return Case((df, x0, rate, tolerance, max_steps))


def _path_by_recursion(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    """Descend by the definition: the path from x0 is x0, and then the path from the place after one step."""
    if max_steps == 0 or abs(df(x0)) <= tolerance:
        return np.array([x0])
    rest = _path_by_recursion(df, x0 - learning_rate * df(x0), learning_rate, tolerance, max_steps - 1)
    return np.concatenate([[x0], rest])


def _path(
    df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int,
    *, step: Any, flat: Any, limit: Any, kept: Any,
) -> Any:  # fmt: skip
    x, path = x0, [x0]
    while not flat(df(x), tolerance, x, learning_rate) and len(path) - 1 < limit(max_steps):
        x = step(x, df, learning_rate, x0)
        path.append(x)
    return kept(np.array(path, dtype=float), df)


def _one_look_late(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    """Step first, then compare the slope of the place before the step."""
    path = [x0]
    for _ in range(max_steps):
        slope = df(path[-1])
        path.append(path[-1] - learning_rate * slope)
        if abs(slope) <= tolerance:
            break
    return np.array(path)


def _always_one_step(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    """Step first, then look at the new place: right unless the start is flat."""
    path = [x0]
    for _ in range(max_steps):
        path.append(path[-1] - learning_rate * df(path[-1]))
        if abs(df(path[-1])) <= tolerance:
            break
    return np.array(path)


def _slope_once(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    """Ask for the slope before the loop and never again."""
    slope, path = df(x0), [x0]
    while abs(slope) > tolerance and len(path) <= max_steps:
        path.append(path[-1] - learning_rate * slope)
    return np.array(path)


def _short_step_ends_it(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    """Compare new and old place, and do not note a new place that is near."""
    path = [x0]
    for _ in range(max_steps):
        new = path[-1] - learning_rate * df(path[-1])
        if abs(new - path[-1]) < tolerance:
            break
        path.append(new)
    return np.array(path)


def _or_for_and(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    path = [x0]
    while (abs(df(path[-1])) > tolerance or len(path) <= max_steps) and len(path) < 3000:
        path.append(path[-1] - learning_rate * df(path[-1]))
    return np.array(path)


def _path_not_cut(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    path = _path_for(df, x0, learning_rate, tolerance, max_steps)
    return np.concatenate([path, np.zeros(max_steps + 1 - len(path))])


def _one_place_few(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    """Prepare max_steps places, fill them from x0 on, and return them all."""
    return _path_not_cut(df, x0, learning_rate, tolerance, max_steps)[:max_steps]


def _arrival_not_noted(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    """Step, look at the new place, and break before it is noted."""
    x, path = x0, [x0]
    for _ in range(max_steps):
        x = x - learning_rate * df(x)
        if abs(df(x)) <= tolerance:
            break
        path.append(x)
    return np.array(path)


def _late_and_strict(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    """Step first, then look at the new place, and stop at `<` only."""
    path = [x0]
    for _ in range(max_steps):
        path.append(path[-1] - learning_rate * df(path[-1]))
        if abs(df(path[-1])) < tolerance:
            break
    return np.array(path)


def _path_for(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    path = [x0]
    for _ in range(max_steps):
        slope = df(path[-1])
        if -tolerance <= slope <= tolerance:
            break
        path += [path[-1] - slope * learning_rate]
    return np.array(path)


def _path_prefilled(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    path, steps = np.full(max_steps + 1, float(x0)), 0
    while steps < max_steps and not np.abs(df(path[steps])) <= tolerance:
        path[steps + 1] = path[steps] + learning_rate * -df(path[steps])
        steps += 1
    return path[: steps + 1]


def _path_list(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> list[float]:
    x, slope, visited = float(x0), float(df(x0)), [float(x0)]
    while slope**2 > tolerance**2:
        if len(visited) > max_steps:
            break
        x -= learning_rate * slope
        slope = float(df(x))
        visited.append(x)
    return visited


def _path_float32(df: Slope, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Any:
    return _path_for(df, x0, learning_rate, tolerance, max_steps).astype(np.float32)


GRADIENT_DESCENT = Exercise(
    name="gradient_descent",
    lesson=LESSON,
    points=4,
    signature="gradient_descent(df, x0, learning_rate, tolerance, max_steps) -> path (steps + 1,)",
    returns=(Part("path", "(steps + 1,)", any_shape=True),),
    reference=_path_by_recursion,
    cases=_descent_cases,
    formula=Formula(
        _path,
        {
            "step": Slot(
                lambda x, df, rate, x0: x - rate * df(x),
                Slip(
                    "ascent",
                    lambda x, df, rate, x0: x + rate * df(x),
                    "It walks uphill: df(x) points to where f grows, so subtract it, x - learning_rate * df(x).",
                ),
                Slip(
                    "rate-ignored",
                    lambda x, df, rate, x0: x - df(x),
                    "The learning rate is not used: the step is learning_rate * df(x).",
                ),
                Slip(
                    "rate-divides",
                    lambda x, df, rate, x0: x - df(x) / rate,
                    "The slope is divided by the learning rate. Multiply: a small rate makes small steps.",
                ),
                Slip(
                    "sign-only",
                    lambda x, df, rate, x0: x - rate * np.sign(df(x)),
                    "Every step is as long as the learning rate: only the sign of the slope is used. Multiply by the "
                    "slope itself, so that steps get shorter as the slope does.",
                ),
                Slip(
                    "stale-slope",
                    lambda x, df, rate, x0: x - rate * df(x0),
                    "Every step uses the slope at x0. Ask df again at each new place: df(x).",
                ),
                Slip(
                    "from-the-start",
                    lambda x, df, rate, x0: x0 - rate * df(x),
                    "Every step starts from x0 again. It starts from where the last one ended: x = x - ...",
                ),
                Slip(
                    "place-lost",
                    lambda x, df, rate, x0: -rate * df(x),
                    "The new place is only -learning_rate * df(x): the old place x is missing, x - learning_rate * "
                    "df(x).",
                ),
                Slip(
                    "slope-times-place",
                    lambda x, df, rate, x0: x - rate * df(x) * x,
                    "The slope is multiplied by x as well. The step is learning_rate * df(x), nothing more.",
                ),
            ),
            "flat": Slot(
                lambda slope, tolerance, x, rate: abs(slope) <= tolerance,
                Slip(
                    "no-abs",
                    lambda slope, tolerance, x, rate: slope <= tolerance,
                    "It stops as soon as the slope is negative, however steep it is. Compare the size of the slope: "
                    "abs(df(x)) <= tolerance.",
                ),
                Slip(
                    "strict",
                    lambda slope, tolerance, x, rate: abs(slope) < tolerance,
                    "Where |df(x)| equals the tolerance it goes on; asked for is to stop at `<=`.",
                ),
                Slip(
                    "stops-on-the-place",
                    lambda slope, tolerance, x, rate: abs(x) <= tolerance,
                    "It stops where x itself is small. That is right only if the lowest point happens to be at 0: "
                    "look at the slope, abs(df(x)).",
                ),
                Slip(
                    "stops-on-the-step",
                    lambda slope, tolerance, x, rate: abs(rate * slope) <= tolerance,
                    "It compares the length of the step, learning_rate * df(x), with the tolerance. Then a small "
                    "learning rate would stop at once. Compare the slope.",
                ),
                Slip(
                    "tolerance-ignored",
                    lambda slope, tolerance, x, rate: False,
                    "It always makes max_steps steps. Stop before that, where |df(x)| <= tolerance.",
                ),
                Slip(
                    "slope-squared",
                    lambda slope, tolerance, x, rate: slope**2 <= tolerance,
                    "The square of the slope is compared with the tolerance, so it stops too early. "
                    "abs(df(x)) <= tolerance.",
                ),
                Slip(
                    "stops-where-steep",
                    lambda slope, tolerance, x, rate: abs(slope) > tolerance,
                    "The comparison is the wrong way round: it stops where the slope is large and goes on where it is "
                    "small. A `while` says when to go *on*.",
                ),
            ),
            "limit": Slot(
                lambda max_steps: max_steps,
                Slip(
                    "one-step-short",
                    lambda max_steps: max_steps - 1,
                    "Where max_steps ends the walk, it ends one step too early: a path of max_steps steps has "
                    "max_steps + 1 places.",
                ),
                Slip(
                    "one-step-over",
                    lambda max_steps: max_steps + 1,
                    "Where max_steps ends the walk, it ends one step too late: count steps, not places.",
                ),
                Slip(
                    "limit-ignored",
                    lambda max_steps: 3000,
                    "max_steps is not used: it goes on until the slope is small. With a learning rate that is too "
                    "large this would never end.",
                ),
                Slip(
                    "one-step-only",
                    lambda max_steps: 1,
                    "It makes one step and stops. Does `return` stand inside the loop?",
                ),
            ),
            "kept": Slot(
                lambda path, df: path,
                Slip(
                    "start-missing",
                    lambda path, df: path[1:],
                    "x0 is missing: the path begins with the place where you start. `path = [x0]` before the loop.",
                ),
                Slip(
                    "end-missing",
                    lambda path, df: path[:-1],
                    "The last place is missing: note x after each step, and the last one, too.",
                ),
                Slip(
                    "slopes-noted",
                    lambda path, df: np.array([df(x) for x in path]),
                    "It returns the slopes df(x) along the way. Asked for are the places x.",
                ),
                Slip(
                    "last-place-only",
                    lambda path, df: path[-1],
                    "It returns only the place where the walk ends. Collect every x on the way, x0 included.",
                ),
                Slip(
                    "start-twice",
                    lambda path, df: np.concatenate([path[:1], path]),
                    "x0 stands in the path twice.",
                ),
                Slip("backwards", lambda path, df: path[::-1], "The path is backwards: it begins with x0."),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "one-look-late",
            _one_look_late,
            "It makes one step too many: first the step, then the look at the slope it had *before* the step. Look "
            "first; where the ground is flat, stay.",
        ),
        Mistake(
            "always-one-step",
            _always_one_step,
            "Where x0 is flat already it still makes a step. Look at the slope before each step, also before the "
            "first: such a path has one place, x0.",
        ),
        Mistake(
            "slope-once",
            _slope_once,
            "The slope is asked for once, before the loop, and stays the same. Ask df(x) again after each step.",
        ),
        Mistake(
            "short-step-ends-it",
            _short_step_ends_it,
            "It compares the new place with the old one and stops when the step is short. With a small learning rate "
            "every step is short: compare the slope, abs(df(x)), with the tolerance.",
        ),
        Mistake(
            "or-for-and",
            _or_for_and,
            "It goes on while the slope is large *or* there are steps left, so it ends when both are over. It must "
            "go on while the slope is large *and* there are steps left.",
        ),
        Mistake(
            "path-not-cut",
            _path_not_cut,
            "The array always has max_steps + 1 entries, and those of steps that were not made are 0. Return only the "
            "places visited: path[: steps + 1].",
        ),
        Mistake(
            "path-not-cut-and-short",
            _one_place_few,
            "The array always has max_steps entries, and those of steps that were not made are 0. Return only the "
            "places visited, at most max_steps + 1 of them: begin with the list [x0] and append.",
        ),
        Mistake(
            "arrival-not-noted",
            _arrival_not_noted,
            "The place where the walk ends is missing: it is flat there, so `break` comes before the place is noted. "
            "Look at the slope first; if it is not small, step and note the new place at once.",
        ),
        Mistake(
            "late-and-strict",
            _late_and_strict,
            "The look at the slope comes after the step, so a flat x0 is left all the same; and where |df(x)| equals "
            "the tolerance it goes on. Look before each step, and stop at `<=`.",
        ),
        Mistake(
            "number-of-steps",
            lambda *args: len(_path_for(*args)) - 1,
            "It returns how many steps were made. Asked for are the places, as an array.",
        ),
    ),
    alternatives=(_path_for, _path_prefilled, _path_list, _path_float32),
    hints=(
        "A walk is a list of places. Begin with [x0]. Then, at most max_steps times: look at the slope where you are; "
        "if it is small enough, stop; else take a step and note the new place.",
        "In a loop `for _ in range(max_steps)`: first `if abs(df(x)) <= tolerance: break`, then x = x - learning_rate "
        "* df(x), then path.append(x). After the loop `return np.array(path)`.",
        "By hand, f(x) = x²/2 with df(x) = x, x0 = 8, learning_rate 0.5, tolerance 1.5: slope 8, go to 4; slope 4, go "
        "to 2; slope 2, go to 1; slope 1 is at most 1.5, stop. The path is 8, 4, 2, 1.",
    ),
)


# --- steps_needed ---------------------------------------------------------------------------------


def _steps_cases(rng: Rng) -> list[Case]:
    cases = [_steps_case(rng, product, k % 2 == 0) for k, product in enumerate((0.2, 1.8, 0.04, 1.35, 0.63))]
    for product in (2.3, 3.1):  # diverges
        curvature = rng.uniform(0.5, 9.0)
        cases.append(Case((curvature, product / curvature, 0.02)))
    cases.append(Case((4.0, 0.125, 0.25)))  # exactly there after two steps
    cases.append(Case((4.0, 0.5, 0.05)))  # jumps from side to side for ever
    cases.append(Case((8.0, 0.125, 0.03), extreme=True))  # one step: log(0) on the way
    return cases


def _steps_case(rng: Rng, product: float, early: bool) -> Case:
    """Draw a share that is met well between two steps: `early`, nearer to the step before."""
    low, high = (0.15, 0.45) if early else (0.55, 0.85)
    while True:
        curvature, share = rng.uniform(0.5, 9.0), rng.uniform(0.05, 0.35)
        if low < math.log(share) / math.log(abs(1 - product)) % 1 < high:
            return Case((curvature, product / curvature, share))


def _steps_by_logarithms(curvature: float, learning_rate: float, share: float) -> float:
    factor = abs(1 - learning_rate * curvature)
    if factor >= 1:
        return np.inf
    return 1 if factor == 0 else math.ceil(math.log(share) / math.log(factor))


def _count_steps(
    curvature: float, learning_rate: float, share: float, *, factor: Any, size: Any, enough: Any, count: Any, never: Any
) -> float:
    q = size(factor(curvature, learning_rate))
    if abs(q) >= 1 and q > -1:
        return float(never(q, share))
    left, steps = 1.0, 0
    while not enough(left, share):
        left, steps = left * q, steps + 1
    return float(count(steps, q, share))


def _unguarded(curvature: float, learning_rate: float, share: float) -> Any:
    with np.errstate(divide="ignore"):
        return np.ceil(np.log(share) / np.log(np.abs(1 - learning_rate * curvature)))


def _unguarded_at_zero(curvature: float, learning_rate: float, share: float) -> Any:
    factor = np.abs(1 - learning_rate * curvature)
    return np.inf if factor >= 1 else np.ceil(np.log(share) / np.log(factor))


def _steps_while(curvature: float, learning_rate: float, share: float) -> Any:
    factor = 1 - learning_rate * curvature
    if not -1 < factor < 1:
        return float("inf")
    steps, left = 0, 1.0
    while abs(left) > share:
        left *= factor
        steps += 1
    return steps


def _steps_by_walking(curvature: float, learning_rate: float, share: float) -> Any:
    """Walk on curvature/2 x^2 from x = 1."""
    if learning_rate >= 2 / curvature:
        return np.inf
    x, steps = 1.0, 0
    while x > share or x < -share:
        x -= learning_rate * curvature * x
        steps += 1
    return np.float32(steps)


def _steps_from_powers(curvature: float, learning_rate: float, share: float) -> Any:
    distances = np.abs(1 - learning_rate * curvature) ** np.arange(5000)
    return np.argmax(distances <= share) if distances[-1] < share else math.inf


STEPS_NEEDED = Exercise(
    name="steps_needed",
    lesson=LESSON,
    points=3,
    signature="steps_needed(curvature, learning_rate, share) -> steps, a number",
    returns=(Part("steps", "number", any_shape=True),),
    reference=_steps_by_logarithms,
    cases=_steps_cases,
    formula=Formula(
        _count_steps,
        {
            "factor": Slot(
                lambda c, rate: 1 - rate * c,
                Slip(
                    "curvature-twice",
                    lambda c, rate: 1 - 2 * rate * c,
                    "The curvature enters with a factor 2. For x² the 2 is in the curvature already: c is f'', and the "
                    "factor is 1 - learning_rate * c.",
                ),
                Slip(
                    "curvature-halved",
                    lambda c, rate: 1 - rate * c / 2,
                    "The factor has a 1/2 too many. The slope of c/2 (x - m)² is c (x - m): the 2 of the square "
                    "cancels the 1/2.",
                ),
                Slip(
                    "no-curvature",
                    lambda c, rate: 1 - rate,
                    "The curvature does not enter. Each step multiplies the distance by 1 - learning_rate * curvature.",
                ),
                Slip(
                    "one-minus-missing",
                    lambda c, rate: rate * c,
                    "learning_rate * curvature is the share that a step takes away. What is *left* is 1 minus that.",
                ),
                Slip(
                    "curvature-divides",
                    lambda c, rate: 1 - rate / c,
                    "The learning rate is divided by the curvature. The slope is curvature times distance: multiply.",
                ),
                Slip(
                    "height-not-distance",
                    lambda c, rate: (1 - rate * c) ** 2,
                    "This counts until at most `share` of the *height* is left, which falls with the square of the "
                    "factor. Asked for is the distance.",
                ),
            ),
            "size": Slot(
                abs,
                Slip(
                    "sign-kept",
                    lambda q: q,
                    "Where the factor is negative, the first step leads to the other side, and a negative number is "
                    "below `share` at once. A distance has no sign: abs(1 - learning_rate * curvature).",
                ),
            ),
            "enough": Slot(
                lambda left, share: abs(left) <= share if left > 0 else left <= share,
                Slip(
                    "share-gone",
                    lambda left, share: left <= 1 - share,
                    "It counts until `share` of the distance is *gone*. Asked for is until at most `share` is *left*.",
                ),
                Slip(
                    "strict",
                    lambda left, share: abs(left) < share if left > 0 else left < share,
                    "It goes on where exactly `share` is left. Asked for is at most `share`: `<=`, not `<`.",
                ),
            ),
            "count": Slot(
                lambda steps, q, share: steps,
                Slip(
                    "one-too-few",
                    lambda steps, q, share: steps - 1,
                    "One step too few: after so many steps more than `share` is still left. Round up (math.ceil).",
                ),
                Slip(
                    "one-too-many",
                    lambda steps, q, share: steps + 1,
                    "One step too many: one step less is enough.",
                ),
                Slip(
                    "not-rounded",
                    lambda steps, q, share: math.log(share) / math.log(abs(q)) if 0 < abs(q) < 1 else steps,
                    "There are no parts of a step: round up, math.ceil(...).",
                ),
                Slip(
                    "nearest",
                    lambda steps, q, share: round(math.log(share) / math.log(abs(q))) if 0 < abs(q) < 1 else steps,
                    "It rounds to the nearest whole number. After a number rounded down more than `share` is still "
                    "left: round up (math.ceil).",
                ),
                Slip(
                    "share-left",
                    lambda steps, q, share: q**steps,
                    "It returns the share that is left, not the number of steps.",
                ),
                Slip(
                    "logarithms-exchanged",
                    lambda steps, q, share: math.ceil(math.log(abs(q)) / math.log(share)) if abs(q) < 1 and q else 1,
                    "The quotient of the logarithms is upside down: factor ** steps = share gives steps = log(share) / "
                    "log(factor).",
                ),
            ),
            "never": Slot(
                lambda q, share: math.inf,
                Slip(
                    "never-is-zero",
                    lambda q, share: 0.0,
                    "Where the walk never arrives it returns 0, as if it were there already. Return np.inf.",
                ),
                Slip(
                    "never-is-minus-one",
                    lambda q, share: -1.0,
                    "Where the walk never arrives it returns -1. Return np.inf: then `<` and `min` still do the right "
                    "thing.",
                ),
                Slip(
                    "oscillation-arrives",
                    lambda q, share: math.inf if q > 1 else -math.inf,
                    "With a factor of exactly -1 the distance stays what it is, so the walk never arrives either: the "
                    "answer is np.inf for a factor of size 1 or *more*.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "plus",
            lambda curvature, rate, share: math.ceil(math.log(share) / math.log(1 + rate * curvature)),
            "The factor is taken as 1 + learning_rate * curvature, which is always above 1. The step is subtracted: "
            "1 - learning_rate * curvature.",
        ),
        Mistake(
            "overshoot-is-never",
            lambda curvature, rate, share: (
                np.inf if 1 - rate * curvature < 0 else _steps_by_logarithms(curvature, rate, share)
            ),
            "Where the factor is negative it returns infinity. There the walk overshoots and still arrives, as long as "
            "the factor is above -1: take its size, abs(...), and return np.inf from 1 on.",
        ),
        Mistake(
            "equal-steps",
            lambda curvature, rate, share: (
                math.ceil((1 - share) / (rate * curvature)) if rate * curvature < 2 else np.inf
            ),
            "It reckons as if every step took away equally much. The steps get shorter: each one multiplies what is "
            "left by the factor, so after k steps factor ** k is left.",
        ),
        Mistake(
            "unguarded",
            _unguarded,
            "Where the factor is larger than 1 in size, the formula with logarithms gives a negative number of steps. "
            "The walk never arrives there: ask first, and return np.inf.",
        ),
        Mistake(
            "unguarded-at-zero",
            _unguarded_at_zero,
            "Where learning_rate * curvature is exactly 1, the factor is 0 and its logarithm is minus infinity. One "
            "step is enough there: treat it apart, or count in a loop.",
        ),
    ),
    alternatives=(_steps_while, _steps_by_walking, _steps_from_powers),
    hints=(
        "After one step `factor` of the distance is left, after two steps factor², after k steps factor to the power "
        "k, where factor = |1 - learning_rate * curvature|. You look for the first k with factor ** k <= share.",
        "First: if the factor is 1 or more, return np.inf. Else start with left = 1.0 and steps = 0, and while left > "
        "share multiply left by the factor and add 1 to steps.",
        "By hand, curvature 2, learning rate 0.3: the factor is |1 - 0.6| = 0.4. Left after 1, 2, 3 steps: 0.4, 0.16, "
        "0.064. For share = 0.1 the answer is 3.",
    ),
)


# --- minibatch_step -------------------------------------------------------------------------------


def _step_case(rng: Rng, N: int, n: int, B: int, rate: float) -> Case:
    X = rng.normal(size=(N, n)) + 0.4
    y = rng.normal(size=(N, 1)) + 1.0
    w, b = rng.normal(size=(n, 1)), rng.uniform(0.4, 1.2, size=(1, 1))
    rows = _disorder(rng, N)[:B]
    return Case((X, y, w, b, rows, rate), {"N": N, "n": n, "B": B})


def _disorder(rng: Rng, N: int) -> Array:
    """Draw a permutation in which no number stays in its place, for N > 1."""
    order = rng.permutation(N)
    while N > 1 and np.any(order == np.arange(N)):
        order = rng.permutation(N)
    return order


def _step_cases(rng: Rng) -> list[Case]:
    sizes = ((11, 3, 4, 0.3), (9, 2, 5, 0.7), (7, 4, 1, 0.2), (5, 2, 5, 0.4), (1, 3, 1, 0.6))
    cases = [_step_case(rng, *size) for size in sizes]
    twice = _step_case(rng, 8, 2, 4, 0.5)
    twice.args[4][-1] = twice.args[4][0]  # drawn with replacement, as where the lesson measures the noise
    return [*cases, twice]


def _step_by_library(X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float) -> tuple[Array, Array]:
    D = losses.mse_grad(X[rows] @ w + b, y[rows])
    return w - learning_rate * X[rows].T @ D, b - learning_rate * D.sum(axis=0, keepdims=True)


def _step_numbers(X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float) -> tuple[Array, Array]:
    def E(w: Array, b: Array) -> float:
        return losses.mse(X[rows] @ w + b, y[rows])

    dw, db = numerical_gradient(lambda v: E(v, b), w), numerical_gradient(lambda v: E(w, v), b)
    return w - learning_rate * dw, b - learning_rate * db


def _step(
    X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float,
    *, pick: Any, score: Any, error: Any, mean: Any, inputs: Any, bias: Any, rate: Any, update: Any,
) -> tuple[Any, Any]:  # fmt: skip
    X_batch, y_batch = pick(X, y, rows)
    z = score(X_batch, w, b)
    d = error(z, y_batch) * mean(len(X_batch), len(X), X.shape[1])
    new: tuple[Any, Any] = update(
        w, b, rate(learning_rate) * inputs(X_batch, d), rate(learning_rate) * bias(X_batch, d)
    )
    return new


def _late_bias(X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float) -> tuple[Array, Array]:
    w = _step_by_library(X, y, w, b, rows, learning_rate)[0]
    return w, _step_by_library(X, y, w, b, rows, learning_rate)[1]


def _gradient_only(X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float) -> tuple[Array, Array]:
    D = losses.mse_grad(X[rows] @ w + b, y[rows])
    return X[rows].T @ D, D.sum(axis=0, keepdims=True)


def _changed_in_the_loop(
    X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float
) -> tuple[Array, Array]:
    for row in rows:
        w, b = _step_by_library(X, y, w, b, np.array([row]), learning_rate / len(rows))
    return w, b


def _row_by_row(X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float) -> tuple[Array, Array]:
    for row in rows:
        w, b = _step_by_library(X, y, w, b, np.array([row]), learning_rate)
    return w, b


def _step_loop(X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float) -> tuple[Array, Array]:
    dw, db = np.zeros(w.shape), np.zeros(b.shape)
    for i in rows:
        error = float(X[i] @ w[:, 0] + b[0, 0]) - y[i, 0]
        dw[:, 0] += error * X[i]
        db += error
    return w - learning_rate * dw / len(rows), b - learning_rate / len(rows) * db


def _step_by_mean(X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float) -> tuple[Array, Array]:
    X, y = X[rows], y[rows]
    error = X @ w + b - y
    return w - learning_rate * (X * error).mean(axis=0)[:, None], b - learning_rate * error.mean(keepdims=True)


def _step_einsum(X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float) -> tuple[Array, Array]:
    X1 = np.column_stack([np.ones(len(rows)), X[rows]])
    theta = np.vstack([b, w])
    gradient = np.einsum("ik,ij->kj", X1, X1 @ theta - y[rows]) / rows.size
    theta = theta - learning_rate * gradient
    return theta[1:], theta[:1]


def _step_in_place(X: Array, y: Array, w: Array, b: Array, rows: Array, learning_rate: float) -> tuple[Array, Array]:
    w, b = w.astype(np.float32), b.astype(np.float32)
    d = (np.take(X, rows, axis=0) @ w + b - np.take(y, rows, axis=0)) / len(rows)
    w -= (learning_rate * X[rows].T @ d).astype(np.float32)
    b -= np.float32(learning_rate * d.sum())
    return w, b


MINIBATCH_STEP = Exercise(
    name="minibatch_step",
    lesson=LESSON,
    points=4,
    signature=(
        "minibatch_step(X (N, n), y (N, 1), w (n, 1), b (1, 1), rows (B,), learning_rate) -> w (n, 1), b (1, 1)"
    ),
    returns=(Part("w", "(n, 1)"), Part("b", "(1, 1)")),
    reference=_step_by_library,
    numbers=_step_numbers,
    cases=_step_cases,
    formula=Formula(
        _step,
        {
            "pick": Slot(
                lambda X, y, rows: (X[rows], y[rows]),
                Slip(
                    "all-rows",
                    lambda X, y, rows: (X, y),
                    "All {N} rows are used; `rows` names the {B} that belong to this batch: X[rows] and y[rows].",
                ),
                Slip(
                    "first-rows",
                    lambda X, y, rows: (X[: len(rows)], y[: len(rows)]),
                    "The first {B} rows are used. `rows` says which ones: X[rows], y[rows].",
                ),
                Slip(
                    "y-unpaired",
                    lambda X, y, rows: (X[rows], y[: len(rows)]),
                    "X comes from `rows` and y does not: each sample gets another one's target. Take the same row "
                    "numbers from both.",
                ),
                Slip(
                    "X-unpaired",
                    lambda X, y, rows: (X[: len(rows)], y[rows]),
                    "y comes from `rows` and X does not: each sample gets another one's target. Take the same row "
                    "numbers from both.",
                ),
                Slip(
                    "sorted-X",
                    lambda X, y, rows: (X[np.sort(rows)], y[rows]),
                    "The rows of X are sorted and those of y are not, so they no longer belong together.",
                ),
                Slip(
                    "first-of-rows",
                    lambda X, y, rows: (X[rows[:1]], y[rows[:1]]),
                    "Only the first of the {B} rows is used.",
                ),
                Slip(
                    "last-of-rows",
                    lambda X, y, rows: (X[rows[-1:]], y[rows[-1:]]),
                    "Only the last of the {B} rows is used. Is `=` used in a loop where `+=` belongs?",
                ),
                Slip(
                    "twice-is-once",
                    lambda X, y, rows: (X[np.unique(rows)], y[np.unique(rows)]),
                    "A row that stands twice in `rows` counts only once. It was drawn twice: X[rows] holds it twice.",
                ),
                Slip(
                    "one-row-short",
                    lambda X, y, rows: (X[rows[: max(len(rows) - 1, 1)]], y[rows[: max(len(rows) - 1, 1)]]),
                    "The last of the {B} rows is left out.",
                ),
            ),
            "score": Slot(
                lambda X, w, b: X @ w + b,
                Slip(
                    "no-bias-in-p",
                    lambda X, w, b: X @ w,
                    "The bias b is not in the prediction: p = X @ w + b.",
                ),
                Slip(
                    "bias-subtracted",
                    lambda X, w, b: X @ w - b,
                    "b is subtracted in the prediction. A bias is added: p = X @ w + b.",
                ),
                Slip(
                    "sigmoid-kept",
                    lambda X, w, b: sigmoid(X @ w + b),
                    "The sigmoid of lesson 02 is still there. This neuron has none: p = X @ w + b.",
                ),
            ),
            "error": Slot(
                lambda p, y: p - y,
                Slip(
                    "error-squared",
                    lambda p, y: (p - y) ** 2,
                    "The error is still squared. The derivative of (p - y)²/2 with respect to p is p - y.",
                ),
                Slip(
                    "factor-2",
                    lambda p, y: 2 * (p - y),
                    "The step is exactly twice too long: the 2 from the square and the 1/2 of the loss cancel.",
                ),
                Slip(
                    "half-kept",
                    lambda p, y: (p - y) / 2,
                    "The step is exactly half as long as it should be: the 1/2 of the loss is cancelled by the 2 that "
                    "the square brings.",
                ),
                Slip(
                    "no-target",
                    lambda p, y: p,
                    "The targets y do not enter: the error is p - y.",
                ),
                Slip(
                    "slope-of-sigmoid-kept",
                    lambda p, y: (p - y) * p * (1 - p),
                    "The factor p (1 - p) of lesson 02 is still there. Without a sigmoid dp/dz is 1.",
                ),
                Slip(
                    "error-absolute",
                    lambda p, y: np.abs(p - y),
                    "The sign of the error is lost: it is p - y, not |p - y|.",
                ),
            ),
            "mean": Slot(
                lambda B, N, n: 1 / B,
                Slip(
                    "divided-by-N",
                    lambda B, N, n: 1 / N,
                    "The sum over the batch is divided by N = {N}, all rows of X. The batch has B = {B}: divide by "
                    "len(rows), or the steps of small batches would be tiny.",
                ),
                Slip(
                    "no-mean",
                    lambda B, N, n: 1.0,
                    "The step is {B} times too long, and the batch has {B} rows: the gradient is the *mean* over the "
                    "batch.",
                ),
                Slip(
                    "mean-twice",
                    lambda B, N, n: 1 / B**2,
                    "The step is {B} times too short, and the batch has {B} rows: 1/B enters twice.",
                ),
                Slip(
                    "divided-by-n",
                    lambda B, N, n: 1 / n,
                    "It is divided by the number of inputs, n = {n}, not by the rows of the batch, B = {B}: len(rows).",
                ),
            ),
            "inputs": Slot(
                lambda X, d: X.T @ d,
                Slip(
                    "inputs-missing",
                    lambda X, d: np.full((X.shape[1], 1), d.sum()),
                    "The inputs are missing in the gradient of w: each row's error is multiplied by its own x.",
                ),
                Slip(
                    "inputs-averaged",
                    lambda X, d: X.mean(axis=0, keepdims=True).T * d.sum(),
                    "The inputs were averaged first and multiplied by the summed errors afterwards. Each error belongs "
                    "to its own x: multiply row by row, then add, which is what X.T @ d does.",
                ),
                Slip(
                    "dw-no-mean",
                    lambda X, d: X.T @ d * len(X),
                    "b is right, but the step of w is {B} times too long with {B} rows: 1/B is missing in dw only.",
                ),
                Slip(
                    "dw-mean-twice",
                    lambda X, d: X.T @ d / len(X),
                    "b is right, but the step of w is {B} times too short with {B} rows: X_batch.T @ d adds up, and "
                    "1/B is in d already.",
                ),
                Slip("inputs-squared", lambda X, d: (X**2).T @ d, "The inputs enter dw twice (x²). Once is right."),
                Slip(
                    "dw-averaged-over-inputs",
                    lambda X, d: np.full((X.shape[1], 1), np.mean(X.T @ d) * len(X)),
                    "All weights get the same step: np.mean went over the inputs. X_batch.T @ d has one entry for each "
                    "weight and has added up the rows already; only 1/B is missing.",
                ),
                Slip(
                    "dw-a-row",
                    lambda X, d: d.T @ X,
                    "dw was made as a row (1, n), and w - dw became a table of {n} times {n} numbers. X_batch.T @ d is "
                    "a column, as w is.",
                ),
            ),
            "bias": Slot(
                lambda X, d: d.sum(axis=0, keepdims=True),
                Slip(
                    "db-no-mean",
                    lambda X, d: d.sum(axis=0, keepdims=True) * len(X),
                    "w is right, but the step of b is {B} times too long with {B} rows: 1/B is missing in db only.",
                ),
                Slip(
                    "db-mean-twice",
                    lambda X, d: d.mean(axis=0, keepdims=True),
                    "w is right, but the step of b is {B} times too short with {B} rows: np.mean divides by B, which "
                    "d has done already.",
                ),
                Slip(
                    "db-not-summed",
                    lambda X, d: d,
                    "The step of b has one entry for each row of the batch: add them up, d.sum(axis=0, keepdims=True).",
                ),
                Slip(
                    "db-last-row",
                    lambda X, d: d[-1:],
                    "The step of b uses the last row only: add up all {B}.",
                ),
                Slip(
                    "db-with-inputs",
                    lambda X, d: np.sum(X * d).reshape(1, 1),
                    "The inputs are multiplied into db. The bias has the input 1, so db is the mean error alone.",
                ),
            ),
            "rate": Slot(
                lambda rate: rate,
                Slip(
                    "ascent",
                    lambda rate: -rate,
                    "The step goes uphill. Subtract the gradient, and mind the order in p - y.",
                ),
                Slip(
                    "rate-ignored",
                    lambda rate: 1.0,
                    "The learning rate is not used: the step is learning_rate times the gradient.",
                ),
            ),
            "update": Slot(
                lambda w, b, dw, db: (w - dw, b - db),
                Slip(
                    "bias-not-updated",
                    lambda w, b, dw, db: (w - dw, b.copy()),
                    "w learns, b stays as it was: b needs its own step, with db.",
                ),
                Slip(
                    "weights-not-updated",
                    lambda w, b, dw, db: (w.copy(), b - db),
                    "b learns, w stays as it was: w needs its own step, with dw.",
                ),
                Slip(
                    "step-only",
                    lambda w, b, dw, db: (dw, db),
                    "This is learning_rate times the gradient. Asked for are the new w and b, after the step.",
                ),
                Slip(
                    "place-lost",
                    lambda w, b, dw, db: (-dw, -db),
                    "This is the step alone. The old w and b are missing: w - learning_rate * dw.",
                ),
                Slip(
                    "results-exchanged",
                    lambda w, b, dw, db: (b - db, w - dw),
                    "b and w come in the wrong order: `return w, b`.",
                ),
                Slip(
                    "weights-climb",
                    lambda w, b, dw, db: (w + dw, b - db),
                    "b goes downhill, but w goes up: the sign in w - learning_rate * dw is wrong.",
                ),
                Slip(
                    "bias-climbs",
                    lambda w, b, dw, db: (w - dw, b + db),
                    "w goes downhill, but b goes up: the sign in b - learning_rate * db is wrong.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "late-bias",
            _late_bias,
            "w was changed before the gradient for b was computed. Both belong to the same point: compute both, then "
            "make both steps.",
        ),
        Mistake(
            "row-by-row",
            _row_by_row,
            "It makes a step after each of the {B} rows. Asked for is one step with the mean over the batch.",
        ),
        Mistake(
            "changed-in-the-loop",
            _changed_in_the_loop,
            "w and b change inside the loop over the rows, so the later rows meet other weights than the first. Add "
            "the gradients up first, then make one step.",
        ),
        Mistake(
            "gradient-only",
            _gradient_only,
            "This is the gradient. Asked for are the new w and b, one step against it.",
        ),
    ),
    alternatives=(_step_loop, _step_by_mean, _step_einsum, _step_in_place),
    hints=(
        "It is the step of lesson 02 with fewer rows and without the sigmoid. First cut out the batch, then forget "
        "that there are other rows.",
        "X_batch, y_batch = X[rows], y[rows]. Then d = (X_batch @ w + b - y_batch) / len(rows), shape (B, 1); dw = "
        "X_batch.T @ d; db = d.sum(axis=0, keepdims=True); and at last the two steps.",
        "By hand: x = (1, 2), y = (0, 1), w = 1, b = 0, so p = (1, 2) and both errors are 1. dw = (1·1 + 1·2)/2 = "
        "1.5, db = (1 + 1)/2 = 1. With learning rate 0.1 the new w is 0.85, the new b is -0.1.",
    ),
)


# --- updates_per_epoch ----------------------------------------------------------------------------


def _updates_cases(rng: Rng) -> list[Case]:
    B = int(rng.integers(5, 10))
    k, m, j = (int(v) for v in rng.choice(np.arange(2, 9), size=3, replace=False))
    sizes = [(k * B + 1, B), (m * (B + 2) + B + 1, B + 2), (j * B, B), (B - 2, B + 3), (1, 1), (60_000, 32), (60, 1)]
    return [Case((N, size), {"N": N, "B": size}) for N, size in sizes]


UPDATES_PER_EPOCH = Exercise(
    name="updates_per_epoch",
    lesson=LESSON,
    points=1,
    signature="updates_per_epoch(N, B) -> updates, a number",
    returns=(Part("updates", "number", any_shape=True),),
    reference=lambda N, B: len(range(0, N, B)),
    cases=_updates_cases,
    formula=Formula(
        lambda N, B, *, rounded, quotient: rounded(*quotient(N, B)),
        {
            "rounded": Slot(
                lambda a, b: -(-a // b),
                Slip(
                    "floor",
                    lambda a, b: a // b,
                    "The rows that are left over make a batch, too, a smaller one: round up, not down.",
                ),
                Slip(
                    "nearest",
                    lambda a, b: round(a / b),
                    "It rounds to the nearest whole number, so that a small last batch is lost. Round up, however few "
                    "rows are left.",
                ),
                Slip(
                    "always-one-more",
                    lambda a, b: a // b + 1,
                    "One too many where N can be divided evenly: no rows are left over then. math.ceil(N / B) rounds "
                    "up only if it must.",
                ),
                Slip("not-rounded", lambda a, b: a / b, "There are no parts of an update: round N / B up."),
                Slip(
                    "rest-counted",
                    lambda a, b: a // b + a % b,
                    "The rows that are left over are counted one by one. Together they make one batch.",
                ),
                Slip("rest-only", lambda a, b: a % b, "N % B is the number of rows left over, not of updates."),
                Slip(
                    "at-least-one",
                    lambda a, b: max(a // b, 1),
                    "The rows that are left over make a batch, too, a smaller one: round up, not down.",
                ),
            ),
            "quotient": Slot(
                lambda N, B: (N, B),
                Slip("upside-down", lambda N, B: (B, N), "The quotient is upside down: N rows, B of them in a batch."),
                Slip("one-a-row", lambda N, B: (N, 1), "One update a row is right for B = 1 only."),
                Slip(
                    "batch-size-itself",
                    lambda N, B: (B, 1),
                    "B is the number of rows in a batch, not the number of batches.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "sliding",
            lambda N, B: max(N - B + 1, 1),
            "N - B + 1 counts the places where a batch could begin if batches overlapped. They don't: each row comes "
            "once.",
        ),
    ),
    alternatives=(
        lambda N, B: math.ceil(N / B),
        lambda N, B: (N + B - 1) // B,
        lambda N, B: N // B + (N % B > 0),
        lambda N, B: np.ceil(N / B),
    ),
    hints=(
        "An epoch uses every row once. Each update takes B of them, and the last one takes what is left.",
        "N / B, rounded up: math.ceil(N / B), or -(-N // B).",
        "7 rows in batches of 3: rows 1-3, rows 4-6, row 7. That makes 3 updates, and 7 / 3 = 2.33.",
    ),
)


# --- cut_batches ----------------------------------------------------------------------------------


def _batches_of(value: Any) -> list[Array] | Finding:
    """Read what came back as a list of rows of whole numbers, or say why it is none."""
    if value is None:
        return Finding("returns-nothing", "It returns nothing (None). Does it end with `return`?")
    if isinstance(value, np.ndarray) and value.ndim < 2:
        text = "It returns one array; a list of batches is asked for, each an array of row numbers."
        return Finding("not-a-list", text)
    if not isinstance(value, list | tuple | np.ndarray):
        text = f"It returns a {type(value).__name__}; a list of batches is asked for, each an array of row numbers."
        return Finding("not-a-list", text)
    batches = []
    for item in value:
        if isinstance(item, tuple | list) and item and isinstance(item[0], np.ndarray):
            text = "Each batch holds arrays again. One batch is one array of row numbers; X and y stay outside."
            return Finding("not-row-numbers", text)
        try:
            batch = np.asarray(item, dtype=float)
        except (TypeError, ValueError):
            return Finding("not-row-numbers", "A batch must be an array of row numbers.")
        if batch.ndim == 0:
            text = "The list holds single numbers. Each entry must be a batch: an array of row numbers."
            return Finding("not-row-numbers", text)
        batches.append(batch.ravel())
    return batches


def _judge_batches(value: Any, order: Array, batch_size: int) -> Finding | None:
    batches = _batches_of(value)
    if isinstance(batches, Finding):
        return batches
    wanted = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    if [b.tolist() for b in batches] == [w.tolist() for w in wanted]:
        return None
    sizes, right_sizes = [len(b) for b in batches], [len(w) for w in wanted]
    case = f"With {len(order)} rows and batch_size = {batch_size}"
    seen = np.concatenate(batches) if batches else np.zeros(0)
    missing = sorted(set(order.tolist()) - set(seen.tolist()))
    if not missing and len(seen) == len(order) and sizes == right_sizes:
        return _judge_order(seen, order, case)
    return _judge_sizes(batches, order, batch_size, sizes, right_sizes, case)


def _judge_order(seen: Array, order: Array, case: str) -> Finding:
    if np.array_equal(seen, np.arange(len(order))):
        text = "`order` is not used: the batches hold 0, 1, 2, ... as they lie. Cut up `order` itself."
        return Finding("order-ignored", f"{case}: {text}")
    if np.array_equal(seen, np.argsort(order)):
        text = "`order` is used the wrong way round. Its entries are the row numbers: cut it up, do not look things up."
        return Finding("inverse-order", f"{case}: {text}")
    k = int(np.argmax(seen != order))
    text = (
        f"every row comes once, but not in the order of `order`. Entry {k} must be {order[k]}, and is {seen[k]:g}. "
        "Is it shuffled again, sorted, or gone through from the end?"
    )
    return Finding("another-order", f"{case}: {text}")


def _judge_sizes(
    batches: list[Array], order: Array, batch_size: int, sizes: list[int], right: list[int], case: str
) -> Finding:
    said = f"{case} the batches have {_listed(sizes)} rows; {_listed(right)} is right."
    seen = np.concatenate(batches) if batches else np.zeros(0)
    rest = len(order) % batch_size
    if np.array_equal(seen, order[: len(order) - rest]) and rest and max(sizes, default=batch_size) == batch_size:
        text = "The rows that are left over are dropped. They make a last, smaller batch: they are data, too."
        return Finding("rest-dropped", f"{said} {text}")
    if np.array_equal(seen, order) and len(batches) == batch_size:
        text = "batch_size is the number of rows in a batch, not the number of batches."
        return Finding("that-many-batches", f"{said} {text}")
    if np.array_equal(seen, order) and set(sizes) == {1}:
        return Finding("single-rows", f"{said} A batch takes `batch_size` rows at a time: order[i : i + batch_size].")
    if np.array_equal(seen, order) and sizes[:-1] == right and sizes[-1] == 0:
        text = "The last batch is empty: where no rows are left over, N // batch_size + 1 is one batch too many."
        return Finding("empty-batch", f"{said} {text}")
    if np.array_equal(np.sort(seen), np.sort(order)):
        text = "Every batch but the last has exactly batch_size rows; only the last one may be smaller."
        if not np.array_equal(seen, order):
            text += " Each takes the next entries of `order`, as they stand there."
        return Finding("other-sizes", f"{said} {text}")
    if len(batches) > 1 and not any(sizes[1:]):
        text = (
            "order[i : batch_size] always ends at the same place. The end must move along: order[i : i + batch_size]."
        )
        return Finding("end-does-not-move", f"{said} {text}")
    if len(batches) == 1 and np.array_equal(seen, order[:batch_size]):
        return Finding("first-batch-only", f"{said} Only the first batch comes back: does `return` stand in the loop?")
    if len(sizes) == len(right) and rest and sizes[-1] == batch_size:
        text = "The last batch is filled up with other rows. It may be smaller: each row comes once in an epoch."
        return Finding("last-batch-filled", f"{said} {text}")
    if np.array_equal(seen, order[batch_size:]):
        return Finding("first-batch-missing", f"{said} The first batch is missing: does the loop begin at 0?")
    if len(seen) > len(set(seen.tolist())):
        text = "Some rows come twice. `order[i : i + batch_size]` has batch_size entries; the next one begins there."
        return Finding("rows-twice", f"{said} {text}")
    text = "A slice ends *before* its second number, so order[i : i + batch_size] has batch_size entries."
    return Finding("rows-missing", f"{said} Some rows are in no batch. {text}")


def _listed(sizes: list[int]) -> str:
    if not sizes:
        return "0"
    numbers = [str(s) for s in sizes]
    return ", ".join(numbers) if len(numbers) < 9 else ", ".join(numbers[:6]) + ", ..."


def _batch_test(N: int, batch_size: int) -> Callable[[Callable[..., Any], Rng], Finding | None]:
    def test(f: Callable[..., Any], rng: Rng) -> Finding | None:
        order = _tangled(rng, N)
        given = order.copy()
        value = f(given, batch_size)
        finding = _judge_batches(value, order, batch_size)
        if finding is None and not np.array_equal(given, order):
            text = "The batches are right, but `order` itself was changed, and the caller still needs it."
            return Finding("changes-its-input", text)
        return finding

    return test


def _tangled(rng: Rng, N: int) -> Array:
    """Draw a permutation that is neither sorted, nor its own inverse, nor reversed (where N allows it)."""
    order = rng.permutation(N)
    while N > 2 and (np.any(order == np.arange(N)) or np.array_equal(order[order], np.arange(N))):
        order = rng.permutation(N)
    return order


def _cut(order: Array, batch_size: int) -> list[Array]:
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


def _cut_with_while(order: Array, batch_size: int) -> list[list[int]]:
    waiting, batches = order.tolist(), []
    while waiting:
        batches.append(waiting[:batch_size])
        waiting = waiting[batch_size:]
    return batches


def _cut_filled(order: Array, batch_size: int) -> list[Array]:
    return [np.take(order, range(i, i + batch_size), mode="wrap") for i in range(0, len(order), batch_size)]


CUT_BATCHES = Exercise(
    name="cut_batches",
    lesson=LESSON,
    points=2,
    signature="cut_batches(order (N,), batch_size) -> list of arrays of row numbers",
    returns=(Part("batches", "list of arrays"),),
    reference=_cut,
    properties=(
        Property("a smaller last batch", 2.0, _batch_test(10, 4)),
        Property("no rows left over", 1.0, _batch_test(12, 3)),
        Property("fewer rows than a batch", 1.0, _batch_test(5, 8)),
        Property("batches of one", 1.0, _batch_test(7, 1)),
    ),
    mistakes=(
        Mistake(
            "rest-dropped",
            lambda order, B: [order[i : i + B] for i in range(0, len(order) - B + 1, B)],
            "The rows that are left over are dropped.",
        ),
        Mistake(
            "order-ignored",
            lambda order, B: _cut(np.arange(len(order)), B),
            "`order` is not used.",
        ),
        Mistake(
            "inverse-order",
            lambda order, B: _cut(np.argsort(order), B),
            "`order` is used the wrong way round.",
        ),
        Mistake(
            "another-order",
            lambda order, B: _cut(order[::-1], B),
            "The rows do not come in the order of `order`.",
        ),
        Mistake(
            "that-many-batches",
            lambda order, B: np.array_split(order, B),
            "batch_size is the number of rows, not of batches.",
        ),
        Mistake(
            "other-sizes",
            lambda order, B: np.array_split(order, -(-len(order) // B)),
            "Only the last batch may be smaller.",
        ),
        Mistake("single-rows", lambda order, B: _cut(order, 1), "Each batch has one row."),
        Mistake("first-batch-only", lambda order, B: [order[:B]], "Only the first batch comes back."),
        Mistake("first-batch-missing", lambda order, B: _cut(order, B)[1:], "The first batch is missing."),
        Mistake("last-batch-filled", _cut_filled, "The last batch is filled up with other rows."),
        Mistake(
            "rows-twice",
            lambda order, B: [order[i : i + B + 1] for i in range(0, len(order), B)],
            "Neighbouring batches share a row.",
        ),
        Mistake(
            "rows-missing",
            lambda order, B: [order[i : i + B - 1] for i in range(0, len(order), B)],
            "Each batch is one row short.",
        ),
        Mistake(
            "empty-batch",
            lambda order, B: [order[k * B : (k + 1) * B] for k in range(len(order) // B + 1)],
            "The last batch is empty.",
        ),
        Mistake(
            "end-does-not-move",
            lambda order, B: [order[i:B] for i in range(0, len(order), B)],
            "Every slice ends at the same place.",
        ),
        Mistake("not-a-list", lambda order, B: order[:B], "One array comes back, not a list of batches."),
    ),
    alternatives=(
        lambda order, B: np.split(order, range(B, len(order), B)),
        _cut_with_while,
        lambda order, B: tuple(order[k * B : (k + 1) * B] for k in range(math.ceil(len(order) / B))),
    ),
    hints=(
        "Deal out `order` like a pack of cards: the first batch_size entries, the next batch_size entries, and so on, "
        "until none are left.",
        "range(0, len(order), batch_size) gives the places where the batches begin. From i on, the batch is order[i : "
        "i + batch_size]; a slice that ends beyond the array simply ends with it.",
        "order = (3, 0, 4, 1, 2), batch_size 2: the batches begin at 0, 2 and 4, and they are (3, 0), (4, 1) and (2).",
    ),
)

EXERCISES = (GRADIENT_DESCENT, STEPS_NEEDED, MINIBATCH_STEP, UPDATES_PER_EPOCH, CUT_BATCHES)
