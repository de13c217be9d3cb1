"""A submission's process as the grader sees it, and its functions, called from here as if they were here."""

from __future__ import annotations

import contextlib
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from nncore.classroom.sandbox.jail import Zygote
from nncore.classroom.sandbox.wire import KILL, WAIT, Channel, Ended, Foreign, TooLate, WireError, decode, encode
from nncore.exercises.calling import Crash, Reported, TimeUp

GRACE = 1.0
"""Seconds that a process has to say that its time was up, before it is ended."""
_POLITE = 0.9
"""Share of a time limit after which the function is stopped inside: the answer is to arrive before the limit."""


class Gone(Exception):
    """The process has ended, or was ended; the message says how."""


class Session:
    """One submission's notebook in a child of the zygote; forked again and brought to the same place when it ends.

    Parameters
    ----------
    zygote : Zygote
        Where children come from.
    sources : sequence of str
        The cells to run, in order; empty for those that are not.
    names : sequence of str
        The graded functions.
    whole : sequence of int
        Cells that are run whole, not only what the answers depend on.

    Attributes
    ----------
    helped : bool
        Whether the process was given functions of the grader: they may be right answers to other exercises.
    """

    def __init__(self, zygote: Zygote, sources: Sequence[str], names: Sequence[str], whole: Sequence[int] = ()) -> None:
        self.zygote, self.limits = zygote, zygote.limits
        self.sources, self.names, self.whole = list(sources), list(names), list(whole)
        self.faulty: dict[int, str] = {}
        self.reduced = [0] * len(sources)
        self.left_out: list[int] = []
        self.slow: set[int] = set()
        self.cpu_seconds = 0.0
        self.position = 0
        self.helped = False
        self._plan: list[int] = []
        self._singly = False
        self._end = time.monotonic() + self.limits.total_seconds
        self._notebook_seconds = self.limits.notebook_seconds
        self._channel: Channel | None = None
        self._asked = 0
        self._forks = 0

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def used_up(self) -> bool:
        """Whether the submission has used up its time, or its processes."""
        return time.monotonic() > self._end or self._forks > self.limits.processes

    def end(self, command: bytes = KILL) -> int:
        """End the process, if there is one; return its exit status."""
        if self._channel is None:
            return 0
        self._channel.close()
        self._channel = None
        status, seconds = self.zygote.end(command)
        self.cpu_seconds += seconds
        return status

    def renew(self) -> None:
        """Go on in another process, which knows nothing of the calls so far; this is not charged to the submission."""
        if self._channel is not None:
            self.end()
            self._forks -= 1
        self.faulty = {k: text for k, text in self.faulty.items() if self.reduced[k]}
        self.helped = False

    def ask(self, seconds: float, what: str, *arguments: Any) -> Any:
        """Ask the child something, and wait for the answer.

        Raises
        ------
        Gone
            If it has none.
        """
        answer, result = self.exchange((what, *arguments), seconds)
        if answer != "done":
            raise Gone("it could not be looked at")
        return result

    def settle(self) -> None:
        """End the process if something of its last calls still comes over the wire: what follows is not to suffer."""
        if self._channel is not None:
            with contextlib.suppress(Gone):
                self.ask(self.limits.statement_seconds, "look", "")

    def exchange(
        self, request: tuple[Any, ...], seconds: float, functions: list[Callable[..., Any]] | None = None
    ) -> tuple[str, Any]:
        """Send a request and receive the answer to it. Whatever goes wrong ends the process.

        Raises
        ------
        Gone
            If no proper answer came.
        """
        if self._channel is None:
            raise Gone("it has ended")
        self._asked += 1
        try:
            self._channel.send(encode((self._asked, *request), functions), seconds)
            return self._answer(self._channel.receive(seconds))
        except TooLate as error:
            self.end()
            raise Gone("time") from error
        except WireError as error:
            self.end()
            raise Gone(str(error)) from error
        except Ended as error:
            raise Gone(_how(self.end(WAIT))) from error
        except BaseException:
            self.end()
            raise

    def _answer(self, data: bytes) -> tuple[str, Any]:
        """Read a frame that holds the number of the request, a word and a value."""
        value = decode(data, self.limits)
        if not isinstance(value, tuple) or len(value) != 3 or not isinstance(value[1], str):
            raise WireError("an answer has the wrong form")
        if type(value[0]) is not int or value[0] != self._asked:
            raise WireError("it answers what was not asked")
        return value[1:]

    def go_to(self, position: int) -> None:
        """Have a process in which the cells before `position` have run: the one there is, or a new one.

        A cell that ends the process is run again in part, then not at all.

        Raises
        ------
        Gone
            If the submission has used up its time or its processes.
        """
        while self._channel is None or self.position < position:
            if self.used_up:
                raise Gone("time")
            try:
                if self._channel is None:
                    position = max(position, self.position)
                    self._channel, self.position = self.zygote.fork(), 0
                    self._forks += 1
                    self._load()
                while self.position < position:
                    self._run(self.position)
                    self.position += 1
            except Gone:
                self.end()

    def _load(self) -> None:
        """Hand over the cells and have the child choose what to run of them."""
        sources = ["" if reduced > 1 else source for source, reduced in zip(self.sources, self.reduced, strict=True)]
        if self._singly:
            troubles = []
            for k, source in enumerate(sources):
                with self._blaming(k, 2):
                    troubles += self._add([source])
        else:
            self._singly = True  # if this ends the process, the next one shows which cell it was
            troubles = self._add(sources)
            self._singly = False
        self.faulty |= {k: text[:200] for k, text in enumerate(troubles) if text}
        counts = self.ask(self.limits.statement_seconds, "plan", self.names, self.whole)
        self._plan = _whole_numbers(counts, len(self.sources))
        self.left_out = [k for k, n in enumerate(self._plan) if n < 0]

    def _add(self, sources: list[str]) -> list[str]:
        """Have the child take cells apart; return what is wrong with each."""
        troubles = self.ask(self.limits.statement_seconds, "add", sources)
        if isinstance(troubles, list) and len(troubles) == len(sources):
            return [str(trouble) for trouble in troubles]
        raise Gone("an answer has the wrong form")

    def _run(self, k: int) -> None:
        """Run what was chosen of cell k."""
        n = self._plan[k] if self._plan[k] >= 0 else -self._plan[k] - 1
        if n == 0 or self.reduced[k] > 1:
            return
        begin, each = time.monotonic(), self.limits.statement_seconds
        reduced = self.reduced[k] or int(self._notebook_seconds <= 0)
        with self._blaming(k, 1):
            failed = self.ask(each * min(n, 5) + GRACE, "run", k, reduced, each)
        self._notebook_seconds -= time.monotonic() - begin
        if isinstance(failed, list) and failed and isinstance(failed[0], tuple) and len(failed[0]) == 2:
            text, slow = failed[0]
            self.faulty[k] = str(text)[:200]
            if slow is True:
                self.slow.add(k)

    @contextlib.contextmanager
    def _blaming(self, k: int, reduction: int) -> Iterator[None]:
        """If the process ends in here, cell k has done it: less of it will be run."""
        try:
            yield
        except Gone as gone:
            self.faulty[k] = _told(gone)
            self.reduced[k] += reduction
            raise

    def look(self, name: str) -> tuple[str, Any]:
        """Return what a name stands for: "missing", "value" or "function", and what the judge may have of it."""
        found = self.ask(self.limits.statement_seconds, "look", name)
        if not (isinstance(found, tuple) and len(found) == 3 and isinstance(found[2], list)):
            raise Gone("an answer has the wrong form")
        kind, type_name, outside = found
        if kind == "value":
            return kind, Foreign.named(str(type_name))
        return str(kind), [str(n) for n in outside if str(n).isidentifier()]


