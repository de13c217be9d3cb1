"""A small lesson, every attack handed in, and its grader."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from lesson import LESSON, build_lesson, hand_in

from nncore.classroom.course import Lesson
from nncore.classroom.sandbox import Grader


@pytest.fixture(scope="session")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return build_lesson(tmp_path_factory.mktemp("attacked"))


@pytest.fixture(scope="session")
def handed_in(lesson: Lesson) -> dict[str, Any]:
    """From the name of an attack to its notebook."""
    return hand_in(lesson)


@pytest.fixture(scope="session")
def grader(lesson: Lesson) -> Iterator[Grader]:
    if shutil.which("bwrap") is None:
        pytest.skip("needs bubblewrap")
    with Grader(LESSON, seed="12345", root=lesson.root) as grader:
        yield grader
