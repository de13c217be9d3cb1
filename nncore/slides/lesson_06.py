"""Lesson 06, gates and XOR: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import numpy as np

from nncore.activations import sigmoid
from nncore.data import load_gate
from nncore.slides.records import Erratum, Term

LESSON = "06-gates-and-xor"


def _best_linear_function_of_or() -> tuple[float, float]:
    """Fit b + w1 x1 + w2 x2 to OR; least squares leaves the same error on all four rows, so none is smaller."""
    X, y = load_gate("or")
    with_ones = np.hstack([np.ones((4, 1)), X])
    b_and_w, *_ = np.linalg.lstsq(with_ones, y, rcond=None)
    return 0.0, float(np.abs(with_ones @ b_and_w - y).max())


def _or_of_two_zeros() -> tuple[float, float]:
    return 0.0, float(sigmoid(-10.0))


ERRATA = (
    Erratum(
        "S0 L231",
        LESSON,
        "OR and AND are linear functions (*hàm tuyến tính*)",
        "They are linearly *separable*: a line parts their ones from their zeros. A linear function "
        r"$b + w_1 x_1 + w_2 x_2$ equals neither.",
        "OR: largest error of the best linear function on the four rows",
        _best_linear_function_of_or,
    ),
    Erratum(
        "S0 L282",
        LESSON,
        "the tables of $h_W(x) = g(\\ldots)$ have the values 0 and 1",
        "Rounded. The sigmoid is neither 0 nor 1 for any $x$; with these weights it comes within 0.00005, and that is "
        "good enough for the next gate.",
        "OR at (0, 0)",
        _or_of_two_zeros,
    ),
)

TERMS = (
    Term("logic function", "hàm logic", "", LESSON),
    Term("linear function", "hàm tuyến tính", "", LESSON),
    Term("nonlinear classifier", "bộ phân lớp phi tuyến", "", LESSON),
)
