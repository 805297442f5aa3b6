"""A kept verdict as a report: why, what to do, by when, with which papers, what rests on which article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from copilot.domain import Basis
from copilot.export import label
from copilot.export.document import CHECKED, CHECKED_EN
from copilot.export.report import Block, Heading, Point, Report, Table, Text
from copilot.export.verdict_words import HEADS, OUTCOMES, SCOPES, STATUSES, UNITS, word
from copilot.law.rulebook import RuleBook
from copilot.rules.labels import PATHS, PATHS_EN
from copilot.rules.materials import papers_of
from copilot.rules.questions import CHOICES, Language
from copilot.rules.result import Blocker, Milestone, PathCode, PathResult, Step
from copilot.rules.tongue import all_told, compared, told
from copilot.store.verdicts import VerdictView

_TRACE_COLUMNS = (0.24, 0.08, 0.26, 0.42)


def report_of(kept: VerdictView, *, book: RuleBook, producer: str, language: Language = "zh") -> Report:
    """The report of a kept verdict, the same each time it is asked for.

    Args:
        kept: the verdict.
        book: for the names of facts and papers.
        producer: name or code of the service provider.
        language: of everything but the user's own words and the names of instruments.
    """
    result = PathResult.model_validate(kept.result)
    report = Report(
        title=word("title", language, title=kept.title),
        label=word(_label(kept), language),
        number=kept.id,
        written_at=kept.created_at,
        producer=producer,
        implicit_label=label.encoded(label.implicit(kept.id, producer=producer)) if kept.story_model else None,
    )
    report.blocks.extend(_Verdict(kept, result, book, language).blocks())
    return report


def _label(kept: VerdictView) -> str:
    if kept.story_model:
        return "read_by_model"
    return "read_from_story" if kept.result.get("facts") is not None else "by_rules"


def value_of(fact: str, value: Any, language: Language = "zh") -> str:
    """A fact's value as a person reads it."""
    if value is None:
        return word("none" if fact == "ftz" else "unknown", language)
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    if isinstance(value, int):
        return word("persons", language, number=value)
    if fact in CHOICES and value in CHOICES[fact]:
        said = CHOICES[fact][value][language == "en"]
        return word("users_word", language, said=said) if fact == "negative_list_hit" else f"{value} {said}"
    return " ".join(str(value).split())


