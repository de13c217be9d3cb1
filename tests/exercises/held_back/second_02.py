"""A second set for lesson 02, written after the first had been used to improve the diagnosis; never used for tuning."""

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from answers import Wrong

from nncore import sigmoid

Array = np.ndarray[Any, Any]

# gate_weights


def _gate_and_or_or(name: str) -> tuple[float, float, float]:
    if name == "and" or "or":  # noqa: SIM222 - the slip is meant
        if name == "or":
            b = -10
        b = -30
        w1, w2 = 20, 20
    else:
        b, w1, w2 = -10, 20, -20
    return b, w1, w2


def _gate_and_never(name: str) -> tuple[float, float, float]:
    w1 = w2 = 10
    if name == "and":
        b = -(w1 + w2 + 5)
    elif name == "or":
        b = -5
    else:
        b, w2 = -5, -10
    return b, w1, w2


def _gate_nand(name: str) -> tuple[float, float, float]:
    if name == "and":
        return -15, 10, 10
    if name == "or":
        return -5, 10, 10
    b, w1, w2 = _gate_nand("and")
    return -b, -w1, -w2


def _gate_or_one_input(name: str) -> tuple[float, float, float]:
    b, w1, w2 = 0.0, 0.0, 0.0
    if name == "and":
        b, w1, w2 = -15, 10, 10
    if name == "or":
        b, w1 = -5, 10
    if name == "x1_and_not_x2":
        b, w1, w2 = -5, 10, -10
    return b, w1, w2


def _gate_not_in_the_bias(name: str) -> tuple[float, float, float]:
    weights = {"and": (-15, 10, 10), "or": (-5, 10, 10)}
    if name in weights:
        return weights[name]
    # NOT x2 is "1 minus x2", so a bias of 1 and a weight of -1; x1 adds its own 1
    return 10, 10, -20


def _gate_right_search(name: str) -> tuple[float, float, float]:
    tables = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "x1_and_not_x2": [0, 0, 1, 0]}
    rows = [(0, 0), (0, 1), (1, 0), (1, 1)]
    for b, w1, w2 in itertools.product(range(-12, 13, 3), repeat=3):
        outputs = [1 / (1 + math.exp(-(b + w1 * x1 + w2 * x2))) for x1, x2 in rows]
        if all(abs(p - t) < 0.05 for p, t in zip(outputs, tables[name], strict=True)):
            return b, w1, w2
    raise ValueError(name)


def _gate_right_signs(name: str) -> tuple[float, float, float]:
    signs = [-1 if word == "not" else 1 for word in ("", "not" if "not" in name else "")]
    needed = 0.5 if name == "or" else sum(s > 0 for s in signs) - 0.5
    return -12.0 * needed, 12.0 * signs[0], 12.0 * signs[1]


GATE_WRONG = (
    Wrong(
        "gate_weights",
        "name == 'and' or 'or'",
        _gate_and_or_or,
        "`name == 'and' or 'or'` is always true, so AND's weights come for every name.",
        r"and'?s (weights|numbers)|same (three )?(weights|numbers)|every name|all (three )?names|name.*(not|n't) "
        r"(looked|used|read)|whatever the name|(makes|is|gives|have) AND\b.*(OR|instead)|"
        r"OR: these weights make AND\b",
    ),
    Wrong(
        "gate_weights",
        "and never fires",
        _gate_and_never,
        "AND's bias is below minus the sum of the weights: even (1, 1) gives 0.",
        r"\(1, 1\)|x1 = 1, x2 = 1|never|always 0|bias.*(too|low|small|negative)|all four|both inputs",
    ),
    Wrong(
        "gate_weights",
        "not of both",
        _gate_nand,
        "x1 AND NOT x2 read as NOT (x1 AND x2).",
        r"nand|not \(x1 and x2\)|(0, 0).*(0, 1)|(denies|negat|invert|opposite|turned round).*and",
    ),
    Wrong(
        "gate_weights",
        "or forgets x2",
        _gate_or_one_input,
        "OR's w2 was left at 0, so (0, 1) gives 0.",
        r"w2|x2 (is|does|has|plays)|\(0, 1\)|x1 = 0, x2 = 1|ignores x2|only x1|x1 alone",
    ),
    Wrong(
        "gate_weights",
        "not in the bias",
        _gate_not_in_the_bias,
        "x1 AND NOT x2 has a positive bias, so (0, 0) gives 1, and (1, 1) lies on the border.",
        r"\(0, 0\)|x1 = 0, x2 = 0|bias.*(positive|sign|large|high|negative)|b is (positive|too)|\(1, 1\)",
    ),
)

