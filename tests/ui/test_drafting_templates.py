"""Official templates on the page of drafting: loaded, corrected by keyboard, confirmed, drafted on; desk and phone."""

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

from copilot.wiring import Parts
from tests.filing.official import layouts
from tests.ui.conftest import PHONE, WIDE, Reader, reading
from tests.ui.drafting_service import drafting_service

pytestmark = pytest.mark.browser
DRAFT_MS = 120_000
RETAILER = json.loads(Path("eval/datasets/filings/retailer.json").read_text("utf-8"))
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Parts]]:
    with drafting_service(tmp_path_factory.mktemp("drafting")) as running:
        yield running


@pytest.fixture(autouse=True)
def none_loaded(service: tuple[str, Parts]) -> Iterator[None]:
    """Every test begins without templates."""
    yield
    for one in service[1].templates.all():
        service[1].templates.remove(one.id)


@pytest.fixture
def desk(browser: Any, service: tuple[str, Parts]) -> Iterator[Reader]:
    with reading(browser, service[0], None, WIDE) as one:
        yield one


@pytest.fixture
def handheld(browser: Any, service: tuple[str, Parts]) -> Iterator[Reader]:
    with reading(browser, service[0], None, PHONE, has_touch=True, is_mobile=True) as one:
        yield one


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Templates laid out from the structure of the official ones."""
    folder = tmp_path_factory.mktemp("templates")
    for name in ("ATTORNEY", "CONTRACT", "REPORT", "APPLICATION"):
        (folder / f"{name}.docx").write_bytes(layouts.word(layouts.parsed(getattr(layouts, name))))
    lines = ["申报指南", *layouts.parsed(layouts.ATTORNEY), *layouts.parsed(layouts.REPORT)]
    (folder / "指南.docx").write_bytes(layouts.word(lines))
    evil = "<img src=x onerror=window.hacked=1>"
    rows = ["单位名称：____", "企业名称：____", f"{evil}宠物数量：____"]
    (folder / "备案表.docx").write_bytes(layouts.word(rows))
    (folder / "旧.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return folder


def load(reader: Reader, file: Path, paper: str = "") -> None:
    selector = f"[data-paper={paper}] input[type=file]" if paper else "#cc-tp-any + input"
    reader.page.set_input_files(selector, str(file))


def opened(reader: Reader, kind: str, file: Path, paper: str = "") -> Any:
    """The blanks of a template that was just loaded."""
    page = reader.open(f"/drafting#templates/{kind}").page
    page.wait_for_selector(".cc-tp-paper")
    load(reader, file, paper)
    page.wait_for_selector(".cc-tp-table")
    return page


def row(page: Any, blank: str) -> Any:
    return page.locator(f"[data-blank={blank}]")


def too_wide(page: Any) -> list[str]:
    """What is wider than the window."""
    return page.evaluate(
        "() => [...document.querySelectorAll('#cc-root *')].filter(el => el.getClientRects().length"
        " && el.getBoundingClientRect().right > innerWidth + 1 && !el.closest('.cc-visually-hidden, thead'))"
        ".map(el => el.className || el.tagName)"
    )


def nameless(page: Any) -> list[str]:
    """Controls that a screen reader has no words for."""
    return page.evaluate(
        "() => [...document.querySelectorAll('#cc-root :is(button, select, textarea, a[href], input:not([hidden]))')]"
        ".filter(el => !el.closest('[aria-hidden=true]') && !el.getAttribute('aria-label') && !el.labels?.length"
        " && !el.textContent.trim()).map(el => el.outerHTML.slice(0, 90))"
    )


def test_from_the_questionnaire_to_a_paper_on_the_official_file(
    desk: Reader, service: tuple[str, Parts], files: Path
) -> None:
    with httpx.Client(trust_env=False, timeout=60) as client:
        kept = client.post(f"{service[0]}/v1/filings", json={"kind": "standard_contract", "content": RETAILER}).json()
    page = desk.open(f"/drafting#{kept['id']}/papers").page
    page.get_by_text("已确认 0 份").wait_for()
    page.get_by_role("link", name="导入官方模板").click()
    contract = page.locator("[data-paper=standard_contract]")
    contract.wait_for()
    assert "未装" in contract.inner_text() and page.input_value("#cc-tp-kind") == "standard_contract"
    assert contract.get_by_role("link", name="官方页面").get_attribute("href").startswith("https://")
    load(desk, files / "CONTRACT.docx")
    page.wait_for_selector(".cc-tp-table")
    assert "还没有确认" in desk.text(".cc-tp-status") and "单位注册地" in row(page, "b02").inner_text()

    row(page, "b02").get_by_role("button").press("Enter")
    assert page.evaluate("document.activeElement.id") == "cc-tp-search"
    page.keyboard.type("办公 所在地")
    page.keyboard.press("Enter")
    page.get_by_text("已更改").wait_for()
    assert "办公所在地" in row(page, "b02").inner_text() and "人工指定" in row(page, "b02").inner_text()
    assert page.evaluate("document.activeElement.id") == "cc-tp-b02", "the keyboard goes on where it was"

    page.get_by_role("button", name="到最后确认").press("Enter")
    page.keyboard.press("Enter")
    page.get_by_text("起草时填在这份官方文件上").wait_for()
    page.get_by_role("link", name="回去生成材料").click()
    page.get_by_text("已确认 1 份").wait_for()
    page.click("#cc-dr-make")
    page.wait_for_selector(".cc-dr-files", timeout=DRAFT_MS)
    made = page.locator(".cc-dr-files li", has_text="个人信息出境标准合同.docx")
    assert "官方模板" in made.inner_text() and "请人工选择" in made.inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="全部下载（zip）").click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as archive:
        name = next(n for n in archive.namelist() if n.endswith("个人信息出境标准合同.docx"))
        text = "\n".join(layouts.lines_of(archive.read(name)))
    assert f"地址：{RETAILER['exporter']['office_at']}" in text and "双方理解一致。" in text
    assert "非官方文本" not in text


def test_a_whole_guide_gives_each_of_its_templates(desk: Reader, files: Path) -> None:
    page = desk.open("/drafting").page
    page.get_by_role("link", name="官方模板").click()
    page.wait_for_selector(".cc-tp-paper")
    load(desk, files / "指南.docx")
    page.get_by_text("认出 2 份模板").wait_for()
    page.locator("[data-paper=self_assessment][data-state=unconfirmed]").wait_for()
    states = {
        one.get_attribute("data-paper"): one.get_attribute("data-state") for one in page.locator("[data-paper]").all()
    }
    assert states == {
        "power_of_attorney": "unconfirmed", "application_form": "missing", "self_assessment": "unconfirmed"
    }  # fmt: skip
    page.select_option("#cc-tp-kind", "standard_contract")
    page.locator("[data-paper=pipia]").wait_for()
    page.get_by_text("其他已导入的模板（2）").click()
    page.get_by_role("button", name="移除：数据出境风险自评估报告").click()
    page.locator("dialog").get_by_role("button", name="移除").click()
    page.get_by_text("其他已导入的模板（1）").wait_for()


def test_what_is_uncertain_is_ticked_chosen_or_left_empty(
    desk: Reader, service: tuple[str, Parts], files: Path
) -> None:
    page = opened(desk, "negative_list", files / "备案表.docx", "negative_list_form")
    assert page.evaluate("window.hacked") is None and page.locator("#cc-root img").count() == 0
    assert "2 处不确定" in desk.text(".cc-tp-blanks") and "填写 1 处空白；2 处" in desk.text(".cc-tp-confirm")
    page.get_by_role("button", name="要核对的（2）").click()
    assert page.locator(".cc-tp-table tbody tr").count() == 2
    page.get_by_label("“单位名称”的建议是对的").press("Space")
    assert "填写 2 处空白；1 处" in desk.text(".cc-tp-confirm")
    row(page, "b03").get_by_role("button").click()
    page.get_by_text("写一句话，里面用几个栏目").click()
    page.fill("#cc-tp-own", "共{exporter.pets}只")
    page.click("#cc-tp-take")
    page.locator("dialog .cc-problem", has_text="问卷里没有").wait_for()
    page.fill("#cc-tp-own", "员工")
    page.fill("#cc-tp-search", "员工数量")
    page.get_by_role("button", name="插入选中的栏目").click()
    page.click("#cc-tp-take")
    page.get_by_role("button", name="全部（3）").click()
    assert "员工【员工数量】" in row(page, "b03").inner_text()
    page.click("#cc-tp-confirm")
    page.get_by_text("起草时填在这份官方文件上").wait_for()
    (kept,) = service[1].templates.all()
    assert kept.confirmed and [b.value for b in kept.blanks] == [
        "exporter.name",
        "exporter.name",
        "员工{exporter.staff}",
    ]
    assert page.evaluate("document.activeElement.className").endswith("cc-tp-status")


def test_what_somebody_else_changed_is_looked_at_before_it_is_confirmed(
    desk: Reader, service: tuple[str, Parts], files: Path
) -> None:
    page = opened(desk, "security_assessment", files / "ATTORNEY.docx")
    (kept,) = service[1].templates.all()
    service[1].templates.map(kept.id, "b02", "agent.name")
    page.click("#cc-tp-confirm")
    page.locator(".cc-error", has_text="刚刚在别处改过").wait_for()
    assert not service[1].templates.get(kept.id).confirmed
    page.locator(".cc-error").get_by_role("button", name="重试").click()
    page.locator("[data-blank=b02]", has_text="经办人姓名").wait_for()
    page.click("#cc-tp-confirm")
    page.get_by_text("起草时填在这份官方文件上").wait_for()


def test_mistakes_say_what_to_do(desk: Reader, files: Path) -> None:
    page = desk.open("/drafting#templates/security_assessment").page
    page.wait_for_selector(".cc-tp-paper")
    load(desk, files / "旧.docx")
    page.locator(".cc-error", has_text="另存为").wait_for()
    load(desk, files / "备案表.docx")
    page.locator(".cc-error", has_text="在那份材料的一行里上传").wait_for()
    load(desk, files / "ATTORNEY.docx", "application_form")
    page.locator(".cc-warn-box", has_text="请核对是不是放错了材料").wait_for()
    page.get_by_role("button", name="移除").click()
    page.locator("dialog").get_by_role("button", name="移除").click()
    page.wait_for_selector("[data-paper=application_form][data-state=missing]")


def test_the_preview_is_the_official_file_with_what_each_blank_holds(desk: Reader, files: Path) -> None:
    page = opened(desk, "security_assessment", files / "ATTORNEY.docx")
    with page.expect_download() as download:
        page.click("#cc-tp-preview")
    assert download.value.suggested_filename == "经办人授权委托书（评估申报、延长申请）-对照稿.docx"
    lines = layouts.lines_of(Path(download.value.path()).read_bytes())
    assert any("【待补充：法定代表人姓名】" in line for line in lines)


def test_on_the_phone_nothing_is_cut_off(handheld: Reader, files: Path) -> None:
    page = handheld.open("/drafting#templates/security_assessment").page
    page.wait_for_selector(".cc-tp-paper")
    assert too_wide(page) == [] and nameless(page) == []
    for name in ("APPLICATION", "REPORT"):
        page = opened(handheld, "security_assessment", files / f"{name}.docx")
        assert too_wide(page) == [] and nameless(page) == [], name
        page.locator(".cc-tp-table .cc-link").first.tap()
        page.wait_for_selector("#cc-tp-choices")
        assert too_wide(page) == [] and nameless(page) == []
        page.keyboard.press("Escape")
        page.locator("dialog").wait_for(state="detached")
    page.get_by_text("每个数据项一行").first.wait_for()


def test_english_on_request(desk: Reader, files: Path) -> None:
    page = opened(desk, "security_assessment", files / "APPLICATION.docx")
    page.click("#cc-language")
    page.get_by_role("button", name="Confirm the mapping").wait_for()
    own = page.evaluate(
        "() => { const copy = document.querySelector('.cc-tp-blanks').cloneNode(true);"
        " copy.querySelectorAll('[lang=zh-CN]').forEach(el => el.remove()); return copy.textContent; }"
    )
    assert not CHINESE.search(own), CHINESE.findall(own)
    assert "Number of staff" in row(page, "b07").inner_text()
