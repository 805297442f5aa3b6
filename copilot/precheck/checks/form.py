"""The form of the papers: seals, signatures, dates, legibility, language, ticks, wordings of the template, layout.

A seal or signature is missing for certain on a scan, or where others were seen in files of the same kind; an editable
file may simply be the draft, so there the hit is not sure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from copilot.documents.checkbox import ticks
from copilot.precheck import values
from copilot.precheck.case import Case, Hit
from copilot.precheck.identify import Identified
from copilot.precheck.outline import headings, key
from copilot.precheck.paper import Block, Field, Mark, Place

P = Mapping[str, Any]
_SEEN = ("scan", "image")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
_NEAR = 0.015
_PLAIN = re.compile(r"[\s：:（()）=＝_＿…—A-Za-z.]")
_SIGNER = re.compile(r"(?:亲笔|亲自|本人|手写|手)?[签亲].*")
_FURNITURE = ("header", "footer", "comment", "footnote")


def _name(case: Case, part: Identified) -> str:
    return case.tables.papers[part.role].name


def _marks(part: Identified, kind: str) -> list[Mark]:
    return [m for m in part.paper.marks if m.kind == kind]


def _shows(case: Case, part: Identified, kind: str) -> bool:
    """Whether marks of a kind can be told from this sort of file: a scan, or such marks were seen in its like."""
    return part.paper.format in _SEEN or any(
        p.format == part.paper.format and any(m.kind == kind for m in p.marks) for p in case.submission.papers
    )


def seal_missing(case: Case, p: P) -> Iterator[Hit]:
    """Papers on which no seal was seen."""
    for part in case.of_role(*p["roles"]):
        seals = _marks(part, "seal")
        if any(m.sure for m in seals):
            continue
        name, doubt = _name(case, part), seals[0] if seals else None
        yield Hit(
            doubt.place if doubt else _stamped(part),
            part.role,
            values={"name": name},
            expected="加盖公章",
            actual="疑似有章，不能确认" if doubt else "没有看到印章",
            sure=doubt is None and _shows(case, part, "seal"),
            crop=doubt.crop if doubt else None,
        )


def _stamped(part: Identified) -> Place:
    """Where a seal belongs: the last line that asks for one, else the beginning."""
    lines = [b for b in part.paper.blocks if b.visible and re.search(r"[（(](?:单位)?(?:盖章|公章|签章)[）)]", b.text)]
    return lines[-1].place if lines else part.start


def sign_missing(case: Case, p: P) -> Iterator[Hit]:
    """Lines for a signature with nothing on them, neither words nor handwriting."""
    written = any(m.kind == "signature" for paper in case.submission.papers for m in paper.marks)
    typed = any(f.text for n in p["fields"] for f in case.all(n))
    for name in p["fields"]:
        blanks = [f for f in case.all(name) if not f.text]
        if not blanks or case.filled(name):
            continue
        one = blanks[0]
        part = next((x for x in case.of_role(case.role_of(name)) if x.file == one.place.file), None)
        if part is None:
            continue
        near = [m for m in _marks(part, "signature") if _beside(case, m, one)]
        if any(m.sure for m in near):
            continue
        scanned = part.paper.format in _SEEN
        yield Hit(
            one.place,
            part.role,
            values={"label": case.label(name)},
            actual="疑似有签字，不能确认" if near else "没有签字",
            sure=not near and (scanned or written or typed) and case.sure(one),
            crop=near[0].crop if near else None,
        )


def _beside(case: Case, mark: Mark, one: Field) -> bool:
    """Whether a signature stands on the line of a field: it names the line's label, or lies on it."""
    entry, place = case.tables.field(one.name), one.place
    said = _PLAIN.sub("", mark.value)
    if "签" in said and (signer := _SIGNER.split(said)[0]):
        labels = entry.labels if entry else ()
        return any((plain := _PLAIN.sub("", x)) in said or _SIGNER.split(plain)[0] == signer for x in labels)
    if mark.place.page != place.page:
        return False
    if mark.place.box is None or place.box is None:
        return mark.place.locator.startswith(place.locator)
    middle = (mark.place.box[1] + mark.place.box[3]) / 2
    return place.box[1] - _NEAR <= middle <= place.box[3] + _NEAR