GATE_RIGHT = (
    ("gate_weights", "searched", _gate_right_search),
    ("gate_weights", "counted signs", _gate_right_signs),
)


# mse_loss


def _mse_over_two_times(p: Array, y: Array) -> float:
    N = len(y)
    total = 0
    for i in range(N):
        total += (p[i, 0] - y[i, 0]) ** 2
    return total / 2 * N


def _mse_row_against_column(p: Array, y: Array) -> float:
    targets = y.flatten()
    errors = (p - targets) ** 2
    return errors.mean() / 2


def _mse_starts_at_one(p: Array, y: Array) -> float:
    N = p.shape[0]
    E = 0.0
    for i in range(1, N):
        E_i = (p[i] - y[i]) ** 2 / 2
        E += float(E_i[0])
    return E / N


def _mse_square_of_y(p: Array, y: Array) -> float:
    return np.mean(p - y**2) / 2


def _mse_half_inside(p: Array, y: Array) -> float:
    halves = (p - y) / 2
    return np.sum(halves**2) / len(halves)


def _mse_right_variance(p: Array, y: Array) -> float:
    error = p - y
    return (np.var(error) + np.mean(error) ** 2) / 2


def _mse_right_running(p: Array, y: Array) -> float:
    E = 0.0
    for n, (output, target) in enumerate(zip(p.ravel().tolist(), y.ravel().tolist(), strict=True), start=1):
        E += ((output - target) ** 2 / 2 - E) / n
    return E


MSE_WRONG = (
    Wrong(
        "mse_loss",
        "/ 2 * N",
        _mse_over_two_times,
        "`/ 2 * N` multiplies by N instead of dividing by it.",
        r"N²|N\*\*2|N\^2|times N|multipl\w+ by N|bracket|parenthes|/ ?2 ?\* ?N|squared N|\(2 ?\* ?N\)|1/N|not divided "
        r"by N",
    ),
    Wrong(
        "mse_loss",
        "flattened targets",
        _mse_row_against_column,
        "(N, 1) minus (N,) is (N, N): every output is compared with every target.",
        r"\(N, N\)|broadcast|every (p|output|prediction|target)|each (p|output|prediction) with|all pairs|pair|ravel|"
        r"flatten",
    ),
    Wrong(
        "mse_loss",
        "starts at 1",
        _mse_starts_at_one,
        "The loop begins at 1, so sample 0 is left out.",
        r"first (sample|row|one)|sample 0|row 0|(begins|starts) at 1|left out|skip|missing (sample|row)",
    ),
    Wrong(
        "mse_loss",
        "y squared",
        _mse_square_of_y,
        "`p - y**2` squares y alone.",
        r"y(²|\*\*2|\^2)|y squared|square.*(y alone|only y|of y|difference|bracket)|not squared|no square|without.*"
        r"square|parenthes|before squaring",
    ),
    Wrong(
        "mse_loss",
        "half inside the square",
        _mse_half_inside,
        "The half is squared too: 1/4 instead of 1/2.",
        r"half|1/4|quarter|1/2|½|¼|factor|twice|0\.5",
    ),
)

MSE_RIGHT = (
    ("mse_loss", "variance", _mse_right_variance),
    ("mse_loss", "running mean", _mse_right_running),
)


# mse_grad


