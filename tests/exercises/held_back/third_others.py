"""Wrong and right answers to exercises of lessons 03, 05, 06, 08, 10, 11 and 12, written as a first-year student
would, from the statements alone, before their records were read. They were used once to mend the general part. Four
patterns were widened where a verdict said the same in other words: "changed before", "left", "number of classes",
"missing"."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from answers import Wrong

from nncore.activations import sigmoid, softmax

# --- gradient_descent ---


def _walk_to_slope_of_start(df, x0, learning_rate, tolerance, max_steps):
    x, path = x0, [x0]
    slope = df(x0)
    while abs(df(x)) > tolerance and len(path) <= max_steps:
        x = x - learning_rate * slope
        path.append(x)
    return np.array(path)


def _walk_checks_after(df, x0, learning_rate, tolerance, max_steps):
    x, path = x0, [x0]
    for _ in range(max_steps):
        x = x - learning_rate * df(x)
        path.append(x)
        if abs(df(x)) <= tolerance:
            break
    return np.array(path)


def _walk_sign_only(df, x0, learning_rate, tolerance, max_steps):
    x, path = x0, [x0]
    while abs(df(x)) > tolerance and len(path) <= max_steps:
        x = x - learning_rate * np.sign(df(x))
        path.append(x)
    return np.array(path)


def _walk_lists_slopes(df, x0, learning_rate, tolerance, max_steps):
    x, path = x0, [df(x0)]
    while abs(df(x)) > tolerance and len(path) <= max_steps:
        x = x - learning_rate * df(x)
        path.append(df(x))
    return np.array(path)


def _walk_forgets_abs(df, x0, learning_rate, tolerance, max_steps):
    x, path = x0, [x0]
    while df(x) > tolerance and len(path) <= max_steps:
        x = x - learning_rate * df(x)
        path.append(x)
    return np.array(path)


def _walk_returns_x(df, x0, learning_rate, tolerance, max_steps):
    x = x0
    for _ in range(max_steps):
        if abs(df(x)) <= tolerance:
            break
        x = x - learning_rate * df(x)
    return x


# --- steps_needed ---


def _steps_floor(curvature, learning_rate, share):
    factor = abs(1 - learning_rate * curvature)
    if factor >= 1:
        return np.inf
    if factor == 0:
        return 1
    return int(np.log(share) / np.log(factor))


def _steps_no_abs(curvature, learning_rate, share):
    factor = 1 - learning_rate * curvature
    if factor >= 1:
        return np.inf
    if factor <= 0:
        return 1
    return int(np.ceil(np.log(share) / np.log(factor)))


def _steps_strict(curvature, learning_rate, share):
    factor = abs(1 - learning_rate * curvature)
    if factor >= 1:
        return np.inf
    left, steps = 1.0, 0
    while left >= share:
        left *= factor
        steps += 1
    return steps


# --- minibatch_step ---


def _step_divides_by_N(X, y, w, b, rows, learning_rate):
    d = (X[rows] @ w + b - y[rows]) / len(X)
    return w - learning_rate * X[rows].T @ d, b - learning_rate * d.sum(axis=0, keepdims=True)


def _step_first_rows(X, y, w, b, rows, learning_rate):
    B = len(rows)
    d = (X[:B] @ w + b - y[:B]) / B
    return w - learning_rate * X[:B].T @ d, b - learning_rate * d.sum(axis=0, keepdims=True)


def _step_one_by_one(X, y, w, b, rows, learning_rate):
    for i in rows:
        x = X[i : i + 1]
        d = x @ w + b - y[i : i + 1]
        w, b = w - learning_rate * x.T @ d, b - learning_rate * d
    return w, b


def _step_b_with_new_w(X, y, w, b, rows, learning_rate):
    d = (X[rows] @ w + b - y[rows]) / len(rows)
    w = w - learning_rate * X[rows].T @ d
    d = (X[rows] @ w + b - y[rows]) / len(rows)
    return w, b - learning_rate * d.sum(axis=0, keepdims=True)


def _step_b_lost_axis(X, y, w, b, rows, learning_rate):
    d = (X[rows] @ w + b - y[rows]) / len(rows)
    return w - learning_rate * X[rows].T @ d, b[0] - learning_rate * d.sum(axis=0)


def _step_rows_of_X_only(X, y, w, b, rows, learning_rate):
    d = (X[rows] @ w + b - y[: len(rows)]) / len(rows)
    return w - learning_rate * X[rows].T @ d, b - learning_rate * d.sum(axis=0, keepdims=True)


# --- updates_per_epoch, cut_batches ---


def _updates_rounded(N, B):
    return round(N / B)


def _updates_one_more(N, B):
    return N // B + 1


def _batches_not_the_last(order, batch_size):
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(len(order) // batch_size)]


def _batches_array_split(order, batch_size):
    return np.array_split(order, -(-len(order) // batch_size))


def _batches_row_numbers(order, batch_size):
    return [np.arange(i, min(i + batch_size, len(order))) for i in range(0, len(order), batch_size)]


# --- dense_forward, slide_matrix ---


def _dense_activated(A_prev, W, b):
    return np.tanh(A_prev @ W + b)


def _dense_b_in_the_product(A_prev, W, b):
    return (A_prev + b[:, :1]) @ W


def _dense_first_row(A_prev, W, b):
    Z = np.zeros((len(A_prev), W.shape[1]))
    for i in range(len(A_prev)):
        Z[i] = A_prev[0] @ W + b
    return Z


def _dense_einsum_transposed(A_prev, W, b):
    return np.einsum("ij,jk->ki", A_prev, W) + b.T


def _slide_b_last(W, b):
    return np.vstack([W, b]).T


def _slide_not_turned(W, b):
    return np.vstack([b, W])


def _slide_reshaped(W, b):
    return np.hstack([b.T, W.reshape(W.shape[1], W.shape[0])])


# --- feedforward ---


def _feed_exchanged(X, W, b):
    Z, A = [], [X]
    for layer in range(len(W)):
        Z.append(A[-1] @ W[layer] + b[layer])
        A.append(sigmoid(Z[-1]) if layer == len(W) - 1 else np.tanh(Z[-1]))
    return A, Z


def _feed_without_X(X, W, b):
    Z, A, a = [], [], X
    for layer in range(len(W)):
        Z.append(a @ W[layer] + b[layer])
        a = sigmoid(Z[-1]) if layer == len(W) - 1 else np.tanh(Z[-1])
        A.append(a)
    return Z, A


def _feed_one_layer_short(X, W, b):
    Z, A = [], [X]
    for layer in range(len(W) - 1):
        Z.append(A[-1] @ W[layer] + b[layer])
        A.append(np.tanh(Z[-1]))
    return Z, A


def _feed_last_lost(X, W, b):
    Z, A = [], [X]
    for layer in range(len(W)):
        Z.append(A[-1] @ W[layer] + b[layer])
        if layer < len(W) - 1:
            A.append(np.tanh(Z[-1]))
    return Z, A


def _feed_from_Z(X, W, b):
    Z, A = [], [X]
    below = X
    for layer in range(len(W)):
        below = below @ W[layer] + b[layer]
        Z.append(below)
        A.append(sigmoid(below) if layer == len(W) - 1 else np.tanh(below))
    return Z, A


def _feed_all_sigmoid(X, W, b):
    Z, A = [], [X]
    for w, c in zip(W, b, strict=True):
        Z.append(A[-1] @ w + c)
        A.append(sigmoid(Z[-1]))
    return Z, A


def _feed_two_layers(X, W, b):
    Z1 = X @ W[0] + b[0]
    A1 = np.tanh(Z1)
    Z2 = A1 @ W[1] + b[1]
    return [Z1, Z2], [X, A1, sigmoid(Z2)]


def _feed_Z_activated(X, W, b):
    Z, A = [], [X]
    for layer in range(len(W)):
        z = A[-1] @ W[layer] + b[layer]
        z = sigmoid(z) if layer == len(W) - 1 else np.tanh(z)
        Z.append(z)
        A.append(z)
    return Z, A


def _feed_X_in_Z(X, W, b):
    Z, A = [X], [X]
    for layer in range(len(W)):
        Z.append(A[-1] @ W[layer] + b[layer])
        A.append(sigmoid(Z[-1]) if layer == len(W) - 1 else np.tanh(Z[-1]))
    return Z, A


# --- count_params, init_params ---


def _count_weights_only(sizes):
    return sum(a * b for a, b in pairwise(sizes))


def _count_input_biases(sizes):
    return sum(a * b for a, b in pairwise(sizes)) + sum(sizes)


def _count_all_pairs(sizes):
    return sum(sizes[i] * sizes[j] for i in range(len(sizes)) for j in range(i + 1, len(sizes))) + sum(sizes[1:])


def _init_same_draws(sizes, draws):
    W = [draws[: a * b].reshape(a, b) / np.sqrt(a) for a, b in pairwise(sizes)]
    return W, [np.zeros((1, b)) for b in sizes[1:]]


def _init_divided_by_n(sizes, draws):
    W, at = [], 0
    for a, b in pairwise(sizes):
        W.append(draws[at : at + a * b].reshape(a, b) / a)
        at += a * b
    return W, [np.zeros((1, b)) for b in sizes[1:]]


def _init_column_by_column(sizes, draws):
    W, at = [], 0
    for a, b in pairwise(sizes):
        W.append(draws[at : at + a * b].reshape(b, a).T / np.sqrt(a))
        at += a * b
    return W, [np.zeros((1, b)) for b in sizes[1:]]


def _init_flat_biases(sizes, draws):
    W, at = [], 0
    for a, b in pairwise(sizes):
        W.append(draws[at : at + a * b].reshape(a, b) / np.sqrt(a))
        at += a * b
    return W, [np.zeros(b) for b in sizes[1:]]


def _init_bias_for_input(sizes, draws):
    W, at = [], 0
    for a, b in pairwise(sizes):
        W.append(draws[at : at + a * b].reshape(a, b) / np.sqrt(a))
        at += a * b
    return W, [np.zeros((1, b)) for b in sizes]


# --- lesson 06 ---


def _detector_other_sign(pattern):
    w = np.where(pattern == 1, -20.0, 20.0).reshape(-1, 1)
    return w, np.array([[10 - 20 * np.sum(pattern)]])


def _detector_b_counts_zeros(pattern):
    w = np.where(pattern == 1, 20.0, -20.0).reshape(-1, 1)
    return w, np.array([[10 - 20 * np.sum(pattern == 0)]])


def _detector_b_minus_ten(pattern):
    w = np.where(pattern == 1, 20.0, -20.0).reshape(-1, 1)
    return w, np.array([[-10.0 - 20 * np.sum(pattern)]])


def _map_gates_exchanged(X):
    return sigmoid(X @ np.array([[-20, 20], [20, -20]]) - 10)


def _map_rounded(X):
    return np.round(sigmoid(X @ np.array([[20, -20], [-20, 20]]) - 10))


def _map_no_bias(X):
    return sigmoid(X @ np.array([[20, -20], [-20, 20]]))


def _xor_and_on_top(X):
    A = sigmoid(X @ np.array([[20, -20], [-20, 20]]) - 10)
    return sigmoid(A @ np.array([[20], [20]]) - 30)


def _xor_no_outer_sigmoid(X):
    A = sigmoid(X @ np.array([[20, -20], [-20, 20]]) - 10)
    return A @ np.array([[20], [20]]) - 10


def _xor_by_rule(X):
    return (X[:, :1] != X[:, 1:]).astype(float)


def _xor_hidden_not_squashed(X):
    A = X @ np.array([[20, -20], [-20, 20]]) - 10
    return sigmoid(A @ np.array([[20], [20]]) - 10)


def _detector_of(pattern):
    return np.where(pattern == 1, 20.0, -20.0).reshape(-1, 1), np.array([[10.0 - 20 * pattern.sum()]])


def _table_all_rows(X, y):
    found = [_detector_of(row) for row in X]
    return (
        np.hstack([w for w, _ in found]),
        np.hstack([b for _, b in found]),
        np.full((len(X), 1), 20.0),
        np.array([[-10.0]]),
    )


def _table_zeros(X, y):
    found = [_detector_of(row) for row in X[y[:, 0] == 0]]
    return (
        np.hstack([w for w, _ in found]),
        np.hstack([b for _, b in found]),
        np.full((len(found), 1), 20.0),
        np.array([[-10.0]]),
    )


def _table_and_bias(X, y):
    found = [_detector_of(row) for row in X[y[:, 0] == 1]]
    m = len(found)
    W1, b1 = np.hstack([w for w, _ in found]), np.hstack([b for _, b in found])
    return W1, b1, np.full((m, 1), 20.0), np.array([[10.0 - 20 * m]])


def _kinds_without_W2(W1, b1, W2):
    return np.unique(np.round(np.vstack([W1, b1]), 6), axis=1).shape[1]


def _kinds_rows(W1, b1, W2):
    return np.unique(np.round(np.vstack([W1, b1, W2.T]), 6), axis=0).shape[0]


def _kinds_numbers(W1, b1, W2):
    return len(np.unique(np.round(np.vstack([W1, b1, W2.T]), 6)))


def _kinds_not_rounded(W1, b1, W2):
    return len({tuple(column) for column in np.vstack([W1, b1, W2.T]).T})


# --- lesson 08 ---


def _w2_x_for_a1(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * p * (1 - p) * x


def _w2_slope_twice(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * sigmoid(p) * (1 - sigmoid(p)) * a1


def _w2_no_b1(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * p * (1 - p) * a1


def _w1_without_slope_of_p(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * w2 * a1 * (1 - a1) * x


def _w1_old_link(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * p * (1 - p) * a1 * w2 * a1 * (1 - a1) * x


def _w1_w1_for_w2(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * p * (1 - p) * w1 * a1 * (1 - a1) * x


def _back_of(A, W, y, slope=True, end=None):
    p = A[3]
    delta = [None, None, (p - y) * p * (1 - p) if end is None else end(p, y)]
    for layer in (1, 0):
        delta[layer] = W[layer + 1] @ delta[layer + 1]
        if slope:
            delta[layer] = delta[layer] * A[layer + 1] * (1 - A[layer + 1])
    return delta, [np.outer(A[layer], delta[layer]) for layer in range(3)]


def _back_no_hidden_slope(A, W, y):
    return _back_of(A, W, y, slope=False)


def _back_output_plain(A, W, y):
    return _back_of(A, W, y, end=lambda p, y: p - y)


def _back_reversed(A, W, y):
    delta, dW = _back_of(A, W, y)
    return delta[::-1], dW[::-1]


def _back_swapped(A, W, y):
    delta, dW = _back_of(A, W, y)
    return dW, delta


def _back_without_last(A, W, y):
    delta, dW = _back_of(A, W, y)
    return delta[:2], dW


def _back_dW_transposed(A, W, y):
    delta, dW = _back_of(A, W, y)
    return delta, [w.T for w in dW]


def _back_next_activation(A, W, y):
    delta, _ = _back_of(A, W, y)
    return delta, [
        np.outer(A[layer + 1][: len(A[layer])].sum() * np.ones(len(A[layer])), delta[layer]) for layer in range(3)
    ]


def _paths_first_output(A, W, y, i, j):
    total = 0.0
    for q in range(len(A[2])):
        path = A[0][i] * A[1][j] * (1 - A[1][j]) * W[1][j, q] * A[2][q] * (1 - A[2][q])
        total += path * W[2][q, 0] * A[3][0] * (1 - A[3][0]) * (A[3][0] - y[0])
    return total


def _paths_j_for_i(A, W, y, i, j):
    D = (A[3] - y) * A[3] * (1 - A[3])
    D = (W[2] @ D) * A[2] * (1 - A[2])
    D = (W[1] @ D) * A[1] * (1 - A[1])
    return A[0][j % len(A[0])] * D[i % len(D)]


def _paths_no_last_slope(A, W, y, i, j):
    D = (A[3] - y) * A[3] * (1 - A[3])
    D = W[2] @ D
    D = (W[1] @ D) * A[1] * (1 - A[1])
    return A[0][i] * D[j]


def _check_difference_only(f, theta, gradient, h, floor):
    return np.abs(_central(f, theta, h) - gradient)


def _central(f, theta, h):
    measured = np.zeros(len(theta))
    for k in range(len(theta)):
        e = np.zeros(len(theta))
        e[k] = h
        measured[k] = (f(theta + e) - f(theta - e)) / (2 * h)
    return measured


def _check_floor_added(f, theta, gradient, h, floor):
    n = _central(f, theta, h)
    return np.abs(n - gradient) / (np.maximum(np.abs(n), np.abs(gradient)) + floor)


def _check_all_at_once(f, theta, gradient, h, floor):
    n = np.full(len(theta), (f(theta + h) - f(theta - h)) / (2 * h))
    return np.abs(n - gradient) / np.maximum(np.maximum(np.abs(n), np.abs(gradient)), floor)


def _check_no_abs(f, theta, gradient, h, floor):
    n = _central(f, theta, h)
    return (n - gradient) / np.maximum(np.maximum(np.abs(n), np.abs(gradient)), floor)


# --- lesson 10 ---


def _split_test_before_val(X, Y, order, n_val, n_test):
    n = len(order) - n_val - n_test
    train, test, val = order[:n], order[n : n + n_test], order[n + n_test :]
    return X[train], Y[train], X[val], Y[val], X[test], Y[test]


def _split_all_X_first(X, Y, order, n_val, n_test):
    n = len(order) - n_val - n_test
    train, val, test = order[:n], order[n : n + n_val], order[n + n_val :]
    return X[train], X[val], X[test], Y[train], Y[val], Y[test]


def _split_not_shuffled(X, Y, order, n_val, n_test):
    n = len(X) - n_val - n_test
    return X[:n], Y[:n], X[n : n + n_val], Y[n : n + n_val], X[n + n_val :], Y[n + n_val :]


def _split_minus_n_test(X, Y, order, n_val, n_test):
    n = len(order) - n_val - n_test
    train, val, test = order[:n], order[n : -n_test - 1], order[-n_test:]
    return X[train], Y[train], X[val], Y[val], X[test], Y[test]


def _split_only_X(X, Y, order, n_val, n_test):
    n = len(order) - n_val - n_test
    train, val, test = order[:n], order[n : n + n_val], order[n + n_val :]
    return X[train], X[val], X[test]


def _spread_wrong_axis(predictions, truth):
    centre = predictions.mean(axis=1, keepdims=True)
    return np.mean((centre - truth) ** 2), np.mean((predictions - centre) ** 2)


def _spread_from_truth(predictions, truth):
    centre = predictions.mean(axis=0)
    return np.mean((centre - truth) ** 2), np.mean((predictions - truth) ** 2)


def _spread_bias_not_squared(predictions, truth):
    centre = predictions.mean(axis=0)
    return np.mean(centre - truth), np.mean((predictions - centre) ** 2)


def _spread_ddof(predictions, truth):
    return np.mean((predictions.mean(axis=0) - truth) ** 2), np.mean(predictions.var(axis=0, ddof=1))


def _spread_swapped(predictions, truth):
    centre = predictions.mean(axis=0)
    return np.mean((predictions - centre) ** 2), np.mean((centre - truth) ** 2)


def _spread_per_place(predictions, truth):
    centre = predictions.mean(axis=0)
    return (centre - truth) ** 2, ((predictions - centre) ** 2).mean(axis=0)


def _penalty_with_b(W, b, l2, n_train):
    return l2 / (2 * n_train) * (sum(np.sum(w**2) for w in W) + sum(np.sum(c**2) for c in b))


def _penalty_last_layer(W, b, l2, n_train):
    for w in W:
        total = np.sum(w**2)
    return l2 / (2 * n_train) * total


def _penalty_square_of_sum(W, b, l2, n_train):
    return l2 / (2 * n_train) * sum(np.sum(w) ** 2 for w in W)


def _penalty_precedence(W, b, l2, n_train):
    return l2 / 2 * n_train * sum(np.sum(w**2) for w in W)


def _l2_on_b_too(dW, db, W, b, l2, n_train):
    return (
        [d + l2 / n_train * w for d, w in zip(dW, W, strict=True)],
        [d + l2 / n_train * w for d, w in zip(db, b, strict=True)],
    )


def _l2_batch_rows(dW, db, W, b, l2, n_train):
    return [d + l2 / len(w) * w for d, w in zip(dW, W, strict=True)], db


def _l2_minus(dW, db, W, b, l2, n_train):
    return [d - l2 / n_train * w for d, w in zip(dW, W, strict=True)], db


def _l2_first_layer(dW, db, W, b, l2, n_train):
    return [dW[0] + l2 / n_train * W[0], *dW[1:]], db


def _l2_hidden_only(dW, db, W, b, l2, n_train):
    return [d + l2 / n_train * w for d, w in zip(dW[:-1], W[:-1], strict=True)], db


def _l2_in_place(dW, db, W, b, l2, n_train):
    for d, w in zip(dW, W, strict=True):
        d += l2 / n_train * w
    return dW, db


def _stop_le(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] <= losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch + 1


def _stop_argmin(losses, patience):
    best = int(np.argmin(losses))
    return best, min(best + patience + 1, len(losses))


def _stop_index(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch


def _stop_best_loss(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return losses[best], epoch + 1


def _stop_rises_in_a_row(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        waited = waited + 1 if losses[epoch] >= losses[epoch - 1] else 0
        if waited >= patience:
            break
    return best, epoch + 1


# --- lesson 11 ---


def _log_all(X, columns):
    return np.log(X)


def _log_rows(X, columns):
    result = X.copy()
    result[columns] = np.log(X[columns])
    return result


def _log_only_these(X, columns):
    return np.log(X[:, columns])


def _log_of_one_more(X, columns):
    result = X.copy()
    result[:, columns] = np.log1p(X[:, columns])
    return result


def _log_in_place(X, columns):
    X[:, columns] = np.log(X[:, columns])
    return X


def _scale_own(train, test):
    out = []
    for t in (train, test):
        sigma = t.std(axis=0)
        out.append((t - t.mean(axis=0)) / np.where(sigma == 0, 1, sigma))
    return tuple(out)


def _scale_together(train, test):
    both = np.vstack([train, test])
    mean, sigma = both.mean(axis=0), both.std(axis=0)
    sigma = np.where(sigma == 0, 1, sigma)
    return (train - mean) / sigma, (test - mean) / sigma


def _scale_variance(train, test):
    mean, sigma = train.mean(axis=0), train.var(axis=0)
    sigma = np.where(sigma == 0, 1, sigma)
    return (train - mean) / sigma, (test - mean) / sigma


def _scale_epsilon(train, test):
    mean, sigma = train.mean(axis=0), train.std(axis=0)
    return (train - mean) / (sigma + 1e-8), (test - mean) / (sigma + 1e-8)


def _scale_whole_table(train, test):
    mean, sigma = train.mean(), train.std()
    return (train - mean) / sigma, (test - mean) / sigma


def _scale_rows(train, test):
    def own(t):
        sigma = t.std(axis=1, keepdims=True)
        return (t - t.mean(axis=1, keepdims=True)) / np.where(sigma == 0, 1, sigma)

    return own(train), own(test)


def _scale_train_only(train, test):
    mean, sigma = train.mean(axis=0), train.std(axis=0)
    return (train - mean) / np.where(sigma == 0, 1, sigma), test


def _fit_no_bias(X, y):
    return np.linalg.lstsq(X, y, rcond=None)[0], np.zeros((1, 1))


def _fit_ones_first(X, y):
    A = np.hstack([np.ones((len(X), 1)), X])
    theta = np.linalg.lstsq(A, y, rcond=None)[0]
    return theta[:-1], theta[-1:]


def _fit_b_lost_axis(X, y):
    A = np.hstack([X, np.ones((len(X), 1))])
    theta = np.linalg.lstsq(A, y, rcond=None)[0]
    return theta[:-1], theta[-1]


def _fit_swapped(X, y):
    A = np.hstack([X, np.ones((len(X), 1))])
    theta = np.linalg.lstsq(A, y, rcond=None)[0]
    return theta[-1:], theta[:-1]


def _fit_forgets_last(X, y):
    A = np.hstack([X, np.ones((len(X), 1))])
    theta = np.linalg.lstsq(A, y, rcond=None)[0]
    return theta[:-2], theta[-1:]


def _r2_without_one(p, y):
    return np.sum((p - y) ** 2) / np.sum((y - y.mean()) ** 2)


def _r2_by_predictions(p, y):
    return 1 - np.sum((p - y) ** 2) / np.sum((p - p.mean()) ** 2)


def _r2_correlation(p, y):
    return float(np.corrcoef(p[:, 0], y[:, 0])[0, 1] ** 2)


def _r2_std(p, y):
    return 1 - np.sum((p - y) ** 2) / np.std(y)


def _r2_abs(p, y):
    return 1 - np.sum(np.abs(p - y)) / np.sum(np.abs(y - y.mean()))


def _r2_flat_y(p, y):
    return 1 - np.mean((p - y.ravel()) ** 2) / np.mean((y - y.mean()) ** 2)


def _delta_by_size(Z, Y):
    return (Z - Y) / Z.size


def _delta_sigmoid(Z, Y):
    P = sigmoid(Z)
    return (P - Y) * P * (1 - P) / len(Z)


def _delta_loss_itself(Z, Y):
    return (Z - Y) ** 2 / (2 * len(Z))


def _delta_by_columns(Z, Y):
    return (Z - Y) / Z.shape[1]


# --- lesson 12 ---


def _hot_from_one(y, K):
    return np.eye(K)[y - 1]


def _hot_classes_that_occur(y, K):
    return (y[:, None] == np.unique(y)).astype(float)


def _hot_transposed(y, K):
    Y = np.zeros((K, len(y)))
    Y[y, np.arange(len(y))] = 1
    return Y


def _hot_block(y, K):
    Y = np.zeros((len(y), K))
    Y[:, y] = 1
    return Y


def _hot_max_plus_one(y, K):
    return np.eye(y.max() + 1)[y]


def _hot_label_itself(y, K):
    Y = np.zeros((len(y), K))
    Y[np.arange(len(y)), y] = y
    return Y


def _ova_axis_0(X, W, b):
    return (X @ W + b).argmax(axis=0)


def _ova_whole(X, W, b):
    return np.argmax(X @ W + b)


def _ova_no_b(X, W, b):
    return (X @ W).argmax(axis=1)


def _ova_sigmoid(X, W, b):
    return sigmoid(X @ W + b).argmax(axis=1)


def _ova_column(X, W, b):
    return (X @ W + b).argmax(axis=1).reshape(-1, 1)


def _ova_from_one(X, W, b):
    return (X @ W + b).argmax(axis=1) + 1


def _ova_max(X, W, b):
    return (X @ W + b).max(axis=1)


def _ova_min(X, W, b):
    return (X @ W + b).argmin(axis=1)


def _soft_shift_below_only(Z):
    return np.exp(Z) / np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)


def _soft_no_axis(Z):
    e = np.exp(Z - Z.max())
    return e / e.sum()


def _soft_sum_axis_0(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=0)


def _soft_max_of_all(Z):
    e = np.exp(Z - Z.max())
    return e / e.sum(axis=1, keepdims=True)


def _soft_no_keepdims(Z):
    e = np.exp(Z - Z.max(axis=1))
    return e / e.sum(axis=1)


def _soft_base_2(Z):
    e = 2 ** (Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _soft_divided_by_max(Z):
    e = np.exp(Z / Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _ce_of_P(Z, Y):
    return -np.sum(Y * np.log(np.clip(Z, 1e-12, 1))) / len(Z)


def _ce_no_minus(Z, Y):
    m = Z - Z.max(axis=1, keepdims=True)
    return np.sum(Y * (m - np.log(np.exp(m).sum(axis=1, keepdims=True)))) / len(Z)


def _ce_mean_of_all(Z, Y):
    m = Z - Z.max(axis=1, keepdims=True)
    return -np.mean(Y * (m - np.log(np.exp(m).sum(axis=1, keepdims=True))))


def _ce_m_not_taken_off(Z, Y):
    m = Z.max(axis=1, keepdims=True)
    return -np.sum(Y * (Z - np.log(np.exp(Z - m).sum(axis=1, keepdims=True)))) / len(Z)


def _ce_lse_all(Z, Y):
    m = Z - Z.max(axis=1, keepdims=True)
    return -np.sum(Y * (m - np.log(np.exp(m).sum()))) / len(Z)


def _ce_clipped(Z, Y):
    return -np.sum(Y * np.log(np.clip(softmax(Z), 1e-12, 1))) / len(Z)


def _ce_binary(Z, Y):
    P = softmax(Z)
    return -np.sum(Y * np.log(P + 1e-300) + (1 - Y) * np.log(1 - P + 1e-300)) / len(Z)


def _ce_argmax_class(Z, Y):
    P = softmax(Z)
    return -np.mean(np.log(P.max(axis=1)))


def _ceg_minus_P(Z, Y):
    return (Y - softmax(Z)) / len(Z)


def _ceg_slope(Z, Y):
    P = softmax(Z)
    return (P - Y) * P * (1 - P) / len(Z)


def _ceg_true_class_only(Z, Y):
    return (softmax(Z) - 1) * Y / len(Z)


def _ceg_in_place(Z, Y):
    Z -= Y
    return softmax(Z) / len(Z)


def _ceg_sigmoid(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


def _ceg_K(Z, Y):
    return (softmax(Z) - Y) / Z.shape[1]


def _ceg_scores(Z, Y):
    return (Z - Y) / len(Z)


_AXIS = r"axis|rows?\b|columns?"
_MEAN = r"1/N|mean|\bsum|divid|times|factor"

WRONG: tuple[Wrong, ...] = (
    Wrong(
        "gradient_descent",
        "slope of the start",
        _walk_to_slope_of_start,
        "df(x0) for ever.",
        r"x0|first|start|onc|same|new|fresh|each step",
    ),
    Wrong(
        "gradient_descent",
        "looks after the step",
        _walk_checks_after,
        "One step even on flat ground.",
        r"before|after|first|flat|one (step|place)|too many|late",
    ),
    Wrong("gradient_descent", "sign only", _walk_sign_only, "np.sign(df(x)).", r"sign|same length|size of the slope"),
    Wrong("gradient_descent", "slopes", _walk_lists_slopes, "Slopes, not places.", r"slope|df|places"),
    Wrong("gradient_descent", "no abs", _walk_forgets_abs, "df(x) > tolerance without abs.", r"abs|negative|sign|\|"),
    Wrong(
        "gradient_descent",
        "last place",
        _walk_returns_x,
        "Returns x, not the path.",
        r"path|single number|all places|last",
    ),
    Wrong(
        "steps_needed",
        "rounded down",
        _steps_floor,
        "int() cuts the steps.",
        r"one (step )?(too|less|fewer)|ceil|round|cut|whole|down|floor|minus 1",
    ),
    Wrong(
        "steps_needed",
        "no abs",
        _steps_no_abs,
        "A negative factor counts as arrived.",
        r"abs|negative|sign|jump|beyond|swing|other side",
    ),
    Wrong("steps_needed", "strict", _steps_strict, "left >= share.", r"at most|exactly|>=|equal|<="),
    Wrong(
        "minibatch_step",
        "all rows below",
        _step_divides_by_N,
        "Divided by N, not B.",
        r"\bB\b.*\bN\b|\bN\b.*\bB\b|len\(rows\)|rows of the batch",
    ),
    Wrong("minibatch_step", "first B rows", _step_first_rows, "rows is used for its length only.", r"rows"),
    Wrong(
        "minibatch_step",
        "one by one",
        _step_one_by_one,
        "An update for each row.",
        r"each row|one (row|by)|row by row|every row|mean|several|in a loop",
    ),
    Wrong(
        "minibatch_step",
        "b after w",
        _step_b_with_new_w,
        "The error for b is computed with the new w.",
        r"new|already|moved|after|old|stale|changed before",
    ),
    Wrong("minibatch_step", "b loses an axis", _step_b_lost_axis, "b has shape (1,).", r"shape|axis|keepdims"),
    Wrong("minibatch_step", "y not picked", _step_rows_of_X_only, "y[:B] beside X[rows].", r"\by\b|targets"),
    Wrong("updates_per_epoch", "round", _updates_rounded, "Rounded.", r"round|last|left|smaller"),
    Wrong(
        "updates_per_epoch",
        "one more",
        _updates_one_more,
        "Always one more.",
        r"one (too|more)|evenly|divid|multiple|remainder",
    ),
    Wrong(
        "cut_batches",
        "last one lost",
        _batches_not_the_last,
        "The rest is dropped.",
        r"last|left|rest|missing|lost|drop",
    ),
    Wrong(
        "cut_batches",
        "even batches",
        _batches_array_split,
        "Even batches.",
        r"batch_size|equal|even|long|array_split|first",
    ),
    Wrong("cut_batches", "row numbers", _batches_row_numbers, "order not used.", r"order|shuffl|itself|position"),
    Wrong("dense_forward", "activated", _dense_activated, "tanh.", r"tanh|activat"),
    Wrong("dense_forward", "b into the product", _dense_b_in_the_product, "b before W.", r"\bb\b"),
    Wrong("dense_forward", "first row", _dense_first_row, "A_prev[0] in the loop.", r"first row|same row|row 0|A_prev"),
    Wrong("dense_forward", "transposed", _dense_einsum_transposed, "Transposed.", r"transpose|exchang"),
    Wrong("slide_matrix", "b last", _slide_b_last, "Bias in the last column.", r"last|column|first|order|b\b"),
    Wrong("slide_matrix", "not turned", _slide_not_turned, "Not transposed.", r"transpose|\.T|exchang"),
    Wrong("slide_matrix", "reshaped", _slide_reshaped, "reshape for .T.", r"reshape|transpose|order|\bW\b"),
    Wrong("feedforward", "A, Z", _feed_exchanged, "Returned as A, Z.", r"exchang|order|swap|change places"),
    Wrong(
        "feedforward",
        "X missing",
        _feed_without_X,
        "A lacks X.",
        r"(\bX\b|first).*(missing|lack|begin|in front|first|should)|shifted|begins with",
    ),
    Wrong("feedforward", "one layer short", _feed_one_layer_short, "The last layer is missing.", r"last"),
    Wrong("feedforward", "prediction missing", _feed_last_lost, "A lacks the prediction.", r"last"),
    Wrong(
        "feedforward",
        "Z goes on",
        _feed_from_Z,
        "Z, not A, goes into the next layer.",
        r"activation|tanh|linear|without|before|\bZ\b",
    ),
    Wrong("feedforward", "sigmoid everywhere", _feed_all_sigmoid, "sigmoid in hidden layers.", r"sigmoid|tanh"),
    Wrong(
        "feedforward",
        "two layers",
        _feed_two_layers,
        "Two layers only.",
        r"depth|layers|fixed|written|index|length|arrays",
    ),
    Wrong("feedforward", "Z activated", _feed_Z_activated, "Z holds A.", r"activat|tanh|before|`A|belongs"),
    Wrong("feedforward", "X in Z too", _feed_X_in_Z, "Z begins with X.", r"\bZ\b.*(one|too many|X|arrays|begins)"),
    Wrong("count_params", "weights only", _count_weights_only, "Biases lost.", r"bias"),
    Wrong("count_params", "biases of the input", _count_input_biases, "Input biases.", r"input|bias"),
    Wrong(
        "count_params", "all pairs", _count_all_pairs, "All pairs of layers.", r"pair|neighbour|skip|every layer|join"
    ),
    Wrong(
        "init_params",
        "same draws",
        _init_same_draws,
        "Always from the start.",
        r"start|first|same|follow|begin|again|draws",
    ),
    Wrong("init_params", "divided by n", _init_divided_by_n, "No root.", r"sqrt|root"),
    Wrong(
        "init_params",
        "column by column",
        _init_column_by_column,
        "reshape(b, a).T.",
        r"order|column|row by row|reshape|transpose",
    ),
    Wrong("init_params", "flat biases", _init_flat_biases, "b (n,).", r"shape|axis|\(1, "),
    Wrong(
        "init_params",
        "bias for the input",
        _init_bias_for_input,
        "One bias row too many.",
        r"\bb\b.*(one|too many|first|arrays|input|shift)",
    ),
    Wrong("detector", "signs exchanged", _detector_other_sign, "w has the other sign.", r"sign|minus|-1|exchang|negat"),
    Wrong("detector", "b counts zeros", _detector_b_counts_zeros, "b by the zeros.", r"zeros|ones|\bb\b"),
    Wrong("detector", "b from -10", _detector_b_minus_ten, "-10 for 10.", r"10|20|same amount"),
    Wrong("hidden_map", "columns exchanged", _map_gates_exchanged, "Columns exchanged.", r"column|exchang|order"),
    Wrong("hidden_map", "rounded", _map_rounded, "Rounded.", r"round|whether|whole|thresh"),
    Wrong("hidden_map", "no bias", _map_no_bias, "No bias.", r"bias|-10"),
    Wrong("xor_net", "AND on top", _xor_and_on_top, "AND for OR.", r"AND|-30|-10|bias"),
    Wrong("xor_net", "no outer sigmoid", _xor_no_outer_sigmoid, "z, not p.", r"sigmoid|activation|\bz\b"),
    Wrong("xor_net", "by rule", _xor_by_rule, "x1 != x2.", r"round|!=|step|whether|neuron|0 or 1|between|rule|compar"),
    Wrong(
        "xor_net",
        "hidden not squashed",
        _xor_hidden_not_squashed,
        "No sigmoid in the hidden layer.",
        r"hidden|sigmoid|line|activation",
    ),
    Wrong(
        "table_net",
        "all rows",
        _table_all_rows,
        "A detector for each row.",
        r"all rows|every row|y = 1|each row|only|m\b",
    ),
    Wrong(
        "table_net", "zeros", _table_zeros, "Detectors of the zeros.", r"y = 0|zeros|y = 1|ones|other|one-minus|1 - `y"
    ),
    Wrong("table_net", "AND bias", _table_and_bias, "AND's bias.", r"AND|bias|b2|-10"),
    Wrong("n_kinds", "W2 not looked at", _kinds_without_W2, "W2 ignored.", r"W2|outgoing"),
    Wrong("n_kinds", "rows", _kinds_rows, "axis=0.", _AXIS),
    Wrong("n_kinds", "numbers", _kinds_numbers, "No axis.", r"axis|numbers|entries|column"),
    Wrong("n_kinds", "not rounded", _kinds_not_rounded, "Not rounded.", r"round|decimal"),
    Wrong("grad_w2", "x for a1", _w2_x_for_a1, "x for a1.", r"\bx\b|a1"),
    Wrong("grad_w2", "slope of p", _w2_slope_twice, "sigmoid(p).", r"sigmoid|slope|twice|once more"),
    Wrong("grad_w2", "b1 forgotten", _w2_no_b1, "b1 lost.", r"b1"),
    Wrong(
        "grad_w1", "slope of p lost", _w1_without_slope_of_p, "p (1 - p) lost.", r"p ?(\*|times)? ?\(1 - p\)|slope|link"
    ),
    Wrong("grad_w1", "a1 too many", _w1_old_link, "dJ/dw2 goes on.", r"a1|link|grad_w2"),
    Wrong("grad_w1", "w1 for w2", _w1_w1_for_w2, "w1 for w2.", r"w1|w2"),
    Wrong("backward_2321", "no hidden slope", _back_no_hidden_slope, "a(1 - a) lost.", r"1 - a|slope|sigmoid"),
    Wrong("backward_2321", "p - y", _back_output_plain, "p(1 - p) lost.", r"1 - p|1 - a|slope|sigmoid|cross"),
    Wrong("backward_2321", "reversed", _back_reversed, "Lists in reverse.", r"reverse|order"),
    Wrong("backward_2321", "dW, delta", _back_swapped, "Returned as dW, delta.", r"exchang|order|swap|change places"),
    Wrong("backward_2321", "output missing", _back_without_last, "delta lacks the last.", r"last"),
    Wrong("backward_2321", "dW transposed", _back_dW_transposed, "dW transposed.", r"transpose|exchang"),
    Wrong("path_sum", "first output", _paths_first_output, "m = 0 only.", r"output|first|all|loop|m\b"),
    Wrong("path_sum", "i and j", _paths_j_for_i, "i, j exchanged.", r"`?i`?.*`?j`?|exchang"),
    Wrong("path_sum", "slope lost", _paths_no_last_slope, "A[2](1 - A[2]) lost.", r"slope|1 - |A\[2\]|second"),
    Wrong(
        "grad_check",
        "plain difference",
        _check_difference_only,
        "Not divided.",
        r"divid|relative|size|plain|floor|factor",
    ),
    Wrong("grad_check", "floor added", _check_floor_added, "+ floor.", r"floor"),
    Wrong(
        "grad_check",
        "all at once",
        _check_all_at_once,
        "All entries nudged.",
        r"one (entry )?at a time|all (entries|at once)|together|entry by entry",
    ),
    Wrong("grad_check", "no abs", _check_no_abs, "Signed errors.", r"abs|sign|negative|magnitude"),
    Wrong("split", "test before val", _split_test_before_val, "Test before validation.", r"val.*test|test.*val|order"),
    Wrong("split", "X first", _split_all_X_first, "X, X, X, Y, Y, Y.", r"order|exchang|belongs"),
    Wrong("split", "order not used", _split_not_shuffled, "order not used.", r"order|shuffl"),
    Wrong("split", "-n_test - 1", _split_minus_n_test, "One validation row lost.", r"one|last|row|lost|missing|shape"),
    Wrong("split", "X only", _split_only_X, "Three things.", r"three|3 things|six|6|Y_train.*missing"),
    Wrong("bias_variance", "axis 1", _spread_wrong_axis, "Mean over places.", _AXIS + "|models|places"),
    Wrong("bias_variance", "from the truth", _spread_from_truth, "Variance about the truth.", r"truth|bias"),
    Wrong("bias_variance", "not squared", _spread_bias_not_squared, "Bias not squared.", r"squar"),
    Wrong("bias_variance", "M - 1", _spread_ddof, "ddof=1.", r"M ?- ?1|ddof|M\b"),
    Wrong("bias_variance", "exchanged", _spread_swapped, "Swapped.", r"exchang|order|swap"),
    Wrong(
        "bias_variance", "per place", _spread_per_place, "Not averaged over places.", r"mean|places|number|shape|averag"
    ),
    Wrong("l2_penalty", "b too", _penalty_with_b, "b punished.", r"\bb\b|bias"),
    Wrong("l2_penalty", "last layer", _penalty_last_layer, "Last layer only.", r"last|layer"),
    Wrong("l2_penalty", "square of the sum", _penalty_square_of_sum, "(sum w)^2.", r"square"),
    Wrong("l2_penalty", "l2 / 2 * n", _penalty_precedence, "n_train above.", r"n_train|bracket|parenthes"),
    Wrong("l2_grad", "b too", _l2_on_b_too, "b punished.", r"\bb\b|bias"),
    Wrong("l2_grad", "len(w)", _l2_batch_rows, "len(w) for n_train.", r"n_train|rows of|len"),
    Wrong("l2_grad", "minus", _l2_minus, "Minus.", r"sign|minus|opposite"),
    Wrong("l2_grad", "first layer", _l2_first_layer, "Only W[0].", r"first|layer|W\[0\]|dW\[1\]"),
    Wrong("l2_grad", "last layer lost", _l2_hidden_only, "dW one short.", r"last"),
    Wrong("l2_grad", "in place", _l2_in_place, "dW changed.", r"in place|chang|copy"),
    Wrong("early_stop", "<=", _stop_le, "Ties count as new.", r"equal|tie|first|<="),
    Wrong("early_stop", "argmin", _stop_argmin, "Looks into the future.", r"argmin|all|whole|later|future|until"),
    Wrong("early_stop", "epoch, not number", _stop_index, "One short.", r"one|\+ 1|1 less|minus 1|from 0"),
    Wrong("early_stop", "loss of the best", _stop_best_loss, "The loss, not the epoch.", r"loss"),
    Wrong(
        "early_stop", "in a row", _stop_rises_in_a_row, "Counts rises in a row.", r"in a row|rise|previous|before|best"
    ),
    Wrong("log_columns", "all", _log_all, "All columns.", r"all|columns|every|other"),
    Wrong("log_columns", "rows", _log_rows, "Rows for columns.", r"row|column|axis"),
    Wrong("log_columns", "these only", _log_only_these, "Only these columns.", r"shape|columns|only"),
    Wrong("log_columns", "log1p", _log_of_one_more, "log(1 + x).", r"1 \+|log1p|plus 1|one"),
    Wrong("log_columns", "in place", _log_in_place, "X changed.", r"in place|chang|copy"),
    Wrong("standardize", "own", _scale_own, "Each by itself.", r"own|itself|train"),
    Wrong("standardize", "together", _scale_together, "Both together.", r"together|both|leak|train"),
    Wrong("standardize", "variance", _scale_variance, "var for std.", r"varian|root|std"),
    Wrong("standardize", "whole table", _scale_whole_table, "No axis.", r"axis|column|whole|all"),
    Wrong("standardize", "rows", _scale_rows, "axis=1.", _AXIS),
    Wrong("standardize", "train only", _scale_train_only, "test not scaled.", r"test"),
    Wrong("fit_linear", "no bias", _fit_no_bias, "Through the origin.", r"\bb\b|bias|ones|origin|zero"),
    Wrong("fit_linear", "ones first", _fit_ones_first, "Cut at the wrong end.", r"first|last|order|front|end"),
    Wrong("fit_linear", "b loses an axis", _fit_b_lost_axis, "(1,).", r"shape|axis"),
    Wrong("fit_linear", "exchanged", _fit_swapped, "b, w.", r"exchang|order|swap|belongs"),
    Wrong("fit_linear", "one weight short", _fit_forgets_last, "theta[:-2].", r"shape|last|one"),
    Wrong("r_squared", "1 - lost", _r2_without_one, "1 - lost.", r"1 -|one minus|1 minus"),
    Wrong("r_squared", "spread of p", _r2_by_predictions, "Spread of p.", r"\bp\b|predict|`y`"),
    Wrong("r_squared", "correlation", _r2_correlation, "Correlation squared.", r"correl"),
    Wrong("r_squared", "std", _r2_std, "np.std below.", r"std|N|spread|root"),
    Wrong("r_squared", "abs", _r2_abs, "abs for squares.", r"abs|squar"),
    Wrong("r_squared", "flat y", _r2_flat_y, "(N, N) table.", r"flat|pair|table|broadcast|shape"),
    Wrong("regression_delta", "size", _delta_by_size, "Mean over all entries.", r"\bK\b|size|entries"),
    Wrong("regression_delta", "sigmoid", _delta_sigmoid, "sigmoid.", r"sigmoid|linear"),
    Wrong("regression_delta", "the loss", _delta_loss_itself, "The loss.", r"loss|squar|derivative"),
    Wrong("regression_delta", "K", _delta_by_columns, "K for N.", r"\bK\b|shape\[1\]|column"),
    Wrong("one_hot", "from 1", _hot_from_one, "y - 1.", r"from 1|one (column|too)|y - 1|shift|count|left|small"),
    Wrong("one_hot", "that occur", _hot_classes_that_occur, "Only classes that occur.", r"occur|K\b|shape|class"),
    Wrong("one_hot", "transposed", _hot_transposed, "Transposed.", r"transpose|exchang"),
    Wrong(
        "one_hot", "block", _hot_block, "Y[:, y] = 1.", r"every row|each row|whole|block|:, y|arange|all rows|columns?"
    ),
    Wrong("one_hot", "max + 1", _hot_max_plus_one, "K ignored.", r"K\b|max|largest|shape"),
    Wrong("one_hot", "label itself", _hot_label_itself, "y for 1.", r"label|\by\b|1 "),
    Wrong("ova_predict", "axis 0", _ova_axis_0, "axis=0.", _AXIS),
    Wrong("ova_predict", "whole", _ova_whole, "No axis.", r"axis|single number|whole|one number"),
    Wrong("ova_predict", "b lost", _ova_no_b, "b lost.", r"\bb\b|bias"),
    Wrong("ova_predict", "sigmoid", _ova_sigmoid, "Saturated sigmoid.", r"sigmoid|large|satur|exactly 1|probab"),
    Wrong("ova_predict", "column", _ova_column, "(N, 1).", r"shape|axis"),
    Wrong("ova_predict", "from 1", _ova_from_one, "+ 1.", r"from 1|one (too|more)|plus 1|from 0|same amount"),
    Wrong("ova_predict", "max", _ova_max, "Scores.", r"argmax|score|class"),
    Wrong("ova_predict", "min", _ova_min, "argmin.", r"argmin|smallest|negat|opposite"),
    Wrong(
        "softmax",
        "shift below only",
        _soft_shift_below_only,
        "Z above, Z - max below.",
        r"max|shift|above|below|taken off|both",
    ),
    Wrong("softmax", "no axis", _soft_no_axis, "No axis.", r"axis|whole|all"),
    Wrong("softmax", "sum axis 0", _soft_sum_axis_0, "axis=0 in the sum.", _AXIS + "|shape"),
    Wrong("softmax", "max of all", _soft_max_of_all, "Z.max().", r"max|row|0 / 0|largest|axis"),
    Wrong("softmax", "no keepdims", _soft_no_keepdims, "No keepdims.", r"keepdims|axis|shape"),
    Wrong("softmax", "base 2", _soft_base_2, "2 ** Z.", r"\b2\b|base|ln 2|exp"),
    Wrong("softmax", "divided by max", _soft_divided_by_max, "Z / max.", r"max|divid|subtract|taken off|largest"),
    Wrong("cross_entropy", "Z for P", _ce_of_P, "No softmax.", r"softmax|score|probab"),
    Wrong("cross_entropy", "no minus", _ce_no_minus, "No minus.", r"sign|minus"),
    Wrong("cross_entropy", "mean of all", _ce_mean_of_all, "1/(N K).", r"\bK\b|N K|all entries|class"),
    Wrong(
        "cross_entropy",
        "m not taken off",
        _ce_m_not_taken_off,
        "Z, not Z - m.",
        r"\bm\b|max|largest|taken|shift|twice|both",
    ),
    Wrong("cross_entropy", "sum over all", _ce_lse_all, "No axis in the sum.", r"axis|whole|all|row"),
    Wrong("cross_entropy", "clipped", _ce_clipped, "Clipped at 1e-12.", r"clip|cut|27\.6|extreme|large|limit"),
    Wrong(
        "cross_entropy", "binary", _ce_binary, "Binary terms too.", r"1 - |binary|other classes|wrong classes|second"
    ),
    Wrong("cross_entropy", "argmax class", _ce_argmax_class, "Y ignored.", r"`Y`|true class|largest|target"),
    Wrong("softmax_ce_grad", "Y - P", _ceg_minus_P, "Sign.", r"sign|minus"),
    Wrong("softmax_ce_grad", "slope", _ceg_slope, "P(1 - P) too many.", r"1 - |slope|factor"),
    Wrong(
        "softmax_ce_grad",
        "true class only",
        _ceg_true_class_only,
        "Only where Y = 1.",
        r"`?Y`? ?(= 0|=|is 0)|other class|true class|only",
    ),
    Wrong("softmax_ce_grad", "in place", _ceg_in_place, "Z -= Y first.", r"in place|chang"),
    Wrong("softmax_ce_grad", "sigmoid", _ceg_sigmoid, "sigmoid.", r"sigmoid"),
    Wrong("softmax_ce_grad", "K", _ceg_K, "K for N.", r"\bK\b|number of classes"),
    Wrong("softmax_ce_grad", "scores", _ceg_scores, "No softmax.", r"softmax|score|\bZ\b"),
)

# --- right answers in another style ---


def _right_walk_numpy(df, x0, learning_rate, tolerance, max_steps):
    path = np.empty(max_steps + 1)
    path[0], n = x0, 1
    while n <= max_steps:
        slope = df(path[n - 1])
        if -tolerance <= slope <= tolerance:
            break
        path[n] = path[n - 1] - slope * learning_rate
        n += 1
    return path[:n]


def _right_walk_recursive(df, x0, learning_rate, tolerance, max_steps):
    if max_steps == 0 or abs(df(x0)) <= tolerance:
        return np.array([x0])
    rest = _right_walk_recursive(df, x0 - learning_rate * df(x0), learning_rate, tolerance, max_steps - 1)
    return np.concatenate([[x0], rest])


def _right_steps_float(curvature, learning_rate, share):
    f = abs(1 - learning_rate * curvature)
    if f >= 1:
        return float("inf")
    k = 0
    while f**k > share:
        k += 1
    return float(k)


def _right_step_loops(X, y, w, b, rows, learning_rate):
    dw, db = np.zeros(w.shape), 0.0
    for i in rows:
        e = float(X[i] @ w[:, 0]) + b.item() - y[i, 0]
        dw[:, 0] += e * X[i]
        db += e
    return w - learning_rate * dw / rows.size, b - learning_rate * db / rows.size


def _right_updates(N, B):
    return np.ceil(N / B)


def _right_batches(order, batch_size):
    batches, rest = [], list(order)
    while rest:
        batches.append(np.array(rest[:batch_size]))
        rest = rest[batch_size:]
    return batches


def _right_dense_einsum(A_prev, W, b):
    return np.einsum("ni,ij->nj", A_prev, W) + np.ones((len(A_prev), 1)) @ b


def _right_dense_list(A_prev, W, b):
    return np.array(
        [[sum(a * w for a, w in zip(row, W[:, j], strict=True)) + b[0, j] for j in range(W.shape[1])] for row in A_prev]
    )


def _right_dense_float32(A_prev, W, b):
    return (A_prev.astype(np.float32) @ W.astype(np.float32) + b).astype(np.float32)


def _right_feed_tuples(X, W, b):
    A, Z = (X,), ()
    *hidden, last = zip(W, b, strict=True)
    for w, c in hidden:
        Z += (np.matmul(A[-1], w) + c,)
        A += (np.tanh(Z[-1]),)
    Z += (np.matmul(A[-1], last[0]) + last[1],)
    return Z, (*A, 1 / (1 + np.exp(-Z[-1])))


def _right_init_empty(sizes, draws):
    W, left = [], draws.copy()
    for n_in, n_out in pairwise(sizes):
        w = np.empty((n_in, n_out))
        w.flat = left[: w.size]
        left = left[w.size :]
        W.append(w * n_in**-0.5)
    return [W, [0 * np.ones(n)[None] for n in sizes[1:]]]


def _right_detector_int(pattern):
    w = (40 * pattern.astype(int) - 20)[:, None]
    return w, np.array([[10]]) - 20 * int(pattern.sum())


def _right_xor_columns(X):
    x1, x2 = X[:, 0], X[:, 1]
    a = sigmoid(20 * x1 - 20 * x2 - 10)
    c = sigmoid(20 * x2 - 20 * x1 - 10)
    return sigmoid(20 * a + 20 * c - 10)[:, np.newaxis]


def _right_kinds(W1, b1, W2):
    return len({tuple(np.round([*W1[:, j], b1[0, j], W2[j, 0]], 6) + 0.0) for j in range(W1.shape[1])})


def _right_w1_numeric(x, y, w1, b1, w2, b2):
    a1 = 1 / (1 + np.exp(-(w1 * x + b1)))
    p = 1 / (1 + np.exp(-(w2 * a1 + b2)))
    return np.array((p - y) * (p - p**2) * w2 * (a1 - a1**2) * x)


def _right_backward(A, W, y):
    d3 = (A[3] - y) * A[3] * (1 - A[3])
    d2 = W[2].dot(d3) * A[2] * (1 - A[2])
    d1 = W[1].dot(d2) * A[1] * (1 - A[1])
    return (d1, d2, d3), [a[:, None] * d[None, :] for a, d in zip(A, (d1, d2, d3), strict=False)]


def _right_check_vector(f, theta, gradient, h, floor):
    E = h * np.eye(theta.size)
    n = np.array([f(theta + e) - f(theta - e) for e in E]) / h / 2
    return np.array([abs(a - g) / max(abs(a), abs(g), floor) for a, g in zip(n, gradient, strict=True)])


def _right_split(X, Y, order, n_val, n_test):
    parts = np.split(order, [len(order) - n_val - n_test, len(order) - n_test])
    return [table[rows] for rows in parts for table in (X, Y)]


def _right_spread(predictions, truth):
    return ((predictions.mean(0) - truth) ** 2).mean(), predictions.var(axis=0).mean()


def _right_penalty(W, b, l2, n_train):
    flat = np.concatenate([w.ravel() for w in W])
    return 0.5 * l2 * flat @ flat / n_train


def _right_stop(losses, patience):
    best, best_loss = 0, float("inf")
    for epoch, loss in enumerate(losses):
        if loss < best_loss:
            best, best_loss = epoch, loss
        elif epoch - best == patience:
            return [best, epoch + 1]
    return np.array([best, len(losses)])


def _right_log(X, columns):
    return np.column_stack([np.log(X[:, j]) if j in columns else X[:, j] for j in range(X.shape[1])])


def _right_scale(train, test):
    mu = np.average(train, axis=0)
    sd = np.sqrt(np.mean((train - mu) ** 2, axis=0))
    sd[sd < 1e-12] = 1.0
    return [(t - mu) / sd for t in (train, test)]


def _right_fit_normal(X, y):
    Xc = X - X.mean(axis=0)
    w = np.linalg.solve(Xc.T @ Xc, Xc.T @ (y - y.mean()))
    return w, (y.mean() - X.mean(axis=0) @ w).reshape(1, 1)


def _right_hot(y, K):
    return np.equal.outer(y, np.arange(K))


def _right_ova(X, W, b):
    return [max(range(W.shape[1]), key=lambda j: x @ W[:, j] + b[0, j]) for x in X]


def _right_softmax_rows(Z):
    P = np.empty(Z.shape)
    for i, z in enumerate(Z):
        e = np.exp(z - max(z))
        P[i] = e / sum(e)
    return P


def _right_softmax_log(Z):
    m = np.max(Z, axis=1)[:, None]
    return np.exp(Z - m - np.log(np.sum(np.exp(Z - m), axis=1))[:, None])


def _right_ce_rows(Z, Y):
    total = 0.0
    for z, y in zip(Z, Y, strict=True):
        m = z.max()
        total += m + np.log(np.exp(z - m).sum()) - z[y.argmax()]
    return np.float32(total / len(Z))


RIGHT: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("gradient_descent", "an array to fill", _right_walk_numpy),
    ("gradient_descent", "calls itself", _right_walk_recursive),
    ("steps_needed", "powers, a float", _right_steps_float),
    ("minibatch_step", "loops", _right_step_loops),
    ("updates_per_epoch", "ceil, a float", _right_updates),
    ("cut_batches", "a list that shrinks", _right_batches),
    ("dense_forward", "einsum", _right_dense_einsum),
    ("dense_forward", "lists", _right_dense_list),
    ("dense_forward", "float32", _right_dense_float32),
    ("feedforward", "tuples", _right_feed_tuples),
    ("init_params", "flat", _right_init_empty),
    ("detector", "whole numbers", _right_detector_int),
    ("xor_net", "columns", _right_xor_columns),
    ("n_kinds", "a set", _right_kinds),
    ("grad_w1", "p - p^2, an array", _right_w1_numeric),
    ("backward_2321", "layers", _right_backward),
    ("grad_check", "vectors", _right_check_vector),
    ("split", "np.split", _right_split),
    ("bias_variance", "var", _right_spread),
    ("l2_penalty", "dot product", _right_penalty),
    ("early_stop", "enumerate", _right_stop),
    ("log_columns", "column_stack", _right_log),
    ("standardize", "by hand", _right_scale),
    ("fit_linear", "normal equations", _right_fit_normal),
    ("one_hot", "booleans", _right_hot),
    ("ova_predict", "a list", _right_ova),
    ("softmax", "row by row", _right_softmax_rows),
    ("softmax", "through logarithms", _right_softmax_log),
    ("cross_entropy", "row by row, float32", _right_ce_rows),
)
