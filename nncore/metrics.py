"""How good predictions are: accuracy, confusion matrix, precision and recall. All are shares, from 0 to 1."""

from __future__ import annotations

import numpy as np

from nncore.activations import Array, ArrayLike, as_numbers
from nncore.losses import check_finite, check_labels


def _classes(name: str, values: ArrayLike, threshold: float) -> Array:
    """Class of each row: (N,) labels as they are, (N, 1) by the threshold, (N, K) by the largest column."""
    values = as_numbers(values, name)
    if values.ndim not in (1, 2) or values.size == 0:
        raise ValueError(f"{name} has shape {values.shape}; (N,) labels, (N, 1) or (N, K) with N >= 1 are needed")
    check_finite(name, values)
    if values.ndim == 1:
        return values
    chosen: Array = values[:, 0] >= threshold if values.shape[1] == 1 else np.argmax(values, axis=1)
    return chosen


def accuracy(P: ArrayLike, Y: ArrayLike, threshold: float = 0.5) -> float:
    """Share of rows whose predicted class is the true one.

    Parameters
    ----------
    P : array_like, shape (N,), (N, 1) or (N, K)
        Predictions: class labels, one probability a row, or one score a class (the largest wins).
    Y : array_like, shape (N,), (N, 1) or (N, K)
        Truth: class labels, 0 or 1 a row, or one-hot rows.
    threshold : float
        An (N, 1) entry from here on means class 1. Take 0 for targets -1 and +1.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ValueError
        For no rows, different numbers of rows or of columns, NaN, or an (N, 1) truth with more than two
        values (class labels come as (N,)).

    Source: slides 000, "Thực hành"; 003, "Tập huấn luyện và tập kiểm tra".
    """
    predicted, true = _classes("P", P, threshold), _classes("Y", Y, threshold)
    shape_P, shape_Y = np.shape(P), np.shape(Y)
    if len(predicted) != len(true) or (len(shape_P) == len(shape_Y) == 2 and shape_P != shape_Y):
        raise ValueError(f"P has shape {shape_P} and Y has shape {shape_Y}; one row and class each is needed")
    if len(shape_Y) == 2 and shape_Y[1] == 1 and len(np.unique(np.asarray(Y))) > 2:
        raise ValueError(f"Y has shape {shape_Y} and more than two values; class labels need shape (N,)")
    return float(np.mean(predicted == true))


def confusion_matrix(y_true: ArrayLike, y_pred: ArrayLike, n_classes: int) -> Array:
    """Count how often each class was taken for each class.

    Parameters
    ----------
    y_true, y_pred : array_like of int, shape (N,)
        Class labels from 0 to n_classes - 1.
    n_classes : int
        K.

    Returns
    -------
    ndarray of int, shape (K, K)
        Row: true class, column: predicted class. The diagonal is what is right; the sum is N.

    Raises
    ------
    ValueError
        For labels out of range, or different numbers of them.

    Source: slides 000, "Thực hành" (MNIST).
    """
    y_true, y_pred = check_labels("y_true", y_true, n_classes), check_labels("y_pred", y_pred, n_classes)
    if len(y_true) != len(y_pred):
        raise ValueError(f"y_true has {len(y_true)} labels and y_pred {len(y_pred)}; as many are needed")
    pairs = np.bincount(n_classes * y_true + y_pred, minlength=n_classes**2)
    return pairs.reshape(n_classes, n_classes)


def precision_recall(matrix: ArrayLike) -> tuple[Array, Array]:
    """Precision and recall of each class.

    Parameters
    ----------
    matrix : array_like, shape (K, K)
        From `confusion_matrix`: rows true, columns predicted.

    Returns
    -------
    precision : ndarray, shape (K,)
        Of the samples taken for class k, the share that is class k; 0 where none was taken for it.
    recall : ndarray, shape (K,)
        Of the samples of class k, the share that was recognised; 0 where there is none.

    Raises
    ------
    ValueError
        If the matrix is not square.

    Source: slides 000, "Thực hành" (MNIST).
    """
    matrix = as_numbers(matrix, "matrix")
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"matrix has shape {matrix.shape}; (K, K) is needed")
    right = np.diag(matrix)
    taken, existing = matrix.sum(axis=0), matrix.sum(axis=1)
    precision = np.divide(right, taken, out=np.zeros_like(right), where=taken > 0)
    recall = np.divide(right, existing, out=np.zeros_like(right), where=existing > 0)
    return precision, recall
