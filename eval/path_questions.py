"""Are questions about the path of a concrete case decided by the rules, and questions about the law left to the texts?

    python -m eval.path_questions [FILE] [--split dev|test|fresh|unseen|last]

`decided`: cases whose answer carries the rules' verdict; `wrongly`: questions about the law whose answer does.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
from pathlib import Path
from typing import Any

from copilot.settings import Settings
from copilot.wiring import build

AS_OF = dt.date(2026, 11, 23)
DATASET = Path(__file__).parent / "datasets" / "path_questions.jsonl"


def load(file: Path = DATASET, *, split: str | None = None) -> list[dict[str, Any]]:
    """The questions, of one split where it is named."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [r for r in rows if split in (None, r["split"])]


async def run(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Ask every question without a model."""
    decided: dict[str, list[str]] = {"case": [], "law": []}
    async with build(Settings(backend="extractive")) as parts:
        chat = await parts.chat(note=lambda text: None)
        parts.retriever.wait()
        for row in rows:
            answer = await chat.ask(row["question"], as_of=AS_OF)
            if answer.path:
                decided[row["kind"]].append(row["id"])
    cases = [r["id"] for r in rows if r["kind"] == "case"]
    return {
        "cases": len(cases),
        "decided": len(decided["case"]),
        "left_aside": [i for i in cases if i not in decided["case"]],
        "about_the_law": len(rows) - len(cases),
        "wrongly": decided["law"],
    }


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=DATASET)
    parser.add_argument("--split", choices=["dev", "test", "fresh", "unseen", "last"])
    options = parser.parse_args()
    print(json.dumps(asyncio.run(run(load(options.file, split=options.split))), ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
