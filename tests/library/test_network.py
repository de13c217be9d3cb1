import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nncore as nn

HIDDEN = ["identity", "sigmoid", "tanh", "elu", "swish", "mish"]
PAIRS = [
    ("softmax", "cross_entropy"),
    ("sigmoid", "binary_cross_entropy"),
    ("identity", "mse"),
    ("tanh", "mse"),
    ("sigmoid", "mse"),
    ("softmax", "mse"),
]


@pytest.fixture
def net():
    net = nn.Network((2, 5, 3), rng=np.random.default_rng(0))
    net.b = [b + 0.1 for b in net.b]
    return net


@pytest.fixture
def batch():
    return np.random.default_rng(1).normal(size=(4, 2)), nn.one_hot([0, 1, 2, 1], 3)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_gradients_are_right_for_any_shape(output, loss, data):
    sizes = data.draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    hidden = data.draw(st.lists(st.sampled_from(HIDDEN), min_size=len(sizes) - 2, max_size=len(sizes) - 2))
    n, l2 = data.draw(st.integers(1, 6)), data.draw(st.sampled_from([0.0, 0.5]))
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    net = nn.Network(sizes, hidden, output, loss, rng=rng)
    net.b = [rng.normal(size=b.shape) for b in net.b]
    X, Y = rng.normal(size=(n, sizes[0])), rng.random((n, sizes[-1]))
    Y /= Y.sum(axis=1, keepdims=True)
    report = nn.check_gradients(net, X, Y, l2, 2 * n, numerical=nn.complex_step_gradient, rtol=1e-10, atol=1e-14)
    assert report.ok, str(report)
    report = nn.check_gradients(net, X, Y, l2, 2 * n)
    assert report.ok, str(report)


@pytest.mark.parametrize("hidden", ["relu", "leaky_relu", "relu6"])
def test_gradients_are_right_with_kinks(hidden, batch):
    net = nn.Network((2, 6, 5, 3), hidden, rng=np.random.default_rng(3))
    assert nn.check_gradients(net, *batch, 0.1).ok


def test_forward_is_written_out(net, batch):
    X, _ = batch
    Z, A = net.forward(X)
    assert [z.shape for z in Z] == [(4, 5), (4, 3)]
    assert [a.shape for a in A] == [(4, 2), (4, 5), (4, 3)]
    np.testing.assert_array_equal(A[0], X)
    np.testing.assert_allclose(Z[0], X @ net.W[0] + net.b[0])
    np.testing.assert_allclose(A[1], np.maximum(Z[0], 0))
    np.testing.assert_allclose(Z[1], A[1] @ net.W[1] + net.b[1])
    np.testing.assert_allclose(A[2], nn.softmax(Z[1]))
    np.testing.assert_array_equal(net.predict(X), A[2])


def test_counts_of_the_slides():
    assert nn.Network((784, 16, 16, 10)).n_parameters == 13_002
    assert nn.Network((2, 3, 3, 1), "sigmoid", "sigmoid").n_parameters == 25
    assert nn.Network((2, 3, 3, 1)).n_layers == 3


def test_repr_shows_the_architecture():
    net = nn.Network((784, 16, 16, 10), ["relu", "tanh"], dtype=np.float32)
    expected = "Network(784-16-16-10; relu, tanh, softmax; cross_entropy; 13,002 parameters, float32)"
    assert repr(net) == expected


@pytest.mark.parametrize(
    ("output", "loss"), [("softmax", "cross_entropy"), ("sigmoid", "binary_cross_entropy"), ("mish", "mse")]
)
def test_the_loss_follows_the_output(output, loss):
    assert nn.Network((2, 1), output=output).loss_name == loss


