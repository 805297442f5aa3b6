"""The shapes of the files under knowledge_base/, one model per kind of file; unknown keys are refused."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from copilot.domain import Authority, CheckedStatus
from copilot.law.english import Bilingual
from copilot.law.yaml_file import Parsed
from copilot.numerals import is_canonical


def _date(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError('日期应写成 "YYYY-MM-DD"')
    dt.date.fromisoformat(value)
    return value


def _article(value: str) -> str:
    if not is_canonical(value):
        raise ValueError("条文定位应为 第N条（中文数字）、问N、附录X 或 附件N")
    return value


def _basis_article(value: str) -> str:
    head = re.match(r"第[^条]+条(?:之[一二三四五六七八九十]+)?", value)
    if not is_canonical(head[0] if head else value):
        raise ValueError("条文定位应为 第N条（可接第M款第（K）项）、问N、附录X 或 附件N")
    return value


def _https(value: str) -> str:
    if not re.match(r"https?://[^/\s]+", value) or re.search(r"\s|…", value):
        raise ValueError("网址不完整")
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
Day = Annotated[str, AfterValidator(_date)]
Article = Annotated[str, AfterValidator(_article)]
Url = Annotated[str, AfterValidator(_https)]
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Texts = list[Text]


class Shape(BaseModel):
    """Base of all records: strict types, no unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True)


class CheckedRecord(Shape):
    on: Day
    status: CheckedStatus
    note: str = ""


class BasisRecord(Shape):
    instrument: Text
    article: Annotated[str, AfterValidator(_basis_article)] | None


class Dated(Shape):
    in_force_from: Day
    repealed_from: Day | None
    checked: CheckedRecord


class ArticleRecord(Shape):
    """A digest of one article or section; `paragraphs` is the number of 款 that the official article has."""

    article: Article | None
    paragraphs: Annotated[int, Field(ge=1)] | None = None
    section: Text | None
    title: Text
    text: Text
    asks: Texts
    topics: Texts
    relates: list[BasisRecord]
    in_force_from: Day | None = None
    repealed_from: Day | None = None
    checked: CheckedRecord | None = None
    note: str = ""


class InstrumentFile(Dated):
    id: Slug
    title: Text
    aliases: Texts
    document_number: Text | None
    issuer: Text
    authority: Authority
    form: Literal["digest", "stub"]
    granularity: Literal["article", "chapter", "question"]
    version: Text
    url: Url | None
    core: bool
    total_articles: int | None
    records: Annotated[list[ArticleRecord], Field(min_length=1)]
    in_force_from: Day | None  # type: ignore[assignment]  # a draft has no such day yet

    @model_validator(mode="after")
    def _dated_unless_draft(self) -> InstrumentFile:
        if self.in_force_from is None and self.authority != "draft":
            raise ValueError("只有征求意见稿（authority: draft）可以没有施行日期")
        return self


class AskRecord(Shape):
    article: Article
    title: Text
    asks: Texts
    topics: Texts


class AsksFile(Shape):
    instrument: Text
    records: list[AskRecord]


class QaEntry(Dated):
    id: Slug
    question: Text
    asks: Texts
    answer: Text
    basis: list[BasisRecord]
    audience: list[Literal["enterprise", "caller", "reviewer", "editor"]]
    topics: Texts


class QaFile(Shape):
    id: Slug
    title: Text
    entries: list[QaEntry]


class CaseSource(Shape):
    name: Text
    url: Url | None
    published: Text | None


class CaseEntry(Dated):
    id: Slug
    title: Text
    sector: Text
    path: Literal[
        "not_export",
        "exempt",
        "contract_or_certification",
        "security_assessment",
        "approval_required",
        "negative_list",
        "enforcement",
    ]
    summary: Text
    lesson: Text
    asks: Texts
    basis: list[BasisRecord]
    source: CaseSource


class CasesFile(Shape):
    id: Slug
    title: Text
    entries: list[CaseEntry]


class MaterialEntry(Dated, Bilingual):
    """A paper. `template`: on an official template; on the form of the `body` that takes it; written on one's `own`;
    or `original`, a paper that exists already (or none)."""

    id: Text
    name: Text
    name_en: str = ""
    required: Literal["always", "conditional", "optional", "not_required"]
    condition: Text | None
    form: Text | None
    template: Literal["official", "body", "own", "original"]
    seal: Text | None
    requirement: Text
    basis: list[BasisRecord]


class MaterialsFile(Shape):
    kind: Slug
    title: Text
    asks: Texts
    entries: list[MaterialEntry]


