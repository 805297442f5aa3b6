"""Words mistyped by their sound are put right; what is no error stays as typed."""

import pytest

from copilot.retrieval.spelling import Corrector

TEXTS = [
    "数据出境安全评估的申报材料，由数据处理者提交评估。",
    "个人信息保护影响评估报告至少保存三年，负责人应当签字。",
    "标准合同生效后十个工作日内备案，合同双方各存一份。",
    "重要数据处理者每年开展风险评估，漏洞应当立即补救。",
    "多久备案，评估要多久，合同多久生效，负责人换了要多久通知。",
] * 8


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector(TEXTS, ["标准合同", "影响评估", "重要数据", "负责人"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("影响平估报告谁签字", "影响评估报告谁签字"),
        ("标准和同备按", "标准合同备案"),
        ("换了负则人怎么办", "换了负责人怎么办"),
        ("发现漏动还用上报马？", "发现漏洞还用上报吗？"),
        ("审查要多九", "审查要多久"),
    ],
)
def test_sounds_alike(corrector: Corrector, typed: str, meant: str) -> None:
    assert corrector.correct(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "影响评估报告留几年",
        "寄往罗马的样本",
        "骑马的会员，马上要出境",
        "三百个人和九十家公司",
        "The report 平 2024",
        "不能没有未满",
        "",
    ],
)
def test_what_is_no_error_stays(corrector: Corrector, text: str) -> None:
    assert corrector.correct(text) == text


def test_length_and_numerals_stay(corrector: Corrector) -> None:
    typed = "平估了三千人，和同还没生效"
    fixed = corrector.correct(typed)
    assert len(fixed) == len(typed) and "三千人" in fixed and "没生效" in fixed


def test_without_texts_nothing_changes() -> None:
    assert Corrector([]).correct("影响平估报告") == "影响平估报告"
