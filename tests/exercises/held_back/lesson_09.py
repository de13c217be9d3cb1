"""Wrong and right answers to the exercises of lesson 09, written after the diagnosis and without sight of it: for
measuring, never for tuning."""

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
from answers import Wrong

# --- loss_delta ---


def _delta_same_for_both(P, Y, loss):
    N = P.shape[0]
    D = (P - Y) / N
    return D


def _delta_swapped(P, Y, loss):
    if loss == "mse":
        return (P - Y) / len(P)
    return (P - Y) * P * (1 - P) / len(P)


def _delta_chain_divides(P, Y, loss):
    N = len(P)
    if loss == "bce":
        with np.errstate(all="ignore"):
            dP = -(Y / P - (1 - Y) / (1 - P)) / N
        return dP * P * (1 - P)
    return (P - Y) / N * P * (1 - P)


def _delta_all_entries(P, Y, loss):
    D = (P - Y) / P.size
    if loss == "mse":
        D = D * P * (1 - P)
    return D


def _delta_mse_factor_two(P, Y, loss):
    N = P.shape[0]
    if loss == "bce":
        return (P - Y) / N
    elif loss == "mse":
        return 2 * (P - Y) * P * (1 - P) / N


def _delta_mse_without_mean(P, Y, loss):
    D = (P - Y) / P.shape[0]
    if loss == "mse":
        D = (P - Y) * P * (1 - P)
    return D


def _delta_tanh_slope(P, Y, loss):
    N = P.shape[0]
    if loss == "mse":
        return (P - Y) * (1 - P**2) / N
    return (P - Y) / N


def _delta_summed(P, Y, loss):
    D = P - Y
    if loss == "mse":
        D *= P * (1 - P)
    return np.tile(D.mean(axis=0), (len(P), 1)) / len(P)


def _delta_epsilon(P, Y, loss):
    eps = 1e-2
    P = np.clip(P, eps, 1 - eps)
    dP = P - Y
    if loss == "bce":
        dP = dP / (P * (1 - P))
    return dP * P * (1 - P) / len(P)


def _delta_n_is_columns(P, Y, loss):
    N = P.shape[1]
    D = (P - Y) / N
    if loss == "mse":
        return D * (P * (1 - P))
    return D


def _delta_right_power(P, Y, loss):
    return (P - Y) * (P - P * P) ** {"bce": 0, "mse": 1}[loss] / len(Y)


def _delta_right_split(P, Y, loss):
    D = (1 - Y) * P - Y * (1 - P)
    slope = np.ones(P.shape) if loss == "bce" else 0.25 - (P - 0.5) ** 2
    return np.multiply(D, slope) * (1.0 / P.shape[0])


def _delta_right_rows(P, Y, loss):
    rows = []
    for p, y in zip(P, Y, strict=True):
        rows.append([(a - t) / len(P) * (a * (1 - a) if loss == "mse" else 1) for a, t in zip(p, y, strict=True)])
    return np.array(rows)


_SLOPE = r"slope|p ?\(1 ?- ?p\)|p \* \(1 - p\)|sigmoid'|σ'|dp/dz"
DELTA_WRONG = (
    Wrong(
        "loss_delta",
        "same for both",
        _delta_same_for_both,
        "The slope p(1 - p) is missing for mse.",
        _SLOPE + r"|only.*mse|bce is right",
    ),
    Wrong(
        "loss_delta", "losses swapped", _delta_swapped, "bce and mse are exchanged.", r"swap|exchang|other loss|mixed"
    ),
    Wrong(
        "loss_delta",
        "divides by p",
        _delta_chain_divides,
        "NaN for bce where p is exactly 0 or 1.",
        r"nan|exactly|divi.*(0|zero)|0/0|p = 0|finite|0 or 1",
    ),
    Wrong(
        "loss_delta",
        "divided by all entries",
        _delta_all_entries,
        "Divided by N K instead of N.",
        r"N ?\*? ?K|outputs|columns|size|number of entries|1/K|K times|all entries",
    ),
    Wrong(
        "loss_delta",
        "factor 2 in mse",
        _delta_mse_factor_two,
        "The 1/2 of the mse is forgotten: twice too large.",
        r"1/2|factor (of )?2|twice|half|½|2 times|double",
    ),
    Wrong(
        "loss_delta",
        "mse without mean",
        _delta_mse_without_mean,
        "1/N is missing for mse only.",
        r"1/N|mean|divid|N times|batch has",
    ),
    Wrong(
        "loss_delta",
        "tanh's slope",
        _delta_tanh_slope,
        "The slope of tanh, 1 - p^2, instead of p(1 - p).",
        r"tanh|1 - p\^2|1 - p²|1 - p\*\*2|" + _SLOPE,
    ),
    Wrong(
        "loss_delta",
        "averaged over rows",
        _delta_summed,
        "Every row is the mean over the rows.",
        r"every row|each row|same row|rows.*(same|equal|alike)|averag|mean|per sample|each sample",
    ),
    Wrong(
        "loss_delta",
        "coarse clip",
        _delta_epsilon,
        "P is clipped at 0.01, so D is wrong near 0 and 1.",
        r"clip|eps|exactly|near|close|0 or 1|0 and 1|round",
    ),
    Wrong(
        "loss_delta",
        "N is K",
        _delta_n_is_columns,
        "Divided by K (shape[1]) instead of N.",
        r"shape\[1\]|columns|outputs|by K|K instead|N/K|1/N|number of samples",
    ),
)
DELTA_RIGHT = (
    ("loss_delta", "slope to a power", _delta_right_power),
    ("loss_delta", "split by target", _delta_right_split),
    ("loss_delta", "rows in a list", _delta_right_rows),
)


