"""What an enterprise says once about its filing: typed, versioned, shared by every paper.

Nothing here is presumed. None means "not said yet" and becomes a visible placeholder in a paper; an empty list means
"not said yet" too, where `none_of` says that there are none. Numbers of persons are natural persons, de-duplicated.
Source of the fields: 数据出境安全评估申报指南（第三版） 附件2 to 附件5, 个人信息出境标准合同（范本） and
个人信息出境标准合同备案指南（第二版）, as `knowledge_base/filing/questionnaire.yaml` cites them field by field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copilot.errors import BadInput
from copilot.rules.facts import MAX_PERSONS
from copilot.validation import explain

SCHEMA = "filing/1"
FilingKind = Literal[
    "security_assessment",
    "standard_contract",
    "certification",
    "negative_list",
    "extension",
    "contract_change",
    "gba_hk",
    "exempt",
]
Text = Field(default=None, max_length=500)
LongText = Field(default=None, max_length=20_000)
Count = Field(default=None, ge=0, le=MAX_PERSONS)
Percent = Field(default=None, ge=-100, le=100_000, allow_inf_nan=False)
Day = dt.date | None
IdType = Literal["居民身份证", "护照", "台湾居民来往大陆通行证", "港澳居民来往内地通行证", "其他"]
Method = Literal["公共互联网传输", "跨境专线传输", "公共互联网远程访问", "跨境专线远程访问", "其他"]
DataType = Literal["个人信息", "重要数据"]
SizeUnit = Literal["MB", "GB", "TB"]
LegalBasis = Literal["13(一)", "13(二)", "13(三)", "13(四)", "13(五)", "13(六)", "13(七)"]
Choice = bool | None
MAX_ITEMS = 2000


class BadFiling(BadInput):
    """A questionnaire that cannot be read; the message names the field."""

    code = "bad_filing"


class Part(BaseModel):
    """A part of the questionnaire: unknown keys refused, values immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Person(Part):
    """A person as the forms ask for one; `post` and `nationality` share one cell of the official form."""

    name: str | None = Text
    post: str | None = Text
    nationality: str | None = Text
    phone: str | None = Text
    email: str | None = Text
    id_type: IdType | None = None
    id_number: str | None = Text


class Officer(Person):
    """The person in charge of data security, with the body he or she heads; `staff` persons work there."""

    body: str | None = Text
    staff: int | None = Count


class Holding(Part):
    """A shareholder or an investment; `share` in per cent."""

    name: str | None = Text
    share: float | None = Percent
    note: str | None = Text


class Asset(Part):
    """A data asset of the exporter; `level` as its own grading names it."""

    name: str | None = Text
    level: str | None = Text
    volume: str | None = Text


class Penalty(Part):
    """A penalty, an investigation or a rectification of the last two years."""

    day: Day = None
    authority: str | None = Text
    matter: str | None = LongText
    mended: str | None = LongText


class Exporter(Part):
    """Who sends. `scale`: natural persons whose data it handles; `code`: 统一社会信用代码."""

    name: str | None = Text
    nature: Literal["政府部门", "事业单位", "企业", "社会组织", "其他"] | None = None
    nature_other: str | None = Text
    ownership: Literal["内资", "外资", "中外合资", "港澳台资", "其他"] | None = None
    ownership_other: str | None = Text
    code: str | None = Text
    registered_at: str | None = Text
    office_at: str | None = Text
    contact: str | None = Text
    contact_post: str | None = Text
    phone: str | None = Text
    email: str | None = Text
    website: str | None = Text
    is_ciio: Choice = None
    staff: int | None = Count
    scale: int | None = Count
    founded: Day = None
    industry: str | None = Text
    shareholders: tuple[Holding, ...] = Field(default=(), max_length=MAX_ITEMS)
    controller: str | None = Text
    investments: tuple[Holding, ...] = Field(default=(), max_length=MAX_ITEMS)
    no_investments: Choice = None
    organisation: str | None = LongText
    business: str | None = LongText
    assets: tuple[Asset, ...] = Field(default=(), max_length=MAX_ITEMS)
    pi_body: str | None = Text
    compliance: str | None = LongText
    penalties: tuple[Penalty, ...] = Field(default=(), max_length=MAX_ITEMS)
    no_penalties: Choice = None


