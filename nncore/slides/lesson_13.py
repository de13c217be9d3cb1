"""Lesson 13, handwritten digits: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import re

import numpy as np

from nncore.activations import softmax
from nncore.losses import one_hot, softmax_cross_entropy
from nncore.slides.records import Erratum, Term

LESSON = "13-mnist"


def _blank_picture() -> tuple[float, float]:
    """Give a blank picture to ten random classes; every row of a softmax without biases is then 1/10."""
    rng = np.random.default_rng(0)
    X, W, b = np.zeros((1, 784)), rng.normal(size=(784, 10)), rng.normal(size=(1, 10))
    return float(softmax(X @ W).max()), float(softmax(X @ W + b).max())


def _sum_or_mean() -> tuple[float, float]:
    """Take the loss of 100 rows for a network that says 1/10 to everything."""
    Z, Y = np.zeros((100, 10)), one_hot(np.arange(100) % 10, 10)
    return float(-np.sum(Y * np.log(softmax(Z)))), float(softmax_cross_entropy(Z, Y))


def _links_that_lead_somewhere() -> tuple[float, float]:
    printed = "[Intro to Neural Nets.ipynb](#) [Multi-class classification with MNIST.ipynb](#)"
    targets = re.findall(r"\]\((.*?)\)", printed)
    return len(targets), sum(target != "#" for target in targets)


def _libraries_of_today() -> tuple[float, float]:
    lives_in = {"Keras": "Keras", "Caffe2": "PyTorch", "TensorFlow": "TensorFlow", "PyTorch": "PyTorch"}
    return len(lives_in), len(set(lives_in.values()))


ERRATA = (
    Erratum(
        "S0 L495",
        LESSON,
        r"softmax of the scores $x^{\mathsf T} w_j$",
        r"Each class needs its bias, too: $x^{\mathsf T} w_j + b_j$. Without it a blank picture, $x = 0$, is every "
        "digit with the same probability, whatever the weights are.",
        "blank picture, random weights and biases: largest of ten probabilities",
        _blank_picture,
    ),
    Erratum(
        "S0 L507",
        LESSON,
        r"cross-entropy loss $-\sum_c y_c \log(p_c)$",
        "That is one sample's. $J$ is the mean over all, or it would grow with their number.",
        "100 samples, every probability 1/10: the samples' losses added up; $J$",
        _sum_or_mean,
    ),
    Erratum(
        "S0 L515",
        LESSON,
        "two notebooks to go on with, linked",
        "Both links are `#`, which is the page itself. Lesson 13 is the second notebook.",
        "links; links that lead elsewhere",
        _links_that_lead_somewhere,
    ),
    Erratum(
        "S3 L674",
        LESSON,
        "open libraries: Keras, Caffe2, TensorFlow, PyTorch",
        "Caffe2 was merged into PyTorch in 2018.",
        "libraries named; projects they are part of today",
        _libraries_of_today,
    ),
)

TERMS = (
    Term("handwritten digits", "ký số viết tay", "", LESSON),
    Term("label", "nhãn", "y", LESSON),
    Term("test set", "tập kiểm tra", "", LESSON),
    Term("accuracy", "độ chính xác", "", LESSON),
)
