"""Hostile and broken submissions of lesson 09 as data: what each should score, and what it should be told.

Beside each, `dense_backward` (3 points) and `sgd_update` (1 point) are answered right: one bad exercise costs only
itself. `loss_delta` gives 2 points.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

RIGHT = """def loss_delta(P, Y, loss):
    D = (P - Y) / len(Y)
    return D * P * (1 - P) if loss == "mse" else D
"""
NO_MEAN = RIGHT.replace(" / len(Y)", "")


@dataclass(frozen=True)
class Case:
    """One submission: the answer to `loss_delta`, or what is done to the notebook or to its bytes."""

    name: str
    answer: str = RIGHT
    score: float = 0.0
    says: str = ""
    edit: Callable[[dict[str, Any]], Any] | None = None
    data: Callable[[bytes], bytes] | None = None
    others: dict[str, float] = field(default_factory=dict)
    status: str = "graded"


def body(text, before=""):
    """A `loss_delta` with this body; `right` is a right answer that it can call."""
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    return f"{before}\n{RIGHT.replace('loss_delta', 'right')}\n\ndef loss_delta(P, Y, loss):\n{lines}"


def returning(expression, before=""):
    return body(f"return {expression}", before)


def cell(notebook, name):
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


def place(notebook, name):
    return notebook["cells"].index(cell(notebook, name))


def code(source):
    return {"cell_type": "code", "id": "mine", "metadata": {}, "outputs": [], "execution_count": None, "source": source}


def inserting(at, *sources):
    """Put cells in front of one: at the beginning (None), or before a named cell."""

    def edit(notebook):
        k = 0 if at is None else place(notebook, at)
        notebook["cells"][k:k] = [code(source) for source in sources]

    return edit


def changing(name, **fields):
    def edit(notebook):
        cell(notebook, name).update(fields)

    return edit


def deleting(name):
    return lambda notebook: notebook["cells"].remove(cell(notebook, name))


def moving(name, to):
    def edit(notebook):
        moved = notebook["cells"].pop(place(notebook, name))
        notebook["cells"].insert(to, moved)

    return edit


def doubling(name):
    return lambda notebook: notebook["cells"].append(dict(cell(notebook, name)))


def marking(name, **marks):
    return lambda notebook: cell(notebook, name)["metadata"]["nbgrader"].update(marks)


def remarked(notebook):
    for c in notebook["cells"]:
        c["metadata"] = {}


def lying(methods):
    return returning("Liar()", f"class Liar:\n{methods}\n")


NEVER = "did not return within"
ENDED = "ended the Python process"
LOOP = "while True:\n    pass"
DEAF = """while True:
    try:
        while True:
            pass
    except BaseException:
        pass"""
LYING_ARRAY = """import numpy as np
class Liar(np.ndarray):
    def __eq__(self, other): return np.True_
    def __array_ufunc__(self, *args, **kwargs): return np.zeros(1)
    def __array_function__(self, *args, **kwargs): return True
    def __sub__(self, other): return np.zeros(1)
"""
FORGE = """import os, struct, socket
def forge():
    frame = b"t\\x00\\x00\\x00\\x02s\\x00\\x00\\x00\\x04doneN"
    for number in range(3, 64):
        try:
            os.write(number, struct.pack(">I", len(frame)) + frame)
        except OSError:
            pass
"""
HOOKS = """import gc, sys
from nncore.exercises import calling
for thing in gc.get_objects():
    if type(thing).__name__ == "Outcome":
        thing.crash = None
