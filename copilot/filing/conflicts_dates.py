"""Days out of order, and days that the law counts from: assessments too old, contracts filed late, results expired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from copilot.filing import paths
from copilot.filing.conflict import Asked, Check, Conflict
from copilot.filing.contracts import SHARED, concluded
from copilot.filing.needs import concrete
from copilot.law.rulebook import Value
from copilot.rules.calendar import china_calendar, months_after

_ORDER = (  # (earlier, later)
    ("authority.began", "authority.until"),
    ("assessment.began", "assessment.ended"),
    ("pipia.began", "pipia.ended"),
    ("scenes[].stored_from", "scenes[].stored_until"),
    ("contract.signed", "contract.effective"),
    ("recipients[].contract.signed", "recipients[].contract.effective"),
    ("change.filed", "change.signed"),
    ("exporter.founded", "authority.until"),
)
_CONTRACTS = frozenset({"standard_contract", "gba_hk"})
_RECENT = (  # (end of the assessment, parameter of its months, kinds of filing)
    ("assessment.ended", "clocks/self_assessment", frozenset({"security_assessment"})),
    ("pipia.ended", "clocks/contract_pipia", frozenset({"standard_contract", "contract_change"})),
)


def _order(asked: Asked) -> Iterator[Conflict]:
    """A later step before an earlier one."""
    for first, second in _ORDER:
        for one in concrete(asked.filing, first):
            other = paths.at(second, paths.indices(one))
            start, end = paths.value(asked.filing, one), paths.value(asked.filing, other)
            if start and end and end < start:
                en = f"{asked.english(other)} ({end}) comes before {asked.english(one)} ({start})"
                yield asked.about(f"{asked.label(other)}（{end}）早于{asked.label(one)}（{start}）", other, one, en=en)


def _recent(asked: Asked) -> Iterator[Conflict]:
    """An assessment that ended longer before the filing than the law allows."""
    for path, parameter, kinds in _RECENT:
        end, rule = paths.value(asked.filing, path), _value(asked, parameter)
        if asked.kind not in kinds or end is None or rule is None:
            continue
        limit = months_after(asked.on, -rule.value)
        if end < limit:
            said = f"{asked.label(path)}（{end}）早于{_filing_day(asked)}（{asked.on}）前{rule.value}个月，须重新评估"
            en = f"{asked.english(path)} ({end}) is more than {rule.value} months before {_day_en(asked)}: assess again"
            yield asked.about(said, path, "filed_on", en=en, basis=rule.basis)


def _authority(asked: Asked) -> Iterator[Conflict]:
    """An authority that does not cover the day of handing in."""
    began, until = asked.filing.authority.began, asked.filing.authority.until
    day = asked.filing.filed_on
    if day and until and until < day:
        en = f"The authority ends on {until}, before the day of filing ({day})"
        yield asked.about(f"授权委托期限到{until}，早于计划提交日期（{day}）", "authority.until", "filed_on", en=en)
    elif day and began and began > day:
        en = f"The authority begins on {began}, after the day of filing ({day})"
        yield asked.about(f"授权委托期限自{began}起，晚于计划提交日期（{day}）", "authority.began", "filed_on", en=en)


def _contracts(asked: Asked) -> Iterator[Conflict]:
    """A contract not in effect on the day of filing, or filed later than the days that the law gives."""
    for path, contract in concluded(asked.filing) if asked.kind in _CONTRACTS else ():
        if contract.effective and asked.filing.filed_on:
            yield from _in_time(asked, f"{path}.effective", contract.effective, asked.filing.filed_on)


def _in_time(asked: Asked, path: str, effective: dt.date, day: dt.date) -> Iterator[Conflict]:
    whose = asked.label(path).removesuffix(asked.label(f"{SHARED}.effective"))
    whose_en = asked.english(path).removesuffix(asked.english(f"{SHARED}.effective"))
    if effective > day:
        said = f"{whose}合同生效日期（{effective}）晚于计划提交日期（{day}），合同生效后才能备案"
        en = f"{whose_en}The contract takes effect on {effective}, after the day of filing ({day}): file it then"
        yield asked.about(said, path, "filed_on", en=en)
        return
    rule = _value(asked, "clocks/gba_filing" if asked.kind == "gba_hk" else "clocks/contract_filing")
    if rule is None or not _countable(effective):
        return
    last = china_calendar().working_days_after(effective, rule.value)
    if day > last:
        said = f"{whose}计划提交日期（{day}）超过合同生效之日起{rule.value}个工作日（{last}）"
        en = (
            f"{whose_en}The day of filing ({day}) is past {rule.value} working days from the contract's effect ({last})"
        )
        yield asked.about(said, "filed_on", path, en=en, basis=rule.basis, warning=True)


def _stored(asked: Asked) -> Iterator[Conflict]:
    """Storage abroad that is over before the papers are handed in."""
    for path in concrete(asked.filing, "scenes[].stored_until"):
        end = paths.value(asked.filing, path)
        if end and asked.kind != "extension" and end < asked.on:
            said = f"{asked.label(path)}（{end}）早于{_filing_day(asked)}（{asked.on}）"
            yield asked.about(said, path, "filed_on", en=f"{asked.english(path)} ({end}) is before {_day_en(asked)}")


def _expired(asked: Asked) -> Iterator[Conflict]:
    """A result that is over, or not yet within the days in which an extension may be asked for.

    Where the law changed the term after the result was given, which of the two holds is open: only a result that is
    over by both is told, the rest is left to a person.
    """
    given = asked.filing.extension.result_day
    term = asked.book.parameters["validity/assessment"].on(given) if given else None
    if asked.kind != "extension" or given is None or term is None or not _countable(given):
        return
    later = [v for v in asked.book.parameters["validity/assessment"].values if v.span.start > given]
    changed = any(v.value != term.value for v in later)
    term = max([term, *later], key=lambda v: v.value)
    expires = months_after(given, 12 * term.value) - dt.timedelta(days=1)
    if changed and asked.on <= expires:
        return
    window = _value(asked, "clocks/extension_window")
    if asked.on > expires:
        said = f"评估结果（{given}出具）的有效期已于{expires}届满，应当重新申报"
        en = f"The result of {given} was valid until {expires}: apply for a new assessment"
        yield asked.about(said, "extension.result_day", en=en, basis=term.basis)
    elif window and asked.on < (opens := china_calendar().working_days_before(expires, window.value)):
        said = f"届满（{expires}）前{window.value}个工作日内才能申请延长，最早在{opens}"
        en = f"An extension may be asked for within {window.value} working days before {expires}: from {opens}"
        yield asked.about(said, "filed_on", "extension.result_day", en=en, basis=window.basis, warning=True)


def _value(asked: Asked, parameter: str) -> Value | None:
    found = asked.book.parameters.get(parameter)
    return found.on(asked.on) if found else None


def _countable(day: dt.date) -> bool:
    """Whether working days can be counted from a day and some years on."""
    calendar = china_calendar()
    return calendar.first_year <= day.year <= calendar.horizon - 5


def _filing_day(asked: Asked) -> str:
    return "计划提交日期" if asked.filing.filed_on else "今天"


def _day_en(asked: Asked) -> str:
    return f"{'the day of filing' if asked.filing.filed_on else 'today'} ({asked.on})"


CHECKS: tuple[Check, ...] = (_order, _recent, _authority, _contracts, _stored, _expired)
