"""Ask a wrong function more: what its answer does not depend on, and what is certain of it in any case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from nncore.exercises.calling import call, read_outside
from nncore.exercises.evidence import Diagnosis, Evidence, fitted, joined
from nncore.exercises.record import Function
from nncore.exercises.values import as_array, close, off, read


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
    """Change one argument at a time: which does the answer ignore, and on which should it not depend."""
    ignored, extra = [], []
    rng = np.random.default_rng(5)
    k = max(evidence.having(part), key=lambda k: evidence.want[k][part].size)
    case = evidence.cases[k]
    for i, name in enumerate(evidence.exercise.arguments[: len(case.args)]):
        yours, right = [], []
        for size in (0.1, 1.0, 5.0):
            changed = _shaken(case.args[i], size, rng)
            if changed is not None:
                args = (*case.args[:i], changed, *case.args[i + 1 :])
                yours.append(_differs(evidence, k, part, args, evidence.f, evidence.raw[k].get(part)))
                right.append(_differs(evidence, k, part, args, evidence.exercise.reference, evidence.want[k][part]))
        if not yours or None in yours or None in right:
            continue
        if all(right) and not any(yours):
            ignored.append(name)
        if all(yours) and not any(right):
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


def _shaken(value: Any, size: float, rng: np.random.Generator) -> Any:
    if isinstance(value, list):
        entries = [_shaken(x, size, rng) for x in value]
        return None if any(x is None for x in entries) else entries
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value + (size * rng.uniform(-1, 1, size=value.shape)).astype(value.dtype)
    if isinstance(value, float):
        return value * (1 + size) + 0.01
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


def plain_facts(evidence: Evidence, parts: Sequence[str]) -> tuple[str, ...]:
    """Return what is certain about parts whose error has no name."""
    facts = []
    right = [name for name in evidence.names if name not in evidence.wrong]
    if right:
        facts.append(f"{joined(right)} {'is' if len(right) == 1 else 'are'} right.")
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
        yield f"`{part}` is right for {_case_names(evidence, good)}, and wrong for {_case_names(evidence, bad)}."
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


def _case_names(evidence: Evidence, cases: Sequence[int]) -> str:
    names = []
    for k in cases:
        sizes = evidence.cases[k].sizes
        names.append("(" + ", ".join(f"{n} = {v:g}" for n, v in sizes.items()) + ")" if sizes else f"case {k + 1}")
    return " and ".join(dict.fromkeys(names))
