"""From an annex to a list file: a proposal in which a person approves every row, then a file of the user's own."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from copilot.errors import BadInput
from copilot.law.list_records import Category, Many, NegativeList, Number, Threshold, Value
from copilot.law.negative_lists import NegativeLists, lists_dir, read_list
from copilot.law.records import Day, Slug, Text, Url, validate
from copilot.law.yaml_file import parse
from copilot.law.yaml_text import dump
from copilot.negative_lists.annex import Annex, AnnexRow, read_annex
from copilot.negative_lists.tables import read_tables
from copilot.rules.zones import place_of

INDEX_PAGE = "https://www.cac.gov.cn/wxzw/sjzl/sjcjfmqd/A09370806index_1.htm"


class FieldsOf(Value):
    """Fields of a row in one scene; the empty scene means all scenes of the row."""

    scene: str
    names: Many[Text]


class ProposedRow(Value):
    """A row as read from the annex. `approve`: true takes it, false leaves it out, null is not decided."""

    row: Annotated[int, Field(ge=1)]
    where: Text
    domain: str
    scenes: Many[Text]
    number: str
    category: Category
    path: Literal["must_assess", "must_contract", ""]
    text: str
    features: str
    threshold: Many[Threshold]
    residual: bool
    excepts: Many[Number]
    fields: Many[FieldsOf]
    note: str
    doubts: Many[Text]
    approve: bool | None


class ProposedNote(Value):
    """A note of the annex (注, 说明), numbered among the rows; approved, it stands among the list's notes."""

    row: Annotated[int, Field(ge=1)]
    where: Text
    text: Text
    approve: bool | None


class ProposalFile(Value):
    """A proposed list. What is null in the head must be filled in by a person before approval."""

    source: Text
    sha256: Text
    made_on: Day
    id: Slug
    title: Text
    edition: Text
    zone: Slug | None
    published: Day | None
    in_force_from: Day | None
    page: Url
    whole_annex: bool | None
    registered_in_zone: bool | None
    exporting_in_zone: bool | None
    city_wide: bool | None
    ciio_applicable: bool | None
    rows: Annotated[Many[ProposedRow], Field(min_length=1)]
    notes: Many[ProposedNote] = ()


def propose(
    path: Path,
    lists: NegativeLists,
    *,
    today: dt.date,
    list_id: str | None = None,
    zone: str | None = None,
    title: str | None = None,
    in_force_from: dt.date | None = None,
    page: str | None = None,
) -> ProposalFile:
    """The proposal from an annex; what is not given is guessed from its text or left null.

    Raises:
        BadDocument, TooLarge: the file can't be read or has no table.
        BadInput: no row was recognised; the id can't be used.
        UnknownRecord: no such zone.
    """
    annex = read_annex(read_tables(path))
    if not annex.rows:
        raise BadInput(
            f"{path.name} 的表格里没有认出清单的行",
            hint="表头需要有 数据类别、场景、字段、门槛 等列名",
            en="no rows of a negative list recognised",
        )
    name = title or _title(annex, path)
    found = lists.zone(zone) if zone else place_of(name, None, lists.zones).zone
    edition = re.search(r"20\d\d\s*年?版", name)
    year = re.search(r"20\d\d", edition[0] if edition else str(in_force_from or today))
    own_id = list_id or f"{found.id if found else 'list'}-{year[0] if year else today.year}"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", own_id):
        raise BadInput(f"编号“{own_id}”不能使用", hint="只用字母、数字、点、下划线和连字符", en="bad id")
    return ProposalFile(
        source=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        made_on=today.isoformat(),
        id=own_id,
        title=name,
        edition=edition[0] if edition else "版次待填",
        zone=found.id if found else None,
        published=None,
        in_force_from=in_force_from.isoformat() if in_force_from else None,
        page=page or INDEX_PAGE,
        whole_annex=None,
        registered_in_zone=None,
        exporting_in_zone=None,
        city_wide=None,
        ciio_applicable=None,
        rows=tuple(_proposed(n, row) for n, row in zip(_numbers(annex), annex.rows, strict=True)),
        notes=tuple(ProposedNote(row=n.row, where=n.where, text=n.text, approve=None) for n in annex.notes),
    )


def _numbers(annex: Annex) -> list[int]:
    """The numbers of the rows, counted together with the notes."""
    taken = {note.row for note in annex.notes}
    return [n for n in range(1, len(annex.rows) + len(taken) + 1) if n not in taken]


def _title(annex: Annex, path: Path) -> str:
    named = [line for line in annex.lines if "清单" in line and 8 <= len(line) <= 60 and "需要" not in line]
    return named[0] if named else path.stem


