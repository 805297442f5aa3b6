"""A judge over a model server in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from copilot.llm.fake import FakeModel
from eval.judge.judge import Judge, open_judge


@pytest.fixture
def judge_saying() -> Callable[..., tuple[Judge, FakeModel]]:
    """A judge whose model gives these replies, and that model."""

    def make(*replies: Any, **options: Any) -> tuple[Judge, FakeModel]:
        model = FakeModel(replies)
        return open_judge(model.client(retries=0, **options)), model

    return make
