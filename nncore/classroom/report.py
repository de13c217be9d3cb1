"""The class report: who earned what, what waits for a person, and which mistakes the class makes."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from nncore.classroom.feedback import marked, page
from nncore.classroom.gradebook import StudentScores
from nncore.classroom.sandbox.result import SubmissionResult

N_BARS = 10
"""Bars of the histogram."""


@dataclass(frozen=True)
class Row:
    """One student in the report.

    Attributes
    ----------
    student : str
        The student's id.
    scores : StudentScores or None
        What the gradebook says; None if it says nothing yet.
    result : SubmissionResult or None
        What the grader says; None if nothing was handed in, or it could not be graded.
    problem : str
        Why there is no result, for the teacher; else empty.
    notebook, feedback : str
        Addresses relative to the report; empty where there is no such file.
    """

    student: str
    scores: StudentScores | None
    result: SubmissionResult | None
    problem: str = ""
    notebook: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class ClassMistake:
    """A mistake and who made it."""

    exercise: str
    name: str
    message: str
    students: tuple[str, ...]


def rank_mistakes(rows: Sequence[Row]) -> list[ClassMistake]:
    """Rank the named mistakes by how many students made them.

    Parameters
    ----------
    rows : sequence of Row
        The class.

    Returns
    -------
    list of ClassMistake
        The most frequent first; then in the order of their exercises' names.
    """
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows:
        for cell in row.result.cells if row.result else ():
            verdict = cell.verdict or {}
            if cell.exercise and cell.status != "full" and verdict.get("mistake"):
                made = found.setdefault((cell.exercise, str(verdict["mistake"])), [])
                made.append((row.student, str(verdict.get("message") or cell.sentence)))
    mistakes = [
        ClassMistake(exercise, name, made[0][1], tuple(student for student, _ in made))
        for (exercise, name), made in found.items()
    ]
    return sorted(mistakes, key=lambda mistake: (-len(mistake.students), mistake.exercise, mistake.name))


def class_csv(cells: Mapping[str, float], rows: Sequence[Row]) -> str:
    """Write the table of scores for a spreadsheet.

    Parameters
    ----------
    cells : mapping of str to float
        Points of each graded cell, by its name.
    rows : sequence of Row
        The class.

    Returns
    -------
    str
        CSV: one line a student, one column a graded cell; an empty score waits for a person.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    names = [_short(name) for name in cells]
    table.writerow(["student", *names, "score", "max_score", "to_grade_by_hand", "late_penalty", "status"])
    for row in rows:
        scores = row.scores
        if scores is None:
            most = _number(sum(cells.values()))
            table.writerow([_plain(row.student), *([""] * len(names)), "", most, "", "", _status(row)])
            continue
        points = [_number(scores.cells[name].score) if _is_scored(scores, name) else "" for name in cells]
        by_hand = " ".join(_short(name) for name in scores.by_hand)
        whole = [_number(scores.score), _number(scores.max_score), by_hand, _number(scores.penalty)]
        table.writerow([_plain(row.student), *points, *whole, _status(row)])
    return out.getvalue()


def class_html(lesson: str, cells: Mapping[str, float], rows: Sequence[Row], when: str) -> str:
    """Write the class report.

    Parameters
    ----------
    lesson : str
        Folder name of the lesson.
    cells : mapping of str to float
        Points of each graded cell, by its name.
    rows : sequence of Row
        The class.
    when : str
        The time of the report.

    Returns
    -------
    str
        A page of HTML that needs no other file.
    """
    sections = [
        _summary(rows, when),
        _problems(rows),
        _waiting(rows),
        _histogram(rows),
        _mistakes(rows),
        _table(cells, rows),
        _remarks(rows),
    ]
    return page(f"Class report: {lesson}", "\n".join(filter(None, sections)))


