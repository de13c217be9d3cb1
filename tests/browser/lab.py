"""Steps of a browser test: start JupyterLab, open a notebook, write, run, read, validate.

A test reads as what a person does::

    with serve(folder, private=tmp_path / "jupyter") as url, browser(find_chromium()) as page:
        notebook = Notebook.open(page, url, "02-train-a-neuron/02-train-a-neuron.ipynb")
        notebook.fill("mse_grad", "def mse_grad(Z, Y): ...")
        notebook.run("mse_grad")
        notebook.run("check-mse_grad")
        assert "7 times too large" in notebook.output("check-mse_grad")
        assert notebook.validate().success

Cells are named by their nbgrader ``grade_id``, or by their cell id where they have none. Nothing here waits
for a fixed time: each step ends when the page shows that it is done, or fails after ``TIMEOUT``.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from playwright.sync_api import Locator, Page, sync_playwright

TIMEOUT = 180.0  # seconds for one step; generous, since it only matters when something is broken

# Chromium as root, without a screen, and without calling home at its start.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def serve(folder: Path, private: Path, command: Sequence[str] | None = None) -> Iterator[str]:
    """Run JupyterLab's server in a folder while the block runs.

    Parameters
    ----------
    folder : Path
        Where the server is started; what it shows unless `command` says otherwise.
    private : Path
        Folder for Jupyter's configuration, settings, runtime files and log, so that nobody's own are used.
    command : sequence of str, optional
        What starts the server; plain ``jupyter lab`` by default.

    Yields
    ------
    str
        The server's address with its token: ``http://127.0.0.1:PORT/?token=...``.

    Raises
    ------
    RuntimeError
        If no server answers within `TIMEOUT`, with the end of its log.
    """
    configuration, runtime = private / "config", private / "runtime"
    for part in (configuration, runtime):
        part.mkdir(parents=True, exist_ok=True)
    settings = {
        "ServerApp": {"port": 0, "ip": "127.0.0.1", "open_browser": False, "allow_root": True},
        # Lets a test find a cell by its id: notebooks keep only the cells in view in the page.
        "LabApp": {"expose_app_in_browser": True},
    }
    for name in ("jupyter_server_config.json", "jupyter_lab_config.json"):
        (configuration / name).write_text(json.dumps(settings))
    no_news = configuration / "lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    no_news.parent.mkdir(parents=True, exist_ok=True)
    no_news.write_text('{"fetchNews": "false"}')  # or it asks, over the corner of every picture
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(configuration),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    log = private / "server.log"
    with log.open("wb") as stream:
        server = subprocess.Popen(
            command or [sys.executable, "-m", "jupyterlab", "--no-browser"],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            yield _address(server, runtime, log)
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(server: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    """Wait for the file in which a server that listens writes its address."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline and server.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            try:
                info = json.loads(file.read_text())
            except ValueError:  # half written
                continue
            return f"http://127.0.0.1:{info['port']}{info['base_url']}?token={info['token']}"
        time.sleep(0.1)
    tail = log.read_text(errors="replace")[-3000:]
    raise RuntimeError(f"JupyterLab did not start (exit status {server.poll()}); its log ends:\n{tail}")


def find_chromium() -> str:
    """Return the path of Chromium or Chrome, for a script; tests ask `require_program` for it."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise SystemExit("no chromium found (Debian: apt-get install chromium)")


@contextmanager
def browser(chromium: str) -> Iterator[Page]:
    """Open a page in headless Chromium, closed at the end of the block.

    Parameters
    ----------
    chromium : str
        Path of the program.
    """
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium, headless=True, args=list(CHROMIUM_FLAGS))
        page = program.new_page(viewport={"width": 1440, "height": 1200})
        page.set_default_timeout(TIMEOUT * 1000)
        try:
            yield page
        finally:
            program.close()


def write_notebook(file: Path, *cells: str) -> None:
    """Write a notebook with code cells, named c0, c1, ..."""
    nothing_yet = {"metadata": {}, "outputs": [], "execution_count": None}
    notebook = {
        "cells": [
            {"cell_type": "code", "id": f"c{k}", "source": source, **nothing_yet} for k, source in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    file.write_text(json.dumps(notebook), encoding="utf-8")


def use_theme(page: Page, dark: bool) -> None:
    """Switch JupyterLab's theme and wait until the page wears it."""
    theme = "JupyterLab Dark" if dark else "JupyterLab Light"
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    light = "false" if dark else "true"
    page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=light)


def violations(page: Page, selector: str, axe_core: str) -> list[str]:
    """Return what axe-core finds serious or critical in a part of the page, one line a place.

    Parameters
    ----------
    page : Page
    selector : str
        The part.
    axe_core : str
        Source of axe-core, from the fixture `axe_core`.
    """
    page.evaluate(axe_core)
    found = page.evaluate("selector => axe.run(selector)", selector)["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {place['html']} {place['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for place in rule["nodes"]
    ]


class Validation(NamedTuple):
    """What nbgrader's Validate button answered."""

    success: bool
    text: str


