"""Wrong and right answers to lessons 03, 05, 06 and 08, written from their statements alone."""

import itertools
import math

import numpy as np
from answers import Wrong

from nncore import sigmoid

# ---------------------------------------------------------------- 03: gradient_descent


def _stops_when_the_step_is_short(df, x0, learning_rate, tolerance, max_steps):
    path = [float(x0)]
    for _ in range(max_steps):
        step = learning_rate * df(path[-1])
        if abs(step) <= tolerance:
            break
        path.append(path[-1] - step)
    return np.array(path)


def _stops_at_any_negative_slope(df, x0, learning_rate, tolerance, max_steps):
    x = float(x0)
    path = [x]
    while df(x) > tolerance and len(path) <= max_steps:
        x = x - learning_rate * df(x)
        path.append(x)
    return np.array(path)


def _looks_at_the_slope_after_the_step(df, x0, learning_rate, tolerance, max_steps):
    path = [float(x0)]
    for _ in range(max_steps):
        slope = df(path[-1])
        path.append(path[-1] - learning_rate * slope)
        if abs(slope) <= tolerance:
            break
    return np.array(path)


def _last_place_lost_when_out_of_steps(df, x0, learning_rate, tolerance, max_steps):
    x = float(x0)
    path = []
    for _ in range(max_steps):
        path.append(x)
        if abs(df(x)) <= tolerance:
            break
        x -= learning_rate * df(x)
    return np.array(path)


def _walks_uphill(df, x0, learning_rate, tolerance, max_steps):
    path = [float(x0)]
    while abs(df(path[-1])) > tolerance and len(path) - 1 < max_steps:
        path.append(path[-1] + learning_rate * df(path[-1]))
    return np.array(path)


def _slope_of_the_start_for_ever(df, x0, learning_rate, tolerance, max_steps):
    slope = df(x0)
    path = [float(x0)]
    for _ in range(max_steps):
        if abs(df(path[-1])) <= tolerance:
            break
        path.append(path[-1] - learning_rate * slope)
    return np.array(path)


def _tolerance_relative_to_first_slope(df, x0, learning_rate, tolerance, max_steps):
    path = [float(x0)]
    first = abs(df(x0))
    for _ in range(max_steps):
        if abs(df(path[-1])) <= tolerance * first:
            break
        path.append(path[-1] - learning_rate * df(path[-1]))
    return np.array(path)


def _steps_from_x0_every_time(df, x0, learning_rate, tolerance, max_steps):
    x = float(x0)
    path = [x]
    for _ in range(max_steps):
        if abs(df(x)) <= tolerance:
            break
        x = x0 - learning_rate * df(x)
        path.append(x)
    return np.array(path)


def _right_walk_in_a_buffer(df, x0, learning_rate, tolerance, max_steps):
    places = np.empty(max_steps + 1)
    places[0] = x0
    k = 0
    while k < max_steps and not abs(df(places[k])) <= tolerance:
        places[k + 1] = places[k] - learning_rate * df(places[k])
        k += 1
    return places[: k + 1].copy()


def _right_walk_by_a_generator(df, x0, learning_rate, tolerance, max_steps):
    def places():
        x, left = float(x0), max_steps
        yield x
        slope = df(x)
        while left > 0 and (slope > tolerance or slope < -tolerance):
            x, left = x - learning_rate * slope, left - 1
            yield x
            slope = df(x)

    return np.fromiter(places(), dtype=float)


# ---------------------------------------------------------------- 03: steps_needed


def _half_the_curvature_in_the_factor(curvature, learning_rate, share):
    factor = abs(1 - learning_rate * curvature / 2)
    if factor >= 1:
        return np.inf
    if factor == 0:
        return 1
    return int(np.ceil(np.log(share) / np.log(factor)))


def _goes_on_when_exactly_share_is_left(curvature, learning_rate, share):
    factor = abs(1 - learning_rate * curvature)
    if factor >= 1:
        return np.inf
    left, steps = 1.0, 0
    while left >= share:
        left *= factor
        steps += 1
    return steps


def _negative_distance_counts_as_small(curvature, learning_rate, share):
    factor = 1 - learning_rate * curvature
    if abs(factor) >= 1:
        return np.inf
    steps = 0
    while factor**steps > share:
        steps += 1
    return steps


def _zigzag_counts_as_never(curvature, learning_rate, share):
    factor = 1 - learning_rate * curvature
    if factor < 0 or factor >= 1:
        return np.inf
    if factor == 0:
        return 1
    return math.ceil(math.log(share) / math.log(factor))


def _two_bases_of_logarithm(curvature, learning_rate, share):
    factor = abs(1 - learning_rate * curvature)
    if factor >= 1:
        return np.inf
    if factor == 0:
        return 1
    return int(np.ceil(np.log10(share) / np.log(factor)))


def _rounds_to_the_nearest_step(curvature, learning_rate, share):
    factor = abs(1 - learning_rate * curvature)
    if factor >= 1:
        return np.inf
    if factor == 0:
        return 1
    return max(1, round(math.log(share) / math.log(factor)))


def _share_already_walked(curvature, learning_rate, share):
    factor = abs(1 - learning_rate * curvature)
    if factor >= 1:
        return np.inf
    left, steps = 1.0, 0
    while 1 - left < share:
        left *= factor
        steps += 1
    return steps


def _minus_infinity_exactly_at_the_limit(curvature, learning_rate, share):
    if learning_rate * curvature > 2:
        return np.inf
    factor = abs(1 - learning_rate * curvature)
    if factor == 0:
        return 1
    with np.errstate(divide="ignore"):
        return np.ceil(np.log(share) / np.log(factor))


def _right_steps_counted_by_division(curvature, learning_rate, share):
    factor = abs(1 - learning_rate * curvature)
    if not factor < 1:
        return np.inf
    steps, left = 1, factor
    while left > share:
        steps, left = steps + 1, left * factor
    return steps


def _right_steps_by_log_then_corrected(curvature, learning_rate, share):
    product = learning_rate * curvature
    if product >= 2:
        return np.inf
    left = max(1 - product, product - 1)
    if left >= 1:
        return np.inf
    if left == 0:
        return 1
    k = max(0, int(math.log2(share) / math.log2(left)) - 1)
    while left**k > share:
        k += 1
    return k


# ---------------------------------------------------------------- 03: minibatch_step


def _divides_by_all_rows(X, y, w, b, rows, learning_rate):
    error = X[rows] @ w + b - y[rows]
    return w - learning_rate * X[rows].T @ error / len(X), b - learning_rate * error.sum() / len(X)


def _mean_for_w_sum_for_b(X, y, w, b, rows, learning_rate):
    error = X[rows] @ w + b - y[rows]
    dw = X[rows].T @ error / len(rows)
    db = error.sum(axis=0, keepdims=True)
    return w - learning_rate * dw, b - learning_rate * db


def _takes_the_first_rows(X, y, w, b, rows, learning_rate):
    B = len(rows)
    X_batch, y_batch = X[:B], y[:B]
    error = X_batch @ w + b - y_batch
    return w - learning_rate * X_batch.T @ error / B, b - learning_rate * error.mean(keepdims=True)


def _targets_of_other_rows(X, y, w, b, rows, learning_rate):
    error = X[rows] @ w + b - y[: len(rows)]
    return w - learning_rate * X[rows].T @ error / len(rows), b - learning_rate * error.mean(keepdims=True)


def _one_row_after_the_other(X, y, w, b, rows, learning_rate):
    for i in rows:
        x = X[i : i + 1]
        error = x @ w + b - y[i : i + 1]
        w = w - learning_rate / len(rows) * x.T @ error
        b = b - learning_rate / len(rows) * error
    return w, b


def _a_row_drawn_twice_counts_once(X, y, w, b, rows, learning_rate):
    mask = np.isin(np.arange(len(X)), rows)
    error = X[mask] @ w + b - y[mask]
    return w - learning_rate * X[mask].T @ error / mask.sum(), b - learning_rate * error.mean(keepdims=True)


def _changes_the_callers_weights(X, y, w, b, rows, learning_rate):
    error = X[rows] @ w + b - y[rows]
    w -= learning_rate * X[rows].T @ error / len(rows)
    b -= learning_rate * error.mean(axis=0, keepdims=True)
    return w, b


def _bias_with_the_error_of_the_new_w(X, y, w, b, rows, learning_rate):
    xb, yb = X[rows], y[rows]
    w = w - learning_rate * xb.T @ (xb @ w + b - yb) / len(rows)
    b = b - learning_rate * np.mean(xb @ w + b - yb, axis=0, keepdims=True)
    return w, b


def _right_step_by_einsum(X, y, w, b, rows, learning_rate):
    picked = np.take(X, rows, axis=0)
    error = np.einsum("ij,jk->ik", picked, w) + b - np.take(y, rows, axis=0)
    rate = learning_rate / np.size(rows)
    return w - rate * np.einsum("ij,ik->jk", picked, error), b - rate * np.einsum("ik->k", error)[None]


def _right_step_in_loops(X, y, w, b, rows, learning_rate):
    n = X.shape[1]
    dw, db = [0.0] * n, 0.0
    for r in rows:
        error = sum(float(X[r, k]) * float(w[k, 0]) for k in range(n)) + float(b[0, 0]) - float(y[r, 0])
        db += error / len(rows)
        for k in range(n):
            dw[k] += error * float(X[r, k]) / len(rows)
    new_w = [[float(w[k, 0]) - learning_rate * dw[k]] for k in range(n)]
    return np.array(new_w), np.array([[float(b[0, 0]) - learning_rate * db]])


# ---------------------------------------------------------------- 03: updates_per_epoch


def _last_small_batch_not_counted(N, B):
    return N // B


def _always_one_batch_more(N, B):
    return N // B + 1


def _nearest_number_of_batches(N, B):
    return round(N / B)


def _each_left_row_is_a_batch(N, B):
    return N // B + N % B


