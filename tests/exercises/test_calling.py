"""Calling a student's function: it is stopped, silenced, copied for, and its crash told with the line and shapes."""

import os
import sys
import threading
import time

import numpy as np
import pytest

from nncore.exercises.calling import TimeUp, call, deadline


def forever():
    while True:
        pass


def forever_and_swallowing():
    while True:
        try:
            sum(range(1000))
        except BaseException:
            continue


@pytest.mark.parametrize("f", [forever, forever_and_swallowing])
def test_a_function_that_never_returns_is_stopped(f):
    assert call(f, (), 0.2).too_slow


def test_it_is_stopped_in_another_thread_too():
    seen = []
    thread = threading.Thread(target=lambda: seen.append(call(forever, (), 0.2)))
    thread.start()
    thread.join(timeout=20)
    assert [outcome.too_slow for outcome in seen] == [True]


def test_the_deadline_leaves_no_alarm_behind():
    with deadline(0.1):
        pass
    time.sleep(0.2)  # an alarm still set would raise TimeUp here
    with pytest.raises(TimeUp), deadline(0.05):
        forever()


def test_exit_and_crash_do_not_escape():
    assert call(sys.exit, (), 1).crash.kind == "SystemExit"
    assert call(lambda: 1 / 0, (), 1).crash.kind == "ZeroDivisionError"


def test_a_crash_names_the_line_and_the_shapes():
    def product(A, B):
        return A @ B

    crash = call(product, (np.ones((3, 2)), np.ones((3, 4))), 1).crash
    assert crash.kind == "ValueError"
    assert crash.line == "return A @ B"
    assert crash.shapes == "A (3, 2), B (3, 4)"


def test_an_error_whose_text_fails_is_still_told():
    class Nasty(Exception):
        def __str__(self):
            raise RuntimeError

    def f():
        raise Nasty

    assert call(f, (), 1).crash.kind == "Nasty"


def test_arguments_are_copies_and_changes_are_seen(capsys):
    x = np.zeros(3)
    layers = [np.zeros(2), np.zeros(2)]

    def f(x, layers, n):
        print("noise")
        print("noise", file=sys.stderr)
        layers[1] += 1
        return x + n

    outcome = call(f, (x, layers, 2), 1)
    assert outcome.changed == [1]
    assert not layers[1].any()
    assert capsys.readouterr() == ("", "")
    assert not call(lambda x, layers, n: x, (x, layers, 2), 1).changed


def test_a_changed_length_dtype_or_sign_of_zero_is_a_change():
    assert call(lambda items: items.append(1), ([np.zeros(1)],), 1).changed == [0]
    assert call(lambda x: np.negative(x, out=x), (np.zeros(2),), 1).changed == [0]


def test_warnings_are_kept_not_shown(capsys):
    outcome = call(lambda x: np.exp(x), (np.array([1000.0]),), 1)
    assert any("overflow" in text for text in outcome.warned)
    assert capsys.readouterr().err == ""


def test_keyboard_interrupt_passes():
    def f():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(f, (), 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals interrupt only on Unix")
def test_two_calls_in_a_row_have_each_their_own_limit():
    assert call(forever, (), 0.1).too_slow
    assert call(lambda: 5, (), 0.1).value == 5
