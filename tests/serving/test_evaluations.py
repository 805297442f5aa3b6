"""Runs over HTTP, written by the harness's own record."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from copilot.settings import Settings
from eval.record import Run, runs_dir
from eval.summary import summarise
from eval.tasks import retrieval

pytestmark = pytest.mark.thorough

HOSTILE = "<script>window.hacked=1</script>"


def made(settings: Settings, name: str, recalls: dict[str, float | None], *, done: bool = True) -> Run:
    """A run of the retrieval task with these values of recall@5."""
    run = Run(runs_dir(settings) / name)
    run.folder.mkdir(parents=True)
    rows: list[dict[str, Any]] = []
    for case, recall in recalls.items():
        values = {"recall@5": recall, "all@5": None if recall is None else float(recall == 1)}
        faults = [] if recall == 1 else [f"缺{HOSTILE}"]
        case_row = {"id": case, "question": f"{case}{HOSTILE}", "must_cite": []}
        rows.append(
            {"id": case, "repeat": 0, "cached": False, "groups": {"topic": "甲"}, "seconds": 0.1, "values": values,
             "faults": faults, "output": {"query": HOSTILE}, "case": case_row}
        )  # fmt: skip
        run.append("retrieval", rows[-1])
    header = {
        "started_at": f"2026-11-2{len(name)}T08:00:00+00:00",
        "plan": {"suite": "ci", "tasks": ["retrieval"]},
        "model": {"backend": "extractive", "name": None},
        "revision": {"short": "abc1234", "dirty": False},
        "wall_s": 1.5,
        "done": done,
    }
    run.write("header.json", header)
    run.write("summary.json", {"retrieval": summarise(retrieval.TASK, rows)})
    return run


@pytest.fixture
def runs(settings: Settings) -> list[Run]:
    return [
        made(settings, "a", {"q1": 1.0, "q2": 1.0, "q3": None}),
        made(settings, "bb", {"q1": 1.0, "q2": 0.5, "q3": 0.0}),
    ]


async def test_without_runs_the_list_is_empty(client: httpx.AsyncClient) -> None:
    body = (await client.get("/v1/evaluations")).json()
    assert (body["runs"], body["tasks"]) == ([], {})


async def test_runs_are_listed_newest_first_with_what_they_measured(client: httpx.AsyncClient, runs: list[Run]) -> None:
    body = (await client.get("/v1/evaluations")).json()
    assert [r["id"] for r in body["runs"]] == ["bb", "a"]
    assert body["runs"][1]["headline"] == {"retrieval.recall@5": 1.0}
    assert body["tasks"]["retrieval"]["metrics"]["recall@5"] == {"title": "前5条召回率", "better": "higher"}


async def test_a_metric_over_time_tells_what_was_unscored(client: httpx.AsyncClient, runs: list[Run]) -> None:
    body = (await client.get("/v1/evaluations/trend", params={"task": "retrieval", "metric": "recall@5"})).json()
    assert [(p["id"], p["value"], p["n"], p["unscored"]) for p in body["points"]] == [
        ("a", 1.0, 2, 1),
        ("bb", 0.5, 3, 0),
    ]


async def test_a_run_its_gates_and_its_cases(client: httpx.AsyncClient, runs: list[Run]) -> None:
    body = (await client.get("/v1/evaluations/bb")).json()
    assert body["header"]["plan"]["suite"] == "ci" and body["tasks"]["retrieval"]["cases"] == 3
    gates = (await client.get("/v1/evaluations/bb/gates")).json()
    red = [r for r in gates["results"] if r["gate"] == "retrieval.recall@5" and r["kind"] == "threshold"]
    assert gates["passed"] is False and red[0]["passed"] is False and red[0]["value"] == 0.5
    page = (await client.get("/v1/evaluations/bb/tasks/retrieval", params={"faulty": True, "limit": 1})).json()
    assert (page["total"], page["cases"][0]["id"]) == (2, "q2")
    rows = (await client.get("/v1/evaluations/bb/tasks/retrieval/case", params={"case_id": "q2"})).json()["rows"]
    assert rows[0]["output"] == {"query": HOSTILE} and rows[0]["case"]["id"] == "q2"


async def test_two_runs_are_compared_over_what_both_scored(client: httpx.AsyncClient, runs: list[Run]) -> None:
    body = (await client.get("/v1/evaluations/compare", params={"a": "a", "b": "bb"})).json()
    recall = next(m for m in body["metrics"] if m["metric"] == "recall@5")
    assert (recall["n"], recall["a"], recall["b"], recall["worse_cases"]) == (2, 1.0, 0.75, 1)
    assert [r["case"] for r in body["regressions"]] == ["q2"]


@pytest.mark.parametrize(
    "address",
    ["x", "..", "%2e%2e", "latest", "b", "bb/gates/x", "bb/tasks/none", "bb/tasks/..%2fheader",
     "bb/tasks/retrieval/case?case_id=x", "x/gates", "compare?a=a&b=none", "compare?a=%2Fetc%2Fpasswd&b=a",
     "compare?a=..%2F..%2Fx&b=a"],
)  # fmt: skip
async def test_an_address_never_becomes_a_path(client: httpx.AsyncClient, runs: list[Run], address: str) -> None:
    assert (await client.get(f"/v1/evaluations/{address}")).status_code in (404, 405)


async def test_a_run_that_is_being_written_or_broken_does_not_hide_the_others(
    client: httpx.AsyncClient, runs: list[Run], settings: Settings
) -> None:
    (runs_dir(settings) / "ccc").mkdir()
    (runs_dir(settings) / "ccc" / "header.json").write_text('{"half', "utf-8")
    made(settings, "dddd", {"q1": 1.0}, done=False)
    body = (await client.get("/v1/evaluations")).json()
    assert [(r["id"], r["done"]) for r in body["runs"]] == [("dddd", False), ("bb", True), ("a", True)]


async def test_the_page_may_run_no_inline_script(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/evaluation")).headers["content-security-policy"]
    assert "script-src 'self';" in policy and "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
