"""Grade submissions of one lesson: the tests run here, the students' code in the sandbox."""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import nncore
from nncore.classroom.course import Lesson, find_root
from nncore.classroom.sandbox.jail import GraderFault, Zygote
from nncore.classroom.sandbox.limits import USUAL, Limits
from nncore.classroom.sandbox.notebook import (
    Cell,
    Graded,
    Unreadable,
    changes,
    read_bytes,
    read_cells,
    read_release,
)
from nncore.classroom.sandbox.proxy import Gone, Proxy, Session
from nncore.classroom.sandbox.result import FAULT, GRADED, UNREADABLE, CellResult, SubmissionResult
from nncore.exercises import get, judge
from nncore.exercises.checking import hidden_seed
from nncore.exercises.record import Exercise
from nncore.exercises.verdict import Verdict

MANUAL = "A person reads and grades this answer."
SETTLED = ("full", "stub", "timed out", "manual")
"""Statuses that running more of the notebook would not change."""


class Grader:
    """Grades submissions of one lesson, one after the other, with one warm process in the sandbox.

    Use it as a context manager, from one thread; a class is graded by several of them in processes of their own.

    Parameters
    ----------
    lesson : str
        The lesson's folder name.
    seed : str
        The secret from which the hidden inputs are drawn.
    sandbox : bool, optional
        False: run students' code in a plain process, with all the rights of this one.
    limits : Limits, optional
        What one submission may use.
    root : Path, optional
        The course's root; by default the one around the working folder.

    Raises
    ------
    SandboxMissing
        If bubblewrap is not there.
    GraderFault
        If the lesson's release does not fit its records, or the sandbox does not start.
    """

    def __init__(
        self, lesson: str, *, seed: str, sandbox: bool = True, limits: Limits = USUAL, root: Path | None = None
    ) -> None:
        self.lesson = Lesson(find_root(root or Path.cwd()), lesson)
        self.seed, self.sandbox, self.limits = seed, sandbox, limits
        self.release = read_release(self.lesson.release)
        self.exercises = {cell.name: _exercise(cell) for cell in self.release.tests.values()}
        self._names = [exercise.name for exercise in self.exercises.values()]
        self._basis = _basis(self.lesson, seed, limits)
        self._zygote: Zygote | None = None

    def __enter__(self) -> Grader:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process in the sandbox."""
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None

    def _start(self) -> Zygote:
        if self._zygote is None:
            warm = (list(self.release.sources), self._names)
            self._zygote = Zygote(self.lesson.root, warm, self.sandbox, self.limits)
        return self._zygote

    def digest(self, data: bytes) -> str:
        """Return a name for a submission's bytes together with all that its scores depend on."""
        return hashlib.sha256(self._basis + hashlib.sha256(data).digest()).hexdigest()

    def grade(self, notebook: Path | bytes) -> SubmissionResult:
        """Grade one submission. Whatever is in it, this returns.

        Parameters
        ----------
        notebook : Path or bytes
            The notebook file, or its content.

        Returns
        -------
        SubmissionResult
            With its own status, and no scores, if the grader itself failed twice.
        """
        begin = time.process_time()
        data = b""
        try:
            data = read_bytes(notebook, self.limits) if isinstance(notebook, Path) else notebook
            cells = read_cells(data, self.limits)
        except Unreadable as reason:
            return self._unreadable(data, str(reason), time.process_time() - begin)
        for _ in range(2):
            try:
                graded, notes, seconds = self._grade(cells)
                seconds += time.process_time() - begin
                return SubmissionResult(self.lesson.name, self.digest(data), GRADED, graded, notes, seconds)
            except Exception as error:
                self.close()
                fault = f"The grader failed: {type(error).__name__}: {error}. This is no fault of the submission."
        return SubmissionResult(self.lesson.name, self.digest(data), FAULT, (), (fault,), time.process_time() - begin)

    def _unreadable(self, data: bytes, reason: str, seconds: float) -> SubmissionResult:
        cells = tuple(
            CellResult(cell.name, cell.exercise, 0.0 if cell.exercise else None, cell.points,
                       "not defined" if cell.exercise else "manual", reason)
            for cell in self.release.graded
        )  # fmt: skip
        return SubmissionResult(self.lesson.name, self.digest(data), UNREADABLE, cells, (reason,), seconds)

    def _grade(self, cells: list[Cell]) -> tuple[tuple[CellResult, ...], tuple[str, ...], float]:
        tests = self.release.tests
        sources = ["" if cell.grade_id in tests else cell.source for cell in cells]
        notes = changes(cells, self.release)
        given = {source.strip() for source in self.release.sources}
        own = [k for k, source in enumerate(sources) if source.strip() not in given]
        with Session(self._start(), sources, self._names) as session:
            results = self._judge_all(session, cells, list(tests))
            unsettled = [name for name, result in results.items() if result.status not in SETTLED]
            left_out = set(session.left_out).intersection(own)
        seconds = session.cpu_seconds
        if unsettled and left_out and not session.used_up:
            with Session(self._start(), sources, self._names, own) as whole:
                for name, result in self._judge_all(whole, cells, unsettled).items():
                    results[name] = max(results[name], result, key=lambda r: r.score or 0.0)
            seconds += whole.cpu_seconds
        notes += _remarks(session, sources)
        everything = [results.get(cell.name) or _manual(cell) for cell in self.release.graded]
        return tuple(everything), tuple(notes), seconds

    def _judge_all(self, session: Session, cells: list[Cell], names: list[str]) -> dict[str, CellResult]:
        """Judge each exercise where its test cell stands, and once more at the end if it was not written by then."""
        places: dict[str | None, int] = {}
        for k, cell in enumerate(cells):
            places.setdefault(cell.grade_id, k)
        results = {}
        for name in sorted(names, key=lambda name: places.get(name, len(cells))):
            results[name] = self._judge_at(session, name, places.get(name, len(cells)))
        for name in names:
            if results[name].status in ("stub", "not defined") and places.get(name, len(cells)) < len(cells):
                results[name] = self._judge_at(session, name, len(cells))
        return results

    def _judge_at(self, session: Session, name: str, position: int) -> CellResult:
        test, exercise = self.release.tests[name], self.exercises[name]
        if session.helped:
            session.renew()
        session.settle()
        try:
            session.go_to(position)
            kind, found = session.look(exercise.name)
            if kind in ("missing", "value"):  # what is told of it comes from a process without hidden inputs
                session.renew()
                session.go_to(position)
                kind, found = session.look(exercise.name)
        except Gone as gone:
            if not session.used_up:
                return _result(test, 0.0, "crashed", f"`{exercise.name}` can't be looked at: {gone}.")
            return _result(test, 0.0, "timed out", "The notebook used up its time before this exercise was reached.")
        if kind == "missing":
            return _result(test, 0.0, "not defined", _not_defined(session, exercise.name))
        if kind == "value":
            return _told(test, judge(found, exercise), "wrong")
        seed = hidden_seed(self.seed, exercise.name)
        f = Proxy(session, exercise.name, exercise.time_limit, found, kind == "empty")
        hidden = judge(f, exercise, seed, explain=False)
        if (hidden.status == "timeout" or f.ends) and not session.used_up:  # perhaps only this machine was busy
            f = f.anew()
            hidden = judge(f, exercise, seed, explain=False)
        if hidden.status == "full":
            return _result(test, test.points, "full", f"`{exercise.name}` is right.")
        if hidden.status == "stub":
            return _result(test, 0.0, "stub", f"`{exercise.name}` is not written yet.")
        if hidden.status == "timeout":
            return _told(test, hidden, "timed out")
        session.renew()  # the process knows hidden inputs, and what it says next is told to the student
        visible = judge(f.anew(), exercise)
        if f.ends:
            sentence = f"When `{exercise.name}` was called, {f.ends[0]}."
            return replace(_told(test, visible, "crashed"), score=hidden.score, sentence=sentence)
        if visible.status == "full":
            sentence = (
                "It is right for the inputs that `check` shows, but not for others. Is something written into the code "
                "that belongs to those inputs, or kept from call to call?"
            )
            return _result(test, hidden.score, hidden.status, sentence)
        return replace(_told(test, visible, hidden.status), score=hidden.score)

    def canary(self) -> None:
        """Grade the reference solution, and look around in the sandbox.

        Raises
        ------
        GraderFault
            If the solution does not get all its points, or the sandbox shows what it must hide.
        """
        result = self.grade(self.lesson.solution)
        if result.status != GRADED:
            raise GraderFault(f"the solution of {self.lesson.name} could not be graded: {' '.join(result.notes)}")
        lost = [cell for cell in result.cells if cell.exercise and cell.status != "full"]
        if lost:
            raise GraderFault(f"the solution of {self.lesson.name} loses points in {lost[0].name}: {lost[0].sentence}")
        if self.sandbox:
            self._look_around()

    def _look_around(self) -> None:
        package = Path(nncore.__file__).resolve().parent
        root = self.lesson.root
        secret = [root / "solutions", root / "grading", root / "nbgrader_config.py", root / "course"]
        secret += [package / "exercises" / f"lesson_{self.lesson.name[:2]}.py", package / "exercises" / "registry.py"]
        secret += [package / "classroom" / "grading.py", Path.home() / ".ssh", Path("/proc/1"), Path("/etc/passwd")]
        source = (
            "import os\n"
            "def look(paths, variables):\n"
            "    return [p for p in paths if os.path.lexists(p)] + [v for v in variables if v in os.environ]\n"
        )
        variables = [name for name, value in os.environ.items() if value and name not in _HARMLESS]
        with Session(self._start(), [source], ["look"]) as session:
            session.go_to(1)
            seen = Proxy(session, "look", 5.0, (), False)([str(path) for path in secret], variables)
        if seen:
            raise GraderFault(f"the sandbox shows what it must hide: {', '.join(map(str, seen))}")


