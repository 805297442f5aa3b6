"""One list's verdict: both sides of every threshold, residual rows before off_list, conditions of the zone."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.law.negative_lists import NegativeLists
from copilot.rules.listing import NONE, Amounts, ListVerdict, Standing, judge

INSIDE = Standing(in_zone=True, exporting_in_zone=True, in_city=True, is_ciio=False)
W = 10_000
OFF = Amounts(0, 0, 0, 0)


def said(lists: NegativeLists, list_id: str, place: str, amounts: Amounts = OFF, **given: Any) -> ListVerdict:
    """The verdict on `domain/scene` of a list; important data none, all conditions met, unless given."""
    domain, _, scene = place.partition("/")
    options = {"standing": INSIDE, "important": False} | given
    return judge(lists.get(list_id), domain=domain or None, scene=scene or None, amounts=amounts, **options)


def listed(pi: int = 0, sensitive: int = 0) -> Amounts:
    return Amounts(pi, sensitive, 0, 0)


def other(pi: int = 0, sensitive: int = 0) -> Amounts:
    return Amounts(0, 0, pi, sensitive)


BANDS = [
    # list, domain/scene, amounts, hit, row
    ("shanghai-2024", "reinsurance/life-reinsurance", listed(1000 * W), "must_assess", "5"),
    ("shanghai-2024", "reinsurance/life-reinsurance", listed(1000 * W - 1), "must_contract", "8"),
    ("shanghai-2024", "reinsurance/property-reinsurance", listed(100 * W), "must_contract", "8"),
    ("shanghai-2024", "reinsurance/life-reinsurance", listed(0, 100 * W), "must_assess", "6"),
    ("shanghai-2024", "reinsurance/life-reinsurance", listed(0, 100 * W - 1), "must_contract", "9"),
    ("shanghai-2024", "reinsurance/life-reinsurance", listed(0, W), "must_contract", "9"),
    ("shanghai-2024", "reinsurance/none", other(100 * W), "must_assess", "7"),
    ("shanghai-2024", "reinsurance/none", other(100 * W - 1), "must_contract", "10"),
    ("shanghai-2024", "reinsurance/none", other(10 * W), "must_contract", "10"),
    ("shanghai-2024", "reinsurance/none", other(10 * W - 1), "off_list", ""),
    ("shanghai-2024", "reinsurance/none", other(0, W), "must_assess", "7"),
    ("shanghai-2024", "reinsurance/none", other(0, W - 1), "must_contract", "10"),
    ("shanghai-2024", "reinsurance/none", other(0, 1), "must_contract", "10"),
    ("shanghai-2024", "shipping/crew", listed(0, 15 * W), "must_assess", "7"),
    ("shanghai-2024", "shipping/crew", listed(0, 15 * W - 1), "must_contract", "10"),
    ("shanghai-2024", "shipping/crew", listed(0, W), "must_contract", "10"),
    # row 8 excepts only row 7 (sensitive), so crew PI that is not sensitive falls under it from 1 million on
    ("shanghai-2024", "shipping/crew", listed(100 * W), "must_assess", "8"),
    ("shanghai-2024", "shipping/crew", listed(100 * W - 1), "must_contract", "9"),
    ("shanghai-2024", "shipping/crew", listed(15 * W), "must_contract", "9"),
    ("shanghai-2024", "shipping/crew", listed(10 * W - 1), "off_list", ""),
    ("shanghai-2024", "retail/membership", listed(1000 * W), "must_assess", "1"),
    ("shanghai-2024", "retail/membership", listed(100 * W), "must_contract", "4"),
    ("shanghai-2024", "retail/membership", listed(0, 100 * W), "must_assess", "2"),
    ("shanghai-2024", "retail/membership", listed(0, 10 * W), "must_contract", "5"),
    ("shanghai-2024", "retail/membership", listed(10 * W - 1), "off_list", ""),
    ("shanghai-2024", "retail/none", other(0, 1), "must_contract", "6"),
    ("zhejiang-2024", "b2b-ecommerce/wallet", listed(500 * W), "must_assess", "1"),
    ("zhejiang-2024", "b2b-ecommerce/wallet", listed(500 * W - 1), "must_contract", "4"),
    ("zhejiang-2024", "b2b-ecommerce/returns", listed(100 * W), "must_contract", "4"),
    ("zhejiang-2024", "b2b-ecommerce/returns", listed(100 * W - 1), "off_list", ""),
    ("zhejiang-2024", "b2b-ecommerce/wallet", listed(0, 200 * W), "must_assess", "2"),
    ("zhejiang-2024", "b2b-ecommerce/wallet", listed(0, 50 * W), "must_contract", "5"),
    ("zhejiang-2024", "b2b-ecommerce/wallet", listed(0, 50 * W - 1), "off_list", ""),
    # the returns scene lists no sensitive field: the residual rows catch it
    ("zhejiang-2024", "b2b-ecommerce/returns", listed(0, 1), "must_contract", "6"),
    ("zhejiang-2024", "b2b-ecommerce/returns", listed(0, W), "must_assess", "3"),
    ("zhejiang-2024", "clearing/global-payment", listed(200 * W), "must_assess", "3"),
    ("zhejiang-2024", "clearing/global-payment", listed(50 * W), "must_contract", "6"),
    ("zhejiang-2024", "clearing/global-payment", listed(50 * W - 1), "off_list", ""),
    ("zhejiang-2024", "clearing/bank-card", listed(0, 100 * W), "must_assess", "4"),
    ("zhejiang-2024", "clearing/bank-card", listed(0, 50 * W), "must_contract", "7"),
    ("zhejiang-2024", "clearing/bank-card", listed(0, 50 * W - 1), "off_list", ""),
]


@pytest.mark.parametrize(("list_id", "place", "amounts", "hit", "row"), BANDS)
def test_bands(lists: NegativeLists, list_id: str, place: str, amounts: Amounts, hit: str, row: str) -> None:
    found = said(lists, list_id, place, amounts)
    assert (found.hit, found.rows) == (hit, (row,) if row else ())
    assert found.missing == () and all(step.basis for step in found.trace)


def test_the_strictest_part_decides(lists: NegativeLists) -> None:
    mixed = Amounts(50 * W, 0, 0, 1)  # listed fields alone would be off the list
    assert said(lists, "zhejiang-2024", "b2b-ecommerce/returns", mixed).hit == "must_contract"
    assert said(lists, "zhejiang-2024", "b2b-ecommerce/returns", Amounts(50 * W, 0, 5 * W, 0)).hit == "off_list"


@pytest.mark.parametrize(
    ("amounts", "possible"),
    [
        (listed(50 * W), ("must_contract", "off_list")),
        (listed(0, W - 1), ("must_contract", "off_list")),
    ],
)
def test_below_the_minimum_where_the_list_is_silent(
    lists: NegativeLists, amounts: Amounts, possible: tuple[str, ...]
) -> None:
    place = "reinsurance/life-reinsurance"
    found = said(lists, "shanghai-2024", place, amounts)
    assert (found.hit, found.possible, found.missing) == ("need_facts", possible, ("below_minimum_confirmed",))
    confirmed = Standing(True, True, True, False, below_minimum_confirmed=True)
    assert said(lists, "shanghai-2024", place, amounts, standing=confirmed).hit == "off_list"


def test_below_the_minimum_the_strict_reading_may_be_assessment(lists: NegativeLists) -> None:
    found = said(lists, "shanghai-2024", "retail/membership", listed(0, 5 * W))
    assert found.possible == ("must_assess", "off_list")


STANDINGS = [
    ("shanghai-2024", Standing(False, True, True, False), "not_covered", ()),
    ("shanghai-2024", Standing(True, False, True, False), "not_covered", ()),
    ("shanghai-2024", Standing(True, True, True, True), "not_covered", ()),
    ("shanghai-2024", Standing(True, None, True, False), "need_facts", ("exporting_in_zone",)),
    ("shanghai-2024", Standing(None, True, True, False), "need_facts", ("registered_in_zone",)),
    ("shanghai-2024", Standing(True, True, True, None), "need_facts", ("is_ciio",)),
    ("zhejiang-2024", Standing(True, None, True, False), "off_list", ()),
    ("zhejiang-2024", Standing(False, None, True, False), "not_covered", ()),
    ("zhejiang-2024", Standing(True, None, True, True), "must_assess", ()),
    ("zhejiang-2024", Standing(True, None, True, None), "need_facts", ("is_ciio",)),
]


@pytest.mark.parametrize(("list_id", "standing", "hit", "missing"), STANDINGS)
def test_conditions(lists: NegativeLists, list_id: str, standing: Standing, hit: str, missing: tuple[str, ...]) -> None:
    place = "retail/none" if list_id.startswith("sh") else "clearing/none"
    found = said(lists, list_id, place, other(5), standing=standing)
    assert (found.hit, found.missing) == (hit, missing)


def test_important_data(lists: NegativeLists) -> None:
    found = said(lists, "shanghai-2024", "shipping/port-operation", important=True)
    assert found.hit == "must_assess" and found.rows == ("1", "2", "3", "4", "5", "6")
    unsure = said(lists, "shanghai-2024", "shipping/port-operation", important=None)
    assert (unsure.hit, unsure.missing) == ("need_facts", ("contains_important_data",))
    assert said(lists, "shanghai-2024", "shipping/port-operation").hit == "off_list"
    outside = said(lists, "shanghai-2024", "retail/membership", important=True)
    assert outside.hit == "not_covered"  # the list has no rows on important data in this domain


def test_domain_outside_the_list(lists: NegativeLists) -> None:
    assert said(lists, "shanghai-2024", "none", other(1)).hit == "not_covered"
    open_ = said(lists, "shanghai-2024", "", other(1))
    assert (open_.hit, open_.missing) == ("need_facts", ("domain",))
    assert said(lists, "shanghai-2024", "retail", listed(1)).missing == ("scene",)


def test_unknown_counts_keep_every_outcome(lists: NegativeLists) -> None:
    found = said(lists, "zhejiang-2024", "clearing/global-payment", Amounts(None, 0, 0, 0))
    assert (found.possible, found.missing) == (("must_assess", "must_contract", "off_list"), ("listed_pi",))
    settled = said(lists, "zhejiang-2024", "clearing/global-payment", Amounts(None, 200 * W, 0, 0))
    assert settled.hit == "must_assess"  # whatever the unknown number is


@pytest.mark.parametrize("amounts", [OFF, listed(1), other(0, 5 * W)])
def test_a_list_not_obtained_never_lets_pass(lists: NegativeLists, amounts: Amounts) -> None:
    for item in lists.lists:
        if item.completeness == "complete" or item.kind == "positive":
            continue
        found = judge(item, domain=item.domains[0].id, scene=NONE, amounts=amounts, standing=INSIDE, important=False)
        assert found.hit == "need_facts" and "list_text" in found.missing, item.id
        assert any(item.page in step.note for step in found.trace)


def test_an_edition_that_may_be_replaced_never_lets_pass(lists: NegativeLists) -> None:
    found = said(lists, "shanghai-2024", "retail/none", other(5), current=False)
    assert found.hit == "need_facts" and found.missing == ("current_list",)


def test_more_persons_are_never_lighter(lists: NegativeLists) -> None:
    order = {"off_list": 0, "need_facts": 0, "must_contract": 1, "must_assess": 2}
    numbers = sorted(
        {n + d for n in (1, W, 10 * W, 15 * W, 50 * W, 100 * W, 200 * W, 500 * W, 1000 * W) for d in (-1, 0, 1)}
    )
    for item in (lists.get("shanghai-2024"), lists.get("zhejiang-2024")):
        for domain in item.domains:
            for scene in (*(s.id for s in domain.scenes), NONE):
                for make in (listed, other):
                    for kind in (lambda n, m=make: m(n), lambda n, m=make: m(0, n)):
                        if scene == NONE and make is listed:
                            continue
                        confirmed = Standing(True, True, True, False, below_minimum_confirmed=True)
                        hits = [
                            order[
                                judge(
                                    item,
                                    domain=domain.id,
                                    scene=scene,
                                    amounts=kind(n),
                                    standing=confirmed,
                                    important=False,
                                ).hit
                            ]
                            for n in numbers
                        ]
                        assert hits == sorted(hits), (item.id, domain.id, scene, hits)
