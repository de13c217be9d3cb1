"""The Playground without a page: settings, training, messages, learners' functions, 40 seeds, the figure."""

import base64
import json
import re
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from nncore.exercises import check
from nncore.plots import COLORS
from nncore.plots.style import BACKGROUND
from nncore.widgets import Playground
from nncore.widgets import base as widget_base
from nncore.widgets.playground import compare_with_numbers
from nncore.widgets.playground_session import (
    MAP_SIZE,
    TASKS,
    Seeds,
    Session,
    Settings,
    Unfit,
    draw_data,
    learners_model,
    plane,
)


def forward(X, W, b):
    Z, A = [], [X]
    for layer in range(len(W)):
        Z.append(A[layer] @ W[layer] + b[layer])
        A.append(1 / (1 + np.exp(-Z[layer])) if layer == len(W) - 1 else np.tanh(Z[layer]))
    return Z, A


def backward(Z, A, W, Y):
    dW, db = [None] * len(W), [None] * len(W)
    D = (A[-1] - Y) / len(Y)
    for layer in reversed(range(len(W))):
        dW[layer], db[layer] = A[layer].T @ D, D.sum(axis=0, keepdims=True)
        if layer > 0:
            D = (D @ W[layer].T) * (1 - np.tanh(Z[layer - 1]) ** 2)
    return dW, db


def uphill(Z, A, W, Y):
    dW, db = backward(Z, A, W, Y)
    return [-g for g in dW], [-g for g in db]


class Page:
    """Stands in for the page: asks, and keeps the answers."""

    def __init__(self, playground):
        self.playground = playground
        self.answers = []
        playground.send = lambda content, buffers=None: self.answers.append((content, buffers))

    def ask(self, **message):
        self.answers.clear()
        self.playground._receive(self.playground, {"view": "v", **message}, [])
        for content, _ in self.answers:
            json.dumps(content, allow_nan=False)  # NaN is no JSON: browsers refuse it
            assert content["to"] == "v"
        return self.answers[-1]


# --- Settings and data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"data": "moons"}, "no data 'moons'"),
        ({"activation": "gelu"}, "tanh, relu, sigmoid, linear"),
        ({"regularization": "L3"}, "none, L1, L2"),
        ({"noise": 0.7}, "0 to 0.5; given 0.7"),
        ({"noise": float("nan")}, "noise"),
        ({"batch_size": 0}, "from 1 to 30"),
        ({"batch_size": 2.5}, "a whole number"),
        ({"train_share": 95}, "10 to 90"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"seed": True}, "seed"),
        ({"features": ()}, "at least one"),
        ({"hidden": (9,)}, "1 to 8 units"),
        ({"hidden": (1,) * 7}, "up to 6 layers"),
    ],
)
def test_impossible_settings_are_refused_with_the_reason(wrong, says):
    with pytest.raises(ValueError, match=says):
        Settings(**wrong)


def test_points_and_their_split():
    data = draw_data(Settings(data="xor", train_share=30))
    assert (len(data.X), data.n_train) == (500, 150)
    assert len(draw_data(Settings(data="reg-gauss")).X) == 1200
    again = draw_data(Settings(data="xor", train_share=60, seed=9))
    np.testing.assert_array_equal(data.X, again.X)
    assert not np.array_equal(data.X, draw_data(Settings(data="xor", data_seed=1)).X)


def test_maps_are_pictures_with_x2_upwards():
    X = plane().reshape(MAP_SIZE, MAP_SIZE, 2)
    assert X[0, 0, 0] < -5.8 < 5.8 < X[0, -1, 0]
    assert X[0, 0, 1] > 5.8 > -5.8 > X[-1, 0, 1]


# --- Training ------------------------------------------------------------------------------------------


def test_a_session_learns_and_starts_anew_the_same():
    session = Session(Settings(data="circle", learning_rate=0.1))
    session.train(50)
    first = list(session.history)
    assert len(first) == 51
    assert first[-1][0] < 0.1 < 0.4 < first[0][0]
    session.reset()
    assert session.epoch == 0
    session.train(50)
    assert session.history == first


def test_only_the_learning_rate_can_change_without_a_new_start():
    session = Session(Settings())
    session.train(3)
    before = session.trainer.W[0].copy()
    assert session.change(learning_rate=0.1) is False
    assert session.epoch == 3
    assert session.trainer.learning_rate == 0.1
    np.testing.assert_array_equal(session.trainer.W[0], before)
    for change in ({"seed": 5}, {"hidden": (3,)}, {"noise": 0.1}, {"batch_size": 3}, {"rate": 0.1}):
        session.train(1)
        assert session.change(**change) is True
        assert session.epoch == 0
    with pytest.raises(ValueError, match="noise"):
        session.change(noise=3)
    assert session.settings.noise == 0.1


