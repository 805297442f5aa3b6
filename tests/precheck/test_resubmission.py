"""Two pre-checks compared: fixed, remaining, new, and what cannot be told; moved paragraphs and renamed files."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.errors import BadInput
from copilot.law.rulebook import RuleBook
from copilot.precheck.case import Compare, Deviation, Submission
from copilot.precheck.criteria import Criteria
from copilot.precheck.engine import run
from copilot.precheck.finding import Result, Source
from copilot.precheck.resubmission import Comparison, compare, identity, matched
from copilot.precheck.resubmission_report import lines, report_of
from copilot.precheck.written import content_of
from tests.precheck.submissions import clean, paper
from tests.precheck.test_report import NOW, finding, words

DAY = dt.date(2026, 10, 15)
CONTRACT, REPORT = "06标准合同.docx", "07影响评估报告.docx"


def checked(
    texts: dict[str, str],
    criteria: Criteria,
    book: RuleBook,
    *,
    day: dt.date = DAY,
    kind: str = "standard_contract",
    against: Compare | None = None,
) -> Result:
    submission = Submission(tuple(paper(f, t) for f, t in texts.items()), "某公司", province="11", offline=False)
    return run(submission, kind=kind, filed_on=day, book=book, criteria=criteria, compare=against)  # type: ignore[arg-type]


def changed(texts: dict[str, str], file: str, old: str, new: str) -> dict[str, str]:
    assert old in texts[file]
    return {**texts, file: texts[file].replace(old, new)}


def ids(comparison: Comparison) -> dict[str, list[str]]:
    return {
        "fixed": [f.rule_id for f in comparison.fixed],
        "new": [f.rule_id for f in comparison.new],
        "remaining": [k.later.rule_id for k in comparison.remaining],
        "unchecked": [u.finding.rule_id for u in comparison.unchecked],
    }


def place_blank(texts: dict[str, str]) -> dict[str, str]:
    return changed(texts, CONTRACT, "出境后保存地点：新加坡", "出境后保存地点：")


def transfer_blank(texts: dict[str, str]) -> dict[str, str]:
    return changed(texts, CONTRACT, "传输方式：公共互联网加密传输", "传输方式：")


def test_fixed_remaining_and_new(criteria: Criteria, book: RuleBook) -> None:
    first = clean("standard_contract")
    del first["03经办人证件.png"]
    second = transfer_blank(place_blank(clean("standard_contract")))
    found = compare(
        checked(place_blank(first), criteria, book), checked(second, criteria, book), criteria, names=("一", "二")
    )
    told = ids(found)
    assert told["fixed"].count("PC-014") == 1 and "PC-014" not in told["remaining"]
    (kept,) = [k for k in found.remaining if k.later.rule_id == "PC-079"]
    assert "保存地点" in kept.later.message and not kept.changed
    assert [f.message for f in found.new if f.rule_id == "PC-079"] and "传输方式" in found.new[0].message
    assert found.unchecked == [] and found.text.startswith(f"已消除 {len(found.fixed)} 项")
    changes = {f.file: f.change for f in found.files or ()}
    assert changes["03经办人证件.png"] == "added" and changes[CONTRACT] == "changed" and changes[REPORT] == "same"
    assert [(m.id, m.earlier, m.later) for m in found.materials] == [("SC-03", "missing", "present")]


def test_the_same_papers_have_nothing_new(criteria: Criteria, book: RuleBook) -> None:
    result = checked(place_blank(clean("standard_contract")), criteria, book)
    found = compare(result, result, criteria)
    assert found.fixed == found.new == found.unchecked == []
    assert len(found.remaining) == len(result.findings) and not any(k.changed for k in found.remaining)
    assert found.notes == ["两次的文件内容完全相同。"]


def test_a_moved_paragraph_and_a_renamed_file_are_the_same_finding(criteria: Criteria, book: RuleBook) -> None:
    first = place_blank(clean("standard_contract"))
    text = first[CONTRACT].replace("= 第二条", "双方于北京签订。\n另附说明一份。\n= 第二条", 1)
    second = {("合同终稿.docx" if f == CONTRACT else f): (text if f == CONTRACT else t) for f, t in first.items()}
    found = compare(checked(first, criteria, book), checked(second, criteria, book), criteria)
    assert found.new == found.fixed == []
    (kept,) = [k for k in found.remaining if k.later.rule_id == "PC-079"]
    assert kept.changed and kept.later.file == "合同终稿.docx" and kept.earlier.locator != kept.later.locator
    assert identity(kept.earlier) == identity(kept.later)
    assert kept.key == identity(kept.later)


def test_files_are_told_by_their_content(criteria: Criteria, book: RuleBook) -> None:
    result = checked(clean("standard_contract"), criteria, book)
    (old,) = [s for s in result.sources if s.file == REPORT]
    others = [s for s in result.sources if s.file != REPORT]
    new = Source(file="补充说明.docx", sha256="0" * 64)
    later = result.model_copy(update={"sources": [*others, Source(file="报告.docx", sha256=old.sha256), new]})
    told = {f.file: (f.change, f.before) for f in compare(result, later, criteria).files or ()}
    assert told["报告.docx"] == ("renamed", REPORT) and told["补充说明.docx"] == ("added", None)
    assert told[CONTRACT] == ("same", None) and REPORT not in told
    gone = compare(result, result.model_copy(update={"sources": others}), criteria).files or ()
    assert [f.file for f in gone if f.change == "removed"] == [REPORT]


def test_one_blank_filled_and_another_left_open_are_not_the_same(criteria: Criteria, book: RuleBook) -> None:
    sound = clean("standard_contract")
    found = compare(
        checked(place_blank(sound), criteria, book), checked(transfer_blank(sound), criteria, book), criteria
    )
    assert ids(found)["fixed"].count("PC-079") == 1 and ids(found)["new"].count("PC-079") == 1


def test_a_value_still_wrong_remains(criteria: Criteria, book: RuleBook) -> None:
    base = clean("standard_contract")
    wrong = [
        changed(base, CONTRACT, "（三）出境个人信息的规模：180,000人", f"（三）出境个人信息的规模：{n}人")
        for n in ("170,000", "160,000")
    ]
    found = compare(*(checked(w, criteria, book) for w in wrong), criteria)
    (kept,) = [k for k in found.remaining if k.later.rule_id == "PC-176"]
    assert kept.changed and "PC-176" not in ids(found)["new"] + ids(found)["fixed"]


def test_what_cannot_be_looked_at_is_not_called_fixed(criteria: Criteria, book: RuleBook) -> None:
    first = place_blank(clean("standard_contract"))
    without = {f: t for f, t in first.items() if f != CONTRACT}
    found = compare(checked(first, criteria, book), checked(without, criteria, book), criteria)
    (one,) = [u for u in found.unchecked if u.finding.rule_id == "PC-079"]
    assert one.why == "没有这项材料。" and "PC-079" not in ids(found)["fixed"] and "PC-017" in ids(found)["new"]

    def deviating(one, kind, day):  # type: ignore[no-untyped-def]
        return [Deviation(one.blocks[3].place, "不得", "得", "少一个不")]

    compared = checked(clean("standard_contract"), criteria, book, against=deviating)
    plain = checked(clean("standard_contract"), criteria, book)
    (left,) = [u for u in compare(compared, plain, criteria).unchecked if u.finding.rule_id == "PC-295"]
    assert "没有导入" in left.why


def test_another_filing_day_and_an_older_result(criteria: Criteria, book: RuleBook) -> None:
    texts = clean("standard_contract")
    result = checked(texts, criteria, book)
    other = checked(texts, criteria, book, day=DAY + dt.timedelta(days=1))
    found = compare(result.model_copy(update={"sources": [], "criteria": "older"}), other, criteria)
    assert found.files is None and len(found.notes) == 3
    with pytest.raises(BadInput):
        compare(result, checked(clean("gba_hk"), criteria, book, kind="gba_hk"), criteria)


def test_findings_are_paired_once_and_by_what_they_say() -> None:
    def quoted(words: str, at: str, **more: object):  # type: ignore[no-untyped-def]
        return finding(message=f"报告写有“{words}”。", evidence=words, file="报告.docx", locator=at, **more)

    first = [quoted("出境数量按条数统计为八万条", "第3段"), quoted("暂不计入境内分公司", "第9段")]
    later = [quoted("暂不计入境内分公司", "第12段"), quoted("出境数量按条数统计为九万条", "第3段")]
    assert matched(first, later) == [(1, 0), (0, 1)]
    assert matched(first[:1], [later[0]]) == []
    assert matched([first[0]], [quoted("出境数量按条数统计为八万条", "第3段", material="SA-07")]) == []
    assert matched([first[1], first[1]], [first[1]]) == [(0, 0)]


def test_the_comparison_as_files_and_words(criteria: Criteria, book: RuleBook) -> None:
    sound = clean("standard_contract")
    found = compare(
        checked(place_blank(sound), criteria, book), checked(transfer_blank(sound), criteria, book), criteria,
        names=("一.zip", "二.zip"),
    )  # fmt: skip
    paragraphs, rows = words(content_of(found, ".docx", report_of, producer="示例", now=NOW))
    assert paragraphs[0] == "补正前后比较：标准合同备案" and found.text in paragraphs
    assert any(line.startswith("新出现（1 项）") for line in paragraphs) and ["前一次", "一.zip"] in [
        r[:2] for r in rows
    ]
    assert [CONTRACT, "内容有改动"] in rows
    page = content_of(found, ".html", report_of, producer="示例", now=NOW).decode()
    assert "已消除（1 项）" in page and "<script" not in page
    assert Comparison.model_validate_json(content_of(found, ".json", report_of, producer="示例")) == found
    told = dict(lines(found))
    assert "传输方式" in told["新出现"][0] and told["文件"] == [f"{CONTRACT} 内容有改动"]
