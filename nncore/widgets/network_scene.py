"""A network as circles and lines with numbers: laid out here, drawn by ``static/network.js``."""

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from nncore.plots.networks import _label_places
from nncore.widgets.base import Content, where_it_stopped
from nncore.widgets.explorer_pictures import Array, Unfit
from nncore.widgets.lesson_explorers import numbers

Arrays = list[Array]

#: Pixels from layer to layer, from unit to unit, and of a circle, before the page scales them.
LAYER_GAP, UNIT_GAP, RADIUS = 192, 118, 27
#: As many units the page can show with all their numbers.
MOST_UNITS = 16
#: For ``"x1".translate(SUBSCRIPTS)``.
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

_PER_UNIT_X, _PER_UNIT_Y = LAYER_GAP / 3.0, UNIT_GAP / 1.65  # the measures of nncore.plots.networks
_MARGIN_X, _MARGIN_Y = 62, 66


@dataclass
class Node:
    """One circle.

    Parameters
    ----------
    name : str
        Written above it.
    inside : str
        Its number.
    below : list of str
        Further numbers.
    role : str
        ``"result"``, ``"source"``, or nothing.
    key, spoken : str
        Where it can be picked: what the page calls it, and what a screen reader says.
    """

    name: str
    inside: str = ""
    below: list[str] = field(default_factory=list)
    role: str = ""
    key: str = ""
    spoken: str = ""


@dataclass
class Edge:
    """One line with its weight, the text of the weight, and role, key and spoken as of a `Node`."""

    weight: float
    text: str
    role: str = ""
    key: str = ""
    spoken: str = ""


def scene(layers: Sequence[Sequence[Node]], edges: Sequence[Sequence[Sequence[Edge]]]) -> Content:
    """Lay a network out.

    Parameters
    ----------
    layers : sequence of sequences of Node
        From the input to the output, each from the top.
    edges : sequence of nested sequences of Edge
        ``edges[layer][i][j]`` leads from unit i of a layer to unit j of the next.

    Returns
    -------
    dict
        Plain JSON: width, height and radius in pixels, nodes and edges with their places.
    """
    sizes = [len(layer) for layer in layers]
    height = 2 * _MARGIN_Y + (max(sizes) - 1) * UNIT_GAP
    at = [[_place(k, i, n, height) for i in range(n)] for k, n in enumerate(sizes)]
    nodes = [
        {"x": x, "y": y, **vars(node)}
        for places, layer in zip(at, layers, strict=True)
        for (x, y), node in zip(places, layer, strict=True)
    ]
    drawn = []
    for k, rows in enumerate(edges):
        lines = tuple((start, end) for start in at[k] for end in at[k + 1])
        flat = [edge for row in rows for edge in row]
        for (start, end), label, edge in zip(lines, _labels(lines), flat, strict=True):
            drawn.append({"from": start, "to": end, "at": label, **vars(edge)})
    width = 2 * _MARGIN_X + (len(sizes) - 1) * LAYER_GAP
    return {"width": width, "height": height, "radius": RADIUS, "nodes": nodes, "edges": drawn}


def _place(layer: int, unit: int, n_units: int, height: float) -> tuple[float, float]:
    return _MARGIN_X + layer * LAYER_GAP, height / 2 - ((n_units - 1) / 2 - unit) * UNIT_GAP - 4


@lru_cache
def _labels(lines: tuple[Any, ...]) -> list[list[float]]:
    scale = np.array([_PER_UNIT_X, _PER_UNIT_Y])
    places: list[list[float]] = np.round(_label_places(np.array(lines) / scale) * scale, 1).tolist()
    return places


def text(value: float, digits: int = 3) -> str:
    """Write a number with so many digits after the point, and a true minus sign."""
    if not np.isfinite(value):
        return "not a number"
    written = f"{value:.{digits}f}"
    return written.replace("-", "−") if float(written) else written.replace("-", "")


