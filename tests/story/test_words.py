"""Persons in the data, contracts, emergencies and staff in other words: what must be read, asked, and near misses."""

from __future__ import annotations

import pytest

from tests.story.telling import facts, path


@pytest.mark.parametrize(
    "text",
    [
        "机床的振动、电流数据传给德国厂家做诊断，数据里只有设备编号，没有操作员，也没有客户信息。",
        "把水泵的运行曲线发给日本技术中心，里面没有任何人的名字和电话。",
        "想把3200组油漆配方和老化测试结果给韩国客户，数据里没有个人。",
        "给美国总部的是按月按城市汇总的销量，每格不少于300单，底层明细不出去，没有办法倒推到人。",
        "风机的转速和温度同步给丹麦厂家，不含人的信息。",
        "招标技术规格书和外形图发给法国供应商，图纸里没有人名、没有联系方式。",
        "We send vibration and temperature readings of our compressors to a supplier in Italy. The files "
        "contain machine "
        "numbers only, no operators and no customer contacts.",
        "给荷兰的是完全匿名化的统计结果，第三方评估过不能识别也不能复原，没有任何键可以对回去。",
        "只传汇总表给英国，省份、月份、件数，没有一条个人记录，也无法反推到个人。",
        "传给瑞典的只是充电枪的电压曲线，一个人的信息都没有。",
    ],
)
def test_no_personal_information(text: str) -> None:
    assert facts(text)["contains_pi"] is False


@pytest.mark.parametrize(
    "text",
    [
        "手机号做了哈希，姓名换成编号，对照表放在国内，32万人，传给以色列，没有敏感信息。",
        "没有姓名，只有手机号和订单，15万客户给美国。",
        "没有操作工的照片，只有2000名操作工的姓名和工号传给日本。",
        "里面没有客户联系人的电话，邮箱有，12万个，给德国总部。",
        "匿名化了，但用设备号能对回到人，20万用户，传给英国。",
        "今年给墨西哥工厂传3万人的培训签到，只有名字和课程，没别的了。",
    ],
)
def test_personal_information_beside_a_denial(text: str) -> None:
    assert facts(text)["contains_pi"] is True


@pytest.mark.parametrize(
    "text",
    [
        "我们做海淘的，顾客下单以后要把收货人、电话、地址发给日本仓和日本商家，不发他们没法发货，"
        "今年180万买家，别的数据都不出去。",
        "代办签证，今年4万人的护照页和在职证明都递给意大利的签证中心，客户跟我们签的就是代办签证的合同，没有其他用途。",
        "国际快递，26万寄件人的姓名、电话、地址要给国外派送公司，没有这些就派不了件。",
        "We sell train tickets for Europe from Chengdu. The carrier abroad gets the passenger's name and "
        "passport number; "
        "without them no ticket is issued. 40,000 passengers this year, nothing else goes out.",
        "Our app books villas in Bali for Chinese guests; we pass the guest name and phone to the villa, "
        "otherwise there is "
        "no booking. 200,000 guests this year.",
        "留学中介，学生委托我们申请英国大学，把5000名学生的成绩单和护照交给学校，不交就报不了名。",
        "机票代理，旅客买外航的票，名字和证件号必须给航空公司，否则出不了票，今年30万人。",
        "We ship parcels abroad for private senders; the courier overseas needs name, phone and address to deliver, "
        "150,000 senders this year, used for nothing else.",
    ],
)
def test_a_contract_with_the_person_needs_it(text: str) -> None:
    assert facts(text)["contract_necessary"] is True


@pytest.mark.parametrize(
    "text",
    [
        "卖轴承给国内工厂，把客户公司采购员的姓名手机给日本总部，一共12万人，经理说是履行买卖合同必需的，"
        "可合同都是公司和公司签的。",
        "我们供货给国内经销商，经销商业务员15万人的姓名电话给德国集团，销售总监认为属于履行合同，"
        "合同是两家企业之间的。",
        "把客户单位联系人的手机给韩国母公司，共11万人，老板坚持说这是合同所必需，可当事人是客户公司，不是个人。",
        "We sell pumps to Chinese factories and give the buyers' contact persons (120,000 people, name and "
        "phone) to our parent "
        "in Germany. Sales says it is necessary to perform the contract, but the contracts are between companies.",
        "B2B平台，把13万名企业采购人员的名字手机给美国总部，业务说不给没法履约，其实合同是跟企业签的，"
        "员工个人不是当事人。",
        "领导讲这属于履行合同，免。实际上是我们和法国公司两家签的供货合同，要给的是11万名门店会员的姓名手机。",
    ],
)
def test_a_contract_between_firms_exempts_nobody(text: str) -> None:
    assert facts(text)["contract_necessary"] is False
    assert path(text) in ("contract_or_certification", "need_facts")


