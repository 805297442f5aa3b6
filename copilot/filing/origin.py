"""A filing begun from a verdict on a path: its kind, what the facts already say, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from copilot.errors import BadInput
from copilot.filing import paths
from copilot.filing.countries import in_chinese
from copilot.filing.facts import Filing, FilingKind, Origin, Rest
from copilot.filing.from_path import begin, exemption_of, kind_of
from copilot.filing.needs import concrete
from copilot.law.rulebook import RuleBook
from copilot.rules.determination import determine
from copilot.rules.facts import Facts, parse_facts
from copilot.rules.labels import PATHS
from copilot.rules.result import PathResult


def begun_from_facts(
    given: object, *, as_of: dt.date, book: RuleBook, kb_dir: Path, kind: FilingKind | None = None
) -> Filing:
    """A filing begun from facts, judged by the law of that day.

    Raises:
        BadFacts: facts that cannot be used.
        BadInput: see `begun`.
    """
    facts = parse_facts(given)
    return begun(facts, determine(facts, as_of=as_of, book=book), kb_dir=kb_dir, kind=kind)


def begun_from_verdict(
    verdict: str, given: object, result: Mapping[str, Any], *, kb_dir: Path, kind: FilingKind | None
) -> Filing:
    """A filing begun from a kept verdict as it was given.

    Raises:
        BadInput: it cannot be read any more; and see `begun`.
    """
    try:
        found = PathResult.model_validate(result)
    except ValidationError as error:
        raise BadInput(
            "这个判定读不出来", hint="请用它的事实重新判定一次", en="this verdict cannot be read; judge its facts again"
        ) from error
    return begun(parse_facts(given), found, kb_dir=kb_dir, kind=kind, verdict=verdict)


def begun(
    facts: Facts, result: PathResult, *, kb_dir: Path, kind: FilingKind | None = None, verdict: str | None = None
) -> Filing:
    """A filing with what the facts say, marked as taken from the verdict; all else stays open.

    Args:
        facts: that were judged.
        result: the verdict on them.
        kb_dir: folder of the knowledge base: countries that are given as codes get their names.
        kind: of filing; None: the one that the verdict calls for.
        verdict: its number where it is kept.

    Raises:
        BadInput: the verdict calls for no filing, or is still open, and no kind was chosen.
    """
    chosen = kind or kind_of(result, facts)
    if chosen is None:
        raise _no_kind(result)
    filing = begin(facts, chosen)
    named = [
        one.model_copy(update={"country": in_chinese(one.country, kb_dir=kb_dir)}) if one.country else one
        for one in filing.recipients
    ]
    filing = filing.model_copy(update={"recipients": tuple(named)})
    if chosen == "exempt":
        filing = filing.model_copy(update={"exemption": exemption_of(result)})
    origin = Origin(
        verdict=verdict,
        path=result.path,
        as_of=result.as_of,
        headline=result.headline,
        headline_en=result.headline_en or None,
        reasons=tuple(result.reasons),
        basis=tuple(Rest(instrument=one.instrument, article=one.article) for one in result.basis),
        taken=dict(_taken(filing)),
    )
    return Filing.parse(filing.dump() | {"origin": origin.model_dump(mode="json")})


def _taken(filing: Filing) -> Iterator[tuple[str, Any]]:
    for general in paths.fields():
        for path in concrete(filing, general):
            if paths.said(filing, path):
                yield path, paths.value(filing, path)


def _no_kind(result: PathResult) -> BadInput:
    if result.path == "need_facts":
        return BadInput(
            "还差事实，判定没有结论，不知道要起草哪种手续的材料",
            hint="先补充判定要求的事实，或者自己选一种手续（kind）",
            en="the verdict is still open: say what it asks for, or choose a kind",
        )
    return BadInput(
        f"判定为“{PATHS[result.path]}”，没有要起草的申报材料",
        hint="仍要起草的，请自己选一种手续（kind）",
        en=f"the verdict ({result.path}) calls for no filing; choose a kind to draft one nevertheless",
    )
