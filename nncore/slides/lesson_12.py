"""Lesson 12, one-vs-all and softmax: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import numpy as np

from nncore.activations import softmax
from nncore.losses import one_hot, softmax_cross_entropy
from nncore.slides.records import Erratum, Term

LESSON = "12-softmax"


def _at_the_origin() -> tuple[float, float]:
    """Give x = 0 to ten random classes; every row of a softmax without biases is then 1/10."""
    rng = np.random.default_rng(0)
    X, W, b = np.zeros((1, 784)), rng.normal(size=(784, 10)), rng.normal(size=(1, 10))
    return float(softmax(X @ W).max()), float(softmax(X @ W + b).max())


def _sum_or_mean() -> tuple[float, float]:
    """Take the loss of 100 rows for a network that says 1/10 to everything."""
    Z, Y = np.zeros((100, 10)), one_hot(np.arange(100) % 10, 10)
    return float(-np.sum(Y * np.log(softmax(Z)))), float(softmax_cross_entropy(Z, Y))


ERRATA = (
    Erratum(
        "S0 L495",
        LESSON,
        r"softmax of the scores $x^{\mathsf T} w_j$",
        r"Each class needs its bias, too: $x^{\mathsf T} w_j + b_j$. Without it every class has the same "
        "probability at $x = 0$, whatever the weights are.",
        "$x = 0$, ten classes, random weights and biases: the largest probability",
        _at_the_origin,
    ),
    Erratum(
        "S0 L507",
        LESSON,
        r"cross-entropy loss $-\sum_c y_c \log(p_c)$",
        "That is one sample's. $J$ is the mean over all, or it would grow with their number.",
        "100 samples, every probability 1/10: the samples' losses added up; $J$",
        _sum_or_mean,
    ),
)

TERMS = (
    Term("multi-class classification", "phân lớp đa lớp", "K", LESSON),
    Term("label", "nhãn", "y", LESSON),
)
