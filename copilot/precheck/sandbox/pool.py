"""Reading processes, kept for the next file, replaced after a crash, a time-out or too much memory."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from copilot.precheck.paper import Paper
from copilot.precheck.readers import DEFAULT_LIMITS, ReadLimits
from copilot.precheck.sandbox.frames import Broken, Header, Late, Line, Stopped, packed
from copilot.precheck.sandbox.wire import decoded

ROOT = Path(__file__).resolve().parents[3]
START_S = 60.0


class Lost(Exception):
    """A file could not be read: `code` is `timeout`, `memory`, `depth`, `crashed`, or `ocr` in a small process."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Lane:
    """Processes of one sort: how many, address space in MiB, resident size from which one is not used again."""

    processes: int
    memory_mib: int
    keep_mib: int
    ocr: bool


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """What reading may use: small processes for digital files, one large one for OCR. Times in seconds a file."""

    small: Lane = Lane(processes=2, memory_mib=1024, keep_mib=300, ocr=False)
    large: Lane = Lane(processes=1, memory_mib=1536, keep_mib=900, ocr=True)
    file_s: float = 400.0
    unpack_s: float = 60.0
    keep_files: int = 400
    max_bytes: int = 256 * 1024 * 1024
    max_answer: int = 96 * 1024 * 1024
    read: ReadLimits = field(default_factory=lambda: DEFAULT_LIMITS)


class Worker:
    """One process with its line."""

    def __init__(self, limits: SandboxLimits, lane: Lane) -> None:
        self.limits, self.lane = limits, lane
        self.files = self.size_mib = 0
        options = {"memory_mib": lane.memory_mib, "cpu_s": int(START_S), "max_bytes": limits.max_bytes, "ocr": lane.ocr}
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-B", "-m", "copilot.precheck.sandbox.child", json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
            # Nothing of this process's surroundings: no keys, no proxies, no settings.
            env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
        )
        assert self.process.stdin and self.process.stdout
        into, out = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(into, False)
        os.set_blocking(out, False)
        self.line = Line(into, out, max_body=limits.max_answer)
        self.held: list[str] = []

    def ready(self) -> None:
        """Wait until the process has given up its rights.

        Raises:
            Lost: it did not come up.
        """
        header, _ = self._guarded(lambda: self.line.next(time.monotonic() + START_S))
        held = header.get("held")
        self.held = [str(x) for x in held] if isinstance(held, list) else []

    def ask(
        self, header: Header, body: bytes, *, seconds: float, stop: threading.Event | None = None
    ) -> Iterator[tuple[Header, bytes]]:
        """The answers to one request, the last with `done`, `paper` or `failed`.

        Raises:
            Lost: the process had to be ended.
            Stopped: `stop` was set; the process is ended.
        """
        self.line.stop = stop
        deadline = time.monotonic() + seconds
        cpu_s = int(seconds * 4) + 5
        self.files += 1
        self._guarded(lambda: self.line.exchange(packed({**header, "cpu_s": cpu_s}, body), deadline))
        while True:
            answer, rest = self._guarded(lambda: self.line.next(deadline))
            size = answer.get("size_mib")
            self.size_mib = size if isinstance(size, int) else self.size_mib
            yield answer, rest
            if not answer.get("event"):
                return

    def worn(self) -> bool:
        """Whether the process is better replaced before the next file."""
        over = self.files >= self.limits.keep_files or self.size_mib > self.lane.keep_mib
        return over or self.process.poll() is not None

    def _guarded(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Late:
            self.end()
            raise Lost("timeout") from None
        except Stopped:
            self.end()
            raise
        except Broken:
            raise Lost(self._why()) from None

    def _why(self) -> str:
        """Why the process has gone."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1.0)
        status = self.process.returncode
        self.end()
        if status in (-signal.SIGXCPU,):
            return "timeout"
        return "memory" if status in (-signal.SIGKILL, -signal.SIGABRT) else "crashed"

    def end(self) -> None:
        """End the process and all it may have started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5.0)


class Team:
    """The processes of one lane."""

    def __init__(self, limits: SandboxLimits, lane: Lane) -> None:
        self.limits, self.lane = limits, lane
        self.started = 0
        self.held: list[str] = []
        self.places = threading.BoundedSemaphore(lane.processes)
        self.idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()

    def answers(
        self, header: Header, raw: bytes, seconds: float, stop: threading.Event | None = None
    ) -> Iterator[tuple[Header, bytes]]:
        """The answers of a process that is free, or becomes so.

        Raises:
            Lost: the process had to be ended.
            Stopped: `stop` was set.
        """
        with self.places:
            if stop is not None and stop.is_set():
                raise Stopped
            worker = self._take()
            whole = False
            try:
                for answer in worker.ask(header, raw, seconds=seconds, stop=stop):
                    whole = not answer[0].get("event")
                    yield answer
            finally:
                if whole and not worker.worn():
                    self.idle.put(worker)
                else:
                    worker.end()

    def _take(self) -> Worker:
        with contextlib.suppress(queue.Empty):
            return self.idle.get_nowait()
        worker = Worker(self.limits, self.lane)
        try:
            worker.ready()
        except Lost:
            worker.end()
            raise
        self.started += 1
        self.held = worker.held
        return worker

    def close(self) -> None:
        """End the idle processes."""
        with contextlib.suppress(queue.Empty):
            while True:
                self.idle.get_nowait().end()


class Sandbox:
    """Reading processes, started when first needed. Safe to use from several threads; `close` ends them."""

    def __init__(self, limits: SandboxLimits | None = None) -> None:
        self.limits = limits or SandboxLimits()
        self.small, self.large = Team(self.limits, self.limits.small), Team(self.limits, self.limits.large)
        self.stop: threading.Event | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def until(self, stop: threading.Event) -> Sandbox:
        """The same processes for work that is given up, with `Stopped`, once `stop` is set; a busy one is ended."""
        one = copy.copy(self)
        one.stop = stop
        return one

    def read(self, file: str, raw: bytes, *, ocr: bool = False) -> Paper:
        """The paper of a file, read in a process that may load OCR or in one that may not.

        Raises:
            Lost: it could not be read; code `ocr`: it has to be read with OCR.
            Stopped: see `until`.
        """
        header = {"do": "read", "file": file, "limits": asdict(self.limits.read)}
        team = self.large if ocr else self.small
        for answer, body in team.answers(header, raw, self.limits.file_s, self.stop):
            if answer.get("paper"):
                try:
                    return decoded(body, file=file, sha256=hashlib.sha256(raw).hexdigest())
                except Broken:
                    raise Lost("crashed") from None
            raise Lost(_code(answer))
        raise Lost("crashed")

    def unpack(self, file: str, raw: bytes, limits: dict[str, Any]) -> Iterator[tuple[Header, bytes]]:
        """What an archive holds, as `archives.unpack` tells it, one event after another.

        Raises:
            Lost: the rest could not be read.
            Stopped: see `until`.
        """
        header = {"do": "unpack", "file": file, "limits": limits}
        for answer, body in self.small.answers(header, raw, self.limits.unpack_s, self.stop):
            if answer.get("event"):
                yield answer, body
            elif not answer.get("done"):
                raise Lost(_code(answer))

    @property
    def held(self) -> list[str]:
        """The means of confinement that took hold in the processes started so far."""
        return self.small.held or self.large.held

    def close(self) -> None:
        """End all idle processes."""
        self.small.close()
        self.large.close()


def _code(answer: Header) -> str:
    code = answer.get("failed")
    return code if code in ("memory", "depth", "ocr") else "crashed"