@pytest.mark.parametrize(
    "text",
    [
        "刚才我们的团在巴厘岛出了车祸，三个游客重伤昏迷，印尼医院要血型和过敏史，马上手术，家属联系不上。",
        "员工在越南工地摔下来了，大出血，当地医院要他的血型和病史，十分钟内要，能直接发吗？",
        "游轮上有人心脏骤停，正在新加坡抢救，医院要他的用药记录，能不能马上给？",
        "Our tour bus overturned in Thailand an hour ago, two guests are unconscious and the hospital needs "
        "their allergies and "
        "blood group now. May we send them?",
        "登山队在尼泊尔失联，当地救援队要6名队员的照片、电话和身体状况，正在搜。",
        "学生在英国突发重病进了ICU，医生要既往病历，父母还在飞机上，可以先传吗？",
    ],
)
def test_an_emergency_that_is_one(text: str) -> None:
    assert facts(text)["emergency"] is True


@pytest.mark.parametrize(
    "text",
    [
        "跟美国医院合作，每月上传300份肿瘤病例到对方登记库，主任说救命的事属于紧急情况。",
        "全球安全部要把1200名员工的血型放进瑞士系统，说万一出事用得上，目前没有出事。",
        "应急演练，把800名员工的过敏史发给英国总部备着。",
        "我们做医疗救援会员服务，每天把2万会员的健康档案同步到新加坡，随时可能用来抢救。",
        "The safety department wants blood groups of 900 employees in a system in Denmark, in case of an "
        "emergency. Nothing has "
        "happened.",
        "为了将来抢救方便，预先把4000名会员的病史存到日本。",
    ],
)
def test_an_emergency_that_is_none(text: str) -> None:
    assert facts(text)["emergency"] is not True


@pytest.mark.parametrize(
    "text",
    [
        "1500名员工的银行卡号、工资给日本总部统一发薪，确实需要，规章制度走过民主程序，集体合同以前签过，"
        "不知道过期没有。",
        "员工2000人的岗位薪酬给美国总部统一管理，确需，有员工手册，集体合同好像到期了，还没问工会。",
        "给德国总部发900名员工工资卡号，必须的，规章制度有，集体合同去年该续签，续没续我不清楚。",
        "1200名员工的绩效给法国总部管理，确需，制度齐全，集体合同在不在有效期要查。",
        "We send payroll data of 800 employees to headquarters in Oslo, necessary for pay; labour rules are in "
        "place, but whether the "
        "collective agreement is still in force nobody knows.",
        "员工3000人工资给新加坡总部，必需，规章制度有，集体合同谈判还没签下来。",
    ],
)
def test_an_unsure_collective_contract_is_asked(text: str) -> None:
    got = facts(text)
    assert got["hr_collective_contract"] is not True
    assert path(text) != "exempt" or got["hr_rules"] is True


@pytest.mark.parametrize(
    "text",
    [
        "校招收了2600份简历，法国总部要参与终面，把候选人的姓名、学历、邮箱挂到法国系统，集体合同和规章制度都有。",
        "应聘者1500人的简历给美国总部筛选，我们有规章制度和集体合同。",
        "把3000名求职者的姓名和经历放到英国的招聘平台，员工手册、集体合同都有。",
        "Job applicants' CVs, 1,800 people, go to our UK headquarters; we have labour rules and a collective "
        "agreement.",
        "面试者900人的资料给日本总部拍板录用，集体合同有，规章制度也有。",
        "还没入职的候选人2000人信息给德国，公司规章制度、集体合同齐全。",
    ],
)
def test_applicants_are_no_staff(text: str) -> None:
    assert facts(text)["hr_necessary"] is False
