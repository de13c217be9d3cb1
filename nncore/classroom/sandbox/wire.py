"""What crosses the sandbox's wall: numbers, strings, lists, tuples and raw arrays, in frames of bounded size.

No pickle: reading a frame runs no code that comes with it. Each value is one tag byte and its content, lengths first:

====  ==============================================================================
N     None
T F   True and False
i     whole number: length (1 byte), bytes
d     float: 8 bytes
s     string: length (4 bytes), UTF-8
a g   array; NumPy's single number: dtype, number of axes (1 byte each), axes, bytes
l t   list, tuple: length (4 bytes), values
e     iterator, read to its end: as a list
x     anything else: the name of its type, as a string; nothing of the thing itself
f     function of the grader: its number (4 bytes)
====  ==============================================================================
"""

from __future__ import annotations

import math
import socket
import struct
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from nncore.classroom.sandbox.limits import Limits

DTYPES = ("?", "b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "e", "f", "d", "F", "D", "O")
"""Types of arrays that cross; of arrays of objects only the shape does."""

_LENGTH = struct.Struct(">I")
_FLOAT = struct.Struct(">d")
_WHOLE_BYTES = 128
_STRING_BYTES = 100_000


class WireError(Exception):
    """A frame breaks the rules: too large, cut off, or no frame at all. The message is for the student."""


class Ended(Exception):
    """The other side has ended."""


class TooLate(Exception):
    """The other side did not answer in time."""


class Foreign:
    """What a value becomes that may not cross; it knows the name of the type it had."""

    @staticmethod
    def named(name: str) -> Foreign:
        """Return one whose type's name is `name`, so that a message can say what was returned."""
        known = name if name.isidentifier() and len(name) <= 40 else "object"
        made: Foreign = type(known, (Foreign,), {"__slots__": ()})()
        return made


def encode(value: Any, functions: list[Callable[..., Any]] | None = None) -> bytes:
    """Turn a value into bytes.

    Parameters
    ----------
    value : object
        Numbers, strings, arrays, and lists and tuples of them; of anything else only the type's name crosses.
    functions : list, optional
        Functions cross as numbers, and are appended here for the other side to call. None: they are anything else.

    Returns
    -------
    bytes
        For `decode`.
    """
    out = bytearray()
    _put(value, out, functions, 0)
    return bytes(out)


def _put(value: Any, out: bytearray, functions: list[Callable[..., Any]] | None, depth: int) -> None:
    if value is None:
        out += b"N"
    elif value is True or value is False:
        out += b"T" if value else b"F"
    elif isinstance(value, np.ndarray):
        _put_array(b"a", np.asarray(value), out)
    elif isinstance(value, np.generic):
        _put_array(b"g", np.asarray(value), out)
    elif isinstance(value, int) and value.bit_length() < 8 * _WHOLE_BYTES:
        raw = int(value).to_bytes(value.bit_length() // 8 + 1, "big", signed=True)
        out += b"i" + bytes([len(raw)]) + raw
    elif isinstance(value, float):
        out += b"d" + _FLOAT.pack(value)
    elif isinstance(value, complex):
        _put_array(b"g", np.asarray(value), out)
    elif isinstance(value, str):
        _put_string(b"s", value, out)
    elif isinstance(value, list | tuple) and depth < Limits.depth:
        _put_items(b"l" if isinstance(value, list) else b"t", value, out, functions, depth)
    elif isinstance(value, Iterator) and depth < Limits.depth:
        _put_items(b"e", list(islice(value, Limits.items)), out, functions, depth)
    elif functions is not None and callable(value):
        out += b"f" + _LENGTH.pack(len(functions))
        functions.append(value)
    else:
        _put_string(b"x", type(value).__name__, out)


def _put_string(tag: bytes, text: str, out: bytearray) -> None:
    raw = text[: _STRING_BYTES // 4].encode("utf-8", errors="replace")
    out += tag + _LENGTH.pack(len(raw)) + raw


def _put_items(tag: bytes, items: Any, out: bytearray, functions: Any, depth: int) -> None:
    out += tag + _LENGTH.pack(len(items))
    for item in items:
        _put(item, out, functions, depth + 1)


def _put_array(tag: bytes, array: np.ndarray, out: bytearray) -> None:
    if array.dtype.kind in "fc" and array.dtype.char not in DTYPES:  # extended precision
        array = array.astype(np.float64 if array.dtype.kind == "f" else np.complex128)
    array = array.astype(array.dtype.newbyteorder("="), copy=False)
    if array.dtype.char not in DTYPES:  # strings, records, dates: as good as objects
        array = array.astype(object)
    out += tag + bytes([DTYPES.index(array.dtype.char), array.ndim])
    out += b"".join(_LENGTH.pack(n) for n in array.shape)
    if not array.dtype.hasobject:
        out += array.tobytes()


class _Reader:
    """Reads one frame, and counts what it makes of it."""

    def __init__(self, data: bytes, limits: Limits, function: Callable[[int], Any] | None) -> None:
        self.data, self.at, self.limits, self.function = data, 0, limits, function
        self.items = self.numbers = 0

    def take(self, n: int) -> bytes:
        begin, self.at = self.at, self.at + n
        if self.at > len(self.data):
            raise WireError("what it returned can't be read")
        return self.data[begin : self.at]

    def length(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def value(self, depth: int = 0) -> Any:
        self.items += 1
        if self.items > self.limits.items or depth > self.limits.depth:
            raise WireError("it returned too many things")
        tag = self.take(1)
        if tag == b"a":
            return self.array()
        if tag == b"d":
            return _FLOAT.unpack(self.take(8))[0]
        if tag in _LISTS:
            n = min(self.length(), self.limits.items + 1)
            return _LISTS[tag]([self.value(depth + 1) for _ in range(n)])
        if tag == b"s":
            return self.string()
        if tag == b"i":
            return int.from_bytes(self.take(self.take(1)[0]), "big", signed=True)
        if tag in _CONSTANTS:
            return _CONSTANTS[tag]
        if tag == b"g":
            return self.single()
        if tag == b"x":
            return Foreign.named(self.string())
        if tag == b"f" and self.function is not None:
            return self.function(self.length())
        raise WireError("what it returned can't be read")

    def string(self) -> str:
        n = self.length()
        if n > _STRING_BYTES:
            raise WireError("it returned too long a text")
        try:
            return self.take(n).decode("utf-8")
        except UnicodeDecodeError as error:
            raise WireError("what it returned can't be read") from error

    def array(self) -> np.ndarray:
        code, ndim = self.take(2)
        if code >= len(_TYPES) or ndim > 16:
            raise WireError("what it returned can't be read")
        shape = [self.length() for _ in range(ndim)]
        size = math.prod(shape)
        self.numbers += size
        if self.numbers > self.limits.numbers or max(shape, default=0) > self.limits.numbers:
            raise WireError("it returned too many numbers")
        dtype = _TYPES[code]
        if dtype.hasobject:
            return np.empty(shape, dtype)
        return np.frombuffer(self.take(size * dtype.itemsize), dtype).reshape(shape).copy()

    def single(self) -> Any:
        array = self.array()
        if array.ndim:
            raise WireError("what it returned can't be read")
        return array[()]


_CONSTANTS = {b"N": None, b"T": True, b"F": False}
_LISTS: dict[bytes, Callable[[list[Any]], Any]] = {b"l": list, b"t": tuple, b"e": iter}
_TYPES = [np.dtype(char) for char in DTYPES]


def decode(data: bytes, limits: Limits, function: Callable[[int], Any] | None = None) -> Any:
    """Read what `encode` wrote.

    Parameters
    ----------
    data : bytes
        A frame's content.
    limits : Limits
        How large a value may be.
    function : callable, optional
        From a function's number to the function. None: a function is against the rules.

    Returns
    -------
    object
        The value; its arrays are new and plain.

    Raises
    ------
    WireError
        If it is anything but one value within the limits.
    """
    reader = _Reader(data, limits, function)
    value = reader.value()
    if reader.at != len(data):
        raise WireError("what it returned can't be read")
    return value


FORK, KILL, WAIT = b"F", b"K", b"W"
"""What the grader tells the zygote: WAIT is KILL for a child that is about to end by itself."""
REPORT = struct.Struct("=id")
"""What the zygote tells of a child that has ended: its exit status, its seconds of processor time."""


class Channel:
    """Sends and receives frames over a socket: four bytes of length, then the content.

    Parameters
    ----------
    connection : socket
        A stream.
    limits : Limits
        Bounds of what is received.
    """

    def __init__(self, connection: socket.socket, limits: Limits) -> None:
        self.connection, self.limits = connection, limits
        self._seconds: float | None = -1.0

    def send(self, data: bytes, seconds: float | None = None) -> None:
        """Send one frame.

        Raises
        ------
        Ended
            If nobody listens any more.
        TooLate
            If the other side does not read.
        """
        self._set_timeout(seconds)
        try:
            self.connection.sendall(_LENGTH.pack(len(data)) + data)
        except TimeoutError as error:
            raise TooLate from error
        except OSError as error:
            raise Ended from error

    def receive(self, seconds: float | None = None) -> bytes:
        """Receive one frame.

        Raises
        ------
        Ended
            If the other side has closed.
        TooLate
            If the frame is not complete after `seconds`, or twice that.
        WireError
            If the frame is too large, or more comes than one frame.
        """
        begin = time.monotonic()
        self._set_timeout(seconds)
        got = bytearray()
        n = 4
        while len(got) < n:
            if seconds is not None and got and time.monotonic() - begin > seconds:
                raise TooLate
            got += self._some(max(n - len(got), _CHUNK))
            if n == 4 <= len(got):
                n += _LENGTH.unpack_from(got)[0]
                if n - 4 > self.limits.frame_bytes:
                    raise WireError("it returned too much")
        if len(got) > n:
            raise WireError("what it returned can't be read")
        return bytes(got[4:])

    def _some(self, most: int) -> bytes:
        try:
            data = self.connection.recv(min(most, 2**20))
        except TimeoutError as error:
            raise TooLate from error
        except OSError as error:
            raise Ended from error
        if not data:
            raise Ended
        return data

    def _set_timeout(self, seconds: float | None) -> None:
        if seconds != self._seconds:
            self.connection.settimeout(seconds)
            self._seconds = seconds

    def close(self) -> None:
        """Close the socket."""
        self.connection.close()


_CHUNK = 2**14
