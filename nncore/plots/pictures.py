"""Rows of pixels as pictures: digits, and what a first layer looks for."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from nncore.plots.style import DIVERGING


def digits(images: Any, titles: Sequence[str] | None = None, columns: int = 8) -> Figure:
    """Draw grey pictures in a grid, dark ink on white.

    Parameters
    ----------
    images : array_like, shape (n_images, side * side) or (n_images, height, width)
        Pixels from 0 (paper) to 1 (ink), such as rows of ``load_mnist().X_test``.
    titles : sequence of str, optional
        A line above each picture.
    columns : int
        Pictures a row.

    Returns
    -------
    Figure
        One panel an image.

    Raises
    ------
    ValueError
        If there is no image, a row is not a square picture, or titles are not as many as images.
    """
    pictures = _pictures(images)
    if titles is not None and len(titles) != len(pictures):
        raise ValueError(f"titles must have {len(pictures)} entries, one an image; given {len(titles)}")
    fig, panels = _panels(len(pictures), columns, 0.28 if titles is not None else 0.05)
    for i, (ax, picture) in enumerate(zip(panels, pictures, strict=True)):
        ax.imshow(picture, cmap="gray_r", vmin=0.0, vmax=1.0)
        if titles is not None:
            ax.set_title(titles[i], fontsize=9, pad=3)
    return fig


def first_layer_weights(W: Any, columns: int = 8) -> Figure:
    """Draw the weights into each unit of a first layer as a picture: blue pixels excite it, orange ones inhibit it.

    Parameters
    ----------
    W : array_like, shape (side * side, n_units)
        ``net.W[0]`` of a network whose inputs are square pictures.
    columns : int
        Pictures a row.

    Returns
    -------
    Figure
        One panel a unit, in one scale of colours, which is symmetric about 0, with a colour bar.

    Raises
    ------
    ValueError
        If W is not a matrix or its rows are not the pixels of a square.
    """
    weights = np.asarray(W, dtype=np.float64)
    if weights.ndim != 2:
        raise ValueError(f"W must have shape (n_pixels, n_units); given {weights.shape}")
    pictures = _pictures(weights.T)
    top = float(np.abs(pictures).max()) or 1.0
    fig, panels = _panels(len(pictures), columns, 0.28)
    fig.set_figwidth(fig.get_figwidth() + 0.9)  # room for the colour bar
    for i, (ax, picture) in enumerate(zip(panels, pictures, strict=True)):
        image = ax.imshow(picture, cmap=DIVERGING, vmin=-top, vmax=top)
        ax.set_title(f"unit {i + 1}", fontsize=9, pad=3)
    bar = fig.colorbar(image, ax=panels, fraction=0.03, pad=0.02)
    bar.set_label("weight", fontsize=9)
    bar.ax.tick_params(labelsize=9)
    bar.outline.set_visible(False)
    return fig


def _pictures(images: Any) -> np.ndarray:
    """Images as (n_images, height, width)."""
    pictures = np.asarray(images, dtype=np.float64)
    if pictures.ndim == 2:
        side = round(pictures.shape[1] ** 0.5)
        if side * side != pictures.shape[1]:
            raise ValueError(f"each row must hold the pixels of a square picture; given {pictures.shape[1]} pixels")
        pictures = pictures.reshape(len(pictures), side, side)
    if pictures.ndim != 3 or pictures.size == 0:
        raise ValueError(
            f"images must have shape (n_images, n_pixels) or (n_images, height, width); given {np.shape(images)}"
        )
    return pictures


def _panels(n: int, columns: int, gap: float) -> tuple[Figure, list[Any]]:
    """Return a figure with n square panels without ticks, `columns` a row, `gap` inches for a title."""
    if columns < 1:
        raise ValueError(f"columns must be at least 1; given {columns}")
    columns = min(columns, n)
    rows = -(-n // columns)
    fig = Figure(figsize=(0.98 * columns + 0.2, (0.98 + gap) * rows + 0.1), layout="constrained")
    fig.get_layout_engine().set(w_pad=0.02, h_pad=0.02, wspace=0.04, hspace=0.04)
    panels = list(fig.subplots(rows, columns, squeeze=False).flat)
    for ax in panels:
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines[:].set_color("#CCCCCC")
    for ax in panels[n:]:
        ax.remove()
    return fig, panels[:n]
