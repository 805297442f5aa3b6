"""The lawyer's cases of `tests/rules/cases_refiling` and `cases_renewal`, read strictly."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from copilot.domain import Basis
from copilot.law import yaml_file

HERE = Path(__file__).parent


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ChangeExpect(_Strict):
    """What a lawyer expects of a change; lists name what must (`include`) or must not (`lack`) be there."""

    verdict: str
    possible: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    basis_include: tuple[Basis, ...] = ()
    basis_lack: tuple[Basis, ...] = ()
    missing_include: tuple[str, ...] = ()
    obligations_include: tuple[str, ...] = ()
    obligations_lack: tuple[str, ...] = ()
    stop_include: tuple[str, ...] = ()
    stop_lack: tuple[str, ...] = ()
    papers: str | None = None
    note_has: str = ""


class RenewalExpect(_Strict):
    """What a lawyer expects of a renewal; `conditions` by id, for the first scene."""

    state: str
    verdict: str
    window_opens: dt.date | None = None
    apply_by: dt.date | None = None
    recommended_by: dt.date | None = None
    no_recommended: bool = False
    expiries: tuple[dt.date, ...] = ()
    conditions: dict[str, str] = Field(default_factory=dict)
    conditions_lack: tuple[str, ...] = ()
    missing_include: tuple[str, ...] = ()
    obligations_include: tuple[str, ...] = ()
    basis_include: tuple[Basis, ...] = ()
    headline_has: str = ""
    note_has: str = ""


Expect = TypeVar("Expect", bound=BaseModel)


class Case(_Strict, Generic[Expect]):
    """One story with its filing, day, expectation and reason."""

    id: str = Field(pattern=r"^[A-Z]{2}-\d{3}$")
    story: str = Field(min_length=4)
    as_of: dt.date
    filing: dict[str, Any]
    changes: tuple[dict[str, Any], ...] = ()
    facts: dict[str, Any] | None = None
    expect: Expect
    why: str = Field(min_length=2)
    checked: str = Field(pattern=r"^\d{4}-\d{2}-\d{2} (原文|转述|推断)$")

    def __str__(self) -> str:
        return self.id


class CaseFile(_Strict, Generic[Expect]):
    """One file of cases."""

    title: str
    cases: tuple[Case[Expect], ...] = Field(min_length=1)


@cache
def cases(folder: str, expect: type[Expect]) -> tuple[Case[Expect], ...]:
    """Every case of a folder.

    Raises:
        ValueError: a fault in the YAML, an unknown key, or two cases with one id.
    """
    found: list[Case[Expect]] = []
    for path in sorted((HERE / folder).glob("*.yaml")):
        parsed = yaml_file.parse(path.name, path.read_bytes())
        if parsed.faults:
            raise ValueError("\n".join(f"{path.name}:{fault.line}: {fault.message}" for fault in parsed.faults))
        found += CaseFile[expect].model_validate(parsed.value).cases  # type: ignore[valid-type]
    ids = [case.id for case in found]
    if doubles := sorted({i for i in ids if ids.count(i) > 1}):
        raise ValueError(f"编号重复：{doubles}")
    return tuple(found)
