"""What stock nbgrader gives for the attacks: for all of them by this command, for a few in each run of the tests.

    uv run python tests/classroom/attacks/stock.py

grades every attack anew, some minutes long, and prints where the score is not the one that `attacks.py` tells.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from attacks import ATTACKS
from lesson import LESSON, build_lesson, hand_in

from nncore.classroom.course import Lesson
from nncore.classroom.grading import IN_A_KERNEL

_QUICK = "import sys; sys.modules['rfc3987_syntax'] = None; import nbgrader.apps.nbgraderapp as app; app.main()"
_SECONDS = 180
_PATIENT = "--Execute.iopub_timeout=60"  # a busy machine is not to look like an attack that stops nbgrader


def stock_scores(lesson: Lesson, handed_in: Mapping[str, Any]) -> dict[str, float | None]:
    """Return stock nbgrader's points for `mse_grad`; None: it stopped there, or had to be stopped."""
    names = {"honest" if name == "honest" else f"attack-{k:02}": name for k, name in enumerate(handed_in)}
    for student, name in names.items():
        path = lesson.root / "grading" / "submitted" / student / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(handed_in[name], path)
    _nbgrader(["generate_assignment", "--force"], lesson.root)
    for student in names:
        _nbgrader(["autograde", IN_A_KERNEL, _PATIENT, "--student", student], lesson.root)
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
    command = [sys.executable, "-c", _QUICK, *command, LESSON]
    with suppress(subprocess.TimeoutExpired):  # a kernel whose wires are cut can make nbgrader wait for ever
        subprocess.run(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       check=False, timeout=_SECONDS)  # fmt: skip


def main() -> int:
    """Grade all attacks; return how many scores are not as told."""
    with tempfile.TemporaryDirectory() as folder:
        lesson = build_lesson(Path(folder))
        scores = stock_scores(lesson, hand_in(lesson))
    wrong = [f"{a.name}: {scores[a.name]}, not {a.stock}" for a in ATTACKS if scores[a.name] != a.stock]
    got = sum((scores[a.name] or 0.0) > a.deserves for a in ATTACKS)
    print(*wrong, f"{got} of {len(ATTACKS)} attacks give points that they do not deserve", sep="\n")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
