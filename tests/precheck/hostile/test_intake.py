"""What was handed in becomes files with harmless paths: zips in zips, names of any kind, folders with links."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from copilot.errors import BadInput
from copilot.precheck.archives import IntakeLimits, unpack
from copilot.precheck.entry_names import encoding_of, harmless
from copilot.precheck.intake import Taken, take, take_bytes
from copilot.precheck.sandbox import Sandbox


def paths(taken: Taken) -> list[str]:
    return [f.file for f in taken.files]


def codes(taken: Taken) -> list[str]:
    return [h.code for h in (*taken.hazards, *(f.why for f in taken.files if f.why))]


@pytest.mark.parametrize(
    ("given", "path", "trick"),
    [
        ("申报/表.docx", "申报/表.docx", ""),
        ("申报\\表.docx", "申报/表.docx", ""),
        ("./a//b.pdf", "a/b.pdf", ""),
        ("../../etc/passwd", "etc/passwd", "traversal"),
        ("a/../../b.pdf", "a/b.pdf", "traversal"),
        ("/root/x.pdf", "root/x.pdf", "traversal"),
        ("C:\\Windows\\x.pdf", "Windows/x.pdf", "traversal"),
        ("..", "未命名", "traversal"),
        ("合同\u202efdp.exe", "合同fdp.exe", "odd_name"),
        ("a\0b.pdf", "ab.pdf", "odd_name"),
        ("包.zip!/x.pdf", "包.zip！/x.pdf", ""),
    ],
)
def test_names_are_made_harmless(given: str, path: str, trick: str) -> None:
    name = harmless(given)
    assert (name.path, name.trick) == (path, trick)
    assert harmless(name.path).path == name.path


def test_long_names_keep_their_ending_and_stay_apart() -> None:
    a, b = harmless("长" * 300 + "一.pdf").path, harmless("长" * 300 + "二.pdf").path
    assert a != b and a.endswith(".pdf") and len(a) <= 120 and harmless(a).path == a


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_the_encoding_of_names_is_told(encoding: str) -> None:
    names = (
        ["資料出境安全評估申報書.docx", "營業執照.pdf"] if encoding == "big5" else ["联通.docx", "申报表（盖章）.pdf"]
    )
    assert encoding_of([n.encode(encoding) for n in names]) == encoding


def test_utf8_names_with_rare_signs_are_utf8() -> None:
    assert encoding_of(["1—营业执照（盖章版）.docx".encode()]) == "utf-8"


def test_names_in_gbk_without_a_mark(sandbox: Sandbox, makers: ModuleType) -> None:
    raw = makers.raw_zip(
        [("申报材料/申报表.docx".encode("gbk"), makers.word()), ("申报材料/合同.txt".encode("gbk"), b"a")]
    )
    assert paths(take_bytes("材料.zip", {"材料.zip": raw}, sandbox=sandbox)) == [
        "申报材料/合同.txt",
        "申报材料/申报表.docx",
    ]


def test_zips_in_zips_have_their_place_in_the_path(sandbox: Sandbox, makers: ModuleType) -> None:
    inner = makers.packed({"合同.docx": makers.word()})
    raw = makers.packed({"附件/合同.zip": inner, "申报表.docx": makers.word()})
    taken = take_bytes("材料.zip", {"材料.zip": raw}, sandbox=sandbox)
    assert paths(taken) == ["申报表.docx", "附件/合同.zip!/合同.docx"] and not taken.hazards
    beside = take_bytes("材料", {"材料.zip": raw, "b.txt": b"x"}, sandbox=sandbox)
    assert paths(beside) == ["b.txt", "材料.zip!/申报表.docx", "材料.zip!/附件/合同.zip!/合同.docx"]


def test_traversal_twins_and_leftovers(sandbox: Sandbox, makers: ModuleType) -> None:
    entries = [
        (b"../a.txt", b"1"), (b"x/a.txt", b"2"), (b"x/a.txt", b"3"), (b"__MACOSX/x/._a.txt", b"4"),
        (b"x/.DS_Store", b"5"), (b"x/~$a.docx", b"6"), (b"x/.hidden.txt", b"7"), (b"Thumbs.db", b"8"),
    ]  # fmt: skip
    taken = take_bytes("a.zip", {"a.zip": makers.raw_zip(entries)}, sandbox=sandbox)
    assert {f.file: f.raw for f in taken.files} == {
        "a.txt": b"1", "x/a.txt": b"2", "x/a（2）.txt": b"3", "x/.hidden.txt": b"7",
    }  # fmt: skip
    assert sorted(codes(taken)) == ["duplicate_name", "hidden_file", "traversal"]
    assert len(taken.skipped) == 4


def test_links_in_a_zip_are_not_followed(sandbox: Sandbox, makers: ModuleType) -> None:
    raw = makers.raw_zip([(b"a.txt", b"/etc/passwd")], mode=0o120777)
    taken = take_bytes("a.zip", {"a.zip": raw}, sandbox=sandbox)
    assert not taken.files and codes(taken) == ["symlink"]


def test_a_folder_with_links_and_odd_names(sandbox: Sandbox, makers: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("secret")
    root = tmp_path / "材料"
    (root / "附件").mkdir(parents=True)
    (root / "附件" / "表.docx").write_bytes(makers.word())
    (root / "key.txt").symlink_to(tmp_path / "secret" / "key.txt")
    (root / "目录").symlink_to(tmp_path / "secret")
    (root / "包.zip").write_bytes(makers.packed({"里.txt": b"x"}))
    taken = take(root, sandbox=sandbox)
    assert paths(taken) == ["包.zip!/里.txt", "附件/表.docx"] and codes(taken) == ["symlink", "symlink"]


def test_limits_of_bytes_and_files_keep_what_came_before(makers: ModuleType) -> None:
    raw = makers.packed({f"{n}.txt": bytes([65 + n]) * 1000 for n in range(9)})
    few = list(unpack(raw, IntakeLimits(max_files=4)))
    assert [type(e).__name__ for e in few] == ["File"] * 4 + ["Odd"] and few[-1].code == "bomb"
    small = list(unpack(raw, IntakeLimits(max_bytes=3500)))
    assert [e.file for e in small] == ["0.txt", "1.txt", "2.txt", ""] and "其余没有读取" in small[-1].message
    (large, *_) = unpack(raw, IntakeLimits(max_file_bytes=999))
    assert large.code == "bomb" and not large.raw


def test_a_submission_over_its_limit_keeps_what_was_read(sandbox: Sandbox, makers: ModuleType) -> None:
    raw = makers.packed({f"{n}.txt": bytes([65 + n]) * 1000 for n in range(9)})
    taken = take_bytes("a.zip", {"a.zip": raw}, sandbox=sandbox, limits=IntakeLimits(max_files=4))
    assert paths(taken) == [f"{n}.txt" for n in range(4)] and "超过 4 个" in taken.hazards[0].message


def test_a_bomb_inside_takes_nothing_else_with_it(sandbox: Sandbox, makers: ModuleType) -> None:
    raw = makers.packed({"好.txt": b"x" * 50, "坏.zip": makers.many_bombs(60)})
    taken = take_bytes("a.zip", {"a.zip": raw}, sandbox=sandbox)
    assert [(f.file, f.why and f.why.code) for f in taken.files] == [("坏.zip", "bomb"), ("好.txt", None)]


def test_depth_is_counted_from_the_outside(makers: ModuleType) -> None:
    assert [type(e).__name__ for e in unpack(makers.nested(3), IntakeLimits())] == ["File"]
    (event,) = unpack(makers.nested(4), IntakeLimits())
    assert event.code == "nested"


def test_nothing_to_take(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        take(tmp_path / "没有", sandbox=sandbox)
    with pytest.raises(BadInput):
        take(tmp_path, sandbox=sandbox)
