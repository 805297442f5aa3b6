"""Page and documentation in a real browser, under the content policy, without the internet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from serving.app import create_app
from serving.page import Page
from tests.serving.conftest import FakeParts, served


@pytest.fixture
def url(parts: FakeParts) -> Iterator[str]:
    """The service with its page."""
    with served(create_app(parts, page=Page())) as address:  # type: ignore[arg-type]
        yield address


@pytest.mark.browser
def test_page_and_documentation_work_under_the_content_policy(url: str) -> None:
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda r: asked.append(r.url))
        page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
        page.goto(f"{url}/docs")
        page.wait_for_selector("[data-path='/v1/chat/completions']")
        page.goto(url)
        page.wait_for_selector("#cc-root nav, #cc-root [role=tablist]", timeout=60_000)
        browser.close()
    assert complaints == []
    assert [a for a in asked if not a.startswith((url, "data:", "blob:"))] == []
