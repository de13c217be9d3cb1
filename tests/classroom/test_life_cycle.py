"""Release, fetch, submit, collect, autograde, feedback and export, with stock nbgrader's own commands."""

import csv
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

LESSON = "01-toy"
RIGHT = {
    "add": "def add(a, b):\n    return a + b",
    "scale": "def scale(x, factor):\n    return factor * x",
    "why": "Because 1 + 2 and 2 + 1 are the same.",
}
# The visible test of add is passed, the hidden one is not.
HALF = {"add": "def add(a, b):\n    return 3", "scale": RIGHT["scale"]}
# Wrong, and the test cell rewritten to give full marks: nbgrader puts the real one back.
WRONG = {
    "add": "def add(a, b):\n    return a - b",
    "scale": "def scale(x, factor):\n    loop",
    "check-add": "2.0",
}
STUDENTS = {"right": RIGHT, "half": HALF, "wrong": WRONG, "untouched": {}}
# Stock nbgrader without jsonschema's slowest optional import (2.9 s of CPU for each command).
NBGRADER = "import sys; sys.modules['rfc3987_syntax'] = None; import nbgrader.apps.nbgraderapp as app; app.main()"
PEEK = "import os\nprint('the seed is', os.environ.get('NNCORE_GRADING_SEED'))"


def nbgrader(*arguments: str, folder: Path, home: Path) -> str:
    """Run one nbgrader command as a user with a home of their own; return what it printed."""
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    environment.pop("NNCORE_GRADING_SEED", None)
    # A dozen processes that compile all their imports anew would take most of the time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("PYTHONPYCACHEPREFIX", str(home.parent / "bytecode"))
    done = subprocess.run(
        [sys.executable, "-c", NBGRADER, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def fill_in(path: Path, answers: dict[str, str]) -> None:
    """Write a student's answers into a fetched notebook."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    notebook.cells.append(nbformat.v4.new_code_cell(PEEK))
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def graded(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course after a whole turn with four students."""
    course = tmp_path_factory.mktemp("class") / "course"
    shutil.copytree(built_once, course)

    def teacher(*arguments: str) -> str:
        return nbgrader(*arguments, folder=course, home=course.parent / "teacher")

    def student(name: str) -> None:
        home = course.parent / name
        home.mkdir()
        # What a student on the same machine configures: the course's name and the exchange.
        (home / "nbgrader_config.py").write_text(
            "c = get_config()\n"
            "c.CourseDirectory.course_id = 'nncore'\n"
            f"c.Exchange.root = {str(course / 'grading/exchange')!r}\n"
        )
        nbgrader("fetch_assignment", LESSON, folder=home, home=home)
        fill_in(home / LESSON / f"{LESSON}.ipynb", STUDENTS[name])
        nbgrader("submit", LESSON, "--student", name, folder=home, home=home)

    teacher("generate_assignment", LESSON, "--force")
    teacher("release_assignment", LESSON)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(student, STUDENTS))
    teacher("collect", LESSON)
    teacher("autograde", LESSON)
    teacher("generate_feedback", LESSON)
    teacher("release_feedback", LESSON)
    home = course.parent / "half"
    nbgrader("fetch_feedback", LESSON, "--student", "half", folder=home, home=home)
    return course


@pytest.fixture
def gradebook(graded: Path) -> Gradebook:
    with Gradebook(f"sqlite:///{graded / 'grading/gradebook.db'}", "nncore") as book:
        yield book


def scores(gradebook: Gradebook, student: str) -> dict[str, float | None]:
    """Return nbgrader's automatic scores by cell."""
    (notebook,) = gradebook.find_submission(LESSON, student).notebooks
    return {grade.name: grade.auto_score for grade in notebook.grades}


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        ("right", {"check-add": 2.0, "check-scale": 1.5, "why": None}),
        ("half", {"check-add": 1.0, "check-scale": 1.5, "why": 0.0}),
        ("wrong", {"check-add": 0.0, "check-scale": 0.0, "why": 0.0}),
        ("untouched", {"check-add": 0.0, "check-scale": 0.0, "why": 0.0}),
    ],
)
def test_scores_in_the_gradebook(gradebook: Gradebook, student: str, expected: dict[str, float | None]) -> None:
    assert scores(gradebook, student) == expected


def test_a_written_answer_waits_for_a_person(gradebook: Gradebook) -> None:
    assert gradebook.find_submission(LESSON, "right").needs_manual_grade
    assert not gradebook.find_submission(LESSON, "untouched").needs_manual_grade


def test_autograde_shows_the_secret_seed_to_its_kernels_only(graded: Path) -> None:
    seed = (graded / "grading/seed").read_text().strip()
    assert (graded / "grading/seed").stat().st_mode & 0o777 == 0o600
    autograded = nbformat.read(graded / f"grading/autograded/half/{LESSON}/{LESSON}.ipynb", as_version=4)
    assert autograded.cells[-1].outputs[0].text == f"the seed is {seed}\n"


def test_nobody_receives_a_source_or_a_hidden_test(graded: Path) -> None:
    handed_out = [path for path in (graded / "grading/exchange").rglob("*") if path.is_file()]
    assert any(path.name == f"{LESSON}.ipynb" for path in handed_out)
    assert any(path.name == "picture.svg" for path in handed_out)
    assert not [path for path in (graded / "grading").rglob("*.py")]
    outbound = graded / f"grading/exchange/nncore/outbound/{LESSON}/{LESSON}.ipynb"
    assert outbound.read_bytes() == (graded / f"course/{LESSON}/{LESSON}.ipynb").read_bytes()
    assert "HIDDEN" not in outbound.read_text()


def test_students_receive_their_feedback(graded: Path) -> None:
    (page,) = (graded.parent / "half" / LESSON / "feedback").rglob("*.html")
    text = page.read_text()
    assert "Score: 2.5 / 5.5" in " ".join(text.split())


def test_export_writes_the_scores(graded: Path, tmp_path: Path) -> None:
    table = tmp_path / "grades.csv"
    nbgrader("export", "--to", str(table), folder=graded, home=graded.parent / "teacher")
    with table.open() as lines:
        rows = {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in csv.DictReader(lines)}
    assert rows == {"right": (3.5, 5.5), "half": (2.5, 5.5), "wrong": (0.0, 5.5), "untouched": (0.0, 5.5)}
