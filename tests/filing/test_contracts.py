"""The contract with each recipient: its own days and number, common terms beneath, the places of an official model."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from copilot.filing import drafting
from copilot.filing.conflicts import Conflict, conflicts
from copilot.filing.contracts import agreed, asked_at, concluded
from copilot.filing.difference import lines_of
from copilot.filing.drafting import Sources
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.model_contracts import MODELS, Model, model_of
from copilot.filing.needs import needed
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.view import View, values
from copilot.law.rulebook import RuleBook
from tests.filing.complete import AS_OF, said
from tests.shipped import KB_DIR

Found = Callable[[Filing, FilingKind], Sequence[Conflict]]
QUESTIONNAIRE = Questionnaire.load(KB_DIR)
OWN = {"number": "HT-2026-07", "signed": "2026-09-20", "effective": "2026-09-22", "institution": "上海国际仲裁中心"}


@pytest.fixture
def found_in(book: RuleBook) -> Found:
    """The conflicts of a filing."""
    return lambda filing, kind: conflicts(filing, kind, as_of=AS_OF, book=book, questionnaire=QUESTIONNAIRE)


def two(kind: FilingKind, own: dict[str, Any] | None = None, *, flag: bool | None = None) -> Filing:
    """A filing with a second recipient of its scene; `own`: the contract with it."""
    found = said(kind)
    other = {**found["recipients"][0], "id": "second", "name": "HARBOURLINE SERVICE GMBH", "contract": own or {}}
    found["recipients"].append(other | ({"own_contract": flag} if flag is not None else {}))
    found["scenes"][0]["recipients"] = [one["id"] for one in found["recipients"]]
    return Filing.parse(found)


def shown(filing: Filing, kind: FilingKind = "standard_contract") -> View:
    return values(filing, kind, as_of=AS_OF, label=QUESTIONNAIRE.label)


def test_each_recipient_has_the_days_and_number_of_its_own_contract_and_the_common_terms() -> None:
    view = shown(two("standard_contract", OWN))
    assert view.text("recipients[0].contract.signed") == "2026年9月28日"
    assert view.text("recipients[1].contract.signed") == "2026年9月20日"
    assert view.text("recipients[1].contract.institution") == "上海国际仲裁中心"
    assert view.text("recipients[1].contract.dispute") == "仲裁"
    assert view.text("recipients[1].contract.copies") == "4份"
    assert not view.missing


def test_a_day_that_was_not_said_of_an_own_contract_is_missing_and_not_taken_from_another() -> None:
    view = shown(two("standard_contract", flag=True))
    assert view.text("recipients[1].contract.signed") == "【待补充：合同签署日期】"
    assert list(view.missing) == ["recipients[1].contract.signed"]
    assert view.text("recipients[0].contract.signed") == "2026年9月28日"


def test_a_filing_written_before_contracts_could_differ_reads_as_it_did() -> None:
    filing = two("standard_contract")
    assert agreed(filing, 0) == agreed(filing, 1) == filing.contract
    assert [path for path, _ in concluded(filing)] == ["contract"]
    assert asked_at(filing, "recipients[1].contract.signed") == "contract.signed"
    assert "own_contract" not in str(filing.dump()) and Filing.parse(filing.dump()) == filing


def test_each_paper_of_a_recipient_shows_its_contract(sources: Sources) -> None:
    made = drafting.draft(two("standard_contract", OWN), "standard_contract", as_of=AS_OF, sources=sources)
    papers = {one.name: "\n".join(lines_of(one.data)) for one in made.papers if one.paper.id == "standard_contract"}
    first, second = papers.values()
    assert "签署日期：2026年9月28日" in first and "签署日期：2026年9月20日" in second
    assert "自2026年9月22日起生效" in second and "北京仲裁委员会" in first and "上海国际仲裁中心" in second
    assert made.placeholders == ()


def test_the_reports_and_the_check_list_every_contract(sources: Sources) -> None:
    own = {
        "title": "数据处理协议",
        "number": "DPA-2",
        "points": {"purpose": "第21条", "storage": "第22条", "onward": "第23条"},
    }
    made = drafting.draft(two("security_assessment", own), "security_assessment", as_of=AS_OF, sources=sources)
    texts = {one.name: "\n".join(lines_of(one.data)) for one in made.papers}
    report = texts["07数据出境风险自评估报告.docx"]
    assert "与HARBOURLINE MOBILITY PTE. LTD.拟订立的法律文件为《数据出境协议》" in report
    assert "与HARBOURLINE SERVICE GMBH拟订立的法律文件为《数据处理协议》（编号：DPA-2）" in report
    assert "见第一条" in report and "见第21条" in report
    checks = [text for name, text in texts.items() if "要点核对表" in name]
    assert len(checks) == 2 and "第21条" not in checks[0] and "第21条" in checks[1]
    left = {one.path for one in made.placeholders}
    assert left == {f"recipients[1].contract.points.{one}" for one in ("changes", "breach", "incident")}


def test_the_days_of_every_contract_are_held_against_the_day_of_filing(found_in: Found) -> None:
    late = {**OWN, "effective": "2026-09-01"}
    messages = [one.message for one in found_in(two("standard_contract", late), "standard_contract")]
    assert any(m.startswith("境外接收方2：") and "超过合同生效之日起10个工作日" in m for m in messages)
    assert not any("境外接收方1" in m for m in messages)


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one.title)
def test_on_an_official_model_the_places_come_from_it(model: Model) -> None:
    kind = next(iter(sorted(model.kinds)))
    filing = Filing.parse({**said(kind), "contract": {"title": "x", "points": {"changes": "第九条"}}})
    view = shown(filing, kind)
    assert view.text("contract.points.changes") == model.points.changes != "第九条"
    assert not shown(Filing(), kind).missing
    named = shown(Filing.parse({"contract": {"title": f"《{model.title}》"}}), "security_assessment")
    assert named.text("recipients[0].contract.points.onward") == model.points.onward
    free = shown(Filing.parse({"contract": {"title": "数据出境协议"}}), "security_assessment")
    assert free.text("contract.points.onward").startswith("【待补充")
    assert model_of(model.title, "exempt", as_of=dt.date(2022, 10, 1)) is None


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one.title)
def test_the_places_are_articles_that_the_sheet_of_the_model_has(model: Model, sources: Sources) -> None:
    """The sheets bear the headings of the models: nothing points beyond them."""
    kind = next(iter(sorted(model.kinds)))
    filing = Filing.parse(
        {**said(kind), **({"change": {"remedy": "new_contract"}} if kind == "contract_change" else {})}
    )
    made = drafting.draft(filing, kind, as_of=AS_OF, sources=sources)
    text = next("\n".join(lines_of(one.data)) for one in made.papers if one.paper.per == "recipient")
    for said_of in model.points.model_dump().values():
        for place in re.findall(r"第[一二三四五六七八九十]+条|附录[一二]", said_of):
            assert place in text


def test_places_typed_for_a_model_are_told_to_be_left_out_and_its_gap_is_told(found_in: Found) -> None:
    typed = {**said("standard_contract"), "contract": {**said("security_assessment")["contract"]}}
    told = [one for one in found_in(Filing.parse(typed), "standard_contract") if "以范本为准" in one.message]
    assert len(told) == 1 and told[0].severity == "warning" and "contract.points.changes" in told[0].paths
    title = {**said("security_assessment")["contract"], "title": "个人信息出境标准合同", "points": {}}
    open_ = found_in(Filing.parse({**said("security_assessment"), "contract": title}), "security_assessment")
    assert any("实际控制权" in one.message and one.paths == ("contract.additional",) for one in open_)


def test_the_places_of_a_model_are_not_asked_for() -> None:
    for kind in ("standard_contract", "gba_hk", "contract_change"):
        assert not [n for n in needed(Filing(), kind, as_of=AS_OF, questionnaire=QUESTIONNAIRE) if ".points." in n.path]
    asked = {n.path for n in needed(Filing(), "security_assessment", as_of=AS_OF, questionnaire=QUESTIONNAIRE)}
    assert "contract.points.changes" in asked
    named = Filing.parse({"contract": {"title": "个人信息出境标准合同"}})
    asked = {n.path for n in needed(named, "security_assessment", as_of=AS_OF, questionnaire=QUESTIONNAIRE)}
    assert "contract.points.changes" not in asked


def test_an_own_contract_is_asked_for_where_there_is_one() -> None:
    def asked(filing: Filing) -> set[str]:
        return {n.path for n in needed(filing, "standard_contract", as_of=AS_OF, questionnaire=QUESTIONNAIRE)}

    assert not [path for path in asked(Filing.parse(said("standard_contract"))) if "recipients[0].contract" in path]
    both = asked(two("standard_contract"))
    assert "recipients[1].own_contract" in both and "recipients[1].contract.signed" not in both
    own = asked(two("standard_contract", flag=True))
    assert "recipients[1].contract.signed" in own and "recipients[0].contract.signed" not in own
    assert "contract.signed" in own, "the first recipient is still under the common one"
