"""What was returned in whose place: lists one array short or long, parts exchanged or left out, arrays for lists."""

from itertools import pairwise

import numpy as np
import pytest
from toys import DENSE, HINTS, dense_backward

from nncore.exercises import judge
from nncore.exercises.record import Case, Exercise, Part


def layers(X, W):
    Z, A = [], [X]
    for w in W:
        Z.append(A[-1] @ w)
        A.append(np.tanh(Z[-1]))
    return Z, A


def _case(rng, *sizes):
    N = sizes[0] + 2
    W = [rng.normal(size=shape) for shape in pairwise(sizes)]
    return Case((rng.normal(size=(N, sizes[0])), W), {"N": N})


LAYERS = Exercise(
    name="toy_layers",
    lesson="toy",
    points=4,
    signature="toy_layers(X (N, n0), W list of (n_in, n_out)) -> Z list, A list",
    returns=(Part("Z", "list"), Part("A", "list")),
    reference=layers,
    hints=HINTS,
    cases=lambda rng: [_case(rng, 4, 3, 2), _case(rng, 3, 5), _case(rng, 2, 4, 3, 6)],
)

WRONG = {
    "A, Z": (lambda X, W: layers(X, W)[::-1], "parts-exchanged", "what comes back is `A, Z`; asked is `return Z, A`"),
    "no X": (
        lambda X, W: (layers(X, W)[0], layers(X, W)[1][1:]),
        "first-missing",
        "`A` has 2 arrays; 3 are wanted. The first one is missing: `A[0]` should be `X`. Shifted by one place, the "
        "others are right.",
    ),
    "no prediction": (
        lambda X, W: (layers(X, W)[0], layers(X, W)[1][:-1]),
        "last-missing",
        "`A` has 2 arrays; 3 are wanted. The last one is missing. The others are right.",
    ),
    "X in Z": (
        lambda X, W: ([X, *layers(X, W)[0]], layers(X, W)[1]),
        "first-too-many",
        "`Z` has 3 arrays; 2 are wanted. The first one is too many: yours is `X`.",
    ),
    "both short": (
        lambda X, W: tuple(part[:-1] for part in layers(X, W)),
        "last-missing",
        "`Z` has 1 array; 2 are wanted. The last one is missing. The others are right. `A` has 2 arrays; 3 are wanted.",
    ),
    "two short": (
        lambda X, W: (layers(X, W)[0], [layers(X, W)[1][-1]]),
        None,
        "The first 2 are missing. Shifted by 2 places, the others are right.",
    ),
    "by shapes": (
        lambda X, W: (layers(X, W)[0], [np.cos(a) for a in layers(X, W)[1][1:]]),
        "first-missing",
        "The first one is missing: `A[0]` should be `X`, judged by the shapes.",
    ),
    "nonsense": (
        lambda X, W: (layers(X, W)[0], [np.ones(9)]),
        "wrong-number-of-layers",
        "Their shapes should be (6, 4), (6, 3), (6, 2).",
    ),
    "Z alone": (lambda X, W: np.ones(1) if W is None else layers(X, W)[0], "missing-return-value", "`Z` alone"),
    "nothing in A": (lambda X, W: (layers(X, W)[0], []), "empty-list", "`A` is an empty list; 3 arrays are wanted."),
    "one too many": (
        lambda X, W: (*layers(X, W), len(W)),
        "more-than-asked",
        "number 3 is too many, the others are right",
    ),
}


@pytest.mark.parametrize("label", WRONG)
def test_it_is_told_what_is_missing_and_where(label):
    f, mistake, words = WRONG[label]
    verdict = judge(f, LAYERS)
    assert words in verdict.message, verdict.text()
    assert verdict.share < 1
    if mistake:
        assert mistake in verdict.mistake.split("+")


def test_the_parts_that_are_right_count_although_a_list_is_short():
    verdict = judge(WRONG["no prediction"][0], LAYERS)
    assert 0 < verdict.share < 1
    assert "`Z[0]`" in verdict.facts[0]
    assert "right" in verdict.facts[0]


def test_a_left_out_part_is_named():
    verdict = judge(lambda D, A, W: dense_backward(D, A, W)[::2], DENSE)
    assert verdict.mistake == "missing-return-value"
    assert "What comes back is `dW, dA_prev`; `db` is missing" in verdict.message


def test_exchanged_arrays_are_told_as_one_thing():
    verdict = judge(lambda D, A, W: (dense_backward(D, A, W)[i] for i in (1, 0, 2)), DENSE)
    assert verdict.share == 0  # a generator is no tuple
    verdict = judge(lambda D, A, W: [dense_backward(D, A, W)[i] for i in (1, 0, 2)], DENSE)
    assert verdict.mistake == "parts-exchanged"
    assert "`db, dW, dA_prev`; asked is `return dW, db, dA_prev`" in verdict.message


def test_more_than_asked_is_told():
    single = Exercise(
        name="toy_single",
        lesson="toy",
        points=1,
        signature="toy_single(X) -> X^2",
        returns=(Part("Y", "as X"),),
        reference=lambda X: X**2,
        hints=HINTS,
        cases=lambda rng: [Case((rng.normal(size=(n, 3)),), {"N": n}) for n in (3, 4, 5)],
    )
    verdict = judge(lambda X: (X, X**2), single)
    assert verdict.mistake == "more-than-asked"
    assert "number 2 of them is right" in verdict.message


PAIR = Exercise(
    name="toy_pair",
    lesson="toy",
    points=1,
    signature="toy_pair(x (n,)) -> low, high",
    returns=(Part("low", "number"), Part("high", "number")),
    reference=lambda x: (float(x.min()), float(x.max())),
    hints=HINTS,
    cases=lambda rng: [Case((rng.normal(size=n),)) for n in (3, 4, 5)],
)


def test_an_array_that_unpacks_into_what_is_asked_is_as_good_as_a_tuple():
    assert judge(lambda x: np.array([x.min(), x.max()]), PAIR).status == "full"
    assert judge(lambda x: np.array([x.max(), x.min()]), PAIR).mistake == "parts-exchanged"
    assert judge(lambda x: np.array([x, x]), PAIR).score == 0
    stacked = judge(lambda X, W: tuple(np.array(part, dtype=object) for part in map(_padded, layers(X, W))), LAYERS)
    assert stacked.status == "full"


def _padded(arrays):
    """Return the arrays in an array of objects, which NumPy makes only where they differ."""
    found = np.empty(len(arrays), dtype=object)
    for i, array in enumerate(arrays):
        found[i] = array
    return found


class Hostile:
    def __array__(self, *args, **kwargs):
        raise RuntimeError("no")

    def __len__(self):
        raise RuntimeError("no")


@pytest.mark.parametrize("entry", [None, Hostile(), "text", [[1], [1, 2]], 10**400, np.array([None]), {}])
def test_odd_entries_of_a_short_list_raise_nothing(entry):
    assert judge(lambda X, W: ([entry], [entry, entry]), LAYERS).score == 0
    assert judge(lambda X, W: (entry, [entry] * 9, entry), LAYERS).score == 0
