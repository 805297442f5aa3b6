"""The report: one file that needs nothing else, with every case's trace folded in; and the reading side."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path

import pytest

from copilot.errors import UnknownRecord
from eval import charts, read
from eval.record import Run
from eval.report import render
from eval.run import Plan, execute
from tests.eval.conftest import settings_in
from tests.eval.made import task

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
async def runs(tmp_path: Path) -> list[Run]:
    """Two runs of one task; the second is worse in a case and has an error."""
    plan, settings = Plan(("sums",), suite="ci"), settings_in(tmp_path)
    first = await execute(plan, [task({"a": 1, "b": 1, HOSTILE: 1})], settings, note=str, fresh=True)
    second = await execute(plan, [task({"a": 1, "b": 2, HOSTILE: "bug"})], settings, note=str, fresh=True)
    return [first, second]


async def test_one_file_without_network_holds_every_trace(runs: list[Run]) -> None:
    page = render(runs)
    assert not re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", page)
    assert "@import" not in page and page.count("<html") == 1
    assert page.count("<svg") >= 2
    packed = re.search(r'id="traces-sums">([^<]+)<', page)[1]  # type: ignore[index]
    traces = json.loads(gzip.decompress(base64.b64decode(packed)))
    assert [t["case"]["id"] for t in traces] == [HOSTILE, "b", "a"], "what went wrong comes first"
    assert traces[1]["output"]["said"] == 2 and traces[1]["values"] == {"right": 0.0, "invented": 1.0}
    assert "KeyError" in traces[0]["error"]["message"]


async def test_the_page_says_what_changed_and_escapes_what_it_shows(runs: list[Run]) -> None:
    page = render(runs)
    assert runs[1].id in page and f"与 {runs[0].id} 比较" in page
    assert "不通过" in page and "sums.errors" in page
    assert HOSTILE not in page and "&lt;script&gt;alert" in page


async def test_a_single_run_has_no_comparison(runs: list[Run]) -> None:
    page = render(runs[:1])
    assert "比较</h2>" not in page and "全部通过" in page


def test_charts_keep_letters_as_letters() -> None:
    svg = charts.bars([("必引召回率", 0.9, (0.8, 0.95))], marks={"必引召回率": 0.93})
    assert svg.startswith("<svg") and "必引召回率" in svg and "0.900" in svg
    assert svg == charts.bars([("必引召回率", 0.9, (0.8, 0.95))], marks={"必引召回率": 0.93})
    assert "甲" in charts.changes([("甲", -0.1, -0.2, -0.01)])
    assert "abc" in charts.line([("abc", 0.5, None), ("def", 0.6, (0.5, 0.7))])


async def test_the_reading_side(runs: list[Run], tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    listed = read.list_runs(settings)
    assert [r["id"] for r in listed] == [runs[1].id, runs[0].id]
    assert listed[0]["suite"] == "ci" and listed[0]["done"] and listed[0]["tasks"] == ["sums"]
    assert read.summary("latest", settings)["tasks"]["sums"]["errors"] == 1
    page = read.cases(runs[1].id, "sums", settings, faulty=True)
    assert page["total"] == 2 and {c["id"] for c in page["cases"]} == {"b", HOSTILE}
    assert read.cases(runs[1].id, "sums", settings, offset=1, limit=1)["cases"][0]["id"] == "b"
    (row,) = read.case(runs[1].id, "sums", "b", settings)
    assert row["output"]["said"] == 2 and row["case"]["question"] == "b？"
    assert [(p["id"], p["value"]) for p in read.trend(settings, "sums", "right")] == [
        (runs[0].id, 1.0),
        (runs[1].id, 0.5),
    ]
    for call in (
        lambda: read.summary("nosuch", settings),
        lambda: read.cases("latest", "nosuch", settings),
        lambda: read.case("latest", "sums", "nosuch", settings),
    ):
        with pytest.raises(UnknownRecord):
            call()


async def test_a_folder_that_cannot_be_read_hides_no_other(runs: list[Run], tmp_path: Path) -> None:
    (runs[0].folder / "header.json").write_text("{", "utf-8")
    assert [r["id"] for r in read.list_runs(settings_in(tmp_path))] == [runs[1].id]
