"""The path of a transfer: the verdict and all that an enterprise must know of it, from facts and dated data alone."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from copilot import __version__
from copilot.domain import Basis
from copilot.law.rulebook import RuleBook
from copilot.rules import beside
from copilot.rules.aggregate import COUNTS, decide
from copilot.rules.decision import TOLD
from copilot.rules.explore import Exploration, Leaf, deciding, explore, least_favourable
from copilot.rules.facts import Facts, presumptions
from copilot.rules.law import Law, law_of
from copilot.rules.result import BURDEN, Assumption, PathResult, Question
from copilot.rules.trace import basis_of, steps_of
from copilot.rules.view import EXPORTER, Outcome

# Where two facts decide equally much, the one nearer the root of the law is asked first.
ORDER = (
    "is_export",
    "contains_state_secret_or_core_data",
    "foreign_judicial_request",
    "contains_pi",
    "is_ciio",
    "important_data_notified",
    "is_state_organ",
    "sensitive_pi_count",
    "pi_count",
    "contract_necessary",
    "hr_necessary",
    "emergency",
    "overseas_origin",
    "domestic_data_introduced",
    "ftz",
    "negative_list_hit",
)
MAX_QUESTIONS = 3
SPLIT = "各项活动的人数按同一处理者去重后合并计算，不得用拆分数量的办法改走较轻的路径。"
SPLIT_EN = (
    "The persons of all transfers are counted together for one exporter, each once; "
    "splitting numbers in order to use a lighter path is forbidden."
)
HEAVIER = "各项活动分开看都较轻，但人数按同一处理者合并计算，不得用拆分数量的办法改走较轻的路径。"
HEAVIER_EN = (
    "Each transfer alone would have a lighter path, but persons are counted together for one exporter; "
    "splitting numbers in order to use a lighter path is forbidden."
)


@cache
def code_version() -> str:
    """Version of the package and digest of the rule modules, so that a kept verdict tells which code made it."""
    digest = hashlib.blake2b(digest_size=4)
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    digest.update(metadata.version("chinesecalendar").encode())
    return f"{__version__}+{digest.hexdigest()}"


@dataclass(frozen=True)
class Read:
    """Facts as the decision reads them: presumptions applied, the exporter's facts handed down to each transfer."""

    known: Mapping[str, Any]
    activities: tuple[Mapping[str, Any], ...]
    presumed: tuple[str, ...]


def read(facts: Facts, book: RuleBook) -> Read:
    """Apply the presumptions; each activity has the exporter's facts unless it says otherwise, and its own counts."""
    presumed = presumptions(facts, book)
    known = _values(facts, presumed, book)
    activities = []
    for activity in facts.activities or ():
        own = _values(activity, (), book)
        merged = {name: own[name] if activity.said(name) else value for name, value in known.items()}
        merged |= {name: own[name] for name in own if name not in EXPORTER and "count" in name}
        activities.append(merged)
    return Read(known, tuple(activities), tuple(presumed))


def _values(facts: Facts, presumed: Collection[str], book: RuleBook) -> dict[str, Any]:
    known = {name: getattr(facts, name) for name in type(facts).model_fields if name != "activities"}
    for name in presumed:
        known[name] = False if book.fact(name).kind == "boolean" else None
    return known


def verdict(facts: Facts, *, as_of: dt.date, book: RuleBook) -> str:
    """The path code alone: what `determine` would say, without the reasons; for searching what would lighten it."""
    return _path(explore(_decider(read(facts, book), law_of(book, as_of)), _path_of))


def determine(
    facts: Facts, *, as_of: dt.date, book: RuleBook, details: bool = True, start: dt.date | None = None
) -> PathResult:
    """The path of a transfer, or of an exporter's transfers together, under the law of a day.

    Args:
        facts: what is known; unknown stays unknown and is asked for where it decides.
        as_of: the day whose law applies.
        book: the dated data.
        details: also duties, papers, timeline, and changes that would lighten the path.
        start: the day the filing begins, for dates in the timeline.

    Raises:
        BadInput: the day lies before the first law on the export of data.
    """
    law, said = law_of(book, as_of), read(facts, book)
    known = beside.together(said.known, said.activities)
    result = _judged(said, law)
    alone = [beside.named(_judged(Read(one, (), said.presumed), law), one, law) for one in said.activities]
    if alone and details:
        alone = [beside.due(r, one, law=law, start=start) for r, one in zip(alone, said.activities, strict=True)]
    if alone:
        result = _with_activities(result, alone, law)
    result = _as_told(beside.named(result, known, law))
    if not details:
        return result

    def judge(other: Facts) -> str:
        return verdict(other, as_of=as_of, book=book)

    return beside.complete(result, facts, known, law=law, judge=judge, start=start)


def _decider(said: Read, law: Law) -> Callable[[Mapping[str, Any]], Outcome]:
    return lambda supposed: decide(said.known, said.activities, law, supposed)


def _path_of(outcome: Outcome) -> str:
    return outcome.path


def _path(found: Exploration[Outcome]) -> str:
    paths = {leaf.outcome.path for leaf in found.leaves}
    return next(iter(paths)) if len(paths) == 1 and found.complete else "need_facts"


