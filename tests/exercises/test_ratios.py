"""Naming a constant factor."""

import numpy as np
import pytest

from nncore.exercises.ratios import fit_ratio, name_ratio

SIZES = [{"N": 7, "n_in": 4, "lam": 0.3}, {"N": 5, "n_in": 2, "lam": 1.7}, {"N": 11, "n_in": 3, "lam": 0.9}]


@pytest.mark.parametrize(
    ("factor", "name"),
    [
        (lambda s: -1, "sign"),
        (lambda s: 2, "factor-2"),
        (lambda s: -0.5, "factor--1/2"),
        (lambda s: s["N"], "factor-N"),
        (lambda s: 1 / s["N"], "factor-1/N"),
        (lambda s: -2 * s["N"], "factor--2N"),
        (lambda s: s["lam"] / s["N"], "factor-lam/N"),
        (lambda s: s["N"] ** 2, "factor-N^2"),
        (lambda s: 1 / np.log(2), "factor-1/ln2"),
        (lambda s: 1.2345, "factor-1.2345"),
        (lambda s: s["N"] / 2, "factor-N/2"),
        (lambda s: 0.5 / s["N"], "factor-1/(2N)"),
        (lambda s: s["N"] / 7, "hard-coded-N"),
        (lambda s: 3 / s["N"], "hard-coded-N"),
    ],
)
def test_a_factor_is_named(factor, name):
    assert name_ratio([factor(s) for s in SIZES], SIZES).name == name


@pytest.mark.parametrize("ratios", [[1.1, 2.2, 3.7], [7.1, 5, 11], [1, 1, 1.001]])
def test_a_factor_without_a_rule_has_no_name(ratios):
    assert name_ratio(ratios, SIZES) is None


def test_the_factor_one_is_no_finding():
    assert name_ratio([1, 1, 1], SIZES) is None


def test_a_size_that_never_changes_is_not_blamed():
    ratio = name_ratio([4, 4], [{"K": 4, "N": 5}, {"K": 4, "N": 6}])
    assert dict(ratio.powers) == {}


def test_fit_ratio_wants_every_entry_in_proportion():
    want = [np.array([1.0, -2.0, 3.0])]
    assert fit_ratio([3 * want[0]], want, 1e-6) == pytest.approx([3])
    assert fit_ratio([np.array([3.0, -6.0, 9.1])], want, 1e-6) is None
    assert fit_ratio([np.array([np.nan, 1.0, 1.0])], want, 1e-6) is None
    assert fit_ratio([np.zeros(3)], [np.zeros(3)], 1e-6) == [None]


def test_the_sentence_holds_the_numbers():
    assert "exactly 7 times too large, and the batch has 7 rows" in name_ratio([7, 5, 11], SIZES).text("`dW`")
    assert "opposite sign" in name_ratio([-1, -1, -1], SIZES).text("`dW`")
    assert "base 2" in name_ratio([1 / np.log(2)] * 3, SIZES).text("`J`")


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (lambda s: 2, "exactly 2 times the right answer, in every case tried. So a factor 2 is too many, or 1/2 is"),
        (lambda s: -1 / 3, "exactly 0.333333 times the right answer, with the opposite sign"),
        (
            lambda s: s["n_in"] / 2,
            "exactly 2 times the right answer, and that is n_in/2 (n_in = 4): a factor n_in/2 is",
        ),
        (
            lambda s: 0.5 / s["n_in"],
            "that is 1/(2 n_in) (n_in = 4): a factor 1/(2 n_in) is too many, or 2 n_in is miss",
        ),
        (lambda s: -0.25 * s["N"] / s["n_in"], "with the opposite sign, and that is -N/(4 n_in) (N = 7, n_in = 4)"),
        (lambda s: 1 / s["N-1"], "that is 1/(N - 1) (N - 1 = 6): a factor 1/(N - 1) is too many, or N - 1 is missing"),
        (lambda s: s["N"] / s["N-1"], "as if the mean were taken over N - 1 = 6 rows, not N = 7"),
        (lambda s: np.log(2), "are the bases 2 and e mixed up?"),
        (lambda s: s["N"] / 7, "is the number 7 written into the code where N belongs?"),
        (lambda s: 3 / s["N"], "is the number 3 written into the code where N belongs?"),
        (lambda s: 7 * s["N"], "is the number 7 written into the code where 1/N belongs?"),
        (lambda s: 1 / (7 * s["N"]), "is the number 1/7 written into the code where N belongs?"),
        (lambda s: s["n_in"] / 9, "exactly n_in/9 times the right answer in every case: is the number 9 written"),
    ],
)
def test_every_factor_is_told_in_a_readable_sentence(factor, words):
    sizes = [s | {"N-1": s["N"] - 1} for s in SIZES]
    ratio = name_ratio([factor(s) for s in sizes], sizes)
    assert words in ratio.text("`dW`")
    assert "1/2n" not in ratio.text("`dW`").replace(" ", "")
    assert ratio.inverse.inverse.formula == ratio.formula
