"""The section 台账与变更 in a real browser, on the real rules and a real ledger: entries, changes, renewal."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import PHONE, Reader, reading
from tests.ui.test_pages import _LOW_CONTRAST, scrolls_sideways

pytestmark = pytest.mark.browser

DAY = "2026-11-23"
HEADER = "主体,场景,接收方,日期,人数,敏感,免办,路径,集团,备注\n"
_CHINESE = (
    "() => [...document.querySelectorAll('#cc-page-filings [data-said]')].filter(e => !e.children.length)"
    ".map(e => e.textContent).filter(s => /[\\u4e00-\\u9fff]/.test(s))"
)


def enter(one: Reader, view: str = "ledger", day: str = DAY) -> Reader:
    """Go to a view of the section, on a day."""
    one.page.click("#cc-tab-filings")
    one.page.click(f"#cc-filings-view-{view}")
    one.page.fill("#cc-filings-as-of", day)
    one.page.locator("#cc-filings-as-of").dispatch_event("change")
    if view == "ledger":
        one.page.wait_for_selector(".cc-ledger-alerts > *")
    return one


def imported(one: Reader, lines: str, *, encoding: str = "utf-8-sig") -> None:
    """Import a table and wait for its report."""
    page = one.page
    if page.locator("#cc-import").get_attribute("open") is None:
        page.locator("#cc-import > summary").click()
    page.evaluate("() => document.querySelector('.cc-import-report').replaceChildren()")
    content = {"name": "台账.csv", "mimeType": "text/csv", "buffer": (HEADER + lines).encode(encoding)}
    page.set_input_files("#cc-import-file", content)  # type: ignore[arg-type]
    page.wait_for_selector(".cc-import-report [role=status]:has-text('行：')")


def filing(one: Reader, kind: str, **values: str) -> None:
    """Enter a filing and fold its form away."""
    page = one.page
    page.click("#cc-filing-add")
    form = page.locator(".cc-filing-form")
    form.locator("[data-name=kind]").select_option(kind)
    for name, value in values.items():
        form.locator(f"[data-name={name}]").first.fill(value)
    form.locator("summary").click()


def level(one: Reader, entity: str, name: str) -> Any:
    """A threshold of an entity."""
    return one.page.locator(f"[data-entity='{entity}'] [data-level={name}]")


def verdict(one: Reader, wanted: str) -> str:
    """The words of the verdict, once it is `wanted`."""
    one.page.wait_for_selector(f".cc-change-output [data-verdict={wanted}]")
    return one.text(".cc-change-output")


def test_a_table_is_imported_bad_lines_are_shown_and_thresholds_drawn(reader: Reader) -> None:
    enter(reader)
    lines = (
        "甲一,会员,乙境外,2026-03-01,85000,否,,标准合同,甲集团,\n甲一,员工,总部,2026-04-01,9500,是,,,甲集团,\n"
        "甲二,会员,乙境外,2026-05-01,40000,否,,,甲集团,\n甲二,出差,航司,2026-05-01,3000,否,art5_1,,,\n"
        "甲一,售后,丙,2026-13-01,1,否,,,,\n甲一,售后,丙,2026-01-01,许多,否,,,,\n"
    )
    imported(reader, lines, encoding="gb18030")
    bad = [row.inner_text() for row in reader.page.locator(".cc-bad-lines tbody tr").all()]
    assert len(bad) == 2 and "6" in bad[0] and "2026-13-01" in bad[0] and "许多" in bad[1]
    level(reader, "甲一", "pi_contract").wait_for()
    near = level(reader, "甲一", "pi_contract")
    assert near.get_attribute("data-status") == "near" and "85,000 / 100,000（85%）" in near.inner_text()
    assert "估计" in near.inner_text() and "12月31日" in near.inner_text()
    mark, limit, bar = (near.locator(f".cc-level-{n}") for n in ("mark", "limit", "least"))
    assert (mark.get_attribute("x1"), limit.get_attribute("x1"), bar.get_attribute("width")) == ("80", "100", "85")
    assert level(reader, "甲一", "sensitive_contract").get_attribute("data-status") == "reached"
    assert "照此会达到" in level(reader, "甲一", "sensitive_assessment").inner_text()
    other = reader.text("[data-entity='甲二']")
    assert "免办、不计入" in other and "3,000" in other
    alerts = reader.text(".cc-ledger-alerts")
    assert "甲一" in alerts and "甲二" not in alerts
    matrix = reader.text("#cc-ledger-matrix")
    assert "航司" in matrix and "集团公司合并申报" in matrix and "不得为避开门槛" in matrix
    imported(reader, lines, encoding="gb18030")
    assert "以前导入过 4 条" in reader.text(".cc-import-report")
    reader.page.select_option("#cc-ledger-entity", "甲二")
    assert reader.page.locator(".cc-entity").count() == 1


def test_the_day_chosen_decides_what_counts_and_whose_law(reader: Reader) -> None:
    enter(reader)
    imported(reader, "乙一,会员,乙境外,2026-06-01,99999,否,,,,\n")
    reader.page.wait_for_selector("[data-entity='乙一']")
    enter(reader, day="2026-05-31")
    reader.page.wait_for_selector("[data-entity='乙一']", state="detached")
    enter(reader, day="2027-01-01")
    reader.page.wait_for_selector(".cc-ledger-alerts")
    assert reader.page.locator("[data-entity='乙一']").count() == 0


def test_an_export_is_entered_kept_over_a_reload_recorded_and_voided(reader: Reader, tmp_path: Path) -> None:
    page = enter(reader).page
    page.locator("#cc-entry > summary").click()
    form = page.locator("#cc-entry-form")
    for name, value in {"entity": "丙一", "scene": "客服", "recipient": "丁境外", "exported_on": "2026-02-03"}.items():
        form.locator(f"[data-name={name}]").fill(value)
    form.locator("[data-name=persons]").fill("很多")
    page.click("#cc-entry-save")
    page.get_by_text("请用数字填写").first.wait_for()
    form.locator("[data-name=persons]").fill("12万")
    page.click("#cc-entry-save")
    page.get_by_text("请选是否敏感").wait_for()
    assert page.evaluate("document.activeElement.dataset.name") == "nature"
    page.reload()
    page.wait_for_selector("#cc-entry-form [data-name=entity]", state="attached")
    page.wait_for_function("() => document.querySelector('#cc-entry-form [data-name=persons]').value === '12万'")
    page.locator("#cc-entry > summary").click()
    assert form.locator("[data-name=entity]").input_value() == "丙一"
    form.locator("[data-name=nature]").select_option("general")
    reader.state.filings.down = True
    page.click("#cc-entry-save")
    page.wait_for_selector("#cc-entry .cc-error")
    assert form.locator("[data-name=persons]").input_value() == "12万"
    reader.state.filings.down = False
    page.click("#cc-entry-save")
    page.wait_for_selector("[data-entity='丙一']")
    assert level(reader, "丙一", "pi_contract").get_attribute("data-status") == "reached"
    assert form.locator("[data-name=persons]").input_value() == ""
    assert form.locator("[data-name=scene]").input_value() == "客服"
    page.locator("#cc-ledger-list > summary").click()
    row = page.locator("#cc-ledger-list tbody tr", has_text="丙一")
    row.get_by_role("button", name="作废").click()
    page.locator("dialog input").fill("=记错了")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-entity='丙一']", state="detached")
    page.check("#cc-ledger-voided")
    row.get_by_text("作废：=记错了").wait_for()
    with page.expect_download() as download:
        page.click("#cc-ledger-export")
    download.value.save_as(tmp_path / "ledger.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "ledger.csv").read_text(encoding="utf-8-sig"))))
    (voided,) = [one for one in rows if one["主体"] == "丙一"]
    assert voided["人数"] == "120000" and voided["作废原因"] == "'=记错了"


def test_ids_are_counted_once_and_never_kept_by_the_browser(reader: Reader) -> None:
    page = enter(reader).page
    page.locator("#cc-entry > summary").click()
    form = page.locator("#cc-entry-form")
    for name, value in {"entity": "丁一", "scene": "会员", "recipient": "戊", "exported_on": "2026-02-03"}.items():
        form.locator(f"[data-name={name}]").fill(value)
    form.locator("[data-name=nature]").select_option("sensitive")
    form.locator("details summary").click()
    page.fill("#cc-entry-id-kind", "会员号")
    page.fill("#cc-entry-ids", "SECRET-1\nSECRET-2\nsecret-2\n")
    page.click("#cc-entry-save")
    page.wait_for_selector("[data-entity='丁一']")
    assert "敏感（人） 2" in reader.text("[data-entity='丁一']")
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])").lower()
    assert "secret" not in kept


def test_a_change_asks_only_what_is_open_and_says_what_stops(reader: Reader) -> None:
    page = enter(reader, "change").page
    filing(reader, "standard_contract", number="沪备001", pi_granted="50万", pi_used="40万", sensitive_used="0")
    page.click("[data-kind=recipient]")
    said = verdict(reader, "re_file")
    assert "办妥以前要停下的" in said and "《个人信息出境标准合同办法》第八条" in said and "要办的事" in said
    assert page.locator(".cc-asked").count() == 0
    page.click(".cc-change-kinds [data-kind=recipient]")
    page.click("[data-kind=field]")
    verdict(reader, "need_facts")
    (asked,) = [one.get_attribute("data-fact") for one in page.locator(".cc-asked").all()]
    assert asked == "sensitive"
    page.locator("[data-answer='0.sensitive.false']").focus()
    page.keyboard.press("Enter")
    said = verdict(reader, "supplement")
    assert page.evaluate("document.activeElement.dataset.answer") == "0.sensitive.false", "the focus stays"
    assert "没有说新内容已经写在备案的合同" in said and "within_scope" not in said
    page.locator(".cc-change-output [data-fact=within_scope] button").click()
    page.locator("[data-answer='0.within_scope.true']").click()
    verdict(reader, "none")
    page.reload()
    page.wait_for_selector("[data-answer='0.within_scope.true'][aria-pressed=true]")
    assert "沪备001" in reader.text(".cc-filing-list")


def test_persons_that_reach_the_assessment_lead_to_another_path(reader: Reader) -> None:
    page = enter(reader, "change").page
    filing(reader, "standard_contract", pi_granted="200万", pi_used="95万", sensitive_used="0")
    page.click("[data-kind=persons]")
    page.locator(".cc-one-change [data-name=pi_added]").fill("5万")
    said = verdict(reader, "new_path")
    assert "申报数据出境安全评估" in said
    page.locator(".cc-one-change [data-name=pi_added]").fill("49999")
    verdict(reader, "none")
    page.locator(".cc-one-change [data-name=pi_added]").fill("五六个")
    page.get_by_text("这些不是人数").wait_for()
    page.locator(".cc-one-change [data-name=pi_added]").fill("5")
    page.locator(".cc-filing-form summary").click()
    page.locator(".cc-filing-form [data-name=pi_used]").fill("")
    verdict(reader, "need_facts")
    page.click("#cc-fill-counts")
    assert page.evaluate("document.activeElement.dataset.name") == "pi_used"
    page.keyboard.type("10万")
    verdict(reader, "none")


def test_an_assessment_is_renewed_by_window_and_conditions(reader: Reader) -> None:
    page = enter(reader, "renewal").page
    filing(reader, "security_assessment", number="国评1", name="会员服务")
    expires = page.locator(".cc-renewal-head [data-name=expires]")
    for day, state, words in (
        ("2027-03-31", "early", "2027-01-06"),
        ("2027-02-01", "open", "2026-11-09"),
        ("2026-12-10", "late", "少于"),
        ("2026-11-22", "expired", "停止"),
    ):
        expires.fill(day)
        page.wait_for_selector(f".cc-renewal-output [data-state={state}]")
        assert words in reader.text(".cc-renewal-output"), day
        assert page.locator(".cc-danger-box").count() == (state in ("late", "expired"))
    expires.fill("2027-02-01")
    page.wait_for_selector(".cc-renewal-output [data-state=open]")
    conditions = page.locator(".cc-condition")
    assert conditions.count() == 7
    for one in conditions.all():
        if one.locator("[data-choice=conditionMet]").count():
            one.locator("[data-choice=conditionMet]").click()
    page.locator("[data-choice=renewalNoImportant]").click()
    page.locator("[data-condition=pi_growth] [data-name=pi_granted]").fill("100万")
    page.locator("[data-condition=pi_growth] [data-name=pi_next]").fill("120万")
    page.wait_for_selector(".cc-renewal-output [data-verdict=extend]")
    assert "1,200,000 ≤ 1,000,000 × 120%" in reader.text("[data-condition=pi_growth]")
    page.locator("[data-condition=pi_growth] [data-name=pi_next]").fill("1200001")
    page.wait_for_selector(".cc-renewal-output [data-verdict=re_assess]")
    page.locator("[data-condition=pi_growth] [data-name=pi_next]").fill("120万")
    page.locator("[data-condition=complied] [data-choice=conditionNotMet]").click()
    page.wait_for_selector(".cc-renewal-output [data-verdict=re_assess]")
    page.locator("[data-condition=complied] [data-choice=unknownAnswer]").click()
    page.wait_for_selector(".cc-renewal-output [data-verdict=need_facts]")
    page.reload()
    page.wait_for_selector("[data-condition=purposes_unchanged] [data-choice=conditionMet][aria-pressed=true]")
    assert page.locator(".cc-renewal-head [data-name=expires]").input_value() == "2027-02-01"
    assert page.locator(".cc-filing-form [data-name=pi_granted]").input_value() == "100万"


def test_filings_are_kept_by_the_service_and_removed_only_after_a_question(reader: Reader) -> None:
    page = enter(reader, "change").page
    filing(reader, "certification", number="证1")
    page.wait_for_function("() => document.querySelector('.cc-kept-filings').textContent === '已保存'")
    number = page.evaluate("() => JSON.parse(localStorage.getItem('cc-filings')).id")
    assert reader.state.path.drafts[number]["filings"][0]["number"] == "证1"
    page.locator(".cc-filing-form summary").click()
    page.click("#cc-filing-remove")
    page.locator("dialog").get_by_role("button", name="取消").click()
    assert page.locator(".cc-filing-chip").count() == 1
    page.click("#cc-filing-remove")
    page.locator("dialog").get_by_role("button", name="删除").click()
    page.wait_for_selector(".cc-filing-chip", state="detached")


def test_counts_of_the_ledger_go_into_the_path(reader: Reader) -> None:
    page = enter(reader).page
    imported(reader, "己一,会员,乙境外,2026-03-01,7000,否,,,,\n")
    page.locator("[data-entity='己一']").get_by_role("button", name="用到路径判定里").click()
    page.wait_for_selector(".cc-answer-row[data-fact=pi_count_to_date]")
    assert "7,000" in reader.text(".cc-answer-row[data-fact=pi_count_to_date]")


def everything(one: Reader) -> list[str]:
    """Visit every view with something in it; the views in which something went wrong sideways."""
    page, wide = enter(one).page, []
    imported(
        one, "庚一,很长的场景名称很长的场景名称,recipient-with-a-long-name,2026-03-01,85000,否,,,,\n辛,a,b,c,d,e,,,,\n"
    )
    page.locator("#cc-entry > summary").click()
    page.locator("#cc-ledger-list > summary").click()
    page.wait_for_selector("#cc-ledger-list tbody tr")
    wide += ["ledger"] * scrolls_sideways(one)
    page.click("#cc-filings-view-change")
    page.click("#cc-filing-add")
    page.locator(".cc-filing-form [data-name=kind]").select_option("security_assessment")
    page.click("[data-kind=field]")
    page.wait_for_selector(".cc-asked")
    wide += ["change"] * scrolls_sideways(one)
    page.click("#cc-filings-view-renewal")
    page.locator(".cc-renewal-head [data-name=expires]").fill("2026-12-10")
    page.wait_for_selector(".cc-danger-box")
    return wide + ["renewal"] * scrolls_sideways(one)


def test_english_on_the_phone(phone: Reader) -> None:
    page = phone.page
    page.click("#cc-language")
    page.click("#cc-tab-filings")
    page.locator("#cc-import > summary").click()
    content = {
        "name": "a.csv",
        "mimeType": "text/csv",
        "buffer": f"{HEADER}庚一,a,b,2026-03-01,85000,否,,,,\n".encode(),
    }
    page.set_input_files("#cc-import-file", content)  # type: ignore[arg-type]
    page.wait_for_selector(".cc-entity")
    found = [page.evaluate(_CHINESE)]
    page.click("#cc-filings-view-change")
    page.click("#cc-filing-add")
    page.locator(".cc-filing-form [data-name=kind]").select_option("security_assessment")
    page.click("[data-kind=field]")
    page.wait_for_selector(".cc-asked")
    assert "Does the change affect the security" in phone.text(".cc-change-cards")
    assert phone.text(".cc-change-output h2") == "Cannot be decided yet"
    found.append(page.evaluate(_CHINESE))
    page.click("#cc-filings-view-renewal")
    page.locator(".cc-renewal-head [data-name=expires]").fill("2027-02-01")
    page.wait_for_selector(".cc-renewal-output [data-state=open]")
    found.append(page.evaluate(_CHINESE))
    assert found == [[], [], []] and not scrolls_sideways(phone)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_never_scrolls_sideways_and_has_contrast(browser, fake_service, scheme: str) -> None:
    with reading(browser, *fake_service, PHONE, color_scheme=scheme) as one:
        assert everything(one.open()) == []
        low = []
        for view in ("ledger", "change", "renewal"):
            one.page.click(f"#cc-filings-view-{view}")
            one.page.wait_for_timeout(400)
            low += one.page.evaluate(_LOW_CONTRAST)
        assert low == []
