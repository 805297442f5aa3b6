"""What kind of question is this? Decided by patterns before anything is retrieved or phrased.

The order matters: a request to evade the law is refused even when it also asks a proper question.
Measured on eval/datasets/triage.jsonl.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Intent = Literal["question", "path", "smalltalk", "out_of_scope", "refuse", "unknowable"]


@dataclass(frozen=True, slots=True)
class Triage:
    """The intent and, where it decides the reply, the reason: a key of knowledge_base/replies.yaml."""

    intent: Intent
    reason: str = ""


DOMAIN = re.compile(
    r"出境|跨境|境外|海外|国外|外国|外企|外资|离境|回传|境内|母公司|总部|数据|个人信息|隐私|网信|网安|网络安全|关基|关键信息基础设施|标准合同|备案|"
    r"安全评估|自评估|影响评估|PIPIA|PIA|认证|负面清单|自贸|单独同意|敏感|人脸|生物识别|匿名|去标识|脱敏|个保法|数安法|网安法|网数条例|条例|"
    r"合规审计|重要数据|核心数据|国家秘密|泄露|日志|等保|大湾区|前海|横琴|申报|补正|接收方|处理者|未成年|儿童|监护|不满十四|汽车数据|"
    r"人类遗传|遗传资源|征信|测绘|地图|服务器|云|API|SDK|GDPR|SCC|CBPR|算法|大模型|生成式|训练|同意|告知|用户信息|客户信息|员工信息|简历|"
    r"personal (?:information|data)|cross[- ]?border|export|transfer|overseas|PIPL|CAC|standard contract|security assessment|data",
    re.IGNORECASE,
)
CHINA_EXPORT = re.compile(
    r"出境|从?中国|境内|国内|网信|个保法|个人信息保护法|数据安全法|数安法|网络安全法|标准合同备案|安全评估|PIPIA|PIPL|负面清单|大湾区|北京|上海|传回|China|Chinese|CAC",
    re.IGNORECASE,
)
EXPORT = re.compile(
    r"出境|跨境|境外|数据|个人信息|网信|个保法|数安法|网安法|标准合同|安全评估|影响评估|PIPIA|PIPL|负面清单|单独同意|员工信息|客户信息|data|export",
    re.IGNORECASE,
)
FOREIGN_LAW = re.compile(
    r"CCPA|CPRA|HIPAA|PDPA|LGPD|APPI|PIPEDA|FERPA|COPPA|DPDP|GDPR|DORA|ePrivacy|EU ?AI ?Act|CLOUD ?Act|云法案|"
    r"(?:欧盟|欧洲|美国|加州|英国|新加坡|日本|韩国|印度|巴西|越南|泰国|加拿大|澳大利亚|俄罗斯|瑞士|马来西亚|印尼|德国|法国)"
    r"(?:的|本国|当地|联邦)?(?:[^，。？?]{0,8})(?:法律?|法案|条例|监管机构|监管局|数据保护官|数据保护法|隐私法|罚款|罚则)",
    re.IGNORECASE,
)
OTHER_FIELDS = re.compile(
    r"天气|笑话|讲个?故事|写首?诗|菜谱|做菜|减肥|星座|彩票|股票|基金推荐|房价|买房|旅游攻略|电影|歌曲|游戏攻略|足球|篮球|比赛|"
    r"离婚|结婚|抚养|遗产|继承|工伤|加班费|辞退|不续签|劳动合同到期|经济补偿|年假|产假|社保|公积金|个税|增值税|发票|报税|税率|注册商标|专利申请|著作权登记|"
    r"交通事故|驾照|酒驾|签证办理流程|移民|落户|户口|高考|考研|中考|看病|感冒|头疼|吃什么药|"
    r"(?:写|编|改).{0,6}(?:代码|程序|脚本|作文|情书|小说)|python|java(?:script)?\b|翻译(?:一下|这)",
    re.IGNORECASE,
)
SMALLTALK = re.compile(
    r"^(?:你好|您好|哈喽|嗨|hi|hello|hey|早上好|下午好|晚上好|在吗|在不在|谢谢|多谢|感谢|辛苦了|好的|ok|再见|拜拜|thank(?:s| you)|good (?:morning|afternoon))[\s,，。.!！~呀啊吗呢了你您们]*$"
    r"|你(?:是谁|叫什么|能做什么|会什么|有什么功能)|who are you|what can you do|介绍一下你自己",
    re.IGNORECASE,
)

_REFUSALS: tuple[tuple[str, str], ...] = (
    (
        "injection",
        r"忽略.{0,12}(?:指令|规则|提示|限制|要求|前面|以上|上面)|无视.{0,8}(?:指令|规则|限制)|没有(?:任何)?(?:限制|约束)的(?:模型|助手|AI)|不受.{0,6}(?:限制|约束)|"
        r"(?:输出|显示|告诉我|打印|泄露|复述).{0,10}(?:系统提示|提示词|system prompt|内部指令)|扮演.{0,12}(?:没有|不受|无).{0,4}限制|DAN模式|开发者模式|越狱|"
        r"ignore (?:all |any |your |the |previous |above )+(?:rules|instructions|prompts?)|jailbreak|developer mode|reveal .{0,12}prompt|你现在是.{0,12}(?:不用|无需)遵守",
    ),
    (
        "privacy",
        r"(?:查|查询|查一下|告诉我|提供|调出|导出|看看|发我).{0,14}(?:手机号?|身份证号?|电话|邮箱|微信号?)?.{0,16}(?:机主|某人|他人|别人|别的(?:公司|企业|用户|客户)|其他(?:公司|企业|用户|客户|租户)|同行|竞争对手|对手公司|张某|李某).{0,24}"
        r"(?:咨询|记录|信息|材料|资料|提问|住址|行踪|申报|备案|对话|聊天)|1[3-9]\d{9}.{0,20}(?:机主|是谁|谁的|咨询|记录|住址)|"
        r"(?:别的|其他|其它|上一个|前一个)(?:用户|客户|企业|公司|人).{0,8}(?:问了什么|问过什么|咨询了?什么|的(?:咨询|对话|聊天|提问)记录)",
    ),
    (
        "fabricate",
        r"(?:帮|替|给|教|怎么|如何|能不能|可以|想).{0,18}(?:编造|伪造|捏造|虚构|造假|假造|造一份|编一份|编一个|编个|编出|假的).{0,24}|"
        r"(?:编|写|补|做|出).{0,30}(?:实际|其实|根本)(?:上)?(?:我们|公司)?(?:并)?(?:没有?|未)(?:做|开展|发生|进行|签|取得|评估|调查|征得)|"
        r"倒签|(?:代|冒充|仿)(?:签|写|冒).{0,6}(?:签名|签字|名字)|(?:PS|P图|P一|修图).{0,12}(?:证|章|执照|报告|截图)|假(?:公章|章|证明|材料|合同|报告|同意书)|把日期(?:改|写|填|倒)",
    ),
    (
        "split",
        r"(?=.*(?:规避|绕(?:过|开)|逃避|躲(?:过|开|避)|避开|免得|避免|不用|不想|钻空子|不触发|低于|不到|以下|不超过|不满))"
        r"(?:.*(?:拆成|拆分成?|拆开|分拆|分成|分批|化整为零|分几?(?:家|个)(?:公司|主体|子公司)|切分|分多次|分散到).{0,40})"
        r"(?=.*(?:帮|怎么|如何|方案|教|出个|设计|写|操作|行不行|可行|可以吗|分别|避|躲|绕))",
    ),
    (
        "disguise",
        r"(?:改个?名|换个?名|改名字|改(?:个)?叫法|换(?:个)?说法|改字段名|伪装成?|包装成|混(?:在|进)|隐藏|瞒(?:着|住|报|过)?|隐瞒|少报|谎报|漏报|不报|瞒天过海|掩盖|蒙混|骗过|糊弄|应付).{0,40}"
        r"(?:认不出|识别不|看不出|查不|发现不|审查|审核|监管|网信|申报|评估|备案|检查|系统|通过|出境)|"
        r"(?:怎么|如何|教我|有没有办法|有什么办法|想办法|怎样).{0,16}(?:规避|绕过|绕开|逃避|躲过|躲开|骗过|应付|糊弄|钻.{0,2}空子).{0,24}(?:评估|备案|认证|监管|审查|审核|网信|法律|规定|检查|合规|申报|出境)|"
        r"(?:偷偷|悄悄|私下|暗中)(?:地)?(?:把|将|传|发|导|转|拷|带|给)",
    ),
    (
        "consent_trick",
        r"(?:让|使|怎么|如何).{0,14}(?:用户|客户|员工|消费者|个人|人家|对方|他们).{0,14}(?:不知情|不知不觉|不知道|没注意|看不到|误点|默认勾选|稀里糊涂).{0,24}(?:同意|授权|勾选|签)|"
        r"(?:默认勾选|藏在|捆绑|骗取|诱导).{0,16}(?:同意|授权)(?:.{0,12}(?:怎么|如何|设计|方法|技巧|不被))",
    ),
    (
        "promise",
        r"(?:直接|你就|只要|必须|给我).{0,12}(?:告诉我|回答|说|写|出|开|给).{0,14}(?:不用办任何|无需任何|完全合规|一定(?:能)?(?:通过|合规)|保证(?:通过|合规)|百分之百).{0,24}(?:结论|证明|承诺|书面|保证|函)|"
        r"(?:保证|承诺|担保).{0,10}(?:一定|肯定|百分百|必)(?:能)?(?:过|通过|获批|批准)",
    ),
)
REFUSALS = tuple((reason, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for reason, pattern in _REFUSALS)

_UNKNOWABLE: tuple[tuple[str, str], ...] = (
    (
        "own_case",
        r"(?:我们?|我司|我公司|本公司|咱们).{0,24}(?:材料|申报|备案|评估|案子|项目|申请|件).{0,24}(?:审到|到哪|哪一步|哪个环节|什么状态|进度|进展|结果(?:出|下)来|批了没|过了没|通过了(?:吗|没))|"
        r"(?:查|看|帮.{0,4}查).{0,10}(?:我们?|我司|我公司).{0,16}(?:进度|状态|进展|流水号|受理号)",
    ),
    (
        "price",
        r"(?:市场价|行情价|报价|收费标准|怎么收费|收费多少|多少钱|费用(?:大概|一般)?(?:是)?多少|价格(?:是)?多少|贵不贵|要花多少|预算多少)(?!.{0,6}罚)",
    ),
    (
        "future",
        r"(?:下一?批|下一?版|下一?轮|新一批|第二批|明年|后年|将来|以后|未来|接下来|后续)(?!三年|3年|内)[^，。]{0,40}(?:什么时候|何时|啥时候|几月|哪天|会不会|是否会|包括哪些|有哪些|会出|会发布|会怎么|会调整|会放宽|会收紧|怎么变)|"
        r"(?:什么时候|何时|啥时候|几时)(?:会|能|才)?[^，。]{0,14}(?:出台|发布|公布|放开|取消|修订|更新)(?!的|了|于)|预测|(?:会不会|是否会)(?:放宽|收紧|取消|提高|降低|修改|出台)",
    ),
    (
        "statistics",
        r"(?:今年|去年|本月|上月|本季度|上季度|上半年|下半年|最近一?(?:年|个月)|近期|目前全国|全国|20\d\d年)[^，。？?]{0,24}(?:通过率|驳回率|退回率|不通过率|比例|占比|百分之几|多少家|几家|多少件|几件|多少起|平均(?:用|耗)?时|平均多少)|"
        r"(?:通过率|驳回率|退回率|驳回的比例|通过的比例)",
    ),
    (
        "recommend",
        r"(?:推荐|介绍|哪家|哪个|哪一家).{0,10}(?:律所|律师事务所|律师|咨询公司|中介|代办机构|代理机构|服务商|供应商)|(?:审核|办事|承办)(?:人员|员|老师|处长|人)(?:的)?(?:电话|微信|手机|姓名|是谁|叫什么)",
    ),
)
UNKNOWABLE = tuple((reason, re.compile(pattern)) for reason, pattern in _UNKNOWABLE)

_PATH = re.compile(
    r"(?:走|选|适用|属于|需要|应该|要|该|办|用|做|采用)(?:的)?(?:是)?(?:哪条|哪种|哪个|什么|哪一条|哪一种|啥)(?:合规)?(?:路径|路线|程序|手续|方式|机制|路|流程|途径)|"
    r"(?:签|订)(?:个|份)?标准合同(?:就|是不是就)?(?:行|可以|够)|(?:要|需要|用)(?:不要|不需要|不用)?(?:做|办|申报|走)(?:数据出境)?(?:安全)?评估|"
    r"要(?:不要)?办(?:什么|哪些)?手续|需要(?:办)?(?:什么|哪些)手续|怎么(?:合规)?出境|能不能(?:直接)?(?:传|出境|发)|可以(?:直接)?(?:传|发|出境)(?:吗|么)"
)
_OWN = re.compile(
    r"我们|我司|我公司|本公司|我们公司|咱们|我们集团|我们医院|我们学校|我们银行|本企业|我单位|\b(?:we|our|us)\b",
    re.IGNORECASE,
)


def triage(question: str) -> Triage:
    """The intent of `question` (normalised text), without looking at any source."""
    for reason, pattern in REFUSALS:
        if pattern.search(question):
            return Triage("refuse", reason)
    if SMALLTALK.search(question):
        return Triage("smalltalk", "smalltalk")
    for reason, pattern in UNKNOWABLE:
        if pattern.search(question):
            return Triage("unknowable", reason)
    if FOREIGN_LAW.search(question) and not CHINA_EXPORT.search(FOREIGN_LAW.sub("", question)):
        return Triage("out_of_scope", "foreign_law")
    if OTHER_FIELDS.search(question) and not EXPORT.search(question):
        return Triage("out_of_scope", "other_field")
    if not DOMAIN.search(question):
        return Triage("question", "unsure")
    if _PATH.search(question) and _OWN.search(question):
        return Triage("path")
    return Triage("question")
