"""Defects of completeness, form, identity, time and path."""

# ruff: noqa: E501 (rows of a table read better whole)

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

from eval.precheck.defects import Defect, Plant, says
from eval.precheck.layouts.heldout3.planting import (
    CE,
    CH,
    EX,
    GB,
    NL,
    SA,
    SC,
    before,
    ended,
    gone,
    one,
    puts,
    stated,
    steps,
    two_scenes,
)  # fmt: skip
from eval.precheck.numbers import credit_code, wrong_check
from eval.precheck.submission import Submission

FORM, POWER, REPORT = "application_form", "power_of_attorney", "self_assessment"
_CODES = (
    "uscc_certificate.uscc",
    "application_form.processor.uscc",
    "certification_request.uscc",
    "negative_list_form.uscc",
)


def _codes(make: Callable[[str, Random], str]) -> Plant:
    """Another code wherever it stands."""

    def plant(s: Submission, rng: Random) -> None:
        there = [p for p in _CODES if s.has(p)]
        new = make(s.get(there[0]), rng)
        for path in there:
            s.set(path, new)

    return plant


def _swapped(path: str) -> Plant:
    """Two neighbouring digits of the running number change places; where they are the same, one is counted up."""

    def made(s: Submission) -> str:
        old: str = s.get(path)
        return (
            old[:14] + (old[15] + old[14] if old[14] != old[15] else old[14] + str((int(old[15]) + 1) % 10)) + old[16:]
        )

    return puts(path, made)


def _heading(role: str, name: str, title: str | None) -> Plant:
    """A heading of a report gets another title, or goes with what stands under it."""

    def plant(s: Submission, rng: Random) -> None:
        outline = s.papers[role]["outline"]
        at = next(i for i, o in enumerate(outline) if o[0] == name)
        if title is None:
            del outline[at]
            s.papers[role]["sections"].pop(name, None)
        else:
            outline[at][2] = title

    return plant


def _offline(s: Submission, rng: Random) -> None:
    s.offline = True


def _expires(days: int) -> Plant:
    def plant(s: Submission, rng: Random) -> None:
        s.given = {**s.given, "expires": s.filed_on + dt.timedelta(days=days)}

    return plant


def _company(s: Submission) -> str:
    return str(s.get("uscc_certificate.name"))


def _english(s: Submission, rng: Random) -> None:
    words = (
        "The recipient maintains a written information security programme and trains its staff every year.",
        "Access is granted on a need-to-know basis, reviewed quarterly and logged centrally.",
        "Customer records are looked up, registered and stored for the purpose agreed by the parties only.",
    )
    for name, texts in s.papers["self_assessment"]["sections"].items():
        if name.startswith("recipient") or name in (
            "technique",
            "management",
            "export_purpose",
            "export_business",
            "result",
            "work",
        ):
            s.papers["self_assessment"]["sections"][name] = [" ".join(words) for _ in texts]


def _small(s: Submission, rng: Random) -> None:
    for persons in (s.papers["application_form"]["scenes"][0]["persons"], s.papers["self_assessment"]["persons"]):
        persons.update(
            this_year=3120, years=[4000, 4200, 4500], three_years=12_700, sensitive_this_year=0, sensitive_three_years=0
        )
    s.set("application_form.scenes.0.sensitive", False)
    for item in s.papers["self_assessment"]["scenes"][0]["items"]:
        if item["note"] == "敏感个人信息":
            s.papers["self_assessment"]["scenes"][0]["items"].remove(item)
            s.papers["legal_document"]["items"].remove(item["name"])
            break


COMPLETENESS: tuple[Defect, ...] = (
    one("no_licence", "没有营业执照影印件", "D016 D017", (SA, SC), "uscc_certificate", gone("uscc_certificate")),
    one("no_agent_card", "没有经办人证件", "D016 D017", (SA, SC), "agent_id", gone("agent_id")),
    one("no_head_card_sa", "没有法定代表人证件", "D016 D017", (SA, SC), "legal_rep_id", gone("legal_rep_id")),
    one("no_form", "没有申报表", "D016", SA, FORM, gone(FORM)),
    one("no_contract", "没有标准合同", "D017", SC, "standard_contract", gone("standard_contract")),
    one("no_gba_contract", "没有粤港合同", "D127", GB, "gba_contract", gone("gba_contract")),
    one("no_extension_form", "没有延长申请表", "D118", EX, "extension_form", gone("extension_form")),
    one("list_no_pipia", "负面清单备案没有影响评估", "D086", NL, "pipia", gone("pipia"), "M"),
    one("change_no_pipia", "变更没有重做影响评估", "D087 D017", CH, "pipia", gone("pipia")),
    one("change_no_supplement", "变更没有补充协议", "D087", CH, "supplementary_contract", gone("supplementary_contract")),
    *stated("annex_not_there", "引用没有的附件", "D091", (SA, SC), "客户点选同意的页面截图详见附件九。", "m"),
    one("offline_without_reason", "不是关键设施却走线下", "D102 D101", SA, FORM, _offline, "M"),
    one("ciio_online", "关键信息基础设施运营者走线上", "D102", SA, f"{FORM}.processor.ciio", puts(f"{FORM}.processor.ciio", True), "M"),
    one("promise_gone", "申报表末没有承诺", "D018 D095 D094", SA, f"{FORM}.promise", lambda s, rng: s.drop(f"{FORM}.promise")),
)  # fmt: skip

