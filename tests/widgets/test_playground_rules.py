"""The Playground's rules against a second implementation: one number at a time, plain Python, no arrays.

It is written from the published rules, and works row by row as they are stated: every row adds its slopes to
running sums; a move divides the sums by how many rows went in.
"""

import math

import numpy as np
import pytest

from nncore import Network
from nncore.data import planar
from nncore.widgets.playground_rules import (
    FEATURES,
    Trainer,
    feature_columns,
    first_parameters,
    half_squared_error,
    playground_model,
)

FUNCTIONS = {
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "relu": (lambda z: max(0.0, z), lambda z: 1.0 if z > 0 else 0.0),
    "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2),
    "linear": (lambda z: z, lambda z: 1.0),
}


class Link:
    def __init__(self, weight):
        self.weight, self.slope, self.rows, self.dead = weight, 0.0, 0, False


class Unit:
    def __init__(self, links, bias, kind):
        self.links, self.bias, self.kind = links, bias, kind
        self.slope, self.rows = 0.0, 0


class ByHand:
    """The same network, unit by unit."""

    def __init__(self, W, b, activation, output):
        kinds = [activation] * (len(W) - 1) + [output]
        self.layers = [
            [Unit([Link(float(v)) for v in w[:, j]], float(c[0, j]), kind) for j in range(w.shape[1])]
            for w, c, kind in zip(W, b, kinds, strict=True)
        ]

    def values(self, row):
        """Pre-activations and outputs of each layer."""
        before, after = [], [list(row)]
        for layer in self.layers:
            z = [u.bias + sum(link.weight * v for link, v in zip(u.links, after[-1], strict=True)) for u in layer]
            before.append(z)
            after.append([FUNCTIONS[u.kind][0](v) for u, v in zip(layer, z, strict=True)])
        return before, after

    def learn_row(self, row, target):
        before, after = self.values(row)
        slopes = [after[-1][0] - target]
        for k in reversed(range(len(self.layers))):
            layer = self.layers[k]
            deltas = [s * FUNCTIONS[u.kind][1](z) for s, u, z in zip(slopes, layer, before[k], strict=True)]
            for unit, delta in zip(layer, deltas, strict=True):
                unit.slope += delta
                unit.rows += 1
                for link, value in zip(unit.links, after[k], strict=True):
                    if not link.dead:
                        link.slope += delta * value
                        link.rows += 1
            slopes = [
                sum(unit.links[i].weight * delta for unit, delta in zip(layer, deltas, strict=True))
                for i in range(len(after[k]))
            ]

    def move(self, learning_rate, kind, rate):
        for layer in self.layers:
            for unit in layer:
                unit.bias -= learning_rate * unit.slope / unit.rows
                unit.slope, unit.rows = 0.0, 0
                for link in unit.links:
                    if link.dead:
                        continue
                    penalty = {"none": 0.0, "L1": float(np.sign(link.weight)), "L2": link.weight}[kind]
                    halfway = link.weight - learning_rate / link.rows * link.slope
                    link.weight = halfway - learning_rate * rate * penalty
                    if kind == "L1" and halfway * link.weight < 0:
                        link.weight, link.dead = 0.0, True
                    link.slope, link.rows = 0.0, 0

    def epoch(self, X, Y, batch_size, learning_rate, kind="none", rate=0.0):
        for i, (row, target) in enumerate(zip(X.tolist(), Y[:, 0].tolist(), strict=True), start=1):
            self.learn_row(row, target)
            if i % batch_size == 0:
                self.move(learning_rate, kind, rate)

    def loss(self, X, Y):
        errors = [(self.values(row)[1][-1][0] - y) ** 2 / 2 for row, y in zip(X.tolist(), Y[:, 0], strict=True)]
        return sum(errors) / len(errors)

    def weights(self):
        return [np.array([[link.weight for link in unit.links] for unit in layer]).T for layer in self.layers]


def copies(arrays):
    return [a.copy() for a in arrays]


