"""Prove without Docker that Binder can launch this repository: ``python binder/prove.py``.

repo2docker writes the Dockerfile that Binder would build; the steps that come from this repository (its pins
and ``postBuild``) are replayed in a bubblewrap sandbox as user 1000, on a fresh Python of the version asked
for in ``runtime.txt`` and on the files of the last commit. Then the server is started there without a network
and ``probe.py`` looks at it. Not replayed are the steps that make the base image, which are Binder's own.

Needs bubblewrap (Debian: ``apt-get install bubblewrap``), uv, git, the registry that pip installs from, and
a Python of that version, which is looked for on the PATH and in pyenv, then installed with uv.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parents[1]
USER, UID = "jovyan", "1000"
# What is not ours to prove and only takes time: a long log, and compiling modules that nobody imports here.
BRIEF = {"PIP_QUIET": "1", "PIP_NO_COMPILE": "1"}
# What the sandbox keeps of this machine's environment: how to reach the package registry.
KEPT = re.compile(r"PIP_.*|(?i:.*_proxy)|SSL_CERT_(FILE|DIR)|(REQUESTS|CURL)_CA_BUNDLE")


@dataclass
class Recipe:
    """What a Dockerfile asks for, as far as this repository's own steps go.

    Attributes
    ----------
    environment : dict of str to str
        Variables, as set at the end.
    folder : str
        Where commands run.
    steps : list of str
        Shell commands that run as the user, in order.
    command : list of str
        What starts the server.
    """

    environment: dict[str, str]
    folder: str
    steps: list[str]
    command: list[str]


def main() -> int:
    """Run the whole proof."""
    missing = [program for program in ("bwrap", "uv", "git") if shutil.which(program) is None]
    if missing:
        print(f"missing: {', '.join(missing)}; Debian: apt-get install bubblewrap git, and pip install uv")
        return 1
    version = (ROOT / "binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    with tempfile.TemporaryDirectory(prefix="nncore-binder-", dir=memory()) as scratch:
        with step(f"find Python {version}"):
            python = find_python(version)
        image = Path(scratch)
        with step("files of the last commit"):
            home = image / "home"
            export(home)
        with step("Dockerfile from repo2docker"):
            recipe = read_dockerfile(dockerfile(home), version)
        prefix = recipe.environment["NB_PYTHON_PREFIX"]
        (image / "prefix").mkdir()
        sandbox = sandbox_command(image, recipe, python)
        with step("fresh Python"):
            run([*sandbox, str(python), "-m", "venv", "--upgrade-deps", prefix])
        for line in recipe.steps:
            with step(f"RUN {line}"):
                run([*sandbox, "/bin/sh", "-c", line])
        with step("server without a network"):
            run([*sandbox, "--unshare-net", f"{prefix}/bin/python", "binder/probe.py", *recipe.command])
    print("binder: proven")
    return 0


def memory() -> str | None:
    """Name a folder in memory, where 30,000 small files come and go faster than on a disk; None if there is none."""
    folder = "/dev/shm"
    try:
        state = os.statvfs(folder)
    except OSError:
        return None
    roomy = state.f_bavail * state.f_frsize > 3e9
    return folder if roomy and not state.f_flag & os.ST_NOEXEC else None


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print what is being done, and how long it took."""
    print(f"binder: {name}", flush=True)
    before = time.monotonic()
    yield
    print(f"binder: {name}: {time.monotonic() - before:.0f} s", flush=True)


def run(command: list[str]) -> None:
    """Run a command; end the proof if it fails."""
    status = subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
    if status:
        raise SystemExit(f"binder: NOT PROVEN: exit status {status}")


def find_python(version: str) -> Path:
    """Find a Python of that version, or have uv install one.

    Raises
    ------
    SystemExit
        If there is none and none can be installed.
    """
    said = ""
    for command in (
        [f"python{version}", "-c", "import os, sys; print(os.path.realpath(sys.executable))"],
        ["pyenv", "prefix", version],
        ["uv", "python", "find", "--no-python-downloads", version],
        ["uv", "python", "install", "--no-bin", version],
        ["uv", "python", "find", version],
    ):
        if shutil.which(command[0]) is None:
            continue
        answer = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        path = Path(answer.stdout.strip() or "/nowhere")
        path = path / "bin" / f"python{version}" if command[0] == "pyenv" else path
        if answer.returncode == 0 and path.is_file():
            return path
        said += f"{shlex.join(command[:3])}: {answer.stderr.strip()}\n"
    raise SystemExit(f"binder: NOT PROVEN: no Python {version} here, and uv could not install one:\n{said}")


