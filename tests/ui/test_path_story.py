"""A start by story: the words read are shown and count only after confirmation."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Reader
from tests.ui.path_reader import STORY, enter, last, settled

pytestmark = pytest.mark.browser


def test_story_is_read_shown_with_its_words_and_counts_after_confirmation(reader: Reader) -> None:
    page = enter(reader).page
    page.fill("#cc-story", STORY)
    page.click("#cc-story-read")
    page.wait_for_selector(".cc-found")
    assert page.locator(".cc-story-text mark", has_text="8万").count() == 1
    row = page.locator(".cc-found[data-fact=pi_count]")
    assert "80,000 人" in row.inner_text() and "8万" in row.inner_text()
    assert "没有确认" in reader.text(".cc-path-result") and last(reader)["facts"] == {}
    row.locator("input").fill("9万")
    row.get_by_role("button", name="改成这个").click()
    settled(reader)
    assert last(reader)["facts"]["pi_count"] == 90000
    page.locator(".cc-found[data-fact=is_ciio]").get_by_role("button", name="不确定").click()
    page.click("#cc-confirm-all")
    page.get_by_text("已全部确认").wait_for(state="attached")
    assert not page.locator(".cc-story").is_visible()
    settled(reader)
    facts = last(reader)["facts"]
    assert facts["is_export"] is True and facts["pi_count"] == 90000 and facts["is_ciio"] is None
    assert "没有确认" not in reader.text(".cc-verdict")
    page.reload()
    page.wait_for_selector(".cc-answer-row[data-fact=pi_count]")
    assert "90,000 人" in reader.text(".cc-answer-row[data-fact=pi_count]")
