"""Which questions the rules decide, and how turns of a conversation become one case."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from copilot.chat.case import as_case
from copilot.chat.reading import read
from copilot.chat.service import Chat
from copilot.chat.turns import story_of
from copilot.chat.verdict import verdict_on
from copilot.law.rulebook import RuleBook
from copilot.wiring import Parts
from eval.task import load
from tests.chat.conftest import TODAY

CASE = "我们不是关基，把12万会员的手机号传到新加坡做营销，没有敏感信息，要走什么程序？"
OPEN = "我们公司要把会员数据传给新加坡子公司，走哪条路径？"


@pytest.fixture(scope="module")
def book(parts: Parts) -> RuleBook:
    return parts.rulebook


def verdict(turns: list[str], book: RuleBook, as_of: dt.date = TODAY) -> tuple[str, object, object] | None:
    reading = as_case(read(turns[-1], as_of=as_of, history=turns[:-1]), turns[:-1], book)
    story = story_of(reading, turns[:-1], book)
    if story is None:
        return None
    result = verdict_on(story, as_of=as_of, book=book, details=False)
    assert result.facts is not None
    return result.path, result.facts.get("pi_count"), result.facts.get("sensitive_pi_count")


@pytest.mark.parametrize("split", ["dev", "unseen", "last"])
def test_cases_are_told_from_questions_about_the_law(split: str, book: RuleBook) -> None:
    rows = [c.data for c in load("path_questions.jsonl", split=split)]
    judged = {r["id"]: verdict([r["question"]], book) is not None for r in rows}
    cases = [r["id"] for r in rows if r["kind"] == "case"]
    assert sum(judged[i] for i in cases) >= 0.95 * len(cases)
    assert [i for i, decided in judged.items() if decided and i not in cases] == []


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([CASE, "更正：是15万人"], ("contract_or_certification", 150_000, 0)),
        ([CASE, "说错了，应该是9万人，没有敏感信息"], ("exempt", 90_000, 0)),
        ([CASE, "更正一下，实际是150万人，还需要评估吗？"], ("security_assessment", 1_500_000, 0)),
        ([CASE, "那如果是8万人呢？"], ("exempt", 80_000, 0)),
        ([CASE, "另外还有90万人的邮箱"], ("security_assessment", 1_020_000, 0)),
        ([OPEN, "5万人", "没有"], ("exempt", 50_000, 0)),
        ([CASE, "更正：是15万人", "更正：是8万人"], ("exempt", 80_000, 0)),
        ([CASE, "那要是120万呢？"], ("security_assessment", 1_200_000, 0)),
        ([CASE, "那要是8万呢？", "再往上，正好一百万呢"], ("security_assessment", 1_000_000, 0)),
        ([CASE, "刚才说错了，里面有500个人还带银行卡号。"], ("contract_or_certification", 120_000, 500)),
        ([CASE, "那如果我们是关基呢？"], ("security_assessment", 120_000, 0)),
        ([CASE, "要是被告知有重要数据呢？"], ("security_assessment", 120_000, 0)),
        ([CASE, "其实还有2万员工的银行卡号"], ("security_assessment", 120_000, 20_000)),
    ],
)
def test_turns_are_one_case_and_the_later_number_wins(
    turns: list[str], expected: tuple[str, int, int], book: RuleBook
) -> None:
    assert verdict(turns, book) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("100万人个人信息出境要评估吗", "security_assessment"),
        ("99万人的手机号出境要评估吗", "contract_or_certification"),
        ("1万人的敏感个人信息出境要申报评估吗？", "security_assessment"),
        ("9999人的敏感个人信息出境要申报评估吗？", "contract_or_certification"),
        ("把已经匿名化的100万条统计结果发给国外高校，需要办理手续吗？", "exempt"),
        ("支付公司把跨境汇款客户的姓名账号给国外收款行，需要备案吗？", "exempt"),
        ("航运公司只传集装箱重量和船期给鹿特丹港，不含个人信息，需要走程序吗？", "exempt"),
        ("航运公司只传集装箱重量和船期给鹿特丹港，需要走程序吗？", "need_facts"),
    ],
)
def test_a_question_without_an_asker_is_judged_by_what_it_tells(question: str, expected: str, book: RuleBook) -> None:
    found = verdict([question], book)
    assert found is not None and found[0] == expected


@pytest.mark.parametrize(
    "question",
    [
        "国外那边收到资料后又要交给它的供应商，我们得做啥",
        "我把自己的简历发给国外公司也要评估吗",
        "2026年写合规报告，关基数据要存在国内的法律依据还引网络安全法第三十七条，可以吗？",
        "员工资料只要给境外总部就必须签标准合同备案，没有例外，是吧？",
        "汽车数据出境安全指引2026版的九类免申报情形具体是什么",
        "What will China's export threshold be in 2028?",
        "四大会计师事务所里哪一家做数据出境评估更靠谱",
        "多少人要申报安全评估？第七条写的是920万人",
    ],
)
def test_near_misses_are_no_cases(question: str, book: RuleBook) -> None:
    assert verdict([question], book) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("普通个人信息120万人，非关基，走哪条路径、要什么材料、多少时限", "security_assessment"),
        ("非关基，普通个人信息12万人，走什么程序", "contract_or_certification"),
        ("敏感个人信息5000人，非关基，该走哪条路", "contract_or_certification"),
        ("个人信息50万人（不含敏感），标准合同还是安全评估？", "contract_or_certification"),
        ("敏感信息2万人，要评估吗", "security_assessment"),
        ("关基，个人信息100人，要走什么路径", "security_assessment"),
        ("一般个人信息9万人，不含敏感，需要备案吗", "exempt"),
        ("人数15万，无敏感，非关基，无重要数据，走什么路径？", "contract_or_certification"),
        ("5万人普通+200人敏感，非关基，怎么走", "contract_or_certification"),
        ("150,000 people, no sensitive data, not a CIIO, which route?", "contract_or_certification"),
        ("我们有120万用户，非关基，走哪条路径", "need_facts"),  # held, not said to be sent
    ],
)
def test_a_number_that_asks_for_its_path_is_a_case_without_a_verb_of_sending(
    question: str, expected: str, book: RuleBook
) -> None:
    found = verdict([question], book)
    assert found is not None and found[0] == expected


@pytest.mark.parametrize(
    "question",
    [
        "我们处理了300万用户信息，要评估吗",
        "处理120万人个人信息，非关基，要做合规审计吗",
        "个人信息120万人要指定负责人吗",
        "境内存储120万人个人信息要走什么手续",
        "100万人的门槛怎么算",
        "120万人的个人信息要做影响评估吗",
    ],
)
def test_persons_that_are_only_held_are_no_case(question: str, book: RuleBook) -> None:
    assert verdict([question], book) is None


async def test_a_presumed_export_is_told(extractive: Chat) -> None:
    answer = await extractive.ask("普通个人信息120万人，非关基，走哪条路径？", as_of=TODAY)
    assert any("没有写明向境外提供" in n for n in answer.notices)
    assert [a for a in (answer.path or {})["assumptions"] if a["fact"] == "is_export" and a["value"] is True]


def test_onward_transfer_by_the_recipient_is_no_export_of_the_asker(book: RuleBook) -> None:
    assert verdict(["境外接收方把数据再给别人需要什么手续？"], book) is None


@pytest.mark.parametrize("turn", ["那标准合同备案要什么材料？", "评估有效期多久？", "谢谢"])
def test_other_questions_after_a_case_are_no_part_of_it(turn: str, book: RuleBook) -> None:
    assert verdict([CASE, turn], book) is None


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["我们公司要把120万会员的姓名电话传给新加坡母公司，不是关基，没有重要数据"], "security_assessment"),
        (["我们公司把60万会员的普通个人信息传给新加坡母公司，非关基，今年没传过别的"], "contract_or_certification"),
        (["本院每年向德国的申办方发送8000例受试者的病历。"], "contract_or_certification"),
        (["We send the names and emails of 600,000 members to our parent in Singapore."], "contract_or_certification"),
        (
            ["我们公司把12万会员的邮箱传给新加坡母公司。", "我们把2万客户的手机号传给日本。"],
            "contract_or_certification",
        ),
    ],
)
def test_a_case_that_is_only_told_is_decided_too(turns: list[str], expected: str, book: RuleBook) -> None:
    told = verdict(turns, book)
    assert told is not None
    assert told[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "请帮我写一封邮件，说我们把12万会员的数据传给了新加坡。",
        "我们有60万会员。",
        "听说有公司把12万会员的数据传给了新加坡。",
    ],
)
def test_other_tellings_are_no_cases(text: str, book: RuleBook) -> None:
    assert verdict([text], book) is None


def test_a_plan_to_evade_is_no_case(book: RuleBook) -> None:
    assert verdict(["帮我把30万用户拆成几批传到美国，每批不到10万人，免得评估，怎么做？"], book) is None


async def test_a_verdict_is_told_in_few_cited_sentences(extractive: Chat) -> None:
    answer = await extractive.ask(CASE, as_of=TODAY)
    said = answer.answer.split("\n\n")[0].split("\n")
    assert len(said) <= 6 and all("[" in s for s in said)
    assert said[0].startswith("应当订立标准合同") and said[1].startswith("按您说的12万人，属于10万人以上、不满100万人")
    assert "10个工作日内" in answer.answer and answer.answer.endswith("以网信部门答复为准。")


async def test_what_bars_the_transfer_stands_before_what_is_due(extractive: Chat) -> None:
    answer = await extractive.ask("医院想把1500名患者的病历发给瑞士药企做研究，能不能直接传？", as_of=TODAY)
    assert answer.answer.index("人类遗传资源") < answer.answer.index("10个工作日")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "We are a Beijing retailer. We will send names and phone numbers of 150,000 members to our parent in "
            "Singapore. Which procedure do we need?",
            ("Conclude and file a standard contract", "150,000 persons that you name reach 100,000", "10 working days"),
        ),
        (
            "We store data of 1.5 million Chinese users on servers in Ireland. What do we have to do?",
            ("Apply for a security assessment", "1,500,000 persons that you name reach 1,000,000"),
        ),
    ],
)
async def test_a_verdict_is_told_in_english_with_its_marks(extractive: Chat, asked: str, said: tuple[str, ...]) -> None:
    answer = (await extractive.ask(asked, as_of=TODAY)).answer
    told = answer.split("\n\n")[0].split("\n")[1:]
    assert all(part in answer for part in said) and len(told) >= 3
    assert all(line.isascii() and re.search(r"(?:\[\d\])+\.$", line) for line in told)


async def test_english_names_the_path_the_facts_read_and_asks_in_english(extractive: Chat) -> None:
    told = await extractive.ask(
        "We store data of 1.5 million Chinese users on servers in Ireland. What do we have to do?", as_of=TODAY
    )
    assert "apply for a security assessment" in told.answer.split("\n")[0]
    assert any("1.5 million" in n and "Ireland" in n for n in told.notices)
    open_case = await extractive.ask(
        "Our company wants to send customer data to Germany. Which procedure do we need?", as_of=TODAY
    )
    assert open_case.path and open_case.path["path"] == "need_facts" and 1 <= len(open_case.questions) <= 3
    assert all(q.isascii() for q in open_case.questions)


async def test_a_short_turn_after_a_verdict_is_searched_for_under_its_procedure(extractive: Chat) -> None:
    assessed = "我们公司今年要把120万普通用户的手机号传到新加坡，非关基，走哪条路径？"
    answer = await extractive.ask("有效期多久", as_of=TODAY, history=[assessed])
    assert answer.path is None and answer.citations[0].article == "第九条" and "3年" in answer.answer


async def test_beside_a_verdict_that_is_doubted_stands_what_the_other_view_rests_on(extractive: Chat) -> None:
    case = "库里有200万用户，今年只出境3万人的手机号，没有敏感信息，非关基，要评估吗？"
    doubt = "律师说处理一百万人以上就要评估，你再确认一下？"
    answer = await extractive.ask(doubt, as_of=TODAY, history=[case])
    assert answer.path and answer.path["path"] == "exempt"
    assert "第七条" in {c.article for c in answer.citations} and "相关依据：" in answer.answer


async def test_persons_who_are_sensitive_by_age_are_explained(extractive: Chat) -> None:
    question = "我们不是关基，把6万名不满14岁小学生的姓名传给美国的外教平台，要走什么手续？"
    answer = await extractive.ask(question, as_of=TODAY)
    assert answer.path and answer.path["path"] == "security_assessment"
    assert ("个人信息保护法", "第二十八条") in {(c.instrument, c.article) for c in answer.citations}
