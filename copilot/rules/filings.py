"""Filings that an exporter already has, and what is to change in them: strict facts, unknown stays unknown."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from copilot.law.filing_records import ChangeName, FilingName
from copilot.rules.facts import MAX_PERSONS, BadFacts, Facts, parse_facts
from copilot.validation import shown, wrong

FIRST_YEAR, LAST_YEAR = 2017, 2099
MAX_SCENES, MAX_CHANGES = 100, 50
Model = TypeVar("Model", bound=BaseModel)


def _sensible(value: dt.date) -> dt.date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError("year")
    return value


Day = Annotated[dt.date, AfterValidator(_sensible)]
Count = Annotated[int, Field(ge=0, le=MAX_PERSONS)]
Word = Annotated[str, Field(min_length=1, max_length=200)]
LongWord = Annotated[str, Field(min_length=1, max_length=2000)]


class Strict(BaseModel):
    """Base of the facts: no unknown keys, no converted types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FiledScene(Strict):
    """A scene as it was assessed, filed or certified. Counts are natural persons, de-duplicated.

    `*_granted`: what the decision, the contract's appendix or the certificate says; `*_used`: exported so far, over
    the same time as was granted. The last block is for an extension: `*_next` is expected for the next three years.
    """

    name: Word
    purposes: tuple[Word, ...] = ()
    recipients: tuple[Word, ...] = ()
    fields: tuple[Word, ...] = ()
    method: Word | None = None
    storage_region: Word | None = None
    retention_months: Annotated[int, Field(ge=0, le=1200)] | None = None
    pi_granted: Count | None = None
    sensitive_granted: Count | None = None
    pi_used: Count | None = None
    sensitive_used: Count | None = None

    contains_pi: bool | None = None
    contains_important_data: bool | None = None
    pi_next: Count | None = None
    important_granted: Count | None = Field(default=None, description="volume, in the unit of important_next")
    important_next: Count | None = None
    refiling_event: bool | None = None
    purposes_unchanged: bool | None = None
    parties_unchanged: bool | None = None
    legal_document_ok: bool | None = None
    complied: bool | None = None
    major_incident: bool | None = None


class Filing(Strict):
    """An assessment passed, a contract filed, a certificate held.

    `result_date`: the day of the decision or certificate, or on which the contract took effect. `conditions`: what the
    decision demands beyond the rules. `gba_with`: for a Greater Bay Area contract, Hong Kong or Macao.
    """

    kind: FilingName
    number: Word | None = None
    entity: Word | None = None
    scenes: Annotated[tuple[FiledScene, ...], Field(max_length=MAX_SCENES)] = ()
    result_date: Day | None = None
    expires: Day | None = None
    extended: bool | None = Field(default=None, description="the time has been extended already")
    conditions: tuple[LongWord, ...] = ()
    gba_with: Literal["HK", "MO"] | None = None

    def total(self, name: str) -> int | None:
        """Sum of a count over the scenes; None where one is unknown or there is no scene."""
        found = [getattr(scene, name) for scene in self.scenes]
        return None if not found or None in found else sum(found)


class Change(Strict):
    """One described change. `*_added`: persons who come in addition, over the time that the filing counts in."""

    kind: ChangeName
    detail: LongWord | None = None
    scene: Word | None = None
    pi_added: Count | None = None
    sensitive_added: Count | None = None
    within_scope: bool | None = None
    affects_security: bool | None = None
    affects_rights: bool | None = None
    same_content: bool | None = None
    sensitive: bool | None = None
    outside_gba: bool | None = None
    against_conditions: bool | None = None


class ChangeRequest(Strict):
    """A filing and what is to change; `facts`: the exporter's year after the change, as for the path."""

    filing: Filing
    changes: Annotated[tuple[Change, ...], Field(min_length=1, max_length=MAX_CHANGES)]
    facts: Facts | None = None


def parse_filing(data: object) -> Filing:
    """A filing from JSON values.

    Raises:
        BadFacts: an unknown key, a wrong type, a date or count that can't be, or a contradiction; names the field.
    """
    filing = parse_strict(Filing, data, "申报备案情况", schema="earlier_filing")
    _check_filing(filing)
    return filing


