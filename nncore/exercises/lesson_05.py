"""Exercises of lesson 05: one layer, a whole network, its size and its start.

X is (N, n0), one row a sample; W and b are lists, W[l] (n_l, n_{l+1}) and b[l] (1, n_{l+1}). Hidden layers are tanh,
the output is the sigmoid.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from math import prod, sqrt
from typing import Any

import numpy as np

from nncore.activations import relu, sigmoid, softmax
from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot
from nncore.network import Network

LESSON = "05-forward-propagation"

Array = np.ndarray
Layers = list[np.ndarray]
Sizes = tuple[int, ...]
Rng = np.random.Generator


def _weights(rng: Rng, n_in: int, n_out: int) -> tuple[Array, Array]:
    return rng.normal(size=(n_in, n_out)), rng.normal(size=(1, n_out)) * 0.7 + 0.4


# --- dense_forward --------------------------------------------------------------------------------


def _dense_cases(rng: Rng) -> list[Case]:
    def case(N: int, n_in: int, n_out: int) -> Case:
        A_prev = rng.normal(size=(N, n_in)) + 0.3
        return Case((A_prev, *_weights(rng, n_in, n_out)), {"N": N, "n_in": n_in, "n_out": n_out})

    return [case(*sizes) for sizes in ((7, 4, 3), (5, 2, 6), (8, 5, 4), (1, 3, 5), (6, 4, 1))]


def _dense_by_nodes(A_prev: Array, W: Array, b: Array) -> Array:
    """Deck 000's way: one sample after the other, one node after the other, one product after the other."""
    N, (n_in, n_out) = len(A_prev), W.shape
    Z = np.empty((N, n_out))
    for n in range(N):
        for j in range(n_out):
            z = float(b[0, j])
            for i in range(n_in):
                z += float(A_prev[n, i]) * float(W[i, j])
            Z[n, j] = z
    return Z


def _dense(A_prev: Array, W: Array, b: Array, *, product: Any, bias: Any, finish: Any) -> Any:
    return finish(product(A_prev, W) + bias(b, W), W)


def _dense_with_ones(A_prev: Array, W: Array, b: Array) -> Array:
    Z: Array = np.hstack([np.ones((len(A_prev), 1)), A_prev]) @ np.vstack([b, W])
    return Z


def _dense_in_place(A_prev: Array, W: Array, b: Array) -> Array:
    Z: Array = np.dot(A_prev, W)
    Z += b
    return Z


def _dense_float32(A_prev: Array, W: Array, b: Array) -> Array:
    Z: Array = A_prev.astype(np.float32) @ W.astype(np.float32) + b.astype(np.float32)
    return Z


