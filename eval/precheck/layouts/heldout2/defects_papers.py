"""Defects of form: seals, signatures, days, identity, what is missing, how the application and extension are filled in."""

# ruff: noqa: E501 (sentences of a paper read better whole)

from __future__ import annotations

import datetime as dt
from random import Random

from eval.precheck.defects import Defect, blanks, drops, sets, several
from eval.precheck.layouts.heldout2.planting import (
    CT,
    EX,
    FORM,
    GBA,
    LEGAL,
    NL,
    POWER,
    SA,
    SC,
    SCENE,
    SELF,
    before,
    change,
    everywhere,
    secret,
    single,
)
from eval.precheck.numbers import credit_code
from eval.precheck.submission import Submission

CODES = {
    SA: ("uscc_certificate.uscc", f"{FORM}.processor.uscc"), CT: ("uscc_certificate.uscc", "certification_request.uscc"),
    NL: ("negative_list_form.uscc",), SC: ("uscc_certificate.uscc",),
}  # fmt: skip


def letter_o(s: Submission, rng: Random) -> str:
    """The code with the letter O, which codes do not use."""
    code = str(s.get(CODES[s.kind][0]))
    return code[:11] + "O" + code[12:]


def namesake(name: str) -> str:
    """Another given name with the same surname."""
    return name[0] + ("立恒" if name[1:] != "立恒" else "立衡")


def two_businesses(s: Submission, rng: Random) -> None:
    """The only scene speaks of two businesses."""
    name = s.get(f"{SCENE}.brief").partition("”")[0].strip("“")
    s.set(
        f"{SCENE}.brief",
        f"“{name}”业务和“员工异地轮岗”业务中，既为向客户提供服务，又为安排员工轮岗，以公共互联网传输方式分别向境外提供客户数据和员工数据。",
    )


def old_undertaking(s: Submission, rng: Random) -> None:
    """An undertaking of its own, as the older guide asked for."""
    form = s.papers[FORM]
    s.papers["commitment"] = {
        "processor": form["processor"]["name"], "legal_rep": form["legal_rep"]["name"],
        "texts": dict(zip(("truth", "support", "assessed", "liability"), form["promise"]["texts"], strict=True)),
        "seal": form["processor"]["name"], "sign_legal_rep": form["legal_rep"]["name"], "date": before(5)(s),
    }  # fmt: skip


def misnumbered(s: Submission, rng: Random) -> None:
    """The agent's number on the power is that of the legal representative."""
    s.set(f"{POWER}.agent_id", s.get(f"{POWER}.legal_rep_id"))


def longer(s: Submission, rng: Random) -> None:
    """The brief tells the history of the business as well."""
    s.set(
        f"{SCENE}.brief",
        s.get(f"{SCENE}.brief")
        + "这项业务起于五年前，最初只服务本地客户，后来随着客户走出去，不得不同境外伙伴分工：境内受理、审核、收费，境外安排、落实、回访，两边每日对账，每月开会，每季复盘，遇有投诉则由双方共同答复。",
    )


