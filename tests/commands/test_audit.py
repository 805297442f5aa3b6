"""`audit` on the command line, and the entries that commands leave."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
import sqlalchemy as sa
import typer
from typer.testing import CliRunner

from copilot import cli
from copilot.accounts.principal import LOCAL
from copilot.accounts.service import Accounts
from copilot.audit.log import Audit
from copilot.commands.audited import READS, WRITES, commands, why_not, written
from copilot.settings import Settings
from copilot.store.database import Database

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def place(whole_app: typer.Typer) -> None:
    """This test's own database."""


def database() -> Database:
    return Database(Settings().database)


def run(*args: str, status: int = 0) -> Any:
    done = RUNNER.invoke(cli.app, ["audit", *args])
    assert done.exit_code == status, done.output
    return json.loads(done.stdout) if "--json" in args else done.output


def main(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """The whole entry point; its exit status."""
    monkeypatch.setattr(sys, "argv", ["compliance-copilot", *args])
    monkeypatch.setattr(cli, "_mount", lambda: None)  # mounted already
    with pytest.raises(SystemExit) as left:
        cli.main()
    return int(left.value.code or 0)


def test_every_command_says_whether_it_writes(whole_app: typer.Typer) -> None:
    every = set(commands(whole_app))
    assert len(every) > 60
    assert [path for path in every if path not in WRITES and not why_not(path)] == []
    assert [path for path in WRITES if path not in every] == []
    assert [path for path in READS if not any(one[: len(path)] == path for one in every)] == []
    assert [path for path in WRITES if path in READS] == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("verdicts delete " + "a" * 32, ("delete", "verdict", "a" * 32)),
        ("verdicts delete 13800138000", ("delete", "verdict", "")),
        ("ledger import 张三.csv --json", ("import", "ledger", "")),
        ("path facts.json", None),
        ("path facts.json --save", ("determine", "verdict", "")),
        ("accounts remove li@example.com", ("delete", "user", "")),
        ("accounts remove --help", None),
        ("ask 问题", None),
        ("", None),
    ],
)
def test_what_a_command_line_writes(line: str, found: tuple[str, str, str] | None) -> None:
    assert written(line.split()) == found


def test_commands_that_write_leave_an_entry_and_others_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(monkeypatch, "accounts", "init", "--login", "root@example.com") == 0
    assert main(monkeypatch, "accounts", "tenants") == 0
    assert main(monkeypatch, "accounts", "add", "li") == 2  # no role: nothing was written
    assert main(monkeypatch, "accounts", "add-tenant", "acme", "甲公司") == 0
    found = run("show", "--json")["items"]
    assert [(e["action"], e["kind"], e["via"], e["user"], e["outcome"]) for e in found] == [
        ("add", "tenant", "cli", "local", "done"),
        ("add", "user", "cli", "local", "done"),
    ]
    assert "root@example.com" not in json.dumps(found) and "甲公司" not in json.dumps(found, ensure_ascii=False)


def test_show_filters_by_user_subject_and_time() -> None:
    opened = database()
    made = Accounts(opened).begin("root@example.com")
    audit = Audit(opened)
    audit.write(LOCAL, "read", kind="ticket", subject="t1")
    root = Accounts(opened).people.get(made.id)
    audit.write(LOCAL.__class__(root.id, "", "local", LOCAL.roles, LOCAL.scopes, "session"), "close", kind="ticket")
    opened.close()
    assert [e["action"] for e in run("show", "--user", "root@example.com", "--json")["items"]] == ["close"]
    assert [e["subject"] for e in run("show", "--subject", "t1", "--json")["items"]] == ["t1"]
    assert run("show", "--since", "2999-01-01", "--json") == {"items": [], "total": 2}
    text = run("show", "--kind", "ticket")
    assert text.index("close") < text.index("read") and "local@local(local)" in text
    assert "不是时间" in run("show", "--since", "昨天", status=2)


def test_verify_says_the_first_broken_entry_and_leaves_with_1() -> None:
    opened = database()
    audit = Audit(opened)
    for _ in range(3):
        audit.write(LOCAL, "read", kind="ticket")
    good = run("verify", "--json")
    assert good["ok"] and good["entries"] == 3 and run("verify", "--head", good["head"], "--json")["ok"]
    assert good["head"] in run("verify")
    assert not run("verify", "--head", "f" * 64, "--json", status=1)["ok"]
    with opened.engine.begin() as connection:
        connection.execute(sa.text("drop trigger audit_entry_no_update"))
        connection.execute(sa.text("update audit_entry set actor = 'x' where seq = 2"))
    opened.close()
    assert run("verify", "--json", status=1)["broken"] == 2
    assert "第 2 条" in run("verify", status=1)


def test_a_command_whose_entry_cannot_be_written_says_so(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from copilot.errors import StorageFull

    def full(self: Audit, events: Any) -> None:
        raise StorageFull("磁盘已满", en="full")

    monkeypatch.setattr(Audit, "add", full)
    assert main(monkeypatch, "accounts", "init") == 3
    assert "没有写进审计记录" in capsys.readouterr().err
