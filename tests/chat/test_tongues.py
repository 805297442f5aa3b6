"""Languages that are not answered are told from Chinese, English and mixtures of the two."""

import pytest

from copilot.chat.tongues import export_terms, unread


@pytest.mark.parametrize(
    "question",
    [
        "個人情報を中国から日本に移転するには何が必要ですか",
        "중국에서 한국으로 개인정보를 이전하려면 무엇이 필요합니까?",
        "Wie übermittle ich personenbezogene Daten aus China nach Deutschland?",
        "Comment transférer des données personnelles de Chine vers la France ?",
        "¿Qué se necesita para transferir datos personales desde China?",
        "Как передать персональные данные из Китая в Россию?",
        "Tôi cần làm gì để chuyển dữ liệu cá nhân ra khỏi Trung Quốc?",
    ],
)
def test_other_languages(question: str) -> None:
    assert unread(question) and "个人信息" in export_terms(question) and "出境" in export_terms(question)


@pytest.mark.parametrize(
    "question",
    [
        "標準合同備案需要提交哪些材料",
        "数据の出境怎么办",
        "我们用SAP把数据传到Deutschland怎么办",
        "How do we transfer employee data to our Düsseldorf HQ?",
        "Can Société Générale send client data to Paris?",
        "SCC filing deadline",
        "PIPL Art. 38",
        "api sdk cloud",
    ],
)
def test_chinese_and_english(question: str) -> None:
    assert not unread(question)


@pytest.mark.parametrize("question", ["Bonjour", "Wie ist das Wetter in Berlin?", "今日の天気はどうですか"])
def test_other_languages_about_other_things(question: str) -> None:
    assert unread(question) and export_terms(question) == ""