FORMAL: tuple[Defect, ...] = (
    one("power_no_seal", "委托书没有盖章", "D001", (SA, SC, EX), f"{POWER}.seal", puts(f"{POWER}.seal", "")),
    one("cover_no_seal_self", "自评估报告封面没有盖章", "D001", SA, f"{REPORT}.seal", puts(f"{REPORT}.seal", "")),
    one("cover_no_seal", "影响评估报告封面没有盖章", "D001", SC, "pipia.seal", puts("pipia.seal", "")),
    one("agent_card_no_seal", "经办人证件没有盖章", "D001", (SA, SC), "agent_id.seal", puts("agent_id.seal", "")),
    one("promise_unsigned", "承诺书法定代表人没有签", "D002", (SC, GB), "commitment.sign_legal_rep", puts("commitment.sign_legal_rep", "")),
    one("agent_unsigned", "经办人没有在委托书上签", "D002", (SA, SC, EX), f"{POWER}.sign_agent", puts(f"{POWER}.sign_agent", "")),
    one("cover_undated_self", "自评估报告封面没有日期", "D003", SA, f"{REPORT}.cover_date", puts(f"{REPORT}.cover_date", "")),
    one("cover_undated", "影响评估报告封面没有日期", "D003", SC, "pipia.cover_date", puts("pipia.cover_date", "")),
    one("promise_undated", "承诺书没有日期", "D003", (SC, GB), "commitment.date", puts("commitment.date", "")),
    one("contract_undated", "标准合同没有签署日期", "D003", SC, "standard_contract.date", puts("standard_contract.date", "")),
    one("gba_undated", "粤港合同没有签署日期", "D003", GB, "gba_contract.date", puts("gba_contract.date", "")),
    one("power_no_term", "授权期限两头都空", "D003 D012", (SA, SC, EX), f"{POWER}.term", puts(f"{POWER}.term", ("", ""))),
    one("report_english", "自评估报告大半是英文", "D009", SA, f"{REPORT}.sections", _english, "M"),
    one("chapter_gone_self", "自评估报告缺“其他情况”一节", "D114 D008", SA, f"{REPORT}.outline", _heading(REPORT, "other", None)),
    one("chapter_gone", "影响评估报告缺再提供一目", "D008", SC, "pipia.outline", _heading("pipia", "onward", None)),
    one("chapter_renamed", "境外接收方一节改了名", "D114 D008", SA, f"{REPORT}.outline", _heading(REPORT, "recipient", "海外合作伙伴概览")),
    one("column_gone", "数据项表没有示例一列", "D116", SA, f"{REPORT}.columns", lambda s, rng: s.papers[REPORT]["columns"].remove("示例"), "M"),
    one("third_days", "正文三十日改成九十日", "D064 D008", SC, "standard_contract.articles.1.paragraphs.3", puts("standard_contract.articles.1.paragraphs.3", lambda s: s.get("standard_contract.articles.1.paragraphs.3").replace("三十日", "九十日"))),
    one("cap_added", "违约责任条里加了赔偿上限", "D064 D008 D065", SC, "standard_contract.articles.7.paragraphs", lambda s, rng: s.get("standard_contract.articles.7.paragraphs").append("（三）任一方的赔偿总额以商业合同价款的百分之五为限。")),
    one("gba_sentence_gone", "粤港合同少一款", "D132", GB, "gba_contract.articles.2", lambda s, rng: s.get("gba_contract.articles.2.paragraphs").pop(3)),
    one("clauses_plain", "法律文件没有标识出境条款", "D099", SA, "legal_document.marked", puts("legal_document.marked", False), "M"),
    one("promise_not_ticked", "承诺没有勾选", "D018", SA, f"{FORM}.promise.ticked", puts(f"{FORM}.promise.ticked", False)),
    one("nature_free", "单位性质自拟", "D100", SA, f"{FORM}.processor.nature", puts(f"{FORM}.processor.nature", "民营股份制")),
    one("id_type_free", "法定代表人证件类型自拟", "D100", SA, f"{FORM}.legal_rep.id_type", puts(f"{FORM}.legal_rep.id_type", "单位工作证")),
    one("head_post_blank", "法定代表人职务空白", "D104", SA, f"{FORM}.legal_rep.post", puts(f"{FORM}.legal_rep.post", "")),
    one("officer_number_blank", "数据安全负责人证件号空白", "D104", SA, f"{FORM}.officer.id_number", puts(f"{FORM}.officer.id_number", "")),
    one("body_of_nobody", "管理机构人数为零", "D104", SA, f"{FORM}.officer.body_staff", puts(f"{FORM}.officer.body_staff", 0)),
)  # fmt: skip

