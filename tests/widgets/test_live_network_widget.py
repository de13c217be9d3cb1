"""The live network without a page: its numbers against plain Python, marks, moves, learners' functions."""

import base64
import json
import math

import numpy as np
import pytest

from nncore import sigmoid
from nncore.widgets.live_network import LiveNetwork

W = [[[1.0, -2.0, 0.8], [0.5, 1.5, -1.0]], [[2.0, 0.3], [-1.0, 0.7], [1.2, -0.4]], [[0.9], [-1.5]]]
B = [[[0.5, -1.0, 0.2]], [[-0.5, 0.1]], [[0.25]]]
X = [[1.0, -0.5]]


def feedforward(X, W, b):
    Z, A = [], [X]
    for layer in range(len(W)):
        Z.append(A[layer] @ W[layer] + b[layer])
        A.append(sigmoid(Z[layer]) if layer == len(W) - 1 else np.tanh(Z[layer]))
    return Z, A


def run(W=W, b=B, X=X, f=math.tanh, g=lambda z: 1 / (1 + math.exp(-z))):
    """All sums and all that is said, layer by layer, in plain Python."""
    Z, A = [], [X[0]]
    for layer, (weights, (biases,)) in enumerate(zip(W, b, strict=True)):
        columns = zip(*weights, strict=True)
        Z.append([c + sum(w * a for w, a in zip(col, A[-1], strict=True))
                  for c, col in zip(biases, columns, strict=True)])  # fmt: skip
        A.append([(g if layer == len(W) - 1 else f)(z) for z in Z[-1]])
    return Z, A


def network(forward=feedforward, **options):
    return LiveNetwork(forward, W, B, X, **options)


def ask(widget, **message):
    answers = []
    widget.send = lambda content, buffers=None: answers.append(content)
    widget._receive(widget, {"view": "v", **message}, [])
    json.dumps(answers, allow_nan=False)
    assert answers[-1]["to"] == "v"
    return answers[-1]


def change(widget, pick=None, **values):
    return ask(widget, type="change", pick=pick, values={key.replace("_", "-"): v for key, v in values.items()})


def number(text):
    return float(text.replace("−", "-"))


def value_of(numbers):
    return eval(numbers.replace("·", "*").replace("−", "-"), {"__builtins__": {}})


@pytest.fixture(params=[None, feedforward], ids=["ours", "yours"])
def widget(request):
    return network(request.param)


# --- The numbers ---------------------------------------------------------------------------------------------


def test_all_numbers_stand_in_their_places(widget):
    state = ask(widget, type="hello")
    Z, A = run()
    nodes = state["scene"]["nodes"]
    assert [number(n["inside"]) for n in nodes] == pytest.approx(np.concatenate(A), abs=0.00051)
    sums = [number(n["below"][1].removeprefix("z = ")) for n in nodes if n["below"]]
    assert sums == pytest.approx(np.concatenate(Z), abs=0.00051)
    assert [n["below"][0] for n in nodes[2:5]] == ["b = 0.5", "b = −1", "b = 0.2"]
    assert [number(e["text"]) for e in state["scene"]["edges"]] == list(np.concatenate([np.ravel(w) for w in W]))
    assert [n["name"] for n in nodes] == ["x₁", "x₂", "a₁⁽¹⁾", "a₂⁽¹⁾", "a₃⁽¹⁾", "a₁⁽²⁾", "a₂⁽²⁾", "p"]


def test_the_formula_of_each_node_comes_out(widget):
    Z, A = run()
    for layer in range(1, 4):
        for j in range(len(A[layer])):
            state = change(widget, pick=f"n-{layer}-{j}")
            (left, symbols, values, z), (_, f, _, a) = state["formula"]
            assert left == "z"
            assert symbols.count("·w") == len(A[layer - 1])
            assert number(z) == pytest.approx(Z[layer - 1][j], abs=0.00051)
            assert value_of(values) == pytest.approx(Z[layer - 1][j], abs=0.004)
            assert f == ("σ(z)" if layer == 3 else "tanh(z)")
            assert number(a) == pytest.approx(A[layer][j], abs=0.00051)
            assert (state["note"], state["line_off"], state["problem"]) == ("", None, None)


