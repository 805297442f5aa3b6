"""What is asked: only what the papers of the kind and the earlier answers still need, each fact once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.filing.facts import Filing
from copilot.filing.needs import Need, needed
from copilot.filing.questionnaire import Questionnaire

AS_OF = dt.date(2026, 11, 23)
KINDS = ("security_assessment", "standard_contract", "certification", "negative_list", "extension", "contract_change",
         "gba_hk", "exempt")  # fmt: skip


def _needs(q: Questionnaire, kind: Any, data: dict[str, Any] | None = None, **more: Any) -> dict[str, Need]:
    found = needed(Filing.parse(data or {}), kind, as_of=AS_OF, questionnaire=q, **more)
    assert len({n.path for n in found}) == len(found)
    return {n.path: n for n in found}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_asks_for_its_papers_alone(questionnaire: Questionnaire, kind: Any) -> None:
    due = {one.id for one in questionnaire.papers.needed(Filing(), kind, as_of=AS_OF)}
    found = _needs(questionnaire, kind)
    assert "exporter.name" in found
    assert set().union(*(n.papers for n in found.values())) == due - {"cover_list"}


def test_the_recipient_is_named_once_for_all_papers(questionnaire: Questionnaire) -> None:
    need = _needs(questionnaire, "standard_contract")["recipients[0].name"]
    assert set(need.papers) == {"pipia", "standard_contract"}


def test_an_extension_asks_for_little(questionnaire: Questionnaire) -> None:
    found = _needs(questionnaire, "extension")
    assert len(found) < 30
    assert {p.split(".")[0].split("[")[0] for p in found} - {"scenes", "filed_on"} == {
        "exporter", "legal_rep", "agent", "authority", "extension"
    }  # fmt: skip


def test_the_older_commitment_counts_before_the_third_edition(questionnaire: Questionnaire) -> None:
    day = dt.date(2025, 6, 26)
    found = needed(Filing(), "security_assessment", as_of=day, questionnaire=questionnaire)
    assert "commitment_before" in set().union(*(n.papers for n in found))


def test_a_question_waits_for_what_it_depends_on(questionnaire: Questionnaire) -> None:
    scene: dict[str, Any] = {"id": "a"}
    found = _needs(questionnaire, "security_assessment", {"scenes": [scene]})
    assert "scenes[0].data_types" in found
    assert "scenes[0].persons_sent" not in found and "scenes[0].important_size" not in found
    scene["data_types"] = ["个人信息"]
    found = _needs(questionnaire, "security_assessment", {"scenes": [scene]})
    assert "scenes[0].persons_sent" in found and "scenes[0].important_size" not in found
    assert "scenes[0].sensitive_persons_year" not in found
    scene |= {"sensitive": True, "legal_basis": "13(一)"}
    found = _needs(questionnaire, "security_assessment", {"scenes": [scene]})
    assert "scenes[0].sensitive_persons_year" in found and "scenes[0].consent" in found


def test_a_standard_contract_is_about_persons_without_being_told(questionnaire: Questionnaire) -> None:
    assert "scenes[0].persons_year" in _needs(questionnaire, "standard_contract")
    assert "scenes[0].persons_year" not in _needs(questionnaire, "security_assessment")


def test_conditions_look_at_their_own_scene(questionnaire: Questionnaire) -> None:
    scenes = [{"id": "a", "data_types": ["重要数据"]}, {"id": "b", "data_types": ["个人信息"]}]
    found = _needs(questionnaire, "security_assessment", {"scenes": scenes})
    assert "scenes[0].important_size" in found and "scenes[1].important_size" not in found
    assert "scenes[1].persons_sent" in found and "scenes[0].persons_sent" not in found
    assert "totals.persons_sent" in found


def test_no_rows_where_there_are_none(questionnaire: Questionnaire) -> None:
    scene: dict[str, Any] = {"id": "a"}
    found = _needs(questionnaire, "standard_contract", {"scenes": [scene]})
    assert "scenes[0].no_onward" in found and "scenes[0].onward[0].name" not in found
    scene["no_onward"] = False
    assert "scenes[0].onward[0].name" in _needs(questionnaire, "standard_contract", {"scenes": [scene]})
    scene |= {"no_onward": None, "onward": [{"name": "B"}, {"name": "C"}]}
    found = _needs(questionnaire, "standard_contract", {"scenes": [scene]})
    assert "scenes[0].onward[1].country" in found and "scenes[0].no_onward" not in found


def test_scene_by_scene(questionnaire: Questionnaire) -> None:
    data = {"scenes": [{"id": "a"}, {"id": "b"}], "recipients": [{"id": "r"}, {"id": "s"}]}
    order = list(_needs(questionnaire, "standard_contract", data))
    assert order.index("scenes[0].necessity") < order.index("scenes[1].name") < order.index("scenes[0].items[0].name")
    assert order.index("recipients[0].environment.effect") < order.index("recipients[1].name")
    assert "scenes[1].recipients" in order and "recipients[1].totals.persons_year" in order


def test_only_the_papers_given(questionnaire: Questionnaire) -> None:
    found = _needs(questionnaire, "standard_contract", papers=["power_of_attorney_filing"])
    assert list(found) == ["exporter.name", "legal_rep.name", "legal_rep.id_number", "agent.name", "agent.id_number",
                           "authority.began", "authority.until"]  # fmt: skip
    assert "legal_rep.name" not in _needs(
        questionnaire, "standard_contract", {"no_legal_rep": True}, papers=["power_of_attorney_filing"]
    )
