"""What an organisation keeps is there for nobody else, in no operation and in no table."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Table, delete, func, select, update

from copilot.domain import LOCAL_TENANT, Answer, LedgerRow, SearchResponse
from copilot.errors import UnknownRecord
from copilot.store import tables_accounts  # noqa: F401  the tables of accounts join the metadata
from copilot.store.ledger import Incoming
from copilot.store.reviews import SYSTEM, Author, Change, Handed
from copilot.store.store import FeedbackView, Store
from copilot.store.tables import Base
from copilot.store.tenancy import Owned, TenantSession
from tests.store.test_verdicts import made

# Nobody's data: the organisations themselves, and failed sign-ins by the hash of a name.
SHARED = {"tenant", "failed_try"}
ROW = LedgerRow(
    entity="甲", scene="人事", recipient="总部", exported_on=dt.date(2026, 3, 1), persons=2, nature="general"
)


def fill(store: Store, answer: Answer) -> dict[str, str]:
    """Something in every table; ids by kind."""
    conversation, _ = store.start("问")
    message = store.answer(conversation, answer).message_id
    assert message
    store.rate(message, FeedbackView(thumb="up"))
    store.keep_search(SearchResponse(query="查", as_of=dt.date(2026, 1, 1), results=[]))
    store.drafts.save("same", {"of": store.database.tenant})
    store.decisions.decide("papers", "finding", rule_id="R1", decision="accepted")
    filing = store.filings.create("问卷", "security_assessment", {"n": 1})
    for revision in (1, 2):
        store._now = lambda now=store._now: now() + dt.timedelta(hours=1)  # type: ignore[misc]
        store.filings.save(filing.id, {"n": 2}, revision=revision)
    entry = store.ledger.add_all([Incoming(ROW, "f.csv", "a" * 64)])[0]
    assert entry
    store.ledger.add(ROW, ids=["1", "2"])
    store.tickets.ask(store.tickets.open(agent="u").id, "问", terms=[], author="u")
    handed = Handed("甲", dt.date(2026, 3, 2), {}, b"zip")
    me = Author("u", "甲")
    case = store.reviews.receive("extension", "甲", uscc="X", province="", handed=handed, author=me).id
    store.reviews.give_opinion(case, department="法规处", stance="agree", words="", author=me, revision=0)
    fact = store.review_facts.record("X", "breach", day=dt.date(2026, 1, 1), source="通报", author=me).id
    return {
        "conversation": conversation,
        "message": message,
        "verdict": store.verdicts.keep({}, made()).id,
        "case": store.cases.add({"question": "问"}).id,
        "filing": filing.id,
        "entry": entry.id,
        "review": case,
        "fact": fact,
    }


def counts(store: Store) -> dict[str, int]:
    """How many rows of each owned table a store sees."""
    with store.database.reading() as session:
        return {
            mapper.class_.__tablename__: session.scalar(select(func.count()).select_from(mapper.class_)) or 0
            for mapper in Base.registry.mappers
            if issubclass(mapper.class_, Owned)
        }


def test_every_table_says_whose_its_rows_are_or_is_known_to_hold_no_users_data() -> None:
    """By a column of its own, or by hanging on a table that has one."""

    def says(table: Table) -> bool:
        return "tenant" in table.columns or any(says(key.column.table) for key in table.foreign_keys)

    silent = {table.name for table in Base.metadata.sorted_tables if not says(table)}
    assert silent <= SHARED


def test_two_organisations_with_the_same_data_see_their_own(store: Store, answer: Answer) -> None:
    a, b = store.of("a"), store.of("b")
    fill(a, answer)
    assert all(counts(a).values()) and not any(counts(b).values())
    fill(b, answer)
    assert counts(a) == counts(b) and counts(store.of(None)) == {k: 2 * v for k, v in counts(a).items()}
    assert not any(counts(store).values())  # the local one has nothing of either
    assert a.drafts.get("same").content == {"of": "a"} and b.drafts.get("same").content == {"of": "b"}
    keys = [next(iter(s.ledger.keys([e.id for e in s.ledger.entries()]).values())) for s in (a, b)]
    assert not keys[0] & keys[1]  # another salt each: the same persons cannot be told by comparing


def test_ids_of_another_organisation_do_not_exist(store: Store, answer: Answer) -> None:
    ids, b = fill(store.of("a"), answer), store.of("b")
    actions = [
        lambda: b.get(ids["conversation"]),
        lambda: b.start("再问", ids["conversation"]),
        lambda: b.answer(ids["conversation"], answer),
        lambda: b.rename(ids["conversation"], "我的"),
        lambda: b.delete(ids["conversation"]),
        lambda: b.message(ids["message"]),
        lambda: b.rate(ids["message"], FeedbackView(thumb="down")),
        lambda: b.unrate(ids["message"]),
        lambda: b.verdicts.get(ids["verdict"]),
        lambda: b.verdicts.get(ids["verdict"][:6]),
        lambda: b.verdicts.delete(ids["verdict"]),
        lambda: b.drafts.get("same"),
        lambda: b.drafts.delete("same"),
        lambda: b.cases.drop(ids["case"]),
        lambda: b.filings.get(ids["filing"]),
        lambda: b.filings.save(ids["filing"], {}, revision=3),
        lambda: b.filings.states(ids["filing"]),
        lambda: b.filings.state(ids["filing"], 1),
        lambda: b.filings.delete(ids["filing"]),
        lambda: b.ledger.void(ids["entry"], "错"),
        lambda: b.decisions.take_back("papers", "finding"),
        lambda: b.reviews.get(ids["review"]),
        lambda: b.reviews.content(ids["review"], 1),
        lambda: b.reviews.change(ids["review"], Change("end", "ended", dt.date(2026, 3, 3), SYSTEM), revision=1),
        lambda: b.reviews.note(ids["review"], Change("decide", "received", dt.date(2026, 3, 3), SYSTEM)),
        lambda: b.reviews.checked(ids["review"], 1),
        lambda: b.reviews.give_opinion(
            ids["review"], department="", stance="agree", words="", author=SYSTEM, revision=0
        ),
        lambda: b.review_facts.void(ids["fact"], "错"),
    ]
    before = counts(store.of("a"))
    for action in actions:
        with pytest.raises(UnknownRecord):
            action()
    assert counts(store.of("a")) == before


def test_deleting_everything_deletes_ones_own(store: Store, answer: Answer) -> None:
    a, b = store.of("a"), store.of("b")
    fill(a, answer)
    fill(b, answer)
    before = counts(a)
    assert (b.delete_all(), b.verdicts.delete_all(), b.drafts.delete_all()) == (1, 1, 1)
    assert (b.cases.drop_all(), b.filings.delete_all()) == (1, 1)
    b.forget_searches()
    assert b.tickets.delete_all() == b.reviews.delete_all() == b.review_facts.delete_all() == 1
    assert counts(a) == before
    assert {k for k, v in counts(b).items() if v} == {"finding_decision", "ledger_line", "ledger_salt"}


def test_lists_hold_ones_own(store: Store, answer: Answer) -> None:
    fill(store.of("a"), answer)
    b = store.of("b")
    assert (b.find().total, b.verdicts.find().total, b.filings.find().total, b.cases.find().total) == (0, 0, 0, 0)
    assert (b.searches(), b.drafts.find(), b.ledger.entries(), b.cases.all(), b.decisions.of("papers")) == (
        [],
        [],
        [],
        [],
        {},
    )
    assert b.find(query="问").total == 0 and store.of("a").find(query="问").total == 1


def test_what_is_too_old_goes_for_all(store: Store, answer: Answer) -> None:
    ids = [fill(store.of(tenant), answer)["conversation"] for tenant in ("a", "b")]
    later = Store(store.database, now=lambda: store._now() + dt.timedelta(days=10))
    assert len(ids) == later.purge(older_than_days=5) == 2


def test_statements_of_every_kind_are_bound_to_the_organisation(store: Store, answer: Answer) -> None:
    """Nobody has to think of it: also a bare update or delete touches nothing of others, in either order."""
    for tenant in ("a", "b"):
        fill(store.of(tenant), answer)
    before = counts(store.of("a"))
    for mapper in Base.registry.mappers:
        table = mapper.class_
        if not issubclass(table, Owned) or table.__tablename__ == "filing_state":
            continue
        for tenant in ("nobody", "other"):
            with store.database.of(tenant).writing() as session:
                assert session.scalars(select(table)).all() == []
                session.execute(update(table).values(tenant="stolen"))
                session.execute(delete(table))
    assert counts(store.of("a")) == before == counts(store.of("b"))


def test_a_row_is_never_written_for_another_organisation(store: Store) -> None:
    from copilot.store.tables import Draft

    def row(tenant: str | None) -> Draft:
        now = dt.datetime.now(dt.UTC)
        return Draft(tenant=tenant, id="x", content={}, created_at=now, updated_at=now)

    for session_of, row_of in (("a", "b"), (None, None)):
        with (
            pytest.raises(RuntimeError, match="another organisation"),
            store.database.of(session_of).writing() as session,
        ):
            assert isinstance(session, TenantSession)
            session.add(row(row_of))
    assert store.database.tenant == LOCAL_TENANT
