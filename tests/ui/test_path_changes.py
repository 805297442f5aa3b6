"""The law of another day, and one set of facts on two days."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Reader
from tests.ui.path_reader import PLAIN, answer_all, enter, last, settled

pytestmark = pytest.mark.browser


def test_law_of_another_day_is_sent_only_when_chosen(reader: Reader) -> None:
    page = enter(reader).page
    answer_all(reader)
    page.fill("#cc-path-as-of", "2023-12-01")
    page.locator(".cc-verdict-badges", has_text="2023-12-01").first.wait_for()
    assert last(reader)["as_of"] == "2023-12-01"
    page.get_by_role("button", name="今天").last.click()
    settled(reader)
    assert "as_of" not in last(reader)


def test_two_days_are_compared_with_every_change(reader: Reader) -> None:
    page = enter(reader).page
    page.click("#cc-path-view-changes")
    assert "请先在“判定”里回答" in reader.text(".cc-changes-output")
    page.click("#cc-path-view-judge")
    answer_all(reader, PLAIN | {"pi_count": "5万"})
    page.click("#cc-path-view-changes")
    page.get_by_role("button", name="2024-03-22", exact=True).click()
    page.wait_for_selector(".cc-sides")
    sides = page.locator(".cc-sides > section")
    assert sides.count() == 2 and "按 2024-03-21 的法律" in sides.first.inner_text()
    assert "免予三项手续" in sides.last.inner_text()
    changes = reader.text(".cc-change-list")
    assert changes.startswith("2024-03-22") and "《促进和规范数据跨境流动规定》" in changes
    page.fill("#cc-earlier", "2026-09-01")
    page.fill("#cc-later", "2026-09-01")
    page.click("#cc-compare-run")
    page.get_by_text("两个日期相同").wait_for()
