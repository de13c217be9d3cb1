import numpy as np
import pytest

from nncore.data import load_california_housing
from nncore.data.housing import _tidy

MEANS = [3.870671, 28.639486, 5.429000, 1.096675, 1425.476744, 3.070655, 35.631861, -119.569704]
STDS = [1.899776, 12.585253, 2.474113, 0.473899, 1132.434688, 10.385798, 2.135901, 2.003483]
MINIMA = [0.4999, 1, 0.846154, 0.333333, 3, 0.692308, 32.54, -124.35]
MAXIMA = [15.0001, 52, 141.909091, 34.066667, 35682, 1243.333333, 41.95, -114.31]


def test_the_real_table(real_data, capsys):
    data = load_california_housing(download=False)
    assert data.X.shape == (20640, 8)
    assert data.y.shape == (20640, 1)
    assert data.feature_names == (
        "MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude",
    )  # fmt: skip
    np.testing.assert_allclose(data.X.mean(axis=0), MEANS, atol=6e-7)
    np.testing.assert_allclose(data.X.std(axis=0), STDS, atol=6e-7)
    np.testing.assert_allclose(data.X.min(axis=0), MINIMA, atol=6e-7)
    np.testing.assert_allclose(data.X.max(axis=0), MAXIMA, atol=6e-7)
    np.testing.assert_allclose(data.X[0], [8.3252, 41, 6.984127, 1.023810, 322, 2.555556, 37.88, -122.23], atol=5e-7)
    assert data.y[0, 0] == pytest.approx(4.526)
    assert data.y.mean() == pytest.approx(2.068558, abs=5e-7)
    assert data.y.std() == pytest.approx(1.153928, abs=5e-7)
    assert (data.y.min(), data.y.max()) == (0.14999, 5.00001)
    assert not data.synthetic
    assert "SYNTHETIC" not in repr(data) + data.label
    assert capsys.readouterr().out == ""


def test_ordinary_least_squares(real_data):
    data = load_california_housing(download=False)
    A = np.column_stack([np.ones(len(data.X)), data.X])
    theta, *_ = np.linalg.lstsq(A, data.y, rcond=None)
    mse = ((A @ theta - data.y) ** 2).mean()
    assert mse == pytest.approx(0.524321, abs=5e-7)
    assert 1 - mse / data.y.var() == pytest.approx(0.606233, abs=5e-7)
    assert theta[0, 0] == pytest.approx(-36.94192, abs=5e-5)


def test_damaged_file_is_refused(tmp_path, monkeypatch):
    (tmp_path / "cal_housing.data").write_text("-122.23,37.88,41,880,129,322,126,8.3252,452600\n")
    monkeypatch.setenv("NNCORE_DATA", str(tmp_path))
    with pytest.raises(ValueError, match=r"cal_housing\.data is damaged.*a2b44dcc.*found"):
        load_california_housing()


def test_the_copies_of_other_mirrors_become_the_same_bytes(real_data):
    content = (real_data / "california_housing" / "cal_housing.data").read_bytes()
    assert _tidy(content) == content
    assert _tidy(b"longitude,latitude,...\n" + content) == content
    assert _tidy(content.replace(b"\n", b"\r\n")[:-2]) == content


def test_offline_the_table_is_called_synthetic(offline, capsys):
    data = load_california_housing()
    notice = capsys.readouterr().out
    assert notice.count("\n") == 1
    assert "SYNTHETIC" in notice
    assert data.synthetic
    assert data.label.startswith("SYNTHETIC")
    assert data.source.startswith("SYNTHETIC")
    assert "SYNTHETIC" in repr(data)
    assert data.X.shape == (20640, 8)
    assert data.y.shape == (20640, 1)
    assert np.isfinite(data.X).all()
    assert data.y.min() >= 0.14999
    assert data.y.max() <= 5.00001
    np.testing.assert_array_equal(data.X, load_california_housing().X)


def test_synthetic_table_can_be_learnt_from(offline):
    """A straight line explains some of it, not all: the lab's experiments still show something."""
    data = load_california_housing()
    A = np.column_stack([np.ones(len(data.X)), data.X])
    theta, *_ = np.linalg.lstsq(A, data.y, rcond=None)
    r2 = 1 - ((A @ theta - data.y) ** 2).mean() / data.y.var()
    assert 0.4 < r2 < 0.8
