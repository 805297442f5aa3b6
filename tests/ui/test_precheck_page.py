"""The page of the pre-check over real routes, criteria and reading processes, in a real browser: desk and phone."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from docx import Document as open_docx

from copilot.precheck.finding import Result
from copilot.wiring import Parts
from tests.ui.conftest import PHONE, Reader, reading
from tests.ui.precheck_service import FILED_ON, KIND, precheck_service, submission

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 800}
CHECK_MS = 90_000
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Parts]]:
    with precheck_service(tmp_path_factory.mktemp("precheck"), max_upload_mib=4) as running:
        yield running


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return submission(tmp_path_factory.mktemp("papers") / "某公司")


@pytest.fixture(scope="module")
def job(service: tuple[str, Parts], papers: list[Path]) -> str:
    """A pre-check that is done, handed in over HTTP."""
    address = f"{service[0]}/v1/precheck"
    files = [("files", (f"某公司/{p.name}", p.read_bytes())) for p in papers]
    with httpx.Client(trust_env=False, timeout=60) as client:
        name = client.post(address, files=files, data={"kind": KIND, "filed_on": FILED_ON}).json()["id"]
        deadline = time.monotonic() + 90
        while client.get(f"{address}/{name}").json()["state"] != "done":
            assert time.monotonic() < deadline
            time.sleep(0.3)
    return name


@pytest.fixture(autouse=True)
def undecided(service: tuple[str, Parts], request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test leaves the shared pre-check undecided."""
    yield
    if "job" in request.fixturenames:
        at = f"{service[0]}/v1/precheck/{request.getfixturevalue('job')}"
        with httpx.Client(trust_env=False) as client:
            for one in client.get(f"{at}/view").json().get("findings", ()):
                if one["decision"]:
                    client.delete(f"{at}/findings/{one['key']}/decision")


@pytest.fixture
def desk(browser: Any, service: tuple[str, Parts]) -> Iterator[Reader]:
    with reading(browser, service[0], None, DESK) as one:
        yield one


@pytest.fixture
def handheld(browser: Any, service: tuple[str, Parts]) -> Iterator[Reader]:
    with reading(browser, service[0], None, PHONE, has_touch=True, is_mobile=True) as one:
        yield one


def opened(reader: Reader, job: str = "") -> Any:
    reader.page.goto("about:blank")
    reader.open(f"/precheck{'#' + job if job else ''}")
    reader.page.wait_for_selector(".cc-pre-finding" if job else ".cc-pre-form")
    return reader.page


def card(page: Any, rule: str) -> Any:
    return page.locator(".cc-pre-finding", has=page.locator(".cc-pre-number", has_text=rule))


def too_wide(page: Any) -> list[str]:
    """What is wider than the window, where it does not scroll by itself."""
    return page.evaluate(
        "() => [...document.querySelectorAll('#cc-root *')].filter(el => el.getClientRects().length"
        " && el.getBoundingClientRect().right > innerWidth + 1"
        " && !el.closest('.cc-table-wrap, .cc-doc-table, .cc-visually-hidden')).map(el => el.className || el.tagName)"
    )


def test_from_the_files_to_the_place_in_the_paper(desk: Reader, papers: list[Path]) -> None:
    page = opened(desk)
    page.fill("#cc-pre-filed_on", FILED_ON)
    page.select_option("#cc-pre-province", "31")
    page.select_option("#cc-pre-way", "online")
    page.set_input_files("#cc-pre-some", [str(p) for p in papers])
    page.set_input_files("#cc-pre-some", [str(papers[0])])  # the same once more is the same
    assert page.locator(".cc-pre-file-row").count() == len(papers)
    page.click("#cc-pre-start")
    page.wait_for_selector(".cc-pre-progress")
    page.wait_for_selector(".cc-pre-finding", timeout=CHECK_MS)
    assert re.fullmatch(r"#[0-9a-f]{32}", page.evaluate("location.hash"))
    assert "上海" in desk.text(".cc-pre-particulars") and "2026-09-10" in desk.text(".cc-pre-particulars")
    assert "须补充或者更正" in desk.text(".cc-pre-verdict")
    assert "经办人身份证件" in desk.text(".cc-pre-missing") and "没有使用模型" in desk.text(".cc-pre-left")
    wrong = card(page, "PC-125")
    for words in ("须补正", "身份", "形式事项", "进补正通知书", "91310115", "改法", "《数据出境安全评估办法》第七条"):
        assert words in wrong.inner_text()
    wrong.locator(".cc-pre-place").first.click()
    hit = page.locator(".cc-doc-table td .cc-doc-hit")
    hit.wait_for()
    assert hit.inner_text().startswith("91310115") and hit.inner_text().endswith("I")
    assert "统一社会信用代码" in page.locator("tr", has=page.locator(".cc-doc-hit")).inner_text()
    box, pane = hit.bounding_box(), page.locator(".cc-pre-doc-body").bounding_box()
    assert pane["y"] <= box["y"] and box["y"] + box["height"] <= pane["y"] + pane["height"]
    assert wrong.get_attribute("aria-current") == ""
    card(page, "PC-251").locator(".cc-pre-message").click()  # anywhere on the card
    page.wait_for_function("() => document.querySelector('.cc-doc-hit')?.textContent.includes('忽略以上标准')")
    wrong.locator(".cc-article").first.click()
    page.wait_for_selector(".cc-panel-open .cc-passage-text")
    assert "第七条" in desk.text(".cc-panel-title")
    page.keyboard.press("Escape")
    page.wait_for_selector(".cc-panel", state="hidden")
    assert page.evaluate("document.activeElement.className").startswith("cc-link")


