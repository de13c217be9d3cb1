"""Training: minibatches, learning-rate schedules, and `fit`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from nncore.activations import Array, ArrayLike
from nncore.losses import evaluate
from nncore.metrics import accuracy
from nncore.network import Network, Workspace
from nncore.optimizers import SGD

Schedule = Callable[[int], float]
"""Takes the epoch, counted from 0, and returns the learning rate."""


class Optimizer(Protocol):
    """What `fit` needs of an optimizer: those of nncore.optimizers, or your own."""

    learning_rate: float

    def step(self, params: list[Array], grads: list[Array]) -> None:
        """Change every array of `params` in place."""


def minibatches(X: Array, Y: Array, batch_size: int, rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Give all rows once, in a new random order, a batch at a time.

    Parameters
    ----------
    X : ndarray, shape (N, ...)
    Y : ndarray, shape (N, ...)
        Row i belongs to row i of X, and stays with it.
    batch_size : int
        Rows in a batch; the last batch has what is left.
    rng : numpy.random.Generator

    Yields
    ------
    X_batch, Y_batch : ndarray, shapes (B, ...)
        Copies, ceil(N / batch_size) pairs of them.

    Raises
    ------
    ValueError
        For different numbers of rows, or a batch size below 1.

    Source: slides 004, "Mini-batch Gradient Descent" (which does not shuffle).
    """
    if len(X) != len(Y):
        raise ValueError(f"X has {len(X)} rows and Y {len(Y)}; as many are needed")
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}; at least 1 is needed")
    for rows in batch_rows(len(X), batch_size, rng):
        yield X[rows], Y[rows]


def batch_rows(n_rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Array]:
    """Give the row numbers 0 to n_rows - 1 in a new random order, `batch_size` at a time, the rest last."""
    order = rng.permutation(n_rows)
    for start in range(0, n_rows, batch_size):
        yield order[start : start + batch_size]


def constant(learning_rate: float) -> Schedule:
    """Schedule: the same learning rate in every epoch. Source: slides 004, "Gradient descent"."""
    return lambda epoch: learning_rate


