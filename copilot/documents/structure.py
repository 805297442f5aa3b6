"""How Chinese instruments mark their parts: 编 章 节 条 款 项, 一、 （一） 1., 附件, questions."""

from __future__ import annotations

import re

NUMERAL = r"[一二三四五六七八九十百千零〇两]+"
CHAPTER = re.compile(rf"^(第(?:{NUMERAL}|\d+)(编|分编|章|节))\s*(.{{0,40}})$")
ARTICLE = re.compile(rf"^第\s*({NUMERAL}|\d{{1,4}})\s*条(?:\s*之\s*({NUMERAL}|\d{{1,2}}))?[\s:：、]*(.*)$", re.S)
TOP = re.compile(rf"^({NUMERAL}、)\s*(.+)$")
DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,2})\s+(\S.{0,40})$")
SECOND = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]")
ANNEX = re.compile(rf"^附\s*(件|录|表)\s*(\d{{1,2}}|{NUMERAL}|[A-Z])?\s*(?:[:：]?\s*((?!\d)[^。；:：]{{0,60}}))?$")
ANNEX_LIST = re.compile(r"^附\s*件\s*[:：]\s*\S")
QUESTION = re.compile(
    rf"^(?:问题?\s*(?:\d{{1,2}}|{NUMERAL})?\s*[:：.．、]|(?:\d{{1,2}}|{NUMERAL})\s*[.．、]\s*(?:问\s*[:：])?|Q\s*\d{{0,2}}\s*[:：.])\s*(.+)$"
)
ANSWER = re.compile(r"^(?:答|A)\s*\d{0,2}\s*[:：]\s*")


def starts_unit(line: str) -> bool:
    """Whether a printed line begins a new part rather than continuing the one before."""
    return bool(
        CHAPTER.match(line)
        or ARTICLE.match(line)
        or TOP.match(line)
        or SECOND.match(line)
        or re.match(r"^(?:\d{1,2}[.．、)）](?!\d)|附\s*[件录]|目\s*录$|问|答[:：]|\|)", line)
    )
