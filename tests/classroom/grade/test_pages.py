"""What teachers and students see: formgrader's notebook, feedback and report, and nothing in them that runs."""

import csv
import io
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter

from nncore.classroom.autograded import inert
from nncore.classroom.gradebook import CellScore, StudentScores
from nncore.classroom.report import Row, class_csv, rank_mistakes
from nncore.classroom.sandbox.result import CellResult, SubmissionResult

LESSON = "09-backprop-in-matrices"
ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT src=x></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<?x <script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "[click](<javascript:alert(1)>)",
    "![picture](javascript:alert(1))",
    "[click]( &#106;avascript:alert(1))",
    "[click][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "[![a](x)](javascript:alert(1))",
    "$\\href{javascript:alert(1)}{x}$",
    "$$\\mmlToken{mi}[href=javascript:alert(1)]{x}$$",
    "`code <script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "<<script>script>alert(1)<</script>/script>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>*{display:none}</style>",
    "\\<script>alert(1)</script>",
    "$x$ <b onmouseover=alert(1)>$y$</b>",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_active_is_left_of_a_strangers_text(text: str) -> None:
    from bs4 import BeautifulSoup

    def shown(markdown: str) -> Any:
        cell = nbformat.v4.new_markdown_cell(markdown)
        html, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
        return BeautifulSoup(html, "html.parser").find("main")

    page = shown(inert(f"Before\n\n{text}\n\nAfter"))
    assert "Before" in page.text
    assert "After" in page.text
    assert not page.find_all(["script", "img", "svg", "iframe", "style", "object", "embed", "form", "b"])
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not [a for a in page.find_all("a") if not a["href"].startswith("#")]
    assert "\\href" not in page.text
    assert "\\mmlToken" not in page.text


def test_what_is_harmless_stays_as_it_was() -> None:
    text = "If $a < b$ then **bold**, `x <= y`, `W[1]` and\n\n> quoted\n\n- item, see \\hrefs\n\n$\\frac{1}{N}$ & more"
    assert inert(text) == text


def test_the_notebook_for_formgrader_keeps_a_strangers_words_alone(classroom: Any) -> None:
    released = "The lesson's own [link](https://example.org)."
    classroom.release.cells[0].source = released
    nbformat.write(classroom.release, classroom.lesson.release)
    notebook = classroom.notebook({"why-db-sums": "Because <script>alert(1)</script>"})
    notebook.metadata["title"] = "<script>alert(1)</script>"
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}
    answer = next(cell for cell in notebook.cells if cell.id == "backward")
    answer.outputs = [nbformat.v4.new_output("display_data", {"text/html": "<script>alert(2)</script>"})]
    answer.metadata["tags"] = ["<script>"]
    answer.id = "backward-2"
    test = next(cell for cell in notebook.cells if cell.id == "check-backward")
    test.source = "4.0 # mine"
    own = nbformat.v4.new_raw_cell("<script>alert(3)</script>", metadata={"raw_mimetype": "text/html"})
    notebook.cells += [own, nbformat.v4.new_markdown_cell("<i>x</i>", attachments={"a": {"text/html": "<b>"}})]
    classroom.hand_in("eve", notebook)
    (classroom.root / f"grading/submitted/eve/{LESSON}/evil.html").write_text("<script>alert(4)</script>")
    classroom.grade()
    shown = classroom.autograded("eve")
    assert set(shown.metadata) == {"kernelspec", "language_info", "nncore"}
    cells = {cell.id: cell for cell in shown.cells}
    assert cells["check-backward"].source == "check(backward)"
    assert [output.output_type for output in cells["check-backward"].outputs] == ["display_data", "execute_result"]
    assert cells["check-backward"].outputs[1].data["text/plain"] == "4.0"
    assert cells["backward"].metadata.nbgrader.grade_id == "backward"
    assert "tags" not in cells["backward"].metadata
    assert cells["backward"].outputs == []
    assert cells["why-db-sums"].source == "Because < script>alert(1)< /script>"
    assert [cell.source for cell in shown.cells[-2:]] == ["< script>alert(3)< /script>", "< i>x< /i>"]
    assert all(cell.cell_type == "markdown" and "attachments" not in cell for cell in shown.cells[-2:])
    assert shown.cells[0].source == released
    folder = classroom.root / f"grading/autograded/eve/{LESSON}"
    assert [path.name for path in folder.iterdir()] == [f"{LESSON}.ipynb"]


def test_deleted_and_doubled_cells_are_shown_once_each(classroom: Any) -> None:
    notebook = classroom.notebook()
    by_name = {cell.id: cell for cell in notebook.cells}
    notebook.cells.remove(by_name["check-backward"])
    twin = nbformat.v4.new_code_cell("another", metadata=by_name["backward"].metadata)
    notebook.cells.append(twin)
    classroom.hand_in("ana", notebook)
    classroom.grade()
    names = [c.metadata.nbgrader.grade_id for c in classroom.autograded("ana").cells if "nbgrader" in c.metadata]
    assert len(names) == len(set(names)) == 13
    assert names[-1] == "check-backward"


