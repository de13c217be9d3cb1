"""A grader that believes what a comment in the answer says, to test all that is around a grader."""

import json
import os
import time
from pathlib import Path

from nncore.classroom.sandbox.result import FAULT, GRADED, UNREADABLE, CellResult, SubmissionResult

POINTS = {"loss_delta": 2, "dense_backward": 3, "backward": 4, "gradient_gap": 3, "sgd_update": 1, "train_xor": 3}
VERDICT = {"mistake": "no-mean", "message": "Exactly 7 times <too> large.", "html": "<div>7 times, a picture</div>"}


class FakeGrader:
    """Knows the comments ``# earns 0.5``, ``# die``, ``# die once in FILE``, ``# fault``, ``# raise``, ``# wait 2``."""

    def __init__(self, lesson: str, *, seed: str, sandbox: bool, root: Path) -> None:
        assert seed.isdecimal()
        self.lesson, self.root = lesson, root

    def __enter__(self) -> "FakeGrader":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def canary(self) -> None:
        if (self.root / "no-canary").exists():
            raise RuntimeError("the reference solution earns 3 of 4 points in backward")

    def grade(self, notebook: bytes) -> SubmissionResult:
        try:
            cells = json.loads(notebook)["cells"]
        except (ValueError, KeyError):
            zero = tuple(CellResult(f"check-{n}", n, 0.0, p, "not defined", "No notebook.") for n, p in POINTS.items())
            return SubmissionResult(self.lesson, "0", UNREADABLE, zero, ("This is not a notebook.",))
        answers = {cell["metadata"].get("nbgrader", {}).get("grade_id"): "".join(cell["source"]) for cell in cells}
        words = "\n".join(answers.values())
        for line in words.splitlines():
            self._obey(line.strip())
        if "# fault" in words:
            return SubmissionResult(self.lesson, "0", FAULT, (), ("The judge itself failed.",))
        judged = tuple(self._judge(name, points, answers.get(name, "")) for name, points in POINTS.items())
        manual = CellResult("why-db-sums", None, None, 2, "manual", "A person grades this.")
        return SubmissionResult(self.lesson, "0", GRADED, (*judged, manual), (), 0.01)

    @staticmethod
    def _obey(line: str) -> None:
        if line.startswith("# wait"):
            time.sleep(float(line.split()[2]))
        if line == "# raise":
            raise ArithmeticError("<b>an error</b> of the grader")
        if line == "# die":
            os._exit(9)
        if line.startswith("# die once in"):
            trace = Path(line.split()[4])
            if not trace.exists():
                trace.touch()
                os._exit(9)

    @staticmethod
    def _judge(name: str, points: int, answer: str) -> CellResult:
        cell = f"check-{name}"
        if "NotImplementedError" in answer or not answer:
            return CellResult(cell, name, 0.0, points, "stub", f"{name} is not written yet.")
        if "# earns" in answer:
            share = float(answer.split("# earns")[1].split()[0])
            status = "partial" if share else "wrong"
            return CellResult(
                cell, name, share * points, points, status, "Not right yet.", {**VERDICT, "exercise": name}
            )
        return CellResult(
            cell, name, float(points), points, "full", "All is right.", {"exercise": name, "mistake": None}
        )
