"""The facts as questions in the user's words, with the answers to choose from; in the order in which they are asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from copilot.domain import Basis
from copilot.law.rulebook import FactInfo, RuleBook
from copilot.rules.result import Shape

Language = Literal["zh", "en"]
CHOICES: dict[str, dict[str, tuple[str, str]]] = {
    "legal_basis": {
        "13(一)": ("取得个人同意", "consent"),
        "13(二)": ("订立、履行合同或者实施人力资源管理所必需", "necessary for a contract or for HR management"),
        "13(三)": ("履行法定职责或者法定义务所必需", "statutory duty or obligation"),
        "13(四)": ("应对突发公共卫生事件或者紧急情况", "public health emergency, or protecting life and property"),
        "13(五)": ("为公共利益的新闻报道、舆论监督", "news reporting in the public interest"),
        "13(六)": ("个人自行公开或者其他已经合法公开的信息", "information already lawfully public"),
        "13(七)": ("法律、行政法规规定的其他情形", "other cases laid down by law"),
    },
    "negative_list_hit": {
        "not_covered": ("所在地没有这一领域的清单", "the zone has no list for this domain"),
        "must_assess": ("在清单内，须申报安全评估", "listed: security assessment"),
        "must_contract": ("在清单内，须订立标准合同或者认证", "listed: contract or certification"),
        "off_list": ("领域在清单之内，数据不在任何一项", "the domain is covered and the data is outside every row"),
    },
}


class Choice(Shape):
    """An answer to choose."""

    value: str
    label: str


class FactQuestion(Shape):
    """A fact, asked. `fact` is its place in the facts: a name, or `activities.0.name`."""

    fact: str
    id: str
    activity: int | None = Field(default=None, description="index in `activities`")
    kind: Literal["boolean", "number", "word"]
    label: str
    question: str
    help: str = ""
    presumed: bool = Field(description="taken as no, or none, unless said")
    choices: list[Choice] = Field(default_factory=list)
    basis: list[Basis] = Field(default_factory=list)


def questions(book: RuleBook, *, as_of: dt.date, language: Language = "zh") -> list[FactQuestion]:
    """Every fact, in the order in which a person is asked."""
    return [_question(name, info, as_of=as_of, language=language) for name, info in book.facts.items()]


def still_needed(
    missing: list[str], book: RuleBook, *, as_of: dt.date, given: Mapping[str, Any], language: Language = "zh"
) -> list[FactQuestion]:
    """The missing facts of a result as questions, the most decisive first; what was answered already comes last.

    Args:
        missing: as in `PathResult.missing`.
        book: the dated data.
        as_of: the day whose law the questions rest on.
        given: the facts so far. A count may be called in question by another open fact: that one is asked first.
        language: of label, question and help.
    """
    ordered = sorted(missing, key=lambda place: _value(given, place) is not None)
    known = [(place, book.facts.get(place.rpartition(".")[2])) for place in ordered]
    return [_question(place, info, as_of=as_of, language=language) for place, info in known if info is not None]


def _value(given: Any, place: str) -> Any:
    for part in place.split("."):
        if isinstance(given, Mapping):
            given = given.get(part)
        elif isinstance(given, Sequence) and not isinstance(given, str) and part.isdigit() and int(part) < len(given):
            given = given[int(part)]
        else:
            return None
    return given


def _question(place: str, info: FactInfo, *, as_of: dt.date, language: Language) -> FactQuestion:
    en, parts = language == "en", place.split(".")
    values: dict[str, Any] = CHOICES.get(info.id, {})
    return FactQuestion(
        fact=place,
        id=info.id,
        activity=int(parts[1]) if len(parts) == 3 and parts[1].isdigit() else None,
        kind=info.kind,  # type: ignore[arg-type]
        label=info.label_en or info.id.replace("_", " ") if en else info.label,
        question=info.question[language],
        help=info.help[language],
        presumed=info.presumed,
        choices=[Choice(value=value, label=words[en]) for value, words in values.items()],
        basis=list(info.rests_on.basis(as_of)),
    )
