"""The live network: all numbers of one forward pass in their places, each weight, bias and input to be turned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from nncore.activations import get_activation
from nncore.plots import network_diagram, new_axes
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

Forward = Callable[..., Any]

_REACH, _INPUT_REACH = 10, 4  # of the sliders, to both sides, if no number that is given lies further out
_SUPERSCRIPTS = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
_GREEK = {"sigmoid": "σ"}
_ONE_BY_ONE = "identity, sigmoid, tanh, relu"


@dataclass(frozen=True)
class Place:
    """A number of the network.

    Parameters
    ----------
    kind : str
        ``"n"``: node j of a layer, 0 for the inputs; its number is the bias, or the input's value. ``"w"``: the
        weight from node i of a layer to node j of the next.
    layer, i, j : int
        From 0; i is 0 for nodes.
    """

    kind: str
    layer: int
    i: int
    j: int

    @property
    def key(self) -> str:
        """Return the place as the page writes it, such as ``w-1-0-2`` or ``n-1-2``."""
        parts = [self.kind, self.layer, *([self.i] if self.kind == "w" else []), self.j]
        return "-".join(map(str, parts))

    @property
    def node(self) -> tuple[int, int]:
        """Layer and place of the node whose sum is in question: for a weight, that to which it leads."""
        return (self.layer + (self.kind == "w"), self.j)


class LiveNetwork(CourseWidget):
    """A network with a number on each node and line, all of which can be turned.

    Pick a node or a line: its formula is shown with the numbers put in, and what goes into it is marked.

    Parameters
    ----------
    forward : callable (X, W, b) -> (Z, A), or None
        Yours, of lesson 05: X (1, n_0), W and b lists, Z a list of the sums of each layer, A = [X, ...] what inputs
        and layers say. Where one of its numbers does not follow from those before it, that is said. None for the
        course's own.
    W, b : sequences of array_like, shapes (n_in, n_out) and (1, n_out)
        Weights and biases to begin with; they are copied.
    x : array_like, shape (1, n_0)
        One sample.
    activation, output : str
        Names of the activations of the hidden layers and of the last one, one of identity, sigmoid, tanh, relu, ...:
        what the formulas say, and what the numbers of `forward` are compared with.
    names : sequence of sequences of str, optional
        Of the nodes of each layer, the inputs first. By default x₁, x₂, ..., then a₁, a₂, ... (with the number of the
        layer, a₁⁽²⁾, if there are several hidden ones), then p.

    Attributes
    ----------
    W, b, x : list of ndarray, list of ndarray, ndarray
        The numbers as they are turned now; b and x without the axis of length 1.
    picked : Place
        What is picked.
    problem : str or None
        What went wrong in `forward`, in words.

    Raises
    ------
    ValueError
        If shapes or names do not fit together, with the expected and the given ones.

    Examples
    --------
    ``LiveNetwork(feedforward, W, b, x)``

    Source: slides 000, "Mạng nơ ron"; 004, the network 2-3-3-1.
    """

    _esm = module("network") + "\n" + (STATIC / "live_network.js").read_text(encoding="utf-8")
    _css = styles("network") + "\n" + (STATIC / "live_network.css").read_text(encoding="utf-8")

    def __init__(
        self,
        forward: Forward | None,
        W: Sequence[Any],
        b: Sequence[Any],
        x: Any,
        *,
        activation: str = "tanh",
        output: str = "sigmoid",
        names: Sequence[Sequence[str]] | None = None,
    ) -> None:
        self._start = given_network(W, b, x)
        self._forward = forward
        sizes = [len(self._start[2]), *(len(c) for c in self._start[1])]
        self._activations = [_one_by_one(name) for name in [activation] * (len(sizes) - 2) + [output]]
        self.names = _names(sizes, names)
        self._input_reach = max(_INPUT_REACH, _beyond([self._start[2]]))
        self._weight_reach = max(_REACH, _beyond([*self._start[0], *self._start[1]]))
        super().__init__(title=f"The network {'-'.join(map(str, sizes))} with all its numbers")
        self.picked = Place("n", 1, 0, 0)
        self._reset()

    # --- The numbers ----------------------------------------------------------------------------------------

    def _reset(self) -> None:
        weights, biases, sample = self._start
        self.W, self.b, self.x = [w.copy() for w in weights], [c.copy() for c in biases], sample.copy()
        self._turned: tuple[Place, float] | None = None  # what was turned last, and where it was before
        self._compute()
        self._before = self.A

    def _compute(self) -> None:
        """Run the forward pass; sets Z and A, rows without the axis of length 1, and what went wrong."""
        self.problem: str | None = None
        found: tuple[Arrays, Arrays] | None = None
        if self._forward is not None:
            otherwise = "Meanwhile the course's own pass is shown; what you turned stays."
            found, self.problem = attempt(self._ask, self._forward, otherwise)
        self.Z, self.A = found or self._pass()

    def _pass(self) -> tuple[Arrays, Arrays]:
        Z: Arrays = []
        A = [self.x.copy()]
        with np.errstate(all="ignore"):
            for w, c, f in zip(self.W, self.b, self._activations, strict=True):
                Z.append(A[-1] @ w + c)
                A.append(f.f(Z[-1]))
        return Z, A

    def _ask(self) -> tuple[Arrays, Arrays]:
        """Call the learner's function, on copies, and look at what comes back."""
        assert self._forward is not None
        name = getattr(self._forward, "__name__", "forward")
        biases = [c.reshape(1, -1).copy() for c in self.b]
        given = self._forward(self.x.reshape(1, -1).copy(), [w.copy() for w in self.W], biases)
        Z, A = two_lists(name, given, "Z", "A")
        shapes = [c.shape for c in biases]
        Z = returned_list(name, "Z", Z, shapes)
        A = returned_list(name, "A", A, [(1, len(self.x)), *shapes])
        return [z[0] for z in Z], [a[0] for a in A]

    def value(self, place: Place) -> float:
        """Return the number at a place: input, bias or weight."""
        array, at = self._at(place)
        return float(array[at])

    def turn(self, place: Place, value: float) -> None:
        """Set the number at a place and compute all others anew.

        Parameters
        ----------
        place : Place
        value : float
            Cut off at the ends of the slider.

        Raises
        ------
        ValueError
            If it is no finite number.
        """
        if not np.isfinite(value):
            raise ValueError(f"a finite number is needed; given {value!r}")
        array, at = self._at(place)
        if self._turned is None or self._turned[0] != place:  # a new series of moves begins
            self._turned, self._before = (place, float(array[at])), self.A
        reach = self._reach_of(place)
        array[at] = min(max(value, -reach), reach)
        self._compute()

    def _at(self, place: Place) -> tuple[Array, Any]:
        if place.kind == "w":
            return self.W[place.layer], (place.i, place.j)
        return (self.b[place.layer - 1] if place.layer else self.x), place.j

    def _reach_of(self, place: Place) -> int:
        return self._input_reach if place.kind == "n" and place.layer == 0 else self._weight_reach

    def _place(self, key: str) -> Place:
        """Read what the page writes; ValueError if there is no such place."""
        kind, *rest = key.split("-")
        at = [int(part) for part in rest]
        place = Place(kind, at[0], at[1] if kind == "w" else 0, at[-1])
        if place not in self._places():
            raise ValueError(f"there is no {key!r} in this network")
        return place

    def _places(self) -> list[Place]:
        nodes = [Place("n", layer, 0, j) for layer, row in enumerate(self.names) for j in range(len(row))]
        edges = [Place("w", layer, i, j) for layer, w in enumerate(self.W) for i, j in np.ndindex(w.shape)]
        return nodes + edges

    # --- Formulas and words -----------------------------------------------------------------------------------

    def _name(self, layer: int, j: int) -> str:
        return self.names[layer][j]

    def said(self, place: Place) -> str:
        """Name the number at a place: "x₁", "the bias of a₂", "the weight from x₁ to a₂"."""
        if place.kind == "w":
            return f"the weight from {self._name(place.layer, place.i)} to {self._name(place.layer + 1, place.j)}"
        name = self._name(place.layer, place.j)
        return f"the bias of {name}" if place.layer else name

    def _sent(self, layer: int, i: int) -> str:
        value = self.A[layer][i]
        return factor(brief(value) if layer == 0 else text(value))

    def formula(self) -> list[tuple[str, str, str, str]]:
        """Return lines (left, symbols, with numbers, result) of the node that is picked or to which its line leads."""
        layer, j = self.picked.node
        if layer == 0:
            return [(self._name(0, j), "the input", "", brief(self.A[0][j]))]
        before, f = layer - 1, self._activations[layer - 1]
        w, senders = self.W[before][:, j], range(len(self.names[before]))
        symbols = ["b", *(f"{self._name(before, i)}·w{i + 1}".translate(SUBSCRIPTS) for i in senders)]
        values = [brief(self.b[before][j]), *(f"{self._sent(before, i)}·{factor(brief(w[i]))}" for i in senders)]
        z, a = text(self.Z[before][j]), text(self.A[layer][j])
        letter = _GREEK.get(f.name, f.name)
        return [
            ("z", " + ".join(symbols), " + ".join(values), z),
            (self._name(layer, j), f"{letter}(z)", f"{letter}({z})", a),
        ]

    def _what(self) -> str:
        place = self.picked
        layer, j = place.node
        name = self._name(layer, j)
        if place.kind == "w":
            sender, w = self._name(place.layer, place.i), brief(self.value(place))
            share = text(self.A[place.layer][place.i] * self.value(place))
            return (
                f"The line from {sender} to {name} brings {self._sent(place.layer, place.i)}·{factor(w)} = {share} "
                f"into the sum of {name}."
            )
        if layer == 0:
            others = self.names[1]
            return f"{name} is an input: it computes nothing, and goes into {_listed(others)}."
        f = self._activations[layer - 1].name
        f = "the sigmoid" if f == "sigmoid" else f
        n = len(self.names[layer - 1])
        return f"{name} adds up its bias and what arrives over {n} line{'s' * (n != 1)}; then {f}."

    def _in_lists(self) -> str:
        """Say where the learner's lists hold the numbers of what is picked."""
        if self._forward is None:
            return ""
        place = self.picked
        layer, j = place.node
        if place.kind == "w":
            return f"In your lists: W[{place.layer}][{place.i}, {j}]."
        if layer == 0:
            return f"In your lists: A[0][0, {j}]."
        k = layer - 1
        return (
            f"In your lists: bias b[{k}][0, {j}], weights W[{k}][:, {j}], z = Z[{k}][0, {j}], a = A[{layer}][0, {j}]."
        )

    def _moved(self) -> str:
        """Say which nodes speak differently since the last number was where it was before."""
        if self._turned is None or self._turned[1] == self.value(self._turned[0]):
            return ""
        place, old = self._turned
        pairs = list(zip(self._before, self.A, strict=True))[1:]
        moved = [
            self._name(layer, j)
            for layer, (was, now) in enumerate(pairs, start=1)
            for j in range(len(now))
            if was[j] != now[j]
        ]
        said = self.said(place)
        start = f"{said[0].upper() if place.kind == 'w' or place.layer else said[0]}{said[1:]}"
        return f"{start} from {brief(old)} to {brief(self.value(place))} changes {_listed(moved) or 'no node'}."

    def _doubt(self, layer: int, j: int) -> tuple[int, str] | None:
        """Say in which line of a node's formula the learner's number does not follow from those before it, and how."""
        name, a = self._name(layer, j), self.A[layer][j]
        if layer == 0:
            checks = [(name, a, self.x[j], "the input")]
        else:
            z, f = self.Z[layer - 1][j], self._activations[layer - 1]
            with np.errstate(all="ignore"):
                a_right = f.f(z)
            z_right = self.A[layer - 1] @ self.W[layer - 1][:, j] + self.b[layer - 1][j]
            checks = [("z", z, z_right, "the sum, with the numbers shown,"), (name, a, a_right, f"{f.name} of this z")]
        for line, (what, given, right, how) in enumerate(checks):
            if not np.isclose(given, right):
                yours, by_formula = text(given), text(right)
                if yours == by_formula:
                    yours, by_formula = f"{given:.6g}", f"{right:.6g}"
                return line, f"Your function has {what} = {yours}; {how} is {by_formula}."
        return None

    def note(self) -> str:
        """Say what is off at the node that is picked, or where else something is."""
        if here := self._doubt(*self.picked.node):
            return here[1]
        off = [name for layer, row in enumerate(self.names) for j, name in enumerate(row) if self._doubt(layer, j)]
        return f"Not what the formula gives: {_listed(off)}. Pick a node to see." if off else ""

    def words(self) -> str:
        """Say what is picked, with its numbers, and what the last move did."""
        outputs = "" if self.picked.node[0] == len(self.names) - 1 else self._row(len(self.names) - 1)
        parts = [self._what(), "; ".join(self._lines()) + ".", outputs, self._moved(), self.note()]
        return " ".join(part for part in parts if part)

    def _lines(self) -> list[str]:
        """Return the formula in one line each, with numbers only."""
        return [f"{left} = {f'{values} = ' if values else ''}{result}" for left, _, values, result in self.formula()]

    def everything(self) -> str:
        """Say all numbers of all nodes."""
        return " ".join(self._row(layer) for layer in range(len(self.names)))

    def _row(self, layer: int) -> str:
        """Say the numbers of a layer."""
        what = "Inputs" if layer == 0 else "Output" if layer == len(self.names) - 1 else f"Hidden layer {layer}"
        write = text if layer else brief
        pairs = zip(self.names[layer], self.A[layer], strict=True)
        return f"{what}: {', '.join(f'{name} = {write(a)}' for name, a in pairs)}."

    # --- Pictures ---------------------------------------------------------------------------------------------

    def scene(self) -> Content:
        """Lay out the network as it is; see `nncore.widgets.network_scene.scene`."""
        layers = [[self._node(layer, j) for j in range(len(row))] for layer, row in enumerate(self.names)]
        edges = [
            [[self._edge(Place("w", layer, i, j)) for j in range(w.shape[1])] for i in range(w.shape[0])]
            for layer, w in enumerate(self.W)
        ]
        place, (layer, j) = self.picked, self.picked.node
        if place.kind == "w":
            edges[place.layer][place.i][j].role = "result"
            layers[place.layer][place.i].role = "source"
        else:
            layers[layer][j].role = "result"
            for i, sender in enumerate(layers[layer - 1] if layer else []):
                sender.role = edges[layer - 1][i][j].role = "source"
        return scene(layers, edges)

    def _node(self, layer: int, j: int) -> Node:
        name, a = self._name(layer, j), self.A[layer][j]
        key = Place("n", layer, 0, j).key
        if layer == 0:
            return Node(name, brief(a), key=key, spoken=f"input {name}: {brief(a)}")
        z, b = text(self.Z[layer - 1][j]), brief(self.b[layer - 1][j])
        kind = "output" if layer == len(self.names) - 1 else "node"
        spoken = f"{kind} {name}: {text(a)}, from z = {z}, bias {b}"
        return Node(name, text(a), [f"b = {b}", f"z = {z}"], key=key, spoken=spoken)

    def _edge(self, place: Place) -> Edge:
        w = self.value(place)
        spoken = f"{self.said(place).removeprefix('the ')}: {brief(w)}"
        return Edge(w, brief(w), key=place.key, spoken=spoken)

    def describe(self) -> str:
        """Say what the figure shows; see `CourseWidget.describe`."""
        problem = [self.problem.split("\n")[0]] if self.problem else []
        return " ".join([f"{self.title}.", *problem, self.everything(), self.words()])

    def figure(self) -> Figure:
        """Draw the network with its numbers, the formula of what is picked on top; see `CourseWidget.figure`."""
        tallest = max(len(row) for row in self.names)
        ax = new_axes(2 + 2 * len(self.names), 0.8 + 1.3 * tallest)
        network_diagram(self.W, self.b, self.A, self.names, ax)
        ax.set_title("\n".join(self._lines()), fontsize=10, pad=0)
        figure = ax.figure
        assert isinstance(figure, Figure)
        return figure

    # --- Messages ---------------------------------------------------------------------------------------------

    def answer(self, message: Content) -> None:
        """Do what the page asks; see `CourseWidget.answer`."""
        kind = message["type"]
        if kind == "reset":
            self._reset()
        elif kind == "change":
            if message.get("pick") is not None:
                self.picked = self._place(message["pick"])
            for key, value in message.get("values", {}).items():
                self.turn(self._place(key), float(value))
        elif kind != "hello":
            return
        self.reply(message, self._state())

    def _state(self) -> Content:
        place, off = self.picked, self._doubt(*self.picked.node)
        inputs = [Place("n", 0, 0, j) for j in range(len(self.x))]
        return {
            "type": "state",
            "scene": self.scene(),
            "sizes": [len(row) for row in self.names],
            "inputs": [self._knob(each, self._name(0, each.j)) for each in inputs],
            "picked": self._knob(place, self._knob_name()),
            "what": self._what(),
            "formula": self.formula(),
            "line_off": off and off[0],
            "lists": self._in_lists(),
            "moved": self._moved(),
            "note": self.note(),
            "words": self.words(),
            "everything": self.everything(),
            "problem": self.problem,
        }

    def _knob(self, place: Place, name: str) -> Content:
        value = self.value(place)
        return {"key": place.key, "name": name, "value": value, "text": brief(value), "reach": self._reach_of(place)}

    def _knob_name(self) -> str:
        place = self.picked
        if place.kind == "w":
            return f"Weight {self._name(place.layer, place.i)} → {self._name(place.layer + 1, place.j)}"
        return f"Bias of {self._name(place.layer, place.j)}" if place.layer else f"Input {self._name(0, place.j)}"


def _one_by_one(name: str) -> Any:
    if name == "softmax":
        raise ValueError(f"an activation of one number is needed, such as {_ONE_BY_ONE}; given softmax")
    return get_activation(name)


def _beyond(arrays: Sequence[Array]) -> int:
    return int(np.ceil(max(float(np.abs(a).max(initial=0.0)) for a in arrays)))


def _names(sizes: list[int], given: Sequence[Sequence[str]] | None) -> list[list[str]]:
    """Return a name for each node, those given or those of the course."""
    if given is not None:
        if [len(row) for row in given] != sizes:
            raise ValueError(f"names must have {sizes} entries a layer; given {[len(row) for row in given]}")
        return [list(row) for row in given]
    n_hidden = len(sizes) - 2
    rows = [[f"x{i + 1}" for i in range(sizes[0])]]
    for layer in range(1, n_hidden + 1):
        number = f"({layer})".translate(_SUPERSCRIPTS) if n_hidden > 1 else ""
        rows.append([f"a{i + 1}{number}" for i in range(sizes[layer])])
    rows.append(["p"] if sizes[-1] == 1 else [f"p{i + 1}" for i in range(sizes[-1])])
    return [[name.translate(SUBSCRIPTS) for name in row] for row in rows]


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
