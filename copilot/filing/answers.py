"""An answer as a person types it becomes a value, or is refused with what would do; and what is wrong with a value.

`12.3万人` is 123000, `2026年12月1日` a day, 是 a yes. Nothing is guessed: a range, a number of times (人次) or a month
without a day is refused, not rounded.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from copilot.errors import BadInput
from copilot.filing import paths
from copilot.filing.facts import Filing
from copilot.filing.questionnaire import Question
from copilot.precheck import values
from copilot.precheck.checks.identity import code_fault, id_fault

_YES = frozenset({"是", "有", "对", "包含", "涉及", "属于", "true", "yes", "y", "1"})
_NO = frozenset({"否", "不", "不是", "没有", "无", "不包含", "不涉及", "不属于", "false", "no", "n", "0"})
_UNKNOWN = frozenset(
    {
        "不知道",
        "不清楚",
        "暂不清楚",
        "还不知道",
        "还不清楚",
        "待定",
        "don't know",
        "don't know yet",
        "unknown",
        "not yet",
    }
)
_NOT_ONE = re.compile(r"人次|\d[\d.,万千百亿人]*\s*(?:至|到|-|~|—|–)\s*\d")  # a number of times, a range
_SPLIT = re.compile(r"[、，,；;/\n]+")
_UNIT = re.compile(r"\b([MGT]B)\b", re.I)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.A)
_PHONE = re.compile(r"\+?[\d\s()（）/-]{5,30}(?:转\s?\d{1,6})?")
_PASSPORT = re.compile(r"[A-Za-z0-9]{5,20}")


class BadAnswer(BadInput):
    """An answer that cannot be read; the message names the question and says what would do."""

    code = "bad_answer"


def not_known(value: Any) -> bool:
    """Whether an answer says "don't know yet"."""
    return isinstance(value, str) and _plain(value).lower().rstrip("。.") in _UNKNOWN


def read(question: Question, value: Any, label: str) -> Any:
    """The value of an answer as JSON; None for an empty one.

    Args:
        question: what was asked.
        value: text as typed, or a value of the right type.
        label: what the field is called, for the message.

    Raises:
        BadAnswer: it cannot be read.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    kind = paths.fields()[question.path].kind
    return _READERS[kind](question, value, label)


def sized(value: Any) -> str | None:
    """The unit that a volume was typed with: `GB` of `3.5 GB`."""
    found = _UNIT.search(_plain(value)) if isinstance(value, str) else None
    return found[1].upper() if found else None


