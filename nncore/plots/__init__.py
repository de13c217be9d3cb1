"""Figures of the course, drawn with Matplotlib.

Functions that draw one picture take an optional `ax` and return the Axes; functions that draw several return
the Figure. None of them opens a window: `show(fig, alt)` displays a figure in a notebook, with a description
for those who cannot see it. Titles are the caller's: a title states what the picture shows. For several
Axes side by side make them with ``plt.subplots(1, 2, layout="constrained")``, so that colour bars get their room.
"""

from nncore.plots.curves import accuracy_curves, loss_curves
from nncore.plots.display import png, show
from nncore.plots.grids import confusion, gradients_side_by_side
from nncore.plots.networks import network_diagram
from nncore.plots.pictures import digits, first_layer_weights
from nncore.plots.planes import class_regions, decision_boundary, loss_contours, points, surface
from nncore.plots.style import COLORS, DIVERGING, SEQUENTIAL, new_axes

__all__ = [
    "COLORS",
    "DIVERGING",
    "SEQUENTIAL",
    "accuracy_curves",
    "class_regions",
    "confusion",
    "decision_boundary",
    "digits",
    "first_layer_weights",
    "gradients_side_by_side",
    "loss_contours",
    "loss_curves",
    "network_diagram",
    "new_axes",
    "png",
    "points",
    "show",
    "surface",
]
