"""The findings of a pre-check of a draft, told apart: what people still do by hand, and what the draft lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from copilot.precheck.criteria import Criteria
from copilot.precheck.finding import Finding

Why = Literal["seal", "signature", "own_paper", "sheet", "upload_format", "draft"]
WORDS: dict[Why, str] = {
    "seal": "待盖章",
    "signature": "待签字",
    "own_paper": "须自备的证件、文件和证据",
    "sheet": "须换用官方模板",
    "upload_format": "签章扫描后换成系统接收的格式",
    "draft": "须修改的内容",
}
_BY_CHECK: dict[str, Why] = {"seal_missing": "seal", "sign_missing": "signature", "format_odd": "upload_format"}
SHEET = "PC-330"


@dataclass(frozen=True)
class Remaining:
    """The findings by what is to be done. Those under `draft` are faults of the draft or of the facts."""

    by: dict[Why, tuple[Finding, ...]]

    @property
    def of_draft(self) -> tuple[Finding, ...]:
        """What no seal, signature or paper of the user's own will mend."""
        return self.by.get("draft", ())


def remaining(findings: Sequence[Finding], criteria: Criteria, *, drafted: Iterable[str]) -> Remaining:
    """The findings told apart.

    Args:
        findings: of the pre-check of the draft.
        criteria: by which it was checked.
        drafted: ids of the materials that were drafted to be handed in.
    """
    checks = {one.id: one.check for one in criteria.entries}
    known = set(drafted)
    found: dict[Why, list[Finding]] = {}
    for one in findings:
        found.setdefault(_why(one, checks.get(one.rule_id, ""), known), []).append(one)
    return Remaining({why: tuple(found[why]) for why in WORDS if why in found})


def _why(finding: Finding, check: str, drafted: set[str]) -> Why:
    if finding.rule_id == SHEET:
        return "sheet"
    if check == "material_missing" and finding.material not in drafted:
        return "own_paper"
    return _BY_CHECK.get(check, "draft")
