"""Lesson 07, universal approximation: where the slides slip, and the terms it introduces."""

from __future__ import annotations

import numpy as np

from nncore.activations import relu, sigmoid
from nncore.data import planar
from nncore.slides.records import Erratum, Term

LESSON = "07-universal-approximation"


def _outside_the_interval() -> tuple[float, float]:
    """Largest errors of 40 straight pieces through x^3 + x^2 - x - 1: between the knots, and twice as far out."""
    knots = np.linspace(-2, 2, 41)
    heights = knots**3 + knots**2 - knots - 1
    slopes = np.diff(heights) / np.diff(knots)

    def largest_error(x: np.ndarray) -> float:
        pieces = heights[0] + relu(x[:, None] - knots[:-1]) @ np.diff(slopes, prepend=0.0)
        return float(np.abs(pieces - (x**3 + x**2 - x - 1)).max())

    return largest_error(np.linspace(-2, 2, 4001)), largest_error(np.linspace(-4, 4, 4001))


def _bounded_or_not() -> tuple[float, float]:
    """Largest value for z up to 1000: of the sigmoid, which the theorem allows, and of ReLU."""
    z = np.linspace(-1000, 1000, 2001)
    return float(sigmoid(z).max()), float(relu(z).max())


def _one_unit_a_layer() -> tuple[float, float]:
    """Error on |x| of the best monotone function on [-1, 1], and of one layer of two units.

    A tower of single units is monotone, however high. It meets |x| = 1, 0, 1 at -1, 0, 1 with errors of at least
    1/2: g(-1) <= g(0) <= g(1) cannot be near 1, 0, 1. The constant 1/2 reaches that.
    """
    x = np.linspace(-1, 1, 201)
    best_monotone = np.abs(np.full_like(x, 0.5) - np.abs(x)).max()
    two_units = relu(x) + relu(-x)
    return float(best_monotone), float(np.abs(two_units - np.abs(x)).max())


def _loss_at_noise(noise: float) -> float:
    """Test loss, at this noise, of the rule by which the labels were drawn: +1 where x1 x2 >= 0, scaled at best."""
    X, y = planar("xor", 40_000, noise, rng=np.random.default_rng(0))
    reach = max(5 * noise, 1e-9)
    mean = np.prod(np.clip(X / reach, -1, 1), axis=1, keepdims=True)
    return float(np.mean((mean - y) ** 2) / 2)


def _unreachable_target() -> tuple[float, float]:
    return 0.177, _loss_at_noise(0.5)


ERRATA = (
    Erratum(
        "S3 L335",
        LESSON,
        "a network with enough neurons approximates any continuous function as well as one likes; later “any function”",
        "On a closed and bounded region only, with a linear output and an activation that is not a polynomial. And the "
        "theorem says that such weights exist, not that training finds them.",
        "largest error of 40 ReLU units drawn through $x^3 + x^2 - x - 1$ on $[-2, 2]$: there; on $[-4, 4]$",
        _outside_the_interval,
    ),
    Erratum(
        "S3 L355",
        LESSON,
        "two theorems that ask for a *bounded* activation stand under a function made of ReLU; “in words” the "
        "condition is gone",
        "The theorems are right, but ReLU is not bounded. It is covered by the last reference on the page, published "
        "in 1993 by Leshno, Lin, Pinkus and Schocken: any activation that is not a polynomial. (Cybenko's title is "
        "*Approximation by superpositions of a sigmoidal function*.)",
        "largest value of the activation for $z$ up to 1000: the sigmoid, as the theorem asks; ReLU",
        _bounded_or_not,
    ),
    Erratum(
        "S3 L370",
        LESSON,
        "networks of several layers need far fewer neurons than shallow ones to represent the same function",
        r"That is proven for certain families of functions, such as the sawtooth. $\lvert x \rvert$ takes two ReLU "
        "units side by side. A tower of single units, however high, never falls or never rises, so it cannot do it.",
        r"largest error on $\lvert x \rvert$ over $[-1, 1]$: a tower of one unit a layer, at best; one layer of two",
        _one_unit_a_layer,
    ),
    Erratum(
        "S0 L377",
        LESSON,
        "find the smallest network with a test loss of 0.177 or lower",
        "With which data and how much noise is not said. Noise puts a floor under the loss that no network gets "
        "below; with the Playground's XOR and its largest noise, 50, the floor is above the target.",
        "test loss: asked for; lowest possible at noise 50",
        _unreachable_target,
    ),
)

TERMS = (
    Term("universal approximation theorem", "định lý xấp xỉ tổng quát", "", LESSON),
    Term("continuous function", "hàm liên tục", "", LESSON),
    Term("arbitrary accuracy", "độ chính xác tùy ý", "", LESSON),
    Term("width", "chiều rộng", "", LESSON),
    Term("depth", "độ sâu", "", LESSON),
    Term("exponentially", "lũy thừa lần", "", LESSON),
    Term("learns its own features", "tự học đặc trưng", "", LESSON),
)
