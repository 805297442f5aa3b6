"""The facts of a transfer, as the path contract names them: strict, unknown stays unknown.

None means unknown. A fact that was not said at all and is presumed absent (`FactInfo.presumed`) is read as no, or
none; an explicit null is never presumed away. A zone (`ftz`) that is null means: in no zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copilot.errors import BadInput
from copilot.law.rulebook import RuleBook
from copilot.rules.regions import areas
from copilot.validation import shown, wrong

LegalBasis = Literal["13(一)", "13(二)", "13(三)", "13(四)", "13(五)", "13(六)", "13(七)"]
ListHit = Literal["not_covered", "must_assess", "must_contract", "off_list"]
MAX_PERSONS = 10_000_000_000
MAX_ACTIVITIES = 50
NO_ZONE_WORDS = frozenset(
    {"", "无", "否", "没有", "不是", "不在", "不在自贸区", "非自贸区", "不适用", "none", "no", "n/a", "null"}
)
# Facts that may leave a transfer's persons out of the exporter's count.
_LEAVES_OUT = ("contract_necessary", "hr_necessary", "emergency", "overseas_origin", "treaty")
Count = Field(default=None, ge=0, le=MAX_PERSONS)
Word = Field(default=None, max_length=200)
LongWord = Field(default=None, max_length=2000)
_MEND = "请改正其中一项；不知道的写 null"


class BadFacts(BadInput):
    """Facts that cannot be used; the message names the field."""

    code = "bad_facts"


class Facts(BaseModel):
    """One transfer, or, with `activities`, several of one exporter. Counts are natural persons, de-duplicated."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    is_export: bool | None = None
    contains_pi: bool | None = None
    contains_important_data: bool | None = None
    important_data_notified: bool | None = None
    contains_state_secret_or_core_data: bool | None = None
    is_ciio: bool | None = None
    is_state_organ: bool | None = None
    overseas_origin: bool | None = None
    domestic_data_introduced: bool | None = None
    contract_necessary: bool | None = None
    hr_necessary: bool | None = None
    hr_rules: bool | None = None
    hr_collective_contract: bool | None = None
    emergency: bool | None = None
    foreign_judicial_request: bool | None = None
    treaty: bool | None = None
    under14: bool | None = None
    recipient_restricted: bool | None = None
    human_genetic: bool | None = None
    gba: bool | None = None
    pi_count: int | None = Count
    sensitive_pi_count: int | None = Count
    pi_count_to_date: int | None = Count
    sensitive_pi_count_to_date: int | None = Count
    pi_processed_total: int | None = Count
    pi_count_since_prev_year: int | None = Count
    sensitive_pi_count_since_prev_year: int | None = Count
    region: str | None = Word
    sector: str | None = Word
    recipient_region: str | None = Word
    purpose: str | None = LongWord
    legal_basis: LegalBasis | None = None
    ftz: str | None = Word
    negative_list_hit: ListHit | None = None
    activities: tuple[Facts, ...] | None = None

    def said(self, name: str) -> bool:
        """Whether the fact was given at all, be it as null."""
        return name in self.model_fields_set


def parse_facts(data: object) -> Facts:
    """Facts from JSON values.

    Raises:
        BadFacts: an unknown key, a wrong type, a negative count, or facts that contradict each other; names the field.
    """
    if not isinstance(data, Mapping):
        raise BadFacts("事实应为一个 JSON 对象", hint='例如 {"is_export": true, "pi_count": 50000}', en="not an object")
    values = dict(data)
    if isinstance(values.get("activities"), list):
        values["activities"] = tuple(values["activities"])
        if any(isinstance(a, Mapping) and a.get("activities") is not None for a in values["activities"]):
            raise BadFacts("activities 里不能再有 activities", hint="把各项活动并列写", en="nested activities")
    try:
        facts = Facts.model_validate(values)
    except ValidationError as err:
        raise _refusal(err) from None
    _check(facts, "")
    return facts


