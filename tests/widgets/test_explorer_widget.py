"""The Explorer and the lessons' explorers without a page: state, messages, pictures, findings, learners' functions."""

import base64
import json
import re

import numpy as np
import pytest

from nncore import activations, widgets
from nncore.widgets.explorer import Choice, Explorer, Slider, Stops
from nncore.widgets.explorer_pictures import SHADES, Panel, Picture, Unfit, on_paper
from nncore.widgets.lesson_explorers import best_cut, numbers, price_matrix, regime

ALL = (
    widgets.learning_rates,
    widgets.boundary,
    widgets.activation_gallery,
    widgets.hidden_plane,
    widgets.six_units,
    widgets.regularization,
    widgets.logits,
)


class Page:
    """Stands in for the page: asks, and keeps the answers."""

    def __init__(self, explorer):
        self.explorer = explorer
        self.answers = []
        explorer.send = lambda content, buffers=None: self.answers.append((content, buffers))

    def ask(self, **message):
        self.answers.clear()
        self.explorer._receive(self.explorer, {"view": "v", **message}, [])
        for content, _ in self.answers:
            json.dumps(content, allow_nan=False)
            assert content["to"] == "v"
        return self.answers[-1]

    def move(self, **raws):
        content, _ = self.ask(type="change", raws=raws)
        assert content["type"] == "picture", content
        return content


def toy(draw=None, **options):
    def by_default(f, n, name, rate):
        panel = Panel(f"{name} {n} {rate}", "x", "y", (0, 1), (0, 1))
        panel.line([0, 1], [0, f(n)])
        panel.shade(lambda places: places[:, 1])
        return Picture([panel], f"n is {n}, rate is {rate}", unused=("name",))

    controls = [Slider("n", "N", 0, 10, 1, 3), Choice("name", "Name", ("a", "b"), "a"), Stops("rate", "R", (0.1, 5), 5)]
    return Explorer("A toy", controls, draw or by_default, ours=lambda n: n, **options)


def words(explorer, **state):
    explorer.state.update(state)
    picture, problem = explorer.look()
    assert problem is None, problem
    return picture.words


def marks(explorer, panel=0, kind="line"):
    return [mark for mark in explorer.look()[0].panels[panel].marks if mark["kind"] == kind]


# --- The Explorer --------------------------------------------------------------------------------------


def test_hello_brings_controls_and_a_picture():
    page = Page(toy(presets={"far": {"n": 9.0}}))
    page.ask(type="hello")
    (controls, _), (picture, buffers) = page.answers
    assert [c["key"] for c in controls["controls"]] == ["n", "name", "rate"]
    assert controls["presets"] == ["far"]
    assert controls["controls"][2]["texts"] == ["0.1", "5"]
    assert picture["raws"] == {"n": 3.0, "name": "a", "rate": 1}
    assert (picture["words"], picture["unused"], picture["problem"]) == ("n is 3, rate is 5", ["name"], None)
    assert len(buffers[0]) == SHADES**2


def test_changes_presets_and_the_way_back():
    page = Page(toy(presets={"far": {"n": 9.0}}))
    assert page.move(n="7", rate="0")["words"] == "n is 7.0, rate is 0.1"
    content, _ = page.ask(type="preset", name="far")
    assert (content["raws"]["n"], content["moves_controls"]) == (9.0, True)
    content, _ = page.ask(type="reset")
    assert content["raws"] == {"n": 3.0, "name": "a", "rate": 1}


@pytest.mark.parametrize(
    ("raws", "says"), [({"n": 11}, "from 0 to 10"), ({"name": "c"}, "one of a, b"), ({"rate": 2}, "2 stops")]
)
def test_values_out_of_reach_are_refused_and_change_nothing(raws, says):
    page = Page(toy())
    content, _ = page.ask(type="change", raws={"n": 5, **raws})
    assert content["type"] == "fault"
    assert says in content["text"]
    assert page.explorer.state == {"n": 3, "name": "a", "rate": 5}


@pytest.mark.parametrize("name", ["n", "nothing_known"])
def test_faults_of_ours_reach_the_page(name):
    content, _ = Page(toy()).ask(type="change", raws={name: "many"})
    assert content["type"] == "fault"


