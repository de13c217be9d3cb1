"""What a grading process does: keep warm graders for one lesson, and grade one notebook after the other."""

import platform
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

import numpy as np

from nncore.classroom.course import Lesson, find_root
from nncore.classroom.sandbox.result import SubmissionResult


@dataclass(frozen=True)
class Terms:
    """What the scores of a run depend on besides the submissions.

    Attributes
    ----------
    lesson : str
        Folder name of the lesson.
    seed : str
        The secret from which the hidden inputs are drawn.
    sandbox : bool
        Whether students' code is locked in.
    root : str
        The course's root; on another machine, where there is no such folder, the one around the worker's folder.
    release : str
        Hash of the notebook that students got.
    version : str
        Of the code that grades; see `grading_version`.
    make : callable
        ``make(lesson, seed=..., sandbox=..., root=...)`` returns a grader: `nncore.classroom.sandbox.Grader`.
    """

    lesson: str
    seed: str
    sandbox: bool
    root: str
    release: str
    version: str
    make: Callable[..., Any]

    def key(self, notebook: bytes, remark: str = "") -> str:
        """Return a hash of a submission and of these terms: the same key, the same scores.

        Parameters
        ----------
        notebook : bytes
            What was handed in.
        remark : str
            What else was noticed about it.

        Returns
        -------
        str
            64 hexadecimal digits.
        """
        secret = sha256(self.seed.encode()).hexdigest()
        parts = (self.lesson, self.release, self.version, secret, str(self.sandbox), remark)
        return sha256("\0".join(parts).encode() + b"\0" + notebook).hexdigest()


class OtherVersion(RuntimeError):
    """A worker would grade with other code than the machine that started the grading."""


@cache
def grading_version(lesson: str) -> str:
    """Return a hash of all code that a lesson's scores depend on, with NumPy's and Python's versions.

    Parameters
    ----------
    lesson : str
        Folder name of the lesson; the records of the others do not count.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    package = Path(__file__).resolve().parents[1]
    parts = [package.glob("*.py"), (package / "exercises").rglob("*.py"), (package / "classroom/sandbox").rglob("*.py")]
    digest = sha256(f"{np.__version__} {platform.python_version()}".encode())
    own = f"lesson_{lesson.split('-')[0]}.py"
    for path in sorted(path for part in parts for path in part):
        if path.name == own or not path.name.startswith("lesson_"):
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def release_hash(lesson: Lesson) -> str:
    """Return a hash of the notebook that students got; of nothing if there is none.

    Parameters
    ----------
    lesson : Lesson
        The lesson.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return sha256(lesson.release.read_bytes() if lesson.release.is_file() else b"").hexdigest()


def get_ready(terms: Terms) -> None:
    """Start a grader and let it grade the reference solution, so that a fault shows before the first student.

    Parameters
    ----------
    terms : Terms
        Of the run.

    Raises
    ------
    Exception
        Whatever keeps it from grading, in one sentence.
    """
    with _grader(terms):
        pass


def grade(terms: Terms, notebook: bytes) -> SubmissionResult:
    """Grade one notebook.

    Parameters
    ----------
    terms : Terms
        Of the run.
    notebook : bytes
        As it was handed in.

    Returns
    -------
    SubmissionResult
        Its scores.
    """
    with _grader(terms) as grader:
        result: SubmissionResult = grader.grade(notebook)
    return result


_lock = threading.Lock()
_idle: dict[Terms, list[tuple[Any, ExitStack]]] = {}


@contextmanager
def _grader(terms: Terms) -> Iterator[Any]:
    """Lend a grader that nobody else uses; after an error it is closed, else kept for the next."""
    with _lock:
        for other in [other for other in _idle if other != terms]:
            for _, stack in _idle.pop(other):
                stack.close()
        kept = _idle.setdefault(terms, [])
        grader, stack = kept.pop() if kept else (None, ExitStack())
    try:
        if grader is None:
            grader = _new_grader(terms, stack)
        yield grader
    except BaseException:
        stack.close()
        raise
    with _lock:
        _idle.setdefault(terms, []).append((grader, stack))


def _new_grader(terms: Terms, stack: ExitStack) -> Any:
    if terms.version != grading_version(terms.lesson):
        raise OtherVersion(
            "this worker has another version of nncore, Python or NumPy than the machine that started the grading; "
            "install the same there"
        )
    root = find_root(Path(terms.root) if Path(terms.root).is_dir() else Path.cwd())
    if terms.release != release_hash(Lesson(root, terms.lesson)):
        raise OtherVersion(f"{root} on this worker has another release of {terms.lesson}; get the same course there")
    grader = stack.enter_context(terms.make(terms.lesson, seed=terms.seed, sandbox=terms.sandbox, root=root))
    grader.canary()
    # A process of multiprocessing ends without running atexit.
    Finalize(None, stack.close, exitpriority=1)
    return grader
