"""Labels told in sentences and in brackets are written with a colon; what is no label stays."""

from __future__ import annotations

import pytest

from copilot.precheck.told import plainer, with_colons

LABELS = {"申请人", "注册地址", "境外存储地点", "境外存储地点……", "单位名称", "是否含重要数据"}


def is_label(text: str, value: str) -> bool:
    return text in LABELS


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("申请人为甲公司；注册地址为某路1号。", "申请人：甲公司；注册地址：某路1号"),
        ("境外存储地点为德国。", "境外存储地点：德国"),
        ("是否含重要数据为否；申请人为甲公司", "是否含重要数据：否；申请人：甲公司"),
        ("境外存储地点为德国，由接收方运维，每年审计。", "境外存储地点为德国，由接收方运维，每年审计。"),
        ("申请人是指提出申请的一方。", "申请人是指提出申请的一方。"),
        ("单位名称【甲公司】　行业【教育】", "单位名称：甲公司；行业：教育"),
        ("境外存储地点……是", "境外存储地点……是"),
        ("境外存储地点为。", "境外存储地点："),
        ("见【附件】一", "见【附件】一"),
        ("为了方便，业务为教育。", "为了方便，业务为教育。"),
    ],
)
def test_with_colons(line: str, written: str) -> None:
    assert with_colons(line, is_label) == written


@pytest.mark.parametrize(
    ("tag", "others"),
    [
        ("申请人之注册地址", ["申请人的注册地址", "注册地址"]),
        ("当年出境人数，去重", ["当年出境人数"]),
        ("注册地址", []),
    ],
)
def test_plainer(tag: str, others: list[str]) -> None:
    assert list(plainer(tag)) == others
