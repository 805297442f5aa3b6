"""Run tasks against the product: parallel, cached by content, each case written down as it finishes, resumable."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from copilot.errors import BadInput, CopilotError, Unavailable, UnknownRecord
from copilot.settings import Settings
from eval.cache import Cache, key_of
from eval.progress import Progress, shown
from eval.record import Run, all_runs, cache_file, header_of, start
from eval.sample import chosen
from eval.summary import summarise
from eval.system import System, open_system
from eval.task import Case, Task

Json = dict[str, Any]
Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Suite:
    """What a suite takes: the backend by default, repetitions and number of cases of tasks with a model in them."""

    backend: str
    repeats: int
    sample: int


SUITES = {
    "ci": Suite(backend="extractive", repeats=1, sample=8),
    "subset": Suite(backend="local", repeats=3, sample=60),
    "full": Suite(backend="local", repeats=1, sample=0),
}
CI_WITH_MODEL = ("answers",)  # of which the ci suite asks the model a few cases, in a run of its own


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run. `sample`: stratified cases of a task that asks the model; `limit`: first cases of each; 0: all.

    `as_of`: the day of cases that name none; None: the day the labels were written for.
    """

    tasks: tuple[str, ...]
    suite: str = ""
    repeats: int = 1
    sample: int = 0
    limit: int = 0
    split: str | None = None
    jobs: int = 1
    file: str | None = None
    as_of: str | None = None


def plan_of(
    suite: str, *, backend: str, known: Sequence[Task], tasks: Sequence[str] = (), repeats: int = 0, **given: Any
) -> Plan:
    """The plan of a suite, with what the caller asked for put over it.

    Raises:
        UnknownRecord: no such suite or task.
    """
    if suite and suite not in SUITES:
        raise UnknownRecord(f"没有名为“{suite}”的套件", hint="可用：" + "、".join(SUITES), en=f"no suite {suite!r}")
    names = [t.name for t in known]
    if unknown := [t for t in tasks if t not in names]:
        raise UnknownRecord(
            f"没有名为“{'、'.join(unknown)}”的任务", hint="可用：" + "、".join(names), en=f"no task {unknown}"
        )
    kind = SUITES.get(suite)
    wanted = tuple(tasks) or (CI_WITH_MODEL if suite == "ci" and backend != "extractive" else tuple(names))
    sample = kind.sample if kind and backend != "extractive" else 0
    return Plan(wanted, suite=suite, repeats=repeats or (kind.repeats if kind else 1), sample=sample, **given)


async def execute(
    plan: Plan, known: Sequence[Task], settings: Settings, *, note: Note, resume: Run | None = None, fresh: bool = False
) -> Run:
    """Carry out a plan; the run with its header, rows and summary.

    Args:
        plan: what to run.
        known: every task.
        settings: the product under test, and where runs are kept.
        note: told about what happens, for stderr.
        resume: a run of the same plan that was broken off.
        fresh: take no output from the cache.

    Raises:
        BadInput: the run to resume was made by another product.
        Unavailable: the model does not come up or went away; what is done is kept.
    """
    tasks = [t for t in known if t.name in plan.tasks]
    begun, cache = time.monotonic(), Cache(cache_file(settings))
    try:
        async with open_system(settings, note=note, as_of=plan.as_of) as system:
            run = resume or start(settings, header_of(settings, plan=asdict(plan), fingerprint=_identity(system)))
            if run.header["fingerprint"] != _identity(system):
                raise BadInput(
                    f"代码、知识库、提示词、模型或设置与运行 {run.id} 开始时不同，不能接着做",
                    hint="重新运行即可：没有变的部分会取自缓存",
                    en="the product changed since the run began",
                )
            note(f"评测运行 {run.folder}")
            note(_foretold(plan, tasks, settings, run))
            summary = dict(run.summary)
            for task in tasks:
                started = time.monotonic()
                rows = await _task(task, plan, system, run, cache=Cache(None) if fresh or task.fresh else cache)
                answered = sum(not r["cached"] for r in rows)
                pace = (time.monotonic() - started) / answered if answered and resume is None else None
                summary[task.name] = {**summarise(task, rows), "pace_s": pace}
                run.write("summary.json", summary)
            _finish(run, summary, begun)
            return run
    finally:
        cache.close()


def _foretold(plan: Plan, tasks: Sequence[Task], settings: Settings, run: Run) -> str:
    """How much there is to do, and how long that took in earlier runs with this backend."""
    known: dict[str, float] = {}
    for old in all_runs(settings):
        if old.id != run.id and old.header["model"]["backend"] == settings.backend:
            known |= {n: t["pace_s"] for n, t in old.summary.items() if t.get("pace_s")}
    counts = {task.name: len(_wanted(task, plan, settings)) for task in tasks}
    text = f"{len(tasks)} 个任务，共 {sum(counts.values())} 次作答"
    seen = {name: count for name, count in counts.items() if name in known}
    if not seen:
        return text
    estimate = shown(sum(count * known[name] for name, count in seen.items()))
    rest = f"（不含没有测过的 {'、'.join(sorted(set(counts) - set(seen)))}）" if len(seen) < len(counts) else ""
    return f"{text}；按以往的快慢，全部重做约需 {estimate}{rest}"


