"""What a story adds, takes away or leaves uncounted in words, lists that do not end, and second transfers."""

from __future__ import annotations

import pytest

from tests.story.telling import facts, path


@pytest.mark.parametrize(
    "rest", ["加上老板自己一个", "再加上我本人一个", "连我自己也算上", "外加店长", "另有一位试用客户", "还有1个"]
)
def test_one_more_person_tips_the_threshold(rest: str) -> None:
    assert facts(f"今年给日本99,999名会员的邮箱，{rest}，没有敏感信息。")["pi_count"] == 100_000
    assert facts(f"今年给日本99,998名会员的邮箱，{rest}，没有敏感信息。")["pi_count"] == 99_999


def test_what_is_added_is_of_the_same_kind() -> None:
    assert facts("有9900人的病历给了美国，加上刚补的100人。")["sensitive_pi_count"] == 10_000


def test_what_is_taken_away_is_asked_about_only_where_the_path_hangs_on_it() -> None:
    assert facts("名单12万人，扣掉退订的5000人，都给了韩国，没有敏感信息。")["pi_count"] == 115_000
    assert facts("名单10.2万人，扣掉退订的5000人，都给了韩国，没有敏感信息。")["pi_count"] is None


@pytest.mark.parametrize(
    "rest",
    [
        "还有一些老客户的也给了",
        "另有一批供应商联系人也传了",
        "员工的也一起传了",
        "员工没算进去",
        "年底前可能还要加，加多少没谱",
        "后面两个月还会继续传新用户",
        "每天还在增加",
    ],
)
def test_more_persons_without_their_number_are_asked_for(rest: str) -> None:
    assert path(f"今年给美国8万会员的姓名邮箱，{rest}，没有敏感信息。") == "need_facts"


@pytest.mark.parametrize("beat", ["每两个月传", "每隔三周传", "不定期传，每次"])
def test_a_beat_without_a_name_is_asked_about(beat: str) -> None:
    assert facts(f"{beat}3万新用户的邮箱给新加坡，没有敏感信息。")["pi_count"] is None


def test_twice_a_year_counts_twice() -> None:
    assert facts("每半年给新加坡50万新用户的邮箱，没有敏感信息。")["pi_count"] == 1_000_000


@pytest.mark.parametrize("item", ["家谱", "社交关系图谱", "生活习惯画像"])
def test_an_item_of_a_list_that_is_not_known_is_asked_about(item: str) -> None:
    assert facts(f"今年给德国8000客户的姓名和{item}。")["sensitive_pi_count"] is None
    assert facts(f"今年给德国8000客户的姓名和{item}，没有敏感信息。")["sensitive_pi_count"] == 0


@pytest.mark.parametrize("end", ["等等", "等十几个字段", "和其他一些信息", "，还有别的字段没细看"])
def test_a_list_that_does_not_end_is_asked_about(end: str) -> None:
    assert facts(f"给日本8万会员的姓名、邮箱{end}。")["sensitive_pi_count"] is None


def test_a_kind_denied_behind_it_is_denied_and_on_a_condition_is_not() -> None:
    assert facts("今年给德国8万会员的姓名邮箱，身份证号和银行卡号都没给。")["sensitive_pi_count"] == 0
    assert facts("今年给德国8万会员的姓名邮箱，如果人脸不传，是不是就不用备案？")["sensitive_pi_count"] != 0
    assert facts("今年给德国8万会员的姓名邮箱，不给身份证号就开不了户。")["sensitive_pi_count"] != 0


@pytest.mark.parametrize("denial", ["不涉及未成年人", "不收14岁以下的孩子", "14岁以下的都剔除了", "没有14岁以下的"])
def test_children_denied_are_no_children(denial: str) -> None:
    got = facts(f"{denial}，今年给美国平台5万用户的昵称和邮箱，没有敏感信息。")
    assert (got["under14"], got["sensitive_pi_count"]) == (False, 0)


@pytest.mark.parametrize(
    "said",
    [
        "没有区分儿童和成年人",
        "没有剔除未成年人",
        "没有把14岁以下的排除掉",
        "有没有14岁以下的孩子我们也不知道",
        "有家长也有孩子",
        "12岁以下儿童没有",
    ],
)
def test_what_does_not_deny_children_is_asked_about(said: str) -> None:
    assert path(f"{said}，今年给美国平台5万用户的昵称和邮箱，没有别的敏感信息。") == "need_facts"


def test_children_together_with_older_ones_are_asked_for() -> None:
    assert facts("今年把9000名小学生和初中生的昵称给境外团队。")["sensitive_pi_count"] is None
    assert facts("今年把9000名小学生的昵称给境外团队。")["sensitive_pi_count"] == 9000


HR = "员工手册和集体合同都有，2000名员工的工资卡号必须给韩国总部发工资"


def test_an_exemption_covers_its_own_transfer_only() -> None:
    assert path(f"{HR}。") == "exempt"
    assert path(f"{HR}；客户11万人的邮箱也给了总部，没有别的敏感信息。") == "contract_or_certification"
    assert path(f"{HR}；客户的邮箱也一起给了总部。") == "need_facts"
    ticket = "旅客买去日本的机票必须把护照给日航，今年30万人"
    assert path(f"{ticket}。") == "exempt"
    assert path(f"{ticket}；另外把11万会员的邮箱给了新加坡总部，没有敏感信息。") != "exempt"


def test_one_of_many_is_no_count() -> None:
    got = facts("导了240万条订单记录到新西兰，一个客户下好多单，到底多少人没数过，没有敏感信息。")
    assert got["pi_count"] is None


def test_families_of_numbers() -> None:
    assert facts("今年给德国一个亿用户的邮箱，没有敏感信息。")["pi_count"] == 100_000_000
    assert facts("今年给德国50万会员的邮箱，其中两个点的人还有银行卡号。")["sensitive_pi_count"] == 10_000
    assert facts("A million users' nicknames are sent to Ireland, no sensitive data.")["pi_count"] == 1_000_000
    assert facts("把5万个家庭的姓名给境外机构，没有敏感信息。")["pi_count"] is None


def test_whether_it_is_the_same_group_is_asked() -> None:
    got = facts("给瑞典总部传了9万人的邮箱，又传了9万人的邮箱，是不是同一批人没对过，没敏感的。")
    assert got["pi_count"] is None


def test_a_claim_of_anonymity_that_can_be_undone_is_none() -> None:
    assert facts("说是匿名化了，其实保留了手机号的哈希可以对回去，200万用户，给美国。")["contains_pi"] is not False


@pytest.mark.parametrize("text", ["100万人个人信息出境要评估吗", "100万人的个人信息出境，是不是一定要做评估？"])
def test_a_bare_question_with_a_number_gets_its_verdict(text: str) -> None:
    assert facts(text)["pi_count"] == 1_000_000 and path(text) == "security_assessment"
    assert path("个人信息出境要评估吗") == "need_facts"
