"""`models` on the command line: JSON alone on stdout, errors from the tree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copilot.commands.models import app
from copilot.errors import BadInput, ModelUnavailable, Refused

run = CliRunner().invoke


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPILOT_CACHE_DIR", str(tmp_path))


def test_list() -> None:
    result = run(app, ["list", "--json", "--as-of", "2026-11-23"])
    rows = {row["name"]: row for row in json.loads(result.stdout)["models"]}
    assert rows["qwen2.5-coder-1.5b-instruct-q4_k_m"]["state"] == "absent"
    assert rows["qwen2.5-coder-1.5b-instruct-q4_k_m"]["default"] is True
    assert "非商用" in run(app, ["list"]).stdout


def test_path_of_a_missing_model() -> None:
    assert isinstance(run(app, ["path", "--json"]).exception, ModelUnavailable)


def test_pull_refuses_a_licence_and_an_unknown_source() -> None:
    assert isinstance(run(app, ["pull", "m3e-small"]).exception, Refused)
    assert isinstance(run(app, ["pull", "--source", "ftp"]).exception, BadInput)
