"""Signing in and the account page over the whole service, in a real browser: wide, on a phone, by keyboard, axe."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from copilot.accounts.roles import Role
from copilot.accounts.service import Accounts
from copilot.settings import Settings
from serving.app import create_app
from serving.page import Page
from tests.serving.conftest import FakeParts, served
from tests.ui.axe import violations
from tests.ui.conftest import PHONE, WIDE, Reader, reading
from tests.ui.test_pages import scrolls_sideways

pytestmark = pytest.mark.browser
GOOD, OTHER = "海关大楼前的三棵银杏", "另一个很长的密码词句"


def loaded(address: str) -> None:
    """Wait until the page is there: it comes after the search."""
    deadline = time.monotonic() + 60
    while httpx.get(f"{address}/account", trust_env=False).status_code != 200:
        assert time.monotonic() < deadline, "the page did not load"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, FastAPI]]:
    """The service with its page, one for all tests."""
    folder = tmp_path_factory.mktemp("account")
    settings = Settings(_env_file=None, data_dir=folder / "data", cache_dir=folder / "cache")  # type: ignore[call-arg]
    app = create_app(FakeParts(settings), page=Page())  # type: ignore[arg-type]
    with served(app, timeout_s=60) as address:
        loaded(address)
        yield address, app


@pytest.fixture
def accounts(place: tuple[str, FastAPI]) -> Accounts:
    """An operator, and an admin and a user of 甲公司, with their passwords as at first."""
    made: Accounts = place[1].state.backend.accounts
    if not made.people.any():
        made.begin("root", password=GOOD)
        made.people.add_tenant("acme", "甲公司")
    logins = {user.login for user in made.people.users()}
    for login, role in (("boss", Role.ENTERPRISE_ADMIN), ("li", Role.ENTERPRISE_USER)):
        if login in logins:
            made.people.remove(login)
        made.people.add(login, tenant="acme", roles=[role], name=login, password=GOOD, must_change=False)
    return made


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def visitor(request: pytest.FixtureRequest, browser: Any, place: tuple[str, FastAPI]) -> Iterator[Reader]:
    """Somebody at a desk, or with a phone."""
    with reading(browser, place[0], None, request.param) as one:
        yield one


@pytest.fixture
def desk(browser: Any, place: tuple[str, FastAPI]) -> Iterator[Reader]:
    """Somebody at a desk."""
    with reading(browser, place[0], None, WIDE) as one:
        yield one


def sign_in(one: Reader, login: str, password: str = GOOD) -> None:
    one.page.fill("#ac-login", login)
    one.page.fill("#ac-password", password)
    one.page.press("#ac-password", "Enter")


def opened(one: Reader, login: str) -> Reader:
    """The account page, signed in."""
    one.open("/account?next=/account")
    sign_in(one, login)
    one.page.wait_for_selector("#cc-sign-out")
    one.page.wait_for_selector(".cc-ac h2")
    return one


def test_a_local_run_makes_the_operator_and_asks_for_a_sign_in_from_then_on(browser: Any, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "data", cache_dir=tmp_path / "cache")  # type: ignore[call-arg]
    app = create_app(FakeParts(settings), page=Page())  # type: ignore[arg-type]
    with served(app, timeout_s=60) as address, reading(browser, address, None, WIDE) as one:
        loaded(address)
        page = one.open("/account").page
        page.get_by_text("不需要登录").wait_for()
        assert page.locator(".cc-who:visible").count() == 0
        page.fill("#ac-new-login", "root")
        page.press("#ac-new-login", "Enter")
        password = page.locator(".cc-ac-secret code").inner_text()
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_selector("#ac-login")
        sign_in(one, "root", password)
        page.get_by_text("请先改成自己的").wait_for()
        page.fill("#ac-old", password)
        page.fill("#ac-new", "password123")
        page.fill("#ac-again", "password123")
        page.press("#ac-again", "Enter")
        page.get_by_text("最常见的密码之一").wait_for()
        page.fill("#ac-new", OTHER)
        page.fill("#ac-again", OTHER)
        page.press("#ac-again", "Enter")
        page.wait_for_selector("#cc-root [role=tablist]", timeout=60_000)
        page.wait_for_selector("#cc-me")
        assert "本机" in one.text("#cc-me")


def test_who_comes_without_a_sign_in_is_led_to_it_and_back(visitor: Reader, accounts: Accounts) -> None:
    page = visitor.open("/precheck").page
    page.wait_for_url(re.compile("/account"))
    page.wait_for_selector("#ac-login")
    assert page.evaluate("() => document.activeElement.id") == "ac-login"
    assert not scrolls_sideways(visitor) and violations(page) == []
    sign_in(visitor, "li", "wrong guess")
    page.get_by_text("登录名或者密码不对").wait_for()
    assert page.input_value("#ac-password") == "" and page.evaluate("() => document.activeElement.id") == "ac-password"
    sign_in(visitor, "li")
    page.wait_for_url(re.compile("/precheck"))
    page.wait_for_selector("#cc-me")
    assert "li" in visitor.text("#cc-me") and not scrolls_sideways(visitor)
    page.click("#cc-sign-out")
    page.wait_for_selector("#ac-login")
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    "next_", ["//evil.example/x", "https://evil.example", "/\\\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere_after_signing_in(desk: Reader, accounts: Accounts, next_: str) -> None:
    page = desk.open(f"/account?next={next_}").page
    page.wait_for_selector("#ac-login")
    sign_in(desk, "li")
    page.wait_for_selector("#cc-me", timeout=60_000)
    assert page.url.startswith(desk.address)


def test_ones_account_by_keyboard_alone_in_both_languages(visitor: Reader, accounts: Accounts) -> None:
    page = opened(visitor, "li").page
    assert "企业经办人" in visitor.text(".cc-ac-facts") and page.locator("#ac-people, #ac-tenants").count() == 0
    assert not scrolls_sideways(visitor) and violations(page) == []
    page.focus("#ac-key-name")
    page.keyboard.type("夜间批处理")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cc-ac-secret code")
    key = page.locator(".cc-ac-secret code").inner_text()
    assert accounts.sign_ins.of_key(key) and not scrolls_sideways(visitor)
    assert violations(page) == []
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销").click()
    page.get_by_text("还没有密钥").wait_for()
    assert accounts.sign_ins.of_key(key) is None
    page.click("#cc-language")
    page.get_by_text("My sessions").wait_for()
    assert "Enterprise user" in visitor.text(".cc-ac-facts") and page.title() == "Account"
    page.fill("#ac-old", GOOD)
    page.fill("#ac-new", OTHER)
    page.fill("#ac-again", OTHER + "x")
    page.press("#ac-again", "Enter")
    page.get_by_text("The two new passwords differ").wait_for()
    page.fill("#ac-again", OTHER)
    page.press("#ac-again", "Enter")
    page.get_by_text("Changed; your other sessions").wait_for()
    accounts.sign_ins.sign_in("li", OTHER)


def test_an_admin_adds_changes_and_shuts_out_people_of_the_own_organisation(
    visitor: Reader, accounts: Accounts
) -> None:
    if any(user.login == "zhao" for user in accounts.people.users()):
        accounts.people.remove("zhao")
    page = opened(visitor, "boss").page
    people = page.locator("#ac-people")
    people.get_by_text("li", exact=True).first.wait_for()
    assert people.get_by_text("root").count() == 0 and page.locator("#ac-tenants").count() == 0
    page.fill("#ac-new-login", "zhao")
    page.fill("#ac-new-name", "赵")
    people.locator("form").last.get_by_label("企业经办人").check()
    people.get_by_role("button", name="新增").click()
    password = people.locator(".cc-ac-secret code").inner_text()
    assert accounts.sign_ins.sign_in("zhao", password).user.must_change
    row = people.locator("tr", has_text="zhao")
    row.get_by_text("须改密码").wait_for()
    assert not scrolls_sideways(visitor) and violations(page) == []
    row.get_by_text("改角色").click()
    row.get_by_label("企业管理员").check()
    row.get_by_role("button", name="保存").click()
    row.get_by_text("企业管理员、企业经办人").first.wait_for()
    row.get_by_role("button", name="停用").click()
    row.get_by_role("button", name="恢复").wait_for()
    assert accounts.people.get("zhao").disabled
    row.get_by_role("button", name="删除").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    row.wait_for(state="detached")


def test_the_operator_adds_and_closes_organisations(desk: Reader, accounts: Accounts) -> None:
    page = opened(desk, "root").page
    page.fill("#ac-tenant-id", "../x")
    page.fill("#ac-tenant-name", "乙公司")
    page.press("#ac-tenant-name", "Enter")
    page.get_by_text("不能用").wait_for()
    page.fill("#ac-tenant-id", "other")
    page.press("#ac-tenant-name", "Enter")
    row = page.locator("#ac-tenants tr", has_text="乙公司")
    row.get_by_role("button", name="停用").click()
    page.get_by_role("dialog").get_by_role("button", name="停用").click()
    row.get_by_role("button", name="恢复").wait_for()
    assert violations(page) == [] and not scrolls_sideways(desk)
    assert next(t for t in accounts.people.tenants() if t.id == "other").disabled


def test_what_one_may_not_do_is_not_offered(desk: Reader, accounts: Accounts) -> None:
    accounts.people.change("li", roles=[Role.AUDITOR])
    page = opened(desk, "li").page
    desk.open("/")
    page.wait_for_selector("#cc-me", timeout=60_000)
    assert page.locator("#cc-precheck-link:visible, #cc-drafting-link:visible").count() == 0


def test_a_session_that_was_ended_leads_to_the_sign_in_page(desk: Reader, accounts: Accounts) -> None:
    page = opened(desk, "li").page
    accounts.sign_ins.end_all(accounts.people.get("li").id)
    page.fill("#ac-key-name", "x")
    desk.open("/precheck")
    page.wait_for_selector("#ac-login")