DENSE_FORWARD = Exercise(
    name="dense_forward",
    lesson=LESSON,
    points=2,
    signature="dense_forward(A_prev (N, n_in), W (n_in, n_out), b (1, n_out)) -> Z (N, n_out)",
    returns=(Part("Z", "(N, n_out)"),),
    reference=_dense_by_nodes,
    cases=_dense_cases,
    formula=Formula(
        _dense,
        {
            "product": Slot(
                lambda A, W: A @ W,
                Slip(
                    "last-input-missing",
                    lambda A, W: A[:, :-1] @ W[:-1],
                    "The last of the {n_in} inputs never enters a sum: does a loop stop one short?",
                ),
                Slip(
                    "first-input-missing",
                    lambda A, W: A[:, 1:] @ W[1:],
                    "The first of the {n_in} inputs never enters a sum. Slides count from 1, Python from 0: does a "
                    "loop start at 1?",
                ),
                Slip(
                    "last-input-only",
                    lambda A, W: A[:, -1:] * W[-1:],
                    "Only the last input counts, times its weights: is the sum overwritten in a loop (`=`) where it "
                    "should grow (`+=`)?",
                ),
                Slip(
                    "first-input-only",
                    lambda A, W: A[:, :1] * W[:1],
                    "Only the first input counts, times its weights. Is there a `return`, or the storing of z, inside "
                    "the loop over the inputs?",
                ),
                Slip(
                    "first-sample-for-all",
                    lambda A, W: np.repeat(A[:1] @ W, len(A), axis=0),
                    "Every row of Z is that of the first sample. Row n of Z comes from row n of A_prev.",
                ),
                Slip(
                    "last-sample-for-all",
                    lambda A, W: np.repeat(A[-1:] @ W, len(A), axis=0),
                    "Every row of Z is that of the last sample. Row n of Z comes from row n of A_prev.",
                ),
                Slip(
                    "reshaped-not-transposed",
                    lambda A, W: A @ W.T.reshape(W.shape),
                    "The weights are in other places: W.T was brought back to the shape of W with `reshape`, which "
                    "keeps the reading order, not the places. W fits as it is: A_prev @ W.",
                ),
                Slip(
                    "weights-reshaped",
                    lambda A, W: A @ W.reshape(W.shape[::-1]).T,
                    "The weights are in other places: `reshape(n_out, n_in)` is no transpose, it keeps the reading "
                    "order. W fits as it is: A_prev @ W.",
                ),
                Slip(
                    "sums-apart",
                    lambda A, W: A.sum(axis=1, keepdims=True) * W.sum(axis=0, keepdims=True),
                    "Inputs and weights are each summed first and then multiplied. First multiply each input by its "
                    "own weight, then sum: that is what @ does.",
                ),
                Slip(
                    "sum-not-restarted-for-a-node",
                    lambda A, W: np.cumsum(A @ W, axis=1),
                    "Right for the first node; each later one still holds the sums of the nodes before it. Set z back "
                    "to 0 (or to its bias) at the start of every node.",
                ),
                Slip(
                    "sum-not-restarted",
                    lambda A, W: np.cumsum(A @ W).reshape(len(A), -1),
                    "Right for the first node of the first sample; all later ones still hold the sums before them. Set "
                    "z back to 0 (or to its bias) at the start of every node.",
                ),
                Slip(
                    "sum-not-restarted-for-a-sample",
                    lambda A, W: np.cumsum(A @ W, axis=0),
                    "Right for the first sample; each later one still holds the sums of the samples before it. Set z "
                    "back to 0 (or to its bias) for every sample.",
                ),
                Slip(
                    "mean-input",
                    lambda A, W: A @ W / len(W),
                    "The sum over the {n_in} inputs is divided by {n_in}: a mean. A neuron adds.",
                ),
                Slip(
                    "no-product",
                    lambda A, W: np.zeros((len(A), W.shape[1])),
                    "Every row of Z is b. The product A_prev @ W is missing.",
                ),
                Slip(
                    "inputs-squashed-first",
                    lambda A, W: sigmoid(A) @ W,
                    "The sigmoid is applied to the inputs first. A_prev has been through its activation already, if it "
                    "needed one; here it enters as it is.",
                ),
            ),
            "bias": Slot(
                lambda b, W: b,
                Slip("no-bias", lambda b, W: 0 * b, "The bias is missing: + b, one row that is added to every sample."),
                Slip("minus-bias", lambda b, W: -b, "The bias is subtracted; it is added."),
                Slip(
                    "bias-too-often",
                    lambda b, W: len(W) * b,
                    "b comes in {n_in} times, once for each input: it stands inside the loop (or the sum) over the "
                    "inputs. It belongs behind it.",
                ),
                Slip(
                    "first-bias-for-all",
                    lambda b, W: b[0, 0],
                    "All units get the bias of the first one, b[0, 0]. Unit j has its own, b[0, j].",
                ),
                Slip(
                    "last-bias-for-all",
                    lambda b, W: b[0, -1],
                    "All units get the bias of the last one. Unit j has its own, b[0, j].",
                ),
                Slip(
                    "biases-summed",
                    lambda b, W: b.sum(),
                    "The sum of all biases is added to each unit. Unit j has its own, b[0, j].",
                ),
                Slip(
                    "biases-averaged",
                    lambda b, W: b.mean(),
                    "The mean of all biases is added to each unit. Unit j has its own, b[0, j].",
                ),
                Slip(
                    "ones-for-bias",
                    lambda b, W: np.ones_like(b),
                    "1 is added instead of b. In deck 000 the 1 is the *input* x₀; b is its weight, and 1 · b = b.",
                ),
            ),
            "finish": Slot(
                lambda Z, W: Z,
                Slip(
                    "sigmoid-applied",
                    lambda Z, W: sigmoid(Z),
                    "The sigmoid is applied. Asked for is Z, the sums *before* the activation.",
                ),
                Slip(
                    "tanh-applied",
                    lambda Z, W: np.tanh(Z),
                    "tanh is applied. Asked for is Z, the sums *before* the activation.",
                ),
                Slip(
                    "relu-applied",
                    lambda Z, W: relu(Z),
                    "Negative sums are set to 0, as relu does. Asked for is Z, the sums *before* the activation.",
                ),
                Slip(
                    "rounded",
                    lambda Z, W: np.round(Z, 2),
                    "The sums are rounded to two places. Return them as they are; rounding is for printing.",
                ),
                Slip(
                    "summed-over-units",
                    lambda Z, W: Z.sum(axis=1, keepdims=True) + 0 * Z,
                    "Each row holds the sum over its units. Each unit keeps its own z.",
                ),
                Slip(
                    "mean-over-samples",
                    lambda Z, W: Z.mean(axis=0, keepdims=True) + 0 * Z,
                    "Every row holds the mean over the samples. Forward propagation treats each sample by itself.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "bias-inside-the-product",
            lambda A_prev, W, b: A_prev @ (W + b),
            "b is added to the weights, before the product: look at the brackets. It is (A_prev @ W) + b.",
        ),
        Mistake(
            "bias-times-input",
            lambda A_prev, W, b: A_prev @ W + A_prev[:, :1] * b,
            "b is multiplied by the first input. A bias has no input of its own (or one that is always 1).",
        ),
        Mistake(
            "one-at-the-other-end",
            lambda A_prev, W, b: np.hstack([A_prev, np.ones((len(A_prev), 1))]) @ np.vstack([b, W]),
            "The column of ones stands behind A_prev, but b on top of W: so each input meets the weight of its "
            "neighbour. Both in front, or both behind.",
        ),
        Mistake(
            "one-missing",
            lambda A_prev, W, b: np.hstack([np.zeros((len(A_prev), 1)), A_prev]) @ np.vstack([b, W]),
            "The bias is missing: + b, one row that is added to every sample. (Or, if you put a column in front of "
            "A_prev as deck 000 does: it holds 0, but x₀ is always 1.)",
            same_as=("no-bias",),
        ),
    ),
    alternatives=(
        lambda A_prev, W, b: np.einsum("ni,ij->nj", A_prev, W) + b,
        lambda A_prev, W, b: (W.T @ A_prev.T + b.T).T,
        lambda A_prev, W, b: np.array([[np.dot(a, W[:, j]) + b[0, j] for j in range(W.shape[1])] for a in A_prev]),
        lambda A_prev, W, b: np.sum(A_prev[:, :, None] * W[None], axis=1) + b.ravel(),
        _dense_with_ones,
        _dense_in_place,
        _dense_float32,
    ),
    hints=(
        "Row n of A_prev is one sample, column j of W holds the weights of one node. All pairs of a row and a column, "
        "multiplied and summed: that is what the matrix product @ computes.",
        "The product of (N, n_in) with (n_in, n_out) has shape (N, n_out). Adding b, shape (1, n_out), then adds the "
        "same row to every sample.",
        "Prices: two customers buy `bought = np.array([[2, 1], [0, 3]])`, two shops charge `price = np.array([[5, 4], "
        "[1, 2]])`, one column a shop. `bought @ price` is [[11, 10], [3, 6]]; `+ np.array([[1, 0]])` is the first "
        "shop's bag.",
    ),
)


# --- slide_matrix ---------------------------------------------------------------------------------


def _slide_cases(rng: Rng) -> list[Case]:
    shapes = ((3, 2), (2, 5), (4, 3), (1, 4), (6, 1), (3, 3))
    return [Case(_weights(rng, *shape), {"n_in": shape[0], "n_out": shape[1]}) for shape in shapes]


def _slide_by_entries(W: Array, b: Array) -> Array:
    """Deck 000's indices: W_ij leads from node j below to node i above, and j = 0 is the bias."""
    n_in, n_out = W.shape
    T = np.empty((n_out, n_in + 1))
    for i in range(n_out):
        T[i, 0] = b[0, i]
        for j in range(n_in):
            T[i, j + 1] = W[j, i]
    return T


def _slide(W: Array, b: Array, *, turned: Any, bias: Any, together: Any) -> Any:
    return together(bias(b.T), turned(W))


def _slide_filled(W: Array, b: Array) -> Array:
    T = np.zeros((W.shape[1], W.shape[0] + 1))
    T[:, 0] = b.ravel()
    T[:, 1:] = W.T
    return T


SLIDE_MATRIX = Exercise(
    name="slide_matrix",
    lesson=LESSON,
    points=2,
    signature="slide_matrix(W (n_in, n_out), b (1, n_out)) -> T (n_out, n_in + 1)",
    returns=(Part("T", "(n_out, n_in + 1)"),),
    reference=_slide_by_entries,
    cases=_slide_cases,
    formula=Formula(
        _slide,
        {
            "turned": Slot(
                lambda W: W.T,
                Slip(
                    "reshaped",
                    lambda W: W.reshape(W.shape[::-1]),
                    "The shape is right, the places are not: `reshape` keeps the reading order and only breaks the "
                    "lines elsewhere. Rows become columns with W.T.",
                ),
                Slip(
                    "inputs-reversed",
                    lambda W: W.T[:, ::-1],
                    "The inputs come in reverse order. Column j of T belongs to input j.",
                ),
                Slip(
                    "units-reversed",
                    lambda W: W.T[::-1],
                    "The weights' rows come in reverse order. Row i of T belongs to node i.",
                ),
                Slip("minus-weights", lambda W: -W.T, "The weights have the opposite sign."),
            ),
            "bias": Slot(
                lambda column: column,
                Slip(
                    "zeros-for-bias",
                    lambda column: 0 * column,
                    "Column 0 is zero. It holds the biases: what x₀ = 1 is multiplied with.",
                ),
                Slip(
                    "ones-for-bias",
                    lambda column: np.ones_like(column),
                    "Column 0 is all ones. The 1 belongs to the *input*, x₀ = 1; its weight is the bias.",
                ),
                Slip(
                    "minus-bias",
                    lambda column: -column,
                    "The biases have the opposite sign. Here z = Wᵀx + b with a plus; only a threshold T would be -b.",
                ),
                Slip(
                    "first-bias-for-all",
                    lambda column: 0 * column + column[0, 0],
                    "All nodes get the bias of the first one. Row i of T belongs to node i: b[0, i].",
                ),
            ),
            "together": Slot(
                lambda column, turned: np.hstack([column, turned]),
                Slip(
                    "bias-last",
                    lambda column, turned: np.hstack([turned, column]),
                    "The biases stand in the last column. x₀ is the *first* entry of deck 000's x, so they belong into "
                    "column 0.",
                ),
                Slip(
                    "no-bias-column",
                    lambda column, turned: turned,
                    "The column of the biases is missing: T has n_in + 1 columns, and column 0 is b.",
                ),
                Slip(
                    "bias-added",
                    lambda column, turned: turned + column,
                    "The biases are added to the weights. They get a column of their own, in front of them.",
                ),
                Slip(
                    "bias-added-and-in-front",
                    lambda column, turned: np.hstack([column, turned + column]),
                    "The biases stand in column 0, as they should, and are added to the weights as well.",
                ),
                Slip(
                    "not-turned",
                    lambda column, turned: np.hstack([column, turned]).T,
                    "Everything is there, but rows and columns are exchanged: in deck 000 each *row* belongs to one "
                    "node above, so T is (n_out, n_in + 1). It is the transpose of yours.",
                ),
                Slip(
                    "not-turned-bias-last",
                    lambda column, turned: np.hstack([turned, column]).T,
                    "In deck 000 each *row* belongs to one node above, so T is the transpose, (n_out, n_in + 1); and "
                    "the biases come first, in column 0, since x₀ is the first entry of x.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "columns-not-shifted",
            lambda W, b: np.hstack([W.T, 0 * b.T]),
            "The weights begin in column 0, where the biases belong (or overwrote them there), and the last column is "
            "empty. Input j, counted from 0, goes into column j + 1.",
        ),
        Mistake(
            "weights-one-off",
            lambda W, b: np.hstack([b.T, W.T[:, 1:], 0 * b.T]),
            "Column 0 is right. Behind it the first input is missing and the last column is empty: input j, counted "
            "from 0, goes into column j + 1.",
        ),
        Mistake(
            "read-off-row-by-row",
            lambda W, b: np.vstack([b, W]).reshape(W.shape[1], W.shape[0] + 1),
            "b and W are put together rightly, then `reshape` gave them the right shape and mixed up the places. It "
            "keeps the reading order; `.T` exchanges rows and columns.",
        ),
    ),
    alternatives=(
        lambda W, b: np.vstack([b, W]).T,
        lambda W, b: np.c_[b.T, W.T],
        lambda W, b: np.insert(W.T, 0, b, axis=1),
        lambda W, b: np.concatenate((b, W), axis=0).astype(np.float32).swapaxes(0, 1),
        lambda W, b: np.array([[b[0, i], *W[:, i]] for i in range(W.shape[1])]),
        _slide_filled,
    ),
    hints=(
        "Which numbers does *one* node above need? Its bias and one weight for each node below. In W and b they stand "
        "in one column; in deck 000 they form one row.",
        "Put b on top of W, shape (n_in + 1, n_out): the bias comes first, as x₀ = 1 does. Then exchange rows and "
        "columns.",
        "np.vstack([[[7, 8]], [[1, 2], [3, 4], [5, 6]]]) has 4 rows: 7 8, then 1 2, 3 4, 5 6. Its transpose has 2: "
        "7 1 3 5 and 8 2 4 6.",
    ),
)


# --- feedforward ----------------------------------------------------------------------------------


def _layers(rng: Rng, sizes: Sizes) -> tuple[Layers, Layers]:
    each = [_weights(rng, n_in, n_out) for n_in, n_out in pairwise(sizes)]
    return [w for w, _ in each], [v for _, v in each]


def _feedforward_cases(rng: Rng) -> list[Case]:
    cases = []
    for N, sizes in [(7, (2, 4, 3)), (6, (3, 5, 4, 2)), (5, (4, 3)), (1, (3, 2, 5)), (9, (2, 3, 3, 4, 1))]:
        X = rng.normal(size=(N, sizes[0])) + 0.3
        cases.append(Case((X, *_layers(rng, sizes)), {"N": N, "n0": sizes[0], "n_layers": len(sizes) - 1}))
    return cases


def _library_forward(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    net = Network([len(W[0]), *(w.shape[1] for w in W)], activation="tanh", output="sigmoid", init="zeros")
    net.W, net.b = list(W), list(b)
    return net.forward(X)


def _feedforward(
    X: Array, W: Layers, b: Layers, *, bias: Any, unit: Any, kept: Any, onward: Any, output: Any, start: Any
) -> tuple[Layers, Layers]:
    Z: Layers = []
    A = [X]
    below = start(X)
    for w, v in zip(W[:-1], b[:-1], strict=True):
        z = below @ w + bias(v)
        a = unit(z)
        Z.append(kept(z, a))
        A.append(a)
        below = onward(z, a)
    z = below @ W[-1] + bias(b[-1])
    return [*Z, z], [*A, output(z)]


def _feedforward_recursive(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    z = X @ W[0] + b[0]
    if len(W) == 1:
        return [z], [X, 1 / (1 + np.exp(-z))]
    Z, A = _feedforward_recursive(np.tanh(z), W[1:], b[1:])
    return [z, *Z], [X, *A]


def _feedforward_by_samples(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    Z = [np.zeros((len(X), w.shape[1])) for w in W]
    A = [X.copy(), *(np.zeros_like(z) for z in Z)]
    for n in range(len(X)):
        for layer, (w, v) in enumerate(zip(W, b, strict=True)):
            for j in range(w.shape[1]):
                z = sum(A[layer][n, i] * w[i, j] for i in range(len(w))) + v[0, j]
                Z[layer][n, j] = z
                A[layer + 1][n, j] = np.tanh(z) if layer < len(W) - 1 else 1 / (1 + np.exp(-z))
    return Z, A


def _feedforward_columns(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    """Deck 004's way: samples in columns, turned back at the end."""
    Z, A = [], [X.T]
    for w, v in zip(W, b, strict=True):
        Z.append(w.T @ A[-1] + v.T)
        A.append(np.tanh(Z[-1]))
    A[-1] = 1 / (1 + np.exp(-Z[-1]))
    return [z.T for z in Z], [a.T for a in A]


def _feedforward_preallocated(X: Array, W: Layers, b: Layers) -> tuple[Layers, tuple[Array, ...]]:
    Z: list[Any] = [None] * len(W)
    A: list[Any] = [X] + [None] * len(W)
    for k in range(len(W)):
        Z[k] = np.einsum("ni,ij->nj", A[k], W[k]) + b[k]
        A[k + 1] = sigmoid(Z[k]) if k == len(W) - 1 else np.tanh(Z[k])
    return Z, tuple(A)


def _feedforward_float32(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    return _feedforward_recursive(
        X.astype(np.float32), [w.astype(np.float32) for w in W], [v.astype(np.float32) for v in b]
    )


def _sigmoid_from(first: Any) -> Any:
    """Return a forward pass in which the sigmoid begins with layer ``first(L)`` already."""

    def forward_pass(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
        Z, A = [], [X]
        for k, (w, v) in enumerate(zip(W, b, strict=True)):
            Z.append(A[-1] @ w + v)
            A.append(sigmoid(Z[-1]) if k >= first(len(W)) else np.tanh(Z[-1]))
        return Z, A

    return forward_pass


def _first_layer_sigmoid(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    z = X @ W[0] + b[0]
    if len(W) == 1:
        return [z], [X, sigmoid(z)]
    Z, A = _feedforward_recursive(sigmoid(z), W[1:], b[1:])
    return [z, *Z], [X, *A]


def _z_for_a(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    Z, _ = _feedforward_recursive(X, W, b)
    return Z, [X, *Z]


def _output_in_z(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    Z, A = _feedforward_recursive(X, W, b)
    return [*Z[:-1], A[-1]], A


def _all_of_a_in_z(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    _, A = _feedforward_recursive(X, W, b)
    return A[1:], A


def _z_in_a(X: Array, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    Z, A = _feedforward_recursive(X, W, b)
    return Z, [X, *Z[:-1], A[-1]]


FEEDFORWARD = Exercise(
    name="feedforward",
    lesson=LESSON,
    points=4,
    signature="feedforward(X (N, n0), W list of (n_in, n_out), b list of (1, n_out)) -> Z list of (N, n_out), A list",
    returns=(Part("Z", "one (N, n_out) a layer"), Part("A", "X, then one (N, n_out) a layer")),
    reference=_library_forward,
    cases=_feedforward_cases,
    formula=Formula(
        _feedforward,
        {
            "start": Slot(
                lambda X: X,
                Slip(
                    "inputs-squashed",
                    np.tanh,
                    "tanh is applied to X before the first layer. The input layer computes nothing: A[0] = X goes into "
                    "the first product as it is.",
                ),
                Slip(
                    "inputs-through-sigmoid",
                    sigmoid,
                    "The sigmoid is applied to X before the first layer. The input layer computes nothing: A[0] = X "
                    "goes into the first product as it is.",
                ),
            ),
            "bias": Slot(
                lambda b: b,
                Slip("no-bias", np.zeros_like, "The biases are never added: each Z[l] is A[l] @ W[l] + b[l]."),
                Slip("minus-bias", np.negative, "The biases are subtracted. Z[l] is A[l] @ W[l] + b[l], with a plus."),
                Slip(
                    "first-bias-for-all",
                    lambda b: b[0, 0],
                    "All nodes of a layer get the bias of its first one. b[l] is a row, one entry for each node.",
                ),
            ),
            "unit": Slot(
                np.tanh,
                Slip(
                    "sigmoid-hidden",
                    sigmoid,
                    "The hidden layers use the sigmoid, as in deck 004. Here they are tanh; only the output layer is "
                    "the sigmoid.",
                ),
                Slip(
                    "no-activation",
                    lambda z: z,
                    "The hidden layers pass z on as it is. Without tanh the layers multiply out to one (lesson 04).",
                ),
                Slip("relu-hidden", relu, "The hidden layers are relu; here they are tanh."),
                Slip(
                    "tanh-twice",
                    lambda z: np.tanh(np.tanh(z)),
                    "tanh is applied twice in the hidden layers. Was it applied once when storing and once more when "
                    "passing on?",
                ),
                Slip(
                    "slope-hidden",
                    lambda z: 1 - np.tanh(z) ** 2,
                    "The hidden layers return the *slope* of tanh, 1 - tanh². On the way forward it is tanh itself.",
                ),
                Slip(
                    "softmax-hidden",
                    softmax,
                    "The hidden layers use softmax, which mixes the nodes of a row. Here they are tanh.",
                ),
            ),
            "kept": Slot(
                lambda z, a: z,
                Slip(
                    "Z-holds-activations",
                    lambda z, a: a,
                    "The hidden entries of Z hold tanh(z), not z. Was z overwritten (`z = np.tanh(z)`, or `out=z`) "
                    "before it was stored? Z needs the values before the activation.",
                ),
            ),
            "onward": Slot(
                lambda z, a: a,
                Slip(
                    "feeds-z-onward",
                    lambda z, a: z,
                    "The next layer is fed with z instead of tanh(z): its product must take the entry of A stored "
                    "last, not that of Z.",
                ),
                Slip(
                    "squashed-again",
                    lambda z, a: np.tanh(a),
                    "What goes into the next layer has been through tanh twice. A[l] enters the product as it is "
                    "stored.",
                ),
            ),
            "output": Slot(
                sigmoid,
                Slip(
                    "tanh-output",
                    np.tanh,
                    "The last layer is tanh like the hidden ones. It is the one layer that is different: the sigmoid. "
                    "Ask in the loop whether this layer is the last, len(W) - 1.",
                ),
                Slip(
                    "no-output-activation",
                    lambda z: z,
                    "The last entry of A holds the last Z itself. The output layer has an activation too: the sigmoid.",
                ),
                Slip(
                    "tanh-before-sigmoid",
                    lambda z: sigmoid(np.tanh(z)),
                    "In the last layer tanh is applied first and then the sigmoid. The sigmoid takes the last Z "
                    "itself: sigmoid *instead of* tanh.",
                ),
                Slip("sigmoid-twice", lambda z: sigmoid(sigmoid(z)), "The sigmoid is applied twice at the output."),
                Slip(
                    "classes-at-the-output",
                    lambda z: (z > 0).astype(float),
                    "The output is rounded to 0 or 1. Return the sigmoid itself; a class is made of it later.",
                ),
                Slip("relu-output", relu, "The last layer is relu; it is to be the sigmoid."),
                Slip(
                    "softmax-output",
                    softmax,
                    "The last layer is softmax, whose rows sum to 1. Here each output is a sigmoid of its own.",
                ),
                Slip(
                    "slope-at-the-output",
                    lambda z: sigmoid(z) * (1 - sigmoid(z)),
                    "The last layer returns the *slope* of the sigmoid, p (1 - p). On the way forward it is the "
                    "sigmoid itself.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "output-stored-in-Z",
            _output_in_z,
            "The last entry of Z holds the output, A[-1]. Z holds the values *before* the activation, in every layer.",
        ),
        Mistake(
            "Z-holds-A",
            _all_of_a_in_z,
            "Z holds the activations, in every layer. Append z to Z before anything is done to it.",
        ),
        Mistake(
            "A-holds-Z",
            _z_in_a,
            "The hidden entries of A hold z. The numbers passed on are right, but what is stored in A must be tanh(z).",
        ),
        Mistake(
            "A-is-X-and-Z",
            _z_for_a,
            "A holds X and then Z itself. Z is right; A[l + 1] is what the activation makes of Z[l].",
        ),
        Mistake(
            "tanh-in-the-first-layer-only",
            _sigmoid_from(lambda L: min(1, L - 1)),
            "Only the first hidden layer is tanh; all others are the sigmoid. *Every* layer but the last one is tanh: "
            "compare l with len(W) - 1.",
        ),
        Mistake(
            "tanh-if-l-is-0",
            _sigmoid_from(lambda L: 1),
            "Layer 0 is tanh and all others are the sigmoid, whatever the depth. Tanh goes with every layer but the "
            "last one: compare l with len(W) - 1, not with 0.",
        ),
        Mistake(
            "sigmoid-too-early",
            _sigmoid_from(lambda L: L - 2),
            "The sigmoid begins one layer too early: the last hidden layer is tanh, too. With L layers the last one "
            "has the number L - 1.",
        ),
        Mistake(
            "first-layer-sigmoid",
            lambda X, W, b: _first_layer_sigmoid(X, W, b),
            "The first layer is the sigmoid, too. Only the *last* one is; the first, like all hidden layers, is tanh.",
        ),
    ),
    alternatives=(
        _feedforward_recursive,
        _feedforward_by_samples,
        _feedforward_columns,
        _feedforward_preallocated,
        _feedforward_float32,
    ),
    hints=(
        "Every layer does the same two things: a product with W[l] plus b[l], then an activation. Write one loop over "
        "the layers and ask in it: is this one the last?",
        "Start with Z = [] and A = [X]. In layer l the input is A[-1], the entry stored last. Append dense_forward of "
        "it to Z, then append tanh of that to A, or the sigmoid if l == len(W) - 1.",
        "The same loop for numbers: a = [3]; for step in (2, 5): a.append(a[-1] + step). The new entry comes from the "
        "last one, and the list ends as [3, 5, 10], one longer than the steps.",
    ),
)


# --- count_params ---------------------------------------------------------------------------------


def _count_cases(rng: Rng) -> list[Case]:
    fixed: list[Sizes] = [(7, 4, 5, 3), (3, 5), (2, 6, 3), (9, 2, 8, 4, 5)]
    drawn = [tuple(int(n) for n in rng.choice(np.arange(2, 40), size=k, replace=False)) for k in (3, 4, 5)]
    return [Case((sizes,), {"n0": sizes[0], "n_layers": len(sizes) - 1}) for sizes in (*fixed, *drawn, (4, 1))]


def _count_in_the_library(sizes: Sizes) -> int:
    net = Network(sizes, init="zeros")
    return sum(len(w.ravel()) for w in net.W) + sum(len(v.ravel()) for v in net.b)


def _count(sizes: Sizes, *, layers: Any, weights: Any, biases: Any, extra: Any) -> int:
    return int(sum(weights(n_in, n_out) + biases(n_in, n_out) for n_in, n_out in layers(sizes)) + extra(sizes))


def _count_by_while(sizes: Sizes) -> int:
    total, k = 0, 1
    while k < len(sizes):
        total += (sizes[k - 1] + 1) * sizes[k]
        k += 1
    return total


COUNT_PARAMS = Exercise(
    name="count_params",
    lesson=LESSON,
    points=2,
    signature="count_params(sizes, a tuple of whole numbers) -> count, a whole number",
    returns=(Part("count", "number", any_shape=True),),
    reference=_count_in_the_library,
    cases=_count_cases,
    formula=Formula(
        _count,
        {
            "layers": Slot(
                lambda sizes: list(pairwise(sizes)),
                Slip(
                    "first-layer-only",
                    lambda sizes: list(pairwise(sizes))[:1],
                    "Only the first layer of weights is counted. Is there a `return` inside the loop?",
                ),
                Slip(
                    "last-layer-only",
                    lambda sizes: list(pairwise(sizes))[-1:],
                    "Only the last layer of weights is counted: is the count overwritten in a loop (`=`) where it "
                    "should grow (`+=`)?",
                ),
                Slip(
                    "last-layer-missing",
                    lambda sizes: list(pairwise(sizes))[:-1],
                    "The last layer of weights, the one into the output, is left out. With k sizes there are k - 1 "
                    "layers of weights: range(len(sizes) - 1).",
                ),
                Slip(
                    "first-layer-missing",
                    lambda sizes: list(pairwise(sizes))[1:],
                    "The layer of weights between the input and the first hidden layer is left out.",
                ),
                Slip(
                    "every-pair-of-layers",
                    lambda sizes: list(combinations(sizes, 2)),
                    "Every layer is joined to *all* later ones. Weights lead from one layer to the *next* only.",
                ),
                Slip(
                    "layers-in-twos",
                    lambda sizes: list(zip(sizes[::2], sizes[1::2], strict=False)),
                    "The layers are taken in pairs that do not overlap, 0 and 1, then 2 and 3. Weights stand between "
                    "1 and 2, too.",
                ),
                Slip(
                    "back-to-the-input",
                    lambda sizes: [*pairwise(sizes), (sizes[-1], sizes[0])],
                    "One layer too many: weights from the output back to the input. In Python sizes[-1] is the last "
                    "entry; does the loop start at 0 and look one back?",
                ),
            ),
            "weights": Slot(
                lambda n_in, n_out: n_in * n_out,
                Slip(
                    "weights-added",
                    lambda n_in, n_out: n_in + n_out,
                    "n_in + n_out is counted for a layer. Each of the n_out nodes has a weight for each of the n_in "
                    "nodes below: n_in times n_out.",
                ),
                Slip(
                    "a-weight-a-node",
                    lambda n_in, n_out: n_out,
                    "One weight is counted for each node above. Each has one for *every* node below: n_in · n_out.",
                ),
                Slip(
                    "weights-twice",
                    lambda n_in, n_out: 2 * n_in * n_out,
                    "Each weight is counted twice. A line leads from the node below to the node above, and only once.",
                ),
                Slip(
                    "weights-squared",
                    lambda n_in, n_out: n_out * n_out,
                    "n_out times n_out is counted for a layer. The lines come from the layer *below*: n_in · n_out.",
                ),
                Slip(
                    "no-weights",
                    lambda n_in, n_out: 0,
                    "Only the biases are counted. The weights, n_in · n_out in each layer, are missing.",
                ),
            ),
            "biases": Slot(
                lambda n_in, n_out: n_out,
                Slip(
                    "no-biases",
                    lambda n_in, n_out: 0,
                    "The biases are missing: one for each node that is not an input.",
                ),
                Slip(
                    "biases-below",
                    lambda n_in, n_out: n_in,
                    "A bias is counted for each node *below*, the inputs included and the outputs not. It is the node "
                    "above that has one: an input computes nothing.",
                ),
                Slip(
                    "a-bias-a-layer",
                    lambda n_in, n_out: 1,
                    "One bias a layer is counted. Every node of the layer has its own: n_out.",
                ),
                Slip(
                    "biases-on-both-sides",
                    lambda n_in, n_out: n_in + n_out,
                    "The biases of a hidden layer are counted twice, once with the weights below it and once with "
                    "those above it; and the inputs have none.",
                ),
                Slip(
                    "biases-twice",
                    lambda n_in, n_out: 2 * n_out,
                    "Each bias is counted twice. Is it both in (n_in + 1) and added once more?",
                ),
            ),
            "extra": Slot(
                lambda sizes: 0,
                Slip(
                    "biases-for-the-inputs",
                    lambda sizes: sizes[0],
                    "The inputs have no bias: they are the data, and compute nothing. It is exactly the {n0} inputs "
                    "too many: the biases are sum(sizes[1:]), not sum(sizes).",
                ),
                Slip(
                    "biases-of-the-output-missing",
                    lambda sizes: -sizes[-1],
                    "The outputs have biases, too. It is exactly one for each output too few.",
                ),
                Slip("one-too-many", lambda sizes: 1, "Exactly 1 too many, for every network."),
                Slip("one-too-few", lambda sizes: -1, "Exactly 1 too few, for every network."),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "paths",
            lambda sizes: prod(sizes),
            "All sizes are multiplied: that is the number of *paths* from an input to an output, and many paths share "
            "a weight. Multiply neighbours, and add up the layers.",
        ),
        Mistake(
            "nodes",
            lambda sizes: sum(sizes),
            "This is the number of nodes. Asked for are the numbers to learn: weights, on the lines, and biases.",
        ),
        Mistake(
            "weights-back-to-the-input",
            lambda sizes: sum(sizes[k] * sizes[k - 1] for k in range(len(sizes))) + sum(sizes[1:]),
            "Weights from the output back to the input are counted, too: sizes[0] * sizes[-1]. In Python sizes[-1] is "
            "the last entry, so a loop that looks one back must start at 1.",
        ),
        Mistake(
            "last-weights-missing",
            lambda sizes: sum(n_in * n_out for n_in, n_out in pairwise(sizes[:-1])) + sum(sizes[1:]),
            "All biases are there, but the weights into the output are missing. With k sizes there are k - 1 tables of "
            "weights: range(len(sizes) - 1).",
        ),
        Mistake(
            "first-weights-missing",
            lambda sizes: sum(n_in * n_out for n_in, n_out in pairwise(sizes[1:])) + sum(sizes[1:]),
            "All biases are there, but the weights between the input and the first hidden layer are missing.",
        ),
        Mistake(
            "layers-counted",
            lambda sizes: len(sizes),
            "This is the number of entries in `sizes`. Asked for is how many weights and biases such a network has.",
        ),
        Mistake(
            "a-one-in-every-layer",
            lambda sizes: sum((n_in + 1) * (n_out + 1) for n_in, n_out in pairwise(sizes)),
            "(n_in + 1)(n_out + 1) is counted: the 1 of deck 000 is added to the layer *above*, too. But no weights "
            "lead into a node that is always 1.",
        ),
        Mistake(
            "biases-multiplied",
            lambda sizes: sum(n_in * n_out * n_out for n_in, n_out in pairwise(sizes)),
            "The biases are multiplied with the weights. Add them: n_in · n_out + n_out.",
        ),
    ),
    alternatives=(
        lambda sizes: sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes)),
        lambda sizes: sum(sizes[k] * sizes[k + 1] for k in range(len(sizes) - 1)) + sum(sizes[1:]),
        lambda sizes: np.dot(np.array(sizes[:-1]) + 1, sizes[1:]),
        lambda sizes: float(np.sum(np.array(sizes[:-1]) * np.array(sizes[1:]))) + sum(sizes) - sizes[0],
        _count_by_while,
    ),
    hints=(
        "Take the network apart, layer of weights by layer of weights. How many lines lead from n_in nodes to n_out "
        "nodes? How many biases do these n_out nodes have?",
        "for n_in, n_out in zip(sizes[:-1], sizes[1:]) goes through neighbours. Add up n_in · n_out weights and n_out "
        "biases for each.",
        "Handshakes: 3 hosts greet 4 guests, 3 · 4 = 12; these 4 greet 2 more, 4 · 2 = 8; together 20. And each of the "
        "6 who were greeted gets a hat: 26.",
    ),
)


# --- init_params ----------------------------------------------------------------------------------


def _init_cases(rng: Rng) -> list[Case]:
    cases = []
    for sizes in ((5, 3, 4), (2, 7), (3, 6, 2, 5), (9, 4, 1), (4, 2, 3, 6, 2)):
        n_weights = sum(n_in * n_out for n_in, n_out in pairwise(sizes))
        cases.append(Case((sizes, rng.normal(size=n_weights) + 0.1), {"n0": sizes[0], "n_weights": n_weights}))
    return cases


def _init_one_by_one(sizes: Sizes, draws: Array) -> tuple[Layers, Layers]:
    """Fill the weights entry by entry, so that no reshape can be wrong."""
    numbers = iter(draws.tolist())
    W, b = [], []
    for n_in, n_out in pairwise(sizes):
        w = np.empty((n_in, n_out))
        for i in range(n_in):
            for j in range(n_out):
                w[i, j] = next(numbers) / sqrt(n_in)
        W.append(w)
        b.append(np.zeros((1, n_out)))
    return W, b


def _init(sizes: Sizes, draws: Array, *, scale: Any, order: Any, piece: Any, bias: Any) -> tuple[Layers, Layers]:
    W, b, begin = [], [], 0
    for n_in, n_out in pairwise(sizes):
        numbers = piece(draws, begin, n_in * n_out)
        W.append(order(numbers, n_in, n_out) * scale(n_in, n_out, sizes))
        b.append(bias(n_out))
        begin += n_in * n_out
    return W, b


def _init_begin_replaced(sizes: Sizes, draws: Array) -> tuple[Layers, Layers]:
    W, begin = [], 0
    for n_in, n_out in pairwise(sizes):
        W.append(np.resize(draws[begin:], n_in * n_out).reshape(n_in, n_out) / sqrt(n_in))
        begin = n_in * n_out
    return W, [np.zeros((1, n_out)) for n_out in sizes[1:]]


def _init_split(sizes: Sizes, draws: Array) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    shapes = list(pairwise(sizes))
    pieces = np.split(draws, np.cumsum([n_in * n_out for n_in, n_out in shapes])[:-1])
    W = tuple(piece.reshape(shape) / np.sqrt(shape[0]) for piece, shape in zip(pieces, shapes, strict=True))
    return W, tuple(np.zeros((1, n_out)) for n_out in sizes[1:])


def _init_consumed(sizes: Sizes, draws: Array) -> tuple[Layers, Layers]:
    rest, W, b = draws.copy(), [], []
    for k in range(1, len(sizes)):
        n = sizes[k - 1] * sizes[k]
        W.append((rest[:n] * sizes[k - 1] ** -0.5).reshape(sizes[k - 1], -1))
        b.append(np.array([[0.0] * sizes[k]]))
        rest = rest[n:]
    return W, b


def _init_float32(sizes: Sizes, draws: Array) -> tuple[Layers, Layers]:
    W, b = _init_split(sizes, draws)
    return [w.astype(np.float32) for w in W], [v.astype(np.float32) for v in b]


INIT_PARAMS = Exercise(
    name="init_params",
    lesson=LESSON,
    points=3,
    signature="init_params(sizes, a tuple of whole numbers, draws (n_weights,)) -> W list of (n_in, n_out), b list of "
    "(1, n_out)",
    returns=(Part("W", "one (n_in, n_out) a layer"), Part("b", "one (1, n_out) a layer")),
    reference=_init_one_by_one,
    cases=_init_cases,
    formula=Formula(
        _init,
        {
            "scale": Slot(
                lambda n_in, n_out, sizes: 1 / sqrt(n_in),
                Slip(
                    "not-scaled",
                    lambda n_in, n_out, sizes: 1.0,
                    "The numbers are not scaled. Divide those of a layer by the root of its n_in, or a node with many "
                    "inputs gets a z far from 0.",
                ),
                Slip(
                    "divided-by-n",
                    lambda n_in, n_out, sizes: 1 / n_in,
                    "The numbers are divided by n_in, not by its root. 1/n_in is the *variance* that is wanted; the "
                    "standard deviation is its root.",
                ),
                Slip(
                    "root-of-n-out",
                    lambda n_in, n_out, sizes: 1 / sqrt(n_out),
                    "The numbers are divided by the root of n_out. What adds up in a node are its inputs: n_in of "
                    "them, the rows of W.",
                ),
                Slip(
                    "multiplied-by-the-root",
                    lambda n_in, n_out, sizes: sqrt(n_in),
                    "The numbers are *multiplied* by the root of n_in. The more inputs, the smaller each weight: "
                    "divide.",
                ),
                Slip(
                    "he",
                    lambda n_in, n_out, sizes: sqrt(2 / n_in),
                    "The standard deviation is √(2/n_in), which suits relu. Asked for is 1/√n_in.",
                ),
                Slip(
                    "glorot",
                    lambda n_in, n_out, sizes: sqrt(2 / (n_in + n_out)),
                    "The standard deviation is √(2/(n_in + n_out)). Asked for is 1/√n_in.",
                ),
                Slip(
                    "root-of-both",
                    lambda n_in, n_out, sizes: 1 / sqrt(n_in + n_out),
                    "The numbers are divided by the root of n_in + n_out. What adds up in a node are its n_in inputs.",
                ),
                Slip(
                    "bias-counted-as-input",
                    lambda n_in, n_out, sizes: 1 / sqrt(n_in + 1),
                    "The numbers are divided by the root of n_in + 1. Divide by that of n_in: the bias is 0 and adds "
                    "nothing.",
                ),
                Slip(
                    "first-size-for-all",
                    lambda n_in, n_out, sizes: 1 / sqrt(sizes[0]),
                    "Every layer is divided by the root of the first size, {n0}. Each layer has its own n_in: the size "
                    "of the layer below it.",
                ),
                Slip(
                    "root-of-the-whole",
                    lambda n_in, n_out, sizes: 1 / sqrt(n_in * n_out),
                    "The numbers are divided by the root of n_in · n_out, the size of W. What adds up in a node are "
                    "its n_in inputs.",
                ),
                Slip(
                    "zeros",
                    lambda n_in, n_out, sizes: 0.0,
                    "All weights are 0. Then all nodes of a layer say the same, whatever comes in; the draws make "
                    "them differ.",
                ),
                Slip(
                    "hundredths",
                    lambda n_in, n_out, sizes: 0.01,
                    "Every number is multiplied by 0.01, whatever the layer. Divide by the root of n_in.",
                ),
            ),
            "order": Slot(
                lambda numbers, n_in, n_out: numbers.reshape(n_in, n_out),
                Slip(
                    "filled-by-columns",
                    lambda numbers, n_in, n_out: numbers.reshape(n_out, n_in).T,
                    "W is filled column by column. The statement fills it row by row: .reshape(n_in, n_out).",
                ),
                Slip(
                    "numbers-sorted",
                    lambda numbers, n_in, n_out: np.sort(numbers).reshape(n_in, n_out),
                    "The numbers were put in order first. Take them as they come.",
                ),
                Slip(
                    "one-row-for-all",
                    lambda numbers, n_in, n_out: np.repeat(numbers[None, :n_out], n_in, axis=0),
                    "All rows of W are equal: the first n_out numbers serve for every input. Each weight has its own "
                    "number.",
                ),
                Slip(
                    "one-number-for-all",
                    lambda numbers, n_in, n_out: np.full((n_in, n_out), numbers[0]),
                    "All weights of a layer are equal. Then all its nodes say the same; each weight needs its own "
                    "number.",
                ),
                Slip(
                    "without-sign",
                    lambda numbers, n_in, n_out: np.abs(numbers).reshape(n_in, n_out),
                    "All weights are positive: the sign of the numbers is lost.",
                ),
            ),
            "piece": Slot(
                lambda draws, begin, n: draws[begin : begin + n],
                Slip(
                    "same-numbers-again",
                    lambda draws, begin, n: draws[:n],
                    "Every layer begins with the first number again. The second layer goes on where the first one "
                    "stopped: does the place where you begin move along?",
                ),
                Slip(
                    "from-the-end",
                    lambda draws, begin, n: draws[len(draws) - begin - n : len(draws) - begin],
                    "The last layer got the numbers of the first one. W[0] takes the first numbers.",
                ),
                Slip(
                    "backwards",
                    lambda draws, begin, n: draws[::-1][begin : begin + n],
                    "The numbers are taken from the end, backwards (`pop()` does that). Take them from the front.",
                ),
            ),
            "bias": Slot(
                lambda n_out: np.zeros((1, n_out)),
                Slip("ones-for-biases", lambda n_out: np.ones((1, n_out)), "The biases are 1. They start at 0."),
                Slip(
                    "small-biases",
                    lambda n_out: np.full((1, n_out), 0.01),
                    "The biases are 0.01. They start at 0: the weights already differ, and that is enough.",
                ),
                Slip(
                    "tenths-for-biases",
                    lambda n_out: np.full((1, n_out), 0.1),
                    "The biases are 0.1. They start at 0: the weights already differ, and that is enough.",
                ),
            ),
        },
    ),
    mistakes=(
        Mistake(
            "begin-replaced",
            _init_begin_replaced,
            "Right for two layers. From the third on the numbers begin in the wrong place: it must move *on* by the "
            "size of the layer, `begin += n_in * n_out`, not be replaced by it.",
        ),
        Mistake(
            "numbers-for-biases",
            lambda sizes, draws: (_init_split(sizes, draws)[0], [0.0 for _ in sizes[1:]]),
            "Each entry of b is the number 0. It must be a row of zeros, one for each node: np.zeros((1, n_out)).",
        ),
        Mistake(
            "biases-without-a-row",
            lambda sizes, draws: (_init_split(sizes, draws)[0], [np.zeros(n_out) for n_out in sizes[1:]]),
            "Each entry of b has shape (n_out,), numbers without a row. Asked for is one row, shape (1, n_out): "
            "np.zeros((1, n_out)), with two pairs of brackets.",
        ),
        Mistake(
            "biases-for-the-nodes-below",
            lambda sizes, draws: (_init_split(sizes, draws)[0], [np.zeros((1, n_in)) for n_in in sizes[:-1]]),
            "The weights are right, but b has one entry for each node *below*. It is the node above that has a bias: "
            "np.zeros((1, n_out)).",
        ),
        Mistake(
            "standardised",
            lambda sizes, draws: _init_split(sizes, (draws - draws.mean()) / draws.std()),
            "The numbers were brought to mean 0 and standard deviation 1 first. Take them as they are.",
        ),
    ),
    alternatives=(_init_split, _init_consumed, _init_float32),
    hints=(
        "Cut the long row of numbers into pieces, one for each layer, and fold each piece into a table. Each table has "
        "its own factor, because each layer has its own number of inputs.",
        "In the loop over n_in, n_out: take `draws[begin : begin + n_in * n_out]`, `.reshape(n_in, n_out)`, divide by "
        "np.sqrt(n_in), append; np.zeros((1, n_out)) for b; then begin += n_in * n_out.",
        "Cutting [1, 2, 3, 4, 5, 6, 7, 8] for the shapes (2, 3) and (1, 2): the first table is 1 2 3 over 4 5 6, the "
        "second is 7 8.",
    ),
)

EXERCISES = (DENSE_FORWARD, SLIDE_MATRIX, FEEDFORWARD, COUNT_PARAMS, INIT_PARAMS)
