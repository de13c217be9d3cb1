"""What a student is told comes from a process that has not seen the hidden inputs."""

import json
import re
from typing import Any

import numpy as np
import pytest
from attacks import FIT, WRONG

from nncore.classroom.sandbox import Grader
from nncore.exercises import get
from nncore.exercises.checking import hidden_seed

KEEP = "SEEN = []\n" + WRONG.replace("    p =", "    SEEN.append(float(X.flat[0]))\n    p =", 1)
WAYS = {
    "in an error": KEEP.replace("    p =", "    if SEEN[8:]:\n        raise ValueError(repr(SEEN))\n    p =", 1),
    "in the numbers of a picture": KEEP.replace("return X.T @ d", "return X.T @ d * 0 + SEEN[0]"),
    "in a missing function's error": KEEP,
    "in the name of a type": KEEP,
}
LATER = {
    "in a missing function's error": "fit_perceptron = {}[repr(SEEN)]",
    "in the name of a type": "fit_perceptron = type('x' + (SEEN and SEEN[0].hex() or '').translate("
    "{45: 'm', 46: 'p', 43: 'q'}), (), {})()",
}


def hidden_numbers(seed: str) -> list[float]:
    rng = np.random.default_rng(hidden_seed(seed, "mse_grad"))
    return [float(case.args[0].flat[0]) for case in get("mse_grad").cases(rng)]


@pytest.mark.parametrize("way", WAYS)
def test_no_hidden_input_gets_out(way: str, grader: Grader, handed_in: dict[str, Any]) -> None:
    notebook = json.loads(json.dumps(handed_in["honest"]))
    cells = {c["metadata"].get("nbgrader", {}).get("grade_id"): c for c in notebook["cells"]}
    cells["mse_grad"]["source"] = WAYS[way]
    cells["fit_perceptron"]["source"] = LATER.get(way, FIT)
    said = grader.grade(json.dumps(notebook).encode()).to_json()
    for number in hidden_numbers(grader.seed):
        assert f"{number:.4f}"[:7] not in said
        assert number.hex().translate({45: "m", 46: "p", 43: "q"}) not in said
    assert re.search("mse_grad", said)