def step_decay(learning_rate: float, factor: float = 0.5, every: int = 10) -> Schedule:
    """Schedule: the learning rate times `factor` after each `every` epochs.

    Source: not in the slides; large steps first, small ones later (slides 004, three regimes).
    """
    return lambda epoch: learning_rate * factor ** (epoch // every)


def cosine(learning_rate: float, epochs: int) -> Schedule:
    """Schedule: from `learning_rate` in epoch 0 down towards 0 after `epochs` epochs, along half a cosine.

    Source: not in the slides; see `step_decay`.
    """
    return lambda epoch: learning_rate * (1 + math.cos(math.pi * min(epoch / epochs, 1))) / 2


@dataclass
class History:
    """What happened in each epoch of `fit`; entry i of every list belongs to epoch i, counted from 0.

    Attributes
    ----------
    train_loss : list of float
        Mean loss of the epoch's batches, each taken before its own update, the penalty included.
    validation_loss, validation_accuracy : list of float
        After the epoch, without the penalty. Empty without validation data; no accuracy for the loss mse.
    learning_rate : list of float
    best_epoch : int or None
        Epoch with the smallest validation loss.
    stopped : str
        Why training ended: "epochs" (all done), "patience" (early stopping), "interrupted" (from the
        keyboard) or "diverged" (a loss was no longer finite; that epoch is not listed).
    """

    train_loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    learning_rate: list[float] = field(default_factory=list)
    best_epoch: int | None = None
    stopped: str = "epochs"


def fit(
    net: Network,
    X: ArrayLike,
    Y: ArrayLike,
    *,
    epochs: int,
    batch_size: int = 32,
    optimizer: Optimizer | None = None,
    rng: np.random.Generator | None = None,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    l2: float = 0.0,
    schedule: Schedule | None = None,
    patience: int | None = None,
    progress: bool = False,
    callback: Callable[[int, Network, History], object] | None = None,
) -> History:
    """Train a network in place: for each batch forward, loss, backward, update.

    Parameters
    ----------
    net : Network
        Its W and b change. A subclass may bring its own `loss_and_gradients`.
    X : array_like, shape (N, sizes[0])
    Y : array_like, shape (N, sizes[-1])
    epochs : int
        Passes over the data.
    batch_size : int
        Rows in a batch; N for batch gradient descent, 1 for stochastic.
    optimizer : Optimizer, optional
        SGD(0.1) if not given.
    rng : numpy.random.Generator, optional
        Shuffles. A new one if not given.
    validation : (X, Y), optional
        Data to watch, not to learn from.
    l2 : float
        Strength of the penalty l2 / (2 N) sum W^2, with N the rows of X.
    schedule : callable, optional
        Learning rate of each epoch, counted from 0: `step_decay`, `cosine` or your own.
    patience : int, optional
        Stop after so many epochs without a smaller validation loss; however training ends, except from the
        keyboard, the parameters of the best epoch are restored.
    progress : bool
        Show a bar, with tqdm.
    callback : callable, optional
        Called as callback(epoch, net, history) after each epoch.

    Returns
    -------
    History
        Also after Ctrl-C: the network keeps what it has learnt.

    Raises
    ------
    ValueError
        For data that `net.loss` refuses, checked once at the start; patience without validation.

    Source: slides 004, "Backpropagation" (the update in four steps); 003, "Cực tiểu hóa hàm mục tiêu";
    002, the class Perceptron.
    """
    for name, value, least in (("epochs", epochs, 0), ("batch_size", batch_size, 1)):
        if value < least:
            raise ValueError(f"{name} is {value}; at least {least} is needed")
    X, Y = net.check_batch(X, Y)
    if validation is not None:
        validation = net.check_batch(*validation)
    elif patience is not None:
        raise ValueError("patience needs validation=(X, Y): early stopping watches the validation loss")
    optimizer = SGD(0.1) if optimizer is None else optimizer
    rng = np.random.default_rng(rng)
    history = History()
    trainer = _Trainer(net, X, Y, batch_size, optimizer, l2)
    best = net.copy()
    try:
        for epoch in _epochs(epochs, progress):
            if schedule is not None:
                optimizer.learning_rate = schedule(epoch)
            train_loss = trainer.epoch(rng)
            if not math.isfinite(train_loss):
                history.stopped = "diverged"
                break
            history.train_loss.append(train_loss)
            history.learning_rate.append(float(optimizer.learning_rate))
            if validation is not None:
                _watch(net, *validation, history)
                if history.best_epoch == epoch and patience is not None:
                    best = net.copy()
            if callback is not None:
                callback(epoch, net, history)
            if patience is not None and epoch - (history.best_epoch or 0) >= patience:
                history.stopped = "patience"
                break
    except KeyboardInterrupt:
        history.stopped = "interrupted"
    if patience is not None and history.stopped != "interrupted":
        net.W, net.b = best.W, best.b
    return history


def _epochs(epochs: int, progress: bool) -> Iterable[int]:
    if not progress:
        return range(epochs)
    from tqdm.auto import tqdm  # type: ignore[import-untyped]

    bar: Iterable[int] = tqdm(range(epochs), unit="epoch")
    return bar


class _Trainer:
    """One epoch after another on the same data, in buffers made once.

    All parameters lie in one long array, and so do all gradients, so that an optimizer of the library moves them
    in one go; W, b, dW and db are views into these. What was checked at the start of `fit` is not checked again.
    A `loss_and_gradients` of a subclass of `Network`, or an optimizer's own `step`, is called as documented.
    """

    def __init__(self, net: Network, X: Array, Y: Array, batch_size: int, optimizer: Optimizer, l2: float) -> None:
        self.net, self.X, self.Y, self.l2 = net, X, Y, l2
        self.optimizer = optimizer
        self.library_step = isinstance(optimizer, SGD) and type(optimizer).step is SGD.step
        self.plain_descent = type(optimizer) is SGD
        self.library_gradients = type(net).loss_and_gradients is Network.loss_and_gradients
        self.parameters, self.W, self.b = _flat(net)
        self.gradients, self.dW, self.db = _flat(net)
        self.batch_size = min(batch_size, len(X))
        X_batch = _aligned((self.batch_size, X.shape[1]), X.dtype)
        Y_batch = _aligned((self.batch_size, Y.shape[1]), Y.dtype)
        Z = [_aligned((self.batch_size, n), net.dtype) for n in net.sizes[1:]]
        D = [_aligned((self.batch_size, n), net.dtype) for n in net.sizes[1:-1]]
        self.buffers = {}  # by the number of rows of a batch: the last one may be smaller
        for n in (self.batch_size, len(X) % self.batch_size):
            work = Workspace([z[:n] for z in Z], [d[:n] for d in D], self.dW, self.db)
            self.buffers[n] = X_batch[:n], Y_batch[:n], work

    def epoch(self, rng: np.random.Generator) -> float:
        """Pass over the data once; gives its mean loss, or the first loss that is not finite."""
        for view, p in zip([*self.W, *self.b], [*self.net.W, *self.net.b], strict=True):
            view[...] = p
        self.net.W, self.net.b = list(self.W), list(self.b)
        total = 0.0
        # A rate that is too large ends in overflow: reported once as "diverged", not as a warning each batch.
        with np.errstate(over="ignore", invalid="ignore"):
            for rows in batch_rows(len(self.X), self.batch_size, rng):
                J = self.update(rows)
                if not math.isfinite(J):
                    return J
                total += J * len(rows)
        return total / len(self.X)

    def update(self, rows: Array) -> float:
        """Take one step along the gradient of the batch `rows`, and give the loss before it."""
        net = self.net
        X, Y, work = self.buffers[len(rows)]
        self.X.take(rows, axis=0, out=X, mode="clip")  # "clip" writes to X at once, without a copy
        self.Y.take(rows, axis=0, out=Y, mode="clip")
        if self.library_gradients and self.plain_descent:
            J = net.backpropagate(X, Y, self.l2, len(self.X), work, scale=self.optimizer.learning_rate)
            if math.isfinite(J):
                self.parameters -= self.gradients
            return J
        dW, db = self.dW, self.db
        if self.library_gradients:
            J = net.backpropagate(X, Y, self.l2, len(self.X), work)
        else:
            J, dW, db = net.loss_and_gradients(X, Y, l2=self.l2, n_train=len(self.X))
        if not math.isfinite(J):
            return J
        if self.library_step and dW is self.dW:
            self.optimizer.consume([self.parameters], [self.gradients])  # type: ignore[attr-defined]
        else:
            self.optimizer.step([*net.W, *net.b], [*dW, *db])
        return J


def _flat(net: Network) -> tuple[Array, list[Array], list[Array]]:
    """Give one long array with room for every W and b, and views into it in the shapes of W and of b."""
    room = _aligned((net.n_parameters,), net.dtype)
    views, start = [], 0
    for p in [*net.W, *net.b]:
        views.append(room[start : start + p.size].reshape(p.shape))
        start += p.size
    return room, views[: net.n_layers], views[net.n_layers :]


def _aligned(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Give an array, of any values, that starts where a cache line does: processors go through it faster."""
    n_bytes, line = math.prod(shape) * dtype.itemsize, 64
    room = np.empty(n_bytes + line, np.uint8)
    start = -room.ctypes.data % line
    return room[start : start + n_bytes].view(dtype).reshape(shape)


def _watch(net: Network, X: Array, Y: Array, history: History) -> None:
    """Add the validation loss and accuracy to the history, and note the best epoch."""
    loss = right = 0.0
    for start in range(0, len(X), 1000):  # in pieces, so that no layer of 60,000 rows is ever in memory
        piece = X[start : start + 1000], Y[start : start + 1000]
        Z, A = net.forward(piece[0])
        loss += evaluate(net.loss_name, Z[-1], piece[1], net.activations[-1])[0] * len(piece[0]) / len(X)
        if net.loss_name != "mse":
            right += accuracy(A[-1], piece[1]) * len(piece[0]) / len(X)
    history.validation_loss.append(loss)
    if net.loss_name != "mse":
        history.validation_accuracy.append(right)
    history.best_epoch = int(np.argmin(history.validation_loss))
