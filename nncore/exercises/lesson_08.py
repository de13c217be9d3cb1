"""The exercises of lesson 08, backpropagation by hand: node by node, one sample, sigmoids everywhere."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, product
from typing import Any

import numpy as np

from nncore.activations import sigmoid
from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot
from nncore.gradcheck import numerical_gradient
from nncore.network import Network

LESSON = "08-backprop-by-hand"
Array = np.ndarray
Arrays = list[np.ndarray]
Rng = np.random.Generator


def _slope(z: Any) -> Any:
    """Slope of the sigmoid at z."""
    return sigmoid(z) * (1 - sigmoid(z))


def _slope_of(a: Any) -> Any:
    """Slope of the sigmoid where it has the value a."""
    return a * (1 - a)


def _forward(x: Array, W: Arrays, b: Arrays) -> Arrays:
    """One sample as vectors: A = [x, a of the first layer, ...]."""
    A = [x]
    for weights, biases in zip(W, b, strict=True):
        A.append(sigmoid(A[-1] @ weights + biases))
    return A


def _sums(A: Arrays, W: Arrays) -> tuple[Arrays, Arrays]:
    """Return z and the biases of each layer, from the activations."""
    Z = [np.log(a) - np.log1p(-a) for a in A[1:]]
    return Z, [Z[k] - A[k] @ W[k] for k in range(len(W))]


def _random_network(rng: Rng, sizes: list[int]) -> tuple[Array, Arrays, Arrays]:
    W = [rng.choice([-1, 1], size=shape) * rng.uniform(0.3, 1.6, size=shape) for shape in pairwise(sizes)]
    b = [rng.uniform(0.2, 0.9, size=n) for n in sizes[1:]]
    return rng.uniform(0.4, 2.0, size=sizes[0]), W, b


# --- grad_w2 and grad_w1: a chain of two units ----------------------------------------------------------


def _chain_cases(rng: Rng) -> list[Case]:
    def case(sign: float) -> Case:
        x, w1, w2 = rng.uniform(0.6, 1.8), rng.uniform(0.5, 1.2), sign * rng.uniform(1.3, 2.2)
        b1, b2 = rng.uniform(0.2, 0.5), rng.uniform(-0.9, -0.4)
        p, share = sigmoid(w2 * sigmoid(w1 * x + b1) + b2), rng.uniform(0.1, 0.4)
        y = p * share if sign > 0 else 1 - (1 - p) * share
        return Case(tuple(float(v) for v in (x, y, w1, b1, w2, b2)))

    return [case(sign) for sign in (1, -1, 1, -1)]


def _chain_network(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> tuple[float, float]:
    """Slopes in w2 and w1 by the library."""
    net = Network([1, 1, 1], activation="sigmoid", output="sigmoid", loss="mse")
    net.W, net.b = [np.array([[w1]]), np.array([[w2]])], [np.array([[b1]]), np.array([[b2]])]
    _, dW, _ = net.loss_and_gradients(np.array([[x]]), np.array([[y]]))
    return float(dW[1].item()), float(dW[0].item())


def _chain_loss(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> float:
    return float((sigmoid(w2 * sigmoid(w1 * x + b1) + b2) - y) ** 2 / 2)


def _chain_numbers(which: int) -> Callable[..., float]:
    def numbers(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> float:
        values, h = [x, y, w1, b1, w2, b2], 1e-5
        up, down = values.copy(), values.copy()
        up[which] += h
        down[which] -= h
        return (_chain_loss(*up) - _chain_loss(*down)) / (2 * h)

    return numbers


def _error_slot() -> Slot:
    return Slot(
        lambda p, y: p - y,
        Slip(
            "sign",
            lambda p, y: y - p,
            "The sign is opposite. J = (p - y)²/2 has the slope p - y in p: where p is too large, J grows with p.",
        ),
        Slip(
            "twice",
            lambda p, y: 2 * (p - y),
            "It is exactly twice the right answer. J has a 1/2 in front, which cancels the 2 of the square: p - y.",
        ),
        Slip(
            "half",
            lambda p, y: (p - y) / 2,
            "It is exactly half the right answer. The derivative of (p - y)²/2 is p - y: the square gives a 2, which "
            "cancels the 1/2.",
        ),
        Slip(
            "loss-itself",
            lambda p, y: (p - y) ** 2 / 2,
            "The chain begins with the loss itself, (p - y)²/2. It should begin with its slope in p, which is p - y.",
        ),
        Slip("squared", lambda p, y: (p - y) ** 2, "The error is squared. The slope of (p - y)²/2 in p is p - y."),
        Slip("no-target", lambda p, y: p, "The target y is not used: the chain begins with p - y."),
        Slip(
            "no-error",
            lambda p, y: 1.0 + 0 * p,
            "The first link, dJ/dp = p - y, is missing. Without it this is the slope of p itself, whatever the target.",
        ),
        Slip("absolute", lambda p, y: abs(p - y), "The error has lost its sign, and with it the direction."),
    )


def _grad_w2(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any, *, error: Any, slope: Any, last: Any) -> Any:
    z1 = w1 * x + b1
    a1 = sigmoid(z1)
    z2 = w2 * a1 + b2
    p = sigmoid(z2)
    return error(p, y) * slope(z1, z2) * last(x, z1, a1, w2)


def _grad_w2_forgets(wrong_forward: Callable[..., tuple[Any, Any]]) -> Callable[..., Any]:
    def wrong(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
        a1, p = wrong_forward(x, w1, b1, w2, b2)
        return (p - y) * p * (1 - p) * a1

    return wrong


def _grad_w2_without_brackets(product: Callable[..., Any]) -> Callable[..., Any]:
    def wrong(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
        a1 = sigmoid(w1 * x + b1)
        return product(sigmoid(w2 * a1 + b2), y, a1)

    return wrong


def _grad_w2_in_steps(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    a1 = 1 / (1 + np.exp(-(w1 * x + b1)))
    e = np.exp(-(w2 * a1 + b2))
    dJ_dp = 1 / (1 + e) - y
    dp_dz2 = e / (1 + e) ** 2
    return dJ_dp * dp_dz2 * a1


GRAD_W2 = Exercise(
    name="grad_w2",
    lesson=LESSON,
    points=1,
    signature="grad_w2(x, y, w1, b1, w2, b2: numbers) -> dJ/dw2, a number",
    returns=(Part("slope", "number"),),
    reference=lambda x, y, w1, b1, w2, b2: _chain_network(x, y, w1, b1, w2, b2)[0],
    numbers=_chain_numbers(4),
    cases=_chain_cases,
    formula=Formula(
        _grad_w2,
        {
            "error": _error_slot(),
            "slope": Slot(
                lambda z1, z2: _slope(z2),
                Slip(
                    "no-slope",
                    lambda z1, z2: 1.0,
                    "The link dp/dz2 is missing: between z2 and p stands the sigmoid, whose slope is p(1 - p).",
                ),
                Slip(
                    "slope-at-p",
                    lambda z1, z2: _slope(sigmoid(z2)),
                    "The sigmoid's slope is taken at p; it belongs at z2: σ(z2)(1 - σ(z2)), which is p(1 - p).",
                ),
                Slip(
                    "slope-of-hidden",
                    lambda z1, z2: _slope(z1),
                    "The slope a1(1 - a1) is the hidden unit's. On the way from J to w2 you pass the output unit only: "
                    "p(1 - p).",
                ),
                Slip(
                    "both-slopes",
                    lambda z1, z2: _slope(z2) * _slope(z1),
                    "The hidden unit's slope a1(1 - a1) is too many. The way from J to w2 ends at z2 = w2 a1 + b2, "
                    "before the hidden unit.",
                ),
                Slip(
                    "tanh-slope",
                    lambda z1, z2: 1 - sigmoid(z2) ** 2,
                    "1 - p² is the slope of tanh; the unit is a sigmoid, whose slope is p(1 - p).",
                ),
                Slip("only-p", lambda z1, z2: sigmoid(z2), "The slope of the sigmoid is p(1 - p); 1 - p is missing."),
                Slip("only-1-p", lambda z1, z2: 1 - sigmoid(z2), "The slope of the sigmoid is p(1 - p); p is missing."),
                Slip(
                    "z-for-p",
                    lambda z1, z2: z2 * (1 - z2),
                    "The slope is written with z2 in place of p: it is p(1 - p) with p = σ(z2).",
                ),
            ),
            "last": Slot(
                lambda x, z1, a1, w2: a1,
                Slip(
                    "no-input",
                    lambda x, z1, a1, w2: 1.0,
                    "The last link is missing. z2 = w2 a1 + b2 changes with w2 at the rate a1. (Without it this is the "
                    "slope in b2.)",
                ),
                Slip(
                    "x-for-a1",
                    lambda x, z1, a1, w2: x,
                    "The last link is x. But w2 does not meet x: in z2 = w2 a1 + b2 it is multiplied by a1, what the "
                    "hidden unit sends.",
                ),
                Slip(
                    "1-a1-for-a1",
                    lambda x, z1, a1, w2: 1 - a1,
                    "The last link is 1 - a1. What w2 is multiplied by in z2 = w2 a1 + b2 is a1.",
                ),
                Slip(
                    "z1-for-a1",
                    lambda x, z1, a1, w2: z1,
                    "The last link is z1. What w2 is multiplied by is a1 = σ(z1), after the sigmoid.",
                ),
                Slip(
                    "w2-for-a1",
                    lambda x, z1, a1, w2: w2,
                    "The last link is w2: that is the slope of z2 in a1. Asked is the slope in w2, and it is a1.",
                ),
                Slip(
                    "w2-too-many",
                    lambda x, z1, a1, w2: w2 * a1,
                    "A factor w2 is too many: the slope of z2 = w2 a1 + b2 in w2 is a1 alone.",
                ),
                Slip(
                    "goes-on-to-w1",
                    lambda x, z1, a1, w2: w2 * a1 * (1 - a1) * x,
                    "This is dJ/dw1. For w2 the chain ends earlier: at z2, with the link dz2/dw2 = a1.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "no-hidden-sigmoid",
            _grad_w2_forgets(lambda x, w1, b1, w2, b2: (w1 * x + b1, sigmoid(w2 * (w1 * x + b1) + b2))),
            "The hidden unit has lost its sigmoid on the way forward: a1 = σ(w1 x + b1).",
        ),
        Mistake(
            "no-output-sigmoid",
            _grad_w2_forgets(lambda x, w1, b1, w2, b2: (sigmoid(w1 * x + b1), w2 * sigmoid(w1 * x + b1) + b2)),
            "p is z2, without the output unit's sigmoid: p = σ(w2 a1 + b2).",
        ),
        Mistake(
            "no-b1",
            _grad_w2_forgets(lambda x, w1, b1, w2, b2: (sigmoid(w1 * x), sigmoid(w2 * sigmoid(w1 * x) + b2))),
            "The bias b1 is missing on the way forward: z1 = w1 x + b1.",
        ),
        Mistake(
            "no-b2",
            _grad_w2_forgets(lambda x, w1, b1, w2, b2: (sigmoid(w1 * x + b1), sigmoid(w2 * sigmoid(w1 * x + b1)))),
            "The bias b2 is missing on the way forward: z2 = w2 a1 + b2.",
        ),
        Mistake(
            "no-biases",
            _grad_w2_forgets(lambda x, w1, b1, w2, b2: (sigmoid(w1 * x), sigmoid(w2 * sigmoid(w1 * x)))),
            "Both biases are missing on the way forward: z1 = w1 x + b1, z2 = w2 a1 + b2.",
        ),
        Mistake(
            "weights-exchanged",
            lambda x, y, w1, b1, w2, b2: _chain_network(x, y, w2, b1, w1, b2)[0],
            "w1 and w2 are exchanged on the way forward: z1 = w1 x + b1, then z2 = w2 a1 + b2.",
        ),
        Mistake(
            "biases-exchanged",
            lambda x, y, w1, b1, w2, b2: _chain_network(x, y, w1, b2, w2, b1)[0],
            "b1 and b2 are exchanged on the way forward: z1 = w1 x + b1, then z2 = w2 a1 + b2.",
        ),
        Mistake(
            "added",
            lambda x, y, w1, b1, w2, b2: (
                _grad_w2(
                    x,
                    y,
                    w1,
                    b1,
                    w2,
                    b2,
                    error=lambda p, y: p - y,
                    slope=lambda z1, z2: 1.0,
                    last=lambda x, z1, a1, w2: 1.0,
                )
                + _slope(w2 * sigmoid(w1 * x + b1) + b2)
                + sigmoid(w1 * x + b1)
            ),
            "The three links are added. Along one path slopes multiply.",
        ),
        Mistake(
            "no-brackets-slope",
            _grad_w2_without_brackets(lambda p, y, a1: (p - y) * p * 1 - p * a1),
            "Brackets are missing round 1 - p: (p - y) * p * 1 - p * a1 takes p * a1 off at the end.",
        ),
        Mistake(
            "no-brackets-error",
            _grad_w2_without_brackets(lambda p, y, a1: p - y * p * (1 - p) * a1),
            "Brackets are missing round p - y: p - y * p * (1 - p) * a1 multiplies only y with the slopes.",
        ),
        Mistake(
            "uphill-step",
            lambda x, y, w1, b1, w2, b2: w2 - _chain_network(x, y, w1, b1, w2, b2)[0],
            "This is w2 after a step. Asked is the slope alone; the step comes later.",
        ),
    ),
    alternatives=(
        _grad_w2_in_steps,
        _chain_numbers(4),
        lambda x, y, w1, b1, w2, b2: np.float64(_grad_w2_in_steps(x, y, w1, b1, w2, b2)),
    ),
    hints=(
        "From J go back to p, from p to z2, from z2 to w2. Each link is a slope; along the path they multiply.",
        "J = (p - y)²/2 gives p - y. p = σ(z2) gives p(1 - p). z2 = w2 a1 + b2: by how much does z2 change if w2 "
        "changes by a little?",
        "An analogue, with squares: a = x², z = w a, p = z², J = (p - y)²/2. Then dJ/dw = (p - y) · 2z · a.",
    ),
)


def _grad_w1(
    x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any, *, error: Any, out: Any, weight: Any, hidden: Any, last: Any
) -> Any:
    z1 = w1 * x + b1
    a1 = sigmoid(z1)
    z2 = w2 * a1 + b2
    p = sigmoid(z2)
    return error(p, y) * out(z2) * weight(w1, w2) * hidden(z1, z2) * last(x, a1, w1)


def _grad_w1_without_brackets(product: Callable[..., Any]) -> Callable[..., Any]:
    def wrong(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
        a1 = sigmoid(w1 * x + b1)
        return product(sigmoid(w2 * a1 + b2), y, a1, w2, x)

    return wrong


def _grad_w1_with_deltas(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    delta2 = (p - y) * (p - p**2)
    delta1 = delta2 * w2 * (a1 - a1**2)
    return delta1 * x


def _grad_w1_as_array(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    e1 = np.exp(-np.array([w1 * x + b1]))
    a1 = 1 / (1 + e1)
    e2 = np.exp(-(w2 * a1 + b2))
    return np.prod([1 / (1 + e2) - y, e2 / (1 + e2) ** 2, [w2], e1 / (1 + e1) ** 2, [x]])


GRAD_W1 = Exercise(
    name="grad_w1",
    lesson=LESSON,
    points=2,
    signature="grad_w1(x, y, w1, b1, w2, b2: numbers) -> dJ/dw1, a number",
    returns=(Part("slope", "number"),),
    reference=lambda x, y, w1, b1, w2, b2: _chain_network(x, y, w1, b1, w2, b2)[1],
    numbers=_chain_numbers(2),
    cases=_chain_cases,
    formula=Formula(
        _grad_w1,
        {
            "error": _error_slot(),
            "out": Slot(
                _slope,
                Slip(
                    "no-output-slope",
                    lambda z2: 1.0,
                    "The link dp/dz2 = p(1 - p) is missing: the way back passes the output unit's sigmoid first.",
                ),
                Slip(
                    "output-slope-at-p",
                    lambda z2: _slope(sigmoid(z2)),
                    "The output unit's slope is taken at p; it belongs at z2, where it is p(1 - p).",
                ),
                Slip(
                    "z2-for-p",
                    lambda z2: z2 * (1 - z2),
                    "The output unit's slope is written with z2 in place of p: it is p(1 - p) with p = σ(z2).",
                ),
                Slip(
                    "output-slope-twice",
                    lambda z2: _slope(z2) ** 2,
                    "The output unit's slope p(1 - p) stands there twice; the way back passes it once.",
                ),
            ),
            "weight": Slot(
                lambda w1, w2: w2,
                Slip(
                    "no-w2",
                    lambda w1, w2: 1.0,
                    "The link dz2/da1 is missing: z2 = w2 a1 + b2 changes with a1 at the rate w2.",
                ),
                Slip(
                    "w1-for-w2",
                    lambda w1, w2: w1,
                    "The way from z2 to a1 leads over w2, not w1: z2 = w2 a1 + b2.",
                ),
                Slip(
                    "both-weights",
                    lambda w1, w2: w1 * w2,
                    "A factor w1 is too many. The slope of z1 = w1 x + b1 in w1 is x; w1 itself does not appear.",
                ),
                Slip(
                    "over-w2",
                    lambda w1, w2: 1 / w2,
                    "It is divided by w2. The slope of z2 = w2 a1 + b2 in a1 is w2: multiply.",
                ),
            ),
            "hidden": Slot(
                lambda z1, z2: _slope(z1),
                Slip(
                    "no-hidden-slope",
                    lambda z1, z2: 1.0,
                    "The link da1/dz1 = a1(1 - a1) is missing: the hidden unit has a sigmoid too.",
                ),
                Slip(
                    "hidden-slope-at-a1",
                    lambda z1, z2: _slope(sigmoid(z1)),
                    "The hidden unit's slope is taken at a1; it belongs at z1, where it is a1(1 - a1).",
                ),
                Slip(
                    "output-slope-again",
                    lambda z1, z2: _slope(z2),
                    "The hidden unit's link has the output's slope p(1 - p); its own is a1(1 - a1).",
                ),
                Slip(
                    "z1-for-a1",
                    lambda z1, z2: z1 * (1 - z1),
                    "The hidden unit's slope is written with z1 in place of a1: it is a1(1 - a1) with a1 = σ(z1).",
                ),
                Slip(
                    "activation-for-slope",
                    lambda z1, z2: sigmoid(z1),
                    "Where the hidden unit's slope belongs stands a1 itself: the slope is a1(1 - a1).",
                ),
                Slip(
                    "1-a1-for-slope",
                    lambda z1, z2: 1 - sigmoid(z1),
                    "Where the hidden unit's slope belongs stands 1 - a1: the slope is a1(1 - a1).",
                ),
            ),
            "last": Slot(
                lambda x, a1, w1: x,
                Slip(
                    "no-x",
                    lambda x, a1, w1: 1.0,
                    "The last link is missing: z1 = w1 x + b1 changes with w1 at the rate x. (Without it this is the "
                    "slope in b1.)",
                ),
                Slip(
                    "a1-for-x",
                    lambda x, a1, w1: a1,
                    "The last link is a1. What w1 is multiplied by is x: z1 = w1 x + b1.",
                ),
                Slip(
                    "w1-for-x",
                    lambda x, a1, w1: w1,
                    "The last link is w1: that is the slope of z1 in x. Asked is the slope in w1, and it is x.",
                ),
                Slip(
                    "a1-too-many",
                    lambda x, a1, w1: a1 * x,
                    "A factor a1 is too many: it is the last link of dJ/dw2. The way to w1 does not end there.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "slope-in-w2",
            lambda x, y, w1, b1, w2, b2: _chain_network(x, y, w1, b1, w2, b2)[0],
            "This is dJ/dw2. For w1 the way goes on: from z2 over w2 to a1, through the sigmoid to z1, and to w1.",
        ),
        Mistake(
            "no-brackets-slope",
            _grad_w1_without_brackets(lambda p, y, a1, w2, x: (p - y) * p * 1 - p * w2 * a1 * (1 - a1) * x),
            "Brackets are missing round 1 - p: (p - y) * p * 1 - p * ... takes a product off at the end.",
        ),
        Mistake(
            "no-brackets-hidden-slope",
            _grad_w1_without_brackets(lambda p, y, a1, w2, x: (p - y) * p * (1 - p) * w2 * a1 * 1 - a1 * x),
            "Brackets are missing round 1 - a1: ... * a1 * 1 - a1 * x takes a1 * x off at the end.",
        ),
        Mistake(
            "no-brackets-error",
            _grad_w1_without_brackets(lambda p, y, a1, w2, x: p - y * p * (1 - p) * w2 * a1 * (1 - a1) * x),
            "Brackets are missing round p - y: only y is multiplied with the slopes.",
        ),
        Mistake(
            "w2-updated-first",
            lambda x, y, w1, b1, w2, b2: (
                _chain_network(x, y, w1, b1, w2, b2)[1] * (1 - _chain_network(x, y, w1, b1, w2, b2)[0] / w2)
            ),
            "w2 was changed before the way back went over it. Both slopes belong to the same, old weights.",
        ),
        Mistake(
            "hidden-slope-for-output",
            lambda x, y, w1, b1, w2, b2: (
                (sigmoid(w2 * sigmoid(w1 * x + b1) + b2) - y) * w2 * _slope(w1 * x + b1) ** 2 * x
            ),
            "Both sigmoids have the hidden unit's slope a1(1 - a1); that of the output unit is p(1 - p).",
        ),
        Mistake(
            "both-slopes-missing",
            lambda x, y, w1, b1, w2, b2: (sigmoid(w2 * sigmoid(w1 * x + b1) + b2) - y) * w2 * x,
            "Both sigmoids' slopes are missing: p(1 - p) at the output, a1(1 - a1) at the hidden unit.",
        ),
        Mistake(
            "no-biases",
            lambda x, y, w1, b1, w2, b2: _chain_network(x, y, w1, 0.0, w2, 0.0)[1],
            "The biases are missing on the way forward: z1 = w1 x + b1, z2 = w2 a1 + b2.",
        ),
        Mistake(
            "no-b1",
            lambda x, y, w1, b1, w2, b2: _chain_network(x, y, w1, 0.0, w2, b2)[1],
            "The bias b1 is missing on the way forward: z1 = w1 x + b1.",
        ),
        Mistake(
            "no-b2",
            lambda x, y, w1, b1, w2, b2: _chain_network(x, y, w1, b1, w2, 0.0)[1],
            "The bias b2 is missing on the way forward: z2 = w2 a1 + b2.",
        ),
    ),
    alternatives=(_grad_w1_with_deltas, _grad_w1_as_array, _chain_numbers(2)),
    hints=(
        "The same way back as for w2, and two links further: J, p, z2, a1, z1, w1. Five links, all multiplied.",
        "(p - y) and p(1 - p) you have. Then: by how much does z2 change with a1? a1 with z1? z1 with w1?",
        "An analogue, with squares: z1 = w1 x, a = z1², z2 = w2 a, p = z2², J = (p - y)²/2. Then "
        "dJ/dw1 = (p - y) · 2 z2 · w2 · 2 z1 · x.",
    ),
)


# --- backward_2321 --------------------------------------------------------------------------------------


def _walk_cases(rng: Rng) -> list[Case]:
    def case(too_large: bool) -> Case:
        x, W, b = _random_network(rng, [2, 3, 2, 1])
        A = _forward(x, W, b)
        p, share = float(A[3].item()), float(rng.uniform(0.1, 0.4))
        return Case((A, W, p * share if too_large else 1 - (1 - p) * share))

    return [case(too_large) for too_large in (True, False, True, False)]


def _from_layer(layer: int, W: Arrays, b: Arrays, y: float) -> Callable[[Array], float]:
    """Return the loss as a function of z of one layer."""

    def loss(z: Array) -> float:
        a = sigmoid(z)
        for weights, biases in zip(W[layer + 1 :], b[layer + 1 :], strict=True):
            a = sigmoid(a @ weights + biases)
        return float(np.sum((a - y) ** 2) / 2)

    return loss


def _walk_numbers(A: Arrays, W: Arrays, y: float) -> tuple[Arrays, Arrays]:
    Z, b = _sums(A, W)
    losses = [_from_layer(layer, W, b, y) for layer in range(3)]
    delta = [numerical_gradient(losses[k], Z[k]) for k in range(3)]
    return delta, [numerical_gradient(_into(losses[k], A[k], b[k]), W[k]) for k in range(3)]


def _into(loss: Callable[[Array], float], a: Array, b: Array) -> Callable[[Array], float]:
    return lambda V: loss(a @ V + b)


def _walk_network(A: Arrays, W: Arrays, y: float) -> tuple[Arrays, Arrays]:
    """By the library: a slope in a bias is the slope in z."""
    net = Network([2, 3, 2, 1], activation="sigmoid", output="sigmoid", loss="mse")
    net.W, net.b = W, [row[None] for row in _sums(A, W)[1]]
    _, dW, db = net.loss_and_gradients(A[0][None], np.array([[y]]))
    return [d[0] for d in db], dW


def _walk(
    A: Arrays, W: Arrays, y: Any, *, error: Any, out: Any, carry: Any, hidden: Any, outer: Any
) -> tuple[Arrays, Arrays]:
    delta3 = error(A[3], y) * out(A[3])
    delta2 = carry(W[2], delta3) * hidden(A[2])
    delta1 = carry(W[1], delta2) * hidden(A[1])
    delta = [delta1, delta2, delta3]
    return delta, [outer(A[k], delta[k], A[k + 1], W[k]) for k in range(3)]


def _walk_without_slopes(opposite: bool) -> Callable[..., Any]:
    def walk(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
        e3 = y - A[3] if opposite else A[3] - y
        e2 = W[2] @ e3
        e = [W[1] @ e2, e2, e3]
        return e, [np.outer(A[k], e[k] * _slope_of(A[k + 1])) for k in range(3)]

    return walk


def _walk_bare(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    e3 = A[3] - y
    e2 = W[2] @ e3
    e = [W[1] @ e2, e2, e3]
    return e, [np.outer(A[k], e[k]) for k in range(3)]


def _walk_slope_above(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    delta3 = (A[3] - y) * _slope_of(A[3])
    delta2 = W[2] @ (delta3 * _slope_of(A[3]))
    delta = [W[1] @ (delta2 * _slope_of(A[2])), delta2, delta3]
    return delta, [np.outer(A[k], delta[k]) for k in range(3)]


def _walk_slope_above_once(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    """Like the above, in the first hidden layer only."""
    delta, dW = _walk_in_loops(A, W, y)
    delta[0] = W[1] @ (delta[1] * _slope_of(A[2]))
    return delta, [np.outer(A[0], delta[0]), *dW[1:]]


def _walk_edges_before(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    """Reach the first hidden layer over the weights that lead into it."""
    delta, dW = _walk_in_loops(A, W, y)
    delta[0] = W[0].T @ delta[1] * _slope_of(A[1])
    return delta, [np.outer(A[0], delta[0]), *dW[1:]]


def _walk_hidden_slope(which: int) -> Callable[..., Any]:
    """Leave out the slope of one hidden layer only."""

    def walk(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
        slopes = [_slope_of(a) for a in A[1:]]
        slopes[which] = np.ones_like(slopes[which])
        delta3 = (A[3] - y) * slopes[2]
        delta2 = (W[2] @ delta3) * slopes[1]
        delta = [(W[1] @ delta2) * slopes[0], delta2, delta3]
        return delta, [np.outer(A[k], delta[k]) for k in range(3)]

    return walk


def _walk_slope_twice_in_dW(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    delta, _ = _walk_in_loops(A, W, y)
    return delta, [np.outer(A[k], delta[k] * _slope_of(A[k + 1])) for k in range(3)]


def _walk_stops_early(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    delta, dW = _walk_in_loops(A, W, y)
    return [np.zeros(3), *delta[1:]], [np.zeros((2, 3)), *dW[1:]]


def _walk_backwards(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    delta, dW = _walk_in_loops(A, W, y)
    return delta[::-1], dW[::-1]


def _walk_updated_weights(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    delta3 = (A[3] - y) * _slope_of(A[3])
    dW2 = np.outer(A[2], delta3)
    delta2 = ((W[2] - dW2) @ delta3) * _slope_of(A[2])
    dW1 = np.outer(A[1], delta2)
    delta1 = ((W[1] - dW1) @ delta2) * _slope_of(A[1])
    return [delta1, delta2, delta3], [np.outer(A[0], delta1), dW1, dW2]


def _walk_unit_by_unit(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    a1, a2, a3 = A[1]
    a4, a5 = A[2]
    (a6,) = A[3]
    d6 = (a6 - y) * a6 * (1 - a6)
    d5 = d6 * W[2][1, 0] * a5 * (1 - a5)
    d4 = d6 * W[2][0, 0] * a4 * (1 - a4)
    first = [(d4 * W[1][k, 0] + d5 * W[1][k, 1]) * a * (1 - a) for k, a in enumerate((a1, a2, a3))]
    delta = [np.array(first), np.array([d4, d5]), np.array([d6])]
    return delta, [np.array([[a * d for d in delta[k]] for a in A[k]]) for k in range(3)]


def _walk_in_loops(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    delta, dW = [np.zeros_like(a) for a in A[1:]], [np.zeros_like(w) for w in W]
    delta[2][0] = (A[3][0] - y) * _slope_of(A[3][0])
    for layer in (1, 0):
        for j in range(len(A[layer + 1])):
            total = 0.0
            for q in range(len(A[layer + 2])):
                total += W[layer + 1][j, q] * delta[layer + 1][q]
            delta[layer][j] = total * _slope_of(A[layer + 1][j])
    for layer in range(3):
        for i, j in np.ndindex(W[layer].shape):
            dW[layer][i, j] = A[layer][i] * delta[layer][j]
    return delta, dW


def _walk_in_float32(A: Arrays, W: Arrays, y: Any) -> tuple[Arrays, Arrays]:
    def small(arrays: Arrays) -> Arrays:
        return [a.astype(np.float32) for a in arrays]

    return _walk_in_loops(small(A), small(W), np.float32(y))


def _walk_by_einsum(A: Arrays, W: Arrays, y: Any) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    d3 = (A[3] - y) * A[3] * (1 - A[3])
    d2 = np.einsum("jq,q,j->j", W[2], d3, A[2] - A[2] ** 2)
    d1 = np.einsum("jq,q,j->j", W[1], d2, A[1] - A[1] ** 2)
    delta = (d1, d2, d3)
    return delta, tuple(np.einsum("i,j->ij", a, d) for a, d in zip(A, delta, strict=False))


BACKWARD_2321 = Exercise(
    name="backward_2321",
    lesson=LESSON,
    points=4,
    signature="backward_2321(A [(2,), (3,), (2,), (1,)], W [(2, 3), (3, 2), (2, 1)], y (number)) "
    "-> delta [(3,), (2,), (1,)], dW [(2, 3), (3, 2), (2, 1)]",
    returns=(Part("delta", "[(3,), (2,), (1,)]"), Part("dW", "[(2, 3), (3, 2), (2, 1)]")),
    reference=_walk_in_loops,
    numbers=_walk_numbers,
    cases=_walk_cases,
    formula=Formula(
        _walk,
        {
            "error": _error_slot(),
            "out": Slot(
                _slope_of,
                Slip(
                    "no-output-slope",
                    lambda a: 1.0,
                    "The output unit's δ lacks σ'(z6): δ is the slope of J in z6, and between z6 and p stands the "
                    "sigmoid. δ6 = (p - y) p(1 - p).",
                ),
                Slip(
                    "output-slope-at-a",
                    _slope,
                    "The output unit's slope is taken at p, σ(p)(1 - σ(p)); it belongs at z6, and σ'(z6) is p(1 - p).",
                ),
            ),
            "carry": Slot(
                lambda w, d: w @ d,
                Slip(
                    "first-path-only",
                    lambda w, d: w[:, 0] * d[0],
                    "Units 1, 2, 3 hear from unit 4 only. What they send goes to unit 4 and to unit 5: add what comes "
                    "back on both edges.",
                ),
                Slip(
                    "last-path-only",
                    lambda w, d: w[:, -1] * d[-1],
                    "Units 1, 2, 3 hear from unit 5 only: what came from unit 4 is lost. Is `=` used in the loop "
                    "where `+=` belongs?",
                ),
                Slip(
                    "paths-multiplied",
                    lambda w, d: np.prod(w * d, axis=1),
                    "What comes back to the units 1, 2, 3 on their two edges is multiplied. Along one way slopes "
                    "multiply; different ways add.",
                ),
                Slip(
                    "mean-of-paths",
                    lambda w, d: w @ d / len(d),
                    "δ of units 1, 2, 3 is half the right one: what comes back on the two edges is to be added, not "
                    "averaged.",
                ),
                Slip(
                    "weights-not-used",
                    lambda w, d: np.full(len(w), d.sum()),
                    "The way back does not use the weights. δ goes down an edge multiplied by the weight on it.",
                ),
                Slip(
                    "weights-without-sign",
                    lambda w, d: np.abs(w) @ d,
                    "The weights have lost their signs on the way back.",
                ),
                Slip(
                    "divided-by-weights",
                    lambda w, d: (d / w).sum(axis=1),
                    "δ is divided by the weights on the way back. z of the next unit changes with a at the rate w: "
                    "multiply.",
                ),
                Slip(
                    "shares-of-weights",
                    lambda w, d: (w / w.sum(axis=0)) @ d,
                    "δ is shared out in proportion to the weights. It is no cake: each edge carries δ times its "
                    "weight, whatever the others carry.",
                ),
            ),
            "hidden": Slot(
                _slope_of,
                Slip(
                    "no-hidden-slope",
                    lambda a: 1.0,
                    "The hidden units' δ lack σ'(z). This is the walk without f': what arrives at a unit is dJ/da, and "
                    "must still go through its sigmoid, times σ'(z) = a(1 - a).",
                ),
                Slip(
                    "hidden-slope-at-a",
                    _slope,
                    "The hidden units' slope is taken at a, σ(a)(1 - σ(a)); it belongs at z, and σ'(z) is a(1 - a).",
                ),
                Slip(
                    "hidden-tanh-slope",
                    lambda a: 1 - a**2,
                    "1 - a² is the slope of tanh. These units are sigmoids: a(1 - a).",
                ),
                Slip(
                    "activation-for-slope",
                    lambda a: a,
                    "Where a hidden unit's slope belongs stands a itself: the slope is a(1 - a).",
                ),
                Slip(
                    "1-a-for-slope",
                    lambda a: 1 - a,
                    "Where a hidden unit's slope belongs stands 1 - a: the slope is a(1 - a).",
                ),
                Slip(
                    "hidden-slope-squared",
                    lambda a: _slope_of(a) ** 2,
                    "The hidden units' slope enters twice; each sigmoid is passed once.",
                ),
            ),
            "outer": Slot(
                lambda a, d, out, w: np.outer(a, d),
                Slip(
                    "no-input",
                    lambda a, d, out, w: np.outer(np.ones_like(a), d),
                    "delta is right. In dW the input is missing: a weight's slope is what goes into the edge, times δ "
                    "of the unit at its end. (δ alone is the slope in the bias.)",
                ),
                Slip(
                    "own-output",
                    lambda a, d, out, w: np.outer(np.ones_like(a), d * out),
                    "delta is right. In dW each δ is multiplied by its own unit's a; it belongs with the a that comes "
                    "in at the other end of the edge, A[layer][i].",
                ),
                Slip(
                    "weight-in-dW",
                    lambda a, d, out, w: np.outer(a, d) * w,
                    "delta is right. In dW a factor W is too many: z_j = ... + w_ij a_i + ... changes with w_ij at the "
                    "rate a_i.",
                ),
                Slip(
                    "dW-sign",
                    lambda a, d, out, w: -np.outer(a, d),
                    "delta is right, dW has the opposite sign. The minus of the step downhill comes with the update, "
                    "not here.",
                ),
                Slip(
                    "new-weights",
                    lambda a, d, out, w: w - np.outer(a, d),
                    "delta is right. In place of dW there is W - dW, the weights after a step; asked are the slopes.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "all-zeros",
            lambda A, W, y: ([np.zeros(n) for n in (3, 2, 1)], [np.zeros(shape) for shape in ((2, 3), (3, 2), (2, 1))]),
            "Everything is 0: the arrays were made, but never filled. Begin with δ6, delta[2][0] = (p - y) p (1 - p).",
        ),
        Mistake(
            "slides-walk",
            _walk_without_slopes(opposite=False),
            "This is the walk of the slides' animation: the error goes back through the weights alone, and σ' is only "
            "put into dW. Here δ is the slope in z: multiply by σ'(z) at every unit, before δ goes on down.",
        ),
        Mistake(
            "slides-walk-d-minus-y",
            _walk_without_slopes(opposite=True),
            "This is the walk of the slides' animation, with target minus output and without σ' on the way back. Here "
            "δ is the slope in z: begin with (p - y) p(1 - p), and multiply by σ'(z) at every unit.",
        ),
        Mistake(
            "no-slopes-at-all",
            _walk_bare,
            "No unit's σ'(z) is in it. δ is the slope in z, and the way back passes a sigmoid at each unit: times "
            "a(1 - a), at the output and at the hidden units.",
        ),
        Mistake(
            "slope-of-the-unit-left",
            _walk_slope_above,
            "σ' is taken at the unit where δ comes from, not where it arrives. First add up w times δ of the layer "
            "after, then multiply by σ'(z) of the unit where you have arrived.",
        ),
        Mistake(
            "slope-of-the-unit-left-once",
            _walk_slope_above_once,
            "At the units 1, 2 and 3 σ' is taken at the units 4 and 5, where δ comes from. First add up w times δ, "
            "then multiply by σ'(z) of the unit where you have arrived, a(1 - a) with a from A[1].",
        ),
        Mistake(
            "edges-into-the-unit",
            _walk_edges_before,
            "The units 1, 2 and 3 are reached over W[0], the edges that lead into them. δ comes back over those that "
            "lead out, to the units 4 and 5: W[1][j, q], both counted from 0.",
        ),
        Mistake(
            "no-slope-in-layer-2",
            _walk_hidden_slope(1),
            "σ'(z) is missing at the units 4 and 5.",
        ),
        Mistake(
            "no-slope-in-layer-1",
            _walk_hidden_slope(0),
            "σ'(z) is missing at the units 1, 2 and 3.",
        ),
        Mistake(
            "slope-again-in-dW",
            _walk_slope_twice_in_dW,
            "delta is right. In dW σ'(z) enters a second time; δ has it already: dW[layer][i, j] = a_i δ_j.",
        ),
        Mistake(
            "first-layer-left-out",
            _walk_stops_early,
            "The units 1, 2 and 3 got nothing: go one layer further back. (Only the inputs need no δ.)",
        ),
        Mistake(
            "listed-backwards",
            _walk_backwards,
            "The lists begin with the output. The order is that of the layers: delta[0] belongs to the units 1, 2, 3, "
            "dW[0] to W[0].",
        ),
        Mistake(
            "weights-updated-on-the-way",
            _walk_updated_weights,
            "The weights were changed before δ went down through them. All slopes belong to the same, old weights: "
            "first the whole way back, then the updates.",
        ),
    ),
    alternatives=(_walk_unit_by_unit, _walk_network, _walk_in_float32, _walk_by_einsum),
    hints=(
        "Six units, each once, from the right to the left. At each: what arrives over the edges, each δ times the "
        "weight on its edge, added up; then times σ'(z) of this unit.",
        "δ6 = (p - y) σ'(z6). Units 4 and 5 have one edge to the right, units 1, 2, 3 have two. W[1][j, q] is the "
        "weight from unit j of the first hidden layer to unit q of the second. When you have all δ: dW[layer][i, j] = "
        "A[layer][i] * delta[layer][j].",
        "An analogue, two units u, v that both feed z = 3u + 5v: if δ of z is 0.1, then dJ/du = 0.3 and dJ/dv = 0.5. "
        "If u also feeds z' = -2u with δ' = 0.4, dJ/du = 0.3 - 0.8 = -0.5. And with u = t², dJ/dt = -0.5 · 2t.",
    ),
)


# --- path_sum -------------------------------------------------------------------------------------------


def _path_cases(rng: Rng) -> list[Case]:
    def case(sizes: list[int], i: int, j: int) -> Case:
        x, W, b = _random_network(rng, sizes)
        A = _forward(x, W, b)
        names = dict(zip(("n0", "n1", "n2", "K"), sizes, strict=True))
        y = rng.uniform(0.02, 0.25, size=sizes[-1])
        return Case((A, W, y, i, j), {**names, "paths": sizes[2] * sizes[3]})

    return [case([4, 5, 3, 2], 2, 0), case([3, 4, 2, 5], 0, 2), case([5, 6, 4, 3], 1, 4), case([2, 3, 4, 1], 0, 1)]


def _paths_by_network(A: Arrays, W: Arrays, y: Array, i: int, j: int) -> float:
    net = Network([len(a) for a in A], activation="sigmoid", output="sigmoid", loss="mse")
    net.W, net.b = W, [row[None] for row in _sums(A, W)[1]]
    return float(net.loss_and_gradients(A[0][None], y[None])[1][0][i, j])


def _path_numbers(A: Arrays, W: Arrays, y: Array, i: int, j: int) -> float:
    Z, b = _sums(A, W)

    def loss(w: Array) -> float:
        z1 = Z[0].copy()
        z1[j] += A[0][i] * (w[0] - W[0][i, j])
        a2 = sigmoid(sigmoid(z1) @ W[1] + b[1])
        return float(np.sum((sigmoid(a2 @ W[2] + b[2]) - y) ** 2) / 2)

    return float(numerical_gradient(loss, np.array([W[0][i, j]]))[0])


def _path_sum(
    A: Arrays, W: Arrays, y: Array, i: int, j: int,
    *, start: Any, slope1: Any, edge1: Any, slope2: Any, edge2: Any, slope3: Any, error: Any, total: Any,
) -> Any:  # fmt: skip
    """Make the (n2, K) products, one for each path through unit q and output m, and put them together."""
    end = slope3(A[3]) * error(A[3], y)
    terms = start(A, W, i, j) * slope1(A[1], i, j) * edge1(W[1], i, j)[:, None] * slope2(A[2])[:, None]
    return total(terms * edge2(W[2]) * end)


def _paths_by_product(A: Arrays, W: Arrays, y: Array, i: int, j: int) -> float:
    total = 0.0
    for q, m in product(range(len(A[2])), range(len(A[3]))):
        path = A[3][m] - y[m]
        path *= A[3][m] * (1 - A[3][m]) * W[2][q, m]
        path *= A[2][q] * (1 - A[2][q]) * W[1][j, q]
        path *= A[1][j] * (1 - A[1][j]) * A[0][i]
        total += path
    return total


def _paths_over(choose: Callable[[Arrays, int, int], Any]) -> Callable[..., float]:
    """Make the sum over the paths (i, j, q, m) that `choose` lists."""

    def total(A: Arrays, W: Arrays, y: Array, i: int, j: int) -> float:
        slopes, error = [_slope_of(a) for a in A], A[3] - y
        carried = [
            A[0][i] * slopes[1][j] * W[1][j, q] * slopes[2][q] * W[2][q, m] * slopes[3][m] * error[m]
            for i, j, q, m in choose(A, i, j)
        ]
        return float(np.sum(carried))

    return total


def _paths_nested(A: Arrays, W: Arrays, y: Array, i: int, j: int) -> float:
    """Add up from the inside: what all paths share is multiplied once."""
    return float(
        A[0][i]
        * _slope_of(A[1][j])
        * sum(
            W[1][j, q]
            * _slope_of(A[2][q])
            * sum(W[2][q, m] * _slope_of(A[3][m]) * (A[3][m] - y[m]) for m in range(len(y)))
            for q in range(len(A[2]))
        )
    )


def _paths_as_matrix_product(A: Arrays, W: Arrays, y: Array, i: int, j: int) -> Any:
    delta3 = (A[3] - y) * _slope_of(A[3])
    return A[0][i] * _slope_of(A[1])[j] * ((W[1] * _slope_of(A[2])) @ W[2] @ delta3)[j]


def _paths_by_einsum(A: Arrays, W: Arrays, y: Array, i: int, j: int) -> Any:
    first = A[0][i] * A[1][j] * (1 - A[1][j])
    return first * np.einsum("q,q,qm,m,m->", W[1][j], _slope_of(A[2]), W[2], _slope_of(A[3]), A[3] - y)


def _path_slope_slips(unit: str, which: str, value: Callable[[Any], Any]) -> tuple[Slip, Slip]:
    """Make the two slips of a slope at one of the three stations."""
    return (
        Slip(
            f"no-slope-{which}",
            lambda *args: np.ones_like(value(_slope_of)(*args)),
            f"σ'(z) of {unit} is missing: every path passes its sigmoid.",
        ),
        Slip(
            f"slope-{which}-at-a",
            lambda *args: value(_slope)(*args),
            f"σ'(z) of {unit} is taken at a, σ(a)(1 - σ(a)); it belongs at z, where it is a(1 - a).",
        ),
    )


PATH_SUM = Exercise(
    name="path_sum",
    lesson=LESSON,
    points=3,
    signature="path_sum(A [(n0,), (n1,), (n2,), (K,)], W [(n0, n1), (n1, n2), (n2, K)], "
    "y (K,), i, j) -> dJ/dW[0][i, j], a number",
    returns=(Part("slope", "number"),),
    reference=_paths_by_product,
    numbers=_path_numbers,
    cases=_path_cases,
    formula=Formula(
        _path_sum,
        {
            "start": Slot(
                lambda A, W, i, j: A[0][i],
                Slip(
                    "no-input",
                    lambda A, W, i, j: 1.0,
                    "The first factor is missing: z of unit j changes with W[0][i, j] at the rate A[0][i]. (Without it "
                    "this is the slope in the bias of unit j.)",
                ),
                Slip(
                    "input-j",
                    lambda A, W, i, j: A[0][j % len(A[0])],
                    "The input is number j; the edge W[0][i, j] comes from input i: A[0][i].",
                ),
                Slip(
                    "a-of-unit-j",
                    lambda A, W, i, j: A[1][j],
                    "The path begins with A[1][j], what unit j sends. The weight W[0][i, j] is multiplied by what "
                    "comes in: A[0][i].",
                ),
                Slip(
                    "weight-itself",
                    lambda A, W, i, j: A[0][i] * W[0][i, j],
                    "The weight W[0][i, j] itself is a factor too many: the slope of w·a in w is a.",
                ),
                Slip(
                    "weight-for-input",
                    lambda A, W, i, j: W[0][i, j],
                    "The path begins with the weight W[0][i, j]; its slope is what it is multiplied by, A[0][i].",
                ),
            ),
            "slope1": Slot(
                lambda a, i, j: _slope_of(a[j]),
                *_path_slope_slips("unit j", "1", lambda f: lambda a, i, j: f(a[j])),
                Slip(
                    "slope-of-unit-i",
                    lambda a, i, j: _slope_of(a[i]),
                    "The first sigmoid is that of unit j, where the edge W[0][i, j] ends: A[1][j], not A[1][i].",
                ),
            ),
            "edge1": Slot(
                lambda w, i, j: w[j],
                Slip(
                    "edge-from-i",
                    lambda w, i, j: w[i],
                    "The second edge starts at unit j, where the first one ended: W[1][j, q], not W[1][i, q].",
                ),
                Slip(
                    "no-second-edge",
                    lambda w, i, j: np.ones(w.shape[1]),
                    "The weight W[1][j, q] from unit j to unit q is missing in the products.",
                ),
                Slip(
                    "edges-from-all",
                    lambda w, i, j: w.sum(axis=0),
                    "Paths from all units of the first hidden layer were added. A nudge of W[0][i, j] moves unit j "
                    "only: every path starts there.",
                ),
            ),
            "slope2": Slot(
                _slope_of,
                *_path_slope_slips("unit q", "2", lambda f: f),
            ),
            "edge2": Slot(
                lambda w: w,
                Slip(
                    "no-third-edge",
                    np.ones_like,
                    "The weight W[2][q, m] from unit q to output m is missing in the products.",
                ),
            ),
            "slope3": Slot(
                _slope_of,
                *_path_slope_slips("output m", "3", lambda f: f),
            ),
            "error": Slot(
                lambda p, y: p - y,
                Slip(
                    "sign",
                    lambda p, y: y - p,
                    "The sign is opposite: J = ½ Σ (p_m - y_m)² has the slope p_m - y_m in p_m.",
                ),
                Slip(
                    "twice",
                    lambda p, y: 2 * (p - y),
                    "It is exactly twice the right answer: the ½ in J cancels the 2 of the square.",
                ),
                Slip(
                    "squared",
                    lambda p, y: (p - y) ** 2 / 2,
                    "Each path ends with the loss itself; it should end with its slope, p_m - y_m.",
                ),
                Slip(
                    "no-error",
                    lambda p, y: np.ones_like(p),
                    "The last link is missing: dJ/dp_m = p_m - y_m. Without it this is the slope of the sum of the "
                    "outputs.",
                ),
                Slip("no-target", lambda p, y: p, "The targets y are not used: dJ/dp_m = p_m - y_m."),
            ),
            "total": Slot(
                np.sum,
                Slip(
                    "first-path-only",
                    lambda terms: terms[0, 0],
                    "Only the first path is in it. There are {n2} × {K} = {paths}: one for each unit q and output m. "
                    "Is `return` indented into the loop?",
                ),
                Slip(
                    "last-path-only",
                    lambda terms: terms[-1, -1],
                    "Only the last of the {paths} paths is in it: is `=` used in the loop where `+=` belongs?",
                ),
                Slip(
                    "mean",
                    np.mean,
                    "It is exactly {paths} times too small, and there are {paths} paths: they are added, not averaged.",
                ),
                Slip(
                    "first-output-only",
                    lambda terms: np.sum(terms[:, 0]),
                    "Only the paths to the first output are in it. J adds over all {K} outputs, and so do the paths.",
                ),
                Slip(
                    "last-output-only",
                    lambda terms: np.sum(terms[:, -1]),
                    "Only the paths to the last output are in it: all q, but m only once. Was the total set back to 0 "
                    "inside a loop, or is a line indented too little?",
                ),
                Slip(
                    "last-unit-only",
                    lambda terms: np.sum(terms[-1]),
                    "Only the paths through the last unit q of the second hidden layer are in it. Was the total set "
                    "back to 0 inside the loop over q?",
                ),
                Slip(
                    "first-unit-only",
                    lambda terms: np.sum(terms[0]),
                    "Only the paths through the first unit q of the second hidden layer are in it. Is `return` "
                    "indented into the loop over q?",
                ),
                Slip(
                    "matching-numbers",
                    lambda terms: sum(terms[k, k] for k in range(min(terms.shape))),
                    "Only the paths with q = m are in it. Every unit q leads to every output m: two loops, one in the "
                    "other.",
                ),
                Slip(
                    "multiplied",
                    np.prod,
                    "The {paths} paths are multiplied with each other. Along a path slopes multiply, different paths "
                    "add.",
                ),
                Slip(
                    "absolute",
                    lambda terms: np.sum(np.abs(terms)),
                    "The paths were added without their signs. Some raise J and some lower it: they may cancel.",
                ),
                Slip("largest", np.max, "Only the largest path is in it; all {paths} are to be added."),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "no-slopes-at-all",
            lambda A, W, y, i, j: A[0][i] * (W[1] @ W[2] @ (A[3] - y))[j],
            "No path has a σ' in it. Each passes three sigmoids: of unit j, unit q and output m, with the slope "
            "a(1 - a) each.",
        ),
        Mistake(
            "links-added",
            lambda A, W, y, i, j: sum(
                A[0][i]
                + _slope_of(A[1][j])
                + W[1][j, q]
                + _slope_of(A[2][q])
                + W[2][q, m]
                + _slope_of(A[3][m])
                + A[3][m]
                - y[m]
                for q in range(len(A[2]))
                for m in range(len(A[3]))
            ),
            "The links of each path are added. Along a path slopes multiply; only different paths add.",
        ),
        Mistake(
            "sum-of-each",
            lambda A, W, y, i, j: (
                A[0][i]
                * _slope_of(A[1][j])
                * np.sum(W[1][j] * _slope_of(A[2]))
                * np.sum(W[2])
                * np.sum(_slope_of(A[3]) * (A[3] - y))
            ),
            "This is a product of sums. The factors of a path belong together: first the product for each pair (q, m), "
            "then the sum.",
        ),
        Mistake(
            "whole-matrix",
            lambda A, W, y, i, j: np.outer(
                A[0], (W[1] @ ((W[2] @ ((A[3] - y) * _slope_of(A[3]))) * _slope_of(A[2]))) * _slope_of(A[1])
            ),
            "It returns the slopes of all weights of the first layer; one number is asked for, that of W[0][i, j].",
        ),
        Mistake(
            "last-unit-left-out",
            _paths_over(lambda A, i, j: [(i, j, q, m) for q in range(len(A[2]) - 1) for m in range(len(A[3]))]),
            "The paths through the last unit q of the second hidden layer are missing: `range(n)` ends at "
            "n - 1 by itself.",
        ),
        Mistake(
            "first-unit-left-out",
            _paths_over(lambda A, i, j: [(i, j, q, m) for q in range(1, len(A[2])) for m in range(len(A[3]))]),
            "The paths through the first unit q of the second hidden layer are missing: counting starts at 0.",
        ),
        Mistake(
            "sizes-of-2321",
            _paths_over(lambda A, i, j: product([i], [j], range(2), range(1))),
            "Only the paths over q = 0 and q = 1 to the first output are in it: the two of our small network. Here the "
            "sizes are any: `len(A[2])` units, `len(A[3])` outputs.",
        ),
        Mistake(
            "slopes-where-the-edge-begins",
            lambda A, W, y, i, j: (
                A[0][i] * _slope_of(A[0][i]) * _slope_of(A[1][j]) * (W[1][j] * _slope_of(A[2])) @ W[2] @ (A[3] - y)
            ),
            "The slopes a(1 - a) are those of the units where an edge begins, with the input's among them. A path "
            "passes the sigmoids of unit j, unit q and output m: A[1][j], A[2][q], A[3][m].",
        ),
        Mistake(
            "errors-added-first",
            lambda A, W, y, i, j: (
                A[0][i] * _slope_of(A[1][j]) * (W[1][j] * _slope_of(A[2])) @ W[2] @ _slope_of(A[3]) * np.sum(A[3] - y)
            ),
            "The errors of all outputs were added up, apart from the paths. A path ends at one output m and carries "
            "the error of that one: p_m - y_m belongs into the product.",
        ),
        Mistake(
            "starts-from-every-unit",
            _paths_over(lambda A, i, j: product([i], *(range(len(a)) for a in A[1:]))),
            "It adds the slopes of all weights that leave input i. Asked is one weight: every path goes "
            "through unit j.",
        ),
        Mistake(
            "starts-from-every-input",
            _paths_over(lambda A, i, j: product(range(len(A[0])), [j], range(len(A[2])), range(len(A[3])))),
            "It adds the slopes of all weights that lead to unit j. Asked is one weight: every path begins at input i.",
        ),
        Mistake(
            "counts-from-1",
            _paths_over(lambda A, i, j: product([i - 1], [j - 1], range(len(A[2])), range(len(A[3])))),
            "This is the slope in W[0][i - 1, j - 1]. i and j are counted from 0 already.",
        ),
        Mistake(
            "counts-paths",
            lambda A, W, y, i, j: len(A[2]) * len(A[3]),
            "It returns how many paths there are. Asked is the sum of what they carry.",
        ),
    ),
    alternatives=(_paths_by_network, _paths_nested, _paths_as_matrix_product, _paths_by_einsum),
    hints=(
        "A path is a choice: one unit q, one output m. What it carries is a product of slopes, station by station. The "
        "answer is the sum over all choices.",
        "Two loops, over q and over m. In the product: A[0][i], σ' of unit j, W[1][j, q], σ' of unit q, W[2][q, m], σ' "
        "of output m, and p_m - y_m. `+=` adds it to the total, which starts at 0 before both loops.",
        "An analogue, one station less: x reaches J through units q with a_q = t_q², t_q = v_q x, and J = Σ_q u_q a_q. "
        "`for q in range(n): total += v[q] * 2 * t[q] * u[q]`.",
    ),
)


# --- grad_check -----------------------------------------------------------------------------------------


def _check_cases(rng: Rng) -> list[Case]:
    def case(n: int, h: float, floor: float) -> Case:
        scale = np.arange(1.0, n + 1) / n
        signs = np.where(np.arange(n) % 2 == 0, 1.0, -1.0)
        c = signs * rng.uniform(1.0, 1.6, size=n)
        silent, faint = rng.permutation(np.arange(2, n))[:2] if n > 3 else (n - 1, n - 1)
        c[faint] = 0.1 * floor
        c[silent] = 0.0  # f does not depend on this number at all

        def f(theta: Array) -> float:
            return float(np.sum(c * np.sin(theta * scale + 0.3)) / scale[0] + 0.02 * np.sum(c * theta) ** 2)

        # Few binary digits, as h has: who nudges theta to and fro in place gets it back without rounding.
        theta = np.round(rng.uniform(-0.9, 0.9, size=n) * 2**20) / 2**20
        right = _differences(f, theta, 1e-5, _central)
        factor = rng.permutation(np.resize([0.4, 1.7, 1.0, -0.8, 2.5], n))
        factor[1] = 0.6  # two slopes below zero, or the absolute values would not matter
        claimed = right * factor
        claimed[faint] = right[faint] - 0.4 * floor
        claimed[silent] = 0.3 * floor
        return Case((f, theta, claimed, h, floor), {"n": n})

    return [
        case(5, 2**-3, 0.05),
        case(7, 2**-10, 0.3),
        case(6, 2**-2, 0.01),
        case(9, 2**-13, 1e-3),
        case(3, 2**-4, 0.02),
    ]


def _differences(f: Callable[[Array], float], theta: Array, h: float, slope: Any) -> Array:
    numbers = np.zeros(len(theta))
    for k in range(len(theta)):
        step = np.zeros(len(theta))
        step[k] = h
        numbers[k] = slope(f(theta - step), f(theta), f(theta + step), h)
    return numbers


def _central(below: float, here: float, above: float, h: float) -> float:
    return (above - below) / (2 * h)


def _grad_check(
    f: Any, theta: Array, gradient: Array, h: float, floor: float, *, slope: Any, error: Any, scale: Any
) -> Array:
    numbers = _differences(f, theta, h, slope)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(error(numbers, gradient) / scale(numbers, gradient, floor))


def _errors(f: Any, theta: Array, gradient: Array, h: float, floor: float) -> Array:
    """Entry by entry, in plain Python numbers."""
    errors = []
    for n, g in zip(_differences(f, theta, h, _central).tolist(), gradient.tolist(), strict=True):
        errors.append(abs(n - g) / max(abs(n), abs(g), floor))
    return np.array(errors)


def _relative(numbers: Array, gradient: Array, floor: float) -> Array:
    size = np.maximum(np.maximum(np.abs(numbers), np.abs(gradient)), floor)
    return np.asarray(np.abs(numbers - gradient) / size)


def _check_in_place(f: Any, theta: Array, gradient: Array, h: float, floor: float) -> Array:
    numbers = np.zeros_like(theta)
    for k in range(len(theta)):
        theta[k] += h
        above = f(theta)
        theta[k] -= 2 * h
        numbers[k] = (above - f(theta)) / (2 * h)
        theta[k] += h
    return _relative(numbers, gradient, floor)


def _check_on_a_copy(f: Any, theta: Array, gradient: Array, h: float, floor: float) -> Array:
    trial, numbers = theta.copy(), np.empty_like(theta)
    for k in range(theta.size):
        trial[k] = theta[k] + h
        numbers[k] = f(trial)
        trial[k] = theta[k] - h
        numbers[k] = (numbers[k] - f(trial)) / h / 2
        trial[k] = theta[k]
    sizes = [np.abs(gradient), np.abs(numbers), np.full(theta.size, floor)]
    return np.asarray(np.abs(gradient - numbers) / np.max(sizes, axis=0))


def _check_with_eye(f: Any, theta: Array, gradient: Array, h: float, floor: float) -> Array:
    steps = h * np.eye(len(theta))
    numbers = np.array([f(theta + s) - f(theta - s) for s in steps]) / (2 * h)
    return _relative(gradient, numbers, floor)


def _check_as_list(f: Any, theta: Array, gradient: Array, h: float, floor: float) -> Any:
    errors = []
    for k, g in enumerate(gradient):
        up, down = np.array(theta), np.array(theta)
        up[k], down[k] = up[k] + h, down[k] - h
        n = (f(up) - f(down)) / (2 * h)
        size = abs(n) if abs(n) > abs(g) else abs(g)
        errors.append(abs(n - g) / (size if size > floor else floor))
    return np.array(errors)


def _check_all_at_once(f: Any, theta: Array, gradient: Array, h: float, floor: float) -> Array:
    return _relative(np.full(len(theta), (f(theta + h) - f(theta - h)) / (2 * h)), gradient, floor)


def _check_not_restored(f: Any, theta: Array, gradient: Array, h: float, floor: float) -> Array:
    trial, numbers = theta.copy(), np.zeros(len(theta))
    for k in range(len(theta)):
        trial[k] += h
        above = f(trial)
        trial[k] -= 2 * h
        numbers[k] = (above - f(trial)) / (2 * h)
    return _relative(numbers, gradient, floor)


def _check_nudges_stay(f: Any, theta: Array, gradient: Array, h: float, floor: float) -> Array:
    up, down, numbers = theta.copy(), theta.copy(), np.zeros(len(theta))
    for k in range(len(theta)):
        up[k] += h
        down[k] -= h
        numbers[k] = (f(up) - f(down)) / (2 * h)
    return _relative(numbers, gradient, floor)


GRAD_CHECK = Exercise(
    name="grad_check",
    lesson=LESSON,
    points=3,
    signature="grad_check(f (function of (n,)), theta (n,), gradient (n,), h, floor) -> errors (n,)",
    returns=(Part("errors", "(n,)"),),
    reference=_errors,
    cases=_check_cases,
    formula=Formula(
        _grad_check,
        {
            "slope": Slot(
                _central,
                Slip(
                    "one-sided",
                    lambda below, here, above, h: (above - here) / h,
                    "The measured slope is one-sided, from theta to theta + h. Its error shrinks like h, that of the "
                    "central one, from theta - h to theta + h, like h².",
                ),
                Slip(
                    "one-sided-backwards",
                    lambda below, here, above, h: (here - below) / h,
                    "The measured slope is one-sided, from theta - h to theta. Its error shrinks like h, that of the "
                    "central one like h².",
                ),
                Slip(
                    "not-halved",
                    lambda below, here, above, h: (above - below) / h,
                    "From theta - h to theta + h it is 2h, not h: the measured slopes are twice too large.",
                ),
                Slip(
                    "one-sided-halved",
                    lambda below, here, above, h: (above - here) / (2 * h),
                    "You divide by 2h, but the two values of f are only h apart: take one at theta + h, the other at "
                    "theta - h.",
                ),
                Slip(
                    "not-divided",
                    lambda below, here, above, h: above - below,
                    "The difference of the two values of f was not divided by 2h.",
                ),
                Slip(
                    "divided-by-half-h",
                    lambda below, here, above, h: (above - below) / 2 * h,
                    "`/ 2 * h` divides by 2 and then multiplies by h. Brackets: `/ (2 * h)`.",
                ),
                Slip(
                    "slope-sign",
                    lambda below, here, above, h: (below - above) / (2 * h),
                    "The measured slopes have the wrong sign: f at theta + h comes first, minus f at theta - h.",
                ),
                Slip(
                    "own-h",
                    lambda below, here, above, h: (above - below) / (2 * 1e-5),
                    "It divides by a fixed 2e-5, but the nudge is the argument h: divide by 2 * h.",
                ),
            ),
            "error": Slot(
                lambda numbers, gradient: np.abs(numbers - gradient),
                Slip(
                    "signed",
                    lambda numbers, gradient: numbers - gradient,
                    "The absolute value of the difference is missing: an error of -0.5 is as bad as one of 0.5, and "
                    "must not look smaller than 0.",
                ),
                Slip(
                    "signed-other-way",
                    lambda numbers, gradient: gradient - numbers,
                    "The absolute value of the difference is missing: an error of -0.5 is as bad as one of 0.5, and "
                    "must not look smaller than 0.",
                ),
                Slip(
                    "squared",
                    lambda numbers, gradient: (numbers - gradient) ** 2,
                    "The differences are squared; the formula has |difference|.",
                ),
                Slip(
                    "difference-of-sizes",
                    lambda numbers, gradient: np.abs(np.abs(numbers) - np.abs(gradient)),
                    "The absolute values were taken before the difference: a gradient with the wrong sign would pass. "
                    "First subtract, then take the absolute value.",
                ),
            ),
            "scale": Slot(
                lambda numbers, gradient, floor: np.maximum(np.maximum(np.abs(numbers), np.abs(gradient)), floor),
                Slip(
                    "absolute",
                    lambda numbers, gradient, floor: 1.0,
                    "These are absolute differences. A difference of 0.001 is nothing where the slope is 1000, and "
                    "everything where it is 0.001: divide by the size.",
                ),
                Slip(
                    "no-floor",
                    lambda numbers, gradient, floor: np.maximum(np.abs(numbers), np.abs(gradient)),
                    "The floor is missing below the fraction bar. Where both slopes are 0 it would be 0/0 = NaN, and "
                    "where both are mere rounding it shouts about nothing.",
                ),
                Slip(
                    "floor-only",
                    lambda numbers, gradient, floor: floor,
                    "You divide by the floor alone. Divide by the largest of three: |number|, |gradient| and floor.",
                ),
                Slip(
                    "floor-added",
                    lambda numbers, gradient, floor: np.maximum(np.abs(numbers), np.abs(gradient)) + floor,
                    "The floor is added to the size. It is a lower bound: the largest of the three, "
                    "`np.maximum(size, floor)`.",
                ),
                Slip(
                    "only-numbers",
                    lambda numbers, gradient, floor: np.maximum(np.abs(numbers), floor),
                    "You divide by |number| alone (or floor). If the claimed slope is the larger one, it is the size: "
                    "the largest of the three.",
                ),
                Slip(
                    "only-gradient",
                    lambda numbers, gradient, floor: np.maximum(np.abs(gradient), floor),
                    "You divide by |gradient| alone (or floor). If the measured slope is the larger one, it is the "
                    "size: the largest of the three.",
                ),
                Slip(
                    "smaller-of-both",
                    lambda numbers, gradient, floor: np.maximum(np.minimum(np.abs(numbers), np.abs(gradient)), floor),
                    "You divide by the smaller of the two sizes (or floor); the largest of the three is asked for.",
                ),
                Slip(
                    "least-of-three",
                    lambda numbers, gradient, floor: np.minimum(np.minimum(np.abs(numbers), np.abs(gradient)), floor),
                    "You divide by the smallest of |number|, |gradient| and floor; the largest of the three is asked "
                    "for.",
                ),
                Slip(
                    "sum-of-both",
                    lambda numbers, gradient, floor: np.maximum(np.abs(numbers) + np.abs(gradient), floor),
                    "The two sizes are added below the fraction bar; take the larger of them.",
                ),
                Slip(
                    "mean-of-both",
                    lambda numbers, gradient, floor: np.maximum((np.abs(numbers) + np.abs(gradient)) / 2, floor),
                    "You divide by the mean of the two sizes (or floor); the largest of the three is asked for.",
                ),
                Slip(
                    "one-size-for-all",
                    lambda numbers, gradient, floor: max(np.max(np.abs(numbers)), np.max(np.abs(gradient)), floor),
                    "All entries are divided by the size of the largest one, so a wrong small slope hides behind a "
                    "large one. Each entry by its own size: `np.maximum` works entry by entry.",
                ),
                Slip(
                    "size-of-signed",
                    lambda numbers, gradient, floor: np.maximum(np.maximum(numbers, gradient), floor),
                    "Below the fraction bar the absolute values are missing: a slope may be negative.",
                ),
                Slip(
                    "smallest-of-three",
                    lambda numbers, gradient, floor: np.minimum(np.maximum(np.abs(numbers), np.abs(gradient)), floor),
                    "Below the fraction bar the floor cuts from above: take the larger of size and floor, "
                    "`np.maximum`.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "all-nudged-at-once",
            _check_all_at_once,
            "All entries of theta are moved at the same time, so each measured slope is their sum. Move one at a time.",
        ),
        Mistake(
            "nudge-not-taken-back",
            _check_not_restored,
            "The nudges pile up: after entry k was measured it stays at theta - h. Put it back before the next one, or "
            "take a new copy of theta for each.",
        ),
        Mistake(
            "copies-made-before-the-loop",
            _check_nudges_stay,
            "The copies of theta are made once, before the loop, so earlier nudges are still in them. Copy inside the "
            "loop, for each entry anew.",
        ),
        Mistake(
            "worst-only",
            lambda f, theta, gradient, h, floor: np.max(_errors(f, theta, gradient, h, floor)),
            "It returns the largest error only. Return one error for each entry: then you see *where* it is wrong.",
        ),
        Mistake(
            "one-norm-for-all",
            lambda f, theta, gradient, h, floor: (
                np.linalg.norm(_differences(f, theta, h, _central) - gradient)
                / max(np.linalg.norm(gradient), np.linalg.norm(_differences(f, theta, h, _central)), floor)
            ),
            "It returns one number, made of the lengths of the whole vectors. Return one error for each entry: then "
            "you see *where* it is wrong.",
        ),
        Mistake(
            "small-ones-pass",
            lambda f, theta, gradient, h, floor: np.where(
                np.maximum(np.abs(_differences(f, theta, h, _central)), np.abs(gradient)) < floor,
                0.0,
                _errors(f, theta, gradient, h, 1e-300),
            ),
            "Where both slopes are below floor the error is set to 0. By the formula it is the difference "
            "divided by floor.",
        ),
        Mistake(
            "floor-above",
            lambda f, theta, gradient, h, floor: (
                np.maximum(np.abs(_differences(f, theta, h, _central) - gradient), floor)
                / np.maximum(np.abs(_differences(f, theta, h, _central)), np.abs(gradient))
            ),
            "The floor stands above the fraction bar. It belongs below: the size is never less than floor.",
        ),
        Mistake(
            "measured-slopes",
            lambda f, theta, gradient, h, floor: _differences(f, theta, h, _central),
            "It returns the measured slopes. Now compare them with `gradient`: the difference, relative to the size.",
        ),
        Mistake(
            "differences-only",
            lambda f, theta, gradient, h, floor: _differences(f, theta, h, _central) - gradient,
            "It returns the plain differences. Take the absolute value, and divide by the size: the largest of "
            "|number|, |gradient| and floor.",
        ),
        Mistake(
            "yes-or-no",
            lambda f, theta, gradient, h, floor: _errors(f, theta, gradient, h, floor) < 1e-5,
            "It says yes or no for each entry. Return the errors themselves; who calls will decide what is small.",
        ),
        Mistake(
            "h-ignored",
            lambda f, theta, gradient, h, floor: _errors(f, theta, gradient, 1e-5, floor),
            "The nudge is not h: the argument h is not used, another step is built in.",
        ),
        Mistake(
            "floor-ignored",
            lambda f, theta, gradient, h, floor: _errors(f, theta, gradient, h, 1e-8),
            "The argument floor has no effect. Below the fraction bar stands the largest of three: |number|, "
            "|gradient| and the floor that is given.",
            same_as=("no-floor",),
        ),
    ),
    alternatives=(_check_on_a_copy, _check_with_eye, _check_as_list, _check_in_place),
    hints=(
        "Two steps. First measure each slope by central differences, one entry of theta at a time. Then compare, entry "
        "by entry: how large is the difference, relative to the slopes?",
        "`up, down = theta.copy(), theta.copy()` inside the loop over k; move entry k of the one up and of the other "
        "down by h. For the size `np.maximum` takes the larger of two arrays, entry by entry; use it twice.",
        "One entry by hand: measured 0.20, claimed 0.25, floor 0.01. The difference is 0.05, the largest of 0.20, 0.25 "
        "and 0.01 is 0.25, so the error is 0.2. With 0.000 and 0.001 and the same floor it is 0.001 / 0.01 = 0.1.",
    ),
)

EXERCISES = (GRAD_W2, GRAD_W1, BACKWARD_2321, PATH_SUM, GRAD_CHECK)
