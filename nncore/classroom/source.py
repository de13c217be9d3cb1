"""From a lesson's source file to an unexecuted notebook with nbgrader's metadata.

A lesson is written once, as ``solutions/NN-name/NN-name.py`` in jupytext's percent format. Short
markers on its cells are expanded here:

``# %% solution="name"``
    a code cell with a ``### BEGIN SOLUTION`` ... ``### END SOLUTION`` region; students see a stub.
``# %% test="name"`` with the one line ``check(name)``
    a graded cell. Its points are those of the exercise record, and the hidden test ``grade(name)``
    on inputs from the teacher's secret seed is appended.
``# %% test="name" points=2`` with anything else in it
    a graded cell as it stands: its last expression is the score.
``# %% [markdown] manual="name" points=2``
    a question that a person grades; the model answer stands between the solution markers.
``seeds="S2.18 S2.20"``
    on any cell: the slides' items that it teaches, for the coverage page; not kept in the notebook.
``tags=[...]``
    kept on any cell.

Everything here is a function of the text alone, so the same source gives the same bytes.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# No version: it would change with the interpreter that builds.
LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
HIDDEN_TEST = """
### BEGIN HIDDEN TESTS
from nncore.exercises import grade
grade({name})
### END HIDDEN TESTS"""

_MARKERS = {"solution", "test", "manual", "points", "tags", "seeds"}
_NAME = re.compile(r"[A-Za-z0-9_-]{1,50}")


class BuildError(Exception):
    """A lesson cannot be built; the message says which cell and why."""


