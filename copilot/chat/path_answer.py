"""A question about a path, decided by the rules: what the answer says of the verdict, and what it still asks.

The verdict is the rules' alone; every statement carries the articles that its step rests on, and its numbers stand in
those articles or in the trace.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from copilot.chat import why
from copilot.chat.case import pieces_of
from copilot.chat.knowledge import Knowledge
from copilot.chat.particulars import COSTS, Wanted, particulars, wanted_after, wanted_with
from copilot.chat.reading import Reading
from copilot.chat.said import MAX_SOURCES, Said, passages_of
from copilot.chat.splitting import splits_for_less, ways_of_splitting
from copilot.chat.turns import story_before, story_of
from copilot.chat.verdict import verdict_on
from copilot.chat.verify import sentences
from copilot.domain import Basis, Passage, Ref
from copilot.errors import BadInput
from copilot.law.rulebook import RuleBook
from copilot.rules.determination import MAX_QUESTIONS
from copilot.rules.labels import PATHS_EN, SPOKEN
from copilot.rules.result import PathResult

MAX_STATEMENTS = 6
MAX_BLOCKERS = 2
_STOP = re.compile(r"(?<=[.!?]) (?=[A-Z])")
READ = ("pi_count", "sensitive_pi_count", "contains_important_data")
# Provisions that say nothing of a case in which the fact has this value.
ASIDE = (("第三条", "contains_pi", True), ("第四条", "overseas_origin", False), ("第六条", "ftz", None))
STANDING = ("notice", "separate_consent", "pipia")
ENGLISH = {
    "pi_count": "persons whose data is not sensitive",
    "sensitive_pi_count": "persons whose data is sensitive",
    "contains_important_data": "important data",
    "important_data_notified": "data notified or published as important",
    "is_ciio": "operator of critical information infrastructure",
    "foreign_judicial_request": "request of a foreign court or authority",
    "is_state_organ": "state organ",
    "ftz": "pilot zone with a negative list",
}
# What must be done first on each path, with its deadline.
DUE = {
    "contract_or_certification": ("contract_filing", "pipia_contract", "certificate_first", "notice"),
    "security_assessment": ("assessment_first", "self_assessment", "pipia", "notice"),
    "exempt": ("pipia", "notice", "separate_consent"),
}


@dataclass(frozen=True, slots=True)
class PathAnswer:
    """The verdict and how it is told. `preface` stands before the statements where nothing definite is said."""

    result: PathResult
    statements: list[Said]
    notices: list[str] = field(default_factory=list)
    preface: str = ""


def path_answer(reading: Reading, history: Sequence[str], knowledge: Knowledge) -> PathAnswer | None:
    """The rules' answer to a question about a path; None where it is none, or tells nothing new of its case.

    A later turn that would split the persons of its case, or asks for the times or papers of its verdict, is answered
    on the case as told before.
    """
    book, as_of = knowledge.kb.rulebook, reading.as_of
    try:
        before = story_before(history, as_of, book)
        if before and (ways := ways_of_splitting(reading.text)):
            return _split(verdict_on(before, as_of=as_of, book=book), ways, reading, knowledge)
        if before and (later := _later(before, reading, book)):
            result, wanted = later
            open_case = result.path == "need_facts"
            return _open(result, reading, knowledge) if open_case else _further(result, wanted, reading, knowledge)
        story = story_of(reading, history, book)
        if story is None:
            return None
        result = verdict_on(story, as_of=as_of, book=book)
    except BadInput:  # a day before the first law: what is found answers
        return None
    if result.path == "need_facts":
        return _open(result, reading, knowledge)
    if result.path == "security_assessment" and splits_for_less(reading.text):
        return _split(result, ways_of_splitting(reading.text), reading, knowledge)
    wanted = wanted_with(reading.text, pieces_of(reading.text))
    said = _told(result, wanted, reading, knowledge)
    if not said:
        return None
    return PathAnswer(
        result, said[: _room(said, wanted)], _understood(result, reading, knowledge), _english(result, reading)
    )


def _later(before: str, reading: Reading, book: RuleBook) -> tuple[PathResult, frozenset[Wanted]] | None:
    """The verdict on the case before, and what a short turn asks of it; None where it asks of something else."""
    if not any(wanted_after(reading.text, path) for path in PATHS_EN):
        return None
    result = verdict_on(before, as_of=reading.as_of, book=book)
    wanted = wanted_after(reading.text, result.path)
    return (result, wanted) if wanted else None


def _further(
    result: PathResult, wanted: frozenset[Wanted], reading: Reading, knowledge: Knowledge
) -> PathAnswer | None:
    """What was asked of the verdict, below the verdict itself."""
    (first, english), *_ = _headline(result)
    places = passages_of(result.basis, knowledge, as_of=reading.as_of)[:1]
    said = [Said(first, places, why.amounts(result), english), *particulars(result, wanted, reading, knowledge)]
    if len(said) == 1:
        return None
    spoken = COSTS[reading.language == "en"] if "costs" in wanted else _english(result, reading)
    return PathAnswer(result, said, _understood(result, reading, knowledge), spoken)


def _split(result: PathResult, ways: Sequence[str], reading: Reading, knowledge: Knowledge) -> PathAnswer | None:
    """That splitting is forbidden and what counts as such, above the verdict on the whole."""
    said = [
        Said(s.says, passages, english=s.says_en)
        for s in knowledge.clarify.splitting
        if (s.of == "any" or s.of in ways)
        and (passages := knowledge.passages(Ref(s.instrument, s.article), reading.as_of))
    ]
    whole = _open(result, reading, knowledge) if result.path == "need_facts" else None
    told = whole.statements if whole else _told(result, frozenset(), reading, knowledge)
    if not said or not told:
        return None
    statements = [*said, *told[:MAX_STATEMENTS]]
    return PathAnswer(result, statements, _understood(result, reading, knowledge), _english(result, reading))


def _room(said: Sequence[Said], wanted: frozenset[Wanted]) -> int:
    """How many statements are told: all where times or papers were asked for."""
    return len(said) if wanted else MAX_STATEMENTS


def _open(result: PathResult, reading: Reading, knowledge: Knowledge) -> PathAnswer | None:
    """Nothing definite: the deciding provisions, what remains possible, and the questions."""
    clarify = knowledge.clarify
    stated = knowledge.statements(clarify.statements, reading.as_of)
    if not stated:
        return None
    intro = clarify.intro["en" if reading.language == "en" else "zh"]
    told = result.facts or {}
    aside = {number for number, fact, value in ASIDE if told.get(fact) is value}
    said = [Said(text, passages) for text, passages in stated if not any(p.article in aside for p in passages)]
    return PathAnswer(result, said, _understood(result, reading, knowledge), intro)


def _told(result: PathResult, wanted: frozenset[Wanted], reading: Reading, knowledge: Knowledge) -> list[Said]:
    """The verdict, why, what bars it, and what must be done with its times; each on its own places."""
    trace = why.amounts(result)
    (first, first_en), *beside = _headline(result)
    room = 1 if result.blockers or wanted else MAX_SOURCES  # six sources at most, what is due among them
    places = _passages(result.basis, reading, knowledge)[:room]
    said = [Said(first, places, trace, first_en)]
    reason = why.reason(result)
    if reason.text:
        said.append(Said(reason.text, _passages(reason.basis, reading, knowledge) or places, trace, reason.english))
    said += _sensitive(result, reading, knowledge)
    said += [
        Said(b.text, _passages(b.basis, reading, knowledge)[:room], english=b.text_en)
        for b in result.blockers[:MAX_BLOCKERS]
    ]
    duties = {o.id: o for o in result.obligations}
    due = [duties[i] for i in DUE.get(result.path, STANDING) if i in duties]
    said += particulars(result, wanted, reading, knowledge)
    if beside and due:
        general = [b for o in due for b in reversed(o.basis)]
        said += [Said(zh, _passages(general, reading, knowledge)[:1], trace, en) for zh, en in beside]
    said += [Said(o.text, _passages(o.basis, reading, knowledge, o.text), english=o.text_en) for o in due]
    return [s for s in said if s.passages]


def _sensitive(result: PathResult, reading: Reading, knowledge: Knowledge) -> list[Said]:
    """Why persons count as sensitive where their age alone makes them so."""
    if not (result.facts or {}).get("under14") or not (result.facts or {}).get("sensitive_pi_count"):
        return []
    minors = why.MINORS
    return [Said(minors.text, _passages(minors.basis, reading, knowledge), english=minors.english)]


def _headline(result: PathResult) -> list[tuple[str, str]]:
    """The sentences of the headline, each with its English; what English says in more sentences goes with the last."""
    chinese, english = sentences(result.headline), _STOP.split(result.headline_en)
    if len(english) < len(chinese):
        return [(text, "") for text in chinese]
    last = len(chinese) - 1
    return list(zip(chinese, [*english[:last], " ".join(english[last:])], strict=True))


def _passages(basis: Sequence[Basis], reading: Reading, knowledge: Knowledge, text: str = "") -> tuple[Passage, ...]:
    return passages_of(basis, knowledge, as_of=reading.as_of, text=text)


def _understood(result: PathResult, reading: Reading, knowledge: Knowledge) -> list[str]:
    """What was read from the question, and what was presumed: the reader corrects it before the verdict counts."""
    found: list[dict[str, Any]] = (result.story or {}).get("found", [])
    words = list(dict.fromkeys(f"“{' … '.join(_spoken(f))}”" for f in found if f["words"]))
    facts = knowledge.kb.rulebook.facts
    presumed = [a.fact for a in result.assumptions if a.fact in SPOKEN or (a.fact in READ and a.value in (0, True))]
    unsaid = any(a.fact == "is_export" for a in result.assumptions)
    if reading.language == "en":
        said = [f"Read from your words: {', '.join(words)}. Correct what is wrong."] if words else []
        said += ["You do not say that the data goes abroad; it is taken that it does."] if unsaid else []
        names = ", ".join(dict.fromkeys(ENGLISH[f] for f in presumed if f in ENGLISH))
        return [*said, f"Not mentioned and taken as no or none: {names}."] if presumed else said
    said = [f"判定所据的事实来自您的描述：{'、'.join(words)}。有误请更正。"] if words else []
    said += ["没有写明向境外提供，按全部向境外提供判定；实际只提供一部分的，请告诉我人数。"] if unsaid else []
    if presumed:
        labels = "、".join(dict.fromkeys(facts[f].label for f in presumed if f != "is_export"))
        said.append(f"没有提到、按“否”或者“无”处理的：{labels}。如有其事，结论会变。")
    return said


def _spoken(found: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(w["text"].strip("，。, ") for w in found["words"]))


def questions_of(result: PathResult, reading: Reading, knowledge: Knowledge) -> list[str]:
    """The rules' questions, in the reader's language."""
    facts = knowledge.kb.rulebook.facts
    names = [q.fact.rpartition(".")[2] for q in result.questions]
    english = reading.language == "en"
    asked = [
        facts[name].question["en"] if english and name in facts else q.text
        for q, name in zip(result.questions, names, strict=True)
    ]
    return list(dict.fromkeys(asked))[:MAX_QUESTIONS]


def _english(result: PathResult, reading: Reading) -> str:
    if reading.language != "en":
        return ""
    return f"By the rules in force on {result.as_of}: {PATHS_EN[result.path]}."
