"""Run one function on many submissions: in processes of this machine, or on the workers of a Dask cluster.

Both are an `Executor` to the rest: `each_result` does not know which. On this machine the processes talk
through private pipes and not through a Dask scheduler of our own: that would listen on the network, and
without certificates every user of the machine could run code there in the teacher's name.
"""

import multiprocessing
import queue
import signal
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from nncore.classroom.errors import GradingError

Task = TypeVar("Task")
ATTEMPTS = 3
"""How often a task is begun before it counts as failed: a worker may die, a machine may be out of memory."""


class WorkerDied(Exception):
    """The process that worked on a task ended without an answer, each time it was tried."""


class LocalWorkers(Executor):
    """Processes of this machine that each do one task at a time; one that dies is replaced.

    Parameters
    ----------
    n_workers : int
        How many processes.
    """

    def __init__(self, n_workers: int) -> None:
        self.n_workers = n_workers
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all = [_Worker() for _ in range(n_workers)]
        for worker in self._all:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(n_workers, thread_name_prefix="grading")

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``function(*args, **kwargs)`` in the next idle process; all of it must be picklable."""
        return self._threads.submit(self._run, function, args, kwargs)

    def everywhere(self, function: Callable[..., Any], *args: Any) -> dict[str, Any]:
        """Run a function once in each process.

        Returns
        -------
        dict of str to object
            What it returned, or the exception that it raised, by worker.
        """
        with ThreadPoolExecutor(self.n_workers) as threads:
            calls = {f"process {i}": threads.submit(w.call, function, args, {}) for i, w in enumerate(self._all, 1)}
        return {name: call.exception() or call.result() for name, call in calls.items()}

    def warning(self) -> str:
        """Say what keeps the tasks waiting: nothing, here."""
        return ""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, also those that are at work."""
        self._threads.shutdown(wait=False, cancel_futures=cancel_futures)
        for worker in self._all:
            worker.end(at_once=cancel_futures)
        self._threads.shutdown(wait=wait)

    def _run(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        worker = self._idle.get()
        try:
            for _ in range(ATTEMPTS - 1):
                with suppress(WorkerDied):
                    return worker.call(function, args, kwargs)
            return worker.call(function, args, kwargs)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process and the pipe to it; started at its first task, and again after its death."""

    def __init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._lock = threading.Lock()
        self._ended = False

    def call(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        pipe = self._start()
        try:
            pipe.send((function, args, kwargs))
            succeeded, answer = pipe.recv()
        except (EOFError, OSError) as error:
            code = self._clear()
            raise WorkerDied(f"the grading process ended (exit status {code}) in the middle of it") from error
        if succeeded:
            return answer
        raise answer

    def end(self, at_once: bool) -> None:
        with self._lock:
            self._ended = True
            process, pipe = self._process, self._pipe
        if process is None:
            return
        if at_once:
            process.terminate()
        elif pipe is not None:
            with suppress(OSError):
                pipe.send(None)
        process.join(10)
        if process.is_alive():
            process.kill()
            process.join()

    def _start(self) -> Connection:
        with self._lock:
            if self._ended:
                raise WorkerDied("grading was stopped")
            if self._pipe is None:
                context = multiprocessing.get_context("spawn")
                pipe, theirs = context.Pipe()
                process = context.Process(target=_serve, args=(theirs,), name="grading", daemon=True)
                process.start()
                theirs.close()
                self._process, self._pipe = process, pipe
            return self._pipe

    def _clear(self) -> int | None:
        """Forget a dead process; return its exit status."""
        with self._lock:
            process, pipe = self._process, self._pipe
            if not self._ended:
                self._process = self._pipe = None
        if pipe is not None and not self._ended:
            pipe.close()
        if process is None:
            return None
        process.join(10)
        return process.exitcode


def _serve(pipe: Connection) -> None:
    """Answer calls until there are no more; Ctrl-C is for the process that sends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: _leave())
    with suppress(EOFError, OSError):
        while (call := pipe.recv()) is not None:
            pipe.send(_answer(*call))


def _leave() -> None:
    raise SystemExit(143)


