"""Draw a digit without a page: the strokes, MNIST's frame, learners' functions, words and figure."""

import base64
import json
import math
from itertools import pairwise

import numpy as np
import pytest

from nncore import Network, fit, one_hot
from nncore.data import load_mnist
from nncore.widgets.digit import FINE, DrawDigit, Drawing, as_mnist, paint

SEVEN = [(8, 6), (19, 6), (15, 14), (12, 23)]


def inked(*strokes, width=2.5):
    ink = np.zeros((FINE, FINE))
    for points in strokes:
        paint(ink, points, width)
    return ink


def box(picture):
    """Return first and last row, first and last column with ink."""
    rows, columns = (np.flatnonzero(picture.any(axis=axis)) for axis in (1, 0))
    return rows[0], rows[-1], columns[0], columns[-1]


def sizes(picture):
    top, bottom, left, right = box(picture)
    return bottom - top + 1, right - left + 1


def centre(picture):
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]]
    return (picture * rows).sum() / picture.sum(), (picture * columns).sum() / picture.sum()


def scribbles(n, seed=0):
    rng = np.random.default_rng(seed)
    for _ in range(n):
        low, high = np.sort(rng.uniform(2, 26, size=2))
        corners = rng.uniform(low, high + 1, size=(int(rng.integers(2, 8)), 2))
        yield inked(corners, width=rng.uniform(1.5, 4))


# --- Strokes -------------------------------------------------------------------------------------------------


def test_a_dot_is_round_and_as_wide_as_the_pen():
    ink = inked([(14, 14)], width=4)
    assert ink.sum() == pytest.approx(math.pi * (2 * FINE / 28) ** 2, rel=0.01)
    assert centre(ink) == pytest.approx((FINE / 2 - 0.5, FINE / 2 - 0.5))
    assert sizes(ink >= 0.5) == (20, 20)


def test_a_line_lies_where_it_is_drawn():
    ink = inked([(4, 10), (24, 10)], width=2)
    top, bottom, left, right = box(ink >= 0.5)
    assert (top, bottom) == (45, 54)  # y from 9 to 11, 5 points to a pixel
    assert (left, right) == (15, 124)  # x from 3 to 25, with the round ends
    assert ink[50, 20:120].min() == 1
    assert ink.sum() == pytest.approx(20 * 2 * 25 + math.pi * 25, rel=0.01)


def test_where_lines_cross_ink_is_not_darker_than_ink():
    ink = inked([(4, 10), (24, 10)], [(14, 2), (14, 24)], SEVEN)
    assert ink.max() == 1
    assert ink.min() == 0


def test_a_stroke_in_pieces_is_the_same_stroke():
    whole, pieces = Drawing(), Drawing()
    whole.draw(SEVEN)
    for k in range(4):
        pieces.draw(SEVEN[k : k + 1], key="v 1")
    np.testing.assert_array_equal(pieces.ink, whole.ink)
    assert len(pieces.done) == 1
    pieces.draw([(3, 3)], key="v 2")
    assert len(pieces.done) == 2


def test_what_lies_outside_is_cut_off():
    ink = inked([(-20, 14), (50, 14)])
    assert box(ink)[2:] == (0, FINE - 1)
    assert not inked([(-5, -5), (-5, 40)]).any()


def test_the_eraser_takes_away_and_undo_brings_back():
    drawing = Drawing()
    drawing.draw(SEVEN)
    before = drawing.ink.copy()
    drawing.draw([(0, 6), (28, 6)], width=4, is_pen=False)
    assert drawing.ink[25:35].max() == 0
    assert drawing.ink[80:].sum() == before[80:].sum()
    drawing.undo()
    np.testing.assert_array_equal(drawing.ink, before)
    drawing.take(np.zeros((28, 28)))
    assert not drawing.ink.any()
    drawing.undo()
    np.testing.assert_array_equal(drawing.ink, before)
    drawing.undo()
    drawing.undo()  # one more than there is
    assert not drawing.ink.any()