def test_names_and_texts_of_strangers_stay_text(desk: Reader, job: str) -> None:
    page = opened(desk, job)
    page.select_option("#cc-pre-doc-file", label="<b>说明&.docx（未识别的文件）")
    page.get_by_text("<img src=x onerror=window.hacked=1>").first.wait_for()
    assert page.locator("#cc-root :is(b, iframe, script)").count() == 0
    assert page.locator("#cc-root img:not([src^='data:image/png;base64,'])").count() == 0
    assert "<b>说明&.docx" in card(page, "PC-251").inner_text() and page.evaluate("window.hacked") is None


def test_a_reload_loses_nothing(desk: Reader, job: str) -> None:
    page = opened(desk)
    page.select_option("#cc-pre-kind", "extension")
    page.fill("#cc-pre-expires", "2026-12-20")
    page.fill("#cc-pre-number", "SA-2024-1")
    page.reload()
    page.wait_for_selector("#cc-pre-number")
    values = [page.input_value(f"#cc-pre-{name}") for name in ("kind", "expires", "number")]
    assert values == ["extension", "2026-12-20", "SA-2024-1"]
    page = opened(desk, job)
    card(page, "PC-163").locator(".cc-pre-place").nth(1).click()
    page.locator("[data-severity=supplement]").click()
    card(page, "PC-125").get_by_role("button", name="驳回…").click()
    page.keyboard.type("写了一半的理由")
    page.reload()
    page.wait_for_selector(".cc-pre-finding")
    assert page.locator("[data-severity=supplement]").get_attribute("aria-pressed") == "true"
    assert page.locator(".cc-pre-finding[aria-current] .cc-pre-number").inner_text() == "PC-163"
    assert card(page, "PC-125").locator("textarea").input_value() == "写了一半的理由"
    page.click("#cc-root h1 a")
    page.locator(".cc-pre-recent").get_by_role("button", name="某公司", exact=True).first.click()
    page.wait_for_selector(".cc-pre-finding")
    assert page.evaluate("location.hash").startswith(f"#{job}")


def test_findings_are_filtered(desk: Reader, job: str, service: tuple[str, Parts]) -> None:
    page = opened(desk, job)
    found = service[1].precheck_jobs.get(job).checked.result.findings
    shown = lambda: page.locator(".cc-pre-finding").count()  # noqa: E731
    assert shown() == len(found)
    for severity in ("supplement", "advice"):
        page.locator(f"[data-severity={severity}]").click()
        assert shown() == sum(f.severity == severity for f in found) > 0
    page.locator("[data-severity=advice]").click()
    page.select_option("#cc-pre-by-group", "identity")
    assert shown() == sum(f.group == "identity" for f in found)
    page.select_option("#cc-pre-by-group", "")
    page.select_option("#cc-pre-by-stage", "substantive")
    assert shown() == sum(f.stage == "substantive" for f in found) > 0
    page.get_by_role("button", name="取消筛选").click()
    file = next(f.file for f in found if f.rule_id == "PC-125")
    page.select_option("#cc-pre-by-paper", file)
    assert shown() == sum(f.file == file for f in found) and f"共 {len(found)} 条" in desk.text(".cc-pre-shown")
    page.get_by_role("button", name="取消筛选").click()
    page.get_by_text("按组汇总").click()
    page.get_by_role("button", name="完整 须补正 1").click()
    assert shown() == 1
    page.select_option("#cc-pre-by-decision", "dismissed")
    assert shown() == 0


