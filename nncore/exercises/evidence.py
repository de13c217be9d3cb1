"""What a student's function gave, what was wanted, and what a hypothesis predicts."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any

import numpy as np

from nncore.exercises.ratios import Ratio, fit_ratio, name_ratio
from nncore.exercises.record import Case, Exercise, Function, Mistake
from nncore.exercises.tampering import NO_EVIDENCE, Hypothesis, tampered
from nncore.exercises.values import Leaves, close, read

MOST_TOGETHER = 800
"""How many sets of two or three slips at once are tried."""


@dataclass(frozen=True)
class Diagnosis:
    """The cause, if it is recognised, and what is certain in any case."""

    mistake: str | None
    message: str
    facts: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass
class Evidence:
    """What the student's function gave for the ordinary cases, and what was wanted.

    Parameters
    ----------
    exercise : Exercise
        The record.
    f : callable
        The student's function, for further questions.
    cases : list of Case
        The ordinary cases.
    raw : list of dict
        What came, by part, as arrays in the shape in which they came; None where there is no array.
    got : list of dict
        The same in the wanted shape where only an axis was amiss; None where the shape is wrong.
    want : list of dict
        What was wanted.
    wanted : list
        The same as the reference returned it.
    """

    exercise: Exercise
    f: Function
    cases: list[Case]
    raw: list[dict[str, np.ndarray | None]]
    got: list[dict[str, np.ndarray | None]]
    want: list[Leaves]
    wanted: list[Any]

    @cached_property
    def known(self) -> list[Predicted]:
        """What each mistake known by name predicts."""
        return [Predicted(self, as_hypothesis(mistake)) for mistake in self.exercise.known_mistakes]

    @cached_property
    def tampered(self) -> list[Predicted]:
        """What the reference predicts for changed arguments."""
        return [Predicted(self, hypothesis) for hypothesis in tampered(self.exercise, self.cases)]

    @cached_property
    def together(self) -> list[Predicted]:
        """What two or three slips at once predict."""
        if self.exercise.formula is None:
            return []
        sets = chain(self.exercise.formula.mistakes(2), self.exercise.formula.mistakes(3))
        return [Predicted(self, as_hypothesis(mistake)) for mistake in islice(sets, MOST_TOGETHER)]

    @cached_property
    def names(self) -> list[str]:
        """Names of all parts, lists opened: ``["dW[0]", "dW[1]", "db[0]", ...]``."""
        return list(dict.fromkeys(name for want in self.want for name in want))

    @cached_property
    def wrong(self) -> list[str]:
        """Names of the parts that are wrong in some case."""
        return [name for name in self.names if not all(map(self.matches(name), range(len(self.cases))))]

    @cached_property
    def sizes(self) -> list[dict[str, float]]:
        """Sizes of each case, the numbers among its arguments included."""
        return [sizes_of(self.exercise, case) for case in self.cases]

    def matches(self, name: str) -> Callable[[int], bool]:
        """Return a function that tells whether a part is right in case k (or absent there)."""

        def right(k: int) -> bool:
            if name not in self.want[k]:
                return True
            got = self.got[k].get(name)
            return got is not None and close(got, self.want[k][name], self.exercise.rtol)

        return right

    def having(self, name: str) -> list[int]:
        """Return the cases that have this part."""
        return [k for k in range(len(self.cases)) if name in self.want[k]]

    @cached_property
    def quickest(self) -> list[int]:
        """The cases from the smallest to the largest: most hypotheses fail on the first, so let it be cheap."""
        work = [sum(x.size for _, x in array_arguments(self, k)) + sum(self.sizes[k].values()) for k in self._all]
        return sorted(self._all, key=work.__getitem__)

    @property
    def _all(self) -> range:
        return range(len(self.cases))


def sizes_of(exercise: Exercise, case: Case) -> dict[str, float]:
    """Return the sizes of a case together with the plain numbers among its arguments."""
    numbers = {
        name: float(value)
        for name, value in zip(exercise.arguments, case.args, strict=False)
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    sizes = numbers | dict(case.sizes)
    return sizes | {"N-1": max(sizes["N"] - 1, 1)} if "N" in sizes else sizes


def fill(message: str, sizes: Mapping[str, float]) -> str:
    """Put the sizes into a message: ``{N}`` becomes 7. Other braces stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda m: f"{sizes[m[1]]:g}" if m[1] in sizes else m[0], message)