def date_missing(case: Case, p: P) -> Iterator[Hit]:
    """Papers without the date they must bear, on the cover or at the end; with `last`, the last of those lines counts
    whatever dates stand above it."""
    for part in case.readable(*p["roles"]):
        own = [f for n in p["fields"] for f in case.all(n) if f.place.file == part.file]
        if not (p.get("last") and own and not own[-1].text) and any(f.value for f in own):
            continue
        shown = [b for b in part.paper.blocks if b.visible and b.kind not in _FURNITURE]
        open_ = [f for f in own if not f.text]
        if open_ and case.sure(open_[-1]):
            place, said = open_[-1].place, {"name": _name(case, part)}
            sure = part.paper.format not in _SEEN
            yield Hit(place, part.role, values=said, expected="写明年月日", actual="没有日期", sure=sure)
            continue
        edges = [b for b in (*shown[:12], *shown[-10:]) if not re.search(r"期限|起止|有效期|营业|至|生效", b.text)]
        if any(values.days(b.text) for b in edges):
            continue
        blank = next(
            (b for b in shown if re.search(r"年[\s_＿]*月[\s_＿]*日", b.text) and not values.days(b.text)), None
        )
        values_ = {"name": _name(case, part)}
        cover = len({b.place.page for b in shown} - {None}) > 2
        place = blank.place if blank else part.start if cover or not shown else shown[-1].place
        sure = blank is not None or part.paper.format not in _SEEN
        yield Hit(place, part.role, values=values_, expected="写明年月日", actual="没有日期", sure=sure)


def format_odd(case: Case, p: P) -> Iterator[Hit]:
    """Files whose format the filing system is said not to take, told once."""
    odd = [x for x in case.submission.papers if x.format not in (*p["formats"], "unreadable")]
    if odd:
        names = "、".join(x.file for x in odd[:6]) + ("等" if len(odd) > 6 else "")
        said = {"file": names, "format": "、".join(dict.fromkeys(x.format for x in odd))}
        also = tuple(Place(x.file) for x in odd[1:])
        yield Hit(Place(odd[0].file), values=said, actual=said["format"], also=also)


def illegible(case: Case, p: P) -> Iterator[Hit]:
    """Scans of which little could be read for certain."""
    limit = p.get("percent", 75) / 100
    for part in case.readable(*p["roles"]):
        read = [(b.confidence, len(b.text)) for b in part.paper.blocks if b.confidence is not None]
        total = sum(n for _, n in read)
        if not total:
            continue
        mean = sum(c * n for c, n in read) / total
        if mean < limit:
            said = {"name": _name(case, part), "percent": f"{mean:.0%}"}
            yield Hit(
                Place(part.file), part.role, values=said, actual=f"平均可信度 {mean:.0%}", sure=mean < limit - 0.15
            )


def not_chinese(case: Case, p: P) -> Iterator[Hit]:
    """Papers whose main language is not Chinese, unless a translation came with them."""
    if p.get("translation") and case.of_role("translation"):
        return
    limit = p.get("percent", 50) / 100
    for part in case.readable(*p["roles"]):
        letters = _LETTER.findall(part.paper.text()[:60000])
        if len(letters) < 80:
            continue
        share = sum(bool(_HAN.match(c)) for c in letters) / len(letters)
        if share < limit:
            said = {"name": _name(case, part), "percent": f"{share:.0%}"}
            yield Hit(part.start, part.role, values=said, expected="中文", actual=f"中文字符占 {share:.0%}")


def _block_at(case: Case, one: Field) -> Block | None:
    for part in case.of_role(case.role_of(one.name)):
        for block in part.paper.blocks:
            if block.place == one.place:
                return block
    return None


