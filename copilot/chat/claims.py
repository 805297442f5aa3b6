"""Claims that need their own word in the source: articles and instruments named, exclusivity, promises, opposites."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from copilot.chat.wording import telling_words
from copilot.chat.words import overlap
from copilot.numerals import chinese

_ARTICLE = re.compile(r"第([〇零一二三四五六七八九十百千\d]+)条(?:之[一二三四五六七八九十])?")
_PLACE = re.compile(r"第[（(]?([一二三四五六七八九十\d]+)[）)]?([款项])")
_TITLE = re.compile(r"《([^《》]{2,60})》")
_STRONG = (
    ("只能", r"只能|仅能|只可|唯一|只许|必须是|只有|只限|仅限|(?<!不)限于"),
    ("一律", r"一律|一概|全都|全部|所有|任何|均|无论|不论|不看|凡|都|任一|一切"),
    ("只有", r"只|仅|唯|才|方可|方能|不得|不能|未经|须经|限于"),
    ("都应当", r"所有|任何|全部|凡|均|各|都|任一|一切|任意|每"),
    ("任何情况", r"任何情况|任何情形|无论如何|无一例外"),
    ("视为同意", r"视为|默认"),
    ("自动", r"自动"),
    ("顺利", r"顺利"),
    ("肯定", r"肯定|一定能|必定|必然(?!要求)|保证"),
    ("一般都", r"一般都|通常都|基本都"),
    ("另行缴费", r"缴纳|收费|付费|费用"),
    ("免费", r"免费"),
    ("不论数量", r"不看数量|不论数量|不管多少|无论多少|不论多少"),
    ("所有", r"所有|任何|全部|凡|均|各|都|任一|一切|任意|不得"),
)
_CLAIMED = (
    ("只能", r"只能|仅能|只可以|唯一(?!的?验证)|仅限|只限"),
    ("一律", r"一律|一概|无一例外"),
    ("只有", r"(?:只有|唯有|仅有)(?!在)[^，。；]{1,20}(?:可以|能|有权|才)"),
    ("都应当", r"^[^、或各每两双三无管论]*都(?=应当|必须|须|要|得(?![到出])|需要)"),
    ("任何情况", r"任何情况|任何情形|无论如何"),
    ("视为同意", r"视为|默认"),
    ("自动", r"自动(?!化)"),
    ("顺利", r"顺利"),
    ("肯定", r"肯定|一定能|一定会|必定|必然(?!要求)"),
    ("一般都", r"一般都|通常都|基本都"),
    ("另行缴费", r"缴纳|缴费"),
    ("免费", r"免费"),
    ("不论数量", r"不看数量|不论数量|不管多少|无论多少|不论多少"),
    ("所有", r"所有|任何|全部|凡(?=是|在|有|属|涉|向)"),
)
_OPPOSITES = (
    (r"个人信息", "", r"(?<!个人)信息(?!主体|共享|系统|网络|化|服务|安全)", r"材料(?!出境证明)"),
    ("", "", r"线上", r"线下"),
    ("", "", r"线下", r"线上"),
    ("", "", r"口头", r"书面"),
    ("", "", r"从重", r"从轻|减轻"),
    ("", "", r"从轻|减轻", r"从重"),
    ("", "", r"事后", r"事前|事先|之前"),
    ("", "", r"事前|事先", r"事后"),
    ("", r"届满|过期", r"过期|失效之?后|届满之?后", r"有效期内|期内"),
    ("", "", r"缩短", r"延长"),
    ("", "", r"减少|降低", r"增加|提高"),
    ("", "", r"上年", r"当年"),
    ("", "", r"继续", r"停止|终止|暂停"),
    ("", "", r"停止|终止", r"继续"),
    (
        "",
        r"同时",
        r"同时(?:办|签|通过|满足|具备|做|走|申请|取得)|两[个项种]都",
        r"选择一种|任意一项|任一|选一|之一的|或者(?:认证|通过)",
    ),
    ("", "", r"刑事", r"治安"),
    ("", "", r"治安", r"刑事"),
    ("", r"无效", r"无效|失效", r"效力|有效"),
    ("", r"不含敏感|非敏感", r"普通|一般个人信息", r"敏感"),
    (r"不含敏感|非敏感", "", r"敏感(?=个人)", r"普通"),
)


def unnamed(said: str, sources: Sequence[tuple[str, str]]) -> list[str]:
    """Articles, paragraphs, items and titles that `said` names and its sources, as (name, text), do not."""
    known = "".join(name + text for name, text in sources)
    there = {_arabic(a) for a in _ARTICLE.findall(known)}
    reasons = [f"article:第{a}条" for a in _ARTICLE.findall(said) if _arabic(a) not in there]
    places = {(_arabic(n), k) for n, k in _PLACE.findall(known)}
    places |= {(_arabic(n), "项") for n in re.findall(r"[（(]([一二三四五六七八九十]+)[）)]", known)}
    ranges = bool(re.search(r"第[（(]?[一二三四五六七八九十]+[）)]?项?[至到]第", known))
    reasons += [f"article:第{n}{k}" for n, k in _PLACE.findall(said) if (_arabic(n), k) not in places and not ranges]
    for m in _TITLE.finditer(said):
        homes = [(name, text) for name, text in sources if _is_titled(m[1], name) or _is_titled(m[1], text)]
        if not homes:
            reasons.append(f"instrument:{m[1]}")
        elif article := re.match(r"的?第[〇零一二三四五六七八九十百千\d]+条", said[m.end() :]):
            number = _arabic(_ARTICLE.search(article.group())[1])  # type: ignore[index]
            if not any(_goes_with(m[1], number, name, text) for name, text in homes):
                reasons.append(f"instrument:{m[1]}{article.group()}")
    return reasons


def _arabic(number: str) -> str:
    return chinese(int(number)) if number.isdigit() else number


def _is_titled(title: str, text: str) -> bool:
    if title in text:
        return True
    letters = ".{0,12}?".join(re.escape(c) for c in re.sub(r"[（(].*?[）)]", "", title))
    return any(re.search(letters, t) for t in _TITLE.findall(text)) or title in ("个保法", "数安法", "网安法")


def _goes_with(title: str, number: str, name: str, text: str) -> bool:
    if _is_titled(title, name) and number in map(_arabic, _ARTICLE.findall(name)):
        return True
    return any(
        _is_titled(title, f"《{m[1]}》") and number in map(_arabic, _ARTICLE.findall(text[m.end() : m.end() + 40]))
        for m in _TITLE.finditer(text)
    ) or (_is_titled(title, name) and number in map(_arabic, _ARTICLE.findall(text)))


def overstated(said: str, source: str) -> list[str]:
    """Claims of exclusivity, certainty or cost in `said` that no word of `source` carries."""
    allowed = dict(_STRONG)
    claimed = [n for n, p in _CLAIMED if re.search(rf"(?<![不非])(?<!不能)(?<!不得)(?:{p})", said)]
    return [f"claim:{name}" for name in claimed if not re.search(allowed[name], source)]


_IN_LINE = re.compile(r"再次|终身|永久|长期|口头|事后|匿名|无偿")
_SLOT = re.compile(
    r"(?:取得|征得|得到|经过?|由|报请?)(?!第)([^，。；、]{2,14}?)(?:的)?(?:书面|单独|明确)?(?:同意|批准|许可|审批|授权|认定|制定|决定)"
    r"|(?<![一方导倾偏])向([^，。；、]{2,14}?)(?:申报|申请|备案|报告|报送|提出|提交|举报|投诉|报备)"
    r"|以([^，。；、]{1,14}?)为准"
)


_CLOSED = (
    r"公证|律师|法律意见书|担保|保证金|押金|翻译件|中介机构|听证|登报|光盘|邮寄|快递|传真|现场(?:提交|递交|办理|核查|检查)|面谈|考试|"
    r"赔偿|拘留|没收|吊销|警告|通报批评|停业|黑名单|失信",
    r"(?:互联网|海事|金融|知识产权|中级|高级|最高|基层)(?:人民)?法院",
    r"北京|上海|天津|重庆|广东|广州|深圳|江苏|浙江|福建|海南|广西|香港|澳门|台湾|新加坡|美国|欧盟",
    r"重新",
    r"(?:乡|县|区|市|省|国家)级(?:以上)?(?=[^，。；]{0,4}(?:人民政府|政府|网信|公安|主管|有关|部门))",
)


def added(said: str, source: str) -> list[str]:
    """Formalities, sanctions, courts, places and levels of authority in `said` that `source` does not speak of."""
    found = (m.group() for pattern in _CLOSED for m in re.finditer(pattern, said))
    listed = [x for m in _LISTED.finditer(said) for x in m.group().split("、")]
    pool = telling_words(source)
    alien = [x for x in listed if (words := telling_words(x)) and overlap(words, pool) < 0.2]
    return [f"added:{x}" for x in dict.fromkeys(found) if x not in source] + [
        f"added:{x}" for x in alien if len(alien) * 2 > len(listed)
    ]


_LISTED = re.compile(r"(?:[^，。；：、]{2,8}、){2,}[^，。；：、]{2,5}")


_ORDER = re.compile(r"先(?!行|期)([^，。；]{2,24})，?(?:然后)?再(?!次)([^，。；]{2,24})")


def disordered(said: str, source: str) -> str:
    """`order:` when `先A再B` of `said` stands as B before A in `source`; empty otherwise."""
    for m in _ORDER.finditer(said):
        first, then = (_places(text, source) for text in m.groups())
        if first and then and max(then) < min(first):
            return f"order:{m[1]}"
    return ""


def _places(text: str, source: str) -> list[int]:
    return [at for w in telling_words(text) if len(w) > 1 and (at := source.find(w)) >= 0]


def _slot(m: re.Match[str]) -> str:
    return m[1] or m[2] or m[3]


def strangers(said: str, source: str, pool: Collection[str]) -> str:
    """Whoever consents, approves or is applied to in `said` but not in the line `source`, whose words are `pool`."""
    slots: dict[str, list[str]] = {}
    for m in _SLOT.finditer(source):
        slots.setdefault(m.group()[-2:], []).extend(telling_words(_slot(m)))
    for m in _SLOT.finditer(said):
        words = [w for w in telling_words(_slot(m)) if w not in ("单独", "书面", "明确")]
        there = slots.get(m.group()[-2:]) or pool
        if words and (overlap(words, pool) < 0.5 or overlap(words, there) < 0.3):
            return _slot(m)
    return ""


def swapped(said: str, source: str) -> str:
    """`swapped:` with a word whose opposite stands in `source`, `absent:` with one that must be there; or empty."""
    if (m := _IN_LINE.search(said)) and m.group() not in source:
        return f"absent:{m.group()}"
    for mask, excuse, mine, theirs in _OPPOSITES:
        if excuse and re.search(excuse, source):
            continue
        a, b = (re.sub(mask, "\x00", t) if mask else t for t in (said, source))
        if re.search(theirs, a):
            continue
        if (m := re.search(mine, a)) and not re.search(mine, b) and re.search(theirs, b):
            return f"swapped:{m.group()}"
    return ""
