"""Defects of content: contradictions, what the reports and contracts must say, numbers, times, the path."""

# ruff: noqa: E501 (sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Callable
from random import Random

from eval.precheck.defects import Defect, Plant, Weight, blanks, drops, says, sets, several
from eval.precheck.layouts.heldout2.planting import (
    CT,
    FORM,
    GBA,
    LEGAL,
    NL,
    SA,
    SC,
    SCENE,
    SELF,
    adds_to,
    at_chapter,
    change,
    chapter_of,
    digit_off,
    effective_late,
    in_articles,
    loses,
    measure,
    old_report,
    other_blank,
    says_in,
    secret,
)
from eval.precheck.numbers import credit_code
from eval.precheck.submission import Submission

CONTRACT, MODEL_GBA, LIST, REQUEST = "standard_contract", "gba_contract", "negative_list_form", "certification_request"
ANNEX = f"{CONTRACT}.annex1"


# How many paragraphs a chapter has before a defect adds one.
LENGTHS = {
    "management": 1, "measures": 2, "persons": 0, "export_scale": 1, "export_purpose": 1, "result": 8, "other": 1,
}  # fmt: skip


def both(
    name: str, what: str, source: tuple[str, ...], plant: Plant, chapter: str, *, kinds: tuple[str, ...] = (SA, SC, CT, NL), weight: Weight = "B",
    also: tuple[str, ...] = (), needs: Callable[[Submission], bool] = lambda s: True, added: bool = False,
) -> tuple[Defect, ...]:  # fmt: skip
    """The same defect in the self-assessment and in the PIPIA; `added`: it is the paragraph after those of the chapter."""
    made = []
    for ending, role, own in (("_self", SELF, (SA,)), ("", "pipia", tuple(k for k in kinds if k != SA))):
        if set(own) & set(kinds):
            at = at_chapter(role, chapter)
            fact, more = at, also
            if added:
                fact, more = f"{at}.{LENGTHS[chapter_of(role, chapter)]}", (at, *also)
            made.append(Defect(name + ending, what, source, own, role, plant, fact, more, weight, needs=needs))
    return tuple(made)


def twice(s: Submission, rng: Random) -> None:
    """An item stands twice in a table."""
    items = s.get(f"{SELF}.scenes.0.items")
    items.insert(2, dict(items[1]))


def married(s: Submission, rng: Random) -> None:
    """An item that the purpose does not need, in every paper."""
    item = {
        "name": "婚姻状况",
        "description": "客户登记的婚姻状况",
        "necessity": "便于了解客户家庭",
        "example": "已婚",
        "note": "无",
    }
    s.get("pipia.scenes.0.items").insert(0, item)
    s.get("pipia.categories").append("婚姻状况")
    s.get(f"{ANNEX}.categories").append("婚姻状况")


def million(s: Submission, rng: Random) -> None:
    """More than a million persons, everywhere."""
    s.set(f"{ANNEX}.persons", 1_186_420)
    s.set("pipia.persons", 1_186_420)


def many_sensitive(s: Submission, rng: Random) -> None:
    """More than ten thousand persons with sensitive data."""
    s.set("pipia.sensitive_persons", 13_700)


def five_columns(s: Submission, rng: Random) -> None:
    """The table of items loses its column 备注."""
    s.set(f"{SELF}.columns", [c for c in s.get(f"{SELF}.columns") if c != "备注"])
    for scene in s.get(f"{SELF}.scenes"):
        for item in scene["items"]:
            item.pop("note", None)


def no_onward_section(s: Submission, rng: Random) -> None:
    """The section on providing further is gone."""
    s.set(f"{SELF}.outline", [o for o in s.get(f"{SELF}.outline") if o[0] != "onward"])


def penalised(s: Submission, rng: Random) -> None:
    """A penalty in both papers, and nothing on what was done about it."""
    day = s.filed_on
    text = f"{day.year - 1}年{day.month}月，因未经同意向第三方共享客户信息，被市级网信部门警告并处罚款八万元。"
    s.set(f"{FORM}.compliance", text)
    s.set(f"{SELF}.sections.compliance", [text])


def no_third_party_note(s: Submission, rng: Random) -> None:
    """A tester is named; that a third party took part, and how, is not said."""
    s.papers[SELF]["sections"]["work"] = s.papers[SELF]["sections"]["work"][:3]
    s.papers[SELF]["sections"]["technique"].append(
        "传输链路的渗透测试由汇澄信息安全测评有限公司完成，测试结果见其报告。"
    )


