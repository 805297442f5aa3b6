"""A model server of tests: the protocol over a real socket, one sentence that stands, held back when told so."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from tests.ui.conftest import serving

NAME = "stub-model"
MARK = "不提供入住人信息"  # stands in the facts of the section that has something to say
SENTENCE = {
    "because": "不提供入住人信息，境外酒店不能确认订单和办理入住登记",
    "so": "当年⟦n1⟧提交境外酒店订单的旅客需要出境",
    "law": 0,
}


class StubModel:
    """Says `SENTENCE` wherever the facts carry it, else what no fact carries.

    `open`: answers come while it is set; `asked`: the bodies of the requests; `held`: requests that had to wait;
    `left`: those of them that the caller left.
    """

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[dict[str, Any]] = []
        self.left = self.held = 0
        self.open = threading.Event()
        self.open.set()
        self.app = FastAPI()
        self.app.get("/v1/models")(self._models)
        self.app.post("/v1/chat/completions")(self._answer)

    async def _models(self) -> dict[str, Any]:
        return {"object": "list", "data": [{"id": NAME, "object": "model"}]}

    async def _answer(self, request: Request) -> StreamingResponse:
        body = await request.json()
        self.asked.append(body)
        return StreamingResponse(self._pieces(body), media_type="text/event-stream")

    async def _pieces(self, body: dict[str, Any]) -> AsyncIterator[bytes]:
        self.held += not self.open.is_set()
        try:
            while not self.open.is_set():
                await asyncio.sleep(0.02)
        except (asyncio.CancelledError, GeneratorExit):
            self.left += 1
            raise
        facts = body["messages"][-1]["content"]
        said = [SENTENCE] if MARK in facts else [SENTENCE | {"because": "别处没有写明的理由也没有出处", "so": "没有"}]
        for delta in ({"content": json.dumps({"sentences": said}, ensure_ascii=False)}, None):
            choice = {"index": 0, "delta": delta or {}, "finish_reason": None if delta else "stop"}
            event = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": NAME, "choices": [choice]}
            yield f"data: {json.dumps(event)}\n\n".encode()
        yield b"data: [DONE]\n\n"


@contextmanager
def stub_model() -> Iterator[StubModel]:
    """The stub while it serves."""
    model = StubModel()
    with serving(model.app) as address:
        model.url = f"{address}/v1"
        yield model
