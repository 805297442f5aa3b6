"""The verdict in a real browser: what stands first, drawing, times, options, several transfers, languages, phone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.ui.conftest import PHONE, WIDE, Reader, reading
from tests.ui.path_reader import PLAIN, answer_all, drawn, enter, give, last, path_of, question, settled
from tests.ui.test_pages import _LOW_CONTRAST, scrolls_sideways

pytestmark = pytest.mark.browser


def test_the_frame_never_scrolls_away(reader: Reader) -> None:
    enter(reader)
    answer_all(reader)
    root = reader.page.locator("#cc-root")
    assert root.evaluate("el => el.scrollHeight - el.clientHeight") == 0


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


def test_english_says_everything_of_its_own_in_english(reader: Reader) -> None:
    page = enter(reader).page
    answer_all(reader)
    page.click("#cc-language")
    page.get_by_text("Everything needed has been asked").wait_for()
    page.locator("h2.cc-headline", has_text="Conclude and file a standard contract, or obtain certification").wait_for()
    chinese = page.evaluate(
        "() => [...document.querySelectorAll('#cc-page-path [data-said]')].filter(e => !e.children.length)"
        ".map(e => e.textContent)"
        ".filter(s => /[\\u4e00-\\u9fff]/.test(s))"
    )
    assert chinese == []
    assert "应当订立标准合同并备案" in reader.text(".cc-verdict-head [lang=zh-CN]"), "the sentence that counts"
    assert "the Chinese text is authoritative" in reader.text(".cc-verdict-head")
    assert page.evaluate(_CHINESE_STATEMENTS) == []
    page.click("#cc-path-view-changes")
    page.get_by_role("button", name="2024-03-22", exact=True).click()
    page.wait_for_selector(".cc-sides")
    assert page.locator(".cc-changes-output [lang=zh-CN]").count() == 0
    page.click("#cc-path-view-judge")
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


# Texts of the verdict that are Chinese in English mode: names of laws, and what is marked as Chinese, aside.
_CHINESE_STATEMENTS = """() => {
  const aside = '[lang=zh-CN], .cc-article', found = [];
  const walk = document.createTreeWalker(document.querySelector('.cc-verdict'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    if (/[\\u2e80-\\u9fff\\uff00-\\uffef]/.test(data) && !parentElement.closest(aside)) found.push(data);
  }
  return found;
}"""
