"""A kept verdict as .docx, .pdf and .json: everything that was decided, with its articles, the same each time."""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document as open_docx

from copilot.errors import BadInput
from copilot.export.export import Exported, export_verdict
from copilot.export.verdict import value_of
from copilot.law.knowledge_base import KnowledgeBase
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.rules.questions import Language
from copilot.rules.result import PathResult
from copilot.store.verdicts import VerdictView
from tests import shipped
from tests.export.test_export import implicit_of

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2026, 11, 23)
SURE = {name: False for name in ("is_ciio", "important_data_notified", "foreign_judicial_request", "overseas_origin")}
FACTS: dict[str, Any] = {
    **SURE,
    "is_export": True,
    "contains_pi": True,
    "pi_count": 1_000_000,
    "sensitive_pi_count": 0,
    "contract_necessary": False,
    "hr_necessary": False,
    "emergency": False,
    "under14": False,
    "purpose": "总部 <b>分析</b> & 统计",
    "legal_basis": "13(一)",
    "sector": "汽车",
}


@functools.cache
def kb() -> KnowledgeBase:
    return shipped.knowledge_base()


def kept(facts: dict[str, Any] = FACTS, *, day: dt.date = DAY, **changes: Any) -> VerdictView:
    result = determine(parse_facts(facts), as_of=day, book=kb().rulebook).model_dump(mode="json")
    values = {
        "id": "b" * 32,
        "title": "总部分析",
        "path": result["path"],
        "headline": result["headline"],
        "as_of": day,
        "created_at": dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC),
        "data_digest": result["rules"]["data"],
        "code_version": result["rules"]["code"],
        "facts": facts,
        "result": result,
    }
    return VerdictView(**{**values, **changes})


def exported(verdict: VerdictView, form: str, language: Language = "zh") -> Exported:
    return export_verdict(verdict, form, book=kb().rulebook, producer="某单位", language=language)


def words_of(form: str, content: bytes) -> str:
    if form == "docx":
        file = open_docx(io.BytesIO(content))
        cells = [c.text for t in file.tables for row in t.rows for c in row.cells]
        text = "\n".join([*(p.text for p in file.paragraphs), *cells])
    else:
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
        text = "".join(re.sub(r"(?m)^.* · \d+\s*$", "", page) for page in pages)  # a foot may cut a sentence in two
    return re.sub(r"\s|\ufffe", "", text)


def expected(verdict: VerdictView) -> list[str]:
    """What a reader must find, taken from the result itself."""
    r = PathResult.model_validate(verdict.result)
    names = {p.id: p.name for one in kb().materials for p in one.entries}
    steps = [t for s in r.trace for t in (s.title, s.compare, *(b.shown for b in s.basis))]
    return [
        r.headline, *(b.shown for b in r.basis), *steps,
        *(q.text for q in r.questions), *(b.text for b in r.blockers),
        *(t for o in r.obligations for t in (o.text, *(b.shown for b in o.basis))),
        *(t for m in r.timeline for t in (m.title, m.note)),
        *r.materials, *(names[i] for i in r.materials), *(o.text for o in r.options),
        *(w.change for w in r.what_if), *r.notes, *(a.label for a in r.assumptions),
        str(r.as_of), r.rules["data"], r.rules["code"], verdict.id, "以网信部门答复为准",
    ]  # fmt: skip


