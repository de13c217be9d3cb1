"""A learner takes a lesson in JupyterLab: wrong, told why, right, full marks, validated."""

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lab import Notebook, browser, serve

ROOT = Path(__file__).resolve().parents[2]
LESSON = "02-train-a-neuron"


def model_answers(lesson: str) -> dict[str, str]:
    """Read what the solution has in the cells that a learner fills in, by their names."""
    notebook = json.loads((ROOT / "solutions" / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    answers = {}
    for cell in notebook["cells"]:
        metadata = cell["metadata"].get("nbgrader", {})
        if metadata.get("solution"):
            lines = "".join(cell["source"]).splitlines()
            kept = [line for line in lines if line.strip() not in ("### BEGIN SOLUTION", "### END SOLUTION")]
            answers[metadata["grade_id"]] = "\n".join(kept)
    return answers


@pytest.mark.browser
def test_a_learner_takes_lesson_02(
    require_program: Callable[[str], str], artifacts: Path, tmp_path: Path
) -> None:
    chromium = require_program("chromium")
    course = tmp_path / "course"
    shutil.copytree(ROOT / "course" / LESSON, course / LESSON)
    shutil.copy(ROOT / "course" / "index.ipynb", course)
    answers = model_answers(LESSON)
    without_mean = answers["mse_grad"].replace(" / len(X)", "")
    assert without_mean != answers["mse_grad"]

    command = [str(Path(sys.executable).with_name("nncore")), "lab", "--no-browser"]
    with serve(tmp_path, tmp_path / "jupyter", command) as url, browser(chromium) as page:
        notebook = Notebook.open(page, url, f"{LESSON}/{LESSON}.ipynb")
        notebook.picture(artifacts / "lesson-02-opened.png")
        for name in notebook.code_cells():
            if name == "mse_grad":
                notebook.fill(name, without_mean)
                notebook.run(name)
                notebook.run(f"check-{name}")
                verdict = notebook.output(f"check-{name}")
                notebook.picture(artifacts / "lesson-02-diagnosis.png")
                assert re.search(r"(?i)exactly \d+ times too large", verdict), verdict
                assert "mean" in verdict, verdict
            if name in answers:
                notebook.fill(name, answers[name])
            notebook.run(name)
            if name.startswith("check-"):
                assert re.search(r"right \((\d+) of \1 points\)", notebook.output(name)), notebook.output(name)
            if name == "check-mse_grad":
                notebook.picture(artifacts / "lesson-02-right.png")

        notebook.fill("two-shrugs", answers["two-shrugs"])
        validation = notebook.validate(picture=artifacts / "lesson-02-validated.png")
        assert validation.success, validation.text
        assert "Your notebook passes all the tests" in validation.text