def not_ticked(case: Case, p: P) -> Iterator[Hit]:
    """Boxes of which none is ticked."""
    for name in p["fields"]:
        for one in case.all(name):
            block = _block_at(case, one)
            boxes = ticks(one.text) or ticks(block.text if block else "")
            if boxes and not any(t.state == "checked" for t in boxes):
                label = case.label(one.name)
                yield Hit(
                    one.place,
                    case.role_of(name),
                    values={"label": label},
                    actual="没有勾选",
                    sure=case.sure(one) and not case.scanned(one),
                )


def two_ticked(case: Case, p: P) -> Iterator[Hit]:
    """Yes and no both ticked."""
    for name in p["fields"]:
        for one in case.filled(name):
            picked = [t.label for t in ticks(one.text) if t.state == "checked"]
            if len(picked) > 1:
                said = {"label": case.label(one.name), "value": "、".join(picked)}
                yield Hit(one.place, case.role_of(name), values=said, evidence=one.text, actual=said["value"])


def outside_options(case: Case, p: P) -> Iterator[Hit]:
    """Choices that the form does not offer, and 其他 with nothing said."""
    for name in p["fields"]:
        entry = case.tables.field(name)
        options = entry.options if entry else []
        for one in case.filled(name):
            for value in one.value or ():
                bare = value == "其他" and not re.search(r"其他\s*[：:（(]?\s*[^\s□☐☑☒：:（()）]{2,}", one.text)
                if value in options and not bare:
                    continue
                said = {
                    "label": case.label(one.name),
                    "value": "其他（没有说明）" if bare else value,
                    "options": "、".join(options),
                }
                yield Hit(one.place, case.role_of(name), values=said, evidence=one.text, sure=False)


def too_long(case: Case, p: P) -> Iterator[Hit]:
    """Texts longer than the form allows, blanks not counted."""
    for name in p["fields"]:
        for one in case.filled(name):
            length = len(re.sub(r"\s", "", one.text))
            if length > p["limit"]:
                said = {"label": case.label(one.name), "count": str(length), "limit": str(p["limit"])}
                yield Hit(
                    one.place,
                    case.role_of(name),
                    values=said,
                    evidence=one.text[:160],
                    expected=f"不超过{p['limit']}字",
                    actual=f"{length}字",
                    sure=case.sure(one),
                )


def unmarked_terms(case: Case, p: P) -> Iterator[Hit]:
    """Legal papers in which nothing is highlighted, framed or commented."""
    for part in case.readable(*p["roles"]):
        marked = _marks(part, "highlight") or any(b.kind == "comment" for b in part.paper.blocks)
        if not marked:
            sure = part.paper.format == "docx"
            yield Hit(part.start, part.role, values={"name": _name(case, part)}, actual="没有标识", sure=sure)


def tracked_changes(case: Case, p: P) -> Iterator[Hit]:
    """Changes that were tracked and neither accepted nor refused."""
    for part in case.readable(*p["roles"]):
        found = [m for m in part.paper.marks if m.kind in ("insertion", "deletion")]
        if found:
            shown = "；".join(f"{'增' if m.kind == 'insertion' else '删'}“{m.value[:20]}”" for m in found[:3])
            said = {"name": _name(case, part), "count": str(len(found)), "value": shown}
            yield Hit(found[0].place, part.role, values=said, evidence=shown, also=tuple(m.place for m in found[1:6]))


def comments_left(case: Case, p: P) -> Iterator[Hit]:
    """Comments left in the paper."""
    for part in case.readable(*p["roles"]):
        found = [b for b in part.paper.blocks if b.kind == "comment"]
        if found:
            said = {"name": _name(case, part), "count": str(len(found)), "value": found[0].text[:40]}
            yield Hit(found[0].place, part.role, values=said, evidence=found[0].text[:120], sure=False)


