"""The sections on paths and lists through the real service (`serve`, without a model): page, rules, store, exports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.conftest import PHONE, WIDE, Reader, reading
from tests.ui.path_reader import PLAIN, STORY, answer_all, enter, path_of, settled
from tests.ui.real_service import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SLOW_MS = 60_000  # the index is still being built while the page is used


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`serve` without a model."""
    with served(tmp_path_factory.mktemp("serve-path"), COPILOT_BACKEND="extractive") as address:
        yield address


@pytest.fixture
def person(browser, service: str) -> Iterator[Reader]:
    """At a desk, on the real page."""
    with reading(browser, service, None, WIDE) as one:
        one.page.set_default_timeout(SLOW_MS)
        yield one.open()


def test_from_the_first_question_to_saved_exported_and_replayed(person: Reader, tmp_path: Path) -> None:
    page = enter(person).page
    asked = answer_all(person, PLAIN | {"pi_count": "120万"})
    assert asked[0] == "is_export" and path_of(person) == "security_assessment"
    assert "SA-01" not in person.text(".cc-materials").splitlines()[0].split(" ")[0], "papers have names"
    for format, begin in (("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")):
        page.locator(".cc-verdict-tools .cc-menu summary").click()
        with page.expect_download() as download:
            page.locator(f".cc-verdict-tools [data-format={format}]").click()
        download.value.save_as(tmp_path / format)
        assert (tmp_path / format).read_bytes().startswith(begin)
    kept = json.loads((tmp_path / "json").read_text(encoding="utf-8"))
    assert "security_assessment" in json.dumps(kept)
    page.click("#cc-path-view-saved")
    page.locator(".cc-saved-row").get_by_role("button", name="重新判定对比").click()
    page.get_by_text("结果相同", exact=True).wait_for()
    page.reload()
    page.click("#cc-path-view-judge")
    page.wait_for_selector(".cc-answer-row[data-fact=pi_count]")
    assert "1,200,000 人" in person.text(".cc-answer-row[data-fact=pi_count]")


def test_every_article_of_a_verdict_opens(person: Reader) -> None:
    page = enter(person).page
    answer_all(person)
    asked = "els => [...new Set(els.map(el => el.dataset.ask))]"
    names = page.locator(".cc-path-result .cc-article").evaluate_all(asked)
    assert len(names) > 20
    unopened = [name for name in names if not _resolved(page, person.address, name)]
    assert unopened == []
    page.locator(".cc-article", has_text="第八条第一款").first.click()
    page.wait_for_selector("#cc-panel .cc-passage-text p")
    assert "促进和规范数据跨境流动规定" in person.text("#cc-panel h2")


def _resolved(page: Page, address: str, name: str) -> bool:
    """Whether the service has a passage for a citation."""
    reply = page.request.post(f"{address}/v1/citations/resolve", data={"text": name})
    return any(ref["passages"] or ref["offered"] for ref in reply.json()["references"])


def test_story_without_a_model(person: Reader) -> None:
    page = enter(person).page
    page.fill("#cc-story", STORY)
    page.click("#cc-story-read")
    page.wait_for_selector(".cc-found")
    page.click("#cc-confirm-all")
    settled(person)
    answer_all(person, PLAIN)
    assert path_of(person) == "exempt" and "8万" in (page.locator(".cc-story-text").text_content() or "")


def test_two_days_and_the_lists(person: Reader) -> None:
    page = enter(person).page
    answer_all(person)
    page.click("#cc-path-view-changes")
    page.get_by_role("button", name="2024-03-22", exact=True).click()
    page.wait_for_selector(".cc-sides")
    assert "2024-03-22" in person.text(".cc-change-list")
    page.click("#cc-tab-lists")
    page.wait_for_selector(".cc-list-card")
    page.fill("#cc-lists-query", "年龄")
    page.press("#cc-lists-query", "Enter")
    page.wait_for_selector(".cc-lists-output .cc-source-button")
    page.locator(".cc-lists-output .cc-source-button").first.click()
    page.wait_for_selector(".cc-domain")
    page.locator("#cc-match > summary").click()
    page.fill("#cc-match-fields", "age,年龄")
    page.click("#cc-match-run")
    page.wait_for_selector(".cc-match-output tbody tr")
    page.locator("#cc-diff > summary").click()
    page.click("#cc-diff-run")
    page.wait_for_selector(".cc-diff-output tbody tr")


