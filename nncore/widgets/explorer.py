"""The Explorer: sliders and choices on the left, a picture on the right that Python computes from them."""

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from nncore.widgets.base import Content, CourseWidget, module, styles, where_it_stopped
from nncore.widgets.explorer_pictures import Picture, Unfit, on_paper

#: Values of the controls by their keys.
State = dict[str, Any]


@dataclass(frozen=True)
class Slider:
    """A number from `low` to `high`; `digits` are shown after the point."""

    key: str
    label: str
    low: float
    high: float
    step: float
    value: float
    digits: int = 1

    def take(self, raw: Any) -> float:
        """Return the value for what the page sends; ValueError if the slider does not reach it."""
        number = float(raw)
        if not self.low <= number <= self.high:
            raise ValueError(f"{self.key} must be from {self.low:g} to {self.high:g}; given {raw!r}")
        return number

    def raw(self, value: Any) -> float:
        """Return what the page's element holds for a value."""
        return float(value)

    def as_json(self) -> Content:
        """Return what the page needs to draw it."""
        return {"kind": "slider", "key": self.key, "label": self.label, "low": self.low, "high": self.high,
                "step": self.step, "digits": self.digits}  # fmt: skip


@dataclass(frozen=True)
class Stops:
    """A slider that stops at the given numbers only."""

    key: str
    label: str
    values: Sequence[float]
    value: float

    def take(self, raw: Any) -> float:
        """Return the value at a place of the slider, from 0; see `Slider.take`."""
        if int(raw) not in range(len(self.values)):
            raise ValueError(f"{self.key} has {len(self.values)} stops; given {raw!r}")
        return self.values[int(raw)]

    def raw(self, value: Any) -> int:
        """Return the place of a value on the slider."""
        return list(self.values).index(value)

    def as_json(self) -> Content:
        """Return what the page needs to draw it."""
        texts = [f"{value:g}".replace("-", "−") for value in self.values]
        return {"kind": "slider", "key": self.key, "label": self.label, "low": 0, "high": len(texts) - 1, "step": 1,
                "texts": texts}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One of several names."""

    key: str
    label: str
    options: Sequence[str]
    value: str

    def take(self, raw: Any) -> str:
        """Return the name; ValueError if it is not one of the options."""
        if raw not in self.options:
            raise ValueError(f"{self.key} must be one of {', '.join(self.options)}; given {raw!r}")
        return str(raw)

    def raw(self, value: Any) -> str:
        """Return what the page's element holds for a value."""
        return str(value)

    def as_json(self) -> Content:
        """Return what the page needs to draw it."""
        return {"kind": "choice", "key": self.key, "label": self.label, "options": list(self.options)}


Control = Slider | Stops | Choice


class Explorer(CourseWidget):
    """Controls and a picture of their state.

    Parameters
    ----------
    title : str
        Name of the widget.
    controls : sequence of Slider, Stops or Choice
        From the top.
    draw : callable (functions, **state) -> Picture
        Gets the functions in use, and the value of each control by its key.
    ours, yours : callable or mapping of callables
        The course's functions and the learner's. When the learner's raise, that is said and `ours` are drawn.
    presets : mapping of str to State, optional
        Named places to go to: values of some controls.

    Attributes
    ----------
    state : State
        What the controls say.

    Examples
    --------
    See `nncore.widgets.lesson_explorers`.
    """

    _esm = module("explorer")
    _css = styles("explorer")

    def __init__(
        self,
        title: str,
        controls: Sequence[Control],
        draw: Callable[..., Picture],
        ours: Any = None,
        yours: Any = None,
        presets: Mapping[str, State] | None = None,
    ) -> None:
        super().__init__(title=title)
        self.controls = {control.key: control for control in controls}
        self.presets = dict(presets or {})
        self._draw = draw
        self._ours, self._yours = ours, yours
        self.state: State = {control.key: control.value for control in controls}

    def look(self) -> tuple[Picture, str | None]:
        """Draw the state.

        Returns
        -------
        picture : Picture
        problem : str or None
            What the learner's function raised, in words; the picture is the course's then.
        """
        if self._yours is None:
            with _quietly():
                return self._draw(self._ours, **self.state), None
        try:
            with _quietly():
                return self._draw(self._yours, **self.state), None
        except (Exception, KeyboardInterrupt) as error:
            problem = self._kindly(error)
        with _quietly():
            return self._draw(self._ours, **self.state), problem

    def _kindly(self, error: BaseException) -> str:
        yours = self._yours
        functions = list(yours.values()) if isinstance(yours, Mapping) else [yours]
        if isinstance(error, KeyboardInterrupt):
            what = "Your function was interrupted"
        elif isinstance(error, NotImplementedError):
            what = f"Your function is not written yet: {error}"
        elif isinstance(error, Unfit):
            what = str(error)
        else:
            what = where_it_stopped(error, functions)
        return f"{what.rstrip('.')}.\nMeanwhile the course's own function is drawn. Mend yours and run this cell again."

    def answer(self, message: Content) -> None:
        """Do what the page asks; see `CourseWidget.answer`."""
        kind = message["type"]
        if kind == "hello":
            controls = [control.as_json() for control in self.controls.values()]
            self.reply(message, {"type": "controls", "controls": controls, "presets": list(self.presets)})
        elif kind == "change":
            taken = {key: self.controls[key].take(raw) for key, raw in message["raws"].items()}
            self.state.update(taken)
        elif kind == "preset":
            self.state.update(self.presets[message["name"]])
        elif kind == "reset":
            self.state = {key: control.value for key, control in self.controls.items()}
        else:
            return
        self._show(message, moves_controls=kind != "change")

    def _show(self, message: Content, moves_controls: bool) -> None:
        picture, problem = self.look()
        content = {
            "type": "picture",
            "panels": [panel.as_json() for panel in picture.panels],
            "words": picture.words,
            "unused": list(picture.unused),
            "problem": problem,
            "raws": {key: control.raw(self.state[key]) for key, control in self.controls.items()},
            "moves_controls": moves_controls,
        }
        self.reply(message, content, [p.shading for p in picture.panels if p.shading is not None])

    def describe(self) -> str:
        """Say what the figure shows; see `CourseWidget.describe`."""
        picture, problem = self.look()
        return " ".join([self.title + ".", *([problem.split("\n")[0]] if problem else []), picture.words])

    def figure(self) -> Figure:
        """Draw the picture of the state; see `CourseWidget.figure`."""
        return on_paper(self.look()[0])


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Keep what functions print and warn out of the notebook: it would come with every move of a slider."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
