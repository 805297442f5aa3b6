"""A filing and the path rules: the facts that the rules judge by, a filing begun from them, the kind of a verdict.

A fact that was not said stays unknown. One person may have plain and sensitive data: where the law leaves open as which
he counts, he counts as both, so that `pi_count` is the whole number of persons.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from copilot.filing.facts import Filing, FilingKind
from copilot.filing.procedures import Exemption
from copilot.filing.transfers import Scene
from copilot.rules.facts import Facts
from copilot.rules.result import PathResult

# What makes a transfer exempt, as the facts of the rules.
_REASONS: dict[str, dict[str, Any]] = {
    "treaty": {"treaty": True},
    "art3": {"contains_pi": False, "contains_important_data": False},
    "art4": {"overseas_origin": True, "domestic_data_introduced": False},
    "art5_1": {"contract_necessary": True},
    "art5_2": {"hr_necessary": True, "hr_rules": True, "hr_collective_contract": True},
    "art5_3": {"emergency": True},
}
_PERSONAL_ONLY = frozenset({"standard_contract", "certification", "contract_change", "gba_hk"})
# The kinds of filing that fit a verdict; the first is the one to begin with.
FITTING: dict[str, tuple[FilingKind, ...]] = {
    "security_assessment": ("security_assessment", "extension"),
    "contract_or_certification": ("standard_contract", "certification", "contract_change", "gba_hk"),
    "exempt": ("exempt", "negative_list"),
}


def facts_of(filing: Filing, kind: FilingKind | None = None) -> Facts:
    """What the path rules may know of the filing; each scene an activity where the total was not said.

    Args:
        filing: what was said so far.
        kind: of filing: what a standard contract is for is personal information; None: not chosen yet.
    """
    scenes = [_scene(filing, scene, kind) for scene in filing.scenes]
    whole: dict[str, Any] = {"is_export": True, "is_ciio": filing.exporter.is_ciio}
    whole |= {"region": _short(filing.exporter.registered_at), "sector": _short(filing.exporter.industry)}
    if kind == "gba_hk":
        whole["gba"] = True
    if zone := filing.negative_list.zone:
        whole |= {"ftz": _short(zone), "negative_list_hit": filing.negative_list.hit}
    if len(scenes) == 1:
        return Facts(**whole | scenes[0])
    for name in ("contains_pi", "contains_important_data", "important_data_notified", "under14"):
        whole[name] = _any(one[name] for one in scenes)
    whole |= {
        name: value for name, value in _REASONS.get(filing.exemption.reason or "", {}).items() if kind == "exempt"
    }
    totals = filing.totals
    whole |= {"pi_count": totals.persons_year, "pi_count_to_date": totals.persons_sent}
    none_sensitive = all(one["sensitive_pi_count"] == 0 for one in scenes) and bool(scenes)
    whole["sensitive_pi_count"] = 0 if none_sensitive else totals.sensitive_persons_year
    return Facts(**whole, activities=tuple(Facts(**one) for one in scenes) or None)


def begin(facts: Facts, kind: FilingKind | None = None) -> Filing:
    """A filing with what the facts say, each activity a scene; what they leave open stays open."""
    activities = facts.activities or (facts,)
    several = len(activities) > 1
    scenes, recipients = [], []
    for number, one in enumerate(activities, 1):
        region = one.recipient_region or facts.recipient_region
        scenes.append(_begun(one, facts, number))
        if region:
            recipients.append({"id": f"r{number}", "country": region})
            scenes[-1]["recipients"] = [f"r{number}"]
    data: dict[str, Any] = {
        "kind": kind,
        "exporter": {"is_ciio": facts.is_ciio, "registered_at": facts.region, "industry": facts.sector},
        "scenes": scenes,
        "recipients": recipients,
        "negative_list": {"zone": facts.ftz, "hit": facts.negative_list_hit} if facts.negative_list_hit else {},
    }
    if several:
        none_sensitive = all(one.sensitive_pi_count == 0 for one in activities)
        sensitive = 0 if none_sensitive else facts.sensitive_pi_count
        data["totals"] = {
            "persons_year": _persons(facts.pi_count, sensitive),
            "persons_sent": _persons(facts.pi_count_to_date, 0 if sensitive == 0 else facts.sensitive_pi_count_to_date),
            "sensitive_persons_year": sensitive,
        }
    return Filing.parse(data)


def kind_of(result: PathResult, facts: Facts | None = None) -> FilingKind | None:
    """The kind of filing that a verdict calls for; None where it calls for none, or is still open."""
    if result.path == "exempt" and "art6" in result.reasons:
        return "negative_list"
    if result.path == "contract_or_certification" and facts is not None and facts.gba:
        return "gba_hk"
    fitting = FITTING.get(result.path)
    return fitting[0] if fitting else None


def exemption_of(result: PathResult) -> Exemption:
    """The reason of an exemption as the filing names it; empty where the verdict gives none."""
    known = [reason for reason in result.reasons if reason in (*_REASONS, "art5_4", "art6")]
    return Exemption.model_validate({"reason": known[0]}) if result.path == "exempt" and known else Exemption()


def _scene(filing: Filing, scene: Scene, kind: FilingKind | None) -> dict[str, Any]:
    personal = _among(scene, "个人信息")
    if kind in _PERSONAL_ONLY and personal is None:
        personal = True
    important = _among(scene, "重要数据")
    sensitive = 0 if scene.sensitive is False or personal is False else scene.sensitive_persons_year
    countries = {r.country for r in filing.recipients_of(scene) if r.country}
    found: dict[str, Any] = {
        "contains_pi": personal,
        "contains_important_data": important,
        "important_data_notified": True if important and scene.important_authority else None,
        "under14": False if scene.minors is None and sensitive == 0 else scene.minors,  # their data is all sensitive
        "pi_count": 0 if personal is False else scene.persons_year,
        "pi_count_to_date": None if personal is False else scene.persons_sent,
        "sensitive_pi_count": sensitive,
        "purpose": (scene.purpose or "")[:2000] or None,
        "legal_basis": scene.legal_basis,
        "recipient_region": _short("、".join(sorted(countries))),
    }
    reason = _REASONS.get(filing.exemption.reason or "", {}) if kind == "exempt" else {}
    return found | {name: value for name, value in reason.items() if found.get(name) is None}


def _begun(one: Facts, whole: Facts, number: int) -> dict[str, Any]:
    personal = one.contains_pi if one.contains_pi is not None else whole.contains_pi
    important = one.contains_important_data
    important = important if important is not None else whole.contains_important_data
    sensitive = one.sensitive_pi_count
    return {
        "id": f"s{number}",
        "purpose": one.purpose,
        "data_types": [t for t, held in (("个人信息", personal), ("重要数据", important)) if held],
        "persons_year": _persons(one.pi_count, sensitive),
        "persons_sent": _persons(one.pi_count_to_date, 0 if sensitive == 0 else one.sensitive_pi_count_to_date),
        "sensitive_persons_year": sensitive,
        "sensitive": None if sensitive is None else sensitive > 0,
        "minors": one.under14,
        "legal_basis": (basis := one.legal_basis or whole.legal_basis),
        "legal_ground": _ground(one, whole) if basis == "13(二)" else None,
    }


def _ground(one: Facts, whole: Facts) -> str | None:
    """Which of the two grounds of 个人信息保护法第十三条第一款第二项 the facts tell; None where neither or both."""
    told = {
        "contract": one.contract_necessary if one.contract_necessary is not None else whole.contract_necessary,
        "hr": one.hr_necessary if one.hr_necessary is not None else whole.hr_necessary,
    }
    held = [ground for ground, yes in told.items() if yes]
    return held[0] if len(held) == 1 else None


def _persons(plain: int | None, sensitive: int | None) -> int | None:
    """All persons, where the rules' two counts tell: they overlap by nobody knows how many."""
    if plain == 0:
        return sensitive
    return plain if sensitive == 0 else None


def _among(scene: Scene, kind: str) -> bool | None:
    return kind in scene.data_types if scene.data_types else None


def _any(said: Iterable[bool | None]) -> bool | None:
    """Yes where one says yes, no where all say no, else unknown."""
    found = list(said)
    if True in found:
        return True
    return None if not found or None in found else False


def _short(text: str | None) -> str | None:
    return text[:200] or None if text else None
