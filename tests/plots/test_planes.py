import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d import Axes3D

from nncore.data import load_gate, planar
from nncore.plots import class_regions, decision_boundary, loss_contours, png, points, surface


def asymmetric(P):
    """x1^2 + 10 x2, as (N, 1): exchanging x1 and x2 changes it everywhere off the diagonal."""
    return P[:, :1] ** 2 + 10 * P[:, 1:]


def test_surface_heights_are_f_of_x1_and_x2(monkeypatch):
    """What Matplotlib is given: at every place (x1, x2) the height f(x1, x2), and the whole rectangle."""
    given = []
    monkeypatch.setattr(Axes3D, "plot_surface", lambda self, *arrays, **options: given.extend(arrays))
    surface(asymmetric, x1_range=(0, 2), x2_range=(0, 1), resolution=9)
    x1, x2, height = given
    assert height.shape == (9, 9)
    np.testing.assert_allclose(height, x1**2 + 10 * x2)
    places = set(zip(x1.ravel(), x2.ravel(), strict=True))
    assert places == {(i / 4, j / 8) for i in range(9) for j in range(9)}


def test_surface_lies_within_its_axes():
    (mesh,) = surface(asymmetric, x1_range=(0, 2)).collections
    assert len(mesh.get_array()) == 30 * 30  # every cell is drawn, none thinned out


def test_surface_names_its_axes():
    ax = surface(asymmetric)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$x_1$", "$x_2$")
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 1), (0, 1))


def test_surface_on_given_axes():
    fig = Figure()
    ax = fig.add_subplot(projection="3d")
    assert surface(asymmetric, ax) is ax
    with pytest.raises(ValueError, match="3-D axes"):
        surface(asymmetric, fig.add_subplot())


@pytest.mark.parametrize("returns", [lambda P: P, lambda P: P[:5, 0], lambda P: 1.0])
def test_wrong_shapes_from_the_function_are_named(returns):
    with pytest.raises(ValueError, match=r"given 81 points, shape \(81, 2\), and must return \(81, 1\)"):
        surface(returns, resolution=9)


def boundary_of(ax):
    """Vertices of the one black line in the plot."""
    (line,) = [c for c in ax.collections if len(c.get_linewidths()) and c.get_facecolor().size == 0]
    return np.concatenate([path.vertices for path in line.get_paths()])


@pytest.mark.parametrize("flat", [False, True])
def test_boundary_lies_where_the_model_is_undecided(flat):
    """p = 0.5 on the asymmetric line x2 = 0.2 + 0.5 x1, for predictions (N, 1) and (N,)."""

    def predict(P):
        p = 1 / (1 + np.exp(-(P[:, 1:] - 0.2 - 0.5 * P[:, :1])))
        return p[:, 0] if flat else p

    ax = decision_boundary(predict, *load_gate("or"))
    line = boundary_of(ax)
    np.testing.assert_allclose(line[:, 1], 0.2 + 0.5 * line[:, 0], atol=1e-4)
    assert len(line) > 50


def test_boundary_for_targets_of_minus_and_plus_one_is_at_zero():
    X, Y = planar("gauss", 60, rng=np.random.default_rng(0))
    line = boundary_of(decision_boundary(lambda P: np.tanh(P[:, :1] - 0.5), X, Y))
    np.testing.assert_allclose(line[:, 0], 0.5, atol=1e-3)


def test_no_line_where_the_model_is_always_sure():
    ax = decision_boundary(lambda P: np.full((len(P), 1), 0.9), *load_gate("and"))
    with pytest.raises(ValueError, match="not enough values"):
        boundary_of(ax)


