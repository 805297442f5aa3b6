"""Score answers: required citations, abstentions, fabricated citations, numbers without a source, forbidden statements.

    python -m eval.answers FILE [--backend local|openai|extractive] [--out RESULTS.jsonl] [--limit N]

Reads cases of `{"id", "question", "must_cite", "must_not_say", "type" or "expect"}`; a run resumes from
`--out`. Counts that must be 0 for a release: fabricated citations, unsupported numbers; suspected forbidden
statements are read by a person.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import re
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copilot.chat.quantities import quantities, same_amount
from copilot.chat.verify import Source, polarity, sentences, verify
from copilot.chat.why import compared
from copilot.chat.words import normalise
from copilot.domain import Answer
from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.resolution import find
from copilot.retrieval.evaluate import requirement
from copilot.settings import Settings
from copilot.wiring import build

SHOULD_ABSTAIN = {"unanswerable", "out_of_scope", "refuse", "smalltalk"}


@dataclass
class Score:
    """One case: `recall` of required citations (None where none is required) and what went wrong."""

    id: str
    kind: str
    abstained: bool
    recall: float | None
    precision: float | None
    faults: list[str] = field(default_factory=list)


def expected(case: Mapping[str, Any]) -> str:
    """`abstain`, `answer` or `either` (a refusal that must name its law)."""
    kind = case.get("type") or case.get("expect") or "answer"
    if kind in SHOULD_ABSTAIN:
        return "either" if case.get("must_cite") else "abstain"
    return "answer"


def score(case: Mapping[str, Any], answer: Answer, kb: KnowledgeBase, titles: Sequence[str]) -> Score:
    """Score one answer against its case."""
    kind = case.get("type") or case.get("expect") or "answer"
    rows = [(c.instrument, c.article) for c in answer.citations]
    needs = [requirement(c, titles) for c in case.get("must_cite") or []]
    extra = [requirement(c, titles) for c in [*(case.get("also_ok_cite") or []), *(case.get("also_ok") or [])]]
    recall = sum(any(n.met_by(r) for r in rows) for n in needs) / len(needs) if needs else None
    precision = sum(any(n.met_by(r) for n in [*needs, *extra]) for r in rows) / len(rows) if rows and needs else None
    result = Score(case["id"], kind, answer.abstained, recall, precision)
    want = expected(case)
    if want == "answer" and answer.abstained:
        result.faults.append("needless_abstention")
    if want == "abstain" and not answer.abstained:
        result.faults.append("answered_what_should_stay_unanswered")
    result.faults += [
        f"fabricated:{c.instrument}{c.article or ''}" for c in answer.citations if not _real(c, kb, answer.as_of)
    ]
    result.faults += [f"number:{n}" for n in _loose_numbers(answer)]
    result.faults += [f"forbidden:{s}" for s in _forbidden(case, answer)]
    return result


def _real(citation: Any, kb: KnowledgeBase, as_of: dt.date) -> bool:
    if citation.kind in ("qa", "case", "list") and any(p.id == citation.id for p in kb.passages):
        return True
    return find(citation.instrument, citation.article, kb, as_of).ok


def _loose_numbers(answer: Answer) -> list[str]:
    """Numbers of the answer that no cited text holds; the reader's own numbers do not count as the answer's."""
    body = normalise(re.sub(r"https?://\S+|\[\d+\]|(?m:^《[^》]*》[^：\n]{0,30}：)", "", answer.answer))
    own = "；".join(compared(step["compare"]) for step in (answer.path or {}).get("trace", []))
    held = quantities(normalise(own)) + [
        q for c in answer.citations for q in quantities(normalise(f"{c.title}。{c.text}。{c.note}"))
    ]
    if answer.abstained and not answer.citations:
        return []
    return [body[q.start : q.end] for q in quantities(body) if not any(same_amount(q, h) for h in held)]


def _forbidden(case: Mapping[str, Any], answer: Answer) -> list[str]:
    """Forbidden statements that a sentence of the answer seems to make, by the verifier turned round.

    An indication for a person to read, not a judgement: what is forbidden is often the shortened opposite of the law.
    """
    said = case.get("must_not_say") or ""
    statements = said if isinstance(said, list) else re.split(r"[；;]", said)
    if answer.abstained:
        return []
    spoken = [re.sub(r"^《[^》]*》[^：]{0,20}：|\[\d+\]", "", s) for s in sentences(answer.answer)]
    found = []
    for statement in (f.strip() for f in statements if len(f.strip()) > 3):
        for sentence in spoken:
            verdict = verify(statement, [Source("", sentence)])
            if verdict.supported and verdict.support > 0.85 and polarity(statement) == polarity(normalise(sentence)):
                found.append(statement)
                break
    return found


async def run(cases: Sequence[Mapping[str, Any]], settings: Settings, out: Path | None) -> list[dict[str, Any]]:
    """Answer every case not yet in `out`, one at a time, with progress on stderr."""
    done = {}
    if out and out.exists():
        done = {r["id"]: r for r in map(json.loads, out.read_text("utf-8").splitlines())}
    results = []
    async with build(settings) as parts:
        chat = await parts.chat(note=lambda t: print(t, file=sys.stderr))
        parts.retriever.wait()
        titles = sorted({p.instrument for p in parts.kb.passages})
        for number, case in enumerate(cases, 1):
            row = done.get(case["id"])
            if row is None:
                begun = time.perf_counter()
                as_of = dt.date.fromisoformat(case["as_of"]) if case.get("as_of") else dt.date.today()
                answer = await chat.ask(case["question"], as_of=as_of, history=case.get("history") or ())
                row = {
                    "id": case["id"],
                    "seconds": round(time.perf_counter() - begun, 2),
                    "answer": answer.model_dump(mode="json"),
                }
                if out:
                    with out.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(row, ensure_ascii=False) + "\n")
            print(f"\r{number}/{len(cases)}", end="", file=sys.stderr, flush=True)
            answer = Answer.model_validate(row["answer"])
            results.append({"score": score(case, answer, parts.kb, titles), "answer": answer, "case": case})
    print(file=sys.stderr)
    return results


def report(results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of a run; times are the answers' own, in seconds."""
    scores = [r["score"] for r in results]
    recalls = [s.recall for s in scores if s.recall is not None]
    precisions = [s.precision for s in scores if s.precision is not None]
    first = sorted(
        r["answer"].timings_ms["first_sentence"] / 1000 for r in results if "first_sentence" in r["answer"].timings_ms
    )
    total = sorted(r["answer"].timings_ms.get("total", 0) / 1000 for r in results)
    count = lambda prefix: sum(f.startswith(prefix) for s in scores for f in s.faults)  # noqa: E731
    return {
        "cases": len(scores),
        "must_cite_recall": round(statistics.mean(recalls), 4) if recalls else None,
        "citation_precision": round(statistics.mean(precisions), 4) if precisions else None,
        "needless_abstentions": count("needless"),
        "answered_what_should_stay_unanswered": count("answered"),
        "should_stay_unanswered": sum(expected(r["case"]) == "abstain" for r in results),
        "fabricated_citations": count("fabricated"),
        "unsupported_numbers": count("number"),
        "suspected_forbidden_statements": count("forbidden"),
        "first_sentence_p50_s": round(statistics.median(first), 2) if first else None,
        "complete_p50_s": round(statistics.median(total), 2) if total else None,
        "complete_max_s": round(max(total), 2) if total else None,
        "model": results[0]["answer"].model if results else None,
        "prompt": results[0]["answer"].prompt if results else None,
    }


def main() -> int:
    """Run from the command line; exit 0 with the figures on stdout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--backend", choices=["local", "openai", "extractive"], default="local")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--split")
    parser.add_argument("--show", action="store_true", help="print every case with a fault or a miss")
    options = parser.parse_args()
    cases = [json.loads(line) for line in options.file.read_text("utf-8").splitlines() if line.strip()]
    cases = [c for c in cases if not options.split or c.get("split") == options.split][: options.limit or None]
    results = asyncio.run(run(cases, Settings(backend=options.backend), options.out))
    if options.show:
        for r in results:
            s = r["score"]
            if s.faults or (s.recall is not None and s.recall < 1):
                print(f"\n{s.id} {s.kind} recall={s.recall} {s.faults}\n问：{r['case']['question']}", file=sys.stderr)
                print(
                    f"应引：{r['case'].get('must_cite')}\n"
                    f"已引：{[(c.instrument, c.article) for c in r['answer'].citations]}",
                    file=sys.stderr,
                )
                print(f"答：{r['answer'].answer}", file=sys.stderr)
    print(json.dumps(report(results), ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
