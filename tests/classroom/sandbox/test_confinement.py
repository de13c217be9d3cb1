"""What a student's code can see and do in the sandbox: nothing but compute."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from submissions import LESSON, ROOT

import nncore
from nncore.classroom.sandbox import Grader
from nncore.classroom.sandbox.confine import OWN_FOLDER
from nncore.classroom.sandbox.proxy import Proxy, Session

PACKAGE = Path(nncore.__file__).resolve().parent
TRY = """
def trying(f, *args):
    try:
        return f(*args)
    except BaseException as error:
        return type(error).__name__
"""


def run_inside(grader, source, *args):
    """Return what `probe(*args)` returns in a child of its own."""
    with Session(grader._start(), [TRY + source], ["probe"]) as session:
        session.go_to(1)
        return Proxy(session, "probe", 10.0, (), False)(*args)


@pytest.fixture
def inside(grader):
    return lambda source, *args: run_inside(grader, source, *args)


def test_only_what_is_needed_is_there(inside):
    source = "import os\ndef probe(folder): return trying(lambda: sorted(os.listdir(folder)))"
    top = set(inside(source, "/"))
    assert top <= {
        "usr",
        "lib",
        "lib64",
        "bin",
        "etc",
        "dev",
        OWN_FOLDER.strip("/"),
        *(p.parts[1] for p in (PACKAGE, Path(sys.prefix), Path(sys.base_prefix))),
    }
    assert inside(source, OWN_FOLDER) == []
    assert set(inside(source, "/dev")) == {"null", "zero", "urandom", "random"}
    assert set(inside(source, "/etc")) <= {"ld.so.cache"}
    assert set(inside(source, str(PACKAGE / "exercises"))) == {"calling.py"}
    assert "grading.py" not in inside(source, str(PACKAGE / "classroom"))
    assert set(inside(source, str(ROOT))) <= {"nncore", ".venv"}


def test_secrets_cannot_be_read(inside):
    source = "def probe(paths): return [trying(lambda: open(p, 'rb').read()) for p in paths]"
    lesson = [ROOT / step / LESSON / f"{LESSON}.ipynb" for step in ("solutions", "course")]
    paths = [
        *lesson,
        ROOT / "nbgrader_config.py",
        ROOT / "grading" / "gradebook.db",
        PACKAGE / "exercises/lesson_09.py",
    ]
    paths += [
        PACKAGE / "classroom/sandbox/grader.py",
        "/etc/passwd",
        "/etc/shadow",
        "/proc/self/environ",
        "/proc/1/environ",
    ]
    assert inside(source, [str(path) for path in paths]) == ["FileNotFoundError"] * len(paths)


def test_the_environment_holds_nothing(inside, monkeypatch):
    source = "import os\ndef probe(): return [f'{k}={v}' for k, v in os.environ.items()]"
    monkeypatch.setenv("NNCORE_GRADING_SEED", "12345")
    found = inside(source)
    assert not any("12345" in item or str(ROOT) in item for item in found)
    assert {item.split("=")[0] for item in found} <= {
        "HOME", "PATH", "LANG", "PWD", "MPLBACKEND", "MPLCONFIGDIR", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS",
        "MKL_NUM_THREADS", "PYTHONHASHSEED", "LC_CTYPE",
    }  # fmt: skip


def test_nothing_can_be_written_but_in_a_folder_that_goes_with_the_process(inside):
    source = "def probe(folders): return [trying(lambda: open(f'{d}/x', 'w').write('1')) for d in folders]"
    folders = ["/", "/usr", "/usr/lib", "/dev", "/etc", str(PACKAGE), sys.prefix, str(ROOT)]
    assert set(inside(source, folders)) <= {"OSError", "PermissionError", "FileNotFoundError"}
    assert inside(source, ["/dev/shm", "/var/tmp", "/run"]) == ["FileNotFoundError"] * 3
    assert inside(source, [OWN_FOLDER, "."]) == [1, 1]
    assert inside("import os\ndef probe(folder): return os.listdir(folder)", OWN_FOLDER) == []


def test_files_are_bounded(inside):
    source = """
def write(n):
    with open("x", "wb") as file:
        file.write(bytes(n))
def many():
    for i in range(10**6):
        open(str(i), "w").close()
def probe(): return trying(write, 10**6), trying(write, 10**8), trying(many)
"""
    assert inside(source) == (None, "OSError", "OSError")


def test_no_network(inside):
    source = """
import socket
def connect(family, address): return socket.socket(family).connect(address)
def probe():
    return (
        trying(connect, socket.AF_INET, ("127.0.0.1", 80)), trying(connect, socket.AF_UNIX, "\\0x"),
        trying(socket.create_connection, ("1.1.1.1", 53)),
    )
