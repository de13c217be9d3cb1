"""What a student gets back: per exercise the score, the mistake by name, hints and the picture.

All of it is made from the verdict on the inputs that the student's own ``check`` shows; of the hidden inputs only
the score is told.
"""

import re
from html import escape

from nncore.classroom.gradebook import StudentScores
from nncore.classroom.sandbox.result import CellResult, SubmissionResult

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em; }
h1 { line-height: 1.2; } h2 { margin-top: 2em; } section { margin: 1.6em 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25em .6em; text-align: right; border-bottom: 1px solid #8886; }
th:first-child, td:first-child, .words { text-align: left; }
.scroll { overflow-x: auto; } .quiet { color: #767676; } code { font-size: .95em; }
"""
_MARKS = {"full": "✓", "partial": "◐", "manual": "✎"}
_COLOURS = {"full": "#0072b2", "manual": "#0072b2", "partial": "#b8860b"}


def page(title: str, body: str) -> str:
    """Put a body into a page of its own, in which no script runs and nothing is loaded from elsewhere.

    Parameters
    ----------
    title : str
        Text, not HTML.
    body : str
        HTML.

    Returns
    -------
    str
        HTML.
    """
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n{body}\n</body></html>\n"
    )


def feedback_page(student: str, result: SubmissionResult, scores: StudentScores) -> str:
    """Write one student's feedback.

    Parameters
    ----------
    student : str
        The student's id.
    result : SubmissionResult
        What the grader says.
    scores : StudentScores
        What the gradebook says, with what a person added.

    Returns
    -------
    str
        A page of HTML that needs no other file.
    """
    waiting = f", and {_listed(scores.by_hand)} still to be graded by a person" if scores.by_hand else ""
    points = f"<strong>{scores.score:g} of {scores.max_score:g} points</strong>"
    parts = [f"<p>{escape(student)}: {points}{escape(waiting)}.</p>"]
    if scores.penalty:
        parts.append(f"<p>Handed in late: {scores.penalty:g} points are taken off.</p>")
    if result.notes:
        parts.append("<ul>" + "".join(f"<li>{marked(note)}</li>" for note in result.notes) + "</ul>")
    for cell in result.cells:
        parts.append(f"<section>{cell_html(cell)}{_by_a_person(cell, scores)}</section>")
    return page(f"Feedback: {result.lesson}", "\n".join(parts))


def cell_html(cell: CellResult) -> str:
    """Say what one cell earned and why.

    Parameters
    ----------
    cell : CellResult
        What the grader says.

    Returns
    -------
    str
        HTML; everything in it that comes from a student is escaped.
    """
    verdict = cell.verdict or {}
    mark, colour = _MARKS.get(cell.status, "✗"), _COLOURS.get(cell.status, "#d55e00")
    heading = f"<p><strong>{mark} {marked(_heading(cell))}</strong></p>"
    name = (
        f"<p>The mistake's name: <code>{escape(str(verdict['mistake']))}</code></p>" if verdict.get("mistake") else ""
    )
    if verdict.get("html"):  # a verdict escapes what it has from a student, and says the sentence and the score
        same = verdict.get("score") == cell.score
        return ("" if same else heading) + str(verdict["html"]) + name
    style = f"border-left:4px solid {colour};padding:.3em .9em;max-width:52em"
    return f'<div style="{style}">{heading}<p>{marked(cell.sentence)}</p></div>'


def cell_text(cell: CellResult) -> str:
    """Say the same as `cell_html` in plain text, without hints and pictures.

    Parameters
    ----------
    cell : CellResult
        What the grader says.

    Returns
    -------
    str
        A few lines.
    """
    return "\n".join([_heading(cell), f"  {cell.sentence}", *(f"  {text}" for text in _paragraphs(cell))])


def _heading(cell: CellResult) -> str:
    name = cell.exercise or cell.name
    if cell.score is None:
        return f"{name}: graded by a person ({cell.max_score:g} points)"
    return f"{name}: {cell.score:g} of {cell.max_score:g} points"


def _paragraphs(cell: CellResult) -> list[str]:
    """Return the verdict's words, as far as the sentence does not say them already."""
    verdict = cell.verdict or {}
    words = [str(verdict.get("message") or ""), *map(str, verdict.get("facts") or ())]
    if cell.status == "partial":
        held = [f"{name}: {'yes' if holds else 'no'}" for name, holds in verdict.get("properties") or ()]
        words.append("; ".join(held))
    return [text for text in words if text and text not in cell.sentence]


def _by_a_person(cell: CellResult, scores: StudentScores) -> str:
    """Return what a person added to this cell."""
    recorded = scores.cells.get(cell.name)
    if recorded is None:
        return ""
    parts = []
    if recorded.manual is not None:
        parts.append(f"<p>Graded by a person: {recorded.manual:g} of {recorded.max_score:g} points.</p>")
    if recorded.extra:
        parts.append(f"<p>Extra credit: {recorded.extra:g} points.</p>")
    if recorded.comment:
        parts.append(f"<p>Comment: {escape(recorded.comment)}</p>")
    return "".join(parts)


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def marked(text: object) -> str:
    """Escape a text and show what stands between backticks as code.

    Parameters
    ----------
    text : object
        Words, perhaps a stranger's.

    Returns
    -------
    str
        HTML.
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(str(text)))
