"""STARD and LeCoQA in their published forms: our search over a small corpus of our own words."""

from __future__ import annotations

import math
from typing import Any

import pytest

from copilot.errors import BadInput
from eval.yardsticks.statutes import LECOQA, STARD, passage_of, scores
from eval.yardsticks.yardstick import Bench, table

CORPUS = [
    {"id": 7, "name": "工伤保险条例第二条", "content": "用人单位应当给职工缴纳工伤保险费。\\n"},
    {"id": 8, "name": "保险法第三十九条", "content": "人身保险的受益人由投保人或者被保险人指定。"},
    {"id": 9, "name": "民法典第一千零四十二条", "content": "禁止包办婚姻，禁止借婚姻索取财物。"},
    {"id": 10, "name": "道路交通安全法第七十六条之一", "content": "机动车发生交通事故造成损失的，由保险公司先行赔偿。"},
    {"id": 11, "name": "某解释", "content": "租赁合同期限不得超过二十年。"},
]
QUERIES = [
    {"query_id": 0, "问题": "单位不给缴工伤保险费怎么办？", "match_id": [7], "match_name": ["工伤保险条例第二条"]},
    {"query_id": 1, "问题": "收彩礼算借婚姻索取财物吗", "match_id": [9], "match_name": ["民法典第一千零四十二条"]},
    {"query_id": 2, "问题": "人身保险受益人谁定？工伤保险费谁交？", "match_id": [8, 7], "match_name": []},
    {"query_id": 3, "问题": float("nan"), "match_id": [8], "match_name": []},
]


@pytest.mark.parametrize(("of", "corpus"), [(STARD, "data/corpus.jsonl"), (LECOQA, "data/corpus.json")])
async def test_search_over_their_corpus(write: Any, settings: Any, of: Any, corpus: str) -> None:
    write("data/queries.json", QUERIES)
    folder = write(corpus, CORPUS, lines=corpus.endswith("l"))
    rows = {row.metric: row for row in await of.run(folder, Bench(of, settings))}
    assert set(rows) == {"recall@5", "recall@10", "recall@20", "recall@100", "mrr@10", "ndcg@10"}
    assert all(row.n == 3 for row in rows.values())  # a question that is no text is left out, as theirs is
    assert rows["recall@5"].value == 1.0 and rows["mrr@10"].value == 1.0
    assert "5 条法条" in rows["recall@10"].note
    published = rows["recall@10"].references
    if of is STARD:
        assert {r.system: r.value for r in published}["BM25"] == 0.3943 and "2601.17692" in published[0].source
    else:
        assert [r.value for r in published] == [None] and "未查到" in table(list(rows.values()))


async def test_a_question_that_finds_nothing_right_lowers_the_figures(write: Any, settings: Any) -> None:
    write(
        "data/queries.json",
        [{"问题": "单位不给缴工伤保险费怎么办？", "match_id": [7]}, {"问题": "工伤保险费", "match_id": [99]}],
    )
    folder = write("data/corpus.jsonl", CORPUS, lines=True)
    rows = {row.metric: row.value for row in await STARD.run(folder, Bench(STARD, settings))}
    assert rows["recall@100"] == rows["mrr@10"] == 0.5
    limited = await STARD.run(folder, Bench(STARD, settings, limit=1))
    assert [row.n for row in limited] == [1] * 6 and limited[0].value == 1.0


def test_scores() -> None:
    found = scores(["a", "b", "c", "d"], ["b", "x"])
    assert (found["recall@5"], found["mrr@10"]) == (0.5, 0.5)
    assert found["ndcg@10"] == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))
    far = scores([f"n{n}" for n in range(10)] + ["b"], ["b"])
    assert (far["mrr@10"], far["ndcg@10"], far["recall@10"], far["recall@20"]) == (0.0, 0.0, 0.0, 1.0)


def test_names_become_title_and_article() -> None:
    assert (passage_of(CORPUS[0], 0).title, passage_of(CORPUS[0], 0).article) == ("工伤保险条例", "第二条")
    assert passage_of(CORPUS[3], 0).article == "第七十六条之一"
    assert (passage_of(CORPUS[4], 0).title, passage_of(CORPUS[4], 0).article) == ("某解释", None)
    assert passage_of(CORPUS[0], 0).text == "用人单位应当给职工缴纳工伤保险费。"


async def test_missing_files_are_named_with_address_and_licence(write: Any, settings: Any) -> None:
    folder = write("data/corpus.jsonl", CORPUS, lines=True)
    with pytest.raises(BadInput, match=r"queries\.json") as raised:
        await STARD.run(folder, Bench(STARD, settings))
    assert "github.com/oneal2000/STARD" in raised.value.hint and "MIT" in raised.value.hint


async def test_files_of_different_versions_are_refused(write: Any, settings: Any) -> None:
    write("data/queries.json", [{"问题": "受益人", "match_id": [1]}])
    with pytest.raises(BadInput, match="match_id"):
        await STARD.run(write("data/corpus.jsonl", CORPUS, lines=True), Bench(STARD, settings))


@pytest.mark.parametrize("content", ["不是 JSON", '[{"id": 1}]', '["a"]'])
async def test_a_corpus_of_another_form_is_refused(write: Any, settings: Any, content: str) -> None:
    write("data/queries.json", QUERIES)
    with pytest.raises(BadInput, match="corpus"):
        await STARD.run(write("data/corpus.jsonl", content), Bench(STARD, settings))
