"""Numbers are read as a lawyer reads them: value, unit, bound; references and dates are none."""

import pytest

from copilot.chat.quantities import bounds_agree, quantities

TABLE = [
    ("不满10万人个人信息", [(1e5, "人", "below")]),
    ("10万人以上、不满100万人", [(1e5, "人", "at_least"), (1e6, "人", "below")]),
    ("一万人以上敏感个人信息", [(1e4, "人", "at_least")]),
    ("届满前60个工作日内", [(60, "工作日", "at_most")]),
    ("不少于六个月", [(6, "月", "at_least")]),
    ("不超过20%", [(20, "%", "at_most")]),
    ("百分之五以下", [(5, "%", "at_most")]),
    ("一百万元以上五百万元以下罚款", [(1e6, "元", "at_least"), (5e6, "元", "at_most")]),
    ("超过1000万人", [(1e7, "人", "above")]),
    ("恰好10万人", [(1e5, "人", "exact")]),
    ("十四周岁", [(14, "周岁", "none")]),
    ("每两年至少一次", [(2, "年", "none"), (1, "次", "at_least")]),
    ("第七条第一款第（二）项", []),
    ("国家互联网信息办公室令第16号", []),
    ("2024年3月22日施行", []),
    ("自当年1月1日起", []),
    ("GB/T 43697-2024附录G", []),
    ("一般数据可以自由流动，一律不用评估", []),
    ("上一年度营业额", []),
    ("[1][2]", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[t for t, _ in TABLE])
def test_quantities(text: str, expected: list[tuple[float, str, str]]) -> None:
    assert [(q.value, q.unit, q.bound) for q in quantities(text)] == expected


@pytest.mark.parametrize(
    ("said", "source", "agree"),
    [
        ("below", "at_least", False),
        ("at_least", "above", False),
        ("at_most", "below", False),
        ("none", "below", True),
        ("exact", "at_least", True),
        ("exact", "below", False),
    ],
)
def test_bounds(said: str, source: str, agree: bool) -> None:
    assert bounds_agree(said, source) is agree  # type: ignore[arg-type]
