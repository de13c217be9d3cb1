"""Losses (hàm chi phí) and their gradients with respect to the last pre-activation Z.

Z and Y are (N, K): one row a sample, one column an output. Every loss J is a mean over the N rows, so each
gradient dJ/dZ carries the factor 1/N once, here and nowhere else. Losses are computed in float64 and come
as a Python float (complex Z: as a complex number, for a complex step); gradients keep the dtype of Z.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from nncore.activations import Activation, Array, ArrayLike, as_numbers, get_activation, sigmoid


def check_finite(name: str, values: Array) -> None:
    """Raise a ValueError that names the first entry of `values` that is NaN or infinite."""
    # One fast pass without a temporary array: the sum of squares is finite only if every entry is.
    if not np.isfinite(np.vdot(values, values)) and not np.isfinite(values).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(values))[0])
        raise ValueError(f"{name} must be finite, but {name}{list(where)} is {values[where]}")


def check_targets(Y: ArrayLike, shape: tuple[int, ...], loss: str, dtype: np.dtype[Any]) -> Array:
    """Give targets as an array of `dtype`, once they are sure to suit the loss and the prediction's shape.

    Parameters
    ----------
    Y : array_like, shape (N, K)
    shape : tuple
        The (N, K) needed.
    loss : {"mse", "binary_cross_entropy", "cross_entropy"}
        The cross-entropies need Y in [0, 1]; cross_entropy needs rows with sum 1.
    dtype : dtype

    Raises
    ------
    ValueError
        With what was expected and what came.
    """
    Y = as_numbers(Y, "Y")
    if Y.shape != shape:
        hint = "; one_hot(y, n_classes) makes rows of class labels" if Y.ndim == 1 and shape[1] > 1 else ""
        raise ValueError(f"Y has shape {Y.shape}; the predictions have shape {shape}, so Y needs it too{hint}")
    check_finite("Y", Y)
    if loss != "mse" and (Y.min() < 0 or Y.max() > 1):
        raise ValueError(f"{loss} needs Y from 0 to 1, but Y ranges from {Y.min()} to {Y.max()}")
    if loss == "cross_entropy":
        sums = Y.sum(axis=1)
        worst = int(np.argmax(np.abs(sums - 1)))
        if abs(sums[worst] - 1) > 1e-4:
            raise ValueError(f"cross_entropy needs rows of Y with sum 1, but row {worst} has sum {sums[worst]}")
    return Y.astype(dtype, copy=False)


def _check(Z: ArrayLike, Y: ArrayLike, loss: str) -> tuple[Array, Array]:
    Z = as_numbers(Z, "Z")
    if Z.ndim != 2 or Z.size == 0:
        raise ValueError(f"Z has shape {Z.shape}; (N, K) with at least one row and one column is needed")
    check_finite("Z", Z)
    return Z, check_targets(Y, Z.shape, loss, Z.dtype)


def _mse(Z: Array, Y: Array, output: Activation) -> tuple[float, Array]:
    A = output.f(Z)
    D = (A - Y) / len(Y)
    with np.errstate(over="ignore"):  # the square of 1e300 is infinite, and so is the loss
        J = ((A - Y) ** 2).sum().item() / (2 * len(Y))
    if output.name == "softmax":
        return J, A * (D - (A * D).sum(axis=1, keepdims=True))  # D @ Jacobian, row by row
    return J, D * output.grad(Z)


def _binary_cross_entropy(Z: Array, Y: Array, output: Activation) -> tuple[float, Array]:
    # -y log sigma(z) - (1 - y) log(1 - sigma(z)), rearranged so that no logarithm of 0 appears
    e = np.exp(np.where(Z.real >= 0, -Z, Z))
    J = (np.maximum(Z, 0) - Z * Y + np.log1p(e)).sum().item() / len(Y)
    return J, (sigmoid(Z) - Y) / len(Y)


def _cross_entropy(Z: Array, Y: Array, output: Activation) -> tuple[float, Array]:
    # -y log softmax(z), rearranged likewise; classes first, since NumPy reduces along the first axis faster
    shifted, targets = Z.T.copy(), Y.T.copy()
    shifted -= np.maximum.reduce(shifted)
    E = np.exp(shifted)
    sums = np.add.reduce(E)
    J = (np.add.reduce(np.log(sums)) - np.vdot(targets, shifted)).item() / len(Y)
    E /= sums
    E -= targets
    E /= len(Y)
    return J, E.T


class Loss(NamedTuple):
    """A loss and its gradient, of checked inputs: NaN in, NaN out.

    `both` takes Z and Y, (N, K), and the output activation f, and returns J and D = dJ/dZ (N, K). `output` names
    the one output activation that the loss goes with (None: any). With its own output a cross-entropy has
    D = (f(Z) - Y) / N, because f' cancels.
    """

    both: Callable[[Array, Array, Activation], tuple[float, Array]]
    output: str | None


LOSSES = {
    "mse": Loss(_mse, None),
    "binary_cross_entropy": Loss(_binary_cross_entropy, "sigmoid"),
    "cross_entropy": Loss(_cross_entropy, "softmax"),
}


def evaluate(loss: str, Z: Array, Y: Array, output: Activation) -> tuple[float, Array]:
    """Loss and gradient dJ/dZ of checked inputs, computed in float64, where no difference of float32 overflows."""
    wide = np.result_type(Z, np.float64)
    J, D = LOSSES[loss].both(Z.astype(wide, copy=False), Y.astype(wide, copy=False), output)
    return J, D.astype(Z.dtype, order="C")


def mse(Z: ArrayLike, Y: ArrayLike, output: str | Activation = "identity") -> float:
    """Mean squared error 1/(2N) sum (f(Z) - Y)^2, the sum taken over all N K entries.

    Parameters
    ----------
    Z : array_like, shape (N, K)
        Pre-activations of the last layer.
    Y : array_like, shape (N, K)
        Targets.
    output : str or Activation
        The output activation f.

    Returns
    -------
    float
        J, in the squared unit of Y. Infinite where the square itself exceeds 1.8e308.

    Raises
    ------
    ValueError
        For an empty batch, shapes that differ, NaN or infinity; it says what was expected and what came.

    Source: slides 002, "Loss Function".
    """
    output = get_activation(output)
    Z, Y = _check(Z, Y, "mse")
    return evaluate("mse", Z, Y, output)[0]


def mse_grad(Z: ArrayLike, Y: ArrayLike, output: str | Activation = "identity") -> Array:
    """Gradient dJ/dZ of `mse`: (f(Z) - Y) f'(Z) / N; for softmax through its Jacobian.

    Parameters and errors are those of `mse`.

    Returns
    -------
    ndarray, shape (N, K)

    Source: slides 002, "Partial derivative E với từng biến w_k"; 003, "Giải thuật lan truyền ngược".
    """
    output = get_activation(output)
    Z, Y = _check(Z, Y, "mse")
    return evaluate("mse", Z, Y, output)[1]


def binary_cross_entropy(Z: ArrayLike, Y: ArrayLike) -> float:
    """Binary cross-entropy -1/N sum (y log p + (1 - y) log(1 - p)) of p = sigma(Z), without overflow.

    Parameters
    ----------
    Z : array_like, shape (N, K)
        Pre-activations (logits). K > 1 means K separate yes-no questions, whose losses add up.
    Y : array_like, shape (N, K)
        Targets from 0 to 1.

    Returns
    -------
    float
        J in nats.

    Raises
    ------
    ValueError
        For an empty batch, shapes that differ, NaN or infinity, targets outside [0, 1].

    Source: slides 000, "Hàm chi phí".
    """
    Z, Y = _check(Z, Y, "binary_cross_entropy")
    return evaluate("binary_cross_entropy", Z, Y, get_activation("sigmoid"))[0]


def binary_cross_entropy_grad(Z: ArrayLike, Y: ArrayLike) -> Array:
    """Gradient dJ/dZ of `binary_cross_entropy`: (sigma(Z) - Y) / N.

    Parameters and errors are those of `binary_cross_entropy`.

    Returns
    -------
    ndarray, shape (N, K)

    Source: slides 000, "Thuật toán lan truyền ngược" (delta of the last layer, left unevaluated there).
    """
    Z, Y = _check(Z, Y, "binary_cross_entropy")
    return evaluate("binary_cross_entropy", Z, Y, get_activation("sigmoid"))[1]


def softmax_cross_entropy(Z: ArrayLike, Y: ArrayLike) -> float:
    """Cross-entropy -1/N sum y_c log p_c of p = softmax(Z), without overflow.

    Parameters
    ----------
    Z : array_like, shape (N, K)
        Pre-activations (logits).
    Y : array_like, shape (N, K)
        One-hot rows, or rows of probabilities with sum 1.

    Returns
    -------
    float
        J in nats; log K for a uniform prediction.

    Raises
    ------
    ValueError
        For an empty batch, shapes that differ, NaN or infinity, rows of Y that are not probabilities.

    Source: slides 000, "Mạng nơ ron cho phân lớp đa lớp" (Cross Entropy loss).
    """
    Z, Y = _check(Z, Y, "cross_entropy")
    return evaluate("cross_entropy", Z, Y, get_activation("softmax"))[0]


def softmax_cross_entropy_grad(Z: ArrayLike, Y: ArrayLike) -> Array:
    """Gradient dJ/dZ of `softmax_cross_entropy`: (softmax(Z) - Y) / N.

    Parameters and errors are those of `softmax_cross_entropy`.

    Returns
    -------
    ndarray, shape (N, K)

    Source: slides 000, "Mạng nơ ron cho phân lớp đa lớp" (not derived there).
    """
    Z, Y = _check(Z, Y, "cross_entropy")
    return evaluate("cross_entropy", Z, Y, get_activation("softmax"))[1]


def one_hot(y: ArrayLike, n_classes: int) -> Array:
    """Rows with a single 1, in the column of the class.

    Parameters
    ----------
    y : array_like of int, shape (N,)
        Class labels from 0 to n_classes - 1.
    n_classes : int
        Number of columns, K. Not taken from y, which may lack the last class.

    Returns
    -------
    ndarray of float64, shape (N, K)

    Raises
    ------
    ValueError
        For labels that are not whole numbers in that range, or not in one dimension.

    Source: slides 000, "Mạng nơ ron cho phân lớp đa lớp"; 001, "Cấu trúc" (8 labels, 8 nodes).
    """
    return np.eye(n_classes)[check_labels("y", y, n_classes)]


def check_labels(name: str, y: ArrayLike, n_classes: int) -> Array:
    """Give class labels as an int array (N,), or raise a ValueError that names the first that is none."""
    y = as_numbers(y, name)
    if y.ndim != 1:
        raise ValueError(f"{name} has shape {y.shape}; labels of shape (N,) are needed")
    bad = ~((y >= 0) & (y < n_classes) & (y == np.floor(y)))
    if bad.any():
        i = int(np.argmax(bad))
        raise ValueError(f"{name}[{i}] is {y[i]:g}; whole numbers from 0 to {n_classes - 1} are needed")
    return y.astype(np.intp)
