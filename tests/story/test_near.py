"""Stories in which a denial, an exemption or a list is near but does not hold: never lighter than the law."""

from __future__ import annotations

import pytest

from tests.story.telling import facts, path

# The path by law, and the story.
STORIES = (
    ("contract_or_certification", "数据没给总部，给的是新加坡的代理商，14万会员姓名手机，没有敏感信息。"),
    (
        "contract_or_certification",
        "母公司没有账号，但我们每月把报表发过去，里面有12万客户的姓名和电话，母公司在德国，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "以前法国能看，2024年关了，今年没再给他们开，不过今年把11万客户名单邮件发给了法国总部，姓名手机，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "日本专家来大连现场看了资料，没带走，但是会后我们把13万客户的姓名邮箱传给了日本，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "外资企业，数据存在苏州，没有传过原始数据，只把16万客户的姓名手机导给伦敦团队，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "我们不传数据给境外的公司，只传给香港总部，18万会员昵称手机，没有敏感信息，公司在成都。",
    ),
    ("contract_or_certification", "数据不带出厂，但美国同事用远程桌面连进来看12万客户姓名手机，没有敏感信息。"),
    ("contract_or_certification", "没有个人敏感信息，只有13万客户的姓名和手机，给了美国。"),
    ("contract_or_certification", "表里没有客户姓名，只有手机号和收货地址，15万条，一人一条，给德国，没有敏感信息。"),
    ("need_facts", "给日本的文件里没有员工信息，客户的有一些。"),
    (
        "contract_or_certification",
        "汇总表发给法国，每行是一个会员的年度消费合计，12万会员，有会员号和邮箱，没有敏感信息。",
    ),
    ("contract_or_certification", "说是统计数据，明细不出去，可统计表里带12万个客户的手机号，给英国，没有敏感信息。"),
    ("security_assessment", "集团是关基，我们作为集团子公司也收到了认定通知，把9000人姓名邮箱给新加坡，不敏感。"),
    ("security_assessment", "客户不是关基，我们自己是，给荷兰4000人姓名邮箱，不敏感。"),
    ("security_assessment", "我们跟母公司都被认定为关基，给英国5000人邮箱，不敏感。"),
    ("need_facts", "我们托管在一家被认定关基的云上，我们自己有没有被认定说不准，给美国2万人姓名，不敏感。"),
    (
        "contract_or_certification",
        "客户订机票，不给航司姓名就出不了票，这部分免；另外把12万会员的邮箱给了香港总部做活动，没有敏感信息，公司在成都。",
    ),
    ("contract_or_certification", "我们代办签证，顺便把12万申请人的姓名手机给了新加坡的保险公司推广，没有敏感信息。"),
    (
        "contract_or_certification",
        "用户在我们这订国内酒店，我们把13万人的姓名手机给美国集团，不给的话积分就没法累计，没有敏感信息。",
    ),
    ("contract_or_certification", "航空公司国内航班旅客15万人姓名手机给爱尔兰的数据公司做推荐，没有敏感信息。"),
    ("contract_or_certification", "有个游客在泰国晕倒过，已经出院；现在把1300名游客的病史给泰国医院建档。"),
    (
        "contract_or_certification",
        "企业间的国际合作协定里约定要给13万会员姓名手机，给马来西亚，没有敏感信息，领导说按公约办。",
    ),
    ("approval_required", "美国法院通过我们在纽约的律师要走杭州服务器里5个人的邮件。"),
    ("contract_or_certification", "上海自贸区注册，负面清单没有覆盖我们行业，13万会员姓名给法国，没有敏感信息。"),
    ("contract_or_certification", "我们不在自贸区，客户在自贸区，清单外的数据15万人姓名手机给德国，没有敏感信息。"),
    ("contract_or_certification", "自贸区清单里我们的数据属于要签标准合同的，45万人，姓名邮箱，给日本，没有敏感信息。"),
    ("security_assessment", "广州公司给香港120万会员姓名手机，只在香港用，没有敏感信息。"),
    (
        "contract_or_certification",
        "泰国客人在泰国填的资料传回昆明，我们加上昆明门店的11万会员再一起发到曼谷，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "日本会员资料传到大连处理后传回日本；我们国内的12万会员也给了他们，姓名邮箱，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "员工1300人的体检报告和病历给美国总部，制度和集体合同都有，说是人力资源管理，其实总部只想了解一下。",
    ),
    ("contract_or_certification", "给日本总部传1200名员工家属的身份证号，规章制度和集体合同都有。"),
    (
        "not_export",
        "法方派人到我们宁波工厂，用我们的电脑看了6000名客户的投诉单，全程有人陪着，没拷没拍，回去也登不进来。",
    ),
    (
        "contract_or_certification",
        "法方派人到我们宁波工厂看了12万名客户的投诉单，姓名手机，用U盘带回去一份，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "我们是杭州的美资企业，CRM在杭州机房，母公司不能改数据，但可以登录查看25万客户的姓名邮箱，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "数据没有存在境外，不过每周把新增客户名单发给美国总部，今年共12万人，姓名电话，没有敏感信息。",
    ),
    ("need_facts", "数据不出境，名单每月报给集团总部，今年12万人，姓名电话，没有敏感信息。"),
    ("contract_or_certification", "去年停了给日本的同步，今年3月又恢复了，今年一共传了13万会员的邮箱，没有敏感信息。"),
    ("not_export", "前几年英国总部有账号，2024年底全收回了，今年境外没有任何人访问，也没传过数据，库里33万会员。"),
    ("contract_or_certification", "把14万用户手机号交给上海一家日资公司，它的服务器在东京，没有敏感信息。"),
    ("contract_or_certification", "给深圳的港资咨询公司11万客户名单，他们会带回香港总部分析，没有敏感信息。"),
    (
        "exempt",
        "光伏逆变器的电压、电流、故障码实时传给德国厂家，不带业主姓名、电话和地址，库里也没有人的信息，主管部门没通知过重要数据。",
    ),
    (
        "contract_or_certification",
        "设备数据传给德国，本身没有人的信息，但是报修单也一起传，有12万业主的姓名电话，没有敏感信息。",
    ),
    ("contract_or_certification", "商城的汇总统计不含明细，另外还把15万会员的昵称和手机给了荷兰，没有敏感信息。"),
    (
        "exempt",
        "越南工厂把当地4万工人的考勤传到东莞，我们算完工时再发回越南，都是越南那边采集的，国内员工的一条没有放进去。",
    ),
    (
        "contract_or_certification",
        "越南工厂把当地4万工人的考勤传到东莞，我们连同国内11万会员的邮箱一起给了新加坡，没有敏感信息。",
    ),
    (
        "exempt",
        "做海外民宿预订，客人订了房我们把姓名、手机、入住日期发给泰国房东，不发就住不了，今年70万客人，广告推荐都在国内跑。",
    ),
    (
        "security_assessment",
        "做海外民宿预订，今年130万客人的姓名手机发给泰国房东，另外又把这130万人的资料给了总部在新加坡的数据公司做画像，没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "给企业客户供货，把企业采购联系人13万人的姓名手机给美国总部，总监说没有这个就没法履行合同。",
    ),
    ("exempt", "孩子在泰国溺水送医院抢救，医院要他的血型和过敏史，我们夏令营能马上发吗？"),
    ("contract_or_certification", "夏令营为防意外，把1500名成年学员的血型和病史先存到泰国合作医院。"),
    (
        "security_assessment",
        "我司2023年被交通运输部认定为关键信息基础设施运营者，要把8000名联系人的姓名邮箱给新加坡，不敏感。",
    ),
    (
        "exempt",
        "交通运输部认定的是我们集团里的港口公司，不是我们货代公司，我们没收到任何通知，今年给新加坡8000名联系人姓名邮箱，不敏感，全年就这些。",
    ),
    ("security_assessment", "我们县卫健局想把500名医生的姓名、邮箱发给瑞士协会，不敏感。"),
    ("approval_required", "欧盟竞争总司在查我们母公司，母公司要我们把存在上海的7名员工邮件发过去交给竞争总司。"),
    (
        "approval_required",
        "Our US parent got a grand jury subpoena and asks us to upload the chats of six engineers kept in Wuxi.",
    ),
    (
        "security_assessment",
        "市数据局开会宣读了名单，点名我们的管网图属重要数据并下发了文件，现在要给荷兰设计院，没有个人信息。",
    ),
    ("need_facts", "工信局领导座谈时说过我们的产能可能算重要数据，没发文件，要给日本，没有个人信息。"),
    (
        "exempt",
        "我们有一套数据被工信厅认定为重要数据，那套不出境；本次只是把2万论坛用户的邮箱放到爱尔兰，没有敏感信息，今年就这些。",
    ),
    (
        "security_assessment",
        "我们的产能数据被工信厅认定为重要数据，本来不出境，这次日本客户要，想给他们，没有个人信息。",
    ),
    (
        "contract_or_certification",
        "公司在武汉注册，湖北自贸区里只租了办公室，12万会员姓名给日本，清单外能免吗？没有敏感信息。",
    ),
    (
        "contract_or_certification",
        "广西自贸区企业，广西清单只管跨境电商和物流，我们做医疗器械，不在里面，13万医生姓名邮箱给美国，没有敏感信息。",
    ),
    ("contract_or_certification", "广州公司给香港关联公司12万用户邮箱，香港再给新加坡做客服，没有敏感信息。"),
    ("security_assessment", "和美国公司签了双边合作协定，约定提供120万会员的姓名手机，没有敏感信息。"),
    ("need_facts", "公司库里20万会员，意大利母公司有没有开通查看权限，系统管理员离职了，还没查到，没有敏感信息。"),
    ("need_facts", "1200名员工的工资卡号给德国总部统一发薪，确需，员工手册有，集体合同今年到期，新的在谈。"),
    ("contract_or_certification", "公司自己说不涉及个人信息，其实报表里有11万客户的姓名电话，给了法国，没有敏感信息。"),
    ("exempt", "我们参加的《联合国国际货物多式联运公约》没用上；给泰国2万用户昵称邮箱，没有敏感信息，今年就这些。"),
    ("contract_or_certification", "有人说属于紧急情况，实际是把1200名病人的病历给美国医院会诊研究，平时每周传。"),
)


@pytest.mark.parametrize(("truth", "text"), STORIES)
def test_the_path_is_right_or_asked_for(truth: str, text: str) -> None:
    assert path(text) in (truth, "need_facts"), facts(text)
