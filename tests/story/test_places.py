"""Zones and their lists, the Greater Bay Area and places abroad in other words, with near misses."""

from __future__ import annotations

import pytest

from copilot.rules.facts import parse_facts
from copilot.story import read_by_rules
from tests.story.telling import AS_OF, BOOK, facts, path


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        (
            "公司注册在山东自贸试验区青岛片区，山东还没有出数据出境负面清单，也没让参照别的省，"
            "15万客户姓名邮箱给丹麦，无敏感。",
            "not_covered",
        ),
        ("云南自贸区，问过管委会，没有发布负面清单，12万会员邮箱给泰国，没有敏感信息。", "not_covered"),
        ("重庆自贸区的负面清单只管智能网联汽车，我们做食品，不沾边，3万会员给马来西亚，无敏感。", "not_covered"),
        ("上海临港的负面清单里没有我们这个行业，20万会员姓名给法国，没有敏感信息。", "not_covered"),
        (
            "北京自贸区的清单只有汽车、医药、零售几个领域，我们是教育，不在这些领域里，11万学员姓名给英国，"
            "没有敏感信息。",
            "not_covered",
        ),
        (
            "The negative list of our free trade zone in Tianjin covers only other industries, not ours; 120,"
            "000 names to Spain, nothing "
            "sensitive.",
            "not_covered",
        ),
        ("浙江自贸区负面清单针对的是别的行业，跟我们做家具的没关系，给德国14万会员邮箱，没有敏感信息。", "not_covered"),
        (
            "海南自贸港，对照海南的负面清单，我们的场景和人数落在应当订立标准合同或者通过认证那一栏，"
            "不在评估那一栏，会员150万给法国，非敏感。",
            "must_contract",
        ),
        (
            "福建自贸区企业，按清单我们这类属于要签标准合同的，不属于要评估的，40万会员姓名给日本，没有敏感信息。",
            "must_contract",
        ),
        (
            "北京自贸区，我们的数据列在负面清单里需要认证或者标准合同的部分，没到评估的人数，"
            "60万会员姓名给美国，没有敏感信息。",
            "must_contract",
        ),
        ("江苏自贸区，对照负面清单正好列在需要申报安全评估的那一栏，30万会员姓名给韩国，没有敏感信息。", "must_assess"),
        ("上海自贸区企业，清单写明我们这类数据须申报安全评估，5万用户姓名给德国，没有敏感信息。", "must_assess"),
        (
            "厦门自贸片区注册，零售在福建负面清单里，逐个字段对过，管委会也确认我们的数据都在清单外，"
            "50万会员姓名给香港，没有敏感信息。",
            "off_list",
        ),
        ("海南自贸港企业，对照清单，我们的数据不在清单内，80万会员姓名给新加坡，没有敏感信息。", "off_list"),
    ],
)
def test_what_a_list_says(text: str, hit: str) -> None:
    assert facts(text).get("negative_list_hit") == hit


