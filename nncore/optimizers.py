"""Optimizers: how parameters move once their gradients are known.

Each has a `learning_rate`, which may be changed at any time, and `step(params, grads)`, which changes the
arrays in `params` in place. `params` and `grads` are lists of arrays of matching shapes, always the same
parameters in the same order. Formulas follow PyTorch, so values agree with it. A learning rate has the unit
of parameter / gradient; the other settings are dimensionless.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nncore.activations import Array


class SGD:
    """Gradient descent: p <- p - learning_rate g.

    Raises
    ------
    ValueError
        If the learning rate is not a positive finite number; from `step`, if shapes differ.

    Source: slides 002, "Loss Function"; 003, "Cực tiểu hóa hàm mục tiêu"; 004, "Gradient descent".
    """

    def __init__(self, learning_rate: float = 0.1) -> None:
        if not (np.isfinite(learning_rate) and learning_rate > 0):
            raise ValueError(f"learning_rate is {learning_rate}; a positive number is needed")
        self.learning_rate = learning_rate
        self._memory: list[tuple[Array, ...]] = []
        self._shapes: list[tuple[int, ...]] = []
        self._n_steps = 0

    def step(self, params: Sequence[Array], grads: Sequence[Array]) -> None:
        """Change every array of `params` in place, by the gradient of the same shape in `grads`.

        What the optimizer remembers starts at 0, and again whenever the shapes of `params` are new.
        """
        self.consume(params, [np.array(g) for g in grads])

    def consume(self, params: Sequence[Array], grads: Sequence[Array]) -> None:
        """Do what `step` does, faster: `grads` serve as work space, and their values are lost."""
        shapes = [p.shape for p in params]
        if [g.shape for g in grads] != shapes:
            raise ValueError(f"gradients have shapes {[g.shape for g in grads]}; the parameters have {shapes}")
        if shapes != self._shapes:
            self._shapes = shapes
            self._memory = [self._start(p) for p in params]
        for p, g, memory in zip(params, grads, self._memory, strict=True):
            self._turn_into_change(g, *memory)
            p -= g
        self._n_steps += 1
        if self._n_steps % 100 == 0:
            self._forget_traces()

    def _forget_traces(self) -> None:
        """Set to 0 what has faded to next to nothing: processors are slow on numbers below the normal range."""
        for memory in self._memory:
            for array in memory:
                limits = np.finfo(array.dtype)
                array[np.abs(array) < limits.tiny / limits.eps] = 0

    def _start(self, p: Array) -> tuple[Array, ...]:
        """Arrays of zeros that this optimizer keeps for the parameter `p`."""
        return ()

    def _turn_into_change(self, g: Array, *memory: Array) -> None:
        """Replace the gradient `g` in place by what the step subtracts from its parameter."""
        g *= self.learning_rate


class Momentum(SGD):
    """Gradient descent with momentum: v <- momentum v + g; p <- p - learning_rate v.

    Source: not in the slides; the answer to the zig-zag that slides 004, 2.2, describe.
    """

    def __init__(self, learning_rate: float = 0.1, momentum: float = 0.9) -> None:
        super().__init__(learning_rate)
        self.momentum = _fraction("momentum", momentum)

    def _start(self, p: Array) -> tuple[Array, ...]:
        return (np.zeros_like(p),)

    def _turn_into_change(self, g: Array, *memory: Array) -> None:
        (v,) = memory
        v *= self.momentum
        v += g
        np.multiply(v, self.learning_rate, out=g)


class Nesterov(Momentum):
    """Momentum that looks ahead: v <- momentum v + g; p <- p - learning_rate (g + momentum v).

    Source: not in the slides; see `Momentum`.
    """

    def _turn_into_change(self, g: Array, *memory: Array) -> None:
        (v,) = memory
        v *= self.momentum
        v += g
        g += self.momentum * v
        g *= self.learning_rate


class RMSProp(SGD):
    """Steps divided by a running size of the gradient.

    s <- decay s + (1 - decay) g^2; p <- p - learning_rate g / (sqrt(s) + eps).

    Source: not in the slides; one learning rate for each parameter instead of one for all (slides 004, 1).
    """

    def __init__(self, learning_rate: float = 0.01, decay: float = 0.9, eps: float = 1e-8) -> None:
        super().__init__(learning_rate)
        self.decay = _fraction("decay", decay)
        self.eps = eps

    def _start(self, p: Array) -> tuple[Array, ...]:
        return (np.zeros_like(p),)

    def _turn_into_change(self, g: Array, *memory: Array) -> None:
        (s,) = memory
        s *= self.decay
        s += (1 - self.decay) * g**2
        g *= self.learning_rate
        g /= np.sqrt(s) + self.eps


class Adam(SGD):
    """Momentum and RMSProp together, both corrected for their start at zero.

    After t steps: m <- beta1 m + (1 - beta1) g; s <- beta2 s + (1 - beta2) g^2;
    p <- p - learning_rate (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + eps).

    Source: not in the slides; see `Momentum` and `RMSProp`.
    """

    def __init__(
        self, learning_rate: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        super().__init__(learning_rate)
        self.beta1 = _fraction("beta1", beta1)
        self.beta2 = _fraction("beta2", beta2)
        self.eps = eps

    def _start(self, p: Array) -> tuple[Array, ...]:
        return np.zeros_like(p), np.zeros_like(p), np.zeros(())

    def _turn_into_change(self, g: Array, *memory: Array) -> None:
        m, s, t = memory
        t += 1
        m *= self.beta1
        m += (1 - self.beta1) * g
        s *= self.beta2
        s += (1 - self.beta2) * g**2
        np.multiply(m, self.learning_rate / (1 - self.beta1 ** t.item()), out=g)
        g /= np.sqrt(s / (1 - self.beta2 ** t.item())) + self.eps


def _fraction(name: str, value: float) -> float:
    if not 0 <= value < 1:
        raise ValueError(f"{name} is {value}; a number from 0 to below 1 is needed")
    return value