def test_a_failing_function_is_named_and_ours_is_drawn(capsys):
    def fails(n):
        print("hello")
        return n / undefined_name  # noqa: F821

    explorer = toy(yours=fails)
    content = Page(explorer).move(n=4)
    assert "fails stopped in line" in content["problem"]
    assert "return n / undefined_name" in content["problem"]
    assert "Meanwhile the course's own function is drawn" in content["problem"]
    assert content["panels"][0]["marks"][0]["y"] == [0, 4]
    assert "NameError" in explorer.describe()
    assert explorer.describe().endswith("n is 4.0, rate is 5")
    assert capsys.readouterr().out == ""


def test_a_stub_an_interrupt_and_odd_values_are_said_in_words():
    def stub(n):
        raise NotImplementedError("write it here")

    def interrupted(n):
        raise KeyboardInterrupt

    for f, says in ((stub, "not written yet: write it here."), (interrupted, "interrupted.")):
        assert says in toy(yours=f).look()[1]
    assert numbers([1, 2], "f").tolist() == [1, 2]
    for value, shape, says in (
        (None, None, r"f returned nothing"),
        ("x", None, "f returned 'x'; an array of numbers"),
        ([1, 2], (1, 2), r"shape \(2,\); \(1, 2\) is needed"),
        ([np.nan], None, "NaN"),
    ):
        with pytest.raises(Unfit, match=says):
            numbers(value, "f", shape)


def test_what_is_far_away_or_no_number_can_be_sent():
    panel = Panel("t", "x", "y", (0, 1), (0, 2))
    panel.line([0, 1, 2], [1e300, np.nan, np.inf])
    assert panel.marks[0]["y"] == [2002, None, 2002]
    with pytest.raises(Unfit, match="3 places and 2 values"):
        panel.line([1, 2, 3], [1, 2])


def test_shading_has_the_top_first():
    panel = Panel("t", "x", "y", (0, 4), (-1, 1))
    panel.shade(lambda places: places[:, 1])
    assert panel.shading[0, 0] > 120 > -120 > panel.shading[-1, 0]
    panel.shade(lambda places: places[:, 0] - 2)
    assert panel.shading[0, 0] == -127
    assert panel.shading[0, -1] == 127


def test_paper_shows_every_kind_of_mark():
    panel = Panel("t", "x", "y", (-1, 2), (0, 2), names=["a", "b"])
    panel.line([0, 1], [0, 1], "green", "dotted", "a line")
    panel.points([1], [1], "blue", "square", "a point")
    panel.bars([1, 2], ["blue", "orange"], ["one", "two"])
    panel.text(0, 1, "here")
    panel.shade(lambda places: places[:, 0])
    ax = on_paper(Picture([panel], "w")).axes[0]
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["a line", "a point"]
    assert {t.get_text() for t in ax.texts} == {"one", "two", "here"}
    assert [t.get_text() for t in ax.get_xticklabels()] == ["a", "b"]
    assert len(ax.images) == 1


@pytest.mark.parametrize("make", ALL)
def test_all_stand_as_a_figure_with_words_and_answer_at_every_end(make):
    explorer = make()
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"])[:4] == b"\x89PNG"
    assert explorer.describe() in data["text/plain"]
    assert explorer.describe().startswith(explorer.title)
    assert metadata["image/png"]["alt"]
    again, _ = make()._repr_mimebundle_()
    assert again["image/png"] == data["image/png"]
    page = Page(explorer)
    page.ask(type="hello")
    for control in explorer.controls.values():
        known = control.as_json()
        ends = known.get("options") or (known["low"], known["high"])
        for raw in ends:
            content = page.move(**{control.key: raw})
            assert content["problem"] is None
            assert content["words"].endswith(".")
    for name in explorer.presets:
        content, _ = page.ask(type="preset", name=name)
        assert content["type"] == "picture"


# --- Learning rates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "name"),
    [
        (0.01, "hardly moves"),
        (0.7, "arrives from one side"),
        (1, "arrives in one step"),
        (0.99, "arrives from one side"),
        (1.01, "arrives from side to side"),
        (1.99, "arrives from side to side"),
        (2, "never comes closer and never leaves"),
        (2.01, "gets further away with each step"),
    ],
)
def test_the_regime_follows_rate_times_curvature_exactly(product, name):
    for curvature in (0.5, 2.0, 200.0):
        assert regime(product / curvature, curvature) == name


