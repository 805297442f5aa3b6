"""Dangers in a PDF: scripts, actions that start something, embedded files. Found by reading, never by running."""

from __future__ import annotations

import re
import zlib
from typing import Any

import pypdfium2.raw as pdfium

from copilot.precheck.readers.draft import Draft

MAX_STREAM = 8 * 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.S)
_OBJECTS = re.compile(rb"/ObjStm\b[^>]{0,400}>>\s*stream\r?\n", re.S)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_SIGNS = (
    (rb"/JavaScript\b|/JS\s*[(<\d]", "javascript", "PDF 含有 JavaScript 脚本，没有执行"),
    (rb"/Launch\b", "launch", "PDF 含有启动外部程序的动作，没有执行"),
    (rb"/EmbeddedFiles?\b", "embedded", "PDF 内嵌了其他文件，没有打开"),
    (rb"/RichMedia\b|/Movie\b", "embedded", "PDF 内嵌了多媒体，没有打开"),
    (rb"/SubmitForm\b|/ImportData\b", "external_link", "PDF 表单含有向外提交数据的动作，没有执行"),
    (rb"/GoToR\b|/GoToE\b", "external_link", "PDF 含有打开其他文件的动作，没有执行"),
    (rb"/XFA\b", "xfa", "PDF 含有 XFA 动态表单，只读取了静态内容"),
)


def look_for_hazards(draft: Draft, document: Any) -> None:
    """Report scripts, launch actions and embedded files, also inside compressed object streams."""
    plain = [_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), _STREAM.sub(b"", draft.raw))]
    plain += [_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), s) for s in _object_streams(draft.raw)]
    for pattern, code, message in _SIGNS:
        if any(re.search(pattern, text) for text in plain):
            draft.hazard(code, message)
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        draft.hazard("javascript", "PDF 含有 JavaScript 脚本，没有执行")
    for i in range(min(document.count_attachments(), 50)):
        name = document.get_attachment(i).get_name()
        draft.hazard("embedded", "PDF 内嵌了其他文件，没有打开")
        draft.mark("object", name, draft.place("附件"))
    for i in range(min(max(pdfium.FPDF_GetSignatureCount(document.raw), 0), 20)):
        draft.mark("signature", "电子签名（未验证）", draft.place(f"电子签名{i + 1}"), sure=False)


def _object_streams(raw: bytes) -> list[bytes]:
    out: list[bytes] = []
    total = 0
    for match in _OBJECTS.finditer(raw):
        if total > 4 * MAX_STREAM:
            break
        try:
            text = zlib.decompressobj().decompress(raw[match.end() : match.end() + MAX_STREAM], MAX_STREAM)
        except zlib.error:
            continue
        total += len(text)
        out.append(text)
    return out
