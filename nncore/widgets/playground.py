"""The Playground: TensorFlow Playground in a notebook, trained in Python, by the learner's own functions if given."""

import contextlib
import html
import io
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from nncore.data.planar import PLANAR_SETS
from nncore.gradcheck import GradientReport, compare_gradients, numerical_gradient
from nncore.plots import COLORS, decision_boundary, loss_curves
from nncore.plots.style import BACKGROUND
from nncore.widgets.base import Buffer, Content, CourseWidget, module, styles, where_it_stopped
from nncore.widgets.playground_rules import ACTIVATIONS, FEATURES, REGULARIZATIONS, feature_columns
from nncore.widgets.playground_session import (
    GOOD_LOSS,
    MAP_SIZE,
    MOST_LAYERS,
    MOST_UNITS,
    PLANE,
    TASKS,
    Seeds,
    Session,
    Settings,
    draw_data,
    plane,
)

LEARNING_RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)
RATES = (0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)

_STILL_EPOCHS = 100  # how long the network of the figure has learnt
_TICK_SECONDS = 0.06  # a frame's training never holds the kernel for longer than this and one epoch
_SEEDS_SECONDS = 0.08


class Playground(CourseWidget):
    """A small network that learns while you watch.

    Parameters
    ----------
    task : int, optional
        1 to 4: start from that task of deck 000.
    forward : callable (X, W, b) -> (Z, A), optional
        Yours, of lessons 05 and 09. Hidden units are tanh, the output a sigmoid, the loss the cross-entropy.
    backward : callable (Z, A, W, Y) -> (dW, db), optional
        Yours, of lesson 09. With forward or backward alone, a right one takes the other's place.
    check : callable, optional
        `nncore.exercises.check`: what the button "What is wrong with it?" asks about backward, whatever its name.
        Without it, the button compares your gradient with finite differences.
    **settings
        What to start from: data, noise, train_share, batch_size, data_seed, features, hidden, activation,
        learning_rate, regularization, rate, seed. See `nncore.widgets.playground_session.Settings`.

    Attributes
    ----------
    session : Session
        What is trained: its settings, data, trainer (W, b) and history of losses.

    Raises
    ------
    ValueError
        For a task or a setting that does not exist.

    Examples
    --------
    ``Playground(data="spiral", hidden=(6, 4))`` and ``Playground(forward=forward, backward=backward, check=check)``.

    Source: slides 000, "Playground" and "Bài tập với playground" (tasks 1 to 4); rules in
    `nncore.widgets.playground_rules`.
    """

    _esm = module("playground")
    _css = styles("playground")

    def __init__(
        self,
        task: int | None = None,
        *,
        forward: Callable[..., Any] | None = None,
        backward: Callable[..., Any] | None = None,
        check: Callable[..., Any] | None = None,
        **settings: Any,
    ) -> None:
        if task is not None and task not in range(1, len(TASKS) + 1):
            raise ValueError(f"there is no task {task}; there are 1 to {len(TASKS)}")
        known = Settings.__dataclass_fields__
        if unknown := set(settings) - set(known):
            raise ValueError(f"there is no setting {sorted(unknown)[0]!r}; there are {', '.join(known)}")
        own = forward is not None or backward is not None
        super().__init__(title="Playground: your network" if own else "Playground: a small network that learns")
        start = TASKS[task - 1].settings if task else {}
        self._task = task or 0
        self._check = check
        self._seeds: Seeds | None = None
        self._kept: tuple[Session, str | None] | None = None
        self._maps = np.empty(0, np.int8)
        self.session = Session(Settings(**{**start, **settings}), forward, backward)

    # --- Messages ---------------------------------------------------------------------------------------

    def answer(self, message: Content) -> None:
        """Do what the page asks; see `CourseWidget.answer`."""
        kind = message["type"]
        if kind == "hello":
            self.reply(message, _options(), [_thumbnails(), _feature_maps()])
            self._show_state(message)
        elif kind == "change":
            self._change(message)
        elif kind == "task":
            self._choose_task(message)
        elif kind == "reset":
            self.session.reset()
            self._show_state(message)
        elif kind == "tick":
            self._tick(message)
        elif kind == "seeds":
            self._run_seeds(message)
        elif kind == "check":
            self.reply(message, {"type": "verdict", "html": self._diagnosis()})

    def _change(self, message: Content, task: int = 0) -> None:
        refused = None
        try:
            if self.session.change(**message["settings"]):
                self._task = task
        except (ValueError, TypeError) as error:
            refused = str(error)
        self._show_state(message, refused)

    def _choose_task(self, message: Content) -> None:
        number = int(message["task"])
        self._change({**message, "settings": TASKS[number - 1].settings if number else {}}, number)
        self._task = number

    def _show_state(self, message: Content, refused: str | None = None) -> None:
        session = self.session
        content, buffers = self._look(session.epoch, begin=0)
        data = session.data
        state = {
            **content,
            "type": "state",
            "settings": asdict(session.settings),
            "sizes": session.settings.sizes,
            "n_train": data.n_train,
            "is_regression": session.settings.is_regression,
            "is_learners": session.is_learners,
            "loss_name": session.loss_name,
            "good_loss": GOOD_LOSS[session.loss_name],
            "task": self._task,
            "refused": refused,
        }
        self.reply(message, state, [*buffers, np.hstack([data.X, data.Y]).astype(np.float32)])

    def _tick(self, message: Content) -> None:
        """Train and show some frames, fewer when the time is up; the last says so."""
        session, end = self.session, time.perf_counter() + _TICK_SECONDS
        n_frames = int(message.get("frames", 1))
        for k in range(n_frames):
            begin, problem = len(session.history), None
            with _quietly():
                try:
                    session.train(int(message["epochs"]), _TICK_SECONDS)
                except (Exception, KeyboardInterrupt) as error:
                    problem = self._kindly(error)
            content, buffers = self._look(session.epoch, begin, problem)
            last = k == n_frames - 1 or content["problem"] is not None or time.perf_counter() > end
            self.reply(message, {**content, "last": last}, buffers)
            if last:
                return

    def _look(self, epoch: int, begin: int, problem: str | None = None) -> tuple[Content, list[Buffer]]:
        """Make a frame: numbers; losses from entry `begin` of the history on; parameters; maps."""
        session = self.session
        content: Content = {"type": "frame", "epoch": epoch, "begin": begin, "hint": None}
        with _quietly():
            try:
                frame = session.frame()
                content |= {"right": [frame.train_right, frame.test_right], "loss": list(map(_number, frame[1:3]))}
                self._maps = _as_bytes(np.concatenate([m.T.ravel() for m in frame.maps]))
                content["hint"] = self._hint()
            except (Exception, KeyboardInterrupt) as error:
                problem = problem or self._kindly(error)
                content |= {"right": [None, None], "loss": [None, None]}
        n_units = sum(session.settings.sizes[1:])
        if self._maps.size != n_units * MAP_SIZE**2:
            self._maps = np.zeros(n_units * MAP_SIZE**2, np.int8)
        content["problem"] = problem
        trainer = session.trainer
        parts = [p.ravel() for layer in zip(trainer.W, trainer.b, strict=True) for p in layer]
        curve = np.array(session.history[begin:], dtype=np.float32)
        return content, [np.concatenate(parts).astype(np.float32), self._maps, curve]

    def _hint(self) -> str | None:
        """Say that something is amiss with the training, if it is."""
        first, last = self.session.history[0][0], self.session.history[-1][0]
        if not np.isfinite(last):
            return "The loss is no longer a number: the steps were too large, or they went the wrong way."
        if self.session.is_learners and self.session.epoch >= 5 and last > 1.1 * first:
            return (
                f"The loss has climbed from {first:.3f} to {last:.3f}. With a right gradient and small steps "
                "it falls. Either the learning rate is too large, or the gradient is wrong."
            )
        return None

    def _kindly(self, error: BaseException) -> str:
        functions = (self.session.forward, self.session.backward)
        if isinstance(error, KeyboardInterrupt):
            what = "Training was interrupted."
        elif isinstance(error, NotImplementedError):
            what = f"A function is not written yet: {error}."
        else:
            what = f"{where_it_stopped(error, functions)}."
        return (
            f"{what}\nTraining is paused after epoch {self.session.epoch}; what the network has learnt is kept. "
            "Mend the function, run its cell, then run this cell again."
        )

    # --- 40 seeds ---------------------------------------------------------------------------------------

    def _run_seeds(self, message: Content) -> None:
        problem = None
        action = message["action"]
        if action == "start":
            self._seeds = Seeds(self.session, int(message.get("n_seeds", 40)), int(message["n_epochs"]))
        run = self._seeds
        if run is None:
            return
        if action != "stop":
            with _quietly():
                try:
                    run.advance(_SEEDS_SECONDS)
                except (Exception, KeyboardInterrupt) as error:
                    problem, action = self._kindly(error), "stop"
        ended = action == "stop" or run.share_done >= 1
        if ended:
            self._seeds = None
        content = {
            "type": "seeds", "share": run.share_done, "ended": ended, "n_seeds": run.n_seeds, "n_epochs": run.n_epochs,
            "problem": problem, "good_loss": GOOD_LOSS[self.session.loss_name], "loss_name": self.session.loss_name,
        }  # fmt: skip
        self.reply(message, content, [np.asarray(run.losses, np.float32)])

    # --- The diagnosis ----------------------------------------------------------------------------------

    def _diagnosis(self) -> str:
        """Return what is known about the learner's functions, as HTML."""
        session = self.session
        by_check = ""
        if self._check is not None and session.backward is not None:
            by_check = _ask(self._check, session.backward)
        with _quietly():
            try:
                of_forward = "" if session.forward is None else _paragraph(_forward_in_words(session))
                of_backward = by_check or _preformatted(_gradients_in_words(session))
            except (Exception, KeyboardInterrupt) as error:
                return by_check + _paragraph(where_it_stopped(error, (session.forward, session.backward)))
        return of_backward + of_forward

    # --- Where widgets cannot run -----------------------------------------------------------------------

    def _still(self) -> tuple[Session, str | None]:
        """Give a network trained for the figure; of functions that fail, say how."""
        if self._kept is None or self._kept[0].settings != self.session.settings:
            self._kept = self._train_still()
        return self._kept

    def _train_still(self) -> tuple[Session, str | None]:
        now = self.session
        still = Session(now.settings, now.forward, now.backward)
        problem = None
        with _quietly():
            try:
                still.train(_STILL_EPOCHS)
                still.predict(plane())
            except (Exception, KeyboardInterrupt) as error:
                problem = self._kindly(error).split("\n")[0]
                still = Session(now.settings)
                still.train(1)
        return still, problem

    def describe(self) -> str:
        """Say what the figure shows; see `CourseWidget.describe`."""
        still, problem = self._still()
        s = still.settings
        shape = "-".join(map(str, s.sizes))
        if problem:
            return f"The Playground, stopped. {problem}"
        train, test = still.history[-1]
        return (
            f"The Playground after {still.epoch} epochs: a {shape} network with {s.activation} units on the {s.data} "
            f"data; {still.loss_name} {train:.3f} on the train points, {test:.3f} on the test points. "
            "Run the cell to play."
        )

    def figure(self) -> Figure:
        """Draw the boundary, the network and the losses; see `CourseWidget.figure`."""
        still, problem = self._still()
        n, data = still.data.n_train, still.data
        fig = Figure(figsize=(9.6, 3.0), layout="constrained")
        left, middle, right = fig.subplots(1, 3, width_ratios=(1.2, 1.5, 1))
        with _quietly():
            decision_boundary(
                still.predict, data.X[:n], data.Y[:n], left, x1_range=(-PLANE, PLANE), x2_range=(-PLANE, PLANE)
            )
            _draw_units(still, middle)
        left.set(xticks=[-6, -3, 0, 3, 6], yticks=[-6, -3, 0, 3, 6])
        train, test = zip(*still.history, strict=True)
        loss_curves({"train": train, "test": test}, right)
        right.set(ylabel=still.loss_name, ylim=(0, None))
        finding = f"after {still.epoch} epochs: loss {train[-1]:.3f}, on the test points {test[-1]:.3f}"
        fig.suptitle(f"Playground, {'stopped' if problem else finding}", fontsize=11)
        return fig


