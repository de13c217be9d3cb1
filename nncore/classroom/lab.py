"""``nncore lab``: the course in JupyterLab."""

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

# Read by JupyterLab and nbgrader: the Validate button stays, the teacher's panels go.
SETTINGS = Path(__file__).with_name("jupyter")
_TEACHERS = ("assignment_list", "course_list", "formgrader")


def find_course(start: Path) -> Path:
    """Find the students' notebooks.

    Parameters
    ----------
    start : Path
        Where to start: this folder, or a folder above it, holds ``course/index.ipynb`` (or is ``course``
        itself). The checkout that this package was installed from comes last.

    Returns
    -------
    Path
        The folder with ``index.ipynb``.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents, Path(__file__).resolve().parents[2]):
        for candidate in (folder / "course", folder):
            if candidate.name == "course" and (candidate / "index.ipynb").is_file():
                return candidate
    raise FileNotFoundError(
        f"no course/index.ipynb in {start} or above it. Get the course with `git clone`, and run "
        f"`nncore lab` in the folder that has course/ in it."
    )


def lab_command(course: Path, port: int | None = None, browser: bool = True, others: Sequence[str] = ()) -> list[str]:
    """Write down the command that starts JupyterLab on the start page.

    Parameters
    ----------
    course : Path
        JupyterLab's root folder.
    port : int, optional
        TCP port; JupyterLab chooses a free one from 8888 on by default.
    browser : bool, optional
        Whether to open a browser.
    others : sequence of str, optional
        More options for JupyterLab.

    Returns
    -------
    list of str
        Program and arguments.
    """
    extensions = {f"nbgrader.server_extensions.{name}": False for name in _TEACHERS}
    extensions["nbgrader.server_extensions.validate_assignment"] = True
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={course}",
        f"--ServerApp.jpserver_extensions={extensions}",
        "--LabApp.default_url=/lab/tree/index.ipynb",
    ]
    if port is not None:
        command.append(f"--ServerApp.port={port}")
    if not browser:
        command.append("--no-browser")
    return command + list(others)


def lab_environment(environment: dict[str, str]) -> dict[str, str]:
    """Add our settings to the folders in which Jupyter looks for settings.

    Parameters
    ----------
    environment : dict of str to str
        Usually ``os.environ``.

    Returns
    -------
    dict of str to str
        A copy with ``JUPYTER_CONFIG_PATH`` extended.
    """
    before = environment.get("JUPYTER_CONFIG_PATH")
    paths = [str(SETTINGS), *([before] if before else [])]
    return {**environment, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}


def run_lab(port: int | None, browser: bool, others: Sequence[str] = ()) -> int:
    """Start JupyterLab and stay until it ends.

    Parameters
    ----------
    port : int or None
        TCP port, or None for a free one.
    browser : bool
        Whether to open a browser.
    others : sequence of str, optional
        More options for JupyterLab.

    Returns
    -------
    int
        JupyterLab's exit status, or 1 if it cannot be started.
    """
    if find_spec("jupyterlab") is None:
        print("nncore lab: JupyterLab is not installed. In the checkout: pip install '.[course]'", file=sys.stderr)
        return 1
    try:
        course = find_course(Path.cwd())
    except FileNotFoundError as error:
        print(f"nncore lab: {error}", file=sys.stderr)
        return 1
    command = lab_command(course, port, browser, others)
    environment = lab_environment(dict(os.environ))
    print(f"JupyterLab on {course}; stop it with Ctrl-C twice", flush=True)
    if os.name == "posix":
        # JupyterLab takes over this process, and with it Ctrl-C.
        os.chdir(course)
        os.execve(command[0], command, environment)
    return subprocess.call(command, cwd=course, env=environment)
