"""A learner's best result in each exercise, kept in one small file in the home folder."""

from __future__ import annotations

import contextlib
import html
import json
import os
from pathlib import Path
from typing import Any

from nncore.exercises.registry import all_exercises
from nncore.exercises.verdict import Verdict

FILE_VARIABLE = "NNCORE_PROGRESS"


def path() -> Path:
    """Return the file's path: the environment variable NNCORE_PROGRESS, or ``~/.nncore/progress.json``."""
    given = os.environ.get(FILE_VARIABLE)
    return Path(given) if given else Path.home() / ".nncore" / "progress.json"


def load() -> dict[str, float]:
    """Return the best points by exercise; a missing or damaged file counts as empty."""
    try:
        entries = json.loads(path().read_text(encoding="utf-8"))
        return {str(name): float(points) for name, points in entries.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def record(verdict: Verdict) -> None:
    """Keep the verdict's points if they are the best so far. A folder that can't be written is no reason to fail."""
    best = load()
    if verdict.score <= best.get(verdict.exercise, 0.0):
        return
    best[verdict.exercise] = verdict.score
    with contextlib.suppress(OSError):
        path().parent.mkdir(parents=True, exist_ok=True)
        new = path().with_suffix(f".{os.getpid()}.new")
        new.write_text(json.dumps(best, indent=1, sort_keys=True), encoding="utf-8")
        new.replace(path())


class Progress:
    """The table of one's progress; shows itself in a notebook and prints as text."""

    def __init__(self) -> None:
        best = load()
        self.rows: list[tuple[str, int, int, float, float]] = []
        for lesson in dict.fromkeys(e.lesson for e in all_exercises().values()):
            exercises = [e for e in all_exercises().values() if e.lesson == lesson]
            points = [min(best.get(e.name, 0.0), e.points) for e in exercises]
            done = sum(p >= e.points for p, e in zip(points, exercises, strict=True))
            self.rows.append((lesson, done, len(exercises), sum(points), sum(e.points for e in exercises)))

    def __repr__(self) -> str:
        return "\n".join(
            f"{lesson:32} {done} of {n} exercises, {points:g} of {most:g} points"
            for lesson, done, n, points, most in self.rows
        )

    def _repr_html_(self) -> str:
        rows = "".join(map(_row, self.rows))
        head = "<tr><th style='text-align:left'>Lesson</th><th>Exercises</th><th>Points</th><th></th></tr>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def _row(row: tuple[str, int, int, float, float]) -> str:
    lesson, done, n, points, most = row
    name = html.escape(lesson)
    bar = f"<progress value='{points:g}' max='{most:g}' aria-label='{name}'></progress>"
    cells = f"<td>{done} of {n}</td><td>{points:g} of {most:g}</td><td>{bar}</td>"
    return f"<tr><td style='text-align:left'>{name}</td>{cells}</tr>"
