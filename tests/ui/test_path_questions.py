"""The questions of 出境路径 in a real browser, on the real rules: what is asked, answered, changed, kept."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Reader
from tests.ui.path_reader import PLAIN, answer_all, enter, give, last, path_of, question, settled

pytestmark = pytest.mark.browser


def test_only_what_is_needed_is_asked_and_the_verdict_follows(reader: Reader) -> None:
    enter(reader)
    assert question(reader) == "is_export"
    card = reader.text(".cc-question-card")
    assert "让境外的人远程查看" in card and "不知道" in card
    reader.page.locator(".cc-why summary").click()
    assert "港澳台按境外管理" in reader.text(".cc-why") and "《个人信息保护法》第三十八条" in reader.text(".cc-why")
    asked = answer_all(reader)
    assert len(asked) == len(set(asked)) and len(asked) < 16
    assert path_of(reader) == "contract_or_certification"
    assert "应当订立标准合同并备案" in reader.text(".cc-headline")
    verdict = reader.text(".cc-verdict")
    for words in (
        "含全年计划",
        "为什么",
        "判定过程",
        "上限，不含补正与延长",
        "无论如何都要做的",
        "材料",
        "怎样可以更轻",
    ):
        assert words in verdict, words
    assert "按未提及处理" in verdict and "拆" not in reader.text(".cc-what-if h4")
    assert "as_of" not in last(reader) and "as_of" not in last(reader, "path")
    assert last(reader)["facts"]["pi_count"] == 150000


def test_no_export_ends_after_one_answer(reader: Reader) -> None:
    enter(reader)
    give(reader, "否")
    assert question(reader) is None and path_of(reader) == "not_export"
    assert reader.page.locator(".cc-answer-row").count() == 1


def test_answers_can_be_changed_taken_back_and_gone_back_to(reader: Reader) -> None:
    page = enter(reader).page
    answer_all(reader)
    row = page.locator(".cc-answer-row[data-fact=pi_count]")
    assert "150,000 人" in row.inner_text()
    row.get_by_role("button").click()
    assert question(reader) == "pi_count" and page.locator(".cc-question-card input").input_value() == "150000"
    give(reader, "1,200,000")
    assert path_of(reader) == "security_assessment"
    page.locator(".cc-answer-row[data-fact=is_ciio] button").click()
    page.get_by_role("button", name="撤回这个回答").click()
    settled(reader)
    assert "is_ciio" not in last(reader)["facts"]
    page.locator(".cc-answer-row[data-fact=contains_pi] button").click()
    page.get_by_role("button", name="保持不变").click()
    assert question(reader) != "contains_pi"


def test_previous_question_leads_back(reader: Reader) -> None:
    page = enter(reader).page
    give(reader, "是")
    second = question(reader)
    give(reader, "否")
    page.click("#cc-path-back")
    assert question(reader) == second
    assert page.locator(".cc-answer-chip[aria-pressed=true]").inner_text() == "否"


def test_unknown_stays_unknown_and_is_named(reader: Reader) -> None:
    enter(reader)
    answer_all(reader, PLAIN | {"is_ciio": "不知道"})
    assert path_of(reader) == "need_facts" and last(reader)["facts"]["is_ciio"] is None
    assert "还有事实没弄清" in reader.text("#cc-path-finished")
    missing = reader.page.locator(".cc-missing li[data-fact=is_ciio]")
    assert "您答了不知道" in missing.inner_text()
    missing.get_by_role("button").click()
    assert question(reader) == "is_ciio"
    give(reader, "否")
    assert path_of(reader) == "contract_or_certification"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请填人数"),
        ("-5", "不能是负数"),
        ("12.5", "应为整数"),
        ("十二万", "请用数字"),
        ("99999999999", "超出"),
        ("1-2万", "只填一个"),
    ],
)
def test_a_number_that_cannot_be_is_refused_in_words(reader: Reader, typed: str, said: str) -> None:
    page = enter(reader).page
    page.locator(".cc-more summary").click()
    page.select_option("#cc-more-fact", "pi_count")
    page.get_by_role("button", name="回答这一项").click()
    page.fill("#cc-fact-pi_count", typed)
    page.press("#cc-fact-pi_count", "Enter")
    assert said in reader.text("#cc-path-problem") and question(reader) == "pi_count"
    assert page.get_attribute("#cc-fact-pi_count", "aria-invalid") == "true"


def test_a_count_so_far_is_labelled_as_such(reader: Reader) -> None:
    enter(reader)
    answers = PLAIN.copy()
    del answers["pi_count"]
    while (fact := question(reader)) != "pi_count":
        give(reader, answers.get(fact or "", "否"))
    reader.page.get_by_role("button", name="只知道今年到现在的人数").click()
    reader.page.wait_for_selector(".cc-question-card[data-fact=pi_count_to_date]")
    give(reader, "2万")
    answer_all(reader, answers)
    assert "仅就截至今日" in reader.text(".cc-verdict-badges")
    assert last(reader)["facts"]["pi_count"] is None and last(reader)["facts"]["pi_count_to_date"] == 20000


def test_contradictory_answers_are_refused_by_name_and_kept(reader: Reader) -> None:
    page = enter(reader).page
    answer_all(reader)
    page.locator(".cc-answer-row[data-fact=contains_pi] button").click()
    page.locator(".cc-question-card").get_by_role("button", name="否", exact=True).click()
    page.locator(".cc-path-result .cc-error").wait_for()
    assert "pi_count" in reader.text(".cc-path-result .cc-error")
    assert page.locator(".cc-answer-row[data-fact=pi_count]").count() == 1
    page.locator(".cc-answer-row[data-fact=contains_pi] button").click()
    page.locator(".cc-question-card").get_by_role("button", name="是", exact=True).click()
    page.locator(".cc-path-result .cc-error").wait_for(state="detached")


def test_keyboard_alone_answers_and_follows_the_question(reader: Reader) -> None:
    page = enter(reader).page
    page.locator(".cc-answer-chip").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.cc-answer-row').length === 1")
    settled(reader)
    assert page.evaluate("document.activeElement.id") == "cc-path-question"
    page.keyboard.press("Tab")
    assert "cc-answer-chip" in page.evaluate("document.activeElement.className")


def test_scene_starts_with_what_it_says_and_asks_what_it_raises(reader: Reader) -> None:
    page = enter(reader).page
    page.click("[data-scene=sceneHq]")
    page.wait_for_selector(".cc-question-card[data-fact=hr_necessary]")
    asked = answer_all(reader, PLAIN | {"hr_necessary": "是", "hr_rules": "是", "hr_collective_contract": "是"})
    assert {"hr_rules", "hr_collective_contract"} <= set(asked)
    assert path_of(reader) == "exempt" and "仅免三项手续" not in reader.text(".cc-headline")
    page.locator(".cc-start summary").click()
    page.click("[data-scene=sceneCourt]")
    page.locator("dialog").get_by_role("button", name="取消").click()
    assert page.locator(".cc-answer-row[data-fact=hr_rules]").count() == 1
    page.click("[data-scene=sceneCourt]")
    page.locator("dialog button[value=yes]").click()
    page.wait_for_selector(".cc-question-card[data-fact=foreign_judicial_request]")
    give(reader, "是")
    assert path_of(reader) == "approval_required"
