"""Name a constant factor: 2, -1, N, 1/N, lambda/m."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

_CONSTANTS = {
    1.0: "1", 2.0: "2", 3.0: "3", 4.0: "4", 8.0: "8", 10.0: "10", 100.0: "100", np.pi: "π", 1 / np.pi: "1/π",
    1 / 2: "1/2", 1 / 3: "1/3", 1 / 4: "1/4", 1 / 8: "1/8", 1 / 10: "1/10", 1 / 100: "1/100",
    np.log(2): "ln 2", 1 / np.log(2): "1/ln 2", np.log(10): "ln 10", 1 / np.log(10): "1/ln 10",
}  # fmt: skip
_BESIDE_SIZES = (1.0, 2.0, 0.5, 4.0, 0.25)
_RTOL = 3e-5


@dataclass(frozen=True)
class Ratio:
    """A factor that holds in every case: ``constant * N**1 * lam**-1``, and its value in the first case."""

    constant: float
    powers: Mapping[str, int]
    first: float
    sizes: Mapping[str, float]

    @property
    def name(self) -> str:
        """Short name for tables: ``"sign"``, ``"factor-N"``, ``"factor-1/2"``."""
        if not self.powers and self.constant == -1:
            return "sign"
        if self.written_in:
            return f"hard-coded-{next(iter(self.powers))}"
        return f"factor-{self.formula.replace(' ', '')}"

    @property
    def written_in(self) -> int | None:
        """The whole number that stands in the code where a size should, if that is what the factor says."""
        whole = _whole(self.constant) if abs(self.constant) not in _BESIDE_SIZES else None
        if whole is None or list(self.powers.values()) not in ([1], [-1]):
            return None
        return round(max(whole, 1 / whole))

    @property
    def formula(self) -> str:
        """The factor as one would write it: ``-2 N/lam``, ``N/2``, ``1/(2 N)``."""
        whole, _, part = (_CONSTANTS.get(abs(self.constant)) or _decimal(abs(self.constant))).partition("/")
        above = [whole] * (whole != "1") + [_power(k, p) for k, p in self.powers.items() if p > 0]
        below = [part] * bool(part) + [_power(k, -p) for k, p in self.powers.items() if p < 0]
        top = " ".join(above) or "1"
        bottom = below[0] if len(below) == 1 else f"({' '.join(below)})"
        if not below and len(above) == 1:
            top = top.strip("()")
        return ("-" if self.constant < 0 else "") + (f"{top}/{bottom}" if below else top)

    @property
    def inverse(self) -> Ratio:
        """One divided by it."""
        powers = {name: -power for name, power in self.powers.items()}
        return Ratio(_nearest(1 / self.constant), powers, 1 / self.first, self.sizes)

    @property
    def values(self) -> str:
        """The sizes in it: ``"N = 7, lam = 0.3"``."""
        return ", ".join(f"{_spaced(name)} = {self.sizes[name]:g}" for name in self.powers)

    def text(self, what: str) -> str:
        """Return a sentence or two that tell the factor and what it hints at."""
        if not self.powers:
            return self._constant_text(what)
        if self.written_in:
            number, size = self._number_for_size()
            return (
                f"{what} is exactly {self.formula} times the right answer in every case: is the number {number} "
                f"written into the code where {size} belongs?"
            )
        sign = " and has the opposite sign" if self.constant < 0 else ""
        n = f"{self.sizes.get('N', 0):g}"
        if dict(self.powers) == {"N": 1} and abs(self.constant) == 1:
            return (
                f"{what} is exactly {n} times too large{sign}, and the batch has {n} rows: "
                f"a factor 1/N is missing, so that a mean became a sum."
            )
        if dict(self.powers) == {"N": -1} and abs(self.constant) == 1:
            return (
                f"{what} is exactly {n} times too small{sign}, and the batch has {n} rows: 1/N enters once too often."
            )
        if dict(self.powers) == {"N": 1, "N-1": -1} and self.constant == 1:
            return (
                f"{what} is exactly N/(N - 1) times the right answer ({self.values}), as if the mean were taken over "
                f"N - 1 = {self.sizes['N-1']:g} rows, not N = {n}."
            )
        times = f"{what} is exactly {abs(self.first):.6g} times the right answer{self._opposite}"
        return f"{times}, and that is {self.formula} ({self.values}): {self.blame}."

    @property
    def blame(self) -> str:
        """What the factor hints at: ``"a factor 2 is too many, or 1/2 is missing"``."""
        if self.name == "sign":
            return "the sign is opposite"
        return f"a factor {self.formula} is too many, or {self.inverse.formula} is missing"

    @property
    def _opposite(self) -> str:
        return ", with the opposite sign" if self.constant < 0 else ""

    def _number_for_size(self) -> tuple[str, str]:
        """Return the number that seems to stand in the code, and what belongs there: ``("7", "N")``."""
        (name, power), number, whole = next(iter(self.powers.items())), abs(self.constant), f"{self.written_in}"
        if (number > 1) == (power < 0):
            return whole, _power(name, 1)
        return (whole, f"1/{_power(name, 1)}") if number > 1 else (f"1/{whole}", _power(name, 1))

    def _constant_text(self, what: str) -> str:
        c = self.constant
        if c == -1:
            return f"{what} has the opposite sign everywhere, and is right otherwise."
        name = _CONSTANTS.get(abs(c))
        extra = ""
        if name in ("1/ln 2", "1/ln 10"):
            base = name[-2:].strip()
            extra = f" That is {name}: is the logarithm taken to base {base}? `np.log` is the natural one."
        elif name in ("ln 2", "ln 10"):
            extra = f" That is {name}: are the bases {name[2:].strip()} and e mixed up?"
        elif name:
            extra = f" So {self.blame}."
        return f"{what} is exactly {abs(c):.6g} times the right answer{self._opposite}, in every case tried.{extra}"


def _decimal(value: float) -> str:
    whole = _whole(value)
    return f"{value:.6g}" if whole is None or whole >= 1 else f"1/{round(1 / whole)}"


def _nearest(value: float) -> float:
    """Return the constant with a name that `value` is, or `value`."""
    nice = next((c for c in _CONSTANTS if abs(abs(value) - c) < _RTOL * c), None)
    return value if nice is None else float(np.copysign(nice, value))


def _power(name: str, power: int) -> str:
    base = f"({_spaced(name)})" if "-" in name else name
    return base if power == 1 else f"{base}^{power}"


def _spaced(name: str) -> str:
    return name.replace("-", " - ")


def fit_ratio(got: Sequence[np.ndarray], want: Sequence[np.ndarray], rtol: float) -> list[float | None] | None:
    """Return the factor r with ``got = r * want`` of each case (None where `want` is 0), or None if there is none."""
    ratios: list[float | None] = []
    for g, w in zip(got, want, strict=True):
        if g.shape != w.shape or not np.all(np.isfinite(g)) or not np.all(np.isfinite(w)):
            return None
        g, w = np.asarray(g, dtype=float), np.asarray(w, dtype=float)
        square = float(np.sum(w * w))
        if square < 1e-24:
            if np.any(np.abs(g) > 1e-9):
                return None
            ratios.append(None)
            continue
        r = float(np.sum(g * w)) / square
        room = max(rtol, 3e-4 if g.dtype == np.float32 else 0.0) * max(float(np.max(np.abs(g))), 1e-12)
        if abs(r) < 1e-9 or np.any(np.abs(g - r * w) > room):
            return None
        ratios.append(r)
    return ratios


def name_ratio(ratios: Sequence[float | None], sizes: Sequence[Mapping[str, float]]) -> Ratio | None:
    """Find the simplest product of a constant and sizes that gives every ratio; None where there is none.

    Parameters
    ----------
    ratios : sequence of float
        One a case; None: no evidence from this case.
    sizes : sequence of mapping
        The sizes of the same cases. They should differ from case to case, or N can't be told from 7.
    """
    seen = [(r, s) for r, s in zip(ratios, sizes, strict=True) if r is not None]
    if not seen:
        return None
    r = [ratio for ratio, _ in seen]
    keys = varying([s for _, s in seen])
    for powers in _monomials(keys):
        constant = r[0] / _product(powers, seen[0][1])
        others = zip(r[1:], seen[1:], strict=True)
        if any(abs(ratio / _product(powers, s) - constant) > _RTOL * abs(constant) for ratio, (_, s) in others):
            continue
        nice = next((c for c in _CONSTANTS if abs(abs(constant) - c) < _RTOL * c), None)
        if powers and nice not in _BESIDE_SIZES:
            nice = _whole(constant) if list(powers.values()) in ([1], [-1]) else None
            if nice is None:
                continue
        if not powers and nice is None and len(seen) < 2:
            continue
        constant = float(np.copysign(nice, constant)) if nice is not None else constant
        if powers or constant != 1:
            return Ratio(constant, powers, float(seen[0][0]), seen[0][1])
    return None


def varying(sizes: Sequence[Mapping[str, float]]) -> list[str]:
    """Return the names of the sizes that are positive everywhere and not always the same."""
    return [k for k in sizes[0] if all(s.get(k, 0) > 0 for s in sizes) and len({s[k] for s in sizes}) > 1]


def _product(powers: Mapping[str, int], sizes: Mapping[str, float]) -> float:
    return math.prod(float(sizes[name]) ** power for name, power in powers.items())


def _whole(constant: float) -> float | None:
    """Return a whole number below 1000, or one divided by it, that `constant` is: a size written into the code."""
    for value in (abs(constant), 1 / abs(constant)):
        if 1 < value < 1000 and abs(value - round(value)) < _RTOL * value:
            return float(round(value)) if value == abs(constant) else 1 / round(value)
    return None


def _monomials(keys: Sequence[str]) -> Iterator[dict[str, int]]:
    yield {}
    for power in (1, -1, 2, -2):
        yield from ({key: power} for key in keys)
    for a, b in combinations(keys, 2):
        for p, q in ((1, -1), (-1, 1), (1, 1), (-1, -1)):
            yield {a: p, b: q}
