"""Lesson 10, regularization: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import numpy as np

from nncore.gradcheck import numerical_gradient
from nncore.network import Network
from nncore.slides.records import Erratum, Term

LESSON = "10-regularization"


def _small_network() -> tuple[Network, np.ndarray, np.ndarray]:
    """Return a 2-3-3-1 network and seven samples."""
    rng = np.random.default_rng(4)
    net = Network([2, 3, 3, 1], activation="tanh", output="sigmoid", rng=rng)
    return net, rng.normal(size=(7, 2)), rng.integers(0, 2, size=(7, 1)).astype(float)


def _slope_of_one_weight() -> tuple[float, float]:
    """Take the slope of the whole loss in one weight: with lambda W, and by central differences; lambda = 0.7."""
    net, X, Y = _small_network()
    _, dW, _ = net.loss_and_gradients(X, Y)

    def loss(V: np.ndarray) -> float:
        nudged = net.copy()
        nudged.W = [V, *net.W[1:]]
        return nudged.loss(X, Y, l2=0.7)

    by_the_slide = dW[0] + 0.7 * net.W[0]
    return float(by_the_slide[0, 0]), float(numerical_gradient(loss, net.W[0])[0, 0])


def _entries_to_add() -> tuple[float, float]:
    """Count the entries of W^(3), biases included, and those of z^(3) for one sample."""
    net, X, _ = _small_network()
    Z, _ = net.forward(X)
    return net.W[2].size + net.b[2].size, Z[1][0].size


ERRATA = (
    Erratum(
        "S0 L474",
        LESSON,
        r"the gradient of the penalty $\frac{\lambda}{2m} \sum W^2$ is $\lambda W^{(l)}$",
        r"$\frac{\lambda}{m} W^{(l)}$: the $m$ of the penalty stays when it is differentiated.",
        r"slope of the whole loss in one weight of a 2-3-3-1 network, $m = 7$, $\lambda = 0.7$ (the data's part by "
        "backpropagation): by the slide; measured",
        _slope_of_one_weight,
    ),
    Erratum(
        "S0 L476",
        LESSON,
        r"$\lambda W^{(l)}$ is added to $dJ/dz^{(l)}$, “if $j \neq 0$”",
        r"The penalty is a function of $W$: it adds to $\partial J / \partial W^{(l)}_{ij}$ for $j \neq 0$ (column 0 "
        r"holds the biases) and leaves $dJ/dz$ as it is. The shapes do not fit either.",
        r"entries, $l = 3$ in 2-3-3-1, one sample: $W^{(3)}$; $z^{(3)}$",
        _entries_to_add,
    ),
)

TERMS = (
    Term("training set", "tập huấn luyện", "", LESSON),
    Term("test set", "tập kiểm tra", "", LESSON),
    Term("too simple", "quá đơn giản", "", LESSON),
    Term("too complex", "quá phức tạp", "", LESSON),
    Term("spread", "độ phân tán", "", LESSON),
)
