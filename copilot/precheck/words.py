"""What the parts of a pre-check are called in Chinese, for the command, the report and the draft notice."""

from __future__ import annotations

KINDS = {
    "security_assessment": "安全评估申报",
    "standard_contract": "标准合同备案",
    "certification": "认证",
    "negative_list": "负面清单使用备案",
    "extension": "延长评估结果有效期",
    "contract_change": "标准合同补充或重新备案",
    "gba_hk": "粤港澳大湾区标准合同备案",
}
KINDS_EN = {
    "security_assessment": "Security assessment",
    "standard_contract": "Standard contract filing",
    "certification": "Certification",
    "negative_list": "Use of a negative list",
    "extension": "Extension of an assessment",
    "contract_change": "Change of a standard contract",
    "gba_hk": "Greater Bay Area contract",
}
SEVERITY = {"reject": "路径不符", "supplement": "须补正", "advice": "提示"}
STATES = {"present": "有", "missing": "缺", "unreadable": "不能读取", "unexpected": "不需要"}
STAGES = {"formal": "形式", "substantive": "实质"}
REQUIRED = {"always": "必交", "conditional": "视情形", "optional": "可选", "not_required": "不再要求"}
GROUPS = {
    "completeness": "完整",
    "form": "形式",
    "identity": "身份",
    "time": "时间",
    "consistency": "一致",
    "substance": "实质",
    "path": "路径",
    "suspicion": "疑点",
}
WHOLE = "整份材料"
