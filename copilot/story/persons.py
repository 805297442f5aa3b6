"""The numbers of persons in a story, each with its role: exported or only processed, when, what kind, part or whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from copilot.story.groups import household, is_mean, per_group, with_shares, without_means
from copilot.story.headcount import Persons, Unit
from copilot.story.kinds import KindMention, kinds_in
from copilot.story.lexicon import Lexicon
from copilot.story.numbers import Number, numbers, value_of
from copilot.story.passage import Passage
from copilot.story.rates import months_left, rate_of
from copilot.story.roles import is_amount, is_common, is_money, of_firm, of_years, retracts
from copilot.story.sums import plus_bare
from copilot.story.times import time_of

MAX_NUMBERS = 60
LEAD_CHARS = 30
OTHERS_CHARS = 60  # how far behind a number it is said that they are others every time
RATE_CHARS = 40  # how far before a number its rate is looked for
_BARE_END = re.compile(
    r"\s*(?:$|[，。；、）)？！,.;:的整]|普通|敏感|非敏感|了|左右|上下|出头|以内|封顶|顶天|撑死|打住|把(?=[，。；])|以[上下](?=[，。；、])|[上下]半年|[今去明]年|全年|年底|预计|第?[一二三四]季度"
    r"|(?:once|if|when|and|but|or|because|including|counting|until|people|a year) |by (?!\d)|for 20\d\d|in total"
    r"|so far|this year|as of)"
)
FEWEST_PLACES = 30  # 三地会员: the places, not the members
_PLACES = re.compile(r"\s*[地方边端处城省区县](?![位])")
_CARDS = re.compile(r"(?:名片|简历|病历|档案|报名表|登记表|问卷|申请表|保单|会员卡)[^，。；]{0,4}$")
_PRODUCT = re.compile(r"(?:乘以?|[×*])\s*[\d一二三四五六七八九十]{1,3}\s*(?:[，,]|就?是|等于|得|=)*\s*\Z")
_ONE_EACH = re.compile(r"[一每]个?人(?:只有?)?一[份条单张笔件套]")
_UNNAMED = re.compile(r"\s*[个名位例](?=[，。；！、,.;（(]|\s*$)")
_FILLER = re.compile(
    r"(?:去(?:了|过|完|掉)?重(?:后|以后|之后)?|一共|总共|平均|共|大概|大约|约|差不多|也就|才|有|是|为|[:：\s])*,?"
)
NAMED_CHARS = 14  # how far before a number its word for persons stands
_PIECES = re.compile(r"\s*[张份本]")
SINGLE_BESIDE = 20  # 一个业主 beside so many is a way of speaking, unless it is added
_YEAR = re.compile(r"(?:19|20)\d\d")
SMALLEST_CUSTOMER_BASE = 1000  # fewer accounts are people who look at data, not people whom it is about
_ACCESS = re.compile(r"\s*个?(?:(?![人名位的])[一-龥]){0,6}(?:账号|账户|帐号|帐户|权限)")
_CHANNELS = re.compile(
    r"\s*[个家条][一-龥]{0,3}(?:渠道|平台|品牌|系统|来源|业务线?|城市|地区|部门|App|小程序|网站|店铺?|门店)的?"
)
_WARE = re.compile(r"(?:是|指|说的是)[^，。；！？人]{1,6}[，,][^。；！？]{0,14}不是(?:个)?人(?=[，。；！？]|$)")
_KNOWN = re.compile(r"(?:已经?|都|早就?|肯定|显然)(?:超过?|超出|过|大于|多于)了?\Z")
_HOLDERS = re.compile(
    r"\s*个?人[，,]?(?:各|都|全)?(?:有|用的?是?|拿着?|持有?|开了?)[^，。；！？]{0,6}(?:账号|账户|帐号|权限)"
)
_ENDS_CLAUSE = re.compile(r"\s*[多余]?[人名](?=[，。；])")
_IN_TOTAL = re.compile(
    r"\s*(?:[a-z]+ )?(?:in total|altogether|overall|all told|by (?:the )?(?:year|end of))", re.IGNORECASE
)
_COMPANIES = re.compile(
    r"([两二三四五六七八九十\d]{1,2})\s*(?:家|个)(?:境内|独立|关联|壳|子|全资)*"
    r"(?:公司|主体|企业|合作方|接收方|机构|供应商)?"
)


def persons(
    passage: Passage,
    mentions: Sequence[KindMention],
    *,
    lexicon: Lexicon,
    as_of: dt.date,
    also: Collection[int] = (),
) -> list[Persons]:
    """Every number that counts natural persons (or records, which are asked about), in order.

    `also` are offsets of numbers that count persons although their words do not show it.
    """
    every = numbers(passage.live)
    counted = [(n, u) for n in every if (u := _unit(passage, n, lexicon) or ("persons" if n.start in also else None))]
    counted = [(n, u) for n, u in plus_bare(passage, every, counted, lexicon) if not _is_generic(passage, n, lexicon)]
    crowd = any(n.value >= SINGLE_BESIDE for n, _ in counted)
    counted = [(n, u) for n, u in counted if n.value > 1 or not crowd or _plus(passage, n, lexicon)]
    if len(counted) > MAX_NUMBERS:
        return []  # a table, no story: the counts are asked for
    counted = [
        (household(passage, n), u)
        for n, u in per_group(passage, every, without_means(passage, with_shares(passage, counted)))
    ]
    found = []
    for i, (number, unit) in enumerate(counted):
        before = counted[i - 1][0].end if i else 0
        following = counted[i + 1][0].start if i + 1 < len(counted) else None
        span = _span(passage, number, (before, following), mentions)
        kinds = kinds_in(mentions, *span) - {"none", "open", "denied"}
        one = Persons(number, unit, frozenset(kinds), span)
        found.append(_tagged(passage, one, (before, following), lexicon=lexicon, as_of=as_of))
    found = [p for i, p in enumerate(found) if not _is_exceeded(passage, p, found[:i])]
    firm = [p.profile or of_firm(passage, p, mentions, lexicon) for p in found]
    if not all(firm):  # the only number there is stands for what is exported
        found = [replace(p, profile=f) for p, f in zip(found, firm, strict=True)]
    return [p for p in found if not _is_rule(passage, p.number, lexicon)]


def _unit(passage: Passage, number: Number, lexicon: Lexicon) -> Unit | None:
    """What a number counts, by the words behind it; None for things that are no persons."""
    after = passage.live[number.end : number.end + 40].lstrip("+＋")
    if is_money(passage, number, lexicon) or (number.value < FEWEST_PLACES and _PLACES.match(after)):
        return None
    if _CARDS.search(passage.live, max(0, number.start - 10), number.start) and _PIECES.match(after):
        return "papers"
    if number.value < SMALLEST_CUSTOMER_BASE and _ACCESS.match(after):
        return None
    if number.value < FEWEST_PLACES and _HOLDERS.match(after):
        return None
    if _CHANNELS.match(after) or _is_ware(passage, number):
        return None
    for pattern, unit in _units(lexicon):
        if pattern.match(after):
            return unit
    if re.match(rf"\s*(?:{lexicon['records'].pattern})", after):
        return ("papers" if _ONE_EACH.search(after) else "records") if number.value >= 100 else None
    if number.value >= 10 and lexicon["people_of"].match(after):
        return "persons"
    if _UNNAMED.match(after) and _named_before(passage, number, lexicon):
        return "persons"
    if _YEAR.fullmatch(number.text):
        return None
    bare = number.value >= 1000 and _BARE_END.match(after) and not is_amount(passage, number, lexicon)
    return "bare" if bare else None


def _is_ware(passage: Passage, number: Number) -> bool:
    """Whether the story says of a number, here or where it stands again, that it is no people (六百万是枝，不是人)."""
    if number.value < FEWEST_PLACES or "不是" not in passage.live:
        return False
    return any(_WARE.match(passage.live, m.end()) for m in re.finditer(re.escape(number.text), passage.live))


def _named_before(passage: Passage, number: Number, lexicon: Lexicon) -> bool:
    """Whether the word for persons stands right before a number: 员工五百一十个."""
    begin = passage.clause(number.start)[0]
    if begin == number.start and begin and passage.live[begin - 1] in "，,":  # 六到十二岁的小孩，640个
        begin = passage.clause(begin - 1)[0]
        aged = "岁" in passage.live[begin : number.start]  # 孩子都是七到十二岁，两千个
        near = begin if aged else max(begin, number.start - 5)
        return lexicon["persons"].search(passage.live[near : number.start - 1]) is not None
    lead = passage.live[max(begin, number.start - NAMED_CHARS) : number.start]
    last = max((m.end() for m in lexicon["persons"].finditer(lead)), default=-1)
    return last >= 0 and _FILLER.fullmatch(lead, last) is not None


@lru_cache(maxsize=4)
def _units(lexicon: Lexicon) -> tuple[tuple[re.Pattern[str], Unit | None], ...]:
    """What stands right behind a number, and what the number then counts; the first that matches decides."""
    words = {name: lexicon[name].pattern for name in ("actors", "papers", "persons", "persons_en")}
    aged = r"(?:\d{1,2}(?:[到至~-]\d{1,2})?(?:周)?岁(?:以[上下])?的?)?"
    of_things = r"(?!\s*(?:条|笔|封|张|份|次|台|辆|件|部))"
    return (
        (lexicon["things"], None),
        (re.compile(rf"\s*[名位个]?[一-龥]{{0,4}}(?:{words['actors']})(?!的)", re.IGNORECASE), None),
        (re.compile(rf"\s*(?:份(?:应聘者|求职者)?)?(?:{words['papers']})"), "papers"),
        (re.compile(r"\s*(?:[名位]|口人)|\s*人(?!民币|次|形|工|才|均|机)"), "persons"),
        (re.compile(r"\s*人次|\s*(?:registrations|sign-?ups|check-?ins|attendances|visits|log-?ins)\b"), "visits"),
        (re.compile(rf"{of_things}\s*个?{aged}[一-龥]{{0,6}}?(?:{words['persons']})"), "persons"),
        (re.compile(rf"\s*个?[A-Za-z]{{1,8}}(?:{words['persons']})"), "persons"),
        (
            re.compile(rf"\s*[个名位]?\s*(?:[a-z'-]+\s+){{0,3}}(?:{words['persons_en']})(?![a-z])", re.IGNORECASE),
            "persons",
        ),
    )


def _span(
    passage: Passage, number: Number, neighbours: tuple[int, int | None], mentions: Sequence[KindMention]
) -> tuple[int, int]:
    """The stretch that speaks of a number: kinds right before it, else what follows up to the next number."""
    before, following = neighbours
    end = passage.sentence(number.start)[1]
    head = passage.head(number.start, after=before)
    head_start = number.start - len(head)
    named = [m for m in mentions if head_start <= m.start < number.start and m.kind not in ("none", "open", "denied")]
    begin = named[0].start if named else number.start
    if not head and _UNNAMED.match(passage.live, number.end) and passage.live[number.start - 1 : number.start] in "，,":
        begin = max(before, passage.clause(max(number.start - 2, 0))[0])  # of whom the clause before speaks
    if following is not None and following < end:
        end = following
        next_head = passage.head(following, after=number.end)
        own = [m for m in mentions if following - len(next_head) <= m.start < following]
        end = following - len(next_head) if own or next_head else following
    return begin, max(end, number.end)


def _is_exceeded(passage: Passage, one: Persons, before: Sequence[Persons]) -> bool:
    """Whether a number is the round one that an earlier is said to be above (3.4万名患者。敏感信息已超一万人)."""
    n = one.number
    if n.wording != "above" or str(n.low - 1).strip("0") != "1" or one.strong or one.plus or one.fresh or one.rate:
        return False
    known = _KNOWN.search(passage.live, max(0, n.start - 12), n.start)
    return known is not None and any(p.number.low >= n.low and p.time not in ("past", "next") for p in before)


def _is_generic(passage: Passage, number: Number, lexicon: Lexicon) -> bool:
    """Whether one person stands for each (一个客户下好多单): no count."""
    return number.value == 1 and lexicon["placing.generic"].match(passage.live, number.end) is not None


def _is_rule(passage: Passage, number: Number, lexicon: Lexicon) -> bool:
    """Whether the number is a threshold that is told (100万人以上必须评估), not one of the transfer."""
    after, before = passage.live[number.end : number.end + 24], passage.live[max(0, number.start - 24) : number.start]
    if lexicon.has("disowned", after) or _is_compared(passage, number, lexicon):
        return True
    ours = lexicon.has("placing.ours", passage.live[passage.sentence(number.start)[0] : number.start])
    return (lexicon.has("rule_after", after) and not ours) or lexicon.has("rule_before", before)


def _is_compared(passage: Passage, number: Number, lexicon: Lexicon) -> bool:
    """Whether a round number, alone in its clause, is what one told before stays under (才一万多，不到十万，不用备)."""
    live, (start, end) = passage.live, passage.clause(number.start)
    round_number = str(number.high + 1).strip("0") == "1" or str(number.high).strip("0") == "1"
    if not round_number or number.wording not in ("below", "at_most") or not numbers(live[max(0, start - 160) : start]):
        return False
    alone = lexicon["placing.alone"].fullmatch(live, start, number.start)
    behind = lexicon["placing.spared"].match(live, number.end)
    return bool(alone and behind) and number.end + 4 >= end


def _tagged(
    passage: Passage, one: Persons, neighbours: tuple[int, int | None], *, lexicon: Lexicon, as_of: dt.date
) -> Persons:
    number, text, (before, following) = one.number, passage.live, neighbours
    start, end = passage.sentence(number.start)
    clause = passage.clause(number.start)
    lead = text[max(start, before) : number.start]
    local = text[max(clause[0], before) : number.start]
    around = text[max(clause[0], before) : one.span[1]]
    processed = lexicon.has("placing.processed", local) or lexicon.has(
        "placing.kept", text[number.end : number.end + 16]
    )
    tight = text[max(start, before, number.start - 14) : number.start]
    near = text[max(start, before, number.start - RATE_CHARS) : number.start]
    rate = rate_of(near, text[number.end : number.end + 100], lexicon)
    every = lexicon.has("placing.identical", text[max(start, before, number.start - 10) : number.start])
    if rate and every and not lexicon.has("placing.others_each", text[number.end : number.end + OTHERS_CHARS]):
        rate = None
    sent = lexicon.has("placing.exported", around)
    told = lexicon["placing.registered"].match(text, number.end) is not None
    profile = lexicon.has("placing.profile", local) and _ENDS_CLAUSE.match(text, number.end) is not None
    profile = profile and not lexicon.has("placing.together", text[number.end : end])
    if following is not None and lexicon.has("placing.exported", text[number.end : following]):
        told = told or profile
    processed = (processed or told) and not lexicon.has("placing.together", text[number.end : end])
    stays = lexicon["placing.stays"].search(text, number.end, one.span[1]) is not None
    plus = _plus(passage, number, lexicon)
    minus = lexicon.has("placing.minus", lead) and not lexicon.has("placing.back", text[number.end : number.end + 24])
    return replace(
        one,
        time="past"
        if of_years(passage, number, lexicon)
        else time_of(text[start : number.start], text[number.end : end], lexicon, as_of),
        stock=processed,
        processed=(processed and not sent) or stays,
        sent=sent and not stays,
        part=bool(re.search(rf"(?:{lexicon['placing.part'].pattern})[^，。；]{{0,10}}$", lead, re.IGNORECASE)),
        whole=bool(re.search(rf"(?:{lexicon['placing.whole'].pattern})[^，。；]{{0,8}}$", local, re.IGNORECASE))
        or _IN_TOTAL.match(text, number.end) is not None,
        each=_each(text, start, number, lexicon),
        rate=rate,
        months=months_left(text, (start, before), number, lexicon=lexicon, as_of=as_of) if rate else None,
        added=plus or lexicon.has("placing.adding", lead),
        plus=plus,
        minus=minus,
        corrects=not plus and (lexicon.has("placing.corrected", lead[-24:]) or retracts(text, before, number, lexicon)),
        common=is_common(passage, number, lexicon),
        restates=lexicon["placing.restating"].fullmatch(text, clause[0], number.start) is not None and not plus,
        closer=lexicon.has("placing.closer", local) and not lexicon.has("placing.exported", local),
        standing=lexicon.has("placing.standing", local) and not lexicon.has("placing.fresh", around),
        strong=plus or lexicon.has("placing.strong", lead),
        fresh=lexicon.has("placing.fresh", tight) or lexicon.has("placing.fresh", text[number.end : number.end + 6]),
        intended=lexicon.has("placing.intended", lead) and lexicon.has("placing.dropped", text[number.end : end]),
        profile=(profile and _others_named(text[number.end + 1 :], lexicon)) or lexicon.has("placing.theirs", local),
        product=_PRODUCT.search(text[max(start, number.start - 12) : number.start]) is not None,
        only=lexicon.has("placing.only", lead),
        mean=is_mean(passage, number),
        noun=noun[0] if (noun := lexicon["persons"].search(text, number.end, number.end + 12)) else "",
    )


def _plus(passage: Passage, number: Number, lexicon: Lexicon) -> bool:
    """Whether a number is added to the one before it in so many words."""
    lead = passage.live[max(passage.sentence(number.start)[0], number.start - LEAD_CHARS) : number.start]
    return lexicon.has("placing.plus", lead) or lexicon["placing.oneself"].match(number.text) is not None


def _others_named(after: str, lexicon: Lexicon) -> bool:
    """Whether the story goes on to speak of other persons than staff."""
    return lexicon.has("placing.customers", after) and not lexicon.has("placing.about_staff", after)


def _each(text: str, start: int, number: Number, lexicon: Lexicon) -> int:
    """How many get this number each (两家公司各90万); 1 when each is said without how many, 0 when not."""
    lead = text[max(start, number.start - 60) : number.start]
    match = re.search(rf"(?:{lexicon['placing.each'].pattern})[^，。；、]{{0,12}}$", lead, re.IGNORECASE)
    if match is None:
        return 0
    groups = _COMPANIES.findall(lead)
    bounds = value_of(groups[-1]) if groups else None
    if groups and groups[-1] in ("两", "二"):
        return 2
    return bounds[0] if bounds and 1 < bounds[0] <= 50 else 1
