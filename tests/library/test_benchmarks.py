import numpy as np
import pytest

from nncore import benchmarks


@pytest.fixture
def few():
    rng = np.random.default_rng(0)
    return rng.random((256, 784), np.float32), rng.integers(0, 10, 256)


def test_speed_prints_a_row_for_each_program(few, capsys):
    benchmarks.speed(*few, rounds=1)
    out = capsys.readouterr().out
    assert out.count("nncore.fit") == out.count("bare products") == out.count("scikit-learn") == 3
    assert "784-128-10, batches of 64" in out


def test_fit_holds_little_beside_the_data(few, capsys):
    X, y = (np.tile(a, (4, 1)[: a.ndim]) for a in few)
    benchmarks.memory(X, y)
    megabytes = [float(line.split()[1]) for line in capsys.readouterr().out.splitlines()[1:]]
    assert len(megabytes) == 3
    assert 0 < max(megabytes) < 50


def test_accuracy_is_that_of_every_seed(few, capsys):
    X, y = few
    X[np.arange(256), y] = 5
    found = benchmarks.accuracies(X, y, X, y, seeds=2, epochs=10)
    assert len(found) == 2
    assert min(found) > 0.5
    assert "mean" in capsys.readouterr().out


def test_an_unknown_benchmark_is_named(capsys):
    with pytest.raises(SystemExit):
        benchmarks.main(["sped"])
    assert "unknown benchmark 'sped'; there are speed, memory, accuracy" in capsys.readouterr().err
