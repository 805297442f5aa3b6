"""Filed contracts against a model contract made up for tests: one sign is found, what may be filled in is not."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from copilot.errors import BadDocument, BadInput, UnknownRecord
from copilot.precheck.case import Deviation
from copilot.precheck.contract import MAX_DEVIATIONS, deviations
from copilot.precheck.contract_form import ModelContract, load_contracts, model_contract, read_contracts
from copilot.precheck.contract_texts import ContractTexts
from copilot.precheck.finding import Result
from copilot.precheck.paper import Block, Paper, Place
from copilot.precheck.readers import read_paper
from copilot.precheck.service import Asked
from copilot.settings import Settings
from copilot.wiring import Parts
from eval.precheck.contracts import articles, model_text
from tests.precheck.conftest import KB
from tests.precheck.readers import samples

KNOWN = load_contracts(KB)
FILLED = {
    "measures": "传输加密、访问控制、日志审计。",
    "contact": "Daniel Koh，ops@example.com",
    "days": "三",
    "choice": "1",
}
DAY = dt.date(2026, 10, 15)
Word = Callable[[list[str]], bytes]


def model(*, gba: bool = False) -> ModelContract:
    found = model_contract(tuple(model_text(gba)), KNOWN)
    assert found
    return found


def filed(*, body: str = "新加坡国际仲裁中心", place: str = "新加坡", gba: bool = False) -> list[str]:
    """The lines of a filled contract with its parties, signatures and appendices."""
    lines = [
        model_text(gba)[0],
        "个人信息处理者：北京云帆智行科技有限公司",
        "地址：北京市朝阳区望京街1号",
        "境外接收方：HARBOURLINE PTE. LTD.",
    ]
    for one in articles(gba, **FILLED, body=body, place=place, copies="四"):
        lines += [str(one["title"]), *one["paragraphs"]]  # type: ignore[misc]
    lines += ["本合同在北京签订。", "本合同自2026年9月28日起生效。", "个人信息处理者（盖章）："]
    return [*lines, "附录一 个人信息出境说明", "（一）处理目的：差旅", "附录二", "境外接收方不得再提供。"]


def paper(lines: list[str], **looks: object) -> Paper:
    confidence = looks.get("confidence")
    blocks = [
        Block("paragraph", text, Place("合同.docx", 1, f"第{n}段"), confidence=confidence)  # type: ignore[arg-type]
        for n, text in enumerate(lines, 1)
    ]
    return Paper("合同.docx", looks.get("format", "docx"), "0", tuple(blocks), pages=1)  # type: ignore[arg-type]


def found(lines: list[str], **looks: object) -> list[Deviation]:
    return deviations(paper(lines, **looks), model(), conflicts=KNOWN.conflicts)


def changed(old: str, new: str, lines: list[str] | None = None) -> list[str]:
    lines = lines or filed()
    assert any(old in line for line in lines)
    return [line.replace(old, new) for line in lines]


def test_a_filled_contract_has_no_deviation() -> None:
    assert found(filed()) == []
    assert deviations(paper(filed(gba=True)), model(gba=True), conflicts=KNOWN.conflicts) == []


@pytest.mark.parametrize("body", ["中国国际经济贸易仲裁委员会", "香港国际仲裁中心", "伦敦国际仲裁院（LCIA）"])
def test_any_arbitration_body_may_be_chosen(body: str) -> None:
    assert found(filed(body=body, place="伦敦")) == []


@pytest.mark.parametrize(
    "same",
    [
        lambda lines: [line.replace("，", ",").replace("（", "(").replace("）", ")") for line in lines],
        lambda lines: [" ".join(line) for line in lines],
        lambda lines: ["\u200b".join(line) for line in lines],
        lambda lines: ["".join(lines[:8]), *lines[8:]],
        lambda lines: [line.replace("（一）", "").replace("（二）", "2、") for line in lines],
        lambda lines: [line.replace("个人", "個人").replace("处理", "處理").replace("应当", "應當") for line in lines],
    ],
    ids=["half-width", "blanks", "invisible", "run together", "numbers", "traditional"],
)
def test_layout_is_no_deviation(same: Callable[[list[str]], list[str]]) -> None:
    assert found(same(filed())) == []


def test_one_missing_sign_is_found_with_its_place() -> None:
    lines = changed("不得以本合同减轻", "得以本合同减轻")
    (one,) = found(lines)
    assert lines[int(one.place.locator[1:-1]) - 1].startswith("（七）得以本合同减轻")
    assert one.sure and one.explanation == "第二条（七）删去了“不”。"
    assert "（七）不得以本合同减轻" in one.official and "（七）得以本合同减轻" in one.actual


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("应当赔偿。", "应当赔偿，但以合同金额的百分之十为限。", "第八条（一）增加了“但以合同金额的百分之十为限”"),
        ("不得向中国境外的第三方提供", "可以向中国境外的第三方提供", "第三条（五）把“不得”改成了“可以”"),
        ("至少保存三年。", "至少保存一年。", "把“三”改成了“一”"),
        ("中华人民共和国法律", "新加坡共和国法律", "第九条（二）"),
    ],
)
def test_added_and_changed_words(old: str, new: str, said: str) -> None:
    one = found(changed(old, new))[0]
    assert one.sure and said in one.explanation


def test_a_clause_that_is_gone_stands_after_the_one_before() -> None:
    lines = [line for line in filed() if "不得向中国境外的第三方提供" not in line]
    (one,) = found(lines)
    assert one.explanation.startswith("第三条（五）删去了") and "不得向中国境外的第三方" in one.official
    assert "留存记录" in lines[int(one.place.locator[1:-1]) - 1]


def test_a_clause_put_in_after_the_last_one_is_found() -> None:
    lines = filed()
    at = next(n for n, line in enumerate(lines) if line.startswith("本合同在"))
    lines.insert(at, "（六）境外接收方可以自行决定向第三方提供个人信息。")
    (one,) = found(lines)
    assert one.sure and one.place.locator == f"第{at + 1}段" and "自行决定" in one.actual


def test_a_blank_filled_with_words_against_the_contract_is_advice() -> None:
    (one,) = found(changed("日志审计。", "日志审计，境外接收方不承担由此产生的责任。"))
    assert not one.sure and "不承担" in one.explanation and one.official == "（供填写）"


def test_the_same_number_written_otherwise_is_not_sure() -> None:
    (one,) = found(changed("三十日内", "30日内"))
    assert not one.sure


def test_a_contract_in_two_languages_is_explained_in_english() -> None:
    english = "The Parties shall process the personal information for 3 years, and not longer, under Article 2."
    lines = [part for line in filed() for part in (line, english)]
    assert found(lines) == []
    (one,) = found(changed("不得以本合同减轻", "得以本合同减轻", lines))
    assert "In Article 2(7) of the Chinese text “不” was removed." in one.explanation


def test_an_english_sentence_in_a_chinese_contract_is_an_addition() -> None:
    (one,) = found(changed("应当赔偿。", "应当赔偿。The liability is capped at one dollar."))
    assert one.sure and "The liability" in one.actual


def test_another_contract_is_one_deviation() -> None:
    (one,) = found(
        ["技术服务合同", *(f"第{n}条 双方按照约定提供和接受技术服务，互不追究。" for n in "一二三四五六七八九")]
    )
    assert one.sure and "别的范本" in one.explanation


def test_the_national_text_used_for_the_bay_area_is_told_in_a_bounded_list() -> None:
    there = deviations(paper(filed()), model(gba=True), conflicts=KNOWN.conflicts)
    assert 0 < len(there) <= MAX_DEVIATIONS


def test_what_ocr_read_is_not_sure_and_single_slips_are_counted_only() -> None:
    lines = changed("备份", "备价", changed("不得以本合同减轻", "得以本合同减轻"))
    missing, slips = found(lines, format="scan", confidence=0.97)
    assert not missing.sure and "删去了“不”" in missing.explanation
    assert not slips.sure and "1 处单字" in slips.explanation
    lost = [line for line in filed() if "不得向中国境外的第三方提供" not in line]
    assert [d.sure for d in found(lost, format="scan", confidence=0.97)] == [False]


# -- loaded texts, read from real files and used by the pre-check


def word(lines: list[str]) -> bytes:
    return samples.word(lambda document: [document.add_paragraph(line) for line in lines])


def printed(lines: list[str]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    from copilot.export.pdf import chinese_font, styles_of

    out = io.BytesIO()
    style = styles_of(chinese_font())["body"]
    SimpleDocTemplate(out, pagesize=A4).build([Paragraph(line.replace("<", ""), style) for line in lines])
    return out.getvalue()


@pytest.fixture
def parts(settings: Settings, tmp_path: Path) -> Iterator[Parts]:
    parts = Parts(settings.model_copy(update={"data_dir": tmp_path / "data", "backend": "extractive"}))
    yield parts
    parts.precheck.close()


def loaded(parts: Parts, content: bytes, name: str = "范本.docx", **said: object) -> ContractTexts:
    parts.contract_texts.add(name, content, sandbox=parts.precheck.sandbox, today=DAY, **said)  # type: ignore[arg-type]
    return parts.contract_texts


def checked(parts: Parts, lines: list[str], make: Word, name: str, *, kind: str = "standard_contract") -> Result:
    asked = Asked(kind, DAY, "11", offline=False)  # type: ignore[arg-type]
    return parts.precheck.check_files("某公司", {name: make(lines)}, asked).result


@pytest.mark.parametrize(("make", "name"), [(word, "标准合同.docx"), (printed, "标准合同.pdf")])
def test_the_criterion_reports_from_files(parts: Parts, make: Word, name: str) -> None:
    sound = checked(parts, filed(), make, name)
    assert any("没有导入" in line for line in sound.not_checked)
    loaded(parts, make(model_text()), name)
    sound = checked(parts, filed(), make, name)
    assert not any("没有导入" in line for line in sound.not_checked)
    assert [f for f in sound.findings if f.rule_id == "PC-295"] == []
    wrong = checked(parts, changed("不得以本合同减轻", "得以本合同减轻"), make, name)
    (one,) = [f for f in wrong.findings if f.rule_id == "PC-295"]
    assert (one.severity, one.file, one.stage) == ("supplement", name, "formal") and one.for_notice
    assert "删去了“不”" in one.message and "减轻" in one.evidence


def test_the_text_of_the_day_and_kind_is_used(parts: Parts) -> None:
    loaded(parts, word(model_text()), in_force_from=dt.date(2027, 1, 1))
    told = checked(parts, changed("不得以本合同减轻", "得以本合同减轻"), word, "标准合同.docx")
    assert any("没有导入" in line for line in told.not_checked)
    assert [f for f in told.findings if f.rule_id == "PC-295"] == []


def test_load_list_replace_and_remove(parts: Parts) -> None:
    before = parts.precheck.digest()
    texts = loaded(parts, word(model_text()))
    assert parts.precheck.digest() != before  # outcomes kept of a batch are made anew
    loaded(parts, word(model_text(True)), "大湾区.docx")
    _, replaced = texts.add("再来.docx", word(model_text()), sandbox=parts.precheck.sandbox, today=DAY)
    assert replaced
    assert [(t.id, t.articles) for t in texts.all()] == [("gba_hk-2023-12-10", 8), ("standard_contract-2023-06-01", 9)]
    assert all(t.blanks >= 4 and len(t.sha256) == 64 for t in texts.all())
    texts.remove("gba_hk-2023-12-10")
    assert [t.contract for t in texts.all()] == ["standard_contract"]
    with pytest.raises(UnknownRecord):
        texts.remove("gba_hk-2023-12-10")


def test_what_is_no_blank_model_contract_is_refused(parts: Parts) -> None:
    for content, name in (
        (word(filed()), "已填.docx"),
        (word(model_text()[:20]), "半份.docx"),
        (word(["会议纪要", "第一条 无"]), "别的.docx"),
        (b"%PDF-1.4 cut", "坏.pdf"),
    ):
        with pytest.raises(BadInput):
            loaded(parts, content, name)
    assert parts.contract_texts.all() == [] and parts.contract_texts.compare() is None
    loaded(parts, word(filed()), "已填.docx", force=True)
    assert len(parts.contract_texts.all()) == 1


def test_a_kept_text_that_was_changed_is_refused(parts: Parts, tmp_path: Path) -> None:
    texts = loaded(parts, word(model_text()))
    (kept,) = (tmp_path / "data" / "precheck" / "contracts").glob("*.json")
    kept.write_text(kept.read_text("utf-8").replace("不得以本合同减轻", "得以本合同减轻"), "utf-8")
    with pytest.raises(BadDocument, match="被改动"):
        texts.compare()


def test_faults_of_the_data_are_told(tmp_path: Path) -> None:
    (tmp_path / "precheck").mkdir()
    whole = (KB / "precheck" / "contracts.yaml").read_text("utf-8")
    (tmp_path / "precheck" / "contracts.yaml").write_text(
        whole.replace('["月", "日"]', '["月"]').replace("（如", "(（如", 1)
    )
    assert [f.code for f in read_contracts(tmp_path)[1]] == ["pattern", "blanks"]
    (tmp_path / "precheck" / "contracts.yaml").write_text(whole.replace('"2023-06-01"', '"2023-13-01"'))
    assert read_contracts(tmp_path)[1] and read_contracts(KB)[1] == []


def test_tables_are_compared_too() -> None:
    lines = changed("不得以本合同减轻", "得以本合同减轻")
    raw = samples.word(lambda d: [d.add_table(1, 1).cell(0, 0).__setattr__("text", line) for line in lines])
    (one,) = deviations(read_paper("合同.docx", raw), model())
    assert "删去了“不”" in one.explanation
