"""Wrong and right answers to lessons 07, 10, 11 and 12, written from their statements alone."""

import math
import statistics

import numpy as np
from answers import Wrong

from nncore import sigmoid
from nncore.activations import relu

# --- 07: six_relu ---


def _six_n3_added(x):
    z = -relu(-5 * x - 7.7) - relu(-1.2 * x - 1.3)
    z = z + relu(1.2 * x + 1)
    return z + relu(1.2 * x - 0.2) + relu(2 * x - 1.1) + relu(5 * x - 5)


def _six_n1_minus_lost(x):
    n1 = relu(5 * x - 7.7)
    n2 = relu(-1.2 * x - 1.3)
    n3 = relu(1.2 * x + 1)
    n4 = relu(1.2 * x - 0.2)
    n5 = relu(2 * x - 1.1)
    n6 = relu(5 * x - 5)
    return -n1 - n2 - n3 + n4 + n5 + n6


def _six_n5_brackets(x):
    n1, n2, n3 = relu(-5 * x - 7.7), relu(-1.2 * x - 1.3), relu(1.2 * x + 1)
    n4, n5, n6 = relu(1.2 * x - 0.2), relu(2 * (x - 1.1)), relu(5 * x - 5)
    return -n1 - n2 - n3 + n4 + n5 + n6


def _six_relu_on_output(x):
    n = [relu(-5 * x - 7.7), relu(-1.2 * x - 1.3), relu(1.2 * x + 1)]
    p = [relu(1.2 * x - 0.2), relu(2 * x - 1.1), relu(5 * x - 5)]
    return relu(sum(p) - sum(n))


def _six_n4_copied_from_n3(x):
    n1 = relu(-5 * x - 7.7)
    n2 = relu(-1.2 * x - 1.3)
    n3 = relu(1.2 * x + 1)
    n4 = relu(1.2 * x + 1)
    n5 = relu(2 * x - 1.1)
    n6 = relu(5 * x - 5)
    return -n1 - n2 - n3 + n4 + n5 + n6


def _six_sign_inside_relu(x):
    z = 0
    for sign, w, b in zip(
        (-1, -1, -1, 1, 1, 1), (-5, -1.2, 1.2, 1.2, 2, 5), (-7.7, -1.3, 1, -0.2, -1.1, -5), strict=True
    ):
        z = z + relu(sign * (w * x + b))
    return z


def _six_last_forgotten(x):
    units = [(-1, -5, -7.7), (-1, -1.2, -1.3), (-1, 1.2, 1), (1, 1.2, -0.2), (1, 2, -1.1), (1, 5, -5)]
    z = 0 * x
    for k in range(len(units) - 1):
        sign, w, b = units[k]
        z = z + sign * relu(w * x + b)
    return z


def _six_n2_decimal_point(x):
    return (
        -relu(-5 * x - 7.7)
        - relu(-1.2 * x - 13)
        - relu(1.2 * x + 1)
        + relu(1.2 * x - 0.2)
        + relu(2 * x - 1.1)
        + relu(5 * x - 5)
    )


def _six_right_matrix(x):
    x = np.asarray(x, dtype=float)
    w = np.array([-5, -1.2, 1.2, 1.2, 2, 5])
    b = np.array([-7.7, -1.3, 1, -0.2, -1.1, -5])
    return np.maximum(x[..., None] * w + b, 0) @ np.array([-1.0, -1, -1, 1, 1, 1])


def _six_right_entries(x):
    def one(v):
        total = 0.0
        for sign, w, b in ((-1, -5, -7.7), (-1, -1.2, -1.3), (-1, 1.2, 1), (1, 1.2, -0.2), (1, 2, -1.1), (1, 5, -5)):
            if w * v + b > 0:
                total += sign * (w * v + b)
        return total

    x = np.asarray(x)
    return np.array([one(float(v)) for v in x.ravel()], dtype=float).reshape(x.shape)


# --- 07: rmse ---


def _rmse_rows_only(p, y):
    return np.sqrt(np.sum((p - y) ** 2) / len(p))


def _rmse_square_of_the_mean(p, y):
    return np.sqrt(np.mean(p - y) ** 2)


def _rmse_no_mean(p, y):
    return np.sqrt(np.sum((p - y) ** 2))


def _rmse_divided_after_root(p, y):
    return np.sqrt(np.sum((p - y) ** 2)) / p.size


def _rmse_squares_subtracted(p, y):
    return np.sqrt(np.abs(np.mean(p**2 - y**2)))


def _rmse_std(p, y):
    return np.std(p - y)


def _rmse_half(p, y):
    return np.sqrt(np.mean((p - y) ** 2) / 2)


def _rmse_root_first(p, y):
    return np.mean(np.sqrt((p - y) ** 2))


def _rmse_right_norm(p, y):
    d = (np.asarray(p) - np.asarray(y)).ravel()
    return np.linalg.norm(d) / math.sqrt(d.size)


def _rmse_right_fsum(p, y):
    pairs = list(zip(np.ravel(p).tolist(), np.ravel(y).tolist(), strict=True))
    return math.sqrt(math.fsum((a - b) ** 2 for a, b in pairs) / len(pairs))


# --- 07: relu_net_from_knots ---


def _knots_bias_sign(xs, ys):
    n = len(xs) - 1
    s = np.diff(ys) / np.diff(xs)
    changes = np.concatenate([s[:1], np.diff(s)])
    return np.ones((1, n)), xs[:-1].reshape(1, n), changes.reshape(n, 1), np.array([[ys[0]]])


def _knots_first_distance_for_all(xs, ys):
    n = len(xs) - 1
    s = np.diff(ys) / (xs[1] - xs[0])
    changes = np.concatenate([s[:1], np.diff(s)])
    return np.ones((1, n)), -xs[:-1].reshape(1, n), changes.reshape(n, 1), np.array([[ys[0]]])


def _knots_first_slope_lost(xs, ys):
    n = len(xs) - 1
    s = np.diff(ys) / np.diff(xs)
    changes = np.zeros(n)
    for k in range(1, n):
        changes[k] = s[k] - s[k - 1]
    return np.ones((1, n)), -xs[:-1].reshape(1, n), changes.reshape(n, 1), np.array([[ys[0]]])


def _knots_kinks_one_late(xs, ys):
    n = len(xs) - 1
    s = np.diff(ys) / np.diff(xs)
    changes = np.diff(s, prepend=0)
    return np.ones((1, n)), -xs[1:].reshape(1, n), changes.reshape(n, 1), np.array([[ys[0]]])


def _knots_change_backwards(xs, ys):
    n = len(xs) - 1
    s = np.diff(ys) / np.diff(xs)
    changes = np.concatenate([s[:1], s[:-1] - s[1:]])
    return np.ones((1, n)), -xs[:-1].reshape(1, n), changes.reshape(n, 1), np.array([[ys[0]]])


def _knots_whole_slopes(xs, ys):
    n = len(xs) - 1
    s = np.diff(ys) / np.diff(xs)
    return np.ones((1, n)), -xs[:-1].reshape(1, n), s.reshape(n, 1), np.array([[ys[0]]])


def _knots_run_over_rise(xs, ys):
    n = len(xs) - 1
    s = np.diff(xs) / np.diff(ys)
    return np.ones((1, n)), -xs[:-1].reshape(1, n), np.diff(s, prepend=0).reshape(n, 1), np.array([[ys[0]]])


def _knots_bias_mean_height(xs, ys):
    n = len(xs) - 1
    s = np.diff(ys) / np.diff(xs)
    return np.ones((1, n)), -xs[:-1].reshape(1, n), np.diff(s, prepend=0).reshape(n, 1), np.array([[np.mean(ys)]])


def _knots_right_running(xs, ys):
    xs, ys = [float(v) for v in xs], [float(v) for v in ys]
    W2, slope = [], 0.0
    for k in range(len(xs) - 1):
        new = (ys[k + 1] - ys[k]) / (xs[k + 1] - xs[k])
        W2.append([new - slope])
        slope = new
    b1 = np.array([[-v for v in xs[:-1]]])
    return np.ones_like(b1), b1, np.array(W2), np.array([[ys[0]]])


def _knots_right_solved(xs, ys):
    xs, ys = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
    H = np.maximum(xs[1:, None] - xs[None, :-1], 0)  # what unit k says at knot i + 1: a triangle
    W2 = np.linalg.solve(H, (ys[1:] - ys[0])[:, None])
    return np.ones((1, len(xs) - 1)), -xs[None, :-1], W2, ys[:1].reshape(1, 1)


# --- 07: tent_tower ---


def _tent_one_floor_short(x, depth):
    def tent(v):
        return 2 * relu(v) - 4 * relu(v - 0.5)

    for _ in range(1, depth):
        x = tent(x)
    return x


def _tent_slope_minus_two(x, depth):
    for _ in range(depth):
        x = 2 * relu(x) - 2 * relu(x - 0.5)
    return x


def _tent_return_in_loop(x, depth):
    a = x
    for _ in range(depth):
        a = 2 * relu(a) - 4 * relu(a - 0.5)
        return a


def _tent_power(x, depth):
    t = 2 * relu(x) - 4 * relu(x - 0.5)
    return t**depth


