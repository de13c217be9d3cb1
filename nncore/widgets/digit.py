"""Draw a digit: the learner's network reads it while it is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from nncore.plots import COLORS, DIVERGING
from nncore.plots.style import tidy
from nncore.widgets.base import Content, CourseWidget, module, styles
from nncore.widgets.explorer_pictures import Array, Unfit
from nncore.widgets.lesson_explorers import numbers
from nncore.widgets.network_scene import attempt, text

#: Pixels a side of a picture in MNIST, and of the box into which its digit fits.
PIXELS, BOX = 28, 20
#: Points a side of what is drawn: 5 to a pixel.
FINE = 5 * PIXELS

_MIDDLE = 14  # of a picture in MNIST: the pixel with this number, counted from 0, in both directions
_FAINT = 0.05  # less ink than this an eraser may leave behind, unseen: it does not stretch the digit's box
_PEN = 2.5  # width in pixels; most strokes in MNIST are 2 to 3 wide
_MOST_SQUARES = 512  # units of a layer that the page can show
# A 3, for the figure: two arcs, each with its centre, its radius, and from where to where, in degrees.
_STILL = ((13.4, 8.4, 4.6, -150, 75), (13.2, 18.0, 5.4, -80, 150))


# --- From what is drawn to what MNIST's pictures look like ----------------------------------------------------


def paint(ink: Array, points: Any, width: float, is_pen: bool = True) -> None:
    """Draw a stroke with round ends and soft edges, in place.

    Parameters
    ----------
    ink : ndarray, shape (FINE, FINE)
        From 0 (paper) to 1 (ink).
    points : array_like, shape (n, 2)
        Columns x to the right and y down, in pixels of the finished picture: 0 to 28.
    width : float
        In the same unit.
    is_pen : bool
        Otherwise an eraser.
    """
    path = np.asarray(points, dtype=float).reshape(-1, 2) * (FINE / PIXELS)
    radius = width * (FINE / PIXELS) / 2
    ends = path[1:] if len(path) > 1 else path
    for start, end in zip(path, ends, strict=False):
        low = np.clip(np.floor(np.minimum(start, end) - radius - 1), 0, FINE).astype(int)
        high = np.clip(np.ceil(np.maximum(start, end) + radius + 1), 0, FINE).astype(int)
        x, y = np.arange(low[0], high[0]) + 0.5, (np.arange(low[1], high[1]) + 0.5)[:, None]
        along = end - start
        length = float(along @ along)
        share = np.clip(((x - start[0]) * along[0] + (y - start[1]) * along[1]) / length, 0, 1) if length else 0.0
        distance = np.hypot(x - start[0] - share * along[0], y - start[1] - share * along[1])
        covered = np.clip(radius - distance + 0.5, 0, 1)
        part = ink[low[1] : high[1], low[0] : high[0]]
        part[:] = np.maximum(part, covered) if is_pen else np.minimum(part, 1 - covered)


def as_mnist(ink: Array) -> Array:
    """Fit a drawing into MNIST's frame.

    The digit is scaled to fit into a box of 20 by 20 pixels, its proportions kept, each pixel the mean of what it
    covers. The box is moved by whole pixels until the digit's centre of mass is in the middle; it stays inside the
    frame.

    Parameters
    ----------
    ink : ndarray, shape (height, width)
        From 0 (paper) to 1 (ink), of any size.

    Returns
    -------
    ndarray, shape (28, 28)
        From 0 to 1. All 0 if nothing is drawn.

    Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", which describes how its pictures were
    made. There the middle is the pixel (14, 14), counted from 0: in all 10,000 test pictures the centre of mass is
    within half a pixel of it.
    """
    picture = np.zeros((PIXELS, PIXELS))
    rows, columns = (np.flatnonzero((ink >= _FAINT).any(axis=axis)) for axis in (1, 0))
    if rows.size == 0:
        return picture
    digit = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = max(digit.shape) / BOX
    small = _means(digit.shape[0], scale) @ digit @ _means(digit.shape[1], scale).T
    top, left = (_place(small.sum(axis=1 - axis)) for axis in (0, 1))
    picture[top : top + small.shape[0], left : left + small.shape[1]] = np.clip(small, 0, 1)
    return picture


def _means(n: int, scale: float) -> Array:
    """Return the matrix (ceil(n / scale), n) that takes means over stretches of length `scale`; beyond n lies 0."""
    starts = np.arange(np.ceil(n / scale - 1e-9))[:, None] * scale
    cells = np.arange(n)
    overlap = np.minimum(starts + scale, cells + 1) - np.maximum(starts, cells)
    means: Array = np.clip(overlap, 0, None) / scale
    return means


def _place(mass: Array) -> int:
    """Return where a row of masses begins, so that its centre is in the middle and none falls out of the frame."""
    centre = mass @ np.arange(len(mass)) / mass.sum()
    return int(np.clip(np.round(_MIDDLE - centre), 0, PIXELS - len(mass)))


# --- The network's answer --------------------------------------------------------------------------------------


@dataclass
class Reading:
    """What a network makes of a picture.

    Parameters
    ----------
    probabilities : ndarray, shape (10,)
    hidden : list of ndarray, shapes (n_units,)
        What the hidden layers send.
    """

    probabilities: Array
    hidden: list[Array]


def read(forward: Callable[..., Any], parameters: Sequence[Sequence[Array]], picture: Array) -> Reading:
    """Ask a learner's function about a picture, on copies, and look at what comes back.

    Parameters
    ----------
    forward : callable
        See `DrawDigit`.
    parameters : () or (W, b)
        Handed on after X.
    picture : ndarray, shape (28, 28)

    Raises
    ------
    Unfit
        If what comes back is no answer, saying why.
    """
    name = getattr(forward, "__name__", "forward")
    X = picture.reshape(1, -1).astype(np.float32)
    given = forward(X, *([array.copy() for array in arrays] for arrays in parameters))
    if given is None:
        raise Unfit(f"{name} returned nothing (None); the probabilities of the ten digits are needed")
    if isinstance(given, tuple):
        return _reading_of_layers(name, given, parameters)
    return Reading(_probabilities(given, name), [])


def _reading_of_layers(name: str, given: tuple[Any, ...], parameters: Sequence[Sequence[Array]]) -> Reading:
    if len(given) != 2 or not isinstance(given[1], list | tuple):
        kinds = ", ".join(type(value).__name__ for value in given)
        raise Unfit(f"{name} must return two lists, Z and A; given {len(given)} values ({kinds})")
    A = given[1]
    if parameters and len(A) != len(parameters[0]) + 1:
        raise Unfit(f"A of {name} must have {len(parameters[0]) + 1} entries, X and one a layer; given {len(A)}")
    if len(A) < 2:
        raise Unfit(f"A of {name} must have at least 2 entries, X and the probabilities; given {len(A)}")
    hidden = []
    for k, layer in enumerate(A[1:-1], start=1):
        what = f"{name}, in A[{k}],"
        units = parameters[0][k - 1].shape[1] if parameters else numbers(layer, what).size
        values = numbers(layer, what, (1, units))
        if not np.isfinite(values).all():
            raise Unfit(f"A[{k}] of {name} holds an infinite number")
        hidden.append(values[0])
    return Reading(_probabilities(A[-1], f"{name}, in A[{len(A) - 1}],"), hidden)


def _probabilities(value: Any, name: str) -> Array:
    P: Array = numbers(value, name, (1, 10))[0]
    for digit, p in enumerate(P):
        if not -1e-6 <= p <= 1 + 1e-6:
            raise Unfit(f"{name} returned {text(p)} for the digit {digit}; a probability lies between 0 and 1")
    return np.clip(P, 0, 1)


def percent(p: float) -> str:
    """Write a share; what is only nearly all or nothing is not called so."""
    if 0 < p < 0.0005:
        return "<0.1%"
    return ">99.9%" if 0.9995 <= p < 1 else f"{p:.1%}"


# --- The sheet -------------------------------------------------------------------------------------------------


@dataclass
class Stroke:
    """One line of the pen or the eraser; `key` tells whether what comes next belongs to it."""

    key: str
    points: list[tuple[float, float]]
    width: float
    is_pen: bool


@dataclass
class Sheet:
    """A new sheet: blank, or a picture (28, 28) to draw on, with what is known of it."""

    picture: Array
    about: str = ""


class Drawing:
    """What is drawn, and how it came about.

    Attributes
    ----------
    ink : ndarray, shape (FINE, FINE)
        From 0 (paper) to 1 (ink).
    done : list of Stroke or Sheet
        From the first.
    """

    def __init__(self) -> None:
        self.done: list[Stroke | Sheet] = []
        self.ink: Array = np.zeros((FINE, FINE))

    def draw(self, points: Any, width: float = _PEN, is_pen: bool = True, key: str = "") -> None:
        """Draw a stroke, or go on with the last one if it has the same key, which is not empty.

        Parameters
        ----------
        points : array_like, shape (n, 2)
            x to the right and y down, 0 to 28; what lies outside is not seen.
        width : float
            From 0.5 to 8.
        is_pen : bool
            Otherwise it erases.
        """
        given = np.asarray(points, dtype=float)
        if given.ndim != 2 or given.shape[1] != 2 or not np.isfinite(given).all():
            raise ValueError(f"points must be finite and of shape (n, 2); given shape {given.shape}")
        path = [(float(x), float(y)) for x, y in np.clip(given, -PIXELS, 2 * PIXELS)]
        if not path:
            return
        last = self.done[-1] if self.done else None
        if isinstance(last, Stroke) and key and last.key == key:
            paint(self.ink, last.points[-1:] + path, last.width, last.is_pen)
            last.points += path
        else:
            self.done.append(Stroke(key, path, float(np.clip(width, 0.5, 8)), is_pen))
            self._redo(self.done[-1])

    def take(self, picture: Array, about: str = "") -> None:
        """Go on with a new sheet, blank or a picture (28, 28); `undo` brings the old one back."""
        self.done.append(Sheet(picture, about))
        self._redo(self.done[-1])

    def undo(self) -> None:
        """Take back the last stroke, or the last new sheet."""
        if not self.done:
            return
        self.done.pop()
        self.ink = np.zeros((FINE, FINE))
        begin = max((k for k, entry in enumerate(self.done) if isinstance(entry, Sheet)), default=0)
        for entry in self.done[begin:]:
            self._redo(entry)

    def about(self) -> str:
        """Say on what picture is drawn, if on one."""
        sheets = [(k, entry) for k, entry in enumerate(self.done) if isinstance(entry, Sheet)]
        if not sheets or not sheets[-1][1].about:
            return ""
        k, sheet = sheets[-1]
        return f"{'Changed' if k < len(self.done) - 1 else 'Unchanged'}: {sheet.about}."

    def _redo(self, entry: Stroke | Sheet) -> None:
        if isinstance(entry, Sheet):
            self.ink = np.kron(entry.picture, np.ones((FINE // PIXELS, FINE // PIXELS)))  # each pixel a square
        else:
            paint(self.ink, entry.points, entry.width, entry.is_pen)


class DrawDigit(CourseWidget):
    """A sheet to draw a digit on, and what a network answers meanwhile.

    Parameters
    ----------
    forward : callable (X, W, b) -> (Z, A), or (X, W, b) -> P
        Yours, of lesson 13: X (1, 784), float32, from 0 (paper) to 1 (ink); ``A[-1]``, or P, (1, 10): probabilities;
        the entries between ``A[0]`` and ``A[-1]`` are shown as the hidden layers. Without W and b it is called with
        X alone: ``DrawDigit(net.forward)``, ``DrawDigit(net.predict)``.
    W, b : sequences of array_like, optional
        Copied: a network trained further is another one.
    examples : array_like, shape (n, 784) or (n, 28, 28), optional
        Pictures to load, such as ``mnist.X_test``.
    labels : array_like, shape (n,), optional
        Their digits, such as ``mnist.y_test``.

    Attributes
    ----------
    drawing : Drawing

    Raises
    ------
    ValueError
        If only one of W and b is given, an entry of W is no matrix, or examples and labels do not fit, with the
        expected and the given.

    Examples
    --------
    ``DrawDigit(forward, W, b, examples=mnist.X_test, labels=mnist.y_test)``
    """

    _esm = module("digit")
    _css = styles("digit")

    def __init__(
        self,
        forward: Callable[..., Any],
        W: Sequence[Any] | None = None,
        b: Sequence[Any] | None = None,
        examples: Any = None,
        labels: Any = None,
    ) -> None:
        self._forward = forward
        self._parameters = _parameters(W, b)
        self._examples, self._labels = _pictures(examples, labels)
        super().__init__(title="Draw a digit: your network reads it")
        self._asked: dict[int | None, int] = {}  # how often an example was asked for, by its digit
        self.drawing = Drawing()

    def clear(self) -> None:
        """Take a blank sheet."""
        if self.drawing.ink.any():
            self.drawing.take(np.zeros((PIXELS, PIXELS)))

    def load(self, digit: int | None = None) -> None:
        """Take the next example, of a digit if one is given, to draw on."""
        if self._examples is None:
            return
        which = np.arange(len(self._examples))
        if digit is not None and self._labels is not None:
            which = np.flatnonzero(self._labels == digit)
        if which.size == 0:
            return
        asked = self._asked.get(digit, 0)
        self._asked[digit] = asked + 1
        index = int(which[asked % which.size])
        label = f", labelled {self._labels[index]}" if self._labels is not None else ""
        self.drawing.take(self._examples[index], f"example {index}{label}")

    # --- Reading ------------------------------------------------------------------------------------------

    def look(self, drawing: Drawing) -> tuple[Array, Reading | None, str | None]:
        """Ask the network about a drawing.

        Returns
        -------
        picture : ndarray, shape (28, 28)
            As the network sees it.
        reading : Reading or None
            None if nothing is drawn, or the function fails.
        problem : str or None
            Why it failed, in words.
        """
        picture = as_mnist(drawing.ink)
        if not picture.any():
            return picture, None, None
        reading, problem = attempt(
            lambda: read(self._forward, self._parameters, picture), self._forward, "The drawing stays as it is."
        )
        return picture, reading, problem

    # --- Messages -----------------------------------------------------------------------------------------

    def answer(self, message: Content) -> None:
        """Do what the page asks; see `CourseWidget.answer`."""
        kind = message["type"]
        if kind == "draw":
            for stroke in message["strokes"]:
                key = f"{message.get('view')} {stroke['id']}"
                self.drawing.draw(stroke["points"], float(stroke["width"]), bool(stroke["pen"]), key)
        elif kind == "clear":
            self.clear()
        elif kind == "undo":
            self.drawing.undo()
        elif kind == "load":
            self.load(None if message.get("digit") is None else int(message["digit"]))
        elif kind != "hello":
            return
        picture, reading, problem = self.look(self.drawing)
        content = {
            "type": "state",
            "pixels": PIXELS,
            "fine": FINE,
            "pen": _PEN,
            "can_undo": bool(self.drawing.done),
            "examples": self._kinds(),
            "about": self.drawing.about(),
            "probabilities": None if reading is None else [float(p) for p in reading.probabilities],
            "percents": ["–"] * 10 if reading is None else [percent(p) for p in reading.probabilities],
            "best": None if reading is None else int(reading.probabilities.argmax()),
            "hidden": None if reading is None else [_shades(layer) for layer in reading.hidden],
            "note": _note(reading),
            "seen": _where(picture),
            "words": self.words(self.drawing, picture, reading),
            "problem": problem,
        }
        self.reply(message, content, [_bytes(self.drawing.ink), _bytes(picture)])

    def _kinds(self) -> list[int | None]:
        """Return the digits of which there are examples; [None] if they have no labels."""
        if self._examples is None:
            return []
        if self._labels is None:
            return [None]
        return [int(digit) for digit in np.unique(self._labels)]

    def words(self, drawing: Drawing, picture: Array, reading: Reading | None) -> str:
        """Say what is to be seen of a drawing, with what `look` returned of it."""
        if not picture.any():
            return "Nothing is drawn."
        if reading is None:
            return f"No answer. {drawing.about()}".strip()
        P = reading.probabilities
        first, second = np.argsort(-P)[:2]
        parts = [f"Your network says {first}: {percent(P[first])}. Next is {second}: {percent(P[second])}."]
        for k, layer in enumerate(reading.hidden, start=1):
            parts.append(f"{(layer > 0).sum()} of {len(layer)} units fired in hidden layer {k}.")
        return " ".join(part for part in (*parts, _note(reading), drawing.about()) if part)

    # --- Where widgets cannot run -------------------------------------------------------------------------

    def _still(self) -> Drawing:
        """Return what is drawn, or a 3 if that is nothing."""
        if self.drawing.ink.any():
            return self.drawing
        drawing = Drawing()
        for x, y, radius, begin, end in _STILL:
            turn = np.radians(np.linspace(begin, end, 20))
            drawing.draw(np.column_stack([x + radius * np.cos(turn), y + radius * np.sin(turn)]), key="3")
        return drawing

    def describe(self) -> str:
        """Say what the figure shows; see `CourseWidget.describe`."""
        still = self._still()
        picture, reading, problem = self.look(still)
        drawn = "" if still is self.drawing else "A 3 is drawn."
        parts = (f"{self.title}.", drawn, (problem or "").split("\n")[0], self.words(still, picture, reading))
        return " ".join(part for part in parts if part)

    def figure(self) -> Figure:
        """Draw the sheet, what the network sees, its probabilities, its hidden layers; see `CourseWidget.figure`."""
        still = self._still()
        picture, reading, _ = self.look(still)
        hidden = reading.hidden if reading is not None else []
        fig = Figure(figsize=(8.4, 3.2 + 0.75 * len(hidden)), layout="constrained")
        grid = fig.add_gridspec(1 + len(hidden), 3, height_ratios=[3.2, *[0.75] * len(hidden)])
        for k, (image, title) in enumerate(((still.ink, "drawn"), (picture, "as the network sees it"))):
            ax = fig.add_subplot(grid[0, k])
            ax.imshow(image, cmap="gray_r", vmin=0, vmax=1)
            ax.set(title=title, xticks=[], yticks=[])
            ax.spines[:].set_color("#CCCCCC")
        ax = tidy(fig.add_subplot(grid[0, 2]))
        if reading is None:
            ax.set(title="no answer", xticks=[], yticks=[])
        else:
            P = reading.probabilities
            ax.barh(range(10), P, color=[COLORS["blue"] if k == P.argmax() else COLORS["sky"] for k in range(10)])
            for digit, p in enumerate(P):
                ax.text(p + 0.02, digit, percent(p), va="center", fontsize=8)
            ax.set(title=f"answer: {P.argmax()}", xlabel="probability", ylabel="digit")
            ax.set(xlim=(0, 1.25), ylim=(9.6, -0.6), yticks=range(10), xticks=[0, 0.5, 1])
        for k, layer in enumerate(hidden, start=1):
            _draw_units(fig.add_subplot(grid[k, :]), layer[:_MOST_SQUARES], k)
        return fig


def _draw_units(ax: Any, layer: Array, k: int) -> None:
    columns = min(len(layer), 32)
    squares = np.full(-(-len(layer) // columns) * columns, np.nan)
    squares[: len(layer)] = layer
    top = float(np.abs(layer).max()) or 1.0
    rows = np.ma.masked_invalid(squares.reshape(-1, columns))
    ax.pcolormesh(
        rows, cmap=DIVERGING.with_extremes(bad="white"), vmin=-top, vmax=top, ec="#CCCCCC", lw=0.5, clip_on=False
    )
    ax.invert_yaxis()
    ax.set_aspect("equal")
    if len(layer) <= columns:
        for unit, value in enumerate(layer):
            colour = "white" if abs(value) > 0.6 * top else COLORS["black"]
            number = text(value, 1) if value else "0"
            ax.text(unit + 0.5, 0.5, number, ha="center", va="center", fontsize=7, color=colour)
    ax.set_title(f"hidden layer {k}: {(layer > 0).sum()} of {len(layer)} units fired", fontsize=9)
    ax.set_axis_off()


def _shades(layer: Array) -> Content:
    """Return what the page needs to draw a layer: values, shades from -127 to 127, which fired, how many of all."""
    shown = layer[:_MOST_SQUARES]
    top = float(np.abs(shown).max()) or 1.0
    return {
        "values": [text(value, 2) if value else "0" for value in shown],
        "shades": np.round(shown / top * 127).astype(int).tolist(),
        "on": (shown > 0).tolist(),
        "fired": int((layer > 0).sum()),
        "units": len(layer),
    }


def _note(reading: Reading | None) -> str:
    """Say when what should be probabilities are none."""
    total = 1.0 if reading is None else float(reading.probabilities.sum())
    return "" if abs(total - 1) < 1e-3 else f"The ten numbers add up to {text(total)}; probabilities add up to 1."


def _where(picture: Array) -> str:
    """Say what part of the network's picture has ink."""
    if not picture.any():
        return "The network's picture: blank."
    rows, columns = (np.flatnonzero(picture.any(axis=axis)) for axis in (1, 0))
    return (
        f"The network's picture: 28 by 28 pixels, ink in rows {rows[0] + 1} to {rows[-1] + 1} "
        f"and columns {columns[0] + 1} to {columns[-1] + 1}."
    )


