"""Documents that were added on this machine: their stored form, and how they take the place of digests.

A document is one JSON file under `data_dir/added/`; a file appears there complete or not at all.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from copilot.domain import Checked, Passage
from copilot.law.convert import day
from copilot.law.knowledge_base import Instrument

FORMAT = 1
_NEEDED = {"format", "slug", "title", "version", "in_force_from", "records", "authority", "source", "added_on"}


def added_dir(data_dir: Path) -> Path:
    """Folder of the stored documents."""
    return data_dir / "added"


def read_added(data_dir: Path | None) -> tuple[list[dict[str, Any]], list[str]]:
    """Stored documents by slug, and a Chinese notice for each file that cannot be used."""
    documents, notices = [], []
    folder = added_dir(data_dir) if data_dir else None
    for path in sorted(folder.glob("*.json")) if folder and folder.is_dir() else []:
        try:
            document = json.loads(path.read_bytes())
            if not isinstance(document, dict) or document.get("format") != FORMAT or not document.keys() >= _NEEDED:
                raise ValueError("格式不符")
            day(document["in_force_from"])
        except (OSError, ValueError) as err:
            notices.append(f"添加的文件 {path.name} 无法读取，已跳过：{err}；请删除后重新 kb add")
            continue
        documents.append(document)
    return documents, notices


def overlay(
    instruments: list[Instrument], passages: list[Passage], documents: list[dict[str, Any]]
) -> tuple[list[Instrument], list[Passage]]:
    """Put added documents in place of the digests of the same version; other versions stand beside, by date."""
    for document in documents:
        instruments, passages = _one(instruments, passages, document)
    return instruments, passages


def _one(
    instruments: list[Instrument], passages: list[Passage], document: dict[str, Any]
) -> tuple[list[Instrument], list[Passage]]:
    start = day(document["in_force_from"])
    same_title = [i for i in instruments if i.title == document["title"]]
    twin = next((i for i in same_title if i.in_force_from == start), None)
    if twin is None and same_title and all(i.in_force_from is None for i in same_title):
        twin, start = same_title[-1], None  # an amendment that the amended text already contains stays set aside
    others = [i for i in same_title if i is not twin]
    later = [i.in_force_from for i in others if i.in_force_from and start and i.in_force_from > start]
    end = day(document.get("repealed_from")) or (twin.repealed_from if twin else None) or min(later, default=None)
    new = _instrument(document, twin or (same_title[-1] if same_title else None), start, end)
    if twin is None:  # a newer text ends the older ones
        instruments = [_ended(i, document["title"], start) for i in instruments]
        passages = [_ended(p, document["title"], start) for p in passages]
        return [*instruments, new], passages + _passages(new, document, {}, [])
    old = [p for p in passages if p.id.partition("#")[0] == twin.slug]
    at = passages.index(old[0]) if old else len(passages)
    rest = [p for p in passages if p.id.partition("#")[0] != twin.slug]
    merged = _merge(new, twin, document, old)
    return [new if i is twin else i for i in instruments], [*rest[:at], *merged, *rest[at:]]


def _merge(new: Instrument, twin: Instrument, document: dict[str, Any], old: list[Passage]) -> list[Passage]:
    """The document's passages, and the records that they do not replace.

    An article takes the place of the record of the same article; a section, annex or list takes the place of the
    records whose words it mostly holds. The official text alone does not say that a later rule overrode an article:
    the record of a later period stays.
    """
    by_article: dict[str, list[Passage]] = {}
    loose: dict[int, list[Passage]] = {}
    articles = {r["article"] for r in document["records"]}
    kept: list[Passage] = []
    for passage in old:
        numbered = passage.article is not None and passage.article[0] in "第问"
        if numbered and passage.article in articles and passage.article is not None:
            by_article.setdefault(passage.article, []).append(passage)
            if passage.in_force_from != twin.in_force_from:
                kept.append(passage)
        elif not numbered and (place := _holder(passage, document["records"])) is not None:
            loose.setdefault(place, []).append(passage)
        else:
            kept.append(passage)
    pieces = [loose.get(n, []) for n in range(len(document["records"]))]
    made = _passages(new, document, by_article, pieces)
    taken = {p.id for p in made}
    kept = [_reslug(p, twin.slug, new.slug) for p in kept]
    kept = [replace(p, id=f"{p.id}@digest") if p.id in taken else p for p in kept]
    return [*made, *kept]


def _holder(digest: Passage, records: list[dict[str, Any]]) -> int | None:
    """The piece of the official text that holds most of a digest's words; None below a third of them."""
    words = _pairs(digest.text + (digest.section or ""))
    scores = [
        len(words & _pairs((r["section"] or "") + r["text"])) / max(len(words), 1)
        if digest.article is None or digest.article == r["article"] or r["article"] is None
        else 0.0
        for r in records
    ]
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= 1 / 3 else None


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _reslug(passage: Passage, old: str, new: str) -> Passage:
    return passage if old == new else replace(passage, id=new + passage.id[len(old) :])


