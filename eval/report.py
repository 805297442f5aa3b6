"""One HTML file of one or more runs: figures, charts, gates, changes, every case with its trace folded. No network."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval import charts
from eval.compare import compare
from eval.gate import check, read_gates
from eval.read import text_of
from eval.record import Run
from eval.scores import Scores, baseline_file, of_run, read_baseline

Json = dict[str, Any]
TEMPLATE = "report.html.j2"
GROUPS = {
    "topic": "主题",
    "type": "题型",
    "authority": "所引的效力级别",
    "trap": "陷阱",
    "turns": "多轮",
    "subject": "用例文件",
    "path": "正确的路径",
    "expect": "应有的处置",
    "kind": "种类",
    "error": "错的种类",
    "list": "清单",
    "set": "数据集",
    "split": "份",
}


def render(runs: Sequence[Run]) -> str:
    """The report of the last of `runs` in full; the others as a trend, the one before it also as a comparison."""
    run, scores = runs[-1], of_run(runs[-1])
    gates, file = read_gates(), baseline_file(runs[-1].header)
    baseline = read_baseline(file) if file.is_file() else None
    targets = {f"{g.task}.{g.metric}": g.target for g in gates.gate if g.target is not None}
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(TEMPLATE).render(
        run=run.id,
        header=run.header,
        header_json=json.dumps(run.header, ensure_ascii=False, indent=1),
        gate=check(scores, gates, baseline=baseline),
        tasks=[_task(run, name, figures, targets) for name, figures in run.summary.items()],
        comparison=_comparison(of_run(runs[-2]), scores) if len(runs) > 1 else None,
        trend=_trend(runs) if len(runs) > 1 else [],
    )


def _task(run: Run, name: str, figures: Json, targets: dict[str, float]) -> Json:
    shares = {m: f for m, f in figures["metrics"].items() if f["aggregate"] == "mean" and f["value"] is not None}
    drawn = [(f["title"], f["value"], (f["low"], f["high"]) if "low" in f else None) for f in shares.values()]
    rows = sorted(run.rows(name), key=_faulty_first)
    marks = {f["title"]: targets[f"{name}.{m}"] for m, f in shares.items() if f"{name}.{m}" in targets}
    return {
        "name": name,
        **{k: v for k, v in figures.items() if k not in ("rows", "groups")},
        "chart": charts.bars(drawn, marks=marks) if drawn else "",
        "by_group": [_group(g, figures) for g in GROUPS if len(figures["groups"].get(g, ())) > 1],
        "rows": [_case(row) for row in rows],
        "traces": _packed([_trace(row) for row in rows]),
        "targets": {m: targets[f"{name}.{m}"] for m in figures["metrics"] if f"{name}.{m}" in targets},
    }


def _group(name: str, figures: Json) -> Json:
    """The first metric that the group's members have, as a chart, and all of them as a table."""
    members = figures["groups"][name]
    metrics = [m for m in figures["metrics"] if any(v.get(m) is not None for v in members.values())]
    shares = [m for m in metrics if figures["metrics"][m]["aggregate"] == "mean"]
    first = shares[0] if shares else None
    drawn = [(f"{k}（{v['cases']}）", v[first], None) for k, v in members.items() if first and v[first] is not None]
    return {
        "name": GROUPS[name],
        "metric": figures["metrics"][first]["title"] if first else "",
        "chart": charts.bars(drawn) if 1 < len(drawn) <= 40 else "",
        "metrics": metrics,
        "members": members,
    }


def _case(row: Json) -> Json:
    told = [row["error"]["message"]] if "error" in row else row["faults"]
    return {"id": row["id"], "repeat": row["repeat"], "text": text_of(row["case"]), "faults": told}


def _trace(row: Json) -> Json:
    """What opens with a case: the row of the dataset, the output, the values."""
    kept: Json = {k: row[k] for k in ("case", "values", "faults", "seconds", "output", "error") if k in row}
    return {**kept, "text": text_of(row["case"]), "answer": (row.get("output") or {}).get("answer", "")}


def _packed(traces: Sequence[Json]) -> str:
    """Traces as base64 of gzip, opened by the page when a reader asks for one: a tenth of their size."""
    body = json.dumps(traces, ensure_ascii=False).encode()
    return base64.b64encode(gzip.compress(body, mtime=0)).decode()


def _faulty_first(row: Json) -> tuple[bool, str, int]:
    return not (row["faults"] or "error" in row), row["id"], row["repeat"]


def _comparison(before: Scores, after: Scores) -> Json:
    found = compare(before, after)
    moved = [m for m in found["metrics"] if m["better_cases"] or m["worse_cases"]]
    shown = [(f"{m['task']} {m['title']}", m["change"], m["low"], m["high"]) for m in moved if abs(m["high"]) <= 1]
    return {**found, "moved": moved, "chart": charts.changes(shown) if shown else ""}


def _trend(runs: Sequence[Run]) -> list[Json]:
    """A line for each of the last run's shares that at least two runs measured."""
    found = []
    for task, figures in runs[-1].summary.items():
        for metric, last in figures["metrics"].items():
            seen = [(r, r.summary.get(task, {}).get("metrics", {}).get(metric)) for r in runs]
            points = [
                (f"{r.header['revision']['short']} {r.header['model']['backend']}", f["value"], (f["low"], f["high"]))
                for r, f in seen
                if f and f["value"] is not None and "low" in f
            ]
            if len(points) > 1 and len({value for _, value, _ in points}) > 1:
                found.append({"title": f"{figures['title']}：{last['title']}", "chart": charts.line(points)})
    return found
