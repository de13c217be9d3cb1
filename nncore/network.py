"""A fully connected network: forward pass, loss, and gradients by backpropagation.

Rows are samples. A[0] = X, Z[k] = A[k] @ W[k] + b[k], A[k+1] = f(Z[k]). Lists count from 0, so `W[0]` is
W^(1) on paper: the weights between the input and the first hidden layer.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nncore.activations import ACTIVATIONS, Activation, Array, ArrayLike, as_numbers, get_activation
from nncore.losses import LOSSES, check_finite, check_targets, evaluate

RELU_FAMILY = ("relu", "leaky_relu", "elu", "relu6", "swish", "mish")


class Workspace(NamedTuple):
    """The arrays that `Network.backpropagate` writes to; those of Z and D may be None, for new ones.

    Z[k] and D[k], (N, sizes[k + 1]), are the pre-activations of a layer and the loss's gradient with respect to
    them; D has none for the last layer. dW and db have the shapes of W and b.
    """

    Z: Sequence[Array | None]
    D: Sequence[Array | None]
    dW: list[Array]
    db: list[Array]


class Network:
    """A fully connected network, given by its architecture and its parameters.

    Parameters
    ----------
    sizes : sequence of int
        Units in each layer, input first: (784, 16, 16, 10).
    activation : str or Activation, or a sequence of them
        Of all hidden layers, or of each.
    output : str or Activation
        Of the last layer.
    loss : {"cross_entropy", "binary_cross_entropy", "mse"}, optional
        Follows the output if not given: cross_entropy for softmax, binary_cross_entropy for sigmoid, mse for
        any other. The cross-entropies need these outputs; mse goes with any.
    init : {"he", "xavier", "normal", "zeros"}, optional
        How weights start; biases start at 0. "he": N(0, 2 / n_in), "xavier": N(0, 2 / (n_in + n_out)),
        "normal": N(0, scale^2), "zeros": all 0, with which hidden units never differ. If not given, "he" for
        layers of the relu family and "xavier" for the others.
    scale : float
        Standard deviation for "normal".
    rng : numpy.random.Generator, optional
        Where the weights are drawn from. A new one if not given.
    dtype : dtype
        np.float64 or np.float32, of parameters and of all that is computed.

    Attributes
    ----------
    sizes : tuple of int
    W : list of ndarray, shapes (sizes[k], sizes[k + 1])
        May be set; shapes are checked, and numbers made `dtype`, at the next use.
    b : list of ndarray, shapes (1, sizes[k + 1])
        Likewise.
    activations : tuple of Activation
        Of each layer, the output last.
    loss_name : str
    dtype : numpy.dtype

    Raises
    ------
    ValueError
        For sizes, names or pairings that do not exist.

    Source: slides 000, "Ma trận trọng số"; 001, "Cấu trúc"; 003, "Cực tiểu hóa hàm mục tiêu" (N(0, sigma^2));
    004, "Cấu trúc tổng quát" and "Parameters".
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str | Activation | Sequence[str | Activation] = "relu",
        output: str | Activation = "softmax",
        loss: str | None = None,
        init: str | None = None,
        scale: float = 1.0,
        rng: np.random.Generator | None = None,
        dtype: npt.DTypeLike = np.float64,
    ) -> None:
        if len(sizes) < 2 or any(n != int(n) or n < 1 for n in sizes):
            raise ValueError(f"sizes is {sizes}; two or more whole numbers from 1 on are needed")
        self.sizes = tuple(int(n) for n in sizes)
        self.activations = (*_hidden_activations(activation, len(sizes) - 2), get_activation(output))
        self.loss_name = _loss_name(loss, self.activations[-1])
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float32, np.float64):
            raise ValueError(f"dtype is {self.dtype}; float32 or float64 is needed")
        rng = np.random.default_rng(rng)
        self.W: list[Array] = []
        self.b: list[Array] = []
        for f, (n_in, n_out) in zip(self.activations, pairwise(self.sizes), strict=True):
            deviation = _initial_deviation(init, scale, n_in, n_out, f)
            self.W.append((deviation * rng.standard_normal((n_in, n_out))).astype(self.dtype))
            self.b.append(np.zeros((1, n_out), self.dtype))

    @property
    def n_layers(self) -> int:
        """Number of layers with weights: hidden layers and output."""
        return len(self.sizes) - 1

    @property
    def n_parameters(self) -> int:
        """Number of weights and biases.

        13,002 for 784-16-16-10. Source: slides 001, "Quá trình truyền thẳng".
        """
        return sum((n_in + 1) * n_out for n_in, n_out in pairwise(self.sizes))

    def forward(self, X: ArrayLike) -> tuple[list[Array], list[Array]]:
        """Compute every layer and keep what backpropagation needs.

        Parameters
        ----------
        X : array_like, shape (N, sizes[0])

        Returns
        -------
        Z : list of ndarray, Z[k] of shape (N, sizes[k + 1])
            Pre-activations.
        A : list of ndarray, A[k] of shape (N, sizes[k])
            A[0] is X, A[-1] the prediction.

        Raises
        ------
        ValueError
            For X of another shape, empty or with NaN or infinity; for W or b of a wrong shape.

        Source: slides 000, "Lan truyền tới"; 001, "Quá trình truyền thẳng"; 004, "Feedforward".
        """
        self._check_parameters()
        Z, A = self._to_last_z(self._check_inputs(X))
        return Z, [*A, self.activations[-1].f(Z[-1])]

    def predict(self, X: ArrayLike) -> Array:
        """Compute the prediction alone, keeping no layer in between.

        Parameters and errors are those of `forward`.

        Returns
        -------
        ndarray, shape (N, sizes[-1])

        Source: slides 000, "Lan truyền tới"; 004, "Feedforward".
        """
        self._check_parameters()
        A = self._check_inputs(X).astype(self.dtype, copy=False)
        for W, b, activation in zip(self.W, self.b, self.activations, strict=True):
            A = activation.f(_affine(A, W, b))
        return A

    def loss(self, X: ArrayLike, Y: ArrayLike, l2: float = 0.0, n_train: int | None = None) -> float:
        """Loss of the predictions for X, with the L2 penalty l2 / (2 n_train) sum W^2.

        Parameters
        ----------
        X : array_like, shape (N, sizes[0])
        Y : array_like, shape (N, sizes[-1])
            Targets; see the loss for their range.
        l2 : float
            Strength of the penalty (lambda). Biases are never penalised.
        n_train : int, optional
            Rows in the whole training set; the rows of X if not given.

        Returns
        -------
        float
            J, a mean over the rows plus the penalty.

        Raises
        ------
        ValueError
            For X, Y, W or b of a wrong shape, empty, with NaN or infinity, or out of range.

        Source: slides 000, "Hàm chi phí" and "Regularization".
        """
        self._check_parameters()
        X, Y = self.check_batch(X, Y)
        Z, _ = self._to_last_z(X)
        J, _ = evaluate(self.loss_name, Z[-1], Y, self.activations[-1])
        return J + self._penalty(l2, _training_rows(n_train, X))

    def loss_and_gradients(
        self, X: ArrayLike, Y: ArrayLike, l2: float = 0.0, n_train: int | None = None
    ) -> tuple[float, list[Array], list[Array]]:
        """Loss and its gradient with respect to every weight and bias, by backpropagation.

        Parameters and errors are those of `loss`.

        Returns
        -------
        J : float
        dW : list of ndarray, in the shapes of W
        db : list of ndarray, in the shapes of b

        Source: slides 000, "Thuật toán lan truyền ngược" and "Regularization"; 003, "Giải thuật lan truyền
        ngược"; 004, "Backpropagation", where the matrices of steps 2 and 3 have dA/dZ in place of dJ/dA.
        """
        self._check_parameters()
        X, Y = self.check_batch(X, Y)
        dW, db = [np.empty_like(W) for W in self.W], [np.empty_like(b) for b in self.b]
        new = [None] * self.n_layers
        J = self.backpropagate(X, Y, l2, _training_rows(n_train, X), Workspace(new, new, dW, db))
        return J, dW, db

    def check_batch(self, X: ArrayLike, Y: ArrayLike) -> tuple[Array, Array]:
        """Give X (N, sizes[0]) and Y (N, sizes[-1]) as arrays of floats; errors are those of `loss`."""
        X = self._check_inputs(X)
        return X, check_targets(Y, (len(X), self.sizes[-1]), self.loss_name, self.dtype)

    def copy(self) -> Network:
        """Give a network with the same architecture and copies of the parameters."""
        hidden, output = self.activations[:-1], self.activations[-1]
        twin = Network(self.sizes, hidden, output, self.loss_name, init="zeros", dtype=self.dtype)
        twin.W, twin.b = [np.array(W) for W in self.W], [np.array(b) for b in self.b]
        return twin

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write architecture and parameters to `path`, in NumPy's npz format without pickled objects.

        Raises
        ------
        ValueError
            If an activation is not one of the library's, since only names are written.
        """
        self._check_parameters()
        for activation in self.activations:
            if ACTIVATIONS.get(activation.name) != activation:
                raise ValueError(
                    f"activation {activation.name!r} is your own and cannot be saved; save W and b instead"
                )
        arrays: dict[str, Any] = {f"W{k}": W for k, W in enumerate(self.W)}
        arrays |= {f"b{k}": b for k, b in enumerate(self.b)}
        names = [a.name for a in self.activations]
        with open(path, "wb") as file:  # np.savez itself would append .npz to the name
            np.savez(
                file,
                sizes=self.sizes,
                activations=names,
                loss=self.loss_name,
                dtype=self.dtype.name,
                **arrays,
            )

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Network:
        """Read a network that `save` wrote.

        Raises
        ------
        ValueError
            If the file is no such network.
        """
        with open(path, "rb") as file:
            try:
                with np.load(file, allow_pickle=False) as archive:
                    stored = dict(archive)
                *hidden, output = (str(name) for name in stored["activations"])
                dtype, loss = str(stored["dtype"]), str(stored["loss"])
                net = cls(stored["sizes"].tolist(), hidden, output, loss, init="zeros", dtype=dtype)
                net.W = [stored[f"W{k}"] for k in range(net.n_layers)]
                net.b = [stored[f"b{k}"] for k in range(net.n_layers)]
                net._check_parameters()
            except Exception as error:
                raise ValueError(f"{os.fspath(path)} does not hold a saved network: {error}") from error
        return net

    def __repr__(self) -> str:
        sizes = "-".join(map(str, self.sizes))
        names = ", ".join(a.name for a in self.activations)
        return f"Network({sizes}; {names}; {self.loss_name}; {self.n_parameters:,} parameters, {self.dtype})"

    def _check_inputs(self, X: ArrayLike) -> Array:
        X = as_numbers(X, "X")
        if X.ndim != 2 or X.shape[1] != self.sizes[0] or len(X) == 0:
            raise ValueError(
                f"X has shape {X.shape}; the input layer has {self.sizes[0]} units, "
                f"so (N, {self.sizes[0]}) with N >= 1 is needed"
            )
        check_finite("X", X)
        return X

    def _check_parameters(self) -> None:
        for name, arrays in (("W", self.W), ("b", self.b)):
            if not isinstance(arrays, list) or len(arrays) != self.n_layers:
                raise ValueError(f"{name} must be a list of {self.n_layers} arrays, one for each layer with weights")
        for k, (n_in, n_out) in enumerate(pairwise(self.sizes)):
            self.W[k] = self._as_parameter(self.W[k], f"W[{k}]", (n_in, n_out))
            self.b[k] = self._as_parameter(self.b[k], f"b[{k}]", (1, n_out))

    def _as_parameter(self, values: ArrayLike, name: str, shape: tuple[int, int]) -> Array:
        values = as_numbers(values, name)
        if values.shape != shape:
            rows_differ = values.ndim == 2 and values.shape[0] != shape[0] and name.startswith("W")
            units = f"the layer below has {shape[0]} units" if rows_differ else f"its layer has {shape[1]} units"
            raise ValueError(f"{name} has shape {values.shape}; {units}, so {shape} is needed")
        # Complex parameters stay: a complex step needs them.
        return values if values.dtype.kind == "c" else values.astype(self.dtype, copy=False)

    def _to_last_z(self, X: Array, out: Sequence[Array | None] = ()) -> tuple[list[Array], list[Array]]:
        """Compute `forward` without the output activation (losses start from the last Z), each Z in `out` if given."""
        A: list[Array] = [X.astype(self.dtype, copy=False)]
        Z: list[Array] = []
        for k, z_out in enumerate(out or [None] * self.n_layers):
            if k > 0:
                A.append(self.activations[k - 1].f(Z[-1]))
            Z.append(_affine(A[-1], self.W[k], self.b[k], z_out))
        return Z, A

    def _penalty(self, l2: float, n_train: int) -> float:
        if not l2:
            return 0.0
        penalty: float = l2 / (2 * n_train) * sum((W.ravel() @ W.ravel()).item() for W in self.W)
        return penalty

    def backpropagate(self, X: Array, Y: Array, l2: float, n_train: int, work: Workspace, scale: float = 1.0) -> float:
        """Do the work of `loss_and_gradients`: nothing is checked, and `scale` times the gradients go into `work`.

        Backpropagation is linear in D. So a learning rate as `scale`, multiplied into the few numbers of the last
        layer, saves gradient descent a pass over all the others.
        """
        dW, db = work.dW, work.db
        Z, A = self._to_last_z(X, work.Z)
        J, D = LOSSES[self.loss_name].both(Z[-1], Y, self.activations[-1])
        if scale != 1.0:
            D *= scale
        ones = _ones(len(X), D.dtype)
        for k in reversed(range(self.n_layers)):
            np.matmul(A[k].T, D, out=dW[k])
            np.matmul(ones, D, out=db[k])  # the sum over the rows, at twice the speed of np.sum
            if l2:
                dW[k] += scale * l2 / n_train * self.W[k]
            if k > 0:
                D = np.matmul(D, self.W[k].T, out=work.D[k - 1])
                D *= self.activations[k - 1].grad(Z[k - 1])
        return J + self._penalty(l2, n_train)


@lru_cache(maxsize=2)
def _ones(n: int, dtype: np.dtype[Any]) -> Array:
    """Give a row of ones; the same one to every batch of a training."""
    return np.ones((1, n), dtype)


def _training_rows(n_train: int | None, X: Array) -> int:
    if n_train is None:
        return len(X)
    if n_train < 1:
        raise ValueError(f"n_train is {n_train}; the number of rows in the training set, at least 1, is needed")
    return n_train


def _affine(A: Array, W: Array, b: Array, out: Array | None = None) -> Array:
    """Compute A @ W + b, in one array (`out` if given) unless a complex step makes b wider than the product."""
    Z: Array = np.matmul(A, W, out=out)
    if Z.dtype != b.dtype:
        return Z + b
    Z += b
    return Z


def _hidden_activations(activation: str | Activation | Sequence[str | Activation], n: int) -> list[Activation]:
    each = [activation] * n if isinstance(activation, str | Activation) else list(activation)
    if len(each) != n:
        raise ValueError(f"{len(each)} activations came for {n} hidden layers; give one name, or one for each")
    hidden = [get_activation(a) for a in each]
    if any(a.name == "softmax" for a in hidden):
        raise ValueError("softmax is for the output layer: it mixes the units of a row")
    return hidden


def _loss_name(loss: str | None, output: Activation) -> str:
    if loss is None:
        return next((name for name, known in LOSSES.items() if known.output == output.name), "mse")
    if loss not in LOSSES:
        raise ValueError(f"unknown loss {loss!r}; there are {', '.join(LOSSES)}")
    needed = LOSSES[loss].output
    if needed not in (None, output.name):
        raise ValueError(f"{loss} needs the output {needed!r}, but the output is {output.name!r}")
    return loss


def _initial_deviation(init: str | None, scale: float, n_in: int, n_out: int, f: Activation) -> float:
    deviations = {
        "he": np.sqrt(2 / n_in),
        "xavier": np.sqrt(2 / (n_in + n_out)),
        "normal": scale,
        "zeros": 0.0,
    }
    init = init or ("he" if f.name in RELU_FAMILY else "xavier")
    if init not in deviations:
        raise ValueError(f"unknown init {init!r}; there are {', '.join(deviations)}")
    return float(deviations[init])
