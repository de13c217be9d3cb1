"""The Stepper: one sample forward through a small network, its error back, and the updates, a step at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from nncore.activations import sigmoid
from nncore.plots import network_diagram
from nncore.widgets.base import STATIC, Content, CourseWidget, module, styles
from nncore.widgets.explorer_pictures import Array
from nncore.widgets.network_scene import (
    SUBSCRIPTS,
    Arrays,
    Edge,
    Node,
    attempt,
    brief,
    factor,
    given_network,
    returned_list,
    scene,
    text,
    two_lists,
)

Backward = Callable[..., Any]

# The network of lesson 08.
_W = ([[0.8, -0.4, 0.5], [0.3, 0.9, -0.7]], [[-0.6, 0.5], [2.0, 1.4], [0.9, -0.4]], [[1.2], [-1.5]])
_B = ([0.1, 0.4, -0.2], [0.8, -0.9], [0.5])
_X, _Y = (1.0, 2.0), 1.0

_FINE = "Here the slide is right"
_STILL = 12  # the figure's step: a unit with two ways out


@dataclass
class Step:
    """What one step computes, and from what.

    Parameters
    ----------
    phase : str
        ``"forward"``, ``"error"``, ``"backward"`` or ``"update"``.
    place : tuple (step, steps)
        Within the phase, from 1.
    what : str
        In words.
    unit : int
        Number of the unit in question; 0 for the inputs.
    formula : list of (left, symbols, with numbers, result)
        Subscripts as in ``w_{24}``.
    note : str
        What is to be said besides; on a slip of the learner's or the slide's.
    """

    phase: str
    place: tuple[int, int]
    what: str
    unit: int
    formula: list[tuple[str, str, str, str]]
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether the note says that something is off."""
        return bool(self.note) and not self.note.startswith(_FINE)


