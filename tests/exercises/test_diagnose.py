"""The general diagnosis on exercises that record hardly a mistake: it must carry by itself, or say that it can't."""

import sys

import numpy as np
import pytest
from toys import DENSE, HINTS, L2, MSE, RELU_GRAD, SOFTMAX

from nncore.activations import sigmoid, softmax
from nncore.exercises import evidence, get, judge
from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot


def last_sample(D, A, W):
    for d, a in zip(D, A, strict=True):
        dW = np.outer(a, d)
    return dW, D.sum(0, keepdims=True), D @ W.T


def bias_row_without_l2(W, dW, lam, m):
    out = dW + lam / m * W
    out[0] = dW[0]
    return out


OUTSIDE = np.arange(12.0).reshape(4, 3)


def spoils_its_input(W, dW, lam, m):
    W *= np.cos(W)
    dW += W**3
    return np.tanh(dW) + lam / m * W


def db(D):
    return D.sum(axis=0, keepdims=True)


WRONG = {
    # a constant factor
    "mean twice": (DENSE, lambda D, A, W: (A.T @ D / len(D), db(D), D @ W.T), "factor-1/N"),
    "all signs": (DENSE, lambda D, A, W: (-A.T @ D, -db(D), -D @ W.T), "sign"),
    "one sign": (DENSE, lambda D, A, W: (A.T @ D, -db(D), D @ W.T), "sign"),
    "two factors": (DENSE, lambda D, A, W: (2 * A.T @ D, D.mean(0, keepdims=True), D @ W.T), "factor-2+factor-1/N"),
    "7 for N": (MSE, lambda p, y: np.sum((p - y) ** 2) / 14, "hard-coded-N"),
    # shapes
    "transposed": (DENSE, lambda D, A, W: (D.T @ A, db(D), D @ W.T), "transposed"),
    "keepdims": (DENSE, lambda D, A, W: (A.T @ D, D.sum(0), D @ W.T), "lost-axis"),
    "wrong axis": (DENSE, lambda D, A, W: (A.T @ D, D.sum(1, keepdims=True), D @ W.T), "wrong-axis"),
    "no sum": (DENSE, lambda D, A, W: (A.T @ D, D, D @ W.T), "not-summed"),
    "all summed": (DENSE, lambda D, A, W: (A.T @ D, D.sum(), D @ W.T), "summed-too-far"),
    "table of pairs": (MSE, lambda p, y: (p - y[:, 0]) ** 2, "broadcast-to-table"),
    "pairs averaged": (MSE, lambda p, y: 0.5 * np.mean((p - y[:, 0]) ** 2), "p-flattened"),
    # what is used, and how
    "overwritten in a loop": (DENSE, last_sample, "last-row-only"),
    "another variable": (DENSE, lambda D, A, W: (A.T @ D, db(D), A), "returns-A_previtself"),
    "part of another": (DENSE, lambda D, A, W: (A.T @ D, db(D), db(D)), "parts-exchanged"),
    "no 1/m": (L2, lambda W, dW, lam, m: dW + lam * W, "m-as-one"),
    "minus": (L2, lambda W, dW, lam, m: dW - lam / m * W, "W-negated"),
    "no penalty": (L2, lambda W, dW, lam, m: dW, "W-without"),
    "only penalty": (L2, lambda W, dW, lam, m: lam / m * W, "dW-without"),
    "derivative of W^2": (L2, lambda W, dW, lam, m: dW + 2 * lam / m * W, "W-doubled"),
    "L1": (L2, lambda W, dW, lam, m: dW + lam / m * np.sign(W), "W-sign-of"),
    "m for lam": (L2, lambda W, dW, lam, m: dW + m / lam * W, "term-W"),
    "fixed lam": (L2, lambda W, dW, lam, m: dW + 0.1 * np.sin(W) / m, "ignores-lam"),
    "slope too many": (DENSE, lambda D, A, W: (A.T @ D, db(D), D @ W.T * A * (1 - A)), "extra-A_prev (1 - A_prev)"),
    "plus one": (DENSE, lambda D, A, W: (A.T @ D, db(D), D @ W.T + 1), "constant-added"),
    # where
    "first row": (L2, bias_row_without_l2, "only-first-row"),
    "at zero": (RELU_GRAD, lambda z: (z >= 0).astype(float), "only-where-z-=0"),
    "leaky": (RELU_GRAD, lambda z: np.where(z > 0, 1, 0.01), "only-zero"),
    "f for f'": (RELU_GRAD, lambda z: np.maximum(z, 0), "returns-max(0,z)"),
    # axes and functions
    "axis 0": (SOFTMAX, lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0, keepdims=True), "axis-exchanged"),
    "no axis": (SOFTMAX, lambda Z: np.exp(Z) / np.exp(Z).sum(), "axis-missing"),
    "log softmax": (SOFTMAX, lambda Z: np.log(softmax(Z)), "answer-log"),
    "sigmoid for softmax": (SOFTMAX, sigmoid, "returns-sigmoid(Z)"),
    "sign in exp": (SOFTMAX, lambda Z: softmax(-Z), "Z-negated"),
    "root": (MSE, lambda p, y: np.sqrt(np.mean((p - y) ** 2) / 2), "answer-root"),
    "0 / 0": (SOFTMAX, lambda Z: 0 * Z / (Z - Z), "not-a-number"),
    # what does not come from the arguments
    "zeros": (DENSE, lambda D, A, W: (np.zeros((4, 3)), np.zeros((1, 3)), np.zeros((7, 4))), "only-zeros"),
    "a variable outside": (SOFTMAX, lambda Z: softmax(OUTSIDE), "same-every-time"),
    "input spoilt": (L2, spoils_its_input, "changes-its-input"),
    # two slips of the formula at once
    "two slips": (MSE, lambda p, y: np.sum(np.abs(p - y)) / 2, "no-mean+absolute-error"),
}


