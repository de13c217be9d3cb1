"""Hypotheses made from the right answer itself: what comes out when an argument is left out, negated or cut.

None of them knows an exercise. Each is the reference, called on changed arguments, with a sentence that says what was
changed; when the student's numbers are exactly those, the sentence is true whatever the code looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from nncore.activations import sigmoid, softmax, tanh
from nncore.exercises.record import Case, Exercise, Function

Change = Callable[[Any], Any]
NO_EVIDENCE = object()
"""The answer of a hypothesis that says nothing about a case, such as "the last of the rows" where there is one row."""


@dataclass(frozen=True)
class Hypothesis:
    """A possible cause: its name, the sentence for the student, and what it would return for a case."""

    name: str
    message: str
    answer: Callable[[Case], Any]


_ARRAY: dict[str, tuple[str, Change]] = {
    "compared-with-1": (
        "only entries of `{a}` that are exactly 1 count, as in `if {a} == 1`, though they may lie between 0 and 1",
        lambda a: (a == 1).astype(float) if np.all((a >= 0) & (a <= 1)) else None,
    ),
    "without": ("`{a}` is left out, as if it were 0", np.zeros_like),
    "negated": ("`{a}` comes in with the opposite sign", np.negative),
    "all-ones": ("`{a}` is left out, as if it were 1 everywhere", np.ones_like),
    "transposed": (
        "`{a}` is transposed, or read along its other axis",
        lambda a: a.T if a.ndim == 2 and 1 not in a.shape else None,
    ),
    "flattened": (
        "`{a}` is a flat array or a row beside a column, so that broadcasting pairs every entry with every other one "
        "in a table",
        lambda a: a.T if a.ndim == 2 and 1 in a.shape else None,
    ),
    "sign-of": ("the sign of `{a}` stands where `{a}` should", np.sign),
    "rows-reversed": ("the rows of `{a}` are in reverse order", lambda a: a[::-1] if a.ndim else None),
    "columns-reversed": ("the columns of `{a}` are in reverse order", lambda a: a[:, ::-1] if a.ndim == 2 else None),
    "squared": ("`{a}` is squared", np.square),
    "absolute": ("the absolute value of `{a}` is taken", np.abs),
    "doubled": ("`{a}` is counted twice", lambda a: 2 * a),
    "halved": ("`{a}` is halved", lambda a: a / 2),
    "whole-numbers": ("`{a}` is cut to whole numbers", np.trunc),
    "one-minus": ("1 - `{a}` stands where `{a}` should", lambda a: 1 - a),
    "sigmoid-of": ("the sigmoid is applied to `{a}` once more", sigmoid),
    "sigmoid-slope-of": ("`{a}(1 - {a})` stands where `{a}` should", lambda a: a * (1 - a)),
    "tanh-of": ("tanh is applied to `{a}` once more", tanh),
    "relu-of": ("negative entries of `{a}` are set to 0", lambda a: np.maximum(a, 0)),
    "softmax-of": ("softmax is applied to `{a}` once more", lambda a: softmax(a) if a.ndim == 2 else None),
    "exp-of": ("exp is applied to `{a}` first", lambda a: np.exp(np.clip(a, -50, 50))),
    "log-of": ("log is applied to `{a}` first", lambda a: np.log(a) if np.all(a > 0) else None),
    "centred": ("the mean of each column is taken off `{a}` first", lambda a: a - a.mean(0) if a.ndim else None),
    "first-only": ("the first entry of `{a}` serves for all", lambda a: np.full_like(a, a.flat[0])),
    "mean-only": ("the mean of `{a}` stands in for `{a}`", lambda a: np.full_like(a, a.mean())),
    "summed-rows": ("each row of `{a}` is replaced by the sum", lambda a: 0 * a + a.sum(0) if a.ndim == 2 else None),
}
_NUMBER: dict[str, tuple[str, Change]] = {
    "without": ("`{a}` is 0, or is never used", lambda a: 0 * a),
    "as-one": ("`{a}` is 1, or is never used", lambda a: type(a)(1)),
    "negated": ("`{a}` comes in with the opposite sign", lambda a: -a),
    "inverted": ("1/`{a}` stands where `{a}` should", lambda a: 1 / a if isinstance(a, float) and a else None),
    "doubled": ("`{a}` is counted twice", lambda a: 2 * a),
    "halved": ("`{a}` is halved", lambda a: a / 2 if isinstance(a, float) else None),
    "squared": ("`{a}` is squared", lambda a: a * a),
    "one-more": ("`{a}` is one too large", lambda a: a + 1),
    "one-less": ("`{a}` is one too small", lambda a: a - 1),
}
_LABELS: dict[str, tuple[str, Change]] = {
    "sorted": ("`{a}` is put in order first, or never used", np.sort),
    "last-missing": ("the last entry of `{a}` is left out: does a loop stop one short?", lambda a: a[:-1]),
    "first-missing": ("the first entry of `{a}` is left out: does a loop start at 1?", lambda a: a[1:]),
    "one-more": ("`{a}` counts from 1 instead of 0", lambda a: a + 1),
    "one-less": ("`{a}` is taken one too small", lambda a: a - 1),
}
_LIST: dict[str, tuple[str, Change]] = {
    "without": ("`{a}` is left out, as if it were 0", lambda a: [np.zeros_like(x) for x in a]),
    "negated": ("`{a}` comes in with the opposite sign", lambda a: [-x for x in a]),
    "layers-reversed": ("the layers of `{a}` are in reverse order", lambda a: a[::-1]),
}
ROW_CHANGES: dict[str, tuple[str, Callable[[np.ndarray], np.ndarray]]] = {
    "last-row-only": ("only the last row of the batch counts: is the sum overwritten in a loop?", lambda a: a[-1:]),
    "first-row-only": ("only the first row of the batch counts: does a loop return too early?", lambda a: a[:1]),
    "last-row-missing": ("the last row of the batch is left out: does a loop stop one short?", lambda a: a[:-1]),
    "first-row-missing": ("the first row of the batch is left out: does a loop start at 1?", lambda a: a[1:]),
}


def tampered(exercise: Exercise, cases: Sequence[Case]) -> Iterator[Hypothesis]:
    """Yield the hypotheses that apply to the arguments of this exercise."""
    names, example = exercise.arguments, cases[0].args
    for i, (name, value) in enumerate(zip(names, example, strict=False)):
        for label, (phrase, change) in _changes(value).items():
            message = _sentence(phrase.format(a=name))
            yield Hypothesis(f"{name}-{label}", message, _with(exercise.reference, i, change))
        if isinstance(value, list):
            for j in range(len(value)):
                for label in ("without", "negated"):
                    phrase, change = _ARRAY[label]
                    entry = f"{name}[{j}]"
                    yield Hypothesis(
                        f"{entry}-{label}",
                        _sentence(phrase.format(a=entry)),
                        _with(exercise.reference, i, _at(j, change)),
                    )
    for i, j in combinations(range(len(example)), 2):
        if _alike(example[i], example[j]):
            message = _sentence(f"`{names[i]}` and `{names[j]}` change places")
            yield Hypothesis(f"{names[i]}-{names[j]}-swapped", message, _swapped(exercise.reference, i, j))
    for label, (phrase, cut) in ROW_CHANGES.items():
        yield Hypothesis(label, _sentence(phrase), _cut(exercise.reference, cut))
    if len(exercise.returns) == 1:
        text = "rows and columns change places: the work goes along the wrong axis, so look at `axis`"
        yield Hypothesis("axis-exchanged", _sentence(text), _turned(exercise.reference))
        text = "the whole array is treated as one row, not each row by itself: is `axis` missing?"
        yield Hypothesis("axis-missing", _sentence(text), _flattened(exercise.reference))


def _alike(a: Any, b: Any) -> bool:
    """Tell whether one could be given for the other: arrays of one shape, or numbers of one kind."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.shape == b.shape
    return type(a) is type(b) and isinstance(a, int | float) and not isinstance(a, bool)


