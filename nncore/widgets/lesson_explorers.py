"""The lessons' explorers: one idea each, on the course's functions or on those the learner has written."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from contourpy import contour_generator

from nncore import activations
from nncore.data import load_gate, planar
from nncore.widgets.explorer import Choice, Control, Explorer, Slider, State, Stops
from nncore.widgets.explorer_pictures import SHADES, Array, Panel, Picture, Unfit

Function = Callable[..., Any]


def numbers(value: Any, name: str, shape: tuple[int, ...] | None = None) -> Array:
    """Return what a function returned as an array of floats.

    Parameters
    ----------
    value : object
        As returned.
    name : str
        Of the function, for the message.
    shape : tuple of int, optional
        What it must have.

    Raises
    ------
    Unfit
        Saying what came instead.
    """
    if value is None:
        raise Unfit(f"{name} returned nothing (None); an array is needed")
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise Unfit(f"{name} returned {value!r:.60}; an array of numbers is needed") from None
    if shape is not None and array.shape != shape:
        raise Unfit(f"{name} returned an array of shape {array.shape}; {shape or 'a single number'} is needed")
    if np.isnan(array).any():
        raise Unfit(f"{name} returned NaN (not a number) here")
    return array


def _text(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}g}".replace("-", "−")


# --- Lesson 03: learning rates -----------------------------------------------------------------------------

BOWL, VALLEYS = "the bowl x²", "two valleys"
_WHAT, _WHY = "what happens", "and why"
_REACH = 2.5
_RATES = (0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1)


class _Landscape:
    """A polynomial with its slope, its curvature and the places of its lowest points."""

    def __init__(self, coefficients: Sequence[float], y_range: tuple[float, float]) -> None:
        self.f = np.poly1d(coefficients)
        self.slope, self.curvature = self.f.deriv(), self.f.deriv(2)
        flat = np.sort(self.slope.roots.real)
        self.bottoms = flat[self.curvature(flat) > 0]
        self.y_range = y_range

    def bottom_below(self, x: float) -> float:
        """Where a very slow walk from x ends."""
        ridges = [r for r in self.slope.roots.real if self.curvature(r) < 0]
        return float(self.bottoms[sum(x > ridge for ridge in ridges)])


_LANDSCAPES = {
    BOWL: _Landscape((1, 0, 0), (-0.4, 6.3)),
    VALLEYS: _Landscape((0.25, 0, -1, 0.3, 0), (-1.9, 4.3)),
}


def _walk(df: Function, x0: float, learning_rate: float, tolerance: float, max_steps: int) -> Array:
    path = [x0]
    while abs(df(path[-1])) > tolerance and len(path) <= max_steps:
        path.append(path[-1] - learning_rate * df(path[-1]))
    return np.array(path)


def regime(learning_rate: float, curvature: float) -> str:
    """Name what gradient descent does near a bottom, by the factor 1 - learning_rate * curvature of its distance.

    Parameters
    ----------
    learning_rate : float
        Positive.
    curvature : float
        Second derivative at the bottom, positive.

    Returns
    -------
    str
        Such as "arrives from side to side". It arrives if and only if ``learning_rate < 2 / curvature``.

    Source: slides 004, "Gradient descent" (three cases of the learning rate).
    """
    product = learning_rate * curvature
    if np.isclose(product, 1, rtol=1e-9):
        return "arrives in one step"
    if np.isclose(product, 2, rtol=1e-9):
        return "never comes closer and never leaves"
    if product > 2:
        return "gets further away with each step"
    if product > 1:
        return "arrives from side to side"
    return "hardly moves" if product < 0.05 else "arrives from one side"


def learning_rates(gradient_descent: Function | None = None) -> Explorer:
    """Walk downhill on a bowl and on a function with two valleys, at a learning rate of your choice.

    Parameters
    ----------
    gradient_descent : callable (df, x0, learning_rate, tolerance, max_steps) -> path, optional
        Yours, of lesson 03.

    Source: slides 004, "Gradient descent".
    """

    def draw(walk: Function, landscape: str, rate: float, start: float, steps: float, explain: str) -> Picture:
        land, n = _LANDSCAPES[landscape], int(steps)

        def slope(x: Any) -> Any:
            return land.slope(np.clip(x, -1e6, 1e6))  # a walk that explodes has long left the picture

        path = numbers(walk(slope, np.float64(start), rate, 0.0, n), "gradient_descent").ravel()
        if not 1 <= len(path) <= n + 1:
            raise Unfit(f"gradient_descent returned {len(path)} places; with max_steps = {n}, 1 to {n + 1} are needed")
        lost = np.flatnonzero(np.abs(path) > _REACH)
        seen = path[: lost[0] + 1] if len(lost) else path

        places = np.linspace(-_REACH, _REACH, 161)
        bottom = land.bottom_below(start)
        curvature = float(land.curvature(bottom))
        left = Panel("The walk", "place x", "height f(x)", (-_REACH, _REACH), land.y_range)
        left.line(places, land.f(places), "soft")
        left.line(seen, land.f(seen), "orange", "dashed", width=1.4)
        left.points(seen[1:], land.f(seen[1:]), "orange", label="after each step")
        left.points(seen[:1], land.f(seen[:1]), "orange", "diamond", "start", hollow=True)
        right = Panel("Step by step", "step", "place x", (-0.04 * n, 1.04 * n), (-_REACH, _REACH))
        for place in land.bottoms:
            right.line(
                [0, n], [place, place], "blue", "dashed", "bottom" if place == land.bottoms[0] else "", width=1.4
            )
        right.line(np.arange(len(seen)), seen, "orange", width=1.4)
        right.points(np.arange(len(seen)), seen, "orange", label="the walk")
        words = _walk_in_words(rate, bottom, curvature, path, len(seen), explain)
        return Picture([left, right], words + _against(path, _walk(slope, np.float64(start), rate, 0.0, n)))

    controls: list[Control] = [
        Choice("landscape", "Landscape", (BOWL, VALLEYS), BOWL),
        Stops("rate", "Learning rate", _RATES, 0.1),
        Slider("start", "Start x", -2.2, 2.2, 0.1, 2.0),
        Slider("steps", "Steps", 1, 40, 1, 12, digits=0),
        Choice("explain", "In words", (_WHAT, _WHY), _WHAT),
    ]
    return Explorer("Learning rates", controls, draw, ours=_walk, yours=gradient_descent)


def _walk_in_words(rate: float, bottom: float, curvature: float, path: Array, n_seen: int, explain: str) -> str:
    near = "" if bottom == 0 else f"near the bottom at x = {_text(bottom)} "
    n, lost = len(path) - 1, n_seen < len(path) or abs(path[-1]) > _REACH
    end = (
        f"It leaves the picture in step {n_seen - 1}"
        if lost
        else f"After {n} step{'s' * (n != 1)} x = {_text(path[-1])}"
    )
    words = f"Rate {_text(rate)}, from x = {_text(path[0])}: {near}the walk {regime(rate, curvature)}. {end}."
    if explain == _WHY:
        c = _text(curvature)
        words += (
            f" The curvature at the bottom is {c}, so the limit is 2 / {c} = {_text(2 / curvature)}: there each step "
            f"multiplies the distance by 1 − {_text(rate)} · {c} = {_text(1 - rate * curvature)}."
        )
    return words


def _against(path: Array, right: Array) -> str:
    """Say where a walk leaves the right one, if it does."""
    n = min(len(path), len(right))
    off = np.flatnonzero(~np.isclose(path[:n], right[:n], rtol=1e-6, atol=1e-9))
    if len(off) == 0 and len(path) == len(right):
        return ""
    return (
        f" Your walk is not that of x − rate · slope from step {off[0] if len(off) else n} on: "
        "check(gradient_descent) says more."
    )


# --- Lessons 01 and 02: a neuron's line ---------------------------------------------------------------------


_MOST, _STEP = 10, 0.5  # of the three sliders
_FEW = 6  # points up to which each carries its output


def _neuron(X: Array, w: Array, b: Array) -> Array:
    return activations.sigmoid(X @ w + b)


def _data(name: str) -> tuple[Array, Array]:
    if name == "two clouds":
        X, Y = planar("gauss", 80, 0.2, np.random.default_rng(0))
        return X, (Y > 0).astype(float)
    return load_gate(name.lower())


def boundary(
    X: Any = None,
    y: Any = None,
    neuron: Function | None = None,
    *,
    loss: Function | None = None,
    names: tuple[str, str] = ("x₁", "x₂"),
    start: tuple[float, float, float] = (1.0, 0.5, -2.5),
) -> Explorer:
    """Turn w1, w2 and b of a neuron, and see its line and its sureness over the plane, and perhaps its loss.

    Parameters
    ----------
    X : array_like, shape (n_samples, 2), optional
        Data; without them, gates and two clouds to choose from.
    y : array_like, shape (n_samples, 1), optional
        Their targets, 0 or 1.
    neuron : callable (X, w, b) -> p, optional
        Yours, of lesson 01: w (2, 1), b (1, 1), p (n_samples, 1).
    loss : callable (p, y) -> number, optional
        Yours, of lesson 02: drawn beside the plane, along each of the three sliders.
    names : (str, str)
        Of the two features.
    start : (w1, w2, b)
        Where the sliders begin, from -10 to 10.

    Raises
    ------
    ValueError
        If only one of X and y is given, or X is not (n_samples, 2) with as many targets of 0 and 1.

    Source: slides 000, "Hồi qui logistic"; 002, "find w0, w1, w2".
    """
    own = _own_data(X, y)

    def draw(functions: Mapping[str, Function], w1: float, w2: float, b: float, data: str = "") -> Picture:
        X, y = own or _data(data)

        def p(places: Array, w1: float, w2: float, b: float) -> Array:
            found = functions["neuron"](places.copy(), np.array([[w1], [w2]]), np.array([[b]]))
            return numbers(found, "neuron", (len(places), 1))

        low, high = X.min(axis=0), X.max(axis=0)
        edge = 0.2 * (high - low)
        outputs = p(X, w1, w2, b)
        is_right = (outputs >= 0.5) == (y == 1)
        panel = Panel(
            f"{is_right.sum()} of {len(X)} right", *names, (low[0] - edge[0], high[0] + edge[0]),
            (low[1] - edge[1], high[1] + edge[1]), equal=own is None,
        )  # fmt: skip
        panel.shade(lambda places: 2 * p(places, w1, w2, b)[:, 0] - 1)
        panel.line(*_straight(panel, w1, w2, b), "ink", label="z = 0")
        for target, color, shape in ((1, "blue", "disc"), (0, "orange", "square")):
            mine = X[y[:, 0] == target]
            panel.points(mine[:, 0], mine[:, 1], color, shape, f"target {target}")
        if len(X) <= _FEW:
            for (x1, x2), output in zip(X, outputs[:, 0], strict=True):
                panel.text(x1, x2, f"{output:.2f}")
        wrong = X[~is_right[:, 0]]
        which = ", ".join(f"({_text(a)}, {_text(c)})" for a, c in wrong[:4])
        which += f" and {len(wrong) - 4} more" if len(wrong) > 4 else ""
        words = (
            f"w₁ = {_text(w1)}, w₂ = {_text(w2)}, b = {_text(b)}: {is_right.sum()} of {len(X)} "
            f"points are on their side of the line{'. Wrong: ' + which if len(wrong) else ''}."
        )
        if len(X) <= _FEW:
            words += f" Outputs {', '.join(f'{output:.2f}' for output in outputs[:, 0])}."
        if loss is None:
            return Picture([panel], words)

        def height(**knobs: float) -> float:
            value = functions["loss"](p(X, **{"w1": w1, "w2": w2, "b": b, **knobs}), y.copy())
            return float(numbers(value, getattr(loss, "__name__", "loss"), ()))

        valley, said = _along_each_slider(height, {"w1": w1, "w2": w2, "b": b})
        return Picture([panel, valley], f"{words} {said}")

    knobs = zip(("w1", "w2", "b"), ("w₁", "w₂", "b"), start, strict=True)
    controls: list[Control] = [Slider(key, label, -_MOST, _MOST, _STEP, value) for key, label, value in knobs]
    if own is None:
        controls.insert(0, Choice("data", "Data", ("AND", "OR", "NAND", "NOR", "XOR", "two clouds"), "AND"))
    ours = {"neuron": _neuron, "loss": _half_squared_error}
    given = {name: f for name, f in (("neuron", neuron), ("loss", loss)) if f is not None}
    title = "A neuron and its line" if loss is None else "A neuron, its line and its loss"
    return Explorer(title, controls, draw, ours=ours, yours={**ours, **given} if given else None)


def _half_squared_error(p: Array, y: Array) -> float:
    return float(np.mean((p - y) ** 2) / 2)


def _along_each_slider(height: Callable[..., float], knobs: dict[str, float]) -> tuple[Panel, str]:
    """Draw the loss along each slider, the two others staying where they are, and say which steps lead down.

    Parameters
    ----------
    height : callable (**knobs) -> float
        The loss, with some of the three numbers moved.
    knobs : dict
        Where the sliders are.
    """
    here, places = height(), np.linspace(-_MOST, _MOST, 81)
    curves = {key: np.array([height(**{key: place}) for place in places]) for key in knobs}
    top = max(0.5, 1.1 * float(np.max([curve[np.isfinite(curve)].max(initial=0) for curve in curves.values()])))
    panel = Panel(f"Loss E = {here:.4f}", "number on the slider", "loss E", (-_MOST, _MOST), (0, top))
    looks = {"w1": ("w₁", "blue", "solid"), "w2": ("w₂", "orange", "dashed"), "b": ("b", "green", "dotted")}
    steps = []
    for key, (label, color, dash) in looks.items():
        panel.line(places, curves[key], color, dash, f"only {label} moves")
        panel.points([knobs[key]], [here], color, "diamond" if key == "b" else "disc")
        for place, where in ((knobs[key] + _STEP, "up"), (knobs[key] - _STEP, "down")):
            if abs(place) <= _MOST and (there := height(**{key: place})) < here - 1e-12:
                steps.append(f"{label} {where} ({there:.4f})")
    said = f"One step leads lower with {', '.join(steps)}" if steps else "No step of one slider leads lower"
    return panel, f"Loss E = {here:.4f}. {said}."


def _own_data(X: Any, y: Any) -> tuple[Array, Array] | None:
    if X is None and y is None:
        return None
    if X is None or y is None:
        raise ValueError(
            f"{'y' if y is None else 'X'} is missing: give X (n_samples, 2) and y (n_samples, 1), or neither"
        )
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or X.shape[1] != 2 or y.size != len(X) or len(X) == 0:
        raise ValueError(f"X (n_samples, 2) and y (n_samples, 1) are needed; given {X.shape} and {y.shape}")
    if not np.isin(y, (0, 1)).all():
        raise ValueError("targets of 0 and 1 are needed")
    return X, y.reshape(-1, 1)


def _straight(panel: Panel, w1: float, w2: float, b: float) -> tuple[list[float], list[float]]:
    """Two ends of the line w1 x1 + w2 x2 + b = 0, from edge to edge of a panel; none if there is no line."""
    if w1 == w2 == 0:
        return [], []
    (left, right), (low, high) = panel.x_range, panel.y_range
    if abs(w2) * (high - low) >= abs(w1) * (right - left):
        return [left, right], [-(w1 * x + b) / w2 for x in (left, right)]
    return [-(w2 * x + b) / w1 for x in (low, high)], [low, high]


# --- Lesson 04: activations ---------------------------------------------------------------------------------


def _maxout(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    return activations.maxout(X @ W1 + b1, X @ W2 + b2)


_MAXOUT = (np.array([[1.0]]), np.array([[0.0]]), np.array([[-0.5]]), np.array([[1.0]]))


def _maxout_slope(x: Array) -> Array:
    first, second = activations.maxout_grad(x, 1 - x / 2)
    return first - second / 2


_GALLERY = ("identity", "sigmoid", "tanh", "relu", "leaky relu", "elu", "relu6", "swish", "mish", "maxout")
_WITH_ALPHA = ("leaky relu", "elu")
_ACTIVATIONS: dict[str, Function] = {
    name + tail: getattr(activations, name + tail)
    for name in ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "relu6", "swish", "mish")
    for tail in ("", "_grad")
} | {"maxout": _maxout}


def activation_gallery(*yours: Function) -> Explorer:
    """Look at ten activations, their tangents and their slopes.

    Parameters
    ----------
    *yours : callables
        Functions of yours to be drawn in place of the library's, known by their names: leaky_relu(z, alpha),
        relu_grad(z), elu_grad(z, alpha), maxout(X, W1, b1, W2, b2), ...

    Raises
    ------
    ValueError
        If a function has another name.

    Source: slides 003, "Một số hàm kích hoạt thường gặp"; 000, "Các hàm truyền phổ biến".
    """
    for f in yours:
        if getattr(f, "__name__", None) not in _ACTIVATIONS:
            raise ValueError(f"{getattr(f, '__name__', f)!r} is none of {', '.join(_ACTIVATIONS)}")

    own = {f.__name__: f for f in yours}

    def whose(functions: Mapping[str, Function], key: str) -> str:
        return ", yours" if key in own and functions[key] is own[key] else ""

    def draw(functions: Mapping[str, Function], name: str, z: float, alpha: float) -> Picture:
        def value(x: Array) -> Array:
            if name == "maxout":
                return numbers(functions[name](x[:, None], *_MAXOUT), name, (len(x), 1))[:, 0]
            return numbers(call(name.replace(" ", "_"), x), name, x.shape)

        def slope(x: Array) -> Array:
            if name == "maxout":
                return _maxout_slope(x)
            return numbers(call(name.replace(" ", "_") + "_grad", x), f"{name}'s slope", x.shape)

        def call(key: str, x: Array) -> Any:
            return functions[key](x.copy(), alpha) if name in _WITH_ALPHA else functions[key](x.copy())

        places, here = np.linspace(-8, 8, 481), np.array([z])
        height, steepness = float(value(here)[0]), float(slope(here)[0])
        axis = "x" if name == "maxout" else "z"
        key = name.replace(" ", "_")
        y_range = (-1.6, 1.6) if name in ("sigmoid", "tanh") else (-2.5, 8.5)
        left = Panel(f"f({_text(z)}) = {height:.3f}".replace("-", "−"), axis, "f", (-8, 8), y_range)
        left.line(places, value(places), "blue", label=name + whose(functions, key))
        left.line([z - 2, z + 2], [height - 2 * steepness, height + 2 * steepness], "orange", "dashed", "tangent")
        left.points(here, [height])
        right = Panel(f"Its slope there: {steepness:.4f}".replace("-", "−"), axis, "slope f′", (-8, 8), (-0.65, 2.15))
        right.line(places, slope(places), "blue", label=f"slope of {name}" + whose(functions, f"{key}_grad"))
        right.points(here, [steepness])
        more = f" with α = {_text(alpha)}" if name in _WITH_ALPHA else ""
        words = f"{name}{more} at {axis} = {z:.1f}: value {height:.3f}, slope {steepness:.4f}.".replace("-", "−")
        return Picture([left, right], words, () if name in _WITH_ALPHA else ("alpha",))

    controls: list[Control] = [
        Choice("name", "Activation", _GALLERY, "tanh"),
        Slider("z", "Place z", -8, 8, 0.1, 1.0),
        Slider("alpha", "α (leaky relu, elu)", 0, 2, 0.05, 0.1, digits=2),
    ]
    return Explorer(
        "Ten activations", controls, draw, ours=_ACTIVATIONS, yours={**_ACTIVATIONS, **own} if own else None
    )


# --- Lesson 06: the hidden plane ----------------------------------------------------------------------------

_TWO_INPUTS = {  # w1, w2, b of gates of two inputs
    "OR": (20, 20, -10),
    "AND": (20, 20, -30),
    "AND(NOT x₁, x₂)": (-20, 20, -10),
    "AND(x₁, NOT x₂)": (20, -20, -10),
    "NAND": (-20, -20, 30),
    "NOR": (-20, -20, 10),
}
_KNOBS = ("u1", "u2", "ub", "v1", "v2", "vb")
_GAP = 0.005  # a narrower strip between the classes cannot be seen
_SLIDERS, _YOURS = "the sliders", "your hidden_map"


def best_cut(A: Array, y: Array) -> tuple[float, Array, float]:
    """Find the widest strip that has the ones on one side and the zeros on the other.

    Parameters
    ----------
    A : ndarray, shape (N, 2)
        Points.
    y : ndarray, shape (N, 1)
        Targets, 0 or 1, both there.

    Returns
    -------
    gap : float
        Its width, over 720 directions; negative if no line parts them.
    direction : ndarray, shape (2,)
        Of length 1, across the strip towards the ones.
    middle : float
        The strip's middle is where ``A @ direction == middle``.
    """
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    directions = np.array([np.cos(angles), np.sin(angles)])
    shadows = A @ directions
    ones, zeros = shadows[y[:, 0] == 1].min(axis=0), shadows[y[:, 0] == 0].max(axis=0)
    best = int(np.argmax(ones - zeros))
    return float((ones - zeros)[best]), directions[:, best], float((ones + zeros)[best] / 2)


def hidden_plane(hidden_map: Function | None = None) -> Explorer:
    """Turn the weights of two hidden neurons, and see the four rows of XOR as the next neuron sees them.

    Parameters
    ----------
    hidden_map : callable (X) -> A, optional
        Yours, of lesson 06: X (N, 2), A (N, 2). It is shown beside the sliders, by choice.

    Source: slides 000, "Bộ phân lớp phi tuyến" and "Hàm XOR".
    """
    X, y = load_gate("xor")

    def draw(yours: Function | None, size: float, show: str = _SLIDERS, **knobs: float) -> Picture:
        weights = size * np.array([knobs[key] for key in _KNOBS]).reshape(2, 3)

        def hidden(places: Array) -> Array:
            if show == _SLIDERS or yours is None:
                return activations.sigmoid(places @ weights[:, :2].T + weights[:, 2])
            return numbers(yours(places.copy()), "hidden_map", (len(places), 2))

        A = hidden(X)
        gap, direction, middle = best_cut(A, y)
        is_parted = gap > _GAP
        left = Panel("The inputs, and where each neuron cuts", "x₁", "x₂", (-0.4, 1.4), (-0.4, 1.4), equal=True)
        if is_parted:
            left.shade(lambda places: np.tanh(8 * (hidden(places) @ direction - middle)))
        over_plane = hidden(left.grid())
        for k, (color, dash) in enumerate((("ink", "solid"), ("green", "dashed"))):
            _level_lines(left, over_plane[:, k] - 0.5, color, dash, f"neuron {k + 1}: a{'₁₂'[k]} = 0.5")
        right = Panel("The same rows for the next neuron", "a₁", "a₂", (-0.25, 1.25), (-0.25, 1.25), equal=True)
        if is_parted:
            cut = _straight(right, *direction, -middle)
            right.line(*cut, "ink", "dashed", "a line that parts them")
        for panel, places in ((left, X), (right, A)):
            _draw_rows(panel, places, y)
        finding = (
            f"a line parts them, with a gap of {gap:.2f}" if is_parted else "no line parts them with room to spare"
        )
        where = "; ".join(f"({x1:g}, {x2:g}) at ({a1:.2f}, {a2:.2f})" for (x1, x2), (a1, a2) in zip(X, A, strict=True))
        words = f"In the hidden plane {finding}. The rows lie: {where}."
        return Picture([left, right], words, (*_KNOBS, "size") if show == _YOURS else ())

    names = ("Neuron 1: w₁", "Neuron 1: w₂", "Neuron 1: b", "Neuron 2: w₁", "Neuron 2: w₂", "Neuron 2: b")
    first = (*_TWO_INPUTS["AND(x₁, NOT x₂)"], *_TWO_INPUTS["AND(NOT x₁, x₂)"])
    controls: list[Control] = [
        Slider(key, name, -30, 30, 1, value, digits=0) for key, name, value in zip(_KNOBS, names, first, strict=True)
    ]
    controls.append(Slider("size", "All six times", 0.02, 1, 0.02, 1, digits=2))
    if hidden_map is not None:
        controls.insert(0, Choice("show", "Hidden layer", (_SLIDERS, _YOURS), _YOURS))
    gates = list(_TWO_INPUTS)
    by_sliders = {} if hidden_map is None else {"show": _SLIDERS}
    presets: dict[str, State] = {
        f"{a} and {b}": dict(zip(_KNOBS, (*_TWO_INPUTS[a], *_TWO_INPUTS[b]), strict=True)) | by_sliders
        for i, a in enumerate(gates)
        for b in gates[i + 1 :]
    }
    return Explorer("Two hidden neurons and XOR", controls, draw, yours=hidden_map, presets=presets)


def _level_lines(panel: Panel, values: Array, color: str, dash: str, label: str) -> None:
    """Draw where values (SHADES²,) over a panel's grid are 0."""
    x1, x2 = panel.grid().reshape(SHADES, SHADES, 2).transpose(2, 0, 1)
    for k, line in enumerate(contour_generator(x1, x2, values.reshape(SHADES, SHADES)).lines(0.0)):
        panel.line(line[:, 0], line[:, 1], color, dash, "" if k else label)


