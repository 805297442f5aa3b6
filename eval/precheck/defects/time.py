"""Dates out of order, periods over, too early, too late or without an end."""

# ruff: noqa: E501 (a table of defects reads better whole)

from __future__ import annotations

import datetime as dt

from eval.precheck.defects import Defect, Plant, blanks, days_before, sets
from eval.precheck.defects.form import CC, EX, GH, SA, SC
from eval.precheck.submission import Submission


def _after(path: str, days: int) -> Plant:
    return lambda s, rng: s.set(path, s.filed_on + dt.timedelta(days=days))


def _late(role: str, days: int) -> Plant:
    def plant(s: Submission, rng: object) -> None:
        s.set(f"{role}.effective", s.filed_on - dt.timedelta(days=days))
        s.set(f"{role}.date", s.filed_on - dt.timedelta(days=days + 2))

    return plant


def _report(role: str, days: int) -> Plant:
    def plant(s: Submission, rng: object) -> None:
        s.set(f"{role}.period", days_before(days)(s))
        s.set(f"{role}.cover_date", s.filed_on - dt.timedelta(days=days - 3))

    return plant


def _past(s: Submission) -> tuple[dt.date, dt.date]:
    return s.filed_on - dt.timedelta(days=400), s.filed_on - dt.timedelta(days=30)


DEFECTS: tuple[Defect, ...] = (
    Defect("assessed_long_ago", "自评估早于申报前3个月", ("D019",), (SA,), "self_assessment", _report("self_assessment", 150), "self_assessment.period", also=("self_assessment.cover_date",)),
    Defect("pipia_long_ago", "影响评估早于备案前3个月", ("D020",), (SC, CC), "pipia", _report("pipia", 160), "pipia.period", also=("pipia.cover_date",)),
    Defect("assessed_after_filing", "自评估完成日晚于申报日", ("D019", "D117"), (SA,), "self_assessment", lambda s, rng: s.set("self_assessment.period", (s.filed_on - dt.timedelta(days=20), s.filed_on + dt.timedelta(days=9))), "self_assessment.period", also=("self_assessment.cover_date",)),
    Defect("power_after_filing", "委托书日期晚于申报日", ("D003",), (SA, EX), "power_of_attorney", _after("power_of_attorney.date", 6), "power_of_attorney.date", weight="m"),
    Defect("filed_late", "合同生效后超过10个工作日", ("D021",), (SC,), "standard_contract", _late("standard_contract", 45), "standard_contract.effective", weight="M"),
    Defect("gba_filed_late", "大湾区合同生效后超过10个工作日", ("D128",), (GH,), "gba_contract", _late("gba_contract", 45), "gba_contract.effective", weight="M"),
    Defect("not_yet_effective", "合同还没有生效", ("D022",), (SC,), "standard_contract", _after("standard_contract.effective", 20), "standard_contract.effective", weight="M"),
    Defect("power_term_blank", "委托书没有起止日", ("D012",), (SA, EX), "power_of_attorney", sets("power_of_attorney.term", ("", "")), "power_of_attorney.term", weight="M"),
    Defect("power_term_over", "委托书已经到期", ("D012",), (SA, EX), "power_of_attorney", sets("power_of_attorney.term", _past), "power_of_attorney.term", weight="M"),
    Defect("power_term_reversed", "委托期限止日早于起日", ("D012",), (SA, SC), "power_of_attorney", lambda s, rng: s.set("power_of_attorney.term", (s.filed_on + dt.timedelta(days=500), s.filed_on + dt.timedelta(days=300))), "power_of_attorney.term", weight="M"),
    Defect("storage_open", "合同保存期限写成长期", ("D053",), (SC,), "standard_contract", sets("standard_contract.annex1.storage_term", ("长期", "永久")), "standard_contract.annex1.storage_term"),
    Defect("storage_blank", "合同没有写保存期限", ("D053",), (SC,), "standard_contract", sets("standard_contract.annex1.storage_term", ("", "")), "standard_contract.annex1.storage_term"),
    Defect("gba_storage_open", "大湾区合同保存期限写成长期", ("D053", "D133"), (GH,), "gba_contract", sets("gba_contract.annex1.storage_term", ("长期", "永久")), "gba_contract.annex1.storage_term"),
    Defect("gba_storage_blank", "大湾区合同没有写保存期限", ("D133", "D053"), (GH,), "gba_contract", sets("gba_contract.annex1.storage_term", ("", "")), "gba_contract.annex1.storage_term"),
    Defect("report_storage_open", "报告境外保存期限写成长期", ("D053",), (SA,), "self_assessment", sets("self_assessment.storage_term", ("长期", "永久")), "self_assessment.storage_term", also=("legal_document.storage_term",)),
    Defect("certificate_expired", "证照过期", ("D004",), (SA, SC), "uscc_certificate", lambda s, rng: s.set("uscc_certificate.term", (s.get("uscc_certificate.term")[0], s.filed_on - dt.timedelta(days=40))), "uscc_certificate.term"),
    Defect("card_expired", "经办人身份证过期", ("D004",), (SA, SC), "agent_id", lambda s, rng: s.set("agent_id.valid", (s.get("agent_id.valid")[0], s.filed_on - dt.timedelta(days=90))), "agent_id.valid"),
    Defect("extension_early", "不到可以申请延长的时间", ("D023",), (EX,), "extension_form", lambda s, rng: setattr(s, "given", {"expires": s.filed_on + dt.timedelta(days=300)})),
    Defect("extension_expired", "评估结果已经过期", ("D025",), (EX,), "extension_form", lambda s, rng: setattr(s, "given", {"expires": s.filed_on - dt.timedelta(days=20)})),
    Defect("extension_short", "离到期只剩几个工作日", ("D126",), (EX,), "extension_form", lambda s, rng: setattr(s, "given", {"expires": s.filed_on + dt.timedelta(days=12)}), weight="i"),
    Defect("impossible_date", "日历上没有的日期", ("D003",), (SA,), "power_of_attorney", sets("power_of_attorney.date", "2026年2月30日"), "power_of_attorney.date", weight="m"),
    Defect("cover_before_end", "封面日期早于评估完成", ("D117",), (SA,), "self_assessment", lambda s, rng: s.set("self_assessment.cover_date", s.get("self_assessment.period")[1] - dt.timedelta(days=15)), "self_assessment.cover_date", also=("self_assessment.period",), weight="m"),
    Defect("contract_undated", "合同首部联系人没有填", ("D067",), (SC,), "standard_contract", blanks("standard_contract.importer.person"), "standard_contract.importer.person", weight="M"),
)  # fmt: skip