class Notebook:
    """The notebook in front, as a learner sees and uses it.

    Parameters
    ----------
    page : Page
        A page in which JupyterLab shows the notebook; use `open` to get there.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def open(cls, page: Page, url: str, path: str) -> "Notebook":
        """Load JupyterLab on a notebook and wait until its kernel can run cells.

        Parameters
        ----------
        page : Page
        url : str
            Address from `serve`.
        path : str
            Of the notebook, below the folder that the server shows.
        """
        base, token = url.split("?")
        page.goto(f"{base}lab/tree/{quote(path)}?reset&{token}")
        page.wait_for_function(
            """path => {
                const panel = window.jupyterapp?.shell?.currentWidget;
                return panel?.context?.path === path && panel.context.isReady
                    && panel.sessionContext?.session?.kernel?.status === 'idle';
            }""",
            arg=path,
        )
        return cls(page)

    def cell(self, name: str) -> Locator:
        """Scroll a cell into view and return it."""
        self.page.evaluate("i => window.jupyterapp.shell.currentWidget.content.scrollToItem(i)", self._index(name))
        # While the list settles, the page may hold the cell twice or not yet: the locator waits for one.
        found = self.page.locator(
            f'.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell[data-windowed-list-index="{self._index(name)}"]'
        )
        found.wait_for()
        return found

    def code_cells(self) -> list[str]:
        """Return the names of the cells with code, from the top."""
        names = self.page.evaluate(
            """() => Array.from(window.jupyterapp.shell.currentWidget.content.model.cells)
                .filter(cell => cell.type === 'code')
                .map(cell => cell.getMetadata('nbgrader')?.grade_id ?? cell.id)"""
        )
        return [str(name) for name in names]

    def fill(self, name: str, source: str) -> None:
        """Replace what is written in a cell, by keyboard: click (twice on rendered text), Ctrl+A, write."""
        cell = self.cell(name)
        if "jp-mod-rendered" in (cell.get_attribute("class") or ""):
            cell.locator(".jp-MarkdownOutput").dblclick()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)
        written = self.source(name)
        if written != source:
            raise RuntimeError(f"cell {name} holds, instead of what was written into it:\n{written}")

    def source(self, name: str) -> str:
        """Return what is written in a cell."""
        return str(self._of_cell(name, "cell => cell.sharedModel.source"))

    def run(self, name: str) -> None:
        """Run a cell with Shift+Enter and wait until it is done, however it ended."""
        before = self._of_cell(name, "cell => cell.executionCount")
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            """([i, before]) => {
                const panel = window.jupyterapp.shell.currentWidget;
                const count = panel.content.model.cells.get(i).executionCount;
                return count !== null && count !== before
                    && panel.sessionContext.session.kernel.status === 'idle';
            }""",
            arg=[self._index(name), before],
        )

    def output(self, name: str) -> str:
        """Return the text that stands below a cell."""
        return "\n".join(self.cell(name).locator(".jp-OutputArea-output").all_inner_texts())

    def validate(self, picture: Path | None = None) -> Validation:
        """Press nbgrader's Validate button, wait for its dialog, close it and return what it said.

        With `picture`, a file, save what the browser shows with the dialog open.
        """
        self.page.get_by_role("button", name="Validate").click()
        dialog = self.page.locator(".nbgrader-SuccessDialog, .nbgrader-ErrorDialog")
        dialog.wait_for()
        if picture is not None:
            self.page.screenshot(path=picture)
        answer = Validation("nbgrader-SuccessDialog" in (dialog.get_attribute("class") or ""), dialog.inner_text())
        dialog.get_by_role("button", name="OK").click()
        dialog.wait_for(state="detached")
        return answer

    def picture(self, file: Path) -> None:
        """Save what the browser shows."""
        self.page.screenshot(path=file)

    def _index(self, name: str) -> int:
        index = self.page.evaluate(
            """name => Array.from(window.jupyterapp.shell.currentWidget.content.model.cells).findIndex(
                cell => (cell.getMetadata('nbgrader')?.grade_id ?? cell.id) === name)""",
            name,
        )
        if index < 0:
            raise LookupError(f"the notebook has no cell {name!r}")
        return int(index)

    def _of_cell(self, name: str, function: str) -> Any:
        return self.page.evaluate(
            f"i => ({function})(window.jupyterapp.shell.currentWidget.content.model.cells.get(i))",
            self._index(name),
        )


class Lab(NamedTuple):
    """A running JupyterLab and a page to see it in.

    Parameters
    ----------
    page : Page
    url : str
        Address from `serve`.
    folder : Path
        The folder that the server shows.
    """

    page: Page
    url: str
    folder: Path

    def run(self, name: str, *cells: str) -> Notebook:
        """Write a notebook of code cells c0, c1, ..., open it in the light theme, and run all cells but the last.

        The last stays, so that there is always a cell to go on to.
        """
        write_notebook(self.folder / f"{name}.ipynb", *cells)
        notebook = Notebook.open(self.page, self.url, f"{name}.ipynb")
        use_theme(self.page, dark=False)
        for k in range(len(cells) - 1):
            notebook.run(f"c{k}")
        return notebook
