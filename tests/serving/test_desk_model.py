"""The desk with the real local model: something to say at once, the final words checked, within fifteen seconds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from copilot.desk.service import SPOKEN_WITHIN_S, Calls
from copilot.desk.similar import SimilarTickets
from copilot.settings import Settings
from copilot.wiring import Parts
from eval.tasks.desk import CLOSING, check


@pytest.mark.model
async def test_a_call_with_the_real_model(model_path: Path, tmp_path: Path) -> None:
    shared = Settings()
    settings = Settings(_env_file=None, data_dir=tmp_path, cache_dir=shared.cache_dir, model_timeout_s=300)  # type: ignore[call-arg]
    parts = Parts(settings)
    try:
        desk, store = parts.make_desk(await parts.chat()), parts.store
        calls = Calls(desk, store, SimilarTickets(store.tickets))
        await desk.warm(dt.date.today())
        events = [
            event
            async for event in calls.ask(
                "那个，个人信息保护影响评估报告要存几年呀", agent="u", as_of=dt.date.today(), pinned=False
            )
        ]
        kinds, spoken = [e.type for e in events], [e for e in events if e.type == "spoken"]
        assert kinds.index("sources") < kinds.index("spoken") < kinds.index("sentence")
        first, last, whole = spoken[0].spoken, spoken[-1], events[-1].answer
        assert first is not None and not first.final and last.spoken is not None and last.spoken.final
        assert whole is not None and whole.mode == "model" and last.ms is not None
        assert last.ms <= SPOKEN_WITHIN_S * 1000
        for one in (first, last.spoken):
            assert one.text.endswith(CLOSING) and "三年" in one.text
            assert not any(check(whole, one).values())
        kept = store.tickets.get(events[0].ticket or "")
        assert kept.turns[-1].spoken == last.spoken.text and kept.turns[-1].answer == whole
    finally:
        await parts.close()
