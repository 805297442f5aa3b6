"""What a text must say and does not, or says so that it cannot be right."""

# ruff: noqa: E501 (a table of defects reads better whole)

from __future__ import annotations

from random import Random

from eval.precheck.defects import Defect, Plant, drops, says
from eval.precheck.defects.form import CC, CT, GH, SA, SC
from eval.precheck.submission import Submission


def _section(role: str, ident: str, *texts: str) -> Plant:
    return lambda s, rng: s.papers[role]["sections"].__setitem__(ident, list(texts))


def _clause(topic: str) -> Defect:
    names = {
        "purpose_scope": "目的范围",
        "storage": "保存",
        "onward": "再转移",
        "change": "变化",
        "liability": "违约与争议",
        "incident": "应急与维权",
    }
    ids = ("D057", "D078", "D079") if topic == "incident" else ("D057",)

    def plant(s: Submission, rng: Random) -> None:
        s.drop(f"legal_document.clauses.{topic}")
        if topic == "purpose_scope":
            drops("legal_document.purpose", "legal_document.method")(s, rng)
        if topic == "storage":
            drops("legal_document.storage_place", "legal_document.storage_term")(s, rng)

    return Defect(f"clause_{topic}", f"法律文件缺{names[topic]}的约定", ids, (SA,), "legal_document", plant)


def _no_result(role: str, index: int, source: str) -> Defect:
    def plant(s: Submission, rng: Random) -> None:
        del s.papers[role]["sections"]["result"][index - 1]

    return Defect(
        f"result_{index}_{role}",
        f"报告没有对照第{index}项",
        (source, "D062") if index == 5 else (source,),
        (SA,) if role == "self_assessment" else (SC,),
        role,
        plant,
    )


def _same_necessity(s: Submission, rng: Random) -> None:
    for item in s.papers["self_assessment"]["scenes"][0]["items"]:
        item["necessity"] = "业务需要，确有必要"


def _copied(s: Submission, rng: Random) -> None:
    sections = s.papers["self_assessment"]["sections"]
    sections["recipient_ability"] = list(sections["export_purpose"])


def _repeated(s: Submission, rng: Random) -> None:
    items = s.papers["self_assessment"]["scenes"][0]["items"]
    items.append(dict(items[0]))


def _article(find: str, put: str) -> Plant:
    def plant(s: Submission, rng: Random) -> None:
        for one in s.papers["standard_contract"]["articles"]:
            one["paragraphs"] = [p.replace(find, put) for p in one["paragraphs"]]

    return plant


def _penalty(s: Submission, rng: Random) -> None:
    text = "2025年6月因未履行数据安全保护义务受到网信部门罚款五万元的行政处罚。"
    s.set("application_form.compliance", text)
    s.papers["self_assessment"]["sections"]["compliance"] = [text]


def _dispute(s: Submission, rng: Random) -> None:
    article = s.papers["standard_contract"]["articles"][8]
    article["paragraphs"] = [
        p.replace("下列第1种", "下列第    种").replace(
            "提交中国国际经济贸易仲裁委员会按照其规则在", "提交      按照其规则在（仲裁地点）"
        )
        for p in article["paragraphs"]
    ]