def test_learning_rates_say_what_the_walk_does():
    explorer = widgets.learning_rates()
    assert words(explorer) == "Rate 0.1, from x = 2: the walk arrives from one side. After 12 steps x = 0.137."
    assert "in one step. After 1 step x = 0." in words(explorer, rate=0.5)
    assert "further away with each step. It leaves the picture in step 2." in words(explorer, rate=1.1)
    said = words(explorer, explain="and why")
    assert "the limit is 2 / 2 = 1: there each step multiplies the distance by 1 − 1.1 · 2 = −1.2." in said
    said = words(explorer, landscape="two valleys", start=-2.0, rate=0.1, steps=40)
    bottom = min(np.roots([1, 0, -2, 0.3]).real)
    assert f"near the bottom at x = {bottom:.3g} the walk arrives from one side".replace("-", "−") in said
    assert f"= {2 / (3 * bottom**2 - 2):.3g}: there" in said
    assert f"After 40 steps x = {bottom:.3g}".replace("-", "−") in said
    assert "After 40 steps x = 1.33" in words(explorer, start=2.0)


def test_a_learners_walk_is_drawn_and_measured():
    def gradient_descent(df, x0, learning_rate, tolerance, max_steps):
        path = [x0]
        for _ in range(max_steps):
            path.append(path[-1] - learning_rate * df(path[-1]))
        return np.array(path)

    explorer = widgets.learning_rates(gradient_descent)
    assert "Your walk" not in words(explorer)
    assert "Your walk" not in words(explorer, landscape="two valleys", rate=1.1, steps=40)

    def uphill(df, x0, learning_rate, tolerance, max_steps):
        return gradient_descent(df, x0, -learning_rate, tolerance, max_steps)

    assert "Your walk is not that of x − rate · slope from step 1 on" in words(widgets.learning_rates(uphill))
    _, problem = widgets.learning_rates(lambda *args: np.ones(99)).look()
    assert "99 places; with max_steps = 12, 1 to 13" in problem


# --- A neuron's line -----------------------------------------------------------------------------------


def test_boundary_counts_and_draws_the_line():
    explorer = widgets.boundary()
    assert "4 of 4 points" in words(explorer, data="OR", w1=10.0, w2=10.0, b=-5.0)
    line = marks(explorer)[0]
    assert line["x"] == [-0.2, 1.2]
    np.testing.assert_allclose(10 * np.array(line["x"]) + 10 * np.array(line["y"]) - 5, 0, atol=1e-3)
    assert "3 of 4 points are on their side of the line. Wrong: (1, 1)." in words(explorer, data="XOR")
    words(explorer, w1=5.0, w2=0.0, b=-2.5)
    assert marks(explorer)[0]["x"] == [0.5, 0.5]
    words(explorer, w1=0.0)
    assert marks(explorer)[0]["x"] == []
    shading = explorer.look()[0].panels[0].shading
    assert np.all(shading == shading[0, 0])


def test_boundary_takes_data_and_a_neuron():
    X, y = np.array([[0.0, 0], [2, 2], [4, 0]]), np.array([0, 1, 1])

    def neuron(X, w, b):
        assert (w.shape, b.shape) == ((2, 1), (1, 1))
        X -= 0  # a copy: writing is allowed
        return activations.sigmoid(X @ w + b)

    explorer = widgets.boundary(X, y, neuron, start=(1, 0, -1), names=("size", "age"))
    assert "3 of 3 points" in words(explorer)
    assert explorer.look()[0].panels[0].x_label == "size"
    assert "data" not in explorer.controls
    _, problem = widgets.boundary(X, y, lambda X, w, b: X[:, 0]).look()
    assert "(3,); (3, 1) is needed" in problem
    for wrong, says in (((X, None), "y is missing"), ((X, y[:2]), r"\(3, 2\) and \(2,\)"), ((X, y - 1), "0 and 1")):
        with pytest.raises(ValueError, match=says):
            widgets.boundary(*wrong)


