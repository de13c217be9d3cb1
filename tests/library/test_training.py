import builtins

import numpy as np
import pytest

import nncore as nn


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 2))
    return X, nn.one_hot((X[:, 0] * X[:, 1] > 0).astype(int), 2)


def network(dtype=np.float64):
    return nn.Network((2, 8, 2), "tanh", rng=np.random.default_rng(1), dtype=dtype)


def parameters(net):
    return [p.copy() for p in (*net.W, *net.b)]


def assert_same(first, second):
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)


def test_minibatches_pair_and_cover_all_rows():
    X, Y = np.arange(22).reshape(11, 2), np.arange(11)[:, None] * 2
    rng = np.random.default_rng(0)
    first, second = (list(nn.minibatches(X, Y, 4, rng)) for _ in range(2))
    for epoch in (first, second):
        assert [len(x) for x, _ in epoch] == [4, 4, 3]
        rows = np.concatenate([x for x, _ in epoch])
        np.testing.assert_array_equal(np.concatenate([y for _, y in epoch])[:, 0], rows[:, 0])
        assert sorted(rows[:, 0]) == list(range(0, 22, 2))
        assert rows[:, 0].tolist() != sorted(rows[:, 0])
    assert np.concatenate([x for x, _ in first]).tolist() != np.concatenate([x for x, _ in second]).tolist()
    first[0][0][:] = -1
    assert X.min() == 0
    assert [len(x) for x, _ in nn.minibatches(X, Y, 100, rng)] == [11]


def test_minibatches_name_wrong_arguments():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="X has 3 rows and Y 2"):
        next(nn.minibatches(np.zeros((3, 1)), np.zeros((2, 1)), 1, rng))
    with pytest.raises(ValueError, match="batch_size is 0"):
        next(nn.minibatches(np.zeros((3, 1)), np.zeros((3, 1)), 0, rng))


@pytest.mark.parametrize(
    ("make", "rate"), [(nn.SGD, 0.3), (nn.Momentum, 0.03), (nn.Nesterov, 0.03), (nn.RMSProp, 0.03), (nn.Adam, 0.03)]
)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_every_optimizer_learns(make, rate, dtype, data):
    net = network(dtype)
    history = nn.fit(net, *data, epochs=60, batch_size=8, optimizer=make(rate), rng=np.random.default_rng(2))
    assert history.train_loss[-1] < 0.6 * history.train_loss[0]
    assert {p.dtype for p in parameters(net)} == {np.dtype(dtype)}
    assert history.stopped == "epochs"
    assert len(history.train_loss) == len(history.learning_rate) == 60
    assert history.validation_loss == history.validation_accuracy == []
    assert history.best_epoch is None


def test_the_default_optimizer_is_plain_descent_at_a_tenth(data):
    plain, default = network(), network()
    nn.fit(plain, *data, epochs=2, optimizer=nn.SGD(0.1), rng=np.random.default_rng(5))
    nn.fit(default, *data, epochs=2, rng=np.random.default_rng(5))
    assert_same(parameters(plain), parameters(default))


def test_one_generator_gives_one_result(data):
    nets = [network() for _ in range(3)]
    for net, seed in zip(nets, (5, 5, 6), strict=True):
        nn.fit(net, *data, epochs=2, rng=np.random.default_rng(seed))
    assert_same(parameters(nets[0]), parameters(nets[1]))
    assert not np.array_equal(nets[0].W[0], nets[2].W[0])


def test_validation_is_watched_not_learnt(data):
    X, Y = data
    watched, blind = network(), network()
    history = nn.fit(watched, X[:30], Y[:30], epochs=4, rng=np.random.default_rng(5), validation=(X[30:], Y[30:]))
    nn.fit(blind, X[:30], Y[:30], epochs=4, rng=np.random.default_rng(5))
    assert_same(parameters(watched), parameters(blind))
    assert history.validation_loss[-1] == pytest.approx(watched.loss(X[30:], Y[30:]))
    assert history.validation_accuracy[-1] == pytest.approx(nn.accuracy(watched.predict(X[30:]), Y[30:]))
    assert history.best_epoch == int(np.argmin(history.validation_loss))
    assert len(history.validation_loss) == len(history.validation_accuracy) == 4


def test_validation_of_many_rows_goes_in_pieces():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2300, 2))
    Y = nn.one_hot((X[:, 0] > 0).astype(int), 2)
    net = network()
    history = nn.fit(net, X, Y, epochs=1, rng=rng, validation=(X, Y))
    assert history.validation_loss[0] == pytest.approx(net.loss(X, Y), rel=1e-12)
    assert history.validation_accuracy[0] == pytest.approx(nn.accuracy(net.predict(X), Y), rel=1e-12)


