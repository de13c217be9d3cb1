"""Every real lesson: the committed files are what the source gives, releases score 0 and solutions full."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade, is_grade

from nncore.classroom.build import check, choose
from nncore.classroom.course import Lesson, find_lessons
from nncore.classroom.grading import without_experiments
from nncore.classroom.source import read_lesson

REPOSITORY = Path(__file__).resolve().parents[2]
LESSONS = find_lessons(REPOSITORY)
pytestmark = pytest.mark.skipif(not LESSONS, reason="no lesson under solutions/ yet")


def release_with_hidden_tests(lesson: Lesson) -> NotebookNode:
    """Put the whole tests back into the release, as ``nbgrader autograde`` does."""
    release = nbformat.read(lesson.release, as_version=4)
    tests = {cell.id: cell.source for cell in read_lesson(lesson.source).cells if is_grade(cell)}
    for cell in release.cells:
        if is_grade(cell) and cell.cell_type == "code":
            cell.source = tests[cell.id]
    return release


def scores(notebook: NotebookNode, lesson: Lesson) -> dict[str, tuple[float | None, float]]:
    """Execute a notebook as nbgrader does, and return what its own `determine_grade` says of each graded cell."""
    resources = {"metadata": {"path": str(lesson.source.parent)}}
    executed, _ = Execute(timeout=120).preprocess(notebook, resources)
    return {cell.id: determine_grade(cell) for cell in executed.cells if is_grade(cell)}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_committed_files_are_what_the_source_gives(lesson: Lesson) -> None:
    assert [f"{drift.path.relative_to(REPOSITORY)}: {drift.reason}" for drift in check(REPOSITORY, [lesson.name])] == []


def test_no_page_or_left_over_file_has_drifted() -> None:
    assert [str(drift.path.relative_to(REPOSITORY)) for drift in check(REPOSITORY)] == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_untouched_release_scores_nothing(lesson: Lesson, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NNCORE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setenv("NNCORE_GRADING_SEED", "20261121")
    found = scores(without_experiments(release_with_hidden_tests(lesson)), lesson)
    assert len(found) >= 4
    assert {name: score for name, (score, _) in found.items() if score != 0} == {}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_solution_scores_full_on_any_seed(lesson: Lesson, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NNCORE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setenv("NNCORE_GRADING_SEED", "1")
    notebook = without_experiments(nbformat.read(lesson.solution, as_version=4))
    tests = [cell for cell in notebook.cells if is_grade(cell) and cell.cell_type == "code"]
    notebook.cells.append(new_code_cell('import os\nos.environ["NNCORE_GRADING_SEED"] = "271828182845904523536"'))
    notebook.cells += [NotebookNode({**cell, "id": f"{cell.id}-again"}) for cell in tests]
    found = scores(notebook, lesson)
    by_machine = {name: pair for name, pair in found.items() if pair[0] is not None}
    assert len(by_machine) == 2 * len(tests) >= 8
    assert {name: pair for name, pair in by_machine.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_has_a_question_that_a_person_grades(lesson: Lesson) -> None:
    cells = nbformat.read(lesson.release, as_version=4).cells
    assert [cell.id for cell in cells if is_grade(cell) and cell.cell_type == "markdown"]


def test_lessons_are_found_by_number() -> None:
    assert choose(REPOSITORY, [LESSONS[0].name.split("-")[0]])[0] == LESSONS[0]
