"""A template as a Word package: what may not be in it, its annexes, and writing it back with nothing else changed."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lxml import etree

from copilot.documents.docx import check_zip
from copilot.errors import BadDocument, TooLarge

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DOCUMENT = "word/document.xml"
MAX_BYTES = 20 * 1024 * 1024
MAX_PARAGRAPHS = 20_000
# What wraps paragraphs, rows and cells without being one.
WRAPPERS = frozenset(W + tag for tag in ("sdt", "sdtContent", "customXml", "smartTag"))
_TRACKED = tuple(W + tag for tag in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"))
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_OLE, _RTF, _PDF = b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF"
_ANNEX = re.compile(r"附件\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[:：]?")
_EXTERNAL = re.compile(rb'<Relationship\b[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>')


@dataclass(frozen=True)
class Package:
    """A template's package. `root`: its document part, parsed anew for every reader, who may change it."""

    name: str
    raw: bytes
    document: bytes

    @property
    def root(self) -> Any:
        """The document part's root element."""
        return _parsed(self.name, self.document)

    def written(self, root: Any) -> bytes:
        """The package with another document part; every other part byte for byte as it was."""
        content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                new.writestr(entry, content if entry.filename == DOCUMENT else old.read(entry))
        return out.getvalue()


def opened(name: str, raw: bytes) -> Package:
    """The package of a .docx that can serve as a template.

    Raises:
        BadDocument: no .docx, damaged, with a password, tracked changes, macros, or parts that lie elsewhere; the hint
            says what to do.
        TooLarge: more than 20 MiB.
    """
    if len(raw) > MAX_BYTES:
        raise TooLarge(f"{name} 超过 20 MiB", hint="官方模板没有这么大，请核对文件", en="the file is too large")
    _refuse_other_formats(name, raw)
    archive = check_zip(name, raw)
    with archive:
        names = archive.namelist()
        if any(n.lower().endswith(("vbaproject.bin", "vbadata.xml")) for n in names):
            raise BadDocument(
                f"{name} 含有宏，不能作为模板",
                hint="请用 Word 或者 WPS 打开，另存为不含宏的 .docx，再重新导入",
                en="the file holds macros; save it as a plain .docx",
            )
        if any(n.startswith(("word/activeX/", "word/embeddings/")) for n in names):
            raise BadDocument(
                f"{name} 含有控件或者嵌入的文件，不能作为模板",
                hint="请用 Word 或者 WPS 打开，删去控件和嵌入对象，另存为 .docx",
                en="the file holds controls or embedded files",
            )
        if len(set(names)) != len(names):
            raise BadDocument(f"{name} 的内部文件有重名", hint="请在 Word 中打开后另存", en="duplicate parts")
        try:
            document = archive.read(DOCUMENT)
            links = [archive.read(n) for n in names if n.endswith(".rels")]
        except Exception as error:  # zipfile lets zlib.error, RuntimeError, NotImplementedError and others through
            raise _corrupt(name) from error
    if any(b"/hyperlink" not in found for rels in links for found in _EXTERNAL.findall(rels)):
        raise BadDocument(
            f"{name} 引用了文件之外的内容（外部模板、图片或者对象）",
            hint="请在 Word 中断开外部链接后另存为 .docx",
            en="the file refers to parts that lie elsewhere",
        )
    root = _parsed(name, document)
    _refuse_changes(name, root)
    return Package(name, raw, document)


def _refuse_other_formats(name: str, raw: bytes) -> None:
    head = raw[:8]
    if head.startswith(_OLE):
        raise BadDocument(
            f"{name} 是旧版 .doc 或者设有密码的文件，不能直接作为模板",
            hint="请用 Word 或者 WPS 打开，选择“另存为”→ .docx（有密码的先取消密码），再导入另存的文件",
            en="an old .doc or a file with a password; save it as .docx",
        )
    if head.startswith((_RTF, _PDF)):
        raise BadDocument(
            f"{name} 不是 .docx",
            hint="请到官方页面下载 Word 版附件；只有 PDF 的，用 Word 打开后另存为 .docx 并逐字核对",
            en="a template must be a .docx",
        )


