"""Slips and terms of the slides that lesson 03, gradient descent, tells."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nncore.slides.records import Erratum, Term

LESSON = "03-gradient-descent"
Array = np.ndarray


def _steps_until(done: Callable[[float], bool], df: Callable[[float], float], x: float, rate: float, most: int) -> int:
    """Count the steps of a descent from x until `done(x)`, at most `most`."""
    for step in range(most):
        if done(x):
            return step
        x -= rate * df(x)
    return most


def _valleys(x: Array) -> Array:
    """Return x^4/4 - x^2 + 0.3 x: a deep valley near -1.48, a shallow one near 1.33."""
    return np.asarray(x**4 / 4 - x**2 + 0.3 * x)


def _valleys_slope(x: Array) -> Array:
    return np.asarray(x**3 - 2 * x + 0.3)


def _thermometer() -> tuple[Array, Array]:
    """Return the lesson's 60 readings: temperature with a column of ones (60, 2), height (60, 1)."""
    rng = np.random.default_rng(3)
    x = rng.uniform(-1, 2, size=(60, 1))
    return np.hstack([x, np.ones((60, 1))]), 2 * x + 3 + 0.8 * rng.normal(size=(60, 1))


def _batch_gradient(A: Array, y: Array, theta: Array) -> Array:
    return np.asarray(A.T @ (A @ theta - y) / len(A))


def _two_stopping_rules() -> tuple[float, float]:
    def slope(x: float) -> float:
        return 2 * x + 2

    by_height = _steps_until(lambda x: x**2 + 2 * x + 5 < 0.01, slope, 4.0, 0.1, 10_000)
    by_slope = _steps_until(lambda x: abs(slope(x)) < 0.01, slope, 4.0, 0.1, 10_000)
    return by_height, by_slope


def _left_after(rate: float, steps: int) -> float:
    x = 1.0
    for _ in range(steps):
        x -= rate * 2 * x
    return abs(x)


def _figures_there_and_referred_to() -> tuple[float, float]:
    captions, references = ["3.6"], ["3.8"]
    return sum(reference in captions for reference in references), len(references)


def _overshoot_and_divergence() -> tuple[float, float]:
    rates = np.arange(1, 150) / 100
    overshoots = min(rate for rate in rates if 1 - rate * 2 < 0)
    never_arrives = min(rate for rate in rates if _left_after(rate, 500) > 1e-3 and rate > 0.1)
    return float(overshoots), float(never_arrives)


def _updates_with_m() -> tuple[float, float]:
    n_rows, batch_size = 60_000, 32
    m = batch_size  # as on the mini-batch page; on the page before, an epoch has m updates
    return m, len(range(0, n_rows, batch_size))


def _in_order_or_shuffled() -> tuple[float, float]:
    A, y = _thermometer()
    best = np.linalg.solve(A.T @ A, A.T @ y)

    def ends(rng: np.random.Generator | None) -> float:
        theta, losses = np.array([[-1.0], [0.0]]), []
        for epoch in range(60):
            for i in np.argsort(y[:, 0]) if rng is None else rng.permutation(60):
                theta = theta - 0.1 * _batch_gradient(A[[i]], y[[i]], theta)
            if epoch >= 19:  # after 20 epochs, as in the lesson
                losses.append(float(np.mean((A @ (theta - best)) ** 2)) / 2)
        return float(np.mean(losses))

    return ends(None), ends(np.random.default_rng(0))


def _letters_of_the_word() -> tuple[float, float]:
    printed, meant = "nhiều", "nhiễu"
    return sum(a != b for a, b in zip(printed, meant, strict=True)), len(set(meant) - set(meant))


def _stay_in_the_deep_valley() -> tuple[float, float]:
    deep, top, _ = np.sort(np.roots([1, 0, -2, 0.3]).real)

    def share(noise: float) -> float:
        rng = np.random.default_rng(0)
        x = np.full(1000, deep)
        for _ in range(1000):
            x = x - 0.05 * (_valleys_slope(x) + noise * rng.normal(size=1000))
        return float(np.mean(x < top))

    return share(0.0), share(4.0)


def _batches_side_by_side() -> tuple[float, float]:
    """Compare a first epoch whose 8 batches all start from the same place with one whose batches take turns."""
    A, y = _thermometer()
    order = np.random.default_rng(0).permutation(60)
    parts = [order[i : i + 8] for i in range(0, 60, 8)]
    start = np.array([[-1.0], [0.0]])
    at_once, in_turn = start, start
    for rows in parts:
        at_once = at_once - 0.3 * _batch_gradient(A[rows], y[rows], start)
        in_turn = in_turn - 0.3 * _batch_gradient(A[rows], y[rows], in_turn)
    return float(np.mean((A @ at_once - y) ** 2)) / 2, float(np.mean((A @ in_turn - y) ** 2)) / 2


def _heights_reached() -> tuple[float, float]:
    x = np.array(2.0)
    for _ in range(1000):
        x = x - 0.05 * _valleys_slope(x)
    return float(_valleys(x)), float(_valleys(np.linspace(-3, 3, 6001)).min())


