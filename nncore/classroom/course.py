"""Where things are in a course: lessons, pages, and nbgrader's configuration."""

from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class Lesson:
    """One lesson: a source, the solution built from it, and the release for students.

    Attributes
    ----------
    root : Path
        The course's root, where ``nbgrader_config.py`` lies.
    name : str
        Folder name, such as ``09-backprop-in-matrices``; nbgrader's assignment id.
    """

    root: Path
    name: str

    @property
    def source(self) -> Path:
        """The file a lesson is written in."""
        return self.root / "solutions" / self.name / f"{self.name}.py"

    @property
    def solution(self) -> Path:
        """The executed notebook with the solutions."""
        return self.root / "solutions" / self.name / f"{self.name}.ipynb"

    @property
    def release(self) -> Path:
        """The notebook that a student opens."""
        return self.root / "course" / self.name / f"{self.name}.ipynb"


def find_root(start: Path) -> Path:
    """Find the course's root: the nearest folder upwards with ``nbgrader_config.py`` and ``solutions/``.

    Parameters
    ----------
    start : Path
        Where to start looking; the checkout that this package was installed from comes last.

    Returns
    -------
    Path
        The course's root.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents, Path(__file__).resolve().parents[2]):
        if (folder / CONFIG).is_file() and (folder / "solutions").is_dir():
            return folder
    raise FileNotFoundError(
        f"no course found: neither {start} nor a folder above it holds {CONFIG} and solutions/. "
        f"Run this inside a checkout of the course."
    )


def find_lessons(root: Path) -> list[Lesson]:
    """List the lessons of a course in the order of their names.

    Parameters
    ----------
    root : Path
        The course's root.

    Returns
    -------
    list of Lesson
        One for each folder ``solutions/NAME`` that holds ``NAME.py``.
    """
    folders = sorted(folder for folder in (root / "solutions").iterdir() if folder.is_dir())
    lessons = [Lesson(root, folder.name) for folder in folders]
    return [lesson for lesson in lessons if lesson.source.is_file()]


def find_pages(root: Path) -> dict[Path, Path]:
    """List the pages without exercises: the start page, and a glossary or errata where they exist.

    Parameters
    ----------
    root : Path
        The course's root.

    Returns
    -------
    dict of Path to Path
        From each ``solutions/page.py`` to its ``course/page.ipynb``.
    """
    sources = sorted((root / "solutions").glob("*.py"))
    return {source: root / "course" / f"{source.stem}.ipynb" for source in sources}


def load_config(root: Path) -> Config:
    """Load ``nbgrader_config.py``, so that our own commands and stock nbgrader agree.

    Parameters
    ----------
    root : Path
        The course's root.

    Returns
    -------
    Config
        The settings in that file.
    """
    return PyFileConfigLoader(CONFIG, path=str(root)).load_config()
