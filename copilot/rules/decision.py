"""The order of the decision, as pure functions over what is known of a transfer and the law of one day.

First whether it is an export at all, then what forbids or overrides (secrets, foreign requests, important data, state
organs, treaties), then the exemptions, then a zone's negative list, then who and how many. Three regimes: without
procedures (before 2022-09-01), 数据出境安全评估办法 (2022-09-01 on), 促进和规范数据跨境流动规定 (2024-03-22 on).
"""

from __future__ import annotations

from copilot.rules.explore import Open
from copilot.rules.law import Law, Zone
from copilot.rules.view import INFINITE, Outcome, Range, View, compared, pieces, tier

UNNAMED_ZONE = "未说明名称的地区"
NO_ZONE = "不在任何适用负面清单的地区"
TOLD, TOLD_EN = "用户自述", "as the user says"
EXEMPTIONS = {
    "art5_1": ("contract", ("contract_necessary",)),
    "art5_2": ("hr", ("hr_necessary", "hr_rules", "hr_collective_contract")),
    "art5_3": ("emergency", ("emergency",)),
}


def decide_transfer(view: View, law: Law) -> Outcome | None:
    """The verdict on one transfer by what it is and who sends it; None where only the number of persons decides."""
    if not view.note("export", view.yes("is_export", first=True), "is_export"):
        return view.end("not_export", "not_export")
    if view.note("state_secret", view.yes("contains_state_secret_or_core_data"), "contains_state_secret_or_core_data"):
        return view.end("approval_required", "state_secret_or_core_data")
    if law.foreign_requests:
        asked = view.yes("foreign_judicial_request")
        if view.note("foreign_request", asked, "foreign_judicial_request"):
            return view.end("approval_required", "foreign_judicial_request")
    return _by_provisions(view, law) if law.provisions else _by_measures(view, law)


def _by_provisions(view: View, law: Law) -> Outcome | None:
    """促进和规范数据跨境流动规定 (2024-03-22 on)."""
    if view.note("important_data", _notified(view), "contains_important_data", "important_data_notified"):
        if view.get("is_ciio"):
            view.note("important_data_ciio", True, "is_ciio")
        if view.get("negative_list_hit") == "must_assess":
            view.note("negative_list_assess", True, "ftz", "negative_list_hit", note=TOLD, note_en=TOLD_EN)
        return view.end("security_assessment", "important_data")
    outcome = _organ_or_treaty(view, law)
    if outcome:
        return outcome
    if view.get("contains_important_data"):
        view.note("important_data_not_notified", True, "contains_important_data", "important_data_notified")
    if view.note("no_personal_data", not view.has_pi(), "contains_pi"):
        listed = view.get("ftz") and view.get("negative_list_hit") == "must_assess"
        return (_by_list(view, law) if listed else None) or view.end("exempt", "art3")
    if view.note("transit", _transit(view), "overseas_origin", "domestic_data_introduced"):
        return view.end("exempt", "art4")
    reason = _exemption(view)
    if reason:
        return view.end("exempt", reason)
    return _by_list(view, law) or _ciio(view)


def _notified(view: View) -> bool:
    """Whether the data must be declared as important data: told by an authority or on a published list."""
    value = view.get("important_data_notified")
    if value is None and view.get("contains_important_data") is False:
        return False
    return view.yes("important_data_notified") if value is None else bool(value)


def _organ_or_treaty(view: View, law: Law) -> Outcome | None:
    if not law.personal_information_law:
        return None
    organ = view.get("is_state_organ") is not False and view.yes("is_state_organ") and view.has_pi()
    if view.note("state_organ", organ, "is_state_organ"):
        return view.end("security_assessment", "state_organ")
    treaty = view.get("treaty") is not False and view.yes("treaty") and view.has_pi()
    if view.note("treaty", treaty, "treaty"):
        return view.end("exempt", "treaty")
    return None


def _transit(view: View) -> bool:
    if view.get("overseas_origin") is False or view.get("domestic_data_introduced") is True:
        return False
    return view.yes("overseas_origin") and not view.yes("domestic_data_introduced", first=True)


def _exemption(view: View) -> str | None:
    """The first exemption of 规定 art. 5(1) to (3) that holds; one that surely holds is taken before any is asked."""
    sure = [r for r, (_, facts) in EXEMPTIONS.items() if all(view.get(f) is True for f in facts)]
    for reason, (step, facts) in EXEMPTIONS.items():
        if view.note(step, reason in sure or (not sure and view.all(*facts)), *facts):
            _ciio_exempt(view)
            return reason
    return None


def _ciio_exempt(view: View) -> None:
    if view.get("is_ciio"):
        view.note("ciio_exempt", True, "is_ciio")


