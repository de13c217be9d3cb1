"""A second set for lesson 09, written after the first had been used to improve the diagnosis; never used for tuning."""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
from answers import Wrong

Array = np.ndarray[Any, Any]
Arrays = list[Array]


def _cross_entropy(P: Array, Y: Array) -> float:
    P = np.clip(P, 1e-15, 1 - 1e-15)
    return float(-np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(P))


# loss_delta


def _delta_one_minus_p(P: Array, Y: Array, loss: str) -> Array:
    N = P.shape[0]
    D = (P - Y) / N
    if loss == "mse":
        D = (P - Y) * P * 1 - P
        D = D / N
    return D


def _delta_first_column(P: Array, Y: Array, loss: str) -> Array:
    N, K = P.shape
    D = np.zeros((N, K))
    for n in range(N):
        for k in range(K):
            D[n, k] = (P[n, k] - Y[n, k]) / N
            if loss == "mse":
                D[n, k] = D[n, k] * P[n, k] * (1 - P[n, 0])
    return D


def _delta_slope_of_y(P: Array, Y: Array, loss: str) -> Array:
    N = len(P)
    if loss == "bce":
        return (P - Y) / N
    return (P - Y) * Y * (1 - Y) / N


def _delta_sign(P: Array, Y: Array, loss: str) -> Array:
    N = len(P)
    error = Y - P
    if loss == "mse":
        error = error * P * (1 - P)
    return error / N


def _delta_thresholded(P: Array, Y: Array, loss: str) -> Array:
    N = P.shape[0]
    answer = np.round(P)
    error = (answer - Y) / N
    if loss == "bce":
        return error
    return error * P * (1 - P)


def _delta_right_where(P: Array, Y: Array, loss: str) -> Array:
    links = {"bce": np.ones(P.shape), "mse": 0.25 - (P - 0.5) ** 2}
    return np.array([(p - y) * s for p, y, s in zip(P, Y, links[loss], strict=True)]) * (1 / P.shape[0])


def _delta_right_transposed(P: Array, Y: Array, loss: str) -> Array:
    N = P.shape[0]
    D = np.empty_like(P, dtype=float).T
    for k, (p, y) in enumerate(zip(P.T, Y.T, strict=True)):
        error = np.true_divide(p - y, N)
        D[k] = error if loss != "mse" else (p - p**2) * error
    return D.T


DELTA_WRONG = (
    Wrong(
        "loss_delta",
        "p * 1 - p",
        _delta_one_minus_p,
        "mse: the brackets round 1 - p are missing.",
        r"bracket|parenthes|\* ?1 ?- ?p|slope|p ?\(1 ?- ?p\)|p \* \(1 - p\)",
    ),
    Wrong(
        "loss_delta",
        "another column",
        _delta_first_column,
        "mse: 1 - P[n, 0] in the slope instead of 1 - P[n, k].",
        r"slope|p ?\(1 ?- ?p\)|p \* \(1 - p\)|dp/dz|(an)?other (column|output)|first (column|output)|column 0",
    ),
    Wrong(
        "loss_delta",
        "slope at the target",
        _delta_slope_of_y,
        "mse: Y (1 - Y) instead of P (1 - P).",
        r"y ?\* ?\(1 ?- ?y\)|y ?\(1 ?- ?y\)|slope|p ?\(1 ?- ?p\)|p \* \(1 - p\)|target.*(for|instead)",
    ),
    Wrong(
        "loss_delta",
        "Y - P",
        _delta_sign,
        "Y - P instead of P - Y.",
        r"sign|y - p|minus|opposite|times -1|-1 times|downhill",
    ),
    Wrong(
        "loss_delta",
        "rounded outputs",
        _delta_thresholded,
        "P is rounded to 0 or 1 before Y is subtracted.",
        r"round|threshold|0 or 1|above 0\.5|p > 0\.5|p >= 0\.5|yes.or.no|hard",
    ),
)

DELTA_RIGHT = (
    ("loss_delta", "links in a dictionary", _delta_right_where),
    ("loss_delta", "column by column", _delta_right_transposed),
)


# dense_backward


