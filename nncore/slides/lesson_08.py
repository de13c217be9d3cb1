"""Lesson 08, backpropagation by hand: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import numpy as np

from nncore.activations import sigmoid_grad
from nncore.network import Network
from nncore.slides.records import Erratum, Term

LESSON = "08-backprop-by-hand"
Arrays = list[np.ndarray]


def _walk_network() -> tuple[Network, np.ndarray, np.ndarray]:
    """Return the lesson's 2-3-2-1 network, its sample and its target."""
    net = Network([2, 3, 2, 1], activation="sigmoid", output="sigmoid", loss="mse")
    net.W = [
        np.array([[0.8, -0.4, 0.5], [0.3, 0.9, -0.7]]),
        np.array([[-0.6, 0.5], [2.0, 1.4], [0.9, -0.4]]),
        np.array([[1.2], [-1.5]]),
    ]
    net.b = [np.array([[0.1, 0.4, -0.2]]), np.array([[0.8, -0.9]]), np.array([[0.5]])]
    return net, np.array([[1.0, 2.0]]), np.array([[1.0]])


def _without_slopes(net: Network, X: np.ndarray, Y: np.ndarray) -> Arrays:
    """Return dW of the walk that sends the error back through the weights alone, sign turned to that of a slope."""
    Z, A = net.forward(X)
    error = A[3] - Y
    errors = [error @ net.W[2].T @ net.W[1].T, error @ net.W[2].T, error]
    return [A[k].T @ (errors[k] * sigmoid_grad(Z[k])) for k in range(3)]


def _length_of_the_first_step() -> tuple[float, float]:
    net, X, Y = _walk_network()
    _, dW, _ = net.loss_and_gradients(X, Y)
    return float(np.linalg.norm(_without_slopes(net, X, Y)[0])), float(np.linalg.norm(dW[0]))


def _last_entry() -> tuple[float, float]:
    """Count the rows that the last entry's first index names: s_(l+1) for the l of the list's start, l = 1; s_L."""
    sizes = [2, 3, 2, 1]
    return sizes[1], sizes[-1]


def _slope_of_unit_1() -> tuple[float, float]:
    """Compute the slope of J in z of unit 1: from those of the layer before it, the input, which has none; after."""
    net, X, Y = _walk_network()
    z = net.forward(X)[0][0]
    *_, db = net.loss_and_gradients(X, Y)
    return np.nan, float((db[1] @ net.W[1].T * sigmoid_grad(z))[0, 0])


ERRATA = (
    Erratum(
        "S0 L404",
        LESSON,
        r"the last entry of the gradient is $dJ / dW_{s_{l+1} s_l}^{(L-1)}$",
        r"$dJ / dW_{s_L\, s_{L-1}}^{(L-1)}$: $l$ has no value here; the last weight leads from the last unit of layer "
        r"$L - 1$ to the last unit of layer $L$.",
        r"first index of the last entry in a network 2-3-2-1: with the $l = 1$ of the first entries; right",
        _last_entry,
    ),
    Erratum(
        "S3 L482",
        LESSON,
        "repeat this for all weights with the gradients already computed in the layers *before* (các lớp trước)",
        "They were computed before, but they belong to the layers *after*: the slope of a unit is made of those of the "
        "layer that it feeds.",
        r"the lesson's network 2-3-2-1, $\delta$ of unit 1: from the layer before (the input, without slopes); after",
        _slope_of_unit_1,
    ),
    Erratum(
        "S3 L532",
        LESSON,
        r"the error $\delta = d - y$ goes back through the weights, without $f'$ (the deck's text has lost its "
        "pictures; its steps, 7, 1, 5, 6, are those of a well-known animation that does so)",
        r"$\delta = \partial J / \partial z$: times $f'(z)$ at each unit, the output included, before it goes on. "
        "(Target minus output is minus the slope: a matter of sign only.)",
        r"the lesson's network 2-3-2-1: length of the first layer's step, $\lVert dW \rVert$",
        _length_of_the_first_step,
    ),
)

TERMS = (
    Term("loss function", "hàm mất mát", "L", LESSON),
    Term("error", "lỗi", "", LESSON),
    Term("small change", "sự thay đổi nhỏ", r"\Delta w", LESSON),
    Term("path", "đường đi", "", LESSON),
)