def export(folder: Path) -> None:
    """Write the files of the last commit into a new folder."""
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(folder, filter="data")


def dockerfile(folder: Path) -> str:
    """Ask repo2docker what it would build from the folder."""
    answer = subprocess.run(
        [
            *("uv", "tool", "run", "--quiet", "--from", "jupyter-repo2docker"),
            *("repo2docker", "--no-build", "--debug", "--user-id", UID, "--user-name", USER, str(folder)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise SystemExit(f"binder: NOT PROVEN: repo2docker failed:\n{answer.stderr}")
    return answer.stdout


def read_dockerfile(text: str, version: str) -> Recipe:
    """Read a Dockerfile as repo2docker writes it.

    Raises
    ------
    SystemExit
        If it would not do what this repository counts on: that version of Python, the pins, ``postBuild``.
    """
    variables = {"NB_USER": USER, "NB_UID": UID, "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    recipe = Recipe({}, "/", [], [])
    user = "root"
    unbroken = re.sub(r"\\\n", "", re.sub(r"(?m)^\s*#.*\n", "", text))
    for line in unbroken.splitlines():
        instruction, _, rest = line.partition(" ")
        if instruction in ("ENV", "ARG"):
            for setting in shlex.split(rest):
                name, equals, value = setting.partition("=")
                if equals:
                    variables[name] = Template(value).safe_substitute(variables)
                if instruction == "ENV":
                    recipe.environment[name] = variables[name]
        elif instruction == "USER":
            user = Template(rest.strip()).substitute(variables)
        elif instruction == "WORKDIR":
            recipe.folder = Template(rest.strip()).substitute(variables)
        elif instruction == "RUN" and user == USER:
            recipe.steps.append(rest.strip())
        elif instruction == "CMD":
            recipe.command = json.loads(rest)
    lock = f"environment.py-{version}"
    for wanted, where in (
        (lock, re.sub(r"-2d", "-", re.sub(r"-2e", ".", text))),  # file names are written with escapes
        ("binder/requirements.txt", " ".join(recipe.steps)),
        ("binder/postBuild", " ".join(recipe.steps)),
        ("jupyter", " ".join(recipe.command)),
    ):
        if wanted not in where:
            raise SystemExit(f"binder: NOT PROVEN: no {wanted} in repo2docker's Dockerfile:\n{text}")
    return recipe


def sandbox_command(image: Path, recipe: Recipe, python: Path) -> list[str]:
    """Begin of a command that runs in the image: read-only system, writable home and Python, user 1000.

    Parameters
    ----------
    image : Path
        Folder with ``home`` (the repository) and ``prefix`` (becomes the image's Python).
    recipe : Recipe
    python : Path
        The Python from which the image's is made.
    """
    base = subprocess.run(
        [str(python), "-c", "import sys; print(sys.base_prefix)"], capture_output=True, text=True, check=True
    ).stdout.strip()
    system = [folder for folder in ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc") if Path(folder).exists()]
    command = ["bwrap", "--unshare-user", "--uid", UID, "--gid", UID, "--cap-drop", "ALL"]
    command += ["--unshare-pid", "--unshare-ipc", "--die-with-parent", "--new-session", "--clearenv"]
    for folder in system:
        command += ["--ro-bind", folder, folder]
    command += ["--ro-bind-try", "/run/systemd/resolve", "/run/systemd/resolve"]  # where some keep resolv.conf
    if not base.startswith(("/usr/", "/bin/")):
        command += ["--ro-bind", base, base]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    command += ["--bind", str(image / "home"), recipe.folder]
    command += ["--bind", str(image / "prefix"), recipe.environment["NB_PYTHON_PREFIX"]]
    for name, value in {**kept(os.environ), **BRIEF, **recipe.environment}.items():
        command += ["--setenv", name, value]
    return [*command, "--chdir", recipe.folder]


def kept(environment: Mapping[str, str]) -> dict[str, str]:
    """Pick the variables that the sandbox keeps."""
    return {name: value for name, value in environment.items() if KEPT.fullmatch(name)}


if __name__ == "__main__":
    sys.exit(main())
