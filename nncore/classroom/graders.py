"""Measure the graders: does each wrong answer lose points and get its name, does each right one score full.

The page ``tests/graders.md`` is written by ``nncore build`` and compared by ``nncore build --check``.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from nncore.exercises import Exercise, Verdict, all_exercises, judge

PAGE = Path("tests") / "graders.md"
HELD_BACK = Path("tests") / "exercises" / "held_back"
SETS = (
    (
        "lesson",
        "First set of answers held back",
        [
            "Written after the diagnosis, by someone who had seen only the statements",
            f"(`{HELD_BACK.as_posix()}/lesson_*.py`). It was then used once to improve the general part:",
            "before that, 157 of its 180 wrong answers were named, 15 were not recognised and 8 misnamed.",
        ],
    ),
    (
        "second",
        "Second set of answers held back",
        [
            "Written after that improvement, with rarer slips",
            f"(`{HELD_BACK.as_posix()}/second_*.py`). When first judged, 62 of its 91 wrong answers",
            "were named, 21 not recognised and 8 misnamed; since then only claims that proved false were mended,",
            "such as that an answer ignores an argument, and forgotten brackets became known by name.",
        ],
    ),
    (
        "third",
        "Third set of answers held back",
        [
            "Of lessons 03, 05, 06, 08, 10, 11 and 12, written from the statements alone",
            f"(`{HELD_BACK.as_posix()}/third_*.py`). When first judged, 153 of its 168 wrong answers were named, 5 not",
            "recognised, 9 misnamed and 1 accepted; it was then used once to improve the general part and the inputs",
            "of one exercise. What a class may expect lies between the figures of first judging and those of the",
            "tables.",
        ],
    ),
    (
        "fourth",
        "Fourth set of answers held back",
        [
            "Of eleven lessons, written from the statements alone: the slips of many students and of one in fifty",
            f"(`{HELD_BACK.as_posix()}/fourth_*.py`). When first judged, 416 of its 459 wrong answers were named (24",
            "in words that the patterns did not foresee and now know), 38 not recognised, 4 misnamed and 1 accepted;",
            "all 116 right ones were right. Four of those five, and brackets that are forgotten, were then mended.",
        ],
    ),
)


@dataclass
class Tally:
    """What happened to a set of wrong and right answers.

    Attributes
    ----------
    wrong, accepted : int
        Wrong answers, and how many of them scored full.
    named, unrecognised, misnamed : int
        Wrong answers whose cause was named; whose verdict says it is not recognised; the rest.
    right, rejected : int
        Right answers, and how many of them scored less than full.
    confused : list of (str, str)
        True cause and the name it was given, where these differ.
    """

    wrong: int = 0
    accepted: int = 0
    named: int = 0
    unrecognised: int = 0
    misnamed: int = 0
    right: int = 0
    rejected: int = 0
    confused: list[tuple[str, str]] = field(default_factory=list)

    def add_wrong(self, label: str, verdict: Verdict, named: bool) -> None:
        """Count one wrong answer."""
        self.wrong += 1
        self.accepted += verdict.status == "full"
        if named:
            self.named += 1
        elif verdict.mistake is None:
            self.unrecognised += 1
            self.confused.append((label, "not recognised"))
        else:
            self.misnamed += 1
            self.confused.append((label, verdict.mistake))

    def add_right(self, verdict: Verdict) -> None:
        """Count one right answer."""
        self.right += 1
        self.rejected += verdict.status != "full"


def recorded(exercise: Exercise) -> Tally:
    """Judge the mistakes and alternatives of an exercise's own record."""
    tally = Tally()
    for mistake in exercise.known_mistakes:
        verdict = judge(mistake.wrong, exercise)
        also = {m.name for m in exercise.known_mistakes if mistake.name in m.same_as}
        tally.add_wrong(mistake.name, verdict, verdict.mistake in {mistake.name, *mistake.same_as} | also)
    for f in (exercise.reference, *exercise.alternatives):
        tally.add_right(judge(f, exercise))
    return tally


