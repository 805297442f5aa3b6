"""Copies of licences and identity cards, the power of attorney, the undertaking: each in the manner of a house."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.precheck.document import Block, Break, Document, Grid, Heading, Line, Row
from eval.precheck.layouts import extra, furniture
from eval.precheck.layouts.heldout2.parts import (
    Hand,
    Setting,
    numeral,
    plain,
    sealed,
    signed,
    slots,
    stacked,
    title,
    told,
)
from eval.precheck.submission import Facts

LICENCE = {
    "uscc": "统一社会信用代码", "name": "名称", "type": "类型", "legal_rep": "法定代表人", "capital": "注册资本",
    "founded": "成立日期", "term": "营业期限", "address": "住所", "scope": "经营范围", "authority": "登记机关",
    "issued": "发照日期",
}  # fmt: skip
CARD = {
    "name": "姓名", "sex": "性别", "nation": "民族", "birth": "出生", "address": "住址", "number": "公民身份号码",
    "authority": "签发机关", "valid": "有效期限",
}  # fmt: skip
CARD_HAND = Hand(date="{y}.{m:02d}.{d:02d}", joint="-")
POWER = {
    "processor": "单位名称", "legal_rep": "法定代表人", "legal_rep_id": "法定代表人身份证件号码", "agent": "经办人",
    "agent_id": "经办人身份证件号码", "matter": "委托事项", "term": "授权期限",
}  # fmt: skip


def licence(
    facts: Facts, hand: Hand, put: Setting, *, labels: Mapping[str, str] = LICENCE, above: Sequence[Block] = (),
    note: str = "", **options: Any,
) -> Document:  # fmt: skip
    """The copy of a licence. `above`: what stands over its title; `note`: a line that the seal goes over."""
    role = "uscc_certificate"
    blocks: list[Block] = [*above]
    if "title" in facts:
        blocks.append(title(facts["title"], size=26, path=f"{role}.title"))
    blocks += [*put(slots(role, facts, labels, hand)), *extra(role, facts)]
    if note:
        blocks.append(Line(note, align="center", indent=False))
    return Document(role, "证照影印件", (*blocks, *sealed(role, facts)), **furniture(facts), **options)


def card(
    role: str, facts: Facts, *, sides: bool = False, put: Setting | None = None, above: Sequence[Block] = (),
    note: str = "", **options: Any,
) -> Document:  # fmt: skip
    """The copy of an identity card; `sides`: its two sides beside each other in a table."""
    found = slots(role, facts, CARD, CARD_HAND)
    back = [s for s in found if s.path.endswith((".authority", ".valid"))]
    front = [s for s in found if s not in back]
    blocks: list[Block] = [*above]
    if "caption" in facts:
        blocks.append(title(facts["caption"], size=16, path=f"{role}.caption"))
    if sides:
        left, right = ("\n".join(f"{s.label}　{s.text}" for s in part) for part in (front, back))
        blocks.append(Grid((
            Row(("人像面", "国徽面"), bold=True),
            Row((left, f"中华人民共和国\n居民身份证\n{right}"), tuple(s.path for s in found)),
        ), (0.56, 0.44)))  # fmt: skip
    else:
        put = put or stacked("　", indent=False)
        blocks += [*put(front), Line("中华人民共和国居民身份证", align="center", indent=False), *put(back)]
    blocks += extra(role, facts)
    if note:
        blocks.append(Line(note, align="center", indent=False))
    usual = "法定代表人身份证件影印件" if role == "legal_rep_id" else "经办人身份证件影印件"
    return Document(role, usual, (*blocks, *sealed(role, facts)), **furniture(facts), **options)


def power_letter(facts: Facts, hand: Hand, *, pattern: str, term: str, ends: Sequence[str], **options: Any) -> Document:
    """The power of attorney as a letter. `pattern`, `term`: sentences as for `told`; `ends`: the four labels of its end."""
    role = "power_of_attorney"
    found = slots(role, facts, POWER, hand)
    texts = [(f"{role}.texts.{k}", t) for k, t in facts.get("texts", {}).items()]
    blocks: list[Block] = [title("经办人授权委托书")]
    blocks += [*told(pattern, found), *plain(texts), *told(term, found), *extra(role, facts)]
    return Document(role, "授权委托书", (*blocks, *power_end(facts, hand, ends)), **furniture(facts), **options)


def power_form(
    facts: Facts,
    hand: Hand,
    put: Setting,
    *,
    labels: Mapping[str, str],
    ends: Sequence[str],
    mark: str = "",
    **options: Any,
) -> Document:
    """The power of attorney as a form."""
    role = "power_of_attorney"
    texts = [(f"{role}.texts.{k}", t) for k, t in facts.get("texts", {}).items()]
    blocks: list[Block] = [title("经办人授权委托书"), *put(slots(role, facts, labels, hand)), *plain(texts, mark=mark)]
    blocks += [*extra(role, facts), *power_end(facts, hand, ends)]
    return Document(role, "授权委托书", tuple(blocks), **furniture(facts), **options)


def power_end(facts: Facts, hand: Hand, ends: Sequence[str]) -> list[Block]:
    """Seal, two signatures, day; `ends`: their labels in this order."""
    role = "power_of_attorney"
    made: list[Block] = [Line(f"{ends[0]}{facts.get('processor', '')}", indent=False), *sealed(role, facts)]
    made += signed(role, facts, "sign_legal_rep", ends[1]) + signed(role, facts, "sign_agent", ends[2])
    if "date" in facts:
        made.append(Line(f"{ends[3]}{hand.day(facts['date'])}", indent=False, shows=(f"{role}.date",)))
    return made


def undertaking(
    facts: Facts, hand: Hand, *, opening: str, closing: Sequence[Block] = (), ends: Sequence[str], mark: str = "",
    as_table: bool = False, seal_last: bool = False, **options: Any,
) -> Document:  # fmt: skip
    """The undertaking. `opening`: a sentence as for `told`; `ends`: labels of the promisor, the signature and the day."""
    role = "commitment"
    found = slots(role, facts, {"processor": "", "legal_rep": ""}, hand)
    blocks: list[Block] = [title("承诺书"), *told(opening, found)]
    texts = facts.get("texts", {})
    if as_table:
        rows = [Row((str(n), t), (f"{role}.texts.{k}",)) for n, (k, t) in enumerate(texts.items(), 1)]
        blocks.append(Grid((Row(("序", "承诺内容"), bold=True), *rows), (0.1, 0.9)))
    else:
        blocks += plain(((f"{role}.texts.{k}", t) for k, t in texts.items()), mark=mark)
    blocks += [*extra(role, facts), *closing]
    name = Line(f"{ends[0]}{facts.get('processor', '')}", indent=False)
    hands = signed(role, facts, "sign_legal_rep", ends[1])
    days: list[Block] = []
    if "date" in facts:
        days = [Line(f"{ends[2]}{hand.day(facts['date'])}", indent=False, shows=(f"{role}.date",))]
    seal = sealed(role, facts)
    blocks += [*hands, *days, name, *seal] if seal_last else [name, *seal, *hands, *days]
    return Document(role, "承诺书", tuple(blocks), **furniture(facts), **options)


def rules(
    facts: Facts,
    hand: Hand,
    *,
    section: str,
    mark: str = "",
    ends: Mapping[str, str],
    cover: bool = False,
    **options: Any,
) -> Document:
    """The documents of a certification. `section`: takes `n`, `zh`, `title`; `ends`: labels of issuer and day."""
    role = "certification_documents"
    name = str(facts.get("title", ""))
    head: list[Block] = [title(name, size=22, path=f"{role}.title")]
    closing: list[Block] = []
    for s in slots(role, facts, ends, hand):
        closing.append(Line(f"{s.label}{s.text}", indent=False, align="center" if cover else "left", shows=(s.path,)))
    closing += sealed(role, facts)
    body: list[Block] = []
    for n, one in enumerate(facts.get("sections", ())):
        at = f"{role}.sections.{n}"
        body.append(Heading(section.format(n=n + 1, zh=numeral(n + 1), title=one["title"]), 1, (f"{at}.title",)))
        body += plain(((f"{at}.paragraphs", t) for t in one["paragraphs"]), mark=mark)
    body += extra(role, facts)
    blocks = [*head, *closing, Break(), *body] if cover else [*head, *body, *closing]
    return Document(role, name or "证明文档", tuple(blocks), **furniture(facts), **options)
