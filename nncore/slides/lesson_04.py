"""Lesson 04, activations: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import numpy as np

from nncore.activations import leaky_relu, relu, sigmoid
from nncore.data import load_gate
from nncore.slides.records import Erratum, Term

LESSON = "04-activations"


def _tanh_far_out() -> tuple[float, float]:
    z = np.float64(400.0)
    with np.errstate(over="ignore", invalid="ignore"):
        printed = (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)
    return float(printed), float(np.tanh(z))


def _steep_leaky() -> tuple[float, float]:
    slope, z = 2.0, 1.0
    return max(slope * z, z), float(leaky_relu(z, slope))


def _slope_left_of_the_corner() -> tuple[float, float]:
    """Measure the slope of relu at 0 from the left; the slide says 1 for all z >= 0."""
    h = 1e-6
    return 1.0, float((relu(0.0) - relu(-h)) / h)


def _silent_or_dead() -> tuple[float, float]:
    """Share of zero outputs, and of units that are silent on all rows, in a fresh layer of 200 units."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(500, 2))
    Z = X @ rng.normal(size=(2, 200))
    return float(np.mean(relu(Z) == 0)), float(np.mean(np.all(Z <= 0, axis=0)))


def _output_without_sigmoid() -> tuple[float, float]:
    """Largest output of a neuron that makes OR, with relu and with the sigmoid."""
    X, _ = load_gate("or")
    z = X @ np.array([[20.0], [20.0]]) - 10
    return float(relu(z).max()), float(sigmoid(z).max())


ERRATA = (
    Erratum(
        "S0 L145",
        LESSON,
        r"$\tanh(z) = \dfrac{e^{2z} - 1}{e^{2z} + 1}$",
        r"True on paper. In floating point $e^{2z}$ is infinite from $z = 355$ on, and infinity divided by infinity is "
        "NaN. Use `np.tanh`.",
        r"$\tanh(400)$",
        _tanh_far_out,
    ),
    Erratum(
        "S2 L270",
        LESSON,
        r"Leaky ReLU is $\max(0.1 x, x)$",
        r"Only for slopes of at most 1. For any $\alpha$: $x$ where $x > 0$, else $\alpha x$. And 0.1 is one choice of "
        "many; 0.01 is the usual one.",
        r"value at $x = 1$ with slope 2 on the left: $\max(2x, x)$; by the sign of $x$",
        _steep_leaky,
    ),
    Erratum(
        "S4 L165",
        LESSON,
        r"the derivative of ReLU is 1 for $x \ge 0$, so no gradient vanishes",
        r"1 for $x > 0$, 0 for $x < 0$. At 0 there is a corner and no derivative; by agreement it is 0. On the left "
        "the gradient does not fade, it is gone.",
        "slope of ReLU at 0, from the left",
        _slope_left_of_the_corner,
    ),
    Erratum(
        "S4 L167",
        LESSON,
        "that nodes below 0 become 0 is “Dying ReLU”; the weights of such a node are not updated",
        "A zero on some rows is what ReLU is for; the other rows still move the weights. Dead is a unit that is "
        "silent on *all* rows.",
        "layer of 200 units, biases 0, 500 rows: share of outputs that are 0; share of dead units",
        _silent_or_dead,
    ),
    Erratum(
        "S4 L177",
        LESSON,
        "ReLU is the default; one should not use the sigmoid",
        "In hidden layers. At an output that is to be a probability the sigmoid is right, as the same deck says under "
        "1.2.1.",
        "largest output of the neuron $b = -10$, $w = (20, 20)$ for OR, whose targets are 0 and 1: with ReLU; with the "
        "sigmoid",
        _output_without_sigmoid,
    ),
)

TERMS = (
    Term("linear", "tuyến tính", "", LESSON),
    Term("layer", "lớp", "", LESSON),
    Term("representation", "không gian mới", "", LESSON),
    Term("linearly separable", "phân tách tuyến tính", "", LESSON),
    Term("tends to 0", "tiệm cận 0", "", LESSON),
    Term("deep network", "mạng sâu", "", LESSON),
    Term("zero-centred", "trung tâm tại 0", "", LESSON),
)
