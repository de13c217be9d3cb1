"""The secret seed of the hidden tests.

Students can read the visible checks and guess their inputs; the hidden tests draw theirs from a seed
that only the teacher's machine holds, in a git-ignored file.
"""

import os
import secrets
from pathlib import Path

VARIABLE = "NNCORE_GRADING_SEED"


def grading_seed(file: Path) -> str:
    """Read the secret seed, or make it at first use.

    Parameters
    ----------
    file : Path
        Where it is kept; readable by its owner only.

    Returns
    -------
    str
        A whole number of up to 128 bits, in decimal digits.

    Raises
    ------
    ValueError
        If the file holds something else.
    OSError
        If it can be neither read nor made.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _create(file, str(secrets.randbits(128)))
    seed = file.read_text().strip()
    if not seed.isdecimal():
        raise ValueError(f"{file} does not hold a whole number; remove it, and the next run makes a new seed")
    return seed


def _create(file: Path, seed: str) -> None:
    """Write the file in one step: of two processes that start at once, one wins and both agree."""
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(seed + "\n")
    try:
        os.link(temporary, file)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def show_seed(file: Path, **_: object) -> None:
    """Put the seed into the environment of the kernels that nbgrader starts from now on.

    Parameters
    ----------
    file : Path
        Where the seed is kept.
    **_ : object
        What nbgrader tells its hooks.

    Raises
    ------
    SystemExit
        If there is no seed: nbgrader would swallow any other error and grade without it.
    """
    try:
        os.environ[VARIABLE] = grading_seed(file)
    except (OSError, ValueError) as error:
        raise SystemExit(f"nothing was graded: no secret seed for the hidden tests ({error})") from error


def hide_seed(**_: object) -> None:
    """Take the seed out of the environment again.

    Parameters
    ----------
    **_ : object
        What nbgrader tells its hooks.
    """
    os.environ.pop(VARIABLE, None)
