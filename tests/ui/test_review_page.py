"""A reviewer's day in a browser over real routes, criteria and reading processes: zip, pre-check, 补正, again, on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi import FastAPI

from copilot.accounts.service import Accounts
from copilot.settings import Settings
from copilot.wiring import Parts
from eval.precheck.build import clean
from eval.precheck.layouts import load_layouts
from eval.precheck.render.write import write
from serving import errors
from serving.gate import Gate
from serving.metrics import Metrics
from serving.routes import law, reviewing, session
from serving.security import Guard
from tests.ui.axe import violations
from tests.ui.conftest import PHONE, Reader, reading, serving
from tests.ui.local_caller import behind
from tests.ui.precheck_service import KIND
from tests.ui.test_pages import scrolls_sideways
from ui.app import mount

pytestmark = pytest.mark.browser
DESK = {"width": 1360, "height": 900}
CHECK_MS = 120_000
CODE = "91110105MA01N2XY6G"


@contextmanager
def review_service(folder: Path) -> Iterator[str]:
    """Address of the bench on a free port, without statutes and model."""
    own = Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=folder / "data",
        cache_dir=folder / "cache",
        laws_db=folder / "none.db",
        backend="extractive",
    )
    parts, app = Parts(own), FastAPI()
    errors.install(app)
    accounts = Accounts(parts.store.database)
    app.state.backend = behind(parts, kb=parts.kb, accounts=accounts)
    for module in (reviewing, law, session):
        app.include_router(module.router)
    mount(app)
    app.add_middleware(Gate, settings=own, accounts=lambda: accounts)
    app.add_middleware(Guard, settings=own, metrics=Metrics())
    try:
        with serving(app) as address:
            yield address
    finally:
        parts.precheck_jobs.close()
        parts.precheck.close()
        parts.store.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with review_service(tmp_path_factory.mktemp("review")) as running:
        yield running


@pytest.fixture(scope="module")
def zips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A made-up submission without the proof of its agent, and the one handed in again with it."""
    folder = tmp_path_factory.mktemp("papers")
    made = folder / "材料.zip", folder / "补正.zip"
    for n, path in enumerate(made):
        papers = clean(KIND, 7)
        if n == 0:
            papers.drop("agent_id")
        (own := folder / f"{n}").mkdir()
        write(papers, load_layouts("dev")[0], own, "word")
        with zipfile.ZipFile(path, "w") as archive:
            for one in sorted(own.iterdir()):
                archive.write(one, one.name)
    return made


def faults(page: Any) -> list[str]:
    """What axe finds on the page; headings and tables within a stranger's paper are as the stranger made them."""
    return [one for one in violations(page) if 'class=" cc-doc-' not in one and 'class="cc-doc-table' not in one]


def received(one: Reader, path: Path, enterprise: str = "云帆科技") -> Any:
    """A case taken in at the page, its pre-check done."""
    page = one.page
    page.keyboard.press("Alt+N")
    page.set_input_files("#rv-files", str(path))
    page.select_option("#rv-kind", "security_assessment")
    page.fill("#rv-enterprise", enterprise)
    page.fill("#rv-uscc", CODE)
    page.fill("#rv-province", "11")
    page.click("#rv-confirm")
    page.wait_for_selector("#rv-findings .cc-pre-finding", timeout=CHECK_MS)
    return page


def test_a_reviewers_day(browser: Any, address: str, zips: tuple[Path, Path], tmp_path: Path) -> None:
    with reading(browser, address, None, DESK) as one:
        one.open("/review")
        page = received(one, zips[0])
        assert "还剩 5 个工作日" in one.text(".rv-clock") and "数据出境安全评估办法" in one.text(".rv-clock")
        page.wait_for_selector(".cc-doc-sheet")
        page.locator("#rv-findings .cc-pre-place").first.click()
        page.wait_for_selector(".cc-doc-sheet.cc-doc-hit, .cc-doc-hit, .cc-pre-doc-note:not([hidden])")
        first = page.locator("#rv-findings .cc-pre-finding").first
        first.locator("[data-do=accept]").click()
        page.wait_for_selector("#rv-findings .cc-pre-is-accepted")
        assert faults(page) == []

        page.click("#rv-opinion")
        page.fill("#rv-department", "法规处")
        page.select_option("#rv-stance", "supplement")
        page.fill("#rv-text", "缺经办人身份证件")
        page.click("#rv-confirm")
        page.wait_for_selector(".rv-opinion >> text=法规处")
        with page.expect_download() as got:
            page.get_by_role("button", name="补正通知书草稿").click()
        draft = Document(io.BytesIO(Path(got.value.path()).read_bytes()))
        text = "\n".join(p.text for p in draft.paragraphs)
        assert "补正通知书" in text and "云帆科技" in text and "经办人" in text

        page.click("[data-act=supplement]")
        page.fill("#rv-text", "缺经办人身份证件，见通知书")
        page.click("#rv-confirm")
        page.wait_for_selector(".rv-state-supplement")
        assert "等申报人" in one.text(".rv-clock")
        page.click("[data-act=resubmit]")
        page.set_input_files("#rv-files", str(zips[1]))
        page.click("#rv-confirm")
        page.wait_for_selector("text=第 2 次提交的预检", timeout=CHECK_MS)
        page.wait_for_selector("text=/已消除 [1-9]/")
        page.click("[data-act=pass_on]")
        page.click("#rv-confirm")
        page.wait_for_selector(".rv-state-passed_on")
        page.click("[data-step=acceptance]")
        page.select_option("#rv-outcome", "accepted")
        page.click("#rv-confirm")
        page.wait_for_selector("text=国家评估：")
        page.keyboard.press("Alt+Q")
        page.wait_for_selector("text=没有件")
        page.keyboard.press("Alt+S")
        page.wait_for_selector(".rv-chart")
        assert page.locator(".rv-chart").count() >= 3
        assert faults(page) == []
        page.click("#cc-language")
        page.wait_for_selector("text=Time per stage")


def test_the_second_of_two_reviewers_is_told(browser: Any, address: str, zips: tuple[Path, Path]) -> None:
    with reading(browser, address, None, DESK) as first, reading(browser, address, None, DESK) as second:
        page = received(first.open("/review"), zips[0], "海晏制药")
        second.page.goto(page.url)
        second.page.wait_for_selector("[data-act=withdraw]")
        page.click("[data-act=pass_on]")
        page.click("#rv-confirm")
        page.wait_for_selector(".rv-state-passed_on")
        second.page.click("[data-act=withdraw]")
        second.page.fill("#rv-text", "企业来函撤回")
        second.page.click("#rv-confirm")
        second.page.wait_for_selector("dialog >> text=您的操作没有保存")


def test_on_a_phone_the_queue_and_a_case_fit(browser: Any, address: str, zips: tuple[Path, Path]) -> None:
    with reading(browser, address, None, DESK) as desk:
        received(desk.open("/review"), zips[0], "一个名字特别特别特别特别长的跨境数据科技有限责任公司北京分公司")
    with reading(browser, address, None, PHONE, has_touch=True, is_mobile=True) as one:
        page = one.open("/review").page
        page.wait_for_selector(".rv-row")
        assert not scrolls_sideways(one) and faults(page) == []
        page.locator(".rv-row").first.tap()
        page.wait_for_selector("#rv-findings .cc-pre-finding")
        assert not scrolls_sideways(one)
        page.locator("#rv-findings .cc-pre-place").first.tap()
        page.wait_for_selector(".cc-pre-doc-open")
        page.keyboard.press("Escape")
        page.wait_for_selector(".cc-pre-doc-open", state="detached")
