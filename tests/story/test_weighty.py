"""Designations, treaties, foreign requests, secrets and important data in other words, with near misses."""

from __future__ import annotations

import pytest

from tests.story.telling import facts, path


@pytest.mark.parametrize(
    "text",
    [
        "我们去年拿到了关键信息基础设施的认定书，今年给德国3000人的姓名手机，没有敏感信息。",
        "民航局发函认定我们是关基运营者，要给法国合作方2000名客户的邮箱，没有敏感信息。",
        "前年收到过认定通知，是关键信息基础设施运营者，这个是确定的，关基是不是什么都要评估啊？给英国4000人姓名。",
        "We received the notice designating us as a CII operator in 2024. We share names of 3,000 households "
        "with Austria, "
        "nothing sensitive.",
        "The regulator formally designated our company as critical information infrastructure; 2,000 customer "
        "e-mails go to "
        "Norway, nothing sensitive.",
        "Our company is a designated CIIO. 5,000 members' names and e-mail go to Spain, nothing sensitive.",
        "保护工作部门的认定通知早就下来了，我们是关基。把1万名用户昵称给丹麦，没有敏感信息。",
    ],
)
def test_designated_is_designated(text: str) -> None:
    assert facts(text)["is_ciio"] is True


@pytest.mark.parametrize(
    "text",
    [
        "客户是关基，我们只是它的供应商，自己没被认定过，今年把4万名用户的邮箱放到爱尔兰，没有敏感信息。",
        "给电网写软件，电网是关基运营者，我们不是，今年给荷兰2万人姓名邮箱，没有敏感信息。",
        "我们的甲方是关键信息基础设施运营者，我司从来没有被认定，给美国3万人昵称，没有敏感信息。",
        "集团下属的机场是关基，我们这家贸易公司不是，也没收到过通知，给日本2万人姓名，没有敏感信息。",
        "Our customer is a CIIO; we are not. 30,000 user names and e-mails go to Ireland, nothing sensitive.",
        "行业协会说可能会认定，后来主管部门书面答复没有认定我们为关基，给荷兰5万人邮箱，没有敏感信息。",
    ],
)
def test_another_is_designated(text: str) -> None:
    assert facts(text)["is_ciio"] is False


@pytest.mark.parametrize(
    "text",
    [
        "听说今年在认定关基，集团好像收到了通知，名单里有没有我们不知道，5万联系人姓名邮箱给新加坡，不敏感。",
        "正在被认定关键信息基础设施，材料报上去了还没批，3万人邮箱给德国，没有敏感信息。",
        "关基认定的事主管部门找我们谈过，结果没出来，2万人姓名给法国，没有敏感信息。",
        "We may be designated as a CII operator this year, the decision is pending. 20,000 names to Sweden, "
        "nothing sensitive.",
        "是不是关基说不清，前任说收到过认定函但找不到，4万人姓名手机给英国，没有敏感信息。",
        "今年6月起有关部门把我们列入关基拟认定名单，还在公示，1万人姓名给韩国，没有敏感信息。",
    ],
)
def test_a_designation_in_the_making_is_asked(text: str) -> None:
    assert facts(text)["is_ciio"] is None


@pytest.mark.parametrize(
    "text",
    [
        "我是市科技局的，机关单位，要把420位专家的姓名邮箱发给瑞士机构，不敏感。",
        "我们是县商务局，属于行政机关，把300家企业联系人的姓名电话给日本，没有敏感信息。",
        "本单位是省文旅厅，拟将500名导游的姓名邮箱提供给法国旅游局，没有敏感信息。",
        "区统计局的工作人员咨询：我局要把200名调查员的名单发给荷兰的研究所，不敏感。",
        "我在市卫健委工作，委里准备把600名医生的姓名给德国的协会，没有敏感信息。",
        "We are the municipal bureau of science and technology, a government agency, and want to send 400 "
        "experts' names and "
        "e-mail to Switzerland, nothing sensitive.",
    ],
)
def test_a_state_organ(text: str) -> None:
    assert facts(text)["is_state_organ"] is True


@pytest.mark.parametrize(
    "text",
    [
        "我们是三甲医院，事业单位法人，没有行政管理职能，今年把2000名病人的病历传给美国医院做研究。",
        "公立大学，不行使任何行政职权，把3000名校友的邮箱给英国，没有敏感信息。",
        "市属国企，不是机关，也没有行政职能，把2万用户昵称给泰国，没有敏感信息。",
        "县人民医院，公益事业单位，不承担行政管理，给瑞士药企1500份病历。",
        "博物馆，事业单位但没有公共管理职能，给意大利1万名观众的邮箱，没有敏感信息。",
        "A public hospital without any administrative functions sends 2,000 patients' records to a hospital in Boston.",
    ],
)
def test_a_public_institution_without_powers(text: str) -> None:
    assert facts(text).get("is_state_organ") is not True
    assert path(text) != "need_facts" or facts(text).get("is_state_organ") is not None