def _summary(rows: Sequence[Row], when: str) -> str:
    totals = sorted(row.scores.score for row in rows if row.scores)
    if not totals:
        return f"<p>No scores yet. {escape(when)}</p>"
    middle = (totals[(len(totals) - 1) // 2] + totals[len(totals) // 2]) / 2
    most = next(row.scores.max_score for row in rows if row.scores)
    return (
        f"<p>{len(totals)} submissions, median {middle:g} and mean {sum(totals) / len(totals):.2f} "
        f'of {most:g} points. <a href="scores.csv">scores.csv</a> <span class="quiet">{escape(when)}</span></p>'
    )


def _problems(rows: Sequence[Row]) -> str:
    items = [f"<li><strong>{_linked(row)}</strong>: {marked(row.problem)}</li>" for row in rows if row.problem]
    return f"<h2>Not graded</h2><ul>{''.join(items)}</ul>" if items else ""


def _waiting(rows: Sequence[Row]) -> str:
    waiting: dict[str, list[Row]] = {}
    for row in rows:
        for name in row.scores.by_hand if row.scores else ():
            waiting.setdefault(name, []).append(row)
    items = [
        f"<li><code>{escape(_short(name))}</code>: {_count(len(who), 'answer')} ({', '.join(map(_linked, who))})</li>"
        for name, who in waiting.items()
    ]
    if not items:
        return "<h2>To be graded by hand</h2><p>Nothing.</p>"
    return f"<h2>To be graded by hand</h2><p>In nbgrader's formgrader:</p><ul>{''.join(items)}</ul>"


def _histogram(rows: Sequence[Row]) -> str:
    scored = [row.scores for row in rows if row.scores]
    most = max((scores.max_score for scores in scored), default=0.0)
    if not most:
        return ""
    counts = [0] * N_BARS
    for scores in scored:
        counts[min(N_BARS - 1, max(0, int(N_BARS * scores.score / most)))] += 1
    width, height, top = 56, 160, max(counts)
    bars = []
    for i, count in enumerate(counts):
        tall = height * count / top
        x, y = 10 + i * width, 20 + height - tall
        bars.append(f'<rect x="{x}" y="{y:.1f}" width="{width - 6}" height="{tall:.1f}" fill="#0072b2"/>')
        bars.append(f'<text x="{x + (width - 6) / 2}" y="{y - 4:.1f}" text-anchor="middle">{count or ""}</text>')
        bars.append(f'<text x="{x - 3}" y="{height + 36}" text-anchor="middle">{most * i / N_BARS:g}</text>')
    bars.append(f'<text x="{7 + N_BARS * width}" y="{height + 36}" text-anchor="middle">{most:g}</text>')
    step = most / N_BARS
    spoken = "; ".join(f"{i * step:g} to {(i + 1) * step:g} points: {count}" for i, count in enumerate(counts) if count)
    return (
        f'<h2>Points of the class</h2><svg role="img" aria-label="Number of students by points. {spoken}" '
        f'viewBox="0 0 {30 + N_BARS * width} {height + 62}" width="100%" style="max-width:44em" '
        f'font-size="13" fill="currentColor">{"".join(bars)}'
        f'<text x="{10 + N_BARS * width / 2}" y="{height + 57}" text-anchor="middle">points</text></svg>'
    )


def _mistakes(rows: Sequence[Row]) -> str:
    ranked = rank_mistakes(rows)
    if not ranked:
        return ""
    lines = "".join(
        f'<tr><td>{len(m.students)}</td><td class="words"><code>{escape(m.exercise)}</code></td>'
        f'<td class="words"><code>{escape(m.name)}</code></td><td class="words">{marked(m.message)}</td>'
        f'<td class="words"><details><summary>who</summary>{escape(", ".join(m.students))}</details></td></tr>'
        for m in ranked
    )
    head = "".join(f'<th class="words">{word}</th>' for word in ("Students", "Exercise", "Mistake", "What it is", ""))
    return f"<h2>Mistakes, the most frequent first</h2><div class='scroll'><table><tr>{head}</tr>{lines}</table></div>"


def _table(cells: Mapping[str, float], rows: Sequence[Row]) -> str:
    head = "".join(_column(_short(name), points) for name, points in cells.items())
    lines = []
    for row in rows:
        scores = row.scores
        points = [_score(scores, name) for name in cells]
        total = "" if scores is None else f"{scores.score:g}"
        late = "" if scores is None or not scores.seconds_late else _late(scores)
        feedback = f'<a href="{escape(row.feedback)}">feedback</a>' if row.feedback else ""
        marks = "".join(f"<td>{mark}</td>" for mark in points)
        remark = escape("; ".join(filter(None, [_status(row), late])))
        lines.append(
            f"<tr><td>{_linked(row)}</td><td>{feedback}</td>{marks}<td><strong>{total}</strong></td>"
            f'<td class="words">{remark}</td></tr>'
        )
    top = f"<tr><th>Student</th><th></th>{head}{_column('Points', sum(cells.values()))}<th></th></tr>"
    return f"<h2>Scores</h2><div class='scroll'><table>{top}{''.join(lines)}</table></div>"


def _column(name: str, points: float) -> str:
    return f"<th>{escape(name)}<br><span class='quiet'>of {points:g}</span></th>"


def _remarks(rows: Sequence[Row]) -> str:
    noted = [(row, row.result.notes) for row in rows if row.result and row.result.notes]
    items = [f"<li>{_linked(row)}: {marked(' '.join(notes))}</li>" for row, notes in noted]
    return f"<h2>Remarks of the grader</h2><ul>{''.join(items)}</ul>" if items else ""


def _score(scores: StudentScores | None, name: str) -> str:
    if scores is None or name not in scores.cells:
        return ""
    if not _is_scored(scores, name):
        return "<abbr title='to be graded by hand'>✎</abbr>"
    return f"{scores.cells[name].score:g}" + ("<abbr title='look again'>*</abbr>" if scores.cells[name].by_hand else "")


def _is_scored(scores: StudentScores, name: str) -> bool:
    cell = scores.cells.get(name)
    return cell is not None and (cell.auto is not None or cell.manual is not None)


def _late(scores: StudentScores) -> str:
    hours = scores.seconds_late / 3600
    span = f"{hours / 24:.1f} days" if hours >= 48 else f"{hours:.1f} h"
    return f"{span} late, {scores.penalty:g} points off" if scores.penalty else f"{span} late"


def _status(row: Row) -> str:
    if row.problem:
        return "not graded"
    if row.result is None:
        return "nothing handed in"
    return "" if row.result.status == "graded" else row.result.status


def _linked(row: Row) -> str:
    name = escape(row.student)
    return f'<a href="{escape(row.notebook)}">{name}</a>' if row.notebook else name


def _short(name: str) -> str:
    return name.removeprefix("check-")


def _plain(text: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _number(value: float) -> str:
    return f"{value:.10g}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