class Environment(Part):
    """Law and practice where a recipient is. `government_access`: what authorities there may demand, in own words."""

    laws: str | None = LongText
    government_access: str | None = LongText
    regulator: str | None = Text
    joined: str | None = Text
    past_requests: str | None = LongText
    effect: str | None = LongText


class Totals(Part):
    """Natural persons of several scenes together, de-duplicated: all scenes, or all those of one recipient."""

    persons_sent: int | None = Count
    persons_year: int | None = Count
    sensitive_persons_year: int | None = Count
    three_years: int | None = Count


class Recipient(Part):
    """Who receives; `id` is how scenes name it. `relation` to the exporter: parent, supplier, customer."""

    id: str = Field(min_length=1, max_length=60)
    name: str | None = Text
    country: str | None = Text
    address: str | None = Text
    business: str | None = Text
    head: str | None = Text
    head_post: str | None = Text
    contact: str | None = Text
    contact_post: str | None = Text
    phone: str | None = Text
    email: str | None = Text
    relation: str | None = Text
    use: str | None = LongText
    management: str | None = LongText
    technique: str | None = LongText
    certificates: str | None = LongText
    history: str | None = LongText
    environment: Environment = Environment()
    totals: Totals = Totals()


class Item(Part):
    """A row of the table of data items."""

    name: str | None = Field(default=None, max_length=200)
    description: str | None = Text
    necessity: str | None = LongText
    example: str | None = Text
    note: str | None = Text
    category: str | None = Text
    sensitive: Choice = None
    list_row: str | None = Text  # of a negative list that it falls under; 清单外 where none


class Onward(Part):
    """A third party abroad that the recipient passes data on to."""

    name: str | None = Text
    country: str | None = Text
    purpose: str | None = Text
    safeguard: str | None = LongText


class Scene(Part):
    """One transfer. `persons_*`: natural persons; `year1` to `year3`: forecast of the next three years, each.

    `persons_sent`: sent this year so far; `persons_year`: this year whole, sent and planned.
    """

    id: str = Field(min_length=1, max_length=60)
    name: str | None = Text
    brief: str | None = Field(default=None, max_length=2000)
    business: str | None = LongText
    purpose: str | None = LongText
    scope: str | None = LongText
    processing: str | None = LongText
    method: Method | None = None
    method_other: str | None = Text
    frequency: str | None = Text
    sectors: tuple[str, ...] = Field(default=(), max_length=20)
    data_types: tuple[DataType, ...] = Field(default=(), max_length=2)
    important_authority: str | None = Text
    important_size: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    important_unit: SizeUnit | None = None
    sensitive: Choice = None
    minors: Choice = None
    persons_sent: int | None = Count
    persons_year: int | None = Count
    sensitive_persons_year: int | None = Count
    year1: int | None = Count
    year2: int | None = Count
    year3: int | None = Count
    persons_relation: str | None = LongText
    legal_basis: LegalBasis | None = None
    consent: str | None = LongText
    notice: str | None = LongText
    effect: str | None = LongText  # on the rights of the persons concerned, told where data are sensitive
    legality: str | None = LongText
    necessity: str | None = LongText
    items: tuple[Item, ...] = Field(default=(), max_length=MAX_ITEMS)
    recipients: tuple[str, ...] = Field(default=(), max_length=200)
    systems: str | None = LongText
    domestic_storage: str | None = LongText
    domestic_domain: str | None = Text
    domestic_address: str | None = Text
    overseas_domain: str | None = Text
    overseas_address: str | None = Text
    encryption: str | None = Text
    overseas_place: str | None = Text
    overseas_system: str | None = Text
    stored_from: Day = None
    stored_until: Day = None
    after_storage: str | None = LongText
    onward: tuple[Onward, ...] = Field(default=(), max_length=200)
    no_onward: Choice = None
    automated_decisions: Choice = None


class Evidence(Part):
    """Proof that the safeguards work: classified protection, certification, audit; `level` as it is written there."""

    type: str | None = Text
    number: str | None = Text
    day: Day = None
    level: str | None = Text


