"""Submissions that took a path which their own numbers and statements close to them."""

# ruff: noqa: E501 (a table of defects reads better whole)

from __future__ import annotations

from random import Random

from eval.precheck.defects import Defect, Plant, says, sets, several
from eval.precheck.defects.form import CT, EX, GH, NL, SA, SC
from eval.precheck.submission import Submission


def _million(s: Submission, rng: Random) -> None:
    s.set("standard_contract.annex1.persons", 1_260_000)
    s.set("pipia.persons", 1_260_000)


def _province(s: Submission, rng: Random) -> None:
    s.province = "31" if s.province != "31" else "32"


def _offline(s: Submission, rng: Random) -> None:
    s.set("application_form.processor.ciio", True)
    s.offline = False


def _more_than_all(s: Submission, rng: Random) -> None:
    s.set("application_form.processor.scale", s.get("application_form.scenes.0.persons.this_year") // 2)


def _growth(path: str, value: str) -> Plant:
    return sets(f"extension_form.scenes.0.{path}", value)


DEFECTS: tuple[Defect, ...] = (
    Defect("over_million", "达到评估门槛仍走合同", ("D034", "D035"), (SC,), "standard_contract", _million, "standard_contract.annex1.persons", also=("pipia.persons",)),
    Defect("sensitive_over", "敏感人数达到评估门槛仍走合同", ("D034", "D035"), (SC,), "pipia", sets("pipia.sensitive_persons", 12_400), "pipia.sensitive_persons"),
    Defect("certification_over", "达到评估门槛仍走认证", ("D034",), (CT,), "certification_request", sets("certification_request.persons", 1_340_000), "certification_request.persons"),
    Defect("certification_ciio", "关基运营者走认证", ("D034",), (CT,), "certification_request", sets("certification_request.ciio", True), "certification_request.ciio"),
    Defect("contract_important", "合同备案含重要数据", ("D035", "D129"), (SC,), "pipia", says("pipia", "本次出境的数据中包含已被主管部门认定的重要数据。"), "pipia.extra"),
    Defect("contract_ciio", "关基运营者走合同", ("D034",), (SC,), "pipia", says("pipia", "本单位为关键信息基础设施运营者。"), "pipia.extra"),
    Defect("wrong_province", "申报省份与登记地不符", ("D006",), (SA, SC), "uscc_certificate", _province, "uscc_certificate.uscc", also=("application_form.processor.uscc",)),
    Defect("ciio_online", "关基运营者线上申报", ("D102",), (SA,), "application_form", _offline, "application_form.processor.ciio", weight="M"),
    Defect("export_over_total", "出境人数多于处理总数", ("D033",), (SA,), "application_form", _more_than_all, "application_form.processor.scale", also=("application_form.scenes.0.persons", "application_form.scenes.1.persons"), weight="M"),
    Defect("extension_changed_purpose", "目的已变仍申请延长", ("D121",), (EX,), "extension_form", sets("extension_form.scenes.0.purpose_same", False), "extension_form.scenes.0.purpose_same"),
    Defect("extension_changed_party", "接收方已变仍申请延长", ("D121",), (EX,), "extension_form", sets("extension_form.scenes.0.parties_same", False), "extension_form.scenes.0.parties_same"),
    Defect("extension_law", "法律文件不符合第九条", ("D121",), (EX,), "extension_form", sets("extension_form.legal_ok", False), "extension_form.legal_ok"),
    Defect("extension_growth", "人数增幅超过20%", ("D024",), (EX,), "extension_form", _growth("pi_growth", "34%"), "extension_form.scenes.0.pi_growth"),
    Defect("extension_size_growth", "重要数据增幅超过20%", ("D024",), (EX,), "extension_form", _growth("size_growth", "41%"), "extension_form.scenes.0.size_growth"),
    Defect("extension_links", "链路变化没有说明", ("D123",), (EX,), "extension_form", sets("extension_form.scenes.0.links_same", False), "extension_form.scenes.0.links_same"),
    Defect("extension_incident", "三年内有重大安全事件", ("D125",), (EX,), "extension_form", sets("extension_form.other.incidents", "2025年8月发生一起重大数据安全事件，导致客户信息泄露，已报告主管部门。"), "extension_form.other.incidents"),
    Defect("extension_matter", "委托事项写成申报工作", ("D096",), (EX,), "power_of_attorney", sets("power_of_attorney.matter", "数据出境安全评估申报工作"), "power_of_attorney.matter", weight="M"),
    Defect("assessment_matter", "委托事项写成延长工作", ("D096",), (SA,), "power_of_attorney", sets("power_of_attorney.matter", "延长评估结果有效期申请工作"), "power_of_attorney.matter", weight="M"),
    Defect("gba_outside", "处理者不在大湾区", ("D084",), (GH,), "gba_contract", sets("gba_contract.exporter.address", "北京市海淀区知春路甲88号"), "gba_contract.exporter.address"),
    Defect("gba_onward", "向大湾区以外提供", ("D131", "D084"), (GH,), "gba_contract", sets("gba_contract.annex1.onward", "新加坡 Lumora Harbour Pte. Ltd."), "gba_contract.annex1.onward"),
    Defect("list_old", "适用的清单已经更新", ("D082",), (NL,), "negative_list_form", sets("negative_list_form.list", "中国（北京）自由贸易试验区数据出境管理清单（负面清单）（2024版）"), "negative_list_form.list", also=("field_comparison.list",), weight="M"),
    Defect("list_outside", "登记地没有清单", ("D081",), (NL,), "negative_list_form", sets("negative_list_form.registered", "四川省成都市武侯区天府大道1号"), "negative_list_form.registered"),
    Defect("list_important", "写明含重要数据", ("D080",), (NL,), "negative_list_form", sets("negative_list_form.important", True), "negative_list_form.important"),
    Defect("just_below", "人数紧贴门槛之下", ("D037",), (SC,), "standard_contract", several(sets("standard_contract.annex1.persons", 996_000), sets("pipia.persons", 996_000)), "standard_contract.annex1.persons", also=("pipia.persons",), weight="M"),
    Defect("applicants_hr", "应聘者用员工免办", ("D076",), (SA,), "self_assessment", says("self_assessment", "应聘者简历按人力资源管理所必需的情形免予办理，不计入人数。"), "self_assessment.extra"),
)  # fmt: skip