def _parsed(name: str, document: bytes) -> Any:
    if b"<!DOCTYPE" in document[:4096] or b"<!ENTITY" in document:
        raise BadDocument(f"{name} 含有实体声明，已拒绝", hint="请在 Word 中打开后另存", en="entity declarations")
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise _corrupt(name) from error
    if root.tag != W + "document" or root.find(W + "body") is None:
        if _STRICT in document[:4096]:
            raise BadDocument(
                f"{name} 是“Strict Open XML”格式",
                hint="请在 Word 中另存为普通的“Word 文档（.docx）”",
                en="strict Open XML; save it as a plain .docx",
            )
        raise _corrupt(name)
    return root


def _refuse_changes(name: str, root: Any) -> None:
    tracked = any(True for _ in root.iter(*_TRACKED)) or any(
        isinstance(node.tag, str) and node.tag.startswith(W) and node.tag.endswith("Change") for node in root.iter()
    )
    if tracked:
        raise BadDocument(
            f"{name} 含有修订记录，看不出哪一种文字是官方的",
            hint="请重新下载官方文件；确需用这一份的，在 Word“审阅”里接受或者拒绝全部修订，另存后再导入",
            en="the file holds tracked changes; accept or reject them all first",
        )
    if sum(1 for _ in root.iter(W + "p")) > MAX_PARAGRAPHS:
        raise TooLarge(f"{name} 的段落过多", hint="请核对是不是官方模板", en="too many paragraphs")


def _corrupt(name: str) -> BadDocument:
    return BadDocument(f"{name} 已损坏，不能作为 Word 文件打开", hint="请重新下载", en="corrupt .docx")


def body_of(root: Any) -> Any:
    """The body element."""
    return root.find(W + "body")


def blocks_of(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables directly within an element, through content controls."""
    for child in parent:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in WRAPPERS:
            yield from blocks_of(child)


def plain_text(element: Any) -> str:
    """The characters of an element's runs, on one line a paragraph."""
    lines = ["".join(t.text or "" for t in p.iter(W + "t")) for p in element.iter(W + "p")]
    return "\n".join(lines)


def annexes(root: Any) -> list[tuple[int, int]]:
    """Ranges of the body's children: what stands before the first `附件N`, then each annex; one range where none."""
    body = body_of(root)
    children = [c for c in body if c.tag != W + "sectPr"]
    starts = [i for i, c in enumerate(children) if c.tag == W + "p" and _ANNEX.fullmatch(plain_text(c).strip())]
    if not starts:
        return [(0, len(children))]
    bounds = [0, *starts, len(children)]
    return [(a, b) for a, b in pairwise(bounds) if a < b]


def keep_part(root: Any, part: tuple[int, int]) -> None:
    """Leave only a range of the body's children, with the page set-up that holds at its end."""
    body = body_of(root)
    children = [c for c in body if c.tag != W + "sectPr"]
    kept = children[part[0] : part[1]]
    if len(kept) == len(children):
        return
    set_up = next((s for c in children[part[1] - 1 :] for s in c.iter(W + "sectPr")), None)
    if set_up is None:
        set_up = body.find(W + "sectPr")
    final = copy.deepcopy(set_up) if set_up is not None else None
    last = kept[-1].find(f"{W}pPr/{W}sectPr") if kept[-1].tag == W + "p" else None
    if last is not None:  # else an empty page would follow
        last.getparent().remove(last)
    for child in list(body):
        if not any(child is one for one in kept):
            body.remove(child)
    if final is not None:
        body.append(final)


def alone(name: str, raw: bytes, part: tuple[int, int] | None) -> bytes:
    """The file with only a range of the body's children. Raises as `opened`."""
    if part is None:
        return raw
    package = opened(name, raw)
    root = package.root
    keep_part(root, part)
    return package.written(root)
