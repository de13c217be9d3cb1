import itertools

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle

from nncore import Network
from nncore.plots import COLORS, network_diagram, png
from nncore.plots.networks import _label_places

W = [np.array([[0.5, -2.0, 0.25], [1.0, 1.5, -0.75]]), np.array([[1.25], [-1.0], [0.4]])]
B = [np.array([[0.1, -0.2, 0.3]]), np.array([[-0.6]])]


def units(ax):
    """Centres by column: {x: heights from the top down}."""
    columns = {}
    for patch in ax.patches:
        assert isinstance(patch, Circle)
        columns.setdefault(patch.center[0], []).append(patch.center[1])
    return {x: sorted(heights, reverse=True) for x, heights in sorted(columns.items())}


def texts(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_a_circle_a_unit_and_a_line_a_weight():
    ax = network_diagram(W)
    assert [len(heights) for heights in units(ax).values()] == [2, 3, 1]
    assert len(ax.lines) == 9
    assert {"0.50", "-2.00", "0.25", "1.00", "1.50", "-0.75", "1.25", "-1.00", "0.40"} <= set(texts(ax))
    assert {"$x_{1}$", "$x_{2}$", "$y$"} <= set(texts(ax))


def test_each_line_joins_its_units_and_looks_its_weight():
    ax = network_diagram(W)
    columns = list(units(ax).items())
    widths = {}
    for line in ax.lines:
        (x_from, y_from), (x_to, y_to) = line.get_xydata()
        layer = [x for x, _ in columns].index(x_from)
        assert x_to == columns[layer + 1][0]
        weight = W[layer][columns[layer][1].index(y_from), columns[layer + 1][1].index(y_to)]
        assert to_hex(line.get_color()).upper() == COLORS["blue" if weight > 0 else "orange"]
        assert (line.get_linestyle() == "-") == (weight > 0)
        widths[abs(weight)] = line.get_linewidth()
    in_order = [widths[size] for size in sorted(widths)]
    assert in_order == sorted(in_order)
    assert in_order[-1] > 2 * in_order[0]


@pytest.mark.parametrize("sizes", [(2, 3, 3, 1), (4, 4), (5, 5), (2, 6, 2), (3, 4, 3), (1, 7, 1), (6, 1)])
def test_each_number_lies_on_its_own_line_and_none_on_another(sizes):
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=shape) for shape in itertools.pairwise(sizes)]
    ax = network_diagram(weights)
    ax.figure.canvas.draw()
    written = [text for text in ax.texts if text.get_text() and text.get_zorder() == 3]
    assert len(written) == sum(w.size for w in weights)
    lines = {f"{w:.2f}" if abs(w) >= 0.1 else f"{w:.3f}": [] for w in np.concatenate([w.ravel() for w in weights])}
    for line, number in zip(ax.lines, (w for matrix in weights for w in matrix.ravel()), strict=True):
        lines[f"{number:.2f}" if abs(number) >= 0.1 else f"{number:.3f}"].append(line.get_xydata())
    for text in written:
        distances = []
        for (x0, y0), (x1, y1) in lines[text.get_text()]:
            x, y = text.get_position()
            distances.append(abs((y1 - y0) * (x - x0) - (x1 - x0) * (y - y0)))
        assert min(distances) < 1e-9
    boxes = [text.get_window_extent() for text in written]
    for i, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:i])


def test_biases_values_and_names():
    ax = network_diagram(W, B, [[1, 0], [0.5, 0.25, 0.125], [[0.75]]], [["in", "put"], ["u", "v", "w"], ["out"]])
    found = texts(ax)
    assert {"b = 0.10", "b = -0.20", "b = 0.30", "b = -0.60"} <= set(found)
    assert {"in", "put", "u", "v", "w", "out"} <= set(found)
    inside = {}
    for text in ax.texts:
        inside.setdefault(text.get_position(), []).append(text.get_text())
    columns = list(units(ax).items())
    for (x, heights), numbers in zip(columns, (["1.00", "0.00"], ["0.50", "0.25", "0.12"], ["0.75"]), strict=True):
        assert [inside[(x, y)] for y in heights] == [[number] for number in numbers]


def test_networks_own_lists_fit():
    net = Network([2, 3, 1], rng=np.random.default_rng(0), output="sigmoid")
    _, A = net.forward(np.array([[1.0, 2.0]]))
    assert png(network_diagram(net.W, net.b, A))


def test_wide_layers_are_cut_short_and_say_so():
    ax = network_diagram([np.ones((784, 16)), np.ones((16, 10))])
    assert [len(heights) for heights in units(ax).values()] == [6, 6, 6]
    found = texts(ax)
    assert {"784 units", "16 units", "10 units", "$x_{1}$", "$x_{784}$", "$y_{10}$"} <= set(found)
    assert "$x_{4}$" not in found
    assert "1.00" not in found  # too many weights to write


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"W": []}, "at least one matrix"),
        (
            {"W": [np.ones((2, 5)), np.ones((4, 3))]},
            r"W\[1\] has shape \(4, 3\); the layer below has 5 units.*\(5, 3\)",
        ),
        ({"W": W, "b": B[:1]}, "b must have 2 entries, one a layer; given 1"),
        ({"W": W, "b": [B[1], B[0]]}, r"b\[0\] must have shape \(1, 3\).*given \(1, 1\)"),
        ({"W": W, "values": [np.ones((4, 2)), np.ones((4, 3)), np.ones((4, 1))]}, r"values\[0\].*given \(4, 2\)"),
        ({"W": W, "names": [["a"], ["b"], ["c"]]}, r"names must have \[2, 3, 1\] entries"),
    ],
)
def test_shapes_that_do_not_fit(arguments, message):
    with pytest.raises(ValueError, match=message):
        network_diagram(**arguments)


def test_zero_and_nan_weights_can_be_drawn():
    assert png(network_diagram([np.zeros((2, 2))]))
    assert "nan" in texts(network_diagram([np.array([[np.nan], [1.0]])]))


@pytest.mark.parametrize(("n_in", "n_out"), [(5, 5), (6, 5), (5, 6), (3, 7)])
def test_numbers_keep_apart_in_the_densest_layers(n_in, n_out):
    lines = [((0.0, 1.65 * (i - n_in / 2)), (3.0, 1.65 * (j - n_out / 2))) for i in range(n_in) for j in range(n_out)]
    places = _label_places(np.array(lines))
    apart = (np.abs(places[:, None] - places) / (0.5, 0.2)).max(axis=2)
    assert apart[~np.eye(len(lines), dtype=bool)].min() >= 1
