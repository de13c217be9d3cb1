"""Small exercises for testing the judge and the diagnosis, one of each shape that the course has."""

import numpy as np

from nncore.activations import relu_grad, sigmoid, softmax
from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot

HINTS = ("concept", "place", "analogue")


def _dense_case(rng, N, n_in, n_out):
    args = (rng.normal(size=(N, n_out)) + 0.2, rng.normal(size=(N, n_in)) - 0.3, rng.normal(size=(n_in, n_out)))
    return Case(args, {"N": N, "n_in": n_in, "n_out": n_out})


def dense_backward(D, A_prev, W):
    return A_prev.T @ D, D.sum(axis=0, keepdims=True), D @ W.T


DENSE = Exercise(
    name="toy_dense",
    lesson="toy",
    points=3,
    signature="toy_dense(D (N, n_out), A_prev (N, n_in), W (n_in, n_out)) -> dW, db, dA_prev",
    returns=(Part("dW", "(n_in, n_out)"), Part("db", "(1, n_out)"), Part("dA_prev", "(N, n_in)")),
    reference=dense_backward,
    hints=HINTS,
    cases=lambda rng: [_dense_case(rng, 7, 4, 3), _dense_case(rng, 5, 2, 6), _dense_case(rng, 11, 3, 2)],
)


def l2_gradient(W, dW, lam, m):
    return dW + lam / m * W


def _l2_case(rng, n_in, n_out, lam, m):
    args = (rng.normal(size=(n_in, n_out)), rng.normal(size=(n_in, n_out)), lam, m)
    return Case(args, {"n_in": n_in, "n_out": n_out})


L2 = Exercise(
    name="toy_l2",
    lesson="toy",
    points=2,
    signature="toy_l2(W (n_in, n_out), dW (n_in, n_out), lam, m) -> dW (n_in, n_out)",
    returns=(Part("dW", "(n_in, n_out)"),),
    reference=l2_gradient,
    hints=HINTS,
    cases=lambda rng: [_l2_case(rng, 4, 3, 0.7, 7), _l2_case(rng, 2, 5, 0.3, 50), _l2_case(rng, 3, 2, 1.9, 13)],
)

SOFTMAX = Exercise(
    name="toy_softmax",
    lesson="toy",
    points=2,
    signature="toy_softmax(Z (N, K)) -> (N, K)",
    returns=(Part("P", "(N, K)"),),
    reference=softmax,
    hints=HINTS,
    cases=lambda rng: [
        *(Case((rng.normal(size=(N, K)) * 2,), {"N": N, "K": K}) for N, K in ((7, 3), (5, 4), (1, 3), (6, 2))),
        Case((np.array([[1000.0, 0.0, -1000.0], [1.0, 2.0, 3.0]]),), {"N": 2, "K": 3}, extreme=True),
    ],
    mistakes=(Mistake("naive-exp", lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True), "exp overflows"),),
)

RELU_GRAD = Exercise(
    name="toy_relu_grad",
    lesson="toy",
    points=1,
    signature="toy_relu_grad(z) -> same shape",
    returns=(Part("slope", "as z"),),
    reference=relu_grad,
    hints=HINTS,
    cases=lambda rng: [
        Case((np.round(rng.normal(size=(6, 5)) * 2),), {"N": 6}),
        Case((np.round(rng.normal(size=(4, 7)) * 2),), {"N": 4}),
    ],
)


def _loss(p, y, *, factor, power):
    return factor(len(p)) * np.sum(np.abs(p - y) ** power)


MSE = Exercise(
    name="toy_mse",
    lesson="toy",
    points=2,
    signature="toy_mse(p (N, 1), y (N, 1)) -> number",
    returns=(Part("J", "number"),),
    reference=lambda p, y: 0.5 * float(np.mean((p - y) ** 2)),
    hints=HINTS,
    cases=lambda rng: [
        Case((sigmoid(rng.normal(size=(N, 1))), rng.uniform(size=(N, 1))), {"N": N}) for N in (7, 5, 1, 12)
    ],
    formula=Formula(
        _loss,
        {
            "factor": Slot(
                lambda N: 0.5 / N,
                Slip("no-half", lambda N: 1 / N, "The half is missing."),
                Slip("no-mean", lambda N: 0.5, "Exactly {N} times too large: 1/N is missing."),
            ),
            "power": Slot(2, Slip("absolute-error", 1, "The error is to be squared.")),
        },
    ),
)

TOYS = {toy.name: toy for toy in (DENSE, L2, SOFTMAX, RELU_GRAD, MSE)}