def brief(value: float) -> str:
    """Write a given number as it was given, up to three digits after the point."""
    written = text(value)
    return written.rstrip("0").rstrip(".") if "." in written else written


def factor(written: str) -> str:
    """Put a negative number into brackets, to stand after another sign."""
    return f"({written})" if written.startswith("−") else written


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Keep what functions print and warn out of the notebook: it would come with every step."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def attempt(run: Callable[[], Any], yours: Callable[..., Any], otherwise: str) -> tuple[Any, str | None]:
    """Run what calls a learner's function.

    Parameters
    ----------
    run : callable () -> object
        Calls `yours` and looks at what comes back; raises `Unfit` when that cannot be drawn.
    yours : callable
        The learner's.
    otherwise : str
        A sentence: what is shown instead.

    Returns
    -------
    value, problem
        What `run` returned and None, or None and what went wrong, in words.
    """
    try:
        with quietly():
            return run(), None
    except KeyboardInterrupt:
        what = "Your function was interrupted"
    except NotImplementedError as error:
        what = f"Your function is not written yet: {error}"
    except Unfit as error:
        what = str(error)
    except Exception as error:
        what = where_it_stopped(error, [yours])
    return None, f"{what.rstrip('.')}.\n{otherwise} Mend yours and run this cell again."


def given_network(W: Sequence[Any], b: Sequence[Any], x: Any) -> tuple[Arrays, Arrays, Array]:
    """Return weights, biases and a sample as new arrays of floats, shapes (n_in, n_out), (n_out,), (n_in,).

    Raises
    ------
    ValueError
        Where they do not fit together or are too many to be drawn, with the expected and the given shape.
    """
    weights = [np.array(w, dtype=float) for w in W]
    biases = [np.array(c, dtype=float).reshape(-1) for c in b]
    sample = np.array(x, dtype=float).reshape(-1)
    sizes = [len(sample), *(len(c) for c in biases)]
    if len(weights) != len(biases) or not weights:
        raise ValueError(f"W and b must have as many entries, at least one; given {len(weights)} and {len(biases)}")
    for k, (w, shape) in enumerate(zip(weights, pairwise(sizes), strict=True)):
        if w.shape != shape:
            raise ValueError(f"W[{k}] has shape {w.shape}; between {shape[0]} and {shape[1]} units {shape} is needed")
    if sum(sizes) > MOST_UNITS:
        raise ValueError(f"up to {MOST_UNITS} inputs and units can be drawn; given {sum(sizes)}")
    return weights, biases, sample


def returned_list(function: str, what: str, values: Sequence[Any], shapes: Sequence[tuple[int, ...]]) -> Arrays:
    """Return a list that a learner's function returned as new arrays of floats.

    Parameters
    ----------
    function, what : str
        Names of the function and of the list, for the message.
    values : sequence of array_like
        As returned.
    shapes : sequence of tuple of int
        One for each entry.

    Raises
    ------
    Unfit
        Saying what came instead.
    """
    if len(values) != len(shapes):
        raise Unfit(f"{what} of {function} must have {len(shapes)} entries, one a layer; given {len(values)}")
    arrays = []
    for k, (value, shape) in enumerate(zip(values, shapes, strict=True)):
        array = numbers(value, f"{function}, in {what}[{k}],", shape)
        if not np.isfinite(array).all():
            raise Unfit(f"{what}[{k}] of {function} holds an infinite number")
        arrays.append(array.copy())
    return arrays


def two_lists(function: str, given: Any, first: str, second: str) -> tuple[list[Any], list[Any]]:
    """Part what a learner's function returned into two lists; `Unfit` if it is not that."""
    if given is None:
        raise Unfit(f"{function} returned nothing (None); two lists, {first} and {second}, are needed")
    try:
        one, other = given
        return list(one), list(other)
    except (TypeError, ValueError):
        raise Unfit(f"{function} must return two lists, {first} and {second}; given {given!r:.60}") from None
