"""`precheck notice` and `precheck compare` as a person and a script use them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from copilot.settings import ROOT
from tests.commands.test_precheck import call, command, word

pytestmark = pytest.mark.thorough

NOTICE = (
    "补正通知书", "编号：CAC-2026-18", "你单位申报数据出境安全评估的材料存在以下问题：",
    "1. 未提交数据出境风险自评估报告。", "2. 申报表未加盖公章。", "请自收到本通知之日起10个工作日内提交。",
)  # fmt: skip
DAY = ("--as-of", "2026-11-23")


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "通知.docx"
    file.write_bytes(word(*NOTICE))
    return file


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "某公司"
    folder.mkdir()
    (folder / "自评估报告.docx").write_bytes(word("数据出境风险自评估报告", "一、自评估工作简述"))
    return folder


def test_a_checklist_and_whether_it_is_met(notice: Path, papers: Path, tmp_path: Path) -> None:
    run = call("precheck", "notice", str(notice), "--received-on", "2026-11-23", *DAY, "--json", data=tmp_path)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    schema = json.loads(call("schema", "precheck_notice", data=tmp_path).stdout)
    Draft202012Validator(schema).validate(told)
    assert (told["kind"], told["number"], told["due"]) == ("security_assessment", "CAC-2026-18", "2026-12-07")
    assert [(i["material"], i["status"]) for i in told["items"]] == [("SA-07", "open"), ("SA-05", "open")]
    out = tmp_path / "清单.docx"
    again = call("precheck", "notice", str(notice), "--with", str(papers), "--out", str(out), *DAY, data=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "1. [未再发现]" in again.stdout and "2. [须人工核对]" in again.stdout and out.stat().st_size > 1000


def test_a_pasted_notice(tmp_path: Path) -> None:
    run = subprocess.run(
        command("precheck", "notice", "-", "--kind", "security_assessment", *DAY, "--json", data=tmp_path),
        input="\n".join(NOTICE[3:]), capture_output=True, text=True, cwd=ROOT, timeout=120,
    )  # fmt: skip
    told = json.loads(run.stdout)
    assert len(told["items"]) == 2 and told["due"] is None and told["file"] == "粘贴的通知.txt"


def test_earlier_and_later(papers: Path, tmp_path: Path) -> None:
    first = tmp_path / "第一次.json"
    options = ("--kind", "security_assessment", *DAY)
    assert call("precheck", str(papers), *options, "--out", str(first), data=tmp_path).returncode == 0
    (papers / "承诺书.docx").write_bytes(word("承诺书", "本单位郑重承诺所提交材料真实、完整、准确和有效。"))
    html = tmp_path / "比较.html"
    run = call("precheck", "compare", str(first), str(papers), *DAY, "--out", str(html), "--json", data=tmp_path)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    Draft202012Validator(json.loads(call("schema", "precheck_comparison", data=tmp_path).stdout)).validate(told)
    assert {f["file"]: f["change"] for f in told["files"]} == {"自评估报告.docx": "same", "承诺书.docx": "added"}
    assert told["fixed"] == [] and len(told["remaining"]) > 5 and told["text"] in html.read_text("utf-8")
    shown = call("precheck", "compare", str(first), str(first), *DAY, data=tmp_path)
    assert "已消除 0 项" in shown.stdout and "内容完全相同" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("notice", "没有.docx"), "bad_document"),
        (("compare", "没有", "没有"), "bad_input"),
        (("compare", "坏.json", "某公司", "--kind", "security_assessment"), "bad_input"),
        (("notice", "通知.docx", "--kind", "other"), "bad_input"),
        (("notice", "通知.docx", "--out", "清单.odt"), "bad_input"),
        (("compare", "某公司", "某公司", "--kind", "security_assessment", "--out", "某公司/a.html"), "bad_input"),
    ],
)
def test_mistakes(arguments: tuple[str, ...], code: str, notice: Path, papers: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.json").write_text('{"kind": 1}', "utf-8")
    named = [str(tmp_path / a) if "." in a or a in ("没有", "某公司") else a for a in arguments]
    run = call("precheck", *named, *DAY, "--json", data=tmp_path)
    assert run.returncode == 2, run.stdout + run.stderr
    assert json.loads(run.stdout)["error"]["code"] == code
