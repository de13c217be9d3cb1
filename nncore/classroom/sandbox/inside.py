"""The part that runs in the sandbox: a process that waits, warm, and forks one child for each submission.

The zygote knows nothing worth stealing: no test, no solution, no seed, no other submission. It takes two commands from
the grader: fork a child that serves a given socket, and kill it. The child gives up all rights, takes the notebook's
cells over its socket, runs what the answers depend on, and then calls the functions that it is asked to call.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import os
import signal
import socket
import sys
import time
import types
from collections.abc import Callable, Sequence
from typing import Any

import nncore
from nncore.classroom.sandbox.confine import confine, limit, own_namespaces, protect
from nncore.classroom.sandbox.limits import Limits
from nncore.classroom.sandbox.slicing import Statement, needed, says_nothing, statements
from nncore.classroom.sandbox.wire import FORK, KILL, REPORT, WAIT, Channel, Ended, decode, encode

DEFINITIONS_ONLY, NOTHING = 1, 2
"""How much of a cell is run after it has ended the process once, or twice."""


def stand_in() -> None:
    """Put a harmless package in the place of `nncore.exercises`: the records with the answers are not here."""
    package: Any = types.ModuleType("nncore.exercises", "In grading, the checks are made elsewhere.")
    package.__path__ = [os.path.join(os.path.dirname(nncore.__file__), "exercises")]
    package.check = package.grade = lambda f, name=None: 0.0
    package.progress = lambda: None
    sys.modules["nncore.exercises"] = package
    from nncore.exercises.calling import NotWritten

    package.NotWritten = NotWritten


def main() -> None:
    """Serve the grader that started this process: ``python -m ... SOCKET_NUMBER sandbox|plain``."""
    control = socket.socket(fileno=int(sys.argv[1]))
    sandboxed = sys.argv[2] == "sandbox"
    stand_in()
    settings, sources, names = decode(Channel(control, Limits()).receive(), _Far.limits)
    limits = Limits(*settings)
    _warm_up(sources, names)
    if sandboxed:
        protect()
    os.dup2(0, 2)  # what went wrong until here was told on stderr
    gc.freeze()  # children share these pages as long as the collector does not touch them
    control.sendall(b"+")
    child = 0
    while True:
        command, numbers, _, _ = socket.recv_fds(control, 1, 1)
        if command == FORK:
            child = _fork(control, numbers[0], sandboxed, limits)
            os.close(numbers[0])
        elif command in (KILL, WAIT):
            if command == WAIT:
                _await(child)
            control.sendall(_end(child, sandboxed))
        else:
            return  # the grader has gone


def _warm_up(sources: Sequence[str], names: Sequence[str]) -> None:
    """Take the release's cells apart, and import what the answers of the release need."""
    cells = [statements(source) for source in sources]
    for cell, chosen in zip(cells, needed(cells, names), strict=True):
        for j in chosen:
            if cell[j].imports:
                with contextlib.suppress(ImportError):
                    exec(cell[j].code, {})


def _fork(control: socket.socket, number: int, sandboxed: bool, limits: Limits) -> int:
    """Fork the child that serves a submission. In the sandbox it is the first process of its own namespace."""
    child = os.fork()
    if child:
        return child
    status = 1
    with contextlib.suppress(BaseException):
        control.close()
        if sandboxed:
            own_namespaces()
            _guard(number)
            confine(limits)
        os.setsid()
        limit(limits)
        serve(Channel(socket.socket(fileno=number), limits))
        status = 0
    os._exit(status)


