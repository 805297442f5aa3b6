"""What the parts of a filing share: the base of their shapes, and the types of their fields."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field

from copilot.rules.facts import MAX_PERSONS

Text = Field(default=None, max_length=500)
LongText = Field(default=None, max_length=20_000)
Count = Field(default=None, ge=0, le=MAX_PERSONS)
Percent = Field(default=None, ge=-100, le=100_000, allow_inf_nan=False)
Day = dt.date | None
Choice = bool | None
MAX_ITEMS = 2000


class Part(BaseModel):
    """A part of the questionnaire: unknown keys refused, values immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
