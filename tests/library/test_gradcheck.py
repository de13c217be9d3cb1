import numpy as np
import pytest

import nncore as nn


@pytest.fixture
def net():
    return nn.Network((3, 4, 2), "sigmoid", "sigmoid", rng=np.random.default_rng(0))


@pytest.fixture
def batch():
    rng = np.random.default_rng(1)
    return rng.normal(size=(5, 3)), rng.random((5, 2))


def test_theta_is_restored_even_after_an_error():
    theta = np.array([1.0, 2.0, 3.0])
    calls = []

    def f(t):
        calls.append(t.copy())
        if len(calls) == 4:
            raise RuntimeError
        return t.sum()

    with pytest.raises(RuntimeError):
        nn.numerical_gradient(f, theta)
    assert theta.tolist() == [1, 2, 3]
    assert all((call != theta).sum() == 1 for call in calls)


def test_theta_may_be_seen_from_outside():
    theta = np.array([[1.0, -2.0]])
    np.testing.assert_allclose(nn.numerical_gradient(lambda _: (theta**2).sum(), theta), 2 * theta, rtol=1e-9)


def test_theta_may_be_a_number_a_list_or_integers():
    for gradient in (nn.numerical_gradient, nn.complex_step_gradient):
        assert gradient(lambda t: t**2, 3) == pytest.approx(6)
        np.testing.assert_allclose(gradient(lambda t: (t**2).sum(), [1, 2]), [2, 4], rtol=1e-9)
        assert gradient(lambda t: 1.0 + 0j, np.zeros((0, 2))).shape == (0, 2)


def test_what_f_returns_is_checked():
    with pytest.raises(ValueError, match=r"array of shape \(2,\) and type float64; one number"):
        nn.numerical_gradient(lambda t: t, np.zeros(2))
    with pytest.raises(ValueError, match="type object"):
        nn.numerical_gradient(lambda t: None, np.zeros(2))
    with pytest.raises(ValueError, match="a complex number is needed"):
        nn.complex_step_gradient(lambda t: float(abs(t).sum()), np.zeros(2))


def test_report_says_where(net, batch):
    _, dW, db = net.loss_and_gradients(*batch)
    db[1][0, 1] *= -1
    report = nn.check_gradients(net, *batch, gradients=(dW, db))
    assert not report.ok
    assert [check.name for check in report.checks if not check.ok] == ["b[1]"]
    lines = str(report).splitlines()
    assert len(lines) == 4
    assert lines[3].startswith("WRONG  db[1] (1, 2)")
    assert "worst at b[1][0, 1]: given " in lines[3]
    assert lines[0].startswith("right  dW[0] (3, 4)")


def test_network_stays_as_it_is(net, batch):
    before = [p.copy() for p in (*net.W, *net.b)]
    nn.check_gradients(net, *batch, 0.1, 10)
    for p, old in zip((*net.W, *net.b), before, strict=True):
        np.testing.assert_array_equal(p, old)


def test_single_precision_is_checked_in_double(batch):
    net = nn.Network((3, 4, 2), "tanh", rng=np.random.default_rng(0), dtype=np.float32)
    X, Y = batch
    assert nn.check_gradients(net, X, Y / Y.sum(axis=1, keepdims=True)).ok
    assert net.W[0].dtype == np.float32


def test_nan_is_wrong(net, batch):
    _, dW, db = net.loss_and_gradients(*batch)
    dW[1][3, 0] = np.nan
    check = nn.check_gradients(net, *batch, gradients=(dW, db)).checks[1]
    assert not check.ok
    assert check.worst == (3, 0)


def test_zero_gradients_are_right():
    check = nn.compare_gradients("W[0]", np.zeros((2, 2)), np.zeros((2, 2)))
    assert check.ok
    assert check.relative_error == 0


def test_wrong_shapes_are_named(net, batch):
    _, dW, db = net.loss_and_gradients(*batch)
    with pytest.raises(ValueError, match=r"dW\[0\] has shape \(4, 3\); W\[0\] has shape \(3, 4\)"):
        nn.check_gradients(net, *batch, gradients=([dW[0].T, dW[1]], db))
    with pytest.raises(ValueError, match="db holds 1 arrays; the network has 2 of b"):
        nn.check_gradients(net, *batch, gradients=(dW, db[:1]))


def test_finds_the_slip_of_deck_004(net, batch):
    """Steps 2 and 3 there multiply dA/dZ by itself where dJ/dA is meant; the last layer is right."""
    X, Y = batch
    Z, A = net.forward(X)
    D = nn.binary_cross_entropy_grad(Z[1], Y)
    slip = nn.sigmoid_grad(Z[0]) * nn.sigmoid_grad(Z[0])
    ones = np.ones((1, len(X)))
    report = nn.check_gradients(net, X, Y, gradients=([X.T @ slip, A[1].T @ D], [ones @ slip, ones @ D]))
    assert [check.ok for check in report.checks] == [False, True, False, True]
