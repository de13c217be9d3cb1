"""`check` and `grade` as a notebook runs them: numbers for nbgrader, a sentence for a stub, hints step by step."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from toys import DENSE, TOYS, dense_backward

from nncore.exercises import NotWritten, check, checking, grade, progress, registry, scores


@pytest.fixture(autouse=True)
def toy_course(monkeypatch, tmp_path):
    """A course of toys, and a progress file of its own."""
    toys = dict(TOYS)
    monkeypatch.setattr(checking, "all_exercises", lambda: toys)
    monkeypatch.setattr(registry, "all_exercises", lambda: toys)
    monkeypatch.setattr(scores, "all_exercises", lambda: toys)
    monkeypatch.setenv("NNCORE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.delenv("NNCORE_GRADING_SEED", raising=False)
    monkeypatch.setattr(checking, "_failed", {})


def toy_dense(D, A_prev, W):
    return A_prev.T @ D, D.mean(axis=0, keepdims=True), D @ W.T


def test_check_returns_points_and_prints_the_cause(capsys):
    assert check(toy_dense) == 2.0
    assert "the batch has 7 rows" in capsys.readouterr().out
    assert check(dense_backward, "toy_dense") == 3.0


def test_a_function_under_another_name_is_found_by_what_it_is_bound_to(monkeypatch):
    monkeypatch.setitem(globals(), "toy_dense", dense_backward)
    assert check(dense_backward) == 3.0


def test_an_unknown_name_lists_the_exercises():
    with pytest.raises(KeyError, match="toy_dense"):
        check(np.sum)


def test_a_stub_stops_with_one_sentence():
    def toy_dense(D, A_prev, W):
        raise NotImplementedError("write toy_dense here")

    with pytest.raises(NotWritten, match="toy_dense is not written yet") as caught:
        check(toy_dense)
    assert caught.value._render_traceback_() == [str(caught.value)]
    with pytest.raises(NotWritten):
        grade(toy_dense)


def test_each_failure_shows_one_hint_more(capsys):
    for n in (1, 2, 3, 3):
        check(toy_dense)
        assert capsys.readouterr().out.count("Hint") == n
    check(dense_backward, "toy_dense")
    capsys.readouterr()
    check(toy_dense)
    assert capsys.readouterr().out.count("Hint") == 1


def test_the_best_result_is_kept_and_shown():
    check(toy_dense)
    check(dense_backward, "toy_dense")
    check(toy_dense)
    assert json.loads(scores.path().read_text()) == {"toy_dense": 3.0}
    assert "1 of 5 exercises, 3 of" in repr(progress())
    assert "<progress value='3'" in progress()._repr_html_()


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"toy_dense": "x"}', "\x00"])
def test_a_damaged_progress_file_is_no_reason_to_fail(damage):
    scores.path().write_text(damage)
    assert scores.load() == {}
    assert check(dense_backward, "toy_dense") == 3.0
    assert scores.load() == {"toy_dense": 3.0}


def test_an_unwritable_home_is_no_reason_to_fail(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NNCORE_PROGRESS", str(tmp_path / "file" / "progress.json"))
    assert check(dense_backward, "toy_dense") == 3.0


def test_grading_prints_nothing_records_nothing_and_uses_the_secret(monkeypatch, capsys):
    seen = []

    def spy(f, exercise, seed):
        seen.append(seed)
        return original(f, exercise, seed)

    original = checking.judge
    monkeypatch.setattr(checking, "judge", spy)
    monkeypatch.setenv("NNCORE_GRADING_SEED", "a secret")
    assert grade(toy_dense) == 2.0
    monkeypatch.setenv("NNCORE_GRADING_SEED", "another")
    assert grade(toy_dense) == 2.0
    check(toy_dense)
    capsys.readouterr()
    grade(toy_dense)
    assert capsys.readouterr() == ("", "")
    assert len(set(seen[:3])) == 3
    assert not scores.path().exists()


def test_an_answer_made_of_stored_numbers_fails_the_hidden_inputs():
    stored = [(case.args, dense_backward(*case.args)) for case in DENSE.cases(np.random.default_rng(20))]

    def toy_dense(D, A_prev, W):
        for (d, _, _), answer in stored:
            if d.shape == D.shape and np.array_equal(d, D):
                return answer
        return stored[0][1]

    assert check(toy_dense) == 3.0
    assert grade(toy_dense) == 0


def test_in_a_kernel_the_verdict_is_html_text_and_data_and_the_score_a_number(tmp_path):
    """Run the two in a real IPython shell and look at the output bundle."""
    code = (
        "from IPython.testing.globalipapp import start_ipython; shell = start_ipython();"
        "from IPython.utils.capture import capture_output\n"
        "import nncore.exercises as e\n"
        "def sgd_update(params, grads, lr): return [p + lr * g for p, g in zip(params, grads)]\n"
        "shell.user_ns.update(sgd_update=sgd_update, check=e.check)\n"
        "with capture_output() as got: result = shell.run_cell('check(sgd_update)')\n"
        "bundle = got.outputs[0].data\n"
        "import json; print(json.dumps([sorted(bundle), bundle['application/vnd.nncore.verdict+json'], result.result]))"
    )
    environment = os.environ | {"NNCORE_PROGRESS": str(tmp_path / "p.json"), "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    kinds, data, points = json.loads(done.stdout.splitlines()[-1])
    assert kinds == ["application/vnd.nncore.verdict+json", "text/html", "text/plain"]
    assert data["exercise"] == "sgd_update"
    assert data["mistake"]
    assert points == 0
