"""Which words a text affirms and which it negates, clause by clause, and how strongly it binds.

A negator turns the words that follow it up to the end of its comma clause; one that comes last (`手续都不用办`,
`……，是不允许的`) turns what stands before it. Two negators cancel (`不能免予`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from copilot.chat.wording import telling_words
from copilot.chat.words import overlap

SAME_MATTER = 0.4
_POLARITIES = {
    "spared": r"免予|免于|豁免|免除|免办|免申报|无需|无须|不需要|不需|不必|不用|不再需要|不要求",
    "forbidden": r"不得|禁止|严禁|不能|不可以|不可(?!抗力|逆|或缺|分割)|不允许|不准|不应当?(?!损害)",
    "denied": r"不属于|不是|并非|不构成|不适用|不包括|不包含|不含(?!敏感)|不计入|不算|没有"
    r"|未(?!成年|来|经|满|被|公开|达|超|能|列)|不具备|不符合|不影响|不受理|不予|不通过|无效",
    "required": r"应当|应(?!用|急|对|答|税|聘|届|付|邀)|必须|须|需要|需(?!求|方)"
    r"|要求(?=其|.{0,8}(?:提供|提交|整改|委托))|有义务",
    "allowed": r"(?<!不)可以|(?<!不)可(?!能|靠|见|行|信|控|用|获|抗|逆|或|供|抵|分)|有权|允许",
}
NEGATIVE = frozenset({"spared", "forbidden", "denied"})


def polarity(text: str) -> frozenset[str]:
    """The modalities that `text` states: spared, forbidden, denied, required, allowed."""
    bare, found = text, set()
    for name, pattern in _POLARITIES.items():
        if re.search(pattern, bare):
            found.add(name)
            bare = re.sub(pattern, "\x00", bare)
    return frozenset(found)


_NOT_NEGATION = re.compile(
    r"(\w)[不没]\1|有没有|能不能|是否|受不受理|不满|不足(?=\d|[一二三四五六七八九十])|不超过|不少于|不低于|不高于|不多于|不大于|不小于|不晚于|未满|未超过|不到(?=\d)|"
    r"不仅|不但|不论|不管|无论|不看|不同(?!意)|不断|不可抗力|不动产|不当|不利|不良|不合理|不含敏感|不限于|不得已|不等|不服|"
    r"未成年|未来|不变|非敏感|非关基|非法|非常|非必要|非结构化|没收|无障碍|免费|避免|免遭|(?<!可)以免|免税|(?:不得|不能|不可|不应当?)(?:再)?(?:超过|少于|低于|多于|晚于|高于|早于)|不必要|难免|无关|不定期|不特定|不正当|无正当理由|没有正当理由|不必要的"
)
_NEGATOR = re.compile(
    r"(?P<modal>不得|不能|不可以|不可|不允许|不准|不许|不应当?|禁止|严禁|无权)"
    r"|(?P<spare>免予|免除|免办|免(?=[了三手申评办])|无需|不需|不要求)"
    r"|(?P<part>(?:不|没有|未)(?:再)?(?:符合|属于|包含|包括|含|涉及|引入)|没有(?=个人信息|重要数据|境内|敏感))"
    r"|(?P<plain>并非|不再|没有|没(?!收)|未经|未|不|非(?=[^法])|无效|无(?=[登有效弱明重上违]))"
)
_TURN = r"(?:(?<=届满)|(?<=生效)|(?<=施行)|(?<=终止)|(?<=批准)|(?<=出境)|(?<=备案))"
_AROUND = re.compile(
    rf"(?P<before>以前|之前|{_TURN}前|前(?=[，。；、的\d]|$))|(?P<after>以后|之后|{_TURN}后|后(?=[，。；、的\d才]|$))"
)
_PLAIN_END = re.compile(r"就(?!业)|才|仍|但(?!保)|却|、|也|又|的(?=[^，；。]{2,})")
_ONLY_THEN = re.compile(r"须经|未经|才能|才可|方可|方能|才有权|才算|才可以|只有")
_CLAUSE_END = re.compile(
    r"就(?!业)|才|仍|但(?!保)|却|(?:、|也|又|且|或者?|和)(?=无需|不得|不能|免予|不可以|没有|未|不)"
)
_PART_END = re.compile(r"[，；。]|也不|也没|又不|、(?=[被且也并])")
_SCOPE_END = {"part": _PART_END, "plain": _PLAIN_END}
_CARRIES_ON = re.compile(r"把|将|来|从而")
_OPEN = re.compile(r"(?P<aside>(?:不得|不能|不可以)(?:就|对|以|在|因|从|依|按|借)[^，]*$)|不得|不能|禁止|严禁|不可以")
_CONDITION = re.compile(r"(?:的|时|后|前|的话|者|期间)$")
_CIRCUMSTANCE = re.compile(r"(?:情形|情况|地方|部分|时候|中)$")
PREDICATE = re.compile(r"应|必须|须|要(?![不求])|可以|不得|不能|无需|免予|由|禁止|才|有权|就")
_STATES = re.compile(PREDICATE.pattern + r"|\d(?:年|个月|日|个工作日|小时)|至少|最多")
_ASKED = re.compile(r"(\w)不\1")
_BINDING = re.compile(r"不得|不能|不可以|不允许|禁止|严禁|无权|免予|无需|不要求")
_PIECE = re.compile(r"[^，,；;。！？!?\n：:]+")


_TOPIC_WORDS = (
    "出境 个人信息 数据 信息 境外 境内 网络 安全 管理 要求 重要 个人 "
    "处理 网信 部门 有关 情况 情形 方式 评估 认证 合同 标准"
)
_TOPIC = frozenset(_TOPIC_WORDS.split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A comma clause: its offset in the text, its words with +1 or -1, the words right behind a negator, and whether
    it states a condition."""

    text: str
    start: int
    signs: tuple[tuple[str, int], ...]
    heads: tuple[tuple[str, int], ...]
    condition: bool
    negated: bool


