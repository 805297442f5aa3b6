"""Files that cannot serve as templates, each refused with what to do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from lxml import etree

from copilot.errors import BadDocument, TooLarge
from copilot.filing.official.package import MAX_BYTES, alone, annexes, opened
from tests.filing.official import layouts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PLAIN = layouts.word(["企业名称：____"])


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The plain file with a part changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry.filename == name else content)
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return out.getvalue()


def tracked(tag: str) -> bytes:
    def change(content: bytes) -> bytes:
        root = etree.fromstring(content)
        paragraph = next(root.iter(f"{{{W}}}p"))
        etree.SubElement(paragraph, f"{{{W}}}{tag}")
        return etree.tostring(root)

    return changed("word/document.xml", change)


def format_changed(content: bytes) -> bytes:
    return content.replace(b"<w:r>", b'<w:r><w:rPr><w:rPrChange w:id="1"/></w:rPr>', 1)


EXTERNAL = (
    b'<Relationships xmlns="x"><Relationship Id="r" Type="http://x/attachedTemplate" Target="file:///a.dotm"'
    b' TargetMode="External"/></Relationships>'
)
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "b">]>'

REFUSED = {
    "an old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为"),
    "a PDF": (b"%PDF-1.7\n", "Word 版附件"),
    "rich text": (b"{\\rtf1 x}", "另存为 .docx"),
    "no package": (b"hello", "重新下载"),
    "inserted words": (tracked("ins"), "接受或者拒绝全部修订"),
    "deleted words": (tracked("del"), "接受或者拒绝全部修订"),
    "moved words": (tracked("moveTo"), "接受或者拒绝全部修订"),
    "changed formats": (changed("word/document.xml", format_changed), "接受或者拒绝全部修订"),
    "macros": (changed("word/vbaProject.bin", lambda _: b"x"), "不含宏"),
    "controls": (changed("word/activeX/activeX1.xml", lambda _: b"x"), "删去控件"),
    "embedded files": (changed("word/embeddings/a.bin", lambda _: b"x"), "删去控件"),
    "parts elsewhere": (changed("word/_rels/settings.xml.rels", lambda _: EXTERNAL), "断开外部链接"),
    "entities": (changed("word/document.xml", lambda content: DOCTYPE + content.split(b"?>", 1)[1]), "另存"),
    "a strict package": (
        changed(
            "word/document.xml", lambda c: c.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        ),
        "普通的",
    ),
    "a broken document": (changed("word/document.xml", lambda content: content[:100]), "重新下载"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_and_what_to_do(name: str) -> None:
    raw, hint = REFUSED[name]
    with pytest.raises(BadDocument) as refused:
        opened("模板.docx", raw)
    assert hint in refused.value.hint and refused.value.message.startswith("模板.docx") and refused.value.en


def test_a_file_that_is_too_large() -> None:
    with pytest.raises(TooLarge):
        opened("模板.docx", bytes(MAX_BYTES + 1))


def test_a_link_to_a_web_page_is_no_part_elsewhere() -> None:
    link = EXTERNAL.replace(b"attachedTemplate", b"hyperlink").replace(b"file:///a.dotm", b"https://sjcj.cac.gov.cn")
    assert opened("模板.docx", changed("word/_rels/settings.xml.rels", lambda _: link)).document


def test_annexes_and_one_of_them_alone() -> None:
    raw = layouts.word(["指南", "附件1", "甲", "附件 2：", "乙", "见附件1。"])
    assert annexes(opened("a.docx", raw).root) == [(0, 1), (1, 3), (3, 6)]
    assert layouts.lines_of(alone("a.docx", raw, (3, 6))) == ["附件 2：", "乙", "见附件1。"]
    assert annexes(opened("a.docx", PLAIN).root) == [(0, 1)]


def test_an_annex_keeps_its_page() -> None:
    document = docx.Document()
    document.add_paragraph("附件1")
    document.add_section().page_width = document.sections[0].page_height
    document.add_paragraph("附件2")
    out = io.BytesIO()
    document.save(out)
    parts = annexes(opened("a.docx", out.getvalue()).root)
    first, second = (docx.Document(io.BytesIO(alone("a.docx", out.getvalue(), part))) for part in parts)
    assert len(first.sections) == len(second.sections) == 1
    assert first.sections[0].page_width == document.sections[0].page_width
    assert second.sections[0].page_width == document.sections[1].page_width != first.sections[0].page_width
