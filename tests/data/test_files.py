import hashlib
import http.server
import subprocess
import sys
import threading

import pytest

from nncore.data import DamagedFile, files
from nncore.data.files import KnownFile, Unavailable, load_files

CONTENT = bytes(range(256)) * 1000


def known(*mirrors, content=CONTENT, tidy=bytes):
    return KnownFile("numbers.bin", "folder", hashlib.sha256(content).hexdigest(), mirrors, tidy)


class Server:
    """A mirror on 127.0.0.1: path -> contents; `requests` lists what was asked for."""

    def __init__(self, pages, before_answer=lambda: None):
        requests = self.requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                requests.append(self.path)
                before_answer()
                content = pages.get(self.path)
                self.send_response(404 if content is None else 200)
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.parametrize("place", ["numbers.bin", "folder/numbers.bin"])
def test_folder_named_by_the_environment(monkeypatch, tmp_path, offline, place):
    path = tmp_path / "mine" / place
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    monkeypatch.setenv("NNCORE_DATA", str(tmp_path / "mine"))
    assert load_files([known()]) == [CONTENT]


@pytest.mark.parametrize("content", [CONTENT[:-1], b"", CONTENT[:-1] + b"\x00"])
def test_damaged_file_in_the_folder_is_refused(monkeypatch, tmp_path, empty_machine, content):
    (tmp_path / "numbers.bin").write_bytes(content)
    monkeypatch.setenv("NNCORE_DATA", str(tmp_path))
    with Server({"/numbers.bin": CONTENT}) as server:
        with pytest.raises(ValueError, match=r"numbers\.bin is damaged") as error:
            load_files([known(server.url + "/numbers.bin")])
        assert server.requests == []
    assert isinstance(error.value, DamagedFile)
    assert hashlib.sha256(CONTENT).hexdigest() in str(error.value)
    assert hashlib.sha256(content).hexdigest() in str(error.value)


def test_download_is_kept_and_used_again(empty_machine):
    with Server({"/numbers.bin": CONTENT}) as server:
        file = known(server.url + "/numbers.bin")
        assert load_files([file]) == [CONTENT]
        assert load_files([file]) == [CONTENT]
        assert server.requests == ["/numbers.bin"]
    assert [path.name for path in (empty_machine / "folder").iterdir()] == ["numbers.bin"]


def test_a_folder_without_the_file_is_passed_over(monkeypatch, tmp_path, empty_machine):
    monkeypatch.setenv("NNCORE_DATA", str(tmp_path / "not there"))
    with Server({"/numbers.bin": CONTENT}) as server:
        assert load_files([known(server.url + "/numbers.bin")]) == [CONTENT]


def test_mirrors_are_tried_in_turn(empty_machine):
    """A refusal, a truncated file and a dead port before the mirror that has it."""
    with Server({"/short": CONTENT[:100], "/good": CONTENT}) as server:
        gone = known("http://127.0.0.1:9/x", server.url + "/absent", server.url + "/short", server.url + "/good")
        assert load_files([gone]) == [CONTENT]
        assert server.requests == ["/absent", "/short", "/good"]


def test_damaged_downloads_are_refused_by_name_and_hash(empty_machine):
    with Server({"/short": CONTENT[:100]}) as server, pytest.raises(Unavailable) as error:
        load_files([known(server.url + "/short")])
    assert "numbers.bin is damaged (100 bytes)" in str(error.value)
    assert hashlib.sha256(CONTENT).hexdigest() in str(error.value)
    assert hashlib.sha256(CONTENT[:100]).hexdigest() in str(error.value)
    assert not empty_machine.exists()


def test_connection_that_breaks_off_is_no_crash(empty_machine, monkeypatch):
    def break_off(url, name):
        raise ConnectionResetError("peer went away")

    monkeypatch.setattr(files, "_fetch", break_off)
    with Server({}) as server, pytest.raises(Unavailable, match="ConnectionResetError"):
        load_files([known(server.url + "/a", server.url + "/b")])


def test_damaged_cache_is_fetched_anew(empty_machine):
    path = empty_machine / "folder" / "numbers.bin"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT[:50])
    with Server({"/numbers.bin": CONTENT}) as server:
        assert load_files([known(server.url + "/numbers.bin")]) == [CONTENT]
    assert path.read_bytes() == CONTENT


