import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import nncore as nn
from nncore.activations import ACTIVATIONS

ELEMENTWISE = [a for name, a in ACTIVATIONS.items() if name != "softmax"]
FUNCTIONS = [f for a in ELEMENTWISE for f in (a.f, a.grad)]
EXTREMES = [0.0, -0.0, 1e-300, 36.7, 37.0, 88.7, 103.0, 354.0, 355.0, 709.7, 745.2, 1e4, 1e19, 1e154, 1e300]
LARGEST32 = float(np.finfo(np.float32).max)


def by_name(f):
    return f.__name__


def finite(dtype, shape):
    limit = 1e300 if dtype is np.float64 else LARGEST32
    width = 64 if dtype is np.float64 else 32
    return hnp.arrays(dtype, shape, elements=st.floats(-limit, limit, width=width))


def without_floating_point_errors(f, *args):
    with warnings.catch_warnings(), np.errstate(over="raise", invalid="raise", divide="raise"):
        warnings.simplefilter("error")
        return f(*args)


@pytest.mark.parametrize("f", FUNCTIONS, ids=by_name)
@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=by_name)
@given(data=st.data())
def test_finite_input_gives_finite_output_of_the_same_shape_and_type(f, dtype, data):
    z = data.draw(finite(dtype, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0)))
    before = z.copy()
    a = without_floating_point_errors(f, z)
    assert np.shape(a) == z.shape
    assert a.dtype == dtype
    assert np.isfinite(a).all()
    np.testing.assert_array_equal(z, before)


@pytest.mark.parametrize("f", FUNCTIONS, ids=by_name)
def test_extremes(f):
    z = np.array(EXTREMES)
    for values in (np.concatenate([-z, z]), np.array([-LARGEST32, LARGEST32, -104, 104], np.float32)):
        a = without_floating_point_errors(f, values)
        assert np.isfinite(a).all()
        assert a.dtype == values.dtype


@pytest.mark.parametrize("f", FUNCTIONS, ids=by_name)
def test_numbers_lists_and_integers_become_float64(f):
    for z in (0.5, 2, True, np.float64(-3.0), [1, -2], [[0.5]], np.array([3, -4], np.int8)):
        a = without_floating_point_errors(f, z)
        assert np.shape(a) == np.shape(z)
        assert np.asarray(a).dtype == np.float64
        np.testing.assert_array_equal(a, f(np.asarray(z, float)))


@pytest.mark.parametrize("f", [*FUNCTIONS, nn.softmax], ids=by_name)
@pytest.mark.parametrize("z", ["text", None, [None, 1], [[1, 2], [3]]], ids=repr)
def test_what_is_no_number_is_refused(f, z):
    with pytest.raises(ValueError, match=r"numbers are needed|inhomogeneous"):
        f(z)


@pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda a: a.name)
@given(z=st.floats(-40, 40).filter(lambda z: min(abs(z), abs(z - 6)) > 1e-6))
def test_derivative_is_that_of_the_function(activation, z):
    exact = nn.complex_step_gradient(lambda t: activation.f(t), np.float64(z))
    np.testing.assert_allclose(activation.grad(z), exact, rtol=1e-9, atol=1e-15)


@given(z=st.floats(-5, 5).filter(lambda z: abs(z) > 1e-6), alpha=st.floats(-3, 3))
def test_alpha_reaches_function_and_derivative(z, alpha):
    for f, grad in ((nn.leaky_relu, nn.leaky_relu_grad), (nn.elu, nn.elu_grad)):
        exact = nn.complex_step_gradient(lambda t, f=f: f(t, alpha), np.float64(z))
        np.testing.assert_allclose(grad(z, alpha), exact, rtol=1e-9, atol=1e-15)


def test_derivatives_at_the_kinks_are_as_agreed():
    assert nn.relu_grad(0.0) == 0
    assert nn.relu_grad(-0.0) == 0
    assert nn.leaky_relu_grad(0.0) == 0.01
    assert nn.elu_grad(0.0, 0.3) == 0.3
    assert nn.relu6_grad([0.0, 6.0]).tolist() == [0, 0]


def test_tails_keep_their_digits():
    assert nn.sigmoid(-700.0) == pytest.approx(np.exp(-700.0), rel=1e-13)
    assert nn.sigmoid_grad(700.0) == pytest.approx(np.exp(-700.0), rel=1e-13)
    assert nn.elu(-1e-18) == -1e-18
    assert nn.mish(-700.0) == pytest.approx(-700 * np.exp(-700.0), rel=1e-13)
    assert nn.sigmoid(37.0) == 1.0


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=by_name)
@given(data=st.data())
def test_softmax_rows_are_probabilities(dtype, data):
    Z = data.draw(finite(dtype, hnp.array_shapes(min_dims=1, max_dims=2, min_side=1, max_side=6)))
    before = Z.copy()
    P = without_floating_point_errors(nn.softmax, Z)
    assert P.shape == Z.shape
    assert P.dtype == dtype
    assert P.min() >= 0
    np.testing.assert_allclose(P.sum(axis=-1), 1, rtol=1e-5)
    np.testing.assert_array_equal(Z, before)
    J = without_floating_point_errors(nn.softmax_jacobian, Z)
    assert J.shape == (*Z.shape, Z.shape[-1])
    assert np.isfinite(J).all()
    np.testing.assert_allclose(J.sum(axis=-1), 0, atol=1e-5)


def test_softmax_does_not_change_when_a_row_is_shifted():
    Z = np.array([[1.0, 2.0, 3.0]])
    np.testing.assert_allclose(nn.softmax(Z), [[0.0900, 0.2447, 0.6652]], atol=5e-5)
    np.testing.assert_allclose(nn.softmax(Z + 1000), nn.softmax(Z), rtol=1e-12)
    np.testing.assert_allclose(nn.softmax([[0.3, -0.5]])[0, 0], nn.sigmoid(0.8), rtol=1e-15)


def test_maxout_takes_the_first_of_equal_ones_and_refuses_different_shapes():
    first, second = nn.maxout_grad([1.0, 2.0, 0.0], [1.0, 0.0, 3.0])
    assert first.tolist() == [1, 1, 0]
    assert second.tolist() == [0, 0, 1]
    assert nn.maxout(np.float32(1), np.float32(2)).dtype == np.float32
    with pytest.raises(ValueError, match=r"one shape, but \(2,\), \(3,\) came"):
        nn.maxout([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="nothing came"):
        nn.maxout()


def test_get_activation_lists_the_names():
    own = nn.Activation("own", np.sin, np.cos)
    assert nn.get_activation(own) is own
    assert nn.get_activation("swish").f is nn.swish
    with pytest.raises(ValueError, match="unknown activation 'rellu'; there are identity, sigmoid, tanh, relu,"):
        nn.get_activation("rellu")
