"""What Formgrader's Autograde button does, and `nbgrader autograde`: the sandbox grades there too."""

import shutil

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from nncore.classroom.course import load_config
from nncore.classroom.grading import without_experiments
from nncore.classroom.in_sandbox import GradeInSandbox, autograde_preprocessors

LESSON = "09-backprop-in-matrices"
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
LIES = (
    "class Full(float):\n    __repr__ = lambda self: '1000.0'\n"
    "import nncore.exercises\nnncore.exercises.grade = nncore.exercises.check = lambda f: Full(1000)\n"
)


@pytest.fixture
def button(classroom):
    """Press the button for one student; return what nbgrader says of it."""
    classroom.hand_in("known", classroom.notebook())
    classroom.grade()  # so that the gradebook knows the lesson
    config = load_config(classroom.root)

    def press(student: str, **settings: object) -> dict[str, object]:
        for name, value in settings.items():
            config.GradeInSandbox[name] = value
        coursedir = CourseDirectory(config=config)
        return NbGraderAPI(coursedir, config=config).autograde(LESSON, student, force=True, create=True)

    return press


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")
def test_the_button_grades_in_the_sandbox(classroom, button, tmp_path):
    trace = tmp_path / "trace"
    lie = f"open({str(trace)!r}, 'w').write('I was here')\n{LIES}def loss_delta(P, Y, loss):\n    return Full(0)"
    classroom.hand_in("right", classroom.notebook())
    classroom.hand_in("liar", classroom.notebook({"loss_delta": lie}))
    for student in ("right", "liar"):
        assert button(student)["success"], button(student)
    right = classroom.scores("right")
    assert sum(score for score in right.values() if score) == 16
    assert classroom.scores("liar") == right | {"loss_delta": 0, "backward": 0}  # `backward` calls `loss_delta`
    assert not trace.exists()
    shown = str(classroom.autograded("liar").cells)
    assert "HIDDEN" not in shown


def test_without_bubblewrap_it_refuses_and_says_what_to_do(classroom, button, monkeypatch):
    classroom.hand_in("right", classroom.notebook())
    monkeypatch.setattr(shutil, "which", lambda name: None)
    answer = button("right")
    assert not answer["success"]
    assert "apt install bubblewrap" in str(answer["log"])
    assert "right" not in classroom.everyone() or not any(classroom.scores("right").values())


def test_without_the_sandbox_it_runs_a_kernel(classroom, button, monkeypatch, tmp_path):
    trace = tmp_path / "trace"
    lie = f"open({str(trace)!r}, 'w').write('I was here')\n{LIES}def loss_delta(P, Y, loss):\n    return Full(0)"
    lie = lie.replace("1000", "1")  # nbgrader refuses more points than there are
    classroom.hand_in("liar", without_experiments(classroom.notebook({"loss_delta": lie})))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    answer = button("liar", sandbox=False)
    assert answer["success"], answer
    assert trace.exists()
    assert classroom.scores("liar")["loss_delta"] == 1


def test_the_kernel_is_not_among_the_steps():
    names = [step.__name__ for step in autograde_preprocessors()]
    assert "Execute" not in names
    assert names[0] == GradeInSandbox.__name__
    assert "SaveAutoGrades" in names
