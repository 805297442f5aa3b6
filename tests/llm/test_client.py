"""The client against a model server in memory: pieces, JSON, retries, time-outs, broken streams, errors."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import httpx
import pytest

from copilot.errors import ModelUnavailable, TooLarge
from copilot.llm.client import ChatClient, Usage, estimate_tokens
from copilot.llm.fake import FakeModel

ASK = [{"role": "user", "content": "在吗？"}]


async def test_streams_pieces_and_counts() -> None:
    model, usage = FakeModel(["免予申报[1]。"], chunk_chars=3), Usage()
    pieces = [piece async for piece in model.client().stream(ASK, max_tokens=9, stop=["问"], usage=usage)]
    assert pieces == ["免予申", "报[1", "]。"]
    assert (usage.prompt_tokens, usage.completion_tokens, usage.finish_reason) == (10, 3, "stop")
    assert 0 <= usage.first_token_ms <= usage.total_ms
    sent = model.requests[0]
    assert sent["messages"] == ASK
    assert (sent["max_tokens"], sent["temperature"], sent["stop"], sent["model"]) == (9, 0.0, ["问"], "fake")


async def test_json_schema_goes_out_and_json_comes_back() -> None:
    model, schema = FakeModel([{"pi_count": 30}]), {"type": "object"}
    assert await model.client().complete_json(ASK, json_schema=schema, max_tokens=9) == {"pi_count": 30}
    assert model.requests[0]["response_format"]["json_schema"]["schema"] == schema


async def test_a_seed_goes_out_only_where_one_is_given() -> None:
    model = FakeModel(["好。"])
    await model.client().complete(ASK, max_tokens=9)
    await model.client().complete(ASK, max_tokens=9, seed=0)
    assert "seed" not in model.requests[0]
    assert model.requests[1]["seed"] == 0


async def test_json_cut_off_is_an_error() -> None:
    with pytest.raises(ModelUnavailable, match="格式"):
        await FakeModel(['{"pi_count": ']).client().complete_json(ASK, json_schema={}, max_tokens=9)


@pytest.mark.parametrize("trouble", [503, 500, 429, httpx.ConnectError("refused")])
async def test_tries_again_before_the_first_token(trouble: int | Exception) -> None:
    model = FakeModel([trouble, trouble, "好。"])
    assert await model.client(retries=2).complete(ASK, max_tokens=9) == "好。"
    assert len(model.requests) == 3


@pytest.mark.parametrize(
    ("trouble", "tries", "says"),
    [
        (503, 3, "503"),
        (httpx.ConnectError("refused"), 3, "连不上"),
        (401, 1, "密钥"),
        (404, 1, "没有所请求的模型"),
        (httpx.ReadTimeout("slow"), 1, "没有回应"),
    ],
)
async def test_gives_up_with_a_clear_message(trouble: int | Exception, tries: int, says: str) -> None:
    model = FakeModel([trouble])
    with pytest.raises(ModelUnavailable, match=says) as raised:
        await model.client(retries=2).complete(ASK, max_tokens=9)
    assert len(model.requests) == tries
    assert raised.value.hint and raised.value.en


async def test_a_break_after_the_first_token_is_not_retried() -> None:
    model, got = FakeModel(["一二三四五六"], chunk_chars=2, break_after=2), []
    with pytest.raises(ModelUnavailable, match="途中断开"):
        async for piece in model.client().stream(ASK, max_tokens=9):
            got.append(piece)
    assert got == ["一二", "三四"]
    assert len(model.requests) == 1


async def test_silence_times_out() -> None:
    model = FakeModel(["慢"], delay_s=5)
    with pytest.raises(ModelUnavailable, match="没有回应"):
        await model.client(timeout_s=0.05, retries=0).complete(ASK, max_tokens=9)


async def test_leaving_early_closes_the_stream() -> None:
    model = FakeModel(["一二三四五六七八"], chunk_chars=1)
    async with aclosing(model.client().stream(ASK, max_tokens=9)) as pieces:
        assert await anext(pieces) == "一"
    assert model.closed_early == 1


async def test_cancelling_the_task_closes_the_stream() -> None:
    model = FakeModel(["一二三四五六七八"], chunk_chars=1, delay_s=0.05)
    task = asyncio.create_task(model.client().complete(ASK, max_tokens=9))
    await asyncio.sleep(0.15)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert model.closed_early == 1


async def test_too_long_a_prompt_is_bad_input() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"error": {"message": "request exceeds the available context size"}})

    client = ChatClient("http://fake.invalid/v1", model="m", transport=httpx.MockTransport(refuse))
    with pytest.raises(TooLarge):
        await client.complete(ASK, max_tokens=9)


async def test_takes_the_first_model_served_when_none_is_named() -> None:
    model = FakeModel(["好。"])
    client = model.client(model="")
    await client.complete(ASK, max_tokens=9)
    assert model.requests[0]["model"] == client.model == "fake"


async def test_follows_a_server_that_moved() -> None:
    seen, ports = [], iter([1, 2, 3, 4, 5])

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.port)
        return httpx.Response(500)

    client = ChatClient(
        lambda: f"http://fake.invalid:{next(ports)}/v1",
        model="m",
        retries=1,
        backoff_s=0,
        transport=httpx.MockTransport(answer),
    )
    with pytest.raises(ModelUnavailable):
        await client.complete(ASK, max_tokens=9)
    assert len(set(seen)) == 2


async def test_health_and_token_count_without_a_tokenizer() -> None:
    client = FakeModel(["好"]).client()
    assert (await client.health()).models == ("fake",)
    assert await client.count_tokens("数据出境") == 4

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    down = await ChatClient("http://fake.invalid/v1", transport=httpx.MockTransport(refuse)).health()
    assert not down.ok and down.detail


def test_estimate_of_mixed_text() -> None:
    assert estimate_tokens("") == 0
    assert estimate_tokens("出境abcd") == 4
