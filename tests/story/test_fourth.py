"""Classes of stories that a fourth set of letters showed to be read wrongly, with near misses on both sides."""

from __future__ import annotations

import pytest

from copilot.story.lexicon import MANY, gated, load_lexicon
from tests.story.telling import facts, path

TAIL = "今年给德国公司3万名用户的姓名和电话，没有敏感信息。"
OPEN = "need_facts"


@pytest.mark.parametrize(
    ("paths", "text"),
    [
        ("contract_or_certification", "会员总数200万，只有10%传给新加坡总部，今年就这么多，姓名和邮箱，没有敏感信息。"),
        ("contract_or_certification", "会员基数150万，今年真正传给日本的只有20%，姓名、手机，没有敏感信息。"),
        (
            "contract_or_certification",
            "会员200万，开通礼遇的占15%，这15%今年给纽约，姓名邮箱，其他85%不出境，没有敏感信息。",
        ),
        ("security_assessment", "今年给新加坡传了200万会员的姓名和手机，只有10%传了生日，没有敏感信息。"),
        ("security_assessment", "会员总数200万，只有10%不出境，其余都给新加坡总部，姓名手机，没有敏感信息。"),
        ("security_assessment", "会员200万，15%留在国内，剩下的今年全部给新加坡，姓名手机，没有敏感信息。"),
        ("security_assessment", "会员150万，不传的只有10%，其余姓名手机给日本，没有敏感信息。"),
        ("need_facts security_assessment", "会员200万全都传给日本，只有10%同步给韩国，姓名和手机，没有敏感信息。"),
    ],
)
def test_of_a_stock_the_share_that_goes(paths: str, text: str) -> None:
    assert path(text) in paths.split()


@pytest.mark.parametrize(
    ("paths", "text"),
    [
        (
            "contract_or_certification",
            "今年给巴黎一共75.4万人。其中门店43.6万人。小程序31.8万人。姓名、手机，没有敏感信息。",
        ),
        ("need_facts", "今年给巴黎总部：门店会员合计75.4万人。线上小程序会员31.8万人。姓名、手机，没有敏感信息。"),
        (
            "security_assessment",
            "今年给巴黎共75.4万门店会员。线上另有31.8万人，两边没有重复。姓名、手机，没有敏感信息。",
        ),
        (
            "contract_or_certification",
            "门店每店平均2.6万人，二十九家店合计75.4万人，姓名手机，今年给荷兰，没有敏感信息。",
        ),
        ("need_facts", "天猫会员62万人，粉丝群57万人，加起来119万，没有互相比过，今年给首尔，姓名手机，没有敏感信息。"),
        ("contract_or_certification", "有三个渠道的会员，每个渠道5万人，姓名手机给日本，没有敏感信息。"),
        ("security_assessment", "两个品牌各60万会员，姓名手机都给日本，没有敏感信息，互不重复。"),
        ("need_facts", "每个渠道5万会员，姓名手机给日本，没有敏感信息。"),
        ("exempt", "一天走六百万枝花，那个六百万是枝，不是人。今年给泰国2万花农的姓名电话，没有敏感信息。"),
        ("need_facts security_assessment", "六百万是用户，不是订单，今年都给泰国，姓名手机，没有敏感信息。"),
    ],
)
def test_what_a_number_is_the_number_of(paths: str, text: str) -> None:
    assert path(text) in paths.split()


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (82800, "华北一共72家店，每店会员平均1,150个，一个会员只能绑一家店，名字手机，同步到新加坡。"),
        (94310, "今年传到荷兰的用户去了重是94,310个，姓名手机，不再传了，没有敏感信息。"),
    ],
)
def test_persons_told_without_the_word_behind_them(count: int, text: str) -> None:
    assert facts(text)["pi_count"] == count


def test_children_told_apart_from_their_number() -> None:
    told = facts("少儿英语，六到十二岁的小孩，640个，录像和名字给多伦多做质检。")
    assert told["sensitive_pi_count"] == 640
    assert facts("用户全部是三到九岁的小朋友，给冰岛传了8000个孩子的昵称。")["sensitive_pi_count"] == 8000
    assert (
        facts("用户全部是十五到十八岁的高中生，给冰岛传了8000个孩子的昵称，没有敏感信息。")["sensitive_pi_count"] == 0
    )


@pytest.mark.parametrize(
    ("sensitive", "text"),
    [
        (0, "今年给泰国12万人的姓名电话。身份证没录，银行卡也没录，他们结账走国内。"),
        (0, "今年给韩国15万人的手机号。不含人脸，人脸那套机器是本地跑的不上传。"),
        (0, "今年给德国12万人的昵称、生日、房型、消费档次、故障代码。"),
        (0, "把聊天记录、昵称给美国，今年12万人。先 filter 掉了 health、bank card 这类 sensitive 内容。"),
        (20000, "给日本传2万人的健康档案，那套人脸设备不上传。"),
        (12000, "去年给香港传了7500人的体检报告，今年还是这些内容，传了1.2万人。"),
        (0, "去年给香港传了7500人的体检报告，今年只给3万人的姓名和手机号，没有敏感信息。"),
    ],
)
def test_what_is_denied_and_what_is_not(sensitive: int, text: str) -> None:
    assert facts(text)["sensitive_pi_count"] == sensitive


