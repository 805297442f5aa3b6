"""An agent's day at the real desk, by keys alone: three calls, one answered, one that needs facts, one escalated."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app
from serving.page import Page
from tests.ui.conftest import PHONE, WIDE, Reader, reading, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
CLOSING = "以网信部门答复为准"


@pytest.fixture(scope="module")
def desk_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the whole service without a model, its data its own."""
    folder: Path = tmp_path_factory.mktemp("desk")
    parts = Parts(Settings(_env_file=None, backend="extractive", data_dir=folder))  # type: ignore[call-arg]
    with serving(create_app(parts, page=Page())) as address:
        _wait(f"{address}/readyz")
        _wait(f"{address}/desk")
        yield address
    parts.store.close()


def _wait(url: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"not ready: {url}")


@pytest.fixture
def agent(browser: Browser, desk_service: str) -> Iterator[Reader]:
    """At a desk."""
    with reading(browser, desk_service, None, WIDE) as one:
        yield one.open("/desk")


def say(agent: Reader, words: str) -> str:
    """Type into whatever has the focus, Enter; gives what is to be said."""
    agent.page.keyboard.type(words)
    agent.page.keyboard.press("Enter")
    agent.page.wait_for_selector("#dk-full[aria-busy=true]")
    agent.page.wait_for_selector("#dk-full[aria-busy=false]")
    agent.page.wait_for_function("text => [...document.querySelectorAll('.dk-turn-question')].at(-1)", arg=words)
    return agent.text("#dk-words")


def focused(agent: Reader) -> str:
    return agent.page.evaluate("document.activeElement.id")


def press(agent: Reader, key: str, *, then: str = "") -> None:
    agent.page.keyboard.press(key)
    if then:
        agent.page.wait_for_selector(then)


def test_an_agents_day(agent: Reader) -> None:
    page = agent.page
    # the first call: answered, closed by a digit
    assert focused(agent) == "dk-line"
    said = say(agent, "哎你好，我想问下那个标准合同签完了几个工作日之内要备案呀")
    assert "10个工作日" in said and said.endswith(CLOSING) and len(said) <= 120
    assert agent.text("#dk-spoken-state") == "已核对，可以念" and agent.text("#dk-state") == "在办"
    assert page.locator("#dk-passages .cc-source").count() >= 3 and focused(agent) == "dk-line"
    press(agent, "Alt+y")
    page.wait_for_function("() => document.querySelector('#dk-rated').textContent === '已记下：好用'")
    press(agent, "Alt+p")
    press(agent, "Enter", then="#cc-root.cc-panel-open .cc-passage-text")
    press(agent, "Escape")
    assert page.locator("#cc-root.cc-panel-open").count() == 0
    press(agent, "Escape")
    assert focused(agent) == "dk-line"
    press(agent, "Alt+j", then="dialog[open]")
    press(agent, "1")
    press(agent, "Enter")
    page.wait_for_selector("dialog[open]", state="detached")
    page.wait_for_function("() => document.querySelector('#dk-call').textContent.includes('新来电')")
    assert focused(agent) == "dk-line"

    # the second: facts are missing, the desk asks; bare replies decide
    said = say(agent, "喂，那个我们有些国内会员的资料要传给新加坡总部，要不要去网信办登记备案啊")
    assert "？" in said and not re.search("评估|标准合同|认证|免予", said)
    asked = page.locator("#dk-next button").all_inner_texts()
    place = next(i for i, text in enumerate(asked) if "一共多少人" in text) + 1
    press(agent, f"Alt+{place}")
    assert "一共多少人" in (page.get_attribute("#dk-line", "placeholder") or "")
    said = say(agent, "大概8万吧")
    while page.locator("#dk-next").is_visible() and "？" in said:
        press(agent, "Alt+1")
        said = say(agent, "没有")
    assert "免予" in said and "我按" in said and said.endswith(CLOSING)
    press(agent, "Alt+l", then="dialog[open]")
    page.keyboard.type("王小明")
    press(agent, "Tab")
    page.keyboard.type("云帆科技")
    press(agent, "Control+Enter")
    page.wait_for_function("() => document.querySelector('#dk-caller').textContent.includes('云帆科技')")
    press(agent, "Alt+j", then="dialog[open]")
    press(agent, "2")
    press(agent, "Enter")
    page.wait_for_selector("dialog[open]", state="detached")

    # the third: like the first, and beyond the texts; the expert's reply comes back to be read
    say(agent, "标准合同签完几个工作日内备案，我们已经过了怎么补")
    assert "#1" in agent.text("#dk-similar")
    press(agent, "Alt+z", then="dialog[open]")
    press(agent, "Control+Enter")
    assert page.locator("dialog[open] .cc-problem").is_visible()  # a reason is needed
    page.keyboard.type("超过10个工作日还能不能备案，条文没写")
    press(agent, "Control+Enter")
    page.wait_for_function("() => document.querySelector('#dk-state')?.textContent === '等专家回复'")
    assert focused(agent) == "dk-line"
    press(agent, "Alt+w", then=".dk-row")
    page.click('[data-state="escalated"]')
    page.wait_for_function("() => document.querySelectorAll('.dk-row').length === 1")
    page.focus("#dk-search")
    press(agent, "ArrowDown")
    press(agent, "Enter")
    page.wait_for_selector(".dk-turn-escalation")
    assert "超过10个工作日" in agent.text(".dk-turn-escalation")
    press(agent, "Alt+a", then="dialog[open]")
    page.keyboard.type("应当尽快补办备案，逾期责任由省级网信部门认定。")
    press(agent, "Tab")
    page.keyboard.type("请尽快补办备案，是否追责由省级网信部门认定")
    press(agent, "Control+Enter")
    page.wait_for_function("() => document.querySelector('#dk-state')?.textContent === '专家已回复'")
    assert agent.text("#dk-words") == "请尽快补办备案，是否追责由省级网信部门认定"

    # what the day left behind
    press(agent, "Alt+q", then=".dk-chart")
    assert page.locator(".dk-bar-all").count() >= 2
    press(agent, "Escape")
    page.wait_for_selector("#dk-line", state="visible")
    page.reload()
    page.wait_for_selector("#cc-root.cc-ready")
    press(agent, "Alt+w", then=".dk-row")
    page.fill("#dk-search", "云帆")
    page.wait_for_function("() => document.querySelectorAll('.dk-row').length === 1")
    assert "云帆***" in agent.text(".dk-row") and "王小明" not in agent.text(".dk-row")


