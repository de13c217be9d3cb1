"""Curves over the epochs of a training."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from nncore.plots.style import COLORS, LINES, new_axes, tidy


def loss_curves(history: Any, ax: Axes | None = None) -> Axes:
    """Draw losses against the epoch.

    Parameters
    ----------
    history : nncore.History, or mapping of str to sequence of float
        A History gives the training loss and, where there is one, the validation loss with its best epoch
        marked. A mapping gives one curve an entry, labelled by its key. Entry i belongs to epoch i, from 0.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With one line a curve; call ``ax.set_yscale("log")`` for small losses.

    Raises
    ------
    ValueError
        If there is nothing to draw.
    """
    if isinstance(history, Mapping):
        return _curves(dict(history), "loss", ax)
    ax = _curves({"training": history.train_loss, "validation": history.validation_loss}, "loss", ax)
    if history.validation_loss and history.best_epoch is not None:
        best = history.best_epoch
        ax.plot(best, history.validation_loss[best], "o", color=LINES[1][0], markersize=7, label="_best")
        ax.annotate(
            f"best: epoch {best}",
            (best, history.validation_loss[best]),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            fontsize=9,
            color=COLORS["black"],
        )
    return ax


def accuracy_curves(history: Any, ax: Axes | None = None) -> Axes:
    """Draw accuracies against the epoch, in percent.

    Parameters
    ----------
    history : nncore.History, or mapping of str to sequence of float
        A History gives the validation accuracy; a mapping one curve an entry, labelled by its key. Accuracies
        are fractions, 0 to 1.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With one line a curve.

    Raises
    ------
    ValueError
        If there is nothing to draw.
    """
    curves = dict(history) if isinstance(history, Mapping) else {"validation": history.validation_accuracy}
    ax = _curves(curves, "accuracy", ax)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    return ax


def _curves(curves: Mapping[str, Sequence[float]], quantity: str, ax: Axes | None) -> Axes:
    drawn = {name: np.asarray(values, dtype=np.float64) for name, values in curves.items() if len(values)}
    if not drawn:
        raise ValueError(f"there is no {quantity} to draw: every curve is empty")
    ax = new_axes() if ax is None else ax
    for (name, values), (color, line) in zip(drawn.items(), _line_styles(len(drawn)), strict=True):
        marker = "o" if len(values) == 1 else None
        ax.plot(np.arange(len(values)), values, color=color, linestyle=line, marker=marker, linewidth=1.8, label=name)
    ax.set(xlabel="epoch", ylabel=quantity)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    ax.legend(frameon=False, fontsize=9)
    return tidy(ax, grid=True)


def _line_styles(n: int) -> list[Any]:
    return [LINES[i % len(LINES)] for i in range(n)]
