"""What is to be done after a change or before an expiry, and what stops until then: dated duties, picked by verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from copilot.domain import Basis
from copilot.law.filing_parts import FilingParts, FollowUp, Reached, Triage
from copilot.law.rule_parts import Rule
from copilot.law.rulebook import RuleBook
from copilot.rules.filings import Filing
from copilot.rules.result import Obligation

_OTHER_SIDE = {"HK": "澳门", "MO": "香港"}


def follow_ups(
    filing: Filing,
    verdict: str | None,
    kinds: frozenset[str],
    found: Collection[Rule],
    *,
    as_of: dt.date,
    book: RuleBook,
) -> tuple[list[Obligation], list[Obligation]]:
    """Duties, and what stops until they are done; none before there is a verdict, nor where an authority must approve.

    Args:
        filing: what the exporter has.
        verdict: what the changes need; None: still open.
        kinds: the kinds of change.
        found: the rules that decided; what they stop, stops.
        as_of: the day whose law applies.
        book: the rule data.
    """
    if verdict is None:
        return [], []
    parts: FilingParts = book.parts["filings"]
    stopped = any(isinstance(r, Reached) and r.verdict and r.path == "approval_required" for r in found)
    deciding = {(r.verdict, r.stop) for r in found if isinstance(r, (Triage, Reached)) and r.verdict}
    by_count = any(isinstance(r, Reached) and r.verdict == verdict for r in found)
    verdicts = {verdict} if by_count else {one for one, _ in deciding} | {verdict}

    def fits(one: FollowUp) -> bool:
        return (
            one.span.holds(as_of)
            and filing.kind in one.filings
            and bool(basis_of(one, filing, as_of))
            and not one.verdicts.isdisjoint(verdicts)
            and (not one.changes or not one.changes.isdisjoint(kinds))
        )

    duties = [obligation(one, filing, as_of=as_of, book=book) for one in parts.duties if fits(one) and not stopped]
    stops = [
        obligation(one, filing, as_of=as_of, book=book)
        for one in parts.stops
        if fits(one) and any(stop == one.stop and of in one.verdicts for of, stop in deciding)
    ]
    return duties, stops


def obligation(one: FollowUp, filing: Filing, *, as_of: dt.date, book: RuleBook) -> Obligation:
    """The duty in words of the day, its figures filled in."""
    figures = {name: book.value_on(parameter, as_of).value for name, parameter in one.figures}
    return Obligation(
        id=one.id,
        text=one.text.format(**figures) if figures else one.text,
        text_en=one.text_en.format(**figures) if figures else one.text_en,
        basis=basis_of(one, filing, as_of),
        checked=one.checked.status,
        note=one.checked.note,
        note_en=one.doubt_en,
    )


def basis_of(rule: Rule, filing: Filing, as_of: dt.date) -> list[Basis]:
    """Where it stands; of the two Greater Bay Area guidelines only the one that applies, where that is known."""
    other = _OTHER_SIDE.get(filing.gba_with or "")
    return [b for b in rule.basis(as_of) if other is None or other not in b.instrument]


def places(basis: Iterable[Basis]) -> list[Basis]:
    """The places, each once, in order."""
    return list(dict.fromkeys(basis))
