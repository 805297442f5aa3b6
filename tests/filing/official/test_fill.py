"""Filled copies: every fixed character stays, values stand where they belong, parts are repeated."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest

from copilot.errors import BadInput
from copilot.filing.facts import Filing
from copilot.filing.official.fill import counts, fill, filled
from copilot.filing.official.model import Template
from copilot.filing.official.store import Templates
from copilot.filing.view import values
from tests.filing.official import layouts
from tests.filing.official.conftest import TODAY
from tests.filing.travel import SAID

Load = Callable[[str], Template]
NAMES = ("APPLICATION", "ATTORNEY", "REPORT", "CONTRACT", "EXTENSION")
ONCE = {"scenes": 1, "recipients": 1, "scenes[0].recipients": (0,), "scenes[0].items": 1}


def sentinel(path: str) -> str:
    """A value that can be told from every fixed character."""
    return f"⟪{path}⟫"


def fixed(lines: list[str], template: Template) -> str:
    """The characters of a copy without values, ticks, blanks and the prompts that values take the place of."""
    text = re.sub(r"⟪[^⟫]*⟫", lambda m: re.sub(r"\[\d+\]", "[]", m[0]), "\n".join(lines))
    for blank in template.blanks:
        if blank.value and "{" in blank.value:
            text = text.replace(re.sub(r"\{([^{}]*)\}", r"⟪\1⟫", blank.value), "")
        if blank.hint and not blank.keep_hint and blank.kind in ("text", "below"):
            text = text.replace(blank.hint, "", 1)
    text = re.sub(r"（⟪[^⟫]*⟫）|⟪[^⟫]*⟫|【待补充[^】]*】", "", text)
    return re.sub(r"[\s_＿]", "", text.translate(str.maketrans("☑☒●", "□□○")))


def without_spare(template: Template) -> list[str]:
    """The lines of the template without the rows that only say that more may follow."""
    document = docx.Document(io.BytesIO(template.raw))
    rows = [row for table in document.element.body.iter(f"{{{W}}}tbl") for row in table.iter(f"{{{W}}}tr")]
    for block in template.blocks:
        for n in block.spare:
            rows[n].getparent().remove(rows[n])
    out = io.BytesIO()
    document.save(out)
    return layouts.lines_of(out.getvalue())


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize("name", NAMES)
def test_every_fixed_character_stays(loaded: Load, name: str) -> None:
    template = loaded(name)
    copy = fill(template, sentinel, ONCE, sections={"sa.1": ["⟪甲⟫", "⟪乙⟫"], "sa.3": ["⟪丙⟫"]})
    assert fixed(layouts.lines_of(copy), template) == fixed(without_spare(template), template)
    assert "⟪" in "".join(layouts.lines_of(copy)) and "copy-of" not in docx.Document(io.BytesIO(copy)).element.xml


@pytest.mark.parametrize("name", NAMES)
def test_only_the_document_part_is_written_anew(loaded: Load, name: str) -> None:
    template = loaded(name)
    with (
        zipfile.ZipFile(io.BytesIO(template.raw)) as old,
        zipfile.ZipFile(io.BytesIO(fill(template, sentinel, ONCE))) as new,
    ):
        assert old.namelist() == new.namelist()
        assert {n for n in old.namelist() if old.read(n) != new.read(n)} == {"word/document.xml"}


def said(path: str) -> str:
    known = {
        "exporter.nature": "企业", "exporter.is_ciio": "否", "legal_rep.id_type": "护照",
        "scenes[].sectors": "交通、零售", "scenes[].sensitive": "是", "scenes[].data_types": "个人信息",
        "authority.began": "2026年11月1日", "authority.until": "2027年10月31日", "contract.dispute": "仲裁",
        "contract.institution": "北京仲裁委员会", "contract.notice_days": "5日", "contract.copies": "4份",
        "contract.copies_each": "2份", "scenes[].stored_from": "2026年12月1日",
        "scenes[].stored_until": "2029年11月30日",
        "extension.important_growth": "12.5%", "extension.no_important_data": "否", "extension.purpose_unchanged": "是",
    }  # fmt: skip
    return known.get(re.sub(r"\[\d+\]", "[]", path), sentinel(path))


def test_boxes_are_ticked(loaded: Load) -> None:
    text = "\n".join(layouts.lines_of(fill(loaded("APPLICATION"), said, ONCE)))
    for shown in ("☑企业", "□政府部门", "☑护照", "□居民身份证", "☑交通", "☑零售", "□工业", "☑个人信息", "□重要数据"):
        assert shown in text, shown
    assert text.count("☑是") == 1 and text.count("☑否") == 1
    assert "其他____" in text, "the words behind 其他 stay empty where it is not ticked"


def test_days_units_and_options_of_the_contract(loaded: Load) -> None:
    text = "\n".join(layouts.lines_of(fill(loaded("CONTRACT"), said, ONCE)))
    for shown in (
        *("邮戳日期后的5天", "下列第1种方式", "☑北京仲裁委员会", "□中国国际经济贸易", "一式4份，双方各执2份"),
        "（2026年12月1日至2029年11月30日）",
    ):
        assert shown in text, shown
    assert text.count("⟪contract.signed⟫年") == 2
    letter = "\n".join(layouts.lines_of(fill(loaded("ATTORNEY"), said, ONCE)))
    assert "授权委托期限：2026年11月1日至2027年10月31日" in letter and letter.endswith("2026年11月1日")


def test_arbitration_stays_empty_where_a_court_decides(loaded: Load) -> None:
    def court(path: str) -> str:
        return "向人民法院起诉" if path == "contract.dispute" else said(path)

    text = "\n".join(layouts.lines_of(fill(loaded("CONTRACT"), court, ONCE)))
    assert "下列第2种方式" in text and "☑" not in text and "contract.seat" not in text


def test_scenes_recipients_and_items_are_repeated(loaded: Load) -> None:
    many = {"scenes": 2, "recipients": 3, "scenes[0].recipients": (0, 2), "scenes[1].recipients": (1,)}
    lines = layouts.lines_of(fill(loaded("APPLICATION"), sentinel, many))
    names = [line for line in lines if line.endswith(".name⟫") and "recipients" in line]
    assert names == ["⟪recipients[0].name⟫", "⟪recipients[2].name⟫", "⟪recipients[1].name⟫"]
    assert "6数据出境场景2" in lines and "6数据出境场景3" not in lines and "......" not in lines
    report = layouts.lines_of(fill(loaded("REPORT"), sentinel, {"scenes": 2, "scenes[0].items": 3}))
    assert [line for line in report if re.fullmatch(r"\d", line)] == ["1", "2", "3", "1"]
    assert next(line for line in report if "items[2]" in line) == "⟪scenes[0].items[2].name⟫"
    assert report.index("⟪scenes[1].name⟫") > report.index("⟪scenes[0].items[2].note⟫")


def test_what_differs_between_scenes_is_said_of_each(loaded: Load) -> None:
    text = "\n".join(layouts.lines_of(fill(loaded("CONTRACT"), sentinel, {"scenes": (1, 3), "recipients": (2,)})))
    assert "⟪scenes[1].name⟫：⟪scenes[1].purpose⟫；⟪scenes[3].name⟫：⟪scenes[3].purpose⟫" in text
    assert "⟪recipients[2].name⟫" in text and "recipients[0]" not in text


def test_chapters_are_written_below_their_headings(loaded: Load) -> None:
    sections = {"sa.1": ["甲"], "sa.2.1": ["总述"], "sa.2.1.1": ["股权"], "sa.3.1": ["第一项"], "sa.3.2": ["第二项"]}
    made = filled(loaded("REPORT"), sentinel, ONCE, sections=sections, headings={"sa.3.1": "目的"})
    lines = layouts.lines_of(made.content)
    assert lines[lines.index("（一）数据处理者基本情况") + 1] == "总述"
    assert lines[lines.index("1.股权结构；") + 1] == "股权"
    assert lines[lines.index("说明理由。") + 1 :][:3] == ["（一）目的", "第一项", "第二项"]
    assert "【待补充：2.组织架构】" in made.placeholders and "【待补充：2.组织架构】" in lines


def test_a_missing_value_is_seen_and_told(loaded: Load) -> None:
    filing = Filing.parse(SAID)
    view = values(filing, "security_assessment", as_of=TODAY, label=lambda path: path)
    made = filled(loaded("ATTORNEY"), view.text, counts(filing), said=view.said)
    assert "【待补充：agent.name】" in made.placeholders and "agent.name" in view.missing
    xml = docx.Document(io.BytesIO(made.content)).element.xml
    assert re.search(r'w:highlight w:val="yellow"/>(?:(?!</w:r>).)*待补充', xml, re.S)


def test_the_day_of_signing_is_left_to_a_person_until_it_is_said(loaded: Load) -> None:
    for name, path in (("CONTRACT", "contract.signed"), ("ATTORNEY", "authority.began")):
        text = "\n".join(layouts.lines_of(fill(loaded(name), said, ONCE, said=lambda one, path=path: one != path)))
        assert text.count("年   月   日") == {"CONTRACT": 2, "ATTORNEY": 1}[name] and f"⟪{path}⟫" not in text


def test_a_template_is_no_longer_called_one(store: Templates) -> None:
    lines = ["附件2", "承诺书（模板）", "粤港澳大湾区跨境流动标准合同备案承诺", "本单位（盖章）：", "年   月   日"]
    (added,) = store.add("承诺书.docx", layouts.word(lines), today=TODAY)
    store.confirm(added.id, today=TODAY)
    filled_in = layouts.lines_of(fill(store.get(added.id), lambda path: "2026年11月2日", {}))
    assert added.paper == "gba_commitment" and filled_in[1] == "承诺书" and filled_in[-1] == "2026年11月2日"


def test_an_optional_blank_is_not_asked_for(loaded: Load) -> None:
    filing = Filing.parse(SAID)
    view = values(filing, "security_assessment", as_of=TODAY, label=lambda path: path)
    text = "\n".join(layouts.lines_of(fill(loaded("APPLICATION"), view.text, counts(filing), said=view.said)))
    assert "recipients_summary" not in view.missing and "统计说明：（如需）" in text


def test_the_contract_with_one_of_several_recipients() -> None:
    two = {**SAID, "recipients": [*SAID["recipients"], {"id": "r2", "name": "Second"}]}
    first = {**SAID["scenes"][0], "recipients": ["r1"]}
    filing = Filing.parse({**two, "scenes": [first, {"id": "s9", "recipients": ["r2"]}]})
    assert counts(filing, recipient=1) == {
        "scenes": (1,), "recipients": (1,), "scenes[1].recipients": (1,), "scenes[1].items": (), "scenes[1].onward": ()
    }  # fmt: skip


HOSTILE = "{{ x }} {% for %} <w:p/> &amp; =1+1\u202e\u0000\ufffe\ud800 甲\n乙"


@pytest.mark.parametrize("name", NAMES)
def test_hostile_values_are_plain_text(loaded: Load, name: str) -> None:
    copy = fill(loaded(name), lambda path: HOSTILE, ONCE, sections={"sa.1": [HOSTILE]})
    text = "\n".join(layouts.lines_of(copy))
    assert "{{ x }} {% for %} <w:p/> &amp; =1+1 甲" in text and "\u202e" not in text
    assert "乙" in text


def test_only_a_confirmed_mapping_is_used(store: Templates) -> None:
    (added,) = store.add("委托书.docx", layouts.word(layouts.parsed(layouts.ATTORNEY)), today=TODAY)
    with pytest.raises(BadInput, match="没有经人确认"):
        fill(added, sentinel, ONCE)


def test_what_nobody_confirmed_stays_empty(store: Templates) -> None:
    lines = ["单位名称：________", "企业名称：________", "宠物数量：________"]
    (added,) = store.add("表.docx", layouts.word(lines), today=TODAY, paper="negative_list_form")
    store.confirm(added.id, today=TODAY)
    made = filled(store.get(added.id), sentinel, {})
    assert layouts.lines_of(made.content) == ["单位名称：________", "企业名称：⟪exporter.name⟫", "宠物数量：________"]
    assert made.open == ("单位名称", "宠物数量")


def test_guiding_words_go_only_where_a_person_said_so(store: Templates) -> None:
    (added,) = store.add("报告.docx", layouts.word(layouts.parsed(layouts.REPORT)), today=TODAY)
    blank = next(b.id for b in added.blanks if b.value == "section:sa.3")
    store.keep_hint(added.id, blank, False)
    store.confirm(added.id, today=TODAY)
    lines = layouts.lines_of(fill(store.get(added.id), sentinel, ONCE, sections={"sa.3": ["结论成立。"]}))
    assert lines[lines.index("三、风险自评估情况及结论") + 1] == "结论成立。" and "说明理由。" not in lines
    assert "概述起止时间。" in lines


def test_a_form_keeps_its_questions_where_a_report_drops_its_guides(store: Templates) -> None:
    for name, question in (("EXTENSION", "采取保障数据出境安全的措施"), ("REPORT", "说明理由。")):
        (added,) = store.add("表.docx", layouts.word(layouts.parsed(getattr(layouts, name))), today=TODAY)
        store.confirm(added.id, today=TODAY, everything=True, drop_hints=True)
        text = "\n".join(layouts.lines_of(fill(store.get(added.id), sentinel, ONCE, sections={"sa.3": ["⟪丙⟫"]})))
        assert (question in text) == (name == "EXTENSION"), text


def test_one_annex_of_a_guide_is_a_copy_of_its_own(store: Templates) -> None:
    lines = ["申报指南", *layouts.parsed(layouts.ATTORNEY), *layouts.parsed(layouts.REPORT)]
    letter, _ = store.add("指南.docx", layouts.word(lines), today=TODAY)
    store.confirm(letter.id, today=TODAY)
    text = layouts.lines_of(fill(store.get(letter.id), sentinel, ONCE))
    assert text[0] == "附件2" and text[-1].endswith("年   月   日") and "申报指南" not in text


def test_ten_thousands_are_worked_out(store: Templates) -> None:
    (added,) = store.add("表.docx", layouts.word(["员工数量：____万人"]), today=TODAY, paper="negative_list_form")
    store.confirm(added.id, today=TODAY)
    copy = fill(store.get(added.id), lambda path: "12,300人", {})
    assert layouts.lines_of(copy) == ["员工数量：1.23万人"]


def test_symbols_and_controls_are_ticked(store: Templates) -> None:
    from lxml import etree

    document = docx.Document()
    paragraph = document.add_paragraph("是否为关键信息基础设施运营者：")
    for char, words in (("F0A8", "是"), ("F0A8", "否")):
        symbol = etree.SubElement(paragraph.add_run()._element, f"{{{W}}}sym")
        symbol.set(f"{{{W}}}font", "Wingdings")
        symbol.set(f"{{{W}}}char", char)
        paragraph.add_run(words + " ")
    out = io.BytesIO()
    document.save(out)
    (added,) = store.add("表.docx", out.getvalue(), today=TODAY, paper="negative_list_form")
    store.confirm(added.id, today=TODAY)
    xml = docx.Document(io.BytesIO(fill(store.get(added.id), lambda path: "否", {}))).element.xml
    assert re.findall(r'w:char="(\w+)"', xml) == ["F0A8", "F0FE"]


def test_a_copy_is_made_within_a_second(loaded: Load) -> None:
    began = dt.datetime.now(dt.UTC)
    fill(loaded("REPORT"), sentinel, {"scenes": 5, **{f"scenes[{n}].items": 40 for n in range(5)}})
    assert dt.datetime.now(dt.UTC) - began < dt.timedelta(seconds=2)


W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
CONTROL = (
    f'<w:sdt xmlns:w="{W}" xmlns:w14="{W14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
)
LEGACY = (
    f'<w:r xmlns:w="{W}"><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox>'
    "</w:ffData></w:fldChar></w:r>"
)


@pytest.mark.parametrize(("box", "ticked"), [(CONTROL, 'w14:checked w14:val="1"'), (LEGACY, "<w:checked/>")])
def test_boxes_that_are_controls_or_fields(store: Templates, box: str, ticked: str) -> None:
    from lxml import etree

    document = docx.Document()
    paragraph = document.add_paragraph("是否为关键信息基础设施运营者：")
    for words in ("是", "否"):
        paragraph._element.append(etree.fromstring(box))
        paragraph.add_run(words + " ")
    out = io.BytesIO()
    document.save(out)
    (added,) = store.add("表.docx", out.getvalue(), today=TODAY, paper="negative_list_form")
    assert [o.label for o in added.blanks[0].options] == ["是", "否"]
    store.confirm(added.id, today=TODAY)
    xml = docx.Document(io.BytesIO(fill(store.get(added.id), lambda path: "否", {}))).element.xml
    assert xml.count(ticked) == 1 and xml.index(ticked) > xml.index("是")


def test_a_box_that_was_lost_is_put_back(store: Templates) -> None:
    rows = [["1数据处理者情况", "单位性质", "政府部门 事业单位 企业\n社会组织 其他"]]
    (added,) = store.add("表.docx", layouts.word([rows]), today=TODAY, paper="negative_list_form")
    store.confirm(added.id, today=TODAY)
    lines = layouts.lines_of(fill(store.get(added.id), lambda path: "社会组织", {}))
    assert lines[2:] == ["☐政府部门 ☐事业单位 ☐企业", "☑社会组织 ☐其他"]


@pytest.mark.parametrize("line", ["甲（乙）" * 5000, "企业名称：____ " * 5000, "（" * 30000, "    年   月   日" * 3000])
def test_an_endless_line_costs_no_time(store: Templates, line: str) -> None:
    began = dt.datetime.now(dt.UTC)
    (added,) = store.add("表.docx", layouts.word([line]), today=TODAY, paper="negative_list_form")
    assert added.blanks == () and dt.datetime.now(dt.UTC) - began < dt.timedelta(seconds=3)
