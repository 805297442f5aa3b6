"""Classes of stories that a second set of callers' letters showed to be read wrongly, each with variants."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.story import read_by_rules

AS_OF = dt.date(2026, 11, 23)
TAIL = "今年给德国公司3万名用户的姓名和电话，没有敏感信息。"


def facts(text: str) -> dict[str, Any]:
    return read_by_rules(text, as_of=AS_OF).facts


@pytest.mark.parametrize(
    "said",
    [
        "我们只是关基运营者的供应商，自身未被认定。",
        "公司是关键信息基础设施运营者的外包方，本公司没有被认定。",
        "我们给一家被认定为关基的银行做短信，我们自己从没收到过通知。",
        "我们为已被认定为关基的电网做运维，自己没有收到过认定通知。",
        "关基没被认定。",
        "网信部门没找过我们，关基从来没被认定过。",
    ],
)
def test_a_supplier_of_an_operator_is_none(said: str) -> None:
    assert facts(said + TAIL)["is_ciio"] is False


@pytest.mark.parametrize(
    "said",
    ["我们给一家被认定为关基的银行做短信网关。", "我们服务被认定为关基的机场。", "替某被认定为关基的水务集团做运维。"],
)
def test_a_customer_that_is_an_operator_is_asked_about(said: str) -> None:
    assert facts(said + TAIL)["is_ciio"] is None


@pytest.mark.parametrize(
    "said", ["我们是被认定为关基的银行。", "我们收到通知，被认定为关基。", "本公司是关基运营者，也是供应商。"]
)
def test_an_operator_stays_one(said: str) -> None:
    assert facts(said + TAIL)["is_ciio"] is not False


@pytest.mark.parametrize(
    ("launch", "count"),
    [
        ("12月1日上线新功能，每个月有8万名新用户的邮箱同步到法兰克福", 80000),
        ("12月启用海外客服，每月有2万名新客户的电话传给德国", 20000),
        ("12月15日才开通，每个月3万名新会员的邮箱传到新加坡", 30000),
        ("十二月正式上线，每月4万名新用户的邮箱传给日本", 40000),
        ("11月开始，每月4万名新用户的邮箱传给日本", 80000),
    ],
)
def test_a_service_that_begins_late_runs_for_the_rest_of_the_year(launch: str, count: int) -> None:
    assert facts(f"我们{launch}，没有敏感信息。")["pi_count"] == count


@pytest.mark.parametrize(
    "said",
    [
        "3月上线了新版，每个月",
        "12月1日开始换供应商，每个月还是",
        "之前每个月传5万，12月起每个月",
        "平台上线很久了，每个月",
        "每个月",
    ],
)
def test_a_service_that_runs_already_is_counted_no_shorter(said: str) -> None:
    assert facts(f"我们{said}有8万名新用户的邮箱传给德国，没有敏感信息。")["pi_count"] != 80000


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("仅用于寄送买家自己下单的商品", True),
        ("只用于配送买家下单的商品", True),
        ("只是用来寄买家购买的包裹", True),
        ("仅供派送买家的订单", True),
        ("专门用于发货，寄送顾客订的商品", True),
        ("仅用于寄送商品目录做营销", False),
        ("用于寄送商品，也用于会员画像", False),
    ],
)
def test_parcels_that_buyers_ordered(said: str, value: bool) -> None:
    text = f"某跨境电商平台今年把45万名境内买家的姓名、收货地址和电话发给境外卖家，{said}。"
    assert (facts(text)["contract_necessary"] is True) is value


@pytest.mark.parametrize(
    "said",
    [
        "集体合同2024年底就到期了，一直没续签",
        "集体合同去年过期，没有续签",
        "集体合同早已失效，未再签",
        "集体合同3月届满，还没重新签",
        "集体合同到期后一直没续",
    ],
)
def test_an_expired_collective_contract_is_none(said: str) -> None:
    assert facts(f"{said}，员工手册是有的。760名员工的工资卡号要传给丹麦总部。")["hr_collective_contract"] is False


@pytest.mark.parametrize("said", ["集体合同好像到期了，续没续签不知道", "集体合同快到期了", "不知道集体合同过期没有"])
def test_a_collective_contract_in_doubt_is_asked_about(said: str) -> None:
    assert facts(f"{said}，员工手册是有的。760名员工的工资卡号要传给丹麦总部。")["hr_collective_contract"] is None


@pytest.mark.parametrize(
    "said",
    [
        "上海清单只有再保险、航运、商贸、气象这些，没有游戏",
        "清单只列了汽车、医药，没有手游",
        "清单就管航运和气象，没有我们游戏",
        "清单只涉及再保险、航运，不包括游戏",
        "清单仅有商贸、气象几块，未列游戏",
    ],
)
def test_a_list_of_other_domains_frees_nothing(said: str) -> None:
    text = f"我司注册在上海自贸区，做手游，今年给韩国公司22万名玩家的邮箱，{said}。能不能按清单外免掉？"
    assert facts(text)["negative_list_hit"] == "not_covered"


@pytest.mark.parametrize(
    "said",
    [
        "人脸和指纹都在锁里不传",
        "指纹和人脸都留在手机里不上传",
        "人脸和指纹只存在门锁里没有上传",
        "银行客户的数据一条都没出去",
        "指纹都在考勤机里不外传",
    ],
)
def test_what_stays_on_a_device_is_not_sent(said: str) -> None:
    assert facts(f"今年传到捷克8.6万人，只有姓名、电话，{said}。")["sensitive_pi_count"] in (0, None)


@pytest.mark.parametrize("said", ["人脸和指纹也在里面", "指纹在锁里也上传", "人脸存在设备里再传过去"])
def test_what_a_device_sends_counts(said: str) -> None:
    assert facts(f"今年传到捷克8.6万人，姓名、电话，{said}。")["sensitive_pi_count"] != 0


@pytest.mark.parametrize(
    "said",
    [
        "都是年满14周岁到17周岁的中学生，没有一个不满14岁的",
        "都是15岁到17岁的学生，没有不满14岁的",
        "是14至17岁的青少年，不含14岁以下的",
        "都在16岁以上，没有不满14周岁的",
        "年龄14到18岁，不满14岁的一个都没有",
    ],
)
def test_pupils_of_14_and_older_are_ordinary(said: str) -> None:
    got = facts(f"今年出境的8万名用户{said}，只有昵称和年级，用在新西兰的课程评估上。同事说未成年人一律算敏感。")
    assert (got["under14"], got["sensitive_pi_count"]) == (False, 0)


@pytest.mark.parametrize("said", ["都是中学生", "是12到17岁的学生", "是14到17岁的，另有一批小学生"])
def test_pupils_who_may_be_younger_are_not_ordinary(said: str) -> None:
    assert facts(f"今年出境的8万名用户{said}，只有昵称和年级，用在新西兰。")["sensitive_pi_count"] != 0


@pytest.mark.parametrize(
    "said",
    [
        "nobody told us it is important data",
        "nobody has ever told us that it is important data",
        "no one informed us that it is important data",
        "we were never told that it is important data",
        "no ministry has notified us of important data",
    ],
)
def test_nobody_told_us(said: str) -> None:
    got = facts(f"A German customer gets our dimension checks and batch numbers, no names are in it, {said}.")
    assert (got["important_data_notified"], got["contains_pi"]) == (False, False)


@pytest.mark.parametrize(
    "said",
    [
        "工信部门9月给我们发过函，明确说我们的能耗数据列为重要数据",
        "主管部门发来公函，说这批数据列入重要数据",
        "市局来函，把能耗数据认定为重要数据",
        "经信局发了正式文件，能耗数据属于重要数据",
        "数据局书面通知，这套数据划为重要数据",
    ],
)
def test_a_letter_of_an_authority_tells(said: str) -> None:
    assert facts(f"{said}。现在德国客户要看，里面没有人名。")["important_data_notified"] is True


@pytest.mark.parametrize(
    "said",
    [
        "copied the files onto his own laptop and flew home with it",
        "saved them on a USB stick and went back",
        "took the files home",
        "downloaded them to a drive and left",
        "carried the copies abroad",
    ],
)
def test_files_taken_along_have_left(said: str) -> None:
    text = f"The Japanese auditor came, saw 900 staff files with bank card numbers on site, then {said}."
    assert facts(text)["is_export"] is True


def test_files_not_taken_along_stay() -> None:
    text = "The Japanese auditor came, saw 900 staff files on site and never copied them to a laptop or took them home."
    assert facts(text)["is_export"] is not True


@pytest.mark.parametrize(
    "said",
    [
        "今年出境6万名用户的普通信息，一并传给境外数据分析商",
        "今年出境6万名客户的姓名，传给美国公司处理",
        "之前一条都没出过境，今年给德国6万名用户的邮箱",
        "今年出境6万名员工的邮箱，发给海外团队分析",
        "从没出过境，今年起6万名会员的邮箱给日本",
    ],
)
def test_what_leaves_did_not_come_from_abroad(said: str) -> None:
    assert facts(f"{said}，没有敏感信息。")["overseas_origin"] is False


@pytest.mark.parametrize(
    "said",
    [
        "手机号换成哈希，我们自己有盐值，随时能对回到人",
        "手机号做了散列，对照表在我们手里，可以还原",
        "说是已匿名化，其实密钥在我们这里，能重新识别",
        "邮箱加密成编号，映射表我们留着，能反查",
        "ID是假名，我们随时能对得上真人",
    ],
)
def test_who_holds_the_key_sends_personal_information(said: str) -> None:
    got = facts(f"用户数据发到荷兰做广告归因，{said}。今年一共21万人，没有敏感字段。")
    assert (got["contains_pi"], got["pi_count"]) == (True, 210000)


@pytest.mark.parametrize("kind", ["产检记录", "孕检结果", "产前检查记录", "工资账号", "薪资账户"])
def test_further_sensitive_kinds(kind: str) -> None:
    assert facts(f"广州的公司今年把5200名顾客的{kind}发给香港的诊所做研究。")["sensitive_pi_count"] == 5200


@pytest.mark.parametrize("kind", ["heart-rate history", "heart rates", "blood pressure", "blood sugar", "blood oxygen"])
def test_further_sensitive_kinds_in_english(kind: str) -> None:
    text = f"A Canadian app collects {kind} of 7,300 people in China straight onto servers in Toronto for research."
    got = facts(text)
    assert (got["is_export"], got["sensitive_pi_count"]) == (True, 7300)


@pytest.mark.parametrize(
    "refused", ["我已经拒绝了，不传", "我们没同意，没给", "被我们回绝，不提供", "我们不同意，不给"]
)
def test_what_was_refused_does_not_count_against_staff_administration(refused: str) -> None:
    text = "员工手册和集体合同都有。2300名员工的姓名、工资账号要传东京发薪，确实离不开；"
    assert facts(f"{text}总部还想要员工子女的生日，{refused}。")["hr_necessary"] is True
    assert facts(f"{text}总部还想要员工子女的生日。")["hr_necessary"] is None
