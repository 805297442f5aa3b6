"""Annexes in the published shapes become the same rows, whatever the file; bad files are refused in words."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from copilot.errors import BadDocument
from copilot.law.negative_lists import NegativeLists
from copilot.negative_lists.annex import AnnexRow, read_annex, split_fields
from copilot.negative_lists.tables import read_tables, tables_of
from copilot.negative_lists.thresholds import Bound, thresholds_of
from tests.negative_lists.conftest import docx_annex, markdown_annex, pdf_annex, xlsx_annex

W = 10_000
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "local"
EXPECTED = [
    # number, category, path, residual, excepts, bounds
    ("1", "important_data", "must_assess", False, (), ()),
    ("2", "personal_info", "must_assess", False, (), (Bound("pi", 300 * W, None),)),
    ("3", "personal_info", "must_assess", False, (), (Bound("sensitive_pi", 20 * W, None),)),
    ("4", "personal_info", "must_assess", True, ("2", "3"),
     (Bound("pi", 120 * W, None), Bound("sensitive_pi", 3 * W, None))),
    ("5", "personal_info", "must_contract", False, (), (Bound("pi", 50 * W, 300 * W),)),
    ("6", "personal_info", "must_contract", False, (), (Bound("sensitive_pi", 2 * W, 20 * W),)),
    ("7", "personal_info", "must_contract", True, ("5", "6"),
     (Bound("pi", 12 * W, 120 * W), Bound("sensitive_pi", None, 3 * W))),
]  # fmt: skip
PI_FIELDS = ("姓名", "联系方式", "工号（限内部使用，不含证件号）", "入职日期")
SP_FIELDS = ("体检结果", "银行卡号")


def rows_of(name: str, raw: bytes) -> list[AnnexRow]:
    return read_annex(tables_of(name, raw)).rows


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.docx", docx_annex), ("a.xlsx", xlsx_annex), ("a.pdf", pdf_annex), ("a.md", markdown_annex)],
)
def test_the_same_rows_from_every_kind_of_file(name: str, make: Callable[[], bytes]) -> None:
    rows = rows_of(name, make())
    found = [(r.number, r.category, r.path, r.residual, r.excepts, r.thresholds) for r in rows]
    assert found == EXPECTED
    assert {r.domain for r in rows} == {"装备试制"}
    assert [r.scenes for r in rows] == [("试制",), ("试制",), ("试制",), (), ("试制",), ("试制",), ()]
    fields = [r.fields for r in rows if r.fields]
    assert fields == [{"": PI_FIELDS}, {"": SP_FIELDS}, {"": PI_FIELDS}, {"": SP_FIELDS}]
    assert [r.doubts for r in rows] == [[]] * 7


def test_the_pdf_really_breaks_over_pages() -> None:
    tables = tables_of("a.pdf", pdf_annex())
    assert len({t.where for t in tables}) >= 3


def test_rows_that_say_their_own_domain_and_path() -> None:
    rows = rows_of("b.xlsx", xlsx_annex(flat=True))
    assert [(r.domain, r.scenes, r.path) for r in rows] == [
        ("装备试制", ("试制",), "must_assess"),
        ("装备试制", ("试制",), "must_assess"),
        ("装备试制", ("试制",), "must_assess"),
        ("装备试制", ("试制",), "must_contract"),
    ]
    assert [r.thresholds for r in rows[1:]] == [
        (Bound("pi", 300 * W, None),),
        (Bound("pi", 300 * W, None),),
        (Bound("sensitive_pi", 2 * W, 20 * W),),
    ]
    assert [r.fields for r in rows[1:]] == [{"": ("姓名",)}, {"": ("联系方式",)}, {"": ("银行卡号",)}]
    assert rows[3].note == "限发工资" and rows[0].category == "important_data"


WORDS = [
    ("100万人以上的个人信息（不含敏感个人信息）", "", [("pi", 100 * W, None)]),
    ("1万人以上的敏感个人信息", "", [("sensitive_pi", W, None)]),
    ("不满1万人的敏感个人信息", "", [("sensitive_pi", None, W)]),
    ("20万人以上且不满90万人的非敏感个人信息，或不满2万人的敏感个人信息", "",
     [("pi", 20 * W, 90 * W), ("sensitive_pi", None, 2 * W)]),
    ("十万人以上不满一百万人的个人信息", "", [("pi", 10 * W, 100 * W)]),
    ("≥100,000人", "敏感个人信息", [("sensitive_pi", 10 * W, None)]),
    ("满5万人", "", [("pi", 5 * W, None)]),
    ("1.5万人以上", "", [("pi", 15_000, None)]),
    ("2000人以上非敏感个人信息", "", [("pi", 2000, None)]),
    ("任意数量", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "category", "bounds"), WORDS)
def test_thresholds(words: str, category: str, bounds: list[tuple[str, int | None, int | None]]) -> None:
    assert [(b.kind, b.min, b.max) for b in thresholds_of(words, category)] == bounds


def test_fields_keep_their_brackets_together() -> None:
    found = split_fields("姓名、偏好（限产品类型、语言）、地址（含邮编，限配送）等个人信息")
    assert found == ("姓名", "偏好（限产品类型、语言）", "地址（含邮编，限配送）")


def _locked_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def _broken_zip(inner: str) -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(inner, "<no/>")
    return out.getvalue()


BAD = [
    ("a.docx", b"", "空文件"),
    ("a.xlsx", _locked_office(), "密码"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "旧版"),
    ("a.pdf", b"%PDF-1.7\nrubbish", "损坏"),
    ("a.pdf", pdf_annex(password="secret"), "密码"),
    ("a.docx", b"PK\x03\x04rubbish", "损坏"),
    ("a.docx", _broken_zip("word/document.xml"), "损坏"),
    ("a.xlsx", _broken_zip("xl/workbook.xml"), "损坏"),
    ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\0", "不是可读取"),
    ("a.md", "一段没有表格的话。".encode(), "没有找到表格"),
]


@pytest.mark.parametrize(("name", "raw", "message"), BAD)
def test_bad_files_are_refused_in_words(name: str, raw: bytes, message: str) -> None:
    with pytest.raises(BadDocument) as caught:
        tables_of(name, raw)
    assert message in caught.value.message and name in caught.value.message and caught.value.hint


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadDocument, match="无法读取"):
        read_tables(tmp_path / "none.docx")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the official texts are not on this machine")
@pytest.mark.parametrize(("word", "list_id"), [("上海", "shanghai-2024"), ("浙江", "zhejiang-2024")])
def test_the_official_tables_give_the_shipped_thresholds(lists: NegativeLists, word: str, list_id: str) -> None:
    path = next(p for p in CORPUS.glob(f"{word}*清单*2024版*.md"))
    rows = read_annex(read_tables(path)).rows
    shipped = [row for d in lists.get(list_id).domains for row in d.items]
    assert len(rows) == len(shipped)
    for read, row in zip(rows, shipped, strict=True):
        assert (read.number, read.category, read.path, read.residual, read.excepts) == (
            row.number, row.category, row.path, row.residual, row.excepts
        )  # fmt: skip
        assert [(b.kind, b.min, b.max) for b in read.thresholds] == [(t.kind, t.min, t.max) for t in row.threshold]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the official texts are not on this machine")
def test_the_official_fields_are_all_shipped(lists: NegativeLists) -> None:
    path = next(p for p in CORPUS.glob("浙江*清单*2024版*.md"))
    for row in read_annex(read_tables(path)).rows:
        scenes = {s.name: s for d in lists.get("zhejiang-2024").domains for s in d.scenes}
        for scene, names in row.fields.items():
            kind = row.thresholds[0].kind
            assert set(names) == set(scenes[scene].fields(kind)), (row.number, scene)
