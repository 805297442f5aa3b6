"""Yes-or-no facts in other words: per class, what must be read, what must be asked, and near misses that must not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.law.rulebook import open_rulebook
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.settings import ROOT
from copilot.story import read_by_rules

AS_OF = dt.date(2026, 11, 23)
BOOK = open_rulebook(ROOT / "knowledge_base")


def facts(text: str) -> dict[str, Any]:
    return read_by_rules(text, as_of=AS_OF, book=BOOK).facts


def path(text: str) -> str:
    return determine(parse_facts(facts(text)), as_of=AS_OF, book=BOOK, details=False).path


@pytest.mark.parametrize(
    "text",
    [
        "德国工程师下个月来常州车间，用我们的单机电脑看300名工人的排班，看完就走，不拷贝，回国后没有账号。",
        "美国律师飞到广州，在我们办公室里翻阅2万名客户的投诉，电脑断网，不许拍照，之后也不能远程登录。",
        "日本总部派了两位审计来天津，现场查看5000名会员的台账，资料一张没带走，也没给他们开远程权限。",
        "Our auditors from Paris will come to Suzhou, sit in our meeting room and look at 900 staff files on an offline "
        "laptop. They take nothing with them and get no remote access.",
        "韩国股东代表要到青岛现场抽查1.2万份客户合同，只能在会议室里看，不能带走，没有远程查询。",
        "Three inspectors from our Osaka parent visit the Dalian plant next week. They read 4,000 customer tickets on our "
        "own machines; no copies, no photos, and there is no remote login.",
        "以前新加坡总部能登录看我们的30万会员，去年9月权限已经全部收回，今年一次也没访问过，也没传过别的。",
        "原来美国那边有只读账号可查12万客户，2025年6月就停用了，今年没有任何人再登录过，没有数据出去。",
        "早先德国同事用VPN看过20万用户，前年VPN拆除、账号注销，今年境外没有访问。",
        "我们把8万客户的电话交给杭州一家美资呼叫中心，数据只存在杭州，合同写明不得传到美国，美国母公司没有权限。",
        "委托北京一家德资咨询公司做问卷，给它3万名会员的手机，存在北京、用在北京，德国总部看不到，也不许出境。",
        "南京公司把15万用户名单给苏州的外资广告公司，对方服务器在苏州，约定数据不得出境，外方股东没有访问权限。",
        "我们是青岛的韩资企业，韩国母公司全资。会员60万，系统自建在青岛机房，母公司没有账号，也从没给他们发过数据。",
        "东莞港资厂，员工2300人，人事系统放在东莞，香港总公司没有账号，报表也不给他们。",
        "We are a German-owned company in Taicang. All 700,000 member records sit on a server in Taicang; the parent in "
        "Munich has no account and we have never sent them any data.",
        "外商独资，母公司在荷兰，不过荷兰那边没有任何权限，数据也不给他们，40万会员全在上海机房。",
        "考勤系统软件是日本厂商做的，买断部署在大连机房，维护都是大连的工程师上门，日本不远程连线，1800名员工的数据没有出去过。",
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
        "Our database sits in Wuxi. Whether the colleagues in Paris can log in, nobody knows yet. 150,000 customers, names "
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
        "机床的振动、电流数据传给德国厂家做诊断，数据里只有设备编号，没有操作员，也没有客户信息。",
        "把水泵的运行曲线发给日本技术中心，里面没有任何人的名字和电话。",
        "想把3200组油漆配方和老化测试结果给韩国客户，数据里没有个人。",
        "给美国总部的是按月按城市汇总的销量，每格不少于300单，底层明细不出去，没有办法倒推到人。",
        "风机的转速和温度同步给丹麦厂家，不含人的信息。",
        "招标技术规格书和外形图发给法国供应商，图纸里没有人名、没有联系方式。",
        "We send vibration and temperature readings of our compressors to a supplier in Italy. The files contain machine "
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
        "韩国保险公司把韩国投保人的单据（今年约90万人，都是在韩国收的）传到沈阳，我们录入后传回韩国，国内数据一点没掺。",
        "泰国医院把当地病人的X光片发过来，3万来个病人，我们标完再发回泰国，国内医院的片子没有接。",
        "We run a back office in Dalian. Japanese clients send us forms of their customers in Japan (300,000 people); we "
        "key them in and return the files to Japan. No data of people in China is added at any step.",
        "客户是美国一家电商，把美国买家的工单传到西安，我们分类后再传回美国，只处理那边的数据，没有掺国内用户的，今年200万人。",
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
        "韩国客户把韩国会员20万人传过来做匹配，去年底又让我们从国内合作方拿了9万中国会员一起匹配，合并后传回首尔，没有敏感的。",
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


@pytest.mark.parametrize(
    "text",
    [
        "我们做海淘的，顾客下单以后要把收货人、电话、地址发给日本仓和日本商家，不发他们没法发货，今年180万买家，别的数据都不出去。",
        "代办签证，今年4万人的护照页和在职证明都递给意大利的签证中心，客户跟我们签的就是代办签证的合同，没有其他用途。",
        "国际快递，26万寄件人的姓名、电话、地址要给国外派送公司，没有这些就派不了件。",
        "We sell train tickets for Europe from Chengdu. The carrier abroad gets the passenger's name and passport number; "
        "without them no ticket is issued. 40,000 passengers this year, nothing else goes out.",
        "Our app books villas in Bali for Chinese guests; we pass the guest name and phone to the villa, otherwise there is "
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
        "卖轴承给国内工厂，把客户公司采购员的姓名手机给日本总部，一共12万人，经理说是履行买卖合同必需的，可合同都是公司和公司签的。",
        "我们供货给国内经销商，经销商业务员15万人的姓名电话给德国集团，销售总监认为属于履行合同，合同是两家企业之间的。",
        "把客户单位联系人的手机给韩国母公司，共11万人，老板坚持说这是合同所必需，可当事人是客户公司，不是个人。",
        "We sell pumps to Chinese factories and give the buyers' contact persons (120,000 people, name and phone) to our parent "
        "in Germany. Sales says it is necessary to perform the contract, but the contracts are between companies.",
        "B2B平台，把13万名企业采购人员的名字手机给美国总部，业务说不给没法履约，其实合同是跟企业签的，员工个人不是当事人。",
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
        "Our tour bus overturned in Thailand an hour ago, two guests are unconscious and the hospital needs their allergies and "
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
        "The safety department wants blood groups of 900 employees in a system in Denmark, in case of an emergency. Nothing has "
        "happened.",
        "为了将来抢救方便，预先把4000名会员的病史存到日本。",
    ],
)
def test_an_emergency_that_is_none(text: str) -> None:
    assert facts(text)["emergency"] is not True


@pytest.mark.parametrize(
    "text",
    [
        "我们去年拿到了关键信息基础设施的认定书，今年给德国3000人的姓名手机，没有敏感信息。",
        "民航局发函认定我们是关基运营者，要给法国合作方2000名客户的邮箱，没有敏感信息。",
        "前年收到过认定通知，是关键信息基础设施运营者，这个是确定的，关基是不是什么都要评估啊？给英国4000人姓名。",
        "We received the notice designating us as a CII operator in 2024. We share names of 3,000 households with Austria, "
        "nothing sensitive.",
        "The regulator formally designated our company as critical information infrastructure; 2,000 customer e-mails go to "
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
        "We may be designated as a CII operator this year, the decision is pending. 20,000 names to Sweden, nothing sensitive.",
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
        "We are the municipal bureau of science and technology, a government agency, and want to send 400 experts' names and "
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
