"""Exercises of lesson 13: a network for handwritten digits from an empty page, and its honest evaluation.

X is (N, n0), one row a sample; Y is (N, K) one-hot; W and b are lists, W[l] (n_l, n_{l+1}) and b[l] (1, n_{l+1}).
Hidden layers are relu, the output is softmax, the loss is the mean cross-entropy.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from nncore.activations import sigmoid, softmax
from nncore.exercises.record import Case, Exercise, Formula, Function, Mistake, Part, Slip, Slot
from nncore.gradcheck import numerical_gradient
from nncore.network import Network
from nncore.optimizers import SGD

LESSON = "13-mnist"

Array = np.ndarray
Layers = list[np.ndarray]
Rng = np.random.Generator


def _parameters(rng: Rng, sizes: tuple[int, ...], scale: float = 1.0) -> tuple[Layers, Layers]:
    W = [rng.normal(size=(n_in, n_out)) * scale for n_in, n_out in pairwise(sizes)]
    b = [rng.normal(size=(1, n_out)) * 0.5 + 0.2 for n_out in sizes[1:]]
    return W, b


def _targets(rng: Rng, N: int, K: int) -> Array:
    """Draw one-hot rows, the lower classes more often, so that no symmetry hides a mistake."""
    shares = np.arange(K, 0, -1.0)
    return np.eye(K)[rng.choice(K, size=N, p=shares / shares.sum())]


def _sizes(N: int, sizes: tuple[int, ...]) -> dict[str, float]:
    return {"N": N, "n0": sizes[0], "K": sizes[-1]}


def _network(W: Layers, b: Layers) -> Network:
    sizes = [len(W[0]), *(w.shape[1] for w in W)]
    net = Network(sizes, activation="relu", output="softmax", init="zeros")
    net.W, net.b = [w.copy() for w in W], [v.copy() for v in b]
    return net


# --- forward -----------------------------------------------------------------------------------------


def _forward_cases(rng: Rng) -> list[Case]:
    cases = []
    for N, sizes in [(7, (4, 5, 3)), (6, (3, 5, 4, 2)), (5, (4, 3)), (1, (3, 4, 5)), (9, (2, 6, 3, 5, 4))]:
        X = rng.normal(size=(N, sizes[0])) + 0.3
        cases.append(Case((X, *_parameters(rng, sizes)), _sizes(N, sizes)))
    # Rows of very different size: a shift by one number for the whole batch saves some rows only.
    X = rng.uniform(0.5, 1.0, size=(5, 3)) * np.array([[1.0], [2000.0], [-3000.0], [0.01], [-900.0]])
    W, b = [rng.uniform(0.5, 2.0, size=(3, 4))], [rng.normal(size=(1, 4))]
    cases.append(Case((X, W, b), _sizes(5, (3, 4)), extreme=True))
    sizes = (3, 6, 4)
    X = rng.normal(size=(5, 3)) * np.array([[1.0], [1e4], [1.0], [1e6], [100.0]])
    cases.append(Case((X, *_parameters(rng, sizes)), _sizes(5, sizes), extreme=True))
    return cases


def _forward_model(
    X: Array, W: Layers, b: Layers, *, bias: Any, unit: Any, kept: Any, onward: Any, output: Any
) -> tuple[Layers, Layers]:
    Z: Layers = []
    A = [X]
    below = X
    for w, v in zip(W[:-1], b[:-1], strict=True):
        z = below @ w + bias(v)
        a = unit(z)
        Z.append(kept(z, a))
        A.append(a)
        below = onward(z, a)
    Z.append(below @ W[-1] + bias(b[-1]))
    return Z, [*A, output(Z[-1])]


def _relu(z: Array) -> Array:
    return np.maximum(z, 0)


def _naive_softmax(Z: Array) -> Array:
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def _column_shifted_softmax(Z: Array) -> Array:
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=1, keepdims=True)


_UNIT = Slot(
    _relu,
    Slip("no-activation", lambda z: z,
         "The hidden layers pass z on as it is. Without relu the whole network is one matrix product: a linear model "
         "with more numbers."),
    Slip("sigmoid-hidden", sigmoid, "The hidden layers use the sigmoid; here they are relu, max(z, 0)."),
    Slip("tanh-hidden", np.tanh, "The hidden layers use tanh; here they are relu, max(z, 0)."),
    Slip("leaky-hidden", lambda z: np.where(z > 0, z, 0.01 * z),
         "The hidden layers let 1 % of a negative z through (leaky relu); here they are relu: a negative z gives 0."),
    Slip("relu-upside-down", lambda z: np.minimum(z, 0),
         "The hidden layers keep the negative z and cut the positive ones: `np.minimum` stands where `np.maximum` "
         "should."),
    Slip("absolute-hidden", np.abs, "The hidden layers return |z|. relu turns a negative z into 0, not into -z."),
    Slip("step-hidden", lambda z: (z > 0).astype(float),
         "The hidden layers return only whether z > 0. relu returns z itself there: multiply by z, or `np.maximum(z, "
         "0)`."),
    Slip("softmax-hidden", softmax,
         "Softmax is applied in the hidden layers too. It belongs on the last layer only, where the entries are to be "
         "probabilities; the hidden ones are relu."),
)  # fmt: skip

FORWARD = Exercise(
    name="forward",
    lesson=LESSON,
    points=3,
    signature="forward(X (N, n0), W list of (n_in, n_out), b list of (1, n_out)) -> Z list of (N, n_out), A list",
    returns=(Part("Z", "one (N, n_out) a layer"), Part("A", "X, then one (N, n_out) a layer")),
    reference=lambda X, W, b: _network(W, b).forward(X),
    cases=_forward_cases,
    formula=Formula(_forward_model, {
        "bias": Slot(
            lambda b: b,
            Slip("no-bias", np.zeros_like,
                 "The biases are never added: each z is `A[l] @ W[l] + b[l]`. All the right numbers differ from yours "
                 "by what the b[l] contribute."),
            Slip("minus-bias", np.negative, "The biases are subtracted. z is `A[l] @ W[l] + b[l]`, with a plus."),
        ),
        "unit": _UNIT,
        "kept": Slot(
            lambda z, a: z,
            Slip("Z-holds-activations", lambda z, a: a,
                 "The hidden entries of Z hold relu(z), not z. Was z overwritten (`z = np.maximum(z, 0)`, or `out=z`) "
                 "before or after it was stored? Z needs the values before relu."),
        ),
        "onward": Slot(
            lambda z, a: a,
            Slip("feeds-z-onward", lambda z, a: z,
                 "The next layer is fed with z instead of relu(z): the product must take `A[-1]`, the activations "
                 "stored last, not `Z[-1]`."),
        ),
        "output": Slot(
            softmax,
            Slip("no-softmax", lambda z: z,
                 "The last entry of A holds the scores Z[-1]. The output is softmax of them: every row of A[-1] is "
                 "positive and sums to 1."),
            Slip("relu-output", _relu,
                 "The last layer is relu like the hidden ones. It is the one layer that is different: softmax."),
            Slip("relu-before-softmax", lambda z: softmax(_relu(z)),
                 "relu is applied to the last layer too, before softmax, so that all negative scores become equal. "
                 "Softmax takes Z[-1] itself."),
            Slip("softmax-down-columns", lambda z: softmax(z.T).T,
                 "Your columns sum to 1, over the samples of the batch. One sample is one row: the sum runs along "
                 "axis=1."),
            Slip("softmax-over-all", lambda z: softmax(z.reshape(1, -1)).reshape(z.shape),
                 "All entries of A[-1] together sum to 1. Each row has to: `sum(axis=1, keepdims=True)`."),
            Slip("no-exp", lambda z: z / z.sum(axis=1, keepdims=True),
                 "The scores themselves are divided by their sum. Softmax takes exp of each score first, so that all "
                 "are positive."),
            Slip("not-normalised", np.exp,
                 "The last entry of A is exp(Z[-1]). Divide each row by its sum, so that the {K} probabilities of a "
                 "sample sum to 1."),
            Slip("sigmoid-output", sigmoid,
                 "The last layer is the sigmoid: {K} separate yes-or-no answers. Softmax makes one choice among {K}: "
                 "each row sums to 1."),
            Slip("softmax-twice", lambda z: softmax(softmax(z)),
                 "Softmax is applied twice, which makes every row nearly uniform. Once, to Z[-1]."),
            Slip("log-softmax", lambda z: z - z.max(axis=1, keepdims=True)
                 - np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)),
                 "The last entry of A is the logarithm of the probabilities. Return the probabilities."),
            Slip("minus-in-exponent", lambda z: softmax(-z),
                 "The exponent has a minus: the largest score gets the smallest probability. Softmax takes exp(z), not "
                 "exp(-z)."),
            Slip("shift-by-column", _column_shifted_softmax,
                 "Each column is shifted by its own maximum, and that changes the answer: softmax stays the same only "
                 "if all entries of a *row* are shifted by the same number, `Z.max(axis=1, keepdims=True)`."),
            Slip("overflow", _naive_softmax,
                 "Right for small scores; for large ones exp overflows, and inf / inf is NaN. Take each row's largest "
                 "score off before exp: the probabilities stay the same, and the largest exponent is 0."),
        ),
    }),
    mistakes=(
        Mistake("shift-by-batch", lambda X, W, b: _forward_with_one_shift(X, W, b),
                "The maximum of the whole batch is taken off every row. A row whose scores all lie far below it "
                "becomes 0 / 0. Take each row's own maximum: `max(axis=1, keepdims=True)`.",
                same_as=("overflow",)),  # both are right for ordinary scores and NaN for extreme ones
    ),
    alternatives=(
        lambda X, W, b: _forward_recursive(X, W, b),
        lambda X, W, b: _forward_by_samples(X, W, b),
        lambda X, W, b: _forward_einsum(X, W, b),
        lambda X, W, b: _forward_float32(X, W, b),
        lambda X, W, b: _forward_in_place(X, W, b),
    ),
    hints=(
        "Every layer does the same: a product with W[l], plus b[l], then an activation. Only the last activation "
        "differs. Write the loop over the layers and ask in it: is this one the last?",
        "Start with Z = [] and A = [X]. In layer l the input is A[-1], the entry stored last. Append z to Z before "
        "anything is done to it, then append relu(z), or softmax(z) if l is len(W) - 1.",
        "Softmax by hand for the scores (1, 3): take the maximum off, (-2, 0); exp gives (0.135, 1); the sum is 1.135; "
        "divide: (0.119, 0.881). For a matrix do it in every row at once with axis=1, keepdims=True.",
    ),
)  # fmt: skip


def _forward_with_one_shift(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    Z, A = _forward_recursive(X, W, b)
    return Z, [*A[:-1], _naive_softmax(Z[-1] - Z[-1].max())]


def _forward_recursive(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    z = X @ W[0] + b[0]
    if len(W) == 1:
        shifted = z - z.max(axis=1)[:, None]
        return [z], [X, np.exp(shifted - np.log(np.exp(shifted).sum(axis=1))[:, None])]
    Z, A = _forward_recursive(z * (z > 0), W[1:], b[1:])
    return [z, *Z], [X, *A]


def _forward_by_samples(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    Z = [np.zeros((len(X), w.shape[1])) for w in W]
    A = [X.copy(), *(np.zeros_like(z) for z in Z)]
    for i in range(len(X)):
        for layer, (w, v) in enumerate(zip(W, b, strict=True)):
            for j in range(w.shape[1]):
                Z[layer][i, j] = sum(A[layer][i, k] * w[k, j] for k in range(len(w))) + v[0, j]
            z = Z[layer][i]
            if layer < len(W) - 1:
                A[layer + 1][i] = [max(x, 0.0) for x in z]
            else:
                e = [np.exp(x - max(z)) for x in z]
                A[layer + 1][i] = [x / sum(e) for x in e]
    return Z, A


def _forward_einsum(X: Array, W: Layers, b: Layers) -> tuple[list[Array], tuple[Array, ...]]:
    Z, A = [], [X]
    for w, v in zip(W, b, strict=True):
        Z.append(np.einsum("ij,jk->ik", A[-1], w) + v)
        A.append(np.where(Z[-1] > 0, Z[-1], 0.0))
    E = np.exp(Z[-1] - np.max(Z[-1], axis=1, keepdims=True))
    A[-1] = np.einsum("ij,i->ij", E, 1 / np.einsum("ij->i", E))
    return Z, tuple(A)


def _forward_float32(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    return _forward_model(
        X.astype(np.float32), [w.astype(np.float32) for w in W], [v.astype(np.float32) for v in b],
        bias=lambda v: v, unit=_relu, kept=lambda z, a: z, onward=lambda z, a: a, output=softmax,
    )  # fmt: skip


def _forward_in_place(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    Z, A = [], [X]
    for w, v in zip(W, b, strict=True):
        z = A[-1] @ w
        z += v
        Z.append(z.copy())
        if len(Z) < len(W):
            z[z < 0] = 0
        else:
            z -= z.max(1, keepdims=True)
            np.exp(z, out=z)
            z /= z.sum(1, keepdims=True)
        A.append(z)
    return Z, A


# --- gradients ---------------------------------------------------------------------------------------


def _gradient_cases(rng: Rng) -> list[Case]:
    cases = []
    for N, sizes in [(7, (4, 5, 3)), (6, (3, 5, 4, 2)), (5, (4, 3)), (1, (3, 4, 5)), (9, (2, 6, 5, 4))]:
        X = rng.normal(size=(N, sizes[0])) + 0.3
        Y = _targets(rng, N, sizes[-1])
        # Small scores, so that a tiny constant inside the logarithm does no harm here.
        cases.append(Case((X, Y, *_parameters(rng, sizes, 0.5)), _sizes(N, sizes)))
    sizes = (3, 6, 4)
    X = rng.normal(size=(5, 3)) * np.array([[1.0], [1e4], [1.0], [1e5], [100.0]])
    # Where to clip log(0) is a matter of taste, so any finite number is right there.
    cases.append(
        Case((X, _targets(rng, 5, 4), *_parameters(rng, sizes)), _sizes(5, sizes), extreme=True, finite_only=True)
    )
    return cases


def _log_softmax(Z: Array) -> Array:
    shifted = Z - Z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _cross_entropy(Z: Array, Y: Array) -> float:
    return float(-np.sum(Y * _log_softmax(Z)) / len(Y))


def _gradients_model(
    X: Array, Y: Array, W: Layers, b: Layers, *,
    loss: Any, error: Any, mean: Any, source: Any, slope: Any, bias: Any,
) -> tuple[float, Layers, Layers]:  # fmt: skip
    Z, A = FORWARD.formula.right(X, W, b)  # type: ignore[union-attr]
    J = loss(Z[-1], Y)
    D = error(Z[-1], A[-1], Y) * mean(len(X), Y.shape[1])
    dW: Layers = []
    db: Layers = []
    for layer in reversed(range(len(W))):
        dW.insert(0, source(A, Z, layer).T @ D)
        db.insert(0, bias(D))
        if layer > 0:
            D = slope(D @ W[layer].T, Z[layer - 1])
    return J, dW, db


def _gradients_by_library(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[float, Layers, Layers]:
    return _network(W, b).loss_and_gradients(X, Y)


def _gradients_by_numbers(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[float, Layers, Layers]:
    net = _network(W, b)

    def loss(_: Array) -> float:
        return net.loss(X, Y)

    # numerical_gradient changes the entries of the network's own arrays one by one, and puts them back.
    dW = [numerical_gradient(loss, w) for w in net.W]
    db = [numerical_gradient(loss, v) for v in net.b]
    return net.loss(X, Y), dW, db


GRADIENTS = Exercise(
    name="gradients",
    lesson=LESSON,
    points=5,
    signature="gradients(X (N, n0), Y (N, K) one-hot, W list, b list) -> J number, dW list like W, db list like b",
    returns=(Part("J", "number"), Part("dW", "list, shaped like W"), Part("db", "list, shaped like b")),
    reference=_gradients_by_library,
    numbers=_gradients_by_numbers,
    cases=_gradient_cases,
    formula=Formula(_gradients_model, {
        "loss": Slot(
            _cross_entropy,
            Slip("loss-not-averaged", lambda Z, Y: -float(np.sum(Y * _log_softmax(Z))),
                 "J is a sum over the batch: exactly {N} times too large, and the batch has {N} rows. The loss is the "
                 "mean over the rows."),
            Slip("loss-averaged-over-classes", lambda Z, Y: -float(np.mean(Y * _log_softmax(Z))),
                 "J is divided by N times K: `np.mean` over the whole table counts its zeros too. Sum over the {K} "
                 "classes first, then take the mean over the {N} rows."),
            Slip("loss-positive-log", lambda Z, Y: -_cross_entropy(Z, Y),
                 "J is negative. A logarithm of a probability is negative, so the loss has a minus in front: "
                 "-mean(log p of the true class)."),
            Slip("loss-without-log",
                 lambda Z, Y: 1 - float(np.mean(np.sum(Y * softmax(Z), axis=1))),
                 "J is 1 minus the mean probability of the true class. Cross-entropy takes minus its logarithm."),
            Slip("binary-loss", lambda Z, Y: _cross_entropy(Z, Y) - float(
                np.sum((1 - Y) * np.log1p(-np.minimum(softmax(Z), 1 - 1e-12))) / len(Y)),
                 "J also adds log(1 - p) for the classes that are not true: the loss of {K} separate yes-or-no "
                 "questions. With softmax only the true class's log p counts."),
            Slip("loss-of-all-classes", lambda Z, Y: -float(np.sum(_log_softmax(Z)) / len(Y)),
                 "J sums -log p over all {K} classes. Multiply by Y first: only the true class counts."),
            Slip("squared-loss", lambda Z, Y: float(np.sum((softmax(Z) - Y) ** 2) / (2 * len(Y))),
                 "J is the squared error. The loss of this lesson is the cross-entropy, -mean(log p of the true "
                 "class)."),
        ),
        "error": Slot(
            lambda Z, P, Y: P - Y,
            Slip("sign", lambda Z, P, Y: Y - P,
                 "The error at the output has the wrong sign: it is P - Y. With Y - P every step goes uphill."),
            Slip("error-of-scores", lambda Z, P, Y: Z - Y,
                 "The error compares the scores Z[-1] with Y. It is P - Y with the probabilities P = A[-1]."),
            Slip("stops-at-P", lambda Z, P, Y: -Y / np.maximum(P, 1e-300),
                 "The error is -Y / P: that is dJ/dP. D is dJ/dZ, so the softmax has to be passed as well, and the two "
                 "together are simply P - Y."),
            Slip("slope-twice", lambda Z, P, Y: (P - Y) * P * (1 - P),
                 "The error is multiplied by P(1 - P). That slope is already in P - Y: for softmax with cross-entropy "
                 "it cancels."),
            Slip("relu-at-output", lambda Z, P, Y: (P - Y) * (Z > 0),
                 "The output's error is multiplied by relu's slope. The last layer is softmax, and P - Y already "
                 "holds its slope; relu's belongs to the hidden layers only."),
            Slip("targets-forgotten", lambda Z, P, Y: P,
                 "The error is P alone: without Y the network cannot know which class was meant. It is P - Y."),
            Slip("error-squared", lambda Z, P, Y: (P - Y) ** 2,
                 "The error is squared. D at the output is P - Y itself."),
        ),
        "mean": Slot(
            lambda N, K: 1 / N,
            Slip("no-mean", lambda N, K: 1.0,
                 "All gradients are exactly {N} times too large, and the batch has {N} rows. J is a mean, so 1/N must "
                 "enter once: in D at the output."),
            Slip("mean-twice", lambda N, K: 1 / N**2,
                 "1/N enters twice: in D, and again in dW and db. The gradients are exactly {N} times too small. Once "
                 "is enough, in D at the output."),
            Slip("mean-over-classes", lambda N, K: 1 / (N * K),
                 "The gradients are divided by N times K. J is a mean over the {N} rows only, not over the {K} "
                 "classes."),
            Slip("divided-by-classes", lambda N, K: 1 / K,
                 "The gradients are divided by K, the number of columns (`Y.shape[1]`). Divide by the number of rows, "
                 "`len(X)`."),
            Slip("two-over-N", lambda N, K: 2 / N,
                 "A factor 2, as from a squared error, has no place here: D at the output is (P - Y) / N."),
        ),
        "source": Slot(
            lambda A, Z, layer: A[layer],
            Slip("dW-from-z", lambda A, Z, layer: Z[layer - 1] if layer else A[0],
                 "dW multiplies D by the z of the layer below. What was multiplied by W on the way up are the "
                 "activations A[l], so these belong here."),
        ),
        "slope": Slot(
            lambda D, z: D * (z > 0),
            Slip("no-slope", lambda D, z: D,
                 "The layers below the output lack relu's slope. D coming back through W[l] must be multiplied by 1 "
                 "where z of the layer below is above 0, and by 0 elsewhere."),
            Slip("relu-for-slope", lambda D, z: D * _relu(z),
                 "D is multiplied by relu(z) itself, not by its slope, which is 1 where z > 0 and 0 elsewhere."),
            Slip("sigmoid-slope", lambda D, z: D * sigmoid(z) * (1 - sigmoid(z)),
                 "D is multiplied by the sigmoid's slope. The hidden layers are relu: 1 where z > 0, 0 elsewhere."),
            Slip("a-times-one-minus-a", lambda D, z: D * _relu(z) * (1 - _relu(z)),
                 "a(1 - a) is the slope of the sigmoid. The hidden layers are relu: 1 where z > 0, 0 elsewhere."),
            Slip("slope-upside-down", lambda D, z: D * (z <= 0),
                 "The mask is the wrong way round: it lets D pass where z <= 0. relu is flat there; D passes where z > "
                 "0."),
            Slip("relu-of-D", lambda D, z: _relu(D),
                 "relu is applied to D itself. D may well be negative; it is the sign of z that decides what passes."),
        ),
        "bias": Slot(
            lambda D: D.sum(axis=0, keepdims=True),
            Slip("db-mean", lambda D: D.mean(axis=0, keepdims=True),
                 "db is a mean of D's rows. D holds 1/N already, so db is their *sum*: yours is exactly {N} times too "
                 "small."),
            Slip("db-zero", lambda D: np.zeros((1, D.shape[1])),
                 "db is all 0: is it filled in? It is the sum of D's rows."),
            Slip("db-first-row", lambda D: D[:1],
                 "db is D's first row. b was added to every row, so the {N} rows of D are summed."),
        ),
    }),
    mistakes=(
        Mistake("first-layer-missing", lambda X, Y, W, b: _first_layer_missing(X, Y, W, b),
                "dW[0] and db[0] stay 0: the loop over the layers stops one too early. `reversed(range(len(W)))` "
                "includes layer 0."),
        Mistake("only-last-layer", lambda X, Y, W, b: _only_last_layer(X, Y, W, b),
                "Only the last layer has gradients; the others are 0. Is D passed down in the loop, and is dW[l] "
                "filled for every l?"),
        Mistake("layers-in-reverse", lambda X, Y, W, b: _layers_in_reverse(X, Y, W, b),
                "dW and db hold the right arrays in the wrong order: the backward loop meets the last layer first. Put "
                "each one in place l, or reverse the lists at the end."),
    ),
    alternatives=(
        lambda X, Y, W, b: _gradients_by_samples(X, Y, W, b),
        lambda X, Y, W, b: _gradients_einsum(X, Y, W, b),
        lambda X, Y, W, b: _gradients_float32(X, Y, W, b),
        lambda X, Y, W, b: _gradients_by_labels(X, Y, W, b),
        lambda X, Y, W, b: _gradients_clipped(X, Y, W, b),
    ),
    hints=(
        "One way up, one way down. D is dJ/dZ of the layer you are at. It starts at the output as (P - Y) / N and "
        "gives that layer's dW and db; then it is passed through W to the layer below, where relu's slope is put in.",
        "For l from the last layer to the first: dW[l] = A[l].T @ D; db[l] = sum of D's rows; and, if l > 0, "
        "D = (D @ W[l].T) * (Z[l-1] > 0). A[l] is what layer l was fed, Z[l-1] belongs to the layer below.",
        "One sample, two inputs a = (3, 0), scores with P = (0.7, 0.3), true class second: D = (0.7, -0.7). dW = a.T @ "
        "D has the rows (2.1, -2.1) and (0, 0): an input that is 0 teaches its weights nothing. db = (0.7, -0.7).",
    ),
)  # fmt: skip


def _first_layer_missing(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[float, Layers, Layers]:
    J, dW, db = _gradients_by_library(X, Y, W, b)
    return J, [np.zeros_like(W[0]), *dW[1:]], [np.zeros_like(b[0]), *db[1:]]


def _only_last_layer(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[float, Layers, Layers]:
    J, dW, db = _gradients_by_library(X, Y, W, b)
    return J, [*(0 * w for w in W[:-1]), dW[-1]], [*(0 * v for v in b[:-1]), db[-1]]


def _layers_in_reverse(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[float, Layers, Layers]:
    J, dW, db = _gradients_by_library(X, Y, W, b)
    return J, dW[::-1], db[::-1]


def _gradients_by_samples(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[float, Layers, Layers]:
    N = len(X)
    J, dW, db = 0.0, [np.zeros_like(w) for w in W], [np.zeros_like(v) for v in b]
    for x, y in zip(X, Y, strict=True):
        Z, A = _forward_recursive(x[None], W, b)
        J -= float(_log_softmax(Z[-1])[0, y.argmax()]) / N
        d = A[-1][0] - y
        for layer in range(len(W) - 1, -1, -1):
            dW[layer] += np.outer(A[layer][0], d) / N
            db[layer] += d / N
            if layer:
                d = (W[layer] @ d) * np.heaviside(Z[layer - 1][0], 0.0)
    return J, dW, db


def _gradients_einsum(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[Any, tuple[Array, ...], Layers]:
    Z, A = _forward_einsum(X, W, b)
    peak = Z[-1].max(axis=1)
    J = np.mean(peak + np.log(np.exp(Z[-1] - peak[:, None]).sum(axis=1)) - np.einsum("ij,ij->i", Z[-1], Y))
    D = (A[-1] - Y) / X.shape[0]
    dW, db = [], []
    for layer in range(len(W))[::-1]:
        dW.append(np.einsum("ni,nj->ij", A[layer], D))
        db.append(np.ones((1, len(X))) @ D)
        if layer:
            D = np.einsum("nj,ij->ni", D, W[layer])
            D[A[layer] == 0] = 0
    return J, tuple(dW[::-1]), db[::-1]


def _gradients_float32(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[Any, Layers, Layers]:
    X, Y = X.astype(np.float32), Y.astype(np.float32)
    W, b = [w.astype(np.float32) for w in W], [v.astype(np.float32) for v in b]
    Z, A = _forward_recursive(X, W, b)
    J = -np.mean((Y * _log_softmax(Z[-1])).sum(axis=1))
    D = (A[-1] - Y) / np.float32(len(X))
    dW, db = [], []
    for layer in reversed(range(len(W))):
        dW.insert(0, A[layer].T @ D)
        db.insert(0, D.sum(axis=0, keepdims=True))
        D = (D @ W[layer].T) * (A[layer] > 0)
    return J, dW, db


def _gradients_by_labels(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[float, Layers, Layers]:
    Z, A = _forward_recursive(X, W, b)
    rows, labels = np.arange(len(X)), Y.argmax(axis=1)
    J = -float(_log_softmax(Z[-1])[rows, labels].mean())
    D = A[-1].copy()
    D[rows, labels] -= 1
    dW, db = [np.empty(0)] * len(W), [np.empty(0)] * len(W)
    for layer in range(len(W), 0, -1):
        dW[layer - 1] = (D.T @ A[layer - 1]).T / len(X)
        db[layer - 1] = np.mean(D, axis=0).reshape(1, -1)
        if layer > 1:
            D = np.where(Z[layer - 2] >= 0, D @ W[layer - 1].T, 0.0)
    return J, dW, db


def _gradients_clipped(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[Any, Layers, Layers]:
    _, dW, db = _gradients_by_labels(X, Y, W, b)
    P = _forward_recursive(X, W, b)[1][-1]
    return -np.sum(Y * np.log(np.clip(P, 1e-300, 1.0))) / len(X), dW, db


# --- train_epoch -------------------------------------------------------------------------------------


def _epoch_cases(rng: Rng) -> list[Case]:
    cases = []
    for N, B, rate, sizes in [
        (11, 4, 0.5, (4, 5, 3)),  # last batch of 3
        (10, 3, 0.3, (3, 5, 4, 2)),  # last batch of 1
        (5, 5, 0.7, (4, 6, 3)),  # one batch with all rows
        (8, 2, 0.4, (2, 3, 5)),  # no partial batch
        (1, 1, 0.6, (3, 4, 2)),
        (7, 5, 0.2, (5, 3)),  # no hidden layer
    ]:
        X = rng.normal(size=(N, sizes[0])) + 0.3
        W, b = _parameters(rng, sizes, 0.7)
        Y, order = _targets(rng, N, sizes[-1]), _disorder(rng, N)
        cases.append(Case((_solved_gradients, X, Y, W, b, order, B, rate), _sizes(N, sizes)))
    return cases


def _disorder(rng: Rng, N: int) -> Array:
    """Draw a permutation in which no number stays in its place, nor comes back after two rounds (for N > 2)."""
    order = rng.permutation(N)
    while N > 2 and (np.any(order == np.arange(N)) or np.array_equal(order[order], np.arange(N))):
        order = rng.permutation(N)
    return order


def _epoch_model(
    gradients: Function, X: Array, Y: Array, W: Layers, b: Layers, order: Array, batch_size: int, learning_rate: float,
    *, batches: Any, rows: Any, at: Any, scale: Any, base: Any, step: Any, layers: Any, loss: Any,
) -> tuple[float, Layers, Layers]:  # fmt: skip
    N = len(X)
    start = W, b
    losses, late_losses, counts = [], [], []
    for begin, end in batches(N, batch_size):
        X_batch, Y_batch = rows(X, Y, order, begin, end)
        J, dW, db = gradients(X_batch, Y_batch, *at((W, b), start))
        factor = step(learning_rate) * scale(len(X_batch), N, batch_size)
        W_from, b_from = base((W, b), start)
        which = layers(len(W))
        W = [w - factor * g if "W" in kinds else w for w, g, kinds in zip(W_from, dW, which, strict=True)]
        b = [v - factor * g if "b" in kinds else v for v, g, kinds in zip(b_from, db, which, strict=True)]
        losses.append(J)
        late_losses.append(gradients(X_batch, Y_batch, W, b)[0])
        counts.append(len(X_batch))
    seen = _Losses(np.array(losses), np.array(late_losses), np.array(counts), batch_size, gradients(X, Y, W, b)[0])
    return loss(seen), W, b


class _Losses(NamedTuple):
    """What an epoch's loss might be made of: each batch's loss before and after its step, its rows, the end's loss."""

    before: Array
    after: Array
    rows: Array
    batch_size: int
    end: float