class GlossaryEntry(Shape):
    id: Slug
    zh: Text
    en: Text
    synonyms: Texts
    definition: Text
    basis: list[BasisRecord]
    checked: CheckedRecord


class GlossaryFile(Shape):
    entries: list[GlossaryEntry]


class SourceEntry(Shape):
    id: Slug
    title: Text
    url: Url
    publisher: Text
    kind: Literal["text", "guide", "qa", "list", "index"]
    obtained: bool
    checked: CheckedRecord


class SourcesFile(Shape):
    entries: list[SourceEntry]


class SupersededArticles(Shape):
    """Articles of a law whose wording ended on a day although the law goes on."""

    from_day: Day
    by: Text
    articles: list[Article]


class LawEntry(Shape):
    """Hand-set facts about one law of the statute database."""

    id: Slug
    title: Text
    version: Day
    aliases: Texts
    in_force_from: Day
    repealed_from: Day | None = None
    core: bool = False
    in_force_although_marked: Text | None = None
    superseded: SupersededArticles | None = None
    url: Url | None = None
    checked: CheckedRecord


class LawsFile(Shape):
    entries: list[LawEntry]


class ValueRecord(Dated, Bilingual):
    """One dated value of a parameter; `anchor` is the figure as the cited article writes it."""

    value: int
    basis: Annotated[list[BasisRecord], Field(min_length=1)]
    anchor: Text
    note_en: str = ""


class ParameterFile(Shape):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9_]+$")]
    title: Text
    unit: Literal["persons", "working_days", "days", "months", "years", "percent"]
    values: Annotated[list[ValueRecord], Field(min_length=1)]


class DatedBasisRecord(BasisRecord):
    in_force_from: Day
    repealed_from: Day | None


class StepEntry(Shape, Bilingual):
    id: Slug
    title: Text
    title_en: str = ""
    note_en: str = ""
    basis: Annotated[list[DatedBasisRecord], Field(min_length=1)]
    checked: CheckedRecord


class StepsFile(Shape):
    entries: list[StepEntry]


class FactEntry(Shape, Bilingual):
    """A fact of the path contract: its name, the question in the user's words, and whether it is presumed absent."""

    id: Slug
    kind: Literal["boolean", "number", "word"]
    label: Text
    label_en: str = ""
    zh: Text
    en: Text
    help: str
    help_en: str
    presumed: bool
    basis: Annotated[list[DatedBasisRecord], Field(min_length=1)]
    checked: CheckedRecord


class FactsFile(Shape):
    entries: list[FactEntry]


FOLDERS: dict[str, type[Shape]] = {
    "instruments": InstrumentFile,
    "asks": AsksFile,
    "qa": QaFile,
    "cases": CasesFile,
    "materials": MaterialsFile,
    "parameters": ParameterFile,
}
# Files of their own shape inside a folder.
PLACES: dict[str, type[Shape]] = {"rules/facts.yaml": FactsFile, "rules/steps.yaml": StepsFile}
FILES: dict[str, type[Shape]] = {"glossary": GlossaryFile, "sources": SourcesFile, "laws": LawsFile}

_MESSAGES = {
    "missing": "缺少键“{key}”",
    "extra_forbidden": "未知的键“{key}”",
    "string_type": "“{key}”应为带双引号的字符串",
    "bool_type": "“{key}”应为 true 或 false",
    "int_type": "“{key}”应为不带引号的整数",
    "list_type": "“{key}”应为列表",
    "model_type": "“{key}”应为一组键值",
    "model_attributes_type": "“{key}”应为一组键值",
    "string_too_short": "“{key}”不能为空",
    "too_short": "“{key}”至少要有一项",
    "string_pattern_mismatch": "“{key}”只能用字母、数字、点、下划线和连字符",
    "literal_error": "“{key}”的值不在允许范围：{expected}",
}


def validate(parsed: Parsed, shape: type[Shape]) -> dict[str, Any] | None:
    """The file's value in its shape, defaults filled in; None when it has faults (added to `parsed.faults`)."""
    if parsed.value is None:
        return None
    try:
        return shape.model_validate(parsed.value).model_dump()
    except ValidationError as err:
        for item in err.errors(include_url=False):
            place = tuple(item["loc"])
            key = next((str(p) for p in reversed(place) if isinstance(p, str)), parsed.file)
            if item["type"] == "value_error":
                message = f"“{key}”：{item['ctx']['error']}（现为“{str(item['input'])[:30]}”）"
            else:
                template = _MESSAGES.get(item["type"], f"“{{key}}”不合要求：{item['msg']}")
                message = template.format(key=key, expected=item.get("ctx", {}).get("expected", ""))
            parsed.fault(place, item["type"], message)
        return None
