"""Groups of like questions, weeks and gaps, by counts that a person can repeat."""

from __future__ import annotations

import datetime as dt
from typing import Any

from copilot.desk.hot import gaps, grouped, hot
from copilot.desk.similar import SimilarTickets, likeness, terms_of
from copilot.domain import Answer
from copilot.store.database import Database
from copilot.store.store import Store
from copilot.store.ticket_views import AskedQuestion

MONDAY = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)


def asked(text: str, *, days: int = 0, ticket: str = "", topic: str = "path", **more: Any) -> AskedQuestion:
    at = MONDAY + dt.timedelta(days=days)
    return AskedQuestion(
        ticket=ticket or text,
        number=1,
        topic=topic,
        text=text,
        terms=more.pop("terms", terms_of(text)),
        asked_at=at,
        **more,
    )


def test_like_questions_of_one_topic_belong_together() -> None:
    found = grouped(
        [
            asked("标准合同备案要几个工作日", ticket="a"),
            asked("标准合同备案几个工作日内", ticket="b", days=1),
            asked("标准合同备案几个工作日内", ticket="c", topic="other"),
            asked("孩子的信息要监护人同意吗", ticket="d"),
            asked("一共8万人", ticket="e", terms=[]),
        ]
    )
    assert sorted(sorted(q.ticket for q in group) for group in found) == [["a", "b"], ["c"], ["d"]]
    assert len(found[0]) == 2


def test_weeks_begin_on_monday_and_empty_ones_are_shown() -> None:
    found = hot([asked("认证管几年", days=d) for d in (-7, -1, 0, 6, 30)], weeks=3, today=dt.date(2026, 11, 27))
    assert [(w.week, w.questions) for w in found.weeks] == [("2026-W46", 0), ("2026-W47", 2), ("2026-W48", 2)]
    assert found.groups[0].asked == 4


def test_a_gap_is_asked_often_and_answered_badly() -> None:
    bad = [asked("系统登录不上怎么办", ticket=str(n), topic="progress", abstained=n < 2) for n in range(3)]
    good = [asked("认证管几年", ticket=f"g{n}") for n in range(4)]
    once = [asked("补正能不能延期", escalated=True)]
    (gap,) = gaps([*bad, *good, *once])
    assert (gap.asked, gap.abstained, gap.badly, gap.reasons) == (3, 2, 0.667, ["abstained"])
    assert [g.question for g in gaps([*bad, *good, *once], min_asked=1)][-1] == "补正能不能延期"


def test_the_same_group_keeps_its_id_and_personal_data_goes() -> None:
    question = "我叫王小明，电话13812345678，备案退回了怎么办"
    first, again = (gaps([asked(question, ticket=t, rating="bad") for t in ("a", "b")])[0] for _ in range(2))
    assert first.id == again.id and "13812345678" not in first.question and first.ticket_ids == ["a", "b"]


def test_likeness_is_one_for_the_same_and_none_for_others() -> None:
    assert likeness(["备案", "合同"], ["合同", "备案"]) == 1.0
    assert likeness(["备案"], ["罚款"]) == likeness([], []) == 0.0


def test_similar_tickets_follow_what_changes(tmp_path: Any, answer_kept: Answer) -> None:
    store = Store(Database(f"sqlite:///{tmp_path / 's.sqlite3'}"))
    similar = SimilarTickets(store.tickets)

    def call(text: str) -> str:
        ticket = store.tickets.open(agent="u").id
        store.tickets.ask(ticket, text, terms=terms_of(text), author="u")
        return ticket

    wanted = terms_of("标准合同备案几个工作日")
    assert similar.find(wanted) == []
    first = call("标准合同备案要几个工作日内办")
    call("人脸识别要不要备案")
    (found,) = similar.find(wanted, k=1)
    assert found.ticket == first and {"备案"} <= set(found.shared) and 0 < found.score <= 1
    store.tickets.answer(first, answer_kept, spoken="念的")
    assert similar.find(wanted)[0].spoken == "念的"
    assert similar.find(wanted, but=first) == [] or similar.find(wanted, but=first)[0].ticket != first
    store.tickets.delete(first)
    assert first not in [s.ticket for s in similar.find(wanted)]
    assert SimilarTickets(store.of("other").tickets).find(wanted) == []
    store.close()
