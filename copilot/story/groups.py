"""Numbers made of others: shares of a number, so many per group, households."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from copilot.story.headcount import Unit
from copilot.story.numbers import Number, value_of
from copilot.story.passage import Passage

_SHARE = re.compile(
    r"百分之(?P<percent_zh>[零一二三四五六七八九十百\d.]{1,9})"
    r"|(?<![\d.])(?P<percent>\d{1,9}(?:\.\d{1,6})?)\s*[%％]"
    r"|千分之(?P<per_mille>[零一二三四五六七八九十\d.]{1,9})"
    r"|(?P<points>[一二两三四五六七八九十\d.]{1,4})个(?:百分)?点|(?P<tenths>[一二两三四五六七八九])成|(?P<half>一半)"
)
_STOCK = re.compile(
    r"(?:会员|用户|客户|注册|粉丝|学员|读者|员工)(?:的)?(?:总数|总量|基数|总共|一共|合计|规模|共)?[有为是约：:]?[^，。；]{0,4}$"
)
_ONLY = re.compile(r"仅其中|只有其中|其中(?:只有|仅)|的占$|只占$|仅占$|里(?:只有|仅)")
_MOVED = re.compile(r"传|给|发|送|提供|出境|同步|共享|导|备份|上云|存|放|看|查")
# 会员200万，只有10%传给总部; 会员200万，真正传出去的只有10%: of no more than the share it is said that it goes.
_BARELY = re.compile(r"[，,；;：:\s](?:但|不过|其实|实际|真正|，)*(?:只有|仅有?|才|就|只把|只)[^，。；！？]{0,3}$")
_GOES = re.compile(
    r"(?:左右|上下)?(?:的?[^，。；！？没不未]{0,6})(?:传|给|发送?|送|提供|出境|同步|共享|导出?|备份)(?:了|到|给|去|往|至|出|境)"
)
_GONE = re.compile(
    r"[，,；;](?:但|不过|其实|实际|真正|今年)*[^，。；！？\d没不未]{0,6}(?:传|给|发|送|提供|出境|同步)[^，。；！？\d没不未]{0,8}的"
    r"(?:只有|只占|仅有?|仅占|才|就|不过)[^，。；！？]{0,3}$"
)
_STAYED = re.compile(
    r"(?:不|没有?|未)(?:会)?(?:传|给|发|出境|出去|提供|同步)[^，。；！？\d]{0,4}的"
    r"(?:人|用户|会员|客户)?(?:只有|只占|才|仅|大概|大约|约|有|是|占)*\Z"
)
_STAYS = re.compile(
    r"(?:左右|上下)?的?[^，。；！？传给]{0,6}(?:都|全|也|就)?"
    r"(?:不出境|不出去|不传|没传|没给|不给|不动|留在|没出去|没动)"
)
_KIND = re.compile(r"[^，。；！？]{0,10}(?:敏感|身份证|含|涉及|属于|生物|健康|病|账户|未成年|儿童|岁)")
PERSONS_IN_A_HOUSEHOLD = 4
_HOUSEHOLD = re.compile(r"\s*(?:个|户)?(?:家庭|住户|居民户)|\s*户(?:人家|居民)")
_GROUPS = (
    r"渠道|平台|城市|校区|片区|地区|品牌|站点|网点|小区|乡镇|营地|户|家庭|班级?|门?店|学校|校"
    r"|旅行团|团|医院|车|航班|船|部门"
)
_PER_GROUP = re.compile(
    rf"(?:每|平均每)[个家所辆架艘条]?({_GROUPS})[^，。；\d]{{0,16}}$|(户)均[^，。；\d]{{0,4}}$|(?:每|平均每)(家)[^，。；\d]{{0,8}}$"
)
_FIRMS_TOGETHER = re.compile(
    rf"([\d,一二两三四五六七八九十百千]{{1,8}})[个家所]?(?:{_GROUPS})[^，。；\d]{{0,3}}(?:合计|总共|一共|共计?|加起来|总计|就是)[^，。；\d]{{0,3}}$"
)
FEWEST_FIRMS = 51  # of fewer firms each may be an exporter of its own
_SHARE_OF = {"percent_zh": 100, "percent": 100, "points": 100, "per_mille": 1000, "tenths": 10}


def with_shares(passage: Passage, counted: list[tuple[Number, Unit]]) -> list[tuple[Number, Unit]]:
    """Shares (其中百分之一, 20%, 三成) as numbers of persons of the number before them.

    The stock of which only a share goes (会员总数…，仅其中…) is no number of persons exported.
    """
    out = list(counted)
    for match in _SHARE.finditer(passage.live):
        base = next((n for n, u in reversed(counted) if n.end <= match.start() and u in ("persons", "bare")), None)
        sentence = passage.sentence(match.start())
        nearby = any(0 <= n.start - match.end() < 8 for n, _ in counted)
        if base is None or nearby or _stays(passage, match):
            continue
        stock = _is_stock(passage, base, match)
        if base.start < sentence[0] and not stock:
            continue
        share = _share(match)
        if share is None or not 0 < share < 1:
            continue
        scaled = [round(v * share) for v in (base.value, base.low, base.high)]
        number = Number(scaled[0], scaled[1], scaled[2], base.wording, match.group(), match.start(), match.end())
        out = [pair for pair in out if not (stock and pair[0] is base)]
        out.append((number, "persons"))
    return sorted(out, key=lambda pair: pair[0].start)


def _stays(passage: Passage, share: re.Match[str]) -> bool:
    """Whether a share is that of those who do not go (其他85%不出境, 不传的只有10%)."""
    before = passage.live[passage.sentence(share.start())[0] : share.start()]
    return _STAYS.match(passage.live, share.end()) is not None or _STAYED.search(before) is not None


def _is_stock(passage: Passage, base: Number, share: re.Match[str]) -> bool:
    """Whether `base` is told as all there are, nothing of them as sent, and only the share of them as what goes."""
    live = passage.live
    before, between = live[passage.sentence(base.start)[0] : base.start], live[base.end : share.start()]
    if len(between) >= 30 or not _STOCK.search(before):
        return False
    said = _MOVED.search(before) or _KIND.match(live, share.end())
    if _GONE.fullmatch(between[between.rfind("，") if "，" in between else 0 :]) and not said:
        return not _MOVED.search(between[: between.rfind("，")])
    if _BARELY.search(between) and _GOES.match(live, share.end()) and not said and not _MOVED.search(between):
        return True
    if not _ONLY.search(between):
        return False
    return not _MOVED.search(before + between) and not _KIND.match(live, share.end())


def _share(match: re.Match[str]) -> float | None:
    for group, of in _SHARE_OF.items():
        if match[group]:
            if re.fullmatch(r"\d+(?:\.\d+)?", match[group]):
                return float(match[group]) / of
            bounds = value_of(match[group])
            return bounds[0] / of if bounds else None
    return 0.5


def per_group(
    passage: Passage, every: Sequence[Number], counted: list[tuple[Number, Unit]]
) -> list[tuple[Number, Unit]]:
    """4万户，每户3口人 as one number of persons."""
    out = list(counted)
    for i, (number, unit) in enumerate(counted):
        lead = passage.live[passage.sentence(number.start)[0] : number.start]
        match = _PER_GROUP.search(lead)
        if match is None:
            continue
        group = (match[1] or match[2] or match[3])[-1]
        base = next((n for n in reversed(every) if n.end <= number.start), None)
        if base is None or not re.match(rf"[^，。；！？、：:\d]{{0,5}}{group}", passage.live[base.end : base.end + 6]):
            continue
        if match[3] and base.value < FEWEST_FIRMS:
            continue
        scaled = [
            a * b
            for a, b in zip((base.value, base.low, base.high), (number.value, number.low, number.high), strict=True)
        ]
        text = passage.live[base.start : number.end]
        out[i] = (Number(scaled[0], scaled[1], scaled[2], "about", text, base.start, number.end), unit)
        out = [pair for pair in out if pair[0] is not base]
        return out
    return out


def is_mean(passage: Passage, number: Number) -> bool:
    """Whether a number is told per shop, class or household (每店平均420人) and of which not how many there are."""
    lead = passage.live[passage.sentence(number.start)[0] : number.start]
    match = _PER_GROUP.search(lead)
    return match is not None and match[3] is None


def without_means(passage: Passage, counted: list[tuple[Number, Unit]]) -> list[tuple[Number, Unit]]:
    """`counted` less a mean per shop and the like of which the product is told behind (每店2.6万，29家共75.4万)."""
    out = list(counted)
    for (number, _), (total, _) in pairwise(counted):
        lead = passage.live[passage.sentence(number.start)[0] : number.start]
        gap = passage.live[number.end : total.start]
        told = _FIRMS_TOGETHER.search(gap)
        many = value_of(told[1]) if told and _PER_GROUP.search(lead) else None
        if many and abs(number.value * many[0] - total.value) <= total.value // 20:
            out = [pair for pair in out if pair[0] is not number]
    return out


def household(passage: Passage, number: Number) -> Number:
    """A number of households with the persons that it may stand for."""
    if "户" in number.text or not _HOUSEHOLD.match(passage.live, number.end):
        return number
    return replace(number, high=number.high * PERSONS_IN_A_HOUSEHOLD, wording="range")