CASES: dict[str, dict[str, Any]] = {
    "assessment": FACTS,
    "contract": {**FACTS, "pi_count": 999_999, "gba": True},
    "open": {"is_export": True, "contains_pi": True, "pi_count": 50_000, "is_ciio": None},
    "several": {**SURE, "is_export": True, "activities": [{**FACTS, "pi_count": 600_000}] * 2},
    "nothing": {},
}


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("case", CASES)
def test_a_report_holds_everything_that_was_decided(form: str, case: str) -> None:
    verdict = kept(CASES[case])
    words = words_of(form, exported(verdict, form).content)
    missing = [part for part in expected(verdict) if re.sub(r"\s", "", part) not in words]
    assert missing == []


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("case", CASES)
def test_a_report_in_english_holds_the_same_in_english(form: str, case: str) -> None:
    own = {"purpose": "head office", "sector": "car maker", "legal_basis": None}
    facts = {**CASES[case], **own}
    if "activities" in facts:
        facts["activities"] = [{**one, **own} for one in facts["activities"]]
    verdict = kept(facts, title="head office")
    result, names = PathResult.model_validate(verdict.result), {p.id: p for one in kb().materials for p in one.entries}
    words = words_of(form, exported(verdict, form, "en").content)
    wanted = [
        result.headline_en,
        *(s.title_en for s in result.trace),
        *(o.text_en for o in result.obligations),
        *(m.title_en for m in result.timeline),
        *(names[i].name_en for i in result.materials),
        *(b.text_en for b in result.blockers),
        *(w.change_en for w in result.what_if),
        *(q.text_en for q in result.questions),
        *(a.label_en for a in result.assumptions),
        *(b.shown for b in result.basis),
    ]
    assert [part for part in wanted if re.sub(r"\s", "", part) not in words] == []
    if form == "docx":  # beside the places in the law nothing is left in Chinese
        file = open_docx(io.BytesIO(exported(verdict, form, "en").content))
        cells = [c.text for t in file.tables for row in t.rows for c in row.cells]
        lines = "\n".join([*(p.text for p in file.paragraphs), *cells]).splitlines()
        rest = [re.sub(r"《[^》]*》[^;,\s]*|（[^）]*）", "", line).replace("13(一)", "") for line in lines]
        assert [line for line in rest if re.search("[\u4e00-\u9fff]", line)] == []


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_facts_are_told_with_their_labels_and_values(form: str) -> None:
    words = words_of(form, exported(kept(story="我们把客户资料传给总部"), form).content)
    for part in (
        "是否关键信息基础设施运营者否is_ciio",
        "当年累计出境个人信息人数（不含敏感）1,000,000人pi_count",
        "总部<b>分析</b>&统计",
        "13(一)取得个人同意",
        "描述：我们把客户资料传给总部",
    ):
        assert part in words, part


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_only_what_a_model_read_is_labelled(form: str) -> None:
    by_rules = exported(kept(), form).content
    assert "没有使用生成模型" in words_of(form, by_rules) and implicit_of(form, by_rules) is None
    read = kept(story="故事", story_model="some-model")
    content = exported(read, form).content
    words = words_of(form, content)
    assert "所列事实由人工智能从描述中读出" in words and "读描述的模型：some-model" in words
    assert "没有使用生成模型" not in words
    assert (implicit_of(form, content) or {})["ProduceID"] == read.id


@pytest.mark.parametrize("form", ["docx", "pdf", "json"])
def test_the_same_verdict_gives_the_same_bytes(form: str) -> None:
    first, second = exported(kept(), form), exported(kept(), form)
    assert first.content == second.content
    assert first.name == f"path-2026-11-23-bbbbbbbb.{form}"


def test_json_is_the_result_itself() -> None:
    whole = json.loads(exported(kept(), "json").content)
    assert whole["facts"] == FACTS and whole["determination_id"] == "b" * 32
    assert PathResult.model_validate(whole) == PathResult.model_validate({**kept().result, "facts": FACTS})


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("nasty", ["<script>", "a & b", "\x00\x0b控制", "😀𠮷", "x" * 1900, "长\n" * 900, "长" * 1990])
def test_nothing_typed_breaks_a_report(form: str, nasty: str) -> None:
    verdict = kept({**FACTS, "purpose": nasty}, title=nasty, story=nasty * 5)
    assert "以网信部门答复为准" in words_of(form, exported(verdict, form).content)


def test_an_unknown_format_is_said() -> None:
    with pytest.raises(BadInput, match="xls"):
        exported(kept(), "xls")


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("is_ciio", None, "不知道"),
        ("ftz", None, "无"),
        ("is_ciio", False, "否"),
        ("pi_count", 0, "0 人"),
        ("sector", "汽车", "汽车"),
        ("negative_list_hit", "off_list", "领域在清单之内，数据不在任何一项（用户自述）"),
    ],
)
def test_values_are_written_for_people(fact: str, value: Any, said: str) -> None:
    assert value_of(fact, value) == said