# --- dense_backward ---


def _dense_extra_mean(D, A_prev, W):
    N = D.shape[0]
    dW = A_prev.T @ D / N
    db = np.sum(D, axis=0, keepdims=True) / N
    dA_prev = D @ W.T
    return dW, db, dA_prev


def _dense_db_mean(D, A_prev, W):
    dW = np.dot(A_prev.T, D)
    db = np.mean(D, axis=0, keepdims=True)
    dA_prev = np.dot(D, W.T)
    return dW, db, dA_prev


def _dense_no_keepdims(D, A_prev, W):
    return A_prev.T @ D, D.sum(axis=0), D @ W.T


def _dense_wrong_axis(D, A_prev, W):
    dW = A_prev.T @ D
    db = np.sum(D, axis=1, keepdims=True)
    return dW, db, D @ W.T


def _dense_dW_transposed(D, A_prev, W):
    dW = D.T @ A_prev
    db = D.sum(axis=0, keepdims=True)
    dA = D @ W.T
    return dW, db, dA


def _dense_tanh_inside(D, A_prev, W):
    dW = A_prev.T @ D
    db = D.sum(axis=0, keepdims=True)
    dA_prev = (D @ W.T) * (1 - A_prev**2)
    return dW, db, dA_prev


def _dense_loop_misses_row(D, A_prev, W):
    N = len(D)
    dW = np.zeros(W.shape)
    db = np.zeros((1, W.shape[1]))
    for n in range(1, N):
        dW += np.outer(A_prev[n], D[n])
        db += D[n]
    return dW, db, D @ W.T


def _dense_updated_W(D, A_prev, W):
    dW = A_prev.T @ D
    W = W - dW
    db = D.sum(axis=0, keepdims=True)
    dA_prev = D @ W.T
    return dW, db, dA_prev


def _dense_total_db(D, A_prev, W):
    db = np.zeros((1, D.shape[1]))
    db += np.sum(D)
    return A_prev.T @ D, db, D @ W.T


def _dense_order(D, A_prev, W):
    dA_prev = D @ W.T
    dW = A_prev.T @ D
    db = D.sum(axis=0, keepdims=True)
    return dA_prev, dW, db


def _dense_right_outer(D, A_prev, W):
    dW = reduce(np.add, (np.outer(a, d) for a, d in zip(A_prev, D, strict=True)))
    return dW, reduce(np.add, D)[None, :], np.vstack([W @ d for d in D])


def _dense_right_ones(D, A_prev, W):
    both = np.hstack([A_prev, np.ones((len(D), 1))]).T @ D
    return both[:-1], both[-1:], (W @ D.T).T


def _dense_right_tensordot(D, A_prev, W):
    dW = np.tensordot(A_prev, D, axes=(0, 0))
    return dW, np.add.reduce(D, axis=0, keepdims=True), np.inner(D, W)


DENSE_WRONG = (
    Wrong(
        "dense_backward",
        "mean once more",
        _dense_extra_mean,
        "dW and db are divided by N, which D already is.",
        r"1/N|mean|by N\b|divid|N times|already|too small",
    ),
    Wrong(
        "dense_backward",
        "db is a mean",
        _dense_db_mean,
        "db is the mean of the rows, not their sum.",
        r"\bdb\b.*(mean|1/N|sum|by N)|mean|1/N",
    ),
    Wrong("dense_backward", "no keepdims", _dense_no_keepdims, "db has shape (n_out,).", r"keepdims|shape"),
    Wrong(
        "dense_backward", "wrong axis", _dense_wrong_axis, "db sums over the wrong axis.", r"axis|\bdb\b.*shape|columns"
    ),
    Wrong(
        "dense_backward",
        "dW transposed",
        _dense_dW_transposed,
        "dW is transposed.",
        r"transpos|\bdW\b.*shape|\.T\b|order",
    ),
    Wrong(
        "dense_backward",
        "tanh inside",
        _dense_tanh_inside,
        "dA_prev has tanh's slope in it already.",
        r"tanh|slope|1 - A|f'|only.*dA_prev|dA_prev.*(wrong|differ|contains|has|too)",
    ),
    Wrong(
        "dense_backward",
        "row 0 left out",
        _dense_loop_misses_row,
        "The first sample is left out of dW and db.",
        r"first (row|sample)|row 0|sample 0",
    ),
    Wrong(
        "dense_backward",
        "W updated first",
        _dense_updated_W,
        "dA_prev uses W - dW instead of W.",
        r"updat|W - dW|new W|In `dA_prev`|dA_prev.*(wrong|differ|alone|only)|only.*dA_prev|old W|before",
    ),
    Wrong(
        "dense_backward",
        "db is the total",
        _dense_total_db,
        "db is the sum of all entries of D, in every column.",
        r"axis|all entries|total|every (column|entry)|same (number|value)|\bdb\b.*(sum|column)",
    ),
    Wrong("dense_backward", "wrong order", _dense_order, "Returned as dA_prev, dW, db.", r"order|swap|shape"),
)
DENSE_RIGHT = (
    ("dense_backward", "outer products", _dense_right_outer),
    ("dense_backward", "a column of ones", _dense_right_ones),
    ("dense_backward", "tensordot", _dense_right_tensordot),
)


