"""Whether data leaves, and where it came from, in other words: what must be read, asked, and near misses."""

from __future__ import annotations

import pytest

from tests.story.telling import facts, path


@pytest.mark.parametrize(
    "text",
    [
        "德国工程师下个月来常州车间，用我们的单机电脑看300名工人的排班，看完就走，不拷贝，回国后没有账号。",
        "美国律师飞到广州，在我们办公室里翻阅2万名客户的投诉，电脑断网，不许拍照，之后也不能远程登录。",
        "日本总部派了两位审计来天津，现场查看5000名会员的台账，资料一张没带走，也没给他们开远程权限。",
        "Our auditors from Paris will come to Suzhou, sit in our meeting room and look at 900 staff files on "
        "an offline "
        "laptop. They take nothing with them and get no remote access.",
        "韩国股东代表要到青岛现场抽查1.2万份客户合同，只能在会议室里看，不能带走，没有远程查询。",
        "Three inspectors from our Osaka parent visit the Dalian plant next week. They read 4,000 customer "
        "tickets on our "
        "own machines; no copies, no photos, and there is no remote login.",
        "以前新加坡总部能登录看我们的30万会员，去年9月权限已经全部收回，今年一次也没访问过，也没传过别的。",
        "原来美国那边有只读账号可查12万客户，2025年6月就停用了，今年没有任何人再登录过，没有数据出去。",
        "早先德国同事用VPN看过20万用户，前年VPN拆除、账号注销，今年境外没有访问。",
        "我们把8万客户的电话交给杭州一家美资呼叫中心，数据只存在杭州，合同写明不得传到美国，美国母公司没有权限。",
        "委托北京一家德资咨询公司做问卷，给它3万名会员的手机，存在北京、用在北京，德国总部看不到，也不许出境。",
        "南京公司把15万用户名单给苏州的外资广告公司，对方服务器在苏州，约定数据不得出境，外方股东没有访问权限。",
        "我们是青岛的韩资企业，韩国母公司全资。会员60万，系统自建在青岛机房，母公司没有账号，也从没给他们发过数据。",
        "东莞港资厂，员工2300人，人事系统放在东莞，香港总公司没有账号，报表也不给他们。",
        "We are a German-owned company in Taicang. All 700,000 member records sit on a server in Taicang; the "
        "parent in "
        "Munich has no account and we have never sent them any data.",
        "外商独资，母公司在荷兰，不过荷兰那边没有任何权限，数据也不给他们，40万会员全在上海机房。",
        "考勤系统软件是日本厂商做的，买断部署在大连机房，维护都是大连的工程师上门，日本不远程连线，"
        "1800名员工的数据没有出去过。",
    ],
)
def test_nothing_leaves(text: str) -> None:
    assert facts(text)["is_export"] is False


@pytest.mark.parametrize(
    "text",
    [
        "服务器在武汉，美国总部那边有没有人能登录进来，我不清楚，12万会员的姓名手机，非敏感。",
        "数据库在成都机房，日本同事是否有账号还没问到，26万客户姓名邮箱，没有敏感信息。",
        "德国母公司能不能看到我们CRM里的15万会员，IT说要再查，没有敏感信息。",
        "Our database sits in Wuxi. Whether the colleagues in Paris can log in, nobody knows yet. 150,000 "
        "customers, names "
        "and e-mail, nothing sensitive.",
        "系统在合肥，听说境外团队可能有权限，也可能没有，没人说得清，库里18万用户姓名手机，没有敏感的。",
        "30万会员存在长沙，英国那边开没开过账号，信息部还在核实，姓名和手机，非敏感。",
    ],
)
def test_whether_someone_abroad_has_access_is_asked(text: str) -> None:
    assert facts(text).get("is_export") is None


@pytest.mark.parametrize(
    "text",
    [
        "德国工程师来常州看了300名工人的排班，回国后还能远程登录系统继续看。",
        "美国律师来广州办公室看了2万名客户的投诉，走的时候拷了一份带回美国。",
        "以前是新加坡能看，去年9月收回了，但今年又把30万会员的姓名传给了日本总部，没有敏感信息。",
        "今年上半年法国总部一直用账号看我们26万会员的姓名，7月才注销，没有敏感信息。",
        "我们把8万客户的电话交给杭州一家美资公司，他们每周汇总传给美国母公司，没有敏感信息。",
        "青岛的韩资企业，把60万会员的姓名手机每天同步到韩国母公司，没有敏感信息。",
        "全公司800人，美国总部的通讯录要放姓名和工作邮箱，其他数据没有出去。",
        "今年把20万会员的昵称给了泰国代理商，除此以外没有任何数据出境，没有敏感信息。",
        "德国总部的系统里有我们3万客户的邮箱，别的一概没出去，没有敏感信息。",
        "数据库在南京，没往外拷过，只是伦敦总部六个人有只读账号，能登录看17万客户，没有敏感信息。",
    ],
)
def test_what_leaves_beside_a_denial_leaves(text: str) -> None:
    assert facts(text)["is_export"] is True


@pytest.mark.parametrize(
    "text",
    [
        "韩国保险公司把韩国投保人的单据（今年约90万人，都是在韩国收的）传到沈阳，我们录入后传回韩国，"
        "国内数据一点没掺。",
        "泰国医院把当地病人的X光片发过来，3万来个病人，我们标完再发回泰国，国内医院的片子没有接。",
        "We run a back office in Dalian. Japanese clients send us forms of their customers in Japan (300,000 "
        "people); we "
        "key them in and return the files to Japan. No data of people in China is added at any step.",
        "客户是美国一家电商，把美国买家的工单传到西安，我们分类后再传回美国，只处理那边的数据，"
        "没有掺国内用户的，今年200万人。",
        "Our clients are European hotels; they send us their guests' bookings, collected in Europe, 60,000 people, we "
        "translate them in Chengdu and send the results back. Nothing about people in China is added.",
        "新加坡银行把新加坡客户的对账单传进来，5万人，我们在武汉做识别，做完送回新加坡，没有引入境内的任何数据。",
    ],
)
def test_data_from_abroad_that_goes_back_untouched(text: str) -> None:
    got = facts(text)
    assert (got["overseas_origin"], got["domestic_data_introduced"]) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "韩国客户把韩国会员20万人传过来做匹配，去年底又让我们从国内合作方拿了9万中国会员一起匹配，"
        "合并后传回首尔，没有敏感的。",
        "日本那边的25万会员传来大连，我们再加上国内门店的11万会员一起建模，整包传回东京，姓名邮箱，没有敏感的。",
        "新加坡医院的片子传来标注，同时混了国内医院的4000份片子，一起发回新加坡。",
        "美国客户的工单传到西安，今年起把国内用户的12万条也并进来，处理后传回美国，没有敏感的。",
        "泰国收集的18万人资料传到昆明，和境内合作商城的会员比对，结果里中国人泰国人都有，传回曼谷，没有敏感的。",
        "Clients in Japan send us 200,000 Japanese members; since last year we also match them with 120,000 Chinese "
        "members from a domestic partner and return the merged file to Tokyo, nothing sensitive.",
    ],
)
def test_domestic_data_introduced(text: str) -> None:
    got = facts(text)
    assert got["overseas_origin"] is not True or got["domestic_data_introduced"] is True
    assert path(text) != "exempt"
