"""Are the facts of a story read rightly, and does the path that follows from them agree?

    python -m eval.stories FILE [--split dev|test|fresh|fresh2|fresh3] [--backend local|extractive] [--show]

A path is right when it is the expected one or an also acceptable one. `lighter` lists paths lighter than the truth and
must be empty; `definite_where_open` lists verdicts where the case wants a question. Facts are compared where given.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from copilot.errors import CopilotError
from copilot.law.rulebook import RuleBook, open_rulebook
from copilot.llm.client import ChatClient
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.rules.result import BURDEN
from copilot.settings import ROOT, Settings
from copilot.story import read
from copilot.wiring import build

AS_OF = dt.date(2026, 11, 23)
DATASET = Path(__file__).parent / "datasets" / "stories.jsonl"
NUMBERS = ("pi_count", "sensitive_pi_count")
# Facts of a case that its story need not tell in so many words, and words in free form.
UNSCORED = ("purpose", "sector", "region", "ftz")


def judged(case: Mapping[str, Any], facts: Mapping[str, Any], book: RuleBook) -> dict[str, Any]:
    """The path of the facts read, and how it compares with the truth."""
    path = determine(parse_facts(facts), as_of=AS_OF, book=book, details=False).path
    truth = case["path"]
    right = path == truth or path in case.get("also_accept", ())
    lighter = path in BURDEN and truth in BURDEN and BURDEN[path] < BURDEN[truth] and not right
    return {"path": path, "right": right, "lighter": lighter, "bold": truth == "need_facts" and not right}


def compared(case: Mapping[str, Any], facts: Mapping[str, Any]) -> Counter[str]:
    """Facts read rightly, wrongly, missed (told, not read) and open as they should be; numbers apart."""
    tally: Counter[str] = Counter()
    for fact, truth in case["facts"].items():
        if fact in UNSCORED:
            continue
        got = facts.get(fact)
        if fact in NUMBERS and got is None:
            got = facts.get(f"{fact}_to_date")
        kind = "number" if fact in NUMBERS else "fact"
        if got == truth:
            tally[f"{kind}_right"] += 1
        elif got is None:
            tally[f"{kind}_missed"] += 1
        else:
            tally[f"{kind}_wrong"] += 1
    return tally


async def run(cases: list[dict[str, Any]], *, client: ChatClient | None, book: RuleBook) -> list[dict[str, Any]]:
    """Every case with what was read, the path, and the seconds it took."""
    rows = []
    for case in cases:
        begun = time.perf_counter()
        try:
            story = await read(case["text"], as_of=AS_OF, client=client, book=book)
            taken = time.perf_counter() - begun
            verdict = judged(case, story.facts, book)
            rows.append(
                {**case, "story": story, "took_s": taken, "verdict": verdict, "tally": compared(case, story.facts)}
            )
        except CopilotError as error:
            verdict = {"path": error.code, "right": False, "lighter": False, "bold": False}
            rows.append(
                {**case, "story": None, "took_s": 0.0, "verdict": verdict, "tally": Counter(), "error": str(error)}
            )
    return rows


def report(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures over all cases."""
    tally: Counter[str] = sum((r["tally"] for r in rows), Counter())
    right = sum(r["verdict"]["right"] for r in rows)
    times = sorted(r["took_s"] for r in rows)
    placed = tally["fact_right"] + tally["number_right"]
    wrong = tally["fact_wrong"] + tally["number_wrong"]
    missed = tally["fact_missed"] + tally["number_missed"]
    return {
        "cases": len(rows),
        "right": right,
        "accuracy": round(right / max(len(rows), 1), 4),
        "lighter": [r["id"] for r in rows if r["verdict"]["lighter"]],
        "definite_where_open": [r["id"] for r in rows if r["verdict"]["bold"]],
        "fact_precision": round(placed / max(placed + wrong, 1), 4),
        "fact_recall": round(placed / max(placed + wrong + missed, 1), 4),
        "numbers": {k.removeprefix("number_"): v for k, v in sorted(tally.items()) if k.startswith("number_")},
        "median_ms": round(1000 * times[len(times) // 2], 1) if times else 0,
        "worst_ms": round(1000 * times[-1], 1) if times else 0,
    }


def show(rows: list[dict[str, Any]]) -> None:
    """Print every disagreement with the facts that differ."""
    for r in rows:
        facts = r["story"].facts if r["story"] else {}
        differ = {k: (v, facts.get(k)) for k, v in r["facts"].items() if k not in UNSCORED and facts.get(k) != v}
        if not r["verdict"]["right"]:
            mark = "LIGHTER " if r["verdict"]["lighter"] else ""
            print(f"{r['id']} {r['path']} -> {r['verdict']['path']} {mark}{r['text']}")
            print("    expected, read:", json.dumps(differ, ensure_ascii=False), r.get("error", ""))


def main() -> int:
    """Print the report; exit 1 when a path came out lighter than the truth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=DATASET)
    parser.add_argument("--split", choices=["dev", "test", "fresh", "fresh2", "fresh3"])
    parser.add_argument("--backend", choices=["local", "extractive"], default="extractive")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    cases = [json.loads(line) for line in options.file.read_text("utf-8").splitlines() if line.strip()]
    cases = [c for c in cases if options.split in (None, c.get("split", options.split))]
    rows = asyncio.run(_with_client(cases, options.backend))
    if options.show:
        show(rows)
    figures = report(rows)
    print(
        json.dumps(
            {"file": options.file.name, "split": options.split, "backend": options.backend, **figures},
            ensure_ascii=False,
        )
    )
    return 1 if figures["lighter"] else 0


async def _with_client(cases: list[dict[str, Any]], backend: str) -> list[dict[str, Any]]:
    book = open_rulebook(ROOT / "knowledge_base")
    if backend == "extractive":
        return await run(cases, client=None, book=book)
    async with build(Settings(backend="local")) as parts:
        parts.start_model()
        if parts.server is not None:
            await asyncio.to_thread(parts.server.wait_ready)
        return await run(cases, client=parts.client(), book=book)


if __name__ == "__main__":
    raise SystemExit(main())
