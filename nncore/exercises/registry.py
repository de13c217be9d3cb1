"""All exercises of the course, by name; a lesson's records are read when they are first asked for."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from nncore.exercises.record import Exercise


@cache
def all_exercises() -> dict[str, Exercise]:
    """Return every exercise by its name, in the order of the lessons."""
    import nncore.exercises as package

    found: dict[str, Exercise] = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
        if not module.name.startswith("lesson_"):
            continue
        for exercise in importlib.import_module(f"{package.__name__}.{module.name}").EXERCISES:
            if exercise.name in found:
                raise ValueError(f"two exercises are called {exercise.name!r}")
            found[exercise.name] = exercise
    return found


def get(name: str) -> Exercise:
    """Return the exercise of that name, or raise a KeyError that lists all names."""
    exercises = all_exercises()
    if name not in exercises:
        raise KeyError(f"there is no exercise {name!r}; there are: {', '.join(exercises)}")
    return exercises[name]


def lesson_exercises(lesson: str) -> list[Exercise]:
    """Return the exercises of a lesson (its folder's name), in order."""
    return [exercise for exercise in all_exercises().values() if exercise.lesson == lesson]