def held_back(exercise: Exercise, lessons: Iterable[ModuleType]) -> Tally:
    """Judge the answers that were written without sight of record and diagnosis."""
    tally = Tally()
    for answer in (answer for lesson in lessons for answer in lesson.WRONG):
        if answer.exercise == exercise.name:
            verdict = judge(answer.f, exercise)
            said = " ".join([verdict.mistake or "", verdict.message, *verdict.facts])
            tally.add_wrong(answer.label, verdict, bool(re.search(answer.named_if, said, re.IGNORECASE)))
    for name, _, f in (answer for lesson in lessons for answer in lesson.RIGHT):
        if name == exercise.name:
            tally.add_right(judge(f, exercise))
    return tally


def page(root: Path) -> str:
    """Return the text of the page for the course at `root`."""
    exercises = list(all_exercises().values())
    own = {exercise.name: recorded(exercise) for exercise in exercises}
    lines = [
        "# How right the graders are",
        "",
        "Written by `nncore build`, which judges every answer below anew; never edited by hand. A *false accept* is a",
        "wrong answer with full points, a *false reject* a right one without. *Named* means that the verdict says what",
        "is wrong or exactly where; *not recognised*, that it says so and gives the facts; *misnamed*, that it names",
        "something else.",
        "",
        "## The answers of the records",
        "",
        "Each exercise's record holds its known mistakes and right answers written otherwise; the tests demand that no",
        "mistake is accepted, that each is named as itself or as one that no input can tell from it, and that no right",
        "answer is rejected.",
        "",
        *_table(exercises, own),
    ]
    for prefix, title, text in SETS:
        lessons = _held_back_lessons(root / HELD_BACK, prefix)
        if not lessons:
            continue
        others = {exercise.name: held_back(exercise, lessons) for exercise in exercises}
        lines += ["", f"## {title}", "", *text, ""]
        lines += _table([e for e in exercises if others[e.name].wrong], others)
        lines += ["", "Verdicts that did not name the cause:", "", *_confusion(exercises, others)]
    return "\n".join(lines) + "\n"


def _held_back_lessons(folder: Path, prefix: str) -> list[ModuleType]:
    names = sorted(path.stem for path in folder.glob(f"{prefix}_*.py"))
    sys.path.insert(0, str(folder))
    try:
        return [importlib.import_module(name) for name in names]
    finally:
        sys.path.remove(str(folder))


def _table(exercises: Iterable[Exercise], tallies: dict[str, Tally]) -> list[str]:
    rows = [
        "| lesson | exercise | wrong | false accepts | named | not recognised | misnamed | right | false rejects |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    total = Tally()
    for exercise in exercises:
        tally = tallies[exercise.name]
        rows.append(f"| {exercise.lesson} | `{exercise.name}` | {_cells(tally)} |")
        for name in ("wrong", "accepted", "named", "unrecognised", "misnamed", "right", "rejected"):
            setattr(total, name, getattr(total, name) + getattr(tally, name))
    rows.append(f"| **all** | | {_cells(total)} |")
    if total.wrong:
        rows.append(
            f"| **rate** | | | {_rate(total.accepted, total.wrong)} | {_rate(total.named, total.wrong)} | "
            f"{_rate(total.unrecognised, total.wrong)} | {_rate(total.misnamed, total.wrong)} | | "
            f"{_rate(total.rejected, total.right)} |"
        )
    return rows


def _cells(t: Tally) -> str:
    numbers = (t.wrong, t.accepted, t.named, t.unrecognised, t.misnamed, t.right, t.rejected)
    return " | ".join(map(str, numbers))


def _rate(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def _confusion(exercises: Iterable[Exercise], tallies: dict[str, Tally]) -> list[str]:
    rows = ["| exercise | true cause | named as |", "|---|---|---|"]
    for exercise in exercises:
        rows += [f"| `{exercise.name}` | {true} | {named} |" for true, named in tallies[exercise.name].confused]
    return rows if len(rows) > 2 else ["None."]
