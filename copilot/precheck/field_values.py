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
    if plain in ("是", "有", "包含", "属于"):
        return True
    if plain in ("否", "无", "不包含", "不属于", "不是"):
        return False
    return None


def _choices(text: str, entry: FieldEntry) -> tuple[str, ...] | None:
    boxes = ticks(text)
    if boxes:
        return tuple(re.split(r"[\s：:（(]", t.label)[0] for t in boxes if t.state == "checked")
    said = {token.lstrip("√✓✔☑■") for token in re.split(r"[\s、，,；;/]+", text.strip())}
    picked = tuple(o for o in entry.options if o in said)
    return picked or ((re.sub(r"\s", "", text),) if len(entry.options) and not _many(text, entry) else None)


def _many(text: str, entry: FieldEntry) -> bool:
    return sum(o in text for o in entry.options) > 1


def _period(text: str, entry: FieldEntry) -> tuple[Any, Any] | None:
    found = values.days(text)
    if len(found) >= 2:
        return found[0].value, found[1].value
    if found and values.long_term(text):
        return found[0].value, None
    return None


def _first_day(text: str, entry: FieldEntry) -> Any:
    found = values.days(text)
    return found[0].value if found else None


_PARSERS: dict[str, Any] = {
    "number": lambda t, e: values.count(t),
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
    "org": lambda t, e: re.sub(r"\s|[（(](?:盖章|公章|签章)[）)]", "", t),
    "person": lambda t, e: re.sub(r"\s|[（(](?:签字|签名|手签)[）)]", "", t),
    "section": lambda t, e: t,
}
