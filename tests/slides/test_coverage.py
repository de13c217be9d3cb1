"""Every item of the slides is taught in some cell, and the page that says where is right."""

from pathlib import Path

import pytest

from nncore.classroom.coverage import coverage, coverage_table
from nncore.classroom.source import BuildError
from nncore.slides.items import items

ROOT = Path(__file__).parents[2]
N_ITEMS = {"S0": 31, "S1": 11, "S2": 29, "S3": 32, "S4": 19}


@pytest.fixture(scope="module")
def places():
    return coverage(ROOT)


def course_of(tmp_path, text):
    (tmp_path / "solutions/01-x").mkdir(parents=True)
    (tmp_path / "solutions/01-x/01-x.py").write_text(text)
    return tmp_path


def test_the_decks_have_all_their_items():
    ids = [item.id for item in items()]
    assert ids == [f"{deck}.{n}" for deck, count in N_ITEMS.items() for n in range(1, count + 1)]


@pytest.mark.parametrize("id", [item.id for item in items()])
def test_an_item_is_taught(places, id):
    assert places[id], f'no cell has the marker seeds="{id}"'
    assert all(place.heading for place in places[id])


def test_the_cell_and_its_heading_are_found(tmp_path):
    root = course_of(
        tmp_path,
        '# %% [markdown]\n# # Title\n\n# %% [markdown]\n# ## What bends\n# ### BEGIN SOLUTION\n\n'
        '# %% seeds="S0.9 S4.8"\nx = 1\n',
    )
    (place,) = coverage(root)["S4.8"]
    assert (place.notebook, place.cell, place.heading) == ("01-x/01-x.ipynb", 3, "What bends")
    assert "| S0.9 | 136 | Sigmoid, tanh with its derivative, ReLU | [01, cell 3](01-x/01-x.ipynb#What-bends) |" in (
        coverage_table(root).splitlines()
    )
    assert "*nowhere yet*" in coverage_table(root)


def test_an_unknown_item_is_refused(tmp_path):
    with pytest.raises(BuildError, match=r"01-x.py, cell 1: the slides have no item 'S9\.1'"):
        coverage(course_of(tmp_path, '# %% [markdown] seeds="S9.1"\n# # Title\n'))