def test_turning_inputs_biases_and_weights_moves_all_that_follows(widget):
    state = change(widget, pick="w-0-1-2", n_0_0=-2.3, n_1_1=0.75, w_0_1_2=3.5)
    moved_W, moved_B = json.loads(json.dumps([W, B]))
    moved_W[0][1][2], moved_B[0][0][1] = 3.5, 0.75
    Z, A = run(moved_W, moved_B, [[-2.3, -0.5]])
    inside = [number(n["inside"]) for n in state["scene"]["nodes"]]
    assert inside == pytest.approx(np.concatenate(A), abs=0.00051)
    assert state["picked"] == {"key": "w-0-1-2", "name": "Weight x₂ → a₃⁽¹⁾", "value": 3.5, "text": "3.5", "reach": 10}
    assert state["inputs"][0]["value"] == -2.3
    assert number(state["formula"][0][3]) == pytest.approx(Z[0][2], abs=0.00051)
    assert "brings (−0.5)·3.5 = −1.750 into the sum of a₃⁽¹⁾" in state["what"]
    again = ask(widget, type="reset")
    assert number(again["scene"]["nodes"][-1]["inside"]) == pytest.approx(run()[1][-1][0], abs=0.00051)
    assert W[0][1][2] == -1.0  # the caller's stay


def test_what_a_move_changes_is_said():
    widget = network()
    assert change(widget, n_0_0=0.5)["moved"] == "x₁ from 1 to 0.5 changes a₁⁽¹⁾, a₂⁽¹⁾, a₃⁽¹⁾, a₁⁽²⁾, a₂⁽²⁾ and p."
    assert change(widget, n_0_0=0.4)["moved"].startswith("x₁ from 1 to 0.4 changes")
    assert change(widget, n_0_0=1)["moved"] == ""
    assert change(widget, n_2_1=0.6)["moved"] == "The bias of a₂⁽²⁾ from 0.1 to 0.6 changes a₂⁽²⁾ and p."
    assert change(widget, w_2_0_0=0)["moved"] == "The weight from a₁⁽²⁾ to p from 0.9 to 0 changes p."
    other = network(names=[["m", "n"], ["q", "r", "s"], ["u", "v"], ["w"]])
    change(other, w_1_0_0=0, w_1_0_1=0)
    assert change(other, n_1_0=3)["moved"] == "The bias of q from 0.5 to 3 changes q."


def test_numbers_stay_within_reach_and_must_be_numbers():
    widget = network()
    assert change(widget, pick="n-0-0", n_0_0=99)["picked"]["value"] == 4
    assert change(widget, pick="n-1-0", n_1_0=-99)["picked"]["value"] == -10
    far = LiveNetwork(None, [[[12.5]]], [[0.0]], [-7.0])
    assert ask(far, type="hello")["inputs"][0]["reach"] == 7
    assert change(far, pick="w-0-0-0")["picked"]["reach"] == 13
    for raw in (math.nan, math.inf):
        assert ask(widget, type="change", values={"n-0-0": raw})["type"] == "fault"
    for key in ("n-9-0", "w-0-0-7", "n-0--1", "q-0-0"):
        assert ask(widget, type="change", pick=key, values={})["type"] == "fault"
    assert widget.x.tolist() == [4, -0.5]


def test_other_activations_and_several_outputs():
    widget = LiveNetwork(None, W[:2], B[:2], X, activation="sigmoid", output="identity")
    sigma = lambda z: 1 / (1 + math.exp(-z))  # noqa: E731
    _, A = run(W[:2], B[:2], f=sigma, g=lambda z: z)
    nodes = ask(widget, type="hello")["scene"]["nodes"]
    assert [number(n["inside"]) for n in nodes] == pytest.approx(np.concatenate(A), abs=0.00051)
    assert [n["name"] for n in nodes][2:] == ["a₁", "a₂", "a₃", "p₁", "p₂"]
    assert "= identity(" in change(widget, pick="n-2-1")["words"]


# --- What is marked, and what it is called -----------------------------------------------------------------------


def roles(state, role):
    nodes = [node["name"] for node in state["scene"]["nodes"] if node["role"] == role]
    return nodes, [edge["key"] for edge in state["scene"]["edges"] if edge["role"] == role]


