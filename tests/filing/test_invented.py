"""Values without a source are found, by kind; values of the facts, the law and the paper's own words are not."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.filing import prose
from copilot.filing.facts import Filing
from copilot.filing.invented import Known, invented
from copilot.filing.sections import KINDS, load_sections
from copilot.filing.view import values
from tests.filing.travel import TRAVEL
from tests.shipped import KB_DIR

pytestmark = pytest.mark.thorough

AS_OF = dt.date(2026, 11, 20)
KNOWN = Known.of(TRAVEL, law=["《数据安全法》第二十一条：国家建立数据分类分级保护制度，记录保存至少三年。"])


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("当年出境150,001人", "number", "150001人"),
        ("当年出境15.1万人", "number", "151000人"),
        ("每季度演练四次", "number", "4次"),
        ("日志留存六个月", "number", "6个月"),
        ("共150000家", "number", "150000家"),
        ("2026年10月21日完成", "date", "2026-10-21"),
        ("自2019年起开展业务", "date", "2019"),
        ("依据《网络安全法》第二十一条", "title", "网络安全法"),
        ("依据《数据安全法》第三十六条", "article", "第36条"),
        ("数据存于德国", "place", "德国"),
        ("由张伟民负责", "name", "张伟民"),
        ("委托上海腾云数据科技有限公司运维", "name", "上海腾云数据科技有限公司"),
        ("联系邮箱 dpo@other.example", "name", "dpo@other.example"),
        ("电话13911112222", "name", "13911112222"),
        ("采用AES-256加密", "word", "AES-256"),
        ("地址为198.51.100.8", "name", "198.51.100.8"),
    ],
)
def test_what_nobody_said_is_found(text: str, kind: str, value: str) -> None:
    assert (kind, value) in [(one.kind, one.value) for one in KNOWN.invented(text)]


@pytest.mark.parametrize(
    "text",
    [
        "当年出境150,000人，即15万人",
        "未来三年合计510,000人",
        "日志保存三年，每年演练两次",
        "2026年10月20日完成，2026年10月完成，2026年开展",
        "依据《数据安全法》第二十一条，记录保存至少3年",
        "接收方为Harbour Stay Pte. Ltd.，位于新加坡，负责人为Tan Wei",
        "链路以 TLS 1.3 保护，数据资产为120GB",
        "负责人为赵宁，电话13800000002",
        "旅客可以写信给 privacy@yunxiu.example",
        "共3项数据项、1家接收方、1个场景，其中敏感个人信息1项",
        "【待补充：联系人张伟民的电话13911112222】",
        "这是一个场景，一种方式",
        "统一社会信用代码为91110105MA0000015F",
        "1\n月度数据\n2\n年龄段",
    ],
)
def test_what_was_said_is_not(text: str) -> None:
    assert KNOWN.invented(text) == ()


@pytest.mark.parametrize("filing", [TRAVEL, Filing()], ids=["complete", "empty"])
@pytest.mark.parametrize("kind", KINDS)
def test_reports_from_facts_alone_invent_nothing(filing: Filing, kind: str) -> None:
    view = values(filing, kind, as_of=AS_OF, label=lambda path: "字段")  # type: ignore[arg-type]
    known = Known.of(filing, fixed=prose.own_words(view, kb_dir=KB_DIR))
    for report in ("self_assessment", "pipia"):
        for section in load_sections(KB_DIR).of(report, kind, as_of=AS_OF):  # type: ignore[arg-type]
            text = "\n".join(prose.write(section, filing, as_of=AS_OF, view=view).text)
            assert known.invented(text) == (), section.id


def test_the_fixed_words_of_a_paper_are_known_and_no_fact_is_taken_from_them() -> None:
    assert invented("第六项，共六项", TRAVEL, fixed="第六项") != ()
    assert invented("共六项", TRAVEL, fixed="共六项") == ()
    assert [one.at for one in invented("共六项，又六项", TRAVEL)] == [1, 5]


def test_kept_sections_are_no_source() -> None:
    kept = TRAVEL.model_copy(update={"sections": {"sa.1": {"text": "每年演练九次"}}})
    assert invented("每年演练九次", kept) != ()


def test_the_rest_of_a_code_is_no_number() -> None:
    filing = Filing.parse({"change": {"filing_number": "G20261101-77"}})
    assert invented("对局流水号\nG20261101-77\n无", filing) == ()
    assert [one.value for one in invented("G20261101-78", filing)] == ["G20261101-78"]
