import numpy as np
import pytest

import nncore as nn

OPTIMIZERS = [nn.SGD, nn.Momentum, nn.Nesterov, nn.RMSProp, nn.Adam]
each_optimizer = pytest.mark.parametrize("make", OPTIMIZERS)


@each_optimizer
def test_finds_the_bottom_of_a_bowl(make):
    p = [np.array([[3.0, -2.0]])]
    optimizer = make(0.01)
    for _ in range(1000):
        optimizer.step(p, [2 * p[0]])
    assert np.abs(p[0]).max() < 0.05


@each_optimizer
def test_changes_parameters_in_place_and_leaves_gradients(make):
    p, g = np.ones((2, 3), np.float32), np.full((2, 3), 0.5, np.float32)
    optimizer = make(np.float64(0.1))
    for _ in range(3):
        optimizer.step([p], [g])
    assert p.dtype == np.float32
    assert (p < 1).all()
    assert (g == 0.5).all()


@each_optimizer
def test_consume_does_the_same(make):
    rng = np.random.default_rng(0)
    first, second = make(0.1), make(0.1)
    p, q = [np.ones(3)], [np.ones(3)]
    for _ in range(5):
        g = rng.normal(size=3)
        first.step(p, [g])
        second.consume(q, [g.copy()])
    np.testing.assert_array_equal(p[0], q[0])


@each_optimizer
def test_starts_anew_with_other_shapes(make):
    used, new = make(0.1), make(0.1)
    used.step([np.ones(2)], [np.ones(2)])
    p, q = [np.ones(3), np.ones(1)], [np.ones(3), np.ones(1)]
    for _ in range(2):
        used.step(p, [np.ones(3), np.ones(1)])
        new.step(q, [np.ones(3), np.ones(1)])
    np.testing.assert_array_equal(p[0], q[0])


@each_optimizer
def test_wrong_settings_and_shapes_are_named(make):
    for rate in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="a positive number is needed"):
            make(rate)
    with pytest.raises(ValueError, match=r"gradients have shapes \[\(2,\)\]; the parameters have \[\(1, 2\)\]"):
        make(0.1).step([np.ones((1, 2))], [np.ones(2)])
    with pytest.raises(ValueError, match="gradients have shapes"):
        make(0.1).step([np.ones(2), np.ones(2)], [np.ones(2)])


def test_shares_of_one_are_checked():
    for make in (
        lambda: nn.Momentum(0.1, momentum=1.0),
        lambda: nn.Nesterov(0.1, momentum=-0.1),
        lambda: nn.RMSProp(0.1, decay=2),
        lambda: nn.Adam(0.1, beta1=1),
        lambda: nn.Adam(0.1, beta2=np.nan),
    ):
        with pytest.raises(ValueError, match="a number from 0 to below 1 is needed"):
            make()


@pytest.mark.parametrize("make", [nn.Momentum, nn.Nesterov])
def test_a_velocity_that_fades_becomes_zero_not_subnormal(make):
    optimizer, p = make(0.1, 0.9), [np.zeros(4, np.float32)]
    optimizer.step(p, [np.ones(4, np.float32)])
    for _ in range(1999):
        optimizer.step(p, [np.zeros(4, np.float32)])
    ((velocity,),) = optimizer._memory
    assert (velocity == 0).all()
