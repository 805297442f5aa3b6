"""What an enterprise says once about its filing: typed, versioned, shared by every paper.

Nothing here is presumed. None means "not said yet" and becomes a visible placeholder in a paper; an empty list means
"not said yet" too, where `none_of` says that there are none. Numbers of persons are natural persons, de-duplicated.
Source of the fields: 数据出境安全评估申报指南（第三版） 附件2 to 附件5, 个人信息出境标准合同（范本） and
个人信息出境标准合同备案指南（第二版）, as `knowledge_base/filing/questionnaire.yaml` cites them field by field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

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
Text = Annotated[str | None, Field(default=None, max_length=500)]
LongText = Annotated[str | None, Field(default=None, max_length=20_000)]
Count = Annotated[int | None, Field(default=None, ge=0, le=MAX_PERSONS)]
Percent = Annotated[float | None, Field(default=None, ge=-100, le=100_000, allow_inf_nan=False)]
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

    name: Text
    post: Text
    nationality: Text
    phone: Text
    email: Text
    id_type: IdType | None = None
    id_number: Text


class Officer(Person):
    """The person in charge of data security, with the body he or she heads; `staff` persons work there."""

    body: Text
    staff: Count


class Holding(Part):
    """A shareholder or an investment; `share` in per cent."""

    name: Text
    share: Percent
    note: Text


class Asset(Part):
    """A data asset of the exporter; `level` as its own grading names it."""

    name: Text
    level: Text
    volume: Text


class Penalty(Part):
    """A penalty, an investigation or a rectification of the last two years."""

    day: Day = None
    authority: Text
    matter: LongText
    mended: LongText


class Exporter(Part):
    """Who sends. `scale`: natural persons whose data it handles; `code`: 统一社会信用代码."""

    name: Text
    nature: Literal["政府部门", "事业单位", "企业", "社会组织", "其他"] | None = None
    nature_other: Text
    ownership: Literal["内资", "外资", "中外合资", "港澳台资", "其他"] | None = None
    ownership_other: Text
    code: Text
    registered_at: Text
    office_at: Text
    contact: Text
    phone: Text
    email: Text
    website: Text
    is_ciio: Choice = None
    staff: Count
    scale: Count
    founded: Day = None
    industry: Text
    shareholders: tuple[Holding, ...] = Field(default=(), max_length=MAX_ITEMS)
    controller: Text
    investments: tuple[Holding, ...] = Field(default=(), max_length=MAX_ITEMS)
    no_investments: Choice = None
    organisation: LongText
    business: LongText
    assets: tuple[Asset, ...] = Field(default=(), max_length=MAX_ITEMS)
    pi_body: Text
    compliance: LongText
    penalties: tuple[Penalty, ...] = Field(default=(), max_length=MAX_ITEMS)
    no_penalties: Choice = None


class Environment(Part):
    """Law and practice where a recipient is. `government_access`: what authorities there may demand, in own words."""

    laws: LongText
    government_access: LongText
    regulator: Text
    joined: Text
    past_requests: LongText
    effect: LongText


class Recipient(Part):
    """Who receives; `id` is how scenes name it. `relation` to the exporter: parent, supplier, customer."""

    id: str = Field(min_length=1, max_length=60)
    name: Text
    country: Text
    address: Text
    business: Text
    head: Text
    head_post: Text
    contact: Text
    phone: Text
    email: Text
    relation: Text
    use: LongText
    management: LongText
    technique: LongText
    certificates: LongText
    history: LongText
    environment: Environment = Environment()


class Item(Part):
    """A row of the table of data items."""

    name: str = Field(min_length=1, max_length=200)
    description: Text
    necessity: LongText
    example: Text
    note: Text
    category: Text
    sensitive: Choice = None


class Onward(Part):
    """A third party abroad that the recipient passes data on to."""

    name: Text
    country: Text
    purpose: Text
    safeguard: LongText


class Scene(Part):
    """One transfer. `persons_*`: natural persons; `year1` to `year3`: forecast of the next three years, each.

    `persons_sent`: sent this year so far; `persons_year`: this year whole, sent and planned.
    """

    id: str = Field(min_length=1, max_length=60)
    name: Text
    brief: Annotated[str | None, Field(default=None, max_length=2000)]
    business: LongText
    purpose: LongText
    scope: LongText
    processing: LongText
    method: Method | None = None
    method_other: Text
    frequency: Text
    sectors: tuple[str, ...] = Field(default=(), max_length=20)
    data_types: tuple[DataType, ...] = Field(default=(), max_length=2)
    important_authority: Text
    important_size: Annotated[float | None, Field(default=None, ge=0, allow_inf_nan=False)]
    important_unit: SizeUnit | None = None
    sensitive: Choice = None
    minors: Choice = None
    persons_sent: Count
    persons_year: Count
    sensitive_persons_year: Count
    year1: Count
    year2: Count
    year3: Count
    persons_relation: LongText
    legal_basis: LegalBasis | None = None
    consent: LongText
    notice: LongText
    legality: LongText
    necessity: LongText
    items: tuple[Item, ...] = Field(default=(), max_length=MAX_ITEMS)
    recipients: tuple[str, ...] = Field(default=(), max_length=200)
    systems: LongText
    domestic_storage: LongText
    domestic_domain: Text
    domestic_address: Text
    overseas_domain: Text
    overseas_address: Text
    encryption: Text
    overseas_place: Text
    overseas_system: Text
    stored_from: Day = None
    stored_until: Day = None
    after_storage: LongText
    onward: tuple[Onward, ...] = Field(default=(), max_length=200)
    no_onward: Choice = None
    automated_decisions: Choice = None


class Evidence(Part):
    """Proof that the safeguards work: classified protection, certification, audit; `level` as it is written there."""

    type: Text
    number: Text
    day: Day = None
    level: Text


class Safeguards(Part):
    """What protects the data at the exporter's."""

    organisation: LongText
    policies: LongText
    classification: LongText
    emergency: LongText
    training: LongText
    rights: LongText
    collection: LongText
    storage: LongText
    use: LongText
    transfer: LongText
    deletion: LongText
    audit: LongText
    access_control: LongText
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=200)
    no_evidence: Choice = None


