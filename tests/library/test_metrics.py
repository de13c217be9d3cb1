import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as peer

import nncore as nn


@given(data=st.data())
def test_agrees_with_scikit_learn(data):
    K = data.draw(st.integers(2, 5))
    pairs = data.draw(st.lists(st.tuples(st.integers(0, K - 1), st.integers(0, K - 1)), min_size=1, max_size=30))
    y_true, y_pred = np.array(pairs).T
    labels = np.arange(K)
    matrix = nn.confusion_matrix(y_true, y_pred, K)
    np.testing.assert_array_equal(matrix, peer.confusion_matrix(y_true, y_pred, labels=labels))
    precision, recall, _, _ = peer.precision_recall_fscore_support(y_true, y_pred, labels=labels, zero_division=0)
    for ours, theirs in zip(nn.precision_recall(matrix), (precision, recall), strict=True):
        np.testing.assert_allclose(ours, theirs)
    expected = pytest.approx(np.mean(y_true == y_pred))
    one_hot_pred, one_hot_true = nn.one_hot(y_pred, K), nn.one_hot(y_true, K)
    assert nn.accuracy(y_pred, y_true) == expected
    assert nn.accuracy(one_hot_pred, one_hot_true) == nn.accuracy(one_hot_pred, y_true) == expected


def test_one_column():
    assert nn.accuracy([[0.5], [0.49], [0.9], [0.1]], [[1], [0], [0], [0]]) == 0.75
    assert nn.accuracy([[0.5], [0.49]], [1, 0]) == 1
    assert nn.accuracy([[0.2], [-0.4]], [[1], [-1]], threshold=0) == 1


def test_wrong_input_is_named():
    for P, Y, message in [
        ([], [], r"P has shape \(0,\)"),
        (np.zeros((2, 3)), [0, 1, 2], r"P has shape \(2, 3\) and Y has shape \(3,\)"),
        (np.zeros((2, 3)), np.zeros((2, 2)), r"P has shape \(2, 3\) and Y has shape \(2, 2\)"),
        (np.zeros((3, 1)), [[0], [1], [2]], r"class labels need shape \(N,\)"),
        ([[np.nan, 0]], [0], "P must be finite"),
        (np.zeros((2, 2, 2)), [0, 1], r"P has shape \(2, 2, 2\)"),
    ]:
        with pytest.raises(ValueError, match=message):
            nn.accuracy(P, Y)
    for y_true, y_pred, message in [
        ([0, 3], [0, 1], r"y_true\[1\] is 3; whole numbers from 0 to 2"),
        ([0, 1], [0, -1], r"y_pred\[1\] is -1"),
        ([0, 1], [0], "y_true has 2 labels and y_pred 1"),
    ]:
        with pytest.raises(ValueError, match=message):
            nn.confusion_matrix(y_true, y_pred, 3)
    with pytest.raises(ValueError, match=r"matrix has shape \(2, 3\); \(K, K\)"):
        nn.precision_recall(np.zeros((2, 3)))
