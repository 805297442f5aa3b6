"""The chapters as data: sound as shipped, every fault told with its place."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from copilot.errors import UnknownRecord
from copilot.filing.sections import FILE, KINDS, Sections, load_sections, read_sections
from copilot.filing.sentences import Sentence
from copilot.law.check import check_knowledge_base
from tests.shipped import KB_DIR

AS_OF = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def sections() -> Sections:
    return load_sections(KB_DIR)


def test_the_shipped_sections_are_sound() -> None:
    found, faults = read_sections(KB_DIR)
    assert faults == []
    assert len(found.entries) > 60


def test_every_outline_of_the_official_reports_is_there(sections: Sections) -> None:
    """By the words by which our own pre-check finds the chapters."""
    own = {s.heading for s in sections.of("self_assessment", "security_assessment", as_of=AS_OF) if s.heading}
    from eval.precheck.outlines import PIPIA, SELF_ASSESSMENT

    assert {title for _, _, title in SELF_ASSESSMENT} <= own
    pipia = {s.heading for s in sections.of("pipia", "standard_contract", as_of=AS_OF) if s.heading}
    assert {title for key, _, title in PIPIA if key != "measures"} <= pipia


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_one_conclusion_of_its_pipia(sections: Sections, kind: str) -> None:
    mine = sections.of("pipia", kind, as_of=AS_OF)
    heads = [s for s in mine if s.insert == "risks"]
    assert len(heads) == 1
    items = [s for s in mine if s.id.startswith("pipia.2.") and not s.whole]
    assert len(items) == (6 if kind in ("standard_contract", "contract_change", "certification") else 3)
    assert [s.whole for s in mine].count(True) == 1


def test_an_unknown_section_is_refused(sections: Sections) -> None:
    assert sections.section("sa.2.2.2").by_model
    with pytest.raises(UnknownRecord):
        sections.section("sa.9")


def test_no_sentence_copies_official_text() -> None:
    """25 characters running of the digests would be too close to what they digest."""
    texts = []
    for file in (KB_DIR / "instruments").glob("*.yaml"):
        texts.append(file.read_text("utf-8"))
    law = "\n".join(texts)
    for section in load_sections(KB_DIR).entries:
        for paragraph in section.paragraphs:
            source = paragraph.say.source
            for i in range(len(source) - 25):
                assert source[i : i + 25] not in law, (section.id, source[i : i + 25])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("t('assessment.team')", "t('assessment.teem')", "问卷没有字段“assessment.teem”"),
        ("{{ t('assessment.process') }}", "{{ t('assessment.process') ", "模板语法错误"),
        ("t('assessment.method')", "tt('assessment.method')", "模板没有“tt”"),
        ('id: "sa.2.1.1"', 'id: "sa.2.1"', "编号“sa.2.1”重复"),
        ('id: "sa.2.1.1"', 'id: "pipia.8"', "编号应以 sa. 开头"),
        ("t('exporter.controller')", "t('scenes[].name')", "不在所重复的列表里"),
        ("yes('assessment.no_third_party')", "yes('assessment.no_third_part')", "问卷没有字段"),
        ('in_force_from: "2025-06-27"', 'in_force_from: "2025-6-27"', "日期应写成"),
        ('each: "scenes"', 'each: "scene"', "问卷没有字段“scene”"),
    ],
)
def test_faults_are_told_with_their_place(tmp_path: Path, old: str, new: str, expected: str) -> None:
    (tmp_path / "filing").mkdir()
    text = (KB_DIR / FILE).read_text("utf-8")
    changed = text.replace(old, new, 1)
    assert changed != text
    (tmp_path / FILE).write_text(changed, "utf-8")
    at = text[: text.index(old)].count("\n") + 1
    faults = read_sections(tmp_path)[1]
    told = [f for f in faults if expected in f.message]
    assert told and abs(told[0].line - at) <= 12, faults


def test_a_dead_citation_is_a_fault_of_the_knowledge_base(tmp_path: Path) -> None:
    shutil.copytree(KB_DIR, tmp_path / "kb")
    file = tmp_path / "kb" / FILE
    file.write_text(file.read_text("utf-8").replace('article: "附件4"', 'article: "附件9"', 1), "utf-8")
    faults, _ = check_knowledge_base(tmp_path / "kb", laws_db=None, data_dir=None, today=AS_OF)
    assert [f.line > 0 for f in faults if f.code == "dead_citation" and f.file == FILE] == [True]


def test_paths_of_a_template_are_found() -> None:
    sentence = Sentence("{{ t('exporter.name') }}{% if picked('scenes[].items', 'sensitive') %}x{% endif %}")
    assert json.dumps(sentence.paths) == json.dumps(
        ["exporter.name", "scenes[].items[].name", "scenes[].items[].sensitive"]
    )
