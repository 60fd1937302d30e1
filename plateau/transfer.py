"""An address on the network -> a file on disk, whole or not at all, or the answer of a service.

Only what the user asks for is fetched, at a polite pace. A file grows beside its place under a name
ending in ``.part``; what is there is not fetched again, unless the file has changed meanwhile.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from citygml.errors import CityModelError
from plateau.manifest import read_json, write_json

#: Least time between two requests. [s]
INTERVAL_S = 0.2
#: Without an answer for this long a connection is given up. [s]
TIMEOUT_S = 30.0
#: How often a transfer that breaks off is taken up again.
ATTEMPTS = 5
#: Longest time that a server may ask to wait. [s]
MAX_WAIT_S = 120.0
#: An answer of a service that is longer than this is refused.
MAX_ANSWER_BYTES = 64_000_000
_CHUNK_BYTES = 1 << 16
#: The server is busy or will be back; nothing is wrong with the request.
_LATER = frozenset({408, 429, 500, 502, 503, 504})
_BROKEN = (http.client.HTTPException, ConnectionError, TimeoutError)


class TransferError(CityModelError):
    """Something could not be fetched."""


class _BrokenOffError(Exception):
    """A transfer ended early; it can be taken up again."""


@dataclass(slots=True)
class Courier:
    """Fetches things one after the other.

    Parameters
    ----------
    interval_s : float
        Least time between two requests. [s]
    attempts : int
        How often a transfer that breaks off is taken up again.
    sleep : callable
        Waits; tests need not.
    """

    interval_s: float = INTERVAL_S
    attempts: int = ATTEMPTS
    sleep: Callable[[float], None] = time.sleep
    _last: float = field(default=0.0, init=False)

    def answer(self, url: str) -> Any:
        """Return what a service answers in JSON.

        Parameters
        ----------
        url : str
            http or https.

        Raises
        ------
        TransferError
            If there is no network, no such thing, or the answer is no JSON.
        """
        text = self._tried(url, lambda: self._text(url))
        try:
            return json.loads(text)
        except ValueError as error:
            raise TransferError(
                f"{url}: the answer is no JSON ({error}); try again later"
            ) from error

    def fetch(self, url: str, target: Path, *, size_bytes: int | None = None) -> Path:
        """Fetch a file; nothing is done if it is there.

        Parameters
        ----------
        url : str
            http or https.
        target : Path
            Where it goes.
        size_bytes : int, optional
            How long it must be.

        Returns
        -------
        Path
            The target.

        Raises
        ------
        TransferError
            If it cannot be fetched whole and unharmed, or not be written.
        """
        if target.is_file() and size_bytes in {None, target.stat().st_size}:
            return target
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._tried(url, lambda: self._grown(url, _Part(target), size_bytes))
        except OSError as error:
            raise TransferError(_unwritable(target, error)) from error
        return target

    def _tried(self, url: str, fetch: Callable[[], Any]) -> Any:
        """Try until it works, as long as trying again makes sense."""
        check_url(url)
        reason = ""
        for attempt in range(self.attempts):
            self._pace()
            try:
                return fetch()
            except urllib.error.HTTPError as error:
                if error.code not in _LATER:
                    raise TransferError(f"{url}: {_said(error)}") from error
                reason = _said(error)
                self.sleep(_asked_to_wait(error.headers, attempt))
            except urllib.error.URLError as error:
                if not isinstance(error.reason, TimeoutError):
                    raise TransferError(_no_network(url, error.reason)) from error
                reason = "no answer"
                self.sleep(_backoff(attempt))
            except (_BrokenOffError, *_BROKEN) as error:
                reason = f"broken off ({error})"
                self.sleep(_backoff(attempt))
        raise TransferError(
            f"{url}: {reason}; tried {self.attempts} times; what has arrived is kept: try again "
            "later"
        )

    def _pace(self) -> None:
        wait = self._last + self.interval_s - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        self._last = time.monotonic()

    def _text(self, url: str) -> bytes:
        with _opened(url, {}) as reply:
            text: bytes = reply.read(MAX_ANSWER_BYTES + 1)
        if len(text) > MAX_ANSWER_BYTES:
            raise TransferError(f"{url}: the answer is longer than {MAX_ANSWER_BYTES} bytes")
        return text

    def _grown(self, url: str, part: _Part, size_bytes: int | None) -> None:
        """Fetch what is missing of a file, check it, and put it in its place."""
        start = part.start(url)
        headers = {}
        if start:
            headers = {"Range": f"bytes={start}-", "If-Range": part.known["validator"]}
        try:
            reply = _opened(url, headers)
        except urllib.error.HTTPError as error:
            if error.code != 416:
                raise
            part.forget()  # longer than the file is by now
            raise _BrokenOffError("the file has become shorter") from error
        with reply:
            validator = reply.headers.get("ETag") or reply.headers.get("Last-Modified") or ""
            if start and (reply.status != 206 or validator != part.known["validator"]):
                part.forget()
                if reply.status == 206:
                    raise _BrokenOffError("the file has changed")
                start = 0
            total = _total(reply.headers, start)
            part.note(url, validator, total)
            _copy(reply, part.file, start)
        _check(url, part, size_bytes, reply.headers)
        part.finish()


class _Part:
    """A file that is not whole yet, and what is known of it."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.file = target.with_name(f"{target.name}.part")
        self._notes = target.with_name(f"{target.name}.part.json")
        self.known: dict[str, Any] = read_json(self._notes)

    def start(self, url: str) -> int:
        """Bytes that are there, of the same file as far as the server can tell."""
        if self.file.is_file() and self.known.get("url") == url and self.known.get("validator"):
            return self.file.stat().st_size
        return 0

    def note(self, url: str, validator: str, total: int | None) -> None:
        """Remember which file it is."""
        self.known = {"url": url, "validator": validator, "total": total}
        write_json(self._notes, self.known)

    def forget(self) -> None:
        """Begin anew."""
        self.file.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)

    def finish(self) -> None:
        """Put it in its place."""
        self.file.replace(self.target)
        self._notes.unlink(missing_ok=True)


