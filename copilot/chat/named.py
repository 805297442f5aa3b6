"""What a question names that is not there: instruments that do not exist, articles beyond the last."""

from __future__ import annotations

import datetime as dt
import re

from copilot.chat.titles import is_made_up, name_nobody_knows
from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.names import Names
from copilot.law.references import parse_refs
from copilot.law.resolution import Resolution, resolve
from copilot.numerals import NUMERAL, number

_LEGAL_TITLE = re.compile(
    r"(?:法|条例|规定|办法|指南|规则|指引|细则|决定|标准|解释|意见|通知|公告|清单|目录|问答)(?:[（(].*[）)])?$"
)
_OWN_PAPER = re.compile(r"隐私政策|手册|协议|合同(?!办法)|章程|制度|用户须知|告知书|同意书|报告")
_ORDER = re.compile(r"(?:令|公告)\s*第?\s*([0-9]{1,4}|[一二三四五六七八九十百]{1,5})\s*号")
_INTERPRETATION = re.compile(r"[^，。？?、]{0,24}司法解释")
_ASKED_ABOUT = re.compile(
    r"([\u4e00-\u9fffA-Za-z]{3,26}(?:条例|办法|细则|暂行规定|管理规定|特别规定|促进法|保护法|流动法|目录))(?:的|里|中)?(?:主要|具体|全部)?"
    r"(?:内容|全文|原文|讲了?(?:的是)?(?:什么|啥)|怎么(?:说|规定|写)|是?(?:如何|怎样)规定|规定了?(?:什么|哪些)|说了?什么|有哪些(?:内容|规定|条款)|(?:什么时候|何时|哪天)(?:开始)?(?:施行|实施|生效|出台))"
)
_LEAD = re.compile(
    r"^.*?(?:请问|问下|一下|根据|依据|依照|按照|关于|看看|解释|介绍|帮我|告诉我|(?<![\u4e00-\u9fff])[按据])|^(?:最新的?|新的?|那个?|这个?|国家的?|我国的?|中国的?|里的?|和|与|在|对)"
)
_DESCRIBED = re.compile(
    r"(?:发布|公布|施行|实施|印发|出台|生效|通过|修订|修改)的?[^的]{0,4}$"
)  # 22日发布的规定: no name
MIN_NAME = 5
_EDITION = re.compile(rf"([\u4e00-\u9fff]{{2,24}})[（(]?第({NUMERAL})版")
_EDITIONS = re.compile(rf"^(.+)（第({NUMERAL})版）$")


def unknown_edition(text: str, names: Names) -> str:
    """The edition that `text` names of an instrument that has editions, but not that one; empty when there is none."""
    for m in _EDITION.finditer(text):
        titles = {title for found in names.titles.values() for title in found}
        editions = [e for title in titles if (e := _EDITIONS.match(title)) and e[1].endswith(m[1][-4:])]
        if editions and number(m[2]) not in {number(e[2]) for e in editions}:
            return m[0]
    return ""


def unknown_instrument(text: str, kb: KnowledgeBase, as_of: dt.date) -> str:
    """The instrument that `text` names and nobody knows, as written; empty when there is none."""
    names = kb.names
    if edition := unknown_edition(text, names):
        return edition
    for order in _ORDER.finditer(text):
        if not names.lookup(f"令第{order[1]}号") and not names.lookup(order[0]) and not _known_number(names, order[1]):
            return text[max(0, order.start() - 6) : order.end()].strip("，。、 对")
    if (m := _INTERPRETATION.search(text)) and not any("司法解释" in t for t in names.titles):
        return m.group().strip("，。、 ")
    for ref in parse_refs(text, names):
        if not ref.mention or not _LEGAL_TITLE.search(ref.mention) or _OWN_PAPER.search(ref.mention):
            continue
        quoted = f"《{ref.mention}》" in text
        if resolve(ref, kb, as_of).status != "no_such_instrument":
            continue
        name = ref.mention if quoted else _bare(ref.mention)
        if not quoted and _DESCRIBED.search(name):
            continue
        if quoted or (ref.article and len(name) >= MIN_NAME and is_made_up(name, names)):
            return f"《{name}》"
    if (asked := _ASKED_ABOUT.search(text)) and "《" not in text:
        name = _bare(asked[1])
        if len(name) >= MIN_NAME and not _OWN_PAPER.search(name) and is_made_up(name, names):
            return f"《{name}》"
    unknown = name_nobody_knows(text, names)
    return f"《{unknown}》" if unknown and not _OWN_PAPER.search(unknown) else ""


def _bare(name: str) -> str:
    """The name without the words that lead to it."""
    while (shorter := _LEAD.sub("", name)) != name and len(shorter) >= MIN_NAME:
        name = shorter
    return name


def _known_number(names: Names, number: str) -> bool:
    return any(names.lookup(form.format(number)) for form in ("网信办{}号令", "{}号令", "令{}号", "国务院令第{}号"))


def out_of_time(text: str, kb: KnowledgeBase, as_of: dt.date) -> Resolution | None:
    """The article that `text` cites but that is not law on `as_of`; None when any cited place is, or none is cited."""
    found = [resolve(r, kb, as_of) for r in parse_refs(text, kb.names) if r.mention and r.article]
    late = [r for r in found if r.status in ("not_in_force", "superseded")]
    return late[0] if late and len(late) == len(found) else None


def dead_article(text: str, kb: KnowledgeBase, as_of: dt.date) -> Resolution | None:
    """The article that `text` cites beyond the last of its instrument; None when every place exists."""
    refs = parse_refs(text, kb.names)
    mentioned = {r.mention for r in refs if r.mention}
    context = next(iter(mentioned)) if len(mentioned) == 1 else None
    for ref in refs:
        if ref.article and (ref.mention or context):
            found = resolve(ref, kb, as_of, context=context)
            if found.status == "no_such_article" and found.last_article and found.instrument:
                return found
    return None
