"""Clean submissions: numbers that are right, facts that agree, the same from the same seed, nothing official copied."""

from __future__ import annotations

import pytest

from copilot.precheck.checks.identity import code_fault, id_fault
from copilot.rules.calendar import china_calendar
from eval.precheck.build import clean
from eval.precheck.contracts import model_text
from eval.precheck.layouts import ROLES
from eval.precheck.numbers import wrong_check, wrong_resident
from eval.precheck.submission import Submission
from eval.precheck.wording import WORDING

KINDS = tuple(ROLES)


@pytest.mark.parametrize("kind", KINDS)
def test_the_papers_of_a_kind_are_there_and_a_seed_gives_the_same(kind: str) -> None:
    made = clean(kind, 4)
    assert tuple(made.papers) == ROLES[kind]
    assert made.papers == clean(kind, 4).papers
    assert made.papers != clean(kind, 5).papers


@pytest.mark.parametrize("seed", range(12))
def test_an_assessment_agrees_with_itself(seed: int) -> None:
    made = clean("security_assessment", seed)
    form = made.papers["application_form"]
    assert not code_fault(form["processor"]["uscc"]) and not id_fault(form["agent"]["id_number"])
    assert form["processor"]["uscc"] == made.get("uscc_certificate.uscc")
    assert form["agent"]["id_number"] == made.get("agent_id.number") == made.get("power_of_attorney.agent_id")
    total = made.get("self_assessment.persons.this_year")
    assert total == sum(s["persons"]["this_year"] for s in form["scenes"])
    assert all(len(s["brief"]) <= 100 for s in form["scenes"])
    items = {i["name"] for s in made.get("self_assessment.scenes") for i in s["items"]}
    assert items == set(made.get("legal_document.items"))
    assert (made.filed_on - made.get("self_assessment.period")[1]).days < 80


@pytest.mark.parametrize("seed", range(12))
def test_a_contract_is_filed_in_time_and_below_the_threshold(seed: int) -> None:
    made = clean("standard_contract", seed)
    assert china_calendar().working_days_between(made.get("standard_contract.effective"), made.filed_on) <= 10
    assert 100_000 <= made.get("standard_contract.annex1.persons") == made.get("pipia.persons") < 1_000_000
    assert made.get("pipia.sensitive_persons") < 10_000


def test_planted_numbers_are_wrong() -> None:
    form = clean("security_assessment", 1).papers["application_form"]
    assert "校验位" in code_fault(wrong_check(form["processor"]["uscc"]))
    assert "校验位" in id_fault(wrong_resident(form["agent"]["id_number"]))


def test_facts_are_reached_by_their_paths() -> None:
    made: Submission = clean("extension", 1)
    made.set("extension_form.scenes.0.pi_growth", "34%")
    assert made.get("extension_form.scenes.0.pi_growth") == "34%"
    made.drop("extension_form.number")
    assert not made.has("extension_form.number") and made.has("extension_form.scenes.0")
    assert not made.has("extension_form.scenes.9")


def test_every_topic_has_a_wording_and_the_contract_says_what_it_is() -> None:
    assert all(WORDING.values())
    assert sum(line.startswith("第") for line in model_text()) == 9
    assert sum(line.startswith("第") for line in model_text(gba=True)) == 8
