"""Asking in a real browser: sources at once, sentences, marks, stop, retry, nothing typed is lost."""

from __future__ import annotations

import re

import pytest

from tests.ui.conftest import WIDE, Reader, reading
from tests.ui.fake_service import HOSTILE, SENTENCES

pytestmark = pytest.mark.browser


def test_mark_opens_the_passage_with_its_part_marked(reader: Reader) -> None:
    reader.ask("员工信息传到总部要办手续吗")
    reader.answered()
    assert reader.text("#cc-panel h2").startswith("找到的依据")
    reader.page.locator(".cc-text .cc-mark[data-number='1']").first.click()
    marked = reader.page.wait_for_selector(".cc-passage-text mark")
    assert "3万人以上" in marked.inner_text() and "甲事项" not in marked.inner_text()
    assert reader.text("#cc-panel h2") == "《示例数据规定》第3条"
    panel = reader.text("#cc-panel")
    for words in (
        "摘编",
        "已核验",
        "自 2024-03-22 起施行",
        "核对于 2026-11-23",
        "打开官方页面",
        "前一条 第2条",
        "后一条 第4条",
        "所依据的规定",
        "同一条在其他时间的文本",
        "示例机关",
    ):
        assert words in panel
    link = reader.page.locator("#cc-panel a.cc-official")
    assert link.get_attribute("href") == "https://www.example.gov.cn/rules.html"
    assert "noopener" in (link.get_attribute("rel") or "")
    reader.page.get_by_role("button", name="《示例数据规定》第1条").first.click()
    reader.page.wait_for_function("() => document.querySelector('#cc-panel h2').textContent.includes('第1条')")


def test_every_sentence_carries_its_own_mark_and_the_label_is_visible(reader: Reader) -> None:
    reader.ask("要办手续吗")
    reader.answered()
    lines = reader.page.locator(".cc-answer .cc-text .cc-sentence").all_inner_texts()
    assert lines[:2] == SENTENCES
    assert reader.page.locator(".cc-origin").first.is_visible()
    assert reader.text(".cc-origin") == "本内容由人工智能生成"


def test_sentences_appear_one_by_one_with_the_label(reader: Reader) -> None:
    reader.ask("慢慢说")
    reader.page.wait_for_selector(".cc-source")
    assert reader.page.locator(".cc-answer .cc-sentence").count() == 0
    reader.page.wait_for_selector(".cc-answer .cc-sentence")
    assert reader.page.locator(".cc-answer .cc-sentence").count() == 1
    assert reader.page.locator(".cc-origin").is_visible()
    reader.answered()


def test_escape_stops_and_retry_asks_again(reader: Reader) -> None:
    cancelled = reader.state.cancelled
    reader.ask("慢一点回答")
    reader.page.wait_for_selector(".cc-source")
    assert reader.page.locator("#cc-stop").is_visible() and not reader.page.locator("#cc-send").is_visible()
    reader.page.keyboard.press("Escape")
    reader.page.get_by_text("已停止").wait_for()
    reader.page.wait_for_function("() => true")
    for _ in range(50):
        if reader.state.cancelled > cancelled:
            break
        reader.page.wait_for_timeout(100)
    assert reader.state.cancelled == cancelled + 1
    reader.page.get_by_role("button", name="重试").click()
    reader.answered()
    assert reader.page.locator(".cc-turn").count() == 1
    assert [body for kind, body in reader.state.log if kind == "ask"][-1]["retry"] is True


def test_error_says_what_to_do_and_keeps_the_question(reader: Reader) -> None:
    reader.ask("这次会失败")
    box = reader.page.wait_for_selector(".cc-error")
    assert "模型没有响应" in box.inner_text() and "请稍后重试" in box.inner_text()
    assert reader.page.input_value("#cc-question") == "这次会失败"


def test_service_that_is_gone_leaves_the_question_in_the_box(reader: Reader) -> None:
    reader.page.route("**/v1/ask/stream", lambda route: route.abort())
    reader.ask("服务不在")
    assert "连不上服务" in reader.page.wait_for_selector(".cc-error").inner_text()
    assert reader.page.input_value("#cc-question") == "服务不在"
    reader.page.unroute("**/v1/ask/stream")
    reader.page.get_by_role("button", name="重试").click()
    reader.answered()
    assert reader.page.input_value("#cc-question") == ""


