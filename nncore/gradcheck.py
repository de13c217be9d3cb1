"""Numerical derivatives, and a report that says where backpropagation disagrees with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncore.activations import Array, ArrayLike, as_numbers
from nncore.network import Network

Function = Callable[[Array], Any]
"""Takes theta and returns one number."""


def numerical_gradient(f: Function, theta: ArrayLike, h: float = 1e-5) -> Array:
    """Gradient of f at theta by central differences, (f(theta + h) - f(theta - h)) / 2h for each entry.

    Parameters
    ----------
    f : callable
        Takes an array like theta and returns a number.
    theta : array_like, any shape
        Where to differentiate. An array of floats is changed in place one entry at a time, so that f may also
        look at it from outside, and is as it was when this function returns, even after an error.
    h : float
        Step for entries up to 1 in size; larger entries take h |theta|. The error falls as h^2 until
        rounding, about 1e-16 f / h, takes over: keep the default in float64, and do not check in float32.

    Returns
    -------
    ndarray, shape of theta
        Accurate to about 9 digits where f is smooth; wrong where a kink (relu at 0) lies within h.

    Raises
    ------
    ValueError
        If f does not return a single number.

    Source: slides 002, derivative rules; 000, "Gradient" (what is checked).
    """
    theta = as_numbers(theta, "theta")
    gradient = np.zeros_like(theta)
    for entry in np.ndindex(theta.shape):
        original = theta[entry]
        step = h * max(1.0, float(abs(original)))
        up, down = original + step, original - step
        try:
            theta[entry] = up
            above = _number(f(theta))
            theta[entry] = down
            below = _number(f(theta))
        finally:
            theta[entry] = original
        gradient[entry] = (above - below) / (up - down)
    return gradient


def complex_step_gradient(f: Function, theta: ArrayLike, h: float = 1e-30) -> Array:
    """Gradient of f at theta by a complex step, Im f(theta + ih) / h for each entry.

    No difference is taken, so nothing cancels, and the result is as exact as f itself.

    Parameters
    ----------
    f : callable
        Takes a complex array like theta and returns a complex number; every step in it must be analytic (no
        abs, no float()). nncore's activations, losses and `Network.loss` are.
    theta : array_like, any shape
        Where to differentiate; not changed.
    h : float
        Imaginary step; as small as one likes.

    Returns
    -------
    ndarray of float64, shape of theta

    Raises
    ------
    ValueError
        If f does not return a single complex number.

    Source: not in the slides; it checks the derivative rules of 002 to the last digit.
    """
    shifted = np.array(theta, dtype=np.complex128)
    gradient = np.zeros(shifted.shape)
    for entry in np.ndindex(shifted.shape):
        original = shifted[entry]
        shifted[entry] = original + 1j * h
        value = _number(f(shifted))
        shifted[entry] = original
        if not isinstance(value, complex):
            raise ValueError(f"f returned {value!r}; a complex number is needed, so every step of f must accept one")
        gradient[entry] = value.imag / h
    return gradient


def _number(value: Any) -> Any:
    value = np.asarray(value)
    if value.size != 1 or value.dtype.kind not in "biufc":
        raise ValueError(f"f returned an array of shape {value.shape} and type {value.dtype}; one number is needed")
    return value.item()


@dataclass(frozen=True)
class ParameterCheck:
    """How the gradient of one parameter compares with the numbers, and its worst entry.

    Attributes
    ----------
    name : str
        As in `net.W[0]`: "W[0]".
    shape : tuple of int
    relative_error : float
        Largest |given - numerical|, divided by the largest entry of the two gradients; 0 if both are 0.
    worst : tuple of int
        Index of that largest difference.
    given, numerical : float
        The two values there.
    ok : bool
    """

    name: str
    shape: tuple[int, ...]
    relative_error: float
    worst: tuple[int, ...]
    given: float
    numerical: float
    ok: bool

    def __str__(self) -> str:
        verdict = "right" if self.ok else "WRONG"
        entry = f"{self.name}{list(self.worst)}"
        return (
            f"{verdict}  d{self.name} {self.shape!s:<10}  relative error {self.relative_error:.1e}  "
            f"worst at {entry}: given {self.given:.8g}, numerical {self.numerical:.8g}"
        )


@dataclass(frozen=True)
class GradientReport:
    """One `ParameterCheck` for each W and b, in that order; `print` it to read it."""

    checks: tuple[ParameterCheck, ...]

    @property
    def ok(self) -> bool:
        """Whether every parameter's gradient is right."""
        return all(check.ok for check in self.checks)

    def __str__(self) -> str:
        return "\n".join(str(check) for check in self.checks)


