"""The page of the evaluation over the real routes and runs of the harness's own record, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI

from copilot.settings import Settings
from copilot.store.store import Store, open_store
from serving import errors
from serving.metrics import Metrics
from serving.routes import evaluations, feedback
from serving.security import Guard
from tests.serving.test_evaluations import HOSTILE, made
from tests.ui.conftest import PHONE, WIDE, Reader, reading, serving
from tests.ui.local_caller import behind, called_locally
from tests.ui.test_pages import scrolls_sideways
from ui.app import mount

pytestmark = pytest.mark.browser


@pytest.fixture
def runs_settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path / "data", cache_dir=tmp_path / "cache")  # type: ignore[call-arg]


@pytest.fixture
def store(runs_settings: Settings) -> Iterator[Store]:
    opened = open_store(runs_settings.database)
    yield opened
    opened.close()


@pytest.fixture
def address(runs_settings: Settings, store: Store) -> Iterator[str]:
    app = FastAPI()
    errors.install(app)
    app.state.backend = behind(SimpleNamespace(settings=runs_settings, store=store))
    called_locally(app)
    app.include_router(evaluations.router)
    app.include_router(feedback.router)
    mount(app)
    app.add_middleware(Guard, settings=runs_settings, metrics=Metrics())
    with serving(app) as url:
        yield url


@pytest.fixture
def runs(runs_settings: Settings) -> None:
    made(runs_settings, "a", {"q1": 1.0, "q2": 1.0, "q3": None})
    made(runs_settings, "bb", {"q1": 1.0, "q2": 0.5, "q3": 0.0})
    made(runs_settings, "ccc", {f"q{n:02}": 1.0 if n % 2 else 0.5 for n in range(120)}, done=False)


def opened(reader: Reader, hash: str = "") -> Reader:
    reader.page.goto("about:blank")
    reader.open(f"/evaluation{hash}")
    reader.page.wait_for_selector(".cc-eval h2, .cc-error")
    return reader


@pytest.fixture
def desk(browser, address: str) -> Iterator[Reader]:
    with reading(browser, address, None, WIDE) as one:
        yield one


@pytest.fixture
def handheld(browser, address: str) -> Iterator[Reader]:
    with reading(browser, address, None, PHONE, has_touch=True, is_mobile=True) as one:
        yield one


def test_without_runs_the_page_says_how_to_make_one(desk: Reader) -> None:
    assert "eval run" in opened(desk).text(".cc-eval-empty") and desk.page.locator("select").count() == 0


def test_the_trend_is_drawn_here_and_follows_the_choice(desk: Reader, runs: None) -> None:
    page = opened(desk).page
    page.wait_for_selector(".cc-trend svg circle")
    assert page.locator(".cc-trend svg circle").count() == 3
    assert "3 次运行，最近 0.75" in page.locator(".cc-trend svg").get_attribute("aria-label")
    page.select_option("#cc-trend-metric", "all@5")
    page.wait_for_function(
        "() => document.querySelector('.cc-trend svg')?.getAttribute('aria-label').includes('最近 0.5')"
    )
    heights = page.eval_on_selector_all(".cc-trend svg circle", "all => all.map(c => Number(c.getAttribute('cy')))")
    assert heights[0] < heights[1]  # 1 stands above 0.3333
    assert page.locator("script[src^='http'], link[href^='http']").count() == 0


def test_a_run_shows_gates_tasks_and_conditions_and_leads_to_its_cases(desk: Reader, runs: None) -> None:
    page = opened(desk).page
    page.locator(".cc-eval-table a[href='#run/bb']:visible").click()
    page.locator("h2", has_text="ci").wait_for()
    assert page.locator(".cc-eval-bad").first.inner_text() == "不通过"
    red = page.locator("tr", has_text="retrieval.recall@5")
    assert "界限 0.85" in red.inner_text() and "q3" in red.inner_text()
    task = page.locator(".cc-eval-task tr", has_text="recall@5")
    assert "0.5" in task.inner_text()
    page.get_by_text("运行条件").click()
    assert "abc1234" in page.locator(".cc-eval-json").last.inner_text()
    page.locator(".cc-eval-task").get_by_text("看每一题").click()
    page.wait_for_selector(".cc-eval-cases")
    assert page.locator(".cc-eval-cases tbody tr").count() == 2
    page.uncheck("#cc-faulty")
    page.wait_for_function("() => document.querySelectorAll('.cc-eval-cases tbody tr').length === 3")
    page.locator(".cc-eval-cases a", has_text="q2").click()
    page.locator("h2", has_text="q2").wait_for()
    assert "缺<script>" in page.locator(".cc-eval-faults").inner_text()
    page.go_back()
    page.wait_for_selector(".cc-eval-cases")


def test_what_was_unscored_is_said_and_is_no_zero(desk: Reader, runs: None) -> None:
    page = opened(desk, "#cases/a/retrieval/all/0").page
    assert "recall@5 未评" in page.locator("tr", has_text="q3").inner_text()
    opened(desk, "#run/a")
    row = page.locator(".cc-eval-task tr", has_text="recall@5")
    assert row.locator("td").nth(3).inner_text() == "2" and row.locator("td").nth(4).inner_text() == "1"


def test_many_cases_come_page_by_page(desk: Reader, runs: None) -> None:
    page = opened(desk, "#cases/ccc/retrieval/all/0").page
    assert "第 1–50 题，共 120 题" in desk.text(".cc-eval")
    page.get_by_text("下一页").click()
    page.get_by_text("第 51–100 题").wait_for()
    page.get_by_text("下一页").click()
    page.get_by_text("第 101–120 题").wait_for()
    assert page.get_by_text("下一页").count() == 0
    opened(desk)
    assert page.get_by_text("没有做完").count() == 1


def test_two_runs_are_compared_worst_first(desk: Reader, runs: None) -> None:
    page = opened(desk).page
    page.select_option("#cc-compare-a", "a")
    page.select_option("#cc-compare-b", "a")
    page.get_by_role("button", name="比较").click()
    page.get_by_text("请选两次不同的运行。").wait_for()
    page.select_option("#cc-compare-b", "bb")
    page.get_by_role("button", name="比较").click()
    page.locator("h2", has_text="a → bb").wait_for()
    assert "↓ -0.25" in page.locator("tr", has_text="recall@5").first.inner_text()
    page.locator("section tr a", has_text="q2").click()
    page.locator("h2", has_text="q2").wait_for()


def test_hostile_text_in_a_case_stays_text(desk: Reader, store: Store, runs: None) -> None:
    store.cases.add({"question": HOSTILE, "type": "factual", "answer": "<img src=x onerror=window.hacked=1>"})
    page = opened(desk).page
    assert HOSTILE in page.locator("#cc-grown summary").inner_text()
    for hash in ("#cases/bb/retrieval/all/0", "#case/bb/retrieval/q2", "#compare/a/bb", "#run/bb"):
        opened(desk, hash)
        page.wait_for_timeout(50)
        assert page.locator("#cc-root :is(script, img, iframe)").count() == 0
    assert page.evaluate("window.hacked") is None


def test_an_inline_script_would_not_run(desk: Reader, runs: None) -> None:
    page = opened(desk).page
    page.evaluate(
        """() => {
            const script = document.createElement('script'), box = document.createElement('div');
            script.textContent = 'window.hacked = 1';
            box.innerHTML = '<img src=x onerror=window.hacked=1>';
            document.body.append(script, box);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    desk.problems.clear()  # the image that is not there


@pytest.mark.parametrize(
    "hash", ["#run/none", "#run/..%2f..%2fetc", "#case/a/retrieval/none", "#compare/a/none", "#run/%E0%A4%A"]
)
def test_an_address_that_leads_nowhere_says_so(browser, address: str, runs: None, hash: str) -> None:
    with reading(browser, address, None, WIDE) as one:
        opened(one, hash)
        one.page.locator(".cc-error").wait_for()
        one.problems.clear()  # its 404


def test_grown_cases_are_listed_exported_and_dropped(desk: Reader, store: Store) -> None:
    store.cases.add({"question": "我叫〔姓名1〕", "type": "unanswerable"})
    page = opened(desk).page
    assert "现有规定答不了" in desk.text("#cc-grown")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 .jsonl").click()
    assert "〔姓名1〕" in Path(download.value.path()).read_text("utf-8")
    page.locator("#cc-grown").get_by_role("button", name="删除").click()
    page.locator("dialog").get_by_role("button", name="删除").click()
    page.get_by_text("还没有。", exact=True).wait_for()
    assert store.cases.all() == []


def test_the_about_tab_leads_here_and_there_is_no_eighth_tab(reader: Reader) -> None:
    assert reader.page.locator("[role=tab]").count() == 7
    reader.page.click("#cc-tab-about")
    assert reader.page.get_attribute("#cc-evaluation-link", "href") == f"{reader.address}/evaluation"


def test_on_the_phone_nothing_is_wider_than_the_screen(handheld: Reader, runs: None) -> None:
    for hash in ("", "#run/bb", "#cases/bb/retrieval/all/0", "#case/bb/retrieval/q2", "#compare/a/bb"):
        opened(handheld, hash)
        handheld.page.wait_for_timeout(150)
        assert not scrolls_sideways(handheld), hash


def test_english_on_request(desk: Reader, runs: None) -> None:
    page = opened(desk).page
    page.click("#cc-language")
    page.get_by_role("heading", name="Trend").wait_for()
    assert page.title() == "Evaluation"
    assert "excerpts" in page.locator("section", has=page.get_by_role("heading", name="Runs", exact=True)).inner_text()
