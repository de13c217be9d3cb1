"""Lesson 05, forward propagation: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import numpy as np

from nncore.network import Network
from nncore.slides.records import Erratum, Term

LESSON = "05-forward-propagation"
EXAMPLE = (2, 3, 3, 1)  # deck 004's network


def _count_of_matrices() -> tuple[float, float]:
    """Count the weight matrices of 784-16-16-10 if L is the number of layers with weights, and those there are."""
    net = Network((784, 16, 16, 10), init="zeros")
    return net.n_layers + 1, len(net.W)


def _bend_at_the_middle() -> tuple[float, float]:
    """How far the middle of a straight way lies off the mean of its ends, in the score before the last g."""
    rng = np.random.default_rng(5)
    W1, b1, W2, b2 = (rng.normal(size=shape) for shape in ((3, 4), (1, 4), (4, 1), (1, 1)))
    ends = rng.normal(size=(2, 3))
    places = np.vstack([ends, ends.mean(axis=0)])

    def bend(hidden: np.ndarray) -> float:
        score = hidden @ W2 + b2
        return float((score[2] - score[:2].mean(axis=0))[0])

    z = places @ W1 + b1
    return bend(z), bend(np.tanh(z))


def _sum_of_five() -> tuple[float, float]:
    """Write z_2 out for m = 5 inputs that are all 1, weights 1 and bias 1: as printed; over all inputs."""
    x, w, bias, m = np.ones(5), np.ones(5), 1.0, 5
    printed = bias + x[0] * w[0] + x[1] * w[1] + x[m - 1] * w[m - 1]
    return float(printed), float(bias + x @ w)


def _terms_of_the_sum() -> tuple[float, float]:
    """Upper end of the sum for a node of layer l = 2: l to the power l - 1, as it can be read; n_1."""
    layer = 2
    return float(layer ** (layer - 1)), float(EXAMPLE[layer - 1])


def _entries_of_z2() -> tuple[float, float]:
    net = Network(EXAMPLE, init="zeros")
    Z, _ = net.forward(np.zeros((1, 2)))
    return float(EXAMPLE[2 + 1]), float(Z[2 - 1].size)


def _weights_of_layer_1() -> tuple[float, float]:
    """Count the weights that the printed equations for the first hidden layer use, and those that there are."""
    return float(3 * 3), float(EXAMPLE[0] * EXAMPLE[1])


ERRATA = (
    Erratum(
        "S1 L69",
        LESSON,
        r"after $L$ layers the result is $a^{(L+1)} = g(W^{(L+1)} a^{(L)} + b^{(L+1)})$",
        r"True if $L$ counts the *hidden* layers. Decks 000 and 004 call the output itself layer $L$; counted so, the "
        r"last matrix is $W^{(L-1)}$ in the one and $W^{(L)}$ in the other, and $W^{(L+1)}$ does not exist.",
        "784-16-16-10: number of weight matrices if $L$ counts the output, too; as there are",
        _count_of_matrices,
    ),
    Erratum(
        "S3 L304",
        LESSON,
        r"$\hat y_i = g\bigl(w_{0,i}^{(2)} + \sum_j z_j w_{j,i}^{(2)}\bigr)$: the sums $z_j$ enter the next layer",
        r"The activations enter: $\sum_j g(z_j)\, w_{j,i}^{(2)}$. Without the inner $g$ the two layers multiply out to "
        "one, as the same deck says a few pages earlier.",
        "random 3-4-1 network, score at the middle of a straight way minus the mean at its ends (0: a straight line)",
        _bend_at_the_middle,
    ),
    Erratum(
        "S3 L311",
        LESSON,
        r"$z_2 = w_{0,2} + x_1 w_{1,2} + x_2 w_{2,2} + x_m w_{m,2}$",
        r"Dots are missing before the last term: all of $x_1$ to $x_m$ enter.",
        "$m = 5$, every input, weight and the bias 1: $z_2$",
        _sum_of_five,
    ),
    Erratum(
        "S4 L225",
        LESSON,
        r"$l^{(i)}$ is the number of nodes of layer $i$, and $l$ the number of a layer: "
        r"$\sum_{j=1}^{l^{(l-1)}}$",
        r"Two things need two letters: here $n_l$ nodes in layer $l$, and the sum runs to $n_{l-1}$.",
        "2-3-3-1, layer $l = 2$: upper end of the sum, read as a power of $l$; $n_1$",
        _terms_of_the_sum,
    ),
    Erratum(
        "S4 L234",
        LESSON,
        r"the vectors $z^{(k)}$ and $a^{(k)}$ have size $l^{(k+1)}$",
        r"They have one entry for each node of layer $k$ itself: $l^{(k)}$.",
        "2-3-3-1: entries of $z^{(2)}$",
        _entries_of_z2,
    ),
    Erratum(
        "S4 L248",
        LESSON,
        r"$z_1^{(1)} = a_1^{(0)} w_{11}^{(1)} + a_2^{(0)} w_{21}^{(1)} + a_3^{(0)} w_{31}^{(1)} + b_1^{(1)}$",
        r"The example has two inputs, so there is no $a_3^{(0)}$: two products and the bias.",
        "2-3-3-1: weights between the inputs and the first hidden layer",
        _weights_of_layer_1,
    ),
)

TERMS = (
    Term("node", "nút", "", LESSON),
    Term("input layer", "lớp đầu vào", "", LESSON),
    Term("hidden layer", "lớp ẩn, tầng ẩn", "", LESSON),
    Term("output layer", "lớp đầu ra", "", LESSON),
    Term("weight matrix", "ma trận trọng số", "W", LESSON),
    Term("forward pass", "lan truyền tới, truyền thẳng", "", LESSON),
    Term("architecture", "kiến trúc", "", LESSON),
    Term("parallel computation", "song song hóa", "", LESSON),
)
