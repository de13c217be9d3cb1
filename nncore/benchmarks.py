"""How fast, how small and how accurate `fit` is: python -m nncore.benchmarks [speed] [memory] [accuracy].

Everything runs on one thread and is measured in CPU time, since a shared machine makes wall time meaningless.
Each round of the speed table lets every program train for one epoch in turn, and a ratio compares the times of
one round, so that a slow minute of the machine touches all of them.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from nncore.activations import Array
from nncore.losses import one_hot
from nncore.metrics import accuracy
from nncore.network import Network
from nncore.optimizers import SGD, Momentum
from nncore.training import cosine, fit

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM")}
ARCHITECTURES = (((784, 16, 16, 10), 32), ((784, 128, 10), 64), ((784, 256, 10), 128))
RATE = 0.05
EPOCHS = 5
"""Epochs in a row in one measurement, so that what is done once a run weighs as in a short training."""
Work = Callable[[], object]


def bare_products(X: Array, y: Array, sizes: tuple[int, ...], batch_size: int) -> Work:
    """Make epochs of nothing but the matrix products of training, of batches as they lie, into ready arrays."""
    rng = np.random.default_rng(0)
    W = [rng.standard_normal(shape, np.float32) for shape in pairwise(sizes)]
    dW = [np.empty_like(w) for w in W]
    A = [np.zeros((batch_size, n), np.float32) for n in sizes]
    D = [rng.standard_normal(a.shape, np.float32) for a in A]

    def work() -> None:
        for start in EPOCHS * list(range(0, len(X) - batch_size + 1, batch_size)):
            A[0] = X[start : start + batch_size]
            for k, w in enumerate(W):
                np.matmul(A[k], w, out=A[k + 1])
            for k in reversed(range(len(W))):
                np.matmul(A[k].T, D[k + 1], out=dW[k])
                if k > 0:
                    np.matmul(D[k + 1], W[k].T, out=D[k])

    return work


def with_nncore(X: Array, y: Array, sizes: tuple[int, ...], batch_size: int) -> Work:
    """Make epochs of `nncore.fit`: SGD in float32."""
    rng = np.random.default_rng(0)
    net = Network(sizes, rng=rng, dtype=np.float32)
    Y = one_hot(y, sizes[-1]).astype(np.float32)
    optimizer = SGD(RATE)
    return lambda: fit(net, X, Y, epochs=EPOCHS, batch_size=batch_size, optimizer=optimizer, rng=rng)


def with_scikit_learn(X: Array, y: Array, sizes: tuple[int, ...], batch_size: int) -> Work:
    """Make epochs of scikit-learn's MLPClassifier with the same settings."""
    model = importlib.import_module("sklearn.neural_network").MLPClassifier(
        sizes[1:-1], solver="sgd", alpha=0, batch_size=batch_size, learning_rate_init=RATE, momentum=0, random_state=0
    )
    classes = np.arange(sizes[-1])
    return lambda: [model.partial_fit(X, y, classes=classes) for _ in range(EPOCHS)]


def with_pytorch(X: Array, y: Array, sizes: tuple[int, ...], batch_size: int) -> Work:
    """Make epochs of PyTorch, eager, with the same settings."""
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    X_all, y_all = torch.from_numpy(X), torch.from_numpy(y.astype(np.int64))
    layers: list[Any] = []
    for n_in, n_out in pairwise(sizes):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    loss = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)

    def work() -> None:
        for _ in range(EPOCHS):
            for rows in torch.randperm(len(X_all)).split(batch_size):
                optimizer.zero_grad()
                loss(model(X_all[rows]), y_all[rows]).backward()
                optimizer.step()

    return work


PROGRAMS = {
    "bare products": bare_products,
    "nncore.fit": with_nncore,
    "scikit-learn": with_scikit_learn,
    "PyTorch eager": with_pytorch,
}


def speed(X: Array, y: Array, rounds: int = 9) -> None:
    """Print the CPU time of an epoch of each program, and its ratio to the bare products of the same round.

    Parameters
    ----------
    X : ndarray of float32, shape (N, 784)
    y : ndarray of int, shape (N,)
    rounds : int
        Rounds that count, after one that warms up.
    """
    print(f"Speed: CPU seconds an epoch of {len(X):,} rows, float32, one thread; medians of {rounds} rounds")
    for sizes, batch_size in ARCHITECTURES:
        programs = {}
        for name, make in PROGRAMS.items():
            try:
                programs[name] = make(X, y, sizes, batch_size)
            except ImportError:
                print(f"  ({name} is not installed and left out)")
        seconds: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(rounds + 1):
            for name, work in programs.items():
                seconds[name].append(_cpu_seconds(work) / EPOCHS)
        print(f"  {'-'.join(map(str, sizes))}, batches of {batch_size}")
        bare = np.array(seconds["bare products"][1:])
        ours = np.array(seconds["nncore.fit"][1:])
        for name, all_rounds in seconds.items():
            spent = np.array(all_rounds[1:])
            print(
                f"    {name:14s} {np.median(spent):7.3f} s   {np.median(spent / bare):5.2f} x the products"
                f"   {np.median(spent / ours):5.2f} x nncore"
            )


