"""Lines that give values without a colon, written with one: in brackets after the label, or told in a sentence.

`单位名称【某公司】 行业【教育】` and `申请人为某公司；注册地址为某路1号。` say what a form says beside its labels.
Which words are labels of such a value is asked of the caller; a line without one stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

IsLabel = Callable[[str, str], bool]
_PAIR = re.compile(r"(?P<label>[^【】；;。：:]{2,40}?)\s*【(?P<v>[^【】]*)】")
_IS = re.compile(r"为|是(?!否)|系|在于")
_DEFINED = re.compile(r"^指|的(?:一方|主体|组织|个人|行为|活动|信息|数据)$")  # what a word means in a contract
_COUNTED = re.compile(r"[，,、]?(?:按|以)?(?:自然人)?(?:口径)?去重(?:后|计算|统计)?$")
_CLAUSE = re.compile(r"[；;。]")
_LONGEST, _TRIES, _SENTENCE = 44, 6, 160
# Whose a thing is, before what it is: 申请人之注册地址, 本授权的有效期间.
_WHOSE = re.compile(r"(?:本|该|其|前述|上述)?(?:授权|委托|申请|备案|承诺|报告|合同|协议)?(?:人|方|单位|公司|书|表)?的")


def with_colons(line: str, is_label: IsLabel) -> str:
    """The line with a colon after every label whose value stands in brackets or is told in a clause of its own."""
    if "【" in line:
        return _bracketed(line, is_label)
    return _told(line, is_label)


def _bracketed(line: str, is_label: IsLabel) -> str:
    pairs = list(_PAIR.finditer(line))
    if not any(is_label(m["label"].strip(), m["v"]) for m in pairs):
        return line
    said = "；".join(f"{m['label'].strip()}：{m['v'].strip()}" for m in pairs)
    rest = line[pairs[-1].end() :].strip()
    return f"{said}；{rest}" if rest.strip("。；; ") else said


def _told(line: str, is_label: IsLabel) -> str:
    clauses = [c for c in _CLAUSE.split(line) if c.strip()]
    if len(line) > _LONGEST * 20 or not clauses:
        return line
    made = [_clause(c.strip(), is_label) for c in clauses]
    found = [c for c in made if c]
    alone = len(clauses) == 1 and len(line) <= _SENTENCE and "，" not in line
    if len(found) < 2 and not (found and alone):
        return line
    return "；".join(new or old.strip() for new, old in zip(made, clauses, strict=True))


def _clause(clause: str, is_label: IsLabel) -> str:
    """`label：value` of a clause that tells what a label is; empty: it is none."""
    for m in list(_IS.finditer(clause[: _LONGEST + 2]))[:_TRIES]:
        said = clause[: m.start()].strip()
        if re.search(r"[，,：:]", said):
            break
        value = clause[m.end() :].strip()
        said_yes = m[0] == "是" and not value  # an answer, not what comes before one
        if not said_yes and 1 < len(said) <= _LONGEST and not _DEFINED.search(value) and is_label(said, value):
            return f"{said}：{value}"
    return ""


def plainer(tag: str) -> Iterator[str]:
    """Other ways to say a label: 之 as 的, without how persons were counted, without whose it is."""
    plain = _COUNTED.sub("", tag.replace("之", "的"))
    if plain != tag:
        yield plain
    if (m := _WHOSE.match(plain)) and len(plain) - m.end() >= 2:
        yield plain[m.end() :]
