"""Tick boxes in text: which characters are boxes, which of them are ticked, and what they stand before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

State = Literal["checked", "unchecked"]
EMPTY = "☐□◻▢❏❑⬜○◯"
TICKED = "☑☒■◼✅⬛●◉"
TICKS = "√✓✔✗✘╳×xX"
# Wingdings and Wingdings 2 by their low byte: Word stores them as U+F0xx or as plain characters in that font.
_WINGDINGS = {
    0x6F: "☐",
    0x70: "☐",
    0x71: "☐",
    0x72: "☐",
    0xA8: "☐",
    0xFC: "✓",
    0xFB: "✗",
    0xFD: "☒",
    0xFE: "☑",
    0x6E: "■",
}
_WINGDINGS2 = {
    0x2A: "☐",
    0x2B: "☐",
    0xA3: "☐",
    0x50: "✓",
    0x4F: "✗",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0xA2: "■",
}
_ROUND = "○◯●◉"
SQUARES = "".join(c for c in EMPTY + TICKED if c not in _ROUND)
_BOX = re.compile(rf"[{EMPTY}{TICKED}](?:\s?[√✓✔✗✘])?|[√✓✔](?:\s?[{EMPTY}])?|[\[［(（]\s?[{TICKS}]?\s?[\]］)）]")
_ROUND_BOX = re.compile(r"[（(][ \u3000]{0,4}[√✓✔]?[ \u3000]{0,4}[）)]")


@dataclass(frozen=True, slots=True)
class Tick:
    """A box at `start` of the text; `label` is what it stands before or, in a line that puts the boxes last, after."""

    state: State
    label: str
    start: int


def wingding(font: str, code: int) -> str:
    """The character that a symbol font shows for a code (U+F0xx or its low byte); empty when it is no tick box."""
    low = code & 0xFF if code >= 0xF000 else code
    table = _WINGDINGS2 if font.strip().lower() == "wingdings 2" else _WINGDINGS
    return table.get(low, "") if "wingdings" in font.lower() else ""


def ticks(text: str) -> list[Tick]:
    """The tick boxes of a text, in order. Circles and bare ticks count only beside other boxes in the same line.

    `□` with a tick next to it is ticked; `[ ]` and `（√）` are boxes, `（）` alone is a blank and none, but a box
    beside a ticked one with words before each: 是（√）否（）.
    """
    found: list[Tick] = []
    at = 0
    for line in text.split("\n"):
        squares, rounds = _count(line, SQUARES), _count(line, _ROUND)
        spans = [m for m in _BOX.finditer(line) if _is_box(m, line, squares=squares, rounds=rounds)]
        if any(m[0][0] in "（(" for m in spans) and (all_ := _after(line)):
            spans = all_
        last = bool(spans) and _last(spans, line)
        for i, m in enumerate(spans):
            start = spans[i - 1].end() if i else 0
            end = spans[i + 1].start() if i + 1 < len(spans) else len(line)
            label = re.split(r"[：:]", line[start : m.start()])[-1] if last else line[m.end() : end]
            found.append(Tick(_state(m[0]), label.strip(_BETWEEN), at + m.start()))
        at += len(line) + 1
    return found


_BETWEEN = " \u3000：:，,；;、/。"


def _after(line: str) -> list[re.Match[str]]:
    """Every round box of a line, blank ones too, where each has words before it and none stand after the last."""
    spans = list(_ROUND_BOX.finditer(line))
    return spans if len(spans) > 1 and _last(spans, line) else []


def _last(spans: list[re.Match[str]], line: str) -> bool:
    """Whether the boxes of a line stand after their words: words before each, nothing behind the last."""
    starts = [0, *(m.end() for m in spans)]
    words = [line[a : m.start()].strip(_BETWEEN) for a, m in zip(starts, spans, strict=False)]
    return all(words) and not line[spans[-1].end() :].strip(_BETWEEN)


def _state(box: str) -> State:
    return "checked" if any(c in TICKED or c in TICKS for c in box) else "unchecked"


def _count(line: str, boxes: str) -> int:
    return sum(line.count(c) for c in boxes)


def _is_box(match: re.Match[str], line: str, *, squares: int, rounds: int) -> bool:
    box = match[0]
    if box[0] in _ROUND:
        return rounds >= 2 and not line[match.end() : match.end() + 1].isdigit()
    if box[0] in "√✓✔":
        return len(box) > 1 or squares > 0
    if box[0] in "[［(（":
        inner = box[1:-1].strip()
        return (inner != "" and inner in "√✓✔") or (box[0] in "[［" and bool(inner or box[1:-1] == " "))
    if box[0] == "■" and len(box) == 1:
        return match.start() > 0 or squares > 1 or len(line) < 30
    return True