def unlike(s: Submission, rng: Random) -> None:
    """The report names another country than the form."""
    s.set(f"{SELF}.country", next(c for c in ("加拿大", "巴西") if c != s.get(f"{SELF}.country")))


def english(s: Submission, rng: Random) -> None:
    """The report is written in English, headings aside."""
    who = s.get("pipia.recipient")
    text = (f"{who} provides customer service for us. Personal information is encrypted at rest and in transit, access is limited to staff on duty, and logs are kept for three years. "
            "No penalty or inquiry has occurred in the past two years. The risk is low and the transfer is necessary for the service.")  # fmt: skip
    s.set("pipia.sections", {k: [text] * max(len(v), 1) for k, v in s.get("pipia.sections").items()})


def unchosen(s: Submission, rng: Random) -> None:
    """Neither arbitration nor court is chosen."""
    s.set(f"{CONTRACT}.dispute", {"choice": "", "body": "", "place": ""})
    in_articles(CONTRACT, "按照下列第1种方式", "按照下列第＿种方式")(s, rng)
    in_articles(CONTRACT, "提交中国国际经济贸易仲裁委员会按照", "提交＿＿＿＿按照")(s, rng)


def old_list(s: Submission, rng: Random) -> None:
    """The list of two years ago, in both papers."""
    for path in (f"{LIST}.list", "field_comparison.list"):
        s.set(path, "中国（北京）自由贸易试验区数据出境负面清单（2024版）")


def elsewhere(s: Submission, rng: Random) -> None:
    """The user of the list is registered in another province."""
    s.set(f"{LIST}.registered", "河北省石家庄市长安区槐岭路56号")
    s.set(f"{LIST}.uscc", credit_code("130102", rng))


def singapore(s: Submission, rng: Random) -> None:
    """The recipient is outside the area."""
    s.set(f"{MODEL_GBA}.importer.address", "新加坡滨海湾林荫道12号")
    s.set(f"{MODEL_GBA}.importer.country", "新加坡")
    s.set(f"{MODEL_GBA}.annex1.storage_place", "新加坡自有数据中心")


AGREEMENT = (
    Defect("g_persons_off", "报告人数与申报表差一位", ("D031", "D112"), (SA,), SELF, change(f"{SELF}.persons.this_year", digit_off), f"{SELF}.persons.this_year", (f"{SCENE}.persons.this_year",)),
    Defect("g_forecast_off", "报告三年人数与申报表不同", ("D031", "D032", "D112"), (SA,), SELF, change(f"{SELF}.persons.three_years", digit_off), f"{SELF}.persons.three_years", (f"{SCENE}.persons.three_years", f"{SELF}.persons.years")),
    Defect("g_annex_persons_off", "附录一人数与影响评估差一位", ("D031",), (SC,), CONTRACT, change(f"{ANNEX}.persons", digit_off), f"{ANNEX}.persons", ("pipia.persons",)),
    Defect("g_request_persons_off", "认证委托书人数与影响评估差一位", ("D031",), (CT,), REQUEST, change(f"{REQUEST}.persons", digit_off), f"{REQUEST}.persons", ("pipia.persons",)),
    Defect("g_list_persons_off", "备案表人数与影响评估差一位", ("D031",), (NL,), LIST, change(f"{LIST}.persons", digit_off), f"{LIST}.persons", ("pipia.persons",)),
    Defect("g_other_country", "报告接收方国家与申报表不同", ("D112",), (SA,), SELF, unlike, f"{SELF}.country", (f"{SCENE}.recipients.0.country", f"{LEGAL}.importer.country")),
    Defect("g_other_purpose", "影响评估的目的与合同不同", ("D042",), (SC,), "pipia", sets("pipia.purpose", "训练境外广告投放模型"), "pipia.purpose", (f"{ANNEX}.purpose",)),
    Defect("g_other_purpose_self", "报告的目的与法律文件不同", ("D042", "D112"), (SA,), SELF, sets(f"{SELF}.purpose", "对客户作信用评分和转售"), f"{SELF}.purpose", (f"{LEGAL}.purpose", f"{SCENE}.brief")),
    Defect("g_annex_more", "附录一多一类个人信息", ("D043",), (SC,), CONTRACT, change(f"{ANNEX}.categories", lambda c: [*c, "家庭成员姓名"]), f"{ANNEX}.categories", ("pipia.categories", "pipia.scenes.0.items")),
    Defect("g_agreement_less", "法律文件的数据项比报告少两项", ("D043", "D112"), (SA,), LEGAL, change(f"{LEGAL}.items", lambda c: c[2:]), f"{LEGAL}.items", (f"{SELF}.scenes.0.items", f"{SELF}.scenes.1.items")),
    Defect("g_onward_hidden", "影响评估写有下游而附录一写不涉及", ("D054",), (SC,), "pipia", says_in("onward", "{recipient}处理以后，会把结果连同手机号码发给智利的配送商 Andes Reparto SpA，由其上门。"), "pipia.sections.onward", (f"{ANNEX}.onward",)),
    Defect("g_penalty_unmended", "有处罚而没有写整改", ("D056",), (SA,), FORM, penalised, f"{FORM}.compliance", (f"{SELF}.sections.compliance",), "M"),
)  # fmt: skip

