"""Defects of numbers, consistency and substance."""

# ruff: noqa: E501 (rows of a table read better whole)

from __future__ import annotations

from collections.abc import Callable
from random import Random

from eval.precheck.defects import Defect, Plant, Weight, says
from eval.precheck.layouts.heldout3.planting import (
    CE,
    CH,
    EX,
    NL,
    SA,
    SC,
    one,
    puts,
    reports,
    stated,
    steps,
    two_scenes,
    with_sensitive,
)  # fmt: skip
from eval.precheck.submission import Submission

FORM, REPORT, DOC = "application_form", "self_assessment", "legal_document"
SCENE = f"{FORM}.scenes.0"
EXT = "extension_form"


def _plus(path: str, n: int) -> Plant:
    return puts(path, lambda s: s.get(path) + n)


def _without(path: str, *keys: str) -> Plant:
    def plant(s: Submission, rng: Random) -> None:
        for key in keys:
            s.get(path).pop(key, None)

    return plant


def _result(role: str, at: int, text: str | None = None) -> Plant:
    def plant(s: Submission, rng: Random) -> None:
        texts = s.papers[role]["sections"]["result"]
        if text is None:
            del texts[at]
        else:
            texts[at] = text

    return plant


def _clause(topic: str, title: str, weight: Weight = "B") -> Defect:
    source = "D058" if topic == "effect" else "D057"
    return one(
        f"no_clause_{topic}",
        title,
        source,
        SA,
        f"{DOC}.clauses",
        lambda s, rng: s.drop(f"{DOC}.clauses.{topic}"),
        weight,
        also=(DOC,),
    )


def _hollow(role: str) -> Plant:
    return steps(
        _result(role, 6, "评估发现：境外运维共用一个管理员账号，传输口令三年未换，风险为高，截至成文之日尚未整改。"),
        _result(role, 7, "结论：没有任何风险，同意出境。"),
    )


def _brief(name: str, title: str, source: str, text: str | Callable[[Submission], str], weight: Weight = "M") -> Defect:
    return one(name, title, source, SA, f"{SCENE}.brief", puts(f"{SCENE}.brief", text), weight)


def _name(s: Submission) -> str:
    return str(s.get(f"{REPORT}.scenes.0.name"))


def _extra_item(s: Submission, rng: Random) -> None:
    s.get(f"{REPORT}.scenes.0.items").append(
        {"name": "婚姻状况", "description": "客户是否已婚", "necessity": "备用", "example": "已婚", "note": "无"}
    )


def _penalty(with_form: bool) -> Plant:
    text = "2026年3月，因未及时处置系统漏洞，被市通信管理部门处以警告并罚款二万元。"

    def plant(s: Submission, rng: Random) -> None:
        s.papers[REPORT]["sections"]["compliance"] = [text]
        if with_form:
            s.papers[FORM]["compliance"] = text

    return plant


def _statistics(s: Submission, rng: Random) -> None:
    scene = s.get(SCENE)
    scene["recipients"] = []
    scene["statistics"] = "接收方为同一区域的若干合作单位，不便逐一列明。"


