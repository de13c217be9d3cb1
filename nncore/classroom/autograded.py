"""The autograded notebook: what formgrader shows a teacher and nbgrader turns into feedback.

A stranger's notebook, shown by software that trusts it: so nothing of it is kept but the text of its cells.
Test cells, ids, types and metadata are the release's; outputs are the grader's; code is shown, not run; and in
text no HTML, link or active formula is left.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from nncore.classroom.feedback import cell_html, cell_text
from nncore.classroom.sandbox.result import CellResult, SubmissionResult

Cell = dict[str, Any]

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"\](?=[(:])")
_ACTIVE_TEX = re.compile(
    r"\\(?=(?:href|url|style|class|cssId|data|html\w*|require|unicode|mmlToken|enclose|bbox|includegraphics"
    r"|toggle|mathtip|texttip)(?![A-Za-z]))"
)


def inert(markdown: str) -> str:
    """Take everything active out of Markdown; words, formatting, code and formulas stay readable.

    A space is put between ``<`` and the name of a tag, between the two halves of a link or picture, and after
    the backslash of TeX commands that make links or styles. Neither HTML, Markdown nor MathJax sees more in
    that than text, and in code and formulas it changes nothing that matters.

    Parameters
    ----------
    markdown : str
        A stranger's text.

    Returns
    -------
    str
        The text to show.
    """
    return _ACTIVE_TEX.sub(r"\\ ", _LINK.sub("] ", _TAG.sub("< ", markdown)))


def autograded(
    release: Mapping[str, Any], submitted: list[Cell] | None, result: SubmissionResult, mark: str
) -> dict[str, Any]:
    """Make the notebook that shows what was handed in, and what it earned.

    Parameters
    ----------
    release : mapping
        The lesson's release, as JSON.
    submitted : list of dict or None
        The cells that were handed in, as JSON; None if they cannot be read.
    result : SubmissionResult
        What the grader says.
    mark : str
        Kept in the metadata, to tell whether the notebook is up to date; see `mark_of`.

    Returns
    -------
    dict
        The notebook's JSON: valid nbformat 4.5, without anything that a browser would run.
    """
    released = {_name(cell): cell for cell in release["cells"] if _name(cell)}
    results = {cell.name: cell for cell in result.cells}
    cells = [] if not result.notes else [_remarks(result.notes)]
    missing = dict(released)
    prose = {_source(cell) for cell in release["cells"] if cell["cell_type"] == "markdown"}
    for number, cell in enumerate(release["cells"] if submitted is None else submitted):
        name = _name(cell)
        if name in missing:
            cells.append(_known(missing.pop(name), _source(cell), results.get(name)))
        else:
            cells.append(_unknown(cell, f"student-{number}", prose))
    for name, cell in missing.items():
        if name in results:
            cells.append(_known(cell, _source(cell), results[name]))
    metadata = {key: release["metadata"][key] for key in ("kernelspec", "language_info")}
    return {"cells": cells, "metadata": {**metadata, "nncore": mark}, "nbformat": 4, "nbformat_minor": 5}


def mark_of(key: str, result: SubmissionResult) -> str:
    """Return a short text that differs where the autograded notebook would.

    Parameters
    ----------
    key : str
        Of what was graded, the lesson's release included.
    result : SubmissionResult
        What the grader says.

    Returns
    -------
    str
        The key and a hash, with a dot between.
    """
    cells = [cell.__dict__ for cell in result.cells]
    said = json.dumps([cells, result.notes], sort_keys=True)
    return f"{key}.{sha256(said.encode()).hexdigest()[:16]}"


def unanswered(release: Mapping[str, Any], submitted: list[Cell] | None) -> set[str]:
    """Name the solution cells that are as they were released, or gone.

    Parameters
    ----------
    release : mapping
        The lesson's release, as JSON.
    submitted : list of dict or None
        The cells that were handed in; None if they cannot be read.

    Returns
    -------
    set of str
        Names of cells.
    """
    answers: dict[str, str] = {}
    for cell in submitted or ():
        answers.setdefault(_name(cell), _source(cell))
    solutions = [cell for cell in release["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    return {_name(cell) for cell in solutions if answers.get(_name(cell), _source(cell)) == _source(cell)}


def _known(released: Cell, source: str, result: CellResult | None) -> Cell:
    """Return a cell of the release with the student's text, where it is a place for it, and the grader's output."""
    cell = {key: released[key] for key in ("id", "cell_type", "metadata")}
    about = cell["metadata"].get("nbgrader", {})
    text = source if about.get("solution") else _source(released)
    cell["source"] = text if cell["cell_type"] == "code" or text == _source(released) else inert(text)
    if cell["cell_type"] == "code":
        cell["execution_count"] = None
        cell["outputs"] = _outputs(result) if result is not None and about.get("grade") else []
    return cell


def _unknown(cell: Cell, identity: str, prose: set[str]) -> Cell:
    """Return a cell without a place in the release: its text, made inert if it is not the release's own."""
    source = _source(cell)
    if cell.get("cell_type") == "code":
        new = {"cell_type": "code", "source": source, "execution_count": None, "outputs": []}
    else:
        new = {"cell_type": "markdown", "source": source if source in prose else inert(source)}
    return {"id": identity, "metadata": {}, **new}


def _remarks(notes: tuple[str, ...]) -> Cell:
    lines = ["**The grader remarks:**", "", *(f"- {inert(note)}" for note in notes)]
    return {"id": "grader-remarks", "cell_type": "markdown", "metadata": {}, "source": "\n".join(lines)}


def _outputs(result: CellResult) -> list[Cell]:
    """Say what the cell earned, first in words, then as the number that nbgrader reads."""
    words = {"text/plain": cell_text(result), "text/html": cell_html(result)}
    return [
        {"output_type": "display_data", "data": words, "metadata": {}},
        {
            "output_type": "execute_result",
            "data": {"text/plain": repr(float(result.score or 0.0))},
            "metadata": {},
            "execution_count": None,
        },
    ]


def _name(cell: Cell) -> str:
    """Return a cell's grade_id, or an empty text, whatever a stranger's metadata look like."""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = about.get("grade_id") if isinstance(about, dict) else None
    return name if isinstance(name, str) else ""


def _source(cell: Cell) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""
