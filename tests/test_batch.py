"""Batch files as people save them: encodings, separators, headers; empty cells, missing ids, keys written twice."""

from __future__ import annotations

import json

import pytest

from copilot.batch import facts_of, identity_of, json_of, rows_in
from copilot.batch_table import decoded
from copilot.errors import BadInput

STORY = "把12万会员的手机号传到新加坡"


def table(text: str, encoding: str = "utf-8") -> list[tuple[int, dict[str, str]]]:
    return list(rows_in(text.encode(encoding), "t.csv"))  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["id{}text", "ID{}Text", "编号{}描述", " 编号 {}情况"])
def test_any_usual_encoding_separator_and_header(encoding: str, mark: str, header: str) -> None:
    rows = table(f"{header.format(mark)}\r\na{mark}{STORY}\r\n", encoding)
    assert rows == [(2, {"id": "a", "text": STORY})]


def test_facts_in_a_cell_keep_their_commas_whatever_separates() -> None:
    cell = '"{""pi_count"": 5, ""is_export"": true}"'
    for mark in ",;\t":
        (_, row) = table(f"编号{mark}事实\n1{mark}{cell}\n")[0]
        assert facts_of(row) == {"pi_count": 5, "is_export": True}


def test_a_cell_may_hold_lines_and_the_line_that_excel_reads_is_skipped() -> None:
    rows = table('sep=;\nid;text\n1;"一行\n二行"\n2;另一行\n')
    assert [(n, r["text"]) for n, r in rows] == [(4, "一行\n二行"), (5, "另一行")]


def test_a_header_that_lacks_its_columns_is_told_once_with_what_is_there() -> None:
    with pytest.raises(BadInput, match="缺少 facts、text 中的一列（现有：id、人数）"):
        rows_in("编号,人数\n1,5\n".encode(), "t.csv")
    with pytest.raises(BadInput, match="缺少 question 列"):
        rows_in(b"id,facts\n1,{}\n", "t.csv", needs=("question",))


def test_two_columns_of_one_meaning_do_not_overwrite_each_other() -> None:
    assert table("编号,描述,说明\n1,甲,乙\n")[0][1] == {"id": "1", "text": "甲", "说明": "乙"}


def test_a_row_with_more_cells_than_the_header_is_told_by_its_number_and_empty_ones_are_let_pass() -> None:
    (_, bad), (_, good), (_, last) = table(f"id,text\na,{STORY},另外五千人\nb,{STORY},,\nc,{STORY}\n")
    assert isinstance(bad, BadInput) and "第2行有 3 列，表头只有 2 列" in bad.message and "line 2" in bad.en
    assert (good["id"], last["id"]) == ("b", "c")


def test_an_empty_cell_is_its_own_error_and_a_blank_id_the_line() -> None:
    rows = table(f"id,facts,text\n ,,{STORY}\n3\n,,\n")
    assert [identity_of(row, f"line-{number}") for number, row in rows] == ["line-2", "3"]
    with pytest.raises(BadInput, match="facts 和 text 都是空的"):
        facts_of(rows[1][1])


def test_a_key_written_twice_is_refused_by_its_name() -> None:
    twice = '{"pi_count": 5, "pi_count": 500000}'
    with pytest.raises(BadInput, match="“pi_count”写了不止一次"):
        json_of(twice)
    (_, row) = next(iter(rows_in(f'{{"id": 1, "facts": {twice}}}\n'.encode(), "t.jsonl")))
    assert isinstance(row, BadInput) and "pi_count" in str(row)
    assert json_of(json.dumps({"a": {"x": 1}, "b": {"x": 1}})) == {"a": {"x": 1}, "b": {"x": 1}}


def test_the_encoding_is_told_and_an_unreadable_file_refused() -> None:
    assert decoded(STORY.encode("gbk"))[1] == "gb18030" and decoded(STORY.encode())[1] == "utf-8"
    with pytest.raises(BadInput, match="编码"):
        decoded(b"id\xff\xff\xff\n")
