"""Say what is wrong with an answer: from its numbers alone, and never more than they prove.

The order is from the most to the least specific: a mistake known by name; a constant factor; the reference on changed
arguments; two known slips at once; a term too many or missing; a factor of every entry; a function of the right answer;
where the wrong entries are; what the answer does not depend on. If nothing fits, "not recognised" and the plain facts.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from nncore.activations import sigmoid, softmax
from nncore.exercises.calling import call, wait_free
from nncore.exercises.ratios import fit_ratio, name_ratio
from nncore.exercises.record import Case, Exercise, Function, Mistake
from nncore.exercises.tampering import NO_EVIDENCE, Hypothesis, tampered
from nncore.exercises.values import Leaves, as_array, close, off, read

SECONDS = 1.5
"""How long the search for a cause may take."""


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
    """

    exercise: Exercise
    f: Function
    cases: list[Case]
    raw: list[dict[str, np.ndarray | None]]
    got: list[dict[str, np.ndarray | None]]
    want: list[Leaves]
    go_on: Callable[[], bool] = field(default_factory=lambda: wait_free(SECONDS))

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


def sizes_of(exercise: Exercise, case: Case) -> dict[str, float]:
    """Return the sizes of a case together with the plain numbers among its arguments."""
    numbers = {
        name: float(value)
        for name, value in zip(exercise.arguments, case.args, strict=False)
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    return numbers | dict(case.sizes)


def fill(message: str, sizes: Mapping[str, float]) -> str:
    """Put the sizes into a message: ``{N}`` becomes 7. Other braces stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda m: f"{sizes[m[1]]:g}" if m[1] in sizes else m[0], message)


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
            wanted = exercise.reference(*case.args)
            found, problem = read(value, wanted, exercise.returns)
            return None if problem else {name: np.asarray(x) for name, x in found.items()}
        except Exception:  # a hypothesis that cannot be computed is no explanation
            return None

    def explains(self, name: str) -> bool:
        """Tell whether it predicts this part exactly, in every case, and differs from the right answer."""
        seen = different = 0
        for k in self.evidence.having(name):
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


def diagnose(evidence: Evidence) -> Diagnosis:
    """Find the cause of a wrong answer.

    Parameters
    ----------
    evidence : Evidence
        At least one part is wrong.

    Returns
    -------
    Diagnosis
        With ``mistake=None`` where the cause is not recognised.
    """
    known = [_as_hypothesis(m) for m in evidence.exercise.known_mistakes]
    pairs = _pairs(evidence.exercise)
    return (
        _whole(evidence, known)
        or _common_ratio(evidence)
        or _whole(evidence, tampered(evidence.exercise, evidence.cases), alone=_is_coarse(evidence))
        or (None if _is_coarse(evidence) else _whole(evidence, pairs))
        or _part_by_part(evidence, known)
    )


def _as_hypothesis(mistake: Mistake) -> Hypothesis:
    return Hypothesis(mistake.name, mistake.message, lambda case: mistake.wrong(*case.args))


def _pairs(exercise: Exercise) -> Iterator[Hypothesis]:
    if exercise.formula:
        for together in (2, 3):
            yield from map(_as_hypothesis, exercise.formula.mistakes(together))


def _is_coarse(evidence: Evidence) -> bool:
    """Tell whether answers are so few-valued (0 or 1, labels) that chance could make a hypothesis fit."""
    values = np.concatenate([np.ravel(want[name]) for want in evidence.want for name in want])
    return len(np.unique(values)) <= max(3, len(values) // 8)


def _whole(
    evidence: Evidence, hypotheses: Iterator[Hypothesis] | list[Hypothesis], alone: bool = False
) -> Diagnosis | None:
    """Find one hypothesis that predicts every part; `alone`: only if no other does."""
    found: list[Hypothesis] = []
    for hypothesis in hypotheses:
        if found and (not alone or len(found) > 1):
            break
        if not evidence.go_on():
            break
        predicted = Predicted(evidence, hypothesis)
        if predicted.explains(evidence.wrong[0]) and all(predicted.agrees(name) for name in evidence.names):
            found.append(hypothesis)
    if len(found) != 1:
        return None
    return _told(evidence, found[0])


def _told(evidence: Evidence, hypothesis: Hypothesis, part: str = "") -> Diagnosis:
    message = fill(hypothesis.message, evidence.sizes[0])
    if "\n" in message:
        message = "Two things at once. " + message.replace("\n", " And: ")
    mistakes = {m.name: m.hints for m in evidence.exercise.known_mistakes}
    return Diagnosis(
        hypothesis.name, f"In {part}: {message}" if part else message, hints=mistakes.get(hypothesis.name, ())
    )


def _common_ratio(evidence: Evidence) -> Diagnosis | None:
    """Find one factor that all wrong parts share."""
    texts, names = [], set()
    for part in evidence.wrong:
        ratio = _ratio_of(evidence, part, lambda k, part=part: evidence.want[k][part])  # type: ignore[misc]
        if ratio is None:
            return None
        names.add(ratio.name)
        texts.append(ratio)
    if len(names) != 1:
        return None
    what = _and(evidence.wrong) if len(evidence.wrong) == 1 else f"Each of {_and(evidence.wrong)}"
    return Diagnosis(texts[0].name, texts[0].text(what))


def _ratio_of(evidence: Evidence, part: str, base: Callable[[int], np.ndarray]) -> Any:
    cases = evidence.having(part)
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


def _and(names: Sequence[str]) -> str:
    names = [f"`{name}`" for name in names]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _part_by_part(evidence: Evidence, known: list[Hypothesis]) -> Diagnosis:
    """Explain each wrong part by itself; say what remains unexplained."""
    explained: dict[str, Diagnosis] = {}
    for part in evidence.wrong:
        if not evidence.go_on():
            break
        found = _one_part(evidence, part, known)
        if found:
            explained[part] = found
    facts = _facts(evidence, [p for p in evidence.wrong if p not in explained])
    if not explained:
        return Diagnosis(None, "The cause is not recognised. What is certain:", facts)
    by_cause: dict[str, list[str]] = {}
    for part, found in explained.items():
        by_cause.setdefault(found.mistake or "", []).append(part)
    texts = []
    for parts in by_cause.values():
        message = explained[parts[0]].message
        texts.append(message[0].upper() + message[1:] if len(evidence.names) == 1 else f"In {_and(parts)}: {message}")
    if len(by_cause) == 1 or len(explained) == len(evidence.wrong):
        mistake: str | None = "+".join(by_cause)
    else:
        mistake = next(iter(by_cause))
    first = next(iter(explained.values()))
    return Diagnosis(mistake, " ".join(texts), facts, first.hints)


def _one_part(evidence: Evidence, part: str, known: list[Hypothesis]) -> Diagnosis | None:
    coarse = _is_coarse(evidence)
    for hypothesis in known:
        if Predicted(evidence, hypothesis).explains(part):
            return _told(evidence, hypothesis)
    ratio = _ratio_of(evidence, part, lambda k: evidence.want[k][part])
    if ratio:
        return Diagnosis(ratio.name, ratio.text("it"))
    if not coarse:
        for hypothesis in [*tampered(evidence.exercise, evidence.cases), *_pairs(evidence.exercise)]:
            if not evidence.go_on():
                break
            if Predicted(evidence, hypothesis).explains(part):
                return _told(evidence, hypothesis)
    return (
        _another_part(evidence, part)
        or (None if coarse else _extra_term(evidence, part))
        or (None if coarse else _extra_factor(evidence, part))
        or (None if coarse else _scaled_hypothesis(evidence, part, known))
        or _function_of_argument(evidence, part)
        or _function_of_answer(evidence, part)
        or _only_there(evidence, part)
        or _ignored_argument(evidence, part)
    )


def _got(evidence: Evidence, part: str) -> list[tuple[int, np.ndarray, np.ndarray]] | None:
    """Return (case, got, want) for the cases of a part, or None if a shape is wrong somewhere."""
    found = [(k, evidence.got[k].get(part), evidence.want[k][part]) for k in evidence.having(part)]
    if any(g is None for _, g, _ in found):
        return None
    return [(k, np.asarray(g, dtype=float), np.asarray(w, dtype=float)) for k, g, w in found]


def _another_part(evidence: Evidence, part: str) -> Diagnosis | None:
    for other in evidence.names:
        cases = [k for k in evidence.having(part) if other in evidence.want[k]]
        raw = [evidence.raw[k].get(part) for k in cases]
        if other == part or not cases or any(r is None for r in raw):
            continue
        if all(close(r, evidence.want[k][other], evidence.exercise.rtol) for r, k in zip(raw, cases, strict=True)):  # type: ignore[arg-type]
            return Diagnosis("parts-exchanged", f"It holds what belongs into `{other}`: is the order right?")
    return None


def _scaled_hypothesis(evidence: Evidence, part: str, known: list[Hypothesis]) -> Diagnosis | None:
    """Find a known mistake or a changed argument, times a factor with a name."""
    if _got(evidence, part) is None or all(evidence.want[k][part].size == 1 for k in evidence.having(part)):
        return None
    for hypothesis in [*known, *tampered(evidence.exercise, evidence.cases)]:
        if not evidence.go_on():
            return None
        predicted = Predicted(evidence, hypothesis)
        cases = evidence.having(part)
        if any(predicted(k) in (None, NO_EVIDENCE) if not isinstance(predicted(k), dict) else False for k in cases):
            continue
        ratio = _ratio_of(evidence, part, lambda k, p=predicted: p(k)[part])  # type: ignore[misc]
        if ratio and not all(close(predicted(k)[part], evidence.want[k][part], evidence.exercise.rtol) for k in cases):
            message = fill(hypothesis.message, evidence.sizes[0])
            factor = "the sign is opposite" if ratio.name == "sign" else f"a factor {ratio.formula} is wrong"
            return Diagnosis(f"{hypothesis.name}+{ratio.name}", f"Two things at once. {message} And {factor}.")
    return None


_TERMS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "{a}": lambda a: a,
    "{a}^2": np.square,
    "sign of {a}": np.sign,
}


def _arguments(evidence: Evidence, k: int) -> Iterator[tuple[str, np.ndarray]]:
    """Yield every array among the arguments of case k, lists opened."""
    for name, value in zip(evidence.exercise.arguments, evidence.cases[k].args, strict=False):
        for label, entry in (
            [(f"{name}[{j}]", x) for j, x in enumerate(value)] if isinstance(value, list) else [(name, value)]
        ):
            if isinstance(entry, np.ndarray) and entry.dtype.kind in "fiu":
                yield label, entry.astype(float)


def _extra_term(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find what yours minus the right one is made of."""
    rows = _got(evidence, part)
    if rows is None or all(w.size == 1 for _, _, w in rows):
        return None
    difference = [g - w for _, g, w in rows]
    sizes = [evidence.sizes[k] for k, _, _ in rows]
    wants = [w for _, _, w in rows]
    constant = fit_ratio(difference, [np.ones_like(w) for w in wants], evidence.exercise.rtol)
    if constant and max(w.size for w in wants) > 2:
        same = name_ratio(constant, sizes)
        amount = f" ({same.formula})" if same else ""
        text = (
            f"every entry is off by the same amount{amount}: {constant[0]:.6g} in the first case. A term is added that "
            f"does not belong, or one is missing."
        )
        return Diagnosis("constant-added", text)
    labels = dict.fromkeys(name for name, _ in _arguments(evidence, rows[0][0]))
    for label in labels:
        for phrase, function in _TERMS.items():
            terms = []
            for k, _, w in rows:
                value = dict(_arguments(evidence, k)).get(label)
                if value is None or value.size == 1 or not _broadcasts(value.shape, w.shape):
                    break
                terms.append(np.broadcast_to(function(value), w.shape))
            if len(terms) < len(rows):
                continue
            ratios = fit_ratio(difference, terms, evidence.exercise.rtol)
            ratio = name_ratio(ratios, sizes) if ratios else None
            if ratios:
                term = phrase.format(a=label)
                times = f"exactly {ratio.formula} times" if ratio else "exactly" if _all_one(ratios) else "a multiple of"
                text = (
                    f"yours minus the right one is {times} {term}: a term with {term} is missing, too many, or has a "
                    f"wrong factor or sign."
                )
                return Diagnosis(f"term-{label}", text)
    return None


def _all_one(ratios: Sequence[float | None]) -> bool:
    return all(r is None or abs(r - 1) < 1e-6 for r in ratios)


def _broadcasts(shape: tuple[int, ...], to: tuple[int, ...]) -> bool:
    try:
        return np.broadcast_shapes(shape, to) == to
    except ValueError:
        return False


_FACTORS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "{a}": lambda a: a,
    "(1 - {a})": lambda a: 1 - a,
    "{a} (1 - {a})": lambda a: a * (1 - a),
    "(1 - {a}^2)": lambda a: 1 - a * a,
    "sigmoid'({a})": lambda a: sigmoid(a) * (1 - sigmoid(a)),
    "sigmoid({a})": sigmoid,
    "tanh'({a})": lambda a: 1 - np.tanh(a) ** 2,
    "{a}^2": np.square,
    "exp({a})": lambda a: np.exp(np.clip(a, -50, 50)),
}


