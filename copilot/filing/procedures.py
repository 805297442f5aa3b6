"""What one procedure alone asks: the contract, an extension, a change, certification, a list, an exemption."""

from __future__ import annotations

from typing import Literal

from copilot.filing.part import Choice, Count, Day, LongText, Part, Percent, Text


class Points(Part):
    """Where the legal document says each of the six things that 数据出境安全评估办法第九条 asks; a clause or a page."""

    purpose: str | None = Text
    storage: str | None = Text
    onward: str | None = Text
    changes: str | None = Text
    breach: str | None = Text
    incident: str | None = Text


class Contract(Part):
    """The contract with the recipient. `court` or `arbitration`: what was agreed for disputes."""

    title: str | None = Text
    number: str | None = Text
    signed: Day = None
    effective: Day = None
    main_contract: str | None = Text
    main_contract_day: Day = None
    measures: str | None = LongText
    notice_days: int | None = Count
    rights_contact: str | None = Text
    rights_phone: str | None = Text
    rights_email: str | None = Text
    dispute: Literal["arbitration", "court"] | None = None
    institution: str | None = Text
    seat: str | None = Text
    copies: int | None = Count
    copies_each: int | None = Count
    place: str | None = Text
    additional: str | None = LongText
    points: Points = Points()


class Extension(Part):
    """Application to extend a result (申报指南（第三版） 附件5); growth in per cent against the last three years."""

    case_number: str | None = Text
    result_day: Day = None
    legal_document_fits: Choice = None
    purpose_unchanged: Choice = None
    parties_unchanged: Choice = None
    links_unchanged: Choice = None
    use_unchanged: Choice = None
    persons_growth: float | None = Percent
    important_growth: float | None = Percent
    no_personal_information: Choice = None
    no_important_data: Choice = None
    safeguards: str | None = LongText
    recipient_performance: str | None = LongText
    carried_out: str | None = LongText
    incidents: str | None = LongText
    identity_unchanged: Choice = None


class Change(Part):
    """Change of a filed contract; `filing_number` is 备案编号."""

    filing_number: str | None = Text
    filed: Day = None
    what: str | None = LongText
    before: str | None = LongText
    after: str | None = LongText
    why: str | None = LongText
    effect: str | None = LongText
    remedy: Literal["supplement", "new_contract"] | None = None
    signed: Day = None  # of what supplements the contract


class Certification(Part):
    """Application for certification; the body decides on its form."""

    body: str | None = Text
    applicant_role: Literal["境内个人信息处理者", "境外处理者的境内专门机构或者指定代表"] | None = None
    representative: str | None = Text
    representative_address: str | None = Text
    rules: str | None = LongText
    binding_document: str | None = Text
    pi_officer: str | None = Text


class NegativeList(Part):
    """Use of a negative list of a free-trade zone."""

    zone: str | None = Text
    list_title: str | None = Text
    scenario: str | None = Text
    row: str | None = Text
    hit: Literal["not_covered", "must_assess", "must_contract", "off_list"] | None = None
    judgement: str | None = LongText


class Exemption(Part):
    """Why a transfer needs no procedure; `reason` as the path rules name it."""

    reason: Literal["treaty", "art3", "art4", "art5_1", "art5_2", "art5_3", "art5_4", "art6"] | None = None
    grounds: str | None = LongText
    channel: str | None = LongText
