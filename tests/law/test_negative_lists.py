"""Faults in a zone's list are all reported, with file and line; the shipped lists hold what was published."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from copilot.law.check import check_knowledge_base
from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.negative_lists import load_lists, read_list
from copilot.law.reading import read_files
from copilot.law.yaml_file import parse
from copilot.law.yaml_text import dump

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "knowledge_base" / "negative_lists"
LIST = "negative_lists/shanghai-2024.yaml"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A knowledge base with nothing but zones and one list."""
    (tmp_path / "negative_lists").mkdir()
    for name in ("zones.yaml", "shanghai-2024.yaml", "shanghai-2025.yaml", "synonyms.yaml"):
        (tmp_path / "negative_lists" / name).write_bytes((SHIPPED / name).read_bytes())
    return tmp_path


def faults_of(base: Path) -> list[tuple[str, int, str]]:
    found, _ = check_knowledge_base(base, laws_db=Path("none.db"), data_dir=None, today=dt.date(2026, 11, 23))
    return [(f.file, f.line, f.message) for f in found if f.code != "dead_citation" and "没有名为" not in f.message]


def line_of(base: Path, words: str) -> int:
    """The first line of the list that holds the words."""
    text = (base / LIST).read_text("utf-8").split("\n")
    return next(n for n, line in enumerate(text, 1) if words in line)


def test_the_sound_list_has_no_fault(base: Path) -> None:
    assert faults_of(base) == []


CASES = [
    # old text, new text, part of the message
    ('id: "shanghai-2024"', 'id: "shanghai-24"', "文件名应为 shanghai-24.yaml"),
    ('zone: "shanghai"', 'zone: "mars"', "zones.yaml 没有“mars”"),
    ('by: "shanghai-2025"', 'by: "shanghai-2030"', "没有清单“shanghai-2030”"),
    ('from_day: "2026-04-24"', 'from_day: "2024-04-24"', "晚于施行日"),
    ("min: 10000000, max: null", "min: 20000000, max: null", "标题里没有门槛 20000000 人"),
    ("min: 10000000, max: null", "min: 0, max: null", "min"),
    ("min: 1000000, max: 10000000", "min: 10000000, max: 1000000", "min 应小于 max"),
    ("min: 1000000, max: 10000000", "min: 1000000, max: 9000000", "重叠或者有空档"),
    ('excepts: ["5", "6"]', 'excepts: ["5", "66"]', "兜底项应写明除外的项"),
    ('excepts: ["5", "6"]', "excepts: []", "兜底项应写明除外的项"),
    ('count_rule: "exempt"', 'count_rule: "all"', "计数规则“all”不存在"),
    ('number: "2"', 'number: "3"', "从 1 起连续编号"),
    ('scenes: ["crew"]', 'scenes: ["crews"]', "没有的场景“crews”"),
    ('path: "must_assess"', 'path: "must_contract"', "重要数据"),
    ('completeness: "complete"', 'completeness: "metadata_only"', "不应有 items"),
    ('completeness: "complete"', 'completeness: "whole"', "允许范围"),
    ('covers: ["important_data", "personal_info"]', 'covers: ["personal_info"]', "不在 covers 里"),
    ('edition: "2024版"', 'colour: "red"', "未知的键“colour”"),
    ('name: "地址（含邮编）", condition', 'name: "地址", condition', "没有列出字段“地址”"),
    ('kind: "negative"', "kind: negative", "没有加双引号"),
]


@pytest.mark.parametrize(("old", "new", "message"), CASES)
def test_each_fault_is_found(base: Path, old: str, new: str, message: str) -> None:
    text = (base / LIST).read_text("utf-8")
    assert old in text
    (base / LIST).write_text(text.replace(old, new, 1), "utf-8")
    found = [f for f in faults_of(base) if f[0] == LIST]
    assert any(message in m and line > 0 for _, line, m in found), found


def test_all_faults_at_once_and_the_list_is_left_out(base: Path) -> None:
    text = (base / LIST).read_text("utf-8")
    text = text.replace('count_rule: "exempt"', 'count_rule: "all"').replace('scenes: ["crew"]', 'scenes: ["crews"]')
    (base / LIST).write_text(text, "utf-8")
    assert len({m for *_, m in faults_of(base)}) >= 4
    loaded = load_lists(read_files(base), None)
    assert "shanghai-2024" not in loaded.by_id and "shanghai-2024" in loaded.notices[0]


def test_an_alias_of_two_zones(base: Path) -> None:
    path = base / "negative_lists" / "zones.yaml"
    path.write_text(path.read_text("utf-8").replace('"临港新片区"', '"大兴组团"', 1), "utf-8")
    assert any("“大兴组团”同时指" in m for *_, m in faults_of(base))


def test_the_writer_and_the_reader_agree() -> None:
    for path in SHIPPED.glob("*.yaml"):
        value = parse(path.name, path.read_bytes()).value
        again = parse(path.name, dump(value).encode())
        assert again.faults == [] and again.value == value


def test_shipped_lists(kb: KnowledgeBase) -> None:
    lists = kb.negative_lists
    assert {i.id for i in lists.lists if i.completeness == "complete"} == {"shanghai-2024", "zhejiang-2024"}
    assert len([i for i in lists.lists if i.kind == "negative"]) == 12
    shanghai = [len(d.items) for d in lists.get("shanghai-2024").domains]
    zhejiang = lists.get("zhejiang-2024")
    assert shanghai == [10, 11, 6] and [len(d.items) for d in zhejiang.domains] == [6, 8]
    assert sum(len(d.scenes) for d in zhejiang.domains) == zhejiang.published_sizes.scenes == 8


def test_what_was_not_obtained_states_no_threshold(kb: KnowledgeBase) -> None:
    for item in kb.negative_lists.lists:
        if item.completeness != "complete":
            assert not any(d.items or any(s.pi or s.sensitive_pi for s in d.scenes) for d in item.domains), item.id
            assert item.checked.status == "secondary" and item.page.startswith("https://")


def test_every_listed_field_has_synonyms(kb: KnowledgeBase) -> None:
    assert kb.negative_lists.synonyms is not None
    named = {name for group in kb.negative_lists.synonyms.groups for name in group.zh}
    listed = {
        name
        for item in kb.negative_lists.lists
        for domain in item.domains
        for scene in domain.scenes
        for name in (*scene.pi, *scene.sensitive_pi)
    }
    assert len(listed) > 120 and listed <= named


def test_row_titles_are_our_own_words(kb: KnowledgeBase) -> None:
    texts = [row.title for i in kb.negative_lists.lists for d in i.domains for row in d.items]
    assert not any(re.search(r"自当年1月1日起累计向境外提供", t) for t in texts)


def test_a_file_that_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("- 1\n", "utf-8")
    found, faults = read_list(tmp_path / "x.yaml")
    assert found is None and faults
