"""Papers that exist propose values; a person picks, and only what was picked is said."""

# ruff: noqa: E501 (a paper reads better on one line)

from __future__ import annotations

from typing import Any

import pytest

from copilot.filing import paths
from copilot.filing.facts import Filing
from copilot.filing.paper_fields import FIELDS
from copilot.filing.paper_intake import Proposal, Read, confirm, propose
from copilot.filing.questionnaire import Questionnaire
from copilot.precheck.criteria import load_criteria
from copilot.precheck.paper import Paper
from copilot.precheck.readers import read_paper
from copilot.precheck.tables import Tables
from tests import shipped
from tests.precheck import submissions


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_criteria(shipped.KB_DIR).tables


def _clean(kind: str) -> list[Paper]:
    files = sorted((submissions.CLEAN / kind).glob("*.txt"))
    return [submissions.paper(f.name.removesuffix(".txt"), f.read_text("utf-8")) for f in files]


@pytest.fixture(scope="module")
def assessed(tables: Tables) -> Read:
    return propose(_clean("security_assessment"), Filing(), tables=tables)


def _best(found: Read) -> dict[str, Proposal]:
    best: dict[str, Proposal] = {}
    for one in found.proposals:
        best.setdefault(one.path, one)
    return best


def test_every_field_named_exists(tables: Tables) -> None:
    assert [name for name in FIELDS if tables.field(name) is None] == []
    known = {*paths.fields(), *paths.lists()}
    assert [p for p, _ in FIELDS.values() if p not in known and not any(k.startswith(p) for k in known)] == []


def test_an_earlier_set_proposes_most_of_the_facts(assessed: Read, questionnaire: Questionnaire) -> None:
    best = _best(assessed)
    assert best["exporter.code"].value == "91110105MA0000015F"
    assert best["recipients[0].name"].value == "HARBOURLINE MOBILITY PTE. LTD."
    assert (best["legal_rep.post"].value, best["legal_rep.nationality"].value) == ("董事长", "中国")
    assert best["scenes[0].persons_sent"].value == 1_150_000 and best["exporter.scale"].value == 8_600_000
    assert best["scenes[0].stored_until"].value == "2029-09-30"
    assert [i["name"] for i in best["scenes[0].items"].value][:2] == ["乘客姓名", "手机号码"]
    place = best["exporter.staff"]
    assert (place.paper, place.file, place.page) == ("数据出境安全评估申报表", "05申报表.docx", 1)
    assert "860" in place.evidence and place.sure == 1.0
    filing = confirm(Filing(), best.values(), questionnaire=questionnaire)
    assert filing.recipients[0].country == "新加坡" and filing.scenes[0].items[3].note == "敏感"
    assert filing.exporter.is_ciio is False and filing.scenes[0].data_types == ("个人信息",)


def test_only_what_was_picked_is_said(assessed: Read, questionnaire: Questionnaire) -> None:
    picked = [_best(assessed)["exporter.name"]]
    filing = confirm(Filing(), picked, questionnaire=questionnaire)
    assert filing.dump() == {"schema": "filing/1", "exporter": {"name": "北京云帆智行科技有限公司"}}


def test_what_is_said_already_is_not_proposed_and_what_differs_says_so(
    assessed: Read, tables: Tables, questionnaire: Questionnaire
) -> None:
    filing = confirm(Filing(), _best(assessed).values(), questionnaire=questionnaire)
    again = propose(_clean("security_assessment"), filing, tables=tables)
    assert {p.path for p in again.proposals} <= {p.path for p in assessed.proposals}
    assert "exporter.name" not in {p.path for p in again.proposals}
    other = Filing.parse({"exporter": {"name": "别的公司"}})
    found = _best(propose(_clean("security_assessment"), other, tables=tables))["exporter.name"]
    assert (found.value, found.now) == ("北京云帆智行科技有限公司", "别的公司")


def test_a_card_belongs_to_whom_the_filing_names(tables: Tables) -> None:
    text = "居民身份证\n姓名 林晓雯\n性别 女 民族 汉\n公民身份号码 110105199008094421\n签发机关 北京市公安局\n有效期限 2018.06.01-2038.06.01\n"
    card = submissions.paper("证件.png", text)
    filing = Filing.parse({"agent": {"name": "林晓雯"}})
    found = propose([card], filing, tables=tables)
    assert [(p.path, p.value) for p in found.proposals] == [("agent.id_number", "110105199008094421")]


@pytest.mark.parametrize("kind", ["standard_contract", "extension", "gba_hk", "contract_change", "negative_list"])
def test_every_kind_proposes_what_can_be_confirmed(tables: Tables, questionnaire: Questionnaire, kind: str) -> None:
    best = _best(propose(_clean(kind), Filing(), tables=tables))
    assert "exporter.name" in best
    filing = confirm(Filing(), best.values(), questionnaire=questionnaire)
    assert all(paths.value(filing, path) is not None for path in best)


def test_a_file_as_it_is_read_and_a_broken_one(tables: Tables) -> None:
    lines = (
        "营业执照",
        "统一社会信用代码：91110105MA0000015F",
        "名称：示例科技（北京）有限公司",
        "法定代表人：{{ 张三 }}",
        "住所：【待补充：单位注册地】",
        "登记机关：北京市朝阳区市场监督管理局",
    )
    papers = [read_paper("执照.txt", "\n".join(lines).encode()), read_paper("坏.docx", b"PK\x03\x04")]
    found = propose(papers, Filing(), tables=tables)
    said: dict[str, Any] = {p.path: p.value for p in found.proposals}
    assert said["exporter.code"] == "91110105MA0000015F" and said["exporter.name"] == "示例科技（北京）有限公司"
    assert "exporter.registered_at" not in said
    assert [name for name, _ in found.unread] == ["坏.docx"]
