"""Points in the plane: the data sets of TensorFlow Playground, by its published formulas.

Source: ``src/dataset.ts`` of https://github.com/tensorflow/playground (Apache 2.0), from which the
formulas and constants are taken. The code and the random generator are ours, so single points differ.
The Playground writes noise 0 to 50; here it is the 0 to 0.5 of its formulas.
"""

from collections.abc import Callable

import numpy as np

_RADIUS = 5.0
_PLANE_RADIUS = 6.0
_XOR_PADDING = 0.3


def planar(
    name: str, n_samples: int = 500, noise: float = 0.0, rng: np.random.Generator | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Draw one of TensorFlow Playground's data sets.

    U(a, b) is uniform, n_samples is n. Rows come shuffled, so any split of them is fair.

    - "circle": half of the points at radius U(0, 2.5), half at U(3.5, 5), angle U(0, 2 pi). The label is
      +1 where the point *moved by noise* lies within 2.5 of the centre, else -1. Noise moves each coordinate
      by noise * U(-5, 5) for the label only: the point itself stays.
    - "xor": x1, x2 = U(-5, 5), pushed 0.3 away from the axes. +1 where the moved coordinates (as above) have
      a product >= 0, else -1.
    - "gauss": half around (2, 2) with label +1, half around (-2, -2) with -1, each coordinate normal with
      variance 0.5 + 7 noise (0.5 to 4).
    - "spiral": two arms of n/2 points; point i at radius r = 5 i/(n/2) and t = 1.75 * 2 pi * i/(n/2) + t0,
      x = (r sin t, r cos t) + noise * U(-1, 1). t0 = 0 is labelled +1, t0 = pi is -1.
    - "reg-plane" (regression): x1, x2 = U(-6, 6), y = (x1 + x2)/10 of the coordinates moved by
      noise * U(-6, 6).
    - "reg-gauss" (regression): x as before; six bumps of radius 2 at (-4, 0, 4) x (2.5, -2.5), signs
      + - + above and - + - below; y is the tallest bump's sign * max(0, 1 - distance/2), of the moved point.

    Parameters
    ----------
    name : str
        One of `PLANAR_SETS`.
    n_samples : int
        Number of points, at least 1. Of an odd number the first class gets one more.
    noise : float
        From 0 to 0.5.
    rng : numpy.random.Generator, optional
        Source of randomness; the same seed gives the same points. None: a fresh, unseeded one.

    Returns
    -------
    X : ndarray, shape (n_samples, 2), float64
        Points, about -6 to 6.
    Y : ndarray, shape (n_samples, 1), float64
        Labels -1 or +1; for the two regression sets values in [-1.8, 1.8] and [-1, 1].

    Raises
    ------
    ValueError
        If the name is unknown, n_samples is below 1 or noise lies outside [0, 0.5].

    Source: slides 000, "Playground" (tasks 1 to 4).
    """
    if name not in _GENERATORS:
        raise ValueError(f"there is no planar set {name!r}; there are {', '.join(PLANAR_SETS)}")
    if n_samples < 1:
        raise ValueError(f"n_samples must be at least 1, given {n_samples}")
    if not 0.0 <= noise <= 0.5:
        raise ValueError(f"noise must lie between 0 and 0.5, given {noise}")
    if rng is None:
        rng = np.random.default_rng()
    X, y = _GENERATORS[name](n_samples, noise, rng)
    order = rng.permutation(n_samples)
    return X[order], y[order].reshape(-1, 1)


def _moved(X: np.ndarray, radius: float, noise: float, rng: np.random.Generator) -> np.ndarray:
    """Return where noise moves the points before they are labelled; X itself stays."""
    return X + noise * rng.uniform(-radius, radius, size=X.shape)


def _halves(n_samples: int) -> tuple[int, int]:
    return (n_samples + 1) // 2, n_samples // 2


def _circle(n_samples: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    n_inner, n_outer = _halves(n_samples)
    r = np.concatenate([rng.uniform(0.0, 0.5 * _RADIUS, n_inner), rng.uniform(0.7 * _RADIUS, _RADIUS, n_outer)])
    angle = rng.uniform(0.0, 2.0 * np.pi, n_samples)
    X = np.column_stack([r * np.sin(angle), r * np.cos(angle)])
    distance = np.hypot(*_moved(X, _RADIUS, noise, rng).T)
    return X, np.where(distance < 0.5 * _RADIUS, 1.0, -1.0)


def _xor(n_samples: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    X = rng.uniform(-5.0, 5.0, size=(n_samples, 2))
    X += np.where(X > 0, _XOR_PADDING, -_XOR_PADDING)
    moved = _moved(X, 5.0, noise, rng)
    return X, np.where(moved[:, 0] * moved[:, 1] >= 0, 1.0, -1.0)


def _gauss(n_samples: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    n_positive, n_negative = _halves(n_samples)
    y = np.concatenate([np.ones(n_positive), -np.ones(n_negative)])
    variance = 0.5 + 7.0 * noise
    X = 2.0 * y[:, None] + np.sqrt(variance) * rng.standard_normal((n_samples, 2))
    return X, y


def _spiral(n_samples: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    def arm(n: int, start: float) -> np.ndarray:
        turn = np.arange(n) / (n_samples / 2)
        t = 1.75 * turn * 2.0 * np.pi + start
        points = np.column_stack([np.sin(t), np.cos(t)]) * (_RADIUS * turn[:, None])
        return points + noise * rng.uniform(-1.0, 1.0, size=(n, 2))

    n_positive, n_negative = _halves(n_samples)
    X = np.concatenate([arm(n_positive, 0.0), arm(n_negative, np.pi)])
    return X, np.concatenate([np.ones(n_positive), -np.ones(n_negative)])


def _regression_plane(n_samples: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    X = rng.uniform(-_PLANE_RADIUS, _PLANE_RADIUS, size=(n_samples, 2))
    return X, _moved(X, _PLANE_RADIUS, noise, rng).sum(axis=1) / 10.0


def _regression_bumps(n_samples: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    centres = np.array([(-4, 2.5), (0, 2.5), (4, 2.5), (-4, -2.5), (0, -2.5), (4, -2.5)])
    signs = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
    X = rng.uniform(-_PLANE_RADIUS, _PLANE_RADIUS, size=(n_samples, 2))
    moved = _moved(X, _PLANE_RADIUS, noise, rng)
    distance = np.linalg.norm(moved[:, None, :] - centres, axis=2)
    heights = np.clip(1.0 - distance / 2.0, 0.0, 1.0)
    tallest = heights.argmax(axis=1)
    return X, signs[tallest] * heights[np.arange(n_samples), tallest]


_Generator = Callable[[int, float, np.random.Generator], tuple[np.ndarray, np.ndarray]]
_GENERATORS: dict[str, _Generator] = {
    "circle": _circle,
    "xor": _xor,
    "gauss": _gauss,
    "spiral": _spiral,
    "reg-plane": _regression_plane,
    "reg-gauss": _regression_bumps,
}

#: Names that `planar` knows: four sets to classify, two to fit.
PLANAR_SETS: tuple[str, ...] = tuple(_GENERATORS)
