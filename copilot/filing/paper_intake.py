"""Values for the questionnaire proposed from papers that exist: a licence, an identity card, a contract, earlier forms.

The pre-check's readers and extraction find them; a person confirms each. What cannot be read is not proposed, papers
that differ give several proposals, and nothing is put into a filing here but what was picked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from copilot.filing import interview, paths
from copilot.filing.facts import Filing
from copilot.filing.paper_fields import FIELDS, recipient_of
from copilot.filing.questionnaire import Questionnaire
from copilot.precheck.extract import extract
from copilot.precheck.identify import ID_CARD, Identified, identify, resolve_id_cards
from copilot.precheck.intake import take_bytes
from copilot.precheck.labels import in_known_words
from copilot.precheck.paper import Field, Paper
from copilot.precheck.reading import Progress, read_files, silent
from copilot.precheck.sandbox import Sandbox
from copilot.precheck.tables import Tables

LEAST = 0.4  # surer ones are proposed
_SCENE = re.compile(r"\.scene\.(\d+)\.")
_CARDS = ("legal_rep_id", "agent_id")
_LEGAL_REP = ("uscc_certificate.legal_rep", "power_of_attorney.legal_rep", "application_form.legal_rep.name")
_AGENT = ("power_of_attorney.agent", "application_form.agent.name")


@dataclass(frozen=True)
class Proposal:
    """A value for a field, to be confirmed. `value` as JSON; `evidence`: the words of the paper; `sure`: 0 to 1.

    `now`: what the filing says there, where that is something else; None: nothing yet.
    """

    path: str
    value: Any
    evidence: str
    paper: str
    file: str
    page: int | None
    locator: str
    sure: float
    now: Any = None


@dataclass(frozen=True)
class Read:
    """What the papers gave, and what they were taken for; `unread`: files that could not be read, with the reason."""

    proposals: tuple[Proposal, ...]
    papers: tuple[tuple[str, str], ...]
    unread: tuple[tuple[str, str], ...]


def read(
    files: Mapping[str, bytes],
    filing: Filing,
    *,
    tables: Tables,
    sandbox: Sandbox,
    progress: Progress = silent,
) -> Read:
    """What the files propose for the filing.

    Args:
        files: content by name; a zip is opened.
        filing: what was said so far: proposals that say the same are left out.
        tables: what papers look like.
        sandbox: the reading processes; scans are read with OCR.
        progress: told after each file.

    Raises:
        BadInput: there is nothing in the files.
    """
    papers = read_files(take_bytes("材料", dict(files), sandbox=sandbox), sandbox, progress=progress)
    return propose(papers, filing, tables=tables)


def propose(papers: Sequence[Paper], filing: Filing, *, tables: Tables) -> Read:
    """What papers that were read propose: per field the surest first, each value once."""
    parts, fields = _cards(identify(tuple(papers), tables), filing, tables)
    found: dict[tuple[str, str], Proposal] = {}
    recipients = [one.name for one in filing.recipients]
    for part, group in zip(parts, fields, strict=True):
        title = tables.papers[part.role].name if part.role in tables.papers else ""
        for one in group:
            for path, value in _values(one, group, recipients):
                proposal = _proposal(path, value, one, part, title, filing)
                known = found.get((path, repr(value)))
                if proposal and (known is None or known.sure < proposal.sure):
                    found[path, repr(value)] = proposal
    order = {path: place for place, path in enumerate(paths.fields())}
    proposals = sorted(found.values(), key=lambda p: (order.get(paths.general(p.path), len(order)), p.path, -p.sure))
    told = tuple((part.file, tables.papers[part.role].name if part.role in tables.papers else "") for part in parts)
    unread = tuple((paper.file, paper.unread) for paper in papers if paper.format == "unreadable")
    return Read(tuple(proposals), told, unread)


def confirm(filing: Filing, picked: Iterable[Proposal], *, questionnaire: Questionnaire) -> Filing:
    """The filing with the proposals that a person picked; recipients first, since scenes name them.

    Raises:
        BadAnswer: a value that the question does not take.
    """
    for one in sorted(picked, key=lambda p: (not p.path.startswith("recipients"), paths.indices(p.path))):
        filing = interview.answer(filing, one.path, one.value, questionnaire=questionnaire)
    return filing


def _proposal(path: str, value: Any, one: Field, part: Identified, title: str, filing: Filing) -> Proposal | None:
    sure = round(min(one.confidence, max(part.confidence, LEAST)), 2)
    now = paths.value(filing, path)
    said = now.isoformat() if isinstance(now, dt.date) else list(now) if isinstance(now, tuple) else now
    if path.endswith(".items") and now:
        said = [item.model_dump(exclude_defaults=True) for item in now]
    if value in (None, "", []) or sure < LEAST or said == value:
        return None
    place = one.place
    evidence = re.sub(r"\s+", " ", one.text)[:200]
    return Proposal(path, value, evidence, title, place.file, place.page, place.locator, sure, said or None)


def _values(one: Field, group: Sequence[Field], recipients: list[str | None]) -> Iterator[tuple[str, Any]]:
    """The paths and values of a field; a recipient that is new gets the next place."""
    number = _SCENE.search(one.name)
    scene = int(number[1]) - 1 if number else 0
    name = _SCENE.sub(".scene.", one.name)
    taken = FIELDS.get(name)
    if taken is None or not one.text:
        return
    path, read_value = taken
    if "recipients[]" in path:
        key = recipient_of(one, group)
        if key is None:
            return
        if key not in recipients:
            recipients.append(key)
        path = path.replace("[]", f"[{recipients.index(key)}]", 1)
    path = path.replace("scenes[]", f"scenes[{scene}]")
    for ending, value in read_value(one):
        yield path + ending, value


def _cards(
    parts: tuple[Identified, ...], filing: Filing, tables: Tables
) -> tuple[tuple[Identified, ...], list[tuple[Field, ...]]]:
    """The papers with their fields; identity cards given to the persons whom the filing or other papers name."""
    fields = [_fields(part, tables) for part in parts]
    said = {f.name: _bare(f) for group in fields for f in group if f.text}
    holders = []
    for person, names_said in ((filing.legal_rep, _LEGAL_REP), (filing.agent, _AGENT)):
        own = {re.sub(r"\s", "", text).upper() for text in (person.name, person.id_number) if text}
        holders.append(own | {said[name] for name in names_said if name in said})
    names = {
        i: {_bare(f) for f in fields[i] if f.text and f.name in ("id_card.name", "id_card.number")}
        for i, part in enumerate(parts)
        if part.role == ID_CARD
    }
    told = resolve_id_cards(parts, legal_rep=holders[0], agent=holders[1], names=names)
    for i, part in enumerate(told):
        if part.role in _CARDS:
            fields[i] = tuple(_renamed(f, part.role) for f in fields[i])
    return told, fields


def _renamed(one: Field, role: str) -> Field:
    name = one.name.replace(ID_CARD, role, 1)
    return Field(name, one.text, one.value, one.place, one.confidence)


def _fields(part: Identified, tables: Tables) -> tuple[Field, ...]:
    role = ID_CARD if part.role in _CARDS else part.role
    return extract(in_known_words(part.paper, role, tables), role, tables) if role else ()


def _bare(one: Field) -> str:
    return re.sub(r"[\s·.]", "", str(one.value or one.text)).upper()
