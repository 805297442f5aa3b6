"""A complete questionnaire of each kind gives papers in which the pre-check finds only what people do by hand."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from docx import Document
from lxml import etree

from copilot.errors import BadInput
from copilot.filing import bundle
from copilot.filing.difference import facts_changed, lines_of, papers_changed
from copilot.filing.drafting import KINDS, MARK
from copilot.filing.earlier import compared
from copilot.filing.facts import BadFiling, Filing
from copilot.filing.fixed import fixed_words
from copilot.filing.invented import invented
from copilot.filing.service import Drafter, Made
from copilot.precheck.entry_names import KEPT
from copilot.settings import Settings
from copilot.wiring import Parts
from tests.filing.complete import AS_OF, complete, said, two_scenes
from tests.shipped import KB_DIR

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PERSONS = ("persons_sent", "persons_year", "sensitive_persons_year", "year1", "year2", "year3")
CHECKED_EMPTY = {"security_assessment", "gba_hk"}
HAND = {"seal", "signature", "own_paper", "sheet", "upload_format"}
OWN = {
    "security_assessment": {"SA-01", "SA-02", "SA-03", "SA-06"},
    "standard_contract": {"SC-01", "SC-02", "SC-03"},
    "certification": {"CT-02"},
    "gba_hk": {"GH-01"},
}


pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def drafter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drafter]:
    root = tmp_path_factory.mktemp("drafts")
    parts = Parts(Settings(_env_file=None, data_dir=root / "data", cache_dir=root / "cache"))  # type: ignore[call-arg]
    yield parts.drafter
    parts.precheck.close()


@pytest.fixture(scope="module")
def made(drafter: Drafter) -> dict[str, Made]:
    """A draft of each kind, made once."""
    return {kind: drafter.make(complete(kind), kind, as_of=AS_OF) for kind in KINDS}  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_a_complete_questionnaire_leaves_nothing_to_be_mended(kind, made):
    one = made[kind]
    assert one.draft.placeholders == ()
    assert one.draft.conflicts == ()
    assert [(f.rule_id, f.message) for f in one.left.of_draft] == []
    assert set(one.left.by) <= HAND
    if kind == "exempt":
        assert one.precheck is None and one.not_checked
        return
    assert {f.material for f in one.left.by.get("own_paper", ())} == OWN.get(kind, set())
    found = {m.id for m in one.precheck.materials if m.status == "present"}
    assert {p.paper.materials[kind] for p in one.draft.papers if not p.paper.keep} <= found


@pytest.mark.parametrize("kind", ["security_assessment", "standard_contract"])
def test_two_scenes_with_a_recipient_each_leave_nothing_to_be_mended_either(kind, drafter):
    """The same sentences twice, a contract for each recipient, persons that are in both scenes."""
    one = drafter.make(two_scenes(kind), kind, as_of=AS_OF)
    assert (one.draft.placeholders, one.draft.conflicts) == ((), ())
    assert [(f.rule_id, f.message) for f in one.left.of_draft] == []


def test_important_data_alone_say_that_persons_are_not_concerned(drafter):
    facts = said("security_assessment")
    scene = facts["scenes"][0]
    scene |= {"data_types": ["重要数据"], "important_authority": "北京市交通委员会", "important_size": 12.5}
    scene |= {
        "important_unit": "GB",
        "items": [{k: v for k, v in i.items() if k != "sensitive"} for i in scene["items"]],
    }
    for key in ("sensitive", "persons_relation", "legal_basis", "notice", "effect", *PERSONS):
        del scene[key]
    one = drafter.make(Filing.parse(facts), "security_assessment", as_of=AS_OF)
    assert "pipia_kept" not in [p.paper.id for p in one.draft.papers]
    assert [(f.rule_id, f.message) for f in one.left.of_draft] == []
    form = next(p for p in one.draft.papers if p.paper.id == "application_form")
    assert "涉及重要数据规模 | 12.5GB" in "\n".join(lines_of(form.data))


@pytest.mark.parametrize("kind", KINDS)
def test_papers_that_need_an_official_template_are_marked_on_every_page_and_found(kind, made):
    one = made[kind]
    marked = {p.name for p in one.draft.papers if p.marked}
    for paper in one.draft.papers:
        assert (MARK in "\n".join(lines_of(paper.data))) == paper.marked, paper.name
        assert "{{" not in "".join(lines_of(paper.data)) and "{%" not in "".join(lines_of(paper.data))
    if one.precheck is not None:
        assert {f.file for f in one.left.by.get("sheet", ())} == {n for n in marked if not n.startswith(KEPT)}


def _flaws(docx: bytes) -> list[str]:
    """What Word would repair: tables without rows, cells without a last paragraph, paragraphs in paragraphs, fields
    that do not close, text outside runs."""
    found = []
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        assert parts.testzip() is None
        names = [n for n in parts.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", n)]
        for name in names:
            root = etree.fromstring(parts.read(name))
            found += [f"{name}: empty table" for t in root.iter(W + "tbl") if t.find(W + "tr") is None]
            found += [f"{name}: empty row" for r in root.iter(W + "tr") if r.find(W + "tc") is None]
            found += [f"{name}: cell" for c in root.iter(W + "tc") if len(c) == 0 or c[-1].tag != W + "p"]
            found += [f"{name}: nested" for x in root.iter(W + "p") if x.getparent().tag in (W + "p", W + "r", W + "t")]
            found += [f"{name}: stray text" for x in root.iter(W + "t") if x.getparent().tag != W + "r"]
            kinds = [x.get(W + "fldCharType") for x in root.iter(W + "fldChar")]
            found += [f"{name}: field"] if kinds.count("begin") != kinds.count("end") else []
            for table in root.iter(W + "tbl"):
                columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
                for row in table.findall(W + "tr"):
                    spans = [c.find(f"{W}tcPr/{W}gridSpan") for c in row.findall(W + "tc")]
                    width = sum(int(x.get(W + "val")) if x is not None else 1 for x in spans)
                    found += [f"{name}: {width} of {columns} columns"] if width != columns else []
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_word_has_nothing_to_repair(kind, made, drafter):
    papers = [*made[kind].draft.papers, *drafter.make(Filing(), kind, as_of=AS_OF, check=False).draft.papers]
    assert {p.name: flaws for p in papers if (flaws := _flaws(p.data))} == {}


def test_the_set_of_each_path_is_complete(made):
    titles = {kind: [p.paper.id for p in one.draft.papers] for kind, one in made.items()}
    assert titles["security_assessment"] == [
        "cover_list", "power_of_attorney", "application_form", "contract_points", "self_assessment", "pipia_kept",
    ]  # fmt: skip
    assert titles["standard_contract"] == [
        "cover_list",
        "power_of_attorney_filing",
        "pipia",
        "standard_contract",
        "commitment",
    ]
    assert titles["extension"] == ["cover_list", "power_of_attorney", "extension_form"]
    assert titles["contract_change"][-2:] == ["change_statement", "supplementary_contract"]
    assert titles["exempt"] == ["cover_list", "pipia_kept", "exemption_memo", "exemption_notice"]


def test_before_the_third_edition_there_is_a_letter_of_commitment_and_the_older_form(drafter):
    day = dt.date(2025, 6, 26)
    old = drafter.make(complete("security_assessment"), "security_assessment", as_of=day, check=False)
    ids = [p.paper.id for p in old.draft.papers]
    assert "commitment_before" in ids and "application_form_before" in ids and "application_form" not in ids
    new = drafter.make(complete("security_assessment"), "security_assessment", as_of=day + dt.timedelta(1), check=False)
    assert "commitment_before" not in [p.paper.id for p in new.draft.papers]


def test_a_day_on_which_there_was_no_such_procedure_gives_no_papers_and_says_so(drafter):
    one = drafter.make(complete("extension"), "extension", as_of=dt.date(2024, 1, 1))
    assert [p.paper.id for p in one.draft.papers] == ["cover_list"]
    assert one.precheck is None and "没有起草" in one.not_checked


def test_a_value_is_the_same_in_every_paper(made):
    texts = {p.paper.id: "\n".join(lines_of(p.data)) for p in made["standard_contract"].draft.papers}
    for one in ("180,000人", "HARBOURLINE MOBILITY PTE. LTD.", "2026年10月10日至2029年10月9日"):
        assert one in texts["standard_contract"] and one in texts["pipia"]
    assert all("北京云帆智行科技有限公司" in text for text in texts.values())


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_a_paper_is_invented(kind, made):
    one = made[kind].draft
    assert len(one.papers) > 2
    for paper in one.papers:
        if paper.paper.id == "cover_list":  # the knowledge base's list of materials
            continue
        fixed = fixed_words(one, paper, kb_dir=KB_DIR)
        assert invented("\n".join(lines_of(paper.data)), one.filing, fixed=fixed) == (), paper.name


def test_the_report_shows_the_risks_as_table_and_picture(made):
    report = next(p for p in made["security_assessment"].draft.papers if p.paper.id == "self_assessment")
    assert "剩余风险" in "\n".join(lines_of(report.data))
    assert len(Document(io.BytesIO(report.data)).inline_shapes) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_questionnaire_gives_placeholders_that_the_pre_check_finds(kind, drafter):
    one = drafter.make(Filing(), kind, as_of=AS_OF, check=kind in CHECKED_EMPTY)
    assert one.draft.placeholders and all(p.papers and "【" not in p.label for p in one.draft.placeholders)
    shown = [n for n, data in one.draft.submission.items() if "【待补充：" in "\n".join(lines_of(data))]
    if one.precheck is not None:
        assert shown and {f.file for f in one.precheck.findings if f.rule_id == "PC-331"} == set(shown)


def test_placeholders_stand_on_yellow_and_nothing_else_does(drafter):
    facts = said("extension")
    del facts["extension"]["carried_out"]
    one = drafter.make(Filing.parse(facts), "extension", as_of=AS_OF, check=False)
    form = next(p for p in one.draft.papers if p.paper.id == "extension_form")
    cells = [c for t in Document(io.BytesIO(form.data)).tables for row in t.rows for c in row.cells]
    runs = [r for c in cells for p in c.paragraphs for r in p.runs]
    shaded = [r.text for r in runs if r.font.highlight_color is not None]
    assert shaded and all(text.startswith("【待补充：") and text.endswith("】") for text in shaded)
    assert "【待补充：" not in "".join(r.text for r in runs if r.font.highlight_color is None)


def test_several_recipients_get_a_contract_each(drafter):
    facts = said("standard_contract")
    second = json.loads(json.dumps(facts["recipients"][0])) | {"id": "b", "name": "A/B: Co. <x>", "country": "德国"}
    facts["recipients"].append(second)
    facts["scenes"].append(
        facts["scenes"][0] | {"id": "s2", "name": "售后服务", "recipients": ["b"], "persons_year": 500}
    )
    facts["totals"] = {
        "persons_year": 180200,
        "persons_sent": 170000,
        "sensitive_persons_year": 3000,
        "three_years": 600000,
    }
    one = drafter.make(Filing.parse(facts), "standard_contract", as_of=AS_OF, check=False)
    contracts = {p.name: "\n".join(lines_of(p.data)) for p in one.draft.papers if p.paper.id == "standard_contract"}
    assert list(contracts) == [
        "06个人信息出境标准合同（HARBOURLINEMOBILITYPTE.LTD）.docx",
        "06个人信息出境标准合同（ABCo.x）.docx",
    ]
    first, other = contracts.values()
    assert "规模：180,000人" in first and "规模：500人" in other and "A/B: Co. <x>" in other


HOSTILE = [
    "{{ 7*7 }}", "{% for x in y %}", "{{ exporter.__class__ }}", "<w:p><w:r/></w:p>", "&lt;b&gt; &amp;", "=HYPERLINK(\"http://x\")",
    "a\u202eb\u2066c", "\x00\x08\x1b", "]]>", "{#注释#}", "公司'\"名", "【待补充：假的】", "第一行\n第二行\ta",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["security_assessment", "exempt"])
def test_hostile_text_comes_out_as_plain_text(kind, drafter):
    text = " | ".join(HOSTILE)
    facts = said(kind)
    facts["exporter"] |= {"name": text, "organisation": text, "compliance": text}
    facts["scenes"][0] |= {"name": text, "purpose": text}
    facts["scenes"][0]["items"][0] |= {"name": text[:200], "example": text}
    facts["recipients"][0] |= {"name": text, "use": text}
    one = drafter.make(Filing.parse(facts), kind, as_of=AS_OF, check=kind == "security_assessment")
    for paper in one.draft.papers:
        whole = "\n".join(lines_of(paper.data))
        assert not set(whole) & set("\u202e\u2066\x00\x08\x1b")
        assert " 49 " not in whole
        if paper.paper.id not in ("cover_list", "power_of_attorney"):
            assert "{{ 7*7 }}" in whole and "<w:p><w:r/></w:p>" in whole and "&lt;b&gt; &amp;" in whole, paper.name


def test_a_field_of_a_megabyte_is_refused_with_its_name():
    with pytest.raises(BadFiling, match=r"exporter\.business"):
        Filing.parse({"exporter": {"business": "长" * (1 << 20)}})


def test_contradictions_are_listed_and_stop_nothing(drafter):
    facts = said("standard_contract")
    facts["pipia"] |= {"began": "2026-09-30", "ended": "2026-01-01"}
    facts["exporter"]["code"] = "91110105MA0000015X"
    one = drafter.make(Filing.parse(facts), "standard_contract", as_of=AS_OF, check=False)
    assert {p for c in one.draft.conflicts for p in c.paths} >= {"exporter.code", "pipia.ended"}
    cover = one.draft.papers[0]
    assert cover.paper.id == "cover_list" and one.draft.conflicts[0].message in "\n".join(lines_of(cover.data))
    assert one.shown().conflicts[0].paths


def test_the_cover_list_says_what_became_of_each_material(made):
    rows = "\n".join(lines_of(made["security_assessment"].draft.papers[0].data))
    assert "SA-01 | 统一社会信用代码证件" in rows and "请自备" in rows and "填写单，须填入官方模板后签署" in rows


def test_a_draft_on_the_disk_is_written_again_but_never_over_an_edited_paper(made, drafter, tmp_path):
    one = made["standard_contract"].draft
    folder = tmp_path / "out"
    names = bundle.write(one, folder)
    assert sorted(names) == sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    assert Filing.parse(json.loads((folder / bundle.RECORD).read_text("utf-8"))["filing"]) == complete(
        "standard_contract"
    )
    bundle.write(made["extension"].draft, folder)
    assert not (folder / "05承诺书.docx").exists(), "what the last draft had and this one has not is gone"
    paper = folder / "05延长评估结果有效期申请表.docx"
    paper.write_bytes(paper.read_bytes() + b" ")
    with pytest.raises(BadInput, match="改过"):
        bundle.write(made["extension"].draft, folder)


def test_a_folder_with_other_files_is_refused(made, tmp_path):
    (tmp_path / "我的.docx").write_bytes(b"x")
    with pytest.raises(BadInput, match="别的文件"):
        bundle.write(made["extension"].draft, tmp_path)
    (tmp_path / "f").write_bytes(b"x")
    with pytest.raises(BadInput, match="不是文件夹"):
        bundle.write(made["extension"].draft, tmp_path / "f")


def test_the_zip_holds_the_folder_and_is_named_by_kind_exporter_and_day(made):
    one = made["gba_hk"].draft
    with zipfile.ZipFile(io.BytesIO(bundle.zipped(one))) as parts:
        assert parts.testzip() is None and set(parts.namelist()) == set(bundle.with_record(one))
    assert bundle.zip_name(one) == "gba_hk_深圳云帆科技有限公司_2026-10-09.zip"


def test_what_changed_since_an_earlier_draft(made, drafter, tmp_path):
    before = made["extension"].draft
    bundle.write(before, tmp_path / "a")
    facts = said("extension")
    facts["extension"]["persons_growth"] = 18
    after = drafter.make(Filing.parse(facts), "extension", as_of=AS_OF, check=False).draft
    assert [(c.path, c.before, c.after) for c in facts_changed(before.filing, after.filing)] == [
        ("extension.persons_growth", 12.0, 18.0)
    ]
    changed = papers_changed(before.files, after.files)
    assert [c.file for c in changed] == ["05延长评估结果有效期申请表.docx"]
    assert [line[1].split(" | ")[1] for line in changed[0].lines] == ["12%", "18%"]
    assert compared(tmp_path / "a", after)["facts"][0]["path"] == "extension.persons_growth"
    with pytest.raises(BadInput):
        compared(tmp_path / "none", after)


def test_what_is_shown_fits_the_published_shape(made):
    shown = made["standard_contract"].shown().model_dump(mode="json")
    assert set(shown) >= {"files", "placeholders", "precheck"}
    assert shown["files"][0].startswith(KEPT) and shown["precheck"]["kind"] == "standard_contract"
