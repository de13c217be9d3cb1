"""Finding files whose contents are known: a folder of one's own, the cache, the internet.

A file is read whole, its sha256 is compared, and only then are these very bytes used: a damaged or
truncated file is never half-read. Downloads go into the cache by a temporary file and a rename, so that
several processes may fetch at once.
"""

import contextlib
import hashlib
import io
import os
import queue
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_ANSWER_SECONDS = 2.0  # within which a mirror must accept a connection, all of them together
_READ_SECONDS = 5.0  # the longest silence during a download


class DamagedFile(ValueError):
    """A file whose contents are not the ones that its sha256 promises."""


class Unavailable(Exception):
    """A file that is neither here nor to be had; the text says why, in half a sentence."""


@dataclass(frozen=True)
class KnownFile:
    """A file with known contents and the places that publish it.

    Parameters
    ----------
    name : str
        File name.
    folder : str
        Subfolder of NNCORE_DATA and of the cache in which it may lie.
    sha256 : str
        Hash of the contents, 64 hexadecimal digits.
    mirrors : tuple of str
        Addresses, tried in this order.
    tidy : callable bytes -> bytes
        What is done to a download before its hash is taken (a mirror may have Windows line ends).
    """

    name: str
    folder: str
    sha256: str
    mirrors: tuple[str, ...]
    tidy: Callable[[bytes], bytes] = bytes


def load_files(files: Sequence[KnownFile], download: bool = True) -> list[bytes]:
    """Contents of the files: each from NNCORE_DATA, else the cache, else the internet.

    Parameters
    ----------
    files : sequence of KnownFile
        What is wanted.
    download : bool
        Whether the internet may be asked.

    Returns
    -------
    list of bytes
        Verified contents, in the order of `files`.

    Raises
    ------
    DamagedFile
        If a file in NNCORE_DATA has other contents (a ValueError that names it and both hashes).
    Unavailable
        If a file is neither here nor to be had.
    """
    contents: dict[str, bytes] = {}
    missing = []
    damaged = []
    for file in files:
        try:
            found = _from_folder(file)
            contents[file.name] = _from_cache(file) if found is None else found
        except FileNotFoundError:
            missing.append(file)
        except _DamagedInCache as error:
            missing.append(file)
            damaged.append(str(error))
    if missing:
        try:
            contents.update(_downloaded(missing, download))
        except Unavailable as error:
            raise Unavailable("; ".join([*damaged, str(error)])) from None
    return [contents[file.name] for file in files]


def verified(content: bytes, name: str, sha256: str) -> bytes:
    """Return `content` if its sha256 is the one promised, else raise DamagedFile.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        The file's name, for the message.
    sha256 : str
        Expected hash.
    """
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise DamagedFile(f"{name} is damaged ({len(content):,} bytes): sha256 expected {sha256}, found {found}")
    return content


class _DamagedInCache(Exception):
    """The cache holds a damaged copy: it is fetched anew, and named if that fails."""


def _from_folder(file: KnownFile) -> bytes | None:
    """Contents from the folder that NNCORE_DATA names; None where it does not hold the file."""
    root = os.environ.get("NNCORE_DATA", "")
    if not root:
        return None
    for path in (Path(root).expanduser() / file.name, Path(root).expanduser() / file.folder / file.name):
        if path.is_file():
            return verified(path.read_bytes(), str(path), file.sha256)
    return None


def _cache_folder() -> Path:
    """Return the user's cache for nncore; FileNotFoundError without pooch, which knows where caches are."""
    try:
        import pooch
    except ImportError:
        raise FileNotFoundError("no cache without pooch") from None
    return Path(pooch.os_cache("nncore"))


def _from_cache(file: KnownFile) -> bytes:
    path = _cache_folder() / file.folder / file.name
    try:
        return verified(path.read_bytes(), str(path), file.sha256)
    except FileNotFoundError:
        raise
    except (OSError, DamagedFile) as error:
        raise _DamagedInCache(str(error)) from None