def _check(facts: Facts, where: str) -> None:
    for problem, english in contradictions(facts):
        raise BadFacts(where + problem, hint=_MEND, en=where.replace("：", ": ") + english)
    if facts.activities is None:
        return
    if not 1 <= len(facts.activities) <= MAX_ACTIVITIES:
        raise BadFacts(
            f"activities 应有 1 到 {MAX_ACTIVITIES} 项",
            hint="没有多项活动的，去掉 activities",
            en=f"between 1 and {MAX_ACTIVITIES} activities are needed",
        )
    for i, activity in enumerate(facts.activities):
        _check(activity, f"activities[{i}]：")
        _check_union(facts, activity, f"activities[{i}]")
        _check_places(facts, activity, i)
    _check_exporter(facts, facts.activities)


def _check_exporter(whole: Facts, activities: Sequence[Facts]) -> None:
    """The transfers are one exporter's: what the exporter is can't differ between them."""
    for name in ("is_ciio", "is_state_organ"):
        said = {getattr(whole, name): "整体"}
        for i, activity in enumerate(activities):
            said.setdefault(getattr(activity, name), f"activities[{i}]")
        if True in said and False in said:
            raise BadFacts(
                f"{name} 前后不一：{said[True]}为 true，{said[False]}为 false",
                hint="几项活动属于同一个数据处理者；分属不同主体的请分别判定",
                en=f"{name} differs between the activities of one exporter",
            )


def _check_places(whole: Facts, activity: Facts, index: int) -> None:
    """What a transfer takes over from the whole must fit the recipient that it names, and the other way round."""
    names = ("is_export", "gba", "recipient_region")
    values = {name: getattr(activity if activity.said(name) else whole, name) for name in names}
    for problem, english in _places_against(values["is_export"], values["gba"], values["recipient_region"]):
        raise BadFacts(f"activities[{index}]：{problem}", hint=_MEND, en=f"activities[{index}]: {english}")


def _check_union(whole: Facts, activity: Facts, where: str) -> None:
    """The exporter's union can't be smaller than one of its transfers, unless an exemption leaves that one out."""
    left_out = any(getattr(f, name) for f in (activity, whole) for name in _LEAVES_OUT)
    if left_out or activity.is_export is False or activity.negative_list_hit or whole.negative_list_hit:
        return
    for name in ("pi_count", "sensitive_pi_count"):
        union, own = getattr(whole, name), getattr(activity, name)
        if union is not None and own is not None and union < own:
            raise BadFacts(
                f"{name}（去重合计 {union}）小于 {where}.{name}（{own}）",
                hint="合计不会少于其中一项；免办的活动请标明理由",
                en=f"{name}, the union ({union}), is below {where}.{name} ({own})",
            )


def contradictions(facts: Facts) -> list[tuple[str, str]]:
    """What the facts say against each other, in Chinese and in English, naming the fields."""
    found = [*_counts_against(facts), *_places_against(facts.is_export, facts.gba, facts.recipient_region)]
    if facts.contains_pi is False:
        for name in ("pi_count", "sensitive_pi_count", "pi_count_to_date", "sensitive_pi_count_to_date"):
            if getattr(facts, name):
                found.append((f"contains_pi 为 false，但 {name} 大于 0", f"contains_pi is false, but {name} exceeds 0"))
        if facts.under14:
            found.append(("contains_pi 为 false，但 under14 为 true", "contains_pi is false, but under14 is true"))
    if facts.contains_important_data is False and facts.important_data_notified:
        found.append(
            (
                "contains_important_data 为 false，但 important_data_notified 为 true",
                "contains_important_data is false, but important_data_notified is true",
            )
        )
    if in_no_zone(facts.ftz) and facts.negative_list_hit not in (None, "not_covered"):
        found.append(
            (
                f"ftz 为“{facts.ftz}”（不在任何地区），但给出了 negative_list_hit",
                f"ftz is {facts.ftz!r}, no zone at all, but negative_list_hit is given",
            )
        )
    unlisted = facts.important_data_notified is False or facts.contains_important_data is False
    if facts.contains_pi is False and facts.negative_list_hit == "must_assess" and unlisted:
        found.append(
            (
                "contains_pi 为 false，negative_list_hit 为 must_assess：这样的数据只能是公开发布的重要数据，"
                "与 important_data_notified（或 contains_important_data）为 false 矛盾",
                "contains_pi is false and negative_list_hit is must_assess: such data can only be published important "
                "data, against important_data_notified (or contains_important_data) false",
            )
        )
    return found


