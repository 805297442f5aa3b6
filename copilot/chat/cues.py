"""Signs of what a question is after: small patterns that the classifier weighs alone and in pairs.

No sign decides anything: 绕过 also occurs in "怎么防止业务部门绕过流程". What a pair is worth is learnt.
"""

from __future__ import annotations

import re

OWN = re.compile(
    r"我(?:们|司|方|公司|单位|集团|厂|院|校|行|所|店|家企业|这边|这里|这种情况|的情况)|本(?:公司|单位|企业|集团|机构|院|校|行)(?!法)|咱们?|"
    r"老板|领导(?:问|让|要)|(?:总部|总公司|母公司).{0,6}(?:要求|让|要)(?:我|把|上传)|贵司|\b(?:we|our|us|my company|my employer)\b",
    re.IGNORECASE,
)

_CUES: tuple[tuple[str, str], ...] = (
    ("me", r"我(?!们|司|方|公司|单位|集团|国)|本人|\b(?:i|me|my)\b"),
    ("help", r"帮(?:我|忙|个忙|着)?|替(?!代)|给(?:我|个|出|一份|一套)|教(?!育|学|师)|麻烦|help|give (?:me|us)|tell (?:me|us)|write|show (?:me|us)|make up|create"),
    ("how", r"怎么|如何|怎样|咋|办法(?!第|的?规定)|方案|技巧|有什么招|诀窍|模板|话术|步骤|操作|脚本|how (?:do|can|to|should)"),
    ("consequence", r"后果|处罚|责任|被罚|罚款|怎么罚|违法|违规吗|合法|合规吗|有效吗|效力|允许|会怎样|会怎么|会被|算不算|属于|认定|penalt|legal|prohibited|lawful|liab|what happens"),
    ("prevent", r"防止|防范|杜绝|避免(?:被|发生|员工)|发现.{0,16}(?:怎么|如何|应)|整改|补救|举报|投诉|担责|prevent"),
    ("fake", r"伪造|编造|虚构|造假|虚假|假的?(?!期|如|设|名|定|日)|编(?:一|个|几|些|出|点|份)|随便编|造(?:一|个|几)|杜撰|捏造|凭空|[pP](?:一|张|图|掉)|PS|仿(?!真)|代签|补签|倒签|(?:日期|落款|时间).{0,6}(?:往前|改|提前|写成|倒)|看(?:着|起来)像|fake|forge|fabricat|backdat|invent|made[- ]up|make up|never (?:did|happened|consented)"),
    ("notdone", r"(?:没有?|未|从未|从没|并未|压根没|根本没|其实没|还没)(?:真的?)?(?:做|开|签|办|发生|进行|取得|搞|评估|征得)|没真|never"),
    ("evade", r"绕(?:过|开|道)?|躲|避开|逃避|规避|钻.{0,4}空子|糊弄|蒙混|应付|蒙(?:过|骗)|骗|卡(?:着|在)?.{0,4}(?:门槛|线)|(?:低于|达不到|不到|到不了|不超过|不触发|碰不到|压到).{0,10}(?:门槛|标准|评估|线|申报|备案)|免得|好让|省得|漏洞|擦边|变通|打擦|bypass|avoid|evade|dodge|circumvent|loophole|under the threshold|below|get around|never reach|stay under"),
    ("hide", r"隐瞒|瞒|藏|掩盖|掩饰|遮|少报|不报|漏报|看不出|看不见|认不出|查不[到出]|发现不|(?:不|别|没)被.{0,4}(?:发现|看出|察觉|查|认)|偷偷|悄悄|私下|暗中|暗道|隐蔽|不留|抹(?:掉|去)|删(?:干净|光|掉)|销毁|伪装|假装|装作|冒充|包装成|说成|写成|改成|改名|换个?名|混(?:在|进|入)|不(?:想|愿)?(?:让|告诉|披露|知道)|不知情|不知不觉|稀里糊涂|注意不到|压下来|露馅|痕迹|hide|conceal|secret|without (?:being|noticing|them|anyone|telling)|disguise|relabel|looks? (?:like|domestic|exempt)|not notice|undetect"),
    ("split", r"拆|分(?:成|批|给|摊|散|几|四|两|三|多次|开|别报|年)|化整为零|切(?:成|块|分)|几(?:家|份|批|块)|空壳|小批|各(?:报|走|传|备)|跨年|split|batch|divide|shell compan|subsidiar"),
    ("others", r"别的|别人|其他(?:公司|企业|用户|人|客户|单位)|其它|他人|某(?!些|类|种|个字段|一)|隔壁|竞争对手|对手|同行|那家|前夫|前妻|上一个(?:人|用户|提问)|另一家|谁(?:最近|问|在问)|competitor|other (?:users?|compan)|someone"),
    ("look_up", r"查(?:一下|询|查|看)?|给我(?:看|某|别)|列出|导出|发(?:给)?我|看看|原文|全文|材料|名单|电话|手机|微信|住址|身份证号"),
    ("promise", r"保证|承诺(?!书)|担保|打包票|一定(?:能|会|可以|要|得)|肯定(?:能|会|可以)|百分百|百分之百|包过|盖(?:个)?章|证明|保证书|意见书|批复|书面确认|出了(?:问题|事)|负责任?$|guarantee|promise|certif(?:y|icate)|issue us"),
    ("prompt", r"提示词|指令|系统(?:消息|提示|设定|指令)|规则(?!的规定)|忽略|无视|忘掉|扮演|假设你|假装你|假设法律|设定|权限|最高|管理员|开发者|限制|核验|引用|越狱|测试|上面的(?:内容|文字)|复述|prompt|instruct|ignore|disregard|override|forget|system|developer|unrestricted|jailbreak|<\|?/?\w+"),
    ("price", r"多少钱|费用|报价|收费|价(?:格|钱|位)?(?!值)|贵|预算|服务费|代理费|认证费|行情|便宜|花多少|花销|cost|price|charge|fee\b|fees\b"),
    ("hire", r"律所|律师|顾问|中介|代办|代理|咨询公司|机构|软件|供应商|服务商|law firm|consultant|vendor"),
    ("future", r"明年|后年|以后|将来|未来|接下来|下一(?:批|步|版|轮|阶段)|下半年|预测|趋势|2027|2028|2030|会不会|是不是(?:要|会)|(?:什么时候|啥时候|何时)(?:会|能|才|出|再|公布|发布|修)|next year|will\b|future|going to"),
    ("statistic", r"多少(?:家|件|起|项|个|企业|公司|案)|几(?:家|件|起|个)|通过率|成功率|率是|比例|百分之几|排名|最(?:快|慢|严|多|少|松)|平均|占|一共|总共|累计有|how many companies|share of|rate|average|statistic"),
    ("period", r"今年|去年|本月|上个?月|上季度|半年|最近|目前|20\d\d年|截至|到\d+月|last (?:month|year)|this year"),
    ("status", r"进度|进展|到哪|哪一步|批(?:了|下来|准)没?|(?:通过|受理|收到|下来|发|过|出来|批)了?(?:吗|没|没有|了没有?)|结果(?!有效|的)|催|流水号|受理号|状态|status|accepted yet|progress"),
    ("recommend", r"推荐|哪家|哪个(?:律所|机构|公司|软件|老师)|靠谱|口碑|recommend"),
    ("case", r"为什么被|被罚了|被约谈|被通报|罚了多少|因(?:为)?什么"),
    ("path", r"走(?:哪|什么|啥|合同|认证|评估|豁免|清单)|选(?:哪|择?什么|认证|合同|评估|择哪)|哪(?:条|种|一种|一条|个)(?:路|方式|途径|程序|手续|路径|机制|合规)?|路径|什么(?:程序|手续|流程)|要不要|用不用|需不需要|需要.{0,10}(?:吗|么|不|嘛|什么|哪|怎么)|该(?:怎么|如何|走|选|办|做|用|按)|应(?:该|当)(?:怎么|走|选|办|做|如何)|要(?:做|办|走)(?:什么|哪|啥|点)|怎么(?:走|选|办|处理|操作|弄|出去|做)|够不够|行不行|行吗|可以吗|能不能|能否|办什么|定(?:一|个|下)|判断|到底|申报(?:吗|不|嘛)|备案(?:吗|不|还是)|which|should we|should my|do we (?:need|have)|can (?:my company|we) just|required to"),
    ("data", r"数据|信息|资料|名单|名册|面单|保单|病例|病历|出境|跨境|境外|data|information"),
    ("regime", r"安全评估|自评估|影响评估|标准合同|备案|网信|负面清单|个保法|数安法|个人信息|重要数据|关基|关键信息基础设施|单独同意|出境|跨境|数据|pipl|cac|pipia|standard contract|personal (?:information|data)|cross-border|data"),
    ("abroad", r"境外|国外|海外|出境|外国|总部|母公司|美国|德国|日本|新加坡|香港|欧洲|overseas|abroad|foreign"),
    ("foreign_law", r"GDPR|CCPA|CPRA|HIPAA|PDPA|LGPD|APPI|PIPEDA|DPDP|EDPB|CNIL|ICO\b|schrems|CLOUD|欧盟|英国|美国.{0,6}(?:法|规则)|(?:日本|韩国|印度|巴西|越南|泰国|加拿大|澳大利亚|俄罗斯|瑞士|马来西亚|德国|法国|新加坡|台湾|香港|澳门).{0,12}(?:法|条例|指引|规定|罚)|\bUK\b|\bEU\b"),
    ("china", r"中国|我国|国内|境内|从国内|网信|china|chinese|\bcac\b|pipl"),
    ("article", r"第[0-9一二三四五六七八九十百]+条|\d+条|《|令第|第[0-9一二三四五六七八九十]+款|article \d"),
    ("reviewer", r"审核(?:员|时|意见)|审查员|窗口|补正|来电|咨询件|答复企业|企业(?:问|说|在|请求|咨询)"),
    ("leave", r"离职|辞职|辞了|跳槽|新东家|前公司|带走|拷走|卖|买|盗|偷(?!偷)|爬取|人肉|leaving my job|sell|buy|steal"),
    ("tech", r"VPN|代理|隧道|跳板|IP|脚本|DLP|监测|网关|防火墙|流量|tunnel|script|vpn"),
    ("consent", r"同意|授权|勾选|弹窗|consent"),
    ("official", r"检查组|调查|审核员|评审|专家|网信办|办事处|监管|inspect|regulator|authorit"),
    ("gift", r"送礼|送点|找关系|打点|通融|红包|放水|吃饭|内部渠道|bribe"),
    ("greeting", r"你好|您好|谢|辛苦|再见|早上好|早安|晚安|晚上好|哈喽|^嗨|hello|\bhi\b|thank|bye|good (?:morning|afternoon|evening)|你(?:是|叫|能|有|会|真)|who (?:are|made) you|what can you"),
)
_FAR: tuple[tuple[str, str], ...] = (
    ("topic", r"门槛|豁免|免予|敏感|单独同意|监护|清单|标合|评估|认证|审计|泄露|隐私|申报|备案|合同|接收方|处理者|日志|人脸|匿名|去标识|脱敏|加密|云|服务器|SDK|API|境内|自贸|大湾区|临港|收集|传输|存储|等保|核心|分类分级|网络安全|app|小程序|系统|网站|平台|assessment|consent|contract|export|transfer|breach|threshold|filing|certification|audit"),
    ("neighbour", r"资产评估|房地产评估|环评|环境影响|安全生产|安全评价|消防|地震|节能|风险评估师|评估师|房屋|租赁|劳动合同|买卖合同|承揽|施工|建设工程|运输合同|借款合同|ICP|域名|章程|年报|营业执照(?:怎么|办)|3C|CCC|ISO|有机|驾照|驾驶|资格证|执业|社保|公积金|出入境|出境(?:旅?游|签|旅行|检疫|团|卡|带|时)|进出口|出口(?:退税|货物|报关)|进口|报关|清关|关税|海关|外汇|结汇|ODI|对外投资|境外投资|外商投资|签证|护照|移民|留学费|上市(?:条件|要求)|招标|投标"),
    ("life", r"天气|下雨|气温|笑话|故事|诗|小说|电影|电视剧|综艺|歌|音乐|明星|游戏(?!公司|玩家|账号|用户|服务器)|球|世界杯|奥运|吃|喝|菜|饭|餐(?!饮平台)|火锅|咖啡|酒(?!店)|旅游|景点|好玩|酒店(?:推荐|便宜)|机票(?:多少|便宜|退)|高铁|火车|地铁|公交|航班取消|飞机|自驾|车险|追尾|撞|违章|停车|酒驾|酒后|驾|轮胎|油价|发烧|咳嗽|感冒|头疼|肚子|疼|药(?!企|厂|品.{0,6}数据|物警戒)|医保|看病|挂号|手术|疫苗|怀孕|减肥|血压|血糖|健身|睡|失眠|猫|狗|宠物|花草|养|装修|邻居|物业|漏水|房东|押金|租房|买房|房贷|房产|过户|房价|首付|结婚|离婚|彩礼|抚养|赡养|继承|遗嘱|遗产|出轨|家暴|恋爱|老婆|老公|孩子|小孩|宝宝|上学|入学|高考|考研|志愿|学费|论文|作文|作业|英语|单词|翻译(?:成|一下|这)|代码|编程|python|java|excel|word|ppt|蓝屏|手机(?:卡|慢|内存|壳|推荐)|电脑(?:慢|卡|蓝)|wifi|彩票|股票|股市|基金|比特币|理财|信用卡|贷款|利率|利息|欠钱|借钱|借条|借贷|逾期|讨债|weather|recipe|movie|restaurant|hotel|poem|joke|visa|football|stock|tax\b|trademark|divorce|annual leave"),
    ("other_law", r"辞退|裁员|解雇|离职补偿|经济补偿|赔偿金|加班|年假|产假|病假|工伤|工资|拖欠|试用期|竞业|双倍|退休|养老金|失业|低保|社会保险|税(?!收数据)|发票|股东|股权|董事|监事|注册资本|注销|破产|清算|法人变更|变更法人|合伙|质押|抵押|担保合同|商标|专利|著作权|版权|不正当竞争|反垄断|垄断|招投标|政府采购|工程款|土地|宅基地|拆迁|征收|承包|农村|村委|环保|排污|污染|食品|餐馆|假货|退一赔三|退货|快递丢|消费维权|诈骗|盗窃|抢劫|故意伤害|量刑|判几年|坐牢|拘留|逮捕|取保|缓刑|假释|立案标准|报警|起诉(?!.{0,6}网信)|诉讼时效|诉讼费|打官司|传票|仲裁|强制执行|上诉|开庭|行政复议|户口|身份证(?:过期|丢|到期|怎么办|换)|落户|居住证|教师|护士|医师|律师证|特种设备|电梯|建筑|资质|矿|渔|林地|林权|草原|野生|文物|慈善|彩民|选举|兵役|征兵|烟草|枪|禁毒|吸毒|赌博|黑社会|交通事故|道路|航道|船舶登记|铁路|民航(?!旅客)|邮寄|噪声|扰民|殡葬"),
)
CUES = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in (*_CUES, *_FAR))


def signs(text: str) -> list[str]:
    """Names of the signs in `text`, in table order; `own` is a case of the reader's."""
    found = [name for name, pattern in CUES if pattern.search(text)]
    if "regime" not in found:
        found.append("far" if "topic" in found else "farther")
    return ["own", *found] if OWN.search(text) else found
