"""What is kept of a slide's slip and of a slide's term."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Erratum:
    """A slip of the slides, with two numbers that show it.

    Parameters
    ----------
    id : str
        Deck and line: ``"S2 L171"``, unique in the course.
    lesson : str
        The lesson's folder in which it is told.
    claim : str
        What the slide says, in a few words (Markdown, formulas between dollars).
    correction : str
        What is right, and why (Markdown).
    measure : str
        What the two numbers are: ``"largest output error on the four rows"``.
    demonstrate : callable
        ``demonstrate() -> (by_the_slide, right)``: computes both numbers; they differ (NaN counts as different).
    """

    id: str
    lesson: str
    claim: str
    correction: str
    measure: str
    demonstrate: Callable[[], tuple[float, float]]


@dataclass(frozen=True)
class Term:
    r"""A term of the slides in both languages.

    Parameters
    ----------
    english : str
        As the lessons write it: ``"learning rate"``.
    vietnamese : str
        As the slides write it, with its diacritics: ``"tốc độ học"``.
    symbol : str
        In LaTeX without dollars, or empty: ``r"\\eta"``.
    lesson : str
        The lesson's folder in which it is used first.
    """

    english: str
    vietnamese: str
    symbol: str
    lesson: str