def counted(reader: Reader) -> int:
    """How many matters the headline speaks of."""
    found = re.search(r"共 (\d+) 项", reader.text(".cc-pre-verdict"))
    assert found
    return int(found[1])


def test_decisions_are_kept_and_change_counts_and_notice(desk: Reader, job: str) -> None:
    page = opened(desk, job)
    assert desk.text("#cc-pre-notice") == "补正通知书草稿（3 项）"
    before = counted(desk)
    one = card(page, "PC-125")
    one.get_by_role("button", name="驳回…").click()
    one.get_by_role("button", name="驳回", exact=True).click()
    assert "请写明理由" in one.inner_text()
    one.locator("textarea").fill("原件<i>已核对</i>")
    one.get_by_role("button", name="驳回", exact=True).click()
    one.get_by_text("已驳回").wait_for()
    assert "原件<i>已核对</i>" in one.inner_text() and "进补正通知书" not in one.inner_text()
    assert desk.text("#cc-pre-notice") == "补正通知书草稿（2 项）"
    page.get_by_text("另有 1 条已驳回，不计在内。").wait_for()
    assert counted(desk) == before - 1
    assert page.evaluate("document.activeElement.dataset.do") == "undo"
    card(page, "PC-003").get_by_role("button", name="采纳").click()
    card(page, "PC-003").get_by_text("已采纳").wait_for()
    page = opened(desk, job)
    assert "已驳回" in card(page, "PC-125").inner_text() and "已采纳" in card(page, "PC-003").inner_text()
    card(page, "PC-125").get_by_role("button", name="收回").click()
    card(page, "PC-125").get_by_role("button", name="采纳").wait_for()
    assert desk.text("#cc-pre-notice") == "补正通知书草稿（3 项）"


def test_a_dismissed_finding_becomes_a_case(desk: Reader, job: str, service: tuple[str, Parts]) -> None:
    page = opened(desk, job)
    one = card(page, "PC-163")
    one.get_by_role("button", name="驳回…").click()
    one.locator("textarea").fill("经办人电话13800138000说明过，代码以证照为准")
    one.get_by_role("button", name="驳回", exact=True).click()
    one.get_by_role("button", name="做成评测题").click()
    page.wait_for_selector(".cc-case")
    assert "PC-163" in page.input_value("#cc-case-question")
    assert "13800138000" not in page.input_value("#cc-case-note")
    page.check("#cc-case-checked")
    page.locator(".cc-case").get_by_role("button", name="保存为评测题").click()
    page.get_by_text("已保存为评测题").wait_for()
    (kept,) = service[1].store.cases.all()
    assert kept.content["source"] == "dismissal"
    assert not re.search(r"13800138000|91310115", json.dumps(kept.content))


def test_report_notice_html_and_json_are_taken_away(desk: Reader, job: str) -> None:
    page = opened(desk, job)

    def got(selector: str) -> tuple[str, bytes]:
        with page.expect_download() as download:
            page.click(selector)
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    name, content = got("[data-format=docx]")
    assert name == "材料预检报告-某公司.docx"
    assert open_docx(io.BytesIO(content)).paragraphs[0].text == "材料预检报告：某公司"
    name, content = got("#cc-pre-notice")
    assert name == "补正通知书草稿-某公司.docx"
    assert "补正通知书" in open_docx(io.BytesIO(content)).paragraphs[0].text
    assert "&lt;b&gt;说明" in got("[data-format=html]")[1].decode()
    assert Result.model_validate(json.loads(got("[data-format=json]")[1])).verdict == "supplement"


