"""Chapters on the page of drafting: read with sources, edited, locked, released, argued by a model; desk and phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from copilot.wiring import Parts
from tests.filing.stub_model import NAME, StubModel, stub_model
from tests.filing.travel import SAID
from tests.ui.conftest import PHONE, WIDE, Reader, reading
from tests.ui.drafting_service import drafting_service

pytestmark = pytest.mark.browser
KIND, SECTION, OTHER = "security_assessment", "sa.2.2.2", "sa.2.3.2"
LONG_MS = 90_000
EVIL = "<img src=x onerror=window.hacked=1>"


@pytest.fixture(scope="module")
def stub() -> Iterator[StubModel]:
    with stub_model() as model:
        yield model


@pytest.fixture(scope="module")
def service(stub: StubModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Parts]]:
    folder = tmp_path_factory.mktemp("chapters")
    with drafting_service(folder, backend="openai", model_url=stub.url, model=NAME) as running:
        yield running


@pytest.fixture
def filing(service: tuple[str, Parts], stub: StubModel) -> Iterator[str]:
    reply = httpx.post(f"{service[0]}/v1/filings", json={"kind": KIND, "content": SAID}, trust_env=False)
    assert reply.status_code == 201, reply.text
    yield reply.json()["id"]
    stub.open.set()


@pytest.fixture
def desk(browser: Any, service: tuple[str, Parts]) -> Iterator[Reader]:
    with reading(browser, service[0], None, WIDE) as one:
        one.page.set_default_timeout(LONG_MS)  # a section is retrieved for, written and kept in between
        yield one


@pytest.fixture
def handheld(browser: Any, service: tuple[str, Parts]) -> Iterator[Reader]:
    with reading(browser, service[0], None, PHONE, has_touch=True, is_mobile=True) as one:
        yield one


def chapters(reader: Reader, filing: str, section: str = "") -> Any:
    page = reader.open(f"/drafting#{filing}/chapters{f'/{section}' if section else ''}").page
    page.wait_for_selector(".cc-ch-list")
    return page


def row(page: Any, section: str = SECTION) -> Any:
    return page.locator(f'[data-chapter="{section}"]')


def states(page: Any, section: str = SECTION) -> str:
    return row(page, section).locator(".cc-ch-states").inner_text()


def test_a_chapter_shows_what_each_sentence_rests_on(desk: Reader, filing: str) -> None:
    page = desk.open(f"/drafting#{filing}").page
    page.get_by_role("link", name="章节").click()
    page.wait_for_selector(".cc-ch-list")
    assert states(page) == "由事实写成"
    row(page).locator(".cc-ch-head").press("Enter")
    one = row(page)
    assert one.locator(".cc-ch-head").get_attribute("aria-expanded") == "true"
    assert "150,000人" in one.locator(".cc-ch-text").inner_text()
    one.locator(".cc-ch-sources summary").click()
    claim = one.locator(".cc-ch-claims li", has_text="150,000人").first
    claim.get_by_role("button", name=re.compile("自然人")).first.click()
    page.wait_for_selector('[data-path="scenes[0].persons_year"]')


def test_words_of_a_person_outlive_a_reload_and_a_change_of_facts(desk: Reader, filing: str) -> None:
    page = chapters(desk, filing, SECTION)
    row(page).get_by_role("button", name="改写").click()
    area = row(page).locator("textarea")
    own = f"当年共有150,000人的信息出境，都已单独同意。{EVIL}"
    area.fill(own)
    page.reload()
    page.wait_for_selector(".cc-ch-area")
    assert area.input_value() == own and "没保存" in states(page)
    area.press("Control+Enter")
    page.wait_for_function("() => document.querySelector('.cc-ch-text')?.innerText.includes('onerror')")
    assert states(page) == "人工修改并锁定" and page.evaluate("window.hacked") is None
    assert row(page).get_by_role("button", name="由模型写论证").count() == 0
    page.goto(f"{desk.address}/drafting#{filing}/scene")
    page.wait_for_selector('[data-path="scenes[0].persons_year"] input')
    page.fill('[data-path="scenes[0].persons_year"] input', "160000")
    page.press('[data-path="scenes[0].persons_year"] input', "Tab")
    page.wait_for_function("() => document.querySelector('.cc-dr-state').innerText === '已保存'")
    page = chapters(desk, filing, SECTION)
    assert "与事实不一致" in states(page) and "事实后来变了" in states(page)
    assert "文字里是“150,000人”，现在是“160,000人”" in row(page).locator(".cc-ch-bad-box").inner_text()
    row(page).get_by_role("button", name="放弃改写，按事实写").click()
    page.get_by_role("dialog").get_by_role("button", name="放弃改写，按事实写").click()
    page.wait_for_function("() => !document.querySelector('.cc-ch-bad-box')")
    assert states(page) == "由事实写成"


def test_the_model_argues_one_chapter_and_its_words_are_labelled(desk: Reader, filing: str, stub: StubModel) -> None:
    page = chapters(desk, filing, SECTION)
    stub.open.clear()
    row(page).get_by_role("button", name="由模型写论证").click()
    page.wait_for_function("() => document.querySelector('.cc-ch-work')?.innerText.includes('第 1 章，共 1 章')")
    page.reload()
    page.wait_for_selector(".cc-ch-work")
    stub.open.set()
    page.wait_for_selector(".cc-ch-text .cc-ch-argued")
    assert states(page) == "模型写成，逐句核对"
    argued = row(page).locator(".cc-ch-text .cc-ch-argued").inner_text()
    assert "本内容由人工智能生成" in argued and NAME in argued and "150,000人提交境外酒店订单" in argued
    row(page).get_by_role("button", name="由模型换个说法重写").wait_for()
    row(page, OTHER).locator(".cc-ch-head").click()
    row(page, OTHER).get_by_role("button", name="由模型写论证").click()
    row(page, OTHER).locator(".cc-warn-box").wait_for()
    assert "都没有通过核对" in row(page, OTHER).locator(".cc-warn-box").inner_text()


def test_what_is_typed_while_the_model_writes_is_saved_beside_it(desk: Reader, filing: str, stub: StubModel) -> None:
    page = desk.open(f"/drafting#{filing}/papers").page
    stub.open.clear()
    page.check("#cc-dr-model")
    page.click("#cc-dr-make")
    page.wait_for_function("() => document.querySelector('.cc-dr-result')?.innerText.includes('第 1 章，共 12 章')")
    page.evaluate(f"location.hash = '#{filing}/company'")
    page.wait_for_selector('[data-path="exporter.business"]')
    stub.open.set()
    at = f"{desk.address}/v1/filings/{filing}"
    for _ in range(100):
        if SECTION in httpx.get(at, trust_env=False).json()["content"].get("sections", {}):
            break
        page.wait_for_timeout(100)
    page.fill('[data-path="exporter.business"] textarea, [data-path="exporter.business"] input', "边写边改的业务")
    page.wait_for_function("() => document.querySelector('.cc-dr-state').innerText === '已保存'")
    assert page.locator("#cc-dr-told .cc-warn-box").count() == 0
    page.evaluate(f"location.hash = '#{filing}/papers'")
    page.wait_for_selector(".cc-dr-files")
    assert NAME in page.locator(".cc-origin", has_text="人工智能生成").inner_text()
    kept = httpx.get(at, trust_env=False).json()["content"]
    assert kept["exporter"]["business"] == "边写边改的业务" and kept["sections"][SECTION]["by"] == "model"


def test_what_was_typed_goes_with_the_questionnaire(desk: Reader, filing: str) -> None:
    page = chapters(desk, filing, SECTION)
    row(page).get_by_role("button", name="改写").click()
    row(page).locator("textarea").fill("没有保存的文字")
    kept = f"Object.keys(localStorage).filter((key) => key.includes('{filing}'))"
    assert len(page.evaluate(kept)) == 1
    page.evaluate("location.hash = '#'")
    page.wait_for_selector(".cc-dr-list")
    page.locator(".cc-dr-row", has=page.locator(f'a[href="#{filing}"]')).get_by_role("button").last.click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    page.wait_for_function(f"() => !document.querySelector('a[href=\"#{filing}\"]')")
    assert page.evaluate(kept) == []


def test_two_who_edit_one_chapter_are_asked(desk: Reader, filing: str) -> None:
    page = chapters(desk, filing, SECTION)
    row(page).get_by_role("button", name="改写").click()
    row(page).locator("textarea").fill("我的文字。")
    theirs = {"revision": 1, "text": "别人的文字。"}
    at = f"{desk.address}/v1/filings/{filing}/sections"
    assert httpx.put(f"{at}/{OTHER}", json=theirs, trust_env=False).status_code == 200
    assert httpx.put(f"{at}/{SECTION}", json=theirs | {"revision": 2}, trust_env=False).status_code == 200
    row(page).get_by_role("button", name="保存改写").click()
    box = row(page).locator(".cc-warn-box[role=alert]")
    box.wait_for()
    assert "别人的文字。" in box.inner_text()
    box.get_by_role("button", name="保存我的").click()
    page.wait_for_function("() => document.querySelector('.cc-ch-text')?.innerText === '我的文字。'")
    kept = httpx.get(at.removesuffix("/sections"), trust_env=False).json()["content"]["sections"]
    assert (kept[SECTION]["text"], kept[OTHER]["text"]) == ("我的文字。", "别人的文字。")


def test_nothing_of_a_model_is_offered_without_one(browser: Any, tmp_path: Any) -> None:
    with drafting_service(tmp_path) as (address, _), reading(browser, address, None, WIDE) as reader:
        reply = httpx.post(f"{address}/v1/filings", json={"kind": KIND, "content": SAID}, trust_env=False)
        page = chapters(reader, reply.json()["id"], SECTION)
        row(page).get_by_role("button", name="改写").wait_for()
        assert row(page).get_by_role("button", name="由模型写论证").is_hidden()
        page.evaluate(f"location.hash = '#{reply.json()['id']}/papers'")
        page.wait_for_selector("#cc-dr-make")
        assert page.locator("#cc-dr-model").is_hidden()


def test_on_a_phone_nothing_is_cut_off_and_english_is_english(handheld: Reader, filing: str) -> None:
    page = chapters(handheld, filing, SECTION)
    page.click("#cc-language")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    page.wait_for_selector(".cc-ch-list .cc-ch-text")
    assert states(page) == "from the facts"
    own = page.evaluate(
        """() => [...document.querySelectorAll('.cc-ch *, .cc-dr-head *')]
        .filter((el) => !el.closest('[lang=zh-CN], .cc-ch-claims, .cc-articles') && el.children.length === 0)
        .map((el) => el.textContent).filter((words) => /[\\u4e00-\\u9fff]/.test(words))"""
    )
    assert own == []
    row(page).get_by_role("button", name="Edit").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for button in row(page).get_by_role("button").all():
        size = button.bounding_box()
        assert size is None or size["height"] >= 24, button.inner_text()