def as_hypothesis(mistake: Mistake) -> Hypothesis:
    """Turn a mistake known by name into a hypothesis."""
    return Hypothesis(mistake.name, mistake.message, lambda case: mistake.wrong(*case.args))


class Predicted:
    """The answers of a hypothesis to all cases, computed when they are asked for."""

    def __init__(self, evidence: Evidence, hypothesis: Hypothesis) -> None:
        self.evidence, self.hypothesis = evidence, hypothesis
        self._answers: dict[int, Leaves | object | None] = {}

    def __call__(self, k: int) -> Any:
        """Return the parts for case k; None if the hypothesis has no answer; NO_EVIDENCE if it says nothing here."""
        if k not in self._answers:
            self._answers[k] = self._compute(k)
        return self._answers[k]

    def _compute(self, k: int) -> Any:
        case, exercise = self.evidence.cases[k], self.evidence.exercise
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                value = self.hypothesis.answer(case)
            if value is None or value is NO_EVIDENCE:
                return value
            found, problem = read(value, self.evidence.wanted[k], exercise.returns)
            return None if problem else {name: np.asarray(x) for name, x in found.items()}
        except Exception:  # a hypothesis that cannot be computed is no explanation
            return None

    def explains(self, name: str) -> bool:
        """Tell whether it predicts this part exactly, in every case, and differs from the right answer."""
        seen = different = 0
        for k in self.evidence.quickest:
            if name not in self.evidence.want[k]:
                continue
            answer = self(k)
            if answer is NO_EVIDENCE:
                continue
            raw, want = self.evidence.raw[k].get(name), self.evidence.want[k][name]
            if answer is None or name not in answer or raw is None:
                return False
            if not close(raw, answer[name], self.evidence.exercise.rtol):
                return False
            seen += 1
            different += not close(answer[name], want, self.evidence.exercise.rtol)
        return seen >= min(2, len(self.evidence.having(name))) and different > 0

    def agrees(self, name: str) -> bool:
        """Tell whether it predicts this part exactly, right or wrong."""
        answers = [(k, self(k)) for k in self.evidence.having(name)]
        return all(
            a is NO_EVIDENCE
            or (
                a is not None
                and self.evidence.raw[k].get(name) is not None
                and name in a
                and close(self.evidence.raw[k][name], a[name], self.evidence.exercise.rtol)  # type: ignore[arg-type]
            )
            for k, a in answers
        )


def ratio_of(
    evidence: Evidence, part: str, base: Callable[[int], np.ndarray], cases: list[int] | None = None
) -> Ratio | None:
    """Return the factor, if it has a name, by which a part differs from ``base(k)`` in every case k."""
    cases = evidence.having(part) if cases is None else cases
    got = [evidence.got[k].get(part) for k in cases]
    if any(g is None for g in got):
        return None
    try:
        ratios = fit_ratio(got, [base(k) for k in cases], evidence.exercise.rtol)  # type: ignore[arg-type]
    except (KeyError, TypeError):
        return None
    if ratios is None:
        return None
    return name_ratio(ratios, [evidence.sizes[k] for k in cases])


def joined(names: Sequence[str]) -> str:
    """Write names as code, with commas and "and"."""
    names = [f"`{name}`" for name in names]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def fitted(evidence: Evidence, part: str) -> list[tuple[int, np.ndarray, np.ndarray]] | None:
    """Return (case, got, want) for the cases of a part, or None if a shape is wrong somewhere."""
    found = [(k, evidence.got[k].get(part), evidence.want[k][part]) for k in evidence.having(part)]
    if any(g is None for _, g, _ in found):
        return None
    return [(k, np.asarray(g, dtype=float), np.asarray(w, dtype=float)) for k, g, w in found]


def array_arguments(evidence: Evidence, k: int) -> Iterator[tuple[str, np.ndarray]]:
    """Yield every array among the arguments of case k, lists opened."""
    for name, value in zip(evidence.exercise.arguments, evidence.cases[k].args, strict=False):
        for label, entry in (
            [(f"{name}[{j}]", x) for j, x in enumerate(value)] if isinstance(value, list) else [(name, value)]
        ):
            if isinstance(entry, np.ndarray) and entry.dtype.kind in "fiu":
                yield label, entry.astype(float)
