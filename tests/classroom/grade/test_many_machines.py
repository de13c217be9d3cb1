"""The same class on a Dask cluster that loses a worker, and in one process: every score is the same."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from nncore.classroom.errors import GradingError
from nncore.classroom.sandbox import Grader

LESSON = "09-backprop-in-matrices"
N_STUDENTS = 200
WRONG = [
    {"dense_backward": "def dense_backward(D, A_prev, W):\n    return A_prev.T @ D, D.mean(axis=0), D @ W.T"},
    {"loss_delta": "def loss_delta(P, Y, loss):\n    return P - Y"},
    {"sgd_update": "def sgd_update(params, grads, learning_rate):\n    return params"},
    {"sgd_update": "import os\nos._exit(1)"},
]


@contextmanager
def cluster(folder: Path, n_workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a Dask scheduler and workers on loopback; yield its address and the workers."""
    file = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}

    def start(kind: str, *options: str) -> subprocess.Popen[bytes]:
        common = ["--host", "127.0.0.1", "--scheduler-file", str(file), "--no-dashboard"]
        process = subprocess.Popen([sys.executable, "-m", f"distributed.cli.{kind}", *common, *options], **quiet)
        stack.callback(process.wait)
        stack.callback(process.kill)
        return process

    with ExitStack() as stack:
        start("dask_scheduler", "--port", "0")
        _wait_for(file.exists)
        workers = [start("dask_worker", "--no-nanny", "--nthreads", "1") for _ in range(n_workers)]
        from distributed import Client

        with Client(scheduler_file=str(file), set_as_default=False) as client:
            if n_workers:
                client.wait_for_workers(n_workers, timeout=120)
            address = client.scheduler.address
        yield address, workers


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")
def test_a_cluster_that_loses_a_worker_gives_the_scores_of_one_process(classroom: Any, tmp_path: Path) -> None:
    for number in range(N_STUDENTS):
        mistaken, kind = number % 4 == 0, number // 4 % len(WRONG)
        answers = {**(WRONG[kind] if mistaken else {}), "why-db-sums": f"Answer {number}."}
        classroom.hand_in(f"s{number:03}", classroom.notebook(answers))
    results = classroom.root / f"grading/results/{LESSON}.jsonl"
    with cluster(tmp_path, 2) as (address, workers):
        killer = threading.Thread(target=_kill_after, args=(workers[0], results, 40), daemon=True)
        killer.start()
        summary = classroom.grade(scheduler=address, make=Grader)
        killer.join()
        assert workers[0].poll() == -signal.SIGKILL
        assert workers[1].poll() is None
    assert (summary.graded, summary.problems) == (N_STUDENTS, {})
    on_the_cluster = classroom.everyone()
    assert len(on_the_cluster) == N_STUDENTS
    assert classroom.grade(jobs=1, make=Grader, afresh=True).graded == N_STUDENTS
    assert classroom.everyone() == on_the_cluster
    assert len({str(scores) for scores in on_the_cluster.values()}) == len(WRONG)  # the last two lose the same


def test_a_cluster_without_workers_is_refused(classroom: Any, tmp_path: Path) -> None:
    classroom.hand_in("ana", classroom.notebook())
    with cluster(tmp_path, 0) as (address, _), pytest.raises(GradingError, match="has no workers; start some"):
        classroom.grade(scheduler=address, make=Grader)
    assert classroom.everyone() == {}


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")
def test_ctrl_c_keeps_what_is_graded_and_the_next_run_goes_on(classroom: Any) -> None:
    for number in range(30):
        classroom.hand_in(f"s{number:02}", classroom.notebook({"why-db-sums": f"Answer {number}."}))
    results = classroom.root / f"grading/results/{LESSON}.jsonl"
    program = (  # a shell that put the tests in the background has told them to ignore Ctrl-C
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from nncore.classroom.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, "grade", "09", "--jobs", "2"],
        cwd=classroom.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    _wait_for(lambda: _lines(results) >= 5)
    os.killpg(process.pid, signal.SIGINT)  # what a terminal does: to the command and to all of its processes
    printed, _ = process.communicate(timeout=120)
    assert process.returncode == 130, printed
    kept = _lines(results)
    assert f"{kept} submissions were graded and are kept" in printed
    assert "Traceback" not in printed
    assert len(classroom.everyone()) == kept < 30
    summary = classroom.grade(jobs=2, make=Grader)
    assert (summary.graded, summary.kept) == (30 - kept, kept)
    assert len(classroom.everyone()) == 30


def _kill_after(worker: subprocess.Popen[bytes], results: Path, n_lines: int) -> None:
    _wait_for(lambda: _lines(results) >= n_lines)
    worker.kill()


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def _wait_for(condition: Any, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
