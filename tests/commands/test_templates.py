"""`templates` as a person uses it: what is found and how sure, confirmation, refusals, the contract's double use."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from copilot.settings import ROOT
from eval.precheck.contracts import model_text
from tests.filing.official import layouts

Run = Callable[..., Result]


@pytest.fixture
def templates(whole_app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`templates` in this process."""
    monkeypatch.chdir(ROOT)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(whole_app, ["templates", *arguments])

    return run


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "委托书.docx"
    file.write_bytes(layouts.word(layouts.parsed(layouts.ATTORNEY)))
    return file


def test_add_says_what_is_found_and_how_sure(templates: Run, tmp_path: Path) -> None:
    file = tmp_path / "表.docx"
    file.write_bytes(layouts.word(["企业名称：____", "单位名称：____", "宠物数量：____"]))
    said = templates("add", str(file), "--paper", "negative_list_form").stdout
    assert "b01 [ ] 确定  空格  企业名称 → 单位名称（exporter.name）" in said
    assert "b02 [ ] 较可能" in said and "b03 [ ] 没有认出" in said and "其中 2 处不确定" in said
    assert "未确认，不会使用" in said and "templates confirm negative_list_form-" in said


def test_from_loading_to_confirming(templates: Run, letter: Path) -> None:
    added = json.loads(templates("add", str(letter), "--as-of", "2026-11-23", "--json").stdout)
    (one,) = added["templates"]
    assert (one["paper"], one["confirmed"], one["added_on"]) == ("power_of_attorney", False, "2026-11-23")
    assert one["blanks"][1]["asks_for"] == "法定代表人姓名（legal_rep.name）"
    key = one["id"]
    assert "未确认" in templates("list").stdout
    mapped = templates("map", key, "b02", "exporter.contact")
    assert mapped.exit_code == 0 and "没有确认" in mapped.stdout
    done = json.loads(templates("confirm", key, "--drop-hints", "--as-of", "2026-11-23", "--json").stdout)
    assert done["confirmed"] and done["confirmed_on"] == "2026-11-23" and done["counts"]["open"] == 0
    shown = templates("show", key[:9]).stdout
    assert "b02 [√] 人工指定" in shown and "留给人填写、盖章或者签字" in shown
    assert templates("remove", key).exit_code == 0
    assert json.loads(templates("list", "--json").stdout) == {"templates": []}
    assert "只生成填写单" in templates("list").stdout


def test_what_a_filing_still_needs_and_a_preview(templates: Run, letter: Path, tmp_path: Path) -> None:
    key = json.loads(templates("add", str(letter), "--json").stdout)["templates"][0]["id"]
    needed = ("list", "--kind", "extension", "--as-of", "2026-11-23")
    states = {p["paper"]: p["state"] for p in json.loads(templates(*needed, "--json").stdout)["papers"]}
    assert states == {"power_of_attorney": "unconfirmed", "extension_form": "missing"}
    said = templates(*needed).stdout
    assert "延长评估结果有效期申请表（附件5）：没有导入，官方页面 https://" in said
    assert templates("list", "--kind", "nothing").exit_code == 2
    out = tmp_path / "对照稿" / "委托书.docx"
    assert templates("preview", key, "--out", str(out)).exit_code == 0
    assert "【待补充：法定代表人姓名】" in "\n".join(layouts.lines_of(out.read_bytes()))


def test_a_changed_file_asks_again(templates: Run, letter: Path) -> None:
    key = json.loads(templates("add", str(letter), "--json").stdout)["templates"][0]["id"]
    templates("map", key, "b02", "exporter.contact")
    templates("confirm", key)
    letter.write_bytes(layouts.word(layouts.parsed(layouts.ATTORNEY.replace("办理", "全权办理"))))
    said = templates("add", str(letter)).stdout
    assert f"与 {key} 不同" in said and "b02 [ ] 沿用上次确认" in said and "exporter.contact" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "没有.docx"), "没有.docx"),
        (("show", "nothing"), "templates list"),
        (("map", "nothing", "b01"), "没有说要改什么"),
        (("confirm", "nothing"), "templates list"),
        (("pull", "--only", "nothing"), "assessment-guide-3"),
        (("add", "--in-force-from", "昨天", "x.docx"), "--in-force-from"),
    ],
)
def test_mistakes_say_what_to_do(templates: Run, arguments: tuple[str, ...], words: str) -> None:
    run = templates(*arguments, "--json")
    error = json.loads(run.stdout)["error"]
    assert run.exit_code == 2 and words in error["message"] + error["hint"]


def test_an_old_doc_is_refused_with_what_to_do(templates: Run, tmp_path: Path) -> None:
    file = tmp_path / "旧.doc"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    run = templates("add", str(file))
    assert run.exit_code == 2 and "另存为" in run.stderr


@pytest.mark.thorough
def test_one_loading_of_the_contract_serves_both(templates: Run, whole_app: typer.Typer, tmp_path: Path) -> None:
    file = tmp_path / "范本.docx"
    file.write_bytes(layouts.word(["附件4", *model_text()]))
    added = json.loads(templates("add", str(file), "--json").stdout)
    assert [t["paper"] for t in added["templates"]] == ["standard_contract"]
    assert [t["contract"] for t in added["contract_texts"]] == ["standard_contract"]
    listed = CliRunner().invoke(whole_app, ["precheck", "contract-text", "list", "--json"]).stdout
    assert json.loads(listed)["texts"][0]["contract"] == "standard_contract"
    templates("remove", added["templates"][0]["id"])
    run = CliRunner().invoke(whole_app, ["precheck", "contract-text", "add", str(file)])
    assert run.exit_code == 0 and "templates confirm" in run.stdout + run.stderr
    assert [t["paper"] for t in json.loads(templates("list", "--json").stdout)["templates"]] == ["standard_contract"]
