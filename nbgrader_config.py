"""nbgrader's settings for this course; read by every ``nbgrader`` command that is run from here."""

from contextlib import suppress
from functools import partial
from pathlib import Path

from nncore.classroom.in_sandbox import autograde_preprocessors
from nncore.classroom.seed import hide_seed, show_seed
from nncore.classroom.stubs import release_preprocessors

c = get_config()  # noqa: F821  (put there by traitlets, which loads this file)
root = Path(__file__).resolve().parent
grading = root / "grading"  # git-ignored: submissions, gradebook, exchange, secret seed
with suppress(OSError):  # a read-only checkout can still be read
    grading.mkdir(exist_ok=True)

c.CourseDirectory.course_id = "nncore"
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.solution_directory = "grading/solution"
c.CourseDirectory.source_with_tests_directory = "grading/source_with_tests"
c.CourseDirectory.directory_structure = "{nbgrader_step}/{student_id}/{assignment_id}"
c.CourseDirectory.db_url = f"sqlite:///{grading / 'gradebook.db'}"
# The sources of the lessons lie beside the solutions: never copy them to students.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.py"]

# Everything on one machine. For a class on a shared machine, name a folder there that all may write,
# and give students a configuration with this line and the course's name.
c.Exchange.root = str(grading / "exchange")
c.Exchange.cache = str(grading / "cache")
c.Exchange.assignment_dir = str(grading / "desk")  # `fetch_assignment` puts here, `submit` takes from here

c.GenerateAssignment.preprocessors = release_preprocessors()
c.ClearSolutions.text_stub = "*Write your answer here.*"

# Students' code runs in the sandbox, also under Formgrader's Autograde button. Without bubblewrap (SECURITY.md)
# nothing is graded, unless you trust the class and write `c.GradeInSandbox.sandbox = False` here: then it runs in
# nbgrader's kernels.
c.Autograde.autograde_preprocessors = autograde_preprocessors()

# What follows is for notebooks that run in a kernel, as lessons of your own do, without records in
# `nncore.exercises`: the time for one cell, and the secret seed of the hidden tests, which only `autograde` shows.
c.Execute.timeout = 120
c.Execute.iopub_timeout = 10
c.Autograde.pre_convert_hook = partial(show_seed, grading / "seed")
c.Autograde.post_convert_hook = hide_seed
