"""A question about a path, decided by the rules: what the answer says of the verdict, and what it still asks.

The verdict is the rules' alone; every statement carries the articles that its step rests on, and its numbers stand in
those articles or in the trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from copilot.chat.knowledge import Knowledge
from copilot.chat.reading import Reading
from copilot.chat.triage import triage
from copilot.chat.verify import sentences
from copilot.domain import Basis, Passage, Ref
from copilot.errors import BadInput
from copilot.rules.labels import PATHS_EN, SPOKEN
from copilot.rules.result import PathResult
from copilot.story.verdict import judge_by_rules

MAX_TURNS = 4  # of the conversation, read together as one story
MAX_STATEMENTS = 5
MAX_SOURCES = 3  # of one statement
# Provisions that say nothing of a case in which the fact has this value.
ASIDE = (("第三条", "contains_pi", True), ("第四条", "overseas_origin", False), ("第六条", "ftz", None))
STANDING = ("notice", "consent", "pipia", "contract_filing", "self_assessment")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of the answer, the passages it rests on, and what the trace adds to their numbers."""

    text: str
    passages: tuple[Passage, ...]
    trace: str = ""


@dataclass(frozen=True, slots=True)
class PathAnswer:
    """The verdict and how it is told. `preface` stands before the statements where nothing definite is said."""

    result: PathResult
    statements: list[Said]
    notices: list[str] = field(default_factory=list)
    preface: str = ""


def story_of(reading: Reading, history: Sequence[str]) -> str | None:
    """What the rules are to judge: this question, with the turns before it where they tell one case; None: no case."""
    if reading.triage.intent == "path":
        return "\n".join([*history[-MAX_TURNS:], reading.text]) if reading.follow_up else reading.text
    earlier = list(history[-MAX_TURNS:])
    if reading.triage.intent != "question" or not any(triage(turn).intent == "path" for turn in earlier):
        return None
    return "\n".join([*earlier, reading.text])


def path_answer(reading: Reading, history: Sequence[str], knowledge: Knowledge) -> PathAnswer | None:
    """The rules' answer to a question about a path; None where it is none, or tells nothing new of its case."""
    story = story_of(reading, history)
    if story is None:
        return None
    try:
        if reading.triage.intent != "path" and not _tells(reading.text, reading, knowledge):
            return None
        result = judge_by_rules(story, as_of=reading.as_of, book=knowledge.kb.rulebook)
    except BadInput:  # a day before the first law: what is found answers
        return None
    if result.path == "need_facts":
        return _open(result, reading, knowledge)
    said = [*_verdict(result, reading, knowledge), *_beside(result, reading, knowledge)]
    if not said:
        return None
    return PathAnswer(result, said[:MAX_STATEMENTS], _understood(result, reading, knowledge), _english(result, reading))


def _tells(text: str, reading: Reading, knowledge: Knowledge) -> bool:
    result = judge_by_rules(text, as_of=reading.as_of, book=knowledge.kb.rulebook, details=False)
    return bool(result.story and result.story["found"])


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


def _verdict(result: PathResult, reading: Reading, knowledge: Knowledge) -> list[Said]:
    trace = _trace(result)
    said = []
    passages = _passages(result.basis, reading, knowledge)
    duties = _passages([b for o in result.obligations[:1] for b in reversed(o.basis)], reading, knowledge)
    for sentence in sentences(result.headline):
        beside = "其他义务" in sentence and not said_path(sentence) and duties
        said.append(Said(sentence, duties if beside else passages, trace))
    stated = {(i, a): says for i, a, says in knowledge.clarify.statements}
    for basis in result.basis[:2]:
        article = (basis.article or "").partition("条")[0] + "条"
        if says := stated.get((basis.instrument, article)):
            said.append(Said(says, _passages([basis], reading, knowledge)))
    return [s for s in said if s.passages]


def said_path(sentence: str) -> bool:
    """Whether a sentence of the headline names the path itself."""
    return any(word in sentence for word in ("应当", "免", "不属于", "批准", "判定"))


def _beside(result: PathResult, reading: Reading, knowledge: Knowledge) -> list[Said]:
    """Blockers first, then the duties that stand whatever the path is."""
    rows: list[tuple[str, list[Basis]]] = [(b.text, b.basis) for b in result.blockers]
    rows += [(o.text, o.basis) for o in result.obligations if o.id in STANDING]
    found = (Said(text, _passages(basis, reading, knowledge)) for text, basis in rows)
    return [s for s in found if s.passages]


def _passages(basis: Sequence[Basis], reading: Reading, knowledge: Knowledge) -> tuple[Passage, ...]:
    found = [p for b in basis for p in knowledge.passages(Ref(b.instrument, b.article), reading.as_of)]
    return tuple({p.id: p for p in found}.values())[:MAX_SOURCES]


def _trace(result: PathResult) -> str:
    return "；".join(f"{step.title}：{step.compare}" for step in result.trace if step.compare)


def _understood(result: PathResult, reading: Reading, knowledge: Knowledge) -> list[str]:
    """What was read from the question, and what was presumed: the reader corrects it before the verdict counts."""
    found: list[dict[str, Any]] = (result.story or {}).get("found", [])
    words = [f"“{f['words'][0]['text']}”" for f in found if f["words"]]
    facts = knowledge.kb.rulebook.facts
    presumed = [facts[a.fact].label for a in result.assumptions if a.fact in SPOKEN]
    if reading.language == "en":
        return ["The facts were read from your words; check them under “path” before you rely on the verdict."]
    said = [f"判定所据的事实来自您的描述：{'、'.join(dict.fromkeys(words))}。有误请更正。"] if words else []
    if presumed:
        said.append(f"没有提到、按“否”处理的：{'、'.join(dict.fromkeys(presumed))}。如有其事，结论会变。")
    return said


def _english(result: PathResult, reading: Reading) -> str:
    if reading.language != "en":
        return ""
    return f"By the rules in force on {result.as_of}: {PATHS_EN[result.path]}."
