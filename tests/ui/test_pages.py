"""The other tabs, the language switch, the banners and the phone, in a real browser."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.ui.conftest import PHONE, Reader, reading

pytestmark = pytest.mark.browser


def scrolls_sideways(one: Reader) -> bool:
    """Whether anything makes the page wider than the window."""
    return one.page.evaluate(
        "() => document.documentElement.scrollWidth > innerWidth || [...document.querySelectorAll('#cc-root *')]"
        ".some(el => el.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(el).visibility !== 'hidden'"
        " && !el.closest('.cc-table-wrap, .cc-visually-hidden') && el.getClientRects().length > 0)"
    )


def test_history_finds_opens_renames_exports_and_deletes(reader: Reader) -> None:
    page = reader.page
    reader.ask("历史里的第一个对话")
    reader.answered()
    page.click("#cc-new")
    reader.ask("另外一个对话")
    reader.answered()
    reader.ask("同一对话的第二问")
    reader.answered(2)
    page.click("#cc-tab-history")
    page.locator(".cc-conversation", has_text="另外一个对话").wait_for()
    counts = [reader.text(f".cc-conversation:has-text('{title}') .cc-questions-count") for title in ("另外", "第一个")]
    assert counts == ["2 个问题", "1 个问题"]
    page.fill("#cc-history-search", "第一个")
    page.wait_for_function("() => document.querySelectorAll('.cc-conversation').length === 1")
    page.get_by_role("button", name="改名").click()
    page.locator("dialog input").fill("新的名称")
    page.keyboard.press("Enter")
    page.locator(".cc-conversation-open", has_text="新的名称").wait_for()
    page.locator(".cc-conversation summary").click()
    with page.expect_download() as download:
        page.locator(".cc-conversation [data-format=docx]").click()
    assert download.value.suggested_filename == "新的名称.docx"
    page.locator(".cc-conversation-open").click()
    reader.answered()
    assert "历史里的第一个对话" in reader.text(".cc-question")
    page.locator(".cc-text .cc-mark").first.click()
    page.wait_for_selector(".cc-passage-text mark")
    page.click("#cc-tab-history")
    before = len(reader.state.conversations)
    row = page.locator(".cc-conversation", has_text="新的名称")
    row.get_by_role("button", name="删除").click()
    page.locator("dialog").get_by_role("button", name="取消").click()
    assert len(reader.state.conversations) == before
    row.get_by_role("button", name="删除").click()
    page.locator("dialog").get_by_role("button", name="删除").click()
    row.wait_for(state="detached")
    assert len(reader.state.conversations) == before - 1
    page.click("#cc-tab-ask")
    assert "?c=" not in page.url and page.locator(".cc-welcome").is_visible()


def test_delete_all_asks_first_and_is_hidden_where_forbidden(reader: Reader) -> None:
    page = reader.page
    reader.ask("要删掉的")
    reader.answered()
    page.click("#cc-tab-history")
    page.click("#cc-remove-all")
    page.locator("dialog").get_by_role("button", name="全部删除").click()
    page.get_by_text("还没有对话。").wait_for()
    assert reader.state.conversations == {}
    reader.state.status["allow_delete_all"] = False
    try:
        page.click("#cc-tab-ask")
        page.reload()
        page.wait_for_selector(".cc-welcome")
        reader.ask("不许全删")
        reader.answered()
        page.click("#cc-tab-history")
        page.wait_for_selector(".cc-conversation")
        assert not page.locator("#cc-remove-all").is_visible()
    finally:
        reader.state.status["allow_delete_all"] = True


def test_search_shows_every_part_keeps_runs_and_exports(reader: Reader, tmp_path: Path) -> None:
    page = reader.page
    page.click("#cc-tab-search")
    page.fill("#cc-search-query", "=规定第七条")
    page.fill("#cc-search-k", "4")
    page.press("#cc-search-query", "Enter")
    page.wait_for_selector(".cc-table tbody tr")
    assert page.locator(".cc-table tbody tr").count() == 4
    assert page.locator(".cc-table thead th").all_inner_texts() == [
        "名次",
        "出处",
        "类别",
        "总分",
        "词",
        "向量",
        "关联",
    ]
    assert "《旧规定》第四条" in reader.text(".cc-search-output")
    page.locator(".cc-place").nth(2).click()
    page.wait_for_function("() => document.querySelector('#cc-panel h2').textContent === '《示例数据规定》第3条'")
    page.reload()
    page.wait_for_selector(".cc-run-list li")
    with page.expect_download() as download:
        page.locator(".cc-runs").get_by_role("button", name="导出 CSV").click()
    download.value.save_as(tmp_path / "runs.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "runs.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 4 and rows[2]["article"] == "第3条" and rows[2]["score_flow"] == "0.3"
    assert rows[0]["query"] == "'=规定第七条"
    with page.expect_download() as download:
        page.locator(".cc-runs").get_by_role("button", name="导出 JSON").click()
    download.value.save_as(tmp_path / "runs.json")
    assert len(json.loads((tmp_path / "runs.json").read_text(encoding="utf-8"))[0]["results"]) == 4
    page.locator(".cc-run-list button").first.click()
    page.wait_for_selector(".cc-table tbody tr")


def test_menu_shuts_by_key_and_by_a_click_elsewhere(reader: Reader) -> None:
    page = reader.page
    reader.ask("菜单")
    reader.answered()
    menu = page.locator(".cc-conversation-tools .cc-menu")
    menu.locator("summary").click()
    assert menu.locator("[data-format=pdf]").is_visible()
    page.keyboard.press("Escape")
    assert not menu.locator("[data-format=pdf]").is_visible()
    menu.locator("summary").click()
    page.click("#cc-question")
    assert not menu.locator("[data-format=pdf]").is_visible()


def test_a_passage_from_the_search_leads_to_no_answers_list(reader: Reader) -> None:
    page = reader.page
    reader.ask("先问一句")
    reader.answered()
    page.click("#cc-tab-search")
    page.fill("#cc-search-query", "规定第七条")
    page.press("#cc-search-query", "Enter")
    page.locator(".cc-place").first.click()
    page.wait_for_selector(".cc-passage-text")
    assert page.locator("#cc-panel").is_visible() and not page.locator(".cc-back").is_visible()
    page.click("#cc-tab-ask")
    assert reader.text("#cc-panel h2").startswith("找到的依据")


def test_about_tells_model_sources_and_limits(reader: Reader) -> None:
    reader.page.click("#cc-tab-about")
    reader.page.get_by_text("26,000").first.wait_for()
    shown = reader.text("#cc-page-about")
    for words in ("fake-1", "Apache-2.0", "420", "2026-11-23", "已全部建好", "不是法律意见"):
        assert words in shown


def test_banners_say_when_something_is_missing(browser, fake_service) -> None:
    address, state = fake_service
    kept = json.loads(json.dumps(state.status))
    state.status["mode"], state.status["model"] = "extractive", None
    state.status["index"] |= {"ready": False, "lexical": 1200}
    try:
        with reading(browser, address, state, PHONE) as one:
            one.open()
            one.page.get_by_text("摘录模式：没有可用的语言模型").wait_for()
            one.page.get_by_text("已可检索 1,200 / 26,000 条").wait_for()
            state.status = kept
            one.page.get_by_text("已可检索").wait_for(state="detached")
    finally:
        state.status = kept


def test_switch_to_english_keeps_what_is_open_and_is_remembered(reader: Reader) -> None:
    page = reader.page
    reader.ask("换语言")
    reader.answered()
    page.fill("#cc-question", "草稿")
    page.click("#cc-language")
    assert reader.text("#cc-tab-history") == "History" and reader.text("#cc-send") == "Send"
    assert page.evaluate("document.documentElement.lang") == "en" and page.title() == "Data Export Compliance Copilot"
    assert "本内容由人工智能生成" in reader.text(".cc-origin") and "AI-generated" in reader.text(".cc-origin")
    assert page.input_value("#cc-question") == "草稿"
    assert "Digest" in reader.text("#cc-panel") and "in force since 2024-03-22" in reader.text("#cc-panel")
    for tab in ("path", "lists", "filings", "history", "search", "about"):
        page.click(f"#cc-tab-{tab}")
        chinese = page.evaluate(
            f"() => [...document.querySelectorAll('#cc-page-{tab} [data-said]')].map(e => e.textContent)"
            ".filter(s => /[\\u4e00-\\u9fff]/.test(s.replaceAll('规定第七条', '')))"
        )
        assert chinese == []
    page.reload()
    page.wait_for_selector("#cc-root.cc-ready")
    assert reader.text("#cc-tab-ask") == "Ask"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_phone_never_scrolls_sideways_and_opens_sources_as_a_sheet(phone: Reader, language: str) -> None:
    page = phone.page
    if language == "en":
        page.click("#cc-language")
    assert not scrolls_sideways(phone)
    tabs = [tab.bounding_box() for tab in page.get_by_role("tab").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in tabs if box) and None not in tabs
    phone.ask("手机上的问题，请补充" + "很长的词" * 30 + "x" * 200)
    phone.answered()
    assert not scrolls_sideways(phone)
    assert not page.locator("#cc-panel").is_visible()
    page.locator(".cc-show-found").click()
    assert page.locator("#cc-panel").is_visible() and not scrolls_sideways(phone)
    page.locator("#cc-panel .cc-source-button").first.click()
    page.wait_for_selector(".cc-passage-text")
    assert not scrolls_sideways(phone)
    page.locator(".cc-panel-close").click()
    assert not page.locator("#cc-panel").is_visible()
    page.locator(".cc-text .cc-mark").first.click()
    page.wait_for_selector(".cc-passage-text mark")
    page.keyboard.press("Escape")
    assert not page.locator("#cc-panel").is_visible()
    assert page.evaluate("document.activeElement.className") == "cc-mark"
    for tab in ("path", "lists", "filings", "history", "search", "about"):
        page.click(f"#cc-tab-{tab}")
        if tab == "search":
            page.fill("#cc-search-query", "手机检索")
            page.press("#cc-search-query", "Enter")
            page.wait_for_selector("#cc-page-search .cc-table tbody tr")
        assert not scrolls_sideways(phone), tab


def test_text_has_enough_contrast_in_light_and_dark(browser, fake_service) -> None:
    for scheme in ("light", "dark"):
        with reading(browser, *fake_service, PHONE, color_scheme=scheme) as one:
            one.open()
            one.ask("对比度，请补充")
            one.answered()
            assert one.page.evaluate(_LOW_CONTRAST) == []


# Elements whose own text has less than 4.5:1 against the nearest background (WCAG 2.1 AA).
_LOW_CONTRAST = """() => {
  const rgb = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
  const part = (v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
  const behind = (el) => {
    for (; el; el = el.parentElement) {
      const colour = rgb(getComputedStyle(el).backgroundColor);
      if (colour.length === 3 || colour[3] > .9) return colour;
    }
    return [255, 255, 255];
  };
  const worded = (el) => el.getClientRects().length && [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll('#cc-root *')].filter(worded).map(el => {
    const a = light(rgb(getComputedStyle(el).color)), b = light(behind(el));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    return ratio < 4.5 ? `${el.className} ${el.textContent.slice(0, 20)} ${ratio.toFixed(2)}` : null;
  }).filter(Boolean);
}"""
