"""What all tests share: programs that are not Python packages, and a place for pictures to look at."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

# Program -> names it goes by, and what brings it on Debian.
PROGRAMS = {
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
    "bwrap": (("bwrap",), "apt-get install bubblewrap"),
}

_artifacts: Path | None = None


def _require_program(name: str) -> str:
    names, how = PROGRAMS.get(name, ((name,), f"apt-get install {name}"))
    for path in map(shutil.which, names):
        if path:
            return path
    reason = f"the program {name} is not installed (Debian: {how})"
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(reason + "; under CI that is a failure, not a skip")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def require_program() -> Callable[[str], str]:
    """Function from a program's name to its path; skips the test if it is missing, fails it under CI."""
    return _require_program


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """Folder for screenshots and the like: NNCORE_ARTIFACTS, otherwise a new temporary folder."""
    global _artifacts
    if _artifacts is None:
        _artifacts = Path(os.environ.get("NNCORE_ARTIFACTS") or tempfile.mkdtemp(prefix="nncore-artifacts-"))
        _artifacts.mkdir(parents=True, exist_ok=True)
    return _artifacts


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the pictures are."""
    if _artifacts is not None and any(_artifacts.iterdir()):
        terminalreporter.write_line(f"artifacts of the tests: {_artifacts}")