REPORTS = (
    *both("g_vague_need", "必要性只有空话", ("D046",), says_in("export_purpose", "数据出境是业务发展的需要，符合国际惯例，因此合法、正当、必要。"), "export_purpose", weight="M"),
    *both("g_no_link", "链路没有域名、地址和方式", ("D051",), says_in("export_links", "境内数据存放在自有机房。数据通过网络发给{recipient}。"), "export_links", weight="M"),
    *both("g_not_by_person", "人数按导出记录计", ("D029",), adds_to("persons", "以上数字为系统导出的记录条数，同一客户导出几次即计几次，未作去重。"), "persons", also=(f"{SELF}.persons", "pipia.persons"), added=True),
    *both("g_wrong_period", "统计从上年一月一日起", ("D030", "D093"), adds_to("persons", "人数的统计期间从上年1月1日起算，到提交之日为止，累计两个年度。"), "persons", also=(f"{SELF}.persons", "pipia.persons"), added=True),
    *both("g_masked_not_counted", "脱敏后不计入人数", ("D045",), adds_to("persons", "其中约三万人的手机号码已作哈希处理，视为无法识别个人，故没有计入上述人数。"), "persons", also=(f"{SELF}.persons", "pipia.persons"), added=True),
    *both("g_no_notice", "没有写告知方式和佐证", ("D069", "D070"), measure(0, "管理由专门机构负责，制度齐备，每年组织演练。"), "management"),
    *both("g_blanket_consent", "以概括同意代替单独同意", ("D070", "D071"), several(measure(0, "客户注册时同意的服务协议已写明数据可能转往境外，接收方名称、联系方式、目的、方式、种类和行权方式可在官网查阅，协议同意即为出境的依据，不再另行取得同意。制度有分类分级、应急处置、风险评估和权益保护。"),
          says_in("export_purpose", "向{recipient}提供数据是为了履行客户请求，范围限于提出请求的客户。依据为服务协议中的同意。活动上境内无替代服务，人数限于提出请求者，字段逐项论证。")), "management"),
    *both("g_one_tick", "一次勾选捆绑多项同意", ("D071", "D070"), measure(0, "客户在同一个勾选框里一并同意收集、画像、营销推送和向境外提供，不可分别选择。告知页列明接收方名称、联系方式、目的、方式、种类和行权办法，截图存档；制度有分类分级、应急处置、风险评估和权益保护。"), "management", weight="M"),
    *both("g_no_technique", "技术措施没有加密、访问控制和日志", ("D077",), measure(1, "采取业界通行的先进技术，配备防护设备，安全可靠。"), "technique", weight="M"),
    *both("g_records_short", "处理记录只保存六个月", ("D085",), adds_to("management", "数据出境的处理记录和影响评估报告保存六个月后销毁。"), "management", weight="m", added=True),
    *both("g_children", "有不满十四周岁的儿童而无监护人同意", ("D073",), adds_to("export_purpose", "客户中约有两千名九至十三周岁的小学生，其信息由本人在平板上点选确认后出境。"), "export_purpose", added=True),
    *both("g_high_risk_no_risk", "高风险没有整改而结论无风险", ("D060",), adds_to("result", "另查出境外机房账号由十余人共用、口令三年未换，属于高风险，至今没有整改。综上，本次出境没有任何风险。"), "result", weight="M", added=True),
    *both("g_old_law", "引用旧口径", ("D093",), adds_to("other", "按照规定，安全评估结果有效期为2年；人数自上年1月1日起累计满10万人的应当申报。"), "other", weight="M", added=True),
    *both("g_missing_attachment", "引用的附件不存在", ("D091",), adds_to("other", "接收方的审计结果详见本报告附件九《境外机房现场审计记录》。"), "other", weight="m", added=True),
    *both("g_result_four_gone", "六项评估缺第四项", ("D059", "D061"), loses("result", 3), "result", kinds=(SA, SC)),
    *both("g_no_recipient_law", "没有评估当地法规", ("D062", "D061"), loses("result", 4), "result", kinds=(SC, CT)),
    *both("g_no_state_risk", "风险没有写国家安全和公共利益", ("D063",), change("pipia.sections.result", lambda t: [t[0], "第二项，规模、范围、种类和敏感程度已核，对个人权益的风险低。", *t[2:]]), "result", kinds=(CT,)),
    *both("g_sensitive_unsaid", "敏感个人信息没有写必要性与影响", ("D072",), says_in("export_scale", "规模和种类如下，按自然人去重。"), "export_scale", kinds=(SC,), needs=secret),
    *both("g_split", "拆分数量", ("D037",), adds_to("other", "同一集团的另外两家姊妹公司就相同业务向同一家境外接收方各提供八万余人的信息，三家分头办理，各自均低于门槛。"), "other", kinds=(SC, NL), weight="M", added=True),
    *both("g_exported_already", "合同生效以前已经出境", ("D022",), adds_to("other", "为不耽误业务，自去年十二月起已经先行向接收方传输客户数据，合同系事后补签。"), "other", kinds=(SC,), weight="M", added=True),
    *both("g_employees_mixed", "免办的人数混入累计", ("D036",), adds_to("export_scale", "上述人数中有一万二千人系按依法制定的规章制度实施跨境人力资源管理所必需的员工信息，未予剔除。"), "export_scale", kinds=(SC,), weight="M", added=True),
    *both("g_important_inside", "合同路径含重要数据", ("D035", "D034"), adds_to("export_scale", "其中服务记录一项已由行业主管部门书面认定为重要数据。"), "export_scale", kinds=(SC, NL), added=True),
    Defect("g_third_party_unsaid", "点名的第三方没有说明", ("D014",), (SA,), SELF, no_third_party_note, f"{SELF}.sections.technique.1", (f"{SELF}.sections.work",), "M"),
    Defect("g_work_thin", "自评估工作没有写组织和方式", ("D115",), (SA,), SELF, change(f"{SELF}.sections.work", lambda t: [t[1], *t[3:]]), f"{SELF}.sections.work", weight="M"),
    Defect("g_five_columns", "数据项表只有五列", ("D116",), (SA,), SELF, five_columns, f"{SELF}.columns", (f"{SELF}.scenes.0.items",), "M"),
    Defect("g_section_gone", "报告少再提供一节", ("D114", "D008", "D054"), (SA,), SELF, no_onward_section, f"{SELF}.sections.onward"),
    Defect("g_item_twice", "数据项重复", ("D039",), (SA,), SELF, twice, f"{SELF}.scenes.0.items.2.name", (f"{SELF}.scenes.0.items.1.name",), "m"),
    Defect("g_need_blank", "数据项没有写必要性", ("D044",), (SA,), SELF, blanks(f"{SELF}.scenes.0.items.2.necessity"), f"{SELF}.scenes.0.items.2.necessity", (f"{SELF}.scenes.0.items",)),
    Defect("g_item_beyond", "有超出目的的数据项", ("D047",), (SC,), "pipia", married, "pipia.scenes.0.items.0.name", ("pipia.categories", f"{ANNEX}.categories"), "M"),
    Defect("g_no_evidence", "没有有效性证明", ("D055",), (SA,), SELF, sets(f"{SELF}.sections.evidence", lambda s: ["暂无。"]), f"{SELF}.sections.evidence", weight="m"),
    Defect("g_changed_since", "自评估以后接收方换了机房", ("D117",), (SA,), SELF, says(SELF, "补记：自评估完成以后、申报以前，境外接收方更换了控股股东，存储机房也已迁往第三国，报告内容未作更新。"), f"{SELF}.extra"),
    Defect("g_english_report", "影响评估报告用英文写", ("D009",), (SC,), "pipia", english, "pipia.sections", weight="M"),
    Defect("g_sensitive_count_blank", "有敏感个人信息而人数空白", ("D038",), (SC,), "pipia", blanks("pipia.sensitive_persons"), "pipia.sensitive_persons", needs=secret),
    Defect("g_request_sensitive_blank", "委托书敏感个人信息人数空白", ("D038",), (CT,), REQUEST, blanks(f"{REQUEST}.sensitive_persons"), f"{REQUEST}.sensitive_persons", needs=secret),
    Defect("g_rules_no_incident", "规则没有事件处置和权利保障", ("D078", "D079"), (CT,), "certification_documents", change("certification_documents.sections", lambda t: t[:3]), "certification_documents.sections", weight="M"),
)  # fmt: skip

