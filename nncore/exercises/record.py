"""What an exercise is: one record, the single truth for check, hidden tests, tests of the tests and report."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product
from typing import Any

import numpy as np

Function = Callable[..., Any]


@dataclass(frozen=True)
class Part:
    """One thing that the student's function returns.

    Parameters
    ----------
    name : str
        What the statement calls it: ``"dW"``. A list of arrays is one part; its entries become ``dW[0]``, ...
    shape : str
        The shape as the statement writes it: ``"(n_in, n_out)"``, ``"number"``.
    any_shape : bool
        True where the statement allows ``(n,)`` for ``(n, 1)`` or ``(1, n)``: only the order of the entries counts.
    """

    name: str
    shape: str
    any_shape: bool = False


@dataclass(frozen=True)
class Case:
    """Arguments for one call.

    Parameters
    ----------
    args : tuple
        Arguments in order: arrays, numbers, strings, or lists of arrays. The student gets copies.
    sizes : mapping
        Numbers that a wrong factor may be made of, by the name the statement uses: ``{"N": 7, "n_in": 4}``.
        ``N`` is the number of rows in the batch. Numbers among the arguments are added by themselves.
    extreme : bool
        True for inputs where the naive formula overflows: judged apart, as "no overflow, no NaN".
    finite_only : bool
        For an extreme case whose exact value is a matter of taste (where to clip): any finite number is right.
    """

    args: tuple[Any, ...]
    sizes: Mapping[str, float] = field(default_factory=dict)
    extreme: bool = False
    finite_only: bool = False


@dataclass(frozen=True)
class Mistake:
    """A mistake known by name.

    Parameters
    ----------
    name : str
        Short, with hyphens: ``"no-mean"``.
    wrong : callable
        The wrong implementation, with the student's signature.
    message : str
        Names the cause, where to look, and why, in one to three sentences. May use the sizes of the first
        case: ``"exactly {N} times too large, and the batch has {N} rows"``.
    hints : tuple of str
        Hints of its own in three steps; empty: the exercise's.
    same_as : tuple of str
        Names of other mistakes of this exercise that no input can tell apart from it.
    """

    name: str
    wrong: Function
    message: str
    hints: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slip:
    """One wrong way to fill a slot of a formula: its name, the value the slot gets, and what to tell."""

    name: str
    value: Any
    message: str


@dataclass(frozen=True)
class Slot:
    """A place in a formula where one can go wrong: the right value and the known slips."""

    right: Any
    slips: tuple[Slip, ...]

    def __init__(self, right: Any, *slips: Slip) -> None:
        object.__setattr__(self, "right", right)
        object.__setattr__(self, "slips", slips)


@dataclass(frozen=True)
class Formula:
    """The right answer with its slots open, so that every slip, and every pair of slips, can be computed.

    Parameters
    ----------
    model : callable
        ``model(*args, **slots)`` returns what the student's function should return when every slot is right.
    slots : mapping of str to Slot
        By the name of the keyword.

    Examples
    --------
    >>> double = Formula(lambda x, *, factor: factor * x, {"factor": Slot(2, Slip("triple", 3, "3, not 2"))})
    >>> double.right(5), [mistake.wrong(5) for mistake in double.mistakes()]
    (10, [15])
    """

    model: Function
    slots: Mapping[str, Slot]

    def filled(self, **chosen: Any) -> Function:
        """Return the formula with the right value in every slot that is not in `chosen`."""
        values = {name: slot.right for name, slot in self.slots.items()} | chosen
        return lambda *args: self.model(*args, **values)

    def right(self, *args: Any) -> Any:
        """Return the right answer."""
        return self.filled()(*args)

    def mistakes(self, together: int = 1) -> Iterator[Mistake]:
        """Yield the mistakes made of exactly `together` slips, each in another slot."""
        for names in combinations(self.slots, together):
            for slips in product(*(self.slots[name].slips for name in names)):
                values = {name: slip.value for name, slip in zip(names, slips, strict=True)}
                yield Mistake(
                    "+".join(slip.name for slip in slips),
                    self.filled(**values),
                    "\n".join(slip.message for slip in slips),
                )


@dataclass(frozen=True)
class Finding:
    """What a property found wrong: a mistake's name and the message for the student."""

    mistake: str
    message: str


@dataclass(frozen=True)
class Property:
    """Something that must hold, for exercises that no single right value can judge (shuffling, training).

    Parameters
    ----------
    name : str
        What the report calls it: ``"every row once"``.
    share : float
        Its share of the points, relative to the other properties (and to 1.0 for the values, if there are cases).
    test : callable
        ``test(f, rng) -> Finding | None``. `f` is the student's function, guarded: copies of arrays are up to
        the test; an exception or a time-out inside `f` is caught by the judge.
    """

    name: str
    share: float
    test: Callable[[Function, np.random.Generator], Finding | None]


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise: what is asked, how an answer is judged, which mistakes are known by name.

    Parameters
    ----------
    name : str
        The name of the function the student writes, unique in the course.
    lesson : str
        The lesson's folder: ``"02-train-a-neuron"``.
    points : int
        Points for a full answer.
    signature : str
        With shapes, as the statement shows it: ``"mse_grad(X (N, n), y (N, 1)) -> dw (n, 1)"``.
    returns : tuple of Part
        What comes back. One part: the value itself; several: a tuple in this order.
    reference : callable
        The right answer: nncore's own function, a numerical derivative or a loop. Never stored numbers.
    hints : tuple of three str
        Concept, place, a worked analogue.
    cases : callable, optional
        ``cases(rng) -> list of Case``. At least three ordinary ones whose sizes all differ.
    formula : Formula, optional
        The answer with its slots open; its slips are mistakes known by name.
    mistakes : tuple of Mistake
        Those that are no slip of the formula.
    alternatives : tuple of callable
        Right answers written otherwise; each must get full marks.
    numbers : callable, optional
        For a gradient: the same by central differences, shown beside the student's answer.
    properties : tuple of Property
        What must hold besides the values.
    time_limit : float
        Seconds after which one call is stopped.
    rtol : float
        Largest error that is still right, relative to the largest entry of the part, in float64.
    """

    name: str
    lesson: str
    points: int
    signature: str
    returns: tuple[Part, ...]
    reference: Function
    hints: tuple[str, str, str]
    cases: Callable[[np.random.Generator], list[Case]] | None = None
    formula: Formula | None = None
    mistakes: tuple[Mistake, ...] = ()
    alternatives: tuple[Function, ...] = ()
    numbers: Function | None = None
    properties: tuple[Property, ...] = ()
    time_limit: float = 2.0
    rtol: float = 1e-5

    def __post_init__(self) -> None:
        if self.cases is None and not self.properties:
            raise ValueError(f"exercise {self.name}: it has neither cases nor properties, so nothing is judged")
        if len(self.hints) != 3:
            raise ValueError(
                f"exercise {self.name}: 3 hints are needed (concept, place, analogue), not {len(self.hints)}"
            )

    @property
    def known_mistakes(self) -> tuple[Mistake, ...]:
        """All mistakes known by name: those written out and the formula's slips, one at a time."""
        return self.mistakes + (tuple(self.formula.mistakes()) if self.formula else ())

    @cached_property
    def arguments(self) -> list[str]:
        """Names of the arguments, in order."""
        return list(inspect.signature(self.reference).parameters)
