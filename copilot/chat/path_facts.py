"""The provisions that decide a path, stated where a case leaves deciding facts open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Clarify:
    """The words ahead, by language, and `(instrument, article, statement)` of the deciding provisions."""

    intro: Mapping[str, str]
    statements: tuple[tuple[str, str, str], ...]


def load_clarify(path: Path) -> Clarify:
    """Read knowledge_base/clarify.yaml."""
    data = yaml.safe_load(path.read_text("utf-8"))
    return Clarify(data["intro"], tuple((s["instrument"], s["article"], s["says"]) for s in data["statements"]))
