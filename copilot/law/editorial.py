"""Our own questions and answers, cases and material lists, as passages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from copilot.domain import Passage
from copilot.law.convert import checked_of, day, refs_of
from copilot.law.knowledge_base import Material, MaterialList

QA_PREFIX, CASE_PREFIX, MATERIAL_PREFIX = "问答库·", "案例库·", "材料清单·"
REQUIRED = {"always": "必交", "conditional": "符合条件时提交", "optional": "可选", "not_required": "不需提交"}


def qa_passages(data: dict[str, Any]) -> list[Passage]:
    """One passage per question; `article` is 问N by place in the file."""
    return [
        Passage(
            id=f"qa-{data['id']}#{entry['id']}",
            instrument=QA_PREFIX + data["title"],
            article=f"问{n}",
            title=entry["question"],
            text=entry["answer"],
            kind="qa",
            authority="editorial",
            version=entry["in_force_from"],
            in_force_from=day(entry["in_force_from"]),
            repealed_from=day(entry["repealed_from"]),
            checked=checked_of(entry["checked"]),
            asks=(entry["question"], *entry["asks"]),
            topics=tuple(entry["topics"]),
            rests_on=refs_of(entry["basis"]),
            order=n,
        )
        for n, entry in enumerate(data["entries"], 1)
    ]


def case_passages(data: dict[str, Any]) -> list[Passage]:
    """One passage per case: facts, then the lesson."""
    return [
        Passage(
            id=f"case-{data['id']}#{entry['id']}",
            instrument=CASE_PREFIX + data["title"],
            article=None,
            title=entry["title"],
            text=f"{entry['summary']}\n启示：{entry['lesson']}",
            kind="case",
            authority="case",
            version=entry["source"]["published"] or entry["in_force_from"],
            in_force_from=day(entry["in_force_from"]),
            repealed_from=day(entry["repealed_from"]),
            checked=checked_of(entry["checked"]),
            section=entry["id"],
            url=entry["source"]["url"],
            asks=tuple(entry["asks"]),
            topics=(entry["sector"],),
            rests_on=refs_of(entry["basis"]),
            note=f"来源：{entry['source']['name']}",
            order=n,
        )
        for n, entry in enumerate(data["entries"])
    ]


def material_list(data: dict[str, Any]) -> MaterialList:
    """The papers of one path, as values."""
    entries = tuple(
        Material(
            id=e["id"],
            name=e["name"],
            name_en=e["name_en"],
            required=e["required"],
            condition=e["condition"],
            form=e["form"],
            template=e["template"],
            seal=e["seal"],
            requirement=e["requirement"],
            basis=refs_of(e["basis"]),
            in_force_from=dt.date.fromisoformat(e["in_force_from"]),
            repealed_from=day(e["repealed_from"]),
            checked=checked_of(e["checked"]),
        )
        for e in data["entries"]
    )
    return MaterialList(data["kind"], data["title"], tuple(data["asks"]), entries)


def material_passages(data: dict[str, Any]) -> list[Passage]:
    """One passage per paper, and first one that lists them all for each period in which the list stands."""
    title = MATERIAL_PREFIX + data["title"]
    out = []
    starts = sorted({e["in_force_from"] for e in data["entries"]})
    for n, start in enumerate(starts):
        until = starts[n + 1] if n + 1 < len(starts) else None
        standing = [
            e
            for e in data["entries"]
            if e["in_force_from"] <= start and (not e["repealed_from"] or e["repealed_from"] > start)
        ]
        ends = [e["repealed_from"] for e in standing if e["repealed_from"]]
        until = min(filter(None, [until, *ends]), default=None)
        out.append(_overview(data, title, standing, start, until, n))
    return out + [_material(data, title, e, n) for n, e in enumerate(data["entries"], len(out))]


def _overview(
    data: dict[str, Any], title: str, standing: list[dict[str, Any]], start: str, until: str | None, order: int
) -> Passage:
    lines = [
        f"{n}. {e['name']}（{REQUIRED[e['required']]}" + (f"：{e['condition']}" if e["condition"] else "") + "）"
        for n, e in enumerate(standing, 1)
    ]
    refs = dict.fromkeys(ref for e in standing for ref in refs_of(e["basis"]))
    return Passage(
        id=f"materials-{data['kind']}#all@{start}",
        instrument=title,
        article=None,
        title=data["title"],
        text="\n".join(lines),
        kind="list",
        authority="editorial",
        version=start,
        in_force_from=day(start),
        repealed_from=day(until),
        checked=checked_of(min((e["checked"] for e in standing), key=lambda c: c["status"] == "verified")),
        section="清单",
        asks=tuple(data["asks"]),
        topics=("材料",),
        rests_on=tuple(refs)[:12],
        order=order,
    )


def _material(data: dict[str, Any], title: str, e: dict[str, Any], order: int) -> Passage:
    parts = [f"{e['name']}：{REQUIRED[e['required']]}" + (f"（{e['condition']}）" if e["condition"] else "") + "。"]
    parts += [f"{label}：{e[k]}。" for label, k in (("形式", "form"), ("签章", "seal")) if e[k]]
    return Passage(
        id=f"materials-{data['kind']}#{e['id']}@{e['in_force_from']}",
        instrument=title,
        article=None,
        title=e["name"],
        text="".join(parts) + "\n" + e["requirement"],
        kind="list",
        authority="editorial",
        version=e["in_force_from"],
        in_force_from=day(e["in_force_from"]),
        repealed_from=day(e["repealed_from"]),
        checked=checked_of(e["checked"]),
        section=e["id"],
        topics=("材料",),
        rests_on=refs_of(e["basis"]),
        order=order,
    )
