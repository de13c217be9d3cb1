"""The exercises of lesson 09, backpropagation in matrices."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from nncore.activations import sigmoid
from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot

LESSON = "09-backprop-in-matrices"
Array = np.ndarray
Arrays = list[np.ndarray]


# Right ways to do the steps that an exercise does not ask for ------------------------------------------


def _forward(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    Z, A = [], [X]
    for weights, bias in zip(W, b, strict=True):
        Z.append(A[-1] @ weights + bias)
        A.append(np.tanh(Z[-1]))
    A[-1] = sigmoid(Z[-1])
    return Z, A


def _cross_entropy(P: Array, Y: Array) -> float:
    return float(-np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(Y))


def _central(J: Callable[[Array], float], at: Array, h: float = 1e-5) -> Array:
    """Central differences of a function of an array, in every entry."""
    slopes = np.zeros(at.shape)
    for i in np.ndindex(at.shape):
        step = np.zeros(at.shape)
        step[i] = h
        slopes[i] = (J(at + step) - J(at - step)) / (2 * h)
    return slopes


# loss_delta ---------------------------------------------------------------------------------------------


def _loss_delta_cases(rng: np.random.Generator) -> list[Case]:
    def case(N: int, K: int, loss: str) -> Case:
        P = sigmoid(rng.normal(size=(N, K)) * 1.5 + 0.4)
        return Case((P, rng.uniform(0.05, 0.95, size=(N, K)), loss), {"N": N, "K": K})

    def saturated(loss: str) -> Case:
        P = np.array([[1.0, 0.3], [0.0, 1.0], [1.0, 0.0], [0.6, 1.0], [0.0, 0.9]])
        return Case((P, rng.integers(0, 2, size=P.shape).astype(float), loss), {"N": 5, "K": 2}, extreme=True)

    ordinary = [case(7, 3, "bce"), case(6, 2, "mse"), case(5, 1, "bce"), case(8, 3, "mse"), case(1, 4, "bce")]
    return [*ordinary, saturated("bce"), saturated("mse")]


def _loss_delta(P: Array, Y: Array, loss: str, *, error: Any, slope_bce: Any, slope_mse: Any, mean: Any) -> Array:
    slope = slope_bce if loss == "bce" else slope_mse
    return np.asarray(error(P, Y) * slope(P, Y) * mean(*P.shape))


def _loss_delta_entry_by_entry(P: Array, Y: Array, loss: str) -> Array:
    D = np.zeros(P.shape)
    for n, k in np.ndindex(P.shape):
        p, y = P[n, k], Y[n, k]
        if loss == "bce":
            # dJ/dp dp/dz = ((1 - y)/(1 - p) - y/p) p (1 - p) / N, multiplied out before p can be 0 or 1
            D[n, k] = ((1 - y) * p - y * (1 - p)) / len(P)
        else:
            D[n, k] = (p - y) / len(P) * (p - p * p)
    return D


def _loss_delta_numbers(P: Array, Y: Array, loss: str) -> Array:
    def J(Z: Array) -> float:
        P = sigmoid(Z)
        return _cross_entropy(P, Y) if loss == "bce" else float(np.sum((P - Y) ** 2) / (2 * len(Y)))

    return _central(J, np.log(P) - np.log1p(-P))


def _loss_terms(P: Array, Y: Array, loss: str) -> Array:
    if loss == "bce":
        return -(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(P)
    return (P - Y) ** 2 / (2 * len(P))


def _delta_in_float32(P: Array, Y: Array, loss: str) -> Array:
    P, Y = P.astype(np.float32), Y.astype(np.float32)
    D = (P - Y) / np.float32(len(P))
    return D * P * (1 - P) if loss == "mse" else D


def _delta_one_row_at_a_time(P: Array, Y: Array, loss: str) -> Array:
    rows = []
    for p, y in zip(P, Y, strict=True):
        row = p - y
        if loss == "mse":
            row *= p * (1 - p)
        rows.append(row / P.shape[0])
    return np.stack(rows)


def _delta_by_chain_rule_with_clip(P: Array, Y: Array, loss: str) -> Array:
    clipped = np.clip(P, 1e-9, 1 - 1e-9)
    slope = clipped * (1 - clipped)
    if loss == "mse":
        return (P - Y) / len(P) * slope
    return -(Y / clipped - (1 - Y) / (1 - clipped)) / len(P) * slope


LOSS_DELTA = Exercise(
    name="loss_delta",
    lesson=LESSON,
    points=2,
    signature='loss_delta(P (N, K), Y (N, K), loss "bce" or "mse") -> D (N, K)',
    returns=(Part("D", "(N, K)"),),
    reference=_loss_delta_entry_by_entry,
    numbers=_loss_delta_numbers,
    cases=_loss_delta_cases,
    formula=Formula(
        _loss_delta,
        {
            "error": Slot(
                lambda P, Y: P - Y,
                Slip(
                    "sign",
                    lambda P, Y: Y - P,
                    "The sign is opposite: a prediction that is too large (P > Y) must give a positive D, since "
                    "raising z makes the loss worse. P - Y, not Y - P.",
                ),
                Slip(
                    "thresholded",
                    lambda P, Y: (P >= 0.5) - Y,
                    "P was rounded to 0 or 1 before Y was taken off. The loss is a function of the probability "
                    "itself; a rounded one has slope 0.",
                ),
                Slip(
                    "absolute",
                    lambda P, Y: np.abs(P - Y),
                    "The distance |P - Y| has lost its sign, and with it the direction in which z must move.",
                ),
                Slip(
                    "squared",
                    lambda P, Y: (P - Y) ** 2,
                    "(P - Y)**2 is (twice) the loss of one sample. Here its derivative is asked for: the square's "
                    "derivative is P - Y to the first power.",
                ),
            ),
            "slope_bce": Slot(
                lambda P, Y: 1.0,
                Slip(
                    "slope-twice",
                    lambda P, Y: P * (1 - P),
                    "For 'bce' the factor P(1 - P) is too many. It is the sigmoid's derivative, and it has "
                    "already cancelled against the denominator P(1 - P) of dJ/dP; P - Y is what is left. (Or is your "
                    "branch for 'bce' never reached?)",
                ),
                Slip(
                    "stops-at-p",
                    lambda P, Y: 1 / (P * (1 - P)),
                    "For 'bce' this is dJ/dP. D is dJ/dZ: one more link of the chain, dP/dZ = P(1 - P), which "
                    "cancels the denominator.",
                ),
                Slip(
                    "tanh-slope-bce",
                    lambda P, Y: 1 - P**2,
                    "For 'bce' a factor 1 - P**2 is too many: that is the derivative of tanh, and the output "
                    "unit is a sigmoid, whose derivative cancels.",
                ),
            ),
            "slope_mse": Slot(
                lambda P, Y: P * (1 - P),
                Slip(
                    "no-slope",
                    lambda P, Y: 1.0,
                    "For 'mse' the sigmoid's derivative is missing: P - Y is dJ/dP (times N). Nothing cancels "
                    "here, so the factor dP/dZ = P(1 - P) stays.",
                ),
                Slip(
                    "slope-of-p",
                    lambda P, Y: sigmoid(P) * (1 - sigmoid(P)),
                    "For 'mse' the sigmoid was applied to P once more before its derivative was taken. P is "
                    "already sigma(z), so sigma'(z) = P(1 - P).",
                ),
                Slip(
                    "tanh-slope",
                    lambda P, Y: 1 - P**2,
                    "For 'mse' 1 - P**2 is the derivative of tanh. The output unit is a sigmoid: P(1 - P).",
                ),
                Slip(
                    "slope-of-y",
                    lambda P, Y: Y * (1 - Y),
                    "For 'mse' the slope is Y(1 - Y), taken at the target. It belongs at the place where the "
                    "network is: P(1 - P).",
                ),
                Slip(
                    "slope-is-p",
                    lambda P, Y: P,
                    "For 'mse' the factor is P; the sigmoid's derivative has a second factor, 1 - P.",
                ),
                Slip(
                    "slope-squared",
                    lambda P, Y: (P * (1 - P)) ** 2,
                    "For 'mse' the factor P(1 - P) stands there twice; z passes through one sigmoid only.",
                ),
                Slip(
                    "half-left",
                    lambda P, Y: P * (1 - P) / 2,
                    "For 'mse' everything is half of what it should be. The loss is 1/(2N) times a square; the "
                    "square's derivative brings a 2 down, which cancels that ½.",
                ),
                Slip(
                    "two-too-many",
                    lambda P, Y: 2 * P * (1 - P),
                    "For 'mse' everything is twice what it should be. The 2 from the square's derivative is "
                    "cancelled by the ½ in 1/(2N).",
                ),
                Slip(
                    "no-mean-mse",
                    lambda P, Y: P * (1 - P) * len(P),
                    "For 'bce' you divide by N, for 'mse' not. Both losses are means over the rows.",
                ),
            ),
            "mean": Slot(
                lambda N, K: 1 / N,
                Slip(
                    "no-mean",
                    lambda N, K: 1.0,
                    "Exactly {N} times too large, and the batch has {N} rows: J is a mean over the samples, so "
                    "1/N belongs here. This is its one place in the whole backward pass.",
                ),
                Slip(
                    "mean-over-entries",
                    lambda N, K: 1 / (N * K),
                    "You divided by the number of entries, N·K (that is P.size, or what np.mean does). J is the "
                    "mean over the {N} rows of the *sum* over the outputs: divide by N = len(P).",
                ),
                Slip(
                    "mean-over-outputs",
                    lambda N, K: 1 / K,
                    "You divided by the number of columns. The mean is taken over the rows, the samples: N is "
                    "P.shape[0], which is {N} here.",
                ),
                Slip(
                    "mean-twice",
                    lambda N, K: 1 / N**2,
                    "Exactly {N} times too small, and the batch has {N} rows: you divided by N twice.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "loss-itself",
            _loss_terms,
            "These are the terms of the loss itself. D is its derivative: how fast each term changes with its z.",
        ),
        Mistake(
            "losses-exchanged",
            lambda P, Y, loss: (P - Y) / len(P) * (P * (1 - P) if loss == "bce" else 1.0),
            "The two branches are exchanged: with 'bce' the factor P(1 - P) cancels, with 'mse' it stays.",
        ),
        Mistake(
            "no-brackets-slope",
            lambda P, Y, loss: ((P - Y) * P * 1 - P if loss == "mse" else P - Y) / len(P),
            "For 'mse' brackets are missing round 1 - P: (P - Y) * P * 1 - P takes P off at the very end.",
        ),
        Mistake(
            "no-brackets-slope-divided-last",
            lambda P, Y, loss: (P - Y) * P * 1 - P / len(P) if loss == "mse" else (P - Y) / len(P),
            "For 'mse' brackets are missing round 1 - P: (P - Y) * P * 1 - P / N takes P / N off at the very end.",
        ),
        Mistake(
            "no-brackets-error",
            lambda P, Y, loss: P - Y * P * (1 - P) / len(P) if loss == "mse" else (P - Y) / len(P),
            "For 'mse' brackets are missing round P - Y: only Y is multiplied with the slope and divided by N.",
        ),
    ),
    alternatives=(_delta_in_float32, _delta_one_row_at_a_time, _delta_by_chain_rule_with_clip),
    hints=(
        "D answers: if this one z grew a little, how would J change? Two links: J depends on p, and p on z. "
        "Multiply their slopes, dJ/dp and dp/dz = p(1 - p).",
        "For 'bce', put dJ/dp = (p - y) / (p(1 - p)) / N beside dp/dz and see what cancels, on paper, before "
        "you write code: the float P may be exactly 1. For 'mse' nothing cancels. N is len(P).",
        "An analogue: an identity output with J = 1/(2N) times the sum of (z - y)². Then dJ/dz = (z - y)/N: the "
        "2 of the square meets the ½, and 1/N stays. In NumPy: `(Z - Y) / len(Z)`.",
    ),
)


# dense_backward -----------------------------------------------------------------------------------------


def _dense_cases(rng: np.random.Generator) -> list[Case]:
    def case(N: int, n_in: int, n_out: int) -> Case:
        D = rng.normal(size=(N, n_out)) / N + 0.1
        A_prev = np.tanh(rng.normal(size=(N, n_in)) + 0.3)
        return Case((D, A_prev, rng.normal(size=(n_in, n_out)) - 0.2), {"N": N, "n_in": n_in, "n_out": n_out})

    return [case(7, 4, 3), case(5, 2, 6), case(8, 3, 1), case(1, 3, 2)]


def _dense_backward(
    D: Array, A_prev: Array, W: Array, *, weights: Any, bias: Any, carry: Any
) -> tuple[Array, Array, Array]:
    return weights(D, A_prev), bias(D, A_prev), carry(D, A_prev, W)


def _dense_by_sums(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    """Take the sums of slides 000, one number at a time."""
    dW, db, dA_prev = np.zeros(W.shape), np.zeros((1, W.shape[1])), np.zeros(A_prev.shape)
    for n, j in np.ndindex(D.shape):
        db[0, j] += D[n, j]
        for i in range(W.shape[0]):
            dW[i, j] += A_prev[n, i] * D[n, j]
            dA_prev[n, i] += D[n, j] * W[i, j]
    return dW, db, dA_prev


def _dense_numbers(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    """Differences of J = sum(D * Z), the simplest J whose slope in Z is D."""
    b = np.zeros((1, W.shape[1]))
    return (
        _central(lambda W: float(np.sum(D * (A_prev @ W + b))), W),
        _central(lambda b: float(np.sum(D * (A_prev @ W + b))), b),
        _central(lambda A: float(np.sum(D * (A @ W + b))), A_prev),
    )


def _dense_with_einsum(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    return np.einsum("ni,nj->ij", A_prev, D), np.einsum("nj->j", D)[None], np.einsum("nj,ij->ni", D, W)


def _dense_with_a_row_of_ones(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    ones = np.ones((len(D), 1))
    both = (D.T @ np.hstack([ones, A_prev])).T
    return both[1:], both[:1], np.dot(W, D.T).T


def _dense_sample_by_sample(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    dW, db = np.zeros_like(W), np.zeros((1, W.shape[1]))
    dA_prev = np.empty_like(A_prev)
    for n in range(len(D)):
        dW += np.outer(A_prev[n], D[n])
        db += D[n]
        dA_prev[n] = W @ D[n]
    return dW, db, dA_prev


def _dense_in_float32(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    D, A_prev, W = (x.astype(np.float32) for x in (D, A_prev, W))
    return A_prev.T @ D, np.sum(D, axis=0).reshape(1, -1), D @ W.T


def _dense_with_bias_row(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    dW, db, _ = _dense_by_sums(D, A_prev, W)
    return dW, db, D @ np.vstack([np.ones((1, W.shape[1])), W]).T


DENSE_BACKWARD = Exercise(
    name="dense_backward",
    lesson=LESSON,
    points=3,
    signature="dense_backward(D (N, n_out), A_prev (N, n_in), W (n_in, n_out)) "
    "-> dW (n_in, n_out), db (1, n_out), dA_prev (N, n_in)",
    returns=(Part("dW", "(n_in, n_out)"), Part("db", "(1, n_out)"), Part("dA_prev", "(N, n_in)")),
    reference=_dense_by_sums,
    numbers=_dense_numbers,
    cases=_dense_cases,
    formula=Formula(
        _dense_backward,
        {
            "weights": Slot(
                lambda D, A: A.T @ D,
                Slip(
                    "product-exchanged",
                    lambda D, A: D.T @ A,
                    "dW is transposed: D.T @ A_prev is (n_out, n_in). W is (n_in, n_out), so the inputs stand "
                    "first: A_prev.T @ D.",
                ),
                Slip(
                    "dW-mean",
                    lambda D, A: A.T @ D / len(D),
                    "dW is exactly {N} times too small, and the batch has {N} rows. The 1/N of the mean is "
                    "already inside D; here the rows are only added.",
                ),
                Slip(
                    "sums-first",
                    lambda D, A: np.outer(A.sum(0), D.sum(0)),
                    "In dW the rows of A_prev and of D were added up before they were multiplied. Each sample's "
                    "input belongs to that sample's own D: multiply row by row, then add. A_prev.T @ D does both.",
                ),
                Slip(
                    "dW-one-row",
                    lambda D, A: np.outer(A[0], D[0]),
                    "dW comes from the first sample alone. The slide's formula is written for one sample; here "
                    "every row adds its own product.",
                ),
                Slip(
                    "slope-in-dW",
                    lambda D, A: (A * (1 - A**2)).T @ D,
                    "dW has a factor 1 - A_prev**2 too many. No activation stands between W and Z: dZ/dW is "
                    "A_prev itself.",
                ),
                Slip(
                    "dW-without-inputs",
                    lambda D, A: np.ones_like(A).T @ D,
                    "dW has the same rows everywhere: A_prev is missing. A weight matters as much as the input "
                    "that comes in through it.",
                ),
            ),
            "bias": Slot(
                lambda D, A: D.sum(0, keepdims=True),
                Slip(
                    "db-mean",
                    lambda D, A: D.mean(0, keepdims=True),
                    "db is exactly {N} times too small, and the batch has {N} rows: a mean was taken where a sum "
                    "belongs. The 1/N of the loss is already inside D.",
                ),
                Slip(
                    "db-one-row",
                    lambda D, A: D[:1],
                    "db is the first row of D. That would be right for a batch of one sample; b is added to "
                    "every row, so every row has a say.",
                ),
                Slip(
                    "db-from-dW",
                    lambda D, A: (A.T @ D).sum(0, keepdims=True),
                    "db was summed from dW. The bias does not pass through the inputs: its own input is 1, so "
                    "it is the rows of D that are added.",
                ),
                Slip(
                    "db-total",
                    lambda D, A: np.full((1, D.shape[1]), D.sum()),
                    "Every entry of db is the sum of all of D. Each unit has its own bias: add down the rows "
                    "only (axis=0).",
                ),
                Slip(
                    "db-absolute",
                    lambda D, A: np.abs(D).sum(0, keepdims=True),
                    "In db the rows were added without their signs.",
                ),
            ),
            "carry": Slot(
                lambda D, A, W: D @ W.T,
                Slip(
                    "slope-included",
                    lambda D, A, W: (D @ W.T) * (1 - A**2),
                    "dA_prev already has tanh' = 1 - A_prev**2 in it. That step belongs to the layer below, "
                    "whose activation this function does not know: return dJ/dA_prev, before it.",
                ),
                Slip(
                    "carry-transposed",
                    lambda D, A, W: W @ D.T,
                    "dA_prev is transposed: W @ D.T is (n_in, N). Rows are samples here, so D stands first: D @ W.T.",
                ),
                Slip(
                    "carry-mean",
                    lambda D, A, W: D @ W.T / len(D),
                    "dA_prev is exactly {N} times too small, and the batch has {N} rows: the 1/N is already in D.",
                ),
                Slip(
                    "carry-by-dW",
                    lambda D, A, W: D @ (A.T @ D).T,
                    "dA_prev was carried back through dW. It is the weight W that a change of A_prev passes through.",
                ),
                Slip(
                    "carry-summed",
                    lambda D, A, W: np.zeros_like(A) + D.sum(0) @ W.T,
                    "Every row of dA_prev is the same: D was summed over the samples first. A sample's A_prev "
                    "touches its own Z only, so the rows stay apart.",
                ),
                Slip(
                    "carry-one-unit",
                    lambda D, A, W: D[:, :1] * W[:, 0],
                    "dA_prev counts one path only, through the first unit. A_prev feeds all {n_out} units of the "
                    "layer: add over all of them.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "bias-row-kept",
            _dense_with_bias_row,
            "dA_prev has one column more than A_prev. Slides 000 keep the bias as a row of W; its input is the "
            "constant 1, which no one can change, so that row must be dropped on the way back.",
        ),
        Mistake(
            "returned-in-another-order",
            lambda D, A_prev, W: tuple(_dense_by_sums(D, A_prev, W)[i] for i in (2, 0, 1)),
            "The three results come in another order than asked: dW, db, dA_prev.",
        ),
    ),
    alternatives=(_dense_with_einsum, _dense_with_a_row_of_ones, _dense_sample_by_sample, _dense_in_float32),
    hints=(
        "Each of the three is a sum over everything that the variable touches. W[i, j] touches column j of Z in "
        "all N rows; b[j] too; A_prev[n, i] touches row n of Z, in all n_out columns.",
        "Write the three sums with their indices, then ask which index is summed: the matrix product sums the "
        "*inner* one. For dW it is n, so n must become the inner index: which factor has to be transposed? "
        "Then compare the shapes with the statement's.",
        "An analogue: with S[i, k] = sum over n of P[n, i] Q[n, k], the summed index n is the first of both. "
        "P.T has n second, so S = P.T @ Q. With T[n, i] = sum over k of Q[n, k] V[i, k], V is the one to turn.",
    ),
)


# backward -----------------------------------------------------------------------------------------------


def _backward_cases(rng: np.random.Generator) -> list[Case]:
    def case(N: int, sizes: list[int]) -> Case:
        W = [rng.normal(size=shape) for shape in pairwise(sizes)]
        b = [rng.normal(size=(1, n)) * 0.5 + 0.2 for n in sizes[1:]]
        Y = rng.uniform(0.05, 0.95, size=(N, sizes[-1]))
        Z, A = _forward(rng.normal(size=(N, sizes[0])) + 0.3, W, b)
        return Case((Z, A, W, Y), {"N": N, "K": sizes[-1]})

    return [case(7, [4, 5, 3, 2]), case(5, [2, 3, 4, 1]), case(8, [3, 6, 2]), case(6, [5, 3]), case(1, [3, 4, 2, 3])]


def _backward(
    Z: Arrays,
    A: Arrays,
    W: Arrays,
    Y: Array,
    *,
    start: Any,
    mean: Any,
    carry: Any,
    slope: Any,
    weights: Any,
    bias: Any,
    order: Any,
) -> tuple[Arrays, Arrays]:
    D = start(A[-1], Y) * mean(*Y.shape)
    dW: Arrays = []
    db: Arrays = []
    for layer in reversed(range(len(W))):
        dW.insert(0, weights(Z, A, D, layer))
        db.insert(0, bias(D))
        if layer > 0:
            D = carry(D, W[layer], A[layer], dW[0]) * slope(Z[layer - 1], A[layer])
    return order(dW, db)


def _backward_by_sums(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    """Take the sums of slides 000, one sample and one number at a time."""
    N = len(Y)
    dW = [np.zeros(w.shape) for w in W]
    db = [np.zeros((1, w.shape[1])) for w in W]
    for n in range(N):
        delta = [(p - y) / N for p, y in zip(A[len(W)][n], Y[n], strict=True)]
        for layer in range(len(W) - 1, -1, -1):
            n_in, n_out = W[layer].shape
            for j in range(n_out):
                db[layer][0, j] += delta[j]
                for i in range(n_in):
                    dW[layer][i, j] += delta[j] * A[layer][n, i]
            if layer > 0:
                upwards = [sum(delta[j] * W[layer][i, j] for j in range(n_out)) for i in range(n_in)]
                delta = [upwards[i] / np.cosh(Z[layer - 1][n, i]) ** 2 for i in range(n_in)]
    return dW, db


def _biases_of(Z: Arrays, A: Arrays, W: Arrays) -> Arrays:
    return [z[:1] - a[:1] @ w for a, z, w in zip(A, Z, W, strict=False)]


def _backward_numbers(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    b = _biases_of(Z, A, W)

    def slopes(params: Arrays) -> Arrays:
        found = []
        for layer in range(len(params)):

            def J(value: Array, layer: int = layer) -> float:
                kept, params[layer] = params[layer], value
                loss = _cross_entropy(_forward(A[0], W, b)[1][-1], Y)
                params[layer] = kept
                return loss

            found.append(_central(J, params[layer]))
        return found

    W = list(W)
    return slopes(W), slopes(b)


def _backward_slope_above(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    D = (A[-1] - Y) / len(Y)
    dW, db = [], []
    for layer in reversed(range(len(W))):
        dW.insert(0, A[layer].T @ D)
        db.insert(0, D.sum(0, keepdims=True))
        D = (D * (1 - np.tanh(Z[layer]) ** 2)) @ W[layer].T
    return dW, db


def _backward_slope_not_passed_on(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    D = dZ = (A[-1] - Y) / len(Y)
    dW, db = [], []
    for layer in reversed(range(len(W))):
        dW.insert(0, A[layer].T @ dZ)
        db.insert(0, dZ.sum(0, keepdims=True))
        D = D @ W[layer].T
        dZ = D * (1 - A[layer] ** 2)
    return dW, db


def _backward_first_layer_left(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    dW, db = _backward_by_sums(Z, A, W, Y)
    return [np.zeros_like(dW[0]), *dW[1:]], [np.zeros_like(db[0]), *db[1:]]


def _backward_deck_004(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    dW, db = [A[-2].T @ ((A[-1] - Y) / len(Y))], [((A[-1] - Y) / len(Y)).sum(0, keepdims=True)]
    for layer in reversed(range(len(W) - 1)):
        slope = 1 - A[layer + 1] ** 2
        dW.insert(0, A[layer].T @ (slope * slope))
        db.insert(0, (slope * slope).sum(0, keepdims=True))
    return dW, db


def _backward_layer_lists(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    L = len(W)
    D: list[Any] = [None] * L
    D[L - 1] = (A[L] - Y) / Y.shape[0]
    for layer in range(L - 2, -1, -1):
        D[layer] = D[layer + 1] @ W[layer + 1].T / np.cosh(Z[layer]) ** 2
    return [A[layer].T @ D[layer] for layer in range(L)], [D[layer].sum(axis=0, keepdims=True) for layer in range(L)]


def _backward_from_a(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    dZ = A[-1] - Y
    dW, db = [], []
    for weights, a in zip(W[::-1], A[-2::-1], strict=True):
        dW.append(np.einsum("ni,nj->ij", a, dZ) / len(Y))
        db.append(dZ.mean(axis=0)[None, :])
        dZ = (1 - a**2) * (dZ @ weights.T)
    return dW[::-1], db[::-1]


def _backward_in_float32(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    Z, A, W = ([x.astype(np.float32) for x in xs] for xs in (Z, A, W))
    return _backward_layer_lists(Z, A, W, Y.astype(np.float32))


def _backward_transposed_world(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    """Columns are samples inside, as on slides 000."""
    delta = (A[-1] - Y).T / len(Y)
    dW, db = {}, {}
    for layer in range(len(W) - 1, -1, -1):
        dW[layer], db[layer] = (delta @ A[layer]).T, delta.sum(axis=1).reshape(1, -1)
        if layer:
            delta = (W[layer] @ delta) * (1 - np.tanh(Z[layer - 1].T) ** 2)
    return [dW[layer] for layer in range(len(W))], [db[layer] for layer in range(len(W))]


BACKWARD = Exercise(
    name="backward",
    lesson=LESSON,
    points=4,
    signature="backward(Z [Z[0], ...], A [X, A[1], ..., P], W [W[0], ...], Y (N, K)) "
    "-> dW [as W], db [(1, n_out) a layer]",
    returns=(Part("dW", "like W[l]"), Part("db", "(1, n_out)")),
    reference=_backward_by_sums,
    numbers=_backward_numbers,
    cases=_backward_cases,
    formula=Formula(
        _backward,
        {
            "start": Slot(
                lambda P, Y: P - Y,
                Slip(
                    "sign",
                    lambda P, Y: Y - P,
                    "All signs are opposite: the backward pass starts from Y - P, and it should from P - Y.",
                ),
                Slip(
                    "output-slope-twice",
                    lambda P, Y: (P - Y) * P * (1 - P),
                    "The output layer's sigmoid derivative P(1 - P) is in there once too often. With cross-entropy "
                    "it has already cancelled: D of the output layer is (P - Y)/N.",
                ),
                Slip(
                    "output-tanh-slope",
                    lambda P, Y: (P - Y) * (1 - P**2),
                    "The output layer's D was multiplied by 1 - P**2, the derivative of tanh. Its activation is "
                    "the sigmoid, and with cross-entropy that one's derivative has cancelled: only (P - Y)/N.",
                ),
                Slip(
                    "starts-at-dA",
                    lambda P, Y: (P - Y) / (P * (1 - P)),
                    "The pass starts from dJ/dP. Multiply by dP/dZ = P(1 - P) first: D is the slope in Z.",
                ),
            ),
            "mean": Slot(
                lambda N, K: 1 / N,
                Slip(
                    "no-mean",
                    lambda N, K: 1.0,
                    "Every gradient is exactly {N} times too large, and the batch has {N} rows: J is a mean, so "
                    "1/N must enter once, in the output layer's D.",
                ),
                Slip(
                    "mean-twice",
                    lambda N, K: 1 / N**2,
                    "Every gradient is exactly {N} times too small, and the batch has {N} rows: 1/N enters twice. "
                    "It belongs in the output layer's D; after that, rows are only added.",
                ),
                Slip(
                    "mean-over-entries",
                    lambda N, K: 1 / (N * K),
                    "The gradients are divided by the number of entries of Y. J is the mean over the {N} rows of "
                    "the sum over the outputs: divide by len(Y).",
                ),
            ),
            "carry": Slot(
                lambda D, W, A, dW: D @ W.T,
                Slip(
                    "mean-each-layer",
                    lambda D, W, A, dW: D @ W.T / len(D),
                    "The output layer is right, and each layer below is {N} times smaller than it should be: 1/N "
                    "comes in again at every layer. Once is enough.",
                ),
                Slip(
                    "carried-by-dW",
                    lambda D, W, A, dW: D @ dW.T,
                    "On its way down, D is multiplied by dW. It must go through the weights themselves: D @ W[l].T.",
                ),
                Slip(
                    "summed-on-the-way",
                    lambda D, W, A, dW: np.zeros_like(A) + D.sum(0) @ W.T,
                    "D was summed over the samples on its way down. Samples never mix between layers; only dW and "
                    "db add over the rows.",
                ),
                Slip(
                    "carried-by-absolute-W",
                    lambda D, W, A, dW: D @ np.abs(W).T,
                    "D went down through the weights without their signs: W[l] itself, not its absolute value.",
                ),
                Slip(
                    "sum-of-W",
                    lambda D, W, A, dW: D.sum(1, keepdims=True) * W.sum(1),
                    "D and W were each summed over the units before they were multiplied. Along each path its own "
                    "D meets its own weight; the product D @ W[l].T adds the paths.",
                ),
            ),
            "slope": Slot(
                lambda z, a: 1 - np.tanh(z) ** 2,
                Slip(
                    "no-slope",
                    lambda z, a: 1.0,
                    "The output layer is right, the layers below are not: tanh' is missing. D @ W[l].T is dJ/dA; "
                    "times tanh'(Z[l-1]) it becomes dJ/dZ.",
                ),
                Slip(
                    "slope-of-a",
                    lambda z, a: 1 - np.tanh(a) ** 2,
                    "tanh' was taken at A instead of Z: the tanh was applied twice. Either 1 - np.tanh(Z[l-1])**2, "
                    "or, since A[l] is that tanh already, 1 - A[l]**2.",
                ),
                Slip(
                    "square-of-z",
                    lambda z, a: 1 - z**2,
                    "You wrote 1 - Z**2. The short form takes the *value* of tanh: 1 - A[l]**2, or 1 - "
                    "np.tanh(Z[l-1])**2.",
                ),
                Slip(
                    "slope-not-squared",
                    lambda z, a: 1 - np.tanh(z),
                    "tanh' is 1 - tanh², and the square is missing.",
                ),
                Slip(
                    "cosh-not-squared",
                    lambda z, a: 1 / np.cosh(z),
                    "tanh' is 1/cosh², and the square is missing.",
                ),
                Slip(
                    "sigmoid-slope",
                    lambda z, a: a * (1 - a),
                    "The hidden layers got the sigmoid's derivative a(1 - a). They are tanh layers: 1 - a².",
                ),
                Slip(
                    "sigmoid-slope-of-z",
                    lambda z, a: sigmoid(z) * (1 - sigmoid(z)),
                    "The hidden layers got the sigmoid's derivative. They are tanh layers: 1 - np.tanh(Z[l-1])**2.",
                ),
                Slip(
                    "relu-slope",
                    lambda z, a: (z > 0) * 1.0,
                    "The hidden layers got ReLU's derivative (1 or 0). They are tanh layers: 1 - np.tanh(Z[l-1])**2.",
                ),
                Slip(
                    "value-for-slope",
                    lambda z, a: a,
                    "D was multiplied by the activation A[l] itself. It is its derivative that belongs there.",
                ),
                Slip(
                    "slope-squared",
                    lambda z, a: (1 - a**2) ** 2,
                    "tanh' is in there twice in each hidden layer. D passes each activation once.",
                ),
            ),
            "weights": Slot(
                lambda Z, A, D, layer: A[layer].T @ D,
                Slip(
                    "inputs-from-z",
                    lambda Z, A, D, layer: (A[0] if layer == 0 else Z[layer - 1]).T @ D,
                    "dW was made with Z where A belongs. What comes in through W[l] is the activation A[l], after "
                    "tanh.",
                ),
                Slip(
                    "activation-too-high",
                    lambda Z, A, D, layer: A[layer + 1].T @ D,
                    "dW was made with what comes *out* of the layer. It needs what goes in: A[l] is the input of "
                    "layer l, A[l+1] its output.",
                ),
                Slip(
                    "dW-mean",
                    lambda Z, A, D, layer: A[layer].T @ D / len(D),
                    "Every dW is exactly {N} times too small and db is right: 1/N is already in D.",
                ),
                Slip(
                    "dW-transposed",
                    lambda Z, A, D, layer: D.T @ A[layer],
                    "dW is transposed: D.T @ A[l] is (n_out, n_in). It must have the shape of W[l]: A[l].T @ D.",
                ),
                Slip(
                    "sums-first",
                    lambda Z, A, D, layer: np.outer(A[layer].sum(0), D.sum(0)),
                    "In dW the samples were added up before they were multiplied. A[l].T @ D multiplies row by "
                    "row and then adds.",
                ),
            ),
            "bias": Slot(
                lambda D: D.sum(0, keepdims=True),
                Slip(
                    "db-mean",
                    lambda D: D.mean(0, keepdims=True),
                    "Every db is exactly {N} times too small: a mean where a sum belongs. 1/N is already in D.",
                ),
                Slip(
                    "db-one-row",
                    lambda D: D[:1],
                    "db is the first row of D; all rows have to be added.",
                ),
            ),
            "order": Slot(
                lambda dW, db: (dW, db),
                Slip(
                    "lists-reversed",
                    lambda dW, db: (dW[::-1], db[::-1]),
                    "The lists are in the order in which they were found, last layer first. dW[0] belongs to W[0]: "
                    "reverse them, or fill `dW[l]`.",
                ),
                Slip(
                    "dW-reversed",
                    lambda dW, db: (dW[::-1], db),
                    "The list dW is in reverse order: dW[0] belongs to W[0]. db is in order.",
                ),
                Slip(
                    "db-reversed",
                    lambda dW, db: (dW, db[::-1]),
                    "The list db is in reverse order: db[0] belongs to the first layer. dW is in order.",
                ),
                Slip(
                    "lists-exchanged",
                    lambda dW, db: (db, dW),
                    "dW and db are exchanged: return dW first.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "slide-004",
            _backward_deck_004,
            "Below the output layer this is f'(Z) times f'(Z), as slides 004 print it (steps 3 and 4). The first of "
            "the two factors should be dJ/dA, what comes down from the layer above; as printed, the targets Y play "
            "no part.",
        ),
        Mistake(
            "slope-of-the-layer-above",
            _backward_slope_above,
            "tanh' is taken one layer too high. First carry D down, D @ W[l].T; then multiply by tanh' of the layer "
            "where you have arrived, Z[l-1].",
        ),
        Mistake(
            "slope-not-passed-on",
            _backward_slope_not_passed_on,
            "tanh' is used for dW and db of its own layer, and then forgotten: what goes on down is D without it. "
            "Carry on with the D that you multiplied.",
        ),
        Mistake(
            "first-layer-left-out",
            _backward_first_layer_left,
            "dW[0] and db[0] are zero: the loop stops one layer early. Layer 0 has weights too; only D of the input "
            "is not needed.",
        ),
    ),
    alternatives=(_backward_layer_lists, _backward_from_a, _backward_in_float32, _backward_transposed_world),
    hints=(
        "Three things happen in each layer, from the last to the first: D gives dW and db; D goes down through W "
        "and becomes dJ/dA; dJ/dA times f' of the layer below becomes that layer's D.",
        "Look at the cell with the 2-3-3-1 network: it says the same thing three times, with l = 2, 1, 0. Which "
        "numbers change with l? A[l] came out of Z[l-1], so the D of the layer below needs tanh' at Z[l-1]. Below "
        "l = 0 there is nothing.",
        "An analogue, one number a layer: z0 = w0 x, a1 = tanh(z0), z1 = w1 a1, p = sigma(z1). Then d1 = p - y; "
        "dw1 = a1 d1; d0 = (d1 w1) (1 - tanh(z0)²); dw0 = x d0.",
    ),
)


# gradient_gap -------------------------------------------------------------------------------------------


def _gap_cases(rng: np.random.Generator) -> list[Case]:
    def case(N: int, n_in: int, n_out: int, h: float, size: float, noise: float) -> Case:
        X = rng.normal(size=(N, n_in)) + 0.3
        V = rng.normal(size=(n_out, 1))
        Y = rng.uniform(0.05, 0.95, size=(N, 1))

        def loss(W: Array) -> float:
            return _cross_entropy(sigmoid(np.tanh(X @ W + 0.2) @ V), Y)

        W = rng.normal(size=(n_in, n_out))
        right = _central(loss, W)
        wrong = size * right + noise * np.max(np.abs(right)) * rng.uniform(-1, 1, size=W.shape)
        return Case((loss, W, wrong, h), {"n_in": n_in, "n_out": n_out})

    return [
        case(7, 4, 3, 1e-5, 1.0, 0.4),
        case(5, 2, 5, 0.1, 0.4, 0.1),
        case(6, 3, 2, 0.2, 1.8, 0.3),
        case(8, 5, 1, 1e-3, -0.7, 0.2),
        case(1, 3, 4, 0.05, 0.6, 0.3),
    ]


def _gradient_gap(
    loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5, *, slope: Any, error: Any, scale: Any
) -> float:
    numbers = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[i] = h
        numbers[i] = slope(loss(W - step), loss(W), loss(W + step), h)
    return float(error(numbers - dW) / scale(numbers, dW))


def _gap(numbers: Array, dW: Array) -> float:
    return float(np.max(np.abs(numbers - dW)) / max(np.max(np.abs(numbers)), np.max(np.abs(dW))))


def _gap_in_place(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    worst = largest = 0.0
    trial = W.copy()
    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            trial[i, j] = W[i, j] + h
            above = loss(trial)
            trial[i, j] = W[i, j] - h
            below = loss(trial)
            trial[i, j] = W[i, j]
            number = (above - below) / (2 * h)
            worst = max(worst, abs(number - dW[i, j]))
            largest = max(largest, abs(number), abs(dW[i, j]))
    return worst / largest


def _gap_flat(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    steps = h * np.eye(W.size).reshape(-1, *W.shape)
    numbers = np.array([(loss(W + step) - loss(W - step)) / (2 * h) for step in steps]).reshape(W.shape)
    return float(np.abs(numbers - dW).max() / np.maximum(np.abs(numbers), np.abs(dW)).max())


def _gap_with_inf_norm(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> Any:
    def norm(v: Array) -> Any:
        return np.linalg.norm(v.ravel(), ord=np.inf)

    numbers = np.empty_like(W)
    for i, w in np.ndenumerate(W):
        trial = np.array(W)
        trial[i] = w + h
        numbers[i] = loss(trial)
        trial[i] = w - h
        numbers[i] -= loss(trial)
    numbers /= 2 * h
    return norm(dW - numbers) / max(norm(numbers), norm(dW))


def _gap_all_at_once(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    return _gap(np.full(W.shape, (loss(W + h) - loss(W - h)) / (2 * h)), dW)


def _gap_not_restored(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    trial, numbers = W.copy(), np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        trial[i] += h
        above = loss(trial)
        trial[i] -= 2 * h
        numbers[i] = (above - loss(trial)) / (2 * h)
    return _gap(numbers, dW)


def _gap_entry_by_entry(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    numbers = _central(loss, W, h)
    return float(np.max(np.abs(numbers - dW) / np.maximum(np.abs(numbers), np.abs(dW))))


def _gap_in_norms(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    numbers = _central(loss, W, h)
    return float(np.linalg.norm(numbers - dW) / max(np.linalg.norm(numbers), np.linalg.norm(dW)))


def _gap_over_sum_of_norms(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    numbers = _central(loss, W, h)
    return float(np.linalg.norm(numbers - dW) / (np.linalg.norm(numbers) + np.linalg.norm(dW)))


def _gap_of_first_row(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    return _gap(_central(loss, W, h)[:1], dW[:1])


def _largest(v: Array) -> float:
    return float(np.max(np.abs(v)))


GRADIENT_GAP = Exercise(
    name="gradient_gap",
    lesson=LESSON,
    points=3,
    signature="gradient_gap(loss (function of W), W (n_in, n_out), dW (n_in, n_out), h) -> gap (number)",
    returns=(Part("gap", "number"),),
    reference=lambda loss, W, dW, h=1e-5: _gap(_central(loss, W, h), dW),
    cases=_gap_cases,
    formula=Formula(
        _gradient_gap,
        {
            "slope": Slot(
                lambda below, here, above, h: (above - below) / (2 * h),
                Slip(
                    "one-sided",
                    lambda below, here, above, h: (above - here) / h,
                    "The difference is one-sided, from W to W + h. Its error shrinks like h, that of the central "
                    "one, from W - h to W + h, like h².",
                ),
                Slip(
                    "one-sided-backwards",
                    lambda below, here, above, h: (here - below) / h,
                    "The difference is one-sided, from W - h to W. Its error shrinks like h, that of the central "
                    "one, from W - h to W + h, like h².",
                ),
                Slip(
                    "not-halved",
                    lambda below, here, above, h: (above - below) / h,
                    "From W - h to W + h it is 2h, not h: the numerical gradient is twice too large.",
                ),
                Slip(
                    "one-sided-halved",
                    lambda below, here, above, h: (above - here) / (2 * h),
                    "You divide by 2h, but the two losses are only h apart: take the first at W + h, the other at "
                    "W - h. (Does the first nudge stay? `trial = W` is no copy; `trial = W.copy()` is.)",
                ),
                Slip(
                    "not-divided",
                    lambda below, here, above, h: above - below,
                    "The difference of the losses was not divided by the step, 2h.",
                ),
                Slip(
                    "divided-by-half-h",
                    lambda below, here, above, h: (above - below) / 2 * h,
                    "`/ 2 * h` divides by 2 and then multiplies by h. Brackets: `/ (2 * h)`.",
                ),
                Slip(
                    "sign",
                    lambda below, here, above, h: (below - above) / (2 * h),
                    "The numerical gradient has the wrong sign: the loss at W + h comes first, minus that at W - h.",
                ),
            ),
            "error": Slot(
                _largest,
                Slip(
                    "error-mean",
                    lambda v: np.mean(np.abs(v)),
                    "The mean difference was taken. One wrong entry hides in a mean; take the largest.",
                ),
                Slip(
                    "error-sum",
                    lambda v: np.sum(np.abs(v)),
                    "The differences were added up; the largest one is asked for.",
                ),
                Slip(
                    "error-signed",
                    np.max,
                    "Take the absolute value before the maximum: an entry of dW that is too large is as wrong as one "
                    "that is too small.",
                ),
                Slip(
                    "error-norm",
                    np.linalg.norm,
                    "Above the fraction bar stands a norm (root of the sum of squares); the largest |difference| is "
                    "asked for.",
                ),
                Slip(
                    "error-of-mean",
                    lambda v: np.abs(np.mean(v)),
                    "The differences were averaged before the absolute value: they cancel each other.",
                ),
            ),
            "scale": Slot(
                lambda numbers, dW: max(_largest(numbers), _largest(dW)),
                Slip(
                    "absolute",
                    lambda numbers, dW: 1.0,
                    "This is the absolute difference. Divide by the larger of max|numbers| and max|dW|: a difference "
                    "of 0.001 is nothing if the gradient is 1000, and everything if it is 0.001.",
                ),
                Slip(
                    "sum-of-both",
                    lambda numbers, dW: _largest(numbers) + _largest(dW),
                    "The two sizes were added below the fraction bar; take the larger of the two.",
                ),
                Slip(
                    "only-numbers",
                    lambda numbers, dW: _largest(numbers),
                    "You divide by max|numbers| alone. Take the larger of max|numbers| and max|dW|: then the gap is "
                    "the same whichever of them is wrong.",
                ),
                Slip(
                    "only-dW",
                    lambda numbers, dW: _largest(dW),
                    "You divide by max|dW| alone. Take the larger of max|numbers| and max|dW|: if dW is wrongly "
                    "tiny, its own size is no measure.",
                ),
                Slip(
                    "smaller-of-both",
                    lambda numbers, dW: min(_largest(numbers), _largest(dW)),
                    "You divide by the smaller of the two sizes; the larger is asked for.",
                ),
                Slip(
                    "scale-signed",
                    lambda numbers, dW: max(np.max(numbers), np.max(dW)),
                    "Below the fraction bar the absolute value is missing: the largest entry may be negative.",
                ),
                Slip(
                    "scale-mean",
                    lambda numbers, dW: max(np.mean(np.abs(numbers)), np.mean(np.abs(dW))),
                    "Below the fraction bar stands a mean size; the largest entry is asked for.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "all-entries-at-once",
            _gap_all_at_once,
            "h was added to the whole of W at once. That measures one slope, in the direction where all weights grow "
            "together. Nudge one entry at a time.",
        ),
        Mistake(
            "not-restored",
            _gap_not_restored,
            "Entries that were nudged stay nudged, so the later ones are measured at another W. Put each back to its "
            "old value before you go on.",
        ),
        Mistake(
            "h-not-used",
            lambda loss, W, dW, h=1e-5: _gap(_central(loss, W, 1e-5), dW),
            "The argument h is not used: the nudge is 1e-5 whatever h is.",
        ),
        Mistake(
            "entry-by-entry",
            _gap_entry_by_entry,
            "You divided entry by entry and took the largest quotient. Then an entry that is nearly zero decides, "
            "and "
            "rounding alone looks like a mistake. Take the two maxima first, then divide.",
        ),
        Mistake(
            "in-norms",
            _gap_in_norms,
            "A good measure, but not the one asked for: you took norms (roots of sums of squares) where the "
            "statement "
            "takes the largest entries.",
        ),
        Mistake(
            "over-sum-of-norms",
            _gap_over_sum_of_norms,
            "You used norms, and their sum below the fraction bar. The statement takes the largest entries, and the "
            "larger of the two sizes.",
        ),
        Mistake(
            "one-row-only",
            _gap_of_first_row,
            "Only the first row of W was checked. `np.ndindex(W.shape)` gives every pair (i, j).",
        ),
    ),
    alternatives=(_gap_in_place, _gap_flat, _gap_with_inf_norm),
    hints=(
        "For one weight: raise it by h, note the loss; lower it by h, note the loss. The difference, over the 2h "
        "between the two, is the slope. Do that for each weight, then compare with dW.",
        "Work on a copy: `trial = W.copy()`, change `trial[i, j]`, call `loss(trial)`, and put the old value back "
        "before the next. The gap at the end: one maximum above, the larger of two maxima below.",
        "An analogue for a vector v and f(v) = v[0]² + 3 v[1] at v = (2, 5): nudging v[0] by 0.1 gives "
        "(4.41 + 15 - 3.61 - 15) / 0.2 = 4.0; nudging v[1] gives 3.0. Against (4, 6) the gap is 3 / 6 = 0.5.",
    ),
)


# sgd_update ---------------------------------------------------------------------------------------------


def _update_cases(rng: np.random.Generator) -> list[Case]:
    def case(learning_rate: float, *shapes: tuple[int, int]) -> Case:
        params = [rng.normal(size=shape) + 0.5 for shape in shapes]
        grads = [rng.normal(size=shape) * 2 - 0.3 for shape in shapes]
        return Case((params, grads, learning_rate), {"arrays": len(shapes)})

    return [
        case(0.3, (4, 3), (1, 3), (3, 2), (1, 2)),
        case(0.05, (2, 5), (5, 1)),
        case(1.7, (1, 5), (1, 2), (1, 4)),
        case(0.4, (1, 3)),
    ]


def _sgd_update(params: Arrays, grads: Arrays, learning_rate: float, *, step: Any, which: Any) -> Arrays:
    n = len(params)
    return [
        step(p, g, learning_rate) if which(i, n, p) else p + 0
        for i, (p, g) in enumerate(zip(params, grads, strict=True))
    ]


def _update_number_by_number(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    new = []
    for p, g in zip(params, grads, strict=True):
        moved = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            moved[i] = p[i] - learning_rate * g[i]
        new.append(moved)
    return new


def _update_copies_in_place(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    new = [p.copy() for p in params]
    for p, g in zip(new, grads, strict=True):
        p -= learning_rate * g
    return new


def _update_by_index(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    new = []
    for i in range(len(params)):
        new.append(np.add(params[i], -learning_rate * grads[i]))
    return new


def _update_in_float32(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    return [
        p.astype(np.float32) - np.float32(learning_rate) * g.astype(np.float32)
        for p, g in zip(params, grads, strict=True)
    ]


SGD_UPDATE = Exercise(
    name="sgd_update",
    lesson=LESSON,
    points=1,
    signature="sgd_update(params [arrays], grads [arrays of the same shapes], learning_rate) -> new [arrays]",
    returns=(Part("new", "like params"),),
    reference=_update_number_by_number,
    cases=_update_cases,
    formula=Formula(
        _sgd_update,
        {
            "step": Slot(
                lambda p, g, rate: p - rate * g,
                Slip(
                    "uphill",
                    lambda p, g, rate: p + rate * g,
                    "The step goes uphill: the gradient points to where the loss grows. Minus, not plus.",
                ),
                Slip("no-rate", lambda p, g, rate: p - g, "The learning rate is missing: p - learning_rate * g."),
                Slip(
                    "rate-on-both",
                    lambda p, g, rate: rate * (p - g),
                    "learning_rate multiplies the parameter too. It scales the gradient only: p - learning_rate * g, "
                    "without brackets.",
                ),
                Slip(
                    "exchanged",
                    lambda p, g, rate: rate * g - p,
                    "The two terms are exchanged: p - learning_rate * g, not learning_rate * g - p.",
                ),
                Slip(
                    "step-only",
                    lambda p, g, rate: -rate * g,
                    "This is the step alone, -learning_rate * g. The new value is the old one plus the step.",
                ),
                Slip(
                    "rate-on-the-parameter",
                    lambda p, g, rate: rate * p - g,
                    "learning_rate multiplies the parameter instead of the gradient.",
                ),
                Slip(
                    "signs-only",
                    lambda p, g, rate: p - rate * np.sign(g),
                    "Only the sign of the gradient is used; its size belongs into the step too.",
                ),
                Slip(
                    "unit-length",
                    lambda p, g, rate: p - rate * g / np.linalg.norm(g),
                    "The gradient was scaled to length 1. Plain gradient descent takes it as it is.",
                ),
                Slip(
                    "mean-of-gradient",
                    lambda p, g, rate: p - rate * np.mean(g),
                    "The whole array moves by the same amount: the gradient was averaged. Each entry has its own "
                    "slope.",
                ),
                Slip(
                    "divided-by-rows",
                    lambda p, g, rate: p - rate * g / len(g),
                    "The gradient was divided by its number of rows. Its rows are units, not samples, and the 1/N of "
                    "the mean is already in it.",
                ),
                Slip(
                    "times-the-parameter",
                    lambda p, g, rate: p - rate * g * p,
                    "The step was multiplied by the parameter itself: p - learning_rate * g is all.",
                ),
            ),
            "which": Slot(
                lambda i, n, p: True,
                Slip(
                    "biases-left-out",
                    lambda i, n, p: len(p) > 1,
                    "Arrays with one row (the biases) were left as they are. They learn as well.",
                ),
                Slip(
                    "first-only", lambda i, n, p: i == 0, "Only the first array moved: does the loop return too early?"
                ),
                Slip(
                    "last-left-out",
                    lambda i, n, p: i < n - 1,
                    "The last array did not move: does the loop stop one short?",
                ),
                Slip(
                    "first-left-out", lambda i, n, p: i > 0, "The first array did not move: does the loop start at 1?"
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "new-arrays-not-kept",
            lambda params, grads, rate: [p.copy() for p in params],
            "The parameters come back unchanged. In a loop, `p = p - learning_rate * g` gives the new array to the "
            "name p, and the list never hears of it: collect the new arrays in a list of their own.",
        ),
        Mistake(
            "one-for-all",
            lambda params, grads, rate: [p - rate * grads[0].flat[0] for p in params],
            "All arrays moved by one and the same number. Pair each parameter with its own gradient: `zip(params, "
            "grads)`.",
        ),
    ),
    alternatives=(_update_copies_in_place, _update_by_index, _update_in_float32),
    hints=(
        "Each array takes one small step against its gradient, and learning_rate says how long.",
        "`zip(params, grads)` pairs the arrays. A list cannot be multiplied by a number, an array can. "
        "`p - learning_rate * g` makes a new array; `p -= learning_rate * g` would overwrite the caller's.",
        "An analogue: new prices after a discount of r on each list of prices: "
        "`[price - r * price for price in prices]`.",
    ),
)


# train_xor ----------------------------------------------------------------------------------------------


def _train_cases(rng: np.random.Generator) -> list[Case]:
    right: tuple[Any, ...] = (_forward, BACKWARD.formula.right, SGD_UPDATE.formula.right)  # type: ignore[union-attr]

    def case(X: Array, Y: Array, hidden: int, epochs: int, learning_rate: float) -> Case:
        W = [rng.normal(size=(X.shape[1], hidden)), rng.normal(size=(hidden, 1))]
        b = [rng.normal(size=(1, hidden)) * 0.3, rng.normal(size=(1, 1)) * 0.3]
        return Case((W, b, X, Y, epochs, learning_rate, *right), {"N": len(X), "hidden": hidden})

    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return [
        case(corners, np.array([[0.0], [1.0], [1.0], [0.0]]), 3, 5, 0.7),
        case(rng.normal(size=(7, 3)), rng.uniform(0.1, 0.9, size=(7, 1)), 5, 3, 0.9),
        case(rng.normal(size=(6, 5)), rng.uniform(0.1, 0.9, size=(6, 1)), 2, 4, 0.4),
        case(rng.normal(size=(1, 2)), np.array([[1.0]]), 4, 2, 0.6),
    ]


def _train_xor(
    W: Arrays,
    b: Arrays,
    X: Array,
    Y: Array,
    epochs: int,
    learning_rate: float,
    forward: Any,
    backward: Any,
    sgd_update: Any,
    *,
    loss: Any,
    rate: Any,
    epoch: Any,
    numbers: Any,
) -> tuple[Arrays, Arrays, Array]:
    losses = np.zeros(epochs)
    for k in numbers(epochs):
        W, b, P = epoch(W, b, X, Y, rate(learning_rate, len(X)), forward, backward, sgd_update)
        losses[k] = loss(P, Y)
    return W, b, losses


def _epoch(W: Arrays, b: Arrays, X: Array, Y: Array, rate: float, forward: Any, backward: Any, update: Any) -> Any:
    Z, A = forward(X, W, b)
    dW, db = backward(Z, A, W, Y)
    return update(W, dW, rate), update(b, db, rate), A[-1]


def _epoch_loss_afterwards(W: Any, b: Any, X: Any, Y: Any, rate: Any, forward: Any, backward: Any, update: Any) -> Any:
    W, b, _ = _epoch(W, b, X, Y, rate, forward, backward, update)
    return W, b, forward(X, W, b)[1][-1]


def _epoch_in_two_goes(W: Any, b: Any, X: Any, Y: Any, rate: Any, forward: Any, backward: Any, update: Any) -> Any:
    Z, A = forward(X, W, b)
    W = update(W, backward(Z, A, W, Y)[0], rate)
    return W, update(b, backward(Z, A, W, Y)[1], rate), A[-1]


def _epoch_two_forwards(W: Any, b: Any, X: Any, Y: Any, rate: Any, forward: Any, backward: Any, update: Any) -> Any:
    new, _, P = _epoch(W, b, X, Y, rate, forward, backward, update)
    return new, _epoch(new, b, X, Y, rate, forward, backward, update)[1], P


def _epoch_weights_only(W: Any, b: Any, X: Any, Y: Any, rate: Any, forward: Any, backward: Any, update: Any) -> Any:
    W, _, P = _epoch(W, b, X, Y, rate, forward, backward, update)
    return W, b, P


def _epoch_biases_only(W: Any, b: Any, X: Any, Y: Any, rate: Any, forward: Any, backward: Any, update: Any) -> Any:
    _, b, P = _epoch(W, b, X, Y, rate, forward, backward, update)
    return W, b, P


def _epoch_not_kept(W: Any, b: Any, X: Any, Y: Any, rate: Any, forward: Any, backward: Any, update: Any) -> Any:
    return W, b, forward(X, W, b)[1][-1]


def _epoch_twice(W: Any, b: Any, X: Any, Y: Any, rate: Any, forward: Any, backward: Any, update: Any) -> Any:
    Z, A = forward(X, W, b)
    dW, db = backward(Z, A, W, Y)
    return update(update(W, dW, rate), dW, rate), update(update(b, db, rate), db, rate), A[-1]


def _epoch_last_layer(W: Any, b: Any, X: Any, Y: Any, rate: Any, forward: Any, backward: Any, update: Any) -> Any:
    new_W, new_b, P = _epoch(W, b, X, Y, rate, forward, backward, update)
    return [*W[:-1], new_W[-1]], [*b[:-1], new_b[-1]], P


def _train_by_sums(
    W: Arrays,
    b: Arrays,
    X: Array,
    Y: Array,
    epochs: int,
    learning_rate: float,
    forward: Any,
    backward: Any,
    sgd_update: Any,
) -> tuple[Arrays, Arrays, Array]:
    """Train with the sums of `backward`'s reference, a loss from the logits, and no function from outside."""
    losses = np.zeros(epochs)
    for k in range(epochs):
        Z, A = _forward(X, W, b)
        losses[k] = np.mean(np.logaddexp(0, Z[-1]) - Y * Z[-1])
        dW, db = _backward_by_sums(Z, A, W, Y)
        W, b = _update_number_by_number(W, dW, learning_rate), _update_number_by_number(b, db, learning_rate)
    return W, b, losses