def half_mse(p, y):
    return float(np.sum((p - y) ** 2) / (2 * len(p)))


def test_few_points_carry_their_outputs_many_do_not():
    explorer = widgets.boundary()
    texts = {(mark["x"][0], mark["y"][0]): mark["words"] for mark in marks(explorer, kind="text")}
    assert len(texts) == 4
    assert texts[1, 0] == f"{1 / (1 + np.exp(1.5)):.2f}"  # w1 + b = 1 - 2.5
    words(explorer, data="two clouds")
    assert marks(explorer, kind="text") == []


def test_the_loss_is_drawn_along_each_slider():
    explorer = widgets.boundary(loss=half_mse, start=(1, -1, 0.5))
    said = words(explorer)
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [0], [0], [1]])

    def loss(w1, w2, b):
        return np.mean((1 / (1 + np.exp(-(X @ [[w1], [w2]] + b))) - y) ** 2) / 2

    assert f"Loss E = {loss(1, -1, 0.5):.4f}. One step leads lower with " in said
    assert f"w₁ down ({loss(0.5, -1, 0.5):.4f})" in said
    assert f"b down ({loss(1, -1, 0):.4f})" in said
    assert "w₂ down" not in said
    assert loss(1, -1.5, 0.5) > loss(1, -1, 0.5)
    curves = {line["label"]: line for line in marks(explorer, 1)}
    for label, at in (("w₁", (3, -1, 0.5)), ("w₂", (1, 3, 0.5)), ("b", (1, -1, 3))):
        curve = curves[f"only {label} moves"]
        assert curve["y"][curve["x"].index(3)] == pytest.approx(loss(*at), abs=1e-3)
    here = {mark["x"][0] for mark in marks(explorer, 1, "points")}
    assert here == {1, -1, 0.5}


def test_descending_by_hand_gets_stuck_on_and_and_ends_at_zero_on_xor():
    explorer = widgets.boundary(loss=half_mse)
    assert "No step of one slider leads lower" in words(explorer, data="AND", w1=2.5, w2=2.0, b=-3.5)
    assert "Loss E = 0.0223" in words(explorer)
    assert "Loss E = 0.1250. No step of one slider leads lower" in words(explorer, data="XOR", w1=0.0, w2=0.0, b=0.0)
    assert "leads lower with" in words(explorer, data="OR")


def test_a_loss_that_fails_is_said():
    def mse_loss(p, y):
        return (p - y) ** 2 / 2

    explorer = widgets.boundary(loss=mse_loss)
    picture, problem = explorer.look()
    assert "mse_loss returned an array of shape (4, 1); a single number is needed" in problem
    assert len(picture.panels) == 2


# --- Activations ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["identity", "sigmoid", "tanh", "relu", "leaky relu", "elu", "relu6", "swish", "mish"])
def test_gallery_shows_value_and_slope(name):
    explorer = widgets.activation_gallery()
    said = words(explorer, name=name, z=-1.5, alpha=0.3)
    f = getattr(activations, name.replace(" ", "_"))
    more = (0.3,) if name in ("leaky relu", "elu") else ()
    slope = (f(-1.5 + 1e-6, *more) - f(-1.5 - 1e-6, *more)) / 2e-6
    value, steepness = re.search(r"value (\S+), slope (\S+)\.$", said.replace("−", "-")).groups()
    assert float(value) == pytest.approx(float(f(-1.5, *more)), abs=6e-4)
    assert float(steepness) == pytest.approx(float(slope), abs=6e-5)
    assert ("alpha" in explorer.look()[0].unused) == (not more)


def test_gallery_draws_the_learners():
    def leaky_relu(z, alpha):
        return np.where(z > 0, z, 7 * alpha)

    def maxout(X, W1, b1, W2, b2):
        return np.minimum(X @ W1 + b1, X @ W2 + b2)

    explorer = widgets.activation_gallery(leaky_relu, maxout)
    assert "value 3.500" in words(explorer, name="leaky relu", z=-2.0, alpha=0.5)
    assert [marks(explorer, k)[0]["label"] for k in (0, 1)] == ["leaky relu, yours", "slope of leaky relu"]
    assert "value −2.000" in words(explorer, name="maxout", z=-2.0)
    assert "value 2.000" in words(widgets.activation_gallery(), name="maxout", z=-2.0)
    with pytest.raises(ValueError, match="'hypot' is none of identity"):
        widgets.activation_gallery(np.hypot)


