"""A learner takes a lesson in JupyterLab: wrong, told why, right, full marks, validated."""

import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from lab import Notebook, serve
from playwright.sync_api import Page

from nncore.classroom.grading import solutions_of

ROOT = Path(__file__).resolve().parents[2]
LESSON = "02-train-a-neuron"


@pytest.mark.browser
def test_a_learner_takes_lesson_02(page: Page, artifacts: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(ROOT / "course" / LESSON, course / LESSON)
    shutil.copy(ROOT / "course" / "index.ipynb", course)
    answers = solutions_of(nbformat.read(ROOT / "solutions" / LESSON / f"{LESSON}.ipynb", as_version=4))
    without_mean = answers["mse_grad"].replace(" / len(X)", "")
    assert without_mean != answers["mse_grad"]

    command = [str(Path(sys.executable).with_name("nncore")), "lab", "--no-browser"]
    with serve(tmp_path, tmp_path / "jupyter", command) as url:
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
                break

        for name, answer in answers.items():
            notebook.fill(name, answer)
        validation = notebook.validate(picture=artifacts / "lesson-02-validated.png")
        assert validation.success, validation.text
        assert "Your notebook passes all the tests" in validation.text