STAMPS = (
    Defect("g_licence_unsealed", "证照影印件没有公章", ("D001",), (SA, SC, CT), "uscc_certificate", blanks("uscc_certificate.seal"), "uscc_certificate.seal"),
    Defect("g_rep_card_unsealed", "法定代表人证件影印件没有公章", ("D001",), (SA, SC), "legal_rep_id", blanks("legal_rep_id.seal"), "legal_rep_id.seal"),
    Defect("g_power_unsealed", "委托书没有单位盖章", ("D001",), (SA, SC, EX), POWER, blanks(f"{POWER}.seal"), f"{POWER}.seal"),
    Defect("g_self_unsealed", "自评估报告封面没有公章", ("D001",), (SA,), SELF, blanks(f"{SELF}.seal"), f"{SELF}.seal"),
    Defect("g_power_rep_unsigned", "委托书法定代表人没有签字", ("D002",), (SA, SC, EX), POWER, blanks(f"{POWER}.sign_legal_rep"), f"{POWER}.sign_legal_rep"),
    Defect("g_undertaking_unsigned", "承诺书没有签字", ("D002",), (SC, GBA), "commitment", blanks("commitment.sign_legal_rep"), "commitment.sign_legal_rep"),
    Defect("g_undertaking_undated", "承诺书没有日期", ("D003",), (SC, GBA), "commitment", blanks("commitment.date"), "commitment.date"),
    Defect("g_cover_undated", "报告封面没有日期", ("D003",), (SA,), SELF, blanks(f"{SELF}.cover_date"), f"{SELF}.cover_date"),
    Defect("g_contract_undated", "标准合同没有签署日期", ("D003",), (SC,), "standard_contract", blanks("standard_contract.date"), "standard_contract.date"),
    Defect("g_term_open", "授权起止日没有填", ("D003", "D012"), (SA, SC, EX), POWER, sets(f"{POWER}.term", ("", "")), f"{POWER}.term"),
    Defect("g_power_other_seal", "委托书的章是另一家的", ("D090",), (SA, SC, EX), POWER, sets(f"{POWER}.seal", "远汀信息咨询有限公司"), f"{POWER}.seal", (f"{POWER}.processor",)),
)  # fmt: skip

IDENTITY = (
    Defect("g_licence_just_over", "营业期限在申报前一日届满", ("D004",), (SA, SC, CT), "uscc_certificate",
           sets("uscc_certificate.term", lambda s: (s.get("uscc_certificate.founded"), before(1)(s))), "uscc_certificate.term"),
    Defect("g_licence_other_name", "证照上的名称与其他材料差一字", ("D004",), (SA, CT), "uscc_certificate",
           change("uscc_certificate.name", lambda t: t.replace("有限公司", "股份有限公司")), "uscc_certificate.name",
           (f"{FORM}.processor.name", "certification_request.processor", f"{POWER}.processor")),
    Defect("g_code_letter_o", "信用代码里有不使用的字母", ("D005",), (SA, CT), "uscc_certificate", everywhere(CODES, letter_o), "uscc_certificate.uscc",
           (f"{FORM}.processor.uscc", "certification_request.uscc")),
    Defect("g_list_code_letter_o", "备案表信用代码里有不使用的字母", ("D005",), (NL,), "negative_list_form", everywhere(CODES, letter_o), "negative_list_form.uscc"),
    Defect("g_code_short", "申报表信用代码少一位", ("D005", "D004", "D112"), (SA,), FORM, change(f"{FORM}.processor.uscc", lambda t: t[:8] + t[9:]), f"{FORM}.processor.uscc", ("uscc_certificate.uscc",)),
    Defect("g_code_elsewhere", "信用代码登记在外省", ("D006",), (SA, SC), "uscc_certificate", everywhere(CODES, lambda s, rng: credit_code("650102", rng)),
           "uscc_certificate.uscc", (f"{FORM}.processor.uscc",)),
    Defect("g_form_other_head", "申报表法定代表人与证照不同", ("D011", "D112"), (SA,), FORM, change(f"{FORM}.legal_rep.name", namesake), f"{FORM}.legal_rep.name",
           ("uscc_certificate.legal_rep", "legal_rep_id.name", f"{POWER}.legal_rep")),
    Defect("g_undertaking_other_head", "承诺书的法定代表人是别人", ("D011",), (SC, GBA), "commitment",
           several(change("commitment.legal_rep", namesake), change("commitment.sign_legal_rep", namesake)), "commitment.legal_rep",
           ("uscc_certificate.legal_rep", "legal_rep_id.name", f"{POWER}.legal_rep", "commitment.sign_legal_rep")),
    Defect("g_power_over", "授权期限在提交前一日届满", ("D012",), (SA, SC, EX), POWER,
           several(sets(f"{POWER}.term", lambda s: (before(366)(s), before(1)(s))), sets(f"{POWER}.date", before(366))), f"{POWER}.term", weight="M"),
    Defect("g_agent_other_person", "经办人证件是另一个人的", ("D013",), (SA, SC), "agent_id", change("agent_id.name", namesake), "agent_id.name",
           (f"{POWER}.agent", f"{FORM}.agent.name")),
    Defect("g_agent_number_of_head", "委托书把两个人的证件号写成一个", ("D013", "D098"), (SA, SC), POWER, misnumbered, f"{POWER}.agent_id",
           ("agent_id.number", f"{FORM}.agent.id_number")),
    Defect("g_power_agent_number_blank", "委托书经办人证件号空白", ("D098",), (SA, EX), POWER, blanks(f"{POWER}.agent_id"), f"{POWER}.agent_id"),
    Defect("g_power_head_number_blank", "委托书法定代表人证件号空白", ("D098",), (SA, EX), POWER, blanks(f"{POWER}.legal_rep_id"), f"{POWER}.legal_rep_id"),
    Defect("g_matter_of_application", "延长业务的委托事项写成申报", ("D096", "D012"), (EX,), POWER,
           several(sets(f"{POWER}.matter", "数据出境安全评估申报工作"), change(f"{POWER}.texts.scope", lambda t: t.replace("延长评估结果有效期申请工作", "数据出境安全评估申报工作"))),
           f"{POWER}.matter", (f"{POWER}.texts.scope",), "M"),
    Defect("g_power_passed_on", "经办人可以再委托他人", ("D097",), (SA, EX), POWER, sets(f"{POWER}.texts.no_transfer", "经办人事务繁忙时，可以将上述事项再委托给其指定的外部顾问办理。"),
           f"{POWER}.texts.no_transfer", weight="M"),
    Defect("g_contract_by_branch", "合同由分公司签订", ("D068",), (SC,), "standard_contract",
           several(change("standard_contract.exporter.name", lambda t: f"{t}滨江分公司"), change("standard_contract.exporter_seal", lambda t: f"{t}滨江分公司")),
           "standard_contract.exporter.name", ("standard_contract.exporter_seal", "uscc_certificate.name")),
)  # fmt: skip

