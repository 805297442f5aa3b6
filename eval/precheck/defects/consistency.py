"""The same thing said differently in two papers."""

# ruff: noqa: E501 (a table of defects reads better whole)

from __future__ import annotations

from random import Random

from eval.precheck.defects import Defect, sets, several
from eval.precheck.defects.form import CT, EX, GH, NL, SA, SC
from eval.precheck.numbers import credit_code, resident_number
from eval.precheck.submission import Submission

OTHER = "另一家测试科技有限公司"


def _number(s: Submission) -> str:
    born = s.get("agent_id.birth") if "agent_id" in s.papers else s.filed_on.replace(year=1990)
    return resident_number("110101", born, Random(s.seed + 77))


def _twice(path: str) -> object:
    return lambda s: s.get(path) * 3 // 2


def _drop_item(s: Submission, rng: Random) -> None:
    s.papers["legal_document"]["items"] = s.papers["legal_document"]["items"][:-1]


def _drop_category(s: Submission, rng: Random) -> None:
    s.papers["standard_contract"]["annex1"]["categories"] = s.papers["standard_contract"]["annex1"]["categories"][:-1]


def _sensitive_hidden(s: Submission, rng: Random) -> None:
    s.set("application_form.scenes.0.sensitive", False)
    s.papers["self_assessment"]["scenes"][0]["items"][0]["name"] = "人脸图像"
    if "人脸图像" not in s.papers["legal_document"]["items"]:
        s.papers["legal_document"]["items"].append("人脸图像")


def _account(s: Submission, rng: Random) -> None:
    annex, report = s.papers["standard_contract"]["annex1"], s.papers["pipia"]
    annex["sensitive"] = "不涉及"
    for names in (annex["categories"], report["categories"]):
        if "银行账号" not in names:
            names.append("银行账号")
    item = {
        "name": "银行账号",
        "description": "退款账号",
        "necessity": "境外财务退款使用",
        "example": "6222****",
        "note": "无",
    }
    if not any(i["name"] == "银行账号" for i in report["scenes"][0]["items"]):
        report["scenes"][0]["items"].append(item)


def _persons(s: Submission, rng: Random) -> None:
    s.papers["application_form"]["scenes"][0]["persons"]["this_year"] += 41_000


def _forecast(s: Submission, rng: Random) -> None:
    one = s.papers["application_form"]["scenes"][0]["persons"]
    one["three_years"] += 90_000
    one["years"][2] += 90_000


