"""Fixtures of all tests. The default run is offline: a socket to anywhere but this machine fails the test."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.errors import ModelUnavailable
from copilot.llm.local import LocalServer
from copilot.settings import Settings

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests reach this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose data and cache are this test's own; nothing is read from `.env`."""
    return Settings(_env_file=None, data_dir=tmp_path / "data", cache_dir=tmp_path / "cache")  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def model_path() -> Path:
    """The verified language model of this machine; fetch it with `make models`."""
    from copilot.llm import models

    try:
        return models.ensure("", settings=Settings())
    except ModelUnavailable as error:
        pytest.fail(f"tests marked `model` need the model: {error}")


@pytest.fixture(scope="session")
def model_server(model_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """The running embedded model server, one for the whole session."""
    log_file = tmp_path_factory.mktemp("model") / "model-server.log"
    with LocalServer(model_path, log_file=log_file) as server:
        yield server
