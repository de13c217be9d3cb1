"""Read a stranger's notebook, and the release that it should be an answer to."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nncore.classroom.sandbox.jail import GraderFault
from nncore.classroom.sandbox.limits import MB, Limits

_CHECK = re.compile(r"check\((\w+)\)")


class Unreadable(Exception):
    """A submission is no notebook; the message says so to the student."""


@dataclass(frozen=True)
class Cell:
    """A cell of a submission: its code (empty for prose), and the ``grade_id`` that it claims."""

    source: str
    grade_id: str | None


@dataclass(frozen=True)
class Graded:
    """A graded cell of the release.

    Attributes
    ----------
    name : str
        Its ``grade_id``.
    exercise : str or None
        What it checks; None where a person grades.
    points : float
        For a full answer.
    source : str
        As released.
    """

    name: str
    exercise: str | None
    points: float
    source: str


@dataclass(frozen=True)
class Release:
    """What students were given: the sources of its code cells, and what is graded in it."""

    sources: tuple[str, ...]
    graded: tuple[Graded, ...]

    @property
    def tests(self) -> dict[str, Graded]:
        """The cells that `check` grades, by name."""
        return {cell.name: cell for cell in self.graded if cell.exercise}


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Read a submitted file: a plain one of bounded size, and none that a link leads to.

    Raises
    ------
    Unreadable
        If it is anything else.
    """
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        kind = "a link to another file" if path.is_symlink() else f"not there ({error.strerror})"
        raise Unreadable(f"The notebook is {kind}. Hand in the file itself.") from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise Unreadable("The notebook is no file. Hand in the file itself.")
    with os.fdopen(number, "rb") as file:
        return file.read(limits.notebook_bytes + 1)


def read_cells(data: bytes, limits: Limits) -> list[Cell]:
    """Read the code of a notebook, forgiving what does not matter to it.

    Raises
    ------
    Unreadable
        If there is none; the message says why.
    """
    if len(data) > limits.notebook_bytes:
        size = f"{limits.notebook_bytes // MB} MB"
        raise Unreadable(f"The notebook is larger than {size}. Clear its outputs and hand it in again.")
    if not data.strip():
        raise Unreadable("The notebook is an empty file. Was it saved?")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable("The notebook is not in UTF-8, the encoding in which Jupyter saves it.") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("The notebook is damaged: it is not, or not wholly, JSON. Was it cut off?") from error
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise Unreadable("The file is no notebook of Jupyter's format 4: it has no list of cells.")
    if len(cells) > limits.cells:
        raise Unreadable(f"The notebook has more than {limits.cells} cells.")
    return [_cell(cell, limits) for cell in cells]


def _cell(cell: Any, limits: Limits) -> Cell:
    if not isinstance(cell, dict):
        return Cell("", None)
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    is_code = cell.get("cell_type") == "code" and isinstance(source, str) and len(source) <= limits.source_characters
    return Cell(source if is_code else "", name if isinstance(name, str) else None)


def read_release(path: Path) -> Release:
    """Read the notebook that students were given.

    Raises
    ------
    GraderFault
        If it is missing, or holds a test that is not ``check(name)`` and so would have to run beside the answer.
    """
    try:
        cells = json.loads(path.read_bytes())["cells"]
    except (OSError, ValueError, KeyError) as error:
        raise GraderFault(f"the released notebook {path.name} cannot be read ({error}); run `nncore build`") from error
    graded = [_graded(cell, path) for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    code = tuple(_source(cell) for cell in cells if cell["cell_type"] == "code")
    return Release(code, tuple(graded))


def _graded(cell: dict[str, Any], path: Path) -> Graded:
    marks, source = cell["metadata"]["nbgrader"], _source(cell)
    name, points = marks["grade_id"], float(marks["points"])
    if marks.get("solution"):
        return Graded(name, None, points, source)
    match = _CHECK.fullmatch(source.strip())
    if match is None:
        raise GraderFault(f"{path.name}: the test cell {name!r} is not of the form check(name)")
    return Graded(name, match[1], points, source)


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def changes(cells: Sequence[Cell], release: Release) -> list[str]:
    """Tell what happened to the test cells, which do not count as submitted: the released ones do."""
    notes = []
    for name, test in release.tests.items():
        found = [cell.source.strip() for cell in cells if cell.grade_id == name]
        if not found:
            notes.append(f"The cell `{test.source}` was missing. It was put back.")
        elif len(found) > 1:
            notes.append(f"The cell `{test.source}` was there {len(found)} times. It counts once.")
        elif found[0] != test.source.strip():
            notes.append(f"The cell `{test.source}` was changed. The released one was used.")
    return notes
