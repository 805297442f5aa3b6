"""The verdict in a sentence: never a promise, always what runs beside."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import get_args

import pytest

from copilot.law.rulebook import RuleBook
from copilot.rules.blockers import blockers
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.rules.headline import headline
from copilot.rules.result import PathCode

TODAY = dt.date(2026, 11, 23)
FACTS = (
    {},
    {"recipient_restricted": True},
    {"human_genetic": True, "recipient_restricted": False},
    {"sector": "网约车、征信、测绘、汽车、银行、大模型", "human_genetic": None},
)


@pytest.mark.parametrize(
    ("path", "facts", "scope"), list(product(get_args(PathCode), FACTS, ("as_of", "planned_year")))
)
def test_never_a_promise(path: str, facts: dict[str, object], scope: str, book: RuleBook) -> None:
    found = blockers({"human_genetic": False, "recipient_restricted": False, **facts}, as_of=TODAY, book=book)
    text = headline(path, ["art5_4"], found, scope, book=book, as_of=TODAY, missing=["pi_count"], possible=["exempt"])
    for promise in ("可以出境", "保证", "一定", "必然", "即可通过"):
        assert promise not in text
    assert text.endswith("。") and text.count("。") <= 2 and "，。" not in text
    assert ("另须" in text) == (bool(found) and path != "not_export")
    if path == "exempt" and found:
        assert "仅免三项手续" in text
    counted = path in ("exempt", "contract_or_certification", "security_assessment", "need_facts")
    assert text.startswith("仅就截至今日") == (scope == "as_of" and counted)


def test_each_verdict_is_said(book: RuleBook) -> None:
    def said(path: str, *reasons: str, **more: object) -> str:
        return headline(path, reasons, [], "planned_year", book=book, as_of=TODAY, **more)  # type: ignore[arg-type]

    assert "免予申报安全评估、订立标准合同和通过认证" in said("exempt", "art5_4")
    assert "合同门槛以下" in said("exempt", "art5_4") and "影响评估" in said("exempt", "art5_4")
    assert "影响评估" not in said("exempt", "art3", personal=False), (
        "without personal information there is none to assess"
    )
    assert "应当订立标准合同并备案" in said("contract_or_certification", "count_contract_pi")
    assert "只有这一条可办" in said("contract_or_certification", "certification_only")
    assert "应当申报数据出境安全评估" in said("security_assessment", "count_pi")
    assert "主管机关批准" in said("approval_required", "foreign_judicial_request")
    assert "核心数据" in said("approval_required", "state_secret_or_core_data")
    assert "不属于数据出境" in said("not_export")
    assert "2026年11月23日" in said("no_procedure_then")


def test_open_facts_are_named_with_the_paths_still_possible(book: RuleBook) -> None:
    missing = ["activities.1.pi_count", "is_ciio", "under14", "ftz"]
    possible = ["exempt", "security_assessment"]
    text = headline("need_facts", [], [], "planned_year", book=book, missing=missing, possible=possible)
    assert "第2项活动的" in text and book.fact("is_ciio").label in text and "等4项" in text
    assert "免予三项手续、申报安全评估" in text
    assert "现有事实不足" in headline("need_facts", [], [], "planned_year", book=book)


def test_gravest_first(book: RuleBook) -> None:
    facts = {"recipient_restricted": True, "human_genetic": True, "sector": "汽车"}
    text = headline("exempt", ["art6"], blockers(facts, as_of=TODAY, book=book), "planned_year", book=book)
    assert text.index("禁止事项") < text.index("办妥") < text.index("查清")


def test_what_the_law_leaves_open_is_not_said_as_settled(book: RuleBook) -> None:
    """Whether a treaty spares the procedures is in its text; 个保法 art. 36 does not name the procedure."""

    def said(path: str, *reasons: str) -> str:
        return headline(path, reasons, [], "planned_year", book=book, as_of=TODAY)

    assert "免予申报" not in said("exempt", "treaty") and "人工确认" in said("exempt", "treaty")
    assert "应当进行安全评估" in said("security_assessment", "state_organ")
    assert "向网信部门确认" in said("security_assessment", "state_organ")
    assert "应当申报数据出境安全评估" in said("security_assessment", "state_organ", "important_data")


@pytest.mark.parametrize(("hit", "said"), [("off_list", True), ("not_covered", False)])
def test_the_say_of_a_list_is_named_as_the_users_word(hit: str, said: bool, book: RuleBook) -> None:
    exempt = ("contract_necessary", "hr_necessary", "emergency", "overseas_origin")
    denied = ("contains_important_data", "foreign_judicial_request", "under14", "is_ciio")
    known = {"is_export": True, "contains_pi": True, **dict.fromkeys((*exempt, *denied), False)}
    counts = {"pi_count": 200_000, "sensitive_pi_count": 0, "ftz": "福建", "negative_list_hit": hit}
    result = determine(parse_facts(known | counts), as_of=TODAY, book=book, details=False)
    assert any("用户自述" in note and "清单" in note for note in result.notes) is said
    assert len(result.notes) == len(result.notes_en)