def _sign_row(text: str) -> tuple[list[int], list[tuple[int, bool]], bool]:
    """Sign of every character, offsets behind negators, and whether a negator found nothing to turn."""
    bare = _NOT_NEGATION.sub(lambda m: "\x00" * len(m.group()), text)
    signs, heads, dangling, unsure = [1] * len(text), [], False, []
    for m in _NEGATOR.finditer(bare):
        end = len(text)
        kind = m.lastgroup or ""
        if stop := _SCOPE_END.get(kind, _CLAUSE_END).search(bare, m.end()):
            end = stop.start()
        if telling_words(text[m.end() : end].replace("\x00", "")):
            start = m.end()
            heads.append((m.end(), m.lastgroup == "part" and not re.search("符合|属于", m.group())))
        else:
            start, end = 0, m.start()
            dangling = dangling or not telling_words(text[:end])
            if m.lastgroup in ("plain", "part"):
                unsure.append(end)
                continue
        for i in range(start, end):
            signs[i] = -signs[i]
    for end in unsure:
        signs[:end] = [0] * end
    return signs, heads, dangling


def _mainly_negated(clause: str) -> bool:
    """Whether a clause has a negator that is not inside its object (`把没有通过的理由告知……` has not)."""
    bare = _NOT_NEGATION.sub("", clause)
    return any(not re.search(r"[把将对因由]", bare[: m.start()]) for m in _NEGATOR.finditer(bare)) or bool(
        _BINDING.search(bare)
    )