def test_undo_after_a_picture_keeps_what_came_between():
    drawing = Drawing()
    drawing.draw(SEVEN)
    drawing.take(np.eye(28), "example 3")
    drawing.draw([(20, 4), (22, 4)])
    between = drawing.ink.copy()
    drawing.draw([(2, 20)])
    drawing.undo()
    np.testing.assert_array_equal(drawing.ink, between)


@pytest.mark.parametrize("points", [[(1, math.nan)], [(1, 2, 3)], 5, [(math.inf, 0)]])
def test_points_that_are_none(points):
    with pytest.raises(ValueError, match=r"points must be finite and of shape \(n, 2\)"):
        Drawing().draw(points)


# --- MNIST's frame -------------------------------------------------------------------------------------------


def test_any_drawing_gets_into_the_frame():
    off_centre = 0
    for ink in scribbles(200):
        picture = as_mnist(ink)
        assert picture.shape == (28, 28)
        assert picture.min() >= 0
        assert picture.max() <= 1
        assert max(sizes(picture)) == 20
        top, bottom, left, right = box(picture)
        for middle, first, last in zip(centre(picture), (top, left), (bottom, right), strict=True):
            if abs(middle - 14) > 0.5 + 1e-9:
                assert first == 0 or last == 27  # it would fall out of the frame
                off_centre += 1
    assert off_centre < 5


