"""A second set for lesson 13, written after the first had been used to improve the diagnosis; never used for tuning."""

import heapq
from collections.abc import Callable
from typing import Any

import numpy as np
from answers import Wrong

Array = np.ndarray[Any, Any]
Arrays = list[Array]


def _softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _forward(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    Z, A = [], [X]
    for layer in range(len(W)):
        Z.append(A[-1] @ W[layer] + b[layer])
        A.append(_softmax(Z[-1]) if layer == len(W) - 1 else np.maximum(Z[-1], 0))
    return Z, A


def _loss(z: Array, Y: Array) -> float:
    s = z - z.max(axis=1, keepdims=True)
    return float(-np.sum(Y * (s - np.log(np.exp(s).sum(axis=1, keepdims=True)))) / len(Y))


# forward


def _fwd_bias_after(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    Z, A = [], [X]
    L = len(W)
    for layer in range(L):
        z = A[layer] @ W[layer]
        if layer < L - 1:
            Z.append(z)
            A.append(np.maximum(z, 0) + b[layer])
        else:
            z = z + b[layer]
            Z.append(z)
            A.append(_softmax(z))
    return Z, A


def _fwd_softmax_early(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    Z, A = [], [X]
    L = len(W)
    for layer in range(L):
        z = A[-1] @ W[layer] + b[layer]
        a = np.maximum(0, z) if layer < L - 2 else _softmax(z)
        Z.append(z)
        A.append(a)
    return Z, A


def _fwd_step(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    def relu(z: Array) -> Array:
        return (z > 0).astype(float)

    Z: Arrays = []
    A = [X]
    for w, c in zip(W[:-1], b[:-1], strict=True):
        Z.append(A[-1] @ w + c)
        A.append(relu(Z[-1]))
    Z.append(A[-1] @ W[-1] + b[-1])
    A.append(_softmax(Z[-1]))
    return Z, A


def _fwd_shifted_in_place(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    Z, A = [], [X]
    for layer in range(len(W)):
        z = np.dot(A[layer], W[layer]) + b[layer]
        Z.append(z)
        if layer == len(W) - 1:
            z -= np.max(z, axis=1, keepdims=True)
            e = np.exp(z)
            A.append(e / np.sum(e, axis=1, keepdims=True))
        else:
            A.append(np.maximum(z, 0))
    return Z, A


def _fwd_without_X(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    Z = []
    A = []
    a = X
    for i in range(len(W)):
        z = a @ W[i] + b[i]
        a = _softmax(z) if i == len(W) - 1 else z * (z > 0)
        Z.append(z)
        A.append(a)
    return Z, A


def _fwd_right_bias_row(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    Z, A, ones = [], [X], np.ones((X.shape[0], 1))
    for w, c in zip(W, b, strict=True):
        Z += [np.hstack([A[-1], ones]) @ np.vstack([w, c])]
        A += [(Z[-1] + abs(Z[-1])) / 2]
    odds = np.exp(Z[-1].T - np.amax(Z[-1], axis=1))
    A[-1] = (odds / sum(odds)).T
    return Z, A


def _fwd_right_peel(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    Z = [np.add(X.dot(W[0]), b[0])]
    if len(W) > 1:
        above_Z, above_A = _fwd_right_peel(np.where(Z[0] < 0, 0.0, Z[0]), W[1:], b[1:])
        return Z + above_Z, [X, *above_A]
    differences = Z[0][:, None, :] - Z[0][:, :, None]
    return Z, [X, 1 / np.exp(np.minimum(differences, 700)).sum(axis=2)]


FWD_WRONG = (
    Wrong(
        "forward",
        "bias after the activation",
        _fwd_bias_after,
        "In the hidden layers b is added after relu, not before.",
        r"(\bb\b|bias).{0,60}(after|before|outside|missing|left out|forgot|not added|hidden)|without (the )?(b\b|bias)"
        r"|Z\[0\]`?: it stays the same for another `b`",
    ),
    Wrong(
        "forward",
        "softmax a layer early",
        _fwd_softmax_early,
        "`layer < L - 2`: the last hidden layer is softmax too.",
        r"softmax.{0,80}(hidden|early|every|each|all|too|layer)|hidden.{0,80}softmax|relu.{0,60}(last hidden|missing)",
    ),
    Wrong(
        "forward",
        "step for relu",
        _fwd_step,
        "The hidden activation is relu's slope, 0 or 1, instead of relu.",
        r"slope|0 (or|and) 1|step|z > 0|derivative|relu'|hidden.*(activation|relu)|relu",
    ),
    Wrong(
        "forward",
        "z shifted in place",
        _fwd_shifted_in_place,
        "`z -= ...` also changes the z that is already in the list Z.",
        r"in place|shift|largest|maximum|max|subtract|Z\[-1\]|last (Z|entry of Z)|-=|Z of the last layer",
    ),
    Wrong(
        "forward",
        "X not in A",
        _fwd_without_X,
        "A does not begin with X.",
        r"X.{0,40}(missing|first|begin|A\[0\])|A\[0\]|begins? with|starts? with|L \+ 1|one (more|entry|too few)|length|"
        r"entries|A has \d+ arrays",
    ),
)

FWD_RIGHT = (
    ("forward", "bias as a weight", _fwd_right_bias_row),
    ("forward", "peeled, softmax of differences", _fwd_right_peel),
)


# gradients


def _grads_at_least_zero(X: Array, Y: Array, W: Arrays, b: Arrays) -> tuple[float, Arrays, Arrays]:
    Z, A = _forward(X, W, b)
    N, L = len(X), len(W)
    dW, db = [None] * L, [None] * L
    D = (A[-1] - Y) / N
    for layer in range(L - 1, -1, -1):
        dW[layer] = A[layer].T @ D
        db[layer] = D.sum(axis=0, keepdims=True)
        if layer > 0:
            D = (D @ W[layer].T) * (A[layer] >= 0)
    return _loss(Z[-1], Y), dW, db


def _grads_appended(X: Array, Y: Array, W: Arrays, b: Arrays) -> tuple[float, Arrays, Arrays]:
    Z, A = _forward(X, W, b)
    dW, db = [], []
    D = (A[-1] - Y) / X.shape[0]
    for layer in reversed(range(len(W))):
        dW.append(A[layer].T @ D)
        db.append(np.sum(D, axis=0, keepdims=True))
        if layer > 0:
            D = D @ W[layer].T * (Z[layer - 1] > 0)
    return _loss(Z[-1], Y), dW, db


def _grads_P_overwritten(X: Array, Y: Array, W: Arrays, b: Arrays) -> tuple[float, Arrays, Arrays]:
    _, A = _forward(X, W, b)
    N = len(X)
    P = A[-1]
    D = P
    D -= Y
    D /= N
    dW, db = [np.zeros(w.shape) for w in W], [np.zeros(c.shape) for c in b]
    for layer in range(len(W) - 1, -1, -1):
        dW[layer] += A[layer].T @ D
        db[layer] += D.sum(axis=0, keepdims=True)
        D = D @ W[layer].T * (A[layer] > 0)
    J = -np.sum(Y * np.log(np.maximum(P, 1e-12))) / N
    return J, dW, db


def _grads_J_without_minus(X: Array, Y: Array, W: Arrays, b: Arrays) -> tuple[float, Arrays, Arrays]:
    Z, A = _forward(X, W, b)
    N, L = X.shape[0], len(W)
    s = Z[-1] - np.max(Z[-1], axis=1, keepdims=True)
    log_P = s - np.log(np.sum(np.exp(s), axis=1, keepdims=True))
    J = 0.0
    for i in range(N):
        for c in range(Y.shape[1]):
            J += Y[i, c] * log_P[i, c]
    J = J / N
    D = (A[-1] - Y) / N
    dW, db = [], []
    for layer in range(L - 1, -1, -1):
        dW.insert(0, A[layer].T @ D)
        db.insert(0, D.sum(axis=0, keepdims=True))
        if layer > 0:
            D = D @ W[layer].T * (Z[layer - 1] > 0)
    return J, dW, db


def _grads_over_N_and_K(X: Array, Y: Array, W: Arrays, b: Arrays) -> tuple[float, Arrays, Arrays]:
    Z, A = _forward(X, W, b)
    J = _loss(Z[-1], Y)
    D = (A[-1] - Y) / Y.size
    dW, db = [], []
    for layer in range(len(W) - 1, -1, -1):
        dW.insert(0, A[layer].T @ D)
        db.insert(0, D.sum(axis=0, keepdims=True))
        if layer != 0:
            dA = D @ W[layer].T
            D = np.where(Z[layer - 1] > 0, dA, 0)
    return J, dW, db


def _grads_right_masks(X: Array, Y: Array, W: Arrays, b: Arrays) -> tuple[float, Arrays, Arrays]:
    signals, masks = [X], []
    for w, c in zip(W[:-1], b[:-1], strict=True):
        z = signals[-1] @ w + c
        masks.append(np.heaviside(z, 0))
        signals.append(z * masks[-1])
    scores = signals[-1] @ W[-1] + b[-1]
    log_P = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    deltas = [(np.exp(log_P) - Y) / len(X)]
    for w, mask in zip(reversed(W[1:]), reversed(masks), strict=True):
        deltas.insert(0, np.einsum("no,io,ni->ni", deltas[0], w, mask))
    dW = [np.einsum("ni,no->io", a, d) for a, d in zip(signals, deltas, strict=True)]
    return -float(np.vdot(Y, log_P)) / len(X), dW, [d.sum(0, keepdims=True) for d in deltas]


def _grads_right_recursive(X: Array, Y: Array, W: Arrays, b: Arrays) -> tuple[float, Arrays, Arrays]:
    N = len(X)

    def up(a: Array, layer: int) -> tuple[float, Array, Arrays, Arrays]:
        z = a @ W[layer] + b[layer]
        if layer == len(W) - 1:
            J, D, dW, db = _loss(z, Y), _softmax(z) - Y, [], []
        else:
            J, D, dW, db = up(z.clip(min=0), layer + 1)
            D = D * np.sign(z.clip(min=0))
        here = D.sum(axis=0)[None, :] / N
        return J, D.dot(W[layer].T), [a.T.dot(D) / N, *dW], [here, *db]

    J, _, dW, db = up(X, 0)
    return J, dW, db


GRADS_WRONG = (
    Wrong(
        "gradients",
        "A >= 0",
        _grads_at_least_zero,
        "`A >= 0` is true everywhere after relu: the slope is always 1.",
        r"relu.{0,60}(slope|missing|left out|1 everywhere)|slope.{0,60}(relu|missing|left out|1)|>= ?0|relu'|"
        r"at least 0",
    ),
    Wrong(
        "gradients",
        "appended from above",
        _grads_appended,
        "The lists are in the order of the way down: dW[0] belongs to the last layer.",
        r"order|revers|backwards|turned round|belongs to|last layer first|from the last|wrong end",
    ),
    Wrong(
        "gradients",
        "P overwritten",
        _grads_P_overwritten,
        "D is P itself, so `D -= Y` destroys P before J is computed.",
        r"overwrit|in place|same array|-=|\bJ\b.{0,80}(wrong|but|is|not)|P .{0,40}(changed|D)|copy",
    ),
    Wrong(
        "gradients",
        "J without minus",
        _grads_J_without_minus,
        "The minus before J is missing.",
        r"minus|sign|negative|times -1|opposite",
    ),
    Wrong(
        "gradients",
        "D over N K",
        _grads_over_N_and_K,
        "D is divided by N K instead of by N.",
        r"N ?[*·x]? ?K|Y\.size|(divided|over|mean).{0,60}(K|classes|columns|entries)|\bK\b|number of classes",
    ),
)

GRADS_RIGHT = (
    ("gradients", "masks kept", _grads_right_masks),
    ("gradients", "down and back in one", _grads_right_recursive),
)


# train_epoch


def _epoch_one_row_short(
    gradients: Any, X: Array, Y: Array, W: Arrays, b: Arrays, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Arrays, Arrays]:
    N = len(order)
    total = 0.0
    for start in range(0, N, batch_size):
        end = min(start + batch_size, N) - 1
        rows = order[start:end] if end > start else order[start : start + 1]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        total += J * len(rows)
        W = [w - learning_rate * d for w, d in zip(W, dW, strict=True)]
        b = [c - learning_rate * d for c, d in zip(b, db, strict=True)]
    return total / N, W, b


def _epoch_sliding(
    gradients: Any, X: Array, Y: Array, W: Arrays, b: Arrays, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Arrays, Arrays]:
    N = len(order)
    n_batches = int(np.ceil(N / batch_size))
    total, seen = 0.0, 0
    for i in range(n_batches):
        rows = order[i : i + batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        total += J * len(rows)
        seen += len(rows)
        W = [w - learning_rate * d for w, d in zip(W, dW, strict=True)]
        b = [c - learning_rate * d for c, d in zip(b, db, strict=True)]
    return total / seen, W, b


def _epoch_shuffled_twice(
    gradients: Any, X: Array, Y: Array, W: Arrays, b: Arrays, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Arrays, Arrays]:
    N = X.shape[0]
    X, Y = X[order], Y[order]
    J_sum = 0
    for i in range(0, N, batch_size):
        batch = order[i : i + batch_size]
        X_batch, Y_batch = X[batch], Y[batch]
        J, dW, db = gradients(X_batch, Y_batch, W, b)
        J_sum += J * len(batch)
        W = [W[k] - learning_rate * dW[k] for k in range(len(W))]
        b = [b[k] - learning_rate * db[k] for k in range(len(b))]
    return J_sum / N, W, b


def _epoch_last_layer_stays(
    gradients: Any, X: Array, Y: Array, W: Arrays, b: Arrays, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Arrays, Arrays]:
    N = X.shape[0]
    W, b = list(W), list(b)
    J_sum = 0
    for i in range(0, N, batch_size):
        batch = order[i : i + batch_size]
        J, dW, db = gradients(X[batch], Y[batch], W, b)
        J_sum += J * len(batch)
        for layer in range(len(W) - 1):
            W[layer] = W[layer] - learning_rate * dW[layer]
            b[layer] = b[layer] - learning_rate * db[layer]
    return J_sum / N, W, b


def _epoch_J_not_divided(
    gradients: Any, X: Array, Y: Array, W: Arrays, b: Arrays, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Arrays, Arrays]:
    W = [w.copy() for w in W]
    b = [c.copy() for c in b]
    J_epoch = 0.0
    start = 0
    while start < len(X):
        rows = order[start : start + batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        J_epoch += J * len(rows)
        for layer in range(len(W)):
            W[layer] = W[layer] - learning_rate * dW[layer]
            b[layer] = b[layer] - learning_rate * db[layer]
        start += batch_size
    return J_epoch, W, b


def _epoch_right_queue(
    gradients: Any, X: Array, Y: Array, W: Arrays, b: Arrays, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Arrays, Arrays]:
    queue, J_mean, done = list(order), 0.0, 0
    theta = (list(W), list(b))
    while queue:
        rows, queue = queue[:batch_size], queue[batch_size:]
        J, *slopes = gradients(X[rows], Y[rows], *theta)
        done += len(rows)
        J_mean += (J - J_mean) * len(rows) / done
        theta = tuple(
            [p - learning_rate * s for p, s in zip(part, slope, strict=True)]
            for part, slope in zip(theta, slopes, strict=True)
        )
    return J_mean, *theta


def _epoch_right_recursive(
    gradients: Any, X: Array, Y: Array, W: Arrays, b: Arrays, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Arrays, Arrays]:
    rows, rest = order[:batch_size], order[batch_size:]
    J, dW, db = gradients(np.take(X, rows, axis=0), np.take(Y, rows, axis=0), W, b)
    W = [np.subtract(w, learning_rate * d) for w, d in zip(W, dW, strict=True)]
    b = [np.subtract(c, learning_rate * d) for c, d in zip(b, db, strict=True)]
    if not len(rest):
        return J, W, b
    J_rest, W, b = _epoch_right_recursive(gradients, X, Y, W, b, rest, batch_size, learning_rate)
    return (J * len(rows) + J_rest * len(rest)) / len(order), W, b


EPOCH_WRONG = (
    Wrong(
        "train_epoch",
        "a row short",
        _epoch_one_row_short,
        "The slice ends one too early: every batch lacks its last row.",
        r"(one|1) (row|sample)? ?(too )?(few|short|less|missing|fewer)|last row|batch.{0,60}(rows|smaller|size)|"
        r"batch_size ?- ?1|rows.{0,60}(missing|never|left out|not used|each batch)|left out",
    ),
    Wrong(
        "train_epoch",
        "sliding batches",
        _epoch_sliding,
        "The batch begins at i instead of i * batch_size, so the batches overlap.",
        r"overlap|i \* batch_size|more than once|same rows|begin|start|again|rows.{0,60}(never|twice|not used)|second "
        r"batch",
    ),
    Wrong(
        "train_epoch",
        "shuffled twice",
        _epoch_shuffled_twice,
        "order is applied twice: to X and Y, and again to the shuffled ones.",
        r"twice|order\[order\]|already|two times|second time|\border\b.{0,80}(again|once)",
    ),
    Wrong(
        "train_epoch",
        "last layer stays",
        _epoch_last_layer_stays,
        "The loop over the layers ends one early: the last W and b never change.",
        r"last (layer|W|entry)|W\[-1\]|W\[[12]\]|not (changed|moved|updated)|stay|unchanged|layer [12]",
    ),
    Wrong(
        "train_epoch",
        "J not divided by N",
        _epoch_J_not_divided,
        "The losses are added up with their rows, but not divided by N.",
        r"divided by N|1/N|\bN times|sum|N ?[*·] ?J|times N|times (the )?(number of )?rows|mean",
    ),
)

EPOCH_RIGHT = (
    ("train_epoch", "queue", _epoch_right_queue),
    ("train_epoch", "recursive", _epoch_right_recursive),
)


# accuracy


def _acc_first_of_argsort(P: Array, y: Array) -> float:
    ranking = np.argsort(P, axis=1)
    answers = ranking[:, 0]
    return np.mean(answers == y)


def _acc_no_axis(P: Array, y: Array) -> float:
    right = 0
    for i in range(len(y)):
        if np.argmax(P) == y[i]:
            right += 1
    return right / len(y)


def _acc_column_against_row(P: Array, y: Array) -> float:
    predicted = P.argmax(axis=1).reshape(-1, 1)
    return float(np.mean(predicted == y))


def _acc_starts_at_one(P: Array, y: Array) -> float:
    N = P.shape[0]
    right = 0
    for i in range(1, N):
        if P[i].argmax() == y[i]:
            right += 1
    return right / N


def _acc_assigned(P: Array, y: Array) -> float:
    count = 0
    for probabilities, label in zip(P, y, strict=True):
        if np.argmax(probabilities) == label:
            count = +1
    return count / len(y)


def _acc_right_one_hot(P: Array, y: Array) -> float:
    answers = np.eye(P.shape[1])[P.argmax(axis=-1)]
    return answers[np.arange(len(y)), y].sum() / len(P)


def _acc_right_python(P: Array, y: Array) -> float:
    rows = [row.index(max(row)) for row in P.tolist()]
    return [a == t for a, t in zip(rows, y.tolist(), strict=True)].count(True) / len(rows)


ACC_WRONG = (
    Wrong(
        "accuracy",
        "first of argsort",
        _acc_first_of_argsort,
        "argsort is ascending: its first column is the least probable class.",
        r"smallest|least|lowest|argmin|ascending|minimum|unlikel",
    ),
    Wrong(
        "accuracy",
        "argmax of everything",
        _acc_no_axis,
        "argmax(P) without a row: one place in the whole table, for all rows.",
        r"axis|whole|row by row|each row|flat|one (number|answer|place)|all (the )?rows|entire|without",
    ),
    Wrong(
        "accuracy",
        "column against row",
        _acc_column_against_row,
        "(N, 1) == (N,) is (N, N): every answer meets every label.",
        r"\(N, N\)|broadcast|every (answer|label|prediction|row|pair)|each (answer|label|prediction) with|pair|reshape|"
        r"all (the )?labels",
    ),
    Wrong(
        "accuracy",
        "starts at 1",
        _acc_starts_at_one,
        "Row 0 is not looked at.",
        r"(row|sample) 0|first (row|sample|one)|left out|skip|(one|1) (row|sample)? ?too few|starts? at 1|begins? at 1",
    ),
    Wrong(
        "accuracy",
        "=+",
        _acc_assigned,
        "`count = +1` sets the count to 1 instead of adding 1.",
        r"=\+|\+=|1/N|only one|counts? (only )?(one|1)|never more than|at most (one|1)|overwrit|added up|sets|"
        r"\b1 (hit|right)",
    ),
)

ACC_RIGHT = (
    ("accuracy", "one-hot answers", _acc_right_one_hot),
    ("accuracy", "plain lists", _acc_right_python),
)


# confusion_matrix


def _conf_sets_one(y: Array, p: Array, K: int) -> Array:
    C = np.zeros((K, K), dtype=int)
    for i in range(len(y)):
        C[y[i], p[i]] = 1
    return C


def _conf_hits_only(y: Array, p: Array, K: int) -> Array:
    C = np.zeros((K, K), dtype=int)
    for true, predicted in zip(y, p, strict=True):
        if true == predicted:
            C[true, predicted] += 1
    return C


def _conf_histogram(y: Array, p: Array, K: int) -> Array:
    counts, _, _ = np.histogram2d(y, p, bins=K)
    return counts.astype(int)


def _conf_minus_one(y: Array, p: Array, K: int) -> Array:
    C = np.zeros((K, K))
    for n in range(len(y)):
        row = y[n] - 1
        column = p[n] - 1
        C[row, column] = C[row, column] + 1
    return C


def _conf_or(y: Array, p: Array, K: int) -> Array:
    C = np.zeros((K, K), dtype=int)
    for i in range(K):
        for j in range(K):
            C[i, j] = np.sum((y == i) | (p == j))
    return C


def _conf_right_rows(y: Array, p: Array, K: int) -> Array:
    return np.array([[np.count_nonzero(p[y == true] == taken) for taken in range(K)] for true in range(K)])


def _conf_right_histogram(y: Array, p: Array, K: int) -> Array:
    edges = np.arange(K + 1) - 0.5
    return np.histogram2d(y, p, bins=[edges, edges])[0]


CONF_WRONG = (
    Wrong(
        "confusion_matrix",
        "= 1",
        _conf_sets_one,
        "`= 1` instead of `+= 1`: boxes hold 0 or 1.",
        r"\+=|= 1|0 or 1|(only )?once|at most (one|1)|0s and 1s|zeros and ones|repeat|never (more than|above) 1|more "
        r"than one",
    ),
    Wrong(
        "confusion_matrix",
        "hits only",
        _conf_hits_only,
        "Only the right ones are counted: nothing off the diagonal.",
        r"diagonal|only the (right|hits|correct)|errors.{0,40}(missing|left out|not)|(mistakes|wrong ones).{0,40}("
        r"missing|left out|not)",
    ),
    Wrong(
        "confusion_matrix",
        "histogram without range",
        _conf_histogram,
        "histogram2d cuts the range from the smallest to the largest label that occurs into K bins.",
        r"occur|range|histogram|bins|absent|missing class|smallest|largest|classes that|do(es)? not (appear|come)|"
        r"lowest|highest|never",
    ),
    Wrong(
        "confusion_matrix",
        "y - 1",
        _conf_minus_one,
        "Labels counted from 1: all is one row up and one column left, class 0 wraps round to the end.",
        r"- ?1|shift|from 1|one (row|place|class|box)|wrap|class 0|too (high|low|far)|moved|off by one",
    ),
    Wrong(
        "confusion_matrix",
        "or for and",
        _conf_or,
        "Counts samples with y = i OR p = j instead of AND.",
        r"\bor\b.{0,40}(and|instead|p)|either|\||both|more than once|several boxes|sum (to|of)",
    ),
)

CONF_RIGHT = (
    ("confusion_matrix", "count in each box", _conf_right_rows),
    ("confusion_matrix", "histogram with edges", _conf_right_histogram),
)


# most_confident_errors


def _sure_margin(P: Array, y: Array, k: int) -> Array:
    wrong = np.where(P.argmax(axis=1) != y)[0]
    ranked = np.sort(P[wrong], axis=1)
    margin = ranked[:, -1] - ranked[:, -2]
    return wrong[np.argsort(-margin)][:k]


def _sure_always_k(P: Array, y: Array, k: int) -> Array:
    errors = []
    for i in range(len(y)):
        if np.argmax(P[i]) != y[i]:
            errors.append(i)
    errors.sort(key=lambda i: -np.max(P[i]))
    rows = []
    for j in range(k):
        rows.append(errors[j])
    return np.array(rows)


def _sure_one_more(P: Array, y: Array, k: int) -> Array:
    p = np.argmax(P, axis=1)
    errors = np.flatnonzero(p != y)
    confidence = np.max(P[errors], axis=1)
    best = np.argsort(confidence)[::-1]
    return errors[best[: k + 1]]


def _sure_sorted_rows(P: Array, y: Array, k: int) -> Array:
    errors = np.flatnonzero(np.argmax(P, axis=1) != y)
    best = np.argsort(-P[errors].max(axis=1))[:k]
    return np.sort(errors[best])


def _sure_columns(P: Array, y: Array, k: int) -> Array:
    errors = np.flatnonzero(np.argmax(P, axis=1) != y)
    confidence = np.max(P, axis=0)[P.argmax(axis=1)]
    ranking = np.argsort(-confidence[errors], kind="stable")
    return errors[ranking][:k]


def _sure_right_heap(P: Array, y: Array, k: int) -> Array:
    errors = [(float(row.max()), i) for i, row in enumerate(P) if int(row.argmax()) != y[i]]
    return np.array([i for _, i in heapq.nlargest(k, errors)], dtype=int)


def _sure_right_one_by_one(P: Array, y: Array, k: int) -> Array:
    confidence = np.where(P.argmax(axis=1) == y, -1.0, P.max(axis=1))
    rows: list[int] = []
    while len(rows) < k and confidence.max() > 0:
        rows.append(int(confidence.argmax()))
        confidence[rows[-1]] = -1
    return np.array(rows, dtype=int)


SURE_WRONG = (
    Wrong(
        "most_confident_errors",
        "margin",
        _sure_margin,
        "Ranked by the distance of the largest from the second largest probability.",
        r"second|margin|difference|distance|gap|lead|(by|their) (the )?largest probabilit",
    ),
    Wrong(
        "most_confident_errors",
        "always k",
        _sure_always_k,
        "Takes k errors even if there are fewer: IndexError.",
        r"fewer|IndexError|index out|out of (range|bounds)|less than k|not enough",
    ),
    Wrong(
        "most_confident_errors",
        "one too many",
        _sure_one_more,
        "`[: k + 1]` gives one row too many.",
        r"k ?\+ ?1|one (row )?(too many|more)|too many|more than k|length|\(k,\)|1 more|shape",
    ),
    Wrong(
        "most_confident_errors",
        "sorted by row number",
        _sure_sorted_rows,
        "The right rows, but in the order of the row numbers.",
        r"order|sorted|row number|most confident first",
    ),
    Wrong(
        "most_confident_errors",
        "maximum down the columns",
        _sure_columns,
        "The confidence is the largest entry of the column, not of the row.",
        r"column|axis|own (row|largest|probab)|of the row|rank|other row",
    ),
)

SURE_RIGHT = (
    ("most_confident_errors", "heap", _sure_right_heap),
    ("most_confident_errors", "one by one", _sure_right_one_by_one),
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
