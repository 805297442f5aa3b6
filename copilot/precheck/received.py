"""A received 补正通知书 as a checklist: what is asked of which paper, by whom, until when.

What a matter means is told by its words and by our criteria; where they do not tell for certain, the matter stays with
a person (`recheck` says of each whether it is met).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import Field

from copilot.errors import BadDocument, BadInput
from copilot.numerals import number
from copilot.precheck.criteria import Criteria, Criterion
from copilot.precheck.finding import Shape, Spot
from copilot.precheck.outline import key
from copilot.precheck.paper import FilingKind, Paper
from copilot.precheck.received_items import Matter, matters
from copilot.precheck.received_words import AskEntry, NoticesFile
from copilot.precheck.tables import PaperEntry
from copilot.precheck.words import KINDS
from copilot.rules.calendar import WorkCalendar

Status = Literal["open", "met", "not_met", "cannot_tell"]
_KINDS: tuple[tuple[FilingKind, str], ...] = (
    ("extension", r"延长(?:评估结果|数据出境安全评估)|有效期延(?:长|期)"),
    ("gba_hk", r"粤港澳大湾区"),
    ("negative_list", r"负面清单"),
    ("certification", r"个人信息(?:保护|出境)认证|认证委托"),
    ("contract_change", r"(?:补充|重新)备案|备案变更"),
    ("standard_contract", r"标准合同"),
    ("security_assessment", r"安全评估"),
)
_NUMBER = re.compile(r"(?:申报|备案|受理|申请)?(?:编号|号码)[：: ]*([A-Za-z0-9\-—〔〕\[\]()（）]{4,40})")
_DAY = r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_UNTIL = re.compile(_DAY + r"[^。；\d]{0,6}(?:前|以前|之前|内)")
_WITHIN = re.compile(r"([一二三四五六七八九十两\d]{1,3})\s*个?\s*(工作日|自然日|日|天)\s*(?:之?内|以内)")
_ISSUED = re.compile(_DAY)
_MATERIAL = re.compile(r"\b[A-Z]{2}-?\d{2}\b")
_HOLDER = re.compile(r"\{[a-z_]+\}")
_LEAST_WORDS = 3


class NoticeItem(Shape):
    """A matter of a notice. `criteria`: those that can see it again, empty where none surely can; `words`: the fields
    that it names; `owner`: a proposal of who sees to it; `found`: what the criteria say of it now."""

    number: int
    heading: str = ""
    text: str
    asks: list[str] = Field(default_factory=list, description="what is asked for, in words")
    material: str | None = None
    material_name: str = ""
    owner: str = ""
    criteria: list[str] = Field(default_factory=list)
    words: list[str] = Field(default_factory=list)
    at: Spot
    status: Status = "open"
    why: str = ""
    found: list[str] = Field(default_factory=list)


class Recheck(Shape):
    """The pre-check with which a checklist was compared."""

    name: str
    filed_on: dt.date
    verdict: str
    criteria: str


class Checklist(Shape):
    """A received notice. `due` is null where the notice, or the day of receipt, does not tell it."""

    kind: FilingKind
    file: str
    sha256: str
    number: str = ""
    issued_on: dt.date | None = None
    received_on: dt.date | None = None
    due: dt.date | None = None
    due_text: str = ""
    items: list[NoticeItem]
    notes: list[str] = Field(default_factory=list)
    rechecked: Recheck | None = None


@dataclass(frozen=True)
class Known:
    """What a notice is read with."""

    criteria: Criteria
    words: NoticesFile
    names: dict[str, str]
    calendar: WorkCalendar


def read_notice(
    paper: Paper, known: Known, *, kind: FilingKind | None, on: dt.date, received_on: dt.date | None = None
) -> Checklist:
    """The checklist of a notice.

    Args:
        paper: the notice as read.
        known: criteria, words, names of materials by id, working days.
        kind: of the filing that it is about; None: told by its words.
        on: the criteria of this day are matched.
        received_on: None: the time allowed cannot be counted, unless the notice names a day.

    Raises:
        BadDocument: it cannot be read.
        BadInput: no matters are set apart in it, or its words do not tell the kind.
    """
    if paper.unread or not paper.blocks:
        raise BadDocument(
            f"{paper.file} 不能读取：{paper.unread or '没有文字'}", hint="请换成能打开的文件", en="cannot be read"
        )
    text = paper.text()
    told = kind or next((k for k, rx in _KINDS if re.search(rx, text)), None)
    if told is None:
        raise BadInput(
            "看不出通知是关于哪种手续",
            hint="请用 --kind 指明：" + "、".join(KINDS),
            en="say which kind of filing it is about",
        )
    found = matters(paper, known.words.closing)
    if not found:
        raise BadInput(
            f"{paper.file} 里没有认出逐项列出的事项", hint="请把各项分行编号后再试", en="no matters were found in it"
        )
    reader = _Reader(known, told, on)
    items = [reader.item(n, matter) for n, matter in enumerate(found, 1)]
    due, due_text = _due(text, received_on, known.calendar)
    number_ = _NUMBER.search(text)
    days = [day for m in _ISSUED.finditer(text) if (day := _date(m))]
    notes = []
    if due_text and due is None:
        notes.append("没有说明收到通知的日期，算不出补正期限。")
    if any(b.confidence is not None for b in paper.blocks):
        notes.append("通知是扫描件，文字由程序识别，请对照原件核对。")
    if unsure := sum(not i.criteria for i in items):
        notes.append(f"{unsure} 项不能与预检标准确切对应，须由人核对是否办妥。")
    return Checklist(
        kind=told, file=paper.file, sha256=paper.sha256, number=number_[1] if number_ else "",
        issued_on=days[-1] if days else None, received_on=received_on, due=due, due_text=due_text, items=items,
        notes=notes,
    )  # fmt: skip


def _date(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _due(text: str, received_on: dt.date | None, calendar: WorkCalendar) -> tuple[dt.date | None, str]:
    """The last day, and the words that say so; counted from the day after receipt."""
    if (until := _UNTIL.search(text)) and (day := _date(until)):
        return day, until[0]
    within = _WITHIN.search(text)
    days = number(within[1]) if within else None
    if within is None or not days:
        return None, ""
    if received_on is None:
        return None, within[0]
    working = within[2] == "工作日"
    return calendar.working_days_after(received_on, days) if working else received_on + dt.timedelta(days), within[0]


class _Reader:
    """Understands the matters of one notice."""

    def __init__(self, known: Known, kind: FilingKind, on: dt.date) -> None:
        self.known, self.kind = known, kind
        self.criteria = [c for c in known.criteria.entries if c.applies(kind, on)]
        self.papers = [(e, m) for e in known.criteria.tables.papers.values() if (m := e.materials.get(kind))]

    def item(self, n: int, matter: Matter) -> NoticeItem:
        """A matter understood as far as its words go."""
        paper, material = self._paper(matter)
        asks = self._asks(matter.asked)
        criteria = self._said_by(matter, material)
        words: list[str] = []
        if not criteria:
            criteria, words = self._seen_by(matter, asks, paper, material)
        place = matter.place
        owners = self.known.words.owners
        return NoticeItem(
            number=n, heading=matter.heading, text=matter.whole, asks=[a.name for a in asks], material=material,
            material_name=self.known.names.get(material or "", ""),
            owner=owners.get(paper.id, self.known.words.otherwise) if paper else self.known.words.otherwise,
            criteria=[c.id for c in criteria], words=words,
            at=Spot(file=place.file, page=place.page, locator=place.locator, box=place.box),
        )  # fmt: skip

    def _paper(self, matter: Matter) -> tuple[PaperEntry | None, str | None]:
        """The paper that a matter is about: an id, or the first and longest name of one in it, else in its heading."""
        for text in (matter.heading, matter.text, matter.whole):
            for found in _MATERIAL.findall(text):
                named = next((e for e, m in self.papers if m == found), None)
                if named or found in self.known.names:
                    return named, found
        for text in (matter.text, matter.heading):
            if told := self._named(text):
                return told
        return None, None

    def _named(self, text: str) -> tuple[PaperEntry, str] | None:
        plain = re.sub(r"\s", "", text)
        found = []
        for entry, material in self.papers:
            for name in {self.known.names.get(material, ""), entry.name, *entry.titles, *entry.files} - {""}:
                if (at := plain.find(name)) >= 0:
                    found.append((at, -len(name), material, entry))
        best = min(found, key=lambda f: f[:2], default=None)
        if best is None:
            return None
        if any(f[2] != best[2] and f[:2] == best[:2] for f in found):
            return None  # the words stand for two papers alike
        return best[3], best[2]

    def _asks(self, text: str) -> list[AskEntry]:
        found = [a for a in self.known.words.asks if any(re.search(p, text) for p in a.patterns)]
        weak = ("supply", "explain", "annex")
        return [a for a in found if a.id not in weak] or found[:1]

    def _said_by(self, matter: Matter, material: str | None) -> list[Criterion]:
        """The criteria whose own words a matter repeats, as our drafts do."""
        found = [c for c in self.criteria if (rx := _spoken(c.message)) and rx.fullmatch(matter.text)]
        about = [c for c in found if material in self._materials(c) or not self._materials(c)]
        label = self.known.criteria.tables.label
        named = [c for c in about if any(label(n) in matter.text for n in _field_names(c))]
        return named or about or (found if len(found) == 1 else [])

    def _seen_by(
        self, matter: Matter, asks: Iterable[AskEntry], paper: PaperEntry | None, material: str | None
    ) -> tuple[list[Criterion], list[str]]:
        """The criteria that would find a matter again, and the fields it names; none where that is not sure."""
        found: dict[str, Criterion] = {}
        words: list[str] = []
        for ask in asks:
            if ask.needs != "none" and material is None:
                continue
            for one in (c for c in self.criteria if c.check in ask.checks):
                about = self._materials(one)
                if material is not None and about and material not in about:
                    continue
                named = self._fields(one, matter, paper)
                if ask.needs == "field" and not named:
                    continue
                found[one.id] = one
                words += [w for w in named if w not in words]
        return list(found.values()), words

    def _fields(self, one: Criterion, matter: Matter, paper: PaperEntry | None) -> list[str]:
        """The names of a criterion's fields that a matter names."""
        tables, said = self.known.criteria.tables, key(matter.text) + key(matter.heading)
        names = []
        for name in _field_names(one):
            entry = tables.field(name)
            if entry is None or (paper and name.partition(".")[0] != paper.id):
                continue
            if any(len(w) > 1 and key(w) in said for w in (entry.name, *entry.labels) if "&" not in w):
                names.append(entry.name)
        return names

    def _materials(self, one: Criterion) -> set[str]:
        """The materials that a criterion speaks of, by its parameters; empty where it speaks of any."""
        p = one.parameters
        roles = {
            *p.get("roles", ()),
            *([p["role"]] if "role" in p else ()),
            *(n.partition(".")[0] for n in _field_names(one)),
        }
        papers = self.known.criteria.tables.papers
        found = {papers[r].materials[self.kind] for r in roles if r in papers and self.kind in papers[r].materials}
        return found | set(p.get("materials", ()))


def _field_names(one: Criterion) -> Iterator[str]:
    for name in ("fields", "left", "right", "field", "where"):
        given = one.parameters.get(name, ())
        yield from [given] if isinstance(given, str) else given


@lru_cache(maxsize=1024)
def _spoken(message: str) -> re.Pattern[str] | None:
    """A criterion's message with anything in its blanks; None where too few of its words are fixed."""
    if len(re.sub(r"\W", "", _HOLDER.sub("", message))) < _LEAST_WORDS:
        return None
    parts = [re.escape(p) for p in _HOLDER.split(message)]
    return re.compile(".{0,400}?".join(parts))
