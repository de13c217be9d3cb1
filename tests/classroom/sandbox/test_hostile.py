"""Every hostile and broken submission scores what it should, and is told what happened."""

import pytest
from hostile import CASES, Case
from submissions import as_bytes, handed_in, solved


def submission(case: Case) -> bytes:
    right = solved()
    answers = {name: right[name] for name in ("dense_backward", "sgd_update")} | {"loss_delta": case.answer}
    notebook = handed_in(answers)
    if case.edit:
        case.edit(notebook)
    data = as_bytes(notebook)
    return case.data(data) if case.data else data


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_scores_what_it_should(case, grader):
    result = grader.grade(submission(case))
    cells = {cell.exercise: cell for cell in result.cells}
    said = " ".join([cells["loss_delta"].status, cells["loss_delta"].sentence, *result.notes])
    assert result.status == case.status, said
    assert cells["loss_delta"].score == pytest.approx(case.score), said
    assert case.says in said
    for name, score in ({"dense_backward": 3.0, "sgd_update": 1.0} | case.others).items():
        assert cells[name].score == score, cells[name].sentence
    for name in ("backward", "gradient_gap", "train_xor"):
        assert cells[name].score == 0
    for cell in result.cells:
        assert cell.sentence
        assert len(cell.sentence) < 700


def test_there_are_enough():
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
    assert sum(case.score > 0 for case in CASES) >= 20