def _tent_integer_half(x, depth):
    for _ in range(depth):
        x = 2 * relu(x) - 4 * relu(x - 1 // 2)
    return x


def _tent_added_up(x, depth):
    total = np.zeros(np.shape(x))
    for _ in range(depth):
        total = total + 2 * relu(x) - 4 * relu(x - 0.5)
    return total


def _tent_overwritten_in_second_unit(x, depth):
    for _ in range(depth):
        x = 2 * relu(x)
        x = x - 4 * relu(x - 0.5)
    return x


def _tent_base_case_is_a_tent(x, depth):
    t = 2 * relu(x) - 4 * relu(x - 0.5)
    if depth == 0:
        return t
    return _tent_base_case_is_a_tent(t, depth - 1)


def _tent_right_recursive_abs(x, depth):
    inner = np.asarray(x) if depth == 1 else _tent_right_recursive_abs(x, depth - 1)
    return 1 - np.abs(2 * inner - 1)


def _tent_right_minimum(x, depth):
    a = np.array(x, dtype=float)
    while depth:
        a = 2 * np.minimum(a, 1 - a)
        depth -= 1
    return a


# --- 07: success_rate ---


def _rate_strict(losses, target):
    return np.mean(losses < target)


def _rate_of_the_finite_runs(losses, target):
    losses = losses[np.isfinite(losses)]
    return np.sum(losses <= target) / len(losses)


def _rate_not_above(losses, target):
    return 1 - np.mean(losses > target)


def _rate_always_forty(losses, target):
    return np.sum(losses <= target) / 40


def _rate_stops_at_first_failure(losses, target):
    n = 0
    for loss in losses:
        if loss > target or np.isnan(loss):
            break
        n += 1
    return n / len(losses)


def _rate_integer_division(losses, target):
    return np.sum(losses <= target) // len(losses)


def _rate_count(losses, target):
    n = 0
    for loss in losses:
        if loss <= target:
            n += 1
    return n


def _rate_share_of_loss(losses, target):
    good = losses[losses <= target]
    return np.sum(good) / np.sum(losses[np.isfinite(losses)])


def _rate_right_sorted(losses, target):
    losses = np.sort(np.asarray(losses, dtype=float))  # NaN stand last
    return np.searchsorted(losses, target, side="right") / losses.size


def _rate_right_generator(losses, target):
    runs = [float(v) for v in losses]
    return sum(1 for v in runs if v <= target) / len(runs)


# --- 07: playground_task ---


def _task_two_and_three_swapped(task):
    return {1: 0.5, 2: 23, 3: 0, 4: 4}[task]


def _task_failures_counted(task):
    if task == 1:
        return 0.5
    if task == 2:
        return 40
    if task == 3:
        return 17
    return 4


def _task_share_in_task_3(task):
    return {1: 0.5, 2: 0.0, 3: 0.575, 4: 4}[task]


def _task_three_units_enough(task):
    return {1: 0.5, 2: 0, 3: 23, 4: 3}[task]


def _task_runs_in_task_4(task):
    return {1: 0.5, 2: 0, 3: 23, 4: 34}[task]


def _task_target_in_task_1(task):
    return {1: 0.177, 2: 0, 3: 23, 4: 4}[task]


def _task_loss_not_halved(task):
    return {1: 1.0, 2: 0, 3: 23, 4: 4}[task]


def _task_all_runs_wanted(task):
    return {1: 0.5, 2: 0, 3: 23, 4: 6}[task]


def _task_right_dictionary(task):
    return {1: 0.497, 2: 0, 3: 23, 4: 4}[task]


def _task_right_floats(task):
    return np.array([0.50, 0, 23, 4])[task - 1]


# --- 10: split ---


def _split_test_before_validation(X, Y, order, n_val, n_test):
    n = len(X) - n_val - n_test
    train, test, val = order[:n], order[n : n + n_test], order[n + n_test :]
    return X[train], Y[train], X[val], Y[val], X[test], Y[test]


def _split_y_not_shuffled(X, Y, order, n_val, n_test):
    n = len(X) - n_val - n_test
    X = X[order]
    a, b = n, n + n_val
    return X[:a], Y[:a].copy(), X[a:b], Y[a:b].copy(), X[b:], Y[b:].copy()


def _split_sorted_again(X, Y, order, n_val, n_test):
    n = len(X) - n_val - n_test
    train, val, test = np.sort(order[:n]), np.sort(order[n : n + n_val]), np.sort(order[n + n_val :])
    return X[train], Y[train], X[val], Y[val], X[test], Y[test]


def _split_inverse_order(X, Y, order, n_val, n_test):
    N = len(order)
    new_X, new_Y = np.empty_like(X), np.empty_like(Y)
    for i in range(N):
        new_X[order[i]] = X[i]
        new_Y[order[i]] = Y[i]
    a, b = N - n_val - n_test, N - n_test
    return new_X[:a], new_Y[:a], new_X[a:b], new_Y[a:b], new_X[b:], new_Y[b:]


def _split_sizes_swapped(X, Y, order, n_val, n_test):
    N = len(X)
    train = order[: N - n_val - n_test]
    val = order[N - n_val - n_test : N - n_val]
    test = order[N - n_val :]
    return X[train], Y[train], X[val], Y[val], X[test], Y[test]


def _split_y_val_copied(X, Y, order, n_val, n_test):
    n = len(X) - n_val - n_test
    train, val, test = order[:n], order[n : n + n_val], order[n + n_val :]
    return X[train], Y[train], X[val], Y[test], X[test], Y[test]


def _split_validation_in_training(X, Y, order, n_val, n_test):
    N = len(X)
    train, val, test = order[: N - n_test], order[N - n_test - n_val : N - n_test], order[N - n_test :]
    return X[train], Y[train], X[val], Y[val], X[test], Y[test]


def _split_shuffled_twice(X, Y, order, n_val, n_test):
    X, Y = X[order], Y[order]
    n = len(X) - n_val - n_test
    train, val, test = np.split(order, [n, n + n_val])
    return X[train], Y[train], X[val], Y[val], X[test], Y[test]


def _split_right_np_split(X, Y, order, n_val, n_test):
    cuts = [len(order) - n_val - n_test, len(order) - n_test]
    parts = zip(np.split(np.take(X, order, axis=0), cuts), np.split(np.take(Y, order, axis=0), cuts), strict=True)
    return tuple(np.array(table) for pair in parts for table in pair)


def _split_right_backwards(X, Y, order, n_val, n_test):
    rows = list(order)
    test = [rows.pop() for _ in range(n_test)][::-1]
    val = [rows.pop() for _ in range(n_val)][::-1]
    out = []
    for chosen in (rows, val, test):
        index = np.array(chosen, dtype=int)
        out += [X[index], Y[index]]
    return tuple(out)


# --- 10: bias_variance ---


def _bv_places_averaged_before_square(predictions, truth):
    mean = predictions.mean(axis=0)
    bias2 = np.mean(mean - truth) ** 2
    return bias2, np.mean((predictions - mean) ** 2)


def _bv_spread_about_truth(predictions, truth):
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth) ** 2), np.mean((predictions - truth) ** 2)


def _bv_m_minus_one(predictions, truth):
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth) ** 2), np.mean(np.var(predictions, axis=0, ddof=1))


def _bv_one_mean_for_all(predictions, truth):
    bias2 = np.mean((np.mean(predictions, axis=0) - truth) ** 2)
    return bias2, np.var(predictions)


def _bv_mean_truth(predictions, truth):
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth.mean()) ** 2), np.mean((predictions - mean) ** 2)


def _bv_median(predictions, truth):
    middle = np.median(predictions, axis=0)
    return np.mean((middle - truth) ** 2), np.mean((predictions - middle) ** 2)


def _bv_mean_of_each_model(predictions, truth):
    mean = predictions.mean(axis=1, keepdims=True)
    return np.mean((mean - truth) ** 2), np.mean((predictions - mean) ** 2)


def _bv_standard_deviation(predictions, truth):
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth) ** 2), np.mean(predictions.std(axis=0))


def _bv_right_loops(predictions, truth):
    M, N = predictions.shape
    bias2 = variance = 0.0
    for j in range(N):
        column = [float(predictions[m, j]) for m in range(M)]
        mean = sum(column) / M
        bias2 += (mean - float(truth[j])) ** 2 / N
        variance += sum((v - mean) ** 2 for v in column) / (M * N)
    return bias2, variance


def _bv_right_total_minus_bias(predictions, truth):
    errors = predictions - truth
    M, N = errors.shape
    total = np.einsum("mn,mn->", errors, errors) / (M * N)
    middle = np.ones(M) / M @ errors
    bias2 = middle @ middle / N
    return bias2, total - bias2


# --- 10: l2_penalty ---


def _pen_biases_too(W, b, l2, n_train):
    return l2 / (2 * n_train) * sum(np.sum(part**2) for part in W + b)


def _pen_precedence(W, b, l2, n_train):
    return l2 / 2 * n_train * sum(np.sum(w**2) for w in W)


def _pen_row_0_free(W, b, l2, n_train):
    total = 0
    for w in W:
        total += np.sum(w[1:] ** 2)
    return l2 * total / (2 * n_train)


def _pen_mean_of_squares(W, b, l2, n_train):
    total = 0
    for w in W:
        total += np.mean(w**2)
    return l2 * total / (2 * n_train)


def _pen_matrix_product(W, b, l2, n_train):
    return l2 / (2 * n_train) * sum(np.sum(w @ w.T) for w in W)


def _pen_total_overwritten(W, b, l2, n_train):
    total = 0
    for w in W:
        total = np.sum(w**2)
    return l2 / (2 * n_train) * total


def _pen_norms_not_squared(W, b, l2, n_train):
    total = sum(np.linalg.norm(w) for w in W)
    return l2 * total / (2 * n_train)


def _pen_first_layer_skipped(W, b, l2, n_train):
    total = 0
    for layer in range(1, len(W)):
        total += np.sum(W[layer] ** 2)
    return l2 / (2 * n_train) * total


def _pen_right_one_vector(W, b, l2, n_train):
    w = np.concatenate([np.ravel(part) for part in W])
    return float(w @ w) * l2 / n_train / 2


def _pen_right_recursive(W, b, l2, n_train):
    if len(W) == 0:
        return 0.0
    first, *rest = W
    return l2 * float(np.einsum("ij,ij->", first, first)) / (n_train + n_train) + _pen_right_recursive(
        rest, b, l2, n_train
    )


# --- 10: l2_grad ---


def _grad_list_copied_arrays_changed(dW, db, W, b, l2, n_train):
    dW, db = dW.copy(), db.copy()
    for layer in range(len(W)):
        dW[layer] += l2 / n_train * W[layer]
    return dW, db


def _grad_row_0_free(dW, db, W, b, l2, n_train):
    new = []
    for slope, w in zip(dW, W, strict=True):
        part = slope.copy()
        part[1:] += l2 / n_train * w[1:]
        new.append(part)
    return new, [d.copy() for d in db]


def _grad_penalty_itself_added(dW, db, W, b, l2, n_train):
    penalty = l2 / (2 * n_train) * sum(np.sum(w**2) for w in W)
    return [d + penalty for d in dW], [d.copy() for d in db]


def _grad_signs_of_weights(dW, db, W, b, l2, n_train):
    return [d + l2 / n_train * np.sign(w) for d, w in zip(dW, W, strict=True)], [d.copy() for d in db]


def _grad_data_divided_again(dW, db, W, b, l2, n_train):
    return [(d + l2 * w) / n_train for d, w in zip(dW, W, strict=True)], [d.copy() for d in db]


def _grad_returns_biases(dW, db, W, b, l2, n_train):
    new_dW, new_db = [], []
    for layer in range(len(W)):
        new_dW.append(dW[layer] + l2 / n_train * W[layer])
        new_db.append(b[layer].copy())
    return new_dW, new_db


def _grad_rows_of_the_layer(dW, db, W, b, l2, n_train):
    new = []
    for d, w in zip(dW, W, strict=True):
        new.append(d + l2 / len(w) * w)
    return new, [d.copy() for d in db]


def _grad_loss_and_penalty_both_priced(dW, db, W, b, l2, n_train):
    return [l2 / n_train * (d + w) for d, w in zip(dW, W, strict=True)], [d.copy() for d in db]