def _draw_units(session: Session, ax: Axes) -> None:
    """Draw the network with the map of each unit, lines as wide as their weights are large."""
    names = session.settings.features
    columns = [feature_columns(plane(), names), *session.frame().maps]
    columns[0] = columns[0] / np.abs(columns[0]).max(axis=0)
    places = [[(k, (m.shape[1] - 1) / 2 - j) for j in range(m.shape[1])] for k, m in enumerate(columns)]
    for k, w in enumerate(session.trainer.W):
        for (i, j), weight in np.ndenumerate(w):
            size, positive = min(abs(weight), 5), weight >= 0
            ax.plot(
                *zip(places[k][i], places[k + 1][j], strict=True),
                color=COLORS["blue" if positive else "orange"],
                linestyle="-" if positive else (0, (4, 2)),
                linewidth=0.5 + 1.2 * size,
                alpha=0.3 + 0.6 * min(1, size),
                zorder=1,
            )
    tallest = max(m.shape[1] for m in columns)
    height = 0.29 if tallest <= 3 else 0.36
    width = height * (len(columns) - 0.2) / max(tallest, 3) * 0.62
    for k, m in enumerate(columns):
        for (x, y), values in zip(places[k], m.T, strict=True):
            ax.imshow(
                values.reshape(MAP_SIZE, MAP_SIZE),
                cmap=BACKGROUND, vmin=-1, vmax=1, zorder=2, aspect="auto",
                extent=(x - width, x + width, y - height, y + height),
            )  # fmt: skip
            ax.add_patch(
                Rectangle((x - width, y - height), 2 * width, 2 * height, fill=False, edgecolor="#555555", lw=0.8)
            )
    for (x, y), name in zip(places[0], names, strict=True):
        ax.text(x - width - 0.06, y, name, ha="right", va="center", fontsize=9)
    ax.set(xlim=(-0.75, len(columns) - 0.95 + width), ylim=(-max(tallest, 3) / 2, max(tallest, 3) / 2))
    ax.axis("off")


