import math

import numpy as np
import pytest

from nncore.data import PLANAR_SETS, planar

CLASSES = ("circle", "xor", "gauss", "spiral")


def drawn(name, n_samples=4000, noise=0.0, seed=0):
    X, Y = planar(name, n_samples, noise, np.random.default_rng(seed))
    return X, Y[:, 0]


def test_the_sets_of_the_playground():
    assert PLANAR_SETS == ("circle", "xor", "gauss", "spiral", "reg-plane", "reg-gauss")


@pytest.mark.parametrize("name", PLANAR_SETS)
@pytest.mark.parametrize("n_samples", [1, 2, 7, 500])
def test_shapes_and_seeds(name, n_samples):
    X, Y = planar(name, n_samples, 0.2, np.random.default_rng(3))
    again, Y_again = planar(name, n_samples, 0.2, np.random.default_rng(3))
    other, _ = planar(name, n_samples, 0.2, np.random.default_rng(4))
    assert X.shape == (n_samples, 2)
    assert Y.shape == (n_samples, 1)
    assert X.dtype == Y.dtype == np.float64
    np.testing.assert_array_equal(X, again)
    np.testing.assert_array_equal(Y, Y_again)
    assert not np.array_equal(X, other)


@pytest.mark.parametrize("name", CLASSES)
def test_labels_are_both_and_shuffled(name):
    _, y = drawn(name, 400)
    assert set(y) == {-1.0, 1.0}
    assert abs(y[:200].mean()) < 0.3  # unshuffled halves would give 1


@pytest.mark.parametrize("name", ["circle", "gauss", "spiral"])
def test_halves(name):
    assert drawn(name, 400)[1].sum() == 0
    assert drawn(name, 401)[1].sum() == 1


def test_circle_without_noise():
    X, y = drawn("circle")
    r = np.hypot(*X.T)
    np.testing.assert_array_equal(y, np.where(r < 2.5, 1, -1))
    inner, outer = r[y > 0], r[y < 0]
    assert outer.min() >= 3.5
    assert outer.max() <= 5
    # uniform in the radius, not in the area
    assert inner.mean() == pytest.approx(1.25, abs=0.05)
    assert outer.mean() == pytest.approx(4.25, abs=0.05)


def test_circle_noise_moves_the_label_not_the_point():
    X, y = drawn("circle", noise=0.5)
    r = np.hypot(*X.T)
    assert not ((r > 2.5) & (r < 3.5)).any()
    assert r.max() <= 5
    # A point at the centre keeps +1 if its move, uniform on a square of half side 2.5, stays in the disc.
    near = r < 0.25
    assert (y[near] > 0).mean() == pytest.approx(math.pi / 4, abs=0.08)


def test_xor_without_noise():
    X, y = drawn("xor")
    np.testing.assert_array_equal(y, np.sign(X[:, 0] * X[:, 1]))
    assert np.abs(X).min() >= 0.3
    assert np.abs(X).max() <= 5.3
    assert np.abs(X).max() > 5.2


def test_xor_noise_flips_only_near_the_axes():
    X, y = drawn("xor", noise=0.2)  # moves by at most 1
    flipped = y != np.sign(X[:, 0] * X[:, 1])
    assert flipped.any()
    assert np.abs(X[flipped]).min(axis=1).max() <= 1


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_gauss_means_and_variance(noise, variance):
    X, y = drawn("gauss", 20_000, noise)
    for label in (-1, 1):
        group = X[y == label]
        np.testing.assert_allclose(group.mean(axis=0), 2 * label, atol=0.1)
        np.testing.assert_allclose(group.var(axis=0), variance, rtol=0.06)


def test_spiral_without_noise_is_the_published_curve():
    n_samples = 40
    n = n_samples / 2
    expected = []
    for delta_t, label in ((0.0, 1.0), (math.pi, -1.0)):
        for i in range(20):
            r = i / n * 5
            t = 1.75 * i / n * 2 * math.pi + delta_t
            expected.append((r * math.sin(t), r * math.cos(t), label))
    X, y = drawn("spiral", n_samples)
    found = np.column_stack([X, y])
    np.testing.assert_allclose(
        found[np.lexsort(found.round(9).T)],
        np.array(expected)[np.lexsort(np.array(expected).round(9).T)],
        atol=1e-12,
    )


def test_spiral_noise_moves_the_point():
    """The quiet points lie in the noisy cloud: each noisy point has one within the noise, per coordinate."""
    quiet, _ = drawn("spiral", 200)
    noisy, _ = drawn("spiral", 200, noise=0.3)
    distance = np.abs(noisy[:, None, :] - quiet).max(axis=2).min(axis=1)
    assert distance.max() <= 0.3
    assert distance.mean() > 0.03


def test_regression_plane():
    X, y = drawn("reg-plane")
    np.testing.assert_allclose(y, X.sum(axis=1) / 10, atol=1e-15)
    assert 5.9 < np.abs(X).max() <= 6
    X, y = drawn("reg-plane", noise=0.5)
    moved = y - X.sum(axis=1) / 10
    assert 0.5 < np.abs(moved).max() <= 0.6


def test_regression_bumps():
    X, y = drawn("reg-gauss", 600)
    bumps = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
    for (x1, x2), value in zip(X, y, strict=True):
        label = 0.0
        for cx, cy, sign in bumps:
            height = sign * min(1.0, max(0.0, 1 - math.dist((x1, x2), (cx, cy)) / 2))
            if abs(height) > abs(label):
                label = height
        assert value == pytest.approx(label, abs=1e-12)


def test_without_rng_fresh_points_come():
    assert not np.array_equal(planar("xor", 20)[0], planar("xor", 20)[0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": "moons"}, "no planar set 'moons'.*circle, xor"),
        ({"name": "xor", "n_samples": 0}, "at least 1, given 0"),
        ({"name": "xor", "noise": 0.6}, "between 0 and 0.5, given 0.6"),
        ({"name": "xor", "noise": float("nan")}, "between 0 and 0.5, given nan"),
    ],
)
def test_errors(arguments, message):
    with pytest.raises(ValueError, match=message):
        planar(**arguments)