def _wanted(task: Task, plan: Plan, settings: Settings) -> list[tuple[Case, int]]:
    """Every case of a task that the plan takes, as often as it says, repetition by repetition."""
    asks_model = task.model and settings.backend != "extractive"
    sample = plan.sample if asks_model else 0
    cases = chosen(cases_of(task, plan.file), split=plan.split, limit=plan.limit, sample=sample)
    return [(case, n) for n in range(task.repeats * (plan.repeats if asks_model else 1)) for case in cases]


async def _task(task: Task, plan: Plan, system: System, run: Run, *, cache: Cache) -> list[Json]:
    """Every case of a task, as often as the plan says; rows that are there already are kept."""
    wanted = _wanted(task, plan, system.settings)
    done = {(r["id"], r["repeat"]): r for r in run.rows(task.name) if "error" not in r}
    left = iter([(c, n) for c, n in wanted if (c.id, n) not in done])
    progress = Progress(task.title, len(wanted))
    for _ in range(sum((c.id, n) in done for c, n in wanted)):
        progress.step(cached=True)
    alone = task.fresh or (task.model and system.settings.backend == "local")  # times, and a server with one slot
    jobs = 1 if alone else plan.jobs
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(max(jobs, 1)):
                group.create_task(_work(task, left, system, run, cache=cache, done=done, progress=progress))
    except BaseExceptionGroup as failures:  # the first failure ends the task; what is done is written down
        raise failures.exceptions[0] from failures
    return [done[c.id, n] for c, n in wanted]


async def _work(
    task: Task,
    left: Iterator[tuple[Case, int]],
    system: System,
    run: Run,
    *,
    cache: Cache,
    done: dict[tuple[str, int], Json],
    progress: Progress,
) -> None:
    for case, repeat in left:
        row = await _row(task, case, repeat, system, cache=cache)
        run.append(task.name, row)
        done[case.id, repeat] = row
        progress.step(cached=row["cached"])


async def _row(task: Task, case: Case, repeat: int, system: System, *, cache: Cache) -> Json:
    """One case once: its output (or error), score, and what it took."""
    key = key_of(task, case, system.fingerprint(with_model=task.model), repeat)
    found, begun = cache.get(key), time.perf_counter()
    row: Json = {"id": case.id, "repeat": repeat, "cached": found is not None, "groups": dict(case.groups)}
    try:
        output = found["output"] if found else await task.solve(case, system, repeat)
    except Unavailable:
        raise  # the backend is gone: every further case would fail alike
    except Exception as error:  # a defect of the product is a finding on this case: counted, red at the gate
        told = error.as_dict() if isinstance(error, CopilotError) else _defect(error)
        return {**row, "seconds": 0.0, "case": dict(case.data), "values": {}, "faults": [], "error": told}
    seconds = found["seconds"] if found else round(time.perf_counter() - begun, 4)
    if not found:
        cache.put(key, task.name, {"output": output, "seconds": seconds})
    score = task.score(case, output, system)
    scored = {"values": dict(score.values), "faults": list(score.faults)}
    return {**row, "seconds": seconds, **scored, "output": output, "case": dict(case.data)}


def _defect(error: Exception) -> dict[str, str]:
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(where.filename).name}:{where.lineno}"
    return {"code": "defect", "message": f"程序出错：{type(error).__name__}: {error}（{place}）"}


def cases_of(task: Task, file: str | None) -> Sequence[Case]:
    """The cases of a task, or those of a file of the same form.

    Raises:
        BadInput: the task takes no file.
    """
    if file is None:
        return task.cases()
    if task.read is None:
        raise BadInput(
            f"任务 {task.name} 不能换数据文件",
            hint="--file 用于 retrieval、answers、paths、stories、facts、speed",
            en="no file for it",
        )
    return task.read(Path(file))


def _identity(system: System) -> dict[str, str]:
    return {"with_model": system.fingerprint(with_model=True), "without_model": system.fingerprint(with_model=False)}


def _finish(run: Run, summary: Json, begun: float) -> None:
    """Complete the header with what the run cost."""
    tokens: dict[str, int] = {}
    for task in summary.values():
        for name, count in task["tokens"].items():
            tokens[name] = tokens.get(name, 0) + count
    wall = round(time.monotonic() - begun, 1) + run.header.get("wall_s", 0.0)
    seeds = list(range(run.header["plan"]["repeats"]))
    run.write("header.json", {**run.header, "wall_s": round(wall, 1), "tokens": tokens, "seeds": seeds, "done": True})
