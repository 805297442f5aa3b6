"""Thumbs under answers, and making an answer a case of the evaluation, in a real browser."""

from __future__ import annotations

import pytest

from tests.ui.conftest import PHONE, Reader
from tests.ui.fake_service import HOSTILE
from tests.ui.test_pages import scrolls_sideways

pytestmark = pytest.mark.browser
QUESTION = "我叫王小明，电话13812345678，我们上海蓝鲸信息技术有限公司有3万人的信息要出境"


def asked(reader: Reader, question: str) -> None:
    reader.ask(question)
    reader.answered()


def open_case(reader: Reader) -> None:
    reader.page.get_by_role("button", name="做成评测题").click()
    reader.page.wait_for_selector("dialog.cc-case[open]")


def test_what_was_wrong_is_stored_and_can_be_taken_back(reader: Reader) -> None:
    page = reader.page
    asked(reader, "评价")
    down = page.get_by_role("button", name="没用")
    down.click()
    page.get_by_role("button", name="路径判断不对").click()
    page.get_by_role("button", name="法律依据不对").click()
    assert page.locator(".cc-reason [aria-pressed=true]").all_inner_texts() == ["法律依据不对"]
    page.locator(".cc-reason input").fill("应为第五条")
    page.get_by_role("button", name="提交").click()
    page.get_by_text("已记录，谢谢").wait_for()
    kept = {"thumb": "down", "reason": "", "comment": "应为第五条", "fault": "wrong_law"}
    assert list(reader.state.feedback.values())[-1] == kept
    assert down.get_attribute("aria-pressed") == "true" and page.locator(".cc-reason").count() == 0
    page.reload()
    reader.answered()
    assert down.get_attribute("aria-pressed") == "true"
    down.click()
    page.get_by_text("已收回评价").wait_for()
    assert down.get_attribute("aria-pressed") == "false"
    assert kept not in reader.state.feedback.values()


def test_a_thumb_up_needs_no_words_and_offers_no_faults(reader: Reader) -> None:
    asked(reader, "评价")
    reader.page.get_by_role("button", name="有用", exact=True).click()
    reader.page.locator(".cc-reason").wait_for()
    assert list(reader.state.feedback.values())[-1]["thumb"] == "up"
    assert reader.page.locator(".cc-reason .cc-chip").count() == 0
    reader.page.get_by_role("button", name="提交").click()
    reader.page.locator(".cc-reason").wait_for(state="detached")


def test_nothing_leaves_before_the_person_has_seen_it_without_personal_data(reader: Reader) -> None:
    page = reader.page
    asked(reader, QUESTION)
    before = len(reader.state.cases)
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.post_data or "") if r.method == "POST" else None)
    open_case(reader)
    assert page.input_value("#cc-case-question") == "我叫〔姓名1〕，电话〔电话1〕，我们〔单位1〕有3万人的信息要出境"
    assert "您问的是：我叫〔姓名1〕，电话〔电话1〕" in page.input_value("#cc-case-observed")
    rows = page.locator(".cc-case-replaced li").all_inner_texts()
    assert any("〔姓名1〕 ← 王小明" in row for row in rows) and len(rows) == 3
    assert page.locator(".cc-case-replaced li", has_text="电话1").get_by_role("button").count() == 0
    page.fill("#cc-case-cite", "《示例数据规定》第3条\n")
    page.fill("#cc-case-answer", "应当办理示例手续")
    page.fill("#cc-case-facts", "3万|三万\n示例手续")
    page.fill("#cc-case-never", "不用办理")
    page.select_option("#cc-case-path", "security_assessment")
    save = page.get_by_role("button", name="保存为评测题")
    save.click()
    assert len(reader.state.cases) == before  # not before it was looked at
    page.check("#cc-case-checked")
    save.click()
    page.get_by_text("已保存为评测题").wait_for()
    case = reader.state.cases[-1]
    assert (case["path"], case["cite"], case["must_not_say"]) == (
        "security_assessment", ["《示例数据规定》第3条"], ["不用办理"],
    )  # fmt: skip
    assert case["key"] == [{"any": ["3万", "三万"]}, {"any": ["示例手续"]}]
    assert not any(word in text for text in sent for word in ("王小明", "13812345678", "蓝鲸"))
    assert page.locator("dialog").count() == 0


def test_a_guess_can_be_put_back_and_a_number_cannot_be_smuggled_in(reader: Reader) -> None:
    page = reader.page
    asked(reader, QUESTION)
    open_case(reader)
    page.locator(".cc-case-replaced li", has_text="单位1").get_by_role("button", name="不是，放回").click()
    assert "蓝鲸" in page.input_value("#cc-case-question")
    page.fill("#cc-case-note", "再打13812345678")
    page.check("#cc-case-checked")
    page.get_by_role("button", name="保存为评测题").click()
    page.locator("dialog .cc-error").wait_for()
    assert "电话" in reader.text("dialog .cc-error")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert page.evaluate("document.activeElement.className").find("cc-make-case") >= 0


def test_markup_is_inert_in_the_preview(reader: Reader) -> None:
    page = reader.page
    asked(reader, HOSTILE + "，我叫王小明")
    open_case(reader)
    assert "<script>" in page.input_value("#cc-case-question")
    assert page.locator("dialog :is(script, img, iframe, a)").count() == 0
    assert page.evaluate("window.hacked") is None


def test_earlier_turns_are_offered_and_can_be_left_out(reader: Reader) -> None:
    page = reader.page
    asked(reader, "先问一句，我是王小明")
    reader.ask("再问王小明的事")
    reader.answered(2)
    page.get_by_role("button", name="做成评测题").last.click()
    page.locator("dialog summary", has_text="之前的 2 轮").click()
    assert page.input_value("#cc-case-turn-0") == "先问一句，我是〔姓名1〕"
    page.fill("#cc-case-turn-1", "")
    page.check("#cc-case-checked")
    page.get_by_role("button", name="保存为评测题").click()
    page.get_by_text("已保存为评测题").wait_for()
    assert reader.state.cases[-1]["history"] == [{"role": "user", "text": "先问一句，我是〔姓名1〕"}]
    assert reader.state.cases[-1]["question"] == "再问〔姓名1〕的事"


def test_on_the_phone_the_dialog_fits(phone: Reader) -> None:
    asked(phone, QUESTION)
    open_case(phone)
    box = phone.page.locator("dialog.cc-case").bounding_box()
    assert box and box["width"] <= PHONE["width"] and not scrolls_sideways(phone)
    inner = phone.page.evaluate(
        "() => { const d = document.querySelector('dialog.cc-case'); return d.scrollWidth - d.clientWidth; }"
    )
    assert inner <= 0


def test_english_names_the_same_things(reader: Reader) -> None:
    reader.page.click("#cc-language")
    asked(reader, QUESTION)
    reader.page.get_by_role("button", name="Not helpful").click()
    reader.page.get_by_role("button", name="Wrong path").wait_for()
    reader.page.get_by_role("button", name="Make it an evaluation case").click()
    assert "names no person and no company" in reader.text("dialog.cc-case")