def test_mistakes_say_what_to_do(desk: Reader, tmp_path: Path) -> None:
    page = opened(desk)
    page.click("#cc-pre-start")
    assert "还没有选材料" in desk.text(".cc-problem")
    (tmp_path / "大.pdf").write_bytes(b"x" * (5 << 20))
    page.set_input_files("#cc-pre-some", str(tmp_path / "大.pdf"))
    page.wait_for_function("() => document.querySelector('.cc-problem')?.textContent.includes('一次最多 4 MB')")
    page.get_by_role("button", name="移除 大.pdf").click()
    with zipfile.ZipFile(tmp_path / "空.zip", "w") as archive:
        archive.writestr("__MACOSX/._a", b"x")
    page.set_input_files("#cc-pre-some", str(tmp_path / "空.zip"))
    page.click("#cc-pre-start")
    page.wait_for_selector(".cc-error")
    assert "没有做成" in desk.text(".cc-pre-column") and len(desk.text(".cc-error")) > 10
    page.get_by_role("button", name="重新选择材料").click()
    page.wait_for_selector(".cc-pre-form")
    desk.page.goto(f"{desk.address}/precheck#{'0' * 32}")
    page.get_by_text("请重新上传材料").wait_for()
    desk.problems.clear()  # its 404


def test_a_folder_keeps_its_paths_and_dropped_files_are_taken(desk: Reader, papers: list[Path]) -> None:
    page = opened(desk)
    page.set_input_files("#cc-pre-folder", str(papers[0].parent))
    assert page.locator(".cc-pre-name").first.inner_text().startswith("某公司/")
    page.get_by_role("button", name="全部移除").click()
    page.evaluate(
        """() => {
            const held = new DataTransfer();
            held.items.add(new File(['甲'], '一.txt'));
            held.items.add(new File(['乙乙'], '一.txt'));
            document.querySelector('.cc-pre-drop').dispatchEvent(
                new DragEvent('drop', {dataTransfer: held, bubbles: true, cancelable: true}));
        }"""
    )
    page.wait_for_function("() => document.querySelectorAll('.cc-pre-file-row').length === 2")
    assert page.locator(".cc-pre-name").all_inner_texts() == ["一.txt", "一 (2).txt"]


def test_progress_is_asked_for_where_it_is_not_told(desk: Reader, tmp_path: Path) -> None:
    page = opened(desk)
    page.route("**/events", lambda route: route.abort())
    (tmp_path / "一.txt").write_text("数据出境风险自评估报告", "utf-8")
    page.set_input_files("#cc-pre-some", str(tmp_path / "一.txt"))
    page.click("#cc-pre-start")
    page.wait_for_selector(".cc-pre-finding", timeout=CHECK_MS)
    page.get_by_role("button", name="清除这次结果").click()
    page.locator("dialog").get_by_role("button", name="清除这次结果").click()
    page.wait_for_selector(".cc-pre-form")
    assert page.locator(".cc-pre-recent").count() == 0


