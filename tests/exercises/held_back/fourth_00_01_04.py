"""Wrong and right answers to lessons 00, 01 and 04, written from their statements alone."""

from itertools import combinations, combinations_with_replacement, product
from math import comb

import numpy as np
from answers import Wrong

from nncore import sigmoid

# ---------------------------------------------------------------- 00: slope


def _slope_over_h(f, x, h):
    return (f(x + h) - f(x - h)) / h


def _slope_no_brackets_round_2h(f, x, h):
    return (f(x + h) - f(x - h)) / 2 * h


def _slope_forward(f, x, h):
    return (f(x + h) - f(x)) / h


def _slope_backward_over_2h(f, x, h):
    ahead = f(x)
    behind = f(x - h)
    return (ahead - behind) / (2 * h)


def _slope_order_swapped(f, x, h):
    return (f(x - h) - f(x + h)) / (2 * h)


def _slope_h_added_outside(f, x, h):
    return ((f(x) + h) - (f(x) - h)) / (2 * h)


def _slope_top_not_bracketed(f, x, h):
    return f(x + h) - f(x - h) / (2 * h)


def _slope_floor_division(f, x, h):
    return (f(x + h) - f(x - h)) // (2 * h)


def _slope_right_halves(f, x, h):
    right = (f(x + h) - f(x)) / h
    left = (f(x) - f(x - h)) / h
    return 0.5 * (right + left)


def _slope_right_signed_sum(f, x, h):
    return sum(sign * f(x + sign * h) for sign in (1.0, -1.0)) / (h + h)


# ---------------------------------------------------------------- 00: sigmoid


def _sigmoid_second_form_only(z):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(z) / (1 + np.exp(z))