def memory(X: Array, y: Array) -> None:
    """Print the most memory that `fit` holds beside the data, validation included.

    Parameters
    ----------
    X : ndarray of float32, shape (N, 784)
    y : ndarray of int, shape (N,)
    """
    Y = one_hot(y, 10).astype(np.float32)
    print("Memory: peak beside the data of one epoch with validation, float32")
    for sizes, batch_size in ARCHITECTURES:
        tracemalloc.start()
        net = Network(sizes, dtype=np.float32)
        fit(net, X, Y, epochs=1, batch_size=batch_size, optimizer=Momentum(RATE), validation=(X[:10_000], Y[:10_000]))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"  {'-'.join(map(str, sizes)):16s} {peak / 1e6:5.1f} MB")


def accuracies(X: Array, y: Array, X_test: Array, y_test: Array, seeds: int = 5, epochs: int = 12) -> list[float]:
    """Print and return the test accuracy of 784-256-10 for several seeds, after the last epoch.

    Parameters
    ----------
    X, X_test : ndarray of float32, shapes (N, 784) and (M, 784)
    y, y_test : ndarray of int, shapes (N,) and (M,)
    seeds : int
    epochs : int

    Returns
    -------
    list of float
        Shares from 0 to 1. The test set is used once a seed, to measure.
    """
    print(f"Accuracy: 784-256-10, relu, momentum 0.9, cosine from 0.2, l2 3, batches of 128, {epochs} epochs, float32")
    Y = one_hot(y, 10).astype(np.float32)
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        net = Network((784, 256, 10), rng=rng, dtype=np.float32)

        def train(net: Network = net, rng: np.random.Generator = rng) -> None:
            schedule = cosine(0.2, epochs)
            fit(net, X, Y, epochs=epochs, batch_size=128, optimizer=Momentum(0.2), rng=rng, l2=3.0, schedule=schedule)

        seconds = _cpu_seconds(train)
        found.append(accuracy(net.predict(X_test), y_test))
        print(f"  seed {seed}: {100 * found[-1]:.2f} % of {len(X_test):,} test images, {seconds:.1f} CPU seconds")
    mean, deviation = 100 * np.mean(found), 100 * np.std(found)
    print(f"  mean {mean:.2f} %, from {100 * min(found):.2f} to {100 * max(found):.2f} %, deviation {deviation:.2f}")
    return found


def _cpu_seconds(work: Work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks that `arguments` name, or all, in a process that uses one thread."""
    parser = argparse.ArgumentParser(prog="python -m nncore.benchmarks", description="Speed, memory, accuracy of fit.")
    names = ("speed", "memory", "accuracy")
    parser.add_argument("what", nargs="*", metavar="{speed,memory,accuracy}", help="all three if not given")
    what = parser.parse_args(arguments).what or names
    for name in what:
        if name not in names:
            parser.error(f"unknown benchmark {name!r}; there are {', '.join(names)}")
    if any(os.environ.get(name) != "1" for name in ONE_THREAD):
        # Linear algebra reads these when it is loaded, which has happened already.
        command = [sys.executable, "-m", "nncore.benchmarks", *what]
        return subprocess.run(command, env={**os.environ, **ONE_THREAD}, check=False).returncode
    from nncore.data import load_mnist

    try:
        mnist = load_mnist(download=False)
    except FileNotFoundError as error:  # not even the 5,000 digits: accuracy needs some, the others do not
        if "accuracy" in what:
            print(f"Accuracy cannot be measured: {error}")
        mnist = None
    whole = mnist is not None and len(mnist.X_train) == 60_000
    if mnist is not None and whole:
        print(f"Data: {mnist.source}")
        X, y = mnist.X_train, mnist.y_train
    else:
        print("Data: random numbers in the shape of MNIST, which is not here")
        rng = np.random.default_rng(0)
        X, y = rng.random((60_000, 784), np.float32), rng.integers(0, 10, 60_000)
    if "speed" in what:
        speed(X, y)
    if "memory" in what:
        memory(X, y)
    if "accuracy" in what and mnist is not None:
        if not whole:
            print(f"Accuracy: of {mnist.source}, since the whole MNIST is not here")
        accuracies(mnist.X_train, mnist.y_train, mnist.X_test, mnist.y_test)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