MISSING = (
    Defect("g_no_power", "没有委托书", ("D016", "D017"), (SA, SC), POWER, drops(POWER)),
    Defect("g_no_legal_document", "没有法律文件", ("D016",), (SA,), LEGAL, drops(LEGAL)),
    Defect("g_no_self_assessment", "没有自评估报告", ("D016",), (SA,), SELF, drops(SELF)),
    Defect("g_no_pipia", "没有影响评估报告", ("D017",), (SC,), "pipia", drops("pipia")),
    Defect("g_no_undertaking", "没有承诺书", ("D017", "D127"), (SC, GBA), "commitment", drops("commitment")),
    Defect("g_no_head_card", "没有法定代表人证件", ("D127",), (GBA,), "legal_rep_id", drops("legal_rep_id")),
    Defect("g_no_power_for_extension", "延长申请没有委托书", ("D118",), (EX,), POWER, drops(POWER)),
    Defect("g_no_comparison", "没有字段对照", ("D083",), (NL,), "field_comparison", drops("field_comparison"), weight="M"),
    Defect("g_old_undertaking", "另附旧版承诺书", ("D094",), (SA,), FORM, old_undertaking, "", ("commitment",), "i"),
)  # fmt: skip

APPLICATION = (
    Defect("g_promise_cut", "本单位承诺少了自评估时点一点", ("D018", "D008", "D095"), (SA,), FORM, change(f"{FORM}.promise.texts", lambda t: [*t[:2], t[3]]), f"{FORM}.promise.texts"),
    Defect("g_kind_invented", "单位类型不在选项内", ("D100",), (SA,), FORM, sets(f"{FORM}.processor.kind", "民营"), f"{FORM}.processor.kind", weight="M"),
    Defect("g_sector_invented", "行业领域不在选项内", ("D100",), (SA,), FORM, sets(f"{SCENE}.sectors", lambda s: ["殡葬服务"]), f"{SCENE}.sectors", weight="M"),
    Defect("g_card_kind_invented", "证件类型不在选项内", ("D100",), (SA,), FORM, sets(f"{FORM}.officer.id_type", "工作证"), f"{FORM}.officer.id_type", weight="M"),
    Defect("g_body_blank", "管理机构名称空白", ("D104",), (SA,), FORM, blanks(f"{FORM}.officer.body"), f"{FORM}.officer.body"),
    Defect("g_head_mail_blank", "法定代表人电子邮箱空白", ("D104",), (SA,), FORM, blanks(f"{FORM}.legal_rep.email"), f"{FORM}.legal_rep.email"),
    Defect("g_agent_phone_blank", "经办人电话空白", ("D104",), (SA,), FORM, blanks(f"{FORM}.agent.phone"), f"{FORM}.agent.phone"),
    Defect("g_brief_history", "场景简述超过一百字", ("D105",), (SA,), FORM, longer, f"{SCENE}.brief", weight="M"),
    Defect("g_brief_empty_words", "场景简述空泛", ("D041", "D107"), (SA,), FORM, sets(f"{SCENE}.brief", "因日常经营需要，与境外伙伴开展数据方面的往来。"), f"{SCENE}.brief", weight="M"),
    Defect("g_brief_unknown_business", "场景业务名不见于法律文件", ("D106", "D042"), (SA,), FORM, sets(f"{SCENE}.brief", "“环球礼遇通兑”业务中，为核兑客户在境外的礼遇，以跨境专线传输方式向境外接收方提供客户数据。"),
           f"{SCENE}.brief", (f"{LEGAL}.businesses",)),
    Defect("g_two_businesses", "两个场景混写一项", ("D108",), (SA,), FORM, two_businesses, f"{SCENE}.brief", weight="M", needs=single),
    Defect("g_type_unpaired", "只勾重要数据，却填人数不填规模", ("D109", "D048"), (SA,), FORM, sets(f"{SCENE}.types", lambda s: ["重要数据"]), f"{SCENE}.types", (f"{SCENE}.persons", f"{SCENE}.size", f"{SCENE}.authority")),
    Defect("g_important_no_authority", "重要数据没有认定部门", ("D048",), (SA,), FORM,
           several(sets(f"{SCENE}.types", lambda s: ["重要数据", "个人信息"]), sets(f"{SCENE}.size", "36GB"), blanks(f"{SCENE}.authority")), f"{SCENE}.authority"),
    Defect("g_sensitive_blank", "是否包含敏感个人信息没有选", ("D110",), (SA,), FORM, blanks(f"{SCENE}.sensitive"), f"{SCENE}.sensitive", needs=secret),
    Defect("g_head_abroad_blank", "境外接收方负责人空白", ("D049",), (SA,), FORM, blanks(f"{SCENE}.recipients.0.head", f"{SCENE}.recipients.0.head_post"), f"{SCENE}.recipients.0.head", (f"{SCENE}.recipients.0.head_post",)),
    Defect("g_country_blank", "境外接收方国家空白", ("D049",), (SA,), FORM, blanks(f"{SCENE}.recipients.0.country"), f"{SCENE}.recipients.0.country"),
    Defect("g_statistics_instead", "可以列明的接收方只写统计", ("D111", "D049"), (SA,), FORM, several(sets(f"{SCENE}.recipients", lambda s: []), sets(f"{SCENE}.statistics", "合作伙伴，具体见合同。")), f"{SCENE}.statistics", weight="M"),
    Defect("g_law_blank", "守法情况没有填", ("D056",), (SA,), FORM, blanks(f"{FORM}.compliance"), f"{FORM}.compliance", weight="M"),
    Defect("g_ciio_online", "关键信息基础设施运营者走线上", ("D102",), (SA,), FORM, sets(f"{FORM}.processor.ciio", True), f"{FORM}.processor.ciio", weight="M"),
    Defect("g_three_years_blank", "未来三年人数空白", ("D032",), (SA,), FORM, blanks(f"{SCENE}.persons.three_years", f"{SCENE}.persons.years"), f"{SCENE}.persons.three_years", (f"{SCENE}.persons.years",)),
    Defect("g_unit_slip", "人数误写成万人", ("D040", "D031", "D033"), (SA,), FORM, change(f"{SCENE}.persons.this_year", lambda n: f"{n}万人"), f"{SCENE}.persons.this_year", (f"{SELF}.persons.this_year", f"{FORM}.processor.scale"), "M"),
    Defect("g_more_than_all", "出境人数大于处理规模", ("D033",), (SA,), FORM, sets(f"{FORM}.processor.scale", 86_400), f"{FORM}.processor.scale", (f"{SCENE}.persons.this_year", f"{SCENE}.persons.three_years"), "M"),
)  # fmt: skip