def _train_stale_forward(
    W: Arrays,
    b: Arrays,
    X: Array,
    Y: Array,
    epochs: int,
    learning_rate: float,
    forward: Any,
    backward: Any,
    sgd_update: Any,
) -> Any:
    losses = np.zeros(epochs)
    Z, A = forward(X, W, b)
    for k in range(epochs):
        losses[k] = _cross_entropy(A[-1], Y)
        dW, db = backward(Z, A, W, Y)
        W, b = sgd_update(W, dW, learning_rate), sgd_update(b, db, learning_rate)
    return W, b, losses


def _train_stale_gradient(
    W: Arrays,
    b: Arrays,
    X: Array,
    Y: Array,
    epochs: int,
    learning_rate: float,
    forward: Any,
    backward: Any,
    sgd_update: Any,
) -> Any:
    losses = np.zeros(epochs)
    Z, A = forward(X, W, b)
    dW, db = backward(Z, A, W, Y)
    for k in range(epochs):
        losses[k] = _cross_entropy(forward(X, W, b)[1][-1], Y)
        W, b = sgd_update(W, dW, learning_rate), sgd_update(b, db, learning_rate)
    return W, b, losses


def _train_returns_start(
    W: Arrays,
    b: Arrays,
    X: Array,
    Y: Array,
    epochs: int,
    learning_rate: float,
    forward: Any,
    backward: Any,
    sgd_update: Any,
) -> Any:
    return W, b, _train_by_sums(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update)[2]