def fault(question: Question, filing: Filing, path: str, *, as_of: dt.date) -> tuple[str, str] | None:
    """What is wrong with the value at a path by the checks of its question, in Chinese and English; None: nothing."""
    value = paths.value(filing, path)
    if value in (None, "", ()):
        return None
    for name in question.check:
        kind, _, most = name.partition(":")
        check = _length if kind == "chars" else _CHECKS[name]
        if problem := check(value, filing, path, as_of if name == "past" else name):
            return problem, _ENGLISH[kind].format(most=most, last=filing.filed_on or as_of)
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _text(question: Question, value: Any, label: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise BadAnswer(f"“{label}”应为文字", en=f"{question.label_en}: text is needed")
    return str(value).strip()


def _count(question: Question, value: Any, label: str) -> int:
    number = _number_of(value)
    if number is None or number < 0 or abs(number - round(number)) > 1e-6 * max(1.0, number):
        times = isinstance(value, str) and "人次" in value
        hint = "请写自然人（去重）数量，不是人次" if times else "写一个确数，例如 1200、12.3万人；范围请取一个数"
        raise BadAnswer(f"“{label}”不是一个整数", hint=hint, en=f"{question.label_en}: one whole number is needed")
    return round(number)


def _number_of(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    text = _plain(value) if isinstance(value, str) else ""
    if _NOT_ONE.search(text):
        return None
    if re.fullmatch(r"-?\d+(?:\.\d+)?", text):
        return float(text)
    return None if text.startswith("-") else values.count(text)


def _number(question: Question, value: Any, label: str) -> float:
    if isinstance(value, str):
        text = _plain(value)
        found = values.percent(text) if question.type == "percent" else None
        size = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)\s*(?:[MGT]B)?", text, re.I)
        value = found if found is not None else float(size[1].replace(",", "")) if size else _number_of(text)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadAnswer(f"“{label}”不是一个数", hint="例如 3.5 或者 12%", en=f"{question.label_en}: a number is needed")
    return float(value)


def _date(question: Question, value: Any, label: str) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    found = values.days(_plain(value)) if isinstance(value, str) else []
    if len(found) != 1:
        raise BadAnswer(
            f"“{label}”不是一个日期", hint="写年月日，例如 2026-12-01", en=f"{question.label_en}: one day is needed"
        )
    return found[0].value.isoformat()


def _yes_no(question: Question, value: Any, label: str) -> bool:
    word = _plain(value).lower().rstrip("。.") if isinstance(value, str) else value
    if word is True or word in _YES:
        return True
    if word is False or word in _NO:
        return False
    raise BadAnswer(f"“{label}”要回答是或者否", hint="还不清楚的写“不知道”", en=f"{question.label_en}: yes or no")


def _choice(question: Question, value: Any, label: str) -> str:
    word = _plain(value) if isinstance(value, str) else value
    for option in question.options:
        if word in (option.value, option.label, _plain(option.value), _plain(option.label)):
            return option.value
    offered = "、".join(option.label for option in question.options)
    raise BadAnswer(
        f"“{label}”没有这个选项", hint=f"可以选：{offered}", en=f"{question.label_en}: not one of the choices"
    )


def _words(question: Question, value: Any, label: str) -> list[str]:
    given = _SPLIT.split(value) if isinstance(value, str) else list(value) if isinstance(value, (list, tuple)) else None
    if given is None or not all(isinstance(one, str) for one in given):
        raise BadAnswer(f"“{label}”应为文字，几项的用顿号分开", en=f"{question.label_en}: words are needed")
    found = [one.strip() for one in given if one.strip()]
    picked = [_choice(question, one, label) if question.options else one for one in found]
    return list(dict.fromkeys(picked))


_READERS: dict[paths.Kind, Callable[[Question, Any, str], Any]] = {
    "text": _text,
    "long": _text,
    "count": _count,
    "number": _number,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _words,
    "words": _words,
}


def _uscc(value: Any, filing: Filing, path: str, given: Any) -> str:
    return code_fault(str(value).upper())


def _id_number(value: Any, filing: Filing, path: str, given: Any) -> str:
    kind = paths.value(filing, path.replace("id_number", "id_type"))
    number = str(value).upper()
    if kind == "居民身份证" or (kind is None and re.fullmatch(r"\d{17}[\dX]", number)):
        return id_fault(number)
    forms = {
        "护照": (_PASSPORT.pattern, "护照号码应为5至20位字母和数字"),
        "港澳居民来往内地通行证": (r"[HM](?:\d{8}|\d{10})", "应为H或M加8位或者10位数字"),
        "台湾居民来往大陆通行证": (r"\d{8}|\d{10}", "应为8位或者10位数字"),
    }
    pattern, said = forms.get(str(kind), ("", ""))
    return said if pattern and not re.fullmatch(pattern, number) else ""


def _email(value: Any, filing: Filing, path: str, given: Any) -> str:
    return "" if _EMAIL.fullmatch(_plain(str(value))) else "不像电子邮箱"


def _phone(value: Any, filing: Filing, path: str, given: Any) -> str:
    return "" if _PHONE.fullmatch(_plain(str(value))) else "不像电话号码"


def _past(value: Any, filing: Filing, path: str, as_of: Any) -> str:
    last = filing.filed_on or as_of
    return f"晚于{'计划提交日期' if filing.filed_on else '今天'}（{last}）" if value > last else ""


def _length(value: Any, filing: Filing, path: str, given: Any) -> str:
    most, chars = int(str(given).removeprefix("chars:")), len(re.sub(r"\s", "", str(value)))
    return f"有{chars}个字，不能超过{most}个字" if chars > most else ""


_ENGLISH = {
    "uscc": "is no valid credit code (18 signs, no I, O, S, V, Z; digits 3 to 8 name the place, the last one checks)",
    "id_number": "does not fit the kind of document",
    "email": "does not look like an e-mail address",
    "phone": "does not look like a telephone number",
    "past": "lies after {last}",
    "chars": "has more than {most} characters",
}
_CHECKS: dict[str, Callable[[Any, Filing, str, Any], str]] = {
    "uscc": _uscc,
    "id_number": _id_number,
    "email": _email,
    "phone": _phone,
    "past": _past,
}
