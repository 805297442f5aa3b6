"""A case from its arrival to its end, over a real store and the shipped criteria."""

from __future__ import annotations

import datetime as dt
import io
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from docx import Document

from copilot.errors import BadInput, Refused, Stale, UnknownRecord
from copilot.precheck.decided import finding_keys
from copilot.reviewing import notices
from copilot.reviewing.arrival import Arrivals, Under
from copilot.reviewing.bench import Bench
from copilot.store.review_views import CaseView
from copilot.store.reviews import Author
from tests import shipped
from tests.reviewing.conftest import CODE, KB, LEAD, REVIEWER, TODAY, Reader, papers

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
OnDay = Callable[[dt.date], Bench]


def arrived(bench: Bench, kind: str = "security_assessment", *, without: str = "", **more: object) -> CaseView:
    """A case that is pre-checked."""
    more = {"uscc": CODE, "province": "11", "received_on": dt.date(2026, 11, 18), **more}
    case = bench.receive(REVIEWER, kind, "云帆科技", name="材料.zip", files=papers(kind, without=without), **more)  # type: ignore[arg-type]
    return settled(bench, case.id)


def settled(bench: Bench, case_id: str) -> CaseView:
    """The case once its pre-check is kept."""
    deadline = time.monotonic() + 30
    while (case := bench.cases.get(case_id)).state in ("received", "checking"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return case


def words(docx: bytes) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(docx)).paragraphs)


def test_an_assessment_from_arrival_to_the_national_result(bench_on: OnDay) -> None:
    bench = bench_on(TODAY)
    case = arrived(bench, without="授权委托书")
    assert (case.state, case.verdict, case.rounds[0].error) == ("completeness", "supplement", "")
    detail = bench.detail(REVIEWER, case.id)
    assert detail.item.clock and (detail.item.clock.days, detail.item.clock.remaining) == (5, 3)
    assert {m.act for m in detail.moves} == {"supplement", "pass_on", "withdraw"}
    case = bench.move(
        REVIEWER, case.id, "supplement", revision=case.revision, text="缺授权委托书", due_on=dt.date(2026, 11, 27)
    )
    clock = bench.detail(REVIEWER, case.id).item.clock
    assert clock and (clock.holder, clock.due_on, clock.days) == ("filer", dt.date(2026, 11, 27), None)
    later = bench_on(dt.date(2026, 11, 24))
    again = papers("security_assessment")
    case = later.resubmit(REVIEWER, case.id, revision=case.revision, name="补正.zip", files=again)
    case = settled(later, case.id)
    assert (case.round, case.due_on, case.round_received_on) == (2, None, dt.date(2026, 11, 24))
    compared = later.comparison(case.id, 2)
    assert compared.fixed and any(f.change == "added" for f in compared.files or ())
    clock = later.detail(REVIEWER, case.id).item.clock
    assert clock and clock.remaining == 5
    case = later.move(REVIEWER, case.id, "pass_on", revision=case.revision)
    assert later.detail(REVIEWER, case.id).item.clock is None and later.queue() == []
    day = dt.date(2026, 12, 1)
    after = bench_on(dt.date(2026, 12, 3))
    case = after.record(REVIEWER, case.id, revision=case.revision, step="acceptance", outcome="accepted", on=day)
    shown = after.detail(REVIEWER, case.id)
    assert [(c.title, c.started_on) for c in shown.references] == [
        ("国家受理", dt.date(2026, 11, 24)),
        ("国家评估", day),
    ]
    assert case.events[-1].text == "国家受理：受理" and case.state == "passed_on"
    with pytest.raises(BadInput, match="没有“filed”这个结果"):
        after.record(REVIEWER, case.id, revision=case.revision, step="assessment", outcome="filed", on=day)
    with pytest.raises(BadInput, match="国家网信部门作出"):
        notices.filing_docx(case, producer="x", now=NOW)
    with pytest.raises(Refused):
        after.move(REVIEWER, case.id, "reopen", revision=case.revision, text="退回来了")
    assert after.move(LEAD, case.id, "reopen", revision=case.revision, text="退回来了").state == "completeness"


