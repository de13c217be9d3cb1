"""The files of one lesson's grading: what is read of a submission, and what is written for formgrader."""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from nncore.classroom.autograded import autograded, mark_of
from nncore.classroom.collected import Submission, UnreadableFile, read_file
from nncore.classroom.course import Lesson
from nncore.classroom.gradebook import submitted_at
from nncore.classroom.results import Graded
from nncore.classroom.sandbox.result import UNREADABLE, CellResult, SubmissionResult

LARGEST_SIDE_FILE = 10_000
"""Bytes of nbgrader's own files beside a notebook: a time, a secret."""


class Desk:
    """Where the files of one lesson's grading lie, and how each is written.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    course : CourseDirectory
        nbgrader's view of the folders.
    release : mapping
        The notebook that students got, as JSON.
    """

    def __init__(self, lesson: Lesson, course: CourseDirectory, release: Mapping[str, Any]) -> None:
        self.lesson = lesson
        self.course = course
        self.release = release
        self.folder = (Path(course.root) / course.submitted_directory).parent
        self.reports = self.folder / "reports" / lesson.name
        about = [cell["metadata"].get("nbgrader", {}) for cell in release["cells"]]
        self.points = {cell["grade_id"]: float(cell["points"]) for cell in about if cell.get("grade")}
        self.by_hand = {cell["grade_id"] for cell in about if cell.get("grade") and cell.get("solution")}

    def read(self, submission: Submission) -> bytes | UnreadableFile:
        """Return the bytes that were handed in, or why there are none."""
        if submission.notebook is None:
            return UnreadableFile(submission.remark)
        try:
            return read_file(submission.notebook)
        except UnreadableFile as error:
            return error

    def autograded(self, student: str) -> Path:
        """Return the path of the notebook that formgrader shows."""
        folder = self.course.format_path(self.course.autograded_directory, student, self.lesson.name)
        return Path(folder) / f"{self.lesson.name}.ipynb"

    def feedback(self, student: str) -> Path:
        """Return the path of a student's feedback."""
        return self.reports / "feedback" / f"{student}.html"

    def nothing(self, key: str, sentence: str) -> SubmissionResult:
        """Return the result of a submission that holds no notebook to read: 0 everywhere."""
        cells = []
        for name, points in self.points.items():
            exercise = None if name in self.by_hand else name.removeprefix("check-")
            cells.append(CellResult(name, exercise, 0.0, points, "not defined", sentence))
        return SubmissionResult(self.lesson.name, key, UNREADABLE, tuple(cells), (sentence,))

    def write_autograded(self, submission: Submission, cells: list[dict[str, Any]] | None, graded: Graded) -> None:
        """Write the notebook that formgrader shows, with nbgrader's time and secret beside it."""
        path = self.autograded(submission.student)
        mark = mark_of(graded.key, graded.result)
        notebook = autograded(self.release, cells, graded.result, mark)
        write_whole(path, json.dumps(notebook, ensure_ascii=False) + "\n")
        for name in ("timestamp.txt", "submission_secret.txt"):
            try:
                text = read_file(submission.folder / name, LARGEST_SIDE_FILE).decode("utf-8", "replace")
            except UnreadableFile:
                path.with_name(name).unlink(missing_ok=True)
            else:
                write_whole(path.with_name(name), text)

    def shown_mark(self, student: str) -> str:
        """Return the mark of the notebook that formgrader shows; empty if there is none of ours."""
        try:
            return str(json.loads(self.autograded(student).read_bytes())["metadata"]["nncore"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def submitted_at(self, submission: Submission) -> datetime | None:
        """Return when it was handed in, as far as nbgrader noted it."""
        try:
            text = read_file(submission.folder / "timestamp.txt", LARGEST_SIDE_FILE)
        except UnreadableFile:
            return None
        return submitted_at(text.decode("utf-8", "replace"))


def cells_of(notebook: bytes) -> list[dict[str, Any]] | None:
    """Read the cells of a notebook that the grader could read.

    Parameters
    ----------
    notebook : bytes
        As it was handed in.

    Returns
    -------
    list of dict or None
        The cells; None if they are none.
    """
    try:
        cells = json.loads(notebook)["cells"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else None


def write_whole(path: Path, text: str) -> None:
    """Write a file in one step: whoever reads it sees the old or the new, never half of it.

    Parameters
    ----------
    path : Path
        The file; its folder is made.
    text : str
        Its contents.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_text(text, encoding="utf-8", errors="replace")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
