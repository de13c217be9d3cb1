"""Slips and terms of the slides that lesson 01, logistic regression, tells."""

from __future__ import annotations

import numpy as np

from nncore.data import load_gate
from nncore.slides.records import Erratum, Term

LESSON = "01-logistic-regression"


def _rows_right(gate: str, w1: float, w2: float, b: float) -> int:
    """Count the rows of a gate that a step perceptron with bias b gets right."""
    X, y = load_gate(gate)
    fires = X @ np.array([[w1], [w2]]) + b >= 0
    return int(np.sum(fires == (y == 1)))


def _threshold_as_bias() -> tuple[float, float]:
    T = 1.5
    return _rows_right("and", 1, 1, b=T), _rows_right("and", 1, 1, b=-T)


def _last_term() -> tuple[float, float]:
    x1, x2 = 2.0, 3.0
    return x2 * x2**2, x1 * x2**2


def _importance() -> tuple[float, float]:
    """Compare size in square metres with age in years, for a neuron that weighs them 0.02 and -0.1."""
    size = np.array([60.0, 80, 100, 110, 130, 150, 160, 190, 200, 230, 250, 70])
    age = np.array([5.0, 18, 2, 26, 9, 32, 14, 36, 21, 6, 29, 30])
    w_size, w_age = 0.02, -0.1
    return abs(w_size / w_age), abs(w_size * size.std() / (w_age * age.std()))


def _turned_or_shifted() -> tuple[float, float]:
    angles = np.radians(np.arange(360))
    turned = max(_rows_right("and", np.cos(angle), np.sin(angle), b=0) for angle in angles)
    shifted = max(_rows_right("and", 1, 1, b=b) for b in np.linspace(-3, 3, 61))
    return turned, shifted


ERRATA = (
    Erratum(
        "S3 L173",
        LESSON,
        "the neuron fires if the weighted sum “with the *bias* T” is not negative",
        "$T$ is the threshold, and it is subtracted: $z = \\sum_i w_i x_i - T$. A bias is added: $b = -T$.",
        "rows of AND that $w = (1, 1)$, $T = 1.5$ gets right, with $T$ added as a bias and with $b = -T$",
        _threshold_as_bias,
    ),
    Erratum(
        "S0 L51",
        LESSON,
        "last term of the polynomial: $\\theta_6 x_2 x_2^2$",
        "$\\theta_6 x_1 x_2^2$. As printed it is $x_2^3$, which is no mixed product.",
        "the term without its weight at $x_1 = 2$, $x_2 = 3$",
        _last_term,
    ),
    Erratum(
        "S1 L34",
        LESSON,
        "a weight tells how important its feature is for the output",
        "Only if all features vary by about as much. A weight counts *per unit*: per square metre it is a hundred "
        "times smaller than per hundred of them, and the neuron is the same. Compare $\\lvert w_j \\rvert$ times "
        "the spread of $x_j$.",
        "size (m²) against age (years), twelve houses: ratio of the weights; ratio of weight times standard deviation",
        _importance,
    ),
    Erratum(
        "S1 L35",
        LESSON,
        "the bias helps to shift the *direction* of the activation function",
        "It shifts the line, and the step across it, without turning it: the direction is that of $w$ alone.",
        "rows of AND right at best: the line only turned (about the origin, 360 directions); the line only shifted",
        _turned_or_shifted,
    ),
)

TERMS = (
    Term("logistic regression", "hồi qui logistic", "", LESSON),
    Term("linear classifier", "bộ phân lớp tuyến tính", "", LESSON),
    Term("neuron", "tế bào thần kinh", "", LESSON),
    Term("weight", "trọng số", "w", LESSON),
    Term("weighted sum", "tổng có trọng số", "X w", LESSON),
    Term("activation function", "hàm truyền, hàm kích hoạt", "g", LESSON),
    Term("bio-inspired design", "thiết kế phỏng sinh học", "", LESSON),
    Term("fire", "bắn xung", "", LESSON),
    Term("step function", "hàm xung", "", LESSON),
    Term("differentiable", "khả vi", "", LESSON),
    Term("soft perceptron", "perceptron mềm", "", LESSON),
    Term("decision boundary", "đường phân cách", "", LESSON),
    Term("nonlinear", "phi tuyến", "", LESSON),
    Term("feature mapping", "ánh xạ", "", LESSON),
)