def test_a_filing_gets_its_number_and_its_notice(bench: Bench) -> None:
    case = arrived(bench, "standard_contract")
    assert bench.detail(REVIEWER, case.id).item.clock.days == 15  # type: ignore[union-attr]
    with pytest.raises(BadInput, match="还没有备案结果"):
        notices.filing_docx(case, producer="x", now=NOW)
    case = bench.move(REVIEWER, case.id, "file", revision=case.revision, number="京备〔2026〕12号")
    text = words(notices.filing_docx(case, producer="x", now=NOW))
    assert "予以备案，备案编号：京备〔2026〕12号" in text and "云帆科技" in text and "草稿" in text
    assert [i.case.id for i in bench.queue(closed=True)] == [case.id]


def test_the_notice_carries_formal_findings_less_what_was_dismissed(bench: Bench) -> None:
    case = arrived(bench, "standard_contract", without="承诺书")
    checked, _ = bench.as_decided(case.id, 1)
    first = checked.result.notice()[0]
    draft = words(notices.supplement_docx(case, checked, None, producer="x", now=NOW))
    assert first.message in draft and notices.FORMAL_ONLY in draft and "＿" in draft
    assert all(f.message not in draft for f in checked.result.findings if not f.for_notice)
    case = bench.move(REVIEWER, case.id, "supplement", revision=case.revision, text="缺承诺书")
    clock = bench.detail(REVIEWER, case.id).item.clock
    sent = words(notices.supplement_docx(case, checked, clock, producer="x", now=NOW))
    assert "请在 2026-12-04 以前（10 个工作日" in sent
    key = finding_keys(checked.result, checked.submission.papers)[checked.result.findings.index(first)]
    bench.decide(REVIEWER, case.id, 1, key, decision="dismissed", reason="窗口已收纸件", seen=None)
    left, gone = bench.as_decided(case.id, 1)
    assert [f.message for f, _ in gone] == [first.message]
    assert first.message not in [f.message for f in left.result.notice()]
    rest = left.result.model_copy(update={"findings": [f for f in left.result.findings if not f.for_notice]})
    with pytest.raises(BadInput, match="没有可以写入"):
        notices.supplement_docx(case, replace(left, result=rest), clock, producer="x", now=NOW)
    with pytest.raises(Stale):
        bench.decide(LEAD, case.id, 1, key, decision="accepted", seen=None)
    assert bench.cases.get(case.id).events[-1].text.startswith("驳回 ")
    assert [c.rule_id for c in bench.statistics().criteria if c.dismissed] == [first.rule_id]


def test_what_does_not_fit_is_refused_before_anything_is_kept(bench: Bench) -> None:
    def receive(kind: str = "extension", name: str = "甲", **more: object) -> CaseView:
        return bench.receive(REVIEWER, kind, name, name="x", files={"a.txt": b"x"}, **more)  # type: ignore[arg-type]

    with pytest.raises(Refused, match="认证机构"):
        receive("certification")
    for wrong in (
        {"name": " "},
        {"uscc": "91110105MA01N2XY6P"},
        {"province": "99"},
        {"received_on": dt.date(2027, 1, 1)},
    ):
        with pytest.raises(BadInput):
            receive(**wrong)  # type: ignore[arg-type]
    assert bench.queue() == []


def test_of_two_reviewers_the_second_is_told(bench: Bench) -> None:
    case = arrived(bench)
    bench.move(REVIEWER, case.id, "pass_on", revision=case.revision)
    with pytest.raises(Stale, match="没有保存"):
        bench.move(LEAD, case.id, "supplement", revision=case.revision, text="缺材料")
    assert bench.cases.get(case.id).state == "passed_on"


