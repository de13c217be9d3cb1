"""Wrong and right answers to the exercises of lesson 13, written after the diagnosis and without sight of it: for
measuring, never for tuning."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from answers import Wrong


def _softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


# --- forward ---


def _fwd_relu_last_too(X, W, b):
    Z, A = [], [X]
    for i in range(len(W)):
        Z.append(A[-1] @ W[i] + b[i])
        A.append(np.maximum(Z[-1], 0))
    A[-1] = _softmax(A[-1])
    return Z, A


def _fwd_no_shift(X, W, b):
    Z, A = [], [X]
    for i in range(len(W)):
        Z.append(A[i] @ W[i] + b[i])
        if i < len(W) - 1:
            A.append(np.maximum(Z[i], 0))
        else:
            with np.errstate(all="ignore"):
                e = np.exp(Z[i])
                A.append(e / e.sum(axis=1, keepdims=True))
    return Z, A


def _fwd_axis_zero(X, W, b):
    Z, A = [], [X]
    for layer, (V, c) in enumerate(zip(W, b, strict=True)):
        z = A[-1] @ V + c
        Z.append(z)
        if layer == len(W) - 1:
            e = np.exp(z - z.max(axis=0))
            A.append(e / e.sum(axis=0))
        else:
            A.append(np.maximum(0, z))
    return Z, A


def _fwd_no_bias_hidden(X, W, b):
    Z, A = [], [X]
    a = X
    for i in range(len(W) - 1):
        z = a @ W[i]
        a = np.maximum(z, 0)
        Z.append(z)
        A.append(a)
    z = a @ W[-1] + b[-1]
    return [*Z, z], [*A, _softmax(z)]


def _fwd_relu_in_place(X, W, b):
    Z, A = [], [X]
    for i in range(len(W)):
        z = A[-1] @ W[i] + b[i]
        Z.append(z)
        if i < len(W) - 1:
            z[z < 0] = 0
            A.append(z)
        else:
            A.append(_softmax(z))
    return Z, A


def _fwd_sigmoid(X, W, b):
    Z, A = [], [X]
    for i in range(len(W)):
        Z.append(A[-1] @ W[i] + b[i])
        A.append(_softmax(Z[-1]) if i == len(W) - 1 else 1 / (1 + np.exp(-np.clip(Z[-1], -500, 500))))
    return Z, A


def _fwd_uses_X(X, W, b):
    Z, A = [], [X]
    for i in range(len(W)):
        inp = X if i == 0 else Z[i - 1]
        Z.append(inp @ W[i] + b[i])
        A.append(np.maximum(Z[i], 0) if i < len(W) - 1 else _softmax(Z[i]))
    return Z, A


def _fwd_global_max_underflow(X, W, b):
    Z, A = [], [X]
    for i in range(len(W)):
        z = A[-1] @ W[i] + b[i]
        Z.append(z)
        if i < len(W) - 1:
            A.append(z * (z > 0))
        else:
            with np.errstate(all="ignore"):
                e = np.exp(z - np.max(z))
                A.append(e / np.sum(e, axis=1, keepdims=True))
    return Z, A


def _fwd_swapped(X, W, b):
    A, Z = [X], []
    for i in range(len(W)):
        Z.append(A[-1] @ W[i] + b[i])
        A.append(np.maximum(Z[-1], 0) if i < len(W) - 1 else _softmax(Z[-1]))
    return A, Z


def _fwd_sum_of_all(X, W, b):
    Z, A = [], [X]
    for i in range(len(W)):
        Z.append(A[-1] @ W[i] + b[i])
        if i != len(W) - 1:
            A.append(np.maximum(Z[-1], 0))
    e = np.exp(Z[-1] - Z[-1].max(axis=1, keepdims=True))
    A.append(e / np.sum(e))
    return Z, A


def _fwd_right_pairs(X, W, b):
    pairs, a = [], X
    for V, c in zip(W, b, strict=True):
        z = np.einsum("ni,ij->nj", a, V) + c
        a = (z + np.abs(z)) / 2
        pairs.append((z, a))
    z = pairs[-1][0]
    log_sum = np.logaddexp.reduce(z, axis=1, keepdims=True)
    return [q[0] for q in pairs], [X, *(q[1] for q in pairs[:-1]), np.exp(z - log_sum)]


def _fwd_right_rows(X, W, b):
    Z, A = [], [X]
    for k, V in enumerate(W):
        Z.append(np.array([x @ V + b[k][0] for x in A[k]]).reshape(len(X), -1))
        A.append(np.where(Z[k] > 0, Z[k], 0))
    scores = (Z[-1].T - Z[-1].max(axis=1)).T
    A[-1] = np.stack([np.exp(s) / sum(np.exp(s)) for s in scores])
    return Z, A


def _fwd_right_ones(X, W, b):
    Z, A, last = [], [X], len(W) - 1
    for k in range(last + 1):
        Z.append(np.column_stack([A[k], np.ones(len(X))]) @ np.concatenate([W[k], b[k]]))
        A.append(Z[k].clip(min=0) if k < last else _softmax(Z[k]))
    return Z, A


FWD_WRONG = (
    Wrong(
        "forward",
        "relu before the softmax",
        _fwd_relu_last_too,
        "relu at the last layer, before the softmax.",
        r"relu.*(last|output|softmax)|(last|output|softmax).*relu",
    ),
    Wrong(
        "forward",
        "no shift",
        _fwd_no_shift,
        "exp overflows: the row's maximum is not subtracted.",
        r"overflow|nan|inf|subtract|largest|shift|finite",
    ),
    Wrong(
        "forward",
        "softmax over axis 0",
        _fwd_axis_zero,
        "The softmax goes down the columns.",
        r"axis|column|down|rows? (do|does|must|sum)",
    ),
    Wrong(
        "forward",
        "no bias in hidden layers",
        _fwd_no_bias_hidden,
        "b is left out in hidden layers.",
        r"bias|without b\b|\bb\b.*(missing|left out|not|forgot)|\+ b|hidden|Z\[0\]",
    ),
    Wrong(
        "forward",
        "relu in place",
        _fwd_relu_in_place,
        "Z is overwritten by relu.",
        r"in place|overwr|Z.*(relu|after|same as A|negative)|before (the|each|its) activation|copy",
    ),
    Wrong("forward", "sigmoid", _fwd_sigmoid, "Hidden layers are sigmoid.", r"sigmoid|relu|hidden|activation"),
    Wrong(
        "forward",
        "Z goes on",
        _fwd_uses_X,
        "The next layer gets Z instead of A.",
        r"Z (instead|in place|goes|is passed|was)|without (the )?(relu|activation)|relu|A\[1\]|Z\[1\]|Z\[0\] instead",
    ),
    Wrong(
        "forward",
        "one maximum for all",
        _fwd_global_max_underflow,
        "The batch's maximum is subtracted: rows underflow.",
        r"underflow|each row|row'?s|whole|batch|nan|0/0|finite|own (largest|max)|keepdims|axis",
    ),
    Wrong("forward", "returned A, Z", _fwd_swapped, "A and Z are swapped.", r"swap|order|exchang|Z, A|length|arrays"),
    Wrong(
        "forward",
        "sum of all",
        _fwd_sum_of_all,
        "The softmax divides by the sum of the whole batch.",
        r"whole|all rows|batch|each row|rows?.*sum|sum to 1|axis|sum",
    ),
)
FWD_RIGHT = (
    ("forward", "pairs and logaddexp", _fwd_right_pairs),
    ("forward", "row by row", _fwd_right_rows),
    ("forward", "a column of ones", _fwd_right_ones),
)


# --- gradients ---


def _up(X, W, b):
    """A right forward pass, for answers whose mistake is elsewhere."""
    Z, A = [], [X]
    for k in range(len(W)):
        Z.append(A[k] @ W[k] + b[k])
        A.append(np.maximum(Z[k], 0) if k < len(W) - 1 else _softmax(Z[k]))
    return Z, A


def _loss(Z, Y):
    """A right loss from the scores."""
    S = Z - Z.max(axis=1, keepdims=True)
    return float(np.sum(Y * (np.log(np.exp(S).sum(axis=1, keepdims=True)) - S)) / len(Y))


def _down(D, Z, A, W):
    """A right way down from D."""
    dW, db = [], []
    for k in range(len(W) - 1, -1, -1):
        dW.insert(0, A[k].T @ D)
        db.insert(0, D.sum(axis=0, keepdims=True))
        if k:
            D = (D @ W[k].T) * (Z[k - 1] > 0)
    return dW, db


def _grads_no_relu_slope(X, Y, W, b):
    Z, A = _up(X, W, b)
    D = (A[-1] - Y) / len(X)
    dW, db = [None] * len(W), [None] * len(W)
    for k in reversed(range(len(W))):
        dW[k] = A[k].T @ D
        db[k] = D.sum(axis=0, keepdims=True)
        D = D @ W[k].T
    return _loss(Z[-1], Y), dW, db


def _grads_relu_for_slope(X, Y, W, b):
    Z, A = _up(X, W, b)
    D = (A[-1] - Y) / len(X)
    dW, db = [None] * len(W), [None] * len(W)
    for k in reversed(range(len(W))):
        dW[k] = A[k].T @ D
        db[k] = D.sum(axis=0, keepdims=True)
        if k > 0:
            D = D @ W[k].T * np.maximum(Z[k - 1], 0)
    return _loss(Z[-1], Y), dW, db


def _grads_wrong_Z(X, Y, W, b):
    Z, A = _up(X, W, b)
    D = (A[-1] - Y) / len(X)
    dW, db = [None] * len(W), [None] * len(W)
    for k in reversed(range(len(W))):
        dW[k] = A[k].T @ D
        db[k] = D.sum(axis=0, keepdims=True)
        if k > 0:
            D = D @ W[k].T
            D[D < 0] = 0
    return _loss(Z[-1], Y), dW, db


def _grads_J_summed(X, Y, W, b):
    Z, A = _up(X, W, b)
    J = _loss(Z[-1], Y) * len(X)
    dW, db = _down((A[-1] - Y) / len(X), Z, A, W)
    return J, dW, db


def _grads_J_mean_over_all(X, Y, W, b):
    Z, A = _up(X, W, b)
    J = -np.mean(Y * np.log(A[-1] + 1e-12))
    dW, db = _down((A[-1] - Y) / len(X), Z, A, W)
    return J, dW, db


def _grads_log_zero(X, Y, W, b):
    Z, A = _up(X, W, b)
    with np.errstate(all="ignore"):
        J = -np.sum(Y * np.log(A[-1])) / len(X)
    dW, db = _down((A[-1] - Y) / len(X), Z, A, W)
    return J, dW, db


def _grads_no_mean(X, Y, W, b):
    Z, A = _up(X, W, b)
    dW, db = _down(A[-1] - Y, Z, A, W)
    return _loss(Z[-1], Y), dW, db


def _grads_db_mean(X, Y, W, b):
    Z, A = _up(X, W, b)
    D = (A[-1] - Y) / len(X)
    dW, db = [], []
    for k in reversed(range(len(W))):
        dW.append(A[k].T @ D)
        db.append(D.mean(axis=0, keepdims=True))
        if k > 0:
            D = (D @ W[k].T) * (Z[k - 1] > 0)
    return _loss(Z[-1], Y), dW[::-1], db[::-1]


def _grads_binary(X, Y, W, b):
    Z, A = _up(X, W, b)
    P = np.clip(A[-1], 1e-12, 1 - 1e-12)
    J = -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(X)
    dW, db = _down((A[-1] - Y) / len(X), Z, A, W)
    return J, dW, db


def _grads_softmax_slope(X, Y, W, b):
    Z, A = _up(X, W, b)
    P = A[-1]
    dW, db = _down((P - Y) * P * (1 - P) / len(X), Z, A, W)
    return _loss(Z[-1], Y), dW, db


def _grads_right_lists(X, Y, W, b):
    Z, A = _up(X, W, b)
    L = len(W)
    D = {L - 1: (A[L] - Y) / X.shape[0]}
    for k in range(L - 2, -1, -1):
        D[k] = np.where(Z[k] > 0, np.inner(D[k + 1], W[k + 1]), 0)
    J = -np.mean(np.log(np.maximum(A[L], 1e-300))[np.arange(len(Y)), Y.argmax(axis=1)])
    J = J if np.all(A[L] > 1e-300) else _loss(Z[-1], Y)
    return J, [A[k].T.dot(D[k]) for k in range(L)], [np.ones((1, len(X))) @ D[k] for k in range(L)]


def _grads_right_label(X, Y, W, b):
    Z, A = _up(X, W, b)
    rows, labels = np.arange(len(X)), np.argmax(Y, axis=1)
    J = np.mean(np.logaddexp.reduce(Z[-1], axis=1) - Z[-1][rows, labels])
    D = A[-1].copy()
    D[rows, labels] -= 1
    return np.float64(J), *_down(D / len(D), Z, A, W)


def _grads_right_masks(X, Y, W, b):
    Z, A = _up(X, W, b)
    D, dW, db = np.divide(A[-1] - Y, len(Y)), [], []
    for k in reversed(range(len(W))):
        dW = [np.tensordot(A[k], D, (0, 0)), *dW]
        db = [np.add.reduce(D, keepdims=True), *db]
        D = (W[k] @ D.T).T * np.sign(A[k].clip(0))
    return _loss(Z[-1], Y), dW, db


GRADS_WRONG = (
    Wrong(
        "gradients", "no relu slope", _grads_no_relu_slope, "relu's slope is left out.", r"relu|slope|z > 0|z < 0|Z\["
    ),
    Wrong(
        "gradients",
        "relu for its slope",
        _grads_relu_for_slope,
        "relu(z) instead of relu'(z).",
        r"relu\(|relu itself|instead of.*slope|slope|relu'",
    ),
    Wrong(
        "gradients",
        "negative D cut",
        _grads_wrong_Z,
        "The slope is taken by the sign of D instead of Z.",
        r"D (<|>)|sign of D|relu\(|negative (part|entries|gradient)|slope|relu|z > 0",
    ),
    Wrong(
        "gradients",
        "J is a sum",
        _grads_J_summed,
        "J is summed over the batch, not averaged.",
        r"\bJ\b.*(1/N|mean|sum|divid|N times)|mean",
    ),
    Wrong(
        "gradients",
        "J averaged over K too",
        _grads_J_mean_over_all,
        "J is divided by N K instead of N.",
        r"N ?\*? ?K|classes|columns|entries|1/K|K times|np\.mean|all",
    ),
    Wrong(
        "gradients",
        "log of 0",
        _grads_log_zero,
        "J is NaN where a probability is 0.",
        r"nan|inf|log\(?0|log 0|finite|rounded",
    ),
    Wrong(
        "gradients",
        "no mean in D",
        _grads_no_mean,
        "1/N is missing in all gradients.",
        r"1/N|mean|sum|divid|N times|batch",
    ),
    Wrong(
        "gradients",
        "db is a mean",
        _grads_db_mean,
        "db is the mean over the rows of D, so 1/N is in it twice.",
        r"\bdb\b|1/N",
    ),
    Wrong(
        "gradients",
        "binary cross-entropy",
        _grads_binary,
        "J has the (1 - y) log(1 - p) of the binary loss.",
        r"binary|1 - y|1 - p|\bJ\b.*only|only.*\bJ\b|gradients are right",
    ),
    Wrong(
        "gradients",
        "p(1 - p) at the output",
        _grads_softmax_slope,
        "p(1 - p) is multiplied on, as for mse.",
        r"p ?\(1 ?- ?p\)|P \* \(1 - P\)|slope|output|softmax",
    ),
)
GRADS_RIGHT = (
    ("gradients", "D in a dictionary", _grads_right_lists),
    ("gradients", "labels picked", _grads_right_label),
    ("gradients", "sign as a mask", _grads_right_masks),
)


# --- train_epoch ---


def _epoch_no_order(gradients, X, Y, W, b, order, batch_size, learning_rate):
    total = 0
    for start in range(0, len(X), batch_size):
        Xb, Yb = X[start : start + batch_size], Y[start : start + batch_size]
        J, dW, db = gradients(Xb, Yb, W, b)
        total += J * len(Xb)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [c - learning_rate * g for c, g in zip(b, db, strict=True)]
    return total / len(X), W, b


def _epoch_Y_not_shuffled(gradients, X, Y, W, b, order, batch_size, learning_rate):
    X = X[order]
    total = 0
    for i in range(0, len(X), batch_size):
        J, dW, db = gradients(X[i : i + batch_size], Y[i : i + batch_size], W, b)
        total += J * len(X[i : i + batch_size]) / len(X)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [c - learning_rate * g for c, g in zip(b, db, strict=True)]
    return total, W, b


def _epoch_drops_last(gradients, X, Y, W, b, order, batch_size, learning_rate):
    total, N = 0, len(X)
    for i in range(N // batch_size):
        rows = order[i * batch_size : (i + 1) * batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        total += J * len(rows)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [c - learning_rate * g for c, g in zip(b, db, strict=True)]
    return total / N, W, b


def _epoch_plain_mean(gradients, X, Y, W, b, order, batch_size, learning_rate):
    losses = []
    for i in range(0, len(X), batch_size):
        rows = order[i : i + batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        losses.append(J)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [c - learning_rate * g for c, g in zip(b, db, strict=True)]
    return np.mean(losses), W, b


def _epoch_in_place(gradients, X, Y, W, b, order, batch_size, learning_rate):
    total = 0
    for i in range(0, len(X), batch_size):
        rows = order[i : i + batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        total += J * len(rows)
        for k in range(len(W)):
            W[k] -= learning_rate * dW[k]
            b[k] -= learning_rate * db[k]
    return total / len(X), W, b


def _epoch_start_weights(gradients, X, Y, W, b, order, batch_size, learning_rate):
    new_W, new_b = [w.copy() for w in W], [c.copy() for c in b]
    total = 0
    for i in range(0, len(X), batch_size):
        rows = order[i : i + batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        total += J * len(rows)
        for k in range(len(W)):
            new_W[k] -= learning_rate * dW[k]
            new_b[k] -= learning_rate * db[k]
    return total / len(X), new_W, new_b


def _epoch_last_J(gradients, X, Y, W, b, order, batch_size, learning_rate):
    for i in range(0, len(X), batch_size):
        rows = order[i : i + batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [c - learning_rate * g for c, g in zip(b, db, strict=True)]
    return J, W, b


def _epoch_loss_at_end(gradients, X, Y, W, b, order, batch_size, learning_rate):
    for i in range(0, len(X), batch_size):
        rows = order[i : i + batch_size]
        _, dW, db = gradients(X[rows], Y[rows], W, b)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [c - learning_rate * g for c, g in zip(b, db, strict=True)]
    J, _, _ = gradients(X, Y, W, b)
    return J, W, b


def _epoch_divides_again(gradients, X, Y, W, b, order, batch_size, learning_rate):
    total = 0
    for i in range(0, len(X), batch_size):
        rows = order[i : i + batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        total += J * len(rows)
        W = [w - learning_rate / len(rows) * g for w, g in zip(W, dW, strict=True)]
        b = [c - learning_rate / len(rows) * g for c, g in zip(b, db, strict=True)]
    return total / len(X), W, b


def _epoch_batch_size_rows(gradients, X, Y, W, b, order, batch_size, learning_rate):
    J_sum = 0
    for i in range(0, len(X), batch_size):
        rows = order[i : i + batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        J_sum += J * batch_size
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [c - learning_rate * g for c, g in zip(b, db, strict=True)]
    return J_sum / len(X), W, b


def _epoch_right_split(gradients, X, Y, W, b, order, batch_size, learning_rate):
    losses, sizes = [], []
    for rows in np.split(order, range(batch_size, len(order), batch_size)):
        J, *slopes = gradients(np.take(X, rows, axis=0), np.take(Y, rows, axis=0), W, b)
        W, b = (
            [v - learning_rate * g for v, g in zip(vs, gs, strict=True)] for vs, gs in zip((W, b), slopes, strict=True)
        )
        losses.append(J)
        sizes.append(len(rows))
    return np.average(losses, weights=sizes), W, b


def _epoch_right_while(gradients, X, Y, W, b, order, batch_size, learning_rate):
    W, b = [w.copy() for w in W], [c.copy() for c in b]
    todo, J_mean = list(order), 0.0
    while todo:
        rows, todo = todo[:batch_size], todo[batch_size:]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        J_mean += float(J) * (len(rows) / len(X))
        for v, g in zip(W + b, dW + db, strict=True):
            v -= learning_rate * g
    return J_mean, W, b


def _epoch_right_recursive(gradients, X, Y, W, b, order, batch_size, learning_rate):
    if len(order) == 0:
        return 0.0, list(W), list(b)
    rows = order[:batch_size]
    J, dW, db = gradients(X[rows], Y[rows], W, b)
    W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
    b = [c - learning_rate * g for c, g in zip(b, db, strict=True)]
    rest, W, b = _epoch_right_recursive(gradients, X, Y, W, b, order[batch_size:], batch_size, learning_rate)
    n = len(order)
    return (J * len(rows) + rest * (n - len(rows))) / n, W, b


EPOCH_WRONG = (
    Wrong("train_epoch", "order ignored", _epoch_no_order, "order is not used.", r"order|shuffl"),
    Wrong(
        "train_epoch",
        "Y not shuffled",
        _epoch_Y_not_shuffled,
        "X is shuffled, Y is not.",
        r"\bY\b.*(order|shuffl|rows|not)|targets|labels|belong|match",
    ),
    Wrong(
        "train_epoch",
        "last batch dropped",
        _epoch_drops_last,
        "The smaller last batch is left out.",
        r"last batch|smaller|remain|divi\w+ evenly|left out|rest|incomplete",
    ),
    Wrong(
        "train_epoch",
        "plain mean of J",
        _epoch_plain_mean,
        "The mean over batches is not weighted by rows.",
        r"weight(ed)? by|rows|smaller|weigh|mean (of|over) (the )?batch",
    ),
    Wrong(
        "train_epoch",
        "in place",
        _epoch_in_place,
        "The given arrays are overwritten.",
        r"in place|overwr|given|modif|chang|-=|caller",
    ),
    Wrong(
        "train_epoch",
        "gradients at the start",
        _epoch_start_weights,
        "All batches use the start weights.",
        r"start|new W|old|every batch|each batch|same W|first W|given W|not updated",
    ),
    Wrong(
        "train_epoch", "the last J", _epoch_last_J, "Returns the J of the last batch.", r"last batch|\bJ\b.*last|last J"
    ),
    Wrong(
        "train_epoch",
        "J after the epoch",
        _epoch_loss_at_end,
        "J is that of the end, not of each batch before its step.",
        r"after|before (its|the|each) step|end of|final|new W",
    ),
    Wrong(
        "train_epoch",
        "divided by rows again",
        _epoch_divides_again,
        "The step is divided by the batch's rows.",
        r"divid|1/N|rows|batch_size|too (small|short)|mean",
    ),
    Wrong(
        "train_epoch",
        "batch_size for rows",
        _epoch_batch_size_rows,
        "J is weighted by batch_size, also in the last batch.",
        r"batch_size|last batch|smaller|weight|rows",
    ),
)
EPOCH_RIGHT = (
    ("train_epoch", "np.split and np.average", _epoch_right_split),
    ("train_epoch", "while, copies in place", _epoch_right_while),
    ("train_epoch", "recursive", _epoch_right_recursive),
)


# --- accuracy ---


def _acc_axis_zero(P, y):
    guess = np.argmax(P, axis=0)
    n = min(len(guess), len(y))
    return np.sum(guess[:n] == y[:n]) / len(y)


def _acc_max(P, y):
    return np.mean(np.max(P, axis=1) == y)


def _acc_error_rate(P, y):
    p = np.argmax(P, axis=1)
    return np.mean(p != y)


def _acc_count(P, y):
    right = 0
    for i in range(len(y)):
        if np.argmax(P[i]) == y[i]:
            right += 1
    return right


def _acc_threshold(P, y):
    right = 0
    for i in range(len(y)):
        if P[i, y[i]] > 0.5:
            right += 1
    return right / len(y)


def _acc_mean_probability(P, y):
    return np.mean(P[np.arange(len(y)), y])


def _acc_percent(P, y):
    return 100 * np.mean(P.argmax(axis=1) == y)


def _acc_early_return(P, y):
    correct = 0
    for row, label in zip(P, y, strict=True):
        if row.argmax() == label:
            correct += 1
        return correct / len(y)


def _acc_one_based(P, y):
    return np.mean(np.argmax(P, axis=1) + 1 == y)


def _acc_integer_division(P, y):
    correct = int(np.sum(P.argmax(axis=1) == y))
    return correct // len(y)


def _acc_over_K(P, y):
    return np.sum(np.argmax(P, axis=1) == y) / P.shape[1]


def _acc_right_sort(P, y):
    return float((np.argsort(-P, axis=1, kind="stable")[:, 0] == y).sum()) / len(P)


def _acc_right_error(P, y):
    return 1 - np.count_nonzero(P.argmax(1) - y) / len(y)


def _acc_right_lists(P, y):
    return sum(list(row).index(max(row)) == t for row, t in zip(P.tolist(), y.tolist(), strict=True)) / len(y)


ACC_WRONG = (
    Wrong("accuracy", "axis 0", _acc_axis_zero, "argmax down the columns.", r"axis|column"),
    Wrong(
        "accuracy",
        "max for argmax",
        _acc_max,
        "np.max instead of argmax.",
        r"argmax|np\.max|largest.*(itself|value)|where|always 0",
    ),
    Wrong("accuracy", "error rate", _acc_error_rate, "The share of wrong ones.", r"wrong|error|1 - |opposite|!="),
    Wrong(
        "accuracy",
        "a count",
        _acc_count,
        "The number of right rows, not their share.",
        r"count|number of|share|divid|1/N|mean",
    ),
    Wrong(
        "accuracy",
        "above a half",
        _acc_threshold,
        "Counts a row only if the true class has more than 0.5.",
        r"0\.5|half|thresh|how large|more than",
    ),
    Wrong(
        "accuracy",
        "mean probability",
        _acc_mean_probability,
        "The mean probability of the true class.",
        r"probabilit|how large|sure",
    ),
    Wrong("accuracy", "percent", _acc_percent, "In percent.", r"percent|100|0 to 1|%"),
    Wrong(
        "accuracy",
        "return in the loop",
        _acc_early_return,
        "Returns after the first row.",
        r"first (row|sample)|loop|only|row 0",
    ),
    Wrong(
        "accuracy",
        "counted from 1",
        _acc_one_based,
        "Classes are counted from 1.",
        r"from 1|\+ ?1|from 0|shift|off by one|one (too|more|higher)",
    ),
    Wrong(
        "accuracy",
        "integer division",
        _acc_integer_division,
        "// cuts the share to 0.",
        r"//|integer|whole number|floor|cut|round",
    ),
    Wrong(
        "accuracy",
        "divided by K",
        _acc_over_K,
        "Divided by the number of classes.",
        r"classes|columns|\bK\b|shape\[1\]|rows",
    ),
)
ACC_RIGHT = (
    ("accuracy", "sorted", _acc_right_sort),
    ("accuracy", "one minus the errors", _acc_right_error),
    ("accuracy", "Python lists", _acc_right_lists),
)


# --- confusion_matrix ---


def _conf_transposed(y, p, K):
    C = np.zeros((K, K), dtype=int)
    for i in range(len(y)):
        C[p[i], y[i]] += 1
    return C


def _conf_fancy(y, p, K):
    C = np.zeros((K, K))
    C[y, p] += 1
    return C


def _conf_K_from_data(y, p, K):
    K = max(y.max(), p.max()) + 1
    C = np.zeros((K, K), dtype=int)
    for t, q in zip(y, p, strict=True):
        C[t, q] += 1
    return C


def _conf_present_classes(y, p, K):
    C = np.zeros((K, K), dtype=int)
    classes = np.unique(y)
    for i, c in enumerate(classes):
        for j in range(K):
            C[i, j] = np.sum((y == c) & (p == j))
    return C


def _conf_errors_only(y, p, K):
    C = np.zeros((K, K), dtype=int)
    for t, q in zip(y, p, strict=True):
        if t != q:
            C[t, q] += 1
    return C


def _conf_shares(y, p, K):
    C = np.zeros((K, K))
    for i in range(len(y)):
        C[y[i], p[i]] += 1
    return C / np.maximum(C.sum(axis=1, keepdims=True), 1)


def _conf_symmetric(y, p, K):
    C = np.zeros((K, K), dtype=int)
    for t, q in zip(y, p, strict=True):
        C[t, q] += 1
        if t != q:
            C[q, t] += 1
    return C


def _conf_or(y, p, K):
    C = np.zeros((K, K), dtype=int)
    for i in range(K):
        for j in range(K):
            C[i, j] = np.sum(y == i) * np.sum(p == j)
    return C


def _conf_from_one(y, p, K):
    C = np.zeros((K, K), dtype=int)
    for i in range(1, len(y)):
        C[y[i], p[i]] += 1
    return C


def _conf_one_size(y, p, K):
    C = np.zeros((10, 10), dtype=int)
    for t, q in zip(y, p, strict=True):
        C[t, q] += 1
    return C


def _conf_right_one_hot(y, p, K):
    return (np.eye(K)[y]).T @ np.eye(K)[p]


def _conf_right_add_at(y, p, K):
    C = np.zeros((K, K), dtype=np.int64)
    np.add.at(C, (y, p), 1)
    return C


def _conf_right_counter(y, p, K):
    counts = Counter(zip(y.tolist(), p.tolist(), strict=True))
    return np.array([[counts[i, j] for j in range(K)] for i in range(K)])


def _conf_right_histogram(y, p, K):
    return np.histogram2d(y, p, bins=[np.arange(K + 1) - 0.5] * 2)[0]


CONF_WRONG = (
    Wrong(
        "confusion_matrix",
        "transposed",
        _conf_transposed,
        "Rows and columns are exchanged.",
        r"transpos|swap|exchang|row.*column",
    ),
    Wrong(
        "confusion_matrix",
        "C[y, p] += 1",
        _conf_fancy,
        "Repeated pairs are counted once.",
        r"once|repeat|same (box|pair)|add\.at|twice|more than 1|several|C\[y, p\]|0 (and|or) 1",
    ),
    Wrong(
        "confusion_matrix",
        "K from the data",
        _conf_K_from_data,
        "The size comes from the largest label, not from K.",
        r"shape|size|never occur|absent|largest (label|class)|\(K, K\)",
    ),
    Wrong(
        "confusion_matrix",
        "classes that occur",
        _conf_present_classes,
        "Rows are numbered among the classes that occur.",
        r"occur|absent|missing class|present|empty class|every class|unique",
    ),
    Wrong(
        "confusion_matrix",
        "errors only",
        _conf_errors_only,
        "The diagonal stays zero.",
        r"diagonal|right (ones|samples|predictions|answers)|correct",
    ),
    Wrong(
        "confusion_matrix", "shares", _conf_shares, "Each row is divided by its sum.", r"share|divi|sum|counts|normal"
    ),
    Wrong(
        "confusion_matrix",
        "symmetric",
        _conf_symmetric,
        "Each error is counted in both boxes.",
        r"symmetr|twice|both|off.diagonal|transpos",
    ),
    Wrong(
        "confusion_matrix",
        "product of counts",
        _conf_or,
        "Products of the separate counts instead of joint counts.",
        r"product|separate|together|joint|both|at the same|too (many|large)|more than|sum|total|add up|& ",
    ),
    Wrong(
        "confusion_matrix",
        "row 0 left out",
        _conf_from_one,
        "The first sample is not counted.",
        r"first (sample|row)|sample 0|row 0|one (sample )?(too few|less|missing|fewer)|(sum|total|counts).*(N|\d+)",
    ),
    Wrong("confusion_matrix", "always 10", _conf_one_size, "10 classes are written in.", r"shape|\b10\b|size"),
)
CONF_RIGHT = (
    ("confusion_matrix", "product of one-hots", _conf_right_one_hot),
    ("confusion_matrix", "add.at", _conf_right_add_at),
    ("confusion_matrix", "Counter", _conf_right_counter),
    ("confusion_matrix", "two-dimensional histogram", _conf_right_histogram),
)


# --- most_confident_errors ---


def _sure_ascending(P, y, k):
    wrong = np.where(np.argmax(P, axis=1) != y)[0]
    conf = P[wrong].max(axis=1)
    return wrong[np.argsort(conf)][:k]


def _sure_positions(P, y, k):
    wrong = np.where(np.argmax(P, axis=1) != y)[0]
    conf = P[wrong].max(axis=1)
    return np.argsort(-conf)[:k]


def _sure_all_rows(P, y, k):
    conf = np.max(P, axis=1)
    order = np.argsort(conf)[::-1]
    return order[:k]


def _sure_cut_first(P, y, k):
    order = np.argsort(-P.max(axis=1))[:k]
    return np.array([i for i in order if P[i].argmax() != y[i]], dtype=int)


def _sure_true_class(P, y, k):
    wrong = np.flatnonzero(P.argmax(axis=1) != y)
    p_true = P[wrong, y[wrong]]
    return wrong[np.argsort(p_true)][:k]


def _sure_right_ones(P, y, k):
    rows = np.where(P.argmax(axis=1) == y)[0]
    return rows[np.argsort(-P[rows].max(axis=1))][:k]


def _sure_in_row_order(P, y, k):
    wrong = np.where(P.argmax(axis=1) != y)[0]
    return wrong[:k]


def _sure_last_k(P, y, k):
    wrong = np.where(P.argmax(axis=1) != y)[0]
    conf = P[wrong].max(axis=1)
    return wrong[np.argsort(conf)[-k:]]


def _sure_probabilities(P, y, k):
    conf = []
    for i in range(len(y)):
        if np.argmax(P[i]) != y[i]:
            conf.append(np.max(P[i]))
    return np.array(sorted(conf, reverse=True)[:k])


def _sure_masked_padding(P, y, k):
    conf = P.max(axis=1) * (P.argmax(axis=1) != y)
    return np.argsort(-conf)[:k]


def _sure_right_pairs(P, y, k):
    errors = [(-max(row), i) for i, row in enumerate(P.tolist()) if row.index(max(row)) != y[i]]
    return np.array([i for _, i in sorted(errors)[:k]], dtype=int)


def _sure_right_masked(P, y, k):
    conf = np.where(P.argmax(axis=1) == y, -np.inf, P.max(axis=1))
    order = np.argsort(-conf, kind="stable")
    return order[: min(k, np.isfinite(conf).sum())]


def _sure_right_pick(P, y, k):
    guess, rows = P.argmax(1), []
    conf = P[np.arange(len(P)), guess].astype(float)
    conf[guess == y] = -1
    while len(rows) < k and conf.max() >= 0:
        rows.append(conf.argmax())
        conf[rows[-1]] = -1
    return np.array(rows, dtype=np.intp)


SURE_WRONG = (
    Wrong(
        "most_confident_errors",
        "ascending",
        _sure_ascending,
        "The least confident errors, first.",
        r"least|ascending|descending|smallest|revers|order|other end",
    ),
    Wrong(
        "most_confident_errors",
        "places among the errors",
        _sure_positions,
        "Places within the list of errors, not row numbers.",
        r"row numbers|place|position|index(es)? (in|into|within|among)|among the errors|number\w* of P|translate",
    ),
    Wrong(
        "most_confident_errors",
        "all rows",
        _sure_all_rows,
        "Right predictions are not left out.",
        r"right (ones|predictions|rows)|not (an error|wrong)|correct|only.*wrong|all rows|(is|are|were) right",
    ),
    Wrong(
        "most_confident_errors",
        "k before the errors",
        _sure_cut_first,
        "Takes the k surest rows, then the errors among them.",
        r"too few|fewer|first.*then|before|cut|after|among|\[:k\]",
    ),
    Wrong(
        "most_confident_errors",
        "by the true class",
        _sure_true_class,
        "Sorted by how small the true class's probability is.",
        r"true\*? class|largest probability|true label|P\[.*y",
    ),
    Wrong("most_confident_errors", "right ones", _sure_right_ones, "== instead of !=.", r"right|correct|==|!="),
    Wrong(
        "most_confident_errors",
        "not sorted",
        _sure_in_row_order,
        "The first k errors, in the order of the rows.",
        r"sort|row order|order of|first k|confiden|not by",
    ),
    Wrong(
        "most_confident_errors",
        "last k, not reversed",
        _sure_last_k,
        "The right rows, but the most confident one last.",
        r"revers|order|last|ascending|first",
    ),
    Wrong(
        "most_confident_errors",
        "probabilities",
        _sure_probabilities,
        "The probabilities are returned, not the rows.",
        r"probabilit.*(row|instead|not)|row numbers|whole number|int|dtype",
    ),
    Wrong(
        "most_confident_errors",
        "padded",
        _sure_masked_padding,
        "With fewer errors than k, right rows fill the list up.",
        r"fewer|fill|pad|right (rows|predictions|ones)|not (wrong|an error)|too many|more rows|(is|are) right|correct",
    ),
)
SURE_RIGHT = (
    ("most_confident_errors", "sorted pairs", _sure_right_pairs),
    ("most_confident_errors", "right ones at minus infinity", _sure_right_masked),
    ("most_confident_errors", "one after the other", _sure_right_pick),
)

WRONG: tuple[Wrong, ...] = (*FWD_WRONG, *GRADS_WRONG, *EPOCH_WRONG, *ACC_WRONG, *CONF_WRONG, *SURE_WRONG)
RIGHT: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    *FWD_RIGHT,
    *GRADS_RIGHT,
    *EPOCH_RIGHT,
    *ACC_RIGHT,
    *CONF_RIGHT,
    *SURE_RIGHT,
)
