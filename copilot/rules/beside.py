"""What stands beside the verdict: blockers, duties, papers, timeline, options, what would lighten it, the headline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from copilot.rules.blockers import blockers
from copilot.rules.calendar import china_calendar
from copilot.rules.facts import Facts
from copilot.rules.headline import headline
from copilot.rules.headline_en import even_at_home_en, headline_en
from copilot.rules.law import Law
from copilot.rules.materials import materials
from copilot.rules.obligations import obligations
from copilot.rules.regions import areas
from copilot.rules.result import Option, PathResult
from copilot.rules.timeline import timeline
from copilot.rules.trace import BY_COUNT
from copilot.rules.what_if import Judge, what_if

Known = Mapping[str, Any]
FORMALITIES = ("contract_or_certification", "security_assessment")
STATUTORY = "13(三)"
# The mainland side, as the guidelines name it: the province and its nine cities.
GBA_CITIES = ("广州", "深圳", "珠海", "佛山", "惠州", "东莞", "中山", "江门", "肇庆", "大湾区")
# The province's other cities, which the guidelines do not name.
OTHER_CITIES = ("汕头", "韶关", "河源", "梅州", "汕尾", "阳江", "湛江", "茂名", "清远", "潮州", "揭阳", "云浮")


def named(result: PathResult, known: Known, law: Law) -> PathResult:
    """The result with its blockers, options and headline: what even the shortest answer must say."""
    notes = list(result.notes)
    if known.get("ftz") and any(name.endswith("negative_list_hit") for name in result.missing):
        notes += [caveat for caveat in [law.zone(known["ftz"]).caveat] if caveat]
    found = blockers(known, as_of=law.as_of, book=law.book, path=result.path, reasons=result.reasons)
    said: dict[str, Any] = {
        "book": law.book,
        "as_of": law.as_of,
        "missing": result.missing,
        "possible": result.possible,
        "personal": known.get("contains_pi") is not False and "art3" not in result.reasons,
    }
    case = (result.path, result.reasons, found, result.scope)
    at_home, at_home_en = _even_at_home(result, known)
    return result.model_copy(
        update={
            "blockers": found,
            "notes": notes,
            "options": _options(result, known, law),
            "headline": at_home + headline(*case, **said),
            "headline_en": at_home_en + headline_en(*case, **said),
        }
    )


def _even_at_home(result: PathResult, known: Known) -> tuple[str, str]:
    """What forbids handing the data over even where it does not leave the country, in Chinese and English."""
    asked, secret = known.get("foreign_judicial_request"), known.get("contains_state_secret_or_core_data")
    if result.path != "not_export" or not (asked or secret):
        return "", ""
    english = even_at_home_en(foreign_request=bool(asked), secret=bool(secret))
    if asked:
        return "外国司法或者执法机构要的境内数据，未经主管机关批准不得提供。", english
    return "国家秘密和核心数据另按保密等专门规定管理。", english


def due(result: PathResult, known: Known, *, law: Law, start: dt.date | None = None) -> PathResult:
    """The named result with the duties, papers and timeline of its path.

    Args:
        result: the verdict, named.
        known: the facts as read; of several transfers, taken together.
        law: of the day.
        start: the day the filing begins, where it is known; the timeline then has dates.
    """
    place: dict[str, Any] = {"as_of": law.as_of, "book": law.book}
    path, reasons = result.path, result.reasons
    if known.get("gba") and not _within_area(known):
        known = {**known, "gba": False}
    return result.model_copy(
        update={
            "obligations": obligations(path, reasons, known, **place),
            "materials": materials(path, reasons, known, **place),
            "timeline": timeline(path, reasons, known, **place, calendar=china_calendar(), start=start),
        }
    )


def complete(
    result: PathResult, facts: Facts, known: Known, *, law: Law, judge: Judge, start: dt.date | None = None
) -> PathResult:
    """The named result with all that is due, the duties of every transfer included, and what would lighten it.

    Args:
        result: the verdict, named.
        facts: as given.
        known: as read; of several transfers, taken together.
        law: of the day.
        judge: the path code for other facts, for trying changes.
        start: the day the filing begins, where it is known.
    """
    whole = due(result, known, law=law, start=start)
    duties = {o.id: o for r in (whole, *whole.per_activity) for o in r.obligations}
    changes = what_if(facts, result, known, as_of=law.as_of, book=law.book, judge=judge)
    return whole.model_copy(update={"obligations": list(duties.values()), "what_if": changes})


def together(known: Known, activities: tuple[Known, ...]) -> Known:
    """Several transfers as one, for what holds as soon as one of them has it; the exporter's own facts stay."""
    if not activities:
        return known
    merged = dict(known)
    for name in known:
        values = [a.get(name) for a in activities]
        if known[name] is not None and name != "contains_pi" and not isinstance(known[name], bool):
            continue
        if any(v is True for v in values):
            merged[name] = True
        elif all(v is False for v in values):
            merged[name] = False
        elif numbers := [v for v in values if isinstance(v, int) and not isinstance(v, bool)]:
            merged[name] = max(numbers)
        elif words := list(dict.fromkeys(v for v in values if isinstance(v, str))):
            merged[name] = "、".join(words) if name in ("sector", "purpose") else words[0]
    return merged


