"""Every formula of the library against PyTorch's values and against numerical derivatives.

Each check takes the library as an argument, so that `mutate.py` can hand it a broken one.
"""

import json
import math
import re
from pathlib import Path

import numpy as np

REFERENCE = json.loads(Path(__file__).with_name("torch_reference.json").read_text())
PARAMETRIC = ("leaky_relu", "elu")


def close(ours, theirs, rtol=1e-12, atol=1e-14):
    np.testing.assert_allclose(ours, np.asarray(theirs), rtol=rtol, atol=atol)


def pick(nn, name, grad=False):
    """The library's function for a name such as "elu(0.7)"."""
    stem, alpha = re.fullmatch(r"(\w+)(?:\((.*)\))?", name).groups()
    f = getattr(nn, stem + "_grad" * grad)
    return (lambda z: f(z, float(alpha))) if alpha else f


def activations_agree_with_torch(nn):
    stored = REFERENCE["activations"]
    z = np.array(stored["z"])
    for name in stored.keys() - {"z"}:
        close(pick(nn, name)(z), stored[name]["f"])
        close(pick(nn, name, grad=True)(z), stored[name]["grad"])


def softmax_agrees_with_torch(nn):
    stored = REFERENCE["softmax"]
    close(nn.softmax(stored["Z"]), stored["f"])
    close(nn.softmax_jacobian(stored["Z"]), stored["jacobian"])


def maxout_agrees_with_torch(nn):
    stored = REFERENCE["maxout"]
    close(nn.maxout(*stored["pieces"]), stored["f"])
    close(nn.maxout_grad(*stored["pieces"]), stored["grad"])


def losses_agree_with_torch(nn):
    stored = REFERENCE["losses"]
    Z, targets, rows = (np.array(stored[key]) for key in ("Z", "targets", "rows"))
    close(nn.binary_cross_entropy(Z, targets), stored["binary_cross_entropy"]["J"])
    close(nn.binary_cross_entropy_grad(Z, targets), stored["binary_cross_entropy"]["grad"])
    close(nn.softmax_cross_entropy(Z, rows), stored["cross_entropy"]["J"])
    close(nn.softmax_cross_entropy_grad(Z, rows), stored["cross_entropy"]["grad"])
    for name in (key.removeprefix("mse ") for key in stored if key.startswith("mse ")):
        output = nn.Activation(name, pick(nn, name), pick(nn, name, grad=True)) if "(" in name else name
        close(nn.mse(Z, targets, output), stored[f"mse {name}"]["J"])
        close(nn.mse_grad(Z, targets, output), stored[f"mse {name}"]["grad"])


def optimizers_agree_with_torch(nn):
    stored = REFERENCE["optimizers"]
    for make in (
        lambda: nn.SGD(0.1),
        lambda: nn.Momentum(0.1, momentum=0.8),
        lambda: nn.Nesterov(0.1, momentum=0.8),
        lambda: nn.RMSProp(0.1, decay=0.9, eps=1e-3),
        lambda: nn.Adam(0.1, beta1=0.8, beta2=0.95, eps=1e-3),
    ):
        optimizer = make()
        params = [np.array(p) for p in stored["start"]]
        for step, gradients in enumerate(stored["gradients"]):
            if step == 4:
                optimizer.learning_rate = 0.05
            optimizer.step(params, [np.array(g) for g in gradients])
            for ours, theirs in zip(params, stored[type(optimizer).__name__][step], strict=True):
                close(ours, theirs)


def networks_agree_with_torch(nn):
    for stored in REFERENCE["networks"]:
        net = nn.Network(stored["sizes"], stored["hidden"], stored["output"], init="zeros")
        assert net.loss_name == stored["loss"]
        net.W, net.b = [np.array(W) for W in stored["W"]], [np.array(b) for b in stored["b"]]
        batch = stored["X"], stored["Y"], stored["l2"], stored["n_train"]
        J, dW, db = net.loss_and_gradients(*batch)
        close(J, stored["J"])
        close(net.loss(*batch), stored["J"])
        close(net.predict(stored["X"]), net.forward(stored["X"])[1][-1], rtol=0)
        for ours, theirs in zip([*dW, *db], [*stored["dW"], *stored["db"]], strict=True):
            close(ours, theirs)


def gradient_check_sees_errors(nn):
    """The check passes right gradients, and finds the one wrong entry of a wrong one."""
    rng = np.random.default_rng(5)
    net = nn.Network((3, 4, 2), "tanh", rng=rng)
    X, Y = rng.normal(size=(5, 3)), nn.one_hot([0, 1, 1, 0, 1], 2)
    for numerical in (nn.numerical_gradient, nn.complex_step_gradient):
        assert nn.check_gradients(net, X, Y, 0.3, numerical=numerical).ok
        _, dW, db = net.loss_and_gradients(X, Y, 0.3)
        dW[0][2, 1] += 1e-3
        wrong, *right = nn.check_gradients(net, X, Y, 0.3, gradients=(dW, db), numerical=numerical).checks
        assert (wrong.name, wrong.worst, wrong.ok) == ("W[0]", (2, 1), False)
        close(wrong.given - wrong.numerical, 1e-3, rtol=1e-6)
        close(wrong.relative_error, 1e-3 / np.abs(dW[0]).max(), rtol=1e-6)
        assert all(check.ok for check in right)