def _sigmoid_branches_swapped(z):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(z < 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def _sigmoid_sign_of_exponent(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, e / (1 + e), 1 / (1 + e))


def _sigmoid_abs_for_all(z):
    return 1 / (1 + np.exp(-np.abs(z)))


def _sigmoid_negated_not_mirrored(z):
    right = 1 / (1 + np.exp(-np.abs(z)))
    return np.where(z >= 0, right, -right)


def _sigmoid_clipped_to_five(z):
    return 1 / (1 + np.exp(-np.clip(z, -5, 5)))


def _sigmoid_returns_its_slope(z):
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    return p * (1 - p)


def _sigmoid_one_over_one_plus(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / 1 + e, e / (1 + e))


def _sigmoid_right_tanh(z):
    return 0.5 + 0.5 * np.tanh(0.5 * np.asarray(z, dtype=float))


def _sigmoid_right_logaddexp(z):
    return np.exp(-np.logaddexp(0.0, -np.asarray(z, dtype=float)))


# ---------------------------------------------------------------- 00: num_grad


def _num_grad_over_h(f, x, h):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / h
    return g


def _num_grad_moves_all(f, x, h):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        g[i] = (f(x + h) - f(x - h)) / (2 * h)
    return g


def _num_grad_never_moved_back(f, x, h):
    moved = x.astype(float)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved[i] += h
        up = f(moved)
        moved[i] -= 2 * h
        down = f(moved)
        g[i] = (up - down) / (2 * h)
    return g


def _num_grad_second_name(f, x, h):
    start = x.astype(float)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = start
        down = start
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


def _num_grad_whole_rows(f, x, h):
    g = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


def _num_grad_return_in_loop(f, x, h):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
        return g
    return g


def _num_grad_back_to_start_only(f, x, h):
    moved = x.astype(float)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved[i] += h
        up = f(moved)
        moved[i] -= h
        down = f(moved)
        g[i] = (up - down) / (2 * h)
    return g


def _num_grad_flat_list(f, x, h):
    g = []
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g.append((f(up) - f(down)) / (2 * h))
    return np.array(g)


def _num_grad_right_basis(f, x, h):
    n = x.size
    steps = (h * np.eye(n)).reshape((n, *x.shape))
    return np.array([(f(x + step) - f(x - step)) / (2 * h) for step in steps]).reshape(x.shape)


def _num_grad_right_flat_copy(f, x, h):
    work = np.array(x, dtype=float).ravel()
    slopes = []
    for k in range(work.size):
        kept = work[k]
        work[k] = kept + h
        top = f(work.reshape(x.shape).copy())
        work[k] = kept - h
        low = f(work.reshape(x.shape).copy())
        work[k] = kept
        slopes.append((top - low) / h / 2)
    return np.array(slopes).reshape(x.shape)


# ---------------------------------------------------------------- 00: jacobian


def _moved(x, j, by):
    new = x.astype(float)
    new[j] += by
    return new


def _jacobian_transposed(f, x, h):
    J = np.zeros((len(x), len(f(x))))
    for j in range(len(x)):
        J[j, :] = (f(_moved(x, j, h)) - f(_moved(x, j, -h))) / (2 * h)
    return J


def _jacobian_one_sided_over_2h(f, x, h):
    J = np.zeros((len(f(x)), len(x)))
    for j in range(len(x)):
        J[:, j] = (f(_moved(x, j, h)) - f(x)) / (2 * h)
    return J


def _jacobian_square_table(f, x, h):
    J = np.zeros((len(x), len(x)))
    for j in range(len(x)):
        J[:, j] = (f(_moved(x, j, h)) - f(_moved(x, j, -h))) / (2 * h)
    return J


def _jacobian_last_column_missed(f, x, h):
    J = np.zeros((len(f(x)), len(x)))
    for j in range(len(x) - 1):
        J[:, j] = (f(_moved(x, j, h)) - f(_moved(x, j, -h))) / (2 * h)
    return J


def _jacobian_inputs_stay_moved(f, x, h):
    J = np.zeros((len(f(x)), len(x)))
    up, down = x.astype(float), x.astype(float)
    for j in range(len(x)):
        up[j] += h
        down[j] -= h
        J[:, j] = (f(up) - f(down)) / (2 * h)
    return J


def _jacobian_first_output_only(f, x, h):
    J = np.zeros((len(f(x)), len(x)))
    for j in range(len(x)):
        J[:, j] = (f(_moved(x, j, h))[0] - f(_moved(x, j, -h))[0]) / (2 * h)
    return J


def _jacobian_sizes_only(f, x, h):
    J = np.zeros((len(f(x)), len(x)))
    for j in range(len(x)):
        J[:, j] = np.abs(f(_moved(x, j, h)) - f(_moved(x, j, -h))) / (2 * h)
    return J


def _jacobian_outputs_summed(f, x, h):
    g = np.zeros(len(x))
    for j in range(len(x)):
        g[j] = np.sum(f(_moved(x, j, h)) - f(_moved(x, j, -h))) / (2 * h)
    return g


def _jacobian_right_stack(f, x, h):
    steps = h * np.eye(len(x))
    return np.stack([(f(x + step) - f(x - step)) / (2 * h) for step in steps], axis=1)


def _jacobian_right_entry_lists(f, x, h):
    m, n = len(f(x.copy())), len(x)
    rows = []
    for i in range(m):
        rows.append([(f(_moved(x, j, h))[i] - f(_moved(x, j, -h))[i]) / (2 * h) for j in range(n)])
    return np.array(rows)


# ---------------------------------------------------------------- 00: chain_xyz


def _chain_path_of_sine_missing(x, y):
    dz = 2 * (x * y + np.sin(x))
    return dz * y, dz * x


def _chain_path_of_product_missing(x, y):
    dz = 2 * (x * y + np.sin(x))
    return dz * np.cos(x), dz * x


def _chain_stops_at_z(x, y):
    return y + np.cos(x), x


def _chain_outputs_swapped(x, y):
    dz = 2 * (x * y + np.sin(x))
    dL_dx, dL_dy = dz * (y + np.cos(x)), dz * x
    return dL_dy, dL_dx


def _chain_paths_multiplied(x, y):
    dz = 2 * (x * y + np.sin(x))
    return dz * (y * np.cos(x)), dz * x


def _chain_sine_also_for_y(x, y):
    dz = 2 * (x * y + np.sin(x))
    return dz * (y + np.cos(x)), dz * (x + np.cos(x))


def _chain_two_forgotten(x, y):
    z = x * y + np.sin(x)
    return z * (y + np.cos(x)), z * x


def _chain_square_only_on_one_path(x, y):
    dz = 2 * (x * y + np.sin(x))
    return dz * y + np.cos(x), dz * x


def _chain_right_matrices(x, y):
    u, v = np.sin(x), x * y
    first = np.array([[np.cos(x), 0.0], [y, x]])
    dx, dy = np.array([2 * (u + v)]) @ np.ones((1, 2)) @ first
    return dx, dy


def _chain_right_multiplied_out(x, y):
    s, c = np.sin(x), np.cos(x)
    return 2 * x * y**2 + 2 * y * s + 2 * x * y * c + 2 * s * c, 2 * x * x * y + 2 * x * s


# ---------------------------------------------------------------- 01: neuron


def _neuron_score_only(X, w, b):
    return X @ w + b


def _neuron_bias_subtracted(X, w, b):
    return sigmoid(X @ w - b)


def _neuron_no_bias(X, w, b):
    return sigmoid(X @ w)


def _neuron_column_lost(X, w, b):
    return sigmoid((X * w.T).sum(axis=1) + b)


def _neuron_bias_after_sigmoid(X, w, b):
    return sigmoid(X @ w) + b


def _neuron_fires_hard(X, w, b):
    return (X @ w + b >= 0).astype(float)


def _neuron_two_features_only(X, w, b):
    return sigmoid(X[:, :1] * w[0] + X[:, 1:2] * w[1] + b)


def _neuron_weighted_mean(X, w, b):
    return sigmoid(np.mean(X * w.T, axis=1, keepdims=True) + b)


def _neuron_right_row_loop(X, w, b):
    p = np.zeros((len(X), 1))
    for i, row in enumerate(X):
        z = float(b[0, 0])
        for value, weight in zip(row, w[:, 0], strict=True):
            z += value * weight
        p[i, 0] = sigmoid(np.array([z]))[0]
    return p


def _neuron_right_bias_as_weight(X, w, b):
    longer = np.hstack([X, np.ones((X.shape[0], 1))])
    return sigmoid(np.einsum("ij,jk->ik", longer, np.vstack([w, b])))


# ---------------------------------------------------------------- 01: predict_class


def _class_tie_is_zero(p):
    return (p > 0.5).astype(int)


def _class_rounds_half_to_even(p):
    return np.round(p).astype(int)


def _class_the_wrong_way_round(p):
    return np.where(p >= 0.5, 0, 1)


def _class_threshold_of_the_score(p):
    return (p >= 0).astype(int)


def _class_threshold_is_the_mean(p):
    return (p >= p.mean()).astype(int)


def _class_column_lost(p):
    return np.array([1 if value >= 0.5 else 0 for value in p[:, 0]])


def _class_minus_one_for_no(p):
    return np.where(p >= 0.5, 1, -1)


def _class_cut_off_to_int(p):
    return p.astype(int)


def _class_right_floor(p):
    return np.floor(2 * p).clip(0, 1)


def _class_right_list(p):
    return np.array([[0 if value < 0.5 else 1] for value in p[:, 0]]).reshape(p.shape)


# ---------------------------------------------------------------- 01: step_perceptron


def _step_silent_at_threshold(X, w, T):
    return np.where(X @ w > T, 1, 0)


def _step_threshold_added(X, w, T):
    return (X @ w + T >= 0).astype(int)


def _step_threshold_ignored(X, w, T):
    return (X @ w >= 0).astype(int)


def _step_soft(X, w, T):
    return sigmoid(X @ w - T)


def _step_fires_below(X, w, T):
    return (X @ w <= T).astype(int)


def _step_minus_one_if_silent(X, w, T):
    return np.where(X @ w - T >= 0, 1, -1)


def _step_threshold_off_each_input(X, w, T):
    return ((X - T) @ w >= 0).astype(int)


def _step_inputs_compared_not_weighted(X, w, T):
    return (X.sum(axis=1, keepdims=True) - T >= 0).astype(int)


def _step_right_loop(X, w, T):
    fires = []
    for row in X:
        total = row @ w[:, 0]
        fires.append([int(total - T >= 0)])
    return np.array(fires)


def _step_right_heaviside(X, w, T):
    return np.heaviside(np.tensordot(X, w, axes=1) - T, 1.0)


# ---------------------------------------------------------------- 01: boundary_x2


def _boundary_minus_missing(w, b, x1):
    return (w[0, 0] * x1 + b[0, 0]) / w[1, 0]


def _boundary_bias_wrong_sign(w, b, x1):
    return (-w[0, 0] * x1 + b[0, 0]) / w[1, 0]


def _boundary_no_bias(w, b, x1):
    return -w[0, 0] * x1 / w[1, 0]


def _boundary_weights_swapped(w, b, x1):
    return -(w[1, 0] * x1 + b[0, 0]) / w[0, 0]


def _boundary_w2_subtracted(w, b, x1):
    return -w[0, 0] * x1 - b[0, 0] - w[1, 0]


def _boundary_only_bias_divided(w, b, x1):
    return -w[0, 0] * x1 - b[0, 0] / w[1, 0]


def _boundary_bias_not_divided(w, b, x1):
    return -w[0, 0] / w[1, 0] * x1 - b[0, 0]


def _boundary_keeps_the_boxes(w, b, x1):
    return -(w[0] * x1 + b) / w[1]


def _boundary_right_two_points(w, b, x1):
    w1, w2 = w.ravel()
    at_zero = -b.item() / w2
    at_one = -(w1 + b.item()) / w2
    return at_zero + (at_one - at_zero) * x1


def _boundary_right_list(w, b, x1):
    return np.array([-(float(w[0, 0]) * place + float(b[0, 0])) / float(w[1, 0]) for place in x1])


# ---------------------------------------------------------------- 01: poly_features


def _poly_no_constant(X, degree):
    columns = []
    for k in range(1, degree + 1):
        for chosen in combinations_with_replacement(range(X.shape[1]), k):
            columns.append(np.prod(X[:, chosen], axis=1))
    return np.column_stack(columns)


def _poly_degree_left_out(X, degree):
    columns = []
    for k in range(degree):
        for chosen in combinations_with_replacement(range(X.shape[1]), k):
            columns.append(np.prod(X[:, list(chosen)], axis=1))
    return np.column_stack(columns)


def _poly_no_repeats(X, degree):
    columns = []
    for k in range(degree + 1):
        for chosen in combinations(range(X.shape[1]), k):
            columns.append(np.prod(X[:, list(chosen)], axis=1))
    return np.column_stack(columns)


def _poly_pure_powers(X, degree):
    columns = [np.ones(len(X))]
    for k in range(1, degree + 1):
        for j in range(X.shape[1]):
            columns.append(X[:, j] ** k)
    return np.column_stack(columns)


def _poly_both_orders(X, degree):
    columns = []
    for k in range(degree + 1):
        for chosen in product(range(X.shape[1]), repeat=k):
            columns.append(np.prod(X[:, list(chosen)], axis=1))
    return np.column_stack(columns)


def _poly_factors_added(X, degree):
    columns = [np.ones(len(X))]
    for k in range(1, degree + 1):
        for chosen in combinations_with_replacement(range(X.shape[1]), k):
            columns.append(np.sum(X[:, list(chosen)], axis=1))
    return np.column_stack(columns)


def _poly_highest_degree_first(X, degree):
    columns = []
    for k in range(degree, -1, -1):
        for chosen in combinations_with_replacement(range(X.shape[1]), k):
            columns.append(np.prod(X[:, list(chosen)], axis=1))
    return np.column_stack(columns)


def _poly_reshaped_for_transposed(X, degree):
    columns = []
    for k in range(degree + 1):
        for chosen in combinations_with_replacement(range(X.shape[1]), k):
            columns.append(np.prod(X[:, list(chosen)], axis=1))
    return np.array(columns).reshape(len(X), -1)


def _poly_right_extend(X, degree):
    n = X.shape[1]
    layer = [((), np.ones(len(X)))]
    found = list(layer)
    for _ in range(degree):
        layer = [
            ((*chosen, j), column * X[:, j])
            for chosen, column in layer
            for j in range(chosen[-1] if chosen else 0, n)
        ]
        found += layer
    return np.stack([column for _, column in found], axis=-1)


def _poly_right_filled_with_ones(X, degree):
    filled = np.hstack([np.ones((len(X), 1)), X])
    chosen = combinations_with_replacement(range(filled.shape[1]), degree)
    rows = [[np.prod([row[j] for j in c]) for c in chosen_all] for row, chosen_all in _with_each(filled, chosen)]
    return np.array(rows)


def _with_each(rows, chosen):
    kept = list(chosen)
    kept.sort(key=lambda c: sum(j > 0 for j in c))  # stable: by degree, inside as they came
    return [(row, kept) for row in rows]


# ---------------------------------------------------------------- 01: count_features


def _count_without_repeats(n, degree):
    return comb(n, degree)


def _count_highest_degree_only(n, degree):
    return comb(n + degree - 1, degree)


def _count_no_constant(n, degree):
    return comb(n + degree, degree) - 1


def _count_bars_as_boxes(n, degree):
    return comb(n + 1 + degree, degree)


def _count_ordered_tuples(n, degree):
    return (n + 1) ** degree


def _count_each_exponent_free(n, degree):
    return (degree + 1) ** n


def _count_pure_powers(n, degree):
    return n * degree + 1


def _count_half_of_the_fraction(n, degree):
    top = 1
    for k in range(degree):
        top *= n + degree - k
    return top


def _count_right_running_product(n, degree):
    count = 1
    for k in range(1, degree + 1):
        count = count * (n + k) // k
    return count


def _count_right_bars(n, degree):
    return comb(n + degree, n)


# ---------------------------------------------------------------- 04: relu_grad


def _relu_grad_one_at_zero(z):
    return np.where(z >= 0, 1.0, 0.0)


def _relu_grad_relu_itself(z):
    return np.maximum(z, 0)


def _relu_grad_wrong_side(z):
    return np.where(z > 0, 0.0, 1.0)


def _relu_grad_sign(z):
    return np.sign(z)


def _relu_grad_half_at_zero(z):
    return np.heaviside(z, 0.5)


def _relu_grad_leaks(z):
    return np.where(z > 0, 1.0, 0.01)


def _relu_grad_ramp(z):
    return np.clip(z, 0.0, 1.0)


def _relu_grad_all_or_none(z):
    slopes = np.zeros(np.shape(z))
    if np.any(z > 0):
        slopes += 1
    return slopes


def _relu_grad_right_flat_loop(z):
    slopes = np.zeros(np.shape(z))
    for i in np.ndindex(np.shape(z)):
        if z[i] > 0:
            slopes[i] = 1
    return slopes


def _relu_grad_right_sign(z):
    return np.maximum(np.sign(z), 0)


# ---------------------------------------------------------------- 04: tanh_grad


def _tanh_grad_no_square(z):
    return 1 - np.tanh(z)


def _tanh_grad_z_taken_for_a(z):
    return 1 - z**2


def _tanh_grad_of_sigmoid(z):
    a = np.tanh(z)
    return a * (1 - a)


def _tanh_grad_minus(z):
    return np.tanh(z) ** 2 - 1


def _tanh_grad_bracket_squared(z):
    return (1 - np.tanh(z)) ** 2


def _tanh_grad_square_inside(z):
    return 1 - np.tanh(z**2)


def _tanh_grad_two_times(z):
    return 1 - 2 * np.tanh(z)


def _tanh_grad_printed_form(z):
    with np.errstate(over="ignore", invalid="ignore"):
        a = (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)
    return 1 - a**2


def _tanh_grad_right_sigmoids(z):
    e = np.exp(-2 * np.abs(np.asarray(z, dtype=float)))
    return 4 * e / (1 + e) ** 2


def _tanh_grad_right_two_factors(z):
    a = np.tanh(z)
    return (1 - a) * (1 + a)


# ---------------------------------------------------------------- 04: leaky_relu


def _leaky_larger_of_two(z, alpha):
    return np.maximum(alpha * z, z)


def _leaky_constant_on_the_left(z, alpha):
    return np.where(z > 0, z, alpha)


def _leaky_minus_alpha(z, alpha):
    return np.where(z > 0, z, -alpha * z)


def _leaky_pieces_swapped(z, alpha):
    return np.where(z > 0, alpha * z, z)


def _leaky_into_whole_numbers(z, alpha):
    out = z.copy()
    out[z < 0] = alpha * z[z < 0]
    return out


def _leaky_own_alpha(z, alpha):
    alpha = 0.01
    return np.where(z > 0, z, alpha * z)


def _leaky_added_on_both_sides(z, alpha):
    return np.maximum(z, 0) + alpha * z


def _leaky_slope_for_value(z, alpha):
    return np.where(z > 0, 1.0, alpha)


def _leaky_right_two_parts(z, alpha):
    return np.maximum(z, 0) + alpha * np.minimum(z, 0)


def _leaky_right_half_sums(z, alpha):
    return 0.5 * ((1 + alpha) * z + (1 - alpha) * np.abs(z))


# ---------------------------------------------------------------- 04: elu_grad


def _elu_grad_one_at_zero(z, alpha):
    return np.where(z >= 0, 1.0, alpha * np.exp(np.minimum(z, 0)))


def _elu_grad_one_left_standing(z, alpha):
    return np.where(z > 0, 1.0, alpha * (np.exp(np.minimum(z, 0)) - 1))


def _elu_grad_no_alpha(z, alpha):
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))