def test_background_is_the_prediction():
    """The colour left is the low end's, right the high end's, not the other way round."""
    fig = decision_boundary(lambda P: P[:, :1] > 0.5, *load_gate("x1_and_not_x2")).figure
    ax = fig.axes[0]
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    picture = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)

    def color_at(x1, x2):
        column, row = ax.transData.transform((x1, x2))
        return picture[len(picture) - 1 - int(row), int(column)]

    left, right = color_at(0.2, 0.5), color_at(0.8, 0.5)
    assert left[0] > left[2] + 40  # orange
    assert right[2] > right[0] + 40  # blue


def test_points_carry_their_class():
    X, Y = load_gate("x1_and_not_x2")
    low, high = points(X, Y).collections
    assert sorted(map(tuple, np.asarray(low.get_offsets()))) == [(0, 0), (0, 1), (1, 1)]
    assert np.asarray(high.get_offsets()).tolist() == [[1, 0]]
    assert (low.get_label(), high.get_label()) == ("target 0", "target 1")
    # told apart by shape too, not by colour only
    assert len(low.get_paths()[0].vertices) != len(high.get_paths()[0].vertices)
    assert low.get_facecolor().tolist() != high.get_facecolor().tolist()


def test_points_of_a_regression_are_coloured_by_value():
    X, Y = planar("reg-plane", 50, rng=np.random.default_rng(0))
    (marks,) = points(X, Y).collections
    np.testing.assert_array_equal(marks.get_array(), Y[:, 0])
    assert marks.norm.vmin == -marks.norm.vmax


def test_limits_hold_the_data_or_are_the_callers():
    X, Y = load_gate("or")
    ax = decision_boundary(asymmetric, X, Y)
    low, high = ax.get_xlim()
    assert low < 0
    assert high > 1
    ax = decision_boundary(asymmetric, X, Y, x1_range=(-3, 4), x2_range=(-1, 2))
    assert ax.get_xlim() == (-3, 4)
    assert ax.get_ylim() == (-1, 2)


def test_decision_boundary_draws_where_it_is_told():
    fig = Figure()
    ax = fig.add_subplot()
    assert decision_boundary(asymmetric, *load_gate("or"), ax=ax) is ax
    assert ax.get_xlabel() == "$x_1$"
    assert ax.get_ylabel() == "$x_2$"
    assert fig.axes[1].get_ylabel() == "prediction"


@pytest.mark.parametrize(
    ("X", "Y", "message"),
    [
        (np.zeros((4, 3)), np.zeros((4, 1)), r"X must have shape \(n_samples, 2\); given \(4, 3\)"),
        (np.zeros((4, 2)), np.zeros((3, 1)), r"Y must have shape \(4, 1\).*given \(3, 1\)"),
        (np.zeros((4, 2)), np.zeros((4, 2)), r"Y must have shape \(4, 1\).*given \(4, 2\)"),
        (np.zeros((0, 2)), np.zeros((0, 1)), r"given \(0, 2\)"),
    ],
)
def test_data_of_wrong_shape(X, Y, message):
    with pytest.raises(ValueError, match=message):
        decision_boundary(asymmetric, X, Y)


def test_one_point_and_one_class_can_be_drawn():
    assert png(decision_boundary(asymmetric, [[1.0, 1.0]], [[1]]))


def test_contours_belong_to_their_axes():
    """A loss that depends on the first parameter only has upright height lines."""
    ax = loss_contours(lambda theta: theta[0] ** 2, (-2, 2), (-1, 1))
    lines = [c for c in ax.collections if c.get_facecolor().size == 0]
    assert lines
    for collection in lines:
        for path in collection.get_paths():
            for piece in path.to_polygons(closed_only=False):
                assert np.ptp(piece[:, 0]) < 1e-6


