"""A run over a class: right scores in the gradebook, nothing lost, nothing graded twice, errors in one sentence."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from fakes import POINTS

from nncore.classroom.errors import GradingError

LESSON = "09-backprop-in-matrices"
FULL = {name: float(points) for name, points in POINTS.items()}
HALF = "def backward(Z, A, W, Y):\n    # earns 0.5\n    return"


def test_scores_reach_a_gradebook_that_is_new(classroom: Any) -> None:
    (classroom.root / "grading/gradebook.db").unlink()
    classroom.hand_in("ana", classroom.notebook())
    classroom.hand_in("ben", classroom.notebook({"backward": HALF}))
    classroom.hand_in("cat", classroom.notebook(right=False))
    summary = classroom.grade(jobs=2)
    assert (summary.graded, summary.kept, summary.written, summary.problems) == (3, 0, 3, {})
    assert classroom.everyone() == {
        "ana": {**FULL, "why-db-sums": None},
        "ben": {**FULL, "backward": 2.0, "why-db-sums": None},
        "cat": {**dict.fromkeys(FULL, 0.0), "why-db-sums": 0.0},
    }
    with classroom.book() as book:
        assert book.find_submission(LESSON, "ana").needs_manual_grade
        assert not book.find_submission(LESSON, "cat").needs_manual_grade
        comments = {c.name: c.auto_comment for c in book.find_submission(LESSON, "cat").notebooks[0].comments}
        assert set(comments.values()) == {"No response."}


def test_the_lesson_is_recorded_as_nbgrader_does(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook())
    classroom.grade()
    with classroom.book() as book:
        notebook = book.find_notebook(LESSON, LESSON)
        assert {cell.name: cell.max_score for cell in notebook.grade_cells} == {
            **{f"check-{name}": points for name, points in POINTS.items()},
            "why-db-sums": 2.0,
        }
        # What `nbgrader autograde` puts in place of a test cell has the hidden tests.
        assert "BEGIN HIDDEN TESTS" in book.find_source_cell("check-backward", LESSON, LESSON).source


def test_grading_twice_changes_nothing(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook({"backward": HALF}))
    classroom.grade()
    before = _contents(classroom.root / "grading/gradebook.db")
    autograded = classroom.root / f"grading/autograded/ana/{LESSON}/{LESSON}.ipynb"
    stamp = autograded.stat().st_mtime_ns
    again = classroom.grade()
    assert (again.graded, again.kept, again.written, again.backup) == (0, 1, 0, None)
    afresh = classroom.grade(afresh=True)
    assert (afresh.graded, afresh.kept, afresh.written) == (1, 0, 0)
    assert _contents(classroom.root / "grading/gradebook.db") == before
    assert autograded.stat().st_mtime_ns == stamp


def test_a_changed_submission_is_graded_afresh_and_the_others_are_not(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook({"backward": HALF}))
    classroom.hand_in("ben", classroom.notebook())
    classroom.grade()
    classroom.hand_in("ana", classroom.notebook())
    summary = classroom.grade()
    assert (summary.graded, summary.kept, summary.written) == (1, 1, 1)
    assert classroom.scores("ana")["backward"] == 4.0


def test_what_a_person_graded_stays(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook())
    classroom.grade()
    with classroom.book() as book:
        grade = book.find_grade("why-db-sums", LESSON, LESSON, "ana")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 1.5, 0.25, False
        book.find_comment("why-db-sums", LESSON, LESSON, "ana").manual_comment = "And <the> mean?"
        book.db.commit()
    classroom.grade(afresh=True)
    with classroom.book() as book:
        grade = book.find_grade("why-db-sums", LESSON, LESSON, "ana")
        assert (grade.manual_score, grade.score, grade.needs_manual_grade) == (1.5, 1.75, False)
    assert "17.75 of 18 points" in classroom.feedback("ana")
    assert "And &lt;the&gt; mean?" in classroom.feedback("ana")

    # Another submission: the person's score stays, and is marked to be looked at again.
    classroom.hand_in("ana", classroom.notebook({"why-db-sums": "Because."}))
    classroom.grade()
    with classroom.book() as book:
        grade = book.find_grade("why-db-sums", LESSON, LESSON, "ana")
        assert (grade.manual_score, grade.needs_manual_grade) == (1.5, True)


def test_the_gradebook_is_backed_up_before_the_first_write(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook())
    classroom.grade()
    before = _contents(classroom.root / "grading/gradebook.db")
    classroom.hand_in("ben", classroom.notebook())
    backup = classroom.grade().backup
    assert _contents(backup) == before
    assert _contents(classroom.root / "grading/gradebook.db") != before


def test_a_lost_gradebook_is_written_again_without_grading(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook())
    classroom.hand_in("ben", classroom.notebook({"backward": HALF}))
    classroom.grade()
    before = classroom.everyone()
    (classroom.root / "grading/gradebook.db").unlink()
    summary = classroom.grade()
    assert (summary.graded, summary.kept, summary.written) == (0, 2, 2)
    assert classroom.everyone() == before


def test_a_cut_off_line_is_graded_again(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook())
    classroom.hand_in("ben", classroom.notebook())
    classroom.grade()
    results = classroom.root / f"grading/results/{LESSON}.jsonl"
    results.write_bytes(results.read_bytes()[:-40])
    assert classroom.grade().graded == 1
    assert classroom.grade().graded == 0


def test_a_fault_of_the_grader_is_nobodys_zero(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook({"backward": "# raise"}))
    classroom.hand_in("ben", classroom.notebook({"backward": "# fault"}))
    classroom.hand_in("cat", classroom.notebook({"backward": "# die"}))
    classroom.hand_in("dan", classroom.notebook())
    summary = classroom.grade(jobs=2)
    assert sorted(summary.problems) == ["ana", "ben", "cat"]
    assert "The judge itself failed." in summary.problems["ben"]
    assert "the grading process ended" in summary.problems["cat"]
    assert list(classroom.everyone()) == ["dan"]
    assert "<b>an error" not in classroom.report()
    assert "&lt;b&gt;an error&lt;/b&gt; of the grader" in classroom.report()
    classroom.hand_in("ana", classroom.notebook())
    classroom.hand_in("cat", classroom.notebook())
    assert list(classroom.grade().problems) == ["ben"]
    assert list(classroom.everyone()) == ["ana", "cat", "dan"]


def test_a_worker_that_dies_loses_nothing(classroom: Any, tmp_path: Path) -> None:
    for number in range(6):
        trace = tmp_path / f"trace-{number}"
        classroom.hand_in(f"s{number}", classroom.notebook({"backward": f"# die once in {trace}\n# earns 0.5"}))
    summary = classroom.grade(jobs=2)
    assert (summary.graded, summary.problems) == (6, {})
    assert {scores["backward"] for scores in classroom.everyone().values()} == {2.0}


def test_a_failing_canary_stops_everything(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook())
    (classroom.root / "no-canary").touch()
    with pytest.raises(GradingError, match=r"nothing was graded: the reference solution earns 3 of 4"):
        classroom.grade()
    assert classroom.everyone() == {}


def test_nothing_that_can_be_read_earns_nothing(classroom: Any) -> None:
    classroom.hand_in("ana", b"{broken")
    classroom.hand_in("ben", b"notes", name="notes.txt")
    folder = classroom.root / f"grading/submitted/cat/{LESSON}"
    folder.mkdir(parents=True)
    (folder / f"{LESSON}.ipynb").symlink_to(classroom.lesson.solution)
    summary = classroom.grade()
    assert (summary.graded, summary.problems) == (3, {})
    assert {score for scores in classroom.everyone().values() for score in scores.values()} == {0.0}
    assert "is a link to somewhere else" in classroom.feedback("cat")
    assert "was not handed in" in classroom.feedback("ben")
    for student in ("ana", "ben", "cat"):
        assert "def backward" in "".join(cell.source for cell in classroom.autograded(student).cells)
    assert classroom.grade().kept == 3


def test_a_renamed_notebook_counts_and_two_of_them_do_not(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook(), name="my work (1).ipynb")
    classroom.hand_in("ben", classroom.notebook(), name="a.ipynb")
    classroom.hand_in("ben", classroom.notebook(), name="b.ipynb")
    classroom.grade()
    assert classroom.scores("ana")["backward"] == 4.0
    assert "should be called" in classroom.feedback("ana")
    assert classroom.scores("ben")["backward"] == 0.0
    assert "2 notebooks, none of them called so" in classroom.feedback("ben")


def test_late_work_costs_what_nbgraders_plugin_says(classroom: Any) -> None:
    config = classroom.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    classroom.hand_in("ana", classroom.notebook(), at="2026-05-03 10:00:00.000000 UTC")
    classroom.hand_in("ben", classroom.notebook(), at="not a time")
    classroom.grade()
    with classroom.book() as book:
        assert str(book.find_submission(LESSON, "ana").timestamp) == "2026-05-03 10:00:00"
        assert book.find_submission(LESSON, "ben").timestamp is None
        book.update_or_create_assignment(LESSON, duedate="2026-05-02 10:00:00 UTC")
    assert classroom.grade().written == 1
    with classroom.book() as book:
        assert book.find_submission(LESSON, "ana").late_submission_penalty == 16.0
    assert "24.0 h late, 16 points off" in classroom.report()


def test_only_the_students_asked_for(classroom: Any) -> None:
    for student in ("ana", "anton", "ben"):
        classroom.hand_in(student, classroom.notebook())
    assert classroom.grade(students=["an*"]).graded == 2
    assert list(classroom.everyone()) == ["ana", "anton"]
    assert "Not graded yet." in classroom.report()
    with pytest.raises(GradingError, match="no submission of 09-backprop-in-matrices by zoe; there are 3"):
        classroom.grade(students=["zoe", "ana"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["77"], "no lesson '77'; the course has: 09-backprop-in-matrices"),
        (["09"], "nobody handed in 09-backprop-in-matrices"),
    ],
)
def test_errors_are_one_sentence(
    in_folder: Any, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert in_folder(*arguments) == 1
    error = capsys.readouterr().err
    assert sentence in error
    assert len(error.splitlines()) == 1


def test_without_a_release_nothing_begins(classroom: Any, in_folder: Any, capsys: pytest.CaptureFixture[str]) -> None:
    classroom.hand_in("ana", classroom.notebook())
    classroom.lesson.release.unlink()
    assert in_folder("9") == 1
    assert "is missing; `nncore build 09-backprop-in-matrices` makes it" in capsys.readouterr().err


def test_without_a_scheduler_nothing_is_lost(
    classroom: Any, in_folder: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    classroom.hand_in("ana", classroom.notebook())
    classroom.grade()
    before = classroom.everyone()
    classroom.hand_in("ana", classroom.notebook(right=False))
    assert in_folder("9", "--scheduler", "tcp://127.0.0.1:9") == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err
    assert in_folder("9", "--scheduler", "nonsense") == 1
    assert classroom.everyone() == before


def test_a_gradebook_that_is_none_is_left_alone(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook())
    book = classroom.root / "grading/gradebook.db"
    book.write_text("my diary" * 200)
    with pytest.raises(GradingError, match="is not a gradebook"):
        classroom.grade()
    assert book.read_text() == "my diary" * 200


def test_a_release_that_the_gradebook_does_not_know_is_refused(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook())
    classroom.grade()
    release = json.loads(classroom.lesson.release.read_text())
    cell = next(cell for cell in release["cells"] if cell["id"] == "check-backward")
    cell["metadata"]["nbgrader"]["points"] = 40
    classroom.lesson.release.write_text(json.dumps(release))
    with pytest.raises(GradingError, match=r"other graded cells or points than its release \(check-backward\)"):
        classroom.grade()


def test_two_runs_at_once_are_refused(classroom: Any) -> None:
    from nncore.classroom.results import open_results

    classroom.hand_in("ana", classroom.notebook())
    with (
        open_results(classroom.root / "grading/results/other.jsonl"),
        pytest.raises(GradingError, match="another `nncore grade`"),
    ):
        classroom.grade()


def _contents(database: Path) -> list[str]:
    connection = sqlite3.connect(database)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
