"""Wrong and right answers to the exercises of lesson 02, written after the diagnosis and without sight of it: for
measuring, never for tuning."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from answers import Wrong

from nncore import sigmoid

# --- gate_weights ---


def _gate_or_everywhere(name):
    return -5, 10, 10


def _gate_and_for_else(name):
    if name == "or":
        return -5, 10, 10
    else:
        return -15, 10, 10


def _gate_bias_last(name):
    w = {"and": (-15, 10, 10), "or": (-5, 10, 10), "x1_and_not_x2": (-5, 10, -10)}
    b, w1, w2 = w[name]
    return w1, w2, b


def _gate_too_weak(name):
    if name == "and":
        return -3, 2, 2
    if name == "or":
        return -1, 2, 2
    if name == "x1_and_not_x2":
        return -1, 2, -2


def _gate_positive_threshold(name):
    threshold = {"and": 15, "or": 5, "x1_and_not_x2": 5}[name]
    w1 = 10
    w2 = -10 if name == "x1_and_not_x2" else 10
    return threshold, w1, w2


def _gate_not_x1(name):
    if name == "and":
        return -30, 20, 20
    elif name == "or":
        return -10, 20, 20
    else:
        return -10, -20, 20


def _gate_no_bias(name):
    b = 0
    if name == "x1_and_not_x2":
        return b, 10, -10
    return b, 10, 10


def _gate_or_border(name):
    if name == "and":
        b, w1, w2 = -15, 10, 10
    elif name == "or":
        b, w1, w2 = -10, 10, 10
    else:
        b, w1, w2 = -5, 10, -10
    return b, w1, w2


def _gate_third_missing(name):
    if name == "and":
        return -15, 10, 10
    if name == "or":
        return -5, 10, 10
    if name == "x1 and not x2":
        return -5, 10, -10


def _gate_right_nand_trick(name):
    signs = {"and": (1, 1, 1.5), "or": (1, 1, 0.5), "x1_and_not_x2": (1, -1, 0.5)}
    s1, s2, threshold = signs[name]
    k = 1000
    return np.float64(-k * threshold), np.float64(k * s1), np.float64(k * s2)


def _gate_right_asymmetric(name):
    match name:
        case "and":
            return [-13.1, 9, 8]
        case "or":
            return [-3, 7.25, 19]
        case _:
            return [-2.5, 6, -30.0]


def _gate_right_solved(name):
    rows = np.array([[1, 0, 0], [1, 0, 1], [1, 1, 0]])
    wanted = {"and": [-9, -3, -3], "or": [-3, 3, 3], "x1_and_not_x2": [-3, -9, 3]}[name]
    return tuple(np.linalg.solve(rows, np.array(wanted)))


GATE_WRONG = (
    Wrong(
        "gate_weights",
        "or for every name",
        _gate_or_everywhere,
        "The name is not looked at: OR's weights for all.",
        r"same (numbers|weights|answer)|ignor|name|always|(is|makes?|returns|weights of).*\bOR\b",
    ),
    Wrong(
        "gate_weights",
        "third gate is AND",
        _gate_and_for_else,
        "x1_and_not_x2 gets the weights of AND.",
        r"not_x2|not x2|(is|makes|weights of).*\bAND\b",
    ),
    Wrong(
        "gate_weights",
        "bias last",
        _gate_bias_last,
        "Returned as w1, w2, b instead of b, w1, w2.",
        r"order|swap|b (must|comes|is).*first|first.*\bb\b|last",
    ),
    Wrong(
        "gate_weights",
        "too weak",
        _gate_too_weak,
        "Right side of the line, but not sure enough (p about 0.27).",
        r"sure|weak|steep|larger|0\.1|too small|scale|bigger|multipl",
    ),
    Wrong(
        "gate_weights",
        "positive bias",
        _gate_positive_threshold,
        "The threshold is returned, not minus it.",
        r"sign|negative|minus|threshold|-b",
    ),
    Wrong(
        "gate_weights",
        "not x1 and x2",
        _gate_not_x1,
        "The third gate is x2 AND NOT x1.",
        r"swap|x2 AND NOT x1|NOT x1|exchang|order|w1.*w2|x1.*x2",
    ),
    Wrong(
        "gate_weights",
        "no bias",
        _gate_no_bias,
        "The bias is 0, so (0, 0) gives 0.5.",
        r"bias|\bb\b.*(0|zero)|\(0, 0\)|0\.5",
    ),
    Wrong(
        "gate_weights",
        "or on the border",
        _gate_or_border,
        "OR's line goes through (0, 1) and (1, 0): p = 0.5.",
        r"\bor\b",
    ),
    Wrong(
        "gate_weights",
        "third name misspelt",
        _gate_third_missing,
        "Nothing is returned for x1_and_not_x2.",
        r"None|nothing|return",
    ),
)
GATE_RIGHT = (
    ("gate_weights", "NumPy numbers, very steep", _gate_right_nand_trick),
    ("gate_weights", "uneven lists", _gate_right_asymmetric),
    ("gate_weights", "solved from three rows", _gate_right_solved),
)


# --- mse_loss ---


def _mse_no_half(p, y):
    N = len(y)
    E = 0
    for i in range(N):
        E += (p[i, 0] - y[i, 0]) ** 2
    return E / N


def _mse_sum(p, y):
    return np.sum((p - y) ** 2) / 2


def _mse_return_in_loop(p, y):
    total = 0
    for i in range(len(p)):
        total += (p[i, 0] - y[i, 0]) ** 2 / 2
        return total / len(p)


def _mse_abs(p, y):
    error = np.abs(p - y)
    return np.mean(error) / 2


def _mse_square_of_mean(p, y):
    diff = p - y
    return np.mean(diff) ** 2 / 2


def _mse_skips_last(p, y):
    N = p.shape[0]
    total = 0.0
    for i in range(N - 1):
        total = total + (p[i][0] - y[i][0]) ** 2
    return total / (2 * N)


def _mse_of_squares(p, y):
    return np.mean(p**2 - y**2) / 2


def _mse_root(p, y):
    return np.sqrt(np.mean((p - y) ** 2) / 2)


def _mse_overwrites(p, y):
    for i in range(len(p)):
        E = (p[i] - y[i]) ** 2 / 2
    return float(E[0]) / len(p)


def _mse_n_minus_one(p, y):
    N = len(y)
    return np.sum((y - p) ** 2) / (2 * max(N - 1, 1))


def _mse_right_norm(p, y):
    return np.linalg.norm(p - y) ** 2 / (2 * len(p))


def _mse_right_dot(p, y):
    d = (p - y).ravel()
    return np.dot(d, d) / d.size / 2


def _mse_right_expanded(p, y):
    return float(np.mean(p * p) / 2 - np.mean(p * y) + np.mean(y * y) / 2)


def _mse_right_generator(p, y):
    return sum(0.5 * float(a - b) ** 2 for a, b in zip(p[:, 0], y[:, 0], strict=True)) / p.shape[0]


MSE_WRONG = (
    Wrong(
        "mse_loss", "no half", _mse_no_half, "The 1/2 is missing.", r"1/2|half|½|factor (of )?2|twice|2 times|double"
    ),
    Wrong(
        "mse_loss", "sum", _mse_sum, "Summed, not averaged.", r"1/N|mean|sum|divid\w* by N|number of samples|N times"
    ),
    Wrong(
        "mse_loss",
        "return in the loop",
        _mse_return_in_loop,
        "Returns after the first sample.",
        r"first (sample|row)|only.*(sample|row)|return.*loop|loop|row 0",
    ),
    Wrong(
        "mse_loss", "absolute", _mse_abs, "The absolute error instead of the square.", r"absolute|abs|\|p - y\||squar"
    ),
    Wrong(
        "mse_loss",
        "square of the mean",
        _mse_square_of_mean,
        "Averages first, squares afterwards.",
        r"squar\w*.*mean|mean.*squar|averag|cancel|before.*squar",
    ),
    Wrong(
        "mse_loss", "skips the last", _mse_skips_last, "The last sample is left out.", r"last (sample|row)|row (-1|N)"
    ),
    Wrong(
        "mse_loss",
        "p squared minus y squared",
        _mse_of_squares,
        "p^2 - y^2 instead of (p - y)^2.",
        r"p\^2|p²|p\*\*2|difference of (the )?squares|squar\w* (each|separately)|negative|sign",
    ),
    Wrong("mse_loss", "root", _mse_root, "The square root of E.", r"root|sqrt|RMS"),
    Wrong(
        "mse_loss",
        "overwritten",
        _mse_overwrites,
        "E is overwritten in the loop, so only the last sample counts.",
        r"last (sample|row)|only.*(sample|row)|overwrit|add(s|ed)? up",
    ),
    Wrong("mse_loss", "N - 1", _mse_n_minus_one, "Divided by N - 1.", r"N ?- ?1|N/\(N"),
)
MSE_RIGHT = (
    ("mse_loss", "norm", _mse_right_norm),
    ("mse_loss", "dot", _mse_right_dot),
    ("mse_loss", "expanded square", _mse_right_expanded),
    ("mse_loss", "generator", _mse_right_generator),
)


# --- mse_grad ---


def _mseg_no_mean_in_db(X, y, w, b):
    p = sigmoid(X @ w + b)
    d = (p - y) * p * (1 - p)
    dw = X.T @ d / len(X)
    db = np.sum(d, axis=0, keepdims=True)
    return dw, db


def _mseg_no_slope(X, y, w, b):
    p = sigmoid(X @ w + b)
    dz = (p - y) / X.shape[0]
    return X.T.dot(dz), dz.sum(axis=0, keepdims=True)


def _mseg_slope_of_p(X, y, w, b):
    z = np.dot(X, w) + b
    p = sigmoid(z)
    slope = sigmoid(p) * (1 - sigmoid(p))
    d = (p - y) * slope
    return np.dot(X.T, d) / len(y), np.mean(d, keepdims=True)


def _mseg_slope_z(X, y, w, b):
    z = X @ w + b
    p = sigmoid(z)
    d = (p - y) * z * (1 - z) / len(X)
    return X.T @ d, d.sum(axis=0, keepdims=True)


def _mseg_y_in_slope(X, y, w, b):
    p = sigmoid(X @ w + b)
    d = (p - y) * p * (1 - y)
    return X.T @ d / len(X), d.mean(axis=0, keepdims=True)


def _mseg_no_bias_forward(X, y, w, b):
    p = sigmoid(X @ w)
    d = (p - y) * p * (1 - p)
    return X.T @ d / len(X), d.mean(axis=0, keepdims=True)


def _mseg_loop_overwrites(X, y, w, b):
    N, n = X.shape
    dw = np.zeros((n, 1))
    db = np.zeros((1, 1))
    for i in range(N):
        p = sigmoid(X[i : i + 1] @ w + b)
        d = (p - y[i]) * p * (1 - p)
        dw = X[i : i + 1].T @ d / N
        db += d / N
    return dw, db


def _mseg_first_input_only(X, y, w, b):
    p = sigmoid(X @ w + b)
    d = (p - y) * p * (1 - p)
    dw = np.zeros_like(w)
    for k in range(len(w)):
        dw[k, 0] = np.mean(d * X[:, :1])
    return dw, np.array([[d.mean()]])


def _mseg_plus_slope(X, y, w, b):
    N = X.shape[0]
    p = sigmoid(X @ w + b)
    d = (p - y) * p * (1 + p)
    return X.T @ d / N, np.sum(d).reshape(1, 1) / N


def _mseg_divides_by_n(X, y, w, b):
    N = X.shape[1]
    p = sigmoid(X @ w + b)
    d = (p - y) * p * (1 - p)
    return (X.T @ d) / N, d.sum(axis=0, keepdims=True) / N


def _mseg_right_scaled(X, y, w, b):
    p = sigmoid(X @ w + b)
    G = X * ((p - y) * p * (1 - p))
    return G.mean(axis=0).reshape(-1, 1), np.mean((p - y) * (p - p**2)).reshape(1, 1)


def _mseg_right_augmented(X, y, w, b):
    X1 = np.hstack([np.ones((len(X), 1)), X])
    p = 1 / (1 + np.exp(-X1 @ np.vstack([b, w])))
    g = X1.T @ (p * (1 - p) * (p - y)) / len(X)
    return g[1:], g[:1]


def _mseg_right_complex_step(X, y, w, b):
    def E(v):
        p = 1 / (1 + np.exp(-(X @ v[1:] + v[0])))
        return np.sum((p - y) ** 2) / (2 * len(X))

    v = np.vstack([b, w]).astype(complex)
    g = np.zeros(v.shape)
    for k in range(len(v)):
        step = v.copy()
        step[k] += 1e-30j
        g[k] = E(step).imag / 1e-30
    return g[1:], g[:1]


def _mseg_right_tanh(X, y, w, b):
    t = np.tanh((X @ w + b) / 2)
    d = ((1 + t) / 2 - y) * (1 - t * t) / (4 * y.shape[0])
    return np.einsum("ni,nj->ij", X, d), np.einsum("nj->j", d)[np.newaxis]


_SLOPE = r"slope|p ?\(1 ?- ?p\)|p \* \(1 - p\)|sigmoid'|σ'|derivative of (the )?sigmoid"
MSEG_WRONG = (
    Wrong(
        "mse_grad",
        "db is a sum",
        _mseg_no_mean_in_db,
        "1/N is missing, in db only.",
        r"\bdb\b.*(1/N|mean|sum|divid|N times)|(1/N|mean|divid).*\bdb\b|only (in )?db|dw is right",
    ),
    Wrong("mse_grad", "no slope", _mseg_no_slope, "The factor p(1 - p) is missing.", _SLOPE),
    Wrong(
        "mse_grad",
        "slope at p",
        _mseg_slope_of_p,
        "The sigmoid is applied twice in the slope.",
        r"sigmoid\(p\)|twice|again|slope.*\bp\b",
    ),
    Wrong(
        "mse_grad", "z (1 - z)", _mseg_slope_z, "The slope is taken as z(1 - z).", r"z ?(\* ?)?\(1 ?- ?z\)|" + _SLOPE
    ),
    Wrong(
        "mse_grad",
        "p (1 - y)",
        _mseg_y_in_slope,
        "y instead of p in the slope p(1 - p).",
        r"p ?(\* ?)?\(1 ?- ?y\)|y.*(instead of|for) p|" + _SLOPE,
    ),
    Wrong(
        "mse_grad",
        "no bias forward",
        _mseg_no_bias_forward,
        "b is left out of z.",
        r"without (the )?b\b|b is (missing|left out|not)|forget\w* (the )?b|bias|\+ b",
    ),
    Wrong(
        "mse_grad",
        "dw overwritten",
        _mseg_loop_overwrites,
        "dw is overwritten in the loop: only the last sample.",
        r"last (sample|row)|overwrit|only.*(sample|row)|\bdw\b.*(sample|add)"
        r"|`db` is right",
    ),
    Wrong(
        "mse_grad",
        "first input only",
        _mseg_first_input_only,
        "Every dw[k] uses the first input.",
        r"column|first (input|feature|weight|entry|row)|row but the first"
        r"|x_?k|same (number|value|entry)|row 0|dw\[0|x_?1",
    ),
    Wrong("mse_grad", "1 + p", _mseg_plus_slope, "p(1 + p) instead of p(1 - p).", r"1 ?\+ ?p|" + _SLOPE),
    Wrong(
        "mse_grad",
        "divided by n",
        _mseg_divides_by_n,
        "Divided by the number of inputs, not of samples.",
        r"number of (inputs|features|columns)|by n\b|1/N|N/n|shape\[1\]|N ?/ ?n|samples",
    ),
)
MSEG_RIGHT = (
    ("mse_grad", "rows scaled, then a mean", _mseg_right_scaled),
    ("mse_grad", "augmented", _mseg_right_augmented),
    ("mse_grad", "complex step", _mseg_right_complex_step),
    ("mse_grad", "tanh of half", _mseg_right_tanh),
)


# --- fit_perceptron ---


def _fit_uphill(grad, X, y, w, b, learning_rate, epochs):
    history = []
    for _ in range(epochs):
        p = sigmoid(X @ w + b)
        history.append(np.mean((p - y) ** 2))
        dw, db = grad(X, y, w, b)
        w = w + learning_rate * dw
        b = b + learning_rate * db
    return w, b, np.array(history)


def _fit_b_after_w(grad, X, y, w, b, learning_rate, epochs):
    history = np.zeros(epochs)
    for i in range(epochs):
        p = sigmoid(X @ w + b)
        history[i] = np.mean((p - y) ** 2)
        w = w - learning_rate * grad(X, y, w, b)[0]
        b = b - learning_rate * grad(X, y, w, b)[1]
    return w, b, history


def _fit_note_after(grad, X, y, w, b, learning_rate, epochs):
    history = []
    for _epoch in range(epochs):
        dw, db = grad(X, y, w, b)
        w = w - learning_rate * dw
        b = b - learning_rate * db
        p = sigmoid(X @ w + b)
        history.append(np.mean((p - y) ** 2))
    return w, b, np.array(history)


def _fit_in_place(grad, X, y, w, b, learning_rate, epochs):
    history = np.zeros(epochs)
    for epoch in range(epochs):
        p = sigmoid(X @ w + b)
        history[epoch] = ((p - y) ** 2).mean()
        dw, db = grad(X, y, w, b)
        w -= learning_rate * dw
        b -= learning_rate * db
    return w, b, history


def _fit_grad_once(grad, X, y, w, b, learning_rate, epochs):
    history = []
    dw, db = grad(X, y, w, b)
    for _ in range(epochs):
        p = sigmoid(X @ w + b)
        history.append(np.mean((p - y) ** 2))
        w = w - learning_rate * dw
        b = b - learning_rate * db
    return w, b, np.array(history)


def _fit_p_once(grad, X, y, w, b, learning_rate, epochs):
    p = sigmoid(X @ w + b)
    history = np.zeros(epochs)
    for t in range(epochs):
        history[t] = np.mean((p - y) ** 2)
        dw, db = grad(X, y, w, b)
        w = w - learning_rate * dw
        b = b - learning_rate * db
    return w, b, history


def _fit_half(grad, X, y, w, b, learning_rate, epochs):
    history = []
    for _ in range(epochs):
        p = sigmoid(X @ w + b)
        history.append(np.sum((p - y) ** 2) / (2 * len(y)))
        dw, db = grad(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, np.array(history)


def _fit_b_stays(grad, X, y, w, b, learning_rate, epochs):
    history = []
    for _ in range(epochs):
        p = sigmoid(np.dot(X, w) + b)
        history.append(np.mean((p - y) ** 2))
        dw, db = grad(X, y, w, b)
        w = w - learning_rate * dw
        b - learning_rate * db
    return w, b, np.array(history)


def _fit_one_short(grad, X, y, w, b, learning_rate, epochs):
    history = np.zeros(epochs)
    for epoch in range(1, epochs):
        history[epoch] = np.mean((sigmoid(X @ w + b) - y) ** 2)
        dw, db = grad(X, y, w, b)
        w = w - learning_rate * dw
        b = b - learning_rate * db
    return w, b, history


def _fit_rate_over_n(grad, X, y, w, b, learning_rate, epochs):
    N = len(X)
    history = []
    for _ in range(epochs):
        p = sigmoid(X @ w + b)
        history.append(np.mean((p - y) ** 2))
        dw, db = grad(X, y, w, b)
        w = w - learning_rate * dw / N
        b = b - learning_rate * db / N
    return w, b, np.array(history)


def _fit_right_recursive(grad, X, y, w, b, learning_rate, epochs):
    if epochs == 0:
        return w, b, np.zeros(0)
    error = float(((1 / (1 + np.exp(-(X @ w + b))) - y) ** 2).mean())
    steps = [v - learning_rate * d for v, d in zip((w, b), grad(X, y, w, b), strict=True)]
    w, b, rest = _fit_right_recursive(grad, X, y, *steps, learning_rate, epochs - 1)
    return w, b, np.concatenate([[error], rest])


def _fit_right_gradient_first(grad, X, y, w, b, learning_rate, epochs):
    history = []
    for _ in range(epochs):
        dw, db = grad(X, y, w, b)
        new_w = np.subtract(w, learning_rate * dw)
        history.append(float(np.square(y - sigmoid(X.dot(w) + b)).sum() / y.size))
        w, b = new_w, np.subtract(b, learning_rate * db)
    return w, b, np.asarray(history)


def _fit_right_one_vector(grad, X, y, w, b, learning_rate, epochs):
    v = np.vstack([w, b])
    path = [v]
    for _ in range(epochs):
        path.append(path[-1] - learning_rate * np.vstack(grad(X, y, path[-1][:-1], path[-1][-1:])))
    errors = np.array([np.mean((sigmoid(X @ v[:-1] + v[-1]) - y) ** 2) for v in path])
    return path[-1][:-1], path[-1][-1:], errors[:-1]


FIT_WRONG = (
    Wrong(
        "fit_perceptron",
        "uphill",
        _fit_uphill,
        "Plus instead of minus: goes uphill.",
        r"uphill|sign|plus|minus|\+|wrong way",
    ),
    Wrong(
        "fit_perceptron",
        "b after w",
        _fit_b_after_w,
        "The gradient for b is asked for with the new w.",
        r"new w|already|updated w|same w|before.*(step|update)|once per|two (calls|steps)|\bb\b.*(after|new)|moved",
    ),
    Wrong(
        "fit_perceptron",
        "noted after the step",
        _fit_note_after,
        "The error is noted after the step.",
        r"after (the|each|that|its) (step|update)|before (the|each) step|one (step|epoch) (too )?late|shifted",
    ),
    Wrong(
        "fit_perceptron",
        "in place",
        _fit_in_place,
        "The caller's w and b are overwritten.",
        r"in place|overwr|caller|modif|chang(es|ed) (the|its|your)?.*(w|argument|input)|-=",
    ),
    Wrong(
        "fit_perceptron",
        "gradient once",
        _fit_grad_once,
        "The gradient is computed once, before the loop.",
        r"(gradient|grad|dw).*(once|first|every|start|same|old)|once|before the loop|each epoch",
    ),
    Wrong(
        "fit_perceptron",
        "p once",
        _fit_p_once,
        "p is computed once, so history is constant.",
        r"history.*(same|constant|first|start|every)|\bp\b.*(once|start|first|current|every|each)|once",
    ),
    Wrong(
        "fit_perceptron",
        "half in history",
        _fit_half,
        "History has the 1/2, which it should not.",
        r"1/2|half|½|factor (of )?2|twice|0\.5",
    ),
    Wrong(
        "fit_perceptron",
        "b stays",
        _fit_b_stays,
        "b is never updated (the result is thrown away).",
        r"\bb\b.*(stay|never|not|unchanged|same|start)|bias",
    ),
    Wrong(
        "fit_perceptron",
        "one epoch short",
        _fit_one_short,
        "range(1, epochs): one step too few, history[0] is 0.",
        r"one (step|epoch|update)|epochs ?- ?1|too few|fewer|first (entry|epoch|error)|range",
    ),
    Wrong(
        "fit_perceptron",
        "rate over N",
        _fit_rate_over_n,
        "The step is divided by N once more.",
        r"/ ?N|1/N|by N|N times|too (small|short)|divid",
    ),
)
FIT_RIGHT = (
    ("fit_perceptron", "recursive", _fit_right_recursive),
    ("fit_perceptron", "gradient before the error", _fit_right_gradient_first),
    ("fit_perceptron", "one vector, errors at the end", _fit_right_one_vector),
)


# --- bce_loss ---


def _bce_no_clip(p, y):
    with np.errstate(all="ignore"):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _bce_eps_large(p, y):
    eps = 0.01
    p = np.clip(p, eps, 1 - eps)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _bce_positive(p, y):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _bce_log2(p, y):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    J = 0
    for i in range(len(p)):
        J -= y[i, 0] * math.log2(p[i, 0]) + (1 - y[i, 0]) * math.log2(1 - p[i, 0])
    return J / len(p)


def _bce_first_half(p, y):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.sum(y * np.log(p)) / len(y)


def _bce_swapped(p, y):
    eps = 1e-12
    return -np.mean(y * np.log(1 - p + eps) + (1 - y) * np.log(p + eps))


def _bce_hard_if(p, y):
    total = 0.0
    for pi, yi in zip(p.ravel(), y.ravel(), strict=True):
        pi = min(max(pi, 1e-12), 1 - 1e-12)
        if yi == 1:
            total += -math.log(pi)
        else:
            total += -math.log(1 - pi)
    return total / len(p)


def _bce_sum(p, y):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return float(-(y.T @ np.log(p) + (1 - y).T @ np.log(1 - p))[0, 0])


def _bce_clips_low_only(p, y):
    with np.errstate(all="ignore"):
        p = np.maximum(p, 1e-12)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _bce_one_minus_y_lost(p, y):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    loss = y * np.log(p) + np.log(1 - p)
    return -loss.mean()


def _bce_right_log1p(p, y):
    p = np.minimum(np.maximum(p, 1e-12), 1 - 1e-12)
    return -np.average(y * np.log(p) + (1 - y) * np.log1p(-p))


def _bce_right_loop(p, y):
    J = 0.0
    for i in range(p.shape[0]):
        q = float(p[i, 0])
        q = 1e-12 if q < 1e-12 else 1 - 1e-12 if q > 1 - 1e-12 else q
        J = J - (float(y[i, 0]) * math.log(q / (1 - q)) + math.log(1 - q)) / p.shape[0]
    return J


def _bce_right_eps_added(p, y):
    e = 1e-15
    return np.float64(np.vdot(-y, np.log(p + e)) - np.vdot(1 - y, np.log(1 - p + e))) / p.size


def _bce_right_power(p, y):
    q = np.clip(p, 1e-12, 1 - 1e-12)
    return np.mean(-np.log(q**y * (1 - q) ** (1 - y)))


BCE_WRONG = (
    Wrong(
        "bce_loss", "no clip", _bce_no_clip, "p = 0 and p = 1 are not guarded: NaN.", r"nan|finite|inf|log\(0\)|clip"
    ),
    Wrong(
        "bce_loss",
        "epsilon too large",
        _bce_eps_large,
        "Clipped at 0.01, which changes ordinary values.",
        r"epsilon|eps|clip|hair|too (far|much|large|coarse)|close to|near",
    ),
    Wrong("bce_loss", "positive", _bce_positive, "The minus sign is missing.", r"sign|minus|negative"),
    Wrong("bce_loss", "log2", _bce_log2, "Logarithm to base 2.", r"base|log2|natural|log 2"),
    Wrong(
        "bce_loss",
        "first half",
        _bce_first_half,
        "The term for y = 0 is missing.",
        r"y = 0|1 ?- ?y|second|half|term|log ?\(1 - p\)",
    ),
    Wrong(
        "bce_loss",
        "swapped",
        _bce_swapped,
        "log p and log(1 - p) are exchanged.",
        r"swap|exchang|mixed|wrong way|p and 1 ?- ?p|other way|y and 1 ?- ?y|arguments",
    ),
    Wrong(
        "bce_loss",
        "y is 0 or 1",
        _bce_hard_if,
        "Targets strictly between 0 and 1 are taken as 0.",
        r"between|0\.\d|soft|not (only|just) 0|neither|fraction|strictly|0 (and|or) 1",
    ),
    Wrong("bce_loss", "sum", _bce_sum, "Summed, not averaged.", r"1/N|mean|sum|divid|N times"),
    Wrong(
        "bce_loss", "clips only below", _bce_clips_low_only, "p = 1 is not guarded.", r"nan|inf|finite|p = 1|exactly 1"
    ),
    Wrong(
        "bce_loss",
        "(1 - y) lost",
        _bce_one_minus_y_lost,
        "The factor (1 - y) of the second term is missing.",
        r"1 ?- ?y|second|y = 1|log ?\(1 - p\)",
    ),
)
BCE_RIGHT = (
    ("bce_loss", "log1p", _bce_right_log1p),
    ("bce_loss", "log odds in a loop", _bce_right_loop),
    ("bce_loss", "epsilon added", _bce_right_eps_added),
    ("bce_loss", "log of the likelihood", _bce_right_power),
)


# --- logistic_grad ---


def _log_mse_slope(X, y, w, b):
    p = sigmoid(X @ w + b)
    d = (p - y) * p * (1 - p) / len(X)
    return X.T @ d, d.sum(axis=0, keepdims=True)


def _log_y_minus_p(X, y, w, b):
    N = X.shape[0]
    p = sigmoid(X @ w + b)
    error = y - p
    return np.dot(X.T, error) / N, np.sum(error, axis=0, keepdims=True) / N


def _log_threshold(X, y, w, b):
    p = sigmoid(X @ w + b)
    p = (p > 0.5).astype(float)
    dz = p - y
    return X.T @ dz / len(X), dz.mean(axis=0, keepdims=True)


def _log_z_minus_y(X, y, w, b):
    z = X @ w + b
    d = (z - y) / len(X)
    return X.T @ d, d.sum(axis=0, keepdims=True)


def _log_no_mean(X, y, w, b):
    p = sigmoid(X @ w + b)
    dw = np.zeros(w.shape)
    db = np.zeros((1, 1))
    for i in range(len(X)):
        for k in range(X.shape[1]):
            dw[k, 0] += (p[i, 0] - y[i, 0]) * X[i, k]
        db[0, 0] += p[i, 0] - y[i, 0]
    return dw, db


def _log_db_is_first(X, y, w, b):
    p = sigmoid(X @ w + b)
    d = (p - y) / len(X)
    dw = X.T @ d
    db = dw[:1]
    return dw, db


def _log_db_in_inner_loop(X, y, w, b):
    N, n = X.shape
    p = sigmoid(X @ w + b)
    dw, db = np.zeros((n, 1)), np.zeros((1, 1))
    for i in range(N):
        for k in range(n):
            dw[k] += (p[i] - y[i]) * X[i, k] / N
            db += (p[i] - y[i]) / N
    return dw, db


def _log_weight_decay(X, y, w, b):
    p = sigmoid(X @ w + b)
    d = (p - y) / len(X)
    return X.T @ d + w / len(X), d.sum(axis=0, keepdims=True)


def _log_two_at_once(X, y, w, b):
    p = sigmoid(X @ w)
    d = p - y
    return X.T @ d, np.sum(d, axis=0, keepdims=True)


def _log_divides_by_slope(X, y, w, b):
    p = sigmoid(X @ w + b)
    dJdp = (p - y) / (p * (1 - p))
    return X.T @ dJdp / len(X), dJdp.mean(axis=0, keepdims=True)


def _log_right_chain(X, y, w, b):
    z = X @ w + b
    p = sigmoid(z)
    slope = sigmoid(z) * sigmoid(-z)
    dJdp = (1 - y) / sigmoid(-z) - y / p
    return (X * (dJdp * slope)).mean(0)[:, None], (dJdp * slope).mean(0)[:, None]


def _log_right_two_sums(X, y, w, b):
    p = 0.5 * (1 + np.tanh(0.5 * (b + X @ w)))
    dw = (X.T @ p - X.T @ y) / len(X)
    return dw, (p.mean() - y.mean()) * np.ones((1, 1))


def _log_right_weighted(X, y, w, b):
    p = sigmoid(X @ w + b)
    e = y * (p - 1) + (1 - y) * p
    dw = np.stack([np.average(X[:, k] * e[:, 0]) for k in range(X.shape[1])])
    return dw.reshape(w.shape), np.full((1, 1), e.mean())


LOG_WRONG = (
    Wrong(
        "logistic_grad",
        "slope of the mse",
        _log_mse_slope,
        "The gradient of the squared error: p(1 - p) too much.",
        _SLOPE,
    ),
    Wrong("logistic_grad", "y - p", _log_y_minus_p, "The sign is wrong.", r"sign|minus|y - p|opposite"),
    Wrong(
        "logistic_grad",
        "thresholded",
        _log_threshold,
        "p is rounded to 0 or 1 first.",
        r"round|thresh|0 (or|and) 1|0\.5",
    ),
    Wrong(
        "logistic_grad",
        "z - y",
        _log_z_minus_y,
        "z instead of p: no sigmoid.",
        r"z ?- ?y|without (the )?sigmoid|no sigmoid|sigmoid (is )?(missing|left out|forgotten)"
        r"|z (instead of|for|in place of) p|error was taken from z",
    ),
    Wrong("logistic_grad", "no mean", _log_no_mean, "1/N is missing.", r"1/N|mean|sum|divid|N times"),
    Wrong(
        "logistic_grad",
        "db is dw[0]",
        _log_db_is_first,
        "db is the first entry of dw (no column of ones).",
        r"dw is right|only (in )?db|db.*(dw|first)|\bdb\b.*(wrong|differ|off)",
    ),
    Wrong(
        "logistic_grad",
        "db in the inner loop",
        _log_db_in_inner_loop,
        "db is added n times.",
        r"\bdb\b.*(n times|inner|number of (inputs|weights)|too (large|big)|twice|factor|times)"
        r"|dw is right|only (in )?db",
    ),
    Wrong(
        "logistic_grad",
        "weight decay",
        _log_weight_decay,
        "A term w/N is added to dw.",
        r"decay|regulari|\+ ?w\b|w / N|w/N|times w\b|term with w|db is right|only (in )?dw|adds.*w",
    ),
    Wrong(
        "logistic_grad",
        "no bias and no mean",
        _log_two_at_once,
        "b is left out of z, and 1/N is missing.",
        r"1/N|mean|without (the )?b\b|bias|b is (missing|left out|not)|\+ b",
    ),
    Wrong(
        "logistic_grad",
        "stops at dJ/dp",
        _log_divides_by_slope,
        "dp/dz is missing: dJ/dp is used as dJ/dz.",
        r"dp/dz|dJ/dp|" + _SLOPE,
    ),
)
LOG_RIGHT = (
    ("logistic_grad", "the whole chain", _log_right_chain),
    ("logistic_grad", "two sums", _log_right_two_sums),
    ("logistic_grad", "split by y", _log_right_weighted),
)

WRONG: tuple[Wrong, ...] = (*GATE_WRONG, *MSE_WRONG, *MSEG_WRONG, *FIT_WRONG, *BCE_WRONG, *LOG_WRONG)
RIGHT: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    *GATE_RIGHT,
    *MSE_RIGHT,
    *MSEG_RIGHT,
    *FIT_RIGHT,
    *BCE_RIGHT,
    *LOG_RIGHT,
)