def _dense_elementwise_inputs(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    n_in, n_out = W.shape
    N = D.shape[0]
    dW = np.zeros((n_in, n_out))
    dA_prev = np.zeros((N, n_in))
    for n in range(N):
        for i in range(n_in):
            for j in range(n_out):
                dW[i, j] += A_prev[n, i] * D[n, j]
                dA_prev[n, i] = W[i, j] * D[n, j]
    db = np.sum(D, axis=0, keepdims=True)
    return dW, db, dA_prev


def _dense_db_from_inputs(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    dW = A_prev.T @ D
    db = np.sum(A_prev @ W, axis=0, keepdims=True)
    dA_prev = D @ W.T
    return dW, db, dA_prev


def _dense_loop_one_short(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    N = len(D)
    dW = np.zeros(W.shape)
    db = np.zeros((1, W.shape[1]))
    for n in range(N - 1):
        dW += np.outer(A_prev[n], D[n])
        db += D[n]
    return dW, db, D @ W.T


def _dense_uses_dW(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    dW = A_prev.T @ D
    db = D.sum(axis=0).reshape(1, -1)
    dA_prev = D @ dW.T
    return dW, db, dA_prev


def _dense_abs_and_mean(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    N = D.shape[0]
    dW = np.abs(A_prev).T @ D
    db = np.mean(D, axis=0, keepdims=True) * N
    dA_prev = np.dot(D, W.T) / N
    return dW, db, dA_prev


def _dense_right_tensordot(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    dW = np.tensordot(D, A_prev, axes=([0], [0])).T
    db = np.add.reduce(D)[np.newaxis, :]
    dA_prev = (W @ D.T).T
    return dW, db, dA_prev


def _dense_right_broadcast(D: Array, A_prev: Array, W: Array) -> tuple[Array, Array, Array]:
    products = A_prev[:, :, None] * D[:, None, :]
    inputs = (W[None] * D[:, None, :]).sum(axis=-1)
    return products.sum(axis=0), np.ones((1, D.shape[0])) @ D, inputs


DENSE_WRONG = (
    Wrong(
        "dense_backward",
        "= for +=",
        _dense_elementwise_inputs,
        "dA_prev is overwritten instead of added up over the outputs.",
        r"overwrit|last (output|unit|column|j\b)|\+=|only (one|the last)|one (output|unit|column) (only|alone)|"
        r"dA_prev.{0,80}(sum|add|all)",
    ),
    Wrong(
        "dense_backward",
        "db from Z",
        _dense_db_from_inputs,
        "db sums A_prev @ W, which is Z, instead of D.",
        r"\bdb\b",
    ),
    Wrong(
        "dense_backward",
        "loop one short",
        _dense_loop_one_short,
        "The loop leaves out the last sample.",
        r"last (sample|row|one)|left out|one (sample|row) (too )?(few|short|early|less)|N - 1|skip",
    ),
    Wrong(
        "dense_backward",
        "dW for W",
        _dense_uses_dW,
        "dA_prev goes down through dW instead of W.",
        r"dA_prev.{0,80}|through dW|dW\.T|dW (instead|for|in place) ",
    ),
    Wrong(
        "dense_backward",
        "abs, and a mean",
        _dense_abs_and_mean,
        "|A_prev| in dW, and dA_prev is divided by N.",
        r"abs|\|A_prev\||sign of A_prev|dA_prev.{0,80}(N|mean)|(negative|below 0).*A_prev|A_prev.*(negative|below 0)",
    ),
)

DENSE_RIGHT = (
    ("dense_backward", "tensordot", _dense_right_tensordot),
    ("dense_backward", "all products at once", _dense_right_broadcast),
)


# backward


def _back_slope_of_upper_layer(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    N = len(Y)
    L = len(W)
    D = (A[-1] - Y) / N
    dW, db = [], []
    for layer in range(L - 1, -1, -1):
        dW.insert(0, A[layer].T @ D)
        db.insert(0, D.sum(axis=0, keepdims=True))
        if layer > 0:
            D = D @ W[layer].T * (1 - np.tanh(A[layer]) ** 2 * A[layer] ** 2)
    return dW, db


def _back_output_delta_everywhere(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    N, L = len(Y), len(W)
    dW, db = [np.zeros_like(w) for w in W], [np.zeros((1, w.shape[1])) for w in W]
    D = (A[L] - Y) / N
    delta = D
    for layer in reversed(range(L)):
        dW[layer] = A[layer].T @ delta
        db[layer] = np.sum(delta, axis=0, keepdims=True)
        if layer > 0:
            dA = D @ W[layer].T if layer == L - 1 else delta @ W[layer].T
            delta = dA * (1 - np.tanh(Z[layer]) ** 2)
    return dW, db


def _back_relu(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    dW, db = [], []
    D = (A[-1] - Y) / Y.shape[0]
    for layer in range(len(W) - 1, -1, -1):
        dW.append(A[layer].T @ D)
        db.append(D.sum(axis=0, keepdims=True))
        if layer:
            D = D @ W[layer].T
            D[Z[layer - 1] <= 0] = 0
    return dW[::-1], db[::-1]


def _back_no_bce(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    P = A[-1]
    D = (P - Y) * P * (1 - P)
    dW, db = [], []
    for layer in range(len(W) - 1, -1, -1):
        dW = [A[layer].T @ D, *dW]
        db = [D.sum(axis=0, keepdims=True), *db]
        D = D @ W[layer].T * (1 - A[layer] ** 2)
    return dW, db


def _back_own_activation(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    L = len(W)
    D = (A[-1] - Y) / len(Y)
    dW: Arrays = []
    db: Arrays = []
    for layer in range(L - 1, -1, -1):
        below = Z[layer - 1] if layer > 0 else A[0]  # not yet through tanh
        dW.insert(0, below.T @ D)
        db.insert(0, D.sum(axis=0, keepdims=True))
        D = D @ W[layer].T * (1 - A[layer] ** 2)
    return dW, db


def _back_db_of_first_row(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    dW, db = [0] * len(W), [0] * len(W)
    D = (A[-1] - Y) / len(Y)
    layer = len(W) - 1
    while layer >= 0:
        dW[layer] = A[layer].T @ D
        db[layer] = D[:1] * len(Y)
        D = (D @ W[layer].T) * (1 - A[layer] ** 2)
        layer -= 1
    return dW, db


def _back_right_stack(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    deltas = [(A[-1] - Y) / len(Y)]
    for w, z in zip(W[:0:-1], Z[-2::-1], strict=True):
        deltas.append((w @ deltas[-1].T).T * (1 - np.tanh(z)) * (1 + np.tanh(z)))
    deltas.reverse()
    return [np.dot(a.T, d) for a, d in zip(A, deltas, strict=False)], [np.sum(d, 0)[None] for d in deltas]


def _back_right_bias_column(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    dW, db = {}, {}
    D = np.divide(A[len(W)] - Y, Y.shape[0])
    for layer in sorted(range(len(W)), reverse=True):
        both = np.hstack([np.ones((len(Y), 1)), A[layer]]).T @ D
        db[layer], dW[layer] = both[:1], both[1:]
        if layer != 0:
            D = D @ W[layer].transpose()
            D -= D * A[layer] * A[layer]
    return [dW[i] for i in range(len(W))], [db[i] for i in range(len(W))]


BACK_WRONG = (
    Wrong(
        "backward",
        "tanh and square mixed up",
        _back_slope_of_upper_layer,
        "1 - tanh(A)² A² instead of 1 - A².",
        r"slope|tanh|1 ?- ?a\b|f'|hidden layer",
    ),
    Wrong(
        "backward",
        "Z of the layer itself",
        _back_output_delta_everywhere,
        "The slope is taken at Z[layer] instead of Z[layer - 1]: shapes clash, or the wrong layer's slope.",
        r"Z\[|wrong layer|other layer|layer (above|below)|shape|broadcast|slope|operands",
    ),
    Wrong(
        "backward",
        "slope of relu",
        _back_relu,
        "relu's slope in hidden layers that are tanh.",
        r"relu|tanh|slope|0 (where|when|if)|f'",
    ),
    Wrong(
        "backward",
        "squared error, no mean",
        _back_no_bce,
        "D starts as for the squared error, p(1 - p) too much, and without 1/N.",
        r"squared error|mse|p ?\(1 ?- ?p\)|p \* \(1 - p\)|slope of the (sigmoid|output)|sigmoid'?s slope|1/N|output.*"
        r"slope|divided by N",
    ),
    Wrong(
        "backward",
        "Z for A",
        _back_own_activation,
        "dW is made with Z[layer - 1] instead of A[layer].",
        r"\bZ\b.{0,60}\bA\b|\bA\b.{0,60}\bZ\b|before (the )?(tanh|activation)|Z\[|A\[|without tanh|dW\b.*input",
    ),
    Wrong(
        "backward",
        "db of the first row",
        _back_db_of_first_row,
        "db is the first row of D times N instead of the sum of the rows.",
        r"\bdb\b",
    ),
)

BACK_RIGHT = (
    ("backward", "list of deltas", _back_right_stack),
    ("backward", "ones beside the inputs", _back_right_bias_column),
)


# gradient_gap


def _gap_over_two_times(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    g = np.zeros(W.shape)
    for i, j in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i, j] += h
        down[i, j] -= h
        g[i, j] = (loss(up) - loss(down)) / 2 * h
    return np.max(np.abs(g - dW)) / max(np.max(np.abs(g)), np.max(np.abs(dW)))


def _gap_back_at_W(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    g = np.zeros_like(W)
    for i, j in np.ndindex(W.shape):
        V = W.copy()
        V[i, j] += h
        above = loss(V)
        V[i, j] -= h  # this only takes the nudge back
        below = loss(V)
        g[i, j] = (above - below) / (2 * h)
    difference = np.abs(g - dW).max()
    return difference / max(np.abs(g).max(), np.abs(dW).max())


def _gap_whole_matrix(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    g = np.empty(W.shape)
    rows, columns = W.shape
    for i in range(rows):
        for j in range(columns):
            g[i, j] = (loss(W + h) - loss(W - h)) / (2 * h)
    return np.max(abs(g - dW)) / max(np.max(abs(g)), np.max(abs(dW)))


def _gap_measured_by_dW(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    g = np.zeros(W.shape)
    for i, j in np.ndindex(W.shape):
        nudge = np.zeros(W.shape)
        nudge[i, j] = h
        g[i, j] = (loss(W + nudge) - loss(W - nudge)) / (2 * h)
    return np.max(np.abs(g - dW)) / np.max(np.abs(dW))


def _gap_difference_of_maxima(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    largest_g = 0.0
    for i, j in np.ndindex(W.shape):
        V = W.copy()
        V[i, j] = W[i, j] + h
        above = loss(V)
        V[i, j] = W[i, j] - h
        below = loss(V)
        largest_g = max(largest_g, abs(above - below) / (2 * h))
    largest_dW = np.max(np.abs(dW))
    return abs(largest_g - largest_dW) / max(largest_g, largest_dW)


def _gap_right_identity(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    nudges = h * np.eye(W.size).reshape(W.size, *W.shape)
    g = np.array([loss(W + e) - loss(W - e) for e in nudges]).reshape(W.shape) / h / 2
    return np.linalg.norm((g - dW).ravel(), np.inf) / np.max(np.abs(np.stack([g, dW])))


def _gap_right_two_lists(loss: Callable[[Array], float], W: Array, dW: Array, h: float = 1e-5) -> float:
    def slope(i: int, j: int) -> float:
        ends = []
        for sign in (1, -1):
            rows = [list(row) for row in W]
            rows[i][j] = rows[i][j] + sign * h
            ends.append(loss(np.array(rows)))
        return (ends[0] - ends[1]) / (h + h)

    pairs = [(slope(i, j), float(dW[i, j])) for j in range(W.shape[1]) for i in range(W.shape[0])]
    return max(abs(a - b) for a, b in pairs) / max(max(abs(a), abs(b)) for a, b in pairs)


GAP_WRONG = (
    Wrong(
        "gradient_gap",
        "/ 2 * h",
        _gap_over_two_times,
        "`/ 2 * h` multiplies by h instead of dividing by it.",
        r"/ ?2 ?\* ?h|bracket|parenthes|times h|multipl|h²|h\*\*2|not divided|\(2 ?\* ?h\)|2 ?h\b",
    ),
    Wrong(
        "gradient_gap",
        "back at W",
        _gap_back_at_W,
        "The second loss is taken at W itself, not at W - h; and half of the one-sided slope results.",
        r"half|W itself|at W\b|W - h|lower|one.sided|forward|taken back|- h\b|h for 2h|only (up|raised)|down",
    ),
    Wrong(
        "gradient_gap",
        "the whole matrix",
        _gap_whole_matrix,
        "W + h nudges all the entries at once.",
        r"(all|every|whole|each) .{0,30}(entr|weight|matrix|W\b)|at once|one entry|one weight|W \+ h|only one|together",
    ),
    Wrong(
        "gradient_gap",
        "measured by dW alone",
        _gap_measured_by_dW,
        "Divided by the largest of |dW| alone, not by the larger of the two.",
        r"max\|dW\||largest .{0,20}dW|by dW|dW (alone|only)|max ?\(|larger of|denominator|divid\w+ by|relative to",
    ),
    Wrong(
        "gradient_gap",
        "difference of the maxima",
        _gap_difference_of_maxima,
        "The difference of the two largest slopes, instead of the largest difference.",
        r"difference of (the )?(two )?(max|larg)|largest difference|max.*minus.*max|max\|g\| ?- ?max|entry by entry|"
        r"each entry|same entry|subtract\w* .*(before|first|after)",
    ),
)

GAP_RIGHT = (
    ("gradient_gap", "stack of nudges", _gap_right_identity),
    ("gradient_gap", "lists and two ends", _gap_right_two_lists),
)


# sgd_update


def _sgd_append_after_loop(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    new = []
    for i in range(len(params)):
        step = learning_rate * grads[i]
        moved = params[i] - step
    new.append(moved)
    return new


def _sgd_factor(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    new = []
    for p, g in zip(params, grads, strict=True):
        new.append(p * (1 - learning_rate * g))
    return new


def _sgd_divides_by_rate(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    new = []
    for p, g in zip(params, grads, strict=True):
        p = p - g / learning_rate
        new.append(p)
    return new


def _sgd_mean_of_gradient(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    new = []
    for p, g in zip(params, grads, strict=True):
        g_mean = np.mean(g)
        new.append(p - learning_rate * g_mean)
    return new


def _sgd_twice(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    new = [params[i] - learning_rate * grads[i] for i in range(len(params))]
    for i in range(len(new)):
        new[i] = new[i] - learning_rate * grads[i]
    return new


def _sgd_right_deepcopy(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    new = copy.deepcopy(list(params))
    for i, g in enumerate(grads):
        new[i][...] += np.multiply(g, -learning_rate)
    return new


def _sgd_right_recursive(params: Arrays, grads: Arrays, learning_rate: float) -> Arrays:
    if len(params) == 0:
        return []
    return [params[0] - grads[0] * learning_rate, *_sgd_right_recursive(params[1:], grads[1:], learning_rate)]


SGD_WRONG = (
    Wrong(
        "sgd_update",
        "append after the loop",
        _sgd_append_after_loop,
        "append stands behind the loop: the list has only the last array.",
        r"append|only (the )?(last|one)|one array|1 (array|entr|element|item)|length|\b1 (of|instead|long)|"
        r"too (short|few)|has 1|the last (one|array)",
    ),
    Wrong(
        "sgd_update",
        "p (1 - rate g)",
        _sgd_factor,
        "p * (1 - learning_rate * g): the step is multiplied by p.",
        r"p ?\*|\* ?p|multipl|times (p|param|the param)|1 ?- ?learning_rate|bracket|factor p",
    ),
    Wrong(
        "sgd_update",
        "g / rate",
        _sgd_divides_by_rate,
        "g is divided by learning_rate instead of multiplied.",
        r"g ?/ ?learning_rate|divid\w+ (by|through) (learning_rate|the (learning )?rate)|"
        r"/ ?`?learning_rate|learning_rate.*(multipl|divid)",
    ),
    Wrong(
        "sgd_update",
        "mean of the gradient",
        _sgd_mean_of_gradient,
        "Each entry takes the step of the mean gradient, not its own.",
        r"mean|average|own (gradient|entry|slope)|same step|one step for",
    ),
    Wrong(
        "sgd_update",
        "two steps",
        _sgd_twice,
        "The step is taken twice.",
        r"twice|two steps|2 ?(\*|x|times) ?learning_rate|doubl|factor (of )?2|second step|"
        r"too (long|large|far)|two times|2 learning_rate",
    ),
)

SGD_RIGHT = (
    ("sgd_update", "deep copy", _sgd_right_deepcopy),
    ("sgd_update", "recursive", _sgd_right_recursive),
)


# train_xor


def _xor_A_and_Z(
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
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        A, Z = forward(X, W, b)
        losses[epoch] = _cross_entropy(A[-1], Y)
        dW, db = backward(Z, A, W, Y)
        W = sgd_update(W, dW, learning_rate)
        b = sgd_update(b, db, learning_rate)
    return W, b, losses


def _xor_starts_at_one(
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
    losses = np.zeros(epochs)
    for epoch in range(1, epochs):
        Z, A = forward(X, W, b)
        losses[epoch] = _cross_entropy(A[-1], Y)
        dW, db = backward(Z, A, W, Y)
        W = sgd_update(W, dW, learning_rate)
        b = sgd_update(b, db, learning_rate)
    return W, b, losses


def _xor_hidden_loss(
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
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        Z, A = forward(X, W, b)
        P = 1 / (1 + np.exp(-Z[0]))  # the only Z there was in the lesson before
        losses[epoch] = _cross_entropy(P, Y)
        dW, db = backward(Z, A, W, Y)
        W, b = sgd_update(W, dW, learning_rate), sgd_update(b, db, learning_rate)
    return W, b, losses


def _xor_rate_over_N(
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
    losses = np.zeros(epochs)
    N = len(X)
    for epoch in range(epochs):
        Z, A = forward(X, W, b)
        losses[epoch] = _cross_entropy(A[-1], Y)
        dW, db = backward(Z, A, W, Y)
        W = sgd_update(W, dW, learning_rate / N)
        b = sgd_update(b, db, learning_rate / N)
    return W, b, losses


def _xor_flat_targets(
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
    losses = np.zeros(epochs)
    targets = Y.ravel()
    for epoch in range(epochs):
        Z, A = forward(X, W, b)
        P = A[-1]
        losses[epoch] = -np.mean(targets * np.log(P) + (1 - targets) * np.log(1 - P))
        dW, db = backward(Z, A, W, Y)
        W = sgd_update(W, dW, learning_rate)
        b = sgd_update(b, db, learning_rate)
    return W, b, losses


def _xor_right_iterator(
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
    def one_more(W: Arrays, b: Arrays) -> tuple[float, Arrays, Arrays]:
        Z, A = forward(X, W, b)
        z = Z[-1]
        loss = float(np.mean(np.logaddexp(0, z) - Y * z))
        dW, db = backward(Z, A, W, Y)
        return loss, sgd_update(W, dW, learning_rate), sgd_update(b, db, learning_rate)

    noted = {}
    for epoch in range(epochs):
        noted[epoch], W, b = one_more(W, b)
    return W, b, np.array([noted[epoch] for epoch in range(epochs)])


def _xor_right_joined(
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
    L, losses = len(W), np.full(epochs, np.nan)
    theta = [p.copy() for p in W] + [p.copy() for p in b]
    for epoch in range(epochs - 1, -1, -1):
        Z, A = forward(X, theta[:L], theta[L:])
        losses[epochs - 1 - epoch] = _cross_entropy(A[-1], Y)
        dW, db = backward(Z, A, theta[:L], Y)
        theta = [*sgd_update(theta[:L], dW, learning_rate), *sgd_update(theta[L:], db, learning_rate)]
    return theta[:L], theta[L:], losses


XOR_WRONG = (
    Wrong(
        "train_xor",
        "A, Z = forward",
        _xor_A_and_Z,
        "forward returns Z, A; the two are unpacked in the wrong order.",
        r"returns `?(Z, A|A, Z)|order of|unpack|(swap|exchang|mixed).{0,40}(A|Z)|Z\[-1\]",
    ),
    Wrong(
        "train_xor",
        "starts at 1",
        _xor_starts_at_one,
        "The loop begins at 1: losses[0] stays 0, and one update is missing.",
        r"losses\[0\]|begins? at 1|starts? at 1|one (update|epoch|step).{0,20}(few|short|less|missing)|"
        r"first (loss|entry|epoch)|epochs ?- ?1|one too few|missing update",
    ),
    Wrong(
        "train_xor",
        "first layer's Z",
        _xor_hidden_loss,
        "The loss is taken of the hidden layer, Z[0], not of the output.",
        r"hidden|Z\[0\]|first layer|A\[-1\]|last layer|of the output|P is",
    ),
    Wrong(
        "train_xor",
        "rate / N",
        _xor_rate_over_N,
        "The rate is divided by N once more: the gradients are means already.",
        r"learning_rate ?/|\brate\b|steps?.{0,40}(short|small|N)|divided by|1/N",
    ),
    Wrong(
        "train_xor",
        "flat targets",
        _xor_flat_targets,
        "Y.ravel() against P: (N,) with (N, 1) is (N, N), every target with every output.",
        r"\(N, N\)|broadcast|every (p|output|prediction|target|y)|ravel|flatten|pair",
    ),
)

XOR_RIGHT = (
    ("train_xor", "losses from z", _xor_right_iterator),
    ("train_xor", "counting down", _xor_right_joined),
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