def record_points(name: str) -> float:
    """Look up the points of an exercise in its record.

    Parameters
    ----------
    name : str
        Name of the exercise, as in ``check(name)``.

    Returns
    -------
    float
        The points of ``nncore.exercises.get(name)``.

    Raises
    ------
    BuildError
        If there is no such record.
    """
    try:
        from nncore.exercises import get

        return float(get(name).points)
    except (ImportError, LookupError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise BuildError(
            f"nncore.exercises.get({name!r}) found no record ({reason}). "
            f"Write the record in nncore/exercises/ first: the points come from it."
        ) from error


def read_lesson(path: Path, points_of: Callable[[str], float] = record_points) -> NotebookNode:
    """Read a lesson's source file into an unexecuted notebook.

    Parameters
    ----------
    path : Path
        The ``.py`` file in percent format.
    points_of : callable, optional
        From the name of an exercise to its points; the exercise records by default.

    Returns
    -------
    NotebookNode
        Notebook with nbgrader's metadata, stable cell ids and hidden tests, without outputs.

    Raises
    ------
    BuildError
        If a marker is unknown or incomplete, or an exercise has no record.
    """
    notebook = read_page(path, keep_markers=True)
    for cell in notebook.cells:
        try:
            _expand_markers(cell, points_of)
        except BuildError as error:
            raise BuildError(f"{path.name}, cell {first_line(cell)!r}: {error}") from error
    _require_pairs(notebook.cells, path)
    _set_ids(notebook.cells)
    return notebook


def read_page(path: Path, keep_markers: bool = False) -> NotebookNode:
    """Read a page without exercises (the start page, the glossary) into a notebook.

    Parameters
    ----------
    path : Path
        The ``.py`` file in percent format.
    keep_markers : bool, optional
        Leave the markers of a lesson on the cells, for `read_lesson` to expand.

    Returns
    -------
    NotebookNode
        Notebook with stable cell ids, no outputs, and no metadata but tags.

    Raises
    ------
    BuildError
        If a cell is empty or carries a marker that is not known here.
    """
    raw = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    notebook = nbformat.v4.new_notebook()
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": LANGUAGE_INFO})
    notebook.nbformat_minor = 5
    allowed = _MARKERS if keep_markers else {"tags", "seeds"}
    for cell in raw.cells:
        marks = {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}
        unknown = sorted(set(marks) - allowed)
        if unknown:
            raise BuildError(
                f"{path.name}, cell {first_line(cell)!r}: unknown marker {unknown[0]!r}; "
                f"known here: {', '.join(sorted(allowed))}"
            )
        if cell.cell_type not in ("code", "markdown"):
            raise BuildError(f"{path.name}, cell {first_line(cell)!r}: {cell.cell_type} cells are not used here")
        if not cell.source.strip():
            raise BuildError(f"{path.name}: a cell is empty")
        if not keep_markers:
            marks.pop("seeds", None)
        make = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        notebook.cells.append(make(cell.source.rstrip(), metadata=marks))
    _set_ids(notebook.cells)
    return notebook


def first_line(cell: NotebookNode) -> str:
    """Return the first line of a cell that says something, to name it in a message.

    Parameters
    ----------
    cell : NotebookNode
        Any cell.

    Returns
    -------
    str
        At most 70 characters.
    """
    lines = [line.strip() for line in cell.source.splitlines() if line.strip()]
    return lines[0][:70] if lines else ""


def grade_id(cell: NotebookNode) -> str | None:
    """Return the name under which nbgrader knows a cell, or None.

    Parameters
    ----------
    cell : NotebookNode
        Any cell.

    Returns
    -------
    str or None
        The cell's ``grade_id``.
    """
    name: str | None = cell.metadata.get("nbgrader", {}).get("grade_id")
    return name


def _expand_markers(cell: NotebookNode, points_of: Callable[[str], float]) -> None:
    marks: dict[str, Any] = dict(cell.metadata)
    kinds = [kind for kind in ("solution", "test", "manual") if kind in marks]
    tags = marks.get("tags")
    cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
    if not kinds:
        if "points" in marks:
            raise BuildError("points= needs test= or manual= beside it")
        return
    if len(kinds) > 1:
        raise BuildError(f"one cell cannot be {' and '.join(kinds)} at once")
    kind = kinds[0]
    name = str(marks[kind])
    if not _NAME.fullmatch(name):
        raise BuildError(f"{kind}={name!r}: use 1 to 50 letters, digits, - and _")
    expected = "markdown" if kind == "manual" else "code"
    if cell.cell_type != expected:
        raise BuildError(f"{kind}= belongs on a {expected} cell, this is a {cell.cell_type} cell")
    given = marks.get("points")
    if kind == "solution":
        _require_region(cell, "SOLUTION")
        if given is not None:
            raise BuildError("points belong on the test cell")
        cell.metadata["nbgrader"] = _nbgrader(name, solution=True)
    elif kind == "manual":
        _require_region(cell, "SOLUTION")
        cell.metadata["nbgrader"] = _nbgrader(name, grade=True, solution=True, points=_number(given))
    elif cell.source == f"check({name})":
        if given is not None:
            raise BuildError("the points of a check(...) cell come from its exercise record, not from here")
        cell.metadata["nbgrader"] = _nbgrader(f"check-{name}", grade=True, locked=True, points=points_of(name))
        cell.source += HIDDEN_TEST.format(name=name)
    else:
        if f"check({name})" in cell.source:
            raise BuildError(f"a test cell holds the one line check({name}) and nothing else")
        cell.metadata["nbgrader"] = _nbgrader(f"check-{name}", grade=True, locked=True, points=_number(given))


def _nbgrader(
    name: str,
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: float | None = None,
) -> NotebookNode:
    metadata: dict[str, Any] = {
        "grade": grade,
        "grade_id": name,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        metadata["points"] = int(points) if float(points).is_integer() else float(points)
    return nbformat.from_dict(metadata)


def _number(points: Any) -> float:
    if isinstance(points, bool) or not isinstance(points, (int, float)) or points <= 0:
        raise BuildError(f"points= must be a number above 0, not {points!r}")
    return float(points)


def _require_region(cell: NotebookNode, word: str) -> None:
    begin, end = cell.source.count(f"### BEGIN {word}"), cell.source.count(f"### END {word}")
    if begin != end or begin == 0:
        raise BuildError(
            f"needs ### BEGIN {word} and ### END {word} around what students must not see "
            f"({begin} begin, {end} end found)"
        )


def _require_pairs(cells: Iterable[NotebookNode], path: Path) -> None:
    """Refuse solutions outside solution cells and names used twice: nbgrader would mix them up."""
    seen: set[str] = set()
    for cell in cells:
        name = grade_id(cell)
        solution = cell.metadata.get("nbgrader", {}).get("solution", False)
        if "### BEGIN SOLUTION" in cell.source and not solution:
            raise BuildError(
                f"{path.name}, cell {first_line(cell)!r}: a solution stands in a cell without solution= "
                f"or manual=, so students would see it"
            )
        if name is not None and name in seen:
            raise BuildError(f"{path.name}: the name {name!r} is used on two cells")
        if name is not None:
            seen.add(name)


def _set_ids(cells: Iterable[NotebookNode]) -> None:
    """Give each cell an id that depends on its text alone: jupytext's ids are random."""
    used: dict[str, int] = {}
    for cell in cells:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
        name = grade_id(cell) or digest
        used[name] = used.get(name, 0) + 1
        cell.id = name if used[name] == 1 else f"{name}-{used[name]}"