def _elu_grad_z_on_the_right(z, alpha):
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)))


def _elu_grad_zero_on_the_right(z, alpha):
    return np.where(z > 0, 0.0, alpha * np.exp(np.minimum(z, 0)))


def _elu_grad_guard_too_tight(z, alpha):
    return np.where(z > 0, 1.0, alpha * np.exp(np.clip(z, -1, 0)))


def _elu_grad_power_rule(z, alpha):
    left = np.minimum(z, 0)
    return np.where(z > 0, 1.0, alpha * left * np.exp(left - 1))


def _elu_grad_into_whole_numbers(z, alpha):
    slopes = np.ones_like(z)
    slopes[z <= 0] = alpha * np.exp(z[z <= 0])
    return slopes


def _elu_grad_right_loop(z, alpha):
    slopes = np.ones(np.shape(z))
    for i in np.ndindex(np.shape(z)):
        if z[i] <= 0:
            slopes[i] = alpha * np.exp(float(z[i]))
    return slopes


def _elu_grad_right_blend(z, alpha):
    on = np.asarray(z > 0, dtype=float)
    return on + (1 - on) * alpha * np.exp((1 - on) * z)


# ---------------------------------------------------------------- 04: maxout


def _maxout_smaller(X, W1, b1, W2, b2):
    return np.minimum(X @ W1 + b1, X @ W2 + b2)


def _maxout_sum(X, W1, b1, W2, b2):
    return (X @ W1 + b1) + (X @ W2 + b2)


def _maxout_b1_twice(X, W1, b1, W2, b2):
    return np.maximum(X @ W1 + b1, X @ W2 + b1)


def _maxout_w1_twice(X, W1, b1, W2, b2):
    return np.maximum(X @ W1 + b1, X @ W1 + b2)


def _maxout_relu_on_top(X, W1, b1, W2, b2):
    return np.maximum(0, np.maximum(X @ W1 + b1, X @ W2 + b2))


def _maxout_one_winner_a_row(X, W1, b1, W2, b2):
    Z1, Z2 = X @ W1 + b1, X @ W2 + b2
    first_wins = Z1.sum(axis=1, keepdims=True) > Z2.sum(axis=1, keepdims=True)
    return np.where(first_wins, Z1, Z2)


def _maxout_weights_and_biases_apart(X, W1, b1, W2, b2):
    return np.maximum(X @ W1, X @ W2) + np.maximum(b1, b2)


def _maxout_largest_of_each_sample(X, W1, b1, W2, b2):
    return np.max(np.maximum(X @ W1 + b1, X @ W2 + b2), axis=1, keepdims=True)


def _maxout_right_stack(X, W1, b1, W2, b2):
    Z = np.einsum("ij,pjk->pik", X, np.stack([W1, W2])) + np.stack([b1, b2])
    return Z.max(axis=0)


def _maxout_right_difference(X, W1, b1, W2, b2):
    second = X @ W2 + b2
    ahead = X @ (W1 - W2) + (b1 - b2)
    return second + np.where(ahead > 0, ahead, 0)


# ---------------------------------------------------------------- 04: dead_share


def _dead_share_of_entries(Z):
    return np.mean(Z <= 0)


def _dead_share_of_rows(Z):
    return np.mean(np.all(Z <= 0, axis=1))


def _dead_share_any(Z):
    return np.mean(np.any(Z <= 0, axis=0))


def _dead_share_strict(Z):
    return np.mean(np.all(Z < 0, axis=0))


def _dead_share_number(Z):
    return np.sum(np.all(Z <= 0, axis=0))


def _dead_share_over_samples(Z):
    dead = np.all(Z <= 0, axis=0).sum()
    return dead / len(Z)


def _dead_share_of_the_living(Z):
    return np.mean(np.any(Z > 0, axis=0))


def _dead_share_mean_score(Z):
    return np.mean(Z.mean(axis=0) <= 0)


