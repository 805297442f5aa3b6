"""What code tells about an answer, on answers made to be right and wrong in one place each."""

from __future__ import annotations

from typing import Any

import pytest

from eval import checks
from eval.system import AS_OF, System

SEVEN = {
    "instrument": "个人信息出境标准合同办法", "article": "第七条", "kind": "digest", "id": "contract-measures#7",
    "title": "备案", "note": "", "url": None, "in_force_from": "2023-06-01",
    "text": "个人信息处理者应当向所在地省级网信部门备案，期限是自标准合同生效之日起10个工作日以内。",
}  # fmt: skip
RIGHT = "个人信息处理者应当自标准合同生效之日起10个工作日以内向所在地省级网信部门备案[1]。"


def answer(text: str = RIGHT, *, citations: Any = (SEVEN,), **given: Any) -> dict[str, Any]:
    return {
        "answer": text, "citations": list(citations), "abstained": False, "abstain_reason": None, "questions": [],
        "path": None, "as_of": AS_OF.isoformat(), "language": "zh", "mode": "model", **given,
    }  # fmt: skip


def test_a_real_citation_and_three_invented_ones(system: System) -> None:
    def found(**changed: Any) -> list[str]:
        return checks.fabricated(answer(citations=[{**SEVEN, **changed}]), system.kb, known=system.ids)

    assert found() == []
    assert found(article="第七十七条") == ["个人信息出境标准合同办法第七十七条"]
    assert found(instrument="跨境数据托管条例") == ["跨境数据托管条例第七条"]
    assert found(kind="qa", id="qa-none#1", instrument="问答：没有", article="问1") == ["问答：没有问1"]


def test_a_citation_of_law_that_was_not_in_force(system: System) -> None:
    old = answer(as_of="2020-01-01")
    assert checks.fabricated(old, system.kb, known=system.ids) == ["个人信息出境标准合同办法第七条"]


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        (RIGHT, []),
        (RIGHT.replace("10个", "十个"), []),
        (RIGHT.replace("10个", "15个"), ["15个工作日"]),
        (RIGHT + "详见https://sjcj.cac.gov.cn/2024/99。", []),
        ("超过100万人的应当申报[1]。", ["100万人"]),
    ],
)
def test_numbers_without_a_source(text: str, loose: list[str]) -> None:
    assert checks.numbers(answer(text))[1] == loose


def test_an_abstention_without_sources_has_no_numbers_to_hold() -> None:
    assert checks.numbers(answer("我不能回答。", citations=(), abstained=True)) == ([], [])


def test_supported_sentences() -> None:
    assert checks.supported(answer()) == (1, [])
    checked, loose = checks.supported(answer(RIGHT.replace("应当自", "可以不自").replace("10", "30")))
    assert checked == 1 and len(loose) == 1
    assert checks.supported(answer("境外接收方必须在境内设立服务器[1]。"))[1] == ["境外接收方必须在境内设立服务器"]
    assert checks.supported(answer(RIGHT.replace("[1]", "[4]")))[1], "a mark that leads nowhere supports nothing"


def test_excerpts_verdicts_and_abstentions_are_not_sentences_to_support() -> None:
    assert checks.supported(answer("《办法》第七条：任何内容[1]。")) == (0, [])
    assert checks.supported(answer(path={"path": "exempt", "trace": []})) == (0, [])
    assert checks.supported(answer(abstained=True)) == (0, [])


def test_forbidden_statements() -> None:
    said = answer("出境9000人敏感个人信息的，应当申报安全评估。")
    assert checks.forbidden(["出境9000人敏感个人信息的应当申报安全评估"], said)
    assert not checks.forbidden(["出境9000人敏感个人信息的免予申报安全评估"], said)
    assert not checks.forbidden("出境9000人敏感个人信息的应当申报安全评估", {**said, "abstained": True})


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"answer": RIGHT.replace("[1]", "[2]")}, "标记[2]没有来源"),
        ({"answer": "没有标记的话。"}, "来源1没有标记"),
        ({"answer": " ", "citations": []}, "回答是空的"),
        ({"abstained": True}, "弃答与理由不一致"),
        ({"answer": "话。", "citations": []}, "没有任何来源"),
        ({"questions": ["一", "二", "三", "四"]}, "反问超过三个"),
    ],
)
def test_the_published_shape(changed: dict[str, Any], fault: str | None) -> None:
    found = checks.misformed({**answer(), **changed})
    assert found == [] if fault is None else fault in found


@pytest.mark.parametrize(
    ("text", "wordings", "stated"),
    [
        ("达到一百万人以上的应当申报。", ["100万人以上"], True),
        ("达到1,000,000人以上的应当申报。", ["100万人以上"], True),
        ("不满10万人的免予申报。", ["100万人"], False),
        ("在５个工作日内完成。", ["5个工作日"], True),
        ("在 5 个 工作日 内完成。", ["五个工作日"], True),
        ("在15个工作日内完成。", ["5个工作日"], False),
        ("订立标准合同或者通过认证。", ["安全评估", "标准合同"], True),
        ("有效期三年。", ["3年"], True),
        ("有效期2年。", ["3年"], False),
        ("2023年公布。", ["3年"], False),
        ("2024年3月1日起施行。", ["3个月"], False),
        ("2024年3月1日起施行。", ["3月1日"], True),
        ("见问答的问10。", ["问1"], False),
        ("依据GB/T 46068。", ["46068"], True),
        ("依据GB/T 46068。", ["6068"], False),
    ],
)
def test_key_facts_whatever_the_writing_of_numbers(text: str, wordings: list[str], stated: bool) -> None:
    assert checks.states(text, wordings) is stated


def test_key_facts_in_other_words_where_the_set_gives_meanings() -> None:
    text = "非关基企业出境不满1万人敏感个人信息的，应当订立标准合同或者通过认证。"
    assert not checks.states(text, ["标准合同或者认证"])
    assert checks.states(text, ["标准合同或者认证"], in_other_words=True)
    assert not checks.states(text, ["不满2万人"], in_other_words=True)
    assert not checks.states(text, ["免予订立标准合同"], in_other_words=True)
    body = "负面清单由省级网络安全和信息化委员会批准，再报国家网信部门备案。"
    assert checks.states(body, ["省级网信委批准"], in_other_words=True)
    assert not checks.states(body, ["省级网信委不批准"], in_other_words=True)
    assert not checks.states(body, ["按国家规定"], in_other_words=True), "no word that any sentence may not have"
