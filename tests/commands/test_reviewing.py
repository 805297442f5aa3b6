"""`review`: a case is taken in with its pre-check, stands in the queue, is shown by its number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from copilot import logs
from copilot.commands.reviewing import app
from tests.serving.test_precheck_review import word

ARGUMENTS = ["--kind", "security_assessment", "--enterprise", "云帆科技"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command over an empty store."""
    for name in ("DATA_DIR", "CACHE_DIR"):
        monkeypatch.setenv(f"COPILOT_{name}", str(tmp_path / name))
    monkeypatch.setenv("COPILOT_BACKEND", "extractive")
    logs.configure(level="warning")  # as the console script does
    return lambda *words: CliRunner().invoke(app, [str(w) for w in words])


def test_a_case_is_taken_in_queued_and_shown(run: Any, tmp_path: Path) -> None:
    paper = tmp_path / "自评估报告.docx"
    paper.write_bytes(word("数据出境风险自评估报告", "本次出境用于订单处理。"))
    made = run("receive", paper, *ARGUMENTS, "--json")
    assert made.exit_code == 0, made.output
    case = json.loads(made.stdout)["case"]
    assert (case["state"], case["verdict"]) == ("completeness", "supplement")
    assert "#1  剩 5 个工作日  查验中  云帆科技" in run("queue").stdout
    shown = run("show", "#1").stdout
    assert "数据出境安全评估办法" in shown and "可以：发补正通知、报国家网信部门、申报人撤回" in shown
    assert "共 0 件" in run("queue", "--closed").stdout


def test_certification_and_nothing_are_refused(run: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("receive", tmp_path / "empty", *ARGUMENTS).exit_code == 2
    (tmp_path / "a.txt").write_text("x")
    refused = run("receive", tmp_path / "a.txt", "--kind", "certification", "--enterprise", "甲")
    assert refused.exit_code == 2 and "认证机构" in refused.output
    assert run("show", "12").exit_code == 2
