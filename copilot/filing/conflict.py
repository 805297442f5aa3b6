"""A conflict in a filing, and what the checks for conflicts look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from copilot.domain import Basis
from copilot.filing import paths
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.questionnaire import Questionnaire
from copilot.law.rulebook import RuleBook

Severity = Literal["error", "warning"]
MEASURES, CONTRACT, PROVISIONS = "数据出境安全评估办法", "个人信息出境标准合同办法", "促进和规范数据跨境流动规定"
GUIDE, PIPL, MODEL = "数据出境安全评估申报指南（第三版）", "个人信息保护法", "个人信息出境标准合同（范本）"


@dataclass(frozen=True)
class Conflict:
    """One conflict. `paths`: the fields, the first to be looked at first; `error`: it cannot be handed in like that.

    `message_en` says the same in English; the Chinese is authoritative.
    """

    paths: tuple[str, ...]
    message: str
    basis: tuple[Basis, ...]
    severity: Severity = "error"
    message_en: str = ""


@dataclass(frozen=True)
class Asked:
    """What the checks look at. `on`: the day of handing in, else the day of asking."""

    filing: Filing
    kind: FilingKind
    as_of: dt.date
    book: RuleBook
    questionnaire: Questionnaire

    @property
    def on(self) -> dt.date:
        return self.filing.filed_on or self.as_of

    def label(self, path: str) -> str:
        """What a field is called."""
        return self.questionnaire.label(path)

    def english(self, path: str) -> str:
        """What a field is called in English."""
        return self.questionnaire.label(path, english=True)

    def about(self, message: str, *of: str, en: str, basis: tuple[Basis, ...] = (), warning: bool = False) -> Conflict:
        """A conflict about fields; without an article of its own it rests on those of the first field's question."""
        if not basis:
            asked = self.questionnaire.by_path.get(paths.general(of[0]))
            basis = asked.basis if asked else (Basis(instrument=GUIDE, article="附件3"),)
        return Conflict(of, message, basis, "warning" if warning else "error", en)


Check = Callable[[Asked], Iterator[Conflict]]