def compare_gradients(
    name: str, given: ArrayLike, numerical: ArrayLike, rtol: float = 1e-5, atol: float = 1e-9
) -> ParameterCheck:
    """Compare two gradients of the parameter `name`.

    Parameters
    ----------
    name : str
    given, numerical : array_like, same shape
    rtol, atol : float
        Right means: no entry differs by more than rtol times the largest entry plus atol, which stands for
        the rounding of central differences.

    Raises
    ------
    ValueError
        If the shapes differ.

    Source: slides 002, derivative rules (checked here against numbers).
    """
    given, numerical = as_numbers(given, f"d{name}"), as_numbers(numerical, "numerical")
    if given.shape != numerical.shape:
        raise ValueError(
            f"d{name} has shape {given.shape}; {name} has shape {numerical.shape}, so d{name} needs it too"
        )
    difference = np.where(np.isfinite(given), np.abs(given - numerical), np.inf)
    worst = tuple(int(i) for i in np.unravel_index(np.argmax(difference), difference.shape))
    largest = float(max(np.abs(given).max(), np.abs(numerical).max()))
    error = float(difference[worst])
    return ParameterCheck(
        name=name,
        shape=given.shape,
        relative_error=error / largest if error else 0.0,
        worst=worst,
        given=float(given[worst]),
        numerical=float(numerical[worst]),
        ok=error <= rtol * largest + atol,
    )


def check_gradients(
    net: Network,
    X: ArrayLike,
    Y: ArrayLike,
    l2: float = 0.0,
    n_train: int | None = None,
    *,
    gradients: tuple[Sequence[ArrayLike], Sequence[ArrayLike]] | None = None,
    numerical: Callable[[Function, Array], Array] = numerical_gradient,
    rtol: float = 1e-5,
    atol: float = 1e-9,
) -> GradientReport:
    """Compare gradients of a network with numerical ones of `net.loss`, in float64.

    Parameters
    ----------
    net : Network
        Not changed.
    X, Y : array_like, shapes (N, sizes[0]) and (N, sizes[-1])
        A few rows will do; each weight costs two forward passes.
    l2, n_train
        As in `Network.loss`.
    gradients : (dW, db), optional
        What to check; if not given, that of `net.loss_and_gradients`.
    numerical : callable
        `numerical_gradient`, or `complex_step_gradient` for 15 digits instead of 9.
    rtol, atol : float
        As in `compare_gradients`.

    Returns
    -------
    GradientReport

    Raises
    ------
    ValueError
        For gradients of another shape than their parameter, and as `Network.loss`.

    Source: slides 000, "Gradient"; 004, "Backpropagation" (whose dW^(2) this finds wrong).
    """
    twin = net.copy()
    twin.dtype = np.dtype(np.float64)
    dW, db = twin.loss_and_gradients(X, Y, l2, n_train)[1:] if gradients is None else gradients
    checks = []
    for letter, parameters, given in (("W", twin.W, dW), ("b", twin.b, db)):
        if len(given) != len(parameters):
            raise ValueError(f"d{letter} holds {len(given)} arrays; the network has {len(parameters)} of {letter}")
        for k, original in enumerate(list(parameters)):

            def loss_at(theta: Array, parameters: list[Array] = parameters, k: int = k) -> float:
                parameters[k] = theta
                return twin.loss(X, Y, l2, n_train)

            expected = numerical(loss_at, original)
            parameters[k] = original
            checks.append(compare_gradients(f"{letter}[{k}]", given[k], expected, rtol, atol))
    return GradientReport(tuple(checks))