def _draw_rows(panel: Panel, places: Array, y: Array) -> None:
    """Draw the four rows of a truth table; rows that lie together share a label."""
    for target, color, shape in ((1, "blue", "disc"), (0, "orange", "square")):
        mine = places[y[:, 0] == target]
        panel.points(mine[:, 0], mine[:, 1], color, shape, f"XOR is {target}")
    labels: list[tuple[Array, list[str]]] = []
    for name, place in zip(("(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"), places, strict=True):
        near = [names for at, names in labels if np.abs(at - place).max() < 0.05]
        if near:
            near[0].append(name)
        else:
            labels.append((place, [name]))
    for place, names in labels:
        panel.text(place[0], place[1], ", ".join(names))


# --- Lesson 07: six ReLU units ------------------------------------------------------------------------------

_UNITS = ((-1, -5, -7.7), (-1, -1.2, -1.3), (-1, 1.2, 1), (1, 1.2, -0.2), (1, 2, -1.1), (1, 5, -5))  # sign, w, b
_NO_TARGET, _CUBIC = "nothing", "x³ + x² − x − 1"


def _six(x: Array, n_units: int = 6) -> Array:
    return np.sum([sign * activations.relu(w * x + b) for sign, w, b in _UNITS[:n_units]], axis=0)


def six_units(six_relu: Function | None = None) -> Explorer:
    """Add up the six ReLU units of deck 003 one by one.

    Parameters
    ----------
    six_relu : callable (x) -> Z, optional
        Yours, of lesson 07: drawn beside the sum.

    Source: slides 003, "Định lý xấp xỉ tổng quát".
    """

    def draw(yours: Function | None, units: float, target: str) -> Picture:
        n = int(units)
        sign, w, b = _UNITS[n - 1]
        x = np.linspace(-2.2, 2.2, 221)
        panel = Panel(f"{n} of 6 units", "x", "sum", (-2.2, 2.2), (-4, 8))
        total, kink = _six(x, n), -b / w
        if target == _CUBIC:
            panel.line(x, x**3 + x**2 - x - 1, "orange", "dashed", "target")
        panel.line(x, total, "blue", label="sum so far", width=2.6)
        panel.line(x, sign * activations.relu(w * x + b), "green", "dotted", f"unit {n} alone")
        if yours is not None:
            own = numbers(yours(x.copy()), "six_relu", x.shape)
            panel.line(x, own, "pink", "dashed", "your six_relu", width=2.6)
        kinks = np.sort([-b / w for _, w, b in _UNITS[:n]])
        panel.points(kinks, _six(kinks, n), label="kinks")
        words = (
            f"The sum of {n} unit{'s' * (n > 1)} bends at x = {', '.join(_text(k) for k in kinks)}. Unit {n} bends it "
            f"{'up' if sign > 0 else 'down'} at {_text(kink)} and is on to the {'right' if w > 0 else 'left'}."
        )
        if target == _CUBIC:
            inner = np.linspace(-1.5, 1.5, 601)
            error = np.sqrt(np.mean((_six(inner, n) - (inner**3 + inner**2 - inner - 1)) ** 2))
            words += f" Root mean square distance from the target on [−1.5, 1.5]: {error:.3f}."
        if yours is not None:
            gap = np.abs(own - _six(x)).max()
            words += " Your six_relu is the sum of all six." if gap < 1e-9 else f" Your six_relu is off by {gap:.2f}."
        return Picture([panel], words)

    controls: list[Control] = [
        Slider("units", "Units", 1, 6, 1, 6 if six_relu else 3, digits=0),
        Choice("target", "Compare with", (_NO_TARGET, _CUBIC), _NO_TARGET),
    ]
    return Explorer("Six ReLU units", controls, draw, yours=six_relu)