def _solved_gradients(X: Array, Y: Array, W: Layers, b: Layers) -> tuple[float, Layers, Layers]:
    result: tuple[float, Layers, Layers] = GRADIENTS.formula.right(X, Y, W, b)  # type: ignore[union-attr]
    return result


def _cut(N: int, batch_size: int) -> list[tuple[int, int]]:
    return [(begin, min(begin + batch_size, N)) for begin in range(0, N, batch_size)]


def _epoch_by_library(
    gradients: Function, X: Array, Y: Array, W: Layers, b: Layers, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Layers, Layers]:
    net = _network(W, b)
    optimizer = SGD(learning_rate)
    total = 0.0
    for begin in range(0, len(order), batch_size):
        rows = order[begin : begin + batch_size]
        J, dW, db = net.loss_and_gradients(X[rows], Y[rows])
        optimizer.step([*net.W, *net.b], [*dW, *db])
        total += J * len(rows)
    return total / len(X), net.W, net.b


TRAIN_EPOCH = Exercise(
    name="train_epoch",
    lesson=LESSON,
    points=4,
    signature=(
        "train_epoch(X (N, n0), Y (N, K), W list, b list, order (N,) permutation, batch_size int, "
        "learning_rate number) -> J number, W list, b list"
    ),
    returns=(Part("J", "number"), Part("W", "list, shaped like W"), Part("b", "list, shaped like b")),
    reference=_epoch_by_library,
    cases=_epoch_cases,
    formula=Formula(_epoch_model, {
        "batches": Slot(
            _cut,
            Slip("partial-batch-dropped", lambda N, B: [(i, i + B) for i in range(0, N - B + 1, B)] or [(0, N)],
                 "The last rows are never used: {N} rows in batches of {batch_size} leave a smaller last batch, and it "
                 "counts too. `range(0, N, batch_size)` reaches it, and a slice may end beyond N."),
            Slip("first-batch-only", lambda N, B: _cut(N, B)[:1],
                 "Only the first batch is used. Does `return` stand inside the loop?"),
            Slip("first-batch-skipped", lambda N, B: _cut(N, B)[1:] or _cut(N, B),
                 "The first batch is never used: does the loop start at 1 instead of 0?"),
            Slip("batch-one-short", lambda N, B: [(i, max(j - 1, i + 1)) for i, j in _cut(N, B)],
                 "Each batch is one row short. A slice ends *before* its second number, so begin:begin + batch_size "
                 "has batch_size rows."),
            Slip("row-by-row", lambda N, B: _cut(N, 1),
                 "There is an update after every single row. Sum up a batch: one call of gradients, one update for "
                 "{batch_size} rows."),
            Slip("one-batch", lambda N, B: [(0, N)],
                 "There is one update, with all rows at once. Cut `order` into batches of {batch_size}."),
        ),
        "rows": Slot(
            lambda X, Y, order, i, j: (X[order[i:j]], Y[order[i:j]]),
            Slip("not-shuffled", lambda X, Y, order, i, j: (X[i:j], Y[i:j]),
                 "The rows are taken as they lie; `order` is ignored. The rows of a batch are `order[begin:end]`."),
            Slip("X-unpaired", lambda X, Y, order, i, j: (X[i:j], Y[order[i:j]]),
                 "Y is shuffled and X is not: each image gets another one's label. Take the *same* row numbers from "
                 "both."),
            Slip("Y-unpaired", lambda X, Y, order, i, j: (X[order[i:j]], Y[i:j]),
                 "X is shuffled and Y is not: each image gets another one's label. Take the *same* row numbers from "
                 "both."),
            Slip("shuffled-twice", lambda X, Y, order, i, j: (X[order][order[i:j]], Y[order][order[i:j]]),
                 "The rows are shuffled twice: X was put in order already, and then picked by `order` again. Do one of "
                 "the two."),
            Slip("inverse-order", lambda X, Y, order, i, j: (X[np.argsort(order)[i:j]], Y[np.argsort(order)[i:j]]),
                 "`order` is used the wrong way round, as places instead of row numbers: order[0] is the number of the "
                 "row that comes first."),
            Slip("whole-set-every-step", lambda X, Y, order, i, j: (X, Y),
                 "Every update uses all {N} rows. The gradient of a step needs the rows of its own batch only."),
            Slip("order-reversed", lambda X, Y, order, i, j: (X[order[::-1][i:j]], Y[order[::-1][i:j]]),
                 "`order` is gone through from its end. Begin with order[0]."),
        ),
        "at": Slot(
            lambda now, start: now,
            Slip("stale-parameters", lambda now, start: start,
                 "Every batch's gradient is taken at the W and b the epoch began with. Give `gradients` the updated "
                 "ones: each step starts where the last one ended."),
        ),
        "base": Slot(
            lambda now, start: now,
            Slip("starts-over", lambda now, start: start,
                 "Each update starts again from the first W and b, so that only the last batch's step survives. "
                 "Subtract from the updated lists."),
        ),
        "scale": Slot(
            lambda n, N, B: 1.0,
            Slip("divided-by-N", lambda n, N, B: n / N,
                 "The steps are too small: a batch's gradient is divided by all {N} rows. `gradients` has already "
                 "averaged over the rows that it was given."),
            Slip("divided-again", lambda n, N, B: 1 / n,
                 "The gradient is divided by the batch's size once more. `gradients` returns that of a mean already."),
            Slip("divided-by-batch-size", lambda n, N, B: 1 / B,
                 "The gradient is divided by batch_size. `gradients` returns that of a mean already: nothing is left "
                 "to divide."),
            Slip("multiplied-by-rows", lambda n, N, B: float(n),
                 "The gradient is multiplied by the batch's rows, a sum instead of a mean: the steps are too large."),
            Slip("partial-batch-weaker", lambda n, N, B: n / B,
                 "The last, smaller batch is weighed by its share of batch_size. Each batch's mean gradient is used as "
                 "it is."),
        ),
        "step": Slot(
            lambda rate: rate,
            Slip("uphill", lambda rate: -rate, "The update adds the gradient: uphill. Subtract it."),
            Slip("no-rate", lambda rate: 1.0,
                 "The learning rate is not used: the step is learning_rate times the gradient."),
        ),
        "layers": Slot(
            lambda L: ["Wb"] * L,
            Slip("biases-not-updated", lambda L: ["W"] * L, "The biases stay as they were. Update b like W, with db."),
            Slip("weights-not-updated", lambda L: [
                 "b"] * L, "The weights stay as they were. Update W like b, with dW."),
            Slip("last-layer-only", lambda L: [*[""] * (L - 1), "Wb"],
                 "Only the last layer is updated. The loop runs over all layers."),
            Slip("last-layer-left-out", lambda L: [*["Wb"] * (L - 1), ""],
                 "The last layer is never updated: does the loop over the layers end one too early?"),
            Slip("first-layer-left-out", lambda L: ["", *["Wb"] * (L - 1)],
                 "The first layer is never updated: does the loop over the layers begin at 1?"),
        ),
        "loss": Slot(
            lambda seen: float(np.sum(seen.before * seen.rows) / np.sum(seen.rows)),
            Slip("mean-of-batches", lambda seen: float(np.mean(seen.before)),
                 "J is the mean of the batches' losses, in which a row of the small last batch weighs more. Weigh each "
                 "batch's loss by its rows: sum of J times rows, divided by N."),
            Slip("weighed-by-batch-size", lambda seen: float(np.sum(seen.before) * seen.batch_size / np.sum(seen.rows)),
                 "J weighs every batch by batch_size. The last one may have fewer rows: weigh it by `len(rows)`."),
            Slip("last-loss", lambda seen: float(seen.before[-1]),
                 "J is the last batch's loss. Return the mean over the epoch: sum of each batch's J times its rows, "
                 "divided by N."),
            Slip("first-loss", lambda seen: float(seen.before[0]),
                 "J is the first batch's loss. Return the mean over the epoch: sum of each batch's J times its rows, "
                 "divided by N."),
            Slip("losses-summed", lambda seen: float(np.sum(seen.before)),
                 "J is the sum of the batches' losses. Weigh each by its rows and divide by N: a mean over the rows."),
            Slip("not-divided", lambda seen: float(np.sum(seen.before * seen.rows)),
                 "J is the sum over all {N} rows. Divide by N."),
            Slip("loss-after-step", lambda seen: float(np.sum(seen.after * seen.rows) / np.sum(seen.rows)),
                 "Each batch's loss is taken after its own step, so it looks better than it was. Note the J that comes "
                 "with the gradient, before the step."),
            Slip("loss-after-epoch", lambda seen: float(seen.end),
                 "J is the loss of all rows after the last update. Asked for is the mean of the losses that the "
                 "batches had when their turn came: it costs nothing extra."),
        ),
    }),
    mistakes=(
        Mistake("gradient-after-update", lambda *args: _epoch_with_late_biases(*args),
                "The gradient for b is taken after W was updated. One call of `gradients` gives both; only then is "
                "anything updated."),
        Mistake("one-row-too-many", lambda *args: _epoch_with_overlap(*args),
                "Neighbouring batches share a row: a slice ends *before* its second number, so begin:begin + "
                "batch_size needs no + 1."),
    ),
    alternatives=(
        lambda *args: _epoch_shuffled_first(*args),
        lambda *args: _epoch_in_place_on_copies(*args),
        lambda *args: _epoch_while(*args),
        lambda *args: _epoch_float32(*args),
    ),
    hints=(
        "An epoch is a loop over batches, and each turn has three lines: pick the rows, ask `gradients`, take a step. "
        "`gradients` is handed in: call it, do not write it again.",
        "The rows of the batch that begins at `begin` are order[begin:begin + batch_size]: use these numbers for X and "
        "for Y. Make new lists, W = [w - learning_rate * g for w, g in zip(W, dW)], so that the given ones stay.",
        "Five rows, order = (3, 0, 4, 1, 2), batch_size 2: the batches are rows (3, 0), (4, 1), (2). With the losses "
        "0.9, 0.6 and 0.3 the epoch's loss is (0.9 * 2 + 0.6 * 2 + 0.3 * 1) / 5 = 0.66.",
    ),
)  # fmt: skip