def test_paths_are_drawn_from_start_to_end():
    path = np.array([[1.5, 0.5], [0.5, -0.5], [0.0, 0.25]])
    ax = loss_contours(lambda theta: float(theta @ theta), (-2, 2), (-1, 1), paths={"by hand": path})
    named = [line for line in ax.lines if line.get_label() == "by hand"]
    np.testing.assert_array_equal(named[0].get_xydata(), path)
    ends = [line.get_xydata().tolist() for line in ax.lines if len(line.get_xydata()) == 1]
    assert ends == [[[1.5, 0.5]], [[0.0, 0.25]]]
    assert ax.get_legend().get_texts()[0].get_text() == "by hand"
    with pytest.raises(ValueError, match=r"path 'flat' must have shape \(n, 2\); given \(3,\)"):
        loss_contours(lambda theta: 0.0, (-1, 1), (-1, 1), paths={"flat": [1, 2, 3]})


def test_constant_loss_can_be_drawn():
    assert png(loss_contours(lambda theta: 3.0, (-1, 1), (-1, 1)))


THREE = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]]), np.array([0, 1, 2])


def by_slanted_line(P):
    """Class 2 above the line x2 = 0.5 + x1, below it class 0 left of x1 = 0.5 and class 1 right of it."""
    return np.where(P[:, 1] > 0.5 + P[:, 0], 2, (P[:, 0] > 0.5).astype(int))


def color_in(ax, x1, x2):
    canvas = FigureCanvasAgg(ax.figure)
    canvas.draw()
    picture = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
    column, row = ax.transData.transform((x1, x2))
    return picture[len(picture) - 1 - int(row), int(column)]


def test_regions_have_the_colour_of_their_class():
    ax = class_regions(by_slanted_line, *THREE)
    blue, orange, green = color_in(ax, 0.2, 0.3), color_in(ax, 0.8, -0.2), color_in(ax, 0.3, 1.6)
    assert blue[2] > blue[0] + 40
    assert orange[0] > orange[2] + 40
    assert green[1] > green[0] + 40


def test_places_without_a_class_stay_white():
    ax = class_regions(lambda P: np.where(P[:, :1] < 0.5, -1, 1), *THREE)
    assert color_in(ax, 0.25, 1.0).tolist() == [255, 255, 255]
    assert color_in(ax, 0.75, 1.0).tolist() != [255, 255, 255]


def test_every_class_has_its_points_and_mark():
    ax = class_regions(by_slanted_line, *THREE)
    marks = {c.get_label(): c for c in ax.collections if str(c.get_label()).startswith("class")}
    assert list(marks) == ["class 0", "class 1", "class 2"]
    for k, (name, point) in enumerate(zip(marks, THREE[0], strict=True)):
        np.testing.assert_array_equal(marks[name].get_offsets(), [point])
        assert THREE[1][k] == k
    outlines = {c.get_paths()[0].vertices.tobytes() for c in marks.values()}
    assert len(outlines) == 3  # told apart by shape too, not by colour only


def test_a_border_lies_between_two_regions():
    ax = class_regions(lambda P: (P[:, 0] > 0.4).astype(int), *THREE, resolution=101)
    lines = [c for c in ax.collections if len(c.get_linewidths()) and c.get_facecolor().size == 0]
    places = np.concatenate([path.vertices for c in lines for path in c.get_paths()])
    np.testing.assert_allclose(places[:, 0], 0.4, atol=0.03)


@pytest.mark.parametrize(
    ("predict", "y", "message"),
    [
        (by_slanted_line, [0, 1, 6], "y must give whole numbers from 0 to 5; given 6"),
        (by_slanted_line, [0, 1, -1], "y must give whole numbers from 0 to 5; given -1"),
        (lambda P: P[:, 0] / 7, [0, 1, 2], "predict must give whole numbers from -1 to 5; given"),
        (lambda P: P, [0, 1, 2], r"must return \(57600, 1\); it returned \(57600, 2\)"),
        (by_slanted_line, [0, 1], r"Y must have shape \(3, 1\).*given \(2,\)"),
    ],
)
def test_labels_that_are_none_are_named(predict, y, message):
    with pytest.raises(ValueError, match=message):
        class_regions(predict, THREE[0], y)
