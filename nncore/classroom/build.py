"""Build the notebooks: ``nncore build`` and ``nncore build --check``.

One source per lesson gives the executed solution notebook and the students' release; one source per
page gives a page. Same source, same bytes: cell ids come from the text, volatile metadata is left
out, and the release is made by nbgrader's own preprocessors.
"""

import asyncio
import difflib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import determine_grade, is_grade
from traitlets.config import Config

from nncore.classroom.course import Lesson, find_lessons, find_pages, load_config
from nncore.classroom.pages import generated, notebook_bytes
from nncore.classroom.source import LANGUAGE_INFO, BuildError, first_line, grade_id, read_lesson

CELL_SECONDS = 600
# These hold ids that differ from run to run, and nothing that can be seen without a kernel.
_WIDGET_MIME = "application/vnd.jupyter.widget"
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]{6,}")


@dataclass(frozen=True)
class Drift:
    """A committed file that is not what its source gives.

    Attributes
    ----------
    path : Path
        The file.
    reason : str
        One line that says what is wrong.
    diff : str
        The first lines of a unified diff from the file to what is expected; may be empty.
    """

    path: Path
    reason: str
    diff: str = ""


def build(
    root: Path,
    names: Sequence[str] = (),
    *,
    force: bool = False,
    jobs: int = 1,
    say: Callable[[str], None] = print,
) -> list[str]:
    """Write the notebooks whose sources have changed.

    A lesson is executed only if its code changed. A lesson that fails leaves all its old files.

    Parameters
    ----------
    root : Path
        The course's root.
    names : sequence of str, optional
        Lessons to build, beside the pages; all of them if empty.
    force : bool, optional
        Execute even where the code did not change.
    jobs : int, optional
        Number of kernels at a time.
    say : callable, optional
        Takes one line of progress.

    Returns
    -------
    list of str
        One message for each lesson that failed.

    Raises
    ------
    BuildError
        If a name is not that of a lesson.
    """
    config = load_config(root)
    lessons = choose(root, names)
    failures: list[str] = []
    waiting: list[tuple[Lesson, NotebookNode]] = []
    for lesson in lessons:
        try:
            notebook = read_lesson(lesson.source)
            if force or stale_outputs(notebook, _read_notebook(lesson.solution)) is not None:
                waiting.append((lesson, notebook))
            else:
                _write_lesson(lesson, with_outputs(notebook, _read_notebook(lesson.solution)), config, say)
        except BuildError as error:
            failures.append(str(error))
    failures += asyncio.run(_execute_all(waiting, config, jobs, say))
    for path, make in generated(root).items():  # always: the start page lists all lessons
        try:
            _write(path, make(), say)
        except BuildError as error:
            failures.append(f"{path.name}: {error}")
    return failures


def check(root: Path, names: Sequence[str] = ()) -> list[Drift]:
    """Compare the committed notebooks with what their sources give; write nothing, execute nothing.

    Parameters
    ----------
    root : Path
        The course's root.
    names : sequence of str, optional
        Lessons to check; all of them, the pages and left-over files if empty.

    Returns
    -------
    list of Drift
        One for each file that differs; empty if all is well.
    """
    config = load_config(root)
    drifts: list[Drift] = []
    for lesson in choose(root, names):
        try:
            notebook = read_lesson(lesson.source)
            expected = release_files(lesson, notebook, config)
        except BuildError as error:
            drifts.append(Drift(lesson.source, str(error)))
            continue
        drifts += _compare_solution(lesson, notebook)
        drifts += [drift for path, data in expected.items() for drift in _compare(path, data)]
    if not names:
        for path, make in generated(root).items():
            try:
                drifts += _compare(path, make())
            except BuildError as error:
                drifts.append(Drift(path, str(error)))
        drifts += _left_over(root)
    return drifts


def choose(root: Path, names: Sequence[str]) -> list[Lesson]:
    """Pick lessons by name or by the number in front.

    Parameters
    ----------
    root : Path
        The course's root.
    names : sequence of str
        Full names (``13-mnist``), numbers (``13``) or paths to their folders; empty for all.

    Returns
    -------
    list of Lesson
        The lessons meant.

    Raises
    ------
    BuildError
        If a name fits no lesson.
    """
    lessons = find_lessons(root)
    if not names:
        return lessons
    chosen = []
    for name in names:
        wanted = Path(name).name
        found = [lesson for lesson in lessons if wanted in (lesson.name, lesson.name.split("-")[0])]
        if not found:
            known = ", ".join(lesson.name for lesson in lessons) or "none yet"
            raise BuildError(f"no lesson {name!r} under solutions/; there is: {known}")
        chosen += found
    return chosen


