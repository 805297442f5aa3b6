"""Classes of stories that a third set of callers' letters showed to be read wrongly, with variants and near misses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.story import read_by_rules
from copilot.story.verdict import judge_by_rules
from tests.story.telling import BOOK

AS_OF = dt.date(2026, 11, 23)
TAIL = "今年给德国公司3万名用户的姓名和电话，没有敏感信息。"


def facts(text: str) -> dict[str, Any]:
    return read_by_rules(text, as_of=AS_OF).facts


def path(text: str) -> str:
    return judge_by_rules(text, as_of=AS_OF, book=BOOK, details=False).path


@pytest.mark.parametrize(
    "said",
    [
        "我们没接到过任何部门说我们是关键信息基础设施。",
        "We have never been designated as a CIIO. ",
        "没被认定 CIIO。",
        "We were not formally notified as critical information infrastructure. ",
    ],
)
def test_who_was_never_told_is_no_operator(said: str) -> None:
    assert facts(said + TAIL)["is_ciio"] is False


@pytest.mark.parametrize("said", ["重要数据的通知也没有。", "重要数据的通知没收到过。", "没收到重要数据通知。"])
def test_a_notice_that_never_came(said: str) -> None:
    got = facts(said + TAIL)
    assert got["important_data_notified"] is False and got["contains_important_data"] is False


@pytest.mark.parametrize(
    "text",
    [
        "省厅九月下了一个正式的书面告知，里面附了一张表，把我们的疲劳试验数据集认定为重要数据，要给意大利，没有个人信息。"
        "我们不是关键信息基础设施，问过公安，没有认定。",
        "工信局给了我们书面通知书，说这批试验数据列为重要数据，要给德国，没有个人信息，不在管制清单里。",
        "The dataset was notified as important data by the bureau; we will send it to Rotterdam, no personal data.",
    ],
)
def test_what_an_authority_put_on_paper_is_told(text: str) -> None:
    assert facts(text)["important_data_notified"] is True
    assert path(text) == "security_assessment"


@pytest.mark.parametrize("said", ["省局书面告知我们的图纸不属于重要数据。", "主管部门答复说这批数据不算重要数据。"])
def test_what_is_told_to_be_none_is_not_taken_as_told(said: str) -> None:
    assert facts(said + TAIL)["important_data_notified"] is not True


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        (
            "我们在天津自贸区注册，清单写得明明白白，属于需要通过安全评估的那一类，给伦敦的库存明细，没有人的信息。",
            "must_assess",
        ),
        ("我们在青岛的自贸片区，山东到现在没见出负面清单。" + TAIL, "not_covered"),
    ],
)
def test_what_a_list_says_across_a_comma(text: str, hit: str) -> None:
    assert facts(text)["negative_list_hit"] == hit


@pytest.mark.parametrize(
    "text",
    [
        "人事和客户两套系统，都在弗吉尼亚的机房，5万客户的姓名电话。官网抽奖的名单在南京，没给美国，没有敏感信息。",
        "客户系统放在新加坡的服务器上，5万客户的姓名电话，没有敏感信息。员工的数据没给新加坡。",
    ],
)
def test_a_denial_of_one_set_is_none_of_what_lies_abroad(text: str) -> None:
    assert facts(text)["is_export"] is True


@pytest.mark.parametrize(
    "text",
    [
        "六个日本工程师来我们厂里用厂里的电脑看4200人的排班，账号走时注销，日本那边没有任何能连进来的通道，不做远程。",
        "原来打算把65万会员放到法兰克福的云上，董事会否了，最后放在乌兰察布的机房，只给国内团队用，德国那边不开账号。",
        "云服务商用的是外国品牌，授权给中国公司独立运营，机房在宁夏，外方不接触数据，也没开境外入口，放90万用户上去。",
        "泰国分公司把泰国员工的打卡记录发到昆明来，由我们存着。昆明这边不往回发，也不给第三国。",
        "外教是英国国籍，住在大连，在大连校区看3000名学员名单。他回英国的时候账号会停掉，停了就登不了。",
    ],
)
def test_what_is_seen_or_kept_here_is_no_export(text: str) -> None:
    assert facts(text)["is_export"] is False


@pytest.mark.parametrize(
    "text",
    [
        "新加坡同事没有账号看不到工资，但可以看3万名客户的人脸和姓名。",
        "外方品牌不接触数据，但美国母公司每个月拿到3万名用户的姓名电话。",
        "英国籍专家回英国后账号会停掉，但他回去以后还要远程看3万客户的姓名电话。",
        "泰国分公司把泰国员工的考勤发到昆明来，我们又把昆明员工3000人的银行卡号发给泰国。",
        "原来打算把65万会员放到德国的云上，董事会否了，改放在新加坡的机房，姓名电话。",
    ],
)
def test_what_goes_beside_a_denial_is_not_denied(text: str) -> None:
    assert facts(text)["is_export"] is not False


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "会员库里有260万人，今年只打算把其中3万人的姓名邮箱给境外总部，没有敏感信息。库里过了一百万就得评估，对吗？",
            30000,
        ),
        ("App注册用户五百万，真正往外传的没那么多，今年给加拿大4万人的昵称邮箱，没有敏感信息。五百万要紧吗？", 40000),
        ("第一次报给老板是九万多，后来再核一遍，合并去重是十四万六千人，姓名电话给德国，没有敏感信息。", 146000),
        ("给香港八百多户，约850人的姓名电话，没有敏感信息。", 850),
        ("总共不到十万人，大概八万七千把，姓名电话给德国，全年就这么多，没有敏感信息。", 87000),
        ("每个月九万二千新用户给英国，九万二乘以十二，一百一十万四千，只有昵称，没有敏感信息。", 1104000),
        ("今年给日本3,5万人（三万五）的姓名电话，没有敏感信息。", 35000),
        ("全球员工两万六千多人，我们今年把8万名客户的姓名电话给奥地利，没有敏感信息。", 80000),
        ("今年给美国五万二千客户的姓名电话，总经理说客户才五万，没有敏感信息。", 52000),
        ("今年给美国3万客户的姓名电话，没有敏感信息。抽奖收过三万多人，数据就在南京，没给美国。", 30000),
    ],
)
def test_the_number_that_goes(text: str, count: int) -> None:
    assert facts(text)["pi_count"] == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("库里260万人，今年都给境外总部，其中3万人有健康数据。", 2_600_000),
        ("注册用户500万，姓名邮箱全部同步到新加坡，今年新增3万人，没有敏感信息。", 5_030_000),
        ("今年四次给境外客服商用户邮箱，依次为3万、3万、3万、3万，都不重复，没有敏感信息。", 120_000),
    ],
)
def test_a_number_that_goes_too_is_not_dropped(text: str, count: int) -> None:
    assert facts(text)["pi_count"] == count


@pytest.mark.parametrize(
    "text",
    ["今年给德国4200名患者病历，后来又给了四千多名患者病历。", "今年给德国4200名患者病历，另外再给四千多名患者病历。"],
)
def test_more_of_the_same_is_added(text: str) -> None:
    assert facts(text)["sensitive_pi_count"] == 8200


@pytest.mark.parametrize("text", ["今年给新加坡-500人的姓名电话，没有敏感信息。", TAIL + "另外-500人。"])
def test_a_number_below_zero_is_asked_about(text: str) -> None:
    assert facts(text)["pi_count"] is None


@pytest.mark.parametrize("text", ["今年给新加坡400-500人的姓名电话。", "今年给新加坡的人数——500人，姓名电话。"])
def test_a_dash_is_no_minus(text: str) -> None:
    assert facts(text)["pi_count"] is not None


@pytest.mark.parametrize(
    "text",
    [
        "我们人力资源管理部把10万名用户的姓名手机号传到新加坡，没有敏感信息。",
        "今年向新加坡总部提供500人的姓名电话，用于人力资源管理。",
        "HR经理让我们把3万名会员的电话给日本。",
    ],
)
def test_the_name_of_a_department_or_a_purpose_is_no_staff(text: str) -> None:
    assert facts(text)["hr_necessary"] is not True


def test_staff_of_the_firm_still_are() -> None:
    text = "HR经理把3000名员工的银行卡号给新加坡总部发薪，有集体合同和规章制度，确需。"
    assert facts(text)["hr_necessary"] is True and path(text) == "exempt"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "买家下单，货从日本直发，收件人姓名电话必须给日本卖家，不然没法履约，今年230万买家，流水九个亿。营销的东西我们不给对方。",
            True,
        ),
        ("客人办申根签，护照交给境外签证中心，一年6000人，委托代办合同，缺一样签证中心就不收。", True),
        ("客人订的也是国内我们自己集团的酒店，预订系统放在美国总部，26万人的姓名手机号。", False),
        ("把850名农户的银行账号给香港对账，不是农户要汇款，是我们自己核对用。", False),
    ],
)
def test_what_a_contract_of_the_person_needs(text: str, value: bool) -> None:
    assert facts(text)["contract_necessary"] is value


@pytest.mark.parametrize(
    "said", ["系统会不会把我们国内商户的个人信息也拼进去，得问研发", "可能把国内会员的信息也带上了"]
)
def test_domestic_data_that_may_join_is_asked_about(said: str) -> None:
    text = f"账单都是澳洲那边收的，60万持卡人，在沈阳处理后传回。{said}。"
    got = facts(text)
    assert got["overseas_origin"] is True and got["domestic_data_introduced"] is None


@pytest.mark.parametrize("said", ["高管过境还可能被扣。", "员工过境签证的事另说。"])
def test_people_who_pass_through_are_no_data_in_transit(said: str) -> None:
    assert facts(said + TAIL)["overseas_origin"] is False


def test_a_subpoena_beside_lawyers_is_a_request() -> None:
    text = "美国司法部给我们发了大陪审团传票，要求提供往来邮件。美国的律师催我们把2000人的邮件传到芝加哥。"
    assert path(text) == "approval_required"
    assert facts("没有收到美国大陪审团传票。" + TAIL)["foreign_judicial_request"] is False


def test_a_secret_stamp_of_the_arms_industry() -> None:
    assert (
        facts("我们院给军工配套的，试验报告上盖着“机密”章，要发给国外审稿。")["contains_state_secret_or_core_data"]
        is True
    )
    assert facts("报告上盖着“机密”章，要发给国外审稿。")["contains_state_secret_or_core_data"] is None


@pytest.mark.parametrize(
    "text", ["今年给新家坡3万人的手几号和姓名，没有敏敢信息。", "用户数剧给德国，3万人的姓名电话，没有敏敢数剧。"]
)
def test_typing_errors_in_the_words_that_matter(text: str) -> None:
    got = facts(text)
    assert (got["is_export"], got["pi_count"], got["sensitive_pi_count"]) == (True, 30000, 0)


def test_a_denial_of_what_they_can_see_reaches_only_its_own_kind() -> None:
    assert facts("我们把3万名患者的病历传给德国，国内其他医院看不到。")["sensitive_pi_count"] == 30000


@pytest.mark.parametrize(
    "said",
    [
        "集体合同嘛，老厂长说签过，档案室又没找到，工会主席换了三任，谁也说不准到底有没有。",
        "集体合同翻遍柜子也找不着。",
    ],
)
def test_a_collective_contract_that_nobody_finds_is_asked_about(said: str) -> None:
    text = f"员工510个，工资卡号给德国总部发薪，确需，员工手册公示过。{said}"
    assert facts(text)["hr_collective_contract"] is None and path(text) != "exempt"


def test_a_further_batch_without_its_number_leaves_the_year_open() -> None:
    text = "今年到昨天为止给日本9万3千人的手机号，没有敏感信息。十二月肯定还要再传一批新客户，说不准多少。"
    assert path(text) == "need_facts"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("员工510个，工资卡号给德国总部发薪。", 510),
        ("会员一共12000个，人脸照片给日本。", 12000),
    ],
)
def test_the_word_for_persons_may_stand_before_the_number(text: str, count: int) -> None:
    assert facts(text)["sensitive_pi_count"] == count


def test_an_estimate_with_two_ends_is_one_number() -> None:
    low = "保守9万、乐观11万，姓名电话给印尼，没有敏感信息。"
    assert facts("保守十五万、乐观十八万人，姓名电话给印尼，没有敏感信息。")["pi_count"] == 180_000
    assert facts(low)["pi_count"] is None


@pytest.mark.parametrize(
    "text",
    [
        "客户的航班和酒店是他们自己订的。今年往新加坡传会员50万，没有打通过没法查，都是手机号，没有敏感信息。",
        "旅客的机票都是自己买的。我们把200个乘客的姓名电话给法国供应商回访，没有把合同传到境外。",
    ],
)
def test_a_booking_of_another_matter_makes_no_contract(text: str) -> None:
    assert facts(text)["contract_necessary"] is not True


def test_no_to_the_next_matter_answers_no_open_question() -> None:
    assert facts("我们是关基，三百个客户的姓名电话要给国外供应商，咋办？没有把合同传到境外。")["is_ciio"] is True
    assert facts("收到过关基认定通知吗？没有。" + TAIL)["is_ciio"] is False


@pytest.mark.parametrize(
    ("said", "count"),
    [("在贵阳，员工300人。", 30000), ("公司现有员工1,140人。", 30000), ("另外员工300人也给。", 30300)],
)
def test_a_sentence_of_how_many_work_there(said: str, count: int) -> None:
    assert facts("今年把3万名客户的姓名电话给德国，没有敏感信息。" + said)["pi_count"] == count


def test_staff_in_a_list_of_what_goes_are_counted() -> None:
    assert facts("今年给德国的：客户5万人姓名电话；公司员工3000人姓名电话。没有敏感信息。")["pi_count"] == 53000


@pytest.mark.parametrize("said", ["约十万余", "12万多", "超过11万"])
def test_what_is_only_a_lower_bound_says_so(said: str) -> None:
    story = read_by_rules(f"今年把{said}名用户的姓名手机号传到新加坡，没有敏感信息。", as_of=AS_OF)
    assert any("按下限" in f.note for f in story.found if f.fact == "pi_count")
    assert story.facts["pi_count"] >= 100_000


@pytest.mark.parametrize(
    "said",
    [
        "我们没有收到撤销关基认定的通知。",
        "我们是关基，没有收到撤销的通知。",
        "我们是关基，从没收到整改通知。",
        "没听说关基被撤销。",
    ],
)
def test_an_operator_that_hears_nothing_of_an_end_stays_one(said: str) -> None:
    assert facts(said + TAIL)["is_ciio"] is not False


def test_whether_a_notice_came_is_no_denial() -> None:
    assert facts("重要数据的通知有没有收到过，不清楚。" + TAIL)["important_data_notified"] is not False
