"""Verdicts kept by the service: saved, exported, found, opened, replayed, deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import Reader
from tests.ui.path_reader import answer_all, enter, give

pytestmark = pytest.mark.browser


def test_verdict_is_saved_exported_found_opened_replayed_and_deleted(reader: Reader, tmp_path: Path) -> None:
    page = enter(reader).page
    answer_all(reader)
    for format in ("docx", "pdf", "json"):
        page.locator(".cc-verdict-tools .cc-menu summary").click()
        with page.expect_download() as download:
            page.locator(f".cc-verdict-tools [data-format={format}]").click()
        download.value.save_as(tmp_path / format)
        assert (tmp_path / format).read_text(encoding="utf-8").startswith(format)
    number = next(reversed(reader.state.path.verdicts))
    page.click("#cc-path-save")
    page.get_by_text("已保存这次判定").wait_for()
    assert next(reversed(reader.state.path.verdicts)) == number, "the same verdict is not kept twice"
    page.click("#cc-path-view-saved")
    row = page.locator(f".cc-saved-row[data-id='{number}']")
    row.get_by_role("button", name="重新判定对比").click()
    row.get_by_text("结果相同", exact=True).wait_for()
    page.fill("#cc-saved-search", "没有这样的词")
    page.get_by_text("没有找到符合的判定").wait_for()
    page.fill("#cc-saved-search", "标准合同")
    row.locator(".cc-conversation-open").click()
    page.wait_for_selector(".cc-saved-open .cc-verdict")
    assert f"d={number}" in page.url
    page.goto(f"{reader.address}/?d={number}#path")
    page.wait_for_selector(".cc-saved-open .cc-verdict")
    page.get_by_role("button", name="用这些事实继续").click()
    page.locator("dialog button[value=yes]").click()
    page.wait_for_selector(".cc-answer-row[data-fact=pi_count]")
    page.click("#cc-path-view-saved")
    row.get_by_role("button", name="删除").click()
    page.locator("dialog button[value=yes]").click()
    row.wait_for(state="detached")
    assert number not in reader.state.path.verdicts


def test_replay_names_what_differs(reader: Reader) -> None:
    page = enter(reader).page
    give(reader, "否")
    page.click("#cc-path-save")
    page.get_by_text("已保存这次判定").wait_for()
    number = next(reversed(reader.state.path.verdicts))
    view = reader.state.path.verdicts[number]
    view.result["headline"], view.result["rules"] = "原来的结论", {"data": "older", "code": "0.0.1"}
    page.click("#cc-path-view-saved")
    row = page.locator(f".cc-saved-row[data-id='{number}']")
    row.get_by_role("button", name="重新判定对比").click()
    row.get_by_text("结果不同", exact=True).wait_for()
    assert "结论：原来的结论 →" in row.inner_text()
