"""Does the knowledge base say what the official texts say? `make law [ARGS=FOLDER]`

    python -m eval.law [FOLDER] [--kb DIR] [--all]

FOLDER holds official texts (default ../shared/corpus where it exists); the statute database counts always. Prints what
differs, and what could not be compared with the reason; leaves with 1 on any difference.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from copilot.errors import CopilotError
from copilot.law.anchors import Finding
from copilot.law.load import load_knowledge_base
from copilot.law.proof import findings
from copilot.law.reading import Files, read_files
from copilot.library.officials import Officials, with_officials
from copilot.settings import Settings

CORPUS = Path("../shared/corpus")
KINDS = {"figure": "数值", "row": "清单各项", "count": "条数与款数", "place": "引用（至款、项、日期）"}
STATUSES = {"ok": "相符", "whole": "只及全文", "differs": "不符", "unchecked": "未能核对"}


def run(folder: Path | None, kb_dir: Path, *, laws_db: Path | None, today: dt.date, everything: bool = False) -> int:
    """Print the table; 1 when anything differs, else 0."""
    kb = load_knowledge_base(kb_dir, laws_db=laws_db, data_dir=None)
    texts = with_officials(kb, folder, today=today)
    files = read_files(kb_dir)
    found = list(findings(files, texts.kb, today=today.isoformat()))
    print("\n".join(lines(files, found, texts, everything=everything)))
    return 1 if any(f.status == "differs" for f in found) else 0


def lines(files: Files, found: list[Finding], texts: Officials, *, everything: bool = False) -> Iterator[str]:
    """The texts read, what could not be compared, what differs, and last the table of counts."""
    yield f"官方文本 {len(texts.read)} 部，另有法律库；读不了的文件 {len(texts.unread)} 个"
    yield from (f"  未读  {reason}" for _, reason in texts.unread)
    if everything:
        yield from _listed("相符", [f for f in found if f.status == "ok"], files)
    yield from _listed(
        "只及全文（文本未分条或者附表排在文末，数值只在全文里找到）", [f for f in found if f.status == "whole"], files
    )
    yield from _grouped([f for f in found if f.status == "unchecked"], files)
    yield from _listed("不符", [f for f in found if f.status == "differs"], files)
    counts: Counter[tuple[str, str]] = Counter((f.kind, f.status) for f in found)
    yield "\n" + "\t".join(["", *STATUSES.values()])
    for kind, name in KINDS.items():
        yield "\t".join([name, *(str(counts[kind, status]) for status in STATUSES)])


def _listed(heading: str, found: list[Finding], files: Files) -> Iterator[str]:
    if found:
        yield f"\n{heading} {len(found)}"
    for f in found:
        yield f"  {f.file}:{files.line(f.file, *f.path)}  {f.what}  {f.cited}" + (f"：{f.why}" if f.why else "")


def _grouped(found: list[Finding], files: Files) -> Iterator[str]:
    """One line for everything that cites the same place and cannot be compared for the same reason."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for f in found:
        what = f.what if f.kind in ("figure", "row") else KINDS[f.kind]
        groups.setdefault((f.why, f.cited, what), []).append(f)
    if found:
        yield f"\n未能核对 {len(found)}（并为 {len(groups)} 行）"
    for (why, cited, what), group in sorted(groups.items()):
        first = group[0]
        more = f" 等 {len(group)} 处" if len(group) > 1 else ""
        yield f"  {why}  {cited}  {what}  {first.file}:{files.line(first.file, *first.path)}{more}"


def main() -> int:
    """Run on the shipped knowledge base, or on another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=CORPUS if CORPUS.is_dir() else None)
    parser.add_argument("--kb", type=Path, default=Path("knowledge_base"))
    parser.add_argument("--all", action="store_true", help="also list what agrees")
    options = parser.parse_args()
    try:
        return run(
            options.folder, options.kb, laws_db=Settings().laws_db, today=dt.date.today(), everything=options.all
        )
    except CopilotError as error:
        print(error)
        return error.exit_status


if __name__ == "__main__":
    raise SystemExit(main())
