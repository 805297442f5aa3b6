"""Who does it and to whom."""

import pytest

from copilot.chat.actors import compatible, mismatch, other_doer, roles
from copilot.chat.wording import canonical


@pytest.mark.parametrize(
    ("text", "doers", "to"),
    [
        ("企业应当向省级网信办备案", {"processor"}, {"provincial_cac"}),
        ("由国家网信部门批准", {"national_cac"}, set()),
        ("境外接收方应当立即通知个人信息处理者", {"recipient"}, {"processor"}),
        ("关基运营者必须申报", {"ciio"}, set()),
        ("非关基的企业应当备案", {"non_ciio"}, set()),
        ("经所在地省级网信部门向国家网信部门申报", set(), {"national_cac"}),
        ("省网信委批准", set(), set()),
    ],
)
def test_roles(text: str, doers: set[str], to: set[str]) -> None:
    found = roles(canonical(text))
    assert (found.doers, found.to) == (doers, to)


@pytest.mark.parametrize(
    ("said", "source", "fault"),
    [
        ("企业应当备案", "个人信息处理者应当备案", ""),
        ("境外接收方应当备案", "个人信息处理者应当备案", "actor:recipient"),
        ("企业应当向国家网信办备案", "处理者应当向省级网信办备案", "actor:national_cac"),
        ("保护部门应当审计", "处理者应当审计", "actor:pi_body"),
        ("处理者应当备案", "专业认证机构应当备案", "actor:processor"),
    ],
)
def test_mismatch(said: str, source: str, fault: str) -> None:
    mine, theirs = roles(canonical(said)), roles(canonical(source))
    everywhere = theirs.mentioned | {"national_cac", "pi_body", "recipient"}
    assert mismatch(mine, theirs, frozenset(everywhere)) == fault


def test_general_words_stand_for_special_ones_and_not_the_reverse() -> None:
    assert compatible("processor", "ciio") and not compatible("ciio", "processor")
    assert compatible("cac", "national_cac") and not compatible("national_cac", "cac")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("背景审查应当由公安机关开展", "actor:public_security"),
        ("运营者应当开展背景审查", ""),
        ("公安机关应当给予协助", ""),
    ],
)
def test_the_clause_on_an_act_names_who_does_it(said: str, fault: str) -> None:
    assert other_doer(said, "运营者应当对关键岗位人员开展背景审查；审查时公安机关应当给予协助。", told=True) == fault
