"""The real knowledge base and index, built once for the session; the model is in memory unless a test is marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from copilot.chat.service import Chat
from copilot.llm.fake import FakeModel
from copilot.settings import Settings
from copilot.wiring import Parts

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """Parts over the repository's knowledge base, with nothing added, extractive."""
    made = Parts(Settings(_env_file=None, backend="extractive", data_dir=tmp_path_factory.mktemp("data")))  # type: ignore[call-arg]
    made.retriever.wait()
    return made


@pytest.fixture
def extractive(parts: Parts) -> Chat:
    """The conversation without a model."""
    return parts.make_chat(None)


@pytest.fixture
def with_model(parts: Parts) -> Callable[..., tuple[Chat, FakeModel]]:
    """The conversation with a model in memory that says what it is told to."""

    def make(*replies: object, **options: object) -> tuple[Chat, FakeModel]:
        model = FakeModel(replies, **options)  # type: ignore[arg-type]
        return parts.make_chat(model.client()), model

    return make
