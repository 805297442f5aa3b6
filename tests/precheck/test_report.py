"""The report of a pre-check in Word, HTML and JSON: all that was found, and nothing that was not."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from docx import Document as open_docx

from copilot.errors import BadInput
from copilot.law.rulebook import RuleBook
from copilot.precheck.case import Submission
from copilot.precheck.criteria import Criteria
from copilot.precheck.engine import listed_on, run
from copilot.precheck.finding import Finding, Result, Spot
from copilot.precheck.intake import Taken
from copilot.precheck.report import BY_CRITERIA, CLOSING, WITH_MODEL, WRITERS, write_docx, write_html, writer_of
from copilot.precheck.service import Checked
from tests.export.test_export import implicit_of
from tests.precheck.submissions import clean, paper

DAY = dt.date(2026, 10, 9)
NOW = dt.datetime(2026, 10, 9, 8, 30, tzinfo=dt.UTC)


def checked_of(
    texts: dict[str, str], criteria: Criteria, book: RuleBook, *, filed_on: dt.date = DAY, name: str = "示例公司"
) -> Checked:
    submission = Submission(tuple(paper(f, t) for f, t in texts.items()), name, province="11", offline=False)
    result = run(submission, kind="security_assessment", filed_on=filed_on, book=book, criteria=criteria)
    listed = listed_on(book, "security_assessment", filed_on)
    guides = tuple(dict.fromkeys(b.instrument for m in listed for b in m.basis))
    return Checked(result, submission, Taken(name, ()), guides)


def without_report() -> dict[str, str]:
    texts = clean("security_assessment")
    del texts["07自评估报告.docx"]
    return texts


def with_findings(checked: Checked, *findings: Finding) -> Checked:
    result = checked.result.model_copy(update={"findings": list(findings)})
    return Checked(result, checked.submission, checked.taken, checked.guides, checked.model)


def finding(**changes: object) -> Finding:
    values: dict[str, object] = {
        "rule_id": "PC-900",
        "stage": "formal",
        "severity": "supplement",
        "criterion_severity": "supplement",
        "material": "SA-01",
        "message": "名称不一致",
        "suggestion": "请改成一致",
        "title": "名称一致",
        "group": "identity",
        "basis": [{"instrument": "数据安全法", "article": "第三十一条"}],
    }
    return Finding.model_validate({**values, **changes})


def words(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Paragraphs, and the rows of all tables, of a .docx."""
    file = open_docx(io.BytesIO(content))
    rows = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]
    return [p.text for p in file.paragraphs if p.text], rows


def docx_of(checked: Checked, folder: Path) -> bytes:
    write_docx(checked, folder / "r.docx", producer="示例服务", now=NOW)
    return (folder / "r.docx").read_bytes()


def test_the_word_report_has_every_finding_and_every_material(
    criteria: Criteria, book: RuleBook, tmp_path: Path
) -> None:
    checked = checked_of(without_report(), criteria, book)
    content = docx_of(checked, tmp_path)
    lines, rows = words(content)
    assert lines[0] == "材料预检报告：示例公司" and lines[1] == BY_CRITERIA and lines[-1] == CLOSING
    assert "结论：需要补充或者更正" in lines and checked.result.text in lines
    assert ["申报日", "2026-10-09"] in rows and ["手续", "安全评估申报"] in rows
    assert [m.id for m in checked.result.materials] == [r[0] for r in rows if r[0].startswith("SA-")]
    (state,) = [r for r in rows if r[0] == "SA-07"]
    assert state[3] == "缺" and state[4] == ""
    for one in checked.result.findings:
        assert f"{one.rule_id} {one.message}" in lines
        assert f"改法：{one.suggestion}" in lines
        assert "依据：" + "；".join(b.shown for b in one.basis) in lines
    assert all(line in lines for line in checked.result.not_checked) and checked.result.not_checked
    assert any(checked.result.criteria in line for line in lines)
    assert implicit_of("docx", content) is None
    assert open_docx(io.BytesIO(content)).sections[0].header.paragraphs[0].text == BY_CRITERIA


def test_a_pass_is_said_to_be_no_approval(criteria: Criteria, book: RuleBook, tmp_path: Path) -> None:
    lines, _ = words(docx_of(checked_of(clean("security_assessment"), criteria, book), tmp_path))
    assert "结论：未发现问题，不代表通过查验" in lines
    assert not [line for line in lines if line.startswith("须补正")]


@pytest.mark.parametrize(
    ("filed_on", "edition", "other"),
    [(dt.date(2025, 6, 26), "第二版", "第三版"), (dt.date(2025, 6, 27), "第三版", "第二版")],
)
def test_the_guide_of_the_filing_day_is_named(
    filed_on: dt.date, edition: str, other: str, criteria: Criteria, book: RuleBook, tmp_path: Path
) -> None:
    _, rows = words(docx_of(checked_of(clean("security_assessment"), criteria, book, filed_on=filed_on), tmp_path))
    (guides,) = [r[1] for r in rows if r[0] == "当日材料清单的依据"]
    assert f"数据出境安全评估申报指南（{edition}）" in guides.split("\n") and other not in guides


