"""How the words of a received 补正通知书 are understood: `knowledge_base/precheck/notices.yaml`, checked on loading."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from copilot.errors import KnowledgeBaseFault
from copilot.law.faults import Fault
from copilot.law.records import Shape, Slug, Text, Texts
from copilot.precheck.checks import CHECKS
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
    faults: list[Fault] = []
    found = read_shape(kb_dir, FILE, NoticesFile, faults)
    words = NoticesFile.model_validate(found) if found else None
    for ask in words.asks if words else ():
        faults += [Fault(FILE, 0, "unknown_check", f"{ask.id}：没有检查“{c}”") for c in ask.checks if c not in CHECKS]
    for pattern in [p for a in words.asks for p in a.patterns] + words.closing if words else []:
        try:
            re.compile(pattern)
        except re.error as error:
            faults.append(Fault(FILE, 0, "pattern", f"正则“{pattern}”有误：{error}"))
    if words is None or faults:
        raise KnowledgeBaseFault(tuple(map(str, faults)))
    return words