# --- backward ---


def _back_no_slope(Z, A, W, Y):
    dW, db = [], []
    D = (A[-1] - Y) / len(Y)
    for layer in reversed(range(len(W))):
        dW.insert(0, A[layer].T @ D)
        db.insert(0, D.sum(axis=0, keepdims=True))
        D = D @ W[layer].T
    return dW, db


def _back_sigmoid_hidden(Z, A, W, Y):
    L = len(W)
    dW, db = [None] * L, [None] * L
    D = (A[L] - Y) / len(Y)
    for k in range(L - 1, -1, -1):
        dW[k] = A[k].T @ D
        db[k] = np.sum(D, axis=0, keepdims=True)
        if k > 0:
            D = (D @ W[k].T) * A[k] * (1 - A[k])
    return dW, db


def _back_slope_of_A(Z, A, W, Y):
    L = len(W)
    dW, db = [None] * L, [None] * L
    D = (A[-1] - Y) / Y.shape[0]
    for k in range(L - 1, -1, -1):
        dW[k] = A[k].T @ D
        db[k] = D.sum(axis=0, keepdims=True)
        if k > 0:
            D = (D @ W[k].T) * (1 - np.tanh(A[k]) ** 2)
    return dW, db


def _back_reversed(Z, A, W, Y):
    dW, db = [], []
    D = (A[-1] - Y) / len(Y)
    for layer in range(len(W) - 1, -1, -1):
        dW.append(A[layer].T @ D)
        db.append(D.sum(axis=0, keepdims=True))
        if layer > 0:
            D = (D @ W[layer].T) * (1 - A[layer] ** 2)
    return dW, db


def _back_mean_every_layer(Z, A, W, Y):
    N = len(Y)
    dW, db = [0] * len(W), [0] * len(W)
    D = (A[-1] - Y) / N
    for k in range(len(W) - 1, -1, -1):
        dW[k] = A[k].T @ D / N
        db[k] = D.sum(axis=0, keepdims=True) / N
        if k > 0:
            D = (D @ W[k].T) * (1 - A[k] ** 2)
    return dW, db


def _back_bias_before_slope(Z, A, W, Y):
    L = len(W)
    dW, db = [None] * L, [None] * L
    D = (A[-1] - Y) / len(Y)
    dW[-1] = A[-2].T @ D
    db[-1] = D.sum(axis=0, keepdims=True)
    for k in range(L - 2, -1, -1):
        D = D @ W[k + 1].T
        db[k] = D.sum(axis=0, keepdims=True)
        D = D * (1 - np.tanh(Z[k]) ** 2)
        dW[k] = A[k].T @ D
    return dW, db


def _back_two_layers(Z, A, W, Y):
    D1 = (A[-1] - Y) / len(Y)
    dW1 = A[-2].T @ D1
    db1 = D1.sum(axis=0, keepdims=True)
    dW, db = [np.zeros_like(V) for V in W], [np.zeros((1, V.shape[1])) for V in W]
    dW[-1], db[-1] = dW1, db1
    if len(W) > 1:
        D0 = D1 @ W[-1].T * (1 - A[-2] ** 2)
        dW[-2] = A[-3].T @ D0
        db[-2] = D0.sum(axis=0, keepdims=True)
    return dW, db


def _back_minus_square_lost(Z, A, W, Y):
    L = len(W)
    dW, db = [None] * L, [None] * L
    D = (A[-1] - Y) / len(Y)
    for k in reversed(range(L)):
        dW[k] = A[k].T @ D
        db[k] = D.sum(axis=0, keepdims=True)
        D = (D @ W[k].T) * (1 - A[k])
    return dW, db