@pytest.mark.parametrize("label", WRONG)
def test_the_cause_is_named(label):
    exercise, f, mistake = WRONG[label]
    verdict = judge(f, exercise)
    assert verdict.mistake == mistake, verdict.text()
    assert verdict.share < 1


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("label", WRONG)
def test_the_cause_does_not_depend_on_the_inputs(label, seed):
    exercise, f, mistake = WRONG[label]
    if mistake != "hard-coded-N":
        assert judge(f, exercise, seed=1000 + seed).mistake == mistake


UNHEARD_OF = {
    "nonsense": (DENSE, lambda D, A, W: (A.T @ D, db(D), np.sin(3 * D @ W.T) + 0.1)),
    "odd power": (MSE, lambda p, y: np.mean(np.abs(p - y) ** 2.7) + 0.3 * np.mean(p**3)),
    "odd mixture": (L2, lambda W, dW, lam, m: np.tanh(dW) * np.cos(W) + lam / m),
    "odd softmax": (SOFTMAX, lambda Z: np.cos(Z) / (1 + np.abs(np.sin(Z)).sum(axis=1, keepdims=True))),
}


@pytest.mark.parametrize("label", UNHEARD_OF)
def test_what_is_not_recognised_gets_no_wrong_name_but_facts(label):
    exercise, f = UNHEARD_OF[label]
    verdict = judge(f, exercise)
    assert verdict.mistake is None
    assert "not recognised" in verdict.message
    assert verdict.facts


def test_right_parts_are_said_to_be_right():
    verdict = judge(lambda D, A, W: (A.T @ D, db(D), np.sin(D @ W.T) + A), DENSE)
    assert "`dW` and `db` are right." in verdict.facts


def test_a_variable_from_outside_is_named():
    assert any("`OUTSIDE`" in fact for fact in judge(lambda Z: softmax(OUTSIDE), SOFTMAX).facts)


def test_a_method_is_no_variable_from_outside():
    global mean
    mean = 3.0  # a notebook may well have such a name
    facts = judge(lambda Z: np.exp(Z) / np.exp(Z.mean()), SOFTMAX).facts
    assert not any("outside" in fact for fact in facts)


def test_nearly_right_is_said():
    verdict = judge(lambda Z: softmax(Z) + 1e-4 * np.cos(Z), SOFTMAX)
    assert any("nearly right" in fact for fact in verdict.facts)


ONE_PART = (Part("y", "as asked"),)


def toy(reference, cases, parts=ONE_PART, **more):
    """Return an exercise of one's own, about `reference`."""
    return Exercise(
        name="toy",
        lesson="toy",
        points=1,
        signature="toy",
        returns=parts,
        reference=reference,
        hints=HINTS,
        cases=cases,
        **more,
    )


def test_an_empty_array_is_empty_and_not_zeros():
    verdict = judge(lambda Z: np.zeros((0, 3)), SOFTMAX)
    assert verdict.mistake == "empty"
    assert "P is empty, shape (0, 3); an array of shape (7, 3) is needed." in verdict.message
    assert "zeros" not in verdict.text()
    assert judge(lambda Z: np.zeros(Z.shape), SOFTMAX).mistake == "only-zeros"


