import numpy as np
import pytest

from nncore.plots import digits, first_layer_weights

ROWS = np.random.default_rng(0).uniform(size=(5, 784))


def test_digits_row_by_row():
    fig = digits(ROWS, [f"no. {i}" for i in range(5)], columns=3)
    assert len(fig.axes) == 5
    for ax, row in zip(fig.axes, ROWS, strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), row.reshape(28, 28))
        assert ax.images[0].get_clim() == (0, 1)
    assert [ax.get_title() for ax in fig.axes] == ["no. 0", "no. 1", "no. 2", "no. 3", "no. 4"]
    places = [ax.get_subplotspec() for ax in fig.axes]
    assert [(place.rowspan.start, place.colspan.start) for place in places] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]


def test_ink_is_dark():
    image = digits(np.ones((1, 4))).axes[0].images[0]
    assert max(image.cmap(image.norm(1.0))[:3]) == 0
    assert min(image.cmap(image.norm(0.0))[:3]) == 1


def test_pictures_of_any_side():
    pictures = np.arange(2 * 3 * 4).reshape(2, 3, 4) / 24
    fig = digits(pictures)
    np.testing.assert_array_equal(fig.axes[1].images[0].get_array(), pictures[1])


def test_weights_by_unit_in_one_symmetric_scale():
    W = np.random.default_rng(1).normal(size=(9, 4))
    fig = first_layer_weights(W)
    for unit, ax in enumerate(fig.axes[:4]):
        np.testing.assert_array_equal(ax.images[0].get_array(), W[:, unit].reshape(3, 3))
        low, high = ax.images[0].get_clim()
        assert -low == high == np.abs(W).max()
    assert [ax.get_title() for ax in fig.axes[:4]] == ["unit 1", "unit 2", "unit 3", "unit 4"]
    assert fig.axes[4].get_ylabel() == "weight"


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: digits(np.ones((2, 783))), "square picture; given 783 pixels"),
        (lambda: digits(np.ones(784)), r"n_images, n_pixels.*given \(784,\)"),
        (lambda: digits(np.ones((0, 784))), r"given \(0, 784\)"),
        (lambda: digits(ROWS, ["one"]), "titles must have 5 entries, one an image; given 1"),
        (lambda: digits(ROWS, columns=0), "columns must be at least 1; given 0"),
        (lambda: first_layer_weights(np.ones((785, 3))), "given 785 pixels"),
        (lambda: first_layer_weights(np.ones((4, 4, 4))), r"n_pixels, n_units\); given \(4, 4, 4\)"),
    ],
)
def test_errors(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
