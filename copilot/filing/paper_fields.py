"""Which field of which paper says which fact of the questionnaire, and how its value is put.

Names are those of knowledge_base/precheck/fields.yaml, without the number of the scene; others are not proposed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from copilot.filing import paths
from copilot.precheck import values
from copilot.precheck.listings import Listing
from copilot.precheck.paper import Field
from copilot.precheck.values import Counts

Values = Iterator[tuple[str, Any]]
_NONE = re.compile(r"[\s（(]*(?:无|不涉及|没有|不适用|/|-|N/?A)[\s）)。]*", re.I)
_OPEN = re.compile(r"【待补充|_{3,}|＿{2,}")  # a place that was left open
_SIGNED = re.compile(r"[（(](?:盖章|公章|签章|签字|签名|手签)[）)]")
_SPREAD = re.compile(r"(?<=[\u3400-\u9fff（）·])\s+(?=[\u3400-\u9fff（）·])")
_COLUMNS = {
    "数据项名称": "name", "内容描述": "description", "出境必要性": "necessity", "示例": "example", "备注": "note",
}  # fmt: skip


def _text(one: Field) -> Values:
    text = re.sub(r"\s+", " ", one.text).strip()
    if text and not _NONE.fullmatch(text) and not _OPEN.search(text):
        yield "", text


def name_of(one: Field) -> str:
    """A name as it stands, without 盖章 and 签字 and the blanks that spread Chinese signs over a line."""
    text = _SPREAD.sub("", re.sub(r"\s+", " ", _SIGNED.sub("", one.text)).strip())
    return "" if _NONE.fullmatch(text) or _OPEN.search(text) else text


def _name(one: Field) -> Values:
    if text := name_of(one):
        yield "", text


def _value(one: Field) -> Values:
    if isinstance(one.value, str) and one.value:
        yield "", one.value


def _flag(one: Field) -> Values:
    if isinstance(one.value, bool):
        yield "", one.value


def _whole(one: Field) -> Values:
    if isinstance(one.value, (int, float)) and not isinstance(one.value, bool) and one.value == round(one.value) >= 0:
        yield "", round(one.value)


def _percent(one: Field) -> Values:
    if isinstance(one.value, (int, float)) and not isinstance(one.value, bool):
        yield "", float(one.value)


def _day(one: Field) -> Values:
    if isinstance(one.value, dt.date):
        yield "", one.value.isoformat()


def _days(first: str, last: str) -> Callable[[Field], Values]:
    """The first and the last day of a period, under two endings of the path."""

    def taken(one: Field) -> Values:
        days = [day.value for day in values.days(one.text)]
        if len(days) >= 2:
            yield first, min(days).isoformat()
            yield last, max(days).isoformat()

    return taken


def _picked(path: str, *, many: bool = False) -> Callable[[Field], Values]:
    """A choice that the field of that path takes; with two ticked of one, none."""

    def taken(one: Field) -> Values:
        options = paths.fields()[path].options
        ticked = [v for v in one.value if not options or v in options] if isinstance(one.value, tuple) else []
        if many and ticked:
            yield "", ticked
        elif len(ticked) == 1 and isinstance(one.value, tuple) and len(one.value) == 1:
            yield "", ticked[0]

    return taken


def _post(one: Field) -> Values:
    """职务/国籍 share one cell."""
    parts = [p.strip() for p in re.split(r"[/／]", one.text) if p.strip()]
    if len(parts) == 2:
        yield "post", parts[0]
        yield "nationality", parts[1]


def _counts(one: Field) -> Values:
    told = one.value
    if not isinstance(told, Counts) or told.not_persons:
        return
    named = [("persons_sent", told.this_year), ("sensitive_persons_year", told.sensitive_this_year)]
    named += [(f"year{n}", count) for n, count in enumerate(told.per_year, 1)] if len(told.per_year) == 3 else []
    for ending, count in named:
        if count is not None and count == round(count):
            yield ending, round(count)


def _size(one: Field) -> Values:
    found = re.search(r"(\d[\d,]*(?:\.\d+)?)\s*([MGT]B)", one.text, re.I)
    if found:
        yield "important_size", float(found[1].replace(",", ""))
        yield "important_unit", found[2].upper()


def _items(one: Field) -> Values:
    if not isinstance(one.value, Listing):
        return
    rows = []
    for row in one.value.rows:
        item = {key: text for title, key in _COLUMNS.items() if (text := row.cells.get(title, "").strip())}
        if item.get("note") and _NONE.fullmatch(item["note"]):
            del item["note"]
        if "name" in item:
            rows.append(item)
    if rows:
        yield "", rows


def recipient_of(one: Field, group: Sequence[Field]) -> str | None:
    """The name of the recipient that a field is about: of the same scene, or of a paper without scenes."""
    role = one.name.partition(".")[0]
    wanted = {
        "application_form": one.name.rpartition(".")[0] + ".recipient",
        "standard_contract": "standard_contract.importer",
        "gba_contract": "gba_contract.importer",
        "legal_document": "legal_document.importer",
    }.get(role, f"{role}.recipient")
    return next((name for f in group if f.name == wanted and (name := name_of(f))), None)


def _person(prefix: str, to: str) -> dict[str, tuple[str, Callable[[Field], Values]]]:
    return {
        f"{prefix}.name": (f"{to}.name", _name),
        f"{prefix}.post": (f"{to}.", _post),
        f"{prefix}.phone": (f"{to}.phone", _value),
        f"{prefix}.email": (f"{to}.email", _value),
        f"{prefix}.id_type": (f"{to}.id_type", _picked(f"{to}.id_type")),
        f"{prefix}.id_number": (f"{to}.id_number", _value),
    }


def _contract(role: str) -> dict[str, tuple[str, Callable[[Field], Values]]]:
    return {
        f"{role}.exporter": ("exporter.name", _name),
        f"{role}.importer": ("recipients[].name", _name),
        f"{role}.purpose": ("scenes[].purpose", _text),
        f"{role}.storage_term": ("scenes[].", _days("stored_from", "stored_until")),
        f"{role}.storage_place": ("scenes[].overseas_place", _text),
        f"{role}.sign_date": ("contract.signed", _day),
    }


def _model_contract(role: str) -> dict[str, tuple[str, Callable[[Field], Values]]]:
    return _contract(role) | {
        f"{role}.method": ("scenes[].processing", _text),
        f"{role}.persons": ("scenes[].persons_year", _whole),
        f"{role}.effective": ("contract.effective", _day),
    }


def _report(role: str, work: str) -> dict[str, tuple[str, Callable[[Field], Values]]]:
    return {
        f"{role}.processor": ("exporter.name", _name),
        f"{role}.period": (f"{work}.", _days("began", "ended")),
        f"{role}.recipient": ("recipients[].name", _name),
        f"{role}.country": ("recipients[].country", _text),
        f"{role}.storage_place": ("scenes[].overseas_place", _text),
        f"{role}.purpose": ("scenes[].purpose", _text),
        f"{role}.items": ("scenes[].items", _items),
    }


_FORM = "application_form"
FIELDS: Mapping[str, tuple[str, Callable[[Field], Values]]] = {
    "uscc_certificate.uscc": ("exporter.code", _value),
    "uscc_certificate.name": ("exporter.name", _name),
    "uscc_certificate.legal_rep": ("legal_rep.name", _name),
    "uscc_certificate.address": ("exporter.registered_at", _text),
    "legal_rep_id.name": ("legal_rep.name", _name),
    "legal_rep_id.number": ("legal_rep.id_number", _value),
    "agent_id.name": ("agent.name", _name),
    "agent_id.number": ("agent.id_number", _value),
    "power_of_attorney.processor": ("exporter.name", _name),
    "power_of_attorney.legal_rep": ("legal_rep.name", _name),
    "power_of_attorney.legal_rep_id": ("legal_rep.id_number", _value),
    "power_of_attorney.agent": ("agent.name", _name),
    "power_of_attorney.agent_id": ("agent.id_number", _value),
    "power_of_attorney.term": ("authority.", _days("began", "until")),
    f"{_FORM}.processor.name": ("exporter.name", _name),
    f"{_FORM}.processor.nature": ("exporter.nature", _picked("exporter.nature")),
    f"{_FORM}.processor.kind": ("exporter.ownership", _picked("exporter.ownership")),
    f"{_FORM}.processor.address": ("exporter.registered_at", _text),
    f"{_FORM}.processor.office": ("exporter.office_at", _text),
    f"{_FORM}.processor.staff": ("exporter.staff", _whole),
    f"{_FORM}.processor.uscc": ("exporter.code", _value),
    f"{_FORM}.processor.ciio": ("exporter.is_ciio", _flag),
    f"{_FORM}.processor.scale": ("exporter.scale", _whole),
    **_person(f"{_FORM}.legal_rep", "legal_rep"),
    **_person(f"{_FORM}.officer", "officer"),
    f"{_FORM}.officer.body": ("officer.body", _text),
    f"{_FORM}.officer.body_staff": ("officer.staff", _whole),
    **_person(f"{_FORM}.agent", "agent"),
    f"{_FORM}.compliance": ("exporter.compliance", _text),
    f"{_FORM}.scene.brief": ("scenes[].brief", _text),
    f"{_FORM}.scene.types": ("scenes[].data_types", _picked("scenes[].data_types", many=True)),
    f"{_FORM}.scene.authority": ("scenes[].important_authority", _text),
    f"{_FORM}.scene.sensitive": ("scenes[].sensitive", _flag),
    f"{_FORM}.scene.sector": ("scenes[].sectors", _picked("scenes[].sectors", many=True)),
    f"{_FORM}.scene.persons": ("scenes[].", _counts),
    f"{_FORM}.scene.size": ("scenes[].", _size),
    f"{_FORM}.scene.recipient": ("recipients[].name", _name),
    f"{_FORM}.scene.country": ("recipients[].country", _text),
    f"{_FORM}.scene.address": ("recipients[].address", _text),
    f"{_FORM}.scene.business": ("recipients[].business", _text),
    f"{_FORM}.scene.head": ("recipients[].head", _name),
    f"{_FORM}.scene.head_post": ("recipients[].head_post", _text),
    f"{_FORM}.scene.phone": ("recipients[].phone", _value),
    f"{_FORM}.scene.email": ("recipients[].email", _value),
    **_report("self_assessment", "assessment"),
    "self_assessment.persons": ("scenes[].", _counts),
    **_report("pipia", "pipia"),
    "pipia.persons": ("scenes[].persons_year", _whole),
    "pipia.sensitive_persons": ("scenes[].sensitive_persons_year", _whole),
    **_model_contract("standard_contract"),
    "standard_contract.arbitration_place": ("contract.seat", _text),
    "standard_contract.signed_place": ("contract.place", _text),
    **_model_contract("gba_contract"),
    **_contract("legal_document"),
    "legal_document.items": ("scenes[].items", _items),
    "extension_form.processor": ("exporter.name", _name),
    "extension_form.number": ("extension.case_number", _text),
    "extension_form.granted": ("extension.result_day", _day),
    "extension_form.scene.pi_growth": ("extension.persons_growth", _percent),
    "extension_form.scene.size_growth": ("extension.important_growth", _percent),
    "change_statement.processor": ("exporter.name", _name),
    "change_statement.number": ("change.filing_number", _text),
    "change_statement.before": ("change.before", _text),
    "change_statement.after": ("change.after", _text),
    "commitment.processor": ("exporter.name", _name),
    "certification_request.processor": ("exporter.name", _name),
    "certification_request.uscc": ("exporter.code", _value),
    "certification_request.ciio": ("exporter.is_ciio", _flag),
    "certification_request.recipient": ("recipients[].name", _name),
    "negative_list_form.processor": ("exporter.name", _name),
    "negative_list_form.uscc": ("exporter.code", _value),
    "negative_list_form.registered": ("exporter.registered_at", _text),
    "negative_list_form.list": ("negative_list.list_title", _text),
    "negative_list_form.recipient": ("recipients[].name", _name),
    "negative_list_form.country": ("recipients[].country", _text),
}