def test_broken_stream_shows_the_stored_answer(reader: Reader) -> None:
    reader.ask("中途断开")
    reader.answered()
    assert "您问的是：中途断开" in reader.text(".cc-answer")
    assert reader.page.locator(".cc-error").count() == 0


def test_broken_stream_without_a_stored_answer_offers_retry(reader: Reader) -> None:
    reader.ask("丢失的回答")
    reader.page.wait_for_selector(".cc-error")
    assert "没有保存这次回答" in reader.text(".cc-error")
    assert reader.page.input_value("#cc-question") == "丢失的回答"


def test_place_in_the_queue_is_shown_until_the_turn_comes(reader: Reader) -> None:
    reader.ask("排队的问题")
    reader.page.wait_for_function("() => document.querySelector('.cc-status').textContent.includes('排队')")
    assert reader.text(".cc-status") == "前面还有 2 个问题，正在排队…"
    assert reader.page.locator(".cc-answer .cc-sentence").count() == 0
    reader.answered()
    assert not reader.page.locator(".cc-status").is_visible()
    assert reader.page.locator(".cc-answer .cc-sentence").all_inner_texts()[:2] == SENTENCES


def test_open_points_are_filled_in_and_asked_again(reader: Reader) -> None:
    reader.ask("请补充")
    reader.answered()
    items = reader.page.locator(".cc-clarify-item")
    assert items.count() == 2
    items.nth(0).locator("input").fill("5万人")
    items.nth(1).get_by_role("button", name="不清楚").click()
    reader.page.get_by_role("button", name="带着补充再问").click()
    reader.answered(2)
    _, body = [entry for entry in reader.state.log if entry[0] == "ask"][-1]
    assert body["question"] == "补充情况：涉及多少人？ 5万人；是否含敏感个人信息？ 不清楚"
    assert body["conversation_id"]


def test_a_further_question_stands_at_the_top(phone: Reader) -> None:
    for number, question in enumerate(("第一问，请补充", "第二问"), 1):
        phone.ask(question)
        phone.answered(number)
    top = "() => document.querySelector('.cc-turn:last-child').getBoundingClientRect().top"
    edge = phone.page.evaluate("document.querySelector('.cc-scroll').getBoundingClientRect().top")
    phone.page.wait_for_function(f"edge => Math.abs(({top})() - edge) < 48", arg=edge)
    phone.page.reload()
    phone.answered(2)
    phone.page.wait_for_function(f"edge => Math.abs(({top})() - edge) < 48", arg=edge)


def test_day_that_nobody_chose_is_left_to_the_question(reader: Reader) -> None:
    reader.ask("按2023年的规定，当年的门槛")
    reader.answered()
    assert [body for kind, body in reader.state.log if kind == "ask"][-1]["as_of"] is None
    assert "2023-12-31" in reader.text(".cc-meta")
    reader.page.locator("#cc-panel .cc-source-button").first.click()
    reader.page.get_by_text("在 2023-12-31 不是有效规定").wait_for()


def test_law_date_goes_with_the_question(reader: Reader) -> None:
    reader.page.fill("#cc-as-of", "2023-05-01")
    reader.ask("当时的门槛")
    reader.answered()
    assert [body for kind, body in reader.state.log if kind == "ask"][-1]["as_of"] == "2023-05-01"
    assert "2023-05-01" in reader.text(".cc-meta")
    reader.page.locator(".cc-text .cc-mark").first.click()
    reader.page.get_by_text("在 2023-05-01 不是有效规定").wait_for()


def test_copy_takes_label_date_and_sources_along(reader: Reader) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.ask("复制")
    reader.answered()
    reader.page.get_by_role("button", name="复制", exact=True).click()
    reader.page.get_by_text("已复制").wait_for()
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert SENTENCES[0] in copied and "本内容由人工智能生成" in copied
    assert re.search(r"\[1\] 《示例数据规定》第3条（摘编, 自 2024-03-22 起施行） https://www\.example\.gov\.cn", copied)