class Safeguards(Part):
    """What protects the data at the exporter's."""

    organisation: str | None = LongText
    policies: str | None = LongText
    classification: str | None = LongText
    emergency: str | None = LongText
    training: str | None = LongText
    rights: str | None = LongText
    collection: str | None = LongText
    storage: str | None = LongText
    use: str | None = LongText
    transfer: str | None = LongText
    deletion: str | None = LongText
    audit: str | None = LongText
    access_control: str | None = LongText
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=200)
    no_evidence: Choice = None


class Assessment(Part):
    """The self-assessment or PIPIA as an activity."""

    began: Day = None
    ended: Day = None
    team: str | None = LongText
    process: str | None = LongText
    method: str | None = LongText
    third_party: str | None = Text
    third_party_role: str | None = LongText
    no_third_party: Choice = None
    found: str | None = LongText
    mended: str | None = LongText


class Authority(Part):
    """How long the agent may act."""

    began: Day = None
    until: Day = None


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


class Rest(Part):
    """A place in the law that a kept sentence rests on."""

    instrument: str = Field(max_length=500)
    article: str | None = Text


class Sentence(Part):
    """A sentence of a model with what it rests on: paths of facts, places in the law."""

    text: str = Field(max_length=2000)
    paths: tuple[str, ...] = Field(default=(), max_length=100)
    basis: tuple[Rest, ...] = Field(default=(), max_length=20)


class Section(Part):
    """A section of prose that a person wrote or kept, with what it was written from.

    By a person it is the whole section, by a model what it adds to the facts, in `sentences` with their sources.
    `facts`: digest of the facts; `values`: how they were worded then, by path.
    """

    text: str = Field(max_length=50_000)
    by: Literal["facts", "model", "person"] = "person"
    locked: bool = False
    facts: str | None = None
    values: dict[str, str] = Field(default_factory=dict, max_length=MAX_ITEMS)
    sentences: tuple[Sentence, ...] = Field(default=(), max_length=100)


class Filing(Part):
    """All that the papers of a filing are made from. `filed_on`: the day on which it is to be handed in."""

    schema_: Literal["filing/1"] = Field(default="filing/1", alias="schema")
    kind: FilingKind | None = None
    filed_on: Day = None
    exporter: Exporter = Exporter()
    legal_rep: Person = Person()
    no_legal_rep: Choice = None
    officer: Officer = Officer()
    agent: Person = Person()
    authority: Authority = Authority()
    recipients: tuple[Recipient, ...] = Field(default=(), max_length=200)
    recipients_summary: str | None = LongText
    scenes: tuple[Scene, ...] = Field(default=(), max_length=100)
    totals: Totals = Totals()
    safeguards: Safeguards = Safeguards()
    assessment: Assessment = Assessment()
    pipia: Assessment = Assessment()
    contract: Contract = Contract()
    extension: Extension = Extension()
    change: Change = Change()
    certification: Certification = Certification()
    negative_list: NegativeList = NegativeList()
    exemption: Exemption = Exemption()
    other: str | None = LongText
    sections: dict[str, Section] = Field(default_factory=dict, max_length=500)
    unknown: tuple[str, ...] = Field(default=(), max_length=MAX_ITEMS)  # paths answered "don't know yet"

    @staticmethod
    def parse(value: Mapping[str, Any]) -> Filing:
        """The questionnaire of a JSON object; dates as `2026-11-23`, numbers of persons as whole numbers.

        Raises:
            BadFiling: a key or value that cannot be used; every message names the field by its path.
        """
        try:
            return Filing.model_validate(value)
        except ValidationError as error:
            chinese, english = explain(error.errors(), whole="问卷")
            raise BadFiling(
                f"申报问卷有误：{chinese}",
                hint="请按 compliance-copilot schema questionnaire 的字段改正；不知道的写 null",
                en=english,
            ) from error

    def dump(self) -> dict[str, Any]:
        """As JSON: only what was said, dates as text."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"schema": SCHEMA}

    def recipient(self, key: str) -> Recipient | None:
        """The recipient that a scene names by its id."""
        return next((one for one in self.recipients if one.id == key), None)

    def recipients_of(self, scene: Scene) -> tuple[Recipient, ...]:
        """The recipients of a scene in the order given; with none named and one recipient in all, that one."""
        named = tuple(one for key in scene.recipients if (one := self.recipient(key)) is not None)
        return named or (self.recipients if len(self.recipients) == 1 and not scene.recipients else ())
