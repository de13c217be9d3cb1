"""Signatures of an error: what the wrong numbers themselves say of their cause, whatever the exercise is.

Each function looks at one wrong part and returns a Diagnosis, or None where its signature is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from nncore.activations import sigmoid, softmax
from nncore.exercises.evidence import Diagnosis, Evidence, array_arguments, fitted
from nncore.exercises.ratios import fit_ratio, name_ratio
from nncore.exercises.values import close, off


def another_part(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find the other part whose right value this one holds."""
    for other in evidence.names:
        cases = [k for k in evidence.having(part) if other in evidence.want[k]]
        raw = [evidence.raw[k].get(part) for k in cases]
        if other == part or not cases or any(r is None for r in raw):
            continue
        if all(close(r, evidence.want[k][other], evidence.exercise.rtol) for r, k in zip(raw, cases, strict=True)):  # type: ignore[arg-type]
            return Diagnosis("parts-exchanged", f"It holds what belongs into `{other}`: is the order right?")
    return None


_TERMS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "{a}": lambda a: a,
    "{a}^2": np.square,
    "sign of {a}": np.sign,
}


def extra_term(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find what yours minus the right one is made of."""
    rows = fitted(evidence, part)
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
    labels = array_arguments(evidence, rows[0][0])
    for label in labels:
        for phrase, function in _TERMS.items():
            terms = []
            for k, _, w in rows:
                value = array_arguments(evidence, k).get(label)
                if value is None or value.size == 1 or not _broadcasts(value.shape, w.shape):
                    break
                terms.append(np.broadcast_to(function(value), w.shape))
            if len(terms) < len(rows):
                continue
            ratios = fit_ratio(difference, terms, evidence.exercise.rtol)
            ratio = name_ratio(ratios, sizes) if ratios else None
            # A few numbers in proportion may be chance, unless the factor has a name.
            if ratios and (ratio or _all_one(ratios) or sum(w.size for w in wants) - len(wants) >= 12):
                term = phrase.format(a=label)
                times = (
                    f"exactly {ratio.formula} times" if ratio else "exactly" if _all_one(ratios) else "a multiple of"
                )
                text = (
                    f"yours minus the right one is {times} {term}: a term with {term} is missing, too many, or has a "
                    f"wrong factor or sign."
                )
                return Diagnosis(f"term-{label}", text)
    return None


def partly_divided(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a sum of which one term is not divided by N, or that one alone: ``a - b / N`` without brackets."""
    rtol = evidence.exercise.rtol
    rows = [row for row in fitted(evidence, part) or () if not close(row[1], row[2], rtol)]  # one branch may be right
    if all(w.size == 1 for _, _, w in rows) or any("N" not in evidence.sizes[k] for k, _, _ in rows):
        return None
    ns = [evidence.sizes[k]["N"] for k, _, _ in rows]
    if len(set(ns)) < 2:
        return None
    for label in array_arguments(evidence, rows[0][0]):
        terms = [array_arguments(evidence, k).get(label) for k, _, _ in rows]
        if any(a is None or a.shape != w.shape for a, (_, _, w) in zip(terms, rows, strict=True)):
            continue
        for sign in (1, -1):
            given = [(g, w, n, sign * (1 - 1 / n) * a) for (_, g, w), n, a in zip(rows, ns, terms, strict=True)]  # type: ignore[operator]
            if all(close(g, w + term, rtol) for g, w, _, term in given):
                return _brackets(label, f"`{label}` is not divided by N, and the rest is")
            if all(close(g, n * w - term, rtol) for g, w, n, term in given):
                return _brackets(label, f"only `{label}` is divided by N, and the rest is not")
    return None


def _brackets(label: str, what: str) -> Diagnosis:
    text = f"{what}. Division comes before + and -: put brackets around the whole difference, (a - b) / N."
    return Diagnosis(f"partly-divided-{label}", text)


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


def extra_factor(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a factor that each entry has too many or too few, made of an argument of the same shape."""
    rows = fitted(evidence, part)
    if rows is None or all(w.size == 1 for _, _, w in rows):
        return None
    for label in array_arguments(evidence, rows[0][0]):
        values = [array_arguments(evidence, k).get(label) for k, _, _ in rows]
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


def only_zeros(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a part that is 0 everywhere, though it should not be."""
    cases = evidence.having(part)
    raw, want = [evidence.raw[k].get(part) for k in cases], [evidence.want[k][part] for k in cases]
    if any(r is None or r.size == 0 or np.any(r) for r in raw) or not any(np.any(w) for w in want):
        return None
    if all(w.size == 1 for w in want):
        text = "it is 0 every time: does a comparison never hold, or is the result cut to a whole number?"
    else:
        text = "it is nothing but zeros: is it ever filled in, and does the loop reach it?"
    return Diagnosis("only-zeros", text)


def only_zero_and_one(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a part whose entries are 0 or 1, each at least once, where numbers in between are asked for."""
    rows = fitted(evidence, part)
    if rows is None:
        return None
    yours = np.concatenate([g.ravel() for _, g, _ in rows])
    if yours.size < 4 or set(np.unique(yours)) != {0.0, 1.0} or all(np.isin(w, (0, 1)).all() for _, _, w in rows):
        return None
    text = (
        "it holds nothing but 0 and 1, and the right answer other numbers, too: is something rounded, or compared "
        "(`>`, `==`), where the number itself is asked for?"
    )
    return Diagnosis("only-0-and-1", text)


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
    "column-averaged": ("the mean of its column", lambda w: np.broadcast_to(w.mean(0), w.shape) if w.ndim else w),
    "whole-normalised": ("it divided by the sum of all its entries", lambda w: w / w.sum()),
    "row-summed": (
        "the sum of its row",
        lambda w: np.broadcast_to(w.sum(1, keepdims=True), w.shape) if w.ndim == 2 else w,
    ),
    "averaged": ("its mean", lambda w: np.full_like(w, w.mean())),
    "normalised": ("it divided by its length", lambda w: w / np.linalg.norm(w)),
    "sigmoid-once-more": ("its sigmoid", sigmoid),
    "sigmoid-slope": ("it times (1 - itself)", lambda w: w * (1 - w)),
    "tanh-once-more": ("its tanh", np.tanh),
    "one-up": ("it plus 1", lambda w: w + 1),
    "one-down": ("it minus 1", lambda w: w - 1),
}


def function_of_answer(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a plain function of the right answer that the answer is."""
    rows = fitted(evidence, part)
    if rows is None:
        return None
    for name, (phrase, function) in _FUNCTIONS.items():
        with np.errstate(all="ignore"):
            guesses = [function(w) for _, _, w in rows]
        if all(close(g, x, evidence.exercise.rtol) for (_, g, _), x in zip(rows, guesses, strict=True)):
            return Diagnosis(f"answer-{name}", f"instead of the right answer you return {phrase}.")
        if name == "averaged" or sum(w.size for _, _, w in rows) < 8:
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


def function_of_argument(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a plain function of one argument that the answer is."""
    rows = fitted(evidence, part)
    if rows is None or sum(w.size for _, _, w in rows) < 8:
        return None
    for label in array_arguments(evidence, rows[0][0]):
        values = [array_arguments(evidence, k).get(label) for k, _, _ in rows]
        for phrase, function in _OF_ARGUMENT.items():
            with np.errstate(all="ignore"):
                if all(
                    v is not None and v.shape == g.shape and close(g, function(v), evidence.exercise.rtol)
                    for v, (_, g, _) in zip(values, rows, strict=True)
                ):
                    text = phrase.format(a=label)
                    return Diagnosis(f"returns-{text}".replace(" ", ""), f"what you return is {text}.")
    return None


def product_of_sizes(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a single number that is made of the sizes alone, as in -B or N/2, whatever the arrays hold."""
    rows = fitted(evidence, part)
    if rows is None or len(rows) < 3 or any(w.size != 1 for _, _, w in rows):
        return None
    numbers = fit_ratio([g for _, g, _ in rows], [np.ones_like(w) for _, _, w in rows], evidence.exercise.rtol)
    product = name_ratio(numbers, [evidence.sizes[k] for k, _, _ in rows]) if numbers else None
    if product is None or not product.powers:
        return None
    text = f"what you return is {product.formula}, and nothing else: {product.first:.6g} in the first case."
    return Diagnosis(f"returns-{product.formula}".replace(" ", ""), text)


def only_there(evidence: Evidence, part: str) -> Diagnosis | None:
    """Find a plain description of the entries that are wrong: a column, a row, a range of an argument."""
    rows = fitted(evidence, part)
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
            marks = {which: [_line(s, axis, i) for s in shapes] for which, i in (("first", 0), ("last", -1))}
            for which, lines in marks.items():
                yield f"in the {which} {word}", f"{which}-{word}", lines
            for which, lines in marks.items():
                yield f"in every {word} but the {which}", f"not-{which}-{word}", [~line for line in lines]
        yield "on the diagonal", "diagonal", [np.eye(*s, dtype=bool) for s in shapes]
        yield "off the diagonal", "off-diagonal", [~np.eye(*s, dtype=bool) for s in shapes]
    wants = [w for _, _, w in rows]
    yield "where the right answer is negative", "negative", [w < 0 for w in wants]
    yield "where the right answer is positive", "positive", [w > 0 for w in wants]
    yield "where the right answer is 0", "zero", [w == 0 for w in wants]
    for label in array_arguments(evidence, rows[0][0]):
        values = [array_arguments(evidence, k).get(label) for k, _, _ in rows]
        if any(v is None or not _broadcasts(v.shape, s) for v, s in zip(values, shapes, strict=True)):
            continue
        if all(v.size == 1 for v in values):  # type: ignore[union-attr]
            continue  # one number a case: a few cases are soon told apart by its sign
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