def test_the_start_follows_the_activation():
    net = nn.Network((400, 300, 300), ["relu"], "tanh", rng=np.random.default_rng(0))
    assert net.W[0].std() == pytest.approx(np.sqrt(2 / 400), rel=0.01)
    assert net.W[1].std() == pytest.approx(np.sqrt(2 / 600), rel=0.01)
    again = nn.Network((400, 300, 300), ["relu"], "tanh", rng=np.random.default_rng(0), dtype=np.float32)
    np.testing.assert_array_equal(again.W[0], net.W[0].astype(np.float32))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_everything_has_the_dtype(dtype, batch):
    net = nn.Network((2, 5, 3), "mish", dtype=dtype)
    X, Y = batch
    for X_, Y_ in ((X, Y), (X.astype(np.float32), Y.astype(int)), (X.astype(int), Y.tolist())):
        J, dW, db = net.loss_and_gradients(X_, Y_, 0.1)
        Z, A = net.forward(X_)
        assert isinstance(J, float)
        assert {a.dtype for a in (*net.W, *net.b, *dW, *db, *Z, *A, net.predict(X_))} == {np.dtype(dtype)}


def test_parameters_may_be_set(net, batch):
    W, b = [np.arange(10).reshape(2, 5), [[0.5] * 3] * 5], [[[1, 2, 3, 4, 5]], np.zeros((1, 3), np.float32)]
    net.W, net.b = W, b
    Z, _ = net.forward(batch[0])
    np.testing.assert_allclose(Z[0], batch[0] @ np.array(W[0]) + np.array(b[0]))
    assert {a.dtype for a in (*net.W, *net.b)} == {np.dtype(np.float64)}
    assert net.n_parameters == 33


@pytest.mark.parametrize(
    ("name", "k", "value", "message"),
    [
        ("W", 1, np.zeros((4, 3)), r"W\[1\] has shape \(4, 3\); the layer below has 5 units, so \(5, 3\) is needed"),
        ("W", 1, np.zeros((5, 2)), r"W\[1\] has shape \(5, 2\); its layer has 3 units, so \(5, 3\) is needed"),
        ("b", 0, np.zeros(5), r"b\[0\] has shape \(5,\); its layer has 5 units, so \(1, 5\) is needed"),
        ("b", 1, np.zeros((3, 1)), r"b\[1\] has shape \(3, 1\); its layer has 3 units, so \(1, 3\) is needed"),
        ("W", 0, "text", r"W\[0\] holds values of type <U4; numbers are needed"),
    ],
)
def test_wrong_parameters_are_named(net, batch, name, k, value, message):
    getattr(net, name)[k] = value
    for use in (lambda: net.forward(batch[0]), lambda: net.predict(batch[0]), lambda: net.loss_and_gradients(*batch)):
        with pytest.raises(ValueError, match=message):
            use()


def test_a_wrong_number_of_parameters_is_named(net, batch):
    net.W = net.W[:1]
    with pytest.raises(ValueError, match="W must be a list of 2 arrays"):
        net.predict(batch[0])


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.zeros((3, 4)), r"X has shape \(3, 4\); the input layer has 2 units, so \(N, 2\) with N >= 1 is needed"),
        (np.zeros((0, 2)), r"X has shape \(0, 2\)"),
        (np.zeros(2), r"X has shape \(2,\)"),
        ([[1.0, np.nan]], r"X must be finite, but X\[0, 1\] is nan"),
    ],
)
def test_wrong_inputs_are_named(net, X, message):
    for use in (net.forward, net.predict, lambda X: net.loss(X, np.zeros((len(X), 3)))):
        with pytest.raises(ValueError, match=message):
            use(X)


def test_wrong_targets_are_named(net, batch):
    X, Y = batch
    for f in (net.loss, net.loss_and_gradients):
        with pytest.raises(ValueError, match=r"Y has shape \(4, 2\); the predictions have shape \(4, 3\)"):
            f(X, Y[:, :2])
        with pytest.raises(ValueError, match="rows of Y with sum 1"):
            f(X, Y * 0.5)


def test_an_empty_training_set_is_named(net, batch):
    for f in (net.loss, net.loss_and_gradients):
        with pytest.raises(ValueError, match="n_train is 0; the number of rows"):
            f(*batch, 0.1, 0)


