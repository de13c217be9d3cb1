"""``nncore lab``: the start page, the Validate button's server, and messages when something is missing."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from nncore.classroom import lab
from nncore.classroom.cli import main

TOKEN = "lab-test"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def ask(address: str, method: str = "GET") -> str:
    request = urllib.request.Request(address, method=method, headers={"Authorization": f"token {TOKEN}"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as answer:
        return str(answer.read().decode())


@pytest.fixture(scope="module")
def server(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start ``nncore lab`` in the toy course; give its address; stop it."""
    home = tmp_path_factory.mktemp("home")
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-c", "from nncore.classroom.cli import main; main()", "lab", "--no-browser"]
    log = home / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, f"--port={port}", "--allow-root"],
            cwd=built_once,
            env={**os.environ, "HOME": str(home), "JUPYTER_TOKEN": TOKEN},
            stdout=out,
            stderr=out,
        )
    try:
        for _ in range(240):
            if process.poll() is not None:
                break
            try:
                ask(f"{address}/api")
                break
            except urllib.error.URLError:
                time.sleep(0.5)
        else:
            pytest.fail(f"JupyterLab did not answer within 120 s:\n{log.read_text()}")
        assert process.poll() is None, log.read_text()
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_the_course_is_the_root_folder(server: str) -> None:
    names = [entry["name"] for entry in json.loads(ask(f"{server}/api/contents"))["content"]]
    assert sorted(names) == ["01-toy", "index.ipynb"]


def test_the_teachers_panels_are_off_and_validate_is_on(server: str) -> None:
    page = ask(f"{server}/lab/tree/index.ipynb")
    config = json.loads(
        page.split('<script id="jupyter-config-data" type="application/json">')[1].split("</script>")[0]
    )
    for panel in ("formgrader", "create-assignment", "course-list", "assignment-list"):
        assert f"@jupyter/nbgrader:{panel}" in config["disabledExtensions"]
    assert "@jupyter/nbgrader:validate-assignment" not in config["disabledExtensions"]
    assert any(extension["name"] == "@jupyter/nbgrader" for extension in config["federated_extensions"])
    with pytest.raises(urllib.error.HTTPError, match="404"):
        ask(f"{server}/formgrader")


def test_validate_runs_a_notebook(server: str) -> None:
    answer = json.loads(ask(f"{server}/assignments/validate?path=01-toy/01-toy.ipynb", "POST"))
    assert answer["success"]
    assert [failed["source"].splitlines()[0] for failed in answer["value"]["failed"]] == [
        "visible = float(add(1, 2) == 3)",
        "assert scale(2, 3) == 6",
        "Why does the order not matter?",
    ]
    assert "write add here" in answer["value"]["failed"][0]["raw_error"]


def test_lab_says_when_there_is_no_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lab, "__file__", str(tmp_path / "nncore" / "classroom" / "lab.py"))
    assert main(["lab"]) == 1
    assert "no course/index.ipynb" in capsys.readouterr().err


def test_lab_says_when_jupyterlab_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    assert main(["lab"]) == 1
    assert "pip install '.[course]'" in capsys.readouterr().err


def test_the_course_is_found_from_inside_and_from_above(built_once: Path) -> None:
    for start in (built_once, built_once / "course", built_once / "course" / "01-toy", built_once / "solutions"):
        assert lab.find_course(start) == (built_once / "course").resolve()


def test_options_go_on_to_jupyterlab_but_not_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert lab.lab_command(Path("course"), 8899, False, ["--debug"])[-3:] == [
        "--ServerApp.port=8899",
        "--no-browser",
        "--debug",
    ]
    with pytest.raises(SystemExit, match="2"):
        main(["build", "--debug"])
    assert "unrecognized arguments: --debug" in capsys.readouterr().err
