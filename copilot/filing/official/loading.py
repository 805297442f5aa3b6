"""Templates made from a file: which of its parts are official templates, and their blanks with a proposed mapping."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from copilot.errors import BadInput, TooLarge, UnknownRecord
from copilot.filing.official.blanks import Holding, holding
from copilot.filing.official.known import SECTION, FormRecord, OfficialFile, load_official
from copilot.filing.official.mapping import carried, proposed
from copilot.filing.official.model import Blank, Template
from copilot.filing.official.package import Package, W, annexes, body_of, plain_text
from copilot.law.rulebook import Span

_OPENING = 400
MAX_BLANKS = 2000
Part = tuple[int, int]
Newest = Callable[[str, dt.date], Template | None]


@dataclass(frozen=True)
class Chosen:
    """A part of a file that is a template. `form`: which known one; `looks`: what its title says it is."""

    part: Part
    form: FormRecord | None
    looks: FormRecord | None


@dataclass
class Loader:
    """Makes templates.

    Args:
        kb_dir: the knowledge base, for what is known of official templates.
        labels: gives the questionnaire's labels by general path.
        headings: gives the headings of the chapters that are written, by id.
        papers: gives the papers that a template may be for, with the days on which each is drafted.
    """

    kb_dir: Path
    labels: Callable[[], Mapping[str, str]] = dict
    headings: Callable[[], Mapping[str, str]] = dict
    papers: Callable[[], Mapping[str, Span]] = dict

    @cached_property
    def known(self) -> OfficialFile:
        """What is known of official templates."""
        return load_official(self.kb_dir)

    def chosen(self, package: Package, paper: str | None) -> list[Chosen]:
        """The parts of a file that are templates, and which ones.

        Raises:
            BadInput: none is told by its title, and `paper` does not say.
            UnknownRecord: there is no such paper.
        """
        root = package.root
        children = [c for c in body_of(root) if c.tag != W + "sectPr"]
        found = [
            (part, self.known.form_of("".join(plain_text(c) for c in children[slice(*part)])[:_OPENING]))
            for part in annexes(root)
        ]
        told = [Chosen(part, form, form) for part, form in found if form is not None]
        if paper is not None:
            papers = {*self.papers(), *(form.id for form in self.known.forms)}
            if paper not in papers:
                raise UnknownRecord(
                    f"没有名为“{paper}”的材料", hint="可用：" + "、".join(sorted(papers)), en="no such paper"
                )
            mine = [one for one in told if one.form is not None and one.form.id == paper]
            looks = told[0].looks if len(told) == 1 else None
            return mine or [Chosen((0, len(children)), self.known.form(paper), looks)]
        if not told:
            raise BadInput(
                f"看不出 {package.name} 是哪一种材料的模板",
                hint="请指明用于哪一份材料（网页上在那份材料的一行里上传，命令行用 --paper）："
                + "、".join(f"{f.id}（{f.name}）" for f in self.known.forms),
                en="the file does not say which template it is: upload it in the row of its paper",
            )
        return told

    def made(
        self,
        package: Package,
        one: Chosen,
        paper: str | None,
        *,
        today: dt.date,
        since: dt.date | None,
        url: str,
        newest: Newest,
    ) -> Template:
        """A template with its mapping proposed; that of the edition before goes first.

        Args:
            package: the file.
            one: the part of it.
            paper: which paper it is for; None: as its form says.
            today: the day noted.
            since: from when it is in force; None: as known of the form or the paper.
            url: where it was fetched.
            newest: gives the template kept for a paper on a day.

        Raises:
            TooLarge: it has too many blanks for a template.
        """
        form, digest = one.form, hashlib.sha256(package.raw).hexdigest()
        key = paper or (form.id if form else "")
        found = holding(package, one.part, form, self.known)
        if len(found.places) > MAX_BLANKS:
            raise TooLarge(
                f"{package.name} 里的空白超过 {MAX_BLANKS} 处", hint="请核对是不是官方模板", en="too many blanks"
            )
        blanks, blocks = proposed(
            found, self.known, form=form.id if form else None, labels=self.labels(), headings=self.headings()
        )
        start, end = self._days(key, form, since, today)
        earlier = newest(key, max(start, today))
        if earlier is not None and earlier.sha256 != digest:
            blanks = carried(blanks, earlier)
        else:
            earlier = None
        return Template(
            id=f"{key}-{digest[:8]}", form=form.id if form else key, name=form.name if form else key, paper=key,
            file=package.name, sha256=digest, part=one.part, url=url, in_force_from=start, repealed_from=end,
            added_on=today, blanks=blanks, blocks=blocks, notes=_notes(one, found, blanks),
            earlier=earlier.id if earlier else None, raw=package.raw,
        )  # fmt: skip

    def is_chapter(self, key: str) -> bool:
        """Whether a chapter is written, or is within one that is; any is taken where none are known."""
        known = self.headings()
        return not known or any(key == one or key.startswith(one + ".") for one in known)

    def _days(
        self, paper: str, form: FormRecord | None, since: dt.date | None, today: dt.date
    ) -> tuple[dt.date, dt.date | None]:
        """From when and until when a template is in force: as told, as known of the form, as the paper is drafted."""
        if since is not None:
            return since, None
        if form is not None:
            end = dt.date.fromisoformat(form.repealed_from) if form.repealed_from else None
            return dt.date.fromisoformat(form.in_force_from), end
        span = self.papers().get(paper)
        return (span.start, span.end) if span is not None else (today, None)


def _notes(one: Chosen, found: Holding, blanks: tuple[Blank, ...]) -> tuple[str, ...]:
    """What a person must look at."""
    notes = list(found.notes)
    if not blanks:
        notes.append("没有认出供填写的空白，请核对是不是空白模板")
    if one.looks is not None and one.looks is not one.form:
        notes.append(f"按标题，这份文件像是《{one.looks.name}》，请核对是不是放错了材料")
    chapters = [b for b in blanks if (b.value or "").startswith(SECTION)]
    if sum(b.sure != "sure" for b in chapters) * 4 > len(chapters) > 0:
        notes.append("章节与已知的官方结构出入较多，可能不是现行版本，请核对")
    if one.form is not None and one.form.checked.status != "verified":
        notes.append(f"这份模板没有核对过原件（{one.form.checked.note}），请逐项核对")
    return tuple(notes)
