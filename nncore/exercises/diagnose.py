"""Say what is wrong with an answer: from its numbers alone, and never more than they prove.

The order is from the most to the least specific: a mistake known by name; a constant factor; the reference on changed
arguments; two known slips at once; a term too many or missing; a factor of every entry; a function of the right answer;
where the wrong entries are; what the answer does not depend on. If nothing fits, "not recognised" and the plain facts.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nncore.exercises.evidence import Diagnosis, Evidence, Predicted, fill, fitted, joined, ratio_of
from nncore.exercises.probing import ignored_argument, plain_facts, same_every_time
from nncore.exercises.record import Exercise, Mistake
from nncore.exercises.signatures import (
    another_part,
    extra_factor,
    extra_term,
    function_of_answer,
    function_of_argument,
    only_there,
)
from nncore.exercises.tampering import NO_EVIDENCE, Hypothesis, tampered
from nncore.exercises.values import close


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
        same_every_time(evidence)
        or _whole(evidence, known)
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
        ratio = ratio_of(evidence, part, lambda k, part=part: evidence.want[k][part])  # type: ignore[misc]
        if ratio is None:
            return None
        names.add(ratio.name)
        texts.append(ratio)
    if len(names) != 1:
        return None
    what = joined(evidence.wrong) if len(evidence.wrong) == 1 else f"Each of {joined(evidence.wrong)}"
    return Diagnosis(texts[0].name, texts[0].text(what))


def _part_by_part(evidence: Evidence, known: list[Hypothesis]) -> Diagnosis:
    """Explain each wrong part by itself; say what remains unexplained."""
    explained: dict[str, Diagnosis] = {}
    for part in evidence.wrong:
        if not evidence.go_on():
            break
        found = _one_part(evidence, part, known)
        if found:
            explained[part] = found
    facts = plain_facts(evidence, [p for p in evidence.wrong if p not in explained])
    if not explained:
        return Diagnosis(None, "The cause is not recognised. What is certain:", facts)
    by_cause: dict[str, list[str]] = {}
    for part, found in explained.items():
        by_cause.setdefault(found.mistake or "", []).append(part)
    texts = []
    for parts in by_cause.values():
        message = explained[parts[0]].message
        texts.append(message[0].upper() + message[1:] if len(evidence.names) == 1 else f"In {joined(parts)}: {message}")
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
    ratio = ratio_of(evidence, part, lambda k: evidence.want[k][part])
    if ratio:
        return Diagnosis(ratio.name, ratio.text("it"))
    if not coarse:
        for hypothesis in [*tampered(evidence.exercise, evidence.cases), *_pairs(evidence.exercise)]:
            if not evidence.go_on():
                break
            if Predicted(evidence, hypothesis).explains(part):
                return _told(evidence, hypothesis)
    return (
        another_part(evidence, part)
        or (None if coarse else extra_term(evidence, part))
        or (None if coarse else extra_factor(evidence, part))
        or (None if coarse else _scaled_hypothesis(evidence, part, known))
        or function_of_argument(evidence, part)
        or function_of_answer(evidence, part)
        or only_there(evidence, part)
        or ignored_argument(evidence, part)
    )


def _scaled_hypothesis(evidence: Evidence, part: str, known: list[Hypothesis]) -> Diagnosis | None:
    """Find a known mistake or a changed argument, times a factor with a name."""
    if fitted(evidence, part) is None or all(evidence.want[k][part].size == 1 for k in evidence.having(part)):
        return None
    for hypothesis in [*known, *tampered(evidence.exercise, evidence.cases)]:
        if not evidence.go_on():
            return None
        predicted = Predicted(evidence, hypothesis)
        cases = evidence.having(part)
        if any(predicted(k) in (None, NO_EVIDENCE) if not isinstance(predicted(k), dict) else False for k in cases):
            continue
        ratio = ratio_of(evidence, part, lambda k, p=predicted: p(k)[part])  # type: ignore[misc]
        if ratio and not all(close(predicted(k)[part], evidence.want[k][part], evidence.exercise.rtol) for k in cases):
            message = fill(hypothesis.message, evidence.sizes[0])
            factor = "the sign is opposite" if ratio.name == "sign" else f"a factor {ratio.formula} is wrong"
            return Diagnosis(f"{hypothesis.name}+{ratio.name}", f"Two things at once. {message} And {factor}.")
    return None
