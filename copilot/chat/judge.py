"""May this question be answered, from what, and with which statements ahead of the model's?

Everything here is code over the question and the passages found; the model has no say in whether to answer.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from copilot.chat.attribution import attribute
from copilot.chat.beside import procedure_of
from copilot.chat.case import COUNTS, as_case, asks_of_case, asks_path, facts_in, is_case
from copilot.chat.cues import signs
from copilot.chat.draft import Draft
from copilot.chat.evidence import Evidence, closeness, of_the_day, units_wanted
from copilot.chat.focus import focused
from copilot.chat.knowledge import Knowledge, Statement, unique
from copilot.chat.named import dead_article, out_of_time, unknown_instrument
from copilot.chat.path_answer import path_answer, questions_of
from copilot.chat.quantities import quantities
from copilot.chat.reading import Reading
from copilot.chat.tiers import BASE, GRAVE, tier_asked
from copilot.chat.titles import draft_named, nearest, status_of_draft
from copilot.chat.tongues import export_terms
from copilot.chat.turns import story_before
from copilot.chat.verdict import verdict_on
from copilot.chat.verify import sentences
from copilot.chat.words import content_words, normalise
from copilot.domain import AbstainReason, Passage
from copilot.law.references import parse_locator, parse_refs
from copilot.law.resolution import Resolution, resolve
from copilot.law.rulebook import RuleBook
from copilot.numerals import chinese, is_canonical

MIN_SCORE = 0.4
UNSURE_SCORE = 1.4
FAR_CHANCE = 0.85
SURE_CHANCE = 0.9
KNOWN_REFUSED = 0.75
CITED_SCORE = 4.0  # only a place that the question cites scores so much
MIN_RELEVANCE = 0.15
STRAY_SCORE, STRAY_RELEVANCE = 0.75, 0.28
STUB_RELEVANCE = 0.45
STUB_LEAD = 0.1
STUB_SCORE = 0.8
FIGURE_RELEVANCE = 0.55
CURATED_CLOSENESS = 0.75
QUOTE_SCORE = 0.45
QUOTE_RELEVANCE = 0.2
MAX_QUOTED = 6
MAX_REPEATED = 2
MAX_CURATED_SENTENCES = 4
MAX_OFFERED = 3

_INSIDE = re.compile(
    r"字段|门槛|阈值|具体|第.{1,6}[条章]|逐项|明细|数量|多少|几(?:人|万)|怎么(?:规定|写|要求)|能不能|可以|能否|是否|需要|要不要|吗"
)
_CONFIRMS = re.compile(
    r"(?:对吗|对不对|是吗|是不是|对吧|是否(?:正确|属实)|正确吗|真的吗|可以吗|吗)\s*[？?。]?\s*(?:[（(][^）)]*[）)])?\s*$"
)
_PERIOD = re.compile(r"今年|去年|本月|上月|本季度|上半年|下半年|最近|近期|目前|20\d\d年(?:\d{1,2}月)?")


@dataclass(frozen=True, slots=True)
class Judgement:
    """`reply_id` names a fixed reply (nothing is phrased then); else `statements` go ahead of the model's prose.

    `offered` are sources shown below a fixed reply, for the reader to go on from. `path` is the rules' verdict, `trace`
    the comparisons it made. `english` is what people wrote in English beside a statement of the rules.
    """

    reply_id: str = ""
    reason: AbstainReason | None = None
    values: dict[str, str] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    evidence: list[Evidence] | None = None
    phrase: bool = True
    preface: str = ""
    offered: list[Evidence] = field(default_factory=list)
    path: dict[str, Any] | None = None
    trace: str = ""
    english: dict[str, str] = field(default_factory=dict)


class Judge:
    """Decides before and after retrieval. Thresholds are fitted on eval/datasets/triage.jsonl."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def focused(self, reading: Reading) -> Reading:
        """The reading of what a long, rambling text asks; the same one where it tells a case for the rules."""
        book, day = self.knowledge.kb.rulebook, reading.as_of

        def tells_case(whole: str, asked: str) -> bool:
            if is_case(asked, as_of=day, book=book):
                return True
            return asks_path(asked) and is_case(whole, as_of=day, book=book) and _counts(whole, day, book)

        return focused(reading, tells_case=tells_case)

    def as_case(self, reading: Reading, history: Sequence[str]) -> Reading:
        """The reading, marked as a question about a path where it tells a case: the rules decide."""
        return as_case(reading, history, self.knowledge.kb.rulebook)

    def after_case(self, reading: Reading, history: Sequence[str]) -> Reading:
        """The reading, to be searched for under the procedure of the case before it where it leans on that case: the
        words of a story would only lead to the thresholds again."""
        book, day = self.knowledge.kb.rulebook, reading.as_of
        leaning = reading.follow_up and reading.query != reading.text and reading.triage.intent != "path"
        if not leaning or not asks_of_case(history[-1], as_of=day, book=book):
            return reading
        story = story_before(history, day, book)
        named = procedure_of(verdict_on(story, as_of=day, book=book, details=False).path) if story else ""
        return reading.with_query(f"{named} {reading.text}") if named else reading

    def before_retrieval(self, reading: Reading) -> Judgement | None:
        """A fixed reply when the question itself calls for one, else None."""
        triage = reading.triage
        if reading.unread:
            refused = triage.intent == "refuse" and triage.chance == 1.0
            if refused or not export_terms(reading.text):
                return self._fixed(triage.reason if refused else "other_language", reading.as_of)
            return None
        if triage.intent == "smalltalk" or (
            triage.intent in ("refuse", "out_of_scope") and triage.chance >= SURE_CHANCE
        ):
            return self._fixed(triage.reason, reading.as_of)
        if draft := draft_named(reading.text, self.knowledge.kb):
            note = status_of_draft(draft, self.knowledge.kb)
            url = draft.url or "国家网信办网站"
            return self._fixed("draft", reading.as_of, instrument=draft.title, note=note, url=url)
        if late := out_of_time(reading.text, self.knowledge.kb, reading.as_of):
            return self._fixed("not_in_force", reading.as_of, message=late.message)
        return self._unknown_instrument(reading) or self._dead_article(reading) or self._named_stub(reading)

    def by_rules(self, reading: Reading, history: Sequence[str]) -> Judgement | None:
        """What the rules say to a question about a path; None where it is none."""
        if reading.unread or (told := path_answer(reading, history, self.knowledge)) is None:
            return None
        return Judgement(
            statements=[(s.text, s.passages) for s in told.statements],
            questions=questions_of(told.result, reading, self.knowledge),
            notices=told.notices,
            evidence=[],
            phrase=False,
            preface=told.preface,
            path=told.result.model_dump(mode="json"),
            trace="；".join(s.trace for s in told.statements),
            english={s.text: s.english for s in told.statements if s.english},
        )

    def after_retrieval(self, reading: Reading, evidence: Sequence[Evidence], history: Sequence[str] = ()) -> Judgement:
        """Whether `evidence` carries an answer, and what is said ahead of the model."""
        if reading.unread:
            offered = [e for e in evidence if not e.editorial and not e.passage.stub and _domain(e.passage)]
            reply = self._fixed("other_language_found" if offered else "other_language", reading.as_of)
            return replace(reply, offered=offered[:MAX_OFFERED])
        if declined := self._declined(reading, evidence):
            return self._fixed(declined, reading.as_of)
        if not evidence:
            return self._no_support(reading.as_of)
        best = max(e.relevance for e in evidence)
        if stub := self._stub(reading, evidence):
            return stub
        if not history and _stray(reading, evidence):
            return self._fixed("other_field", reading.as_of)
        if evidence[0].score < MIN_SCORE or (best < MIN_RELEVANCE and evidence[0].score < CITED_SCORE):
            return self._no_support(reading.as_of)
        statements = [*self._false_premise(reading), *self._curated(reading, evidence)]
        return Judgement(statements=statements)

    def to_quote(self, evidence: Sequence[Evidence], draft: Draft, question: str = "") -> list[Evidence]:
        """Official sources that bear on the question enough to be shown in their own words: the first ones, and those
        not cited yet; of a text that was not obtained what is known of it, where nothing bears on the question more."""
        if not evidence:
            return []
        top, best = max(e.score for e in evidence), max(e.relevance for e in evidence)
        held = max((e.relevance for e in evidence if not e.editorial and not e.passage.stub), default=0.0)
        known = not _INSIDE.search(question)
        fit = [
            e
            for e in evidence
            if not e.editorial
            and (not e.passage.stub or (known and e.relevance >= held))
            and e.score >= QUOTE_SCORE * top
            and e.relevance >= QUOTE_RELEVANCE * best
        ]
        chosen = [e for rank, e in enumerate(fit) if rank < MAX_REPEATED or not draft.numbering.has(e.passage)][
            :MAX_QUOTED
        ]
        if not chosen and not draft.sentences:
            chosen = [e for e in evidence if not e.passage.stub][:1]
        return chosen

    def _fixed(self, reply_id: str, as_of: dt.date, **values: str) -> Judgement:
        reply = self.knowledge.replies.by_id[reply_id]
        return Judgement(reply_id, reply.reason, values, self.knowledge.statements(reply.basis, as_of))

    def _no_support(self, as_of: dt.date) -> Judgement:
        """Nothing found; for a day before the law that is held, that is the reason."""
        coverage = self.knowledge.kb.coverage
        if early := coverage.too_early(as_of) if coverage else "":
            return self._fixed("not_in_force", as_of, message=early)
        return self._fixed("no_support", as_of)

    def _unknown_instrument(self, reading: Reading) -> Judgement | None:
        unknown = unknown_instrument(reading.text, self.knowledge.kb, reading.as_of)
        if not unknown:
            return None
        titles = "".join(f"《{t}》" if "《" not in t else t for t in nearest(unknown, self.knowledge.kb))
        return self._fixed("not_in_knowledge_base", reading.as_of, what=unknown, near=titles or "（没有相近的）")

    def _dead_article(self, reading: Reading) -> Judgement | None:
        dead = dead_article(reading.text, self.knowledge.kb, reading.as_of)
        if dead is None or _CONFIRMS.search(reading.text):
            return None
        reply = "no_such_article" if is_canonical(dead.article or "") else "no_such_part"
        return self._fixed(reply, reading.as_of, **_dead_values(dead))

    def _false_premise(self, reading: Reading) -> list[Statement]:
        """A question that asks to confirm what a missing article says is corrected, then answered in substance."""
        dead = dead_article(reading.text, self.knowledge.kb, reading.as_of)
        if dead is None:
            return []
        passages = [
            p for p in self.knowledge.kb.passages if p.instrument == dead.instrument and p.in_force(reading.as_of)
        ]
        whole = is_canonical(dead.article or "")
        last = f"第{chinese(dead.last_article)}条"
        return [
            (
                self.knowledge.replies.text("false_article" if whole else "false_part", "zh", **_dead_values(dead)),
                tuple(p for p in passages if p.article == (last if whole else _article(dead)))[:1],
            )
        ]

    def _declined(self, reading: Reading, evidence: Sequence[Evidence]) -> str:
        """The reply to a question that looks like one not to be answered; empty when what was found says otherwise.

        A question that a passage of the domain is known to answer is answered, whatever its wording looks like.
        """
        triage = reading.triage
        if triage.intent in ("question", "path") and triage.reason != "unsure":
            return ""
        words = content_words(normalise(reading.query))
        close = max((closeness(words, e.passage) for e in evidence), default=0.0)
        known = KNOWN_REFUSED if triage.intent == "refuse" else CURATED_CLOSENESS
        by_words = triage.intent in ("refuse", "unknowable") and reading.query != reading.text and not reading.follow_up
        if evidence and close >= known and _domain(evidence[0].passage) and not by_words:  # a translation is no match
            return ""
        if triage.intent in ("refuse", "out_of_scope"):
            return triage.reason
        if triage.intent == "unknowable":
            return "" if triage.reason == "statistics" and self._has_figure(reading, evidence) else triage.reason
        return "other_field" if not evidence or self._far(reading, evidence) else ""

    def _far(self, reading: Reading, evidence: Sequence[Evidence]) -> bool:
        """Whether what was found confirms that the question is about another field."""
        weak = evidence[0].score < UNSURE_SCORE or not _domain(evidence[0].passage)
        return weak or (evidence[0].score < CITED_SCORE and reading.triage.chance >= FAR_CHANCE)

    def _has_figure(self, reading: Reading, evidence: Sequence[Evidence]) -> bool:
        periods = _PERIOD.findall(reading.text)
        return any(
            e.relevance >= FIGURE_RELEVANCE
            and re.search(r"\d", e.passage.text)
            and all(p in normalise(e.passage.text) for p in periods)
            for e in evidence[:3]
        )

    def _named_stub(self, reading: Reading) -> Judgement | None:
        """The question names one instrument, and its text was not obtained."""
        kb = self.knowledge.kb
        named = {r.mention: resolve(r, kb, reading.as_of) for r in parse_refs(reading.text, kb.names) if r.mention}
        titles = {r.instrument for r in named.values() if r.instrument}
        if len(titles) != 1:
            return None
        standing = next((v for v in reversed(kb.versions[titles.pop()]) if v.in_force(reading.as_of)), None)
        if standing is None or not standing.stub:
            return None
        return self._not_obtained(kb.by_slug[standing.slug][0])

    def _not_obtained(self, passage: Passage) -> Judgement:
        judgement = self._fixed(
            "text_not_obtained", dt.date.min, instrument=passage.instrument, url=passage.url or "国家网信办网站"
        )
        judgement.statements.append((sentences(passage.text)[0], (passage,)))
        return judgement

    def _stub(self, reading: Reading, evidence: Sequence[Evidence]) -> Judgement | None:
        stubs = [e for e in evidence[:6] if e.passage.stub]
        if not stubs:
            return None
        top = max(stubs, key=lambda e: e.relevance)
        rival = max((e.relevance for e in evidence[:6] if not e.passage.stub and not e.editorial), default=0.0)
        if top.relevance < max(STUB_RELEVANCE, rival + STUB_LEAD) or top.score < STUB_SCORE * evidence[0].score:
            return None
        return self._known_of(top, reading) or self._not_obtained(top.passage)

    def _known_of(self, stub: Evidence, reading: Reading) -> Judgement | None:
        """What is known about a text that was not obtained (its date, scope, subjects), with the warning beside it;
        None when the question asks for what stands in the text itself."""
        if _INSIDE.search(reading.text) or stub.relevance < FIGURE_RELEVANCE:
            return None
        passage = stub.passage
        warning = self.knowledge.replies.text(
            "text_not_obtained", "zh", instrument=passage.instrument, url=passage.url or "国家网信办网站", law=""
        )
        statements: list[Statement] = [(line, (passage,)) for line in stub.lines]
        return Judgement(statements=statements, notices=[warning.strip()], evidence=[], phrase=False)

    def _curated(self, reading: Reading, evidence: Sequence[Evidence]) -> list[Statement]:
        """What a close Q&A answers, each sentence tied to the articles that support it."""
        words, units = content_words(normalise(reading.query)), units_wanted(reading.query)
        asked = [
            e
            for e in evidence
            if e.passage.kind == "qa"
            and closeness(words, e.passage) >= CURATED_CLOSENESS
            and ((tier_asked(reading.query) or BASE) < GRAVE or "严重" in e.passage.text)
            and (not units or any(q.unit in units for q in quantities(normalise(e.passage.text))))
        ]
        if not asked:
            return []
        close = max(asked, key=lambda e: closeness(words, e.passage))
        statements: list[Statement] = []
        for sentence in sentences(of_the_day(close.passage.text, reading.as_of))[:MAX_CURATED_SENTENCES]:
            if len(content_words(normalise(sentence))) > 1:  # a bare yes or no answers the Q&A's question, not this one
                statements.append((sentence, tuple(self._supporting(sentence, close, reading.as_of))))
        return statements

    def _supporting(self, sentence: str, close: Evidence, as_of: dt.date) -> list[Passage]:
        foundations = [Evidence.of(p) for p in self.knowledge.foundations(close.passage, as_of)]
        found, _ = attribute(sentence, foundations) if foundations else ([], None)
        if found:
            own = [] if close.editorial else [close.passage]
            return unique([*own, *(e.passage for e in found)])
        return unique([close.passage, *(e.passage for e in foundations[:2])])


def _counts(text: str, day: dt.date, book: RuleBook) -> bool:
    """Whether a story tells how many persons are concerned."""
    story = facts_in(text, as_of=day, book=book)
    return story is not None and any(story.facts.get(name) is not None for name in COUNTS & story.facts.keys())


def _stray(reading: Reading, evidence: Sequence[Evidence]) -> bool:
    """Whether neither the words of a question nor what was found for it have to do with the domain."""
    found = set(signs(reading.text))
    if reading.language == "en" or "farther" not in found or found & {"abroad", "data"}:
        return False
    return evidence[0].score < STRAY_SCORE and max(e.relevance for e in evidence) < STRAY_RELEVANCE


def _domain(passage: Passage) -> bool:
    return passage.core or passage.authority != "law" or bool(passage.asks)


def _dead_values(dead: Resolution) -> dict[str, str]:
    return {
        "instrument": dead.instrument or "",
        "last": chinese(dead.last_article or 0),
        "article": dead.article or "",
        "message": dead.message,
    }


def _article(dead: Resolution) -> str | None:
    """The article that lacks the paragraph or item cited."""
    place = parse_locator(dead.article)
    return place.article if place else None
