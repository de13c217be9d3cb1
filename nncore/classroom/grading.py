"""Grade a few notebooks with stock nbgrader in a folder of their own; nothing else is touched."""

import ast
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from nncore.classroom.course import CONFIG, Lesson
from nncore.classroom.source import grade_id

VERDICT_MIME = "application/vnd.nncore.verdict+json"
IN_A_KERNEL = "--GradeInSandbox.sandbox=False"
"""What makes ``nbgrader autograde`` run notebooks as stock nbgrader does; only for those that are trusted."""
# Stock nbgrader without jsonschema's slowest optional import (2.9 s of CPU a command).
_NBGRADER = "import sys; sys.modules['rfc3987_syntax'] = None; import nbgrader.apps.nbgraderapp as app; app.main()"


@dataclass(frozen=True)
class Graded:
    """What nbgrader recorded for one notebook.

    Attributes
    ----------
    scores : dict of str to tuple of float or None, float
        By name of the graded cell: the automatic score and the points. None: a person has to grade it.
    verdicts : dict of str to dict
        By exercise: the data of the verdict that ``check`` showed, with ``mistake`` and ``message``.
    """

    scores: dict[str, tuple[float | None, float]]
    verdicts: dict[str, dict[str, Any]]


def fill_in(release: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """Write answers into a release, as a student would.

    Parameters
    ----------
    release : NotebookNode
        The notebook that students get; left as it is.
    answers : mapping of str to str
        Source of a cell by its ``grade_id``.

    Returns
    -------
    NotebookNode
        The filled-in notebook.

    Raises
    ------
    ValueError
        If there is no cell for an answer.
    """
    notebook = deepcopy(release)
    cells = {grade_id(cell): cell for cell in notebook.cells}
    for name, source in answers.items():
        if name not in cells:
            raise ValueError(f"the release has no cell {name!r}; it has {sorted(filter(None, cells))}")
        cells[name].source = source
    return notebook


def solutions_of(solution: NotebookNode) -> dict[str, str]:
    """Collect the sources of the solution cells of a notebook: functions, and answers in words.

    Parameters
    ----------
    solution : NotebookNode
        A solution notebook, or one that a student handed in.

    Returns
    -------
    dict of str to str
        Source by ``grade_id``, in their order.
    """
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in solution.cells
        if cell.metadata.get("nbgrader", {}).get("solution", False)
    }


def without_experiments(notebook: NotebookNode) -> NotebookNode:
    """Keep what a grade depends on: nbgrader's cells, and what the other cells import and define.

    Parameters
    ----------
    notebook : NotebookNode
        A lesson's notebook; left as it is.

    Returns
    -------
    NotebookNode
        A copy without prose, plots and training runs.
    """
    short = deepcopy(notebook)
    for cell in short.cells:
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata:
            cell.source, cell.outputs = _definitions(cell.source), []
    short.cells = [cell for cell in short.cells if "nbgrader" in cell.metadata or cell.cell_type == "code"]
    short.cells = [cell for cell in short.cells if cell.source]
    return short


def _definitions(source: str) -> str:
    """Return the imports and functions of a cell; nothing of a cell that is not plain Python."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return ""
    kept = [node for node in statements if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef))]
    return "\n".join(ast.unparse(node) for node in kept)


def grade_notebooks(
    lesson: Lesson,
    notebooks: Mapping[str, NotebookNode],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    say: Callable[[str], None] = print,
) -> dict[str, Graded]:
    """Grade notebooks that are trusted with ``nbgrader autograde`` and its kernels, in a course of their own.

    Parameters
    ----------
    lesson : Lesson
        The lesson that they answer; its solution notebook must be built.
    notebooks : mapping of str to NotebookNode
        What each student hands in.
    folder : Path
        An empty folder; everything is written below it.
    environment : mapping of str to str, optional
        Environment variables for the kernels, beside those of this process.
    say : callable, optional
        Takes one line of progress.

    Returns
    -------
    dict of str to Graded
        What nbgrader recorded, by student.

    Raises
    ------
    RuntimeError
        If an nbgrader command fails; the message ends with what it printed.
    """
    shutil.copy(lesson.root / CONFIG, folder / CONFIG)
    shutil.copytree(lesson.solution.parent, folder / "solutions" / lesson.name)
    _nbgrader(["generate_assignment", lesson.name], folder, environment)
    for student, notebook in notebooks.items():
        target = folder / "grading" / "submitted" / student / lesson.name / f"{lesson.name}.ipynb"
        target.parent.mkdir(parents=True)
        nbformat.write(notebook, target)

    def autograde(student: str) -> None:
        begin = time.monotonic()
        _nbgrader(["autograde", lesson.name, "--student", student, IN_A_KERNEL], folder, environment)
        say(f"graded {student} in {time.monotonic() - begin:.0f} s")

    with ThreadPoolExecutor(min(len(notebooks), os.cpu_count() or 1)) as pool:
        list(pool.map(autograde, notebooks))
    return {student: _read_grades(lesson, student, folder) for student in notebooks}


def _nbgrader(arguments: list[str], folder: Path, environment: Mapping[str, str] | None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _NBGRADER, *arguments],
        cwd=folder,
        env=_environment(folder, environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        tail = "\n".join(done.stdout.splitlines()[-15:])
        raise RuntimeError(f"nbgrader {' '.join(arguments)} failed:\n{tail}")


def _environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Keep Jupyter, IPython and the learner's progress out of the user's home."""
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "home" / "config"),
        "JUPYTER_DATA_DIR": str(folder / "home" / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "home" / "runtime"),
        "IPYTHONDIR": str(folder / "home" / "ipython"),
        "NNCORE_PROGRESS": str(folder / "home" / "progress.json"),
        # nbgrader starts `alembic` by its bare name, which an unactivated environment does not find.
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        **more,
    }
    environment.pop("NNCORE_GRADING_SEED", None)
    return environment


def _read_grades(lesson: Lesson, student: str, folder: Path) -> Graded:
    from nbgrader.api import Gradebook

    grading = folder / "grading"
    with Gradebook(f"sqlite:///{grading / 'gradebook.db'}", "nncore") as gradebook:
        (recorded,) = gradebook.find_submission(lesson.name, student).notebooks
        scores = {grade.name: (grade.auto_score, grade.max_score) for grade in recorded.grades}
    path = grading / "autograded" / student / lesson.name / f"{lesson.name}.ipynb"
    return Graded(scores, verdicts_of(nbformat.read(path, as_version=4)))


def verdicts_of(notebook: NotebookNode) -> dict[str, dict[str, Any]]:
    """Collect what ``check`` said in an executed notebook.

    Parameters
    ----------
    notebook : NotebookNode
        With outputs.

    Returns
    -------
    dict of str to dict
        The data of each verdict, by exercise.
    """
    found = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            verdict = output.get("data", {}).get(VERDICT_MIME)
            if verdict is not None:
                found[verdict["exercise"]] = dict(verdict)
    return found