@pytest.mark.parametrize(
    ("pick", "picked", "sources"),
    [
        ("n-0-1", (["x₂"], []), ([], [])),
        ("n-1-2", (["a₃⁽¹⁾"], []), (["x₁", "x₂"], ["w-0-0-2", "w-0-1-2"])),
        ("n-3-0", (["p"], []), (["a₁⁽²⁾", "a₂⁽²⁾"], ["w-2-0-0", "w-2-1-0"])),
        ("w-1-2-0", ([], ["w-1-2-0"]), (["a₃⁽¹⁾"], [])),
    ],
)
def test_marks(widget, pick, picked, sources):
    state = change(widget, pick=pick)
    assert roles(state, "result") == picked
    assert roles(state, "source") == sources


def test_each_place_has_a_key_and_says_its_number(widget):
    scene = ask(widget, type="hello")["scene"]
    said = {part["key"]: part["spoken"] for part in (*scene["nodes"], *scene["edges"])}
    assert len(said) == 8 + 6 + 6 + 2
    assert said["n-0-1"] == "input x₂: −0.5"
    assert said["w-1-2-0"] == "weight from a₃⁽¹⁾ to a₁⁽²⁾: 1.2"
    assert said["n-1-1"].startswith("node a₂⁽¹⁾: −0.999, from z = −3.750, bias −1")
    assert said["n-3-0"].startswith("output p: ")


def test_indices_in_the_learners_lists():
    assert change(network(), pick="n-2-1")["lists"] == (
        "In your lists: bias b[1][0, 1], weights W[1][:, 1], z = Z[1][0, 1], a = A[2][0, 1]."
    )
    assert change(network(), pick="w-1-2-0")["lists"] == "In your lists: W[1][2, 0]."
    assert change(network(), pick="n-0-1")["lists"] == "In your lists: A[0][0, 1]."
    assert change(network(None), pick="n-2-1")["lists"] == ""


def test_words_hold_the_finding(widget):
    assert change(widget, pick="n-1-0")["words"] == (
        "a₁⁽¹⁾ adds up its bias and what arrives over 2 lines; then tanh. z = 0.5 + 1·1 + (−0.5)·0.5 = 1.250; "
        f"a₁⁽¹⁾ = tanh(1.250) = 0.848. Output: p = {run()[1][-1][0]:.3f}."
    )
    assert change(widget, pick="n-0-0")["words"].startswith(
        "x₁ is an input: it computes nothing, and goes into a₁⁽¹⁾, a₂⁽¹⁾ and a₃⁽¹⁾. x₁ = 1."
    )
    everything = ask(widget, type="hello")["everything"]
    assert everything.startswith("Inputs: x₁ = 1, x₂ = −0.5. Hidden layer 1: a₁⁽¹⁾ = 0.848, a₂⁽¹⁾ = −0.999, ")


# --- Learners' functions -----------------------------------------------------------------------------------------


def keeps_a_for_z(X, W, b):
    _, A = feedforward(X, W, b)
    return A[1:], A


def relu_in_layer_two(X, W, b):
    Z, A = feedforward(X, W, b)
    A[2] = np.maximum(Z[1], 0)
    Z[2] = A[2] @ W[2] + b[2]
    A[3] = sigmoid(Z[2])
    return Z, A


def test_a_slip_is_said_where_it_happens():
    widget = network(keeps_a_for_z)
    state = change(widget, pick="n-1-0")
    assert state["note"] == "Your function has z = 0.848; the sum, with the numbers shown, is 1.250."
    assert state["line_off"] == 0
    widget = network(relu_in_layer_two)
    state = change(widget, pick="n-1-0")
    assert (state["note"], state["line_off"]) == (
        "Not what the formula gives: a₁⁽²⁾ and a₂⁽²⁾. Pick a node to see.",
        None,
    )
    state = change(widget, pick="n-2-0")
    assert state["line_off"] == 1
    assert state["note"].startswith("Your function has a₁⁽²⁾ = ")
    assert "; tanh of this z is " in state["note"]
    state = change(network(lambda X, W, b: feedforward(2 * X, W, b)), pick="n-0-0")
    assert state["note"] == "Your function has x₁ = 2.000; the input is 1.000."