def _judged(said: Read, law: Law) -> PathResult:
    found = explore(_decider(said, law), _path_of)
    path = _path(found)
    leaf = found.leaves[0] if len(found.leaves) == 1 else least_favourable(_decider(said, law))
    missing = _missing(found, said) if path == "need_facts" else []
    to_date = leaf.outcome.to_date and path != "need_facts"
    if to_date:
        missing = [c for c in ("sensitive_pi_count", "pi_count") if _only_to_date(said, c)]
    steps = steps_of(leaf, said.known, said.activities, law)
    return PathResult(
        path=path,  # type: ignore[arg-type]
        reasons=list(leaf.outcome.reasons) if path != "need_facts" else [],
        basis=basis_of(leaf.outcome, said.known, law) if path != "need_facts" else _open_basis(missing, law),
        trace=steps,
        missing=missing,
        questions=_questions(missing, law.book),
        assumptions=_assumptions(said, law),
        scope="as_of" if to_date else "planned_year",
        headline="",
        as_of=law.as_of,
        possible=sorted({x.outcome.path for x in found.leaves}, key=lambda p: (BURDEN[p], p))
        if path == "need_facts" and found.complete
        else [],
        rules={"data": law.book.digest, "code": code_version()},
    )


def _missing(found: Exploration[Outcome], said: Read) -> list[str]:
    """The facts on which the verdict hangs; one that was given, but can't be as given, only where no other is left."""
    leaves: list[Leaf[Outcome]] = found.leaves
    named = deciding(leaves, _path_of, order=ORDER) or sorted({name for leaf in leaves for name in leaf.supposed})
    return [name for name in named if not _given(said, name)] or named


def _given(said: Read, name: str) -> bool:
    prefix, _, fact = name.rpartition(".")
    known = said.activities[int(prefix.split(".")[1])] if prefix else said.known
    return known.get(fact) is not None


def _only_to_date(said: Read, count: str) -> bool:
    everyone = (said.known, *said.activities)
    return any(k.get(count) is None and k.get(f"{count}_to_date") is not None for k in everyone)


def _open_basis(missing: list[str], law: Law) -> list[Basis]:
    """Where the first open facts stand in the law."""
    found: list[Basis] = []
    for name in missing[:MAX_QUESTIONS]:
        info = law.book.facts.get(name.rpartition(".")[2])
        found += [b for b in (info.rests_on.basis(law.as_of) if info else ()) if b not in found]
    return found


def _questions(missing: list[str], book: RuleBook) -> list[Question]:
    asked = []
    for name in missing[:MAX_QUESTIONS]:
        prefix, _, plain = name.rpartition(".")
        info = book.facts.get(plain)
        if info is None:
            continue
        number = int(prefix.split(".")[1]) + 1 if prefix else 0
        which, which_en = (f"第 {number} 项活动：", f"Transfer {number}: ") if number else ("", "")
        text, text_en = which + info.question["zh"], which_en + info.question["en"]
        asked.append(Question(fact=name, text=text, text_en=text_en, help=info.help["zh"], help_en=info.help["en"]))
    return asked


def _assumptions(said: Read, law: Law) -> list[Assumption]:
    out = []
    for name in said.presumed:
        info = law.book.fact(name)
        value = False if info.kind == "boolean" else None
        basis = list(info.rests_on.basis(law.as_of))
        out.append(Assumption(fact=name, value=value, basis=basis, label=info.label, label_en=info.label_en))
    return out


def _as_told(result: PathResult) -> PathResult:
    """Say beside the verdict, not in the trace alone, that the say of a negative list is the user's own word."""
    lists = [s for s in result.trace if s.id.startswith("negative_list") and s.outcome == "yes" and TOLD in s.note]
    if not lists or not {"art6", "list_must_contract", "list_must_assess"} & set(result.reasons):
        return result
    note = f"负面清单怎么说是{lists[0].note}；请对照清单原文核对以后再用这个结论。"
    note_en = "What the negative list says is the user's own word: check it against the list before relying on this."
    return result.model_copy(update={"notes": [*result.notes, note], "notes_en": [*result.notes_en, note_en]})


def _with_activities(result: PathResult, alone: list[PathResult], law: Law) -> PathResult:
    """Add the verdict on each transfer alone; say so where together they bind more than any of them."""
    update: dict[str, Any] = {"per_activity": alone}
    if result.path == "need_facts" and len(alone) > 1 and set(result.missing) & set(COUNTS):
        update["notes"], update["notes_en"] = [*result.notes, SPLIT], [*result.notes_en, SPLIT_EN]
    known = [BURDEN[r.path] for r in alone if r.path != "need_facts"]
    if result.path != "need_facts" and len(known) == len(alone) and BURDEN[result.path] > max(known):
        split = law.book.step("split")
        update["reasons"] = [*result.reasons, "split_not_allowed"]
        update["basis"] = [*result.basis, *(b for b in split.basis(law.as_of) if b not in result.basis)]
        update["notes"], update["notes_en"] = [*result.notes, HEAVIER], [*result.notes_en, HEAVIER_EN]
    return result.model_copy(update=update)