def _answer(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, function(*args, **kwargs)
    except Exception as error:
        error.add_note("".join(traceback.format_exception(error)))
        return False, _picklable(error)


def _picklable(error: Exception) -> Exception:
    """Return the error, or one that says the same if it cannot be sent."""
    from pickle import dumps, loads

    try:
        loads(dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


class DaskWorkers(Executor):
    """The workers of a Dask cluster, as many as there are.

    Parameters
    ----------
    address : str
        Of the scheduler: ``tcp://host:8786``, or ``tls://host:8786`` with the certificates that Dask's
        own configuration names.

    Raises
    ------
    GradingError
        If no scheduler answers there, or it has no workers.
    """

    def __init__(self, address: str) -> None:
        from distributed import Client

        self.address = address
        try:
            self._client = Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise GradingError(f"no Dask scheduler answers at {address} ({reason}); nothing was graded") from error
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        if not workers:
            self._client.close()
            raise GradingError(f"the Dask scheduler at {address} has no workers; start some: dask worker {address}")
        self.n_workers = sum(worker["nthreads"] for worker in workers.values())
        self._executor = self._client.get_executor(pure=False)

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``function(*args, **kwargs)`` on a worker; Dask begins it again elsewhere if that one dies."""
        future: Future[Any] = self._executor.submit(function, *args, **kwargs)
        return future

    def everywhere(self, function: Callable[..., Any], *args: Any) -> dict[str, Any]:
        """Run a function once on each worker.

        Returns
        -------
        dict of str to object
            What it returned, or the exception that it raised, by the worker's address.
        """
        answers: dict[str, Any] = self._client.run(function, *args, on_error="return")
        return answers

    def warning(self) -> str:
        """Say in one sentence what keeps the tasks waiting, if anything does.

        Raises
        ------
        GradingError
            If the scheduler is gone.
        """
        if self._client.status not in ("running", "newly-created"):
            raise GradingError(f"the Dask scheduler at {self.address} does not answer any more")
        if not self._client.scheduler_info(n_workers=-1)["workers"]:
            return "all Dask workers are gone; waiting for new ones (Ctrl-C stops, and keeps what is graded)"
        return ""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take back the tasks that are left; the cluster stays."""
        self._executor.shutdown(wait=False)
        self._client.close()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back until the block is through: a database in the middle of a change does not bear it."""
    pressed = []
    if threading.current_thread() is not threading.main_thread():  # only there does Ctrl-C arrive
        yield
        return
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed and callable(before):
        before(signal.SIGINT, None)


def each_result(
    workers: LocalWorkers | DaskWorkers,
    function: Callable[..., Any],
    tasks: Iterable[Task],
    arguments: Callable[[Task], tuple[Any, ...]],
    warn: Callable[[str], None] = print,
    patience: float = 5.0,
) -> Iterator[tuple[Task, Any]]:
    """Run a function on each task and yield the answers as they come.

    Only a few tasks wait at the workers at any time, so that memory does not grow with the class.

    Parameters
    ----------
    workers : LocalWorkers or DaskWorkers
        Who does it.
    function : callable
        Must be importable on the workers.
    tasks : iterable
        What is to be done.
    arguments : callable
        The function's arguments for a task; called only when the task is sent.
    warn : callable, optional
        Takes one line if nothing moves and there is a reason.
    patience : float
        Seconds without an answer after which to ask for the reason.

    Yields
    ------
    tuple of task and object
        The task and what the function returned, or the exception that it raised in the last of its attempts.

    Raises
    ------
    GradingError
        If the cluster is gone.
    """
    coming = iter(tasks)
    begun: dict[Future[Any], tuple[Task, int]] = {}
    said = ""

    def begin(task: Task, attempt: int) -> None:
        begun[workers.submit(function, *arguments(task))] = (task, attempt)

    def fill() -> None:
        while len(begun) < 2 * workers.n_workers + 2:
            try:
                task = next(coming)
            except StopIteration:
                return
            begin(task, 1)

    fill()
    while begun:
        done, _ = wait(begun, timeout=patience, return_when=FIRST_COMPLETED)
        reason = "" if done else workers.warning()
        if reason and reason != said:
            warn(reason)
        said = reason
        for future in done:
            task, attempt = begun.pop(future)
            if future.cancelled():
                workers.warning()
                raise GradingError("the Dask scheduler took back what it was given; start the same command again")
            error = future.exception()
            if isinstance(error, WorkerDied) or error is None or attempt == ATTEMPTS:
                yield task, error or future.result()
            else:
                begin(task, attempt + 1)
        fill()
