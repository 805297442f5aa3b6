"""What code can tell about an answer: are citations real, numbers held, sentences supported, facts stated?

Everything takes the answer in its published shape and is decided without a model.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from typing import Any

from copilot.chat.quantities import quantities, same_amount
from copilot.chat.verify import Source, polarity, sentences, verify
from copilot.chat.why import compared
from copilot.chat.wording import canonical, telling_words
from copilot.chat.words import content_words, normalise, overlap
from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.resolution import find

Json = Mapping[str, Any]
_MARKS = re.compile(r"\[(\d+)\]")
_MARKED = re.compile(r"([^\[\]\n]+)((?:\[\d+\])+)")
_PLACE = re.compile(r"(?m)^《[^\n：]{0,80}：")  # name of an excerpt's source
_ADDRESS = re.compile(r"https?://\S+")
_DIGITS = re.compile(r"\d+")
_DENIES = re.compile(r"[不没未无]")
_PUNCTUATION = re.compile(r"[\s，,。；;：:、！!？?“”\"'（）()《》〈〉\-—·]+")
SAID = 0.85  # support above which a sentence makes a forbidden statement
WORDS_KEPT = 0.8  # share of a fact's words in one sentence that states it in other words


def fabricated(answer: Json, kb: KnowledgeBase, *, known: Container[str]) -> list[str]:
    """Citations that the knowledge base does not hold or that were not in force on the answer's day.

    `known`: the ids of its passages.
    """
    day = dt.date.fromisoformat(str(answer["as_of"]))
    return [
        f"{c['instrument']}{c['article'] or ''}"
        for c in answer["citations"]
        if not (c["kind"] in ("qa", "case", "list") and c["id"] in known)
        and not find(c["instrument"], c["article"], kb, day).ok
    ]


def numbers(answer: Json) -> tuple[list[str], list[str]]:
    """The answer's numbers, and those that no cited text holds.

    The reader's own numbers, compared by a verdict, are held; numbers in addresses, marks and names of sources are
    not the answer's.
    """
    if answer["abstained"] and not answer["citations"]:
        return [], []
    body = normalise(_PLACE.sub("", _MARKS.sub("", _ADDRESS.sub("", answer["answer"]))))
    own = "；".join(compared(step["compare"]) for step in (answer.get("path") or {}).get("trace", []))
    held = quantities(normalise(own)) + [
        q for c in answer["citations"] for q in quantities(normalise(f"{c['title']}。{c['text']}。{c['note']}"))
    ]
    found = quantities(body)
    loose = [body[q.start : q.end] for q in found if not any(same_amount(q, h) for h in held)]
    return [body[q.start : q.end] for q in found], loose


def forbidden(statements: str | Sequence[str], answer: Json) -> list[str]:
    """Forbidden statements that a sentence of the answer seems to make, by the verifier turned round.

    An indication for a person to read, not a judgement: what is forbidden is often the shortened opposite of the law.
    """
    listed = statements if not isinstance(statements, str) else re.split(r"[；;]", statements)
    if answer["abstained"]:
        return []
    spoken = [_MARKS.sub("", _PLACE.sub("", s)) for s in sentences(answer["answer"])]
    return [f for f in (s.strip() for s in listed) if len(f) > 3 and any(_says(s, f) for s in spoken)]


def supported(answer: Json) -> tuple[int, list[str]]:
    """How many sentences carry marks, and those that the verifier does not hold supported by what they cite.

    Left out: excerpts, which are the source's own words; verdicts, which the rules support; English, which is checked
    before it is translated; the fixed words of an answer that abstains.
    """
    if answer.get("language") == "en" or answer.get("path") or answer["abstained"]:
        return 0, []
    checked, loose = 0, []
    for line in answer["answer"].splitlines():
        for said in _MARKED.finditer(line) if not _PLACE.match(line) else ():
            numbers = [int(n) for n in _MARKS.findall(said[2])]
            cited = [answer["citations"][n - 1] for n in numbers if 0 < n <= len(answer["citations"])]
            sources = [
                Source(f"《{c['instrument']}》{c['article'] or ''}", f"{c['title']}。{c['text']}") for c in cited
            ]
            sentence = sentences(said[1].lstrip("。！？ "))[-1:]
            checked += len(sentence)
            loose += [s for s in sentence if not sources or not verify(s, sources).supported]
    return checked, loose


def misformed(answer: Json) -> list[str]:
    """Breaches of the published shape: a mark without a source, a source without a mark, an empty or overfull part."""
    marks = {int(n) for n in _MARKS.findall(answer["answer"])}
    count = len(answer["citations"])
    found = [f"标记[{n}]没有来源" for n in sorted(marks) if not 0 < n <= count]
    found += [f"来源{n}没有标记" for n in range(1, count + 1) if n not in marks]
    found += [] if answer["answer"].strip() else ["回答是空的"]
    found += [] if answer["abstained"] == (answer["abstain_reason"] is not None) else ["弃答与理由不一致"]
    found += [] if answer["abstained"] or answer["citations"] or answer["questions"] else ["没有任何来源"]
    found += ["来源超过六条"] if count > 6 else []
    found += ["反问超过三个"] if len(answer["questions"]) > 3 else []
    return found


def states(text: str, wordings: Sequence[str], *, in_other_words: bool = False) -> bool:
    """Whether `text` has one of the wordings once numbers, width and punctuation are made alike.

    `in_other_words`: it is enough that one sentence has the numbers and most of the words of a wording.
    """
    whole = alike(text)
    if any(form in whole for w in wordings for form in (alike(w), _as_name(w))):
        return True
    return in_other_words and any(_restated(s, w) for s in sentences(text) for w in wordings)


@lru_cache(maxsize=4096)
def alike(text: str) -> str:
    """`text` without blanks and punctuation, each number as its value: 一百万人 and 1,000,000人 are alike.

    Amounts are walled by `#`, digits of names, places and dates by `~`: 5 is not found in 15, 问1 not in 问10, 3年 not
    in 2023年, 3个月 not in 3月1日.
    """
    plain, out, at = normalise(text), [], 0
    for q in sorted(quantities(plain), key=lambda q: q.start):
        if q.start >= at:
            out += [_walled(plain[at : q.start]), f"#{q.value:.10g}#", q.unit]
            at = q.end
    return _PUNCTUATION.sub("", "".join([*out, _walled(plain[at:])])).lower()


def _walled(text: str) -> str:
    return _DIGITS.sub(lambda m: f"~{m[0].lstrip('0') or '0'}~", text)


def _as_name(wording: str) -> str:
    """A bare number as the part of a name that it may be: 46068 for GB/T 46068."""
    return f"~{wording}~" if wording.isdigit() else alike(wording)


def _restated(sentence: str, wording: str) -> bool:
    """Whether a sentence has a wording's numbers and most of its words, as they are or in statutory forms.

    A wording of one word says too little to be told apart.
    """
    said, wanted = normalise(sentence), normalise(wording)
    held, amounts = quantities(said), quantities(wanted)
    if not all(any(same_amount(q, h) for h in held) for q in amounts) or not polarity(wanted) <= polarity(said):
        return False
    words = content_words(wanted)
    if len(words) + len(amounts) > 1 and overlap(words, content_words(said)) >= WORDS_KEPT:
        return True
    words = list(telling_words(canonical(wanted)))  # 网信委 is 网络安全和信息化委员会
    denied = _DENIES.search(wanted) and not _DENIES.search(said)
    return not denied and len(words) > 1 and overlap(words, telling_words(canonical(said))) >= WORDS_KEPT


def _says(sentence: str, statement: str) -> bool:
    verdict = verify(statement, [Source("", sentence)])
    alike_in_force = polarity(statement) == polarity(normalise(sentence))
    return verdict.supported and verdict.support > SAID and alike_in_force