def _extra_factor(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a factor that each entry has too many or too few, made of an argument of the same shape."""
    rows = _got(evidence, part)
    if rows is None or all(w.size == 1 for _, _, w in rows):
        return None
    for label in dict.fromkeys(name for name, _ in _arguments(evidence, rows[0][0])):
        values = [dict(_arguments(evidence, k)).get(label) for k, _, _ in rows]
        if any(
            v is None or v.size == 1 or not _broadcasts(v.shape, w.shape)
            for v, (_, _, w) in zip(values, rows, strict=True)
        ):
            continue
        for phrase, function in _FACTORS.items():
            factors = [function(v) for v in values]  # type: ignore[arg-type]
            term = phrase.format(a=label)
            if all(close(g, w * q, evidence.exercise.rtol) for (_, g, w), q in zip(rows, factors, strict=True)):
                return Diagnosis(f"extra-{term}", f"each entry is the right one times {term}: this factor is too many.")
            with np.errstate(all="ignore"):
                if all(close(g * q, w, evidence.exercise.rtol) for (_, g, w), q in zip(rows, factors, strict=True)):
                    return Diagnosis(f"missing-{term}", f"each entry lacks the factor {term}.")
    return None


_FUNCTIONS: dict[str, tuple[str, Callable[[np.ndarray], np.ndarray]]] = {
    "absolute": ("the absolute value of it: the sign is lost", np.abs),
    "squared": ("its square", np.square),
    "root": ("its square root", lambda w: np.sqrt(np.maximum(w, 0))),
    "inverse": ("one divided by it", lambda w: 1 / w),
    "complement": ("one minus it", lambda w: 1 - w),
    "exp": ("exp of it", np.exp),
    "log": ("its logarithm", np.log),
    "rounded": ("it, rounded to a whole number", np.rint),
    "truncated": ("it, cut to a whole number: is an array of integers used to store it?", np.trunc),
    "thresholded-0": ("only whether it is above 0", lambda w: (w > 0).astype(float)),
    "thresholded-half": ("only whether it is above 0.5", lambda w: (w > 0.5).astype(float)),
    "clipped": ("it with everything outside 0 to 1 cut off", lambda w: np.clip(w, 0, 1)),
    "negative-lost": ("it with its negative entries set to 0", lambda w: np.maximum(w, 0)),
    "rows-reversed": ("it with its rows in reverse order", lambda w: w[::-1] if w.ndim else w),
    "columns-reversed": ("it with its columns in reverse order", lambda w: w[:, ::-1] if w.ndim == 2 else w),
    "transposed": ("its transpose", lambda w: w.T),
    "reordered": ("its entries in another order (`reshape` where `.T` is needed?)", lambda w: w.T.reshape(w.shape)),
    "running-sum": ("its running sum", lambda w: np.cumsum(w, axis=0) if w.ndim else w),
    "sorted": ("its entries, sorted", lambda w: np.sort(w, axis=0) if w.ndim else w),
    "centred": ("it with its mean taken off", lambda w: w - w.mean()),
    "column-summed": ("the sum of its column", lambda w: np.broadcast_to(w.sum(0), w.shape) if w.ndim else w),
    "row-summed": (
        "the sum of its row",
        lambda w: np.broadcast_to(w.sum(1, keepdims=True), w.shape) if w.ndim == 2 else w,
    ),
    "averaged": ("its mean", lambda w: np.full_like(w, w.mean())),
    "normalised": ("it divided by its length", lambda w: w / np.linalg.norm(w)),
    "sigmoid-once-more": ("its sigmoid", sigmoid),
    "sigmoid-slope": ("it times (1 - itself)", lambda w: w * (1 - w)),
    "tanh-once-more": ("its tanh", np.tanh),
    "zero": ("nothing but zeros", np.zeros_like),
    "one-up": ("it plus 1", lambda w: w + 1),
    "one-down": ("it minus 1", lambda w: w - 1),
}


def _function_of_answer(evidence: Evidence, part: str) -> Diagnosis | None:
    rows = _got(evidence, part)
    if rows is None:
        return None
    for name, (phrase, function) in _FUNCTIONS.items():
        with np.errstate(all="ignore"):
            guesses = [function(w) for _, _, w in rows]
        if all(close(g, x, evidence.exercise.rtol) for (_, g, _), x in zip(rows, guesses, strict=True)):
            return Diagnosis(f"answer-{name}", f"instead of the right answer you return {phrase}.")
        if name in ("zero", "averaged") or sum(w.size for _, _, w in rows) < 8:
            continue
        if all(close(-g, x, evidence.exercise.rtol) for (_, g, _), x in zip(rows, guesses, strict=True)):
            return Diagnosis(f"answer-{name}+sign", f"instead of the right answer you return, with a minus, {phrase}.")
    return None


_OF_ARGUMENT: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "{a} itself": lambda a: a,
    "-{a}": np.negative,
    "1 - {a}": lambda a: 1 - a,
    "sigmoid({a})": sigmoid,
    "sigmoid'({a})": lambda a: sigmoid(a) * (1 - sigmoid(a)),
    "tanh({a})": np.tanh,
    "tanh'({a})": lambda a: 1 - np.tanh(a) ** 2,
    "{a} (1 - {a})": lambda a: a * (1 - a),
    "1 - {a}^2": lambda a: 1 - a * a,
    "max(0, {a})": lambda a: np.maximum(a, 0),
    "whether {a} > 0": lambda a: (a > 0).astype(float),
    "exp({a})": lambda a: np.exp(np.clip(a, -500, 500)),
    "softmax({a})": lambda a: softmax(a) if a.ndim == 2 else a,
    "log({a})": np.log,
    "{a}^2": np.square,
    "abs({a})": np.abs,
    "1/{a}": lambda a: 1 / a,
}


def _function_of_argument(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a plain function of one argument that the answer is."""
    rows = _got(evidence, part)
    if rows is None or sum(w.size for _, _, w in rows) < 8:
        return None
    for label in dict.fromkeys(name for name, _ in _arguments(evidence, rows[0][0])):
        values = [dict(_arguments(evidence, k)).get(label) for k, _, _ in rows]
        for phrase, function in _OF_ARGUMENT.items():
            with np.errstate(all="ignore"):
                if all(
                    v is not None and v.shape == g.shape and close(g, function(v), evidence.exercise.rtol)
                    for v, (_, g, _) in zip(values, rows, strict=True)
                ):
                    text = phrase.format(a=label)
                    return Diagnosis(f"returns-{text}".replace(" ", ""), f"what you return is {text}.")
    return None


def _only_there(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a plain description of the entries that are wrong: a column, a row, a range of an argument."""
    rows = _got(evidence, part)
    if rows is None:
        return None
    masks = [off(g, w, evidence.exercise.rtol) for _, g, w in rows]
    total, bad = sum(m.size for m in masks), int(sum(m.sum() for m in masks))
    if bad == 0 or bad == total or total < 6:
        return None
    for text, name, regions in _regions(evidence, rows):
        described = [np.broadcast_to(r, m.shape) for r, m in zip(regions, masks, strict=True)]
        if all(np.array_equal(r, m) for r, m in zip(described, masks, strict=True)):
            i, (_, g, w) = next((i, row) for i, row in enumerate(rows) if masks[i].any())
            at = tuple(np.argwhere(masks[i])[0])
            return Diagnosis(
                f"only-{name}",
                f"it is wrong {text}, and right everywhere else ({bad} of {total} entries). "
                f"There, for instance, you return {g[at]:.5g} and {w[at]:.5g} is right.",
            )
    return None


def _regions(evidence: Evidence, rows: Any) -> Iterator[tuple[str, str, list[np.ndarray]]]:
    shapes = [w.shape for _, _, w in rows]
    if all(len(s) == 2 for s in shapes):
        for axis, word in ((1, "column"), (0, "row")):
            for index, which in ((0, "first"), (-1, "last")):
                marks = [_line(s, axis, index) for s in shapes]
                yield f"in the {which} {word}", f"{which}-{word}", marks
                yield f"in every {word} but the {which}", f"not-{which}-{word}", [~m for m in marks]
        yield "on the diagonal", "diagonal", [np.eye(*s, dtype=bool) for s in shapes]
        yield "off the diagonal", "off-diagonal", [~np.eye(*s, dtype=bool) for s in shapes]
    wants = [w for _, _, w in rows]
    yield "where the right answer is negative", "negative", [w < 0 for w in wants]
    yield "where the right answer is positive", "positive", [w > 0 for w in wants]
    yield "where the right answer is 0", "zero", [w == 0 for w in wants]
    for label in dict.fromkeys(name for name, _ in _arguments(evidence, rows[0][0])):
        values = [dict(_arguments(evidence, k)).get(label) for k, _, _ in rows]
        if any(v is None or not _broadcasts(v.shape, s) for v, s in zip(values, shapes, strict=True)):
            continue
        for sign, test in _COMPARISONS.items():
            yield f"where `{label}` {sign}", f"where-{label}-{sign}".replace(" ", ""), [test(v) for v in values]


def _line(shape: tuple[int, ...], axis: int, index: int) -> np.ndarray:
    mark = np.zeros(shape, dtype=bool)
    mark[(slice(None), index) if axis else (index, slice(None))] = True
    return mark


_COMPARISONS: dict[str, Callable[[Any], np.ndarray]] = {
    "= 0": lambda v: v == 0,
    "< 0": lambda v: v < 0,
    "> 0": lambda v: v > 0,
    "<= 0": lambda v: v <= 0,
    ">= 0": lambda v: v >= 0,
    "= 1": lambda v: v == 1,
    "< 0.5": lambda v: v < 0.5,
    "> 0.5": lambda v: v > 0.5,
    "= 0.5": lambda v: v == 0.5,
    "> 1": lambda v: v > 1,
    "< -1": lambda v: v < -1,
    "> 6": lambda v: v > 6,
    ">= 6": lambda v: v >= 6,
    "= 6": lambda v: v == 6,
}


def _ignored_argument(evidence: Evidence, part: str) -> Diagnosis | None:
    """Change one argument at a time: which does the answer ignore, and on which should it not depend."""
    ignored, extra = [], []
    rng = np.random.default_rng(5)
    k = max(evidence.having(part), key=lambda k: evidence.want[k][part].size)
    case = evidence.cases[k]
    for i, name in enumerate(evidence.exercise.arguments[: len(case.args)]):
        changed = _shaken(case.args[i], rng)
        if changed is None:
            continue
        args = (*case.args[:i], changed, *case.args[i + 1 :])
        yours = _differs(evidence, k, part, args, evidence.f, evidence.raw[k].get(part))
        right = _differs(evidence, k, part, args, evidence.exercise.reference, evidence.want[k][part])
        if right and yours is False:
            ignored.append(name)
        if yours and right is False:
            extra.append(name)
    if len(ignored) == len(evidence.exercise.arguments):
        return Diagnosis("hard-coded", "it is the same whatever the arguments are: is it computed from them?")
    if ignored:
        return Diagnosis(
            "ignores-" + "-".join(ignored), f"it does not change when {_and(ignored)} changes; the right answer does."
        )
    if extra:
        return Diagnosis(
            "uses-" + "-".join(extra), f"it changes when {_and(extra)} changes; the right answer does not."
        )
    return None


def _shaken(value: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, list):
        entries = [_shaken(x, rng) for x in value]
        return None if any(x is None for x in entries) else entries
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value + (0.1 * rng.uniform(0.2, 1, size=value.shape)).astype(value.dtype)
    if isinstance(value, float):
        return value * 1.25 + 0.01
    return None


def _differs(
    evidence: Evidence, k: int, part: str, args: tuple[Any, ...], f: Function, before: np.ndarray | None
) -> bool | None:
    """Tell whether `f` gives another value of `part` for `args`; None where it gives none."""
    outcome = call(f, args, evidence.exercise.time_limit)
    if outcome.crash or outcome.too_slow or outcome.stub or before is None:
        return None
    try:
        wanted = evidence.exercise.reference(*args)
    except Exception:
        return None
    found, problem = read(outcome.value, wanted, evidence.exercise.returns)
    if problem or part not in found:
        return None
    array, _ = as_array(part, found[part], evidence.want[k][part])
    return (
        None
        if array is None or array.shape != before.shape
        else not np.array_equal(array, before, equal_nan=array.dtype.kind == "f")
    )


def _facts(evidence: Evidence, parts: Sequence[str]) -> tuple[str, ...]:
    """Return what is certain about parts whose error has no name."""
    facts = []
    right = [name for name in evidence.names if name not in evidence.wrong]
    if right:
        facts.append(f"{_and(right)} {'is' if len(right) == 1 else 'are'} right.")
    for part in list(parts)[:3]:
        facts += _facts_of(evidence, part)
    return tuple(facts)


def _facts_of(evidence: Evidence, part: str) -> Iterator[str]:
    rows = _got(evidence, part)
    if rows is None:
        return
    good = [k for k, g, w in rows if close(g, w, evidence.exercise.rtol)]
    bad = [k for k, _, _ in rows if k not in good]
    if good and bad:
        yield f"`{part}` is right for {_case_names(evidence, good)}, and wrong for {_case_names(evidence, bad)}."
    g, w = next((g, w) for k, g, w in rows if k in bad)
    mask = off(g, w, evidence.exercise.rtol)
    gap = np.where(mask, np.abs(g - w), -1.0)
    gap = np.where(np.isnan(gap), np.inf, gap)
    at = tuple(int(i) for i in np.unravel_index(int(np.argmax(gap)), gap.shape))
    where = f"`{part}[{', '.join(map(str, at))}]`" if at else f"`{part}`"
    yield f"{where} is {g[at]:.6g}; {w[at]:.6g} is right ({int(mask.sum())} of {mask.size} entries are off)."
    if np.all(np.isfinite(g)):
        scale = float(np.max(np.abs(w)))
        error = float(np.max(np.abs(g - w)))
        if scale and error / scale < 0.01:
            yield (
                f"`{part}` is nearly right: the largest error is {error / scale:.1e} of its size. A small constant "
                f"inside a logarithm, a one-sided difference or rounding does that."
            )
        elif w.size > 2 and np.linalg.norm(g) > 0 and np.linalg.norm(w) > 0:
            cosine = float(np.sum(g * w) / (np.linalg.norm(g) * np.linalg.norm(w)))
            yield (
                f"`{part}` as an arrow: cosine with the right one {cosine:.2f}, length "
                f"{np.linalg.norm(g) / np.linalg.norm(w):.3g} times the right one."
            )
    else:
        yield f"`{part}` holds {int(np.sum(~np.isfinite(g)))} entries that are NaN or infinite."


def _case_names(evidence: Evidence, cases: Sequence[int]) -> str:
    names = []
    for k in cases:
        sizes = evidence.cases[k].sizes
        names.append("(" + ", ".join(f"{n} = {v:g}" for n, v in sizes.items()) + ")" if sizes else f"case {k + 1}")
    return " and ".join(dict.fromkeys(names))