def _back_output_slope_too(Z, A, W, Y):
    P = A[-1]
    D = (P - Y) * P * (1 - P) / len(Y)
    dW, db = [], []
    for k in reversed(range(len(W))):
        dW = [A[k].T @ D, *dW]
        db = [D.sum(axis=0, keepdims=True), *db]
        D = (D @ W[k].T) * (1 - A[k] ** 2)
    return dW, db


def _back_bias_layer_zero(Z, A, W, Y):
    L = len(W)
    dW = [np.zeros_like(V) for V in W]
    db = [np.zeros((1, V.shape[1])) for V in W]
    D = (A[-1] - Y) / len(Y)
    for k in range(L - 1, 0, -1):
        dW[k] = A[k].T @ D
        db[k] = D.sum(axis=0, keepdims=True)
        D = (D @ W[k].T) * (1 - A[k] ** 2)
    dW[0] = A[0].T @ D
    return dW, db


def _back_right_recursive(Z, A, W, Y):
    def down(k, D):
        rest = down(k - 1, D @ W[k].T * (1 - np.tanh(Z[k - 1]) ** 2)) if k else ([], [])
        return [*rest[0], A[k].T @ D], [*rest[1], D.sum(0)[None]]

    return down(len(W) - 1, (A[-1] - Y) / len(Y))


def _back_right_per_sample(Z, A, W, Y):
    dW, db = [np.zeros(V.shape) for V in W], [np.zeros((1, V.shape[1])) for V in W]
    for n in range(len(Y)):
        d = (A[-1][n] - Y[n]) / len(Y)
        for k in range(len(W) - 1, -1, -1):
            dW[k] += A[k][n][:, None] * d
            db[k] += d
            d = (W[k] @ d) * (1 - A[k][n]) * (1 + A[k][n])
    return dW, db


def _back_right_mean_last(Z, A, W, Y):
    D, out = A[-1] - Y, []
    for a, V in zip(A[-2::-1], W[::-1], strict=True):
        out.append((np.einsum("ni,nj->ij", a, D) / len(Y), np.mean(D, axis=0, keepdims=True)))
        D = np.dot(D, V.transpose()) * (1 - a * a)
    return [g[0] for g in out][::-1], [g[1] for g in out][::-1]


BACK_WRONG = (
    Wrong(
        "backward",
        "no slope",
        _back_no_slope,
        "tanh's slope is missing in the hidden layers.",
        r"slope|tanh|f'|1 - A|1 - tanh|activation",
    ),
    Wrong(
        "backward",
        "sigmoid's slope",
        _back_sigmoid_hidden,
        "a(1 - a), the sigmoid's slope, in the tanh layers.",
        r"sigmoid'?s? slope|slope of (the )?sigmoid|a ?\(1 ?- ?a\)|A \* \(1 - A\)|sigmoid.*tanh|tanh.*sigmoid|slope",
    ),
    Wrong(
        "backward",
        "tanh of A",
        _back_slope_of_A,
        "The slope is taken at A instead of Z (tanh twice).",
        r"twice|tanh\(A|at A|slope|again",
    ),
    Wrong(
        "backward",
        "reversed",
        _back_reversed,
        "The lists come out from the last layer to the first.",
        r"order|revers|last.*first|backwards",
    ),
    Wrong(
        "backward",
        "mean once more",
        _back_mean_every_layer,
        "Divided by N twice.",
        r"1/N|mean|by N\b|divid|N times|twice",
    ),
    Wrong(
        "backward",
        "db before the slope",
        _back_bias_before_slope,
        "In hidden layers db is summed before the slope.",
        r"\bdb\b.*(slope|before|tanh|1 - )|only.*\bdb\b|dW is right|all dW|hidden.*\bdb\b|\bdb\[0\]",
    ),
    Wrong(
        "backward",
        "two layers only",
        _back_two_layers,
        "Only the last two layers get gradients, the rest zeros.",
        r"depth|two layers|deeper|more than|zero|layer 0|\bdW\[0\]|three|first layer|number of layers",
    ),
    Wrong("backward", "1 - a", _back_minus_square_lost, "1 - a instead of 1 - a^2.", r"1 - a\b|slope|squar|tanh"),
    Wrong(
        "backward",
        "the output's slope too",
        _back_output_slope_too,
        "p(1 - p) at the output, as for mse.",
        r"p ?\(1 ?- ?p\)|mse|squared|output.*slope|slope.*output|P \* \(1 - P\)|sigmoid",
    ),
    Wrong(
        "backward",
        "db[0] stays zero",
        _back_bias_layer_zero,
        "db of the first layer is never set.",
        r"\bdb\[0\]|layer 0|first layer|\bdb\b.*zero",
    ),
)
BACK_RIGHT = (
    ("backward", "recursive", _back_right_recursive),
    ("backward", "sample by sample", _back_right_per_sample),
    ("backward", "mean at the end", _back_right_mean_last),
)


