"""Call a student's function so that nothing it does can hurt: copies, a time limit, a crash told in one sentence."""

from __future__ import annotations

import contextlib
import dis
import linecache
import re
import signal
import sys
import threading
import time
import types
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np


class TimeUp(BaseException):
    """Raised inside a function that runs too long; no ``except Exception`` catches it."""


class NotWritten(NotImplementedError):
    """The student has not written the function yet. Jupyter shows it as one sentence, and Run all stops there."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class _Silence:
    """A stream that swallows what is printed, so that calling a function thirty times prints nothing."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class Crash:
    """An exception in the student's function.

    Attributes
    ----------
    kind, text : str
        Its type and its words.
    line, shapes : str
        The line where it happened, and the shapes of the arrays named in it.
    above : tuple of str
        The lines of the same function above that one, from its first on.
    """

    kind: str
    text: str
    line: str = ""
    shapes: str = ""
    above: tuple[str, ...] = ()

    @property
    def reduced(self) -> str:
        """The last line, up to that of the crash, in which an axis falls away: ``z.max(axis=1)``; or nothing."""
        return next((line for line in (self.line, *reversed(self.above)) if _loses_an_axis(line)), "")


class Reported(Exception):
    """Stands for an exception in another process, described there."""

    def __init__(self, crash: Crash) -> None:
        super().__init__(crash.text)
        self.crash = crash


@dataclass
class Outcome:
    """What one call gave."""

    value: Any = None
    crash: Crash | None = None
    stub: bool = False
    too_slow: bool = False
    changed: list[int] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise TimeUp in the body when it has run for `seconds`; again every 10 ms should the body swallow it.

    A signal interrupts the main thread of a Unix process. Elsewhere (Windows, another thread) a watcher
    thread asks the interpreter to raise. In a browser (Pyodide) neither exists, and there is no limit.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():

        def ring(signum: int, frame: object) -> None:
            raise TimeUp

        before = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.01)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    elif sys.platform == "emscripten":
        yield
    else:
        import ctypes

        done = threading.Event()
        target = ctypes.c_ulong(threading.get_ident())

        def watch() -> None:
            wait = seconds
            while not done.wait(wait):
                ctypes.pythonapi.PyThreadState_SetAsyncExc(target, ctypes.py_object(TimeUp))
                wait = 0.01

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


def copied(value: Any) -> Any:
    """Return a deep copy of arguments made of arrays, numbers, strings, lists and tuples."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, list | tuple):
        return type(value)(copied(item) for item in value)
    return value


def same(a: Any, b: Any) -> bool:
    """Tell whether two arguments are equal to the last bit, types and shapes included."""
    if isinstance(a, np.ndarray):
        return type(a) is type(b) and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    return a is b or bool(a == b)


def call(
    f: Callable[..., Any], args: tuple[Any, ...], seconds: float, blame: Callable[..., Any] | None = None
) -> Outcome:
    """Call ``f(*args)`` on copies of `args`, silently, for at most `seconds`.

    Parameters
    ----------
    f : callable
        What to call.
    args : tuple
        Its arguments; `f` gets copies.
    seconds : float
        Time limit.
    blame : callable, optional
        The function in which to look for the line of a crash; `f` if not given.

    Returns
    -------
    Outcome
        The value, or the crash; whether it is a stub or too slow; which arguments it changed in place; the
        NumPy warnings it caused. Only KeyboardInterrupt passes through.
    """
    outcome = Outcome()
    given = copied(args)
    with (
        warnings.catch_warnings(record=True) as caught,
        np.errstate(all="warn", under="ignore"),
        contextlib.redirect_stdout(_Silence()),  # type: ignore[type-var]
        contextlib.redirect_stderr(_Silence()),  # type: ignore[type-var]
    ):
        warnings.simplefilter("always")
        try:
            with deadline(seconds):
                outcome.value = f(*given)
        except TimeUp:
            outcome.too_slow = True
        except NotImplementedError:
            outcome.stub = True
        except KeyboardInterrupt:
            raise
        except Reported as error:
            outcome.crash = error.crash
        except BaseException as error:  # SystemExit too: a student's exit() must not end the notebook
            outcome.crash = _describe(error, blame or f)
    outcome.warned = [str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)]
    outcome.changed = [i for i, (a, b) in enumerate(zip(args, given, strict=True)) if not same(a, b)]
    return outcome


def read_outside(f: Callable[..., Any]) -> list[str]:
    """Name the numbers and arrays outside a function that it reads; functions and modules are no matter."""
    if not isinstance(f, types.FunctionType):
        told = getattr(f, "read_outside", ())
        return list(told) if isinstance(told, tuple) else []
    kinds = np.ndarray | np.generic | int | float | list
    loaded = (step.argval for step in dis.get_instructions(f) if step.opname == "LOAD_GLOBAL")
    return [name for name in dict.fromkeys(loaded) if isinstance(f.__globals__.get(name), kinds)]


def _describe(error: BaseException, f: Callable[..., Any]) -> Crash:
    try:
        text = str(error)
    except BaseException:
        text = ""
    here = getattr(getattr(f, "__code__", None), "co_filename", None)
    frames = [frame for frame in _frames(error.__traceback__) if frame[0].f_code.co_filename == here]
    if not frames:
        return Crash(type(error).__name__, text[:300])
    frame, number = frames[-1]
    line = linecache.getline(frame.f_code.co_filename, number).strip()
    names = dict.fromkeys(re.findall(r"[A-Za-z_]\w*", line))
    shapes = [f"{n} {frame.f_locals[n].shape}" for n in names if isinstance(frame.f_locals.get(n), np.ndarray)]
    above = tuple(linecache.getline(here, n).strip()[:200] for n in range(frame.f_code.co_firstlineno, number))
    return Crash(type(error).__name__, text[:300], line[:200], ", ".join(shapes), above)


def _loses_an_axis(line: str) -> bool:
    """Tell whether a line of code sums, averages or the like without keeping the axis."""
    reduces = re.search(r"\b(sum|mean|max|min|amax|amin|prod|std|var|median|norm|argmax|argmin|average)\(", line)
    return (
        bool(reduces)
        and "keepdims" not in line
        and ("axis" in line or re.search(r"[(,]\s*-?\d\s*\)", line) is not None)
    )


def _frames(traceback: types.TracebackType | None) -> Iterator[tuple[types.FrameType, int]]:
    while traceback is not None:
        yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next


def lines_run(f: Callable[..., Any], args: tuple[Any, ...]) -> int:
    """Count the lines that ``f(*args)`` runs, those of the functions it calls included: its cost, on any machine."""
    count = 0

    def step(frame: types.FrameType, event: str, arg: object) -> Callable[..., Any]:
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        f(*copied(args))
    except Exception:
        pass
    finally:
        sys.settrace(before)
    return count


def wait_free(seconds: float) -> Callable[[], bool]:
    """Return a function that tells whether `seconds` have not yet passed."""
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() < end
