"""What every case of a run was worth, read from the run's folder or from a committed baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copilot.errors import BadInput
from eval.record import Run
from eval.summary import per_case
from eval.task import Case

BASELINES = Path(__file__).parent / "baselines"
DIGEST_CHARS = 8
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TaskScores:
    """One task: its metrics as summed up, and each case's values, digest and faults (a baseline has no faults).

    A value None is unscored; a metric that does not apply to a case is absent from its values.
    """

    title: str
    metrics: Mapping[str, Json]
    values: Mapping[str, Mapping[str, float | None]]
    digests: Mapping[str, str]
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """All tasks of a run or baseline."""

    name: str
    header: Json
    tasks: Mapping[str, TaskScores]

    @property
    def backend(self) -> str:
        """What generated the answers."""
        return self.header["model"]["backend"]


def of_run(run: Run) -> Scores:
    """The scores of a run, as far as it is done."""
    summary = run.summary
    tasks = {name: _task(run, name, figures) for name, figures in summary.items()}
    return Scores(run.id, run.header, tasks)


def _task(run: Run, name: str, figures: Json) -> TaskScores:
    rows = {(r["id"], r["repeat"]): r for r in run.rows(name)}.values()  # the last of a case that was tried again
    values: dict[str, dict[str, float | None]] = {row["id"]: {} for row in rows}
    for metric in figures["metrics"]:
        for case, value in per_case(rows, metric).items():
            values[case][metric] = value
    digests = {row["id"]: Case(row["id"], row["case"]).digest()[:DIGEST_CHARS] for row in rows}
    faults: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found = (row["error"]["message"],) if "error" in row else tuple(row["faults"])
        faults[row["id"]] = tuple(dict.fromkeys((*faults.get(row["id"], ()), *found)))
    return TaskScores(figures["title"], figures["metrics"], values, digests, faults, figures["errors"])


def baseline_file(header: Mapping[str, Any], folder: Path = BASELINES) -> Path:
    """Where the baseline of such a run is kept: `<suite>-<backend>.json`."""
    return folder / f"{header['plan']['suite'] or 'own'}-{header['model']['backend']}.json"


def read_baseline(file: Path) -> Scores:
    """The scores of a baseline.

    Raises:
        BadInput: the file cannot be read.
    """
    try:
        data = json.loads(file.read_text("utf-8"))
        tasks = {}
        for name, task in data["tasks"].items():
            order = list(task["metrics"])
            values = {
                case: {m: v for m, v in zip(order, row[1:], strict=True) if v != "-"}
                for case, row in task["cases"].items()
            }
            digests = {case: row[0] for case, row in task["cases"].items()}
            tasks[name] = TaskScores(task["title"], task["metrics"], values, digests)
        return Scores(file.stem, data["header"], tasks)
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(
            f"基线 {file} 无法读取：{error}", hint="用 eval accept 写出基线", en="unreadable baseline"
        ) from error


def write_baseline(scores: Scores, file: Path) -> None:
    """Keep scores without any text: figures and, one case a line, `[digest, value of each metric]` (`-`: not asked).

    Times are left out: they belong to a machine.
    """
    lines = ["{", f' "header": {json.dumps(_kept(scores.header), ensure_ascii=False)},', ' "tasks": {']
    tasks = {n: t for n, t in scores.tasks.items() if n != "speed"}
    for number, (name, task) in enumerate(tasks.items(), 1):
        lines.append(f"  {json.dumps(name)}: {{")
        lines.append(f'   "title": {json.dumps(task.title, ensure_ascii=False)},')
        lines.append(f'   "metrics": {json.dumps(task.metrics, ensure_ascii=False)},')
        lines.append('   "cases": {')
        rows = [
            f"    {json.dumps(case)}: {json.dumps([task.digests[case], *(v.get(m, '-') for m in task.metrics)])}"
            for case, v in sorted(task.values.items())
        ]
        lines.append(",\n".join(rows))
        lines.append("   }\n  }" + ("," if number < len(tasks) else ""))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*lines, " }", "}"]) + "\n", "utf-8")


def _kept(header: Mapping[str, Any]) -> Json:
    left_out = ("wall_s", "done", "fingerprint")  # they say nothing of what was measured
    return {k: v for k, v in header.items() if k not in left_out}
