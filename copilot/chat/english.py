"""English questions in Chinese words, for searching where no model translates.

Word for word from the glossary and a small table; good for finding passages, never shown to a reader.
"""

# ruff: noqa: E501 (patterns and tables read better whole)
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_TABLE = """
security assessment=数据出境安全评估|standard contractual clauses=个人信息出境标准合同|standard contract=个人信息出境标准合同|scc=标准合同|sccs=标准合同
certification=个人信息出境认证|certified=认证|impact assessment=个人信息保护影响评估|pipia=个人信息保护影响评估|pia=个人信息保护影响评估|self assessment=自评估|self-assessment=自评估
critical information infrastructure operator=关键信息基础设施运营者|critical information infrastructure=关键信息基础设施|ciio=关键信息基础设施运营者|cii=关键信息基础设施
important data=重要数据|core data=核心数据|general data=一般数据|sensitive personal information=敏感个人信息|sensitive data=敏感个人信息|sensitive=敏感个人信息|personal information=个人信息|personal data=个人信息|pi=个人信息
negative list=负面清单|free trade zone=自由贸易试验区|ftz=自由贸易试验区|greater bay area=粤港澳大湾区|gba=粤港澳大湾区|hong kong=香港|macao=澳门|macau=澳门|taiwan=台湾
separate consent=单独同意|written consent=书面同意|consent=同意|withdraw=撤回|guardian=监护人|parents=父母监护人|parental=监护人|children=不满十四周岁未成年人|child=不满十四周岁未成年人|minors=未成年人|under 14=不满十四周岁
foreign court=外国司法机构|foreign courts=外国司法机构|court=司法机构|courts=司法机构|law enforcement=执法机构|judicial=司法|subpoena=外国司法机构请求|enforcement=执法机构|litigation=诉讼
human resources=跨境人力资源管理|hr data=员工个人信息人力资源管理|hr=人力资源管理|employees=员工|employee=员工|staff=员工|job applicants=应聘者|applicants=应聘者|candidates=应聘者|payroll=工资人力资源
parent company=母公司境外接收方|us parent=母公司境外|parent=母公司|headquarters=总部|subsidiary=子公司|subsidiaries=子公司|intra-group=集团内|intragroup=集团内|group=集团|affiliate=关联公司|affiliates=关联公司
overseas recipient=境外接收方|recipient=境外接收方|processor=受托人|entrusted=委托处理|vendor=受托人|third party=第三方|third parties=第三方|onward transfer=再转移|sub-processor=再转移
cross-border=出境|cross border=出境|data export=数据出境|export=出境|exported=出境|exporting=出境|transfer=出境|transfers=出境|transferred=出境|transferring=出境|send=向境外提供|sending=向境外提供|sent=向境外提供|share=向境外提供|sharing=向境外提供|outbound=出境|leave china=出境|abroad=境外|overseas=境外|foreign=境外|outside china=境外|outside of china=境外
remote access=境外远程访问|access=访问|cloud=云|server=服务器|servers=服务器|stored in china=存储于境内|stored=存储|store=存储|storage=存储|localization=境内存储|localisation=境内存储|local storage=境内存储
threshold=门槛数量|thresholds=门槛数量|how many people=多少人|how many individuals=多少人|how many=多少|count=计算人数|counted=计算人数|cumulative=累计|january 1=自当年1月1日起累计|million=百万|de-duplicate=去重|volume=数量|number of=数量
exempt=免予申报|exempted=免予申报|exemption=免予申报|exemptions=免予申报|exception=例外|exceptions=例外|waived=免予|waiver=免予
deadline=期限几个工作日|how long=多久期限|time limit=期限|how soon=多长时间内|when=什么时候|working days=工作日|days=工作日|within=内|valid=有效期|validity=有效期|expire=有效期届满|expires=有效期届满|expiry=有效期届满|renew=延长有效期|renewal=延长有效期|extend=延长|extension=延长有效期
filing=备案|file=备案|filed=备案|record-filing=备案|register=登记|application=申报|apply=申报|applications=申报|submit=提交材料|submission=提交材料|materials=材料|documents=材料|paperwork=材料|form=申报表|supplement=补正|correct=补正|rejected=不通过|reject=不通过|refused=不通过|appeal=复评异议|re-assessment=复评|reassessment=重新申报评估
penalty=法律责任罚款|penalties=法律责任罚款|fine=罚款|fines=罚款|fined=罚款|liability=法律责任|liable=法律责任|punished=处罚|sanction=处罚|violation=违反|violations=违反|illegal=违法|false materials=虚假材料|false=虚假
breach=个人信息泄露|data breach=个人信息泄露|leak=泄露|leaked=泄露|incident=网络安全事件报告|report=报告|notify=告知|notification=告知通知|notice=告知|privacy policy=隐私政策告知
anonymized=匿名化|anonymised=匿名化|anonymous=匿名化|anonymization=匿名化|de-identified=去标识化|deidentified=去标识化|pseudonymized=去标识化|encrypted=加密|encryption=加密|masked=脱敏
audit=个人信息保护合规审计|audits=个人信息保护合规审计|compliance audit=个人信息保护合规审计|protection officer=个人信息保护负责人|dpo=个人信息保护负责人|officer=负责人|representative=境内专门机构或者指定代表|authorization letter=授权委托书|power of attorney=授权委托书|legal representative=法定代表人|sign=签字|signs=签字|signed=签字
health=医疗健康|medical=医疗健康|patient=患者病历|patients=患者病历|hospital=医院|clinical trial=临床试验|genetic=人类遗传资源|biometric=生物识别|face=人脸识别|facial recognition=人脸识别|location=行踪轨迹|bank=银行|banks=银行|financial=金融|insurance=保险|automotive=汽车数据|vehicle=汽车数据|vehicles=汽车数据|car=汽车|map=地图测绘|maps=地图测绘|surveying=测绘|airline=航空|logistics=物流|e-commerce=电子商务|hotel=酒店|payment=支付|payments=支付|game=游戏|app=移动应用|apps=移动应用|cookies=Cookie个人信息|cookie=Cookie个人信息|camera=车外视频图像|images=图像|ip address=IP地址|email=电子邮件|emails=电子邮件|phone=电话|marketing=市场营销|customer=客户信息|customers=客户信息|user=用户|users=用户|members=会员|tourists=游客|student=学生|students=学生
state secret=国家秘密|state secrets=国家秘密|national security=国家安全|cybersecurity review=网络安全审查|ipo=境外上市|listing=境外上市|network logs=网络日志|logs=网络日志|log=网络日志|algorithm=算法|generative ai=生成式人工智能|ai=人工智能|training data=训练数据
article=第|pipl=个人信息保护法|dsl=数据安全法|csl=网络安全法|data security law=数据安全法|cybersecurity law=网络安全法|network data security=网络数据安全管理条例|cac=网信部门|cyberspace administration=网信部门|provincial=省级|authority=主管部门|authorities=主管部门|regulator=主管部门|approval=批准|approve=批准|approved=批准
identify=识别|identified=识别|designated=认定|who counts=认定|counts as=认定|qualifies=认定|definition=定义是指|defined=定义是指|what is=什么是|difference=区别|compare=区别|modify=修改条款|modified=修改条款|change=变更|changed=变更|changes=变更|amend=变更|terminate=终止|retention=保存期限|retain=保存|keep=留存|kept=留存|delete=删除|deletion=删除|rights=个人权利|data subject=个人|individual=个人|individuals=个人|contract with=订立履行合同所必需|necessary=确需|emergency=紧急情况|split=数量拆分|splitting=数量拆分|instead of=替代|need=需要|must=应当|required=应当|prohibited=禁止|allowed=允许|can=可以|penal=处罚|duty=义务|obligation=义务|obligations=义务|requirements=要求|procedure=程序|process=流程|path=路径|route=路径|mechanism=路径|conditions=条件
"""
_WORDS = dict(pair.split("=", 1) for line in _TABLE.strip().splitlines() for pair in line.split("|"))
_ARTICLE = re.compile(r"\bart(?:icle|\.)?s?\s*(\d{1,3})", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\(([^)]*)\)")


class Dictionary:
    """English words to Chinese: the glossary's English terms beside the table."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        words: dict[str, str] = {}
        for english, chinese in terms:
            plain = _IN_BRACKETS.sub("", english).lower()
            words |= {part.strip(): chinese for part in plain.split(" / ") if len(part.strip()) > 3}
        self._words: Mapping[str, str] = {**words, **_WORDS}
        ordered = sorted(self._words, key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b", re.IGNORECASE)

    def to_chinese(self, text: str) -> str:
        """The Chinese words for `text` in its order, each once; numbers and articles kept. Empty: nothing is known."""
        marked = _ARTICLE.sub(r" 第\1条 ", text)
        found = re.findall(rf"第\d+条|{self._pattern.pattern}|\d[\d,.]*", marked, re.IGNORECASE)
        return " ".join(dict.fromkeys(self._words.get(w.lower(), w) for w in found))
