"""Copies of a business licence and of identity cards, as lines or as a table, and who delegates what to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.precheck.document import Align, Block, Document, Line
from eval.precheck.layouts import extra, furniture
from eval.precheck.layouts.heldout.parts import Hand, fields, lines, pairs_grid, seal
from eval.precheck.submission import Facts

LICENCE: tuple[tuple[str, str], ...] = (
    ("uscc", "统一社会信用代码"), ("name", "名称"), ("type", "类型"), ("address", "住所"), ("legal_rep", "法定代表人"),
    ("capital", "注册资本"), ("founded", "成立日期"), ("term", "营业期限"), ("scope", "经营范围"),
    ("authority", "登记机关"), ("issued", "核准日期"),
)  # fmt: skip
CARD: tuple[tuple[str, str], ...] = (
    ("name", "姓名"), ("sex", "性别"), ("nation", "民族"), ("birth", "出生"), ("address", "住址"),
    ("number", "公民身份号码"), ("authority", "签发机关"), ("valid", "有效期限"),
)  # fmt: skip
CARD_HAND = Hand(date="{y}.{m:02d}.{d:02d}", joint="-", colon="　")


def licence(
    facts: Facts, hand: Hand, *, across: int = 0, order: Sequence[tuple[str, str]] = LICENCE,
    note: str = "", align: Align = "center", **options: Any,
) -> Document:  # fmt: skip
    """The copy of the licence; `across` 0: as lines, else as a table with so many pairs in a row."""
    role = "uscc_certificate"
    blocks: list[Block] = []
    if "title" in facts:
        blocks.append(Line(facts["title"], align=align, bold=True, indent=False, size_pt=24, shows=(f"{role}.title",)))
    found = fields(role, facts, order, hand)
    blocks += [pairs_grid(found, across=across)] if across else lines(found, hand, indent=False)
    blocks += extra(role, facts)
    if note:
        blocks.append(Line(note, align="right", indent=False))
    blocks += seal(role, facts)
    return Document(role, "统一社会信用代码证件影印件", tuple(blocks), **furniture(facts), **options)


def card(
    role: str, facts: Facts, *, across: int = 0, hand: Hand = CARD_HAND, note: str = "", **options: Any
) -> Document:
    """The copy of an identity card, its two sides one below the other."""
    usual = "法定代表人身份证件影印件" if role == "legal_rep_id" else "经办人身份证件影印件"
    blocks: list[Block] = []
    if "caption" in facts:
        blocks.append(Line(facts["caption"], align="center", bold=True, indent=False, shows=(f"{role}.caption",)))
    found = fields(role, facts, CARD, hand)
    if across:
        blocks.append(pairs_grid(found, across=across))
    else:
        front = [f for f in found if not f.path.endswith((".authority", ".valid"))]
        back = [f for f in found if f not in front]
        blocks += lines(front, hand, indent=False)
        blocks.append(Line("中华人民共和国　居民身份证", align="center", bold=True, indent=False))
        blocks += lines(back, hand, indent=False)
    blocks += extra(role, facts)
    if note:
        blocks.append(Line(note, align="right", indent=False))
    blocks += seal(role, facts)
    return Document(role, usual, tuple(blocks), **furniture(facts), **options)
