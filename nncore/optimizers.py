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

    def step(self, params: Sequence[Array], grads: Sequence[Array]) -> None:
        """Change every array of `params` in place, by the gradient of the same shape in `grads`."""
        if [p.shape for p in params] != [g.shape for g in grads]:
            raise ValueError(
                f"gradients have shapes {[g.shape for g in grads]}; "
                f"the parameters have {[p.shape for p in params]}, so the same are needed"
            )
        if not self._memory:
            self._memory = [self._start(p) for p in params]
        for p, g, memory in zip(params, grads, self._memory, strict=True):
            p -= self._change(g, *memory)

    def _start(self, p: Array) -> tuple[Array, ...]:
        """Arrays of zeros that this optimizer keeps for the parameter `p`."""
        return ()

    def _change(self, g: Array, *memory: Array) -> Array:
        """What the step subtracts from a parameter with gradient `g`."""
        change: Array = float(self.learning_rate) * g
        return change


class Momentum(SGD):
    """Gradient descent with momentum: v <- momentum v + g; p <- p - learning_rate v.

    Source: not in the slides; the answer to the zig-zag that slides 004, 2.2, describe.
    """

    def __init__(self, learning_rate: float = 0.1, momentum: float = 0.9) -> None:
        super().__init__(learning_rate)
        self.momentum = _fraction("momentum", momentum)

    def _start(self, p: Array) -> tuple[Array, ...]:
        return (np.zeros_like(p),)

    def _change(self, g: Array, *memory: Array) -> Array:
        (v,) = memory
        v *= self.momentum
        v += g
        change: Array = float(self.learning_rate) * v
        return change


class Nesterov(Momentum):
    """Momentum that looks ahead: v <- momentum v + g; p <- p - learning_rate (g + momentum v).

    Source: not in the slides; see `Momentum`.
    """

    def _change(self, g: Array, *memory: Array) -> Array:
        (v,) = memory
        v *= self.momentum
        v += g
        change: Array = float(self.learning_rate) * (g + self.momentum * v)
        return change


class RMSProp(SGD):
    """Steps divided by a running size of the gradient: s <- decay s + (1 - decay) g^2; p <- p - lr g / (sqrt(s) + eps).

    Source: not in the slides; one learning rate for each parameter instead of one for all (slides 004, 1).
    """

    def __init__(self, learning_rate: float = 0.01, decay: float = 0.9, eps: float = 1e-8) -> None:
        super().__init__(learning_rate)
        self.decay = _fraction("decay", decay)
        self.eps = eps

    def _start(self, p: Array) -> tuple[Array, ...]:
        return (np.zeros_like(p),)

    def _change(self, g: Array, *memory: Array) -> Array:
        (s,) = memory
        s *= self.decay
        s += (1 - self.decay) * g**2
        change: Array = float(self.learning_rate) * g / (np.sqrt(s) + self.eps)
        return change


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
        self._t = 0

    def step(self, params: Sequence[Array], grads: Sequence[Array]) -> None:
        """Change every array of `params` in place, by the gradient of the same shape in `grads`."""
        self._t += 1
        super().step(params, grads)

    def _start(self, p: Array) -> tuple[Array, ...]:
        return np.zeros_like(p), np.zeros_like(p)

    def _change(self, g: Array, *memory: Array) -> Array:
        m, s = memory
        m *= self.beta1
        m += (1 - self.beta1) * g
        s *= self.beta2
        s += (1 - self.beta2) * g**2
        m_hat = m / (1 - self.beta1**self._t)
        s_hat = s / (1 - self.beta2**self._t)
        change: Array = float(self.learning_rate) * m_hat / (np.sqrt(s_hat) + self.eps)
        return change


def _fraction(name: str, value: float) -> float:
    if not 0 <= value < 1:
        raise ValueError(f"{name} is {value}; a number from 0 to below 1 is needed")
    return value
