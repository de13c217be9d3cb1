import numpy as np
import pytest

from nncore.data import GATES, load_gate


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("and", lambda a, b: a and b),
        ("or", lambda a, b: a or b),
        ("nand", lambda a, b: not (a and b)),
        ("nor", lambda a, b: not (a or b)),
        ("xor", lambda a, b: a != b),
        ("xnor", lambda a, b: a == b),
        ("not_x1_and_x2", lambda a, b: not a and b),
        ("x1_and_not_x2", lambda a, b: a and not b),
    ],
)
def test_truth_table(name, rule):
    X, Y = load_gate(name)
    assert X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert Y.shape == (4, 1)
    assert X.dtype == Y.dtype == np.float64
    assert [bool(y) for y in Y[:, 0]] == [bool(rule(*row)) for row in X]


def test_every_gate_has_its_rule_tested():
    assert len(GATES) == 8


def test_arrays_are_the_callers_own():
    X, Y = load_gate("xor")
    X[:] = 9
    Y[:] = 9
    assert load_gate("XOR")[0].max() == 1
    assert load_gate("xor")[1].max() == 1


def test_unknown_gate_lists_the_known():
    with pytest.raises(ValueError, match=r"no gate 'implies'.*and, or, nand"):
        load_gate("implies")