def _proposed(number: int, row: AnnexRow) -> ProposedRow:
    return ProposedRow(
        row=number,
        where=row.where,
        domain=row.domain,
        scenes=row.scenes,
        number=row.number,
        category=row.category,  # type: ignore[arg-type]
        path=row.path,  # type: ignore[arg-type]
        text=row.text,
        features=row.features,
        threshold=tuple(Threshold(kind=b.kind, min=b.min, max=b.max) for b in row.thresholds),
        residual=row.residual,
        excepts=row.excepts,
        fields=tuple(FieldsOf(scene=s, names=n) for s, n in row.fields.items()),
        note=row.note,
        doubts=tuple(row.doubts),
        approve=None,
    )


def proposal_text(proposal: ProposalFile) -> str:
    """The proposal as a file for a person to edit."""
    head = "# 请逐行核对 rows：与官方附表一致的把 approve 改为 true，不要的改为 false；doubts 是机器拿不准的地方。\n"
    head += "# 不清楚的保持 null；whole_annex 为 true 表示附表的每一行都在这里。\n"
    return head + dump(proposal.model_dump(mode="json"))


def read_proposal(path: Path) -> ProposalFile:
    """A proposal file as edited.

    Raises:
        BadInput: missing, or not in the form of a proposal; every fault with its line.
    """
    try:
        parsed = parse(path.name, path.read_bytes())
    except OSError as err:
        raise BadInput(f"无法读取 {path}：{err.strerror}", hint="请检查路径", en="cannot be read") from err
    data = None if parsed.faults else validate(parsed, ProposalFile)
    if data is None:
        raise BadInput(
            f"{path.name} 不是可用的提案：\n" + "\n".join(map(str, sorted(parsed.faults))),
            hint="请改正所列各行",
            en="not a usable proposal",
        )
    return ProposalFile.model_validate(data)


