"""Submissions written as plain text, turned into papers by hand so that the checks are tested without a reader.

A line is a paragraph; `= 标题`, `== 标题` are headings; `| a | b |` is a row of a table (rows in a run are one table,
an empty first cell continues a merged one); `〔章：名称〕`, `〔签：姓名〕`, `〔亮：文字〕`, `〔藏：文字〕` are seals,
signatures, highlights and hidden words; `--- 页` begins a new page; `~ format` sets the format of the file.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from copilot.precheck.paper import Block, Format, Hazard, Mark, MarkKind, Paper, Place

CLEAN = Path(__file__).parent / "clean"
_MARKS: dict[str, MarkKind] = {"章": "seal", "签": "signature", "亮": "highlight", "藏": "hidden", "增": "insertion"}


def paper(file: str, text: str) -> Paper:
    """The paper of a text in the form above."""
    blocks: list[Block] = []
    marks: list[Mark] = []
    hazards: list[Hazard] = []
    fmt: Format = "scan" if file.endswith((".png", ".jpg")) else "docx"
    page, table, row, lines = 1, -1, 0, 0
    in_table = False
    for line in text.splitlines():
        if line.startswith("~ "):
            fmt = line[2:].strip()  # type: ignore[assignment]
            continue
        if line.startswith("!! "):
            code, _, message = line[3:].partition(" ")
            hazards.append(Hazard(code, message, Place(file)))
            continue
        if line.startswith("--- "):
            page += 1
            continue
        lines += 1
        place = Place(file, page, f"第{lines}段")
        for kind, value in re.findall(r"〔(.)：([^〕]*)〕", line):
            marks.append(Mark(_MARKS[kind], value, place))
        line = re.sub(r"〔(?:章|签|藏|增)：[^〕]*〕", "", line)
        line = re.sub(r"〔亮：([^〕]*)〕", r"\1", line)
        if line.startswith("|"):
            if not in_table:
                table, row, in_table = table + 1, 0, True
            for column, cell in enumerate(c.strip() for c in line.strip().strip("|").split("|")):
                if cell:
                    where = Place(file, page, f"表{table + 1}第{row + 1}行第{column + 1}列")
                    said = cell.replace("\\n", "\n")
                    blocks.append(Block("cell", said, where, table=table, row=row, column=column))
            row += 1
            continue
        in_table = False
        if not line.strip():
            continue
        heading = re.match(r"(=+) (.*)", line)
        if heading:
            blocks.append(Block("heading", heading[2], place, level=len(heading[1])))
        else:
            blocks.append(Block("paragraph", line, place))
    unread = "文件已损坏" if fmt == "unreadable" else ""
    digest = hashlib.sha256((file + text).encode()).hexdigest()
    return Paper(file, fmt, digest, () if unread else tuple(blocks), tuple(marks), tuple(hazards), page, {}, unread)


def clean(kind: str) -> dict[str, str]:
    """The texts of a sound submission of a kind, by file name."""
    return {p.name.removesuffix(".txt"): p.read_text("utf-8") for p in sorted((CLEAN / kind).glob("*.txt"))}