CONTRACTS = (
    Defect("g_no_change_clause", "法律文件没有情形变化的约定", ("D057",), (SA,), LEGAL, drops(f"{LEGAL}.clauses.change"), f"{LEGAL}.clauses"),
    Defect("g_no_liability_clause", "法律文件没有违约和争议的约定", ("D057",), (SA,), LEGAL, drops(f"{LEGAL}.clauses.liability"), f"{LEGAL}.clauses"),
    Defect("g_no_onward_clause", "法律文件没有再转移的约束", ("D057",), (SA,), LEGAL, drops(f"{LEGAL}.clauses.onward"), f"{LEGAL}.clauses"),
    Defect("g_signed_unconditional", "已签而没有生效条件", ("D058",), (SA,), LEGAL, drops(f"{LEGAL}.clauses.effect"), f"{LEGAL}.clauses", (f"{LEGAL}.date", f"{LEGAL}.importer_sign"), "m"),
    Defect("g_unmarked", "出境条款没有标识", ("D099",), (SA,), LEGAL, sets(f"{LEGAL}.marked", False), f"{LEGAL}.marked", (f"{LEGAL}.clauses",), "M"),
    Defect("g_kept_for_ever", "法律文件约定长期保存", ("D053",), (SA,), LEGAL,
           several(sets(f"{LEGAL}.storage_term", "长期，直至双方另行通知"), sets(f"{LEGAL}.clauses.storage", "接收方长期保存所收数据，直至双方另行通知为止，保存地点为其自有数据中心。")), f"{LEGAL}.storage_term", (f"{LEGAL}.clauses.storage",)),
    Defect("g_annex_for_ever", "附录一写永久保存", ("D053",), (SC,), CONTRACT, sets(f"{ANNEX}.storage_term", "永久保存"), f"{ANNEX}.storage_term"),
    Defect("g_annex_no_place", "附录一保存地点空白", ("D052",), (SC,), CONTRACT, blanks(f"{ANNEX}.storage_place"), f"{ANNEX}.storage_place"),
    Defect("g_body_changed", "合同正文改了一个词", ("D064",), (SC,), CONTRACT, in_articles(CONTRACT, "应当立即通知个人信息处理者", "可以适时通知个人信息处理者"), f"{CONTRACT}.articles.3.paragraphs.2"),
    Defect("g_annex2_limits", "附录二限制责任", ("D065",), (SC,), CONTRACT, sets(f"{CONTRACT}.annex2", "接收方对个人信息主体的赔偿以上年度服务费为上限；个人信息主体不得作为第三方受益人提出请求。"), f"{CONTRACT}.annex2"),
    Defect("g_annex2_law", "附录二改用外国法", ("D065",), (SC,), CONTRACT, sets(f"{CONTRACT}.annex2", "双方另行约定，本合同以及由此产生的争议适用特拉华州法律。"), f"{CONTRACT}.annex2"),
    Defect("g_unchosen", "争议解决没有选", ("D066",), (SC,), CONTRACT, unchosen, f"{CONTRACT}.dispute", (f"{CONTRACT}.articles.8.paragraphs.3",), "M"),
    Defect("g_no_contact", "第六条联系人没有填", ("D067",), (SC,), CONTRACT, several(other_blank(CONTRACT, "contact", "＿＿＿＿"), sets(f"{CONTRACT}.contact", "")), f"{CONTRACT}.articles.5.paragraphs.0", (f"{CONTRACT}.contact",), "M"),
    Defect("g_head_contact_blank", "合同首部联系人没有填", ("D067",), (SC,), CONTRACT, blanks(f"{CONTRACT}.importer.person"), f"{CONTRACT}.importer.person", weight="M"),
    Defect("g_gba_annex_blank", "附录一传输方式空白", ("D133",), (GBA,), MODEL_GBA, blanks(f"{MODEL_GBA}.annex1.transfer"), f"{MODEL_GBA}.annex1.transfer"),
    Defect("g_gba_onward_out", "再提供给大湾区以外", ("D131", "D084"), (GBA,), MODEL_GBA, sets(f"{MODEL_GBA}.annex1.onward", "马来西亚的外包团队 Kelapa Ops Sdn. Bhd."), f"{MODEL_GBA}.annex1.onward"),
    Defect("g_gba_recipient_out", "接收方不在香港", ("D084",), (GBA,), MODEL_GBA, singapore, f"{MODEL_GBA}.importer.address", (f"{MODEL_GBA}.importer.country", f"{MODEL_GBA}.annex1.storage_place")),
    Defect("g_gba_national_article", "混入国家版第四条的保证", ("D132",), (GBA,), MODEL_GBA, says(MODEL_GBA, "双方按照国家版范本第四条，另就接收方所在国家或者地区个人信息保护政策和法规对合同履行的影响作出保证。"), f"{MODEL_GBA}.extra"),
    Defect("g_gba_important", "含已告知的重要数据", ("D129",), (GBA,), MODEL_GBA, says(MODEL_GBA, "双方知悉：所提供的个人信息已由行业主管部门告知属于重要数据。"), f"{MODEL_GBA}.extra"),
    Defect("g_gba_late", "大湾区合同生效后第十六个工作日才备案", ("D128",), (GBA,), MODEL_GBA, effective_late(MODEL_GBA, 16), f"{MODEL_GBA}.effective", weight="M"),
)  # fmt: skip

