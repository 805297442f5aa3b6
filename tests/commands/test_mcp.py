"""The MCP tools, from a subprocess as a client starts it."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from copilot.filing.bundle import RECORD
from tests.filing.complete import said

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "from copilot.cli import main; main()"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A knowledge base of one instrument, this test's own caches."""
    folder = tmp_path / "knowledge_base"
    (folder / "instruments").mkdir(parents=True)
    (folder / "instruments" / "demo.yaml").write_text(_INSTRUMENT, "utf-8")
    for name in ("replies.yaml", "clarify.yaml"):
        shutil.copy(ROOT / "knowledge_base" / name, folder)
    return {
        "COPILOT_KNOWLEDGE_BASE_DIR": str(folder),
        "COPILOT_DATA_DIR": str(tmp_path / "data"),
        "COPILOT_CACHE_DIR": str(tmp_path / "cache"),
        "COPILOT_EMBEDDER": "none",
        "COPILOT_LAWS_DB": str(tmp_path / "none.db"),
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
    }


@asynccontextmanager
async def session(environment: dict[str, str]) -> AsyncIterator[ClientSession]:
    """A session with `compliance-copilot mcp`."""
    parameters = StdioServerParameters(command=sys.executable, args=["-c", COMMAND, "mcp"], env=environment, cwd=ROOT)
    async with stdio_client(parameters) as (reading, writing), ClientSession(reading, writing) as opened:
        await opened.initialize()
        yield opened


async def test_a_client_searches_and_checks_citations(environment: dict[str, str]) -> None:
    async with session(environment) as client:
        names = {t.name for t in (await client.list_tools()).tools}
        assert names == {"search", "check_citation", "path", "precheck", "precheck_report", "draft"}
        found = await client.call_tool("search", {"question": "重要数据出境要评估吗", "k": 1})
        assert not found.is_error
        body = found.structured_content or json.loads(found.content[0].text)  # type: ignore[union-attr]
        assert body["results"][0]["article"] == "第二条"
        checked = await client.call_tool("check_citation", {"text": "《示例出境规定》第2条和第九条"})
        body = checked.structured_content or json.loads(checked.content[0].text)  # type: ignore[union-attr]
        assert [r["status"] for r in body["references"]] == ["ok", "no_such_article"]


async def test_a_client_checks_a_submission(environment: dict[str, str], tmp_path: Path) -> None:
    environment["COPILOT_KNOWLEDGE_BASE_DIR"] = str(ROOT / "knowledge_base")
    (tmp_path / "某公司").mkdir()
    (tmp_path / "某公司" / "说明.txt").write_text("数据出境风险自评估报告", "utf-8")
    asked = {"path": str(tmp_path / "某公司"), "kind": "certification", "filed_on": "2026-11-23"}
    async with session(environment) as client:
        found = await client.call_tool("precheck", asked)
        assert not found.is_error, found.content
        body = found.structured_content or json.loads(found.content[0].text)  # type: ignore[union-attr]
        assert body["kind"] == "certification" and body["materials"] and body["filed_on"] == "2026-11-23"
        report = await client.call_tool("precheck_report", {**asked, "format": "html"})
        told = report.structured_content or json.loads(report.content[0].text)  # type: ignore[union-attr]
        assert told["name"] == "precheck.html" and told["findings"] == len(body["findings"])
        assert "材料预检报告" in base64.b64decode(told["base64"]).decode()
        notice = await client.call_tool("precheck_report", {**asked, "format": "notice"})
        told = notice.structured_content or json.loads(notice.content[0].text)  # type: ignore[union-attr]
        assert told["notice_items"] > 0 and base64.b64decode(told["base64"])[:2] == b"PK"
        missing = await client.call_tool("precheck", {**asked, "path": str(tmp_path / "没有")})
        assert missing.is_error and "bad_input" in missing.content[0].text  # type: ignore[union-attr]


async def test_a_client_drafts_a_filing(environment: dict[str, str], tmp_path: Path) -> None:
    environment["COPILOT_KNOWLEDGE_BASE_DIR"] = str(ROOT / "knowledge_base")
    facts, out = said("extension"), tmp_path / "out"
    async with session(environment) as client:
        found = await client.call_tool("draft", {"filing": facts, "out": str(out), "archive": True})
        assert not found.is_error, found.content
        body = found.structured_content or json.loads(found.content[0].text)  # type: ignore[union-attr]
        assert (body["kind"], body["placeholders"], body["precheck"]["kind"]) == ("extension", [], "extension")
        written = {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()}
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(body["base64"])))
        assert written == set(archive.namelist()) == {*body["files"], RECORD} and body["zip"].startswith("extension_")
        half = await client.call_tool("draft", {"filing": {}, "kind": "gba_hk", "as_of": "2026-10-09"})
        body = half.structured_content or json.loads(half.content[0].text)  # type: ignore[union-attr]
        assert len(body["placeholders"]) > 10 and (body["folder"], body["base64"]) == ("", "")
        next(out.glob("*.docx")).write_bytes(b"edited")
        refused: list[tuple[dict[str, Any], str]] = [
            ({"filing": {}}, "手续"),
            ({"filing": {"exporter": {"nam": "x"}}, "kind": "extension"}, "exporter.nam"),
            ({"filing": facts, "kind": "诗"}, "kind"),
            ({"filing": facts, "out": str(out)}, "改过"),
        ]
        for given, words in refused:
            failed = await client.call_tool("draft", given)
            error = json.loads(failed.content[0].text)["error"]  # type: ignore[union-attr]
            assert failed.is_error and error["code"] in ("bad_input", "bad_filing") and words in error["message"], error


