"""Every sheet names only what the questionnaire has, opens as Word, and carries the mark, numbers and signs it must."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

from copilot.filing.papers import Papers, load_papers, read_papers
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.sheets import asked_by, exists, sheet_faults

KB = Path(__file__).resolve().parents[2] / "knowledge_base"
SHEETS = sorted((KB / "filing" / "templates").glob("*.docx"))


@pytest.fixture(scope="module")
def papers() -> Papers:
    return load_papers(KB)


def _all_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return "".join(parts.read(n).decode() for n in parts.namelist() if n.endswith(".xml"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda p: p.stem)
def test_a_sheet_asks_only_for_what_the_questionnaire_has(path):
    asked = asked_by(path.read_bytes())
    assert asked.problems == ()
    assert asked.paths, "a sheet that shows no fact is no sheet"
    questions = Questionnaire.load(KB)
    for one in asked.paths:
        assert questions.label(one) if not _derived(one) else exists(one), one


@pytest.mark.parametrize("path", [p for p in SHEETS if p.stem != "cover_list"], ids=lambda p: p.stem)
def test_the_interview_asks_for_all_that_a_sheet_shows(path):
    """A field that is shown and not asked for would stay a placeholder for ever."""
    questions = Questionnaire.load(KB)
    asked = asked_by(path.read_bytes()).paths
    lost = [one for one in asked if one in questions.by_path and path.stem not in questions.by_path[one].papers]
    assert lost == []


def _derived(path: str) -> bool:
    from copilot.filing.derived import DERIVED

    return path in DERIVED


def test_every_sheet_is_used_and_every_paper_has_one(papers):
    assert read_papers(KB)[1] == []
    assert {p.template for p in papers.entries} == {p.name for p in SHEETS}


@pytest.mark.parametrize("path", SHEETS, ids=lambda p: p.stem)
def test_a_sheet_has_page_numbers_the_mark_above_and_below_and_no_external_part(path):
    xml = _all_xml(path)
    assert " PAGE " in xml and " NUMPAGES " in xml
    section = Document(str(path)).sections[0]
    assert "{{ mark }}" in section.header.paragraphs[0].text
    assert any("{{ mark }}" in p.text for p in section.footer.paragraphs)
    assert 'TargetMode="External"' not in xml
    assert round(section.page_width.mm) == 210 and round(section.left_margin.cm, 2) == 3.18


@pytest.mark.parametrize("name", ["self_assessment.docx", "pipia.docx"])
def test_a_report_has_a_table_of_contents_and_the_lines_the_guide_asks_for(name):
    path = KB / "filing" / "templates" / name
    assert 'TOC \\o "1-3"' in _all_xml(path)
    body = [p for p in Document(str(path)).paragraphs if p.text.strip() == "{{ text }}"]
    assert body and body[0].paragraph_format.line_spacing.pt == 26


def test_a_broken_sheet_says_what_is_wrong():
    made = Document()
    for text in (
        "{{ exporter.nmae }}",
        "{{ nothing }}",
        "{{ exporter.name|shout }}",
        "{% for x in scenes %}{{ x.nix }}{% endfor %}",
    ):
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    problems = asked_by(out.getvalue()).problems
    assert len(problems) == 4
    assert all(any(word in p for p in problems) for word in ("exporter.nmae", "nothing", "shout", "nix"))


def test_a_broken_file_is_a_fault_of_the_knowledge_base(tmp_path):
    assert sheet_faults(KB) == []
    (tmp_path / "filing" / "templates").mkdir(parents=True)
    (tmp_path / "filing" / "templates" / "x.docx").write_bytes(b"no zip")
    assert [f.code for f in sheet_faults(tmp_path)] == ["sheet"]


def test_what_stands_only_on_an_official_template_names_its_page(papers):
    needed = {"standard_contract", "application_form", "self_assessment", "pipia", "commitment", "power_of_attorney"}
    for one in papers.entries:
        if one.id in needed:
            assert one.official is not None and re.match(r"https://", one.official.url), one.id
    assert papers.paper("negative_list_form").official.title.endswith("（以属地组团表式为准）")
