"""The product without a model, opened once; runs are kept in each test's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.settings import Settings
from copilot.wiring import Parts
from eval.system import System


def settings_in(folder: Path, **given: object) -> Settings:
    """Settings whose runs and outputs are kept under `folder`; built indexes are shared with this machine's."""
    return Settings(_env_file=None, **{"backend": "extractive", "data_dir": folder, **given})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """The parts of the product as shipped."""
    yield Parts(settings_in(tmp_path_factory.mktemp("data")))


@pytest.fixture
def system(parts: Parts) -> System:
    """The product as shipped, without a model."""
    return System(parts)
