"""The grader: its own faults, the same scores twice, what students are told, and the judge's verdict unchanged."""

import os
import shutil
import socket

import numpy as np
import pytest
from submissions import LESSON, ROOT, as_bytes, handed_in, solved

from nncore.classroom.sandbox import Grader, GraderFault, Limits, SandboxMissing, SubmissionResult, jail
from nncore.classroom.sandbox import grader as module
from nncore.classroom.sandbox.inside import Notebook, serve
from nncore.classroom.sandbox.proxy import Proxy, Session
from nncore.classroom.sandbox.slicing import needed, statements
from nncore.classroom.sandbox.wire import Channel
from nncore.exercises import all_exercises, get, judge

WHOLE = {"02-train-a-neuron": 18, "09-backprop-in-matrices": 16, "13-mnist": 17}


@pytest.mark.parametrize("lesson", WHOLE)
def test_solution_gets_all_points_and_release_none(lesson):
    with Grader(lesson, seed="1", root=ROOT) as grader:
        grader.canary()
        release = grader.grade(grader.lesson.release)
        solution = grader.grade(as_bytes(handed_in(solved(lesson), lesson)))
    assert (release.score, solution.score) == (0, WHOLE[lesson])
    assert {cell.status for cell in release.cells} == {"stub", "manual"}
    assert {cell.status for cell in solution.cells} == {"full", "manual"}
    assert solution.notes == release.notes == ()
    manual = [cell for cell in solution.cells if cell.status == "manual"]
    assert [(cell.score, cell.exercise) for cell in manual] == [(None, None)]


def test_the_same_seed_gives_the_same_result_and_comes_back_from_json(grader):
    data = as_bytes(handed_in(solved() | {"backward": "def backward(Z, A, W, Y):\n    return A, W"}))
    first, second = grader.grade(data), grader.grade(data)
    assert first.cells == second.cells
    assert first.digest == second.digest
    assert SubmissionResult.from_json(first.to_json()) == first
    assert grader.grade(data + b" ").digest != first.digest
    assert Grader(LESSON, seed="2", root=ROOT).digest(data) != first.digest


def test_right_for_the_visible_inputs_only(grader, scores_of):
    seen = [float(case.args[0].flat[0]) for case in get("loss_delta").cases(np.random.default_rng(20))]
    answer = solved()["loss_delta"].replace("return D", f"return D if P.flat[0] in {seen} else P")
    _, cells = scores_of({"loss_delta": answer})
    assert cells["loss_delta"].score < 2
    assert "right for the inputs that `check` shows" in cells["loss_delta"].sentence
    assert cells["loss_delta"].verdict is None


def test_a_variable_read_outside_is_named_as_in_the_notebook(scores_of):
    answer = "outside = 3.0\nmean = 4.0\ndef loss_delta(P, Y, loss):\n    return P * outside + P.mean()"
    facts = scores_of({"loss_delta": answer})[1]["loss_delta"].verdict["facts"]
    assert "It reads `outside` from outside the function. Is an argument meant?" in facts


def test_feedback_is_of_the_visible_inputs(scores_of):
    answer = solved()["loss_delta"].replace("/ len(Y)", "")
    _, cells = scores_of({"loss_delta": answer})
    verdict = cells["loss_delta"].verdict
    assert verdict["mistake"]
    assert len(verdict["hints"]) == 3
    namespace = {"np": np}
    exec(answer, namespace)
    assert verdict["html"] == judge(namespace["loss_delta"], get("loss_delta")).html(3)


def test_a_failing_solution_stops_the_canary(grader, monkeypatch):
    monkeypatch.setattr(type(grader.lesson), "solution", grader.lesson.release)
    with pytest.raises(GraderFault, match="loses points"):
        grader.canary()


def test_a_leaky_sandbox_stops_the_canary(monkeypatch):
    monkeypatch.setattr(jail, "_HIDDEN", set())
    with Grader(LESSON, seed="1", root=ROOT) as leaky, pytest.raises(GraderFault, match="lesson_09"):
        leaky.canary()


def test_a_secret_in_the_environment_stops_the_canary(monkeypatch):
    monkeypatch.setitem(jail._ENVIRONMENT, "NNCORE_GRADING_SEED", "1")
    monkeypatch.setenv("NNCORE_GRADING_SEED", "1")
    with Grader(LESSON, seed="1", root=ROOT) as leaky, pytest.raises(GraderFault, match="NNCORE_GRADING_SEED"):
        leaky.canary()


def test_the_graders_fault_is_no_score(grader, monkeypatch):
    def broken(*args, **keywords):
        raise RuntimeError("a bug")

    monkeypatch.setattr(module, "judge", broken)
    result = grader.grade(as_bytes(handed_in(solved())))
    assert (result.status, result.cells) == ("grader fault", ())
    assert "a bug" in result.notes[0]
    monkeypatch.undo()
    assert grader.grade(as_bytes(handed_in(solved()))).score == 16


def test_a_dead_zygote_is_replaced(grader):
    grader._start()._process.kill()
    result = grader.grade(as_bytes(handed_in(solved())))
    assert (result.status, result.score) == ("graded", 16)


