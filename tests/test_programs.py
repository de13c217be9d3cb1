"""The fixture that asks for a program: a skip that says how to get it, and a failure under CI."""

from collections.abc import Callable
from pathlib import Path

import pytest


def test_a_program_that_is_there(
    require_program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "bwrap"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert require_program("bwrap") == str(program)


def test_a_missing_program_skips(require_program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"bwrap is not installed .*apt-get install bubblewrap"):
        require_program("bwrap")


def test_a_missing_program_fails_under_ci(
    require_program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        require_program("chromium")
