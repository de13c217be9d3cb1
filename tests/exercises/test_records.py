"""Every exercise of the course: its record is right, its mistakes are rejected and named, its alternatives accepted."""

import numpy as np
import pytest

from nncore.exercises import all_exercises, judge
from nncore.exercises.calling import call
from nncore.exercises.judge import VISIBLE_SEED
from nncore.exercises.values import as_array, close, leaves, read

EXERCISES = all_exercises()
WITH_VALUES = {name: exercise for name, exercise in EXERCISES.items() if exercise.cases}
MISTAKES = [(name, mistake) for name, exercise in EXERCISES.items() for mistake in exercise.known_mistakes]
SEEDS = (VISIBLE_SEED, 1, 2)


def values_of(exercise, f, case):
    """Return the arrays that `f` gives for a case, or None if it gives none."""
    outcome = call(f, case.args, 10)
    assert not outcome.too_slow
    if outcome.crash or outcome.stub:
        return None
    wanted = exercise.reference(*case.args)
    found, problem = read(outcome.value, wanted, exercise.returns)
    if problem:
        return None
    return {name: as_array(name, value, leaves(wanted, exercise.returns)[name])[0] for name, value in found.items()}


def ordinary(exercise, seed):
    return [case for case in exercise.cases(np.random.default_rng(seed)) if not case.extreme]


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_a_record_is_complete(exercise):
    names = [mistake.name for mistake in exercise.known_mistakes]
    assert len(names) >= 4
    assert len(names) == len(set(names))
    assert len(exercise.alternatives) >= 2
    assert all(exercise.hints)
    assert exercise.points > 0
    for mistake in exercise.known_mistakes:
        assert mistake.message.strip()
        assert set(mistake.same_as) <= set(names)
        assert len(mistake.hints) in (0, 3)


@pytest.mark.parametrize("exercise", WITH_VALUES.values(), ids=WITH_VALUES)
def test_the_cases_can_tell_mistakes_apart(exercise):
    cases = ordinary(exercise, VISIBLE_SEED)
    assert len(cases) >= 3
    sizes = [tuple(case.sizes.items()) for case in cases]
    assert len(set(sizes)) >= 2 or not any(sizes)


@pytest.mark.parametrize("exercise", WITH_VALUES.values(), ids=WITH_VALUES)
def test_reference_formula_and_numbers_agree(exercise):
    """Three independent ways to the same values: the reference, the formula, and central differences."""
    others = [f for f in (exercise.formula.right if exercise.formula else None, exercise.numbers) if f]
    assert others, "a reference without a second opinion"
    for seed in SEEDS:
        for case in ordinary(exercise, seed):
            wanted = leaves(exercise.reference(*case.args), exercise.returns)
            for other in others:
                found = leaves(other(*case.args), exercise.returns)
                for name, want in wanted.items():
                    assert close(np.asarray(found[name]), want, 1e-5), (name, case.sizes)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_the_reference_scores_full(exercise):
    for seed in SEEDS:
        verdict = judge(exercise.reference, exercise, seed)
        assert verdict.status == "full", verdict.text()


@pytest.mark.parametrize(("name", "mistake"), MISTAKES, ids=[f"{n}-{m.name}" for n, m in MISTAKES])
def test_every_mistake_is_rejected_and_named(name, mistake):
    exercise = EXERCISES[name]
    allowed = {mistake.name, *mistake.same_as} | {m.name for m in exercise.known_mistakes if mistake.name in m.same_as}
    for seed in SEEDS:
        verdict = judge(mistake.wrong, exercise, seed)
        assert verdict.share < 1
        assert verdict.mistake in allowed, verdict.text()


ALTERNATIVES = [
    (name, k, f) for name, exercise in EXERCISES.items() for k, f in enumerate(exercise.alternatives, start=1)
]


@pytest.mark.parametrize(("name", "k", "f"), ALTERNATIVES, ids=[f"{n}-{k}" for n, k, _ in ALTERNATIVES])
def test_every_alternative_scores_full(name, k, f):
    for seed in SEEDS:
        verdict = judge(f, EXERCISES[name], seed)
        assert verdict.status == "full", verdict.text()
