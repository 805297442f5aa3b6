"""Resolve a citation as of a date: which passage it names, or why it names none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from copilot.domain import Passage
from copilot.law.knowledge_base import Instrument, KnowledgeBase
from copilot.law.locate import items, paragraphs
from copilot.law.references import NO_NUMBER, ParsedRef, parse_locator
from copilot.numerals import article_number, chinese

Status = Literal["ok", "no_such_instrument", "no_such_article", "not_in_force", "superseded"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a citation leads.

    `ok` with no passages: the place exists, its text is not in the knowledge base (the message says so).
    `offered` are the passages of another time, for `not_in_force` and `superseded`.
    """

    status: Status
    message: str
    instrument: str | None = None
    article: str | None = None
    passages: tuple[Passage, ...] = ()
    offered: tuple[Passage, ...] = ()
    last_article: int | None = None

    @property
    def ok(self) -> bool:
        """Whether the place exists and is in force on the date asked."""
        return self.status == "ok"


def resolve(ref: ParsedRef, kb: KnowledgeBase, as_of: dt.date, *, context: str | None = None) -> Resolution:
    """Resolve a parsed reference.

    Args:
        ref: what `parse_refs` found.
        kb: the knowledge base.
        as_of: the day on which the law is asked about.
        context: canonical title that 本法 or a bare 第X条 refers to.
    """
    titles = _titles(ref, kb, context)
    if not titles:
        if ref.mention is None:
            return Resolution("no_such_instrument", "没有写明是哪部法规", article=ref.locator)
        return Resolution("no_such_instrument", f"知识库中没有名为“{ref.mention}”的法规文件", article=ref.locator)
    results = [_in_title(ref, kb, as_of, title) for title in titles]
    order: tuple[Status, ...] = ("ok", "superseded", "not_in_force", "no_such_article", "no_such_instrument")
    return min(results, key=lambda r: (order.index(r.status), not r.passages))


def find(instrument: str, article: str | None, kb: KnowledgeBase, as_of: dt.date) -> Resolution:
    """Resolve a title (or any name) and a locator such as 第七条第一款第（二）项."""
    parsed = parse_locator(article)
    if article and parsed is None:
        return Resolution("no_such_article", f"看不懂条文定位“{article}”", instrument=instrument)
    part = (parsed.article, parsed.paragraph, parsed.item) if parsed else (None, None, None)
    return resolve(ParsedRef(instrument, *part), kb, as_of)


def _titles(ref: ParsedRef, kb: KnowledgeBase, context: str | None) -> tuple[str, ...]:
    if ref.mention is None:
        return kb.names.lookup(context) if context else ()
    found = kb.names.lookup(ref.mention)
    if not found and (suffix := kb.names.longest_suffix(ref.mention)):
        found = kb.names.lookup(suffix) if len(suffix) > 2 else ()
    return found


def _in_title(ref: ParsedRef, kb: KnowledgeBase, as_of: dt.date, title: str) -> Resolution:
    versions = kb.versions[title]
    standing = next((v for v in reversed(versions) if v.in_force(as_of)), None)
    if standing is None:
        return _out_of_time(ref, kb, as_of, versions)
    return _in_version(ref, kb, as_of, standing)


def _out_of_time(ref: ParsedRef, kb: KnowledgeBase, as_of: dt.date, versions: tuple[Instrument, ...]) -> Resolution:
    ended = [v for v in versions if v.repealed_from and v.repealed_from <= as_of]
    coming = [v for v in versions if v.in_force_from and v.in_force_from > as_of]
    nearest = ended[-1] if ended else (coming or list(versions))[0]
    inside = _in_version(ref, kb, nearest.in_force_from or as_of, nearest)
    if inside.status == "no_such_article":
        return inside
    if ended:
        message = f"《{nearest.title}》自{nearest.repealed_from}起不再适用"
    elif nearest.in_force_from:
        message = f"《{nearest.title}》自{nearest.in_force_from}起施行，{as_of}尚未施行"
    else:
        message = f"《{nearest.title}》{nearest.note or '施行日期未查得'}"
    status: Status = "superseded" if ended else "not_in_force"
    offered = inside.passages or _places(kb, nearest, inside.article)
    return Resolution(status, message, nearest.title, ref.locator, offered=offered, last_article=inside.last_article)