def parse_change_request(data: object) -> ChangeRequest:
    """A change request from JSON values; `facts` as for the path.

    Raises:
        BadFacts: as for `parse_filing`; also a scene that the filing does not have.
    """
    if not isinstance(data, Mapping):
        raise BadFacts(
            "变更判断的内容应为一个 JSON 对象",
            hint='例如 {"filing": {...}, "changes": [{"kind": "field"}]}',
            en="not an object",
        )
    rest = {key: value for key, value in data.items() if key != "facts"}
    request = parse_strict(ChangeRequest, rest, "变更判断的内容")
    _check_filing(request.filing)
    names = {scene.name for scene in request.filing.scenes}
    for i, change in enumerate(request.changes):
        if change.scene is not None and change.scene not in names:
            raise BadFacts(
                f"changes[{i}].scene“{change.scene}”不在这份备案的场景里",
                hint="可用：" + "、".join(sorted(names))
                if names
                else "请先在 filing.scenes 里写出场景，或者去掉 scene",
                en="no such scene in the filing",
            )
    facts = data.get("facts")
    return request if facts is None else request.model_copy(update={"facts": parse_facts(facts)})


def _check_filing(filing: Filing) -> None:
    if filing.result_date and filing.expires and filing.expires <= filing.result_date:
        raise BadFacts(
            f"expires（{filing.expires}）不晚于 result_date（{filing.result_date}）",
            hint="请核对通知书、合同或者证书上的日期",
            en="expires must be later than result_date",
        )
    if filing.gba_with is not None and filing.kind != "gba_contract":
        raise BadFacts(
            "gba_with 只用于 kind 为 gba_contract 的备案",
            hint="请去掉 gba_with",
            en="gba_with is for gba_contract only",
        )
    names = [scene.name for scene in filing.scenes]
    if doubles := sorted({name for name in names if names.count(name) > 1}):
        raise BadFacts(
            f"scenes 里有同名的场景：{'、'.join(doubles)}", hint="请给每个场景不同的名称", en="two scenes of one name"
        )


_TYPES = {
    "missing": "没有写",
    "bool_type": "应为 true、false 或 null",
    "int_type": "应为整数，不要加引号、单位或小数",
    "string_type": "应为文字（字符串）",
    "string_too_short": "不能是空的",
    "literal_error": "只能是 {expected}",
    "greater_than_equal": "不能为负数",
    "less_than_equal": "超出可信范围（最多 {le}）",
    "extra_forbidden": "不是已知的字段名",
    "value_error": f"应在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间",
    "too_short": "至少要有一项",
}


def parse_strict(model: type[Model], data: object, what: str, *, schema: str = "change_request") -> Model:
    """A strict model from JSON values, its refusals in Chinese; `schema` is where the caller finds the fields.

    Raises:
        BadFacts: names the field.
    """
    if not isinstance(data, Mapping):
        raise BadFacts(
            f"{what}应为一个 JSON 对象", hint=f"字段见 compliance-copilot schema {schema}", en="not an object"
        )
    try:
        return model.model_validate_json(
            json.dumps(dict(data), default=str, ensure_ascii=False).encode("utf-8", "replace")
        )
    except ValidationError as err:
        raise _refusal(err, schema) from None


def _refusal(err: ValidationError, schema: str) -> BadFacts:
    item = err.errors(include_url=False)[0]
    field = ".".join(str(part) for part in item["loc"])
    chinese, english = wrong(item, _TYPES)
    if item["type"] == "value_error":
        english = f"should lie between {FIRST_YEAR} and {LAST_YEAR}"
    given = "" if item["type"] == "missing" else shown(item["input"])
    return BadFacts(
        f"“{field}”{chinese}{given and f'（现为 {given}）'}",
        hint=f"用 compliance-copilot schema {schema} 查看可用的字段与类型",
        en=f"{field!r}: {english}{given and f' (given: {given})'}; see compliance-copilot schema {schema}",
    )