_HARMLESS = {
    "HOME", "LANG", "PATH", "PWD", "MPLBACKEND", "MPLCONFIGDIR", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS",
    "MKL_NUM_THREADS", "PYTHONHASHSEED", "LC_CTYPE",
}  # fmt: skip


def _exercise(cell: Graded) -> Exercise:
    exercise = get(cell.exercise or "")
    if exercise.points != cell.points:
        raise GraderFault(
            f"the release gives {cell.points:g} points for {exercise.name}, its record {exercise.points}: run `nncore "
            f"build` and release the lesson again"
        )
    return exercise


def _basis(lesson: Lesson, seed: str, limits: Limits) -> bytes:
    """Hash what scores depend on besides the submission: library, records, grader, release, seed, limits, NumPy."""
    package = Path(nncore.__file__).resolve().parent
    files = sorted([*package.glob("*.py"), *package.glob("exercises/*.py"), *Path(__file__).parent.glob("*.py")])
    parts = [file.read_bytes() for file in [*files, lesson.release]]
    parts.append(json.dumps([lesson.name, seed, repr(limits), np.__version__]).encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


def _result(test: Graded, score: float, status: str, sentence: str, verdict: Any = None) -> CellResult:
    return CellResult(test.name, test.exercise, score, test.points, status, sentence, verdict)


def _manual(cell: Graded) -> CellResult:
    return CellResult(cell.name, None, None, cell.points, "manual", MANUAL)


def _told(test: Graded, verdict: Verdict, status: str) -> CellResult:
    """Report a verdict on inputs that students can see."""
    data = verdict.data() | {"facts": list(verdict.facts), "hints": list(verdict.hints), "html": verdict.html(3)}
    return _result(test, verdict.score, status, verdict.message, data)


def _not_defined(session: Session, name: str) -> str:
    for k, source in enumerate(session.sources):
        if k in session.faulty and name in source:
            return f"`{name}` is not defined: the cell where it should be did not run ({session.faulty[k]})."
    return f"`{name}` is not defined in the notebook. Is its cell still there, and a code cell?"


def _remarks(session: Session, sources: list[str]) -> list[str]:
    """Tell of the cells that were stopped."""
    notes = []
    for k in sorted(session.faulty):
        first = next((line for line in sources[k].splitlines() if line.strip()), "")[:60]
        if session.reduced[k]:
            notes.append(f"The cell that begins `{first}` ended the process: {session.faulty[k]}.")
        elif k in session.slow:
            notes.append(f"The cell that begins `{first}` took too long and was stopped.")
    return notes
