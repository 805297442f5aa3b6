"""Does the text say what it must: chapters with something in them, required points, conclusions that fit the findings.

Code looks for the words in which a point is usually made; where they are missing, the point may still be made in other
words, so such hits are for a person to look at. A model may answer questions on top (`copilot.precheck.model`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from copilot.documents.checkbox import ticks
from copilot.precheck.case import Case, Hit
from copilot.precheck.checks.consistency import SENSITIVE
from copilot.precheck.checks.consistency import items_of as _items

P = Mapping[str, Any]


def thin(case: Case, p: P) -> Iterator[Hit]:
    """Chapters with fewer characters than any answer would need; a chapter with none is empty for certain."""
    for name in p["fields"]:
        for one in case.all(name):
            count = len(re.sub(r"\s", "", one.text))
            if count < p["chars"]:
                said = {"label": case.label(one.name), "count": str(count), "limit": str(p["chars"])}
                sure = count == 0 and case.sure(one)
                yield Hit(
                    one.place, case.role_of(name), values=said, evidence=one.text[:80], actual=f"{count}字", sure=sure
                )


def points_missing(case: Case, p: P) -> Iterator[Hit]:
    """Points that a paper must make and of which it has none of the usual words. `points`: name, then patterns."""
    for part, text in case.plain_text(*p["roles"]):
        if len(text) < 200:
            continue
        for point, *patterns in p["points"]:
            if not any(re.search(x, text) for x in patterns):
                said = {"name": case.tables.papers[part.role].name, "point": point}
                yield Hit(part.start, part.role, values=said, expected=point, actual="没有找到", sure=False)


def words_in_section(case: Case, p: P) -> Iterator[Hit]:
    """Points that a chapter must make; the chapter is there."""
    for name in p["fields"]:
        for one in case.filled(name)[:1]:
            text = re.sub(r"\s+", "", one.text)
            for point, *patterns in p["points"]:
                if not any(re.search(x, text) for x in patterns):
                    said = {"label": case.label(one.name), "point": point}
                    yield Hit(one.place, case.role_of(name), values=said, expected=point, actual="没有找到", sure=False)


_FINE = re.compile(
    r"(?:不存在|没有|未发现|无)(?:任何)?(?:安全)?风险|风险(?:总体|整体)?(?:可控|较低|很低|低)|可以出境|符合出境(?:条件|要求)"
)
_OPEN = re.compile(
    r"(?:尚未|未|还没有|没有|暂未|仍未)(?:能)?(?:完成|作|进行|落实)?整改(?!事项|情况|要求|任务|问题|的|到期)"
    r"|整改(?:尚|仍|还)?(?:未|没有)(?:完成|到位|落实)|高风险[^。；]{0,24}(?:尚未|未|待|没有|仍然?存在)|(?:待|有待|尚待)整改"
)


def conclusion_contradicts(case: Case, p: P) -> Iterator[Hit]:
    """No risk in the conclusion, open problems in the same chapter."""
    for name in p["fields"]:
        for one in case.filled(name):
            fine, open_ = _FINE.search(one.text), _OPEN.search(one.text)
            if fine and open_:
                said = {"label": case.label(one.name), "value": fine[0], "other": open_[0]}
                yield Hit(one.place, case.role_of(name), values=said, evidence=f"{open_[0]} / {fine[0]}", sure=False)


def when_then(case: Case, p: P) -> Iterator[Hit]:
    """Something is said that calls for something else, and no paragraph of any paper says it.

    `within`: only the papers of `roles` can say it. `fields`: said and answered in these fields only, which a form's
    own words cannot answer.
    """
    when, then = re.compile("|".join(p["when"])), re.compile("|".join(p["then"]))
    unless = re.compile("|".join(p["unless"])) if p.get("unless") else None
    if p.get("fields"):
        yield from _said_in(case, p["fields"], when, then, unless)
        return
    inside = p["roles"] if p.get("within") else None
    parts = [i for i, part in enumerate(case.parts) if inside is None or part.role in inside]
    texts = [text for i in parts for text in case.plain[i][1]]
    if any(then.search(text) or (unless and unless.search(text)) for text in texts):
        return
    for part, block in case.blocks(*p["roles"]):
        if m := when.search(block.text):
            said = {"name": case.tables.papers[part.role].name, "value": m[0][:40]}
            yield Hit(block.place, part.role, values=said, evidence=block.text[:160], sure=False)
            return


def _said_in(
    case: Case, names: list[str], when: re.Pattern[str], then: re.Pattern[str], unless: re.Pattern[str] | None
) -> Iterator[Hit]:
    """The first of the fields that says it, where none of them says what it calls for."""
    texts = [(f, re.sub(r"\s+", "", f.text)) for name in names for f in case.filled(name)]
    if any(then.search(text) for _, text in texts):
        return
    telling = [(f, m[0]) for f, t in texts if (m := when.search(t)) and not (unless and unless.search(t))]
    if telling:
        one, words = telling[0]
        said = {"name": case.tables.papers[case.role_of(one.name)].name, "value": words[:40]}
        also = tuple(f.place for f, _ in telling[1:])
        yield Hit(one.place, case.role_of(one.name), values=said, evidence=one.text[:160], sure=False, also=also)


def sensitive_unargued(case: Case, p: P) -> Iterator[Hit]:
    """Data items that are sensitive by their names, and chapters that do not say why they are needed and what for."""
    chapters = [f for n in p["fields"] for f in case.filled(n)]
    names = _items(case, p["where"]) if chapters else None
    hits = [x for x in names[0] if SENSITIVE.search(x) and not re.search(r"脱敏|后四位", x)] if names else []
    if not hits or names is None or any(_ARGUED.search(re.sub(r"\s", "", f.text)) for f in chapters):
        return
    one = chapters[-1]
    words = {"label": case.label(one.name), "value": "、".join(dict.fromkeys(hits[:6]))}
    yield Hit(
        one.place, case.role_of(one.name), values=words, evidence=words["value"], also=(names[1].place,), sure=False
    )


_ARGUED = re.compile(r"敏感[^。]{0,90}(?:必要|影响|不可缺少)|(?:必要|影响)[^。]{0,60}敏感")


def dispute_open(case: Case, p: P) -> Iterator[Hit]:
    """How disputes are settled is left open: no number chosen, or arbitration without a body ticked."""
    for name in p["fields"]:
        for one in case.all(name):
            choice = re.sub(r"\s", "", one.text)
            if not choice:
                yield Hit(
                    one.place,
                    case.role_of(name),
                    values={"label": case.label(name)},
                    actual="没有选择",
                    sure=case.sure(one),
                )
            elif choice[0] in "1一" and _bodies_unticked(case, case.role_of(name)):
                said = {"label": case.label(name)}
                yield Hit(one.place, case.role_of(name), values=said, actual="选择仲裁而没有勾选机构", sure=False)


def _bodies_unticked(case: Case, role: str) -> bool:
    """Whether there are boxes before arbitration bodies, none of them ticked."""
    boxes = [t.state for _, block in case.blocks(role) if "仲裁" in block.text for t in ticks(block.text)]
    return bool(boxes) and "checked" not in boxes


def annex_two(case: Case, p: P) -> Iterator[Hit]:
    """Terms agreed on top that run against the model contract."""
    rx = re.compile("|".join(p["patterns"]))
    for part in case.readable(*p["roles"]):
        inside = part.role == "supplementary_contract"  # all of it is agreed on top
        for block in part.paper.blocks:
            inside = inside or bool(re.match(r"\s*附录二|.{0,4}双方约定的其他条款", block.text))
            if inside and (m := rx.search(block.text)):
                yield Hit(block.place, part.role, values={"value": m[0][:60]}, evidence=block.text[:160], sure=False)


def model_says(case: Case, p: P) -> Iterator[Hit]:
    """What a model found on a question, if one was asked: always with the passage, never sure."""
    for answer in (case.answers or {}).get(p["question"], ()):
        said = {"value": answer.says, "quote": answer.quote}
        yield Hit(answer.place, answer.role, values=said, evidence=answer.quote, sure=False)