def _by_list(view: View, law: Law) -> Outcome | None:
    """A zone's negative list; None where it does not settle the matter and the national thresholds apply."""
    hit, zone = view.get("negative_list_hit"), view.get("ftz")
    if not zone:
        if hit in (None, "not_covered"):
            return None
        raise Open(view.name("ftz"), (NO_ZONE, UNNAMED_ZONE))
    if zone == NO_ZONE:
        return None
    place = law.zone(zone)
    if place.has_list is False or (place.none_found and hit in ("off_list", "not_covered")):
        why = place.caveat or f"{law.as_of}该地区没有可用的负面清单"
        view.note("negative_list", False, "ftz", note=f"{why}；适用国家规定")
        return None
    if place.ciio_hit and view.yes("is_ciio"):
        why = f"{place.title}把关键信息基础设施运营者列入须评估"
        view.note("negative_list_assess", True, "ftz", "is_ciio", note=why)
        return None
    if place.ciio_applicable is False and view.yes("is_ciio"):
        view.note("negative_list", False, "ftz", "is_ciio", note=f"{place.title}不适用于关键信息基础设施运营者")
        return None
    if hit is None:
        hits = ("must_assess", "must_contract", "not_covered", "off_list")
        raise Open(view.name("negative_list_hit"), hits)
    if place.none_found:
        hit = _unfound(view, hit)
    if hit == "off_list":
        hit = _off_list(view, place)
    if hit == "must_contract" and view.yes("is_ciio"):
        return None  # contract and certification are not open to an operator of critical infrastructure
    return _listed(view, hit, place.caveat)


def _unfound(view: View, hit: str) -> str:
    """A row told of a list that was not found: it may be there, or the national rules apply."""
    name = view.name("negative_list_hit")
    if name not in view.supposed:
        raise Open(name, ("not_covered", hit))
    return str(view.supposed[name])


def _off_list(view: View, place: Zone) -> str:
    """What a transfer told to be outside the list really is, where the list itself was not seen."""
    unseen_zone = not place.recognised
    unseen_rule = bool(place.has_list) and place.ciio_applicable is None and view.yes("is_ciio")
    if not unseen_zone and not unseen_rule:
        return "off_list"
    name = view.name("ftz" if unseen_zone else "negative_list_hit")
    if name not in view.supposed:
        raise Open(name, ("not_covered", "off_list"))
    return str(view.supposed[name])


def _listed(view: View, hit: str, caveat: str) -> Outcome | None:
    told, told_en = (f"{TOLD}；{caveat}", "") if caveat else (TOLD, TOLD_EN)  # caveats are in Chinese only
    if hit == "not_covered":
        told += "；清单没有覆盖的领域适用国家规定"
        told_en += "; national rules apply to domains that the list does not cover" if told_en else ""
        view.note("negative_list", False, "ftz", "negative_list_hit", note=told, note_en=told_en)
        return None
    step = {"must_assess": "negative_list_assess", "must_contract": "negative_list_contract"}.get(hit, "negative_list")
    view.note(step, True, "ftz", "negative_list_hit", note=told, note_en=told_en)
    if hit == "off_list":
        _ciio_exempt(view)
        return view.end("exempt", "art6")
    if hit == "must_assess":
        return view.end("security_assessment", "list_must_assess")
    return view.end("contract_or_certification", "list_must_contract")


def _ciio(view: View) -> Outcome | None:
    """Personal information of an operator of critical infrastructure, no exemption applying."""
    if view.note("ciio", view.yes("is_ciio"), "is_ciio"):
        return view.end("security_assessment", "ciio")
    return None


def decide_counts(view: View, law: Law) -> Outcome:
    """The verdict by the number of persons, for an exporter that is no operator of critical infrastructure."""
    return _counts_since_2024(view, law) if law.provisions else _counts_before_2024(view, law)


def _counts_since_2024(view: View, law: Law) -> Outcome:
    many, some, sensitive_many = law.pi_assessment, law.pi_contract, law.sensitive_assessment
    pi = view.range("pi_count", to_date="pi_count_to_date")
    sensitive = view.range("sensitive_pi_count", to_date="sensitive_pi_count_to_date")
    sensitive = _with_children(view, pi, sensitive, many)
    if sensitive[0] < sensitive_many and pi[0] < many:
        if tier(sensitive, (1, sensitive_many)) is None:
            raise Open(view.name("sensitive_pi_count"), pieces(sensitive, (1, sensitive_many)))
        if tier(pi, (some, many)) is None:
            # with sensitive data below its threshold only the heavier of the two thresholds matters
            cuts = (some, many) if sensitive[1] == 0 else (many,)
            if tier(pi, cuts) is None:
                raise Open(view.name("pi_count"), pieces(pi, cuts))
    return _tiers(view, pi, sensitive, law)