def _train_one_loss_more(
    W: Arrays,
    b: Arrays,
    X: Array,
    Y: Array,
    epochs: int,
    learning_rate: float,
    forward: Any,
    backward: Any,
    sgd_update: Any,
) -> Any:
    W, b, losses = _train_by_sums(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update)
    return W, b, np.append(losses, _cross_entropy(forward(X, W, b)[1][-1], Y))


def _train_with_while(
    W: Arrays,
    b: Arrays,
    X: Array,
    Y: Array,
    epochs: int,
    learning_rate: float,
    forward: Any,
    backward: Any,
    sgd_update: Any,
) -> Any:
    history: list[float] = []
    while len(history) < epochs:
        Z, A = forward(X, W, b)
        P = A[-1]
        history.append(-np.mean(np.log(np.where(Y == 1, P, np.where(Y == 0, 1 - P, P**Y * (1 - P) ** (1 - Y))))))
        grads = backward(Z, A, W, Y)
        W, b = (sgd_update(params, g, learning_rate) for params, g in zip((W, b), grads, strict=True))
    return W, b, np.array(history)


def _train_one_list(
    W: Arrays,
    b: Arrays,
    X: Array,
    Y: Array,
    epochs: int,
    learning_rate: float,
    forward: Any,
    backward: Any,
    sgd_update: Any,
) -> Any:
    params = [p.copy() for p in W + b]
    losses = []
    for _ in range(epochs):
        Z, A = forward(X, params[: len(W)], params[len(W) :])
        losses.append(np.logaddexp(0, Z[-1]).mean() - (Y * Z[-1]).mean())
        dW, db = backward(Z, A, params[: len(W)], Y)
        for p, g in zip(params, dW + db, strict=True):
            p -= learning_rate * g
    return params[: len(W)], params[len(W) :], np.asarray(losses)


