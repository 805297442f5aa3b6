"""Figures as tables for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

Json = Mapping[str, Any]


def number(value: float | None) -> str:
    """A figure in at most four decimals; a dash for what was not scored."""
    return "—" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def show(summary: Json) -> None:
    """Every metric of every task of a run."""
    table = Table(box=box.SIMPLE, title="评测结果")
    for name in ("任务", "指标", "数值", "95% 区间", "题数", "未评"):
        table.add_column(name, justify="left" if name in ("任务", "指标") else "right", overflow="fold")
    for name, task in summary.items():
        for metric, found in task["metrics"].items():
            bounds = f"{number(found['low'])}–{number(found['high'])}" if "low" in found else ""
            unscored = str(found["unscored"]) if found["unscored"] else ""
            shown = f"{found['title']} {metric}" if found["title"] != metric else metric
            table.add_row(name, shown, number(found["value"]), bounds, str(found["n"]), unscored)
        if task["errors"]:
            table.add_row(name, "出错的题", str(task["errors"]), "", "", "")
        table.add_section()
    Console().print(table)


def show_trend(runs: list[Any], metric: str) -> None:
    """Runs, oldest first, with one metric and its interval, or with their headline figures."""
    table = Table(box=box.SIMPLE, title=metric or "历次运行")
    for name in ("运行", "套件", metric or "主要指标", "题数" if metric else "任务数"):
        table.add_column(name, overflow="fold")
    for run in runs:
        if metric:
            bounds = f" [{number(run['low'])}, {number(run['high'])}]" if "low" in run else ""
            table.add_row(run["id"], run["suite"], number(run["value"]) + bounds, str(run["n"]))
        else:
            shown = "  ".join(f"{k} {number(v)}" for k, v in run["headline"].items())
            table.add_row(run["id"], run["suite"], shown, str(len(run["tasks"])))
    Console().print(table)
