"""The command ``nncore``: open the course, build its notebooks, grade a class, show the whole way once."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command ``nncore``.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without the program's name; from the command line by default.

    Returns
    -------
    int
        Exit status: 0 if all went well, 1 if not, 2 if the command cannot be understood.
    """
    # jsonschema tries this module to check URLs, which no notebook needs; loading it takes 2.9 s of CPU.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    parser = _parser()
    options, others = parser.parse_known_args(arguments)
    if others and options.run is not _lab:
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    options.others = others
    try:
        status: int = options.run(options)
    except KeyboardInterrupt:
        print("nncore: stopped", file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] == "nncore":
            raise
        print(
            f"nncore: {error.name} is not installed. From a checkout: pip install '.[course,classroom]'",
            file=sys.stderr,
        )
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nncore", description="Neural networks from scratch: the course.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    lab = commands.add_parser("lab", help="open the course in JupyterLab; other options go to JupyterLab")
    lab.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    lab.add_argument("--port", type=int, metavar="N", help="a free port from 8888 on by default")
    lab.set_defaults(run=_lab)

    demo = commands.add_parser("demo", help="hand in three notebooks, grade them, train the right one")
    demo.add_argument("--data", type=Path, metavar="FOLDER", help="train on the whole MNIST set in this folder")
    demo.set_defaults(run=_demo)

    build = commands.add_parser("build", help="build the notebooks from solutions/NN-name/NN-name.py")
    build.add_argument("lesson", nargs="*", help="such as 13-mnist or 13; all of them by default")
    build.add_argument("--check", action="store_true", help="write nothing; fail if a notebook is out of date")
    build.add_argument("--force", action="store_true", help="execute even where the code did not change")
    build.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="lessons executed at a time")
    build.set_defaults(run=_build)

    grade = commands.add_parser("grade", help="grade what nbgrader collected, into nbgrader's gradebook")
    grade.add_argument("lesson", help="such as 09-backprop-in-matrices or 09")
    grade.add_argument("--students", nargs="+", default=[], metavar="ID", help="ids or patterns; all by default")
    where = grade.add_mutually_exclusive_group()
    where.add_argument("--jobs", type=_positive, metavar="N", help="grading processes; one a processor by default")
    where.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask scheduler, such as tcp://host:8786")
    grade.add_argument(
        "--no-sandbox",
        action="store_true",
        help="run students' code as yourself: it can read and change all that you can (hidden tests, grades, files)",
    )
    grade.add_argument("--afresh", action="store_true", help="grade again what was graded and has not changed")
    grade.set_defaults(run=_grade)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not 1 or more")
    return number


def _lab(options: argparse.Namespace) -> int:
    from nncore.classroom.lab import run_lab

    return run_lab(options.port, not options.no_browser, options.others)


def _demo(options: argparse.Namespace) -> int:
    from nncore.classroom.course import find_root
    from nncore.classroom.demo import run_demo

    try:
        run_demo(find_root(Path.cwd()), options.data, _say)
    except (FileNotFoundError, RuntimeError, ValueError) as error:
        print(f"nncore demo: {error}", file=sys.stderr)
        return 1
    return 0


def _build(options: argparse.Namespace) -> int:
    from nncore.classroom.build import build, check
    from nncore.classroom.course import find_root
    from nncore.classroom.source import BuildError

    try:
        root = find_root(Path.cwd())
        if options.check:
            drifts = check(root, options.lesson)
            for drift in drifts:
                print(f"{_short(drift.path)}: {drift.reason}")
                if drift.diff:
                    print("    " + drift.diff.replace("\n", "\n    "))
            if drifts:
                print(f"{len(drifts)} of the notebooks' files are out of date; run: nncore build")
                return 1
            print("all notebooks are what their sources give")
            return 0
        failures = build(root, options.lesson, force=options.force, jobs=options.jobs, say=_say)
    except (BuildError, FileNotFoundError) as error:
        print(f"nncore build: {error}", file=sys.stderr)
        return 1
    for failure in failures:
        print(f"FAILED {failure}", file=sys.stderr)
    return 1 if failures else 0


def _grade(options: argparse.Namespace) -> int:
    from nncore.classroom.course import find_root
    from nncore.classroom.errors import GradingError
    from nncore.classroom.grade import Summary, grade_lesson

    if options.no_sandbox:
        print("nncore grade: WITHOUT SANDBOX, students' code runs with all your rights", file=sys.stderr)
    try:
        summary: Summary = grade_lesson(
            find_root(Path.cwd()),
            options.lesson,
            students=options.students,
            jobs=options.jobs,
            scheduler=options.scheduler,
            sandbox=not options.no_sandbox,
            afresh=options.afresh,
            say=_say,
        )
    except (GradingError, FileNotFoundError) as error:
        print(f"nncore grade: {error}", file=sys.stderr)
        return 1
    for student, problem in summary.problems.items():
        print(f"NOT GRADED {student}: {problem}", file=sys.stderr)
    _say(f"{summary.lesson}: {summary.graded} graded now, {summary.kept} were graded before and have not changed")
    _say(f"gradebook: {summary.written} submissions changed in it; answers to grade by hand: {summary.by_hand}")
    if summary.backup:
        _say(f"the gradebook as it was: {_short(summary.backup)}")
    _say(f"class report: {_short(summary.report)}")
    return 1 if summary.problems else 0


def _say(line: str) -> None:
    print(line, flush=True)


def _short(path: Path) -> Path:
    """Show a path from where the user stands, if it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
