import numpy as np
import pytest
from matplotlib.figure import Figure

from nncore import History
from nncore.plots import accuracy_curves, loss_curves


def history():
    return History(
        train_loss=[2.0, 1.0, 0.5, 0.4],
        validation_loss=[2.1, 1.2, 0.9, 1.0],
        validation_accuracy=[0.2, 0.6, 0.9, 0.8],
        best_epoch=2,
    )


def curve(ax, label):
    (line,) = [line for line in ax.lines if line.get_label() == label]
    return line.get_xydata().tolist()


def test_history():
    ax = loss_curves(history())
    assert curve(ax, "training") == [[0, 2.0], [1, 1.0], [2, 0.5], [3, 0.4]]
    assert curve(ax, "validation") == [[0, 2.1], [1, 1.2], [2, 0.9], [3, 1.0]]
    assert curve(ax, "_best") == [[2, 0.9]]
    assert [(text.get_text(), text.xy) for text in ax.texts] == [("best: epoch 2", (2, 0.9))]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("epoch", "loss")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["training", "validation"]


def test_history_without_validation():
    ax = loss_curves(History(train_loss=[2.0, 1.0]))
    assert len(ax.lines) == 1
    assert not ax.texts


def test_mapping_gives_a_curve_an_entry():
    ax = loss_curves({"and": [3, 2], "xor": np.array([3.0, 3.0, 3.0])})
    assert curve(ax, "and") == [[0, 3], [1, 2]]
    assert curve(ax, "xor") == [[0, 3], [1, 3], [2, 3]]


def test_curves_differ_in_grey_print_too():
    ax = loss_curves({str(i): [i, i] for i in range(6)})
    looks = [(line.get_color(), str(line.get_linestyle()), line._dash_pattern) for line in ax.lines]
    assert len({look[0] for look in looks}) == 6
    assert len({str(look[2]) for look in looks}) == 6


def test_accuracy_in_percent():
    ax = accuracy_curves(history())
    assert curve(ax, "validation") == [[0, 0.2], [1, 0.6], [2, 0.9], [3, 0.8]]
    assert ax.yaxis.get_major_formatter()(0.25) == "25%"
    assert curve(accuracy_curves({"relu": [0.1, 0.5]}), "relu") == [[0, 0.1], [1, 0.5]]


def test_given_axes():
    ax = Figure().add_subplot()
    assert loss_curves(history(), ax) is ax
    assert accuracy_curves(history(), ax) is ax


@pytest.mark.parametrize("nothing", [{}, {"a": []}, History()])
def test_nothing_to_draw(nothing):
    with pytest.raises(ValueError, match="no loss to draw"):
        loss_curves(nothing)
    with pytest.raises(ValueError, match="no accuracy to draw"):
        accuracy_curves(nothing)
