"""A spreadsheet as a paper: every sheet a table, values as shown, hidden rows, columns and sheets as invisible text."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from copilot.documents.checkbox import ticks
from copilot.errors import BadDocument
from copilot.precheck.paper import Paper
from copilot.precheck.readers.docx import look_for_hazards
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.package import open_package
from copilot.precheck.readers.picture import read_picture

LARGE_BYTES = 24 * 1024 * 1024


def read_xlsx(draft: Draft) -> Paper:
    """The paper of an .xlsx; of formulas the value that was saved is taken, nothing is computed.

    Raises:
        BadDocument: corrupt, encrypted or a bomb.
    """
    package = open_package(draft)
    look_for_hazards(draft, package)
    names = package.namelist()
    if any(n.startswith("xl/externalLinks/") for n in names):
        draft.hazard("external_link", "工作簿引用了其他文件的数据，没有访问")
    if "xl/connections.xml" in names:
        draft.hazard("external_link", "工作簿含有外部数据连接，没有访问")
    large = sum(i.file_size for i in package.infolist() if i.filename.startswith("xl/worksheets/")) > LARGE_BYTES
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(draft.raw), data_only=True, keep_links=False, read_only=large)
        for sheet in book.worksheets:
            _sheet(draft, sheet, large=large)
        properties = book.properties
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, SyntaxError) as err:
        raise BadDocument(f"{draft.file} 已损坏，不能作为表格打开", hint="请重新另存", en="corrupt .xlsx") from err
    for name in ("title", "creator", "lastModifiedBy", "created", "modified", "description", "keywords"):
        draft.note(name, getattr(properties, name, ""))
    return draft.paper("xlsx")


def _sheet(draft: Draft, sheet: Any, *, large: bool) -> None:
    number = draft.next_table()
    title = f"工作表“{sheet.title}”"
    gone = sheet.sheet_state != "visible"
    draft.block("heading", sheet.title, draft.place(title), level=1, visible=not gone)
    seen = 0
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            seen += 1
            if seen > draft.limits.max_cells:
                draft.hazard("too_many_cells", f"{title}超过 {draft.limits.max_cells} 个单元格，其余没有读取")
                return
            _cell(draft, sheet, cell, (number, title), gone=gone or (not large and _hidden(sheet, cell)))
    for picture in () if large else getattr(sheet, "_images", ()):
        read_picture(draft, picture._data(), draft.place(f"{title}的图片"))


def _cell(draft: Draft, sheet: Any, cell: Any, table: tuple[int, str], *, gone: bool) -> None:
    number, title = table
    place = draft.place(f"{title}第{cell.row}行第{cell.column}列（{cell.coordinate}）")
    font = getattr(cell, "font", None)
    block = draft.block(
        "cell",
        shown(cell.value, getattr(cell, "number_format", "") or ""),
        place,
        table=number,
        row=cell.row - 1,
        column=cell.column - 1,
        font=getattr(font, "name", None),
        size_pt=getattr(font, "sz", None),
        bold=bool(getattr(font, "b", False)),
        visible=not gone,
    )
    if block is None:
        return
    if gone:
        draft.mark("hidden", block.text, place)
    for tick in ticks(block.text):
        draft.mark("checkbox", tick.state, place)
    if (link := getattr(cell, "hyperlink", None)) is not None and link.target:
        draft.mark("link", f"{block.text} {link.target}", place)
    if (comment := getattr(cell, "comment", None)) is not None:
        draft.block("comment", comment.text, draft.place(f"{place.locator}批注（{comment.author or '未署名'}）"))


def shown(value: Any, number_format: str) -> str:
    """A value as text: dates in ISO form, whole numbers without a point, shares as per cent where so shown."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if "%" in number_format:
            return f"{value * 100:.6g}%"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _hidden(sheet: Any, cell: Any) -> bool:
    rows, columns = sheet.row_dimensions, sheet.column_dimensions
    if cell.row in rows and rows[cell.row].hidden:
        return True
    if any(d.hidden and d.min and d.min <= cell.column <= d.max for d in columns.values()):
        return True
    colour = getattr(getattr(cell.font, "color", None), "rgb", None)
    filled = cell.fill is not None and cell.fill.fill_type is not None
    return cell.number_format == ";;;" or (isinstance(colour, str) and colour.upper().endswith("FFFFFF") and not filled)