# --- The hidden plane ----------------------------------------------------------------------------------


def test_best_cut_finds_the_strip():
    A, y = np.array([[0.0, 0], [0, 3], [4, 0], [4, 3]]), np.array([[0], [0], [1], [1]])
    gap, direction, middle = best_cut(A, y)
    assert gap == pytest.approx(4)
    np.testing.assert_allclose(direction, [1, 0], atol=1e-12)
    assert middle == pytest.approx(2)
    assert best_cut(A, np.array([[0], [1], [1], [0]]))[0] < 0


def test_five_of_fifteen_pairs_of_gates_part_xor():
    explorer = widgets.hidden_plane()
    parted = [name for name, state in explorer.presets.items() if "a line parts them" in words(explorer, **state)]
    assert len(explorer.presets) == 15
    assert len(parted) == 5
    assert "AND(NOT x₁, x₂) and AND(x₁, NOT x₂)" in parted
    assert "no line parts them" in words(explorer, **explorer.presets["OR and NAND"], size=0.02)


def test_cuts_are_where_each_neuron_is_undecided():
    explorer = widgets.hidden_plane()
    words(explorer, u1=10.0, u2=0.0, ub=-5.0)
    first = next(line for line in marks(explorer) if line["color"] == "ink")
    np.testing.assert_allclose(first["x"], 0.5, atol=0.01)


def test_hidden_map_of_the_learner_beside_the_sliders():
    explorer = widgets.hidden_plane(lambda X: X)
    assert "no line parts them" in words(explorer)
    assert "size" in explorer.look()[0].unused
    assert "a line parts them" in words(explorer, show="the sliders")
    explorer.state["show"] = "your hidden_map"
    content, _ = Page(explorer).ask(type="preset", name="OR and NAND")
    assert content["raws"]["show"] == "the sliders"  # or nothing would be seen of it
    assert "a line parts them, with a gap of 0.71" in content["words"]
    _, problem = widgets.hidden_plane(lambda X: X[:, :1]).look()
    assert "(4, 1); (4, 2) is needed" in problem


# --- Six units, a price on weights, logits -------------------------------------------------------------


def test_six_units_add_up():
    explorer = widgets.six_units()
    assert "The sum of 6 units" in words(explorer, units=6.0, target="x³ + x² − x − 1")
    assert "distance from the target on [−1.5, 1.5]: 0.087" in words(explorer)
    total = next(line for line in marks(explorer) if line["label"] == "sum so far")
    at_zero = np.interp(0, total["x"], total["y"])
    assert at_zero == pytest.approx(-1, abs=1e-3)  # only unit 3 is on there: -relu(1)


def test_six_relu_of_the_learner_is_compared():
    def six_relu(x):
        n = [
            activations.relu(w * x + b)
            for w, b in ((-5, -7.7), (-1.2, -1.3), (1.2, 1), (1.2, -0.2), (2, -1.1), (5, -5))
        ]
        return -n[0] - n[1] - n[2] + n[3] + n[4] + n[5]

    assert "is the sum of all six" in words(widgets.six_units(six_relu))
    assert "Your six_relu is off by 0.50" in words(widgets.six_units(lambda x: six_relu(x) + 0.5))


def test_a_price_trades_training_error_for_smaller_weights():
    explorer = widgets.regularization()
    seen = []
    for exponent in (-6.0, -1.0, 3.0):
        said = words(explorer, exponent=exponent)
        seen.append(
            [float(v) for v in re.search(r"error (\S+) on training, (\S+) on.*weights (\S+), largest", said).groups()]
        )
    train, val, squares = np.array(seen).T
    assert train[0] < train[1] < train[2]
    assert val[1] < val[0]
    assert val[1] < val[2]
    assert squares[0] > 100 * squares[1] > 1000 * squares[2]


def l2_penalty(W, b, l2, n_train):
    return l2 / (2 * n_train) * sum(np.sum(w**2) for w in W)


