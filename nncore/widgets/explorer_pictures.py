"""What an explorer shows: panels with lines, points, bars and shading, drawn by the page and by Matplotlib alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nncore.plots import COLORS
from nncore.plots.style import BACKGROUND, tidy

#: Points a side of a shaded plane.
SHADES = 48

Range = tuple[float, float]
Array = np.ndarray[Any, Any]

_PAPER = {name: COLORS[name] for name in ("blue", "orange", "green", "pink")} | {
    "ink": COLORS["black"],
    "soft": COLORS["grey"],
}
_DASHES = {"solid": "-", "dashed": (0, (5, 3)), "dotted": (0, (1.5, 2.5))}
_SHAPES = {"disc": "o", "square": "s", "diamond": "D"}
_FAR = 1000  # what lies further out than this many heights of the panel is drawn there: no page bears 1e300


class Unfit(ValueError):
    """A function returned something that cannot be drawn; the text says what was expected and what came."""


@dataclass
class Panel:
    """One pair of axes.

    Parameters
    ----------
    title : str
        What the panel shows.
    x_label, y_label : str
        Names of the axes, with units where there are any.
    x_range, y_range : (low, high)
        What part of the plane is seen; the rest is cut off.
    equal : bool
        Whether 1 is as long on one axis as on the other.
    names : sequence of str
        Of bars at x = 0, 1, ...: they stand in place of the numbers on the axis.

    Attributes
    ----------
    marks : list of dict
        What `line`, `points`, `bars` and `text` have added, in JSON.
    shading : ndarray, int8 (SHADES, SHADES), or None
        From `shade`: rows from the top, -127 (orange) to 127 (blue).
    """

    title: str
    x_label: str
    y_label: str
    x_range: Range
    y_range: Range
    equal: bool = False
    names: Sequence[str] = ()
    marks: list[dict[str, Any]] = field(default_factory=list)
    shading: Array | None = None

    def line(
        self, x: Any, y: Any, color: str = "blue", dash: str = "solid", label: str = "", width: float = 2.0
    ) -> None:
        """Draw a line; where y is not a number it is broken.

        Parameters
        ----------
        x, y : array_like, shape (n,)
        color : str
            blue, orange, green, pink, ink or soft.
        dash : str
            solid, dashed or dotted.
        label : str
            For the legend.
        width : float
            In pixels.
        """
        self._add("line", x, y, color=color, dash=dash, label=label, width=width)

    def points(
        self, x: Any, y: Any, color: str = "orange", shape: str = "disc", label: str = "", hollow: bool = False
    ) -> None:
        """Draw points: discs, squares or diamonds, full or hollow; see `line`."""
        self._add("points", x, y, color=color, shape=shape, label=label, hollow=hollow)

    def bars(self, heights: Any, colors: Sequence[str], texts: Sequence[str] = (), label: str = "") -> None:
        """Draw bars from 0 at x = 0, 1, ..., each with its text on top."""
        y = np.asarray(heights, dtype=float)
        self._add("bars", np.arange(len(y)), y, colors=list(colors), texts=list(texts), label=label)

    def text(self, x: float, y: float, words: str) -> None:
        """Write words above a place."""
        self._add("text", [x], [y], words=words)

    def shade(self, f: Callable[[Array], Array]) -> None:
        """Colour the plane by a function.

        Parameters
        ----------
        f : callable, points (n, 2) -> (n,)
            From -1, orange, to 1, blue; beyond, it is cut off.
        """
        values = f(self.grid()).reshape(SHADES, SHADES)[::-1]
        self.shading = (127 * np.clip(np.nan_to_num(values), -1, 1)).astype(np.int8)

    def grid(self) -> Array:
        """Return the SHADES² places (n, 2) over the panel, rows from the bottom."""
        centres = (np.arange(SHADES) + 0.5) / SHADES
        x1, x2 = (low + (high - low) * centres for low, high in (self.x_range, self.y_range))
        return np.column_stack([part.ravel() for part in np.meshgrid(x1, x2)])

    def _add(self, kind: str, x: Any, y: Any, **look: Any) -> None:
        x, y = np.asarray(x, dtype=float).ravel(), np.asarray(y, dtype=float).ravel()
        if x.shape != y.shape:
            raise Unfit(f"{len(x)} places and {len(y)} values cannot be drawn together; as many of both are needed")
        (left, right), (low, high) = self.x_range, self.y_range
        wide, tall = _FAR * (right - left), _FAR * (high - low)
        x, y = np.clip(x, left - wide, right + wide), np.clip(y, low - tall, high + tall)
        self.marks.append({"kind": kind, "x": _numbers(x), "y": _numbers(y), **look})

    def as_json(self) -> dict[str, Any]:
        """Return everything but the shading, which travels in binary."""
        kept = ("title", "x_label", "y_label", "x_range", "y_range", "equal", "names", "marks")
        return {name: getattr(self, name) for name in kept} | {"is_shaded": self.shading is not None}


@dataclass
class Picture:
    """What an explorer shows for a state.

    Parameters
    ----------
    panels : list of Panel
        From left to right.
    words : str
        The finding in a sentence or two: for all to read, and for those who cannot see the panels.
    unused : sequence of str
        Keys of controls that change nothing in this state.
    """

    panels: list[Panel]
    words: str
    unused: Sequence[str] = ()


def on_paper(picture: Picture) -> Figure:
    """Draw a picture with Matplotlib, for where no widget runs."""
    panels = picture.panels
    tallest = 4.2 if any(panel.equal for panel in panels) else 3.3
    fig = Figure(figsize=(6.2 if len(panels) == 1 else 9.6, tallest), layout="constrained")
    for ax, panel in zip(fig.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
        _draw(panel, ax)
    return fig


def _draw(panel: Panel, ax: Axes) -> None:
    if panel.shading is not None:
        extent = (*panel.x_range, *panel.y_range)
        ax.imshow(
            panel.shading, BACKGROUND, vmin=-127, vmax=127, extent=extent, aspect="auto", interpolation="bilinear"
        )
    for mark in panel.marks:
        x, y = (np.array(mark[axis], dtype=float) for axis in "xy")
        label = mark.get("label") or "_none"
        if mark["kind"] == "line":
            ax.plot(x, y, linestyle=_DASHES[mark["dash"]], color=_PAPER[mark["color"]], lw=mark["width"], label=label)
        elif mark["kind"] == "points":
            color, size = _PAPER[mark["color"]], 7 if len(x) <= 20 else 4
            face = "white" if mark["hollow"] else color
            rim = color if mark["hollow"] else "white"
            shape = _SHAPES[mark["shape"]]
            ax.plot(x, y, shape, color=color, mfc=face, mec=rim, mew=0.8, ms=size, label=label, zorder=3)
        elif mark["kind"] == "bars":
            drawn = ax.bar(x, y, color=[_PAPER[color] for color in mark["colors"]], label=label)
            if mark["texts"]:
                ax.bar_label(drawn, mark["texts"], padding=2, fontsize=9)
        else:
            paper = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 1}
            ax.annotate(
                mark["words"], (x[0], y[0]), (0, 9), textcoords="offset points", ha="center", fontsize=9, bbox=paper
            )
    ax.set(xlim=panel.x_range, ylim=panel.y_range, xlabel=panel.x_label, ylabel=panel.y_label)
    ax.set_title(panel.title, fontsize=10)
    if panel.names:
        ax.set_xticks(range(len(panel.names)), panel.names)
    if panel.equal:
        ax.set_aspect("equal", adjustable="box")
    if ax.get_legend_handles_labels()[1]:
        below: dict[str, Any] = {"loc": "upper center", "bbox_to_anchor": (0.5, -0.13), "ncols": 2}
        ax.legend(fontsize=8, edgecolor="none", framealpha=0.85, **(below if panel.shading is not None else {}))
    tidy(ax, grid=panel.shading is None and not panel.names)


def _numbers(values: Array) -> list[float | None]:
    """Give numbers for JSON, which knows no NaN, with as many digits as can be seen."""
    return [float(f"{v:.5g}") if np.isfinite(v) else None for v in values]