# --- gradient_gap ---


def _slopes(loss, W, h):
    """Central differences, for the wrong answers whose mistake is elsewhere."""
    g = np.zeros(W.shape)
    for i, j in np.ndindex(W.shape):
        V = W.copy()
        V[i, j] += h
        up = loss(V)
        V[i, j] -= 2 * h
        g[i, j] = (up - loss(V)) / (2 * h)
    return g


def _gap_forward_difference(loss, W, dW, h=1e-5):
    g = np.zeros_like(W)
    base = loss(W)
    for i, j in np.ndindex(W.shape):
        V = W.copy()
        V[i, j] += h
        g[i, j] = (loss(V) - base) / h
    return np.max(np.abs(g - dW)) / max(np.max(np.abs(g)), np.max(np.abs(dW)))


def _gap_h_not_2h(loss, W, dW, h=1e-5):
    g = np.zeros_like(W)
    for i, j in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i, j] += h
        down[i, j] -= h
        g[i, j] = (loss(up) - loss(down)) / h
    return np.max(np.abs(g - dW)) / max(np.max(np.abs(g)), np.max(np.abs(dW)))


def _gap_aliasing(loss, W, dW, h=1e-5):
    g = np.zeros_like(W)
    for i, j in np.ndindex(W.shape):
        up = W.copy()
        up[i, j] += h
        down = up
        down[i, j] -= h
        g[i, j] = (loss(up) - loss(down)) / (2 * h)
    return np.abs(g - dW).max() / max(np.abs(g).max(), np.abs(dW).max())


def _gap_not_restored(loss, W, dW, h=1e-5):
    g = np.zeros_like(W)
    for i, j in np.ndindex(W.shape):
        W[i, j] += h
        up = loss(W)
        W[i, j] -= 2 * h
        down = loss(W)
        g[i, j] = (up - down) / (2 * h)
    return np.abs(g - dW).max() / max(np.abs(g).max(), np.abs(dW).max())


def _gap_absolute(loss, W, dW, h=1e-5):
    g = _slopes(loss, W, h)
    return np.max(np.abs(g - dW))


def _gap_no_abs(loss, W, dW, h=1e-5):
    g = _slopes(loss, W, h)
    return np.max(g - dW) / max(np.max(np.abs(g)), np.max(np.abs(dW)))


def _gap_mean(loss, W, dW, h=1e-5):
    g = _slopes(loss, W, h)
    return np.mean(np.abs(g - dW)) / max(np.max(np.abs(g)), np.max(np.abs(dW)))


def _gap_entrywise(loss, W, dW, h=1e-5):
    g = _slopes(loss, W, h)
    return np.max(np.abs(g - dW) / np.maximum(np.abs(g), np.abs(dW)))


def _gap_sum_below(loss, W, dW, h=1e-5):
    g = _slopes(loss, W, h)
    return np.max(np.abs(g - dW)) / (np.max(np.abs(g)) + np.max(np.abs(dW)))


def _gap_first_row(loss, W, dW, h=1e-5):
    g = np.zeros_like(dW)
    for j in range(W.shape[1]):
        E = np.zeros_like(W)
        E[0, j] = h
        g[0, j] = (loss(W + E) - loss(W - E)) / (2 * h)
    return np.abs(g - dW).max() / max(np.abs(g).max(), np.abs(dW).max())


def _gap_right_flat(loss, W, dW, h=1e-5):
    basis = np.eye(W.size).reshape(-1, *W.shape)
    g = np.array([(loss(W + h * E) - loss(W - h * E)) / (2 * h) for E in basis])
    d = dW.ravel()
    return np.linalg.norm(g - d, np.inf) / max(np.linalg.norm(g, np.inf), np.linalg.norm(d, np.inf))


def _gap_right_restored(loss, W, dW, h=1e-5):
    g = []
    for i, j in np.ndindex(*W.shape):
        kept = W[i, j]
        W[i, j] = kept + h
        up = loss(W)
        W[i, j] = kept - h
        down = loss(W)
        W[i, j] = kept
        g.append(0.5 * (up - down) / h)
    both = np.array([g, dW.flatten()])
    return float(abs(both[0] - both[1]).max() / abs(both).max())


def _gap_right_columns_first(loss, W, dW, h=1e-5):
    worst, scale = 0, 0
    for j in range(W.shape[1]):
        for i in range(W.shape[0]):
            E = np.zeros(W.shape)
            E[i, j] = h
            slope = (loss(W + E) - loss(W - E)) / h / 2
            worst = max(worst, abs(slope - dW[i, j]))
            scale = max(scale, abs(slope), abs(dW[i, j]))
    return worst / scale


