"""Read what a student's function returned, part by part, and compare it with what was wanted."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncore.exercises.record import Part


@dataclass(frozen=True)
class Problem:
    """A return value that is not what the statement asks for, before any number is compared."""

    mistake: str
    message: str


Leaves = dict[str, Any]


def leaves(value: Any, parts: Sequence[Part]) -> Leaves:
    """Name every array in a right answer: ``{"dW[0]": ..., "dW[1]": ..., "db[0]": ...}``."""
    found: Leaves = {}
    for part, item in zip(parts, (value,) if len(parts) == 1 else value, strict=True):
        if isinstance(item, list | tuple):
            found.update({f"{part.name}[{i}]": np.asarray(x) for i, x in enumerate(item)})
        else:
            found[part.name] = np.asarray(item)
    return found


def read(value: Any, wanted: Any, parts: Sequence[Part]) -> tuple[Leaves, Problem | None]:
    """Name what the student returned as `leaves` does; the values are still as they came."""
    wants = (wanted,) if len(parts) == 1 else tuple(wanted)
    names = ", ".join(part.name for part in parts)
    items = (value,) if len(parts) == 1 else entries_of(value, wants)
    if items is None:
        if value is None:
            return {}, Problem("returns-nothing", f"It returns nothing (None). Does it end with `return {names}`?")
        text = f"It returns one thing ({_kind(value)}); {len(parts)} are asked for: `return {names}`."
        return {}, Problem("missing-return-value", text)
    if len(items) != len(parts):
        things = "1 thing" if len(items) == 1 else f"{len(items)} things"
        text = f"It returns {things}; {len(parts)} are asked for: `return {names}`."
        return {}, Problem("missing-return-value", text)
    found: Leaves = {}
    first: Problem | None = None
    for part, item, want in zip(parts, items, wants, strict=True):
        if isinstance(want, list | tuple):
            problem = _read_list(part.name, item, want, found)
            first = first or problem
        else:
            found[part.name] = item
    return found, first


def _read_list(name: str, item: Any, want: Sequence[Any], found: Leaves) -> Problem | None:
    """Put the entries of a returned list into `found`; return what is wrong with the list itself."""
    if item is None:
        return Problem("returns-nothing", f"{name} is None. Is it returned, and is it filled?")
    entries = entries_of(item, want)
    if entries is None:
        return Problem("not-a-list", f"{name} must be a list of {_arrays(len(want))}; it is {_kind(item)}.")
    found.update({f"{name}[{i}]": x for i, x in enumerate(entries[: len(want)])})
    if len(entries) == len(want):
        return None
    verb = "is" if len(want) == 1 else "are"
    text = f"{name} has {_arrays(len(entries))}; {len(want)} {verb} needed."
    return Problem("wrong-number-of-layers", text)


def _arrays(n: int) -> str:
    return "1 array" if n == 1 else f"{n} arrays"


def entries_of(value: Any, wants: Sequence[Any]) -> Sequence[Any] | None:
    """Return what comes out when a returned list or tuple is unpacked; None if it is none.

    An array serves as a list where it holds the wanted arrays one after the other.
    """
    if isinstance(value, list | tuple):
        return value
    if not isinstance(value, np.ndarray) or not value.ndim or len(value) != len(wants):
        return None
    listed = value.dtype == object and value.ndim == 1
    stacked = not any(isinstance(want, list | tuple) or np.shape(want) != value.shape[1:] for want in wants)
    return list(value) if listed or stacked else None


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    names = {"NoneType": "None", "int": "a number", "float": "a number", "str": "a string"}
    name = type(value).__name__
    return names.get(name, f"a {name}" if name[0].lower() not in "aeiou" else f"an {name}")


def as_array(name: str, value: Any, want: np.ndarray) -> tuple[np.ndarray | None, Problem | None]:
    """Turn one returned value into an array of numbers, or say why it is none.

    A list with the right numbers keeps its numbers, with a problem beside them.
    """
    if value is None:
        return None, Problem("returns-nothing", f"{name} is None. Does the function end with `return`?")
    if value is NotImplemented or value is Ellipsis:
        return None, Problem("returns-nothing", f"{name} is {value!r}: a placeholder, not a result.")
    problem = None
    if isinstance(value, list | tuple) and want.ndim == 1:  # a list of numbers is as good as a row of them
        with contextlib.suppress(Exception):
            value = np.asarray(value, dtype=float)
    if isinstance(value, list | tuple):
        needed = "a number" if want.ndim == 0 else "a NumPy array"
        problem = Problem("not-an-array", f"{name} is {_kind(value)}; {needed} is asked for, shape {want.shape}.")
        try:
            value = np.asarray(value, dtype=float)
        except Exception:
            return None, problem
    if not isinstance(value, np.ndarray | np.generic | int | float | complex):
        return None, Problem("not-an-array", f"{name} is {_kind(value)}; {_wanted(want)} is asked for.")
    array = np.asarray(value)
    if array.dtype == object:
        text = f"{name} is an array of objects, not of numbers: were arrays of different shapes put into one?"
        return None, Problem("object-array", text)
    if array.dtype.kind == "c":
        if np.any(array.imag):
            return None, Problem("complex", f"{name} has complex numbers; real ones are asked for.")
        array = array.real
    if array.dtype.kind not in "fiub":
        return None, Problem("not-an-array", f"{name} holds {array.dtype}, not numbers.")
    if array.dtype == np.float16:
        text = f"{name} is in half precision (float16), which keeps three digits. Compute in float64."
        problem = problem or Problem("half-precision", text)
    return array, problem


def numbers_in(value: Any) -> list[np.ndarray] | None:
    """Return every array of numbers in nested tuples and lists, in order; None if there is something else."""
    if isinstance(value, tuple | list) and not all(isinstance(x, int | float) for x in value):
        found = [numbers_in(item) for item in value]
        return None if any(f is None for f in found) else [array for f in found if f is not None for array in f]
    try:
        return [np.asarray(value, dtype=float)]
    except Exception:
        return None


def equal_numbers(a: Any, b: Any, rtol: float = 0.0) -> bool:
    """Tell whether two return values hold the same arrays of numbers; NaN equals NaN."""
    first, second = numbers_in(a), numbers_in(b)
    if first is None or second is None or len(first) != len(second):
        return False
    return all(
        x.shape == y.shape and np.allclose(x, y, rtol=rtol, atol=rtol, equal_nan=True)
        for x, y in zip(first, second, strict=True)
    )


def _wanted(want: np.ndarray) -> str:
    return "a number" if want.ndim == 0 else f"an array of shape {want.shape}"


def close(got: np.ndarray, want: np.ndarray, rtol: float) -> bool:
    """Tell whether `got` equals `want` up to `rtol` of its largest entry; single precision is given more room."""
    if got.shape != want.shape:
        return False
    if got.size and got.dtype == want.dtype == np.float64:  # the usual case, in few steps
        with np.errstate(all="ignore"):
            error, size = float(np.abs(got - want).max()), float(np.abs(want).max())
        if error < np.inf and size < np.inf:
            return error <= rtol * max(size, 1e-6)
    return not np.any(off(got, want, rtol))


def alike(got: np.ndarray, predicted: np.ndarray, rtol: float) -> bool:
    """Tell whether `got` is what was predicted: as `close` does, but NaN is NaN, where there are numbers besides."""
    if close(got, predicted, rtol):
        return True
    both = _nan(got) & _nan(predicted) if got.shape == predicted.shape else np.zeros(1, dtype=bool)
    return bool(np.any(both)) and not np.all(both) and not np.any(off(got, predicted, rtol) & ~both)


def nothing_but_nan(array: np.ndarray) -> bool:
    """Tell whether there is no number in an array, only NaN."""
    return bool(array.size) and bool(np.all(_nan(array)))


def _nan(array: np.ndarray) -> np.ndarray:
    return np.asarray(np.isnan(np.asarray(array, dtype=float)))


def same_values(a: Any, b: Any, rtol: float) -> bool:
    """Tell whether two return values are the same: lists as long as each other, arrays of one shape, equal numbers."""
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(same_values(x, y, rtol) for x, y in zip(a, b, strict=True))
    try:
        x, y = np.asarray(a), np.asarray(b)
    except Exception:
        return False
    if x.dtype.kind not in "fiub" or y.dtype.kind not in "fiub" or x.shape != y.shape:
        return False
    return alike(x, y, rtol) or (nothing_but_nan(x) and nothing_but_nan(y))


def off(got: np.ndarray, want: np.ndarray, rtol: float) -> np.ndarray:
    """Return the mask of entries that differ by more than the tolerance. NaN differs from everything."""
    if got.dtype == np.float32:
        rtol = max(rtol, 3e-4)
    got, want = np.asarray(got, dtype=float), np.asarray(want, dtype=float)
    with np.errstate(all="ignore"):
        finite = np.abs(want[np.isfinite(want)])
        room = rtol * max(float(np.max(finite, initial=0.0)), 1e-6)
        return np.asarray(~((got == want) | (np.abs(got - want) <= room)))


def fit_shape(
    part: Part, name: str, got: np.ndarray, want: np.ndarray, n_rows: float | None, lengths: frozenset[int]
) -> tuple[np.ndarray | None, Problem | None]:
    """Compare the shapes. Returns the array in the wanted shape where only an axis is amiss, and the problem.

    `lengths` are those of all axes of the arguments. Source of the advice: what NumPy's broadcasting makes of the
    usual slips.
    """
    if got.shape == want.shape:
        return got, None
    if got.size == 0:
        text = f"{name} is empty, shape {got.shape}; {_wanted(want)} is needed. Is anything ever put into it?"
        return None, Problem("empty", text)
    if got.size == want.size and (part.any_shape or _squeezed(got) == _squeezed(want)):
        fitted = got.reshape(want.shape)
        if part.any_shape:
            return fitted, None
        if want.shape == (1,) and got.ndim == 0:
            return fitted, Problem("lost-axis", f"{name} is a single number; an array of shape (1,) is needed.")
        if got.ndim < want.ndim:
            text = (
                f"{name} has shape {got.shape}; {want.shape} is needed. An axis was lost: `keepdims=True` keeps it in "
                f"a sum or mean, `[i : i + 1]` in place of `[i]` where one entry is picked."
            )
            return fitted, Problem("lost-axis", text)
        text = f"{name} has shape {got.shape}; {_wanted(want)} is needed: it has an axis too many or in another place."
        return fitted, Problem("extra-axis", text)
    if got.ndim == want.ndim == 2 and got.T.shape == want.shape:
        text = f"{name} has shape {got.shape}, the transpose of {want.shape}: rows and columns are exchanged."
        return None, Problem("transposed", text)
    if got.ndim == 2 and got.shape[0] == got.shape[1] == n_rows and want.shape != got.shape:
        text = (
            f"{name} has shape {got.shape}, one entry for each *pair* of samples. Somewhere an (N, 1) array met an "
            f"(N,) array, and broadcasting made a table of them: print both shapes."
        )
        return None, Problem("broadcast-to-table", text)
    missing = _lines_apart(got, want)
    if missing:
        text = f"{name} has shape {got.shape}; {_wanted(want)} is needed: {missing}."
        return None, Problem("wrong-shape", text)
    if want.ndim and got.ndim and want.size > 1 and got.shape != (1,) and _same_table(got, want, lengths):
        text = (
            f"{name} has shape {got.shape}; {want.shape} is needed. All its entries together give the right total: did "
            f"the sum go along the wrong axis?"
        )
        return None, Problem("wrong-axis", text)
    if n_rows is not None and n_rows > 1 and got.ndim and got.shape[0] == n_rows and n_rows not in want.shape:
        text = f"{name} has shape {got.shape}: still one row a sample. Summing over the {n_rows:g} samples is missing."
        return None, Problem("not-summed", text)
    if got.ndim == 0:
        text = f"{name} is a single number; shape {want.shape} is needed: everything was summed, or one entry picked."
        return None, Problem("summed-too-far", text)
    return None, Problem("wrong-shape", f"{name} has shape {got.shape}; {_wanted(want)} is needed.")


def _same_table(got: np.ndarray, want: np.ndarray, lengths: frozenset[int]) -> bool:
    """Tell whether both can be sums over one table, along different axes: the grand totals are equal, and not 0."""
    if _squeezed(got) == _squeezed(want) or max(len(_squeezed(got)), len(_squeezed(want))) > 1 or got.size < 2:
        return False
    if got.size not in lengths or np.array_equal(got[got != 0], want[want != 0]):  # a table has no such side
        return False
    total, size = float(want.sum()), float(np.abs(want).sum())
    return bool(abs(total) > 1e-3 * size and abs(got.sum() - total) <= 1e-6 * size)


def _lines_apart(got: np.ndarray, want: np.ndarray) -> str:
    """Say which rows or columns are missing or too many, if all others are right; empty if that is not so."""
    if got.ndim != want.ndim or got.dtype.kind not in "fiub" or not 1 <= got.ndim <= 2:
        return ""
    axes = [axis for axis in range(got.ndim) if got.shape[axis] != want.shape[axis]]
    if len(axes) != 1 or min(got.shape[axes[0]], want.shape[axes[0]]) < 1:
        return ""
    short, long = (x.swapaxes(0, axes[0]) for x in sorted((got, want), key=np.size))
    n = len(long) - len(short)
    for start in dict.fromkeys((len(short), 0, *range(min(len(short), 100)))):
        if not close(np.delete(long, np.s_[start : start + n], axis=0), short, 1e-5):
            continue
        which = {len(short): "the last", 0: "the first"}.get(start, "")
        one, many = (("row", "rows"), ("column", "columns"))[axes[0]] if got.ndim == 2 else ("entry", "entries")
        if n == 1:
            lines = f"{which} {one}" if which else f"{one} {start}"
        else:
            lines = f"{which} {n} {many}" if which else f"{many} {start} to {start + n - 1}"
        fault = "missing" if got.size < want.size else "too many"
        return f"{lines} {'is' if n == 1 else 'are'} {fault}, the others are right"
    return ""


def lengths_in(args: Sequence[Any]) -> frozenset[int]:
    """Return the lengths of all axes of all arrays among the arguments, lists opened."""
    arrays = [x for a in args for x in (a if isinstance(a, list | tuple) else [a]) if isinstance(x, np.ndarray)]
    return frozenset(n for array in arrays for n in array.shape)


def _squeezed(array: np.ndarray) -> tuple[int, ...]:
    return tuple(n for n in array.shape if n != 1)
