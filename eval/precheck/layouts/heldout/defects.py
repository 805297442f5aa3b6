"""Defects planted into the held-out layouts only, each from the dossier's list; `fact` says in which paper it stands.

The file of a paper is that of the layout (`Written.place`). None of them is a copy of a defect that the product was
developed against: they were written from the dossier alone.
"""

# ruff: noqa: E501 (sentences of a paper read better whole)

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from eval.precheck.defects import Defect, Plant, blanks, drops, sets, several
from eval.precheck.numbers import credit_code
from eval.precheck.submission import Submission

SA, SC, EX, NL, CT, GBA = (
    "security_assessment",
    "standard_contract",
    "extension",
    "negative_list",
    "certification",
    "gba_hk",
)
REPORTS = {SA: "self_assessment", SC: "pipia", NL: "pipia", CT: "pipia"}


def ago(days: int) -> Callable[[Submission], dt.date]:
    """The day so many days before the filing."""
    return lambda s: s.filed_on - dt.timedelta(days=days)


def swapped(number: str) -> str:
    """The number with its last two digits before the check digit that differ exchanged."""
    for i in range(len(number) - 3, 6, -1):
        if number[i] != number[i + 1]:
            return number[:i] + number[i + 1] + number[i] + number[i + 2 :]
    return number


def changed(path: str, change: Callable[[Any], Any]) -> Plant:
    """Puts what `change` makes of the fact in its place."""

    def plant(s: Submission, rng: Random) -> None:
        s.set(path, change(s.get(path)))

    return plant


def transposed(n: int) -> int:
    """A number of persons with two neighbouring digits exchanged, as happens in typing; never the same number."""
    text = str(n)
    for i in range(1, len(text) - 1):
        if text[i] != text[i + 1]:
            return int(text[:i] + text[i + 1] + text[i] + text[i + 2 :])
    return n + 9


