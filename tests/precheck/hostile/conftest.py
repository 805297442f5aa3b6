"""The makers of hostile files, and one service for all tests of this folder."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from copilot.precheck.sandbox import Sandbox
from copilot.precheck.service import Precheck
from copilot.settings import ROOT
from tests import shipped


@pytest.fixture(scope="session")
def makers() -> ModuleType:
    """The module `makers.py` beside this file."""
    spec = importlib.util.spec_from_file_location("hostile_makers", Path(__file__).with_name("makers.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The reading processes."""
    with Sandbox() as one:
        yield one


@pytest.fixture(scope="session")
def service(sandbox: Sandbox) -> Precheck:
    """Pre-checks with the criteria as they are."""
    return Precheck(shipped.rulebook, ROOT / "knowledge_base", sandbox=sandbox)
