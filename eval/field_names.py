"""How often the likeliest field of a list is the right one for an enterprise's own field name.

    python -m eval.field_names [--split dev|test|fresh|fresh2] [--show]

Runs eval/datasets/field_names.jsonl, scene by scene as the file says. A name that the list doesn't hold counts as right
when nothing is offered.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from copilot.law.negative_lists import NegativeLists, load_lists
from copilot.law.reading import read_files
from copilot.negative_lists.matching import Matcher, OwnField
from copilot.negative_lists.vocabulary import Vocabulary
from copilot.settings import Settings

DATASET = Path(__file__).parent / "datasets" / "field_names.jsonl"


def run(lists: NegativeLists, split: str | None = None) -> list[dict[str, Any]]:
    """Every case with what was found: `got` (None: nothing offered), `status`, `right`."""
    vocabulary = Vocabulary(lists.synonyms)
    matchers: dict[tuple[str, str, str], Matcher] = {}
    rows = []
    for case in map(json.loads, DATASET.read_text("utf-8").splitlines()):
        if split not in (None, case["split"]):
            continue
        place = (case["list"], case["domain"], case["scene"])
        if place not in matchers:
            item = lists.get(case["list"])
            domain = item.domain(case["domain"])
            scene = next(s for s in domain.scenes if s.id == case["scene"]) if domain else None
            matchers[place] = Matcher(item, vocabulary, domain=domain, scene=scene)
        found = matchers[place].match([OwnField(case["name"], case["meaning"])])[0]
        got = found.best.label.name if found.best and found.status != "unmatched" else None
        rows.append({**case, "got": got, "status": found.status, "right": got == case["expect"]})
    return rows


def main() -> int:
    """Print the share of right answers by split and status, and with --show every wrong one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["dev", "test", "fresh", "fresh2"])
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    rows = run(load_lists(read_files(Settings().knowledge_base_dir), None), options.split)
    for split in dict.fromkeys(r["split"] for r in rows):
        own = [r for r in rows if r["split"] == split]
        right = sum(r["right"] for r in own)
        states = Counter(f"{r['status']}{'' if r['right'] else ' (wrong)'}" for r in own)
        print(f"{split}: {right}/{len(own)} = {right / len(own):.3f}  {dict(states)}")
    for row in rows:
        if options.show and not row["right"]:
            print(f"  {row['id']} {row['name']} {row['meaning']}: {row['expect']} <> {row['got']} ({row['status']})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
