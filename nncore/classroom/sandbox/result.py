"""What grading one submission gave: plain data, the same on the way to a file and back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

GRADED, UNREADABLE, FAULT = "graded", "unreadable", "grader fault"


@dataclass(frozen=True)
class CellResult:
    """What one graded cell earned.

    Attributes
    ----------
    name : str
        The cell's ``grade_id``: ``"check-mse_grad"``.
    exercise : str or None
        Name of the exercise; None for a question that a person grades.
    score : float or None
        Points earned; None: a person has to grade it.
    max_score : float
        Points for a full answer.
    status : str
        ``"full"``, ``"partial"``, ``"wrong"``, ``"stub"``, ``"error"`` (an exception), ``"timed out"``,
        ``"crashed"`` (the process ended), ``"not defined"`` or ``"manual"``.
    sentence : str
        What happened, for the student.
    verdict : dict or None
        Data of the verdict on the inputs that students can see (`Verdict.data`), with ``facts``, ``hints`` and
        ``html`` besides; nothing in it comes from the hidden inputs.
    """

    name: str
    exercise: str | None
    score: float | None
    max_score: float
    status: str
    sentence: str
    verdict: dict[str, Any] | None = None


@dataclass(frozen=True)
class SubmissionResult:
    """What one submission earned.

    Attributes
    ----------
    lesson : str
        Folder name of the lesson.
    digest : str
        Of the submitted bytes and of all that grading them depends on: the same digest, the same scores.
    status : str
        ``"graded"``; ``"unreadable"``: no notebook, every exercise scores 0 and the notes say why; or
        ``"grader fault"``: nothing was scored, and it is not the student's doing.
    cells : tuple of CellResult
        In the order of the release; empty after a grader's fault.
    notes : tuple of str
        What else happened, one sentence each.
    cpu_seconds : float
        Of all processes together; differs from run to run.
    """

    lesson: str
    digest: str
    status: str
    cells: tuple[CellResult, ...] = ()
    notes: tuple[str, ...] = ()
    cpu_seconds: float = 0.0

    @property
    def score(self) -> float:
        """Points earned in the cells that are not for a person to grade."""
        return sum(cell.score for cell in self.cells if cell.score is not None)

    def to_json(self) -> str:
        """Return one line of JSON."""
        return json.dumps(asdict(self), allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> SubmissionResult:
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            If the text is something else.
        """
        try:
            data = json.loads(text)
            cells = tuple(CellResult(**cell) for cell in data.pop("cells"))
            return cls(**{**data, "cells": cells, "notes": tuple(data["notes"])})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not the JSON of a SubmissionResult: {error}") from error
