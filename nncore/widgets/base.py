"""What all widgets of the course share: their files, their messages, and a figure where widgets cannot run."""

import base64
import html
import struct
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import anywidget
import numpy as np
import traitlets
from matplotlib.figure import Figure

from nncore.plots import png

STATIC = Path(__file__).parent / "static"

Content = dict[str, Any]
Buffer = np.ndarray[Any, Any]


def module(name: str) -> str:
    """Return the source of a widget's ES module: the shared helpers, then ``static/<name>.js``."""
    return _read("base.js") + "\n" + _read(f"{name}.js")


def styles(name: str) -> str:
    """Return a widget's style sheet: the shared one, then ``static/<name>.css``."""
    return _read("base.css") + "\n" + _read(f"{name}.css")


def _read(file: str) -> str:
    return (STATIC / file).read_text(encoding="utf-8")


class CourseWidget(anywidget.AnyWidget):
    """A widget whose state lives in Python, and whose page asks for it.

    A subclass sets `_esm` and `_css` with `module` and `styles`, draws itself in `figure`, says in `describe` what is
    to be seen, and answers the page's messages in `answer`. Nothing here runs unless the page asks, so
    that a closed page leaves the kernel in peace.
    """

    _esm: Any = "export default {}"
    _css: Any = ""

    #: Name of the widget for screen readers.
    title = traitlets.Unicode("").tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._receive)

    def figure(self) -> Figure:
        """Draw what stands in for the widget on paper, on GitHub, and wherever no kernel runs."""
        raise NotImplementedError

    def describe(self) -> str:
        """Say in a sentence or two what the figure shows."""
        raise NotImplementedError

    def answer(self, message: Content) -> None:
        """Do what the page asks.

        Parameters
        ----------
        message : dict
            Has a ``"type"``, and ``"view"``, the view that asks.
        """
        raise NotImplementedError

    def reply(self, message: Content, content: Content, buffers: Sequence[Buffer] = ()) -> None:
        """Send an answer; arrays travel as they are, in binary.

        Parameters
        ----------
        message : dict
            What is answered: the view that asked learns that it may ask again.
        content : dict
            Plain JSON with a ``"type"``.
        buffers : sequence of ndarray
            The page gets each as an `ArrayBuffer`.
        """
        raw = [np.ascontiguousarray(buffer).tobytes() for buffer in buffers]
        self.send({**content, "to": message.get("view")}, raw)

    def _receive(self, _widget: Any, message: Any, _buffers: Any) -> None:
        """Hand a message on; a fault of ours reaches the page as a text instead of being lost in a log."""
        if not isinstance(message, dict) or "type" not in message:
            return
        try:
            self.answer(message)
        except Exception as error:
            self.reply(message, {"type": "fault", "text": f"{type(error).__name__}: {error}"})

    def _repr_mimebundle_(self, **options: Any) -> tuple[Content, Content]:
        """Give the widget, and beside it the figure with its description for those who cannot run it."""
        data, metadata = cast("tuple[Content, Content]", super()._repr_mimebundle_(**options))
        text = self.describe()
        picture = png(self.figure())
        width = struct.unpack(">I", picture[16:20])[0] * 2 // 3  # drawn at 144 dots an inch, shown at 96
        encoded = base64.b64encode(picture).decode("ascii")
        data["text/plain"] = f"[Figure: {text}]"
        data["image/png"] = encoded
        return data, {**metadata, "image/png": {"alt": html.escape(text), "width": width}}


def where_it_stopped(error: BaseException, functions: Sequence[Callable[..., Any] | None]) -> str:
    """Say in a sentence what a learner's function raised, and in which line.

    Parameters
    ----------
    error : BaseException
        As caught.
    functions : sequence of callable or None
        The learner's; the last line that ran in the same file as one of them is named.

    Returns
    -------
    str
        For the page, without a stack.
    """
    files = {f.__code__.co_filename for f in functions if f is not None and hasattr(f, "__code__")}
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if not lines:
        return what
    last = lines[-1]
    code = f": {last.line}" if last.line else ""
    return f"{last.name} stopped in line {last.lineno} of its cell{code}. {what}"
