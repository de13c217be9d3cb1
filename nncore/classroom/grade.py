"""``nncore grade``: grade what was collected, and write it where nbgrader looks for it."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from nncore.classroom.autograded import mark_of, unanswered
from nncore.classroom.collected import (
    Submission,
    UnreadableFile,
    course_directory,
    find_submissions,
)
from nncore.classroom.course import Lesson, find_lessons
from nncore.classroom.desk import Desk, cells_of, write_whole
from nncore.classroom.errors import GradingError
from nncore.classroom.feedback import feedback_page
from nncore.classroom.gradebook import Backup, LessonBook, open_book
from nncore.classroom.report import Row, class_csv, class_html
from nncore.classroom.results import Graded, ResultsFile, open_results
from nncore.classroom.sandbox import Grader
from nncore.classroom.sandbox.result import FAULT, UNREADABLE, SubmissionResult
from nncore.classroom.schedule import DaskWorkers, LocalWorkers, each_result, uninterrupted
from nncore.classroom.seed import grading_seed
from nncore.classroom.worker import Terms, get_ready, grade, grading_version, release_hash

SECONDS_TO_SETTLE = 0.5
"""How often the gradebook is committed: a disk takes only some dozens of commits a second."""


@dataclass
class Summary:
    """What a run did.

    Attributes
    ----------
    lesson : str
        Folder name of the lesson.
    graded : int
        Submissions graded in this run.
    kept : int
        Submissions that were graded before and have not changed.
    written : int
        Submissions for which the gradebook was changed.
    problems : dict of str to str
        By student: why a submission could not be graded.
    by_hand : int
        Answers that wait for a person.
    report : Path
        The class report.
    backup : Path or None
        The copy of the gradebook from before the first change.
    """

    lesson: str
    report: Path
    graded: int = 0
    kept: int = 0
    written: int = 0
    by_hand: int = 0
    backup: Path | None = None
    problems: dict[str, str] = field(default_factory=dict)


def grade_lesson(
    root: Path,
    name: str,
    *,
    students: Sequence[str] = (),
    jobs: int | None = None,
    scheduler: str | None = None,
    sandbox: bool = True,
    afresh: bool = False,
    say: Callable[[str], None] = print,
    make: Callable[..., Any] | None = None,
) -> Summary:
    """Grade a lesson's submissions, each once, and bring gradebook, feedback and report up to date.

    Parameters
    ----------
    root : Path
        The course's root.
    name : str
        The lesson's name or the number in front.
    students : sequence of str, optional
        Ids or patterns; all by default.
    jobs : int, optional
        Grading processes on this machine; as many as it has processors by default.
    scheduler : str, optional
        Address of a Dask scheduler, whose workers grade instead.
    sandbox : bool, optional
        Whether students' code is locked in.
    afresh : bool, optional
        Grade also what was graded before.
    say : callable, optional
        Takes one line of progress.
    make : callable, optional
        Makes a grader; `nncore.classroom.sandbox.Grader` by default.

    Returns
    -------
    Summary
        What was done.

    Raises
    ------
    GradingError
        If grading cannot begin or go on; what was graded is kept.
    """
    desk, terms = open_desk(root, name, sandbox, make or Grader)
    lesson, course = desk.lesson, desk.course
    chosen = find_submissions(course, lesson, students)
    backup = Backup(course.db_url, desk.folder / "backup")
    with (
        open_results(desk.folder / "results" / f"{lesson.name}.jsonl") as results,
        open_book(course, lesson, backup, desk.points) as book,
    ):
        run = _Run(desk, terms, results, book)
        known = [] if afresh else [submission for submission in chosen if run.is_graded(submission)]
        done = {submission.student for submission in known}
        waiting = [submission for submission in chosen if submission.student not in done]
        run.write_known(known)
        try:
            if waiting:
                with _workers(scheduler, jobs, len(waiting)) as workers:
                    run.grade(waiting, workers)
        except (KeyboardInterrupt, GradingError):
            if run.summary.graded:
                with uninterrupted():
                    run.settle()
                    run.report(find_submissions(course, lesson))
                say(f"{run.summary.graded} submissions were graded and are kept; the same command goes on from there")
            raise
        with uninterrupted():
            run.settle()
            run.report(find_submissions(course, lesson))
    run.summary.backup = backup.path
    return run.summary


def open_desk(root: Path, name: str, sandbox: bool, make: Callable[..., Any] = Grader) -> tuple[Desk, Terms]:
    """Find the files of a lesson's grading, and what its scores depend on.

    Parameters
    ----------
    root : Path
        The course's root.
    name : str
        The lesson's name or the number in front.
    sandbox : bool
        Whether students' code is locked in.
    make : callable
        Makes a grader.

    Returns
    -------
    tuple of Desk and Terms
        For one run.

    Raises
    ------
    GradingError
        If there is no such lesson, no release of it or no seed.
    """
    lesson = find_lesson(root, name)
    desk = Desk(lesson, course_directory(lesson), read_release(lesson))
    terms = Terms(
        lesson=lesson.name,
        seed=_seed(desk.folder),
        sandbox=sandbox,
        root=str(lesson.root),
        release=release_hash(lesson),
        version=grading_version(lesson.name),
        make=make,
    )
    return desk, terms


def find_lesson(root: Path, name: str) -> Lesson:
    """Find a lesson by its name or the number in front.

    Parameters
    ----------
    root : Path
        The course's root.
    name : str
        ``"09-backprop-in-matrices"``, ``"09"``, ``"9"`` or a path to its folder.

    Returns
    -------
    Lesson
        The lesson.

    Raises
    ------
    GradingError
        If there is none, or several.
    """
    lessons = find_lessons(root)
    wanted = Path(name).name
    exact = [lesson for lesson in lessons if wanted == lesson.name]
    found = exact or [lesson for lesson in lessons if wanted.zfill(2) == lesson.name.split("-")[0]]
    if len(found) != 1:
        known = ", ".join(lesson.name for lesson in lessons) or "none"
        raise GradingError(f"{'no' if not found else 'more than one'} lesson {name!r}; the course has: {known}")
    return found[0]


def read_release(lesson: Lesson) -> dict[str, Any]:
    """Read the notebook that students got.

    Parameters
    ----------
    lesson : Lesson
        The lesson.

    Returns
    -------
    dict
        The notebook's JSON.

    Raises
    ------
    GradingError
        If it was never made.
    """
    for path in (lesson.release, lesson.solution):
        if not path.is_file():
            raise GradingError(f"{path} is missing; `nncore build {lesson.name}` makes it")
    release: dict[str, Any] = json.loads(lesson.release.read_text(encoding="utf-8"))
    return release


class _Run:
    """One run over a class: results to the file, scores to the gradebook, notebooks to formgrader."""

    def __init__(self, desk: Desk, terms: Terms, results: ResultsFile, book: LessonBook) -> None:
        self.desk, self.terms, self.results, self.book = desk, terms, results, book
        self.known = results.index()
        self.summary = Summary(desk.lesson.name, desk.reports / "index.html")
        self._unshown: list[tuple[Submission, list[dict[str, Any]] | None, Graded]] = []
        self._settled = time.monotonic()

    def key(self, submission: Submission) -> str:
        data = self.desk.read(submission)
        if isinstance(data, UnreadableFile):
            return self.terms.key(b"", str(data))
        return self.terms.key(data, submission.remark)

    def is_graded(self, submission: Submission) -> bool:
        known = self.known.get(submission.student)
        return known is not None and known.key == self.key(submission)

    def write_known(self, submissions: Iterable[Submission]) -> None:
        """Bring the gradebook up to date with what an earlier run graded."""
        for submission in submissions:
            with uninterrupted():
                self.summary.kept += 1
                self.write(submission, self.results.load(self.known[submission.student]))

    def grade(self, waiting: Sequence[Submission], workers: LocalWorkers | DaskWorkers) -> None:
        _require_ready(workers.everywhere(get_ready, self.terms))
        readable = self._set_aside_unreadable(waiting)
        sent: dict[str, bytes] = {}

        def arguments(submission: Submission) -> tuple[Terms, bytes]:
            data = self.desk.read(submission)
            sent[submission.student] = b"" if isinstance(data, UnreadableFile) else data
            return self.terms, sent[submission.student]

        with tqdm(total=len(readable), unit="submission", disable=None, file=sys.stderr) as bar:
            for submission, answer in each_result(workers, grade, readable, arguments, bar.write):
                self._take(submission, sent.pop(submission.student), answer)
                bar.update()

    def _set_aside_unreadable(self, waiting: Sequence[Submission]) -> list[Submission]:
        readable = []
        for submission in waiting:
            data = self.desk.read(submission)
            if isinstance(data, UnreadableFile):
                key = self.terms.key(b"", str(data))
                self._keep(submission, key, self.desk.nothing(key, str(data)))
            else:
                readable.append(submission)
        return readable

    def _take(self, submission: Submission, data: bytes, answer: SubmissionResult | Exception) -> None:
        if isinstance(answer, Exception):
            self.summary.problems[submission.student] = f"{type(answer).__name__}: {answer}"
        elif answer.status == FAULT:
            self.summary.problems[submission.student] = " ".join(answer.notes) or "the grader failed"
        else:
            notes = (submission.remark, *answer.notes) if submission.remark else answer.notes
            self._keep(submission, self.terms.key(data, submission.remark), replace(answer, notes=notes))

    def _keep(self, submission: Submission, key: str, result: SubmissionResult) -> None:
        with uninterrupted():
            self.known[submission.student] = self.results.append(submission.student, key, result)
            self.summary.graded += 1
            self.write(submission, Graded(submission.student, key, result))

    def write(self, submission: Submission, graded: Graded) -> None:
        """Write one result to the gradebook and to formgrader's notebook, where they differ from it."""
        shown = self.desk.shown_mark(submission.student)
        mark = mark_of(graded.key, graded.result)
        data = self.desk.read(submission)
        cells = None if isinstance(data, UnreadableFile) or graded.result.status == UNREADABLE else cells_of(data)
        empty = unanswered(self.desk.release, cells)
        scores = dict.fromkeys(self.desk.points, None) | {cell.name: cell.score for cell in graded.result.cells}
        scores |= {name: 0.0 for name in scores if scores[name] is None and name in empty}
        changed = shown.partition(".")[0] not in ("", graded.key)
        when = self.desk.submitted_at(submission)
        self.summary.written += self.book.write(submission.student, scores, empty, when, changed=changed)
        if shown != mark:
            self._unshown.append((submission, cells, graded))
        if time.monotonic() - self._settled > SECONDS_TO_SETTLE:
            self.settle()

    def settle(self) -> None:
        """Make lasting what was written: first the results, then the gradebook, then what formgrader shows."""
        self.results.sync()
        self.book.commit()
        for submission, cells, graded in self._unshown:
            self.desk.write_autograded(submission, cells, graded)
        self._unshown.clear()
        self._settled = time.monotonic()

    def report(self, submissions: Sequence[Submission]) -> None:
        """Write every student's feedback and the class report."""
        book = self.book.read()
        handed_in = {submission.student: submission for submission in submissions}
        rows = []
        for student in sorted({*handed_in, *book, *self.book.students()}):
            result = self.results.load(self.known[student]).result if student in self.known else None
            scores = book.get(student)
            problem = self._problem(handed_in[student]) if student in handed_in else ""
            if result is not None and scores is not None:
                write_whole(self.desk.feedback(student), feedback_page(student, result, scores))
            notebook, feedback = self._link(self.desk.autograded(student)), self._link(self.desk.feedback(student))
            rows.append(Row(student, scores, result and without_pictures(result), problem, notebook, feedback))
        now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")
        self.desk.reports.mkdir(parents=True, exist_ok=True)
        write_whole(self.desk.reports / "scores.csv", class_csv(self.desk.points, rows))
        write_whole(self.summary.report, class_html(self.desk.lesson.name, self.desk.points, rows, now))
        self.summary.by_hand = sum(len(row.scores.by_hand) for row in rows if row.scores)

    def _problem(self, submission: Submission) -> str:
        failed = self.summary.problems.get(submission.student)
        old = " The scores are those of an earlier submission." if submission.student in self.known else ""
        if failed:
            return f"The grader failed: {failed}. Nothing was scored; start the command again.{old}"
        if submission.student not in self.known:
            return "Not graded yet."
        return "" if self.is_graded(submission) else f"Handed in again, and not graded yet.{old}"

    def _link(self, path: Path) -> str:
        return os.path.relpath(path, self.desk.reports) if path.is_file() else ""