def _grad_right_loops(dW, db, W, b, l2, n_train):
    new = []
    for d, w in zip(dW, W, strict=True):
        part = np.zeros(w.shape)
        for i in range(w.shape[0]):
            for j in range(w.shape[1]):
                part[i, j] = d[i, j] + l2 * w[i, j] / n_train
        new.append(part)
    return new, [np.array(d) for d in db]


def _grad_right_flat(dW, db, W, b, l2, n_train):
    cuts = np.cumsum([w.size for w in W])[:-1]
    flat = np.concatenate([d.ravel() for d in dW]) + np.concatenate([w.ravel() for w in W]) * (l2 / n_train)
    parts = np.split(flat, cuts)
    return [p.reshape(w.shape) for p, w in zip(parts, W, strict=True)], [0 + d for d in db]


# --- 10: early_stop ---


def _stop_waits_one_more(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best > patience:
            return best, epoch + 1
    return best, len(losses)


def _stop_counter_never_reset(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
        if waited >= patience:
            return best, epoch + 1
    return best, len(losses)


def _stop_checked_before_best(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if epoch - best >= patience:
            return best, epoch + 1
        if losses[epoch] < losses[best]:
            best = epoch
    return best, len(losses)


def _stop_against_previous_epoch(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        waited = 0 if losses[epoch] < losses[epoch - 1] else waited + 1
        if waited >= patience:
            return best, epoch + 1
    return best, len(losses)


def _stop_best_starts_at_one(losses, patience):
    best, smallest = 0, 1.0
    for epoch, loss in enumerate(losses):
        if loss < smallest:
            best, smallest = epoch, loss
        if epoch - best >= patience:
            return best, epoch + 1
    return best, len(losses)


def _stop_last_number_at_the_end(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch + 1
    return best, epoch


def _stop_last_of_equals(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] <= losses[best]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch + 1
    return best, len(losses)


def _stop_best_of_all_epochs(losses, patience):
    best = 0
    n_epochs = len(losses)
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best >= patience:
            n_epochs = epoch + 1
            break
    return int(np.argmin(losses)), n_epochs


def _stop_right_argmin_each_time(losses, patience):
    losses = np.asarray(losses)
    E = len(losses)
    for n_epochs in range(1, E + 1):
        best = int(np.argmin(losses[:n_epochs]))
        if n_epochs == E or n_epochs - 1 - best >= patience:
            return best, n_epochs


def _stop_right_recursive(losses, patience):
    losses = list(losses)
    best = 0
    while True:
        window = losses[best + 1 : best + 1 + patience]
        better = [k for k, loss in enumerate(window) if loss < losses[best]]
        if not better:
            return best, min(best + patience + 1, len(losses))
        best += 1 + better[0]


# --- 11: log_columns ---


def _log_one_plus(X, columns):
    new = np.array(X, dtype=float)
    new[:, columns] = np.log1p(new[:, columns])
    return new


def _log_caller_changed(X, columns):
    new = X
    for j in columns:
        new[:, j] = np.log(new[:, j])
    return new


def _log_into_the_first_columns(X, columns):
    new = X.copy()
    for i, j in enumerate(columns):
        new[:, i] = np.log(X[:, j])
    return new


def _log_from_first_to_last(X, columns):
    new = X.copy()
    first, last = min(columns), max(columns) + 1
    new[:, first:last] = np.log(np.abs(new[:, first:last]))
    return new


def _log_copied_in_the_loop(X, columns):
    for j in columns:
        new = X.copy()
        new[:, j] = np.log(X[:, j])
    return new


def _log_others_zero(X, columns):
    new = np.zeros(X.shape)
    for j in columns:
        new[:, j] = np.log(X[:, j])
    return new


def _log_base_10(X, columns):
    new = X.copy()
    new[:, columns] = np.log10(X[:, columns])
    return new


def _log_last_column_of_list_lost(X, columns):
    new = X.copy()
    for i in range(len(columns) - 1):
        new[:, columns[i]] = np.log(X[:, columns[i]])
    return new


def _log_right_where(X, columns):
    chosen = np.zeros(X.shape, dtype=bool)
    chosen[:, list(columns)] = True
    return np.log(X, out=np.array(X, dtype=float), where=chosen)


def _log_right_by_columns(X, columns):
    columns = set(columns)
    return np.array([[math.log(v) if j in columns else float(v) for j, v in enumerate(row)] for row in X])


# --- 11: standardize ---


def _std_pooled(train, test):
    together = np.concatenate([train, test])
    mu, sigma = together.mean(axis=0), together.std(axis=0)
    sigma[sigma == 0] = 1
    return (train - mu) / sigma, (test - mu) / sigma


def _std_tiny_sigma(train, test):
    mu, sigma = train.mean(axis=0), train.std(axis=0)
    sigma = np.maximum(sigma, 1e-8)
    return (train - mu) / sigma, (test - mu) / sigma


def _std_constant_columns_zeroed(train, test):
    mu, sigma = train.mean(axis=0), train.std(axis=0)
    flat = sigma == 0
    sigma = np.where(flat, 1, sigma)
    a, b = (train - mu) / sigma, (test - mu) / sigma
    a[:, flat] = 0
    b[:, flat] = 0
    return a, b


def _std_of_the_scaled_train(train, test):
    sigma = train.std(axis=0)
    sigma[sigma == 0] = 1
    train = (train - train.mean(axis=0)) / sigma
    test = (test - train.mean(axis=0)) / sigma
    return train, test


def _std_sigma_at_least_one(train, test):
    mu = train.mean(axis=0)
    sigma = np.maximum(train.std(axis=0), 1)
    return (train - mu) / sigma, (test - mu) / sigma


def _std_brackets_missing(train, test):
    mu, sigma = train.mean(axis=0), train.std(axis=0)
    sigma = np.where(sigma > 0, sigma, 1)
    return train - mu / sigma, test - mu / sigma


def _std_root_mean_square(train, test):
    mu = train.mean(axis=0)
    sigma = np.sqrt(np.mean(train**2, axis=0))
    sigma[train.std(axis=0) == 0] = 1
    return (train - mu) / sigma, (test - mu) / sigma


def _std_test_by_own_sigma(train, test):
    mu = train.mean(axis=0)
    s_train, s_test = train.std(axis=0), test.std(axis=0)
    s_train[s_train == 0] = 1
    s_test[s_test == 0] = 1
    return (train - mu) / s_train, (test - mu) / s_test


def _std_right_statistics(train, test):
    a, b = np.array(train, dtype=float), np.array(test, dtype=float)
    for j in range(a.shape[1]):
        column = a[:, j].tolist()
        mu, sigma = statistics.fmean(column), statistics.pstdev(column)
        if max(column) == min(column):
            sigma = 1.0
        a[:, j] = (a[:, j] - mu) / sigma
        b[:, j] = (b[:, j] - mu) / sigma
    return a, b


def _std_right_one_helper(train, test):
    N = len(train)
    mu = np.ones((1, N)) @ train / N
    centred = train - mu
    sigma = np.sqrt(np.einsum("ij,ij->j", centred, centred) / N)
    constant = np.ptp(train, axis=0) == 0
    factor = np.divide(1.0, sigma, out=np.ones_like(sigma), where=~constant)
    return tuple((table - mu) * factor for table in (train, test))


# --- 11: fit_linear ---


def _fit_ones_first_bias_last(X, y):
    A = np.hstack([np.ones((len(X), 1)), X])
    t = np.linalg.lstsq(A, y, rcond=None)[0]
    return t[:-1], t[-1:]


def _fit_bias_is_mean_of_y(X, y):
    w = np.linalg.lstsq(X - X.mean(axis=0), y - y.mean(), rcond=None)[0]
    return w, y.mean().reshape(1, 1)


def _fit_column_by_column(X, y):
    centred = X - X.mean(axis=0)
    w = (centred.T @ (y - y.mean())) / np.sum(centred**2, axis=0)[:, None]
    b = y.mean() - X.mean(axis=0) @ w
    return w, b.reshape(1, 1)


def _fit_bias_after_line_through_origin(X, y):
    w = np.linalg.lstsq(X, y, rcond=None)[0]
    return w, np.mean(y - X @ w).reshape(1, 1)


def _fit_scaled_weights(X, y):
    sigma = X.std(axis=0)
    Z = (X - X.mean(axis=0)) / sigma
    A = np.hstack([Z, np.ones((len(X), 1))])
    t = np.linalg.lstsq(A, y, rcond=None)[0]
    return t[:-1], t[-1:]


def _fit_bias_sign(X, y):
    A = np.hstack([X, -np.ones((len(X), 1))])
    t = np.linalg.lstsq(A, y, rcond=None)[0]
    return t[:-1], t[-1:]


def _fit_ridge(X, y):
    A = np.hstack([X, np.ones((len(X), 1))])
    t = np.linalg.solve(A.T @ A + np.eye(A.shape[1]), A.T @ y)
    return t[:-1], t[-1:]


def _fit_few_steps(X, y):
    w, b = np.zeros((X.shape[1], 1)), np.zeros((1, 1))
    for _ in range(20):
        D = (X @ w + b - y) / len(X)
        w, b = w - 0.01 * X.T @ D, b - 0.01 * D.sum(axis=0, keepdims=True)
    return w, b


def _fit_right_pinv(X, y):
    middle, height = X.mean(axis=0, keepdims=True), y.mean(axis=0, keepdims=True)
    w = np.linalg.pinv(X - middle) @ (y - height)
    return w, height - middle @ w


def _fit_right_scaled_back(X, y):
    size = np.abs(X).max(axis=0)
    size = np.where(size > 0, size, 1.0)
    A = np.column_stack([np.ones(len(X)), X / size])
    Q, R = np.linalg.qr(A)
    t = np.linalg.lstsq(R, Q.T @ y, rcond=None)[0]
    return t[1:] / size[:, None], t[:1]


# --- 11: r_squared ---


def _r2_correlation(p, y):
    return np.corrcoef(p[:, 0], y[:, 0])[0, 1] ** 2


def _r2_spread_of_predictions(p, y):
    return float(np.sum((p - y.mean()) ** 2) / np.sum((y - y.mean()) ** 2))


def _r2_about_zero(p, y):
    return float(1 - np.sum((p - y) ** 2) / np.sum(y**2))


def _r2_never_negative(p, y):
    r2 = 1 - np.sum((p - y) ** 2) / np.sum((y - y.mean()) ** 2)
    return max(0.0, float(r2))


def _r2_n_minus_one(p, y):
    return float(1 - np.mean((p - y) ** 2) / np.var(y, ddof=1))


def _r2_error_mean_taken_off(p, y):
    return float(1 - np.var(p - y) / np.var(y))


def _r2_roots(p, y):
    return float(1 - np.sqrt(np.sum((p - y) ** 2) / np.sum((y - y.mean()) ** 2)))


def _r2_spread_of_p_below(p, y):
    return float(1 - np.sum((p - y) ** 2) / np.sum((p - p.mean()) ** 2))


def _r2_right_loop(p, y):
    ps, ys = np.ravel(p).tolist(), np.ravel(y).tolist()
    mean = math.fsum(ys) / len(ys)
    wrong = math.fsum((a - b) ** 2 for a, b in zip(ps, ys, strict=True))
    return 1 - wrong / math.fsum((b - mean) ** 2 for b in ys)


def _r2_right_dots(p, y):
    e, d = (y - p).ravel(), (y - np.average(y)).ravel()
    return float((d @ d - e @ e) / (d @ d))


# --- 11: regression_delta ---


def _delta_outputs_not_samples(Z, Y):
    return (Z - Y) / Z.shape[1]


def _delta_all_entries(Z, Y):
    return (Z - Y) / Z.size


def _delta_brackets(Z, Y):
    return Z - Y / len(Z)


def _delta_sigmoid_output(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


def _delta_only_signs(Z, Y):
    return np.sign(Z - Y) / len(Z)


def _delta_two(Z, Y):
    return 2 * (Z - Y) / len(Z)


def _delta_relu_mask(Z, Y):
    return (Z - Y) * (Z > 0) / len(Z)


def _delta_first_column_for_all(Z, Y):
    D = np.empty(Z.shape)
    for k in range(Z.shape[1]):
        D[:, k] = (Z[:, 0] - Y[:, 0]) / len(Z)
    return D


def _delta_right_entries(Z, Y):
    N = len(Z)
    return np.array([[(z - t) / N for z, t in zip(a, b, strict=True)] for a, b in zip(Z, Y, strict=True)])


def _delta_right_matrix(Z, Y):
    weights = np.full(len(Z), 1 / len(Z))
    return np.einsum("i,ik->ik", weights, Z) - np.einsum("i,ik->ik", weights, Y)


# --- 12: one_hot ---


def _hot_minus_ones(y, K):
    Y = -np.ones((len(y), K))
    Y[np.arange(len(y)), y] = 1
    return Y


def _hot_label_written(y, K):
    Y = np.zeros((len(y), K))
    for i in range(len(y)):
        Y[i, y[i]] = y[i]
    return Y


def _hot_rank_of_label(y, K):
    present = sorted(set(y.tolist()))
    Y = np.zeros((len(y), K))
    for i, label in enumerate(y):
        Y[i, present.index(label)] = 1
    return Y


def _hot_thermometer(y, K):
    return (np.arange(K) <= y[:, None]).astype(float)


def _hot_rows_sorted(y, K):
    counts = np.bincount(y, minlength=K)
    return np.repeat(np.eye(K), counts, axis=0)


def _hot_first_k_rows(y, K):
    Y = np.zeros((len(y), K))
    for i in range(min(K, len(y))):
        Y[i, y[i]] = 1
    return Y


def _hot_from_one(y, K):
    Y = np.zeros((len(y), K))
    Y[np.arange(len(y)), y - 1] = 1
    return Y


def _hot_as_many_as_seen(y, K):
    K = y.max() + 1
    return np.eye(K)[y]


def _hot_right_flat(y, K):
    flat = np.zeros(len(y) * K)
    flat[[i * K + int(label) for i, label in enumerate(y)]] = 1
    return flat.reshape(len(y), K)


def _hot_right_difference(y, K):
    distance = np.abs(np.subtract.outer(np.asarray(y), np.arange(K)))
    return 1.0 - np.minimum(distance, 1)


# --- 12: ova_predict ---


def _ova_sigmoid_compared(X, W, b):
    return sigmoid(X @ W + b).argmax(axis=1)


def _ova_first_yes(X, W, b):
    return np.argmax(X @ W + b > 0, axis=1)


def _ova_bias_subtracted(X, W, b):
    return np.argmax(X @ W - b, axis=1)


def _ova_size_of_score(X, W, b):
    return np.argmax(np.abs(X @ W + b), axis=1)


def _ova_distance_from_border(X, W, b):
    return np.argmax((X @ W + b) / np.linalg.norm(W, axis=0), axis=1)


def _ova_best_starts_at_zero(X, W, b):
    labels = np.zeros(len(X), dtype=int)
    for i, row in enumerate(X @ W + b):
        best = 0
        for k in range(len(row)):
            if row[k] > best:
                best = row[k]
                labels[i] = k
    return labels


def _ova_bias_on_each_weight(X, W, b):
    return np.argmax(X @ (W + b), axis=1)


def _ova_argmax_of_argsort(X, W, b):
    return np.argsort(X @ W + b, axis=1).argmax(axis=1)


def _ova_right_duel(X, W, b):
    labels = np.zeros(len(X), dtype=int)
    best = X @ W[:, 0] + b[0, 0]
    for k in range(1, W.shape[1]):
        score = X @ W[:, k] + b[0, k]
        labels = np.where(score > best, k, labels)
        best = np.maximum(score, best)
    return labels


def _ova_right_lists(X, W, b):
    T = np.vstack([W, b])
    labels = []
    for row in np.hstack([X, np.ones((len(X), 1))]):
        scores = (row @ T).tolist()
        labels.append(scores.index(max(scores)))
    return np.array(labels, dtype=int)


# --- 12: softmax ---


def _soft(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))


def _soft_max_of_all_rows(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


def _soft_divided_by_max(Z):
    E = np.exp(Z / Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def _soft_mean_taken_off(Z):
    E = np.exp(Z - Z.mean(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def _soft_clipped(Z):
    E = np.exp(np.clip(Z, -500, 500))
    return E / E.sum(axis=1, keepdims=True)


def _soft_largest_size(Z):
    E = np.exp(Z - np.abs(Z).max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def _soft_powers_of_two(Z):
    E = 2.0 ** (Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def _soft_one_more_below(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / (1 + E.sum(axis=1, keepdims=True))


def _soft_shift_above_only(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z).sum(axis=1, keepdims=True)


def _soft_right_math(Z):
    rows = []
    for row in Z.tolist():
        top = max(row)
        powers = [math.exp(v - top) for v in row]
        rows.append([v / math.fsum(powers) for v in powers])
    return np.array(rows)


# --- 12: cross_entropy ---


def _ce_cut_off(Z, Y):
    return -np.mean(np.sum(Y * np.log(np.maximum(_soft(Z), 1e-12)), axis=1))


def _ce_base_10(Z, Y):
    m = Z.max(axis=1, keepdims=True)
    logs = (Z - m) / np.log(10) - np.log10(np.sum(np.exp(Z - m), axis=1, keepdims=True))
    return -np.sum(Y * logs) / len(Z)


def _ce_maximum_not_taken_off_above(Z, Y):
    m = Z.max(axis=1, keepdims=True)
    logs = Z - np.log(np.sum(np.exp(Z - m), axis=1, keepdims=True))
    return -np.sum(Y * logs) / len(Z)


def _ce_no_terms_added(Z, Y):
    yes = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
    no = np.log1p(-np.minimum(np.exp(yes), 1 - 1e-15))
    return -np.sum(Y * yes + (1 - Y) * no) / len(Z)


def _ce_winner_not_truth(Z, Y):
    m = Z.max(axis=1, keepdims=True)
    lse = m + np.log(np.sum(np.exp(Z - m), axis=1, keepdims=True))
    return np.mean(lse - m)


def _ce_softmax_twice(Z, Y):
    P = _soft(Z)
    m = P.max(axis=1, keepdims=True)
    logs = (P - m) - np.log(np.sum(np.exp(P - m), axis=1, keepdims=True))
    return -np.sum(Y * logs) / len(Z)


def _ce_log_of_the_mean(Z, Y):
    p_true = np.sum(Y * _soft(Z), axis=1)
    return -np.log(np.mean(p_true))


def _ce_divided_by_classes(Z, Y):
    m = Z.max(axis=1, keepdims=True)
    logs = (Z - m) - np.log(np.sum(np.exp(Z - m), axis=1, keepdims=True))
    return -np.sum(Y * logs) / Y.shape[1]


def _ce_right_logaddexp(Z, Y):
    return float(np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(Z)), Y.argmax(axis=1)]))


def _ce_right_differences(Z, Y):
    costs = []
    for z, t in zip(Z.tolist(), Y.tolist(), strict=True):
        behind = [v - z[t.index(max(t))] for v in z]
        top = max(behind)
        costs.append(top + math.log(math.fsum(math.exp(v - top) for v in behind)))
    return statistics.fmean(costs)


# --- 12: softmax_ce_grad ---


def _dz_true_class_only(Z, Y):
    return Y * (_soft(Z) - 1) / len(Z)


def _dz_sigmoid(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


def _dz_brackets(Z, Y):
    return _soft(Z) - Y / len(Z)


def _dz_divided_by_classes(Z, Y):
    return (_soft(Z) - Y) / Z.shape[1]


def _dz_softmax_twice(Z, Y):
    return (_soft(_soft(Z)) - Y) / len(Z)


def _dz_winner_takes_all(Z, Y):
    winner = np.eye(Z.shape[1])[Z.argmax(axis=1)]
    return (winner - Y) / len(Z)


def _dz_slope_in_p(Z, Y):
    return -Y / _soft(Z) / len(Z)


def _dz_softmax_down_the_columns(Z, Y):
    E = np.exp(Z - Z.max(axis=0))
    return (E / E.sum(axis=0) - Y) / len(Z)


def _dz_right_jacobians(Z, Y):
    D = np.zeros(Z.shape)
    for i, (p, t) in enumerate(zip(_soft(Z), Y, strict=True)):
        c = int(np.argmax(t))
        for j in range(len(p)):
            D[i, j] = (p[j] - (1.0 if j == c else 0.0)) / len(Z)
    return D


def _dz_right_subtract_at(Z, Y):
    D = np.exp(Z - Z.max(axis=1, keepdims=True))
    D = D * (1 / D.sum(axis=1))[:, None]
    np.subtract.at(D, (np.arange(len(Z)), Y.argmax(axis=1)), 1)
    return D / len(D)


WRONG = (
    # 07
    Wrong(
        "six_relu",
        "n3 added",
        _six_n3_added,
        "The third unit is added and must be subtracted.",
        r"n_?3|third unit|unit 3|\+ ?n|sign",
    ),
    Wrong(
        "six_relu",
        "n1 rises to the right",
        _six_n1_minus_lost,
        "The weight of the first unit is 5, not -5.",
        r"n_?1\b|first unit|unit 1\b|-5 ?x",
    ),
    Wrong(
        "six_relu",
        "n5: 2 (x - 1.1)",
        _six_n5_brackets,
        "The 2 of the fifth unit multiplies its bias, too.",
        r"n_?5|fifth unit|unit 5|1\.1|bracket|parenthes|`x` > 0\.5",
    ),
    Wrong(
        "six_relu",
        "relu on the output",
        _six_relu_on_output,
        "relu is applied to the sum; the output is linear.",
        r"output|whole sum|sum.*relu|relu.*(sum|Z)\b|negative|below 0|identity",
    ),
    Wrong(
        "six_relu",
        "n4 is n3",
        _six_n4_copied_from_n3,
        "The fourth unit has the bias of the third.",
        r"n_?4|fourth unit|unit 4|n_?3|third|cancel|-? ?0\.2",
    ),
    Wrong(
        "six_relu",
        "sign inside relu",
        _six_sign_inside_relu,
        "The signs stand inside relu instead of before it.",
        r"inside|before (the )?relu|sign|folded|outside",
    ),
    Wrong(
        "six_relu",
        "last unit left out",
        _six_last_forgotten,
        "The loop ends one unit early: n6 is missing.",
        r"n_?6|sixth|last unit|unit 6|five units|missing|left out",
    ),
    Wrong(
        "six_relu",
        "n2: 13 for 1.3",
        _six_n2_decimal_point,
        "The bias of the second unit is -13, not -1.3.",
        r"n_?2\b|second unit|unit 2\b|1\.3",
    ),
    Wrong(
        "rmse",
        "divided by the rows",
        _rmse_rows_only,
        "Divides by the number of rows, not of entries.",
        r"rows|len\(|number of entries|all entries|size|columns|more than one (axis|dimension)",
    ),
    Wrong(
        "rmse",
        "mean before square",
        _rmse_square_of_the_mean,
        "Takes the mean before squaring: errors cancel.",
        r"before (you )?squar|cancel|square of the mean|mean.*(then|before).*squar|squar.*first|opposite",
    ),
    Wrong("rmse", "no mean", _rmse_no_mean, "The sum of the squares is not divided by N.", r"mean|divid|sum|\bN\b"),
    Wrong(
        "rmse",
        "divided after the root",
        _rmse_divided_after_root,
        "Divides by N outside the root.",
        r"outside|after the root|inside the root|order|root.*(first|before)|under the root|sqrt.*divid|divid.*root",
    ),
    Wrong(
        "rmse",
        "p^2 - y^2",
        _rmse_squares_subtracted,
        "Subtracts the squares instead of squaring the difference.",
        r"difference|p\*\*2|subtract|squares? of p|each squared|p ?\^ ?2|p²",
    ),
    Wrong(
        "rmse",
        "standard deviation",
        _rmse_std,
        "Takes the mean error off: the standard deviation of the errors.",
        r"standard deviation|\bstd\b|spread|mean (of the )?error|constant|shift",
    ),
    Wrong(
        "rmse",
        "a half",
        _rmse_half,
        "Divides by 2, as in the loss of lesson 02.",
        r"half|factor|1/2|\b2N\b|divid.*\b2\b|too small by|½|0\.7",
    ),
    Wrong(
        "rmse",
        "root before mean",
        _rmse_root_first,
        "The root is taken of each square: mean absolute error.",
        r"absolute|each (square|error|entry)|root.*(before|first|last|after)|\babs\b",
    ),
    Wrong(
        "relu_net_from_knots",
        "b1 is +x_k",
        _knots_bias_sign,
        "The biases have the wrong sign: kinks at -x_k.",
        r"\bb1\b|bias.*(sign|minus|-x)|sign.*bias|kink",
    ),
    Wrong(
        "relu_net_from_knots",
        "one distance for all",
        _knots_first_distance_for_all,
        "Every slope is divided by the first distance.",
        r"distance|spac|slope|equally|np\.diff\(xs\)|x_\{?k ?\+ ?1",
    ),
    Wrong(
        "relu_net_from_knots",
        "first slope lost",
        _knots_first_slope_lost,
        "The first change, s_0, is left at 0.",
        r"first (change|unit|slope|weight|piece)|s_?0|W2\[0|unit 0|before which",
    ),
    Wrong(
        "relu_net_from_knots",
        "kinks at x_1 ... x_n",
        _knots_kinks_one_late,
        "The kinks are one knot too late, at x_1 to x_n.",
        r"kink|\bb1\b|too late|one knot|shift|first n|last knot",
    ),
    Wrong(
        "relu_net_from_knots",
        "change backwards",
        _knots_change_backwards,
        "The changes are old slope minus new slope.",
        r"sign|revers|backward|old|wrong way|minus|negat|s_?\{?k ?- ?1|every row but the first",
    ),
    Wrong(
        "relu_net_from_knots",
        "whole slopes",
        _knots_whole_slopes,
        "W2 holds the slopes, not the changes of slope.",
        r"change|stays? on|whole slope|slopes themselves|add up",
    ),
    Wrong(
        "relu_net_from_knots",
        "run over rise",
        _knots_run_over_rise,
        "The slopes are upside down: distance by height.",
        r"upside|slope|invert|revers|reciprocal|dx ?/ ?dy|swap",
    ),
    Wrong(
        "relu_net_from_knots",
        "b2 is the mean height",
        _knots_bias_mean_height,
        "The output bias is the mean of the heights, not y_0.",
        r"\bb2\b|y_?0|first height|output('s)? bias|height",
    ),
    Wrong(
        "tent_tower",
        "one floor short",
        _tent_one_floor_short,
        "The tent is applied depth - 1 times.",
        r"depth ?- ?1|one (floor|tent|time|layer)? ?(too few|less|short|missing)|too few|once (less|too)"
        r"|one less|floor is missing",
    ),
    Wrong(
        "tent_tower",
        "-2 for -4",
        _tent_slope_minus_two,
        "The second unit has the weight -2: no way down.",
        r"\b4\b|fall|come down|second (unit|term|half)|right half|-2|flat|stays? at 1",
    ),
    Wrong(
        "tent_tower",
        "return in the loop",
        _tent_return_in_loop,
        "Returns after the first floor.",
        r"first (floor|tent|round|time)|one tent|single tent|only once|return|whatever the depth|ignor|\bonce\b",
    ),
    Wrong(
        "tent_tower",
        "power",
        _tent_power,
        "Takes the power of one tent instead of a tent of a tent.",
        r"power|multipl|product|\*\*|compos|into the next|feed|fed",
    ),
    Wrong(
        "tent_tower",
        "1 // 2",
        _tent_integer_half,
        "1 // 2 is 0, so the kink is at 0.",
        r"//|integer|kink|1/2|½|0\.5|half",
    ),
    Wrong(
        "tent_tower",
        "added up",
        _tent_added_up,
        "Adds the same tent depth times instead of feeding it on.",
        r"add|sum|depth times (the|one)|multipl|feed|fed|into the next|compos|nest",
    ),
    Wrong(
        "tent_tower",
        "x overwritten",
        _tent_overwritten_in_second_unit,
        "The second unit gets the doubled x, since x was overwritten.",
        r"overwr|second (unit|term)|doubl|already changed|new x|old x|both units|2x|2 ?\* ?x",
    ),
    Wrong(
        "tent_tower",
        "one floor too many",
        _tent_base_case_is_a_tent,
        "The recursion applies depth + 1 tents.",
        r"depth ?\+ ?1|too many|one (floor|tent|time|layer)? ?(more|too many|extra)|once (more|too often)",
    ),
    Wrong(
        "success_rate",
        "strictly below",
        _rate_strict,
        "A loss equal to the target is not counted.",
        r"at most|equal|exactly|<=|strict|on the target",
    ),
    Wrong(
        "success_rate",
        "share of the finite runs",
        _rate_of_the_finite_runs,
        "Broken runs are missing below the fraction bar, too.",
        r"nan|infin|finite|broke|all runs|every run|divid",
    ),
    Wrong(
        "success_rate",
        "NaN not above",
        _rate_not_above,
        "NaN is not above the target and counts as success.",
        r"nan|broke|not a number",
    ),
    Wrong(
        "success_rate",
        "always 40",
        _rate_always_forty,
        "Divides by 40 whatever the number of runs.",
        r"\b40\b|forty|len\(|divid",
    ),
    Wrong(
        "success_rate",
        "stops at first failure",
        _rate_stops_at_first_failure,
        "Stops counting at the first failed run.",
        r"break|stops?\b|order|first (run|fail|loss|one)|sorted|later|until",
    ),
    Wrong(
        "success_rate",
        "integer division",
        _rate_integer_division,
        "// cuts the share to 0 or 1.",
        r"//|integer|whole number|cut|rounded? down|fraction|0 or 1",
    ),
    Wrong(
        "success_rate",
        "count",
        _rate_count,
        "Returns the number of runs, not the share.",
        r"count|number of|divid|share",
    ),
    Wrong(
        "success_rate",
        "share of the loss",
        _rate_share_of_loss,
        "Adds up losses instead of counting runs.",
        r"(add|sum).*loss|loss.*(add|sum)|count (the )?runs|instead of counting|sum of the losses",
    ),
    Wrong(
        "playground_task",
        "2 and 3 swapped",
        _task_two_and_three_swapped,
        "Tasks 2 and 3 are swapped.",
        r"swap|exchang|task[s]? [23]|two (relu )?units|three (relu )?units|mixed",
    ),
    Wrong(
        "playground_task",
        "failures",
        _task_failures_counted,
        "Counts the runs that did not get there.",
        r"fail|did not|not reach|other runs|task[s]? [23]|40 minus|40 -",
    ),
    Wrong(
        "playground_task",
        "share in task 3",
        _task_share_in_task_3,
        "Task 3 answers with a share, not a count.",
        r"share|task 3|three (relu )?units|count|how many|fraction|of (the )?40",
    ),
    Wrong(
        "playground_task",
        "three units enough",
        _task_three_units_enough,
        "Three units reach the target in fewer than three in four runs.",
        r"task 4|three in four|3 in 4|75|four units|smallest number",
    ),
    Wrong(
        "playground_task",
        "runs in task 4",
        _task_runs_in_task_4,
        "Task 4 wants the number of units, not of runs.",
        r"task 4|units|number of runs|three in four",
    ),
    Wrong(
        "playground_task",
        "target in task 1",
        _task_target_in_task_1,
        "Task 1 gives the target, not the loss.",
        r"task 1|target|0\.177|linear",
    ),
    Wrong(
        "playground_task",
        "loss not halved",
        _task_loss_not_halved,
        "Task 1 forgets the half in the loss.",
        r"task 1|half|halv|linear|½|1/2",
    ),
    Wrong(
        "playground_task",
        "all runs wanted",
        _task_all_runs_wanted,
        "Six units: the first size with all 40 runs, not three in four.",
        r"task 4|three in four|3 in 4|fewer|smaller|smallest|four units|all (40|runs)",
    ),
    # 10
    Wrong(
        "split",
        "test before validation",
        _split_test_before_validation,
        "The test rows come before the validation rows.",
        r"test.*before|validation.*(before|after)|swap|exchang",
    ),
    Wrong(
        "split",
        "Y not shuffled",
        _split_y_not_shuffled,
        "Y keeps its old order, so X and Y do not match.",
        r"\bY\b.*order|order.*\bY\b|match|target|belong|pair|\bY\b.*shuffl|not shuffled",
    ),
    Wrong(
        "split",
        "sorted again",
        _split_sorted_again,
        "The row numbers of each set are sorted.",
        r"sort|order of `?order|in that order|rising|same rows|right rows|order within",
    ),
    Wrong(
        "split",
        "inverse order",
        _split_inverse_order,
        "Row i goes to place order[i]: the inverse permutation.",
        r"invers|order\[i\]|other way|argsort|backward|goes to|place of|wrong way|is put",
    ),
    Wrong(
        "split",
        "sizes swapped",
        _split_sizes_swapped,
        "n_val and n_test are swapped.",
        r"n_val|n_test|size|how many|swap|exchang",
    ),
    Wrong(
        "split",
        "Y_val copied",
        _split_y_val_copied,
        "Y_val holds the test rows.",
        r"Y_val|validation.*(target|\bY\b)|(fourth|4th)|\bY\b.*validation",
    ),
    Wrong(
        "split",
        "validation rows in training",
        _split_validation_in_training,
        "The training set holds the validation rows, too.",
        r"train.*(validation|too (many|large|long)|both|n_val)|twice|overlap|validation.*train",
    ),
    Wrong(
        "split", "shuffled twice", _split_shuffled_twice, "`order` is applied twice.", r"twice|two times|again|already"
    ),
    Wrong(
        "bias_variance",
        "mean before square",
        _bv_places_averaged_before_square,
        "The bias is averaged over the places before it is squared, so it cancels.",
        r"before (you )?squar|cancel|square of the mean|mean.*(then|before).*squar|squar.*(first|before|each|at)",
    ),
    Wrong(
        "bias_variance",
        "spread about the truth",
        _bv_spread_about_truth,
        "The variance is taken about the truth, not about the models' mean.",
        r"about the truth|from the truth|minus (the )?truth|around the truth|own mean|"
        r"mean of the models|contains|sum of|compared with the truth",
    ),
    Wrong(
        "bias_variance",
        "M - 1",
        _bv_m_minus_one,
        "The variance is divided by M - 1.",
        r"M ?- ?1|ddof|one less|divid|unbiased",
    ),
    Wrong(
        "bias_variance",
        "one mean for all places",
        _bv_one_mean_for_all,
        "The variance is taken about one mean of all places.",
        r"(one|single|overall|grand|common) mean|all places|each place|axis|own mean|per place|whole (array|table)",
    ),
    Wrong(
        "bias_variance",
        "mean truth",
        _bv_mean_truth,
        "The bias is measured from the mean of the truth.",
        r"mean (of the )?truth|truth\.mean|average truth|truth at (each|that)|each place|one number"
        r"|place by place|mean of `truth`",
    ),
    Wrong("bias_variance", "median", _bv_median, "Takes the median of the models instead of the mean.", r"median"),
    Wrong(
        "bias_variance",
        "mean of each model",
        _bv_mean_of_each_model,
        "The mean is taken along the places, not over the models.",
        r"axis|rows?\b|over the models|each model|places",
    ),
    Wrong(
        "bias_variance",
        "standard deviation",
        _bv_standard_deviation,
        "Returns the mean standard deviation, not the variance.",
        r"standard deviation|\bstd\b|root|squar|deviation",
    ),
    Wrong("l2_penalty", "biases too", _pen_biases_too, "The biases are penalised, too.", r"bias"),
    Wrong(
        "l2_penalty",
        "l2 / 2 * n_train",
        _pen_precedence,
        "l2 / 2 * n_train multiplies by n_train.",
        r"n_train|bracket|parenthes|multipl|divid|\bm\b",
    ),
    Wrong(
        "l2_penalty",
        "row 0 free",
        _pen_row_0_free,
        "Leaves out the first row of each W, as if it were the bias.",
        r"row|first (row|input)|w\[1:\]|i ?= ?0",
    ),
    Wrong(
        "l2_penalty",
        "mean of the squares",
        _pen_mean_of_squares,
        "Takes the mean of the squares of a layer, not the sum.",
        r"mean|sum|averag|number of weights|size",
    ),
    Wrong(
        "l2_penalty",
        "w @ w.T",
        _pen_matrix_product,
        "w @ w.T mixes different weights; each must be squared.",
        r"@|matrix product|entry by entry|elementwise|each (weight|entry)|mix|cross|square of (the )?sum|element",
    ),
    Wrong(
        "l2_penalty",
        "total overwritten",
        _pen_total_overwritten,
        "Only the last layer is left in the total.",
        r"last (layer|matrix|W)|only one|all layers|every layer|overwr|\+=|other layers|each layer",
    ),
    Wrong(
        "l2_penalty",
        "norms not squared",
        _pen_norms_not_squared,
        "Adds the norms, not their squares.",
        r"norm|root|not squared|squar",
    ),
    Wrong(
        "l2_penalty",
        "first layer skipped",
        _pen_first_layer_skipped,
        "The loop starts at layer 1: W[0] is missing.",
        r"W\[0\]|first (layer|matrix|W)|all layers|every layer|skip|left out|missing|from (layer )?0|other layers",
    ),
    Wrong(
        "l2_grad",
        "arrays changed in place",
        _grad_list_copied_arrays_changed,
        "Only the list is copied; += changes the caller's arrays.",
        r"in place|chang|given|caller|cop(y|ied)|\+=|overwr|as they (are|were)",
    ),
    Wrong(
        "l2_grad",
        "row 0 free",
        _grad_row_0_free,
        "The first row of each W is not penalised.",
        r"row|first (row|input)|w\[1:\]|\[1:\]|j ?(≠|!=) ?0",
    ),
    Wrong(
        "l2_grad",
        "penalty itself added",
        _grad_penalty_itself_added,
        "Adds the penalty, a number, instead of its slope.",
        r"penalty itself|number|same (value|amount)|every (weight|entry)|slope of|value of the penalty|not its slope",
    ),
    Wrong(
        "l2_grad",
        "sign of the weights",
        _grad_signs_of_weights,
        "Adds the sign of the weight: the slope of L1.",
        r"sign of|np\.sign|\bL1\b|absolute|signs|\babs\b|±",
    ),
    Wrong(
        "l2_grad",
        "data slope divided again",
        _grad_data_divided_again,
        "The data's slope is divided by n_train, too.",
        r"(data|dW|loss).*(divid|n_train)|divid.*(data|dW|both|again|whole)|already|bracket|parenthes|l2 ?(=|is) ?0",
    ),
    Wrong("l2_grad", "returns b", _grad_returns_biases, "Returns the biases instead of their slopes.", r"\bdb\b|bias"),
    Wrong(
        "l2_grad",
        "rows of W for n_train",
        _grad_rows_of_the_layer,
        "Divides by the rows of W instead of n_train.",
        r"n_train|rows of|len\(|divid|inputs|training set",
    ),
    Wrong(
        "l2_grad",
        "data slope priced",
        _grad_loss_and_penalty_both_priced,
        "The data's slope is multiplied by l2 / n_train, too.",
        r"(data|dW|loss).*(multipl|l2|scal|factor)|multipl.*(data|dW|both)|bracket|parenthes|l2 ?(=|is) ?0|both",
    ),
    Wrong(
        "early_stop",
        "waits one more",
        _stop_waits_one_more,
        "> where it must be >=: waits one epoch too long.",
        r">=|one (epoch )?(more|too|late|longer)|too late|too long|exactly|equal to patience|epoch too many|reaches",
    ),
    Wrong(
        "early_stop",
        "counter never reset",
        _stop_counter_never_reset,
        "The count of bad epochs is not set back at a new best one.",
        r"reset|set back|start.*again|from 0 again|in a row|since the (last|best)|altogether|in all|in total|back to 0",
    ),
    Wrong(
        "early_stop",
        "stops before looking",
        _stop_checked_before_best,
        "Checks the patience before the new epoch may become best.",
        r"before|updat|order|new best|itself|this epoch|first look",
    ),
    Wrong(
        "early_stop",
        "against the previous epoch",
        _stop_against_previous_epoch,
        "Compares with the epoch before, not with the best one.",
        r"previous|epoch before|last epoch|one before|in a row|neighbou?r|rises",
    ),
    Wrong(
        "early_stop",
        "smallest starts at 1",
        _stop_best_starts_at_one,
        "The smallest loss starts at 1, so larger losses never become best.",
        r"start|initial|above 1|larger than 1|\b1\.0\b|infinity|np\.inf|greater than 1|large losses|first loss",
    ),
    Wrong(
        "early_stop",
        "last epoch for their number",
        _stop_last_number_at_the_end,
        "Returns E - 1 where all E epochs are run.",
        r"E ?- ?1|all (E )?epochs|never stop|n_epochs|one (too few|less|short)|number of epochs|to the end",
    ),
    Wrong(
        "early_stop",
        "last of equals",
        _stop_last_of_equals,
        "Of equal losses it takes the last, not the first.",
        r"equal|tie|<=|same loss|first of",
    ),
    Wrong(
        "early_stop",
        "best of all epochs",
        _stop_best_of_all_epochs,
        "The best epoch is looked for after the stop, too.",
        r"all (the )?epochs|after (the |training )?(stop|end)|argmin|until|never run|"
        r"not (been )?run|later|too late|whole",
    ),
    # 11
    Wrong(
        "log_columns", "log(1 + x)", _log_one_plus, "Takes log(1 + x).", r"1 ?\+|\+ ?1|log1p|one (is )?added|adds? 1"
    ),
    Wrong(
        "log_columns",
        "caller's X",
        _log_caller_changed,
        "X itself is changed, as nothing is copied.",
        r"caller|cop(y|ied)|in place|chang|overwr|new array|your X|stays",
    ),
    Wrong(
        "log_columns",
        "into the first columns",
        _log_into_the_first_columns,
        "The logarithms land in columns 0, 1, ..., not in their own.",
        r"first columns|enumerate|wrong column|own column|place|position|columns? 0|other column|belong",
    ),
    Wrong(
        "log_columns",
        "from first to last",
        _log_from_first_to_last,
        "Takes all columns from the first to the last of the list.",
        r"between|range|slice|other column|not in|from the (first|smallest)|too many|neighbou?r|also|left alone|stay",
    ),
    Wrong(
        "log_columns",
        "copied in the loop",
        _log_copied_in_the_loop,
        "Copies X anew in each round: only the last column is replaced.",
        r"last|only one|only .*column|loop|every column|all (the )?columns|each round|others? (is|are) (lost|as)",
    ),
    Wrong(
        "log_columns",
        "others are 0",
        _log_others_zero,
        "The other columns are 0 instead of as they were.",
        r"other|zero|0 in|rest|remain|not (listed|named|in)",
    ),
    Wrong("log_columns", "base 10", _log_base_10, "Takes the logarithm to base 10.", r"base|log10|natural|2\.3|\b10\b"),
    Wrong(
        "log_columns",
        "last one left out",
        _log_last_column_of_list_lost,
        "The loop ends before the last column of the list.",
        r"last|one column|missing|left out|every column|all (the )?columns|skip|forg",
    ),
    Wrong(
        "standardize",
        "pooled",
        _std_pooled,
        "The mean and sigma come from both tables: a leak.",
        r"leak|both (tables )?together|both tables|pooled|concat|joined|test rows|of train (alone|only)|all rows",
    ),
    Wrong(
        "standardize",
        "tiny sigma",
        _std_tiny_sigma,
        "A constant column is divided by 1e-8, not by 1.",
        r"constant|1e-|tiny|small number|huge|epsilon|\beps",
    ),
    Wrong(
        "standardize",
        "constant columns zeroed",
        _std_constant_columns_zeroed,
        "Constant columns are set to 0 in the test table, too.",
        r"constant|set to 0|zero",
    ),
    Wrong(
        "standardize",
        "mean of the scaled train",
        _std_of_the_scaled_train,
        "`train` is overwritten first, so test gets the mean of the scaled table.",
        r"overwr|already|scaled (table|train)|mean.*test|test.*mean|new train|not shifted|not centred"
        r"|mean is not|taken off `train` first",
    ),
    Wrong(
        "standardize",
        "sigma at least 1",
        _std_sigma_at_least_one,
        "Every sigma below 1 is raised to 1, not only 0.",
        r"below 1|less than 1|smaller than 1|at least 1|maximum|small σ|small sigma|only.*0",
    ),
    Wrong(
        "standardize",
        "brackets missing",
        _std_brackets_missing,
        "Only the mean is divided by sigma.",
        r"bracket|parenthes|only the mean|mu ?/|μ ?/|before (you )?divid|difference|not divided|whole",
    ),
    Wrong(
        "standardize",
        "root mean square",
        _std_root_mean_square,
        "sigma is the root of the mean of x^2: the mean is not taken off.",
        r"root mean|mean.*(off|subtract|about|around)|about (0|zero)|from (0|zero|the mean)|"
        r"without (the )?mean|mean square|centr|mean of x²",
    ),
    Wrong(
        "standardize",
        "test by its own sigma",
        _std_test_by_own_sigma,
        "test is divided by its own sigma.",
        r"own|leak|test.*(σ|sigma|standard|std)|of train",
    ),
    Wrong(
        "fit_linear",
        "ones first, bias last",
        _fit_ones_first_bias_last,
        "The ones stand first, but the last weight is taken for b.",
        r"first|last|order|column of ones|mixed|swap|wrong (row|place|end)|other end|shift|rotat",
    ),
    Wrong(
        "fit_linear",
        "b is the mean of y",
        _fit_bias_is_mean_of_y,
        "b is the mean of y without the mean of X @ w.",
        r"\bb\b.*mean|mean of (the )?y|X\.mean|mean of X|centr|mean.*\bb\b",
    ),
    Wrong(
        "fit_linear",
        "column by column",
        _fit_column_by_column,
        "Each weight is fitted alone, as if the other columns were not there.",
        r"alone|one (at a time|by one)|each column|by itself|separate|together|other columns|correlat|single column",
    ),
    Wrong(
        "fit_linear",
        "b after a line through 0",
        _fit_bias_after_line_through_origin,
        "w is fitted without a bias, which is added afterwards.",
        r"without (a |the )?(bias|b\b|ones)|afterwards|column of ones|origin|through 0|together|no bias|later",
    ),
    Wrong(
        "fit_linear",
        "weights of scaled columns",
        _fit_scaled_weights,
        "The weights belong to standardised columns, not to X.",
        r"scal|standardi|σ|sigma|centr",
    ),
    Wrong(
        "fit_linear",
        "sign of b",
        _fit_bias_sign,
        "The column is -1, so b has the wrong sign.",
        r"sign|-1|minus|negat|-b\b",
    ),
    Wrong(
        "fit_linear",
        "ridge",
        _fit_ridge,
        "Adds an identity matrix: a penalty on the weights.",
        r"penal|ridge|identity|regulari|\bL2\b|np\.eye|shr[iu]nk|too small|λ|lambda",
    ),
    Wrong(
        "fit_linear",
        "20 steps of descent",
        _fit_few_steps,
        "Twenty steps of gradient descent have not arrived at the lowest point.",
        r"descent|steps?\b|converg|lowest point|arriv|not finished|gradient is not|learning rate",
    ),
    Wrong(
        "r_squared",
        "squared correlation",
        _r2_correlation,
        "Returns the squared correlation of p and y.",
        r"correlat|corrcoef|shift|scal",
    ),
    Wrong(
        "r_squared",
        "spread of the predictions",
        _r2_spread_of_predictions,
        "Divides the spread of the predictions by that of y.",
        r"spread of (the )?p|spread of the predictions|p (minus|-) (the mean|y)|explained sum|predictions.*mean",
    ),
    Wrong(
        "r_squared",
        "about 0",
        _r2_about_zero,
        "The mean of y is not taken off below.",
        r"mean|ȳ|y_bar|about (0|zero)|y\*\*2|below the (fraction )?bar|denominator",
    ),
    Wrong(
        "r_squared",
        "never negative",
        _r2_never_negative,
        "A negative result is cut off at 0.",
        r"negative|below 0|below zero|clip|cut|max\(|worse than",
    ),
    Wrong(
        "r_squared",
        "N - 1",
        _r2_n_minus_one,
        "Divides by N above and by N - 1 below.",
        r"N ?- ?1|ddof|one less|not cancel|sample variance",
    ),
    Wrong(
        "r_squared",
        "mean error taken off",
        _r2_error_mean_taken_off,
        "The variance of the errors forgets a common shift of all predictions.",
        r"variance of (the )?(errors?|p)|shift|mean (of the )?error|mean error|constant|np\.var|offset|\bbias",
    ),
    Wrong("r_squared", "roots", _r2_roots, "Takes the root of the ratio.", r"root|sqrt|squar"),
    Wrong(
        "r_squared",
        "spread of p below",
        _r2_spread_of_p_below,
        "Below the bar stands the spread of p, not of y.",
        r"swap|spread of (the )?(p|predictions)|mean of p|exchang|arguments|denominator|below",
    ),
    Wrong(
        "regression_delta",
        "divided by K",
        _delta_outputs_not_samples,
        "Divides by the number of outputs, not of samples.",
        r"\bK\b|columns|outputs|shape\[1\]|samples|divid|\bN\b",
    ),
    Wrong(
        "regression_delta",
        "divided by N K",
        _delta_all_entries,
        "Divides by all N K entries.",
        r"\bK\b|size|entries|np\.mean|columns|divid|outputs",
    ),
    Wrong(
        "regression_delta",
        "Z - Y / N",
        _delta_brackets,
        "Only Y is divided by N.",
        r"bracket|parenthes|only Y|Y ?/ ?N|whole|divid.*Z|Z.*divid|both",
    ),
    Wrong(
        "regression_delta",
        "sigmoid on the output",
        _delta_sigmoid_output,
        "Puts a sigmoid on the linear output.",
        r"sigmoid|activation|linear",
    ),
    Wrong(
        "regression_delta",
        "only signs",
        _delta_only_signs,
        "Only the sign of the error is left.",
        r"sign of|np\.sign|absolute|size of the (error|difference)|signs|\babs|how (large|far)",
    ),
    Wrong(
        "regression_delta",
        "2 (Z - Y) / N",
        _delta_two,
        "The 2 of the square is not cancelled by the half.",
        r"\b2\b|half|twice|doubl|factor|½|two",
    ),
    Wrong(
        "regression_delta",
        "relu mask",
        _delta_relu_mask,
        "Sets D to 0 where Z is negative, as with relu.",
        r"relu|negative|mask|Z ?> ?0|below 0|activation|Z ?<=? ?0",
    ),
    Wrong(
        "regression_delta",
        "first column for all",
        _delta_first_column_for_all,
        "Every column holds the slopes of the first output.",
        r"first (column|output)|column 0|same column|all columns|each (column|output)|other (column|"
        r"output)|one output|\[:, 0\]|every column but the first",
    ),
    # 12
    Wrong(
        "one_hot",
        "-1 for 0",
        _hot_minus_ones,
        "The other places hold -1 instead of 0.",
        r"-1|minus one|zeros?\b|instead of (a )?0|must be 0|other (places|entries)",
    ),
    Wrong(
        "one_hot",
        "label instead of 1",
        _hot_label_written,
        "Writes the label itself instead of 1.",
        r"label itself|writes? the label|value of the label|number of the class|instead of (a )?1|"
        r"must be (a )?1|\by\[i\]",
    ),
    Wrong(
        "one_hot",
        "rank of the label",
        _hot_rank_of_label,
        "Classes that do not occur are skipped, so later ones move to the left.",
        r"occur|missing class|absent|not (in|present)|skip|unique|rank|does not appear|empty",
    ),
    Wrong(
        "one_hot",
        "ones up to the label",
        _hot_thermometer,
        "Ones in all columns up to the label.",
        r"up to|all columns|more than one|several|single 1|thermometer|<=|row.*sum|add up|left of|too many",
    ),
    Wrong(
        "one_hot",
        "rows sorted",
        _hot_rows_sorted,
        "The rows are sorted by class.",
        r"sort|order|rows? .*(place|belong)|bincount|right number",
    ),
    Wrong(
        "one_hot",
        "first K rows only",
        _hot_first_k_rows,
        "The loop runs over K, so only K rows are filled.",
        r"first (K|\d+|three|few) rows|only (the first )?K|rows .*(empty|zero|without)|empty rows|"
        r"range\(K|loop|later rows|no 1|rest of the rows",
    ),
    Wrong(
        "one_hot",
        "labels from 1",
        _hot_from_one,
        "Labels are counted from 1: one column too far left.",
        r"from 1|start.*\b1\b|from 0|one column|shift|off by one|y ?- ?1|too far left|to the left",
    ),
    Wrong(
        "one_hot",
        "as many columns as seen",
        _hot_as_many_as_seen,
        "The number of columns is taken from y, not K.",
        r"\bK\b|number of columns|occur|columns|max",
    ),
    Wrong(
        "ova_predict",
        "sigmoid compared",
        _ova_sigmoid_compared,
        "Compares sigmoids, which are equal for large scores.",
        r"sigmoid|saturat|exactly 1|large scores|round|probabilit",
    ),
    Wrong(
        "ova_predict",
        "first yes",
        _ova_first_yes,
        "Takes the first neuron that says yes, not the largest score.",
        r"first|> ?0|says? yes|yes or no|positive|threshold|true",
    ),
    Wrong("ova_predict", "bias subtracted", _ova_bias_subtracted, "The bias is subtracted.", r"bias|\bb\b"),
    Wrong(
        "ova_predict",
        "size of the score",
        _ova_size_of_score,
        "Compares the sizes of the scores without sign.",
        r"absolute|\babs\b|size of|without (the |their )?sign|negative|magnitude|largest \*size",
    ),
    Wrong(
        "ova_predict",
        "distance from the border",
        _ova_distance_from_border,
        "Divides the scores by the length of the weights.",
        r"norm|length|distance|divid|scal",
    ),
    Wrong(
        "ova_predict",
        "best starts at 0",
        _ova_best_starts_at_zero,
        "Rows in which all scores are negative get class 0.",
        r"negative|below 0|starts? (at|with|from) 0|class 0|nobody|says? no|none",
    ),
    Wrong(
        "ova_predict",
        "X @ (W + b)",
        _ova_bias_on_each_weight,
        "The bias is added to the weights, not the scores.",
        r"bias|\bb\b|bracket|parenthes",
    ),
    Wrong(
        "ova_predict",
        "argmax of argsort",
        _ova_argmax_of_argsort,
        "argmax of argsort is a place in the sorted list, not the class.",
        r"argsort|sort|rank|place in",
    ),
    Wrong(
        "softmax",
        "largest of all rows",
        _soft_max_of_all_rows,
        "Takes the largest score of the whole table off, not of the row.",
        r"whole|all rows|of the row|each row|row's|own (max|largest)|table|same number from",
    ),
    Wrong(
        "softmax",
        "divided by the largest",
        _soft_divided_by_max,
        "Divides by the largest score.",
        r"divid|ratio|instead of subtract|subtract|scal",
    ),
    Wrong(
        "softmax",
        "mean taken off",
        _soft_mean_taken_off,
        "Takes the mean off, so large scores still overflow.",
        r"mean|overflow|too large|largest|maximum|nan",
    ),
    Wrong(
        "softmax",
        "scores clipped",
        _soft_clipped,
        "Cuts the scores off at 500, so large ones become equal.",
        r"clip|cut|limit|500|become equal|equal|all the same|bound",
    ),
    Wrong(
        "softmax",
        "largest size",
        _soft_largest_size,
        "Takes the largest absolute value off: negative rows underflow to 0 / 0.",
        r"absolute|\babs\b|negative|underflow|0 ?/ ?0|magnitude",
    ),
    Wrong(
        "softmax",
        "powers of 2",
        _soft_powers_of_two,
        "Takes powers of 2 instead of e.",
        r"base|powers? of|2 ?\*\*|\be\b|2\^|np\.exp|natural",
    ),
    Wrong(
        "softmax",
        "one more below",
        _soft_one_more_below,
        "Adds 1 to the sum below the bar.",
        r"\+ ?1|1 ?\+|adds? 1|extra|one more|denominator",
    ),
    Wrong(
        "softmax",
        "shift above only",
        _soft_shift_above_only,
        "The largest score is taken off above the bar only.",
        r"above|both|numerator|denominator|below the|only (in|on)|same (shift|exponent)",
    ),
    Wrong(
        "cross_entropy",
        "p cut off",
        _ce_cut_off,
        "p is kept above 1e-12, so no sample costs more than 27.6.",
        r"clip|cut|27\.6|1e-12|limit|bound|at most|capped|kept away",
    ),
    Wrong("cross_entropy", "base 10", _ce_base_10, "Takes the logarithm to base 10.", r"base|log10|natural|2\.3"),
    Wrong(
        "cross_entropy",
        "maximum left in the score",
        _ce_maximum_not_taken_off_above,
        "The maximum is taken off in the sum only, not from the score.",
        r"max|m_i|\bm\b|largest|shift|taken off|added? back",
    ),
    Wrong(
        "cross_entropy",
        "no terms, too",
        _ce_no_terms_added,
        "Adds (1 - Y) log(1 - P) as for yes or no.",
        r"1 ?- ?(Y|P|p)|binary|yes or no|other classes|wrong classes|two terms|sigmoid|lesson 02",
    ),
    Wrong(
        "cross_entropy",
        "winner instead of truth",
        _ce_winner_not_truth,
        "Takes the cost of the largest score; Y is not used.",
        r"\bY\b|largest score|winner|true class|truth|predicted|ignor|not used|targets?",
    ),
    Wrong(
        "cross_entropy",
        "softmax twice",
        _ce_softmax_twice,
        "Takes the log-sum-exp of probabilities: softmax twice.",
        r"twice|already|probabilit|again|two times|softmax of (the )?softmax|once more",
    ),
    Wrong(
        "cross_entropy",
        "log of the mean",
        _ce_log_of_the_mean,
        "Takes the mean of p first, then the logarithm.",
        r"log(arithm)? of the mean|mean.*(before|first|then).*log|log.*(before|first|each|after)|"
        r"order|mean of (the )?p",
    ),
    Wrong(
        "cross_entropy",
        "divided by K",
        _ce_divided_by_classes,
        "Divides by the number of classes, not of samples.",
        r"\bK\b|classes|columns|divid|shape\[1\]",
    ),
    Wrong(
        "softmax_ce_grad",
        "true class only",
        _dz_true_class_only,
        "Only the column of the true class has a slope; the others are 0.",
        r"true class|other (class|column)|diagonal|others|only (the|in)|wrong classes|zero",
    ),
    Wrong(
        "softmax_ce_grad",
        "sigmoid",
        _dz_sigmoid,
        "Uses the sigmoid instead of softmax.",
        r"sigmoid|one-vs-all|one against|instead of softmax",
    ),
    Wrong(
        "softmax_ce_grad",
        "P - Y / N",
        _dz_brackets,
        "Only Y is divided by N.",
        r"bracket|parenthes|only Y|Y ?/ ?N|whole|divid.*P\b|P\b.*divid|both",
    ),
    Wrong(
        "softmax_ce_grad",
        "divided by K",
        _dz_divided_by_classes,
        "Divides by the number of classes.",
        r"\bK\b|classes|columns|shape\[1\]|divid|\bN\b|samples|number of rows",
    ),
    Wrong(
        "softmax_ce_grad",
        "softmax twice",
        _dz_softmax_twice,
        "Takes softmax of the softmax.",
        r"twice|already|again|two times|softmax of (the )?softmax",
    ),
    Wrong(
        "softmax_ce_grad",
        "winner takes all",
        _dz_winner_takes_all,
        "Takes 1 for the winner and 0 for the rest instead of probabilities.",
        r"winner|argmax|one-hot|0 (and|or) 1|largest score|round|hard|probabilit|whole numbers",
    ),
    Wrong(
        "softmax_ce_grad",
        "slope in P",
        _dz_slope_in_p,
        "This is the slope in P; the way from P to Z is missing.",
        r"slope.*\bP\b|in P\b|dJ/dP|chain|jacobian|Y ?/ ?P|1 ?/ ?p|softmax's (own )?slope|"
        r"slopes? of softmax|divid.*\bP\b",
    ),
    Wrong(
        "softmax_ce_grad",
        "softmax down the columns",
        _dz_softmax_down_the_columns,
        "softmax is taken down the columns instead of along each row.",
        r"column|axis|each row|row by row|along|rows",
    ),
)

RIGHT = (
    ("six_relu", "one matrix product", _six_right_matrix),
    ("six_relu", "entry by entry", _six_right_entries),
    ("rmse", "length of the error", _rmse_right_norm),
    ("rmse", "math.fsum", _rmse_right_fsum),
    ("relu_net_from_knots", "running slope", _knots_right_running),
    ("relu_net_from_knots", "solved equations", _knots_right_solved),
    ("tent_tower", "recursion, absolute value", _tent_right_recursive_abs),
    ("tent_tower", "smaller of the two sides", _tent_right_minimum),
    ("success_rate", "sorted", _rate_right_sorted),
    ("success_rate", "generator", _rate_right_generator),
    ("playground_task", "three decimals", _task_right_dictionary),
    ("playground_task", "floats", _task_right_floats),
    ("split", "np.split", _split_right_np_split),
    ("split", "from the end", _split_right_backwards),
    ("bias_variance", "loops", _bv_right_loops),
    ("bias_variance", "total minus bias", _bv_right_total_minus_bias),
    ("l2_penalty", "one vector", _pen_right_one_vector),
    ("l2_penalty", "recursion", _pen_right_recursive),
    ("l2_grad", "loops", _grad_right_loops),
    ("l2_grad", "one vector", _grad_right_flat),
    ("early_stop", "argmin each time", _stop_right_argmin_each_time),
    ("early_stop", "from best to best", _stop_right_recursive),
    ("log_columns", "where=", _log_right_where),
    ("log_columns", "list of lists", _log_right_by_columns),
    ("standardize", "statistics", _std_right_statistics),
    ("standardize", "factors", _std_right_one_helper),
    ("fit_linear", "centred pinv", _fit_right_pinv),
    ("fit_linear", "scaled and back, QR", _fit_right_scaled_back),
    ("r_squared", "loop", _r2_right_loop),
    ("r_squared", "dot products", _r2_right_dots),
    ("regression_delta", "entry by entry", _delta_right_entries),
    ("regression_delta", "einsum", _delta_right_matrix),
    ("one_hot", "flat places", _hot_right_flat),
    ("one_hot", "distance from the label", _hot_right_difference),
    ("ova_predict", "duels", _ova_right_duel),
    ("ova_predict", "lists", _ova_right_lists),
    ("softmax", "logaddexp", _soft),
    ("softmax", "math", _soft_right_math),
    ("cross_entropy", "logaddexp", _ce_right_logaddexp),
    ("cross_entropy", "differences", _ce_right_differences),
    ("softmax_ce_grad", "loops", _dz_right_jacobians),
    ("softmax_ce_grad", "subtract.at", _dz_right_subtract_at),
)
