import shutil

import pytest
from submissions import LESSON, ROOT, as_bytes, handed_in

from nncore.classroom.sandbox import Grader


@pytest.fixture(scope="session")
def grader():
    if shutil.which("bwrap") is None:
        pytest.skip("needs bubblewrap")
    with Grader(LESSON, seed="12345", root=ROOT) as grader:
        yield grader


@pytest.fixture(scope="session")
def scores_of(grader):
    """From answers by cell to the scores and results by exercise."""

    def grade(answers):
        result = grader.grade(as_bytes(handed_in(answers)))
        assert result.status == "graded", result.notes
        return result, {cell.exercise: cell for cell in result.cells if cell.exercise}

    return grade
