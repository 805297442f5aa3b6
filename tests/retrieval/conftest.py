"""A small knowledge base made for these tests, and a retriever over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from copilot.domain import Checked, Passage, Ref
from copilot.retrieval.retriever import Retriever

TODAY = dt.date(2026, 11, 23)
SYNONYMS = {
    "关键信息基础设施运营者": ("关基", "CIIO"),
    "个人信息保护影响评估": ("PIA", "PIPIA"),
    "数据出境安全评估": ("出境评估",),
}
TITLES = {"跨境规定": ("规定16",), "评估办法": ("办法11",), "渔业法": ()}


def passage(instrument: str, article: str | None, text: str, **changes: Any) -> Passage:
    """A passage in force since 2020; `changes` override its fields."""
    made = Passage(
        id=f"{instrument}#{article}", instrument=instrument, article=article, title="", text=text, kind="digest",
        authority="department_rule", version="2020", in_force_from=dt.date(2020, 1, 1), repealed_from=None,
        checked=Checked(TODAY, "verified"), core=True,
    )  # fmt: skip
    return replace(made, **changes)


def corpus() -> list[Passage]:
    """Rules, an old and a coming version, a draft, a Q&A, a case, and law of another field."""
    old = {"id": "评估办法#第四条@old", "repealed_from": dt.date(2024, 3, 22)}
    new = {"id": "评估办法#第四条@new", "in_force_from": dt.date(2024, 3, 22)}
    coming = {"in_force_from": dt.date(2027, 1, 1)}
    basis = (Ref("跨境规定", "第五条第一款第（二）项"), Ref("跨境规定", "第七条"))
    ours = {"core": False, "rests_on": basis, "authority": "editorial", "kind": "qa"}
    case = {"core": False, "rests_on": (Ref("评估办法", "第十四条"),), "authority": "case", "kind": "case"}
    law = {"authority": "law", "kind": "verbatim", "core": False}
    staff, hr = "员工花名册发给总部要办手续吗", ("HR系统在国外怎么办", "海外人事系统能用吗")
    return [
        passage("跨境规定", "第五条", "人力资源管理确需向境外提供员工个人信息的，免予申报。", asks=(staff,)),
        passage(
            "跨境规定", "第七条", "关键信息基础设施运营者提供个人信息，或者达到100万人以上的，申报数据出境安全评估。"
        ),
        passage("跨境规定", "第八条", "自当年1月1日起累计提供10万人以上不满100万人个人信息的，订立标准合同。"),
        passage("评估办法", "第四条", "旧门槛：处理100万人以上个人信息的数据处理者申报评估。", **old),
        passage("评估办法", "第四条", "新门槛：申报评估的情形以跨境规定为准。", **new),
        passage("评估办法", "第十四条", "评估结果有效期三年。", id="评估办法#14"),
        passage("车辆规定", "第一条", "无人驾驶车辆采集的街景影像应当在境内存储。", **coming),
        passage("征求意见稿", "第三条", "卫星遥感影像拟实行分级。", authority="draft"),
        passage("问答库·人力", "问1", "集团内人事数据符合条件的可以免予。", id="qa-hr#1", title=hr[0], asks=hr, **ours),
        passage("案例库·医院", None, "某医院通过评估。", id="case-1", **case),
        *(passage("渔业法", f"第{n}条", f"渔船捕捞许可证由渔业主管部门核发{n}。", **law) for n in range(1, 40)),
    ]


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Retriever]:
    """Opens a retriever over given passages in this test's own cache."""

    def open_(passages: list[Passage] | None = None, **options: Any) -> Retriever:
        defaults = {"synonyms": SYNONYMS, "titles": TITLES, "cache_dir": tmp_path, "background": False}
        return Retriever(corpus() if passages is None else passages, **{**defaults, **options})

    return open_


@pytest.fixture
def retriever(make: Callable[..., Retriever]) -> Retriever:
    """Over the small corpus, without embedder."""
    return make()
