"""The files that are made from the whole course: its pages, README's table of lessons, the measured graders."""

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from nncore.classroom import graders
from nncore.classroom.course import find_lessons, find_pages
from nncore.classroom.coverage import coverage_table
from nncore.classroom.source import BuildError, read_lesson, read_page
from nncore.slides import all_errata, all_terms
from nncore.slides.tables import errata_table, terms_table

_README_TABLE = re.compile(r"(<!-- lessons -->\n).*?(\n<!-- end of lessons -->)", re.DOTALL)


def generated(root: Path) -> dict[Path, Callable[[], bytes]]:
    """List the generated files that are no lesson, each with the function that makes its contents.

    Parameters
    ----------
    root : Path
        The course's root.

    Returns
    -------
    dict of Path to callable
        The pages; README.md where it has a place for the table; the graders' page where there are tests.
    """
    files: dict[Path, Callable[[], bytes]] = {}
    for source, target in find_pages(root).items():
        files[target] = lambda source=source: page_bytes(root, source)  # type: ignore[misc]
    readme = root / "README.md"
    if readme.is_file() and _README_TABLE.search(readme.read_text(encoding="utf-8")):
        files[readme] = lambda: _readme_bytes(root)
    if (root / graders.HELD_BACK).is_dir():
        files[root / graders.PAGE] = lambda: graders.page(root).encode()
    return files


def page_bytes(root: Path, source: Path) -> bytes:
    """Build a page; a line such as ``<!-- lessons -->`` becomes what it names.

    Parameters
    ----------
    root : Path
        The course's root.
    source : Path
        The page's ``.py``.

    Returns
    -------
    bytes
        The notebook file.
    """
    parts = {
        "<!-- lessons -->": lambda: lesson_map(root),
        "<!-- errata -->": lambda: errata_table(all_errata().values()),
        "<!-- glossary -->": lambda: terms_table(all_terms()),
        "<!-- coverage -->": lambda: coverage_table(root),
    }
    notebook = read_page(source)
    for cell in notebook.cells:
        for marker, make in parts.items():
            if marker in cell.source:
                cell.source = cell.source.replace(marker, make())
    return notebook_bytes(notebook)


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """Write a notebook as nbgrader does.

    Parameters
    ----------
    notebook : NotebookNode
        Any notebook.

    Returns
    -------
    bytes
        The file, ending with a newline.
    """
    text = nbformat.writes(notebook, version=4)
    return (text if text.endswith("\n") else text + "\n").encode()


def _readme_bytes(root: Path) -> bytes:
    text = (root / "README.md").read_text(encoding="utf-8")
    table = lesson_map(root, folder="course/")
    return _README_TABLE.sub(lambda found: found[1] + table + found[2], text).encode()


def lesson_map(root: Path, folder: str = "") -> str:
    """Write the table of lessons from their sources: title, question, minutes and points.

    The question is the last sentence of the paragraph that begins with ``**The question.**``; the minutes are
    the first that the prose names, as in ``About 45 minutes``.

    Parameters
    ----------
    root : Path
        The course's root.
    folder : str
        What stands before each link.

    Returns
    -------
    str
        A markdown table, then links to the other pages, if there are any.
    """
    rows = ["| | Lesson | The question | Minutes | Points |", "|---:|:---|:---|---:|---:|"]
    for lesson in find_lessons(root):
        notebook = read_lesson(lesson.source)
        points = sum(cell.metadata.get("nbgrader", {}).get("points") or 0 for cell in notebook.cells)
        number = lesson.name.split("-")[0]
        link = f"[{_title(notebook)}]({folder}{lesson.name}/{lesson.name}.ipynb)"
        rows.append(f"| {number} | {link} | {_question(notebook)} | {_minutes(notebook)} | {points:g} |")
    others = [source for source in find_pages(root) if source.stem != "index"]
    links = [f"[{_title(read_page(source))}]({folder}{source.stem}.ipynb)" for source in others]
    return "\n".join(rows) + ("\n\nAlso: " + ", ".join(links) + "." if links else "")


def _question(notebook: NotebookNode) -> str:
    found = re.search(r"\*\*The question\.\*\*(.*?)(\n\n|$)", _prose(notebook), re.DOTALL)
    sentences = re.split(r"(?<=[.?!])\s+", " ".join(found[1].split())) if found else [""]
    question = sentences[-1].removeprefix("And ").replace("|", "\\|")
    return question[:1].upper() + question[1:]


def _minutes(notebook: NotebookNode) -> str:
    found = re.search(r"(\d+)( to \d+)?\s+minutes", _prose(notebook))
    return found[0].split("minutes")[0].strip() if found else ""


def _prose(notebook: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def _title(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        for line in cell.source.splitlines():
            if cell.cell_type == "markdown" and line.startswith("# "):
                return line[2:].strip()
    raise BuildError("a lesson or page needs a title: a markdown cell with a line '# Title'")