def compare_with_numbers(session: Session, n_rows: int = 7) -> GradientReport:
    """Compare the gradient of a session's network with central differences, on the first rows.

    Parameters
    ----------
    session : Session
        Its network, with its present weights; they stay as they are.
    n_rows : int
        How many rows of the train points make the batch.

    Returns
    -------
    GradientReport
        One entry for each W and b. Raises what the learner's functions raise.
    """
    model = session.model
    X, Y = session._features[:n_rows], session._targets[:n_rows]
    W, b = [w.copy() for w in session.trainer.W], [c.copy() for c in session.trainer.b]
    Z, A = model.forward(X, W, b)
    dW, db = model.backward(Z, A, W, Y)
    checks = []
    for name, parameters, gradients in (("W", W, dW), ("b", b, db)):
        for k, gradient in enumerate(gradients):

            def loss(value: Any, k: int = k, parameters: list[Any] = parameters) -> float:
                kept, parameters[k] = parameters[k], value
                J = float(model.loss(model.forward(X, W, b)[1][-1], Y))
                parameters[k] = kept
                return J

            checks.append(compare_gradients(f"{name}[{k}]", gradient, numerical_gradient(loss, parameters[k])))
    return GradientReport(tuple(checks))


def _forward_in_words(session: Session, n_rows: int = 7) -> str:
    """Compare the learner's forward pass with tanh units and a sigmoid output."""
    X, trainer = session._features[:n_rows], session.trainer
    right = Session(session.settings, backward=lambda *_: None).model.forward(X, trainer.W, trainer.b)[1]
    for k, (a, b) in enumerate(zip(session.model.forward(X, trainer.W, trainer.b)[1], right, strict=True)):
        if not np.allclose(a, b, rtol=1e-6, atol=1e-9):
            return f"forward: A[{k}] is not what tanh units and a sigmoid output give. Is that meant?"
    return "forward: as it should be, with tanh units and a sigmoid output."


