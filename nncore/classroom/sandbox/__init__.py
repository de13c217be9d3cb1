"""Grade what strangers hand in: their code runs in a sandbox, the tests run outside it.

`Grader` loads when it is asked for: inside the sandbox this package is there without it.
"""

from typing import Any

from nncore.classroom.sandbox.limits import Limits
from nncore.classroom.sandbox.result import CellResult, SubmissionResult

__all__ = ["CellResult", "Grader", "GraderFault", "Limits", "SandboxMissing", "SubmissionResult"]


def __getattr__(name: str) -> Any:
    if name == "Grader":
        from nncore.classroom.sandbox.grader import Grader

        return Grader
    if name in ("GraderFault", "SandboxMissing"):
        from nncore.classroom.sandbox import jail

        return getattr(jail, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
