"""What is read aloud: bounds that always hold, and what each kind of answer becomes."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from copilot.desk.speakable import MAX_CHARS, Speaker, Spoken, undecided
from copilot.domain import Answer
from tests.desk.conftest import answer, cited, verdict

CLOSING = "以网信部门答复为准"
RULE = "数据处理者应当在收到材料之日起5个工作日以内完成查验，但是法律另有规定的除外。材料不齐全的，应当一次性告知。"
HEAD = (
    "应当订立标准合同并备案，或者通过个人信息出境认证；"
    "告知、影响评估等其他义务仍须履行，结果以主管部门或者认证机构的决定为准。"
)


def test_the_sentence_that_answers_is_read_with_its_article(speaker: Speaker) -> None:
    found = speaker.speak(answer(f"《示例规定》第七条：{RULE}[1]", cited(RULE)), "几天查完材料？")
    assert found.kind == "answer" and found.text.startswith("按《示例规定》第七条，") and "5个工作日" in found.text
    assert "除外" in found.text  # what limits a sentence stays with it
    assert found.text.endswith(CLOSING) and len(found.text) <= MAX_CHARS
    assert found.clauses[0].citation == 1


def test_what_the_answer_states_goes_before_what_it_quotes(speaker: Speaker) -> None:
    text = f"数据处理者应当在5个工作日以内完成查验[1]。\n相关依据：\n《示例规定》第七条：{RULE}[1]"
    found = speaker.speak(answer(text, cited(RULE)), "几天查完材料？")
    assert found.text.startswith("数据处理者应当在5个工作日以内完成查验")


def test_an_open_case_asks_and_names_no_path(speaker: Speaker) -> None:
    questions = [{"fact": "pi_count", "text": "一共多少人？"}, {"fact": "activities.0.is_ciio", "text": "是关基吗？"}]
    path = verdict("need_facts", "还不能判定：目前仍可能是申报安全评估、订立标准合同。", questions=questions)
    found = speaker.speak(answer("应当申报安全评估的是……[1]", cited("x"), path=path), "要备案吗")
    assert found.kind == "ask" and len(found.asked) == 2 and found.text.endswith(CLOSING)
    assert not any(name in found.text for name in ("评估", "合同", "备案", "认证"))
    assert [n.fact for n in found.next] == ["pi_count", "is_ciio"]


def test_a_light_path_on_the_count_so_far_is_still_open(speaker: Speaker) -> None:
    questions = [{"fact": "pi_count", "text": "到年底一共多少人？"}]
    light = verdict("exempt", "仅就截至今日：免予申报。", scope="as_of", questions=questions)
    assert undecided(light) and not undecided(verdict("security_assessment", "x", scope="as_of"))
    found = speaker.speak(answer("免予申报[1]。", cited("x"), path=light), "要备案吗")
    assert found.kind == "ask" and "免予" not in found.text


def test_a_verdict_is_read_after_what_was_presumed(speaker: Speaker) -> None:
    assumed = [
        {"fact": "is_ciio", "value": False},
        {"fact": "contains_important_data", "value": False},
        {"fact": "important_data_notified", "value": False},
    ]
    path = verdict("contract_or_certification", HEAD, assumptions=assumed)
    text = "应当订立标准合同并备案，或者通过个人信息出境认证[1]。\n按您说的12万人，属于10万人以上、不满100万人[1]。"
    found = speaker.speak(answer(text, cited("x"), path=path), "12万人要办什么")
    assert found.kind == "path" and found.assumed == ["不是关键信息基础设施运营者", "没有重要数据"]
    assert found.text.index("没有重要数据") < found.text.index("标准合同")
    assert "按您说的12万人" in found.text and "告知、影响评估等义务仍要履行" in found.text


def test_what_must_be_said_first_is_not_lost_for_length(speaker: Speaker) -> None:
    assumed = [{"fact": f, "value": v} for f, v in (("is_export", True), ("is_ciio", False), ("pi_count", 0))]
    path = verdict("contract_or_certification", HEAD, assumptions=assumed)
    first = "拆开改变不了结论：不得用数量拆分等手段，把依法应当经过评估的个人信息改用标准合同提供到境外"
    found = speaker.speak(answer(f"{first}[1]。\n{HEAD.split('；')[0]}[1]。", cited("x"), path=path), "拆成两家行吗")
    assert first in found.text and len(found.text) <= MAX_CHARS


def test_a_stop_is_read_without_presumptions(speaker: Speaker) -> None:
    path = verdict(
        "approval_required",
        "请先停下：须经主管机关批准；由人工决定。",
        assumptions=[{"fact": "is_ciio", "value": False}],
    )
    found = speaker.speak(answer("请先停下：须经主管机关批准[1]。", cited("x"), path=path), "能给吗")
    assert (found.kind, found.text) == ("stop", f"请先停下：须经主管机关批准；由人工决定。{CLOSING}")


def test_a_list_is_read_by_its_opening(speaker: Speaker) -> None:
    items = "；".join(f"（{n}）第{n}种情形下还应当提交与之有关的说明材料" for n in "一二三四五六七八")
    text = f"申报时应当提交下列材料：{items}。"
    found = speaker.speak(answer(f"《示例规定》第七条：{text}[1]", cited(text)), "要交哪些材料")
    assert found.text.endswith(f"申报时应当提交下列材料，具体内容我逐条念给您。{CLOSING}")


def test_where_nothing_is_short_enough_the_place_is_named(speaker: Speaker) -> None:
    long = "数据处理者" + "以及与其有关联的各类组织和个人" * 12 + "应当申报。"
    found = speaker.speak(answer(f"《示例规定》第七条：{long}[1]", cited(long)), "谁应当申报")
    assert found.kind == "place" and "《示例规定》第七条" in found.text and len(found.text) <= MAX_CHARS


@pytest.mark.parametrize(
    ("reason", "told"),
    [("unsupported", "请补充"), ("refused", "您把实际情况告诉我"), ("out_of_scope", "请问相应的主管部门")],
)
def test_an_abstention_says_what_is_needed_or_who_answers(speaker: Speaker, reason: str, told: str) -> None:
    found = speaker.speak(answer("我" + "很长" * 90 + "。", abstained=True, abstain_reason=reason), "问")
    assert found.kind == "abstain" and found.text.endswith(CLOSING) and told in found.text


def test_an_abstention_keeps_its_own_words_where_they_fit(speaker: Speaker) -> None:
    reply = "我没有连接审批系统。请登录申报系统查看，或者联系省级网信部门。"
    found = speaker.speak(answer(reply, abstained=True, abstain_reason="unsupported"), "进度")
    assert found.text == f"{reply}{CLOSING}"


def test_nothing_longer_can_be_spoken() -> None:
    with pytest.raises(ValidationError):
        Spoken(text="长" * 121, kind="answer")


def test_english_answers_are_spoken_from_the_chinese_texts(speaker: Speaker) -> None:
    text = f"Related provisions:\n《示例规定》第七条：{RULE}[1]"
    found: Answer = answer(text, cited(RULE), language="en")
    assert "5个工作日" in speaker.speak(found, "How many working days?").text
