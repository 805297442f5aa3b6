"""What happens in a story: is the data personal, needed by a contract, for staff."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.story.headcount import Persons
from copilot.story.kinds import KindMention
from copilot.story.lexicon import Lexicon
from copilot.story.passage import Passage
from copilot.story.statements import Span, Statement, blank, first

ASK_CONTRACT = "提供这些信息，是为了订立、履行与个人本人的合同所必需的吗？"


@dataclass(frozen=True, slots=True)
class Scene:
    """A fact read from how several cues stand together; `asked` says what is unclear when `value` is None."""

    value: bool | None
    spans: tuple[Span, ...]
    asked: str = ""


def personal(
    passage: Passage, said: Statement | None, *, counted: list[Persons], mentions: list[KindMention], lexicon: Lexicon
) -> Scene | None:
    """Whether personal information is among the data; anonymised beyond recovery is not personal."""
    absent = [m.span() for m in lexicon["facts.contains_pi.absent"].finditer(passage.live)]
    off = absent + [m.span() for m in lexicon["words.of_things"].finditer(passage.live) if absent]
    named = [m for m in mentions if m.kind in ("sensitive", "ordinary", "doubtful", "minor")]
    named = [m for m in named if not any(a <= m.start < b for a, b in off)]
    counted = [p for p in counted if not any(a <= p.number.start < b for a, b in off)]
    if said is not None and said.value is not True:
        if said.value is False and not any(p.unit in ("persons", "papers") for p in counted):
            return Scene(False, said.spans)
        return Scene(None, said.spans, "数据里有没有个人信息？")
    if figures := _only_figures(passage, counted, named, lexicon):
        return figures
    people = [p for p in counted if p.unit != "records" and not (absent and p.unit == "bare")]
    if people:
        return Scene(True, ((people[0].number.start, people[0].number.end),))
    if named:
        return Scene(True, ((named[0].start, named[0].end),))
    if absent:
        return Scene(False, tuple(absent[:2]))
    word = first(lexicon["words.personal"], passage)
    return Scene(True, (word,)) if word else None


def _only_figures(passage: Passage, counted: list[Persons], named: list[KindMention], lexicon: Lexicon) -> Scene | None:
    """Whether what goes is anonymised, or figures of groups whose records stay; None where neither is said."""
    sealed = [m.span() for m in lexicon["words.irreversible"].finditer(passage.live)]
    anonymous = first(lexicon["words.anonymised"], passage)
    figures, kept = first(lexicon["words.aggregated"], passage), first(lexicon["words.no_detail"], passage)
    at = anonymous or (figures if figures and (kept or sealed) and not named else None)
    if at is None:
        return None
    if lexicon.has("words.reversible", blank(passage.live, sealed)):
        return Scene(True, (at,))
    besides = lexicon["placing.besides"].search(passage.live, at[1])
    if besides and any(p.number.start > besides.start() for p in counted):
        return None  # of another transfer beside it
    if anonymous and lexicon.has("words.in_part", passage.live[max(0, at[0] - 8) : at[0]]):
        return Scene(None, (at,), "匿名化之后还能否识别到个人、能否复原？")
    return Scene(False, (at,))


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
    other = _other_purpose(text, passage, lexicon)
    if other and not (scene and re.match(r"[^。；]{0,4}(?:才能|登机)", text[other.end() :])):
        return Scene(False, (other.span(),))
    if scene is None:
        return None
    affiliate = lexicon["contract.affiliate"].search(text)
    if of_firms := lexicon["contract.firms_people"].search(text):
        return Scene(None, (of_firms.span(),), ASK_CONTRACT)
    strict = _near(text, lexicon["contract.strict"], lexicon["contract.scene"], passage)
    if strict and not affiliate:
        return Scene(True, (scene.span(), strict.span()))
    bounds = passage.sentence(scene.start())
    need = lexicon["contract.need"].search(text, *bounds)
    strong = lexicon["contract.strong"].search(text, *bounds)
    if need and (strong or not affiliate):
        return Scene(True, (scene.span(), need.span()))
    performing = lexicon["contract.performing"].search(text)
    party = _near(text, lexicon["contract.counterparty"], lexicon["contract.performing"], passage)
    if performing and party and not affiliate:  # the named performance itself: parcel, ticket, remittance, visa, exam
        return Scene(True, (performing.span(), party.span()))
    return Scene(None, (scene.span(),), ASK_CONTRACT)


def _near(text: str, said: re.Pattern[str], of: re.Pattern[str], passage: Passage) -> re.Match[str] | None:
    """The first match of `said` in a sentence in which, or in the two before which, `of` matches too."""
    for match in said.finditer(text):
        start, end = passage.sentence(match.start())
        for _ in range(2):
            start = passage.sentence(start - 1)[0] if start else 0
        if of.search(text, start, end):
            return match
    return None


def _other_purpose(text: str, passage: Passage, lexicon: Lexicon) -> re.Match[str] | None:
    """The first purpose beside the contract that is neither denied nor served inside the country."""
    for match in lexicon["contract.other"].finditer(text):
        start, end = passage.clause(match.start())
        denied = lexicon["contract.apart"].search(text[start : match.start()])
        home = re.match(rf"[^，。；,.;]{{0,16}}(?:{lexicon['contract.at_home'].pattern})", text[match.end() : end])
        if not denied and not home:
            return match
    return None


def _employed(text: str, lexicon: Lexicon) -> re.Match[str] | None:
    """The first word for staff other than the purpose alone (用于人力资源管理)."""
    return next((m for m in lexicon["hr.staff"].finditer(text) if not lexicon["hr.purpose"].fullmatch(m.group())), None)


def staff(passage: Passage, lexicon: Lexicon) -> Scene | None:
    """Whether staff administration across borders needs the transfer; applicants are no employees yet."""
    text = blank(passage.live, [m.span() for m in lexicon["hr.ignore"].finditer(passage.live)])
    applicants, people = lexicon["hr.applicants"].search(text), _employed(text, lexicon)
    if applicants:
        return Scene(False, (applicants.span(),))
    scene = lexicon["hr.scene"].search(text)
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
