"""Showing a figure in a notebook, with a description for those who cannot see it."""

import base64
import html
import io
import struct
import sys

from matplotlib.axes import Axes
from matplotlib.figure import Figure

_DPI = 144  # drawn at one and a half times the size at which it is shown: sharp on fine screens
_SCREEN_DPI = 96


def png(fig: Figure | Axes) -> bytes:
    """Draw a figure as a PNG, cropped to what is drawn: the same figure gives the same bytes, always.

    Parameters
    ----------
    fig : Figure or Axes
        What to draw; of Axes their whole figure.

    Returns
    -------
    bytes
        The file, without date or program name in it.
    """
    stream = io.BytesIO()
    _figure(fig).savefig(
        stream,
        format="png",
        dpi=_DPI,
        bbox_inches="tight",
        pad_inches=0.08,
        facecolor="white",
        metadata={"Software": None},
    )
    return stream.getvalue()


def show(fig: Figure | Axes, alt: str) -> None:
    """Display a figure in the notebook and close it.

    Parameters
    ----------
    fig : Figure or Axes
        What to show; of Axes their whole figure.
    alt : str
        What a reader who cannot see the figure needs to know: what is drawn and what it shows. It is the image's
        alternative text, and the cell's plain-text output.

    Raises
    ------
    ValueError
        If the description is empty.
    """
    if not alt.strip():
        raise ValueError("alt must describe the figure in a sentence; given an empty text")
    picture = png(fig)
    _close(_figure(fig))
    text = f"[Figure: {alt.strip()}]"
    if not _in_notebook():
        print(text)
        return
    from IPython.display import display

    display({"text/html": _img(picture, alt.strip()), "text/plain": text}, raw=True)


def _figure(fig: Figure | Axes) -> Figure:
    figure = fig if isinstance(fig, Figure) else getattr(fig, "figure", None)
    if not isinstance(figure, Figure):
        raise ValueError(f"a Figure or Axes is needed; given {type(fig).__name__}")
    return figure


def _in_notebook() -> bool:
    return "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None


def _close(figure: Figure) -> None:
    """Tell pyplot, where it is loaded and knows the figure, that it need not show it again."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)


def _img(picture: bytes, alt: str) -> str:
    width = struct.unpack(">I", picture[16:20])[0] * _SCREEN_DPI // _DPI
    data = base64.b64encode(picture).decode("ascii")
    return (
        f'<img alt="{html.escape(alt)}" width="{width}" style="max-width: 100%; height: auto" '
        f'src="data:image/png;base64,{data}">'
    )
