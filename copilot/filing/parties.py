"""Who sends and who receives, and the persons who act for the exporter."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from copilot.filing.part import MAX_ITEMS, Choice, Count, Day, LongText, Part, Percent, Text
from copilot.filing.procedures import Contract

IdType = Literal["居民身份证", "护照", "台湾居民来往大陆通行证", "港澳居民来往内地通行证", "其他"]


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
    """Who receives; `id` is how scenes name it. `relation` to the exporter: parent, supplier, customer.

    `contract`: what differs in the contract with it from the common one; see `copilot.filing.contracts`.
    """

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
    own_contract: Choice = None
    contract: Contract = Contract()
