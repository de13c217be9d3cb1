"""A small lesson, every attack handed in, and both graders' scores: stock nbgrader's of all in one command."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
import pytest
from attacks import ATTACKS, FIT, RIGHT, Attack, cell

from nncore.classroom.build import build
from nncore.classroom.course import CONFIG, Lesson
from nncore.classroom.grading import IN_A_KERNEL
from nncore.classroom.sandbox import Grader

REPOSITORY = Path(__file__).resolve().parents[3]
LESSON = "02-attacked"
_QUICK = "import sys; sys.modules['rfc3987_syntax'] = None; import nbgrader.apps.nbgraderapp as app; app.main()"


def source() -> str:
    """The lesson in the format that lessons are written in."""
    parts = ["# %% [markdown]\n# # One neuron\n#\n# **The question.** Who gets points? About 5 minutes.\n"]
    parts += ["# %%\nimport numpy as np\n\nfrom nncore import sigmoid\nfrom nncore.exercises import check\n"]
    for name, answer in {"mse_grad": RIGHT, "fit_perceptron": FIT}.items():
        head, body = answer.split("\n", 1)
        marked = f"{head}\n    ### BEGIN SOLUTION\n{body}    ### END SOLUTION\n"
        parts += [f'# %% solution="{name}"\n{marked}', f'# %% test="{name}"\ncheck({name})\n']
    return "\n".join(parts)


@pytest.fixture(scope="session")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    root = tmp_path_factory.mktemp("attacked")
    for folder in (root / "solutions" / LESSON, root / "course"):
        folder.mkdir(parents=True)
    (root / "solutions" / LESSON / f"{LESSON}.py").write_text(source())
    (root / "solutions" / "index.py").write_text("# %% [markdown]\n# # Start\n#\n# <!-- lessons -->\n")
    shutil.copy(REPOSITORY / CONFIG, root)
    assert build(root) == []
    return Lesson(root, LESSON)


@pytest.fixture(scope="session")
def handed_in(lesson: Lesson) -> dict[str, Any]:
    """From the name of an attack to its notebook."""
    release = nbformat.read(lesson.release, as_version=4)

    def notebook(attack: Attack) -> Any:
        filled = deepcopy(release)
        for name, answer in {"fit_perceptron": FIT, **attack.others, "mse_grad": attack.answer}.items():
            cell(filled, name).source = answer
        if attack.edit:
            attack.edit(filled)
        return filled

    return {"honest": notebook(Attack("honest", RIGHT))} | {attack.name: notebook(attack) for attack in ATTACKS}


@pytest.fixture(scope="session")
def grader(lesson: Lesson) -> Iterator[Grader]:
    if shutil.which("bwrap") is None:
        pytest.skip("needs bubblewrap")
    with Grader(LESSON, seed="12345", root=lesson.root) as grader:
        yield grader


@pytest.fixture(scope="session")
def stock_scores(lesson: Lesson, handed_in: dict[str, Any]) -> dict[str, float | None]:
    """Points for `mse_grad` by stock nbgrader, all graded in one command; None: it stopped there."""
    names = {"honest" if name == "honest" else f"attack-{k:02}": name for k, name in enumerate(handed_in)}
    for student, name in names.items():
        path = lesson.root / "grading" / "submitted" / student / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(handed_in[name], path)
    _nbgrader(["generate_assignment", "--force"], lesson.root)
    _nbgrader(["autograde", IN_A_KERNEL], lesson.root)
    from nbgrader.api import Gradebook

    scores: dict[str, float | None] = dict.fromkeys(names.values())
    with Gradebook(f"sqlite:///{lesson.root / 'grading' / 'gradebook.db'}", "nncore") as book:
        for submission in book.assignment_submissions(LESSON):
            for grade in submission.notebooks[0].grades:
                if grade.name == "check-mse_grad":
                    scores[names[submission.student.id]] = grade.auto_score
    return scores


def _nbgrader(command: list[str], root: Path) -> None:
    home = {f"JUPYTER_{name}_DIR": str(root / "home" / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    environment = {
        **os.environ, **home, "IPYTHONDIR": str(root / "home"), "NNCORE_PROGRESS": str(root / "home" / "progress.json")
    }  # fmt: skip
    subprocess.run(  # exit status 1 tells of the notebooks that it stopped at
        [sys.executable, "-c", _QUICK, *command, LESSON], cwd=root, env=environment, capture_output=True, check=False,
    )  # fmt: skip
