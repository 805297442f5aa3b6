"""Does a question tell a concrete case of sending data abroad and ask what it needs? By what the story reader finds.

A question about the law in general (什么是关基, 评估有效期多久) stays one, whatever words of the procedures it has.
"""

# ruff: noqa: E501 (patterns and tables read better whole)
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from copilot.chat.cues import OWN, signs
from copilot.chat.reading import Reading
from copilot.chat.triage import MEANT, Triage, triage
from copilot.errors import CopilotError
from copilot.law.rulebook import RuleBook
from copilot.story.reader import read_by_rules
from copilot.story.result import StoryFacts

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]?")
_PLANNED = MEANT - {"others", "prompt"}  # 某 and 测试 say nothing of a plan
COUNTS = frozenset({"pi_count", "sensitive_pi_count", "pi_count_to_date", "sensitive_pi_count_to_date"})
DECIDING = COUNTS | {"is_ciio"}
_PROCEDURE = r"(?<!影响)评估|标准合同|签合同|大湾区合同|备案|认证|手续|申报|审批|批准|程序|流程|路径|负面清单|报网信"
ASKS = re.compile(
    rf"(?:要不要|需不需要|用不用|需要|须|是否|是不是|能不能|能否|可不可以|可以|应该|应当|该|得|要|用|能|算|走|做|签)[^。；！？?]{{0,14}}(?:{_PROCEDURE})[^。；！？?]{{0,10}}(?:(?:吗|么|嘛|不|呢|吧|没)\s*(?:[？?。]|$)|\s*[？?])"
    r"|(?:走|办|用|按|选|适用|属于|做|履行|需要|要)(?:的是)?(?:什么|哪|啥|何种|怎样的?)(?!材料|文件|资料|时候)[^。；！？?]{0,6}(?:路|径|手续|程序|流程|机制|途径|方式|条)?"
    r"|(?:还|要|需要|用|需|得)(?:去|再)?(?:办|报|申请)(?:理)?(?:(?:吗|么|嘛|不)\s*(?:[？?。]|$)|\s*[？?])"
    rf"|(?:要不要|需不需要|用不用|是否|是不是|能不能|能否|可不可以|该不该)[^。；！？?]{{0,14}}(?:{_PROCEDURE})[^。；！？?]{{0,6}}$"
    r"|什么(?:手续|路径|程序|流程|路)|哪(?:条|种|类|一条|个)(?:路|路径|程序|手续|机制|途径)"
    r"|(?:怎么|如何|怎样)(?:走|办|合规|出境|传|处理|做才)|咋办|咋走"
    r"|(?:能不能|能否|可不可以|可以|能|允许)[^，。；！？?]{0,8}(?:传|给|发|提供|出境|共享|访问|看|寄|上传|导出|同步)[^，。；！？?]{0,8}(?:(?:吗|么|嘛|不)\s*(?:[？?。]|$)|\s*[？?])"
    r"|[，,。；]\s*(?:这样)?(?:可以|行|合规|可行|允许)(?:吗|么|嘛|不|不行)\s*(?:[？?。]|$)"
    rf"|(?:免|豁免)(?:予|于|掉|了|除|办|申报|做|评估)?[^。；！？?]{{0,10}}(?:(?:吗|么|嘛|不)\s*(?:[？?。]|$)|\s*[？?])|不用(?:办|做|走|申报|备案|评估|签)|(?:{_PROCEDURE})[^。；！？?]{{0,6}}还是|还是[^。；！？?]{{0,8}}(?:{_PROCEDURE})|(?:{_PROCEDURE})[^。；！？?]{{0,4}}(?:行不行|行吗|就行|够不够|够吗|可以吗|就可以)"
    r"|\b(?:which|what)\b.{0,24}\b(?:procedures?|paths?|routes?|mechanisms?|formalit|steps?|approvals?|filings?|required|have to do|must we do|need to do|should we do|do we need|do i need)"
    r"|\b(?:do|does|must|should|would|will|shall|can|may|could)\b.{0,60}\b(?:assess|contract|certif|fil(?:e|ing)|approv|register|procedure|exempt|transfer|send|share|export|give|provide|apply|hand over)"
    r"|\bis (?:a|the) (?:contract|filing|assessment|certificat\w+) (?:enough|needed)|\b(?:is|are)\b.{0,60}\b(?:exempt|required|necessary|needed)|\b(?:contract|assessment|certification) or\b|\bwithout (?:filing|an? |any )|\bhow (?:do|can|should) (?:we|i) (?:proceed|comply|transfer|send)",
    re.IGNORECASE,
)
# What else may be asked of a case: its answer stands in the texts found.
_ELSE = re.compile(
    r"单独同意|(?:多少|几万?)人(?:以上)?(?:才|就|要|需要|得|须)|法律依据|(?:存|放)在?(?:哪|何处)|情形(?:具体)?(?:是|有|包括)|(?:满足|符合|具备|遵守|注意)(?:什么|哪些|啥)|什么(?:条件|要求)|(?:同意|授权)(?:书)?(?:吗|么|不)|告知(?:什么|哪些)|(?:做|开展|需要|要)[^。；？?]{0,8}影响评估|PIPIA|(?:什么|哪些|啥)(?:申报|备案)?(?:材料|文件|资料)|多久|多长时间|几(?:天|年|个工作日|个月)|多少(?:天|钱|个工作日)|什么时候|何时|有效期|期限"
    r"|会(?:被)?(?:怎么|如何)?(?:罚|处罚|怎样)|处罚|罚款|后果|重新(?:申报|备案|评估|签|办|做)|变更|续(?:期|签|证)|延期|延长|复评|补正|第[一二三四五六七八九十\d]+条(?:怎么|是什么|规定)|哪一?条规定|出自|定义|什么(?:是|叫)|是什么意思|原文|模板|范本|向谁|由谁|一并|合并(?:申报|备案)|一概|一律|凡是|所有的?数据|唯一|(?:申请|取得|拿)[^，。；？?]{0,10}认证[，,]|哪个部门|谁来|谁负责|网上系统|线上(?:申报|提交)|申报系统"
    r"|\b(?:counts?|considered|regarded|treated) as\b"
    r"|separate consent|what (?:materials|documents)|which (?:authority|documents)|how (?:long|many)|penalt|fines?\b|deadline|re-?file|renew|template"
    r"|still valid|validity|in force|take effect|expir\w+|how (?:early|soon|often)|when (?:may|must|should|can)\b|from which (?:date|day)|which (?:article|law|rules?|provision)"
    r"|who (?:decides|approves)|by whom|to whom|shareholder|terminat\w+|counted|court",
    re.IGNORECASE,
)
_ONWARD = re.compile(  # by who received it: no export of the asker's
    r"(?:接收方|(?:境外|国外|海外|那边)[^，。；？?]{0,8}收到)[^，。；？?]{0,8}(?:再|又|转)[^，。；？?]{0,6}(?:给|提供|传|交|委托)"
)
_NOT_OURS = re.compile(  # a person's own data, which no enterprise sends
    r"(?:我|本人)(?:想|要)?(?:把|将)?(?:我)?(?:自己|本人)的(?:简历|信息|资料|照片|护照|数据|病历)"
)
_STRONG = re.compile(
    r"(?:评估|备案|合同|认证)还是|(?:走|办)(?:什么|哪|啥)|哪条路|什么(?:手续|路径|程序)|(?:要不要|需要|用)[^。；？?]{0,8}(?:(?<!影响)评估|备案|标准合同)(?:吗|么)?[？?]"
    r"|\b(?:which|what) (?:path|procedure|route|mechanism)s?\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"(?:想|打算|准备|计划|拟|要)(?:把|将|让)|今年|去年|年底|目前已|假如|假设|如果|要是|比如|某(?!些|类|种|项|个字段)|一家|一个(?:公司|企业|平台)|(?:普通|非关基|民营|外资|国内)(?:的)?(?:企业|公司)|\b(?:if|suppose|assume|a company|an? \w+ (?:company|firm|hospital|bank|airline))\b",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"公司|企业|集团|平台|银行|医院|学校|大学|酒店|药企|车企|厂|App|电商|旅行社|中介|机构|门店|店|商家|总部|航司|券商|诊所|供应商|合作方|同事|服务器|的云|机房|\b(?:hospital|bank|airline|hotel|school|platform|parent|headquarters|affiliate|sponsor|vendor|servers?)\b",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"数据|信息|资料|名单|记录|档案|参数|录像|视频|照片|人脸|日志|图纸|邮件|简历|病历|轨迹|订单|通讯录|工资|成绩|护照|\b(?:data|records?|files?|names?|emails?|payroll|logs?)\b",
    re.IGNORECASE,
)
# Somebody hands something over: 把病历发给……, 只传船期给……; a question about the law puts it in general words.
_HANDS = re.compile(
    r"(?:把|将|只(?!要|有|能)|仅|都|拿|用)[^。；！？?]{0,40}(?:传|发|交|给|寄|递|卖|提供|同步|共享|上传|放|存|导出|报)[^。；！？?]{0,6}(?:给|到|至|去|过去|在|出)?",
)
_MOVES = re.compile(
    r"传|发给|发送|发到|发过去|寄|同步|共享|上传|提供|交给|给|放到|放在|存(?!储?(?:期|多久))|远程|访问|查看|调取|导出|备份|出境|报送|\b(?:send|sent|keep|goes to|transfer|share|export|provide|store|access|pass|give|upload)",
    re.IGNORECASE,
)


