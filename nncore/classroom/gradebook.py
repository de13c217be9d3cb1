"""Scores into nbgrader's gradebook, through nbgrader's own classes, by one writer."""

import os
import sqlite3
import sys
import warnings
from collections.abc import Container, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Grade, Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, SaveCells
from nbgrader.utils import parse_utc
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SAWarning
from traitlets.config import Config

from nncore.classroom.course import Lesson
from nncore.classroom.errors import GradingError


@dataclass(frozen=True)
class CellScore:
    """What the gradebook says of one graded cell of one student.

    Attributes
    ----------
    auto, manual, extra : float or None
        By the tests, by a person, and on top by a person.
    max_score : float
        Points for a full answer.
    by_hand : bool
        Whether a person has still to look at it.
    comment : str
        A person's words.
    """

    auto: float | None
    manual: float | None
    extra: float | None
    max_score: float
    by_hand: bool
    comment: str = ""

    @property
    def score(self) -> float:
        """What counts: the person's score where there is one, and the extra credit."""
        counted = self.manual if self.manual is not None else self.auto
        return 0.0 if counted is None else counted + (self.extra or 0.0)


@dataclass(frozen=True)
class StudentScores:
    """What the gradebook says of one student's submission.

    Attributes
    ----------
    cells : mapping of str to CellScore
        By the cell's name, in the order of the lesson.
    seconds_late : float
        After the date due, with extensions.
    penalty : float
        Points taken off for that.
    """

    cells: Mapping[str, CellScore]
    seconds_late: float = 0.0
    penalty: float = 0.0

    @property
    def score(self) -> float:
        """Points in all, less the penalty."""
        return sum(cell.score for cell in self.cells.values()) - self.penalty

    @property
    def max_score(self) -> float:
        """Points for full answers everywhere."""
        return sum(cell.max_score for cell in self.cells.values())

    @property
    def by_hand(self) -> list[str]:
        """Names of the cells that a person has still to look at."""
        return [name for name, cell in self.cells.items() if cell.by_hand]


