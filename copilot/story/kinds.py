"""Which kinds of personal information a story names where, and whether it denies them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from copilot.story.lexicon import Lexicon
from copilot.story.numbers import value_of
from copilot.story.passage import Passage

Kind = Literal["sensitive", "ordinary", "doubtful", "unlisted", "minor", "minor_unsure", "none", "open", "denied"]


@dataclass(frozen=True, slots=True)
class KindMention:
    """One kind named at a place."""

    kind: Kind
    start: int
    end: int


@lru_cache(maxsize=4)
def _scanner(lexicon: Lexicon) -> re.Pattern[str]:
    some = "|".join(f"(?:{lexicon[f'kinds.{n}'].pattern})" for n in ("sensitive", "doubtful", "ordinary"))
    deny = rf"{lexicon['kinds.deny'].pattern}\s*(?:(?:{some})(?:{lexicon['kinds.between'].pattern})*)+"
    listed = rf"(?:(?:{some})(?:{lexicon['kinds.listed'].pattern}){{0,6}}+){{1,8}}+"
    behind = rf"{listed}(?:{lexicon['kinds.denied_after'].pattern})"
    said = [f"(?P<{n}>{lexicon[f'kinds.{n}'].pattern})" for n in ("none", "open")]
    return re.compile("|".join([*said, f"(?P<denied>{deny})", f"(?P<behind>{behind})", _named(lexicon)]), re.IGNORECASE)


@lru_cache(maxsize=4)
def _plain(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(_named(lexicon), re.IGNORECASE)


def _named(lexicon: Lexicon) -> str:
    return "|".join(f"(?P<{n}>{lexicon[f'kinds.{n}'].pattern})" for n in ("sensitive", "ordinary", "doubtful"))


def kind_mentions(passage: Passage, lexicon: Lexicon) -> list[KindMention]:
    """Every kind named, denied or left open, in order; kinds inside names of firms are left out."""
    text, found = passage.live, []
    for m in _scanner(lexicon).finditer(text):
        if m.lastgroup in ("denied", "behind"):
            if _on_condition(passage, m, lexicon):
                found += _each(text, m.span(), lexicon)
            else:
                found.append(KindMention("denied", *m.span()))
                if m.lastgroup == "denied" and lexicon.has("kinds.as_such", m.group()):
                    found.append(KindMention("none", *m.span()))
        elif m.lastgroup in ("none", "open"):
            found.append(KindMention(m.lastgroup, *m.span()))  # type: ignore[arg-type]
        else:
            found += _each(text, m.span(), lexicon)
    sure = {text[m.start : m.end] for m in found if m.kind == "sensitive"}
    found = [m for m in found if m.kind != "open" or text[m.start : m.end] not in sure]
    return found + _unlisted(text, found, lexicon) + _minors(passage, lexicon)


def _unlisted(text: str, found: list[KindMention], lexicon: Lexicon) -> list[KindMention]:
    """What stands in a list with ordinary kinds and is of no kind that we know (姓名、化验单): perhaps sensitive."""
    out = [KindMention("unlisted", *m.span()) for m in lexicon["kinds.vague"].finditer(text)]
    for one in found:
        if one.kind != "ordinary":
            continue
        item = lexicon["kinds.item"].match(text, one.end)
        while item and not any(item.start("item") <= m.start < item.end("item") for m in found):
            if not lexicon.has("kinds.harmless", item["item"]):
                out.append(KindMention("unlisted", item.start("item"), item.end("item")))
                break
            item = lexicon["kinds.item"].match(text, item.end())
    return out


def _each(text: str, span: tuple[int, int], lexicon: Lexicon) -> list[KindMention]:
    """The kinds named between two offsets."""
    out = []
    for m in _plain(lexicon).finditer(text, *span):
        kind = m.lastgroup
        doubt = _in_doubt(text, m.start(), lexicon) or lexicon.has("kinds.undecided", text[m.end() : m.end() + 16])
        if kind != "ordinary" and (doubt or _of_some(text, m.span(), lexicon)):
            out.append(KindMention("open", *m.span()))
        elif not lexicon["kinds.firm"].match(text, m.end()):
            out.append(KindMention(kind, *m.span()))  # type: ignore[arg-type]
    return out


def _on_condition(passage: Passage, denial: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether kinds are denied only for the case that, or as what cannot be done (不传银行卡号就汇不了款)."""
    start, end = passage.sentence(denial.start())
    stop = passage.live[denial.end() : denial.end() + 24]
    if denial.group().endswith("了"):
        return False  # done already
    if lexicon.has("kinds.stays", denial.group()) and lexicon.has("export.remote", passage.live):
        return True  # what lies here is seen from abroad
    if lexicon.has("kinds.condition", stop):
        return True
    return denial.lastgroup == "behind" and lexicon.has("kinds.conditional", passage.live[start : end + 1])


