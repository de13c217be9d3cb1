"""Lesson 09, backpropagation in matrices: where the slides slip, and the terms it introduces (none)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from nncore.activations import softmax
from nncore.gradcheck import numerical_gradient
from nncore.losses import softmax_cross_entropy
from nncore.network import Network
from nncore.slides.records import Erratum, Term

LESSON = "09-backprop-in-matrices"
Arrays = list[np.ndarray]


def _lesson_network() -> tuple[Network, np.ndarray, np.ndarray]:
    """Return the lesson's 2-3-3-1 network and its five samples."""
    rng = np.random.default_rng(4)
    sizes = [2, 3, 3, 1]
    net = Network(sizes, activation="tanh", output="sigmoid")
    net.W = [rng.normal(size=shape) for shape in pairwise(sizes)]
    net.b = [rng.normal(scale=0.5, size=(1, n_out)) for n_out in sizes[1:]]
    return net, rng.normal(size=(5, 2)), np.array([[1.0], [0.0], [1.0], [1.0], [0.0]])


def _columns_of(net: Network) -> Arrays:
    """Return the weights as deck 000 writes them: out by (in + 1), biases in column 0."""
    return [np.hstack([b.T, w.T]) for w, b in zip(net.W, net.b, strict=True)]


def _constant_through_g() -> tuple[float, float]:
    """Compute z^(3) of the first sample: with g(z_0) for the constant input, z_0 = 1; with a_0 = 1."""
    net, X, _ = _lesson_network()
    W, z = _columns_of(net)[1], net.forward(X)[0][0][:1].T
    one = np.ones((1, 1))
    by_the_slide = W @ np.tanh(np.vstack([one, z]))
    right = W @ np.vstack([one, np.tanh(z)])
    return float(by_the_slide[0, 0]), float(right[0, 0])


def _one_sample_or_mean() -> tuple[float, float]:
    """Take the slope of J in the last bias, with what the slide computes added up over the samples."""
    net, X, Y = _lesson_network()
    delta = (net.predict(X) - Y).T
    *_, db = net.loss_and_gradients(X, Y)
    return float(sum(delta[0])), float(db[2][0, 0])


def _vectors_z() -> tuple[float, float]:
    net, X, _ = _lesson_network()
    Z, A = net.forward(X)
    return len(A), len(Z)  # the slide lists as many z as a


def _entries_on_the_way_back() -> tuple[float, float]:
    net, X, Y = _lesson_network()
    Z, A = net.forward(X)
    delta = (A[-1] - Y)[:1].T
    return (_columns_of(net)[2].T @ delta).size, Z[1][:1].size


def _tensor_product() -> tuple[float, float]:
    net, X, Y = _lesson_network()
    P = net.predict(X)
    dJ_dP, dP_dZ = (P - Y) / (P * (1 - P)) / len(Y), P * (1 - P)
    return np.kron(dJ_dP, dP_dZ).size, (dJ_dP * dP_dZ).size


def _weights_of_hidden_layer_2() -> tuple[float, float]:
    net, *_ = _lesson_network()
    return net.W[2].size, net.W[1].size


def _rows_into_columns() -> tuple[float, float]:
    net, X, _ = _lesson_network()
    try:
        by_the_slide = float((net.W[0].T @ X + net.b[0].T)[0, 0])
    except ValueError:  # (3, 2) times (5, 2)
        by_the_slide = np.nan
    return by_the_slide, float((X @ net.W[0] + net.b[0])[0, 0])


def _direction_of_a_gradient() -> tuple[float, float]:
    """Compare dJ/dW^(2), as printed and by backpropagation, with central differences: cosine of the angle."""
    net, X, Y = _lesson_network()
    _, A = net.forward(X)

    def loss(V: np.ndarray) -> float:
        nudged = net.copy()
        nudged.W = [net.W[0], V, net.W[2]]
        return nudged.loss(X, Y)

    def cosine_to_the_truth(dW: np.ndarray) -> float:
        truth = numerical_gradient(loss, net.W[1])
        return float(np.sum(dW * truth) / np.linalg.norm(dW) / np.linalg.norm(truth))

    slope = 1 - A[2] ** 2
    _, dW, _ = net.loss_and_gradients(X, Y)
    return cosine_to_the_truth(A[1].T @ (slope * slope)), cosine_to_the_truth(dW[1])


def _slopes_printed() -> tuple[float, float]:
    """Count the slopes of the four steps, which end with W^(1), and those of the network."""
    net, X, Y = _lesson_network()
    _, dW, db = net.loss_and_gradients(X, Y)
    printed = [dW[2], db[2], dW[1], db[1], dW[0]]
    return sum(g.size for g in printed), sum(g.size for g in [*dW, *db])


def _softmax_entry_by_entry() -> tuple[float, float]:
    """Take the slope in the first score of a softmax with cross-entropy whose true class is the third."""
    Z, Y = np.array([[1.0, 2.0, 3.0]]), np.array([[0.0, 0.0, 1.0]])
    P = softmax(Z)
    by_the_slide = -Y / P * (P * (1 - P))  # the activation's slope, each output by itself
    right = numerical_gradient(lambda Z: softmax_cross_entropy(Z, Y), Z)
    return float(by_the_slide[0, 0]) + 0.0, float(right[0, 0])


