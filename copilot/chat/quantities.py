"""Numbers in Chinese legal prose, read by code because models miscount.

`quantities("不满10万人")` gives value 100000, unit `人`, bound `below`; article numbers, dates, document
numbers and list marks are not quantities. Values are floats in base units: 万 and 亿 are multiplied
out, 百分之五 is 5 with unit `%`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import cn2an

Bound = Literal["below", "at_most", "at_least", "above", "exact", "none"]

_DIGITS = r"\d[\d,，]*(?:\.\d+)?"
_CHINESE = r"[〇零一二两三四五六七八九十百千]+"
_UNITS = (
    "个工作日|工作日|个自然日|自然日|个小时|小时|个月|周岁|周年|年度|万元|美元|元|分钟|个场景|个字段|个领域|个数据项|个项目|"
    "人次|自然人|人|名|日|天|月|年|周|次|项|份|倍|例|条|家|类|个|件|章|问|级|岁|秒|页|部|位|套|字|种|步|场|批|国"
)
_SCALE = {"万": 1e4, "亿": 1e8, "百": 1e2, "千": 1e3, "": 1.0}
_QUANTITY = re.compile(
    rf"(?P<percent>百分之(?P<pval>{_CHINESE}|{_DIGITS}))"
    rf"|(?P<num>{_DIGITS}|{_CHINESE})\s*(?P<scale>万|亿)?(?:余|多)?\s*(?P<unit>%|％|{_UNITS})?"
)
_REFERENCE = re.compile(
    rf"第\s*(?:{_CHINESE}|\d+)\s*(?:条|款|项|章|节|编|号|版|批|次|步|个|部分|季度|年|届)(?:之[一二三四五六七八九十])?"
    rf"|[（(]\s*(?:{_CHINESE}|\d+)\s*[）)]"
    r"|GB/?T?\s*\d+(?:\.\d+)?(?:[-—]\d{4})?|TC260-[\w-]+|JR/T\s*\d+(?:-\d{4})?"
    r"|[〔\[（(]\d{4}[〕\]）)]\s*\d*\s*号?|令\s*\d+\s*号?|\d+\s*号(?:令|公告|文)?"
    rf"|(?:附件|附录|问|表|图|任务|规定|办法|条例)\s*(?:{_CHINESE}|\d+)(?![\d万亿年.-])(?:条)?"
    r"|\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*(?:\d{1,2}\s*日?)?|\d{4}\s*年?版|\d{4}\s*年(?:度|修正|修订|版)?|(?:(?<=^)|(?<=[：:；;。，,\n（(]))\d{1,2}[.、](?=[^\d])|\d{1,2}\s*月\s*\d{1,2}\s*日|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|[2-9]\.0|V\d(?:\.\d)?|\[\d+\]|【\d+】|C2|B2[BC]|[A-Za-z]+\d+|\d+[A-Za-z]+"
    r"|上一年(?:度)?|前一年(?:度)?|每一|一年一度|一并|一般|一定|一致|一次性|一部分|一揽子|一起|一旦|一律|一样|一概|一方|一些|统一|同一|任一|之一|唯一|进一步|一体|一网|一经|一直|一切|单一|万一"
    r"|十分|百姓|千万不|三方|双方|第三方|两者|两区|两类|四川|九市|两院|三资|五险一金|一地|多地|一企一策|一事|二手|不二|二次|三法|十四五|十五五|六合|三亚|一个|一项|一种|一类|一条|一家|一份|一套"
)
_BEFORE = {
    "at_most": r"(?:(?:不|未|不得|不能|不可)超过"
    r"|不多于|不高于|不得多于|不大于|至多|最多|最长|最高|最迟|最晚|顶多|至迟|上限为?|不晚于)",
    "at_least": r"(?:(?:不|不得|不能)(?:少于|低于)|不小于|至少|最少|最低|起码|(?<!不)(?<!未)(?:达到|达|满))",
    "below": r"(?:不满|不足|少于|低于|小于|未满|未达到?|不到)",
    "above": r"(?:超过|超出|多于|大于|高于|逾|超)",
    "exact": r"(?:恰好|刚好|正好|等于)",
}
_FURTHER_BEFORE = {"at_least": r"(?:至少|最少|起码)(?!有)", "at_most": r"(?:至多|最多|最长|最迟|最晚)"}
_AFTER = {
    "at_least": r"(?:\(含\)|（含）)?(?:以上|及以上|或以上|起步)",
    "at_most": r"(?:\(含\)|（含）)?(?:以下|及以下|以内|之内|内(?!容|部|地|外)|为限)",
}
_UNIT_CLASS = {
    "个工作日": "工作日",
    "个自然日": "日",
    "自然日": "日",
    "天": "日",
    "个小时": "小时",
    "个月": "月",
    "名": "人",
    "自然人": "人",
    "人次": "人",
    "位": "人",
    "％": "%",
    "周年": "年",
    "年度": "年",
    "岁": "周岁",
    "万元": "元",
    "个场景": "场景",
    "个字段": "字段",
    "个领域": "领域",
    "个数据项": "数据项",
    "个项目": "项目",
    "条": "项",
    "类": "项",
    "种": "项",
    "个": "项",
    "件": "项",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit class and bound; `start`, `end` are offsets in the text it was read from."""

    value: float
    unit: str
    bound: Bound
    start: int
    end: int


