"""The draft notice: the sure formal findings of verified criteria and no others, the rest left blank."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.law.rulebook import RuleBook
from copilot.precheck.criteria import Criteria
from copilot.precheck.notice import BLANK, DAY, DRAFT, write_notice
from tests.precheck.submissions import clean
from tests.precheck.test_report import NOW, checked_of, finding, with_findings, without_report, words


def test_a_missing_paper_is_listed_with_its_remedy_and_article(
    criteria: Criteria, book: RuleBook, tmp_path: Path
) -> None:
    checked = checked_of(without_report(), criteria, book)
    (one,) = checked.result.notice()
    assert write_notice(checked, tmp_path / "n.docx", now=NOW) == 1
    lines, rows = words((tmp_path / "n.docx").read_bytes())
    assert lines[:2] == ["补正通知书", DRAFT] and rows == []
    at = lines.index(f"1. {one.message}")
    assert lines[at - 1].startswith("SA-07 ")
    assert f"补充或者更正：{one.suggestion}" in lines[at + 1 : at + 4]
    assert "依据：" + "；".join(b.shown for b in one.basis) in lines[at + 1 : at + 4]
    assert any("2026-10-09" in line and "1 项" in line for line in lines)


def test_numbers_days_and_names_are_left_blank(criteria: Criteria, book: RuleBook, tmp_path: Path) -> None:
    write_notice(checked_of(without_report(), criteria, book), tmp_path / "n.docx", now=NOW)
    lines, _ = words((tmp_path / "n.docx").read_bytes())
    assert f"文号：{BLANK}" in lines and f"申报编号：{BLANK}" in lines and f"{BLANK}（单位名称）：" in lines
    assert DAY in lines and f"发出机关：{BLANK}（盖章）" in lines
    assert any(line.startswith(f"请在 {DAY} 以前") for line in lines)
    assert not any("示例公司" in line for line in lines)


@pytest.mark.parametrize(
    "other",
    [
        {"sure": False, "severity": "advice"},
        {"stage": "substantive"},
        {"severity": "advice"},
        {"checked": "doubtful"},
        {"checked": "secondary"},
    ],
)
def test_what_is_not_formal_sure_and_verified_stays_out(
    other: dict[str, object], criteria: Criteria, book: RuleBook, tmp_path: Path
) -> None:
    plain = checked_of(clean("security_assessment"), criteria, book)
    out = finding(rule_id="PC-901", message="不该写入的事项", **other)
    assert write_notice(with_findings(plain, out, finding()), tmp_path / "n.docx", now=NOW) == 1
    lines, _ = words((tmp_path / "n.docx").read_bytes())
    assert "1. 名称不一致" in lines and not [line for line in lines if "不该写入" in line]


def test_matters_are_numbered_through_and_grouped_by_material(
    criteria: Criteria, book: RuleBook, tmp_path: Path
) -> None:
    plain = checked_of(clean("security_assessment"), criteria, book)
    found = [
        finding(material="SA-02", message="乙"),
        finding(material=None, message="丁"),
        finding(material="SA-01", message="甲"),
        finding(material="SA-02", message="丙", file="证件.pdf", page=2),
    ]
    assert write_notice(with_findings(plain, *found), tmp_path / "n.docx", now=NOW) == 4
    lines, _ = words((tmp_path / "n.docx").read_bytes())
    heads = [line for line in lines if line[:2] in ("1.", "2.", "3.", "4.") or line[:3] == "SA-" or line == "整份材料"]
    assert [h[:5] for h in heads] == ["SA-01", "1. 甲", "SA-02", "2. 乙", "3. 丙", "整份材料", "4. 丁"]
    assert "所在：证件.pdf 第2页" in lines


def test_nothing_to_supplement_writes_no_notice(criteria: Criteria, book: RuleBook, tmp_path: Path) -> None:
    assert write_notice(checked_of(clean("security_assessment"), criteria, book), tmp_path / "n.docx", now=NOW) == 0
    assert not (tmp_path / "n.docx").exists()
