"""The verdict on one answer, as plain text and as HTML with the numbers side by side."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

MIME = "application/vnd.nncore.verdict+json"
"""Type under which a verdict's data stands in a notebook's output, for reports."""


@dataclass(frozen=True)
class Picture:
    """Your values, the right ones, and where they differ, for one part in one case."""

    part: str
    yours: np.ndarray
    right: np.ndarray
    by_numbers: bool


@dataclass(frozen=True)
class Verdict:
    """What the judge says of one answer.

    Parameters
    ----------
    exercise : str
        Its name.
    points : float
        Points that a full answer gives.
    share : float
        Share of them that this answer earns, 0 to 1.
    status : str
        ``"full"``, ``"partial"``, ``"wrong"``, ``"stub"``, ``"error"`` or ``"timeout"``.
    mistake : str or None
        The mistake's name, or None: right, or not recognised.
    message : str
        The cause in words, or what is right.
    facts : tuple of str
        What is certain besides.
    hints : tuple of str
        Concept, place, analogue.
    properties : tuple of (str, bool)
        What was judged and whether it holds.
    pictures : tuple of Picture
        For wrong arrays.
    """

    exercise: str
    points: float
    share: float
    status: str
    mistake: str | None = None
    message: str = ""
    facts: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    properties: tuple[tuple[str, bool], ...] = ()
    pictures: tuple[Picture, ...] = field(default=(), repr=False)

    @property
    def score(self) -> float:
        """Points earned, rounded to hundredths; never rounded up to full marks."""
        if self.share >= 1:
            return float(self.points)
        return min(round(self.points * self.share, 2), self.points - 0.01)

    @property
    def heading(self) -> str:
        """One line: the score and what it means."""
        words = {
            "full": "right",
            "partial": "partly right",
            "wrong": "not right yet",
            "stub": "not written yet",
            "error": "stopped with an error",
            "timeout": "stopped: it did not return in time",
        }
        return f"{self.exercise}: {words[self.status]} ({self.score:g} of {self.points:g} points)"

    def data(self) -> dict[str, Any]:
        """Return what a report needs, as plain JSON."""
        return {
            "exercise": self.exercise,
            "score": self.score,
            "points": float(self.points),
            "status": self.status,
            "mistake": self.mistake,
            "message": self.message,
            "properties": [[name, bool(holds)] for name, holds in self.properties],
        }

    def text(self, n_hints: int = 0) -> str:
        """Return the verdict as plain text, with the first `n_hints` hints."""
        lines = [self.heading]
        if self.message:
            lines.append(f"  {self.message}")
        lines += [f"  - {fact}" for fact in self.facts]
        if self.status == "partial":
            lines.append("  " + ", ".join(f"{name}: {'yes' if holds else 'no'}" for name, holds in self.properties))
        shown = self.hints[:n_hints]
        lines += [f"  Hint {i} of {len(self.hints)}: {hint}" for i, hint in enumerate(shown, start=1)]
        return "\n".join(lines)

    def html(self, n_hints: int = 0) -> str:
        """Return the verdict as HTML: works in light and dark themes, by keyboard, and without colour."""
        mark = {"full": "✓", "partial": "◐"}.get(self.status, "✗")
        colour = {"full": "#0072b2", "partial": "#b8860b"}.get(self.status, "#d55e00")
        out = [
            f'<div style="border-left:4px solid {colour};padding:.3em .9em;max-width:52em">',
            f"<p><strong>{mark} {_marked(self.heading)}</strong></p>",
        ]
        if self.message:
            out.append(f"<p>{_marked(self.message)}</p>")
        if self.facts:
            out.append("<ul>" + "".join(f"<li>{_marked(fact)}</li>" for fact in self.facts) + "</ul>")
        if self.status == "partial":
            held = "; ".join(
                f"{'✓' if holds else '✗'} {_marked(name)}: {'yes' if holds else 'no'}"
                for name, holds in self.properties
            )
            out.append(f"<p>{held}</p>")
        out += [_picture(picture) for picture in self.pictures]
        for i, hint in enumerate(self.hints[:n_hints], start=1):
            kind = ("the idea", "where to look", "a worked analogue")[i - 1]
            out.append(
                f"<details><summary>Hint {i} of {len(self.hints)}: {kind}</summary><p>{_marked(hint)}</p></details>"
            )
        return "".join(out) + "</div>"


def _marked(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


LARGEST = 8
"""A picture shows at most this many rows and columns."""


def _picture(picture: Picture) -> str:
    yours, right = (
        np.atleast_2d(np.asarray(a, dtype=float))[:LARGEST, :LARGEST] for a in (picture.yours, picture.right)
    )
    scale = float(np.max(np.abs(right), initial=0.0)) or 1.0
    grids = [
        _grid("yours", yours, scale),
        _grid("by central differences" if picture.by_numbers else "right", right, scale),
        _grid("yours minus right", yours - right, scale),
    ]
    cut = "" if max(np.shape(np.atleast_2d(picture.yours))) <= LARGEST else f" (its first {LARGEST} rows and columns)"
    caption = f"<p style='margin:.4em 0 0'><code>{html.escape(picture.part)}</code>{cut}:</p>"
    return caption + f"<div style='display:flex;flex-wrap:wrap;gap:1.2em'>{''.join(grids)}</div>"


def _grid(title: str, values: np.ndarray, scale: float) -> str:
    rows = "".join("<tr>" + "".join(_cell(v, scale) for v in row) + "</tr>" for row in values)
    style = "border-collapse:collapse;font-variant-numeric:tabular-nums;margin:0"
    return (
        f"<div><p style='margin:0;white-space:nowrap'>{title}</p>"
        f"<table aria-label='{title}' style='{style}'><tbody>{rows}</tbody></table></div>"
    )


def _cell(value: float, scale: float) -> str:
    """One number on orange (negative) or blue (positive), as strong as it is large; the sign is written too."""
    if not np.isfinite(value):
        return f"<td style='background:#000;color:#fff;padding:.1em .4em;text-align:right'>{value}</td>"
    strength = min(1.0, abs(value) / scale)
    red, green, blue = (230, 97, 1) if value < 0 else (0, 114, 178)
    shade = f"rgba({red},{green},{blue},{0.06 + 0.5 * strength:.2f})"
    return f"<td style='background:{shade};padding:.1em .4em;text-align:right'>{_number(value)}</td>"


def _number(value: float) -> str:
    if value == 0:
        return "0"
    return f"{value:.4f}" if 1e-3 <= abs(value) < 1e4 else f"{value:.2e}"
