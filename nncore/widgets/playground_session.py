"""What the Playground does when its buttons are pressed, without any picture: settings, data, training, 40 seeds."""

import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np

from nncore.data.planar import PLANAR_SETS, planar
from nncore.widgets.playground_rules import (
    ACTIVATIONS,
    FEATURES,
    REGULARIZATIONS,
    Array,
    Arrays,
    Model,
    Trainer,
    feature_columns,
    first_parameters,
    playground_model,
)

#: Units and layers that fit on the screen; the Playground's own limits.
MOST_UNITS, MOST_LAYERS = 8, 6

#: Pixels a side of the maps of what each unit says over the plane, which reaches from -6 to 6.
MAP_SIZE = 40
PLANE = 6.0

#: "The model is good": of the half squared error as in task 4 of deck 000. The cross-entropy that goes with it: an
#: output that is off by as much everywhere has p = 0.70 for the right class, and -log 0.70 = 0.35.
GOOD_LOSS = {"half squared error": 0.177, "cross-entropy": 0.35}


class Task(NamedTuple):
    """One of the exercises of deck 000, "Bài tập với playground".

    Attributes
    ----------
    name : str
        As on the slide.
    question : str
        In our words.
    settings : dict
        What it starts from.
    """

    name: str
    question: str
    settings: dict[str, Any]


_FIRST_NET = {
    "data": "xor", "noise": 0.25, "train_share": 50, "batch_size": 10, "features": ("x1", "x2"),
    "learning_rate": 0.03, "regularization": "none", "rate": 0.0,
}  # fmt: skip

#: The slides leave data and noise open; XOR with noise 0.25 is where a test loss of 0.177 can just be had.
TASKS = (
    Task(
        "Task 1",
        "Two features go into one hidden neuron with a linear activation. Will this model learn anything that is not "
        "a straight line? Decide first, then press Play.",
        {**_FIRST_NET, "hidden": (1,), "activation": "linear"},
    ),
    Task(
        "Task 2",
        "Now two neurons with ReLU. Can the model bend its boundary? Does it fit the data well?",
        {**_FIRST_NET, "hidden": (2,), "activation": "relu"},
    ),
    Task(
        "Task 3",
        "Three ReLU neurons. Does it fit now? Start from other weights, or run 40 seeds: how much does the quality "
        "change from run to run?",
        {**_FIRST_NET, "hidden": (3,), "activation": "relu"},
    ),
    Task(
        "Task 4",
        "Add and remove layers and neurons, change the learning rate and the rest. What is the smallest network that "
        "reaches a test loss of 0.177? Does a bigger one get there more often, or sooner? Here is 3-3-2.",
        {**_FIRST_NET, "hidden": (3, 3, 2), "activation": "relu"},
    ),
)


