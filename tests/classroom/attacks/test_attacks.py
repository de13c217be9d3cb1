"""No attack raises a score in `nncore`'s grader; most do in stock nbgrader, which shows that they are real."""

import json
from typing import Any

import pytest
from attacks import ATTACKS, FIT, POINTS, Attack

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


@each_attack
def test_the_attack_is_real(attack: Attack, stock_scores: dict[str, float | None]) -> None:
    assert stock_scores["honest"] == POINTS
    assert stock_scores[attack.name] == attack.stock
    assert ((attack.stock or 0.0) > attack.deserves) != bool(attack.holds)


def test_there_are_enough() -> None:
    assert len(ATTACKS) >= 40
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    assert sum((attack.stock or 0.0) > attack.deserves for attack in ATTACKS) >= 25
