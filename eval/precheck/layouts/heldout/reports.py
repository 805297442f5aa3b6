"""The two reports (self-assessment, PIPIA): chapters as the facts have them, in the form of a house."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from eval.precheck.document import Block, Break, Document, Grid, Heading, Line, row
from eval.precheck.layouts import extra, furniture
from eval.precheck.layouts.heldout.parts import Field, Hand, lines, numeral, pairs_grid, people, seal
from eval.precheck.submission import Facts

Number = Callable[[tuple[int, ...]], str]
PERSONS = {
    "this_year": "当年已出境自然人数量（去重）",
    "three_years": "未来三年预估自然人数量（去重）",
    "years": "逐年预估",
    "relation": "两者关系",
    "sensitive_this_year": "其中当年已出境敏感个人信息涉及自然人（去重）",
    "sensitive_three_years": "其中未来三年敏感个人信息涉及自然人（去重）",
    "text": "涉及自然人数量",
}


def official(place: tuple[int, ...]) -> str:
    """一、（一）1.（1）"""
    n = place[-1]
    return (f"{numeral(n)}、", f"（{numeral(n)}）", f"{n}.", f"（{n}）")[min(len(place), 4) - 1]


def spaced(place: tuple[int, ...]) -> str:
    """一 、(一) 1、(1) with half-width brackets, as some typists set them."""
    n = place[-1]
    return (f"{numeral(n)}、 ", f"({numeral(n)}) ", f"{n}、", f"({n})")[min(len(place), 4) - 1]


def decimal(place: tuple[int, ...]) -> str:
    """1. 1.1 1.1.1, as an online editor numbers by itself."""
    return ".".join(str(n) for n in place) + (". " if len(place) == 1 else " ")


@dataclass(frozen=True)
class House:
    """How a house sets its reports.

    `facts_first`: labelled facts stand before the paragraphs of their chapter; `tabled`: they stand in a table;
    `scene_caption` takes `n`, `zh` and `name`; `notes` stand on the cover or below the title.
    """

    hand: Hand
    number: Number = official
    facts_first: bool = True
    tabled: bool = False
    cover: bool = True
    titles: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=lambda: PERSONS)
    scene_caption: str = "场景{n}：{name}"
    by: str = "数据处理者名称（盖章）"
    dated: str = "日期"
    notes: tuple[str, ...] = ()
    bullet: str = ""
    size_pt: float = 14.0
    spacing_pt: float = 26.0
    header: str = ""

    def label(self, key: str, usual: str) -> str:
        """The label of a fact."""
        return self.labels.get(key, usual)


def cover(role: str, facts: Facts, house: House, title: str) -> list[Block]:
    """The cover: title, whose report, seal, day."""
    gap = [Line("", indent=False)] * 3 if house.cover else []
    made: list[Block] = [*gap, Line(title, align="center", bold=True, indent=False, size_pt=22), *gap]
    if "processor" in facts:
        made.append(Line(f"{house.by}{house.hand.colon}{facts['processor']}", align="center", indent=False,
                         shows=(f"{role}.processor",)))  # fmt: skip
    if "cover_date" in facts:
        shown = house.hand.day(facts["cover_date"])
        text = f"{house.dated}{house.hand.colon}{shown}" if house.dated else shown
        made.append(Line(text, align="center", indent=False, shows=(f"{role}.cover_date",)))
    made += seal(role, facts)
    made += [Line(n, indent=True) for n in house.notes]
    return [*made, Break()] if house.cover else made


def items(role: str, facts: Facts, house: House) -> list[Block]:
    """The tables of data items, one a scene."""
    made: list[Block] = []
    for i, scene in enumerate(facts.get("scenes", ())):
        at = f"{role}.scenes.{i}"
        caption = house.scene_caption.format(n=i + 1, zh=numeral(i + 1), name=scene["name"])
        made.append(Line(caption, bold=True, shows=(f"{at}.name",)))
        rows = [row(*facts["columns"], shows=f"{role}.columns", bold=True)]
        for n, item in enumerate(scene["items"]):
            keys = [k for k in ("name", "description", "necessity", "example", "note") if k in item]
            cells = (str(n + 1), *(str(item[k]) for k in keys))[: len(facts["columns"])]
            rows.append(
                row(*cells, *[""] * (len(facts["columns"]) - len(cells)), shows=[f"{at}.items.{n}.{k}" for k in keys])
            )
        widths = (0.08, 0.16, 0.22, 0.28, 0.16, 0.10) if len(facts["columns"]) == 6 else None
        made.append(Grid(tuple(rows), widths))
    return made


def stated(role: str, facts: Facts, chapter: str, house: House) -> list[Field]:
    """The labelled facts of a chapter."""
    wanted = {
        "work": (("period", "起止时间"),) if role == "self_assessment" else (),
        "export_purpose": (("purpose", "处理目的"),),
        "export_links": (("storage_place", "境外存储地点"), ("storage_term", "境外保存期限")),
        "recipient_about": (("recipient", "境外接收方名称"), ("country", "所在国家或者地区")),
    }.get(chapter, ())
    found = [
        Field(house.label(k, label), house.hand.text(k, facts[k]), f"{role}.{k}") for k, label in wanted if k in facts
    ]
    if chapter == "persons" and "persons" in facts:
        found += people(role, "persons", facts["persons"], house.persons, house.hand)
    if chapter == "export_scale":
        more: tuple[tuple[str, str], ...] = (
            ("persons", "涉及自然人数量（去重）"), ("sensitive_persons", "涉及敏感个人信息的自然人数量（去重）"), ("categories", "个人信息种类"),
        )  # fmt: skip
        found += [
            Field(house.label(k, label), house.hand.text(k, facts[k]), f"{role}.{k}") for k, label in more if k in facts
        ]
    return found


def chapter(role: str, facts: Facts, key: str, house: House) -> list[Block]:
    """What stands below a heading."""
    found = stated(role, facts, key, house)
    labelled: list[Block] = []
    if found:
        labelled = [pairs_grid(found, widths=(0.36, 0.64))] if house.tabled else lines(found, house.hand)
    shows = (f"{role}.sections.{key}",)
    texts: list[Block] = [Line(f"{house.bullet}{t}", shows=shows) for t in facts["sections"].get(key) or ()]
    made = [*labelled, *texts] if house.facts_first else [*texts, *labelled]
    if key == ("export_items" if role == "self_assessment" else "export_scale"):
        made += items(role, facts, house)
    return made


def report(role: str, facts: Facts, house: House, *, title: str, **options: Any) -> Document:
    """The report; `options` go to `Document`."""
    blocks = cover(role, facts, house, title)
    if role == "pipia" and "period" in facts:
        label = house.label("period", "影响评估起止时间")
        blocks += lines([Field(label, house.hand.text("period", facts["period"]), "pipia.period")], house.hand)
    place: list[int] = []
    for key, level, name in facts["outline"]:
        place = [*place[:level], *[0] * (level - len(place))]
        place[level - 1] += 1
        shown = house.number(tuple(n or 1 for n in place))
        blocks.append(Heading(f"{shown}{house.titles.get(name, name)}", level, (f"{role}.outline",)))
        if key == "result":
            blocks += extra(role, facts)
        blocks += chapter(role, facts, key, house)
    if all(key != "result" for key, _, _ in facts["outline"]):
        blocks += extra(role, facts)
    return Document(role, title, tuple(blocks), size_pt=house.size_pt, spacing_pt=house.spacing_pt,
                    header=house.header, **furniture(facts), **options)  # fmt: skip