CASES = [
    # data, features, hidden, activation, batch, rate of learning, penalty, its rate
    ("xor", ["x1", "x2"], [3], "relu", 10, 0.03, "none", 0.0),
    ("circle", ["x1", "x2"], [4, 2], "tanh", 10, 0.03, "none", 0.0),
    ("spiral", list(FEATURES), [3, 3, 2], "sigmoid", 7, 0.3, "L2", 0.01),  # 40 rows: 5 left over in each epoch
    ("gauss", ["x1", "sin x2"], [2], "linear", 1, 0.1, "L1", 0.03),
    ("xor", ["x1", "x2", "x1 x2"], [3, 2], "tanh", 9, 0.1, "L1", 0.1),
    ("circle", ["x1^2", "x2^2"], [], "relu", 30, 0.03, "none", 0.0),
    ("reg-plane", ["x1", "x2"], [2], "relu", 10, 0.03, "none", 0.0),
    ("reg-gauss", ["x1", "x2"], [3], "tanh", 64, 0.1, "L2", 0.1),  # a batch larger than the data
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[0]}-{c[3]}-{c[6]}-batch{c[4]}")
def test_loss_curve_and_weights_agree_number_by_number(case):
    data, names, hidden, activation, batch_size, learning_rate, kind, rate = case
    rng = np.random.default_rng(3)
    points, Y = planar(data, 40, 0.1, rng)
    X = feature_columns(points, names)
    output = "linear" if data.startswith("reg") else "tanh"
    W, b = first_parameters([len(names), *hidden, 1], rng)
    by_hand = ByHand(W, b, activation, output)
    model = playground_model(activation, output)
    trainer = Trainer(model, W, b, batch_size, learning_rate, kind, rate)
    for _ in range(12):
        trainer.epoch(X, Y)
        by_hand.epoch(X, Y, batch_size, learning_rate, kind, rate)
        loss = model.loss(model.forward(X, trainer.W, trainer.b)[1][-1], Y)
        assert loss == pytest.approx(by_hand.loss(X, Y), rel=1e-10, abs=1e-12)
    for ours, theirs in zip(trainer.W, by_hand.weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_l1_makes_weights_exactly_zero_and_they_stay():
    rng = np.random.default_rng(0)
    points, Y = planar("gauss", 60, 0.2, rng)
    X = feature_columns(points, list(FEATURES))
    W, b = first_parameters([7, 4, 1], rng)
    trainer = Trainer(playground_model("tanh", "tanh"), W, b, 10, 0.1, "L1", 0.1)
    for _ in range(15):
        trainer.epoch(X, Y)
    zeros = [w == 0 for w in trainer.W]
    assert sum(z.sum() for z in zeros) >= 5
    trainer.rate = 0.0  # nothing holds them at 0 any more, but they are gone
    for _ in range(5):
        trainer.epoch(X, Y)
    for w, zero in zip(trainer.W, zeros, strict=True):
        assert np.all(w[zero] == 0)


def test_rows_left_over_count_in_the_next_epoch():
    points, Y = planar("xor", 13, 0.0, np.random.default_rng(1))
    W, b = first_parameters([2, 2, 1], np.random.default_rng(1))
    start = copies(W)
    trainer = Trainer(playground_model("tanh", "tanh"), W, b, batch_size=20)
    trainer.epoch(points, Y)
    assert all(np.array_equal(w, s) for w, s in zip(trainer.W, start, strict=True))  # 13 of 20
    trainer.batch_size = 13
    trainer.epoch(points, Y)
    assert not np.array_equal(trainer.W[0], start[0])


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
def test_gradients_are_those_of_the_library(activation):
    rng = np.random.default_rng(5)
    net = Network([3, 4, 2, 1], {"linear": "identity"}.get(activation, activation), "tanh", rng=rng)
    net.b = [rng.normal(size=c.shape) for c in net.b]
    X, Y = rng.normal(size=(9, 3)), rng.choice([-1.0, 1.0], size=(9, 1))
    model = playground_model(activation, "tanh")
    Z, A = model.forward(X, net.W, net.b)
    J, dW, db = net.loss_and_gradients(X, Y)
    assert model.loss(A[-1], Y) == pytest.approx(J, rel=1e-13)
    for ours, library in zip([*model.backward(Z, A, net.W, Y)[0], *model.backward(Z, A, net.W, Y)[1]], [*dW, *db],
                             strict=True):  # fmt: skip
        np.testing.assert_allclose(ours, library, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("kind", ["none", "L1", "L2"])
def test_networks_side_by_side_learn_as_each_alone(kind):
    points, Y = planar("xor", 34, 0.2, np.random.default_rng(2))
    alone = [first_parameters([2, 3, 1], np.random.default_rng(seed)) for seed in range(4)]
    stack = tuple([np.stack([net[part][k] for net in alone]) for k in range(2)] for part in range(2))
    model = playground_model("relu", "tanh")
    together = Trainer(model, *stack, 10, 0.1, kind, 0.05)
    each = [Trainer(model, *net, 10, 0.1, kind, 0.05) for net in alone]
    for _ in range(8):
        for trainer in (together, *each):
            trainer.epoch(points, Y)
    losses = model.loss(model.forward(points, together.W, together.b)[1][-1], Y)
    assert losses.shape == (4,)
    for k, trainer in enumerate(each):
        np.testing.assert_allclose(together.W[0][k], trainer.W[0], rtol=1e-10)
        assert losses[k] == pytest.approx(model.loss(model.forward(points, trainer.W, trainer.b)[1][-1], Y))


def test_first_parameters():
    W, b = first_parameters([2, 50, 60, 1], np.random.default_rng(0))
    assert [w.shape for w in W] == [(2, 50), (50, 60), (60, 1)]
    values = W[1].ravel()
    assert -0.5 <= values.min() < -0.49
    assert 0.49 < values.max() < 0.5
    assert abs(values.std() - 1 / math.sqrt(12)) < 0.01
    assert all((c == 0.1).all() and c.shape == (1, w.shape[1]) for w, c in zip(W, b, strict=True))


def test_features_by_their_names():
    row = feature_columns(np.array([[2.0, -3.0]]), list(FEATURES))[0]
    np.testing.assert_allclose(row, [2, -3, 4, 9, -6, math.sin(2), math.sin(-3)])


def test_half_squared_error():
    assert half_squared_error(np.array([[1.0], [0.0]]), np.array([[-1.0], [1.0]])) == pytest.approx((2 + 0.5) / 2)


def test_refuses_what_does_not_exist():
    W, b = first_parameters([2, 1], np.random.default_rng(0))
    model = playground_model("tanh", "tanh")
    with pytest.raises(ValueError, match="L3"):
        Trainer(model, W, b, regularization="L3")
    with pytest.raises(ValueError, match="at least 1"):
        Trainer(model, W, b, batch_size=0)
