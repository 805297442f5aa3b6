"""Kept verdicts and drafts, the same on both databases."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest

from copilot.errors import UnknownRecord
from copilot.store.database import Database
from copilot.store.store import Store
from tests.store.conftest import Clock

FACTS: dict[str, Any] = {"is_export": True, "pi_count": 100_000, "is_ciio": None, "purpose": "境外总部开展 CRM 分析"}


def made(headline: str = "应当订立标准合同并备案。", *, path: str = "contract_or_certification") -> dict[str, Any]:
    return {
        "path": path,
        "headline": headline,
        "as_of": "2026-11-23",
        "trace": [{"id": "export", "facts": {"is_export": True}}],
        "rules": {"data": "d" * 32, "code": "0.1.0"},
    }


def test_a_verdict_reads_back_as_it_was(store: Store) -> None:
    kept = store.verdicts.keep(FACTS, made(), story="我们把客户资料传给总部", story_model="some-model")
    read = store.verdicts.get(kept.id)
    assert read == kept
    assert (read.facts, read.result) == (FACTS, made())
    assert list(read.facts) == list(FACTS)
    assert (read.data_digest, read.code_version, read.as_of) == ("d" * 32, "0.1.0", dt.date(2026, 11, 23))
    assert (read.story, read.story_model) == ("我们把客户资料传给总部", "some-model")
    assert read.created_at.tzinfo is not None


@pytest.mark.parametrize(
    ("facts", "story", "title", "expected"),
    [
        (FACTS, "故事", "", "境外总部开展 CRM 分析"),
        ({}, "故事\n第二行", "", "故事 第二行"),
        ({}, None, "", "应当订立标准合同并备案。"),
        (FACTS, None, "人事数据", "人事数据"),
        ({"purpose": "长" * 60}, None, "", "长" * 39 + "…"),
    ],
)
def test_a_verdict_is_named_after_what_it_is_about(
    store: Store, facts: dict[str, Any], story: str | None, title: str, expected: str
) -> None:
    assert store.verdicts.keep(facts, made(), story=story, title=title).title == expected


@pytest.mark.parametrize(
    ("query", "path", "found"),
    [
        ("", "", ["c", "b", "a"]),
        ("总部", "", ["b", "a"]),
        ("总部 crm", "", ["a"]),
        ("员工", "", ["b"]),
        ("评估", "", ["c"]),
        ("100%", "", []),
        ("", "security_assessment", ["c"]),
        ("总部", "security_assessment", []),
    ],
)
def test_verdicts_are_found_by_title_story_headline_and_facts(
    store: Store, query: str, path: str, found: list[str]
) -> None:
    store.verdicts.keep(FACTS, made(), title="a")
    store.verdicts.keep({"activities": [{"purpose": "总部管理员工"}]}, made(), title="b")
    store.verdicts.keep({}, made("应当申报安全评估。", path="security_assessment"), title="c")
    answer = store.verdicts.find(query=query, path=path)
    assert [v.title for v in answer.items] == found
    assert answer.total == len(found)


def test_a_list_is_cut_and_counts_all(store: Store) -> None:
    for n in range(5):
        store.verdicts.keep({}, made(), title=str(n))
    page = store.verdicts.find(limit=2, offset=1)
    assert ([v.title for v in page.items], page.total) == (["3", "2"], 5)


def test_the_beginning_of_an_id_opens_but_does_not_delete(store: Store) -> None:
    first, second = store.verdicts.keep({}, made()), store.verdicts.keep({}, made())
    assert store.verdicts.get(first.id[:20]).id == first.id
    with pytest.raises(UnknownRecord):
        store.verdicts.get("")
    with pytest.raises(UnknownRecord):
        store.verdicts.get("%")
    with pytest.raises(UnknownRecord):
        store.verdicts.delete(first.id[:20])
    store.verdicts.delete(first.id)
    assert [v.id for v in store.verdicts.find().items] == [second.id]
    with pytest.raises(UnknownRecord):
        store.verdicts.delete(first.id)


def test_what_no_database_takes_is_left_out(store: Store) -> None:
    kept = store.verdicts.keep({"purpose": "甲\0乙\ud800"}, made(), story="\0\udfff故事")
    assert store.verdicts.get(kept.id).facts["purpose"] == "甲乙?"
    assert store.drafts.save("d", {"text\0": ["\ud800", 1, None]}).content == {"text": ["?", 1, None]}
    assert store.drafts.get("d").content == {"text": ["?", 1, None]}


def test_a_draft_is_kept_in_whatever_state(store: Store) -> None:
    first = store.drafts.save("wizard-1", {"facts": {"pi_count": "十二万"}, "step": 3})
    again = store.drafts.save("wizard-1", {"facts": {"pi_count": 120_000}, "step": 4})
    assert store.drafts.get("wizard-1") == again
    assert again.created_at == first.created_at and again.updated_at > first.updated_at
    store.drafts.save("wizard-2", {})
    assert [d.id for d in store.drafts.find()] == ["wizard-2", "wizard-1"]
    store.drafts.delete("wizard-1")
    for operation in (store.drafts.get, store.drafts.delete):
        with pytest.raises(UnknownRecord):
            operation("wizard-1")


def test_two_tabs_may_save_one_draft_at_once(url: str) -> None:
    failed: list[Exception] = []
    opened = Store(Database(url))

    def save(number: int) -> None:
        try:
            for step in range(5):
                opened.drafts.save("d", {"tab": number, "step": step})
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=save, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert opened.drafts.get("d").content["step"] == 4
    opened.close()


def test_old_verdicts_and_drafts_go_with_old_conversations(store: Store, clock: Clock) -> None:
    store.verdicts.keep({}, made(), title="旧")
    store.drafts.save("old", {})
    store.drafts.save("used", {})
    clock.time += dt.timedelta(days=40)
    store.verdicts.keep({}, made(), title="新")
    store.drafts.save("used", {})
    store.purge(older_than_days=0)
    assert store.verdicts.find().total == 2
    store.purge(older_than_days=30)
    assert [v.title for v in store.verdicts.find().items] == ["新"]
    assert [d.id for d in store.drafts.find()] == ["used"]


def test_everything_is_deleted_at_once(store: Store) -> None:
    store.verdicts.keep({}, made())
    store.drafts.save("a", {})
    conversation, _ = store.start("问")
    assert (store.verdicts.delete_all(), store.drafts.delete_all()) == (1, 1)
    assert (store.verdicts.find().total, store.drafts.find()) == (0, [])
    assert store.get(conversation).id == conversation


def test_a_database_of_the_first_release_gains_the_tables(url: str) -> None:
    from alembic import command
    from alembic.config import Config

    database = Database(url)
    store = Store(database)
    conversation, _ = store.start("先前的问题")
    config = Config()
    config.set_main_option("script_location", "copilot/store/migrations")
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    store.close()
    again = Store(Database(url))
    assert again.get(conversation).messages[0].text == "先前的问题"
    assert again.verdicts.keep({}, made()).id
    again.close()
