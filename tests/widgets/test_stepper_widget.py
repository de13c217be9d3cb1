"""The Stepper without a page: each step's numbers against an independent computation, marks, learners' functions."""

import base64
import json
import math
import re

import numpy as np
import pytest

from nncore.widgets.stepper import Stepper, walk_back, walk_without_slopes

W = [[[0.8, -0.4, 0.5], [0.3, 0.9, -0.7]], [[-0.6, 0.5], [2.0, 1.4], [0.9, -0.4]], [[1.2], [-1.5]]]
B = [[0.1, 0.4, -0.2], [0.8, -0.9], [0.5]]
X, Y = [1.0, 2.0], 1.0
PLACES = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)]


def run(W=W, b=B):
    """All activations, unit by unit, in plain Python."""
    A = [X]
    for weights, biases in zip(W, b, strict=True):
        sums = [c + sum(a * row[j] for a, row in zip(A[-1], weights, strict=True)) for j, c in enumerate(biases)]
        A.append([1 / (1 + math.exp(-z)) for z in sums])
    return A


def loss(W=W, b=B):
    return (run(W, b)[-1][0] - Y) ** 2 / 2


def nudged(change, h=1e-5):
    """Central difference of J when change(W, b, h) has moved one number."""

    def at(h):
        copies = json.loads(json.dumps([W, B]))
        change(*copies, h)
        return loss(*copies)

    return (at(h) - at(-h)) / (2 * h)


def slope_of_bias(layer, j):
    def change(_, b, h):
        b[layer][j] += h

    return nudged(change)


def slope_of_weight(layer, i, j):
    def change(W, _, h):
        W[layer][i][j] += h

    return nudged(change)


def backward_2321(A, W, y):
    return walk_back(A, W, y)


def ask(stepper, **message):
    answers = []
    stepper.send = lambda content, buffers=None: answers.append(content)
    stepper._receive(stepper, {"view": "v", **message}, [])
    json.dumps(answers, allow_nan=False)
    assert answers[-1]["to"] == "v"
    return answers[-1]


def go(stepper, step):
    answer = ask(stepper, type="go", step=step)
    assert answer["type"] == "step", answer
    return answer


def number(text):
    return float(text.replace("−", "-"))


def results(answer):
    return [number(line[3]) for line in answer["formula"]]


def value_of(numbers):
    """Compute what stands in the line with the numbers."""
    return eval(numbers.replace("·", "*").replace("−", "-"), {"__builtins__": {}})


@pytest.fixture(params=[None, backward_2321], ids=["ours", "yours"])
def stepper(request):
    return Stepper(request.param)


# --- The numbers ---------------------------------------------------------------------------------------------


def test_there_are_nineteen_steps_in_four_phases(stepper):
    answers = [go(stepper, k) for k in range(1, 20)]
    assert [a["phase"] for a in answers] == ["forward"] * 7 + ["error"] + ["backward"] * 5 + ["update"] * 6
    assert [a["place"][0] for a in answers] == [*range(1, 8), 1, *range(1, 6), *range(1, 7)]
    assert answers[0]["n_steps"] == 19
    assert answers[0]["phases"] == [["forward", 1], ["error", 8], ["backward", 9], ["update", 14]]


def test_forward_steps(stepper):
    A = run()
    assert results(go(stepper, 1)) == X
    for unit, (layer, j) in enumerate(PLACES, start=1):
        answer = go(stepper, unit + 1)
        z, a = results(answer)
        assert a == pytest.approx(A[layer + 1][j], abs=0.00051)
        assert z == pytest.approx(math.log(A[layer + 1][j] / (1 - A[layer + 1][j])), abs=0.00051)
        assert value_of(answer["formula"][0][2]) == pytest.approx(z, abs=0.004)


def test_error_and_backward_steps_are_the_measured_slopes(stepper):
    for step, unit in zip(range(8, 14), (6, 5, 4, 3, 2, 1), strict=True):
        answer = go(stepper, step)
        assert answer["formula"][0][0] == f"δ_{{{unit}}}"
        (delta,) = results(answer)
        assert delta == pytest.approx(slope_of_bias(*PLACES[unit - 1]), abs=0.000051)
        assert value_of(answer["formula"][0][2]) == pytest.approx(delta, abs=0.0004)
        assert answer["note"] == ""


def test_update_steps_go_down_the_measured_slopes():
    stepper = Stepper(backward_2321, learning_rate=0.5)
    for unit, (layer, j) in enumerate(PLACES, start=1):
        answer = go(stepper, 13 + unit)
        *weights, bias = results(answer)
        for i, w in enumerate(weights):
            assert w == pytest.approx(W[layer][i][j] - 0.5 * slope_of_weight(layer, i, j), abs=0.000051)
        assert bias == pytest.approx(B[layer][j] - 0.5 * slope_of_bias(layer, j), abs=0.000051)
        assert answer["note"] == ""
    before, after = map(float, re.search(r"J goes from ([\d.]+) to ([\d.]+)\.", answer["what"]).groups())
    assert before == pytest.approx(loss(), abs=0.000051)
    assert after < before


