import numpy as np
import pytest
from matplotlib.figure import Figure

from nncore.plots import DIVERGING, confusion, gradients_side_by_side, png

G = np.array([[1.0, -2.0, 3.0], [0.5, 0.25, -4.0]])


def panels(fig):
    return [ax.images[0].get_array() for ax in fig.axes if ax.images]


def titles(fig):
    return [ax.get_title() for ax in fig.axes[:3]]


def test_three_panels_in_one_scale():
    fig = gradients_side_by_side(7 * G, G)
    yours, numbers, difference = panels(fig)
    np.testing.assert_array_equal(yours, 7 * G)
    np.testing.assert_array_equal(numbers, G)
    np.testing.assert_array_equal(difference, 6 * G)
    assert {ax.images[0].get_clim() for ax in fig.axes[:3]} == {(-28.0, 28.0)}
    assert titles(fig) == ["your gradient\n(2, 3)", "by numbers\n(2, 3)", "difference\nlargest 24"]
    written = {text.get_text() for text in fig.axes[1].texts}
    assert written == {"1.000", "-2.000", "3.000", "0.500", "0.250", "-4.000"}


def test_agreement_is_white_and_zero():
    fig = gradients_side_by_side(G + 1e-12, G)
    assert {text.get_text() for text in fig.axes[2].texts} == {"0"}
    red, green, blue, _ = DIVERGING(fig.axes[2].images[0].norm(0.0))
    assert min(red, green, blue) > 0.95


def test_transposed_gradient_has_no_difference():
    fig = gradients_side_by_side(G.T, G)
    assert len(panels(fig)) == 2
    assert titles(fig)[:2] == ["your gradient\n(3, 2)", "by numbers\n(2, 3)"]
    assert "shapes" in fig.axes[2].texts[0].get_text()
    # rows of the two panels are equally tall
    assert fig.axes[0].get_ylim() == fig.axes[1].get_ylim()


def test_nan_is_grey_and_named():
    broken = G.copy()
    broken[1, 2] = np.nan
    fig = gradients_side_by_side(broken, G)
    yours, _, difference = panels(fig)
    assert yours.mask.tolist() == difference.mask.tolist() == np.isnan(broken).tolist()
    assert "nan" in {text.get_text() for text in fig.axes[0].texts}
    assert titles(fig)[2] == "difference\nnot a number"
    red, green, blue, _ = DIVERGING.get_bad()
    assert red == green == blue


@pytest.mark.parametrize("shape", [(4,), (1, 1), (1, 3), (3, 1), (40, 30)])
def test_every_shape_can_be_drawn(shape):
    gradient = np.random.default_rng(0).normal(size=shape)
    fig = gradients_side_by_side(gradient, gradient / 2)
    assert png(fig)
    assert len(fig.axes[0].texts) == (0 if gradient.size > 80 else gradient.size)


@pytest.mark.parametrize("all_alike", [np.zeros((2, 2)), np.full((2, 2), np.nan), np.full((2, 2), np.inf)])
def test_zeros_and_no_numbers_can_be_drawn(all_alike):
    assert png(gradients_side_by_side(all_alike, np.zeros((2, 2))))


def test_not_a_matrix():
    with pytest.raises(ValueError, match=r"yours must be a non-empty matrix; given shape \(2, 2, 2\)"):
        gradients_side_by_side(np.ones((2, 2, 2)), G)
    with pytest.raises(ValueError, match="numbers must be a non-empty matrix"):
        gradients_side_by_side(G, [])


def test_confusion_has_true_classes_by_row():
    ax = confusion([[50, 3], [0, 20]], ["cat", "dog"])
    cells = {text.get_position(): text.get_text() for text in ax.texts}
    assert cells == {(0, 0): "50", (1, 0): "3", (0, 1): "0", (1, 1): "20"}  # (column, row)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted", "true")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["cat", "dog"]
    shades = ax.images[0].get_array()
    assert shades[0, 0] > 0.8  # right: blue
    assert shades[0, 1] < -0.5  # confused: orange
    assert shades[1, 0] == 0  # never happened: white


def test_confusion_given_axes_and_an_empty_class():
    ax = Figure().add_subplot()
    assert confusion(np.diag([3, 0, 2]), ax=ax) is ax
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["0", "1", "2"]
    assert np.isfinite(ax.images[0].get_array()).all()


@pytest.mark.parametrize(
    ("matrix", "names", "message"),
    [
        (np.ones((2, 3)), None, r"must be square.*given \(2, 3\)"),
        (np.ones((2, 2)), ["a"], "names must have 2 entries, one a class; given 1"),
    ],
)
def test_confusion_errors(matrix, names, message):
    with pytest.raises(ValueError, match=message):
        confusion(matrix, names)
