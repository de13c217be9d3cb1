"""No attack raises a score in `nncore`'s grader; most do in stock nbgrader, which shows that they are real."""

import json
from typing import Any

import pytest
from attacks import ATTACKS, FIT, POINTS, Attack
from stock import stock_scores

from nncore.classroom.course import Lesson
from nncore.classroom.sandbox import Grader

each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


def graded(grader: Grader, notebook: Any) -> dict[str | None, Any]:
    result = grader.grade(json.dumps(notebook).encode())
    assert result.status == "graded", result.notes
    assert not any(FIT.splitlines()[0][:60] in note for note in result.notes), "an innocent cell is blamed"
    return {cell.exercise: cell for cell in result.cells}


def test_the_honest_answer_scores_full(grader: Grader, handed_in: dict[str, Any]) -> None:
    assert {cell.score for cell in graded(grader, handed_in["honest"]).values()} == {POINTS}


@each_attack
def test_scores_what_the_answer_deserves(attack: Attack, grader: Grader, handed_in: dict[str, Any]) -> None:
    cells = graded(grader, handed_in[attack.name])
    assert cells["mse_grad"].score == attack.deserves, cells["mse_grad"].sentence
    assert cells["mse_grad"].max_score == POINTS
    assert cells["fit_perceptron"].score == POINTS, cells["fit_perceptron"].sentence


def test_the_attacks_are_real(lesson: Lesson, handed_in: dict[str, Any]) -> None:
    expected = {"honest": POINTS} | {attack.name: attack.stock for attack in ATTACKS}
    scores = stock_scores(lesson, handed_in)
    assert {name: score for name, score in scores.items() if score != expected[name]} == {}
    assert scores.keys() == expected.keys()


@each_attack
def test_points_that_stock_gives_are_explained_or_undeserved(attack: Attack) -> None:
    assert ((attack.stock or 0.0) > attack.deserves) != bool(attack.holds)


def test_there_are_enough() -> None:
    assert len(ATTACKS) >= 40
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    assert sum((attack.stock or 0.0) > attack.deserves for attack in ATTACKS) >= 25
