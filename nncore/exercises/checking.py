"""What stands in a notebook's cells: `check` for the student, `grade` for the teacher's hidden tests."""

from __future__ import annotations

import hashlib
import os
import sys
from typing import Any

from nncore.exercises import scores
from nncore.exercises.calling import NotWritten
from nncore.exercises.judge import VISIBLE_SEED, judge
from nncore.exercises.record import Exercise, Function
from nncore.exercises.registry import all_exercises, get
from nncore.exercises.verdict import MIME, Verdict

SEED_VARIABLE = "NNCORE_GRADING_SEED"
"""Environment variable with the secret seed; where it is set, a teacher is grading."""

_failed: dict[str, int] = {}
"""How often each exercise has failed in this session: so many hints are shown."""


def check(f: Function, name: str | None = None) -> float:
    """Judge one answer, show the verdict, and return the points it earns.

    Parameters
    ----------
    f : callable
        The student's function.
    name : str, optional
        The exercise's name; by default that of the function.

    Returns
    -------
    float
        Points, which nbgrader reads as partial credit.

    Raises
    ------
    NotWritten
        If `f` is still the stub: Jupyter shows one sentence, and Run all stops.
    KeyError
        If there is no such exercise.
    """
    exercise = _exercise(f, name)
    verdict = judge(f, exercise, VISIBLE_SEED)
    if verdict.status == "stub":
        raise NotWritten(f"{exercise.name} is not written yet. {verdict.message}")
    _failed[exercise.name] = 0 if verdict.status == "full" else _failed.get(exercise.name, 0) + 1
    _show(verdict, _failed[exercise.name])
    if SEED_VARIABLE not in os.environ:
        scores.record(verdict)
    return verdict.score


def grade(f: Function, name: str | None = None) -> float:
    """Judge one answer on inputs drawn from the teacher's secret seed, and return the points.

    Shows nothing of these inputs. Without a secret (a student runs it, or the solutions are built) other
    inputs than those of `check` are drawn, the same each time.

    Parameters
    ----------
    f : callable
        The student's function.
    name : str, optional
        The exercise's name; by default that of the function.
    """
    exercise = _exercise(f, name)
    verdict = judge(f, exercise, hidden_seed(os.environ.get(SEED_VARIABLE, ""), exercise.name))
    if verdict.status == "stub":
        raise NotWritten(f"{exercise.name} is not written yet.")
    return verdict.score


def hidden_seed(secret: str, name: str) -> int:
    """Mix the teacher's secret with an exercise's name."""
    return int.from_bytes(hashlib.sha256(f"{secret}:{name}".encode()).digest()[:8], "big")


def _exercise(f: Any, name: str | None) -> Exercise:
    if name is not None:
        return get(name)
    own = getattr(f, "__name__", "")
    if own in all_exercises():
        return get(own)
    bound = [n for n, value in sys._getframe(2).f_globals.items() if value is f and n in all_exercises()]
    return get(bound[0] if len(bound) == 1 else own or repr(f))


def _show(verdict: Verdict, n_failed: int) -> None:
    """Show HTML in a notebook, plain text elsewhere; the data go along for reports."""
    text = verdict.text(n_failed)
    if "IPython" in sys.modules:
        from IPython import get_ipython
        from IPython.display import display

        if get_ipython() is not None:
            bundle = {"text/plain": text, "text/html": verdict.html(n_failed), MIME: verdict.data()}
            display(bundle, raw=True)
            return
    print(text)