@pytest.mark.parametrize(
    "text",
    [
        "按照我国参加的《万国邮政公约》，我们要向寄达国邮政提供寄件人的预报数据，公约写明了项目和条件，"
        "我们严格按公约来，120万人。",
        "国际铁路联运，依据我国加入的国际货协规定的条件向蒙古国铁路提供收货人信息，没有超出规定，20万人。",
        "中国和哈萨克斯坦政府签订的司法外条约对通关舱单数据的提供有明确规定，我们按规定提供30万名旅客姓名。",
        "Under the Universal Postal Convention, to which China is a party, we must give the post abroad the "
        "senders' names; the "
        "convention says which items and on what conditions, and we keep to it. 900,000 senders.",
        "按《国际民用航空公约》附件规定的条件向法国边检提供旅客名单，我国是缔约国，完全照公约提供，40万人。",
        "两国政府间协定对船员名册的互换有规定，我们照协定执行，给韩国6000名船员的姓名。",
    ],
)
def test_a_treaty_with_provisions(text: str) -> None:
    assert facts(text)["treaty"] is True


@pytest.mark.parametrize(
    "text",
    [
        "我们跟哈萨克斯坦的公司签了《国际战略合作协定》，老板说属于国际条约另有规定的，"
        "其实就是两家公司盖章的协议，给22万名司机姓名手机。",
        "同德国企业签了一份国际合作协定，经理认为按条约规定不用备案，协议是两个公司之间的，"
        "给15万会员的姓名手机，没有敏感信息。",
        "公司和日本供应商订的双边协定里规定要提供12万客户的邮箱，没有敏感信息，这算条约吗？",
        "We signed a 'treaty of cooperation' with a Korean company, which says we shall give 150,000 members' "
        "e-mails; our boss "
        "calls it an international treaty. Nothing sensitive.",
        "没有什么条约，也没有协定，给瑞士30万会员姓名，没有敏感信息。",
        "销售说这是国际协定规定的，实际上只是我司与法国商家签的合作协议，给13万会员的手机，没有敏感信息。",
    ],
)
def test_an_agreement_of_firms_is_no_treaty(text: str) -> None:
    assert facts(text).get("treaty") is not True
    assert path(text) != "exempt"


@pytest.mark.parametrize(
    "text",
    [
        "The US Department of Justice has asked our Hangzhou subsidiary, through outside counsel, to hand over "
        "WeChat exports of nine "
        "managers kept on servers in China.",
        "The European Commission, via our parent's lawyers, requests e-mails of 12 employees stored in Suzhou.",
        "美国司法部通过外部律师要我们交出存在杭州的9名销售经理的聊天记录。",
        "韩国检察厅在查母公司，母公司法务转来检察厅的要求，让我们把长春的20名工程师邮件发过去。",
        "德国联邦卡特尔局要母公司提交中国公司的邮件，母公司让我们把8名员工的邮件交给卡特尔局。",
        "Brazilian federal police sent our headquarters an order to produce chat logs of five staff held in Shanghai.",
        "SEC向母公司发了传票，其中点名要存放在上海的15名财务人员的邮件，总部律师催我们上传。",
    ],
)
def test_a_request_through_others_is_a_request(text: str) -> None:
    assert facts(text)["foreign_judicial_request"] is True


@pytest.mark.parametrize(
    "text",
    [
        "给军工单位供零件，图纸盖了机密章，定密单位说是国家秘密，台湾厂家想要其中尺寸，没有个人资料。",
        "我們給軍工單位做配套，手上圖紙蓋了機密章，定密單位說是國家秘密，現在台灣廠要尺寸參數，沒有任何個人資料。",
        "有三份文件标了秘密级，境外合作方想看，没有个人信息。",
        "Some drawings are stamped as a state secret; a Taiwanese supplier wants the dimensions, no personal data.",
        "保密办确认这批数据是国家秘密，要发给新加坡，没有个人信息。",
        "卫星参数属于国家核心数据，法国公司想要，没有个人信息。",
    ],
)
def test_state_secrets(text: str) -> None:
    assert facts(text)["contains_state_secret_or_core_data"] is True
    assert path(text) not in ("exempt", "contract_or_certification", "not_export")


@pytest.mark.parametrize(
    "text",
    [
        "3月省通信管理局开专题会，会上点名我们的网络拓扑属于重要数据，还发了会议材料，我签的到，要给芬兰，"
        "不含个人信息。",
        "市工信局召集开会，会上明确我公司的产能数据是重要数据并发了书面材料，要给日本，不含个人信息。",
        "主管部门专题会议上当面告知我们管网图是重要数据，会议纪要也发了，要给加拿大，没有个人信息。",
        "省能源局会上宣布我们的调度数据列为重要数据，并印发了名单，想给德国，没有个人信息。",
        "去年工信厅来函书面告知稀土库存是重要数据，要给日本，不含个人信息。",
    ],
)
def test_told_in_a_meeting_with_papers_is_told(text: str) -> None:
    assert facts(text)["important_data_notified"] is True