def test_dates_are_neither_to_come_nor_before_what_happened(bench: Bench) -> None:
    case = arrived(bench)
    for on in (dt.date(2026, 11, 17), dt.date(2026, 11, 21)):
        with pytest.raises(BadInput, match="之间"):
            bench.move(REVIEWER, case.id, "pass_on", revision=case.revision, on=on)
    contract = arrived(bench, "standard_contract")
    with pytest.raises(BadInput, match="备案指南规定"):
        bench.move(REVIEWER, contract.id, "supplement", revision=contract.revision, text="缺", due_on=TODAY)


def test_a_pre_check_that_was_broken_off_begins_again(bench: Bench, reader: Reader, bench_on: OnDay) -> None:
    reader.hold.clear()
    case = bench.receive(REVIEWER, "extension", "甲", name="x", files=papers("extension"))
    assert case.state == "checking" and bench.detail(REVIEWER, case.id).running is not None
    other = Bench(
        bench.store, Arrivals(bench.arrivals._jobs, Under()), book=shipped.rulebook, kb_dir=KB, today=TODAY
    )  # as after a restart: nothing is known of what ran
    other.queue()
    assert other.detail(REVIEWER, case.id).running is not None
    reader.hold.set()
    assert settled(bench, case.id).rounds[0].checked_at is not None


def test_procedures_of_one_enterprise_are_linked_by_its_code(bench: Bench) -> None:
    first, second = arrived(bench), arrived(bench, "standard_contract")
    alone = arrived(bench, "extension", uscc="")
    assert [i.case.id for i in bench.detail(REVIEWER, first.id).linked] == [second.id]
    assert bench.detail(REVIEWER, alone.id).linked == [] and bench.detail(REVIEWER, alone.id).credit is None
    with pytest.raises(UnknownRecord):
        bench.detail(REVIEWER, "none")


def test_opinions_of_departments_need_their_reasons(bench: Bench) -> None:
    case = arrived(bench)
    bench.give_opinion(REVIEWER, case.id, department="法规处", stance="agree", text="", revision=0)
    bench.give_opinion(LEAD, case.id, department="技术处", stance="object", text="措施不足", revision=0)
    with pytest.raises(BadInput, match="写理由"):
        bench.give_opinion(LEAD, case.id, department="技术处", stance="supplement", text=" ", revision=1)
    case = bench.cases.get(case.id)
    assert [o.stance for o in case.opinions] == ["agree", "object"]
    bench.move(REVIEWER, case.id, "pass_on", revision=case.revision)  # opinions inform, a person decides
    with pytest.raises(BadInput, match="已经办结"):
        bench.give_opinion(REVIEWER, case.id, department="法规处", stance="agree", text="", revision=1)


def test_the_counts_are_those_of_the_history(bench_on: OnDay) -> None:
    bench = bench_on(TODAY)
    case = arrived(bench, without="授权委托书")
    case = bench.assign(LEAD, case.id, revision=case.revision, reviewer=Author("u1", "小李"))
    case = bench.move(REVIEWER, case.id, "supplement", revision=case.revision, text="缺授权")
    later = bench_on(dt.date(2026, 11, 26))
    case = later.resubmit(REVIEWER, case.id, revision=case.revision, name="b", files=papers("security_assessment"))
    case = settled(later, case.id)
    later.move(REVIEWER, case.id, "pass_on", revision=case.revision)
    arrived(bench, "extension")
    counted = later.statistics()
    assert (counted.cases, counted.states) == (2, {"passed_on": 1, "completeness": 1})
    spent = {s.state: (s.stays, s.median) for s in counted.stages}
    assert spent == {"completeness": (2, 1.0), "supplement": (1, 4)}  # 18 to 20 and 26 to 26; 20 to 26 November
    assert [(one.name, one.open, one.closed) for one in counted.load] == [("", 1, 0), ("小李", 0, 1)]
    assert sum(c.found for c in counted.criteria) == sum(len(r[3]["result"]["findings"]) for r in later.cases.results())
