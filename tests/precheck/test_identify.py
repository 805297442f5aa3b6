"""Which paper is which: by content before file name, merged files taken apart, identity papers given to persons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copilot.precheck.criteria import Criteria
from copilot.precheck.identify import identify, resolve_id_cards, split
from copilot.precheck.paper import Paper
from tests.precheck.submissions import clean, paper

ROLES = {
    "01营业执照.png": "uscc_certificate",
    "02法人证件.png": "id_card",
    "03经办人证件.png": "id_card",
    "04授权委托书.docx": "power_of_attorney",
    "05申报表.docx": "application_form",
    "06数据出境协议.docx": "legal_document",
    "07自评估报告.docx": "self_assessment",
}


@pytest.mark.parametrize("name", ["", "扫描件001.pdf", "自评估报告.docx"], ids=["own", "nothing", "wrong"])
def test_the_content_decides_whatever_the_file_is_called(name: str, criteria: Criteria) -> None:
    texts = clean("security_assessment")
    papers = tuple(replace(paper(f, t), file=name or f) for f, t in texts.items())
    assert [p.role for p in identify(papers, criteria.tables)] == list(ROLES.values())


def test_every_kind_is_recognised(criteria: Criteria) -> None:
    for kind in ("standard_contract", "extension", "gba_hk", "contract_change", "certification", "negative_list"):
        papers = tuple(replace(paper(f, t), file="a") for f, t in clean(kind).items())
        found = identify(papers, criteria.tables)
        assert all(p.role and p.reasons and p.confidence >= 0.7 for p in found), kind


def test_a_file_name_alone_is_a_weak_reason(criteria: Criteria) -> None:
    (unreadable,) = identify((Paper("自评估报告.pdf", "unreadable", "x", unread="已损坏"),), criteria.tables)
    assert (unreadable.role, unreadable.confidence < 0.4) == ("self_assessment", True)
    (other,) = identify((paper("自评估报告.docx", "周例会纪要\n讨论了食堂菜单。"),), criteria.tables)
    assert other.role == ""


def merged(*names: str) -> Paper:
    texts = clean("security_assessment")
    return paper("合并.pdf", "~ pdf\n" + "\n--- 页\n".join(texts[n] for n in names))


def test_a_merged_file_is_taken_apart_by_pages(criteria: Criteria) -> None:
    one = merged("01营业执照.png", "02法人证件.png", "03经办人证件.png", "04授权委托书.docx")
    found = identify((one,), criteria.tables)
    assert [(p.role, p.pages) for p in found] == [
        ("uscc_certificate", (1, 1)),
        ("id_card", (2, 2)),
        ("id_card", (3, 3)),
        ("power_of_attorney", (4, 4)),
    ]
    assert [len([m for m in p.paper.marks if m.kind == "seal"]) for p in found] == [1, 1, 1, 1]


def test_a_list_of_papers_begins_none_of_them(criteria: Criteria) -> None:
    text = "材料清单\n营业执照\n经办人授权委托书\n数据出境安全评估申报表\n数据出境风险自评估报告\n"
    assert len(split(paper("a.pdf", text), criteria.tables)) == 1


def test_a_report_that_mentions_other_papers_stays_whole(criteria: Criteria) -> None:
    assert len(split(merged("07自评估报告.docx"), criteria.tables)) == 1


def test_identity_papers_go_to_the_persons_they_name(criteria: Criteria) -> None:
    texts = clean("security_assessment")
    papers = tuple(replace(paper("b.png", texts[f]), file=f"{i}.png") for i, f in enumerate(list(texts)[1:3]))
    found = identify(papers, criteria.tables)
    names = {0: {"赵明远"}, 1: {"林晓雯"}}
    told = resolve_id_cards(found, legal_rep={"林晓雯"}, agent={"赵明远"}, names=names)
    assert [p.role for p in told] == ["agent_id", "legal_rep_id"]
    unknown = resolve_id_cards(found, legal_rep={"甲"}, agent={"乙"}, names=names)
    assert [p.role for p in unknown] == ["legal_rep_id", "agent_id"]
    assert all("对不上" in p.reasons[-1] and p.confidence <= 0.5 for p in unknown)


def test_a_merged_file_with_the_name_of_the_enterprise_before_the_titles(criteria: Criteria) -> None:
    texts = clean("standard_contract")
    report = texts["07影响评估报告.docx"].replace(
        "= 个人信息保护影响评估报告", "= 北京云帆智行科技有限公司个人信息保护影响评估报告"
    )
    power = next(t for f, t in texts.items() if "委托" in f)
    found = identify((paper("合并.pdf", "~ pdf\n" + power + "\n--- 页\n" + report),), criteria.tables)
    assert [p.role for p in found] == ["power_of_attorney", "pipia"]


def test_the_longer_title_decides(criteria: Criteria) -> None:
    (found,) = identify((paper("a.docx", "认证委托书\n委托认证机构对下列活动实施认证。"),), criteria.tables)
    assert found.role == "certification_request"