@pytest.mark.parametrize(
    "text",
    [
        "省工信厅告知过矿山模型库是重要数据，那个库从来不出境。今天问的是4万个注册用户的姓名手机，给加拿大，"
        "不涉及敏感。",
        "我们的地质数据被通知为重要数据，但不在这次范围内，这次只给日本3万会员的邮箱，没有敏感信息。",
        "主管部门认定我们的产线数据是重要数据，那部分留在国内不出去，另外要把2万客户的姓名给德国，没有敏感信息。",
        "另一套系统里的管网数据被列为重要数据，与本次无关，本次给法国5万用户昵称，没有敏感信息。",
        "Another data set of ours, the grid model, was notified as important data and never leaves China. This "
        "is about 30,000 forum "
        "users' e-mails to Ireland, nothing sensitive.",
        "被告知为重要数据的是仓储库存，不出境；要出境的只是1万名客户的姓名电话，给韩国，没有敏感信息。",
    ],
)
def test_another_data_set_was_notified(text: str) -> None:
    got = facts(text)
    assert got["contains_important_data"] is not True and got["important_data_notified"] is not True
    assert path(text) in ("exempt", "need_facts")


@pytest.mark.parametrize(
    "text",
    [
        "我们的产能数据被工信厅认定为重要数据，本来不出境，这次日本客户要，想给他们，没有个人信息。",
        "管网图被列为重要数据并书面告知，一直留在国内，现在荷兰设计院想要这张图，没有个人信息。",
        "主管部门告知库存数据是重要数据，以前不出去，今天德国总部来要，没有个人信息。",
        "省厅书面通知这套数据属于重要数据，原来只在国内用，今年要同步给瑞士，没有个人信息。",
        "稀土产量被主管部门认定为重要数据，之前从不出境，本次审计需要交给韩国母公司，没有个人信息。",
        "数据局告知的重要数据就是这批，那时候不出境，但这次要给法国，没有个人信息。",
    ],
)
def test_important_data_that_stayed_until_now_is_important(text: str) -> None:
    assert path(text) in ("security_assessment", "need_facts")


@pytest.mark.parametrize(
    "text",
    [
        "把油漆配方给日本客户，我把重要数据识别指南从头对到尾，没有一条对得上，工信局也没发过文，数据里没有个人。",
        "法务核过目录，没有被列成重要数据的东西，图纸发给德国，里面没有人的名字。",
        "对照行业重要数据目录查过，都不在里面，主管部门也没通知过，给法国的是机器转速，不含个人信息。",
        "听说化工数据都是重要数据，但我们逐条核对了目录，一条都不符合，也没有任何部门告知，给韩国配方，不含个人信息。",
        "经信局从来没跟我们说过什么重要数据，给意大利的是机床温度，不含个人信息。",
        "We checked the catalogue of important data item by item and none of ours is on it; no authority has "
        "told us otherwise. Machine "
        "data to Italy, no personal data.",
    ],
)
def test_checked_against_the_catalogue(text: str) -> None:
    got = facts(text)
    assert got["important_data_notified"] is False and got["contains_important_data"] is False


@pytest.mark.parametrize(
    "text",
    [
        "问过片区管委会，说我们行业没有清单，15万客户姓名邮箱给丹麦，无敏感。",
        "街道让我们来问，12万会员姓名手机给日本，没有敏感信息。",
        "咨询过市商务局，他们说不清楚，3万会员姓名给韩国，没有敏感信息。",
        "找过社区居委会盖章，1万居民客户的姓名手机给德国，没有敏感信息。",
        "跟派出所报过案，5万会员邮箱给法国，没有敏感信息。",
        "向区发改委确认过项目备案，2万用户昵称给美国，没有敏感信息。",
    ],
)
def test_an_authority_that_was_asked_is_not_the_teller(text: str) -> None:
    assert facts(text).get("is_state_organ") is not True
    assert "is_state_organ" not in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "行业主管部门的人说这批数据多半会列进重要数据目录，今年给境外1万人的姓名，没有敏感信息。",
        "听同事说区里发过函，讲管网数据可能被列进重要数据目录，我没看到，要给加拿大，没有个人信息。",
        "据说我们的数据被列为重要数据，文件没见到，给法国，没有个人信息。",
        "重要数据目录还没核对，给日本的是产能数据，不含个人信息。",
        "有没有列入重要数据我们不清楚，给德国，不含个人信息。",
        "目录里有一条跟我们的库存数据很像，拿不准是不是重要数据，给瑞士，不含个人信息。",
    ],
)
def test_important_data_in_doubt_is_asked(text: str) -> None:
    assert path(text) in ("need_facts", "security_assessment")
