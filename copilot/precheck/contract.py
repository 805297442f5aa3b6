"""A filed contract against the official model contract that the user loaded: every place where its fixed text differs.

Words may stand in blanks, in the list of arbitration bodies, in the heading and in the appendices; a blank filled with
words that may conflict with the fixed text is told as not sure. What OCR read is never sure but for long additions.
Source: 个人信息出境标准合同办法第六条; the same article of the 粤港澳大湾区 guidelines.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from copilot.numerals import number
from copilot.precheck.alignment import Edit, align
from copilot.precheck.case import Compare, Deviation
from copilot.precheck.contract_form import (
    ContractsFile,
    ModelContract,
    Signs,
    shown,
    signs_of,
    without_appendices,
    without_foreign,
)
from copilot.precheck.paper import Block, FilingKind, Paper

MAX_SIGNS, MAX_DEVIATIONS, LEAST_ALIKE = 40_000, 60, 0.6
_NEAR, _CLOSE, _LONG = 8, 3, 60
_SURE_SIGNS, _SURE_CONFIDENCE = 8, 0.9
_WEIGHTY = re.compile(r"[不无非未得应须可或和与及免除仅只并经依\d]")
_NORM = re.compile(r"(?:应当|不得|可以|有权|无权|承担|放弃|视为|优先)[^。；]*[。；]")
_NUMBERED = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十]{1,3}条|\d{1,2}[.．、]")
_ASIDE = ("header", "footer", "comment", "footnote")
_ENGLISH = "The fixed wording may not be altered; restore it, or move the term to Annex II."


@dataclass(frozen=True)
class _Filed:
    """A filed contract: its signs, and the block of each line of its text."""

    text: Signs
    starts: tuple[int, ...]
    blocks: tuple[Block, ...]
    scanned: bool
    bilingual: bool

    def block(self, sign: int) -> Block:
        """The block in which a sign stands; of what is missing, the one before it."""
        if not self.text.at:
            return self.blocks[0]
        at = self.text.at[min(max(sign, 0), len(self.text.at) - 1)]
        return self.blocks[bisect_right(self.starts, at) - 1]


def comparison(models: Callable[[FilingKind, dt.date], ModelContract | None], known: ContractsFile) -> Compare:
    """The comparison with the model contracts; see `case.Compare`.

    Args:
        models: the model contract of a kind of filing on a day; None: it was not loaded.
        known: the patterns of filled blanks that may conflict.
    """

    def compare(paper: Paper, kind: FilingKind, day: dt.date) -> list[Deviation] | None:
        model = models(kind, day)
        return None if model is None else deviations(paper, model, conflicts=known.conflicts)

    return compare


def deviations(paper: Paper, model: ModelContract, *, conflicts: Iterable[str] = ()) -> list[Deviation]:
    """Where a contract differs from the model, in the order of its text."""
    filed = _filed(paper)
    if filed is None:
        return []
    if len(filed.text.signs) > MAX_SIGNS:
        return [
            Deviation(
                filed.blocks[0].place,
                "范本全文",
                "太长的正文",
                "合同正文太长，不能与范本逐字比对，请人工核对。",
                sure=False,
            )
        ]
    edits = align(model.form, filed.text.signs)
    fixed = sum(1 for soft in model.form.soft if not soft)
    lost = sum(e.end - e.start for e in edits)
    alike = 1 - lost / max(fixed, 1)
    if alike < LEAST_ALIKE:
        said = f"正文的固定文字只有 {alike:.0%} 与范本相同，可能用了别的范本，或者只有一部分。"
        return [Deviation(filed.blocks[0].place, "范本全文", filed.blocks[0].text[:40], said, sure=not filed.scanned)]
    found = [*_changes(edits, model, filed), *_conflicts(edits, model, filed, conflicts)]
    return _fewer(found)


def _filed(paper: Paper) -> _Filed | None:
    blocks = tuple(b for b in paper.blocks if b.visible and b.kind not in _ASIDE and b.text.strip())
    if not blocks:
        return None
    texts = [shown(b.text) for b in blocks]
    starts = [0, *accumulate(len(text) + 1 for text in texts)][:-1]
    raw, bilingual = without_foreign(without_appendices("\n".join(texts)))
    return _Filed(signs_of(raw), tuple(starts), blocks, paper.format in ("scan", "image"), bilingual)


def _changes(edits: list[Edit], model: ModelContract, filed: _Filed) -> Iterator[Deviation]:
    slips = 0
    for edit in _merged([e for e in edits if not e.filled], edits):
        if edit.start == edit.end and not model.begins <= edit.start < model.ends:
            continue  # added to the heading or to the place for signatures
        if filed.scanned and _slip(edit, model, filed):
            slips += 1
            continue
        yield _deviation(_slid(_trimmed(edit, model, filed), model, filed), model, filed)
    if slips:
        said = f"扫描件识别出的文字另有 {slips} 处单字与范本不同，可能是识别误差，没有逐处列出，请人工核对。"
        yield Deviation(filed.blocks[0].place, "范本的字", f"{slips} 处单字", said, sure=False)


def _merged(changes: list[Edit], edits: list[Edit]) -> list[Edit]:
    """Changes a few signs apart are one, unless a filled blank is between them."""
    fills = sorted(e.at for e in edits if e.filled)
    found: list[Edit] = []
    for edit in changes:
        last = found[-1] if found else None
        between = last is not None and bisect_right(fills, edit.at) > bisect_right(fills, last.to - 1)
        if last and not between and edit.start - last.end < _CLOSE and edit.at - last.to < _CLOSE:
            found[-1] = Edit(last.start, edit.end, last.at, edit.to)
        else:
            found.append(edit)
    return found


def _trimmed(edit: Edit, model: ModelContract, filed: _Filed) -> Edit:
    """A change without what both sides begin and end with."""
    official, actual = model.form.signs[edit.start : edit.end], filed.text.signs[edit.at : edit.to]
    most = min(len(official), len(actual))
    head = next((i for i in range(most) if official[i] != actual[i]), most)
    most -= head
    tail = next((i for i in range(most) if official[-1 - i] != actual[-1 - i]), most)
    return Edit(edit.start + head, edit.end - tail, edit.at + head, edit.to - tail)


def _slid(edit: Edit, model: ModelContract, filed: _Filed) -> Edit:
    """What was only added or only taken out, moved to the beginning of a sentence where it reads the same there."""
    text, start, end = (
        (model.text, edit.start, edit.end) if edit.at == edit.to else (filed.text, edit.at, edit.to)
    )  # fmt: skip
    if edit.start != edit.end and edit.at != edit.to:
        return edit
    signs, shift = text.signs, 0
    while start - shift > 0 and signs[start - shift - 1] == signs[end - shift - 1] and shift < end - start:
        shift += 1
    best = max(range(shift + 1), key=lambda k: (text.opens(start - k), -k))
    return Edit(edit.start - best, edit.end - best, edit.at - best, edit.to - best)


def _slip(edit: Edit, model: ModelContract, filed: _Filed) -> bool:
    """Whether a difference in a scan is of one sign that changes little: most such are faults of the OCR."""
    official, actual = model.form.signs[edit.start : edit.end], filed.text.signs[edit.at : edit.to]
    return max(len(official), len(actual)) == 1 and not _WEIGHTY.search(official + actual)


def _deviation(edit: Edit, model: ModelContract, filed: _Filed) -> Deviation:
    official = model.text.span(edit.start, edit.end)
    actual = filed.text.span(edit.at, edit.to)
    whole = edit.to == edit.at and model.text.opens(edit.end) == 2  # gone up to the end of a line: after the one before
    place = filed.block(edit.at - 1 if whole else edit.at).place
    sure = not filed.scanned or _plain_addition(edit, filed)
    where = model.clause(edit.start if official else edit.start - 1)
    if _same_number(official, actual):
        said, sure = f"{where}的数字写法与范本不同。", False
    else:
        said = f"{where}{_what(_short(official, 16), _short(actual, 16))}。"
    if filed.bilingual:
        said += _english(where, official, actual)
    return Deviation(
        place, _around(model.text, edit.start, edit.end), _around(filed.text, edit.at, edit.to), said, sure
    )


def _plain_addition(edit: Edit, filed: _Filed) -> bool:
    block = filed.block(edit.at)
    return edit.to - edit.at >= _SURE_SIGNS and (block.confidence or 0) >= _SURE_CONFIDENCE


def _same_number(official: str, actual: str) -> bool:
    both = number(official), number(actual)
    return both[0] is not None and both[0] == both[1]


def _what(official: str, actual: str) -> str:
    if not actual:
        return f"删去了“{official}”"
    return f"增加了“{actual}”" if not official else f"把“{official}”改成了“{actual}”"


def _english(where: str, official: str, actual: str) -> str:
    clause = re.sub(r"第(.+?)条", lambda m: f"Article {number(m[1]) or m[1]}", where)
    clause = re.sub(r"（(.+?)）", lambda m: f"({number(m[1]) or m[1]})", clause)
    clause = clause.replace("合同首部", "the preamble").replace("正文", "the text")
    what = (
        f"“{_short(official)}” was removed" if not actual
        else f"“{_short(actual)}” was added" if not official
        else f"“{_short(official)}” was changed to “{_short(actual)}”"
    )  # fmt: skip
    return f" In {clause} of the Chinese text {what}. {_ENGLISH}"


def _around(text: Signs, start: int, end: int) -> str:
    """The raw words of a change with a few signs on either side; a long one without its middle."""
    left, right = max(start - _NEAR, 0), min(end + _NEAR, len(text.signs))
    whole = text.span(left, right)
    return whole if len(whole) <= 2 * _LONG else f"{whole[:_LONG]}……{whole[-_LONG // 2 :]}"


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _conflicts(edits: list[Edit], model: ModelContract, filed: _Filed, patterns: Iterable[str]) -> Iterator[Deviation]:
    rx = [re.compile(p) for p in patterns]
    for edit in (e for e in edits if e.filled):
        said = filed.text.span(edit.at, edit.to)
        where = model.clause(edit.start - 1)
        if found := next((m for r in rx if (m := r.search(said))), None):
            why = f"{where}填写的内容有“{found[0]}”，可能与固定的正文冲突。"
            yield Deviation(filed.block(edit.at).place, "（供填写）", _short(said, 2 * _LONG), why, sure=False)
            continue
        for at, line in _lines(edit, filed):
            if _NORM.search(line):
                outside = not model.begins < edit.start < model.ends
                why = f"在{where}之后增加了一段：“{_short(line)}”。"
                sure = outside and bool(_NUMBERED.match(line)) and not filed.scanned
                yield Deviation(filed.blocks[at].place, "（没有这一段）", _short(line, 2 * _LONG), why, sure=sure)


def _lines(edit: Edit, filed: _Filed) -> Iterator[tuple[int, str]]:
    """Whole paragraphs that stand inside a filled blank, with the number of their block."""
    at = filed.text.at
    before = at[edit.at - 1] if edit.at else -1
    after = at[edit.to] if edit.to < len(at) else len(filed.text.raw)
    for n, block in enumerate(filed.blocks):
        start = filed.starts[n]
        text = shown(block.text)
        if before < start and start + len(text) <= after:
            yield n, text.strip()


def _fewer(found: list[Deviation]) -> list[Deviation]:
    """At most `MAX_DEVIATIONS`, the last of them with the number of the others."""
    if len(found) <= MAX_DEVIATIONS:
        return found
    kept = found[:MAX_DEVIATIONS]
    more = f"此后另有 {len(found) - MAX_DEVIATIONS} 处不同，没有逐处列出。"
    return [*kept[:-1], replace(kept[-1], explanation=kept[-1].explanation + more)]
