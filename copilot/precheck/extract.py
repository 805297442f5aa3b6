"""Fields taken from a paper, each with the words as they stand, the value where it can be read, and the place.

A label may stand in a cell, with its value to the right or below; before a colon in a line; or beside the value on a
scanned page. A label with nothing after it gives a field with an empty text: found, and blank. What cannot be found
gives no field: never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from copilot.documents.checkbox import ticks
from copilot.precheck import values
from copilot.precheck.field_values import parse
from copilot.precheck.listings import Listing, Row, joined
from copilot.precheck.outline import Heading, headings, key, same_series, under, unglued, without_contents
from copilot.precheck.paper import Block, Field, Paper, Place
from copilot.precheck.tables import FieldEntry, PaperFields, SectionEntry, Tables

CELL, INLINE, BESIDE, PATTERN, SECTION = 1.0, 0.97, 0.85, 0.8, 0.9
_MAX_BELOW, _MAX_ROWS = 6, 20
_LABEL = 60
_NUMBERED = re.compile(r"[\s约共计为合]*[\d一二三四五六七八九十百千万两]")
_NO_NUMBER = 12  # signs from which words without a number are none that was meant as one
_BARE_DATE = re.compile(r"(?:20\d{2}|[\s_＿]*)\s*年[\d\s_＿]*月[\d\s_＿]*日")
_TAIL = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]$")  # the number of the next item
_TO_SIGN = re.compile(r"[（(][^（）()]{0,6}(?:签[字名章署]?|盖章|公章|印章)[）)]\W*$")
_IN_TEN_THOUSANDS = re.compile(r"[（(][^（）()]{0,12}万(?:人|名|个)?[）)]|万人\W*$")
_FURNITURE = ("header", "footer", "comment", "footnote")


def extract(paper: Paper, role: str, tables: Tables) -> tuple[Field, ...]:
    """The fields of a paper by the table of its role, in the order of the paper; names are `role.field`."""
    entry = tables.fields.get(role)
    if entry is None:
        return ()
    found = list(_Reader(paper, role, entry, tables).fields())
    return tuple(found)


class _Reader:
    """One pass over one paper."""

    def __init__(self, paper: Paper, role: str, entry: PaperFields, tables: Tables) -> None:
        self.role, self.entry, self.tables = role, entry, tables
        shown = unglued(b for b in paper.blocks if b.visible and b.kind not in _FURNITURE)
        self.blocks = without_contents(shown)
        self.cells: dict[tuple[int | None, int | None, int | None], Block] = {
            (b.table, b.row, b.column): b for b in self.blocks if b.table is not None
        }
        self.rows: dict[tuple[int | None, int | None], list[Block]] = {}
        for b in self.blocks:
            if b.table is not None:
                self.rows.setdefault((b.table, b.row), []).append(b)
        self.plain = [f for f in entry.fields if f.type not in ("section", "table")]
        self.labels: dict[str, list[FieldEntry]] = {}
        self.exact: dict[str, list[FieldEntry]] = {}
        for f in self.plain:
            for label in f.labels:
                signed = re.search(r"[（(]签", label)  # 法定代表人（签字） is another field than 法定代表人
                where = self.exact if signed else self.labels
                where.setdefault(_squeeze(label) if signed else key(label), []).append(f)
        self.inline = _inline(tuple(sorted({label for f in self.plain for label in f.labels}, key=len, reverse=True)))
        self.blank = _blank(tables.blanks)
        self.seen = 0  # number of the scene last begun
        self.paper = paper

    def fields(self) -> Iterator[Field]:
        found = [*self._labelled(), *self._patterned(), *self._sections(), *self._listings()]
        yield from _best(found, self.blocks)

    # labels -------------------------------------------------------------------------------------------------------
    def _labelled(self) -> Iterator[tuple[int, Field]]:
        section, number = None, 0
        self.seen = 0
        starts = {key(w): s for s in self.entry.sections for w in s.wordings}
        occurrence = _Occurrences(self.entry, self._named_sections(starts))
        for at, block in enumerate(self.blocks):
            if started := self._section(block, starts):
                section, number = started
            mine = key(block.text)
            if guess := occurrence.section_of(mine):
                section, number = guess
            candidates = self._candidates(block.text) if len(mine) <= 60 else ()
            taken = next((f for f in candidates if f.section in (None, section)), None)
            if taken is not None:
                text, place, how = self._value(at, block, taken)
                yield at, self._field(taken, number, text, place, how, block)
                continue
            yield from self._inline(at, block, section, number)

    def _candidates(self, label: str) -> list[FieldEntry]:
        """The fields of a label, with or without its words in brackets."""
        return self.exact.get(_squeeze(label).rstrip("：:_＿")) or self.labels.get(key(label), [])

    def _named_sections(self, starts: dict[str, SectionEntry]) -> set[str]:
        return {s.id for b in self.blocks if (s := self._start(b, starts))}

    def _start(self, block: Block, starts: dict[str, SectionEntry]) -> SectionEntry | None:
        if len(block.text) > 60:
            return None
        mine = key(block.text)
        return starts.get(mine) or starts.get(re.sub(r"\d{1,2}$|[一二三四五六七八九十]$", "", mine))

    def _section(self, block: Block, starts: dict[str, SectionEntry]) -> tuple[str, int] | None:
        found = self._start(block, starts)
        if found is None:
            return None
        if not found.repeats:
            return found.id, 0
        number = re.search(r"场景\s*[（(]?(?:场景)?\s*(\d{1,2}|[一二三四五六七八九十])", block.text)
        self.seen = int(values.number_of(number[1]) or 1) if number else self.seen + 1
        return found.id, self.seen

    def _value(self, at: int, block: Block, entry: FieldEntry) -> tuple[str, Place, float]:
        """The text that belongs to a label, its place, and how sure the position is."""
        if block.table is not None:
            right = [b for b in self.rows[(block.table, block.row)] if (b.column or 0) > (block.column or 0)]
            for cell in right:
                if key(cell.text) in self.labels:
                    break
                return "\n".join([cell.text, *self._boxes_below(block, cell)]), cell.place, CELL
            if entry.below and len(self.rows[(block.table, block.row)]) == 1 and (rest := self._under_band(block)):
                return "\n".join(rest), block.place, CELL
            if not right or entry.below or self._heads_a_column(block):
                below = self.cells.get((block.table, (block.row or 0) + 1, block.column))
                if below is not None and not self._is_anothers(below) and not self._labels_a_row(block, below):
                    return below.text, below.place, CELL
            return "", block.place, CELL
        if block.place.box is not None and (beside := self._beside(block)) is not None:
            return beside.text, beside.place, BESIDE
        text, place = self._below(at, entry, block)
        return text, place, INLINE if block.text.rstrip().endswith(("：", ":")) else PATTERN

    def _boxes_below(self, label: Block, cell: Block) -> list[str]:
        """The boxes under a cell of boxes, row by row, where the label's cell runs on beside them."""
        found: list[str] = []
        for row in range((label.row or 0) + 1, (label.row or 0) + 1 + _MAX_ROWS) if ticks(cell.text) else ():
            below = self.cells.get((label.table, row, cell.column))
            left = min((b.column or 0 for b in self.rows.get((label.table, row), ())), default=-1)
            if below is None or left <= (label.column or 0) or not ticks(below.text):
                break
            found.append(below.text)
        return found

    def _under_band(self, block: Block) -> list[str]:
        """The rows of more than one cell under a label that has its row of a table to itself, up to the next such."""
        found = []
        for row in range((block.row or 0) + 1, (block.row or 0) + 1 + _MAX_ROWS):
            cells = self.rows.get((block.table, row), [])
            if len(cells) < 2 or key(cells[0].text) in self.labels or same_series(block.text, cells[0].text):
                break
            found.append("：".join(c.text.strip() for c in cells))
        return found

    def _is_anothers(self, cell: Block) -> bool:
        """Whether a cell is a label, or stands right of one and is its value."""
        before = [b for b in self.rows[(cell.table, cell.row)] if (b.column or 0) < (cell.column or 0)]
        return any(key(one.text) in self.labels for one in (cell, *before[-1:]))

    def _labels_a_row(self, block: Block, below: Block) -> bool:
        """Whether the cell below has its own value to its right, as a label under a label has."""
        beside = any((b.column or 0) > (below.column or 0) for b in self.rows[(below.table, below.row)])
        return beside and not self._heads_a_column(block)

    def _heads_a_column(self, block: Block) -> bool:
        """Whether a label stands in a row of labels over a row of values."""
        here = self.rows[(block.table, block.row)]
        below = self.rows.get((block.table, (block.row or 0) + 1), [])
        labels = [key(b.text) in self.labels for b in here]
        return len(here) > 1 and all(labels) and not any(key(b.text) in self.labels for b in below)

    def _beside(self, block: Block) -> Block | None:
        """The nearest block to the right on the same line of a laid-out page."""
        box = block.place.box
        assert box is not None
        best: tuple[float, Block] | None = None
        for other in self.blocks:
            o = other.place.box
            if o is None or other is block or other.place.page != block.place.page or other.table is not None:
                continue
            overlap = min(box[3], o[3]) - max(box[1], o[1])
            if overlap < 0.5 * min(box[3] - box[1], o[3] - o[1]) or o[0] < box[2] - 0.01:
                continue
            if best is None or o[0] < best[0]:
                best = (o[0], other)
        return None if best is None or key(best[1].text) in self.labels else best[1]

    def _below(self, at: int, entry: FieldEntry, block: Block) -> tuple[str, Place]:
        """The lines after a label that stands alone, up to the next label or numbered line.

        A line to be signed has nothing below it that belongs to it, nor has anything else a mere date.
        """
        lines: list[Block] = []
        signed = any(re.search(r"[（(]签", label) for label in entry.labels)
        for other in () if signed else self.blocks[at + 1 : at + 1 + _MAX_BELOW]:
            if other.table is not None or other.kind == "heading" or self._opens(other):
                break
            if same_series(block.text, other.text):
                break
            if entry.type not in ("date", "dates", "period") and _BARE_DATE.fullmatch(other.text.strip()):
                break
            lines.append(other)
        if not lines:
            return "", block.place
        return "\n".join(b.text for b in lines), lines[0].place

    def _opens(self, block: Block) -> bool:
        text = block.text.strip()
        if re.match(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.]|附录|第.{1,3}条", text) or _TO_SIGN.search(text):
            return True
        return (
            key(text) in self.labels
            or self.inline.match(text) is not None
            or (len(text) <= 60 and any(key(text) == key(w) for s in self.entry.sections for w in s.wordings))
        )

    def _inline(self, at: int, block: Block, section: str | None, number: int) -> Iterator[tuple[int, Field]]:
        text = block.text
        if not re.search(r"[：:]", text):
            return
        hits = [m for m in self.inline.finditer(text) if self._free(text, m)]
        for i, m in enumerate(hits):
            fits = [f for f in self._candidates(m["label"]) if f.section in (None, section)]
            if not fits or (re.search(r"[（(][^）)]*签(?:字|名)", m[0]) and _squeeze(m["label"]) not in self.exact):
                continue  # who signs for a party is not the party
            entry = fits[0]
            end = hits[i + 1].start() if i + 1 < len(hits) else len(text)
            said = text[m.end() : end]
            value = said if entry.below or entry.type in ("counts", "period") else said.split("\n")[0]
            value = _TAIL.sub("", value.strip(" ；;，,、\t\n" + ("" if entry.type == "text" else "。")))
            place, how = block.place, INLINE
            if not value and i + 1 == len(hits) and (entry.below or block.place.box):
                beside = self._beside(block) if block.place.box else None
                value, place = (beside.text, beside.place) if beside else self._below(at, entry, block)
            if entry.type == "number" and len(value) > _NO_NUMBER and not _NUMBERED.match(value):
                continue  # a sentence on the same matter
            yield at, self._field(entry, number, value, place, how, block)

    def _free(self, text: str, m: re.Match[str]) -> bool:
        return (
            m.start() == 0
            or text[m.start() - 1] in " \t\n；;，,、。（(）)：:|/．.□☐☑☒■√✓"
            or text[m.start() - 1].isdigit()
        )

    # patterns, sections, tables -------------------------------------------------------------------------------------
    def _patterned(self) -> Iterator[tuple[int, Field]]:
        for entry in self.plain:
            for rx in _patterns(tuple(entry.patterns)):
                for at, block in enumerate(self.blocks):
                    if m := rx.search(block.text):
                        yield at, self._field(entry, 0, m["v"].strip(), block.place, PATTERN, block)
                        break
                else:
                    continue
                break

    def _sections(self) -> Iterator[tuple[int, Field]]:
        wanted = [f for f in self.entry.fields if f.type == "section"]
        if not wanted:
            return
        heads = headings(self.blocks)
        spans: dict[str, tuple[int, int]] = {}
        for entry in wanted:
            low, high = spans.get(entry.under, (0, 0)) if entry.under else (0, len(self.blocks))
            hit = next((h for h in heads if low <= h.at < high and _heading_is(h, entry.labels)), None)
            if hit is None:
                continue
            text, end = under(self.blocks, hit.at, heads)
            spans[entry.id] = (hit.at, end)
            block = self.blocks[hit.at]
            yield hit.at, self._field(entry, 0, text, block.place, SECTION, block)

    def _listings(self) -> Iterator[tuple[int, Field]]:
        wanted = [f for f in self.entry.fields if f.type == "table"]
        found: dict[str, list[tuple[Block, Listing]]] = {}
        for (table, row), cells in self.rows.items() if wanted else ():
            titles = {key(c.text): c for c in cells}
            for entry in wanted:
                if sum(key(label) in titles for label in entry.labels) >= min(3, len(entry.labels)):
                    listed = found.setdefault(f"{self.role}.{entry.id}", [])
                    listed.append((cells[0], self._listing(table, row or 0, cells)))
        for name, listed in found.items():
            for cell, listing in joined(listed):
                text = "、".join(listing.columns)
                yield self.blocks.index(cell), Field(name, text, listing, cell.place, _ocr(cell))

    def _listing(self, table: int | None, header: int, cells: list[Block]) -> Listing:
        columns = {c.column: key(c.text) for c in cells}
        rows = []
        last = max((r or 0 for t, r in self.rows if t == table), default=header)
        for r in range(header + 1, last + 1):
            here = self.rows.get((table, r), [])
            got = {columns[c.column]: c.text.strip() for c in here if c.column in columns}
            if got and any(got.values()) and not (set(got.values()) <= set(columns.values())):
                rows.append(Row(got, here[0].place))
        return Listing(tuple(columns.values()), tuple(rows))

    def _field(self, entry: FieldEntry, number: int, text: str, place: Place, how: float, label: Block) -> Field:
        name = f"{self.role}.{entry.id}"
        if number and entry.section:
            name = f"{self.role}.{entry.section}.{number}.{entry.id.removeprefix(entry.section + '.')}"
        if self._is_blank(text, entry):
            return Field(name, "", None, place, min(how, _ocr(label)))
        value = parse(text, entry)
        if entry.type == "number" and value is not None and _in_ten_thousands(label.text, text):
            value *= 10_000
        return Field(name, text.strip(), value, place, min(how, _ocr(label)))

    def _is_blank(self, text: str, entry: FieldEntry) -> bool:
        plain = re.sub(r"\s+", "", text)
        return not plain or bool(self.blank.fullmatch(plain) or _hint(tuple(entry.hints)).fullmatch(plain))


