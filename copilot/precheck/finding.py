"""What a pre-check says: findings, the state of each material, the verdict; the published shapes of `precheck`.

The verdict:

- `reject`: a sure finding of severity `reject`. Such findings are about the path alone: by its own statements the
  submission stands where this procedure is not open, so that no correction of papers would help.
- `supplement`: otherwise, a sure finding of severity `supplement`, formal or substantive.
- `pass`: otherwise. It reads 未发现问题，不代表通过查验; `advice` may still be there.

A finding that is not sure is shown as `advice`, whatever its criterion says. A draft 补正 notice carries the sure
formal findings of verified criteria, nothing else (`for_notice`): the provincial check is one of completeness.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.domain import Basis, CheckedStatus
from copilot.precheck.paper import Box, FilingKind

Stage = Literal["formal", "substantive"]
Severity = Literal["reject", "supplement", "advice"]
Group = Literal["completeness", "form", "identity", "time", "consistency", "substance", "path", "suspicion"]
Verdict = Literal["pass", "supplement", "reject"]
PASS_TEXT = "未发现问题，不代表通过查验"
PASS_TEXT_EN = "Nothing found; that does not mean passing"
_TEXTS = {
    "pass": PASS_TEXT,
    "supplement": "有须补充或者更正的事项",
    "reject": "所选手续与材料自己写明的情况不符，补正材料不能解决",
}
_TEXTS_EN = {
    "pass": PASS_TEXT_EN,
    "supplement": "There are matters to supplement or correct",
    "reject": "By its own statements the submission cannot use this procedure; correcting papers will not help",
}


class Shape(BaseModel):
    """Base of the shapes: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Spot(Shape):
    """A place in a document; see `paper.Place`."""

    file: str
    page: int | None = None
    locator: str = ""
    box: Box | None = None


class Finding(Shape):
    """One finding. `evidence` quotes the words it rests on; `suggestion` is the remedy.

    `sure` False: something could not be told for certain, so the finding is advice to look, whatever the criterion's
    own severity (`criterion_severity`). `checked`: how well the criterion's law was verified.
    """

    rule_id: str
    stage: Stage
    severity: Severity
    material: str | None = Field(description="id of the material, null where no single one is meant")
    file: str | None = None
    page: int | None = None
    locator: str = ""
    message: str
    evidence: str = ""
    basis: list[Basis] = Field(default_factory=list)
    suggestion: str
    title: str
    title_en: str = ""
    group: Group
    sure: bool = True
    criterion_severity: Severity
    checked: CheckedStatus = "verified"
    expected: str = ""
    actual: str = ""
    box: Box | None = None
    also: list[Spot] = Field(default_factory=list, description="other places the finding rests on")
    crop: str | None = Field(default=None, description="PNG of what was seen, base64")

    @property
    def for_notice(self) -> bool:
        """Whether a 补正 notice may carry it."""
        return self.sure and self.stage == "formal" and self.severity != "advice" and self.checked == "verified"


class MaterialState(Shape):
    """A material of the kind: whether it is there, in which files, and why these were taken for it."""

    id: str
    name: str
    name_en: str = ""
    status: Literal["present", "missing", "unreadable", "unexpected"]
    files: list[str] = Field(default_factory=list)
    required: str = ""
    why: list[str] = Field(default_factory=list)
    confidence: float = 1.0
    pages: list[str] = Field(default_factory=list, description="first to last page where a file holds several papers")


class Source(Shape):
    """A file that was handed in, by its content."""

    file: str
    sha256: str


class Result(Shape):
    """What `precheck` returns; `text` says the verdict in words, `not_checked` what could not be looked at and why."""

    kind: FilingKind
    verdict: Verdict
    materials: list[MaterialState]
    findings: list[Finding]
    text: str = ""
    text_en: str = ""
    better_kind: FilingKind | None = Field(default=None, description="the procedure that the papers are of, if another")
    better_kind_text: str = Field(default="", description="that in one sentence, which `text` begins with")
    better_kind_text_en: str = ""
    filed_on: dt.date
    unplaced: list[str] = Field(default_factory=list, description="files that were taken for no material")
    not_checked: list[str] = Field(default_factory=list)
    not_checked_en: list[str] = Field(default_factory=list, description="the same, line by line")
    criteria: str = Field(default="", description="digest of the criteria and tables that were applied")
    applied: int = Field(default=0, description="criteria in force on the filing day for this kind")
    model: str = Field(default="", description="model that gave advice on the substance; empty: none")

    sources: list[Source] = Field(default_factory=list, description="the files that were looked at, by their content")

    def notice(self) -> list[Finding]:
        """The findings that a draft 补正 notice carries."""
        return [f for f in self.findings if f.for_notice]


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """The verdict by the rule above."""
    severities = {f.severity for f in findings if f.sure}
    return "reject" if "reject" in severities else "supplement" if "supplement" in severities else "pass"


def words_of(verdict: Verdict, findings: Iterable[Finding]) -> str:
    """The verdict in words, with the number of findings of each severity."""
    found = list(findings)
    wrong = sum(f.severity in ("reject", "supplement") for f in found)
    advice = len(found) - wrong
    parts = [_TEXTS[verdict]]
    if wrong:
        parts.append(f"共 {wrong} 项")
    if advice:
        parts.append(f"另有 {advice} 条提示，请人工核对" if wrong else f"有 {advice} 条提示，请人工核对")
    return "，".join(parts[:2]) + ("；" + parts[2] if len(parts) > 2 else "") + "。"


def words_en(verdict: Verdict, findings: Iterable[Finding]) -> str:
    """The same in English."""
    found = list(findings)
    wrong = sum(f.severity in ("reject", "supplement") for f in found)
    advice = len(found) - wrong
    parts = [_TEXTS_EN[verdict] + (f": {wrong} in all" if wrong else "")]
    if advice:
        parts.append(f"{advice} hint{'s' if advice > 1 else ''} for a person to look at")
    return "; ".join(parts) + "."


def as_base64(crop: bytes | None) -> str | None:
    """A picture for JSON."""
    return base64.b64encode(crop).decode() if crop else None
