"""Blanks in one paragraph: gaps behind labels, days, boxes, places for seals and signatures, prompts in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from copilot.documents.checkbox import ticks
from copilot.filing.official.known import HAND, InlineRecord, OfficialFile, squeezed
from copilot.filing.official.model import Option, Span
from copilot.filing.official.text import Line

_SPACE = "[ \u00a0\u3000\t]"
_GAP = re.compile(rf"(?:{_SPACE}*[_＿﹍﹎])+|{_SPACE}+")
_DATE = re.compile(r"(?P<y>[\s_＿﹍﹎]*)年(?P<m>[\s_＿﹍﹎]*)月(?P<d>[\s_＿﹍﹎]*)日")
_SIGN = re.compile(r"[（(][^（）()\n]{0,6}(?:盖章|签字|签章|签名|公章|手签)[^（）()\n]{0,8}[）)]")
_TRAILING = re.compile(
    r"(?P<label>(?:[^\n。；;，：:（）()]|[（(][^（）()\n]{0,60}[）)]){1,60})[：:]\s*(?P<hint>[（(][^（）()\n]{0,30}[）)])?\s*$",
    re.M,
)
_OPENS_GAP = "：:（(于第在至自从为【"
_DELIMITERS = re.compile(r"[。；;，,\n]")
_PARTIES = ("个人信息处理者", "数据处理者", "境外接收方", "接收方", "甲方", "乙方")
MAX_DAY_GAP = 6
MAX_LABEL = 24
MAX_LINE = 4000


@dataclass
class Found:
    """A place found in a paragraph, before it is known what it asks for."""

    kind: str
    span: Span
    label: str
    gaps: tuple[Span, ...] = ()
    options: tuple[Option, ...] = ()
    hint: str = ""
    keep_hint: bool = True
    rule: InlineRecord | None = None
    option: str | None = None
    second: bool = False
    doubtful: bool = False
    where: tuple[str, ...] = field(default=())


def found_in(number: int, line: Line, known: OfficialFile, *, label: str = "") -> list[Found]:
    """The places of a paragraph, from left to right.

    Args:
        number: of the paragraph.
        line: its characters.
        known: what is known of templates.
        label: words before it (the cell on the left, the line above) where it has none of its own.
    """
    text = line.text
    if len(text) > MAX_LINE:  # no line of an official template is that long
        return []
    found = list(_inline(text, known))
    found += _days(text, [f.span for f in found], label)
    boxes = _boxes(number, text, label)
    if boxes is not None:
        found.append(boxes)
    found += _signs(text, known)
    found += _gaps(line, known, label, found)
    if not any(f.kind in ("text", "date", "sign") for f in found):
        found += [*_side_by_side(text, known), *_trailing(text, known)]
    return sorted(found, key=lambda f: f.span)


def _inline(text: str, known: OfficialFile) -> Iterator[Found]:
    for rule in known.inline:
        for match in re.finditer(rule.pattern, text):
            start, end = match.span("v")
            inside = match["v"]
            hint = "" if not inside.strip(" _＿\u3000\t\u00a0\n") else inside.strip()
            day = _DATE.fullmatch(inside)
            kind = "sign" if rule.value == HAND else "date" if day else "text"
            gaps = tuple((start + a, start + b) for a, b in map(day.span, "ymd")) if day else ()
            if hint and kind == "text":  # the prompt goes, blanks around it stay
                start, end = start + inside.index(hint), start + inside.index(hint) + len(hint)
            label = hint if kind == "sign" else _label_before(text, start) or hint
            yield Found(kind, (start, end), label, gaps=gaps, hint="" if day else hint, keep_hint=False, rule=rule)


def _days(text: str, taken: list[Span], label: str) -> Iterator[Found]:
    second = ""
    for match in _DATE.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        gaps = [match.span(g) for g in "ymd"]
        before = text[match.start() - 1] if match.start() else ""
        alone = not re.sub(r"[\s_＿（）()至：:年月日]", "", text)
        in_sentence = before.isalnum() and not (before in _OPENS_GAP and gaps[0][0] < gaps[0][1])
        if (in_sentence and not alone) or (
            all(a == b for a, b in gaps) and not alone and before not in tuple("：:（(至")
        ):
            continue
        gaps[0] = (max(gaps[0][0], gaps[0][1] - MAX_DAY_GAP), gaps[0][1])
        own = _label_before(text, match.start()).strip("（(）)自从 ")
        follows = bool(second) and text[: match.start()].rstrip(" _＿\u3000").endswith(("至", "到", "—", "-"))
        name = second if follows else own or label
        yield Found("date", (gaps[0][0], gaps[2][1]), name, gaps=tuple(gaps), second=follows)
        second = name or " "


def _boxes(number: int, text: str, label: str) -> Found | None:
    boxes = ticks(text)
    if not boxes:
        return None
    options = []
    for n, box in enumerate(boxes):
        width = 1 if text[box.start] not in "[［(（" else text[box.start :].index(_closing(text[box.start])) + 1
        following = boxes[n + 1].start if n + 1 < len(boxes) else len(text)
        stop = min((p for p in (following, text.find("\n", box.start)) if p > box.start), default=len(text))
        words = text[box.start + width : stop]
        kept = words.rstrip()
        options.append(
            Option(
                at=number, span=(box.start, box.start + width), label=option_words(words),
                end=box.start + width + len(kept),
            )
        )  # fmt: skip
    before = squeezed(_label_before(text, boxes[0].start))
    return Found("choice", (boxes[0].start, options[-1].end), before or label, options=tuple(options))


def option_words(words: str) -> str:
    """The words of an option without gaps, brackets and marks at its ends."""
    return re.sub(r"[（(][^（）()]*[）)]\s*$", "", words.strip()).strip(" _＿：:；;，,。、\t\u3000\u00a0")


def _closing(opening: str) -> str:
    return {"[": "]", "［": "］", "(": ")", "（": "）"}[opening]


def _signs(text: str, known: OfficialFile) -> Iterator[Found]:
    for match in _SIGN.finditer(text):
        line_end = text.find("\n", match.end())
        line_end = len(text) if line_end < 0 else line_end
        words = _label_before(text, match.start())
        tail = text[match.end() : line_end]
        colon = re.match(r"\s*[：:]", tail)
        at = match.end() + (colon.end() if colon else 0)
        if known.is_label(words) and colon:  # 单位名称（盖章）：name typed, seal over it
            gap = re.match(r"[\s_＿]*", text[at:line_end])
            yield Found("text", (at, at + (gap.end() if gap else 0)), words)
        yield Found("sign", (at, at), words + match[0])


def _gaps(line: Line, known: OfficialFile, label: str, found: list[Found]) -> Iterator[Found]:
    text = line.text
    taken = [f.span for f in found if f.kind not in ("choice", "sign")]
    choice = next((f for f in found if f.kind == "choice"), None)
    for match in _GAP.finditer(text):
        start, end = match.span()
        if any(a < end and start < b for a, b in taken):
            continue
        ruled = len(re.findall("[_﹍﹎]", match[0])) >= 2 or "＿" in match[0]
        if not text[:start].strip() and not (ruled and label):
            continue
        if not ruled:
            wide = len(match[0]) + match[0].count("\u3000") + 3 * match[0].count("\t") >= 2
            lined = line.underlined(start)
            if not (lined or (wide and text[start - 1] in _OPENS_GAP)):
                continue
        option = None
        if choice is not None:
            before_gap = [o for o in choice.options if o.span[1] <= start]
            option = before_gap[-1].label if before_gap else None
        before = _label_before(text, start)
        own = before if option is None else f"{choice.label if choice else ''}{option}"
        yield Found("text", (start, end), own or label, option=option)


def _trailing(text: str, known: OfficialFile) -> Iterator[Found]:
    for match in _TRAILING.finditer(text):
        words = match["label"]
        name = squeezed(words)
        if not name or (not known.is_label(words) and any(one in words for one in known.ignored)):
            continue
        alone = match.start() == 0 or text[match.start() - 1] == "\n"
        if known.is_label(words) or (alone and len(name) <= MAX_LABEL // 2 and not re.search(r"[应须请将按]", name)):
            end = match.end() if not match["hint"] else match.start("hint") + len(match["hint"])
            yield Found("text", (end, end), words.strip(), hint=match["hint"] or "")


def _side_by_side(text: str, known: OfficialFile) -> Iterator[Found]:
    """Labels that follow each other without a gap, all but the last: `联系人：职务：`."""
    for match in re.finditer(r"(?P<label>[^\s。；;，：:]{1,12})[：:](?=\s*(?P<next>[^\s。；;，：:]{1,12})[：:])", text):
        if known.is_label(match["label"]) and known.is_label(match["next"]):
            yield Found("text", (match.end(), match.end()), match["label"])


def _label_before(text: str, at: int) -> str:
    """The words before a place, back to the last mark or gap, without a colon."""
    before = text[:at].rstrip(" \t\u3000\u00a0_＿")
    cut = max((m.end() for m in _DELIMITERS.finditer(before)), default=0)
    words = re.split("[_＿﹍﹎]+|[ \u00a0\u3000]{2,}|\t+", before[cut:])[-1].strip("：: \t\u3000\u00a0")
    return re.split("[：:]", words)[-1].strip()[-60:]


def party_of(text: str) -> str | None:
    """The party that a line begins with, as a head of the lines that follow it."""
    head = squeezed(re.split(r"[：:]", text)[0])
    return head if head in _PARTIES and re.search(r"[：:]", text) else None