# --- Lesson 10: regularization ------------------------------------------------------------------------------

_MOST_UNITS = 20
_EXPONENTS = np.arange(-6, 3.01, 0.25)


def _columns(x: Array, n_units: int) -> Array:
    kinks = np.linspace(-1, 1, n_units, endpoint=False)
    return np.hstack([np.ones((len(x), 1)), activations.relu(x - kinks)])


def price_matrix(penalty: Function, n_units: int, n_train: int) -> Array:
    """Find what a penalty charges for each weight, by asking it.

    Parameters
    ----------
    penalty : callable (W, b, l2, n_train) -> number
        l2 times a sum of squares and products of weights.
    n_units, n_train : int

    Returns
    -------
    ndarray, shape (n_units + 1, n_units + 1)
        H such that the penalty of v, the bias first, is ``l2 * v @ H @ v / 2``.

    Raises
    ------
    Unfit
        If it is nothing of the kind.
    """

    def price(v: Array, l2: float = 1.0) -> float:
        return float(numbers(penalty([v[1:, None]], [v[:1, None]], l2, n_train), "l2_penalty", ()))

    single = np.eye(n_units + 1)
    alone = np.array([price(v) for v in single])
    H = np.diag(2 * alone)
    for i, j in zip(*np.triu_indices(n_units + 1, k=1), strict=True):
        H[i, j] = H[j, i] = price(single[i] + single[j]) - alone[i] - alone[j]
    some = np.cos(np.arange(n_units + 1.0))
    once = price(some)
    for what, found, needed in (
        ("all weights doubled", price(2 * some), 4),
        ("λ doubled", price(some, 2.0), 2),
    ):
        if not np.isclose(found, needed * once, rtol=1e-6):
            factor = f"{found / once:.3g} times as large" if once else f"{found:.3g} in place of 0"
            raise Unfit(f"With {what}, l2_penalty is {factor}; {needed} times is needed")
    if not np.isclose(some @ H @ some / 2, once, rtol=1e-6):
        raise Unfit("l2_penalty is not a sum of squares of the weights")
    if np.linalg.eigvalsh(H).min() < -1e-9 * np.abs(H).max():
        raise Unfit("l2_penalty is negative for some weights: the larger they are, the better")
    return H


