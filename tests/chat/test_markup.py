"""Tags, links and addresses go; words, and signs that only look like tags, stay."""

import pytest

from copilot.chat.markup import plain


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("<b>评估</b>要多久", "评估 要多久"),
        ("<script>alert('安全评估')</script>备案要多久", "备案要多久"),
        ("<!-- 注 -->备案<br/>要多久", "备案 要多久"),
        ("见[指南](https://x.cn/a.htm)第3条", "见指南第3条"),
        ("http://a.cn/b?x=1，这个要备案吗", "，这个要备案吗"),
        ("www.cac.gov.cn上怎么申报", "上怎么申报"),
        ("人数<10万且>1万怎么办", "人数<10万且>1万怎么办"),
        ("a<b and c>d", "a<b and c>d"),
        ("AT&amp;T传数据", "AT&T传数据"),
    ],
)
def test_plain_words(typed: str, words: str) -> None:
    assert plain(typed) == words
