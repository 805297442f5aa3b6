"""The embedded model server as a supervised child process: started, watched, restarted, warmed up, ended with us."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Self

import httpx
import structlog

from copilot.errors import ModelUnavailable

State = Literal["stopped", "starting", "ready", "restarting", "failed"]
Messages = Sequence[Mapping[str, str]]

log = structlog.get_logger(__name__)

START_LIMIT_S = 180.0
MAX_LOG_BYTES = 5 << 20
MAX_CRASHES = 5
"""Crashes in a row (none of them after a minute of service) after which no restart is tried."""


class LocalServer:
    """Runs `copilot.llm.server` on a free loopback port, with a key that only this process knows.

    One thread starts the child and lives as long as it: Linux ends a child with the thread that made it.

    Args:
        model: verified GGUF file.
        log_file: the child's output; the one before is kept as `<name>.1` beyond 5 MiB.
        threads: 0 for all cores.
        context_tokens: prompt and answer together, of each request.
        warm_up: message lists whose prompts are read once after every start, so that their fixed beginning
            need not be paid by the first question.
    """

    def __init__(
        self,
        model: Path,
        *,
        log_file: Path,
        threads: int = 0,
        context_tokens: int = 4096,
        slots: int = 1,
        warm_up: Sequence[Messages] = (),
    ) -> None:
        self.model, self.log_file, self.name = model, log_file, model.stem
        self.api_key = secrets.token_urlsafe(24)
        self.state: State = "stopped"
        self.restarts = 0
        self._threads, self._context, self._slots, self._warm_up = threads, context_tokens, slots, warm_up
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._settled = threading.Event()

    @property
    def base_url(self) -> str:
        """Where the API is now; may change after a restart."""
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def pid(self) -> int | None:
        """Process id of the child, None while there is none."""
        return self._process.pid if self._process else None

    def start(self) -> Self:
        """Begins to start the child and returns at once."""
        if self._thread is None or not self._thread.is_alive():
            self._stopping.clear()
            self._settled.clear()
            self.state = "starting"
            self._thread = threading.Thread(target=self._supervise, daemon=True, name="model-server")
            self._thread.start()
        return self

    def wait_ready(self, timeout_s: float = START_LIMIT_S) -> Self:
        """Returns when the server answers.

        Raises:
            ModelUnavailable: it failed, or is not up after `timeout_s`; the message ends with its last log line.
        """
        deadline = time.monotonic() + timeout_s
        while self.state in ("starting", "restarting") and time.monotonic() < deadline:
            self._settled.wait(0.1)
        if self.state != "ready":
            raise ModelUnavailable(
                f"本地模型服务未能启动（{self.state}）：{self._last_log_line()}",
                hint=f"查看 {self.log_file}；也可设置 COPILOT_BACKEND=extractive 以摘录模式运行",
                en="the local model server is not up",
            )
        return self

    def stop(self) -> None:
        """Ends the child and waits until it is gone. Safe to repeat."""
        self._stopping.set()
        self._end_child()
        if self._thread:
            self._thread.join(timeout=10)
        self.state = "stopped"

    def __enter__(self) -> Self:
        return self.start().wait_ready()

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def _supervise(self) -> None:
        crashes = 0
        while not self._stopping.is_set():
            self._spawn()
            up_since = self._await_health()
            if up_since:
                self._warm()
                self._become("ready")
                log.info("model_server_ready", port=self._port, restarts=self.restarts)
            if self._process:
                self._process.wait()
            if self._stopping.is_set():
                return
            crashes = 0 if up_since and time.monotonic() - up_since > 60 else crashes + 1
            log.warning("model_server_ended", crashes=crashes, last=self._last_log_line())
            if crashes >= MAX_CRASHES:
                return self._become("failed")
            self.restarts += 1
            self._settled.clear()
            self.state = "restarting"
            self._stopping.wait(min(30.0, 0.5 * 2 ** (crashes - 1)) if crashes else 0.0)

    def _become(self, state: State) -> None:
        self.state = state
        self._settled.set()

    def _spawn(self) -> None:
        self._port = _free_port()
        command = [sys.executable, "-m", "copilot.llm.server", "--model", str(self.model), "--alias", self.name]
        command += ["--port", str(self._port), "--context", str(self._context)]
        command += ["--threads", str(self._threads), "--slots", str(self._slots)]
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        if self.log_file.exists() and self.log_file.stat().st_size > MAX_LOG_BYTES:
            self.log_file.replace(self.log_file.with_name(self.log_file.name + ".1"))
        with self.log_file.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, "COPILOT_CHILD_KEY": self.api_key},
                start_new_session=True,  # Ctrl-C ends the service, which then ends the child in order
            )
        if self._stopping.is_set():
            self._end_child()

    def _await_health(self) -> float | None:
        """The time (monotonic) at which the child first answered, None when it ended or hangs."""
        deadline = time.monotonic() + START_LIMIT_S
        while self._process and self._process.poll() is None and not self._stopping.is_set():
            try:
                if httpx.get(f"http://127.0.0.1:{self._port}/health", timeout=2, trust_env=False).status_code == 200:
                    return time.monotonic()
            except httpx.HTTPError:
                pass  # not listening yet
            if time.monotonic() > deadline:
                self._end_child()
                break
            self._stopping.wait(0.1)
        return None

    def _warm(self) -> None:
        for messages in self._warm_up:
            body = {"messages": list(messages), "max_tokens": 1, "temperature": 0}
            try:
                httpx.post(
                    f"{self.base_url}/chat/completions",
                    json=body,
                    headers={"Authorization": f"Bearer {self.api_key}"},
                    timeout=120,
                    trust_env=False,
                ).raise_for_status()
            except httpx.HTTPError as error:  # a cold prefix costs seconds, not correctness
                log.warning("warm_up_failed", error=str(error))

    def _end_child(self) -> None:
        process = self._process
        if process and process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _last_log_line(self) -> str:
        try:
            lines = self.log_file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            return ""
        return lines[-1][:300] if lines else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