class LessonBook:
    """The part of the gradebook that belongs to one lesson; create it with `open_book`.

    Parameters
    ----------
    book : Gradebook
        nbgrader's gradebook.
    lesson : Lesson
        The lesson, which the gradebook knows.
    config : Config
        nbgrader's settings, for the penalties.
    backup : callable
        Called before the first change.
    """

    def __init__(self, book: Gradebook, lesson: Lesson, config: Config, backup: "Backup") -> None:
        self._book = book
        self._lesson = lesson
        self._backup = backup
        notebook = book.find_notebook(lesson.name, lesson.name)
        self._names = {cell.id: cell.name for cell in (*notebook.grade_cells, *notebook.solution_cells)}
        self._points = {cell.id: cell.max_score for cell in notebook.grade_cells}
        self._late = AssignLatePenalties(config=config)
        self._late.init_plugin()

    def write(
        self,
        student: str,
        scores: Mapping[str, float | None],
        unanswered: Container[str],
        timestamp: datetime | None,
        *,
        changed: bool,
    ) -> bool:
        """Write one submission's scores; what a person entered stays. `commit` makes it last.

        Parameters
        ----------
        student : str
            The student's id; added if the gradebook does not know it.
        scores : mapping of str to float or None
            By the name of the graded cell; None: a person has to grade it.
        unanswered : container of str
            Names of the cells that are as they were released: nbgrader remarks "No response." there.
        timestamp : datetime or None
            When it was handed in, UTC without a zone, as nbgrader keeps it.
        changed : bool
            Whether this is another submission than the one whose scores the gradebook holds: then scores that
            a person gave to the old one are marked to be looked at again.

        Returns
        -------
        bool
            Whether anything in the gradebook was different.
        """
        found = self._find(student)
        notebook = found or self._create(student)
        new: list[tuple[Any, str, Any]] = [(notebook.assignment, "timestamp", timestamp)]
        for grade in notebook.grades:
            new += _new_score(grade, scores.get(self._names[grade.cell_id]), changed)
        for comment in notebook.comments:
            remark = "No response." if self._names[comment.cell_id] in unanswered else None
            new.append((comment, "auto_comment", remark))
        written = self._set(new)
        written |= self._set([(notebook, "late_submission_penalty", self._penalty(student, notebook))])
        return written or found is None

    def commit(self) -> None:
        """Make lasting, and visible to formgrader, what was written since the last time; then forget it."""
        self._book.db.commit()
        self._book.db.expunge_all()  # or the session would hold the whole class

    def read(self) -> dict[str, StudentScores]:
        """Return what the gradebook says of each student who handed in, by student's id in their order."""
        found = {}
        self._book.db.expire_all()
        for notebook in self._book.notebook_submissions(self._lesson.name, self._lesson.name):
            comments = {self._names[comment.cell_id]: comment.comment or "" for comment in notebook.comments}
            cells = {}
            for grade in notebook.grades:
                name = self._names[grade.cell_id]
                cells[name] = _cell_score(grade, self._points[grade.cell_id], comments.get(name, ""))
            late = notebook.assignment.total_seconds_late
            found[notebook.student.id] = StudentScores(cells, late, notebook.late_submission_penalty or 0.0)
            self._book.db.expire(notebook)  # and with it its cells: one student at a time
        return dict(sorted(found.items()))

    def students(self) -> list[str]:
        """Return the ids of all students that the gradebook knows."""
        return sorted(student.id for student in self._book.students)

    def _find(self, student: str) -> SubmittedNotebook | None:
        try:
            return self._book.find_submission_notebook(self._lesson.name, self._lesson.name, student)
        except MissingEntry:
            return None

    def _set(self, values: list[tuple[Any, str, Any]]) -> bool:
        """Set the attributes whose values are new; return whether there were any."""
        different = [(entry, name, value) for entry, name, value in values if getattr(entry, name) != value]
        if different:
            self._backup.make()
        for entry, name, value in different:
            setattr(entry, name, value)
        return bool(different)

    def _create(self, student: str) -> SubmittedNotebook:
        """Add a submission, and the student if need be, without the three commits that nbgrader makes of it."""
        self._backup.make()
        session = self._book.db
        commit, session.commit = session.commit, session.flush
        try:
            self._book.update_or_create_student(student)
            self._book.update_or_create_submission(self._lesson.name, student)
        finally:
            session.commit = commit
        notebook = self._find(student)
        assert notebook is not None
        return notebook

    def _penalty(self, student: str, notebook: SubmittedNotebook) -> float | None:
        """Ask nbgrader's plug-in, as `nbgrader autograde` does."""
        late = notebook.assignment.total_seconds_late
        if late <= 0:
            return None
        score = sum(_cell_score(grade, 0.0).score for grade in notebook.grades)
        penalty: float | None = self._late.plugin_inst.late_submission_penalty(student, score, late)
        return None if penalty is None else min(max(penalty, 0.0), score)


def _new_score(grade: Grade, score: float | None, changed: bool) -> list[tuple[Any, str, Any]]:
    """Return an automatic score, and whether a person has to look at it, as nbgrader's `SaveAutoGrades` has it."""
    graded_by_a_person = grade.manual_score is not None
    look = grade.needs_manual_grade
    if not graded_by_a_person:
        look = score is None
    elif changed or score != grade.auto_score:
        look = True
    return [(grade, "auto_score", score), (grade, "needs_manual_grade", look)]


def _cell_score(grade: Grade, max_score: float, comment: str = "") -> CellScore:
    scores = (grade.auto_score, grade.manual_score, grade.extra_credit)
    return CellScore(*scores, max_score, grade.needs_manual_grade, comment)


class Backup:
    """A copy of the gradebook as it was before the first change of a run.

    Parameters
    ----------
    db_url : str
        nbgrader's address of the gradebook.
    folder : Path
        Where the copy goes.
    """

    def __init__(self, db_url: str, folder: Path) -> None:
        self._url = make_url(db_url)
        self._folder = folder
        self._made = False
        self.path: Path | None = None

    @property
    def can_be_made(self) -> bool:
        """Whether it is a file at all: a database on a server is backed up there."""
        return self._url.get_backend_name() == "sqlite" and self._url.database not in (None, "", ":memory:")

    def make(self) -> None:
        """Make the copy, the first time; nothing to do where there is no gradebook yet."""
        if self._made or not self.can_be_made:
            return
        source = Path(str(self._url.database))
        if source.is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            now = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S-%f")
            path = self._folder / f"{source.stem}-{now}{source.suffix}"
            with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(path)) as new:
                old.backup(new)
            self.path = path
        self._made = True