# --- The release -------------------------------------------------------------------------------------


def release_files(lesson: Lesson, notebook: NotebookNode, config: Config) -> dict[Path, bytes]:
    """Make the students' files of a lesson as ``nbgrader generate_assignment`` would.

    Parameters
    ----------
    lesson : Lesson
        Which lesson.
    notebook : NotebookNode
        Its notebook from `read_lesson`, with or without outputs.
    config : Config
        nbgrader's configuration.

    Returns
    -------
    dict of Path to bytes
        Each file under ``course/`` and its contents.

    Raises
    ------
    BuildError
        If nbgrader refuses the notebook.
    """
    config = deepcopy(config)
    config.SaveCells.enabled = False  # no gradebook: that is for `nbgrader generate_assignment`
    config.Exporter.default_preprocessors = []
    coursedir = CourseDirectory(root=str(lesson.root), config=config)
    converter = GenerateAssignment(coursedir=coursedir, config=config)
    exporter = NotebookExporter(config=config)
    for preprocessor in converter.preprocessors:
        exporter.register_preprocessor(preprocessor)
    resources = {"nbgrader": {"assignment": lesson.name, "notebook": lesson.name, "student": ".", "db_url": ""}}
    try:
        text, _ = exporter.from_notebook_node(notebook, resources)
    except Exception as error:
        raise BuildError(f"{lesson.source.name}: nbgrader refuses it: {error}") from error
    files = {lesson.release: text.encode()}
    for path in _side_files(lesson.source.parent, coursedir.ignore):
        files[lesson.release.parent / path.relative_to(lesson.source.parent)] = path.read_bytes()
    return files


def _side_files(folder: Path, ignore: Iterable[str]) -> list[Path]:
    patterns = [*ignore, "*.ipynb"]
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(fnmatch(part, pattern) for part in parts for pattern in patterns):
            found.append(path)
    return found


# --- Execution ---------------------------------------------------------------------------------------


async def _execute_all(
    waiting: list[tuple[Lesson, NotebookNode]], config: Config, jobs: int, say: Callable[[str], None]
) -> list[str]:
    gate = asyncio.Semaphore(max(1, jobs))

    async def one(lesson: Lesson, notebook: NotebookNode) -> str | None:
        async with gate:
            try:
                executed = await execute(notebook, lesson.source.parent, name=lesson.name, say=say)
                require_full_score(executed, lesson.name)
                _write_lesson(lesson, executed, config, say)
            except BuildError as error:
                return str(error)
        return None

    messages = await asyncio.gather(*(one(lesson, notebook) for lesson, notebook in waiting))
    return [message for message in messages if message is not None]


async def execute(
    notebook: NotebookNode, folder: Path, *, name: str, say: Callable[[str], None] = print
) -> NotebookNode:
    """Execute a notebook in a fresh kernel and keep only what does not change from run to run.

    Parameters
    ----------
    notebook : NotebookNode
        From `read_lesson`; left as it is.
    folder : Path
        Where the kernel starts.
    name : str
        The lesson's name, for messages.
    say : callable, optional
        Takes one line of progress.

    Returns
    -------
    NotebookNode
        A copy with outputs.

    Raises
    ------
    BuildError
        If a cell fails: the message holds its first line and the error.
    """
    executed = deepcopy(notebook)
    n_code = sum(cell.cell_type == "code" for cell in executed.cells)
    begin = time.monotonic()
    state = {"done": 0, "said": begin}

    def on_cell_executed(cell: NotebookNode, cell_index: int, **_: object) -> None:
        state["done"] += cell.cell_type == "code"
        now = time.monotonic()
        if now - state["said"] > 5:
            state["said"] = now
            say(f"{name}: {state['done']:.0f} of {n_code} cells, {now - begin:.0f} s")

    client = NotebookClient(
        executed,
        timeout=CELL_SECONDS,
        kernel_name=notebook.metadata.kernelspec.name,
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        coalesce_streams=True,
        on_cell_executed=on_cell_executed,
    )
    say(f"{name}: executing {n_code} cells")
    with tempfile.TemporaryDirectory(prefix="nncore-build-") as scratch:
        environment = _kernel_environment(Path(scratch))
        log = Path(scratch) / "kernel.log"
        try:
            with log.open("w") as kernel_log:
                await client.async_execute(env=environment, stdout=kernel_log, stderr=kernel_log)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise BuildError(_failure(name, executed, error, log.read_text(errors="replace"))) from error
    say(f"{name}: executed in {time.monotonic() - begin:.1f} s")
    return strip_volatile(executed)