def _dead_share_right_largest(Z):
    return float((Z.max(axis=0) <= 0).sum() / Z.shape[1])


def _dead_share_right_loop(Z):
    alive = 0
    for unit in Z.T:
        for score in unit:
            if score > 0:
                alive += 1
                break
    return 1 - alive / Z.shape[1]


WRONG = (
    Wrong(
        "slope",
        "divided by h",
        _slope_over_h,
        "The two points are 2h apart, but the difference is divided by h, so the slope is twice too large.",
        r"2 ?\*? ?h|twice|two times|double|half|factor (of )?(2|two)|divi",
    ),
    Wrong(
        "slope",
        "/ 2 * h without brackets",
        _slope_no_brackets_round_2h,
        "Without brackets / 2 * h divides by 2 and then multiplies by h.",
        r"bracket|parenthes|preceden|/ ?2 ?\* ?h|multipl\w* (it )?(by|with) h|times h|left to right"
        r"|h ?(²|\^2|\*\*2|squared)",
    ),
    Wrong(
        "slope",
        "one-sided",
        _slope_forward,
        "It is the one-sided difference from x to x + h, not the central one.",
        r"one.?sided|forward|f\(x\)|not (the )?central|behind|x - h",
    ),
    Wrong(
        "slope",
        "x and x - h over 2h",
        _slope_backward_over_2h,
        "The first point is x and not x + h, while the divisor is still 2h, so the slope is about half.",
        r"half|f\(x\)|x \+ h|backward|one.?sided|ahead|factor",
    ),
    Wrong(
        "slope",
        "behind minus ahead",
        _slope_order_swapped,
        "The difference is taken in the wrong order, so the sign is wrong.",
        r"sign|order|swap|opposite|negati|minus|revers|the wrong way",
    ),
    Wrong(
        "slope",
        "h added to the height",
        _slope_h_added_outside,
        "h is added to f(x) and not to x, so the result is 1 for every function.",
        r"f\(x\) ?[+-±] ?h|inside|argument|outside|always 1|1 (everywhere|for every)"
        r"|add\w* (h )?to (the )?(f|height|value|x)",
    ),
    Wrong(
        "slope",
        "only the second height divided",
        _slope_top_not_bracketed,
        "Brackets round the difference are missing, so only f(x - h) is divided by 2h.",
        r"bracket|parenthes|preceden|only (the )?(second|last|f\(x ?- ?h\))|whole difference"
        r"|before (the )?(minus|subtract)",
    ),
    Wrong(
        "slope",
        "floor division",
        _slope_floor_division,
        "// rounds the slope down to a whole number.",
        r"//|floor|whole number|integer|round\w* down",
    ),
    Wrong(
        "sigmoid",
        "second form everywhere",
        _sigmoid_second_form_only,
        "The second form is used for large positive z too, where infinity over infinity is nan.",
        r"nan|overflow|inf|not a number|large positive|second form",
    ),
    Wrong(
        "sigmoid",
        "branches of np.where swapped",
        _sigmoid_branches_swapped,
        "Each form is used on the side where it overflows, so large positive z give nan.",
        r"nan|overflow|inf|swap|branch|wrong (side|way)|not a number|exchang",
    ),
    Wrong(
        "sigmoid",
        "sigma(-z)",
        _sigmoid_sign_of_exponent,
        "It is 1 / (1 + e^z), which falls where the sigmoid rises.",
        r"sign|e\^\(?z|exp\(z\)|σ\(-z\)|-z|mirror|swap|fall|1 - |revers|wrong way",
    ),
    Wrong(
        "sigmoid",
        "|z| for all z",
        _sigmoid_abs_for_all,
        "|z| replaces z everywhere, so negative z get the value of positive z.",
        r"\|z\||abs|negative|symmetr|sign of z|at least 0\.5|below 0",
    ),
    Wrong(
        "sigmoid",
        "negated instead of mirrored",
        _sigmoid_negated_not_mirrored,
        "For negative z it returns -p instead of 1 - p.",
        r"negative|1 ?- ?p|1 minus|mirror|between 0 and 1|below 0|outside|minus|`z` < 0",
    ),
    Wrong(
        "sigmoid",
        "clipped to [-5, 5]",
        _sigmoid_clipped_to_five,
        "z is clipped to -5 to 5, so everything beyond gets the value at the edge.",
        r"clip|cut|cap|limit|beyond|flat|\b5\b|truncat|too (early|tight|much)",
    ),
    Wrong(
        "sigmoid",
        "its slope",
        _sigmoid_returns_its_slope,
        "It returns p (1 - p), the slope of the sigmoid, instead of p.",
        r"slope|derivative|gradient|p ?\*? ?\(1 ?- ?p\)|s\(1 ?- ?s\)",
    ),
    Wrong(
        "sigmoid",
        "1 / 1 + e",
        _sigmoid_one_over_one_plus,
        "Brackets are missing for z >= 0: 1 / 1 + e is 1 + e.",
        r"bracket|parenthes|preceden|1 ?/ ?1|1 \+ e|above 1|larger than 1|more than 1|positive z|z >= 0"
        r"|z > 0|`z` > 0",
    ),
    Wrong(
        "num_grad",
        "divided by h",
        _num_grad_over_h,
        "The difference spans 2h but is divided by h, so every entry is twice too large.",
        r"2 ?\*? ?h|twice|two times|double|half|factor (of )?(2|two)|divi",
    ),
    Wrong(
        "num_grad",
        "all entries moved",
        _num_grad_moves_all,
        "All entries move at once, so every entry of g is the sum of the slopes.",
        r"all (the )?entries|at once|together|every entry (of x )?(is )?move|whole (array|x)"
        r"|only (the )?(one|entry)|sum of|other entr",
    ),
    Wrong(
        "num_grad",
        "never moved back",
        _num_grad_never_moved_back,
        "An entry is left at x - h when the next one has its turn.",
        r"back|restor|left (at|moved)|stay|undo|reset|earlier entr|previous|still|accumul",
    ),
    Wrong(
        "num_grad",
        "up and down are one array",
        _num_grad_second_name,
        "up and down are two names of one array, so the moves cancel and the difference is 0.",
        r"same array|one array|copy|second name|two names|alias|cancel|(always|all|everywhere|is) (0"
        r"|zero)|all zeros",
    ),
    Wrong(
        "num_grad",
        "rows instead of entries",
        _num_grad_whole_rows,
        "The loop goes over the first axis only, so in a matrix whole rows move.",
        r"\brows?\b|first axis|matri|ndindex|more (than one )?(axes|dimension)|2-?d|two.dim"
        r"|only .*(vector|\(n,\))|len\(x\)",
    ),
    Wrong(
        "num_grad",
        "return in the loop",
        _num_grad_return_in_loop,
        "return stands inside the loop, so only the first entry is computed.",
        r"return|inside the loop|indent|first entry|only (the )?(first|one)|other entries|rest|too early",
    ),
    Wrong(
        "num_grad",
        "down at x instead of x - h",
        _num_grad_back_to_start_only,
        "The second value is taken at x and not at x - h, but divided by 2h: about half.",
        r"half|f\(x\)|x - h|one.?sided|forward|2 ?\*? ?h below|down|factor",
    ),
    Wrong(
        "num_grad",
        "flat result",
        _num_grad_flat_list,
        "The slopes come back as a flat array and not in the shape of x.",
        r"shape|flat|reshape|dimension|one.dim|1-?d",
    ),
    Wrong(
        "jacobian",
        "transposed",
        _jacobian_transposed,
        "Rows and columns are exchanged: row j holds the slopes for input j.",
        r"transpos|rows? and columns?|exchang|swap|\(n, m\)|column j|row j",
    ),
    Wrong(
        "jacobian",
        "one-sided over 2h",
        _jacobian_one_sided_over_2h,
        "The second value is f(x) and not f at x - h, but it is divided by 2h: half of the slope.",
        r"half|f\(x\)|x - h|one.?sided|forward|factor|only h apart",
    ),
    Wrong(
        "jacobian",
        "n by n",
        _jacobian_square_table,
        "The table is made n by n, which fails unless there are as many outputs as inputs.",
        r"square|n by n|\(n, n\)|shape|broadcast|m rows|number of (rows|outputs)|as many|m (≠|!=|differs)",
    ),
    Wrong(
        "jacobian",
        "last input missed",
        _jacobian_last_column_missed,
        "The loop stops one input too early, so the last column stays 0.",
        r"last (column|input)|one (column|input )?too (few|early)|range|off by one|n ?- ?1"
        r"|missing column|column .*(0|zero|empty)",
    ),
    Wrong(
        "jacobian",
        "inputs stay moved",
        _jacobian_inputs_stay_moved,
        "Inputs that were moved are never moved back, so later columns add up the slopes of all before.",
        r"back|restor|stay|still|left moved|reset|undo|accumul|earlier|previous|fresh|cop(y|ies)|before it",
    ),
    Wrong(
        "jacobian",
        "first output in every row",
        _jacobian_first_output_only,
        "Only output 0 is used, so all rows are equal to the first.",
        r"first (output|row)|output 0|rows (are|is)? ?(all |the )?(same|equal|alike)|every row|all rows"
        r"|one output|\[0\]",
    ),
    Wrong(
        "jacobian",
        "sizes without sign",
        _jacobian_sizes_only,
        "The absolute value is taken, so negative slopes become positive.",
        r"abs|sign|negative|positive|size of|magnitude",
    ),
    Wrong(
        "jacobian",
        "outputs summed",
        _jacobian_outputs_summed,
        "The outputs are added up, so one gradient of shape (n,) comes back and no table.",
        r"sum|add\w* up|shape|\(n,\)|gradient|one row|vector",
    ),
    Wrong(
        "chain_xyz",
        "no path through u",
        _chain_path_of_sine_missing,
        "The path from x through sin x is missing.",
        r"sin|cos|through u|du\b|(one|a|second|first|other) (of the (two )?)?paths?",
    ),
    Wrong(
        "chain_xyz",
        "no path through v",
        _chain_path_of_product_missing,
        "The path from x through the product x y is missing.",
        r"x ?\*? ?y|product|through v|\+ y|missing y|dv\b|(one|a|second|first|other) (of the (two )?)?paths?",
    ),
    Wrong(
        "chain_xyz",
        "stops at z",
        _chain_stops_at_z,
        "These are the slopes of z; the outer factor 2z of the square is missing.",
        r"2 ?\*? ?z|dL/?_?dz|outer|square|slopes? of z|derivatives? of z|last step|dz/d",
    ),
    Wrong(
        "chain_xyz",
        "outputs swapped",
        _chain_outputs_swapped,
        "The two derivatives are returned in the wrong order.",
        r"order|swap|exchang|wrong way|mixed up|the other way|first .*second",
    ),
    Wrong(
        "chain_xyz",
        "paths multiplied",
        _chain_paths_multiplied,
        "The slopes of the two paths to x are multiplied; they must be added.",
        r"multipl|\badd|\bsum\b|product of the (two )?(paths|slopes)",
    ),
    Wrong(
        "chain_xyz",
        "sine path for y as well",
        _chain_sine_also_for_y,
        "dL/dy gets the term cos x as well, though y does not enter the sine.",
        r"dL_?/?dy|\by\b.*(sine|cos|path|only|one)|(cos|sine).*\by\b|one path|second",
    ),
    Wrong(
        "chain_xyz",
        "z instead of 2z",
        _chain_two_forgotten,
        "The slope of z squared is taken as z and not 2z, so both are half.",
        r"2 ?\*? ?z|half|factor|twice|\b2\b|square|dL/?_?dz",
    ),
    Wrong(
        "chain_xyz",
        "2z on one path only",
        _chain_square_only_on_one_path,
        "Brackets are missing in dL/dx: 2z multiplies y but not cos x.",
        r"bracket|parenthes|both (paths|terms|parts)|cos|only (one|the)|2 ?\*? ?z",
    ),
    Wrong(
        "neuron",
        "no sigmoid",
        _neuron_score_only,
        "The score is returned without the sigmoid.",
        r"(without|no|missing|forg[eo]t\w*|lacks?|apply|applied|through) (the |a )?sigmoid|sigmoid (is"
        r"|was) (missing|left|not)|score (itself|alone|is returned|and not)|returns? (the )?(bare "
        r"|plain )?score|between 0 and 1|activation|linear|score z itself",
    ),
    Wrong(
        "neuron",
        "bias subtracted",
        _neuron_bias_subtracted,
        "The bias is subtracted and not added.",
        r"subtract|- ?b\b|sign|minus",
    ),
    Wrong(
        "neuron",
        "no bias",
        _neuron_no_bias,
        "The bias is not used.",
        r"(without|no|missing|forg[eo]t\w*|add|left out|ignor\w*|use) (the )?(b\b|bias)|(\bb\b|bias) (is"
        r"|was|has|plays|does) (missing|left|not|no|ignor)|\+ ?b\b",
    ),
    Wrong(
        "neuron",
        "(1, N) by broadcasting",
        _neuron_column_lost,
        "The sums have shape (N,), and with b of shape (1, 1) they become one row (1, N).",
        r"shape|\(1, ?N\)|one row|column|keepdims|broadcast|transpos|flat|\(N,\)",
    ),
    Wrong(
        "neuron",
        "bias after the sigmoid",
        _neuron_bias_after_sigmoid,
        "The bias is added to the output of the sigmoid and not to the score.",
        r"after|outside|before|inside|above 1|between 0 and 1|to the (output|sigmoid|result|probab)",
    ),
    Wrong(
        "neuron",
        "hard step",
        _neuron_fires_hard,
        "A hard step, 0 or 1, stands in place of the sigmoid.",
        r"step|hard|0 or 1|zeros? and ones?|soft|class|threshold|perceptron|round",
    ),
    Wrong(
        "neuron",
        "two features only",
        _neuron_two_features_only,
        "Only the first two features are used, so it is wrong unless n = 2.",
        r"two (features|columns|inputs|weights)|first two|any number|n (=|==|≠|!=|>) ?\d"
        r"|number of (features|columns)|third|other (features|columns)|all (features|columns)|features",
    ),
    Wrong(
        "neuron",
        "mean instead of sum",
        _neuron_weighted_mean,
        "The weighted inputs are averaged and not summed, so the weights act n times too weakly.",
        r"mean|average|divid|n times|factor|1/n|instead of (the )?sum",
    ),
    Wrong(
        "predict_class",
        "tie counts as 0",
        _class_tie_is_zero,
        "A tie, p = 0.5, gives 0, since > stands for >=.",
        r"tie|exactly|>=|at least|p = ?=? ?0\.5|at 0\.5|equal|boundary",
    ),
    Wrong(
        "predict_class",
        "np.round",
        _class_rounds_half_to_even,
        "np.round takes 0.5 to 0, the even neighbour, so a tie gives 0.",
        r"tie|round|exactly|even|p = ?=? ?0\.5|at 0\.5|>=|at least|equal",
    ),
    Wrong(
        "predict_class",
        "the wrong way round",
        _class_the_wrong_way_round,
        "Ones and zeros are exchanged.",
        r"swap|exchang|wrong way|revers|invert|opposite|other way|flip|< ?0\.5|below 0\.5",
    ),
    Wrong(
        "predict_class",
        "threshold 0",
        _class_threshold_of_the_score,
        "p is compared with 0, the threshold of the score, so everything is 1.",
        r"threshold|compar|\b0\b.*(0\.5|score)|score|always 1|all (are )?(1|ones)|every(thing| row).*1"
        r"|small p",
    ),
    Wrong(
        "predict_class",
        "threshold is the mean",
        _class_threshold_is_the_mean,
        "p is compared with the mean of all p, so a row's class depends on the other rows.",
        r"mean|average|other rows|threshold|depends on|fixed|median|relative",
    ),
    Wrong(
        "predict_class",
        "shape (N,)",
        _class_column_lost,
        "The column is lost: the result has shape (N,).",
        r"shape|flat|column|\(N,\)|dimension|1-?d",
    ),
    Wrong(
        "predict_class",
        "-1 for no",
        _class_minus_one_for_no,
        "The class is -1 instead of 0 where p is below 0.5.",
        r"-1|minus one|instead of 0|negative|else 0",
    ),
    Wrong(
        "predict_class",
        "cut off to int",
        _class_cut_off_to_int,
        "astype(int) cuts the fraction off, so only p = 1 gives 1.",
        r"cut|trunc|astype|int\b|fraction|always 0|all (are )?(0|zeros?)|only (where )?p (=|is) ?=? ?1"
        r"|threshold|floor|round\w* down|decimal|compar",
    ),
    Wrong(
        "step_perceptron",
        "silent at the threshold",
        _step_silent_at_threshold,
        "A sum exactly at the threshold must fire, but > leaves it silent.",
        r"exactly|tie|>=|at least|equal|at the threshold|z = ?=? ?0|reach",
    ),
    Wrong(
        "step_perceptron",
        "threshold added",
        _step_threshold_added,
        "The threshold is added instead of subtracted.",
        r"add|\+ ?T|sign|subtract|minus|-T|- ?T",
    ),
    Wrong(
        "step_perceptron",
        "threshold ignored",
        _step_threshold_ignored,
        "The threshold is not used; the sum is compared with 0.",
        r"without (the )?(T\b|threshold)|ignor|not use|unused|missing|forg[eo]t|left out|no threshold"
        r"|threshold (is|has|does|plays|was)|\bT\b (is|has|does|plays|was)",
    ),
    Wrong(
        "step_perceptron",
        "soft",
        _step_soft,
        "It returns the sigmoid of the score, not 0 or 1.",
        r"sigmoid|soft|0 or 1|probab|hard|only (0|zeros) and|in between|fraction",
    ),
    Wrong(
        "step_perceptron",
        "fires below",
        _step_fires_below,
        "It fires where the sum is at most T, the wrong side.",
        r"wrong (side|way)|below|revers|invert|swap|exchang|opposite|other way|flip|<=|at most|direction",
    ),
    Wrong(
        "step_perceptron",
        "-1 if silent",
        _step_minus_one_if_silent,
        "The silent answer is -1 instead of 0.",
        r"-1|minus one|instead of 0|negative|else 0",
    ),
    Wrong(
        "step_perceptron",
        "threshold off each input",
        _step_threshold_off_each_input,
        "T is subtracted from every input before weighting and not once from the weighted sum.",
        r"each (input|feature|entry|x)|every (input|feature|entry|x)|before (the )?(weight|sum|multipl)"
        r"|X - T|once|from X|from the inputs|off the inputs",
    ),
    Wrong(
        "step_perceptron",
        "weights ignored",
        _step_inputs_compared_not_weighted,
        "The plain sum of the inputs is used; the weights play no part.",
        r"weight|\bw\b|plain sum|unweighted",
    ),
    Wrong(
        "boundary_x2",
        "minus missing",
        _boundary_minus_missing,
        "The minus sign in front of the whole is missing.",
        r"sign|minus|negati|opposite",
    ),
    Wrong(
        "boundary_x2",
        "bias with wrong sign",
        _boundary_bias_wrong_sign,
        "b keeps its sign though it was moved to the other side.",
        r"sign|(\bb\b|bias).*(minus|negat|subtract|other side)|(minus|negat|subtract).*(\bb\b|bias)",
    ),
    Wrong(
        "boundary_x2",
        "no bias",
        _boundary_no_bias,
        "The bias is left out.",
        r"(without|no|missing|forg[eo]t\w*|add|left out|ignor\w*|use) (the )?(b\b|bias)|(\bb\b|bias) (is"
        r"|was|has|plays|does) (missing|left|not|no|ignor)|origin",
    ),
    Wrong(
        "boundary_x2",
        "weights swapped",
        _boundary_weights_swapped,
        "w1 and w2 are exchanged: it solves for x1 and not for x2.",
        r"swap|exchang|w_?1 and w_?2|w_?2 and w_?1|solve\w* for x_?1|mixed up|divid\w* by w_?1"
        r"|wrong weight|other way",
    ),
    Wrong(
        "boundary_x2",
        "w2 subtracted",
        _boundary_w2_subtracted,
        "w2 is brought over by subtracting instead of dividing.",
        r"divi|subtract|w_?2|w\[1",
    ),
    Wrong(
        "boundary_x2",
        "only b divided",
        _boundary_only_bias_divided,
        "Brackets are missing, so only b is divided by w2 and w1 x1 is not.",
        r"bracket|parenthes|only (b\b|the bias)|divi|preceden|slope of the line|x_?1 (term|part)",
    ),
    Wrong(
        "boundary_x2",
        "b not divided",
        _boundary_bias_not_divided,
        "b is not divided by w2.",
        r"\bb\b.*divi|bias.*divi|divi.*\bb\b|divi.*bias|bracket|parenthes|only w_?1|shift|b ?/ ?w",
    ),
    Wrong(
        "boundary_x2",
        "shape (1, M)",
        _boundary_keeps_the_boxes,
        "b is used as a matrix (1, 1), so the result has shape (1, M) instead of (M,).",
        r"shape|\(1, ?M\)|dimension|one row|matrix|broadcast|b\[0",
    ),
    Wrong(
        "poly_features",
        "no constant",
        _poly_no_constant,
        "The constant column, degree 0, is missing.",
        r"constant|degree 0|first column|column of (1s|ones)|ones",
    ),
    Wrong(
        "poly_features",
        "highest degree missing",
        _poly_degree_left_out,
        "range(degree) stops before the highest degree, which is missing.",
        r"highest|range|last degree|off by one|degree - 1|up to|too (few|early)|degree \+ 1|one degree",
    ),
    Wrong(
        "poly_features",
        "combinations without repeats",
        _poly_no_repeats,
        "combinations takes no column twice, so the squares and other powers are missing.",
        r"squar|power|repeat|replacement|twice|x_?1²|itself|\^2|more than once",
    ),
    Wrong(
        "poly_features",
        "pure powers only",
        _poly_pure_powers,
        "Only powers of single columns are there; the mixed products are missing.",
        r"mix|cross|product|different columns|pure|x_?1 ?\*?·? ?x_?2|only powers|interaction",
    ),
    Wrong(
        "poly_features",
        "each order a column",
        _poly_both_orders,
        "x1 x2 and x2 x1 both get a column, though each monomial must come once.",
        r"twice|once|both orders|duplicat|x_?2 ?\*?·? ?x_?1|repeated columns|same monomial"
        r"|more than once|double",
    ),
    Wrong(
        "poly_features",
        "factors added",
        _poly_factors_added,
        "The factors of a monomial are added instead of multiplied.",
        r"\badd|sum|multipl|np\.prod|instead of (the )?product",
    ),
    Wrong(
        "poly_features",
        "highest degree first",
        _poly_highest_degree_first,
        "The degrees come in falling order; the constant must be first.",
        r"order|revers|constant (1 )?(is |comes |must be |goes |stands |in )?(the )?(first|last)|falling"
        r"|highest .*first|descend|sort",
    ),
    Wrong(
        "poly_features",
        "reshaped instead of transposed",
        _poly_reshaped_for_transposed,
        "The list of columns is reshaped and not transposed, so values land in wrong rows.",
        r"reshap|transpos|\.T\b|wrong rows?|scrambl|rows? (are|is)? ?mixed|stack|row by row|across rows"
        r"|other (rows|samples)",
    ),
    Wrong(
        "count_features",
        "comb(n, degree)",
        _count_without_repeats,
        "It chooses among the n inputs without repeats, not among the n + degree places.",
        r"repeat|places|n ?\+ ?d|squar|power|comb\(n, ?d|bars|twice|replacement",
    ),
    Wrong(
        "count_features",
        "highest degree only",
        _count_highest_degree_only,
        "It counts only the monomials of exactly the highest degree.",
        r"exactly|lower degree|only .*degree|highest|smaller degree|n ?\+ ?d\w* ?- ?1"
        r"|one (place )?too few|off by one|up to",
    ),
    Wrong(
        "count_features",
        "no constant",
        _count_no_constant,
        "The constant is not counted: one too few.",
        r"constant|one too few|1 too (few|small)|degree 0|off by one|1 less|one less|one short|- ?1",
    ),
    Wrong(
        "count_features",
        "n + 1 bars",
        _count_bars_as_boxes,
        "n + 1 boxes have n bars between them; with n + 1 bars there is one place too many.",
        r"bars?|boxes|one (place )?too many|n ?\+ ?d|n ?\+ ?1|places|off by one|one (more )?input",
    ),
    Wrong(
        "count_features",
        "ordered choices",
        _count_ordered_tuples,
        "It counts ordered choices with (n + 1)^d, so x1 x2 and x2 x1 count twice.",
        r"order|twice|once|x_?2 ?\*?·? ?x_?1|repeated|several times|more than once|duplicat|\(n ?\+ ?1\)"
        r"|same monomial",
    ),
    Wrong(
        "count_features",
        "each exponent free",
        _count_each_exponent_free,
        "It lets every exponent run to d, so monomials of total degree above d are counted too.",
        r"exponent|total degree|each (input|variable|column)|above|beyond|higher degree|\(d\w* ?\+ ?1\)"
        r"|too high",
    ),
    Wrong(
        "count_features",
        "pure powers",
        _count_pure_powers,
        "Only powers of single inputs are counted; the mixed products are missing.",
        r"mix|cross|product|pure|x_?1 ?\*?·? ?x_?2|interaction|only powers|single input",
    ),
    Wrong(
        "count_features",
        "not divided by d!",
        _count_half_of_the_fraction,
        "The factorial of the degree is missing below the fraction, so the order of the stars counts.",
        r"factorial|!|divid|order|permut|twice|more than once|several times",
    ),
    Wrong(
        "relu_grad",
        "1 at zero",
        _relu_grad_one_at_zero,
        "The slope at z = 0 is 1; agreed is 0.",
        r"z (=|==|is) ?(exactly )?0|at (exactly )?(0|zero)|>=|exactly 0|corner",
    ),
    Wrong(
        "relu_grad",
        "relu itself",
        _relu_grad_relu_itself,
        "It returns relu and not its slope.",
        r"relu itself|not (its|the) slope|value of relu|function itself|returns? (z|relu)"
        r"|z (itself )?instead|is relu|relu,|relu\(z\)|max\w*\(",
    ),
    Wrong(
        "relu_grad",
        "wrong side",
        _relu_grad_wrong_side,
        "The two sides are exchanged.",
        r"side|swap|exchang|wrong way|revers|invert|opposite|other way|flip|where z (<|<=) 0|branch|one minus it",
    ),
    Wrong(
        "relu_grad",
        "sign",
        _relu_grad_sign,
        "np.sign gives -1 on the left, where the slope is 0.",
        r"-1|sign|left|negative|below 0|z < 0",
    ),
    Wrong(
        "relu_grad",
        "half at zero",
        _relu_grad_half_at_zero,
        "The slope at z = 0 is one half; agreed is 0.",
        r"z (=|==|is) ?(exactly )?0|at (exactly )?(0|zero)|exactly 0|corner|half|0\.5",
    ),
    Wrong(
        "relu_grad",
        "leaks",
        _relu_grad_leaks,
        "On the left it returns 0.01, the slope of leaky relu.",
        r"leak|0\.01|left|negative|below 0|z < 0",
    ),
    Wrong(
        "relu_grad",
        "a ramp from 0 to 1",
        _relu_grad_ramp,
        "z is clipped to 0 to 1, so between 0 and 1 it returns z and not 1.",
        r"clip|between 0 and 1|ramp|small positive|z (itself )?instead|returns? z|0 < z < 1|jump|below 1"
        r"|off at 0 and at 1",
    ),
    Wrong(
        "relu_grad",
        "one answer for all entries",
        _relu_grad_all_or_none,
        "One decision is made for the whole array: if any entry is positive all slopes are 1.",
        r"any|whole array|entry by entry|each entry|every entry|all entries|one (answer|decision)"
        r"|same (slope|value)|all (the )?slopes",
    ),
    Wrong(
        "tanh_grad",
        "no square",
        _tanh_grad_no_square,
        "The square is missing: 1 - tanh z.",
        r"squar|²|\*\* ?2|\^2|1 ?- ?(np\.)?tanh",
    ),
    Wrong(
        "tanh_grad",
        "z taken for a",
        _tanh_grad_z_taken_for_a,
        "z is used as if it were a = tanh z: 1 - z squared.",
        r"1 ?- ?z|z for a|a = |tanh (is )?(missing|left|forg|not)|without (the )?tanh|takes? z|as if"
        r"|already|apply|mix\w* up|\bz\*\*2|z²|z\^2|z squared",
    ),
    Wrong(
        "tanh_grad",
        "the sigmoid's",
        _tanh_grad_of_sigmoid,
        "It is a (1 - a), the formula of the sigmoid.",
        r"sigmoid|a ?\*? ?\(1 ?- ?a\)|p ?\*? ?\(1 ?- ?p\)|tanh\w* ?\*? ?\(1 ?- ?tanh|other function",
    ),
    Wrong(
        "tanh_grad",
        "wrong sign",
        _tanh_grad_minus,
        "The sign is wrong: tanh squared minus 1.",
        r"sign|minus|negati|opposite|order|swap|- ?1\b",
    ),
    Wrong(
        "tanh_grad",
        "whole bracket squared",
        _tanh_grad_bracket_squared,
        "The square is taken of the whole difference 1 - tanh z and not of tanh z.",
        r"bracket|parenthes|whole|\(1 ?- ?(np\.)?(tanh|a)[^)]*\)? ?(²|\*\*|\^|squared)|difference"
        r"|only (the )?tanh|squar\w* (too late|after)",
    ),
    Wrong(
        "tanh_grad",
        "z squared inside",
        _tanh_grad_square_inside,
        "z is squared inside the tanh instead of the tanh itself.",
        r"inside|tanh\(z ?(²|\*\*|\^)|z (is )?squared|squar\w* (of )?z|z²|argument|before (the )?tanh"
        r"|tanh of z|square .*(place|outside)",
    ),
    Wrong(
        "tanh_grad",
        "doubled for squared",
        _tanh_grad_two_times,
        "tanh z is multiplied by 2 instead of squared.",
        r"2 ?\*|doubl|twice|2 tanh|times 2|two times|squar|\*\* ?2",
    ),
    Wrong(
        "tanh_grad",
        "the printed form",
        _tanh_grad_printed_form,
        "tanh is written with e^(2z), which overflows to nan for large z.",
        r"nan|overflow|inf|not a number|large|np\.tanh|exp",
    ),
    Wrong(
        "leaky_relu",
        "larger of the two",
        _leaky_larger_of_two,
        "The larger of alpha z and z is wrong where alpha is above 1.",
        r"max|larger|alpha (>|above|is|greater|larger|more|over|=|beyond|exceed)|above 1|alpha of 2|bigger",
    ),
    Wrong(
        "leaky_relu",
        "alpha itself on the left",
        _leaky_constant_on_the_left,
        "On the left it returns alpha and not alpha times z.",
        r"alpha (itself|alone|and not|instead|without)|times z|alpha ?\*? ?z|constant|multipl|left (side"
        r"|piece|of 0)|on the left|you return alpha\.",
    ),
    Wrong(
        "leaky_relu",
        "minus alpha",
        _leaky_minus_alpha,
        "A minus sign too many on the left: -alpha z.",
        r"sign|minus|-alpha|left|negative|positive on|z (<|<=) 0",
    ),
    Wrong(
        "leaky_relu",
        "pieces swapped",
        _leaky_pieces_swapped,
        "The two pieces are exchanged.",
        r"swap|exchang|wrong (way|side)|revers|invert|opposite|other way|pieces|branch|right .*alpha",
    ),
    Wrong(
        "leaky_relu",
        "into whole numbers",
        _leaky_into_whole_numbers,
        "The values are written into a copy of z, which cuts them off if z holds whole numbers.",
        r"whole number|integer|\bint|dtype|cut|trunc|fraction|float|decimal|type",
    ),
    Wrong(
        "leaky_relu",
        "alpha overwritten",
        _leaky_own_alpha,
        "The given alpha is overwritten by 0.01.",
        r"0\.01|fixed|overwr|ignor|given alpha|alpha (is|has|plays|does)|not use|hard.?coded|always|constant",
    ),
    Wrong(
        "leaky_relu",
        "alpha z on both sides",
        _leaky_added_on_both_sides,
        "alpha z is added on the right too, where the slope becomes 1 + alpha.",
        r"both sides|right|1 ?\+ ?alpha|positive|add|z > 0|sum",
    ),
    Wrong(
        "leaky_relu",
        "slope instead of value",
        _leaky_slope_for_value,
        "It returns the slope, 1 or alpha, and not the value.",
        r"slope|derivative|gradient|1 (or|and) alpha",
    ),
    Wrong(
        "elu_grad",
        "1 at zero",
        _elu_grad_one_at_zero,
        "At z = 0 it takes the slope of the right piece, 1, and not alpha.",
        r"z (=|==|is) ?(exactly )?0|at (exactly )?(0|zero)|>=|exactly 0|corner",
    ),
    Wrong(
        "elu_grad",
        "-1 still there",
        _elu_grad_one_left_standing,
        "The left piece is elu itself; the constant -1 drops out in the derivative.",
        r"- ?1\b|constant|elu itself|not (its|the) (slope|derivative)|value of|drops?|left|negative"
        r"|minus one|z (<|<=) 0",
    ),
    Wrong(
        "elu_grad",
        "no alpha",
        _elu_grad_no_alpha,
        "The factor alpha is missing on the left.",
        r"alpha",
    ),
    Wrong(
        "elu_grad",
        "z on the right",
        _elu_grad_z_on_the_right,
        "On the right it returns z and not its slope 1.",
        r"right|z > 0|positive|slope (of z )?is 1|z (itself )?(and not|instead)|returns? z",
    ),
    Wrong(
        "elu_grad",
        "0 on the right",
        _elu_grad_zero_on_the_right,
        "The slope on the right is 0 instead of 1.",
        r"right|z > 0|positive|slope (of z )?is 1|instead of 1",
    ),
    Wrong(
        "elu_grad",
        "guard too tight",
        _elu_grad_guard_too_tight,
        "z is clipped at -1, so the slope stays at alpha / e for everything below.",
        r"clip|cut|guard|limit|below -1|stays?|flat|too (tight|early|much)|bound|-1\b|far left"
        r"|large negative|cap",
    ),
    Wrong(
        "elu_grad",
        "power rule on e^z",
        _elu_grad_power_rule,
        "The power rule is used on e^z: z e^(z - 1). The derivative of e^z is e^z.",
        r"power rule|derivative of e|e\^z|e\^\(z|z - 1|exp\(z|exponential|left|z (<|<=) 0|negative",
    ),
    Wrong(
        "elu_grad",
        "into whole numbers",
        _elu_grad_into_whole_numbers,
        "The slopes are written into an array of the type of z, which cuts them off for whole numbers.",
        r"whole number|integer|\bint|dtype|cut|trunc|fraction|float|decimal|type|ones_like",
    ),
    Wrong(
        "maxout",
        "smaller of the two",
        _maxout_smaller,
        "It takes the smaller of the two scores.",
        r"small|min",
    ),
    Wrong(
        "maxout",
        "sum of the two",
        _maxout_sum,
        "The two scores are added instead of compared.",
        r"\badd|\bsum (of|inst)|summed|sums? (them|both)|plus",
    ),
    Wrong(
        "maxout",
        "b1 twice",
        _maxout_b1_twice,
        "b1 is used in the second score as well; b2 plays no part.",
        r"b_?1|b_?2|bias",
    ),
    Wrong(
        "maxout",
        "W1 twice",
        _maxout_w1_twice,
        "W1 is used in the second score as well; W2 plays no part.",
        r"W_?1|W_?2|weights",
    ),
    Wrong(
        "maxout",
        "relu on top",
        _maxout_relu_on_top,
        "A relu is put on top: where both scores are negative it returns 0.",
        r"relu|negative|below 0|with (0|zero)|third|returns? (0|zero)|maximum\(0",
    ),
    Wrong(
        "maxout",
        "one winner a row",
        _maxout_one_winner_a_row,
        "For each sample one of the two sets wins for all neurons, instead of each neuron choosing.",
        r"each neuron|every neuron|entry by entry|each entry|whole (row|sample)|per (row|sample)"
        r"|all neurons|row as a whole|own|separately",
    ),
    Wrong(
        "maxout",
        "weights and biases compared apart",
        _maxout_weights_and_biases_apart,
        "The larger product and the larger bias are chosen apart, though each bias belongs to its product.",
        r"bias|b_?1|b_?2|apart|separate|belong|before (the )?max",
    ),
    Wrong(
        "maxout",
        "largest of each sample",
        _maxout_largest_of_each_sample,
        "The maximum is taken over the neurons too, so one number a sample is left.",
        r"np\.max\(|shape|over (the |all )?neurons|each (row|sample)|\(N, ?1\)|one (number|column|value)"
        r"|axis|across|every row|largest (entry|of)|over the columns",
    ),
    Wrong(
        "dead_share",
        "share of the entries",
        _dead_share_of_entries,
        "It is the share of all scores that are silent, not of units that are silent on every row.",
        r"entr|all (the )?(scores|outputs|numbers)|single (score|output|number|zero)|outputs"
        r"|share of (the )?(zeros|scores)|silent (scores|numbers|outputs)|np\.all|on every (row|sample)"
        r"|rest",
    ),
    Wrong(
        "dead_share",
        "rows for columns",
        _dead_share_of_rows,
        "It counts silent samples (rows) and not silent units (columns).",
        r"axis|\brows\b|samples (on|for|in|that|instead|and not)|columns|transpos|wrong (way|direction)"
        r"|units and samples",
    ),
    Wrong(
        "dead_share",
        "any for all",
        _dead_share_any,
        "A unit counts as dead if it is silent on any sample instead of on all.",
        r"\bany\b|at least one|some|one (row|sample)|on (all|every)|np\.all|once|every (row|sample)"
        r"|all (rows|samples)",
    ),
    Wrong(
        "dead_share",
        "< for <=",
        _dead_share_strict,
        "A score of exactly 0 is silent too, but < leaves it out.",
        r"exactly|<=|\bz = ?=? ?0|equal|score of 0|at (0|zero)|zeros?\b|includ",
    ),
    Wrong(
        "dead_share",
        "number for share",
        _dead_share_number,
        "It returns how many units are dead and not their share.",
        r"(the |a )number of (dead|units)|count|how many|not divided"
        r"|divid\w* by (the )?(number of )?(units|columns|m\b)|0 to 1|above 1|m times|not (a"
        r"|the(ir)?) share|larger than 1|instead of (a|the(ir)?) share",
    ),
    Wrong(
        "dead_share",
        "divided by the samples",
        _dead_share_over_samples,
        "The number of dead units is divided by the number of samples instead of the number of units.",
        r"divid\w*.*(samples|rows|\bN\b|len\(Z\)|units|columns|\bm\b)|by the (samples|rows)|N/m|m/N"
        r"|wrong number",
    ),
    Wrong(
        "dead_share",
        "share of the living",
        _dead_share_of_the_living,
        "It returns the share of units that live, 1 minus the right one.",
        r"alive|liv|1 ?- |1 minus|one minus|opposite|not dead|complement|wrong way|revers|invert|speak"
        r"|active|other way|> ?0",
    ),
    Wrong(
        "dead_share",
        "mean score <= 0",
        _dead_share_mean_score,
        "It asks whether the mean score of a unit is negative, not whether every score is.",
        r"mean|average|\bsum\b|single score|one (large )?positive|outweigh",
    ),
)