def check_url(url: str) -> None:
    """Refuse an address that is not on the network.

    Raises
    ------
    TransferError
        If it is neither http nor https.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise TransferError(f"{url!r} is no address on the network; it must begin with https://")


def _opened(url: str, headers: Mapping[str, str]) -> Any:
    request = urllib.request.Request(
        url, headers={"User-Agent": "plateau-analysis", "Accept-Encoding": "identity", **headers}
    )
    return urllib.request.urlopen(request, timeout=TIMEOUT_S)


def _copy(reply: Any, file: Path, start: int) -> None:
    """Append what comes to a file that has `start` bytes."""
    with file.open("r+b" if start else "wb") as stream:
        stream.seek(start)
        while chunk := reply.read(_CHUNK_BYTES):
            stream.write(chunk)


def _total(headers: Message, start: int) -> int | None:
    """Length of the whole file, as the server says."""
    content_range = headers.get("Content-Range", "")
    if "/" in content_range and content_range.rpartition("/")[2].isdecimal():
        return int(content_range.rpartition("/")[2])
    length = headers.get("Content-Length", "")
    return start + int(length) if length.isdecimal() else None


def _check(url: str, part: _Part, size_bytes: int | None, headers: Message) -> None:
    """Compare what has arrived with what server and catalogue say."""
    size, total = part.file.stat().st_size, part.known["total"]
    if total is not None and size < total:
        raise _BrokenOffError(f"{size} of {total} bytes")
    for wanted, name in ((total, "the server"), (size_bytes, "the catalogue")):
        if wanted is not None and size != wanted:
            part.forget()
            raise TransferError(
                f"{url}: {size} bytes arrived, {name} says {wanted}; nothing is kept; try again, "
                "or ask for the catalogue again"
            )
    expected = _md5_said(headers)
    if expected and _md5_of(part.file) != expected:
        part.forget()
        raise TransferError(f"{url}: the checksum differs; nothing is kept; run again")


def _md5_said(headers: Message) -> bytes:
    """Checksum that the server gives, b"" without one."""
    given = headers.get("Content-MD5", "")
    for item in (headers.get("x-goog-hash") or "").split(","):
        name, _, value = item.strip().partition("=")
        given = value if name == "md5" else given
    return base64.b64decode(given) if given else b""


def _md5_of(file: Path) -> bytes:
    digest = hashlib.md5(usedforsecurity=False)
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.digest()


def _asked_to_wait(headers: Message, attempt: int) -> float:
    asked = headers.get("Retry-After", "")
    return min(float(asked), MAX_WAIT_S) if asked.isdecimal() else _backoff(attempt)


def _backoff(attempt: int) -> float:
    return min(1.0 * 2.0**attempt, 30.0)


def _said(error: urllib.error.HTTPError) -> str:
    """Return what a server says with a refusal."""
    try:
        said = json.loads(error.read(10_000)).get("error", "")
    except (ValueError, AttributeError, OSError, http.client.HTTPException):
        said = ""
    meaning = {404: "there is no such thing", 429: "too many requests"}.get(
        error.code, error.reason
    )
    return f"the server says {error.code}, {said or meaning}"


def _no_network(url: str, reason: object) -> str:
    return (
        f"{urlsplit(url).hostname} cannot be reached ({reason}); check the network; files that are "
        "on this machine work without it"
    )


def _unwritable(target: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"{target}: the disk is full; what has arrived is kept: make room and run it again"
    return f"{target} cannot be written: {os.strerror(error.errno or 0)}; choose another folder"
