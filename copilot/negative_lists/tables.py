"""Tables of an official annex, from .docx, .xlsx, .pdf or .md: merged cells repeated, headings above each kept."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.documents.docx import MAX_ENTRIES, MAX_UNPACKED, check_zip
from copilot.documents.normalise import close_gaps, normalise
from copilot.documents.read import contents, decode
from copilot.errors import BadDocument, TooLarge

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_PAGES, MAX_ROWS = 500, 20_000
_STARTS = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|注|附|\d+[.．、]")
Row = list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one table; `above` are the lines of text before it; `where` tells a person where to look."""

    rows: tuple[tuple[str, ...], ...]
    above: tuple[str, ...]
    where: str


def read_tables(path: Path) -> list[Table]:
    """The tables of a file, in order.

    Raises:
        BadDocument: missing, empty, corrupt, password-protected, of another kind, or without any table.
        TooLarge: more than the limits.
    """
    return tables_of(path.name, contents(path, hint="请拆分后再导入"))


def tables_of(name: str, raw: bytes) -> list[Table]:
    """The tables of a file's content; raises as `read_tables`."""
    if not raw.strip():
        raise BadDocument(f"{name} 是空文件", hint="请重新下载或导出", en="empty file")
    if raw.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in raw
        problem = "设有打开密码" if locked else "是旧版 Office（.doc、.xls）格式"
        raise BadDocument(
            f"{name} {problem}", hint="请取消密码，另存为 .docx 或 .xlsx", en="password-protected or old Office file"
        )
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        found = list(_pdf(name, raw))
    elif raw.startswith(b"PK"):
        found = list(_xlsx(name, raw) if _is_xlsx(raw) else _docx(name, raw))
    elif b"\0" in raw[:4096]:
        raise BadDocument(f"{name} 不是可读取的文件", hint="支持 .docx、.xlsx、.pdf、.md", en="binary file")
    else:
        found = list(_markdown(decode(name, raw)))
    if not any(t.rows for t in found):
        raise BadDocument(
            f"{name} 里没有找到表格", hint="请给出清单附表；扫描件请先做文字识别", en="no table in the file"
        )
    if sum(len(t.rows) for t in found) > MAX_ROWS:
        raise TooLarge(f"{name} 的表格超过 {MAX_ROWS} 行", hint="请拆分后再导入", en="too many rows")
    return found


def _clean(text: Any) -> str:
    lines = normalise(str(text or "")).split("\n")
    return close_gaps("".join(line.strip() for line in lines))


def _is_xlsx(raw: bytes) -> bool:
    return b"xl/workbook.xml" in raw


def _xlsx(name: str, raw: bytes) -> Iterator[Table]:
    for sheet in _book(name, raw).worksheets:
        if not hasattr(sheet, "merged_cells"):
            continue
        values = [[_clean(cell.value) for cell in row] for row in sheet.iter_rows(max_row=MAX_ROWS)]
        for area in sheet.merged_cells.ranges:
            first = values[area.min_row - 1][area.min_col - 1]
            for r in range(area.min_row - 1, area.max_row):
                for c in range(area.min_col - 1, area.max_col):
                    values[r][c] = first
        yield from _split(values, f"工作表“{sheet.title}”")


def sheet_rows(name: str, raw: bytes) -> list[Row]:
    """The cells of a workbook's first sheet as text.

    Raises:
        BadDocument: corrupt, password-protected, or no workbook.
    """
    if raw.startswith(_OLE):
        raise BadDocument(f"{name} 设有打开密码或是旧版 .xls", hint="请取消密码，另存为 .xlsx", en="locked or old file")
    sheet = _book(name, raw).worksheets[0]
    return [[_clean(cell.value) for cell in row] for row in sheet.iter_rows(max_row=MAX_ROWS)]


def _book(name: str, raw: bytes) -> Any:
    import openpyxl

    try:
        entries = zipfile.ZipFile(io.BytesIO(raw)).infolist()
        if sum(e.file_size for e in entries) > MAX_UNPACKED or len(entries) > MAX_ENTRIES:
            raise BadDocument(f"{name} 解压后过大，已拒绝", hint="请另存为普通 .xlsx", en="unpacks to too much")
        return openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
    except BadDocument:
        raise
    except Exception as err:  # openpyxl lets BadZipFile, KeyError, ValueError and others through
        raise BadDocument(f"{name} 已损坏，不能作为 Excel 打开", hint="请重新下载或另存", en="corrupt .xlsx") from err