def test_a_penalty_is_known_by_its_prices():
    np.testing.assert_allclose(price_matrix(l2_penalty, 3, 5), np.diag([0, 1, 1, 1]) / 5, atol=1e-12)

    def of_the_sum(W, b, l2, n_train):
        return l2 * (np.sum(W[0]) + np.sum(b[0])) ** 2

    np.testing.assert_allclose(price_matrix(of_the_sum, 2, 5), np.full((3, 3), 2), atol=1e-12)


def test_fewer_units_are_another_capacity():
    explorer = widgets.regularization()
    rough = words(explorer, exponent=-6.0)
    assert rough.startswith("20 units, λ = 1e-06")
    assert len(marks(explorer, 2, "bars")[0]["y"]) == 20
    calm = words(explorer, units=5.0)
    assert calm.startswith("5 units, λ = 1e-06")
    assert len(marks(explorer, 2, "bars")[0]["y"]) == 5
    on_val = [float(re.search(r"training, (\S+) on", said).group(1)) for said in (rough, calm)]
    assert on_val[0] > 10 * on_val[1]


def test_the_fit_pays_what_the_learners_penalty_charges():
    def fit_of(penalty, **state):
        explorer = widgets.regularization(l2_penalty=penalty)
        said = words(explorer, **state)
        return said, next(line["y"] for line in marks(explorer) if line["label"] == "fit")

    ours = widgets.regularization()
    right = words(ours, exponent=-1.0)
    assert fit_of(l2_penalty, exponent=-1.0)[0] == right
    said, bent = fit_of(lambda W, b, l2, m: 10 * l2_penalty(W, b, l2, m), exponent=-1.0)
    assert "By your l2_penalty, and so is the fit; of these weights it should be" in said
    _, calmer = fit_of(l2_penalty, exponent=0.0)
    np.testing.assert_allclose(bent, calmer, atol=1e-3)
    _, with_bias = fit_of(lambda W, b, l2, m: l2_penalty([*W, *b], b, l2, m), exponent=3.0)
    _, without = fit_of(l2_penalty, exponent=3.0)
    assert np.abs(with_bias).max() < np.abs(without).max()


@pytest.mark.parametrize(
    ("penalty", "says"),
    [
        (lambda W, b, l2, m: l2 * np.sum(np.abs(W[0])), "With all weights doubled, l2_penalty is 2 times as large"),
        (lambda W, b, l2, m: l2**2 * np.sum(W[0] ** 2), "With λ doubled, l2_penalty is 4 times as large; 2 times is"),
        (lambda W, b, l2, m: -l2_penalty(W, b, l2, m), "l2_penalty is negative for some weights"),
        (lambda W, b, l2, m: l2 * np.max(W[0] ** 2), "l2_penalty is not a sum of squares"),
        (lambda W, b, l2, m: W[0] ** 2, "a single number is needed"),
    ],
)
def test_a_penalty_that_cannot_be_paid_is_said(penalty, says):
    picture, problem = widgets.regularization(l2_penalty=penalty).look()
    assert says in problem
    assert picture.words == widgets.regularization().look()[0].words


def test_data_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="x_train"):
        widgets.regularization((np.ones(3), np.ones(3), np.ones(3), np.ones(3)))


def test_logits_shift_and_the_sigmoid_of_two():
    explorer = widgets.logits()
    plain = marks(explorer, 1, "bars")[0]["y"]
    assert "Scores 1001, 1002, 1003: softmax gives 0.0900, 0.2447, 0.6652" in words(explorer, shift=1000)
    assert marks(explorer, 1, "bars")[0]["y"] == plain
    said = words(explorer, classes="2", shift=0, z0=1.0, z1=3.0)
    assert "softmax gives 0.1192, 0.8808. The sigmoid of z₁ − z₀ = 2 is 0.8808" in said


def test_a_softmax_that_overflows_is_seen():
    def softmax(Z):
        powers = np.exp(Z)
        return powers / powers.sum(axis=1, keepdims=True)

    explorer = widgets.logits(softmax)
    assert "0.6652" in words(explorer)
    content = Page(explorer).move(shift=8)
    assert "softmax returned NaN (not a number) here" in content["problem"]
