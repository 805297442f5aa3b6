"""Who is who: codes and numbers with their check digits and regions, contact lines, papers past their date, seals."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from copilot.precheck import values
from copilot.precheck.case import Case, Hit
from copilot.precheck.paper import Field
from copilot.redaction.checks import credit_code, resident_id

P = Mapping[str, Any]
PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南",
    "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州",
    "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾",
    "81": "香港", "82": "澳门",
}  # fmt: skip
NATIONAL = "10"
_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")


def code_fault(code: str) -> str:
    """What is wrong with a unified social credit code; empty when nothing is. Source: GB 32100-2015."""
    if len(code) != 18:
        return f"应为18位，现为{len(code)}位"
    if not _CODE.fullmatch(code):
        return "含有不该出现的字符（代码不用 I、O、S、V、Z，第3至8位是数字）"
    if not credit_code(code):
        return "校验位不符"
    if code[2:4] not in PROVINCES and code[2:4] != NATIONAL:
        return f"第3至8位不是行政区划代码（{code[2:8]}）"
    return ""


def id_fault(number: str) -> str:
    """What is wrong with an 18-digit resident identity number; empty when nothing is. Source: GB 11643-1999."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return f"应为18位数字（末位可为X），现为{len(number)}位"
    if number[:2] not in PROVINCES:
        return "前两位不是省级区划代码"
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return f"第7至14位不是日期（{number[6:14]}）"
    return "" if resident_id(number) else "校验位不符"


def code_wrong(case: Case, p: P) -> Iterator[Hit]:
    """Unified social credit codes that cannot be right."""
    for one in _fields(case, p):
        code = str(one.value or "")
        if reason := code_fault(code):
            said = {"label": case.label(one.name), "value": code, "reason": reason}
            yield Hit(
                one.place, case.role_of(one.name), values=said, evidence=one.text, actual=code, sure=_clear(case, one)
            )


def _clear(case: Case, one: Field) -> bool:
    """Whether a code was read sharply enough: from digital text, or by OCR almost without doubt."""
    return one.confidence >= 0.93 if case.scanned(one) else case.sure(one)


def code_elsewhere(case: Case, p: P) -> Iterator[Hit]:
    """Codes registered in another province than the one it is filed in."""
    wanted = case.submission.province
    for one in _fields(case, p) if wanted else ():
        code = str(one.value or "")
        if code_fault(code) or code[2:4] in (wanted, NATIONAL):
            continue
        said = {
            "label": case.label(one.name),
            "value": code,
            "place": PROVINCES.get(code[2:4], code[2:4]),
            "wanted": PROVINCES.get(wanted or "", wanted or ""),
        }
        yield Hit(one.place, case.role_of(one.name), values=said, evidence=one.text, sure=_clear(case, one))


def id_wrong(case: Case, p: P) -> Iterator[Hit]:
    """Resident identity numbers that cannot be right; other kinds of papers have no check digit and are left alone."""
    for one in _fields(case, p):
        number = str(one.value or "")
        kind = case.first(one.name.replace("id_number", "id_type"))
        if kind is not None and kind.value and "居民身份证" not in kind.value:
            continue
        if kind is None and not re.fullmatch(r"\d{14,20}[\dX]?", number):
            continue
        if reason := id_fault(number):
            said = {"label": case.label(one.name), "value": _masked(number), "reason": reason}
            yield Hit(one.place, case.role_of(one.name), values=said, actual=_masked(number), sure=_clear(case, one))


def _masked(number: str) -> str:
    """A personal number with its middle left out, as it may stand in a report."""
    return number[:6] + "*" * max(len(number) - 10, 2) + number[-4:] if len(number) > 10 else number


def id_age(case: Case, p: P) -> Iterator[Hit]:
    """Persons whom their number makes younger than 18 or older than 90 on the filing day."""
    for one in _fields(case, p):
        number = str(one.value or "")
        if id_fault(number):
            continue
        born = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        age = case.filed_on.year - born.year - ((case.filed_on.month, case.filed_on.day) < (born.month, born.day))
        if not 18 <= age <= 90:
            said = {"label": case.label(one.name), "value": _masked(number), "age": str(age)}
            yield Hit(one.place, case.role_of(one.name), values=said, actual=f"{age}岁", sure=False)


def contact_wrong(case: Case, p: P) -> Iterator[Hit]:
    """Telephone numbers and mail addresses that cannot be such."""
    for one in _fields(case, p):
        if one.value is None:
            said = {"label": case.label(one.name), "value": one.text[:40]}
            yield Hit(one.place, case.role_of(one.name), values=said, evidence=one.text[:60], sure=False)


def paper_expired(case: Case, p: P) -> Iterator[Hit]:
    """Licences and identity papers whose last day lies before the filing day."""
    for one in _fields(case, p):
        found = values.days(one.text)
        if not found or values.long_term(one.text):
            continue
        last = found[-1].value
        single = len(found) == 1 and not re.search(r"至|止|届满|到期", one.text)
        if last < case.filed_on and not single:
            said = {"label": case.label(one.name), "value": one.text[:40], "date": last.isoformat()}
            yield Hit(
                one.place,
                case.role_of(one.name),
                values=said,
                evidence=one.text[:60],
                expected=f"{case.filed_on} 仍在有效期内",
                actual=last.isoformat(),
                sure=case.sure(one),
            )


def seal_of_other(case: Case, p: P) -> Iterator[Hit]:
    """Seals whose words are another name than those of the parties of the paper."""
    wanted = {str(f.value) for n in p["fields"] for f in case.filled(n) if f.value}
    if not wanted:
        return
    for part in case.of_role(*p["roles"]):
        for mark in part.paper.marks:
            if mark.kind != "seal" or not mark.sure:
                continue
            said = re.sub(r"[^\u4e00-\u9fff]|(?:公|合同专用|财务专用|业务专用|行政)章", "", mark.value)
            if len(said) < 4 or any(_alike(said, han) for w in wanted if (han := re.sub(r"[^\u4e00-\u9fff]", "", w))):
                continue
            values_ = {
                "name": case.tables.papers[part.role].name,
                "value": mark.value,
                "wanted": "、".join(sorted(wanted)),
            }
            yield Hit(
                mark.place,
                part.role,
                values=values_,
                expected=values_["wanted"],
                actual=mark.value,
                sure=part.paper.format not in ("scan", "image"),
                crop=mark.crop,
            )


def _alike(a: str, b: str) -> bool:
    return a in b or b in a


def address_elsewhere(case: Case, p: P) -> Iterator[Hit]:
    """A place of registration in another province than the region in the code."""
    code, address = case.first(*_list(p["left"])), case.first(*_list(p["right"]))
    if code is None or address is None or code_fault(str(code.value or "")):
        return
    region = str(code.value)[2:4]
    named = [k for k, v in PROVINCES.items() if v in address.text]
    if region == NATIONAL or not named or region in named:
        return
    said = {"label": case.label(address.name), "value": address.text[:40], "other": PROVINCES.get(region, region)}
    yield Hit(
        address.place, case.role_of(address.name), values=said, evidence=address.text, sure=False, also=(code.place,)
    )


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _fields(case: Case, p: P) -> list[Field]:
    return [f for n in p["fields"] for f in case.filled(n)]
