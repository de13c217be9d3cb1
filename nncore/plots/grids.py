"""Matrices as coloured grids with their numbers: gradients and confusions."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nncore.plots.style import COLORS, DIVERGING, as_matrix, new_axes

_MOST_NUMBERS = 80  # cells up to which each carries its number


def gradients_side_by_side(
    yours: Any, numbers: Any, names: tuple[str, str] = ("your gradient", "by numbers")
) -> Figure:
    """Draw two gradients and their difference, in one scale of colours: where they agree, the third is white.

    Parameters
    ----------
    yours : array_like, shape (n_in, n_out) or (n,)
        The gradient to be judged. It may hold NaN (grey) and have another shape than it should.
    numbers : array_like, shape (n_in, n_out) or (n,)
        The gradient it ought to be, such as that of ``numerical_gradient``.
    names : tuple of two str
        Titles of the first two panels.

    Returns
    -------
    Figure
        Three panels with one colour bar; with 80 entries or fewer the numbers are written in.

    Raises
    ------
    ValueError
        If one of the two is not a matrix or vector of numbers.

    Source: slides 004, backpropagation in matrices (the erratum of dW).
    """
    left, middle = as_matrix(yours, "yours"), as_matrix(numbers, "numbers")
    finite = np.concatenate([part[np.isfinite(part)] for part in (left, middle)])
    top = float(np.abs(finite).max(initial=0.0)) or 1.0
    # A panel is as wide as it has columns, within reason.
    widths = [float(np.clip(part.shape[1], 2.5, 12)) for part in (left, middle)]
    same = left.shape == middle.shape
    widths.append(widths[1])
    rows = max(len(left), len(middle))
    tall = float(np.clip(rows, 1.5, 12))
    cell = min(0.72, 8.6 / sum(widths))
    fig = Figure(figsize=(cell * sum(widths) + 1.3, cell * tall + 0.9), layout="constrained")
    panels = fig.subplots(1, 3, width_ratios=widths)
    for ax, part, title in zip(panels, (left, middle), names, strict=False):
        image = _grid(ax, part, top, rows)
        ax.set_title(f"{title}\n{part.shape}", fontsize=10)
    if same:
        _grid(panels[2], left - middle, top, rows)
        panels[2].set_title(f"difference\n{_largest(left - middle)}", fontsize=10)
    else:
        panels[2].axis("off")
        panels[2].text(0.5, 0.5, "no difference:\nthe shapes\ndo not match", ha="center", va="center", fontsize=10)
    fig.colorbar(image, ax=panels, fraction=0.03, pad=0.02).outline.set_visible(False)
    return fig


def confusion(matrix: Any, names: Sequence[str] | None = None, ax: Axes | None = None) -> Axes:
    """Draw a confusion matrix: the diagonal in blue is right, everything beside it, in orange, is confused.

    Parameters
    ----------
    matrix : array_like, shape (n_classes, n_classes)
        Counts, the true class by row, the predicted one by column.
    names : sequence of str, optional
        Names of the classes; by default 0, 1, 2, ...
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        Each cell with its count. Blue is the share of the row that is right, orange the count relative to the
        most frequent confusion.

    Raises
    ------
    ValueError
        If the matrix is not square or the names are not as many as its rows.
    """
    counts = as_matrix(matrix, "matrix")
    n_classes = len(counts)
    if counts.shape != (n_classes, n_classes):
        raise ValueError(f"matrix must be square, true classes by row; given {counts.shape}")
    labels = [str(i) for i in range(n_classes)] if names is None else list(names)
    if len(labels) != n_classes:
        raise ValueError(f"names must have {n_classes} entries, one a class; given {len(labels)}")
    ax = new_axes(1.4 + 0.5 * n_classes, 1.0 + 0.46 * n_classes) if ax is None else ax
    right = np.diag(np.diag(counts))
    wrong = counts - right
    share = right / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    # The diagonal takes the blue half of the scale, confusions the orange half.
    colors = 0.97 * share - 0.75 * wrong / max(wrong.max(), 1)
    ax.imshow(colors, cmap=DIVERGING, vmin=-1, vmax=1)
    for i, j in np.ndindex(counts.shape):
        ax.text(j, i, f"{counts[i, j]:g}", ha="center", va="center", fontsize=9, color=_ink(colors[i, j]))
    ax.set_xticks(range(n_classes), labels)
    ax.set_yticks(range(n_classes), labels)
    ax.set(xlabel="predicted", ylabel="true")
    _no_frame(ax)
    return ax


def _grid(ax: Axes, part: np.ndarray, top: float, rows: int) -> Any:
    """Draw a matrix in colours from -top to top; with room for `rows` rows, so that panels' cells are alike."""
    image = ax.imshow(np.ma.masked_invalid(part), cmap=DIVERGING, vmin=-top, vmax=top, aspect="auto")
    ax.set_ylim(rows - 0.5, -0.5)
    _no_frame(ax)
    ax.set_xticks([])
    ax.set_yticks([])
    if part.size <= _MOST_NUMBERS:
        for i, j in np.ndindex(part.shape):
            shade = part[i, j] / top if np.isfinite(part[i, j]) else 0.0
            ax.text(j, i, _cell(part[i, j], top), ha="center", va="center", fontsize=8, color=_ink(shade))
    # White lines between the cells.
    ax.set_xticks(np.arange(part.shape[1] + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(part.shape[0] + 1) - 0.5, minor=True)
    ax.grid(which="minor", color="white", linewidth=1.2)
    ax.tick_params(which="minor", length=0)
    return image


def _no_frame(ax: Axes) -> None:
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelsize=9)


def _ink(shade: float) -> str:
    """Black on light cells, white on dark ones."""
    return "white" if abs(shade) > 0.78 else COLORS["black"]


def _cell(number: float, top: float) -> str:
    if not np.isfinite(number):
        return str(number)
    if abs(number) < 1e-9 * top:
        return "0"
    return f"{number:.3f}" if 0.01 <= top < 100 else f"{number:.1e}"


def _largest(difference: np.ndarray) -> str:
    size = np.abs(difference).max()
    return f"largest {size:.3g}" if np.isfinite(size) else "not a number"