DEFECTS: tuple[Defect, ...] = (
    Defect("agent_name_power", "委托书经办人姓名与申报表不同", ("D013",), (SA,), "power_of_attorney", several(sets("power_of_attorney.agent", "温不同"), sets("power_of_attorney.sign_agent", "温不同")), "power_of_attorney.agent", also=("application_form.agent.name", "agent_id")),
    Defect("agent_number_card", "经办人证件号与证件不同", ("D013",), (SA,), "agent_id", sets("agent_id.number", _number), "agent_id.number", also=("application_form.agent.id_number", "power_of_attorney.agent_id")),
    Defect("legal_rep_form", "法定代表人与证照不同", ("D011", "D004"), (SA,), "application_form", sets("application_form.legal_rep.name", "温不同"), "application_form.legal_rep.name", also=("uscc_certificate.legal_rep", "power_of_attorney.legal_rep", "legal_rep_id")),
    Defect("legal_rep_certificate", "证照上的法定代表人不同", ("D011", "D004"), (SC,), "uscc_certificate", sets("uscc_certificate.legal_rep", "温不同"), "uscc_certificate.legal_rep", also=("power_of_attorney.legal_rep", "legal_rep_id")),
    Defect("name_power", "委托书单位名称不同", ("D004", "D068"), (SA, SC), "power_of_attorney", sets("power_of_attorney.processor", OTHER), "power_of_attorney.processor", also=("application_form.processor.name", "uscc_certificate.name", "standard_contract.exporter.name")),
    Defect("name_report", "报告封面单位名称不同", ("D004",), (SA,), "self_assessment", sets("self_assessment.processor", OTHER), "self_assessment.processor", also=("application_form.processor.name", "uscc_certificate.name")),
    Defect("name_contract", "合同主体与备案主体不同", ("D068",), (SC,), "standard_contract", lambda s, rng: s.set("standard_contract.exporter.name", s.get("uscc_certificate.name") + "第一分公司"), "standard_contract.exporter.name", also=("uscc_certificate.name", "power_of_attorney.processor", "pipia.processor")),
    Defect("code_differs", "信用代码与证照不同", ("D004",), (SA,), "application_form", sets("application_form.processor.uscc", lambda s: credit_code(s.get("application_form.processor.uscc")[2:8], Random(s.seed + 5))), "application_form.processor.uscc", also=("uscc_certificate.uscc",)),
    Defect("seal_other", "章上的名称不是本单位", ("D090",), (SC,), "standard_contract", sets("standard_contract.exporter_seal", OTHER), "standard_contract.exporter_seal"),
    Defect("seal_other_power", "委托书上的章不是本单位", ("D090",), (SA,), "power_of_attorney", sets("power_of_attorney.seal", OTHER), "power_of_attorney.seal"),
    Defect("persons_form_report", "当年人数申报表与报告不同", ("D031", "D112"), (SA,), "application_form", _persons, "application_form.scenes.0.persons", also=("self_assessment.persons",)),
    Defect("forecast_form_report", "三年人数申报表与报告不同", ("D031", "D112"), (SA,), "application_form", _forecast, "application_form.scenes.0.persons", also=("self_assessment.persons",)),
    Defect("persons_contract", "人数合同与影响评估不同", ("D031", "D040"), (SC,), "standard_contract", sets("standard_contract.annex1.persons", _twice("standard_contract.annex1.persons")), "standard_contract.annex1.persons", also=("pipia.persons",)),
    Defect("recipient_report", "报告里接收方名称不同", ("D112",), (SA,), "self_assessment", sets("self_assessment.recipient", "Otherwise Trading Ltd."), "self_assessment.recipient", also=("application_form.scenes.0.recipients.0.name", "legal_document.importer.name")),
    Defect("recipient_form", "申报表接收方与法律文件不同", ("D112", "D049"), (SA,), "application_form", sets("application_form.scenes.0.recipients.0.name", "Otherwise Trading Ltd."), "application_form.scenes.0.recipients.0.name", also=("self_assessment.recipient", "legal_document.importer.name")),
    Defect("items_document", "数据项法律文件少一项", ("D043",), (SA,), "legal_document", _drop_item, "legal_document.items", also=("self_assessment.scenes.0.items.0",)),
    Defect("categories_contract", "附录一种类少一项", ("D043",), (SC,), "standard_contract", _drop_category, "standard_contract.annex1.categories", also=("pipia.categories", "pipia.scenes.0.items.0")),
    Defect("business_other", "场景业务名与法律文件不同", ("D106",), (SA,), "application_form", lambda s, rng: s.set("application_form.scenes.0.brief", "“远洋货运代理撮合”业务中，为撮合运力，以公共互联网传输方式向境外接收方提供客户数据。"), "application_form.scenes.0.brief"),
    Defect("penalty_denied", "报告有处罚申报表写无", ("D113",), (SA,), "self_assessment", lambda s, rng: s.papers["self_assessment"]["sections"].__setitem__("compliance", ["2025年3月因日志留存不足受到通信管理部门警告的行政处罚，已按期完成整改并提交整改报告。"]), "self_assessment.sections.compliance", also=("application_form.compliance",)),
    Defect("onward_denied", "合同写不再提供而报告有再提供", ("D054",), (SC,), "pipia", lambda s, rng: s.papers["pipia"]["sections"].__setitem__("onward", ["境外接收方会把个人信息提供给位于马来西亚的 Selangor Support 服务公司用于夜间值守。"]), "pipia.sections.onward", also=("standard_contract.annex1.onward",)),
    Defect("sensitive_denied", "写不含敏感却有敏感数据项", ("D110",), (SA,), "application_form", _sensitive_hidden, "application_form.scenes.0.sensitive", also=("self_assessment.scenes.0.items.0",)),
    Defect("sensitive_denied_contract", "附录一写不含敏感却有敏感项", ("D110", "D038"), (SC,), "standard_contract", _account, "standard_contract.annex1.sensitive", also=("standard_contract.annex1.categories", "pipia.categories")),
    Defect("place_differs", "保存地点合同与报告不同", ("D052", "D087"), (SC,), "standard_contract", sets("standard_contract.annex1.storage_place", "爱尔兰都柏林托管机房"), "standard_contract.annex1.storage_place", also=("pipia.storage_place",)),
    Defect("place_differs_document", "保存地点法律文件与报告不同", ("D052",), (SA,), "legal_document", sets("legal_document.storage_place", "爱尔兰都柏林托管机房"), "legal_document.storage_place", also=("self_assessment.storage_place",)),
    Defect("term_differs", "保存期限合同与报告不同", ("D053",), (SC,), "pipia", lambda s, rng: s.set("pipia.storage_term", (s.get("pipia.storage_term")[0], s.get("pipia.storage_term")[1].replace(year=s.get("pipia.storage_term")[1].year + 2))), "pipia.storage_term", also=("standard_contract.annex1.storage_term",)),
    Defect("purpose_differs", "目的前后不同", ("D042",), (SC,), "pipia", sets("pipia.purpose", "开展全球员工绩效分析与人才盘点"), "pipia.purpose", also=("standard_contract.annex1.purpose",)),
    Defect("purpose_differs_document", "目的法律文件与报告不同", ("D042",), (SA,), "legal_document", sets("legal_document.purpose", "开展全球员工绩效分析与人才盘点"), "legal_document.purpose", also=("self_assessment.purpose",)),
    Defect("extension_name", "延长申请单位名称不同", ("D119", "D120"), (EX,), "extension_form", sets("extension_form.processor", OTHER), "extension_form.processor", also=("power_of_attorney.processor",)),
    Defect("gba_name", "承诺书与大湾区合同单位不同", ("D127",), (GH,), "commitment", sets("commitment.processor", OTHER), "commitment.processor", also=("gba_contract.exporter.name",)),
    Defect("certification_name", "认证委托人与证照不同", ("D004",), (CT,), "certification_request", sets("certification_request.processor", OTHER), "certification_request.processor", also=("uscc_certificate.name", "pipia.processor")),
    Defect("list_name", "备案表单位名称不同", ("D004",), (NL,), "negative_list_form", sets("negative_list_form.processor", OTHER), "negative_list_form.processor", also=("pipia.processor", "field_comparison.processor")),
)  # fmt: skip