def _mseg_one_minus_p(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    N = X.shape[0]
    p = sigmoid(X @ w + b)
    d = (p - y) * p * 1 - p
    dw = X.T @ d / N
    db = np.sum(d, axis=0, keepdims=True) / N
    return dw, db


def _mseg_mean_twice(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    N = len(X)
    p = sigmoid(X @ w + b)
    d = (p - y) * p * (1 - p) / N
    dw = X.T @ d
    db = np.mean(d, keepdims=True)
    return dw / N, db


def _mseg_bias_in_the_loop(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    N, n = X.shape
    dw = np.zeros((n, 1))
    db = np.zeros((1, 1))
    for i in range(N):
        z = 0.0
        for k in range(n):
            z += X[i, k] * w[k, 0] + b[0, 0]
        p = 1 / (1 + np.exp(-z))
        d = (p - y[i, 0]) * p * (1 - p)
        for k in range(n):
            dw[k, 0] += d * X[i, k]
        db[0, 0] += d
    return dw / N, db / N


def _mseg_sign_and_mean(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    p = sigmoid(X @ w + b)
    error = y - p
    slope = p * (1 - p)
    dw = X.T @ (error * slope)
    db = (error * slope).sum(axis=0, keepdims=True)
    return dw, db


def _mseg_tanh(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    N = X.shape[0]
    p = np.tanh(X @ w + b)
    d = (p - y) * p * (1 - p) / N
    return X.T @ d, np.sum(d).reshape(1, 1)


def _mseg_right_exponentials(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    e = np.exp(-(X.dot(w) + b))
    d = (1 / (1 + e) - y) * e / (1 + e) ** 2
    dw = np.array([[np.mean(d[:, 0] * X[:, k])] for k in range(X.shape[1])])
    return dw, np.mean(d, axis=0, keepdims=True)


def _mseg_right_generator(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    def one(x: Array, target: float) -> Array:
        p = float(sigmoid(x @ w[:, 0] + b[0, 0]))
        return (p - target) * (p - p * p) * np.append(x, 1.0)

    total = sum((one(x, t) for x, t in zip(X, y[:, 0], strict=True)), np.zeros(X.shape[1] + 1)) / len(X)
    return total[:-1, None], total[None, -1:]


MSEG_WRONG = (
    Wrong(
        "mse_grad",
        "p * 1 - p",
        _mseg_one_minus_p,
        "The brackets round 1 - p are missing.",
        r"bracket|parenthes|\* ?1 ?- ?p|slope|p ?\(1 ?- ?p\)|\(1 - p\)",
    ),
    Wrong(
        "mse_grad",
        "mean twice",
        _mseg_mean_twice,
        "1/N is in d and put in once more.",
        r"twice|once more|N²|N\*\*2|N\^2|second time|two times|again|too (small|often|much)|1/N.*more",
    ),
    Wrong(
        "mse_grad",
        "bias added n times",
        _mseg_bias_in_the_loop,
        "b is added inside the loop over the inputs, so n times.",
        r"(b|bias)\b.{0,40}(n times|each input|every input|more than once|several|twice|inside|loop|once)|n \* b|"
        r"n times|the bias|\bz\b|forward",
    ),
    Wrong(
        "mse_grad",
        "sign and mean",
        _mseg_sign_and_mean,
        "y - p instead of p - y, and 1/N is missing.",
        r"sign|y - p|minus|opposite|1/N|mean.*(missing|forgotten|left out)|divided by N|-N",
    ),
    Wrong(
        "mse_grad",
        "tanh for sigmoid",
        _mseg_tanh,
        "The output is tanh(z) instead of sigmoid(z).",
        r"tanh|sigmoid\(|activation|p (is|comes)|sigmoid of",
    ),
)

MSEG_RIGHT = (
    ("mse_grad", "in exponentials", _mseg_right_exponentials),
    ("mse_grad", "summed samples", _mseg_right_generator),
)


# fit_perceptron


def _fit_db_for_w(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    history = np.zeros(epochs)
    for e in range(epochs):
        p = sigmoid(X @ w + b)
        history[e] = np.mean((p - y) ** 2)
        dw, db = grad(X, y, w, b)  # noqa: RUF059 - the slip is meant
        w = w - learning_rate * db
        b = b - learning_rate * db
    return w, b, history


def _fit_return_in_the_loop(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> Any:
    history = np.zeros(epochs)
    for epoch in range(epochs):
        p = sigmoid(X @ w + b)
        history[epoch] = np.mean((p - y) ** 2)
        dw, db = grad(X, y, w, b)
        w = w - learning_rate * dw
        b = b - learning_rate * db
        return w, b, history  # one indentation too far
    return w, b, history


def _fit_shrinking_rate(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    history = []
    for epoch in range(epochs):
        p = sigmoid(X @ w + b)
        history.append(np.mean((p - y) ** 2))
        dw, db = grad(X, y, w, b)
        rate = learning_rate / (epoch + 1)
        w = w - rate * dw
        b = b - rate * db
    return w, b, np.array(history)


def _fit_sample_by_sample(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    history = np.zeros(epochs)
    for epoch in range(epochs):
        p = sigmoid(X @ w + b)
        history[epoch] = np.mean((p - y) ** 2)
        for i in range(len(X)):
            dw, db = grad(X[i : i + 1], y[i : i + 1], w, b)
            w = w - learning_rate * dw
            b = b - learning_rate * db
    return w, b, history


def _fit_no_sigmoid(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    history = np.zeros(epochs)
    for epoch in range(epochs):
        p = X @ w + b
        history[epoch] = np.sum((p - y) ** 2) / len(y)
        dw, db = grad(X, y, w, b)
        w = w - learning_rate * dw
        b = b - learning_rate * db
    return w, b, history


def _fit_right_countdown(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    errors: list[float] = []
    left = epochs
    theta = (w, b)
    while left:
        error = sigmoid(np.einsum("nk,ko->no", X, theta[0]) + theta[1]) - y
        errors.append(float(np.vdot(error, error)) / error.size)
        theta = tuple(old - learning_rate * g for old, g in zip(theta, grad(X, y, *theta), strict=True))
        left -= 1
    return theta[0], theta[1], np.asarray(errors)


def _fit_right_states(
    grad: Any, X: Array, y: Array, w: Array, b: Array, learning_rate: float, epochs: int
) -> tuple[Array, Array, Array]:
    def step(state: tuple[Array, Array], _: int) -> tuple[Array, Array]:
        dw, db = grad(X, y, *state)
        return state[0] + -learning_rate * dw, state[1] + -learning_rate * db

    states = list(itertools.accumulate(range(epochs), step, initial=(w, b)))
    history = np.fromiter((np.mean((y - sigmoid(X @ v + c)) ** 2) for v, c in states[:-1]), float, epochs)
    return *states[-1], history


FIT_WRONG = (
    Wrong(
        "fit_perceptron",
        "db for w",
        _fit_db_for_w,
        "w takes its step with db, not with dw.",
        r"\bdb\b.{0,60}\b(w|dw)\b|\bdw\b.{0,60}\bdb\b|\bw\b.{0,60}\bdb\b|same step|\bdw\b.*(not used|unused)",
    ),
    Wrong(
        "fit_perceptron",
        "return in the loop",
        _fit_return_in_the_loop,
        "return stands inside the loop: only one epoch is done.",
        r"return.*(loop|inside)|(after|only) the first (epoch|step|turn|pass)|(ends|stops) after|only one "
        r"(epoch|turn|pass)|indent",
    ),
    Wrong(
        "fit_perceptron",
        "shrinking rate",
        _fit_shrinking_rate,
        "The learning rate is divided by epoch + 1.",
        r"rate|step.*(smaller|shrink|too short|length|size)|decay",
    ),
    Wrong(
        "fit_perceptron",
        "a step per sample",
        _fit_sample_by_sample,
        "grad is asked sample by sample: N steps an epoch instead of one with all.",
        r"(per|each|every|by|one|single) (sample|row)|N steps|sample by sample|all (the )?(samples|rows)|more than one"
        r" step|times an epoch|calls.*grad|grad.*(called|asked)",
    ),
    Wrong(
        "fit_perceptron",
        "no sigmoid",
        _fit_no_sigmoid,
        "The noted error is that of z, not of p = sigmoid(z).",
        r"sigmoid|\bz\b|X @ w \+ b",
    ),
)

FIT_RIGHT = (
    ("fit_perceptron", "countdown", _fit_right_countdown),
    ("fit_perceptron", "accumulate", _fit_right_states),
)


# bce_loss


def _bce_minus_on_first(p: Array, y: Array) -> float:
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p))


def _bce_one_minus_log(p: Array, y: Array) -> float:
    p = np.clip(p, 1e-12, 1 - 1e-12)
    J = 0.0
    for i in range(len(p)):
        J -= y[i, 0] * np.log(p[i, 0]) + (1 - y[i, 0]) * (1 - np.log(p[i, 0]))
    return J / len(p)


def _bce_log_of_mean(p: Array, y: Array) -> float:
    p = np.clip(p, 1e-12, 1 - 1e-12)
    given_to_truth = y * p + (1 - y) * (1 - p)
    return -np.log(np.mean(given_to_truth))


def _bce_row_against_column(p: Array, y: Array) -> float:
    p = np.clip(p.ravel(), 1e-12, 1 - 1e-12)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return np.mean(losses)


def _bce_half(p: Array, y: Array) -> float:
    p = np.minimum(np.maximum(p, 1e-12), 1 - 1e-12)
    m = p.shape[0]
    total = np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))
    return -1 / (2 * m) * total


def _bce_right_added(p: Array, y: Array) -> float:
    tiny = 1e-13
    a = np.array([math.log(q + tiny) for q in p[:, 0]])
    c = np.array([math.log(1 - q + tiny) for q in p[:, 0]])
    return float(-(y[:, 0] @ a + (1 - y[:, 0]) @ c) / len(a))


def _bce_right_stacked(p: Array, y: Array) -> float:
    q = np.concatenate([p, 1 - p], axis=1)
    t = np.concatenate([y, 1 - y], axis=1)
    return -(t * np.log(np.fmax(q, 1e-14))).sum(axis=1).mean()


BCE_WRONG = (
    Wrong(
        "bce_loss",
        "minus on the first term only",
        _bce_minus_on_first,
        "The minus binds to the first term only.",
        r"minus|sign|bracket|parenthes|second (term|half|part)|negative",
    ),
    Wrong(
        "bce_loss",
        "1 - log p",
        _bce_one_minus_log,
        "1 - log(p) instead of log(1 - p).",
        r"log\(1 ?- ?p\)|1 ?- ?log|second (term|half|part)|y = 0|\(1 - y\)",
    ),
    Wrong(
        "bce_loss",
        "log of the mean",
        _bce_log_of_mean,
        "The logarithm of the mean instead of the mean of the logarithms.",
        r"log\w* of (the|a|their) (mean|average)|mean.*(before|inside|first|then).*log|log.*(after|of).*mean|"
        r"mean of the log|average[sd]? (before|first)",
    ),
    Wrong(
        "bce_loss",
        "flattened outputs",
        _bce_row_against_column,
        "(N, 1) times (N,) is (N, N): every target meets every output.",
        r"\(N, N\)|broadcast|every (p|output|prediction|target|y)|each (p|output|prediction) with|pair|ravel|"
        r"flatten|mean of `?y`? stands",
    ),
    Wrong(
        "bce_loss",
        "a half",
        _bce_half,
        "1/(2N) as in the squared error; the cross-entropy has no half.",
        r"half|1/2|½|0\.5|twice|factor (of )?2|2 ?N|doubl",
    ),
)

BCE_RIGHT = (
    ("bce_loss", "added hair", _bce_right_added),
    ("bce_loss", "two columns", _bce_right_stacked),
)


# logistic_grad


def _log_product_of_means(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    p = sigmoid(X @ w + b)
    error = np.mean(p - y)
    dw = error * np.mean(X, axis=0).reshape(-1, 1)
    db = np.array([[error]])
    return dw, db


def _log_flat_targets(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    N = X.shape[0]
    p = sigmoid(X @ w + b)
    d = p - y.ravel()
    dw = np.mean(X.T @ d / N, axis=1, keepdims=True)
    db = np.mean(d).reshape(1, 1)
    return dw, db


def _log_bias_after_sigmoid(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    p = sigmoid(X @ w) + b
    d = (p - y) / len(y)
    return X.T @ d, d.sum(axis=0, keepdims=True)


def _log_last_left_out(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    N, n = X.shape
    dw, db = np.zeros((n, 1)), np.zeros((1, 1))
    i = 0
    while i < N - 1:
        p = sigmoid(X[i] @ w + b)
        dw += (p - y[i]) * X[i].reshape(n, 1) / N
        db += (p - y[i]) / N
        i += 1
    return dw, db


def _log_exp_of_plus_z(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    N = len(X)
    z = X @ w + b
    p = 1 / (1 + np.exp(z))
    dw = np.dot(X.T, p - y) / N
    db = np.mean(p - y, axis=0, keepdims=True)
    return dw, db


def _log_right_weighted(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    error = np.subtract(sigmoid(np.matmul(X, w) + b), y)[:, 0]
    columns = np.column_stack([X, np.ones(len(X))])
    average = [sum(e * c for e, c in zip(error, column, strict=True)) / len(error) for column in columns.T]
    return np.array(average[:-1]).reshape(-1, 1), np.array(average[-1]).reshape(1, 1)


def _log_right_two_groups(X: Array, y: Array, w: Array, b: Array) -> tuple[Array, Array]:
    z = X @ w + b
    p_off = y * sigmoid(-z) * -1 + (1 - y) * sigmoid(z)
    dw = np.tensordot(X, p_off, axes=(0, 0)) / X.shape[0]
    return dw, np.ones((1, len(X))) @ p_off / X.shape[0]


LOG_WRONG = (
    Wrong(
        "logistic_grad",
        "product of the means",
        _log_product_of_means,
        "The mean error times the mean input, instead of the mean of the products.",
        r"mean.{0,40}(product|times|separate)|product.{0,30}mean|averag.{0,40}(before|first|separate)|each.*own "
        r"(x|input|row)|mean (error|input|x)",
    ),
    Wrong(
        "logistic_grad",
        "flat targets",
        _log_flat_targets,
        "p - y.ravel() is (N, N): every output is compared with every target.",
        r"\(N, N\)|broadcast|every (p|output|target|y)|ravel|flatten|pair|mean of (the |all )?(y|targets)|"
        r"(y|target)\w*.*(mean|average)",
    ),
    Wrong(
        "logistic_grad",
        "bias after the sigmoid",
        _log_bias_after_sigmoid,
        "b is added to sigmoid(X @ w) instead of inside.",
        r"(bias|\bb\b).{0,50}(after|outside|inside|sigmoid|forward|\bz\b|left out|missing)|sigmoid\(X @ w\)",
    ),
    Wrong(
        "logistic_grad",
        "last sample left out",
        _log_last_left_out,
        "The loop ends one sample early.",
        r"last (sample|row|one)|left out|one (sample|row) (too )?(few|short|early|less)|N - 1|skip|row [0-9]+ ",
    ),
    Wrong(
        "logistic_grad",
        "exp(z)",
        _log_exp_of_plus_z,
        "1 / (1 + exp(z)) is 1 - p: the sign in the exponent is wrong.",
        r"1 ?- ?p\b|exp\(z\)|exp\(-|exponent|sigmoid\(-|sign (of|in|inside).{0,20}(z|exp|sigmoid)|-z",
    ),
)

LOG_RIGHT = (
    ("logistic_grad", "weighted columns", _log_right_weighted),
    ("logistic_grad", "by target", _log_right_two_groups),
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