def test_place_and_size_do_not_matter():
    small = np.array(SEVEN, dtype=float)
    expected = as_mnist(inked(small))
    for shift in ((-6, -4), (7, 3), (0, -2)):
        np.testing.assert_allclose(as_mnist(inked(small + shift)), expected, atol=0.02)
    half = as_mnist(inked(small / 2 + 3, width=1.25))
    moved = [np.roll(half, (i, j), axis=(0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)]  # the box is a little wider
    assert min(np.abs(picture - expected).mean() for picture in moved) < 0.02


def test_proportions_are_kept_and_ink_is_averaged():
    ink = np.zeros((100, 100))
    ink[10:90, 30:50] = 1  # 80 by 20: four points a pixel
    picture = as_mnist(ink)
    assert sizes(picture) == (20, 5)
    assert picture.sum() == 100
    ink[10:90, 30:53] = 1  # 23 wide: five pixels and three quarters
    picture = as_mnist(ink)
    assert picture.sum() == pytest.approx(115)
    np.testing.assert_allclose(np.unique(picture), [0, 0.75, 1])


def test_what_is_smaller_than_the_box_is_enlarged():
    ink = np.zeros((FINE, FINE))
    ink[3:8, 100:110] = 1
    picture = as_mnist(ink)
    assert sizes(picture) == (10, 20)
    assert centre(picture) == pytest.approx((14, 14), abs=0.5)


def test_blank_stays_blank():
    assert not as_mnist(np.zeros((FINE, FINE))).any()
    assert as_mnist(np.zeros((FINE, FINE))).shape == (28, 28)


def test_what_an_eraser_leaves_unseen_does_not_stretch_the_digit():
    ink = inked(SEVEN)
    expected = as_mnist(ink)
    ink[5, 5] = 0.02
    np.testing.assert_array_equal(as_mnist(ink), expected)


@pytest.fixture(scope="module")
def mnist():
    return load_mnist(download=False)


def enlarged(pictures):
    return np.kron(pictures.reshape(-1, 28, 28), np.ones((1, 5, 5)))


def test_pictures_of_mnist_stay_what_they_are(mnist):
    pictures = mnist.X_test[:200].reshape(-1, 28, 28)
    for picture, ink in zip(pictures, enlarged(pictures), strict=True):
        if max(sizes(picture)) == 20:
            assert np.abs(as_mnist(ink) - picture).max() < 0.051


def test_digits_drawn_elsewhere_and_in_another_size_stay_what_they_are(mnist):
    rng = np.random.default_rng(0)
    net = Network((784, 32, 10), rng=rng, dtype=np.float32)
    fit(net, mnist.X_train[:4000], one_hot(mnist.y_train[:4000], 10).astype(np.float32), epochs=4, rng=rng)
    X, y = mnist.X_test[:1000], mnist.y_test[:1000]

    def moved(ink):
        """At another place, and 3 points to a pixel instead of 5."""
        size = 84
        sheet = np.zeros((FINE, FINE))
        top, left = rng.integers(0, FINE - size, size=2)
        sheet[top : top + size, left : left + size] = ink
        return sheet

    raw = np.array([moved(np.kron(picture, np.ones((3, 3)))) for picture in X.reshape(-1, 28, 28)])
    framed = np.array([as_mnist(ink).ravel() for ink in raw])
    unframed = raw.reshape(-1, 28, 5, 28, 5).mean(axis=(2, 4)).reshape(-1, 784)

    def right(pictures):
        return np.mean(net.predict(pictures.astype(np.float32)).argmax(axis=1) == y)

    assert right(X) > 0.8
    assert right(framed) > right(X) - 0.01
    assert right(unframed) < right(X) - 0.3  # without the frame: it is what brings them back


# --- The widget ----------------------------------------------------------------------------------------------


def random_network(layers=(784, 16, 16, 10), seed=0):
    rng = np.random.default_rng(seed)
    W = [rng.normal(size=shape).astype(np.float32) * 0.1 for shape in pairwise(layers)]
    return W, [np.zeros((1, n), dtype=np.float32) for n in layers[1:]]


def forward(X, W, b):
    Z, A = [], [X]
    for w, v in zip(W, b, strict=True):
        Z.append(A[-1] @ w + v)
        A.append(np.maximum(Z[-1], 0))
    E = np.exp(Z[-1] - Z[-1].max(axis=1, keepdims=True))
    A[-1] = E / E.sum(axis=1, keepdims=True)
    return Z, A


W, B = random_network()


def ask(widget, kind="hello", **message):
    answers = []
    widget.send = lambda content, buffers=None: answers.append((content, buffers))
    widget._receive(widget, {"type": kind, "view": "v", **message}, [])
    json.dumps([content for content, _ in answers], allow_nan=False)
    content, buffers = answers[-1]
    assert content["to"] == "v"
    assert content["type"] == "state", content
    content["ink"], content["picture"] = (np.frombuffer(raw, dtype=np.uint8) for raw in buffers)
    return content


def stroke(widget, points=SEVEN, number=1, **also):
    strokes = [{"id": number, "points": points, "width": 2.5, "pen": True, **also}]
    return ask(widget, "draw", strokes=strokes)


def test_the_answer_is_that_of_the_function():
    widget = DrawDigit(forward, W, B)
    state = stroke(widget)
    picture = as_mnist(widget.drawing.ink)
    np.testing.assert_array_equal(state["picture"].reshape(28, 28), np.round(picture * 255))
    np.testing.assert_array_equal(state["ink"].reshape(FINE, FINE), np.round(widget.drawing.ink * 255))
    Z, A = forward(picture.reshape(1, 784).astype(np.float32), W, B)
    assert state["probabilities"] == pytest.approx(A[-1][0].tolist())
    assert state["best"] == A[-1].argmax()
    assert [layer["units"] for layer in state["hidden"]] == [16, 16]
    for layer, z in zip(state["hidden"], Z, strict=False):
        assert layer["fired"] == (z > 0).sum()
        assert layer["on"] == (z[0] > 0).tolist()
        assert [value != "0" for value in layer["values"]] == layer["on"]
        assert max(layer["shades"]) == 127
    assert state["words"].startswith(f"Your network says {A[-1].argmax()}: {A[-1].max():.1%}. Next is ")
    assert f"{(Z[0] > 0).sum()} of 16 units fired in hidden layer 1." in state["words"]


def test_nothing_drawn_is_said_and_nobody_asked():
    def never(X, W, b):
        raise AssertionError

    widget = DrawDigit(never, W, B)
    for state in (ask(widget), ask(widget, "clear"), ask(widget, "undo"), ask(widget, "load", digit=3)):
        assert state["words"] == "Nothing is drawn."
        assert state["probabilities"] is None
        assert state["percents"] == ["–"] * 10
        assert state["problem"] is None
        assert not state["picture"].any()
        assert not state["can_undo"]


def test_messages_of_a_view_go_on_with_its_stroke_only():
    widget = DrawDigit(forward, W, B)
    stroke(widget, SEVEN[:2])
    stroke(widget, SEVEN[2:])
    assert len(widget.drawing.done) == 1
    stroke(widget, [(3, 3)], number=2)
    assert len(widget.drawing.done) == 2
    elsewhere = {"id": 2, "points": [[4, 4]], "width": 2, "pen": True}
    widget._receive(widget, {"type": "draw", "view": "other", "strokes": [elsewhere]}, [])
    assert len(widget.drawing.done) == 3
    ask(widget, "clear")
    assert ask(widget)["words"] == "Nothing is drawn."
    assert len(widget.drawing.done) == 4
    assert ask(widget, "undo")["probabilities"] is not None


def test_examples_go_by_digit_in_turn_and_say_what_they_are():
    rng = np.random.default_rng(2)
    X, y = np.zeros((6, 784), dtype=np.float32), np.array([4, 7, 4, 1, 4, 7])
    X.reshape(-1, 28, 28)[:, 4:24, 6:22] = rng.uniform(0.2, 1, size=(6, 20, 16))
    widget = DrawDigit(forward, W, B, examples=X, labels=y)
    assert ask(widget)["examples"] == [1, 4, 7]
    for index in (0, 2, 4, 0):
        state = ask(widget, "load", digit=4)
        assert f"Unchanged: example {index}, labelled 4." in state["words"]
    ask(widget, "load", digit=7)
    state = stroke(widget, [(2, 2)])
    assert "Changed: example 1, labelled 7." in state["words"]
    assert "Unchanged: example 1" in ask(widget, "undo")["words"]
    without = DrawDigit(forward, W, B, examples=X.reshape(-1, 28, 28))
    assert ask(without)["examples"] == [None]
    assert ask(without, "load", digit=None)["words"].endswith("Unchanged: example 0.")
    assert ask(without, "load", digit=None)["words"].endswith("Unchanged: example 1.")


def test_functions_of_X_alone():
    net = Network((784, 12, 10), rng=np.random.default_rng(0))
    layers, alone = stroke(DrawDigit(net.forward)), stroke(DrawDigit(net.predict))
    assert layers["probabilities"] == pytest.approx(alone["probabilities"])
    assert [len(layer["values"]) for layer in layers["hidden"]] == [12]
    assert alone["hidden"] == []


# --- Learners' functions -------------------------------------------------------------------------------------


def with_last(change):
    """A forward whose A is changed."""

    def changed(X, W, b):
        Z, A = forward(X, W, b)
        return Z, change(A)

    return changed


def raises(X, W, b):
    return X @ W[1]


@pytest.mark.parametrize(
    ("yours", "said"),
    [
        (raises, "raises stopped in line"),
        (lambda X, W, b: None, "returned nothing (None)"),
        (lambda X, W, b: (1, 2, 3), "must return two lists, Z and A; given 3 values (int, int, int)"),
        (with_last(lambda A: A[1:]), "must have 4 entries, X and one a layer; given 3"),
        (with_last(lambda A: [*A[:-1], A[-1][:, :9]]), "in A[3], returned an array of shape (1, 9); (1, 10) is needed"),
        (with_last(lambda A: [*A[:-1], A[-1] * math.nan]), "in A[3], returned NaN"),
        (with_last(lambda A: [*A[:-1], A[-1] * 30 - 3]), "a probability lies between 0 and 1"),
        (with_last(lambda A: [*A[:-1], A[-1] * math.inf]), "for the digit 0; a probability lies between 0 and 1"),
        (with_last(lambda A: [A[0], A[1].T, *A[2:]]), "in A[1], returned an array of shape (16, 1); (1, 16) is needed"),
        (with_last(lambda A: [A[0], A[1] / 0, *A[2:]]), "A[1]"),
        (with_last(lambda A: [A[0], "a", *A[2:]]), "in A[1], returned 'a'"),
        (lambda X, W, b: np.ones(10) / 10, "shape (10,); (1, 10) is needed"),
        (lambda X, W, b: "seven", "returned 'seven'"),
    ],
)
def test_what_fails_is_said_and_the_drawing_kept(yours, said):
    widget = DrawDigit(yours, W, B)
    state = stroke(widget)
    assert said in state["problem"]
    assert "The drawing stays as it is." in state["problem"]
    assert state["words"] == "No answer."
    assert state["ink"].any()
    assert state["probabilities"] is None
    assert state["hidden"] is None
    assert said in widget.describe()
    widget.figure()


def test_a_stub_is_said_to_be_one():
    def stub(X, W, b):
        raise NotImplementedError("write forward here")

    assert stroke(DrawDigit(stub, W, B))["problem"].startswith("Your function is not written yet: write forward here.")


def test_numbers_that_are_no_probabilities_are_shown_with_a_note():
    state = stroke(DrawDigit(lambda X: np.full((1, 10), 0.2)))
    assert state["note"] == "The ten numbers add up to 2.000; probabilities add up to 1."
    assert state["note"] in state["words"]


def test_a_function_that_spoils_its_arguments_spoils_nothing(capsys):
    def spoils(X, W, b):
        found = forward(X, W, b)
        print("many words")
        for array in (X, *W, *b):
            array[:] = 0
        return [z.copy() for z in found[0]], [a.copy() for a in found[1]]

    widget = DrawDigit(spoils, W, B)
    stroke(widget)
    expected = stroke(DrawDigit(forward, W, B), [(1, 1)], number=2)["probabilities"]
    widget.drawing.undo()
    assert stroke(widget, [(1, 1)], number=2)["probabilities"] == pytest.approx(expected)
    assert capsys.readouterr().out == ""
    assert W[0].any()


def test_a_wide_layer_is_cut_for_the_page():
    state = stroke(DrawDigit(forward, *random_network((784, 600, 10))))
    (layer,) = state["hidden"]
    assert len(layer["values"]) == len(layer["shades"]) == 512
    assert layer["units"] == 600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"W": W}, "given only W"),
        ({"b": B}, "given only b"),
        ({"W": [np.ones(3)], "b": [np.ones(3)]}, r"W\[0\] must have shape \(n_in, n_out\); given \(3,\)"),
        ({"labels": [1]}, "labels alone"),
        ({"examples": np.zeros((3, 64))}, r"\(n, 784\) or \(n, 28, 28\); given \(3, 64\)"),
        ({"examples": np.zeros(784)}, r"given \(784,\)"),
        ({"examples": np.zeros((3, 784)), "labels": [1, 2]}, r"labels must have shape \(3,\).*given \(2,\)"),
    ],
)
def test_arguments_that_do_not_fit(arguments, said):
    with pytest.raises(ValueError, match=said):
        DrawDigit(forward, **arguments)


# --- Words and figure ----------------------------------------------------------------------------------------


def test_without_a_kernel_there_is_a_picture_of_a_drawn_digit():
    widget = DrawDigit(forward, W, B)
    data, metadata = widget._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert "A 3 is drawn. Your network says" in metadata["image/png"]["alt"]
    assert not widget.drawing.ink.any()
    stroke(widget)
    assert "A 3 is drawn" not in widget.describe()
    assert "Your network says" in widget.describe()


@pytest.mark.parametrize("layers", [(784, 10), (784, 128, 10), (784, 16, 16, 16, 10)])
def test_the_figure_shows_what_there_is(layers):
    figure = DrawDigit(forward, *random_network(layers)).figure()
    assert len(figure.axes) == 3 + len(layers) - 2
    _, seen, bars = figure.axes[:3]
    assert np.asarray(seen.images[0].get_array()).shape == (28, 28)
    assert sum(patch.get_width() for patch in bars.patches) == pytest.approx(1)
    assert len(bars.texts) == 10
    assert figure.axes[2].get_title().startswith("answer: ")
