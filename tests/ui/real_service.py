"""The installed command `serve` on a free port, with its own data."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

READY_TIMEOUT_S = 300


@contextmanager
def served(data: Path, **environment: str) -> Iterator[str]:
    """The address of a service that is ready, its data in `data`; `environment` is added to this process's own."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "compliance-copilot"), "serve", "--port", str(port)]
    with (data / "serve.log").open("wb") as log:
        whole = {**os.environ, "COPILOT_DATA_DIR": str(data), **environment}
        process = subprocess.Popen(command, env=whole, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait(address, process, data / "serve.log")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the service answers and has its page."""
    deadline = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")[-3000:]
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                pass
            with urllib.request.urlopen(address, timeout=5) as page:
                if b"cc-host" in page.read():
                    return
        except OSError:
            pass
        time.sleep(0.5)
    pytest.fail("the service did not get ready: " + log.read_text(encoding="utf-8")[-3000:])
