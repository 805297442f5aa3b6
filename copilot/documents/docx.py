"""Text of a .docx: paragraphs (with Word's automatic numbers), tables, inserted text; never what was deleted."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from typing import Any

from copilot.errors import BadDocument

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 5000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def check_zip(name: str, raw: bytes) -> zipfile.ZipFile:
    """Open the package after checking what it would unpack to.

    Raises:
        BadDocument: corrupt, encrypted, a bomb, or no Word document.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(raw))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError) as err:
        raise BadDocument(
            f"{name} 已损坏，不能作为 Word 文件打开", hint="请重新下载或另存", en="corrupt .docx"
        ) from err
    unpacked = sum(e.file_size for e in entries)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or (unpacked > 10 * 1024 * 1024 and unpacked > MAX_RATIO * max(len(raw), 1))
    ):
        raise BadDocument(
            f"{name} 解压后过大（{unpacked // 1024 // 1024} MiB、{len(entries)} 个条目），疑似压缩炸弹，已拒绝",
            hint="请在 Word 中打开后另存为普通 .docx",
            en="unpacks to too much (zip bomb?)",
        )
    if any(e.flag_bits & 1 for e in entries):
        raise BadDocument(f"{name} 设有密码", hint="请取消密码后另存", en="the file is password-protected")
    if "word/document.xml" not in package.namelist():
        raise BadDocument(f"{name} 不是 Word 文档", hint="支持 .md .txt .docx .pdf .html", en="not a Word document")
    return package


def docx_text(name: str, raw: bytes) -> str:
    """The text, one paragraph a line, table rows as `a | b`.

    Raises:
        BadDocument: see `check_zip`.
    """
    check_zip(name, raw)
    import docx

    try:
        document = docx.Document(io.BytesIO(raw))
        numbers = Numbers(document)
        lines: list[str] = []
        for block in document.element.body.iterchildren():
            if block.tag == _W + "p":
                lines += _paragraph(block, numbers).split("\n")
            elif block.tag == _W + "tbl":
                lines += _table(block, numbers)
            elif block.tag == _W + "sdt":
                lines += [t for p in block.iter(_W + "p") for t in _paragraph(p, numbers).split("\n")]
    except BadDocument:
        raise
    except Exception as err:  # python-docx lets KeyError, XMLSyntaxError, BadZipFile and others through
        raise BadDocument(
            f"{name} 已损坏，不能作为 Word 文件打开", hint="请重新下载或另存", en="corrupt .docx"
        ) from err
    return "\n".join(lines)


def _paragraph(p: Any, numbers: Numbers) -> str:
    return numbers.label(p) + _text(p)


def _text(element: Any) -> str:
    parts: list[str] = []
    skipped = {_W + "del", _W + "moveFrom", _FALLBACK, _W + "pPr", _W + "instrText"}

    def walk(node: Any) -> None:
        for child in node:
            if child.tag in skipped:
                continue
            if child.tag == _W + "t":
                parts.append(child.text or "")
            elif child.tag in (_W + "br", _W + "cr"):
                parts.append("\n")
            elif child.tag == _W + "tab":
                parts.append(" ")
            else:
                walk(child)

    walk(element)
    return "".join(parts)


def _table(table: Any, numbers: Numbers) -> list[str]:
    rows = []
    for row in table.iter(_W + "tr"):
        cells = [" ".join(_paragraph(p, numbers) for p in cell.iter(_W + "p")) for cell in row.iterchildren(_W + "tc")]
        rows.append("| " + " | ".join(re.sub(r"\s+", " ", c).strip() for c in cells) + " |")
    return rows


class Numbers:
    """Automatic numbers (第%1条, %1、): Word computes them, so they are in no text run."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self.abstract: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.styles: dict[str, tuple[str, str]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return  # python-docx's ways to say that the document has no numbering part: no line is numbered
        for num in root.iter(_W + "num"):
            target = num.find(_W + "abstractNumId")
            if target is not None:
                self.abstract[num.get(_W + "numId")] = target.get(_W + "val")
        for definition in root.iter(_W + "abstractNum"):
            for level in definition.iter(_W + "lvl"):
                fmt, text, start = (level.find(_W + tag) for tag in ("numFmt", "lvlText", "start"))
                key = (definition.get(_W + "abstractNumId"), level.get(_W + "ilvl"))
                self.levels[key] = (
                    fmt.get(_W + "val") if fmt is not None else "decimal",
                    text.get(_W + "val") or "" if text is not None else "",
                    int(start.get(_W + "val")) if start is not None else 1,
                )
        for style in document.styles.element.iter(_W + "style"):
            found = style.find(f"{_W}pPr/{_W}numPr")
            if found is not None and found.find(_W + "numId") is not None:
                level = found.find(_W + "ilvl")
                value = level.get(_W + "val") if level is not None else "0"
                self.styles[style.get(_W + "styleId")] = (found.find(_W + "numId").get(_W + "val"), value)

    def label(self, p: Any) -> str:
        """The number that Word shows before this paragraph; empty when none (bullets too)."""
        place = self._place(p)
        if place is None or place[0] not in self.abstract:
            return ""
        abstract, level = self.abstract[place[0]], int(place[1])
        fmt, pattern, start = self.levels.get((abstract, str(level)), ("bullet", "", 1))
        if fmt in ("bullet", "none") or "%" not in pattern:
            return ""
        counts = self.counts[abstract]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [k for k in counts if k > level]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            kind, _, first = self.levels.get((abstract, str(at)), ("decimal", "", 1))
            return _format(counts.get(at, first), kind)

        return re.sub(r"%(\d)", shown, pattern) + " "

    def _place(self, p: Any) -> tuple[str, str] | None:
        found = p.find(f"{_W}pPr/{_W}numPr")
        if found is not None and found.find(_W + "numId") is not None:
            level = found.find(_W + "ilvl")
            return found.find(_W + "numId").get(_W + "val"), level.get(_W + "val") if level is not None else "0"
        style = p.find(f"{_W}pPr/{_W}pStyle")
        return self.styles.get(style.get(_W + "val")) if style is not None else None


def _format(value: int, kind: str) -> str:
    if kind in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        from copilot.numerals import chinese

        return chinese(value)
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    return str(value)
