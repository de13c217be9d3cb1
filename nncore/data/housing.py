"""California Housing: 20,640 block groups of the 1990 census.

R. Kelley Pace and Ronald Barry, "Sparse Spatial Autoregressions", Statistics and Probability Letters 33 (1997)
291-297; published through StatLib, derived from the 1990 US census.
"""

from dataclasses import dataclass

import numpy as np

from nncore.data.files import KnownFile, Unavailable, load_files

FEATURES = (
    "MedInc",
    "HouseAge",
    "AveRooms",
    "AveBedrms",
    "Population",
    "AveOccup",
    "Latitude",
    "Longitude",
)


def _tidy(content: bytes) -> bytes:
    """Unix line ends, no header line, a last line end: the three copies on the internet differ in these."""
    lines = content.replace(b"\r\n", b"\n").strip().split(b"\n")
    if lines[0][:1].isalpha():
        lines = lines[1:]
    return b"\n".join(lines) + b"\n"


_GITHUB = "https://raw.githubusercontent.com/"
_FILE = KnownFile(
    name="cal_housing.data",
    folder="california_housing",
    sha256="a2b44dcc7e1c9091b43c4f458b25cbd1f7e8068d08edd26bc4703108d3fa6214",
    mirrors=(
        _GITHUB + "RouNNdeL/uma-projekt/53916b5d81c17ac27ecc5570c6bd14a13303516b/data/cal_housing.data",
        _GITHUB + "we-b/datasets_for_ai/0dc3b0ecd0057ac117b8349079e53e4c94748ea2/cal_housing.data",
        _GITHUB + "lapets/course-data-science/8b7f62812de4e3bd86bbc7879f65691e1775d1c9/cal_housing.data",
    ),
    tidy=_tidy,
)


@dataclass(frozen=True, eq=False, repr=False)
class Housing:
    """House values by block group, one a row.

    Attributes
    ----------
    X : ndarray, shape (20640, 8), float64
        Features, as `feature_names` says: median income (10,000 dollars), median age of the houses (years),
        rooms, bedrooms and people a household, people, latitude and longitude (degrees).
    y : ndarray, shape (20640, 1), float64
        Median house value (100,000 dollars), capped at 5.00001.
    feature_names : tuple of str
        Names of the columns of X, scikit-learn's.
    source : str
        Which table this is.
    synthetic : bool
        True where the numbers are invented because the real ones could not be had.
    label : str
        The same in a few words, for the title of a plot; it begins with SYNTHETIC where that is so.
    """

    X: np.ndarray
    y: np.ndarray
    feature_names: tuple[str, ...]
    source: str
    synthetic: bool
    label: str

    def __repr__(self) -> str:
        return f"Housing({len(self.X):,} rows, {self.X.shape[1]} features; {self.source})"


def load_california_housing(download: bool = True) -> Housing:
    """Load California Housing, with the eight features and the target of scikit-learn, in its row order.

    The file cal_housing.data is taken from the folder that the environment variable NNCORE_DATA names (or its
    subfolder california_housing/), else from the cache, else downloaded (2 MB, once). Where that fails, a line
    is printed and an invented table of the same form is returned, called SYNTHETIC everywhere.

    Parameters
    ----------
    download : bool
        Whether the internet may be asked.

    Returns
    -------
    Housing
        The table; look at `synthetic` before you draw conclusions.

    Raises
    ------
    DamagedFile
        (a ValueError) If the file in NNCORE_DATA is damaged or truncated: its name, the expected and the found
        sha256.

    Source: slides 000, "Lab: California Housing".
    """
    try:
        (content,) = load_files([_FILE], download)
    except Unavailable as reason:
        print(f"California Housing: {reason}; using a SYNTHETIC table of the same form instead.")
        return synthetic_housing()
    # Every line ends in "\n", so the numbers can be read as one long comma-separated row.
    table = np.array(content.replace(b"\n", b",").split(b",")[:-1], dtype=np.float64).reshape(-1, 9)
    longitude, latitude, age, rooms, bedrooms, population, households, income, value = table.T
    X = np.column_stack(
        [
            income,
            age,
            rooms / households,
            bedrooms / households,
            population,
            population / households,
            latitude,
            longitude,
        ]
    )
    return Housing(
        X,
        value.reshape(-1, 1) / 100_000.0,
        FEATURES,
        source="cal_housing.data with the pinned sha256 (1990 census, StatLib)",
        synthetic=False,
        label="California Housing",
    )


def synthetic_housing(n_samples: int = 20_640) -> Housing:
    """Invent a table of the form of California Housing; the same one at every call.

    Means and spreads resemble the real table's; the target is a smooth function of income, age, occupancy and
    distance from an invented coast, with noise and the real table's floor and cap.

    Parameters
    ----------
    n_samples : int
        Number of rows.

    Returns
    -------
    Housing
        With `synthetic` True.
    """
    rng = np.random.default_rng(1990)
    income = rng.lognormal(1.25, 0.45, n_samples).clip(0.5, 15.0)
    age = rng.integers(1, 53, n_samples).astype(np.float64)
    rooms = (3.0 + 0.6 * income + rng.normal(0.0, 0.8, n_samples)).clip(1.0, None)
    bedrooms = rng.lognormal(0.06, 0.12, n_samples)
    population = rng.lognormal(7.0, 0.7, n_samples).clip(3.0, 36_000.0).round()
    occupancy = rng.lognormal(1.05, 0.25, n_samples)
    latitude = rng.uniform(32.5, 42.0, n_samples)
    inland = rng.exponential(1.2, n_samples)
    longitude = -124.3 + 0.9 * (42.0 - latitude) + inland
    value = (
        0.35
        + 0.42 * income
        + 0.006 * age
        - 0.15 * (occupancy - 3.0)
        + 0.8 * np.exp(-inland)
        + rng.normal(0.0, 0.5, n_samples)
    )
    X = np.column_stack([income, age, rooms, bedrooms, population, occupancy, latitude, longitude])
    return Housing(
        X,
        value.clip(0.14999, 5.00001).reshape(-1, 1),
        FEATURES,
        source="SYNTHETIC: invented numbers of the same form, not California Housing",
        synthetic=True,
        label="SYNTHETIC data, not California Housing",
    )
