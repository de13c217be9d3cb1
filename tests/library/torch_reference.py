"""Write torch_reference.json: what PyTorch computes for the inputs that are stored with it.

PyTorch is not needed to run the tests. To make the file anew, in an environment of its own:

    python -m venv /path/to/venv && /path/to/venv/bin/pip install torch==2.13.0 numpy
    /path/to/venv/bin/python tests/library/torch_reference.py
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

rng = np.random.default_rng(20240)
torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "leaky_relu(0.1)": lambda z: F.leaky_relu(z, 0.1),
    "elu": F.elu,
    "elu(0.7)": lambda z: F.elu(z, 0.7),
    "relu6": F.relu6,
    "swish": F.silu,
    "mish": F.mish,
}


def tensor(values):
    return torch.tensor(np.asarray(values), requires_grad=True)


def activations():
    z = np.concatenate([[-300.0, -40.0, -9.0, -1e-3, 0.0, 1e-3, 6.5, 40.0, 300.0], rng.normal(0, 3, 12)])
    out = {"z": z.tolist()}
    for name, f in ACTIVATIONS.items():
        x = tensor(z)
        a = f(x)
        a.sum().backward()
        out[name] = {"f": a.tolist(), "grad": x.grad.tolist()}
    return out


def softmax():
    Z = rng.normal(0, 2, (3, 4))
    jacobian = [torch.autograd.functional.jacobian(lambda r: F.softmax(r, 0), torch.tensor(row)) for row in Z]
    return {
        "Z": Z.tolist(),
        "f": F.softmax(torch.tensor(Z), 1).tolist(),
        "jacobian": torch.stack(jacobian).tolist(),
    }


def maxout():
    pieces = rng.normal(0, 2, (3, 2, 4))
    x = [tensor(z) for z in pieces]
    largest = torch.stack(x).max(0).values
    largest.sum().backward()
    return {"pieces": pieces.tolist(), "f": largest.tolist(), "grad": [t.grad.tolist() for t in x]}


def half_mean_square(A, Y):
    return F.mse_loss(A, Y, reduction="sum") / (2 * len(Y))


def losses():
    """J is the sum over the columns and the mean over the rows."""
    Z = rng.normal(0, 3, (5, 3))
    targets = rng.random((5, 3))
    rows = targets / targets.sum(1, keepdims=True)
    outputs = {**ACTIVATIONS, "softmax": lambda z: F.softmax(z, 1)}
    cases = {
        "binary_cross_entropy": lambda z: (
            F.binary_cross_entropy_with_logits(z, torch.tensor(targets), reduction="sum") / 5
        ),
        "cross_entropy": lambda z: F.cross_entropy(z, torch.tensor(rows)),
    }
    for name, f in outputs.items():
        cases[f"mse {name}"] = lambda z, f=f: half_mean_square(f(z), torch.tensor(targets))
    out = {"Z": Z.tolist(), "targets": targets.tolist(), "rows": rows.tolist()}
    for name, loss in cases.items():
        z = tensor(Z)
        J = loss(z)
        J.backward()
        out[name] = {"J": J.item(), "grad": z.grad.tolist()}
    return out


def optimizers():
    """Seven steps with given gradients; the learning rate halves after the fourth."""
    shapes = [(3, 2), (1, 2)]
    start = [rng.normal(size=s) for s in shapes]
    gradients = [[rng.normal(size=s) for s in shapes] for _ in range(7)]
    makers = {
        "SGD": lambda p: torch.optim.SGD(p, lr=0.1),
        "Momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8),
        "Nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8, nesterov=True),
        "RMSProp": lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9, eps=1e-3),
        "Adam": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.95), eps=1e-3),
    }
    out = {"start": [p.tolist() for p in start], "gradients": [[g.tolist() for g in gs] for gs in gradients]}
    for name, make in makers.items():
        params = [tensor(p.copy()) for p in start]
        optimizer = make(params)
        path = []
        for step, gs in enumerate(gradients):
            if step == 4:
                optimizer.param_groups[0]["lr"] = 0.05
            for p, g in zip(params, gs, strict=True):
                p.grad = torch.tensor(g)
            optimizer.step()
            path.append([p.tolist() for p in params])
        out[name] = path
    return out


def networks():
    """Gradients of three small networks with the L2 penalty l2 / (2 n_train) sum W^2."""
    l2, n_train = 0.7, 11
    out = []
    for sizes, hidden, output, loss in [
        ((4, 5, 3), ["tanh"], "softmax", "cross_entropy"),
        ((3, 4, 5, 2), ["elu", "mish"], "sigmoid", "binary_cross_entropy"),
        ((2, 3, 3, 1), ["sigmoid", "swish"], "tanh", "mse"),
    ]:
        X, Y = rng.normal(size=(7, sizes[0])), rng.random((7, sizes[-1]))
        if output == "softmax":
            Y /= Y.sum(1, keepdims=True)
        W = [tensor(rng.normal(size=s)) for s in pairwise(sizes)]
        b = [tensor(rng.normal(size=(1, n))) for n in sizes[1:]]
        A = torch.tensor(X)
        for k, (w, c) in enumerate(zip(W, b, strict=True)):
            Z = A @ w + c
            A = ACTIVATIONS[hidden[k]](Z) if k < len(hidden) else Z
        J = {
            "cross_entropy": lambda Z, T: F.cross_entropy(Z, T),
            "binary_cross_entropy": lambda Z, T: F.binary_cross_entropy_with_logits(Z, T, reduction="sum") / len(T),
            "mse": lambda Z, T: half_mean_square(torch.tanh(Z), T),
        }[loss](Z, torch.tensor(Y))
        J = J + l2 / (2 * n_train) * sum((w**2).sum() for w in W)
        J.backward()
        out.append(
            {
                "sizes": sizes,
                "hidden": hidden,
                "output": output,
                "loss": loss,
                "l2": l2,
                "n_train": n_train,
                "X": X.tolist(),
                "Y": Y.tolist(),
                "W": [w.tolist() for w in W],
                "b": [c.tolist() for c in b],
                "J": J.item(),
                "dW": [w.grad.tolist() for w in W],
                "db": [c.grad.tolist() for c in b],
            }
        )
    return out


if __name__ == "__main__":
    reference = {
        "torch": torch.__version__.split("+")[0],
        "activations": activations(),
        "softmax": softmax(),
        "maxout": maxout(),
        "losses": losses(),
        "optimizers": optimizers(),
        "networks": networks(),
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(reference, indent=None, separators=(",", ":")) + "\n")
