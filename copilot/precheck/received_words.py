"""How the words of a received 补正通知书 are understood: `knowledge_base/precheck/notices.yaml`, checked on loading."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from copilot.errors import KnowledgeBaseFault
from copilot.law.faults import Fault
from copilot.law.records import Shape, Slug, Text, Texts
from copilot.precheck.checks import CHECKS
from copilot.precheck.patterns import pattern_faults
from copilot.precheck.tables import FOLDER, read_shape

FILE = f"{FOLDER}/notices.yaml"


class AskEntry(Shape):
    """A thing a notice asks for. `checks`: what sees again whether it is done; `needs`: what must be told besides."""

    id: Slug
    name: Text
    patterns: Texts
    checks: Texts
    needs: Literal["none", "paper", "field"]


class NoticesFile(Shape):
    """See the file's own heads."""

    asks: list[AskEntry]
    owners: dict[Slug, Text]
    otherwise: Text
    closing: Texts


@lru_cache(maxsize=4)
def load_notice_words(kb_dir: Path) -> NoticesFile:
    """The words of notices.

    Raises:
        KnowledgeBaseFault: the file has faults, or names a check that does not exist.
    """
    words, faults = read_notice_words(kb_dir)
    if words is None or faults:
        raise KnowledgeBaseFault(tuple(map(str, faults)))
    return words


def read_notice_words(kb_dir: Path) -> tuple[NoticesFile | None, list[Fault]]:
    """The file as far as it loads, and every fault, for `kb check`."""
    faults: list[Fault] = []
    found = read_shape(kb_dir, FILE, NoticesFile, faults)
    words = NoticesFile.model_validate(found) if found else None
    if words:
        for ask in words.asks:
            faults += [Fault(FILE, 0, "check", f"{ask.id}：没有检查“{c}”") for c in ask.checks if c not in CHECKS]
        faults += pattern_faults(FILE, [*words.closing, *(p for a in words.asks for p in a.patterns)])
    return words, faults