@dataclass(frozen=True)
class Settings:
    """Everything that can be turned in the Playground.

    Attributes
    ----------
    data : str
        One of `nncore.data.planar.PLANAR_SETS`.
    noise : float
        0 to 0.5.
    train_share : int
        Percent of the points to train on, 10 to 90.
    batch_size : int
        Rows a move, 1 to 30.
    data_seed : int
        Which points are drawn.
    features : tuple of str
        Keys of `FEATURES`, at least one.
    hidden : tuple of int
        Units in each hidden layer: up to 6 layers of 1 to 8.
    activation : str
        Of the hidden units: tanh, relu, sigmoid, linear.
    learning_rate : float
        Above 0, up to 10.
    regularization : str
        none, L1, L2.
    rate : float
        Strength of the penalty, 0 to 10.
    seed : int
        Which weights the network starts from.

    Raises
    ------
    ValueError
        With the name of the setting, what is possible and what was given.
    """

    data: str = "circle"
    noise: float = 0.0
    train_share: int = 50
    batch_size: int = 10
    data_seed: int = 0
    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (4, 2)
    activation: str = "tanh"
    learning_rate: float = 0.03
    regularization: str = "none"
    rate: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", tuple(self.hidden))
        object.__setattr__(self, "features", tuple(name for name in FEATURES if name in tuple(self.features)))
        _require_one_of("data", self.data, PLANAR_SETS)
        _require_one_of("activation", self.activation, tuple(ACTIVATIONS))
        _require_one_of("regularization", self.regularization, REGULARIZATIONS)
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            whole = isinstance(value, (int, np.integer))
            number = whole or (isinstance(value, (float, np.floating)) and name in _REAL)
            if not number or isinstance(value, bool) or not low <= value <= high:
                kind = "a number" if name in _REAL else "a whole number"
                raise ValueError(f"{name} must be {kind} from {low:g} to {high:g}; given {value!r}")
        if not self.features:
            raise ValueError(f"at least one of the features {', '.join(FEATURES)} is needed")
        if len(self.hidden) > MOST_LAYERS or any(n not in range(1, MOST_UNITS + 1) for n in self.hidden):
            raise ValueError(
                f"hidden must be up to {MOST_LAYERS} layers of 1 to {MOST_UNITS} units; given {self.hidden}"
            )

    @property
    def is_regression(self) -> bool:
        """Whether the data are to be fitted rather than classified."""
        return self.data.startswith("reg-")

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units in each layer, input first."""
        return (len(self.features), *self.hidden, 1)


_RANGES = {
    "noise": (0, 0.5), "train_share": (10, 90), "batch_size": (1, 30), "data_seed": (0, 999_999),
    "learning_rate": (1e-6, 10), "rate": (0, 10), "seed": (0, 999_999),
}  # fmt: skip
_REAL = ("noise", "learning_rate", "rate")
_DATA_SETTINGS = ("data", "noise", "train_share", "data_seed")


def _require_one_of(name: str, value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"there is no {name} {value!r}; there are {', '.join(known)}")


class Data(NamedTuple):
    """Points and targets, the train rows first.

    Attributes
    ----------
    X : ndarray, shape (N, 2)
    Y : ndarray, shape (N, 1)
        As the data set has them: -1 and +1, or numbers to fit.
    n_train : int
    """

    X: Array
    Y: Array
    n_train: int


def draw_data(settings: Settings) -> Data:
    """Draw the points: 500 to classify, 1,200 to fit, as many as in TensorFlow Playground."""
    rng = np.random.default_rng([settings.data_seed, 1])
    n = 1200 if settings.is_regression else 500
    X, Y = planar(settings.data, n, settings.noise, rng)
    return Data(X, Y, n * settings.train_share // 100)


def plane() -> Array:
    """Return the middles of the maps' pixels, shape (MAP_SIZE^2, 2): rows from the top, x1 to the right."""
    middles = (np.arange(MAP_SIZE) + 0.5) / MAP_SIZE * 2 * PLANE - PLANE
    x1, x2 = np.meshgrid(middles, -middles)
    return np.column_stack([x1.ravel(), x2.ravel()])


# --- The learner's network ---------------------------------------------------------------------------


class Unfit(ValueError):
    """What the learner's function returned cannot be used; the message says why."""


