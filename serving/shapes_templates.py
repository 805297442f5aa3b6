"""Shapes of the official templates over HTTP; a template itself is shown as the command prints it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from copilot.filing.official.shown import PaperState, TemplateShown, TemplateSummary


class TemplatesView(BaseModel):
    """What was loaded; `papers`: of the kind of filing asked about, those that need an official template."""

    templates: list[TemplateSummary]
    papers: list[PaperState]


class TemplatesAdded(BaseModel):
    """What was found in a file. `contract_texts`: loaded for the comparison of contracts too; `notes`: what was not."""

    templates: list[TemplateShown]
    contract_texts: list[dict[str, Any]]
    notes: list[str]


class BlankBody(BaseModel):
    """What to change of a blank. `value`: a path, words with paths in braces, `@hand` or `section:<id>`."""

    model_config = ConfigDict(extra="forbid")

    value: str | None = Field(default=None, max_length=1000)
    keep_hint: bool | None = Field(default=None, description="whether the template's guiding words stay")


class ConfirmBody(BaseModel):
    """What a person confirms. `blanks`: uncertain ones whose proposal is right; `digest`: of the mapping he saw."""

    model_config = ConfigDict(extra="forbid")

    blanks: list[str] = Field(default_factory=list, max_length=2000)
    everything: bool = False
    drop_hints: bool = False
    digest: str | None = Field(default=None, max_length=64)
