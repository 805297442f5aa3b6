"""The gates of a change: thresholds of gates.toml, and not worse than the committed baseline. Red means exit 1."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from copilot.errors import BadInput
from eval.compare import difference, paired, regressions
from eval.scores import Scores, TaskScores

FILE = Path(__file__).parent / "gates.toml"
SHOWN = 10  # cases named for a red gate
Json = dict[str, Any]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Threshold(_Strict):
    """A line that a metric must keep: `min` or `max`. `target` is published as met or missed and turns nothing red.

    `suites`, `backends`: where it applies (empty: everywhere). `max_unscored`: share of cases left unscored, at most.
    `min_n`: with fewer scored cases a share decides nothing.
    """

    task: str
    metric: str
    min: float | None = None
    max: float | None = None
    target: float | None = None
    suites: tuple[str, ...] = ()
    backends: tuple[str, ...] = ()
    max_unscored: float | None = None
    min_n: int = 0

    @model_validator(mode="after")
    def _has_a_line(self) -> Threshold:
        if (self.min is None) == (self.max is None):
            raise ValueError(f"{self.task}.{self.metric}: exactly one of min and max")
        return self


class BaselineRule(_Strict):
    """How far a metric may fall behind the baseline over the cases both have; `tolerances` by `task.metric`."""

    tolerance: float = Field(ge=0)
    tolerances: dict[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    skip: tuple[str, ...] = ()


class Gates(_Strict):
    """The content of gates.toml; `judge` is read by the judge's own calibration."""

    gate: tuple[Threshold, ...]
    baseline: BaselineRule
    judge: Mapping[str, Any] = Field(default_factory=dict)


def read_gates(file: Path = FILE) -> Gates:
    """The gates of a file.

    Raises:
        BadInput: the file is missing, or a gate is not as it should be.
    """
    try:
        return Gates.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadInput(
            f"门槛文件 {file} 无法使用：{error}", hint="改正 eval/gates.toml", en="unusable gates file"
        ) from error


def check(scores: Scores, gates: Gates, *, baseline: Scores | None = None) -> Json:
    """`{"passed", "run", "baseline", "results"}`; each result names gate, value, limit and the cases behind a red."""
    results = [*_thresholds(scores, gates), *_errors(scores)]
    if baseline is not None:
        results += _against(scores, baseline, gates.baseline)
    return {
        "passed": all(r["passed"] for r in results),
        "run": scores.name,
        "baseline": baseline.name if baseline else None,
        "results": results,
    }


def _thresholds(scores: Scores, gates: Gates) -> Iterator[Json]:
    plan = scores.header["plan"]
    for gate in gates.gate:
        here = (not gate.suites or plan["suite"] in gate.suites) and (
            not gate.backends or scores.backend in gate.backends
        )
        if here and gate.task in plan["tasks"]:
            yield _held(gate, scores.tasks.get(gate.task))


def _held(gate: Threshold, task: TaskScores | None) -> Json:
    result: Json = {"gate": f"{gate.task}.{gate.metric}", "kind": "threshold"}
    figures = task.metrics.get(gate.metric) if task else None
    if task is None or figures is None or figures["value"] is None:
        return {**result, "passed": False, "value": None, "limit": None, "why": "没有测到这个指标", "cases": []}
    value, n, unscored = figures["value"], figures["n"], figures["unscored"]
    limit, lower = (gate.min, False) if gate.min is not None else (gate.max, True)
    passed = value <= limit if lower else value >= limit  # type: ignore[operator]
    if n < gate.min_n:
        return {**result, "passed": True, "value": value, "limit": limit, "n": n, "why": "题数太少，不判", "cases": []}
    why = "" if passed else f"{figures['title']}应{'不高于' if lower else '不低于'} {limit:g}"
    if gate.max_unscored is not None and unscored / max(n + unscored, 1) > gate.max_unscored:
        passed, why = False, f"{unscored} 题未评，超过 {gate.max_unscored:.0%}"
    result |= {"passed": passed, "value": value, "limit": limit, "n": n, "unscored": unscored, "why": why}
    if gate.target is not None:
        met = value <= gate.target if lower else value >= gate.target
        result |= {"target": gate.target, "target_met": met}
    return {**result, "cases": [] if passed else _behind(task, gate.metric, figures)}