def test_regression_has_no_accuracy(data):
    X, _ = data
    net = nn.Network((2, 4, 1), "tanh", "identity", rng=np.random.default_rng(0))
    history = nn.fit(net, X, X[:, :1], epochs=2, validation=(X, X[:, :1]), rng=np.random.default_rng(0))
    assert len(history.validation_loss) == 2
    assert history.validation_accuracy == []


def test_early_stopping_restores_the_best(data):
    X, Y = data
    net, seen = network(), []
    history = nn.fit(
        net,
        X[:8],
        Y[:8],
        epochs=500,
        batch_size=8,
        optimizer=nn.SGD(1.0),
        rng=np.random.default_rng(3),
        validation=(X[8:], Y[8:]),
        patience=7,
        callback=lambda epoch, net, history: seen.append(parameters(net)),
    )
    best = int(np.argmin(history.validation_loss))
    assert history.stopped == "patience"
    assert history.best_epoch == best
    assert len(history.validation_loss) == best + 1 + 7
    assert_same(parameters(net), seen[best])
    assert not np.array_equal(net.W[0], seen[-1][0])
    assert net.loss(X[8:], Y[8:]) == pytest.approx(min(history.validation_loss))


def test_the_best_is_restored_when_the_epochs_run_out(data):
    X, Y = data
    net = network()
    rates = [0.1, 0.1, 0.1, 300.0]
    validation = (X[8:], Y[8:])
    history = nn.fit(
        net,
        X[:8],
        Y[:8],
        epochs=4,
        rng=np.random.default_rng(3),
        validation=validation,
        patience=9,
        schedule=rates.__getitem__,
    )
    assert history.stopped == "epochs"
    assert history.best_epoch < 3
    assert net.loss(*validation) == pytest.approx(min(history.validation_loss))


def test_patience_needs_validation(data):
    with pytest.raises(ValueError, match=r"patience needs validation=\(X, Y\)"):
        nn.fit(network(), *data, epochs=1, patience=3)


def test_schedule_sets_the_rate(data):
    optimizer = nn.SGD(5.0)
    history = nn.fit(network(), *data, epochs=3, optimizer=optimizer, schedule=nn.step_decay(0.4, 0.5, 1))
    assert history.learning_rate == [0.4, 0.2, 0.1]
    assert optimizer.learning_rate == 0.1


def test_interrupt_between_epochs_keeps_what_was_learnt(data):
    def interrupt(epoch, net, history):
        if epoch == 2:
            raise KeyboardInterrupt

    stopped, three = network(), network()
    history = nn.fit(stopped, *data, epochs=9, rng=np.random.default_rng(5), callback=interrupt)
    nn.fit(three, *data, epochs=3, rng=np.random.default_rng(5))
    assert history.stopped == "interrupted"
    assert len(history.train_loss) == len(history.learning_rate) == 3
    assert_same(parameters(stopped), parameters(three))


def test_interrupt_within_an_epoch_keeps_what_was_learnt(data):
    class Interrupting(nn.SGD):
        steps = 0

        def step(self, params, grads):
            if self.steps == 10:
                raise KeyboardInterrupt
            self.steps += 1
            super().step(params, grads)

    net = network()
    before = parameters(net)
    history = nn.fit(net, *data, epochs=9, batch_size=10, optimizer=Interrupting(0.1), validation=data, patience=5)
    assert history.stopped == "interrupted"
    assert len(history.train_loss) == len(history.validation_loss) == len(history.learning_rate) == 2
    assert not np.array_equal(net.W[0], before[0])
    assert net.loss(*data) < history.validation_loss[0]


def test_too_large_a_rate_is_told_without_warnings(data):
    X, _ = data
    net = nn.Network((2, 8, 1), "relu", "identity", rng=np.random.default_rng(0))
    history = nn.fit(net, X, X[:, :1] * 100, epochs=50, optimizer=nn.SGD(1e4), rng=np.random.default_rng(0))
    assert history.stopped == "diverged"
    assert len(history.train_loss) < 50
    assert np.isfinite(history.train_loss).all()


