"""What stock nbgrader gives for the attacks."""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import nbformat
from attacks import ATTACKS
from lesson import LESSON

from nncore.classroom.course import Lesson
from nncore.classroom.grading import IN_A_KERNEL

_QUICK = "import sys; sys.modules['rfc3987_syntax'] = None; import nbgrader.apps.nbgraderapp as app; app.main()"
_AUTOGRADE = ["autograde", IN_A_KERNEL, "--Execute.iopub_timeout=60"]  # a busy machine is not to look like an attack
_STOPS = {attack.name for attack in ATTACKS if attack.stock is None}


def stock_scores(lesson: Lesson, handed_in: Mapping[str, Any]) -> dict[str, float | None]:
    """Return stock nbgrader's points for `mse_grad`; None: it stopped there, or waited for ever."""
    names = {"honest" if name == "honest" else f"attack-{k:02}": name for k, name in enumerate(handed_in)}
    _write(lesson, {student: handed_in[name] for student, name in names.items() if name not in _STOPS})
    _nbgrader(lesson, "generate_assignment", "--force")
    _nbgrader(lesson, *_AUTOGRADE, seconds=1200)
    for student in (student for student, name in names.items() if name in _STOPS):
        _write(lesson, {student: handed_in[names[student]]})
        _nbgrader(lesson, *_AUTOGRADE, "--student", student, seconds=30)
    from nbgrader.api import Gradebook

    scores: dict[str, float | None] = dict.fromkeys(names.values())
    with Gradebook(f"sqlite:///{lesson.root / 'grading' / 'gradebook.db'}", "nncore") as book:
        for submission in book.assignment_submissions(LESSON):
            for grade in submission.notebooks[0].grades:
                if grade.name == "check-mse_grad":
                    scores[names[submission.student.id]] = grade.auto_score
    return scores


def _write(lesson: Lesson, notebooks: Mapping[str, Any]) -> None:
    for student, notebook in notebooks.items():
        path = lesson.root / "grading" / "submitted" / student / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)


def _nbgrader(lesson: Lesson, *command: str, seconds: float = 120) -> None:
    home = lesson.root / "home"
    private = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    private |= {"IPYTHONDIR": str(home), "NNCORE_PROGRESS": str(home / "progress.json")}
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(  # exit status 1 tells of the notebooks that it stopped at
            [sys.executable, "-c", _QUICK, *command, LESSON], cwd=lesson.root, env=os.environ | private,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=seconds,
        )  # fmt: skip