def test_a_seed_gives_the_same_run_alone_and_among_forty():
    settings = Settings(**TASKS[2].settings)
    run = Seeds(Session(settings), n_seeds=5, n_epochs=6)
    while run.share_done < 1:
        run.advance(0)
    assert run.losses.shape == (5,)
    for seed in (0, 4):
        alone = Session(Settings(**TASKS[2].settings, seed=seed))
        alone.train(6)
        assert run.losses[seed] == pytest.approx(alone.history[-1][1], rel=1e-9)


def test_seeds_of_a_learners_network_run_one_after_the_other():
    run = Seeds(Session(Settings(), forward, backward), n_seeds=3, n_epochs=2)
    seen = []
    while run.share_done < 1:
        run.advance(0)
        seen.append(len(run.losses))
    assert seen == [0, 1, 1, 2, 2, 3]


# --- Learners' functions -------------------------------------------------------------------------------


def test_a_right_learner_learns_a_wrong_one_climbs():
    losses = {}
    for f in (backward, uphill):
        session = Session(Settings(data="circle", hidden=(4,), learning_rate=0.1), forward, f)
        session.train(60)
        losses[f.__name__] = [session.history[0][0], session.history[-1][0]]
    assert losses["backward"][1] < 0.2 < losses["backward"][0]
    assert losses["uphill"][1] > 2 * losses["uphill"][0]


def times(factor):
    """Make a backward pass whose gradients are wrong by a factor, a number or a function of Y."""

    def scaled(Z, A, W, Y):
        dW, db = backward(Z, A, W, Y)
        by = factor(Y) if callable(factor) else factor
        return [by * g for g in dW], [by * g for g in db]

    return scaled


def without_slope(Z, A, W, Y):
    dW, db = [None] * len(W), [None] * len(W)
    D = (A[-1] - Y) / len(Y)
    for layer in reversed(range(len(W))):
        dW[layer], db[layer], D = A[layer].T @ D, D.sum(axis=0, keepdims=True), D @ W[layer].T
    return dW, db


def test_slips_look_as_lesson_09_says():
    """Lesson 09 has these numbers in a table; the bounds leave room for other roundings."""

    def losses(f):
        session = Session(Settings(learning_rate=0.1), forward, f)
        session.train(200)
        return [session.history[k][0] for k in (0, 50, 100, 200)], [train for train, _ in session.history]

    (first, *right), _ = losses(backward)
    assert first == pytest.approx(0.69, abs=0.01)
    assert right == pytest.approx([0.07, 0.03, 0.01], abs=0.01)
    assert losses(times(-1))[0][1:] == pytest.approx([13.8] * 3, abs=0.1)
    assert losses(times(lambda Y: 1 / len(Y)))[0][1:] == pytest.approx([0.67, 0.61, 0.43], abs=0.05)
    assert losses(without_slope)[0][1:] == pytest.approx([0.69] * 3, abs=0.01)
    _, restless = losses(times(len))
    assert min(restless) < 0.15
    assert sum(later > now + 0.05 for now, later in pairwise(restless)) > 3  # it falls, but in jumps


@pytest.mark.parametrize("given", [{"forward": forward}, {"backward": backward}])
def test_one_function_alone_gets_a_right_partner(given):
    both, one = Session(Settings(), forward, backward), Session(Settings(), **given)
    both.train(3)
    one.train(3)
    np.testing.assert_allclose(one.history, both.history, rtol=1e-9)


def test_the_learners_gradient_is_that_of_its_loss():
    assert compare_with_numbers(Session(Settings(hidden=(3, 2)), forward, backward)).ok
    wrong = compare_with_numbers(Session(Settings(hidden=(3, 2)), forward, uphill))
    assert not any(c.ok for c in wrong.checks)


BIASES = [np.ones((1, 4)), np.ones((1, 1))]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (([np.ones((4, 2)), np.ones((4, 1))], BIASES), r"dW\[0\] of shape \(4, 2\); \(2, 4\)"),
        (([np.ones((2, 4)), "x"], BIASES), r"dW\[1\] = 'x'; an array of numbers"),
        (([np.ones((2, 4)), None], BIASES), r"dW\[1\]"),
        (None, "backward returned nothing"),
        ((1, 2), "dW with int entries"),
        (([1], [2]), "dW with 1 entries; 2 are needed"),
    ],
)
def test_odd_gradients_are_refused_in_words(value, says):
    model = learners_model(forward, lambda Z, A, W, Y: value)
    W, b = [np.ones((2, 4)), np.ones((4, 1))], BIASES
    Z, A = model.forward(np.ones((5, 2)), W, b)
    with pytest.raises(Unfit, match=says):
        model.backward(Z, A, W, np.ones((5, 1)))


