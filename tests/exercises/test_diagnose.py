"""The general diagnosis on exercises that record hardly a mistake: it must carry by itself, or say that it can't."""

import numpy as np
import pytest
from toys import DENSE, L2, MSE, RELU_GRAD, SOFTMAX

from nncore.activations import sigmoid, softmax
from nncore.exercises import judge


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
