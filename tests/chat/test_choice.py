"""Which sources stand first: the best, what overtakes it, one for each part of the question."""

import datetime as dt

from copilot.chat.choice import spread, with_successors
from copilot.domain import Hit
from copilot.wiring import Parts
from tests.chat.conftest import TODAY


def hit(parts: Parts, instrument: str, article: str, score: float, as_of: dt.date = TODAY) -> Hit:
    found = [p for p in parts.kb.passages if p.instrument == instrument and p.article == article and p.in_force(as_of)]
    return Hit(found[0], score)


def places(hits: list[Hit]) -> list[tuple[str, str | None]]:
    return [(h.passage.instrument, h.passage.article) for h in hits]


PROVISIONS, MEASURES = "促进和规范数据跨境流动规定", "数据出境安全评估办法"


def test_each_part_of_a_question_brings_its_source_forward(parts: Parts) -> None:
    question = "应当申报安全评估的情形有哪些，个人信息保护合规审计多久一次"
    hits = [
        hit(parts, PROVISIONS, "第七条", 1.0),
        hit(parts, MEASURES, "第四条", 0.95),
        hit(parts, MEASURES, "第十二条", 0.9),
        hit(parts, "个人信息保护合规审计管理办法", "第四条", 0.7),
    ]
    ordered = spread(question, hits, parts.kb)
    assert places(ordered)[:2] == [(PROVISIONS, "第七条"), ("个人信息保护合规审计管理办法", "第四条")]
    assert sorted(places(ordered)) == sorted(places(hits))


def test_an_instrument_that_is_named_comes_forward(parts: Parts) -> None:
    hits = [
        hit(parts, PROVISIONS, "第七条", 1.0),
        hit(parts, MEASURES, "第七条", 0.8),
        hit(parts, MEASURES, "第四条", 0.8),
    ]
    assert places(spread("按评估办法，应当申报的情形", hits, parts.kb))[1] == (MEASURES, "第四条")
    assert spread("备案", [], parts.kb) == []


def test_a_rule_for_others_goes_back(parts: Parts) -> None:
    hits = [
        hit(parts, PROVISIONS, "第七条", 1.0),
        hit(parts, PROVISIONS, "第八条", 0.9),
        hit(parts, MEASURES, "第四条", 0.8),
    ]
    assert places(spread("关基出境个人信息要不要申报", hits, parts.kb))[-1] == (PROVISIONS, "第八条")


def test_what_overtakes_an_article_stands_behind_it(parts: Parts) -> None:
    old = hit(parts, MEASURES, "第十九条", 4.0)
    later = hit(parts, PROVISIONS, "第十一条", 0.5)
    found = places(with_successors([old, later], parts.kb, TODAY))
    assert found == [(MEASURES, "第十九条"), ("网络数据安全管理条例", "第六十二条"), (PROVISIONS, "第十一条")]
    before = dt.date(2023, 10, 1)
    alone = hit(parts, MEASURES, "第十九条", 4.0, before)
    assert places(with_successors([alone], parts.kb, before)) == [(MEASURES, "第十九条")]


def test_a_successor_that_was_found_anyway_stands_once(parts: Parts) -> None:
    hits = [hit(parts, MEASURES, "第十四条", 1.0), hit(parts, PROVISIONS, "第九条", 0.9)]
    assert places(with_successors(hits, parts.kb, TODAY)) == [(MEASURES, "第十四条"), (PROVISIONS, "第九条")]