def test_draft_is_taken_up_on_the_phone(browser, service: str) -> None:
    with reading(browser, service, None, PHONE, has_touch=True, is_mobile=True) as one:
        one.page.set_default_timeout(SLOW_MS)
        enter(one.open())
        one.page.click("[data-scene=sceneShop]")
        one.page.wait_for_selector(".cc-question-card[data-fact=contract_necessary]")
        one.page.wait_for_function("() => document.querySelector('.cc-kept').textContent === '已保存'")
        stored = one.page.evaluate("() => JSON.parse(localStorage.getItem('cc-path')).id")
        draft = one.page.evaluate("async id => (await fetch(`/v1/path/drafts/${id}`)).json()", stored)
        assert draft["content"]["facts"]["purpose"] == "跨境电商下单、寄递"


def test_a_change_a_renewal_and_the_ledger(person: Reader) -> None:
    page = person.page
    page.click("#cc-tab-filings")
    page.locator("#cc-import > summary").click()
    table = "主体,场景,接收方,日期,人数,敏感\n实一,会员,乙,2026-03-01,85000,否\n实一,会员,乙,不知道,1,否\n"
    page.set_input_files("#cc-import-file", {"name": "a.csv", "mimeType": "text/csv", "buffer": table.encode()})
    page.wait_for_selector(".cc-bad-lines tbody tr")
    page.fill("#cc-filings-as-of", "2026-11-23")
    page.locator("#cc-filings-as-of").dispatch_event("change")
    page.wait_for_selector("[data-entity='实一'] [data-level=pi_contract][data-status=near]")
    page.click("#cc-filings-view-change")
    page.click("#cc-filing-add")
    page.locator(".cc-filing-form [data-name=kind]").select_option("security_assessment")
    page.locator(".cc-filing-form [data-name=expires]").fill("2027-02-01")
    page.click("[data-kind=field]")
    page.locator("[data-answer='0.within_scope.false']").click()
    page.wait_for_selector(".cc-change-output [data-verdict=re_assess]")
    names = page.locator(".cc-change-output .cc-article").evaluate_all(
        "els => [...new Set(els.map(e => e.dataset.ask))]"
    )
    assert names and [name for name in names if not _resolved(page, person.address, name)] == []
    page.click("#cc-filings-view-renewal")
    page.wait_for_selector(".cc-renewal-output [data-state=open]")
    assert "2026-11-09" in person.text(".cc-window")
    page.wait_for_function("() => document.querySelector('.cc-kept-filings').textContent === '已保存'")
    page.reload()
    page.wait_for_selector(".cc-renewal-output [data-state=open]")


def test_a_verdict_on_the_page_and_in_an_answer_leads_to_its_papers(person: Reader) -> None:
    page = enter(person).page
    answer_all(person, PLAIN | {"pi_count": "20万"})
    page.locator(".cc-verdict-tools .cc-draft-link").click()
    page.wait_for_selector(".cc-dr-origin")
    assert "个人信息出境标准合同备案" in person.text(".cc-dr-origin summary")
    assert page.locator(".cc-dr-origin a[href*='?d=']").count() == 1, "the verdict is kept"
    person.open("/")
    person.ask("我们不是关基，今年要把12万会员的手机号传到新加坡做营销，没有敏感信息，也没有重要数据，要办什么手续？")
    page.locator(".cc-answer .cc-draft-link").click()
    page.wait_for_selector(".cc-dr-origin")
    filing = page.url.rpartition("#")[2].partition("/")[0]
    content = page.evaluate(f"fetch('/v1/filings/{filing}').then((one) => one.json())")["content"]
    assert content["recipients"][0]["country"] == "新加坡"
    assert content["origin"]["taken"]["scenes[0].persons_year"] == 120_000
