"""Whole stories as people tell them, with the paths that follow: numbers, kinds, scripts and languages."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.law.rulebook import open_rulebook
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.settings import ROOT
from copilot.story import read_by_rules

AS_OF = dt.date(2026, 11, 23)
BOOK = open_rulebook(ROOT / "knowledge_base")

# The path, or paths any of which is right, and the story.
STORIES = (
    (
        "exempt",
        "苏州做扫地机器人的，八百来号人，年销售额12亿。售后系统放在德国，截至今天同步了6.3万个用户的昵称和"
        "邮箱，年底前大概还有1万，合起来7.3万左右，全年不会超过7.5万。没有敏感信息，不是关基。",
    ),
    (
        "contract_or_certification",
        "我们是在线教育公司，注册学员总共380万，绝大部分数据都在阿里云张北机房。今年真正给到爱尔兰那边的是"
        "报了雅思班的学员，12万6千人，字段是姓名、手机、班级、上课时间。都是成年人，没有敏感的。",
    ),
    (
        "exempt",
        "物业公司，管了63个小区、11万户。只有一个外籍业主服务的小程序接到新加坡，今年绑定了8700人，传的是"
        "昵称、楼栋、报修内容，无敏感个人信息。",
    ),
    (
        "security_assessment",
        "民营眼科医院，一年门诊量46万人次，营收3个亿。今年把1.1万名近视手术患者的角膜地形图发给德国设备厂"
        "商做算法优化。",
    ),
    (
        "contract_or_certification",
        "前面填表写的会员数是98万，写错了，那是去年的。今年实际传给法国总部的是23万人，姓名、电话、会员卡"
        "等级，不含敏感。",
    ),
    (
        "need_facts",
        "电商运营说今年给韩国品牌方的买家数据是9.8万人，数据组跑出来的是10.4万人，两边口径不一样，还没对齐"
        "。只有昵称和城市，不敏感。",
    ),
    (
        "exempt",
        "今年发给越南仓库的快递单一共43万单，同一个人反复下单的多，去重后7.9万人，收件人姓名、电话、地址，"
        "用来做库存预测，没有敏感的，12月不再发了。",
    ),
    (
        "contract_or_certification",
        "两个品牌分别往意大利传会员：A品牌9万，B品牌7万，IT比对过，重叠4万人。姓名、邮箱，没有敏感信息，全年数。",
    ),
    (
        "exempt",
        "两个品牌分别往意大利传会员：A品牌6万，B品牌7万，IT比对过，重叠4万人。姓名、邮箱，没有敏感信息，全年数。",
    ),
    (
        "exempt",
        "年会抽奖平台在美国，今年一共用了5.6万人次，具体多少人没去重。只填昵称，没有别的信息，不敏感。",
    ),
    (
        "exempt",
        "海外云上只放了招商会的报名表，3000来人，姓名、公司、手机。公司本身一千五百多员工，2008年成立，20"
        "25年收入19.6亿，这些人事数据全在国内。没有敏感信息。云在新加坡。",
    ),
    (
        "need_facts",
        "今年给日本的客户名单约10万人，市场部说九万八，销售说十万出头，姓名电话，不敏感。",
    ),
    (
        "contract_or_certification",
        "體檢中心喺深圳，今年將四千八百名會員嘅體檢報告傳去新加坡總部做統計，同會員簽嘅合同冇呢個用途。我哋唔係關基。",
    ),
    (
        "contract_or_certification",
        "我們是上海的化妝品公司，今年要把十七萬五千名會員的姓名、電話、消費金額傳給台灣總公司做市場分析，"
        "不含敏感資訊，也不是關鍵資訊基礎設施。",
    ),
    (
        "exempt",
        "台商，東莞廠，今年給台北總公司六萬三千名網店會員的暱稱和電郵，全年就這些，沒有敏感個資。",
    ),
    (
        "contract_or_certification",
        "We sell coffee machines in Suzhou. This year our CRM in Milan has received names and e-mails of "
        "310,000 Chinese customers, and we expect 340,000 in total by year end. Nothing sensitive. We emp"
        "loy 260 people and made RMB 90 million last year.",
    ),
    (
        "exempt",
        "Our Shenzhen game studio passes nicknames and device models of 48,000 players to a support vendo"
        "r in Manila. That is the figure for all of 2026, de-duplicated. No chat logs, no payment data, n"
        "othing sensitive. Last year it was 130,000.",
    ),
    (
        "security_assessment",
        "We're a hospital group in Chengdu. A research partner in Boston wants full medical records of 12"
        ",500 cancer patients for a registry. Names are replaced with codes but the key stays with us. No"
        "t needed for treatment.",
    ),
    (
        "need_facts",
        "Our Beijing app sends user e-mails to a vendor in Dublin. Somewhere between 80,000 and 130,000 p"
        "eople this year, we have not counted yet. Nothing sensitive.",
    ),
    (
        "not_export",
        "Our Shanghai team stores 600,000 customer records on servers in Ningxia. The German parent has n"
        "o account and has never received any of it. The auditors from KPMG China look at it on site. Is "
        "there anything to file?",
    ),
    (
        "security_assessment",
        "We operate a payments app in Hangzhou and are a designated critical information infrastructure o"
        "perator (written notice from the central bank in 2024). We want to give a vendor in Ireland the "
        "names and phone numbers of 2,000 merchants' contact persons. Nothing sensitive.",
    ),
    (
        "exempt",
        "Nantong shipyard here. 46 of our own employees are being seconded to Norway; the Norwegian yard "
        "needs their passports, certificates and next of kin to employ them there. The staff handbook and"
        " the collective contract both provide for it, and it is necessary to manage them. No other data "
        "leaves.",
    ),
    (
        "contract_or_certification",
        "客户名单原来统计的是14万，后来发现里面有3万是测试账号，扣掉以后实际给荷兰的是11万人，姓名和手机，"
        "没有敏感信息。",
    ),
    (
        "exempt",
        "老板问10万这条线是怎么算的。我们今年给加拿大的就是3.2万名租客的姓名和电话，没敏感的，往年累计加起"
        "来可能有二十多万。",
    ),
    (
        "need_facts",
        "今年给新西兰的学员资料是姓名、手机、学校，大概十来万人吧，没细数，都是大学生，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "今年给波兰客服中心开了通话系统，客户63万人，姓名、电话号码和通话时长，录音存在国内不给他们听。没"
        "有敏感信息，公司2100人。",
    ),
    (
        "exempt",
        "设备远程运维：312台压缩机的振动、温度数据传到芬兰，每台每天2万条，没有任何人的信息，登录账号也是"
        "设备号。没人通知过我们有重要数据。",
    ),
    (
        "contract_or_certification",
        "校友会把2.8万名校友里填了宗教信仰的那600人的信息（含宗教信仰）发给了英国的基金会，其余的没发。",
    ),
    (
        "need_facts",
        "今年要给以色列实验室一批学员的答题记录和姓名，人数6万，里面有没有人填了健康情况说不清楚。",
    ),
    (
        "exempt",
        "给新加坡会务公司的参会名单：去年1.2万人，今年0.9万人，名字、单位、手机，无敏感，今年没有第二场了。",
    ),
    (
        "contract_or_certification",
        "司机端App由巴西的供应商做推送，今年同步了18.5万司机的手机号和昵称（行驶轨迹、人脸都不给）。不敏感。",
    ),
    (
        "contract_or_certification",
        "I manage data for a hotel group in Hainan... well, we used to be in Hainan, the data comes from "
        "our Xi'an company now. 46 hotels, 9,800 rooms, revenue of 700 million yuan. Domestic guests of o"
        "ur domestic hotels, about 460,000 people this year, name and phone, sync to the US loyalty syste"
        "m. ID and payment data stay in China. Not sensitive.",
    ),
    (
        "exempt",
        "全年给丹麦母公司7万2千会员，含12月预计的8千人，姓名邮箱，不涉及敏感个人信息。",
    ),
    (
        "need_facts",
        "上半年给法国传了8万人，下半年预计再传5万人，可能有一部分是同一批人，没比对过。姓名、邮箱，不敏感。",
    ),
    (
        "contract_or_certification",
        "今年给美国近10万会员的邮箱，给日本约9.5万会员的邮箱，两边的人不一样，没有敏感信息。",
    ),
    (
        "need_facts contract_or_certification",
        "APP约5万人，小程序约5.2万人，姓名邮箱都给了德国，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "去重后官网9万人、门店7万人，两个渠道没有重叠，姓名手机给法国总部，无敏感。",
    ),
    (
        "need_facts contract_or_certification",
        "姓名手机给法国总部，官网6万人、门店5万人，都是各自去重的数，无敏感。",
    ),
    (
        "security_assessment",
        "病历存在国内服务器，不往外传，但日本总部的医生可以远程调阅，今年涉及1.3万名患者。",
    ),
    (
        "security_assessment",
        "姓名、电话不传了，照片和病历没有删掉，1.5万名患者的都给了韩国整形医院做案例。",
    ),
    (
        "need_facts contract_or_certification security_assessment",
        "2万名客户的身份证照片给了澳洲，业务部门觉得不敏感。",
    ),
    (
        "contract_or_certification need_facts security_assessment",
        "全年9.5万人次的就诊记录给德国做统计，去重没做，反正不会到1万人以下。",
    ),
    (
        "contract_or_certification",
        "前端说8万，不对，是18万，姓名邮箱给英国，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "老客户6万，新客户原来说9万，不对，是7万，姓名邮箱给英国，没有敏感信息，新老客户没有重复。",
    ),
    (
        "contract_or_certification",
        "我们公司15万人的通讯录给美国IT外包商做测试，姓名手机邮箱，不敏感。",
    ),
    (
        "contract_or_certification",
        "今年给新加坡12万会员的姓名、电话，营业额也就三个亿。没有敏感信息。",
    ),
    (
        "security_assessment",
        "今年一共给了美国母公司102万会员，年初说不会超过90万，结果超了。姓名手机，没有敏感信息。",
    ),
    (
        "need_facts contract_or_certification",
        "今年给泰国的会员，系统里有9万多，算上线下登记的可能超过10万，姓名电话，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "客服团队30万用户的工单给菲律宾外包，用户名和问题描述，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "今年传给意大利的：一季度4万，二季度3万，三季度5万，每季度都是不同的人，姓名邮箱，无敏感，四季度没有了。",
    ),
    (
        "need_facts contract_or_certification",
        "今年传给意大利的：一季度4万，二季度3万，三季度5万，有没有重复没查过，姓名邮箱，无敏感。",
    ),
    (
        "contract_or_certification",
        "五千六百名员工家属的健康险资料（含病史）给了百慕大的再保险公司做测算。",
    ),
    (
        "security_assessment",
        "截至11月已向日本传出98万会员，12月还有双旦活动，预计新增4万新会员，姓名电话，非敏感。",
    ),
    (
        "contract_or_certification",
        "原本计划给荷兰120万会员，董事会否了，改为只给其中打过投诉电话的11万人，姓名电话，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "We run language schools in Guangxi. 140,000 students' names and e-mails were uploaded to a serve"
        "r in Sydney this year. All adults. No payment data, no ID numbers. We have 900 teachers and RMB "
        "300 million in revenue.",
    ),
    (
        "security_assessment",
        "A clinic chain in Ningbo sends blood test results of 15,000 patients to a lab software firm in V"
        "ienna to improve its algorithm. Names are removed but the patient number stays.",
    ),
    (
        "need_facts",
        "Our CRM lists 95,000 contacts, sales thinks another few thousand sit in spreadsheets. All names "
        "and phone numbers go to Helsinki this year. Nothing sensitive.",
    ),
    (
        "approval_required",
        "A German court has ordered our Qingdao subsidiary to produce the e-mails of four engineers for a"
        " patent case. The data is on our servers in Qingdao.",
    ),
    (
        "not_export",
        "A consultant from our French parent came to Tianjin last week and read the salary list of 1,500 "
        "employees on our office computer. He took nothing with him, has no remote account and nothing wa"
        "s sent. Do we have to file?",
    ),
    (
        "exempt",
        "We process ticket data for a Spanish railway. All passengers are in Spain, data collected in Spa"
        "in, 2 million people; we fix formats in Chengdu and send the files back. No data from China is a"
        "dded.",
    ),
    (
        "exempt",
        "Chinese tourists book tours in Egypt with us; names, passport numbers and flights go to the loca"
        "l agency in Cairo because otherwise the hotel and visa cannot be arranged. 23,000 travellers thi"
        "s year, nothing else leaves.",
    ),
    (
        "contract_or_certification",
        "We ship parcels, and separately send 180,000 Chinese customers' e-mails to an ad agency in Londo"
        "n for a newsletter. Not sensitive.",
    ),
    (
        "need_facts",
        "Headquarters in Oslo wants our member list. About a hundred thousand people, name and phone, not"
        "hing sensitive.",
    ),
    (
        "contract_or_certification need_facts",
        "我哋喺上海，今年畀英國公司廿一萬個客嘅姓名同電話，冇敏感資料，唔係關基。",
    ),
    (
        "contract_or_certification",
        "香港總部話要睇我哋深圳門店嘅會員資料，今年十二萬人，姓名、電話，冇敏感資料，淨係香港用，兩邊都喺大灣區註冊。",
    ),
    (
        "exempt",
        "臺北總部要廈門廠做設備診斷，傳的是機台電流與溫度，沒有人的資料，也沒有重要資料的通知。",
    ),
    (
        "security_assessment",
        "高雄母公司今年拿走我們福州診所一萬兩千名患者的病歷做研究，當事人簽的是一般同意書，合同裡沒有這一項。",
    ),
    (
        "exempt",
        "会员系统在澳门同事那边，错了，是在新加坡。今年同步4.5万人昵称，全年不会再加，无敏感信息，我们公司"
        "在南京，700人，去年利润2000万。",
    ),
    (
        "contract_or_certification",
        "网店粉丝一共312万，给韩国品牌方的是买过它家产品的27万3千人，只给昵称和购买次数，非敏感。",
    ),
    (
        "contract_or_certification",
        "我们集团下面三个子公司，分别给法国总部传会员：上海公司5万，成都公司4万，广州公司2万，都是一个法务"
        "统一报的，出境主体是上海这家集团公司，三地会员不重复。姓名、电话，没有敏感。",
    ),
    (
        "exempt",
        "做母婴的，会员八十万，都是妈妈填的。给荷兰奶粉厂的只有投诉过的妈妈，全年两千三百人，名字、电话、"
        "批次号，宝宝的信息一概不给。没敏感的。",
    ),
    (
        "need_facts",
        "我们每个月给韩国总部同步一次客户清单，每次大约2万人，哪些人是重复的不清楚，姓名邮箱，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "每月给韩国总部同步一次全量客户清单，一直就是那13万人，姓名邮箱，没有敏感信息。",
    ),
    (
        "exempt",
        "公司3000人的规模，做外贸的。今年广交会收的名片8,420张，扫描以后同步到美国总部CRM，姓名、公司、邮"
        "箱，没有敏感信息，年内没有展会了。",
    ),
    (
        "contract_or_certification",
        "今年1—10月：已传给新加坡21.7万人；11—12月计划：3.3万人；合计25万人。字段：昵称、手机号。敏感：无。关基：否。",
    ),
    (
        "security_assessment",
        "今年1—10月：已传给新加坡91.7万人；11—12月计划：8.3万人；合计100万人。字段：昵称、手机号。敏感：无。关基：否。",
    ),
    (
        "contract_or_certification",
        "我数学不好您别笑，门店登记的会员本上海店3万6、杭州店2万8、南京店4万1，合起来十万零五千，姓名和手"
        "机，今年都给日本总店了，没有敏感的东西。",
    ),
    (
        "exempt",
        "我们的App全球有5000万用户，国内只有九万一千人，国内这部分今年传到美国服务器，昵称、设备型号，没有"
        "敏感信息，年底不会过9.5万。",
    ),
    (
        "security_assessment",
        "互联网医院，平台注册用户220万，复诊患者里用了AI问诊的一万零八百人，问诊记录都经过美国的大模型接口。",
    ),
    (
        "contract_or_certification",
        "互联网医院，平台注册用户220万，今年用了AI问诊的九千八百人，问诊记录都经过美国的大模型接口，其他用"
        "户的不传，全年就这些。",
    ),
    (
        "need_facts",
        "健身房连锁，会员6万，姓名手机给了瑞典总部，体测数据（体脂、心率）有一部分人也带过去了，多少人没算过。",
    ),
    (
        "exempt",
        "健身房连锁，会员6万，姓名手机给了瑞典总部，体脂、心率这些都留在国内不传，年内没有别的。",
    ),
    (
        "contract_or_certification",
        "租车公司把14万客户的姓名、驾龄、常用城市给德国技术方调模型，驾照照片和行驶轨迹不给。不敏感。员工"
        "八百，车辆一万二千台。",
    ),
    (
        "exempt",
        "问一下，我们市场部给法国代理发的是媒体记者名单，一百五十个人，姓名、单位、邮箱，就这些，没有敏感"
        "信息。公司去年纳税1.2亿。",
    ),
    (
        "contract_or_certification",
        "We are a chain of 38 gyms in Nanjing with 290 staff. Members' names, phone numbers and membershi"
        "p tier (152,000 people, the count for the whole year, duplicates removed) are hosted on a server"
        " in Stockholm. Body measurements and health forms are kept on paper in the gyms and never upload"
        "ed.",
    ),
    (
        "need_facts",
        "We are a chain of 38 gyms in Nanjing. Members' names and phone numbers (52,000 people) are hoste"
        "d in Stockholm. Some of them also uploaded health forms; we have not counted how many.",
    ),
    (
        "security_assessment",
        "My company is a Dalian insurer. Claims files with diagnoses of 31,000 policyholders were sent to"
        " our shareholder in Bermuda so that it can build a pricing model. The insurance contracts don't "
        "call for that.",
    ),
    (
        "exempt",
        "A quick one: this year 64,000 of our webshop customers' e-mails went to a mailing tool in Dublin"
        ". Last year 120,000. The tool is being switched off this week so nothing more will go. Only e-ma"
        "il and first name. Not sensitive.",
    ),
    (
        "contract_or_certification",
        "Correction to my earlier mail: I wrote 90,000 users, but the right figure is 190,000. Nicknames "
        "and e-mails, to our parent in Seoul, nothing sensitive, whole year.",
    ),
    (
        "exempt",
        "Sensor data from 4,000 wind turbines goes to a maker in Copenhagen: vibration, temperature, outp"
        "ut. No names, no operators, no customers in it. No authority has ever told us it is important da"
        "ta.",
    ),
    (
        "contract_or_certification",
        "Staff rules and a collective contract exist. But the 5,200 people whose names and bank cards we "
        "want to send to Frankfurt are our suppliers' workers, not our employees.",
    ),
    (
        "contract_or_certification",
        "公司在廈門，今年把廿三萬名會員的姓名、手機、購買紀錄傳給台北總部做行銷，敏感個資一律不傳。",
    ),
    (
        "security_assessment",
        "上海的醫美診所，今年術前術後照片同病歷，一萬四千個客，傳咗去香港總部做推廣。",
    ),
    (
        "exempt",
        "做游戏的，同时在线峰值18万，注册账号1200万（国内服，数据在国内）。今年只有海外赛事报名的选手信息"
        "给了新加坡主办方的承办商，612人，姓名、游戏ID、邮箱，不敏感，都是成年人。",
    ),
    (
        "need_facts contract_or_certification",
        "说明一下口径：9.6万是账号数，一个人最多三个账号，昵称邮箱传到美国，没有敏感信息；另外游客账号还有几万个没算。",
    ),
    (
        "exempt",
        "9.6万是账号数，一个人可能有好几个账号，实际人数只会更少，昵称邮箱传到美国，全年，没有敏感信息。",
    ),
    (
        "need_facts",
        "公司通讯录里6万联系人，姓名电话，放在美国的CRM，今年底前还要导入一批经销商的，数量没定，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "10万整，不多不少，去重后全年，姓名手机，给英国，没有敏感信息。",
    ),
    (
        "security_assessment",
        "敏感的有1万整，就是身份证照片，另外还有3万普通会员的昵称，都给了日本总部。全年数。",
    ),
)


@pytest.mark.parametrize(("paths", "text"), STORIES)
def test_the_path_of_a_whole_story(paths: str, text: str) -> None:
    facts = read_by_rules(text, as_of=AS_OF, book=BOOK).facts
    assert determine(parse_facts(facts), as_of=AS_OF, book=BOOK, details=False).path in paths.split()
