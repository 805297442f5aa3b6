"""What kind of question is this? Decided before anything is retrieved or phrased.

Patterns that leave no doubt come first, then the classifier. The order matters: a request to evade the law is
refused even when it also asks a proper question. Out of scope is only a suspicion here unless no doubt is left:
what retrieval finds decides (`Judge`). Measured on eval/datasets/triage.jsonl.
"""

# ruff: noqa: E501 (patterns and tables read better whole)
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from copilot.chat.classifier import Verdict, classifier
from copilot.chat.cues import OWN, signs

Intent = Literal["question", "path", "smalltalk", "out_of_scope", "refuse", "unknowable"]

# Chances of the classifier from which an intent is taken; fitted on held-out folds of the training set.
REFUSE, REFUSE_SIGNED, REFUSE_FAR, REFUSE_ASKED, REFUSE_FACT = 0.5, 0.4, 0.55, 0.85, 0.95
UNKNOWABLE_FROM, FAR, FARTHEST, PATH, PATH_OWN = 0.7, 0.3, 0.95, 0.3, 0.1
MEANT = frozenset({"fake", "evade", "hide", "split", "others", "promise", "prompt", "leave", "gift", "tech", "notdone"})
_ASKED = frozenset({"consequence", "prevent", "reviewer"})  # asks about such conduct, does not plan it


@dataclass(frozen=True, slots=True)
class Triage:
    """The intent and, where it decides the reply, the reason: a key of knowledge_base/replies.yaml.

    `reason` "unsure" beside "question": probably another field; `chance` is how probably.
    """

    intent: Intent
    reason: str = ""
    chance: float = field(default=1.0, compare=False)