def _set(part: Identified) -> list[Block]:
    return [b for b in part.paper.blocks if b.visible and b.font and b.kind in ("paragraph", "heading")]


def fonts_differ(case: Case, p: P) -> Iterator[Hit]:
    """Running text mostly set in another typeface or size than the template says."""
    for part in case.readable(p["role"]):
        body = [b for b in _set(part) if b.kind == "paragraph" and len(b.text) > 30]
        total = sum(len(b.text) for b in body)
        wrong = [b for b in body if not _fits(b, p)]
        share = sum(len(b.text) for b in wrong) / total if total > 200 else 0.0
        if share > 0.3:
            looks = Counter(f"{b.font} {b.size_pt or ''}".strip() for b in wrong).most_common(1)[0][0]
            said = {"name": _name(case, part), "value": looks, "percent": f"{share:.0%}"}
            yield Hit(wrong[0].place, part.role, values=said, actual=looks, sure=False)


def _fits(block: Block, p: P) -> bool:
    if "body" in p and p["body"] not in (block.font or "") and not _latin(block.font):
        return False
    return "size" not in p or block.size_pt is None or abs(block.size_pt - p["size"]) < 0.6


def _latin(font: str | None) -> bool:
    return not font or not (_HAN.search(font) or font.lower().startswith(("simsun", "simhei", "fang", "kai", "micro")))


def heading_fonts_differ(case: Case, p: P) -> Iterator[Hit]:
    """Headings set in another typeface than the template says for their level; the first of each level."""
    for part in case.readable(p["role"]):
        seen: set[int] = set()
        for head in headings(part.paper.blocks):
            block = part.paper.blocks[head.at]
            wanted = p["fonts"].get(str(head.level))
            if not wanted or not block.font or head.level in seen or _latin(block.font) or wanted in block.font:
                continue
            seen.add(head.level)
            said = {
                "name": _name(case, part),
                "value": block.text[:30],
                "level": "一二三"[head.level - 1],
                "font": wanted,
            }
            yield Hit(block.place, part.role, values=said, expected=wanted, actual=block.font, sure=False)


def template_left(case: Case, p: P) -> Iterator[Hit]:
    """Words of the template that should have been replaced; one hit a paper."""
    rx = re.compile("|".join(p["patterns"]))
    for part in case.readable(*p["roles"]):
        hits = [(b, m) for b in part.paper.blocks if b.visible and (m := rx.search(b.text))]
        if hits:
            block, m = hits[0]
            said = {"name": _name(case, part), "value": m[0][:40]}
            also = tuple(b.place for b, _ in hits[1:6])
            yield Hit(block.place, part.role, values=said, evidence=block.text[:120], actual=m[0], also=also)


def old_form(case: Case, p: P) -> Iterator[Hit]:
    """Titles or columns of an earlier edition of the form."""
    yield from template_left(case, p)


def annex_missing(case: Case, p: P) -> Iterator[Hit]:
    """Numbered annexes that a paper refers to and that neither a file nor a heading bears."""
    everywhere = {key(b.text)[:6] for paper in case.submission.papers for b in paper.blocks if len(b.text) < 60}
    names = " ".join(paper.file for paper in case.submission.papers)
    heads = " ".join(b.text[:8] for paper in case.submission.papers for b in paper.blocks if b.text.startswith("附件"))
    for part in case.readable(*p["roles"]):
        seen: set[str] = set()
        for block in part.paper.blocks:
            for m in re.finditer(
                r"(?:详见|参见|见|如)\s*(?:本报告)?\s*(附件\s*([一二三四五六七八九十\d]{1,2}))", block.text
            ):
                label = re.sub(r"\s", "", m[1])
                if label in seen or label in re.sub(r"\s", "", names) or label in re.sub(r"\s", "", heads):
                    continue
                if label in everywhere:
                    continue
                seen.add(label)
                said = {"value": label, "name": _name(case, part)}
                yield Hit(block.place, part.role, values=said, evidence=block.text[:120], sure=False)