# Read as splitting, as a forged picture, as a sale of data.
_INNOCENT = re.compile(
    r"\bsubsidiar\w+|\b[a-z]+ps\b|外卖|[买卖][家方]|购买|买票|卖场|\bbuyers?\b|\bsellers?\b", re.IGNORECASE
)
# A procedure is picked for so many persons; of those only held, or of the rule itself, nobody says that they go abroad.
_PICKS = re.compile(
    r"(?:走|选|办|用|属于|适用|需要?|要|该|应当?)(?:的是)?(?:什么|哪|啥|何种)[^，。；！？?]{0,4}(?:路|径|手续|程序|流程|机制|途径|方式|条|种)|哪(?:条|种|类|一条|一种)(?:路|程序|手续|机制|途径|方式)|什么(?:路径?|手续|程序)|(?:怎么|咋|如何)走"
    r"|(?:评估|备案|合同|认证)[^，。；！？?]{0,6}还是|还是[^，。；！？?]{0,6}(?:(?<!影响)评估|备案|合同|认证)|(?:要不要|需不需要|用不用|是否|需要|要|用|该|得)[^，。；！？?]{0,8}(?:(?<!影响)评估|备案|标准合同)[^，。；！？?]{0,4}(?:[吗么嘛不][？?]?|[？?])|路径"
    r"|\b(?:which|what) (?:path|procedure|route|mechanism|way)s?\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"处理(?!者)|收集|库[里中]|存量|注册|总[量数]|拥有|持有|掌握|存[储放有]|保存|(?<!没)(?<!含)(?<!只)有(?!没|敏感|关)[^，。；]{0,8}\d|境内|国内|审计|负责人|报送|旧|以前|门槛|为[什何]|凭什么|标准(?!合同)|规定|多少人|第[一二三四五六七八九十\d]+条|\b(?:hold|held|have|has|collect\w*|process(?:es|ed|ing)?|registered)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d|[一二两三四五六七八九十几百千]万|[几数]千|[几数]百|million|thousand|hundred", re.IGNORECASE)


# A question, a wish for words, or somebody's opinion: no plain telling of a case.
_NO_TELLING = re.compile(
    r"[?？]|[吗嘛呢]|什么|怎[么样]|如何|哪|谁|多少|多久|几(?:天|日|年|个工作日|个月)|是否|是不是|能不能|能否|可不可以|要不要|需不需要|用不用|为何|凭啥|请问|想问|咨询|咋"
    r"|帮|替(?!代)|请(?!求)|写|翻译|生成|编|查|推荐|告诉我|解释|说明|总结|假装|律师|有人说|听说|据说|规定|办法|法第|条"
    r"|\b(?:what|how|who|which|when|where|why|whether|please|write|tell|explain|translate|lawyer|do we|can we|must we)\b",
    re.IGNORECASE,
)


def is_case(text: str, *, as_of: dt.date, book: RuleBook) -> bool:
    """Whether `text` (cleaned) tells a case, its own or a supposed one, and asks which procedure it needs.

    A telling that asks nothing is taken to ask that.
    """
    if not asks_path(text):
        return states_case(text, as_of=as_of, book=book)
    story = facts_in(text, as_of=as_of, book=book)
    if story is None:
        return False
    words = {f.fact: [w.text for w in f.words] for f in story.found if f.words}
    if not _MOVES.search(text):
        return bool(COUNTS & words.keys()) and picks_path(text)
    abroad = "recipient_region" in words
    if asks_else(text) and not DECIDING & words.keys():
        return False  # of two questions about the law, one only sounds like a case
    told = bool(OWN.search(text) or _SUPPOSED.search(text))
    hands = _HANDS.search(text) is not None
    if COUNTS & words.keys():
        return "is_export" in story.facts or hands or abroad
    asked = any(q.fact in COUNTS for q in story.questions) and _NUMBER.search(text)
    if asked and (told or abroad or hands or _ACTOR.search(text)):
        return "is_export" in story.facts
    return "is_export" in words and (hands or (bool(_DATA.search(text)) and (told or abroad)))


def states_case(text: str, *, as_of: dt.date, book: RuleBook) -> bool:
    """Whether `text` tells what its author sends abroad, of how many persons, and asks nothing."""
    if _NO_TELLING.search(text) or not OWN.search(text) or not _MOVES.search(text) or _beside_the_case(text):
        return False
    story = facts_in(text, as_of=as_of, book=book)
    told = {f.fact for f in story.found if f.words} if story else set()
    return "is_export" in told and bool(COUNTS & told)


def picks_path(text: str) -> bool:
    """Whether `text` asks for the procedure that so many persons need, and speaks of none that are only held."""
    return bool(_PICKS.search(text)) and not _HELD.search(text)


def pieces_of(text: str) -> list[str]:
    """The sentences of a question, each with its stop."""
    return [m[0].strip() for m in _SENTENCE.finditer(text) if m[0].strip()]


def asks_path(text: str) -> bool:
    """Whether `text`, or a sentence of it, asks which procedure is needed, not what else the law says of it."""
    if bool(ASKS.search(text)) and not asks_else(text):
        return True
    pieces = pieces_of(text)
    return len(pieces) > 1 and any(ASKS.search(p) and not asks_else(p) for p in pieces) and not _beside_the_case(text)


def asks_only_else(text: str) -> bool:
    """Whether `text` asks for materials, times, duties or penalties, and no sentence of it for a path."""
    return asks_else(text) and not asks_path(text)


def _beside_the_case(text: str) -> bool:
    return bool(_ONWARD.search(text) or _NOT_OURS.search(text))


def asks_else(text: str) -> bool:
    """Whether `text` asks for materials, times, duties or penalties, and for no path."""
    return _beside_the_case(text) or (bool(_ELSE.search(text)) and not _STRONG.search(text))


def facts_in(text: str, *, as_of: dt.date, book: RuleBook) -> StoryFacts | None:
    """What the reader finds in a text; None where it can't be read as a story."""
    try:
        return read_by_rules(text, as_of=as_of, book=book)
    except CopilotError:  # too long, or a day before the first law: what is found in the texts answers
        return None


def asks_of_case(text: str, *, as_of: dt.date, book: RuleBook) -> bool:
    """Whether a turn asks for the path of a case, by the classifier or by its words."""
    return triage(text).intent == "path" or is_case(text, as_of=as_of, book=book)


def as_case(reading: Reading, history: Sequence[str], book: RuleBook) -> Reading:
    """The reading, its intent `path` where it tells a case: the rules decide.

    What leaves no doubt (an attack, a plan to evade, small talk) stays what it is.
    """
    kind = reading.triage
    doubtful = kind.intent == "question" or (kind.chance < 1.0 and kind.intent != "smalltalk")
    if reading.unread or kind.intent == "path" or not doubtful:
        return reading
    if kind.intent == "refuse" and not any(p.search(reading.text) for p in (OWN, _SUPPOSED, _ACTOR)):
        return reading
    if kind.intent in ("refuse", "unknowable") and _PLANNED & frozenset(signs(_INNOCENT.sub(" ", reading.text))):
        return reading
    if not is_case(reading.text, as_of=reading.as_of, book=book):
        return reading
    return reading.of_kind(Triage("path"))
