"""A filled copy of a template: values in its blanks, parts repeated, boxes ticked, every fixed character kept."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from copilot.errors import BadInput
from copilot.filing.facts import Filing
from copilot.filing.official.answers import PLACEHOLDER, Answers, Bound, Repeats, Text, chosen
from copilot.filing.official.blanks import numbered
from copilot.filing.official.known import HAND, SECTION
from copilot.filing.official.model import Blank, Block, Template
from copilot.filing.official.package import W14, W, keep_part, opened
from copilot.filing.official.text import Line, paragraph_after
from copilot.filing.view import plain
from copilot.numerals import chinese

_MARK = "copy-of"
_UNITS = ("人", "份", "天", "日", "%", "％", "个工作日", "万人", "家", "MB", "GB", "TB")
_COPIED_ONCE = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_AMOUNT = re.compile(r"([\d,]+(?:\.\d+)?)\s*(\D*)")


@dataclass
class Filled:
    """A filled copy. `open`: labels of blanks that stayed empty because nobody confirmed them; `by_hand`: of places
    that a person writes, seals or signs; `placeholders`: values shown as missing."""

    content: bytes
    open: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()


def fill(template: Template, text: Text, repeats: Repeats, **more: Any) -> bytes:
    """The content of `filled`, which see."""
    return filled(template, text, repeats, **more).content


def filled(
    template: Template,
    text: Text,
    repeats: Repeats,
    *,
    sections: Mapping[str, Sequence[str]] | None = None,
    headings: Mapping[str, str] | None = None,
    said: Callable[[str], bool] | None = None,
) -> Filled:
    """A copy of a confirmed template with the values of a filing.

    Args:
        template: as `Templates.find` gives it.
        text: the words of a concrete path, or its placeholder (`View.text`).
        repeats: of a list (`scenes`, `scenes[0].items`) how many elements it has, or which of them belong into this
            copy; `scenes[0].recipients` gives places in `recipients`.
        sections: paragraphs of the chapters by id; a chapter that is not there becomes a placeholder.
        headings: of chapters that the official outline does not have.
        said: whether there is a value (`View.said`); None: every blank is asked for, optional ones too.

    Raises:
        BadInput: the mapping is not confirmed.
    """
    if not template.confirmed:
        raise BadInput(
            f"模板 {template.id} 的空白对应关系还没有经人确认",
            hint=f"运行 compliance-copilot templates show {template.id} 核对后 templates confirm {template.id}",
            en="the mapping of the template is not confirmed",
        )
    return _Filler(template, Answers(template, text, repeats, said), sections or {}, headings or {}).run()


def counts(filing: Filing, *, recipient: int | None = None) -> dict[str, tuple[int, ...]]:
    """The lists of a filing for `fill`; with a recipient only it and the scenes in which it takes part."""
    all_recipients = tuple(range(len(filing.recipients)))
    scenes, found = [], {}
    for n, scene in enumerate(filing.scenes):
        mine = tuple(filing.recipients.index(one) for one in filing.recipients_of(scene))
        if recipient is not None and recipient not in mine:
            continue
        scenes.append(n)
        found[f"scenes[{n}].recipients"] = mine if recipient is None else (recipient,)
        found[f"scenes[{n}].items"] = tuple(range(len(scene.items)))
        found[f"scenes[{n}].onward"] = tuple(range(len(scene.onward)))
    recipients = all_recipients if recipient is None else (recipient,)
    return {"scenes": tuple(scenes), "recipients": recipients, **found}


class _Filler:
    def __init__(
        self, template: Template, answers: Answers, sections: Mapping[str, Sequence[str]], headings: Mapping[str, str]
    ) -> None:
        self.template, self.answers, self.sections, self.headings = template, answers, sections, headings
        self.unwritten: dict[str, None] = {}

    def run(self) -> Filled:
        """Mark, copy, fill, take the marks out, write."""
        package = opened(self.template.file, self.template.raw)
        root = package.root
        for tag, letter in (("p", "p"), ("tr", "r"), ("tbl", "t")):
            for node, number in numbered(root, tag).items():
                node.set(_MARK, f"{letter}{number}")
        if self.template.part is not None:
            keep_part(root, self.template.part)
        self._scope([root], None, {})
        for node in root.iter():
            if isinstance(node.tag, str) and _MARK in node.attrib:
                del node.attrib[_MARK]
        return Filled(
            package.written(root),
            tuple(b.label for b in self.template.open),
            tuple(b.label for b in self.template.blanks if b.confirmed and b.value == HAND),
            (*self.answers.missing, *reversed(self.unwritten)),
        )

    def _scope(self, scope: list[Any], block: Block | None, bound: Bound) -> None:
        marked = {node.get(_MARK): node for one in scope for node in one.iter() if _MARK in node.attrib}
        for child in self.answers.inner(block):
            self._repeat(child, marked, bound)
        for blank in sorted(self.answers.of(block), key=lambda b: (b.at, b.span), reverse=True):
            paragraph = marked.get(f"p{blank.at}")
            if paragraph is not None:
                self._blank(blank, paragraph, marked, bound)

    def _repeat(self, block: Block, marked: Mapping[str | None, Any], bound: Bound) -> None:
        keys = [f"r{n}" for n in block.rows] or [f"t{n}" for n in block.tables]
        nodes = [marked[key] for key in keys if key in marked]
        for key in (f"r{n}" for n in block.spare):
            if key in marked and marked[key].getparent() is not None:
                marked[key].getparent().remove(marked[key])
        if not nodes:
            return
        stands_for = list(self.answers.copies(block, bound))
        copies = [nodes, *([copy.deepcopy(n) for n in nodes] for _ in stands_for[1:])]
        after = nodes[-1]
        for one in copies[1:]:
            _without_ids(one)
            for node in one:
                after.addnext(node)
                after = node
        for inner, one in zip(stands_for, copies, strict=True):
            if block.caption and len(copies) > 1:
                _caption(one[0], self.answers.value(block.caption, inner))
            self._scope(one, block, inner)

    def _blank(self, blank: Blank, paragraph: Any, marked: Mapping[str | None, Any], bound: Bound) -> None:
        if blank.kind == "number":
            Line(paragraph).replace(*blank.span, str(self.answers.nth(blank, bound) + 1))
            return
        value = self.answers.wanted(blank, bound)
        if value is None:
            return
        if value.startswith(SECTION):
            self._prose(blank, paragraph)
        elif blank.kind == "choice":
            _tick(blank, value, marked)
        elif blank.kind == "date":
            _day(Line(paragraph), blank, value)
        elif blank.kind == "below":
            _below(blank, paragraph, value.split("\n"))
        else:
            line = Line(paragraph)
            line.replace(*blank.span, _in_unit(value, line.text[blank.span[1] :]), mark=PLACEHOLDER in value)

    def _prose(self, blank: Blank, paragraph: Any) -> None:
        key = (blank.value or "").removeprefix(SECTION)
        found = list(self.sections.get(key, ()))
        if not blank.optional:  # what the official outline does not divide may be written in parts: sa.3.1, sa.3.2
            for n, part in enumerate(_within(key, self.sections), 1):
                if head := self.headings.get(part):
                    found.append(f"（{chinese(n)}）{head}" if key.count(".") == 1 else f"（{n}）{head}")
                found += self.sections[part]
        parent = key.rpartition(".")[0]
        together = bool(self.sections.get(parent)) and not _within(parent, self.sections)
        if not found and not blank.optional and not together:
            found = [f"{PLACEHOLDER}：{re.sub('[。；;]$', '', blank.label)}】"]
            self.unwritten[found[0]] = None
        _below(blank, paragraph, found)


def _caption(table: Any, value: str) -> None:
    """The name of the scene over its copy of a table; tables side by side would run into one."""
    paragraph = etree.Element(W + "p")
    table.addprevious(paragraph)
    Line(paragraph).replace(0, 0, value)


def _below(blank: Blank, paragraph: Any, lines: Sequence[str]) -> None:
    """Lines after the one that asks for them."""
    line = Line(paragraph)
    if blank.span[1] < len(line.text):  # a guiding line within a paragraph
        line.replace(blank.span[1], blank.span[1], "\n" + "\n".join(map(plain, lines)))
        return
    after = paragraph
    for one in (part for value in lines for part in plain(value).split("\n")):
        after = paragraph_after(after, one, mark=PLACEHOLDER in one)
    if not blank.keep_hint and blank.hint and after is not paragraph:
        _without_guides(paragraph, blank.hint)


def _within(key: str, sections: Mapping[str, Sequence[str]]) -> list[str]:
    """Ids of the chapters within a chapter, in order."""
    found = [one for one in sections if one.startswith(key + ".") and sections[one]]
    return sorted(found, key=lambda one: [int(n) if n.isdigit() else 0 for n in one.split(".")])


def _without_guides(paragraph: Any, hint: str) -> None:
    """Take out guiding lines, the last of which is `paragraph`."""
    guides = {one.strip() for one in hint.split("\n")}
    while paragraph is not None and paragraph.tag == W + "p" and Line(paragraph).text.strip() in guides:
        before = paragraph.getprevious()
        paragraph.getparent().remove(paragraph)
        paragraph = before


def _tick(blank: Blank, value: str, marked: Mapping[str | None, Any]) -> None:
    """Tick the options that a value names; another value goes to 其他. Boxes that were lost are put back."""
    ticked, last = chosen(value, blank.options), blank.options[-1]
    if PLACEHOLDER in value:
        Line(marked[f"p{last.at}"]).replace(last.end, last.end, value, mark=True)
        return
    other = next((o for o in blank.options if o.label.startswith("其他")), None)
    unknown = not ticked and bool(value) and len(blank.options) > 1 and other is not None
    for option in reversed(blank.options):
        if unknown and option is other:
            Line(marked[f"p{option.at}"]).replace(option.end, option.end, f"（{value}）")
        if option.label in ticked or (unknown and option is other):
            Line(marked[f"p{option.at}"]).tick(*option.span)
        elif option.span[0] == option.span[1]:
            Line(marked[f"p{option.at}"]).replace(*option.span, "☐")


def _day(line: Line, blank: Blank, value: str) -> None:
    match = _DAY.fullmatch(value.strip())
    if match is None:  # a placeholder, or several days
        line.replace(*blank.gaps[0], value, mark=True)
        return
    for gap, part in zip(reversed(blank.gaps), reversed(match.groups()), strict=True):
        line.replace(*gap, part)
        line = Line(line.paragraph)


def _in_unit(value: str, after: str) -> str:
    """A value without its unit where the template has it behind the blank; 万人 are worked out."""
    amount = _AMOUNT.fullmatch(value.strip())
    following = after.lstrip()
    if amount is None or not following.startswith(_UNITS):
        return value
    if following.startswith("万人") and amount[2] == "人":
        return f"{int(amount[1].replace(',', '')) / 10_000:.10g}"
    return amount[1] if amount[2] in _UNITS or amount[2] == "" else value


def _without_ids(nodes: Iterable[Any]) -> None:
    """Take out of a copy what a document may hold only once."""
    for node in nodes:
        for one in list(node.iter()):
            if not isinstance(one.tag, str):
                continue
            for key in (W14 + "paraId", W14 + "textId"):
                one.attrib.pop(key, None)
            if one.tag in {W + tag for tag in _COPIED_ONCE} and one.getparent() is not None:
                one.getparent().remove(one)