RIGHT = (
    ("slope", "mean of both one-sided", _slope_right_halves),
    ("slope", "sum over signs", _slope_right_signed_sum),
    ("sigmoid", "by tanh", _sigmoid_right_tanh),
    ("sigmoid", "by logaddexp", _sigmoid_right_logaddexp),
    ("num_grad", "steps along unit arrays", _num_grad_right_basis),
    ("num_grad", "flat working copy", _num_grad_right_flat_copy),
    ("jacobian", "columns stacked", _jacobian_right_stack),
    ("jacobian", "entry by entry in lists", _jacobian_right_entry_lists),
    ("chain_xyz", "product of matrices", _chain_right_matrices),
    ("chain_xyz", "multiplied out", _chain_right_multiplied_out),
    ("neuron", "loops over rows", _neuron_right_row_loop),
    ("neuron", "bias as one more weight", _neuron_right_bias_as_weight),
    ("predict_class", "floor of 2p", _class_right_floor),
    ("predict_class", "list of rows", _class_right_list),
    ("step_perceptron", "loop over rows", _step_right_loop),
    ("step_perceptron", "heaviside", _step_right_heaviside),
    ("boundary_x2", "line through two points", _boundary_right_two_points),
    ("boundary_x2", "list", _boundary_right_list),
    ("poly_features", "each degree from the last", _poly_right_extend),
    ("poly_features", "filled up with ones", _poly_right_filled_with_ones),
    ("count_features", "running product", _count_right_running_product),
    ("count_features", "bars instead of stars", _count_right_bars),
    ("relu_grad", "loop", _relu_grad_right_flat_loop),
    ("relu_grad", "positive part of the sign", _relu_grad_right_sign),
    ("tanh_grad", "by e^(-2|z|)", _tanh_grad_right_sigmoids),
    ("tanh_grad", "two factors", _tanh_grad_right_two_factors),
    ("leaky_relu", "two parts added", _leaky_right_two_parts),
    ("leaky_relu", "by the absolute value", _leaky_right_half_sums),
    ("elu_grad", "loop", _elu_grad_right_loop),
    ("elu_grad", "blend of the pieces", _elu_grad_right_blend),
    ("maxout", "stacked, einsum", _maxout_right_stack),
    ("maxout", "second plus what the first is ahead", _maxout_right_difference),
    ("dead_share", "largest score of each unit", _dead_share_right_largest),
    ("dead_share", "loop with break", _dead_share_right_loop),
)
