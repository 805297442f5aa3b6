"""`accounts` on the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from copilot import cli, logs
from copilot.accounts.service import Accounts
from copilot.settings import Settings
from copilot.store.database import Database

pytestmark = pytest.mark.thorough

RUNNER = CliRunner()
GOOD = "海关大楼前的三棵银杏"


@pytest.fixture(autouse=True)
def place(whole_app: typer.Typer) -> None:
    """This test's own database; logs as `main` sets them."""
    logs.configure(level="warning")


def run(*args: str, status: int = 0, given: str | None = None) -> str:
    done = RUNNER.invoke(cli.app, ["accounts", *args], input=given)
    assert done.exit_code == status, done.output
    return done.output


def result(*args: str, status: int = 0, given: str | None = None) -> dict[str, Any]:
    done = RUNNER.invoke(cli.app, ["accounts", *args, "--json"], input=given)
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


def accounts() -> Accounts:
    return Accounts(Database(Settings().database))


def test_from_nothing_to_somebody_who_signs_in() -> None:
    assert "accounts init" in run("list")
    assert "accounts init" in run("add", "li", "--role", "agent", status=2)
    made = result("init", "--login", "root", "--name", "运维")
    assert made["roles"] == ["operator"] and made["must_change"]
    assert "已经有账户" in run("init", status=2)
    run("add-tenant", "acme", "甲公司")
    said = run("add", "li@example.com", "--tenant", "acme", "--role", "enterprise_user", "--name", "李")
    password = said.split("：")[-1].strip()
    assert accounts().sign_ins.sign_in("li@example.com", password).user.must_change
    listing = run("list", "--tenant", "acme")
    assert "li@example.com" in listing and "企业经办人" in listing and "须改密码" in listing and "root" not in listing
    assert "acme  甲公司  1 人" in run("tenants")


def test_a_password_from_standard_input_is_checked_and_not_shown() -> None:
    weak = result("init", "--password-stdin", given="password123\n", status=2)
    assert "最常见" in weak["error"]["message"]
    assert "没有密码" in run("init", "--password-stdin", given="", status=2)
    said = run("init", "--password-stdin", given=f"{GOOD}\n")
    assert GOOD not in said and not accounts().sign_ins.sign_in("operator", GOOD).user.must_change


def test_roles_locks_resets_and_removal() -> None:
    run("init")
    run("add", "li", "--role", "agent", "--password-stdin", given=GOOD)
    assert "没有角色" in run("set-roles", "li", "--role", "boss", status=2)
    assert result("set-roles", "li", "--role", "agent", "--role", "editor")["roles"] == ["agent", "editor"]
    run("lock", "li")
    with pytest.raises(Exception, match="不对"):
        accounts().sign_ins.sign_in("li", GOOD)
    assert "停用" in run("list")
    run("unlock", "li")
    accounts().sign_ins.sign_in("li", GOOD)
    made = result("reset", "li")["password"]
    accounts().sign_ins.sign_in("li", made)
    assert len(result("sessions", "li")["sessions"]) == 1
    assert result("sessions", "li", "--end") == {"ended": 1}
    run("remove", "li")
    assert "没有这个用户" in run("reset", "li", status=2)
    assert "最后一位" in run("remove", "operator", status=2)


def test_an_organisation_is_closed_and_opened() -> None:
    run("init")
    run("add-tenant", "acme", "甲公司")
    run("add", "li", "--tenant", "acme", "--role", "enterprise_user", "--password-stdin", given=GOOD)
    run("switch-tenant", "acme", "--off")
    with pytest.raises(Exception, match="不对"):
        accounts().sign_ins.sign_in("li", GOOD)
    run("switch-tenant", "acme", "--on")
    accounts().sign_ins.sign_in("li", GOOD)
    assert "不能停用" in run("switch-tenant", "local", "--off", status=2)


def test_keys_are_shown_once_listed_by_their_beginning_and_revoked() -> None:
    run("init", "--password-stdin", given=GOOD)
    made = result("add-key", "operator", "--scope", "ask", "--scope", "read", "--name", "夜间")
    assert accounts().sign_ins.of_key(made["key"])
    listing = run("keys", "operator")
    assert made["hint"] in listing and made["key"] not in listing and "夜间" in listing
    assert "没有权限" in run("add-key", "operator", "--scope", "everything", status=2)
    run("revoke-key", made["id"])
    assert accounts().sign_ins.of_key(made["key"]) is None
    assert "没有这个密钥" in run("revoke-key", made["id"], status=2)
