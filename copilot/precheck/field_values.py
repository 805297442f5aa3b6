"""The value in the words of a field, by the field's type."""

from __future__ import annotations

import re
from typing import Any

from copilot.documents.checkbox import ticks
from copilot.precheck import values
from copilot.precheck.tables import FieldEntry


def parse(text: str, entry: FieldEntry) -> Any:
    """The value in the words of a field, by its type; None where it cannot be read."""
    reader = _PARSERS.get(entry.type)
    return reader(text, entry) if reader else re.sub(r"\s+", " ", text).strip()


def _yes_no(text: str, entry: FieldEntry) -> bool | None:
    boxes = ticks(text)
    if boxes:
        picked = [t.label for t in boxes if t.state == "checked"]
        if len(picked) != 1:
            return None
        return False if picked[0].startswith(("否", "不", "无")) else picked[0].startswith(("是", "有")) or None
    plain = re.sub(r"[\s。]", "", text)
    if plain.lower() in ("y", "yes", "n", "no"):
        return plain.lower().startswith("y")
    han = re.sub(r"[A-Za-z（）()/]", "", plain)
    if m := _NO.match(han) or _YES.match(han):
        return m.re is _YES
    return None


_NO = re.compile(r"(?:否|无|没有|不是|不属于|不涉及|不包含|不含|未涉及|未包含)(?:[，,；：:]|$)")
_YES = re.compile(r"(?:是|有|包含|属于|涉及|含有)(?:[，,；：:]|$)")


def _choices(text: str, entry: FieldEntry) -> tuple[str, ...] | None:
    boxes = ticks(text)
    if boxes:
        return tuple(re.split(r"[\s：:（(]", t.label)[0] for t in boxes if t.state == "checked")
    said = {token.lstrip("√✓✔☑■") for token in re.split(r"[\s、，,；;/]+", text.strip())}
    picked = tuple(o for o in entry.options if o in said)
    return picked or ((re.sub(r"\s", "", text),) if len(entry.options) and not _many(text, entry) else None)


def _many(text: str, entry: FieldEntry) -> bool:
    return sum(o in text for o in entry.options) > 1


# What a sentence says after a name: where it is, who answers for it, what it does.
_AFTER_ORG = re.compile(r"[（(](?=地址|住所|注册|以下|下称|简称|联系|法定代表人|统一社会)|[，；。](?=\D)")
_AFTER_PERSON = re.compile(r"[）)](?!$)|[，；。]")


def _period(text: str, entry: FieldEntry) -> tuple[Any, Any] | None:
    found = values.days(text)
    if len(found) >= 2:
        return found[0].value, found[1].value
    if found and values.long_term(text):
        return found[0].value, None
    if found and (end := values.ends(text, found[0])):
        return found[0].value, end
    return None


def _number(text: str) -> float | None:
    """The number of a field; of one that goes on with a part of it (其中敏感…), the whole."""
    whole = values.count(text)
    if whole is None and (m := re.search(r"[，,；;（(]\s*(?:其中|含|包括)", text)):
        return values.count(text[: m.start()])
    return whole


def _first_day(text: str, entry: FieldEntry) -> Any:
    found = values.days(text)
    return found[0].value if found else None


_PARSERS: dict[str, Any] = {
    "number": lambda t, e: _number(t),
    "counts": lambda t, e: values.counts(t),
    "percent": lambda t, e: values.percent(t),
    "size": lambda t, e: values.size_bytes(t),
    "date": _first_day,
    "dates": lambda t, e: tuple(d.value for d in values.days(t)) or None,
    "period": _period,
    "uscc": lambda t, e: next(iter(values.credit_codes(t)), None) or re.sub(r"\s", "", t).upper(),
    "id_number": lambda t, e: next(iter(values.resident_ids(t)), None) or re.sub(r"\s", "", t).upper(),
    "yes_no": _yes_no,
    "choices": _choices,
    "phone": lambda t, e: values.phone(t),
    "email": lambda t, e: values.email(t),
    "org": lambda t, e: re.sub(r"\s|[（(](?:盖章|公章|签章)[）)]", "", _AFTER_ORG.split(t)[0]),
    "person": lambda t, e: re.sub(r"\s|[（(](?:签字|签名|手签)[）)]", "", _AFTER_PERSON.split(t)[0]),
    "section": lambda t, e: t,
}