PROLONGING = (
    Defect("g_growth_over", "自然人数量增幅超过百分之二十", ("D024",), (EX,), "extension_form", sets("extension_form.scenes.0.pi_growth", "26.5%"), "extension_form.scenes.0.pi_growth"),
    Defect("g_growth_blank", "增幅空白", ("D122",), (EX,), "extension_form", blanks("extension_form.scenes.0.pi_growth"), "extension_form.scenes.0.pi_growth"),
    Defect("g_number_blank", "受理编号空白", ("D120",), (EX,), "extension_form", blanks("extension_form.number"), "extension_form.number"),
    Defect("g_parties_changed", "接收方已变仍申请延长", ("D121",), (EX,), "extension_form", sets("extension_form.scenes.0.parties_same", False), "extension_form.scenes.0.parties_same"),
    Defect("g_law_unfit", "法律文件不符合仍申请延长", ("D121",), (EX,), "extension_form", sets("extension_form.legal_ok", False), "extension_form.legal_ok"),
    Defect("g_links_changed", "链路有变而没有说明", ("D123",), (EX,), "extension_form", sets("extension_form.scenes.0.links_same", False), "extension_form.scenes.0.links_same", ("extension_form.other",)),
    Defect("g_performance_blank", "没有写接收方履约", ("D124",), (EX,), "extension_form", blanks("extension_form.other.performance"), "extension_form.other.performance", weight="M"),
    Defect("g_incident_told", "披露了重大数据安全事件", ("D125",), (EX,), "extension_form", sets("extension_form.other.incidents", "去年九月发生重大数据安全事件一起，境外副本被勒索软件加密并外泄，随后向主管部门报告并受到警告，整改于当年完成。"), "extension_form.other.incidents"),
    Defect("g_window_early", "早于申请窗口", ("D023",), (EX,), "extension_form", lambda s, rng: _expires(s, 163), ""),
    Defect("g_window_over", "结果已经到期", ("D023", "D025"), (EX,), "extension_form", lambda s, rng: _expires(s, -9), ""),
    Defect("g_window_tight", "离到期不足二十五个工作日", ("D126",), (EX,), "extension_form", lambda s, rng: _expires(s, 16), "", weight="i"),
)  # fmt: skip


def _expires(s: Submission, days: int) -> None:
    """The result ends so many days after the filing; this is said beside the papers, and in the form."""
    day = s.filed_on + dt.timedelta(days=days)
    s.given = {**s.given, "expires": day}
    s.papers["extension_form"].setdefault("extra", []).append(
        f"原评估结果的有效期到{day.year}年{day.month}月{day.day}日届满。"
    )


DEFECTS = (*STAMPS, *IDENTITY, *MISSING, *APPLICATION, *PROLONGING)