def _epoch_with_late_biases(
    gradients: Function, X: Array, Y: Array, W: Layers, b: Layers, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Layers, Layers]:
    total = 0.0
    for begin, end in _cut(len(X), batch_size):
        rows = order[begin:end]
        J, dW, _ = gradients(X[rows], Y[rows], W, b)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        _, _, db = gradients(X[rows], Y[rows], W, b)
        b = [v - learning_rate * g for v, g in zip(b, db, strict=True)]
        total += J * len(rows)
    return total / len(X), W, b


def _epoch_with_overlap(
    gradients: Function, X: Array, Y: Array, W: Layers, b: Layers, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Layers, Layers]:
    total = 0.0
    for begin in range(0, len(X), batch_size):
        rows = order[begin : begin + batch_size + 1]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [v - learning_rate * g for v, g in zip(b, db, strict=True)]
        total += J * len(rows)
    return total / len(X), W, b


def _epoch_shuffled_first(
    gradients: Function, X: Array, Y: Array, W: Layers, b: Layers, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, list[Array], list[Array]]:
    X, Y = X[order], Y[order]
    W, b = list(W), list(b)
    losses = []
    for k in range(-(-len(X) // batch_size)):
        part = slice(k * batch_size, (k + 1) * batch_size)
        J, dW, db = gradients(X[part], Y[part], W, b)
        losses += [J] * len(X[part])
        for layer in range(len(W)):
            W[layer] = W[layer] - learning_rate * dW[layer]
            b[layer] = b[layer] - learning_rate * db[layer]
    return float(np.mean(losses)), W, b


def _epoch_in_place_on_copies(
    gradients: Function, X: Array, Y: Array, W: Layers, b: Layers, order: Array, batch_size: int, learning_rate: float
) -> tuple[float, Layers, Layers]:
    W, b = [w.copy() for w in W], [v.copy() for v in b]
    total = 0.0
    for rows in np.split(order, range(batch_size, len(order), batch_size)):
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        for layer in range(len(W)):
            W[layer] -= learning_rate * dW[layer]
            b[layer] -= learning_rate * db[layer]
        total += J * len(rows) / len(order)
    return total, W, b


def _epoch_while(
    gradients: Function, X: Array, Y: Array, W: Layers, b: Layers, order: Array, batch_size: int, learning_rate: float
) -> tuple[Any, tuple[Array, ...], tuple[Array, ...]]:
    waiting = list(order)
    total = np.zeros(())
    while waiting:
        rows, waiting = waiting[:batch_size], waiting[batch_size:]
        J, dW, db = gradients(np.take(X, rows, axis=0), np.take(Y, rows, axis=0), W, b)
        W = [np.add(w, -learning_rate * g) for w, g in zip(W, dW, strict=True)]
        b = [np.add(v, -learning_rate * g) for v, g in zip(b, db, strict=True)]
        total = total + J * len(rows)
    return total / len(X), tuple(W), tuple(b)


def _epoch_float32(
    gradients: Function, X: Array, Y: Array, W: Layers, b: Layers, order: Array, batch_size: int, learning_rate: float
) -> tuple[Any, Layers, Layers]:
    W, b = [w.astype(np.float32) for w in W], [v.astype(np.float32) for v in b]
    return _epoch_shuffled_first(
        gradients, X.astype(np.float32), Y.astype(np.float32), W, b, order, batch_size, learning_rate
    )


# --- accuracy ----------------------------------------------------------------------------------------


def _guesses(rng: Rng, N: int, K: int, share: float) -> tuple[Array, Array]:
    """Draw probabilities, few of them above a half, and labels of which about `share` have the largest one."""
    P = softmax(rng.normal(size=(N, K)) * 1.2)
    y = np.where(rng.uniform(size=N) < share, P.argmax(axis=1), rng.integers(K, size=N))
    return P, y


def _accuracy_cases(rng: Rng) -> list[Case]:
    rows = [(13, 4, 0.5), (29, 5, 0.6), (17, 3, 0.3), (1, 4, 1.0), (41, 7, 0.4), (23, 6, 0.8)]
    return [Case(_guesses(rng, N, K, share), {"N": N, "K": K}) for N, K, share in rows]


def _accuracy_by_loop(P: Array, y: Array) -> float:
    right = 0
    for row, label in zip(P.tolist(), y.tolist(), strict=True):
        right += row.index(max(row)) == label
    return right / len(y)


ACCURACY = Exercise(
    name="accuracy",
    lesson=LESSON,
    points=1,
    signature="accuracy(P (N, K), y (N,) int) -> number",
    returns=(Part("share", "number"),),
    reference=_accuracy_by_loop,
    cases=_accuracy_cases,
    formula=Formula(lambda P, y, *, pick, label, count: count(pick(P, y) == label(y), P), {
        "pick": Slot(
            lambda P, y: P.argmax(axis=1),
            Slip("argmin", lambda P, y: P.argmin(axis=1),
                 "The class with the *smallest* probability is taken. Take the largest of each row."),
            Slip("always-zero", lambda P, y: np.full(len(P), P.argmax()),
                 "It is 0 although some rows are right. `argmax` without an axis gives one number for the whole table, "
                 "and whole-number arithmetic (`int`, `//`) cuts a share to 0: look for one of the two."),
            Slip("first-column", lambda P, y: np.full(len(P), P[0].argmax()),
                 "The first row's class is taken for all rows. `argmax(axis=1)` gives one class a row."),
            Slip("rounded", lambda P, y: np.rint(P).argmax(axis=1),
                 "The probabilities are rounded to 0 or 1 first. With {K} classes the largest is often below a half; "
                 "compare them as they are."),
        ),
        "label": Slot(
            lambda y: y,
            Slip("labels-from-one", lambda y: y - 1,
                 "Labels and columns are off by one: column 0 is the digit 0, and `argmax` counts from 0 as well."),
        ),
        "count": Slot(
            lambda hit, P: hit.mean(),
            Slip("count", lambda hit, P: hit.sum(),
                 "That is the number of right rows. The accuracy is their share: divide by N."),
            Slip("percent", lambda hit, P: 100 * hit.mean(), "That is in percent. Return the share, from 0 to 1."),
            Slip("error-rate", lambda hit, P: 1 - hit.mean(),
                 "That is the share of *wrong* rows: 1 minus the accuracy."),
            Slip("divided-by-classes", lambda hit, P: hit.sum() / P.shape[1],
                 "The right rows are divided by the {K} classes. Divide by the {N} rows."),
            Slip("divided-by-entries", lambda hit, P: hit.sum() / P.size,
                 "The right rows are divided by all N times K entries (`P.size`). Divide by the {N} rows."),
        ),
    }),
    mistakes=(
        Mistake("mean-true-probability", lambda P, y: P[np.arange(len(y)), y].mean(),
                "That is the mean probability of the true class. Accuracy only asks whether it is the largest of its "
                "row, not how large."),
        Mistake("above-half", lambda P, y: np.mean(P[np.arange(len(y)), y] > 0.5),
                "A row counts only if the true class has more than a half. With {K} classes the largest probability "
                "may be smaller: compare it with the others, not with 0.5."),
        Mistake("all-pairs", lambda P, y: np.mean(P.argmax(axis=1)[:, None] == y),
                "Every prediction is compared with every label, {N} times {N} pairs: a column (N, 1) met a row (N,). "
                "Both sides need the shape (N,)."),
        Mistake("one-hot-compared", lambda P, y: np.mean(np.eye(P.shape[1])[P.argmax(axis=1)] == np.eye(P.shape[1])[y]),
                "One-hot rows are compared entry by entry, and most zeros agree even where the class is wrong. Compare "
                "one class a row."),
        Mistake("mean-confidence", lambda P, y: P.max(axis=1).mean(),
                "That is the mean of the largest probabilities: how sure the network is, not how often it is right. "
                "Compare `argmax` with y."),
    ),
    alternatives=(
        lambda P, y: np.count_nonzero(np.argmax(P, 1) == y) / y.size,
        lambda P, y: sum(row[k] == max(row) for row, k in zip(P.tolist(), y, strict=True)) / len(P),
        lambda P, y: np.float32((P[np.arange(len(y)), y] == P.max(axis=1)).mean()),
        lambda P, y: 1 - np.mean(np.not_equal((-P).argsort(axis=1)[:, 0], y)),
    ),
    hints=(
        "The network's answer is the class with the largest probability. How large it is does not matter here.",
        "`P.argmax(axis=1)` has one class a row, shape (N,). Compare it with y; the mean of True and False is a share.",
        "P = [[0.2, 0.8], [0.6, 0.4], [0.1, 0.9]], y = [1, 1, 1]: argmax gives [1, 0, 1], compared with y "
        "[True, False, True], and the mean is 2/3.",
    ),
)  # fmt: skip


# --- confusion_matrix --------------------------------------------------------------------------------


def _labels(rng: Rng, N: int, K: int, largest: int) -> tuple[Array, Array, int]:
    shares = np.arange(1.0, largest + 1)
    y = rng.choice(largest, size=N, p=shares / shares.sum())
    p = np.where(rng.uniform(size=N) < 0.5, y, rng.integers(largest, size=N))
    return y, p, K


def _confusion_cases(rng: Rng) -> list[Case]:
    rows = [(60, 3, 3), (97, 4, 4), (31, 5, 4), (1, 3, 3), (83, 6, 6)]  # one with a class that never occurs
    return [Case(_labels(rng, N, K, largest), {"N": N}) for N, K, largest in rows]


def _confusion_by_loop(y: Array, p: Array, K: int) -> Array:
    counts = np.zeros((K, K), dtype=int)
    for true, predicted in zip(y, p, strict=True):
        counts[true, predicted] += 1
    return counts


def _counted_once(C: Array) -> Array:
    return np.minimum(C, 1)


CONFUSION_MATRIX = Exercise(
    name="confusion_matrix",
    lesson=LESSON,
    points=2,
    signature="confusion_matrix(y (N,) int true, p (N,) int predicted, K int) -> counts (K, K)",
    returns=(Part("counts", "(K, K)"),),
    reference=_confusion_by_loop,
    cases=_confusion_cases,
    formula=Formula(lambda y, p, K, *, axes, seen, part, unit: unit(part(seen(_confusion_by_loop(*axes(y, p), K)))), {
        "axes": Slot(
            lambda y, p: (y, p),
            Slip("transposed", lambda y, p: (p, y),
                 "Rows and columns are exchanged: row i must hold the samples whose *true* class is i, and the column "
                 "says what was predicted."),
            Slip("labels-from-one", lambda y, p: (y - 1, p - 1),
                 "The labels are counted from 1. They begin at 0, like rows and columns: nothing has to be subtracted "
                 "(and index -1 quietly means the last row)."),
            Slip("truth-twice", lambda y, p: (y, y), "p is never used: the matrix compares y with itself."),
            Slip("prediction-twice", lambda y, p: (p, p), "y is never used: the matrix compares p with itself."),
        ),
        "seen": Slot(
            lambda C: C,
            Slip("each-pair-once", _counted_once,
                 "No entry is above 1: `counts[y, p] += 1` counts a pair once however often it occurs. "
                 "`np.add.at(counts, (y, p), 1)`, `np.bincount` or a loop counts all."),
        ),
        "part": Slot(
            lambda C: C,
            Slip("errors-only", lambda C: C - np.diag(np.diag(C)),
                 "The diagonal is empty. It holds what was recognised rightly, and belongs to the matrix."),
            Slip("diagonal-only", lambda C: np.diag(np.diag(C)),
                 "Only the diagonal is filled: only the right predictions are counted. The errors are what the matrix "
                 "is for."),
            Slip("added-both-ways", lambda C: C + C.T,
                 "Each pair is counted in both directions, [y, p] and [p, y]. A 4 taken for a 9 is not a 9 taken for "
                 "a 4."),
        ),
        "unit": Slot(
            lambda C: C,
            Slip("shares-of-rows", lambda C: C / np.maximum(C.sum(axis=1, keepdims=True), 1),
                 "The rows are divided by their sums. Asked for are counts; shares can be made of them later."),
            Slip("shares-of-columns", lambda C: C / np.maximum(C.sum(axis=0, keepdims=True), 1),
                 "The columns are divided by their sums. Asked for are counts; shares can be made of them later."),
            Slip("shares-of-all", lambda C: C / C.sum(),
                 "The matrix is divided by N. Asked for are counts: their sum is {N}, the number of samples."),
        ),
    }),
    alternatives=(
        lambda y, p, K: np.bincount(K * y + p, minlength=K * K).reshape(K, K),
        lambda y, p, K: np.eye(K)[y].T @ np.eye(K)[p],
        lambda y, p, K: np.array([[np.sum((y == i) & (p == j)) for j in range(K)] for i in range(K)]),
        lambda y, p, K: np.histogram2d(y, p, bins=np.arange(K + 1) - 0.5)[0].astype(np.float32),
        lambda y, p, K: _confusion_add_at(y, p, K),
    ),
    hints=(
        "Each sample adds 1 to one box of a K times K table: the row is what it is, the column what it was taken for.",
        "Begin with zeros of shape (K, K). A loop over the pairs (y[i], p[i]) is right; `np.add.at(counts, (y, p), 1)` "
        "is the loop in one call. `counts[y, p] += 1` is not: it counts equal pairs once.",
        "y = [0, 1, 1, 1], p = [0, 1, 0, 0], K = 2: the pairs are (0, 0), (1, 1), (1, 0), (1, 0), so the matrix is "
        "[[1, 0], [2, 1]]: one 0 right, two 1s taken for a 0, one 1 right.",
    ),
)  # fmt: skip


def _confusion_add_at(y: Array, p: Array, K: int) -> Array:
    counts = np.zeros((K, K), dtype=np.int32)
    np.add.at(counts, (y, p), 1)
    return counts


# --- most_confident_errors ---------------------------------------------------------------------------


def _error_cases(rng: Rng) -> list[Case]:
    # Enough errors; then fewer than k; then none at all.
    rows = [(17, 4, 0.2, 3), (23, 5, 0.3, 4), (29, 3, 0.3, 6), (12, 4, 0.7, 50), (5, 3, 1.0, 2)]
    cases = [Case((*_guesses(rng, N, K, share), k), {"N": N, "K": K}) for N, K, share, k in rows]
    P, y = _guesses(rng, 1, 4, 1.0)
    return [*cases, Case((P, (y + 1) % 4, 1), {"N": 1, "K": 4})]


def _errors_by_loop(P: Array, y: Array, k: int) -> Array:
    found = []
    for i, (row, label) in enumerate(zip(P.tolist(), y.tolist(), strict=True)):
        if row.index(max(row)) != label:
            found.append((-max(row), i))
    return np.array([i for _, i in sorted(found)[:k]], dtype=int)


def _errors_model(P: Array, y: Array, k: int, *, who: Any, score: Any, cut: Any, name: Any) -> Array:
    rows = np.flatnonzero(who(P.argmax(axis=1), y))
    chosen = cut(score(P, y)[rows], k)
    return name(rows, chosen, P)


def _largest_first(scores: Array, k: int) -> Array:
    return np.argsort(-scores)[:k]


def _cut_before_filter(P: Array, y: Array, k: int) -> Array:
    surest = np.argsort(-P.max(axis=1))[:k]
    return surest[P.argmax(axis=1)[surest] != y[surest]]


def _errors_padded(P: Array, y: Array, k: int) -> Array:
    sureness = np.where(P.argmax(axis=1) != y, P.max(axis=1), -1.0)
    return np.argsort(-sureness)[:k]


MOST_CONFIDENT_ERRORS = Exercise(
    name="most_confident_errors",
    lesson=LESSON,
    points=2,
    signature="most_confident_errors(P (N, K), y (N,) int, k int) -> rows (k,) int, or fewer if there are fewer errors",
    returns=(Part("rows", "(k,) or fewer"),),
    reference=_errors_by_loop,
    cases=_error_cases,
    formula=Formula(_errors_model, {
        "who": Slot(
            lambda p, y: p != y,
            Slip("right-ones-too", lambda p, y: p == p,
                 "Rows that are right are among them. Keep only those whose predicted class differs from y."),
            Slip("right-ones-only", lambda p, y: p == y,
                 "These are the surest *right* answers. Keep the rows whose predicted class differs from y."),
        ),
        "score": Slot(
            lambda P, y: P.max(axis=1),
            Slip("least-true-probability", lambda P, y: -P[np.arange(len(y)), y],
                 "They are ordered by the probability of the *true* class, smallest first. Asked for is the "
                 "probability of the class that was wrongly chosen: the largest of the row."),
            Slip("true-probability", lambda P, y: P[np.arange(len(y)), y],
                 "They are ordered by the probability of the *true* class. The network's confidence is the probability "
                 "of the class it chose: the largest of the row."),
            Slip("by-margin", lambda P, y: P.max(axis=1) - P[np.arange(len(y)), y],
                 "They are ordered by the lead over the true class. Asked for is the largest probability itself."),
            Slip("not-sorted", lambda P, y: -np.arange(len(y)),
                 "These are the first errors in the order of the rows. Sort them by the largest probability of their "
                 "row."),
        ),
        "cut": Slot(
            _largest_first,
            Slip("least-confident", lambda s, k: np.argsort(s)[:k],
                 "These are the *least* confident errors: `argsort` puts the smallest first. Sort minus the "
                 "probabilities, or read from the end."),
            Slip("last-is-most-confident", lambda s, k: np.argsort(s)[-k:] if k else np.argsort(s)[:0],
                 "The right rows, but the most confident comes last. Reverse them: `[::-1]`."),
            Slip("not-cut", lambda s, k: np.argsort(-s), "All errors are returned. Keep the first k."),
            Slip("one-too-many", lambda s, k: np.argsort(-s)[: k + 1],
                 "There is one too many: `[:k]` keeps k entries."),
        ),
        "name": Slot(
            lambda rows, chosen, P: rows[chosen],
            Slip("place-among-errors", lambda rows, chosen, P: chosen,
                 "These numbers count among the errors only: 0 is the first *error*, not row 0 of P. Translate them "
                 "back: if `rows` holds the row numbers of the errors, return `rows[chosen]`."),
            Slip("probabilities", lambda rows, chosen, P: P[rows[chosen]].max(axis=1),
                 "These are the probabilities. Return the row numbers, so that the images can be looked up."),
            Slip("classes", lambda rows, chosen, P: P[rows[chosen]].argmax(axis=1),
                 "These are the predicted classes. Return the row numbers, so that the images can be looked up."),
        ),
    }),
    mistakes=(
        Mistake("cut-before-filter", _cut_before_filter,
                "First the k surest of all rows were taken, then the right ones thrown out, and few errors are left. "
                "Throw out the right ones first, then take k."),
        Mistake("padded-with-right-ones", _errors_padded,
                "Where there are fewer than k errors, rows that are right fill up the rest. Return fewer rows then."),
    ),
    alternatives=(
        lambda P, y, k: np.array(
            sorted(np.flatnonzero(P.argmax(1) != y), key=lambda i: P[i].max(), reverse=True)[:k], dtype=np.int32
        ),
        lambda P, y, k: _errors_masked(P, y, k),
        lambda P, y, k: _errors_one_by_one(P, y, k),
        lambda P, y, k: (lambda best: best[P.argmax(axis=1)[best] != y[best]][:k])(np.argsort(P.max(axis=1))[::-1]),
    ),
    hints=(
        "Two questions, one after the other: which rows are wrong? And among these, which have the largest "
        "probability?",
        "`rows = np.flatnonzero(P.argmax(axis=1) != y)` are the row numbers of the errors. Sort `P[rows].max(axis=1)` "
        "from large to small with argsort, and use the result as an index *into rows*.",
        "Errors in rows [2, 5, 9] with largest probabilities [0.6, 0.9, 0.7]: argsort of minus these is [1, 2, 0], so "
        "the rows are [5, 9, 2]; for k = 2, [5, 9].",
    ),
)  # fmt: skip


def _errors_masked(P: Array, y: Array, k: int) -> Array:
    sureness = np.where(P.argmax(axis=1) != y, P.max(axis=1), -np.inf)
    return np.argsort(sureness)[::-1][: min(k, int(np.sum(np.isfinite(sureness))))]


def _errors_one_by_one(P: Array, y: Array, k: int) -> Array:
    sureness = P.max(axis=1).copy()
    sureness[P.argmax(axis=1) == y] = 0
    found: list[int] = []
    while len(found) < k and sureness.any():
        found.append(int(sureness.argmax()))
        sureness[found[-1]] = 0
    return np.array(found, dtype=int)


EXERCISES = (FORWARD, ACCURACY, GRADIENTS, TRAIN_EPOCH, CONFUSION_MATRIX, MOST_CONFIDENT_ERRORS)