def _fit_with_price(x: Array, y: Array, H: Array, l2: float) -> Array:
    """Weights v (n_units + 1, 1), the bias first, with the smallest mean squared error / 2 plus l2 * v @ H @ v / 2."""
    charges, directions = np.linalg.eigh(H)
    be_zero = np.sqrt(len(x) * l2 * np.clip(charges, 0, None))[:, None] * directions.T
    rows, wanted = np.vstack([_columns(x, len(H) - 1), be_zero]), np.vstack([y, np.zeros((len(H), 1))])
    return np.linalg.lstsq(rows, wanted, rcond=None)[0]


def _l2_penalty(W: list[Array], b: list[Array], l2: float, n_train: int) -> float:
    return float(l2 / (2 * n_train) * sum(np.sum(w**2) for w in W))


def _sine_data() -> tuple[Array, Array, Array, Array]:
    rng = np.random.default_rng(8)
    x = -1 + 2 * (np.arange(90) + rng.random(90)) / 90
    y = np.sin(4 * x) + rng.normal(0, 0.4, 90)
    train, val = rng.permutation(90)[:60].reshape(2, 30)
    return x[train, None], y[train, None], x[val, None], y[val, None]


def regularization(data: tuple[Any, Any, Any, Any] | None = None, l2_penalty: Function | None = None) -> Explorer:
    """Turn the price λ of large weights, from almost nothing to far too much, and the number of units.

    Parameters
    ----------
    data : (x_train, y_train, x_val, y_val), optional
        Each (n, 1), x from -1 to 1; by default those of lesson 10.
    l2_penalty : callable (W, b, l2, n_train) -> number, optional
        Yours, of lesson 10: what it charges is what the fit pays.

    Raises
    ------
    ValueError
        If the shapes of data do not fit.

    Source: slides 000, "L2 regularization".
    """
    x_train, y_train, x_val, y_val = (np.asarray(part, dtype=float) for part in data or _sine_data())
    shapes = [part.shape for part in (x_train, y_train, x_val, y_val)]
    if any(len(shape) != 2 or shape[1] != 1 for shape in shapes) or shapes[0] != shapes[1] or shapes[2] != shapes[3]:
        raise ValueError(f"x_train, y_train, x_val, y_val, each (n, 1), are needed; given {shapes}")

    def errors(weights: Array) -> tuple[float, float]:
        on_train, on_val = (float(np.mean((_columns(x, len(weights) - 1) @ weights - y) ** 2))
                            for x, y in ((x_train, y_train), (x_val, y_val)))  # fmt: skip
        return on_train, on_val

    @lru_cache
    def prepared(penalty: Function, n_units: int) -> tuple[Array, Array]:
        H = price_matrix(penalty, n_units, len(x_train))
        return H, np.log10([errors(_fit_with_price(x_train, y_train, H, 10.0**e)) for e in _EXPONENTS])

    def draw(penalty: Function, units: float, exponent: float) -> Picture:
        n, l2 = int(units), 10.0**exponent
        H, curves = prepared(penalty, n)
        weights = _fit_with_price(x_train, y_train, H, l2)
        on_train, on_val = errors(weights)
        price = float(numbers(penalty([weights[1:]], [weights[:1]], l2, len(x_train)), "l2_penalty", ()))
        places = np.linspace(-1, 1, 161)[:, None]
        fit = Panel(f"The fit of {n} unit{'s' * (n != 1)}", "x", "y", (-1, 1), (-2.3, 2.9))
        fit.points(x_train, y_train, "blue", label="training")
        fit.points(x_val, y_val, "orange", "square", label="validation")
        fit.line(places, _columns(places, n) @ weights, "ink", label="fit")
        bars = Panel("Their weights", "unit", "weight", (-0.8, n - 0.2), (-15, 15))
        bars.bars(weights[1:, 0], ["blue" if w >= 0 else "orange" for w in weights[1:, 0]])
        trade = Panel("The errors", "log₁₀ λ", "log₁₀ of the mean squared error", (-6, 3), (-1.6, 1.0))
        for name, color, dash, curve, now in (
            ("training", "blue", "solid", curves[:, 0], on_train),
            ("validation", "orange", "dashed", curves[:, 1], on_val),
        ):
            trade.line(_EXPONENTS, curve, color, dash, name)
            trade.points([exponent], [np.log10(now)], color)
        words = (
            f"{n} unit{'s' * (n != 1)}, λ = {l2:.2g}: mean squared error {on_train:.3f} on training, {on_val:.3f} on "
            f"validation. Sum of the squared weights {np.sum(weights[1:] ** 2):.1f}, largest "
            f"{np.abs(weights[1:]).max():.1f}; the penalty is {price:.3g}."
        )
        right = _l2_penalty([weights[1:]], [weights[:1]], l2, len(x_train))
        if not np.isclose(price, right, rtol=1e-6):
            right_text = f"{right:.3g}" if f"{right:.3g}" != f"{price:.3g}" else f"{right:.7g}, not {price:.7g}"
            words += f" (By your l2_penalty, and so is the fit; of these weights it should be {right_text}.)"
        return Picture([fit, trade, bars], words)

    controls: list[Control] = [
        Slider("exponent", "log₁₀ λ", -6, 3, 0.25, -1, digits=2),
        Slider("units", "Units", 1, _MOST_UNITS, 1, _MOST_UNITS, digits=0),
    ]
    return Explorer("A price on large weights", controls, draw, ours=_l2_penalty, yours=l2_penalty)


