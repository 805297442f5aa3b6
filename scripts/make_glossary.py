"""Writes docs/glossary.md from knowledge_base/glossary.yaml: Chinese term, identifier in code, English, everyday words.

    python scripts/make_glossary.py [--check]

With --check nothing is written; exit status 1 when the page is not what the data says.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "knowledge_base" / "glossary.yaml"
PAGE = ROOT / "docs" / "glossary.md"
# What the code, the rules and the data formats are written in; everything else follows in the order of the data.
CORE = (
    "security_assessment", "standard_contract", "certification", "exempt", "negative_list", "ciio",
    "important_data", "core_data", "sensitive_pi", "personal_information", "pi_handler", "data_processor",
    "overseas_recipient", "data_export", "pipia", "self_assessment", "filing", "supplement", "extension",
    "contract_refiling", "gba_contract", "separate_consent", "threshold", "cumulative_count",
)  # fmt: skip
HEAD = """# 术语表（glossary）

中文术语、代码中的标识符、英文和日常说法。
本页由 `python scripts/make_glossary.py` 从 `knowledge_base/glossary.yaml` 生成，不要手改；释义和依据条文在该文件中。
代码、数据键名和提交说明用这里的标识符，给人看的文字用这里的中文。

Generated from the knowledge base: one identifier a term, the same in code, data and tests.
"""


def row(entry: dict[str, Any]) -> str:
    """One line of the table; bars inside words are escaped."""
    cells = (entry["zh"], f"`{entry['id']}`", entry["en"], "、".join(entry["synonyms"]))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def page(entries: Sequence[dict[str, Any]]) -> str:
    """The whole page.

    Raises:
        KeyError: a core identifier is not in the data.
    """
    by_id = {entry["id"]: entry for entry in entries}
    core = [by_id[name] for name in CORE]
    rest = [entry for entry in entries if entry["id"] not in CORE]
    parts = [HEAD]
    for title, rows in ((f"核心标识符（{len(core)}）", core), (f"其余术语（{len(rest)}）", rest)):
        parts += [f"## {title}\n", "| 中文 | 标识符 | English | 日常说法 |", "|---|---|---|---|", *map(row, rows), ""]
    return "\n".join(parts).rstrip() + "\n"


def current() -> str:
    """The page as the data of today says it."""
    return page(yaml.safe_load(SOURCE.read_text("utf-8"))["entries"])


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        same = PAGE.exists() and PAGE.read_text("utf-8") == current()
        print("一致" if same else "docs/glossary.md 与数据不一致，请重新生成", file=sys.stderr)
        return 0 if same else 1
    PAGE.write_text(current(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
