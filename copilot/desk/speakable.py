"""What an agent reads aloud: at most 120 characters, from the verified answer alone, ending 以网信部门答复为准.

Four ways: a decided case gets the rules' verdict after the presumptions it rests on; an undecided one gets questions
and no path; a question about the law gets its best sentences; an abstention says what is needed or who answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.chat.attribution import marks, without_marks
from copilot.chat.verify import Source, sentences
from copilot.desk.choice import chosen
from copilot.desk.pieces import pieces, place_of
from copilot.desk.words import Words
from copilot.domain import Answer

MAX_CHARS = 120
LIGHTER = ("exempt", "contract_or_certification", "no_procedure_then", "not_export")
Kind = Literal["answer", "path", "ask", "stop", "place", "abstain"]


class Clause(BaseModel):
    """A part of what is spoken, and the verified sentence it is or was shortened from."""

    model_config = ConfigDict(frozen=True)

    said: str
    original: str
    citation: int | None = Field(default=None, description="number of the citation that carries it, from 1")


class NextQuestion(BaseModel):
    """What to ask the caller next: the fact, how it is asked aloud, and the rules' own question."""

    model_config = ConfigDict(frozen=True)

    fact: str
    say: str
    full: str


class Spoken(BaseModel):
    """What may be read aloud. `final`: nothing better follows. `by_model`: phrased by the model, then verified."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(max_length=MAX_CHARS)
    kind: Kind
    clauses: list[Clause] = Field(default_factory=list)
    assumed: list[str] = Field(default_factory=list, description="presumptions that are spoken")
    asked: list[str] = Field(default_factory=list, description="questions that are spoken")
    next: list[NextQuestion] = Field(default_factory=list, description="what to ask next, the most decisive first")
    final: bool = True
    by_model: bool = False


class Speaker:
    """Makes the spoken form of answers.

    Args:
        words: the desk's own words.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._notified = next((s for f, _, s in words.assumed if f == "important_data_notified"), "")
        self.room = MAX_CHARS - len(words.closing) - 1  # characters before the closing and its stop

    def speak(self, answer: Answer, question: str) -> Spoken:
        """The spoken form of `answer` to `question`, with what to ask next."""
        return self._said(answer, question).model_copy(update={"next": self._next(answer)})

    def _next(self, answer: Answer) -> list[NextQuestion]:
        """The rules' questions, once for each fact."""
        found: dict[str, NextQuestion] = {}
        for question in (answer.path or {}).get("questions") or []:
            fact = question["fact"].rpartition(".")[2]
            asked = self._words.asks.get(fact)
            say = f"{asked}？" if asked else question["text"]
            found.setdefault(fact, NextQuestion(fact=fact, say=say, full=question["text"]))
        return list(found.values())

    def _said(self, answer: Answer, question: str) -> Spoken:
        if answer.abstained:
            return self._abstention(answer)
        if answer.path:
            if undecided(answer.path):
                return self._asking(answer.path, answer.questions)
            return self._verdict(answer, answer.path)
        return self._plain(answer, question)

    def _plain(self, answer: Answer, question: str) -> Spoken:
        """The best sentences, after the name of their article where there is room for it."""
        w = self._words
        found = chosen(answer, question, room=self.room, shorter=w.shorter, one_of=w.one_of, follows=w.follows)
        if not found:
            return self._place(answer)
        body = "。".join(c.said for c in found)
        cited = answer.citations[found[0].number - 1]
        named = w.according.format(place=place_of(cited))
        if found[0].quoted and cited.article and len(named) + len(body) <= self.room:
            body = named + body
        clauses = [Clause(said=c.said, original=c.original, citation=c.number) for c in found]
        return self._spoken("answer", body, clauses=clauses)

    def phrased(self, clause: Clause) -> Spoken:
        """A sentence that the model phrased and the verifier kept."""
        return self._spoken("answer", clause.said, clauses=[clause], by_model=True)

    def _spoken(self, kind: Kind, body: str, **more: Any) -> Spoken:
        return Spoken(text=f"{body.rstrip('。；，')}。{self._words.closing}", kind=kind, **more)

    def _abstention(self, answer: Answer) -> Spoken:
        """The reply's own first sentences as far as they fit, always with what is needed or who answers."""
        reason = answer.abstain_reason or "unsupported"
        next_step, lead = self._words.abstain[reason], self._words.abstain_lead[reason]
        own = [s for line in answer.answer.splitlines() for s in _without_law(line)]
        body, kept = "", []
        for sentence in own:
            if len(body) + len(sentence) + len(next_step) > self.room:
                break
            body += sentence
            kept.append(sentence)
        first = kept[0] if kept else lead
        body = body or lead
        if not any(_says_next(s) for s in kept):
            body += next_step
        return self._spoken("abstain", body, clauses=[Clause(said=first, original=answer.answer.splitlines()[0])])

    def _asking(self, verdict: Mapping[str, Any], full: Sequence[str]) -> Spoken:
        """The questions of an undecided case, as many as fit; no path is named."""
        body, asked = self._words.ask_lead, list[str]()
        facts = [q["fact"].rpartition(".")[2] for q in verdict.get("questions") or []]
        wanted = [self._words.asks.get(fact, "") for fact in facts or _missing(verdict)]
        for question in dict.fromkeys(q for q in wanted if q):
            if len(body) + len(question) + 1 <= self.room:
                body += f"{question}？"
                asked.append(question)
        if not asked:  # nothing that has a short form: the first full question that fits
            asked = [q for q in full if len(body) + len(q) <= self.room][:1]
            body += "".join(asked)
        return Spoken(text=f"{body}{self._words.closing}", kind="ask", asked=asked)

    def _verdict(self, answer: Answer, verdict: Mapping[str, Any]) -> Spoken:
        """What was presumed, then the rules' verdict, then why, as far as there is room."""
        heads = [s for s in verdict["headline"].split("。") if s]
        stated = [p for p in pieces(answer) if not p.quoted]
        texts = [p.text.rstrip("。") for p in stated]
        first = next((i for i, text in enumerate(texts) if heads[0].startswith(text)), len(texts))
        before, why = texts[:first], next((t for t in texts if t.startswith("按您")), "")
        stop = verdict["path"] == "approval_required"
        presumed = [] if stop else self._presumed(verdict)
        for names in range(len(presumed), -1, -1):
            assumed = presumed[:names]
            lead = f"{self._words.assumed_lead}{'、'.join(assumed)}算。" if assumed else ""
            if names == 0 and presumed and before:
                break
            for core in self._cores(before, heads, why):
                body = lead + "。".join(core)
                if len(body) <= self.room:
                    clauses = self._clauses(core, [*before, *heads, why], stated)
                    return self._spoken("stop" if stop else "path", body, clauses=clauses, assumed=assumed)
        return self._place(answer)

    def _cores(self, before: Sequence[str], heads: Sequence[str], why: str) -> list[list[str]]:
        """The verdict at several lengths, the fullest first; the headline is always whole."""
        short = [self._renamed(h) for h in heads]
        first = [self._renamed(b) for b in before]
        ways = [[*first, *([why] if why else []), *short], [*first, *short], [*first[:1], *short]]
        return [[part for part in way if part] for way in ways if way]

    def _renamed(self, text: str) -> str:
        for long, short in self._words.shorter:
            text = text.replace(long, short)
        return text

    def _clauses(self, core: Sequence[str], originals: Sequence[str], stated: Sequence[Any]) -> list[Clause]:
        cited = {p.text.rstrip("。"): p.numbers[0] for p in stated}
        by_form = {self._renamed(o): o for o in originals} | {o: o for o in originals}
        return [Clause(said=c, original=by_form[c], citation=cited.get(by_form[c])) for c in core]

    def _presumed(self, verdict: Mapping[str, Any]) -> list[str]:
        """The presumptions to speak, the most telling first; at most three."""
        taken = {a["fact"]: a["value"] for a in verdict.get("assumptions") or []}
        told = [
            say
            for fact, value, say in self._words.assumed
            if fact in taken and taken[fact] == value and type(taken[fact]) is type(value)
        ]
        if taken.get("contains_important_data") is False:
            told = [say for say in told if say != self._notified]
        return told[:3]

    def _place(self, answer: Answer) -> Spoken:
        """Where it stands, when no sentence is short enough."""
        cited = answer.citations[0]
        body = self._words.place.format(place=place_of(cited))
        if len(body) > self.room:
            body = self._words.place.format(place=cited.article or "屏幕上列出的条文")
        return self._spoken("place", body, clauses=[Clause(said=body, original=place_of(cited), citation=1)])


def undecided(verdict: Mapping[str, Any]) -> bool:
    """Whether deciding facts are missing: the path is open, or a light one holds only for the count up to today."""
    return verdict["path"] == "need_facts" or (verdict.get("scope") == "as_of" and verdict["path"] in LIGHTER)


def sources_of(answer: Answer) -> list[Source]:
    """Everything a spoken number may come from: the answer, its citations, its questions, the verdict's words."""
    told = [answer.answer, *answer.questions, *(f"{c.title}。{c.text}" for c in answer.citations)]
    verdict = answer.path or {}
    told += [str(verdict.get("headline", "")), *(q["text"] for q in verdict.get("questions") or [])]
    told += [str(a.get("label", "")) for a in verdict.get("assumptions") or []]
    return [Source("", text) for text in told if text]


def _missing(verdict: Mapping[str, Any]) -> list[str]:
    return [str(fact).rpartition(".")[2] for fact in verdict.get("missing") or []]


def _without_law(line: str) -> list[str]:
    """The sentences of a reply that are our own words: the law it quotes carries marks."""
    return [without_marks(s) for s in sentences(line) if not marks(s)]


def _says_next(sentence: str) -> bool:
    return sentence.startswith(("请", "您可以")) or "请" in sentence[:12]
