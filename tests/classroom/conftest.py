"""A course with one small lesson, so that the machinery is tested apart from the real lessons."""

import os
import shutil
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

TOY_LESSON = '''\
# %% [markdown]
# # Add and scale
#
# **The question.** Two numbers are to be added. And does the order
# matter?
#
# A lesson that is quick to run. About 5 minutes.

# %%
import os

import numpy as np

rng = np.random.default_rng(0)

# %% solution="add"
def add(a, b):
    """Sum of two arrays, in the order given."""
    ### BEGIN SOLUTION
    return a + b
    ### END SOLUTION

# %% test="add" points=2
visible = float(add(1, 2) == 3)
### BEGIN HIDDEN TESTS
hidden = float(add(2, 2) == 4)
### END HIDDEN TESTS
2 * (visible if "hidden" not in dir() else (visible + hidden) / 2)

# %% solution="scale"
def scale(x, factor):
    ### BEGIN SOLUTION
    return factor * x
    ### END SOLUTION

# %% test="scale" points=1.5
assert scale(2, 3) == 6
### BEGIN HIDDEN TESTS
seed = int(os.environ.get("NNCORE_GRADING_SEED", 1))
x = np.random.default_rng(seed).normal()
assert scale(x, 2) == 2 * x
### END HIDDEN TESTS
1.5

# %% [markdown] manual="why" points=2
# Why does the order not matter?
#
# ### BEGIN SOLUTION
# Addition commutes.
# ### END SOLUTION

# %% tags=["nbval-check-output"]
print(add(40, 2))
object()
'''

TOY_INDEX = """\
# %% [markdown]
# # Start here
#
# <!-- lessons -->

# %%
1 + 1
"""


def make_toy_course(root: Path) -> Path:
    """Write the sources of a course with one lesson below ``root``."""
    lesson = root / "solutions" / "01-toy"
    lesson.mkdir(parents=True)
    (lesson / "01-toy.py").write_text(TOY_LESSON)
    (lesson / "picture.svg").write_text("<svg/>\n")
    (root / "solutions" / "index.py").write_text(TOY_INDEX)
    (root / "course").mkdir()
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    return root


@pytest.fixture(scope="session", autouse=True)
def _scripts_on_path() -> None:
    """Make ``alembic`` visible, which nbgrader starts by its bare name, even without an activated venv."""
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy course that was built; do not change it."""
    from nncore.classroom.build import build

    root = make_toy_course(tmp_path_factory.mktemp("course"))
    assert build(root) == []
    return root


@pytest.fixture
def toy(built_once: Path, tmp_path: Path) -> Path:
    """Return a fresh copy of the built toy course."""
    root = tmp_path / "course-copy"
    shutil.copytree(built_once, root)
    return root