def _split(values: list[Row], where: str) -> Iterator[Table]:
    """A sheet's tables: rows with one distinct value are headings, empty rows end a table."""
    above: list[str] = []
    rows: list[tuple[str, ...]] = []
    for row in [*values, []]:
        distinct = {v for v in row if v}
        if len(distinct) <= 1:
            if rows:
                yield Table(tuple(rows), tuple(above), where)
                above, rows = [], []
            above += distinct
            continue
        rows.append(tuple(row))
    if above:
        yield Table((), tuple(above), where)


def _docx(name: str, raw: bytes) -> Iterator[Table]:
    check_zip(name, raw)
    import docx
    from docx.table import Table as WordTable

    try:
        document = docx.Document(io.BytesIO(raw))
        above: list[str] = []
        for number, block in enumerate(document.iter_inner_content(), 1):
            if not isinstance(block, WordTable):
                above += [text] if (text := _clean(block.text)) else []
                continue
            rows = [[_clean(cell.text) for cell in row.cells] for row in block.rows]
            yield from _with_headings(rows, above, f"Word 第 {number} 段处的表")
            above = []
        if above:
            yield Table((), tuple(above), "文末")
    except BadDocument:
        raise
    except Exception as err:  # python-docx lets KeyError, XMLSyntaxError and others through
        raise BadDocument(f"{name} 已损坏，不能作为 Word 打开", hint="请重新下载或另存", en="corrupt .docx") from err


def _with_headings(rows: list[Row], above: list[str], where: str) -> Iterator[Table]:
    """A table in which full-width rows are headings, split at them."""
    for part in _split(rows, where):
        yield Table(part.rows, (*above, *part.above), where)
        above = []


def _pdf(name: str, raw: bytes) -> Iterator[Table]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        document = pdfplumber.open(io.BytesIO(raw))
    except Exception as err:  # pdfminer's errors share no base
        locked = isinstance(err, PDFPasswordIncorrect) or isinstance(
            err.__cause__ or err.args[:1], PDFPasswordIncorrect
        )
        locked = locked or any(isinstance(a, PDFPasswordIncorrect) for a in err.args)
        problem = "设有打开密码" if locked else "已损坏，不能作为 PDF 打开"
        raise BadDocument(f"{name} {problem}", hint="请取消密码后另存，或重新下载", en="unreadable PDF") from err
    with document:
        if len(document.pages) > MAX_PAGES:
            raise TooLarge(f"{name} 超过 {MAX_PAGES} 页", hint="请只保留附表", en="too many pages")
        for page in document.pages:
            yield from _page(page)
            page.close()


def _page(page: Any) -> Iterator[Table]:
    tables = page.find_tables()
    top = 0.0
    for found in tables:
        above = _text_between(page, top, found.bbox[1])
        rows = [[_clean(cell) if cell is not None else "" for cell in row] for row in found.extract()]
        yield from _with_headings(rows, above, f"第 {page.page_number} 页")
        top = found.bbox[3]
    rest = _text_between(page, top, page.height)
    if rest:
        yield Table((), tuple(rest), f"第 {page.page_number} 页")


def _text_between(page: Any, top: float, bottom: float) -> list[str]:
    if bottom - top < 2:
        return []
    part = page.filter(lambda o: o["object_type"] == "char" and top <= (o["top"] + o["bottom"]) / 2 < bottom)
    text = part.extract_text() or ""
    lines = [close_gaps(line) for line in normalise(text).split("\n")]
    out: list[str] = []
    for line in lines:
        if not line or re.fullmatch(r"[-—–\s\d/第页]+", line):
            continue
        if out and not _STARTS.match(line) and out[-1][-1] not in "。：；":
            out[-1] += line  # a heading that was wrapped
        else:
            out.append(line)
    return out


def _markdown(text: str) -> Iterator[Table]:
    text = re.sub(r"\A\s*---\n.*?\n---\n", "", text, flags=re.S)
    above: list[str] = []
    rows: list[Row] = []
    for line in [*text.split("\n"), ""]:
        if line.lstrip().startswith("|"):
            cells = [_clean(c) for c in line.strip().strip("|").split("|")]
            if not all(re.fullmatch(r":?-{2,}:?", c) for c in cells):
                rows.append(cells)
            continue
        if rows:
            yield Table(tuple(map(tuple, rows)), tuple(above), "Markdown 表格")
            above, rows = [], []
        if plain := _clean(re.sub(r"^#+\s*", "", line)):
            above.append(plain)
    if above:
        yield Table((), tuple(above), "文末")
