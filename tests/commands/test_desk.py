"""The desk on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copilot.commands.desk import app
from copilot.desk.similar import terms_of
from copilot.settings import Settings
from copilot.store.store import open_store

RUN = CliRunner()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with three calls on one thing, two of them escalated."""
    monkeypatch.setenv("COPILOT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COPILOT_BACKEND", "extractive")
    tickets = open_store(Settings(_env_file=None).database).tickets  # type: ignore[call-arg]
    for number in range(3):
        ticket = tickets.open(agent="u", topic="progress").id
        tickets.ask(ticket, "备案系统登录不上怎么办", terms=terms_of("备案系统登录不上怎么办"), author="u")
        if number:
            tickets.escalate(ticket, "看不懂", author="u")
    return tmp_path


def told(*arguments: str) -> dict:
    done = RUN.invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_tickets_hot_and_gaps(kept: Path) -> None:
    assert told("tickets", "备案", "--status", "escalated")["total"] == 2
    assert told("hot", "--weeks", "1")["weeks"][0]["questions"] == 3
    (gap,) = told("gaps")["gaps"]
    assert (gap["asked"], gap["escalated"], gap["reasons"]) == (3, 2, ["escalated"])
    assert told("gaps", "--as-of", "2020-01-01")["gaps"] == []
    assert told("gaps", "--tenant", "other")["gaps"] == []


def test_for_people(kept: Path) -> None:
    assert "共 3 张" in RUN.invoke(app, ["tickets"]).stdout
    assert "3 次" in RUN.invoke(app, ["hot", "--weeks", "1"]).stdout
    assert "67% 转了专家" in RUN.invoke(app, ["gaps"]).stdout


def test_a_question_is_answered_in_words_to_be_read(kept: Path) -> None:
    found = told("ask", "那个，认证证书管几年呀", "--keep")
    assert found["spoken"]["text"].endswith("以网信部门答复为准") and found["number"] == 4
    assert told("tickets", "认证")["total"] == 1