def _guard(number: int) -> None:
    """Fork once more: the parent waits, and ends the namespace when it is told to; the child goes on."""
    inner = os.fork()
    if not inner:
        return
    os.close(number)

    def end(*_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(inner, signal.SIGKILL)

    signal.signal(signal.SIGTERM, end)
    _, status = os.waitpid(inner, 0)
    os._exit(_as_exit(status))


def _as_exit(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _await(child: int) -> None:
    """Give a child half a second to end by itself, so that its exit status tells how; it is not reaped."""
    for _ in range(100):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.005)


def _end(child: int, sandboxed: bool) -> bytes:
    """Kill a child with all that it started, and report on it."""
    with contextlib.suppress(ProcessLookupError):
        if sandboxed:
            os.kill(child, signal.SIGTERM)  # to its guard
        else:
            os.killpg(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    return REPORT.pack(_as_exit(status), usage.ru_utime + usage.ru_stime)


class Notebook:
    """A student's notebook in its own process."""

    def __init__(self) -> None:
        self.cells: list[tuple[Statement, ...]] = []
        self.chosen: list[list[int]] = []
        sys.modules["__main__"] = module = types.ModuleType("__main__")
        self.namespace = module.__dict__

    def add(self, sources: list[str]) -> list[str]:
        """Take the next cells; return what is wrong with each, or nothing."""
        return [self._add(source) for source in sources]

    def _add(self, source: str) -> str:
        self.cells.append(())
        try:
            self.cells[-1] = statements(source)
        except SyntaxError as error:
            return f"{type(error).__name__}: {error.msg} (line {error.lineno})"
        except (ValueError, RecursionError, MemoryError) as error:
            return f"{type(error).__name__}: {error}"
        return ""

    def plan(self, names: list[str], whole: list[int]) -> list[int]:
        """Choose what to run. Returns how many statements of each cell; with a minus sign if some are left out."""
        self.chosen = needed(self.cells, names, whole)
        return [
            len(chosen) if len(chosen) == len(cell) else -len(chosen) - 1
            for cell, chosen in zip(self.cells, self.chosen, strict=True)
        ]

    def run(self, k: int, reduced: int, seconds: float) -> list[tuple[str, bool]]:
        """Run the chosen statements of cell k, each whatever became of those before.

        Returns what went wrong in each that failed, and whether it took too long.
        """
        from nncore.exercises.calling import call

        failed = []
        for j in self.chosen[k]:
            statement = self.cells[k][j]
            if reduced == NOTHING or (reduced == DEFINITIONS_ONLY and not statement.defines):
                continue
            outcome = call(exec, (statement.code, self.namespace), seconds)
            if outcome.too_slow or outcome.stub or outcome.crash:
                crash = outcome.crash
                failed.append((f"{crash.kind}: {crash.text}" if crash else "", outcome.too_slow))
        return failed

    def look(self, name: str) -> tuple[str, str, list[str]]:
        """Return "missing", "value" with its type's name, "empty" or "function" with the data it reads outside."""
        from nncore.exercises.calling import read_outside

        if name not in self.namespace:
            return "missing", "", []
        f = self.namespace[name]
        if not callable(f):
            return "value", type(f).__name__, []
        if type(f) is not types.FunctionType:
            return "function", "", []
        if says_nothing(f.__code__):
            return "empty", "", []
        return "function", "", read_outside(f)[:20]

    def call(self, name: str, seconds: float, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Call one function; return the outcome field by field."""
        from nncore.exercises.calling import call

        outcome = call(self.namespace[name], args, seconds)
        crash = outcome.crash
        told = (crash.kind, crash.text, crash.line, crash.shapes, crash.above[-50:]) if crash else None
        warned = [text[:300] for text in outcome.warned[:10]]
        return outcome.value, told, outcome.stub, outcome.too_slow, outcome.changed, warned


def serve(channel: Channel) -> None:
    """Answer the grader's requests until it hangs up."""
    notebook = Notebook()
    far = _Far(channel)
    while True:
        try:
            what, *arguments = far.receive()
        except Ended:
            return
        try:
            answer = far.encoded("done", getattr(notebook, what)(*arguments))
        except BaseException as error:  # from an object that can't even be looked at
            answer = far.encoded("failed", type(error).__name__)
        channel.send(answer)


class _Far:
    """The grader, as it is seen from here: its requests, and its functions."""

    limits = Limits(frame_bytes=2**31, numbers=2**28, items=10**6, depth=16)

    def __init__(self, channel: Channel) -> None:
        self.channel = Channel(channel.connection, self.limits)
        self.asked = 0

    def receive(self) -> tuple[Any, ...]:
        """Return the next request; its number goes with whatever is answered."""
        self.asked, *request = decode(self.channel.receive(), self.limits, self.function)
        return tuple(request)

    def encoded(self, word: str, value: Any) -> bytes:
        """Return the bytes of an answer."""
        return encode((self.asked, word, value))

    def function(self, number: int) -> Callable[..., Any]:
        """Return the function of that number: calling it asks the grader for the result."""

        def given(*args: Any) -> Any:
            self.channel.send(self.encoded("callback", (number, args)))
            what, result = self.receive()
            if what == "returned":
                return result
            kind, text = result
            error = getattr(builtins, kind, None)
            is_error = isinstance(error, type) and issubclass(error, Exception)
            raise (error if is_error else RuntimeError)(text)

        return given


if __name__ == "__main__":
    main()
