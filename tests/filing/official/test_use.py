"""Drafts on official templates: on the paper where one is confirmed, with what is left to a person said."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.filing.drafting import Draft, Sources, draft
from copilot.filing.facts import Filing
from copilot.filing.official.store import Templates
from copilot.filing.official.use import OfficialPapers
from copilot.filing.questionnaire import Questionnaire
from tests import shipped
from tests.filing.official import layouts
from tests.filing.official.conftest import TODAY
from tests.filing.travel import SAID

LETTER = layouts.word(layouts.parsed(layouts.ATTORNEY))
REPORT = layouts.word(layouts.parsed(layouts.REPORT))


@pytest.fixture
def papers(store: Templates) -> OfficialPapers:
    return OfficialPapers(store, shipped.KB_DIR)


def drafted(papers: OfficialPapers, kind: str = "security_assessment") -> Draft:
    label = Questionnaire.load(shipped.KB_DIR).label
    return draft(Filing.parse(SAID), kind, as_of=TODAY, sources=Sources(shipped.KB_DIR, label, official=papers))  # type: ignore[arg-type]


def test_a_confirmed_template_takes_the_place_of_the_sheet(store: Templates, papers: OfficialPapers) -> None:
    for raw in (LETTER, REPORT):
        (added,) = store.add("官方.docx", raw, today=TODAY)
        store.confirm(added.id, today=TODAY, everything=True)
    made = {one.paper.id: one for one in drafted(papers).papers}
    assert made["power_of_attorney"].official and not made["power_of_attorney"].marked
    assert not made["application_form"].official and made["application_form"].marked
    text = layouts.lines_of(made["power_of_attorney"].data)
    assert "单位名称（盖章）：北京云岫旅行服务有限公司" in text and "经办人授权委托书" in text
    report = layouts.lines_of(made["self_assessment"].data)
    assert "护照号码" in report and not any("非官方文本" in line for line in report)
    at = report.index("1.股权结构；")
    assert report[at + 1].startswith("股权结构：林远"), "the chapter is written below the official heading"


def test_what_is_left_to_a_person_is_said(store: Templates, papers: OfficialPapers) -> None:
    (added,) = store.add("官方.docx", LETTER, today=TODAY)
    assert papers.notes("application_form", as_of=TODAY) == ()
    (note,) = papers.notes("power_of_attorney", as_of=TODAY)
    assert added.id in note and "没有经人确认" in note
    letter = next(one for one in drafted(papers).papers if one.paper.id == "power_of_attorney")
    assert not letter.official and letter.notes == (note,)
    store.confirm(added.id, today=TODAY)
    assert papers.notes("power_of_attorney", as_of=TODAY) == ()
    (report,) = store.add("官方.docx", REPORT, today=TODAY)
    store.confirm(report.id, today=TODAY)
    (note,) = papers.notes("self_assessment", as_of=TODAY)
    assert "处空白没有确认" in note and "报告日期" in note


def test_the_contract_is_filled_for_each_recipient(store: Templates, papers: OfficialPapers, tmp_path: Path) -> None:
    (added,) = store.add("合同.docx", layouts.word(layouts.parsed(layouts.CONTRACT)), today=TODAY)
    store.confirm(added.id, today=TODAY, everything=True)
    made = next(one for one in drafted(papers, "standard_contract").papers if one.paper.id == "standard_contract")
    text = layouts.lines_of(made.data)
    assert "境外接收方：Harbour Stay Pte. Ltd." in text and made.official
    assert any("【已】/【约定】" in note for note in made.notes)


def test_the_official_contract_of_a_recipient_says_what_its_own_contract_says(
    store: Templates, papers: OfficialPapers
) -> None:
    (added,) = store.add("合同.docx", layouts.word(layouts.parsed(layouts.CONTRACT)), today=TODAY)
    store.confirm(added.id, today=TODAY, everything=True)
    first = SAID["recipients"][0]
    other = {**first, "id": "r2", "name": "Drive GmbH", "contract": {"place": "上海", "copies": 6, "copies_each": 3}}
    scene = {**SAID["scenes"][0], "recipients": [first["id"], "r2"]}
    common = {**SAID["contract"], "place": "北京", "copies": 4, "copies_each": 2}
    filing = Filing.parse({**SAID, "recipients": [first, other], "scenes": [scene], "contract": common})
    label = Questionnaire.load(shipped.KB_DIR).label
    sources = Sources(shipped.KB_DIR, label, official=papers)
    made = [p for p in draft(filing, "standard_contract", as_of=TODAY, sources=sources).papers if p.official]
    texts = ["\n".join(layouts.lines_of(one.data)) for one in made]
    assert len(texts) == 2
    for text, place, copies in zip(texts, ("北京", "上海"), ("4", "6"), strict=True):
        said = text.replace(" ", "")
        assert f"本合同在{place}签订" in said.replace("（地点）", "") and f"一式{copies}份" in said
