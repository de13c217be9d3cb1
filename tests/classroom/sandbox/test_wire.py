"""What crosses the wall arrives as it was, and no bytes whatever do harm on arrival."""

import contextlib
import socket
import struct
import threading
import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nncore.classroom.sandbox.limits import Limits
from nncore.classroom.sandbox.proxy import Gone, Proxy, Session
from nncore.classroom.sandbox.wire import DTYPES, Channel, Ended, Foreign, TooLate, WireError, decode, encode
from nncore.exercises import all_exercises
from nncore.exercises.calling import Reported, TimeUp

SMALL = Limits(frame_bytes=5_000, numbers=500, items=60, depth=5, processes=5)
ROOMY = Limits(items=10**6)

dtypes = st.sampled_from([np.dtype(char) for char in DTYPES if char != "O"])
arrays = dtypes.flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
plain = st.none() | st.booleans() | st.integers(-(2**900), 2**900) | st.floats() | st.text(max_size=20) | arrays
values = st.recursive(plain, lambda v: st.lists(v, max_size=4) | st.lists(v, max_size=4).map(tuple), max_leaves=12)


def same(a, b):
    if isinstance(a, np.ndarray | np.generic):
        return type(a) is type(b) and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float):
        return type(b) is float and struct.pack(">d", a) == struct.pack(">d", b)
    return type(a) is type(b) and a == b


def is_plain(value):
    """Tell whether a value is made of nothing but plain things."""
    if isinstance(value, list | tuple):
        return type(value) in (list, tuple) and all(map(is_plain, value))
    if type(value) is np.ndarray:
        return value.dtype.char in DTYPES and value.size <= SMALL.numbers
    kinds = (type(None), bool, int, float, str, np.generic, Foreign, type(iter([])))
    return isinstance(value, kinds)


@given(values)
def test_values_arrive_as_they_were(value):
    assert same(value, decode(encode(value), ROOMY))


@settings(max_examples=500)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused_or_plain(data):
    try:
        value = decode(data, SMALL)
    except WireError:
        return
    assert is_plain(value)


@settings(max_examples=500)
@given(values, st.data())
def test_mutated_frames_are_refused_or_plain(value, data):
    frame = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        k = data.draw(st.integers(0, len(frame) - 1))
        how = data.draw(st.sampled_from(["change", "cut", "double", "insert"]))
        if how == "change":
            frame[k] = data.draw(st.integers(0, 255))
        elif how == "cut" and len(frame) > 1:
            del frame[k:]
            frame = frame or bytearray(b"N")
        elif how == "double":
            frame[k:k] = frame[k:]
        else:
            frame[k:k] = data.draw(st.binary(max_size=5))
    try:
        value = decode(bytes(frame), SMALL)
    except WireError:
        return
    assert is_plain(value)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"N" * 2,
        b"l\xff\xff\xff\xff",
        b"l\x00\x00\x00\x01" * 10_000 + b"N",
        b"l\x00\x00\x00\x64" + b"N" * 100,
        encode([[None] * 10] * 7),
        b"s\xff\xff\xff\xffabc",
        b"s\x00\x00\x00\x02\xff\xff",
        b"a\x0d\x02" + b"\xff" * 8,
        b"a\x0d\x02\x00\x00\x00\x00\xff\xff\xff\xff",
        b"a\x10\x01\xff\xff\xff\xff",
        b"a\xff\x00",
        b"a\x0d\xff" + bytes(1020),
        b"g\x0d\x01\x00\x00\x00\x00",
        b"f\x00\x00\x00\x00",
        b"i\xff\x01",
        b"d\x00",
        b"\x80\x04\x95",
    ],
    ids=repr,
)
def test_frames_against_the_rules(frame):
    with pytest.raises(WireError):
        decode(frame, SMALL)


def test_of_other_things_only_the_name_of_the_type_crosses():
    class Liar:
        def __array__(self, *args, **kwargs):
            return np.ones(3)

    for thing, name in [(Liar(), "Liar"), ({}, "dict"), (len, "builtin_function_or_method"), ({1}, "set")]:
        got = decode(encode(thing), SMALL)
        assert isinstance(got, Foreign)
        assert type(got).__name__ == name
    assert type(decode(encode(type("a b<script>", (), {})()), SMALL)).__name__ == "object"


def test_arrays_lose_their_kind_and_objects_their_content():
    assert type(decode(encode(np.ma.masked_all((2, 2))), SMALL)) is np.ndarray
    got = decode(encode(np.array([{}, []], dtype=object)), SMALL)
    assert got.dtype == object
    assert list(got) == [None, None]
    assert decode(encode(np.array(["a"])), SMALL).dtype == object
    assert decode(encode(np.longdouble(0.5)), SMALL) == 0.5
    assert decode(encode(np.arange(3, dtype=">i4")), SMALL).dtype == np.int32


