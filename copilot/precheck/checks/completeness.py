"""Is everything there: materials, fields of the forms, chapters of the reports, columns of the tables.

A field whose label stands on the paper with nothing after it is blank, for certain; one whose label was not found may
stand elsewhere in other words, so that hit is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from copilot.precheck.case import Case, Hit
from copilot.precheck.extract import PATTERN
from copilot.precheck.listings import Listing
from copilot.precheck.outline import key
from copilot.precheck.paper import Field, Place

P = Mapping[str, Any]


def material_missing(case: Case, p: P) -> Iterator[Hit]:
    """Materials of which no paper was found. `offline`: only when handed in on paper; `when`: only when that field
    is `when_value`; `instead`: roles that do as well. A file that has no words and could not be placed leaves a doubt.
    One that could not be opened leaves none: a broken file thrown in must not make every gap a mere remark."""
    if p.get("offline") and not case.submission.offline:
        return
    if "when" in p and not any(f.value is p.get("when_value", True) for f in case.all(p["when"])):
        return
    names = {m.id: m.name for m in case.listed}
    doubt = any(not part.role and not part.paper.blocks and part.paper.format != "unreadable" for part in case.parts)
    for material in p["materials"]:
        if case.of_role(*case.roles_of(material), *p.get("instead", ())):
            continue
        name = names.get(material, material)
        yield Hit(material=material, values={"name": name}, expected=f"提交{name}", actual="没有找到", sure=not doubt)


def material_unreadable(case: Case, p: P) -> Iterator[Hit]:
    """Files that could not be read at all."""
    for part in case.parts:
        if part.paper.format != "unreadable" and part.paper.blocks:
            continue
        reason = part.paper.unread or "没有读到文字"
        name = case.tables.papers[part.role].name if part.role else "文件"
        yield Hit(
            place=_file(part.file),
            role=part.role,
            values={"name": name, "file": part.file, "reason": reason},
            actual=reason,
            sure=part.paper.format == "unreadable",
        )


def material_unexpected(case: Case, p: P) -> Iterator[Hit]:
    """Papers that this kind of filing does not ask for on that day."""
    for part in case.of_role(*p["roles"]):
        name = case.tables.papers[part.role].name
        yield Hit(place=_file(part.file), role=part.role, values={"name": name, "file": part.file}, actual=name)


def same_file_twice(case: Case, p: P) -> Iterator[Hit]:
    """Two files with the very same content."""
    seen: dict[str, str] = {}
    for paper in case.submission.papers:
        other = seen.setdefault(paper.sha256, paper.file)
        if other != paper.file:
            yield Hit(place=_file(paper.file), values={"file": paper.file, "other": other}, actual=f"与 {other} 相同")


def unplaced_file(case: Case, p: P) -> Iterator[Hit]:
    """Files that were taken for no material."""
    for part in case.parts:
        if part.paper.blocks and case.material_of(part.role) is None and part.paper.format != "unreadable":
            named = case.tables.papers[part.role].name if part.role else "认不出的文件"
            yield Hit(place=_file(part.file), values={"file": part.file}, actual=named, sure=False)


def name_only(case: Case, p: P) -> Iterator[Hit]:
    """Files taken for a material although the content says little."""
    for part in case.parts:
        if part.role and part.confidence < 0.4 and case.material_of(part.role):
            values = {
                "file": part.file,
                "name": case.tables.papers[part.role].name,
                "reason": "；".join(part.reasons) or "依据不足",
            }
            yield Hit(place=_file(part.file), role=part.role, values=values, sure=False)


def cards_unresolved(case: Case, p: P) -> Iterator[Hit]:
    """Identity papers whose holder is neither the legal representative nor the agent of the other papers."""
    for part in case.of_role("legal_rep_id", "agent_id", "id_card"):
        reason = next((r for r in part.reasons if "对不上" in r), "")
        if reason or part.role == "id_card":
            name = case.tables.papers[part.role].name
            values = {"file": part.file, "name": name, "reason": reason or "认不出是谁的"}
            yield Hit(place=_file(part.file), role=part.role, values=values, sure=False)


def field_blank(case: Case, p: P) -> Iterator[Hit]:
    """Fields whose label is there with nothing after it. `unless_filled`: another field that does instead;
    `none_too`: to say that it does not apply is to leave it blank."""
    for name in p["fields"]:
        for one in case.all(name):
            none = bool(p.get("none_too") and _NONE.match(one.text))
            if (one.text and not none) or _said_elsewhere(case, one) or not _when(case, p, one):
                continue
            others = [f for n in p.get("unless_filled", ()) for f in case.filled(_same_scene(n, one))]
            if any(not _NONE.match(f.text) for f in others):
                continue
            label, said = case.label(one.name), f"“{one.text[:20]}”" if none else "空白"
            yield Hit(one.place, case.role_of(one.name), values={"label": label}, actual=said, sure=case.sure(one))


_NONE = re.compile(r"\s*(?:不涉及|不适用|无。?$|没有。?$|/$)")


def _said_elsewhere(case: Case, one: Field) -> bool:
    """Whether a blank is no gap: another place gives the value, and this one is a line for a seal, or only a guess.

    A name or date may be blank where it is to be signed; any other blank counts although its label is filled elsewhere.
    """
    same = case.by_name[one.name]
    if one.text or not any(f.text for f in same):
        return False
    entry = case.tables.field(one.name)
    signed = entry is not None and entry.type in ("org", "person", "date") and same[0] is not one
    return signed or one.confidence <= PATTERN


def _same_scene(name: str, one: Field) -> str:
    """`form.scene.*.x` with the number of the scene of `one`."""
    parts = one.name.split(".")
    number = next((s for s in parts if s.isdigit()), "*")
    return name.replace("*", number)


def _when(case: Case, p: P, one: Field) -> bool:
    """Whether the condition on another field (of the same scene) holds; unknown is no."""
    if "when" not in p:
        return True
    wanted = p.get("when_value", True)
    for other in case.filled(_same_scene(p["when"], one)):
        value = other.value
        if value == wanted or (isinstance(value, tuple) and wanted in value):
            return True
    return False


def filled_unticked(case: Case, p: P) -> Iterator[Hit]:
    """Fields filled in although the option that they belong to is not ticked, of the boxes that are."""
    for name in p["fields"]:
        for one in case.filled(name):
            ticked = case.first(_same_scene(p["when"], one))
            if _NONE.match(one.text) or ticked is None or not isinstance(ticked.value, tuple) or not ticked.value:
                continue
            if p["option"] not in ticked.value:
                values = {"label": case.label(one.name), "option": p["option"]}
                also = (ticked.place,)
                yield Hit(one.place, case.role_of(name), values=values, evidence=one.text[:80], sure=False, also=also)


def field_not_found(case: Case, p: P) -> Iterator[Hit]:
    """Fields that a form must have and of which no label was found, where the form itself was read."""
    for name in p["fields"]:
        role = case.role_of(name)
        papers = case.readable(role)
        if not papers or case.all(name) or any(case.all(other) for other in p.get("unless", ())):
            continue
        label = case.label(name.replace(".*", ""))
        yield Hit(papers[0].start, role, values={"label": label}, actual="没有找到这一栏", sure=False)


def either_filled(case: Case, p: P) -> Iterator[Hit]:
    """All of several fields are blank where one would do."""
    names = p["fields"]
    first = next((found for n in names if (found := case.all(n))), [])
    for one in first:
        same = [_same_scene(n, one) for n in names]
        if any(case.filled(n) for n in same):
            continue
        others = "、".join(case.label(n) for n in same if n != one.name)
        yield Hit(
            one.place,
            case.role_of(one.name),
            values={"label": case.label(one.name), "other": others},
            actual="都是空白",
            sure=case.sure(one),
        )


def _listings(case: Case, names: list[str]) -> Iterator[tuple[Field, Listing]]:
    for name in names:
        for one in case.all(name):
            if isinstance(one.value, Listing):
                yield one, one.value


def column_blank(case: Case, p: P) -> Iterator[Hit]:
    """Rows of a table of data that leave a column empty, one hit a table."""
    wanted = key(p["column"])
    for one, listing in _listings(case, p["fields"]):
        if wanted not in listing.columns:
            continue
        blank = [r for r in listing.rows if not r.cells.get(wanted, "").strip("-—/ ")]
        if not blank:
            continue
        rows = "、".join(_named(r.cells) for r in blank[:5]) + ("等" if len(blank) > 5 else "")
        yield Hit(
            blank[0].place,
            case.role_of(one.name),
            values={"label": case.label(one.name), "column": p["column"], "rows": rows, "count": str(len(blank))},
            evidence=rows,
            actual=f"{len(blank)} 行空白",
            sure=case.sure(one),
            also=tuple(r.place for r in blank[1:6]),
        )


def _named(cells: Mapping[str, str]) -> str:
    return next((cells[c] for c in ("数据项名称", "企业字段", "清单字段", "序号") if cells.get(c)), "（未命名）")


def columns_differ(case: Case, p: P) -> Iterator[Hit]:
    """A table of data without one of the columns of the template."""
    for one, listing in _listings(case, p["fields"]):
        missing = [c for c in p["columns"] if key(c) not in listing.columns]
        if missing:
            values = {"label": case.label(one.name), "missing": "、".join(missing)}
            yield Hit(
                one.place,
                case.role_of(one.name),
                values=values,
                evidence="、".join(listing.columns),
                expected="、".join(p["columns"]),
                actual="、".join(listing.columns),
                sure=case.sure(one) and (not case.scanned(one) or len(listing.columns) < len(p["columns"])),
            )


def chapter_missing(case: Case, p: P) -> Iterator[Hit]:
    """Chapters of a report that no heading names. Where few headings were read at all, nothing is sure."""
    papers = case.readable(p["role"])
    if not papers:
        return
    names = [n for n in p["fields"] if not case.all(n)]
    entry = case.tables.fields[p["role"]]
    sections = [f"{p['role']}.{f.id}" for f in entry.fields if f.type == "section"]
    read = sum(bool(case.all(n)) for n in sections)
    sure = bool(sections) and read >= max(2, len(sections) // 3)
    for name in names:
        label = case.label(name)
        place = _before(case, p["role"], name) or papers[0].start
        yield Hit(place, p["role"], values={"label": label}, actual="没有找到这一章节", sure=sure)


def _before(case: Case, role: str, name: str) -> Place | None:
    """Where a chapter that is not there should follow: the one before it in the table that is there."""
    place = None
    for entry in case.tables.fields[role].fields:
        if f"{role}.{entry.id}" == name:
            break
        if entry.type == "section" and (found := case.all(f"{role}.{entry.id}")):
            place = found[0].place
    return place


def chapter_order(case: Case, p: P) -> Iterator[Hit]:
    """Chapters that stand in another order than the template has."""
    papers = case.readable(p["role"])
    found = [f for n in p["fields"] for f in case.all(n)[:1]]
    order = {id(b.place): i for part in papers for i, b in enumerate(part.paper.blocks)}
    for left, right in pairwise(found):
        if order.get(id(left.place), 0) > order.get(id(right.place), 0):
            values = {"label": case.label(left.name), "other": case.label(right.name)}
            yield Hit(right.place, p["role"], values=values, actual="次序颠倒", sure=False)
            return


def words_missing(case: Case, p: P) -> Iterator[Hit]:
    """Points of a fixed text (a promise, a form of authority) that the paper does not have in any of their wordings.

    `points`: lists, the first item the name of the point, the rest patterns of its wordings.
    """
    for part, plain in case.plain_text(*p["roles"]):
        for name, *wordings in p["points"]:
            if not any(re.search(w, plain) for w in wordings):
                values = {"name": case.tables.papers[part.role].name, "point": name}
                sure = part.paper.format not in ("scan", "image")
                yield Hit(part.start, part.role, values=values, actual=f"没有“{name}”", sure=sure)


def _file(file: str) -> Place:
    return Place(file)
