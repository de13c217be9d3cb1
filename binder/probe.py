"""Run inside what repo2docker's steps have made: start the server and see that a learner could begin.

``prove.py`` runs this with the image's Python, without a network. Usage: ``probe.py COMMAND...``, where the
command starts the server. Prints what it found; exits with 1 at the first thing that is not as it should be.
"""

import json
import os
import re
import resource
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ADDRESS = "http://127.0.0.1:8888/"
TOKEN = "proof"
MEMORY = 2 * 1024**3  # bytes that Binder gives to one visitor
TEACHERS = ("assignment-list", "course-list", "create-assignment", "formgrader")


def main(command: list[str]) -> int:
    """Start the server with the command, look at it, stop it."""
    require(os.getuid() == 1000, "this runs as user 1000")
    check_pins()
    server = subprocess.Popen(
        command, env=os.environ | {"JUPYTER_TOKEN": TOKEN}, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    try:
        wait_for(server)
        check_pages()
        check_buttons()
        check_lesson(sorted(Path("solutions").glob("*/*.ipynb"))[-1])
    finally:
        server.terminate()
        server.wait(timeout=60)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    require(peak < MEMORY / 2, f"the largest process took {peak / 1e6:.0f} MB, less than half of what Binder gives")
    return 0


def require(condition: object, what: str) -> None:
    """Report one finding; stop if it is not so."""
    print(("ok: " if condition else "NOT SO: ") + what, flush=True)
    if not condition:
        raise SystemExit(1)


def check_pins() -> None:
    """See that the pins hold everything that the package's extra "course" asks for."""
    for line in requires("nncore") or []:
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({"extra": "course"}):
            found = version(wanted.name)
            require(wanted.specifier.contains(found), f"{wanted.name} {found} is installed; wanted: {wanted.specifier}")


def wait_for(server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < deadline:
        try:
            if get("api/status")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    require(False, "the server answers within two minutes")


def get(path: str, data: dict[str, Any] | None = None) -> tuple[int, str]:
    """Ask the server; return the status and the text. With `data`, POST it as JSON."""
    request = urllib.request.Request(
        ADDRESS + path,
        data=None if data is None else json.dumps(data).encode(),
        headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=600) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def check_pages() -> None:
    """Open the start page and every lesson."""
    pages = sorted(Path("course").rglob("*.ipynb"))
    require(Path("course/index.ipynb") in pages, "there is a start page")
    require(len(pages) > 1, f"there are lessons: {len(pages) - 1}")
    for page in pages:
        require(get(f"lab/tree/{page}")[0] == 200, f"lab/tree/{page} opens")
        require(get(f"api/contents/{page}")[0] == 200, f"{page} can be read")
    status, kernels = get("api/kernelspecs")
    require(status == 200 and "python3" in json.loads(kernels)["kernelspecs"], "there is a kernel for Python")


def check_buttons() -> None:
    """See that only Validate is on of nbgrader's extensions, in the browser and in the server."""
    found = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', get("lab")[1], re.DOTALL)
    require(found, "JupyterLab's page holds its settings")
    settings = json.loads(found[1]) if found else {}
    present = {extension["name"] for extension in settings["federated_extensions"]}
    require("@jupyter/nbgrader" in present, "nbgrader's extension for JupyterLab is there")
    off = set(settings["disabledExtensions"])
    for name in TEACHERS:
        require(f"@jupyter/nbgrader:{name}" in off, f"{name} is off in the browser")
    require("@jupyter/nbgrader:validate-assignment" not in off, "Validate is on in the browser")
    require("@jupyter/nbgrader" not in off, "nbgrader's extension as a whole is not off")
    answer = get(f"nbgrader_version?version={version('nbgrader')}")
    require(answer[0] == 200 and json.loads(answer[1])["success"], "Validate is on in the server")
    for path in ("formgrader", "assignments", "formgraders"):
        require(get(path)[0] == 404, f"nobody answers for the teacher at /{path}")


def check_lesson(notebook: Path) -> None:
    """Let Validate run a whole lesson, its answers filled in: it must find nothing wrong."""
    before = time.monotonic()
    status, text = get("assignments/validate", {"path": str(notebook)})
    require(status == 200, f"Validate answers for {notebook}")
    answer = json.loads(text)
    found = "every check passed" if answer == {"success": True, "value": {}} else text[:2000]
    took = time.monotonic() - before
    require(found == "every check passed", f"{notebook} ran without a network in {took:.0f} s: {found}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
