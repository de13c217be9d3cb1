"""The judge: partial credit, stubs, odd return values, and that nothing a student writes makes it raise."""

import math

import numpy as np
import pytest
from toys import DENSE, L2, MSE, SOFTMAX, TOYS, dense_backward, l2_gradient

from nncore.activations import softmax
from nncore.exercises import judge
from nncore.exercises.record import Case, Exercise, Finding, Mistake, Part, Property


class Hostile:
    """An object whose every answer is a lie or an exception."""

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no")

    def __eq__(self, other):
        return True

    def __float__(self):
        return 0.5

    __hash__ = None


ODD = {
    "None": None,
    "string": "0.5",
    "list": [1, 2],
    "ragged": [[1], [1, 2]],
    "dict": {"a": 1},
    "object array": np.array([None, 1], dtype=object),
    "text array": np.array(["a"]),
    "NaN": math.nan,
    "array of NaN": np.full((4, 3), np.nan),
    "infinite": np.inf,
    "complex": 1 + 2j,
    "empty": np.zeros((0, 3)),
    "huge": 10**400,
    "bool": True,
    "ellipsis": ...,
    "function": len,
    "generator": (i for i in range(3)),
    "hostile": Hostile(),
    "tuple of hostile": (Hostile(), Hostile(), Hostile()),
    "nested": ([[1.0]], [[2.0]], [[3.0]]),
    "masked": np.ma.masked_array([1.0, 2.0], mask=[True, False]),
    "matrix": np.matrix([[1.0, 2.0]]),
    "date": np.datetime64("2020-01-01"),
}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("exercise", TOYS.values(), ids=TOYS.keys())
def test_no_odd_value_raises_or_scores(exercise, value):
    verdict = judge(lambda *args: value, exercise)
    assert verdict.score == 0
    assert verdict.message
    assert verdict.text(3)
    assert verdict.html(3)


@pytest.mark.parametrize("exercise", TOYS.values(), ids=TOYS.keys())
def test_the_reference_scores_full(exercise):
    for seed in range(10):
        verdict = judge(exercise.reference, exercise, seed)
        assert (verdict.score, verdict.status, verdict.mistake) == (exercise.points, "full", None)


@pytest.mark.parametrize("value", [3, None, "f", np.ones(3)])
def test_a_thing_that_is_no_function(value):
    assert judge(value, DENSE).mistake == "not-a-function"


def _raises(*args):
    raise NotImplementedError("write toy_dense here")


def _passes(*args):
    """Docstring only."""


def _dots(*args):
    """Docstring and dots."""
    ...


def _bare_return(*args):
    return


@pytest.mark.parametrize("stub", [_raises, _passes, _dots, _bare_return])
def test_a_stub_is_told_from_a_wrong_answer(stub):
    assert judge(stub, DENSE).status == "stub"
    assert judge(stub, DENSE).score == 0


def test_a_wrong_answer_that_returns_none_is_no_stub():
    def forgot(Z):
        softmax(Z)

    assert judge(forgot, SOFTMAX).mistake == "returns-nothing"


def test_partial_credit_part_by_part():
    two_of_three = judge(lambda D, A, W: (A.T @ D, D.sum(0, keepdims=True), A), DENSE)
    assert two_of_three.status == "partial"
    assert two_of_three.share == pytest.approx(2 / 3)
    assert two_of_three.score == 2.0
    assert judge(lambda D, A, W: (-A.T @ D, 3 * D.sum(0, keepdims=True), A), DENSE).score == 0


def test_each_property_costs_its_share():
    def in_place(W, dW, lam, m):
        dW += lam / m * W
        return dW

    assert judge(in_place, L2).share == pytest.approx(0.75 / 0.85)
    assert judge(in_place, L2).mistake == "changes-its-input"
    naive = judge(lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True), SOFTMAX)
    assert naive.share == pytest.approx(0.85)
    assert naive.mistake == "naive-exp"
    flat = judge(lambda p, y: 0.5 * np.mean((p - y) ** 2, keepdims=True), MSE)
    assert flat.share == pytest.approx(0.7 / 0.85)