def _places(kb: KnowledgeBase, version: Instrument, article: str | None) -> tuple[Passage, ...]:
    group = kb.by_slug.get(version.slug, ())
    wanted = (article_number(article), article)
    return tuple(p for p in group if p.article == article or (wanted[0] and article_number(p.article) == wanted[0]))


def _in_version(ref: ParsedRef, kb: KnowledgeBase, as_of: dt.date, version: Instrument) -> Resolution:
    last = _last(kb, version)
    group = kb.by_slug.get(version.slug, ())
    if ref.article is None:
        general = tuple(p for p in group if p.in_force(as_of))
        return Resolution("ok", f"《{version.title}》", version.title, None, general, last_article=last)
    places = _places(kb, version, ref.article)
    if not places:
        return _absent(ref, version, group, last)
    standing = tuple(p for p in places if p.in_force(as_of))
    if not standing:
        ended = [p for p in places if p.repealed_from and p.repealed_from <= as_of]
        status: Status = "superseded" if ended else "not_in_force"
        message = f"《{version.title}》{ref.article}" + ("在该日已不适用" if ended else "在该日尚未施行")
        return Resolution(status, message, version.title, ref.locator, offered=places, last_article=last)
    return _part(ref, version, standing, last)


def _absent(ref: ParsedRef, version: Instrument, group: tuple[Passage, ...], last: int | None) -> Resolution:
    wanted = article_number(ref.article)
    if wanted and wanted[1] == 0 and last and wanted[0] <= last:
        message = f"《{version.title}》共{chinese(last)}条，{ref.article}存在，但知识库没有它的文本"
        general = tuple(p for p in group if p.article is None) if version.stub else ()
        return Resolution("ok", message, version.title, ref.locator, general, last_article=last)
    if wanted and version.stub and last is None:
        message = f"《{version.title}》正文未取得，无法核对{ref.article}"
        return Resolution("ok", message, version.title, ref.locator, tuple(group), last_article=None)
    known = f"共{chinese(last)}条，" if last else ""
    lacking = f"没有{ref.article}" if ref.article != NO_NUMBER else f"“{NO_NUMBER}”没有写明条号"
    message = f"《{version.title}》{known}{lacking}"
    return Resolution("no_such_article", message, version.title, ref.locator, last_article=last)


def _last(kb: KnowledgeBase, version: Instrument) -> int | None:
    if version.total_articles:
        return version.total_articles
    numbers = [n[0] for p in kb.by_slug.get(version.slug, ()) if (n := article_number(p.article))]
    return max(numbers, default=None)


def _part(ref: ParsedRef, version: Instrument, standing: tuple[Passage, ...], last: int | None) -> Resolution:
    """Check 款 and 项 where the text or the record shows how many there are."""
    for passage in standing if ref.paragraph or ref.item else ():
        if lacking := _lacking(passage, ref):
            message = f"《{version.title}》{lacking}"
            return Resolution("no_such_article", message, version.title, ref.locator, last_article=last)
    return Resolution(
        "ok", f"《{version.title}》{ref.locator}", version.title, ref.locator, standing, last_article=last
    )


def _lacking(passage: Passage, ref: ParsedRef) -> str:
    """What shows that the paragraph or item is missing, in Chinese; empty when it is there or nothing can be shown.

    A digest may merge, split or add paragraphs: there the recorded number counts, and only items that it marks.
    """
    spans = paragraphs(passage.text)
    exact = passage.kind == "verbatim" or passage.paragraphs == len(spans)
    known = len(spans) if passage.kind == "verbatim" else passage.paragraphs or (len(spans) if len(spans) > 1 else None)
    if ref.paragraph and known and ref.paragraph > known:
        return f"{ref.article}{_count(known, '款')}，没有{_place(ref.paragraph, '款')}"
    if ref.item is None:
        return ""
    within = spans[ref.paragraph - 1 : ref.paragraph] if ref.paragraph and exact else spans
    found = [items(passage.text, span) for span in within]
    if any(ref.item in marks for marks in found) or (passage.kind != "verbatim" and not any(found)):
        return ""
    where = f"{ref.article}{_place(ref.paragraph, '款') if ref.paragraph and exact else ''}"
    most = max(map(len, found), default=0)
    return f"{where}{_count(most, '项') if most else '没有分项'}，没有{_place(ref.item, '项')}"