def _behind(task: TaskScores, metric: str, figures: Json) -> list[Json]:
    """The cases that hold a metric down, worst first, with what is wrong."""
    sign = 1.0 if figures["better"] == "higher" else -1.0
    scored = [(sign * value, case) for case, v in task.values.items() if (value := v.get(metric)) is not None]
    best = max((value for value, _ in scored), default=0.0) if figures["better"] == "higher" else 0.0
    worst = sorted((value, case) for value, case in scored if value < best)
    return [{"case": case, "faults": list(task.faults.get(case, ()))[:3]} for _, case in worst[:SHOWN]]


def _errors(scores: Scores) -> Iterator[Json]:
    """A case that ended in an error of the product is never merely unscored."""
    for name, task in scores.tasks.items():
        if task.errors:
            failed = [c for c, v in task.values.items() if not v][:SHOWN]
            cases = [{"case": c, "faults": list(task.faults.get(c, ()))} for c in failed]
            result = {"gate": f"{name}.errors", "kind": "errors", "passed": False, "value": task.errors, "limit": 0}
            yield {**result, "why": "有题出错", "cases": cases}


def _against(scores: Scores, baseline: Scores, rule: BaselineRule) -> Iterator[Json]:
    """Each metric of the baseline, over the cases that both have unchanged.

    With a model in it, a fall counts only where its 95 % interval excludes 0: a model's answers differ by chance.
    """
    for name, before in baseline.tasks.items():
        if name in rule.skip or name not in scores.header["plan"]["tasks"]:
            continue
        after = scores.tasks.get(name)
        for metric, figures in before.metrics.items():
            if f"{name}.{metric}" in rule.skip:
                continue
            found = _compared(name, before, after, metric, figures, rule, chance=scores.backend != "extractive")
            if found:
                yield found


def _compared(
    name: str,
    before: TaskScores,
    after: TaskScores | None,
    metric: str,
    figures: Json,
    rule: BaselineRule,
    *,
    chance: bool,
) -> Json | None:
    result: Json = {"gate": f"{name}.{metric}", "kind": "baseline"}
    if after is None or metric not in after.metrics:
        return {**result, "passed": False, "value": None, "limit": None, "why": "基线有而这次没有测", "cases": []}
    old, new = paired(before, after, metric)
    if not len(old):
        return None  # no case in common: nothing to hold it against
    sign = 1.0 if figures["better"] == "higher" else -1.0
    count = figures["aggregate"] == "sum"
    a, b = (float(v.sum() if count else v.mean()) for v in (old, new))
    tolerance = rule.tolerances.get(f"{name}.{metric}", 0.0 if count else rule.tolerance)
    worse = sign * (b - a) < -tolerance - 1e-9
    if worse and chance:
        worse = difference(sign * old, sign * new)["high"] < 0
    lost = [r for r in regressions(name, before, after) if metric in r["metrics"]] if worse else []
    cases = [{"case": r["case"], "faults": r["faults"][:3]} for r in sorted(lost, key=lambda r: -r["loss"])[:SHOWN]]
    why = f"{figures['title']}比基线 {a:.4f} 差，容许 {tolerance:g}" if worse else ""
    limit = round(a - sign * tolerance, 6)
    return {
        **result,
        "passed": not worse,
        "value": round(b, 6),
        "limit": limit,
        "n": len(old),
        "why": why,
        "cases": cases,
    }


def text(found: Json) -> list[str]:
    """The outcome in Chinese lines: red gates with their cases, targets missed, then the count."""
    lines = []
    for r in found["results"]:
        if not r["passed"]:
            value = "无" if r["value"] is None else f"{r['value']:g}"
            limit = "" if r["limit"] is None else f"，界限 {r['limit']:g}"
            lines.append(
                f"不通过 {r['gate']}（{'基线' if r['kind'] == 'baseline' else '门槛'}）：{value}{limit}；{r['why']}"
            )
            lines += [f"    {c['case']}：{'；'.join(c['faults'])}" for c in r["cases"]]
    for r in found["results"]:
        if r.get("target_met") is False and r["passed"]:
            lines.append(f"未达目标 {r['gate']}：{r['value']:g}，目标 {r['target']:g}（不拦截）")
    red = sum(not r["passed"] for r in found["results"])
    total = len(found["results"])
    lines.append(f"{total} 道门槛，{red} 道不通过。" if red else f"{total} 道门槛全部通过。")
    return lines
