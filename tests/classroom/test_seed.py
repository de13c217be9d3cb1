"""The secret seed: made once, kept private, shown to autograde alone."""

import os
from pathlib import Path

import pytest

from nncore.classroom.seed import VARIABLE, grading_seed, hide_seed, show_seed


def test_the_seed_is_made_once(tmp_path: Path) -> None:
    file = tmp_path / "grading" / "seed"
    seed = grading_seed(file)
    assert seed.isdecimal()
    assert grading_seed(file) == seed
    assert grading_seed(tmp_path / "other" / "seed") != seed
    assert [path.name for path in file.parent.iterdir()] == ["seed"]


def test_hooks_set_and_remove_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    show_seed(tmp_path / "seed", assignment="01-toy", student="*", notebooks=[])
    assert os.environ[VARIABLE] == (tmp_path / "seed").read_text().strip()
    hide_seed(assignment="01-toy", student="*", notebooks=[])
    assert VARIABLE not in os.environ


def test_without_a_seed_nothing_is_graded(tmp_path: Path) -> None:
    (tmp_path / "seed").write_text("\n")
    with pytest.raises(SystemExit, match="nothing was graded"):
        show_seed(tmp_path / "seed")
