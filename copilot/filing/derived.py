"""Values that code works out of what was said: sums of years, names of items, and what one recipient gets.

Persons are never added up over scenes, since one person may be in several.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from copilot.filing.contracts import has_own
from copilot.filing.facts import Filing
from copilot.filing.transfers import Scene

At = tuple[int, ...]
YEARS = ("year1", "year2", "year3")


def _scene(filing: Filing, at: At) -> Scene | None:
    return filing.scenes[at[0]] if at and at[0] < len(filing.scenes) else None


def _counted(filing: Filing, scene: int, key: str) -> int | None:
    """A number of a scene; the three years are the total said for the only scene, else the sum of what was said for
    each year."""
    one = _scene(filing, (scene,))
    if key == "three_years" and len(filing.scenes) == 1 and filing.totals.three_years is not None:
        return filing.totals.three_years
    if one is None or key != "three_years":
        return getattr(one, key) if one else None
    years = [y for y in (one.year1, one.year2, one.year3) if y is not None]
    return sum(years) if len(years) == len(YEARS) else None


def _asked(scene: int, key: str) -> tuple[str, ...]:
    return tuple(f"scenes[{scene}].{one}" for one in (YEARS if key == "three_years" else (key,)))


def scenes_of(filing: Filing, recipient: int) -> tuple[int, ...]:
    """Which scenes a recipient takes part in, by their places."""
    if recipient >= len(filing.recipients):
        return ()
    one = filing.recipients[recipient]
    return tuple(n for n, scene in enumerate(filing.scenes) if one in filing.recipients_of(scene))


@dataclass(frozen=True)
class Derived:
    """A value that code works out of others. `sources`: the fields that are asked for where it cannot."""

    label: str
    value: Callable[[Filing, At], Any]
    sources: Callable[[Filing, At], tuple[str, ...]]


def _three_years() -> Derived:
    return Derived(
        "未来三年预计出境自然人数量",
        lambda filing, at: _counted(filing, at[0], "three_years"),
        lambda filing, at: _asked(at[0], "three_years"),
    )


def _items(label: str, *, sensitive: bool) -> Derived:
    """Names of the data items of a scene, each once."""

    def items(filing: Filing, at: At) -> tuple[str, ...] | str | None:
        scene = _scene(filing, at)
        names = tuple(
            dict.fromkeys(i.name for i in (scene.items if scene else ()) if i.name and (i.sensitive or not sensitive))
        )
        return names or ("不涉及" if sensitive and scene and scene.sensitive is False else None)

    keys = ("sensitive", "items") if sensitive else ("items",)
    return Derived(label, items, lambda filing, at: tuple(f"scenes[{at[0]}].{key}" for key in keys))


def _total(label: str, key: str) -> Derived:
    """All scenes together: as said, else the only scene's; never a sum, since scenes may share persons."""

    def total(filing: Filing, at: At) -> int | None:
        said: int | None = getattr(filing.totals, key)
        return said if said is not None or len(filing.scenes) != 1 else _counted(filing, 0, key)

    return Derived(label, total, lambda filing, at: (f"totals.{key}",) if len(filing.scenes) > 1 else _asked(0, key))


def _received(label: str, key: str) -> Derived:
    """What one recipient gets: as said, its only scene's number, or the total where it takes part in every scene."""

    def received(filing: Filing, at: At) -> int | None:
        said = getattr(filing.recipients[at[0]].totals, key) if at[0] < len(filing.recipients) else None
        scenes = scenes_of(filing, at[0])
        if said is not None or not scenes:
            return said
        if len(scenes) == 1:
            return _counted(filing, scenes[0], key)
        return getattr(filing.totals, key) if len(scenes) == len(filing.scenes) else None

    def asked(filing: Filing, at: At) -> tuple[str, ...]:
        scenes = scenes_of(filing, at[0])
        if len(scenes) > 1 and len(scenes) == len(filing.scenes):
            return (f"totals.{key}",)
        return _asked(scenes[0] if scenes else 0, key) if len(scenes) < 2 else (f"recipients[{at[0]}].totals.{key}",)

    return Derived(label, received, asked)


def _ground() -> Derived:
    """Which of the two grounds of 第十三条第一款第二项 a scene has: as said, else the one that the exemption names."""
    exempted = {"art5_1": "contract", "art5_2": "hr"}

    def ground(filing: Filing, at: At) -> str | None:
        one = _scene(filing, at[0:1])
        said = one.legal_ground if one else None
        return said or (exempted.get(filing.exemption.reason or "") if filing.kind == "exempt" else None)

    return Derived("依据是履行合同还是人力资源管理", ground, lambda filing, at: (f"scenes[{at[0]}].legal_ground",))


def _several() -> Derived:
    """Whether one of several recipients has a contract of its own."""
    return Derived(
        "是否分别订立合同",
        lambda filing, at: len(filing.recipients) > 1 and any(map(has_own, filing.recipients)),
        lambda filing, at: tuple(f"recipients[{n}].own_contract" for n in range(len(filing.recipients))),
    )


_NUMBERS = {
    "persons_sent": "当年已出境自然人数量",
    "persons_year": "当年出境自然人数量",
    "sensitive_persons_year": "当年出境敏感个人信息的自然人数量",
    "three_years": "未来三年预计出境自然人数量",
}
DERIVED: Mapping[str, Derived] = {
    "contract.several": _several(),
    "scenes[].legal_ground": _ground(),
    "scenes[].three_years": _three_years(),
    "scenes[].categories": _items("出境个人信息种类", sensitive=False),
    "scenes[].sensitive_categories": _items("出境敏感个人信息种类", sensitive=True),
    **{f"totals.{key}": _total(label, key) for key, label in _NUMBERS.items()},
    **{f"recipients[].{key}": _received("向该接收方的" + label, key) for key, label in _NUMBERS.items()},
}