def _sentence(phrase: str) -> str:
    return f"Your numbers are exactly those that come out when {phrase}" + ("" if phrase.endswith("?") else ".")


def _changes(value: Any) -> dict[str, tuple[str, Change]]:
    if isinstance(value, np.ndarray):
        return _LABELS if value.dtype.kind in "iu" and value.ndim == 1 else _ARRAY
    if isinstance(value, bool | str) or not isinstance(value, int | float | list):
        return {}
    return _LIST if isinstance(value, list) else _NUMBER


def _with(reference: Function, i: int, change: Change) -> Callable[[Case], Any]:
    def answer(case: Case) -> Any:
        changed = change(case.args[i])
        return None if changed is None else reference(*case.args[:i], changed, *case.args[i + 1 :])

    return answer


def _at(j: int, change: Change) -> Change:
    return lambda entries: [change(x) if k == j else x for k, x in enumerate(entries)]


def _swapped(reference: Function, i: int, j: int) -> Callable[[Case], Any]:
    def answer(case: Case) -> Any:
        args = list(case.args)
        args[i], args[j] = args[j], args[i]
        return reference(*args)

    return answer


def _cut(reference: Function, cut: Callable[[np.ndarray], np.ndarray]) -> Callable[[Case], Any]:
    def rows(value: Any, n: float | None) -> Any:
        if isinstance(value, list):
            return [rows(x, n) for x in value]
        return cut(value) if isinstance(value, np.ndarray) and value.ndim and value.shape[0] == n else value

    def answer(case: Case) -> Any:
        n = case.sizes.get("N")
        if n == 1:
            return NO_EVIDENCE
        return None if n is None else reference(*(rows(value, n) for value in case.args))

    return answer


def _turned(reference: Function) -> Callable[[Case], Any]:
    def answer(case: Case) -> Any:
        turned = reference(*(a.T if isinstance(a, np.ndarray) and a.ndim == 2 else a for a in case.args))
        return turned.T if isinstance(turned, np.ndarray) and turned.ndim == 2 else None

    return answer


def _flattened(reference: Function) -> Callable[[Case], Any]:
    def answer(case: Case) -> Any:
        flat = reference(*(a.reshape(1, -1) if isinstance(a, np.ndarray) and a.ndim == 2 else a for a in case.args))
        shape = next((a.shape for a in case.args if isinstance(a, np.ndarray) and a.ndim == 2), None)
        return flat.reshape(shape) if isinstance(flat, np.ndarray) and shape and flat.size == np.prod(shape) else None

    return answer
