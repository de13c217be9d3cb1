"""A network drawn as circles and lines, with its numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from nncore.plots.style import COLORS, as_matrix, new_axes

_DARK_BLUE, _DARK_ORANGE = "#005483", "#9A4300"  # the edges' colours, dark enough for small print
_RADIUS = 0.30
_LAYER_GAP = 3.0
_NODE_GAP = 1.65
_LABEL_WIDTH, _LABEL_HEIGHT = 0.56, 0.28  # what a weight's number takes up
_MOST_NODES = 7  # a wider layer is drawn by its first and last nodes
_MOST_NUMBERS = 30  # edges up to which each carries its weight

_Point = tuple[float, float]


def network_diagram(
    W: Sequence[Any],
    b: Sequence[Any] | None = None,
    values: Sequence[Any] | None = None,
    names: Sequence[Sequence[str]] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a network layer by layer, left to right, with its weights on the edges.

    A blue, full line is a positive weight, an orange, broken one a negative; the width is its size, relative to the
    largest. With 30 weights or fewer each is written on its edge. Of layers with more than 7 units some are left
    out, with dots in their place.

    Parameters
    ----------
    W : sequence of array_like, shapes (n_in, n_out)
        ``net.W``: one matrix for each layer after the input.
    b : sequence of array_like, shapes (1, n_out), optional
        ``net.b``: written below the units.
    values : sequence of array_like, shapes (n_units,) or (1, n_units), optional
        A number for each unit, written into it: with A of ``net.forward(x)`` for a single row x, ``values=A``.
    names : sequence of sequence of str, optional
        A name for each unit of each layer, written above it. By default x1, x2, ... for the input, y for the output,
        and none in between.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        Without frame and ticks.

    Raises
    ------
    ValueError
        If the shapes do not fit together, with the expected and the given one.

    Source: slides 000 and 001, network figures; 004, the network 2-3-3-1.
    """
    weights = [as_matrix(w, f"W[{i}]") for i, w in enumerate(W)]
    sizes = _sizes(weights)
    biases = _rows(b, sizes[1:], "b")
    numbers = _rows(values, sizes, "values")
    labels = _names(names, sizes)
    places = [_places(size) for size in sizes]
    height = max(len(place) for place in places)
    ax = new_axes(1.2 + 1.9 * len(sizes), 0.6 + 1.05 * height) if ax is None else ax
    _draw_edges(ax, weights, places)
    for layer, place in enumerate(places):
        for unit, y in place.items():
            _draw_unit(
                ax,
                (layer * _LAYER_GAP, y),
                "" if numbers is None else _short(numbers[layer][unit]),
                labels[layer][unit],
                "" if biases is None or layer == 0 else f"b = {_short(biases[layer - 1][unit])}",
                COLORS["grey"] if layer == 0 else COLORS["black"],
            )
        if len(place) < sizes[layer]:
            ax.text(layer * _LAYER_GAP, 0.0, "\u22ee", ha="center", va="center", fontsize=16)
            ax.text(layer * _LAYER_GAP, min(place.values()) - 0.8, f"{sizes[layer]} units", ha="center", fontsize=9)
    top = (height / 2) * _NODE_GAP
    ax.set(xlim=(-0.9, (len(sizes) - 1) * _LAYER_GAP + 0.9), ylim=(-top - 0.45, top + 0.35))
    ax.set_aspect("equal")
    ax.axis("off")
    return ax


def _sizes(weights: list[np.ndarray]) -> list[int]:
    if not weights:
        raise ValueError("W must hold at least one matrix; given none")
    sizes = [weights[0].shape[0]]
    for i, w in enumerate(weights):
        if w.shape[0] != sizes[-1]:
            raise ValueError(
                f"W[{i}] has shape {w.shape}; the layer below has {sizes[-1]} units, so ({sizes[-1]}, {w.shape[1]}) "
                "is needed"
            )
        sizes.append(w.shape[1])
    return sizes


def _rows(rows: Sequence[Any] | None, sizes: list[int], name: str) -> list[np.ndarray] | None:
    """One vector a layer, checked against the layers' sizes."""
    if rows is None:
        return None
    if len(rows) != len(sizes):
        raise ValueError(f"{name} must have {len(sizes)} entries, one a layer; given {len(rows)}")
    flat = [np.asarray(row, dtype=np.float64) for row in rows]
    for i, (row, size) in enumerate(zip(flat, sizes, strict=True)):
        if row.size != size or row.ndim > 2:
            raise ValueError(f"{name}[{i}] must have shape (1, {size}), one number a unit; given {row.shape}")
    return [row.reshape(-1) for row in flat]


def _names(names: Sequence[Sequence[str]] | None, sizes: list[int]) -> list[Sequence[str]]:
    if names is not None:
        given = [len(layer) for layer in names]
        if given != sizes:
            raise ValueError(f"names must have {sizes} entries a layer; given {given}")
        return list(names)
    inputs = [f"$x_{{{i + 1}}}$" for i in range(sizes[0])]
    hidden = [[""] * size for size in sizes[1:-1]]
    outputs = ["$y$"] if sizes[-1] == 1 else [f"$y_{{{i + 1}}}$" for i in range(sizes[-1])]
    return [inputs, *hidden, outputs]


