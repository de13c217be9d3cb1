"""A course folder with lesson 09 released, and ways to hand something in."""

import json
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import nbformat
import pytest
from fakes import FakeGrader
from nbgrader.api import Gradebook

from nncore.classroom.course import Lesson
from nncore.classroom.grade import Summary, grade_lesson
from nncore.classroom.grading import fill_in, solutions_of

REPOSITORY = Path(__file__).resolve().parents[3]
LESSON = "09-backprop-in-matrices"
Notebook = dict[str, Any]


class Here(Executor):
    """Runs each call at once, in this process: quick, for what does not depend on processes."""

    def __init__(self, n_workers: int) -> None:
        self.n_workers = 1

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def everywhere(self, function: Callable[..., Any], *args: Any) -> dict[str, Any]:
        future = self.submit(function, *args)
        return {"here": future.exception() or future.result()}

    def warning(self) -> str:
        return ""


class Classroom:
    """A teacher's folder in which students hand in and the teacher grades."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lesson = Lesson(root, LESSON)
        self.release = nbformat.read(self.lesson.release, as_version=4)
        self.right = solutions_of(nbformat.read(self.lesson.solution, as_version=4))
        self.said: list[str] = []

    def notebook(self, answers: Mapping[str, str] = {}, *, right: bool = True) -> Notebook:
        """Return a filled-in release: right, but for these answers."""
        return fill_in(self.release, {**(self.right if right else {}), **answers})

    def hand_in(self, student: str, notebook: Any, name: str = f"{LESSON}.ipynb", at: str = "") -> Path:
        """Put a notebook, or bytes, where nbgrader collects."""
        path = self.root / "grading/submitted" / student / LESSON / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())
        if at:
            path.with_name("timestamp.txt").write_text(at)
        return path

    def grade(self, **options: Any) -> Summary:
        """Grade with the fake: in this process, or in others where the test names `jobs` or a `scheduler`."""
        with pytest.MonkeyPatch.context() as patch:
            if not {"jobs", "scheduler"} & set(options):
                patch.setattr("nncore.classroom.grade.LocalWorkers", Here)
                patch.setattr("nncore.classroom.grade.grading_version", lambda lesson: "v1")
                patch.setattr("nncore.classroom.worker.grading_version", lambda lesson: "v1")
            return grade_lesson(self.root, LESSON, say=self.said.append, **{"make": FakeGrader, **options})

    def book(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.root / 'grading/gradebook.db'}", "nncore")

    def scores(self, student: str) -> dict[str, float | None]:
        with self.book() as book:
            (notebook,) = book.find_submission(LESSON, student).notebooks
            return {grade.name.removeprefix("check-"): grade.auto_score for grade in notebook.grades}

    def everyone(self) -> dict[str, dict[str, float | None]]:
        with self.book() as book:
            students = [submission.student.id for submission in book.assignment_submissions(LESSON)]
        return {student: self.scores(student) for student in students}

    def autograded(self, student: str) -> Any:
        path = self.root / "grading/autograded" / student / LESSON / f"{LESSON}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        return notebook

    def report(self) -> str:
        return (self.root / f"grading/reports/{LESSON}/index.html").read_text()

    def feedback(self, student: str) -> str:
        return (self.root / f"grading/reports/{LESSON}/feedback/{student}.html").read_text()


def make_classroom(root: Path) -> Classroom:
    """Make a course folder with the lesson as it is in the repository, and no gradebook."""
    shutil.copytree(REPOSITORY / "solutions" / LESSON, root / "solutions" / LESSON)
    shutil.copytree(REPOSITORY / "course" / LESSON, root / "course" / LESSON)
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    return Classroom(root)


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a gradebook that nbgrader made, without a course; making one takes seconds."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    Gradebook(f"sqlite:///{path}", "nncore").close()
    return path


@pytest.fixture
def classroom(tmp_path: Path, empty_gradebook: Path) -> Classroom:
    classroom = make_classroom(tmp_path / "teacher")
    (classroom.root / "grading").mkdir()
    shutil.copy(empty_gradebook, classroom.root / "grading")
    return classroom


@pytest.fixture
def in_folder(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Return the command line, run in the teacher's folder."""
    from nncore.classroom.cli import main

    monkeypatch.chdir(classroom.root)
    return lambda *arguments: main(["grade", *arguments])
