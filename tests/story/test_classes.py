"""Classes of stories that once came out lighter than the law: the mechanism of each, over many words."""

from __future__ import annotations

from itertools import product

import pytest

from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.rules.result import PathResult
from tests.story.telling import AS_OF, BOOK, facts


def verdict(text: str) -> PathResult:
    return determine(parse_facts(facts(text)), as_of=AS_OF, book=BOOK)


PLACES = ("美国", "日本", "新加坡", "德国")
PERSONS = ("会员", "用户", "顾客", "学员")


@pytest.mark.parametrize(("one", "who"), list(product((6, 55), PERSONS)))
def test_transfers_of_other_people_add_up(one: int, who: str) -> None:
    text = f"今年给美国{one}万{who}的邮箱，又给日本另外{one}万{who}的邮箱，没有敏感信息。"
    assert facts(text)["pi_count"] == 2 * one * 10_000


@pytest.mark.parametrize(("here", "there"), list(product(PLACES[:2], PLACES[2:])))
def test_whether_the_same_people_stand_in_two_transfers_is_asked(here: str, there: str) -> None:
    text = f"今年给{here}6万会员的邮箱，给{there}6万会员的邮箱，没有敏感信息。"
    assert facts(text)["pi_count"] is None and verdict(text).path == "need_facts"
    same = f"今年把同一批6万会员的邮箱先给{here}再给{there}，没有敏感信息。"
    assert facts(same)["pi_count"] == 60_000


@pytest.mark.parametrize(
    "rest", ["之后每月再传{n}万名新客户", "11月、12月每月还要传{n}万名新客户", "剩下两个月每月再增{n}万名新客户"]
)
def test_the_rest_of_the_year_is_added(rest: str) -> None:
    text = f"今年1至10月累计向境外提供95万人的普通信息，{rest.format(n=3)}。"
    assert facts(text)["pi_count"] == 1_010_000
    assert facts(text.replace("3万", "2万"))["pi_count"] == 990_000


WAYS = ("用VPN登录后台查", "远程查看", "能连进来看", "有只读权限，可以看", "通过堡垒机检索")
WHO = ("新加坡同事", "美国母公司", "境外工程师", "伦敦的团队")


@pytest.mark.parametrize(("who", "way"), list(product(WHO, WAYS)))
def test_who_sees_data_from_abroad_receives_it(who: str, way: str) -> None:
    text = f"数据没有传出去，都在国内服务器，只是{who}{way}30万用户的姓名，没有敏感信息。"
    assert verdict(text).path == "contract_or_certification"


def test_who_comes_here_and_takes_nothing_receives_nothing() -> None:
    assert facts("韩国专家来我们苏州工厂，在厂里的电脑上看了5万名客户的资料，什么都没带走。")["is_export"] is False
    assert facts("数据只在国内机房之间同步，不出境。")["is_export"] is False


BODIES = (
    "韩国检察厅",
    "美国法院",
    "欧盟反垄断机关",
    "HMRC",
    "境外税务机关",
    "泰国海关",
    "英国警方",
    "境外证监会",
    "巴西联邦警察",
)
REQUESTS = ("要求我们提供", "来函调取", "让我们交出", "要我们把证据交过去，涉及")


@pytest.mark.parametrize(("body", "request_"), list(product(BODIES, REQUESTS)))
def test_bodies_of_foreign_states_need_approval(body: str, request_: str) -> None:
    assert verdict(f"{body}{request_}300名客户的记录。").path == "approval_required"


@pytest.mark.parametrize("body", ["上海海关", "中国证监会", "市税务局"])
def test_our_own_bodies_do_not(body: str) -> None:
    assert (
        facts(f"{body}要求我们提供资料；今年给日本总部5万名会员的邮箱，没有敏感信息。")["foreign_judicial_request"]
        is False
    )


@pytest.mark.parametrize("doubtful", ["境外仲裁庭要求我们提交", "香港法院要求我们提供", "美国FDA要求我们提供"])
def test_a_doubtful_body_is_asked_about(doubtful: str) -> None:
    assert facts(f"{doubtful}300名客户的邮件。")["foreign_judicial_request"] is None


@pytest.mark.parametrize(
    "said",
    [
        "主管部门开会提过一次重要数据",
        "地方网信办口头说可能算重要数据，还没有书面通知",
        "工信局的人打电话说我们的算重要数据",
        "是不是重要数据我们也不清楚",
    ],
)
def test_important_data_said_in_passing_is_asked_about(said: str) -> None:
    got = facts(f"{said}，今年给境外2万人的普通信息，没有敏感信息。")
    assert got["important_data_notified"] is None


@pytest.mark.parametrize("told", ["在会议上正式通知我们", "书面告知我们", "点对点告知我们"])
def test_important_data_told_is_told(told: str) -> None:
    assert facts(f"主管部门{told}这批数据属于重要数据，要给境外，不含个人信息。")["important_data_notified"] is True