def _bytes(ink: Array) -> Array:
    return np.round(ink * 255).astype(np.uint8)


def _parameters(W: Sequence[Any] | None, b: Sequence[Any] | None) -> Sequence[list[Array]]:
    if W is None and b is None:
        return ()
    if W is None or b is None:
        raise ValueError(f"W and b are needed both, or none; given only {'b' if W is None else 'W'}")
    weights, biases = [np.array(w) for w in W], [np.array(v) for v in b]
    for k, w in enumerate(weights):
        if w.ndim != 2:
            raise ValueError(f"W[{k}] must have shape (n_in, n_out); given {w.shape}")
    return weights, biases


def _pictures(examples: Any, labels: Any) -> tuple[Array | None, Array | None]:
    """Return examples (n, 28, 28) and labels (n,), or None; ValueError where they do not fit."""
    if examples is None:
        if labels is not None:
            raise ValueError("labels belong to examples; given labels alone")
        return None, None
    pictures = np.asarray(examples)
    if pictures.ndim < 2 or pictures.size == 0 or pictures.size != len(pictures) * PIXELS**2:
        raise ValueError(f"examples must have shape (n, 784) or (n, 28, 28); given {pictures.shape}")
    if labels is None:
        return pictures.reshape(-1, PIXELS, PIXELS), None
    digits = np.asarray(labels)
    if digits.shape != (len(pictures),):
        raise ValueError(f"labels must have shape ({len(pictures)},), one an example; given {digits.shape}")
    return pictures.reshape(-1, PIXELS, PIXELS), digits