def test_markup_is_inert_in_questions_answers_and_sources(reader: Reader) -> None:
    reader.ask(HOSTILE)
    reader.answered()
    assert HOSTILE in reader.text(".cc-question p")
    assert "<b>粗体</b>" in reader.text(".cc-answer .cc-text")
    reader.page.locator(".cc-text .cc-mark[data-number='2']").first.click()
    reader.page.get_by_text("第二行。").first.wait_for()
    assert "<script>" in reader.text(".cc-passage-text")
    assert reader.page.locator("#cc-root :is(script, img, b, iframe)").count() == 0
    assert reader.page.locator("#cc-root a[href^='javascript']").count() == 0
    assert "没有官方页面地址" in reader.text("#cc-panel")
    assert reader.page.evaluate("window.hacked") is None


def test_draft_survives_a_reload(reader: Reader) -> None:
    reader.page.fill("#cc-question", "写到一半的问题")
    reader.page.reload()
    reader.page.wait_for_selector("#cc-root.cc-ready")
    assert reader.page.input_value("#cc-question") == "写到一半的问题"


def test_reload_keeps_citations_aligned(reader: Reader) -> None:
    reader.ask("重新载入")
    reader.answered()
    before = reader.page.locator(".cc-answer").inner_text()
    assert "?c=" in reader.page.url
    reader.page.reload()
    reader.answered()
    assert reader.page.locator(".cc-cited").inner_text() in before
    assert reader.page.locator(".cc-answer .cc-sentence").all_inner_texts()[:2] == SENTENCES
    reader.page.locator(".cc-text .cc-mark[data-number='2']").first.click()
    reader.page.wait_for_function("() => document.querySelector('#cc-panel h2').textContent.includes('第8条')")
    reader.page.get_by_text("第二行。").first.wait_for()


def test_reload_in_the_middle_brings_the_question_back(reader: Reader) -> None:
    reader.ask("慢的时候离开")
    reader.page.wait_for_selector(".cc-source")
    reader.page.reload()
    reader.page.wait_for_selector(".cc-turn")
    reader.page.wait_for_function("() => document.querySelector('#cc-question').value === '慢的时候离开'")
    assert "还没有回答" in reader.text(".cc-answer")


def test_unknown_conversation_says_so_and_a_question_still_works(reader: Reader) -> None:
    reader.open("/?c=nothing")
    assert "没有这个对话" in reader.page.wait_for_selector(".cc-error").inner_text()
    reader.problems.clear()
    reader.ask("照样能问")
    reader.answered()


def test_whole_way_by_keyboard(reader: Reader) -> None:
    page = reader.page
    assert page.evaluate("document.activeElement.id") == "cc-question"
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    assert page.input_value("#cc-question") == "第一行\n第二行"
    page.keyboard.press("Enter")
    reader.answered()
    page.locator(".cc-text .cc-mark").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector(".cc-passage-text mark")
    assert "第3条" in page.evaluate("document.activeElement.textContent")
    page.locator("#cc-tab-ask").focus()
    for tab in ("path", "lists", "filings", "history"):
        page.keyboard.press("ArrowRight")
        assert page.locator(f"#cc-page-{tab}").is_visible()
        assert page.evaluate("document.activeElement.id") == f"cc-tab-{tab}"


def test_input_method_may_use_enter(reader: Reader) -> None:
    reader.page.fill("#cc-question", "shuju")
    reader.page.evaluate(
        "document.getElementById('cc-question').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    assert reader.page.input_value("#cc-question") == "shuju"
    assert reader.page.locator(".cc-turn").count() == 0


def test_access_key_is_asked_for_and_sent(browser, fake_service) -> None:
    seen: list[str | None] = []

    def guard(route, request) -> None:
        seen.append(request.headers.get("authorization"))
        if request.headers.get("authorization") == "Bearer geheim":
            route.continue_()
        else:
            route.fulfill(
                status=403,
                json={"code": "refused", "message": "需要访问密钥。", "hint": "请输入密钥", "en": "key needed"},
            )

    with reading(browser, *fake_service, WIDE) as one:
        one.page.route("**/v1/**", guard)
        one.open()
        one.page.locator("dialog input").fill("geheim")
        one.page.keyboard.press("Enter")
        one.ask("有密钥了")
        one.answered()
    assert seen[0] is None and seen[-1] == "Bearer geheim"


def test_finishing_an_answer_leaves_the_focus_on_a_mark(reader: Reader) -> None:
    reader.ask("慢慢说，我先看第一句")
    reader.page.locator(".cc-answer .cc-mark").first.focus()
    reader.answered()
    assert reader.page.evaluate("document.activeElement.className") == "cc-mark"
