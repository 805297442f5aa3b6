"""Exports say the same in every format and carry both labels."""

from __future__ import annotations

import ctypes
import datetime as dt
import io
import json
import re
import zipfile

import pypdfium2
import pypdfium2.raw as raw
import pytest
import yaml
from docx import Document as open_docx

from copilot.domain import Answer, Citation
from copilot.errors import BadInput
from copilot.export import label
from copilot.export.export import export_answer, export_conversation
from copilot.store.store import ConversationView, MessageView

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
FIELDS = ["Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"]


def make_answer(**changes: object) -> Answer:
    source = Citation(
        id="p#1",
        instrument="促进和规范数据跨境流动规定",
        article="第七条",
        title="应当申报安全评估",
        kind="digest",
        text="（一）关键信息基础设施运营者；\n（二）重要数据。",
        url="https://www.cac.gov.cn/a.htm",
        in_force_from=dt.date(2024, 3, 22),
        checked="verified",
        checked_on=dt.date(2026, 11, 1),
    )
    values = {
        "answer": "应当申报数据出境安全评估。[1]\n\n具体以网信部门答复为准。",
        "abstained": False,
        "citations": [source],
        "questions": ["是否为关键信息基础设施运营者？"],
        "as_of": dt.date(2026, 11, 23),
        "model": "some-model",
        "prompt": "answer/v1",
        "notices": ["按您问题中的日期回答。"],
        "message_id": "a" * 32,
    }
    return Answer(**{**values, **changes})  # type: ignore[arg-type]


def conversation(answer: Answer) -> ConversationView:
    def turn(n: int, role: str, text: str, answer: Answer | None = None) -> MessageView:
        return MessageView(id=str(n), role=role, text=text, created_at=NOW, answer=answer)  # type: ignore[arg-type]

    turns = [
        turn(0, "user", "100万人要评估吗？"),
        turn(1, "assistant", answer.answer, answer),
        turn(2, "user", "那认证呢？"),
    ]
    return ConversationView(
        id="c" * 32, title="出境 <b>评估</b>", language="zh", created_at=NOW, updated_at=NOW, messages=turns
    )


def words_of(form: str, content: bytes) -> str:
    if form == "md":
        text = content.decode().replace("\\", "")
    elif form == "docx":
        text = "\n".join(p.text for p in open_docx(io.BytesIO(content)).paragraphs)
    else:
        pages = pypdfium2.PdfDocument(content)
        text = "".join(page.get_textpage().get_text_range() for page in pages)
    return re.sub(r"\s|^> ?", "", text, flags=re.M)


def implicit_of(form: str, content: bytes) -> dict[str, str] | None:
    if form == "md":
        text = content.decode()
        return (
            yaml.safe_load(text.removeprefix("---\n").split("\n---\n")[0])["AIGC"]
            if text.startswith("---\nAIGC:")
            else None
        )
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "docProps/custom.xml" not in archive.namelist():
                return None
            xml = archive.read("docProps/custom.xml").decode()
            assert "custom-properties" in archive.read("_rels/.rels").decode()
        found = re.search(r'name="AIGC"><vt:lpwstr>(.*?)</vt:lpwstr>', xml)
        assert found
        return json.loads(found[1].replace("&quot;", '"'))
    info = pypdfium2.PdfDocument(content)
    length = raw.FPDF_GetMetaText(info, b"AIGC", None, 0)
    if length <= 2:
        assert b"TC260" not in content
        return None
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetMetaText(info, b"AIGC", buffer, length)
    assert b"<TC260:AIGC>{" in content
    return json.loads(bytes(buffer)[:-2].decode("utf-16-le"))


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_an_export_holds_everything_the_answer_showed(form: str) -> None:
    file = export_conversation(conversation(make_answer()), form, producer="某服务商 A", now=NOW)
    words = words_of(form, file.content)
    for part in (
        "出境<b>评估</b>", "100万人要评估吗？", "应当申报数据出境安全评估。[1]", "具体以网信部门答复为准。",
        "那认证呢？", "（未完成回答）",
        "[1]《促进和规范数据跨境流动规定》第七条应当申报安全评估", "（一）关键信息基础设施运营者；", "（二）重要数据。",
        "https://www.cac.gov.cn/a.htm", "自2024-03-22起施行", "已核对（2026-11-01）", "摘编（非原文）",
        "依据2026-11-23有效的规定", "some-model", "按您问题中的日期回答。", "是否为关键信息基础设施运营者？",
    ):  # fmt: skip
        assert re.sub(r"\s", "", part) in words, part
    assert file.name.endswith(f".{form}")


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_generated_text_carries_the_visible_and_the_implicit_label(form: str) -> None:
    file = export_answer("100万人要评估吗？", make_answer(), form, producer="某服务商 A", now=NOW)
    assert words_of(form, file.content).count("本内容由人工智能生成") >= 2
    fields = implicit_of(form, file.content)
    assert fields is not None and list(fields) == FIELDS
    assert fields["Label"] == "1"
    assert fields["ProduceID"] == fields["PropagateID"] == "a" * 32
    assert fields["ContentProducer"] == fields["ContentPropagator"] == "-----A"


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_excerpts_are_not_labelled_as_generated(form: str) -> None:
    file = export_answer("问", make_answer(mode="extractive", model="extractive"), form, producer="a", now=NOW)
    words = words_of(form, file.content)
    assert "本内容由人工智能生成" not in words and "未使用生成模型" in words
    assert implicit_of(form, file.content) is None


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
@pytest.mark.parametrize(
    "nasty", ["<script>alert(1)</script>", "a & b < c", "\x00\x0b控制", "😀𠮷", "# 标题\n- x", "x" * 3000]
)
def test_nothing_typed_breaks_a_file(form: str, nasty: str) -> None:
    file = export_answer(nasty, make_answer(answer=nasty), form, producer=nasty, now=NOW)
    assert "本内容由人工智能生成" in words_of(form, file.content)
    if form == "md":
        assert not re.search(r"(?<!\\)<script", file.content.decode().split("\n---\n")[1])
        assert "\n# 标题" not in file.content.decode().split("# ", 1)[1]


def test_english_conversations_are_labelled_in_english() -> None:
    file = export_answer("Do I need it?", make_answer(language="en"), "md", producer="a", now=NOW)
    assert "AI-generated content" in file.content.decode()


def test_an_unknown_format_is_said() -> None:
    with pytest.raises(BadInput, match="xls"):
        export_answer("问", make_answer(), "xls", producer="a", now=NOW)


def test_the_label_has_only_characters_that_checkers_accept() -> None:
    fields = label.implicit('编号 "1"\\2', producer="")
    assert fields["ProduceID"] == "----1--2" and fields["ContentProducer"] == "-"
    assert label.encoded(fields).startswith('{"Label":"1","ContentProducer"')
