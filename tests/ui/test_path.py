"""The section 出境路径 in a real browser, on the real rules: questions, story, verdict, what is kept, two days."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import PHONE, WIDE, Reader, reading
from tests.ui.test_pages import _LOW_CONTRAST, scrolls_sideways

pytestmark = pytest.mark.browser

STORY = "我们是苏州的一家公司，今年把8万名国内会员的姓名和手机号传给新加坡总部做统计，不含敏感个人信息。"
PLAIN = {
    "is_export": "是",
    "contains_pi": "是",
    "pi_count": "15万",
    "sensitive_pi_count": "0",
}


def enter(one: Reader) -> Reader:
    """Go to the section and wait for the first question."""
    one.page.click("#cc-tab-path")
    one.page.wait_for_selector(".cc-question-card, #cc-path-finished")
    return one


def settled(one: Reader) -> None:
    """Wait until the verdict follows the last answer."""
    one.page.wait_for_function(
        "() => !document.querySelector('.cc-path-result[aria-busy]') && document.querySelector('.cc-verdict')"
    )


def question(one: Reader) -> str | None:
    """The fact asked for now; None when nothing is left to ask."""
    card = one.page.locator(".cc-question-card")
    return card.get_attribute("data-fact") if card.count() else None


def give(one: Reader, answer: str) -> None:
    """Answer the question now, by button or in words, and wait for what comes of it."""
    before = question(one)
    card = one.page.locator(".cc-question-card")
    chip = card.get_by_role("button", name=answer, exact=True)
    if chip.count():
        chip.click()
    else:
        card.locator("input").fill(answer)
        card.locator("input").press("Enter")
    one.page.wait_for_function(
        "before => document.querySelector('.cc-question-card')?.dataset.fact !== before", arg=before
    )
    settled(one)


def answer_all(one: Reader, answers: dict[str, str] = PLAIN, otherwise: str = "否") -> list[str]:
    """Answer until nothing is asked; the facts asked for, in order."""
    asked = []
    while (fact := question(one)) is not None and len(asked) < 40:
        asked.append(fact)
        give(one, answers.get(fact, otherwise))
    return asked


def last(one: Reader, kind: str = "next") -> dict[str, Any]:
    """The last body that the page sent."""
    return next(body for name, body in reversed(one.state.path.asked) if name == kind)


def path_of(one: Reader) -> str | None:
    """The path that the verdict shows."""
    return one.page.locator(".cc-path-judge .cc-verdict").get_attribute("data-path")


def drawn(one: Reader) -> str:
    """The words of the chart."""
    return one.page.locator(".cc-timeline").text_content() or ""


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


def test_the_frame_never_scrolls_away(reader: Reader) -> None:
    enter(reader)
    answer_all(reader)
    root = reader.page.locator("#cc-root")
    assert root.evaluate("el => el.scrollHeight - el.clientHeight") == 0


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


def test_reload_keeps_every_answer_here_and_at_the_service(reader: Reader) -> None:
    page = enter(reader).page
    page.fill("#cc-story", "写了一半的描述")
    give(reader, "是")
    give(reader, "否")
    page.wait_for_function("() => document.querySelector('.cc-kept').textContent === '已保存'")
    shown = page.locator(".cc-answer-row").all_inner_texts()
    page.reload()
    page.wait_for_selector(".cc-answer-row")
    assert page.locator(".cc-answer-row").all_inner_texts() == shown and len(shown) == 2
    assert page.input_value("#cc-story") == "写了一半的描述"
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector(".cc-answer-row")
    assert page.locator(".cc-answer-row").all_inner_texts() == shown
    number = page.evaluate("() => JSON.parse(localStorage.getItem('cc-path')).id")
    kept = reader.state.path.drafts[number]
    assert kept["facts"]["is_export"] is True and kept["story"]["text"] == "写了一半的描述"


def test_a_newer_draft_of_the_service_is_taken_up(reader: Reader) -> None:
    page = enter(reader).page
    give(reader, "是")
    page.wait_for_function("() => JSON.parse(localStorage.getItem('cc-path')).synced")
    number = page.evaluate("() => JSON.parse(localStorage.getItem('cc-path')).id")
    page.goto("about:blank")
    draft = json.loads(json.dumps(reader.state.path.drafts[number]))
    draft["facts"]["contains_pi"], draft["updated"] = True, "2099-01-01T00:00:00.000Z"
    draft["order"].append("contains_pi")
    reader.state.path.drafts[number] = draft
    reader.open("/#path")
    page.locator(".cc-answer-row[data-fact=contains_pi]").wait_for()


def test_without_the_service_nothing_is_lost_and_it_goes_on_after(reader: Reader) -> None:
    page = enter(reader).page
    give(reader, "是")
    reader.state.path.down = True
    try:
        page.locator(".cc-question-card").get_by_role("button", name="否", exact=True).click()
        page.locator(".cc-path-result .cc-error").wait_for()
        assert page.locator(".cc-answer-row").count() == 2
        page.get_by_text("已保存在本浏览器").wait_for()
        page.locator(".cc-question-card").get_by_role("button", name="否", exact=True).click()
        page.wait_for_function("() => document.querySelectorAll('.cc-answer-row').length === 3")
        assert "上一次的判定" in reader.text(".cc-path-result")
    finally:
        reader.state.path.down = False
    page.locator(".cc-path-result .cc-error button").click()
    page.locator(".cc-path-result .cc-error").wait_for(state="detached")
    assert len(last(reader)["facts"]) == 3


def test_a_late_reply_does_not_undo_a_newer_one(reader: Reader) -> None:
    page = enter(reader).page
    answer_all(reader)
    reader.state.path.slow_s = 0.4
    try:
        for typed in ("2000000", "3"):
            page.locator(".cc-answer-row[data-fact=pi_count] button").click()
            page.fill("#cc-fact-pi_count", typed)
            page.press("#cc-fact-pi_count", "Enter")
        page.wait_for_timeout(300)
        settled(reader)
        assert path_of(reader) == "exempt"
    finally:
        reader.state.path.slow_s = 0.0


def test_story_is_read_shown_with_its_words_and_counts_after_confirmation(reader: Reader) -> None:
    page = enter(reader).page
    page.fill("#cc-story", STORY)
    page.click("#cc-story-read")
    page.wait_for_selector(".cc-found")
    assert page.locator(".cc-story-text mark", has_text="8万").count() == 1
    row = page.locator(".cc-found[data-fact=pi_count]")
    assert "80,000 人" in row.inner_text() and "8万" in row.inner_text()
    assert "没有确认" in reader.text(".cc-path-result") and last(reader)["facts"] == {}
    row.locator("input").fill("9万")
    row.get_by_role("button", name="改成这个").click()
    settled(reader)
    assert last(reader)["facts"]["pi_count"] == 90000
    page.locator(".cc-found[data-fact=is_ciio]").get_by_role("button", name="不确定").click()
    page.click("#cc-confirm-all")
    page.get_by_text("已全部确认").wait_for(state="attached")
    assert not page.locator(".cc-story").is_visible()
    settled(reader)
    facts = last(reader)["facts"]
    assert facts["is_export"] is True and facts["pi_count"] == 90000 and facts["is_ciio"] is None
    assert "没有确认" not in reader.text(".cc-verdict")
    page.reload()
    page.wait_for_selector(".cc-answer-row[data-fact=pi_count]")
    assert "90,000 人" in reader.text(".cc-answer-row[data-fact=pi_count]")


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


def test_blockers_stand_before_everything_else(reader: Reader) -> None:
    page = enter(reader).page
    page.click("[data-scene=sceneTrial]")
    page.wait_for_selector(".cc-question-card[data-fact=human_genetic]")
    answer_all(reader, PLAIN | {"human_genetic": "是"})
    order = page.evaluate("() => [...document.querySelectorAll('.cc-verdict > *')].map(e => e.className)")
    assert order[1] == "cc-blockers" and page.locator(".cc-blockers li").count() >= 1
    assert "另须" in reader.text(".cc-headline")


def test_articles_open_beside_and_the_tree_shows_the_way(reader: Reader) -> None:
    page = enter(reader).page
    give(reader, "是")
    assert page.locator(".cc-node-group[data-outcome=unknown]").count() > 3
    assert page.locator(".cc-edge.cc-open").count() > 3
    answer_all(reader)
    assert page.locator(".cc-node-group[data-outcome=unknown]").count() == 0
    taken = page.locator(".cc-exit-taken, .cc-end-node")
    assert taken.count() >= 1 and page.locator(".cc-exit-untaken").count() > 8
    page.locator(".cc-tree-list summary").first.click()
    listed = reader.text(".cc-tree-list ol")
    assert "150,000 ≥ 100,000" in listed and "数据是否向境外提供：是" in listed
    page.locator(".cc-article", has_text="促进和规范数据跨境流动规定").first.click()
    page.wait_for_selector("#cc-panel .cc-passage-text p")
    assert page.locator("#cc-panel").is_visible() and not page.locator(".cc-back").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#cc-panel").is_visible()
    page.wait_for_selector(".cc-path-result:not([aria-busy])")
    page.locator(".cc-node-group[data-step=count_contract]").first.press("Enter")
    page.wait_for_selector("#cc-panel .cc-passage-text p")


def test_timeline_has_dates_only_from_a_day_and_says_upper_limit(reader: Reader) -> None:
    page = enter(reader).page
    answer_all(reader, PLAIN | {"pi_count": "200万"})
    assert path_of(reader) == "security_assessment" and "上限 45 个工作日" in drawn(reader)
    assert "至 2026" not in drawn(reader)
    page.fill("#cc-timeline-start", "2026-12-01")
    page.locator(".cc-timeline", has_text="2026-12-08").wait_for()
    assert last(reader, "path")["start"] == "2026-12-01" and page.locator(".cc-bar").count() >= 3
    page.locator(".cc-path-result summary", has_text="表格").click()
    assert "《数据出境安全评估办法》第七条第一款" in reader.text(".cc-plain-table")


def test_an_assumption_becomes_a_question(reader: Reader) -> None:
    enter(reader)
    answer_all(reader)
    row = reader.page.locator(".cc-assumptions li[data-fact=is_state_organ]")
    assert "否" in row.inner_text()
    row.get_by_role("button").click()
    assert question(reader) == "is_state_organ"
    give(reader, "是")
    assert path_of(reader) == "security_assessment"
    assert reader.page.locator(".cc-assumptions li[data-fact=is_state_organ]").count() == 0


def test_the_bay_area_contract_is_offered_beside(reader: Reader) -> None:
    page = enter(reader).page
    answer_all(reader)
    page.locator(".cc-more summary").click()
    page.select_option("#cc-more-fact", "gba")
    page.get_by_role("button", name="回答这一项").click()
    page.wait_for_selector(".cc-question-card[data-fact=gba]")
    give(reader, "是")
    assert "大湾区" in reader.text(".cc-verdict section:has(h3:text('也可以选的'))")


def test_several_activities_are_judged_alone_and_together(reader: Reader) -> None:
    page = enter(reader).page
    answer_all(reader, PLAIN | {"pi_count": "6万"})
    assert path_of(reader) == "exempt"
    page.click("#cc-add-activity")
    page.wait_for_selector("[data-activity='1']")
    page.fill("#cc-activity-1", "会员积分")
    page.press("#cc-activity-1", "Tab")
    suffixes = {f"activities.1.{name}": answer for name, answer in (PLAIN | {"pi_count": "6万"}).items()}
    asked = answer_all(reader, suffixes | {"pi_count": "12万", "sensitive_pi_count": "0"})
    assert "activities.1.pi_count" in asked and "is_ciio" not in asked
    assert "pi_count" in asked, "the overlap decides: the union is asked for"
    assert path_of(reader) == "contract_or_certification"
    alone = reader.text(".cc-verdict section:has(h3:text('逐项单独看'))")
    assert alone.count("免予三项手续") >= 2 and "不能靠拆分" in alone
    sent = last(reader)["facts"]
    assert [one.get("purpose") for one in sent["activities"]] == [None, "会员积分"] and sent["pi_count"] == 120000
    page.get_by_role("button", name="删除这项").nth(1).click()
    settled(reader)
    assert "activities" not in last(reader)["facts"] and last(reader)["facts"]["pi_count"] == 60000
    assert path_of(reader) == "exempt"


def test_verdict_is_saved_exported_found_opened_replayed_and_deleted(reader: Reader, tmp_path: Path) -> None:
    page = enter(reader).page
    answer_all(reader)
    for format in ("docx", "pdf", "json"):
        page.locator(".cc-verdict-tools .cc-menu summary").click()
        with page.expect_download() as download:
            page.locator(f".cc-verdict-tools [data-format={format}]").click()
        download.value.save_as(tmp_path / format)
        assert (tmp_path / format).read_text(encoding="utf-8").startswith(format)
    number = next(reversed(reader.state.path.verdicts))
    page.click("#cc-path-save")
    page.get_by_text("已保存这次判定").wait_for()
    assert next(reversed(reader.state.path.verdicts)) == number, "the same verdict is not kept twice"
    page.click("#cc-path-view-saved")
    row = page.locator(f".cc-saved-row[data-id='{number}']")
    row.get_by_role("button", name="重新判定对比").click()
    row.get_by_text("结果相同", exact=True).wait_for()
    page.fill("#cc-saved-search", "没有这样的词")
    page.get_by_text("没有找到符合的判定").wait_for()
    page.fill("#cc-saved-search", "标准合同")
    row.locator(".cc-conversation-open").click()
    page.wait_for_selector(".cc-saved-open .cc-verdict")
    assert f"d={number}" in page.url
    page.goto(f"{reader.address}/?d={number}#path")
    page.wait_for_selector(".cc-saved-open .cc-verdict")
    page.get_by_role("button", name="用这些事实继续").click()
    page.locator("dialog button[value=yes]").click()
    page.wait_for_selector(".cc-answer-row[data-fact=pi_count]")
    page.click("#cc-path-view-saved")
    row.get_by_role("button", name="删除").click()
    page.locator("dialog button[value=yes]").click()
    row.wait_for(state="detached")
    assert number not in reader.state.path.verdicts


def test_replay_names_what_differs(reader: Reader) -> None:
    page = enter(reader).page
    give(reader, "否")
    page.click("#cc-path-save")
    page.get_by_text("已保存这次判定").wait_for()
    number = next(reversed(reader.state.path.verdicts))
    view = reader.state.path.verdicts[number]
    view.result["headline"], view.result["rules"] = "原来的结论", {"data": "older", "code": "0.0.1"}
    page.click("#cc-path-view-saved")
    row = page.locator(f".cc-saved-row[data-id='{number}']")
    row.get_by_role("button", name="重新判定对比").click()
    row.get_by_text("结果不同", exact=True).wait_for()
    assert "结论：原来的结论 →" in row.inner_text()


def test_law_of_another_day_is_sent_only_when_chosen(reader: Reader) -> None:
    page = enter(reader).page
    answer_all(reader)
    page.fill("#cc-path-as-of", "2023-12-01")
    page.locator(".cc-verdict-badges", has_text="2023-12-01").first.wait_for()
    assert last(reader)["as_of"] == "2023-12-01"
    page.get_by_role("button", name="今天").last.click()
    settled(reader)
    assert "as_of" not in last(reader)


def test_two_days_are_compared_with_every_change(reader: Reader) -> None:
    page = enter(reader).page
    page.click("#cc-path-view-changes")
    assert "请先在“判定”里回答" in reader.text(".cc-changes-output")
    page.click("#cc-path-view-judge")
    answer_all(reader, PLAIN | {"pi_count": "5万"})
    page.click("#cc-path-view-changes")
    page.get_by_role("button", name="2024-03-22", exact=True).click()
    page.wait_for_selector(".cc-sides")
    sides = page.locator(".cc-sides > section")
    assert sides.count() == 2 and "按 2024-03-21 的法律" in sides.first.inner_text()
    assert "免予三项手续" in sides.last.inner_text()
    changes = reader.text(".cc-change-list")
    assert changes.startswith("2024-03-22") and "《促进和规范数据跨境流动规定》" in changes
    page.fill("#cc-earlier", "2026-09-01")
    page.fill("#cc-later", "2026-09-01")
    page.click("#cc-compare-run")
    page.get_by_text("两个日期相同").wait_for()


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


def test_english_says_everything_of_its_own_in_english(reader: Reader) -> None:
    page = enter(reader).page
    answer_all(reader)
    page.click("#cc-language")
    page.get_by_text("Everything needed has been asked").wait_for()
    chinese = page.evaluate(
        "() => [...document.querySelectorAll('#cc-page-path [data-said]')].filter(e => !e.children.length)"
        ".map(e => e.textContent)"
        ".filter(s => /[\\u4e00-\\u9fff]/.test(s))"
    )
    assert chinese == []
    assert reader.text("h2.cc-headline") == "Standard contract filing or certification"
    assert page.locator(".cc-verdict-head [lang=zh-CN]").inner_text(), "the sentence as it was given stands below"
    page.locator(".cc-answer-row button").first.click()
    assert re.match(r"Will the data be sent", reader.text("#cc-path-question"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_phone_shows_all_of_it_without_scrolling_sideways(phone: Reader, language: str) -> None:
    page = enter(phone).page
    answer_all(phone, PLAIN | {"pi_count": "200万"})
    page.locator("summary", has_text="补充其他情况").click()
    page.fill("#cc-timeline-start", "2026-12-01")
    page.locator(".cc-timeline", has_text="2026-12-01").wait_for()
    if language == "en":
        page.click("#cc-language")
        page.get_by_text("Everything needed has been asked").wait_for()
    for details in page.locator(".cc-verdict details:not(.cc-menu)").all():
        details.evaluate("el => { el.open = true; }")
    page.wait_for_timeout(200)
    assert not scrolls_sideways(phone)
    page.locator(".cc-article", has_text="促进和规范").first.click()
    page.wait_for_selector("#cc-panel .cc-passage-text p")
    assert not scrolls_sideways(phone)
    page.locator(".cc-panel-close").click()
    page.click("#cc-path-view-changes")
    page.click("#cc-compare-run")
    page.wait_for_selector(".cc-sides")
    assert not scrolls_sideways(phone)
    page.click("#cc-path-view-saved")
    page.wait_for_selector(".cc-saved-list p")
    assert not scrolls_sideways(phone)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_the_verdict(browser: Any, fake_service: Any, scheme: str) -> None:
    with reading(browser, *fake_service, WIDE if scheme == "light" else PHONE, color_scheme=scheme) as one:
        one.open("/#path")
        one.page.wait_for_selector(".cc-question-card")
        one.page.click("[data-scene=sceneTrial]")
        one.page.wait_for_selector(".cc-question-card[data-fact=human_genetic]")
        answer_all(one, PLAIN | {"human_genetic": "是"})
        for details in one.page.locator(".cc-verdict details:not(.cc-menu)").all():
            details.evaluate("el => { el.open = true; }")
        outside = one.page.evaluate(_LOW_CONTRAST)
        assert [line for line in outside if not line.startswith("[object SVG")] == []