def is_condition(clause: str) -> bool:
    """Whether a comma clause ends as conditions do (……的, ……时, ……情形)."""
    return bool(_CONDITION.search(clause) or (_CIRCUMSTANCE.search(clause) and not PREDICATE.search(clause)))


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[Piece, ...]:
    """The comma clauses of canonical `text` with the sign of every word."""
    bare = re.sub(r"[“《][^”》]*[”》]", lambda m: re.sub(r"[、，；。]", "\x01", m.group()), text)
    bare = re.sub(r"[（(][^（）()]*[）)]|《[^》]*》|[“”\"]", lambda m: "\x01" * len(m.group()), bare)
    found: list[Piece] = []
    for m in _PIECE.finditer(bare):
        body = m.group().replace("\x01", "")
        signs, heads, dangling = _sign_row(body)
        before = _OPEN.search(found[-1].text) if found else None
        if before and (before["aside"] or _CARRIES_ON.match(body)):
            signs = [-s for s in signs]
        if dangling and found:
            last = found[-1]
            found[-1] = Piece(
                last.text, last.start, tuple((w, -s) for w, s in last.signs), last.heads, False, not last.negated
            )
        found.append(
            Piece(
                body,
                m.start(),
                tuple(_signed(body, signs)),
                tuple(_heads(body, heads, signs)),
                is_condition(body) or body.startswith(("如果", "若", "因为", "为了", "只要")),
                _mainly_negated(body),
            )
        )
    first = next((i for i, p in enumerate(found) if _STATES.search(_ASKED.sub("", p.text)) and not p.condition), 0)
    return tuple(replace(p, condition=True) if i < first else p for i, p in enumerate(found))


def _signed(text: str, signs: Sequence[int]) -> list[tuple[str, int]]:
    words, at = [], 0
    for word in telling_words(text):
        place = text.find(word, at)
        if place < 0:
            place = text.find(word[0], at)
        if place < 0:
            continue
        words.append((word, signs[place]))
        at = place + 1
    return words


def _heads(text: str, starts: Sequence[tuple[int, bool]], signs: Sequence[int]) -> list[tuple[str, int]]:
    """The words right behind each negator; common topics only behind 不包含 and the like, where they are the point."""
    found = []
    for start, part in starts:
        words = [w for w in telling_words(text[start:]) if part or w not in _TOPIC][: 2 if part else 1]
        for word in words:
            place = text.find(word, start)
            if place >= 0 and signs[place] == signs[start]:
                found.append((word, signs[place]))
    return found


def _known(word: str, signs: dict[str, set[int]]) -> set[int]:
    if word in signs:
        return signs[word]
    near = [s for w, s in signs.items() if len(w) > 1 and len(word) > 1 and (w in word or word in w)]
    return set().union(*near) if near else set()


def _table(text: Sequence[Piece]) -> dict[str, set[int]]:
    signs: dict[str, set[int]] = {}
    for piece in text:
        for word, sign in piece.signs:
            signs.setdefault(word, set()).update((sign,) if sign else (1, -1))
        for word, sign in piece.heads:
            signs.setdefault(word, set()).add(sign)
    return signs


def _flips(text: Sequence[Piece], against: Sequence[Piece]) -> tuple[list[str], bool]:
    """Clauses whose words have the other sign in `against`, and whether a conclusion agrees.

    Conditions are held against conditions and conclusions against conclusions, where the other side has them.
    """
    every, own = _table(against), _table(text)
    same_part = {
        kind: _table([p for p in against if p.condition is kind]) or ({} if kind else every) for kind in (True, False)
    }
    flipped, agreeing = [], False
    for piece in text:
        alternative = piece.condition and "或者" in piece.text
        clash = next(
            (
                w
                for w, s in piece.heads
                if _known(w, every) == {-s} and own[w] == {s} and _same_matter(w, piece, against)
            ),
            "",
        )
        signs = same_part[piece.condition]
        heard = [(w, s, k) for w, s in piece.signs if (k := _known(w, signs))]
        agree = sum(len(w) for w, s, k in heard if k == {s})
        differ = sum(len(w) for w, s, k in heard if s and k == {-s})
        covered = sum(len(w) for w, _, _ in heard) * 2 >= sum(len(w) for w, _ in piece.signs)
        if (clash and not alternative) or (covered and differ > 3 and not agree):
            flipped.append(clash or piece.text)
        elif agree and not piece.condition:
            agreeing = True
    return flipped, agreeing