def _slope_cases(rng):
    cases = []
    for n in (4, 5, 7):
        z = rng.normal(size=(n, 3))
        cases.append(Case((rng.normal(size=(n, 3)), z, np.tanh(z)), {"N": n}))
    return cases


SLOPE = toy(lambda D, Z, A: D * (1 - np.tanh(Z) ** 2), _slope_cases)


def test_an_argument_that_another_one_replaces_is_not_ignored():
    """A = tanh(Z) does as well as Z, so to use only A is no fault."""
    assert judge(lambda D, Z, A: D * (1 - A**2), SLOPE).status == "full"
    verdict = judge(lambda D, Z, A: D * np.cos(3 * (1 - A)), SLOPE)
    assert verdict.mistake is None, verdict.text()
    assert judge(lambda D, Z, A: np.cos(3 * Z) + A, SLOPE).mistake == "ignores-D"


def test_an_argument_that_some_right_answer_does_without_is_not_ignored():
    def cases(rng):
        return [Case((rng.normal(size=(n, 3)), 2.0 * n), {"N": n}) for n in (4, 5, 7)]

    def by_size(X, n):
        return X * len(X)

    doubled = toy(lambda X, n: X * n / 2, cases, alternatives=(by_size,))
    assert judge(by_size, doubled).status == "full"
    assert judge(lambda X, n: np.cos(3 * X) * len(X), doubled).mistake is None
    alone = toy(lambda X, n: X * n / 2, cases)
    assert judge(lambda X, n: np.cos(3 * X) * len(X), alone).mistake == "ignores-n"


def test_a_share_that_has_become_1_is_said_to_ignore_nothing():
    def cases(rng):
        return [
            Case((k * rng.uniform(1, 2, size=(5, 2)), rng.uniform(1, 2, size=(5, 2)))) for k in (90, 80, 70, 60, 0.01)
        ]

    share = toy(lambda P, Y: float(np.mean(np.tanh(P * Y / 200))), cases, parts=(Part("share", "number"),))
    verdict = judge(lambda P, Y: min(1.0, float(np.sum(np.abs(P * Y)) ** 1.1)), share)
    assert verdict.mistake is None, verdict.text()


COUNTS = toy(
    lambda X, n: np.bincount(X, minlength=n).astype(float),
    lambda rng: [Case((rng.integers(0, n, size=20), n), {"n": n}) for n in (3, 4, 6)],
    parts=(Part("counts", "(n,)"),),
)


def test_a_row_of_another_length_went_along_no_axis():
    longer = judge(lambda X, n: np.append(np.bincount(X, minlength=n), [0, 0]), COUNTS)
    assert longer.mistake == "wrong-shape"
    assert "the last 2 entries are too many, the others are right" in longer.message
    sums = toy(
        lambda X: X.sum(axis=0),
        lambda rng: [Case((rng.uniform(size=shape),)) for shape in ((5, 3), (6, 2), (2, 4))],
        parts=(Part("sums", "(n,)"),),
    )
    assert "axis" in judge(lambda X: X.sum(axis=1), sums).message
    assert judge(lambda X: np.append(X.sum(axis=0)[:-1], [0.5 * X.sum(axis=0)[-1]] * 2), sums).mistake == "wrong-shape"


def test_a_number_in_place_of_an_array_with_one_entry():
    one_row = toy(
        lambda X: X.sum(axis=1),
        lambda rng: [Case((rng.uniform(size=(N, 3)),)) for N in (1, 4, 5)],
        parts=(Part("sums", "(N,)"),),
    )
    verdict = judge(lambda X: X.sum(axis=1).squeeze(), one_row)
    assert "sums is a single number; an array of shape (1,) is needed." in verdict.message
    assert "keepdims" not in verdict.message


def test_brackets_that_are_forgotten_before_the_division_by_N_are_named():
    only_y = judge(lambda Z, Y: softmax(Z) - Y / len(Y), get("softmax_ce_grad")).message
    assert "Only `Y` is divided by N, and the rest is not" in only_y
    not_z = judge(lambda Z, Y: Z - Y / len(Y), get("regression_delta")).message
    assert "`Z` is not divided by N, and the rest is" in not_z

    def in_one_branch(P, Y, loss):
        return P - Y / len(P) if loss == "bce" else (P - Y) * P * (1 - P) / len(P)

    assert judge(in_one_branch, get("loss_delta")).mistake == "partly-divided-P"
    assert judge(lambda Z, Y: softmax(Z) - np.cos(Y) / len(Y), get("softmax_ce_grad")).mistake is None