def _train_without_the_functions(
    W: Arrays,
    b: Arrays,
    X: Array,
    Y: Array,
    epochs: int,
    learning_rate: float,
    forward: Any,
    backward: Any,
    sgd_update: Any,
) -> Any:
    (V, U), (c, d) = W, b
    losses = np.empty(epochs)
    for k in range(epochs):
        H = np.tanh(X @ V + c)
        P = sigmoid(H @ U + d)
        losses[k] = _cross_entropy(P, Y)
        D = (P - Y) / len(Y)
        E = D @ U.T * (1 - H * H)
        U, d, V, c = (
            U - learning_rate * H.T @ D,
            d - learning_rate * D.sum(0, keepdims=True),
            V - learning_rate * X.T @ E,
            c - learning_rate * E.sum(0, keepdims=True),
        )
    return [V, U], [c, d], losses


TRAIN_XOR = Exercise(
    name="train_xor",
    lesson=LESSON,
    points=3,
    signature="train_xor(W [(n_in, h), (h, 1)], b [(1, h), (1, 1)], X (N, n_in), Y (N, 1), epochs, learning_rate, "
    "forward, backward, sgd_update) -> W, b, losses (epochs,)",
    returns=(Part("W", "[(n_in, h), (h, 1)]"), Part("b", "[(1, h), (1, 1)]"), Part("losses", "(epochs,)")),
    reference=_train_by_sums,
    cases=_train_cases,
    formula=Formula(
        _train_xor,
        {
            "loss": Slot(
                _cross_entropy,
                Slip(
                    "loss-sum",
                    lambda P, Y: _cross_entropy(P, Y) * len(Y),
                    "The parameters are right; the recorded loss is {N} times too large, and there are {N} rows: it "
                    "is the mean over the rows.",
                ),
                Slip(
                    "loss-mse",
                    lambda P, Y: np.sum((P - Y) ** 2) / (2 * len(Y)),
                    "The parameters are right; the recorded loss is the squared error. The gradient is that of the "
                    "cross-entropy, so record that one: `cross_entropy(A[-1], Y)`.",
                ),
                Slip(
                    "loss-half",
                    lambda P, Y: -np.mean(Y * np.log(P)),
                    "The parameters are right; the recorded loss lacks its second term, (1 - y) log(1 - p).",
                ),
                Slip(
                    "loss-negative",
                    lambda P, Y: -_cross_entropy(P, Y),
                    "The parameters are right; the recorded loss has lost its minus sign.",
                ),
            ),
            "rate": Slot(
                lambda rate, N: rate,
                Slip(
                    "uphill",
                    lambda rate, N: -rate,
                    "The loss grows: the step goes uphill. sgd_update already subtracts; give it learning_rate and the "
                    "gradient as they are.",
                ),
                Slip(
                    "rate-over-N",
                    lambda rate, N: rate / N,
                    "The steps are {N} times too small, and the batch has {N} rows: the gradient is that of a mean "
                    "already, so learning_rate is not divided again.",
                ),
                Slip(
                    "rate-times-N",
                    lambda rate, N: rate * N,
                    "The steps are {N} times too long, and the batch has {N} rows: the loop over the rows is already "
                    "inside `backward`.",
                ),
                Slip(
                    "no-rate",
                    lambda rate, N: 1.0,
                    "The steps are taken with learning_rate = 1: the argument learning_rate is not used.",
                ),
            ),
            "epoch": Slot(
                _epoch,
                Slip(
                    "loss-after-the-update",
                    _epoch_loss_afterwards,
                    "The parameters are right; the losses are shifted by one epoch. losses[0] is the loss of the "
                    "network you were given, before any update.",
                ),
                Slip(
                    "update-between",
                    _epoch_in_two_goes,
                    "W was updated before the gradient for b was computed, so half of the gradient belongs to the "
                    "new "
                    "weights. Call `backward` once, keep dW and db, then update both.",
                ),
                Slip(
                    "two-half-epochs",
                    _epoch_two_forwards,
                    "After W was updated a new forward pass was run for b. One forward and one backward pass serve "
                    "all parameters of an epoch.",
                ),
                Slip("biases-frozen", _epoch_weights_only, "The biases never change: update b too, with db."),
                Slip("weights-frozen", _epoch_biases_only, "The weights never change: update W too, with dW."),
                Slip(
                    "update-not-kept",
                    _epoch_not_kept,
                    "Nothing changes: `sgd_update` returns *new* lists. Keep them: `W = sgd_update(W, dW, "
                    "learning_rate)`.",
                ),
                Slip("updated-twice", _epoch_twice, "Each epoch steps twice with the same gradient."),
                Slip(
                    "last-layer-only",
                    _epoch_last_layer,
                    "Only the output layer learns; W[0] and b[0] stay as they were.",
                ),
            ),
            "numbers": Slot(
                lambda epochs: range(epochs),
                Slip(
                    "one-epoch-short",
                    lambda epochs: range(epochs - 1),
                    "The last epoch is missing, and losses[-1] was never filled: `range(epochs)` counts from 0 to "
                    "epochs - 1.",
                ),
                Slip(
                    "starts-at-1",
                    lambda epochs: range(1, epochs),
                    "One epoch is missing and losses[0] was never filled: the loop starts at 1.",
                ),
                Slip(
                    "one-epoch-only",
                    lambda epochs: range(1),
                    "Only one epoch was run: is `return` indented into the loop?",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "stale-forward",
            _train_stale_forward,
            "The forward pass stands before the loop. After each update Z and A belong to the old weights: run it "
            "again in every epoch.",
        ),
        Mistake(
            "stale-gradient",
            _train_stale_gradient,
            "The gradient was computed once and used in every epoch. The slope is different wherever the weights "
            "are: "
            "`backward` belongs into the loop.",
        ),
        Mistake(
            "returns-the-start",
            _train_returns_start,
            "The losses are right, but W and b come back as they were given: return the updated ones.",
        ),
        Mistake(
            "one-loss-too-many",
            _train_one_loss_more,
            "One loss too many: the one after the last update. `losses` has one entry an epoch, taken before the "
            "update.",
        ),
    ),
    alternatives=(_train_with_while, _train_one_list, _train_without_the_functions),
    hints=(
        "Four steps, `epochs` times: forward, loss, backward, update. Each works on the W and b that the one before "
        "left.",
        "Inside the loop: Z and A from `forward`; `losses[epoch]` from A[-1]; dW and db from one call of `backward`; "
        "only then new W and new b. `sgd_update` returns new lists, so assign them.",
        "An analogue, x² downhill: `for k in range(epochs): losses[k] = x**2; slope = 2 * x; "
        "x = x - learning_rate * slope`. The loss is noted before x moves.",
    ),
)

EXERCISES = (LOSS_DELTA, DENSE_BACKWARD, BACKWARD, GRADIENT_GAP, SGD_UPDATE, TRAIN_XOR)
