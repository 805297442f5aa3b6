"""Tables of data items and numbers as people save them."""

# ruff: noqa: E501 (a table reads better on one line)

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from copilot.errors import BadDocument, BadInput, TooLarge
from copilot.filing.facts import Filing
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.table_intake import put, read

CSV = "序号,数据项名称,内容描述,出境必要性,示例,备注,是否敏感\n1,姓名,员工姓名,考勤核算,张三,,否\n2,病历,诊断记录,理赔,,附注,是\n"


def _book(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_any_usual_form(questionnaire: Questionnaire, encoding: str, separator: str) -> None:
    raw = CSV.replace(",", separator).encode(encoding)
    found = read(raw, "字段.csv", questionnaire=questionnaire)
    assert [r.item["name"] for r in found.items] == ["姓名", "病历"]
    assert found.items[0].item == {
        "name": "姓名", "description": "员工姓名", "necessity": "考勤核算", "example": "张三", "sensitive": False
    }  # fmt: skip
    assert found.items[1].item["sensitive"] is True and found.items[1].item["note"] == "附注"
    assert found.remarks == ()


def test_a_workbook_with_items_and_numbers(questionnaire: Questionnaire) -> None:
    raw = _book(
        {
            "数据项": [["某公司出境数据项"], [], ["数据项名称", "场景", "归口部门"], ["姓名", "人力", "HR"], ["里程", "车联网", "IT"]],
            "规模": [["当年已出境自然人数量", "1.2万人"], ["当年出境自然人数量（含计划）", 30000], ["其中敏感个人信息人数", "800人"],
                   ["未来第一年", "3至4万人"], ["未来第二年", 35000], ["处理个人信息的规模", "86万"], ["联系人", "张三"]],
        }
    )  # fmt: skip
    found = read(raw, "表.xlsx", questionnaire=questionnaire)
    assert [(r.item["name"], r.scene, r.place) for r in found.items] == [
        ("姓名", "人力", "工作表“数据项”第3行"), ("里程", "车联网", "工作表“数据项”第4行")
    ]  # fmt: skip
    assert {c.path: c.value for c in found.counts} == {
        "scenes[0].persons_sent": 12_000, "scenes[0].persons_year": 30_000, "scenes[0].sensitive_persons_year": 800,
        "scenes[0].year2": 35_000, "exporter.scale": 860_000,
    }  # fmt: skip
    assert any("归口部门" in r for r in found.remarks) and any("3至4万人" in r for r in found.remarks)


def test_rows_go_to_the_scene_that_they_name(questionnaire: Questionnaire) -> None:
    raw = "字段,场景\n姓名,人力\n里程,车联网\n城市,\n".encode()
    filing = Filing.parse({"scenes": [{"id": "a", "name": "人力"}, {"id": "b", "name": "车联网"}]})
    found = put(filing, read(raw, "a.csv", questionnaire=questionnaire), scene=0)
    assert [[i.name for i in s.items] for s in found.scenes] == [["姓名", "城市"], ["里程"]]
    begun = put(Filing(), read(raw, "a.csv", questionnaire=questionnaire), scene=0)
    assert [i.name for i in begun.scenes[0].items] == ["姓名", "里程", "城市"]


def test_what_is_left_out_is_said(questionnaire: Questionnaire) -> None:
    raw = "字段名,是否敏感,机密级\n姓名,也许,1\n姓名,否,2\n,否,3\n=cmd|' /C calc'!A0,否,4\n".encode()
    found = read(raw, "a.csv", questionnaire=questionnaire)
    said = "\n".join(found.remarks)
    assert "机密级" in said and "“也许”" in said and "第4行没有数据项名称" in said and "重复的数据项：姓名" in said
    assert found.items[-1].item["name"] == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", BadDocument),
        (b"PK\x03\x04broken", BadDocument),
        ("部门,人名\nIT,张三\n".encode(), BadInput),
        (("字段\n" + "\n".join(f"字段{n}" for n in range(2001))).encode(), TooLarge),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, BadDocument),
    ],
)
def test_what_is_no_table_is_refused(questionnaire: Questionnaire, raw: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(raw, "a.csv", questionnaire=questionnaire)
