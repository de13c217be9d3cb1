"""Things to turn: widgets for the lessons, in JupyterLab, on anywidget. This floor lies between plots and exercises.

How a widget is made (read `playground.py` and ``static/playground.js`` beside this):

1.  ``nncore/widgets/<name>.py`` holds a subclass of `base.CourseWidget`: the state and all computing, in Python.
    ``static/<name>.js`` is one hand-written ES module that draws and asks, ``static/<name>.css`` its styles. There is
    no build step and no network: Python puts ``base.js`` and ``base.css`` in front (`module`, `styles`).
2.  The page asks, Python answers. ``connection(...)`` in ``base.js`` sends ``{"type": ..., "view": ...}`` and knows
    when the answer has come; `CourseWidget.answer` gets it and calls `reply` with JSON and, for arrays, binary
    buffers. Ask ``hello`` first and draw what comes back: so a second view, or the cell run again after a restart,
    begins right. Nothing runs by itself in the kernel: an animation is a page that asks for its next frame when the
    last one is drawn, and stops when it is closed. When no answer comes, the page shows ``SILENCE``.
3.  Controls are native elements made by `choice`, `slider`, `numberField`, `tick` and ``h("button", ...)``: they
    bring label, keyboard and focus. The outermost element is made by ``root(model)``, which keeps JupyterLab's
    shortcuts out. When a part is drawn anew, give the focus back to the element with the same ``data-key``.
4.  ``speaker()`` is the state in words, seen by all, spoken at most every five seconds while things move; an action
    speaks at once. A canvas has ``role="img"`` and an ``aria-label`` with what it shows.
5.  Colours come from ``colours(element)``, which reads them from ``base.css``: light and dark. Blue is positive,
    orange negative, and never by colour alone: edges are dashed, points square, numbers signed. Redraw in
    ``onTheme``.
6.  `figure` and `describe` give the picture and the words for nbval, GitHub and print: what a reader would see after
    playing, not an empty start.
7.  A learner's function may do anything: run it in ``try``, show `where_it_stopped`, keep what there is.
8.  Tests: state and messages in ``tests/widgets`` (`answer` may be called directly); mouse, keyboard, axe-core and
    pictures in ``tests/browser/test_<name>.py``, with the steps of ``tests/browser/lab.py``.

Sliders beside a picture need no new module: `Explorer` (explorer.py) takes a list of controls and a function from
their values to a `Picture`, and brings all of the above. The lessons' explorers are in lesson_explorers.py. A network
of circles and lines with numbers is laid out by network_scene.py and drawn by ``static/network.js``; with keys on its
nodes and lines they can be picked (live_network.py).
"""

from nncore.widgets.digit import DrawDigit
from nncore.widgets.explorer import Explorer
from nncore.widgets.lesson_explorers import (
    activation_gallery,
    boundary,
    hidden_plane,
    learning_rates,
    logits,
    regularization,
    six_units,
)
from nncore.widgets.live_network import LiveNetwork
from nncore.widgets.playground import Playground
from nncore.widgets.stepper import Stepper

__all__ = [
    "DrawDigit",
    "Explorer",
    "LiveNetwork",
    "Playground",
    "Stepper",
    "activation_gallery",
    "boundary",
    "hidden_plane",
    "learning_rates",
    "logits",
    "regularization",
    "six_units",
]