def _whole_numbers(value: Any, n: int) -> list[int]:
    """Return a list of n whole numbers if it is one."""
    if isinstance(value, list) and len(value) == n and all(type(item) is int for item in value):
        return value
    raise Gone("an answer has the wrong form")


def _how(status: int) -> str:
    if status == 137:
        return "the system ended it: too much memory or processor time"
    return "it ended the Python process" + (f" (signal {status - 128})" if status > 128 else "")


def _told(gone: Gone) -> str:
    return "it did not end in time" if str(gone) == "time" else str(gone)


class Proxy:
    """A student's function, as the judge calls it. Arguments and results cross as plain values; nothing else does.

    Parameters
    ----------
    session : Session
        Where the function is.
    name : str
        Its name.
    seconds : float
        Time for one call.
    outside : sequence of str
        Names of data that it reads outside, for the message that asks about them.
    empty : bool
        Whether it has no body: a stub.
    """

    def __init__(self, session: Session, name: str, seconds: float, outside: Sequence[str], empty: bool) -> None:
        self.__name__ = name
        self.read_outside = tuple(outside)
        self._session, self._seconds, self._empty = session, seconds, empty
        self.ends: list[str] = []
        """How often, and how, the process has ended in a call."""

    def anew(self) -> Proxy:
        """Return a proxy of the same function that has not yet seen the process end."""
        return Proxy(self._session, self.__name__, self._seconds, self.read_outside, self._empty)

    def __call__(self, *args: Any) -> Any:
        """Call the function in the sandbox, and do here what it did there: return, raise, warn, or take too long."""
        if self._empty:
            raise NotImplementedError
        session = self._session
        if len(self.ends) >= session.limits.crashes or session.used_up:
            raise Reported(Crash("Stopped", _told(Gone(self.ends[-1] if self.ends else "time"))))
        try:
            session.go_to(session.position)
            answer, result = self._converse(args)
        except TimeUp:
            session.end()
            raise
        except Gone as gone:
            self.ends.append(str(gone))
            if str(gone) == "time":
                raise TimeUp from gone
            raise Reported(Crash("Stopped", str(gone))) from gone
        if answer != "done":
            raise Reported(Crash(str(result)[:40], "what it returns can't be read"))
        return _relive(result, args)

    def _converse(self, args: tuple[Any, ...]) -> tuple[str, Any]:
        functions: list[Callable[..., Any]] = []
        request: tuple[Any, ...] = ("call", self.__name__, self._seconds * _POLITE, args)
        most = max(self._session.limits.callback_numbers, 4 * _numbers(args))
        for _ in range(self._session.limits.callbacks):
            answer, result = self._session.exchange(request, self._seconds + GRACE, functions)
            self._session.helped |= bool(functions)
            if answer != "callback":
                return answer, result
            request = _call_back(functions, result, most)
        self._session.end()
        raise Gone("it called the function it was given too often")