def test_columns_that_are_wrong_from_end_to_end_are_told():
    def logarithms(X, columns):
        return np.array([[np.log(x) if j in columns else x for j, x in enumerate(row)] for row in X])

    def cases(rng):
        return [
            Case((rng.uniform(0.1, 9, size=(N, n)), columns), {"N": N, "n": n})
            for N, n, columns in ((7, 4, [3, 1]), (5, 6, [0, 5, 2]), (4, 3, [1]))
        ]

    some = toy(logarithms, cases, parts=(Part("F", "(N, n)"),))
    verdict = judge(lambda X, columns: logarithms(X, columns[:-1]), some)
    assert "In `F` of shape (7, 4) column 1 is wrong (counted from 0), and all others are right." in verdict.facts
    verdict = judge(lambda X, columns: np.where(np.isin(np.arange(X.shape[1]), columns), X, X**1.5), some)
    assert not any("all others" in fact for fact in verdict.facts)


def test_missing_rows_and_columns_are_told():
    short = judge(lambda Z: softmax(Z)[:-2], WIDE)
    assert "P has shape (5, 3); an array of shape (7, 3) is needed: the last 2 rows are missing" in short.message
    assert "column 1 is missing, the others are right" in judge(lambda Z: softmax(Z)[:, [0, 2]], WIDE).message
    assert "the first 2 rows are missing" in judge(lambda Z: softmax(Z)[2:], WIDE).message
    assert "missing" not in judge(lambda Z: np.cos(softmax(Z))[1:], WIDE).message


WIDE = toy(softmax, lambda rng: [Case((rng.normal(size=(N, 3)),), {"N": N}) for N in (7, 5, 6)], (Part("P", "(N, 3)"),))


def _logs(x, inside):
    return np.log(inside(x))


def _half_positive(rng):
    return [Case((np.concatenate([rng.uniform(0.1, 3, size=n), -rng.uniform(0.1, 3, size=2)]),)) for n in (4, 5, 6)]


NANS = toy(
    lambda x: np.log(np.abs(x) + 1),
    _half_positive,
    formula=Formula(_logs, {"inside": Slot(lambda x: np.abs(x) + 1, Slip("no-abs", lambda x: x / 2, "Take abs."))}),
)


def test_a_known_mistake_is_recognised_by_its_numbers_although_some_are_nan():
    assert judge(lambda x: np.log(x / 2), NANS).mistake == "no-abs"
    assert judge(lambda x: np.log(x / 3), NANS).mistake != "no-abs"
    assert judge(lambda x: np.full_like(x, np.nan), NANS).mistake == "not-a-number"


def test_answers_of_zeros_and_ones_are_not_explained_by_chance():
    assert judge(lambda X: (X[:, :1] != X[:, 1:]).astype(float), get("xor_net")).mistake == "only-0-and-1"
    verdict = judge(lambda Z: (softmax(Z) > 0.4).astype(float), SOFTMAX)
    assert verdict.mistake == "only-0-and-1"
    assert judge(lambda Z: (softmax(Z) > 0.5).astype(float), SOFTMAX).mistake == "answer-rounded"


def test_what_is_wrong_only_where_there_are_several_rows_is_told():
    verdict = judge(lambda Z: np.exp(Z) / np.exp(Z).sum() ** 1.3 * np.exp(Z).sum(1).max() ** 0.3, SOFTMAX)
    assert verdict.mistake is None
    assert any("right where N = 1, and wrong wherever N is larger" in fact for fact in verdict.facts)


def test_numbers_of_one_kind_may_have_changed_places():
    entry = toy(
        lambda W, i, j: float(W[i, j]),
        lambda rng: [Case((rng.normal(size=(n, n)), 0, n - 1)) for n in (3, 4, 5, 6, 7)],
        parts=(Part("entry", "number"),),
    )
    assert judge(lambda W, i, j: W[j, i], entry).mistake in ("W-transposed", "i-j-swapped")
    power = toy(
        lambda X, i, j: X**i / j,
        lambda rng: [Case((rng.uniform(1, 2, size=5), i, j)) for i, j in ((2, 5), (3, 4), (1, 7))],
    )
    assert judge(lambda X, i, j: X**j / i, power).mistake == "i-j-swapped"


def _slow(x, calls, loops, **slots):
    calls.append(1)
    for _ in range(loops):
        pass
    return sum(slots.values()) * np.sin(x) + sum(value**2 for value in slots.values())