def months_back(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier (the 28th at the latest)."""
    month = (day.month - 1 - months) % 12 + 1
    year = day.year - (months > day.month - 1)
    return dt.date(year, month, min(day.day, 28))


def stale(role: str) -> Plant:
    """The assessment ended a few days more than three months before the filing; its cover follows."""

    def plant(s: Submission, rng: Random) -> None:
        end = months_back(s.filed_on, 3) - dt.timedelta(days=4)
        s.set(f"{role}.period", (end - dt.timedelta(days=26), end))
        s.set(f"{role}.cover_date", end + dt.timedelta(days=2))

    return plant


def wrong_code(*paths: str) -> Plant:
    """The same code with a wrong check digit in all these places."""

    def plant(s: Submission, rng: Random) -> None:
        code = s.get(paths[0])
        bad = code[:-1] + next(c for c in "47AHW" if c != code[-1])
        for path in paths:
            s.set(path, bad)

    return plant


def foreign_code(*paths: str) -> Plant:
    """A code that is valid but registered in Guizhou."""

    def plant(s: Submission, rng: Random) -> None:
        code = credit_code("520102", rng)
        for path in paths:
            s.set(path, code)

    return plant


def late(role: str, days: int) -> Plant:
    """The contract took effect so long before the filing."""
    return several(sets(f"{role}.effective", ago(days)), sets(f"{role}.date", ago(days + 2)))


def without(path: str, index: int) -> Plant:
    """Takes one entry out of a list."""
    return changed(path, lambda found: found[:index] + found[index + 1 :] if index >= 0 else found[:index])


def in_articles(role: str, change: Callable[[str], str]) -> Plant:
    """Changes the words of every paragraph of a contract."""

    def plant(s: Submission, rng: Random) -> None:
        for article in s.papers[role]["articles"]:
            article["paragraphs"] = [change(t) for t in article["paragraphs"]]

    return plant


def no_example(s: Submission, rng: Random) -> None:
    """The tables of data items lose their column 示例."""
    s.set("self_assessment.columns", [c for c in s.get("self_assessment.columns") if c != "示例"])
    for scene in s.get("self_assessment.scenes"):
        for item in scene["items"]:
            item.pop("example", None)


def more_persons_noted(role: str, text: str) -> Plant:
    """A remark on how the persons were counted, in the chapter that gives their number."""
    key = "persons" if role == "self_assessment" else "export_scale"

    def plant(s: Submission, rng: Random) -> None:
        sections = s.papers[role]["sections"]
        sections[key] = [*(sections.get(key) or ()), text]

    return plant


def long_brief(s: Submission, rng: Random) -> None:
    """The brief of the first scene goes on after its end."""
    path = "application_form.scenes.0.brief"
    more = "该业务自上线以来持续运行，客户遍及各省，境外接收方在收到数据后须在约定时限内完成核对、登记和答复，并把处理结果回传给境内系统，以便客户随时查看办理进度和历史记录。"
    s.set(path, s.get(path) + more)


def other_business(s: Submission, rng: Random) -> None:
    """The brief calls the business by a name that the legal document does not know."""
    path = "application_form.scenes.0.brief"
    name = s.get("legal_document.businesses")[0]
    s.set(path, s.get(path).replace(f"“{name}”业务", "“境外增值权益兑换”业务"))


def no_consent(s: Submission, rng: Random) -> None:
    """The report rests on the general consent given at registration."""
    role = REPORTS[s.kind]
    for texts in (v for v in s.papers[role]["sections"].values() if v):
        texts[:] = [
            t.replace("逐项单独同意", "同意").replace("单独同意", "同意").replace("单独征得同意", "征得同意")
            for t in texts
        ]
    s.papers[role]["sections"]["management" if role == "self_assessment" else "measures"].append(
        "客户注册时点选同意隐私政策，出境即以该项同意为依据，不再另行征求。"
    )


def gba_article(s: Submission, rng: Random) -> None:
    """An article that only the national contract has stands in that of the Greater Bay Area."""
    articles = s.get("gba_contract.articles")
    titles = [a["title"].partition(" ")[2] for a in articles]
    articles.insert(
        3,
        {
            "title": "",
            "paragraphs": [
                "（一）双方保证没有发现接收方所在地的政策法规会妨碍其履行义务。",
                "（二）当地法规变化的，接收方应当立即通知。",
            ],
        },
    )
    titles.insert(3, "接收方所在国家或者地区个人信息保护政策和法规对合同履行的影响")
    for n, (article, title) in enumerate(zip(articles, titles, strict=True)):
        article["title"] = f"第{'一二三四五六七八九'[n]}条 {title}"


def too_early(s: Submission, rng: Random) -> None:
    """The result runs for another seven months."""
    s.given = {**s.given, "expires": s.filed_on + dt.timedelta(days=214)}


def penalty(s: Submission, rng: Random) -> None:
    """The report discloses a penalty of which the form knows nothing."""
    day = s.filed_on - dt.timedelta(days=290)
    s.set(
        "self_assessment.sections.compliance",
        [f"{day.year}年{day.month}月，本单位因未及时修补漏洞被属地公安机关警告并罚款五万元，同月完成整改。"],
    )


def unlisted_item(s: Submission, rng: Random) -> None:
    """The table of the report has an item that the legal document has not."""
    items = s.get("self_assessment.scenes.0.items")
    items.append(
        {
            "name": "紧急联系人姓名",
            "description": "客户所留紧急联系人的姓名",
            "necessity": "境外现场无法联系客户时改联此人",
            "example": "李某某",
            "note": "无",
        }
    )


def no_dispute(s: Submission, rng: Random) -> None:
    """How disputes are settled is left open."""
    s.set("standard_contract.dispute", {"choice": "", "body": "", "place": ""})
    body, place = "中国国际经济贸易仲裁委员会", s.get("standard_contract.signed_place")
    for article in s.get("standard_contract.articles"):
        article["paragraphs"] = [
            t.replace("第1种", "第　　种").replace(
                f"提交{body}按照其规则在{place}进行", "提交　　　　按照其规则在　　　　进行"
            )
            if "争议" in t
            else t
            for t in article["paragraphs"]
        ]


FIRST = "application_form.scenes.0"
SENSITIVE = ("护照号码", "银行账号")


def has_sensitive(s: Submission) -> bool:
    """Whether the first table of the report has an item that is sensitive."""
    return any(i["name"] in SENSITIVE for i in s.get("self_assessment.scenes.0.items"))


PAPERS = (
    Defect("h_agent_unsigned", "委托书经办人签字处空白", ("D002",), (SA, SC, EX), "power_of_attorney", blanks("power_of_attorney.sign_agent"), "power_of_attorney.sign_agent"),
    Defect("h_attorney_undated", "委托书落款没有日期", ("D003",), (SA, SC, EX), "power_of_attorney", blanks("power_of_attorney.date"), "power_of_attorney.date"),
    Defect("h_attorney_ended", "授权期限在提交之前届满", ("D012",), (SA, SC, EX), "power_of_attorney",
           several(sets("power_of_attorney.term", lambda s: (ago(398)(s), ago(33)(s))), sets("power_of_attorney.date", ago(398))), "power_of_attorney.term", weight="M"),
    Defect("h_agent_number_swapped", "委托书经办人证件号两位颠倒", ("D013", "D098"), (SA, SC), "power_of_attorney",
           changed("power_of_attorney.agent_id", swapped), "power_of_attorney.agent_id", ("agent_id.number", "application_form.agent.id_number")),
    Defect("h_agent_outsider", "经办人是外单位人员", ("D097",), (SA, EX), "power_of_attorney",
           sets("power_of_attorney.texts.staff", lambda s: f"{s.get('power_of_attorney.agent')}为某律师事务所执业律师，受我单位之邀协助办理。"), "power_of_attorney.texts.staff", weight="M"),
    Defect("h_matter_of_extension", "申报业务的委托事项写成延长", ("D096", "D012"), (SA,), "power_of_attorney",
           several(changed("power_of_attorney.texts.scope", lambda t: t.replace("数据出境安全评估申报工作", "延长评估结果有效期申请工作")), sets("power_of_attorney.matter", "延长评估结果有效期申请工作")),
           "power_of_attorney.matter", ("power_of_attorney.texts.scope",), "M"),
    Defect("h_licence_over", "营业期限已经届满", ("D004",), (SA, SC, CT), "uscc_certificate",
           sets("uscc_certificate.term", lambda s: (s.get("uscc_certificate.founded"), ago(19)(s))), "uscc_certificate.term"),
    Defect("h_code_check_digit", "信用代码校验位不对（各处相同）", ("D005",), (SA,), "uscc_certificate",
           wrong_code("uscc_certificate.uscc", "application_form.processor.uscc"), "uscc_certificate.uscc", ("application_form.processor.uscc",)),
    Defect("h_code_guizhou", "信用代码登记地不是申报省份", ("D006",), (SA,), "uscc_certificate",
           foreign_code("uscc_certificate.uscc", "application_form.processor.uscc"), "uscc_certificate.uscc", ("application_form.processor.uscc",)),
    Defect("h_licence_other_head", "证照法定代表人与其他材料不同", ("D011",), (SA, SC), "uscc_certificate",
           sets("uscc_certificate.legal_rep", "欧阳既明"), "uscc_certificate.legal_rep", ("legal_rep_id.name", "power_of_attorney.legal_rep", "application_form.legal_rep.name", "commitment.legal_rep")),
    Defect("h_report_unsealed", "报告封面没有公章", ("D001",), (SC, NL, CT), "pipia", blanks("pipia.seal"), "pipia.seal"),
    Defect("h_branch_seal", "合同印章是分公司的", ("D090", "D068"), (SC,), "standard_contract",
           changed("standard_contract.exporter_seal", lambda name: f"{name}第二分公司"), "standard_contract.exporter_seal", ("standard_contract.exporter.name",)),
    Defect("h_agent_card_missing", "没有经办人身份证件", ("D016", "D017"), (SA, SC), "agent_id", drops("agent_id")),
)  # fmt: skip

FORM = (
    Defect("h_brief_goes_on", "场景简述超过一百字", ("D105",), (SA,), "application_form", long_brief, f"{FIRST}.brief", weight="M"),
    Defect("h_brief_without_method", "场景简述没有写出境方式", ("D107", "D041"), (SA,), "application_form",
           changed(f"{FIRST}.brief", lambda t: t.replace("公共互联网传输方式", "合适的方式").replace("跨境专线传输方式", "合适的方式")), f"{FIRST}.brief", weight="M"),
    Defect("h_brief_other_business", "场景业务名不见于法律文件", ("D106",), (SA,), "application_form", other_business, f"{FIRST}.brief", ("legal_document.businesses",)),
    Defect("h_recipient_unreachable", "境外接收方电话邮箱全空", ("D049",), (SA,), "application_form",
           blanks(f"{FIRST}.recipients.0.phone", f"{FIRST}.recipients.0.email"), f"{FIRST}.recipients.0.phone", (f"{FIRST}.recipients.0.email",)),
    Defect("h_officer_without_number", "数据安全负责人证件号码空白", ("D104",), (SA,), "application_form", blanks("application_form.officer.id_number"), "application_form.officer.id_number"),
    Defect("h_sensitive_denied", "勾选不含敏感个人信息而数据项有", ("D110",), (SA,), "application_form", sets(f"{FIRST}.sensitive", False), f"{FIRST}.sensitive",
           ("self_assessment.scenes.0.items",), needs=has_sensitive),
    Defect("h_recipients_as_statistics", "接收方可列而只写统计，没有口径", ("D111", "D049"), (SA,), "application_form",
           several(sets(f"{FIRST}.recipients", lambda s: []), sets(f"{FIRST}.statistics", "境外接收方若干，名单另行提供。")), f"{FIRST}.statistics", weight="M"),
    Defect("h_promise_unticked", "本单位承诺没有勾选", ("D018",), (SA,), "application_form", sets("application_form.promise.ticked", False), "application_form.promise.ticked"),
    Defect("h_nature_invented", "单位性质不在选项内", ("D100",), (SA,), "application_form", sets("application_form.processor.nature", "民办非企业集团"), "application_form.processor.nature", weight="M"),
    Defect("h_important_without_size", "勾选重要数据而无认定部门与规模", ("D048", "D109"), (SA,), "application_form",
           several(sets(f"{FIRST}.types", lambda s: ["重要数据", "个人信息"]), blanks(f"{FIRST}.authority", f"{FIRST}.size")), f"{FIRST}.types", (f"{FIRST}.authority", f"{FIRST}.size")),
    Defect("h_relation_blank", "没有写当年与三年人数的关系", ("D032",), (SA,), "application_form", blanks(f"{FIRST}.persons.relation"), f"{FIRST}.persons.relation"),
)  # fmt: skip

AGREEMENT = (
    Defect("h_persons_typed_wrong", "申报表人数两位颠倒，与报告不同", ("D031", "D112"), (SA,), "application_form",
           changed(f"{FIRST}.persons.this_year", transposed), f"{FIRST}.persons.this_year", ("self_assessment.persons.this_year",)),
    Defect("h_annex_persons", "附录一人数与影响评估不同", ("D031",), (SC,), "standard_contract",
           changed("standard_contract.annex1.persons", transposed), "standard_contract.annex1.persons", ("pipia.persons",)),
    Defect("h_annex_short", "附录一少一类个人信息", ("D043",), (SC,), "standard_contract",
           without("standard_contract.annex1.categories", 0), "standard_contract.annex1.categories", ("pipia.categories", "pipia.scenes.0.items")),
    Defect("h_item_unagreed", "报告数据项多于法律文件", ("D043",), (SA,), "self_assessment", unlisted_item, "self_assessment.scenes.0.items", ("legal_document.items",)),
    Defect("h_penalty_in_report", "报告披露处罚而申报表写无", ("D113",), (SA,), "self_assessment", penalty, "self_assessment.sections.compliance", ("application_form.compliance",), "M"),
    Defect("h_onward_in_report", "影响评估写有再提供而附录一写不涉及", ("D054",), (SC,), "pipia",
           sets("pipia.sections.onward", lambda s: [f"{s.get('pipia.recipient')}收到后，还会转给其设在巴西的外包客服公司 Ipanema Atende Ltda. 使用。"]), "pipia.sections.onward", ("standard_contract.annex1.onward",)),
    Defect("h_recipient_renamed", "报告中的接收方不是签约方", ("D112",), (SA,), "self_assessment",
           sets("self_assessment.recipient", "Quillhaven Data Ltd."), "self_assessment.recipient", ("legal_document.importer.name", f"{FIRST}.recipients.0.name")),
)  # fmt: skip

TIME = (
    Defect("h_self_assessment_stale", "自评估早于申报前三个月数日", ("D019",), (SA,), "self_assessment", stale("self_assessment"), "self_assessment.period"),
    Defect("h_pipia_stale", "影响评估早于备案前三个月数日", ("D020",), (SC,), "pipia", stale("pipia"), "pipia.period"),
    Defect("h_contract_filed_late", "合同生效逾十个工作日才备案", ("D021",), (SC,), "standard_contract", late("standard_contract", 31), "standard_contract.effective", weight="M"),
    Defect("h_gba_filed_late", "湾区合同生效逾十个工作日才备案", ("D128",), (GBA,), "gba_contract", late("gba_contract", 31), "gba_contract.effective", weight="M"),
    Defect("h_extension_too_early", "申请延长时距届满还有七个月", ("D023",), (EX,), "extension_form", too_early),
    Defect("h_sent_before_effect", "合同未生效已经出境", ("D022",), (SC,), "pipia",
           changed("pipia.sections.export_business", lambda texts: [*texts, "首批客户数据已于2026年1月15日传给境外接收方试用。"]), "pipia.sections.export_business", ("standard_contract.effective",), "M"),
)  # fmt: skip

SUBSTANCE = (
    Defect("h_no_incident_clause", "法律文件缺应急与维权约定", ("D057",), (SA,), "legal_document", drops("legal_document.clauses.incident"), "legal_document.clauses"),
    Defect("h_nothing_marked", "法律文件没有标识出境条款", ("D099",), (SA,), "legal_document", sets("legal_document.marked", False), "legal_document.marked", weight="M"),
    Defect("h_necessity_gap", "末一数据项没有写必要性", ("D044",), (SA,), "self_assessment",
           lambda s, rng: s.get("self_assessment.scenes.0.items")[-1].__setitem__("necessity", ""), "self_assessment.scenes.0.items"),
    Defect("h_no_example_column", "数据项表没有示例一列", ("D116",), (SA,), "self_assessment", no_example, "self_assessment.columns", weight="M"),
    Defect("h_chapter_renamed", "报告一节改了名称", ("D114", "D008"), (SA,), "self_assessment",
           changed("self_assessment.outline", lambda o: [[k, n, "海外合作伙伴概况" if k == "recipient" else t] for k, n, t in o]), "self_assessment.outline"),
    Defect("h_fourth_matter_missing", "自评估缺第四项（泄露等风险与维权渠道）", ("D059",), (SA,), "self_assessment", without("self_assessment.sections.result", 3), "self_assessment.sections.result"),
    Defect("h_local_law_missing", "影响评估缺接收方所在地法规一项", ("D062", "D061"), (SC,), "pipia", without("pipia.sections.result", 4), "pipia.sections.result"),
    Defect("h_open_high_risk", "有未整改的高风险而结论为低", ("D060",), (SA,), "self_assessment",
           changed("self_assessment.sections.result", lambda r: [*r[:-2], "评估中发现高风险问题两项：境外数据库未加密、离职账号未停用，均尚未整改，拟于明年视预算安排。", r[-1]]), "self_assessment.sections.result", weight="M"),
    Defect("h_ciphertext_uncounted", "加密的记录不计人数", ("D045",), (SA,), "self_assessment", more_persons_noted("self_assessment", "已加密传输的会员记录不可识别，没有计入上列人数。"), "self_assessment.sections.persons", ("self_assessment.persons",)),
    Defect("h_accounts_counted", "按账号数而非自然人统计", ("D029",), (SC,), "pipia", more_persons_noted("pipia", "上列数量按登录账号数与订单条数合计得出。"), "pipia.sections.export_scale", ("pipia.persons",)),
    Defect("h_last_years_january", "统计期间起自上年一月一日", ("D030",), (SA,), "self_assessment",
           more_persons_noted("self_assessment", "统计期间自上年1月1日起，至本次申报之日止。"), "self_assessment.sections.persons", ("self_assessment.persons",)),
    Defect("h_general_consent", "以注册时的概括同意代替单独同意", ("D070",), (SA,), "self_assessment", no_consent, "self_assessment.sections.management", ("self_assessment.sections.export_purpose",)),
    Defect("h_bundled_tick", "一次勾选覆盖多个事项", ("D071",), (SC,), "pipia",
           changed("pipia.sections.measures", lambda texts: [*texts, "页面只设一个勾选框，勾选即一并同意用户协议、隐私政策、营销推送和个人信息出境。"]), "pipia.sections.measures", weight="M"),
    Defect("h_stored_forever", "附录一保存期限没有终止日", ("D053",), (SC,), "standard_contract", sets("standard_contract.annex1.storage_term", "自合同生效时起长期保存，直至业务不再需要"), "standard_contract.annex1.storage_term"),
    Defect("h_annex_two_against", "附录二改变适用法律、限制责任", ("D065",), (SC,), "standard_contract",
           sets("standard_contract.annex2", "双方另行同意：本合同改按境外接收方所在地法律解释；境外接收方的赔偿总额以一个月服务费为限。"), "standard_contract.annex2"),
    Defect("h_dispute_open", "争议解决方式没有选定", ("D066",), (SC,), "standard_contract", no_dispute, "standard_contract.dispute", ("standard_contract.articles.8.paragraphs",), "M"),
    Defect("h_article_cut", "合同正文第三条删去一款", ("D064",), (SC,), "standard_contract", without("standard_contract.articles.2.paragraphs", 4), "standard_contract.articles.2.paragraphs"),
    Defect("h_old_article", "引用已失效的旧条文与旧门槛", ("D093",), (SA,), "self_assessment",
           changed("self_assessment.sections.other", lambda t: [*t, "本次申报依据旧网络安全法第三十七条，并参照自上年1月1日起累计10万人、评估结果两年有效的门槛。"]), "self_assessment.sections.other", weight="M"),
)  # fmt: skip

OTHER_PATHS = (
    Defect("h_growth_27", "自然人数量增幅超过百分之二十", ("D024",), (EX,), "extension_form", sets("extension_form.scenes.0.pi_growth", "27.5%"), "extension_form.scenes.0.pi_growth"),
    Defect("h_growth_blank", "重要数据规模增幅空白", ("D122",), (EX,), "extension_form", blanks("extension_form.scenes.0.size_growth"), "extension_form.scenes.0.size_growth"),
    Defect("h_links_unexplained", "链路变化没有说明", ("D123",), (EX,), "extension_form", sets("extension_form.scenes.0.links_same", False), "extension_form.scenes.0.links_same", ("extension_form.other",)),
    Defect("h_grave_incident", "三年内有重大数据安全事件", ("D125",), (EX,), "extension_form",
           sets("extension_form.other.incidents", "2025年3月发生一起重大数据安全事件，约九万名客户的资料外泄，已向主管部门报告并完成处置。"), "extension_form.other.incidents"),
    Defect("h_number_blank", "没有评估项目受理编号", ("D120",), (EX,), "extension_form", blanks("extension_form.number"), "extension_form.number"),
    Defect("h_recipient_changed", "接收方已变仍申请延长", ("D121",), (EX,), "extension_form", sets("extension_form.scenes.0.parties_same", False), "extension_form.scenes.0.parties_same"),
    Defect("h_list_of_2024", "使用旧版负面清单", ("D082",), (NL,), "negative_list_form",
           several(changed("negative_list_form.list", lambda t: t.replace("2025", "2024")), changed("field_comparison.list", lambda t: t.replace("2025", "2024"))), "negative_list_form.list", ("field_comparison.list",), "M"),
    Defect("h_registered_elsewhere", "登记地不在清单适用范围", ("D081",), (NL,), "negative_list_form",
           several(sets("negative_list_form.registered", "河北省石家庄市长安区云汀路12号"), foreign_code("negative_list_form.uscc")), "negative_list_form.registered", ("negative_list_form.uscc",)),
    Defect("h_field_uncompared", "一个出境字段没有对照", ("D083",), (NL,), "field_comparison", without("field_comparison.items", 1), "field_comparison.items", ("pipia.categories", "pipia.scenes.0.items")),
    Defect("h_public_interest_missing", "认证的影响评估没有国家安全、公共利益", ("D063",), (CT,), "pipia",
           changed("pipia.sections.result", lambda r: [r[0], "规模与种类已核实，即便泄露，客户至多受到打扰，风险低。", *r[2:]]), "pipia.sections.result"),
    Defect("h_gba_outside", "湾区接收方在新加坡", ("D084",), (GBA,), "gba_contract",
           several(sets("gba_contract.importer.address", "8 Marina Vista Link, Singapore"), sets("gba_contract.importer.country", "新加坡")), "gba_contract.importer.address", ("gba_contract.importer.country",)),
    Defect("h_gba_onward_abroad", "湾区合同附录一写有境外第三方", ("D131", "D084"), (GBA,), "gba_contract",
           sets("gba_contract.annex1.onward", "Lumora Harbour Pte. Ltd.（注册于新加坡），用于夜间客服"), "gba_contract.annex1.onward"),
    Defect("h_gba_annex_gap", "湾区合同附录一传输方式空白", ("D133",), (GBA,), "gba_contract", blanks("gba_contract.annex1.transfer"), "gba_contract.annex1.transfer"),
    Defect("h_gba_ninth_article", "湾区合同混入国家版环境条款", ("D132",), (GBA,), "gba_contract", gba_article, "gba_contract.articles.3.title", ("gba_contract.articles",)),
    Defect("h_gba_commitment_missing", "湾区备案没有承诺书", ("D127",), (GBA,), "commitment", drops("commitment")),
)  # fmt: skip

DEFECTS: tuple[Defect, ...] = (*PAPERS, *FORM, *AGREEMENT, *TIME, *SUBSTANCE, *OTHER_PATHS)