def only_for_positive(X, W, b):
    if X[0, 0] < 0:
        raise RuntimeError("no")
    return feedforward(X, W, b)


def test_a_function_that_fails_in_some_places_loses_nothing():
    widget = network(only_for_positive)
    change(widget, w_0_0_0=2.5)
    state = change(widget, n_0_0=-1)
    assert "only_for_positive stopped in line" in state["problem"]
    assert 'raise RuntimeError("no")' in state["problem"]
    assert "Meanwhile the course's own pass is shown; what you turned stays." in state["problem"]
    assert widget.value(widget._place("w-0-0-0")) == 2.5
    _, A = run([[[2.5, *W[0][0][1:]], W[0][1]], *W[1:]], B, [[-1.0, -0.5]])
    assert number(state["scene"]["nodes"][-1]["inside"]) == pytest.approx(A[-1][0], abs=0.00051)
    assert change(widget, n_0_0=1)["problem"] is None


@pytest.mark.parametrize(
    ("forward", "said"),
    [
        (lambda X, W, b: None, "returned nothing (None); two lists, Z and A, are needed"),
        (lambda X, W, b: 3, "must return two lists, Z and A; given 3"),
        (lambda X, W, b: (feedforward(X, W, b)[0], feedforward(X, W, b)[1][1:]), "A of <lambda> must have 4 entries"),
        (lambda X, W, b: feedforward(X[0], W, b), "in A[0], returned an array of shape (2,); (1, 2) is needed"),
        (lambda X, W, b: feedforward(X, W, [c.T for c in b]), "ValueError"),
        (lambda X, W, b: ([z * math.nan for z in b], [X, *b]), "NaN"),
        (lambda X, W, b: ([z + math.inf for z in b], [X, *b]), "infinite"),
    ],
)  # fmt: skip
def test_what_fails_is_said_and_the_course_helps_out(forward, said):
    widget = network(forward)
    state = ask(widget, type="hello")
    assert said in state["problem"]
    assert number(state["scene"]["nodes"][-1]["inside"]) == pytest.approx(run()[1][-1][0], abs=0.00051)
    assert said in widget.describe()


def test_a_stub_is_said_to_be_one():
    def stub(X, W, b):
        raise NotImplementedError("write feedforward here")

    assert network(stub).problem.startswith("Your function is not written yet: write feedforward here.")


def test_a_function_that_spoils_its_arguments_spoils_nothing():
    def spoils(X, W, b):
        found = feedforward(X.copy(), [w.copy() for w in W], [c.copy() for c in b])
        for array in (X, *W, *b):
            array[:] = 0
        return found

    widget = network(spoils)
    change(widget, n_0_0=2)
    assert change(widget, n_0_0=1)["note"] == ""
    assert widget.W[0].tolist() == W[0]


# --- Figure, and what does not fit -------------------------------------------------------------------------------


def test_a_figure_stands_in(widget):
    data, metadata = widget._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    alt = metadata["image/png"]["alt"]
    assert alt.startswith("The network 2-3-2-1 with all its numbers. Inputs: x₁ = 1, x₂ = −0.5. Hidden layer 1:")
    assert "z = 0.5 + 1·1 + (−0.5)·0.5 = 1.250" in alt
    assert widget.figure().axes[0].get_title().startswith("z = 0.5 + 1·1")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((W, B, [[1.0]]), r"W\[0\] has shape \(2, 3\); between 1 and 3 units \(1, 3\) is needed"),
        ((W[:2], B, X), "given 2 and 3"),
        (([], [], X), "at least one; given 0 and 0"),
        (([np.ones((20, 1))], [[0.0]], np.ones(20)), "up to 16 inputs and units"),
    ],
)
def test_networks_that_do_not_fit(given, said):
    with pytest.raises(ValueError, match=said):
        LiveNetwork(None, *given)


def test_names_and_activations_that_do_not_fit():
    with pytest.raises(ValueError, match=r"names must have \[2, 3, 2, 1\] entries a layer; given \[1\]"):
        network(names=[["x"]])
    with pytest.raises(ValueError, match="given softmax"):
        network(output="softmax")
    with pytest.raises(ValueError, match="unknown activation 'tan'"):
        network(activation="tan")
