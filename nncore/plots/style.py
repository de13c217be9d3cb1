"""One look for every figure: colours that survive colour-blindness and print, thin frames, readable sizes."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

#: Okabe and Ito's palette, by name. Blue is positive, yes, 1; orange is negative, no, 0.
COLORS = {
    "blue": "#0072B2",
    "orange": "#D55E00",
    "green": "#009E73",
    "yellow": "#E69F00",
    "sky": "#56B4E9",
    "pink": "#CC79A7",
    "black": "#222222",
    "grey": "#8A8A8A",
}

#: Orange through white to blue, for signed numbers and for predictions between two classes.
DIVERGING = LinearSegmentedColormap.from_list(
    "nncore_diverging", ["#A34700", "#E48A47", "#F9D9BF", "#FAFAFA", "#BFDDEF", "#4B9CCB", "#00558A"]
).with_extremes(bad="#CFCFCF")

#: The same, pale: behind points in the full colours.
BACKGROUND = LinearSegmentedColormap.from_list(
    "nncore_background", ["#E79D63", "#F4CBA8", "#FAFAFA", "#B5D4E9", "#6FAFD8"]
)

#: Matplotlib's viridis, for quantities without a middle.
SEQUENTIAL = "viridis"

#: Line styles in the order in which curves use them, so that a grey print keeps curves apart.
LINES = (
    (COLORS["blue"], "-"),
    (COLORS["orange"], "--"),
    (COLORS["green"], "-."),
    (COLORS["pink"], ":"),
    (COLORS["black"], (0, (6, 2))),
    (COLORS["yellow"], (0, (3, 1, 1, 1))),
)


def new_axes(width: float = 5.6, height: float = 3.8, **options: Any) -> Axes:
    """Return empty axes on a figure of their own, outside pyplot: nothing to close, nothing shown twice.

    Parameters
    ----------
    width, height : float
        Size in inches; a notebook is about 8 wide.
    **options
        Passed to `Figure.add_subplot`, such as ``projection="3d"``.
    """
    return Figure(figsize=(width, height)).add_subplot(**options)


def tidy(ax: Axes, grid: bool = False) -> Axes:
    """Thin grey frame, no top and right line; with `grid`, faint lines behind the data."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color("#777777")
    ax.tick_params(color="#777777", labelsize=9)
    if grid:
        ax.grid(True, color="#E4E4E4", linewidth=0.8)
        ax.set_axisbelow(True)
    return ax


def as_matrix(values: Any, name: str) -> np.ndarray:
    """Return values as a 2-D float array (a vector becomes a row); ValueError otherwise."""
    array = np.atleast_2d(np.asarray(values, dtype=np.float64))
    if array.ndim != 2 or array.size == 0:
        raise ValueError(f"{name} must be a non-empty matrix; given shape {np.shape(values)}")
    return array
