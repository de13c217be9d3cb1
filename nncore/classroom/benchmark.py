"""How fast and how small grading is: ``python -m nncore.classroom.benchmark``.

Hands in synthetic submissions of a lesson, grades them with ``nncore grade`` and some of the same with stock ``nbgrader
autograde``, and prints processor time, elapsed time and memory. All processes count, also those in the sandbox.
"""

import argparse
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import numpy as np
from nbformat import NotebookNode

from nncore.classroom.course import CONFIG, Lesson, find_root
from nncore.classroom.grading import IN_A_KERNEL, fill_in, solutions_of

_QUICK = "import sys; sys.modules['rfc3987_syntax'] = None; "
_OURS = _QUICK + "from nncore.classroom.cli import main; sys.exit(main(sys.argv[1:]))"
_STOCK = _QUICK + "import nbgrader.apps.nbgraderapp as app; app.main()"
_SLIPS = ((" / len(Y)", ""), (".T @", " @"), ("keepdims=True", "keepdims=False"), (" - ", " + "), ("axis=0", "axis=1"))
_SUBREAPER = 36  # prctl: processes whose parents ended become ours, so that their time is counted


@dataclass
class Measured:
    """What one command took.

    Attributes
    ----------
    cpu : float
        Processor seconds of all its processes.
    elapsed : float
        Seconds.
    memory : list of (float, float)
        Resident megabytes of the command's own process and of all its processes, every half second.
    """

    cpu: float = 0.0
    elapsed: float = 0.0
    memory: list[tuple[float, float]] = field(default_factory=list)


def synthetic(lesson: Lesson, n: int, rng: np.random.Generator) -> Iterator[NotebookNode]:
    """Make submissions, no two alike: each function is right, or slightly wrong, or not written.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    n : int
        How many.
    rng : numpy.random.Generator
        Source of chance.

    Yields
    ------
    NotebookNode
        A filled-in release.
    """
    release = nbformat.read(lesson.release, as_version=4)
    right = solutions_of(nbformat.read(lesson.solution, as_version=4))
    code = {cell.id for cell in release.cells if cell.cell_type == "code"}
    for number in range(n):
        answers = {}
        for name, source in right.items():
            chance = rng.random()
            if name not in code:
                answers[name] = f"Answer {number}."
            elif chance < 0.7:
                answers[name] = source
            elif chance < 0.9:
                old, new = _SLIPS[rng.integers(len(_SLIPS))]
                answers[name] = source.replace(old, new)
        yield fill_in(release, answers)


def make_class(lesson: Lesson, folder: Path, n: int, seed: int = 0) -> None:
    """Make a course folder with one lesson and synthetic submissions of it.

    Parameters
    ----------
    lesson : Lesson
        The lesson; copied.
    folder : Path
        An empty folder.
    n : int
        How many submissions.
    seed : int
        The same seed, the same submissions: the first ones of a larger class are those of a smaller one.
    """
    shutil.copy(lesson.root / CONFIG, folder)
    for part in ("solutions", "course"):
        shutil.copytree(lesson.root / part / lesson.name, folder / part / lesson.name)
    for number, notebook in enumerate(synthetic(lesson, n, np.random.default_rng(seed))):
        path = folder / "grading" / "submitted" / f"student-{number:05}" / lesson.name / f"{lesson.name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.v4.writes(notebook), encoding="utf-8")


def measure(program: str, arguments: Sequence[str], folder: Path) -> Measured:
    """Run Python code as a command, and measure all the processes that it makes.

    Parameters
    ----------
    program : str
        Python code.
    arguments : sequence of str
        Of the command line.
    folder : Path
        Where it runs.

    Returns
    -------
    Measured
        What it took.

    Raises
    ------
    RuntimeError
        If it fails; the message ends with what it printed.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    home = folder / "home"
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home),
        "IPYTHONDIR": str(home),
    }
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    measured, before, begin = Measured(), _children_cpu(), time.monotonic()
    with tempfile.TemporaryFile("w+", errors="replace") as printed:
        command = [sys.executable, "-c", program, *arguments]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=printed, stderr=subprocess.STDOUT)
        watcher = threading.Thread(target=_watch, args=(process, measured), daemon=True)
        watcher.start()
        status = process.wait()
        measured.elapsed = time.monotonic() - begin
        watcher.join()
        _reap()
        measured.cpu = _children_cpu() - before
        if status:
            printed.seek(0)
            raise RuntimeError(f"{' '.join(arguments)} failed:\n" + "\n".join(printed.read().splitlines()[-15:]))
    return measured


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reap() -> None:
    """Wait a little for the processes that the command left to us."""
    end = time.monotonic() + 5
    with suppress(ChildProcessError):
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.05)


def _watch(process: "subprocess.Popen[bytes]", measured: Measured) -> None:
    while process.poll() is None:
        family = _family(process.pid)
        measured.memory.append((_resident(process.pid), sum(_resident(pid) for pid in family)))
        time.sleep(0.5)


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _resident(pid: int) -> float:
    """Return a process's own memory in MB: what it shares with others counts at each of them in part."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print what it measured.

    Parameters
    ----------
    arguments : sequence of str, optional
        Of the command line.

    Returns
    -------
    int
        Exit status.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    parser = argparse.ArgumentParser(prog="python -m nncore.classroom.benchmark", description=main.__doc__)
    parser.add_argument("--lesson", default="09-backprop-in-matrices", help="folder name of the lesson")
    parser.add_argument("--submissions", type=int, default=1000, metavar="N")
    parser.add_argument("--stock", type=int, default=10, metavar="N", help="how many of them also with nbgrader")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    options = parser.parse_args(arguments)
    lesson = Lesson(find_root(Path.cwd()), options.lesson)
    with tempfile.TemporaryDirectory(prefix="nncore-benchmark-") as name:
        ours, stock = Path(name) / "ours", Path(name) / "stock"
        ours.mkdir()
        stock.mkdir()
        make_class(lesson, ours, options.submissions)
        took = measure(_OURS, ["grade", lesson.name, "--jobs", str(options.jobs)], ours)
        each = took.cpu / options.submissions
        print(f"nncore grade: {options.submissions} submissions of {lesson.name} with {options.jobs} processes")
        print(f"  {took.elapsed:.1f} s, {took.cpu:.1f} s of processor time: {1000 * each:.1f} ms a submission")
        print(_memory(took))
        if options.stock:
            make_class(lesson, stock, options.stock)
            measure(_STOCK, ["generate_assignment", lesson.name, "--force"], stock)
            took = measure(_STOCK, ["autograde", lesson.name, IN_A_KERNEL], stock)
            other = took.cpu / options.stock
            print(f"nbgrader autograde: {options.stock} of the same submissions")
            print(f"  {took.elapsed:.1f} s, {took.cpu:.1f} s of processor time: {1000 * other:.0f} ms a submission")
            print(f"stock takes {other / each:.0f} times the processor time")
    return 0


def _memory(took: Measured) -> str:
    """Compare the memory after a third of the run with the most in its last third."""
    samples = [sample for sample in took.memory if sample[0]]
    if len(samples) < 6:
        return "  too short to watch the memory"
    third = len(samples) // 3
    own, everything = samples[third]
    most_own, most = max(s[0] for s in samples[-third:]), max(s[1] for s in samples[-third:])
    return (
        f"  memory after a third of the run: {own:.0f} MB (all processes {everything:.0f} MB); "
        f"at most in its last third: {most_own:.0f} MB ({most:.0f} MB)"
    )


if __name__ == "__main__":
    sys.exit(main())