CHINA_EXPORT = re.compile(
    r"出境|从?中国|境内|国内|网信|个保法|个人信息保护法|数据安全法|数安法|网络安全法|标准合同备案|安全评估|PIPIA|PIPL|负面清单|大湾区|北京|上海|传回|China|Chinese|CAC",
    re.IGNORECASE,
)
FOREIGN_LAW = re.compile(
    r"CCPA|CPRA|HIPAA|PDPA|LGPD|APPI|PIPEDA|FERPA|COPPA|DPDP|GDPR|DORA|ePrivacy|EDPB|CNIL|Schrems|EU ?AI ?Act|CLOUD ?Act|云法案|"
    r"(?:欧盟|欧洲|美国|加州|英国|新加坡|日本|韩国|印度|巴西|越南|泰国|加拿大|澳大利亚|俄罗斯|瑞士|马来西亚|印尼|德国|法国|台湾|香港|澳门)"
    r"(?:的|本国|当地|联邦)?(?:[^，。？?]{0,8})(?:法(?!院|官|人|律师|庭)律?|法案|私隐条例|资料条例|监管机构|监管局|数据保护官|罚则)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"适用法|选.{0,8}法|法院|执法|传票|调取|标准合同|对等|歧视|充分性|互认")
# Things that cross a border, with no word of data: customs, not this field.
GOODS = re.compile(
    r"^(?!.{50})(?!.*(?:姓名|电话|手机|地址|邮箱|证件|身份证|护照|人脸|面单|订单|单号|员工|数据|信息|资料|档案|名单|记录|照片|图像|参数|日志|视频|系统|平台|网站|App|用户|客户|会员|电商|隐私|基因|遗传|样本|地图|测绘|技术|算法))"
    r"(?=.*(?:食品|粮食|大米|水果|肉类|种子|苗木|古董|文物|古玩|字画|化石|现金|外币|外汇|黄金|珠宝|红酒|白酒|烟酒|香烟|宠物|猫|狗|活体|木材|家具|服装|玩具|货物|商品|药材|人参|保健品|化妆品|行李|礼物|礼品|包裹|快递))"
    r".*(?:出口|进口|出境|出国|过境|带出|运出|寄到|寄往|海关|报关)",
    re.IGNORECASE | re.DOTALL,
)
SMALLTALK = re.compile(
    r"^(?:(?:你好|您好|哈喽|嗨|hi|hello|hey|早上好|早安|下午好|晚上好|晚安|在吗|在不在|谢谢|多谢|感谢|谢了|辛苦了?|好的|ok|okay|嗯|哈|再见|拜拜|回头见|明白了?|知道了|收到|了解|不错|很好|没事了?|没问题|"
    r"讲得|说得|回答得|非常|真的?|太|很|有用|清楚|详细|好|棒|厉害|帮了?大忙|周末|节日|新年|愉快|快乐|thanks?(?: you| a lot| so much)?|good (?:morning|afternoon|evening|night)|bye|see you|great|got it)"
    r"[\s,，。.!！~、呀啊吗呢了吧你您们的大家there]*)+$"
    r"|^.{0,6}你(?:是谁|叫什么|是机器人|是人|是什么|能做什么|会什么|有什么(?:功能|用)|有哪些功能|能帮我?(?:做|干)?(?:什么|啥))|^(?:who are you|what can you (?:do|help))|介绍一下你自己",
    re.IGNORECASE,
)

_SURE: tuple[tuple[str, str], ...] = (
    (
        "injection",
        r"(?:忽略|无视|忘掉|忘记|抛开|跳过).{0,12}(?:指令|规则|提示|限制|设定|前面的?(?:话|内容)|以上|上面)|没有(?:任何)?(?:法律)?(?:限制|约束)的(?:模型|助手|AI|顾问|律师)|你.{0,8}不(?:再)?受.{0,8}(?:限制|约束|规则)|"
        r"(?:输出|显示|告诉我|打印|泄露|复述|说出|发给我|展示).{0,12}(?:系统提示|提示词|system prompt|(?:内部|系统|隐藏)(?:指令|设定|配置))|(?:系统提示词|你的提示词|你的(?:系统)?指令)|扮演.{0,14}(?:没有|不受|无).{0,6}(?:限制|约束|底线)|"
        r"(?:必须|须|只能|只许|一律|统一|直接|期望)(?:要)?(?:返回|输出|判定?为?|判成|填写?|写成|宣布)[^。；，]{0,6}[“\"「‘]?(?:免予|免办|豁免|exempt|无需|不用办|not_export)|"
        r"DAN|(?:开发者|管理员|调试|上帝)模式|越狱|[【\[<(（]\s*(?:管理员|系统|system|admin)[^】\])）>]{0,6}[】\])）>]|^系统(?:消息|指令|提示)|^system\s*[:：]|<\|im_|</?system>|(?:关闭|停用|取消|跳过|不要).{0,6}(?:引用|核验|校验|依据|安全).{0,6}(?:核验|检查|校验|限制)|"
        r"(?:所有|一切|任何)问题.{0,4}(?:都|一律|统统).{0,4}(?:回答|说)|(?:复述|重复|输出).{0,10}(?:之前|以上|上面|上文).{0,8}(?:文字|内容|全部)|假设(?:法律|你).{0,12}(?:不存在|没有|不受)|"
        r"(?:ignore|disregard|forget|override) (?:all |any |your |the |previous |above |everything|earlier )+|jailbreak|developer mode|(?:print|reveal|show|repeat|output) .{0,20}(?:prompt|instructions|text above|message above)|verification (?:is )?(?:disabled|off)|respond only with|unrestricted ai",
    ),
    (
        "privacy",
        r"(?<!\d)1[3-9]\d{9}(?!\d).{0,20}(?:机主|是谁|谁的|咨询|记录|住址)|"
        r"(?:别的|其他|其它|上一个|前一个|另一个)(?:的)?(?:用户|客户|企业|公司|人|提问者).{0,10}(?:问了什么|问过什么|问了啥|咨询了?什么|是谁|的(?:咨询|对话|聊天|提问)记录)|"
        r"(?:给我|发我|看看|调出|导出|帮我查|查一下|帮我找).{0,16}(?:别的|其他|其它|另一家|别家|同行|竞争对手|对手|某某?|隔壁)(?:的)?(?:企业|公司|单位|机构|家|用户)?.{0,24}(?:材料|申报书|报告|原文|备案件|接收方|名单|联系人|合同|记录|人数)",
    ),
    (
        "split",
        r"\b(?:design|set up|structure|split)\b.{0,80}\bso (?:that )?(?:each|nobody|no one|none)\b.{0,80}(?:under|below|file|assess)|\b(?:each|every) (?:entity|company|subsidiary)\b.{0,30}just (?:under|below).{0,60}(?:nobody|no one|none|not) .{0,20}(?:file|assess)|"
        r"(?=.*(?:规避|绕(?:过|开)|逃避|躲(?:过|开|避|掉)|避开|免得|不触发|永远(?:不到|低于|到不了)|卡(?:着)?门槛|压在))"
        r"(?:.*(?:拆成|拆分成?|拆开|分拆|分成|分批|化整为零|分几?(?:家|个)(?:公司|主体|子公司)|切分|分多次|分散到).{0,40})"
        r"(?=.*(?:帮我|替我|怎样|怎么|如何|出个|教我|设计|方案|操作))(?!.*(?:会怎|后果|处罚|防止|认定|避免被))",
    ),
    (
        "fabricate",
        r"\b(?:prepare|write|draft|make|create|generate)\b.{0,60}(?:back-?dated|looks? as if it (?:was|were|had)|\bfake\b|\bforged\b)|"
        r"(?:帮|替|给|教)(?:我|我们|忙).{0,14}(?:编造|伪造|捏造|虚构|杜撰|倒签|造一份|编一份(?!.{0,6}(?:提纲|模板|清单))|编个|编几|P一?张|假的?(?:证|章|合同|报告|同意|授权|记录|材料))|(?:替|冒充|仿).{0,8}(?:签名|签字)(?!有效|可以)",
    ),
    (
        "disguise",
        r"(?:教我|有没有办法|有什么(?:办法|招|技巧)|想办法|帮我).{0,16}(?:规避|绕过|绕开|逃避|躲过|躲开|骗过|应付|糊弄|钻.{0,4}空子).{0,24}(?:评估|备案|认证|监管|审查|审核|网信|检查|申报)",
    ),
)
SURE = tuple((reason, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for reason, pattern in _SURE)

_UNKNOWABLE: tuple[tuple[str, str], ...] = (
    (
        "own_case",
        r"(?:我们|我司|我公司|上周|上个?月|\d+月|[一二三四五六七八九十]月)[^。；，？]{0,10}(?:递|交|报)(?:上去|过去)?的[^。？]{0,24}(?:转到|到哪|了没有?(?:[？?。]|$)|什么时候(?:发|给|下)|结果(?:出|下)来)|对我们?(?:的)?材料的(?:意见|反馈)|(?i:\bwe (?:have )?(?:submitted|filed)\b.{0,60}\byet\b)|"
        r"(?:我们?|我司|我公司|本公司|咱们).{0,24}(?:材料|申报|备案|评估|案子|项目|申请|件|编号|证书).{0,24}(?:审到|到哪|哪一步|哪个环节|什么状态|进度|进展|结果(?:出|下)来|批了没|过了没|通过了(?:吗|没)|发了(?:吗|没)|下来了?(?:吗|没)|受理(?:了)?(?:吗|没))|"
        r"(?:查|看|帮.{0,4}查|催).{0,10}(?:我们?|我司|我公司).{0,16}(?:进度|状态|进展|流水号|受理号|备案|申报|评估)(?!.{0,6}(?:渠道|方式))",
    ),
    (
        "price",
        r"(?:律所|第三方|机构|咨询公司|顾问)[^。？]{0,24}(?:收|要|报)(?:多少|几(?:万|千|百)|什么价)|什么价(?:钱|位)?(?:[？?。]|$)|(?i:how much (?:do|does|would) .{0,50}\b(?:consultant|lawyer|law firm|agency|agencies|vendor)s?\b.{0,30}(?:charge|cost|ask))|"
        r"(?=.*(?:代办|代理|中介|律所|律师|顾问|咨询公司|机构|第三方|外包|软件|工具|认证费|服务费|市场价?|行情|报价))(?=.*(?:多少钱|费用|收费|报价|价格|市场价|行情|多少(?!天|日|个?工作|次|人|年|家|条|项|份|小时)|贵|预算)).*(?<!罚)$(?<!收费吗)|(?:大概|一般|通常|得|要)(?:花|是)?多少钱(?!.{0,6}罚)",
    ),
    (
        "future",
        r"下(?:一)?次(?:修订|修法|修改|改版)|过(?:几|两|三|些)年(?:会不会|是不是会|能不能)|20(?:2[7-9]|3\d)年[^。？，]{0,10}(?:清单|门槛|规定|标准|指南)[^。？]{0,8}(?:新加|增加哪|会不会|会(?:调|改|变)|调成|改成)|大湾区[^。？]{0,8}(?:过|再过)[^。？]{0,4}年[^。？]{0,6}推广|"
        r"(?:下一?批|下一?版|下一?轮|新一批|明年|后年|将来|未来|接下来)(?!三年|3年|内)[^，。]{0,40}(?:什么时候|何时|啥时候|几月|哪天|会不会|是否会|是不是(?:要|会)|包括哪些|有哪些|会出|会发布|会怎么|会调整|会放宽|会收紧|怎么变|取消|放开)|"
        r"(?:什么时候|何时|啥时候|几时)(?:会|能|才|再)[^，。]{0,14}(?:出台|发布|公布|放开|取消|修订|修改|更新)(?!的|了|于)|预测.{0,8}(?:趋势|未来|走向|监管|政策)|(?:会不会|是否会|会|要)(?:再|进一步)?(?:放宽|收紧|取消|改版)(?!的|了)",
    ),
    (
        "statistics",
        r"20\d\d年第[一二三四]季度[^。？]{0,24}(?:多少|几)(?:份|张|家|件|个|起)|(?:各省|各地|全国各)[^。？]{0,10}分别[^。？]{0,10}(?:多少|几)(?:份|张|家|件|个|起)|平均(?:要|得|需)?[^。？，]{0,6}几次|(?i:which province|which city).{0,24}(?i:reject|approv|most|least|fastest)|"
        r"(?:今年|去年|本月|上月|上个月|本季度|上季度|上半年|下半年|最近一?(?:年|个月)|近期|目前全国|全国|各省|20\d\d年)[^，。？?]{0,24}(?:通过率|驳回率|退回率|不通过率|比例|占比|百分之几|多少家|几家|多少件|几件|多少起|几个项目|平均(?:用|耗)?时|平均多少|排名|批了几)|"
        r"(?:通过率|驳回率|退回率|成功率|驳回的比例|通过的比例)|哪个?(?:区|省|市|地方|地区|城市|网信办).{0,4}(?:审|批|办|备案|评估)(?:得|的)?最|(?:有|共|总共)(?:多少|几)(?:家|个)(?:企业|公司|单位)?(?:已经?)?(?:通过|获批|备案成功|被罚)|(?:哪类|什么)(?:企业|行业).{0,6}(?:被罚|处罚|退回).{0,3}最",
    ),
    (
        "recommend",
        r"(?:推荐|介绍|哪家|哪个|哪一家|靠谱的?|好的).{0,8}(?:律所|律师事务所|律师(?!法)|咨询公司|中介|代办|代理机构|服务商|供应商|认证机构.{0,4}(?:靠谱|最好|通过率))|推荐.{0,8}认证机构|(?:审核|办事|承办|评估)(?:人员|员|老师|处长|人|处|专家)(?:的)?(?:电话|微信|手机|姓名|是谁|是哪些人|叫什么)",
    ),
    (
        "third_party",
        r"(?:你|您)(?:觉得|认为|怎么看)[^。？，]{2,24}(?:公司|集团|科技|企业|平台)[^。？]{0,20}(?:合规吗|怎么样|做得|靠谱)|哪一?家[^。？]{0,16}(?:靠谱|更好|最好|更强|更专业)|"
        r"(?:某(?!些|类|种|项|个字段|一)|甲公司|那家|隔壁).{0,14}(?:公司|企业|银行|平台|医院|车企|航空|快递|园区)?.{0,8}(?:为什么被|被罚了?多少|罚了多少|批了没|通过.{0,6}(?:用了|花了)多久|有没有做过|泄露了多少|因(?:为)?什么被|怎么通过的)",
    ),
)
UNKNOWABLE = tuple((reason, re.compile(pattern)) for reason, pattern in _UNKNOWABLE)
_ABOUT_LAW = re.compile(
    r"^.{0,6}(?:防止|防范|杜绝|避免(?:被|员工))|(?:规定怎么看|(?:怎么|如何)(?:定性|看待|处罚|认定)|违(?:法|规)(?:吗|么)|合法吗|(?:有|要负|承担)?什么(?:后果|责任|处罚)|会怎么?样|会被罚|罚多少|有效(?:力)?吗|什么性质|禁止吗)[^，。；;]{0,8}$"
    r"|\b(?:illegal|unlawful|prohibited|valid|allowed|lawful)\b.*\?|penalt|punish|what (?:happens|counts)|how (?:do|can|should) we (?:prevent|detect|report)|which article",
    re.IGNORECASE,
)
_ASKS_FACT = re.compile(  # a question that a fact answers, not a wish
    r"(?:吗|么|几(?:天|次|年|个|人|家|份|号)|多久|多长时间|多少(?:人|天|钱|次)?|哪(?:些|里|个|天)?|什么(?:时候|材料|要求|手续|责任)?|谁|怎么看.{0,4}|呢)[？?。]*$"
    r"|^(?:must|does|do|is|are|was|who|which|when|where|what|how (?:many|long|much)|may|has|have)\b.*\?$",
    re.IGNORECASE,
)
_CORRECTS = re.compile(  # takes a number back: 不对，我说错了，是12万人
    r"^(?:(?:不对|不是|抱歉|对不起|更正|不好意思)?[，,。！!\s]*(?:我们?|刚才|刚刚|上面|前面|之前|上一条|数字|人数|的|都|把)*(?:说|写|记|报|弄|搞|算|填|输)错"
    r"|(?:sorry|apologies)?[,.!\s]*(?:i|we) (?:was|were|got it|made it) wrong)[^。？?；;]{0,8}[，,。：:\s]*[^，。？?；;]{0,14}[\d一二两三四五六七八九十百千万][^。？?；;]{0,14}[。.！!]?$",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"多少|几(?:家|件|个企业|个公司|起|成)|比例|占比|率|百分|平均|排名|最(?:多|少|快|慢)|how many|rate", re.IGNORECASE
)
_PENALTY = re.compile(r"罚.{0,3}多少|罚款|奖励|补贴|资助")


def triage(question: str) -> Triage:
    """The intent of `question` (normalised text), without looking at any source."""
    for reason, pattern in SURE:
        if pattern.search(question):
            return Triage("refuse", reason)
    if SMALLTALK.search(question):
        return Triage("smalltalk", "smalltalk")
    if GOODS.search(question):
        return Triage("out_of_scope", "other_field")
    verdict = classifier().read(question)
    chances, found = verdict.chances, frozenset(signs(question))
    if chances["refuse"] >= _refusal_from(question, found) and chances["refuse"] > max(
        chances["path"], chances["out_of_scope"]
    ):
        return Triage("refuse", verdict.reasons["refuse"], chances["refuse"])
    if _foreign(question):
        return Triage("out_of_scope", "foreign_law")
    return _limits(question, verdict, found) or _path(question, verdict, found) or Triage("question")


def _refusal_from(question: str, found: frozenset[str]) -> float:
    """The chance from which a question is refused: lower where a sign of such a plan shows, higher far from the
    domain, where it ends by asking what the law says of such conduct, and where it plainly asks for a fact or takes a number back."""
    planned = bool(found & MEANT) and not found & _ASKED
    if "help" not in found and _ABOUT_LAW.search(question):
        return REFUSE_ASKED
    if _CORRECTS.search(question) and "help" not in found:
        return REFUSE_FACT
    if _ASKS_FACT.search(question) and not (planned and found & (MEANT - {"promise"})):
        return REFUSE_FACT
    if not found & {"regime", "topic", "prompt"}:
        return REFUSE_FAR
    return REFUSE_SIGNED if planned else REFUSE


def _foreign(question: str) -> bool:
    if not FOREIGN_LAW.search(question) or _ASIDE.search(question):
        return False
    return not CHINA_EXPORT.search(FOREIGN_LAW.sub("", question))


def _limits(question: str, verdict: Verdict, found: frozenset[str]) -> Triage | None:
    """What cannot be known, and what is probably another field."""
    chances = verdict.chances
    for reason, pattern in UNKNOWABLE:
        if pattern.search(question) and not (reason == "price" and _PENALTY.search(question)):
            elsewhere = found & {"life", "other_law", "neighbour"} and "regime" not in found
            return Triage("out_of_scope", "other_field") if elsewhere else Triage("unknowable", reason)
    figures = verdict.reasons["unknowable"] != "statistics" or _COUNTS.search(question)
    if chances["unknowable"] >= UNKNOWABLE_FROM and figures:
        return Triage("unknowable", verdict.reasons["unknowable"], chances["unknowable"])
    far = chances["out_of_scope"] + chances["smalltalk"]
    if far < FAR:
        return None
    if chances["smalltalk"] > 0.6 and "regime" not in found:
        return Triage("smalltalk", "smalltalk", chances["smalltalk"])
    reason = verdict.reasons["out_of_scope"]
    if reason == "foreign_law" and ("regime" not in found or not CHINA_EXPORT.search(question)) and far >= FARTHEST:
        return Triage("out_of_scope", reason, far)
    if far >= FARTHEST and "regime" not in found:
        return Triage("out_of_scope", "other_field", far)
    return Triage("question", "unsure", far)


def _path(question: str, verdict: Verdict, found: frozenset[str]) -> Triage | None:
    chance = verdict.chances["path"]
    if chance >= PATH or (chance >= PATH_OWN and "path" in found and OWN.search(question)):
        return Triage("path", chance=chance)
    return None