TIME_AND_PATH = (
    Defect("g_self_old", "自评估早于申报前三个月", ("D019",), (SA,), SELF, old_report(104), f"{SELF}.period", (f"{SELF}.cover_date",)),
    Defect("g_pipia_old", "影响评估早于备案前三个月", ("D020",), (SC,), "pipia", old_report(104), "pipia.period", ("pipia.cover_date",)),
    Defect("g_filed_late", "合同生效后第十三个工作日才备案", ("D021",), (SC,), CONTRACT, effective_late(CONTRACT, 13), f"{CONTRACT}.effective", weight="M"),
    Defect("g_million", "超过一百万人仍走合同", ("D035", "D034"), (SC,), CONTRACT, million, f"{ANNEX}.persons", ("pipia.persons",)),
    Defect("g_many_sensitive", "敏感个人信息超过一万人仍走合同", ("D035", "D034"), (SC,), "pipia", many_sensitive, "pipia.sensitive_persons", needs=secret),
    Defect("g_certified_ciio", "关键信息基础设施运营者申请认证", ("D034",), (CT,), REQUEST, sets(f"{REQUEST}.ciio", True), f"{REQUEST}.ciio"),
    Defect("g_list_important", "含重要数据仍按清单外", ("D034",), (NL,), LIST, sets(f"{LIST}.important", True), f"{LIST}.important", (f"{LIST}.conclusion",)),
    Defect("g_list_uncovered", "行业不在清单领域内", ("D080",), (NL,), LIST, sets(f"{LIST}.sector", "水产养殖"), f"{LIST}.sector"),
    Defect("g_list_elsewhere", "主体注册在外省", ("D081", "D006"), (NL,), LIST, elsewhere, f"{LIST}.registered", (f"{LIST}.uscc",)),
    Defect("g_list_old", "用的是旧版清单", ("D082",), (NL,), LIST, old_list, f"{LIST}.list", ("field_comparison.list",), "M"),
    Defect("g_list_row_gone", "有两个字段没有对照", ("D083",), (NL,), "field_comparison", change("field_comparison.items", lambda t: t[2:]), "field_comparison.items", ("pipia.categories", "pipia.scenes.0.items")),
    Defect("g_list_category_blank", "对照表类别空白", ("D083",), (NL,), "field_comparison", blanks("field_comparison.items.1.category"), "field_comparison.items.1.category", ("field_comparison.items",)),
)  # fmt: skip

DEFECTS = (*AGREEMENT, *REPORTS, *CONTRACTS, *TIME_AND_PATH)
