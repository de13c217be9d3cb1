"""Exercises: what is asked, how an answer is judged, and which mistakes are known by name.

In a notebook: ``from nncore.exercises import check``; then ``check(mse_grad)``.
"""

from nncore.exercises.calling import NotWritten
from nncore.exercises.checking import check, grade
from nncore.exercises.judge import judge
from nncore.exercises.record import Exercise
from nncore.exercises.registry import all_exercises, get, lesson_exercises
from nncore.exercises.scores import Progress as progress
from nncore.exercises.verdict import Verdict

__all__ = [
    "Exercise",
    "NotWritten",
    "Verdict",
    "all_exercises",
    "check",
    "get",
    "grade",
    "judge",
    "lesson_exercises",
    "progress",
]
