"""Ask a wrong function more: what its answer does not depend on, and what is certain of it in any case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from nncore.exercises.calling import call, copied, read_outside
from nncore.exercises.evidence import Diagnosis, Evidence, array_arguments, fitted, joined
from nncore.exercises.record import Function
from nncore.exercises.values import Leaves, alike, as_array, close, leaves, off, read


def same_every_time(evidence: Evidence) -> Diagnosis | None:
    """Find an answer that is the same for every case, to the last digit, though the right ones differ."""
    first = evidence.raw[0]
    arrays = [array for array in first.values() if array is not None and array.size]
    if len(evidence.cases) < 2 or not arrays or any(array is None for array in first.values()):
        return None
    for raw, want in zip(evidence.raw[1:], evidence.want[1:], strict=True):
        if set(raw) != set(want) or raw.keys() != first.keys():
            return None
        if any(not np.array_equal(raw[name], first[name]) for name in first):  # type: ignore[arg-type]
            return None
    if all(not np.any(array) for array in arrays):
        return None
    message = (
        "It returns the same numbers whatever the arguments are. Are they computed from a variable outside the "
        "function, kept from an earlier call, or written into the code? Or are two things compared that are always "
        "the same, because one is not a copy of the other?"
    )
    return Diagnosis("same-every-time", message, outside_variables(evidence.f))


def outside_variables(f: Function) -> tuple[str, ...]:
    """Say in a sentence which numbers and arrays outside the function it reads, if any."""
    names = read_outside(f)
    if not names:
        return ()
    return (f"It reads {joined(names)} from outside the function. Is an argument meant?",)


def no_number(evidence: Evidence, part: str) -> bool:
    """Tell whether a part is NaN or infinite in every entry of every case in which it is wrong."""
    rows = fitted(evidence, part)
    wrong = [g for k, g, w in rows or [] if not close(g, w, evidence.exercise.rtol)]
    return bool(wrong) and not any(np.any(np.isfinite(g)) for g in wrong)


def ignored_argument(evidence: Evidence, part: str) -> Diagnosis | None:
    """Change one argument at a time: which does the answer ignore, and on which should it not depend.

    An argument counts as ignored only where every right answer known changes with it, as one too many only where none
    does; and never where another argument says the same: A = tanh(Z) may well be used in place of Z. Nor is anything
    said of an answer of whole numbers where others are asked for: a share that has become 1 moves with nothing.
    """
    ignored, extra = [], []
    cases = sorted(evidence.having(part), key=lambda k: -evidence.want[k][part].size)[:2]
    if any(_is_stiff(evidence.raw[k].get(part), evidence.want[k][part]) for k in cases):
        return None
    for i, name in enumerate(evidence.exercise.arguments[: len(evidence.cases[0].args)]):
        answers = [_moves(evidence, k, i, part) for k in cases]
        if all(answer == (False, True) for answer in answers) and _right_ones(evidence, cases[0], i, part) <= {True}:
            ignored.append(name)
        if all(answer == (True, False) for answer in answers) and _right_ones(evidence, cases[0], i, part) <= {False}:
            extra.append(name)
    if len(ignored) == len(evidence.exercise.arguments):
        return Diagnosis("hard-coded", "it is the same whatever the arguments are: is it computed from them?")
    if ignored:
        return Diagnosis(
            "ignores-" + "-".join(ignored),
            f"it stays the same for another {joined(ignored)}; the right answer does not.",
        )
    if extra:
        return Diagnosis("uses-" + "-".join(extra), f"it changes with {joined(extra)}; the right answer does not.")
    return None


SHAKES = (0.1, 1.0, 5.0)
"""How far an argument is moved to see whether an answer follows."""

FAR = 1e4
"""How far a number is moved besides: a bound, such as the smallest slope that counts, may be far away."""


def _moves(evidence: Evidence, k: int, i: int, part: str) -> tuple[bool, bool] | None:
    """Tell whether your answer and the right one to case k move with argument i; None if one does only at times."""
    seen = set()
    for size in (*SHAKES, FAR) if isinstance(evidence.cases[k].args[i], float) else SHAKES:
        yours, right = _shaken_answer(evidence, k, i, size, evidence.f), _shaken_answer(evidence, k, i, size, None)
        if yours is None or right is None or part not in yours or part not in right:
            return None
        before = evidence.raw[k].get(part)
        array, _ = as_array(part, yours[part], evidence.want[k][part])
        if array is None or before is None or array.shape != before.shape:
            return None
        rtol = evidence.exercise.rtol
        seen.add((not alike(array, before, 1e-12), not close(np.asarray(right[part]), evidence.want[k][part], rtol)))
        if len(seen) > 1 or seen <= {(True, True), (False, False)}:
            return None
    return next(iter(seen))


def _shaken_answer(evidence: Evidence, k: int, i: int, size: float, f: Function | None) -> Leaves | None:
    """Return what `f`, or the reference, answers to case k with argument i moved; made once for all parts."""
    key = (k, i, size, f)
    if key not in evidence.shaken:
        evidence.shaken[key] = _answer_to(evidence, _shaken_args(evidence, k, i, size), f)
    return evidence.shaken[key]


def _answer_to(evidence: Evidence, args: tuple[Any, ...] | None, f: Function | None) -> Leaves | None:
    if args is None:
        return None
    try:
        wanted = evidence.exercise.reference(*copied(args))
    except Exception:
        return None
    if f is None:
        return leaves(wanted, evidence.exercise.returns)
    outcome = call(f, args, evidence.exercise.time_limit)
    if outcome.crash or outcome.too_slow or outcome.stub:
        return None
    found, problem = read(outcome.value, wanted, evidence.exercise.returns)
    return None if problem else found


def _shaken_args(evidence: Evidence, k: int, i: int, size: float) -> tuple[Any, ...] | None:
    args = evidence.cases[k].args
    changed = _shaken(args[i], size, np.random.default_rng(5 + i))
    return None if changed is None else (*args[:i], changed, *args[i + 1 :])


def _is_stiff(got: np.ndarray | None, want: np.ndarray) -> bool:
    """Tell whether an answer is missing, or of whole numbers where others are asked for."""
    if got is None or got.size == 0:
        return True
    return bool(np.all(got == np.rint(got)) and np.any(want != np.rint(want)))


def _right_ones(evidence: Evidence, k: int, i: int, part: str) -> set[bool]:
    """Tell of the other right answers known whether they move with argument i; both where another says the same."""
    want, rtol = evidence.want[k][part], evidence.exercise.rtol
    seen = {True, False} if _said_by_another(evidence, k, i) else set()
    for alternative in evidence.exercise.alternatives:
        found = _shaken_answer(evidence, k, i, SHAKES[-1], alternative)
        array = None if found is None or part not in found else as_array(part, found[part], want)[0]
        if array is not None and array.size == want.size:
            seen.add(not close(array.reshape(want.shape), want, rtol))
    return seen


def _said_by_another(evidence: Evidence, k: int, i: int) -> bool:
    """Tell whether an array of argument i rises with one of another argument, as z and tanh(z) do."""
    own = evidence.exercise.arguments[i]
    arrays = [(label.split("[")[0], x) for label, x in array_arguments(evidence, k).items() if x.size >= 4]
    mine = [x for name, x in arrays if name == own]
    others = [x for name, x in arrays if name != own]
    return any(x.shape == y.shape and _rise_together(x, y) for x in mine for y in others)


def _rise_together(x: np.ndarray, y: np.ndarray) -> bool:
    """Tell whether the entries of one array rise with those of the other."""
    ordered = y.ravel()[np.argsort(x, axis=None)]
    return bool(np.all(np.diff(ordered) >= 0) and ordered[-1] > ordered[0])


def _shaken(value: Any, size: float, rng: np.random.Generator) -> Any:
    if isinstance(value, list):
        entries = [_shaken(x, size, rng) for x in value]
        return None if any(x is None for x in entries) else entries
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value + (size * rng.uniform(-1, 1, size=value.shape)).astype(value.dtype)
    if isinstance(value, float):
        return value * (1 + size) + 0.1 * size
    return None


def right_parts(evidence: Evidence) -> tuple[str, ...]:
    """Say which parts are right, if any are."""
    right = [name for name in evidence.names if name not in evidence.wrong]
    return (f"{joined(right)} {'is' if len(right) == 1 else 'are'} right.",) if right else ()


def plain_facts(evidence: Evidence, parts: Sequence[str]) -> tuple[str, ...]:
    """Return what is certain about parts whose error has no name."""
    facts = [*right_parts(evidence)]
    for part in list(parts)[:2]:
        facts += _facts_of(evidence, part)
    return (*facts, *outside_variables(evidence.f))


def _facts_of(evidence: Evidence, part: str) -> Iterator[str]:
    rows = fitted(evidence, part)
    if rows is None:
        return
    good = [k for k, g, w in rows if close(g, w, evidence.exercise.rtol)]
    bad = [k for k, _, _ in rows if k not in good]
    if good and bad:
        ones = [name for name in evidence.sizes[0] if _only_ones(evidence, name, good, bad)]
        if len(ones) == 1:
            where = f"`{part}` is right where {ones[0]} = 1, and wrong wherever {ones[0]} is larger"
            masks = [off(g, w, evidence.exercise.rtol) for k, g, w in rows if k in bad]
            if 2 * sum(int(mask.sum()) for mask in masks) > sum(mask.size for mask in masks):
                where += f": look at what runs over {ones[0]}, a sum, a mean, a loop or an axis"
            yield where + "."
        else:
            yield f"`{part}` is right for {_case_names(evidence, good)}, and wrong for {_case_names(evidence, bad)}."
    yield from _wrong_lines(part, [off(g, w, evidence.exercise.rtol) for _, g, w in rows])
    g, w = next((g, w) for k, g, w in rows if k in bad)
    mask = off(g, w, evidence.exercise.rtol)
    gap = np.where(mask, np.abs(g - w), -1.0)
    gap = np.where(np.isnan(gap), np.inf, gap)
    at = tuple(int(i) for i in np.unravel_index(int(np.argmax(gap)), gap.shape))
    where = f"`{part}[{', '.join(map(str, at))}]`" if at else f"`{part}`"
    yield f"{where} is {g[at]:.6g}; {w[at]:.6g} is right ({int(mask.sum())} of {mask.size} entries are off)."
    if np.all(np.isfinite(g)):
        errors = [np.max(np.abs(g - w)) / max(float(np.max(np.abs(w))), 1e-12) for k, g, w in rows if k in bad]
        if max(errors) < 0.01:
            yield (
                f"`{part}` is nearly right: the largest error is {max(errors):.1e} of its size. A small constant "
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


def _wrong_lines(part: str, masks: Sequence[np.ndarray]) -> Iterator[str]:
    """Tell the columns, or else the rows, that are wrong from end to end, where every other one is right."""
    for axis, word in ((0, "column"), (1, "row")):
        if any(m.ndim != 2 or not np.array_equal(m.any(axis=axis), m.all(axis=axis)) for m in masks):
            continue
        telling = [m for m in masks if m.shape[axis] > 1 and 0 < m.any(axis=axis).sum() < m.shape[1 - axis]]
        if len(telling) > 1:
            numbers = ", ".join(map(str, np.flatnonzero(telling[0].any(axis=axis))))
            which = f"{word} {numbers} is" if numbers.isdigit() else f"the {word}s {numbers} are"
            yield f"In `{part}` of shape {telling[0].shape} {which} wrong (counted from 0), and all others are right."
            return


def _only_ones(evidence: Evidence, size: str, good: Sequence[int], bad: Sequence[int]) -> bool:
    """Tell whether a size is 1 in the good cases and larger in the bad ones."""
    return all(evidence.cases[k].sizes.get(size) == 1 for k in good) and all(
        evidence.cases[k].sizes.get(size, 0) > 1 for k in bad
    )


def _case_names(evidence: Evidence, cases: Sequence[int]) -> str:
    """Name cases by their sizes, or by the numbers among their arguments; at most four of them."""
    names = []
    for k in cases:
        sizes = evidence.cases[k].sizes or evidence.sizes[k]
        names.append("(" + ", ".join(f"{n} = {v:g}" for n, v in sizes.items()) + ")" if sizes else f"case {k + 1}")
    names = list(dict.fromkeys(names))
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} more"]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
