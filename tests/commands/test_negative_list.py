"""`negative-list` on the command line: JSON alone on stdout, exit statuses, a clear word for every mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from copilot.commands.negative_list import app
from tests.negative_lists.conftest import markdown_annex

pytestmark = pytest.mark.usefixtures("own_places")
RUNNER = CliRunner()


def run(*args: str) -> tuple[int, Any]:
    """Exit status and the JSON on stdout."""
    result = RUNNER.invoke(app, [*args, "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_list_search_show_diff() -> None:
    code, out = run("list", "--as-of", "2025-06-01")
    states = {item["id"]: item["state"] for item in out["lists"]}
    assert code == 0 and states["shanghai-2024"] == "in_force" and states["beijing-2025"] == "not_yet"
    code, out = run("search", "海员证")
    assert code == 0 and out["results"][0]["list_id"] == "shanghai-2024"
    code, out = run("show", "zhejiang-2024")
    assert code == 0 and [d["name"] for d in out["list"]["domains"]] == ["电子商务（企业对企业）", "清结算"]
    code, out = run("diff", "beijing-2024", "beijing-2025")
    assert code == 0 and any(d["place"] == "领域 银行" for d in out["differences"])


def test_show_is_readable() -> None:
    text = RUNNER.invoke(app, ["show", "shanghai-2024"]).stdout
    assert "第9项 [须合同或认证] 船员个人信息（不含敏感）15万人以上不满100万人" in text and "管委会" in text


TABLES = {
    "f.csv": "字段名,含义,示例\nbuyer_name,,张三\nreturn_address,退货地址,\n".encode(),
    "g.csv": "字段名,含义\nbuyer_name,买家姓名\nreturn_address,\n".encode("gb18030"),
    "f.json": json.dumps(["buyer_name", {"name": "return_address", "meaning": "退货地址"}]).encode(),
}


@pytest.mark.parametrize("name", TABLES)
def test_match(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TABLES[name])
    args = ["match", "--list", "zhejiang-2024", "--domain", "B2B", "--scene", "境外买家退货"]
    args += ["--fields", str(tmp_path / name), "--registered-in-zone", "--no-ciio", "--as-of", "2026-01-05"]
    code, out = run(*args, "--pi-count", "999999")
    assert (code, out["hit"], out["counts"]) == (0, "off_list", {"matched": 2})
    assert "张三" not in json.dumps(out, ensure_ascii=False)
    assert run(*args, "--pi-count", "1000000")[1]["hit"] == "must_contract"
    text = RUNNER.invoke(app, [*args, "--pi-count", "5"]).stdout
    assert "整体：清单外" in text and "对上  buyer_name → 个人姓名" in text


def test_match_reads_a_workbook(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["字段名", "类别"], ["buyer_name", "一般个人信息"], ["iris_code", "敏感"]):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    code, out = run("match", "--list", "zhejiang-2024", "--scene", "returns", "--fields", str(tmp_path / "f.xlsx"))
    assert code == 0 and [f["kind"] for f in out["fields"]] == ["pi", "sensitive_pi"]
    assert out["hit"] == "need_facts" and out["missing"][0] == "registered_in_zone"


def test_import_and_approve(tmp_path: Path) -> None:
    annex, out_file = tmp_path / "annex.md", tmp_path / "p.yaml"
    annex.write_bytes(markdown_annex())
    code, out = run("import", str(annex), "--out", str(out_file), "--in-force-from", "2026-10-01")
    assert (code, len(out["rows"])) == (0, 7)
    code, out = run("import", str(annex), "--out", str(out_file))
    assert code == 2 and "已存在" in out["error"]["message"]
    code, out = run("approve", str(out_file), "--rest")
    assert code == 2 and "whole_annex" in out["error"]["message"]
    out_file.write_text(out_file.read_text("utf-8").replace("whole_annex: null", "whole_annex: true"), "utf-8")
    code, out = run("approve", str(out_file), "--rest", "--by", "王核对")
    assert (code, out["id"], out["checked"], out["rows"]) == (0, "hubei-2026", "verified", 7)
    code, out = run("show", "hubei-2026")
    assert code == 0 and out["brief"]["approved_by"] == "王核对"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("show", "mars-2024"), "mars-2024"),
        (("search", "  "), "没有写"),
        (("list", "--as-of", "June"), "--as-of"),
        (("diff", "beijing-2024", "mars"), "mars"),
        (("match", "--list", "zhejiang-2024", "--fields", "none.csv"), "无法读取"),
        (("import", "none.docx", "--out", "p.yaml"), "无法读取"),
        (("approve", "none.yaml"), "无法读取"),
    ],
)
def test_mistakes_are_said(args: tuple[str, ...], message: str) -> None:
    code, out = run(*args)
    assert code == 2 and message in out["error"]["message"]


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("f.csv", b"", "空文件"),
        ("f.csv", b"a,b\n1,2\n", "没有“字段名”"),
        ("f.txt", b"mobile\n", "格式不支持"),
        ("f.json", b"{", "不是合法的 JSON"),
        ("f.json", b"[1]", "列表"),
        ("f.json", b"[]", "没有字段"),
        ("f.json", b'[{"nam": "x"}]', "不认识这个字段"),
        ("f.xlsx", b"PK\x03\x04no", "损坏"),
    ],
)
def test_bad_tables_of_fields(tmp_path: Path, name: str, raw: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(raw)
    code, out = run("match", "--list", "zhejiang-2024", "--fields", str(tmp_path / name))
    assert code == 2 and message in out["error"]["message"]


def test_what_of_a_table_is_not_used_is_said(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    rows = ("Field Name;含义;Sample Values;类别;系统", "id_no;员工编号;11010519491231002X;很高;HR", ";没有名;;;")
    table.write_text("\n".join([*rows, "mobile;手机号;;敏感;CRM"]), "utf-8")
    args = ["match", "--list", "zhejiang-2024", "--domain", "B2B", "--fields", str(table), "--as-of", "2026-01-05"]
    code, out = run(*args)
    assert code == 0 and [f["name"] for f in out["fields"]] == ["id_no", "mobile"]
    notes = "\n".join(out["notes"])
    assert "没有用到的列：系统" in notes and "有 1 行没有字段名" in notes and "不认识，按没有写处理：很高" in notes
    assert "11010519491231002X" not in json.dumps(out, ensure_ascii=False)


@pytest.mark.parametrize("header", ["样例", "示例", "sample values", "Sample_Value", "样例值", "示例数据", "examples"])
def test_a_column_of_samples_is_recognised(tmp_path: Path, header: str) -> None:
    table = tmp_path / "own.csv"
    table.write_text(f"字段名,{header}\ncol_7,11010519491231002X\n", "utf-8")
    args = ["match", "--list", "zhejiang-2024", "--domain", "B2B", "--fields", str(table), "--as-of", "2026-01-05"]
    code, out = run(*args)
    assert code == 0 and out["fields"][0]["kind"] == "sensitive_pi"  # by the format of the sample alone
    assert not any("没有用到的列" in note for note in out["notes"])
