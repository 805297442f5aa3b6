"""What a pre-check was worth: planted defects found, at the right place; findings on clean submissions; times."""

# ruff: noqa: E501 (rows of a table read better whole)

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from copilot.precheck.criteria import Criteria
from copilot.precheck.finding import Finding
from eval.precheck.bench import Checked
from eval.precheck.defects import Defect
from eval.precheck.render.write import DIGITAL

Json = dict[str, Any]
WRONG = ("reject", "supplement")


@dataclass(frozen=True)
class Hit:
    """One planted defect of one submission. `found`: by what criteria; `severity`: the gravest of them, None: missed.

    `file_right`, `page_right`: whether the best placed of them is where the defect is; None where that is not known
    (a paper that is missing has no place; Word has no pages).
    """

    defect: Defect
    trial: str
    part: str
    kind: str
    variant: str
    combined: bool
    found: tuple[str, ...]
    severity: str | None
    file_right: bool | None
    page_right: bool | None
    expected: str
    unscored: str = ""


@dataclass
class Scores:
    """All of a run, as it comes in."""

    criteria: Criteria
    hits: list[Hit] = field(default_factory=list)
    false: list[tuple[Checked, tuple[Finding, ...]]] = field(default_factory=list)
    times: list[Checked] = field(default_factory=list)

    def clean(self, checked: Checked) -> None:
        """Count what was found in a clean submission."""
        self.false.append((checked, tuple(f for f in checked.result.findings if f.severity in WRONG)))
        if checked.seconds is not None:
            self.times.append(checked)

    def planted(self, checked: Checked, before: Checked) -> None:
        """Compare what was found with what was planted; `before`: the same submission without the defects."""
        old = Counter(_mark(f, before) for f in before.result.findings)
        new = []
        for finding in checked.result.findings:
            mark = _mark(finding, checked)
            if old[mark]:
                old[mark] -= 1
            else:
                new.append(finding)
        for defect in checked.trial.defects:
            self.hits.append(hit_of(defect, checked, new, self.criteria))


def _mark(finding: Finding, checked: Checked) -> tuple[Any, ...]:
    """What makes two findings the same, whatever the files are called and however the numbers read."""
    roles = sorted(r for r, f in checked.written.files.items() if f == finding.file)
    return finding.rule_id, finding.severity, finding.material, tuple(roles), finding.locator, finding.actual


def hit_of(defect: Defect, checked: Checked, new: Sequence[Finding], criteria: Criteria) -> Hit:
    """Whether a defect was found among the findings that it brought."""
    trial = checked.trial
    able = {c.id for c in criteria.entries if trial.kind in c.kinds and set(c.source) & set(defect.source)}
    spots = [checked.written.place(p) for p in (defect.fact or defect.role, *defect.also)]
    files = {f for f, _ in spots if f}
    materials = {
        m
        for role in (defect.role, *(a.partition(".")[0] for a in defect.also))
        if (entry := criteria.tables.papers.get(role)) and (m := entry.materials.get(trial.kind))  # type: ignore[call-overload]
    }
    matching = [f for f in new if f.rule_id in able and _fits(f, files, materials)]
    severity = min((f.severity for f in matching), key=("reject", "supplement", "advice").index, default=None)
    nowhere = not defect.fact and all(
        f.file is None for f in matching
    )  # said beside the papers, or a paper that is missing
    place = (
        (None, None)
        if nowhere
        else max((_placed(f, spots) for f in matching), default=(None, None), key=lambda p: (bool(p[0]), bool(p[1])))
    )
    unscored = "" if able else "没有相应的标准"
    texts = any(c.check == "contract_text" for c in criteria.entries if c.id in able)
    if not matching and texts and any("没有导入" in text for text in checked.result.not_checked):
        unscored = "没有导入范本，未比对"
    names = tuple(sorted({f.rule_id for f in matching}))
    return Hit(
        defect, trial.id, trial.part, trial.kind, trial.variant, len(trial.defects) > 1, names, severity, place[0], place[1],
        "、".join(sorted(able)), unscored,
    )  # fmt: skip


def _fits(finding: Finding, files: set[str], materials: set[str]) -> bool:
    """Whether a finding speaks of one of the papers; one without a file, of one of the materials, or of none at all."""
    spots = {finding.file, *(s.file for s in finding.also)} - {None, ""}
    if spots:
        return not files or bool(spots & files)
    return finding.material is None or finding.material in materials


def _placed(finding: Finding, spots: Sequence[tuple[str | None, int | None]]) -> tuple[bool | None, bool | None]:
    """Whether the finding names the file, and the page, of one of the spots."""
    files = {f for f, _ in spots if f}
    if not files:
        return None, None
    right = finding.file in files
    pages = {p for f, p in spots if f == finding.file and p is not None}
    return right, finding.page in pages if right and pages else None


def share(values: Iterable[bool]) -> float | None:
    """The share of those that are true; None of nothing."""
    known = list(values)
    return sum(known) / len(known) if known else None


def medium(variant: str) -> str:
    """Digital or scanned."""
    return "digital" if variant in DIGITAL else "scan"


