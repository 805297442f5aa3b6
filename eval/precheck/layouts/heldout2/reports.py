"""The two reports (self-assessment, PIPIA): official chapters, their facts told in sentences, lines or tables."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from eval.precheck.document import Block, Break, Document, Grid, Heading, Line, Row
from eval.precheck.layouts import extra, furniture
from eval.precheck.layouts.heldout2.forms import PERSONS
from eval.precheck.layouts.heldout2.parts import Hand, Setting, Slot, numeral, sealed, slots, stacked, title, told
from eval.precheck.submission import Facts

Number = Callable[[tuple[int, ...]], str]
CHAPTERS: dict[str, dict[str, str]] = {
    "export_purpose": {"purpose": "出境目的"},
    "export_links": {"storage_place": "境外存储地点", "storage_term": "境外保存期限"},
    "recipient_about": {"recipient": "境外接收方名称", "country": "所在国家或者地区"},
    "export_scale": {
        "persons": "出境个人信息涉及自然人（去重）数量", "sensitive_persons": "其中敏感个人信息涉及自然人（去重）数量", "categories": "出境个人信息种类",
    },
}  # fmt: skip


def official(place: tuple[int, ...]) -> str:
    """一、（一）1.（1）"""
    n = place[-1]
    return (f"{numeral(n)}、", f"（{numeral(n)}）", f"{n}.", f"（{n}）")[min(len(place), 4) - 1]


def volumes(place: tuple[int, ...]) -> str:
    """第一章 第一节 一、（一）, as books are divided."""
    n = numeral(place[-1])
    return (f"第{n}章　", f"第{n}节　", f"{n}、", f"（{n}）")[min(len(place), 4) - 1]


def dashed(place: tuple[int, ...]) -> str:
    """1　1-1　1-1-1"""
    return "-".join(str(n) for n in place) + "　"


@dataclass(frozen=True)
class House:
    """How a house sets its reports.

    `put`: how the facts of a chapter are set; `sentences`: chapter -> pattern for `told`, in place of `put`;
    `cover`: on a page of its own, as a table, or only a head; `scenes`: one table a scene or a card an item.
    """

    hand: Hand
    put: Setting
    number: Number = official
    sentences: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=lambda: PERSONS)
    cover: Literal["page", "table", "head"] = "page"
    by: str = "数据处理者（盖章）："
    dated: str = ""
    caption: str = "出境场景{n}：{name}"
    mark: str = ""
    facts_last: bool = False
    contents: bool = False
    above: str = ""
    header: str = ""
    across: bool = False


def cover(role: str, facts: Facts, house: House, name: str) -> list[Block]:
    """The cover: title, whose report, seal, day."""
    found = slots(role, facts, {"processor": house.by, "cover_date": house.dated}, house.hand)
    made: list[Block] = []
    if house.above:
        made.append(Line(house.above, align="right", indent=False, size_pt=12))
    if house.cover != "head":
        made += [Line("", indent=False)] * 4
    made.append(title(name, size=26 if house.cover == "page" else 22))
    if house.cover == "table":
        made.append(Grid(tuple(Row((s.label or "日期", s.text), (s.path,)) for s in found), (0.4, 0.6)))
    else:
        made += [Line("", indent=False)] * (5 if house.cover == "page" else 0)
        made += [Line(f"{s.label}{s.text}", align="center", indent=False, shows=(s.path,)) for s in found]
    made += sealed(role, facts)
    return made if house.cover == "head" else [*made, Break()]


def tables(role: str, facts: Facts, house: House) -> list[Block]:
    """The tables of data items, one a scene, with the official columns."""
    made: list[Block] = []
    columns = facts["columns"]
    for i, scene in enumerate(facts.get("scenes", ())):
        at = f"{role}.scenes.{i}"
        made.append(
            Line(
                house.caption.format(n=i + 1, zh=numeral(i + 1), name=scene["name"]),
                indent=False,
                shows=(f"{at}.name",),
            )
        )
        rows = [Row(tuple(columns), (f"{role}.columns",), bold=True)]
        for n, item in enumerate(scene["items"]):
            keys = [k for k in ("name", "description", "necessity", "example", "note") if k in item]
            cells = (str(n + 1), *(str(item[k]) for k in keys))[: len(columns)]
            rows.append(Row((*cells, *[""] * (len(columns) - len(cells))), tuple(f"{at}.items.{n}.{k}" for k in keys)))
        made.append(Grid(tuple(rows), (0.07, 0.15, 0.2, 0.3, 0.16, 0.12) if len(columns) == 6 else None))
    return made


def persons(role: str, facts: Facts, house: House) -> list[Slot]:
    """The numbers of persons of the chapter on them."""
    value = facts.get("persons")
    if isinstance(value, Mapping):
        return slots(role, facts, house.persons, house.hand, under="persons")
    return [] if value is None else [Slot("涉及自然人（去重）数量", house.hand.count(value), f"{role}.persons")]


def chapter(role: str, facts: Facts, key: str, house: House) -> list[Block]:
    """What stands below a heading."""
    labels = {k: house.labels.get(k, v) for k, v in CHAPTERS.get(key, {}).items()}
    if key == "work" and role == "self_assessment":
        labels = {"period": house.labels.get("period", "自评估起止时间")}
    found = slots(role, facts, labels, house.hand)
    if key == "persons":
        found = persons(role, facts, house)
    stated = told(house.sentences[key], found) if key in house.sentences and found else house.put(found)
    texts: list[Block] = []
    at = f"{role}.sections.{key}"
    for n, text in enumerate(facts["sections"].get(key) or ()):
        texts.append(Line(f"{house.mark}{text}", shows=(at, f"{at}.{n}")))
    made = [*texts, *stated] if house.facts_last else [*stated, *texts]
    return made + (
        tables(role, facts, house) if key == ("export_items" if role == "self_assessment" else "export_scale") else []
    )


def headings(facts: Facts, house: House) -> list[tuple[str, int, str]]:
    """The chapters with their numbers: (id, level, heading)."""
    found, place = [], [0, 0, 0, 0]
    for key, level, name in facts["outline"]:
        place = [*place[:level], *[0] * (4 - level)]
        place[level - 1] += 1
        found.append((key, level, house.number(tuple(n or 1 for n in place[:level])) + name))
    return found


def report(role: str, facts: Facts, house: House, name: str, **options: Any) -> Document:
    """The report; `options` go to `Document`."""
    blocks = cover(role, facts, house, name)
    chapters = headings(facts, house)
    if house.contents:
        blocks += [
            title("目　录", size=16),
            *(Line(t, indent=level > 1) for _, level, t in chapters if level < 3),
            Break(),
        ]
    if role == "pipia":
        found = slots(role, facts, {"period": house.labels.get("period", "影响评估起止时间")}, house.hand)
        blocks += (
            told(house.sentences["work"], found) if "work" in house.sentences else stacked(house.hand.colon)(found)
        )
    said = False
    for key, level, text in chapters:
        blocks.append(Heading(text, level, (f"{role}.outline",)))
        if key == "result":
            blocks += extra(role, facts)
            said = True
        blocks += chapter(role, facts, key, house)
    blocks += [] if said else extra(role, facts)
    return Document(role, name, tuple(blocks), header=house.header, **furniture(facts), **options)


def in_order(labels: Mapping[str, str], keys: Sequence[str]) -> dict[str, str]:
    """The labels in another order; those not named come last."""
    return {k: labels[k] for k in keys if k in labels} | {k: v for k, v in labels.items() if k not in keys}