@pytest.mark.parametrize(
    "text",
    [
        "营业执照在昆山，只是在苏州自贸片区租了个仓库，没在那边设公司，同事说清单外随便出，"
        "30万会员昵称手机给西班牙，不含敏感。",
        "公司注册在合肥，货放在安徽自贸区的保税仓，20万会员姓名给德国，听说清单外不用办，没有敏感信息。",
        "我们在自贸区只有一个展厅，公司在区外注册，负面清单外的说法跟我们有没有关系？15万用户邮箱给英国，"
        "没有敏感信息。",
        "厂在嘉兴，只用了浙江自贸区的物流服务，没有在区内注册，客户经理说清单外自由流动，13万客户手机给荷兰，"
        "没有敏感信息。",
        "仓库在天津自贸区，公司在河北廊坊，清单之外免办是不是也适用？12万会员姓名给韩国，没有敏感信息。",
        "We only rent a warehouse in the Shanghai free trade zone; the company is registered in Kunshan. 300,"
        "000 names to Spain, outside "
        "the list they say, nothing sensitive.",
    ],
)
def test_a_warehouse_in_a_zone_is_no_seat(text: str) -> None:
    assert path(text) != "exempt"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "公司在广州天河，母公司在香港铜锣湾，两边都是当地注册，给香港2万客户姓名电话，不再转别处，没有敏感信息。",
            True,
        ),
        (
            "您好，我們公司在廣州，母公司在香港，今年要把兩萬名客戶的姓名給香港，不會再轉去別的地方，沒有敏感資料。",
            True,
        ),
        ("珠海體檢中心同澳門一間診所合作，六千名客人嘅體檢報告傳去澳門，唔會再傳出澳門。", True),
        ("深圳南山的公司把35万用户昵称手机给香港注册的姊妹公司，只在香港用，没有敏感信息。", True),
        ("江门公司给澳门关联公司1万会员姓名，留在澳门，没有敏感信息。", True),
        ("东莞公司给香港关联公司25万用户名邮箱，香港收到当天就转到美国总部，没有敏感信息。", False),
        ("惠州厂把12万会员姓名给香港，香港再转给新加坡，没有敏感信息。", False),
        ("中山公司给香港子公司15万用户邮箱，最后是英国在用，香港只是过一下手，没有敏感信息。", False),
        ("我们在汕头，母公司在香港，给香港5万会员姓名，没有敏感信息。", False),
        ("珠海公司给澳门公司11万会员邮箱，澳门那边再传给葡萄牙，没有敏感信息。", False),
        ("长沙公司给香港公司12万会员姓名，没有敏感信息。", False),
    ],
)
def test_bay_area(text: str, value: bool) -> None:
    assert facts(text)["gba"] is value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("把3万会员邮箱给安大略的公司，没有敏感信息。", "CA"),
        ("We move 20,000 members' e-mails to the group CRM in Ontario, nothing sensitive.", "CA"),
        ("Our parent in Ohio receives 5,000 names, nothing sensitive.", "US"),
        ("给俄亥俄的母公司5000人姓名，没有敏感信息。", "US"),
        ("We share names of 3,000 households with a vendor in Austria. Just let us know.", "AT"),
        ("给得克萨斯州的供应商4000人姓名，没有敏感信息。", "US"),
        ("2万用户邮箱放到维也纳的服务器，没有敏感信息。", "AT"),
        ("Names of 4,000 users go to Melbourne, nothing sensitive.", "AU"),
        ("给巴伐利亚的研发中心3000人姓名邮箱，没有敏感信息。", "DE"),
    ],
)
def test_where_to(text: str, code: str) -> None:
    assert facts(text)["recipient_region"] == code


@pytest.mark.parametrize(
    "text",
    [
        "天津自贸区注册，把一批储备库存的数据给瑞士，没有任何个人信息，对照天津负面清单，"
        "正好列在需要申报安全评估的那一栏。",
        "上海自贸区企业，给德国的产线数据不含个人信息，清单写明这类数据须申报安全评估。",
        "北京自贸区，气象观测数据给法国，没有个人信息，负面清单里列为要评估。",
        "海南自贸港，种质数据给荷兰，不涉及个人信息，在清单要安全评估那一栏。",
        "江苏自贸区，化工产能数据给日本，无个人信息，对照清单属于需要安全评估的。",
        "Our firm in the Tianjin free trade zone wants to give stock data to Switzerland, no personal data; "
        "the negative list has it under "
        "security assessment.",
    ],
)
def test_listed_data_without_persons_is_no_error(text: str) -> None:
    assert path(text) in ("security_assessment", "need_facts")


@pytest.mark.parametrize("to", ["新加坡的公司", "美国总部"])
def test_a_recipient_elsewhere_puts_the_area_in_question(to: str) -> None:
    told = read_by_rules(f"双方都在大湾区，我们把15万名会员的姓名和手机号传给{to}。", as_of=AS_OF, book=BOOK)
    assert told.facts["gba"] is None and any(q.fact == "gba" for q in told.questions)
    parse_facts(told.facts)
