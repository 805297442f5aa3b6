"""The whole service with the real model: one question through HTTP."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from copilot.domain import Answer
from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app
from tests.serving.conftest import events_of, served


@pytest.mark.model
async def test_a_question_is_answered_by_the_real_model(model_path: Path, tmp_path: Path) -> None:
    shared = Settings()
    settings = Settings(_env_file=None, data_dir=tmp_path, cache_dir=shared.cache_dir)  # type: ignore[call-arg]
    parts = Parts(settings)
    try:
        with served(create_app(parts), timeout_s=240) as url:
            async with httpx.AsyncClient(trust_env=False, timeout=300, base_url=url) as client:
                question = "向境外提供重要数据要申报安全评估吗？"
                events = events_of((await client.post("/v1/ask/stream", json={"question": question})).text)
                answer = events[-1].answer
                assert answer is not None and not answer.abstained and answer.mode == "model"
                kinds = [e.type for e in events]
                assert kinds[0] == "status" and kinds.index("sources") < kinds.index("sentence")
                assert "queued" in kinds
                assert any("重要数据" in c.text for c in answer.citations)
                kept = (await client.get(f"/v1/conversations/{answer.conversation_id}")).json()
                assert Answer.model_validate(kept["messages"][1]["answer"]) == answer
                opened = (await client.get(f"/v1/passages/{answer.citations[0].id.replace('#', '%23')}")).json()
                assert opened["passage"]["text"] == answer.citations[0].text

                question = "Must a company declare a security assessment before it exports important data?"
                answer = events_of((await client.post("/v1/ask/stream", json={"question": question})).text)[-1].answer
                assert answer is not None and not answer.abstained and answer.language == "en"
    finally:
        await parts.close()
