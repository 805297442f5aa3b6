"""Which instrument a file is, which version, and from when: from its front matter, its words, and what is known."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from copilot.documents.read import Document
from copilot.documents.split import Split
from copilot.errors import BadInput
from copilot.law.knowledge_base import Instrument, KnowledgeBase
from copilot.law.names import key

_DAY = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_FROM = re.compile(rf"自\s*{_DAY}\s*起(?:正式)?(?:施行|实施|执行|生效)|{_DAY}\s*(?:起)?(?:施行|实施)")
_ON_PUBLICATION = re.compile(r"自(?:公布|发布|印发|公告发布)之日起(?:施行|实施|执行|生效)?")
_ISSUED = re.compile(rf"{_DAY}")
_AMENDED = re.compile(rf"{_DAY}[^）)。]{{0,80}}(?:修正|修订|修改)")
_NUMBER = re.compile(
    r"((?:中华人民共和国)?[\u4e00-\u9fff]{2,30}令)\s*(?:〔|\[|第)?\s*(\d{1,4})\s*(?:〕|\])?\s*号"
    r"|([\u4e00-\u9fff]{2,12}〔\d{4}〕\s*(?:第\s*)?\d+\s*号)"
)
_PASSED = re.compile(r"《([^》]{4,60})》(?:已经?|已于|经)")
_PART = re.compile(r"\s*第[一二三四五六七八九十]+[编章].*$")


@dataclass(frozen=True)
class Recognised:
    """What a file is. `known` is the version already in the knowledge base, None for a new one."""

    title: str
    in_force_from: dt.date
    version: str
    document_number: str | None
    issuer: str
    authority: str
    url: str | None
    known: Instrument | None
    certain: bool


def recognise(
    document: Document,
    split: Split,
    kb: KnowledgeBase,
    *,
    title: str | None = None,
    in_force_from: dt.date | None = None,
    version: str | None = None,
) -> Recognised:
    """Recognise a file; what the caller says outranks the file.

    Raises:
        BadInput: title or date cannot be told; the hint says which option to give.
    """
    head = (
        [*split.preface[:40], *(p.text for p in split.parts[:1])]
        if split.preface
        else [p.text for p in split.parts[:1]]
    )
    name = _title(document, split, kb, title)
    meta = document.meta
    stated = in_force_from or _meta_day(meta, "effective", "in_force_from", "施行日期")
    known = _version(kb, name, split, stated)
    start = stated or (known.in_force_from if known else None) or _start(split, head)
    if known is None:
        known = next((v for v in kb.versions.get(name, ()) if start and v.in_force_from == start), None)
    if start is None:
        raise BadInput(
            f"{document.name}：看不出《{name}》的施行日期",
            hint="请加 --in-force-from YYYY-MM-DD",
            en="the date of entry into force is unknown",
        )
    family = known or (kb.versions.get(name) or (None,))[-1]
    found = _NUMBER.search("".join(split.preface[:20]))
    text_number = re.sub(r"\s", "", found[0]) if found else None
    return Recognised(
        title=name,
        in_force_from=start,
        version=version or (known.version if known else None) or str(meta.get("promulgated") or start)[:20],
        document_number=str(meta["document_number"]) if meta.get("document_number") else text_number,
        issuer=str(meta.get("issuer") or (family.issuer if family else "")),
        authority=family.authority if family else _authority(name),
        url=str(meta.get("official_url") or "") or None,
        known=known,
        certain=bool(stated or known),
    )


def _title(document: Document, split: Split, kb: KnowledgeBase, given: str | None) -> str:
    if given:
        titles = kb.names.lookup(given)
        return titles[0] if len(titles) == 1 else given.strip("《》 ")
    declared = [str(document.meta["title"])] if document.meta.get("title") else []
    candidates = [*declared, *([document.title] if document.title else []), *headings(document, split)]
    for candidate in candidates:
        for form in (candidate, _PART.sub("", candidate)):
            titles = kb.names.lookup(form)
            exact = [t for t in titles if key(t) == key(form)]
            if exact or len(titles) == 1:
                return (exact or list(titles))[0]
    if declared:
        return _PART.sub("", declared[0]).removeprefix("中华人民共和国").strip("《》 ")
    guess = next((c for c in candidates if 4 <= len(c) <= 60), None)
    raise BadInput(
        f"{document.name}：认不出这是哪部文件" + (f"（可能是《{guess.strip('《》')}》）" if guess else ""),
        hint="请加 --title 写明正式名称",
        en="the instrument is not recognised; give --title",
    )


def headings(document: Document, split: Split) -> list[str]:
    """Lines that may be the title, likeliest first: promulgated names, short lines of the preface, the file's name."""
    preface = split.preface[:40] or [line for p in split.parts[:1] for line in p.lines[:8]]
    joined = "".join(preface)
    out = [m for m in _PASSED.findall(joined)]
    for i, line in enumerate(preface):
        if 4 <= len(line) <= 60 and not re.search(r"[。；，]|令$|号$", line):
            out.append(line.strip("# 《》"))
            if i + 1 < len(preface) and len(line) + len(preface[i + 1]) <= 60:  # a title printed on two lines
                out.append(line + preface[i + 1])
    out.append(re.sub(r"\.[A-Za-z]{2,5}$", "", document.name))
    return out


