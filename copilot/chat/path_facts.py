"""The provisions that decide a path, stated where a case leaves deciding facts open or its persons are to be split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Splitting:
    """What the law says of spreading persons over `of`: `any` way, `companies`, `transfers` or `years`."""

    of: str
    instrument: str
    article: str
    says: str
    says_en: str


@dataclass(frozen=True, slots=True)
class Clarify:
    """The words ahead, by language, `(instrument, article, statement)` of the deciding provisions, and of splitting."""

    intro: Mapping[str, str]
    statements: tuple[tuple[str, str, str], ...]
    splitting: tuple[Splitting, ...] = ()


def load_clarify(path: Path) -> Clarify:
    """Read knowledge_base/clarify.yaml."""
    data = yaml.safe_load(path.read_text("utf-8"))
    statements = tuple((s["instrument"], s["article"], s["says"]) for s in data["statements"])
    return Clarify(data["intro"], statements, tuple(Splitting(**s) for s in data["splitting"]))
