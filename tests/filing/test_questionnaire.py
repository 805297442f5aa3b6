"""The questions: complete, cited, about fields that exist, and every fault reported with its line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from copilot.filing import paths
from copilot.filing.questionnaire import FILE, Questionnaire, questionnaire_faults, sheets
from copilot.law.cited_places import place_faults
from copilot.law.reading import Files
from tests import shipped

KB = shipped.KB_DIR
OWN = KB / FILE
CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")


def _changed(folder: Path, old: str, new: str) -> Path:
    """A knowledge base whose questionnaire differs in one place."""
    (folder / "filing").mkdir()
    shutil.copy(KB / "filing" / "papers.yaml", folder / "filing")
    text = OWN.read_text("utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def _line(text: str) -> int:
    return next(n for n, line in enumerate(OWN.read_text("utf-8").splitlines(), 1) if text in line)


def test_the_shipped_questionnaire_is_sound() -> None:
    assert questionnaire_faults(KB) == []


def test_every_fact_is_asked_for_once(questionnaire: Questionnaire) -> None:
    asked = [q.path for q in questionnaire.questions]
    assert sorted(asked) == sorted(paths.fields())


def test_every_question_says_why_and_where_it_stands(questionnaire: Questionnaire) -> None:
    for question in questionnaire.questions:
        assert question.basis and not CHINESE.search(question.label_en + question.why_en), question.path
        assert question.why_en and not question.why_en.endswith("."), question.path
        assert len(question.why) < 60 and not question.why.endswith("。"), question.path
    doubtful = {q.group for q in questionnaire.questions if q.status != "verified"}
    assert doubtful == {"negative_list"}
    assert all(q.note for q in questionnaire.questions if q.status != "verified")


def test_a_choice_offers_the_values_of_its_field(questionnaire: Questionnaire) -> None:
    for question in questionnaire.questions:
        known = paths.fields()[question.path].options
        assert {o.value for o in question.options} == set(known) or not known, question.path
    assert [o.label for o in questionnaire.question("contract.dispute").options] == ["仲裁", "人民法院诉讼"]


def test_every_sheet_but_the_cover_shows_facts(questionnaire: Questionnaire) -> None:
    shown = frozenset[str]().union(*(q.papers for q in questionnaire.questions))
    assert set(sheets(questionnaire.papers)) - shown == {"cover_list"}


def test_the_articles_are_in_force(tmp_path: Path) -> None:
    root = _changed(tmp_path, 'version: "1"', 'version: "2"')
    faults = list(place_faults(Files(root), shipped.knowledge_base(), today="2026-11-23"))
    assert [f for f in faults if f[0] == FILE] == []


def test_a_dead_citation_is_found_at_its_line(tmp_path: Path) -> None:
    old = 'basis: [{instrument: "个人信息保护法", article: "第二十四条"}'
    root = _changed(tmp_path, old, old.replace("第二十四条", "第九十四条"))
    files = Files(root)
    found = [(files.line(name, *place), text) for name, place, text in place_faults(
        files, shipped.knowledge_base(), today="2026-11-23") if name == FILE]  # fmt: skip
    assert [line for line, _ in found] == [_line("scenes[].automated_decisions")]
    assert "第九十四条" in found[0][1]


@pytest.mark.parametrize(
    ("old", "new", "expected", "at"),
    [
        ('path: "exporter.code"', 'path: "exporter.number"', "没有字段“exporter.number”", "exporter.code"),
        ('path: "exporter.code"', 'path: "exporter.name"', "“exporter.name”已在第", "exporter.code"),
        ('papers: ["application_form"]', 'papers: ["application_forms"]', "没有用到模板“application_forms”",
         'papers: ["application_form"]'),
        ('when: "important"', 'when: "unimportant"', "没有名为“unimportant”的条件", "important_authority"),
        ('check: ["uscc"]', 'check: ["code"]', "没有名为“code”的检查", "exporter.code"),
        ('in: ["13(一)"]', 'in: ["13(八)"]', "没有取值“13(八)”", "scenes[].consent"),
        ('"court": "人民法院诉讼"', '"trial": "人民法院诉讼"', "选项与字段的取值不一致", "contract.dispute"),
        ('none: "scenes[].no_onward"', 'none: "scenes[].none"', "不是是否题", 'none: "scenes[].no_onward"'),
        ('label: "单位名称"', "label: 单位名称", "没有加双引号", "exporter.name"),
        ('label: "单位名称"', 'title: "单位名称"', "title", "exporter.name"),
        ('{path: "recipients", more_than: 1}', '{path: "recipients"}', "in、is、not、more_than", "several_recipients"),
    ],
)  # fmt: skip
def test_faults_are_reported_with_their_line(tmp_path: Path, old: str, new: str, expected: str, at: str) -> None:
    found = questionnaire_faults(_changed(tmp_path, old, new))
    assert any(expected in f.message and f.line == _line(at) for f in found), [str(f) for f in found]


def test_a_field_without_question_is_a_warning(tmp_path: Path) -> None:
    text = OWN.read_text("utf-8")
    line = next(x for x in text.splitlines(keepends=True) if "exporter.website" in x)
    found = questionnaire_faults(_changed(tmp_path, line, ""))
    assert [(f.level, "exporter.website" in f.message) for f in found] == [("warning", True)]


def test_labels_number_the_elements(questionnaire: Questionnaire) -> None:
    label = questionnaire.label
    assert label("exporter.name") == "单位名称"
    assert label("scenes[].name") == "出境场景名称"
    assert label("scenes[1].items[0].necessity") == "出境场景2，数据项1：出境必要性"
    assert label("scenes[0].onward") == "出境场景1：境外再提供的第三方"
    assert label("recipients[2]") == "境外接收方3"
    assert label("scenes[0].name", english=True) == "Transfer 1: Name of the transfer"
    with pytest.raises(LookupError):
        label("scenes[0].colour")