def test_without_bubblewrap_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with (
        pytest.raises(SandboxMissing, match=r"apt install bubblewrap.*--no-sandbox"),
        Grader(LESSON, seed="1", root=ROOT),
    ):
        pass


def test_only_plain_files_are_read(grader, tmp_path):
    link, pipe, missing = tmp_path / "link.ipynb", tmp_path / "pipe.ipynb", tmp_path / "missing.ipynb"
    link.symlink_to(grader.lesson.solution)
    os.mkfifo(pipe)
    for path, says in [(link, "link"), (pipe, "no file"), (tmp_path, "no file"), (missing, "not there")]:
        result = grader.grade(path)
        assert (result.status, result.score) == ("unreadable", 0), path
        assert says in result.notes[0]


def test_time_is_bounded(grader):
    loops = {
        name: f"while True: pass\ndef {name}(*args):\n    while True: pass" for name in solved() if "-" not in name
    }
    with Grader(LESSON, seed="1", root=ROOT, limits=Limits(total_seconds=6.0)) as hasty:
        result = hasty.grade(as_bytes(handed_in(loops)))
    assert {cell.status for cell in result.cells} == {"timed out", "manual"}
    assert result.cpu_seconds < 30


def test_lists_of_limits_reach_the_process():
    with Grader(LESSON, seed="1", root=ROOT, limits=Limits(open_files=17)) as strict:
        source = "import resource\ndef f(): return resource.getrlimit(resource.RLIMIT_NOFILE)"
        with Session(strict._start(), [source], ["f"]) as session:
            session.go_to(1)
            assert Proxy(session, "f", 5.0, (), False)() == (17, 17)


class Nearby:
    """A zygote whose children hold given functions instead of a notebook's."""

    limits = Limits()

    def __init__(self, f):
        self.f = f

    def fork(self):
        ours, theirs = socket.socketpair()
        self.child = os.fork()
        if not self.child:
            try:
                ours.close()
                Notebook.look = lambda *args: ("function", "", [])
                Notebook.call_ = Notebook.call
                f = self.f

                def call(notebook, *args):
                    notebook.namespace["f"] = f
                    return notebook.call_(*args)

                Notebook.call = call
                serve(Channel(theirs, self.limits))
            finally:
                os._exit(0)
        theirs.close()
        return Channel(ours, self.limits)

    def end(self, command):
        _, status = os.waitpid(self.child, 0)
        return status, 0.0


@pytest.mark.parametrize("exercise", all_exercises().values(), ids=lambda e: e.name)
def test_the_verdict_is_that_of_the_function_itself(exercise):
    answers = [*exercise.alternatives[:2], *(mistake.wrong for mistake in exercise.known_mistakes[:2])]
    for f in answers:
        here = judge(f, exercise, 7)
        with Session(Nearby(f), [], ["f"]) as session:
            there = judge(Proxy(session, "f", exercise.time_limit, (), False), exercise, 7)
        assert (there.score, there.status, there.mistake) == (here.score, here.status, here.mistake), f
        assert there.message == here.message


def softmax_that_loses_an_axis(Z):
    top = Z.max(axis=1)
    E = np.exp(Z - top)
    return E / E.sum(axis=1, keepdims=True)


def test_the_lines_above_a_crash_are_told():
    f = softmax_that_loses_an_axis
    with Session(Nearby(f), [], ["f"]) as session:
        there = judge(Proxy(session, "f", 5.0, (), False), get("softmax"))
    assert there.message == judge(f, get("softmax")).message
    assert "top = Z.max(axis=1)" in there.message


def chosen(*cells, names=("f",), whole=()):
    return needed([statements(cell) for cell in cells], names, whole)


def test_only_what_an_answer_depends_on_is_run():
    cells = [
        "import numpy as np\nimport math\nimport json",
        "a = 1\nb = 2\nc = a + b\nlong = [0] * 9",
        "def f(a):\n    return np.sum(a) + g(b)\ndef g(x):\n    return math.pi + x",
        "print(f(3))\nlong.append(1)\nb = b * 2",
    ]
    assert chosen(*cells) == [[0, 1], [1], [0, 1], [2]]
    assert chosen(*cells, whole=[3]) == [[0, 1], [1, 3], [0, 1], [0, 1, 2]]


def test_what_changes_a_needed_thing_is_needed():
    cell = "import np\nt = {}\nt['a'] = 1\nt.update(b=2)\nu = t\nnp.seed(0)\nfor i in [1]:\n    t[i] = i\n"
    cell += "def f(): return t, np"
    assert chosen(cell) == [[0, 1, 2, 3, 6, 7]]
    assert chosen("from math import *\nx = 1\ndef f(): return sin(1)") == [[0, 2]]
    assert chosen("class C:\n    def m(self): return k\nk = 1\nf = C().m\nd = 2") == [[0, 1, 2]]


def test_magics_are_left_out():
    assert len(statements("%matplotlib inline\n!ls -l\nx = %time 3\nf?\nif x:\n    !ls\ny = 1")) == 6
    assert len(statements("%%time\nx = 1\ny = 2")) == 2
    assert statements("%%bash\nls") == ()