def test_nbgraders_feedback_shows_the_named_mistake(classroom: Any) -> None:
    from nbgrader.converters import GenerateFeedback

    from nncore.classroom.course import Lesson
    from nncore.classroom.grade import course_directory

    wrong = "def backward(Z, A, W, Y):\n    # earns 0.5\n    return"
    path = classroom.hand_in("ana", classroom.notebook({"backward": wrong}), at="2026-05-03 10:00:00.000000 UTC")
    path.with_name("submission_secret.txt").write_text("secret")
    classroom.grade()
    course = course_directory(Lesson(classroom.root, LESSON))
    course.assignment_id = LESSON
    GenerateFeedback(coursedir=course, config=course.config).start()
    folder = classroom.root / f"grading/feedback/ana/{LESSON}"
    page = (folder / f"{LESSON}.html").read_text()
    assert "Score: 14.0 / 18.0" in " ".join(page.split())
    assert "<code>no-mean</code>" in page
    assert {path.name for path in folder.iterdir()} == {f"{LESSON}.html", "timestamp.txt", "submission_secret.txt"}


def test_feedback_tells_score_mistake_and_picture(classroom: Any) -> None:
    classroom.hand_in("ana", classroom.notebook({"backward": "def backward(Z, A, W, Y):\n    # earns 0.5"}))
    classroom.grade()
    page = classroom.feedback("ana")
    assert "<strong>14 of 18 points</strong>, and why-db-sums still to be graded by a person" in page
    assert "backward: 2 of 4 points" in page
    assert "<code>no-mean</code>" in page
    assert "<div>7 times, a picture</div>" in page
    assert "default-src 'none'" in page


def test_the_report_ranks_mistakes_and_links(classroom: Any) -> None:
    wrong = {"backward": "def backward(Z, A, W, Y):\n    # earns 0.5"}
    classroom.hand_in("ana", classroom.notebook(wrong))
    classroom.hand_in("ben", classroom.notebook({**wrong, "sgd_update": "# earns 0"}))
    classroom.hand_in("cat", classroom.notebook())
    with classroom.book() as book:
        book.add_student("dan")
    classroom.grade()
    page = classroom.report()
    assert page.index("<code>backward</code>") < page.index("<code>sgd_update</code>")
    assert "Exactly 7 times &lt;too&gt; large." in page
    assert "<code>why-db-sums</code>: 3 answers" in page
    folder = classroom.root / "grading/reports" / LESSON
    for address in (f"../../autograded/ana/{LESSON}/{LESSON}.ipynb", "feedback/ana.html", "scores.csv"):
        assert f'href="{address}"' in page
        assert (folder / address).is_file()
    assert "<td>dan</td>" in page
    assert "nothing handed in" in page
    rows = list(csv.DictReader((folder / "scores.csv").open()))
    assert [row["student"] for row in rows] == ["ana", "ben", "cat", "dan"]
    assert [row["score"] for row in rows] == ["14", "13", "16", ""]
    assert (rows[0]["backward"], rows[0]["why-db-sums"], rows[0]["to_grade_by_hand"]) == ("2", "", "why-db-sums")


def test_a_name_is_no_formula_in_a_spreadsheet() -> None:
    scores = StudentScores({"check-f": CellScore(1.0, None, None, 2.0, False)})
    table = class_csv({"check-f": 2.0}, [Row("=cmd|' /C calc'!A0", scores, None)])
    assert next(csv.reader(io.StringIO(table.splitlines()[1])))[0] == "'=cmd|' /C calc'!A0"


def test_mistakes_of_right_answers_do_not_count() -> None:
    def row(student: str, *cells: tuple[str, str, str]) -> Row:
        results = tuple(CellResult(f"check-{e}", e, 0.0, 1.0, status, "", {"mistake": m}) for e, m, status in cells)
        return Row(student, None, SubmissionResult("01-toy", "", "graded", results))

    rows = [row("a", ("f", "sign", "wrong")), row("b", ("f", "sign", "wrong"), ("g", "mean", "partial"))]
    rows.append(row("c", ("g", "mean", "full"), ("h", "", "wrong")))
    assert [(m.exercise, m.name, m.students) for m in rank_mistakes(rows)] == [
        ("f", "sign", ("a", "b")),
        ("g", "mean", ("b",)),
    ]


def test_pages_are_written_whole(tmp_path: Path) -> None:
    from nncore.classroom.desk import write_whole

    path = tmp_path / "folder" / "page.html"
    write_whole(path, "old")
    with pytest.raises(TypeError):
        write_whole(path, None)  # type: ignore[arg-type]
    assert path.read_text() == "old"
    assert [p.name for p in path.parent.iterdir()] == ["page.html"]
