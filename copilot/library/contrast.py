"""Whether a file can be the version it is taken for: number of articles, the title it bears, its words, its date."""

from __future__ import annotations

import datetime as dt
import re

from copilot.documents.read import Document
from copilot.documents.split import Split
from copilot.errors import BadInput
from copilot.law.knowledge_base import Instrument, KnowledgeBase
from copilot.law.names import key
from copilot.library.recognise import Recognised, headings, overlap

FIRST_DAY = dt.date(1949, 10, 1)
YEARS_AHEAD = 5
_LEGAL_TITLE = re.compile(r"(?:法|条例|规定|办法|细则|规则|指南|指引)(?:（[^（）]{1,12}）)?$")
ALIKE = 0.5  # share of an article's word pairs that two printings of the same statute have in common at least


def refuse_odd_date(start: dt.date, *, today: dt.date) -> None:
    """Nothing for a date that an instrument may take effect on.

    Raises:
        BadInput: before 1949-10-01, or more than five years ahead.
    """
    if start < FIRST_DAY:
        why = f"施行日期 {start} 早于 {FIRST_DAY}"
    elif start > today + dt.timedelta(days=366 * YEARS_AHEAD):
        why = f"施行日期 {start} 比今天（{today}）晚 {YEARS_AHEAD} 年以上"
    else:
        return
    raise BadInput(
        why, hint="请核对 --in-force-from；确实如此，请加 --force", en="implausible date of entry into force"
    )


def refuse_other_text(document: Document, split: Split, what: Recognised, kb: KnowledgeBase) -> None:
    """Nothing when the file may stand in place of, or after, what is known under its title.

    Raises:
        BadInput: it would take the place of a text that it differs from; the message names each difference.
    """
    standing = what.known or _neighbour(kb, what)
    if standing is None or standing.stub:
        return
    found = _title(document, split, what, kb)
    shorter = _articles(split, standing, kb, same=what.known is not None)
    if what.known is None or standing.form != "verbatim":
        found += shorter
    elif words := _words(split, standing, kb):  # a part of the same text, word for word, is welcome
        added = standing.file.startswith("added/")  # such a text may be put right by another of the same length
        found += [*shorter, *words] if shorter or not added else []
    if found:
        place = "替换" if what.known else f"自 {what.in_force_from} 起取代"
        since = f"{standing.in_force_from or '日期不详'} 起施行的版本"
        raise BadInput(
            f"{document.name} 没有收入：它将{place}《{what.title}》（{since}），但二者不符：{'；'.join(found)}",
            hint="请核对文件、--title 和 --in-force-from；确实要收入，请加 --force",
            en="the file differs from the standing text; use --force to take it all the same",
        )


def _neighbour(kb: KnowledgeBase, what: Recognised) -> Instrument | None:
    """The version that a text of a new date follows; else the one it precedes."""
    dated = [v for v in kb.versions.get(what.title, ()) if v.in_force_from]
    before = [v for v in dated if v.in_force_from and v.in_force_from < what.in_force_from]
    return before[-1] if before else next(iter(dated), None)


def _articles(split: Split, standing: Instrument, kb: KnowledgeBase, *, same: bool) -> list[str]:
    """The same version has as many articles; an amended one may have fewer, though not less than half."""
    known = standing.total_articles or sum(
        (p.article or "").startswith("第") for p in kb.by_slug.get(standing.slug, ())
    )
    have = split.last_article
    if not known or have >= known or (not same and have >= known / 2):
        return []
    return [f"文件只有 {have} 条，现有版本有 {known} 条" if have else f"文件里没有分条，现有版本有 {known} 条"]


def _title(document: Document, split: Split, what: Recognised, kb: KnowledgeBase) -> list[str]:
    """The titles that the file itself bears, where they are all of something else."""
    own = [str(document.meta.get("title") or ""), document.title or "", *headings(document, split)]
    own = [t.strip("《》# ") for t in own if t]
    if any(key(what.title) in key(t) or what.title in kb.names.lookup(t) for t in own):
        return []
    others = [t for t in own if _LEGAL_TITLE.search(t) and len(t) >= 4]
    return [f"文件里的名称是《{others[0]}》"] if others else []


def _words(split: Split, standing: Instrument, kb: KnowledgeBase) -> list[str]:
    """Articles that say something else than the standing text; only for verbatim ones, digests use other words."""
    known = {p.article: p.text for p in kb.by_slug.get(standing.slug, ()) if p.article}
    shares = [overlap(p.text, known[p.article]) for p in split.parts if p.text and p.article in known]
    unlike = sum(share < ALIKE for share in shares)
    if not shares:
        return ["没有一条的条号与现有版本相同"]
    return [f"{len(shares)} 条中有 {unlike} 条的文字与现有版本大不相同"] if unlike * 2 > len(shares) else []