def test_a_finding_says_where_what_and_how_sure(criteria: Criteria, book: RuleBook, tmp_path: Path) -> None:
    one = finding(
        file="合同.docx",
        page=3,
        locator="第8段",
        evidence="甲方：示例公\u202e司\x00",
        expected="示例公司",
        actual="示例公",
        severity="advice",
        sure=False,
        checked="doubtful",
        also=[Spot(file="申报表.docx", page=1, locator="表1第2行第3列")],
    )
    checked = with_findings(checked_of(clean("security_assessment"), criteria, book), one)
    lines, _ = words(docx_of(checked, tmp_path))
    at = lines.index("PC-900 名称不一致")
    assert lines[at - 2].startswith("提示（1 项）") and lines[at - 1].startswith("SA-01 ")
    assert "未能确认，请人工核对" in lines[at + 1] and "存疑" in lines[at + 1]
    assert lines[at + 2 : at + 8] == [
        "位置：合同.docx 第3页 第8段；申报表.docx 第1页 表1第2行第3列",
        "原文：甲方：示例公司",
        "应当是：示例公司",
        "实际是：示例公",
        "依据：《数据安全法》第三十一条",
        "改法：请改成一致",
    ]


def test_findings_stand_by_severity_then_by_material(criteria: Criteria, book: RuleBook, tmp_path: Path) -> None:
    checked = with_findings(
        checked_of(clean("security_assessment"), criteria, book),
        finding(rule_id="PC-901", severity="advice"),
        finding(rule_id="PC-902", material=None),
        finding(rule_id="PC-903", material="SA-02"),
        finding(rule_id="PC-904", material="SA-01"),
        finding(rule_id="PC-905", severity="reject", stage="substantive", group="path"),
    )
    lines, _ = words(docx_of(checked, tmp_path))
    order = [line[:6] for line in lines if line.startswith("PC-9")]
    assert order == ["PC-905", "PC-904", "PC-903", "PC-902", "PC-901"]
    assert lines.index("整份材料") == next(n for n, t in enumerate(lines) if t.startswith("PC-902")) - 1


def test_what_a_model_took_part_in_carries_both_labels(criteria: Criteria, book: RuleBook, tmp_path: Path) -> None:
    plain = checked_of(without_report(), criteria, book)
    checked = Checked(plain.result, plain.submission, plain.taken, plain.guides, "示例模型 8B")
    content = docx_of(checked, tmp_path)
    lines, _ = words(content)
    assert lines[1] == WITH_MODEL and "复核实质内容的模型：示例模型 8B" in lines
    implicit = implicit_of("docx", content)
    assert implicit is not None and implicit["Label"] == "1"
    write_html(checked, tmp_path / "r.html", now=NOW)
    assert '<meta name="AIGC" content="{&quot;Label&quot;' in (tmp_path / "r.html").read_text("utf-8")


def test_html_says_the_same_and_nothing_in_it_runs(criteria: Criteria, book: RuleBook, tmp_path: Path) -> None:
    bad = finding(evidence="<script>alert(1)</script><img src=x onerror=1>", file='a"><b>.docx')
    checked = with_findings(checked_of(without_report(), criteria, book, name="<i>某公司"), bad)
    write_html(checked, tmp_path / "r.html", now=NOW)
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "default-src 'none'" in page and "&lt;script&gt;alert(1)" in page and "&lt;i&gt;某公司" in page
    assert not [tag for tag in ("<script", "<img", "<i>", "<b>", "http://", "https://") if tag in page]
    assert page.count(BY_CRITERIA) == 2 and "PC-900 名称不一致" in page
    assert page.count("<ul>") == page.count("</ul>") > 0


def test_json_is_the_published_shape(criteria: Criteria, book: RuleBook, tmp_path: Path) -> None:
    checked = checked_of(without_report(), criteria, book)
    WRITERS[".json"](checked, tmp_path / "r.json")
    assert Result.model_validate(json.loads((tmp_path / "r.json").read_text("utf-8"))) == checked.result


def test_the_same_pre_check_gives_the_same_bytes(criteria: Criteria, book: RuleBook, tmp_path: Path) -> None:
    checked = checked_of(without_report(), criteria, book)
    again = checked_of(without_report(), criteria, book)
    assert docx_of(checked, tmp_path) == docx_of(again, tmp_path)
    assert docx_of(checked, tmp_path) != docx_of(checked_of(clean("security_assessment"), criteria, book), tmp_path)


def test_an_unknown_extension_is_refused() -> None:
    assert writer_of(Path("报告.DOCX")) is write_docx
    with pytest.raises(BadInput, match=r"报告\.pdf"):
        writer_of(Path("报告.pdf"))
