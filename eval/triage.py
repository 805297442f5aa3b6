"""Is each question answered, asked back, refused or declined as it should be?

    python -m eval.triage [--file FILE] [--split dev|test] [--show]

Runs eval/datasets/triage.jsonl (or FILE of the same form) in extractive mode: what is answered is decided before any
model speaks.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

from copilot.domain import Answer
from copilot.settings import Settings
from copilot.wiring import build

DATASET = Path(__file__).parent / "datasets" / "triage.jsonl"


def outcome(answer: Answer) -> str:
    """What was done with the question, in the words of the dataset."""
    if answer.abstained:
        return {"refused": "refuse", "out_of_scope": "out_of_scope"}.get(answer.abstain_reason or "", "unanswerable")
    return "ask" if answer.questions else "answer"


def agrees(expected: str, got: str) -> bool:
    """Small talk is declined as out of scope; asking back beside an answer is never wrong for a question on a path."""
    if expected == "smalltalk":
        return got == "out_of_scope"
    return expected == got or (expected == "answer" and got == "ask")


async def run(split: str | None, file: Path = DATASET) -> list[dict[str, Any]]:
    """Every case with what was done."""
    cases = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    async with build(Settings(backend="extractive")) as parts:
        chat = await parts.chat()
        parts.retriever.wait()
        rows = []
        for case in cases:
            if split in (None, case["split"]):
                answer = await chat.ask(case["question"], as_of=dt.date.today())
                rows.append({**case, "got": outcome(answer), "answer": answer.answer})
    return rows


def main() -> int:
    """Print the confusion by kind, and with --show every disagreement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=DATASET)
    parser.add_argument("--split", choices=["dev", "test"])
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    rows = asyncio.run(run(options.split, options.file))
    table = Counter((r["expect"], r["got"]) for r in rows)
    right = sum(agrees(r["expect"], r["got"]) for r in rows)
    if options.show:
        for r in rows:
            if not agrees(r["expect"], r["got"]):
                print(f"{r['id']} {r['expect']} -> {r['got']}: {r['question'][:90]}")
    report = {"cases": len(rows), "right": right, "share": round(right / max(len(rows), 1), 4)}
    print(
        json.dumps({**report, "confusion": {f"{a}->{b}": n for (a, b), n in sorted(table.items())}}, ensure_ascii=False)
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
