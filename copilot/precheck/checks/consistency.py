"""The same thing said in several papers: names, codes, counts, categories, scenes, storage, and what one denies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from copilot.precheck import values
from copilot.precheck.case import Case, Hit
from copilot.precheck.checks.sameness import form_of, plain, same
from copilot.precheck.listings import Listing
from copilot.precheck.outline import key
from copilot.precheck.paper import Field
from copilot.precheck.values import Counts

P = Mapping[str, Any]


def _named(text: Any) -> list[str]:
    return text if isinstance(text, list) else [text]


def _form(p: P) -> Callable[[str], str]:
    return form_of(p.get("as", "text"))


def _said(one: Field, form: Callable[[str], str]) -> str:
    value = one.value if isinstance(one.value, str) and one.value else one.text
    return form(value)


def _pairs(case: Case, p: P) -> Iterator[tuple[Field, Field]]:
    """The first field of `left` with the first of each of `right`."""
    left = case.first(*_named(p["left"]))
    if left is not None:
        for name in _named(p["right"]):
            yield from ((left, right) for right in case.filled(name)[:1] if right.name != left.name)


def differ(case: Case, p: P) -> Iterator[Hit]:
    """Two papers that say different things of the same: each of `right` against the first of `left`."""
    form = _form(p)
    for left, right in _pairs(case, p):
        a, b = _said(left, form), _said(right, form)
        if a and b and not same(a, b, p.get("as", "text")):
            yield _pair(case, left, right, sure=_tellable(case, left, right, a, b))


def _tellable(case: Case, left: Field, right: Field, a: str, b: str) -> bool:
    """OCR misreads a sign here and there: names that differ by a sign only are no sure difference on a scan."""
    if not case.sure(left, right):
        return False
    if min(left.confidence, right.confidence) >= 0.97:
        return True
    return len(a) != len(b) or sum(x != y for x, y in zip(a, b, strict=True)) > 2


def _pair(case: Case, left: Field, right: Field, *, sure: bool, **more: Any) -> Hit:
    said = {
        "label": case.label(left.name),
        "other": case.label(right.name),
        "value": left.text[:60],
        "other_value": right.text[:60],
    }
    return Hit(
        right.place,
        case.role_of(right.name),
        values=said | more.pop("said", {}),
        evidence=f"{said['label']}：{said['value']}；{said['other']}：{said['other_value']}",
        expected=left.text[:120],
        actual=right.text[:120],
        sure=sure,
        also=(left.place,),
        **more,
    )


def differ_any(case: Case, p: P) -> Iterator[Hit]:
    """Values of `right` of which none is among those of `left` (several scenes, several recipients)."""
    form = _form(p)
    lefts = [f for n in _named(p["left"]) for f in case.filled(n)]
    known = {_said(f, form) for f in lefts}
    for name in _named(p["right"]):
        for right in case.filled(name):
            said = _said(right, form)
            if not lefts or not said or any(same(said, k, p.get("as", "text")) for k in known):
                continue
            closest = lefts[0]
            yield _pair(case, closest, right, sure=_tellable(case, closest, right, _said(closest, form), said))


def given_differs(case: Case, p: P) -> Iterator[Hit]:
    """A field that differs from what the person who files says beside the papers."""
    given = case.submission.given.get(p["given"])
    for name in _named(p["fields"]) if given else ():
        for one in case.filled(name):
            if form_of("code")(one.text) != form_of("code")(str(given)):
                words = {"label": case.label(one.name), "value": one.text[:60], "wanted": str(given)}
                yield Hit(
                    one.place,
                    case.role_of(name),
                    values=words,
                    evidence=one.text[:120],
                    expected=str(given),
                    actual=one.text[:60],
                    sure=case.sure(one) and not case.scanned(one),
                )


def absent_in(case: Case, p: P) -> Iterator[Hit]:
    """Names that stand in a form and nowhere in the papers of `against`."""
    form = _form(p)
    for role in p["against"]:
        papers = case.readable(role)
        text = form(case.text_of(role))
        for name in p["fields"]:
            for one in case.filled(name) if papers and text else ():
                said = _said(one, form)
                if len(said) < 4 or said in text:
                    continue
                values_ = {
                    "label": case.label(one.name),
                    "value": one.text[:60],
                    "name": case.tables.papers[role].name,
                }
                sure = case.sure(one) and all(x.paper.format not in ("scan", "image") for x in papers)
                yield Hit(one.place, case.role_of(one.name), values=values_, evidence=one.text[:120], sure=sure)


def _counts_of(case: Case, names: Any) -> list[tuple[Field, Counts]]:
    found = []
    for name in _named(names):
        for one in case.filled(name):
            value = one.value
            if isinstance(value, Counts):
                found.append((one, value))
            elif isinstance(value, float):
                found.append((one, Counts(three_years=value, this_year=value)))
            elif isinstance(value, str):
                found.append((one, values.counts(value)))
    return found


def counts_differ(case: Case, p: P) -> Iterator[Hit]:
    """Numbers of persons that do not agree. `part`: this_year or three_years; without it, the one number there is.

    Scenes of a form are added up; the other side must state the sum or the same number.
    """
    part = p.get("part")
    left, right = _counts_of(case, p["left"]), _counts_of(case, p["right"])
    if not left or not right:
        return
    parts = [part] if part else ["three_years"]
    for name in parts:
        a = [(f, v) for f, c in left if (v := getattr(c, name)) is not None]
        b = [(f, v) for f, c in right if (v := getattr(c, name)) is not None]
        if not a or not b:
            continue
        totals = {sum(v for _, v in a), *(v for _, v in a)}
        field, value = b[0]
        several = len({f.place.file for f, _ in a}) > 1  # contracts of several recipients, who may share persons
        if several and max(v for _, v in a) <= value <= sum(v for _, v in a):
            continue
        if not any(abs(value - t) < 0.5 for t in totals) and not abs(sum(v for _, v in b) - sum(v for _, v in a)) < 0.5:
            first = a[0][0]
            said = {"value": f"{sum(v for _, v in a):,.0f}人", "other_value": f"{value:,.0f}人"}
            yield _pair(case, first, field, sure=case.sure(first, field), said=said)


def items_of(case: Case, names: Any, *, file: str = "") -> tuple[list[str], Field] | None:
    """Names of data items from a table of data, or from a list in words; of one file alone where `file` says so."""
    for name in _named(names):
        found: list[str] = []
        first: Field | None = None
        for one in case.filled(name):
            if file and one.place.file != file:
                continue
            first = first or one
            if isinstance(one.value, Listing):
                found += [r.cells.get("数据项名称") or r.cells.get("企业字段", "") for r in one.value.rows]
            else:
                found += _listed_in(re.sub(r"[（(][^）)]*[）)]", "", one.text))
        items = [w for i in found if (w := _item(i))]
        if first is not None and items:
            return items, first
    return None


def _listed_in(text: str) -> list[str]:
    """The items of a list in words; strokes divide it where nothing else does."""
    if len(re.findall(r"[/／]", text)) > 1 and not re.search(r"[、，,；;\n]", text):
        return re.split(r"[/／]", text)
    return re.split(r"[、，,；;\n]|以及|和(?=[^，、]{2,8}$)", text)


def _item(text: str) -> str:
    return re.sub(r"^(?:包括|含|共\d+项|\d+[.、])|等\d*项?$|[\s。]", "", text).strip("：:")


def items_differ(case: Case, p: P) -> Iterator[Hit]:
    """Categories of data that one paper has and the other has not."""
    left, right = items_of(case, p["left"]), items_of(case, p["right"])
    if left is None or right is None:
        return
    missing = [i for i in dict.fromkeys(left[0]) if not any(_covers(i, j) for j in right[0])]
    extra = [j for j in dict.fromkeys(right[0]) if not any(_covers(i, j) for i in left[0])]
    if missing or extra:
        said = {"missing": "、".join(missing[:8]) or "无", "extra": "、".join(extra[:8]) or "无"}
        both_tables = isinstance(left[1].value, Listing) and isinstance(right[1].value, Listing)
        small = len(missing) + len(extra) <= max(2, len(left[0]) // 3)
        sure = case.sure(left[1], right[1]) and (both_tables or small)
        yield _pair(case, left[1], right[1], sure=sure, said=said)


def _covers(a: str, b: str) -> bool:
    a, b = key(a), key(b)
    return a == b or (min(len(a), len(b)) >= 2 and (a in b or b in a))


def scenes_differ(case: Case, p: P) -> Iterator[Hit]:
    """Another number of scenes in the form than tables of data items in the report."""
    scenes = case.scenes(p["role"])
    tables = [f for f in case.all(p["field"]) if isinstance(f.value, Listing)]
    if scenes and tables and len(scenes) != len(tables):
        said = {"count": str(len(scenes)), "other": str(len(tables))}
        yield Hit(tables[0].place, p["against"], values=said, sure=False)


def business_absent(case: Case, p: P) -> Iterator[Hit]:
    """Names of businesses, in quotation marks or before 业务 or 系统, that the legal paper does not have."""
    text = plain(case.text_of(*p["against"]))
    if not text:
        return
    for name in p["fields"]:
        for one in case.filled(name):
            for said in _businesses(one.text):
                if plain(said) in text:
                    continue
                values_ = {
                    "label": case.label(one.name),
                    "value": said,
                    "name": "、".join(case.tables.papers[r].name for r in p["against"]),
                }
                scanned = any(x.paper.format in ("scan", "image") for x in case.readable(*p["against"]))
                quoted = f"“{said}”" in one.text or f"「{said}」" in one.text
                sure = case.sure(one) and quoted and not scanned
                yield Hit(one.place, case.role_of(one.name), values=values_, evidence=one.text[:120], sure=sure)


def _businesses(text: str) -> list[str]:
    quoted = re.findall(r"[“「]([^”」]{2,30})[”」]", text)
    if quoted:
        return quoted[:1]
    m = re.match(
        r"(?:本单位|我公司|本公司|我司)?(?:因|为|在|开展|通过)?([^，。；、\s]{3,20}?(?:业务|项目|服务|系统|平台))", text
    )
    return [m[1]] if m else []


_NONE = re.compile(
    r"^(?:近\s*2\s*年|近两年|最近两年|过去三年)?[^。；]{0,30}?(?:无|没有|未(?:受|发生|曾|被|存在|有|出现)|不存在)"
)
_PUNISHED = re.compile(
    r"(?:受到|被处以?|处以|作出|给予|收到)[^。；，]{0,24}(?:行政处罚|处罚|罚款|警告|通报批评|责令改正|约谈|立案调查)"
    r"|被[^。；，]{0,20}(?:部门|局|办|机关|委员会|网信|公安|工信)[^。；，]{0,16}(?:警告|处罚|罚款|责令|约谈|通报|立案)"
)


def _denies(text: str) -> bool:
    return bool(_NONE.search(re.sub(r"\s", "", text))) and not _admits(text)


def _admits(text: str) -> bool:
    said = _IF.sub("", text)
    return any(not _NOT.search(said[max(0, m.start() - 16) : m.start()]) for m in _PUNISHED.finditer(said))


_IF = re.compile(r"^\s*[（(](?:如|若)[^（）()]*[）)]\s*$", re.M)  # the official outline's own words on what to add
_NOT = re.compile(r"(?:未|没有|无|不存在)(?:曾|有|发生)?(?:因[^，。；]{0,12})?$")


def compliance_differs(case: Case, p: P) -> Iterator[Hit]:
    """A penalty or inquiry that one paper tells and the other denies."""
    for left in (f for n in _named(p["left"]) for f in case.filled(n)):
        for right in (f for n in _named(p["right"]) for f in case.filled(n)):
            if (_denies(left.text) and _admits(right.text)) or (_admits(left.text) and _denies(right.text)):
                yield _pair(case, left, right, sure=case.sure(left, right))


_ABSENT = re.compile(r"^[\s（(]*(?:无|不涉及|没有|不适用|不向|不存在|未|否|/|-|N/?A)", re.I)
_ONWARD = re.compile(
    r"(?:再|继续|进一步|另行)?(?:提供给|转移给|转移至|转给|转交|交给|交由|发给|发送给|传给|传送给|移交|共享给|转委托给?|委托|传输给|披露给|转让给)"
    r"[^。；，]{2,40}(?:公司|机构|[服供配承代]\w?商|合作方|伙伴|中心|集团|会社|Ltd|Inc|LLC|GmbH|SpA|S\.A|SAS|Pte|PLC|BV|AG\b|Sdn)"
)


def denied_elsewhere(case: Case, p: P) -> Iterator[Hit]:
    """Onward transfers that the contract denies and another paper tells of (or the other way round)."""
    denied = next((f for n in _named(p["field"]) for f in case.all(n) if not f.text or _ABSENT.match(f.text)), None)
    if denied is None:
        return
    for name in _named(p["where"]):
        for one in case.filled(name):
            if _ABSENT.match(one.text) or re.search(r"不(?:会|再)?(?:向|将)", one.text):
                continue
            m = _ONWARD.search(one.text)
            if m is None or re.search(r"不|未|无", one.text[max(0, m.start() - 6) : m.start()]):
                continue
            said = {
                "label": case.label(denied.name),
                "other": case.label(one.name),
                "value": denied.text[:40] or "空白",
                "evidence": m[0][:60],
            }
            yield Hit(
                one.place,
                case.role_of(one.name),
                values=said,
                evidence=m[0],
                also=(denied.place,),
                sure=case.sure(one, denied),
            )


SENSITIVE = re.compile(
    r"身份证|护照号|银行(?:卡|账)|金融账户|账户余额|健康|病历|病史|诊断|医疗|体检|血型|基因|指纹|人脸|虹膜|声纹|生物识别|宗教|行踪|"
    r"定位|轨迹|精准位置|征信|工资卡|薪酬账户|未满十四|不满十四|儿童|性取向|种族|残疾|犯罪记录"
)


def sensitive_denied(case: Case, p: P) -> Iterator[Hit]:
    """No sensitive data ticked, yet items of the list are sensitive by their names.

    With several scenes, a scene is held against its own table; where scenes and tables do not pair off, nothing is said
    as long as some scene says yes. Of several contracts, each is held against what it lists itself.
    """
    said = [f for name in _named(p["fields"]) for f in case.filled(name)]
    tables = [f for name in _named(p["where"]) for f in case.filled(name) if isinstance(f.value, Listing)]
    several = len({f.place.file for f in said}) > 1
    paired = len(said) == len(tables) and not several
    if len(said) > 1 and not paired and any(f.value is True for f in said):
        return
    for i, one in enumerate(said):
        if one.value is not False and not (isinstance(one.value, str) and _ABSENT.match(one.text)):
            continue
        own = tables[i] if paired else None
        file = one.place.file if several else ""
        found = (_listed(own), own) if own is not None else items_of(case, p["where"], file=file)
        hits = [x for x in found[0] if SENSITIVE.search(x) and not re.search(r"脱敏|后四位", x)] if found else []
        if hits and found:
            words = {"label": case.label(one.name), "value": "、".join(hits[:6])}
            yield Hit(
                one.place,
                case.role_of(one.name),
                values=words,
                evidence=words["value"],
                also=(found[1].place,),
                sure=case.sure(one, found[1]),
            )


def _listed(one: Field) -> list[str]:
    return [r.cells.get("数据项名称", "") for r in one.value.rows]