@pytest.mark.parametrize(
    ("paths", "text"),
    [
        ("not_export", "Our Paris head office sends its VIP list to the Shanghai subsidiary. Nothing is sent back."),
        ("not_export", "外企，但服务器在张家口，国外一个账号都没有，也不外传，要申报吗？"),
        ("not_export", "我自己的体检报告，我自己用邮箱发给墨尔本的女儿，犯法吗？"),
        ("not_export", "装了个美国的开源模型，放在自己机房，fully offline，没有call任何overseas API，算出境吗？"),
        ("need_facts contract_or_certification", "我自己的病人300名，我自己用邮箱发给墨尔本的医生会诊，病历都在里面。"),
        (
            "contract_or_certification",
            "Paris sends us its VIP list, and we send names of 120,000 clients back to Paris, nothing sensitive.",
        ),
        ("contract_or_certification", "没有剩余的出境活动，只把15万会员的姓名手机给了丹麦股东，没有敏感信息。"),
    ],
)
def test_what_comes_in_and_what_goes_out(paths: str, text: str) -> None:
    assert path(text) in paths.split()


@pytest.mark.parametrize(
    ("paths", "text"),
    [
        (
            "approval_required",
            "我们在美国特拉华州联邦法院被诉，十一月法院下达了证据开示的命令，要求我们提交37名工程师的邮件。",
        ),
        (
            "approval_required",
            "The SFO in London (criminal investigators) served us with a notice to hand over logs of 19 staff.",
        ),
        ("exempt", "法院没有下达过命令，美国那边也没要过，我们只给美国5000个用户昵称，没有敏感信息。"),
    ],
)
def test_orders_of_foreign_authorities(paths: str, text: str) -> None:
    assert path(text) in paths.split()


def test_a_designation_by_hearsay_is_asked_about() -> None:
    assert facts("听说住建局要认定一批关基，名单上好像有我们，但文件没见着。" + TAIL)["is_ciio"] is None
    assert facts("我们收到文件，被认定为关基了。" + TAIL)["is_ciio"] is True


def test_what_is_off_a_list_counts_apart() -> None:
    start = "海南自贸港注册的旅游公司。两项数据出境：A，对照负面清单属于清单外，涉及20万人，给迪拜；"
    assert (
        path(start + "B，生日邮件，清单里没有这类业务，7万人的姓名邮箱，给英国，就这么多。都没有敏感信息。") == "exempt"
    )
    assert (
        path(start + "B，生日邮件，清单里没有这类业务，17万人的姓名邮箱，给英国，就这么多。都没有敏感信息。")
        != "exempt"
    )
    told = "我们在上海自贸区。会员这块今年给德国20万人的姓名手机。另外售后对照负面清单属于清单外，5万人。没有敏感信息。"
    assert path(told) == OPEN


def test_a_city_within_another_word_is_no_place() -> None:
    lexicon = load_lexicon()
    text = "平台中的用户、收费城市、都灵活、南京都有；台中、费城、都灵、京都的公司"
    assert [m.group() for m in lexicon.cities.finditer(text)] == ["台中", "费城", "都灵", "京都"]


def test_many_names_in_parts_are_found_like_few() -> None:
    names = [f"{chr(0x4E00 + i)}国" for i in range(MANY + 5)]
    assert gated(names).count("(?=[") > 2
    assert load_lexicon()["places"].search("给泰国公司")[0] == "泰国"  # type: ignore[index]


@pytest.mark.parametrize(
    ("paths", "text"),
    [
        (OPEN, "每家店平均给新加坡实验室送了四百二十人的血检结果。"),
        ("security_assessment need_facts", "三十一家门店，今年每家店平均给新加坡送了四百二十人的血检结果，人不重。"),
        (OPEN, "会员数据给不给韩国那边，给多少，都还没定。国内会员一共88万，姓名手机，没有敏感信息。"),
        ("contract_or_certification", "今年把会员数据给韩国那边，一共88万，姓名手机，没有敏感信息。给不给得？"),
        ("approval_required", "图纸上盖的是‘机密’章，保密办定过密的，现在白俄罗斯的客户要看，没有个人信息。"),
        ("exempt", "图纸没有定过密，固定密度的料，给白俄罗斯的客户看，没有个人信息。"),
    ],
)
def test_what_a_fifth_set_showed(paths: str, text: str) -> None:
    assert path(text) in paths.split()


@pytest.mark.parametrize(
    ("fact", "count", "text"),
    [
        ("sensitive_pi_count", 10200, "今年1月到12月每个月固定把850名患者的用药记录传给芬兰，每个月都是不同的人。"),
        ("pi_count", 170000, "17万客户的姓名电话在太原，慕尼黑总部的六个人有只读账号能查，没有敏感信息。"),
        ("pi_count", 132000, "每月给东京一万一千个新用户的昵称，都是新人。财务说每月才一万多，不到十万，不用备。"),
        ("pi_count", 199998, "北京的用户99,999人，上海的用户99,999人，两边没有重复，姓名邮箱都给日本，没有敏感信息。"),
        ("pi_count", 60000, "今年给日本6万人的姓名手机。这6万人都是会员，没有敏感信息。"),
        ("pi_count", 600000, "今年58万会员的姓名手机给美国做分析，到年底六十万封顶，没有敏感信息。"),
        ("sensitive_pi_count", 34000, "3.4万名患者的影像给日本。敏感信息已超一万人，要评估吗？"),
        ("pi_count", 1050001, "门店95万人的姓名手机给日本，另外App的会员超过10万人，名单不重复，没有敏感信息。"),
    ],
)
def test_numbers_that_say_another_again_and_those_that_add(fact: str, count: int, text: str) -> None:
    assert facts(text)[fact] == count


def test_equal_numbers_of_different_subjects_are_two() -> None:
    assert path("今年北京公司传了8万人，上海公司传了8万人，都是一个法人，姓名手机给日本，没有敏感信息。") == OPEN