def _numbers(value: Any) -> int:
    if isinstance(value, list | tuple):
        return sum(map(_numbers, value))
    return value.size if isinstance(value, np.ndarray) else 1


def _call_back(functions: list[Callable[..., Any]], result: Any, most: int) -> tuple[str, Any]:
    """Call one of the grader's functions with what the student's function hands it."""
    number, args = result if isinstance(result, tuple) and len(result) == 2 else (None, None)
    if not isinstance(number, int) or not 0 <= number < len(functions) or not isinstance(args, tuple):
        return "raised", ("TypeError", "there is no such function")
    if _numbers(args) > most:
        return "raised", ("ValueError", "the arrays are far larger than those that were given")
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return "returned", functions[number](*args)
    except Exception as error:  # the student's arguments made it fail, and his function is to see that
        return "raised", (type(error).__name__, str(error)[:300])


def _relive(result: Any, args: tuple[Any, ...]) -> Any:
    """Let the outcome of a call happen here."""
    try:
        value, told, stub, too_slow, changed, warned = result
        for text in warned:
            warnings.warn(str(text), RuntimeWarning, stacklevel=2)
        for i in changed:
            _spoil(args[i])
        crash = None if told is None else _crash(*told)
    except (TypeError, ValueError, IndexError) as error:
        raise Reported(Crash("Stopped", "its answer has the wrong form")) from error
    if too_slow:
        raise TimeUp
    if stub:
        raise NotImplementedError
    if crash is not None:
        raise _as_error(crash)
    return value


def _crash(kind: Any, text: Any, line: Any, shapes: Any, above: Any) -> Crash:
    """Return what is told of an exception as texts of bounded length."""
    return Crash(*(str(part)[:300] for part in (kind, text, line, shapes)), tuple(str(s)[:200] for s in above[:50]))


def _spoil(argument: Any) -> None:
    """Change an argument, so that the judge sees what happened to its copy in the sandbox."""
    if isinstance(argument, np.ndarray) and argument.size:
        argument.flat[0] = not argument.flat[0] if argument.dtype.kind in "biu" else np.nan
    elif isinstance(argument, list):
        argument.append(None)


_KINDS = {
    kind.__name__: type(kind.__name__, (Reported, kind), {})
    for kind in (
        ArithmeticError, AssertionError, AttributeError, IndexError, KeyError, LookupError, RuntimeError, TypeError,
        ValueError, ZeroDivisionError,
    )
}  # fmt: skip


def _as_error(crash: Crash) -> Reported:
    """Return an error of the same kind, where it is one that a test may look for."""
    return _KINDS.get(crash.kind, Reported)(crash)
