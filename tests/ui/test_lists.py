"""The section 负面清单 in a real browser, on the shipped lists: index, search, a list, fields matched, differences."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from tests.ui.conftest import PHONE, Reader, reading
from tests.ui.fake_path import lists
from tests.ui.test_pages import _LOW_CONTRAST, scrolls_sideways

pytestmark = pytest.mark.browser

WHOLE = "shanghai-2024"
FIELDS = "字段名,含义,类型\nage,年龄,\nmobile_no,会员手机号,一般\nfoo_bar,内部编号,其他\n"


def enter(one: Reader) -> Reader:
    """Go to the section and wait for the lists."""
    one.page.click("#cc-tab-lists")
    one.page.wait_for_selector(".cc-list-card")
    return one


def match(one: Reader, fields: str = FIELDS) -> None:
    """Match fields with the whole list in its first domain."""
    page = one.page
    if not page.locator("#cc-match").get_attribute("open"):
        page.locator("#cc-match > summary").click()
    page.select_option("#cc-match-list", WHOLE)
    page.wait_for_function("() => document.querySelectorAll('#cc-match-domain option').length > 1")
    page.select_option("#cc-match-domain", index=2)
    page.fill("#cc-match-fields", fields)
    page.click("#cc-match-run")


def test_every_list_says_how_much_of_it_was_obtained(reader: Reader) -> None:
    page = enter(reader).page
    assert page.locator(".cc-list-card").count() == len(lists().lists)
    missing = [one for one in lists().lists if one.completeness != "complete"]
    assert missing, "the test needs a list whose text was not obtained"
    for one in missing:
        card = page.locator(f"[data-list='{one.id}']")
        assert "正文没有（全部）取得" in card.inner_text()
        assert card.locator("a.cc-official").get_attribute("href") == one.page
    assert "全文" in page.locator(f"[data-list='{WHOLE}']").inner_text()


def test_search_finds_a_field_and_opens_its_list_at_the_place(reader: Reader) -> None:
    page = enter(reader).page
    page.fill("#cc-lists-query", "年龄")
    page.press("#cc-lists-query", "Enter")
    page.wait_for_selector(".cc-lists-output .cc-source-button")
    page.locator(".cc-lists-output .cc-source-button", has_text="字段").first.click()
    page.wait_for_selector(".cc-list-open mark")
    assert page.locator(".cc-list-open mark", has_text="年龄").first.is_visible()
    page.fill("#cc-lists-query", "完全没有这样的字段名xyz")
    page.press("#cc-lists-query", "Enter")
    page.get_by_text("查不到不等于没有").wait_for()


def test_list_shows_domains_rows_thresholds_and_residual_rows(reader: Reader) -> None:
    page = enter(reader).page
    page.locator(f"[data-list='{WHOLE}'] button").click()
    page.wait_for_selector(".cc-domain")
    item = lists().get(WHOLE)
    assert page.locator(".cc-domain").count() == len(item.domains)
    assert page.locator(".cc-item").count() == sum(len(d.items) for d in item.domains)
    residual = [row for d in item.domains for row in d.items if row.residual]
    assert page.locator(".cc-residual").count() == len(residual) > 0
    page.locator(".cc-domain > summary").first.click()
    first = item.domains[0]
    shown = reader.text(".cc-domain")
    assert all(scene.name in shown for scene in first.scenes)
    bound = next(t.min for row in first.items for t in row.threshold if t.min)
    assert f"{bound:,} 人以上" in shown
    facts = reader.text(".cc-list-open .cc-facts")
    assert "须在区内注册" in facts and "关基运营者适用" in facts


def test_list_without_its_text_leads_to_the_official_page(reader: Reader) -> None:
    page = enter(reader).page
    one = next(one for one in lists().lists if one.completeness == "metadata_only")
    page.locator(f"[data-list='{one.id}'] button").click()
    page.get_by_text("不能据此下结论").wait_for()
    assert page.locator(".cc-list-open a.cc-official").first.get_attribute("href") == one.page


def test_fields_are_matched_with_score_and_reason_and_kept_over_a_reload(reader: Reader) -> None:
    page = enter(reader).page
    match(reader)
    page.wait_for_selector(".cc-match-output tbody tr")
    rows = page.locator(".cc-match-output tbody tr")
    assert rows.count() == 3
    age = rows.filter(has_text="age").first
    assert "已对上" in age.inner_text() and "第" in age.inner_text() and "0." in age.inner_text()
    assert "没有对上" in rows.filter(has_text="foo_bar").inner_text()
    said = reader.text(".cc-match-output")
    assert "还不能判定" in said and "企业注册在该自贸试验区内吗" in said
    page.reload()
    page.wait_for_selector(".cc-list-card")
    assert page.input_value("#cc-match-fields") == FIELDS.rstrip("\n") or page.input_value("#cc-match-fields") == FIELDS


def test_a_settled_match_goes_into_the_path(reader: Reader) -> None:
    page = enter(reader).page
    page.fill("#cc-lists-as-of", "2025-06-01")
    page.wait_for_function("() => document.querySelectorAll('.cc-list-card').length > 5")
    page.locator("#cc-match > summary").click()
    page.select_option("#cc-match-list", WHOLE)
    page.wait_for_function("() => document.querySelectorAll('#cc-match-domain option').length > 1")
    page.select_option("#cc-match-domain", "none")
    page.fill("#cc-match-fields", "age,年龄")
    answers = {"registered_in_zone": "是", "exporting_in_zone": "是", "is_ciio": "否", "contains_important_data": "否"}
    for name, words in answers.items():
        page.locator(f"[data-answer={name}]").get_by_role("button", name=words, exact=True).click()
    page.click("#cc-match-run")
    page.wait_for_selector(".cc-match-output table")
    use = page.locator("#cc-match-use")
    assert use.count() == 1, reader.text(".cc-match-output")
    use.click()
    page.wait_for_selector(".cc-answer-row[data-fact=negative_list_hit]")
    assert "上海" in reader.text(".cc-answer-row[data-fact=ftz]")


def test_a_file_in_either_encoding_is_read_in_the_browser(reader: Reader, tmp_path: Path) -> None:
    page = enter(reader).page
    page.locator("#cc-match > summary").click()
    for encoding in ("utf-8-sig", "gb18030"):
        file = tmp_path / f"{encoding}.csv"
        file.write_bytes("字段名,含义\nage,年龄\n".encode(encoding))
        page.fill("#cc-match-fields", "")
        page.set_input_files("#cc-match-file", file)
        page.wait_for_function("() => document.querySelector('#cc-match-fields').value.startsWith('字段名,含义')")
    (tmp_path / "a.xls").write_bytes(b"PK")
    page.set_input_files("#cc-match-file", tmp_path / "a.xls")
    page.get_by_text("请另存为 .xlsx").wait_for()
    page.fill("#cc-match-fields", "")
    page.click("#cc-match-run")
    page.get_by_text("请先粘贴字段名").wait_for()


def test_a_workbook_of_fields_is_read_and_a_broken_one_refused(reader: Reader, tmp_path: Path) -> None:
    page = enter(reader).page
    page.locator("#cc-match > summary").click()
    book = openpyxl.Workbook()
    for cells in (
        ["字段名", "含义", "类别", "示例"],
        ["age", "年龄, 周岁", "一般", "33"],
        ["id_no", "身份证号", "敏感", ""],
    ):
        book.active.append(cells)
    book.save(tmp_path / "fields.xlsx")
    page.set_input_files("#cc-match-file", tmp_path / "fields.xlsx")
    page.wait_for_function("() => document.querySelector('#cc-match-fields').value.includes('id_no')")
    assert 'age,"年龄, 周岁",pi,33' in page.input_value("#cc-match-fields")
    page.click("#cc-match-run")
    page.wait_for_selector(".cc-match-output tbody tr")
    assert page.locator(".cc-match-output tbody tr").count() == 2
    (tmp_path / "broken.xlsx").write_bytes(b"PK no workbook")
    page.set_input_files("#cc-match-file", tmp_path / "broken.xlsx")
    page.wait_for_selector("#cc-match .cc-error")
    assert "id_no" in page.input_value("#cc-match-fields"), "what was there stays"


def test_questions_of_a_match_show_no_codes(reader: Reader) -> None:
    page = enter(reader).page
    match(reader, "字段名,含义,类型\nmobile,,敏感\n电话,,\n")
    page.wait_for_selector(".cc-match-output tbody tr")
    assert re.findall(r"[a-z]+_[a-z]+", reader.text(".cc-match-output .cc-warn-box")) == []
    assert "？" in reader.text(".cc-match-output .cc-warn-box")


def test_differences_of_two_editions_say_what_cannot_be_compared(reader: Reader) -> None:
    page = enter(reader).page
    page.locator("#cc-diff > summary").click()
    chosen = [page.input_value(f"#cc-diff-{side}") for side in ("left", "right")]
    zones = {one.id: one.zone for one in lists().lists}
    assert zones[chosen[0]] == zones[chosen[1]] and chosen[0] != chosen[1]
    page.click("#cc-diff-run")
    page.wait_for_selector(".cc-diff-output tbody tr")
    shown = reader.text(".cc-diff-output")
    assert "只能比较领域和范围" in shown and "施行" in shown and "unknown" not in shown


def test_lists_in_english_on_the_phone(phone: Reader) -> None:
    page = enter(phone).page
    page.click("#cc-language")
    page.locator(f"[data-list='{WHOLE}'] button").click()
    page.wait_for_selector(".cc-domain")
    page.locator(".cc-domain > summary").first.click()
    match(phone)
    page.wait_for_selector(".cc-match-output tbody tr")
    page.locator("#cc-diff > summary").click()
    page.click("#cc-diff-run")
    page.wait_for_selector(".cc-diff-output tbody tr")
    assert not scrolls_sideways(phone)
    chinese = page.evaluate(
        "() => [...document.querySelectorAll('#cc-page-lists [data-said]')].filter(e => !e.children.length)"
        ".map(e => e.textContent).filter(s => /[\\u4e00-\\u9fff]/.test(s))"
    )
    assert [text for text in chinese if not text.startswith("rows ")] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_the_lists(browser, fake_service, scheme: str) -> None:
    with reading(browser, *fake_service, PHONE, color_scheme=scheme) as one:
        enter(one.open())
        one.page.locator(f"[data-list='{WHOLE}'] button").click()
        one.page.wait_for_selector(".cc-domain")
        for details in one.page.locator(".cc-domain").all():
            details.evaluate("el => { el.open = true; }")
        match(one)
        one.page.wait_for_selector(".cc-match-output tbody tr")
        assert one.page.evaluate(_LOW_CONTRAST) == []
