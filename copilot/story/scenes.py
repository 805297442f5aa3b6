"""What happens in a story: does data leave, is it personal, needed by a contract, for staff."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.story.headcount import Persons
from copilot.story.kinds import KindMention
from copilot.story.lexicon import Lexicon
from copilot.story.passage import Passage
from copilot.story.statements import Span, Statement, blank, first

ASK_EXPORT = "这些数据会传到、存到境外，或者让境外的人远程查看吗？"
ASK_CONTRACT = "提供这些信息，是为了订立、履行与个人本人的合同所必需的吗？"


@dataclass(frozen=True, slots=True)
class Scene:
    """A fact read from how several cues stand together; `asked` says what is unclear when `value` is None."""

    value: bool | None
    spans: tuple[Span, ...]
    asked: str = ""


def export(passage: Passage, lexicon: Lexicon) -> Scene | None:
    """Whether data leaves: sent, stored or seen abroad; None when the story does not speak of it."""
    text = passage.live
    if doubt := lexicon["export.open"].search(text):
        return Scene(None, (doubt.span(),), ASK_EXPORT)
    none = [m.span() for m in lexicon["export.none"].finditer(text)]
    rest = blank(text, none)
    places = lexicon["places"]  # a machine room in Singapore is not inside
    inside = next((m for m in lexicon["export.inside"].finditer(rest) if not places.search(m.group())), None)
    remote = lexicon["export.remote"].search(rest)
    abroad = lexicon["export.abroad"].search(rest)
    if none and not remote and not _sent(rest, lexicon):
        return Scene(False, tuple(none[:2]))
    if inside and abroad and not remote:
        none += [m.span() for m in lexicon["export.untouched"].finditer(rest)]
        if none:
            return Scene(False, (inside.span(), none[0]))
        if not _sent(blank(rest, [inside.span()]), lexicon):
            return Scene(None, (inside.span(),), "数据有没有传到境外，或者能从境外看到？")
    if none and inside and not remote:
        return Scene(False, tuple(none[:2]))
    out = lexicon["export.out"].search(rest) or lexicon["export.sending"].search(rest)
    if remote and abroad:
        return Scene(True, (remote.span(),))
    if abroad and out:
        return Scene(True, (abroad.span(), out.span()))
    domestic = lexicon["export.domestic"].search(rest)
    if domestic and not abroad:
        return Scene(False, (domestic.span(),))
    kept = lexicon["export.kept"].search(rest)
    if kept and not abroad:
        return Scene(None, (kept.span(),), ASK_EXPORT)
    if none:
        return Scene(False, tuple(none[:2]))
    hint = lexicon["export.procedure"].search(rest) or abroad  # who speaks of the procedures speaks of an export
    return Scene(True, (hint.span(),)) if hint else None


def _sent(text: str, lexicon: Lexicon) -> bool:
    """Whether something is sent abroad, said apart from the denials."""
    sending, abroad = lexicon["export.sending"].pattern, lexicon["export.abroad"].pattern
    ways = (
        rf"(?:{sending})[^。；！？]{{0,24}}?(?:{abroad})",
        rf"(?:向|给|往)[^，。；！？]{{0,8}}(?:{abroad})",
        rf"(?:{abroad})[^，。；！？]{{0,18}}(?:下载|导出|拷走)",
        r"出境(?!外)(?:了|[^，。；]{0,6}人)",
    )
    return any(re.search(way, text, re.IGNORECASE) for way in ways)


def personal(
    passage: Passage, said: Statement | None, *, counted: list[Persons], mentions: list[KindMention], lexicon: Lexicon
) -> Scene | None:
    """Whether personal information is among the data; anonymised beyond recovery is not personal."""
    if said is not None and said.value is not True:
        if said.value is False and not any(p.unit in ("persons", "papers") for p in counted):
            return Scene(False, said.spans)
        return Scene(None, said.spans, "数据里有没有个人信息？")
    anonymous = first(lexicon["words.anonymised"], passage)
    if anonymous:
        if first(lexicon["words.reversible"], passage):
            return Scene(True, (anonymous,))
        lead = passage.live[max(0, anonymous[0] - 8) : anonymous[0]]
        if lexicon.has("words.in_part", lead):
            return Scene(None, (anonymous,), "匿名化之后还能否识别到个人、能否复原？")
        return Scene(False, (anonymous,))
    people = [p for p in counted if p.unit in ("persons", "papers", "bare")]
    if people:
        return Scene(True, ((people[0].number.start, people[0].number.end),))
    named = [m for m in mentions if m.kind in ("sensitive", "ordinary", "doubtful", "minor")]
    if named:
        return Scene(True, ((named[0].start, named[0].end),))
    word = first(lexicon["words.personal"], passage)
    return Scene(True, (word,)) if word else None


def contract(passage: Passage, span: Span, lexicon: Lexicon) -> Scene | None:
    """Whether a contract with the individual needs the transfer, in one stretch of the story; None: not touched."""
    start, end = span
    text = "\0" * start + passage.live[start:end]
    text = blank(text, [m.span() for m in lexicon["contract.ignore"].finditer(text)])
    if doubt := lexicon["contract.open"].search(text):
        return Scene(None, (doubt.span(),), ASK_CONTRACT)
    if no := lexicon["contract.no"].search(text):
        return Scene(False, (no.span(),))
    scene = lexicon["contract.scene"].search(text)
    other = lexicon["contract.other"].search(text)
    if other and not (scene and re.match(r"[^。；]{0,4}(?:才能|登机)", text[other.end() :])):
        return Scene(False, (other.span(),))
    if scene is None:
        return None
    bounds = passage.sentence(scene.start())
    need = lexicon["contract.need"].search(text, *bounds)
    strong, affiliate = lexicon["contract.strong"].search(text, *bounds), lexicon["contract.affiliate"].search(text)
    if need and (strong or not affiliate):
        return Scene(True, (scene.span(), need.span()))
    performing, party = lexicon["contract.performing"].search(text), lexicon["contract.counterparty"].search(text)
    if performing and party and not affiliate:  # the named performance itself: parcel, ticket, remittance, visa, exam
        return Scene(True, (performing.span(), party.span()))
    return Scene(None, (scene.span(),), ASK_CONTRACT)


def staff(passage: Passage, lexicon: Lexicon) -> Scene | None:
    """Whether staff administration across borders needs the transfer; applicants are no employees yet."""
    text = blank(passage.live, [m.span() for m in lexicon["hr.ignore"].finditer(passage.live)])
    applicants, people = lexicon["hr.applicants"].search(text), lexicon["hr.staff"].search(text)
    if applicants:
        return Scene(False, (applicants.span(),))
    scene = lexicon["hr.scene"].search(passage.live)
    if people is None:
        return None
    if denied := lexicon["hr.no"].search(text) or lexicon["hr.never"].search(text):
        return Scene(False, (denied.span(),))
    if scene is None:
        return None
    strange = None if lexicon.has("hr.strong", text) else lexicon["hr.unlikely"].search(text)
    if other := lexicon["hr.other"].search(text) or strange:
        return Scene(None, (other.span(),), "提供员工信息是跨境人力资源管理确需的吗？")
    return Scene(True, (people.span(), scene.span()))