def _count(value: int, unit: str) -> str:
    return f"只有一{unit}" if value == 1 else f"共{_some(value)}{unit}"


def _place(value: int, unit: str) -> str:
    return f"第（{chinese(value)}）项" if unit == "项" else f"第{chinese(value)}{unit}"


def _some(value: int) -> str:
    return "两" if value == 2 else chinese(value)


def in_any_version(kb: KnowledgeBase, title: str, article: str | None) -> str | None:
    """What is wrong with a place whatever the date; None when some version of the instrument has it."""
    return place_problem(kb, title, article, None)


def place_problem(kb: KnowledgeBase, title: str, article: str | None, days: tuple[str, str] | None) -> str | None:
    """What is wrong with a cited place, in Chinese; None when nothing is.

    Args:
        kb: the knowledge base; what it quotes or digests tells how many 款 and 项 an article has.
        title: canonical title.
        article: such as 第七条第一款第（二）项; None: the whole.
        days: ISO days (the last exclusive) on which every version in force must have the place; None: any version.
    """
    if not kb.versions.get(title):
        names = kb.names.lookup(title)
        return f"没有名为“{title}”的文件" + (f"，正式名称是“{names[0]}”" if names else "")
    ref = parse_locator(article)
    if article and ref is None:
        return f"看不懂条文定位“{article}”"
    versions, problem = (kb.versions[title], None) if days is None else in_force_during(kb, title, days)
    problems = [problem] if problem else []
    found = [_missing(kb, v, ref) if ref else None for v in versions]
    lacking = [p for p in found if p]
    if lacking and (days is not None or len(lacking) == len(found)):
        problems.append(lacking[-1])
    return "；".join(problems) or None


def places_of(kb: KnowledgeBase, version: Instrument, article: str) -> tuple[Passage, ...]:
    """The passages of one version that hold an article, its 款 and 项 left aside."""
    ref = parse_locator(article)
    return _places(kb, version, ref.article) if ref else ()


def in_force_during(kb: KnowledgeBase, title: str, days: tuple[str, str]) -> tuple[tuple[Instrument, ...], str | None]:
    """Versions of an instrument in force on any of the days, oldest first; and on which of the days none certainly is.

    A draft, which is never in force, counts for every day. Where the first day of a version is not certain, the days
    before it are left open.
    """
    start, end = days
    versions = kb.versions[title]
    if all(v.in_force_from is None for v in versions):
        return versions, None
    spans = [(str(v.in_force_from), str(v.repealed_from or "9999-12-31"), v) for v in versions if v.in_force_from]
    during = [s for s in spans if s[0] < end and start < s[1]]
    reached = start
    for first, last, version in during:
        if first > reached and version.dates_certain:
            return tuple(s[2] for s in during), f"《{title}》自{first}起施行，{reached}尚未施行"
        reached = max(reached, last)
    if reached >= end:
        return tuple(s[2] for s in during), None
    ended = [s for s in spans if s[1] <= reached]
    if not ended:
        first = min(s[0] for s in spans)
        certain = next(s[2] for s in spans if s[0] == first).dates_certain
        return (), f"《{title}》自{first}起施行，{start}尚未施行" if certain else None
    return tuple(s[2] for s in during), f"《{title}》自{max(s[1] for s in ended)}起不再适用"


def _missing(kb: KnowledgeBase, version: Instrument, ref: ParsedRef) -> str | None:
    """What shows that a version lacks a place; None when it has it or nothing can be shown."""
    places = _places(kb, version, ref.article)
    if places:
        found = _part(ref, version, places, None)
        return None if found.status == "ok" else found.message
    wanted, last = article_number(ref.article), _last(kb, version)
    if version.stub and wanted and (last is None or wanted[0] <= last):
        return None
    return f"《{version.title}》没有{ref.article}"