def test_every_action_shows_its_key_and_all_are_listed(agent: Reader) -> None:
    say(agent, "认证证书管几年")
    buttons = agent.page.locator("button[data-key]")
    for place in range(buttons.count()):
        assert buttons.nth(place).locator("kbd").count() == 1
        assert (buttons.nth(place).get_attribute("aria-keyshortcuts") or "").startswith("Alt+")
    press(agent, "Alt+k", then="dialog[open]")
    listed = agent.page.locator("dialog .dk-keys kbd").all_inner_texts()
    shown = {buttons.nth(i).get_attribute("aria-keyshortcuts") for i in range(buttons.count())}
    assert shown <= set(listed) and {"Enter", "Esc"} <= set(listed)
    press(agent, "Escape")
    assert focused(agent) == "dk-line"


def test_states_are_told_to_screen_readers(agent: Reader) -> None:
    page = agent.page
    assert page.get_attribute("#dk-status", "role") == "status" and page.get_attribute("#dk-words", "aria-live")
    unnamed = page.evaluate(
        "[...document.querySelectorAll('button, input, select, textarea')].filter((e) => e.offsetParent && "
        "!(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).length"
    )
    assert unnamed == 0


def test_a_line_that_cannot_be_looked_up_stays(agent: Reader) -> None:
    agent.page.route("**/v1/desk/ask/stream", lambda route: route.abort())
    agent.page.keyboard.type("认证证书管几年")
    press(agent, "Enter", then="#dk-problem .cc-error")
    assert agent.page.input_value("#dk-line") == "认证证书管几年" and focused(agent) == "dk-line"


def test_in_english_and_on_a_phone(browser: Browser, desk_service: str) -> None:
    with reading(browser, desk_service, None, PHONE, has_touch=True, is_mobile=True) as phone:
        phone.open("/desk")
        say(phone, "认证证书管几年")
        phone.page.tap("#cc-language")
        phone.page.wait_for_function("() => document.documentElement.lang === 'en'")
        assert "Whole answer" in phone.text("#dk-full h3") and phone.text("#dk-state") == "open"
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        for view in ("#tickets", "#hot", ""):
            phone.page.evaluate(f"location.hash = '{view}'")
            phone.page.wait_for_timeout(300)
            assert phone.page.evaluate("document.querySelector('#cc-stage').scrollWidth") <= 390