def test_damaged_cache_offline_is_named(offline):
    path = offline / "folder" / "numbers.bin"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT[:50])
    with pytest.raises(Unavailable, match=r"numbers.bin is damaged \(50 bytes\).*no network"):
        load_files([known("http://127.0.0.1:9/x")])


def test_cache_that_cannot_be_written_is_no_error(empty_machine):
    empty_machine.write_text("a file where the folder should be")
    with Server({"/numbers.bin": CONTENT}) as server:
        assert load_files([known(server.url + "/numbers.bin")]) == [CONTENT]


def test_failed_write_leaves_nothing(empty_machine, monkeypatch):
    def full_disk(source, target):
        raise OSError("no space left on device")

    monkeypatch.setattr(files.os, "replace", full_disk)
    with Server({"/numbers.bin": CONTENT}) as server:
        assert load_files([known(server.url + "/numbers.bin")]) == [CONTENT]
    assert list((empty_machine / "folder").iterdir()) == []


def test_tidied_before_the_hash_is_taken(empty_machine):
    with Server({"/x": b"1\r\n2\r\n"}) as server:
        file = known(server.url + "/x", content=b"1\n2\n", tidy=lambda raw: raw.replace(b"\r", b""))
        assert load_files([file]) == [b"1\n2\n"]


def test_no_download_when_not_wanted(empty_machine):
    with Server({"/numbers.bin": CONTENT}) as server:
        with pytest.raises(Unavailable, match="not on this machine"):
            load_files([known(server.url + "/numbers.bin")], download=False)
        assert server.requests == []


def test_without_pooch(empty_machine, monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(Unavailable, match="pip install pooch"):
        load_files([known("http://127.0.0.1:9/x")])


def test_without_tqdm(empty_machine, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with Server({"/numbers.bin": CONTENT}) as server:
        assert load_files([known(server.url + "/numbers.bin")]) == [CONTENT]
    assert capsys.readouterr().err == ""


def test_progress_bar_names_the_file(empty_machine, capsys):
    with Server({"/numbers.bin": CONTENT}) as server:
        load_files([known(server.url + "/numbers.bin")])
    assert "numbers.bin: 100%" in capsys.readouterr().err


def test_mirror_that_never_answers_does_not_hold_us(monkeypatch):
    """The look-up hangs until the test is over, yet `_answering` returns, with the mirror that did answer."""
    over = threading.Event()

    class Connection:
        def close(self):
            pass

    def connect(address, timeout):
        if address[0] == "silent.example":
            over.wait(30)
        return Connection()

    monkeypatch.setattr(files.socket, "create_connection", connect)
    reached = files._answering({"https://silent.example", "https://quick.example"}, 0.3)
    assert not over.is_set()
    over.set()
    assert reached == {"https://quick.example"}


def test_a_proxy_is_knocked_at_instead_of_the_mirror(monkeypatch):
    asked = []

    def connect(address, timeout):
        asked.append(address)
        raise OSError("refused")

    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setattr(files.socket, "create_connection", connect)
    assert files._answering({"https://mirror.example"}, 2.0) == set()
    assert asked == [("proxy.example", 3128)]


FETCH = """
import sys, pathlib
from nncore.data import files
url, sha256, cache = sys.argv[1:]
files._cache_folder = lambda: pathlib.Path(cache)
(content,) = files.load_files([files.KnownFile("numbers.bin", "folder", sha256, (url,))])
print(len(content))
"""


def test_two_processes_fetch_at_once(empty_machine):
    """The server answers neither before both have asked, so the downloads overlap for certain."""
    both_asked = threading.Barrier(2, timeout=60)
    with Server({"/numbers.bin": CONTENT}, before_answer=both_asked.wait) as server:
        file = known(server.url + "/numbers.bin")
        command = [sys.executable, "-c", FETCH, file.mirrors[0], file.sha256, str(empty_machine)]
        processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
        outputs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert [int(out) for out, _ in outputs] == [len(CONTENT)] * 2
    assert [path.name for path in (empty_machine / "folder").iterdir()] == ["numbers.bin"]
    assert (empty_machine / "folder" / "numbers.bin").read_bytes() == CONTENT
