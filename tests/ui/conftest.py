"""A browser (Debian's Chromium) on the page of a fake service; one browser a session, one page a test."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from fastapi import FastAPI

from tests.ui.fake_service import State, make_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
START_TIMEOUT_S, WAIT_MS = 60, 15_000


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """`app` on a free port of this machine; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_TIMEOUT_S
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the service did not start"
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def fake_service() -> Iterator[tuple[str, State]]:
    """Address and state of the fake service."""
    state = State()
    with serving(make_app(state)) as address:
        yield address, state


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("tests marked `browser` need Chromium: scripts/system_packages.sh chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


class Reader:
    """A person at the page: `page` is Playwright's; `foreign` and `problems` collect what should never happen."""

    def __init__(self, page: Page, address: str, state: State | None) -> None:
        self.page, self.address, self.state = page, address, state
        self.foreign: list[str] = []
        self.problems: list[str] = []
        page.set_default_timeout(WAIT_MS)
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("response", lambda r: self.problems.append(f"{r.status} {r.url}") if r.status == 404 else None)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path: str = "/") -> Reader:
        """Go to the page and wait until it can be used."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("#cc-root.cc-ready")
        return self

    def ask(self, question: str) -> None:
        """Type a question and press Enter."""
        self.page.fill("#cc-question", question)
        self.page.press("#cc-question", "Enter")

    def answered(self, count: int = 1) -> None:
        """Wait until so many answers are complete."""
        self.page.wait_for_function("n => document.querySelectorAll('.cc-answer .cc-actions').length >= n", arg=count)

    def text(self, selector: str) -> str:
        """What the first such element shows."""
        return self.page.locator(selector).first.inner_text()


@contextmanager
def reading(
    browser: Browser, address: str, state: State | None, viewport: dict[str, int], **context: Any
) -> Iterator[Reader]:
    """A fresh reader with an empty browser store; on leaving, nothing foreign was asked for and nothing broke."""
    fresh = browser.new_context(viewport=viewport, locale="zh-CN", accept_downloads=True, **context)
    reader = Reader(fresh.new_page(), address, state)
    try:
        yield reader
        assert reader.foreign == []
        assert reader.problems == []
    finally:
        fresh.close()


@pytest.fixture
def reader(browser: Browser, fake_service: tuple[str, State]) -> Iterator[Reader]:
    """At a desk, on the open page."""
    with reading(browser, *fake_service, WIDE) as one:
        yield one.open()


@pytest.fixture
def phone(browser: Browser, fake_service: tuple[str, State]) -> Iterator[Reader]:
    """With a phone, on the open page."""
    with reading(browser, *fake_service, PHONE, has_touch=True, is_mobile=True) as one:
        yield one.open()
