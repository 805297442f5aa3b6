"""What the readers met in the files that no honest paper needs: macros, bombs, hidden words, orders to a machine.

Each is reported and changes nothing else: no text of a submission is ever an instruction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from copilot.precheck.case import Case, Hit
from copilot.precheck.paper import Paper, Place

P = Mapping[str, Any]
_ORDER = re.compile(
    r"(?:忽略|无视|不要理会|跳过)(?:以上|之前|前面|上述|此前|所有|一切|任何)?[^。\n]{0,12}(?:指令|指示|要求|规则|检查|审查|提示|问题)"
    r"|(?:请|应当|必须|务必)?(?:直接)?(?:不要|不得|不必|无需|禁止)(?:再)?(?:报告|输出|列出|提出|指出)[^。\n]{0,8}(?:问题|发现|缺陷|错误|意见)"
    r"|(?:判定|认定|标记|输出|回答|回复)[^。\n]{0,8}(?:为|：|:)?[“\"]?(?:通过|合格|完整|齐全|无问题)[”\"]?[^。\n]{0,12}(?:即可|不要|无需)"
    r"|(?:ignore|disregard)\s+(?:all\s+|any\s+)?(?:previous|prior|above|earlier)?\s*(?:instructions?|rules?|prompts?)"
    r"|(?:report|return|output)\s+(?:no|zero)\s+(?:findings?|issues?|problems?|errors?)|no\s+findings?\s+(?:should|must)"
    r"|you\s+are\s+(?:an?\s+)?(?:ai|assistant|language\s+model)|作为(?:一个)?(?:AI|人工智能|大?语言模型|审核助手)|系统提示词|system\s*prompt",
    re.I,
)
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")


def hazard(case: Case, p: P) -> Iterator[Hit]:
    """Hazards of the given codes, one hit each."""
    for one in (*case.submission.hazards, *(h for paper in case.submission.papers for h in paper.hazards)):
        if one.code in p["codes"] or ("*" in p["codes"] and one.code not in KNOWN):
            yield Hit(one.place, values={"file": one.place.file, "value": one.message}, evidence=one.message)


KNOWN = frozenset(
    {"macro", "activex", "embedded", "external_link", "xxe", "javascript", "launch", "script", "bomb", "encrypted",
     "corrupt", "crashed", "depth", "traversal", "odd_name", "too_much_text", "too_many_pages", "too_many_cells",
     "too_many_pictures", "too_many_scans", "nested", "timeout", "memory", "poor_scan", "unread_picture"}
)  # fmt: skip


def hidden_text(case: Case, p: P) -> Iterator[Hit]:
    """Words that a reader of the page would not see."""
    for paper in case.submission.papers:
        found = [m for m in paper.marks if m.kind == "hidden" and m.value.strip()]
        if found:
            said = {"file": paper.file, "value": found[0].value[:80]}
            also = tuple(m.place for m in found[1:6])
            yield Hit(found[0].place, values=said, evidence=found[0].value[:200], also=also, sure=found[0].sure)


def orders_to_machines(case: Case, p: P) -> Iterator[Hit]:
    """Words meant for a program that reads the paper, wherever they stand."""
    for paper in case.submission.papers:
        for place, text in _everywhere(paper):
            if m := _ORDER.search(text):
                said = {"file": paper.file, "value": m[0][:80]}
                yield Hit(place, values=said, evidence=text[max(0, m.start() - 40) : m.end() + 60])
                break


def without_orders(text: str) -> str:
    """A text less the sentences that are meant for a program."""
    return "".join(s for s in _SENTENCE.findall(text) if not _ORDER.search(s)) if _ORDER.search(text) else text


def _everywhere(paper: Paper) -> Iterator[tuple[Place, str]]:
    for block in paper.blocks:
        yield block.place, block.text
    for mark in paper.marks:
        if mark.kind in ("hidden", "insertion", "deletion"):
            yield mark.place, mark.value
    for name, value in paper.producer.items():
        yield Place(paper.file, None, f"文件属性 {name}"), value
