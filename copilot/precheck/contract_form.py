"""A model contract as a form: the signs that are fixed, the words that may go, the places to fill in.

Only characters, digits and letters count. Blanks, punctuation, boxes and the numbers of clauses are left out of both
texts, so that a copy from Word, from a PDF and from a scan compare alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from copilot.characters import to_simplified
from copilot.documents.normalise import normalise
from copilot.errors import KnowledgeBaseFault
from copilot.law.faults import Fault
from copilot.law.records import BasisRecord, Day, Shape, Text
from copilot.precheck.alignment import Form
from copilot.precheck.paper import FilingKind
from copilot.precheck.patterns import pattern_faults
from copilot.precheck.tables import FOLDER, read_shape

_FILE = f"{FOLDER}/contracts.yaml"
_CN = "一二三四五六七八九十"
_OPENS = r"(?:^|(?<=[。；]))[ \t\u3000#*]*"  # a line, or what a PDF's layout ran onto the end of one
_ARTICLE = re.compile(rf"{_OPENS}(?P<label>第[ \u3000]*[{_CN}]{{1,3}}[ \u3000]*条)(?![，。、,及和第])", re.M)
_ITEM = re.compile(rf"(?P<label>[（(][ \u3000]*(?:[{_CN}]{{1,3}}|\d{{1,2}})[ \u3000]*[）)])")
_POINT = re.compile(r"(?:^|(?<=[。；：:;）]))[ \t\u3000]*(?P<label>\d{1,2}[ \u3000]*[.．、])(?!\d)", re.M)
_APPENDIX = re.compile(rf"{_OPENS}附[ \u3000]*(?:录|件)[ \u3000]*(?:一|1|Ⅰ)(?![^\n]{{28}})", re.M)
_BLANK = re.compile(r"[_＿﹍﹎]+|[ \t\u00a0]{3,}|\u3000{2,}|…{2,}")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_SURELY_BODY = 3  # articles; an 附件1 before them is a heading above the contract
_OPTION = re.compile(r"^[ \t\u3000]*[□☐☑☒■√✓✔◻◼][^\n]*", re.M)
_FOREIGN = re.compile(r"[A-Za-z][^\u3400-\u9fff\n]*")
_FILLED_IN = re.compile(r"个人信息处理者[ \u3000]*[：:][ \u3000]*[\u4e00-\u9fff]{4}|20\d\d[ \u3000]*年")


class ContractEntry(Shape):
    """A model contract: in which filings it is used, how many articles it has, since when it applies."""

    id: Text
    name: Text
    kinds: list[FilingKind]
    articles: int
    in_force_from: Day
    repealed_from: Day | None
    basis: list[BasisRecord]


class ContractsFile(Shape):
    """See the file's own heads. `blanks`: what stands before and after; `hints`, `conflicts`: regular expressions."""

    entries: list[ContractEntry]
    blanks: list[list[str]]
    hints: list[Text]
    conflicts: list[Text]


@lru_cache(maxsize=4)
def load_contracts(kb_dir: Path) -> ContractsFile:
    """What is known of the model contracts, from `precheck/contracts.yaml`.

    Raises:
        KnowledgeBaseFault: the file has faults.
    """
    found, faults = read_contracts(kb_dir)
    if found is None or faults:
        raise KnowledgeBaseFault(tuple(map(str, faults)))
    return found


def read_contracts(kb_dir: Path) -> tuple[ContractsFile | None, list[Fault]]:
    """The file as far as it loads, and every fault, for `kb check`."""
    faults: list[Fault] = []
    raw = read_shape(kb_dir, _FILE, ContractsFile, faults)
    found = ContractsFile.model_validate(raw) if raw else None
    if found:
        faults += pattern_faults(_FILE, [*found.hints, *found.conflicts])
        faults += [Fault(_FILE, 0, "blanks", f"空白{pair}不是前后两项") for pair in found.blanks if len(pair) != 2]
    return found, faults


@dataclass(frozen=True)
class Signs:
    """A text as signs, each with its place in the raw text."""

    raw: str
    signs: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> str:
        """The raw words of a run of signs, on one line."""
        if start >= end:
            return ""
        return " ".join(self.raw[self.at[start] : self.at[end - 1] + 1].split())

    def opens(self, sign: int) -> int:
        """2 where a sign begins a line, 1 where it begins a sentence, else 0."""
        before = self.raw[self.at[sign - 1] + 1 : self.at[sign]] if 0 < sign < len(self.at) else "\n"
        return 2 if "\n" in before else 1 if re.search(r"[。；：]", before) else 0


@dataclass(frozen=True)
class ModelContract:
    """A model contract ready for comparison. `begins`, `ends`: the signs of its articles; what is before and after is
    the heading with the parties and the place for signatures."""

    text: Signs
    form: Form
    begins: int
    ends: int
    clauses: tuple[tuple[int, str], ...]
    articles: int
    blanks: int

    def clause(self, sign: int) -> str:
        """Where a sign of the form stands: `第二条（七）`, `合同首部`."""
        if sign < self.begins:
            return "合同首部"
        at = self.text.at[min(sign, len(self.text.at) - 1)] if self.text.at else 0
        n = bisect_right(self.clauses, (at, "\uffff"))
        article = next((label for _, label in reversed(self.clauses[:n]) if label.startswith("第")), "")
        item = ""
        if n and not self.clauses[n - 1][1].startswith("第"):
            item = self.clauses[n - 1][1]
        return article + item or "正文"