def test_never_rounded_up_to_full_marks():
    verdict = judge(l2_gradient, L2)
    nearly = type(verdict)("x", 3, 0.9999, "partial")
    assert nearly.score < 3


def test_lower_precision_lists_and_other_arrays():
    as_float32 = judge(lambda D, A, W: tuple(np.float32(x) for x in dense_backward(D, A, W)), DENSE)
    assert as_float32.status == "full"
    as_list = judge(lambda D, A, W: list(dense_backward(D, A, W)), DENSE)
    assert as_list.status == "full"
    numbers_in_a_list = judge(lambda Z: softmax(Z).tolist(), SOFTMAX)
    assert numbers_in_a_list.mistake == "not-an-array"
    assert 0.5 < numbers_in_a_list.share < 1


def test_a_remembering_function_is_found_out():
    calls = []

    def counts(p, y):
        calls.append(1)
        return 0.5 * np.mean((p - y) ** 2) * len(calls)

    def random(p, y):
        return 0.5 * np.mean((p - y) ** 2) + 1e-3 * np.random.default_rng().uniform()

    assert judge(counts, MSE).mistake == "remembers-or-random"
    assert judge(random, MSE).mistake == "remembers-or-random"


def test_a_crash_tells_the_line_and_the_shapes():
    def crossed(D, A_prev, W):
        dW = A_prev @ D
        return dW, D.sum(0), D @ W.T

    verdict = judge(crossed, DENSE)
    assert verdict.status == "error"
    assert verdict.mistake == "shapes-do-not-fit"
    assert "`dW = A_prev @ D`" in verdict.message
    assert "A_prev (7, 4), D (7, 3)" in verdict.message


def test_a_crash_for_one_size_only_is_said():
    verdict = judge(lambda D, A, W: (A[:7].T @ D + 0 * np.ones((4, 3)), D, A), DENSE)
    assert "not for every input" in verdict.message


def test_wrong_arguments_and_unknown_names():
    assert judge(lambda D, A: 0, DENSE).mistake == "wrong-arguments"
    assert judge(lambda D, A, W: undefined_name, DENSE).mistake == "unknown-name"  # noqa: F821


def test_exit_is_no_way_out():
    assert judge(lambda D, A, W: exit(), DENSE).status == "error"


def test_never_returning_costs_one_time_limit():
    def waits(Z):
        while len(Z) > 0:
            pass

    assert judge(waits, SOFTMAX).status == "timeout"


COUNTED = Exercise(
    name="toy_property",
    lesson="toy",
    points=4,
    signature="toy_property(n) -> list",
    returns=(Part("items", "list"),),
    reference=lambda n: list(range(n)),
    hints=("a", "b", "c"),
    properties=(
        Property("length", 1, lambda f, rng: None if len(f(5)) == 5 else Finding("length", "It must have n entries.")),
        Property("from zero", 3, lambda f, rng: None if f(3)[0] == 0 else Finding("starts-at-1", "Count from 0.")),
    ),
)


def test_properties_are_weighed_and_named():
    assert judge(lambda n: list(range(n)), COUNTED).status == "full"
    late = judge(lambda n: list(range(1, n + 1)), COUNTED)
    assert (late.mistake, late.score) == ("starts-at-1", 1.0)
    assert judge(lambda n: 3, COUNTED).score == 0
    assert judge(_raises, COUNTED).status == "stub"


def test_pictures_show_the_difference_and_text_escapes():
    verdict = judge(lambda D, A, W: (-A.T @ D, D.sum(0, keepdims=True), D @ W.T), DENSE)
    assert verdict.pictures[0].part == "dW"
    assert np.allclose(verdict.pictures[0].yours, -verdict.pictures[0].right)
    assert "yours minus right" in verdict.html()
    sneaky = judge(lambda *a: eval("<script>"), DENSE)
    assert "<script>" not in sneaky.html()


