"""Reading a question: clean it, tell its language, find the day it asks about, fold in earlier turns."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from copilot.chat.triage import Triage, triage
from copilot.errors import BadInput, TooLarge
from copilot.retrieval.tokenise import is_traditional, to_simplified

MAX_CORRECTED = 300  # characters
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LAW_OF_DAY = re.compile(
    r"(?:按照?|依据?|依照|根据|适用|参照)?\s*(?P<y>20\d\d)\s*年(?:\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*日)?)?(?:份|底|初)?\s*"
    r"(?:的时候|时|当时|那时|施行时|有效|现行)?(?:的|有效的|施行的)?\s*(?:规定|规则|法律|法规|门槛|口径|标准(?!合同)|老规定|旧规定|制度|要求)"
)
_LEANS = re.compile(
    r"^(?:那|那么|然后|还有|如果|要是|假如|上题|上述|前面|刚才|这种|这个|它|其|继续|另外|再|为什么|怎么说|具体|详细|多久|多少|谁|哪里|呢)|"
    r"(?:呢|的话)[？?]?$|上题|上面(?:说|提)|刚才|前一个问题|同样(?:的|情况)|what about|and if|then ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as understood: `text` is cleaned, `query` is what to search for, `as_of` the day of the law."""

    text: str
    query: str
    language: str
    as_of: dt.date
    as_of_from_question: bool
    triage: Triage
    follow_up: bool

    def with_query(self, query: str) -> Reading:
        """The same question, to be searched for in other words."""
        return replace(self, query=query)


def clean(question: str, *, max_chars: int) -> str:
    """The question with control and invisible characters removed and blanks closed.

    Raises:
        BadInput: nothing readable is left.
        TooLarge: longer than `max_chars` characters.
    """
    question = question.encode("utf-8", "replace").decode("utf-8")  # lone surrogates break every encoder
    text = _CONTROL.sub(" ", unicodedata.normalize("NFC", question))
    text = re.sub(r"[ \t\u3000]+", " ", re.sub(r"\n{3,}", "\n\n", text)).strip()
    if not re.search(
        r"[0-9A-Za-z\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff]", text
    ):
        raise BadInput(
            "问题里没有可以识别的文字",
            hint="请用一句话描述要问的事项",
            en="The question holds no readable words; please type a question.",
        )
    if len(text) > max_chars:
        raise TooLarge(
            f"问题有 {len(text)} 个字，超过上限 {max_chars} 个字",
            hint="请只保留要问的事项；较长的材料请用知识库添加或者分段提问",
            en=f"The question has {len(text)} characters; the limit is {max_chars}. Please shorten it.",
        )
    return text


def language_of(text: str) -> str:
    """`en` when the words are Latin letters, else `zh`."""
    latin, han = len(re.findall(r"[A-Za-z]", text)), len(re.findall(r"[\u3400-\u9fff]", text))
    return "en" if latin > 3 * han and latin > 3 else "zh"


def day_asked(text: str, *, default: dt.date) -> tuple[dt.date, bool]:
    """The day whose law the question names (`按2023年8月的规定`), else `default`; and whether it named one.

    A year alone means its last day, a month alone its last day.
    """
    m = _LAW_OF_DAY.search(text)
    if not m:
        return default, False
    year, month, day = int(m["y"]), int(m["m"] or 12), m["d"]
    try:
        if day:
            asked = dt.date(year, month, int(day))
        else:
            asked = (dt.date(year, month, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    except ValueError as error:
        raise BadInput(
            f"问题里的日期不存在：{m.group().strip()}",
            hint="请写成 2023年8月1日 的形式",
            en="The date in the question does not exist.",
        ) from error
    return (asked, True) if asked < default else (default, False)


def read(
    question: str,
    *,
    as_of: dt.date,
    history: Sequence[str] = (),
    max_chars: int = 4000,
    language: str | None = None,
    correct: Callable[[str], str] = str,
) -> Reading:
    """Understand a question in its conversation.

    Args:
        question: as typed.
        as_of: the day whose law applies unless the question names another.
        history: the reader's earlier questions, oldest first.
        max_chars: limit on the question's length.
        language: of the answer; None: as the question is written.
        correct: puts misspelt terms right; for short questions, where one character matters.
    """
    text = clean(question, max_chars=max_chars)
    text = to_simplified(text) if is_traditional(text) else text
    text = correct(text) if len(text) <= MAX_CORRECTED else text
    follow_up = bool(history) and (bool(_LEANS.search(text)) or len(text) < 10)
    query = f"{history[-1]} {text}" if follow_up else text
    day, named = day_asked(text, default=as_of)
    tongue = language or language_of(text)
    return Reading(text, query[-600:], tongue, day, named, triage(text), follow_up)
