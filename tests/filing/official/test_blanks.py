"""Which blanks are found in templates of the official structure, and what each is proposed to ask for."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from copilot.filing.official.model import Blank, Template
from copilot.filing.official.store import Templates
from tests.filing.official import layouts
from tests.filing.official.conftest import TODAY

Load = Callable[[str], Template]


def asked(template: Template) -> dict[str, str | None]:
    """What the blanks ask for, by place and label."""
    return {"/".join((*b.where[-1:], b.label)): b.value for b in template.blanks}


def test_the_application_form(loaded: Load) -> None:
    found = {b.value: b for b in loaded("APPLICATION").blanks}
    assert {b.sure for b in found.values()} == {"sure"}
    assert found["exporter.nature"].kind == "choice"
    assert [o.label for o in found["exporter.nature"].options][-2:] == ["社会组织", "其他"]
    assert found["exporter.nature_other"].only_with == (found["exporter.nature"].id, "其他")
    assert found["exporter.scale"].kind == "below" and found["exporter.scale"].hint == "按人统计"
    for path in (
        *("exporter.name", "exporter.code", "exporter.is_ciio", "legal_rep.name", "agent.phone", "scenes[].brief"),
        *("scenes[].sectors", "recipients[].country", "recipients[].phone", "recipients_summary"),
        "{legal_rep.post}/{legal_rep.nationality}",
    ):
        assert path in found, path


def test_scenes_recipients_and_items_stand_once_for_each(loaded: Load) -> None:
    scenes, recipients = loaded("APPLICATION").blocks
    assert (scenes.over, recipients.over, recipients.parent) == ("scenes", "scenes[].recipients", scenes.id)
    assert len(scenes.spare) == 2 and set(recipients.rows) < set(scenes.rows)
    table, rows = loaded("REPORT").blocks
    assert (table.over, table.caption, rows.over) == ("scenes", "scenes[].name", "scenes[].items")
    assert rows.parent == table.id and len(rows.rows) == 1 and len(rows.spare) == 2


def test_the_letter_of_authority(loaded: Load) -> None:
    found = asked(loaded("ATTORNEY"))
    values = [b.value for b in loaded("ATTORNEY").blanks]
    assert values[:8] == [
        "@remove",
        *("legal_rep.name", "legal_rep.id_number", "exporter.name", "agent.name", "agent.id_number"),
        *("authority.began", "authority.until"),
    ]
    assert found["单位名称"] == "exporter.name" and found["法定代表人（签字）"] == "@hand"
    assert found["签署日期"] == "authority.began"


def test_the_contract_tells_the_parties_apart(loaded: Load) -> None:
    found = asked(loaded("CONTRACT"))
    assert found["个人信息处理者/地址"] == "exporter.registered_at"
    assert found["境外接收方/地址"] == "recipients[].address"
    assert found["境外接收方/职务"] == "recipients[].contact_post"
    assert found["附录一/（一）处理目的"] == "scenes[].purpose"
    by_value = {b.value: b for b in loaded("CONTRACT").blanks}
    assert by_value["contract.institution"].skip == ("contract.dispute", "向人民法院起诉")
    assert by_value["contract.dispute"].values == {"仲裁": "1", "向人民法院起诉": "2"}
    assert [by_value[f"scenes[].stored_{end}"].kind for end in ("from", "until")] == ["date", "date"]


def test_the_report_asks_for_its_chapters(loaded: Load) -> None:
    chapters = [b for b in loaded("REPORT").blanks if (b.value or "").startswith("section:")]
    required = [b.value for b in chapters if not b.optional]
    assert required == [f"section:sa.{n}" for n in ("1", "2.1.1", "2.1.2", "2.2.1", "2.2.3", "2.6", "3")]
    assert next(b.hint for b in chapters if b.value == "section:sa.1") == "概述起止时间。"


def test_the_extension_form(loaded: Load) -> None:
    found = {b.value: b for b in loaded("EXTENSION").blanks}
    assert found["extension.important_growth"].skip == ("extension.no_important_data", "是")
    assert [o.label for o in found["extension.no_important_data"].options] == ["不涉及"]
    assert found["extension.carried_out"].kind == "below" and "extension.case_number" in found


@pytest.mark.parametrize(
    ("lines", "label", "value", "sure"),
    [
        ("姓名：________", "姓名", None, "unknown"),
        ("单位名称：________", "单位名称", "exporter.name", "likely"),
        ("企业名称：________", "企业名称", "exporter.name", "sure"),
        ("宠物数量：________", "宠物数量", None, "unknown"),
        ("境外接收方所在地址：________", "境外接收方所在地址", "recipients[].address", "likely"),
    ],
)
def test_what_is_not_certain_is_said(store: Templates, lines: str, label: str, value: str | None, sure: str) -> None:
    (template,) = store.add("表.docx", layouts.word([lines]), today=TODAY, paper="negative_list_form")
    (blank,) = template.blanks
    assert (blank.label, blank.value, blank.sure) == (label, value, sure)


@pytest.mark.parametrize(
    "line",
    [
        "双方应当遵守本办法，不得违反。",
        "（一）按照规定处理个人信息：",
        "自2025年6月27日起施行。",
        "附件：",
        "经 办 人",
        "",
    ],
)
def test_fixed_text_holds_no_blank(store: Templates, line: str) -> None:
    (template,) = store.add("表.docx", layouts.word([line, "正文。"]), today=TODAY, paper="commitment")
    assert template.blanks == () and any("没有认出" in note for note in template.notes)


def blanks_of(store: Templates, build: Callable[[docx.document.Document], None]) -> tuple[Blank, ...]:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    (template,) = store.add("表.docx", out.getvalue(), today=TODAY, paper="commitment")
    return template.blanks


def test_an_underlined_space_is_a_blank(store: Templates) -> None:
    def build(document: docx.document.Document) -> None:
        paragraph = document.add_paragraph("企业名称")
        paragraph.add_run(" ").underline = True
        paragraph.add_run("负责")

    (blank,) = blanks_of(store, build)
    assert blank.value == "exporter.name" and blank.span == (4, 5)


def test_annexes_of_a_guide_are_templates_of_their_own(store: Templates) -> None:
    lines = ["申报指南", "正文。", *layouts.parsed(layouts.ATTORNEY), *layouts.parsed(layouts.REPORT)]
    added = store.add("指南.docx", layouts.word(lines), today=TODAY)
    assert [t.paper for t in added] == ["power_of_attorney", "self_assessment"]
    assert added[0].part == (2, 10) and len({t.sha256 for t in added}) == 1


def test_marks_between_paragraphs_are_passed_over(store: Templates) -> None:
    def build(document: docx.document.Document) -> None:
        paragraph = document.add_paragraph("企业名称：____")
        for tag in ("bookmarkStart", "bookmarkEnd", "proofErr"):
            paragraph._element.addprevious(
                paragraph._element.makeelement(paragraph._element.tag.replace("}p", f"}}{tag}"))
            )

    (blank,) = blanks_of(store, build)
    assert blank.value == "exporter.name"


def test_a_text_box_is_said_not_to_be_read(store: Templates) -> None:
    def build(document: docx.document.Document) -> None:
        run = document.add_paragraph("企业名称：____").runs[0]._element
        box = run.makeelement(run.tag.replace("}r", "}txbxContent"))
        run.append(box)
        box.append(document.add_paragraph("单位性质：____")._element)

    assert [b.value for b in blanks_of(store, build)] == ["exporter.name"]
    assert any("文本框" in note for note in store.all()[0].notes)
