import os
from pathlib import Path

import pytest

from nncore.data import files

NAMED = os.environ.get("NNCORE_DATA")  # before other fixtures take it away


@pytest.fixture
def real_data(monkeypatch):
    """The real files: the folder named by NNCORE_DATA, or shared/data beside the checkout."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(NAMED or beside)
    if not (folder / "mnist").is_dir():
        pytest.skip("needs the real data: set NNCORE_DATA to a folder with mnist/ and california_housing/")
    monkeypatch.setenv("NNCORE_DATA", str(folder))
    return folder


@pytest.fixture
def empty_machine(monkeypatch, tmp_path):
    """No NNCORE_DATA and an empty cache; returns the cache's folder."""
    monkeypatch.delenv("NNCORE_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(files, "_cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def offline(monkeypatch, empty_machine):
    """An empty machine without network."""
    monkeypatch.setattr(files, "_answering", lambda origins, seconds: set())
    return empty_machine
