"""A foreign-invested house: four columns, English in brackets on free papers, ISO days, 12.3456万人."""

# ruff: noqa: E501, RUF012 (tables of words read better whole; no house changes its tables)

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.precheck.document import Block, Document, Face, Line
from eval.precheck.layouts import Bundle, day
from eval.precheck.layouts.heldout3.contracts import Contracts
from eval.precheck.layouts.heldout3.house import in_ten_thousands
from eval.precheck.layouts.heldout3.parts import across, four_columns, two_columns
from eval.precheck.layouts.heldout3.voice_firm import FIRM
from eval.precheck.submission import Facts, Submission

_SHORT = {
    "uscc_certificate": "BL", "legal_rep_id": "LR-ID", "agent_id": "AG-ID", "power_of_attorney": "POA",
    "application_form": "FORM", "legal_document": "DTA", "self_assessment": "SA-Report", "commitment": "Undertaking",
    "gba_contract": "GBA-SC", "certification_request": "CR", "certification_documents": "Rules", "pipia": "PIPIA",
    "negative_list_form": "NL-Form", "field_comparison": "Mapping", "extension_form": "EXT",
}  # fmt: skip

BILINGUAL = FIRM | {
    "recipient_about": (
        "境外接收方（Data Recipient）为{recipient}，设立于{country}，注册地址（Registered Address）：{recipient_address}。该公司与我司不属于同一集团（not an affiliate），没有股权关系。",
    ),
    "recipient_ability": (
        "{recipient}设有数据保护官（DPO），管理制度含访问管理、事件响应（Incident Response）；技术措施含加密存储（encryption at rest）、按角色的访问控制（RBAC）、日志审计（audit log）。近三年没有发生数据安全事件，能力足以履行其责任义务。",
    ),
    "technique": (
        "技术措施贯穿收集、存储、使用、传输、提供、删除各环节：传输加密（TLS 1.3）、存储加密（AES-256）、访问控制（RBAC）与多因素认证（MFA）、日志审计（SIEM，留存三年以上）、到期删除（secure deletion）。",
    ),
    "incident": (
        "数据（Transferred Data）发生篡改、破坏、泄露、丢失、转移，或者被非法获取、利用的，乙方应当立即启动应急处置（Incident Response），24小时以内通知甲方；双方以热线和邮箱保障个人维护其个人信息权益的途径和方式。",
    ),
}


class Nova(Contracts):
    name = "nova"
    wording = BILINGUAL
    served = ("security_assessment", "certification", "negative_list", "extension", "gba_hk")
    style = staticmethod(four_columns)
    styles = {"uscc_certificate": two_columns, "card": two_columns, "power_of_attorney": two_columns, "comparison_head": across,
              "annex": two_columns, "subject": two_columns, "report": across}  # fmt: skip
    labels = {
        "certification_request.processor": "委托方名称（Applicant）", "certification_request.uscc": "统一社会信用代码（USCC）",
        "certification_request.address": "注册地址（Registered Address）", "certification_request.contact": "联络人（Contact Person）",
        "certification_request.body": "认证机构（Certification Body）", "certification_request.scope": "认证范围（Scope）",
        "certification_request.standard": "认证标准（Standard）", "certification_request.overseas": "境外处理者申请（Overseas Applicant）",
        "certification_request.recipient": "接收方（Recipient）", "certification_request.country": "国家或者地区（Country/Region）",
        "certification_request.persons": "当年出境人数，去重（Individuals YTD）",
        "certification_request.sensitive_persons": "敏感个人信息人数（Sensitive PI）", "certification_request.ciio": "关键信息基础设施运营者（CIIO）",
        "negative_list_form.processor": "企业名称（Company）", "negative_list_form.uscc": "统一社会信用代码（USCC）",
        "negative_list_form.registered": "注册地址（Registered Address）", "negative_list_form.sector": "行业领域（Sector）",
        "negative_list_form.list": "清单及版本（Negative List）", "negative_list_form.scene": "业务场景（Scenario）",
        "negative_list_form.persons": "自然人数量，去重（Individuals）", "negative_list_form.recipient": "接收方（Recipient）",
        "negative_list_form.country": "国家或者地区（Country/Region）", "negative_list_form.important": "含重要数据（Important Data）",
        "negative_list_form.conclusion": "自行研判结论（Conclusion）", "negative_list_form.compliance": "合规记录（Compliance Record）",
        "negative_list_form.contact": "联络人（Contact）", "field_comparison.processor": "企业名称（Company）",
        "field_comparison.list": "对照清单（List）",
    }  # fmt: skip
    columns = ("No.", "企业字段（Field）", "清单字段（Listed as）", "类别（Bucket）", "备注（Remarks）")
    joint = " 至 "
    ticks = ("■是 □否", "□是 ■否")
    marks = ("■", "□")
    face: Face = "sans"
    compare_title, list_title = "字段对照表（Field Mapping）", "负面清单使用备案表"
    copy_note = "与原件一致（True Copy）"
    side_a, side_b = "甲方", "乙方"

    def date(self, value: Any) -> str:
        return day(value, "{y}-{m:02d}-{d:02d}")

    def count(self, n: Any) -> str:
        return in_ten_thousands(n) if isinstance(n, int) and n >= 10_000 else super().count(n)

    def chapter(self, n: int, title: str) -> str:
        return f"{n}. {title}"

    def request_opening(self, role: str, facts: Facts) -> list[Block]:
        return [Line("填表说明：本表以中文内容为准，括号内英文仅供参考。", indent=False, size_pt=10.5)]

    list_opening = request_opening

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        return [Bundle(f"{_SHORT[d.role]}_v1.0_final", (d,)) for d in documents]


LAYOUT = Nova()