NUMBERS: tuple[Defect, ...] = (
    one("report_says_more", "报告的当年人数比申报表多", "D031 D112", SA, f"{REPORT}.persons.this_year", _plus(f"{REPORT}.persons.this_year", 2460), also=(f"{SCENE}.persons",)),
    one("report_forecasts_less", "报告的三年预估比申报表少", "D031 D112", SA, f"{REPORT}.persons.three_years", _plus(f"{REPORT}.persons.three_years", -90_000), also=(f"{SCENE}.persons",)),
    one("pipia_says_more", "影响评估人数比附录一多", "D031", SC, "pipia.persons", _plus("pipia.persons", 11_200), also=("standard_contract.annex1.persons",)),
    one("cert_says_less", "认证申请人数比影响评估少", "D031", CE, "certification_request.persons", _plus("certification_request.persons", -8_800), also=("pipia.persons",)),
    one("list_says_less", "备案表人数比影响评估少", "D031", NL, "negative_list_form.persons", _plus("negative_list_form.persons", -6_100), also=("pipia.persons",)),
    one("no_forecast", "申报表没有未来三年", "D032", SA, f"{SCENE}.persons", _without(f"{SCENE}.persons", "three_years", "years", "relation", "sensitive_three_years"), also=(f"{REPORT}.persons",)),
    one("no_relation", "没有写两组数的关系", "D032", SA, f"{SCENE}.persons", _without(f"{SCENE}.persons", "relation")),
    one("more_than_held", "出境的比处理的还多", "D033", SA, f"{FORM}.processor.scale", puts(f"{FORM}.processor.scale", 61_000), "M", also=(f"{SCENE}.persons",)),
    *stated("rows_for_persons", "以单据数作人数", "D029", (SA, SC, CE), "上述数量按服务单据计算，同一客户有几张单据即计几人，未作合并。"),
    one("units_mixed", "附录一把人写成万人", "D040 D031", SC, "standard_contract.annex1.persons", puts("standard_contract.annex1.persons", lambda s: f"{s.get('standard_contract.annex1.persons')}万人"), "M", also=("pipia.persons",)),
    one("sensitive_uncounted", "有敏感个人信息而没有人数", "D038", (SC, CE), "pipia.sensitive_persons", puts("pipia.sensitive_persons", ""), also=("certification_request.sensitive_persons",), needs=with_sensitive),
    one("item_twice", "同一场景一个数据项写了两遍", "D039", SA, f"{REPORT}.scenes.0.items", lambda s, rng: s.get(f"{REPORT}.scenes.0.items").append(dict(s.get(f"{REPORT}.scenes.0.items.1"))), "m"),
)  # fmt: skip

CONSISTENCY: tuple[Defect, ...] = (
    one("annex_item_more", "附录一多出一项", "D043", SC, "standard_contract.annex1.categories", lambda s, rng: s.get("standard_contract.annex1.categories").append("车牌号码"), also=("pipia.categories",)),
    one("contract_item_more", "协议多出一项数据", "D043 D112", SA, f"{DOC}.items", lambda s, rng: s.get(f"{DOC}.items").append("车牌号码"), also=(f"{REPORT}.scenes",)),
    one("annex_other_purpose", "附录一是另一目的", "D042", SC, "standard_contract.annex1.purpose", puts("standard_contract.annex1.purpose", "向客户推送广告并分析其消费习惯"), also=("pipia.purpose",)),
    one("contract_other_purpose", "协议是另一目的", "D042", SA, f"{DOC}.purpose", puts(f"{DOC}.purpose", "向客户推送广告并分析其消费习惯"), also=(f"{REPORT}.purpose", f"{SCENE}.brief")),
    one("report_other_country", "报告写的国家不同", "D112", SA, f"{REPORT}.country", puts(f"{REPORT}.country", "巴西"), also=(f"{SCENE}.recipients.0.country", f"{REPORT}.sections.recipient_about")),
    one("report_other_place", "报告的境外存储地点与协议不同", "D112", SA, f"{REPORT}.storage_place", puts(f"{REPORT}.storage_place", "爱尔兰都柏林租用机房"), also=(f"{DOC}.storage_place", f"{DOC}.clauses.storage")),
    one("report_other_recipient", "报告的接收方名称不同", "D112", SA, f"{REPORT}.recipient", puts(f"{REPORT}.recipient", "Ostrava Data Partners a.s."), also=(f"{SCENE}.recipients.0.name", f"{DOC}.importer")),
    one("penalty_in_report", "报告有处罚而申报表写无", "D113 D112", SA, f"{REPORT}.sections.compliance", _penalty(False), "M", also=(f"{FORM}.compliance",)),
    one("penalty_unmended", "有处罚没有整改说明", "D056", SA, f"{FORM}.compliance", _penalty(True), "M", also=(f"{REPORT}.sections.compliance",)),
    one("scene_without_table", "申报两个场景，报告只有一张表", "D108 D112", SA, f"{REPORT}.scenes", lambda s, rng: s.get(f"{REPORT}.scenes").pop(), "M", also=(f"{FORM}.scenes",), needs=two_scenes),
    one("change_purpose_too", "变更说明夹带目的变化", "D087", CH, "change_statement.extra", says("change_statement", "处理目的同时由提供服务扩展为商业推广，未就此另行评估和约定。")),
    one("change_waives", "补充协议免除责任", "D065", CH, "supplementary_contract.changes", lambda s, rng: s.get("supplementary_contract.changes").append("境外接收方对个人不承担民事责任，个人不得依原合同主张权利。")),
    one("annex_two_conflicts", "附录二改了适用法律", "D065", SC, "standard_contract.annex2", puts("standard_contract.annex2", "本合同改为适用接收方所在地法律；个人不作为受益人。")),
)  # fmt: skip