def learners_model(forward: Callable[..., Any] | None, backward: Callable[..., Any] | None) -> Model:
    """Describe the network of lesson 09 (and 05), run by the learner's own functions.

    Hidden units are what `forward` makes them (tanh in the lessons), the output is a sigmoid, targets are 0 and 1, the
    loss is the cross-entropy: its gradient is what `backward` returns, the mean over the rows.

    Parameters
    ----------
    forward : callable (X, W, b) -> (Z, A), optional
        Right ones take the place of what is not given.
    backward : callable (Z, A, W, Y) -> (dW, db), optional
        Likewise.

    Returns
    -------
    Model
        Its passes raise `Unfit` for values of a wrong shape or kind, and pass on what the functions raise.
    """
    run_forward, run_backward = forward or _lesson_forward, backward or _lesson_backward

    def checked_forward(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
        Z, A = _pair("forward", "Z, A", run_forward(X, list(W), list(b)))
        _same_length("forward", {"Z": (Z, len(W)), "A": (A, len(W) + 1)})
        shapes = [X.shape, *((len(X), w.shape[1]) for w in W)]
        return list(Z), [_array("forward", f"A[{k}]", a, shape) for k, (a, shape) in enumerate(zip(A, shapes))]  # noqa: B905

    def checked_backward(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
        dW, db = _pair("backward", "dW, db", run_backward(Z, A, list(W), Y))
        _same_length("backward", {"dW": (dW, len(W)), "db": (db, len(W))})
        return (
            [_array("backward", f"dW[{k}]", g, w.shape) for k, (g, w) in enumerate(zip(dW, W, strict=True))],
            [_array("backward", f"db[{k}]", g, (1, w.shape[1])) for k, (g, w) in enumerate(zip(db, W, strict=True))],
        )

    return Model(checked_forward, checked_backward, cross_entropy, lambda Y: (Y + 1) / 2, lambda P: 2 * P - 1)


def cross_entropy(P: Array, Y: Array) -> Any:
    """Compute lesson 09's loss, the mean over the rows; a P of 0 or 1 counts as 1e-12 away from it."""
    P = np.clip(P, 1e-12, 1 - 1e-12)
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=(-2, -1))


def _lesson_forward(X: Array, W: Arrays, b: Arrays) -> tuple[Arrays, Arrays]:
    Z, A = [], [X]
    for k, (w, c) in enumerate(zip(W, b, strict=True)):
        Z.append(A[k] @ w + c)
        A.append(np.tanh(Z[k]) if k + 1 < len(W) else 1 / (1 + np.exp(-np.clip(Z[k], -500, 500))))
    return Z, A


def _lesson_backward(Z: Arrays, A: Arrays, W: Arrays, Y: Array) -> tuple[Arrays, Arrays]:
    dW, db = list(W), list(W)
    D = (A[-1] - Y) / len(Y)
    for k in reversed(range(len(W))):
        dW[k], db[k] = A[k].T @ D, D.sum(axis=0, keepdims=True)
        if k > 0:
            D = (D @ W[k].T) * (1 - np.tanh(Z[k - 1]) ** 2)
    return dW, db


def _pair(function: str, names: str, value: Any) -> tuple[Any, Any]:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        what = "nothing" if value is None else f"a {type(value).__name__}"
        raise Unfit(f"{function} returned {what}; two lists, {names}, are needed")
    return value[0], value[1]


def _same_length(function: str, lists: dict[str, tuple[Any, int]]) -> None:
    for name, (values, n) in lists.items():
        if not isinstance(values, (list, tuple, np.ndarray)) or len(values) != n:
            given = len(values) if hasattr(values, "__len__") else type(values).__name__
            raise Unfit(f"{function} returned {name} with {given} entries; {n} are needed")


def _array(function: str, name: str, value: Any, shape: tuple[int, ...]) -> Array:
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise Unfit(f"{function} returned {name} = {value!r:.60}; an array of numbers is needed") from None
    if array.shape == shape[1:] and shape[0] == 1:  # a bias row as a vector
        return array.reshape(shape)
    if array.shape != shape:
        raise Unfit(f"{function} returned {name} of shape {array.shape}; {shape} is needed")
    return array


# --- Training ----------------------------------------------------------------------------------------


class Frame(NamedTuple):
    """What there is to see at one moment.

    Attributes
    ----------
    epoch : int
    train_loss, test_loss : float
    train_right, test_right : float or None
        Share of points on the right side of the boundary; None where there are no classes.
    maps : list of ndarray, shapes (MAP_SIZE^2, n_units)
        What the units of each layer after the input say over the plane; the last in signed form.
    """

    epoch: int
    train_loss: float
    test_loss: float
    train_right: float | None
    test_right: float | None
    maps: Arrays


class Session:
    """One network on one set of points, with its settings.

    Parameters
    ----------
    settings : Settings
        What to begin with.
    forward, backward : callable, optional
        The learner's; see `learners_model`. With neither, the network is TensorFlow Playground's.

    Attributes
    ----------
    settings : Settings
    data : Data
    trainer : Trainer
        With W and b.
    epoch : int
        Epochs trained since the start.
    history : list of (float, float)
        Train and test loss at the start and after each epoch.
    """

    def __init__(
        self,
        settings: Settings,
        forward: Callable[..., Any] | None = None,
        backward: Callable[..., Any] | None = None,
    ) -> None:
        self.forward, self.backward = forward, backward
        self._plane = plane()
        self.settings = self._possible(settings)
        self._draw()
        self.reset()

    @property
    def is_learners(self) -> bool:
        """Whether the learner's functions train it."""
        return self.forward is not None or self.backward is not None

    @property
    def loss_name(self) -> str:
        """What the loss curves show."""
        return "cross-entropy" if self.is_learners else "half squared error"

    def change(self, **changes: Any) -> bool:
        """Turn something; return whether the network started anew, as it does for all but the learning rate.

        Raises
        ------
        ValueError
            If a value is not possible; nothing has changed then.
        """
        before = self.settings
        self.settings = self._possible(replace(before, **changes))
        changed = [f.name for f in fields(Settings) if getattr(before, f.name) != getattr(self.settings, f.name)]
        self.trainer.learning_rate = self.settings.learning_rate
        if set(changed) <= {"learning_rate"}:
            return False
        if set(changed) & set(_DATA_SETTINGS):
            self._draw()
        self.reset()
        return True

    def reset(self) -> None:
        """Start anew from the seed's weights."""
        s = self.settings
        self.model = self._model()
        self._features = feature_columns(self.data.X, s.features)
        self._features_of_plane = feature_columns(self._plane, s.features)
        self._targets = self.model.targets(self.data.Y)
        for array in (self._features, self._features_of_plane, self._targets):
            array.flags.writeable = False  # a learner's function that writes into its inputs is told so
        self.trainer = self._trainer(*first_parameters(s.sizes, np.random.default_rng(s.seed)))
        self.epoch = 0
        self.history: list[tuple[float, float]] = []

    def train(self, n_epochs: int, seconds: float = np.inf) -> int:
        """Train some epochs, at least one; stop sooner when the time is up. Return how many were done.

        Raises
        ------
        Exception
            Whatever a learner's function raises; the parameters are those of the last move then.
        """
        end = time.perf_counter() + seconds
        if not self.history:
            self.history.append(self.losses())
        done = 0
        while done < n_epochs and (done == 0 or time.perf_counter() < end):
            n = self.data.n_train
            self.trainer.epoch(self._features[:n], self._targets[:n])
            done += 1
            self.epoch += 1
            self.history.append(self.losses())
        return done

    def losses(self) -> tuple[float, float]:
        """Return the loss on the train points and on the test points, as they are now."""
        P = self._predict(self._features)
        n, Y = self.data.n_train, self._targets
        return float(self.model.loss(P[:n], Y[:n])), float(self.model.loss(P[n:], Y[n:]))

    def predict(self, X: Array) -> Array:
        """Return what the network says about points (N, 2), as (N, 1) numbers whose sign is the class."""
        return self.model.signed(self._predict(feature_columns(X, self.settings.features)))

    def frame(self) -> Frame:
        """Look at everything once."""
        if not self.history:
            self.history.append(self.losses())
        _, A = self.model.forward(self._features_of_plane, self.trainer.W, self.trainer.b)
        maps = [*A[1:-1], self.model.signed(A[-1])]
        return Frame(self.epoch, *self.history[-1], *self._right(), maps)

    def _right(self) -> tuple[float | None, float | None]:
        if self.settings.is_regression:
            return None, None
        right = (self.model.signed(self._predict(self._features)) > 0) == (self.data.Y > 0)
        n = self.data.n_train
        return float(right[:n].mean()), float(right[n:].mean())

    def _predict(self, features: Array) -> Array:
        return self.model.forward(features, self.trainer.W, self.trainer.b)[1][-1]

    def _possible(self, settings: Settings) -> Settings:
        """Refuse or set back what a learner's network cannot do: it classifies, with tanh units."""
        if not self.is_learners:
            return settings
        if settings.is_regression:
            raise ValueError(f"your network ends in a sigmoid and classifies; {settings.data!r} is to be fitted")
        return replace(settings, activation="tanh")

    def _draw(self) -> None:
        self.data = draw_data(self.settings)

    def _model(self) -> Model:
        if self.is_learners:
            return learners_model(self.forward, self.backward)
        return playground_model(self.settings.activation, "linear" if self.settings.is_regression else "tanh")

    def _trainer(self, W: Arrays, b: Arrays) -> Trainer:
        s = self.settings
        return Trainer(self.model, W, b, s.batch_size, s.learning_rate, s.regularization, s.rate)


class Seeds:
    """Many runs of the same network on the same points, from the weights of seed 0, 1, 2, ...

    The Playground's own network trains all of them side by side; a learner's functions train one after the other.

    Parameters
    ----------
    session : Session
        What to run; it stays as it is.
    n_seeds : int
        How many.
    n_epochs : int
        Length of a run.

    Attributes
    ----------
    losses : ndarray, shape (number of runs to show,)
        Test loss of each, by seed. Side by side: of all of them at this moment.
    """

    def __init__(self, session: Session, n_seeds: int = 40, n_epochs: int = 300) -> None:
        if n_seeds < 1 or n_epochs < 1:
            raise ValueError(f"at least one seed and one epoch are needed; given {n_seeds} and {n_epochs}")
        self.n_seeds, self.n_epochs = n_seeds, n_epochs
        self._session = session
        self._together = not session.is_learners
        starts = [first_parameters(session.settings.sizes, np.random.default_rng(k)) for k in range(n_seeds)]
        if self._together:
            W, b = ([np.stack(layer) for layer in zip(*part, strict=True)] for part in zip(*starts, strict=True))
            starts = [(W, b)]
        self._trainers = [session._trainer(W, b) for W, b in starts]
        self._epochs_done = 0
        self.losses = np.empty(0)

    @property
    def share_done(self) -> float:
        """From 0 to 1."""
        return self._epochs_done / (len(self._trainers) * self.n_epochs)

    def advance(self, seconds: float) -> None:
        """Train for about so long, at least one epoch."""
        session, end = self._session, time.perf_counter() + seconds
        n = session.data.n_train
        X, Y = session._features, session._targets
        trainer = None
        while self.share_done < 1:
            trainer = self._trainers[self._epochs_done // self.n_epochs]
            trainer.epoch(X[:n], Y[:n])
            self._epochs_done += 1
            if not self._together and self._epochs_done % self.n_epochs == 0:
                self.losses = np.append(self.losses, self._test_loss(trainer))
            if time.perf_counter() >= end:
                break
        if self._together and trainer is not None:
            self.losses = self._test_loss(trainer)

    def _test_loss(self, trainer: Trainer) -> Any:
        n = self._session.data.n_train
        P = self._session.model.forward(self._session._features[n:], trainer.W, trainer.b)[1][-1]
        return self._session.model.loss(P, self._session._targets[n:])
