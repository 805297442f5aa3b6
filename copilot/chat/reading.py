"""Reading a question: its plain words, its language, the day it asks about, the turns it leans on."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from copilot.characters import is_traditional, to_simplified
from copilot.chat.cues import signs
from copilot.chat.days import day_asked
from copilot.chat.markup import plain
from copilot.chat.objection import objects
from copilot.chat.tongues import unread
from copilot.chat.triage import MEANT, SURE, Triage, triage
from copilot.errors import BadInput, TooLarge
from copilot.retrieval.dialect import written
from copilot.retrieval.follow_up import LEANS, leant_on

MAX_CORRECTED = 300  # characters
MAX_QUERY = 600
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_READABLE = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as understood: `text` is cleaned, `query` is what to search for, `as_of` the day of the law.

    `day_words` are the words of the question that named that day (empty: it named none); `unread` tells a question
    in a language that is not answered.
    """

    text: str
    query: str
    language: str
    as_of: dt.date
    day_words: str
    triage: Triage
    follow_up: bool
    unread: bool = False

    def with_query(self, query: str) -> Reading:
        """The same question, to be searched for in other words."""
        return replace(self, query=query)

    def leaning_on(self, turn: str) -> Reading:
        """The same question, searched for with the turn that it goes on from."""
        return replace(self, query=f"{_words_of(turn)} {self.query}"[-MAX_QUERY:], follow_up=True)

    def of_kind(self, kind: Triage) -> Reading:
        """The same question, of another kind."""
        return replace(self, triage=kind)


def clean(question: str, *, max_chars: int) -> str:
    """The question with control and invisible characters removed and blanks closed.

    Raises:
        BadInput: nothing readable is left.
        TooLarge: longer than `max_chars` characters.
    """
    question = question.encode("utf-8", "replace").decode("utf-8")  # lone surrogates break every encoder
    text = _CONTROL.sub(" ", unicodedata.normalize("NFC", question))
    text = re.sub(r"[ \t\u3000]+", " ", re.sub(r"\n{3,}", "\n\n", text)).strip()
    if not _READABLE.search(text):
        raise BadInput(
            "问题里没有可以识别的文字" if text else "问题是空的",
            hint="请用一句话描述要问的事项",
            en="The question holds no readable words; please type a question." if text else "The question is empty.",
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


def read(
    question: str,
    *,
    as_of: dt.date,
    history: Sequence[str] = (),
    max_chars: int = 4000,
    language: str | None = None,
    correct: Callable[[str], str] = str,
    pinned: bool = False,
) -> Reading:
    """Understand a question in its conversation.

    Args:
        question: as typed.
        as_of: the day whose law applies unless the question names another.
        history: the reader's earlier questions, oldest first.
        max_chars: limit on the question's length.
        language: of the answer; None: as the question is written.
        correct: puts misspelt terms right; for short questions, where one character matters.
        pinned: the reader chose `as_of`; a day in the question does not change it.
    """
    typed = clean(question, max_chars=max_chars)
    text = _words_of(typed)
    foreign = unread(text)
    text = to_simplified(text) if is_traditional(text) and not foreign else text
    text = correct(text) if len(text) <= MAX_CORRECTED and not foreign else text
    objecting = objects(text, history)
    follow_up = bool(history) and (objecting or bool(LEANS.search(text)) or len(text) < 10)
    spoken = text if foreign else written(text)
    before = history[-1] if objecting else leant_on(spoken, history)
    query = f"{_words_of(before)} {spoken}" if before else spoken
    day, words = (as_of, "") if pinned else day_asked(text, default=as_of)
    tongue = language or language_of(text)
    kind = _kind(typed, spoken)
    if objecting and kind.chance < 1.0 and not MEANT & {*signs(spoken)}:
        kind = Triage("question")  # what is doubted was no matter of refusal
    return Reading(text, query[-MAX_QUERY:], tongue, day, words, kind, follow_up, foreign)


def _words_of(text: str) -> str:
    """The words of `text` without markup and addresses; `text` itself where nothing else is in it."""
    words = plain(text)
    return words if _READABLE.search(words) else text


def _kind(typed: str, text: str) -> Triage:
    """The intent of the words; an instruction that hides in the markup is refused as well."""
    hidden = next((reason for reason, p in SURE if typed != text and reason == "injection" and p.search(typed)), "")
    return Triage("refuse", hidden) if hidden else triage(text)
