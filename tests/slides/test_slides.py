"""Every erratum is shown by two numbers that differ; every term is introduced once, where the table says."""

import json
import math
from pathlib import Path

import pytest

from nncore.slides import all_errata, all_terms, errata, erratum
from nncore.slides.tables import terms_table

SOLUTIONS = Path(__file__).parents[2] / "solutions"


def lesson_text(lesson):
    return (SOLUTIONS / lesson / f"{lesson}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("item", all_errata().values(), ids=all_errata())
def test_an_erratum_is_demonstrated(item):
    slide, right = item.demonstrate()
    assert math.isfinite(right)
    assert not abs(slide - right) <= 1e-3 * max(abs(slide), abs(right)), "the two numbers must differ"
    assert (slide, right) == pytest.approx(item.demonstrate(), nan_ok=True), "the same numbers each time"
    assert item.claim
    assert item.correction
    assert item.measure
    assert item.id.split()[0] in {"S0", "S1", "S2", "S3", "S4"}


@pytest.mark.parametrize("lesson", sorted({item.lesson for item in all_errata().values()}))
def test_a_lesson_shows_its_errata(lesson):
    assert f'errata("{lesson}")' in lesson_text(lesson)
    table = errata(lesson)._repr_mimebundle_()["text/markdown"]
    assert all(item.id in table for item in errata(lesson).items)


@pytest.mark.parametrize("lesson", sorted({item.lesson for item in all_errata().values()}))
def test_the_table_in_the_executed_notebook_is_of_today(lesson):
    notebook = json.loads((SOLUTIONS / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    (cell,) = (cell for cell in notebook["cells"] if "".join(cell["source"]) == f'errata("{lesson}")')
    shown = "".join(cell["outputs"][0]["data"]["text/markdown"])
    assert shown == errata(lesson)._repr_mimebundle_()["text/markdown"], f"nncore build --force {lesson}"


@pytest.mark.parametrize("term", all_terms(), ids=lambda t: t.english)
def test_a_term_stands_in_both_languages_where_it_is_introduced(term):
    text = lesson_text(term.lesson)
    assert term.vietnamese.lower() in text.lower()
    assert term.english.lower() in text.lower()


def test_the_glossary_lists_every_term():
    table = terms_table(all_terms())
    assert table.count("\n") == len(all_terms()) + 1


def test_an_unknown_erratum_lists_the_known_ones():
    with pytest.raises(KeyError, match="there is no erratum 'S9 L1'"):
        erratum("S9 L1")
    with pytest.raises(ValueError, match="no erratum is told"):
        errata("99-nothing")
