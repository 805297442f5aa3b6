"""The criteria themselves: complete, dated, cited, and each shown to fire and not to fire."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path

import pytest

from copilot.law.check import check_knowledge_base
from copilot.precheck.checks import CHECKS
from copilot.precheck.criteria import Criteria, criteria_faults, read_criteria

KB = Path(__file__).resolve().parents[2] / "knowledge_base"
GROUPS = {"completeness", "form", "identity", "time", "consistency", "substance", "path", "suspicion"}


def test_the_shipped_criteria_are_sound() -> None:
    assert criteria_faults(KB) == []


def test_there_are_enough_of_every_group_and_kind(criteria: Criteria) -> None:
    assert len(criteria.entries) >= 120
    assert {c.group for c in criteria.entries} == GROUPS
    kinds = Counter(k for c in criteria.entries for k in c.kinds)
    assert set(kinds) == {
        *("security_assessment", "standard_contract", "certification", "negative_list"),
        *("extension", "contract_change", "gba_hk"),
    }
    assert min(kinds.values()) >= 20


def test_only_the_path_rejects_and_doubt_advises(criteria: Criteria) -> None:
    assert {c.group for c in criteria.entries if c.severity == "reject"} == {"path"}
    assert {c.severity for c in criteria.entries if c.status != "verified"} == {"advice"}


def test_every_criterion_has_an_english_title(criteria: Criteria) -> None:
    without = [c.id for c in criteria.entries if not c.title_en or any("\u4e00" <= x <= "\u9fff" for x in c.title_en)]
    assert without == []


def test_every_check_is_used(criteria: Criteria) -> None:
    assert {c.check for c in criteria.entries} == set(CHECKS)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('check: "material_missing"', 'check: "material_lost"', "没有名为“material_lost”的检查"),
        ('"PC-002"', '"PC-001"', "编号“PC-001”重复"),
        ("{name}", "{colour}", "不给出“{colour}”"),
        ('severity: "supplement"', 'severity: "reject"', "reject 只用于 path 一组"),
        ('status: "verified"', 'status: "doubtful"', "没有核实的标准只能是 advice"),
        ('in_force_from: "2025-06-27"', 'in_force_from: "2025-6-27"', "日期应写成"),
        ("with: {materials:", "with: {papers:", "没有参数“papers”"),
        ('kinds: ["security_assessment"]', 'kinds: ["assessment"]', "允许范围"),
    ],
)
def test_faults_are_reported(tmp_path: Path, old: str, new: str, expected: str) -> None:
    shutil.copytree(KB / "precheck", tmp_path / "precheck")
    file = tmp_path / "precheck/criteria/completeness.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert any(expected in str(fault) for fault in read_criteria(tmp_path)[1])


def test_a_dead_citation_is_a_fault_of_the_knowledge_base(tmp_path: Path) -> None:
    shutil.copytree(KB, tmp_path / "kb")
    file = tmp_path / "kb/precheck/criteria/completeness.yaml"
    file.write_text(file.read_text("utf-8").replace('article: "附件1"', 'article: "附件9"', 1), "utf-8")
    faults, _ = check_knowledge_base(tmp_path / "kb", laws_db=None, data_dir=None, today=dt.date(2026, 11, 23))
    assert [f.file for f in faults if f.code == "dead_citation"] == ["precheck/criteria/completeness.yaml"]
