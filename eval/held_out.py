"""Parts of retrieval compared, and its weights fitted, on our own questions kept from index and training.

    python -m eval.held_out [--table T] [--untrained T] [--m3e FOLDER] [--json]
    python -m eval.held_out --fit --table T

`--table` names a table trained with the same hold-out (`scripts/train_embedder.py
--hold-out 0.2 --out DIR`); the table in the repository has seen these questions and is refused.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from copilot.errors import BadInput, CopilotError
from copilot.law.load import load_knowledge_base
from copilot.retrieval import fuse, heldout
from copilot.retrieval.dense import Embedder, StaticEmbedder
from copilot.retrieval.evaluate import Report, Requirement, evaluate
from copilot.retrieval.fields import article_of
from copilot.retrieval.onnx_embedder import OnnxEmbedder
from copilot.retrieval.opening import synonyms_of, titles_of
from copilot.retrieval.retriever import Retriever
from copilot.retrieval.tokenise import Tokeniser
from copilot.settings import Settings

SHARE = 0.2
DENSE_ONLY = fuse.Weights(words=0, pairs=0, named=0, core=0, tie=0, qa_flow=0, related_flow=0)
FITTED = ("pairs", "dense", "named", "core", "qa_flow", "related_flow", "many")


def knowledge(settings: Settings):
    """The loaded knowledge base, faults aside."""
    return load_knowledge_base(
        settings.knowledge_base_dir, laws_db=settings.laws_db, data_dir=None, cache_dir=settings.cache_dir, strict=False
    )


def run(retriever: Retriever, cases, as_of: dt.date) -> Report:
    """Scores of a retriever on (id, question, requirements)."""

    def search(question: str):
        return [(h.passage.instrument, h.passage.article) for h in retriever.search(question, as_of=as_of, k=20)]

    return evaluate(cases, search)


def held_out_cases(passages) -> tuple[list, dict[str, list]]:
    """Passages to index, and the cases of each set as (id, question, requirements)."""
    kept, cases = heldout.split(passages, SHARE)
    sets: dict[str, list] = {}
    for n, (name, question, refs) in enumerate(cases):
        needs = [Requirement(ref.instrument, (article_of(ref.article) or "",)) for ref in refs]
        sets.setdefault(name, []).append((str(n), question, needs))
    return kept, sets


def _embedder(cache_dir: Path, table: str, tokeniser: Tokeniser) -> Embedder | None:
    """`st:FOLDER` is a sentence-transformers model (run in int8), empty is none, else a static table."""
    if not table:
        return None
    return OnnxEmbedder(table[3:], cache_dir) if table.startswith("st:") else StaticEmbedder(tokeniser, Path(table))


def line(name: str, reports: dict[str, Report]) -> str:
    """One row of the comparison."""
    cells = [f"{s} R@5 {r.recall[5]:.3f} R@10 {r.recall[10]:.3f} MRR {r.mrr:.3f}" for s, r in reports.items()]
    return f"{name:<28}" + " | ".join(cells)


def compare(args: argparse.Namespace, settings: Settings) -> dict[str, dict]:
    """Lexical, dense (untrained, trained, m3e) and fused on the held-out sets."""
    if args.table and StaticEmbedder(Tokeniser(), Path(args.table)).meta.get("held_out") != SHARE:
        hint = f"先运行 scripts/train_embedder.py --hold-out {SHARE} --out DIR"
        raise BadInput("这张词向量表见过留出的问题，不能用来比较", hint=hint)
    kb = knowledge(settings)
    kept, sets = held_out_cases(kb.passages)
    cache = Path(tempfile.mkdtemp(prefix="held-out-"))
    common: dict[str, Any] = {"synonyms": synonyms_of(kb), "titles": titles_of(kb)}
    common |= {"cache_dir": cache, "background": False}
    words_only = replace(fuse.Weights(), pairs=0, qa_flow=0, related_flow=0)
    variants = {"lexical (words)": ("", words_only), "lexical (all parts)": ("", fuse.Weights())}
    for name, table in (("untrained", args.untrained), ("trained", args.table)):
        if table:
            variants |= {f"{name} alone": (table, DENSE_ONLY), f"{name} fused": (table, fuse.Weights())}
    if args.m3e:
        name = f"st:{args.m3e}"
        variants |= {"m3e-small alone": (name, DENSE_ONLY), "m3e-small fused": (name, fuse.Weights())}
    out: dict[str, dict] = {}
    for name, (table, weights) in variants.items():
        retriever = Retriever(
            kept, weights=weights, make_embedder=partial(_embedder, settings.cache_dir, table), **common
        )
        reports = {s: run(retriever, cases, args.as_of) for s, cases in sets.items()}
        print(line(name, reports), file=sys.stderr, flush=True)
        out[name] = {s: {k: v for k, v in r.as_dict().items() if k != "misses"} for s, r in reports.items()}
    shutil.rmtree(cache, ignore_errors=True)
    return out


def fit(args: argparse.Namespace, settings: Settings) -> fuse.Weights:
    """Coordinate ascent of the weights on the held-out sets; prints each step that helps."""
    kb = knowledge(settings)
    kept, sets = held_out_cases(kb.passages)
    retriever = Retriever(
        kept, synonyms=synonyms_of(kb), titles=titles_of(kb), cache_dir=settings.cache_dir, background=False,
        make_embedder=lambda tokeniser: StaticEmbedder(tokeniser, Path(args.table)),
    )  # fmt: skip

    def value(weights: fuse.Weights) -> float:
        retriever.weigh(weights)
        reports = [run(retriever, cases, args.as_of) for cases in sets.values()]
        gains = [r.recall[5] + 0.5 * r.recall[10] + 0.3 * r.mrr for r in reports]
        return float(np.average(gains, weights=[len(cases) ** 0.5 for cases in sets.values()]))

    weights = fuse.Weights()
    best = value(weights)
    for _ in range(2):
        for name in FITTED:
            for factor in (0.0, 0.5, 0.75, 1.33, 2.0):
                trial = replace(weights, **{name: round(getattr(weights, name) * factor, 4)})
                if (score := value(trial)) > best + 1e-4:
                    best, weights = score, trial
                    print(f"{name} = {getattr(trial, name)}: {score:.4f}", file=sys.stderr, flush=True)
    return weights


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", default="", help="static table trained with the same hold-out")
    parser.add_argument("--untrained", default="", help="static table made with --untrained")
    parser.add_argument("--m3e", default="", help="folder of m3e-small (non-commercial licence: evaluation only)")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=dt.date.today())
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    settings = Settings()
    try:
        if args.fit:
            print(fit(args, settings))
        else:
            print(json.dumps(compare(args, settings), ensure_ascii=False, indent=None if args.json else 1))
    except CopilotError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
