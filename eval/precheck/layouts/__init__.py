"""How a submission looks: one class a layout. Its methods are named after papers and turn their facts into documents.

A layout knows nothing of defects. It writes every fact it is given, in its own order, wording and form; see README.md
beside this file for the facts of each paper. To add one, put a module with a name `LAYOUT = SomeLayout()` into `dev/`
or a held-out folder.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from eval.precheck.document import Document, Line
from eval.precheck.submission import Facts, Submission

# The papers of each kind, in the order of its list of materials.
ROLES: dict[str, tuple[str, ...]] = {
    "security_assessment": (
        "uscc_certificate", "legal_rep_id", "agent_id", "power_of_attorney", "application_form", "legal_document",
        "self_assessment",
    ),
    "standard_contract": (
        "uscc_certificate", "legal_rep_id", "agent_id", "power_of_attorney", "commitment", "standard_contract", "pipia",
    ),
    "certification": ("certification_request", "uscc_certificate", "certification_documents", "pipia"),
    "negative_list": ("negative_list_form", "field_comparison", "pipia"),
    "extension": ("power_of_attorney", "extension_form"),
    "contract_change": ("pipia", "supplementary_contract", "change_statement"),
    "gba_hk": ("legal_rep_id", "commitment", "gba_contract"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bundle:
    """One file: its path without the suffix (`/` between folders) and the documents in it, one after the other."""

    path: str
    documents: tuple[Document, ...]


class Layout:
    """Base of the layouts.

    For each role a method of that name: `def power_of_attorney(self, facts, submission, rng) -> Document`. A layout
    serves the kinds of which it has all roles (`kinds`); the rest it simply does not have.
    """

    name: str = ""
    # Topic -> wordings of it, with {placeholders} of the profile; topics not named here are worded as in
    # `eval/precheck/wording.py`, which lists all topics and placeholders.
    wording: Mapping[str, Sequence[str]] = {}

    def kinds(self) -> tuple[str, ...]:
        """The kinds of submissions that it can write."""
        return tuple(k for k, roles in ROLES.items() if all(hasattr(self, role) for role in roles))

    def documents(self, submission: Submission) -> list[Document]:
        """One document for each paper of the submission."""
        made = []
        for role, facts in submission.papers.items():
            rng = Random(f"{self.name}:{submission.seed}:{role}")
            made.append(getattr(self, role)(facts, submission, rng))
        return made

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        """Which document goes into which file, and what the files are called; here each by its title."""
        return [Bundle(f"{i:02d}_{d.title}", (d,)) for i, d in enumerate(documents, 1)]


def day(value: dt.date | str, form: str = "{y}年{m}月{d}日") -> str:
    """A day as written; text is left as it is, so that a blank or a planted wording comes through."""
    return value if isinstance(value, str) else form.format(y=value.year, m=value.month, d=value.day)


def period(value: Mapping[str, Any] | Sequence[Any], form: str = "{y}年{m}月{d}日", joint: str = "至") -> str:
    """A pair (from, to) as written; blank where both are."""
    start, end = value
    if start == "" and end == "":
        return ""
    return f"{day(start, form)}{joint}{day(end, form)}"


def present(facts: Facts, *keys: str) -> list[str]:
    """Those of the keys that the facts have, in this order."""
    return [k for k in keys if k in facts]


def furniture(facts: Facts) -> dict[str, Any]:
    """The arguments of `Document` that any paper may have: comments and tracked changes."""
    return {"comments": tuple(facts.get("comments", ())), "changes": tuple(facts.get("tracked", ()))}


def extra(role: str, facts: Facts) -> list[Line]:
    """The further paragraphs and hidden texts that any paper may have."""
    shown = [Line(t, shows=(f"{role}.extra",)) for t in facts.get("extra", ())]
    return shown + [Line(t, hidden=True, shows=(f"{role}.hidden",)) for t in facts.get("hidden", ())]


def load_layouts(part: str) -> list[Layout]:
    """The layouts of `dev` or a held-out part, by name; none where the folder is not there."""
    try:
        package = importlib.import_module(f"eval.precheck.layouts.{part}")
    except ModuleNotFoundError:
        return []
    found = []
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        if isinstance(getattr(module, "LAYOUT", None), Layout):
            found.append(module.LAYOUT)
    return sorted(found, key=lambda one: one.name)