def _places(size: int) -> dict[int, float]:
    """Height of every unit that is drawn, the first at the top, centred about 0."""
    if size <= _MOST_NODES:
        return {i: ((size - 1) / 2 - i) * _NODE_GAP for i in range(size)}
    half = _MOST_NODES // 2
    ends = [*range(half), *range(size - half, size)]
    rows = [*range(half), *range(half + 1, 2 * half + 1)]
    return {i: (half - row) * _NODE_GAP for i, row in zip(ends, rows, strict=True)}


def _draw_unit(ax: Axes, at: tuple[float, float], number: str, name: str, bias: str, color: str) -> None:
    ax.add_patch(Circle(at, _RADIUS, facecolor="white", edgecolor=color, linewidth=1.6, zorder=4))
    x, y = at
    ax.text(x, y, number, ha="center", va="center", fontsize=8.5, zorder=5)
    ax.text(x, y + _RADIUS + 0.05, name, ha="center", va="bottom", fontsize=10, zorder=5, bbox=_PAPER)
    ax.text(x, y - _RADIUS - 0.05, bias, ha="center", va="top", fontsize=8, zorder=5, color="#444444", bbox=_PAPER)


_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}


def _draw_edges(ax: Axes, weights: list[np.ndarray], places: list[dict[int, float]]) -> None:
    largest = max(float(np.abs(w[np.isfinite(w)]).max(initial=0.0)) for w in weights) or 1.0
    few = sum(w.size for w in weights) <= _MOST_NUMBERS
    for layer, w in enumerate(weights):
        lines, numbers = [], []
        for i, y_from in places[layer].items():
            for j, y_to in places[layer + 1].items():
                lines.append(((layer * _LAYER_GAP, y_from), ((layer + 1) * _LAYER_GAP, y_to)))
                numbers.append(w[i, j])
        for (start, end), number in zip(lines, numbers, strict=True):
            _draw_edge(ax, start, end, number, abs(number) / largest, few)
        if few:
            for at, number in zip(_label_places(np.array(lines)), numbers, strict=True):
                color = _DARK_BLUE if number >= 0 else _DARK_ORANGE
                ax.text(*at, _short(number), ha="center", va="center", fontsize=8, zorder=3, color=color, bbox=_PAPER)


def _draw_edge(ax: Axes, start: _Point, end: _Point, number: float, size: float, few: bool) -> None:
    positive = number >= 0
    ax.plot(
        [start[0], end[0]],
        [start[1], end[1]],
        color=COLORS["blue"] if positive else COLORS["orange"],
        linestyle="-" if positive or not few else (0, (5, 2)),
        linewidth=0.6 + 2.4 * size if few else 0.3 + 1.5 * size,
        alpha=0.9 if few else 0.15 + 0.6 * size,
        zorder=1,
    )


def _label_places(lines: np.ndarray) -> np.ndarray:
    """Places (n, 2) for a number on each of the lines (n, 2, 2), such that none covers another.

    Each number slides along its own line. Starting in the middle, each in turn goes where it is least in
    the way of the others and of other lines, until nothing moves.
    """
    share = np.linspace(0.18, 0.82, 33)
    start, end = lines[:, None, 0], lines[:, None, 1]
    candidates = start + share[None, :, None] * (end - start)  # (n, 33, 2)
    crowded = _crossings(lines, candidates)
    chosen = np.full(len(lines), len(share) // 2)
    for _ in range(20):
        before = chosen.copy()
        for k in range(len(lines)):
            others = np.delete(candidates[np.arange(len(lines)), chosen], k, axis=0)
            away = np.abs(candidates[k][:, None] - others) / (_LABEL_WIDTH, _LABEL_HEIGHT)
            covered = np.clip(1.0 - away.max(axis=2), 0.0, None).sum(axis=1)
            chosen[k] = np.argmin(10.0 * covered + 2.0 * crowded[k] + 0.1 * np.abs(share - 0.4))
        if np.array_equal(before, chosen):
            break
    return candidates[np.arange(len(lines)), chosen]


def _crossings(lines: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """How many other lines pass behind a number at each candidate (n, 33, 2), nearer ones counting more."""
    slope = (lines[:, 1, 1] - lines[:, 0, 1]) / (lines[:, 1, 0] - lines[:, 0, 0])
    heights = lines[:, 0, 1] + slope * (candidates[..., None, 0] - lines[:, 0, 0])  # (n, 33, n)
    gap = np.abs(candidates[..., None, 1] - heights) / _LABEL_HEIGHT
    return np.clip(1.0 - gap, 0.0, None).sum(axis=2) - 1.0


def _short(number: float) -> str:
    """Write a number in at most about five characters."""
    if not np.isfinite(number):
        return str(number)
    if number == 0 or 0.001 <= abs(number) < 100:
        return f"{number:.2f}" if abs(number) >= 0.1 or number == 0 else f"{number:.3f}"
    return f"{number:.0f}" if 100 <= abs(number) < 10_000 else f"{number:.0e}"
