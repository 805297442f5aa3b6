"""Two pre-checks of the same filing compared: what was fixed, what is new, what remains, which files changed.

A finding is the same when the same criterion says the same of the same paper, wherever in it that now stands:
paragraphs move, files are renamed. What cannot be looked at any more is never called fixed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field
from rapidfuzz import fuzz

from copilot.errors import BadInput
from copilot.precheck.criteria import Criteria
from copilot.precheck.finding import Finding, Result, Shape
from copilot.precheck.paper import FilingKind
from copilot.precheck.unseen import why_material_unseen, why_unseen
from copilot.precheck.words import KINDS

ALIKE, KEY_CHARS = 60.0, 16
_LABEL = re.compile(r"《[^》]*》“[^”]*”")
_SPACES = re.compile(r"\s+")
_NUMBERS = re.compile(r"\d+")


class Side(Shape):
    """One of the two pre-checks."""

    name: str = ""
    filed_on: dt.date
    verdict: str
    text: str
    criteria: str
    findings: int


class Kept(Shape):
    """A finding that remains; `changed`: its words, or where it stands, are not the same. `key`: see `identity`."""

    key: str
    earlier: Finding
    later: Finding
    changed: bool


class Unchecked(Shape):
    """An earlier finding of which the later pre-check cannot tell, and why."""

    finding: Finding
    why: str


class FileChange(Shape):
    """A file of either submission, by content. `renamed`: the same content under another name (`before`)."""

    file: str
    change: Literal["same", "changed", "added", "removed", "renamed"]
    before: str | None = None


class MaterialChange(Shape):
    """A material whose state is not the same; null: it stood in no list."""

    id: str
    name: str
    earlier: str | None
    later: str | None


class Comparison(Shape):
    """What became of a submission. `files` is null where one of the results does not say which files it is about."""

    kind: FilingKind
    earlier: Side
    later: Side
    fixed: list[Finding]
    new: list[Finding]
    remaining: list[Kept]
    unchecked: list[Unchecked]
    files: list[FileChange] | None = None
    materials: list[MaterialChange] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    text: str = ""


def compare(earlier: Result, later: Result, criteria: Criteria, *, names: tuple[str, str] = ("", "")) -> Comparison:
    """The comparison of two results.

    Args:
        earlier: of the submission that was sent back.
        later: of the one handed in again.
        criteria: those of now, to know which were looked at.
        names: of the two submissions.

    Raises:
        BadInput: the two are of different kinds.
    """
    if earlier.kind != later.kind:
        raise BadInput(
            f"前一次是{KINDS[earlier.kind]}，后一次是{KINDS[later.kind]}", hint="请用同一种手续", en="different kinds"
        )
    pairs = matched(earlier.findings, later.findings)
    before, after = {p[0] for p in pairs}, {p[1] for p in pairs}
    gone = [f for n, f in enumerate(earlier.findings) if n not in before]
    unchecked = [Unchecked(finding=f, why=why) for f in gone if (why := _unseen(f, later, criteria))]
    left = {id(u.finding) for u in unchecked}
    fixed = [f for f in gone if id(f) not in left]
    new = [f for n, f in enumerate(later.findings) if n not in after]
    remaining = [_kept(earlier.findings[a], later.findings[b]) for a, b in pairs]
    return Comparison(
        kind=later.kind,
        earlier=_side(earlier, names[0]),
        later=_side(later, names[1]),
        fixed=fixed,
        new=new,
        remaining=remaining,
        unchecked=unchecked,
        files=_files(earlier, later),
        materials=list(_materials(earlier, later)),
        notes=list(_notes(earlier, later)),
        text=f"已消除 {len(fixed)} 项，仍然存在 {len(remaining)} 项，新出现 {len(new)} 项"
        + (f"，不能判断 {len(unchecked)} 项" if unchecked else "")
        + "。",
    )


def identity(finding: Finding) -> str:
    """A key (16 hex) of what a finding is about: criterion, paper, fields and words without numbers; not its place."""
    said = "|".join(_labels(finding)) or _NUMBERS.sub("", _SPACES.sub("", finding.message))
    return hashlib.sha256(f"{finding.rule_id}|{finding.material}|{said}".encode()).hexdigest()[:KEY_CHARS]


def matched(earlier: list[Finding], later: list[Finding]) -> list[tuple[int, int]]:
    """Numbers of the findings that are the same, in the order of the later ones; each at most once."""
    rated = sorted(
        ((score, a, b) for a, x in enumerate(earlier) for b, y in enumerate(later) if (score := _alike(x, y)) >= ALIKE),
        key=lambda r: (-r[0], abs(r[1] - r[2]), r[1], r[2]),
    )
    before: set[int] = set()
    after: set[int] = set()
    found = []
    for _, a, b in rated:
        if a not in before and b not in after:
            before.add(a)
            after.add(b)
            found.append((a, b))
    return sorted(found, key=lambda p: p[1])


def _alike(x: Finding, y: Finding) -> float:
    """How surely two findings are the same, 0 to 130: above `ALIKE` they may be."""
    if x.rule_id != y.rule_id or not _one_paper(x, y):
        return 0.0
    labels = _labels(x)
    if labels != _labels(y):
        return 0.0
    words = fuzz.ratio(_plain(x.message), _plain(y.message))
    quoted = fuzz.ratio(_plain(x.evidence), _plain(y.evidence)) if x.evidence or y.evidence else words
    about = max(0.5 * words + 0.5 * quoted, ALIKE if labels else 0.0)  # a field stays the same when its value changes
    place = (10 if x.file == y.file else 0) + (10 if x.locator == y.locator else 5 if _shape(x) == _shape(y) else 0)
    return about + place if about >= ALIKE else 0.0


def _one_paper(x: Finding, y: Finding) -> bool:
    """Whether two findings are of the same material, or of several papers one of which they share."""
    if x.material == y.material:
        return True
    files = ({f.file, *(s.file for s in f.also)} - {None} for f in (x, y))
    return bool((x.also or y.also) and set.intersection(*files))


def _labels(finding: Finding) -> tuple[str, ...]:
    """The fields that a message names, as `《paper》“field”`."""
    return tuple(sorted(set(_LABEL.findall(finding.message))))


def _plain(text: str) -> str:
    return _SPACES.sub("", text)


def _shape(finding: Finding) -> str:
    return _NUMBERS.sub("", finding.locator)


def _kept(earlier: Finding, later: Finding) -> Kept:
    same = (earlier.message, earlier.file, earlier.locator) == (later.message, later.file, later.locator)
    return Kept(key=identity(later), earlier=earlier, later=later, changed=not same)


def _unseen(finding: Finding, later: Result, criteria: Criteria) -> str:
    """Why the later pre-check cannot tell of a finding; empty where it can."""
    own = next((c for c in criteria.entries if c.id == finding.rule_id), None)
    if why := why_unseen(own, later):
        return why
    by_state = own is not None and own.check.startswith("material_")  # told by the state of the material itself
    return "" if by_state else why_material_unseen(finding.material, later)


def _side(result: Result, name: str) -> Side:
    return Side(
        name=name, filed_on=result.filed_on, verdict=result.verdict, text=result.text, criteria=result.criteria,
        findings=len(result.findings),
    )  # fmt: skip


def _files(earlier: Result, later: Result) -> list[FileChange] | None:
    """The files by content: first the same names, then the same content under another name."""
    if not earlier.sources or not later.sources:
        return None
    before = {s.file: s.sha256 for s in earlier.sources}
    after = {s.file: s.sha256 for s in later.sources}
    gone = {f: h for f, h in before.items() if f not in after}
    found = []
    for file, digest in after.items():
        if file in before:
            found.append(FileChange(file=file, change="same" if before[file] == digest else "changed"))
            continue
        old = next((f for f, h in gone.items() if h == digest), None)
        if old is not None:
            del gone[old]
        found.append(FileChange(file=file, change="renamed" if old else "added", before=old))
    return [*found, *(FileChange(file=f, change="removed") for f in gone)]


def _materials(earlier: Result, later: Result) -> Iterator[MaterialChange]:
    before = {m.id: m for m in earlier.materials}
    after = {m.id: m for m in later.materials}
    for key in dict.fromkeys([*after, *before]):
        x, y = before.get(key), after.get(key)
        states = (x.status if x else None, y.status if y else None)
        if states[0] != states[1]:
            yield MaterialChange(id=key, name=(y or x).name, earlier=states[0], later=states[1])  # type: ignore[union-attr]


def _notes(earlier: Result, later: Result) -> Iterator[str]:
    if earlier.criteria != later.criteria:
        yield "两次所用标准的版本不同，增减可能来自标准本身。"
    if earlier.filed_on != later.filed_on:
        yield f"两次的申报日不同（{earlier.filed_on}、{later.filed_on}），与期限有关的事项按各自的申报日计算。"
    if not earlier.sources or not later.sources:
        yield "有一次的结果没有记下文件的摘要，没有比较文件。"
    elif all(f.change in ("same", "renamed") for f in _files(earlier, later) or ()):
        yield "两次的文件内容完全相同。"
