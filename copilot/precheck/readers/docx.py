"""A Word file as a paper: body, tables, text boxes, headers, notes, comments, tracked changes, ticks, hidden text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from copilot.documents.docx import Numbers, check_zip
from copilot.errors import BadDocument
from copilot.precheck.paper import BlockKind, Paper
from copilot.precheck.readers.docx_body import Pages, Story
from copilot.precheck.readers.docx_looks import Looks, W
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.picture import read_picture

_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)", re.I)
_LOADS = ("attachedTemplate", "oleObject", "image", "frame", "subDocument", "package", "control", "aFChunk")


def read_docx(draft: Draft) -> Paper:
    """The paper of a .docx. Pages are those that Word recorded; None where they cannot be told.

    Raises:
        BadDocument: corrupt, encrypted, a bomb, or no Word document.
    """
    package = check_zip(draft.file, draft.raw)
    look_for_hazards(draft, package)
    import docx

    try:
        document = docx.Document(io.BytesIO(draft.raw))
        pages = _body(draft, document)
    except (BadDocument, MemoryError, RecursionError):
        raise
    except Exception as err:  # python-docx lets KeyError, XMLSyntaxError, BadZipFile and others through
        raise BadDocument(
            f"{draft.file} 已损坏，不能作为 Word 文件打开", hint="请重新下载或另存", en="corrupt .docx"
        ) from err
    _metadata(draft, document, package)
    return draft.paper("docx", pages=pages)


def look_for_hazards(draft: Draft, package: zipfile.ZipFile) -> None:
    """Report macros, embedded files, external parts and entity declarations of an Office package."""
    for info in package.infolist():
        name = info.filename.lower()
        base = name.rsplit("/", 1)[-1]
        if base in ("vbaproject.bin", "vbadata.xml"):
            draft.hazard("macro", "文件含有宏，没有执行")
        elif "/embeddings/" in name and base:
            draft.hazard("embedded", f"文件内嵌了其他文件（{base}），没有打开")
            draft.mark("object", base, draft.place("内嵌文件"))
        elif "/activex/" in name and name.endswith(".bin"):
            draft.hazard("activex", "文件含有 ActiveX 控件，没有执行")
        elif name.endswith((".xml", ".rels")):
            with package.open(info) as part:
                if _DOCTYPE.search(part.read(4096)):
                    draft.hazard("xxe", f"{info.filename} 声明了 XML 实体，没有展开，也没有访问外部地址")


def _body(draft: Draft, document: Any) -> int | None:
    styles = document.styles.element
    looks, numbers = Looks(styles), Numbers(document)
    body = document.element.body
    rendered = next(body.iter(W + "lastRenderedPageBreak"), None) is not None
    pages = Pages(rendered)
    part = document.part
    story = _story(draft, looks, numbers, part, pages)
    edges: tuple[tuple[BlockKind, str], ...] = (("header", "页眉"), ("footer", "页脚"))
    for kind, name in edges:
        for n, rel in enumerate(_related(part, kind), 1):
            _story(draft, looks, numbers, rel, None).walk(rel_root(rel), kind, prefix=f"{name}{n}")
    story.walk(body, "paragraph")
    if next(body.iter(W + "altChunk"), None) is not None:
        draft.hazard("embedded", "文件用 altChunk 引入了另一个文档，没有读取")
    for notes_kind, name in (("footnotes", "脚注"), ("endnotes", "尾注")):
        for rel in _related(part, notes_kind):
            notes = [n for n in rel_root(rel) if n.get(W + "type") is None]
            for n, note in enumerate(notes, 1):
                _story(draft, looks, numbers, rel, None).walk(note, "footnote", prefix=f"{name}{n}")
    for rel in _related(part, "comments"):
        for n, comment in enumerate(rel_root(rel).iter(W + "comment"), 1):
            author = comment.get(W + "author") or "未署名"
            _story(draft, looks, numbers, rel, None).walk(comment, "comment", prefix=f"批注{n}（{author}）")
    return pages.page if pages.known else None


def _story(draft: Draft, looks: Looks, numbers: Numbers, part: Any, pages: Pages | None) -> Story:
    links: dict[str, str] = {}
    for rid, rel in part.rels.items():
        kind = rel.reltype.rsplit("/", 1)[-1]
        if rel.is_external:
            if kind == "hyperlink":
                links[rid] = rel.target_ref
            else:
                words = "打开时会自动加载" if kind in _LOADS else "指向外部"
                draft.hazard("external_link", f"含有{words}的外部引用（{kind}：{rel.target_ref[:200]}），没有访问")

    def picture(rid: str, locator: str, page: int | None, beside: str) -> None:
        target = part.rels.get(rid)
        if target is not None and not target.is_external:
            read_picture(draft, target.target_part.blob, draft.place(locator + "的图片", page=page), beside)

    return Story(draft, looks, numbers=numbers, pages=pages, rels=links, picture=picture)


def _related(part: Any, kind: str) -> list[Any]:
    found = [
        rel.target_part for rel in part.rels.values() if not rel.is_external and rel.reltype.rsplit("/", 1)[-1] == kind
    ]
    return sorted(found, key=lambda p: str(p.partname))


def rel_root(part: Any) -> Any:
    """The XML root of a related part, whether python-docx parsed it or not."""
    element = getattr(part, "element", None)
    if element is not None:
        return element
    from lxml import etree

    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _metadata(draft: Draft, document: Any, package: zipfile.ZipFile) -> None:
    core = document.core_properties
    for name in ("title", "author", "last_modified_by", "created", "modified", "subject", "keywords", "comments"):
        draft.note(name, getattr(core, name, ""))
    if "docProps/app.xml" in package.namelist():
        text = package.read("docProps/app.xml")[:20_000].decode("utf-8", errors="replace")
        for tag, name in (("Application", "software"), ("Company", "company"), ("Pages", "pages")):
            if found := re.search(rf"<{tag}>([^<]{{1,200}})</{tag}>", text):
                draft.note(name, found[1])
