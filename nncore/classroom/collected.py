"""What students handed in, where ``nbgrader collect`` or a teacher put it."""

import glob
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from nncore.classroom.course import Lesson, load_config
from nncore.classroom.errors import GradingError

LARGEST_NOTEBOOK = 50_000_000
"""A file of more bytes is not read."""


class UnreadableFile(Exception):
    """A submitted file that is not read; the message is one sentence for the student."""


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one lesson.

    Attributes
    ----------
    student : str
        The student's id in nbgrader.
    folder : Path
        Where it lies.
    notebook : Path or None
        The notebook; None if none can be meant.
    remark : str
        One sentence if the notebook is missing or has another name; else empty.
    """

    student: str
    folder: Path
    notebook: Path | None
    remark: str = ""


def course_directory(lesson: Lesson) -> CourseDirectory:
    """Read nbgrader's configuration of a course.

    Parameters
    ----------
    lesson : Lesson
        Any lesson of the course.

    Returns
    -------
    CourseDirectory
        nbgrader's own view of the folders and the gradebook; its ``config`` has all settings.
    """
    return CourseDirectory(config=load_config(lesson.root))


def find_submissions(course: CourseDirectory, lesson: Lesson, students: Sequence[str] = ()) -> list[Submission]:
    """List the submissions of a lesson in the order of the students' ids.

    Parameters
    ----------
    course : CourseDirectory
        nbgrader's view of the folders.
    lesson : Lesson
        The lesson.
    students : sequence of str, optional
        Ids or patterns (``"a*"``); all students if empty.

    Returns
    -------
    list of Submission
        At least one.

    Raises
    ------
    GradingError
        If nobody, or nobody that is meant, handed anything in.
    """
    where = course.format_path(course.submitted_directory, "*", lesson.name)
    pattern = re.compile(
        course.format_path(course.submitted_directory, "(?P<student>[^/\\\\]+)", lesson.name, escape=True)
    )
    folders = {}
    for name in sorted(glob.glob(where)):
        matched = pattern.fullmatch(name)
        if matched and os.path.isdir(name):
            folders[matched["student"]] = Path(name)
    if not folders:
        raise GradingError(f"nobody handed in {lesson.name}: nothing matches {where} (nbgrader collect puts it there)")
    chosen = [name for name in folders if not students or any(fnmatchcase(name, wanted) for wanted in students)]
    unknown = [wanted for wanted in students if not any(fnmatchcase(name, wanted) for name in folders)]
    if unknown:
        raise GradingError(
            f"no submission of {lesson.name} by {', '.join(unknown)}; there are {len(folders)} by others"
        )
    return [_submission(student, folders[student], lesson.name) for student in chosen]


def _submission(student: str, folder: Path, lesson: str) -> Submission:
    """Choose the notebook: the one with the lesson's name, else the only one there is."""
    expected = folder / f"{lesson}.ipynb"
    if os.path.lexists(expected):
        return Submission(student, folder, expected)
    others = sorted(path for path in folder.glob("*.ipynb"))
    if len(others) == 1:
        remark = f"The notebook should be called {expected.name}, not {others[0].name!a}; it was graded all the same."
        return Submission(student, folder, others[0], remark)
    found = f"{len(others)} notebooks, none of them called so" if others else "no notebook"
    return Submission(student, folder, None, f"{expected.name} was not handed in: there is {found}.")


def read_file(path: Path, largest: int = LARGEST_NOTEBOOK) -> bytes:
    """Read a file that a stranger put there: no links, devices or pipes, nothing large.

    Parameters
    ----------
    path : Path
        The file.
    largest : int
        Most bytes that are read.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    UnreadableFile
        If it is something else.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        reason = "is a link to somewhere else" if path.is_symlink() else f"cannot be read ({error.strerror})"
        raise UnreadableFile(f"{path.name} {reason}.") from error
    with os.fdopen(handle, "rb") as file:
        what = os.fstat(file.fileno())
        if not stat.S_ISREG(what.st_mode):
            raise UnreadableFile(f"{path.name} is not a file.")
        data = file.read(largest + 1)
    if len(data) > largest:
        raise UnreadableFile(f"{path.name} is larger than {largest // 1_000_000} MB.")
    return data