def test_a_second_network():
    rng = np.random.default_rng(3)
    weights, biases = [rng.normal(size=s) for s in ((3, 2), (2, 1))], [rng.normal(size=2), rng.normal(size=(1, 1))]
    stepper = Stepper(W=weights, b=biases, x=[1, -1, 2], y=0)
    assert stepper.n_steps == 10
    h = np.array([[1.0, -1.0, 2.0]]) @ weights[0] + biases[0]
    p = 1 / (1 + np.exp(-(1 / (1 + np.exp(-h)) @ weights[1] + biases[1]).item()))
    assert results(go(stepper, 5)) == [pytest.approx(p * p * (1 - p), abs=0.000051)]


# --- The slide, without f' -----------------------------------------------------------------------------------


def test_without_slopes_the_bare_error_goes_back(stepper):
    answer = ask(stepper, type="slide", on=True)
    assert answer["slide"]
    error = run()[-1][0] - Y
    for step, expected in {
        8: error,
        9: -1.5 * error,
        10: 1.2 * error,
        12: 2.0 * 1.2 * error + 1.4 * -1.5 * error,
    }.items():
        (e,) = results(go(stepper, step))
        assert e == pytest.approx(expected, abs=0.000051)


def test_how_far_the_slide_is_off():
    stepper = Stepper()
    stepper.slide = True
    A = run()
    assert "Here the slide is right" in go(stepper, 8)["note"]
    assert not go(stepper, 8)["differs"]
    output_slope = A[3][0] * (1 - A[3][0])
    for step in (9, 10, 17, 18):  # units 5 and 4, back and in their updates
        assert f"{1 / output_slope:.1f} times too long" in go(stepper, step)["note"]
        assert go(stepper, step)["differs"]
    error = A[3][0] - Y
    for step, unit in {11: 3, 13: 1}.items():
        arriving = sum(W[1][unit - 1][q] * W[2][q][0] * error for q in range(2))
        ratio = arriving * A[1][unit - 1] * (1 - A[1][unit - 1]) / slope_of_bias(0, unit - 1)
        assert f"{ratio:.1f} times too long" in go(stepper, step)["note"]
    assert "the wrong way, uphill" in go(stepper, 12)["note"]  # unit 2, as the lesson finds


# --- What is highlighted ---------------------------------------------------------------------------------------


def roles(answer, role):
    nodes = [node["name"] for node in answer["scene"]["nodes"] if node["role"] == role]
    return nodes, sum(edge["role"] == role for edge in answer["scene"]["edges"])


@pytest.mark.parametrize(
    ("step", "computed", "sources"),
    [
        (1, (["x₁", "x₂"], 0), ([], 0)),
        (3, (["2"], 0), (["x₁", "x₂"], 2)),
        (7, (["6"], 0), (["4", "5"], 2)),
        (8, (["6"], 0), ([], 0)),
        (9, (["5"], 0), (["6"], 1)),
        (12, (["2"], 0), (["4", "5"], 2)),
        (17, ([], 3), (["1", "2", "3", "4"], 0)),
    ],
)
def test_marks(stepper, step, computed, sources):
    answer = go(stepper, step)
    assert roles(answer, "result") == computed
    assert roles(answer, "source") == sources


@pytest.mark.parametrize(("step", "unit", "end"), [(3, "2", "to"), (7, "6", "to"), (11, "3", "from"), (15, "2", "to")])
def test_marked_edges_are_those_of_the_unit(stepper, step, unit, end):
    scene = go(stepper, step)["scene"]
    (place,) = [[n["x"], n["y"]] for n in scene["nodes"] if n["name"] == unit]
    assert [list(edge[end]) == place for edge in scene["edges"]] == [bool(edge["role"]) for edge in scene["edges"]]


def test_numbers_appear_when_they_are_computed_and_go_again(stepper):
    def inside(step):
        return [node["inside"] for node in go(stepper, step)["scene"]["nodes"]]

    def known_delta(step):
        return [n["name"] for n in go(stepper, step)["scene"]["nodes"] if any("δ" in line for line in n["below"])]

    assert inside(3)[2:] == ["0.818", "0.858", "", "", "", ""]
    assert "" not in inside(7)
    assert inside(2)[2:] == ["0.818", "", "", "", "", ""]
    assert known_delta(7) == []
    assert known_delta(10) == ["4", "5", "6"]
    weights = [edge["text"] for edge in go(stepper, 14)["scene"]["edges"]]
    assert weights[:6] == ["0.797", "−0.4", "0.5", "0.294", "0.9", "−0.7"]


def test_edges_join_the_circles_and_texts_do_not_meet(stepper):
    scene = go(stepper, 5)["scene"]
    places = {(n["x"], n["y"]) for n in scene["nodes"]}
    assert all(tuple(e["from"]) in places and tuple(e["to"]) in places for e in scene["edges"])
    at = np.array([e["at"] for e in scene["edges"]])
    gaps = np.abs(at[:, None] - at[None]) / (32, 13) + 10 * np.eye(len(at))[..., None]
    assert gaps.max(axis=2).min() > 1


