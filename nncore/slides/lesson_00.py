"""Lesson 00, derivatives: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import numpy as np

from nncore.gradcheck import numerical_gradient
from nncore.slides.records import Erratum, Term

LESSON = "00-derivatives"


def _entries_of_the_jacobian() -> tuple[float, float]:
    """Count the entries as printed, and those of the derivative of W x by numbers."""
    printed = [[f"dy{i}/dx{j}" for j in (1, 2, 3)] for i in (1, 2, 3)]
    W = np.array([[0.5, -1.0, 2.0], [1.5, 0.2, -0.4]])
    x = np.array([1.0, 2.0, 3.0])
    measured = [numerical_gradient(lambda v, row=row: row @ v, x) for row in W]
    return float(np.size(printed)), float(np.size(measured))


def _gap_of_a_prediction() -> tuple[float, float]:
    """Fit y = w x to three of four pairs, and measure how far the fourth y is from its prediction."""
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.2, 3.7, 6.4, 7.9])
    w = (x[:3] @ y[:3]) / (x[:3] @ x[:3])
    prediction = w * x[3]
    by_the_slide = prediction  # the slide's y is the prediction itself
    return float(abs(by_the_slide - prediction)), float(abs(y[3] - prediction))


ERRATA = (
    Erratum(
        id="S2 L162",
        lesson=LESSON,
        claim=r"for $\vec y = W \vec x$ with $W$ (2, 3) the Jacobian has a third row, "
        r"$\partial y_3 / \partial x_1, \ldots$, and equals $W$",
        correction="there is no $y_3$: 2 outputs and 3 inputs make 2 rows and 3 columns, as $W$ has",
        measure="entries of the Jacobian",
        demonstrate=_entries_of_the_jacobian,
    ),
    Erratum(
        id="S3 L46",
        lesson=LESSON,
        claim=r"prediction for new data: $y = \hat f(x)$",
        correction=r"$\hat y = \hat f(x)$, an estimate of $y$",
        measure=r"$\lvert y - \hat f(x) \rvert$ for a pair that was held back, line fitted to three others",
        demonstrate=_gap_of_a_prediction,
    ),
)

TERMS = (
    Term("neural network", "mạng nơ-ron", "", LESSON),
    Term("derivative", "đạo hàm", "f'(x)", LESSON),
    Term("matrix", "ma trận", "W", LESSON),
    Term("row", "hàng", "", LESSON),
    Term("column", "cột", "", LESSON),
    Term("chain rule", "quy tắc dây chuyền", "", LESSON),
    Term("partial derivative", "vi phân riêng phần", r"\partial f / \partial x", LESSON),
    Term("artificial intelligence", "trí tuệ nhân tạo", "", LESSON),
    Term("machine learning", "học máy", "", LESSON),
    Term("deep learning", "học sâu", "", LESSON),
    Term("features", "đặc trưng", "", LESSON),
    Term("traditional programming", "lập trình truyền thống", "", LESSON),
    Term("supervised learning", "học máy có giám sát", "", LESSON),
    Term("foundation model", "mô hình nền tảng", "", LESSON),
)
