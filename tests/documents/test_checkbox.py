"""Tick boxes in text: what is one, what is ticked, what it stands before."""

from __future__ import annotations

import pytest

from copilot.documents.checkbox import ticks, wingding


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("☑是 □否", [("checked", "是"), ("unchecked", "否")]),
        ("☒ 同意；☐ 不同意", [("checked", "同意"), ("unchecked", "不同意")]),
        ("□√甲 □乙", [("checked", "甲"), ("unchecked", "乙")]),
        ("√□甲 □乙", [("checked", "甲"), ("unchecked", "乙")]),
        ("■是 □否", [("checked", "是"), ("unchecked", "否")]),
        ("（√）境内 （ ）境外", [("checked", "境内 （ ）境外")]),
        ("[x] 是 [ ] 否", [("checked", "是"), ("unchecked", "否")]),
        ("○是 ●否", [("unchecked", "是"), ("checked", "否")]),
        ("是（√）否（ ）", [("checked", "是"), ("unchecked", "否")]),
        ("有无变化：是（　）否（√）", [("unchecked", "是"), ("checked", "否")]),
        ("是☑ 否□", [("checked", "是"), ("unchecked", "否")]),
        ("单位性质：□企业 ☑其他____", [("unchecked", "企业"), ("checked", "其他____")]),
        ("（一）总则 （二）附则", []),
        ("○一二年三月", []),
        ("甲（）乙（x）", []),
        ("根号√二", []),
    ],
)
def test_ticks(text: str, found: list[tuple[str, str]]) -> None:
    assert [(t.state, t.label) for t in ticks(text)] == found


def test_places_over_several_lines() -> None:
    assert [t.start for t in ticks("是否出境\n☑是\n□否")] == [5, 8]


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [("Wingdings", 0xF0FE, "☑"), ("Wingdings", 0xA8, "☐"), ("Wingdings 2", 0xF052, "☑"), ("宋体", 0xF0FE, "")],
)
def test_symbol_fonts(font: str, code: int, sign: str) -> None:
    assert wingding(font, code) == sign
