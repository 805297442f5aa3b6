"""Cases grown from use, and feedback that goes with its conversation, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from copilot.domain import Answer
from copilot.errors import UnknownRecord
from copilot.store.database import Database
from copilot.store.store import FeedbackView, Store
from copilot.store.tables import Feedback


def count(store: Store) -> int:
    with store.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Feedback)) or 0


def test_cases_are_kept_listed_and_dropped(store: Store) -> None:
    first, second = store.cases.add({"question": "一\0"}), store.cases.add({"question": "二"})
    found = store.cases.find(limit=1)
    assert ([c.id for c in found.items], found.total) == ([second.id], 2)
    assert [c.content["question"] for c in store.cases.all()] == ["一", "二"]
    assert store.cases.find(limit=1, offset=1).items[0].created_at == first.created_at
    store.cases.drop(first.id)
    for wrong in (first.id, "nothing\0"):
        with pytest.raises(UnknownRecord):
            store.cases.drop(wrong)
    assert store.cases.drop_all() == 1 and store.cases.all() == []


def test_feedback_says_what_was_wrong_and_can_be_taken_back(store: Store, answer: Answer) -> None:
    conversation, _ = store.start("问")
    message = store.answer(conversation, answer).message_id or ""
    store.rate(
        message, FeedbackView(thumb="down", fault="wrong_law", comment="应为第五条"), conversation_id=conversation
    )
    assert store.get(conversation).messages[1].feedback == FeedbackView(
        thumb="down", fault="wrong_law", comment="应为第五条"
    )
    for call in (
        lambda: store.rate(message, FeedbackView(thumb="up"), conversation_id="another"),
        lambda: store.unrate(message, conversation_id="another"),
        lambda: store.unrate("nothing"),
    ):
        with pytest.raises(UnknownRecord):
            call()
    store.unrate(message, conversation_id=conversation)
    store.unrate(message)
    assert store.get(conversation).messages[1].feedback is None and count(store) == 0


def test_feedback_goes_with_its_conversation_and_cases_stay(store: Store, answer: Answer) -> None:
    for delete in (store.delete, lambda _: store.delete_all(), lambda one: store.start("问", one, retry=True)):
        conversation, _ = store.start("问")
        store.rate(store.answer(conversation, answer).message_id or "", FeedbackView(thumb="up"))
        assert count(store) == 1
        delete(conversation)
        assert count(store) == 0
    store.cases.add({"question": "留下"})
    store.delete_all()
    assert len(store.cases.all()) == 1


def test_feedback_of_the_release_before_is_kept_by_the_migration(url: str, answer: Answer) -> None:
    from alembic import command
    from alembic.config import Config

    database = Database(url)
    store = Store(database)
    conversation, _ = store.start("问")
    message = store.answer(conversation, answer).message_id or ""
    config = Config()
    config.set_main_option("script_location", "copilot/store/migrations")
    with database.engine.execution_options(copilot_write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
        connection.execute(
            text(
                "insert into feedback (message_id, thumb, reason, comment, created_at)"
                " values (:m, 'down', '旧', '', :t)"
            ),
            {"m": message, "t": "2026-11-01 00:00:00"},
        )
    store.close()
    again = Store(Database(url))
    assert again.get(conversation).messages[1].feedback == FeedbackView(thumb="down", reason="旧")
    again.close()