def _in_ten_thousands(label: str, text: str) -> bool:
    """Whether a bare number stands beside a label that says 万人."""
    head = re.split(r"[：:]", label)[0]
    return bool(len(head) <= _LABEL and _IN_TEN_THOUSANDS.search(head) and re.fullmatch(r"\s*约?[\d,，.]+\s*", text))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(_BRACKETS)


_BRACKETS = str.maketrans("()", "（）")


def _ocr(block: Block) -> float:
    return 1.0 if block.confidence is None else round(block.confidence, 3)


class _Occurrences:
    """Which section a repeated label belongs to on a form whose section names could not be read: by its order."""

    def __init__(self, entry: PaperFields, named: set[str]) -> None:
        self.queues: dict[str, list[str]] = {}
        self.after: dict[str, tuple[str, int]] = {}
        missing = [s for s in entry.sections if s.id not in named]
        if not missing or named:
            return
        for s in entry.sections:
            first = next((f for f in entry.fields if f.section == s.id), None)
            if first is not None:
                self.queues.setdefault(key(first.labels[0]), []).append(s.id)
        self.repeats = {s.id for s in entry.sections if s.repeats}

    def section_of(self, label: str) -> tuple[str, int] | None:
        """The section that this label opens, the next in its queue; None when it opens none."""
        queue = self.queues.get(label)
        if not queue:
            return None
        section = queue[0] if len(queue) == 1 else queue.pop(0)
        count = self.after.get(section, (section, 0))[1] + 1
        self.after[section] = (section, count)
        return section, count if section in self.repeats else 0


