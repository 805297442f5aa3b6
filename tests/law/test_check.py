"""Every fault is reported at once, with file and line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from copilot.errors import KnowledgeBaseFault
from copilot.law.check import check_knowledge_base
from copilot.law.cited_places import cited_places
from copilot.law.load import load_knowledge_base
from copilot.law.locate import locate, paragraph_count
from copilot.law.numbers import odd_units, quantities, unsupported_numbers
from tests import shipped

TODAY = dt.date(2026, 11, 23)
CHECKED = 'checked: {on: "2026-11-23", status: "verified", note: ""}'
NO_LAWS = Path("no-such-laws.db")


def instrument(**changed: str) -> str:
    """A sound instrument file; `changed` replaces or (empty) drops lines by key."""
    lines = {
        "id": '"rule-1"',
        "title": '"试验办法"',
        "aliases": '["试验"]',
        "document_number": "null",
        "issuer": '"试验办"',
        "authority": '"department_rule"',
        "form": '"digest"',
        "granularity": '"article"',
        "version": '"2024-01-01"',
        "in_force_from": '"2024-01-01"',
        "repealed_from": "null",
        "url": '"https://example.org/a"',
        "checked": CHECKED.removeprefix("checked: "),
        "core": "false",
        "total_articles": "2",
    } | {k: v for k, v in changed.items() if k != "records"}
    head = "\n".join(f"{k}: {v}" for k, v in lines.items() if v)
    return head + "\nrecords:\n" + changed.get("records", record("第一条") + record("第二条"))


def record(
    article: str, text: str = "向境外提供满10万人的，在30日内报告。", extra: str = "", relates: str = "[]"
) -> str:
    """A sound record."""
    return (
        f'  - article: "{article}"\n    section: null\n    title: "题"\n    text: "{text}"\n'
        f"    asks: []\n    topics: []\n    relates: {relates}\n{extra}"
    )


def qa(answer: str = "应当在30日内报告。", basis: str = '[{instrument: "试验办法", article: "第一条"}]') -> str:
    """A file with one question."""
    return (
        'id: "q"\ntitle: "问"\nentries:\n  - id: "q-1"\n    question: "问什么"\n    asks: ["怎么问"]\n'
        f'    answer: "{answer}"\n    basis: {basis}\n    audience: ["caller"]\n    topics: []\n'
        f'    in_force_from: "2024-01-01"\n    repealed_from: null\n    {CHECKED}\n'
    )


def faults_of(root: Path, files: dict[str, str]) -> list[tuple[str, int, str, str]]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    found, _ = check_knowledge_base(root, laws_db=NO_LAWS, data_dir=None, today=TODAY)
    return [(f.file, f.line, f.level, f.message) for f in found]


SOUND = {"instruments/a.yaml": instrument(), "qa/q.yaml": qa()}


def test_sound_base_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, SOUND) == []


CASES = [
    # changed files, line, level, part of the message
    ({"instruments/a.yaml": instrument(title="试验办法")}, 2, "error", "没有加双引号"),
    ({"instruments/a.yaml": instrument(title="no")}, 2, "error", "没有加双引号"),
    ({"instruments/a.yaml": instrument(version="2024-01-01")}, 9, "error", "没有加双引号"),
    ({"instruments/a.yaml": instrument(total_articles="010")}, 15, "error", "没有加双引号"),
    ({"instruments/a.yaml": instrument(total_articles='"2"')}, 15, "error", "整数"),
    ({"instruments/a.yaml": instrument(issuer="")}, 1, "error", "缺少键“issuer”"),
    ({"instruments/a.yaml": instrument(colour='"red"')}, 16, "error", "未知的键“colour”"),
    ({"instruments/a.yaml": instrument() + 'title: "又一个"\n'}, 31, "error", "键“title”重复"),
    ({"instruments/a.yaml": instrument(in_force_from='"2024-02-30"')}, 10, "error", "in_force_from"),
    ({"instruments/a.yaml": instrument(in_force_from='"2024/1/1"')}, 10, "error", "YYYY-MM-DD"),
    ({"instruments/a.yaml": instrument(repealed_from='"2023-12-31"')}, 11, "error", "不晚于施行日"),
    ({"instruments/a.yaml": instrument(repealed_from='"2024-01-01"')}, 11, "error", "不晚于施行日"),
    ({"instruments/a.yaml": instrument(authority='"decree"')}, 6, "error", "允许范围"),
    ({"instruments/a.yaml": instrument(url='"http://example.org"')}, 12, "warning", "不是 https"),
    ({"instruments/a.yaml": instrument(url='"cac.gov.cn …/a"')}, 12, "error", "网址不完整"),
    (
        {"instruments/a.yaml": instrument(checked='{on: "2026-11-24", status: "verified", note: ""}')},
        13,
        "error",
        "今天之后",
    ),
    ({"instruments/a.yaml": instrument(core="true")}, 17, "error", "至少 3 个常用问法"),
    ({"instruments/a.yaml": instrument(total_articles="1")}, 24, "error", "超出全文 1 条"),
    ({"instruments/a.yaml": instrument(total_articles="3")}, 15, "warning", "缺第 [3] 条"),
    ({"instruments/a.yaml": instrument(records=record("第1条") + record("第二条"))}, 17, "error", "条文定位"),
    (
        {"instruments/a.yaml": instrument(records=record("第一条", "没有句号") + record("第二条"))},
        20,
        "warning",
        "句号",
    ),
    (
        {"instruments/a.yaml": instrument(records=record("第一条", "满1O万人。") + record("第二条"))},
        20,
        "error",
        "1O万",
    ),
    (
        {"instruments/a.yaml": instrument(records=record("第一条", "在45个工作月内。") + record("第二条"))},
        20,
        "error",
        "45个工作月",
    ),
    (
        {"instruments/a.yaml": instrument(records=record("第一条", "满１００万人。") + record("第二条"))},
        20,
        "error",
        "１００",
    ),
    ({"instruments/a.yaml": instrument(form='"stub"')}, 20, "warning", "不应写出具体数字"),
    (
        {"instruments/a.yaml": instrument(records=record("第一条") + record("第一条") + record("第二条"))},
        24,
        "error",
        "重复",
    ),
    (
        {
            "instruments/a.yaml": instrument(
                records=record("第一条", extra='    repealed_from: "2025-06-01"\n')
                + record("第一条", extra='    in_force_from: "2025-01-01"\n')
                + record("第二条")
            )
        },
        25,
        "error",
        "日期重叠",
    ),
    (
        {"instruments/a.yaml": instrument(records=record("第一条", relates='[{instrument: "火星法", article: null}]'))},
        23,
        "error",
        "没有名为“火星法”的文件",
    ),
    (
        {"instruments/b.yaml": instrument(version='"2025"', in_force_from='"2025-01-01"')},
        1,
        "error",
        "编号“rule-1”重复",
    ),
    ({"instruments/b.yaml": instrument(id='"rule-2"', in_force_from='"2025-01-01"')}, 10, "error", "版本日期重叠"),
    ({"instruments/b.yaml": instrument(id='"rule-2"', title='"另一办法"')}, 3, "warning", "简称“试验”"),
    ({"qa/q.yaml": qa(basis="[]")}, 8, "error", "依据不能为空"),
    ({"qa/q.yaml": qa(basis='[{instrument: "试验办法", article: "第三条"}]')}, 8, "error", "没有第三条"),
    ({"qa/q.yaml": qa(basis='[{instrument: "试验", article: "第一条"}]')}, 8, "error", "正式名称是“试验办法”"),
    ({"qa/q.yaml": qa(answer="应当在45日内报告。")}, 7, "warning", "不在所列依据的文本里：45日"),
    ({"qa/r.yaml": qa().replace('"q"', '"r"', 1)}, 4, "error", "编号“q-1”重复"),
    ({"qa/r.yaml": qa().replace('"q"', '"r"', 1).replace("q-1", "r-1")}, 6, "warning", "问法“怎么问”"),
    ({"qa/r.yaml": "id: [\n"}, 2, "error", "YAML 语法错误"),
    ({"qa/r.yaml": "\tid: 1\n"}, 1, "error", "制表符"),
    ({"qa/r.yaml": ""}, 0, "error", "空的"),
    ({"odd/r.yaml": "a: 1\n"}, 0, "error", "不认识这个文件"),
]


@pytest.mark.parametrize(("changed", "line", "level", "message"), CASES, ids=[c[3] for c in CASES])
def test_fault(tmp_path: Path, changed: dict[str, str], line: int, level: str, message: str) -> None:
    found = faults_of(tmp_path, SOUND | changed)
    name = next(iter(changed))
    assert any((f, n, v) == (name, line, level) and message in m for f, n, v, m in found), found


def test_all_faults_at_once(tmp_path: Path) -> None:
    files = SOUND | {
        "instruments/a.yaml": instrument(issuer="", core='"yes"', colour='"red"'),
        "qa/q.yaml": qa(basis="[]"),
    }
    assert len({m for *_, m in faults_of(tmp_path, files)}) >= 4
    with pytest.raises(KnowledgeBaseFault) as caught:
        load_knowledge_base(tmp_path, laws_db=NO_LAWS, data_dir=None)
    assert len(caught.value.faults) == 3 and all("instruments/a.yaml:" in f for f in caught.value.faults)


def test_item_locator_is_checked_where_the_text_shows_items(tmp_path: Path) -> None:
    text = "有下列情形之一的：（一）甲；（二）乙。"
    places = ("第一条第一款第（二）项", "第一条第（三）项")
    relates = "[" + ", ".join(f'{{instrument: "试验办法", article: "{p}"}}' for p in places) + "]"
    files = {"instruments/a.yaml": instrument(records=record("第一条", text) + record("第二条", relates=relates))}
    found = [m for *_, m in faults_of(tmp_path, files)]
    assert len(found) == 1 and "第（三）项" in found[0]


def test_units() -> None:
    assert odd_units("满10 万人，在45个工作日内、2.5亿元、1,000万元、第7条") == []
    assert odd_units("l0万人和007万") == ["l0万", "007万"]
    assert quantities("30个工作日内") == {(30.0, "工作日")} != quantities("30日内")
    assert quantities("十万人") == quantities("10万人") == quantities("100,000人")


def test_unsupported_numbers() -> None:
    assert unsupported_numbers("满100万人的应当申报", "一百万人以上个人信息") == []
    assert unsupported_numbers("满10万人的应当申报", "100万人以上个人信息") == ["10万"]
    assert unsupported_numbers("在30个工作日内", "在30日内") == ["30工作日"]
    assert unsupported_numbers("依据第七条、令第16号和2024年3月22日的规定", "") == []


PLACES = [
    # basis of a question that holds from 2024-01-01, line, part of the message
    ('[{instrument: "试验办法", article: "第一条第二款"}]', "只有一款"),
    ('[{instrument: "试验办法", article: "第二条第三款"}]', "共两款，没有第三款"),
    ('[{instrument: "试验办法", article: "第二条第二款第（三）项"}]', "没有第（三）项"),
    ('[{instrument: "试验规程", article: "第一条"}]', "自2024-06-01起施行"),
]
DEEP = record("第一条", extra="    paragraphs: 1\n") + record(
    "第二条", "甲须报告。\\n乙须报告：\\n（一）早报；\\n（二）晚报。", extra="    paragraphs: 2\n"
)


@pytest.mark.parametrize("basis, message", PLACES)
def test_paragraph_item_and_days_of_a_basis(tmp_path: Path, basis: str, message: str) -> None:
    files = {
        "instruments/a.yaml": instrument(records=DEEP),
        "instruments/b.yaml": instrument(
            id='"rule-2"', title='"试验规程"', aliases="[]", in_force_from='"2024-06-01"', version='"2024-06-01"'
        ),
        "qa/q.yaml": qa("应当报告。", basis),
    }
    assert [(f, line, level) for f, line, level, _ in faults_of(tmp_path, files)] == [("qa/q.yaml", 8, "error")]
    assert message in faults_of(tmp_path, files)[0][3]


def test_every_version_during_the_days_of_a_record_must_have_the_place(tmp_path: Path) -> None:
    files = SOUND | {
        "instruments/a.yaml": instrument(repealed_from='"2025-01-01"', records=DEEP),
        "instruments/a2.yaml": instrument(
            id='"rule-1b"', aliases="[]", in_force_from='"2025-01-01"', version='"2025-01-01"', total_articles="1",
            records=record("第一条", extra="    paragraphs: 1\n"),
        ),
        "qa/q.yaml": qa("应当报告。", '[{instrument: "试验办法", article: "第二条"}]'),
    }  # fmt: skip
    assert [f[3] for f in faults_of(tmp_path, files)] == ["引用失效：《试验办法》没有第二条"]
    ended = files["qa/q.yaml"].replace("repealed_from: null", 'repealed_from: "2025-01-01"')
    assert faults_of(tmp_path, files | {"qa/q.yaml": ended}) == []


def test_prose_and_files_of_other_readers_are_checked(tmp_path: Path) -> None:
    wrong = '[{instrument: "试验办法", article: "第九条"}]'
    files = SOUND | {
        "replies.yaml": f'replies:\n  - id: "a"\n    basis: {wrong}\n',
        "qa/q.yaml": qa("试验办法第一条第四款没有写，应当在30日内报告。"),
    }
    found = faults_of(tmp_path, files | {"instruments/a.yaml": instrument(records=DEEP)})
    assert [(f, line) for f, line, level, _ in found if level == "error"] == [("qa/q.yaml", 7), ("replies.yaml", 3)]


def test_items_that_count_on_after_a_plain_line_are_one_paragraph() -> None:
    text = "乙方履行下列义务：\n（一）甲；\n（二）乙：\n须说明的事项，写入附录。\n（三）丙。\n另行约定的，从其约定。"
    assert paragraph_count(text) == 2
    span = locate(text, "第三条第（三）项")
    assert span and text[slice(*span)] == "（三）丙。"
    assert paragraph_count("甲：\n（一）一；\n乙：\n（一）二。") == 2


def test_negative_lists_are_walked_too() -> None:
    places = [c for c in cited_places(shipped.files(), today="2026-11-23") if c.file.startswith("negative_lists/")]
    assert {"basis", "left_out"} <= {c.key for c in places} and len(places) > 80
    pilot = next(c for c in places if c.path[0] == "pilot")
    assert pilot.start == "2025-03-27"  # of the pilot, not of the list
