"""`ask` on the command line: batch files go on after a bad line, each row may name its own day."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from copilot.commands.ask import ask
from copilot.domain import ChatEvent
from copilot.errors import ModelUnavailable
from copilot.settings import Settings
from copilot.wiring import Parts
from tests.commands.test_mcp import environment

__all__ = ["environment"]

RUNNER = CliRunner()
APP = typer.Typer()
APP.command()(ask)
DAY = ("--as-of", "2026-11-23")


@pytest.fixture(autouse=True)
def small(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The real command over the small knowledge base, without a model."""
    for name, value in environment.items():
        if name.startswith("COPILOT_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("COPILOT_BACKEND", "extractive")


def batch(tmp_path: Path, content: str, *, name: str = "q.jsonl") -> list[dict[str, Any]]:
    """The object printed for each line."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = RUNNER.invoke(APP, ["--batch", str(tmp_path / name), *DAY])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def row(**values: Any) -> str:
    """A line of a .jsonl file."""
    return json.dumps({"question": "重要数据出境要评估吗？", **values}, ensure_ascii=False) + "\n"


def test_an_id_must_be_a_string_or_a_number(tmp_path: Path) -> None:
    bad = [{"a": 1}, [1], None, True, float("nan")]
    lines = batch(tmp_path, row(id="a") + row(id=7) + "".join(row(id=one) for one in bad) + row() + row(id=1.5))
    assert [line["id"] for line in lines] == ["a", 7, *(f"line-{n}" for n in range(3, 9)), 1.5]
    assert ["error" in line for line in lines] == [False, False, *[True] * 5, False, False]
    assert all("id 应为文字或数字" in line["error"]["message"] for line in lines[2:7])


@pytest.mark.parametrize("as_of", ["昨天", "2026-02-30", 20260101, ["2026-01-01"], False])
def test_a_bad_day_of_a_row_is_told_as_the_rows(tmp_path: Path, as_of: Any) -> None:
    bad, good = batch(tmp_path, row(id=1, as_of=as_of) + row(id=2, as_of="2025-01-02"))
    assert bad["id"] == 1 and "这一行的 as_of" in bad["error"]["message"] and "--as-of" not in str(bad)
    assert good["as_of"] == "2025-01-02"


def test_a_table_goes_on_after_a_bad_row(tmp_path: Path) -> None:
    lines = batch(tmp_path, "id,question,as_of\n1,重要数据出境要评估吗？,\n2,重要数据,13月\n3\n", name="q.csv")
    assert [line["id"] for line in lines] == ["1", "2", "3"]
    assert lines[0]["as_of"] == "2026-11-23"
    assert "as_of" in lines[1]["error"]["message"] and "没有 question" in lines[2]["error"]["message"]


def test_a_source_is_shown_with_its_kind() -> None:
    done = RUNNER.invoke(APP, ["重要数据出境要评估吗？", *DAY])
    assert done.exit_code == 0 and "《示例出境规定》第二条  摘编（非原文），2024-03-22 起  https://" in done.stdout


class BrokenOff:
    """A conversation whose model goes away after the first sentence."""

    async def stream(self, question: str, **options: Any) -> AsyncIterator[ChatEvent]:
        """One sentence, then the failure."""
        yield ChatEvent(type="sentence", text="第一句。")
        yield ChatEvent(type="error", error=ModelUnavailable("模型断开", hint="请稍后重试", en="gone").as_dict())


def test_a_model_that_goes_away_midway_leaves_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    async def chat(parts: Parts, **options: Any) -> BrokenOff:
        return BrokenOff()

    monkeypatch.setattr(Parts, "chat", chat)
    done = RUNNER.invoke(APP, ["重要数据出境要评估吗？", *DAY])
    assert (done.exit_code, done.stdout) == (3, "第一句。\n")
    assert "错误：模型断开（请稍后重试）" in done.stderr


def test_a_missing_model_is_said_once(tmp_path: Path) -> None:
    settings = Settings(backend="local", model="none-such", cache_dir=tmp_path)
    told: list[str] = []

    async def opened() -> None:
        parts = Parts(settings)
        parts.start_model()
        await parts.chat(note=told.append)
        await parts.close()

    asyncio.run(opened())
    assert len([text for text in told if text.startswith("未使用生成模型")]) == 1