def _same_matter(word: str, piece: Piece, others: Sequence[Piece]) -> bool:
    """Whether a clause of `others` with `word` speaks of what `piece` speaks of."""
    words = [w for w, _ in piece.signs]
    holders = [[w for w, _ in p.signs] for p in others if any(word in w or w in word for w, _ in p.signs)]
    return any(max(overlap(words, h), overlap(h, words)) >= SAME_MATTER for h in holders)


def contradiction(said: Sequence[Piece], source: Sequence[Piece], *, exclusive: str) -> str:
    """Why the signs of `said` cannot be those of `source`; empty when they agree or nothing can be told.

    Args:
        said: clauses of the sentence.
        source: clauses of the line it is held against.
        exclusive: the text of both, read for 才能 and the like, where both parts negated say the same as none.
    """
    there, back = _flips(said, source), _flips(source, said)
    flipped = _turned(said, source) + there[0]
    enough = 1 if "未经" in exclusive and "须经" in exclusive else 2
    if _ONLY_THEN.search(exclusive) and len(flipped) >= enough and not there[1]:
        return ""
    return (flipped + back[0] + [""])[0]


def _turned(said: Sequence[Piece], source: Sequence[Piece]) -> list[str]:
    """Words that one side puts before (`生效前`) and the other only after (`生效后`)."""
    mine, theirs = _around(said), _around(source)
    found = [w for w, sides in mine.items() if w in theirs and not sides & theirs[w]]
    done, there = _mixed(said), _mixed(source)
    return found + [w for w in ("引入",) if w in done and w in there and not done[w] & there[w]]


_HELD = re.compile(r"(?P<no>(?:没有?|并?未|不)(?:再)?)?(?P<act>引入|包含|包括|涉及)(?=了?[^，。；]{2})")


def _mixed(text: Sequence[Piece]) -> dict[str, set[bool]]:
    """For 引入 and the like, whether a text has it done, not done, or both."""
    found: dict[str, set[bool]] = {}
    for piece in text:
        for m in _HELD.finditer(piece.text):
            found.setdefault(m["act"], set()).add(bool(m["no"]))
    return found


def _around(text: Sequence[Piece]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for piece in text:
        for m in _AROUND.finditer(piece.text):
            if words := telling_words(piece.text[max(0, m.start() - 12) : m.start()]):
                found.setdefault(words[-1], set()).add(m.lastgroup or "")
    return found


def lost_conclusion(said: Sequence[Piece], source: Sequence[Piece], *, exclusive: str) -> str:
    """`unsaid negation` or `lost negation` when only one side negates its conclusion; empty otherwise."""
    mine = [p for p in said if not p.condition] or list(said)
    theirs = [p for p in source if not p.condition] or list(source)
    if _ONLY_THEN.search(exclusive):
        return ""
    if any(p.negated for p in mine) and not any(p.negated for p in source):
        return "unsaid negation"
    if not any(p.negated for p in said) and theirs and all(p.negated for p in theirs):
        return "lost negation"
    spoken = any(p.negated for p in mine)
    for piece in mine:
        if spoken and not PREDICATE.search(piece.text):
            continue
        close = _closest(piece, theirs)
        if close and not piece.negated and all(p.negated for p in close):
            return "lost negation"
    return ""


def _closest(piece: Piece, others: Sequence[Piece]) -> list[Piece]:
    """The clauses that share most words with `piece`, if they share half of them."""
    words = [w for w, _ in piece.signs]
    shared = [overlap(words, [w for w, _ in p.signs]) for p in others]
    best = max(shared, default=0.0)
    return [p for p, s in zip(others, shared, strict=True) if s == best] if words and best >= 0.5 else []
