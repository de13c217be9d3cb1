"""What a student's function gave, what was wanted, and what a hypothesis predicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any

import numpy as np

from nncore.exercises.calling import lines_run
from nncore.exercises.ratios import Ratio, fit_ratio, name_ratio
from nncore.exercises.record import Case, Exercise, Function, Mistake
from nncore.exercises.tampering import NO_EVIDENCE, Hypothesis, tampered
from nncore.exercises.values import Leaves, alike, close, nothing_but_nan, read

MOST_TOGETHER = 800
"""How many sets of two or three slips at once are tried."""

MOST_LINES = 200_000
"""How many lines of Python the hypotheses of one kind may run, some tenths of a second; so that a verdict is quick, and
the same on a slow machine, it is lines that are counted, not seconds."""

LINES_BESIDES = 100
"""What a hypothesis costs besides its lines."""


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
    values : list
        What came, as the function returned it.
    """

    exercise: Exercise
    f: Function
    cases: list[Case]
    raw: list[dict[str, np.ndarray | None]]
    got: list[dict[str, np.ndarray | None]]
    want: list[Leaves]
    wanted: list[Any]
    values: list[Any]

    @cached_property
    def known(self) -> list[Predicted]:
        """What each mistake known by name predicts."""
        return [Predicted(self, as_hypothesis(mistake)) for mistake in self.exercise.known_mistakes]

    @cached_property
    def tampered(self) -> list[Predicted]:
        """What the reference predicts for changed arguments."""
        purse = Purse(MOST_LINES, self.exercise.reference)
        return [Predicted(self, hypothesis, purse) for hypothesis in tampered(self.exercise, self.cases)]

    @cached_property
    def together(self) -> list[Predicted]:
        """What two or three slips at once predict."""
        if self.exercise.formula is None:
            return []
        sets = chain(self.exercise.formula.mistakes(2), self.exercise.formula.mistakes(3))
        purse = Purse(MOST_LINES, self.exercise.formula.right)
        return [Predicted(self, as_hypothesis(mistake), purse) for mistake in islice(sets, MOST_TOGETHER)]

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

    def telling(self, name: str) -> list[int]:
        """Return the cases that have this part, those in which it is wrong first, and of these the smallest.

        Where the answer is right most hypotheses agree with it; where it is wrong hardly any does. So a hypothesis
        that does not hold is dropped after one case, and a cheap one.
        """
        if name not in self._telling:
            right = self.matches(name)
            self._telling[name] = sorted(self.having(name), key=lambda k: (right(k), self._work[k]))
        return self._telling[name]

    @cached_property
    def _telling(self) -> dict[str, list[int]]:
        return {}

    @cached_property
    def shaken(self) -> dict[Any, Leaves | None]:
        """Answers to moved arguments, kept since each part asks for the same."""
        return {}

    @cached_property
    def arrays(self) -> dict[int, dict[str, np.ndarray]]:
        """The arrays among the arguments of each case, as they are asked for."""
        return {}

    @cached_property
    def _work(self) -> list[float]:
        """A measure of how large each case is."""
        return [
            sum(x.size for x in array_arguments(self, k).values()) + sum(self.sizes[k].values())
            for k in range(len(self.cases))
        ]


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


class Purse:
    """What the hypotheses of one kind may still cost, in lines of Python that are run."""

    def __init__(self, lines: int, like: Function) -> None:
        self.left, self._like = lines, like
        self._prices: dict[int, int] = {}

    def pays(self, k: int, case: Case) -> bool:
        """Pay for one answer to case k, as much as `like` costs there; tell whether there was enough."""
        if k not in self._prices:
            self._prices[k] = LINES_BESIDES + lines_run(self._like, case.args)
        self.left -= self._prices[k]
        return self.left >= 0


class Predicted:
    """The answers of a hypothesis to all cases, computed when they are asked for.

    Where its purse is empty a hypothesis has no answer, so that it explains nothing.
    """

    def __init__(self, evidence: Evidence, hypothesis: Hypothesis, purse: Purse | None = None) -> None:
        self.evidence, self.hypothesis, self._purse = evidence, hypothesis, purse
        self._answers: dict[int, Leaves | object | None] = {}

    def __call__(self, k: int) -> Any:
        """Return the parts for case k; None if the hypothesis has no answer; NO_EVIDENCE if it says nothing here."""
        if k not in self._answers:
            affordable = self._purse is None or self._purse.pays(k, self.evidence.cases[k])
            self._answers[k] = self._compute(k) if affordable else None
        return self._answers[k]

    def _compute(self, k: int) -> Any:
        case, exercise = self.evidence.cases[k], self.evidence.exercise
        try:
            value = self.hypothesis.answer(case)
            if value is None or value is NO_EVIDENCE:
                return value
            found, problem = read(value, self.evidence.wanted[k], exercise.returns)
            return None if problem else {name: np.asarray(x) for name, x in found.items()}
        except Exception:  # a hypothesis that cannot be computed is no explanation
            return None

    def explains(self, name: str) -> bool:
        """Tell whether it predicts this part exactly, in every case, and differs from the right answer.

        Cases in which it predicts nothing but NaN count as agreeing, but prove nothing.
        """
        rtol = self.evidence.exercise.rtol
        seen = different = 0
        for k in self.evidence.telling(name):
            answer = self(k)
            if answer is NO_EVIDENCE:
                continue
            raw, want = self.evidence.raw[k].get(name), self.evidence.want[k][name]
            if answer is None or name not in answer or raw is None:
                return False
            if not alike(raw, answer[name], rtol):
                if self._no_number(raw, answer[name]):
                    continue
                return False
            seen += 1
            different += not close(answer[name], want, rtol)
        return seen >= min(2, len(self.evidence.having(name))) and different > 0

    def agrees(self, name: str) -> bool:
        """Tell whether it predicts this part exactly, right or wrong."""
        for k in self.evidence.having(name):
            answer, raw = self(k), self.evidence.raw[k].get(name)
            if answer is NO_EVIDENCE:
                continue
            if answer is None or raw is None or name not in answer:
                return False
            if not alike(raw, answer[name], self.evidence.exercise.rtol) and not self._no_number(raw, answer[name]):
                return False
        return True

    @staticmethod
    def _no_number(raw: np.ndarray, answer: np.ndarray) -> bool:
        return raw.shape == answer.shape and nothing_but_nan(raw) and nothing_but_nan(answer)


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


def array_arguments(evidence: Evidence, k: int) -> dict[str, np.ndarray]:
    """Return every array among the arguments of case k by its name, lists opened: ``{"W[0]": ..., "W[1]": ...}``."""
    if k not in evidence.arrays:
        named = zip(evidence.exercise.arguments, evidence.cases[k].args, strict=False)
        entries = [
            (f"{name}[{j}]", x) if isinstance(value, list) else (name, x)
            for name, value in named
            for j, x in enumerate(value if isinstance(value, list) else [value])
        ]
        evidence.arrays[k] = {
            label: x.astype(float) for label, x in entries if isinstance(x, np.ndarray) and x.dtype.kind in "fiu"
        }
    return evidence.arrays[k]
