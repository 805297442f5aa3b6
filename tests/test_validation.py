"""Faults of pydantic in words: the field, what is wanted, never the value."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copilot.validation import explain


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")

    day: dt.date
    k: int = Field(default=1, ge=1, le=9)
    kind: Literal["甲", "乙", "丙"] = "甲"
    words: list[str] = Field(default_factory=list, max_length=2)
    title: str = Field(default="", max_length=3)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "day：缺少"),
        ({"day": "昨天"}, "day：应为日期，形如 2026-11-23"),
        ({"day": "2026-01-01", "k": 0}, "k：至少为 1"),
        ({"day": "2026-01-01", "k": "many"}, "k：应为整数"),
        ({"day": "2026-01-01", "kind": "丁"}, "kind：不在允许的取值之内，可用：甲、乙、丙"),
        ({"day": "2026-01-01", "words": ["a", 2]}, "words.1：应为文字"),
        ({"day": "2026-01-01", "words": ["a", "b", "c"]}, "words：至多 2 项"),
        ({"day": "2026-01-01", "title": "abcd"}, "title：太长，至多 3 个字"),
        ({"day": "2026-01-01", "wish": 1}, "wish：不认识这个字段"),
        ({"k": 99}, "day：缺少；k：至多为 9"),
    ],
)
def test_faults_in_words(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate(given)
    zh, en = explain(caught.value.errors())
    assert zh == said
    assert zh.split("：")[0] in en


def test_at_most_five_are_named_and_leading_parts_left_out() -> None:
    faults = [{"type": "missing", "loc": ("body", f"field{n}"), "msg": "Field required"} for n in range(8)]
    zh, en = explain(faults, skip=1)
    assert zh == "；".join(f"field{n}：缺少" for n in range(5)) and "body" not in en


def test_a_fault_that_is_not_in_the_table_is_still_said() -> None:
    assert explain([{"type": "new_kind", "loc": (), "msg": "odd"}], whole="参数")[0] == "参数：不能使用"