@pytest.mark.parametrize("kind", ["人脸", "银行卡号", "病历", "指纹", "行踪轨迹", "身份证号", "护照号码"])
@pytest.mark.parametrize(
    "shape", ["没有敏感信息，有5000人的姓名和{}，给境外。", "法务认为不含敏感信息，但5000名用户的{}给了境外。"]
)
def test_a_denial_beside_a_named_kind_denies_nothing(kind: str, shape: str) -> None:
    assert facts(shape.format(kind)).get("sensitive_pi_count") != 0


@pytest.mark.parametrize(
    ("text", "pi"),
    [
        ("我们有3000万注册用户，但今年只把其中2万人的昵称传给境外。", 20_000),
        ("员工1200人，门店86家，合同号20240322，今年向境外提供15万名会员的手机号。", 150_000),
        ("原计划今年传200万用户到境外，后来砍掉，只传20万用户的普通信息。", 200_000),
        ("同一批9万客户每月向境外更新一次普通信息。", 90_000),
        ("给境外同事开了一个只读账号，能看12万名客户的姓名。", 120_000),
        ("把4万户、每户3口人的姓名给境外。", 120_000),
        ("员工12万人、客户5万人的邮箱，都传给境外总部。", 170_000),
        ("给荷兰公司52万宝妈的昵称，没有敏感信息。", 520_000),
        ("15万家企业，联系人是每家2个人，姓名给德国总部。", 300_000),
        ("6千个班级、每班45名学生的邮箱给境外。", 270_000),
        ("今年给韩国8万人的邮箱，又给越南共享了这8万人的邮箱。", 80_000),
    ],
)
def test_numbers_beside_the_transfer_keep_their_role(text: str, pi: int) -> None:
    assert facts(text)["pi_count"] == pi


def test_how_many_work_there_is_no_count_of_customers() -> None:
    assert facts("我们有员工1200人，今年把会员资料传给美国总部。")["pi_count"] is None


@pytest.mark.parametrize(
    "why", ["但其实不传也不影响管理", "只是为了集团看板方便", "管理上其实用不着", "传不传对管理没有影响"]
)
def test_what_management_does_not_need_is_not_necessary(why: str) -> None:
    text = f"员工手册和集体合同都有，把1.2万名员工的工资卡号传给境外总部，{why}。"
    assert facts(text)["hr_necessary"] is False and verdict(text).path == "security_assessment"


@pytest.mark.parametrize(
    ("who", "value"),
    [
        ("市疾控中心", True),
        ("某区街道办", True),
        ("市公安局", True),
        ("受法律授权管理公共事务的事业单位", True),
        ("一家事业单位", None),
        ("某大学", False),
        ("一家公立医院", False),
    ],
)
def test_state_organs_are_known_or_asked_about(who: str, value: bool | None) -> None:
    got = facts(f"{who}要把3000名居民的姓名给境外公司，没有敏感信息。")
    assert got.get("is_state_organ", False) is value


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("并不是说我们没被认定为关基，确实收到了认定通知", "is_ciio", True),
        ("收到过保护工作部门认定通知吗？没有", "is_ciio", False),
        ("是关基吗？是的", "is_ciio", True),
        ("没有收到过关基认定通知，也没人跟我们说过有重要数据", "is_ciio", False),
        ("没有收到过关基认定通知，也没人跟我们说过有重要数据", "important_data_notified", False),
        ("不是没有重要数据，主管部门已经书面告知我们", "important_data_notified", True),
    ],
)
def test_denied_denials_and_answered_questions(text: str, fact: str, value: bool) -> None:
    assert facts(f"{text}。今年给境外3万人的普通信息，没有敏感信息。")[fact] is value


@pytest.mark.parametrize("where", ["同步到香港机房", "放在新加坡的云上", "备份到德国服务器", "托管在美国节点"])
def test_where_data_lies_tells_whether_it_left(where: str) -> None:
    text = f"我们认为没有出境，只是把20万用户的普通信息{where}。"
    assert facts(text)["is_export"] is True


@pytest.mark.parametrize(
    "some", ["大概有几百个填了病史", "其中若干人有人脸", "部分人有健康数据", "另有行踪轨迹若干", "一些人留了银行卡号"]
)
def test_some_of_them_is_asked_how_many(some: str) -> None:
    assert facts(f"今年给境外20万车主的姓名电话，{some}。")["sensitive_pi_count"] is None


@pytest.mark.parametrize(
    ("text", "blocker"),
    [
        ("网约车公司把2万名乘客的昵称传给境外。", "ride_hailing"),
        ("征信机构把3000人的信用报告传给境外。", "credit"),
        ("测绘公司把高精地图给德国公司，不含个人信息。", "surveying"),
        ("把400名慢病患者的病历传给瑞士公司。", "health"),
        ("把600人的外显子测序结果传给美国实验室。", "human_genetic"),
        ("把300名志愿者的血样信息传给美国实验室。", "human_genetic"),
    ],
)
def test_the_line_of_business_brings_its_blockers(text: str, blocker: str) -> None:
    assert blocker in {b.id for b in verdict(text).blockers}


def test_a_data_field_or_a_denial_is_no_line_of_business() -> None:
    assert "sector" not in facts("把3万人的姓名、银行账号传给境外。")
    assert "sector" not in facts("把3万人的姓名传给境外，不包括银行卡。")
