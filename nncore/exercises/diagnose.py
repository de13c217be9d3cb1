"""Say what is wrong with an answer: from its numbers alone, and never more than they prove.

The order is from the most to the least specific: a mistake known by name; the right parts in another order; a constant
factor; the reference on changed arguments; two known slips at once; a term too many or missing; a factor of every
entry; a function of an argument, of the sizes or of the right answer; a known mistake times a factor; where the wrong
entries are; what the answer does not depend on. If nothing fits, "not recognised" and the plain facts.
"""

from __future__ import annotations

import numpy as np

from nncore.exercises.evidence import Diagnosis, Evidence, Predicted, fill, fitted, joined, ratio_of
from nncore.exercises.probing import ignored_argument, no_number, plain_facts, same_every_time
from nncore.exercises.ratios import Ratio, fit_ratio, name_ratio, varying
from nncore.exercises.returned import parts_exchanged
from nncore.exercises.signatures import (
    another_part,
    extra_factor,
    extra_term,
    function_of_answer,
    function_of_argument,
    only_there,
    only_zero_and_one,
    only_zeros,
    partly_divided,
    product_of_sizes,
)
from nncore.exercises.tampering import NO_EVIDENCE, ROW_CHANGES, Hypothesis
from nncore.exercises.values import close

_NOT_A_NUMBER = (
    "it is NaN (not a number) or infinite everywhere. That comes from 0 / 0, the logarithm of 0 or of a negative "
    "number, or exp of a large one: print what stands in between."
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
    coarse = _is_coarse(evidence)
    return (
        same_every_time(evidence)
        or _whole(evidence, evidence.known)
        or parts_exchanged(evidence)
        or _common_ratio(evidence)
        or _whole(evidence, evidence.tampered, alone=coarse)
        or (None if coarse else _whole(evidence, evidence.together))
        or _part_by_part(evidence, coarse)
    )


def _is_coarse(evidence: Evidence) -> bool:
    """Tell whether answers are so few-valued (0 or 1, labels) that chance could make a hypothesis fit."""
    right = [want[name] for want in evidence.want for name in want]
    yours = [x for raw in evidence.raw for name, x in raw.items() if x is not None and name in evidence.wrong]
    return _few_valued(right, 1) or _few_valued(yours, 12)


def _few_valued(arrays: list[np.ndarray], least: int) -> bool:
    """Tell whether `least` entries or more have at most three values, or one for eight entries."""
    values = np.concatenate([np.ravel(x) for x in arrays]) if arrays else np.zeros(0)
    return len(values) >= least and len(np.unique(values)) <= max(3, len(values) // 8)


def _whole(evidence: Evidence, predictions: list[Predicted], alone: bool = False) -> Diagnosis | None:
    """Find one hypothesis that predicts every part; `alone`: only if no other does."""
    found = (
        predicted.hypothesis
        for predicted in predictions
        if predicted.explains(evidence.wrong[0]) and all(predicted.agrees(name) for name in evidence.names)
    )
    first = next(found, None)
    if first is None or (alone and next(found, None) is not None):
        return None
    return _told(evidence, first)


def _told(evidence: Evidence, hypothesis: Hypothesis) -> Diagnosis:
    message = fill(hypothesis.message, evidence.sizes[0])
    if "\n" in message:
        how_many = "Two" if message.count("\n") == 1 else "Three"
        message = f"{how_many} things at once give exactly your numbers. " + message.replace("\n", " And: ")
    mistakes = {m.name: m.hints for m in evidence.exercise.known_mistakes}
    return Diagnosis(hypothesis.name, message, hints=mistakes.get(hypothesis.name, ()))


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


def _part_by_part(evidence: Evidence, coarse: bool) -> Diagnosis:
    """Explain each wrong part by itself; say what remains unexplained."""
    explained: dict[str, Diagnosis] = {}
    for part in evidence.wrong:
        found = _one_part(evidence, part, coarse)
        if found:
            explained[part] = found
    rest = [part for part in evidence.wrong if part not in explained]
    facts = plain_facts(evidence, rest)
    if not explained:
        return Diagnosis(None, "The cause is not recognised. What is certain:", facts)
    by_cause: dict[str, list[str]] = {}
    for part, found in explained.items():
        by_cause.setdefault(found.mistake or "", []).append(part)
    texts = []
    for parts in by_cause.values():
        message = explained[parts[0]].message
        texts.append(message[0].upper() + message[1:] if len(evidence.names) == 1 else f"In {joined(parts)}: {message}")
    if rest:
        texts.append(f"In {joined(rest)} the cause is not recognised.")
    if len(by_cause) == 1 or not rest:
        mistake: str | None = "+".join(by_cause)
    else:
        mistake = next(iter(by_cause))
    first = next(iter(explained.values()))
    return Diagnosis(mistake, " ".join(texts), facts, first.hints)


def _one_part(evidence: Evidence, part: str, coarse: bool) -> Diagnosis | None:
    exact = evidence.known if coarse else [*evidence.known, *evidence.tampered, *evidence.together]
    ratio = ratio_of(evidence, part, lambda k: evidence.want[k][part])
    if ratio:
        return Diagnosis(ratio.name, ratio.text("it"))
    zero = only_zeros(evidence, part)
    if zero:
        return zero
    for predicted in exact:
        if predicted.explains(part) and all(map(predicted.agrees, _right_siblings(evidence, part))):
            return _told(evidence, predicted.hypothesis)
    if no_number(evidence, part):
        return Diagnosis("not-a-number", _NOT_A_NUMBER)
    functions = (function_of_argument, product_of_sizes, function_of_answer)
    careful = (another_part, *functions, only_there, only_zero_and_one)
    sums = (partly_divided, extra_term, extra_factor)
    bold = (another_part, *sums, *functions, _scaled_hypothesis, *careful[4:], ignored_argument)
    for look in careful if coarse else bold:
        found = look(evidence, part)
        if found:
            return found
    return None


def _right_siblings(evidence: Evidence, part: str) -> list[str]:
    """Name the entries of the same list that are right: for ``A[1]`` those of ``A``."""
    family = part.split("[")[0] + "["
    return [name for name in evidence.names if name.startswith(family) and name not in evidence.wrong]


def _scaled_hypothesis(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a known mistake or a changed argument, times a factor with a name."""
    if fitted(evidence, part) is None:
        return None
    for predicted in [*evidence.known, *evidence.tampered]:
        ratio = _named_proportion(evidence, part, predicted)
        if ratio is None:
            continue
        cases = [k for k in evidence.having(part) if predicted(k) is not NO_EVIDENCE]
        if len(cases) < 2:
            continue
        if len(cases) < 3 and all(evidence.want[k][part].size == 1 for k in cases):
            continue  # three single numbers in the same proportion are no accident, two may be
        if ratio.name == "sign" and predicted.hypothesis.name.endswith("-negated"):
            continue  # minus minus: the sign is wrong elsewhere
        if len(set(ratio.powers) - {"N-1"}) > 1 and all(evidence.want[k][part].size == 1 for k in cases):
            continue  # with so many factors to choose from, single numbers are soon in proportion
        if not all(close(predicted(k)[part], evidence.want[k][part], evidence.exercise.rtol) for k in cases):
            return _told_scaled(evidence, predicted.hypothesis, ratio)
    return None


def _named_proportion(evidence: Evidence, part: str, predicted: Predicted) -> Ratio | None:
    """Return the factor with a name by which a part differs from what a hypothesis predicts; stops where none fits."""
    ratios: dict[int, float | None] = {}
    everywhere = set(varying([evidence.sizes[k] for k in evidence.having(part)]))
    ratio = None
    for k in evidence.telling(part):
        answer = predicted(k)
        if answer is NO_EVIDENCE:
            continue
        if answer is None or part not in answer:
            return None
        fit = fit_ratio([evidence.got[k][part]], [answer[part]], evidence.exercise.rtol)  # type: ignore[list-item]
        if fit is None:
            return None
        ratios[k] = fit[0]
        sizes = [evidence.sizes[k] for k in sorted(ratios)]
        ratio = name_ratio([ratios[k] for k in sorted(ratios)], sizes)
        if ratio is None and len(ratios) > 1 and everywhere <= set(varying(sizes)):
            return None
    return ratio


def _told_scaled(evidence: Evidence, hypothesis: Hypothesis, ratio: Ratio) -> Diagnosis:
    message = fill(hypothesis.message, evidence.sizes[0])
    if hypothesis.name in ROW_CHANGES and set(ratio.powers) <= {"N", "N-1"} and ratio.powers:
        return Diagnosis(hypothesis.name, message)  # fewer rows, another mean: one cause
    values = f" ({ratio.values})" if ratio.powers else ""
    return Diagnosis(
        f"{hypothesis.name}+{ratio.name}",
        f"Two things at once give exactly your numbers. {message} And {ratio.blame}{values}.",
    )