SUBSTANCE: tuple[Defect, ...] = (
    _clause("onward", "协议没有再转移条款"),
    _clause("change", "协议没有情势变化条款"),
    _clause("liability", "协议没有违约和争议条款"),
    _clause("incident", "协议没有事件处置条款"),
    _clause("storage", "协议没有保存和到期处理条款"),
    _clause("effect", "已经签约而没有生效条件", "m"),
    one("item_four_gone", "自评估少了第四项", "D059", SA, f"{REPORT}.sections.result", _result(REPORT, 3)),
    one("item_three_gone", "影响评估少了第三项", "D061", SC, "pipia.sections.result", _result("pipia", 2)),
    one("country_law_gone", "没有评估接收方所在地法规", "D062 D061", SC, "pipia.sections.result", _result("pipia", 4)),
    one("cert_without_public", "认证的影响评估没有国家安全和公共利益", "D063", CE, "pipia.sections.result", _result("pipia", 1, "规模、范围、种类和敏感程度适当，即使发生泄露，个人所受影响也属轻微。")),
    one("hollow_self", "有高风险未整改却称没有风险", "D060", SA, f"{REPORT}.sections.result", _hollow(REPORT), "M"),
    one("hollow", "有高风险未整改却称没有风险", "D060", SC, "pipia.sections.result", _hollow("pipia"), "M"),
    one("necessity_blank", "一个数据项没有必要性", "D044", SA, f"{REPORT}.scenes.0.items.2.necessity", puts(f"{REPORT}.scenes.0.items.2.necessity", "")),
    *reports("necessity_vague", "必要性只有一句空话", "D046", (SA, SC, CE), "export_purpose", "因国际化经营之需，数据出境是必要的，也是行业通行做法，符合法律规定。", "M"),
    one("item_for_later", "与目的无关的字段", "D047", SA, f"{REPORT}.scenes.0.items", _extra_item, "M"),
    *reports("links_vague", "链路没有域名地址和方式", "D051", (SA, SC), "export_links", "数据由境内系统经网络送达接收方，链路安全可靠。", "M"),
    one("place_blank_self", "报告没有境外存储地点", "D052", SA, f"{REPORT}.storage_place", puts(f"{REPORT}.storage_place", "")),
    one("place_blank", "附录一没有保存地点", "D052", SC, "standard_contract.annex1.storage_place", puts("standard_contract.annex1.storage_place", "")),
    one("kept_for_ever", "附录一保存期限没有止期", "D053", SC, "standard_contract.annex1.storage_term", puts("standard_contract.annex1.storage_term", "双方合作期间持续保存，不设终止日")),
    one("kept_for_ever_self", "协议保存期限没有止期", "D053", SA, f"{DOC}.storage_term", puts(f"{DOC}.storage_term", "永久")),
    *reports("onward_untold", "有下游接收方而合同写不涉及", "D054", (SA, SC), "onward", "接收方会把部分资料交给其在菲律宾的外包客服公司，用于夜间应答。"),
    *reports("no_proof", "没有有效性证明", "D055", (SA,), "evidence", "相关证明正在办理。", "m"),
    *reports("no_notice", "没有告知方式和佐证", "D069", (SA, SC), "management", "公司设有数据安全管理部门，制定了分类分级、全流程管理、应急处置、风险评估等制度，每年应急演练一次。"),
    *reports("consent_general", "以概括同意代替单独同意", "D070 D071", (SA, SC), "export_purpose", "目的是为客户提供服务，范围为全体注册客户，方式为网络传输。合法性：客户注册时点选用户协议即视为同意全部处理活动，无须再行征求。正当性：用途与服务一致。必要性：境内没有替代能力，人数与字段均为最少。"),
    *stated("consent_bundled", "单独同意与营销捆绑", "D071", (SA, SC), "为减少打扰，客户在注册页只需勾选一次，即同时同意会员章程、短信推广和信息出境。", "M"),
    *reports("sensitive_untold", "敏感个人信息没有说明必要性和影响", "D072", (SC, CE), "export_scale", "规模按去重后的自然人统计，种类如下，其中有敏感个人信息。", needs=with_sensitive),
    *stated("children_alone", "不满十四周岁的由本人同意", "D073", (SA, SC), "客户中约有七百名十岁至十三岁的学员，均由学员本人在页面上点选同意。"),
    *stated("staff_without_agreement", "只有员工手册就按人力资源免办", "D074", (SA, SC), "本单位员工的工资和考勤资料也送往境外总部；依据为员工手册，没有签订集体合同，该部分按人力资源管理免予办理。"),
    *stated("applicants_as_staff", "应聘者按员工免办", "D076", (SC,), "招聘中收到的应聘者简历亦送境外总部，比照员工管理免予办理手续。"),
    *stated("booking_misused", "境内订单按合同必需免办", "D075", (SC,), "境内门店的订单系境内客户与境内门店成立，为集团统计而送境外，按履行合同所必需处理，不计入人数。", "M"),
    *reports("no_technique", "没有加密、访问控制和日志", "D077", (SA, SC), "technique", "技术团队经验丰富，机房环境良好，网络稳定，设备定期更新。", "M"),
    *reports("records_short", "记录只留半年", "D085", (SA, SC), "technique", "收集最小化，存储和传输加密，访问控制按岗位授权，设双因素认证；操作日志和处理记录保存六个月后清除。", "m"),
    one("rules_no_incident", "处理规则没有事件处置和行权渠道", "D078 D079", CE, "certification_documents.sections.3", puts("certification_documents.sections.3.paragraphs", ["遇有问题，双方另行协商。"]), "M"),
    one("dispute_unchosen", "争议解决没有选", "D066", SC, "standard_contract.articles.8.paragraphs.3", puts("standard_contract.articles.8.paragraphs.3", lambda s: s.get("standard_contract.articles.8.paragraphs.3").replace("第1种方式", "第　种方式").replace("提交中国国际经济贸易仲裁委员会", "提交　　　　")), "M"),
    one("importer_nobody", "首部没有接收方联系人和联系方式", "D067", SC, "standard_contract.importer.person", steps(puts("standard_contract.importer.person", ""), puts("standard_contract.importer.phone", "")), "M", also=("standard_contract.importer",)),
    one("recipient_no_address", "接收方没有地址", "D049", SA, f"{SCENE}.recipients.0.address", puts(f"{SCENE}.recipients.0.address", "")),
    one("recipient_no_business", "接收方没有主营业务和负责人", "D049", SA, f"{SCENE}.recipients.0.head", steps(puts(f"{SCENE}.recipients.0.head", ""), puts(f"{SCENE}.recipients.0.business", ""))),
    one("recipients_as_statistics", "接收方只写一句统计", "D111 D049", SA, f"{SCENE}.statistics", _statistics, "M", also=(f"{SCENE}.recipients",)),
    *reports("group_unsaid", "没有说明与接收方的关系", "D050", (SA, SC), "recipient_about", "接收方成立多年，业务遍及多国，信誉良好。", "m"),
    _brief("brief_vague", "简述空泛", "D041 D107", "因公司国际化发展需要，拟将相关数据提供给境外合作单位使用。"),
    _brief("brief_no_method", "简述没有写方式", "D107", lambda s: f"在“{_name(s)}”业务中，为{s.get(REPORT + '.purpose')}，向境外接收方提供客户数据。"),
    _brief("brief_unknown", "简述的业务名协议里没有", "D106", lambda s: str(s.get(f"{SCENE}.brief")).replace(_name(s), "海外会员俱乐部运营"), "B"),
    _brief("brief_long", "简述超过一百字", "D105", lambda s: str(s.get(f"{SCENE}.brief")) + "该业务自二〇一九年开展以来，累计服务各地客户，客户遍布城乡，反映良好；随着规模扩大，境内外团队之间需要更加顺畅地协同，以便及时处理客户的各类请求，并不断改进服务的质量和效率。"),
    _brief("brief_two", "一项写了两个场景", "D108", lambda s: f"一是“{_name(s)}”业务，为提供服务以公共互联网传输客户数据；二是“人才派驻”业务，为外派人员办理签证以跨境专线传输人员数据。"),
    one("important_unnamed", "勾了重要数据没有部门和规模", "D048 D109", SA, f"{SCENE}.authority", steps(puts(f"{SCENE}.types", ["重要数据", "个人信息"]), puts(f"{SCENE}.authority", ""), puts(f"{SCENE}.size", "")), also=(f"{SCENE}.size", f"{SCENE}.types")),
    one("sensitive_denied", "数据项有敏感而选了否", "D110", SA, f"{SCENE}.sensitive", puts(f"{SCENE}.sensitive", False), also=(f"{REPORT}.scenes.0",)),
    one("work_without_method", "工作情况没有组织和方式", "D115", SA, f"{REPORT}.sections.work", puts(f"{REPORT}.sections.work", ["自评估工作顺利完成，没有聘请第三方。"]), "M"),
)  # fmt: skip