def approve(
    path: Path, lists: NegativeLists, data_dir: Path, *, today: dt.date, by: str = "", rest: bool = False
) -> NegativeList:
    """Put an approved proposal among the user's lists, and return the list.

    Args:
        path: the edited proposal.
        lists: the known zones.
        data_dir: where the user's lists are kept.
        today: day of approval.
        by: name of the approver; without one the list stays marked as not verified.
        rest: take undecided rows without doubts as approved.

    Raises:
        BadInput: undecided rows, missing facts in the head, or a list that contradicts itself.
    """
    proposal = read_proposal(path)
    rows = [row for row in proposal.rows if row.approve or (row.approve is None and rest and not row.doubts)]
    undecided = [r.row for r in proposal.rows if r.approve is None and not (rest and not r.doubts)]
    undecided += [n.row for n in proposal.notes if n.approve is None and not rest]
    open_rows = [str(number) for number in sorted(undecided)]
    needed = [key for key in ("zone", "in_force_from", "whole_annex") if getattr(proposal, key) is None]
    if open_rows or needed or not rows:
        problems = [f"第 {'、'.join(open_rows)} 行没有决定（approve 为 null）"] if open_rows else []
        problems += [f"缺少 {'、'.join(needed)}"] if needed else []
        problems += [] if rows else ["没有一行被批准"]
        raise BadInput(
            f"{path.name} 还不能批准：" + "；".join(problems),
            hint="在文件里改好；没有疑点的行可以用 --rest 一起批准",
            en="the proposal is not decided yet",
        )
    lists.zone(proposal.zone or "")
    text = dump(_list(proposal, rows, today, by))
    folder = lists_dir(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    draft, target = folder / f".{proposal.id}.draft", folder / f"{proposal.id}.yaml"
    draft.write_text(text, "utf-8")
    found, faults = read_list(draft)
    if found is None:
        draft.unlink()
        raise BadInput(
            f"{path.name} 的内容自相矛盾：\n" + "\n".join(f.message for f in faults),
            hint="对照官方附表改正后再批准",
            en="the list contradicts itself",
        )
    draft.replace(target)
    return found


def _list(p: ProposalFile, rows: Sequence[ProposedRow], today: dt.date, by: str) -> dict[str, Any]:
    whole = bool(p.whole_annex) and len(rows) == len(p.rows)
    checked = {
        "on": today.isoformat(),
        "status": "verified" if by else "secondary",
        "note": f"由 {p.source} 导入" + (f"，{by}逐行核对批准" if by else "，没有记名核对"),
    }

    def condition(holds: bool | None) -> dict[str, Any]:
        return {"holds": holds, "note": "" if holds is not None else "导入时没有填写", "basis": [], "checked": checked}

    return {
        "id": p.id, "kind": "negative", "title": p.title, "edition": p.edition, "zone": p.zone,
        "published": p.published, "in_force_from": p.in_force_from, "possibly_from": None, "repealed_from": None,
        "in_force_note": "", "superseded": None, "completeness": "complete" if whole else "partial",
        "domains_known": whole, "page": p.page,
        "scope": {
            "registered_in_zone": condition(p.registered_in_zone),
            "exporting_in_zone": condition(p.exporting_in_zone),
            "city_wide": condition(p.city_wide),
        },
        "ciio": {"applicable": p.ciio_applicable, "hit": None, "note": "以清单说明为准", "basis": [],
                 "checked": checked},
        "exclusions": [],
        "procedure": {"before_export": "unknown", "note": "使用程序没有导入，请看官方页面", "steps": []},
        "count_rules": [{"id": "as-listed", "text": "按清单说明去重和剔除", "left_out": [], "basis": []}],
        "domains": [_domain(n, name, rows) for n, name in enumerate(dict.fromkeys(r.domain for r in rows), 1)],
        "cross_zone": condition(None), "pilot": None,
        "published_sizes": {"domains": None, "scenes": None, "entries": None, "text": ""},
        "notes": [n.text for n in p.notes if n.approve is not False],
        "basis": [{"instrument": p.title, "article": None}], "checked": checked, "approved_by": by,
    }  # fmt: skip


def _domain(number: int, name: str, rows: Sequence[ProposedRow]) -> dict[str, Any]:
    joined = _joined([row for row in rows if row.domain == name])
    own = [row for row, _ in joined]
    names = list(dict.fromkeys(s for row in own for s in row.scenes))
    if any(f.names for row in own if not row.scenes for f in row.fields):
        names.append("全部场景")
    ids = {scene: f"scene-{n}" for n, scene in enumerate(names, 1)}
    fields: dict[tuple[str, str], dict[str, None]] = {(s, k): {} for s in names for k in ("pi", "sensitive_pi")}
    for row in own:
        kind = row.threshold[0].kind if row.threshold else "pi"
        for listed in row.fields:
            for scene in [listed.scene] if listed.scene in ids else row.scenes or ("全部场景",):
                fields[scene, kind].update(dict.fromkeys(listed.names))
    covers = list(dict.fromkeys(row.category for row in own))
    renumbered = {old: str(n) for n, (_, numbers) in enumerate(joined, 1) for old in numbers if old}
    return {
        "id": f"domain-{number}", "name": name, "aliases": [], "covers": covers, "applies_to": "", "notes": [],
        "scenes": [
            {"id": ids[s], "name": s, "definition": "", "pi": list(fields[s, "pi"]),
             "sensitive_pi": list(fields[s, "sensitive_pi"]), "qualified": [], "open": True}
            for s in names
        ],
        "items": [
            {"number": str(n), "category": row.category, "path": row.path,
             "title": _words(row), "features": row.features,
             "scenes": [ids[s] for s in row.scenes or (["全部场景"] if _everywhere(row) else [])],
             "threshold": [t.model_dump() for t in row.threshold], "residual": row.residual,
             "excepts": [renumbered[e] for e in row.excepts if e in renumbered],
             "count_rule": "as-listed" if row.category == "personal_info" else None,
             "note": row.note}
            for n, row in enumerate(own, 1)
        ],
        "below_minimum": None,
    }  # fmt: skip


def _everywhere(row: ProposedRow) -> bool:
    return not row.residual and any(f.names for f in row.fields)


def _words(row: ProposedRow) -> str:
    """The row's title; its figures always stand in it, so that threshold and words can be compared."""
    bounds = [f"{b}人" for t in row.threshold for b in (t.min, t.max) if b]
    text = row.text or row.features or "（没有文字）"
    return f"{text}（{'，'.join(bounds)}）" if bounds else text


def _joined(rows: Sequence[ProposedRow]) -> list[tuple[ProposedRow, tuple[str, ...]]]:
    """Rows that differ only in their fields, as one (annexes that give every field a row), with all their numbers."""
    out: dict[Any, tuple[ProposedRow, tuple[str, ...]]] = {}
    for row in rows:
        same: Any = (row.scenes, row.category, row.path, row.threshold)
        key = same if row.category == "personal_info" and not row.residual else (same, row.row)
        if key in out:
            first, numbers = out[key]
            merged = first.model_copy(update={"fields": (*first.fields, *row.fields)})
            out[key] = (merged, (*numbers, row.number))
        else:
            out[key] = (row, (row.number,))
    return list(out.values())
