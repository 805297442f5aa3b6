"""From settings to a judge: the embedded model, or any OpenAI-compatible server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from copilot.errors import ModelUnavailable
from copilot.settings import Settings
from copilot.wiring import build, silent

if TYPE_CHECKING:
    from copilot.llm.client import ChatClient
    from eval.judge.judge import Judge


@asynccontextmanager
async def model_of(settings: Settings, *, note: Callable[[str], None] = silent) -> AsyncIterator[ChatClient]:
    """The client of the configured model, up and answering; ended with the block.

    Raises:
        ModelUnavailable: there is no model, it does not come up, or the server does not answer.
    """
    async with build(settings) as parts:
        parts.start_model()
        if parts.server is not None:
            note("正在启动本地模型……")
            await asyncio.to_thread(parts.server.wait_ready)
        client = parts.client()
        if client is None:
            raise ModelUnavailable(
                "；".join(parts.notices) or "没有可用的模型",
                hint="先运行 compliance-copilot models pull",
                en="no model",
            )
        if not (health := await client.health()).ok:
            raise ModelUnavailable(
                f"连不上模型服务（{health.detail}）", hint="检查 COPILOT_MODEL_URL", en="cannot reach the model server"
            )
        client.model = client.model or (health.models[0] if health.models else "")
        yield client


@asynccontextmanager
async def judge_of(settings: Settings, *, note: Callable[[str], None] = silent) -> AsyncIterator[Judge]:
    """The judge that the settings describe; raises as `model_of`."""
    from eval.judge.judge import open_judge

    async with model_of(settings, note=note) as client:
        yield open_judge(client, settings)
