"""How filings and what a change of them needs are called, in Chinese and in English."""

from __future__ import annotations

FILINGS = {
    "security_assessment": "数据出境安全评估",
    "standard_contract": "个人信息出境标准合同备案",
    "certification": "个人信息出境认证",
    "gba_contract": "粤港澳大湾区标准合同备案",
}
FILINGS_EN = {
    "security_assessment": "data export security assessment",
    "standard_contract": "filed standard contract",
    "certification": "certification for personal information export",
    "gba_contract": "filed GBA standard contract",
}
VERDICTS = {
    "none": "不需要重新办理",
    "renew": "到期前办理延长或者续证",
    "supplement": "重做影响评估，补充（或者重新）订立合同并补充备案",
    "change_certificate": "向认证机构申请变更证书",
    "re_file": "重做影响评估，重新（另行）订立合同并备案",
    "re_assess": "重新申报数据出境安全评估",
    "new_path": "改走另一条路径",
    "need_facts": "还不能判定，需要补充事实",
}
VERDICTS_EN = {
    "none": "no new procedure is needed",
    "renew": "have it extended or renewed before it ends",
    "supplement": "redo the impact assessment, supplement (or conclude anew) the contract and supplement the filing",
    "change_certificate": "ask the certification body to change the certificate",
    "re_file": "redo the impact assessment, conclude a new (or another) contract and file it",
    "re_assess": "apply anew for the data export security assessment",
    "new_path": "another path is needed",
    "need_facts": "cannot be determined yet; facts are missing",
}
STATES = {"early": "还没有到时间", "open": "现在可以办", "late": "时间已经很紧", "expired": "已经到期"}
STATES_EN = {"early": "not yet", "open": "can be done now", "late": "little time is left", "expired": "it has ended"}