def _version(kb: KnowledgeBase, title: str, split: Split, stated: dt.date | None) -> Instrument | None:
    """The known version that this text is: by date, else by its words."""
    versions = kb.versions.get(title, ())
    if stated:
        return next((v for v in versions if v.in_force_from == stated), None)
    best: tuple[float, Instrument | None] = (0.0, None)
    for version in versions:
        score = _similarity(kb, version, split)
        if score > best[0]:
            best = (score, version)
    return best[1] if best[0] >= 0.5 else None


def _similarity(kb: KnowledgeBase, version: Instrument, split: Split) -> float:
    """Share of parts whose words agree with this version's article (verbatim: nearly all, digest: about half)."""
    known = {p.article: p.text for p in kb.by_slug.get(version.slug, ()) if p.article}
    shared = [(p.text, known[p.article]) for p in split.parts if p.article in known and p.text]
    if not shared:
        only = len(kb.versions.get(version.title, ())) == 1
        return 0.6 if only and not split.articles else 0.0
    scores = [overlap(a, b) for a, b in shared]
    size = min(1.0, split.last_article / version.total_articles) if version.total_articles and split.articles else 1.0
    beyond = 0.3 if version.total_articles and split.last_article > version.total_articles else 0.0
    return sum(scores) / len(scores) * (0.5 + 0.5 * size) - beyond + 0.2


def overlap(left: str, right: str) -> float:
    """Share of the shorter text's character pairs that the longer one has too."""
    a, b = ({t[i : i + 2] for i in range(len(t) - 1)} for t in (left, right))
    return len(a & b) / max(min(len(a), len(b)), 1)


def _start(split: Split, head: list[str]) -> dt.date | None:
    """Date of entry into force from the text; None where amendments make it doubtful."""
    tail = "".join(p.text for p in split.parts[-3:]) if split.articles else ""
    last = "".join(p.text for p in split.parts if p.article and p.article.startswith("第"))[-400:]
    preface = "".join(head)
    found = [m for text in (last, preface, tail) for m in _FROM.findall(text)]
    amended = [day for m in _AMENDED.findall(preface) if (day := _day(m))]
    starts = [day for m in found if (day := _day(m[:3]) or _day(m[3:]))]
    if starts and not (amended and max(amended) > starts[0]):
        return starts[0]
    if not starts and (_ON_PUBLICATION.search(last + preface + tail)):
        issued = [day for m in _ISSUED.findall(preface) if (day := _day(m))]
        return max(issued, default=None)
    return None


def _day(parts: tuple[str, ...]) -> dt.date | None:
    try:
        return dt.date(int(parts[0]), int(parts[1]), int(parts[2]))
    except (ValueError, IndexError):
        return None


def _meta_day(meta: dict[str, Any], *keys: str) -> dt.date | None:
    """The last full date under one of the keys (`2017-06-01；2025修正自2026-01-01` is the amended text's)."""
    for name in keys:
        found = re.findall(r"(\d{4})[-年/](\d{1,2})[-月/](\d{1,2})", str(meta.get(name) or ""))
        if days := [day for m in found if (day := _day(m))]:
            return max(days)
    return None


def _authority(title: str) -> str:
    for pattern, authority in (
        (r"问答|答记者问", "official_qa"),
        (r"负面清单.*版|清单（", "negative_list"),
        (r"^(?:中国（)?(?:北京|上海|浙江|天津|广东|海南|福建|江苏|重庆)", "local_rule"),
        (r"^(?:GB|JR|YD|WS|TC260)", "standard"),
        (r"征求意见稿|草案", "draft"),
        (r"指南|指引", "guide"),
        (r"方案$|计划$", "plan"),
        (r"标准合同（|范本|合同$", "contract_template"),
        (r"法$|法典$|修改.*法.*决定$", "law"),
        (r"条例(?:实施条例)?$|实施条例$", "administrative_regulation"),
        (r"(?:办法|规定|细则)(?:（试行）)?$", "department_rule"),
    ):
        if re.search(pattern, title):
            return authority
    return "normative_document"
