"""Which sentences of a passage are quoted: those that tell it apart, each part of a question its own."""

from copilot.chat.selection import asks_list, ranked
from copilot.chat.words import content_words

LAW = (
    "处理者应用某系统处理信息的，应当事前做影响评估。影响评估报告至少保存3年。"
    "处理信息的目的变化，或者发生重大安全事件的，应当重做影响评估。影响评估包括：（一）目的是否正当；（二）措施是否有效。"
)


def quoted(question: str, max_chars: int) -> str:
    return "".join(ranked(content_words(question), LAW).within(max_chars)[0])


def test_a_word_of_every_sentence_tells_none_apart() -> None:
    assert quoted("影响评估遇到安全事件怎么办", 40).startswith("处理信息的目的变化")


def test_each_part_of_a_question_gets_its_sentence() -> None:
    said = quoted("安全事件后影响评估要重做吗，报告保存多久", 55)
    assert "重大安全事件" in said and "保存3年" in said and "事前" not in said


def test_an_item_carries_its_lead_in_once() -> None:
    said = quoted("评估里目的正当、措施有效怎么看", 60)
    assert said.count("影响评估包括：") == 1 and "（一）" in said and "（二）" in said


def test_the_best_sentence_stays_however_long() -> None:
    chosen, best = ranked(content_words("重大安全事件"), LAW).within(5)
    assert chosen == (best,) and "重大安全事件" in best


def test_sentences_stay_in_the_order_of_the_text() -> None:
    chosen, _ = ranked(content_words("重大安全事件后重做，报告保存几年"), LAW).within(400)
    places = [LAW.index(line) for line in chosen if not line.startswith("（")]
    assert len(chosen) == 5 and places == sorted(places)


CONTRACT = (
    "接收方承担以下义务：（一）提供合同副本；（二）接收方再向第三方提供信息的，须满足三个条件：1.确有需要；"
    "2.达成书面协议；3.已告知个人；（三）记录处理活动；涉及商业秘密的，可以适当遮盖。"
)


def test_the_points_of_an_item_stand_under_the_item() -> None:
    chosen, _ = ranked(content_words("向第三方提供信息要有书面协议吗"), CONTRACT).within(60)
    assert "".join(chosen).startswith("接收方承担以下义务：（二）接收方再向第三方提供信息的，须满足三个条件：")
    assert "2.达成书面协议" in "".join(chosen)


def test_a_list_is_quoted_whole_where_it_is_asked_for() -> None:
    question = "向第三方提供信息要满足什么条件"
    assert asks_list(question) and not asks_list("可以向第三方提供信息吗")
    said = "".join(ranked(content_words(question), CONTRACT, whole_list=True).within(75)[0])
    assert all(point in said for point in ("确有需要", "书面协议", "已告知")) and said.count("三个条件") == 1


def test_all_of_a_text_is_the_text() -> None:
    assert "".join(ranked(content_words("记录"), CONTRACT).within(1000)[0]) == CONTRACT