class _Verdict:
    """The parts of a verdict's report in one language."""

    def __init__(self, kept: VerdictView, result: PathResult, book: RuleBook, language: Language) -> None:
        self.kept, self.result, self.book, self.language = kept, result, book, language
        self.en = language == "en"

    def word(self, key: str, **values: object) -> str:
        return word(key, self.language, **values)

    def told(self, item: Any, name: str) -> str:
        return told(item, name, self.language)

    def blocks(self) -> Iterable[Block]:
        result = self.result
        yield Text(self.told(result, "headline"), strong=True)
        yield from self._points("basis", [Point(b.shown) for b in result.basis])
        yield from self._asked()
        yield from self._points("blockers", [self._beside(self._barred(b), b) for b in result.blockers])
        yield from self._trace(result.trace)
        yield from self._activities()
        yield from self._points("obligations", [self._beside(self.told(o, "text"), o) for o in result.obligations])
        yield from self._timeline()
        yield from self._materials()
        yield from self._points("options", [self._beside(self.told(o, "text"), o) for o in result.options])
        yield from self._what_if()
        yield from self._points("notes", [Point(note) for note in all_told(result, "notes", self.language)])
        yield from self._facts()
        yield from self._points("assumptions", [self._assumed(a) for a in result.assumptions])
        yield Heading(self.word("made_with"))
        yield from self._made_with()
        yield Text(self.word("closing"), strong=True)

    def _barred(self, one: Blocker) -> str:
        status = STATUSES[one.status][self.en]
        return (self.told(one, "text") or one.id) + (f" ({status})" if self.en else f"（{status}）")

    def _points(self, title: str, points: Sequence[Point]) -> Iterable[Block]:
        if points:
            yield Heading(self.word(title))
            yield from points

    def _doubt(self, item: Any) -> str:
        return "" if item.checked == "verified" else (CHECKED_EN if self.en else CHECKED)[item.checked]

    def _beside(self, text: str, item: Any) -> Point:
        doubt = self._doubt(item)
        shown = f" ({doubt})" if self.en else f"（{doubt}）"
        note = self.told(item, "note")
        return Point(text + (shown if doubt else ""), (*self._below(item.basis), *([note] if note else [])))

    def _below(self, basis: Sequence[Basis]) -> tuple[str, ...]:
        places = self.word("separator").join(b.shown for b in basis)
        return (self.word("rests_on", places=places),) if basis else ()

    def _assumed(self, one: Any) -> Point:
        name = self.told(one, "label") or one.fact
        return Point(
            f"{name}{': ' if self.en else '：'}{value_of(one.fact, one.value, self.language)}", self._below(one.basis)
        )

    def _path(self, code: PathCode) -> str:
        return (PATHS_EN if self.en else PATHS)[code]

    def _asked(self) -> Iterable[Block]:
        result = self.result
        if not result.missing:
            return
        asked = {q.fact: q for q in result.questions}
        yield Heading(self.word("missing"))
        for fact in result.missing:
            question = asked.get(fact)
            help_ = self.told(question, "help") if question else ""
            yield Point(self.told(question, "text") if question else fact, (help_,) if help_ else ())
        if result.possible:
            paths = self.word("list").join(self._path(p) for p in result.possible)
            yield Text(self.word("possible", paths=paths), small=True)

    def _trace(self, steps: Sequence[Step]) -> Iterable[Block]:
        if not steps:
            return
        yield Heading(self.word("trace"))
        rows = tuple(
            (
                self._of_activity(s) + self.told(s, "title"),
                OUTCOMES[s.outcome][self.en],
                "\n".join(t for t in (compared(s, self.language), self.told(s, "note")) if t),
                "\n".join([*(b.shown for b in s.basis), *([self._doubt(s)] if self._doubt(s) else [])]),
            )
            for s in steps
        )
        yield self._table("trace", rows, _TRACE_COLUMNS)

    def _of_activity(self, step: Step) -> str:
        if step.activity is None:
            return ""
        return self.word("activity", number=step.activity + 1) + (": " if self.en else "：")

    def _table(self, name: str, rows: tuple[tuple[str, ...], ...], widths: tuple[float, ...]) -> Table:
        return Table(HEADS[name][self.en], rows, widths)

    def _activities(self) -> Iterable[Block]:
        if not self.result.per_activity:
            return
        yield Heading(self.word("activities"))
        rows = tuple(
            (str(n), self._path(one.path), self.told(one, "headline"), "\n".join(b.shown for b in one.basis))
            for n, one in enumerate(self.result.per_activity, 1)
        )
        yield self._table("activities", rows, (0.08, 0.2, 0.4, 0.32))

    def _timeline(self) -> Iterable[Block]:
        if not self.result.timeline:
            return
        yield Heading(self.word("timeline"))
        rows = tuple(
            (
                self.told(m, "title"),
                self._length(m),
                self._dates(m),
                "\n".join([*(b.shown for b in m.basis), *([note] if (note := self.told(m, "note")) else [])]),
            )
            for m in self.result.timeline
        )
        yield self._table("timeline", rows, (0.26, 0.14, 0.2, 0.4))

    def _length(self, m: Milestone) -> str:
        if m.days is None:
            return self.word("not_set")
        return f"{m.days}{UNITS[m.unit][self.en] if m.unit else ''}"

    def _dates(self, m: Milestone) -> str:
        days = [str(d) for d in (m.start, m.end) if d]
        return self.word("from_to").join(days) + (self.word("estimated") if m.estimated and days else "")

    def _materials(self) -> Iterable[Block]:
        papers = papers_of(self.book, self.result.as_of)
        names = {i: (self.en and p.name_en) or p.name for i, p in papers.items()}
        found = [Point(f"{i} {names.get(i, self.word('not_opened'))}") for i in self.result.materials]
        return self._points("materials", found)

    def _what_if(self) -> Iterable[Block]:
        points = []
        for one in self.result.what_if:
            gains = [
                self.word("days_saved", number=one.working_days_saved) if one.working_days_saved else "",
                self.word("papers_saved", number=one.materials_saved) if one.materials_saved else "",
            ]
            told_ = self.word("separator").join(all_told(one, "conditions", self.language))
            conditions = self.word("conditions", conditions=told_) if told_ else ""
            gained = (", " if self.en else "，").join(g for g in gains if g)
            below = tuple(t for t in (gained, conditions) if t)
            points.append(
                Point(f"{self.told(one, 'change')} → {self._path(one.path)}", (*below, *self._below(one.basis)))
            )
        return self._points("what_if", points)

    def _facts(self) -> Iterable[Block]:
        kept = self.kept
        yield Heading(self.word("facts"))
        if kept.story:
            yield Text(self.word("story", story=kept.story))
        given = {name: value for name, value in kept.facts.items() if name != "activities"}
        if given:
            yield self._fact_table(given)
        for number, activity in enumerate(kept.facts.get("activities") or (), 1):
            yield Text(self.word("activity", number=number))
            yield self._fact_table(activity)
        if not kept.facts:
            yield Text(self.word("no_facts"))

    def _fact_table(self, facts: Mapping[str, Any]) -> Table:
        rows = tuple((self._name(name), value_of(name, value, self.language), name) for name, value in facts.items())
        return self._table("facts", rows, (0.46, 0.3, 0.24))

    def _name(self, fact: str) -> str:
        info = self.book.facts.get(fact)
        return fact if info is None else (self.en and info.label_en) or info.label

    def _made_with(self) -> Iterable[Block]:
        kept, result = self.kept, self.result
        scope = SCOPES[result.scope][self.en]
        for line in (
            self.word("as_of", day=result.as_of, path=self._path(result.path), scope=scope),
            self.word("reasons", reasons=self.word("list").join(result.reasons)) if result.reasons else "",
            self.word("number", number=kept.id, at=f"{kept.created_at:%Y-%m-%d %H:%M}"),
            self.word("rules", data=kept.data_digest, code=kept.code_version),
            self.word("model", model=kept.story_model) if kept.story_model else "",
        ):
            if line:
                yield Text(line, small=True)