STORY = "我们公司把12万名客户的姓名和电话传到新加坡的母公司做统计分析。"


async def test_a_client_asks_for_the_path(environment: dict[str, str]) -> None:
    environment["COPILOT_KNOWLEDGE_BASE_DIR"] = str(ROOT / "knowledge_base")
    facts = {"is_export": True, "contains_pi": True, "pi_count": 1_000_000, "sensitive_pi_count": None}
    said_no = ("is_ciio", "important_data_notified", "foreign_judicial_request", "overseas_origin", "emergency")
    facts |= dict.fromkeys((*said_no, "contract_necessary", "hr_necessary"), False)
    async with session(environment) as client:
        tool = next(t for t in (await client.list_tools()).tools if t.name == "path")
        assert set(tool.input_schema["properties"]) == {"facts", "text", "as_of"}
        for day, expected in (("2026-11-23", "security_assessment"), ("2021-12-01", "no_procedure_then")):
            found = await client.call_tool("path", {"facts": facts, "as_of": day})
            assert not found.is_error, found.content
            body = found.structured_content or json.loads(found.content[0].text)  # type: ignore[union-attr]
            assert (body["path"], body["as_of"]) == (expected, day)
            assert body["basis"] and body["trace"]
        asked = await client.call_tool("path", {"facts": {}, "as_of": "2026-11-23"})
        body = asked.structured_content or json.loads(asked.content[0].text)  # type: ignore[union-attr]
        assert body["path"] == "need_facts" and body["questions"]
        told = await client.call_tool("path", {"text": STORY, "as_of": "2026-11-23"})
        body = told.structured_content or json.loads(told.content[0].text)  # type: ignore[union-attr]
        assert (body["path"], body["facts"]["pi_count"]) == ("contract_or_certification", 120_000)
        for bad, named in (({"pi_count": -1}, "pi_count"), ({"colour": 1}, "colour")):
            failed = await client.call_tool("path", {"facts": bad})
            error = json.loads(failed.content[0].text)["error"]  # type: ignore[union-attr]
            assert failed.is_error and error["code"] == "bad_facts" and named in error["message"]


MISTAKES: list[tuple[str, dict[str, Any], str, str]] = [
    ("search", {}, "bad_input", "question：缺少"),
    ("search", {"question": 7}, "bad_input", "question：应为文字"),
    ("search", {"question": "评估", "k": "many"}, "bad_input", "k：应为整数"),
    ("search", {"question": "评估", "kind": "诗"}, "bad_input", "可用：verbatim、digest、qa、case、list"),
    ("search", {"question": ""}, "bad_input", ""),
    ("search", {"question": "评估", "k": 0}, "bad_input", ""),
    ("check_citation", {"text": "第一条", "as_of": "昨天"}, "bad_input", "as_of “昨天” 不是日期"),
    ("check_citation", {"text": "长" * 20_001}, "bad_input", "20000"),
    ("path", {}, "bad_input", "请给出 facts、text 中的一个"),
    ("path", {"facts": {}, "text": "出境"}, "bad_input", "请给出 facts、text 中的一个"),
    ("path", {"facts": {}, "as_of": "昨天"}, "bad_input", "as_of “昨天” 不是日期"),
    ("poem", {}, "unknown_record", "没有名为“poem”的工具"),
]


async def test_mistakes_come_back_in_our_shape(environment: dict[str, str]) -> None:
    async with session(environment) as client:
        for tool, arguments, code, message in MISTAKES:
            failed = await client.call_tool(tool, arguments)
            assert failed.is_error, (tool, arguments)
            error = json.loads(failed.content[0].text)["error"]  # type: ignore[union-attr]
            assert (error["code"], set(error)) == (code, {"code", "message", "hint", "en"})
            assert message in error["message"] + error["hint"] and re.search("[\u4e00-\u9fff]", error["hint"]), error


def test_stdout_carries_the_protocol_only(environment: dict[str, str]) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    call = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "search", "arguments": {"question": "评估"}},
    }
    child = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=ROOT
    )
    assert child.stdin and child.stdout
    child.stdin.write(b"".join(json.dumps(m).encode() + b"\n" for m in (hello, ready, call)))
    child.stdin.flush()
    answers = [json.loads(child.stdout.readline()) for _ in range(2)]
    child.stdin.close()
    assert child.stdout.read() == b"" and child.wait(timeout=20) == 0
    assert [a["id"] for a in answers] == [1, 2] and "result" in answers[1]


_INSTRUMENT = """\
id: "demo"
title: "示例出境规定"
aliases: []
document_number: null
issuer: "示例机关"
authority: "department_rule"
form: "digest"
granularity: "article"
version: "2024-03-22"
in_force_from: "2024-03-22"
repealed_from: null
url: "https://www.example.gov.cn/"
checked: {on: "2026-11-01", status: "verified", note: ""}
core: true
total_articles: 2
records:
  - article: "第一条"
    section: null
    title: "目的"
    text: "本规定保护数据安全。"
    asks: ["为什么要有这个规定"]
    topics: []
    relates: []
  - article: "第二条"
    section: null
    title: "评估"
    text: "向境外提供重要数据的，应当申报数据出境安全评估。"
    asks: ["重要数据出境怎么办"]
    topics: []
    relates: []
"""