def test_large_finite_inputs_are_accepted(net):
    X = np.array([[1e300, -1e300], [0.0, 1.0]])
    net.W[0] /= 1e10
    assert np.isfinite(net.predict(X)).all()
    assert np.isfinite(net.predict(X[:, ::-1])).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sizes": (3,)}, r"sizes is \(3,\)"),
        ({"sizes": (3, 0, 2)}, "whole numbers from 1 on"),
        ({"sizes": (3, 2.5)}, "whole numbers from 1 on"),
        ({"sizes": (2, 3, 1), "activation": ["relu", "relu"]}, "2 activations came for 1 hidden layers"),
        ({"sizes": (2, 3, 1), "activation": "softmax"}, "softmax is for the output layer"),
        ({"sizes": (2, 1), "output": "sofmax"}, "unknown activation 'sofmax'"),
        ({"sizes": (2, 1), "loss": "hinge"}, "unknown loss 'hinge'; there are mse,"),
        (
            {"sizes": (2, 1), "output": "tanh", "loss": "cross_entropy"},
            "cross_entropy needs the output 'softmax', but the output is 'tanh'",
        ),
        ({"sizes": (2, 1), "init": "one"}, "unknown init 'one'; there are he,"),
        ({"sizes": (2, 1), "dtype": int}, "dtype is int64; float32 or float64"),
    ],
)
def test_wrong_architectures_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        nn.Network(**arguments)


def test_own_activation(batch):
    own = nn.Activation("sine", np.sin, np.cos)
    net = nn.Network((2, 4, 3), own, rng=np.random.default_rng(0))
    assert nn.check_gradients(net, *batch).ok
    assert "sine" in repr(net)


def test_a_copy_is_independent(net, batch):
    twin = net.copy()
    before = net.loss(*batch)
    twin.W[0] += 1
    assert repr(twin) == repr(net)
    assert net.loss(*batch) == before != twin.loss(*batch)


@pytest.mark.parametrize("name", ["net.npz", "net"])
def test_saved_and_loaded(tmp_path, name, batch):
    net = nn.Network((2, 4, 3, 3), ["elu", "relu6"], "softmax", "mse", dtype=np.float32)
    path = tmp_path / name
    net.save(path)
    loaded = nn.Network.load(path)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert repr(loaded) == repr(net)
    np.testing.assert_array_equal(loaded.predict(batch[0]), net.predict(batch[0]))
    assert loaded.loss(*batch) == net.loss(*batch)


def test_saving_refuses_functions(tmp_path, net):
    own = nn.Network((2, 3, 1), nn.Activation("sine", np.sin, np.cos))
    with pytest.raises(ValueError, match="activation 'sine' is your own"):
        own.save(tmp_path / "own.npz")
    assert not list(tmp_path.iterdir())


def test_loading_refuses_other_files(tmp_path, net):
    net.save(tmp_path / "good")
    good = (tmp_path / "good").read_bytes()
    np.savez(tmp_path / "other.npz", x=1)
    np.savez(tmp_path / "pickled.npz", sizes=np.array([object()], dtype=object))
    (tmp_path / "cut").write_bytes(good[: len(good) // 2])
    (tmp_path / "text").write_text("no network")
    stored = dict(np.load(tmp_path / "good"))
    np.savez(tmp_path / "shape.npz", **{**stored, "W0": np.zeros((3, 3))})
    for name in ("other.npz", "pickled.npz", "cut", "text", "shape.npz"):
        with pytest.raises(ValueError, match=rf"{name} does not hold a saved network"):
            nn.Network.load(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        nn.Network.load(tmp_path / "missing")


def test_inputs_stay_as_they_are(net, batch):
    X, Y = batch
    X0, Y0, W0 = X.copy(), Y.copy(), [W.copy() for W in net.W]
    net.loss_and_gradients(X, Y, 0.1)
    np.testing.assert_array_equal(X, X0)
    np.testing.assert_array_equal(Y, Y0)
    for W, before in zip(net.W, W0, strict=True):
        np.testing.assert_array_equal(W, before)