calling.call = lambda *args, **kwargs: calling.Outcome(value=0)
"""

ANSWERS = [
    Case("right", score=2, says="is right"),
    Case("wrong by a factor", NO_MEAN, says="7 times too large"),
    Case("half right: changes its input", body("D = right(P, Y, loss)\nP *= 0\nreturn D"), 1.8, "changes its argument"),
    Case(
        "stub",
        'def loss_delta(P, Y, loss):\n    raise NotImplementedError("write loss_delta here")',
        says="not written",
    ),
    Case("empty", 'def loss_delta(P, Y, loss):\n    """Docstring."""', says="not written"),
    Case("pass", "def loss_delta(P, Y, loss):\n    pass", says="not written"),
    Case("returns nothing", body("D = right(P, Y, loss)"), says="None"),
    Case("syntax error", "def loss_delta(P, Y, loss:\n    return P", says="SyntaxError"),
    Case("error beside a right answer", RIGHT + "\n1 / 0\n", 2, "is right"),
    Case("error in the call", body("return undefined_name"), says="NameError"),
    Case("not a function", "loss_delta = 3", says="not a function"),
    Case("a class", RIGHT + "\nclass loss_delta:\n    pass", says="TypeError"),
    Case("renamed", RIGHT.replace("loss_delta", "delta_loss"), says="not defined"),
    Case("deleted by its own cell", RIGHT + "\ndel loss_delta", says="not defined"),
    Case("lambda", "loss_delta = lambda P, Y, loss: (P - Y) / len(P) * (P * (1 - P) if loss == 'mse' else 1)", 2),
    Case(
        "callable object",
        f"class Delta:\n    __call__ = staticmethod(right)\n{RIGHT.replace('loss_delta', 'right')}",
        0,
    ),
    Case(
        "uses the library",
        body("return nncore_delta(P, Y, loss)", "from nncore import one_hot as unused"),
        0,
        "NameError",
    ),
    Case("uses globals of its cell", RIGHT.replace("len(Y)", "ROWS(Y)") + "\nimport math\nROWS = lambda a: len(a)", 2),
    Case(
        "uses a table filled in a loop",
        RIGHT.replace("len(Y)", "N[len(Y)]") + "\nN = {}\nfor i in range(50):\n    N[i] = i",
        2,
    ),
    Case("with magics", "%matplotlib inline\n!ls\nfiles = !ls\n" + RIGHT + "\nloss_delta?\n", 2),
    Case("timed by a magic", "%%time\n" + RIGHT, 2),
    Case("input()", RIGHT + "\nname = input('Your name? ')", 2),
    Case("input() in the function", body("input()\nreturn right(P, Y, loss)"), says="EOFError"),
    Case("%reset", RIGHT + "\n%reset -f\nget_ipython().run_line_magic('reset', '-f')", 2),
    # Ends and loops
    Case("endless loop", body(LOOP), says=NEVER),
    Case("endless loop that swallows everything", body(DEAF), says=NEVER),
    Case("endless loop beside a right answer", f"{RIGHT}\n{LOOP}", 2),
    Case(
        "endless loop in a needed statement",
        RIGHT.replace("len(Y)", "n(Y)") + "\nn = len\nwhile n is len: pass",
        2,
        "right",
    ),
    Case("sleeps", body("import time\ntime.sleep(60)"), says=NEVER),
    Case(
        "deaf to the alarm", body(f"import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n{LOOP}"), says=NEVER
    ),
    Case("sys.exit", body("import sys\nsys.exit()"), says="exit()"),
    Case("os._exit in the call", body("import os\nos._exit(0)"), says=ENDED),
    Case("os._exit beside a right answer", RIGHT + "\nimport os\nos._exit(0)", 2),
    Case(
        "os._exit in a needed statement",
        RIGHT.replace("len(Y)", "N(Y)") + "\nimport os\nN = os._exit(0) or len",
        says="ended the process",
    ),
    Case(
        "os._exit on import",
        "import os\nclass Bomb:\n    os._exit(0)\n" + RIGHT + "\nloss_delta = Bomb",
        says="not defined",
    ),
    Case("kills itself", body("import os\nos.kill(os.getpid(), 9)\nreturn right(P, Y, loss)"), 2, "is right"),
    Case("kills its group", body("import os\nos.killpg(0, 9)\nreturn right(P, Y, loss)"), 2, "is right"),
    Case("kills everything", body("import os\nos.kill(-1, 9)\nreturn right(P, Y, loss)"), says="Error"),
    Case("segmentation fault", body("import ctypes\nctypes.string_at(0)"), says="signal 11"),
    Case("aborts", body("import os\nos.abort()"), says=ENDED),
    Case("deep recursion", body("return loss_delta(P, Y, loss)"), says="RecursionError"),
    # Too much
    Case("3 GB of memory", body("return bytearray(3 * 10**9)"), says="MemoryError"),
    Case("3 GB in NumPy", body("import numpy as np\nreturn np.ones(400_000_000)"), says="MemoryError"),
    Case("returns a million rows", body("import numpy as np\nreturn np.ones((1000, 999))")),
    Case("returns too much", body("import numpy as np\nreturn np.ones(3_000_000)"), says="too m"),
    Case("returns a list of lists of itself", body("a = []\na += [a] * 50\nreturn a")),
    Case("returns an endless generator", body("import itertools\nreturn itertools.count()")),
    Case("100 MB of output", body("print('x' * 100_000_000)\nreturn right(P, Y, loss)"), 2, "is right"),
    Case(
        "output to the descriptor",
        body("import os\nfor i in range(3): os.write(i, b'x' * 10**6)\nreturn right(P, Y, loss)"),
        2,
    ),
    Case(
        "warnings and stderr",
        body("import sys, warnings\nwarnings.warn('x')\nprint('x', file=sys.stderr)\nreturn right(P, Y, loss)"),
        2,
    ),
    Case("turns warnings into errors", RIGHT + "\nimport warnings\nwarnings.simplefilter('error')", 2),
    Case("fork bomb", body("import os\nwhile True: os.fork()"), says="Error"),
    Case(
        "threads that spin",
        body(
            "import threading\nfor _ in range(3):\n    threading.Thread(target=spin, daemon=True).start()\n"
            "return right(P, Y, loss)",
            "def spin():\n    for _ in range(10**6): pass",
        ),
        2,
    ),
    Case("fills the disk", body("open('big', 'wb').write(bytes(10**8))"), says="Error"),
    Case("opens many files", body("files = [open('x', 'w') for _ in range(1000)]"), says="Error"),
    # Lies
    Case(
        "an object that equals everything",
        lying("    def __eq__(self, other): return True\n    __hash__ = None"),
        says="Liar",
    ),
    Case("an object that is any array", lying("    def __array__(self, *args, **kwargs): return 0"), says="Liar"),
    Case(
        "an object with an array interface",
        lying("    __array_interface__ = {'shape': (7, 3), 'typestr': '<f8', 'data': (0, False), 'version': 3}"),
        says="Liar",
    ),
    Case(
        "an object that has everything",
        lying("    def __getattr__(self, name): return Liar()\n    def __bool__(self): return True"),
        says="Liar",
    ),
    Case("an object whose class lies", lying("    __class__ = property(lambda self: float)")),
    Case(
        "an array of a lying kind",
        returning("NO_MEAN(P, Y, loss).view(Liar)", LYING_ARRAY + NO_MEAN.replace("loss_delta", "NO_MEAN")),
        says="7 times",
    ),
    Case("a right array of a lying kind", returning("right(P, Y, loss).view(Liar)", LYING_ARRAY), 2),
    Case("a masked array, all masked", returning("np.ma.masked_all(P.shape)", "import numpy as np")),
    Case("an array of objects", returning("right(P, Y, loss).astype(object)"), says="objects"),
    Case("an array of strings", returning("right(P, Y, loss).astype(str)"), says="object"),
    Case("NaN", returning("right(P, Y, loss) * float('nan')"), says="wrong"),
    Case("infinite", returning("right(P, Y, loss) + float('inf')")),
    Case("complex", returning("right(P, Y, loss) + 0.1j"), says="complex"),
    Case("a dictionary", returning("{'D': right(P, Y, loss)}"), says="dict"),
    Case("lists", returning("right(P, Y, loss).tolist()"), 1.7, "list"),
    Case("in float32", returning("right(P, Y, loss).astype('float32')"), 2, "is right"),
    Case("in extended precision", returning("right(P, Y, loss).astype('longdouble')"), 2, "is right"),
    Case(
        "raises a lying error",
        body("raise Lie()", "class Lie(Exception):\n    def __str__(self): return 1 / 0\n    crash = None"),
        says="Lie",
    ),
    Case("raises the time-out", body("raise TimeUp", "from nncore.exercises.calling import TimeUp"), says=NEVER),
    Case(
        "lies about its type",
        "class Meta(type):\n    __name__ = property(lambda c: 1 / 0)\n"
        + lying("    pass").replace("class Liar:", "class Liar(metaclass=Meta):"),
    ),
    Case("hostile name of a type", returning("type('<script>alert(1)</script>', (), {})()"), says="object"),
    Case("hostile words", body("raise ValueError('<script>alert(1)</script>')"), says="script"),
    # Attacks on the grader
    Case(
        "own check and grade",
        NO_MEAN + "\nimport nncore.exercises as e\ne.check = e.grade = e.judge = lambda *a: 2.0",
        says="7 times",
    ),
    Case(
        "NumPy patched: allclose",
        NO_MEAN + "\nimport numpy as np\nnp.allclose = np.isclose = lambda *a, **k: True",
        says="7 times",
    ),
    Case(
        "NumPy patched: everything close",
        NO_MEAN + "\nimport numpy as np\nnp.abs = np.max = lambda *a, **k: 0.0",
        says="7 times",
    ),
    Case(
        "own modules",
        "open('numpy.py', 'w').write('1/0')\nopen('nncore.py', 'w').write('1/0')\nimport os, sys\n"
        "sys.path.insert(0, os.getcwd())\n" + RIGHT,
        2,
    ),
    Case(
        "display hooks and transformers",
        NO_MEAN + "\nimport sys, ast\nsys.displayhook = lambda v: print(2.0)\n"
        "get_ipython().ast_transformers.append(None)\nget_ipython().input_transformers_cleanup.append(None)",
        says="7 times",
    ),
    Case("forged answers on every descriptor", body("forge()\nreturn 0 * right(P, Y, loss)", FORGE)),
    Case("hooks in the caller", NO_MEAN + HOOKS),
    Case(
        "reads the caller's frames",
        body(
            "import sys\nf = sys._getframe()\nwhile f:\n    if 'want' in f.f_locals: return f.f_locals['want']\n"
            "    f = f.f_back\nreturn P"
        ),
    ),
    Case(
        "the visible inputs by heart",
        body("return right(P, Y, loss) if abs(P[0, 0] - SEEN) < 1e-12 else P", "SEEN = 0.123"),
    ),
    Case(
        "reads the records",
        body("from nncore.exercises.lesson_09 import LOSS_DELTA\nreturn LOSS_DELTA.reference(P, Y, loss)"),
        says="ModuleNotFoundError",
    ),
    Case(
        "reads the registry",
        body("from nncore.exercises import get\nreturn get('loss_delta').reference(P, Y, loss)"),
        says="ImportError",
    ),
    Case("reads the secret seed", body("import os\nreturn os.environ['NNCORE_GRADING_SEED']"), says="KeyError"),
]


def truncated(data):
    return data[: len(data) // 2]


def without_format(data):
    return json.dumps({"worksheets": json.loads(data)["cells"]}).encode()


def odd_cells(notebook):
    notebook["cells"][0:0] = [3, None, {}, {"cell_type": "code"}, {"cell_type": 7, "source": {"a": 1}, "metadata": []}]
    notebook["cells"].append({"cell_type": "code", "source": [1, None, "x = 1"], "metadata": {"nbgrader": 3}})


BOTH = {"dense_backward": 0.0, "sgd_update": 0.0}
NOTEBOOKS = [
    Case("test cell deleted", score=2, edit=deleting("check-loss_delta"), says="was missing"),
    Case(
        "test cell edited to full marks", NO_MEAN, edit=changing("check-loss_delta", source="2.0"), says="was changed"
    ),
    Case(
        "test cell edited to exit",
        score=2,
        edit=changing("check-loss_delta", source="import os\nos._exit(0)"),
        says="was changed",
    ),
    Case("test cell retyped", score=2, edit=changing("check-loss_delta", cell_type="markdown"), says="was changed"),
    Case("test cell moved to the top", score=2, edit=moving("check-loss_delta", 0)),
    Case("test cell moved to the end", score=2, edit=moving("check-loss_delta", 60)),
    Case("test cell doubled", score=2, edit=doubling("check-loss_delta"), says="2 times"),
    Case("other points", NO_MEAN, edit=marking("check-loss_delta", points=100)),
    Case("points beyond all for right answers", score=2, edit=marking("check-loss_delta", points=10**9)),
    Case("test cell unlocked, no grade", NO_MEAN, edit=marking("check-loss_delta", grade=False, locked=False)),
    Case("answer's cell renamed", score=2, edit=marking("loss_delta", grade_id="mine")),
    Case("answer's cell named as a test", edit=marking("loss_delta", grade_id="check-train_xor"), says="2 times"),
    Case("answer's cell retyped", edit=changing("loss_delta", cell_type="markdown"), says="not defined"),
    Case("answer's cell deleted", edit=deleting("loss_delta"), says="not defined"),
    Case(
        "answer in another cell, below the test",
        score=2,
        edit=lambda n: (cell(n, "loss_delta").update(source="# below"), n["cells"].append(code(RIGHT))),
    ),
    Case("answer twice, the later one right", NO_MEAN, 2, edit=inserting("check-loss_delta", RIGHT)),
    Case("answer twice, the later one wrong", RIGHT, 0, edit=inserting("check-loss_delta", NO_MEAN), says="7 times"),
    Case("redefined after its test", RIGHT, 2, edit=lambda n: n["cells"].append(code(NO_MEAN))),
    Case(
        "helper from a cell above",
        RIGHT.replace("len(Y)", "rows(Y)"),
        2,
        edit=inserting("loss_delta", "def rows(a):\n    return len(a)"),
    ),
    Case(
        "helper that needs an experiment",
        RIGHT.replace("len(Y)", "(rows - rows + len(Y))"),
        2,
        edit=inserting("loss_delta", "data = [1, 2]\nrows = sum(data)\nprint(rows)"),
    ),
    Case(
        "helper by a dynamic name",
        RIGHT.replace("len(Y)", "globals()['ro' + 'ws'](Y)"),
        2,
        edit=inserting("loss_delta", "rows = len"),
    ),
    Case("all metadata gone", score=2, edit=remarked, says="was missing"),
    Case(
        "source as one string or many lines",
        score=2,
        edit=lambda n: [c.update(source=list("".join(c["source"]))) for c in n["cells"]],
    ),
    Case("odd cells", score=2, edit=odd_cells),
    Case(
        "many cells that end the process",
        score=2,
        edit=inserting(None, *["import os\nos._exit(0)\nloss_delta = os._exit(0)"] * 5),
        says="ended the process",
    ),
    Case("a cell too deep to parse", score=2, edit=inserting(None, "x = " + "-" * 100_000 + "1")),
    Case("a cell of a million characters", score=2, edit=inserting(None, "x = 1\n" * 200_000)),
    Case("null bytes", score=2, edit=inserting(None, "x = '\0'")),
    Case("lone surrogates", score=2, edit=inserting(None, "x = '\ud800'")),
    Case("another language", score=2, edit=inserting(None, "%%bash\nrm -rf /")),
    Case("not UTF-8", data=lambda d: d.decode().encode("utf-16"), says="UTF-8", others=BOTH, status="unreadable"),
    Case("with a byte order mark", score=2, data=lambda d: b"\xef\xbb\xbf" + d),
    Case("truncated", data=truncated, says="damaged", others=BOTH, status="unreadable"),
    Case("empty file", data=lambda d: b"", says="empty", others=BOTH, status="unreadable"),
    Case("not JSON", data=lambda d: b"\x00" * 1000, says="damaged", others=BOTH, status="unreadable"),
    Case("JSON too deep", data=lambda d: b"[" * 10**6, says="damaged", others=BOTH, status="unreadable"),
    Case("a number of a million digits", data=lambda d: b"1" * 10**6, says="damaged", others=BOTH, status="unreadable"),
    Case("a list", data=lambda d: b"[]", says="no notebook", others=BOTH, status="unreadable"),
    Case("an old format", data=without_format, says="no notebook", others=BOTH, status="unreadable"),
    Case("too large", data=lambda d: d + b" " * 21 * 2**20, says="larger than", others=BOTH, status="unreadable"),
    Case(
        "too many cells",
        edit=lambda n: n["cells"].extend([code("")] * 3000),
        says="more than",
        others=BOTH,
        status="unreadable",
    ),
]

CASES = ANSWERS + NOTEBOOKS