"""
    assert inside(source) == ("PermissionError",) * 3


def test_no_processes(inside):
    source = """
import os, subprocess, multiprocessing
def probe():
    return (
        trying(os.fork), trying(subprocess.run, ["/bin/true"]), trying(os.execv, "/bin/true", ["true"]),
        trying(os.posix_spawn, "/bin/true", ["true"], {}), trying(os.system, "true"),
        trying(multiprocessing.Pool, 1),
    )
"""
    forked, ran, executed, spawned, system, pooled = inside(source)
    assert {forked, ran, executed, spawned} == {"PermissionError"}
    assert isinstance(system, int | str)
    assert system != 0
    assert isinstance(pooled, str)


def test_threads_are_allowed(inside):
    source = """
import threading
def probe():
    seen = []
    thread = threading.Thread(target=lambda: seen.append(1))
    thread.start()
    thread.join()
    return seen
"""
    assert inside(source) == [1]


def test_no_rights(inside):
    source = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def probe():
    return (
        trying(os.setuid, 0), trying(os.chroot, "/tmp"), trying(os.nice, -5), os.getuid() == 0 and os.geteuid() == 0,
        libc.unshare(0x10000000), libc.mount(b"none", b"/tmp", b"tmpfs", 0, None), libc.ptrace(16, 1, 0, 0),
        libc.umount2(b"/tmp", 2), libc.shmget(0, 4096, 0o1600), libc.syscall(319, b"x", 0), libc.syscall(250, 0, -3, 1),
    )
"""
    assert inside(source) == ("PermissionError",) * 3 + (False,) + (-1,) * 7


def test_no_other_process_is_in_sight(inside):
    source = "import os\ndef probe(): return [os.getpid(), *(trying(os.kill, pid, 0) for pid in range(2, 100))]"
    assert inside(source) == [1, *["ProcessLookupError"] * 98]


def test_limits_are_set_and_hard(inside):
    source = """
import resource as r
def probe():
    names = ["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_NPROC", "RLIMIT_CORE"]
    raised = [trying(r.setrlimit, getattr(r, n), (r.RLIM_INFINITY, r.RLIM_INFINITY)) for n in names]
    return [r.getrlimit(getattr(r, n)) for n in names], raised
"""
    found, raised = inside(source)
    assert all(soft == hard < 2**40 for soft, hard in found)
    assert set(raised) <= {"ValueError", "PermissionError"}


def test_nothing_is_left_behind(grader):
    def tree(pid):
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True
        ).stdout.split()
        return len(children) + sum(map(tree, children))

    zygote = grader._start()
    before = tree(zygote._process.pid)
    source = """
import threading
def probe():
    threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()
    return 1
"""
    assert run_inside(grader, source) == 1
    assert tree(zygote._process.pid) == before


def test_as_a_user_without_rights_too(tmp_path):
    """A teacher is no root: then bubblewrap makes a user namespace."""
    if os.getuid() != 0:
        pytest.skip("the other tests are this one")
    program = tmp_path / "program.py"
    program.write_text(
        "import os, sys\nfrom pathlib import Path\nfrom nncore.classroom.sandbox import Grader\n"
        "assert os.getuid() == 1000\n"
        f"with Grader({LESSON!r}, seed='1', root=Path({str(ROOT)!r})) as grader:\n    grader.canary()\nprint('fine')\n"
    )
    prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no user namespaces here")
    done = subprocess.run([*prefix, sys.executable, program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "fine\n", done.stderr


def test_the_course_is_hidden_where_it_lies_in_a_folder_that_is_shown(tmp_path, monkeypatch):
    """Say, a checkout below /usr/src in a container."""
    from nncore.classroom.sandbox import jail

    monkeypatch.setattr(jail, "bubblewrap", lambda: "bwrap")
    arguments = jail.command(Path("/usr/src"), 3)
    at = arguments.index("--tmpfs")
    assert arguments[at + 1] == "/usr/src"
    assert arguments.index("/usr") < at


def test_what_is_there_can_be_used(inside):
    """Also by the user that a student's code runs as, and beyond what the zygote has imported already."""
    source = """
import colorsys, numpy.polynomial, nncore.data
def probe():
    import this, nncore.plots
    return colorsys.rgb_to_hsv(0, 0, 0)[2] + len("a".encode("idna")) + nncore.data.load_gate("or")[1].sum()
"""
    assert inside(source) == 4.0


def test_unsandboxed_the_protocol_is_the_same():
    with Grader(LESSON, seed="1", sandbox=False, root=ROOT) as grader:
        grader.canary()
