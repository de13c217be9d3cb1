"""Keep every test, and every notebook run as a test, away from the progress file of whoever runs them."""

import os
import tempfile
from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Give the kernels and servers that tests start a progress file and an IPython folder of their own."""
    own = tempfile.TemporaryDirectory(prefix="nncore-tests-")
    config.add_cleanup(own.cleanup)
    os.environ["NNCORE_PROGRESS"] = str(Path(own.name) / "progress.json")
    os.environ["IPYTHONDIR"] = str(Path(own.name) / "ipython")
    os.environ.pop("NNCORE_GRADING_SEED", None)
