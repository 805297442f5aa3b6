"""A service that runs sees what `kb add` and `kb remove` do in another process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.commands.test_mcp import COMMAND, ROOT, environment
from tests.commands.test_serve import free_port, start

pytestmark = pytest.mark.thorough

__all__ = ["environment"]
SEEN_WITHIN_S = 5.0
TEXT = "\n".join(
    (
        "试验海岛灯塔管理规定",
        "第一条 灯塔守护人每夜点灯一次。",
        "第二条 灯塔日志保存七年。",
        "第三条 本规定自2025年3月1日起施行。",
    )
)


@pytest.fixture
def url(environment: dict[str, str]) -> Iterator[str]:
    """Address of a running `compliance-copilot serve`."""
    port = free_port()
    child = start(environment, "--port", str(port))
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                if httpx.get(f"{address}/readyz", trust_env=False).status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        yield address
    finally:
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=30)


def kb(environment: dict[str, str], *arguments: str) -> Any:
    """What `compliance-copilot kb …` prints."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "kb", *arguments, "--json"],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def seconds_until(condition: Any) -> float:
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < SEEN_WITHIN_S
        time.sleep(0.1)
    return time.monotonic() - began


def test_added_and_removed_documents_reach_every_part(environment: dict[str, str], url: str, tmp_path: Path) -> None:
    def post(path: str, **body: Any) -> Any:
        return httpx.post(f"{url}/v1/{path}", json=body, trust_env=False, timeout=30).json()

    def found() -> list[str]:
        return [r["id"] for r in post("search", query="灯塔日志保存几年", k=3)["results"] if "灯塔" in r["text"]]

    def resolved() -> str:
        return post("citations/resolve", text="《试验海岛灯塔管理规定》第二条")["references"][0]["status"]

    assert found() == [] and resolved() == "no_such_instrument"
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    kb(environment, "add", str(file), "--title", "试验海岛灯塔管理规定")
    seconds_until(found)
    assert resolved() == "ok"
    answer = post("ask", question="《试验海岛灯塔管理规定》第二条规定灯塔日志保存几年？")
    assert ("试验海岛灯塔管理规定", "第二条") in [(c["instrument"], c["article"]) for c in answer["citations"]]
    before = httpx.get(f"{url}/v1/status", trust_env=False).json()["knowledge_base"]["passages"]
    kb(environment, "remove", "试验海岛灯塔管理规定")
    seconds_until(lambda: not found())
    assert resolved() == "no_such_instrument"
    assert httpx.get(f"{url}/v1/status", trust_env=False).json()["knowledge_base"]["passages"] == before - 3