GAP_WRONG = (
    Wrong(
        "gradient_gap",
        "forward difference",
        _gap_forward_difference,
        "One-sided instead of central difference.",
        r"one.?sided|forward diff|central|both sides|only (up|above)|lower",
    ),
    Wrong(
        "gradient_gap",
        "h for 2h",
        _gap_h_not_2h,
        "Divided by h instead of 2h.",
        r"2 ?\*? ?h|twice|factor (of )?2|/ ?h\b|double",
    ),
    Wrong(
        "gradient_gap",
        "up is down",
        _gap_aliasing,
        "down is up (no copy), so every slope is 0.",
        r"copy|same array|alias|slope\w* (are|is|come\w*|all).*(0|zero)|g is 0|zero",
    ),
    Wrong(
        "gradient_gap",
        "W left nudged",
        _gap_not_restored,
        "W is changed in place and not put back.",
        r"in place|chang\w* W|W .*(chang|overwr|modif|left|nudged|restor|put back)|overwr|restor|leave W",
    ),
    Wrong(
        "gradient_gap",
        "not relative",
        _gap_absolute,
        "The division by the largest slope is missing.",
        r"relative|divi|denominator|largest slope|absolute",
    ),
    Wrong("gradient_gap", "no absolute value", _gap_no_abs, "abs is missing around g - dW.", r"abs|sign|negative|\|g"),
    Wrong(
        "gradient_gap", "mean", _gap_mean, "The mean difference instead of the largest.", r"mean|average|largest|max"
    ),
    Wrong(
        "gradient_gap",
        "entry by entry",
        _gap_entrywise,
        "Divides entry by entry before taking the maximum.",
        r"entry by entry|each entry|entrywise|per entry|own|before.*max|single|each (difference|weight)|max",
    ),
    Wrong(
        "gradient_gap",
        "sum below",
        _gap_sum_below,
        "Divides by the sum of the maxima instead of the larger.",
        r"sum|larger of|half|denominator|max.*\+.*max|factor (of )?2|divid",
    ),
    Wrong(
        "gradient_gap",
        "first row only",
        _gap_first_row,
        "Only the first row of W is nudged.",
        r"first row|row 0|not every|all (entries|weights|rows)|only|some|each (entry|weight)|every (entry|weight)",
    ),
)
GAP_RIGHT = (
    ("gradient_gap", "a basis of matrices", _gap_right_flat),
    ("gradient_gap", "in place and put back", _gap_right_restored),
    ("gradient_gap", "columns first", _gap_right_columns_first),
)


# --- sgd_update ---


def _sgd_plus(params, grads, learning_rate):
    new = []
    for p, g in zip(params, grads, strict=True):
        new.append(p + learning_rate * g)
    return new


def _sgd_in_place(params, grads, learning_rate):
    for i in range(len(params)):
        params[i] -= learning_rate * grads[i]
    return params


def _sgd_in_place_new_list(params, grads, learning_rate):
    new = list(params)
    for p, g in zip(new, grads, strict=True):
        p -= learning_rate * g
    return new


def _sgd_no_rate(params, grads, learning_rate):
    return [p - g for p, g in zip(params, grads, strict=True)]


def _sgd_first_only(params, grads, learning_rate):
    new = []
    for p, g in zip(params, grads, strict=True):
        new.append(p - learning_rate * g)
        return new


def _sgd_loop_var(params, grads, learning_rate):
    new = params.copy()
    for p, g in zip(new, grads, strict=True):
        p = p - learning_rate * g
    return new


def _sgd_scales_param(params, grads, learning_rate):
    return [learning_rate * (p - g) for p, g in zip(params, grads, strict=True)]


def _sgd_divides(params, grads, learning_rate):
    updated = []
    for i in range(len(params)):
        updated.append(params[i] - learning_rate * grads[i] / len(grads[i]))
    return updated


def _sgd_steps_only(params, grads, learning_rate):
    return [-learning_rate * g for g in grads]


def _sgd_list_skips_last(params, grads, learning_rate):
    new = [p.copy() for p in params]
    for i in range(len(params) - 1):
        new[i] -= learning_rate * grads[i]
    return new


def _sgd_right_map(params, grads, learning_rate):
    return list(map(lambda p, g: np.add(p, np.multiply(-learning_rate, g)), params, grads))


def _sgd_right_concatenated(params, grads, learning_rate):
    flat = np.concatenate([p.ravel() for p in params]) - learning_rate * np.concatenate([g.ravel() for g in grads])
    cuts = np.cumsum([p.size for p in params])[:-1]
    return [part.reshape(p.shape) for part, p in zip(np.split(flat, cuts), params, strict=True)]


def _sgd_right_backwards(params, grads, learning_rate):
    out = []
    for i in reversed(range(len(params))):
        out.insert(0, -(learning_rate * grads[i] - params[i]))
    return out


