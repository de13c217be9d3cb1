"""Grade what strangers hand in: their code runs in a sandbox, the tests run outside it."""

from nncore.classroom.sandbox.result import CellResult, SubmissionResult

__all__ = ["CellResult", "SubmissionResult"]
