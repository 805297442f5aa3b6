"""What a form or report has a place for and leaves open: a point of several, a number that counts nothing, both of two
answers refused; and what is counted from a day that no count may begin on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from copilot.precheck import values
from copilot.precheck.case import Case, Hit
from copilot.precheck.outline import numbered, same_series
from copilot.precheck.paper import Field

P = Mapping[str, Any]
_NONE = re.compile(r"\W*(?:不涉及|不适用|无|没有)\W*")
_COUNTED = re.compile(r"统计|计算|累计|起算|核算|人数|数量")


def below_one(case: Case, p: P) -> Iterator[Hit]:
    """A number of persons of a body that has none."""
    for name in p["fields"]:
        for one in case.filled(name):
            if isinstance(one.value, (int, float)) and one.value < 1:
                said = {"label": case.label(one.name), "value": one.text[:20]}
                yield Hit(one.place, case.role_of(name), values=said, evidence=one.text[:40], sure=case.sure(one))


def points_open(case: Case, p: P) -> Iterator[Hit]:
    """Numbered points of a chapter of which one says nothing, or fewer than are asked for.

    Points that are not numbered are left to the criteria that look for their words.
    """
    for name in p["fields"]:
        for one in case.filled(name)[:1]:
            points = _points(one.text)
            if len(points) < 2:
                continue
            label = case.label(one.name)
            for point in points:
                head, colon, rest = point.partition("：")
                if colon and not re.sub(r"[\s_＿。]", "", rest):
                    said = {"label": label, "point": head.strip()[:40]}
                    yield Hit(
                        one.place, case.role_of(name), values=said, evidence=point[:80], actual="空白", sure=False
                    )
            if len(points) < p["count"]:
                said = {"label": label, "point": f"{p['count']} 点中的 {p['count'] - len(points)} 点"}
                yield Hit(one.place, case.role_of(name), values=said, actual=f"{len(points)} 点", sure=False)


def _points(text: str) -> list[str]:
    """The points that begin with a number, each with the lines under it; also those within one line."""
    lines = re.split(r"\n|(?<=[。；;])\s*(?=[（(]\s*[\d一二三四五六七八九]\s*[）)])", text)
    found: list[str] = []
    for line in (x.strip() for x in lines):
        if numbered(line) and (not found or same_series(found[0], line)):
            found.append(line.replace(":", "："))
        elif found:
            found[-1] += "\n" + line
    return found


def all_refused(case: Case, p: P) -> Iterator[Hit]:
    """Every one of some answers is that it does not apply, where one of them must: scene by scene."""
    for scene in case.scenes(p["role"]):
        fields = [f for name in p["fields"] for f in case.filled(name.replace("*", str(scene)))]
        if len(fields) == len(p["fields"]) and all(_NONE.fullmatch(f.text) for f in fields):
            one: Field = fields[0]
            said = {"label": case.label(one.name), "other": case.label(fields[1].name)}
            also = tuple(f.place for f in fields[1:])
            yield Hit(
                one.place, p["role"], values=said, evidence=one.text[:40], actual=one.text[:20], sure=False, also=also
            )


def counted_before(case: Case, p: P) -> Iterator[Hit]:
    """Numbers counted from the first of January of a year before that of the filing."""
    done: set[str] = set()
    for part, block in case.blocks(*p["roles"]):
        if part.file in done or not _COUNTED.search(block.text):
            continue
        for sentence in re.split(r"[。；;\n]", block.text):
            days = values.days(sentence) if _COUNTED.search(sentence) else []
            first = next((d for d in days if (d.value.month, d.value.day) == (1, 1)), None)
            if first is None or first.value.year >= case.filed_on.year or re.search(r"成立|设立|签订", sentence):
                continue
            done.add(part.file)
            said = {"value": sentence.strip()[:60], "name": case.tables.papers[part.role].name}
            yield Hit(block.place, part.role, values=said, evidence=sentence.strip()[:160], sure=False)
            break