def test_progress_bar_only_when_asked(data, capsys, monkeypatch):
    imported = []
    original = builtins.__import__

    def spy(name, *args, **kwargs):
        imported.append(name)
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", spy)
    nn.fit(network(), *data, epochs=2)
    assert not any(name.startswith("tqdm") for name in imported)
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""
    nn.fit(network(), *data, epochs=2, progress=True)
    assert any(name.startswith("tqdm") for name in imported)
    assert "2/2" in capsys.readouterr().err


def test_own_gradients_and_own_optimizer_are_called(data):
    class Own(nn.Network):
        calls = 0

        def loss_and_gradients(self, X, Y, l2=0.0, n_train=None):
            self.calls += 1
            assert n_train == 50
            J, dW, db = super().loss_and_gradients(X, Y, l2, n_train)
            return J, [-g for g in dW], [-g for g in db]

    class Climber:
        learning_rate = 0.1

        def step(self, params, grads):
            for p, g in zip(params, grads, strict=True):
                p += self.learning_rate * g

    class Half(nn.SGD):
        def step(self, params, grads):
            super().step(params, [g / 2 for g in grads])

    own, usual = Own((2, 8, 2), "tanh", rng=np.random.default_rng(1)), network()
    nn.fit(own, *data, epochs=2, optimizer=Climber(), rng=np.random.default_rng(5), l2=0.1)
    nn.fit(usual, *data, epochs=2, optimizer=nn.SGD(0.1), rng=np.random.default_rng(5), l2=0.1)
    assert own.calls == 4
    for a, b in zip(parameters(own), parameters(usual), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12)
    halved, usual = network(), network()
    nn.fit(halved, *data, epochs=2, optimizer=Half(0.2), rng=np.random.default_rng(5))
    nn.fit(usual, *data, epochs=2, optimizer=nn.SGD(0.1), rng=np.random.default_rng(5))
    for a, b in zip(parameters(halved), parameters(usual), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12)


def test_parameters_set_by_a_callback_count(data):
    def reset(epoch, net, history):
        net.W = [np.zeros_like(W) for W in net.W]
        net.b[0] = np.zeros((1, 8))

    net = network()
    history = nn.fit(net, *data, epochs=2, batch_size=50, callback=reset, optimizer=nn.SGD(1e-9))
    assert not net.W[0].any()
    assert history.train_loss[1] == pytest.approx(np.log(2), rel=1e-6)


def test_the_callers_arrays_stay_as_they_are(data):
    X, Y = data
    net = network()
    W = [np.ones((2, 8)), np.ones((8, 2))]
    net.W = list(W)
    before = X.copy(), Y.copy()
    nn.fit(net, X, Y, epochs=1)
    assert all((w == 1).all() for w in W)
    assert_same((X, Y), before)


def test_data_of_another_type_is_taken_batch_by_batch(data):
    X, Y = data
    single, double = network(), network()
    nn.fit(single, X.astype(np.float32), Y.astype(int), epochs=2, rng=np.random.default_rng(5))
    nn.fit(double, X.astype(np.float32).astype(float), Y, epochs=2, rng=np.random.default_rng(5))
    assert_same(parameters(single), parameters(double))


def test_parameters_start_where_a_cache_line_does(data):
    X, Y = data
    for hidden in range(3, 23):  # many, since one might start there by chance
        net = nn.Network((2, hidden, 2), rng=np.random.default_rng(0))
        nn.fit(net, X, Y, epochs=1)
        assert net.W[0].ctypes.data % 64 == 0


def test_bad_data_is_named_at_the_start(data):
    X, Y = data
    for bad, message in [
        ((X[:, :1], Y), r"X has shape \(50, 1\)"),
        ((X, Y[:30]), r"Y has shape \(30, 2\); the predictions have shape \(50, 2\)"),
        ((np.where(X > 2, np.nan, X), Y), "X must be finite"),
        ((X[:0], Y[:0]), r"X has shape \(0, 2\)"),
    ]:
        with pytest.raises(ValueError, match=message):
            nn.fit(network(), *bad, epochs=1)
        with pytest.raises(ValueError, match=message):
            nn.fit(network(), X, Y, epochs=1, validation=bad)
    with pytest.raises(ValueError, match="batch_size is 0"):
        nn.fit(network(), X, Y, epochs=1, batch_size=0)
    with pytest.raises(ValueError, match="epochs is -1"):
        nn.fit(network(), X, Y, epochs=-1)


def test_no_epochs_change_nothing(data):
    net = network()
    history = nn.fit(net, *data, epochs=0, validation=data, patience=1)
    assert_same(parameters(net), parameters(network()))
    assert history == nn.History()
