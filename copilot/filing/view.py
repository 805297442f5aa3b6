"""The values of a filing as papers show them: numbers, dates, units and choices are put into words only here.

A value that was not said is a placeholder, 【待补充：label】, and the view keeps a list of those that were asked for.
What a person typed stays plain text: characters that no document may hold, and marks that turn the direction of
writing, are taken out.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from copilot.filing import contracts
from copilot.filing.derived import DERIVED
from copilot.filing.facts import Evidence, Filing, FilingKind
from copilot.filing.parties import Asset, Holding, Penalty
from copilot.filing.transfers import Item, Onward

_COUNTED = ("persons_sent", "persons_year", "sensitive_persons_year", "year1", "year2", "year3", "three_years")
_OWNERS = ("scenes[]", "totals", "recipients[]", "recipients[].totals")
PERSONS = frozenset(f"{owner}.{one}" for owner in _OWNERS for one in _COUNTED) | {
    "exporter.scale",
    "exporter.staff",
    "officer.staff",
}
UNITS = {"contract.notice_days": "日", "contract.copies": "份", "contract.copies_each": "份"}
LEGAL_BASIS = {
    "13(一)": "取得个人的同意（个人信息保护法第十三条第一款第一项）",
    "13(三)": "履行法定职责或者法定义务所必需（个人信息保护法第十三条第一款第三项）",
    "13(四)": "应对突发公共卫生事件或者紧急情况下保护生命健康和财产安全所必需（个人信息保护法第十三条第一款第四项）",
    "13(五)": "公共利益的新闻报道、舆论监督等行为所需（个人信息保护法第十三条第一款第五项）",
    "13(六)": "处理已经合法公开的个人信息（个人信息保护法第十三条第一款第六项）",
    "13(七)": "法律、行政法规规定的其他情形（个人信息保护法第十三条第一款第七项）",
}
ITEM_2 = "个人信息保护法第十三条第一款第二项"
TWOFOLD = "13(二)"  # two grounds in one item, of which a scene has one
GROUNDS = {
    "contract": "订立、履行个人作为一方当事人的合同所必需",
    "hr": "依劳动规章制度和集体合同实施人力资源管理所必需",
}
NONE_SAID = {
    "scenes[].onward": "no_onward",
    "exporter.investments": "no_investments",
    "exporter.penalties": "no_penalties",
    "safeguards.evidence": "no_evidence",
}
_STEP = re.compile(r"(\w+)((?:\[\d+\])*)")
_TURNS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])


def plain(text: str) -> str:
    """The text without characters that XML or a reader of it could stumble over; lines stay."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TURNS)
    return "".join(
        c for c in kept if c in "\n\t" or not (unicodedata.category(c) in ("Cc", "Cs") or ord(c) & 0xFFFE == 0xFFFE)
    )


def day(value: dt.date) -> str:
    """`2026年11月23日`."""
    return f"{value.year}年{value.month}月{value.day}日"


def persons(value: int) -> str:
    """`123,456人`."""
    return f"{value:,}人"


def number(value: float) -> str:
    """`1,234.5`, as it was typed."""
    return f"{value:,.12g}"


def general(path: str) -> str:
    """`scenes[].name` for `scenes[0].name`."""
    return re.sub(r"\[\d+\]", "[]", path)


def placeholder(label: str) -> str:
    """`【待补充：label】`."""
    return f"【待补充：{label}】"


@dataclass(frozen=True)
class Missing:
    """A placeholder that was shown: the concrete path of the field and its label."""

    path: str
    label: str


