"""Lesson 11, California Housing: what is asked, how an answer is judged, which mistakes are known by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from nncore import losses
from nncore.activations import sigmoid
from nncore.exercises.record import Case, Exercise, Formula, Mistake, Part, Slip, Slot
from nncore.gradcheck import numerical_gradient

LESSON = "11-california-housing"
Array = np.ndarray
Rng = np.random.Generator


# --- log_columns --------------------------------------------------------------------------------------


def _log_cases(rng: Rng) -> list[Case]:
    def case(N: int, n: int, columns: list[int]) -> Case:
        return Case((np.exp(rng.normal(size=(N, n))) + 0.3, columns), {"N": N, "n": n})

    return [case(7, 4, [1, 3]), case(5, 6, [2, 0, 4]), case(9, 3, [2]), case(1, 5, [0])]


def _log_by_loop(X: Array, columns: list[int]) -> Array:
    result = np.zeros(X.shape)
    for i, j in np.ndindex(X.shape):
        result[i, j] = math.log(X[i, j]) if j in columns else X[i, j]
    return result


def _log_model(X: Array, columns: list[int], *, f: Any, which: Any) -> Array:
    result = X.copy()
    chosen = which(columns, X.shape[1])
    result[:, chosen] = f(X[:, chosen])
    return result


def _log_in_place(X: Array, columns: list[int]) -> Array:
    X[:, columns] = np.log(X[:, columns])
    return X


def _log_where(X: Array, columns: list[int]) -> Array:
    return np.where(np.isin(np.arange(X.shape[1]), columns), np.log(X), X)


def _log_by_list(X: Array, columns: list[int]) -> Array:
    return np.column_stack([np.log(X[:, j]) if j in columns else X[:, j] for j in range(X.shape[1])])


def _log_float32(X: Array, columns: list[int]) -> Array:
    result = np.array(X, dtype=np.float32)
    for j in columns:
        result[:, j] = np.log(result[:, j])
    return result


def _only_last_column(X: Array, columns: list[int]) -> Array:
    result = X.copy()
    for j in columns:
        result = X.copy()
        result[:, j] = np.log(X[:, j])
    return result


LOG_COLUMNS = Exercise(
    name="log_columns",
    lesson=LESSON,
    points=1,
    signature="log_columns(X (N, n), columns: list of column numbers) -> a new array (N, n)",
    returns=(Part("X_log", "(N, n)"),),
    reference=_log_by_loop,
    cases=_log_cases,
    formula=Formula(_log_model, {
        "f": Slot(
            np.log,
            Slip("log-of-1-plus", np.log1p,
                 "This is log(1 + x), NumPy's `log1p`. Asked for is log(x); no entry of these columns is 0."),
            Slip("log-base-10", np.log10,
                 "This is the logarithm to the base 10. `np.log` is the natural one that is asked for."),
            Slip("log-base-2", np.log2,
                 "This is the logarithm to the base 2. `np.log` is the natural one that is asked for."),
            Slip("exp", np.exp, "This is exp, which stretches large numbers still further. Its inverse, log, draws "
                 "them in."),
            Slip("root", np.sqrt, "This is the square root. Asked for is the natural logarithm, `np.log`."),
            Slip("reciprocal", lambda X: 1 / X, "This is 1/x. Asked for is the natural logarithm, `np.log`."),
            Slip("minus-log", lambda X: -np.log(X), "The sign is turned: log(x), not log(1/x)."),
            Slip("log-twice", lambda X: np.log(np.abs(np.log(X))),
                 "The logarithm seems to be taken twice."),
        ),
        "which": Slot(
            lambda columns, n: columns,
            Slip("all-columns", lambda columns, n: list(range(n)),
                 "Every column was replaced. Only those in `columns` are meant; the others stay as they are."),
            Slip("other-columns", lambda columns, n: [j for j in range(n) if j not in columns],
                 "Exactly the *other* columns were replaced: those that are not in `columns`."),
            Slip("first-of-them-only", lambda columns, n: columns[:1],
                 "Only the first of the columns was replaced. Is there a `return` inside the loop?"),
            Slip("counted-from-one", lambda columns, n: [j - 1 for j in columns],
                 "The columns to the left of those in `columns` were replaced. Columns are counted from 0, in "
                 "`columns` too."),
            Slip("no-column", lambda columns, n: [],
                 "X came back as it was. Was the logarithm put into a copy that is not returned?"),
        ),
    }),
    mistakes=(
        Mistake("only-those-columns", lambda X, columns: np.log(X[:, columns]),
                "Only the columns in `columns` came back. The whole table is wanted, shape (N, n), with those columns "
                "replaced."),
        Mistake("appended", lambda X, columns: np.hstack([X, np.log(X[:, columns])]),
                "The logarithms were added as new columns. They take the place of the old ones: the shape stays "
                "(N, n)."),
        Mistake("rows-for-columns", lambda X, columns: _log_by_loop(X.T, [j for j in columns if j < len(X)]).T,
                "The *rows* with these numbers were replaced. `X[:, columns]` picks columns; `X[columns]` picks rows."),
        Mistake("last-of-them-only", _only_last_column,
                "Only the last of the columns is replaced. Is the copy made inside the loop, anew each time? Make it "
                "once, before."),
    ),
    alternatives=(_log_where, _log_by_list, _log_float32),
    hints=(
        "Make a copy of the table, replace some of its columns, return the copy.",
        "`X[:, columns]` is the table of those columns, and may also stand on the left of `=`. `X.copy()` makes a "
        "copy; without it the caller's table is overwritten.",
        "An analogue, rows in place of columns and doubling in place of log: `Y = X.copy()`, then "
        "`Y[rows] = 2 * X[rows]`, then `return Y`.",
    ),
)  # fmt: skip


# --- standardize --------------------------------------------------------------------------------------


def _scale_case(rng: Rng, N: int, M: int, n: int) -> Case:
    """Make two tables from places apart, so that statistics of the wrong one show; far from 0, of unequal spread."""
    mean, spread = rng.normal(size=n) * 4 + 5, np.exp(rng.normal(size=n))
    train = mean + spread * rng.normal(size=(N, n))
    test = mean + spread * (0.8 + 1.4 * rng.normal(size=(M, n)))
    return Case((train, test), {"N": N, "M": M, "n": n})


def _constant_case(rng: Rng, N: int, M: int) -> Case:
    """Make a train table whose middle column is constant, exactly, and a test table where it is not."""
    case = _scale_case(rng, N, M, 3)
    train, test = case.args
    train[:, 1] = 3.0
    test[:, 1] = 3.0 + rng.uniform(0.5, 2.0, size=M)
    return Case((train, test), case.sizes, extreme=True)


def _scale_cases(rng: Rng) -> list[Case]:
    return [
        _scale_case(rng, 9, 5, 3),
        _scale_case(rng, 6, 7, 4),
        _scale_case(rng, 12, 4, 2),
        _constant_case(rng, 8, 5),
        replace(_scale_case(rng, 7, 1, 3), extreme=True),  # whoever scales test by its own σ divides by 0 here
        Case((rng.integers(-9, 9, size=(1, 3)) * 1.0, rng.normal(size=(4, 3))), {"N": 1, "M": 4, "n": 3}, extreme=True),
    ]


def _scale_by_loop(train: Array, test: Array) -> tuple[Array, Array]:
    train_scaled, test_scaled = np.zeros(train.shape), np.zeros(test.shape)
    N = len(train)
    for j in range(train.shape[1]):
        column = train[:, j].tolist()
        mean = math.fsum(column) / N
        sigma = math.sqrt(math.fsum((x - mean) ** 2 for x in column) / N) or 1.0
        for scaled, table in ((train_scaled, train), (test_scaled, test)):
            for i in range(len(table)):
                scaled[i, j] = (table[i, j] - mean) / sigma
    return train_scaled, test_scaled


def _one_for_zero(sigma: Any) -> Any:
    return np.where(sigma == 0, 1.0, sigma)


def _std(T: Array) -> Array:
    return np.asarray(T.std(axis=0))


def _mean(T: Array) -> Array:
    return np.asarray(T.mean(axis=0))


def _root_mean_square(T: Array) -> Array:
    return np.asarray(np.sqrt(np.mean(T**2, axis=0)))


def _scale_model(train: Array, test: Array, *, centre: Any, spread: Any, guard: Any, of: Any) -> tuple[Array, Array]:
    scaled = []
    for table, source in zip((train, test), of(train, test), strict=True):
        scaled.append((table - centre(source)) / guard(spread(source)))
    return scaled[0], scaled[1]


def _spread_without_one(T: Array) -> Array:
    return _std(T) * math.sqrt(len(T) / (len(T) - 1)) if len(T) > 1 else _std(T)


def _epsilons(added: bool) -> tuple[Mistake, ...]:
    """Make the mistakes of guarding against 0 with a tiny number: added to every σ, or put where σ is below it."""

    def mistake(size: float) -> Mistake:
        def guard(sigma: Any) -> Any:
            return sigma + size if added else np.maximum(sigma, size)

        return Mistake(
            f"epsilon-{'added-' if added else ''}{size:g}",
            lambda train, test: _STANDARDIZE.filled(guard=guard)(train, test),
            f"Right where every column varies. But where σ is 0, {size:g} stands in for it: any test row in which that "
            "feature is a little different becomes a huge number. Divide by 1 there.",
        )

    return tuple(mistake(10.0**-k) for k in (6, 7, 8, 9, 10, 12))


def _own_mean(train: Array, test: Array) -> tuple[Array, Array]:
    sigma = _one_for_zero(_std(train))
    return (train - _mean(train)) / sigma, (test - _mean(test)) / sigma


def _own_sigma(train: Array, test: Array) -> tuple[Array, Array]:
    sigmas = _one_for_zero(_std(train)), _one_for_zero(_std(test))
    return (train - _mean(train)) / sigmas[0], (test - _mean(train)) / sigmas[1]


def _no_parentheses(train: Array, test: Array) -> tuple[Array, Array]:
    shift = _mean(train) / _one_for_zero(_std(train))
    return train - shift, test - shift


def _divided_first(train: Array, test: Array) -> tuple[Array, Array]:
    mean, sigma = _mean(train), _one_for_zero(_std(train))
    return train / sigma - mean, test / sigma - mean


def _with_nan_to_num(train: Array, test: Array) -> tuple[Array, Array]:
    mean, sigma = train.mean(axis=0), train.std(axis=0)
    with np.errstate(all="ignore"):
        return np.nan_to_num((train - mean) / sigma), np.nan_to_num((test - mean) / sigma)


def _zeroed(train: Array, test: Array) -> tuple[Array, Array]:
    mean, sigma = train.mean(axis=0), train.std(axis=0)
    used = sigma > 0
    return (train - mean) / _one_for_zero(sigma) * used, (test - mean) / _one_for_zero(sigma) * used


def _scale_column_by_column(train: Array, test: Array) -> list[Array]:
    train, test = train.copy(), test.copy()
    for j in range(train.shape[1]):
        mean, sigma = train[:, j].mean(), train[:, j].std()
        for table in (train, test):
            table[:, j] -= mean
            if sigma > 0:
                table[:, j] /= sigma
    return [train, test]


def _scale_by_weights(train: Array, test: Array) -> tuple[Array, Array]:
    mean = np.einsum("ij->j", train) / len(train)
    variance = np.einsum("ij,ij->j", train - mean, train - mean) / len(train)
    factor = np.divide(1.0, np.sqrt(variance), out=np.ones_like(variance), where=variance > 0)
    return (train - mean) * factor, (test - mean) @ np.diag(factor)


def _scale_float32(train: Array, test: Array) -> tuple[Array, Array]:
    mean, sigma = train.mean(0, keepdims=True), train.std(0, keepdims=True)
    sigma[sigma == 0] = 1
    return ((train - mean) / sigma).astype(np.float32), ((test - mean) / sigma).astype(np.float32)


_STANDARDIZE = Formula(_scale_model, {
    "centre": Slot(
        _mean,
        Slip("not-centred", lambda T: 0.0, "The mean is not subtracted: (x - μ) / σ."),
        Slip("mean-added", lambda T: -_mean(T), "The mean is added. It is subtracted: (x - μ) / σ."),
        Slip("median", lambda T: np.median(T, axis=0),
             "The median is subtracted, where the mean is asked for."),
        Slip("minimum", lambda T: T.min(axis=0),
             "The smallest value is subtracted, as for scaling to [0, 1]. Asked for is (x - μ) / σ, with the "
             "mean."),
        Slip("one-mean-for-all", lambda T: T.mean(),
             "One mean of the whole table is subtracted. Each feature has its own: `train.mean(axis=0)`."),
        Slip("sum-for-mean", lambda T: T.sum(axis=0), "The sum of the column is subtracted, not its mean."),
        Slip("centred-twice", lambda T: 2 * _mean(T), "The mean is subtracted twice."),
    ),
    "spread": Slot(
        _std,
        Slip("variance", lambda T: T.var(axis=0),
             "It divides by σ², the variance. The standard deviation σ is its root: only then has the column the "
             "spread 1."),
        Slip("N-minus-1", _spread_without_one,
             "The standard deviation is computed with N - 1 in place of N (`ddof=1`; pandas does so by itself). "
             "Here σ is that with N, NumPy's `std`."),
        Slip("not-divided", lambda T: np.ones(T.shape[1]), "It is not divided by σ: (x - μ) / σ."),
        Slip("range", lambda T: T.max(axis=0) - T.min(axis=0),
             "It divides by the range, largest minus smallest, which one odd row decides alone. Asked for is the "
             "standard deviation."),
        Slip("largest", lambda T: np.abs(T).max(axis=0),
             "It divides by the largest size in the column. Asked for is the standard deviation."),
        Slip("one-sigma-for-all", lambda T: np.full(T.shape[1], T.std()),
             "One σ of the whole table is used. Each feature has its own: `train.std(axis=0)`."),
        Slip("root-of-sigma", lambda T: np.sqrt(_std(T)), "It divides by the root of σ. `std` is the root "
             "already."),
        Slip("multiplied", lambda T: 1 / _one_for_zero(_std(T)),
             "It multiplies by σ in place of dividing: wide columns become wider still."),
        Slip("mean-square", _root_mean_square,
             "It divides by the root of the mean of x², with the mean still in it. σ is the root of the mean of "
             "(x - μ)²."),
        Slip("divided-by-mean", _mean, "It divides by the mean. Asked for is the standard deviation."),
    ),
    "guard": Slot(
        _one_for_zero,
        Slip("sigma-zero", lambda sigma: sigma,
             "Right where every column varies. But a column that is constant in train has σ = 0, and 0/0 is NaN. "
             "Divide by 1 there, in both tables: `np.where(sigma == 0, 1, sigma)`."),
        Slip("one-added", lambda sigma: sigma + 1,
             "1 is added to every σ. Only where σ is 0 does 1 take its place."),
    ),
    "of": Slot(
        lambda train, test: (train, train),
        Slip("each-its-own", lambda train, test: (train, test),
             "test is scaled by its *own* mean and σ. Then the same house gets other numbers in train than in "
             "test, and a test table of one row becomes all zeros. Both tables get the μ and σ of train."),
        Slip("leak-of-both", lambda train, test: (np.vstack([train, test]),) * 2,
             "The μ and σ are those of both tables together. So something about the test rows has leaked into the "
             "training. Take them from train alone."),
        Slip("leak-of-test", lambda train, test: (test, test),
             "Both tables are scaled by the μ and σ of *test*. The model may know nothing of test: take them from "
             "train."),
        Slip("exchanged", lambda train, test: (test, train),
             "train is scaled by the statistics of test, and test by those of train. Both get train's."),
    ),
})  # fmt: skip

STANDARDIZE = Exercise(
    name="standardize",
    lesson=LESSON,
    points=3,
    signature="standardize(train (N, n), test (M, n)) -> train_scaled (N, n), test_scaled (M, n)",
    returns=(Part("train_scaled", "(N, n)"), Part("test_scaled", "(M, n)")),
    reference=_scale_by_loop,
    cases=_scale_cases,
    formula=_STANDARDIZE,
    mistakes=(
        Mistake("test-left-as-it-was", lambda train, test: (_scale_by_loop(train, test)[0], test.copy()),
                "test came back as it was. Whatever the network is shown must be scaled with the μ and σ of train. Was "
                "train replaced before they were taken? The *scaled* train has mean 0 and σ 1: take them first."),
        Mistake("rows", lambda train, test: (_by_row(train), _by_row(test)),
                "Each *row* was scaled by its own mean and σ: years are averaged with degrees. Down the columns it "
                "must go: axis=0."),
        Mistake("own-mean", _own_mean,
                "train is right, and test has train's σ, but its *own* mean. Both tables get the μ and σ of train."),
        Mistake("own-sigma", _own_sigma,
                "train is right, and test has train's mean, but its *own* σ. Both tables get the μ and σ of train."),
        Mistake("no-parentheses", _no_parentheses,
                "Only the mean was divided: x - μ/σ. Python divides before it subtracts: put parentheses round x - μ."),
        Mistake("divided-first", _divided_first,
                "It divides first and subtracts then: x/σ - μ. The mean belongs to x as it was: (x - μ)/σ."),
        *_epsilons(added=True),
        *_epsilons(added=False),
        Mistake("zeroed", _zeroed,
                "Right where every column varies. But where σ is 0 the whole column was set to 0, in test too, where "
                "it need not be constant. Divide by 1 there: x - μ."),
        Mistake("nan-to-num", _with_nan_to_num,
                "Right where every column varies. But `nan_to_num` only paints over the division by 0: x/0 is "
                "infinite, and becomes a number with 308 digits. Put 1 in place of σ = 0 *before* you divide."),
    ),
    alternatives=(_scale_column_by_column, _scale_by_weights, _scale_float32),
    hints=(
        "Standardising means: subtract the column's mean, divide by the column's standard deviation. Both are learnt "
        "from train, like weights, and then used for whatever comes.",
        "Two rows of n numbers, `mean = train.mean(axis=0)` and `sigma = train.std(axis=0)`; then the same line for "
        "both tables. Before you divide, put 1 where sigma is 0.",
        "One feature, train = [1, 3], test = [2, 7]: mean 2, σ 1. train becomes [-1, 1] and test [0, 5]. Never mind "
        "that 5 is far out: it *is* far from all the network has seen.",
    ),
)  # fmt: skip


def _by_row(T: Array) -> Array:
    sigma = T.std(axis=1, keepdims=True)
    return np.asarray((T - T.mean(axis=1, keepdims=True)) / np.where(sigma == 0, 1, sigma))


# --- fit_linear ---------------------------------------------------------------------------------------


def _linear_case(rng: Rng, N: int, n: int) -> Case:
    X = rng.normal(size=(N, n)) @ (np.eye(n) + 0.4 * rng.normal(size=(n, n))) + 0.7
    y = X @ rng.normal(size=(n, 1)) + 2.0 + rng.normal(size=(N, 1))
    return Case((X, y), {"N": N, "n": n})


def _linear_cases(rng: Rng) -> list[Case]:
    """Make tables with more rows than unknowns, and one with exactly as many."""
    return [_linear_case(rng, *size) for size in ((11, 3), (9, 2), (14, 4), (7, 1), (4, 3))]


def _linear_by_covariances(X: Array, y: Array) -> tuple[Array, Array]:
    """Solve the equations that the centred table gives for the slopes; the bias follows from the means."""
    U, v = X - X.mean(axis=0), y - y.mean()
    w = np.linalg.solve(U.T @ U, U.T @ v)
    return w, np.array([[y.mean() - (X.mean(axis=0) @ w).item()]])


def _solve(X: Array, y: Array) -> Array:
    return np.asarray(np.linalg.lstsq(X, y, rcond=None)[0])


def _with_ones(X: Array) -> Array:
    return np.hstack([X, np.ones((len(X), 1))])


def _linear_model(X: Array, y: Array, *, solve: Any, read: Any) -> tuple[Array, Array]:
    w, b = read(solve(_with_ones(X), y))
    return w, b


def _ridge(strength: float, bias_too: bool = True) -> Callable[[Array, Array], Array]:
    def solve(X: Array, y: Array) -> Array:
        penalty = strength * np.eye(X.shape[1])
        penalty[-1, -1] *= bias_too
        return np.asarray(np.linalg.solve(X.T @ X + penalty, X.T @ y))

    return solve


def _without_bias(X: Array, y: Array) -> tuple[Array, Array]:
    return _solve(X, y), np.zeros((1, 1))


def _bias_afterwards(X: Array, y: Array) -> tuple[Array, Array]:
    w = _solve(X, y)
    return w, np.mean(y - X @ w).reshape(1, 1)


def _one_by_one(X: Array, y: Array) -> tuple[Array, Array]:
    U, v = X - X.mean(axis=0), y - y.mean()
    w = (U.T @ v) / np.sum(U**2, axis=0)[:, None]
    return w, (y.mean() - X.mean(axis=0) @ w).reshape(1, 1)


def _ones_in_front(X: Array, y: Array) -> Array:
    return _solve(np.hstack([np.ones((len(X), 1)), X]), y)


def _bias_of_y(X: Array, y: Array) -> tuple[Array, Array]:
    return _linear_by_covariances(X, y)[0], np.array([[y.mean()]])


def _only_y_centred(X: Array, y: Array) -> tuple[Array, Array]:
    return _solve(X, y - y.mean()), np.array([[y.mean()]])


def _standardized(X: Array, y: Array) -> tuple[Array, Array]:
    scaled = (X - X.mean(axis=0)) / X.std(axis=0)
    theta = _solve(_with_ones(scaled), y)
    return theta[:-1], theta[-1:]


def _steps(n_steps: int, rate: float) -> Callable[[Array, Array], Array]:
    def solve(X: Array, y: Array) -> Array:
        theta = np.zeros((X.shape[1], 1))
        for _ in range(n_steps):
            theta -= rate * X.T @ (X @ theta - y) / len(X)
        return theta

    return solve


def _linear_normal(X: Array, y: Array) -> tuple[Array, Array]:
    A = np.concatenate([np.ones((len(X), 1)), X], axis=1)
    theta = np.linalg.inv(A.T @ A) @ A.T @ y
    return theta[1:], theta[:1]


def _linear_pinv(X: Array, y: Array) -> list[Array]:
    theta = np.linalg.pinv(np.c_[X, np.ones(len(X))]) @ y
    return [theta[:-1], theta[[-1]]]


def _linear_qr(X: Array, y: Array) -> tuple[Array, Array]:
    Q, R = np.linalg.qr(np.column_stack([X, np.ones(len(X))]))
    *w, b = np.linalg.solve(R, Q.T @ y[:, 0])
    return np.array(w)[:, None], np.array([[b]])


FIT_LINEAR = Exercise(
    name="fit_linear",
    lesson=LESSON,
    points=3,
    signature="fit_linear(X (N, n), y (N, 1)) -> w (n, 1), b (1, 1)",
    returns=(Part("w", "(n, 1)"), Part("b", "(1, 1)")),
    reference=_linear_by_covariances,
    cases=_linear_cases,
    formula=Formula(_linear_model, {
        "solve": Slot(
            _solve,
            Slip("not-solved", lambda X, y: X.T @ y,
                 "This is Xᵀy alone. The features overlap, and that has to be undone: let `np.linalg.lstsq` solve."),
            Slip("not-solved-mean", lambda X, y: X.T @ y / len(X),
                 "This is Xᵀy / N. The features overlap, and that has to be undone: let `np.linalg.lstsq` solve."),
            Slip("penalty-of-1", _ridge(1.0),
                 "Something shrinks the weights: 1 is added along the diagonal, as L2 regularization does. Asked for "
                 "is the smallest squared error, nothing else."),
            Slip("penalty-but-not-b", _ridge(1.0, bias_too=False),
                 "Something shrinks the weights: 1 is added along the diagonal for them, as L2 regularization does. "
                 "Asked for is the smallest squared error, nothing else."),
            Slip("sign", lambda X, y: -_solve(X, y), "Every sign is turned. X w + b is to be near y, not near -y."),
        ),
        "read": Slot(
            lambda theta: (theta[:-1], theta[-1:]),
            Slip("first-for-bias", lambda theta: (theta[1:], theta[:1]),
                 "The column of ones stands last, so the bias comes out last; but the first number was taken for it. "
                 "Which row belongs to which column?"),
            Slip("bias-dropped", lambda theta: (theta[:-1], 0 * theta[-1:]),
                 "The weights are right, but b comes back as 0. It is the last number that the column of ones got."),
            Slip("bias-negative", lambda theta: (theta[:-1], -theta[-1:]),
                 "The weights are right, b has the wrong sign. The prediction is X w + b, so b is added."),
            Slip("weights-reversed", lambda theta: (theta[:-1][::-1], theta[-1:]),
                 "b is right, but the weights come in reverse order: `np.polyfit` and the like count backwards."),
        ),
    }),
    mistakes=(
        Mistake("no-intercept", _without_bias,
                "The fit knows no bias: nothing lets the line miss the origin. Put a column of ones beside X before "
                "you solve; its weight is b."),
        Mistake("bias-afterwards", _bias_afterwards,
                "The weights were found without a bias, and b was put right afterwards. With b in the fit, the "
                "weights come out different: put a column of ones beside X before you solve."),
        Mistake("one-feature-at-a-time", _one_by_one,
                "Each weight was found as if its feature were alone (covariance over variance). Features overlap: all "
                "weights must be found together."),
        Mistake("ones-in-front", lambda X, y: (_ones_in_front(X, y)[:-1], _ones_in_front(X, y)[-1:]),
                "The column of ones stands first, so the bias comes out first; but the last number was taken for it. "
                "Which row belongs to which column?"),
        Mistake("only-y-centred", _only_y_centred,
                "y was centred, X was not. Either centre both (and put b right afterwards), or neither, with a column "
                "of ones beside X."),
        Mistake("bias-is-mean-of-y", _bias_of_y,
                "The weights are right, b is the mean of y. That is the prediction at the *mean* of X; at X = 0 it is "
                "less: ȳ - x̄ w."),
        Mistake("standardized-weights", _standardized,
                "X was standardised inside, so these are weights for other columns than the caller's. Solve with X as "
                "it is, or turn the weights back."),
        Mistake("b-first", lambda X, y: _linear_by_covariances(X, y)[::-1],
                "b comes back first. The order is w, b."),
        Mistake("hundred-steps", lambda X, y: _descent(X, y, 100),
                "Close, but not there: gradient descent has not arrived. Here the lowest point can be computed at "
                "once, with `np.linalg.lstsq`."),
    ),
    alternatives=(_linear_normal, _linear_pinv, _linear_qr),
    hints=(
        "A bias is the weight of an input that is always 1 (lesson 02). With such a column beside X there are n + 1 "
        "weights to find, and one solver finds them all.",
        "`A = np.hstack([X, np.ones((len(X), 1))])`, then `theta = np.linalg.lstsq(A, y, rcond=None)[0]`, shape "
        "(n + 1, 1). Which of its rows is b?",
        "X = [[0], [1], [2]], y = [[1], [3], [5]]: A = [[0, 1], [1, 1], [2, 1]], theta = [[2], [1]]. So w = [[2]], "
        "b = [[1]], and X w + b is y.",
    ),
)  # fmt: skip


def _descent(X: Array, y: Array, n_steps: int) -> tuple[Array, Array]:
    theta = _steps(n_steps, 0.1)(_with_ones(X), y)
    return theta[:-1], theta[-1:]


# --- r_squared ----------------------------------------------------------------------------------------


def _r_squared_cases(rng: Rng) -> list[Case]:
    def case(N: int, quality: float) -> Case:
        y = rng.uniform(0.5, 5.0, size=(N, 1)) ** 1.3
        return Case((quality * y + rng.normal(size=(N, 1)) * 0.6 + 0.4, y), {"N": N})

    return [case(7, 0.8), case(5, 0.9), case(11, 0.6), case(6, -0.5)]


def _r_squared_by_loop(p: Array, y: Array) -> float:
    targets = y.ravel().tolist()
    mean = math.fsum(targets) / len(targets)
    left = math.fsum((a - b) ** 2 for a, b in zip(p.ravel().tolist(), targets, strict=True))
    return 1 - left / math.fsum((b - mean) ** 2 for b in targets)


def _r_squared_model(p: Array, y: Array, *, error: Any, yardstick: Any, result: Any) -> Any:
    return result(np.sum(error(p, y)), np.sum(yardstick(p, y)), len(y))


def _correlation_squared(p: Array, y: Array) -> float:
    return float(np.corrcoef(p[:, 0], y[:, 0])[0, 1] ** 2)


R_SQUARED = Exercise(
    name="r_squared",
    lesson=LESSON,
    points=2,
    signature="r_squared(p (N, 1), y (N, 1)) -> R², a number",
    returns=(Part("R²", "number", any_shape=True),),
    reference=_r_squared_by_loop,
    cases=_r_squared_cases,
    formula=Formula(_r_squared_model, {
        "error": Slot(
            lambda p, y: (p - y) ** 2,
            Slip("absolute-errors", lambda p, y: np.abs(p - y),
                 "The errors above the fraction bar are not squared, only made positive."),
            Slip("errors-not-squared", lambda p, y: p - y,
                 "The errors above the fraction bar are not squared, so positive and negative ones cancel."),
            Slip("explained-spread", lambda p, y: (p - y.mean()) ** 2,
                 "Above the fraction bar stands the spread of the predictions about ȳ, not their errors: (p - y)²."),
            Slip("every-pair", lambda p, y: (p - y.T) ** 2,
                 "Every p was compared with every y, {N} × {N} differences in place of {N}. That happens when an "
                 "(N, 1) array meets an (N,) or (1, N) one: keep both (N, 1)."),
        ),
        "yardstick": Slot(
            lambda p, y: (y - y.mean()) ** 2,
            Slip("mean-not-subtracted", lambda p, y: y**2,
                 "Below the fraction bar the mean of y is not subtracted: the yardstick is the model that always says "
                 "ȳ, not the one that says 0."),
            Slip("spread-of-predictions", lambda p, y: (p - p.mean()) ** 2,
                 "Below the fraction bar stands the spread of the predictions. The yardstick is the spread of the "
                 "targets: (y - ȳ)²."),
            Slip("mean-of-predictions", lambda p, y: (y - p.mean()) ** 2,
                 "Below the fraction bar the mean of the *predictions* is subtracted from y. The yardstick always says "
                 "ȳ, the mean of the targets."),
            Slip("predictions-about-mean-of-y", lambda p, y: (p - y.mean()) ** 2,
                 "Below the fraction bar stand the predictions. The yardstick is the spread of the targets: "
                 "(y - ȳ)²."),
            Slip("absolute-yardstick", lambda p, y: np.abs(y - y.mean()),
                 "The differences below the fraction bar are not squared, only made positive."),
            Slip("median-for-mean", lambda p, y: (y - np.median(y)) ** 2,
                 "Below the fraction bar the median of y is subtracted, not the mean."),
        ),
        "result": Slot(
            lambda left, all_, N: 1 - left / all_,
            Slip("share-left", lambda left, all_, N: left / all_,
                 "This is the share of the spread that is *left*: 0 would be perfect. R² is 1 minus it."),
            Slip("upside-down", lambda left, all_, N: 1 - all_ / left,
                 "The fraction is upside down: the model's squared errors stand above, the yardstick's below."),
            Slip("minus-one", lambda left, all_, N: left / all_ - 1,
                 "The sign is turned: 1 minus the fraction, not the fraction minus 1."),
            Slip("plus-for-minus", lambda left, all_, N: 1 + left / all_,
                 "It is 1 *minus* the fraction: with 1 plus, worse models would score higher."),
            Slip("root-of-the-fraction", lambda left, all_, N: 1 - np.sqrt(left / all_),
                 "The root of the fraction was taken. R² compares squares with squares, without a root."),
            Slip("squared-fraction", lambda left, all_, N: 1 - (left / all_) ** 2,
                 "The fraction was squared once more. The squares are already in its sums."),
            Slip("half-above", lambda left, all_, N: 1 - left / 2 / all_,
                 "A factor 1/2 stands above the fraction bar only. That of J = 1/(2N) Σ has no place here, or stands "
                 "on both sides."),
            Slip("divided-by-N-above", lambda left, all_, N: 1 - left / N / all_,
                 "Above the fraction bar stands a mean, below it a sum. Take the sum twice, or the mean twice."),
            Slip("divided-by-N-below", lambda left, all_, N: 1 - left / (all_ / N),
                 "Above the fraction bar stands a sum, below it a mean. Take the sum twice, or the mean twice."),
            Slip("N-minus-1-below", lambda left, all_, N: 1 - left / N / (all_ / (N - 1)),
                 "Above it is divided by N, below by N - 1 (`ddof=1`). Take the same on both sides."),
            Slip("percent", lambda left, all_, N: 100 * (1 - left / all_),
                 "This is R² in percent. Asked for is the number itself, at most 1."),
            Slip("never-below-0", lambda left, all_, N: max(0.0, 1 - left / all_),
                 "Negative values are cut to 0. R² *is* negative for a model worse than always saying ȳ, and that is "
                 "worth knowing."),
        ),
    }),
    mistakes=(
        Mistake("correlation-squared", _correlation_squared,
                "This is the squared correlation of p and y. It forgives predictions that are all too high, or all "
                "twice too large; R² does not."),
        Mistake("mse", lambda p, y: float(np.mean((p - y) ** 2)),
                "This is the mean squared error. It still has to be measured by that of always saying ȳ."),
        Mistake("square-of-sum", lambda p, y: 1 - np.sum(p - y) ** 2 / np.sum((y - y.mean()) ** 2),
                "Above the fraction bar the errors are added first and squared then, so that they cancel. Square each, "
                "then add."),
        Mistake("mean-squared-first", lambda p, y: 1 - np.sum((p - y) ** 2) / np.sum(y - y.mean() ** 2),
                "Below the fraction bar only ȳ is squared, y - ȳ². Python takes powers first; put parentheses around "
                "y - ȳ."),
        Mistake("one-minus-first", lambda p, y: (1 - np.sum((p - y) ** 2)) / np.sum((y - y.mean()) ** 2),
                "The 1 got above the fraction bar: (1 - a)/b. Divide first, then subtract from 1."),
        Mistake("sigma-for-variance", lambda p, y: 1 - np.mean((p - y) ** 2) / np.std(y),
                "Below the fraction bar stands σ of y, not its square: squared errors are compared with the variance."),
        Mistake("mean-of-fractions", lambda p, y: 1 - np.mean((p - y) ** 2 / (y - y.mean()) ** 2),
                "Each squared error is divided by the yardstick of its own sample. Add up first, above and below, then "
                "divide once."),
        Mistake("one-a-sample", lambda p, y: 1 - (p - y) ** 2 / np.sum((y - y.mean()) ** 2),
                "One number for each sample comes back. Add up the squared errors first: R² is one number for all."),
    ),
    alternatives=(
        lambda p, y: 1 - np.mean((p - y) ** 2) / np.var(y),
        lambda p, y: 1 - (np.linalg.norm(p - y) / np.linalg.norm(y - y.mean())) ** 2,
        lambda p, y: np.float32(1 - (np.square(y - p).sum() / np.square(y - np.mean(y)).sum())),
        lambda p, y: (np.sum((y - y.mean()) ** 2) - np.sum((y - p) ** 2)) / np.sum((y - y.mean()) ** 2),
    ),
    hints=(
        "Two models look at the same targets: yours, and one that always says the mean ȳ. R² compares their squared "
        "errors.",
        "Above the fraction bar `np.sum((p - y) ** 2)`, below it the same with `y.mean()` in place of p. Then 1 minus "
        "that.",
        "y = [1, 3, 5], p = [2, 3, 5]: squared errors 1 + 0 + 0 = 1; always saying 3 has 4 + 0 + 4 = 8. So R² = 1 - "
        "1/8 = 0.875.",
    ),
)  # fmt: skip


# --- regression_delta ---------------------------------------------------------------------------------


def _delta_case(rng: Rng, N: int, K: int) -> Case:
    """Make outputs on both sides of 0 and targets well above 1, where no sigmoid reaches."""
    return Case((rng.normal(size=(N, K)) * 1.5 + 0.5, rng.uniform(0.2, 5.0, size=(N, K))), {"N": N, "K": K})


def _delta_cases(rng: Rng) -> list[Case]:
    far = Case((rng.uniform(1, 2, size=(3, 2)) * 1e3 * np.array([1.0, -1.0]), rng.uniform(1, 5, size=(3, 2))),
               {"N": 3, "K": 2}, extreme=True)  # fmt: skip
    return [_delta_case(rng, 7, 3), _delta_case(rng, 5, 2), _delta_case(rng, 9, 1), _delta_case(rng, 1, 4), far]


def _delta_model(Z: Array, Y: Array, *, output: Any, error: Any, slope: Any, mean: Any, result: Any) -> Any:
    with np.errstate(over="ignore", invalid="ignore"):
        return result(error(output(Z), Y) * slope(Z) * mean(*Z.shape))


def _delta_numbers(Z: Array, Y: Array) -> Array:
    def J(Z: Array) -> float:
        return float(np.sum((Z - Y) ** 2) / (2 * len(Y)))

    return numerical_gradient(J, Z)


def _sigmoid_slope(Z: Array) -> Array:
    return np.asarray(sigmoid(Z) * (1 - sigmoid(Z)))


def _delta_by_loop(Z: Array, Y: Array) -> Array:
    D = np.zeros(Z.shape)
    for i in range(len(Z)):
        for k in range(Z.shape[1]):
            D[i, k] = (Z[i, k] - Y[i, k]) / len(Z)
    return D


def _delta_own_copy(Z: Array, Y: Array) -> Array:
    D = Z.copy()
    D -= Y
    D /= Z.shape[0]
    return D


REGRESSION_DELTA = Exercise(
    name="regression_delta",
    lesson=LESSON,
    points=2,
    signature="regression_delta(Z (N, K), Y (N, K)) -> D (N, K)",
    returns=(Part("D", "(N, K)"),),
    reference=lambda Z, Y: losses.mse_grad(Z, Y),
    numbers=_delta_numbers,
    cases=_delta_cases,
    formula=Formula(_delta_model, {
        "output": Slot(
            lambda Z: Z,
            Slip("sigmoid-on-z", sigmoid,
                 "The sigmoid was left on: σ(z) - y. This output is linear, the prediction is z itself, and no σ(z) "
                 "can reach a price above 1."),
            Slip("relu-on-z", lambda Z: np.maximum(Z, 0),
                 "The prediction was cut off at 0, like a relu. This output is linear: the prediction is z itself."),
            Slip("tanh-on-z", np.tanh,
                 "A tanh was left on: this output is linear, and the prediction is z itself."),
            Slip("no-prediction", np.zeros_like, "The prediction is missing: the error is z - y."),
        ),
        "error": Slot(
            lambda P, Y: P - Y,
            Slip("sign", lambda P, Y: Y - P,
                 "The sign is turned: prediction minus target. With this one each step would go uphill."),
            Slip("squared", lambda P, Y: (P - Y) ** 2,
                 "This is the squared error. Its derivative is asked for: the square falls away."),
            Slip("absolute", lambda P, Y: np.abs(P - Y),
                 "The errors were made positive. The sign is what says which way to go."),
            Slip("only-signs", lambda P, Y: np.sign(P - Y),
                 "Only the signs of the errors are left: that is the derivative of |z - y|, not of its square."),
            Slip("sum-of-both", lambda P, Y: P + Y, "It adds the target where it should subtract it: z - y."),
            Slip("no-target", lambda P, Y: P, "The target is missing: the error is z - y."),
            Slip("of-logarithms", lambda P, Y: P - np.log(Y), "The logarithm of y was subtracted; asked is z - y."),
        ),
        "slope": Slot(
            lambda Z: 1.0,
            Slip("sigmoid-slope", _sigmoid_slope,
                 "A factor σ(z)(1 - σ(z)) is too much. The output is linear, so dp/dz is 1."),
            Slip("z-times-1-minus-z", lambda Z: Z * (1 - Z),
                 "A factor z (1 - z) is too much, the slope that a sigmoid output would have. Here p = z, so dp/dz is "
                 "1."),
            Slip("relu-slope", lambda Z: Z > 0,
                 "Where z is negative, D is 0: the slope of a relu. This output is linear, its slope is 1 everywhere."),
            Slip("tanh-slope", lambda Z: 1 - np.tanh(Z) ** 2,
                 "A factor 1 - tanh²(z) is too much. The output is linear, so dp/dz is 1."),
            Slip("times-z", lambda Z: Z, "A factor z is too much. D is the slope in z; nothing else is multiplied."),
        ),
        "mean": Slot(
            lambda N, K: 1 / N,
            Slip("no-mean", lambda N, K: 1.0,
                 "It is exactly {N} times too large, and there are {N} rows: J is a mean, so 1/N enters here, and "
                 "only here."),
            Slip("two-not-cancelled", lambda N, K: 2 / N,
                 "It is exactly twice too large: the 2 from the square and the 1/2 in front of the sum cancel."),
            Slip("half-kept", lambda N, K: 1 / (2 * N),
                 "It is exactly half the right answer: the 1/2 stays, but the 2 that the square leaves is missing. "
                 "The two cancel."),
            Slip("two-and-no-mean", lambda N, K: 2.0,
                 "It is {N} × 2 times too large: the 2 from the square cancels with the 1/2, and 1/N is missing."),
            Slip("mean-over-everything", lambda N, K: 1 / (N * K),
                 "It is divided by all N × K entries. J is the mean over the N rows of the sum over the K outputs: "
                 "divide by N."),
            Slip("mean-over-outputs", lambda N, K: 1 / K,
                 "It is divided by K, the number of columns; the mean goes over the N rows. `len(Z)` is N."),
            Slip("mean-twice", lambda N, K: 1 / N**2,
                 "It is exactly {N} times too small, and there are {N} rows: divided by N twice."),
        ),
        "result": Slot(
            lambda D: D,
            Slip("summed-over-rows", lambda D: D.sum(axis=0, keepdims=True),
                 "The rows were added up. That comes later, in db; D keeps a row for each sample."),
            Slip("summed-over-outputs", lambda D: D.sum(axis=1, keepdims=True),
                 "The columns were added up. D has the shape of Z: an entry for each sample and output."),
            Slip("transposed", lambda D: D.T, "Rows and columns are exchanged: D has the shape of Z."),
            Slip("one-number", lambda D: D.sum(),
                 "Everything was added up to one number. D has the shape of Z: an entry for each sample and output."),
        ),
    }),
    mistakes=(
        Mistake("sigmoid-left-on", lambda Z, Y: (sigmoid(Z) - Y) * _sigmoid_slope(Z) / len(Z),
                "This is the slope for a *sigmoid* output, that of lesson 09. Here the output is linear, p = z: both "
                "σ(z) and its slope σ(z)(1 - σ(z)) go."),
        Mistake("loss-itself", lambda Z, Y: np.sum((Z - Y) ** 2) / (2 * len(Z)),
                "This is J itself. Asked for is its slope in every entry of Z."),
    ),
    alternatives=(
        _delta_by_loop,
        _delta_own_copy,
        lambda Z, Y: np.divide(np.subtract(Z, Y), len(Y)),
        lambda Z, Y: ((Z - Y) * np.float64(1 / len(Z))).astype(np.float32),
        lambda Z, Y: np.full((len(Z), len(Z)), 1 / len(Z)) * np.eye(len(Z)) @ (Z - Y),
    ),
    hints=(
        "Take one entry. J holds (z - y)² / (2N) for it, and nothing else in J depends on this z.",
        "The derivative of (z - y)² is 2 (z - y); the 2 and the 1/2 cancel; 1/N stays. The linear output adds no "
        "factor, because p = z.",
        "N = 2, K = 1, Z = [[3], [1]], Y = [[2], [5]]: errors 1 and -4, so D = [[0.5], [-2]].",
    ),
)  # fmt: skip


EXERCISES = (LOG_COLUMNS, STANDARDIZE, FIT_LINEAR, R_SQUARED, REGRESSION_DELTA)
