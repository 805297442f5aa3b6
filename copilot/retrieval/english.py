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
in force=生效|not in force=未生效|take effect=生效|takes effect=生效|effective=生效|effective date=施行日期|repealed=废止|prevail=不一致以本规定为准|prevails=不一致以本规定为准|differ=不一致|inconsistent=不一致|conflict=不一致|conflicts=不一致|provisions=规定|measures=办法|regulations=条例|guideline=指南|guidelines=指南|legal basis=依据|which article=依据哪一条|chinese law=适用中国法律|apply to=适用|applies to=适用|extraterritorial=境外适用|purpose=目的|scope=范围|transition=过渡
review=审查|cybersecurity review office=网络安全审查办公室|preliminary=初步审查|initial review=初步审查|special review=特别审查|completeness check=完备性查验|completeness=完备性查验|acceptance=受理|accept=受理|accepted=受理|looked at again=复评|look again=复评|second look=复评|re-examine=复评|reconsider=复评|re-evaluate=复评|negative result=不通过评估结果|negative assessment=不通过评估|assessment result=评估结果|result=结果|objection=异议|assessment=评估|risk assessment=风险评估|impact assessment report=个人信息保护影响评估报告|self-assessment report=自评估报告
shareholder=股东控制权|shareholders=股东控制权|change of control=实际控制权变化|controlling=实际控制|ownership=实际控制权|merger=合并|merged=合并|acquisition=收购合并|acquired=收购|acquire=收购|spin-off=分立|bankruptcy=破产|dissolution=解散|liquidation=清算|restructuring=合并分立
breached=违约违反|breach of contract=违约|breaches=违反|suspend=中止|suspended=停止提供|suspension=停止提供|terminated=解除合同|termination=解除合同|rescind=解除合同|clause=条款|clauses=条款|template=范本|annex=附录|appendix=附录|party=一方|other party=对方|counterparty=对方|signed contract=签订合同|contract=合同|legal document=法律文件|governing law=适用法律|dispute=争议解决|arbitration=仲裁|damages=赔偿损害|compensation=赔偿|compensate=赔偿|indemnify=赔偿
certificate=认证证书|certificates=认证证书|certification body=认证机构|certifier=认证机构|certified body=认证机构|on-site=现场审核|onsite=现场审核|surveillance=获证后监督|revoke=撤销|revoked=撤销|suspend the certificate=暂停证书|qualification=资质|early=提前|in advance=提前|before expiry=有效期届满前|once=一次|repeat=重复|repeated=重复|repeatedly=多次|duplicate=去重重复|several times=多次|counting=计算人数|headcount=人数|persons=人数|people=人|start date=起算|from which date=自哪天起算
inside china=境内|in china=境内|within china=境内|outside=境外|china=中国境内|chinese=中国|mainland=内地|pearl river=粤港澳大湾区|nine cities=内地九市|shenzhen=深圳|guangzhou=广州|shanghai=上海|lingang=临港新片区|beijing=北京|tianjin=天津|zhejiang=浙江|hainan=海南|fujian=福建|jiangsu=江苏|guangdong=广东|guangxi=广西|chongqing=重庆|singapore=新加坡|japan=日本|germany=德国|london=英国|united states=美国|european union=欧盟|eu=欧盟|head office=总部|branch=分公司|joint venture=合资企业|foreign-invested=外商投资企业|foreign company=境外公司|foreign companies=境外公司|website=网站|websites=网站|partner=合作方|supplier=供应商|service provider=服务提供者|provider=提供者|customer service=客服|call centre=客服|call center=客服|outsource=委托处理|outsourced=委托处理|outsourcing=委托处理|subcontract=转委托|subcontractor=转委托|joint controller=共同处理|jointly=共同
vulnerability=漏洞安全缺陷|vulnerabilities=漏洞安全缺陷|defect=安全缺陷|hacked=网络攻击|attack=网络攻击|attacked=网络攻击|intrusion=入侵|ransomware=网络攻击勒索|hours=小时内|within how many hours=几小时内|hour=小时|emergency plan=应急预案|contingency=应急预案|drill=演练|drills=演练|remedy=补救措施|remedial=补救措施|remediate=整改|rectify=整改|rectification=整改|corrective=整改|affected=受影响|major=较大|serious=重大|severe=特别重大|ordinary=一般|level=级别|grade=分级|levels=分级|classification=分类分级|classified=分类分级|tiered protection=网络安全等级保护|mlps=网络安全等级保护|multi-level protection=网络安全等级保护|encryption key=密钥|cryptography=密码|commercial cryptography=商用密码
appoint=指定|appointed=指定负责人|appointment=指定|designate=指定|responsible person=负责人|person in charge=负责人|management body=管理机构|training=教育培训|trained=教育培训|security officer=网络数据安全负责人|background check=安全背景审查|large online platform=大型网络平台|online platform=网络平台|platform=平台|platforms=平台|gatekeeper=大型网络平台|social responsibility=社会责任报告|independent body=独立机构监督|small processor=小型个人信息处理者
fields=字段|field=字段|data items=数据项|beyond=超出|exceed=超出|exceeds=超出|stated=载明|declared=申报|purposes=目的|method=方式|retention period=保存期限|minimum=最小范围|minimisation=最小必要|necessity=必要性|lawful basis=合法性基础|legitimate interest=合法利益|legal obligation=法定职责义务|publicly available=已公开|public information=已公开的个人信息|disclose=公开|disclosure=公开|publish=公开|published=公布|news=新闻报道
decides=认定|decide=认定|determined=认定|determine=认定|operates=运营|operator=运营者|operators=运营者|protection department=保护工作部门|informed=告知|no notice=未告知|not notified=未被告知|catalogue=目录|catalog=目录|identification=识别|report to=报告|authority notified=主管部门告知
face scan=人脸识别|face scanning=人脸识别|facial=人脸识别|fingerprint=生物识别指纹|fingerprints=生物识别指纹|check-in=入住|check in=入住|front desk=酒店|alternative=其他方式|only option=唯一验证方式|video surveillance=公共场所图像采集|public place=公共场所|cctv=公共场所图像采集|bank account=金融账户|account=账号|accounts=账号|passport=护照证件|id card=身份证|identity card=身份证|religion=宗教信仰|tracking=行踪轨迹|trajectory=行踪轨迹|salary=工资人力资源|wages=工资人力资源|attendance=考勤|collective contract=集体合同|labour rules=劳动规章制度|labor rules=劳动规章制度|recruitment=招聘
credit reference=征信|credit reporting=征信|credit=征信|to process=处理|processes=处理|processing=处理|processed=处理|processor of personal information=个人信息处理者|handle=处理|handles=处理|handling=处理|handler=个人信息处理者|collect=收集|collected=收集|collecting=收集|collection=收集|use=使用|provide=提供|provided=提供|providing=提供|hand over=提供|hand it over=提供|give=提供|giving=提供|receive=接收|received=收到|obtain=获取|purchase=购买|sell=出售|sold=出售|trade=交易
institution=机构|institutions=机构|agency=机构|company=公司|companies=公司|enterprise=企业|organisation=组织|organization=组织|how often=多久一次|frequency=频次|audited=合规审计|auditor=审计机构|auditors=审计机构|annual=每年|annually=每年|every year=每年|yearly=每年|every two years=每两年|month=月|months=月|year=年|years=年|day=日|hours to=小时内
school=学校|schools=学校|teacher=教师|pupil=学生|pupils=学生|kindergarten=幼儿园|juvenile=未成年人|age=周岁|elderly=老年人|deceased=死者|death=死者近亲属|relative=近亲属|relatives=近亲属|portability=可携带转移|port=转移|copy=复制|access request=查阅复制|erase=删除|erasure=删除|rectify data=更正补充|correction=更正|explain=解释说明|explanation=解释说明|object=拒绝|refuse=拒绝|refusal=拒绝|automated decision=自动化决策|automated decision-making=自动化决策|profiling=自动化决策画像|price discrimination=自动化决策差别待遇|recommendation=个性化推荐|advertising=广告营销|opt out=拒绝
complaint=投诉举报|complain=投诉举报|whistleblow=举报|lawsuit=起诉|sue=起诉|public interest=公益诉讼|burden of proof=过错推定|criminal=刑事责任|crime=犯罪|prison=刑罚|suspend business=停业整顿|licence=吊销许可证|license=吊销许可证|turnover=营业额|directly responsible=直接负责的主管人员|executive=高级管理人员|manager=直接负责的主管人员|interview=约谈|summoned=约谈|order to correct=责令改正|ordered=责令|warning=警告|confiscate=没收违法所得|blacklist=限制或者禁止提供清单|countermeasure=对等措施|discriminatory=歧视性措施|sanctions=制裁|export control=出口管制|controlled item=管制物项|technology export=技术出口
seal=公章|stamp=公章|stamped=加盖公章|online system=申报系统|portal=申报系统|paper copy=纸质材料|electronic=电子版|disc=光盘|translation=中文译本|translated=中文译本|language=中文文本|original=原件|copy of id=证件复印件|agent=经办人|contact person=联系人|fee=收费|cost=费用|charge=收费|free of charge=不收费|withdraw the application=撤回申报|withdrawn=撤回|fails=不通过|failed=不通过|pass=通过|passed=通过|passing=通过|validity period=有效期|remaining=剩余|sensitive pi=敏感个人信息|aircraft=航空|flight=航班|visa=签证|exam=考试|booking=预订|travel=旅行|cross-border shopping=跨境购物|parcel=寄递|remittance=跨境汇款|transit=过境|foreign data=境外收集产生的数据|genome=基因|gene=基因|human genetic=人类遗传资源|sample=样本|samples=样本|blood=血液样本|specimen=样本材料|clinical=临床试验|remote sensing=遥感测绘|coordinates=地理坐标|geographic=地理信息|high-definition map=高精度地图|driving=汽车行驶|autonomous driving=自动驾驶|telecom=电信|securities=证券期货|fund=基金|industrial=工业数据|r&d=研发|academic=学术合作|manufacturing=生产制造|international trade=国际贸易
"""
_WORDS = dict(pair.split("=", 1) for line in _TABLE.strip().splitlines() for pair in line.split("|"))
# Words of any question: they are searched for only beside one of the field.
_GENERAL_WORDS = """
year|years|month|months|day|days|hour|hours|people|persons|once|use|give|giving|company|companies|enterprise|school|schools|teacher|account|accounts|cost|costs|fee|charge|price|purchase|sell|sold|trade|when|can|must|need|required|allowed|difference|compare|change|changes|changed|china|chinese|early|level|levels|method|language|news|health|travel|game|car|hotel|phone|email|emails|student|students|access|fields|field|results|result|review|original|copy|sample|samples|blood|age|elderly|death|major|severe|serious|ordinary|website|websites|partner|object|explain|explanation|how many|how much|how long|how often|how soon|what is|of a year|every year
"""
_GENERAL = frozenset(_GENERAL_WORDS.strip().split("|"))
_ARTICLE = re.compile(r"\bart(?:icle|\.)?s?\s*(\d{1,3})", re.IGNORECASE)
_FIRM = re.compile(r"第\d+条|[\u3400-\u9fff]")
_IN_BRACKETS = re.compile(r"\s*\(([^)]*)\)")


def is_english(text: str) -> bool:
    """Whether the words of `text` are mainly Latin letters."""
    latin, han = len(re.findall(r"[A-Za-z]", text)), len(re.findall(r"[\u3400-\u9fff]", text))
    return latin > 3 * han and latin > 3


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
        """The Chinese words for `text` in its order, each once; numbers, articles and what is Chinese kept. Empty: nothing
        is known."""
        marked = _ARTICLE.sub(r" 第\1条 ", text)
        found = re.findall(rf"第\d+条|[\u3400-\u9fff]+|{self._pattern.pattern}|\d[\d,.]*", marked, re.IGNORECASE)
        if not any(_FIRM.match(w) or (w.lower() in self._words and w.lower() not in _GENERAL) for w in found):
            return ""
        return " ".join(dict.fromkeys(self._words.get(w.lower(), w) for w in found))