def model_contract(lines: tuple[str, ...], known: ContractsFile) -> ModelContract | None:
    """The form of a model contract's lines; None where they hold no articles."""
    raw = without_appendices("\n".join(map(shown, lines)))
    heads = list(_ARTICLE.finditer(raw))
    if not heads:
        return None
    begins, ends = heads[0].start(), max(raw.rfind("。") + 1, heads[-1].end())
    soft, opened = np.zeros(len(raw), bool), np.zeros(len(raw) + 1, bool)
    for line in re.finditer(r"[^\n]+", raw[:begins]):
        soft[line.start() : line.end()] |= "。" not in line[0]
        opened[line.start()] = opened[line.end()] = True
    soft[ends:], opened[ends:], opened[begins] = True, True, True
    for rx in (_OPTION, *(re.compile(h) for h in known.hints)):
        for found in rx.finditer(raw):
            soft[found.start() : found.end()] = True
            opened[found.start() : found.end() + 1] = True
    blanks = _blanks(raw[:ends], known)
    for start, end in blanks:
        opened[start : end + 1] = True
    text = signs_of(raw)
    at = np.array(text.at, dtype=int)
    total = np.concatenate([[0], np.cumsum(opened)])
    left, right = np.concatenate([[0], at + 1]), np.concatenate([at + 1, [len(raw) + 1]])
    form = Form(text.signs, soft[at], total[right] > total[left])
    first, last = (int(np.searchsorted(at, x)) for x in (begins, ends))
    return ModelContract(text, form, first, last, tuple(_labels(raw)), len(heads), len(blanks))


def _blanks(raw: str, known: ContractsFile) -> set[tuple[int, int]]:
    """Places to fill in: marked ones, and those that the words around them tell."""
    found = {m.span() for m in _BLANK.finditer(raw)}
    for before, after in known.blanks:
        gap = r"[\s_＿﹍﹎]*" if before and after else ""
        found |= {m.span("gap") for m in re.finditer(f"{re.escape(before)}(?P<gap>{gap}){re.escape(after)}", raw)}
    return found


def _labels(raw: str) -> list[tuple[int, str]]:
    """Numbers of articles and items with their places."""
    found = [(m.start("label"), _squeezed(m["label"])) for m in _ARTICLE.finditer(raw)]
    items = (m for m in _ITEM.finditer(raw) if m.start() == 0 or raw[m.start() - 1] in "\n。；：: \u3000")
    return sorted([*found, *((m.start("label"), _squeezed(m["label"])) for m in items)])


def shown(text: str) -> str:
    """A text without the characters that take no room."""
    return _INVISIBLE.sub("", text)


def without_appendices(raw: str) -> str:
    """A contract's text up to its first appendix; a page number alone on its line is left blank."""
    raw = re.sub(
        r"^[ \t—－-]*(?:第 ?\d{1,3} ?页.{0,12}|\d{1,3})[ \t—－-]*$", lambda m: " " * len(m[0]), raw, flags=re.M
    )
    articles = [m.start() for m in _ARTICLE.finditer(raw)]
    found = _APPENDIX.search(raw, articles[min(_SURELY_BODY, len(articles) - 1)] if articles else 0)
    return raw[: found.start()] if found else raw


def signs_of(raw: str) -> Signs:
    """The signs of a text."""
    plain = list(raw)
    for rx in (_ARTICLE, _ITEM, _POINT):
        for found in rx.finditer(raw):
            plain[found.start("label") : found.end("label")] = " " * len(found["label"])
    signs: list[str] = []
    at: list[int] = []
    for i, char in enumerate(plain):
        for sign in _sign(char):
            signs.append(sign)
            at.append(i)
    return Signs(raw, "".join(signs), tuple(at))


@lru_cache(maxsize=16384)
def _sign(char: str) -> str:
    """A character in the form in which it is compared; nothing for what does not count."""
    if unicodedata.category(char) == "No":  # ①: the number of a clause
        return ""
    plain = unicodedata.normalize("NFKC", normalise(char)).casefold()
    plain = "".join(c for c in plain if unicodedata.category(c)[0] in "LN")
    return to_simplified(plain) if plain > "\u3400" else plain


def without_foreign(raw: str) -> tuple[str, bool]:
    """A contract in two languages without the other one, each sign in its place; and whether it was in two."""
    chinese = len(re.findall(r"[\u3400-\u9fff]", raw))
    if len(re.findall(r"[A-Za-z]", raw)) * 2 < chinese:
        return raw, False

    def blanked(found: re.Match[str]) -> str:
        return " " * len(found[0]) if len(re.findall(r"[A-Za-z]{2,}", found[0])) >= 2 else found[0]

    return _FOREIGN.sub(blanked, raw), True


def looks_filled(raw: str) -> bool:
    """Whether a model contract was filled in already: a company's name or a day stands in its blanks."""
    return bool(_FILLED_IN.search(raw))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
