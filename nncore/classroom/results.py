"""The results file: one line for each graded submission, appended as soon as it is known.

What is in it is not lost by an interruption and not graded twice; the gradebook can be written from it again.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nncore.classroom.errors import GradingError
from nncore.classroom.sandbox.result import SubmissionResult


@dataclass(frozen=True)
class Graded:
    """One line of the file.

    Attributes
    ----------
    student : str
        Who handed it in.
    key : str
        Of what was graded and of all that its scores depend on: as long as it is the same, so are they.
    result : SubmissionResult
        The scores.
    """

    student: str
    key: str
    result: SubmissionResult


@dataclass(frozen=True)
class Entry:
    """Where a student's last result is.

    Attributes
    ----------
    key : str
        Of what was graded.
    start : int
        Of its line, in bytes from the beginning of the file.
    """

    key: str
    start: int


class ResultsFile:
    """The results of one lesson; create it with `open_results`.

    Parameters
    ----------
    path : Path
        A file of JSON lines; made with the first line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def index(self) -> dict[str, Entry]:
        """Find the last result of each student; a line that a crash cut off counts as not written."""
        entries = {}
        if self.path.exists():
            with self.path.open("rb") as file:
                start = 0
                for line in file:
                    graded = _parse(line)
                    if graded is not None:
                        entries[graded.student] = Entry(graded.key, start)
                    start += len(line)
        return entries

    def load(self, entry: Entry) -> Graded:
        """Read one result; all of them together may be large.

        Parameters
        ----------
        entry : Entry
            From `index` or `append`.

        Returns
        -------
        Graded
            The line.
        """
        with self.path.open("rb") as file:
            file.seek(entry.start)
            graded = _parse(file.readline())
        if graded is None:
            raise GradingError(f"{self.path} was changed by something else; start the same command again")
        return graded

    def append(self, student: str, key: str, result: SubmissionResult) -> Entry:
        """Write one line: it outlives this process, and after `sync` also the machine's sudden end.

        Parameters
        ----------
        student : str
            Who handed it in.
        key : str
            Of what was graded.
        result : SubmissionResult
            The scores.

        Returns
        -------
        Entry
            Where it is.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = {"student": student, "key": key, "at": now, "result": json.loads(result.to_json())}
        with self.path.open("ab") as file:
            start = file.tell()
            if start and not self._ends_a_line():  # after a line that was cut off begins a new one
                start += file.write(b"\n")
            file.write(json.dumps(line).encode() + b"\n")
        return Entry(key, start)

    def sync(self) -> None:
        """Make sure that all lines are on the disk."""
        if self.path.exists():
            with self.path.open("rb") as file:
                os.fsync(file.fileno())

    def _ends_a_line(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"


def _parse(line: bytes) -> Graded | None:
    try:
        entry = json.loads(line)
        result = SubmissionResult.from_json(json.dumps(entry["result"]))
        return Graded(str(entry["student"]), str(entry["key"]), result)
    except (ValueError, KeyError, TypeError):
        return None


@contextmanager
def open_results(path: Path) -> Iterator[ResultsFile]:
    """Open the results of a lesson; of all processes that do so in a course, one may go on.

    Parameters
    ----------
    path : Path
        The file; its folder is made.

    Yields
    ------
    ResultsFile
        To read and append.

    Raises
    ------
    GradingError
        If another process is grading in this course.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise GradingError("another `nncore grade` is at work in this course; wait until it ends") from error
        yield ResultsFile(path)
