"""`models` on the command line: JSON alone on stdout, errors from the tree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copilot.commands.models import app

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


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["path"], 3, "model_unavailable"),
        (["pull", "m3e-small"], 2, "refused"),
        (["pull", "--source", "ftp"], 2, "bad_input"),
        (["list", "--as-of", "昨天"], 2, "bad_input"),
        (["verify", "no-such-model"], 2, "unknown_record"),
    ],
)
def test_mistakes_are_told_on_stdout_or_stderr(arguments: list[str], status: int, code: str) -> None:
    result = run(app, [*arguments, "--json"])
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (status, code)
    told = run(app, arguments)
    assert (told.exit_code, told.stdout) == (status, "") and told.stderr.startswith("错误：")