def _heading_is(heading: Heading, labels: list[str]) -> bool:
    return any(all(re.sub(r"\s", "", part) in heading.title for part in label.split("&")) for label in labels)


def _best(found: list[tuple[int, Field]], blocks: tuple[Block, ...]) -> Iterator[Field]:
    """In the order of the paper; a value found by pattern only counts where no label gave one."""
    by_label = {f.name for _, f in found if f.confidence > PATTERN and f.text}
    for _, field in sorted(found, key=lambda item: item[0]):
        if field.confidence == PATTERN and field.name in by_label:
            continue
        yield field


_SIGNS = {"（": "[（(]", "）": "[）)]", "/": "[/／]"}


@lru_cache(maxsize=64)
def _inline(labels: tuple[str, ...]) -> re.Pattern[str]:
    if not labels:
        return re.compile(r"(?!)(?P<label>)")
    words = "|".join(r"\s*".join(_SIGNS.get(c, re.escape(c)) for c in re.sub(r"\s", "", w)) for w in labels)
    return re.compile(rf"(?P<label>{words})\s*(?:[（(][^（）()]{{0,40}}[）)])?\s*[：:]\s*")


@lru_cache(maxsize=256)
def _patterns(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in patterns)


@lru_cache(maxsize=256)
def _hint(hints: tuple[str, ...]) -> re.Pattern[str]:
    """Any of a field's hints, without blanks; `…` stands for the words of the form in between."""
    return re.compile("|".join(".*".join(map(re.escape, re.sub(r"\s+", "", h).split("…"))) for h in hints) or r"(?!)")


@lru_cache(maxsize=8)
def _blank(blanks: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(blanks) or r"(?!)")