def _batch_divided_by_rows(N, B):
    return -(-B // N)


def _sliding_batches(N, B):
    return N - B + 1


def _rounds_up_with_plus_one(N, B):
    return (N + 1) // B


def _right_updates_from_a_range(N, B):
    return len(range(0, N, B))


def _right_updates_by_divmod(N, B):
    whole, left = divmod(N, B)
    return whole + int(left > 0)


# ---------------------------------------------------------------- 03: cut_batches


def _batches_of_even_size(order, batch_size):
    return np.array_split(order, -(-len(order) // batch_size))


def _never_reaches_the_end(order, batch_size):
    return [order[k : k + batch_size] for k in range(0, len(order) - batch_size, batch_size)]


def _batches_overlap_by_one(order, batch_size):
    return [order[k : k + batch_size + 1] for k in range(0, len(order), batch_size)]


def _deals_like_cards(order, batch_size):
    n_batches = -(-len(order) // batch_size)
    return [order[k::n_batches] for k in range(n_batches)]


def _sorts_the_rows_in_a_batch(order, batch_size):
    return [np.array(sorted(order[k : k + batch_size])) for k in range(0, len(order), batch_size)]


def _places_in_place_of_entries(order, batch_size):
    rows = np.arange(len(order))
    return [rows[k : k + batch_size] for k in range(0, len(rows), batch_size)]


def _empty_batch_at_the_end(order, batch_size):
    batches = []
    for k in range(len(order) // batch_size + 1):
        batches.append(order[k * batch_size : (k + 1) * batch_size])
    return batches


def _short_batch_comes_first(order, batch_size):
    rest = len(order) % batch_size
    batches = [order[:rest]] if rest else []
    return batches + [order[k : k + batch_size] for k in range(rest, len(order), batch_size)]


def _right_cut_at_the_borders(order, batch_size):
    return np.split(order, list(range(batch_size, len(order), batch_size)))


def _right_cut_row_by_row(order, batch_size):
    batches, current = [], []
    for row in order:
        current.append(row)
        if len(current) == batch_size:
            batches.append(np.array(current))
            current = []
    if current:
        batches.append(np.array(current))
    return batches


# ---------------------------------------------------------------- 05: dense_forward


def _layer_with_sigmoid(A_prev, W, b):
    return sigmoid(A_prev @ W + b)


def _first_bias_for_all_nodes(A_prev, W, b):
    return A_prev @ W + b[0, 0]


def _bias_added_once_for_each_input(A_prev, W, b):
    Z = np.zeros((len(A_prev), W.shape[1]))
    for j in range(W.shape[0]):
        Z += A_prev[:, [j]] * W[[j]] + b
    return Z


def _mean_over_the_inputs(A_prev, W, b):
    return np.mean(A_prev[:, :, None] * W, axis=1) + b


def _first_sample_only(A_prev, W, b):
    return A_prev[:1] @ W + b


def _keeps_the_last_product_only(A_prev, W, b):
    Z = np.zeros((A_prev.shape[0], W.shape[1]))
    for j in range(W.shape[0]):
        Z = A_prev[:, j : j + 1] * W[j]
    return Z + b


def _inputs_counted_from_one(A_prev, W, b):
    Z = np.repeat(b, len(A_prev), axis=0).astype(float)
    for j in range(1, W.shape[0]):
        Z += np.outer(A_prev[:, j], W[j])
    return Z


def _reshaped_weights(A_prev, W, b):
    n_in, n_out = W.shape
    return A_prev @ W.reshape(n_out, n_in).T + b


def _right_layer_by_broadcasting(A_prev, W, b):
    return (A_prev[:, :, None] * W[None, :, :]).sum(axis=1) + b


def _right_layer_with_a_column_of_ones(A_prev, W, b):
    return np.column_stack([np.ones(len(A_prev)), A_prev]) @ np.concatenate([b, W])


# ---------------------------------------------------------------- 05: slide_matrix


def _biases_in_the_last_column(W, b):
    return np.hstack([W.T, b.T])


def _stacked_and_not_turned(W, b):
    return np.vstack([b, W])


def _weights_reshaped_biases_turned(W, b):
    n_in, n_out = W.shape
    return np.hstack([b.T, W.reshape(n_out, n_in)])


def _ones_in_column_0(W, b):
    return np.hstack([np.ones((W.shape[1], 1)), W.T])


def _rotated_so_nodes_reversed(W, b):
    return np.rot90(np.vstack([b, W]))


def _biases_with_minus(W, b):
    return np.column_stack([-b[0], W.T])


def _biases_in_column_1(W, b):
    return np.hstack([W.T[:, :1], b.T, W.T[:, 1:]])


def _right_matrix_row_by_row(W, b):
    return np.array([[b[0, i], *(W[j, i] for j in range(W.shape[0]))] for i in range(W.shape[1])])


def _right_matrix_filled_by_slices(W, b):
    T = np.empty((W.shape[1], W.shape[0] + 1))
    T[:, 0] = b.ravel()
    T[:, 1:] = np.swapaxes(W, 0, 1)
    return T


# ---------------------------------------------------------------- 05: feedforward


def _sums_overwritten_by_tanh(X, W, b):
    Z, A = [], [X]
    for k in range(len(W)):
        z = A[-1] @ W[k] + b[k]
        Z.append(z)
        A.append(np.tanh(z, out=z) if k < len(W) - 1 else sigmoid(z))
    return Z, A


def _sigmoid_where_there_is_one_node(X, W, b):
    Z, A = [], [X]
    for w, bias in zip(W, b, strict=True):
        Z.append(A[-1] @ w + bias)
        A.append(sigmoid(Z[-1]) if w.shape[1] == 1 else np.tanh(Z[-1]))
    return Z, A


def _sums_go_into_the_next_layer(X, W, b):
    Z, A, z = [], [X], X
    for k in range(len(W)):
        z = z @ W[k] + b[k]
        Z.append(z)
        A.append(np.tanh(z) if k < len(W) - 1 else sigmoid(z))
    return Z, A


def _activations_before_sums(X, W, b):
    Z, A = [], [X]
    for k in range(len(W)):
        Z.append(A[-1] @ W[k] + b[k])
        A.append(np.tanh(Z[-1]) if k < len(W) - 1 else sigmoid(Z[-1]))
    return A, Z


def _inputs_not_in_A(X, W, b):
    Z, A, a = [], [], X
    for k in range(len(W)):
        Z.append(a @ W[k] + b[k])
        a = np.tanh(Z[-1]) if k < len(W) - 1 else sigmoid(Z[-1])
        A.append(a)
    return Z, A


def _first_layer_always_tanh(X, W, b):
    Z = [X @ W[0] + b[0]]
    A = [X, np.tanh(Z[0])]
    for k in range(1, len(W)):
        Z.append(A[-1] @ W[k] + b[k])
        A.append(sigmoid(Z[-1]) if k == len(W) - 1 else np.tanh(Z[-1]))
    return Z, A


def _prediction_cut_to_0_and_1(X, W, b):
    Z, A = [], [X]
    for k in range(len(W)):
        Z.append(A[-1] @ W[k] + b[k])
        A.append(np.tanh(Z[-1]) if k < len(W) - 1 else sigmoid(Z[-1]))
    A[-1] = (A[-1] >= 0.5).astype(float)
    return Z, A


def _tanh_in_the_first_layer_only(X, W, b):
    Z, A = [], [X]
    for k in range(len(W)):
        Z.append(A[-1] @ W[k] + b[k])
        A.append(np.tanh(Z[-1]) if k == 0 and len(W) > 1 else sigmoid(Z[-1]))
    return Z, A


def _right_network_by_recursion(X, W, b):
    z = X @ W[0] + b[0]
    if len(W) == 1:
        return [z], [X, sigmoid(z)]
    Z, A = _right_network_by_recursion(np.tanh(z), W[1:], b[1:])
    return [z, *Z], [X, *A]


def _right_network_with_list_of_functions(X, W, b):
    functions = [np.tanh] * (len(W) - 1) + [lambda z: 1 / (1 + np.exp(-z))]
    A, Z = [X], []
    for f, w, bias in zip(functions, W, b, strict=True):
        Z += [np.einsum("ni,io->no", A[-1], w) + bias]
        A += [f(Z[-1])]
    return Z, A


# ---------------------------------------------------------------- 05: count_params


def _biases_for_the_inputs_too(sizes):
    return sum(a * b for a, b in itertools.pairwise(sizes)) + sum(sizes)


def _one_bias_for_each_layer(sizes):
    return sum(a * b + 1 for a, b in itertools.pairwise(sizes))


def _product_of_all_sizes(sizes):
    return math.prod(sizes) + sum(sizes[1:])


def _joined_to_all_later_layers(sizes):
    return sum(a * b for a, b in itertools.combinations(sizes, 2)) + sum(sizes[1:])


def _biases_counted_by_the_layer_below(sizes):
    return sum(a * b + a for a, b in itertools.pairwise(sizes))


def _output_layer_not_counted(sizes):
    total = 0
    for k in range(len(sizes) - 2):
        total += sizes[k] * sizes[k + 1] + sizes[k + 1]
    return total


def _pairs_without_overlap(sizes):
    return sum(a * b + b for a, b in zip(sizes[::2], sizes[1::2], strict=False))


def _right_count_by_recursion(sizes):
    if len(sizes) < 2:
        return 0
    return (sizes[0] + 1) * sizes[1] + _right_count_by_recursion(sizes[1:])


def _right_count_by_dot_product(sizes):
    return int(np.dot(np.array(sizes[:-1]) + 1, np.array(sizes[1:])))


# ---------------------------------------------------------------- 05: init_params


def _root_of_n_out(sizes, draws):
    W, b, start = [], [], 0
    for n_in, n_out in itertools.pairwise(sizes):
        W.append(draws[start : start + n_in * n_out].reshape(n_in, n_out) / np.sqrt(n_out))
        b.append(np.zeros((1, n_out)))
        start += n_in * n_out
    return W, b


def _each_layer_begins_at_the_first_draw(sizes, draws):
    W, b = [], []
    for n_in, n_out in itertools.pairwise(sizes):
        W.append(draws[: n_in * n_out].reshape(n_in, n_out) / np.sqrt(n_in))
        b.append(np.zeros((1, n_out)))
    return W, b


def _root_of_the_inputs_in_all_layers(sizes, draws):
    scaled, W, b, start = draws / np.sqrt(sizes[0]), [], [], 0
    for n_in, n_out in itertools.pairwise(sizes):
        W.append(scaled[start : start + n_in * n_out].reshape(n_in, n_out))
        b.append(np.zeros((1, n_out)))
        start += n_in * n_out
    return W, b


def _filled_column_by_column(sizes, draws):
    W, b, start = [], [], 0
    for n_in, n_out in itertools.pairwise(sizes):
        W.append(draws[start : start + n_in * n_out].reshape(n_out, n_in).T / np.sqrt(n_in))
        b.append(np.zeros((1, n_out)))
        start += n_in * n_out
    return W, b


def _start_moves_by_n_in_only(sizes, draws):
    W, b, start = [], [], 0
    for n_in, n_out in itertools.pairwise(sizes):
        W.append(draws[start : start + n_in * n_out].reshape(n_in, n_out) / np.sqrt(n_in))
        b.append(np.zeros((1, n_out)))
        start += n_in
    return W, b


def _draws_divided_in_place(sizes, draws):
    W, b, start = [], [], 0
    for n_in, n_out in itertools.pairwise(sizes):
        part = draws[start : start + n_in * n_out]
        part /= np.sqrt(n_in)
        W.append(part.reshape(n_in, n_out))
        b.append(np.zeros((1, n_out)))
        start += n_in * n_out
    return W, b


def _biases_as_wide_as_the_layer_below(sizes, draws):
    W, b, start = [], [], 0
    for n_in, n_out in itertools.pairwise(sizes):
        W.append(draws[start : start + n_in * n_out].reshape(n_in, n_out) / np.sqrt(n_in))
        b.append(np.zeros((1, n_in)))
        start += n_in * n_out
    return W, b


def _draws_taken_from_the_end(sizes, draws):
    W, b, numbers = [], [], list(draws)
    for n_in, n_out in itertools.pairwise(sizes):
        W.append(np.array([[numbers.pop() for _ in range(n_out)] for _ in range(n_in)]) / np.sqrt(n_in))
        b.append(np.zeros((1, n_out)))
    return W, b


def _right_start_from_an_iterator(sizes, draws):
    numbers, W, b = iter(draws), [], []
    for n_in, n_out in itertools.pairwise(sizes):
        W.append(np.array([[next(numbers) * n_in**-0.5 for _ in range(n_out)] for _ in range(n_in)]))
        b.append(0 * np.ones((1, n_out)))
    return W, b


def _right_start_by_split(sizes, draws):
    shapes = list(itertools.pairwise(sizes))
    borders = np.cumsum([a * c for a, c in shapes])[:-1]
    parts = np.split(draws, borders)
    W = [part.reshape(shape) / math.sqrt(shape[0]) for part, shape in zip(parts, shapes, strict=True)]
    return W, [np.zeros_like(w[:1]) for w in W]


# ---------------------------------------------------------------- 06: hidden_map


def _gates_in_the_other_order(X):
    return sigmoid(X @ np.array([[-20.0, 20.0], [20.0, -20.0]]) - 10)


def _bias_of_the_plain_and(X):
    return sigmoid(X @ np.array([[20.0, -20.0], [-20.0, 20.0]]) - 30)


def _second_gate_is_one_minus_the_first(X):
    a1 = sigmoid(-10 + 20 * X[:, 0] - 20 * X[:, 1])
    return np.column_stack([a1, 1 - a1])


def _first_gate_twice(X):
    a1 = sigmoid(-10 + 20 * X[:, 0] - 20 * X[:, 1])
    a2 = sigmoid(-10 + 20 * X[:, 0] - 20 * X[:, 1])
    return np.stack([a1, a2], axis=1)


def _bias_inside_the_bracket(X):
    d = X[:, [0]] - X[:, [1]]
    return sigmoid(20 * (np.hstack([d, -d]) - 10))


def _points_rounded_to_corners(X):
    return sigmoid(np.round(X) @ np.array([[20.0, -20.0], [-20.0, 20.0]]) - 10)


def _products_of_x_instead_of_gates(X):
    x1, x2 = X[:, :1], X[:, 1:]
    return np.hstack([x1 * (1 - x2), (1 - x1) * x2])


def _right_hidden_by_logaddexp(X):
    d = 20 * (X[:, 0] - X[:, 1])
    z = np.array([d - 10, -d - 10]).T
    return np.exp(-np.logaddexp(0, -z))


def _right_hidden_point_by_point(X):
    def gate(*terms):
        return float(sigmoid(np.array([math.fsum(terms)]))[0])

    return np.array([[gate(-10, 20 * p, -20 * q), gate(-10, -20 * p, 20 * q)] for p, q in X]).reshape(-1, 2)


# ---------------------------------------------------------------- 06: xor_net


def _or_reads_the_inputs(X):
    return sigmoid(X @ np.array([[20.0], [20.0]]) - 10)


def _and_on_top(X):
    return sigmoid(_right_hidden_by_logaddexp(X) @ np.array([[20.0], [20.0]]) - 30)


def _prediction_rounded(X):
    return np.round(sigmoid(20 * _right_hidden_by_logaddexp(X).sum(axis=1, keepdims=True) - 10))


def _hidden_rounded_before_or(X):
    return sigmoid(20 * np.round(_right_hidden_by_logaddexp(X)).sum(axis=1, keepdims=True) - 10)


def _or_as_maximum(X):
    return _right_hidden_by_logaddexp(X).max(axis=1, keepdims=True)


def _sigmoid_on_the_hidden_layer_twice(X):
    A = sigmoid(_right_hidden_by_logaddexp(X))
    return sigmoid(20 * A[:, :1] + 20 * A[:, 1:] - 10)


def _or_with_a_negative_second_weight(X):
    return sigmoid(_right_hidden_by_logaddexp(X) @ np.array([[20.0], [-20.0]]) - 10)


def _flat_prediction(X):
    A = _right_hidden_by_logaddexp(X)
    return sigmoid(-10 + 20 * A[:, 0] + 20 * A[:, 1])


def _right_xor_by_tanh_of_halves(X):
    A = 0.5 + 0.5 * np.tanh(np.stack([X[:, 0] - X[:, 1], X[:, 1] - X[:, 0]], axis=-1) * 10 - 5)
    return 0.5 + 0.5 * np.tanh(10 * A.sum(axis=-1)[:, np.newaxis] - 5)


def _right_xor_by_an_even_function(X):
    d = np.abs(X[:, :1] - X[:, 1:])  # both gates depend on x1 - x2 only, and OR does not mind which is which
    return sigmoid(20 * (sigmoid(20 * d - 10) + sigmoid(-20 * d - 10)) - 10)


# ---------------------------------------------------------------- 06: detector


def _bias_by_the_number_of_inputs(pattern):
    return np.where(np.array(pattern) == 1, 20.0, -20.0).reshape(-1, 1), np.array([[10.0 - 20 * len(pattern)]])


def _bias_from_the_sum_of_all_weights(pattern):
    w = (40.0 * np.array(pattern) - 20).reshape(-1, 1)
    return w, np.array([[10.0 - w.sum()]])


def _weight_0_where_the_pattern_has_0(pattern):
    w = 20.0 * np.array(pattern).reshape(-1, 1)
    return w, np.array([[10.0 - w.sum()]])


def _fires_for_the_opposite_pattern(pattern):
    opposite = 1 - np.array(pattern)
    return (40.0 * opposite - 20).reshape(-1, 1), np.array([[10.0 - 20 * opposite.sum()]])


def _bias_with_the_other_sign(pattern):
    p = np.array(pattern)
    return (40.0 * p - 20)[:, None], np.array([[20.0 * p.sum() - 10]])


def _bias_minus_ten_for_each_one(pattern):
    p = np.array(pattern)
    return (40.0 * p - 20)[:, None], np.array([[10.0 - 10 * p.sum()]])


def _z_is_20_on_the_pattern(pattern):
    p = np.array(pattern)
    return (40.0 * p - 20)[:, None], np.array([[20.0 - 20 * p.sum()]])


def _bias_from_the_zeros(pattern):
    p = np.array(pattern)
    return (40.0 * p - 20)[:, None], np.array([[10.0 - 20 * np.sum(p == 0)]])


def _right_detector_bit_by_bit(pattern):
    w, b = [], 10.0
    for bit in pattern:
        if bit:
            w.append([20.0])
            b -= 20
        else:
            w.append([-20.0])
    return np.array(w), np.array([[b]])


def _right_detector_by_solving_for_b(pattern):
    x = np.asarray(pattern, dtype=float)[np.newaxis]
    w = 20 * np.sign(x.T - 0.5)
    return w, 10 - x @ w


# ---------------------------------------------------------------- 06: table_net


def _detectors_of_the_zero_rows(X, y):
    ones = X[y[:, 0] == 0]
    m = len(ones)
    return 40.0 * ones.T - 20, 10 - 20.0 * ones.sum(axis=1)[None], np.full((m, 1), 20.0), np.array([[-10.0]])


def _and_of_all_detectors(X, y):
    ones = X[y[:, 0] == 1]
    m = len(ones)
    b2 = np.array([[10.0 - 20 * m]])
    return 40.0 * ones.T - 20, 10 - 20.0 * ones.sum(axis=1)[None], np.full((m, 1), 20.0), b2


def _detectors_from_bottom_to_top(X, y):
    columns, biases = [], []
    for row, target in zip(X, y[:, 0], strict=True):
        if target == 1:
            columns.insert(0, 40.0 * row[:, None] - 20)
            biases.insert(0, 10 - 20.0 * row.sum())
    m = len(columns)
    return np.hstack(columns), np.array([biases]), np.full((m, 1), 20.0), np.array([[-10.0]])


def _detector_for_every_row(X, y):
    m = len(X)
    return 40.0 * X.T - 20, 10 - 20.0 * X.sum(axis=1)[None], np.full((m, 1), 20.0), np.array([[-10.0]])


def _bias_of_the_last_detector_for_all(X, y):
    ones = X[y[:, 0] == 1]
    columns = []
    for row in ones:
        columns.append((40.0 * row - 20)[:, None])
        b = 10 - 20.0 * row.sum()
    m = len(ones)
    return np.hstack(columns), np.full((1, m), b), np.full((m, 1), 20.0), np.array([[-10.0]])


def _return_in_the_loop_after_one_detector(X, y):
    for k in range(len(X)):
        if y[k, 0] == 1:
            w, b = _right_detector_bit_by_bit(X[k])
            return w, b, np.array([[20.0]]), np.array([[-10.0]])
    return None


def _weights_first_biases_last(X, y):
    ones = X[y[:, 0] == 1]
    m = len(ones)
    return 40.0 * ones.T - 20, np.full((m, 1), 20.0), 10 - 20.0 * ones.sum(axis=1)[None], np.array([[-10.0]])


def _or_shares_its_weight_among_detectors(X, y):
    ones = X[y[:, 0] == 1]
    m = len(ones)
    return 40.0 * ones.T - 20, 10 - 20.0 * ones.sum(axis=1)[None], np.full((m, 1), 20.0 / m), np.array([[-10.0]])


def _right_table_by_picking(X, y):
    ones = np.compress(y.ravel() > 0.5, X, axis=0).astype(float)
    W1 = 20 * (ones - (1 - ones)).T
    b1 = 10 - np.sum(W1.T * ones, axis=1, keepdims=True).T
    return W1, b1, 20 + 0 * b1.T, np.full((1, 1), -10.0)


def _right_table_from_lists(X, y):
    columns, biases = [], []
    for k in range(y.shape[0]):
        if y[k][0]:
            w, b = _right_detector_by_solving_for_b(X[k])
            columns.append(w)
            biases.append(b)
    W2 = np.array([[20.0] for _ in columns])
    return np.concatenate(columns, axis=1), np.concatenate(biases, axis=1), W2, -10 * np.eye(1)


# ---------------------------------------------------------------- 06: n_kinds


def _outgoing_weights_not_compared(W1, b1, W2):
    return np.unique(np.vstack([W1, b1]).round(6), axis=1).shape[1]


def _different_numbers_in_place_of_columns(W1, b1, W2):
    return len(np.unique(np.vstack([W1, b1, W2.T]).round(6)))


def _kinds_without_rounding(W1, b1, W2):
    return np.unique(np.vstack([W1, b1, W2.T]), axis=1).shape[1]


def _kinds_by_the_sum_of_a_column(W1, b1, W2):
    return len(np.unique(np.vstack([W1, b1, W2.T]).sum(axis=0).round(6)))


def _compares_neighbours_only(W1, b1, W2):
    table = np.vstack([W1, b1, W2.T]).round(6)
    return 1 + int(np.sum(np.any(table[:, 1:] != table[:, :-1], axis=0)))


def _every_equal_pair_takes_one_off(W1, b1, W2):
    table = np.vstack([W1, b1, W2.T]).round(6)
    m = table.shape[1]
    pairs = sum(np.array_equal(table[:, i], table[:, j]) for i, j in itertools.combinations(range(m), 2))
    return m - pairs


def _rounded_to_whole_numbers(W1, b1, W2):
    return np.unique(np.round(np.vstack([W1, b1, W2.T])), axis=1).shape[1]


def _only_neurons_without_a_twin(W1, b1, W2):
    counts = np.unique(np.vstack([W1, b1, W2.T]).round(6), axis=1, return_counts=True)[1]
    return int(np.sum(counts == 1))


def _right_kinds_by_a_set(W1, b1, W2):
    return len({(*W1[:, j].round(6), round(float(b1[0, j]), 6), round(float(W2[j, 0]), 6)) for j in range(W1.shape[1])})


def _right_kinds_one_by_one(W1, b1, W2):
    seen = []
    for neuron in np.around(np.column_stack([W1.T, b1.T, W2]), 6):
        if not any((neuron == other).all() for other in seen):
            seen.append(neuron)
    return len(seen)


# ---------------------------------------------------------------- 08: grad_w2


def _hidden_slope_for_the_output_slope(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * a1 * (1 - a1) * a1


def _no_slope_at_the_output(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    return (sigmoid(w2 * a1 + b2) - y) * a1


def _hidden_score_for_activation(x, y, w1, b1, w2, b2):
    z1 = w1 * x + b1
    p = sigmoid(w2 * sigmoid(z1) + b2)
    return (p - y) * p * (1 - p) * z1


def _times_w2_in_place_of_a1(x, y, w1, b1, w2, b2):
    p = sigmoid(w2 * sigmoid(w1 * x + b1) + b2)
    return (p - y) * p * (1 - p) * w2


def _sigmoid_slope_taken_at_p(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * sigmoid(p) * (1 - sigmoid(p)) * a1


def _brackets_around_the_error_missing(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return p - y * p * (1 - p) * a1


def _hidden_unit_without_its_bias(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * p * (1 - p) * a1


def _right_grad_w2_by_tanh(x, y, w1, b1, w2, b2):
    a1 = (1 + math.tanh((w1 * x + b1) / 2)) / 2
    t = math.tanh((w2 * a1 + b2) / 2)
    return ((1 + t) / 2 - y) * (1 - t**2) / 4 * a1


def _right_grad_w2_link_by_link(x, y, w1, b1, w2, b2):
    a1 = sigmoid(np.float64(w1 * x + b1))
    z2 = w2 * a1 + b2
    links = [sigmoid(z2) - y, sigmoid(z2) * sigmoid(-z2), a1]
    return float(np.prod(links))


# ---------------------------------------------------------------- 08: grad_w1


def _back_over_w1(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * p * (1 - p) * w1 * a1 * (1 - a1) * x


def _no_slope_at_the_hidden_unit(x, y, w1, b1, w2, b2):
    p = sigmoid(w2 * sigmoid(w1 * x + b1) + b2)
    return (p - y) * p * (1 - p) * w2 * x


def _ends_with_a1_like_w2(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * p * (1 - p) * w2 * a1 * (1 - a1) * a1


def _output_slope_twice(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * p * (1 - p) * w2 * p * (1 - p) * x


def _slope_in_b1(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return (p - y) * p * (1 - p) * w2 * a1 * (1 - a1)


def _size_of_the_error_only(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    return abs(p - y) * p * (1 - p) * w2 * a1 * (1 - a1) * x


def _back_over_the_updated_w2(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    p = sigmoid(w2 * a1 + b2)
    delta2 = (p - y) * p * (1 - p)
    w2 = w2 - delta2 * a1
    return delta2 * w2 * a1 * (1 - a1) * x


def _one_sided_measure_with_a_large_nudge(x, y, w1, b1, w2, b2):
    def loss(w):
        return (sigmoid(w2 * sigmoid(w * x + b1) + b2) - y) ** 2 / 2

    return (loss(w1 + 0.1) - loss(w1)) / 0.1


def _right_grad_w1_with_carried_slopes(x, y, w1, b1, w2, b2):
    value, slope = w1 * x + b1, x  # value and its slope in w1, carried forward
    value = sigmoid(value)
    slope *= value * (1 - value)
    value, slope = w2 * value + b2, w2 * slope
    value = sigmoid(value)
    slope *= value - value**2
    return (value - y) * slope


def _right_grad_w1_from_grad_w2(x, y, w1, b1, w2, b2):
    a1 = sigmoid(w1 * x + b1)
    return _right_grad_w2_by_tanh(x, y, w1, b1, w2, b2) * w2 * (1 - a1) * x


# ---------------------------------------------------------------- 08: backward_2321


def _walk(A, W, y):
    """Walk back rightly, for those who go wrong at the end only."""
    delta2 = (A[3] - y) * A[3] * (1 - A[3])
    delta1 = W[2] @ delta2 * A[2] * (1 - A[2])
    delta0 = W[1] @ delta1 * A[1] * (1 - A[1])
    return [delta0, delta1, delta2]


def _middle_weights_read_in_another_shape(A, W, y):
    delta = _walk(A, W, y)
    delta[0] = W[1].reshape(2, 3).T @ delta[1] * A[1] * (1 - A[1])
    return delta, [np.outer(a, d) for a, d in zip(A[:3], delta, strict=True)]


def _first_layer_over_unit_4_only(A, W, y):
    delta = _walk(A, W, y)
    delta[0] = W[1][:, 0] * delta[1][0] * A[1] * (1 - A[1])
    return delta, [np.outer(a, d) for a, d in zip(A[:3], delta, strict=True)]


def _second_layer_with_slopes_of_the_first(A, W, y):
    delta = [np.zeros(3), np.zeros(2), (A[3] - y) * A[3] * (1 - A[3])]
    for q in range(2):
        delta[1][q] = W[2][q, 0] * delta[2][0] * A[1][q] * (1 - A[1][q])
    for j in range(3):
        delta[0][j] = sum(W[1][j, q] * delta[1][q] for q in range(2)) * A[1][j] * (1 - A[1][j])
    return delta, [np.outer(a, d) for a, d in zip(A[:3], delta, strict=True)]


def _slopes_reshaped_not_turned(A, W, y):
    delta = _walk(A, W, y)
    return delta, [np.outer(d, a).reshape(w.shape) for a, d, w in zip(A[:3], delta, W, strict=True)]


def _weights_changed_on_the_way_back(A, W, y):
    W = [w.copy() for w in W]
    delta, dW = [None] * 3, [None] * 3
    for k in (2, 1, 0):
        error = A[3] - y if k == 2 else W[k + 1] @ delta[k + 1]
        delta[k] = error * A[k + 1] * (1 - A[k + 1])
        dW[k] = np.outer(A[k], delta[k])
        W[k] -= dW[k]
    return delta, dW


def _mean_over_the_edges(A, W, y):
    delta = _walk(A, W, y)
    delta[0] = np.mean(W[1] * delta[1], axis=1) * A[1] * (1 - A[1])
    return delta, [np.outer(a, d) for a, d in zip(A[:3], delta, strict=True)]


def _first_input_for_both_rows(A, W, y):
    delta = _walk(A, W, y)
    dW = [np.zeros((2, 3)), np.outer(A[1], delta[1]), np.outer(A[2], delta[2])]
    for i in range(2):
        for j in range(3):
            dW[0][i, j] = A[0][0] * delta[0][j]
    return delta, dW


def _output_without_its_slope(A, W, y):
    delta2 = A[3] - y
    delta1 = W[2] @ delta2 * A[2] * (1 - A[2])
    delta0 = W[1] @ delta1 * A[1] * (1 - A[1])
    return [delta0, delta1, delta2], [np.outer(A[0], delta0), np.outer(A[1], delta1), np.outer(A[2], delta2)]


def _right_walk_back_by_einsum(A, W, y):
    delta = [np.einsum("k,k,k->k", A[3] - y, A[3], 1 - A[3])]
    for a, w in ((A[2], W[2]), (A[1], W[1])):
        delta = [np.einsum("jk,k,j,j->j", w, delta[0], a, 1 - a), *delta]
    return delta, [a[:, None] * d[None, :] for a, d in zip(A, delta, strict=False)]


def _right_walk_back_unit_by_unit(A, W, y):
    def delta_of(layer, unit):
        a = float(A[layer + 1][unit])
        if layer == 2:
            return (a - y) * a * (1 - a)
        out = W[layer + 1][unit]
        return sum(float(out[k]) * delta_of(layer + 1, k) for k in range(len(out))) * a * (1 - a)

    delta = [np.array([delta_of(layer, k) for k in range(n)]) for layer, n in enumerate((3, 2, 1))]
    dW = [np.array([[A[k][i] * d for d in delta[k]] for i in range(len(A[k]))]) for k in range(3)]
    return delta, dW


# ---------------------------------------------------------------- 08: path_sum


def _first_output_only(A, W, y, i, j):
    s = [a * (1 - a) for a in A]
    total = 0.0
    for q in range(len(A[2])):
        total += A[0][i] * s[1][j] * W[1][j, q] * s[2][q] * W[2][q, 0] * s[3][0] * (A[3][0] - y[0])
    return total


def _pairs_unit_q_with_output_q(A, W, y, i, j):
    s = [a * (1 - a) for a in A]
    total = 0.0
    for q, m in zip(range(len(A[2])), range(len(A[3])), strict=False):
        total += A[0][i] * s[1][j] * W[1][j, q] * s[2][q] * W[2][q, m] * s[3][m] * (A[3][m] - y[m])
    return total


def _weight_itself_in_the_product(A, W, y, i, j):
    s = [a * (1 - a) for a in A]
    return W[0][i, j] * A[0][i] * s[1][j] * (W[1][j] * s[2]) @ W[2] @ (s[3] * (A[3] - y))


def _slope_of_unit_j_missing(A, W, y, i, j):
    s = [a * (1 - a) for a in A]
    return A[0][i] * (W[1][j] * s[2]) @ W[2] @ (s[3] * (A[3] - y))


def _return_after_the_first_path(A, W, y, i, j):
    s = [a * (1 - a) for a in A]
    total = 0.0
    for q in range(len(A[2])):
        for m in range(len(A[3])):
            total += A[0][i] * s[1][j] * W[1][j, q] * s[2][q] * W[2][q, m] * s[3][m] * (A[3][m] - y[m])
        return total
    return total


def _loss_at_the_end_of_each_path(A, W, y, i, j):
    s = [a * (1 - a) for a in A]
    return A[0][i] * s[1][j] * (W[1][j] * s[2]) @ W[2] @ (s[3] * (A[3] - y) ** 2 / 2)


def _mean_over_the_outputs(A, W, y, i, j):
    s = [a * (1 - a) for a in A]
    return np.mean(A[0][i] * s[1][j] * (W[1][j] * s[2]) @ W[2] * s[3] * (A[3] - y))


def _weights_counted_from_1(A, W, y, i, j):
    s = [a * (1 - a) for a in A]
    return A[0][i - 1] * s[1][j - 1] * (W[1][j - 1] * s[2]) @ W[2] @ (s[3] * (A[3] - y))


def _right_paths_by_product(A, W, y, i, j):
    s = [a * (1 - a) for a in A]
    paths = itertools.product(range(A[2].size), range(A[3].size))
    return math.fsum(
        A[0][i] * s[1][j] * W[1][j, q] * s[2][q] * W[2][q, m] * s[3][m] * (A[3][m] - y[m]) for q, m in paths
    )


def _right_paths_carried_forward(A, W, y, i, j):
    change = A[0][i] * A[1][j] * (1 - A[1][j]) * W[1][j]  # at the doors of the second layer, for a nudge of 1
    change = (change * A[2] * (1 - A[2])) @ W[2]
    return float(np.sum(change * A[3] * (1 - A[3]) * (A[3] - y)))


# ---------------------------------------------------------------- 08: grad_check


def _slopes(f, theta, h):
    """Measure central differences rightly, for those who go wrong at the division only."""
    return np.array([(f(theta + h * e) - f(theta - h * e)) / (2 * h) for e in np.eye(len(theta))])


def _divided_by_h(f, theta, gradient, h, floor):
    n = 2 * _slopes(f, theta, h)
    return np.abs(n - gradient) / np.maximum(np.maximum(np.abs(n), np.abs(gradient)), floor)


def _nudges_stay_in_theta(f, theta, gradient, h, floor):
    theta, errors = theta.astype(float), []
    for k in range(len(theta)):
        theta[k] += h
        above = f(theta)
        theta[k] -= 2 * h
        n = (above - f(theta)) / (2 * h)
        errors.append(abs(n - gradient[k]) / max(abs(n), abs(gradient[k]), floor))
    return np.array(errors)


def _all_entries_nudged_at_once(f, theta, gradient, h, floor):
    n = (f(theta + h) - f(theta - h)) / (2 * h)
    return np.abs(n - gradient) / np.maximum(np.maximum(np.abs(n), np.abs(gradient)), floor)


def _divided_by_the_sum_of_sizes(f, theta, gradient, h, floor):
    n = _slopes(f, theta, h)
    return np.abs(n - gradient) / np.maximum(np.abs(n) + np.abs(gradient), floor)


def _sizes_without_absolute_value(f, theta, gradient, h, floor):
    n = _slopes(f, theta, h)
    return np.array([abs(a - g) / max(a, g, floor) for a, g in zip(n, gradient, strict=True)])


def _one_size_for_the_whole_vector(f, theta, gradient, h, floor):
    n = _slopes(f, theta, h)
    return np.abs(n - gradient) / max(np.abs(n).max(), np.abs(gradient).max(), floor)


def _two_names_for_one_vector(f, theta, gradient, h, floor):
    theta = np.array(theta, dtype=float)
    n = np.zeros(len(theta))
    for k in range(len(theta)):
        up = theta
        down = theta
        up[k] += h
        down[k] -= h
        n[k] = (f(up) - f(down)) / (2 * h)
    return np.abs(n - gradient) / np.maximum(np.maximum(np.abs(n), np.abs(gradient)), floor)


def _error_with_its_sign(f, theta, gradient, h, floor):
    n = _slopes(f, theta, h)
    return (n - gradient) / np.maximum(np.maximum(np.abs(n), np.abs(gradient)), floor)


def _right_check_with_rows_of_eye(f, theta, gradient, h, floor):
    nudges = h * np.eye(theta.size)
    above, below = (np.array([float(f(theta + sign * row)) for row in nudges]) for sign in (1, -1))
    n = (above - below) / (2 * h)
    return abs(n - gradient) / np.max([abs(n), abs(gradient), np.full(n.shape, floor)], axis=0)


def _right_check_with_lists(f, theta, gradient, h, floor):
    def moved(k, by):
        return np.array([t + by if i == k else t for i, t in enumerate(theta.tolist())])

    errors = []
    for k, g in enumerate(gradient):
        n = f(moved(k, h)) / h / 2 - f(moved(k, -h)) / h / 2
        size = sorted([abs(n), abs(g), floor])[-1]
        errors.append(abs(n - g) / size)
    return np.array(errors)


_CALLER = (
    r"caller|in[ -]place(?! of)|mutat|leave|copy|overwr|-=|/=|chang\w* (your|the|its|w\b|b\b|draws|argument|input)"
)

WRONG = (
    Wrong(
        "gradient_descent",
        "tolerance against the step",
        _stops_when_the_step_is_short,
        "The length of the step, rate times slope, is compared with the tolerance in place of the slope.",
        r"(length|size) of (the|a|each) step|step.?(length|size)|rate times|learning.?rate|how far|step itself",
    ),
    Wrong(
        "gradient_descent",
        "no absolute value",
        _stops_at_any_negative_slope,
        "The slope is compared without its absolute value, so any negative slope ends the walk.",
        r"\babs|absolute|negative|\|f|size of the slope|sign",
    ),
    Wrong(
        "gradient_descent",
        "looks after the step",
        _looks_at_the_slope_after_the_step,
        "The slope is tested only after the step has been made, so there is one step too many.",
        r"before (each|every|the|a)|after the step|one (step|place) (too many|more)|extra|too late|first.*then",
    ),
    Wrong(
        "gradient_descent",
        "last place lost",
        _last_place_lost_when_out_of_steps,
        "When max_steps runs out, the place after the last step is missing.",
        r"last (place|step)|final|max_steps|too short|one (place|step) (too few|less|short|missing)|missing",
    ),
    Wrong(
        "gradient_descent",
        "uphill",
        _walks_uphill,
        "The step is added, so the walk goes uphill.",
        r"sign|uphill|plus|\badd|subtract|climb|direction|wrong way|upwards",
    ),
    Wrong(
        "gradient_descent",
        "stale slope",
        _slope_of_the_start_for_ever,
        "Every step uses the slope at x0, not the slope where the walk stands.",
        r"stale|x0|the start|same slope|current|only once|anew|slope (there|where)|equally long|same step",
    ),
    Wrong(
        "gradient_descent",
        "relative tolerance",
        _tolerance_relative_to_first_slope,
        "The tolerance is multiplied by the first slope, so it is a relative one.",
        r"relative|scaled|(first|initial) slope|slope at (the start|x0)|toleran\w* (times|is multipl)"
        r"|entries are missing",
    ),
    Wrong(
        "gradient_descent",
        "steps begin at x0",
        _steps_from_x0_every_time,
        "Each step starts at x0 in place of the last place.",
        r"from x0|x0 (-|minus)|at x0|from the start|last place|place before|current place|previous",
    ),
    Wrong(
        "steps_needed",
        "half the curvature",
        _half_the_curvature_in_the_factor,
        "The factor has half the curvature in it, 1 - rate * curvature / 2.",
        r"half|halv|divid|twice|/ ?2\b(?! ?/)|1 ?[-−] ?(η|eta|learning_rate|rate)",
    ),
    Wrong(
        "steps_needed",
        "strictly less",
        _goes_on_when_exactly_share_is_left,
        "At exactly share it takes one more step, although at most share is enough.",
        r"at most|equal|exactly (share|the)|<=|≤|strict|one (step )?(too many|more)",
    ),
    Wrong(
        "steps_needed",
        "negative distance",
        _negative_distance_counts_as_small,
        "A negative factor is not made positive, so a negative distance counts as small.",
        r"\babs|absolute|negative|sign|zig|side to side|minus(?! inf)|\|1",
    ),
    Wrong(
        "steps_needed",
        "zig-zag is never",
        _zigzag_counts_as_never,
        "A walk from side to side (rate times curvature between 1 and 2) is said never to arrive.",
        r"zig|side to side|negative|limit|2 ?/|overshoot|between 1 and 2|arrives|below 2|too (early|often)|1 ?/ ?c",
    ),
    Wrong(
        "steps_needed",
        "two bases",
        _two_bases_of_logarithm,
        "The logarithm of share has base 10, that of the factor base e.",
        r"base|log10|same log|two log|\blogarithm",
    ),
    Wrong(
        "steps_needed",
        "nearest",
        _rounds_to_the_nearest_step,
        "Rounds to the nearest whole number of steps in place of up.",
        r"round|ceil|nearest|upwards|\bup\b",
    ),
    Wrong(
        "steps_needed",
        "share walked",
        _share_already_walked,
        "Takes share for the part already walked, not for the part left.",
        r"walked|covered|travel|already|gone|1 ?[-−] ?share|remain|complement|behind|(not|place|instead) .*left",
    ),
    Wrong(
        "steps_needed",
        "limit gives -inf",
        _minus_infinity_exactly_at_the_limit,
        "Exactly at the limit 2 / curvature, and where the factor has size 1, it returns minus infinity.",
        r"limit|minus inf|-inf|factor (is |of )?(exactly )?(-1|1|±1)|2 ?/|equals? 2|exactly 2",
    ),
    Wrong(
        "minibatch_step",
        "divided by N",
        _divides_by_all_rows,
        "Divides by the number of all rows N, not by that of the batch B.",
        r"mean|average|divid|(?-i:\bN\b)|len\(X\)",
    ),
    Wrong(
        "minibatch_step",
        "bias summed",
        _mean_for_w_sum_for_b,
        "The gradient of b is the sum over the rows, not the mean.",
        r"bias|\bdb\b|(?-i:\bb\b)",
    ),
    Wrong(
        "minibatch_step",
        "first rows",
        _takes_the_first_rows,
        "Takes the first B rows of the data, not those named in rows.",
        r"first|ignor|which rows|other rows|wrong rows|the rows (named|in rows|given|asked)|X\[rows\]|picks?|chosen",
    ),
    Wrong(
        "minibatch_step",
        "targets not picked",
        _targets_of_other_rows,
        "The targets are the first B ones, not those of the rows in the batch.",
        r"target|\by\b",
    ),
    Wrong(
        "minibatch_step",
        "row after row",
        _one_row_after_the_other,
        "Changes w and b after each row, so the later rows meet weights already changed.",
        r"one (row|sample) (at|after)|after (each|every)|sequen|in turn|already|row by row|same w"
        r"|within the batch|inside the loop",
    ),
    Wrong(
        "minibatch_step",
        "repeated rows once",
        _a_row_drawn_twice_counts_once,
        "A row number that occurs twice counts only once.",
        r"twice|repeat|duplic|unique|several times|more than once|again|occurs",
    ),
    Wrong(
        "minibatch_step",
        "in place",
        _changes_the_callers_weights,
        "Subtracts in place, so the caller's w and b are changed.",
        _CALLER,
    ),
    Wrong(
        "minibatch_step",
        "bias after w",
        _bias_with_the_error_of_the_new_w,
        "The error for b is computed with the new w.",
        r"new w|already|updated|old w|changed w|order|both (gradients|slopes)|before w|stale|bias"
        r"|(?-i:\bb\b.*error)|\bdb\b",
    ),
    Wrong(
        "updates_per_epoch",
        "rounded down",
        _last_small_batch_not_counted,
        "The last, smaller batch is not counted.",
        r"last|left|rest|round|incomplete|smaller|ceil|down|remain",
    ),
    Wrong(
        "updates_per_epoch",
        "always one more",
        _always_one_batch_more,
        "Adds one batch even if N divides evenly.",
        r"even|without (a )?(rest|remainder)|exact|too many|no rest|always|extra",
    ),
    Wrong(
        "updates_per_epoch",
        "nearest",
        _nearest_number_of_batches,
        "Rounds to the nearest number, so a small rest is not counted.",
        r"round|nearest|ceil|last|left|smaller|rest|remain|half",
    ),
    Wrong(
        "updates_per_epoch",
        "each left row",
        _each_left_row_is_a_batch,
        "Adds the number of rows left, in place of one batch for all of them.",
        r"remain|%|left|rest\b|modulo|single batch|one (last|more|smaller)",
    ),
    Wrong(
        "updates_per_epoch",
        "upside down",
        _batch_divided_by_rows,
        "Divides B by N in place of N by B.",
        r"swap|exchang|upside|B (/|by|divided by) ?N|revers|other way|inver|roles",
    ),
    Wrong(
        "updates_per_epoch",
        "sliding",
        _sliding_batches,
        "Counts batches that begin at every row and overlap, N - B + 1.",
        r"slid|overlap|N ?[-−] ?B|window|every row|subtract|more than once",
    ),
    Wrong(
        "updates_per_epoch",
        "N + 1",
        _rounds_up_with_plus_one,
        "Rounds up with N + 1 in place of N + B - 1, so most rests are not counted.",
        r"last|left|rest\b|round|ceil|remain|N ?\+ ?1|B ?[-−] ?1|smaller",
    ),
    Wrong(
        "cut_batches",
        "even sizes",
        _batches_of_even_size,
        "Makes batches of about the same size, in place of full ones and a rest.",
        r"\beven(ly)? (size|batch|cut|split|long)|equal|array_split|balanc|same (size|length)|batch_size|sizes|full",
    ),
    Wrong(
        "cut_batches",
        "end never reached",
        _never_reaches_the_end,
        "The last batch is never cut, so rows at the end are lost.",
        r"last|left|rest\b|the end|drop|missing|lost",
    ),
    Wrong(
        "cut_batches",
        "overlap by one",
        _batches_overlap_by_one,
        "Each batch has one entry too many, which also opens the next batch.",
        r"overlap|twice|one (entry|row)? ?(too many|more)|\+ ?1|too (long|large|many)|two batches|next batch|longer",
    ),
    Wrong(
        "cut_batches",
        "dealt like cards",
        _deals_like_cards,
        "Deals the rows like cards, in place of taking neighbours together.",
        r"deal|dealt|stride|every \w+(th| other)|next ones|next entries|consecutive|neighbou?r|interleav"
        r"|steps? of|one after",
    ),
    Wrong("cut_batches", "sorted", _sorts_the_rows_in_a_batch, "Sorts the rows in each batch.", r"\bsort"),
    Wrong(
        "cut_batches",
        "places for entries",
        _places_in_place_of_entries,
        "Returns the places 0, 1, 2, ... and not the entries of order.",
        r"position|\bplaces?\b(?! of)|ind(ex|ices)|arange|shuffl|ignor|content|entries of order|0, 1|counts? up|unshuf",
    ),
    Wrong(
        "cut_batches",
        "empty batch",
        _empty_batch_at_the_end,
        "If N divides evenly there is an empty batch at the end.",
        r"empty|no rows|too many|extra|without rows",
    ),
    Wrong(
        "cut_batches",
        "short one first",
        _short_batch_comes_first,
        "The shorter batch stands first in place of last.",
        r"shorter|short (batch|one)|first (batch|one)|rest (is|comes|stands)|front|beginning|left over|only the last",
    ),
    Wrong(
        "dense_forward",
        "with sigmoid",
        _layer_with_sigmoid,
        "Returns the activations, not the sums.",
        r"sigmoid|activation|squash|between 0 and 1",
    ),
    Wrong(
        "dense_forward",
        "first bias for all",
        _first_bias_for_all_nodes,
        "All nodes get the bias of the first one.",
        r"bias|\bb\b",
    ),
    Wrong(
        "dense_forward",
        "bias for each input",
        _bias_added_once_for_each_input,
        "The bias is added once for each input, n_in times in all.",
        r"bias.*(times|each|every|more than|several|once|often|too)|n_in|(times|too often).*bias",
    ),
    Wrong(
        "dense_forward",
        "mean over inputs",
        _mean_over_the_inputs,
        "Takes the mean over the inputs in place of the sum.",
        r"mean|average|divid",
    ),
    Wrong(
        "dense_forward",
        "first sample",
        _first_sample_only,
        "Computes the first sample only.",
        r"first (sample|row)|one (sample|row)|only (one|the first)|\bshape|all samples|every sample|rows",
    ),
    Wrong(
        "dense_forward",
        "last product",
        _keeps_the_last_product_only,
        "Overwrites the sum in the loop, so only the product of the last input is left.",
        r"last (input|product|term|column|node)|overwr|add\w* up|accumul|\+=|only one (input|term|product)",
    ),
    Wrong(
        "dense_forward",
        "input 0 left out",
        _inputs_counted_from_one,
        "Begins with input 1, so the first input is left out.",
        r"first (input|column|row|weight|feature|term|node)|input 0|from 1|skip|range|left out|without",
    ),
    Wrong(
        "dense_forward",
        "weights reshaped",
        _reshaped_weights,
        "The weights are reshaped and then transposed, so they stand in wrong places.",
        r"reshap|transpos|\.T\b|wrong (places?|weights)|rows and columns|reading order",
    ),
    Wrong(
        "slide_matrix",
        "bias last",
        _biases_in_the_last_column,
        "The biases are in the last column, not in column 0.",
        r"last|column 0|first column|front|at the end|left|right of",
    ),
    Wrong(
        "slide_matrix",
        "not turned",
        _stacked_and_not_turned,
        "Stacked, but not transposed.",
        r"transpos|\.T\b|rows and columns|\bshape|\bturn",
    ),
    Wrong(
        "slide_matrix",
        "weights reshaped",
        _weights_reshaped_biases_turned,
        "The weights are reshaped in place of transposed.",
        r"reshap|transpos|\.T\b|reading order",
    ),
    Wrong(
        "slide_matrix",
        "ones in column 0",
        _ones_in_column_0,
        "Column 0 holds ones in place of the biases.",
        r"\bones\b|\b1s\b|bias(es)? (are|is) missing|no bias|x_?0",
    ),
    Wrong(
        "slide_matrix",
        "rotated",
        _rotated_so_nodes_reversed,
        "Rotates the table in place of transposing, so the nodes stand in reverse order.",
        r"revers|rot|upside|flip|bottom|backward|order of the (rows|nodes)|(rows|nodes).*order|last node|mirror",
    ),
    Wrong("slide_matrix", "minus", _biases_with_minus, "The biases have the wrong sign.", r"sign|minus|negativ|thresh"),
    Wrong(
        "slide_matrix",
        "column 1",
        _biases_in_column_1,
        "The biases are in column 1, not in column 0.",
        r"column 1|column 0|first column|second column|between|position|wrong (place|column)",
    ),
    Wrong(
        "feedforward",
        "Z overwritten",
        _sums_overwritten_by_tanh,
        "tanh is written into Z, so Z of the hidden layers holds activations.",
        r"overwr|\bZ\b.*(after|activ|tanh)|before (the|its) activation|in[ -]place(?! of)|same array|out=",
    ),
    Wrong(
        "feedforward",
        "sigmoid for one node",
        _sigmoid_where_there_is_one_node,
        "Takes the sigmoid in layers with one node and not in the last layer.",
        r"last layer|output layer|one (node|output)|several (nodes|outputs)|single node|(tanh|sigmoid) (in|for)",
    ),
    Wrong(
        "feedforward",
        "sums passed on",
        _sums_go_into_the_next_layer,
        "The sums go into the next layer, not the activations.",
        r"\bZ\b.*(next|pass|into|layer)|next layer|passe?[sd]? on|activat|without (tanh|the bend)|linear",
    ),
    Wrong(
        "feedforward",
        "A first",
        _activations_before_sums,
        "Returns A, Z in place of Z, A.",
        r"order|swap|exchang|Z, A|A, Z|first list|the two lists|other way|A.*before.*Z",
    ),
    Wrong(
        "feedforward",
        "A without X",
        _inputs_not_in_A,
        "A does not begin with X.",
        r"begin|\bX\b|A\[0\]|the inputs? (is|are|miss)|short|length|L \+ 1|entries|longer",
    ),
    Wrong(
        "feedforward",
        "first always tanh",
        _first_layer_always_tanh,
        "Without a hidden layer the only layer gets tanh in place of the sigmoid.",
        r"no hidden|without (a )?hidden|(one|single|only) layer|only one|last layer|W has one|L = 1",
    ),
    Wrong(
        "feedforward",
        "0 and 1",
        _prediction_cut_to_0_and_1,
        "The prediction is cut to 0 and 1.",
        r"round|thresh|0\.5|0 (or|and) 1|cut|whole number|hard",
    ),
    Wrong(
        "feedforward",
        "tanh once",
        _tanh_in_the_first_layer_only,
        "Only the first hidden layer has tanh, the others have the sigmoid.",
        r"hidden layers?.*(tanh|sigmoid)|(tanh|sigmoid).*(hidden|everywhere)|second layer|middle",
    ),
    Wrong(
        "count_params",
        "biases for inputs",
        _biases_for_the_inputs_too,
        "Counts biases for the inputs, too.",
        r"(?<!some )\binput|sizes\[0\]|first layer.*bias|bias.*first layer",
    ),
    Wrong(
        "count_params",
        "one bias a layer",
        _one_bias_for_each_layer,
        "One bias for each layer, not for each node.",
        r"one bias|bias(es)?.*(each|every|per|node)|(per|each|every) (node|layer)",
    ),
    Wrong(
        "count_params",
        "product of all",
        _product_of_all_sizes,
        "Multiplies all sizes with each other, not neighbours only.",
        r"product|prod|all (the )?sizes|multipl|neighbou?r|pair",
    ),
    Wrong(
        "count_params",
        "all later layers",
        _joined_to_all_later_layers,
        "Joins each layer to all later ones, not only to the next.",
        r"neighbou?r|combination|all pairs|every pair|later|skip|only (to )?the next|each other|far",
    ),
    Wrong(
        "count_params",
        "n_in biases",
        _biases_counted_by_the_layer_below,
        "Counts n_in biases for a layer in place of n_out.",
        r"n_in|n_out|below|bias",
    ),
    Wrong(
        "count_params",
        "no output layer",
        _output_layer_not_counted,
        "The last layer is not counted.",
        r"last|output|missing|range|one layer|too few|the end",
    ),
    Wrong(
        "count_params",
        "pairs without overlap",
        _pairs_without_overlap,
        "Takes the sizes two by two, so every second layer is left out.",
        r"every (other|second)|skip|two by two|neighbou?r|overlap|pair|left out|missing|not counted|between",
    ),
    Wrong(
        "init_params",
        "root of n_out",
        _root_of_n_out,
        "Divides by the root of n_out in place of n_in.",
        r"n_out|n_in|layer above|number of (nodes|outputs)|wrong (root|size|width)",
    ),
    Wrong(
        "init_params",
        "always the first draws",
        _each_layer_begins_at_the_first_draw,
        "Every layer takes the first draws again.",
        r"same (numbers|draws)|first (numbers|draws|ones)|follow|advanc|again|where the (last|layer)|begin|start|reus",
    ),
    Wrong(
        "init_params",
        "root of n_0",
        _root_of_the_inputs_in_all_layers,
        "All layers are divided by the root of the number of inputs of the network.",
        r"\bown\b|n_0|sizes\[0\]|first layer|all layers|(every|each) layer.*(root|divid|n_in)"
        r"|same (root|number|factor)",
    ),
    Wrong(
        "init_params",
        "column by column",
        _filled_column_by_column,
        "The draws fill the matrices column by column, not row by row.",
        r"column|row by row|transpos|\.T\b|reshap",
    ),
    Wrong(
        "init_params",
        "start moves too little",
        _start_moves_by_n_in_only,
        "After a layer the start moves by n_in, not by n_in times n_out, so draws are used twice.",
        r"overlap|follow|advanc|twice|again|start|where the (last|layer)|reus|used|n_in (\*|times|·)"
        r"|too (early|little)",
    ),
    Wrong(
        "init_params",
        "draws changed",
        _draws_divided_in_place,
        "Divides in place, so the caller's draws change.",
        _CALLER,
    ),
    Wrong(
        "init_params",
        "bias shape",
        _biases_as_wide_as_the_layer_below,
        "The biases have shape (1, n_in), not (1, n_out).",
        r"bias|\bb\b|b\[",
    ),
    Wrong(
        "init_params",
        "from the end",
        _draws_taken_from_the_end,
        "Takes the draws from the end.",
        r"revers|the end|from the (last|back)|backward|pop|(last|wrong) (draw|order)|order",
    ),
    Wrong(
        "hidden_map",
        "columns exchanged",
        _gates_in_the_other_order,
        "The two columns are exchanged.",
        r"swap|exchang|other way|order of|columns (are|stand)|wrong order|first column.*second",
    ),
    Wrong(
        "hidden_map", "bias of AND", _bias_of_the_plain_and, "The bias is -30 in place of -10.", r"bias|[-−]30|[-−]10"
    ),
    Wrong(
        "hidden_map",
        "1 - a1",
        _second_gate_is_one_minus_the_first,
        "The second gate is 1 - a1, the opposite of the first one.",
        r"1 ?[-−] ?a|second|complement|opposite|a_?2|column 1|not of the first|negation|last column",
    ),
    Wrong(
        "hidden_map",
        "first gate twice",
        _first_gate_twice,
        "The second column is a copy of the first.",
        r"same|twice|copy|both|second|equal|a_?2|column 1",
    ),
    Wrong(
        "hidden_map",
        "bias in the bracket",
        _bias_inside_the_bracket,
        "The bias stands inside the bracket and is multiplied by 20.",
        r"bias|[-−]200|bracket|parenthes|[-−]10",
    ),
    Wrong(
        "hidden_map",
        "points rounded",
        _points_rounded_to_corners,
        "Rounds the points to the corners first, so it is right for the four rows only.",
        r"round|any point|four (rows|points|corners)|between the|other points|corner|whole numbers",
    ),
    Wrong(
        "hidden_map",
        "products",
        _products_of_x_instead_of_gates,
        "Uses products such as x1 (1 - x2) and not sigmoid gates.",
        r"product|sigmoid|neuron|no gate|four (rows|points|corners)|any point|activation|multipl",
    ),
    Wrong(
        "xor_net",
        "OR of the inputs",
        _or_reads_the_inputs,
        "OR reads the inputs, not the hidden gates.",
        r"hidden|reads? (X|the input)|x_?1|a_?1|of the inputs|only one (layer|neuron)|without the two",
    ),
    Wrong(
        "xor_net",
        "AND on top",
        _and_on_top,
        "The gate on top is AND, with bias -30.",
        r"[-−]30|bias|[-−]10|(?-i:\bAND\b)",
    ),
    Wrong(
        "xor_net",
        "rounded",
        _prediction_rounded,
        "The prediction is rounded.",
        r"round|thresh|0 (or|and) 1|hard|whole number",
    ),
    Wrong(
        "xor_net",
        "hidden rounded",
        _hidden_rounded_before_or,
        "The hidden outputs are rounded before OR.",
        r"round|thresh|hard|0 (or|and) 1 only",
    ),
    Wrong(
        "xor_net",
        "maximum",
        _or_as_maximum,
        "The maximum of the two gates, in place of a third neuron.",
        r"max|larger|largest|third|last (neuron|gate)|OR (neuron|gate)|no neuron|on top",
    ),
    Wrong(
        "xor_net",
        "sigmoid twice",
        _sigmoid_on_the_hidden_layer_twice,
        "The hidden layer goes through the sigmoid twice.",
        r"twice|double|second sigmoid|again|already|two sigmoids",
    ),
    Wrong(
        "xor_net",
        "minus 20",
        _or_with_a_negative_second_weight,
        "The second weight of OR is -20.",
        r"sign|weight|minus|[-−]20|a_?2|second (gate|hidden)",
    ),
    Wrong(
        "xor_net",
        "flat",
        _flat_prediction,
        "The shape is (N,), not (N, 1).",
        r"shape|\(N, ?1\)|\(N,\)|flat|dimension|one column",
    ),
    Wrong(
        "detector",
        "10 - 20 n",
        _bias_by_the_number_of_inputs,
        "The bias counts all inputs in place of the ones.",
        r"bias|\bb\b|number of|z = 10|count",
    ),
    Wrong(
        "detector",
        "sum of all weights",
        _bias_from_the_sum_of_all_weights,
        "The bias takes off all weights, also those where the pattern has 0.",
        r"bias|\bb\b|all (the )?weights|z = 10",
    ),
    Wrong(
        "detector",
        "weight 0",
        _weight_0_where_the_pattern_has_0,
        "Where the pattern has a 0 the weight is 0 in place of -20.",
        r"weight\w*.*(0|zero)|[-−]20|ignor|where the pattern has (a )?(0|zero)",
    ),
    Wrong(
        "detector",
        "opposite",
        _fires_for_the_opposite_pattern,
        "Detects the opposite pattern.",
        r"weights?.*sign|sign.*weight|swap|revers|opposite|complement|inver|exchang|other pattern",
    ),
    Wrong(
        "detector",
        "bias sign",
        _bias_with_the_other_sign,
        "The bias has the wrong sign.",
        r"sign|minus|bias|\bb\b|negativ",
    ),
    Wrong(
        "detector",
        "10 for each one",
        _bias_minus_ten_for_each_one,
        "The bias takes off 10 for each one in place of 20.",
        r"bias|\bb\b|z = 10|half",
    ),
    Wrong(
        "detector",
        "z = 20",
        _z_is_20_on_the_pattern,
        "z is 20 on the pattern in place of 10.",
        r"bias|\bb\b|z (is|=)|10",
    ),
    Wrong(
        "detector",
        "zeros counted",
        _bias_from_the_zeros,
        "The bias counts the zeros in place of the ones.",
        r"bias|\bb\b|z = 10|zeros",
    ),
    Wrong(
        "table_net",
        "zero rows",
        _detectors_of_the_zero_rows,
        "Detectors for the rows with y = 0.",
        r"y ?(=|==|is) ?[01]|zeros?\b|wrong rows|opposite|which rows|the other rows",
    ),
    Wrong(
        "table_net",
        "AND on top",
        _and_of_all_detectors,
        "On top stands AND with a bias of 10 - 20 m, not OR.",
        r"(?-i:\bAND\b)|b2|[-−]10|bias of (the )?(OR|last|output)",
    ),
    Wrong(
        "table_net",
        "reverse order",
        _detectors_from_bottom_to_top,
        "The detectors stand in reverse order.",
        r"order|revers|backward|bottom|last row first",
    ),
    Wrong(
        "table_net",
        "every row",
        _detector_for_every_row,
        "Makes a detector for every row of the table.",
        r"every row|all (the )?rows|too many|number of|only (the|for|rows)|\bshape|y ?==? ?1|y is not",
    ),
    Wrong(
        "table_net",
        "last bias for all",
        _bias_of_the_last_detector_for_all,
        "All hidden neurons get the bias of the last detector.",
        r"\bb1\b|bias",
    ),
    Wrong(
        "table_net",
        "return in the loop",
        _return_in_the_loop_after_one_detector,
        "Returns in the loop, after the first detector.",
        r"\bfirst|only one|one (detector|hidden|column)|loop|returns? (too|in|inside|after|early)|each row|\bshape",
    ),
    Wrong(
        "table_net",
        "weights first",
        _weights_first_biases_last,
        "Returns W1, W2, b1, b2.",
        r"order|swap|exchang|W1, b1|W1, W2|b1 and W2|sequence",
    ),
    Wrong(
        "table_net",
        "20 / m",
        _or_shares_its_weight_among_detectors,
        "The weights of OR are 20 / m in place of 20.",
        r"\bW2\b|weights? of (the )?OR|divid|/ ?m\b|OR'?s weight|mean",
    ),
    Wrong("n_kinds", "no W2", _outgoing_weights_not_compared, "The outgoing weights are left out.", r"W2|outgoing"),
    Wrong(
        "n_kinds",
        "numbers counted",
        _different_numbers_in_place_of_columns,
        "Counts different numbers, not different columns.",
        r"axis|different numbers|single numbers|entries|values.*columns?|whole columns?|single|flat",
    ),
    Wrong("n_kinds", "not rounded", _kinds_without_rounding, "Does not round to 6 decimals.", r"round|decimal"),
    Wrong(
        "n_kinds",
        "sum of a column",
        _kinds_by_the_sum_of_a_column,
        "Compares the sums of the columns, and different neurons can have the same sum.",
        r"\bsum|add(s|ed|ing)?\b|total|one number",
    ),
    Wrong(
        "n_kinds",
        "neighbours only",
        _compares_neighbours_only,
        "Compares neighbouring columns only, so twins that stand apart count twice.",
        r"neighbou?r|adjacent|next (to|column)|apart|sort|consecutive|side by side|one before|far",
    ),
    Wrong(
        "n_kinds",
        "pairs taken off",
        _every_equal_pair_takes_one_off,
        "Takes one off for every equal pair, so three of a kind are taken off three times.",
        r"pair|three|triple|more than (two|once)|too (often|many)|several times|twice",
    ),
    Wrong(
        "n_kinds",
        "whole numbers",
        _rounded_to_whole_numbers,
        "Rounds to whole numbers in place of 6 decimals.",
        r"round|decimal|whole numbers|coarse|digit",
    ),
    Wrong(
        "n_kinds",
        "without a twin",
        _only_neurons_without_a_twin,
        "Counts only those neurons that have no twin.",
        r"twin|only once|occur|appear|unique|alone|repeated|counts? ==? ?1",
    ),
    Wrong(
        "grad_w2",
        "slope of a1",
        _hidden_slope_for_the_output_slope,
        "Takes a1 (1 - a1) in place of p (1 - p).",
        r"a_?1 ?\*? ?\(1|p ?\*? ?\(1|slope of the (output|hidden)|output unit|dp/dz|wrong (unit|slope)",
    ),
    Wrong(
        "grad_w2",
        "no slope",
        _no_slope_at_the_output,
        "The link p (1 - p) is missing.",
        r"p ?\*? ?\(1|dp/dz|slope of the (output|sigmoid|unit)|sigmoid('s)? slope|σ'",
    ),
    Wrong(
        "grad_w2",
        "z1 for a1",
        _hidden_score_for_activation,
        "The last link is z1 in place of a1.",
        r"z_?1|before (the|its) sigmoid|a_?1\b(?! ?\*? ?\(1)",
    ),
    Wrong(
        "grad_w2",
        "w2 for a1",
        _times_w2_in_place_of_a1,
        "The last link is w2 in place of a1.",
        r"\bw_?2\b.*(a_?1|link|factor|place|multipl|instead)|a_?1\b(?! ?\*? ?\(1)",
    ),
    Wrong(
        "grad_w2",
        "slope at p",
        _sigmoid_slope_taken_at_p,
        "The slope of the sigmoid is taken at p in place of z2, so the sigmoid is applied twice.",
        r"twice|sigmoid(\(| of )p|again|double|at p\b|p ?\*? ?\(1|already",
    ),
    Wrong(
        "grad_w2",
        "brackets",
        _brackets_around_the_error_missing,
        "The brackets around p - y are missing.",
        r"bracket|parenthes|preced|p ?[-−] ?y|before the (minus|subtraction)|only y",
    ),
    Wrong(
        "grad_w2",
        "no b1",
        _hidden_unit_without_its_bias,
        "b1 is missing in the forward pass.",
        r"b_?1\b|bias of the hidden|hidden bias",
    ),
    Wrong(
        "grad_w1", "w1 for w2", _back_over_w1, "Goes back over w1 in place of w2.", r"\bw_?2\b|\bw_?1\b (in|inst|as|is)"
    ),
    Wrong(
        "grad_w1",
        "no hidden slope",
        _no_slope_at_the_hidden_unit,
        "The link a1 (1 - a1) is missing.",
        r"a_?1 ?\*? ?\(1|da_?1|hidden (unit|slope|layer)",
    ),
    Wrong(
        "grad_w1",
        "a1 for x",
        _ends_with_a1_like_w2,
        "The last link is a1 in place of x.",
        r"\bx\b|last link|(?<!some )\binput",
    ),
    Wrong(
        "grad_w1",
        "output slope twice",
        _output_slope_twice,
        "p (1 - p) stands where a1 (1 - a1) belongs.",
        r"a_?1 ?\*? ?\(1|p ?\*? ?\(1|twice|slope of the (hidden|output)",
    ),
    Wrong(
        "grad_w1",
        "slope in b1",
        _slope_in_b1,
        "The last link x is missing; this is the slope in b1.",
        r"\bx\b|b_?1|last link|(?<!some )\binput",
    ),
    Wrong(
        "grad_w1",
        "size of the error",
        _size_of_the_error_only,
        "Takes the absolute value of p - y.",
        r"\babs|absolute|sign|p ?[-−] ?y|\|p|positive|negative",
    ),
    Wrong(
        "grad_w1",
        "updated w2",
        _back_over_the_updated_w2,
        "Goes back over w2 after a step, not over the old one.",
        r"\bw_?2\b|updat|already|after the step|too early|old weight|changed",
    ),
    Wrong(
        "grad_w1",
        "large nudge",
        _one_sided_measure_with_a_large_nudge,
        "Measures with a one-sided nudge of 0.1 in place of the chain rule.",
        r"nudge|measur|differen(ce|t)s?\b|one[- ]sided|0\.1|approx|numerical|forward diff",
    ),
    Wrong(
        "backward_2321",
        "W[1] reshaped",
        _middle_weights_read_in_another_shape,
        "W[1] is reshaped on the way to the first layer, so the weights stand on the wrong edges.",
        r"W\[1\]|reshap|transpos|wrong (edge|weight)|delta\[0\]|first (hidden )?layer",
    ),
    Wrong(
        "backward_2321",
        "unit 4 only",
        _first_layer_over_unit_4_only,
        "The first layer hears of unit 4 only, not of unit 5.",
        r"unit [45]|both (edges|ways|paths|units)|only one|add\w* up|\bsum|two ways|delta\[0\]|first (hidden )?layer",
    ),
    Wrong(
        "backward_2321",
        "slopes of another layer",
        _second_layer_with_slopes_of_the_first,
        "The units 4 and 5 get the sigmoid slopes of the units 1 and 2.",
        r"slope of (the|another|unit)|\bown\b|A\[[12]\]|units? 4|delta\[1\]|second (hidden )?layer|σ'|a ?\(1",
    ),
    Wrong(
        "backward_2321",
        "dW reshaped",
        _slopes_reshaped_not_turned,
        "The slopes of the weights are reshaped in place of transposed.",
        r"dW|reshap|transpos|outer|slopes in the weights",
    ),
    Wrong(
        "backward_2321",
        "weights changed early",
        _weights_changed_on_the_way_back,
        "Changes the weights on the way back, so the later units meet new weights.",
        r"updat|early|old weight|new weight|already|chang|on the way|whole way",
    ),
    Wrong(
        "backward_2321",
        "mean over edges",
        _mean_over_the_edges,
        "Takes the mean over the two edges in place of the sum.",
        r"mean|average|divid|half|\bsum|add\w* up|factor",
    ),
    Wrong(
        "backward_2321",
        "first input twice",
        _first_input_for_both_rows,
        "Both rows of dW[0] use the first input.",
        r"dW\[0\]|A\[0\]|x_?[12]\b|(?<!some )\binput|both rows|second row|same row",
    ),
    Wrong(
        "backward_2321",
        "output without slope",
        _output_without_its_slope,
        "delta of the output unit is p - y, without the slope p (1 - p).",
        r"delta_?6|δ_?6|delta\[2\]|output|unit 6|p ?\*? ?\(1|σ'\(z_?6",
    ),
    Wrong(
        "path_sum",
        "first output",
        _first_output_only,
        "Only paths to the first output are added.",
        r"first output|output 0|(all|every|other|one|each|several) outputs?|(?-i:\bK\b)|over m\b",
    ),
    Wrong(
        "path_sum",
        "q with m",
        _pairs_unit_q_with_output_q,
        "Pairs unit q with output q only, in place of every unit with every output.",
        r"pair|every|\ball\b|combin|diagonal|zip|each (unit|output)|missing paths|some paths|q = m|nested",
    ),
    Wrong(
        "path_sum",
        "weight itself",
        _weight_itself_in_the_product,
        "The weight W[0][i, j] itself is a factor, too.",
        r"W\[0\]|weight itself|own weight|w_?\{?ij|too many|extra",
    ),
    Wrong(
        "path_sum",
        "slope of j missing",
        _slope_of_unit_j_missing,
        "The sigmoid slope of unit j is missing.",
        r"unit j|A\[1\]|z_?j|a_?j|first hidden|slope.*\bj\b|first link",
    ),
    Wrong(
        "path_sum",
        "return too early",
        _return_after_the_first_path,
        "Returns in the loop, so only the paths through the first unit are added.",
        r"returns? (too|in|inside|after|early)|first (unit|q|path)|only (one|the first)|loop|\bq\b"
        r"|missing paths|some (of the )?paths|unit 0",
    ),
    Wrong(
        "path_sum",
        "loss at the end",
        _loss_at_the_end_of_each_path,
        "Each path ends with the loss of an output, (p - y)^2 / 2, in place of p - y.",
        r"squar|\bloss\b.*(end|factor|itself|place|multipl)|p(_m)? ?[-−] ?y|error|last (link|factor)",
    ),
    Wrong(
        "path_sum",
        "mean over outputs",
        _mean_over_the_outputs,
        "Divides by the number of outputs.",
        r"mean|average|divid|\bK\b|number of outputs",
    ),
    Wrong(
        "path_sum",
        "counted from 1",
        _weights_counted_from_1,
        "Counts i and j from 1.",
        r"from [01]|[ij] ?[-−] ?1|off by|shift|neighbou?r|another weight|other weight|wrong weight|index",
    ),
    Wrong(
        "grad_check",
        "h for 2h",
        _divided_by_h,
        "Divides by h in place of 2 h.",
        r"2 ?\*? ?h\b|twice|double|factor|half|too large by",
    ),
    Wrong(
        "grad_check",
        "nudge stays",
        _nudges_stay_in_theta,
        "A nudge is not undone, so the next entries are measured at another place.",
        r"undo|undone|restor|back|accumul|reset|stay|remain|another place|moved|earlier|still",
    ),
    Wrong(
        "grad_check",
        "all at once",
        _all_entries_nudged_at_once,
        "Nudges all entries at once, not one at a time.",
        r"one (entry )?at a time|all entries|at once|together|same (measured|slope|n)|each entry"
        r"|sum of (all|the) slopes",
    ),
    Wrong(
        "grad_check",
        "sum of sizes",
        _divided_by_the_sum_of_sizes,
        "Divides by the sum of the sizes, not by the larger one.",
        r"\bsum\b|add|larger|max|denominat|\+ ?\||half",
    ),
    Wrong(
        "grad_check",
        "no abs below",
        _sizes_without_absolute_value,
        "No absolute values in the denominator, so negative slopes are divided by floor.",
        r"\babs|absolute|negative|sign|denominat",
    ),
    Wrong(
        "grad_check",
        "one size for all",
        _one_size_for_the_whole_vector,
        "Divides all entries by the largest size in the whole vector.",
        r"\bown\b|whole|overall|largest|each entry|same (number|size|denominator)|global|entry by entry",
    ),
    Wrong(
        "grad_check",
        "two names",
        _two_names_for_one_vector,
        "Both nudged vectors are the same array, so the measured slopes are 0.",
        r"same (array|vector)|copy|copies|two names|alias|slopes? (is|are|of) 0|always 0|cancel|measured.*(0|zero)",
    ),
    Wrong(
        "grad_check", "sign kept", _error_with_its_sign, "The errors keep their sign.", r"\babs|absolute|sign|negative"
    ),
)

RIGHT = (
    ("gradient_descent", "buffer", _right_walk_in_a_buffer),
    ("gradient_descent", "generator", _right_walk_by_a_generator),
    ("steps_needed", "loop", _right_steps_counted_by_division),
    ("steps_needed", "log then corrected", _right_steps_by_log_then_corrected),
    ("minibatch_step", "einsum", _right_step_by_einsum),
    ("minibatch_step", "loops and lists", _right_step_in_loops),
    ("updates_per_epoch", "range", _right_updates_from_a_range),
    ("updates_per_epoch", "divmod", _right_updates_by_divmod),
    ("cut_batches", "np.split", _right_cut_at_the_borders),
    ("cut_batches", "row by row", _right_cut_row_by_row),
    ("dense_forward", "broadcasting", _right_layer_by_broadcasting),
    ("dense_forward", "column of ones", _right_layer_with_a_column_of_ones),
    ("slide_matrix", "nested lists", _right_matrix_row_by_row),
    ("slide_matrix", "slices", _right_matrix_filled_by_slices),
    ("feedforward", "recursion", _right_network_by_recursion),
    ("feedforward", "list of functions", _right_network_with_list_of_functions),
    ("count_params", "recursion", _right_count_by_recursion),
    ("count_params", "dot product", _right_count_by_dot_product),
    ("init_params", "iterator", _right_start_from_an_iterator),
    ("init_params", "np.split", _right_start_by_split),
    ("hidden_map", "logaddexp", _right_hidden_by_logaddexp),
    ("hidden_map", "point by point", _right_hidden_point_by_point),
    ("xor_net", "tanh of halves", _right_xor_by_tanh_of_halves),
    ("xor_net", "even function", _right_xor_by_an_even_function),
    ("detector", "bit by bit", _right_detector_bit_by_bit),
    ("detector", "solved for b", _right_detector_by_solving_for_b),
    ("table_net", "picking", _right_table_by_picking),
    ("table_net", "lists", _right_table_from_lists),
    ("n_kinds", "set", _right_kinds_by_a_set),
    ("n_kinds", "one by one", _right_kinds_one_by_one),
    ("grad_w2", "tanh", _right_grad_w2_by_tanh),
    ("grad_w2", "list of links", _right_grad_w2_link_by_link),
    ("grad_w1", "carried slopes", _right_grad_w1_with_carried_slopes),
    ("grad_w1", "from grad_w2", _right_grad_w1_from_grad_w2),
    ("backward_2321", "einsum", _right_walk_back_by_einsum),
    ("backward_2321", "recursion", _right_walk_back_unit_by_unit),
    ("path_sum", "product of ranges", _right_paths_by_product),
    ("path_sum", "carried forward", _right_paths_carried_forward),
    ("grad_check", "rows of eye", _right_check_with_rows_of_eye),
    ("grad_check", "lists", _right_check_with_lists),
)