def _last_superscript() -> tuple[float, float]:
    n_layers = 2  # of weights, as in the network with one hidden layer
    return range(n_layers)[-1], range(1, n_layers + 1)[-1]


ERRATA = (
    Erratum(
        "S4 L14",
        LESSON,
        "stop when $f(x)$ is small enough",
        "$f$ may have no small values: $x^2 + 2x + 5$ is never below 4. Stop when the *slope* is small.",
        "steps on $x^2 + 2x + 5$ from 4, rate 0.1, at most 10,000: until $f < 0.01$; until $\\lvert f' \\rvert < 0.01$",
        _two_stopping_rules,
    ),
    Erratum(
        "S4 L13",
        LESSON,
        "for example learning_rate = 0.001, with 100 or 1000 steps",
        "Far too few at that rate, even for $x^2$. The rate has to fit the curvature.",
        "share of the distance left on $x^2$: after 1000 steps at 0.001; after 42 steps at 0.1",
        lambda: (_left_after(0.001, 1000), _left_after(0.1, 42)),
    ),
    Erratum(
        "S4 L20",
        LESSON,
        "*như trong hình 3.8*; the only caption is *Hình 3.6*",
        "The deck has no figure 3.8.",
        "captions with the number that is referred to; references",
        _figures_there_and_referred_to,
    ),
    Erratum(
        "S4 L26",
        LESSON,
        "a learning rate that is too large overshoots and *never* reaches the lowest value",
        "Overshooting is not the limit. The descent arrives, from side to side, as long as the rate is below "
        "2 / curvature.",
        "on $x^2$, in steps of 0.01: smallest rate that overshoots; smallest rate that never arrives",
        _overshoot_and_divergence,
    ),
    Erratum(
        "S4 L40",
        LESSON,
        "$n$ and $m$ both count all data (1.–2.1), then $m$ data make $m$ updates (2.2), then $m$ is the size of a "
        "mini-batch (2.3)",
        "Two letters for two things: $N$ rows of data, $B$ rows in a batch, $\\lceil N / B \\rceil$ updates an epoch.",
        "updates in an epoch of 60,000 rows, batches of $m = 32$: “$m$ updates”; counted",
        _updates_with_m,
    ),
    Erratum(
        "S4 L62",
        LESSON,
        "SGD takes $x_1$, then $x_2$, $x_3$, … to the end of the data",
        "In a new random order in each epoch. Data often lie sorted, and then every epoch ends with the same kind of "
        "rows.",
        "loss above the lowest after epochs 20 to 60 of SGD at rate 0.1, 60 rows sorted by $y$: in order; reshuffled",
        _in_order_or_shuffled,
    ),
    Erratum(
        "S4 L72",
        LESSON,
        "the gradient of one sample is *rất nhiều (noise)*",
        "*nhiễu*, noise; *nhiều* means “much”.",
        "letters that differ from *nhiễu*",
        _letters_of_the_word,
    ),
    Erratum(
        "S4 L74",
        LESSON,
        "the noise helps SGD to *escape* local minima",
        "It may. Noise of the right size can carry a run out of a shallow valley; the same noise carries others out of "
        "the deepest one.",
        "share of 1,000 runs begun in the deepest valley that end there: without noise; with noise",
        _stay_in_the_deep_valley,
    ),
    Erratum(
        "S4 L101",
        LESSON,
        "the GPU works on the batches in parallel",
        "On the *rows of one batch*. The batches take turns: each starts from the parameters that the one before left.",
        "loss after one epoch, 8 batches, rate 0.3: all batches at once from the same start; in turn",
        _batches_side_by_side,
    ),
    Erratum(
        "S1 L107",
        LESSON,
        "against the derivative one finds the *global minimum*",
        "One walks down to some flat place: a local minimum, and which one depends on the start.",
        "height of $x^4/4 - x^2 + 0.3x$: reached from $x = 2$; lowest",
        _heights_reached,
    ),
    Erratum(
        "S3 L387",
        LESSON,
        "the weights are $\\mathbf{W} = \\{\\mathbf{W}^{(0)}, \\mathbf{W}^{(1)}, \\ldots\\}$",
        "On the deck's other pages the first weights are $w^{(1)}$: "
        "$\\{\\mathbf{W}^{(1)}, \\mathbf{W}^{(2)}, \\ldots\\}$. "
        "(Python counts from 0: `W[0]`.)",
        "number on the last weights of a network with two layers of them",
        _last_superscript,
    ),
)

TERMS = (
    Term("learning rate", "tốc độ học", r"\eta", LESSON),
    Term("initialise", "khởi tạo", "", LESSON),
    Term("global minimum", "giá trị nhỏ nhất", "", LESSON),
    Term("local minimum", "cực tiểu", "", LESSON),
    Term("objective function", "hàm mục tiêu", "J", LESSON),
    Term("update", "cập nhật", "", LESSON),
    Term("noise", "nhiễu", "", LESSON),
)
