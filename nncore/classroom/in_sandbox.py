"""``nbgrader autograde``, and Formgrader's Autograde button, with the sandbox in place of a kernel."""

from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode, from_dict
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
from traitlets import Bool

from nncore.exercises import lesson_exercises


class GradeInSandbox(Execute):
    """nbgrader's step that runs a student's notebook, for the lessons of this course: `Grader` runs it instead.

    nbgrader then reads the scores from the notebook's outputs, as ever. A lesson that has no exercise records, one
    of the teacher's own, has its tests in the notebook alone: that one runs in a kernel, with the teacher's rights.
    """

    sandbox = Bool(True, help="False: notebooks run in nbgrader's kernel, tests and all, with your rights.").tag(
        config=True
    )

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict, km: KernelManager | None = None
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Grade one submission.

        Parameters
        ----------
        nb : NotebookNode
            As nbgrader has sanitized it; for a lesson of this course only its format counts.
        resources : ResourcesDict
            Names the student and the lesson.
        km : KernelManager, optional
            For a notebook that runs in a kernel.

        Returns
        -------
        tuple of NotebookNode and ResourcesDict
            The notebook to show, with the scores in the outputs of its tests.

        Raises
        ------
        GradingError
            If the sandbox does not start or the grader failed; the submission then has no scores.
        """
        about = resources["nbgrader"]
        ours = bool(lesson_exercises(about["assignment"]))
        if self.sandbox and ours:
            root = Path(self.config.CourseDirectory.root)
            return from_dict(_graded(root, about["assignment"], about["student"])), resources
        if not ours:
            self.log.warning("%s is no lesson of nncore: its notebooks run with your rights", about["assignment"])
        found: tuple[NotebookNode, ResourcesDict] = super().preprocess(nb, resources, km)
        return found


def _graded(root: Path, lesson: str, student: str) -> dict[str, Any]:
    """Return the notebook that shows what a student handed in and what it earned."""
    from nncore.classroom.autograded import autograded
    from nncore.classroom.collected import UnreadableFile, find_submissions
    from nncore.classroom.desk import cells_of
    from nncore.classroom.errors import GradingError
    from nncore.classroom.grade import open_desk
    from nncore.classroom.sandbox.result import FAULT
    from nncore.classroom.worker import grade

    desk, terms = open_desk(root, lesson, sandbox=True)
    (submission,) = find_submissions(desk.course, desk.lesson, [student])
    data = desk.read(submission)
    if isinstance(data, UnreadableFile):
        raise GradingError(str(data))
    try:
        result = grade(terms, data)
    except Exception as error:
        raise GradingError(f"nothing was graded: {error}") from error
    if result.status == FAULT:
        raise GradingError(" ".join(result.notes))
    return autograded(desk.release, cells_of(data), result, "")


def autograde_preprocessors() -> list[type]:
    """List nbgrader's steps from a submission to its scores, with the sandbox in place of the kernel.

    Returns
    -------
    list of type
        For ``c.Autograde.autograde_preprocessors``.
    """
    stock = Autograde().autograde_preprocessors
    return [GradeInSandbox if step is Execute else step for step in stock]
