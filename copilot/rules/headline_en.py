"""The verdict in one or two English sentences, beside the authoritative Chinese one of `headline.py`.

Says the same in the same order: never that data may go abroad, and promises no result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from copilot.law.rulebook import RuleBook
from copilot.rules.blockers import titles
from copilot.rules.headline import COUNTED, MAX_NAMED
from copilot.rules.result import Blocker

_EXEMPT = {
    "treaty": "a treaty or agreement has provisions on the conditions; a person must check its text and confirm",
    "art3": "no personal information and no important data that must be declared",
    "art4": "personal information collected abroad, processed in China and provided abroad, without domestic data",
    "art5_1": "needed to conclude or perform a contract to which the individual is a party",
    "art5_2": "needed for cross-border HR management under workplace rules and a collective contract",
    "art5_3": "needed in an emergency to protect life, health and property",
    "art5_4": "this year's persons are below the contract threshold, without sensitive personal information",
    "art6": "outside the negative list that applies",
}
_PATHS = {
    "not_export": "no export of data",
    "exempt": "exemption from the three procedures",
    "contract_or_certification": "standard contract or certification",
    "security_assessment": "security assessment",
    "approval_required": "approval first, decided by a person",
    "no_procedure_then": "no procedure on that day",
}
_STILL = "notice, impact assessment and the other duties are still due"
_STILL_WITHOUT_PI = "data security and the other duties are still due"
_TREATY = (
    "A treaty or agreement with provisions on the conditions may be followed; whether it exempts from the three "
    "procedures must be confirmed by a person from its text"
)
_AS_OF = "Up to today only: "


def headline_en(
    path: str,
    reasons: Collection[str],
    blockers: Sequence[Blocker],
    scope: str,
    *,
    book: RuleBook,
    as_of: dt.date | None = None,
    missing: Sequence[str] = (),
    possible: Sequence[str] = (),
    personal: bool = True,
) -> str:
    """One or two sentences; the arguments are those of `headline`."""
    still = _STILL if personal else _STILL_WITHOUT_PI
    text = _need(missing, possible, book) if path == "need_facts" else _verdict(path, reasons, as_of)
    label = _AS_OF if scope == "as_of" and path in COUNTED else ""
    beside = _beside(path, blockers, book)
    if beside and path == "exempt":
        why = _why(reasons)
        text = f"Exempt from the three procedures only{why}."
    after = _after(path, still, beside)
    return " ".join(part for part in (label + text, beside, after) if part)


def even_at_home_en(*, foreign_request: bool, secret: bool) -> str:
    """What forbids handing the data over even where it does not leave the country; empty where nothing does."""
    if foreign_request:
        return (
            "Domestic data that a foreign judicial or law-enforcement body asks for must not be handed over without "
            "the approval of the competent authority. "
        )
    return "State secrets and core data follow the special rules on secrecy. " if secret else ""


def _verdict(path: str, reasons: Collection[str], as_of: dt.date | None) -> str:
    if path == "exempt":
        if set(reasons) == {"treaty"}:
            return f"{_TREATY}."
        return f"No security assessment, standard contract or certification is needed{_why(reasons)}."
    if path == "not_export":
        return "As described, the data is not provided abroad: this is no export. Judge again when things change."
    if path == "approval_required":
        return _stop(reasons)
    if path == "no_procedure_then":
        day = f"on {as_of}" if as_of else "of that day"
        return f"The law {day} had no procedure for export yet; the other duties then in force are still due."
    return _assessment(reasons) if path == "security_assessment" else _contract(reasons)


def _why(reasons: Collection[str]) -> str:
    why = "; ".join(_EXEMPT[r] for r in _EXEMPT if r in reasons)
    return f" ({why})" if why else ""


def _assessment(reasons: Collection[str]) -> str:
    if set(reasons) == {"state_organ"}:
        return (
            "Personal information processed by a state organ that must be exported needs a security assessment; "
            "provide nothing before it is passed (confirm the procedure with the cyberspace administration)."
        )
    return "Apply for a security assessment of the data export; before passing it, the export must not take place."


def _contract(reasons: Collection[str]) -> str:
    if "certification_only" in reasons:
        return "Obtain personal information protection certification (the only way open at that time)."
    return "Conclude and file a standard contract, or obtain certification for the export of personal information."


def _stop(reasons: Collection[str]) -> str:
    if "foreign_judicial_request" in reasons:
        return (
            "Stop: answering the request of a foreign judicial or law-enforcement body needs the approval of the "
            "competent Chinese authority; provide nothing before that. A person decides."
        )
    return (
        "Stop: state secrets or core data are involved. A person decides by the special rules, not by this procedure."
    )


def _beside(path: str, blockers: Sequence[Blocker], book: RuleBook) -> str:
    """What runs beside, gravest first; each kind of status has its own verb."""
    if not blockers or path == "not_export":
        return ""
    verbs = {
        "prohibited": "first resolve the prohibition",
        "permit_required": "settle the permit or filing",
        "unknown": "find out",
    }
    parts = []
    for status, verb in verbs.items():
        named = titles([b for b in blockers if b.status == status], book, english=True)
        if named:
            more = " and others" if len(named) > MAX_NAMED else ""
            parts.append(f"{verb}: {', '.join(named[:MAX_NAMED])}{more}")
    return f"Besides, {'; '.join(parts)}."


def _after(path: str, still: str, beside: str) -> str:
    """What stays due; left out where the Chinese sentence leaves it out too."""
    if path == "exempt":
        return f"{still[0].upper()}{still[1:]}."
    if path in ("contract_or_certification", "security_assessment") and not beside:
        return f"{still[0].upper()}{still[1:]}; the decision of the authority or certification body prevails."
    return ""


def _need(missing: Sequence[str], possible: Sequence[str], book: RuleBook) -> str:
    names = list(dict.fromkeys(_label(fact, book) for fact in missing))
    more = f" and others ({len(names)} in all)" if len(names) > MAX_NAMED else ""
    ask = ", ".join(names[:MAX_NAMED]) + more
    ways = "; ".join(_PATHS[p] for p in possible if p in _PATHS)
    first = f"Cannot be decided yet: please state {ask}." if ask else "Cannot be decided yet: too few facts."
    return first + (f" Still possible: {ways}." if ways else "")


def _label(fact: str, book: RuleBook) -> str:
    """A missing fact's name, with its activity: `activities.0.pi_count`."""
    parts = fact.split(".")
    if parts[-1] not in book.facts:
        return fact
    info = book.fact(parts[-1])
    label = f"“{info.label_en or info.id}”"
    return f"{label} of transfer {int(parts[1]) + 1}" if len(parts) == 3 and parts[1].isdigit() else label
