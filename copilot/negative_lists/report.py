"""Fields matched and judged: what the list says of each field alone and of the transfer as a whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from copilot.errors import BadInput
from copilot.law.list_records import Domain, NegativeList, Scene
from copilot.law.negative_lists import NegativeLists
from copilot.negative_lists.matching import FieldMatch, Matcher, OwnField
from copilot.negative_lists.shapes import CandidateShape, FieldResult, MatchReport, MatchRequest, TraceStep
from copilot.negative_lists.vocabulary import Vocabulary
from copilot.rules.listing import NONE, QUESTIONS, Amounts, ListVerdict, Standing, judge
from copilot.rules.zones import domains_named, edition_state

UNSURE = "fields"
UNSURE_QUESTION = "有的字段拿不准对应清单的哪一项、是不是个人信息，请逐个确认"
ORDER = ("must_assess", "must_contract", "off_list", "not_covered")
NOTHING = Amounts(0, 0, 0, 0)


def match_report(asked: MatchRequest, lists: NegativeLists, *, today: dt.date) -> MatchReport:
    """The report on one table of fields.

    Raises:
        UnknownRecord: no such list.
        BadInput: no such domain or scene; a positive list.
    """
    item, as_of = lists.get(asked.list_id), asked.as_of or today
    if item.kind != "negative":
        raise BadInput(f"{item.id} 是正面清单，不能用来判断清单外", hint="换一份负面清单", en="not a negative list")
    domain, domain_name = _domain(item, asked.domain)
    scene, scene_name = _scene(item, domain, asked.scene)
    if scene and domain is None:
        domain = next(d for d in item.domains if scene in d.scenes)
        domain_name = domain.id
    vocabulary = Vocabulary(lists.synonyms)
    own = [OwnField(f.name, f.meaning, f.kind, tuple(f.samples)) for f in asked.fields]
    matches = Matcher(item, vocabulary, domain=domain, scene=scene).match(own)
    state = edition_state(item, as_of, lists)
    judgement = _Judgement(asked, item, domain=domain_name, scene=scene_name, current=state == "in_force")
    whole, hits, missing = judgement.whole(matches)
    results = [_field(match, judgement, domain) for match in matches]
    return MatchReport(
        list_id=item.id,
        as_of=as_of,
        state=state,
        domain=domain.name if domain else domain_name,
        scene=scene.name if scene else scene_name,
        hit=hits[0] if len(hits) == 1 else "need_facts",  # type: ignore[arg-type]
        possible=list(hits),
        missing=missing,
        questions=[UNSURE_QUESTION if name == UNSURE else QUESTIONS[name] for name in missing],
        rows=list(whole.rows),
        fields=results,
        trace=[TraceStep.model_validate(step, from_attributes=True) for step in whole.trace],
        procedure=[step.model_dump() for step in item.procedure.steps],
        notes=_notes(item, whole, hits),
        page=item.page,
        counts=dict(Counter(r.status for r in results)),
    )


class _Judgement:
    """What stays the same while fields change: the list, its scene, the enterprise, the counts."""

    def __init__(
        self, asked: MatchRequest, item: NegativeList, *, domain: str | None, scene: str | None, current: bool
    ) -> None:
        self.asked, self.item, self.domain, self.scene, self.current = asked, item, domain, scene, current
        self.standing = Standing(
            asked.registered_in_zone,
            asked.exporting_in_zone,
            asked.in_city,
            asked.is_ciio,
            asked.below_minimum_confirmed,
        )

    def judge(self, amounts: Amounts, important: bool | None) -> ListVerdict:
        """The verdict on so many persons."""
        return judge(
            self.item,
            domain=self.domain,
            scene=self.scene,
            amounts=amounts,
            standing=self.standing,
            important=important,
            current=self.current,
        )

    def add(self, amounts: Amounts, kind: str, *, listed: bool) -> Amounts:
        """The amounts with data of a kind among them."""
        sensitive = kind == "sensitive_pi"
        count = self.asked.sensitive_pi_count if sensitive else self.asked.pi_count
        name = ("listed_" if listed else "other_") + ("sensitive" if sensitive else "pi")
        return replace(amounts, **{name: count})

    def whole(self, matches: Sequence[FieldMatch]) -> tuple[ListVerdict, tuple[str, ...], list[str]]:
        """The verdict on all fields together; every reading of the unsure ones is tried."""
        base = NOTHING
        for match in matches:
            if match.status != "needs_person" and match.kind in ("pi", "sensitive_pi"):
                base = self.add(base, match.kind, listed=match.status == "matched")
        unsure = [m for m in matches if m.status == "needs_person" or m.kind is None]
        verdicts = [self.judge(a, self.asked.contains_important_data) for a in self._readings(base, unsure)]
        hits = tuple(h for h in ORDER if any(h in v.possible for v in verdicts))
        if len(hits) == 1:
            return verdicts[0], hits, []
        missing = list(dict.fromkeys(m for v in verdicts for m in v.missing))
        if unsure and len(verdicts) > 1:
            missing.insert(0, UNSURE)
        return verdicts[0], hits, missing

    def _readings(self, base: Amounts, unsure: Sequence[FieldMatch]) -> Iterator[Amounts]:
        yield base
        if not unsure:
            return
        for kind in ("pi", "sensitive_pi"):
            for listed in (True, False):
                if not listed or any(m.best for m in unsure):
                    yield self.add(base, kind, listed=listed)
        yield self.add(self.add(base, "pi", listed=False), "sensitive_pi", listed=False)

    def one(self, match: FieldMatch) -> str:
        """What the list says of one field alone."""
        if match.status == "needs_person" or match.kind is None:
            return "need_facts"
        if match.kind == "other":
            return self.judge(NOTHING, self.asked.contains_important_data).hit
        return self.judge(self.add(NOTHING, match.kind, listed=match.status == "matched"), False).hit


def _field(match: FieldMatch, judgement: _Judgement, domain: Domain | None) -> FieldResult:
    shown = [
        CandidateShape(
            field=c.label.name,
            scene=c.label.scene,
            kind=c.label.kind,
            score=c.score,
            reason=c.reason,
            condition=c.label.condition,
        )
        for c in match.candidates[:3]
    ]
    return FieldResult(
        name=match.name,
        meaning=match.meaning,
        status=match.status,
        kind=match.kind,
        reason=match.reason,
        candidates=shown,
        items=_rows(judgement.item, domain, match) if match.status == "matched" else [],
        hit=judgement.one(match),  # type: ignore[arg-type]
    )


def _rows(item: NegativeList, domain: Domain | None, match: FieldMatch) -> list[str]:
    """The rows that describe the matched field, as `领域 第N项`."""
    best = match.best
    if best is None:
        return []
    found = []
    for d in [domain] if domain else item.domains:
        if best.label.scene not in {s.id for s in d.scenes}:
            continue
        found += [
            f"{d.name} 第{row.number}项"
            for row in d.items
            if not row.residual
            and row.category == "personal_info"
            and (not row.scenes or best.label.scene in row.scenes)
            and any(t.kind == best.label.kind for t in row.threshold)
        ]
    return found


def _domain(item: NegativeList, words: str | None) -> tuple[Domain | None, str | None]:
    if words is None or words.strip().lower() in (NONE, "无", "都不是"):
        return None, NONE if words else None
    if found := item.domain(words):
        return found, found.id
    named = domains_named(item, words)
    if len(named) == 1:
        return named[0], named[0].id
    known = "、".join(f"{d.id}（{d.name}）" for d in item.domains)
    raise BadInput(f"清单 {item.id} 没有领域“{words}”", hint=f"可用：{known}，或者 none", en=f"no domain {words}")


def _scene(item: NegativeList, domain: Domain | None, words: str | None) -> tuple[Scene | None, str | None]:
    if words is None or words.strip().lower() in (NONE, "无", "都不是"):
        return None, NONE if words else None
    scenes = [s for d in ([domain] if domain else item.domains) for s in d.scenes]
    exact = [s for s in scenes if words in (s.id, s.name)]
    found = exact or [s for s in scenes if words in s.name or s.name in words]
    if len(found) == 1:
        return found[0], found[0].id
    known = "、".join(f"{s.id}（{s.name}）" for s in scenes) or "（没有取得场景）"
    raise BadInput(f"清单 {item.id} 没有场景“{words}”", hint=f"可用：{known}，或者 none", en=f"no scene {words}")


def _notes(item: NegativeList, verdict: ListVerdict, hits: tuple[str, ...]) -> list[str]:
    notes = [*verdict.notes]
    if hits == ("off_list",):
        notes.append(
            "清单外只免三项手续；含个人信息的，告知、同意（如适用）、影响评估等义务照旧，有出口管制等专门要求的另行办理"
        )
    if item.completeness != "complete":
        notes.append(f"这份清单的正文没有取得，不能得出清单外的结论，请看 {item.page}")
    if item.checked.note:
        notes.append(item.checked.note)
    return list(dict.fromkeys(notes))
