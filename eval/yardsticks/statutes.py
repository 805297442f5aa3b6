"""STARD and LeCoQA: everyday legal questions to the articles that answer them, over their corpus, by our search.

The corpus is indexed by the same code as our knowledge base (same tokeniser, embedder and fusion), with no glossary,
no everyday questions and no exact citations: what is ours alone stays out. Both sets hold the same 1,543 questions
and 55,348 articles; nothing is trained here, so every question is used.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.domain import Checked, Passage
from copilot.errors import BadInput
from eval.yardsticks.yardstick import Bench, Reference, Row, Yardstick, mean, needed, rows_of

DAY = dt.date(2024, 1, 1)
DEPTH = 100
_NAME = re.compile(r"^(.+?)(第[零〇一二三四五六七八九十百千两\d]+条(?:之[一二三四五六七八九十]+)?)$")

_PAPER = "STARD 论文（Findings of EMNLP 2024，arXiv:2406.15313）"
_AGENTS = "LegalMALR（arXiv:2601.17692）的结果表，经公开仓库里的笔记转引"
_LAB = "公开仓库 stard_lab 的 README"
STARD_PUBLISHED = {
    "recall@10": (
        Reference("BM25", 0.3943, _AGENTS),
        Reference("Dense-STARD（在本集训练）", 0.6061, f"{_PAPER}，经 {_LAB} 转引"),
        Reference("Qwen3-Embedding-4B", 0.6036, f"{_LAB}（dev 308 题，单次运行）"),
    ),
    "recall@100": (
        Reference("BM25", 0.649, f"{_PAPER}，经公开仓库里的笔记转引"),
        Reference("Dense-STARD（在本集训练）", 0.907, f"{_PAPER}摘要"),
    ),
    "mrr@10": (
        Reference("Dense-STARD（在本集训练）", 0.4724, f"{_PAPER}，经 {_LAB} 转引"),
        Reference("Qwen3-Embedding-4B", 0.5010, f"{_LAB}（dev 308 题，单次运行）"),
    ),
}
_LOOK = {
    "STARD": "未查到已公布的数；可查 arXiv:2406.15313 的实验表",
    "LeCoQA": "README 的实验结果一节为空，未查到检索的数；可查该仓库与其论文。与 STARD 同题同库，可参照 STARD",
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Their articles, in the form our index takes."""

    passages: tuple[Passage, ...]
    glossary: tuple[Any, ...] = ()
    instruments: tuple[Any, ...] = ()


def passage_of(row: dict[str, Any], order: int) -> Passage:
    """An article of their corpus as a passage; `id` is theirs."""
    name = str(row["name"]).strip()
    found = _NAME.match(name)
    title, article = (found[1], found[2]) if found else (name, None)
    return Passage(
        id=str(row["id"]),
        instrument=title,
        article=article,
        title=title,
        text=str(row["content"]).replace("\\n", "\n").strip(),
        kind="verbatim",
        authority="law",
        version="",
        in_force_from=dt.date(1949, 10, 1),
        repealed_from=None,
        checked=Checked(status="secondary", on=DAY),
        order=order,
    )


def scores(
    found: Sequence[str], wanted: Sequence[str], *, depths: Sequence[int] = (5, 10, 20, 100)
) -> dict[str, float]:
    """recall@k, mrr@10 and ndcg@10 of a ranked list against the wanted ids (binary relevance)."""
    right = set(wanted)
    gains = [identity in right for identity in found]
    ideal = sum(1 / math.log2(n + 2) for n in range(min(len(right), 10)))
    return {
        **{f"recall@{k}": sum(gains[:k]) / len(right) for k in depths},
        "mrr@10": next((1 / (n + 1) for n, gain in enumerate(gains[:10]) if gain), 0.0),
        "ndcg@10": sum(gain / math.log2(n + 2) for n, gain in enumerate(gains[:10])) / ideal,
    }


async def search_statutes(folder: Path, bench: Bench) -> list[Row]:
    """Recall, MRR and NDCG of our search over their corpus."""
    from copilot.retrieval.opening import open_retriever

    of = bench.yardstick
    corpus_file = needed(folder, "data/corpus.jsonl", "data/corpus.json", "corpus.jsonl", "corpus.json", of=of)
    queries_file = needed(folder, "data/queries.json", "queries.json", of=of)
    articles = rows_of(corpus_file, keys=("id", "name", "content"))
    queries = [
        (str(row["问题"]), [str(identity) for identity in row["match_id"]])
        for row in rows_of(queries_file, keys=("问题", "match_id"))
        if isinstance(row["问题"], str) and row["match_id"]
    ]
    known = {str(row["id"]) for row in articles}
    if not any(identity in known for _, wanted in queries for identity in wanted):
        raise BadInput(
            f"{queries_file.name} 的 match_id 不在 {corpus_file.name} 里",
            hint="两个文件应来自同一版本",
            en="ids differ",
        )
    corpus = Corpus(tuple(passage_of(row, n) for n, row in enumerate(articles)))
    retriever = await asyncio.to_thread(lambda: open_retriever(corpus, bench.settings, background=False))
    kept = bench.first(queries)
    progress, found = bench.progress(len(kept)), []

    def search(question: str) -> list[str]:
        hits = retriever.search(question[: bench.settings.max_question_chars], as_of=DAY, k=DEPTH)
        return [hit.passage.id for hit in hits]

    for question, wanted in kept:
        found.append(scores(await asyncio.to_thread(search, question), wanted))
        progress.step(cached=False)
    published = STARD_PUBLISHED if of.name == "stard" else {}
    missing = (Reference("已公布的数", None, _LOOK["STARD" if of.name == "stard" else "LeCoQA"]),)
    note = f"{len(corpus.passages)} 条法条，嵌入 {bench.settings.embedder}"
    return [
        Row(
            name,
            of.title,
            mean([s[name] for s in found]),
            len(found),
            references=published.get(name, missing),
            note=note,
        )
        for name in ("recall@5", "recall@10", "recall@20", "recall@100", "mrr@10", "ndcg@10")
    ]


STARD = Yardstick(
    "stard",
    "STARD 法条检索",
    "https://github.com/oneal2000/STARD",
    "MIT",
    "data/queries.json 与 data/corpus.jsonl",
    search_statutes,
)
LECOQA = Yardstick(
    "lecoqa",
    "LeCoQA 法条检索",
    "https://github.com/oneal2000/LeCoQA",
    "MIT",
    "data/queries.json 与 data/corpus.json",
    search_statutes,
)