SGD_WRONG = (
    Wrong("sgd_update", "plus", _sgd_plus, "Plus instead of minus.", r"sign|plus|minus|uphill|\+|against"),
    Wrong(
        "sgd_update",
        "in place",
        _sgd_in_place,
        "The given arrays are overwritten.",
        r"in place|overwr|chang|modif|new array|-=",
    ),
    Wrong(
        "sgd_update",
        "in place, new list",
        _sgd_in_place_new_list,
        "A new list, but the old arrays, overwritten.",
        r"in place|overwr|chang|modif|new array|-=",
    ),
    Wrong("sgd_update", "no rate", _sgd_no_rate, "learning_rate is not used.", r"learning.rate"),
    Wrong(
        "sgd_update",
        "return in the loop",
        _sgd_first_only,
        "Returns after the first array.",
        r"one array|only|length|number of|len|first|1 (array|entr|item|element)|2 (arrays|needed)|has 1",
    ),
    Wrong(
        "sgd_update",
        "loop variable",
        _sgd_loop_var,
        "Assigns to the loop variable: nothing changes.",
        r"no step|nothing|unchanged|not (moved|changed|updated)|same as|stay|loop variable|old|as they were",
    ),
    Wrong(
        "sgd_update",
        "rate (p - g)",
        _sgd_scales_param,
        "learning_rate multiplies the parameter too.",
        r"learning_rate.*(param|both|p\b)|\(p - g\)|scal",
    ),
    Wrong(
        "sgd_update",
        "divided by rows",
        _sgd_divides,
        "The step is divided by the number of rows of the array.",
        r"divid|rows|len|1/N|mean|too (short|small)|shape\[0\]",
    ),
    Wrong(
        "sgd_update",
        "steps only",
        _sgd_steps_only,
        "Returns the steps, without the parameters.",
        r"step|without (the )?(old|param)|only|missing|\bp\b",
    ),
    Wrong(
        "sgd_update",
        "the last one left out",
        _sgd_list_skips_last,
        "The last array is not updated.",
        r"last|array 1|\[1\]|\[-1\]|not (all|every)|some",
    ),
)
SGD_RIGHT = (
    ("sgd_update", "map and NumPy's functions", _sgd_right_map),
    ("sgd_update", "one long vector", _sgd_right_concatenated),
    ("sgd_update", "from the last", _sgd_right_backwards),
)


# --- train_xor ---


def _ce(P, Y):
    """The lesson's cross-entropy."""
    return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(Y)


