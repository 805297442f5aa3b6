"""The shipped knowledge base, table and weights together; the domain part only, so that it stays quick."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from copilot.law.cited import cited
from copilot.law.knowledge_base import KnowledgeBase
from copilot.retrieval.fields import is_domain
from copilot.retrieval.opening import open_retriever
from copilot.retrieval.retriever import Retriever
from copilot.settings import Settings
from tests.retrieval.conftest import TODAY
from tests.shipped import knowledge_base

ROOT = Path(__file__).resolve().parents[2]
RULE, MEASURES, PIPL = "促进和规范数据跨境流动规定", "数据出境安全评估办法", "个人信息保护法"


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    """Without the statutes of other fields."""
    whole = knowledge_base()
    return replace(whole, passages=tuple(p for p in whole.passages if is_domain(p)))


@pytest.fixture(scope="module")
def shipped(kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """As the settings make it, in a cache of its own."""
    settings = Settings(_env_file=None, cache_dir=tmp_path_factory.mktemp("cache"), embedding_model="")
    return open_retriever(kb, settings, exact=cited(kb), background=False)


def top(retriever: Retriever, question: str, k: int = 5, as_of: dt.date = TODAY) -> list[tuple[str, str | None]]:
    return [(h.passage.instrument, h.passage.article) for h in retriever.search(question, as_of=as_of, k=k)]


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("《个保法》38条说了什么", (PIPL, "第三十八条")),
        ("个人信息保护法第三十八条", (PIPL, "第三十八条")),
        ("规定第七条第一款", (RULE, "第七条")),
        ("令第11号第4条", (MEASURES, "第四条")),
        ("《數據出境安全評估辦法》第十四條", (MEASURES, "第十四条")),
    ],
)
def test_a_cited_article_is_first(shipped: Retriever, question: str, place: tuple[str, str]) -> None:
    assert top(shipped, question)[0] == place


@pytest.mark.parametrize("question", ["个保法第一百条", "规定第九十九条怎么说"])
def test_an_article_beyond_the_last_is_not_made_up(shipped: Retriever, question: str) -> None:
    assert shipped.exact(question, TODAY) == []


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("总部在法国，把中国员工的考勤和工资数据同步过去，可以免手续吗", (RULE, "第五条")),
        ("我们是关基，客户名单出境", (RULE, "第七条")),
        ("普通用户信息一年传50万人出去走什么路径", (RULE, "第八条")),
        ("评估结果管几年，快到期了怎么延期", (RULE, "第九条")),
        ("自贸区负面清单外的数据", (RULE, "第六条")),
        ("外国法院要我们提供存在境内的数据", ("数据安全法", "第三十六条")),
        ("PIA报告要保存几年", (PIPL, "第五十六条")),
    ],
)
def test_everyday_questions_find_their_article(shipped: Retriever, question: str, place: tuple[str, str]) -> None:
    assert place in top(shipped, question)


def test_dates_choose_the_version_of_the_cybersecurity_law(shipped: Retriever) -> None:
    question = "关键信息基础设施运营者在境内收集的个人信息和重要数据应当在境内存储"
    assert ("网络安全法", "第三十七条") in top(shipped, question, as_of=dt.date(2025, 12, 31))
    today = top(shipped, question, k=10)
    assert ("网络安全法", "第三十九条") in today
    assert ("网络安全法", "第三十七条") not in today


def test_the_first_five_rows_are_official(shipped: Retriever) -> None:
    hits = shipped.search("员工数据传给国外总部要办什么手续", as_of=TODAY, k=12)
    assert all(h.passage.authority not in ("editorial", "case") for h in hits[:5])
    assert any(h.passage.authority == "editorial" for h in hits[5:])


def test_nothing_found_is_out_of_force(shipped: Retriever) -> None:
    for day in (dt.date(2022, 8, 31), dt.date(2024, 3, 21), TODAY):
        for question in ("安全评估的门槛", "标准合同备案", "个人信息出境"):
            assert all(h.passage.in_force(day) for h in shipped.search(question, as_of=day, k=30))
