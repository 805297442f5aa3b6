"""Annotations and form fields of a PDF page: comments, highlights, links, typed values, tick boxes."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from copilot.documents.pdf_page import Box, Char, Look, PageContent
from copilot.precheck.readers.draft import Draft

_MARKS = {
    pdfium.FPDF_ANNOT_HIGHLIGHT: "highlight",
    pdfium.FPDF_ANNOT_UNDERLINE: "highlight",
    pdfium.FPDF_ANNOT_SQUIGGLY: "highlight",
    pdfium.FPDF_ANNOT_SQUARE: "highlight",
    pdfium.FPDF_ANNOT_STRIKEOUT: "deletion",
}
_LAUNCHES = {pdfium.PDFACTION_LAUNCH: "启动外部程序", pdfium.PDFACTION_REMOTEGOTO: "打开另一个文件"}


def read_annotations(draft: Draft, document: Any, page: Any, content: PageContent, number: int) -> list[Char]:
    """Write comments, highlights and links; return the values of form fields as characters of the page."""
    typed: list[Char] = []
    form = document.formenv.raw if document.formenv else None
    for i in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), 2000)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, i)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            box = _box(annotation, page, content)
            if kind == pdfium.FPDF_ANNOT_WIDGET:
                typed += _field(annotation, form, box)
            elif kind == pdfium.FPDF_ANNOT_FREETEXT:
                typed += _typed(_string(annotation, "Contents"), box)
            else:
                _other(draft, document, annotation, kind, content, box, number)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return typed


def _other(
    draft: Draft, document: Any, annotation: Any, kind: int, content: PageContent, box: Box, number: int
) -> None:
    share = (box[0] / content.width, box[1] / content.height, box[2] / content.width, box[3] / content.height)
    place = draft.place(f"第{number}页", page=number, box=share)
    words = _string(annotation, "Contents")
    if kind in _MARKS:
        draft.mark("deletion" if _MARKS[kind] == "deletion" else "highlight", _under(content, box), place)
    if kind == pdfium.FPDF_ANNOT_LINK:
        _link(draft, document, annotation, place)
    elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
        draft.hazard("embedded", "PDF 页面上附有文件，没有打开", place)
        draft.mark("object", "附件", place)
    elif kind in (pdfium.FPDF_ANNOT_MOVIE, pdfium.FPDF_ANNOT_SOUND, pdfium.FPDF_ANNOT_SCREEN, pdfium.FPDF_ANNOT_THREED):
        draft.hazard("embedded", "PDF 页面上嵌有多媒体，没有打开", place)
    elif words and kind != pdfium.FPDF_ANNOT_POPUP:
        author = _string(annotation, "T")
        comment = draft.place(f"第{number}页批注" + (f"（{author}）" if author else ""), page=number, box=share)
        draft.block("comment", words, comment)


def _link(draft: Draft, document: Any, annotation: Any, place: Any) -> None:
    link = pdfium.FPDFAnnot_GetLink(annotation)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return
    kind = pdfium.FPDFAction_GetType(action)
    if kind == pdfium.PDFACTION_URI:
        buffer = ctypes.create_string_buffer(2048)
        n = pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, 2048)
        draft.mark("link", buffer.raw[: max(min(n, 2048) - 1, 0)].decode("utf-8", errors="replace"), place)
    elif kind in _LAUNCHES:
        draft.hazard("launch", f"PDF 含有“{_LAUNCHES[kind]}”的动作，没有执行", place)


def _field(annotation: Any, form: Any, box: Box) -> list[Char]:
    if form is None:
        return []
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        return _typed("☑" if pdfium.FPDFAnnot_IsChecked(form, annotation) else "☐", box)
    if kind in (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        buffer = (ctypes.c_ushort * 4096)()
        n = pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, 8192)
        return _typed(_utf16(buffer, n), box)
    return []


def _typed(text: str, box: Box) -> list[Char]:
    """The characters of a typed value, spread over its box line by line."""
    lines = [x for x in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if x.strip()]
    out: list[Char] = []
    for n, line in enumerate(lines):
        high = (box[3] - box[1]) / len(lines)
        top = box[1] + n * high
        step = min((box[2] - box[0]) / max(len(line), 1), max(high, 1.0))
        size = min(high, 14.0)
        middle = top + high / 2
        for i, c in enumerate(line):
            cell = (box[0] + i * step, middle - size / 2, box[0] + (i + 1) * step, middle + size / 2)
            out.append(Char(c, cell, Look(size=round(size, 1)), start=i == 0))
    return out


def _under(content: PageContent, box: Box) -> str:
    return "".join(
        c.text for c in content.chars
        if box[0] - 1 <= (c.box[0] + c.box[2]) / 2 <= box[2] + 1 and box[1] <= (c.box[1] + c.box[3]) / 2 <= box[3]
    )  # fmt: skip


def _box(annotation: Any, page: Any, content: PageContent) -> Box:
    from copilot.documents.pdf_page import displayed

    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    return displayed(page, content, (rect.left, rect.bottom, rect.right, rect.top))


def _string(annotation: Any, key: str) -> str:
    buffer = (ctypes.c_ushort * 4096)()
    n = pdfium.FPDFAnnot_GetStringValue(annotation, key.encode(), buffer, 8192)
    return _utf16(buffer, n)


def _utf16(buffer: Any, n: int) -> str:
    return bytes(buffer)[: max(min(n, 8192) - 2, 0)].decode("utf-16-le", errors="replace").strip()
