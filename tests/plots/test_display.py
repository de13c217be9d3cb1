import base64
import html
import re
import subprocess
import sys

import IPython
import IPython.display
import matplotlib as mpl
import numpy as np
import pytest

from nncore.plots import display, loss_curves, network_diagram, png, show, surface


def figures():
    yield loss_curves({"a": [3, 2, 1]})
    yield surface(lambda P: P[:, :1] * 2 + P[:, 1:])
    yield network_diagram([np.array([[1.0], [-1.0]])])


def chunks(picture):
    """Names of the PNG's chunks."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    names, start = [], 8
    while start < len(picture):
        length = int.from_bytes(picture[start : start + 4], "big")
        names.append(picture[start + 4 : start + 8].decode())
        start += 12 + length
    return names


def test_same_figure_same_bytes():
    for first, second in zip(figures(), figures(), strict=True):
        assert png(first) == png(second)


def test_no_date_and_no_program_in_the_bytes():
    names = chunks(png(loss_curves({"a": [3, 2, 1]})))
    assert not {"tEXt", "iTXt", "zTXt", "tIME"} & set(names)


def test_bytes_do_not_depend_on_the_users_resolution():
    ax = loss_curves({"a": [3, 2, 1]})
    before = png(ax)
    with mpl.rc_context({"savefig.dpi": 37, "savefig.facecolor": "red", "savefig.bbox": "standard"}):
        assert png(ax) == before


@pytest.fixture
def in_notebook(monkeypatch):
    """Collects what is displayed, as a notebook would."""
    shown = []
    monkeypatch.setattr(display, "_in_notebook", lambda: True)
    monkeypatch.setattr(IPython.display, "display", lambda bundle, raw: shown.append((bundle, raw)))
    return shown


def test_show_gives_picture_and_description(in_notebook):
    ax = loss_curves({"a": [3, 2, 1]})
    picture = png(ax)
    show(ax, alt='The loss falls "fast" & is <b>small</b>.')
    ((bundle, raw),) = in_notebook
    assert raw
    assert bundle["text/plain"] == '[Figure: The loss falls "fast" & is <b>small</b>.]'
    alt = re.search(r'alt="([^"]*)"', bundle["text/html"]).group(1)
    assert html.unescape(alt) == 'The loss falls "fast" & is <b>small</b>.'
    assert "<b>" not in bundle["text/html"]
    data = re.search(r"base64,([^\"]*)", bundle["text/html"]).group(1)
    assert base64.b64decode(data) == picture


def test_show_closes_the_figure_of_pyplot(in_notebook):
    with mpl.rc_context({"backend": "agg"}):
        import matplotlib.pyplot as plt

        fig, ax = plt.subplots()
        loss_curves({"a": [3, 2, 1]}, ax)
        show(fig, alt="A falling line.")
        assert not plt.fignum_exists(fig.number)
    assert len(in_notebook) == 1


def test_outside_a_notebook_the_description_is_printed(capsys, monkeypatch):
    monkeypatch.setattr(display, "_in_notebook", lambda: False)
    show(loss_curves({"a": [3, 2, 1]}), alt=" A falling line. ")
    assert capsys.readouterr().out == "[Figure: A falling line.]\n"


def test_a_shell_counts_as_a_notebook(monkeypatch):
    assert not display._in_notebook()
    monkeypatch.setattr(IPython, "get_ipython", object)
    assert display._in_notebook()


@pytest.mark.parametrize("empty", ["", "  \n"])
def test_a_figure_without_description_is_refused(empty):
    with pytest.raises(ValueError, match="alt must describe the figure"):
        show(loss_curves({"a": [3, 2, 1]}), alt=empty)


def test_not_a_figure():
    with pytest.raises(ValueError, match="Figure or Axes is needed; given list"):
        png([1, 2])


def test_import_brings_neither_ipython_nor_pyplot():
    heavy = "import sys, nncore.plots; print([m for m in ('IPython', 'matplotlib.pyplot') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
