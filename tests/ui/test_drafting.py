"""The page of drafting over the whole service, in a real browser: begin, answer, resume, draft, compare."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from docx import Document as open_docx
from openpyxl import Workbook

from copilot.wiring import Parts
from tests.ui.conftest import PHONE, WIDE, Reader, reading
from tests.ui.drafting_service import drafting_service

pytestmark = pytest.mark.browser
DRAFT_MS = 180_000
RETAILER = json.loads(Path("eval/datasets/filings/retailer.json").read_text("utf-8"))
HAN = re.compile("[\u4e00-\u9fff]")
EVIL = "<img src=x onerror=window.hacked=1>{{ 7*7 }}{% raw %}=HYPERLINK(1)\u202e"
FACTS = {
    "is_export": True, "contains_pi": True, "contains_important_data": False, "important_data_notified": False,
    "is_ciio": False, "contract_necessary": False, "hr_necessary": False, "emergency": False, "overseas_origin": False,
    "foreign_judicial_request": False, "pi_count": 200_000, "sensitive_pi_count": 0, "under14": False,
    "recipient_region": "新加坡",
}  # fmt: skip


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Parts]]:
    with drafting_service(tmp_path_factory.mktemp("drafting")) as running:
        yield running


@pytest.fixture
def desk(browser: Any, service: tuple[str, Parts]) -> Iterator[Reader]:
    with reading(browser, service[0], None, WIDE) as one:
        yield one


@pytest.fixture
def phone(browser: Any, service: tuple[str, Parts]) -> Iterator[Reader]:
    with reading(browser, service[0], None, PHONE, has_touch=True, is_mobile=True) as one:
        yield one


def call(service: tuple[str, Parts], method: str, path: str, body: Any = None) -> Any:
    with httpx.Client(trust_env=False, timeout=60) as client:
        reply = client.request(method, f"{service[0]}/v1/{path}", json=body)
    assert reply.is_success, reply.text
    return reply.json() if reply.content else None


def kept(service: tuple[str, Parts], content: dict[str, Any]) -> str:
    """The id of a questionnaire that was begun over HTTP."""
    kind = content.get("kind", "standard_contract")
    return call(service, "POST", "filings", {"kind": kind, "content": content})["id"]


def group_of(service: tuple[str, Parts], path: str) -> str:
    """The part of the questionnaire in which a question stands."""
    return next(one["group"] for one in call(service, "GET", "filings/questions")["questions"] if one["path"] == path)


def saved(reader: Reader) -> None:
    """Wait until the page has saved."""
    reader.page.wait_for_function("() => document.querySelector('.cc-dr-state')?.textContent === '已保存'")


def field(reader: Reader, path: str) -> Any:
    """The box of a question."""
    return reader.page.locator(f'.cc-dr-field[data-path="{path}"]')


def make(reader: Reader, filing: str) -> None:
    """Draft on the page and wait for the papers."""
    reader.page.goto(f"{reader.address}/drafting#{filing}/papers")
    reader.page.click("#cc-dr-make")
    reader.page.wait_for_selector(".cc-dr-files, .cc-dr-result .cc-error", timeout=DRAFT_MS)
    assert reader.page.locator(".cc-dr-files").count() == 1, reader.text(".cc-dr-result")


def test_a_filing_is_begun_answered_and_resumed(desk: Reader, service: tuple[str, Parts]) -> None:
    page = desk.open("/drafting").page
    page.select_option("#cc-dr-kind", "standard_contract")
    page.fill("#cc-dr-title", "订单出境")
    page.click("#cc-dr-begin")
    page.wait_for_selector(".cc-dr-questions")
    name = field(desk, "exporter.name")
    assert "全称" in name.inner_text() and name.locator("summary").inner_text() == "依据", (
        "why it is asked, and its article"
    )
    name.locator("input").fill("示例科技（北京）有限公司")
    ciio = field(desk, "exporter.is_ciio")
    ciio.get_by_role("button", name="否", exact=True).click()
    code = field(desk, "exporter.code")
    code.get_by_role("button", name="暂不知道").click()
    staff = field(desk, "exporter.staff").locator("input")
    staff.fill("1.2万人")
    staff.blur()
    assert staff.input_value() == "12,000"
    saved(desk)
    filing = page.url.rpartition("#")[2].partition("/")[0]
    content = call(service, "GET", f"filings/{filing}")["content"]
    assert content["exporter"] == {"name": "示例科技（北京）有限公司", "is_ciio": False, "staff": 12_000}
    assert content["unknown"] == ["exporter.code"]
    page.reload()
    page.wait_for_selector(".cc-dr-questions")
    page.goto(f"{desk.address}/drafting#{filing}/exporter")
    assert field(desk, "exporter.name").locator("input").input_value() == "示例科技（北京）有限公司"
    assert field(desk, "exporter.code").locator(".cc-dr-unknown").get_attribute("aria-pressed") == "true"
    assert page.locator(".cc-dr-papers li").count() >= 4, "the progress of each paper"


def test_what_is_not_saved_is_said_and_kept(desk: Reader, service: tuple[str, Parts]) -> None:
    """Somebody else saves in between; and the line goes dead."""
    filing = kept(service, {"exporter": {"name": "甲公司"}})
    page = desk.open(f"/drafting#{filing}/exporter").page
    page.wait_for_selector(".cc-dr-questions")
    call(service, "PUT", f"filings/{filing}", {"revision": 1, "content": {"exporter": {"name": "乙公司"}}})
    field(desk, "exporter.staff").locator("input").fill("5")
    field(desk, "exporter.staff").locator("input").blur()
    page.get_by_role("button", name="用我的（先前一版仍可找回）").click()
    saved(desk)
    content = call(service, "GET", f"filings/{filing}")["content"]
    assert content["exporter"] == {"name": "甲公司", "staff": 5}
    page.context.set_offline(True)
    field(desk, "exporter.staff").locator("input").fill("7")
    field(desk, "exporter.staff").locator("input").blur()
    page.wait_for_selector("#cc-dr-told .cc-error")
    page.context.set_offline(False)
    page.locator("#cc-dr-told").get_by_role("button", name="重试").click()
    saved(desk)
    assert call(service, "GET", f"filings/{filing}")["content"]["exporter"]["staff"] == 7


def test_a_table_of_data_items_is_confirmed(desk: Reader, service: tuple[str, Parts], tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ["字段名称", "说明", "是否敏感"],
        ["姓名", "收件人姓名", "否"],
        ["身份证号", "清关用", "是"],
        [EVIL[:40], "", "否"],
    ):
        book.active.append(row)
    book.save(tmp_path / "字段.xlsx")
    filing = kept(service, {"scenes": [{"id": "s1", "name": "订单"}]})
    page = desk.open(f"/drafting#{filing}/{group_of(service, 'scenes[].items[].name')}").page
    page.locator(".cc-dr-intake input[type=file]").first.set_input_files(tmp_path / "字段.xlsx")
    page.wait_for_selector(".cc-dr-preview")
    assert call(service, "GET", f"filings/{filing}")["content"]["scenes"] == [{"id": "s1", "name": "订单"}], "not yet"
    page.get_by_role("button", name="填入", exact=True).click()
    page.wait_for_selector('[data-element="scenes[0].items[2]"]')
    saved(desk)
    items = call(service, "GET", f"filings/{filing}")["content"]["scenes"][0]["items"]
    assert [one["name"] for one in items[:2]] == ["姓名", "身份证号"] and items[1]["sensitive"] is True
    assert page.evaluate("window.hacked") is None


def test_a_long_table_is_drawn_step_by_step(desk: Reader, service: tuple[str, Parts]) -> None:
    rows = [{"name": f"字段{n}"} for n in range(300)]
    filing = kept(service, {"scenes": [{"id": "s1", "name": "订单", "items": [*rows, {"name": "字段7"}]}]})
    page = desk.open(f"/drafting#{filing}/{group_of(service, 'scenes[].items[].name')}").page
    page.wait_for_selector('[data-element="scenes[0].items[39]"]')
    assert page.locator('[data-element="scenes[0].items[40]"]').count() == 0
    page.get_by_role("button", name="还有 261 个没有显示").click()
    page.wait_for_selector('[data-element="scenes[0].items[159]"]')
    page.locator(".cc-dr-conflicts li", has_text="字段7").get_by_role("button").nth(1).click()
    page.wait_for_function(
        "() => document.activeElement?.closest('[data-path]')?.dataset.path === 'scenes[0].items[300].name'"
    )


def test_contradictions_are_shown_and_lead_to_their_fields(desk: Reader, service: tuple[str, Parts]) -> None:
    filing = kept(
        service,
        {
            "exporter": {"scale": 99, "code": "91110105MA0000015G"},
            "scenes": [{"id": "a", "persons_sent": 100, "name": "订单"}],
        },
    )
    page = desk.open(f"/drafting#{filing}").page
    page.wait_for_selector(".cc-dr-conflicts li")
    told = page.locator(".cc-dr-conflicts").inner_text()
    assert "校验位不符" in told and "多于" in told and "（99）" in told
    page.locator(".cc-dr-conflicts li", has_text="校验位").get_by_role("button").first.click()
    page.wait_for_function("() => document.activeElement?.closest('[data-path]')?.dataset.path === 'exporter.code'")
    page.keyboard.press("Control+A")
    page.keyboard.type("91110105MA0000015F")
    saved(desk)
    page.wait_for_function("() => !document.querySelector('.cc-dr-conflicts')?.textContent.includes('校验位')")
    page.click("#cc-language")
    page.wait_for_function("() => document.querySelector('.cc-dr-conflicts')?.textContent.includes('is more than')")
    english = page.locator(".cc-dr-conflicts > ul > li > p").all_inner_texts()
    assert english and not any(HAN.search(one) for one in english)
    assert not HAN.search(page.locator(".cc-dr-papers").inner_text()), "titles of the papers"


def test_papers_are_drafted_with_their_gaps_and_taken_as_a_zip(desk: Reader, service: tuple[str, Parts]) -> None:
    content = RETAILER | {"exporter": RETAILER["exporter"] | {"office_at": None, "business": EVIL}}
    filing = kept(service, content)
    desk.open("/drafting")
    make(desk, filing)
    page = desk.page
    assert "非官方文本·不得签署或提交" in page.locator(".cc-dr-result .cc-warn-box").inner_text()
    assert page.locator(".cc-dr-files li").count() >= 4
    gaps = page.locator("details", has_text="待补充").first
    assert "办公所在地" in gaps.inner_text()
    assert page.locator(".cc-dr-result h3", has_text="预检发现").count() == 1
    with page.expect_download() as download:
        page.get_by_role("button", name="全部下载（zip）").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        names = archive.namelist()
        report = next(one for one in names if "影响评估报告" in one)
        words = "\n".join(p.text for p in open_docx(io.BytesIO(archive.read(report))).paragraphs)
    assert any("标准合同" in one for one in names) and any("起草记录" in one for one in names)
    assert "{{ 7*7 }}" in words and "<img src=x" in words and "\u202e" not in words, "as plain text"
    assert page.evaluate("window.hacked") is None
    gaps.get_by_role("button", name="办公所在地").click()
    page.wait_for_function(
        "() => document.activeElement?.closest('[data-path]')?.dataset.path === 'exporter.office_at'"
    )


def test_a_draft_is_held_against_the_one_before_and_a_state_taken_up_again(
    desk: Reader, service: tuple[str, Parts]
) -> None:
    filing = kept(service, RETAILER)
    desk.open("/drafting")
    make(desk, filing)
    page = desk.page
    assert page.locator("#cc-dr-against").count() == 0, "there is none before it"
    page.goto(f"{desk.address}/drafting#{filing}/{group_of(service, 'recipients[].contact')}")
    contact = field(desk, "recipients[0].contact").locator("input")
    before = contact.input_value()
    contact.fill("Nadia Obermeier")
    saved(desk)
    make_again(desk, filing)
    page.click("#cc-dr-against")
    page.wait_for_selector(".cc-dr-changed")
    row = page.locator('.cc-dr-changed tr[data-path="recipients[0].contact"]')
    assert row.locator("del").inner_text() == before and row.locator("ins").inner_text() == "Nadia Obermeier"
    assert "个人信息出境标准合同" in row.inner_text()
    contract = page.locator(".cc-dr-paper-changed", has_text="标准合同").first
    assert "Nadia Obermeier" in contract.text_content()
    page.goto(f"{desk.address}/drafting#{filing}/history")
    page.locator('[data-revision="1"]').get_by_role("button", name="与现在比较").click()
    page.wait_for_selector(".cc-dr-changed")
    assert page.locator(".cc-dr-changed tbody tr").count() == 1
    page.locator('[data-revision="1"]').get_by_role("button", name="恢复").click()
    page.locator("dialog").get_by_role("button", name="恢复").click()
    page.wait_for_selector('[data-revision="2"]')
    now = call(service, "GET", f"filings/{filing}")
    assert now["revision"] == 3 and now["content"]["recipients"][0]["contact"] == before


def make_again(reader: Reader, filing: str) -> None:
    """Draft once more: the earlier result goes first."""
    page = reader.page
    page.goto(f"{reader.address}/drafting#{filing}/papers")
    page.wait_for_selector(".cc-dr-files")
    page.click("#cc-dr-make")
    page.wait_for_selector("#cc-dr-against", timeout=DRAFT_MS)


def test_the_law_of_another_day_changes_the_papers(desk: Reader, service: tuple[str, Parts]) -> None:
    filing = kept(service, RETAILER)
    page = desk.open(f"/drafting#{filing}/history").page
    page.fill("#cc-dr-day-one", "2025-12-01")
    page.fill("#cc-dr-day-two", "2022-10-01")
    page.get_by_role("button", name="比较", exact=True).click()
    page.wait_for_selector(".cc-dr-paper-changed", timeout=DRAFT_MS)
    told = page.locator(".cc-dr-difference").inner_text()
    assert "2025-12-01" in told and "2022-10-01" in told and "回答没有不同" in told and "不再需要" in told


def test_a_filing_begins_from_a_verdict(desk: Reader, service: tuple[str, Parts]) -> None:
    verdict = call(service, "POST", "path", {"facts": FACTS})["determination_id"]
    page = desk.open(f"/?d={verdict}#path").page
    page.click(".cc-draft-link")
    page.wait_for_selector(".cc-dr-origin")
    told = page.locator(".cc-dr-origin").inner_text()
    assert "个人信息出境标准合同备案" in told and "应当订立标准合同" in told and "第八条" in told
    assert page.locator(".cc-dr-origin a[href*='?d=']").get_attribute("href").endswith(f"?d={verdict}#path")
    filing = page.url.rpartition("#")[2].partition("/")[0]
    page.goto(f"{desk.address}/drafting#{filing}/exporter")
    ciio = field(desk, "exporter.is_ciio")
    assert ciio.locator(".cc-dr-taken").is_visible()
    assert ciio.get_by_role("button", name="否", exact=True).get_attribute("aria-pressed") == "true"
    assert not field(desk, "exporter.name").locator(".cc-dr-taken").is_visible()
    ciio.get_by_role("button", name="是", exact=True).click()
    ciio.locator(".cc-dr-taken").wait_for(state="hidden")
    saved(desk)
    page.wait_for_function(
        "() => document.querySelector('.cc-dr-conflicts')?.textContent.includes('申报数据出境安全评估')"
    )


def test_an_open_verdict_offers_no_papers(desk: Reader, service: tuple[str, Parts]) -> None:
    verdict = call(service, "POST", "path", {"facts": FACTS | {"pi_count": None}})["determination_id"]
    page = desk.open(f"/?d={verdict}#path").page
    page.wait_for_selector(".cc-verdict")
    assert page.locator(".cc-draft-link").count() == 0


def test_everything_can_be_done_on_a_phone(phone: Reader, service: tuple[str, Parts]) -> None:
    filing = kept(service, RETAILER | {"origin": {"path": "exempt", "headline": "说明", "as_of": "2026-11-23"}})
    page = phone.open(f"/drafting#{filing}").page
    page.wait_for_selector(".cc-dr-questions")
    for part in ("exporter", group_of(service, "recipients[].contact"), "history", "papers"):
        page.goto(f"{phone.address}/drafting#{filing}/{part}")
        page.wait_for_selector(".cc-dr-questions h2")
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], part
    page.tap("#cc-dr-make")
    page.wait_for_selector(".cc-dr-files", timeout=DRAFT_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_large_or_broken_file_of_facts_is_refused_in_words(desk: Reader, tmp_path: Path) -> None:
    page = desk.open("/drafting").page
    cases = {"x.json": "{", "y.json": "[1]", "z.json": json.dumps({"exporter": {"name": "长" * 1_000_000}})}
    for name, text in cases.items():
        (tmp_path / name).write_text(text, "utf-8")
        page.locator("input[type=file]").set_input_files(tmp_path / name)
        said = page.locator(".cc-dr-new .cc-problem, .cc-dr-new .cc-error")
        said.wait_for()
        wanted = "exporter.name" if name == "z.json" else name if name == "x.json" else ""
        assert wanted in said.inner_text() and "undefined" not in said.inner_text()
        page.reload()
        page.wait_for_selector("#cc-dr-kind")