IDENTITY: tuple[Defect, ...] = (
    one("code_mistyped", "信用代码末位错", "D005", (SA, SC, CE), "uscc_certificate.uscc", _codes(lambda old, rng: wrong_check(old)), also=("application_form.processor.uscc", "certification_request.uscc")),
    one("code_mistyped_list", "备案表信用代码末位错", "D005", NL, "negative_list_form.uscc", _codes(lambda old, rng: wrong_check(old))),
    one("code_elsewhere", "信用代码登记地在外省", "D006", (SA, SC), "uscc_certificate.uscc", _codes(lambda old, rng: credit_code("610113", rng)), also=("application_form.processor.uscc", "application_form.processor.address")),
    one("licence_over", "营业期限已过", "D004", (SA, SC, CE), "uscc_certificate.term", puts("uscc_certificate.term", lambda s: (s.get("uscc_certificate.founded"), before(16)(s)))),
    one(
        "licence_former_name",
        "执照是更名前的",
        "D004",
        (SA, SC, CE),
        "uscc_certificate.name",
        puts("uscc_certificate.name", "旧禾（北京）商务服务有限公司"),
        also=("application_form.processor.name", "certification_request.processor", "pipia.processor", "self_assessment.processor", "power_of_attorney.processor", "standard_contract.exporter"),
    ),
    one("head_replaced", "申报表法定代表人是新人，执照没有变更", "D011", SA, f"{FORM}.legal_rep.name", puts(f"{FORM}.legal_rep.name", "司马鹤鸣"), also=("uscc_certificate.legal_rep", "legal_rep_id.name", "power_of_attorney.legal_rep")),
    one("head_replaced_promise", "承诺书法定代表人与执照不是一人", "D011", SC, "commitment.legal_rep", steps(puts("commitment.legal_rep", "司马鹤鸣"), puts("commitment.sign_legal_rep", "司马鹤鸣")), also=("uscc_certificate.legal_rep", "legal_rep_id.name")),
    one("agent_number_swapped", "委托书经办人证件号两位颠倒", "D013", (SA, SC), f"{POWER}.agent_id", _swapped(f"{POWER}.agent_id"), also=("agent_id.number", "application_form.agent.id_number")),
    one("agent_other_in_form", "申报表经办人是另一人", "D013", SA, f"{FORM}.agent.name", puts(f"{FORM}.agent.name", "公孙若水"), also=("agent_id.name", "power_of_attorney.agent")),
    one("card_over", "经办人身份证已过期", "D004", (SA, SC), "agent_id.valid", puts("agent_id.valid", lambda s: (before(7500)(s), before(40)(s)))),
    one("head_card_over", "法定代表人身份证已过期", "D004", GB, "legal_rep_id.valid", puts("legal_rep_id.valid", lambda s: (before(7500)(s), before(40)(s)))),
    one("seal_of_parent", "委托书盖的是集团的章", "D090 D001", (SA, SC, EX), f"{POWER}.seal", puts(f"{POWER}.seal", "栎山控股集团有限公司")),
    one("contract_seal_of_branch", "合同盖的是分公司的章", "D090 D068", SC, "standard_contract.exporter_seal", puts("standard_contract.exporter_seal", lambda s: _company(s).removesuffix("有限公司") + "有限公司第二分公司")),
    one("contract_by_sister", "合同甲方是兄弟公司", "D068", SC, "standard_contract.exporter.name", puts("standard_contract.exporter.name", "栎山供应链管理有限公司"), also=("uscc_certificate.name",)),
    one("agent_of_agency", "经办人是代办机构的人", "D097", (SA, EX), f"{POWER}.texts.staff", puts(f"{POWER}.texts.staff", "受托人由我方聘请的栎山企业服务事务所派出，劳动关系在该所。"), "M"),
    one("power_handed_on", "许可转委托", "D097", (SA, EX), f"{POWER}.texts.no_transfer", puts(f"{POWER}.texts.no_transfer", "经办人因故不能办理的，可以转请同事或者代理机构代为办理。"), "M"),
    one("matter_for_other", "申报业务的委托事项写成延长", "D096 D012", SA, f"{POWER}.matter", steps(puts(f"{POWER}.matter", "延长评估结果有效期申请工作"), puts(f"{POWER}.texts.scope", lambda s: s.get(f"{POWER}.texts.scope").replace("数据出境安全评估申报工作", "延长评估结果有效期申请工作"))), "M"),
    one("head_number_blank_ext", "延长申请委托书没有法定代表人证件号", "D098", EX, f"{POWER}.legal_rep_id", puts(f"{POWER}.legal_rep_id", "")),
)  # fmt: skip