def numerical_derivatives_are_exact(nn):
    """Of a cubic, for which central differences err by exactly h^2."""
    for theta in (np.array([[0.5, -2.0], [3.0, 0.0]]), np.array([300.0])):
        close(nn.numerical_gradient(lambda t: (t**3).sum(), theta), 3 * theta**2, rtol=1e-8, atol=1e-9)
        close(nn.complex_step_gradient(lambda t: (t**3).sum(), theta), 3 * theta**2)


def starts_and_schedules(nn):
    for init, deviation in (("he", math.sqrt(2 / 400)), ("xavier", math.sqrt(2 / 700)), ("normal", 0.3), ("zeros", 0)):
        net = nn.Network((400, 300), init=init, scale=0.3, rng=np.random.default_rng(1))
        close(net.W[0].std(), deviation, rtol=0.01)
        close(net.W[0].mean(), 0, atol=0.005)
        assert not net.b[0].any()
    close([nn.constant(0.3)(e) for e in (0, 9)], [0.3, 0.3])
    close([nn.step_decay(0.8, 0.5, 3)(e) for e in (0, 2, 3, 6)], [0.8, 0.8, 0.4, 0.2])
    close([nn.cosine(0.8, 4)(e) for e in range(6)], [0.8, 0.4 + 0.2 * 2**0.5, 0.4, 0.4 - 0.2 * 2**0.5, 0, 0])


def metrics_count_rightly(nn):
    y_true, y_pred = [0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 0]
    matrix = nn.confusion_matrix(y_true, y_pred, 4)
    assert matrix.tolist() == [[2, 1, 0, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    precision, recall = nn.precision_recall(matrix)
    close(precision, [2 / 4, 1 / 2, 0, 0])
    close(recall, [2 / 3, 1 / 2, 0, 0])
    assert nn.accuracy(y_pred, y_true) == 0.5
    assert nn.accuracy([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]], [[1, 0], [1, 0], [1, 0]]) == 2 / 3
    assert nn.accuracy([[0.5], [0.4], [0.6]], [[1], [1], [0]]) == 1 / 3
    assert nn.accuracy([[0.1, 0.6, 0.3], [0.5, 0.2, 0.3]], [1, 0]) == 1
    assert nn.one_hot([2, 0], 4).tolist() == [[0, 0, 1, 0], [1, 0, 0, 0]]


def fit_is_gradient_descent(nn):
    """Three epochs of `fit`, with and without momentum, against a loop: a partial last batch, L2, a schedule."""
    for momentum in (0.0, 0.5):
        rng = np.random.default_rng(8)
        X, Y = rng.normal(size=(11, 3)), nn.one_hot(rng.integers(0, 2, 11), 2)
        net, loop = (nn.Network((3, 4, 2), "tanh", rng=np.random.default_rng(1)) for _ in range(2))
        history = nn.fit(
            net,
            X,
            Y,
            epochs=3,
            batch_size=4,
            optimizer=nn.Momentum(9.0, momentum) if momentum else nn.SGD(9.0),
            rng=np.random.default_rng(3),
            l2=0.2,
            schedule=lambda epoch: 0.3 / (epoch + 1),
        )
        rng, velocity, losses = np.random.default_rng(3), [0.0] * 4, []
        for epoch in range(3):
            total, sizes = 0.0, []
            for X_batch, Y_batch in nn.minibatches(X, Y, 4, rng):
                J, dW, db = loop.loss_and_gradients(X_batch, Y_batch, l2=0.2, n_train=11)
                total += J * len(X_batch)
                sizes.append(len(X_batch))
                velocity = [momentum * v + g for v, g in zip(velocity, [*dW, *db], strict=True)]
                for p, v in zip([*loop.W, *loop.b], velocity, strict=True):
                    p -= 0.3 / (epoch + 1) * v
            assert sizes == [4, 4, 3]
            losses.append(total / 11)
        for ours, theirs in zip([*net.W, *net.b], [*loop.W, *loop.b], strict=True):
            close(ours, theirs)
        close(history.train_loss, losses)
        close(history.learning_rate, [0.3, 0.15, 0.1])


CHECKS = (
    activations_agree_with_torch,
    softmax_agrees_with_torch,
    maxout_agrees_with_torch,
    losses_agree_with_torch,
    optimizers_agree_with_torch,
    networks_agree_with_torch,
    gradient_check_sees_errors,
    numerical_derivatives_are_exact,
    starts_and_schedules,
    metrics_count_rightly,
    fit_is_gradient_descent,
)