def _list_times_number() -> tuple[float, float]:
    weights, grads, lr = [np.ones(2), np.ones(3)], [np.full(2, 0.5), np.full(3, -1.0)], 0.1
    try:
        by_the_slide = float((weights - lr * grads)[0][0])  # type: ignore[operator]
    except TypeError:
        by_the_slide = np.nan
    right = [w - lr * g for w, g in zip(weights, grads, strict=True)]
    return by_the_slide, float(right[0][0])


ERRATA = (
    Erratum(
        "S0 L418",
        LESSON,
        r"$z_j^{(l+1)} = \sum_{k=0}^{s_l} W_{jk}^{(l)}\, g(z_k^{(l)})$",
        r"The constant input $a_0 = 1$ is no $g$ of anything: $W_{j0}^{(l)} + \sum_{k=1}^{s_l} W_{jk}^{(l)}\, "
        r"g(z_k^{(l)})$.",
        r"a random 2-3-3-1 network, one sample, $z_1^{(3)}$: with $g(1)$ for the constant; with 1",
        _constant_through_g,
    ),
    Erratum(
        "S0 L437",
        LESSON,
        r"$\dfrac{dJ}{dW^{(l)}} = \delta^{(l+1)} a^{(l)T}$",
        r"That is one sample's share. $J$ is a mean: add over the samples and divide by $m$.",
        "slope of $J$ in the last bias: the five samples' shares added up; right",
        _one_sample_or_mean,
    ),
    Erratum(
        "S0 L447",
        LESSON,
        r"$z^{(1)}, \ldots, z^{(L)}$, and a loop from $l = L - 1$ to 1",
        r"Layer 1 is the input and has no $z$: $\delta^{(l)}$ for $l = L - 1, \ldots, 2$, $dW^{(l)}$ for $l = L - 1, "
        r"\ldots, 1$.",
        "vectors $z$ in the network 2-3-3-1",
        _vectors_z,
    ),
    Erratum(
        "S0 L453",
        LESSON,
        r"$g'(z^{(l)})\,(W^{(l)T} \delta^{(l+1)})$",
        r"Entry by entry, $\odot$; and since the bias is column 0 of $W^{(l)}$, the first entry of $W^{(l)T} "
        r"\delta^{(l+1)}$, the slope in the constant 1, must be dropped.",
        r"$l = 3$ in 2-3-3-1: entries of $W^{(l)T} \delta^{(l+1)}$; of $z^{(l)}$",
        _entries_on_the_way_back,
    ),
    Erratum(
        "S4 L306",
        LESSON,
        r"$\dfrac{\partial J}{\partial \hat Y} \otimes \dfrac{\partial A}{\partial Z}$",
        r"$\otimes$ usually means all products of an entry of the one with an entry of the other; meant is entry by "
        r"entry, $\odot$.",
        r"entries for five samples: with $\otimes$; with $\odot$",
        _tensor_product,
    ),
    Erratum(
        "S4 L308",
        LESSON,
        r"step 2 is the gradient with respect to $W$ and $b$ of “hidden layer 2” (and step 3 of “hidden layer 1”)",
        r"$W^{(3)}$ belongs to the output layer, which it leads to; hidden layer 2 has $W^{(2)}$.",
        "weights of hidden layer 2 in the network 2-3-3-1",
        _weights_of_hidden_layer_2,
    ),
    Erratum(
        "S4 L312",
        LESSON,
        r"samples are columns on the way up, $z^{(1)} = (W^{(1)})^T a^{(0)} + b^{(1)}$, and rows on the way back, "
        r"$(A^{(2)})^T (\ldots)$",
        "Rows both times: $Z = A W + b$.",
        "first entry of $z^{(1)}$, from the five rows of $X$",
        _rows_into_columns,
    ),
    Erratum(
        "S4 L322",
        LESSON,
        r"$\dfrac{\partial A^{(2)}}{\partial Z^{(2)}} \otimes \dfrac{\partial A^{(2)}}{\partial Z^{(2)}}$ in step 3 "
        "(and the same with 1 in step 4)",
        r"The first factor is $\dfrac{\partial J}{\partial A^{(2)}}$, computed just before. As printed, the targets "
        "play no part below the output layer.",
        r"$\partial J / \partial W^{(2)}$ of a random 2-3-3-1 network: cosine of the angle to the measured one",
        _direction_of_a_gradient,
    ),
    Erratum(
        "S4 L330",
        LESSON,
        r"step 4, the last, gives $\partial J / \partial W^{(1)}$",
        r"$\partial J / \partial b^{(1)}$ is missing.",
        "slopes of the network 2-3-3-1",
        _slopes_printed,
    ),
    Erratum(
        "S3 L418",
        LESSON,
        "`weights - lr * grads`, with `grads = tf.gradients(...)`, a list",
        "A list cannot be multiplied by a float; take the arrays one by one. (The calls are those of TensorFlow 1; "
        "since version 2 one asks a `tf.GradientTape` for gradients.)",
        "a weight 1 with slope 0.5 after a step, learning rate 0.1",
        _list_times_number,
    ),
    Erratum(
        "S3 L590",
        LESSON,
        r"$\delta^L = \nabla_a C \odot \sigma'(z^L)$",
        "Right if each output has an activation of its own. Softmax mixes them: every probability depends on every "
        "score, and with cross-entropy all paths together give $p - y$ (lesson 12).",
        "scores (1, 2, 3), the third class is true: slope in the first score",
        _softmax_entry_by_entry,
    ),
)

TERMS: tuple[Term, ...] = ()
