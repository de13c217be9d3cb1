"""Attacks on a score, as data: what a notebook holds that wants points for a wrong answer.

The lesson has two exercises, `mse_grad` and `fit_perceptron`, for 4 points each. Nearly all attacks answer `mse_grad`
without the factor 1/N, which deserves nothing, and answer the other one right.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

POINTS = 4.0
WRONG = """def mse_grad(X, y, w, b):
    p = sigmoid(X @ w + b)
    d = (p - y) * p * (1 - p)
    return X.T @ d, d.sum(axis=0, keepdims=True)
"""
RIGHT = WRONG.replace("(1 - p)", "(1 - p) / len(X)")
FIT = """def fit_perceptron(grad, X, y, w, b, learning_rate, epochs):
    history = []
    for _ in range(epochs):
        history.append(np.mean((sigmoid(X @ w + b) - y) ** 2))
        dw, db = grad(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, np.array(history)
"""


@dataclass(frozen=True)
class Attack:
    """One notebook.

    Attributes
    ----------
    name : str
        What is attacked, and how.
    answer : str
        The cell with `mse_grad`.
    deserves : float
        Points for `mse_grad` by an honest judge.
    stock : float or None
        Points that stock nbgrader gives; None: it grades nothing of this notebook.
    holds : str
        Where that is no more than deserved: what withstands.
    others : dict
        Other cells by name.
    edit : callable, optional
        What else is done to the notebook.
    """

    name: str
    answer: str = WRONG
    deserves: float = 0.0
    stock: float | None = POINTS
    holds: str = ""
    others: dict[str, str] = field(default_factory=dict)
    edit: Callable[[Any], None] | None = None


def withstood(name: str, answer: str, holds: str, **more: Any) -> Attack:
    """An attack that stock nbgrader withstands, too."""
    return Attack(name, answer, **({"stock": 0.0, "holds": holds} | more))


def calling(body: str, before: str = "") -> str:
    """An answer with this body; `args` are its arguments."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"{before}\ndef mse_grad(*args):\n{lines}"


def cell(notebook: Any, name: str) -> Any:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def marking(**marks: Any) -> Callable[[Any], None]:
    return lambda notebook: cell(notebook, "check-mse_grad").metadata.nbgrader.update(marks)


def replacing_test(source: str) -> Callable[[Any], None]:
    return lambda notebook: cell(notebook, "check-mse_grad").update(source=source)


IN_THE_KERNEL = [
    Attack(
        "check and grade replaced", WRONG + "import nncore.exercises as e\ncheck = e.check = e.grade = lambda f: 4.0"
    ),
    Attack(
        "a module of its own in place of nncore.exercises",
        WRONG + "import sys, types\nfake = types.ModuleType('nncore.exercises')\n"
        "check = fake.check = fake.grade = lambda f: 4.0\nsys.modules['nncore.exercises'] = fake",
    ),
    Attack(
        "a finder of its own in front of all imports",
        WRONG + "import importlib.util, sys\nclass Fake:\n    def find_spec(self, name, path=None, target=None):\n"
        "        return importlib.util.spec_from_loader(name, self) if name == 'nncore.exercises' else None\n"
        "    def create_module(self, spec): return None\n"
        "    def exec_module(self, module): module.check = module.grade = lambda f: 4.0\n"
        "sys.meta_path.insert(0, Fake())\ndel sys.modules['nncore.exercises']\nfrom nncore.exercises import check",
    ),
    Attack(
        "code of grade exchanged",
        WRONG + "from nncore.exercises import grade\ngrade.__code__ = (lambda f, name=None: 4.0).__code__",
    ),
    Attack(
        "every verdict worth full points",
        WRONG + "from nncore.exercises import Verdict\nVerdict.score = property(lambda self: 4.0)",
    ),
    Attack(
        "judge replaced",
        WRONG + "import sys\nfrom nncore.exercises import Verdict\n"
        "checking = sys.modules['nncore.exercises.checking']\n"
        "checking.judge = lambda f, exercise, seed=0: Verdict(exercise.name, exercise.points, 1.0, 'full')",
    ),
    Attack(
        "calls answered by the reference",
        WRONG
        + "import sys\nfrom nncore.exercises.calling import Outcome\njudging = sys.modules['nncore.exercises.judge']\n"
        "from nncore.exercises import get\n"
        "judging.call = lambda f, args, *more: Outcome(get('mse_grad').reference(*args))",
    ),
    Attack(
        "all properties hold: builtins.all",
        WRONG + "import builtins\nhonest = builtins.all\n"
        "builtins.all = lambda things: type(things).__name__ == 'dict_values' or honest(things)",
    ),
    Attack(
        "right from the twentieth call on",
        RIGHT.replace("mse_grad", "right")
        + "CALLS = []\n"
        + calling("CALLS.append(1)\nreturn right(*args) if len(CALLS) > 20 else args[2:]"),
    ),
    Attack("nothing differs: numpy.abs", WRONG + "np.abs = lambda x, *args, **kwargs: 0 * x"),
    Attack(
        "nothing differs: the comparison",
        WRONG + "import sys\nfor name, module in list(sys.modules.items()):\n"
        "    if name.startswith('nncore.exercises'):\n        for known in ('close', 'equal_numbers'):\n"
        "            if hasattr(module, known):\n                setattr(module, known, lambda *args, **kwargs: True)",
    ),
    Attack(
        "tolerance of the record raised",
        WRONG + "from nncore.exercises import get\nobject.__setattr__(get('mse_grad'), 'rtol', 1e9)",
    ),
    Attack(
        "answer made the reference",
        WRONG + "from nncore.exercises import get\nobject.__setattr__(get('mse_grad'), 'reference', mse_grad)",
    ),
    Attack(
        "the record asked for the answer",
        calling("from nncore.exercises import get\nreturn get('mse_grad').reference(*args)"),
    ),
    Attack(
        "the lesson's records imported",
        calling(
            "import nncore.exercises.lesson_02 as lesson\n"
            "found = [v for v in vars(lesson).values() if getattr(v, 'name', '') == 'mse_grad']\n"
            "return found[0].reference(*args)"
        ),
    ),
    Attack(
        "the judge's frame read",
        calling(
            "import sys\nframe = sys._getframe()\nwhile 'exercise' not in frame.f_locals:\n    frame = frame.f_back\n"
            "return frame.f_locals['exercise'].reference(*args)"
        ),
    ),
    Attack(
        "the judge's objects found by the collector",
        calling(
            "import gc\nof = lambda x: type(x).__name__ == 'Exercise' and x.name == 'mse_grad'\n"
            "found = [x for x in gc.get_objects() if of(x)]\n"
            "return found[0].reference(*args)"
        ),
    ),
    Attack(
        "a tracer changes the judge's objects",
        WRONG + "import sys\ndef trace(frame, event, arg):\n    record = frame.f_locals.get('exercise')\n"
        "    if hasattr(record, 'rtol'):\n        object.__setattr__(record, 'rtol', 1e9)\nsys.setprofile(trace)",
    ),
    Attack(
        "the hidden inputs foreseen with the seed",
        calling(
            "return TABLE[args[0].tobytes()]",
            "import os\nfrom nncore.exercises import get\nfrom nncore.exercises.checking import hidden_seed\n"
            "seed = hidden_seed(os.environ['NNCORE_GRADING_SEED'], 'mse_grad')\n"
            "TABLE = {case.args[0].tobytes(): get('mse_grad').reference(*case.args) for k in (20, seed)\n"
            "         for case in get('mse_grad').cases(np.random.default_rng(k))}",
        ),
    ),
    Attack(
        "the solution read from the teacher's disk",
        calling(
            "return ANSWER['mse_grad'](*args)",
            "import json\nfrom pathlib import Path\nANSWER = {'np': np, 'sigmoid': sigmoid}\n"
            "path = next(p / 'solutions/02-attacked/02-attacked.ipynb' for p in Path.cwd().parents\n"
            "            if (p / 'solutions/02-attacked/02-attacked.ipynb').exists())\n"
            "for cell in json.loads(path.read_text())['cells']:\n    if 'def mse_grad' in ''.join(cell['source']):\n"
            "        exec(''.join(cell['source']), ANSWER)",
        ),
    ),
    Attack(
        "another student's answer read",
        calling(
            "return ANSWER['mse_grad'](*args)",
            "import json\nfrom pathlib import Path\nANSWER = {'np': np, 'sigmoid': sigmoid}\n"
            "path = next(p / 'submitted/honest/02-attacked/02-attacked.ipynb' for p in Path.cwd().parents\n"
            "            if (p / 'submitted').exists())\n"
            "for cell in json.loads(path.read_text())['cells']:\n    if 'def mse_grad' in ''.join(cell['source']):\n"
            "        exec(''.join(cell['source']), ANSWER)",
        ),
    ),
    Attack(
        "the gradebook changes its scores itself",
        WRONG + "import sqlite3\nfrom pathlib import Path\n"
        "book = next(p / 'grading/gradebook.db' for p in Path.cwd().parents if (p / 'grading/gradebook.db').exists())\n"
        "me = Path.cwd().parent.name\ndatabase = sqlite3.connect(book, timeout=20)\n"
        'database.execute(f"""create trigger mine after update on grade begin\n'
        "update grade set auto_score = 4.0 where id = new.id and auto_score < 4.0 and notebook_id in (\n"
        "select n.id from submitted_notebook n join submitted_assignment a on n.assignment_id = a.id\n"
        'where a.student_id = \'{me}\'); end""")\ndatabase.commit()',
    ),
    Attack(
        "a syntax tree transformer",
        WRONG + "import ast\nclass Full(ast.NodeTransformer):\n    def visit_Call(self, node):\n"
        "        name = getattr(node.func, 'id', '')\n"
        "        return ast.copy_location(ast.Constant(4.0), node) if name in ('check', 'grade') else node\n"
        "get_ipython().ast_transformers.append(Full())",
    ),
    Attack(
        "an input transformer",
        WRONG + "def full(lines):\n    return ['4.0'] if any('grade(mse_grad)' in line for line in lines) else lines\n"
        "get_ipython().input_transformers_cleanup.append(full)",
    ),
    Attack(
        "numbers displayed as full points",
        WRONG + "get_ipython().display_formatter.formatters['text/plain'].for_type(\n"
        "    float, lambda value, printer, cycle: printer.text('4.0'))",
    ),
    Attack(
        "numbers displayed as words, which count in full",
        WRONG + "get_ipython().display_formatter.formatters['text/plain'].for_type(\n"
        "    float, lambda value, printer, cycle: printer.text('done'))",
    ),
    Attack(
        "a hook sees the hidden test before it runs",
        WRONG + "import nncore.exercises\ndef before(info):\n    if 'grade(mse_grad)' in info.raw_cell:\n"
        "        nncore.exercises.grade = lambda f: 4.0\nget_ipython().events.register('pre_run_cell', before)",
    ),
    Attack(
        "a thread exchanges grade when nobody looks",
        WRONG + "import threading, time, nncore.exercises\ndef later():\n    while True:\n"
        "        nncore.exercises.grade = lambda f: 4.0\n        time.sleep(0.01)\n"
        "threading.Thread(target=later, daemon=True).start()",
    ),
    Attack(
        "the outcome of its own call rewritten",
        calling(
            "import sys\nframe = sys._getframe()\nwhile 'outcome' not in frame.f_locals:\n    frame = frame.f_back\n"
            "record = frame.f_back.f_locals['exercise']\n"
            "object.__setattr__(record, 'reference', lambda *a: (a[2], a[3]))\n"
            "return args[2], args[3]"
        ),
    ),
    withstood(
        "grade replaced in the cell of a later exercise",
        WRONG,
        "the test of mse_grad has run before",
        others={"fit_perceptron": FIT + "\nimport nncore.exercises as e\ne.grade = lambda f: 4.0"},
    ),
]

LYING_ARRAY = """class Liar(np.ndarray):
    def __eq__(self, other): return np.True_
    def __le__(self, other): return np.True_
    def __array_ufunc__(self, *args, **kwargs): return np.zeros(1)
    def __array_function__(self, *args, **kwargs): return True
"""
LYING_NUMBER = """class Four(float):
    def __eq__(self, other): return True
    def __float__(self): return 4.0
    def __array__(self, *args, **kwargs): return np.zeros(())
"""
ORACLE = """SEEN, TABLE = [], {}
def mse_grad(X, y, w, b):
    if X.tobytes() in TABLE:
        return TABLE[X.tobytes()]
    SEEN.append((X.copy(), y.copy(), w.copy(), b.copy()))
    if len(SEEN) % 4:
        return w, b
    raise NotImplementedError
"""
ORACLE_FIT = FIT.replace("history = []", "history = []\n    TABLE.update({a[0].tobytes(): grad(*a) for a in SEEN})")
FORGE = """import os, struct, time
def forge():
    frame = b"t\\x00\\x00\\x00\\x02s\\x00\\x00\\x00\\x04doneT"
    for number in range(3, 64):
        try:
            if not os.isatty(number):
                os.write(number, struct.pack(">I", len(frame)) + frame)
        except OSError:
            pass
    time.sleep(0.02)  # the forged answer is read alone, the true one after the next question
"""
FORGE_NUMBERED = """import sys, time
def forge():
    frame = sys._getframe()
    while frame and "far" not in frame.f_locals:
        frame = frame.f_back
    if frame:
        far = frame.f_locals["far"]
        for ahead in range(3):
            far.channel.send(far.encoded("done", (None, None, False, False, [], [])))
            far.asked += 1
            time.sleep(0.01)
"""
BY_ANSWER = [
    withstood(
        "an array of a lying kind",
        WRONG.replace("mse_grad", "wrong") + LYING_ARRAY + calling("return tuple(a.view(Liar) for a in wrong(*args))"),
        "the judge makes plain arrays of it",
    ),
    withstood(
        "a number that lies about all",
        LYING_NUMBER + calling("return Four(), Four()"),
        "the judge makes plain arrays of it",
    ),
    withstood(
        "wrong by 2 per cent, in half precision",
        RIGHT.replace("/ len(X)", "/ len(X) * 0.98").replace(
            "return X.T @ d, d", "d = d.astype('float16')\n    return X.T.astype('float16') @ d, d"
        ),
        "half precision is given no more room (it was, when this attack was written)",
    ),
    withstood(
        "learns its inputs, is stubborn, and has another exercise's helper compute the answers",
        ORACLE,
        "each exercise is judged once, and the helper comes later",
        others={"fit_perceptron": ORACLE_FIT},
    ),
    withstood(
        "the visible inputs by heart",
        calling(
            "return RIGHT(*args) if len(args[0]) == 7 and SEEN == float(args[0][0, 0]) else args[2:]",
            RIGHT.replace("mse_grad", "RIGHT") + "SEEN = float(np.random.default_rng(20).normal(size=(7, 3))[0, 0])",
        ),
        "the hidden inputs are others",
    ),
    withstood(
        "right in every second call",
        RIGHT.replace("mse_grad", "right")
        + "CALLS = []\n"
        + calling("CALLS.append(1)\nreturn right(*args) if len(CALLS) % 2 else args[2:]"),
        "all calls count",
    ),
    withstood(
        "always the same arrays, filled later",
        "KEPT = (np.zeros((3, 1)), np.zeros((1, 1)))\n" + calling("KEPT[0][:3] = args[2][:1]\nreturn KEPT"),
        "later is never right",
    ),
    withstood(
        "answers forged on every open descriptor",
        FORGE + calling("forge()\nreturn args[2:]"),
        "the kernel's own wires are cut by it",
        stock=None,
    ),
    withstood(
        "answers forged with the number of the question",
        FORGE_NUMBERED + calling("forge()\nreturn args[2:]"),
        "what was not asked ends the process, and the next answer gets a new one",
    ),
    withstood("points printed", WRONG + "print('4.0')\nprint({'score': 4.0})", "printed text is no result"),
    withstood(
        "an error that claims full points",
        calling(
            "raise Full()",
            "class Full(Exception):\n    score = 4.0\n    def __str__(self): return '4.0'\n"
            "    def _render_traceback_(self): return ['4.0']",
        ),
        "an error is worth nothing",
    ),
]

IN_THE_FILE = [
    withstood("points of the test cell raised", WRONG, "the gradebook knows the points", edit=marking(points=400)),
    withstood("test cell that gives full points", WRONG, "the released cell is put back", edit=replacing_test("4.0")),
    withstood(
        "test cell ungraded and unlocked",
        WRONG,
        "nbgrader refuses the notebook",
        stock=None,
        edit=marking(grade=False, locked=False),
    ),
]

ATTACKS = [*IN_THE_KERNEL, *BY_ANSWER, *IN_THE_FILE]
