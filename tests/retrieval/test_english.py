"""English questions find Chinese law: word for word by the glossary and the table."""

from copilot.retrieval.english import Dictionary, is_english
from copilot.retrieval.query import Analyser
from copilot.retrieval.tokenise import Tokeniser


def test_numbers_articles_and_chinese_are_kept() -> None:
    found = Dictionary([]).to_chinese("认证证书 Under Article 31, how early must the filing be made, 30 days?")
    assert {"认证证书", "第31条", "备案", "30"} <= {*found.split()}


def test_the_longest_phrase_counts() -> None:
    words = Dictionary([]).to_chinese("cybersecurity review of a large online platform").split()
    assert "网络安全审查" in words and "大型网络平台" in words and "平台" not in words


def test_is_english() -> None:
    assert is_english("Must we file the contract?")
    assert not is_english("SCC 备案要几天")
    assert not is_english("10")


def test_the_analyser_searches_for_the_chinese_words() -> None:
    synonyms = {"重要数据": ("important data",), "安全评估": ("安评",)}
    read = Analyser(Tokeniser(synonyms), synonyms, {}).read("Does important data need a security assessment?")
    assert {"重要数据", "评估"} <= {*read.terms}
    assert "重要" in read.pairs


def test_words_of_any_question_alone_find_nothing() -> None:
    assert Dictionary([]).to_chinese("Is this a good year to change jobs in 2026?") == ""
    assert "有效期" in Dictionary([]).to_chinese("How many years is the certificate valid?")
