"""What a caller means, out of what an agent typed as it was said: without greetings and fillers, a bare reply in full.

Only words that carry nothing go; numbers, negations and every content word stay. The ticket keeps what was typed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from copilot.chat.case import is_case
from copilot.chat.words import content_words, normalise
from copilot.law.rulebook import RuleBook

_STOPS = "，,。；;！!？?、 \n"
_GREETING = re.compile(
    r"(?:喂|哎|诶|欸|唉|哈喽|你好|您好|老师好?|同志|麻烦(?:你|您)?(?:一下)?|打扰(?:你|您)?(?:一下|了)?|不好意思|是这样的?|这样子?的?|情况是这样的?"
    r"|(?:我|我们)?(?:就)?(?:是)?想(?:要)?(?:跟|向)?(?:你们?|您)?(?:问|咨询|请教|了解|打听)(?:你们?|您)?(?:一?下|一个问题|个事儿?)?"
    r"|请问(?:一?下)?(?:你们?|您)?|(?:帮我)?(?:问|看)(?:一?下))"
)
_FILLER = re.compile(
    r"(?:那什么|那个(?!人)|这个(?=[，,呃嗯啊])|就是说|就是(?!不)|然后呢?|反正|呃+|额(?=[，,、])|嗯+|啊|哦|噢|哈|呐|其实|你知道吧|你看|对吧|的话呢)"
)
_PARTICLE = re.compile(r"(?<=[\u4e00-\u9fff\w])(?:啊|呀|哈|哦|噢|喔|呐|嘞|哎)+(?=[，,。；;！!？?\s]|$)")
_MA = re.compile(r"嘛(?=[，,；;])")
_LAST_MA = re.compile(r"嘛[。？?]?$")
_CLAUSE = re.compile(rf"[^{_STOPS}]+[{_STOPS}]*")
_MEANT = "要办什么手续？"
_NO = re.compile(r"^(?:都|全)?(?:没有?|不是|不涉及|不含|否|无|不)(?:的|了|啊|呢)?[。.！!]?$")
_YES = re.compile(r"^(?:有|是|对|涉及|含|嗯|要)(?:的|了|啊)?[。.！!]?$")
_NUMBER = re.compile(
    r"^(?:大概|大约|约|差不多|有|是|就|一共|总共)*\s*(?P<n>[\d.,，]+\s*[万千百亿]?|[零一二两三四五六七八九十百千万亿]+)\s*(?:多|来)?\s*(?:个|名|位)?(?:人|条)?(?:左右|吧|的)?[。.]?$"
)
_ASKS = re.compile(
    r"[？?]|吗|呢$|么$|什么|啥|怎么|咋|如何|多少|多久|几(?:个|天|年|份|样|种)|哪|谁|要不要|用不用|需不需要|能不能|可不可以|行不行|是不是|算不算|有没有|是否|能否"
)


@dataclass(frozen=True, slots=True)
class Replies:
    """A fact put as a statement, for a bare no, yes or number ({n}); empty where such a reply says nothing."""

    no: str = ""
    yes: str = ""
    number: str = ""


def meant(said: str) -> str:
    """`said` without greetings and fillers; as it is where nothing of substance would be left."""
    text = _LAST_MA.sub("吗", _MA.sub("", _PARTICLE.sub("", said.strip())))
    kept = [clause for clause in map(_bare, _CLAUSE.findall(text)) if clause.strip(_STOPS)]
    result = "".join(kept).strip(" ，,、")
    return result if content_words(normalise(result)) else said.strip()


def _bare(clause: str) -> str:
    """A clause without what stands at its beginning for nothing, and without fillers inside it."""
    before = ""
    while clause != before:
        before = clause
        for pattern in (_GREETING, _FILLER):
            if opening := pattern.match(clause):
                clause = clause[opening.end() :].lstrip()
    return re.sub(r"(?<=[\u4e00-\u9fff])(?:呃+|嗯+|那个(?=[\u4e00-\u9fff]))", "", clause)


def completed(said: str, *, as_of: dt.date, book: RuleBook) -> str:
    """A case that is told without a question, with the question that a caller means by telling it."""
    if asks(said):
        return said
    whole = f"{said.rstrip(_STOPS)}，{_MEANT}"
    return whole if is_case(whole, as_of=as_of, book=book) else said


def in_full(reply: str, fact: str, replies: Mapping[str, Replies]) -> str:
    """A bare reply to the question for `fact` as a statement; any other reply as it is."""
    forms, plain = replies.get(fact, Replies()), reply.strip()
    if forms.no and _NO.match(plain):
        return forms.no
    if forms.yes and _YES.match(plain):
        return forms.yes
    if forms.number and (number := _NUMBER.match(plain)):
        return forms.number.format(n=number["n"].replace(" ", ""))
    return plain


def asks(said: str) -> bool:
    """Whether a line asks something; what only adds to a case does not."""
    return bool(_ASKS.search(said))