def _ended(item: Any, title: str, start: dt.date | None) -> Any:
    name = item.title if isinstance(item, Instrument) else item.instrument
    if name != title or start is None or item.in_force_from is None or item.in_force_from >= start:
        return item
    if item.repealed_from is not None and item.repealed_from <= start:
        return item
    return replace(item, repealed_from=start)


def _instrument(
    document: dict[str, Any], known: Instrument | None, start: dt.date | None, end: dt.date | None
) -> Instrument:
    twin = known is not None and known.in_force_from == start
    return Instrument(
        slug=known.slug if twin and known else document["slug"],
        title=document["title"],
        authority=document["authority"],
        form="verbatim",
        version=document["version"],
        in_force_from=start,
        repealed_from=end,
        checked=Checked(
            dt.date.fromisoformat(document["added_on"]),
            "secondary",
            f"用户添加的文本（{document['source']['file']}），未与官方页面核对",
        ),
        aliases=tuple(dict.fromkeys([*(known.aliases if known else ()), *document.get("aliases", ())])),
        document_number=document.get("document_number") or (known.document_number if twin and known else None),
        issuer=document.get("issuer") or (known.issuer if known else ""),
        url=document.get("url") or (known.url if known else None),
        core=bool(known and known.core),
        total_articles=known.total_articles if twin and known else document.get("last_article"),  # None: as they stand
        dates_certain=start is not None,
        note=known.note if start is None and known else "",
        file=f"added/{document['slug']}.json",
    )


def _passages(
    instrument: Instrument,
    document: dict[str, Any],
    digests: dict[str, list[Passage]],
    pieces: list[list[Passage]],
) -> list[Passage]:
    out = []
    seen: dict[str, int] = {}
    for order, record in enumerate(document["records"]):
        place = record["article"] or record["section"] or "正文"
        count = seen[place] = seen.get(place, 0) + 1
        place += f"-{count}" if count > 1 else ""
        same = digests.get(record["article"] or "", []) if count == 1 else []
        first = next((d for d in same if d.in_force_from == instrument.in_force_from), None)
        later = [d.in_force_from for d in same if first and d is not first and d.in_force_from]
        carried = [first] if first else pieces[order] if order < len(pieces) else []
        heading = carried[0].title if len(carried) == 1 else record["title"]
        out.append(
            Passage(
                id=f"{instrument.slug}#{place}",
                instrument=instrument.title,
                article=record["article"],
                title=heading or record["section"] or "",
                text=record["text"],
                kind="verbatim",
                authority=instrument.authority,
                version=instrument.version,
                in_force_from=instrument.in_force_from,
                repealed_from=min(later, default=first.repealed_from if first else instrument.repealed_from),
                checked=instrument.checked,
                section=record["section"],
                url=instrument.url,
                asks=tuple(dict.fromkeys(a for d in carried for a in d.asks)),
                topics=tuple(dict.fromkeys(t for d in carried for t in d.topics)),
                rests_on=tuple(dict.fromkeys(r for d in carried for r in d.rests_on)),
                note=next((d.note for d in carried if d.note and not d.stub), instrument.note),
                core=instrument.core,
                dates_certain=instrument.dates_certain,
                order=order,
            )
        )
    return out
