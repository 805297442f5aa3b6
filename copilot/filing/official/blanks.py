"""All places to fill in of a template, in reading order, and the parts that stand once for each scene or row."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

import docx

from copilot.documents.docx import Numbers
from copilot.errors import BadDocument
from copilot.filing.official.chapters import prose_places
from copilot.filing.official.grid import children, grid_of
from copilot.filing.official.known import FormRecord, OfficialFile, squeezed
from copilot.filing.official.lines import Found, found_in, party_of
from copilot.filing.official.model import Block
from copilot.filing.official.package import Package, W, blocks_of, body_of
from copilot.filing.official.tables import Place, TableReader
from copilot.filing.official.text import Line

_SKIPPED = (W + "txbxContent", "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent")
_HEADING = re.compile(r"\s*(?:第[一二三四五六七八九十]+条|附录[一二三四五六七八九十\d]|[一二三四五六七八九十]+、)")
_SIDE = 14
SIGNED = "签署日期"
_BARE_DAY = re.compile(r"[\s_＿]*年[\s_＿]*月[\s_＿]*日[\s_＿]*")


@dataclass
class Holding:
    """What a template holds. `prose`: value of a chapter, and whether no other is in it, by the index of its place."""

    places: list[Place] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    lists: list[tuple[int, tuple[int, ...], int]] = field(default_factory=list)  # row, spare rows, table
    prose: dict[int, tuple[str, bool]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    table_of: dict[int, int] = field(default_factory=dict)


def numbered(root: Any, tag: str) -> dict[Any, int]:
    """Paragraphs, rows or tables of the document in order with their numbers; text boxes have none."""
    found: dict[Any, int] = {}
    for node in body_of(root).iter(W + tag):
        if next(node.iterancestors(*_SKIPPED), None) is None:
            found[node] = len(found)
    return found


def holding(package: Package, part: tuple[int, int], form: FormRecord | None, known: OfficialFile) -> Holding:
    """The places and parts of a template; `part`: which children of the body are it."""
    return _Reader(package, part, form, known).read()


class _Reader:
    def __init__(self, package: Package, part: tuple[int, int], form: FormRecord | None, known: OfficialFile) -> None:
        self.form, self.known = form, known
        self.root = package.root
        self.paragraphs, self.rows = numbered(self.root, "p"), numbered(self.root, "tr")
        self.tables = numbered(self.root, "tbl")
        elements = [c for c in body_of(self.root) if c.tag != W + "sectPr"][part[0] : part[1]]
        self.blocks = [b for e in elements for b in ([e] if e in self.paragraphs or e in self.tables else blocks_of(e))]
        self.blocks = [b for b in self.blocks if b in self.paragraphs or b in self.tables]
        self.numbers = _numbers(package)
        self.result = Holding()
        self.party: str | None = None
        self.heading = ""
        self.before = ""  # the last line that says something

    def read(self) -> Holding:
        """Everything in order."""
        outline: list[tuple[int, str, Line]] = []
        for n, block in enumerate(self.blocks):
            if block.tag == W + "tbl":
                self._table(block)
                continue
            line = Line(block)
            outline.append((self.paragraphs[block], self.numbers.label(block), line))
            self._paragraph(block, line, self._next_text(n))
        if self.form is not None and self.form.sections:
            for place, value, leaf in prose_places(outline, self.form.sections):
                self.result.prose[len(self.result.places)] = (value, leaf)
                self.result.places.append(place)
        if any(True for b in self.blocks for _ in b.iter(W + "txbxContent")):
            self.result.notes.append("文本框里的空白不识别，请在生成的文件里手工填写")
        order = sorted(
            range(len(self.result.places)), key=lambda i: (self.result.places[i].at, self.result.places[i].found.span)
        )
        self.result.prose = {new: self.result.prose[i] for new, i in enumerate(order) if i in self.result.prose}
        self.result.places = [self.result.places[i] for i in order]
        return self.result

    def _next_text(self, n: int) -> str:
        following = (b for b in self.blocks[n + 1 :])
        block = next((b for b in following if b.tag == W + "tbl" or Line(b).text.strip()), None)
        return "" if block is None or block.tag == W + "tbl" else Line(block).text

    def _paragraph(self, block: Any, line: Line, following: str) -> None:
        number, text = self.paragraphs[block], line.text
        if _HEADING.match(text):
            self.heading, self.party = text.strip()[:40], None
        party = party_of(text)
        if party is not None:
            self.party = party
        found = found_in(number, line, self.known, label=self._pending())
        bare = bool(_BARE_DAY.fullmatch(text))
        if bare:
            found = [self._bare_day(one) for one in found]
        elif found and _only_days(following) and found[-1].kind == "text" and squeezed(found[-1].label) in text:
            last = found[-1]
            if last.span[1] >= len(text.rstrip()):
                sign = _BARE_DAY.fullmatch(following) and party is not None
                found = [*found[:-1], *([Found("sign", last.span, last.label)] if sign else [])]
        if not found and (guided := self._guide(text)):
            found = [guided]
        where = tuple(w for w in (self.heading, self.party or "") if w)
        for one in found:
            if one.kind == "choice" and self._goes_on(one):
                continue
            mine = tuple(w for w in where if w != squeezed(one.label))
            self.result.places.append(Place(number, one, mine, around=_around(text, one)))
        if text.strip():
            self.before = text.strip()

    def _pending(self) -> str:
        """The label that the line above ends with."""
        return self.before.rstrip("：:")[-40:] if self.before.endswith(("：", ":")) else ""

    def _bare_day(self, one: Found) -> Found:
        signed = bool(re.search(r"签字|盖章|签章|签名", self.before)) or party_of(self.before + "：") is not None
        report = self.form is not None and self.form.sections and not self.heading
        if report:
            one.label = "报告日期"
        elif signed or self.before:
            one.label = SIGNED
            one.kind = "date" if self._day_is_said() else "sign"
        return one

    def _day_is_said(self) -> bool:
        """Whether the questionnaire has the day on which the paper is signed."""
        key = self.form.id if self.form is not None else ""
        return any(SIGNED in rule.labels and key in rule.forms for rule in self.known.labels)

    def _goes_on(self, one: Found) -> bool:
        """Whether a line of boxes goes on the choice of the line before; then it is joined to it."""
        last = next((p for p in reversed(self.result.places)), None)
        starts = not self.before or bool(re.match(r"\s*[□☐○◯▢❏❑⬜\[［]", self.before))
        if last is None or last.found.kind != "choice" or not starts or last.row is not None:
            return False
        last.found.options = (*last.found.options, *one.options)
        return True

    def _guide(self, text: str) -> Found | None:
        squeezed_text = re.sub(r"\s+", "", text)
        for rule in self.known.guides:
            fits = not rule.forms or (self.form is not None and self.form.id in rule.forms)
            if fits and all(word in squeezed_text for word in rule.words) and len(squeezed_text) < 120:
                return Found("below", (len(text), len(text)), text.strip()[:40], hint=text.strip(), rule=rule)  # type: ignore[arg-type]
        return None

    def _table(self, table: Any) -> None:
        grid = grid_of(table, self.tables[table], self.paragraphs)
        above = tuple(w for w in (self.heading,) if w)
        found = TableReader(grid, lambda r: self.rows[grid.rows[r]], self.known, above).read()
        for row in grid.rows:
            self.result.table_of[self.rows[row]] = grid.number
        covered = {place.at for place in found.places}
        for cell in grid.cells:
            for number, line in cell.lines:
                if number not in covered:
                    found.places += self._guides_in(number, line, cell.text, self.rows[grid.rows[cell.row]])
        self.result.places += found.places
        self.result.blocks += found.blocks
        self.result.lists += [(row, spare, grid.number) for row, spare in found.lists]
        for cell in grid.cells:
            for inner in children(cell.element, W + "tbl"):
                self._table(inner)
        self.before = ""

    def _guides_in(self, number: int, line: Line, head: str, row: int) -> list[Place]:
        """Guiding lines of a cell that are answered below, each line on its own."""
        found, start = [], 0
        for text in line.text.split("\n"):
            end = start + len(text)
            one = self._guide(text)
            if one is not None:
                one.span = (end, end)
                found.append(Place(number, one, (head.split("\n")[0][:40],), row))
            start = end + 1
        return found


def _numbers(package: Package) -> Numbers:
    try:
        return Numbers(docx.Document(io.BytesIO(package.raw)))
    except Exception as error:  # python-docx lets KeyError, ValueError, XMLSyntaxError and others through
        raise BadDocument(
            f"{package.name} 已损坏，不能作为 Word 文件打开", hint="请重新下载", en="corrupt .docx"
        ) from error


def _around(text: str, one: Found) -> str:
    """The words on both sides of a gap that stands within a sentence."""
    start, end = one.span
    if one.kind not in ("text", "date", "sign") or not text[end:].strip() or not text[:start].strip():
        return ""
    return " ".join(f"{text[max(0, start - _SIDE) : start]}＿＿{text[end : end + _SIDE]}".split())


def _only_days(text: str) -> bool:
    return bool(text.strip()) and not re.sub(r"[\s_＿（）()至自从：:年月日]", "", text)
