"""All errata and terms, gathered from the lessons' records."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from nncore.slides.records import Erratum, Term


@cache
def _modules() -> tuple[ModuleType, ...]:
    import nncore.slides as package

    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if m.name.startswith("lesson_"))
    return tuple(importlib.import_module(f"{package.__name__}.{name}") for name in names)


@cache
def all_errata() -> dict[str, Erratum]:
    """Return every erratum by its id, in the order of the lessons; two with one id are a ValueError."""
    found: dict[str, Erratum] = {}
    for module in _modules():
        for item in module.ERRATA:
            if item.id in found:
                raise ValueError(f"two errata are called {item.id!r}: {found[item.id].lesson} and {item.lesson}")
            found[item.id] = item
    return found


@cache
def all_terms() -> tuple[Term, ...]:
    """Return every term in the order of first use; a term introduced twice is a ValueError."""
    terms = tuple(term for module in _modules() for term in module.TERMS)
    twice = {t.english for t in terms if sum(t.english == other.english for other in terms) > 1}
    if twice:
        raise ValueError(f"introduced twice: {', '.join(sorted(twice))}")
    return terms


def erratum(id: str) -> Erratum:
    """Return the erratum of that id, or raise a KeyError that lists all."""
    if id not in all_errata():
        raise KeyError(f"there is no erratum {id!r}; there are: {', '.join(all_errata())}")
    return all_errata()[id]
