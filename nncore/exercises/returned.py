"""What was returned in whose place: parts in another order, a list that is one array short or long, one part alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nncore.exercises.evidence import Diagnosis, Evidence, array_arguments, joined
from nncore.exercises.values import as_array, entries_of, same_values


def parts_exchanged(evidence: Evidence) -> Diagnosis | None:
    """Find the right parts in another order."""
    names = [part.name for part in evidence.exercise.returns]
    own = list(range(len(names)))
    places = _places(evidence)
    if places == own or None in places or sorted(p for p in places if p is not None) != own:
        return None
    yours, asked = ", ".join(names[p] for p in places if p is not None), ", ".join(names)
    text = f"All of it is right, but in another order: what comes back is `{yours}`; asked is `return {asked}`."
    return Diagnosis("parts-exchanged", text)


def misfit(evidence: Evidence) -> Diagnosis | None:
    """Say what is missing or too many in a return value that has another structure than was asked for."""
    return parts_exchanged(evidence) or _one_part_alone(evidence) or _parts_left_out(evidence) or _lists(evidence)


def one_of_several(evidence: Evidence) -> Diagnosis | None:
    """Find the right answer among several things returned, where one was asked for."""
    values, wants = evidence.values, evidence.wanted
    if len(evidence.exercise.returns) != 1 or any(isinstance(want, list | tuple) for want in wants):
        return None
    if not all(isinstance(value, list | tuple) and len(value) == len(values[0]) for value in values):
        return None
    for at in range(len(values[0])):
        if all(_fits(value[at], want, evidence) for value, want in zip(values, wants, strict=True)):
            name = evidence.exercise.returns[0].name
            text = (
                f"It returns {len(values[0])} things, and number {at + 1} of them is right: return only that, `{name}`."
            )
            return Diagnosis("more-than-asked", text)
    return None


def _fits(yours: Any, want: Any, evidence: Evidence) -> bool:
    """Tell whether a returned thing is a wanted one, axes of length 1 aside."""
    if not isinstance(want, list | tuple) and not isinstance(yours, list | tuple):
        array, _ = as_array("", yours, np.asarray(want))
        if array is None:
            return False
        yours, want = np.squeeze(array), np.squeeze(want)
    return same_values(yours, want, evidence.exercise.rtol)


def _unpacked(evidence: Evidence, k: int) -> Sequence[Any] | None:
    return entries_of(evidence.values[k], evidence.wanted[k])


def _places(evidence: Evidence) -> list[int | None]:
    """Return for each thing that comes back the part that it is, in every case; itself where it is right."""
    count = len(evidence.exercise.returns)
    if count < 2:
        return []
    items = [_unpacked(evidence, k) for k in range(len(evidence.cases))]
    if any(row is None or len(row) != len(items[0] or ()) for row in items):
        return []

    def part_of(place: int) -> int | None:
        for part in sorted(range(count), key=lambda part: part != place):
            pairs = ((row[place], want[part]) for row, want in zip(items, evidence.wanted, strict=True))  # type: ignore[index]
            if all(_fits(yours, want, evidence) for yours, want in pairs):
                return part
        return None

    return [part_of(place) for place in range(len(items[0] or ()))]


def _one_part_alone(evidence: Evidence) -> Diagnosis | None:
    names = [part.name for part in evidence.exercise.returns]
    for at, name in enumerate(names):
        if len(names) > 1 and all(
            _fits(v, want[at], evidence) for v, want in zip(evidence.values, evidence.wanted, strict=True)
        ):
            text = f"It returns `{name}` alone, and that is right; {len(names)} things are asked for: "
            return Diagnosis("missing-return-value", text + f"`return {', '.join(names)}`.")
    return None


def _parts_left_out(evidence: Evidence) -> Diagnosis | None:
    names = [part.name for part in evidence.exercise.returns]
    places = _places(evidence)
    known = [p for p in places if p is not None]
    if not places or len(places) == len(names) or len(set(known)) < min(len(places), len(names)):
        return None
    asked = f"asked is `return {', '.join(names)}`."
    if len(places) > len(names):
        too_many = joined_numbers([i + 1 for i, p in enumerate(places) if p is None or p in places[:i]])
        text = f"It returns {len(places)} things; number {too_many} is too many, the others are right: {asked}"
        return Diagnosis("more-than-asked", text)
    missing = [name for i, name in enumerate(names) if i not in known]
    verb = "is" if len(missing) == 1 else "are"
    text = f"What comes back is `{', '.join(names[p] for p in known)}`; {joined(missing)} {verb} missing: {asked}"
    return Diagnosis("missing-return-value", text)


def joined_numbers(numbers: Sequence[int]) -> str:
    """Write numbers with commas and "and"."""
    texts = [str(n) for n in numbers]
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1]


def _lists(evidence: Evidence) -> Diagnosis | None:
    """Say of each list of another length which arrays are missing or too many."""
    found = [_one_list(evidence, at) for at in range(len(evidence.exercise.returns))]
    told = [diagnosis for diagnosis in found if diagnosis is not None]
    if not told:
        return None
    names = "+".join(dict.fromkeys(diagnosis.mistake or "" for diagnosis in told))
    return Diagnosis(names, " ".join(diagnosis.message for diagnosis in told))


def _one_list(evidence: Evidence, at: int) -> Diagnosis | None:
    """Compare a returned list, where it has another length, with the wanted one."""
    several = len(evidence.exercise.returns) > 1
    name = evidence.exercise.returns[at].name
    seen: _Lists = []
    for k, want in enumerate(evidence.wanted):
        items, wants = (_unpacked(evidence, k), want[at]) if several else ((evidence.values[k],), want)
        if not isinstance(wants, list | tuple) or items is None or len(items) <= (at if several else 0):
            continue
        yours = entries_of(items[at if several else 0], wants)
        if yours is not None and len(yours) != len(wants):
            seen.append((k, yours, wants))
    if not seen:
        return None
    return _told_of_list(evidence, name, seen, by_values=True) or _told_of_list(evidence, name, seen, by_values=False)


_Lists = list[tuple[int, Sequence[Any], Sequence[Any]]]


def _told_of_list(evidence: Evidence, name: str, seen: _Lists, by_values: bool) -> Diagnosis | None:
    """Say which arrays are missing or too many: by the numbers, or if these do not tell by the shapes alone."""

    def same(yours: Any, want: Any) -> bool:
        if by_values:
            return _fits(yours, want, evidence)
        array, _ = as_array("", yours, np.asarray(want))
        return array is not None and array.shape == np.shape(want)

    k, yours, wants = seen[0]
    if not yours:
        text = f"`{name}` is an empty list; {_counted(len(wants))} {'is' if len(wants) == 1 else 'are'} wanted."
        return Diagnosis("empty-list", f"{text} Is anything appended to it?")
    where = {_where(a, b, same, unique=not by_values) for _, a, b in seen}
    has = f"`{name}` has {_counted(len(yours))}; {len(wants)} {'is' if len(wants) == 1 else 'are'} wanted."
    if len(where) != 1 or None in where:
        if by_values:
            return None
        shapes = ", ".join(str(np.shape(want)) for want in wants)
        return Diagnosis("wrong-number-of-layers", f"{has} Their shapes should be {shapes}.")
    start = _start(yours, wants, same)
    longer = yours if len(yours) > len(wants) else wants
    n = abs(len(yours) - len(wants))
    end = next(iter(where)) or ""
    if n == 1:
        which = {"first": "The first one", "last": "The last one"}.get(end, f"Number {start + 1}")
    else:
        which = {"first": f"The first {n}", "last": f"The last {n}"}.get(end, f"Numbers {start + 1} to {start + n}")
    short = len(yours) < len(wants)
    itself = _argument_equal_to(evidence, k, longer[start]) if n == 1 else ""
    fault = f"{which} {'is' if n == 1 else 'are'} {'missing' if short else 'too many'}"
    if itself:
        fault += f": `{name}[{start}]` should be `{itself}`" if short else f": yours is `{itself}`"
    label = f"{end}-{'missing' if short else 'too-many'}"
    if not by_values:
        return Diagnosis(label, f"{has} {fault}, judged by the shapes.")
    rest = "The others are right." if end == "last" else f"Shifted by {_counted_places(n)}, the others are right."
    return Diagnosis(label, f"{has} {fault}. {rest}")


def _counted(n: int) -> str:
    return "1 array" if n == 1 else f"{n} arrays"


def _counted_places(n: int) -> str:
    return "one place" if n == 1 else f"{n} places"


def _starts(yours: Sequence[Any], wants: Sequence[Any], same: Callable[[Any, Any], bool]) -> list[int]:
    """Return where the longer list can be cut so that the two agree; the end first."""
    n, least = abs(len(yours) - len(wants)), min(len(yours), len(wants))

    def agree(start: int) -> bool:
        mine = [*yours[:start], *yours[start + n :]] if len(yours) > least else yours
        right = [*wants[:start], *wants[start + n :]] if len(wants) > least else wants
        return all(same(x, y) for x, y in zip(mine, right, strict=True))

    return [start for start in dict.fromkeys((least, 0, *range(least))) if agree(start)]


def _start(yours: Sequence[Any], wants: Sequence[Any], same: Callable[[Any, Any], bool]) -> int:
    return _starts(yours, wants, same)[0]


def _where(yours: Sequence[Any], wants: Sequence[Any], same: Callable[[Any, Any], bool], unique: bool) -> str | None:
    """Return ``"first"``, ``"last"`` or ``"one"``: which are missing or too many; None if that can't be told."""
    starts = _starts(yours, wants, same)
    if not starts or (unique and len(starts) > 1):
        return None
    return "last" if starts[0] == min(len(yours), len(wants)) else "first" if starts[0] == 0 else "one"


def _argument_equal_to(evidence: Evidence, k: int, array: Any) -> str:
    """Return the name of the argument that an array is; empty if there is none."""
    named = (name for name, x in array_arguments(evidence, k).items() if x.size > 1 and same_values(array, x, 0.0))
    return next(named, "")
