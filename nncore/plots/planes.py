"""Functions of two variables: predictions over the plane, the loss over two weights."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap, to_rgb

from nncore.plots.style import BACKGROUND, COLORS, DIVERGING, LINES, SEQUENTIAL, new_axes, tidy

#: Takes points (N, 2), returns predictions (N, 1) or (N,).
Predict = Callable[[np.ndarray], Any]
Range = tuple[float, float]

#: Colour and mark of class 0, 1, ...
CLASSES = (
    (COLORS["blue"], "o"),
    (COLORS["orange"], "s"),
    (COLORS["green"], "^"),
    (COLORS["pink"], "D"),
    (COLORS["yellow"], "v"),
    (COLORS["black"], "P"),
)


def _pale(color: str, share: float = 0.34) -> tuple[float, ...]:
    """Mix a colour with white."""
    return tuple(1 - share * (1 - part) for part in to_rgb(color))


_PALE_CLASSES = ListedColormap(["white", *(_pale(color) for color, _ in CLASSES)], "nncore_classes")


def decision_boundary(
    predict: Predict,
    X: Any,
    Y: Any,
    ax: Axes | None = None,
    *,
    x1_range: Range | None = None,
    x2_range: Range | None = None,
    resolution: int = 160,
) -> Axes:
    """Draw what a model says over the plane, with the data on top.

    The colour is the prediction, in ten steps between the targets; the black line is where it is undecided (0.5 for
    targets 0 and 1, else 0). Blue discs are data of the upper class, orange squares those of the lower.

    Parameters
    ----------
    predict : callable, (N, 2) -> (N, 1)
        Any function that predicts one number a row, such as ``net.predict``.
    X : array_like, shape (n_samples, 2)
        The data.
    Y : array_like, shape (n_samples, 1) or (n_samples,)
        Targets: 0 and 1, or -1 and 1, or any numbers (regression).
    ax : Axes, optional
        Where to draw.
    x1_range, x2_range : (low, high), optional
        What part of the plane; by default that of the data and a margin.
    resolution : int
        Points a side at which the model is asked.

    Returns
    -------
    Axes
        Its figure has a colour bar beside it.

    Raises
    ------
    ValueError
        If X is not (n_samples, 2), Y has another length, or predict returns another number of values.

    Source: slides 000, "Playground"; 002, "Kết luận" (AND, OR, XOR).
    """
    X, y = _data(X, Y)
    x1_range, x2_range = x1_range or _with_margin(X[:, 0]), x2_range or _with_margin(X[:, 1])
    x1, x2, p = _over_the_plane(predict, x1_range, x2_range, resolution)
    low, high = _scale(y, p)
    ax = new_axes(5.2, 4.2) if ax is None else ax
    image = ax.contourf(x1, x2, np.clip(p, low, high), levels=np.linspace(low, high, 11), cmap=BACKGROUND)
    middle = (low + high) / 2
    if np.nanmin(p) < middle < np.nanmax(p):
        ax.contour(x1, x2, p, levels=[middle], colors=COLORS["black"], linewidths=1.6)
    points(X, y, ax)
    ax.set(xlim=x1_range, ylim=x2_range)
    bar = ax.figure.colorbar(image, ax=ax, fraction=0.045, pad=0.03, ticks=[low, middle, high], format="%.3g")
    bar.set_label("prediction", fontsize=9)
    bar.ax.tick_params(labelsize=9)
    bar.outline.set_visible(False)
    return ax


def points(X: Any, Y: Any, ax: Axes | None = None) -> Axes:
    """Draw points of the plane, with marks by class or colours by value.

    Parameters
    ----------
    X : array_like, shape (n_samples, 2)
        The points.
    Y : array_like, shape (n_samples, 1) or (n_samples,)
        Targets: 0 and 1, or -1 and 1 (blue discs for 1, orange squares for the other), or any numbers.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With equal scales and the axes' names.

    Raises
    ------
    ValueError
        If X is not (n_samples, 2) or Y has another length.
    """
    X, y = _data(X, Y)
    ax = new_axes(4.4, 4.2) if ax is None else ax
    size = 90 if len(X) <= 12 else 26 if len(X) <= 300 else 14
    rim = {"edgecolors": "white", "linewidths": 1.4 if len(X) <= 12 else 0.6, "zorder": 3}
    if _is_classes(y):
        for mark, color, mine in (("s", COLORS["orange"], y <= 0), ("o", COLORS["blue"], y > 0)):
            name = f"target {y[mine][0]:g}" if mine.any() else "_none"
            ax.scatter(X[mine, 0], X[mine, 1], s=size, marker=mark, color=color, label=name, **rim)
    else:
        top = float(np.abs(y).max()) or 1.0
        ax.scatter(
            X[:, 0], X[:, 1], s=size, c=y, cmap=DIVERGING, vmin=-top, vmax=top, **{**rim, "edgecolors": "#555555"}
        )
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    ax.set_aspect("equal", adjustable="box")
    return tidy(ax)


def class_regions(
    predict: Predict,
    X: Any,
    y: Any,
    ax: Axes | None = None,
    *,
    x1_range: Range | None = None,
    x2_range: Range | None = None,
    resolution: int = 240,
) -> Axes:
    """Draw which class a model gives to each place of the plane, with the data on top.

    Every class has its colour and its mark; the regions are a pale version of the colour, with dark borders. Where
    the model gives no class (-1) the plane stays white.

    Parameters
    ----------
    predict : callable, (N, 2) -> (N,) or (N, 1)
        Gives class labels 0, 1, ..., K - 1, or -1 for none.
    X : array_like, shape (n_samples, 2)
        The data.
    y : array_like of int, shape (n_samples,) or (n_samples, 1)
        Their labels from 0; at most 6 classes.
    ax : Axes, optional
        Where to draw.
    x1_range, x2_range : (low, high), optional
        What part of the plane; by default that of the data and a margin.
    resolution : int
        Points a side at which the model is asked.

    Returns
    -------
    Axes
        Its data are labelled "class 0", ...: call ``ax.legend()`` for a key.

    Raises
    ------
    ValueError
        If X is not (n_samples, 2), y has another length, a label is not one of -1, 0, ..., 5 (-1 for predictions
        only), or predict returns another number of values.

    Source: slides 000, "Mạng nơ ron cho phân lớp đa lớp".
    """
    X, y = _data(X, y)
    _check_classes("y", y, lowest=0)
    x1_range, x2_range = x1_range or _with_margin(X[:, 0]), x2_range or _with_margin(X[:, 1])
    x1, x2, labels = _over_the_plane(predict, x1_range, x2_range, resolution)
    _check_classes("predict", labels, lowest=-1)
    ax = new_axes(4.6, 4.2) if ax is None else ax
    steps = np.arange(-1.5, len(CLASSES) + 0.5)
    ax.pcolormesh(x1, x2, labels, cmap=_PALE_CLASSES, norm=BoundaryNorm(steps, len(CLASSES) + 1), rasterized=True)
    for k in np.unique(labels):
        mine = (labels == k).astype(float)
        if mine.min() < mine.max():
            ax.contour(x1, x2, mine, levels=[0.5], colors=COLORS["black"], linewidths=1.2)
    size = 90 if len(X) <= 12 else 26 if len(X) <= 300 else 14
    for k, (color, mark) in enumerate(CLASSES):
        mine = X[y == k]
        if len(mine):
            rim = {"edgecolors": "white", "linewidths": 0.6, "zorder": 3}
            ax.scatter(mine[:, 0], mine[:, 1], s=size, marker=mark, color=color, label=f"class {k}", **rim)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=x1_range, ylim=x2_range)
    ax.set_aspect("equal", adjustable="box")
    return tidy(ax)


def surface(
    f: Predict,
    ax: Axes | None = None,
    *,
    x1_range: Range = (0.0, 1.0),
    x2_range: Range = (0.0, 1.0),
    resolution: int = 31,
) -> Axes:
    """Draw f(x1, x2) as a surface over a rectangle.

    Parameters
    ----------
    f : callable, (N, 2) -> (N, 1)
        The function, such as ``net.predict``; the height at (x1, x2) is f of the row (x1, x2).
    ax : 3-D Axes, optional
        Where to draw; made by ``fig.add_subplot(projection="3d")``.
    x1_range, x2_range : (low, high)
        The rectangle.
    resolution : int
        Points a side.

    Returns
    -------
    Axes3D
        With the surface coloured by height and the axes' names.

    Raises
    ------
    ValueError
        If ax has no third dimension or f returns another number of values.

    Source: slides 002, "Đồ thị 3 chiều" (there the heights are transposed against x1 and x2, which symmetric
    gates such as AND and OR hide).
    """
    x1, x2, z = _over_the_plane(f, x1_range, x2_range, resolution)
    ax = new_axes(5.0, 4.2, projection="3d") if ax is None else ax
    if not hasattr(ax, "plot_surface"):
        raise ValueError('surface needs 3-D axes, made with fig.add_subplot(projection="3d")')
    ax.plot_surface(
        x1, x2, z, cmap=SEQUENTIAL, rcount=resolution, ccount=resolution, linewidth=0.25, edgecolor="#FFFFFF60"
    )
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=x1_range, ylim=x2_range)
    ax.zaxis.set_rotate_label(False)
    ax.set_zlabel("$f(x_1, x_2)$", rotation=90)
    ax.tick_params(labelsize=8)
    ax.view_init(elev=26, azim=-122)
    ax.set_box_aspect(None, zoom=1.0)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color("#F6F6F6")
        axis._axinfo["grid"].update(color="#DDDDDD", linewidth=0.6)
    return ax


def loss_contours(
    f: Callable[[np.ndarray], Any],
    x_range: Range,
    y_range: Range,
    ax: Axes | None = None,
    *,
    paths: Mapping[str, Any] | None = None,
    resolution: int = 60,
) -> Axes:
    """Draw the height lines of a loss of two parameters, and the paths of descents over them.

    Parameters
    ----------
    f : callable, (2,) -> number
        The loss at one place.
    x_range, y_range : (low, high)
        Ranges of the first and the second parameter.
    ax : Axes, optional
        Where to draw.
    paths : mapping of str to array_like, shape (n_steps + 1, 2), optional
        Places visited, from the start on, by the name of the method. A ring marks the start, a disc the end.
    resolution : int
        Places a side at which f is asked, one call each.

    Returns
    -------
    Axes
        Name its axes after the parameters with ``ax.set(xlabel=..., ylabel=...)``.

    Raises
    ------
    ValueError
        If a path is not of shape (n, 2).

    Source: slides 003 and 004, gradient descent.
    """

    def everywhere(places: np.ndarray) -> np.ndarray:
        return np.array([float(np.squeeze(f(place))) for place in places])

    x, y, z = _over_the_plane(everywhere, x_range, y_range, resolution)
    ax = new_axes(5.6, 4.2) if ax is None else ax
    filled = ax.contourf(x, y, z, levels=_levels(z), cmap=SEQUENTIAL, alpha=0.85)
    ax.contour(x, y, z, levels=filled.levels, colors="white", linewidths=0.5, alpha=0.6)
    ticks = filled.levels[::3]
    bar = ax.figure.colorbar(filled, ax=ax, fraction=0.045, pad=0.03, ticks=ticks, format="%.3g")
    bar.set_label("loss", fontsize=9)
    bar.ax.tick_params(labelsize=9)
    for (name, path), (color, line) in zip((paths or {}).items(), _path_styles(paths), strict=False):
        places = np.asarray(path, dtype=np.float64)
        if places.ndim != 2 or places.shape[1] != 2:
            raise ValueError(f"path {name!r} must have shape (n, 2); given {places.shape}")
        halo = {"color": "white", "solid_capstyle": "round", "zorder": 3}
        ax.plot(*places.T, linewidth=3.6, **halo)
        ax.plot(*places.T, color=color, linestyle=line, linewidth=1.8, marker=".", markersize=5, label=name, zorder=4)
        ax.plot(*places[0], "o", markersize=8, markerfacecolor="white", markeredgecolor=color, zorder=5)
        ax.plot(*places[-1], "o", markersize=8, markerfacecolor=color, markeredgecolor="white", zorder=5)
    if paths:
        ax.legend(fontsize=9, framealpha=0.9, edgecolor="none")
    ax.set(xlim=x_range, ylim=y_range, xlabel="first parameter", ylabel="second parameter")
    return tidy(ax)


def _data(X: Any, Y: Any) -> tuple[np.ndarray, np.ndarray]:
    X, y = np.asarray(X, dtype=np.float64), np.asarray(Y, dtype=np.float64)
    if X.ndim != 2 or X.shape[1] != 2 or len(X) == 0:
        raise ValueError(f"X must have shape (n_samples, 2); given {X.shape}")
    if y.shape not in ((len(X),), (len(X), 1)):
        raise ValueError(f"Y must have shape ({len(X)}, 1), one row a row of X; given {y.shape}")
    return X, y.reshape(-1)


def _check_classes(name: str, labels: np.ndarray, lowest: int) -> None:
    """Raise a ValueError for the first label that is not a whole number from `lowest` on with a colour of its own."""
    bad = ~np.isin(labels, np.arange(lowest, len(CLASSES)))
    if bad.any():
        given = labels[bad][0]
        raise ValueError(f"{name} must give whole numbers from {lowest} to {len(CLASSES) - 1}; given {given:g}")


def _is_classes(y: np.ndarray) -> bool:
    return set(np.unique(y)) <= {0.0, 1.0} or set(np.unique(y)) <= {-1.0, 1.0}


def _scale(y: np.ndarray, p: np.ndarray) -> Range:
    """Return the ends of the colour scale: those of the targets; about 0 unless the targets are 0 and 1."""
    if set(np.unique(y)) <= {0.0, 1.0}:
        return 0.0, 1.0
    top = 1.0 if _is_classes(y) else float(max(np.abs(y).max(), np.nanmax(np.abs(p))))
    return -top, top


def _with_margin(values: np.ndarray) -> Range:
    low, high = float(values.min()), float(values.max())
    margin = 0.12 * (high - low) or 0.5
    return low - 2 * margin if len(values) <= 12 else low - margin, high + 2 * margin if len(
        values
    ) <= 12 else high + margin


def _over_the_plane(
    f: Predict, x1_range: Range, x2_range: Range, resolution: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Grids x1, x2 and f(x1, x2), each (resolution, resolution): row i has one x2, column j one x1."""
    x1, x2 = np.meshgrid(np.linspace(*x1_range, resolution), np.linspace(*x2_range, resolution))
    places = np.column_stack([x1.ravel(), x2.ravel()])
    values = np.asarray(f(places), dtype=np.float64)
    if values.shape not in ((len(places),), (len(places), 1)):
        raise ValueError(
            f"the function was given {len(places)} points, shape {places.shape}, and must return "
            f"({len(places)}, 1); it returned {values.shape}"
        )
    return x1, x2, values.reshape(x1.shape)


def _levels(z: np.ndarray) -> np.ndarray:
    """Height lines close together near the bottom, where descents end: at squares of even steps."""
    low, high = float(np.nanmin(z)), float(np.nanmax(z))
    if high == low:
        high = low + 1.0
    return low + (high - low) * np.linspace(0.0, 1.0, 15) ** 2


def _path_styles(paths: Any) -> list[Any]:
    bright = [(COLORS["orange"], "-"), (COLORS["black"], "--"), (COLORS["pink"], "-."), *LINES]
    return [bright[i % len(bright)] for i in range(len(paths or {}))]
