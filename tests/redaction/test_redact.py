"""Placeholders agree over all texts of a case; anonymising twice changes nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.redaction.redact import Redactor, certain, detect


def test_the_same_thing_gets_the_same_placeholder_in_every_text() -> None:
    redactor = Redactor()
    texts = redactor.redact(
        "我叫王小明，电话138 1234 5678，我们上海蓝鲸信息技术有限公司要出境100万人的数据。",
        "王小明（13812345678）与陈建国谈过",
        "请王小明补正，答复陈建国。",
    )
    assert texts == [
        "我叫〔姓名1〕，电话〔电话1〕，我们〔单位1〕要出境100万人的数据。",
        "〔姓名1〕（〔电话1〕）与〔姓名2〕谈过",
        "请〔姓名1〕补正，答复〔姓名2〕。",
    ]
    report = {r.placeholder: (r.original, r.count, r.certain) for r in redactor.replaced}
    assert report["〔姓名1〕"] == ("王小明", 3, False)
    assert report["〔电话1〕"] == ("138 1234 5678", 2, True)


def test_anonymising_twice_changes_nothing() -> None:
    text = "身份证11010119900307123X的王小明住在海淀区中关村大街27号，邮箱a.b@example.com"
    once = Redactor().redact(text)[0]
    assert "王" not in once and "example" not in once and "27" not in once
    assert Redactor().redact(once) == [once] and detect(once) == []


def test_a_number_is_no_part_of_a_longer_one() -> None:
    redactor = Redactor()
    assert redactor.redact("打010-88886666", "编号9010-888866661") == ["打〔电话1〕", "编号9010-888866661"]


def test_of_two_that_overlap_the_certain_one_wins_and_nothing_is_taken_twice() -> None:
    text = "电话：13812345678@example.com"
    found = detect(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert Redactor().redact(text)[0].count("〔") == len(found)


def test_what_must_not_be_kept_is_told_apart_from_guesses() -> None:
    assert [f.kind for f in certain(["王小明说", "打13812345678"])] == ["phone"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="王小明138123456789 @.-:：（）〔〕号路室cn第条万\n", max_size=60))
def test_any_text_is_taken_and_its_numbers_of_persons_are_gone(text: str) -> None:
    assert certain(Redactor().redact(text + "。13812345678。")) == []
