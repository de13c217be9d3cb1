"""Lesson 11, California Housing: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import numpy as np

from nncore.data.housing import synthetic_housing
from nncore.slides.records import Erratum, Term

LESSON = "11-california-housing"


def _outputs_for_a_price() -> tuple[float, float]:
    """Take the least mean squared error that outputs below 1 can have, and that of a linear output."""
    housing = synthetic_housing(2000)  # invented prices do: they lie between 0 and 5, like the real ones
    A = np.hstack([housing.X, np.ones((2000, 1))])
    linear = A @ np.linalg.lstsq(A, housing.y, rcond=None)[0]
    best_sigmoid = np.minimum(housing.y, 1.0)
    return float(np.mean((best_sigmoid - housing.y) ** 2)), float(np.mean((linear - housing.y) ** 2))


ERRATA = (
    Erratum(
        "S0 L511",
        LESSON,
        "the first lab is to predict house prices; the chapter has sigmoid and softmax outputs and cross-entropies",
        "Those are for classes: they answer with a probability, from 0 to 1. A price needs a linear output, $p = z$, "
        "and the squared error.",
        "invented prices from 0 to 5: least mean squared error that a sigmoid output could reach; that of a linear "
        "output without a hidden layer",
        _outputs_for_a_price,
    ),
)

TERMS = (Term("predict house prices", "dự đoán giá nhà", "", LESSON),)