def _kernel_environment(scratch: Path) -> dict[str, str]:
    """Return an environment free of the user's IPython, progress and seed: outputs depend on none."""
    environment = dict(os.environ)
    environment.pop("NNCORE_GRADING_SEED", None)
    environment["IPYTHONDIR"] = str(scratch / "ipython")
    environment["NNCORE_PROGRESS"] = str(scratch / "progress.json")
    environment["PYTHONHASHSEED"] = "0"
    environment["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    return environment


def _failure(name: str, notebook: NotebookNode, error: Exception, log: str) -> str:
    """Name the cell that failed: the first with an error, else the first that did not finish."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    failed = [cell for cell in code if any(out.output_type == "error" for out in cell.outputs)]
    unfinished = [cell for cell in code if cell.execution_count is None]
    where = (failed or unfinished or code)[0]
    if isinstance(error, CellExecutionError):
        what = f"{error.ename}: {error.evalue}"
    elif isinstance(error, CellTimeoutError):
        what = f"ran longer than {CELL_SECONDS} s"
    else:
        what = "the kernel died\n" + "\n".join(log.splitlines()[-5:])
    return f"{name}: the cell that begins with {first_line(where)!r} failed: {what}. Nothing was written."


def strip_volatile(notebook: NotebookNode) -> NotebookNode:
    """Remove what changes from run to run: widget ids, timings, memory addresses, kernel details.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook, changed in place.

    Returns
    -------
    NotebookNode
        The same notebook.
    """
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = nbformat.from_dict(LANGUAGE_INFO)
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in ("nbgrader", "tags") if key in cell.metadata}
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type == "code":
            cell.outputs = [out for out in map(_steady, cell.outputs) if out is not None]
    return notebook


def _steady(output: NotebookNode) -> NotebookNode | None:
    if output.output_type == "stream":
        output.text = _ADDRESS.sub(" at 0x...", output.text)
    if "data" in output:
        for mime in [mime for mime in output.data if mime.startswith(_WIDGET_MIME)]:
            del output.data[mime]
        if "text/plain" in output.data:
            output.data["text/plain"] = _ADDRESS.sub(" at 0x...", output.data["text/plain"])
        if not output.data:
            return None
    return output


def require_full_score(notebook: NotebookNode, name: str) -> None:
    """Refuse a solution notebook that nbgrader would not give all points.

    Parameters
    ----------
    notebook : NotebookNode
        An executed solution notebook.
    name : str
        The lesson's name, for the message.

    Raises
    ------
    BuildError
        If a test cell scores less than its points.
    """
    for cell in notebook.cells:
        if is_grade(cell) and cell.cell_type == "code":
            try:
                score, points = determine_grade(cell)
            except ValueError as error:  # more than the points
                raise BuildError(f"{name}: nbgrader cannot score {grade_id(cell)}: {error}") from error
            if score != points:
                raise BuildError(f"{name}: the solution scores {score:g} of {points:g} in {grade_id(cell)}")


def stale_outputs(notebook: NotebookNode, committed: NotebookNode | None) -> str | None:
    """Say why the outputs of a committed notebook do not belong to a lesson's source, if so.

    Parameters
    ----------
    notebook : NotebookNode
        From `read_lesson`.
    committed : NotebookNode or None
        The solution notebook as it lies on the disk; None if there is none that can be read.

    Returns
    -------
    str or None
        One line, or None if the outputs may be kept.
    """
    if committed is None:
        return "it is missing or cannot be read"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    done = [cell for cell in committed.cells if cell.cell_type == "code"]
    for new, old in zip(code, done, strict=False):
        if new.source != old.source:
            return f"the outputs are stale: the cell {first_line(new)!r} changed since they were made"
        if _points(new) != _points(old):
            return f"the outputs are stale: the points of {grade_id(new)} changed since they were made"
    if len(code) != len(done):
        return f"the outputs are stale: the source has {len(code)} code cells, the notebook {len(done)}"
    for number, cell in enumerate(done, start=1):
        if cell.execution_count != number:
            return f"the cell {first_line(cell)!r} was not executed in its turn"
        if any(out.output_type == "error" for out in cell.outputs):
            return f"the cell {first_line(cell)!r} shows an error"
    try:
        require_full_score(committed, "the committed notebook")
    except BuildError as error:
        return str(error)
    return None


def with_outputs(notebook: NotebookNode, committed: NotebookNode) -> NotebookNode:
    """Give a lesson's notebook the outputs of a committed one whose code is the same.

    Parameters
    ----------
    notebook : NotebookNode
        From `read_lesson`; left as it is.
    committed : NotebookNode
        The notebook with the outputs.

    Returns
    -------
    NotebookNode
        A copy with outputs, without what is volatile.
    """
    result = deepcopy(notebook)
    code = (cell for cell in result.cells if cell.cell_type == "code")
    done = (cell for cell in committed.cells if cell.cell_type == "code")
    for new, old in zip(code, done, strict=True):
        new.outputs = deepcopy(old.outputs)
        new.execution_count = old.execution_count
    return strip_volatile(result)


def _points(cell: NotebookNode) -> float | None:
    points: float | None = cell.metadata.get("nbgrader", {}).get("points")
    return points


# --- Files -------------------------------------------------------------------------------------------


def _read_notebook(path: Path) -> NotebookNode | None:
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError):
        return None


def _write_lesson(lesson: Lesson, executed: NotebookNode, config: Config, say: Callable[[str], None]) -> None:
    """Write all files of a lesson after all of them are made, so that a failure changes none."""
    files = {lesson.solution: notebook_bytes(executed), **release_files(lesson, executed, config)}
    for path, data in files.items():
        _write(path, data, say)


def _write(path: Path, data: bytes, say: Callable[[str], None]) -> None:
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".nncore-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(temporary).chmod(0o644)
    shutil.move(temporary, path)
    say(f"wrote {path}")


def _compare_solution(lesson: Lesson, notebook: NotebookNode) -> list[Drift]:
    committed = _read_notebook(lesson.solution)
    stale = stale_outputs(notebook, committed)
    if stale is None:
        assert committed is not None
        return _compare(lesson.solution, notebook_bytes(with_outputs(notebook, committed)))
    if committed is None:
        return [Drift(lesson.solution, stale)]
    bare = deepcopy(committed)
    for cell in bare.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return [Drift(lesson.solution, stale, _diff(notebook_bytes(bare), notebook_bytes(notebook)))]


def _compare(path: Path, expected: bytes) -> list[Drift]:
    if not path.is_file():
        return [Drift(path, "it is missing")]
    found = path.read_bytes()
    if found == expected:
        return []
    return [Drift(path, "it differs from what its source gives", _diff(found, expected))]


def _left_over(root: Path) -> list[Drift]:
    """Find notebooks and sources that no lesson or page gives; nbgrader would hand them out."""
    lessons = find_lessons(root)
    expected = {path for lesson in lessons for path in (lesson.solution, lesson.release)}
    expected |= set(find_pages(root).values())
    found = [*(root / "course").rglob("*.py")]
    found += [path for folder in ("course", "solutions") for path in (root / folder).rglob("*.ipynb")]
    return [
        Drift(path, "no source gives this file; remove it")
        for path in sorted(set(found) - expected)
        if ".ipynb_checkpoints" not in path.parts
    ]


def _diff(found: bytes, expected: bytes, n_lines: int = 14) -> str:
    lines = difflib.unified_diff(
        found.decode(errors="replace").splitlines(),
        expected.decode(errors="replace").splitlines(),
        "committed",
        "from the source",
        lineterm="",
        n=1,
    )
    short = [line if len(line) <= 110 else line[:107] + "..." for line in lines]
    more = [f"... {len(short) - n_lines} more lines"] if len(short) > n_lines else []
    return "\n".join(short[:n_lines] + more)
