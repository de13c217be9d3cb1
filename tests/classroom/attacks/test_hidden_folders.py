"""Where submissions may lie on a shared machine, the sandbox shows nothing."""

import sys
from pathlib import Path

import pytest

import nncore
from nncore.classroom.sandbox import Grader, jail
from nncore.classroom.sandbox.proxy import Proxy, Session


def test_nbgraders_exchange_is_hidden(grader: Grader) -> None:
    there = [folder for folder in jail._PRIVATE if Path(folder).is_dir()]
    source = "import os\ndef look(folders): return [os.listdir(f) for f in folders]"
    with Session(grader._start(), [source], ["look"]) as session:
        session.go_to(1)
        assert Proxy(session, "look", 5.0, (), False)(there) == [[]] * len(there)


def test_the_package_is_hidden_where_it_is_installed_in_the_courses_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jail, "bubblewrap", lambda: "bwrap")
    package, prefix = Path(nncore.__file__).resolve().parent, Path(sys.prefix).resolve()
    words = jail.command(prefix.parent, 3)
    hidden = max(k for k, word in enumerate(words) if word == "--tmpfs" and words[k + 1] == str(package))
    shown = max(k for k, word in enumerate(words) if word == "--ro-bind" and words[k + 1] == str(prefix))
    assert shown < hidden
