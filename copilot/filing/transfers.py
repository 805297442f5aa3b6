"""What is sent: one transfer with its data items and those to whom the recipient passes it on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from copilot.filing.part import MAX_ITEMS, Choice, Count, Day, LongText, Part, Text

Method = Literal["公共互联网传输", "跨境专线传输", "公共互联网远程访问", "跨境专线远程访问", "其他"]
DataType = Literal["个人信息", "重要数据"]
SizeUnit = Literal["MB", "GB", "TB"]
LegalBasis = Literal["13(一)", "13(二)", "13(三)", "13(四)", "13(五)", "13(六)", "13(七)"]


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
    legal_ground: Literal["contract", "hr"] | None = None  # of the two in 第十三条第一款第二项
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
