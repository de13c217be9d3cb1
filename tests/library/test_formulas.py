import formulas
import mutate
import pytest

import nncore


@pytest.mark.parametrize("check", formulas.CHECKS, ids=lambda check: check.__name__)
def test_formula(check):
    check(nncore)


def test_an_unbroken_copy_passes():
    unbroken = mutate.broken("losses", "E -= targets", "E -= targets")
    assert unbroken is not nncore
    for check in formulas.CHECKS:
        check(unbroken)


@pytest.mark.parametrize("mutant", mutate.MUTANTS, ids=lambda mutant: f"{mutant[0]}: {mutant[1][:50]}")
def test_a_broken_formula_is_noticed(mutant):
    assert mutate.caught_by(mutant) is not None
