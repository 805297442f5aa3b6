"""The real server: health, reuse of the fixed prefix, JSON schema, cancellation, restart, end with the parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import aclosing
from pathlib import Path

import httpx
import pytest

from copilot.errors import ModelUnavailable, TooLarge
from copilot.llm.client import ChatClient, Usage
from copilot.llm.local import LocalServer

SYSTEM = {"role": "system", "content": "你是数据出境合规咨询员，只依据资料回答，一句话说清。" * 12}


def question(text: str) -> list[dict[str, str]]:
    return [SYSTEM, {"role": "user", "content": text}]


def client_of(server: LocalServer) -> ChatClient:
    return ChatClient(lambda: server.base_url, api_key=server.api_key)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(condition, limit_s: float = 30.0) -> bool:
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.model
async def test_second_request_reuses_the_prefix(model_server: LocalServer) -> None:
    client, first, second, other, third = client_of(model_server), Usage(), Usage(), Usage(), Usage()
    await client.complete(question("第一问：什么是重要数据？"), max_tokens=4, usage=first)
    await client.complete(question("另一问：谁是关基运营者？"), max_tokens=4, usage=second)
    await client.complete([{"role": "user", "content": "翻译：您好" * 40}], max_tokens=4, usage=other)
    await client.complete(question("再一问：标准合同怎么备案？"), max_tokens=4, usage=third)
    await client.aclose()
    assert first.prompt_tokens > 150
    assert 0 < second.fresh_prompt_tokens < 30
    assert 0 < third.fresh_prompt_tokens < 30, "another prompt in between must not cost the prefix"


@pytest.mark.model
async def test_answers_by_schema(model_server: LocalServer) -> None:
    schema = {
        "type": "object",
        "properties": {"country": {"type": "string"}, "is_export": {"type": "boolean"}},
        "required": ["country", "is_export"],
        "additionalProperties": False,
    }
    client = client_of(model_server)
    facts = await client.complete_json(
        [{"role": "user", "content": "公司把客户手机号传给新加坡总部。提取国家与是否出境。"}],
        json_schema=schema,
        max_tokens=60,
    )
    await client.aclose()
    assert set(facts) == {"country", "is_export"}
    assert "新加坡" in facts["country"] or "Singapore" in facts["country"]
    assert isinstance(facts["is_export"], bool)


@pytest.mark.model
async def test_leaving_ends_the_generation(model_server: LocalServer) -> None:
    client = client_of(model_server)

    def busy() -> bool:
        headers = {"Authorization": f"Bearer {model_server.api_key}"}
        slots = httpx.get(model_server.base_url.replace("/v1", "/slots"), headers=headers, trust_env=False).json()
        return any(slot["is_processing"] for slot in slots)

    async with aclosing(client.stream(question("请写一篇很长的文章，介绍数据出境制度。"), max_tokens=1500)) as pieces:
        async for _ in pieces:
            break
    assert await asyncio.to_thread(until, lambda: not busy(), 5.0), "the server went on after the reader left"

    task = asyncio.create_task(client.complete(question("再写一篇很长的文章。"), max_tokens=1500))
    assert await asyncio.to_thread(until, busy, 20.0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(until, lambda: not busy(), 5.0)
    await client.aclose()


@pytest.mark.model
async def test_counts_tokens_and_refuses_what_does_not_fit(model_server: LocalServer) -> None:
    client = client_of(model_server)
    assert 1 <= await client.count_tokens("数据出境") <= 4
    assert (await client.health()).models == (model_server.name,)
    with pytest.raises(TooLarge):
        await client.complete(question("长" * 9000), max_tokens=4)
    await client.aclose()


@pytest.mark.model
async def test_wants_the_key(model_server: LocalServer) -> None:
    client = ChatClient(model_server.base_url, api_key="wrong", model="x")
    with pytest.raises(ModelUnavailable, match="密钥"):
        await client.complete(question("在吗"), max_tokens=4)
    await client.aclose()


@pytest.mark.model
def test_comes_back_after_a_crash_and_stops(model_path: Path, tmp_path: Path) -> None:
    server = LocalServer(model_path, log_file=tmp_path / "server.log", warm_up=[question("热身")], context_tokens=1024)
    with server:
        first = server.pid
        assert first
        os.kill(first, signal.SIGKILL)
        assert until(lambda: server.state != "ready")
        server.wait_ready()
        assert server.pid != first and server.restarts == 1
        client, usage = client_of(server), Usage()
        asyncio.run(client.complete(question("热身之后"), max_tokens=2, usage=usage))
        assert usage.fresh_prompt_tokens < 30, "the prefix is warm again after the restart"
        last = server.pid
    assert last and not alive(last)
    assert server.state == "stopped"


@pytest.mark.model
def test_child_dies_with_a_killed_parent(model_path: Path, tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from copilot.llm.local import LocalServer\n"
        "s = LocalServer(Path(sys.argv[1]), log_file=Path(sys.argv[2]), context_tokens=512).start().wait_ready()\n"
        "Path(sys.argv[3]).write_text(str(s.pid)); time.sleep(120)"
    )
    note = tmp_path / "pid"
    parent = subprocess.Popen([sys.executable, "-c", code, str(model_path), str(tmp_path / "log"), str(note)])
    assert until(lambda: note.exists() and note.read_text() != "", 60.0)
    child = int(note.read_text())
    assert alive(child)
    parent.kill()
    parent.wait()
    assert until(lambda: not alive(child), 5.0)


def test_gives_up_on_a_model_that_cannot_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copilot.llm.local.MAX_CRASHES", 1)
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"no model")
    server = LocalServer(broken, log_file=tmp_path / "logs" / "server.log")
    with pytest.raises(ModelUnavailable, match="未能启动"):
        server.start().wait_ready(60)
    server.stop()
    assert (tmp_path / "logs" / "server.log").stat().st_size > 0
