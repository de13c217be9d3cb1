"""A small lesson to be attacked, and every attack as a notebook handed in."""

import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from attacks import ATTACKS, FIT, RIGHT, Attack, cell

from nncore.classroom.build import build
from nncore.classroom.course import CONFIG, Lesson

REPOSITORY = Path(__file__).resolve().parents[3]
LESSON = "02-attacked"


def source() -> str:
    """The lesson in the format that lessons are written in."""
    parts = ["# %% [markdown]\n# # One neuron\n#\n# **The question.** Who gets points? About 5 minutes.\n"]
    parts += ["# %%\nimport numpy as np\n\nfrom nncore import sigmoid\nfrom nncore.exercises import check\n"]
    for name, answer in {"mse_grad": RIGHT, "fit_perceptron": FIT}.items():
        head, body = answer.split("\n", 1)
        marked = f"{head}\n    ### BEGIN SOLUTION\n{body}    ### END SOLUTION\n"
        parts += [f'# %% solution="{name}"\n{marked}', f'# %% test="{name}"\ncheck({name})\n']
    return "\n".join(parts)


def build_lesson(root: Path) -> Lesson:
    """Write the lesson into an empty folder, and build it."""
    for folder in (root / "solutions" / LESSON, root / "course"):
        folder.mkdir(parents=True)
    (root / "solutions" / LESSON / f"{LESSON}.py").write_text(source())
    (root / "solutions" / "index.py").write_text("# %% [markdown]\n# # Start\n#\n# <!-- lessons -->\n")
    shutil.copy(REPOSITORY / CONFIG, root)
    assert build(root) == []
    return Lesson(root, LESSON)


def hand_in(lesson: Lesson) -> dict[str, Any]:
    """Map "honest" and the name of each attack to its notebook."""
    release = nbformat.read(lesson.release, as_version=4)

    def notebook(attack: Attack) -> Any:
        filled = deepcopy(release)
        for name, answer in {"fit_perceptron": FIT, **attack.others, "mse_grad": attack.answer}.items():
            cell(filled, name).source = answer
        if attack.edit:
            attack.edit(filled)
        return filled

    return {"honest": notebook(Attack("honest", RIGHT))} | {attack.name: notebook(attack) for attack in ATTACKS}
