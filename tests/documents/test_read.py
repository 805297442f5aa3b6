"""Readers: every format gives the same lines; bad files are refused with a clear word."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from copilot.documents.normalise import normalise
from copilot.documents.pdf import reflow
from copilot.documents.read import detect, read_bytes, read_document
from copilot.documents.split import split
from copilot.errors import BadDocument, TooLarge


def articles(name: str, raw: bytes) -> dict[str | None, str]:
    return {p.article: p.text for p in split(read_bytes(name, raw).lines).parts}


@pytest.mark.parametrize("kind", ["text", "docx", "html", "pdf"])
def test_all_formats_give_the_same_articles(samples: ModuleType, kind: str) -> None:
    raw = samples.text().encode() if kind == "text" else getattr(samples, kind)()
    found = articles(f"a.{kind}", raw)
    assert list(found) == ["第一条", "第二条", "第三条", "第四条"]
    assert found["第二条"].split("\n")[1:] == [
        "（一）取得试验许可；",
        "（二）在30日内报告。",
        "数据处理者不得拆分数量。",
    ]
    assert "脚本" not in "".join(found.values()) and "菜单" not in "".join(found.values())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(samples: ModuleType, encoding: str) -> None:
    assert len(articles("a.txt", samples.text().encode(encoding))) == 4


def test_html_charset_is_believed(samples: ModuleType) -> None:
    assert len(articles("a.html", samples.html(charset="gb2312"))) == 4


def test_content_decides_not_the_name(samples: ModuleType) -> None:
    assert detect("a.txt", samples.pdf()) == "pdf"
    assert detect("a.pdf", samples.docx()) == "docx"
    assert detect("a.doc", samples.html()) == "html"
    assert detect("a.docx", "第一条 甲。".encode()) == "text"


def bad(samples: ModuleType) -> list[tuple[str, bytes, str]]:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    return [
        ("a.txt", b"", "空文件"),
        ("a.docx", b"", "0 字节"),
        ("a.md", b" \n\t ", "空文件"),
        ("a.docx", ole + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("a.doc", ole, "旧版 Word"),
        ("a.docx", samples.docx()[:900], "损坏"),
        ("a.docx", samples.zip_of({"word/document.xml": b"<not xml"}), "损坏"),
        ("a.docx", samples.zip_of({"x.txt": b"hello"}), "不是 Word 文档"),
        ("a.docx", samples.zip_of({f"e{i}": b"" for i in range(5001)}), "压缩炸弹"),
        ("a.pdf", b"%PDF-1.7\nbroken", "损坏"),
        ("a.pdf", samples.pdf(password="secret"), "打开密码"),
        ("a.pdf", samples.pdf([" "]).replace(b"- 1 -", b"     "), "文字"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "实际是 png"),
        ("a.txt", b"abc\0\1\2\3" * 50, "二进制"),
        ("a.md", "———\n……".encode(), "没有可读取的文字"),
    ]


@pytest.mark.parametrize("n", range(15))
def test_bad_files_are_refused(samples: ModuleType, n: int) -> None:
    name, raw, message = bad(samples)[n]
    with pytest.raises(BadDocument) as caught:
        read_bytes(name, raw)
    assert message in str(caught.value) and name in caught.value.message and caught.value.hint


def test_zip_bomb_is_refused_before_unpacking(samples: ModuleType) -> None:
    raw = samples.bomb()
    assert len(raw) < 1024 * 1024
    with pytest.raises(BadDocument, match="压缩炸弹"):
        read_bytes("a.docx", raw)


def test_entities_are_not_expanded(samples: ModuleType) -> None:
    xml = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    with pytest.raises(BadDocument):
        read_bytes("a.docx", samples.zip_of({"word/document.xml": xml.encode()}))


def test_limits_and_missing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("第一条" * 100)
    with pytest.raises(TooLarge):
        read_document(tmp_path / "a.txt", max_bytes=100)
    with pytest.raises(BadDocument):
        read_document(tmp_path / "none.txt")
    with pytest.raises(BadDocument):
        read_document(tmp_path)


def test_radicals_and_full_width_digits() -> None:
    assert normalise("⼀个⼈⺠⻔⻛１００Ａ（一）；《甲》\u200b\ue000") == "一个人民门风100A（一）；《甲》"


def test_docx_automatic_numbers_and_tracked_changes(samples: ModuleType) -> None:
    import io

    import docx as word
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = word.Document(io.BytesIO(samples.docx(["标题"])))
    numbering = document.part.numbering_part.element
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>'
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{level}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for n in range(12):
        deleted = "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        body = f"<w:r><w:t>内容{n}</w:t></w:r>{deleted}<w:ins><w:r><w:t>增加。</w:t></w:r></w:ins>"
        numbers = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>'
        document.element.body.insert(n + 1, parse_xml(f"<w:p {nsdecls('w')}>{numbers}{body}</w:p>"))
    out = io.BytesIO()
    document.save(out)
    found = articles("a.docx", out.getvalue())
    assert len(found) == 12 and found["第十二条"] == "内容11增加。"


def test_reflow_drops_page_furniture() -> None:
    page = [
        "内部资料",
        "第一条 这是一段很长很长的正文，它在打印时被折成了",
        "两行，第七条里的要求不在这里另起一段。",
        "- {} -",
    ]
    text = reflow(["\n".join(page).format(n) for n in range(1, 6)])
    assert "内部资料" not in text and "- 3 -" not in text
    assert text.split("\n")[0].endswith("被折成了两行，第七条里的要求不在这里另起一段。")
