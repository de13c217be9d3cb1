"""What browser tests share."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lab import Lab, browser, serve
from playwright.sync_api import Page

AXE_CORE = "4.10.3"


@pytest.fixture(scope="module")  # not longer: while Playwright's loop runs, no other test of the process can have one
def page(require_program: Callable[[str], str]) -> Iterator[Page]:
    """A page in headless Chromium, the same for all tests of a file."""
    with browser(require_program("chromium")) as page:
        yield page


@pytest.fixture(scope="module")
def lab(page: Page, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab in a folder of the tests' own, the same for all tests of a file."""
    folder = tmp_path_factory.mktemp("lab")
    with serve(folder, folder / "jupyter") as url:
        yield Lab(page, url, folder)


@pytest.fixture(scope="session")
def axe_core() -> str:
    """Source of axe-core, which looks for what people with disabilities stumble over; from npm, kept in the cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "nncore-tests" / f"axe-core-{AXE_CORE}"
    file = cache / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("the program npm, which brings axe-core, is not installed (Debian: apt-get install npm)")
        command = [npm, "install", "--prefix", str(cache), "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run([*command, f"axe-core@{AXE_CORE}"], capture_output=True, text=True, timeout=120)
        if not file.is_file():
            pytest.skip(f"npm could not install axe-core {AXE_CORE}: {done.stderr.strip()[-300:]}")
    return file.read_text(encoding="utf-8")