def _xor_loss_after(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        Z, A = forward(X, W, b)
        dW, db = backward(Z, A, W, Y)
        W = sgd_update(W, dW, learning_rate)
        b = sgd_update(b, db, learning_rate)
        Z, A = forward(X, W, b)
        losses[epoch] = _ce(A[-1], Y)
    return W, b, losses


def _xor_b_forgotten(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        Z, A = forward(X, W, b)
        losses[epoch] = _ce(A[-1], Y)
        dW, _ = backward(Z, A, W, Y)
        W = sgd_update(W, dW, learning_rate)
    return W, b, losses


def _xor_forward_outside(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = np.zeros(epochs)
    Z, A = forward(X, W, b)
    for epoch in range(epochs):
        losses[epoch] = _ce(A[-1], Y)
        dW, db = backward(Z, A, W, Y)
        W, b = sgd_update(W, dW, learning_rate), sgd_update(b, db, learning_rate)
    return W, b, losses


def _xor_result_dropped(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        Z, A = forward(X, W, b)
        losses[epoch] = _ce(A[-1], Y)
        dW, db = backward(Z, A, W, Y)
        sgd_update(W, dW, learning_rate)
        sgd_update(b, db, learning_rate)
    return W, b, losses


def _xor_mse(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = []
    for _ in range(epochs):
        Z, A = forward(X, W, b)
        losses.append(np.mean((A[-1] - Y) ** 2))
        dW, db = backward(Z, A, W, Y)
        W = sgd_update(W, dW, learning_rate)
        b = sgd_update(b, db, learning_rate)
    return W, b, np.array(losses)


def _xor_loss_summed(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = np.zeros(epochs)
    for i in range(epochs):
        Z, A = forward(X, W, b)
        P = A[-1]
        losses[i] = -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P))
        dW, db = backward(Z, A, W, Y)
        W = sgd_update(W, dW, learning_rate)
        b = sgd_update(b, db, learning_rate)
    return W, b, losses


def _xor_new_W_in_backward(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = np.zeros(epochs)
    for i in range(epochs):
        Z, A = forward(X, W, b)
        losses[i] = _ce(A[-1], Y)
        W = sgd_update(W, backward(Z, A, W, Y)[0], learning_rate)
        b = sgd_update(b, backward(Z, A, W, Y)[1], learning_rate)
    return W, b, losses


def _xor_extra_update(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = np.zeros(epochs)
    for i in range(epochs + 1):
        Z, A = forward(X, W, b)
        if i < epochs:
            losses[i] = _ce(A[-1], Y)
        dW, db = backward(Z, A, W, Y)
        W, b = sgd_update(W, dW, learning_rate), sgd_update(b, db, learning_rate)
    return W, b, losses


def _xor_row_by_row(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        losses[epoch] = _ce(forward(X, W, b)[1][-1], Y)
        for i in range(len(X)):
            Z, A = forward(X[i : i + 1], W, b)
            dW, db = backward(Z, A, W, Y[i : i + 1])
            W, b = sgd_update(W, dW, learning_rate), sgd_update(b, db, learning_rate)
    return W, b, losses


def _xor_only_y_one(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        Z, A = forward(X, W, b)
        losses[epoch] = -np.mean(Y * np.log(A[-1]))
        dW, db = backward(Z, A, W, Y)
        W, b = sgd_update(W, dW, learning_rate), sgd_update(b, db, learning_rate)
    return W, b, losses


def _xor_right_one_list(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    params, L, losses = [*W, *b], len(W), []
    for _ in range(epochs):
        Z, A = forward(X, params[:L], params[L:])
        losses.append(_ce(A[-1], Y))
        dW, db = backward(Z, A, params[:L], Y)
        params = sgd_update(params, [*dW, *db], learning_rate)
    return params[:L], params[L:], np.array(losses)


def _xor_right_recursive(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    states = [(W, b)]
    for _ in range(epochs):
        W, b = states[-1]
        dW, db = backward(*forward(X, W, b), W, Y)
        states.append((sgd_update(W, dW, learning_rate), sgd_update(b, db, learning_rate)))
    losses = np.array([_ce(forward(X, *state)[1][-1], Y) for state in states[:-1]])
    return *states[-1], losses


def _xor_right_from_Z(W, b, X, Y, epochs, learning_rate, forward, backward, sgd_update):
    losses = np.full(epochs, np.nan)
    for i in range(epochs):
        Z, A = forward(X, W, b)
        losses[i] = np.mean(np.logaddexp(0, Z[-1]) - Y * Z[-1])
        dW, db = backward(Z, A, W, Y)
        b = sgd_update(b, db, learning_rate)
        W = sgd_update(W, dW, learning_rate)
    return W, b, losses


XOR_WRONG = (
    Wrong(
        "train_xor",
        "loss after",
        _xor_loss_after,
        "The loss is noted after the update.",
        r"after|before|one (step|epoch|update) (too )?late|shifted",
    ),
    Wrong(
        "train_xor",
        "b forgotten",
        _xor_b_forgotten,
        "b is never updated.",
        r"\bb\b.*(stay|never|not|unchang|same|start)|bias",
    ),
    Wrong(
        "train_xor",
        "forward once",
        _xor_forward_outside,
        "forward is called once, before the loop.",
        r"once|every epoch|each epoch|before the loop|stale|same|old|forward",
    ),
    Wrong(
        "train_xor",
        "result dropped",
        _xor_result_dropped,
        "The result of sgd_update is thrown away.",
        r"no(t|thing)? (step|updated?|chang|learn|moved)|thrown|never|stay|same|unchang|start|dropped|return value",
    ),
    Wrong(
        "train_xor", "squared error", _xor_mse, "losses holds the squared error.", r"squar|mse|cross.?entropy|losses"
    ),
    Wrong(
        "train_xor",
        "loss summed",
        _xor_loss_summed,
        "losses holds the sum, not the mean.",
        r"1/N|mean|sum|divid|N times",
    ),
    Wrong(
        "train_xor",
        "new W in backward",
        _xor_new_W_in_backward,
        "db is computed with the new W.",
        r"new W|updated W|already|old W|moved|\bb\b.*(after|new)|same W|before",
    ),
    Wrong(
        "train_xor",
        "one update too many",
        _xor_extra_update,
        "epochs + 1 updates.",
        r"one (update|step|epoch)|too many|epochs ?\+ ?1|more|extra|after the last",
    ),
    Wrong(
        "train_xor",
        "row by row",
        _xor_row_by_row,
        "One update per sample instead of per epoch.",
        r"sample|\brows?\b|batch|updates (per|in each|an) epoch|all (the )?data|stochastic",
    ),
    Wrong(
        "train_xor",
        "half a loss",
        _xor_only_y_one,
        "The loss leaves out the samples with y = 0.",
        r"y = 0|1 - y|half|second|term|losses",
    ),
)
XOR_RIGHT = (
    ("train_xor", "one list of parameters", _xor_right_one_list),
    ("train_xor", "states first, losses later", _xor_right_recursive),
    ("train_xor", "loss from Z", _xor_right_from_Z),
)

WRONG: tuple[Wrong, ...] = (*DELTA_WRONG, *DENSE_WRONG, *BACK_WRONG, *GAP_WRONG, *SGD_WRONG, *XOR_WRONG)
RIGHT: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    *DELTA_RIGHT,
    *DENSE_RIGHT,
    *BACK_RIGHT,
    *GAP_RIGHT,
    *SGD_RIGHT,
    *XOR_RIGHT,
)
