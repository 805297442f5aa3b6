"""`serve` as a process: addresses, ports, signals."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import typer
from typer.testing import CliRunner

from tests.commands.test_mcp import COMMAND, ROOT, environment

pytestmark = pytest.mark.thorough

__all__ = ["environment"]


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """`compliance-copilot serve` in extractive mode."""
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--backend", "extractive", *arguments],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_serves_at_once_answers_soon_and_stops_in_order(environment: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    child = start(environment, "--port", str(port))
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{url}/readyz", trust_env=False).status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        body = httpx.post(
            f"{url}/v1/ask", json={"question": "重要数据出境要评估吗？"}, trust_env=False, timeout=30
        ).json()
        assert body["mode"] == "extractive" and body["citations"][0]["article"] == "第二条"
        loaded = Path(f"/proc/{child.pid}/maps").read_text()
        assert "torch" not in loaded
    finally:
        child.send_signal(signal.SIGTERM)
        out, err = child.communicate(timeout=30)
    assert child.returncode == 0 and out == ""
    assert "可以提问" in err and err.rstrip().endswith("已停止。")
    assert "重要数据" not in err


def test_a_port_in_use_is_said(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        child = start(environment, "--port", str(port))
        _, err = child.communicate(timeout=60)
    assert child.returncode == 3 and f"端口 {port} 已被占用" in err and "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "more", "status", "part"),
    [
        (("--host", "0.0.0.0"), {}, 2, "COPILOT_API_KEY"),
        (("--port", "99999"), {}, 2, "99999"),
        (("--host", "203.0.113.9"), {"COPILOT_API_KEY": "k"}, 2, "203.0.113.9"),
        (("--backend", "magic"), {}, 2, "BACKEND"),
        ((), {"COPILOT_DATABASE_URL": "nonsense"}, 2, "数据库地址"),
        ((), {"COPILOT_DATABASE_URL": "sqlite:////proc/no/a.sqlite3"}, 3, "数据库"),
    ],
)
def test_what_cannot_be_served_is_said(
    environment: dict[str, str],
    whole_app: typer.Typer,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    more: dict[str, str],
    status: int,
    part: str,
) -> None:
    for name, value in {**environment, **more}.items():
        monkeypatch.setenv(name, value)
    if not any(a == "--port" for a in arguments):
        arguments = (*arguments, "--port", str(free_port()))
    done = CliRunner().invoke(whole_app, ["serve", "--backend", "extractive", *arguments])
    assert done.exit_code == status, done.stderr
    assert part in done.stderr and "Traceback" not in done.stderr


def test_nothing_is_left_running(environment: dict[str, str]) -> None:
    child = start(environment, "--port", str(free_port()))
    assert child.stderr is not None
    while "服务地址" not in child.stderr.readline():
        assert child.poll() is None
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=30)
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)