@contextmanager
def open_book(
    course: CourseDirectory, lesson: Lesson, backup: Backup, points: Mapping[str, float]
) -> Iterator[LessonBook]:
    """Open the gradebook for one lesson, which is recorded in it if it is new.

    Parameters
    ----------
    course : CourseDirectory
        nbgrader's view of the course.
    lesson : Lesson
        The lesson; its solution notebook must be built.
    backup : Backup
        Made before the first change.
    points : mapping of str to float
        Of each graded cell in the lesson's release.

    Yields
    ------
    LessonBook
        To write and read scores.

    Raises
    ------
    GradingError
        If the gradebook knows the lesson with other cells or points, or cannot be used.
    """
    try:
        _check_usable(course.db_url)
        with warnings.catch_warnings(), _gradebook(course) as book:
            warnings.simplefilter("ignore", SAWarning)  # about nbgrader's own way to add a submission
            if not _knows(book, lesson):
                backup.make()
                record_lesson(course, lesson, book)
            recorded = {c.name: c.max_score for c in book.find_notebook(lesson.name, lesson.name).grade_cells}
            if recorded != dict(points):
                different = sorted(name for name in {*recorded, *points} if recorded.get(name) != points.get(name))
                raise GradingError(
                    f"the gradebook knows {lesson.name} with other graded cells or points than its release "
                    f"({', '.join(different)}); `nbgrader generate_assignment {lesson.name} --force` records it again"
                )
            yield LessonBook(book, lesson, course.config, backup)
    except OperationalError as error:
        raise GradingError(
            f"the gradebook cannot be used ({error.orig}); what was graded is kept, so start the same command again"
        ) from error


def _gradebook(course: CourseDirectory) -> Gradebook:
    """Open the gradebook, or make it: then nbgrader runs ``alembic`` by its bare name, which must be found."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        return Gradebook(course.db_url, course.course_id)
    finally:
        os.environ["PATH"] = before


def _check_usable(db_url: str) -> None:
    """Refuse a file that is no database before nbgrader tries to make one of it."""
    url = make_url(db_url)
    if url.get_backend_name() == "sqlite" and url.database and Path(url.database).is_file():
        try:
            with closing(sqlite3.connect(url.database)) as database:
                database.execute("select count(*) from sqlite_master")
        except sqlite3.DatabaseError as error:
            raise GradingError(f"{url.database} is not a gradebook ({error}); nothing was graded") from error


def _knows(book: Gradebook, lesson: Lesson) -> bool:
    try:
        book.find_notebook(lesson.name, lesson.name)
    except MissingEntry:
        return False
    return True


def record_lesson(course: CourseDirectory, lesson: Lesson, book: Gradebook) -> None:
    """Record a lesson's cells in the gradebook, as ``nbgrader generate_assignment`` does.

    Parameters
    ----------
    course : CourseDirectory
        nbgrader's view of the course.
    lesson : Lesson
        The lesson; its solution notebook must be built.
    book : Gradebook
        The gradebook.
    """
    book.update_or_create_assignment(lesson.name)
    notebook = nbformat.read(lesson.solution, as_version=4)
    place = {"assignment": lesson.name, "notebook": lesson.name, "student": ".", "db_url": course.db_url}
    resources = {"nbgrader": place, "metadata": {"name": lesson.name, "path": str(lesson.solution.parent)}}
    for step in GenerateAssignment(coursedir=course, config=course.config).preprocessors:
        notebook, resources = step(config=course.config, enabled=True)(notebook, resources)
        if step is SaveCells:
            return


def submitted_at(timestamp: str) -> datetime | None:
    """Read the time at which something was handed in.

    Parameters
    ----------
    timestamp : str
        Contents of nbgrader's ``timestamp.txt``.

    Returns
    -------
    datetime or None
        UTC without a zone, as nbgrader keeps it; None if it is no time.
    """
    try:
        when: datetime | None = parse_utc(timestamp.strip()) if timestamp.strip() else None
    except (ValueError, OverflowError):
        return None
    return when
