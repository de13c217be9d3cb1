import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import nncore

ROOT = Path(__file__).parents[2]
MODULES = ("activations", "losses", "network", "optimizers", "training", "gradcheck", "metrics")


def test_importing_brings_numpy_and_nothing_else_heavy():
    heavy = [
        "matplotlib",
        "pandas",
        "scipy",
        "sklearn",
        "tqdm",
        "pooch",
        "IPython",
        "ipywidgets",
        "nbformat",
        "mlxtend",
    ]
    code = f"import sys, nncore; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert nncore.__version__ == project["project"]["version"]


def test_every_public_name_is_documented_with_its_source():
    for name in nncore.__all__:
        thing = getattr(nncore, name)
        doc = inspect.getdoc(thing)
        assert doc, name
        if inspect.isfunction(thing) or (inspect.isclass(thing) and name not in RECORDS):
            assert re.search(r"Source: (slides 00[0-4]|not in the slides)", doc), name


RECORDS = {"Activation", "History", "GradientReport", "ParameterCheck"}


def test_no_module_of_the_library_imports_a_higher_floor():
    for module in MODULES:
        source = (ROOT / "nncore" / f"{module}.py").read_text(encoding="utf-8")
        imported = re.findall(r"^\s*(?:from|import) nncore(?:\.(\w+))?", source, re.MULTILINE)
        assert set(imported) <= set(MODULES), module
