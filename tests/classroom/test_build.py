"""Same source, same bytes; every drift is seen; a failing lesson leaves the old files."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from nncore.classroom.build import build, check, strip_volatile
from nncore.classroom.cli import main
from nncore.classroom.source import BuildError, read_lesson

HEADING = "# %% [markdown]\n# # Title\n\n"


def files(root: Path) -> dict[str, bytes]:
    """Read all notebooks and side files of a course."""
    found = [path for folder in ("solutions", "course") for path in (root / folder).rglob("*")]
    return {str(path.relative_to(root)): path.read_bytes() for path in found if path.is_file()}


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def lesson_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "01-x.py"
    path.write_text(text)
    return path


def test_two_builds_give_the_same_bytes(toy: Path) -> None:
    before = files(toy)
    shutil.rmtree(toy / "course")
    (toy / "solutions/01-toy/01-toy.ipynb").unlink()
    assert build(toy, force=True) == []
    assert files(toy) == before


def test_unchanged_code_is_not_executed_again(toy: Path) -> None:
    edit(toy / "solutions/01-toy/01-toy.py", "quick to run", "quick to read")
    lines: list[str] = []
    assert build(toy, say=lines.append) == []
    assert not any("executing" in line for line in lines)
    assert b"quick to read" in files(toy)["solutions/01-toy/01-toy.ipynb"]
    assert b"quick to read" in files(toy)["course/01-toy/01-toy.ipynb"]
    assert check(toy) == []


def test_release_holds_no_solution_no_hidden_test_no_output_and_no_source(toy: Path) -> None:
    release = nbformat.read(toy / "course/01-toy/01-toy.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in release.cells)
    for secret in ("return a + b", "commutes", "HIDDEN", "SOLUTION", "NNCORE_GRADING_SEED"):
        assert secret not in text
    assert 'raise NotImplementedError("write add here")' in text
    assert 'raise NotImplementedError("write scale here")' in text
    assert "*Write your answer here.*" in text
    assert not any(cell.get("outputs") for cell in release.cells)
    assert sorted(path.name for path in (toy / "course/01-toy").iterdir()) == ["01-toy.ipynb", "picture.svg"]


def test_release_is_what_stock_nbgrader_makes(toy: Path) -> None:
    built = files(toy)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "01-toy", "--force"]
    subprocess.run(command, cwd=toy, check=True, capture_output=True)
    assert files(toy) == built


def test_notebooks_hold_only_the_metadata_we_mean(toy: Path) -> None:
    notebook = json.loads((toy / "solutions/01-toy/01-toy.ipynb").read_text())
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert "version" not in notebook["metadata"]["language_info"]
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"nbgrader", "tags"}
    assert "object at 0x..." in json.dumps(notebook)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert {"add", "check-add", "scale", "check-scale", "why"} < set(ids)
    assert len(set(ids)) == len(ids)


def test_volatile_outputs_are_stripped() -> None:
    widget = nbformat.v4.new_output(
        "display_data",
        {
            "application/vnd.jupyter.widget-view+json": {"model_id": "4f1c"},
            "text/plain": "IntSlider(value=3)",
        },
    )
    only_widget = nbformat.v4.new_output(
        "display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "4f1c"}}
    )
    cell = nbformat.v4.new_code_cell("slider", outputs=[widget, only_widget])
    cell.metadata = nbformat.from_dict({"execution": {"iopub.execute_input": "now"}, "tags": ["x"]})
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": {"state": {}}})
    stripped = strip_volatile(notebook)
    assert "widgets" not in stripped.metadata
    assert stripped.cells[0].metadata == {"tags": ["x"]}
    assert [out.data for out in stripped.cells[0].outputs] == [{"text/plain": "IntSlider(value=3)"}]


def test_the_start_page_lists_the_lessons_that_exist(toy: Path) -> None:
    page = nbformat.read(toy / "course/index.ipynb", as_version=4)
    assert "| [Add and scale](01-toy/01-toy.ipynb) | Does the order matter? | 5 | 5.5 |" in page.cells[0].source
    assert not any("nbgrader" in cell.metadata for cell in page.cells)
    (toy / "solutions/glossary.py").write_text("# %% [markdown]\n# # Words we use\n")
    build(toy)
    page = nbformat.read(toy / "course/index.ipynb", as_version=4)
    assert "[Words we use](glossary.ipynb)" in page.cells[0].source
    assert (toy / "course/glossary.ipynb").is_file()


def test_check_is_content_with_a_fresh_build(toy: Path) -> None:
    before = files(toy)
    assert check(toy) == []
    assert files(toy) == before


SOURCE = "solutions/01-toy/01-toy.py"
SOLUTION = "solutions/01-toy/01-toy.ipynb"
RELEASE = "course/01-toy/01-toy.ipynb"


@pytest.mark.parametrize(
    ("path", "old", "new", "drifted"),
    [
        (RELEASE, "A lesson that is quick", "A lesson that is slow", {RELEASE}),
        (RELEASE, '"points": 2,', '"points": 20,', {RELEASE}),
        (RELEASE, '"outputs": []', '"outputs": [ ]', {RELEASE}),
        ("course/01-toy/picture.svg", "svg", "gvs", {"course/01-toy/picture.svg"}),
        ("course/index.ipynb", "Start here", "Start there", {"course/index.ipynb"}),
        (SOLUTION, "A lesson that is quick", "A lesson that is slow", {SOLUTION}),
        (SOLUTION, "return a + b", "return b + a", {SOLUTION}),
        (SOLUTION, '"id": "add"', '"id": "added"', {SOLUTION}),
        (SOLUTION, '"execution_count": 3', '"execution_count": 7', {SOLUTION}),
        (SOLUTION, '"2.0"', '"1.0"', {SOLUTION}),
        (SOURCE, "return a + b", "return b + a", {SOLUTION}),
        (SOURCE, "print(add(40, 2))", "print(add(40, 3))", {SOLUTION, RELEASE}),
        (SOURCE, "quick to run", "slow to run", {SOLUTION, RELEASE}),
        (SOURCE, "points=1.5", "points=1", {SOLUTION, RELEASE, "course/index.ipynb"}),
        (SOURCE, "hidden = float(add(2, 2) == 4)", "hidden = 1.0", {SOLUTION}),
        (SOURCE, "# # Add and scale", "# # Add, then scale", {SOLUTION, RELEASE, "course/index.ipynb"}),
    ],
)
def test_check_sees_drift_and_writes_nothing(
    toy: Path, path: str, old: str, new: str, drifted: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    edit(toy / path, old, new)
    before = files(toy)
    found = {str(drift.path.relative_to(toy)) for drift in check(toy)}
    assert found == drifted
    assert files(toy) == before
    previous = Path.cwd()
    os.chdir(toy)
    try:
        assert main(["build", "--check"]) == 1
    finally:
        os.chdir(previous)
    printed = capsys.readouterr().out
    for name in drifted:
        assert f"{name}: " in printed


def test_check_shows_a_short_diff(toy: Path) -> None:
    edit(toy / RELEASE, "quick to run", "slow to run")
    (drift,) = check(toy)
    assert "slow to run" in drift.diff
    assert "quick to run" in drift.diff
    assert len(drift.diff.splitlines()) < 16


def test_check_sees_missing_and_left_over_files(toy: Path) -> None:
    (toy / RELEASE).unlink()
    shutil.copy(toy / SOURCE, toy / "course/01-toy/01-toy.py")
    shutil.copytree(toy / "solutions/01-toy", toy / "course/02-gone")
    shutil.copy(toy / SOLUTION, toy / "solutions/01-toy/copy.ipynb")
    found = {str(drift.path.relative_to(toy)): drift.reason for drift in check(toy)}
    assert found[RELEASE] == "it is missing"
    for path in ("course/01-toy/01-toy.py", "course/02-gone/01-toy.ipynb", "solutions/01-toy/copy.ipynb"):
        assert "no source" in found[path]


def test_build_repairs_what_check_found(toy: Path) -> None:
    before = files(toy)
    edit(toy / RELEASE, "quick to run", "slow to run")
    edit(toy / SOLUTION, "return a + b", "return b + a")
    assert build(toy) == []
    assert files(toy) == before


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("raise RuntimeError('on purpose')", "RuntimeError: on purpose"),
        ("os._exit(3)", "the kernel died"),
        ("return 0 * a", "scores 0 of 2"),
    ],
)
def test_a_failing_lesson_leaves_the_old_files(toy: Path, new: str, said: str) -> None:
    edit(toy / SOURCE, "return a + b", new)
    before = files(toy)
    (failure,) = build(toy, ["01-toy"])
    assert said in failure
    assert "01-toy" in failure
    assert files(toy) == before


def test_changed_code_is_executed_again(toy: Path) -> None:
    edit(toy / SOURCE, "print(add(40, 2))", "print(add(40, 3))")
    assert build(toy) == []
    assert '"43\\n"' in (toy / SOLUTION).read_text()
    assert check(toy) == []


def test_changed_points_are_weighed_again(toy: Path) -> None:
    edit(toy / SOURCE, "points=1.5", "points=1")
    before = files(toy)
    (failure,) = build(toy, ["01"])
    assert "cannot score check-scale" in failure
    after = files(toy)
    assert {path for path in after if after[path] != before[path]} == {"course/index.ipynb"}
    edit(toy / SOURCE, "\n1.5\n", "\n1.0\n")
    assert build(toy) == []
    assert check(toy) == []


def test_a_failing_cell_is_named_by_its_first_line(toy: Path) -> None:
    edit(toy / SOURCE, "print(add(40, 2))", "print(add(40))")
    (failure,) = build(toy, ["01"])
    assert "'print(add(40))' failed: TypeError" in failure


def test_one_broken_lesson_does_not_stop_the_others(toy: Path) -> None:
    shutil.copytree(toy / "solutions/01-toy", toy / "solutions/02-broken", ignore=shutil.ignore_patterns("*.ipynb"))
    (toy / "solutions/02-broken/01-toy.py").rename(toy / "solutions/02-broken/02-broken.py")
    edit(toy / "solutions/02-broken/02-broken.py", 'solution="add"', 'answer="add"')
    edit(toy / SOURCE, "quick to run", "quick to read")
    failures = build(toy)
    assert all("unknown marker 'answer'" in failure for failure in failures)
    assert b"quick to read" in files(toy)[RELEASE]
    assert {drift.path.name for drift in check(toy)} == {"02-broken.py", "index.ipynb"}


def test_an_unknown_lesson_is_refused(toy: Path) -> None:
    with pytest.raises(BuildError, match="there is: 01-toy"):
        build(toy, ["07"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# %% solution="f"\ndef f(): pass\n', "BEGIN SOLUTION"),
        ('# %% solution="f"\n### BEGIN SOLUTION\n1\n', "1 begin, 0 end"),
        ("# %%\n### BEGIN SOLUTION\n1\n### END SOLUTION\n", "students would see it"),
        ('# %% test="f"\nf()\n', "points="),
        ('# %% test="f" points=0\nf()\n', "above 0"),
        ('# %% test="f" points=2\ncheck(f)\n', "come from its exercise record"),
        ('# %% test="f" points=2\ncheck(f)\n1\n', "nothing else"),
        ('# %% [markdown] test="f" points=2\n# f\n', "belongs on a code cell"),
        ('# %% manual="f" points=2\n1\n', "belongs on a markdown cell"),
        ("# %% points=2\n1\n", "beside it"),
        ('# %% solutoin="f"\n1\n', "unknown marker 'solutoin'"),
        ('# %% test="a b" points=1\n1\n', "letters"),
        ('# %% test="f" points=1\n1\n\n# %% test="f" points=1\n1\n', "used on two cells"),
        ('# %% test="no-such-exercise"\ncheck(no-such-exercise)\n', "Write the record"),
    ],
)
def test_a_wrong_marker_is_refused_with_a_reason(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BuildError, match=said):
        read_lesson(lesson_of(tmp_path, HEADING + text))


def test_a_check_cell_takes_its_points_from_the_record_and_gets_a_hidden_test(tmp_path: Path) -> None:
    path = lesson_of(tmp_path, HEADING + '# %% test="f"\ncheck(f)\n')
    cell = read_lesson(path, points_of={"f": 3.0}.__getitem__).cells[1]
    assert cell.metadata.nbgrader == {
        "grade": True,
        "grade_id": "check-f",
        "locked": True,
        "points": 3,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    assert cell.source.splitlines() == [
        "check(f)",
        "### BEGIN HIDDEN TESTS",
        "from nncore.exercises import grade",
        "grade(f)",
        "### END HIDDEN TESTS",
    ]


def test_equal_cells_get_different_ids(tmp_path: Path) -> None:
    cells = read_lesson(lesson_of(tmp_path, HEADING + "# %%\n1\n\n# %%\n1\n")).cells
    assert cells[1].id != cells[2].id
