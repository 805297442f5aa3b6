"""From the zone a user names to the editions that may apply on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.law.negative_lists import NegativeLists
from copilot.rules.zones import domains_named, edition_state, lists_on, offers, place_of

NAMES = [
    # as a user writes it, zone, in the zone
    ("上海自贸区", "shanghai", True),
    ("中国（上海）自由贸易试验区", "shanghai", True),
    ("中国(上海)自由贸易试验区临港新片区", "shanghai", True),
    ("临港新片区", "shanghai", True),
    ("Lingang", "shanghai", True),
    ("上海", "shanghai", None),
    ("上海市浦东新区（自贸区外）", "shanghai", False),
    ("不在临港新片区，在上海", "shanghai", False),
    ("浙江自贸区杭州片区", "zhejiang", True),
    ("杭州", "zhejiang", None),
    ("北京自贸试验区大兴组团", "beijing", True),
    ("北京市朝阳区", "beijing", None),
    ("海南自贸港", "hainan", True),
    ("前海", None, None),
    ("前海蛇口片区", "guangdong", True),
    ("河套深圳园区", "guangdong", True),
    ("山东自贸区", "shandong", True),
    ("某自贸试验区", None, None),
    ("火星自贸区", None, None),
]


@pytest.mark.parametrize(("name", "zone", "inside"), NAMES)
def test_names(lists: NegativeLists, name: str, zone: str | None, inside: bool | None) -> None:
    place = place_of(name, None, lists.zones)
    assert (place.zone.id if place.zone else None, place.in_zone, place.known) == (zone, inside, zone is not None)


@pytest.mark.parametrize(
    ("region", "zone"),
    [("北京", "beijing"), ("上海市", "shanghai"), ("深圳", "guangdong"), ("拉萨", None), (None, None)],
)
def test_a_region_alone_is_outside_the_zone(lists: NegativeLists, region: str | None, zone: str | None) -> None:
    place = place_of(None, region, lists.zones)
    assert (place.zone.id if place.zone else None, place.in_zone) == (zone, False)


DAYS = [
    # zone, region, day, state, editions
    ("北京自贸区", None, "2024-08-29", "none_yet", ()),
    ("北京自贸区", None, "2024-08-30", "lists", ("beijing-2024",)),
    ("北京自贸区", None, "2026-05-10", "lists", ("beijing-2024",)),
    ("北京自贸区", None, "2026-05-11", "lists", ("beijing-2025",)),
    (None, "北京", "2026-05-10", "outside", ()),
    (None, "北京", "2026-05-11", "lists", ("beijing-2025",)),
    ("北京", None, "2025-01-01", "lists", ("beijing-2024",)),
    ("上海自贸区", None, "2025-02-07", "none_yet", ()),
    ("上海自贸区", None, "2025-02-08", "lists", ("shanghai-2024",)),
    ("上海自贸区", None, "2026-04-23", "lists", ("shanghai-2024",)),
    ("上海自贸区", None, "2026-04-24", "lists", ("shanghai-2025", "shanghai-2024")),
    ("上海自贸区", None, "2026-04-28", "lists", ("shanghai-2025", "shanghai-2024")),
    ("上海自贸区", None, "2026-04-29", "lists", ("shanghai-2025",)),
    (None, "上海", "2026-04-23", "outside", ()),
    (None, "上海", "2026-04-29", "lists", ("shanghai-2025",)),
    ("浙江自贸区", None, "2025-04-09", "none_yet", ()),
    ("浙江自贸区", None, "2025-04-10", "lists", ("zhejiang-2024",)),
    (None, "杭州", "2026-11-23", "outside", ()),
    ("天津自贸区", None, "2024-05-07", "none_yet", ()),
    ("天津自贸区", None, "2024-05-08", "lists", ("tianjin-2024",)),
    ("广东自贸区", None, "2026-05-14", "none_yet", ()),
    ("广东自贸区", None, "2026-11-23", "lists", ("guangdong-2025",)),
    ("山东自贸区", None, "2026-11-23", "none_found", ()),
    ("某自贸区", None, "2026-11-23", "unknown_zone", ()),
    (None, None, "2026-11-23", "no_zone", ()),
    (None, "拉萨", "2026-11-23", "no_zone", ()),
]


@pytest.mark.parametrize(("ftz", "region", "day", "state", "editions"), DAYS)
def test_days(
    lists: NegativeLists, ftz: str | None, region: str | None, day: str, state: str, editions: tuple[str, ...]
) -> None:
    found = lists_on(ftz, region, dt.date.fromisoformat(day), lists)
    assert (found.state, tuple(item.id for item in found.lists)) == (state, editions)


def test_notes_name_the_pilot_outside_the_zone_only(lists: NegativeLists) -> None:
    def notes(ftz: str | None, day: str) -> str:
        return "".join(lists_on(ftz, "北京", dt.date.fromisoformat(day), lists).notes)

    assert "一企一策" in notes(None, "2025-03-27") and "一企一策" not in notes(None, "2025-03-26")
    assert "一企一策" not in notes("北京自贸区", "2025-06-01")


def test_the_expansion_is_a_note(lists: NegativeLists) -> None:
    notes = lists_on(None, "拉萨", dt.date(2026, 3, 23), lists).notes
    assert any("综合试点示范" in note for note in notes)
    assert lists_on(None, "拉萨", dt.date(2026, 3, 22), lists).notes == ()


def test_other_zones_lists_are_offered_only(lists: NegativeLists) -> None:
    day = dt.date(2026, 11, 23)
    home = lists_on(None, "北京", day, lists)
    found = offers(home, "再保险", day, lists)
    assert {o.list.id for o in found} == {"shanghai-2025"} and all("不自动放行" in o.text for o in found)
    assert offers(home, "银行业", day, lists) == ()  # covered at home
    assert offers(lists_on(None, "拉萨", day, lists), "再保险", day, lists) == ()
    early = lists_on("北京自贸区", None, dt.date(2025, 3, 1), lists)
    assert offers(early, "再保险", dt.date(2025, 3, 1), lists) == ()  # Beijing's rule of reference is of 2025-04-09
    assert {o.list.id for o in offers(early, "再保险", dt.date(2025, 4, 9), lists)} == {"shanghai-2024"}
    assert offers(home, "工业", day, lists) == ()  # Tianjin's list names classes of data, not lines of business


@pytest.mark.parametrize(
    ("list_id", "words", "domain"),
    [
        ("shanghai-2024", "财产再保险", "reinsurance"),
        ("shanghai-2024", "连锁酒店", "retail"),
        ("shanghai-2024", "港口", "shipping"),
        ("zhejiang-2024", "B2B跨境电商", "b2b-ecommerce"),
        ("zhejiang-2024", "银行卡清算", "clearing"),
        ("shanghai-2024", "钢铁", None),
    ],
)
def test_domains(lists: NegativeLists, list_id: str, words: str, domain: str | None) -> None:
    found = domains_named(lists.get(list_id), words)
    assert (found[0].id if found else None) == domain


@pytest.mark.parametrize(
    ("list_id", "day", "state"),
    [
        ("shanghai-2024", "2025-02-07", "not_yet"),
        ("shanghai-2024", "2026-04-23", "in_force"),
        ("shanghai-2024", "2026-04-24", "doubtful"),
        ("shanghai-2024", "2026-04-29", "superseded"),
        ("shanghai-2025", "2026-04-24", "doubtful"),
        ("zhejiang-2024", "2026-11-23", "in_force"),
    ],
)
def test_edition_states(lists: NegativeLists, list_id: str, day: str, state: str) -> None:
    assert edition_state(lists.get(list_id), dt.date.fromisoformat(day), lists) == state