def test_steps_stay_within_the_walk(stepper):
    assert go(stepper, 0)["step"] == 1
    assert go(stepper, 99)["step"] == 19


# --- Learners' functions -----------------------------------------------------------------------------------------


def test_a_slip_is_shown_where_it_happens():
    def forgetful(A, W, y):
        delta, _ = walk_back(A, W, y)
        delta[0] = W[1] @ delta[1]  # without the slopes of the first layer
        return delta, [np.outer(a, d) for a, d in zip(A[:-1], delta, strict=True)]

    stepper = Stepper(forgetful)
    assert stepper.problem is None
    assert [k for k in range(1, 20) if go(stepper, k)["differs"]] == [11, 12, 13]
    assert re.match(r"Your function has δ2 = 0\.02\d+; the formula, with the numbers shown, gives 0\.0027\.",
                    go(stepper, 12)["note"])  # fmt: skip
    ask(stepper, type="slide", on=True)
    assert "right is δ2 = 0.0027" in go(stepper, 12)["note"]  # not the learner's


def test_a_slip_in_dW_is_shown_at_the_update():
    def transposed(A, W, y):
        delta, dW = walk_back(A, W, y)
        dW[2] = dW[2] * 2
        return delta, dW

    assert [k for k in range(1, 20) if go(Stepper(transposed), k)["differs"]] == [19]


def raises(A, W, y):
    return A[99]


@pytest.mark.parametrize(
    ("backward", "said"),
    [
        (raises, "raises stopped in line"),
        (lambda A, W, y: None, "returned nothing (None)"),
        (lambda A, W, y: 3, "must return two lists"),
        (lambda A, W, y: ([], []), "must have 3 entries, one a layer; given 0"),
        (lambda A, W, y: walk_back(A, W, y)[::-1], "(2, 3); (3,) is needed"),
        (lambda A, W, y: ([a * math.nan for a in A[1:]], W), "NaN"),
        (lambda A, W, y: ([a * math.inf for a in A[1:]], W), "infinite"),
    ],
)
def test_what_fails_is_said_and_the_course_helps_out(backward, said):
    stepper = Stepper(backward)
    answer = go(stepper, 12)
    assert said in answer["problem"]
    assert "Meanwhile the course's own walk is shown" in answer["problem"]
    assert results(answer) == [0.0027]
    assert said in stepper.describe()


def test_a_stub_is_said_to_be_one():
    def stub(A, W, y):
        raise NotImplementedError("write backward_2321 here")

    assert Stepper(stub).problem.startswith("Your function is not written yet: write backward_2321 here.")


def test_a_function_that_spoils_its_arguments_spoils_nothing():
    def spoils(A, W, y):
        found = walk_back([a.copy() for a in A], [w.copy() for w in W], y)
        for array in (*A, *W):
            array[:] = 0
        return found

    assert results(go(Stepper(spoils), 12)) == [0.0027]


def test_without_slopes_agrees_with_the_animation_by_hand():
    A, weights = [np.array(a) for a in run()], [np.array(w) for w in W]
    errors, at_units, steps = walk_without_slopes(A, weights, Y)
    assert errors[0][1] == pytest.approx((2.0 * 1.2 - 1.4 * 1.5) * (A[3][0] - Y))
    assert at_units[0][1] == pytest.approx(errors[0][1] * A[1][1] * (1 - A[1][1]))
    assert steps[0][1, 1] == pytest.approx(2.0 * at_units[0][1])


# --- Words and figure --------------------------------------------------------------------------------------------


def test_the_words_hold_the_step_and_its_numbers(stepper):
    assert go(stepper, 3)["words"] == (
        "Step 3 of 19, forward 3 of 7. Unit 2 adds up its bias and what arrives over 2 edges, then the sigmoid. "
        "z2 = 0.4 + (−0.4)·1 + 0.9·2 = 1.800; a2 = σ(1.800) = 0.858."
    )


@pytest.mark.parametrize("slide", [False, True])
def test_a_figure_stands_in(slide):
    stepper = Stepper()
    stepper.slide = slide
    data, metadata = stepper._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert "Step 12 of 19, backward 4 of 5" in metadata["image/png"]["alt"]
    assert stepper.step == 1  # making it does not move the reader
    for step in range(2, 20):
        stepper.step = step
        assert stepper.figure().axes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"x": [1.0]}, r"W\[0\] has shape \(2, 3\); between 1 and 3 units \(1, 3\) is needed"),
        ({"W": W[:2]}, "given 2 and 3"),
        ({"W": W[:2], "b": B[:2]}, "must end in one output; given 2"),
        ({"W": [np.ones((20, 1))], "b": [[0.0]], "x": np.ones(20)}, "up to 16 inputs and units"),
    ],
)
def test_networks_that_do_not_fit(given, said):
    with pytest.raises(ValueError, match=said):
        Stepper(**given)