def walk_forward(x: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    """Return Z, the sums of each layer, and A = [x, ...], what inputs and layers send; sigmoids everywhere."""
    Z: Arrays = []
    A = [x]
    for weights, biases in zip(W, b, strict=True):
        Z.append(A[-1] @ weights + biases)
        A.append(sigmoid(Z[-1]))
    return Z, A


def walk_back(A: Arrays, W: Arrays, y: float) -> tuple[Arrays, Arrays]:
    """Return delta, the slopes of J = (p - y)^2 / 2 in z of each unit, and dW, those in the weights."""
    delta = [(A[-1] - y) * A[-1] * (1 - A[-1])]
    for layer in range(len(W) - 1, 0, -1):
        delta.insert(0, W[layer] @ delta[0] * A[layer] * (1 - A[layer]))
    return delta, [np.outer(a, d) for a, d in zip(A[:-1], delta, strict=True)]


def walk_without_slopes(A: Arrays, W: Arrays, y: float) -> tuple[Arrays, Arrays, Arrays]:
    """Go back over the weights alone, as on the slide.

    Returns
    -------
    errors, at_units, steps : lists of ndarray
        What arrives in each unit; that times the unit's own f' (its step of the bias); the steps of the weights. Signs
        are turned to those of slopes.
    """
    errors = [A[-1] - y]
    for layer in range(len(W) - 1, 0, -1):
        errors.insert(0, W[layer] @ errors[0])
    at_units = [e * a * (1 - a) for e, a in zip(errors, A[1:], strict=True)]
    return errors, at_units, [np.outer(a, d) for a, d in zip(A[:-1], at_units, strict=True)]


@dataclass
class Walk:
    """All numbers of one sample's way forward and back.

    `back` is what is passed back, δ or on the slide the bare error; `db` and `dW` are the steps of the updates.
    """

    x: Array
    y: float
    W: Arrays
    b: Arrays
    learning_rate: float
    is_slide: bool
    Z: Arrays
    A: Arrays
    back: Arrays
    db: Arrays
    dW: Arrays
    right: Arrays  # δ, always
    units: list[tuple[int, int]] = field(init=False)  # layer and place of the units 1, 2, ...

    def __post_init__(self) -> None:
        self.units = [(layer, j) for layer, c in enumerate(self.b) for j in range(len(c))]
        self.new_W = [w - self.learning_rate * g for w, g in zip(self.W, self.dW, strict=True)]
        self.new_b = [c - self.learning_rate * g for c, g in zip(self.b, self.db, strict=True)]

    @property
    def n_steps(self) -> int:
        """Inputs, units, error, units but the last, units: 19 for six units."""
        return 1 + 3 * len(self.units)

    def phase(self, step: int) -> tuple[str, int, int]:
        """Return the phase of a step, and its place among how many steps there."""
        n = len(self.units)
        for name, length in (("forward", n + 1), ("error", 1), ("backward", n - 1)):
            if step <= length:
                return name, step, length
            step -= length
        return "update", step, n

    # --- Names, with subscripts as _{...} ---------------------------------------------------------------

    def number(self, layer: int, j: int) -> int:
        """Return the number of a unit, from 1."""
        return self.units.index((layer, j)) + 1

    def sender(self, layer: int, i: int) -> str:
        """Name what enters a layer's edges: x1 or a3."""
        return f"x_{{{i + 1}}}" if layer == 0 else f"a_{{{self.number(layer - 1, i)}}}"

    def weight(self, layer: int, i: int, j: int) -> str:
        """Name a weight as the lesson does: w of x1 and 2, or w of 2 and 4."""
        start = f"x{i + 1}".translate(SUBSCRIPTS) if layer == 0 else str(self.number(layer - 1, i))
        return f"w_{{{start}{self.number(layer, j)}}}"

    # --- Steps --------------------------------------------------------------------------------------------

    def step(self, step: int) -> Step:
        """Return what happens in a step, from 1."""
        phase, k, length = self.phase(step)
        if phase == "forward":
            made = self._inputs() if k == 1 else self._forward(k - 1)
        elif phase == "error":
            made = self._error()
        elif phase == "backward":
            made = self._backward(len(self.units) - k)
        else:
            made = self._update(k)
        made.place = (k, length)
        return made

    def _inputs(self) -> Step:
        given = [(f"x_{{{i + 1}}}", "the input", "", brief(v)) for i, v in enumerate(self.x)]
        return Step("forward", (1, 1), "The inputs are put in place.", 0, given)

    def _forward(self, unit: int) -> Step:
        layer, j = self.units[unit - 1]
        w, a, c = self.W[layer][:, j], self.A[layer], self.b[layer][j]
        symbols = [f"b_{{{unit}}}", *(f"{self.weight(layer, i, j)} {self.sender(layer, i)}" for i in range(len(w)))]
        values = [brief(c), *(f"{factor(brief(v))}·{self._sent(layer, i)}" for i, v in enumerate(w))]
        z, out = self.Z[layer][j], self.A[layer + 1][j]
        assert len(a) == len(w)
        return Step(
            "forward",
            (1, 1),
            f"Unit {unit} adds up its bias and what arrives over {_count(len(w), 'edge')}, then the sigmoid.",
            unit,
            [
                (f"z_{{{unit}}}", " + ".join(symbols), " + ".join(values), text(z)),
                (f"a_{{{unit}}}", f"σ(z_{{{unit}}})", f"σ({text(z)})", text(out)),
            ],
        )

    def _sent(self, layer: int, i: int) -> str:
        value = self.A[layer][i]
        return factor(brief(value) if layer == 0 else text(value))

    def _error(self) -> Step:
        unit, p, y = len(self.units), self.A[-1][0], self.y
        difference = f"({text(p)} − {factor(brief(y))})"
        if self.is_slide:
            formula = [(f"e_{{{unit}}}", "p − y", difference[1:-1], text(self.back[-1][0], 4))]
            what = "The output is compared with the target; the slide stops there, without f′."
            note = self._distance(unit)
        else:
            symbols, slope = "(p − y) · p (1 − p)", f"{text(p)}·(1 − {text(p)})"
            formula = [(f"δ_{{{unit}}}", symbols, f"{difference}·{slope}", text(self.back[-1][0], 4))]
            what = "The output is compared with the target, times the slope σ′ of the output unit."
            note = self._doubt(f"δ{unit}", self.back[-1][0], (p - y) * p * (1 - p))
        return Step("error", (1, 1), what, unit, formula, note)

    def _backward(self, unit: int) -> Step:
        layer, j = self.units[unit - 1]
        w, later, a = self.W[layer + 1][j], self.back[layer + 1], self.A[layer + 1][j]
        letter = "e" if self.is_slide else "δ"
        ends = [self.number(layer + 1, q) for q in range(len(w))]
        symbols = " + ".join(f"{self.weight(layer + 1, j, q)} {letter}_{{{end}}}" for q, end in enumerate(ends))
        values = " + ".join(f"{factor(brief(v))}·{factor(text(d, 4))}" for v, d in zip(w, later, strict=True))
        result, arriving = self.back[layer][j], float(w @ later)
        n_ways = _count(len(w), "edge")
        if self.is_slide:
            what = f"Unit {unit} adds up what comes back over {n_ways}. The slide leaves out σ′ here."
            formula = [(f"e_{{{unit}}}", symbols, values, text(result, 4))]
            note = self._distance(unit)
        else:
            what = f"Unit {unit} adds up what comes back over {n_ways}, times its own slope σ′."
            slope = (f"a_{{{unit}}} (1 − a_{{{unit}}})", f"{text(a)}·(1 − {text(a)})")
            formula = [(f"δ_{{{unit}}}", f"({symbols}) · {slope[0]}", f"({values})·{slope[1]}", text(result, 4))]
            note = self._doubt(f"δ{unit}", result, arriving * a * (1 - a))
        return Step("backward", (1, 1), what, unit, formula, note)

    def _update(self, unit: int) -> Step:
        layer, j = self.units[unit - 1]
        eta = brief(self.learning_rate)
        end = f"e_{{{unit}}} σ′(z_{{{unit}}})" if self.is_slide else f"δ_{{{unit}}}"
        d = factor(text(self.db[layer][j], 4))
        formula = []
        for i, w in enumerate(self.W[layer][:, j]):
            name = self.weight(layer, i, j)
            numbers_ = f"{brief(w)} − {eta}·{self._sent(layer, i)}·{d}"
            new = text(self.new_W[layer][i, j], 4)
            formula.append((f"new {name}", f"{name} − η {self.sender(layer, i)} {end}", numbers_, new))
        c = self.b[layer][j]
        formula.append((f"new b_{{{unit}}}", f"b_{{{unit}}} − η {end}", f"{brief(c)} − {eta}·{d}",
                        text(self.new_b[layer][j], 4)))  # fmt: skip
        what = f"The weights into unit {unit} and its bias take their step, with η = {eta}."
        if unit == len(self.units):
            before, after = self.loss(self.W, self.b), self.loss(self.new_W, self.new_b)
            what += f" J goes from {text(before, 4)} to {text(after, 4)}."
        note = self._distance(unit) if self.is_slide else self._doubt_dW(unit)
        return Step("update", (1, 1), what, unit, formula, note)

    def loss(self, W: Arrays, b: Arrays) -> float:
        """Return J = (p - y)^2 / 2 with some weights and biases."""
        return float((walk_forward(self.x, W, b)[1][-1][0] - self.y) ** 2 / 2)

    # --- What is off --------------------------------------------------------------------------------------

    def _doubt(self, name: str, given: float, expected: float) -> str:
        """Say where the learner's number is not what the formula makes of the learner's numbers before it."""
        if np.isclose(given, expected, rtol=1e-6, atol=1e-12):
            return ""
        yours, by_formula = text(given, 4), text(expected, 4)
        if yours == by_formula:
            yours, by_formula = f"{given:.6g}", f"{expected:.6g}"
        return f"Your function has {name} = {yours}; the formula, with the numbers shown, gives {by_formula}."

    def _doubt_dW(self, unit: int) -> str:
        layer, j = self.units[unit - 1]
        for i, a in enumerate(self.A[layer]):
            name = self.weight(layer, i, j).replace("_{", "").replace("}", "")
            if doubt := self._doubt(f"∂J/∂{name}", self.dW[layer][i, j], a * self.back[layer][j]):
                return doubt.replace("the formula, with the numbers shown,", f"a·δ{unit}, with the numbers shown,")
        return ""

    def _distance(self, unit: int) -> str:
        """Say how far the slide's step of a unit is from the slope."""
        layer, j = self.units[unit - 1]
        a, theirs, right = self.A[layer + 1][j], self.db[layer][j], self.right[layer][j]
        values = f"{factor(text(self.back[layer][j], 4))}·{text(a * (1 - a), 4)}"
        at_unit = f"e{unit} σ′(z{unit}) = {values} = {text(theirs, 4)}"
        if np.isclose(theirs, right, rtol=1e-9, atol=1e-15):
            return f"{_FINE}: the update takes {at_unit}, and δ{unit} is the same."
        ratio = theirs / right if right else np.inf
        how = f"{text(abs(ratio), 1)} times too {'long' if abs(ratio) > 1 else 'short'}"
        if ratio < 0:
            how = f"the wrong way, uphill, and {text(abs(ratio), 1)} times as long"
        return f"The update takes {at_unit}; right is δ{unit} = {text(right, 4)}. The step is {how}."

    # --- Pictures -----------------------------------------------------------------------------------------

    def scene(self, step: int) -> Content:
        """Lay out the network as it is after a step."""
        phase, k, _ = self.phase(step)
        unit, n = self.step(step).unit, len(self.units)
        known = {"forward": k - 1}.get(phase, n)  # units whose a is known
        returned = {"forward": n + 1, "error": n, "backward": n - k}.get(phase, 1)  # from this unit on back is known
        updated = k if phase == "update" else 0
        layers = [[Node(f"x{i + 1}".translate(SUBSCRIPTS), brief(v)) for i, v in enumerate(self.x)]]
        letter = "e" if self.is_slide else "δ"
        for layer, biases in enumerate(self.b):
            row = []
            for j in range(len(biases)):
                u = self.number(layer, j)
                c = self.new_b[layer][j] if u <= updated else biases[j]
                below = [f"b = {text(c) if u <= updated else brief(c)}"]
                if u >= returned:
                    below.append(f"{letter} = {text(self.back[layer][j], 4)}")
                row.append(Node(str(u), text(self.A[layer + 1][j]) if u <= known else "", below))
            layers.append(row)
        edges = [[[self._edge(layer, i, j, updated) for j in range(w.shape[1])] for i in range(w.shape[0])]
                 for layer, w in enumerate(self.W)]  # fmt: skip
        self._mark(phase, unit, layers, edges)
        return scene(layers, edges)

    def _edge(self, layer: int, i: int, j: int, updated: int) -> Edge:
        if self.number(layer, j) <= updated:
            return Edge(float(self.new_W[layer][i, j]), text(self.new_W[layer][i, j]))
        return Edge(float(self.W[layer][i, j]), brief(self.W[layer][i, j]))

    def _mark(self, phase: str, unit: int, layers: list[list[Node]], edges: list[list[list[Edge]]]) -> None:
        """Mark what the step computes, and from what."""
        if unit == 0:
            for node in layers[0]:
                node.role = "result"
            return
        layer, j = self.units[unit - 1]
        node = layers[layer + 1][j]
        node.role = "source" if phase == "update" else "result"
        if phase in ("forward", "update"):
            for sender, row in zip(layers[layer], edges[layer], strict=True):
                sender.role = "source"
                row[j].role = "result" if phase == "update" else "source"
        elif phase == "backward":
            for receiver, edge in zip(layers[layer + 2], edges[layer + 1][j], strict=True):
                receiver.role = edge.role = "source"


def _count(n: int, name: str) -> str:
    return f"{n} {name}{'' if n == 1 else 's'}"


class Stepper(CourseWidget):
    """Forward, error, backward, update, one step at a time and back.

    Parameters
    ----------
    backward : callable (A, W, y) -> (delta, dW), optional
        Yours, of lesson 08: its numbers are shown, and where one does not follow from those before it, that is said.
    W, b : sequences of array_like, shapes (n_in, n_out) and (n_out,), optional
        A network of sigmoids with one output; that of lesson 08 if not given.
    x : array_like, shape (n_in,), optional
        One sample.
    y : number
        Its target.
    learning_rate : number
        Of the updates.

    Attributes
    ----------
    step : int
        The step that is shown, 1 to `n_steps`.
    slide : bool
        Whether the way back is that of the slide, without f'.

    Raises
    ------
    ValueError
        If the shapes do not fit together, with the expected and the given one.

    Examples
    --------
    ``Stepper(backward_2321)``

    Source: slides 003, "Giải thuật lan truyền ngược" and "Giải thuật BP": 7 + 1 + 5 + 6 steps.
    """

    _esm = module("network") + "\n" + (STATIC / "stepper.js").read_text(encoding="utf-8")
    _css = styles("network") + "\n" + (STATIC / "stepper.css").read_text(encoding="utf-8")

    def __init__(
        self,
        backward: Backward | None = None,
        W: Sequence[Any] = _W,
        b: Sequence[Any] = _B,
        x: Any = _X,
        y: float = _Y,
        learning_rate: float = 1.0,
    ) -> None:
        self._W, self._b, self._x = _network(W, b, x)
        self._y, self._learning_rate = float(y), float(learning_rate)
        self._backward = backward
        shape = "-".join(str(n) for n in [len(self._x), *(len(c) for c in self._b)])
        super().__init__(title=f"Backpropagation step by step: the {shape} network")
        self.step, self.slide = 1, False
        self._right, _ = self._make(None, slide=False)
        self._slide, _ = self._make(None, slide=True)
        self._yours, self.problem = self._make(backward, slide=False)

    @property
    def n_steps(self) -> int:
        """How many steps there are."""
        return self._right.n_steps

    @property
    def walk(self) -> Walk:
        """The walk that is shown: yours if it runs, the slide's if that is chosen."""
        return self._slide if self.slide else self._yours

    def _make(self, backward: Backward | None, slide: bool) -> tuple[Walk, str | None]:
        W, b = self._W, self._b
        Z, A = walk_forward(self._x, W, b)
        right, dW = walk_back(A, W, self._y)
        problem = None
        if slide:
            back, db, dW = walk_without_slopes(A, W, self._y)
        else:
            back = right
            if backward is not None:
                given, problem = attempt(
                    lambda: _ask(backward, A, W, self._y), backward, "Meanwhile the course's own walk is shown."
                )
                back, dW = given or (back, dW)
            db = back
        walk = Walk(self._x, self._y, W, b, self._learning_rate, slide, Z, A, back, db, dW, right)
        return walk, problem

    # --- Messages -----------------------------------------------------------------------------------------

    def answer(self, message: Content) -> None:
        """Do what the page asks; see `CourseWidget.answer`."""
        kind = message["type"]
        if kind == "go":
            self.step = min(max(int(message["step"]), 1), self.n_steps)
        elif kind == "slide":
            self.slide = bool(message["on"])
        elif kind != "hello":
            return
        n = len(self._right.units)
        shown = self.walk.step(self.step)
        content = {
            "type": "step",
            "step": self.step,
            "n_steps": self.n_steps,
            "slide": self.slide,
            "phases": [["forward", 1], ["error", n + 2], ["backward", n + 3], ["update", 2 * n + 2]],
            "phase": shown.phase,
            "place": shown.place,
            "what": shown.what,
            "formula": shown.formula,
            "note": shown.note,
            "differs": shown.differs,
            "scene": self.walk.scene(self.step),
            "words": self.words(),
            "problem": self.problem,
        }
        self.reply(message, content)

    def words(self) -> str:
        """Say the step with its numbers, as a screen reader hears it."""
        shown = self.walk.step(self.step)
        k, length = shown.place
        lines = [f"{left} = {f'{values} = ' if values else ''}{result}" for left, _, values, result in shown.formula]
        formula = "; ".join(lines).replace("_{", "").replace("}", "")
        start = f"Step {self.step} of {self.n_steps}, {shown.phase} {k} of {length}"
        return " ".join(part for part in (f"{start}. {shown.what}", f"{formula}.", shown.note) if part)

    # --- Where widgets cannot run -------------------------------------------------------------------------

    def _still(self) -> int:
        return min(_STILL, self.n_steps) if self.step == 1 else self.step

    def describe(self) -> str:
        """Say what the figure shows; see `CourseWidget.describe`."""
        kept, self.step = self.step, self._still()
        said = self.words()
        self.step = kept
        return " ".join([f"{self.title}.", *([self.problem.split("\n")[0]] if self.problem else []), said])

    def figure(self) -> Figure:
        """Draw the network after a step, δ below its units; see `CourseWidget.figure`."""
        step, walk = self._still(), self.walk
        phase, k, _ = walk.phase(step)
        n = len(walk.units)
        returned = {"forward": n + 1, "error": n, "backward": n - k}.get(phase, 1)
        updated = k if phase == "update" else 0
        known = k - 1 if phase == "forward" else n
        weights, values, names = [w.copy() for w in walk.W], [a.copy() for a in walk.A], [[]]
        names[0] = [f"$x_{{{i + 1}}}$" for i in range(len(walk.x))]
        for layer, biases in enumerate(walk.b):
            names.append([])
            for j in range(len(biases)):
                u = walk.number(layer, j)
                if u > known:
                    values[layer + 1][j] = np.nan
                if u <= updated:
                    weights[layer][:, j] = walk.new_W[layer][:, j]
                letter = "e" if self.slide else "\\delta"
                back = f": ${letter}$ = {walk.back[layer][j]:.4f}" if u >= returned else ""
                names[-1].append(f"{u}{back}")
        ax = network_diagram(weights, values=values, names=names)
        for number in [t for t in ax.texts if t.get_text() == "nan"]:
            number.set_text("")  # not computed yet
        left, _, _, result = walk.step(step).formula[-1]
        ax.set_title(f"Step {step} of {self.n_steps}, {phase}: {_mathtext(left)} = {result}", fontsize=10)
        figure = ax.figure
        assert isinstance(figure, Figure)
        return figure


def _mathtext(name: str) -> str:
    plain = {"δ": "\\delta", "x₁": "x_1", "x₂": "x_2", "x₃": "x_3"}
    for sign, latex in plain.items():
        name = name.replace(sign, latex)
    return "new $" + name.removeprefix("new ") + "$" if name.startswith("new ") else f"${name}$"


def _ask(backward: Backward, A: Arrays, W: Arrays, y: float) -> tuple[Arrays, Arrays]:
    """Call the learner's function, on copies, and look at what comes back."""
    name = getattr(backward, "__name__", "backward")
    given = backward([a.copy() for a in A], [w.copy() for w in W], y)
    delta, dW = two_lists(name, given, "delta", "dW")
    return (
        returned_list(name, "delta", delta, [a.shape for a in A[1:]]),
        returned_list(name, "dW", dW, [w.shape for w in W]),
    )


def _network(W: Sequence[Any], b: Sequence[Any], x: Any) -> tuple[Arrays, Arrays, Array]:
    """Return weights, biases and sample as arrays; ValueError where they do not fit together."""
    weights, biases, sample = given_network(W, b, x)
    if len(biases[-1]) != 1:
        raise ValueError(f"the network must end in one output; given {len(biases[-1])}")
    return weights, biases, sample