def _keep(file: KnownFile, content: bytes) -> None:
    """Put verified contents into the cache, all or nothing; a cache that cannot be written is no error."""
    with contextlib.suppress(OSError):
        folder = _cache_folder() / file.folder
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=file.name, dir=folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.replace(temporary, folder / file.name)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _downloaded(files: Sequence[KnownFile], download: bool) -> dict[str, bytes]:
    """Fetch every file, or raise Unavailable; a host that falls silent is not asked again."""
    if not download:
        raise Unavailable(f"{files[0].name} is not on this machine")
    if sys.platform == "emscripten":
        raise Unavailable("a browser's Python cannot download it")
    try:
        import pooch  # noqa: F401  (fail here, before the network is tried)
    except ImportError:
        raise Unavailable("pooch is not installed (pip install pooch)") from None
    hosts = _answering({_origin(url) for file in files for url in file.mirrors}, _ANSWER_SECONDS)
    if not hosts:
        raise Unavailable("no network")
    contents = {}
    for file in files:
        contents[file.name] = _from_mirrors(file, hosts)
        _keep(file, contents[file.name])
    return contents


def _from_mirrors(file: KnownFile, hosts: set[str]) -> bytes:
    """Fetch a file from the first mirror that delivers it; a host that falls silent leaves `hosts`."""
    failures = []
    for url in file.mirrors:
        if _origin(url) not in hosts:
            continue
        try:
            return verified(file.tidy(_fetch(url, file.name)), file.name, file.sha256)
        except DamagedFile as error:
            failures.append(f"from {urlsplit(url).hostname}: {error}")
        except OSError as error:  # every error of requests is one
            if getattr(error, "response", None) is None:  # not even a refusal such as 404
                hosts.discard(_origin(url))
            failures.append(f"{urlsplit(url).hostname}: {type(error).__name__}")
    raise Unavailable("; ".join(failures) or "no network")


def _fetch(url: str, name: str) -> bytes:
    """Contents of an address, with a progress bar where tqdm is installed."""
    import pooch

    stream = io.BytesIO()
    with contextlib.closing(_progress(name)) as bar:
        fetch = pooch.HTTPDownloader(
            progressbar=bar,
            chunk_size=1 << 16,
            timeout=(_ANSWER_SECONDS, _READ_SECONDS),
            # A .gz must arrive as it is, not unpacked on the way.
            headers={"Accept-Encoding": "identity"},
        )
        fetch(url, stream, None)
    return stream.getvalue()


class _NoProgress:
    """What pooch asks of a progress bar, silent."""

    total = 0

    def update(self, n: int) -> None:
        pass

    def reset(self) -> None:
        pass

    def close(self) -> None:
        pass


def _progress(name: str) -> Any:
    try:
        from tqdm import tqdm
    except ImportError:
        return _NoProgress()
    # pooch sets the total; without one here, a bar counts as false and pooch would pass it by.
    return tqdm(desc=name, total=1, unit="B", unit_scale=True)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _answering(origins: set[str], seconds: float) -> set[str]:
    """Return those of the origins that accept a connection within `seconds`, all asked at once.

    A name server that does not answer can hold a look-up for half a minute, whatever time limit a
    connection has; threads that are left behind cost nothing.
    """
    answers: queue.Queue[tuple[str, bool]] = queue.Queue()
    deadline = time.monotonic() + seconds
    for origin in origins:
        threading.Thread(target=_knock, args=(origin, seconds, answers), daemon=True).start()
    reached = set()
    for _ in origins:
        try:
            origin, accepted = answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            break
        if accepted:
            reached.add(origin)
    return reached


def _knock(origin: str, seconds: float, answers: "queue.Queue[tuple[str, bool]]") -> None:
    """Report whether the origin, or the proxy that stands before it, accepts a connection."""
    from requests.utils import get_environ_proxies, select_proxy

    try:
        door = urlsplit(select_proxy(origin, get_environ_proxies(origin)) or origin)
        port = door.port or (443 if door.scheme == "https" else 80)
        socket.create_connection((door.hostname or "", port), timeout=seconds).close()
        answers.put((origin, True))
    except (OSError, ValueError):
        answers.put((origin, False))
