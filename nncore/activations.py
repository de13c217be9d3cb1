"""Activation functions (hàm truyền) and their derivatives, of the pre-activation z.

All of them work entry by entry on a number or an array of any shape, except softmax, which works along the
last axis. Every derivative takes z, not a = f(z). Values are dimensionless. Common to all:

- float32 stays float32, float64 stays float64, integers and lists become float64;
- no overflow, warning or NaN for any finite z from -1e300 to 1e300 (float32: its whole range);
- what is not a number (text, None, objects) raises ValueError;
- the functions (not the derivatives) accept complex z, so that a complex step can check the derivatives.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
ArrayLike = npt.ArrayLike


def as_numbers(z: ArrayLike, name: str = "z") -> Array:
    """Give `z` as a float (or complex) array: integers become float64, float32 stays as it is.

    Raises
    ------
    ValueError
        If `z` (called `name` in the message) does not hold numbers, or its rows differ in length.
    """
    z = np.asarray(z)
    if z.dtype.kind in "biu":
        return z.astype(np.float64)
    if z.dtype.kind not in "fc":
        raise ValueError(f"{name} holds values of type {z.dtype}; numbers are needed")
    return z


def _exp_minus_abs(z: Array) -> Array:
    """exp(-|z|), never above 1; analytic on either side of 0, unlike `np.abs` of a complex number."""
    decayed: Array = np.exp(np.where(z.real >= 0, -z, z))
    return decayed


def identity(z: ArrayLike) -> Array:
    """Give z itself: no activation, the output of a regression.

    Parameters
    ----------
    z : array_like, any shape

    Returns
    -------
    ndarray, shape of z
        A copy, so that changing the result does not change z.

    Source: slides 000, "Bài tập với playground" (Linear).
    """
    copied: Array = as_numbers(z).copy()[()]
    return copied


def identity_grad(z: ArrayLike) -> Array:
    """Slope (derivative) of the identity: 1 everywhere, in the shape of z.

    Source: slides 002, derivative rules.
    """
    ones: Array = np.ones_like(as_numbers(z))[()]
    return ones


def sigmoid(z: ArrayLike) -> Array:
    """Logistic function 1 / (1 + exp(-z)).

    Parameters
    ----------
    z : array_like, any shape

    Returns
    -------
    ndarray, shape of z
        Values in (0, 1); rounds to exactly 1.0 from about z = 37 on in float64.

    Source: slides 000, "Các hàm truyền phổ biến"; 002, "Activation Function"; 004, 1.2.1.
    """
    z = as_numbers(z)
    e = _exp_minus_abs(z)
    probability: Array = np.where(z.real >= 0, 1, e) / (1 + e)
    return probability


def sigmoid_grad(z: ArrayLike) -> Array:
    """Slope (derivative) of the sigmoid, sigma(z) (1 - sigma(z)), at most 0.25, in the shape of z.

    Written as e / (1 + e)^2 with e = exp(-|z|): the same number, but exact where 1 - sigma(z) rounds to 0.
    Source: slides 000, "Các hàm truyền phổ biến"; 002, "Vi phân hàm sigmoid"; 004, 1.2.1.
    """
    e = np.exp(-np.abs(as_numbers(z)))
    slope: Array = e / (1 + e) ** 2
    return slope


def tanh(z: ArrayLike) -> Array:
    """Hyperbolic tangent.

    Parameters
    ----------
    z : array_like, any shape

    Returns
    -------
    ndarray, shape of z
        Values in (-1, 1); rounds to exactly -1.0 or 1.0 from about |z| = 19 on in float64.

    Source: slides 000, "Các hàm truyền phổ biến" (as a quotient that is NaN from z = 355 on); 004, 1.2.2.
    """
    values: Array = np.tanh(as_numbers(z))
    return values


def tanh_grad(z: ArrayLike) -> Array:
    """Slope (derivative) of tanh, 1 - tanh(z)^2, in the shape of z.

    Source: slides 000, "Các hàm truyền phổ biến"; 004, 1.2.2.
    """
    slope: Array = 1 - np.tanh(as_numbers(z)) ** 2
    return slope


def relu(z: ArrayLike) -> Array:
    """Rectified linear unit max(0, z).

    Parameters
    ----------
    z : array_like, any shape

    Returns
    -------
    ndarray, shape of z
        Values of at least 0.

    Source: slides 000, "Các hàm truyền phổ biến"; 002, "Activation Function"; 004, 1.2.3.
    """
    z = as_numbers(z)
    values: Array = np.maximum(z, np.zeros(z.shape, z.dtype))  # NumPy takes twice as long with the number 0
    return values


def relu_grad(z: ArrayLike) -> Array:
    """Slope (derivative) of relu in the shape of z: 1 for z > 0, 0 for z < 0, and 0 at z = 0 by agreement.

    Source: slides 004, 1.2.3 (which says 1 for all z >= 0; at 0 there is no derivative).
    """
    z = as_numbers(z)
    slope: Array = (z > 0).astype(z.dtype)
    return slope


def leaky_relu(z: ArrayLike, alpha: float = 0.01) -> Array:
    """Leaky relu: z for z > 0, alpha z for z <= 0.

    Parameters
    ----------
    z : array_like, any shape
    alpha : float
        Slope left of 0. The slides take 0.1. Unlike max(alpha z, z), any alpha will do, also above 1.

    Returns
    -------
    ndarray, shape of z

    Source: slides 002, "Activation Function"; 003, "Một số hàm kích hoạt thường gặp"; 004, 1.2.4.
    """
    z = as_numbers(z)
    values: Array = z * np.where(z.real > 0, 1, alpha).astype(z.dtype)
    return values


def leaky_relu_grad(z: ArrayLike, alpha: float = 0.01) -> Array:
    """Slope (derivative) of leaky relu in the shape of z: 1 for z > 0, alpha for z <= 0.

    Source: slides 004, 1.2.4.
    """
    z = as_numbers(z)
    slope: Array = np.where(z > 0, 1, alpha).astype(z.dtype)[()]
    return slope


def elu(z: ArrayLike, alpha: float = 1.0) -> Array:
    """Exponential linear unit: z for z > 0, alpha (exp(z) - 1) for z <= 0.

    Parameters
    ----------
    z : array_like, any shape
    alpha : float
        The function tends to -alpha on the left.

    Returns
    -------
    ndarray, shape of z

    Source: slides 002, "Activation Function"; 003, "Một số hàm kích hoạt thường gặp".
    """
    z = as_numbers(z)
    values: Array = np.where(z.real > 0, z, alpha * np.expm1(np.minimum(z, 0))).astype(z.dtype)[()]
    return values


def elu_grad(z: ArrayLike, alpha: float = 1.0) -> Array:
    """Slope (derivative) of elu in the shape of z: 1 for z > 0, alpha exp(z) for z <= 0.

    Source: slides 002, "Activation Function" and the derivative rules there.
    """
    z = as_numbers(z)
    slope: Array = np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0))).astype(z.dtype)[()]
    return slope


def relu6(z: ArrayLike) -> Array:
    """Relu that stops at 6: min(max(0, z), 6).

    Parameters
    ----------
    z : array_like, any shape

    Returns
    -------
    ndarray, shape of z
        Values from 0 to 6.

    Source: slides 003, "Một số hàm kích hoạt thường gặp" (named there).
    """
    values: Array = np.minimum(np.maximum(as_numbers(z), 0), 6)
    return values


def relu6_grad(z: ArrayLike) -> Array:
    """Slope (derivative) of relu6 in the shape of z: 1 for 0 < z < 6, else 0, also at the two kinks.

    Source: slides 003, "Một số hàm kích hoạt thường gặp" (relu6 is named there).
    """
    z = as_numbers(z)
    slope: Array = ((z > 0) & (z < 6)).astype(z.dtype)
    return slope


def swish(z: ArrayLike) -> Array:
    """Swish, also called SiLU: z sigma(z).

    Parameters
    ----------
    z : array_like, any shape

    Returns
    -------
    ndarray, shape of z
        Values of at least -0.2785.

    Source: slides 003, "Một số hàm kích hoạt thường gặp" (named there).
    """
    z = as_numbers(z)
    values: Array = z * sigmoid(z)
    return values


def swish_grad(z: ArrayLike) -> Array:
    """Slope (derivative) of swish, sigma(z) + z sigma'(z), in the shape of z.

    Source: slides 002, product rule; 003 (swish is named there).
    """
    z = as_numbers(z)
    slope: Array = sigmoid(z) + z * sigmoid_grad(z)
    return slope


def _tanh_softplus(z: Array) -> Array:
    """tanh(log(1 + exp(z))) = n / (n + 2) with n = exp(2z) + 2 exp(z), scaled by exp(-2z) for z >= 0."""
    e = _exp_minus_abs(z)
    right = z.real >= 0
    n = np.where(right, 1 + 2 * e, e * (e + 2))
    ratio: Array = n / (n + 2 * np.where(right, e * e, 1))
    return ratio


def mish(z: ArrayLike) -> Array:
    """Mish: z tanh(log(1 + exp(z))).

    Parameters
    ----------
    z : array_like, any shape

    Returns
    -------
    ndarray, shape of z
        Values of at least -0.3089.

    Source: slides 003, "Một số hàm kích hoạt thường gặp" (named there).
    """
    z = as_numbers(z)
    values: Array = z * _tanh_softplus(z)
    return values


def mish_grad(z: ArrayLike) -> Array:
    """Slope (derivative) of mish, t + z (1 - t^2) sigma(z) with t = tanh(log(1 + exp(z))), in the shape of z.

    Source: slides 002, product rule and chain rule; 003 (mish is named there).
    """
    z = as_numbers(z)
    t = _tanh_softplus(z)
    slope: Array = t + z * (1 - t**2) * sigmoid(z)
    return slope


def softmax(Z: ArrayLike) -> Array:
    """Softmax of each row: exp(z_j) / sum_k exp(z_k).

    Parameters
    ----------
    Z : array_like, shape (N, K)
        One row a sample, one column a class. A single row (K,) works too.

    Returns
    -------
    ndarray, shape of Z
        Each row positive (or rounded to 0) with sum 1.

    Source: slides 000, "Mạng nơ ron cho phân lớp đa lớp"; 001, "Cấu trúc".
    """
    T = as_numbers(Z, "Z").T.copy()  # classes first: NumPy reduces along the first axis much faster
    top = T.max(axis=0)
    # exp(-1000) is 0 already; without the floor, float32's lowest minus its highest number would overflow.
    E = np.exp(np.maximum(T, top - 1000) - top)
    E /= E.sum(axis=0)
    P: Array = E.T.copy()
    return P


def softmax_jacobian(Z: ArrayLike) -> Array:
    """All partial derivatives of each row of softmax: diag(p) - p^T p.

    Parameters
    ----------
    Z : array_like, shape (N, K)

    Returns
    -------
    ndarray, shape (N, K, K)
        Entry [i, j, k] is dP[i, j] / dZ[i, k].

    Source: slides 000, "Mạng nơ ron cho phân lớp đa lớp" (softmax); 002, Jacobian of y = Wx.
    """
    P = softmax(Z)
    J: Array = P[..., :, None] * (np.eye(P.shape[-1], dtype=P.dtype) - P[..., None, :])
    return J


def _alike(Z: tuple[ArrayLike, ...]) -> list[Array]:
    arrays = [as_numbers(z) for z in Z]
    if not arrays or any(z.shape != arrays[0].shape for z in arrays):
        shapes = ", ".join(str(z.shape) for z in arrays) or "nothing"
        raise ValueError(f"maxout needs one or more arrays of one shape, but {shapes} came")
    return arrays


def maxout(*Z: ArrayLike) -> Array:
    """Largest of several pre-activations, entry by entry: max(z_1, z_2, ...).

    Parameters
    ----------
    *Z : array_like, all of one shape
        The pieces X @ W_k + b_k, each with weights and biases of its own.

    Returns
    -------
    ndarray, shape of each Z

    Raises
    ------
    ValueError
        If no array or arrays of different shapes came.

    Source: slides 002, "Activation Function"; 003, "Một số hàm kích hoạt thường gặp".
    """
    largest: Array = reduce(np.maximum, _alike(Z))
    return largest


def maxout_grad(*Z: ArrayLike) -> tuple[Array, ...]:
    """Slope (derivative) of maxout with respect to each of its arguments.

    Parameters
    ----------
    *Z : array_like, all of one shape

    Returns
    -------
    tuple of ndarray, each in the shape of each Z
        The k-th is 1 where the k-th argument is the largest, else 0; of equal ones the first counts.

    Source: slides 002, "Activation Function".
    """
    arrays = _alike(Z)
    winner = np.argmax(np.stack(arrays), axis=0)
    return tuple((winner == k).astype(z.dtype)[()] for k, z in enumerate(arrays))


class Activation(NamedTuple):
    """An activation function with its derivative, under the name that `Network` shows.

    `f` and `grad` take z and return arrays of its shape (softmax: its Jacobian (N, K, K)). Build one to give
    a network another slope, `Activation("leaky 0.1", lambda z: leaky_relu(z, 0.1), lambda z:
    leaky_relu_grad(z, 0.1))`, or functions of your own.
    """

    name: str
    f: Callable[[Array], Array]
    grad: Callable[[Array], Array]


ACTIVATIONS: dict[str, Activation] = {
    a.name: a
    for a in (
        Activation("identity", identity, identity_grad),
        Activation("sigmoid", sigmoid, sigmoid_grad),
        Activation("tanh", tanh, tanh_grad),
        Activation("relu", relu, relu_grad),
        Activation("leaky_relu", leaky_relu, leaky_relu_grad),
        Activation("elu", elu, elu_grad),
        Activation("relu6", relu6, relu6_grad),
        Activation("swish", swish, swish_grad),
        Activation("mish", mish, mish_grad),
        Activation("softmax", softmax, softmax_jacobian),
    )
}


def get_activation(activation: str | Activation) -> Activation:
    """Find an activation by its name; an `Activation` is returned as it is.

    Raises
    ------
    ValueError
        If no activation has that name; the message lists the names.

    Source: slides 000, "Các hàm truyền phổ biến"; 003, "Một số hàm kích hoạt thường gặp".
    """
    if isinstance(activation, Activation):
        return activation
    if activation not in ACTIVATIONS:
        raise ValueError(f"unknown activation {activation!r}; there are {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[activation]
