"""The contracts of a filing: one for all recipients, or each recipient its own with what they have in common beneath.

`contract` of the questionnaire holds what was agreed with all; a recipient with a contract of its own says in it what
is different. Its days and its number are its own alone: where they were not said they are missing, and never taken from
the contract with another; so are the places of another document. On an official model the places come from it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from copilot.filing.facts import Filing, FilingKind
from copilot.filing.model_contracts import model_of
from copilot.filing.parties import Recipient
from copilot.filing.procedures import Contract, Points

SHARED = "contract"
OWN_ALONE = ("number", "signed", "effective", "main_contract", "main_contract_day")
_PATH = re.compile(r"(?:recipients\[(\d+)\]\.)?contract\.((?:points\.)?\w+)")


def has_own(one: Recipient) -> bool:
    """Whether a contract of its own was concluded with a recipient: as said, else where something of it was said."""
    return one.own_contract if one.own_contract is not None else one.contract != Contract()


def agreed(filing: Filing, recipient: int | None = None) -> Contract:
    """What was agreed with a recipient; None: with all of them, which is what was agreed with the only one."""
    if recipient is None and len(filing.recipients) == 1:
        recipient = 0
    if recipient is None or recipient >= len(filing.recipients) or not has_own(filing.recipients[recipient]):
        return filing.contract
    own = filing.recipients[recipient].contract
    said = {key: value for key, value in own if value not in (None, "", Points())}
    if own.title not in (None, filing.contract.title):
        said["points"] = own.points  # the places of another document are no places of this one
    return filing.contract.model_copy(update={**dict.fromkeys(OWN_ALONE), **said})


def concluded(filing: Filing) -> Iterator[tuple[str, Contract]]:
    """Every contract with the path of its fields: those of recipients, and the common one while it holds."""
    common = not filing.recipients
    for n, one in enumerate(filing.recipients):
        if has_own(one):
            yield f"recipients[{n}].contract", agreed(filing, n)
        else:
            common = True
    if common:
        yield SHARED, filing.contract


def covers(path: str) -> bool:
    """Whether a concrete path is one of a field of a contract."""
    return _PATH.fullmatch(path) is not None


def value(filing: Filing, kind: FilingKind, path: str, *, as_of: dt.date) -> Any:
    """What a contract says at a concrete path; None where it was not said.

    Raises:
        LookupError: a contract has no such field.
    """
    place, name = _parts(path)
    contract = agreed(filing, place)
    inside, _, last = name.rpartition(".")
    if not inside:
        return _field(contract, last)
    model = model_of(contract.title, kind, as_of=as_of)
    return _field(model.points if model else contract.points, last)


def asked_at(filing: Filing, path: str) -> str:
    """The path at which the questionnaire asks for a field of a contract: its own, or the common one."""
    place, name = _parts(path)
    own = place is not None and place < len(filing.recipients) and has_own(filing.recipients[place])
    return path if own else f"{SHARED}.{name}"


def common_path(path: str) -> str:
    """A path of a recipient's contract as that of the common one; another stays."""
    return re.sub(r"^recipients\[\d*\]\.(?=contract\.)", "", path)


def _parts(path: str) -> tuple[int | None, str]:
    match = _PATH.fullmatch(path)
    assert match is not None
    return (int(match[1]) if match[1] else None), match[2]


def _field(part: Contract | Points, name: str) -> Any:
    if name not in type(part).model_fields:
        raise LookupError(f"a contract has no field {name!r}")
    return getattr(part, name)