EXTENSION: tuple[Defect, ...] = (
    one("ext_purpose_changed", "目的范围已变", "D121", EX, f"{EXT}.scenes.0.purpose_same", puts(f"{EXT}.scenes.0.purpose_same", False)),
    one("ext_contract_short", "法律文件不符合", "D121", EX, f"{EXT}.legal_ok", puts(f"{EXT}.legal_ok", False)),
    one("ext_growth_open", "人数增幅空白", "D122", EX, f"{EXT}.scenes.0.pi_growth", puts(f"{EXT}.scenes.0.pi_growth", "")),
    one("ext_growth_none", "个人信息增幅写不涉及", "D122", EX, f"{EXT}.scenes.0.pi_growth", puts(f"{EXT}.scenes.0.pi_growth", "不涉及")),
    one("ext_links_untold", "链路有变而没有说明", "D123", EX, f"{EXT}.scenes.0.links_same", puts(f"{EXT}.scenes.0.links_same", False), also=(f"{EXT}.other",)),
    one("ext_performance_blank", "没有写接收方履约", "D124", EX, f"{EXT}.other.performance", puts(f"{EXT}.other.performance", ""), "M"),
    one("ext_point_gone", "其他情况少一点", "D124", EX, f"{EXT}.other", lambda s, rng: s.drop(f"{EXT}.other.compliance"), "M"),
    one("ext_incident", "三年内有重大数据安全事件", "D125", EX, f"{EXT}.other.incidents", puts(f"{EXT}.other.incidents", "2025年5月境外平台遭入侵，十六万名客户资料外泄，属重大数据安全事件，已通报。")),
    one("ext_number_open", "受理编号空白", "D120", EX, f"{EXT}.number", puts(f"{EXT}.number", "")),
    one("ext_other_name", "申请表的处理者是另一家", "D120 D119", EX, f"{EXT}.processor", puts(f"{EXT}.processor", "栎山供应链管理有限公司"), also=("power_of_attorney.processor",)),
)  # fmt: skip

DEFECTS = (*NUMBERS, *CONSISTENCY, *SUBSTANCE, *EXTENSION)