def test_a_list_is_as_good_as_a_row_of_numbers():
    rows = Exercise(
        name="toy_row",
        lesson="toy",
        points=1,
        signature="toy_row(x (n,)) -> (n,)",
        returns=(Part("y", "(n,)"),),
        reference=lambda x: 2 * x,
        hints=("a", "b", "c"),
        cases=lambda rng: [Case((rng.normal(size=n),)) for n in (3, 4, 5)],
    )
    assert judge(lambda x: [2 * v for v in x], rows).status == "full"
    assert judge(lambda x: [2 * v for v in x[1:]], rows).score == 0
    crashing = judge(lambda x: 2 * x[:3] + np.zeros(len(x)), rows)
    assert crashing.status == "error"
    assert "for , not" not in crashing.message


def test_lists_of_unequal_arrays_are_compared_too():
    """A random answer made of layers is found out, and an overflow inside a list gets its name."""
    layers = Exercise(
        name="toy_layers",
        lesson="toy",
        points=1,
        signature="toy_layers(z list) -> list",
        returns=(Part("a", "like z"),),
        reference=lambda z: [softmax(x) for x in z],
        hints=("a", "b", "c"),
        cases=lambda rng: [
            *(Case(([rng.normal(size=(n, 3)), rng.normal(size=(n, 2))],), {"N": n}) for n in (3, 4, 5)),
            Case(([np.array([[1000.0, 0, 1]]), np.array([[0.0, 1]])],), {"N": 1}, extreme=True),
        ],
        mistakes=(
            Mistake("naive", lambda z: [np.exp(x) / np.exp(x).sum(1, keepdims=True) for x in z], "exp overflows"),
            Mistake("shift-lost", lambda z: [np.exp(x - 500) / np.exp(x - 500).sum(1, keepdims=True) for x in z], "s"),
        ),
    )
    rng = np.random.default_rng()
    assert judge(lambda z: [softmax(x) + rng.normal() for x in z], layers).mistake == "remembers-or-random"
    assert judge(lambda z: [np.exp(x) / np.exp(x).sum(axis=1)[:, None] for x in z], layers).mistake == "naive"


def test_an_input_changed_only_for_extreme_values_counts():
    def clips_in_place(Z):
        Z[np.abs(Z) > 500] = 500 * np.sign(Z[np.abs(Z) > 500])
        return softmax(Z)

    assert judge(clips_in_place, SOFTMAX).mistake == "changes-its-input"


def test_two_crashes_of_beginners_have_advice():
    def branches(Z):
        if Z > 0:
            return softmax(Z)
        return Z

    def by_math(Z):
        return math.exp(Z) / np.exp(Z).sum()

    assert judge(branches, SOFTMAX).mistake == "if-on-an-array"
    assert judge(lambda Z: np.max(Z, Z), SOFTMAX).mistake == "max-for-maximum"
    assert judge(by_math, SOFTMAX).mistake == "math-on-an-array"


def test_keepdims_is_advised_only_where_an_axis_is_lost():
    def lost(Z):
        top = Z.max(axis=1)
        return np.exp(Z - top)

    def kept(Z):
        top = Z.max(axis=1, keepdims=True)
        return (Z - top) + np.ones(9)

    def other_shape(Z):
        total = Z.sum(axis=1)
        return Z + np.ones((9, 9)) + total.max()

    assert "was it lost in `top = Z.max(axis=1)`? `keepdims=True` keeps it" in judge(lost, SOFTMAX).message
    for f in (kept, other_shape):
        verdict = judge(f, SOFTMAX)
        assert verdict.mistake == "shapes-do-not-fit"
        assert "keepdims=True` keeps" not in verdict.message
        assert "equally long" in verdict.message


def test_a_name_without_a_value_is_explained():
    def counts(Z):
        for step in range(len(Z) - 7):
            last = step
        return Z * last

    assert "in a loop that ran no time" in judge(counts, SOFTMAX).message