def summary(scores: Scores) -> Json:
    """All figures by part and medium, then by kind, criterion group, defect and criterion."""
    parts: Json = {}
    keys = {(h.part, medium(h.variant)) for h in scores.hits} | {
        (c.trial.part, medium(c.trial.variant)) for c, _ in scores.false
    }
    for part, kind_of in sorted(keys):
        hits = [h for h in scores.hits if (h.part, medium(h.variant)) == (part, kind_of)]
        false = [(c, f) for c, f in scores.false if (c.trial.part, medium(c.trial.variant)) == (part, kind_of)]
        parts.setdefault(part, {})[kind_of] = figures(hits, false) | {
            "by_kind": {
                k: figures([h for h in hits if h.kind == k], [x for x in false if x[0].trial.kind == k])
                for k in sorted({h.kind for h in hits} | {c.trial.kind for c, _ in false})
            },
            "by_weight": {
                w: recall([h for h in hits if h.defect.weight == w]) for w in sorted({h.defect.weight for h in hits})
            },
            "missed": missed(hits),
            "by_criterion": by_criterion(hits, false),
        }
    return {
        "parts": parts, "times": times(scores.times), "criteria": scores.criteria.digest, "hits": [row(h) for h in scores.hits],
    }  # fmt: skip


def row(hit: Hit) -> Json:
    """A hit as plain data."""
    return {
        "trial": hit.trial, "defect": hit.defect.id, "found": list(hit.found), "severity": hit.severity,
        "file_right": hit.file_right, "page_right": hit.page_right, "unscored": hit.unscored,
    }  # fmt: skip


def scored(hits: Iterable[Hit]) -> list[Hit]:
    """Those that could be found at all."""
    return [h for h in hits if not h.unscored]


def recall(hits: Sequence[Hit]) -> Json:
    """Recall of the scored, by any finding and by one that asks for correction."""
    known = scored(hits)
    return {
        "planted": len(known), "found": sum(bool(h.found) for h in known), "recall": share(bool(h.found) for h in known),
        "formal": share(h.severity in WRONG for h in known), "unscored": len(hits) - len(known),
    }  # fmt: skip


def figures(hits: Sequence[Hit], false: Sequence[tuple[Checked, tuple[Finding, ...]]]) -> Json:
    """Recall, places, false findings a clean submission."""
    found = [h for h in scored(hits) if h.found]
    placed = [bool(h.file_right) and h.page_right is not False for h in found if h.file_right is not None]
    return recall(hits) | {
        "recall_single": share(bool(h.found) for h in scored(hits) if not h.combined),
        "recall_combined": share(bool(h.found) for h in scored(hits) if h.combined),
        "place": share(placed), "file": share(bool(h.file_right) for h in found if h.file_right is not None),
        "page": share(bool(h.page_right) for h in found if h.page_right is not None), "clean": len(false),
        "false": sum(len(f) for _, f in false), "false_each": sum(len(f) for _, f in false) / len(false) if false else None,
        "unreadable": sum(len(c.unreadable) for c, _ in false),
    }  # fmt: skip


def missed(hits: Sequence[Hit]) -> list[Json]:
    """Defects not found every time, the worst first."""
    groups: dict[str, list[Hit]] = defaultdict(list)
    for one in scored(hits):
        groups[one.defect.id].append(one)
    rows = [
        {
            "defect": name, "title": group[0].defect.title, "source": list(group[0].defect.source), "weight": group[0].defect.weight,
            "planted": len(group), "found": sum(bool(h.found) for h in group), "expected": group[0].expected,
            "example": next(h.trial for h in group if not h.found),
        }
        for name, group in groups.items()
        if not all(h.found for h in group)
    ]  # fmt: skip
    return sorted(rows, key=lambda r: (r["found"] / r["planted"], r["defect"]))


def by_criterion(hits: Sequence[Hit], false: Sequence[tuple[Checked, tuple[Finding, ...]]]) -> list[Json]:
    """How often each criterion found something planted, and how often it fired on clean submissions."""
    good = Counter(name for h in hits for name in h.found)
    bad: Counter[str] = Counter(f.rule_id for _, findings in false for f in findings)
    words = {f.rule_id: f.message[:80] for _, findings in false for f in findings}
    return [
        {"criterion": c, "found": good[c], "false": bad[c], "example": words.get(c, "")} for c in sorted({*good, *bad})
    ]


def times(checked: Sequence[Checked]) -> Json:
    """Seconds of whole submissions and of a page, by medium."""
    found: Json = {}
    for name in ("digital", "scan"):
        own = [c for c in checked if medium(c.trial.variant) == name and c.seconds is not None]
        pages = sum(c.pages for c in own)
        spent = sum(c.seconds or 0.0 for c in own)
        if own:
            found[name] = {
                "submissions": len(own),
                "pages": pages,
                "seconds": round(spent, 2),
                "slowest": round(max(c.seconds or 0 for c in own), 2),
                "seconds_a_page": round(spent / pages, 3) if pages else None,
            }
    return found