def test_all_inputs_of_all_exercises_cross():
    rng = np.random.default_rng(1)
    for exercise in all_exercises().values():
        for case in exercise.cases(rng) if exercise.cases else []:
            functions = []
            got = decode(encode(case.args, functions), ROOMY, functions.__getitem__)
            assert same(case.args, got), exercise.name


def pair(limits=SMALL):
    a, b = socket.socketpair()
    return a, Channel(b, limits)


def test_a_frame_that_is_too_large_is_refused_before_it_is_read():
    far, channel = pair()
    with far:
        far.sendall(struct.pack(">I", 2**31))
        with pytest.raises(WireError, match="too much"):
            channel.receive(5.0)


def test_two_answers_to_one_question_are_refused():
    far, channel = pair()
    with far:
        far.sendall(2 * (struct.pack(">I", 1) + b"N"))
        with pytest.raises(WireError):
            channel.receive(5.0)


def test_a_cut_off_frame_ends():
    far, channel = pair()
    far.sendall(struct.pack(">I", 10) + b"abc")
    far.close()
    with pytest.raises(Ended):
        channel.receive(5.0)


def test_one_who_says_nothing_or_byte_by_byte_is_too_late():
    far, channel = pair()
    with far:
        with pytest.raises(TooLate):
            channel.receive(0.05)
        stop = threading.Event()

        def drip():
            far.sendall(struct.pack(">I", 4_000))
            while not stop.wait(0.02):
                far.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            with pytest.raises(TooLate):
                channel.receive(0.2)
        finally:
            stop.set()
            thread.join()


def test_one_who_does_not_listen_is_too_late():
    far, channel = pair()
    with far, pytest.raises(TooLate):
        channel.send(bytes(10**7), 0.05)


class Babbler:
    """A zygote and a channel whose child answers whatever it likes: bytes as they are, tuples with the number asked."""

    limits = SMALL

    def __init__(self, answers):
        self.answers = iter(answers)
        self.asked = None

    def fork(self):
        return self

    def send(self, data, seconds):
        self.asked = decode(data, ROOMY, lambda k: k)[0]

    def receive(self, seconds):
        answer = next(self.answers, None)
        if answer is None:
            raise TooLate
        return answer if isinstance(answer, bytes) else encode((self.asked, *answer))

    def close(self):
        pass

    def end(self, command):
        return 0, 0.0


words = st.sampled_from(["done", "failed", "callback", "", "returned"])
outcomes = st.tuples(
    values, values, st.booleans() | values, st.booleans(), st.lists(st.integers(-3, 3)) | values, values
)
answers = st.tuples(words, values | outcomes | st.tuples(st.integers(-1, 2), st.lists(values).map(tuple)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(answers | values.map(encode) | st.binary(max_size=50), max_size=8))
def test_a_child_may_answer_a_call_with_anything(answers):
    f = Proxy(Session(Babbler([("done", []), *answers]), [], []), "f", 1.0, (), False)
    for _ in range(4):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                value = f(np.arange(3.0), 2, lambda x: 2 * x)
        except (Reported, TimeUp, NotImplementedError):
            continue
        assert is_plain(value)


@pytest.mark.parametrize("number", [0, 2, 4, 3.0, True, None], ids=repr)
def test_an_answer_to_another_question_ends_the_process(number):
    session = Session(Babbler([("done", []), ("done", []), encode((number, "done", ("missing", "", [])))]), [], [])
    session.go_to(0)
    with pytest.raises(Gone, match="not asked"):
        session.look("x")
    assert session._channel is None


def test_what_is_left_on_the_wire_ends_the_process_and_is_no_cells_fault():
    begun = [("done", [""]), ("done", [1])]
    session = Session(Babbler([*begun, encode((2, "done", [])), *begun, ("done", [])]), ["x = 1"], ["x"])
    session.go_to(0)
    session.settle()
    assert session._channel is None
    session.go_to(1)
    assert session._channel is not None
    assert (session.faulty, session.reduced) == ({}, [0])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(answers | values.map(encode) | st.binary(max_size=50), max_size=8))
def test_a_child_may_answer_a_look_with_anything(answers):
    session = Session(Babbler([*answers, ("done", [""]), ("done", [1])] * 3), ["x = 1"], ["x"])
    with contextlib.suppress(Gone):
        session.go_to(1)
        session.look("x")
    assert session._forks <= SMALL.processes + 1
