"""Where the course teaches each item of the slides: gathered from the marker ``seeds="..."`` on the cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import jupytext

from nncore.classroom.course import find_lessons, find_pages
from nncore.classroom.source import BuildError
from nncore.slides.items import items

_HEADING = re.compile(r"^#+ (?!BEGIN |END )(.+)$", re.MULTILINE)  # not nbgrader's "### BEGIN SOLUTION"


@dataclass(frozen=True)
class Place:
    """A cell that teaches an item.

    Attributes
    ----------
    notebook : str
        Its path under ``course/``.
    cell : int
        Its number in the notebook, counted from 1.
    heading : str
        The heading it stands under.
    """

    notebook: str
    cell: int
    heading: str

    def link(self, folder: str = "") -> str:
        """Return a Markdown link to the heading, with the lesson's number and the cell's."""
        anchor = self.heading.replace(" ", "-").replace("(", "%28").replace(")", "%29")
        name = Path(self.notebook).stem
        return f"[{name.split('-')[0]}, cell {self.cell}]({folder}{self.notebook}#{anchor})"


def coverage(root: Path) -> dict[str, list[Place]]:
    """Find the cells that teach each item of the slides.

    Parameters
    ----------
    root : Path
        The course's root.

    Returns
    -------
    dict of str to list of Place
        By the item's id, for all items in their order; empty lists where nothing teaches an item.

    Raises
    ------
    BuildError
        If a cell's marker names an item that the slides do not have.
    """
    found: dict[str, list[Place]] = {item.id: [] for item in items()}
    sources = [(lesson.source, f"{lesson.name}/{lesson.name}.ipynb") for lesson in find_lessons(root)]
    sources += [(source, target.name) for source, target in find_pages(root).items()]
    for source, notebook in sources:
        heading = ""
        cells = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent").cells
        for number, cell in enumerate(cells, start=1):
            headings = _HEADING.findall(cell.source) if cell.cell_type == "markdown" else []
            heading = headings[-1].strip() if headings else heading
            for id in str(cell.metadata.get("seeds", "")).split():
                if id not in found:
                    raise BuildError(f"{source.name}, cell {number}: the slides have no item {id!r}")
                found[id].append(Place(notebook, number, heading))
    return found


def coverage_table(root: Path) -> str:
    """Write a Markdown table: item, line in its deck's text, what it says, where it is taught.

    Parameters
    ----------
    root : Path
        The course's root.
    """
    places = coverage(root)
    rows = ["| item | line | what the slides say | taught in |", "|---|--:|---|---|"]
    for item in items():
        taught = ", ".join(place.link() for place in places[item.id]) or "*nowhere yet*"
        rows.append(f"| {item.id} | {item.line} | {item.content} | {taught} |")
    return "\n".join(rows)
