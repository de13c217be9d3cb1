"""Truth tables of two inputs: four rows, one output."""

import numpy as np

_INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))

#: Outputs for the rows (0,0), (0,1), (1,0), (1,1), by the name of the gate.
GATES: dict[str, tuple[int, int, int, int]] = {
    "and": (0, 0, 0, 1),
    "or": (0, 1, 1, 1),
    "nand": (1, 1, 1, 0),
    "nor": (1, 0, 0, 0),
    "xor": (0, 1, 1, 0),
    "xnor": (1, 0, 0, 1),
    "not_x1_and_x2": (0, 1, 0, 0),
    "x1_and_not_x2": (0, 0, 1, 0),
}


def load_gate(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Truth table of a logic gate, as training data.

    Parameters
    ----------
    name : str
        One of `GATES`: "and", "or", "nand", "nor", "xor", "xnor", and the two asymmetric ones
        "not_x1_and_x2" and "x1_and_not_x2". Capital letters are accepted.

    Returns
    -------
    X : ndarray, shape (4, 2), float64
        The inputs (0,0), (0,1), (1,0), (1,1), one a row.
    Y : ndarray, shape (4, 1), float64
        The gate's output for each row, 0 or 1.

    Raises
    ------
    ValueError
        If there is no gate of that name.

    Source: slides 000, "OR, AND, NOT"; 002, "Cổng logic".
    """
    key = name.lower()
    if key not in GATES:
        raise ValueError(f"there is no gate {name!r}; there are {', '.join(GATES)}")
    X = np.array(_INPUTS, dtype=np.float64)
    Y = np.array(GATES[key], dtype=np.float64).reshape(4, 1)
    return X, Y
