"""What each number of a story stands for, and which kinds a story denies, in many words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.story import read_by_rules

AS_OF = dt.date(2026, 11, 23)


def facts(text: str) -> dict[str, Any]:
    return read_by_rules(text, as_of=AS_OF).facts


@pytest.mark.parametrize(
    "aside",
    [
        "去年营业额七个多亿，换系统花了三百多万。",
        "公司在长沙，卖空气炸锅，1200人。",
        "技术部说一年能省120万人工费，客服从750个人减到300个。",
        "食堂每天供四千份饭，招了六百多人又走了五百多。",
        "全国门店2300家，客房一共9800多间。",
        "去年卖了22万台，客服一年接51万通电话。",
        "我们成立于1998年，厂里现在2400人，三班倒。",
        "预算是2.3亿日元，明年4月验收。",
        "小程序去年的访问量有380万，下载量90万。",
        "呼叫中心240个坐席，一年处理180万张工单。",
        "仓库面积12000平方米，设备3500台。",
        "注册资本5000万，今年投了1200万上新系统。",
        "我们做玩具的，员工3100人，车间三个。",
        "We are 4,100 people and had a turnover of RMB 210m in 2025.",
        "Our plant runs 12,000 machines and 38 lines.",
        "The system cost $2.5 million in 2024.",
    ],
)
def test_what_is_said_of_the_firm_counts_nobody(aside: str) -> None:
    text = f"{aside}今年把15万名会员的姓名和邮箱传给德国总部，没有敏感信息。"
    assert facts(text)["pi_count"] == 150_000
    assert facts(f"今年把15万名会员的姓名和邮箱传给德国总部，没有敏感信息。{aside}")["pi_count"] == 150_000


@pytest.mark.parametrize(
    ("text", "pi"),
    [
        ("工单一共31万条，去重按人算是9.4万，姓名和邮箱，传给澳洲外包商，不含敏感信息。", 94_000),
        ("今年导出订单52万单，按手机号去重以后是13万人，姓名和电话给了泰国，无敏感。", 130_000),
        ("系统里记录有200万条，折成人头是8.6万，昵称邮箱，都给了法国，不涉及敏感。", 86_000),
        (
            "售前原来报8万，不对，是7万，8万是去年的，售后6万，两边重复的有3万人，姓名、手机传到美国，没有敏感的。",
            100_000,
        ),
        ("官网会员5万、门店会员9万，其中2万人两边都有，姓名、邮箱给日本总部，没有敏感信息。", 120_000),
        ("今年A系统传了30万人，B系统传了25万人，重叠部分是5万人，都是邮箱，给英国，无敏感信息。", 500_000),
        ("上半年6万下半年预计5万，两批人不一样，都是非敏感的会员资料，给泰国。", 110_000),
        ("第一季度给了韩国4万会员的邮箱，第二季度又给了另外4万会员的邮箱，没有敏感信息。", 80_000),
        ("我说错了，不是12万，是9万客户的姓名，传给新加坡，没有敏感信息。", 90_000),
        ("今年给境外12万人的邮箱。哦记错了，是8万人，没有敏感信息。", 80_000),
        ("CRM看板上显示九十七万多，全年预测也到不了一百万，顶格九十八万，姓名、手机给印度，无敏感。", 979_999),
        ("今年传了2万6，到年底大概到3万，就昵称和手机号，给新加坡，无敏感。去年加今年都11万了。", 30_000),
        ("去年传了6万人的邮箱给新加坡，今年又有8万人，合在一起过13万了，无敏感。", 80_000),
        ("去年传了6万人的邮箱，今年先传了5万人，到年底合计8万人，给新加坡，无敏感。", 80_000),
        ("去年给新加坡传过8万人，今年传了3万人的昵称，无敏感，两年加起来11万。", 30_000),
        ("今年给日本4万8千名用户的邮箱，没有敏感信息。", 48_000),
        ("今年给日本25万APP用户的用户名和邮箱，没有敏感信息。", 250_000),
        ("今年给日本420位专家的姓名、职称和邮箱，就四百多个人，都不敏感。", 420),
        ("数得很清楚：去重99,999人，非敏感，传到巴西。差一个人到十万。", 99_999),
        ("128,000个会员的昵称给了台湾总部，128,000是全年去重后的数，没敏感信息。", 128_000),
        ("全年给加拿大4万网站注册用户的邮箱，今年总共就4万，不涉及敏感。", 40_000),
        ("全年9万人次的培训签到给墨西哥工厂，去重还没做，人头肯定比人次少，只有名字和课程，无敏感。", 90_000),
        ("网上说10万人就要备案，我们今年给瑞典的是7万人的邮箱，没有敏感的。", 70_000),
    ],
)
def test_the_persons_of_the_export(text: str, pi: int) -> None:
    assert facts(text)["pi_count"] == pi


@pytest.mark.parametrize(
    "text",
    [
        "今年13万人次的活动报名给了美国总部，只有姓名，没去重，没有敏感信息。",
        "市场部说9万，IT说是12万，姓名和邮箱给德国，没有敏感信息，谁也说不准。",
        "APP约6万人，小程序约5万人，姓名邮箱都给日本，没有敏感信息，重复多少没统计。",
        "今年给韩国一批客户的邮箱，具体多少人没人知道，没有敏感信息。",
        "今年A系统给法国9万人，B系统给法国8万人，C系统给法国7万人，重复的有6万人，只有邮箱，没有敏感信息。",
        "The list shows 130,000 registrations; nobody has counted the people. Names go to the US, not sensitive.",
        "Nobody knows: marketing says 900,000, IT says 1.2 million. Names go to Canada, not sensitive.",
    ],
)
def test_numbers_that_do_not_settle_are_asked_for(text: str) -> None:
    assert facts(text)["pi_count"] is None


@pytest.mark.parametrize(
    "denial",
    [
        "无敏感",
        "不涉及敏感",
        "没敏感信息",
        "没有敏感的",
        "敏感的一个都没有",
        "又都不敏感",
        "不含敏感个人信息",
        "没有任何敏感资料",
        "证件和支付信息不传",
        "照片和健康情况都删了",
        "身份证、银行卡这些都不上传",
        "不涉及身体健康和支付",
        "没有轨迹没有账户",
        "病历留在国内",
        "人脸和定位都没有出去",
        "nothing sensitive",
        "not sensitive at all",
        "none of it is sensitive",
    ],
)
def test_kinds_denied_leave_the_plain_ones(denial: str) -> None:
    got = facts(f"今年给法国2600名会员的姓名、学历和邮箱，{denial}。")
    assert (got["pi_count"], got["sensitive_pi_count"]) == (2600, 0)


@pytest.mark.parametrize(
    "fields",
    [
        "姓名、手机、邮箱",
        "姓名、手机、驾照类别",
        "姓名、职称、研究方向、邮箱",
        "姓名、手机、机型",
        "姓名、手机、会员等级、入住天数",
        "用户名、邮箱、手机型号",
        "姓名、订单号、问题描述",
        "姓名、邮箱、购买类目",
        "昵称、头像、注册日期",
        "名字、课程、签到时间",
    ],
)
def test_a_list_of_plain_fields_is_not_sensitive(fields: str) -> None:
    got = facts(f"今年给意大利3万名客户的{fields}。")
    assert (got["pi_count"], got["sensitive_pi_count"]) == (30_000, 0)


@pytest.mark.parametrize(
    "fields",
    [
        "姓名、化验单",
        "姓名、过敏类型",
        "姓名、病种名称",
        "姓名、卡号",
        "姓名、家里情况",
        "姓名、检查项目名称",
        "姓名、信用级别",
    ],
)
def test_a_field_that_may_be_sensitive_is_asked_about(fields: str) -> None:
    assert facts(f"今年给意大利3万名客户的{fields}。")["sensitive_pi_count"] != 0


@pytest.mark.parametrize(
    "text",
    [
        "把重疾险客户的病史、理赔诊断给百慕大股东训练模型。两万三千人，姓名抹掉了换成保单号。",
        "2万3千名患者的检查报告给瑞士，名字替换成编号。",
        "23000位住院病人的病历给日本，姓名和电话都删掉了，用病案号代替。",
        "今年两万三千个糖尿病人的血糖数据上传美国，没有姓名电话，只有内部编码。",
    ],
)
def test_what_is_pseudonymised_still_counts(text: str) -> None:
    assert facts(text)["sensitive_pi_count"] == 23_000