def _counts_against(facts: Facts) -> Iterator[tuple[str, str]]:
    for name in ("pi_count", "sensitive_pi_count"):
        whole, so_far = getattr(facts, name), getattr(facts, name + "_to_date")
        if whole is not None and so_far is not None and whole < so_far:
            yield (
                f"{name}（含全年计划 {whole}）小于 {name}_to_date（截至今日 {so_far}）",
                f"{name} ({whole}, the year's plan included) is below {name}_to_date ({so_far})",
            )
        longer = getattr(facts, name + "_since_prev_year")
        if longer is not None and so_far is not None and longer < so_far:
            yield (
                f"{name}_since_prev_year（自上年1月1日起 {longer}）小于 {name}_to_date（当年 {so_far}）",
                f"{name}_since_prev_year ({longer}) is below {name}_to_date ({so_far})",
            )


def _places_against(export: bool | None, gba: bool | None, region: str | None) -> Iterator[tuple[str, str]]:
    """Who is in mainland China is no recipient abroad; nobody outside Hong Kong and Macao is the area's other side.

    Source: 个人信息保护法 第三十八条; 粤港澳大湾区（内地、香港）个人信息跨境流动标准合同实施指引 第二条。
    """
    named = areas(region)
    if export and named == {"mainland"}:
        yield (
            f"is_export 为 true，但 recipient_region 为“{region}”：接收方在境内，不是向境外提供；"
            "由境内公司存到境外、让境外的人查看的，recipient_region 写存放、查看的地方",
            f"is_export is true, but recipient_region is {region!r}, within mainland China; where a company in China "
            "stores the data abroad or lets people abroad see it, name that place",
        )
    elif gba and named and "south" not in named:
        yield (
            f"gba 为 true（双方都在粤港澳大湾区），但 recipient_region 为“{region}”，不是香港或者澳门",
            f"gba is true, both sides in the Greater Bay Area, but recipient_region is {region!r}, neither Hong Kong "
            "nor Macao",
        )


_TYPES = {
    "bool_type": "应为 true、false 或 null",
    "int_type": "应为整数（人数），不要加引号、单位或小数",
    "int_from_float": "应为整数（人数）",
    "string_type": "应为文字（字符串）或 null",
    "literal_error": "只能是 {expected}",
    "greater_than_equal": "不能为负数",
    "less_than_equal": f"超出可信范围（最多 {MAX_PERSONS}）",
    "extra_forbidden": "不是已知的事实名",
}


def _refusal(err: ValidationError) -> BadFacts:
    item = err.errors(include_url=False)[0]
    field = ".".join(str(p) for p in item["loc"])
    chinese, english = wrong(item, _TYPES)
    said = shown(item["input"])
    return BadFacts(
        f"事实“{field}”{chinese}（现为 {said}）",
        hint="用 compliance-copilot schema facts 查看可用的事实与类型",
        en=f"fact {field!r}: {english} (given: {said}); see compliance-copilot schema facts",
    )


def in_no_zone(ftz: str | None) -> bool:
    """Whether the words say that the exporter is in no zone."""
    return ftz is not None and ftz.strip().rstrip("。.").lower() in NO_ZONE_WORDS


def presumptions(facts: Facts, book: RuleBook) -> list[str]:
    """The facts read as no, or none, because nothing was said of them; with a zone named the list's hit is not."""
    names = [name for name, info in book.facts.items() if info.presumed and not _given(facts, name)]
    return [n for n in names if n != "negative_list_hit" or not _given(facts, "ftz")]


def _given(facts: Facts, name: str) -> bool:
    if name == "ftz":
        return bool(facts.ftz) and not in_no_zone(facts.ftz)
    return facts.said(name)