TIME: tuple[Defect, ...] = (
    one("assessed_long_ago_self", "自评估完成已四个月", "D019", SA, f"{REPORT}.period", puts(f"{REPORT}.period", ended(124))),
    one("assessed_long_ago", "影响评估完成已四个月", "D020", SC, "pipia.period", puts("pipia.period", ended(124))),
    one("late_filing", "合同生效一个多月才备案", "D021", SC, "standard_contract.effective", steps(puts("standard_contract.effective", before(40)), puts("standard_contract.date", before(44))), "M"),
    one("late_filing_gba", "粤港合同生效一个多月才备案", "D128", GB, "gba_contract.effective", steps(puts("gba_contract.effective", before(40)), puts("gba_contract.date", before(44))), "M"),
    *stated("sent_before_effect", "合同生效前已经出境", "D022", (SC,), "为不中断服务，客户资料自2026年2月起即已按上述方式送往接收方，合同系事后补签。", "M"),
    one("extension_early", "离到期还有半年多就申请延长", "D023", EX, "extension_form", _expires(215)),
    one("extension_after", "到期以后才申请延长", "D023 D025", EX, "extension_form", _expires(-6)),
    one("extension_tight", "离到期不到半个月", "D126", EX, "extension_form", _expires(13), "i"),
    one("growth_over", "人数增幅超过两成", "D024", EX, "extension_form.scenes.0.pi_growth", puts("extension_form.scenes.0.pi_growth", "24.6%")),
    one("power_over", "委托书期限在提交前已满", "D012", (SA, SC, EX), f"{POWER}.term", puts(f"{POWER}.term", lambda s: (before(300)(s), before(9)(s))), "M"),
    one("year_before_form", "统计自上年元旦起", "D030", SA, f"{FORM}.scenes.0.persons.relation", puts(f"{FORM}.scenes.0.persons.relation", "当年已出境数量的统计起点为上年1月1日，与未来三年数量不重复")),
    *stated("year_before", "统计自上年元旦起", "D030", (SC, CE), "上述人数的统计期间为2025年1月1日至提交之日。"),
    *stated("old_law", "引用两年有效期等旧口径", "D093", (SA,), "如通过评估，结果自出具之日起2年内有效，我方将于期满60个工作日前重新申报。", "M"),
    *stated("old_article", "引用网络安全法旧条号", "D093", (SC,), "本次活动依照网络安全法第三十七条的要求开展。", "M"),
)  # fmt: skip

