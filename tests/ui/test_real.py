"""One question through everything that is real: console script, index, local model, page, browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.conftest import WIDE, reading
from tests.ui.real_service import served

pytestmark = [pytest.mark.browser, pytest.mark.model]

ANSWER_TIMEOUT_MS = 180_000
QUESTION = "非关键信息基础设施运营者一年向境外提供15万人的姓名和手机号（不含敏感个人信息），要办理什么手续？"


@pytest.fixture(scope="module")
def service(model_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The installed command `serve` with the local model."""
    with served(tmp_path_factory.mktemp("serve")) as address:
        yield address


def test_question_to_sourced_answer_reload_history_and_export(browser, service: str, tmp_path: Path) -> None:
    with reading(browser, service, None, WIDE) as one:
        page = one.open().page
        one.ask(QUESTION)
        page.wait_for_selector("#cc-panel .cc-source", timeout=30_000)
        assert "促进和规范数据跨境流动规定" in one.text("#cc-panel")
        page.wait_for_selector(".cc-answer .cc-actions", timeout=ANSWER_TIMEOUT_MS)
        answer = one.text(".cc-answer .cc-text")
        assert re.search(r"\[1\]", answer) and "网信部门" in answer
        assert one.text(".cc-origin") == "本内容由人工智能生成"
        _every_mark_opens_its_source(page)
        page.reload()
        page.wait_for_selector(".cc-answer .cc-actions")
        assert one.text(".cc-answer .cc-text") == answer
        _every_mark_opens_its_source(page)
        page.get_by_role("button", name="有用", exact=True).click()
        page.locator(".cc-reason").wait_for()
        page.click("#cc-tab-history")
        page.locator(".cc-conversation summary").click()
        with page.expect_download() as download:
            page.locator(".cc-conversation [data-format=md]").click()
        download.value.save_as(tmp_path / "conversation.md")
        assert "15万人" in (tmp_path / "conversation.md").read_text(encoding="utf-8")
        page.click("#cc-tab-search")
        page.fill("#cc-search-query", "规定第七条")
        page.press("#cc-search-query", "Enter")
        page.wait_for_selector(".cc-table tbody tr")
        assert "《促进和规范数据跨境流动规定》第七条" in page.locator(".cc-table tbody tr").first.inner_text()


def _every_mark_opens_its_source(page) -> None:
    """Each mark leads to the passage that the list of sources names under the same number."""
    names = page.locator(".cc-cited .cc-source-name").all_inner_texts()
    assert names
    marks = page.locator(".cc-answer .cc-text .cc-mark")
    for n in range(marks.count()):
        number = int(marks.nth(n).get_attribute("data-number"))
        marks.nth(n).click()
        page.wait_for_selector("#cc-panel .cc-passage-text p")
        assert page.locator("#cc-panel h2").inner_text() in names[number - 1]
