"""Records against an invented official text: what agrees, what differs, and what cannot be compared is said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from copilot.law.anchors import Finding
from copilot.law.list_rows import rows_of
from copilot.law.load import load_knowledge_base
from copilot.law.numbers import measures
from copilot.law.proof import findings
from copilot.law.reading import read_files
from copilot.library.officials import with_officials
from eval import law
from tests import shipped

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
TODAY = dt.date(2026, 11, 23)
CHECKED = 'checked: {on: "2026-11-23", status: "verified", note: ""}'
DATES = 'in_force_from: "2024-01-01"\nrepealed_from: null\n'

OFFICIAL = """---
title: "采珠数据管理办法"
effective: "2024-01-01"
---

# 采珠数据管理办法

第一条 为了规范采珠数据的处理，制定本办法。
第二条 采珠人向岛外提供数据，有下列情形之一的，应当报告：
（一）一年内累计提供满20万人信息的；
（二）提供珍珠产量信息的。
报告应当在15个工作日内提出。
第三条 报告的保存期为3年。
"""
TABLE = """一、海珠领域
（一）需要通过数据出境安全评估的数据清单
| 数据类别 | 数据子类 | 描述 |
| 重要数据 | 1.产量数据。 | 包括年产量。 |
| 个人信息 | 2．自当年1月1日起累计向境外提供30万人以上的采珠人的敏感个人信息。 | 证件号。 |
（二）需要通过个人信息出境标准合同备案、个人信息保护认证出境的数据清单
| 除第2项以外 | 3.提供10万人以上且不满90万人的个人信息（不含敏感个人信息），或不满1万人的敏感个人信息。 | 其他。 |
二、河珠领域
| 个人信息 | 1.自当年1月1日起累计向境外提供70万人以上的敏感个人信息。 | 证件号。 |
"""


def digest(name: str, title: str, records: str, *, form: str = "digest", total: str = "3") -> str:
    return (
        f'id: "{name}"\ntitle: "{title}"\naliases: []\ndocument_number: null\nissuer: "岛务局"\n'
        f'authority: "department_rule"\nform: "{form}"\ngranularity: "article"\nversion: "2024-01-01"\n{DATES}'
        f'url: "https://example.org/a"\n{CHECKED}\ncore: false\ntotal_articles: {total}\nrecords:\n{records}'
    )


def record(article: str, text: str, paragraphs: int) -> str:
    return (
        f'  - article: "{article}"\n    paragraphs: {paragraphs}\n    section: null\n    title: "题"\n'
        f'    text: "{text}"\n    asks: []\n    topics: []\n    relates: []\n'
    )


def parameter(anchor: str, article: str, *, value: int = 15, title: str = "采珠数据管理办法") -> str:
    return (
        f'id: "clocks/report"\ntitle: "报告时限"\nunit: "working_days"\nvalues:\n  - value: {value}\n'
        + "".join(f"    {line}\n" for line in DATES.splitlines())
        + f'    basis: [{{instrument: "{title}", article: "{article}"}}]\n    anchor: "{anchor}"\n    {CHECKED}\n'
    )


def question(answer: str, article: str) -> str:
    return (
        'id: "q"\ntitle: "问"\nentries:\n  - id: "q-1"\n    question: "我们有7万人，怎么办？"\n    asks: []\n'
        f'    answer: "{answer}"\n    basis: [{{instrument: "采珠数据管理办法", article: "{article}"}}]\n'
        '    audience: ["caller"]\n    topics: []\n    in_force_from: "2024-01-01"\n    repealed_from: null\n'
        f"    {CHECKED}\n"
    )


DIGESTS = record("第一条", "目的。", 1) + record("第二条", "提供满20万人信息的，在15个工作日内报告。", 2)
SOUND = {
    "instruments/pearl.yaml": digest("pearl", "采珠数据管理办法", DIGESTS + record("第三条", "保存3年。", 1)),
    "parameters/clocks/report.yaml": parameter("15个", "第二条第二款"),
    "qa/q.yaml": question("7万人不满20万人，不用报告。", "第二条第一款第（一）项"),
}


def found(tmp_path: Path, changed: dict[str, str], *, official: str | None = OFFICIAL) -> list[Finding]:
    for name, text in (SOUND | changed).items():
        (tmp_path / "kb" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "kb" / name).write_text(text, "utf-8")
    texts = tmp_path / "texts"
    texts.mkdir(exist_ok=True)
    if official:
        (texts / "采珠数据管理办法.md").write_text(official, "utf-8")
    kb = load_knowledge_base(tmp_path / "kb", laws_db=Path("none.db"), data_dir=None)
    laid = with_officials(kb, texts, today=TODAY)
    assert not laid.unread
    return list(findings(read_files(tmp_path / "kb"), laid.kb, today=TODAY.isoformat()))


def test_what_agrees(tmp_path: Path) -> None:
    results = found(tmp_path, {})
    assert {f.status for f in results} == {"ok"}
    # 20万 of the answer, not the 7万 of the question; figures of two digests; the anchor
    assert Counter(f.kind for f in results) == {"figure": 5, "count": 4, "place": 2}


WRONG = [
    ({"parameters/clocks/report.yaml": parameter("5个", "第二条第二款", value=5)}, "这一处没有这个数值"),
    ({"parameters/clocks/report.yaml": parameter("15个", "第二条第一款")}, "这一处没有这个数值"),
    ({"parameters/clocks/report.yaml": parameter("15个", "第二条第二款", value=10)}, "数值 10 与 15个 不一致"),
    ({"parameters/clocks/report.yaml": parameter("15个", "第二条第三款")}, "共两款，没有第三款"),
    ({"qa/q.yaml": question("满30万人要报告。", "第二条")}, "官方文本里没有这个数值"),
    ({"qa/q.yaml": question("保存3年。", "第二条第一款第（三）项")}, "共两项，没有第（三）项"),
    ({"instruments/pearl.yaml": digest("pearl", "采珠数据管理办法", record("第二条", "报告。", 3))}, "官方文本有 2 款"),
    ({"instruments/pearl.yaml": digest("pearl", "采珠数据管理办法", DIGESTS, total="4")}, "官方文本共 3 条"),
    (
        {
            "instruments/pearl.yaml": digest(
                "pearl", "采珠数据管理办法", record("第二条", "满20万人信息的，在10个工作日内报告。", 2)
            )
        },
        "官方文本里没有这个数值",
    ),
]


@pytest.mark.parametrize(("changed", "why"), WRONG, ids=[str(i) for i in range(len(WRONG))])
def test_what_differs(tmp_path: Path, changed: dict[str, str], why: str) -> None:
    differing = [f for f in found(tmp_path, changed) if f.status == "differs"]
    assert differing and all(f.file in changed for f in differing)
    assert any(why in f.why for f in differing), differing


def test_a_digest_may_state_the_figure_of_an_article_only_by_naming_it(tmp_path: Path) -> None:
    relates = '[{instrument: "采珠数据管理办法", article: "第三条"}]'
    for text, expected in (("保存3年。", ["3年"]), ("依第三条保存3年。", [])):
        digests = record("第一条", text, 1).replace("relates: []", f"relates: {relates}")
        changed = {"instruments/pearl.yaml": digest("pearl", "采珠数据管理办法", digests)}
        assert [f.what for f in found(tmp_path, changed) if f.status == "differs"] == expected


def test_what_cannot_be_compared_is_listed(tmp_path: Path) -> None:
    assert {f.status for f in found(tmp_path / "a", {}, official=None)} == {"unchecked"}
    stub = digest("shell", "采贝办法", record("第一条", "没有取得正文。", 1), form="stub", total="null")
    changed = {
        "instruments/shell.yaml": stub,
        "parameters/clocks/report.yaml": parameter("15个", "第一条", title="采贝办法"),
    }
    results = found(tmp_path / "b", changed)
    assert {f.why for f in results if f.status != "ok"} == {"只登记，正文未取得"}
    assert {f.file for f in results if f.status == "unchecked"} == set(changed)


def test_figure_in_a_text_without_articles_is_marked(tmp_path: Path) -> None:
    head = OFFICIAL.partition("第一条")[0]
    guide = head + "一、范围\n适用于采珠。\n二、办理\n15个工作日内办结。\n"
    records = (
        record("第一条", "在15个工作日内办结。", 1)
        .replace('"第一条"', "null")
        .replace("section: null", 'section: "二、办理"')
    )
    changed = {
        "instruments/pearl.yaml": digest("pearl", "采珠数据管理办法", records, total="null"),
        "parameters/clocks/report.yaml": parameter("15个", "x").replace('"x"', "null"),
        "qa/q.yaml": question("尽快办理。", "x").replace('"x"', "null"),
    }
    results = [f for f in found(tmp_path, changed, official=guide) if f.kind == "figure"]
    assert [f.status for f in results] == ["whole"]


def test_rows_of_a_list() -> None:
    rows = rows_of(TABLE, "海珠")
    assert [(n, r.path) for n, r in rows.items()] == [
        ("1", "must_assess"),
        ("2", "must_assess"),
        ("3", "must_contract"),
    ]
    assert rows["1"].bounds == frozenset()
    assert rows["2"].bounds == {("sensitive_pi", 300_000, None)}
    assert rows["3"].bounds == {("pi", 100_000, 900_000), ("sensitive_pi", None, 10_000)}
    assert list(rows_of(TABLE, "河珠")) == ["1"] and rows_of(TABLE, "湖珠") == {}


def test_counts_of_things_are_no_measures() -> None:
    assert measures("所列六项、三类共12份，保存三年，在10个工作日内办，大于500例，例如外方") == {
        (3.0, "年"),
        (10.0, "工作日"),
        (500.0, ""),
    }


def test_runner_prints_the_table_and_fails_on_a_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found(tmp_path, {})
    options = {"laws_db": Path("none.db"), "today": TODAY}
    assert law.run(tmp_path / "texts", tmp_path / "kb", **options, everything=True) == 0
    assert "引用（至款、项、日期）\t2\t0\t0\t0" in capsys.readouterr().out
    (tmp_path / "kb/qa/q.yaml").write_text(question("满30万人要报告。", "第二条"), "utf-8")
    assert law.run(tmp_path / "texts", tmp_path / "kb", **options) == 1
    assert "qa/q.yaml:7  30万" in capsys.readouterr().out


@pytest.mark.thorough
@pytest.mark.skipif(not CORPUS.is_dir(), reason="no official texts beside the repository")
def test_shipped_records_agree_with_the_official_texts() -> None:
    kb = load_knowledge_base(shipped.KB_DIR, laws_db=None, data_dir=None, cache_dir=shipped.PARSED)
    laid = with_officials(kb, CORPUS, today=TODAY)
    results = list(findings(shipped.files(), laid.kb, today=TODAY.isoformat()))
    assert [f for f in results if f.status == "differs"] == []
    ok = Counter(f.kind for f in results if f.status == "ok")
    assert ok["figure"] > 350 and ok["row"] >= 41 and ok["place"] > 3200 and ok["count"] > 500
    unread = {f.why for f in results if f.status == "unchecked"}
    assert unread and all(unread)