class Assessment(Part):
    """The self-assessment or PIPIA as an activity."""

    began: Day = None
    ended: Day = None
    team: LongText
    process: LongText
    method: LongText
    third_party: Text
    third_party_role: LongText
    no_third_party: Choice = None
    found: LongText
    mended: LongText


class Authority(Part):
    """How long the agent may act."""

    began: Day = None
    until: Day = None


class Points(Part):
    """Where the legal document says each of the six things that 数据出境安全评估办法第九条 asks; a clause or a page."""

    purpose: Text
    storage: Text
    onward: Text
    changes: Text
    breach: Text
    incident: Text


class Contract(Part):
    """The contract with the recipient. `court` or `arbitration`: what was agreed for disputes."""

    title: Text
    signed: Day = None
    effective: Day = None
    main_contract: Text
    main_contract_day: Day = None
    measures: LongText
    notice_days: Count
    rights_contact: Text
    rights_phone: Text
    rights_email: Text
    dispute: Literal["arbitration", "court"] | None = None
    institution: Text
    seat: Text
    copies: Count
    copies_each: Count
    place: Text
    additional: LongText
    points: Points = Points()


class Extension(Part):
    """Application to extend a result (申报指南（第三版） 附件5); growth in per cent against the last three years."""

    case_number: Text
    result_day: Day = None
    legal_document_fits: Choice = None
    purpose_unchanged: Choice = None
    parties_unchanged: Choice = None
    links_unchanged: Choice = None
    use_unchanged: Choice = None
    persons_growth: Percent
    important_growth: Percent
    no_important_data: Choice = None
    safeguards: LongText
    recipient_performance: LongText
    carried_out: LongText
    incidents: LongText
    identity_unchanged: Choice = None


class Change(Part):
    """Change of a filed contract; `filing_number` is 备案编号."""

    filing_number: Text
    filed: Day = None
    what: LongText
    why: LongText
    effect: LongText
    remedy: Literal["supplement", "new_contract"] | None = None


class Certification(Part):
    """Application for certification; the body decides on its form."""

    body: Text
    applicant_role: Literal["境内个人信息处理者", "境外处理者的境内专门机构或者指定代表"] | None = None
    representative: Text
    representative_address: Text
    rules: LongText
    binding_document: Text
    pi_officer: Text


class NegativeList(Part):
    """Use of a negative list of a free-trade zone."""

    zone: Text
    list_title: Text
    scenario: Text
    row: Text
    hit: Literal["not_covered", "must_assess", "must_contract", "off_list"] | None = None
    judgement: LongText


class Exemption(Part):
    """Why a transfer needs no procedure; `reason` as the path rules name it."""

    reason: Literal["treaty", "art3", "art4", "art5_1", "art5_2", "art5_3", "art5_4", "art6"] | None = None
    grounds: LongText
    channel: LongText


class Section(Part):
    """A section of prose that a person wrote or kept. `facts`: digest of the facts it was written from."""

    text: str = Field(max_length=50_000)
    by: Literal["facts", "model", "person"] = "person"
    locked: bool = False
    facts: str | None = None


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
    recipients_summary: LongText
    scenes: tuple[Scene, ...] = Field(default=(), max_length=100)
    safeguards: Safeguards = Safeguards()
    assessment: Assessment = Assessment()
    pipia: Assessment = Assessment()
    contract: Contract = Contract()
    extension: Extension = Extension()
    change: Change = Change()
    certification: Certification = Certification()
    negative_list: NegativeList = NegativeList()
    exemption: Exemption = Exemption()
    other: LongText
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
                hint="请按 compliance-copilot schema filing 的字段改正；不知道的写 null",
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
