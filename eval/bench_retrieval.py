"""Retrieval: build, open, search over all laws and digests, against rank_bm25 in the same run."""

from __future__ import annotations

import datetime as dt
import random
import resource
import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from copilot.domain import Passage
from copilot.law.cited import cited
from copilot.law.load import load_knowledge_base
from copilot.retrieval import bm25, fields
from copilot.retrieval.opening import open_retriever
from copilot.retrieval.retriever import Retriever
from copilot.settings import Settings
from eval.bench import Section

QUESTIONS, RANK_BM25_QUESTIONS = 300, 12


def _ms(began: float) -> float:
    return (time.perf_counter() - began) * 1e3


def _rank_bm25_ms(retriever: Retriever, passages: list[Passage], questions: list[str]) -> float:
    """Median milliseconds a question of rank_bm25 over the same terms of the same passages."""
    from rank_bm25 import BM25Okapi

    cut = retriever.tokeniser.terms
    slow = BM25Okapi([cut(fields.lexical(p)) or ["\0"] for p in passages])
    times = []
    for question in questions:
        terms = cut(question)
        began = time.perf_counter()
        np.argsort(-slow.get_scores(terms))[:10]
        times.append(_ms(began))
    return statistics.median(times)


def _bm25_ms(retriever: Retriever, questions: list[str]) -> float:
    """Median milliseconds a question of our BM25 over words, the same work: terms cut, top ten taken."""
    matrices = [segment.words for _, segment in retriever.snapshot.segments]
    times = []
    for question in questions:
        terms = dict.fromkeys(retriever.tokeniser.terms(question), 1.0)
        began = time.perf_counter()
        np.argpartition(-np.concatenate(bm25.score(matrices, terms)), 10)[:10]
        times.append(_ms(began))
    return statistics.median(times)


def run() -> Section:
    """Everything in a fresh cache folder; the knowledge base is loaded beforehand."""
    settings, out = Settings(), Section()
    began = time.perf_counter()
    kb = load_knowledge_base(settings.knowledge_base_dir, laws_db=settings.laws_db, data_dir=None, strict=False)
    out.values |= {"passages": len(kb.passages), "knowledge_base_load_s": _ms(began) / 1e3}
    cache = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        _measure(out, kb, Settings(cache_dir=cache))
    finally:
        shutil.rmtree(cache, ignore_errors=True)
    out.values["peak_memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return out


def _measure(out: Section, kb, settings: Settings) -> None:
    began = time.perf_counter()
    retriever = open_retriever(kb, settings, exact=cited(kb))
    out.values["domain_searchable_s"] = _ms(began) / 1e3
    retriever.wait()
    out.values["all_searchable_s"] = _ms(began) / 1e3
    began = time.perf_counter()
    retriever = open_retriever(kb, settings, exact=cited(kb))
    out.values["reopen_s"] = _ms(began) / 1e3
    out.values["index_mib"] = sum(f.stat().st_size for f in settings.cache_dir.rglob("*") if f.is_file()) / 2**20

    asked = sorted(ask for p in kb.passages for ask in p.asks)
    questions = random.Random(7).sample(asked, min(QUESTIONS, len(asked)))
    day, times = dt.date.today(), []
    for question in questions:
        began = time.perf_counter()
        retriever.search(question, as_of=day, k=10)
        times.append(_ms(began))
    out.values |= {f"search_p{p}_ms": float(np.percentile(times, p)) for p in (50, 95, 99)}
    out.values["memory_before_rank_bm25_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    first = next(p for p in kb.passages if p.instrument == "促进和规范数据跨境流动规定")
    added = [
        replace(first, id=f"bench#{n}", instrument="新增测试办法", text=f"第{n}条 {p.text}")
        for n, p in enumerate(kb.passages[:80])
    ]
    began = time.perf_counter()
    retriever.update([*kb.passages, *added])
    out.values["add_instrument_s"] = _ms(began) / 1e3

    ours = _bm25_ms(retriever, questions)
    theirs = _rank_bm25_ms(retriever, list(kb.passages), questions[:RANK_BM25_QUESTIONS])
    out.values |= {"bm25_ms": ours, "rank_bm25_ms": theirs, "times_faster": theirs / ours}
    out.gates = {
        "search_p95_ms": (float(out.values["search_p95_ms"]), "<=", 80),
        "times_faster": (theirs / ours, ">=", 20),
        "add_instrument_s": (float(out.values["add_instrument_s"]), "<=", 5),
        "domain_searchable_s": (float(out.values["domain_searchable_s"]), "<=", 180),
    }