def _gradients_in_words(session: Session) -> str:
    report = compare_with_numbers(session)
    verdict = "agrees with finite differences" if report.ok else "compared with finite differences"
    return f"backward: {verdict}.\n{report}"


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Swallow what a learner's function prints at every batch, and NumPy's warnings."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        np.errstate(all="ignore"),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


def _ask(check: Callable[..., Any], f: Callable[..., Any]) -> str:
    """Return what `check` shows of a function, as HTML; nothing if it has no exercise for it."""
    from IPython.utils.capture import capture_output

    try:
        with capture_output() as shown:
            _check_as_backward(check, f)
    except KeyError:
        return ""
    except Exception as error:  # not written yet
        return _preformatted(str(error))
    pages = [output.data["text/html"] for output in shown.outputs if "text/html" in output.data]
    return "".join(pages) or _preformatted(shown.stdout)


def _check_as_backward(check: Callable[..., Any], f: Callable[..., Any]) -> None:
    """Ask about f by its own name; if no exercise is called so, as the `backward` that it stands for here."""
    try:
        check(f)
    except KeyError:
        check(f, "backward")


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def _preformatted(text: str) -> str:
    return f"<pre>{html.escape(text)}</pre>"


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None  # JSON knows no NaN


def _as_bytes(values: Any) -> Buffer:
    scaled: Buffer = np.clip(np.nan_to_num(values), -1, 1) * 127
    return scaled.astype(np.int8)


def _options() -> Content:
    """Return what can be chosen; it never changes."""
    return {
        "type": "options",
        "data": list(PLANAR_SETS),
        "features": list(FEATURES),
        "activations": list(ACTIVATIONS),
        "regularizations": list(REGULARIZATIONS),
        "learning_rates": LEARNING_RATES,
        "rates": RATES,
        "tasks": [{"name": task.name, "question": task.question} for task in TASKS],
        "most_units": MOST_UNITS,
        "most_layers": MOST_LAYERS,
        "plane": PLANE,
    }


def _thumbnails() -> Buffer:
    """Return 120 points (x1, x2, y) of each data set."""
    sets = [draw_data(Settings(data=name)) for name in PLANAR_SETS]
    return np.stack([np.hstack([data.X, data.Y])[:120] for data in sets]).astype(np.float32)


def _feature_maps() -> Buffer:
    """Return each feature over the plane, scaled to fit between -1 and +1."""
    x1, x2 = plane().T
    values = [f(x1, x2) for f in FEATURES.values()]
    return _as_bytes(np.concatenate([v / np.abs(v).max() for v in values]))
