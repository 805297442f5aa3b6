"""Messages between the process and its child: a JSON header and a body of bytes, both with their length in front."""

from __future__ import annotations

import json
import os
import selectors
import struct
import threading
import time
from typing import Any

HEAD = struct.Struct(">IQ")
MAX_HEADER = 1 << 20
CHUNK = 1 << 16
LOOK_EVERY_S = 0.2
Header = dict[str, Any]


class Broken(Exception):
    """The other side has gone, or does not keep to the form."""


class Late(Exception):
    """No answer in time."""


class Stopped(Exception):
    """Nobody wants the answer any more."""


def packed(header: Header, body: bytes = b"") -> bytes:
    """A message as bytes."""
    head = json.dumps(header, ensure_ascii=False).encode("utf-8", "replace")
    return HEAD.pack(len(head), len(body)) + head + body


def send(fd: int, header: Header, body: bytes = b"") -> None:
    """Write a message to a blocking descriptor."""
    left = memoryview(packed(header, body))
    while left:
        left = left[os.write(fd, left) :]


def receive(fd: int, *, max_body: int) -> tuple[Header, bytes] | None:
    """The next message from a blocking descriptor; None when the other side has closed it.

    Raises:
        Broken: not a message.
    """
    head = _exactly(fd, HEAD.size)
    if head is None:
        return None
    of_header, of_body = HEAD.unpack(head)
    if of_header > MAX_HEADER or of_body > max_body:
        raise Broken("too large")
    return header_of(_exactly(fd, of_header) or b""), (_exactly(fd, of_body) or b"") if of_body else b""


def header_of(raw: bytes) -> Header:
    """The header.

    Raises:
        Broken: no JSON object.
    """
    try:
        header = json.loads(raw)
    except (ValueError, RecursionError) as err:
        raise Broken("no JSON") from err
    if not isinstance(header, dict):
        raise Broken("no object")
    return header


def _exactly(fd: int, count: int) -> bytes | None:
    parts, left = [], count
    while left:
        chunk = os.read(fd, min(left, 1 << 20))
        if not chunk:
            return None
        parts.append(chunk)
        left -= len(chunk)
    return b"".join(parts)


class Line:
    """The parent's end: writes and reads without ever waiting longer than it is told to.

    Args:
        into: descriptor to the child, non-blocking.
        out: descriptor from the child, non-blocking.
        max_body: bytes that one answer may have.

    `stop`, of the request now on the way: once it is set, waiting ends with `Stopped`.
    """

    def __init__(self, into: int, out: int, *, max_body: int) -> None:
        self.into, self.out, self.max_body = into, out, max_body
        self.stop: threading.Event | None = None
        self._got = bytearray()

    def exchange(self, message: bytes, deadline: float) -> None:
        """Write a message, taking in what comes back meanwhile; `deadline` on the monotonic clock.

        Raises:
            Late: the child does not take it in time.
            Stopped: see above.
            Broken: the child has gone.
        """
        left = memoryview(message)
        with selectors.DefaultSelector() as ready:
            ready.register(self.into, selectors.EVENT_WRITE)
            ready.register(self.out, selectors.EVENT_READ)
            while left:
                for key, _ in self._wait(ready, deadline):
                    if key.fd == self.out:
                        self._take()
                        continue
                    try:
                        left = left[os.write(self.into, left[:CHUNK]) :]
                    except BlockingIOError:
                        continue
                    except OSError as err:
                        raise Broken("gone") from err

    def next(self, deadline: float) -> tuple[Header, bytes]:
        """The next answer.

        Raises:
            Late: none in time.
            Stopped: see above.
            Broken: the child has gone, or answers something else.
        """
        with selectors.DefaultSelector() as ready:
            ready.register(self.out, selectors.EVENT_READ)
            while True:
                if (found := self._whole()) is not None:
                    return found
                self._wait(ready, deadline)
                self._take()

    def _whole(self) -> tuple[Header, bytes] | None:
        if len(self._got) < HEAD.size:
            return None
        of_header, of_body = HEAD.unpack_from(self._got)
        if of_header > MAX_HEADER or of_body > self.max_body:
            raise Broken("too large")
        start, end = HEAD.size + of_header, HEAD.size + of_header + of_body
        if len(self._got) < end:
            return None
        header, body = header_of(bytes(self._got[HEAD.size : start])), bytes(self._got[start:end])
        del self._got[:end]
        return header, body

    def _wait(self, ready: selectors.BaseSelector, deadline: float) -> list[tuple[selectors.SelectorKey, int]]:
        while (left := deadline - time.monotonic()) > 0:
            if self.stop is not None and self.stop.is_set():
                raise Stopped
            if found := ready.select(left if self.stop is None else min(left, LOOK_EVERY_S)):
                return found
        raise Late

    def _take(self) -> None:
        try:
            chunk = os.read(self.out, 1 << 20)
        except BlockingIOError:
            return
        except OSError as err:
            raise Broken("gone") from err
        if not chunk:
            raise Broken("gone")
        self._got += chunk
