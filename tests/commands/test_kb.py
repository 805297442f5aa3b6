"""`kb` on the command line: JSON on stdout alone, exit statuses, a clear word for every mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from copilot.commands.kb import app

pytestmark = pytest.mark.usefixtures("own_places")
RUNNER = CliRunner()
ROOT = Path(__file__).resolve().parents[2]


def run(*args: str) -> tuple[int, Any]:
    """Exit status and the JSON on stdout."""
    result = RUNNER.invoke(app, [*args, "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_shipped_knowledge_base_has_no_error() -> None:
    code, out = run("check", "--as-of", "2026-11-23")
    assert (code, out["errors"]) == (0, 0), [f for f in out["faults"] if f["level"] == "error"]
    assert out["counts"]["asks"] > 2000


def test_check_fails_with_every_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kb" / "qa").mkdir(parents=True)
    (tmp_path / "kb" / "qa" / "a.yaml").write_text("id: no\nid: x\n")
    monkeypatch.setenv("COPILOT_KNOWLEDGE_BASE_DIR", str(tmp_path / "kb"))
    code, out = run("check")
    assert code == 1 and len(out["faults"]) >= 2 and {"file", "line", "level", "message"} <= out["faults"][0].keys()
    text = RUNNER.invoke(app, ["check"])
    assert text.exit_code == 1 and "qa/a.yaml:2" in text.stdout


def test_show_follows_the_date() -> None:
    code, out = run("show", "网安法37条", "--as-of", "2025-12-31")
    assert code == 0 and out["passages"][0]["id"].startswith("csl-2016#")
    code, out = run("show", "网安法37条", "--as-of", "2026-01-01")
    assert code == 0 and out["passages"][0]["id"] == "csl#第三十七条"
    code, out = run("show", "规定第七条", "--as-of", "2024-03-21")
    assert (code, out["status"]) == (0, "not_in_force") and not out["passages"][0]["in_force"]
    assert run("show", "pipl#第三十八条")[1]["passages"][0]["instrument"] == "个人信息保护法"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("show", "数据安全法第六十条"), "共五十五条"),
        (("show", "火星数据法第一条"), "火星数据法"),
        (("show", "🙂"), "找不到"),
        (("show", "pipl", "--as-of", "2026-13-01"), "不是日期"),
        (("add", "no-such-file.pdf"), "没有这个文件"),
        (("add", ".", "--title", "甲"), "只能用于单个文件"),
        (("remove", "个保法"), "没有添加过"),
        (("sync", "no-such-source"), "sources.yaml"),
        (("sync", "--accept", "no-such-source"), "sources.yaml"),
    ],
)
def test_mistakes_leave_with_2(args: tuple[str, ...], message: str) -> None:
    code, out = run(*args)
    assert code == 2 and message in json.dumps(out, ensure_ascii=False)


def test_add_list_remove(tmp_path: Path) -> None:
    lines = ["试验规定", *(f"第{n}条 试验{n}。" for n in "一二三"), "第四条 本规定自2025年3月1日起施行。"]
    (tmp_path / "a.txt").write_text("\n".join(lines))
    (tmp_path / "b.pdf").write_bytes(b"")
    code, out = run("add", str(tmp_path / "a.txt"), "--title", "试验规定")
    assert (code, out["results"][0]["articles"], out["results"][0]["in_force_from"]) == (0, 4, "2025-03-01")
    assert run("add", str(tmp_path / "a.txt"), "--title", "试验规定")[1]["results"][0]["outcome"] == "unchanged"
    assert run("add", str(tmp_path / "b.pdf"))[0] == 2
    code, out = run("list", "--added")
    assert [r["title"] for r in out["instruments"]] == ["试验规定"]
    assert run("show", "试验规定第二条")[1]["passages"][0]["kind"] == "verbatim"
    assert run("remove", "试验规定")[0] == 0 and run("list", "--added")[1]["instruments"] == []


def test_list_and_sources_need_no_network() -> None:
    code, out = run("list", "--laws")
    assert code == 0 and sum(r["authority"] == "law" for r in out["instruments"]) >= 378
    code, out = run("sync", "--list")
    assert code == 0 and all(s["url"].startswith("http") for s in out["sources"])