# --- Lesson 12: logits to softmax ---------------------------------------------------------------------------

_SHIFTS = (-1000, -100, -10, -1, 0, 1, 10, 100, 1000)
_CLASS_COLORS = ("blue", "orange", "green")


def logits(softmax: Function | None = None) -> Explorer:
    """Turn three scores, or two, and see what softmax makes of them.

    Parameters
    ----------
    softmax : callable (Z) -> P, optional
        Yours, of lesson 12: Z and P (N, K).

    Source: slides 000, "Mạng nơ ron cho phân lớp đa lớp".
    """

    def draw(f: Function, classes: str, z0: float, z1: float, z2: float, shift: float) -> Picture:
        K = int(classes)
        z = np.array([z0, z1, z2])[:K] + shift
        P = numbers(f(z[None, :].copy()), "softmax", (1, K))[0]
        names, texts = [f"class {k}" for k in range(K)], [_text(value, 5) for value in z]
        sides, heights = (-0.6, K - 0.4), (-7.5 + min(shift, 0), 7.5 + max(shift, 0))
        left = Panel("Scores: any numbers", "class", "score z", sides, heights, names=names)
        left.bars(z, _CLASS_COLORS[:K], texts)
        title = f"Softmax: they add up to {_text(P.sum(), 6)}"
        right = Panel(title, "class", "probability p", sides, (0, 1.15), names=names)
        right.bars(P, _CLASS_COLORS[:K], [f"{p:.4f}" for p in P])
        scores, shares = ", ".join(texts), ", ".join(f"{p:.4f}" for p in P)
        words = f"Scores {scores}: softmax gives {shares}."
        if K == 2:
            sigma = float(activations.sigmoid(z[1] - z[0]))
            right.line(sides, [sigma, sigma], "ink", "dashed", "σ(z₁ − z₀)", width=1.4)
            words += f" The sigmoid of z₁ − z₀ = {_text(z[1] - z[0])} is {sigma:.4f}, the p of class 1."
        else:
            k = int(np.argmax(P))
            words += f" Class {k} has the most."
        return Picture([left, right], words, ("z2",) if K == 2 else ())

    controls: list[Control] = [
        Choice("classes", "Classes", ("3", "2"), "3"),
        *(Slider(f"z{k}", f"Score z{'₀₁₂'[k]}", -6, 6, 0.5, k + 1) for k in range(3)),
        Stops("shift", "Added to all", _SHIFTS, 0),
    ]
    presets: dict[str, State] = {
        "all equal": {"z0": 0.0, "z1": 0.0, "z2": 0.0},
        "1, 2, 3": {"z0": 1.0, "z1": 2.0, "z2": 3.0},
        "2, 4, 6: doubled": {"z0": 2.0, "z1": 4.0, "z2": 6.0},
        "one far above": {"z0": -6.0, "z1": -6.0, "z2": 6.0},
    }
    return Explorer("From scores to softmax", controls, draw, ours=activations.softmax, yours=softmax, presets=presets)