def test_a_key_is_asked_for_once(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text("数据出境风险自评估报告", "utf-8")
    with (
        precheck_service(tmp_path / "s", api_key="geheim") as (address, _),
        reading(browser, address, None, DESK) as one,
    ):
        page = one.open("/precheck").page
        page.locator("dialog input").fill("geheim")
        page.keyboard.press("Enter")
        page.set_input_files("#cc-pre-some", str(tmp_path / "一.txt"))
        page.click("#cc-pre-start")
        page.wait_for_selector(".cc-pre-finding", timeout=CHECK_MS)


def test_on_the_phone_the_paper_covers_the_findings_and_gives_the_focus_back(handheld: Reader, job: str) -> None:
    page = opened(handheld)
    assert too_wide(page) == []
    page = opened(handheld, job)
    assert too_wide(page) == [] and not page.locator(".cc-pre-doc").is_visible()
    place = card(page, "PC-125").locator(".cc-pre-place").first
    place.tap()
    page.locator(".cc-doc-hit").wait_for()
    assert page.locator(".cc-pre-doc").is_visible() and too_wide(page) == []
    page.get_by_role("button", name="关闭材料").tap()
    page.locator(".cc-pre-doc").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.className") == "cc-pre-place"
    card(page, "PC-125").locator(".cc-article").first.tap()
    page.wait_for_selector(".cc-panel-open .cc-passage-text")
    assert too_wide(page) == []


def test_everything_that_can_be_worked_has_a_name(desk: Reader, job: str) -> None:
    for page in (opened(desk), opened(desk, job)):
        nameless = page.evaluate(
            "() => [...document.querySelectorAll('#cc-root :is(button, select, textarea, a[href], input:not([hidden]),"
            " progress, [role=region])')].filter(el => !el.closest('[aria-hidden=true]')"
            " && !(el.textContent.trim().length > 1 && el.tagName === 'BUTTON') && !el.getAttribute('aria-label')"
            " && !el.labels?.length && !el.textContent.trim()).map(el => el.outerHTML.slice(0, 90))"
        )
        assert nameless == []
    page.focus("#cc-pre-by-decision")
    page.keyboard.press("Tab")
    while page.evaluate("!document.activeElement.classList.contains('cc-pre-place')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".cc-doc-hit").first.wait_for()


def test_english_on_request(desk: Reader, job: str) -> None:
    page = opened(desk, job)
    page.click("#cc-language")
    page.get_by_role("button", name="Word report").wait_for()
    assert page.title() == "Pre-check" and "Supplement" in desk.text(".cc-pre-finding")
    assert "matters to supplement" in desk.text(".cc-pre-verdict") and not HAN.search(desk.text(".cc-pre-verdict"))
    wrong = card(page, "PC-125")
    assert not HAN.search(wrong.locator(".cc-pre-title").inner_text())
    assert "In Chinese:" in wrong.inner_text() and "91310115" in wrong.inner_text()
    assert wrong.locator(".cc-pre-message [lang=zh-CN]").count() == 1
    for part in (".cc-pre-missing", ".cc-pre-fold >> nth=1"):
        assert desk.text(part) and not HAN.search(desk.text(part)), part


def test_a_tab_keeps_its_own_language(desk: Reader, job: str) -> None:
    page = opened(desk, job)
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(".cc-pre-finding")
    page.click("#cc-language")
    page.get_by_role("button", name="Word report").wait_for()
    other.reload()
    other.get_by_role("button", name="Word 报告").wait_for()
    page.reload()
    page.get_by_role("button", name="Word report").wait_for()
    other.close()


def test_two_tabs_see_what_was_decided_in_the_other(desk: Reader, job: str) -> None:
    page = opened(desk, job)
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(".cc-pre-finding")
    card(other, "PC-003").get_by_role("button", name="驳回…").click()
    card(other, "PC-003").locator("textarea").fill("还没有写完")
    card(page, "PC-125").get_by_role("button", name="驳回…").click()
    card(page, "PC-125").locator("textarea").fill("原件已核对")
    card(page, "PC-125").get_by_role("button", name="驳回", exact=True).click()
    card(other, "PC-125").get_by_text("已驳回").wait_for(timeout=20_000)
    other.get_by_text("另有 1 条已驳回").wait_for()
    assert card(other, "PC-003").locator("textarea").input_value() == "还没有写完"  # what is being written stays
    other.close()


def test_papers_of_another_procedure_say_so_on_top(desk: Reader, papers: list[Path]) -> None:
    page = opened(desk)
    page.select_option("#cc-pre-kind", "certification")
    page.fill("#cc-pre-filed_on", FILED_ON)
    page.set_input_files("#cc-pre-some", [str(p) for p in papers])
    page.click("#cc-pre-start")
    page.wait_for_selector(".cc-pre-verdict", timeout=CHECK_MS)
    assert desk.text(".cc-pre-verdict").startswith("这些材料看起来是“安全评估申报”的")
    page.set_viewport_size(PHONE)
    page.click("#cc-language")
    page.get_by_role("button", name="Word report").wait_for()
    assert desk.text(".cc-pre-verdict").startswith('These papers look like those of "Security assessment"')
    assert too_wide(page) == []
    page.click("#cc-pre-other-kind")
    page.wait_for_selector(".cc-pre-form")
    assert page.input_value("#cc-pre-kind") == "security_assessment"


def test_a_pre_check_cleared_elsewhere_is_gone_here(desk: Reader, service: tuple[str, Parts], tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text("数据出境风险自评估报告", "utf-8")
    page = opened(desk)
    page.set_input_files("#cc-pre-some", [str(tmp_path / "一.txt")])
    page.click("#cc-pre-start")
    page.wait_for_selector(".cc-pre-finding", timeout=CHECK_MS)
    with httpx.Client(trust_env=False) as client:
        client.delete(f"{service[0]}/v1/precheck/{page.evaluate('location.hash')[1:]}")
    page.get_by_text("请重新上传材料").wait_for(timeout=20_000)
    desk.problems.clear()  # its 404


def test_the_page_is_linked_beside_the_tabs(reader: Reader, phone: Reader) -> None:
    for one in (reader, phone):
        link = one.page.locator("#cc-precheck-link")
        assert link.get_attribute("href") == f"{one.address}/precheck" and link.is_visible()
        assert too_wide(one.page) == []
