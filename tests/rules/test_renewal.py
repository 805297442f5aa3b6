"""Windows, conditions and ends of filings: the lawyer's cases and the edges of the calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.errors import BadInput
from copilot.law.rulebook import RuleBook
from copilot.rules.calendar import china_calendar
from copilot.rules.filings import parse_filing
from copilot.rules.renewal import renewal
from tests.rules.case_files import covers, place
from tests.rules.filing_case_files import Case, RenewalExpect, cases


@pytest.mark.parametrize("case", cases("cases_renewal", RenewalExpect), ids=str)
def test_case(case: Case[RenewalExpect], book: RuleBook) -> None:
    result, expect = renewal(parse_filing(case.filing), as_of=case.as_of, book=book), case.expect
    told = f"{case.story}\n{case.why}\n{result.headline}"
    assert (result.state, result.verdict) == (expect.state, expect.verdict), told
    for name in ("window_opens", "apply_by", "recommended_by"):
        wanted = getattr(expect, name)
        assert wanted is None or getattr(result, name) == wanted, f"{told}\n{name} {getattr(result, name)}"
    assert not expect.no_recommended or result.recommended_by is None
    assert not expect.expiries or tuple(e.date for e in result.expiries) == expect.expiries, told
    checks = {c.id: c.outcome for scene in result.scenes[:1] for c in scene.conditions}
    assert {k: checks.get(k) for k in expect.conditions} == expect.conditions, told
    asked = {q.fact.rpartition(".")[2] for q in result.questions}
    assert not (set(checks) | asked) & set(expect.conditions_lack), told
    assert set(expect.missing_include) <= set(result.missing), f"{told}\n{result.missing}"
    assert set(expect.obligations_include) <= {o.id for o in result.obligations}, told
    found = [place(b) for b in result.basis]
    assert all(any(covers(one, place(b)) for one in found) for b in expect.basis_include), f"{told}\n{found}"
    assert expect.headline_has in result.headline and expect.note_has in "".join(result.notes), told


def test_the_window_is_sixty_working_days_on_the_real_calendar(book: RuleBook) -> None:
    """For every expiry of a year: from the opening day on there are sixty working days, no more."""
    calendar, day = china_calendar(), dt.date(2026, 1, 1)
    for n in range(0, 365, 7):
        expires = day + dt.timedelta(days=n)
        filing = parse_filing({"kind": "security_assessment", "expires": expires.isoformat()})
        result = renewal(filing, as_of=dt.date(2025, 7, 1), book=book)
        assert result.window_opens is not None and result.recommended_by is not None
        assert calendar.is_working_day(result.window_opens)
        before = [
            d
            for i in range((expires - result.window_opens).days)
            if calendar.is_working_day(d := result.window_opens + dt.timedelta(days=i))
        ]
        assert len(before) == 60 and before[-25] == result.recommended_by
        assert not result.estimated


def test_beyond_the_published_calendar_dates_are_estimates(book: RuleBook) -> None:
    result = renewal(
        parse_filing({"kind": "security_assessment", "expires": "2029-06-30"}), as_of=dt.date(2026, 11, 23), book=book
    )
    assert result.estimated and any("推算" in note for note in result.notes)
    assert "估计" in result.headline  # a holiday in between would make the last day earlier
    assert all(m.estimated for m in result.timeline)


def test_without_scenes_every_condition_is_asked(book: RuleBook) -> None:
    result = renewal(
        parse_filing({"kind": "security_assessment", "expires": "2027-02-10"}), as_of=dt.date(2026, 11, 23), book=book
    )
    assert result.verdict == "need_facts" and len(result.questions) == 7
    assert all(q.text.endswith("？") for q in result.questions)


@pytest.mark.parametrize("filing", [{"kind": "standard_contract"}, {"kind": "security_assessment"}])
def test_without_a_date_it_is_refused(filing: dict[str, str], book: RuleBook) -> None:
    with pytest.raises(BadInput, match="到期日"):
        renewal(parse_filing(filing), as_of=dt.date(2026, 11, 23), book=book)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"result_date": "2030-01-01"}, "result_date"),
        ({"expires": "2099-12-31"}, "expires"),
        ({"result_date": "2026-11-24", "expires": "2029-11-23"}, "result_date"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(given: dict[str, str], field: str, book: RuleBook) -> None:
    filing = parse_filing({"kind": "security_assessment", **given})
    with pytest.raises(BadInput) as caught:
        renewal(filing, as_of=dt.date(2026, 11, 23), book=book)
    assert field in caught.value.message and field in caught.value.en and given[field] in caught.value.message


@pytest.mark.parametrize(
    ("given", "last"),
    [("2024-03-22", "2027-03-21"), ("2024-02-29", "2027-02-28"), ("2024-03-01", "2027-02-28")],
)
def test_three_years_from_the_day_of_the_certificate(given: str, last: str, book: RuleBook) -> None:
    filing = parse_filing({"kind": "certification", "result_date": given})
    assert renewal(filing, as_of=dt.date(2026, 11, 23), book=book).expires.isoformat() == last
