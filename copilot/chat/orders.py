"""Sentences in an added document that give orders to whoever reads it by machine: left out of what is answered from.

Rules speak to persons about things; a sentence that speaks of a machine reader, of answering and of what it has to do
is taken for an order, and the rest of its paragraph with it. Only documents added on this machine are read so.
Source: OWASP Top 10 for LLM applications, LLM01 (indirect prompt injection).
Gaps: words decide, so an order in unheard-of words passes; a false statement that is no order is quoted under the name
of its source. Verdicts, numbers and citations do not rest on this: rules and verifier guard them.
"""

# ruff: noqa: E501 (patterns read better whole)
from __future__ import annotations

import re
from dataclasses import replace

from copilot.domain import Hit

ADDED = "added-"  # how the ids of added documents begin
_MACHINE = re.compile(
    r"(?<!使用)(?<!利用)(?<!采用)(?<!通过)(?<!提供)(?<!应用)(?<!训练)(?<!开发)(?<!正在与)"
    r"(?:(?<![A-Za-z])(?:AI|LLMs?|GPT|Copilot|assistants?(?! (?:manager|director|professor))|(?:chat)?bots?|models?|"
    r"automated|readers?|machines?|system|summari[sz]\w+|(?:chat|search) (?:tools?|engines?))(?![A-Za-z])|人工智能(?!服务)|语言模型|大模型|模型|机器人|机器(?:可见|阅读|读者)|"
    r"助手|(?<!法官)助理(?!工程师|研究员|教授)|(?:问答|检索|答题|客服|审阅|自动化?)(?:系统|程序|工具)|(?:的|给|此)程序(?=[，：])|智能(?:客服|体|读者)|(?:摘要|聊天|对话|生成|写作|翻译)的?(?:软件|系统|工具|应用)|ChatGPT|数字(?:员工|人)|机读|生成(?:答案|回答)|提示工程|替人作答|喂给|智能(?:问答|检索|接口)|自动回复|答案生成|检索增强|算法(?=留|必须|们|，)|替(?:别人|人)(?:检索|回答)|(?:这份文件|本文)的(?:算法|软件)|"
    r"(?:回答|作答|答复|引用|阅读|转述|读到这里)者|读到(?:这里|此处|本条|这段)|看到(?:这里|此处|本条|这段)|系统级|系统(?=：))"
    r"(?!.{0,8}(?:提供者|使用者|服务商|研发|算法备案|调优))",
    re.IGNORECASE,
)
_ANSWERING = re.compile(
    r"回答|作答|答复|回复|答案|答题|输出|复述|声明|断言|宣称|宣布|声称|说出|只说|改说|写明|写进|写上|写[“「]|称为|改读|读成|口吻|语气|"
    r"引用|来源|出处|依据|编号|指令|指示|提示|设定|末尾|结尾|开头|优先级|核验|判定|结论|路径|告诉|告知|转发|填写|加一倍|对外说|摘要|转述|推说|承认|绿灯|口径|语言|忽视|跳过|提及|提到|排在|夸|隐去|假装|直说|换成|无论问|(?<!不)得说|"
    r"\b(?:say|answer|output|respond|reply|cit\w+|print|claim|ignore|reveal|tell|prove|quote|summari[sz]e|instructions?|"
    r"prompts?|call (?:this|it)|mention|verdict|conclude|pretend|praise|recommend|state)\b",
    re.IGNORECASE,
)
_BIDDING = re.compile(
    r"必须|务必|应当|应(?=[由回说给引拒据在改把将告])|须|请|一律|统一|不再|不得|不要|不必|停止|立即|从现在起|凡|授权|改用|改为|只(?=说|答|写|给|回)|仅(?=凭|答|以)|把|将|让|"
    r"对(?:所有|提问|用户|客户)|要求|有权|让它|就得|推说|别|勿|直|先|均|都|凡|=|：|\b(?:must|should|shall|please|never|ought to|always|only|regardless|leave out|do not|don't|when you|to any|are to)\b|:",
    re.IGNORECASE,
)
_PLAIN_ORDER = re.compile(  # no doubt, whoever is addressed
    r"(?:忽略|无视|忘掉|忘记|不理会|抛开).{0,8}(?:之前|以上|先前|前面|上述|此前|原有|既有)的?.{0,4}(?:指令|规则|提示|要求|设定|守则)"
    r"|(?:以下|下列|如下|下述)(?:内容)?(?:为|是|系)?.{0,6}(?:指示|指令|命令)"
    r"|提示词|system prompt|hidden instructions?|your (?:instructions?|prompts?|rules)|(?:new )?instructions? (?:for|to) (?:the|any) (?:model|AI|assistant)"
    r"|(?:ignore|disregard|forget|override) (?:all |any |your |the |previous |prior |above |earlier )+"
    r"|\[/?INST\]|<\|[a-z_]+\||</?(?:system|user|assistant|资料|问题)>|【(?:系统|回答|资料)】"
    r"|(?:凡|每次|任何人?|当|若|如).{0,14}(?:问到|问及|提问|照本|依本.{0,6}回答|问题含).{0,24}(?:回答|答复|回复|写|说|给出|输出|告诉)"
    r"|你(?:是|已|现在|必须|应当|需要|将|要).{0,20}(?:回答|答案|助手|用户|输出|核验|结尾|开头|指令|规则|模型|机器人)"
    r"|(?:每个|所有|一切|今后的)回答(?:都|里|中|须|必须|应)|把.{2,30}(?:写进|附在).{0,6}(?:回答|答案|答复)|请.{0,8}(?:输出|复述|打印|说出)"
    r"|answer only with|never cite|\b(?:in|from) your (?:reply|answer|response|summary)|the (?:correct|right|only) (?:answer|verdict|response)|隐藏文字|(?:仅|只供?)机器|\byou (?:are|must|should|have been) .{0,40}(?:answer|assistant|system|instructions?|user)",
    re.IGNORECASE,
)
_AS_SAID = re.compile(r"照此|据此|按此|依此|如此|照上|按上述|照本|accordingly|as (?:stated|said) above")
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]|\n|$)")


def ordering(sentence: str, *, after: str = "") -> bool:
    """Whether `sentence` tells a machine what to say or do; the machine may be named in the one before (`after`)."""
    if _PLAIN_ORDER.search(sentence):
        return True
    addressed = _MACHINE.search(sentence) or _MACHINE.search(after)
    return bool(addressed and _ANSWERING.search(sentence) and _BIDDING.search(sentence))


def without_orders(text: str) -> str:
    """`text` without what it orders a machine: from the first such sentence of a paragraph to the paragraph's end."""
    kept = []
    for paragraph in text.split("\n"):
        pieces = [m[0] for m in _SENTENCE.finditer(paragraph) if m[0]]
        told = zip(["", *pieces], pieces, strict=False)
        first = next((i for i, (before, piece) in enumerate(told) if ordering(piece, after=before)), len(pieces))
        if 0 < first < len(pieces) and _AS_SAID.search(pieces[first]):
            first -= 1  # "answer as said": what was said goes with the order
        if first or not pieces:
            kept.append("".join(pieces[:first]))
    return "\n".join(kept)


def sober(hit: Hit) -> Hit:
    """The hit with the orders of an added document left out; the same object where there are none."""
    passage = hit.passage
    if not passage.id.startswith(ADDED):
        return hit
    text, title, note = (without_orders(part) for part in (passage.text, passage.title, passage.note))
    if (text, title, note) == (passage.text, passage.title, passage.note):
        return hit
    return replace(hit, passage=replace(passage, text=text, title=title, note=note))
