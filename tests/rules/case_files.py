"""The lawyer's cases of `tests/rules/cases/*.yaml`, read strictly.

A file has a `title`, facts `common` to its cases (and to each `activity`), and `cases`; a case says its facts, the
day, what is expected and why. `omit` names common facts that the story leaves unsaid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from copilot.domain import Basis
from copilot.law import yaml_file

CASES = Path(__file__).parent / "cases"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Beside(_Strict):
    """A permit or prohibition that must be named, with the statuses that would be right."""

    basis: str
    status: tuple[str, ...] = Field(min_length=1)


class Expect(_Strict):
    """What a lawyer expects; every list names things that must (`include`) or must not (`lack`) be there."""

    path: str | None = None
    path_in: tuple[str, ...] = Field(default=(), description="where sources leave room; may hold `refused`")
    refused: tuple[str, ...] = Field(default=(), description="the message names one of these fields")
    reasons_include: tuple[str, ...] = ()
    reasons_lack: tuple[str, ...] = ()
    basis_include: tuple[Basis, ...] = ()
    basis_lack: tuple[Basis, ...] = ()
    missing_first: str | None = None
    missing_include: tuple[str, ...] = ()
    missing_lack: tuple[str, ...] = ()
    assumptions_include: tuple[str, ...] = ()
    blockers_include: tuple[Beside, ...] = ()
    blockers_lack: tuple[str, ...] = ()
    no_blockers: bool = False
    obligations_include: tuple[str, ...] = ()
    obligations_lack: tuple[str, ...] = ()
    options_include: tuple[str, ...] = ()
    options_lack: tuple[str, ...] = ()
    materials_include: tuple[str, ...] = ()
    materials_lack: tuple[str, ...] = ()
    what_if_include: tuple[str, ...] = ()
    what_if_lack: tuple[str, ...] = ()
    headline_has: tuple[str, ...] = ()
    headline_lacks: tuple[str, ...] = ()
    mentions: tuple[str, ...] = Field(default=(), description="words that stand somewhere in the result")
    scope: str | None = None
    asks: bool = False
    per_activity: tuple[str, ...] = ()


class Case(_Strict):
    """One story with its facts, day, expectation and reason."""

    id: str = Field(pattern=r"^[A-Z0-9]{2,4}-\d{3}$")
    story: str = Field(min_length=4)
    as_of: dt.date
    facts: dict[str, Any]
    omit: tuple[str, ...] = ()
    expect: Expect
    why: str = Field(min_length=4)
    checked: str = Field(pattern=r"^\d{4}-\d{2}-\d{2} (原文|转述|推断)$")

    def __str__(self) -> str:
        return self.id


class CaseFile(_Strict):
    """One file of cases."""

    title: str
    common: dict[str, Any] = Field(default_factory=dict)
    activity: dict[str, Any] = Field(default_factory=dict)
    cases: tuple[Case, ...] = Field(min_length=1)


def read_cases(name: str, raw: bytes) -> list[Case]:
    """The cases of one file, their facts complete.

    Raises:
        ValueError: a fault in the YAML, an unknown key, a case without a verdict, a fact omitted that is not there.
    """
    parsed = yaml_file.parse(name, raw)
    if parsed.faults:
        raise ValueError("\n".join(f"{name}:{fault.line}: {fault.message}" for fault in parsed.faults))
    file = CaseFile.model_validate(parsed.value)
    return [_complete(case, file, name) for case in file.cases]


def _complete(case: Case, file: CaseFile, name: str) -> Case:
    expect = case.expect
    if sum((expect.path is not None, bool(expect.path_in), bool(expect.refused))) != 1:
        raise ValueError(f"{name}: {case.id} 应恰有 path、path_in、refused 之一")
    if strangers := set(case.omit) - set(file.common):
        raise ValueError(f"{name}: {case.id} 的 omit 不在 common 中：{sorted(strangers)}")
    facts = {key: value for key, value in file.common.items() if key not in case.omit} | case.facts
    if file.activity and "activities" in facts:
        facts["activities"] = [file.activity | activity for activity in facts["activities"]]
    return case.model_copy(update={"facts": facts})


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of the folder.

    Raises:
        ValueError: also where two cases have one id, or one file name repeats another's prefix.
    """
    cases = [case for path in sorted(CASES.glob("*.yaml")) for case in read_cases(path.name, path.read_bytes())]
    ids = [case.id for case in cases]
    if doubles := sorted({i for i in ids if ids.count(i) > 1}):
        raise ValueError(f"编号重复：{doubles}")
    return tuple(cases)


def verdict_cases() -> list[Case]:
    """The cases that get a verdict, not a refusal."""
    return [case for case in all_cases() if not case.expect.refused]


def place(basis: Basis | Mapping[str, Any]) -> str:
    """Instrument and article in one string, e.g. `个人信息保护法第三十九条`."""
    instrument, article = (
        (basis.instrument, basis.article) if isinstance(basis, Basis) else (basis["instrument"], basis["article"])
    )
    return instrument + (article or "")


def covers(found: str, wanted: str) -> bool:
    """Whether a place found is the wanted one or lies within it (`第八条第一款` in `第八条`, not `第八条之一`)."""
    rest = found.removeprefix(wanted)
    return found.startswith(wanted) and (not rest or rest.startswith("第"))