def test_bias_gradients_may_be_vectors():
    def flat(Z, A, W, Y):
        dW, db = backward(Z, A, W, Y)
        return dW, [g[0] for g in db]

    session = Session(Settings(), forward, flat)
    session.train(2)
    assert session.history[-1][0] < session.history[0][0]


def test_a_learners_network_does_not_fit_planes():
    with pytest.raises(ValueError, match="sigmoid"):
        Playground(backward=backward, data="reg-plane")


# --- Messages ------------------------------------------------------------------------------------------


def test_hello_brings_choices_and_state():
    page = Page(Playground(task=4))
    page.ask(type="hello")
    (options, pictures), (state, buffers) = page.answers
    assert options["type"] == "options"
    assert len(options["tasks"]) == 4
    assert len(pictures[0]) == 6 * 120 * 3 * 4
    assert len(pictures[1]) == 7 * MAP_SIZE**2
    assert state["settings"]["hidden"] == (3, 3, 2)
    assert state["task"] == 4
    assert [len(b) for b in buffers] == [4 * 32, 9 * MAP_SIZE**2, 4 * 2, 4 * 3 * 500]


def test_ticks_bring_frames_and_the_last_says_so():
    playground = Playground(data="circle")
    page = Page(playground)
    page.ask(type="hello")
    page.ask(type="tick", epochs=1, frames=3)
    epochs = [content["epoch"] for content, _ in page.answers]
    assert epochs == list(range(1, len(epochs) + 1))
    assert [c["last"] for c, _ in page.answers] == [False] * (len(epochs) - 1) + [True]
    content, buffers = page.ask(type="tick", epochs=2)
    assert content["epoch"] > epochs[-1]
    curve = np.frombuffer(buffers[2], np.float32).reshape(-1, 2)
    np.testing.assert_allclose(curve, playground.session.history[content["begin"] :], rtol=1e-6)
    W = playground.session.trainer.W
    np.testing.assert_allclose(np.frombuffer(buffers[0], np.float32)[: W[0].size], W[0].ravel(), rtol=1e-6)


def test_maps_show_what_the_units_say():
    playground = Playground(hidden=(3,), activation="sigmoid")
    _, buffers = Page(playground).ask(type="tick", epochs=1)
    maps = np.frombuffer(buffers[1], np.int8).reshape(4, -1)
    at = np.argmin(np.sum((plane() - [3, -2]) ** 2, axis=1))
    trainer = playground.session.trainer
    unit = 1 / (1 + np.exp(-(plane()[at] @ trainer.W[0] + trainer.b[0])))
    np.testing.assert_allclose(maps[:3, at] / 127, unit[0], atol=0.01)
    np.testing.assert_allclose(maps[3, at] / 127, playground.session.predict(plane()[at : at + 1])[0, 0], atol=0.01)


def test_changes_tasks_and_reset():
    page = Page(Playground(task=1))
    content, _ = page.ask(type="change", settings={"hidden": [4, 4], "data": "spiral"})
    assert (content["settings"]["data"], content["sizes"], content["task"]) == ("spiral", (2, 4, 4, 1), 0)
    content, _ = page.ask(type="change", settings={"noise": 7})
    assert "noise must be" in content["refused"]
    assert content["settings"]["noise"] == 0.25
    content, _ = page.ask(type="task", task=3)
    assert (content["settings"]["hidden"], content["task"]) == ((3,), 3)
    page.ask(type="tick", epochs=2)
    content, _ = page.ask(type="reset")
    assert (content["type"], content["epoch"]) == ("state", 0)


def test_a_fault_of_ours_reaches_the_page():
    content, _ = Page(Playground()).ask(type="tick", epochs="many")
    assert content["type"] == "fault" or "ValueError" in content["problem"]
    content, _ = Page(Playground()).ask(type="change")
    assert content["type"] == "fault"
    assert "settings" in content["text"]


def test_forty_seeds_with_progress_and_stop():
    page = Page(Playground(task=2))
    content, buffers = page.ask(type="seeds", action="start", n_seeds=4, n_epochs=2)
    while not content["ended"]:
        content, buffers = page.ask(type="seeds", action="go")
    assert content["share"] == 1
    assert np.frombuffer(buffers[0], np.float32).shape == (4,)
    page.ask(type="seeds", action="start", n_seeds=40, n_epochs=1000)
    content, _ = page.ask(type="seeds", action="stop")
    assert content["ended"]
    assert content["share"] < 1


