"""What a person decided on: keys that stay for the same papers, and a pre-check without dismissed findings."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from copilot.precheck.finding import Finding, Result, verdict_of, words_en, words_of
from copilot.precheck.paper import FilingKind, Paper
from copilot.precheck.report import Dismissed
from copilot.precheck.service import Checked

KEY_CHARS = 32
_LABEL = re.compile("”(?:[:：]|\\s*(?:却是|是|为)?\\s*“)")


def content_key(kind: FilingKind, papers: Sequence[Paper]) -> str:
    """A digest (64 hex) of the kind and of what is in the files, whatever they are called and in which order."""
    return _digest([kind, sorted(p.sha256 for p in papers)])


def finding_keys(result: Result, papers: Sequence[Paper]) -> list[str]:
    """A key (32 hex, unique among them) for each finding: the same criterion saying the same of the same file.

    A change of the file, or of what the criterion says, gives another key, so that a decision never covers more than
    the reviewer saw.
    """
    content = {p.file: p.sha256 for p in papers}
    keys: list[str] = []
    seen: dict[str, int] = {}
    for one in result.findings:
        spots = [(content.get(s.file, s.file), s.page, s.locator) for s in one.also]
        own = (content.get(one.file or "", one.file), one.page, one.locator)
        key = _digest([one.rule_id, one.material, own, spots, one.message, one.evidence, one.severity])[:KEY_CHARS]
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else _digest([key, seen[key]])[:KEY_CHARS])
    return keys


def without(checked: Checked, reasons: Mapping[str, str]) -> tuple[Checked, tuple[Dismissed, ...]]:
    """The pre-check as it stands when findings are dismissed, and those, each with its reason.

    Args:
        checked: the pre-check.
        reasons: why, by the key of the finding.
    """
    keys = finding_keys(checked.result, checked.submission.papers)
    pairs = list(zip(keys, checked.result.findings, strict=True))
    gone = tuple((finding, reasons[key]) for key, finding in pairs if key in reasons)
    if not gone:
        return checked, ()
    left: list[Finding] = [finding for key, finding in pairs if key not in reasons]
    verdict = verdict_of(left)
    was = checked.result
    text_en = f"{was.better_kind_text_en} {words_en(verdict, left)}".lstrip()
    changed = {
        "findings": left,
        "verdict": verdict,
        "text": was.better_kind_text + words_of(verdict, left),
        "text_en": text_en,
    }
    return replace(checked, result=checked.result.model_copy(update=changed)), gone


def as_question(finding: Finding) -> str:
    """What a finding said, as a question for the evaluation; still with the names and numbers that it quotes.

    Labels stand directly before their values (`代码：9131`, not `“代码”是“9131”`), so that the anonymising sees them.
    """
    quoted = f"原文：“{finding.evidence}”。" if finding.evidence else ""
    return _LABEL.sub(
        "：", f"材料预检 {finding.rule_id}（{finding.title}）提出：{finding.message}{quoted}这一条成立吗？"
    )


def as_observed(finding: Finding) -> str:
    """The finding with its remedy, labels as in `as_question`."""
    return _LABEL.sub("：", f"{finding.message}\n改法：{finding.suggestion}")


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True).encode()).hexdigest()
