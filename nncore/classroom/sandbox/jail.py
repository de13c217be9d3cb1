"""Start the zygote: in bubblewrap, or as a plain process where a teacher has said so."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

import nncore
from nncore.classroom.sandbox.confine import OWN_FOLDER
from nncore.classroom.sandbox.limits import Limits
from nncore.classroom.sandbox.wire import FORK, KILL, REPORT, Channel, Ended, TooLate, WireError, encode

START_SECONDS = 60.0
_MODULE = "nncore.classroom.sandbox.inside"
_HIDDEN = {"classroom", "exercises"}
_SHOWN = [
    "classroom/__init__.py",
    *(f"classroom/sandbox/{name}.py" for name in ("__init__", "confine", "inside", "limits", "result")),
    *(f"classroom/sandbox/{name}.py" for name in ("slicing", "wire")),
    "exercises/calling.py",
]
"""Of the grader's own files, what the sandbox holds: its inner side and nothing about any exercise."""
_PRIVATE = ["/usr/local/share", "/usr/local/src", "/usr/src"]
"""What is not shown of ``/usr``: by default nbgrader's exchange, with all submissions, is in the first."""
_ENVIRONMENT = {
    "HOME": OWN_FOLDER, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MPLBACKEND": "Agg", "MPLCONFIGDIR": OWN_FOLDER,
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0",
}  # fmt: skip


class SandboxMissing(RuntimeError):
    """There is no bubblewrap here, or it cannot work; the message says what to do."""


class GraderFault(RuntimeError):
    """The grader itself failed: nothing that a student did, and no reason for a score."""


def bubblewrap() -> str:
    """Return the path of ``bwrap``.

    Raises
    ------
    SandboxMissing
        If it is not installed.
    """
    found = shutil.which("bwrap")
    if found is None:
        raise SandboxMissing(
            "Grading runs students' code in a sandbox, and bubblewrap is not installed here. On Debian or Ubuntu: "
            "apt install bubblewrap. (With --no-sandbox their code runs with all your rights: it can read the "
            "solutions and the other submissions, write anywhere and use the network.)"
        )
    return found


def command(root: Path, socket_number: int) -> list[str]:
    """Return the command line that starts the zygote in bubblewrap.

    Nothing is shown but the interpreter, its packages, the system's libraries and the library part of `nncore`; all
    of it read-only. The course's root is hidden even where it lies in one of these, and so is nbgrader's exchange.

    Parameters
    ----------
    root : Path
        The course's root.
    socket_number : int
        The zygote's end of the control socket.
    """
    package = Path(nncore.__file__).resolve().parent
    system = [p for p in map(Path, ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache")) if p.exists()]
    python = {Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()}
    shown = _outermost([*system, *sorted(python)])
    private = dict.fromkeys([root.resolve(), *(path for path in map(Path, _PRIVATE) if path.is_dir())])
    hidden = [p for p in private if any(s in p.parents or s == p for s in shown)]
    arguments = [bubblewrap(), "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--new-session"]
    arguments += ["--die-with-parent", "--clearenv"]
    if os.getuid() != 0:
        arguments += ["--unshare-user", "--cap-add", "CAP_SYS_ADMIN"]
    for name, value in _ENVIRONMENT.items():
        arguments += ["--setenv", name, value]
    mounts = [("--symlink" if path.is_symlink() else "--ro-bind", path) for path in shown]
    mounts += [("--tmpfs", path) for path in hidden]
    mounts += [("--ro-bind", path) for path in sorted(python) if not {*hidden}.isdisjoint(path.parents)]
    mounts += [("--tmpfs", package)]  # after the interpreter's packages, among which it may be
    mounts += [("--ro-bind", path) for path in sorted(package.iterdir()) if path.name not in _HIDDEN]
    mounts += [("--ro-bind", package / name) for name in _SHOWN]
    mounts += [("--dev-bind", Path("/dev") / name) for name in ("null", "zero", "urandom", "random")]
    arguments += [word for how, path in mounts for word in _mount(how, path)]
    arguments += ["--dir", OWN_FOLDER, "--remount-ro", "/", "--chdir", "/", "--"]
    return [*arguments, *_python(socket_number, "sandbox")]


def _mount(how: str, path: Path) -> list[str]:
    """Return the words for one path; the folders on the way to it first, which would be open to their owner alone."""
    words = [w for folder in reversed(path.parents[:-1]) for w in ("--perms", "0755", "--dir", str(folder))]
    if how == "--tmpfs":
        return [*words, "--perms", "0755", how, str(path)]
    return [*words, how, os.readlink(path) if how == "--symlink" else str(path), str(path)]


def _python(socket_number: int, how: str) -> list[str]:
    return [sys.executable, "-I", "-B", "-m", _MODULE, str(socket_number), how]


def _outermost(paths: Sequence[Path]) -> list[Path]:
    return [p for p in dict.fromkeys(paths) if not any(other in p.parents for other in paths)]


class Zygote:
    """The warm process, and the one child that it has at a time.

    Parameters
    ----------
    root : Path
        The course's root, which the sandbox hides.
    warm : tuple of (list of str, list of str)
        The release's cells and the names of its exercises: public, and nothing else gets in beforehand.
    sandbox : bool
        False: no bubblewrap; student code has all rights of this process.
    limits : Limits
        Of each child.
    """

    def __init__(self, root: Path, warm: tuple[list[str], list[str]], sandbox: bool, limits: Limits) -> None:
        self.limits, self.sandbox = limits, sandbox
        ours, theirs = socket.socketpair()
        self._folder = tempfile.TemporaryDirectory(prefix="nncore-grading-")
        number = theirs.fileno()
        arguments = command(root, number) if sandbox else _python(number, "plain")
        with theirs:
            self._process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                pass_fds=[number], env=_ENVIRONMENT, cwd=self._folder.name,
            )  # fmt: skip
        self._control = ours
        ours.settimeout(START_SECONDS)
        try:
            Channel(ours, limits).send(encode((list(astuple(limits)), *warm)), START_SECONDS)
            self._expect(b"+")
        except (OSError, Ended, TooLate, GraderFault) as error:
            said = self._last_words()
            self.close()
            kind = SandboxMissing if sandbox and "bwrap:" in said else GraderFault
            raise kind(f"the process that runs students' code did not start: {said or error}") from error

    def _expect(self, answer: bytes) -> None:
        if self._control.recv(len(answer)) != answer:
            raise GraderFault("the zygote has ended")

    def _last_words(self) -> str:
        self._process.kill()
        return self._process.communicate()[1].decode(errors="replace").strip()[-2000:]

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (OSError, WireError) as error:
            raise GraderFault(f"the zygote does not answer: {error}") from error

    def fork(self) -> Channel:
        """Fork a child and return the channel to it."""
        ours, theirs = socket.socketpair()
        with self._faults(), theirs:
            socket.send_fds(self._control, [FORK], [theirs.fileno()])
        return Channel(ours, self.limits)

    def end(self, command: bytes = KILL) -> tuple[int, float]:
        """End the child by KILL or WAIT; return its exit status and its seconds of processor time."""
        with self._faults():
            self._control.sendall(command)
            report = self._control.recv(REPORT.size, socket.MSG_WAITALL)
        if len(report) != REPORT.size:
            raise GraderFault("the zygote has ended")
        status, seconds = REPORT.unpack(report)
        return status, seconds

    def close(self) -> None:
        """End the zygote and all that it started."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)  # by itself, so that its processor time is known
        self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
        self._folder.cleanup()