def test_an_exception_pauses_and_loses_nothing():
    calls = []

    def breaks(Z, A, W, Y):
        calls.append(1)
        if len(calls) > 60:
            return undefined_name  # noqa: F821
        return backward(Z, A, W, Y)

    playground = Playground(forward=forward, backward=breaks)
    page = Page(playground)
    content, _ = page.ask(type="tick", epochs=1)
    page.ask(type="tick", epochs=1)
    content, _ = page.ask(type="tick", epochs=1)
    assert "NameError" in content["problem"]
    assert "breaks stopped in line" in content["problem"]
    assert "return undefined_name" in content["problem"]
    assert "paused after epoch 2" in content["problem"]
    assert len(playground.session.history) == 3
    assert np.isfinite(content["loss"]).all()


def test_a_stub_a_printing_and_a_writing_function(capsys):
    def stub(Z, A, W, Y):
        raise NotImplementedError("write backward here")

    content, _ = Page(Playground(backward=stub)).ask(type="tick", epochs=1)
    assert "not written yet" in content["problem"]

    def chatty(Z, A, W, Y):
        print("hello")
        return backward(Z, A, W, Y)

    content, _ = Page(Playground(backward=chatty)).ask(type="tick", epochs=1)
    assert content["problem"] is None
    assert capsys.readouterr().out == ""

    def spoils(X, W, b):
        X += 1
        return forward(X, W, b)

    content, _ = Page(Playground(forward=spoils)).ask(type="hello")
    assert "read-only" in content["problem"]


def test_a_loss_that_climbs_or_is_no_number_is_said():
    page = Page(Playground(forward=forward, backward=uphill))
    content, _ = page.ask(type="tick", epochs=10)
    while content["epoch"] < 20:
        content, _ = page.ask(type="tick", epochs=10)
    assert "has climbed" in content["hint"]
    page = Page(Playground(data="reg-plane", activation="linear", learning_rate=10, hidden=(8, 8)))
    content, _ = page.ask(type="tick", epochs=50)
    assert content["loss"][0] is None
    assert "no longer a number" in content["hint"]


def test_the_diagnosis_is_one_question_away():
    def backward_without_mean(Z, A, W, Y):
        dW, db = backward(Z, A, W, Y)
        return [g * len(Y) for g in dW], [g * len(Y) for g in db]

    backward_without_mean.__name__ = "backward"
    page = Page(Playground(forward=forward, backward=backward_without_mean, check=check))
    content, _ = page.ask(type="check")
    assert content["type"] == "verdict"
    assert "times too large" in content["html"]
    assert "forward: as it should be" in content["html"]
    content, _ = Page(Playground(backward=backward_without_mean)).ask(type="check")
    assert "WRONG" in content["html"]
    content, _ = Page(Playground(backward=uphill, check=check)).ask(type="check")
    assert "All signs are opposite" in content["html"]  # though it is not called backward
    content, _ = Page(Playground(backward=backward)).ask(type="check")
    assert "agrees with finite differences" in content["html"]


# --- Where widgets cannot run, and the look ------------------------------------------------------------


def test_a_figure_with_words_stands_beside_the_widget():
    data, metadata = Playground(task=3)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert base64.b64decode(data["image/png"])[:4] == b"\x89PNG"
    assert "2-3-1 network with relu units on the xor data" in data["text/plain"]
    assert metadata["image/png"]["alt"] in data["text/plain"]
    again, _ = Playground(task=3)._repr_mimebundle_()
    assert again["image/png"] == data["image/png"]
    assert again["text/plain"] == data["text/plain"]


def test_the_figure_of_a_function_that_fails_says_so():
    def breaks(X, W, b):
        return 1 / 0

    data, _ = Playground(forward=breaks)._repr_mimebundle_()
    assert "ZeroDivisionError" in data["text/plain"]
    assert "image/png" in data


def test_colours_are_those_of_the_plots():
    css = widget_base.styles("playground")
    for name in ("blue", "orange", "green", "pink"):
        assert f"--nn-{name}: {COLORS[name]};" in css
    light = css.split("data-jp-theme-light")[0]
    for k in range(5):
        colour = bytes.fromhex(re.search(rf"--nn-ramp-{k}: #(\w{{6}});", light)[1])
        assert np.abs(np.array([*colour]) - BACKGROUND(k / 4, bytes=True)[:3]).max() <= 1


def test_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no task 7"):
        Playground(task=7)
    with pytest.raises(ValueError, match="no setting 'layers'"):
        Playground(layers=3)


def test_nncore_alone_loads_no_widgets():
    code = "import sys, nncore; print([m for m in ('anywidget', 'nncore.widgets') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_no_network_in_the_files():
    for file in widget_base.STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text, file