def _in_doubt(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether the words right before leave open what is said from `start` on."""
    return lexicon.has("kinds.maybe", text[max(0, start - 22) : start])


def _of_some(text: str, span: tuple[int, int], lexicon: Lexicon) -> bool:
    """Whether what is named is that of some of the persons, nobody knows how many: 部分人有健康数据, 轨迹若干."""
    before, after = text[max(0, span[0] - 40) : span[0]], text[span[1] : span[1] + 16]
    return lexicon.has("kinds.some", before) or lexicon.has("kinds.few", after)


def children_denied(passage: Passage, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where the story says that there are no children under 14 (those of a lower age alone do not tell)."""
    for span in _denials(passage, lexicon):
        ages = list(lexicon["minors.age"].finditer(passage.live, *span))
        if not ages or any(_reaches_14(age) for age in ages):
            return span
    return None


def _denials(passage: Passage, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where children are denied, other than behind a denial or a doubt of the denial (没有把孩子剔除)."""
    out = []
    for m in lexicon["minors.denied"].finditer(passage.live):
        lead = passage.live[max(m.start() - 6, passage.clause(m.start())[0]) : m.start()]
        if not lexicon.has("minors.undenied", lead):
            out.append(m.span())
    return out


def _of_14(passage: Passage, denied: list[tuple[int, int]], lexicon: Lexicon) -> bool:
    """Whether a denial is of children under 14, with that age."""
    ages = [age for span in denied for age in lexicon["minors.age"].finditer(passage.live, *span)]
    return bool(ages) and all(_reaches_14(age) for age in ages)


def _reaches_14(match: re.Match[str]) -> bool:
    bounds = value_of(match["age"])
    return bounds is not None and bounds[0] >= 14


def _minors(passage: Passage, lexicon: Lexicon) -> list[KindMention]:
    """Children: certainly under 14, or perhaps. Adults and denials take precedence."""
    text = passage.live
    denied = _denials(passage, lexicon)
    adults = [m.span() for m in lexicon["minors.adult"].finditer(text)]
    aged = [(m.span(), _age(m)) for m in lexicon["minors.age"].finditer(text)]
    off = {at for span in denied for at in range(*span)}
    apart = off | {at for span in adults for at in range(*span)}
    settled = bool(adults) or children_denied(passage, lexicon) is not None
    out: list[KindMention] = []
    for span, age in aged:
        if span[0] in off:
            if age and not settled:
                out.append(KindMention("minor_unsure", *span))  # none under 12: some may be 13
        elif age is not False:
            out.append(KindMention("minor" if age else "minor_unsure", *span))
    cues: tuple[tuple[Kind, str], ...] = (("minor", "minors.under"), ("minor_unsure", "minors.unsure"))
    for kind, name in cues:
        for m in lexicon[name].finditer(text):
            if m.start() in apart:
                continue
            named = lexicon["kinds.firm"].match(text, m.end()) or lexicon["minors.product"].match(text, m.end())
            if not named:
                out.append(KindMention(kind, *m.span()))
            elif not adults and not aged and not denied:
                out.append(KindMention("minor_unsure", *m.span()))
    out = [replace(m, kind="minor_unsure") if _in_doubt(text, m.start, lexicon) else m for m in out]
    if any(m.kind == "minor" and lexicon.has("minors.all", text[max(0, m.start - 8) : m.start]) for m in out):
        out = [replace(m, kind="minor") if m.kind == "minor_unsure" else m for m in out]
    if _of_14(passage, denied, lexicon):
        aged = [(span, age) for span, age in aged if span[0] not in off]  # what is denied is no age of theirs
    if any(age is False for _, age in aged) and not any(age for _, age in aged):
        out = [k for k in out if k.kind == "minor"]  # the ages given answer what the words leave open
    return _mixed(out, adults, text, lexicon)


def _mixed(found: list[KindMention], adults: list[tuple[int, int]], text: str, lexicon: Lexicon) -> list[KindMention]:
    """`found` with children named together with older ones (小学生和初中生), or not told apart, left open."""
    if lexicon.has("minors.apart", text):
        return [replace(m, kind="minor_unsure") for m in found]
    older = {(m.start, m.end) for m in found if m.kind == "minor_unsure"} | set(adults)
    in_order = sorted({*older, *((m.start, m.end) for m in found)})
    beside = {(one, other) for one, other in pairwise(in_order) if _joined(text, one, other, lexicon)}
    mixed = {a for a, b in beside if b in older} | {b for a, b in beside if a in older}
    return [replace(m, kind="minor_unsure") if (m.start, m.end) in mixed else m for m in found]


def _joined(text: str, one: tuple[int, int], other: tuple[int, int], lexicon: Lexicon) -> bool:
    return lexicon["minors.joined"].fullmatch(text, one[1], max(one[1], other[0])) is not None


def _age(match: re.Match[str]) -> bool | None:
    """True: under 14; False: 14 or older; None: may be either."""
    bounds = value_of(match["age"])
    if bounds is None:
        return None
    age, side = bounds[0], match["side"] or ""
    low = value_of(match["low"]) if match["low"] else None
    if match["not"] or "以下" in side:
        return True if age <= 14 else (None if low is None or low[0] < 14 else False)
    if "以上" in side:
        return False if age >= 14 else None
    if low is not None:
        return True if age < 14 else (False if low[0] >= 14 else None)
    return age < 14


def kinds_in(mentions: Iterable[KindMention], start: int, end: int) -> set[Kind]:
    """The kinds named between two offsets."""
    return {m.kind for m in mentions if start <= m.start < end}
