import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import nncore as nn

LOSSES = {
    "mse": (nn.mse, nn.mse_grad),
    "binary": (nn.binary_cross_entropy, nn.binary_cross_entropy_grad),
    "softmax": (nn.softmax_cross_entropy, nn.softmax_cross_entropy_grad),
}
each_loss = pytest.mark.parametrize(("value", "grad"), LOSSES.values(), ids=LOSSES)
SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=6)


def some_rows(rng, shape):
    P = rng.random(shape) + 0.01
    return P / P.sum(axis=1, keepdims=True)


@each_loss
@given(shape=SHAPES, seed=st.integers(0, 10**6))
def test_gradient_is_that_of_the_value(value, grad, shape, seed):
    rng = np.random.default_rng(seed)
    Z, Y = rng.normal(0, 3, shape), some_rows(rng, shape)
    for numerical, rtol, atol in ((nn.complex_step_gradient, 1e-12, 1e-15), (nn.numerical_gradient, 1e-5, 1e-9)):
        np.testing.assert_allclose(grad(Z, Y), numerical(lambda z: value(z, Y), Z), rtol, atol)


@pytest.mark.parametrize("output", ["identity", "sigmoid", "tanh", "relu", "elu", "swish", "mish", "softmax"])
@given(shape=SHAPES, seed=st.integers(0, 10**6))
def test_mse_gradient_goes_through_the_output(output, shape, seed):
    rng = np.random.default_rng(seed)
    Z, Y = rng.normal(0, 2, shape), rng.normal(0, 2, shape)
    expected = nn.complex_step_gradient(lambda z: nn.mse(z, Y, output), Z)
    np.testing.assert_allclose(nn.mse_grad(Z, Y, output), expected, rtol=1e-11, atol=1e-14)


@each_loss
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@given(data=st.data())
def test_extreme_logits_are_finite_and_silent(value, grad, dtype, data):
    limit = 1e300 if dtype is np.float64 else float(np.finfo(np.float32).max)
    elements = st.floats(-limit, limit, width=np.dtype(dtype).itemsize * 8)
    Z = data.draw(hnp.arrays(dtype, SHAPES, elements=elements))
    Y = np.eye(max(Z.shape), dtype=dtype)[: len(Z), : Z.shape[1]]
    Y[:, 0] += 1 - Y.sum(axis=1)
    output = ("sigmoid",) if value is nn.mse else ()
    with warnings.catch_warnings(), np.errstate(over="raise", invalid="raise", divide="raise"):
        warnings.simplefilter("error")
        J, D = value(Z, Y, *output), grad(Z, Y, *output)
    assert isinstance(J, float)
    assert math.isfinite(J)
    assert J >= 0
    assert D.dtype == dtype
    assert D.shape == Z.shape
    assert np.isfinite(D).all()


def test_values_worked_out_by_hand():
    assert nn.mse([[1.0, 2.0], [3.0, 4.0]], [[0.0, 2.0], [3.0, 1.0]]) == (1 + 9) / 4
    assert nn.binary_cross_entropy([[0.0]], [[1.0]]) == pytest.approx(math.log(2))
    assert nn.binary_cross_entropy([[-10.0]], [[1.0]]) == pytest.approx(10 + math.log1p(math.exp(-10)))
    assert nn.softmax_cross_entropy(np.zeros((3, 10)), nn.one_hot([1, 2, 3], 10)) == pytest.approx(math.log(10))
    assert nn.binary_cross_entropy([[1e300]], [[0.0]]) == 1e300
    assert nn.softmax_cross_entropy([[-1e300, 1e300]], [[1.0, 0.0]]) == 2e300
    assert nn.binary_cross_entropy_grad([[-10.0]], [[1.0]])[0, 0] == pytest.approx(-0.9999546)


def test_square_beyond_the_range_of_floats_is_infinite_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert nn.mse([[1e300]], [[0.0]]) == math.inf
        assert nn.mse_grad([[1e300]], [[0.0]]) == 1e300


@each_loss
def test_mean_over_the_rows(value, grad):
    Z, Y = np.array([[0.3, -1.0]]), np.array([[0.25, 0.75]])
    assert value(np.repeat(Z, 7, 0), np.repeat(Y, 7, 0)) == pytest.approx(value(Z, Y))
    np.testing.assert_allclose(grad(np.repeat(Z, 7, 0), np.repeat(Y, 7, 0)), np.repeat(grad(Z, Y), 7, 0) / 7)


@each_loss
@pytest.mark.parametrize(
    ("Z", "Y", "message"),
    [
        (np.zeros((0, 3)), np.zeros((0, 3)), r"Z has shape \(0, 3\); \(N, K\) with at least one row"),
        (np.zeros(3), np.zeros(3), r"Z has shape \(3,\); \(N, K\)"),
        (np.zeros((2, 3)), np.zeros((2, 2)), r"Y has shape \(2, 2\); the predictions have shape \(2, 3\)"),
        (np.zeros((2, 3)), np.array([0, 2]), r"Y has shape \(2,\).*one_hot\(y, n_classes\)"),
        ([[0.0, math.nan]], [[0.0, 1.0]], r"Z must be finite, but Z\[0, 1\] is nan"),
        ([[0.0, 0.0], [math.inf, 1]], np.eye(2), r"Z must be finite, but Z\[1, 0\] is inf"),
        ([[0.0, 0.0]], [[math.nan, 1.0]], r"Y must be finite, but Y\[0, 0\] is nan"),
        ([[0.0, 0.0]], [["a", "b"]], r"Y holds values of type <U1; numbers are needed"),
    ],
)
def test_bad_input_is_named(value, grad, Z, Y, message):
    for f in (value, grad):
        with pytest.raises(ValueError, match=message):
            f(Z, Y)


def test_targets_out_of_range_are_named():
    for f in LOSSES["binary"]:
        with pytest.raises(
            ValueError, match=r"binary_cross_entropy needs Y from 0 to 1, but Y ranges from -1\.0 to 1\.0"
        ):
            f([[0.0], [0.0]], [[-1], [1]])
    for f in LOSSES["softmax"]:
        with pytest.raises(ValueError, match="rows of Y with sum 1, but row 1 has sum 2"):
            f(np.zeros((2, 2)), [[1, 0], [1, 1]])


def test_inputs_stay_as_they_are():
    rng = np.random.default_rng(0)
    Z, Y = rng.normal(size=(4, 3)), some_rows(rng, (4, 3))
    Z0, Y0 = Z.copy(), Y.copy()
    for value, grad in LOSSES.values():
        value(Z, Y), grad(Z, Y)
    np.testing.assert_array_equal(Z, Z0)
    np.testing.assert_array_equal(Y, Y0)


def test_one_hot():
    assert nn.one_hot([], 3).shape == (0, 3)
    assert nn.one_hot(np.array([1.0, 0.0]), 2).tolist() == [[0, 1], [1, 0]]
    for y, message in [
        ([0, 3], r"y\[1\] is 3; whole numbers from 0 to 2"),
        ([-1], r"y\[0\] is -1;"),
        ([0.5], r"y\[0\] is 0.5;"),
        ([0, math.nan], r"y\[1\] is nan;"),
        ([[1], [2]], r"y has shape \(2, 1\); labels of shape \(N,\)"),
    ]:
        with pytest.raises(ValueError, match=message):
            nn.one_hot(y, 3)