DEFECTS: tuple[Defect, ...] = (
    *(_clause(t) for t in ("purpose_scope", "storage", "onward", "change", "liability", "incident")),
    Defect("no_effect_clause", "没有约定通过评估后生效", ("D058",), (SA,), "legal_document", lambda s, rng: s.drop("legal_document.clauses.effect"), weight="m"),
    *(_no_result("self_assessment", i, "D059") for i in (1, 3, 4, 5)),
    *(_no_result("pipia", i, "D061") for i in (2, 3, 5)),
    Defect("work_incomplete", "自评估工作情况要素不全", ("D115",), (SA,), "self_assessment", _section("self_assessment", "work", "评估按计划完成。"), "self_assessment.sections.work", weight="M"),
    Defect("chapter_empty", "小节没有内容", ("D051", "D055", "D041", "D046", "D052"), (SA,), "self_assessment", _section("self_assessment", "export_links"), "self_assessment.outline.export_links", weight="M"),
    Defect("links_vague", "链路没有域名、地址", ("D051",), (SA,), "self_assessment", _section("self_assessment", "export_links", "数据按公司惯常做法向外发送，有关部门负责维护，情况正常。"), "self_assessment.sections.export_links", weight="m"),
    Defect("necessity_same", "必要性都是同一句话", ("D046",), (SA,), "self_assessment", _same_necessity, "self_assessment.scenes.0.items.0", weight="M"),
    Defect("copied_chapter", "章节照抄", ("D046",), (SA,), "self_assessment", _copied, "self_assessment.sections.recipient_ability", also=("self_assessment.sections.export_purpose",), weight="M"),
    Defect("items_repeated", "同一场景数据项重复", ("D039",), (SA,), "self_assessment", _repeated, "self_assessment.scenes.0.items.0", weight="m"),
    Defect("conclusion_contradicts", "结论与问题矛盾", ("D060",), (SA,), "self_assessment", lambda s, rng: s.papers["self_assessment"]["sections"]["result"].__setitem__(slice(6, None), ["评估发现境外接收方未采取加密措施，属于高风险问题，尚未完成整改。", "结论：不存在任何风险，可以开展出境活动。"]), "self_assessment.sections.result", weight="M"),
    Defect("no_technique", "没有写加密、访问控制、日志", ("D077",), (SA,), "self_assessment", lambda s, rng: _no_words(s, ("加密", "访问控制", "日志", "授权")), also=("legal_document",), weight="M"),
    Defect("evidence_blank", "没有写有效性证明", ("D055",), (SA,), "self_assessment", _section("self_assessment", "evidence", "各项措施运行正常。"), "self_assessment.sections.evidence", weight="m"),
    Defect("no_forecast", "没有写未来三年人数", ("D032",), (SA,), "application_form", lambda s, rng: s.papers["application_form"]["scenes"][0].__setitem__("persons", {"this_year": s.get("application_form.scenes.0.persons.this_year")}), "application_form.scenes.0.persons"),
    Defect("records_counted", "用条数代替人数", ("D029",), (SA,), "self_assessment", says("self_assessment", "出境数量按记录条数统计，当年共出境 820000 条，以账号数计算为 350000 个。"), "self_assessment.extra"),
    Defect("not_counted_masked", "以脱敏为由不计人数", ("D045",), (SA,), "self_assessment", says("self_assessment", "部分客户的数据已经加密和脱敏，故不计入出境人数。"), "self_assessment.extra"),
    Defect("not_counted_masked_pipia", "影响评估以脱敏为由不计人数", ("D045",), (SC,), "pipia", says("pipia", "部分客户的数据已经加密和脱敏，故不计入出境人数。"), "pipia.extra"),
    Defect("old_law", "引用旧规定", ("D093", "D030"), (SA,), "self_assessment", says("self_assessment", "人数自上年1月1日起累计计算，评估结果有效期为2年。"), "self_assessment.extra", weight="M"),
    Defect("old_law_pipia", "影响评估引用旧规定", ("D093", "D030"), (SC,), "pipia", says("pipia", "按照自上年1月1日起累计向境外提供的人数判断。"), "pipia.extra", weight="M"),
    Defect("consent_bundled", "单独同意捆绑", ("D071",), (SA,), "self_assessment", says("self_assessment", "用户注册时一次性勾选即视为同意隐私政策、营销推送和数据出境全部事项。"), "self_assessment.extra", weight="M"),
    Defect("children_no_guardian", "未满十四周岁没有监护人同意", ("D073",), (SC,), "pipia", says("pipia", "出境对象包括不满十四周岁的未成年人的报名资料。"), "pipia.extra"),
    Defect("third_party_unsaid", "有第三方参与没有说明", ("D014",), (SA,), "self_assessment", lambda s, rng: s.papers["self_assessment"]["sections"]["work"].__setitem__(3, "本次评估委托外部咨询公司参与。"), "self_assessment.sections.work", weight="M"),
    Defect("penalty_no_remedy", "有处罚没有写整改", ("D056",), (SA,), "application_form", _penalty, "application_form.compliance", also=("self_assessment.sections.compliance",), weight="M"),
    Defect("retention_short", "记录只保存一年", ("D085",), (SC,), "pipia", says("pipia", "影响评估报告和处理记录保存一年后销毁。"), "pipia.extra", weight="m"),
    Defect("dispute_open", "争议解决没有选定", ("D066",), (SC,), "standard_contract", _dispute, "standard_contract.articles.8.paragraphs.3", weight="M"),
    Defect("contact_blank", "第六条联系人没有填", ("D067", "D079"), (SC,), "standard_contract", lambda s, rng: s.papers["standard_contract"]["articles"][5]["paragraphs"].__setitem__(0, "（一）境外接收方应当确定一名联系人，受理询问和投诉。联系人及联系方式（办公电话或电子邮箱）：______"), "standard_contract.articles.5.paragraphs.0", weight="M"),
    Defect("contract_one_sign", "合同正文少一个不字", ("D064",), (SC,), "standard_contract", _article("不得以本合同减轻", "得以本合同减轻"), "standard_contract.articles.1.paragraphs.6"),
    Defect("contract_article_gone", "合同正文删去一款", ("D064",), (SC,), "standard_contract", lambda s, rng: s.papers["standard_contract"]["articles"][2]["paragraphs"].pop(4) and None, "standard_contract.articles.2.paragraphs.3"),
    Defect("contract_added", "合同正文加了一句", ("D064",), (SC,), "standard_contract", _article("（一）一方违约给对方造成损失的，应当赔偿。", "（一）一方违约给对方造成损失的，应当赔偿，但以合同金额的百分之十为限。"), "standard_contract.articles.7.paragraphs.0"),
    Defect("annex_two_conflict", "附录二与正文冲突", ("D065",), (SC,), "standard_contract", lambda s, rng: s.set("standard_contract.annex2", "双方约定：本合同适用境外接收方所在地法律，境外接收方不对个人承担任何责任，第三方受益人条款不适用。"), "standard_contract.annex2"),
    Defect("gba_text_changed", "大湾区合同正文有改动", ("D132",), (GH,), "gba_contract", lambda s, rng: s.papers["gba_contract"]["articles"][2]["paragraphs"].__setitem__(2, "（三）可以把个人信息提供给粤港澳大湾区以外的组织或者个人。"), "gba_contract.articles.2.paragraphs.2"),
    Defect("certification_no_security", "认证的影响评估没有写国家安全、公共利益", ("D063",), (CT,), "pipia", lambda s, rng: _no_words(s, ("国家安全", "公共利益"), role="pipia")),
    Defect("no_environment", "没有写接收方所在地法律环境", ("D062", "D061"), (SC, CC), "pipia", lambda s, rng: s.papers["pipia"]["sections"]["result"].pop(4) and None, "pipia.sections.result"),
)  # fmt: skip


def _no_words(s: Submission, words: tuple[str, ...], role: str = "self_assessment") -> None:
    for name in (role, "legal_document"):
        for texts in s.papers.get(name, {}).get("sections", {}).values() if name != "legal_document" else ():
            for i, text in enumerate(texts):
                for word in words:
                    text = text.replace(word, "相应")
                texts[i] = text
    if "legal_document" in s.papers:
        for key, text in s.papers["legal_document"]["clauses"].items():
            for word in words:
                text = text.replace(word, "相应")
            s.papers["legal_document"]["clauses"][key] = text