@dataclass
class View:
    """A filing in words for one kind and day.

    Args:
        label: gives the label of a field by its general path (shown in papers) or concrete one (in lists).
        missing: placeholders asked for so far, each once, in order.
        used: concrete paths asked for so far, said or not.
    """

    filing: Filing
    kind: FilingKind
    as_of: dt.date
    label: Callable[[str], str]
    missing: dict[str, Missing] = field(default_factory=dict)
    used: dict[str, None] = field(default_factory=dict)

    def fresh(self) -> View:
        """The same view that has not been asked anything yet, for another paper."""
        return View(self.filing, self.kind, self.as_of, self.label)

    def value(self, path: str) -> Any:
        """The value itself, None when it was not said; an element that there is not counts as not said.

        Raises:
            LookupError: the questionnaire has no such field.
        """
        derived = DERIVED.get(general(path))
        if derived is not None:
            return derived.value(self.filing, _places(path))
        if contracts.covers(path):
            return contracts.value(self.filing, self.kind, path, as_of=self.as_of)
        return self._reach(path)

    def said(self, path: str) -> bool:
        """Whether there is a value; `no` is one, an empty list is none."""
        return self.value(path) not in (None, "", ())

    def text(self, path: str) -> str:
        """The value in words, or its placeholder, which is then kept in `missing`.

        Raises:
            LookupError: the questionnaire has no such field.
        """
        self.used[path] = None
        value = self.value(path)
        if value in (None, "", ()):
            if (denied := self._denied(path)) is not None:
                return denied
            return self._placeholder(path)
        return self._worded(path, value)

    def _placeholder(self, path: str) -> str:
        """Keeps what is to be said: the field, or the fields by which code would work it out."""
        derived = DERIVED.get(general(path))
        asked = derived.sources(self.filing, _places(path)) if derived else (path,)
        if contracts.covers(path):
            asked = (contracts.asked_at(self.filing, path),)
        for one in asked:
            if not self.said(one):
                self.missing.setdefault(one, Missing(one, self.label(one)))
        return placeholder(derived.label if derived else self.label(general(contracts.common_path(path))))

    def date(self, path: str) -> str:
        """A day that a person still writes by hand may be blank: its words, else `    年  月  日`."""
        self.used[path] = None
        value = self.value(path)
        return day(value) if isinstance(value, dt.date) else "    年   月   日"

    def count(self, path: str) -> int:
        """How many elements a list has."""
        return len(self.value(path) or ())

    def _denied(self, path: str) -> str | None:
        """`无` where the question whether there are any was answered with none."""
        key = NONE_SAID.get(general(path))
        if key is None:
            return None
        owner, _, _ = path.rpartition(".")
        return "无" if self.value(f"{owner}.{key}") is True else None

    def field(self, path: str) -> Any:
        """The type of a field; raises as `value`."""
        owner: Any = Filing
        note: Any = None
        for step in path.split("."):
            match = _STEP.fullmatch(step)
            if match is None or match[1] not in owner.model_fields:
                raise LookupError(f"the questionnaire has no field {path!r}")
            note = owner.model_fields[match[1]].annotation
            owner = _part(note)
        return note

    def _reach(self, path: str) -> Any:
        at: Any = self.filing
        kind: Any = Filing
        for step in path.split("."):
            match = _STEP.fullmatch(step)
            if match is None or match[1] not in kind.model_fields:
                raise LookupError(f"the questionnaire has no field {path!r}")
            note = kind.model_fields[match[1]].annotation
            at = getattr(at, match[1]) if at is not None else None
            for index in re.findall(r"\d+", match[2]):
                at = at[int(index)] if at is not None and int(index) < len(at) else None
            kind = _part(note)
        return at

    def _worded(self, path: str, value: Any) -> str:
        key = general(contracts.common_path(path))
        if key.endswith("important_size"):
            unit = self.value(path.replace("important_size", "important_unit"))
            return f"{number(value)}{unit}" if unit else number(value) + self.text(path.replace("_size", "_unit"))
        if key.endswith(".method") and value == "其他":
            return self.text(f"{path}_other")
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, int):
            return persons(value) if key in PERSONS else f"{value:,}{UNITS.get(key, '')}"
        if isinstance(value, float):
            return f"{number(value)}%"
        if isinstance(value, dt.date):
            return day(value)
        if isinstance(value, tuple):
            rows = isinstance(value[0], BaseModel)
            return "；".join(map(row, value)) if rows else "、".join(map(plain, value))
        if key.endswith("legal_basis"):
            ground = path.replace("legal_basis", "legal_ground")
            return f"{self.text(ground)}（{ITEM_2}）" if value == TWOFOLD else LEGAL_BASIS.get(value, plain(value))
        return _choice(key, plain(str(value)))


def values(filing: Filing, kind: FilingKind, *, as_of: dt.date, label: Callable[[str], str]) -> View:
    """The filing in words. `label` gives a field's Chinese label, by `scenes[].name` or `scenes[0].name`."""
    return View(filing, kind, as_of, label)


def row(one: BaseModel) -> str:
    """An element of a list in one line: what was said of it, in the order of its fields."""
    name = plain(str(getattr(one, "name", None) or getattr(one, "type", None) or ""))
    if isinstance(one, Holding):
        share = f"（{number(one.share)}%）" if one.share is not None else ""
        return name + share + (f"，{plain(one.note)}" if one.note else "")
    if isinstance(one, Item):
        return name
    if isinstance(one, (Asset, Onward, Evidence, Penalty)):
        said = [v for key, v in one if v not in (None, "") and key not in ("name", "type")]
        words = "，".join(day(v) if isinstance(v, dt.date) else plain(str(v)) for v in said)
        return f"{name}（{words}）" if name and words else name or words
    return name or plain(str(getattr(one, "id", "")))


def _choice(key: str, value: str) -> str:
    return {
        "scenes[].legal_ground": GROUNDS,
        "contract.dispute": {"arbitration": "仲裁", "court": "向人民法院起诉"},
        "change.remedy": {"supplement": "订立补充合同", "new_contract": "重新订立合同"},
        "negative_list.hit": {
            "not_covered": "清单未覆盖该领域",
            "must_assess": "列入应当通过数据出境安全评估的数据清单",
            "must_contract": "列入应当订立标准合同或者通过认证的数据清单",
            "off_list": "清单外数据",
        },
        "exemption.reason": {
            "treaty": "我国缔结或者参加的国际条约、协定另有规定",
            "art3": "促进和规范数据跨境流动规定第三条",
            "art4": "促进和规范数据跨境流动规定第四条",
            "art5_1": "促进和规范数据跨境流动规定第五条第一款第一项",
            "art5_2": "促进和规范数据跨境流动规定第五条第一款第二项",
            "art5_3": "促进和规范数据跨境流动规定第五条第一款第三项",
            "art5_4": "促进和规范数据跨境流动规定第五条第一款第四项",
            "art6": "促进和规范数据跨境流动规定第六条",
        },
    }.get(key, {}).get(value, value)


def _part(note: Any) -> Any:
    """The model within an annotation: `Scene` of `tuple[Scene, ...]`; a plain type stands for itself."""
    if isinstance(note, type) and issubclass(note, BaseModel):
        return note
    found = [one for one in getattr(note, "__args__", ()) if isinstance(one, type) and issubclass(one, BaseModel)]
    return found[0] if found else _Nothing


class _Nothing(BaseModel):
    """A value without fields."""


def _places(path: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", path)))