PATH: tuple[Defect, ...] = (
    one("over_a_million", "人数已到评估的线仍备案", "D035 D034", SC, "standard_contract.annex1.persons", steps(puts("standard_contract.annex1.persons", 1_260_000), puts("pipia.persons", 1_260_000)), also=("pipia.persons",)),
    *stated("important_in_contract", "有告知过的重要数据仍走合同", "D035 D034", (SC,), "其中质量检测数据已由行业主管部门书面告知列为重要数据，本次一并提供。"),
    one("below_the_line", "人数够不上评估", "D034", SA, f"{FORM}.scenes.0.persons", _small, also=(FORM, REPORT), needs=lambda s: not two_scenes(s)),
    one("cert_ciio", "关键信息基础设施运营者申请认证", "D034", CE, "certification_request.ciio", puts("certification_request.ciio", True)),
    one("cert_over_a_million", "认证人数已到评估的线", "D034", CE, "certification_request.persons", steps(puts("certification_request.persons", 1_340_000), puts("pipia.persons", 1_340_000)), also=("pipia.persons",)),
    one("list_silent", "清单没有的领域当作清单外", "D080", NL, "negative_list_form.conclusion", puts("negative_list_form.conclusion", "本单位所属行业未列入清单所涉领域，故视为清单外，可以直接出境。")),
    one("list_elsewhere", "注册地不在北京", "D081", NL, "negative_list_form.registered", puts("negative_list_form.registered", "河北省廊坊市安次区银河北路9号")),
    one("list_former", "用了旧版清单", "D082", NL, "negative_list_form.list", steps(puts("negative_list_form.list", "中国（北京）自由贸易试验区数据出境负面清单（2024版）"), puts("field_comparison.list", "中国（北京）自由贸易试验区数据出境负面清单（2024版）")), "M", also=("field_comparison.list",)),
    one("list_rows_gone", "有字段没有进对照表", "D083", NL, "field_comparison.items", lambda s, rng: s.get("field_comparison.items").__delitem__(slice(2, 4)), also=("pipia.categories",)),
    one("list_rows_open", "对照表有几行没有判断", "D083", NL, "field_comparison.items.1", steps(puts("field_comparison.items.1.listed", ""), puts("field_comparison.items.1.category", ""), puts("field_comparison.items.2.category", ""))),
    one("list_important", "有重要数据仍称清单外", "D034", NL, "negative_list_form.important", puts("negative_list_form.important", True)),
    one("gba_recipient_abroad", "接收方在新加坡", "D084", GB, "gba_contract.importer.address", steps(puts("gba_contract.importer.address", "9 Raffles Crescent, Singapore"), puts("gba_contract.importer.country", "新加坡")), also=("gba_contract.importer.country",)),
    one("gba_exporter_north", "处理者在武汉", "D084", GB, "gba_contract.exporter.address", puts("gba_contract.exporter.address", "武汉市江汉区望坪路20号")),
    one("gba_onward_abroad", "再提供给马来西亚公司", "D131 D084", GB, "gba_contract.annex1.onward", puts("gba_contract.annex1.onward", "Kelapa Support Sdn. Bhd.，位于马来西亚吉隆坡")),
    one("gba_method_blank", "附录一传输方式空白", "D133", GB, "gba_contract.annex1.transfer", puts("gba_contract.annex1.transfer", "")),
    one("gba_important", "含公布为重要数据的个人信息", "D129", GB, "gba_contract.annex1.other", puts("gba_contract.annex1.other", "所涉个人信息中有一部分已被公开发布为重要数据。")),
    one("gba_assessed_half_year", "承诺影响评估在半年内完成", "D130", GB, "commitment.texts.assessed", puts("commitment.texts.assessed", "个人信息保护影响评估系在备案之日前六个月内完成。")),
    one("gba_national_item", "附录一用了国家版的敏感种类项", "D132", GB, "gba_contract.annex1.sensitive", puts("gba_contract.annex1.sensitive", "不涉及")),
)  # fmt: skip

# What leads one to ask whether the numbers are all.
SUSPICION: tuple[Defect, ...] = (
    *stated("split_among_sisters", "同一集团分头办理", "D037", (SC, CE), "同一控股股东名下另有三家公司向同一接收方提供同类客户资料，为各自不超过规定数量，安排分别办理。", "M"),
    *stated("left_out_small", "小规模免办的人没有计入", "D036", (SC, CE), "另有四万余人此前按不满10万人的情形提供，不计入上述数量。", "M"),
    *stated("masked_left_out", "脱敏的人没有计入", "D045", (SA, SC, CE), "姓名和电话经掩码处理的客户不属于个人信息主体，未计入上述人数。"),
    *stated("third_party_hidden", "代写机构没有交代", "D014", (SA, SC), "本报告文字部分由栎山数据咨询公司代为撰写。", "M"),
    *stated("changed_since", "评估以后有变化没有更新", "D117", (SA,), "报告定稿后，接收方的机房迁往另一国家，控股股东也已更换，本报告未作修改。"),
    *stated("beyond_the_result", "超出原评估范围已经出境", "D088", (SA,), "上次评估通过的仅有姓名和邮箱，其余各项自去年起已经陆续提供，现予补报。"),
    *stated("control_changed", "接收方控制权变了没有上报", "D089", (CH,), "接收方已于今年四月被另一家境外集团收购，此事没有向主管部门报告。", "M"),
    one("extension_new_agent", "经办人换了人没有交证件", "D119", EX, f"{POWER}.extra", says(POWER, "原经办人已离职，自本次起改由上述人员办理。"), "M"),
)  # fmt: skip

DEFECTS = (*COMPLETENESS, *FORMAL, *IDENTITY, *TIME, *PATH, *SUSPICION)
