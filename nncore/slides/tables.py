"""Errata and terms as tables: for a lesson's section "Where the slides slip", and for the course's pages."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from nncore.slides.records import Erratum, Term
from nncore.slides.registry import all_errata


class Errata:
    """The errata of a lesson as a table whose two numbers are computed when it is shown.

    Parameters
    ----------
    lesson : str
        The lesson's folder, ``"02-train-a-neuron"``.

    Raises
    ------
    ValueError
        If the lesson has no erratum.
    """

    def __init__(self, lesson: str) -> None:
        self.items = [item for item in all_errata().values() if item.lesson == lesson]
        if not self.items:
            raise ValueError(f"no erratum is told in {lesson!r}")

    def __repr__(self) -> str:
        return "\n".join(f"{item.id}: {item.claim} -> {item.correction}" for item in self.items)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        text = errata_table(self.items)
        return {"text/plain": text, "text/markdown": text}


def errata_table(items: Iterable[Erratum]) -> str:
    """Return a Markdown table of errata, their demonstrations run."""
    rows = ["| where | the slide says | right is | measured | by the slide | right |", "|---|---|---|---|--:|--:|"]
    for item in items:
        slide, right = item.demonstrate()
        cells = (item.id, item.claim, item.correction, item.measure, _number(slide), _number(right))
        rows.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join(rows)


def terms_table(terms: Iterable[Term]) -> str:
    """Return a Markdown table of terms in alphabetical order: English, Vietnamese, symbol, lesson."""
    rows = ["| English | tiếng Việt | symbol | first used in |", "|---|---|---|---|"]
    for term in sorted(terms, key=lambda t: t.english.lower()):
        symbol = f"${term.symbol}$" if term.symbol else ""
        rows.append(
            f"| {term.english} | {term.vietnamese} | {symbol} | [{term.lesson}]({term.lesson}/{term.lesson}.ipynb) |"
        )
    return "\n".join(rows)


def _number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return f"{value:.0f}" if value == round(value) and abs(value) < 1e6 else f"{value:.4g}"
