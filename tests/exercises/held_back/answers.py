"""The form in which the held-back wrong answers are written down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Wrong:
    """One wrong answer, with its true cause and the pattern of a verdict that names it."""

    exercise: str
    label: str
    f: Callable[..., Any]
    cause: str
    named_if: str
