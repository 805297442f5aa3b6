"""How path codes are called in Chinese."""

from __future__ import annotations

from copilot.rules.result import PathCode

PATHS: dict[PathCode, str] = {
    "not_export": "不属于数据出境",
    "exempt": "免予办理三项手续",
    "contract_or_certification": "订立标准合同并备案，或者通过个人信息保护认证",
    "security_assessment": "申报数据出境安全评估",
    "approval_required": "须经主管机关批准或者由人工按专门规定办理",
    "no_procedure_then": "当时没有可办的程序",
    "need_facts": "还不能判定，需要补充事实",
}

PATHS_EN: dict[PathCode, str] = {
    "not_export": "this is not an export of data",
    "exempt": "exempt from the three procedures",
    "contract_or_certification": "conclude and file a standard contract, or obtain certification",
    "security_assessment": "apply for a security assessment of the export",
    "approval_required": "approval by the competent authority, or special rules applied by a person",
    "no_procedure_then": "no procedure existed at that time",
    "need_facts": "cannot be determined yet; facts are missing",
}

# Presumed facts whose other value would change the verdict; these are spoken aloud in an answer.
SPOKEN = frozenset({"is_ciio", "important_data_notified", "foreign_judicial_request", "is_state_organ", "ftz"})
