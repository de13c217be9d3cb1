"""TensorFlow Playground's rules, in NumPy: what its network computes, what it is asked for, how it learns.

Source of the rules: ``src/nn.ts`` and ``src/playground.ts`` of https://github.com/tensorflow/playground (Apache 2.0).
The code is ours. In short:

- Weights start uniform in (-0.5, 0.5), biases at 0.1. Hidden units share one activation; the output is tanh to
  classify (targets -1 and +1) and the identity to fit. The loss is half the squared error, a mean over the rows.
- An epoch goes through the rows in their order, never shuffled. After every `batch_size` rows the parameters move
  against the mean gradient of the rows seen since the last move. Rows that fill no batch at the end of an epoch
  count in the first batch of the next.
- Regularisation moves the weights after that, never the biases, by learning_rate * rate * sign(w) for L1 and
  learning_rate * rate * w for L2, where w is the weight *before* the batch. It is not divided by the number of rows:
  a rate here is nncore's ``l2`` divided by ``n_train``. A weight that L1 pushes through 0 becomes 0 and stays 0.

Arrays follow the course: rows are samples, W[k] is (n_in, n_out). W and b may carry one axis more in front, one
entry a network: many networks then learn side by side from the same rows, each as it would alone.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from nncore.activations import get_activation

Array = np.ndarray[Any, np.dtype[np.float64]]
Arrays = list[Array]

#: What may be put into the network, by name: functions of the two coordinates.
FEATURES: dict[str, Callable[[Array, Array], Array]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1^2": lambda x1, x2: x1**2,
    "x2^2": lambda x1, x2: x2**2,
    "x1 x2": lambda x1, x2: x1 * x2,
    "sin x1": lambda x1, x2: np.sin(x1),
    "sin x2": lambda x1, x2: np.sin(x2),
}

#: Hidden activations, by the Playground's names, with nncore's.
ACTIVATIONS = {"tanh": "tanh", "relu": "relu", "sigmoid": "sigmoid", "linear": "identity"}

REGULARIZATIONS = ("none", "L1", "L2")


class Model(NamedTuple):
    """What is trained: the passes of a network, its loss, and what its targets mean.

    Attributes
    ----------
    forward : callable (X, W, b) -> (Z, A)
        Lists; A[0] is X, A[-1] the prediction P.
    backward : callable (Z, A, W, Y) -> (dW, db)
        Lists of gradients of `loss`, the mean over the rows.
    loss : callable (P, Y) -> float or ndarray
        One number a network.
    targets : callable
        From the data's -1 and +1 to what the network is asked for.
    signed : callable
        From predictions to numbers whose sign is the class.
    """

    forward: Callable[[Array, Arrays, Arrays], tuple[Arrays, Arrays]]
    backward: Callable[[Arrays, Arrays, Arrays, Array], tuple[Arrays, Arrays]]
    loss: Callable[[Array, Array], Any]
    targets: Callable[[Array], Array]
    signed: Callable[[Array], Array]


def feature_columns(X: Array, names: Sequence[str]) -> Array:
    """Compute the chosen features of points.

    Parameters
    ----------
    X : ndarray, shape (N, 2)
        Points.
    names : sequence of str
        Keys of `FEATURES`.

    Returns
    -------
    ndarray, shape (N, len(names))
    """
    return np.column_stack([FEATURES[name](X[:, 0], X[:, 1]) for name in names])


def first_parameters(sizes: Sequence[int], rng: np.random.Generator) -> tuple[Arrays, Arrays]:
    """Draw the weights to start from: uniform in (-0.5, 0.5), biases 0.1.

    Parameters
    ----------
    sizes : sequence of int
        Units in each layer, input first.
    rng : numpy.random.Generator
        Where the weights come from.

    Returns
    -------
    W, b : lists of ndarray
        Shapes (sizes[k], sizes[k + 1]) and (1, sizes[k + 1]).
    """
    W = [rng.uniform(-0.5, 0.5, size=shape) for shape in pairwise(sizes)]
    b = [np.full((1, n_out), 0.1) for n_out in sizes[1:]]
    return W, b


def half_squared_error(P: Array, Y: Array) -> Any:
    """Half the squared error, the mean over the rows.

    Parameters
    ----------
    P : ndarray, shape (N, 1) or (n_networks, N, 1)
        Predictions.
    Y : ndarray, shape (N, 1)
        Targets.

    Returns
    -------
    float, or ndarray of shape (n_networks,)
        In squared units of Y. The same as nncore's `mse`.
    """
    return 0.5 * np.mean((P - Y) ** 2, axis=(-2, -1))


def playground_model(activation: str, output: str) -> Model:
    """Describe TensorFlow Playground's network.

    Parameters
    ----------
    activation : str
        Of the hidden units, a key of `ACTIVATIONS`.
    output : {"tanh", "linear"}
        Of the output unit.

    Returns
    -------
    Model
        Its gradients are those of ``Network.loss_and_gradients`` with loss "mse", for one network or a stack.
    """
    hidden, last = get_activation(ACTIVATIONS[activation]), get_activation(ACTIVATIONS[output])

    def forward(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
        Z, A = [], [X]
        for k, (w, c) in enumerate(zip(W, b, strict=True)):
            Z.append(A[k] @ w + c)
            A.append((hidden if k + 1 < len(W) else last).f(Z[k]))
        return Z, A

    def backward(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
        dW, db = list(W), list(W)
        D = (A[-1] - Y) / len(Y) * last.grad(Z[-1])
        for k in reversed(range(len(W))):
            dW[k], db[k] = A[k].swapaxes(-1, -2) @ D, D.sum(axis=-2, keepdims=True)
            if k > 0:
                D = (D @ W[k].swapaxes(-1, -2)) * hidden.grad(Z[k - 1])
        return dW, db

    return Model(forward, backward, half_squared_error, targets=_as_it_is, signed=_as_it_is)


def _as_it_is(values: Array) -> Array:
    return values


class Trainer:
    """A network, or a stack of networks, that learns by the Playground's rules.

    Parameters
    ----------
    model : Model
        What is trained.
    W, b : lists of ndarray
        Where to start; changed in place from then on.
    batch_size : int
        Rows between two moves, 1 or more. With more rows than the data have, the batch fills over several epochs.
    learning_rate : float
        May be set at any time.
    regularization : {"none", "L1", "L2"}
        Which penalty.
    rate : float
        Its strength.

    Source: slides 000, "Playground" (tasks 1 to 4); ``updateWeights`` of the Playground's ``nn.ts``.
    """

    def __init__(
        self,
        model: Model,
        W: Arrays,
        b: Arrays,
        batch_size: int = 10,
        learning_rate: float = 0.03,
        regularization: str = "none",
        rate: float = 0.0,
    ) -> None:
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}; at least 1 row is needed")
        if regularization not in REGULARIZATIONS:
            raise ValueError(f"there is no regularization {regularization!r}; there are {', '.join(REGULARIZATIONS)}")
        self.model = model
        self.W, self.b = W, b
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.regularization = regularization
        self.rate = rate
        self._alive = [np.ones(w.shape, bool) for w in W]  # False: pushed to 0 by L1, for good
        self._sum_W, self._sum_b = [np.zeros_like(w) for w in W], [np.zeros_like(c) for c in b]
        self._n_summed = 0

    def epoch(self, X: Array, Y: Array) -> None:
        """Go through the rows once, in their order.

        Parameters
        ----------
        X : ndarray, shape (N, n_features)
            Features.
        Y : ndarray, shape (N, 1)
            Targets, as the model wants them.
        """
        for start in range(0, len(X), self.batch_size):
            x, y = X[start : start + self.batch_size], Y[start : start + self.batch_size]
            Z, A = self.model.forward(x, self.W, self.b)
            dW, db = self.model.backward(Z, A, self.W, y)
            if len(x) < self.batch_size or self._n_summed:
                dW, db = self._with_earlier_rows(dW, db, len(x))
            if len(x) == self.batch_size:
                self._move(dW, db)
                self._n_summed = 0

    def _with_earlier_rows(self, dW: Arrays, db: Arrays, n: int) -> tuple[Arrays, Arrays]:
        """Add n rows' mean gradient to those left over, and return the mean over them all."""
        if not self._n_summed:
            for total in (*self._sum_W, *self._sum_b):
                total[...] = 0.0
        self._n_summed += n
        for total, gradient in zip((*self._sum_W, *self._sum_b), (*dW, *db), strict=True):
            total += n * gradient
        return [s / self._n_summed for s in self._sum_W], [s / self._n_summed for s in self._sum_b]

    def _move(self, dW: Arrays, db: Arrays) -> None:
        for c, slope in zip(self.b, db, strict=True):
            c -= self.learning_rate * slope
        push = self.learning_rate * self.rate
        for k, (w, slope) in enumerate(zip(self.W, dW, strict=True)):
            if self.regularization == "L1":
                self._move_l1(w, slope, self._alive[k], push)
            elif self.regularization == "L2":
                w -= self.learning_rate * slope + push * w
            else:
                w -= self.learning_rate * slope

    def _move_l1(self, w: Array, slope: Array, alive: np.ndarray, push: float) -> None:
        moved = w - self.learning_rate * slope
        pushed = moved - push * np.sign(w)
        alive &= moved * pushed >= 0
        w[...] = np.where(alive, pushed, 0.0)
