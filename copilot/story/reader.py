"""Reads a story: code first, then the model; presumptions are named, doubts become questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from copilot.errors import BadInput, TooLarge
from copilot.law.rulebook import RuleBook, open_rulebook
from copilot.llm.client import ChatClient
from copilot.rules.result import Assumption, Question
from copilot.settings import ROOT
from copilot.story import scenes
from copilot.story.asides import COVERING, beside, by_list, each_named, second_at, without_sum
from copilot.story.counts import Count, Counts, Limits, Scope, count
from copilot.story.headcount import Persons
from copilot.story.kinds import KindMention, children_denied, kind_mentions
from copilot.story.leaving import export
from copilot.story.lexicon import Lexicon, load_lexicon
from copilot.story.passage import Passage, prepare
from copilot.story.persons import persons
from copilot.story.placing import candidates, place
from copilot.story.result import By, Contradiction, Found, StoryFacts
from copilot.story.statements import Span, Statement, first, statement, told
from copilot.story.surroundings import surroundings

MAX_CHARS = 20_000
# Facts that bind more: another person's word on them is not taken, but asked about.
WEIGHTY = ("is_ciio", "important_data_notified", "contains_state_secret_or_core_data", "foreign_judicial_request")
COUNTS = ("pi_count", "sensitive_pi_count")
_LABELS = {
    "hr_necessary": "跨境人力资源管理",
    "emergency": "紧急情况",
    "overseas_origin": "过境",
    "contract_necessary": "履行个人合同",
}


@dataclass
class Draft:
    """A reading in the making."""

    passage: Passage
    lexicon: Lexicon
    mentions: list[KindMention] = field(default_factory=list)
    counted: list[Persons] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def put(self, fact: str, value: Any, spans: tuple[Span, ...], *, note: str = "", by: By = "code") -> None:
        """Record a fact with the words it came from."""
        self.facts[fact] = value
        words = [self.passage.words(*span) for span in spans]
        self.found.append(Found(fact=fact, value=value, words=words, note=note, by=by))

    def ask(self, fact: str, text: str) -> None:
        """Leave a fact open, with the question in words."""
        self.facts[fact] = None
        self.questions.append(Question(fact=fact, text=text))

    def presume(self, fact: str, value: Any, label: str, basis: Any = ()) -> None:
        """Record a fact that the words do not state."""
        self.facts[fact] = value
        self.assumptions.append(Assumption(fact=fact, value=value, basis=list(basis), label=label))

    def result(self, model: str = "") -> StoryFacts:
        """The finished reading."""
        return StoryFacts(
            facts=self.facts,
            found=self.found,
            contradictions=self.contradictions,
            questions=self.questions,
            assumptions=self.assumptions,
            notes=self.notes,
            model=model,
        )


async def read(
    text: str, *, as_of: dt.date, client: ChatClient | None = None, book: RuleBook | None = None
) -> StoryFacts:
    """The facts of a story; with a model, it is asked about what the rules left open.

    Raises:
        BadInput: the story is empty.
        TooLarge: longer than 20,000 characters.
        ModelUnavailable: the model fails.
    """
    draft = draft_of(text, as_of=as_of, book=book)
    if client is None:
        return finish(draft).result()
    lexicon = draft.lexicon
    unseen = [f for f in lexicon.asked if f not in draft.facts]
    free = [] if draft.counted else candidates(draft.passage, [])
    placed = await place(draft.passage, unseen=unseen, free=free, lexicon=lexicon, client=client)
    if placed.persons and draft.facts.get("contains_pi") is not False:
        draft = draft_of(text, as_of=as_of, book=book, also={n.start for n in placed.persons})
        _mark(draft, {n.start for n in placed.persons})
    for fact, span in placed.facts:
        if fact in draft.facts:
            continue
        if fact in lexicon.taken:
            draft.put(fact, True, (span,), by="model")
        else:
            draft.ask(fact, f"故事说“{draft.passage.words(*span).text}”：{lexicon.asked[fact]}，是这样吗？")
    return finish(draft).result(model=placed.model)


def _mark(draft: Draft, starts: set[int]) -> None:
    """Say of the facts that rest on numbers placed by the model that they do."""
    draft.found = [
        f.model_copy(update={"by": "model"}) if any(w.start in starts for w in f.words) else f for f in draft.found
    ]


def read_by_rules(text: str, *, as_of: dt.date, book: RuleBook | None = None) -> StoryFacts:
    """The facts of a story by rules alone; errors as for `read`."""
    return finish(draft_of(text, as_of=as_of, book=book)).result()


def draft_of(text: str, *, as_of: dt.date, book: RuleBook | None = None, also: Collection[int] = ()) -> Draft:
    """What the words state, before anything is presumed; `also`: offsets of numbers to take for persons."""
    if not text.strip():
        raise BadInput("没有故事可读", hint="用几句话说明谁、把什么数据、多少人、给哪里的谁、做什么", en="empty story")
    if len(text) > MAX_CHARS:
        raise TooLarge(f"故事超过 {MAX_CHARS} 字", hint="请只留下与数据出境有关的部分", en="story too long")
    lexicon = load_lexicon()
    draft = Draft(prepare(text, lexicon), lexicon)
    draft.mentions = kind_mentions(draft.passage, lexicon)
    draft.counted = persons(draft.passage, draft.mentions, lexicon=lexicon, as_of=as_of, also=also)
    said = {fact: statement(draft.passage, fact, lexicon) for fact in lexicon.facts}
    _state(draft, {k: v for k, v in said.items() if k != "contains_pi"})
    _happen(draft, said.get("contains_pi"))
    _count(draft, limits_on(book or _default_book(), as_of))
    for word in surroundings(draft.passage, lexicon):
        if word.asked:
            draft.ask(word.fact, word.asked)
        else:
            draft.put(word.fact, word.value, (word.span,))
    _by_list(draft, limits_on(book or _default_book(), as_of))
    _listed(draft)
    return draft


def _by_list(draft: Draft, limits: Limits) -> None:
    """What a story says to be off the list counts apart from what it tells of beside it."""
    facts = draft.facts
    if facts.get("negative_list_hit") not in ("off_list", "not_covered") or "activities" in facts:
        return
    parts = by_list(draft.passage, draft.counted, draft.lexicon)
    if parts is None or facts.get("is_export") is False or facts.get("contains_pi") is False:
        return
    off, rest, hit = parts
    if not off:
        draft.found = [f for f in draft.found if f.fact != "negative_list_hit"]
        return draft.ask("negative_list_hit", f"后面说的“{rest[0].number.text}”是不是也在清单之外？")
    scope = _scope(draft, draft.counted)
    first, second = (
        count(group, draft.passage, scope=scope, limits=limits, lexicon=draft.lexicon) for group in (off, rest)
    )
    facts["activities"] = [
        {"negative_list_hit": h, "pi_count": c.pi.value, "sensitive_pi_count": c.sensitive.value}
        for h, c in (("off_list", first), (hit, second))
    ]
    draft.found = [f for f in draft.found if f.fact not in (*COUNTS, "negative_list_hit")]
    draft.facts |= dict.fromkeys((*COUNTS, "negative_list_hit"))
    draft.notes.append("故事说了不止一次提供，清单之外的只是一部分，其余的另计人数")


def _listed(draft: Draft) -> None:
    """Data without persons that a list has under assessment is important data, published as such with the list."""
    facts = draft.facts
    if facts.get("contains_pi") is not False or facts.get("negative_list_hit") != "must_assess":
        return
    words = tuple((w.start, w.end) for f in draft.found if f.fact == "negative_list_hit" for w in f.words)
    for fact in ("contains_important_data", "important_data_notified"):
        if facts.get(fact) is False:
            draft.found = [f for f in draft.found if f.fact != fact]
            draft.ask(fact, "清单把这些数据列入须申报安全评估的部分，是不是公开发布的重要数据？")
        elif facts.get(fact) is None and not any(q.fact == fact for q in draft.questions):
            draft.put(fact, True, words, note="清单公开列明须申报安全评估的数据")


@lru_cache(maxsize=1)
def _default_book() -> RuleBook:
    return open_rulebook(ROOT / "knowledge_base")


def limits_on(book: RuleBook, as_of: dt.date) -> Limits:
    """The figures at which an inexact number must be asked for, by count, under the law of a day."""
    return {
        fact: tuple(sorted(book.value_on(p, as_of).value for p in parameters if book.in_force(p, as_of)))
        for fact, parameters in load_lexicon().limits.items()
    }


def _state(draft: Draft, said: Mapping[str, Statement | None]) -> None:
    """Facts that stand on statements alone."""
    for fact, one in said.items():
        if one is None:
            continue
        if one.clash:
            words = [draft.passage.words(*span) for span in one.spans]
            quoted = "”与“".join(dict.fromkeys(w.text for w in words))
            draft.contradictions.append(Contradiction(fact=fact, words=words, text=f"“{quoted}”互相矛盾"))
            draft.ask(fact, f"故事里“{quoted}”说法不一，请确认")
        elif one.value is None:
            draft.ask(fact, _open_text(draft, fact, one))
        else:
            draft.put(fact, one.value, one.spans[:3])
    for fact in WEIGHTY:
        one = told(draft.passage, fact, draft.lexicon)
        if one is not None and draft.facts.get(fact) is not True:
            draft.found = [f for f in draft.found if f.fact != fact]
            draft.ask(fact, f"有人说“{draft.passage.words(*one.spans[0]).text}”，请确认是否属实")
    facts = draft.facts
    if facts.get("emergency") and (span := first(draft.lexicon["contract.other"], draft.passage)):
        other = draft.passage.words(*span).text
        draft.found = [f for f in draft.found if f.fact != "emergency"]
        draft.ask("emergency", f"故事既说紧急又提到“{other}”，是紧急情况下为保护生命健康和财产安全确需提供吗？")
    if facts.get("important_data_notified") and not facts.get("contains_important_data"):
        facts["contains_important_data"] = True
    if facts.get("contains_important_data") is True and "important_data_notified" not in facts:
        draft.ask("important_data_notified", "有没有主管部门或者所在地区告知，或者公开发布为重要数据？")


def _open_text(draft: Draft, fact: str, one: Statement) -> str:
    words = draft.passage.words(*one.spans[0]).text.strip("，。 ")
    if fact in ("important_data_notified", "contains_important_data") and "重要" not in words:
        return f"“{words}”可能是部门规章列明的重要数据：核对过吗，有没有被告知或者公开发布为重要数据？"
    return f"故事说“{words}”，没有确定，请确认"


def _happen(draft: Draft, said_personal: Statement | None) -> None:
    """Facts that stand on several cues together."""
    passage, lexicon = draft.passage, draft.lexicon
    out = export(passage, lexicon)
    data = scenes.personal(passage, said_personal, counted=draft.counted, mentions=draft.mentions, lexicon=lexicon)
    work = scenes.staff(passage, lexicon)
    for fact, scene in (("is_export", out), ("contains_pi", data), ("hr_necessary", work)):
        if scene is None:
            continue
        if scene.value is None:
            draft.ask(fact, scene.asked)
        else:
            draft.put(fact, scene.value, scene.spans)


def _count(draft: Draft, limits: Limits) -> None:
    """Counts, and the contract scene of each stretch: transfers that a contract needs are not counted."""
    passage, lexicon = draft.passage, draft.lexicon
    if draft.facts.get("contains_pi") is False:
        draft.facts |= {"pi_count": 0, "sensitive_pi_count": 0}
        return
    counted, needed, of_needed = _by_contract(draft)
    scope = _scope(draft, counted)
    apart = scope
    if needed and each_named(counted):
        others_kinds = {m.kind for m in draft.mentions if not any(a <= m.start < b for a, b in of_needed)}
        scope = replace(scope, kinds=scope.kinds & others_kinds, named=False)
    counts = count(counted, passage, scope=scope, limits=limits, lexicon=lexicon)
    if draft.facts.get("is_export") is False:
        draft.facts |= {"pi_count": 0, "sensitive_pi_count": 0}
        return
    for fact, one in (("pi_count", counts.pi), ("sensitive_pi_count", counts.sensitive)):
        _put_count(draft, fact, one)
    if needed:
        exempt = count(needed, passage, scope=apart, limits=limits, lexicon=lexicon)
        draft.facts["activities"] = [
            _activity("contract_necessary", exempt, value=True),
            _activity("contract_necessary", counts, value=False),
        ]
    elif (fact := _covering(draft)) and (rest := beside(passage, fact, counted, draft.mentions, lexicon)) is not None:
        first = count([p for p in counted if p not in rest], passage, scope=scope, limits=limits, lexicon=lexicon)
        told = {m.kind for m in draft.mentions if m.start > second_at(passage, lexicon)}
        if second_at(passage, lexicon) >= 0 and told & {"ordinary", "sensitive", "doubtful"}:
            scope = replace(scope, kinds=scope.kinds & told)
        second = count(rest, passage, scope=scope, limits=limits, lexicon=lexicon)
        draft.facts["activities"] = [_activity(fact, first, value=True), _activity(fact, second, value=False)]
        draft.found = [f for f in draft.found if f.fact not in COUNTS]
        draft.facts |= dict.fromkeys(COUNTS)
        draft.notes.append(f"故事说了不止一次提供，“{_LABELS[fact]}”只免一部分，其余的另计人数")
    if counts.processed:
        p = next(p for p in draft.counted if p.number.value == counts.processed)
        draft.put("pi_processed_total", counts.processed, ((p.number.start, p.number.end),))
    _children(draft, counts)


def _scope(draft: Draft, counted: list[Persons]) -> Scope:
    """What the whole story says on sensitivity."""
    lexicon, passage = draft.lexicon, draft.passage
    kinds = {m.kind for m in draft.mentions}
    bound = [p for p in draft.counted if p.time not in ("past", "next") or any(q.kinds for q in counted if q is not p)]
    loose = {m.kind for m in draft.mentions if not any(p.span[0] <= m.start < p.span[1] for p in bound)}
    denials = [passage.live[m.start : m.end] for m in draft.mentions if m.kind == "none"]
    others = any(lexicon.has("placing.other", words) for words in denials)
    removed = any(lexicon.has("kinds.removed", words) for words in denials)
    listed = [m for m in draft.mentions if m.kind == "sensitive" or (m.kind == "doubtful" and not removed)]
    named = any(not lexicon["kinds.generic"].fullmatch(passage.live[m.start : m.end]) for m in listed)
    return Scope("none" in kinds, "open" in kinds, others, named, frozenset(loose - {"none", "open", "denied"}))


def _covering(draft: Draft) -> str:
    """The exempting fact that the story states; empty when there is none."""
    return next((fact for fact in COVERING if draft.facts.get(fact) is True), "")


def _activity(fact: str, counts: Counts, *, value: bool) -> dict[str, Any]:
    """One of two transfers that differ in a fact that exempts."""
    return {fact: value, "pi_count": counts.pi.value, "sensitive_pi_count": counts.sensitive.value}


def _by_contract(draft: Draft) -> tuple[list[Persons], list[Persons], list[Span]]:
    """The numbers to count; where a contract needs some, those that it needs and the stretches that tell of them."""
    passage, lexicon = draft.passage, draft.lexicon
    whole = scenes.contract(passage, (0, len(passage.live)), lexicon)
    each, stretches = [], []
    for i, p in enumerate(draft.counted):
        start = draft.counted[i - 1].span[1] if i else 0
        end = draft.counted[i + 1].number.start if i + 1 < len(draft.counted) else len(passage.live)
        end = min(end, p.span[1]) if i + 1 < len(draft.counted) else end
        each.append(scenes.contract(passage, (start, end), lexicon))
        stretches.append((start, end))
    values = [s.value if s else None for s in each]
    if True in values and False in values:
        needed = [p for p, v in zip(draft.counted, values, strict=True) if v is True]
        draft.put(
            "contract_necessary", False, tuple((p.number.start, p.number.end) for p in draft.counted if p not in needed)
        )
        said = "、".join(p.number.text for p in needed)
        draft.notes.append(f"“{said}”是为订立、履行个人作为一方当事人的合同所必需的，不计入累计人数")
        rest = without_sum([p for p in draft.counted if p not in needed], needed)
        return rest, needed, [s for s, v in zip(stretches, values, strict=True) if v is True]
    if whole is not None:
        if whole.value is None:
            draft.ask("contract_necessary", whole.asked)
        else:
            draft.put("contract_necessary", whole.value, whole.spans)
    return draft.counted, [], []


def _put_count(draft: Draft, fact: str, one: Count) -> None:
    spans = tuple((p.number.start, p.number.end) for p in one.used)
    if one.clash:
        words = [draft.passage.words(*s) for s in spans]
        draft.contradictions.append(Contradiction(fact=fact, words=words, text=one.asked))
    if one.to_date is not None:
        draft.put(f"{fact}_to_date", one.to_date, spans, note="截至今日")
    if one.value is not None:
        if one.presumed:
            draft.presume(fact, one.value, one.presumed)
        else:
            draft.put(fact, one.value, spans, note=one.note)
    elif one.asked:
        draft.ask(fact, one.asked)


def _children(draft: Draft, counts: Counts) -> None:
    kinds = {m.kind for m in draft.mentions}
    minor = [m for m in draft.mentions if m.kind == "minor"]
    if minor:
        draft.put("under14", True, tuple((m.start, m.end) for m in minor[:2]))
    elif "minor_unsure" in kinds and counts.children:
        draft.ask("under14", "其中有不满十四周岁的未成年人吗？")
    elif "minor_unsure" not in kinds and (denied := children_denied(draft.passage, draft.lexicon)):
        draft.put("under14", False, (denied,))


def _speaks_of_export(draft: Draft) -> bool:
    """Whether something is sent, or the words around what was not read as fact speak of an export."""
    names = ("export.procedure", "export.abroad")
    sending = draft.lexicon.has("export.sending", draft.passage.live)
    return sending or any(draft.lexicon.has(name, draft.passage.plain) for name in names)


def finish(draft: Draft) -> Draft:
    """Presume what nothing in the story suggests otherwise."""
    if "is_export" not in draft.facts and draft.counted and _speaks_of_export(draft):
        draft.presume("is_export", True, "故事没有说明去向，按向境外提供处理")
    if "is_export" not in draft.facts and draft.facts.get("foreign_judicial_request"):
        draft.presume("is_export", True, "外国机构要这些数据，按向境外提供处理")
    for one in draft.lexicon.presumed:
        if one.fact not in draft.facts:
            if one.fact == "domestic_data_introduced" and draft.facts.get("overseas_origin"):
                draft.ask(one.fact, "处理过程中有没有引入境内个人信息或者重要数据？")
            else:
                draft.presume(one.fact, one.value, one.label, one.basis)
    return draft