def _options(result: PathResult, known: Known, law: Law) -> list[Option]:
    found = []
    by_count = result.path == "security_assessment" and BY_COUNT.intersection(result.reasons)
    if known.get("gba") and _within_area(known) and (result.path == "contract_or_certification" or by_count):
        found.append(
            _option(
                "gba",
                "gba_contract",
                "双方都在粤港澳大湾区（内地九市与香港或者澳门）的，可以改用大湾区个人信息跨境流动标准合同：不得再向大湾区以外提供，"
                "合同生效后按属地备案。"
                + ("人数已达国家评估门槛，能否使用条文没有说，须先向网信部门确认。" if by_count else ""),
                "Where both sides are in the Greater Bay Area (nine mainland cities and Hong Kong or Macao), its "
                "standard contract may be used instead: nothing may be passed on outside the area, and the contract "
                "is filed where each side is located after it takes effect."
                + (
                    " The number of persons reaches the national assessment threshold; whether it may still be used "
                    "is not said: confirm with the cyberspace administration first."
                    if by_count
                    else ""
                ),
                law,
            )
        )
    if (
        known.get("legal_basis") == STATUTORY
        and result.path in FORMALITIES
        and law.book.step("statutory_duty").basis(law.as_of)
    ):
        found.append(
            _option(
                "statutory_duty",
                "statutory_duty",
                "为履行法定职责或者法定义务确需提供，本身是一项合法条件，但是否因此免办三项手续没有公开说明；按人数应走的路径不变，"
                "可先向所在地省级网信部门咨询。",
                "What a statutory duty or obligation really needs is a lawful condition in itself, but whether it "
                "frees from the three procedures has not been explained publicly. The path by number of persons "
                "stays; the provincial cyberspace administration of your place may be asked first.",
                law,
            )
        )
    return [option for option in found if option.basis]


def _within_area(known: Known) -> bool:
    """Whether nothing said of the two places contradicts that both lie in the Greater Bay Area."""
    recipient, region = known.get("recipient_region"), known.get("region")
    if region is None or any(city in region for city in GBA_CITIES):
        inside = True
    else:
        inside = "广东" in region and not any(city in region for city in OTHER_CITIES)
    return (not areas(recipient) or "south" in areas(recipient)) and inside


def _option(step: str, name: str, text: str, text_en: str, law: Law) -> Option:
    rested = law.book.step(step)
    checked = rested.rests_on[0].checked
    return Option(
        id=name,
        text=text,
        text_en=text_en,
        basis=list(rested.basis(law.as_of)),
        checked=checked.status,
        note=checked.note,
        note_en=rested.note_en,
    )