def _value(text: str) -> float | None:
    plain = text.replace(",", "").replace("，", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    try:
        return float(cn2an.cn2an(plain.replace("〇", "零"), "smart"))
    except ValueError:
        return None


def _bound(text: str, start: int, end: int) -> Bound:
    before, after = text[max(0, start - 12) : start], text[end : end + 5]
    for bound, pattern in _AFTER.items():
        if re.match(rf"\s*{pattern}", after):
            return bound  # type: ignore[return-value]
    for bound, pattern in _BEFORE.items():
        if re.search(rf"{pattern}\s*$", before):
            return bound  # type: ignore[return-value]
    for bound, pattern in _FURTHER_BEFORE.items():
        if re.search(rf"{pattern}[^，。；、,;每\d]{{0,6}}$", before):
            return bound  # type: ignore[return-value]
    return "none"


def mask_references(text: str) -> str:
    """`text` with article numbers, dates, document numbers and set phrases blanked, offsets kept."""
    return _REFERENCE.sub(lambda m: "\x00" * len(m.group()), text)


def quantities(text: str) -> list[Quantity]:
    """Every number in `text` that states an amount, a share or a period, in order of appearance."""
    masked = mask_references(text)
    found = []
    for m in _QUANTITY.finditer(masked):
        if m.group("percent"):
            value, unit, scale = _value(m.group("pval")), "%", 1.0
        else:
            unit, scale = m.group("unit") or "", _SCALE[m.group("scale") or ""]
            bare_chinese = not m.group("num")[0].isdigit()
            if bare_chinese and not unit and not m.group("scale"):
                continue
            value = _value(m.group("num"))
        if value is None:
            continue
        if unit == "万元":
            scale *= 1e4
        found.append(
            Quantity(
                value * scale,
                _UNIT_CLASS.get(unit, unit),
                _bound(masked, m.start(), m.end()),
                m.start(),
                m.end(),
            )
        )
    return found


_DIRECTION = {"below": -1, "at_most": -1, "at_least": 1, "above": 1, "exact": 0, "none": 0}


def bounds_agree(said: Bound, source: Bound) -> bool:
    """Whether a statement may use bound `said` where the source has `source`.

    不满 and 不超过 differ at the boundary, 以上 and 超过 too, so only equal bounds or an unstated one agree.
    """
    if said == "none" or said == source:
        return True
    if source == "none":
        return said == "exact" or _DIRECTION[said] != 0
    return said == "exact" and source in ("at_least", "at_most")


def same_amount(said: Quantity, source: Quantity) -> bool:
    """Same value and compatible unit (a missing unit agrees with any)."""
    return said.value == source.value and (said.unit == source.unit or not said.unit or not source.unit)