def _with_children(view: View, pi: Range, sensitive: Range, many: int) -> Range:
    """The sensitive count, when children under 14 may be among the persons: their data is sensitive, so it is not 0."""
    supposed = view.supposed.get(view.name("sensitive_pi_count"))
    known_none = sensitive == (0, 0) and supposed is None
    if pi[0] >= many or not (known_none or view.get("under14") is True):
        return sensitive
    if sensitive[0] >= 1 or not view.yes("under14"):
        return sensitive
    view.note(
        "under14",
        True,
        "under14",
        note="不满十四周岁未成年人的个人信息属于敏感个人信息，敏感人数至少为 1",
        note_en="data of children under 14 is sensitive, so there is at least 1 person with sensitive data",
    )
    if supposed is not None and supposed[0] >= 1:
        return supposed
    return 1, max(1, pi[1] if known_none else sensitive[1])


def _tiers(view: View, pi: Range, sensitive: Range, law: Law) -> Outcome:
    reasons = []
    for name, count, limit in (
        ("sensitive_pi_count", sensitive, law.sensitive_assessment),
        ("pi_count", pi, law.pi_assessment),
    ):
        if view.note("count_assessment", count[0] >= limit, name, compare=compared(count, limit)):
            reasons.append("count_sensitive" if name.startswith("sensitive") else "count_pi")
    if reasons:
        return view.end("security_assessment", *reasons)
    if view.note("count_contract", sensitive[0] >= 1, "sensitive_pi_count", compare=compared(sensitive, 1)):
        reasons.append("count_contract_sensitive")
    if view.note("count_contract", pi[0] >= law.pi_contract, "pi_count", compare=compared(pi, law.pi_contract)):
        reasons.append("count_contract_pi")
    if reasons:
        return view.end("contract_or_certification", *reasons)
    view.note("count_exempt", True, "pi_count", "sensitive_pi_count", compare=compared(pi, law.pi_contract))
    return view.end("exempt", "art5_4")


def _by_measures(view: View, law: Law) -> Outcome | None:
    """Before 规定: 网络安全法, then 数据安全法 and 个人信息保护法, then 数据出境安全评估办法."""
    if law.measures and view.note("important_data", _contains_important(view), "contains_important_data"):
        return view.end("security_assessment", "important_data")
    outcome = _organ_or_treaty(view, law)
    if outcome:
        return outcome
    if law.automotive and view.get("sector") and _contains_important(view) and law.is_automotive(view.get("sector")):
        view.note("automotive_important_data", True, "sector", "contains_important_data")
        return view.end("security_assessment", "important_data")
    important = not law.measures and view.get("contains_important_data") is not False
    if important and view.get("is_ciio") is not False and _contains_important(view) and view.yes("is_ciio"):
        view.note("important_data_ciio", True, "contains_important_data", "is_ciio")
        return view.end("security_assessment", "important_data")
    if not view.has_pi():
        view.note("no_personal_data", True, "contains_pi")
        return view.end("no_procedure_then", "no_procedure_then")
    return _ciio(view)


def _contains_important(view: View) -> bool:
    """Whether important data is among the data: before 规定 nobody had to be told."""
    return bool(view.get("important_data_notified")) or view.yes("contains_important_data")


def _counts_before_2024(view: View, law: Law) -> Outcome:
    if law.measures:
        reasons = [r for r in (_reached(view, *test) for test in _old_tests(view, law)) if r]
        if reasons:
            return view.end("security_assessment", *reasons)
    if law.certification:
        note, note_en = ("", "") if law.standard_contract else ("当时只有认证可办", "only certification existed then")
        view.note("old_contract", True, "contains_pi", note=note, note_en=note_en)
        only = () if law.standard_contract else ("certification_only",)
        return view.end("contract_or_certification", "below_old_thresholds", *only)
    view.note("no_procedure_then", True, "contains_pi")
    return view.end("no_procedure_then", "no_procedure_then")


def _old_tests(view: View, law: Law) -> list[tuple[str, str, int, int]]:
    """Fact, step, threshold, and the least that the other facts tell; only what surely reaches it, if anything does."""
    sensitive, anyone = _least(view, "sensitive_pi_count_to_date"), _least(view, "pi_count_to_date")
    tests = [
        ("pi_processed_total", "old_processed_total", law.processed_total, 0),
        ("pi_count_since_prev_year", "old_cumulative", law.pi_since_prev_year, anyone),
        ("sensitive_pi_count_since_prev_year", "old_cumulative", law.sensitive_since_prev_year, sensitive),
    ]
    return [t for t in tests if max(_least(view, t[0]), t[3]) >= t[2]] or tests


def _least(view: View, fact: str) -> int:
    value = view.get(fact)
    return value[0] if isinstance(value, tuple) else value or 0


def _reached(view: View, fact: str, step: str, threshold: int, least: int) -> str:
    value = view.get(fact)
    low, high = (least, INFINITE) if value is None else (value, value) if isinstance(value, int) else value
    low, high = max(low, least), max(high, least)
    if tier((low, high), (threshold,)) is None:
        raise Open(view.name(fact), pieces((low, high), (threshold,)))
    reached = view.note(step, low >= threshold, fact, compare=compared((low, high), threshold))
    return f"old_{fact}" if reached else ""
