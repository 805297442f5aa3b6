"""Chinese text to index terms, the same for documents and questions.

One number is one term however it is written (`10万`, `十万`, `100000` -> `n100000`), and so is one
locator (`第38条`, `第三十八条` -> `第38条`). Words come from rjieba in search mode, with the legal
glossary as user words, so that a long term is found by its parts as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import rjieba

TOKENISER_VERSION = "1"

_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CN_DIGITS = "零〇一二两三四五六七八九"
_CN_NUMERAL = f"[{_CN_DIGITS}十百千万亿]+"
_NUMERAL = rf"(?:\d[\d,]*(?:\.\d+)?\s*[十百千万亿]*|{_CN_NUMERAL})"
_SPECIAL = re.compile(
    rf"第\s*(?P<locator>{_NUMERAL})\s*(?P<unit>[条款项章节号问])"
    rf"|(?P<bare>\d+)\s*条"
    rf"|(?P<arabic>\d[\d,]*(?:\.\d+)?(?:\s*[十百千万亿]+)?)"
    rf"|(?<![统唯同专单每逐第])(?P<chinese>{_CN_NUMERAL})(?P<measure>[年月日天个人名条款项次份级类周岁倍]|小时)?"
)
_NOT_NUMBERS = frozenset({"千万", "万", "十", "百", "千", "亿", "万万", "千千万万"})
_WORD = re.compile(r"[0-9a-z\u3400-\u9fff]")
_STOP_WORDS = """
的 了 吗 呢 吧 啊 呀 么 是 在 和 与 及 或 或者 以及 就 都 也 还 又 要 会 能 可以
我 我们 你 你们 他 他们 她 它 咱们 这 那 这个 那个 这些 那些 哪 哪些 哪个 什么 怎么
怎样 如何 为什么 请问 一下 有 没有 把 被 给 让 向 对 从 到 由 于 为 其 之 等 者 所
并 而 但 如果 那么 因为 所以 需要 应当 应该 不 是不是 要不要 能不能 可不可以 算不算
用不用 多少 几
"""
_STOP = frozenset(_STOP_WORDS.split())


def normalise(text: str) -> str:
    """NFKC, lower case, no invisible characters; Kangxi radicals and full-width forms become plain."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub(" ", text)).lower()


@lru_cache(maxsize=65536)
def number(text: str) -> str | None:
    """Plain decimal digits of an Arabic, Chinese or mixed numeral, or None (`1.5万` -> `15000`)."""
    text = re.sub(r"[\s,]", "", text).replace("〇", "零")
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return text.lstrip("0") or "0"
    if text in _NOT_NUMBERS:
        return None
    if len(text) > 1 and all(c in _CN_DIGITS for c in text):
        return "".join(str("零一二三四五六七八九".index(c.replace("两", "二"))) for c in text)
    import cn2an  # lazy: most questions carry no compound numeral

    try:
        return f"{cn2an.cn2an(text, 'smart'):g}" if "." in text else str(int(cn2an.cn2an(text, "smart")))
    except ValueError:
        return None


def _special(match: re.Match[str]) -> str | None:
    """The term for a locator or number, or None where the characters are ordinary words."""
    if match["locator"]:
        value = number(match["locator"]) or ("10" if match["locator"] == "十" else None)
        return f"第{value}{match['unit']}" if value else None
    if match["bare"]:
        return f"第{int(match['bare'])}条"
    if match["arabic"]:
        value = number(match["arabic"])
        return f"n{value}" if value else None
    text = match["chinese"]
    if len(text) == 1 and not match["measure"]:
        return None
    value = "10" if text == "十" else number(text)
    return f"n{value}" if value else None


class Tokeniser:
    """Cuts text into index terms; `words` are glossary terms that stay whole (their parts count too)."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._jieba = rjieba.Jieba()
        self.words = tuple(sorted({w for w in map(normalise, words) if len(w) > 1}))
        for word in self.words:
            self._jieba.add_word(word, None, None)

    def terms(self, text: str) -> list[str]:
        """Index terms in order, repeats kept; stop words and punctuation dropped."""
        text = normalise(text)
        out: list[str] = []
        start = 0
        for match in _SPECIAL.finditer(text):
            term = _special(match)
            if term is None:
                continue
            self._cut(text[start : match.start()], out)
            out.append(term)
            start = match.end() - len(match["measure"] or "")
        self._cut(text[start:], out)
        return out

    def _cut(self, text: str, out: list[str]) -> None:
        if text:
            out.extend(w for w in self._jieba.cut_for_search(text) if w not in _STOP and _WORD.search(w))


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring characters inside words and figures; robust where word cuts differ."""
    text = normalise(text)
    return [a + b for a, b in pairwise(text) if _WORD.match(a) and _WORD.match(b)]