def without_pictures(result: SubmissionResult) -> SubmissionResult:
    """Leave out what makes results large and the class report does not need.

    Parameters
    ----------
    result : SubmissionResult
        Left as it is.

    Returns
    -------
    SubmissionResult
        A copy.
    """
    cells = []
    for cell in result.cells:
        verdict = {key: (cell.verdict or {}).get(key) for key in ("mistake", "message")}
        cells.append(replace(cell, verdict=verdict))
    return replace(result, cells=tuple(cells))


@contextmanager
def _workers(scheduler: str | None, jobs: int | None, n_tasks: int) -> Iterator[LocalWorkers | DaskWorkers]:
    """Open the workers; at an error or Ctrl-C do not wait for what they are at."""
    here = min(jobs or len(os.sched_getaffinity(0)), n_tasks)
    workers = DaskWorkers(scheduler) if scheduler else LocalWorkers(max(1, here))
    try:
        yield workers
    except BaseException:
        workers.shutdown(cancel_futures=True)
        raise
    workers.shutdown()


def _require_ready(answers: Mapping[str, Any]) -> None:
    """Raise if a worker cannot grade the reference solution: then it would not grade students either."""
    failed = {name: answer for name, answer in answers.items() if isinstance(answer, Exception)}
    if failed:
        name, error = next(iter(failed.items()))
        who = "" if len(failed) == len(answers) else f" on {len(failed)} of {len(answers)} workers, first {name}"
        raise GradingError(f"nothing was graded{who}: {error}") from error


def _seed(folder: Path) -> str:
    try:
        return grading_seed(folder / "seed")
    except (OSError, ValueError) as error:
        raise GradingError(f"no secret seed for the hidden tests ({error}); nothing was graded") from error
