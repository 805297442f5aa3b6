"""A source cut into the lines that a sentence may stand on, and a sentence cut into the clauses that need a line."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from copilot.chat.actors import Roles, roles
from copilot.chat.polarity import PREDICATE, Piece, is_condition, pieces
from copilot.chat.wording import telling_words

_SENTENCE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?\n]?")
_ITEM = re.compile(r"[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]是|\d+[.、](?!\d)|[①-⑳]")


@dataclass(frozen=True, slots=True)
class Line:
    """A statement of the source `name` in canonical words, with its lead-in; `words` has the name's words too."""

    name: str
    full: str
    words: frozenset[str]
    pieces: tuple[Piece, ...]
    roles: Roles
    composite: bool = False


def sentences(text: str) -> list[str]:
    """`text` cut after 。；！？ and line ends; every piece non-empty."""
    return [piece.strip() for piece in _SENTENCE.findall(text) if piece.strip()]


def lines(text: str) -> list[tuple[str, str]]:
    """Sentences of a source as (lead-in, sentence): an item of a list has the lead-in that governs it, others none."""
    found: list[tuple[str, str]] = []
    lead = ""
    for piece in sentences(text):
        first = _ITEM.search(piece)
        if first and first.start() == 0:
            found.append((lead, piece))
            continue
        head, colon, _ = piece[: first.start()].rpartition("：") if first else piece.rpartition("：")
        lead = head + colon if colon and (first or piece.endswith("：")) else ""
        if lead == piece:
            continue
        if first and lead and first.start() == len(lead):
            found.append((lead, piece[first.start() :]))
        else:
            found.append(("", piece))
    return found or [("", text)]


def line(text: str, name: str = "", *, composite: bool = False) -> Line:
    """A line from canonical `text` of the source with canonical `name`; `composite` when it is several of its lines."""
    return Line(name, text, frozenset(telling_words(text + "。" + name)), pieces(text), roles(text), composite)


MAX_LIST_CHARS = 500
_ANAPHOR = re.compile(
    r"其中|上述|前述|这些|这类|该|此|前款|前[一二两三四五]项|[一二两三四五六七八九十]+项|以上|两者|第[1-9]"
)
_ELLIPTIC = re.compile(r"[^，。；]{0,6}(?:拒不|情节)|不|未|没有|逾期|拒不|情节|违反这些|否则|其|对其|因此")
_COUNT = re.compile(r"[\d一二两三四五六七八九十百千万](?:万|亿)?(?:个)?(?:人|年|月|日|天|元|倍|次|工作日|小时)|%")
_DEFINED = re.compile(r"([^，。；：]{2,8}?)(?:是指|是|指|包括|为)")


@lru_cache(maxsize=256)
def source_lines(name: str, text: str) -> tuple[Line, ...]:
    """The lines of a canonical passage with lead-ins; one that points back also with what it points to; whole lists."""
    led = _led(text)
    found = [line(lead + piece, name) for lead, piece in led]
    for i in range(1, len(led)):
        lead, piece = led[i]
        defined = _DEFINED.match(piece)
        continued = led[i - 1][1].endswith(("；", ";")) and not _ITEM.match(piece)
        runs_on = continued and (_ELLIPTIC.match(piece) or not _contrasted(led[i - 1][1], piece))
        if not lead and (runs_on or _ANAPHOR.match(piece) or (defined and defined[1] in "".join(led[i - 1]))):
            before = led[i - 1][0]
            items = [p for other, p in led[:i] if other == before] if before else [led[i - 1][1]]
            found.append(line(before + "".join(items) + piece, name, composite=True))
    for lead in dict.fromkeys(lead for lead, piece in led if lead and _ITEM.match(piece)):
        whole = lead + "".join(piece for other, piece in led if other == lead)
        if len(whole) <= MAX_LIST_CHARS:
            found.append(line(whole, name, composite=True))
    for lead, piece in led:
        excluded, route = _EXCLUDED.search(piece), _ROUTE.search(lead)
        if excluded and route:
            found.append(line(f"{excluded[1]}运营者不得{route[1]}。", name, composite=True))
    return tuple(found)


_EXCLUDED = re.compile(r"非(关基)[。；;]?$")
_ROUTE = re.compile(
    r"((?:用|采用|通过|以)[^，：]{4,30}?(?:方式|出境|提供)[^，：]{0,6})，(?:应当?|须|必须)(?:同时)?(?:具备|符合|满足)"
)


@lru_cache(maxsize=256)
def joined_lines(name: str, text: str) -> tuple[Line, ...]:
    """Neighbouring lines taken two together, for a sentence that sums up both."""
    pairs = _led(text)
    return tuple(
        line(lead + a + (b if other == lead else other + b), name)
        for (lead, a), (other, b) in itertools.pairwise(pairs)
    )


_ANNOUNCES = re.compile(r"以下|下列|如下")


def _contrasted(left: str, right: str) -> bool:
    """Whether two parts of one sentence are two cases, each with its own condition or its own number."""
    return all(map(_conditional, (left, right))) or all(map(_COUNT.search, (left, right)))


def _conditional(text: str) -> bool:
    return any(is_condition(clause) for clause in text.split("，")[:-1])


def _led(text: str) -> list[tuple[str, str]]:
    """`lines` with the lead-in also for items right after a full sentence (`达到以下数量的，须……。1.`).

    So too for the parts of an unnumbered list (`有下列情形之一的，应当……：……；……。`).
    """
    found, announced, listed, running, closed = [], "", "", "", True
    for lead, piece in lines(text):
        item = _ITEM.match(piece)
        if item:
            lead = listed = lead or listed or announced
        elif closed or not listed:
            announced, listed = (piece if closed else announced + piece), ""
            head, colon, _ = piece.rpartition("：")
            if not lead and running and not PREDICATE.search(piece):
                lead = running
            elif colon and _ANNOUNCES.search(head) and piece.endswith("；"):
                running = head + colon
        closed = piece.endswith("。")
        if closed:
            running = ""
        found.append((lead, piece))
    return found


_NEW_GROUP = re.compile(
    r"[；;。]"
    r"|，(?=[^，；。]{1,8}则|[^，；。]{0,12}(?:批准|查验|受理|审核|备案|通过)之?后(?!的)|获批|批准后|经批准|逾期|否则|之后|然后)"
    r"|，(?=超过\d+年|不齐|退回|通过后|情况复杂|不?齐全|需要补充|其余|但|不过|其中|同时|另外|此外|备案不)"
)


def groups(said: str) -> list[str]:
    """Parts of a canonical sentence that each need a line: cut at ；, before 但, 其中, 同时 and before a next step."""
    bare = re.sub(r"[（(][^（）()]*[）)]", lambda m: m.group().replace("；", "，"), said)
    return [g for g in _NEW_GROUP.split(bare) if telling_words(g)]


_OWN_SUBJECT = re.compile(r"(?:企业|个人信息处理者|数据处理者|处理者|运营者|提供者)(?=应当?|必须|须|要|可以|不得)")


def halves(said: str) -> list[str]:
    """A sentence with several conclusions as one part for each, every part with the conditions before it."""
    topic: list[str] = []
    ends: list[str] = []
    for piece in pieces(said):
        if ends and re.match(r"[自从].*起算?$|起算日", piece.text):
            ends[-1] += "，" + piece.text
        elif not piece.condition:
            ends.append(piece.text)
        else:
            topic.append(piece.text)
    parts = [end if i and _OWN_SUBJECT.match(end) else "，".join([*topic, end]) for i, end in enumerate(ends)]
    return parts if len(ends) > 1 else []
