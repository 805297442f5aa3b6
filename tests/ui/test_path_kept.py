"""What was entered is kept: over a reload, by the service, without the service, against late replies."""

from __future__ import annotations

import json

import pytest

from tests.ui.conftest import Reader
from tests.ui.path_reader import answer_all, enter, give, last, path_of, settled

pytestmark = pytest.mark.browser


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