@pytest.mark.parametrize(("loops", "most"), [(1, 10_000), (20_000, 100)])
def test_a_costly_exercise_has_fewer_hypotheses_tried(loops, most):
    """The work is counted in lines, so that it is the same on any machine."""
    counts = []
    for _ in range(2):
        calls = []
        slots = {f"s{i}": Slot(i, *(Slip(f"s{i}-{k}", i + k / 7, "slip") for k in (1, 2, 3))) for i in range(7)}
        formula = Formula(lambda x, calls=calls, **slots: _slow(x, calls, loops, **slots), slots)
        slow = toy(formula.right, lambda rng: [Case((rng.normal(size=n),)) for n in (5, 6, 7)], formula=formula)
        assert judge(lambda x: np.cos(7 * x**3), slow).mistake is None
        counts.append(len(calls))
    assert counts[0] == counts[1]
    assert counts[0] < most
    if loops == 1:
        assert counts[0] > 500


def test_lines_are_counted_through_all_calls_and_a_tracer_is_given_back():
    def inner(n):
        for _ in range(n):
            pass

    def tracer(frame, event, arg):
        return None

    sys.settrace(tracer)
    try:
        few, many = evidence.lines_run(inner, (10,)), evidence.lines_run(lambda n: inner(n), (1000,))
        assert sys.gettrace() is tracer
    finally:
        sys.settrace(None)
    assert 1900 < many - few < 2100


def test_a_mistake_is_named_by_its_overflow_only_if_it_is_right_otherwise():
    def cases(rng):
        return [
            *(Case((rng.normal(size=(n, 3)),), {"N": n}) for n in (4, 5, 6)),
            Case((np.array([[1000.0, 0.0, -1000.0]]),), {"N": 1}, extreme=True),
        ]

    def naive(Z):
        return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)

    other = Mistake("doubled", lambda Z: naive(2 * Z), "2 Z")
    assert judge(naive, toy(softmax, cases, mistakes=(other,))).mistake == "overflow"
    both = (other, Mistake("naive", naive, "exp overflows"))
    assert judge(naive, toy(softmax, cases, mistakes=both)).mistake == "naive"


def test_a_number_made_of_the_sizes_alone_is_told():
    verdict = judge(lambda p, y: -2 / len(p), MSE)
    assert verdict.mistake == "returns--2/N"
    assert "what you return is -2/N, and nothing else: -0.285714" in verdict.message[0].lower() + verdict.message[1:]


def _parts(x, floor):
    return np.abs(x) / np.maximum(np.abs(x) + np.abs(x).min(), floor)


def test_a_bound_that_is_never_reached_is_not_ignored():
    bounded = toy(_parts, lambda rng: [Case((rng.uniform(1e-4, 2e-3, size=n), 1e-3), {"n": n}) for n in (5, 6, 7)])
    far = judge(lambda x, floor: np.abs(x) / np.maximum(np.exp(np.abs(x)) + 9, floor), bounded)
    assert far.mistake != "ignores-floor"
    assert judge(lambda x, floor: np.abs(x) / (np.exp(np.abs(x)) + 9), bounded).mistake == "ignores-floor"


def test_a_plain_function_of_the_answer_goes_before_two_things_at_once():
    half = Mistake("half", lambda p, y: 0.5 * np.mean((p - y) ** 2) / 2 - 0.5, "half")
    known = toy(MSE.reference, MSE.cases, parts=MSE.returns, mistakes=(half,))
    assert judge(lambda p, y: 0.5 * np.mean((p - y) ** 2) - 1, known).mistake == "answer-one-down"
    assert judge(lambda p, y: 3 * half.wrong(p, y), known).mistake == "half+factor-3"


def test_a_wrong_sign_is_not_explained_by_two_wrong_signs():
    slope = toy(
        lambda a: float(np.sum(a * (1 - a))),
        lambda rng: [Case((rng.uniform(0.1, 0.9, size=n),)) for n in (4, 5, 6, 7)],
        parts=(Part("slope", "number"),),
    )
    verdict = judge(lambda a: float(np.sum(a * (1 + a))), slope)
    assert verdict.mistake is None


def test_many_cases_are_named_by_their_numbers_and_not_all():
    power = toy(
        lambda x, k: np.sin(x) * k,
        lambda rng: [Case((float(x), k)) for k, x in enumerate(rng.normal(size=9))],
        parts=(Part("y", "number"),),
    )
    facts = judge(lambda x, k: np.sin(x) * k if k == 8 else np.cos(3 * x) + k**2, power).facts
    assert "and 5 more" in facts[0]
    assert "k = 8)" in facts[0]
    assert "case" not in facts[0]
