"""The way that ``nncore demo`` goes: hand in, grade with nbgrader, read scores and named mistakes, train."""

import os
from pathlib import Path

import nbformat
import pytest

from nncore.classroom.cli import main
from nncore.classroom.course import Lesson
from nncore.classroom.demo import LESSON, WRONG, functions_of, named_mistakes, score_table
from nncore.classroom.grading import Graded, fill_in, grade_notebooks, solutions_of, verdicts_of, without_experiments

REPOSITORY = Path(__file__).resolve().parents[2]
VERDICT = {"exercise": "add", "score": 0.0, "points": 2.0, "status": "wrong", "mistake": "sign", "message": "A minus."}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder that this process and its children believe in."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("NNCORE_GRADING_SEED", "must not be seen")
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "NNCORE_PROGRESS"):
        monkeypatch.delenv(name, raising=False)
    return home


def test_notebooks_are_graded_apart_from_everything_else(built_once: Path, tmp_path: Path, home: Path) -> None:
    lesson = Lesson(built_once, "01-toy")
    release = nbformat.read(lesson.release, as_version=4)
    right = solutions_of(nbformat.read(lesson.solution, as_version=4))
    assert list(right) == ["add", "scale", "why"]
    notebooks = {
        "right": fill_in(release, right),
        "half": fill_in(release, {**right, "add": "def add(a, b):\n    return 3"}),
        "untouched": release,
    }
    before = sorted(built_once.rglob("*"))
    folder = tmp_path / "grading-folder"
    folder.mkdir()
    graded = grade_notebooks(lesson, notebooks, folder, say=lambda line: None)
    assert graded["right"].scores == {"check-add": (2.0, 2.0), "check-scale": (1.5, 1.5), "why": (None, 2.0)}
    assert graded["half"].scores["check-add"] == (1.0, 2.0)
    assert [score for score, _ in graded["untouched"].scores.values()] == [0.0, 0.0, 0.0]
    assert sorted(built_once.rglob("*")) == before
    assert not [path for path in home.rglob("*") if path.is_file() and "matplotlib" not in path.parts]


def test_a_failing_nbgrader_is_reported_with_its_words(toy: Path, tmp_path: Path) -> None:
    lesson = Lesson(toy, "01-toy")
    lesson.solution.write_text("{}")
    folder = tmp_path / "grading-folder"
    folder.mkdir()
    with pytest.raises(RuntimeError, match="generate_assignment 01-toy failed"):
        grade_notebooks(lesson, {}, folder)


def test_an_answer_without_a_cell_is_refused(built_once: Path) -> None:
    release = nbformat.read(Lesson(built_once, "01-toy").release, as_version=4)
    with pytest.raises(ValueError, match="no cell 'subtract'"):
        fill_in(release, {"subtract": ""})


def test_verdicts_are_read_from_outputs() -> None:
    output = nbformat.v4.new_output("display_data", {"application/vnd.nncore.verdict+json": VERDICT, "text/plain": ""})
    cell = nbformat.v4.new_code_cell("check(add)", outputs=[output])
    assert verdicts_of(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(""), cell])) == {"add": VERDICT}


def test_the_table_and_the_mistakes() -> None:
    graded = {
        "right": Graded({"check-add": (2.0, 2.0), "why": (None, 3.0)}, {"add": {**VERDICT, "status": "full"}}),
        "wrong": Graded({"check-add": (0.0, 2.0), "why": (0.0, 3.0)}, {"add": VERDICT}),
    }
    assert score_table(graded).splitlines() == [
        "               right   wrong",
        "----------------------------",
        "add           2 of 2  0 of 2",
        "why       by hand, 3  0 of 3",
        "----------------------------",
        "together      2 of 5  0 of 5",
    ]
    assert named_mistakes(graded).splitlines() == ["What the checks told them:", "wrong, add: sign", "    A minus."]


def test_experiments_are_left_out_and_helpers_kept() -> None:
    code = [
        "import numpy as np\nnp.set_printoptions()",
        "def helper(x):\n    return x\n\nhelper(3)",
        "plot(4)",
        "%matplotlib inline",
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in code]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Words"), *cells])
    short = without_experiments(notebook)
    assert [cell.source for cell in short.cells] == ["import numpy as np", "def helper(x):\n    return x"]
    assert [cell.source for cell in notebook.cells[1:]] == code


def test_functions_come_from_the_imports_and_the_solution_cells_alone(built_once: Path) -> None:
    solution = nbformat.read(Lesson(built_once, "01-toy").solution, as_version=4)
    functions = functions_of(solution)
    assert functions["add"](1, 2) == 3
    assert "visible" not in functions


needs_lesson = pytest.mark.skipif(
    not Lesson(REPOSITORY, LESSON).solution.is_file(), reason=f"lesson {LESSON} is not built: nncore build {LESSON}"
)


def test_demo_says_when_there_is_no_such_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(REPOSITORY)
    assert main(["demo", "--data", "no/such/folder"]) == 1
    assert "there is no folder no/such/folder" in capsys.readouterr().err


@needs_lesson
def test_demo_prints_scores_mistakes_and_accuracy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.delenv("NNCORE_DATA", raising=False)
    assert main(["demo"]) == 0
    printed = capsys.readouterr().out
    assert "half-right, gradients: no-mean" in printed
    assert "half-right, confusion_matrix: transposed" in printed
    assert "wrong, forward: no-bias" in printed
    for exercise in WRONG:
        assert f"wrong, {exercise}: " in printed
    last = [line for line in printed.splitlines() if "test digits right" in line][-1]
    share = float(last.split("%")[0].split()[-1])
    assert share > 90
    assert "NNCORE_DATA" not in os.environ
