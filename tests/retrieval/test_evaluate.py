from __future__ import annotations

import pytest

from copilot.retrieval.evaluate import Requirement, evaluate, requirement
from copilot.retrieval.heldout import is_held_out, split
from tests.retrieval.conftest import corpus

NAMES = ["个人信息保护法", "网络安全法", "GB/T 43697-2024 数据安全技术 数据分类分级规则", "申报指南（第三版）"]


@pytest.mark.parametrize(
    ("cite", "row", "met"),
    [
        ("个人信息保护法第三十八条第一款", ("个人信息保护法", "第三十八条"), True),
        ("个人信息保护法第三十八条", ("个人信息保护法", "第三十九条"), False),
        ("个人信息保护法第三十八条", ("网络安全法", "第三十八条"), False),
        ("网络安全法（2025修正）第三十九条", ("网络安全法", "第39条"), True),
        ("GB/T 43697-2024附录G", ("GB/T 43697-2024 数据安全技术 数据分类分级规则", "附录G"), True),
        ("申报指南（第三版）适用范围", ("申报指南（第三版）", None), True),
        ("个人信息保护法第三条至第八条", ("个人信息保护法", "第五条"), True),
        ("个人信息保护法第三条至第八条", ("个人信息保护法", "第九条"), False),
        ("没有的办法第三条", ("个人信息保护法", "第三条"), False),
        ({"instrument": "网络安全法", "article": "问2"}, ("网络安全法", "问2"), True),
        ({"instrument": "网络安全法", "article": None}, ("网络安全法", "第一条"), True),
    ],
)
def test_what_meets_a_requirement(cite, row, met: bool) -> None:
    assert requirement(cite, NAMES).met_by(row) is met


def test_metrics_of_a_known_ranking() -> None:
    needs = [Requirement("甲", ("第1条",)), Requirement("乙", ())]
    rows = [("丙", None), ("甲", "第一条"), ("甲", "第一条"), ("丁", None), ("戊", None), ("乙", "第九条")]
    report = evaluate([("1", "问", needs), ("2", "无", [])], lambda _: rows)
    assert (report.questions, report.skipped) == (1, 1)
    assert (report.recall[1], report.recall[5], report.recall[10]) == (0, 0.5, 1)
    assert (report.all_found[5], report.all_found[10], report.mrr) == (0, 1, 0.5)
    assert 0 < report.ndcg_10 < 1
    assert report.misses[0]["id"] == "1"


def test_held_out_questions_leave_the_index() -> None:
    kept, cases = split(corpus(), 1.0)
    assert ("asks", "员工花名册发给总部要办手续吗") in [(s, q) for s, q, _ in cases]
    assert not any(p.asks for p in kept)
    assert all(p.kind not in ("qa", "case") for p in kept)
    assert split(corpus(), 0.0) == (corpus(), [])
    assert 0.15 < sum(is_held_out(str(n), 0.2) for n in range(2000)) / 2000 < 0.25
