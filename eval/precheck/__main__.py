"""`python -m eval.precheck`: make submissions, plant defects, have them checked, write the scores down.

The figures are published, not gated: what turns a run red is the sample of `eval/tasks/precheck.py` in the ci suite.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from copilot.settings import ROOT, Settings
from copilot.wiring import Parts
from eval.precheck import report
from eval.precheck.bench import Bench, Checked
from eval.precheck.contracts import made_up_comparison
from eval.precheck.defects import Defect
from eval.precheck.layouts import load_layouts
from eval.precheck.plan import Trial, Wanted, trials
from eval.precheck.score import Scores, summary

Json = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Run; 0 when it went through."""
    args = _parsed(arguments)
    parts = ("dev", "heldout") if args.part == "all" else (args.part,)
    settings = Settings()
    service = Parts(settings).precheck
    kept = None if args.fresh else settings.data_dir / "eval" / "precheck"
    # The contracts that are made carry our own clauses: they are compared with those, whatever text is loaded here.
    bench = Bench(service, kept=kept, compare=made_up_comparison(service.kb_dir))
    scores = Scores(bench.criteria)
    try:
        for part in parts:
            layouts = tuple(x for x in load_layouts(part) if not args.layouts or x.name in args.layouts)
            wanted = Wanted(
                part,
                layouts,
                tuple(args.variants),
                tuple(args.kinds),
                args.seeds,
                args.singles,
                args.combined,
                tuple(args.only),
            )
            _run(trials(wanted, own_defects(part)), bench, scores, minutes=args.minutes)
    finally:
        service.close()
    found = summary(scores)
    _write(found, args)
    return 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="eval.precheck", description=__doc__)
    parser.add_argument(
        "--part", choices=("dev", "heldout", "heldout2", "heldout3", "all"), default="all",
        help="版式：开发用、留出、第二留出、第三留出；all 是前两者，后两者只在写明时计分",
    )  # fmt: skip
    parser.add_argument("--variants", nargs="+", default=["word", "pdf"], choices=("word", "pdf", "scan", "photo"))
    parser.add_argument("--kinds", nargs="*", default=[])
    parser.add_argument("--layouts", nargs="*", default=[])
    parser.add_argument("--seeds", type=int, default=2, help="每种版式、手续、形式的无缺陷材料份数")
    parser.add_argument("--singles", type=int, default=1, help="每个缺陷在每种形式里单独种入的次数")
    parser.add_argument("--combined", type=int, default=0, help="每种形式里组合种入的份数")
    parser.add_argument("--only", nargs="*", default=[], help="只种入这些缺陷")
    parser.add_argument("--minutes", type=float, default=0, help="到时停下，已有的照常计分；0：不限")
    parser.add_argument("--fresh", action="store_true", help="不用以前生成和读过的文件")
    parser.add_argument("--out", type=Path, default=None, help="结果的文件夹（scores.json、scores.md）")
    return parser.parse_args(arguments)


def own_defects(part: str) -> tuple[Defect, ...]:
    """The defects that a part brings along; none where it has no such module."""
    try:
        module = importlib.import_module(f"eval.precheck.layouts.{part}.defects")
    except ModuleNotFoundError:
        return ()
    return tuple(module.DEFECTS)


def _run(planned: list[Trial], bench: Bench, scores: Scores, *, minutes: float) -> None:
    """Check every trial; the clean one of each before those with defects."""
    done: dict[str, Checked] = {}
    began = time.monotonic()
    for i, trial in enumerate(planned, 1):
        if minutes and time.monotonic() - began > minutes * 60:
            print(f"到时停下：{i - 1}/{len(planned)}", file=sys.stderr)
            return
        checked = _checked(trial, bench, done)
        if not trial.defects:
            scores.clean(checked)
            for finding in scores.false[-1][1]:
                print(f"  误报 {trial.id}：{finding.rule_id} {finding.file} {finding.message[:100]}", file=sys.stderr)
        else:
            scores.planted(checked, _checked(trial.clean(), bench, done))
        if i % 20 == 0:
            print(f"{i}/{len(planned)} {time.monotonic() - began:.0f}s {trial.id}", file=sys.stderr, flush=True)


def _checked(trial: Trial, bench: Bench, done: dict[str, Checked]) -> Checked:
    if trial.defects:
        return bench.check(trial)
    if trial.id not in done:
        done[trial.id] = bench.check(trial)
    return done[trial.id]


def _write(found: Json, args: argparse.Namespace) -> None:
    header = {
        "day": dt.date.today().isoformat(), "revision": _revision(),
        "said": f"形式 {'、'.join(args.variants)}；每组 {args.seeds} 份无缺陷，"
        f"单个缺陷 {args.singles} 次，组合 {args.combined} 份",
    }  # fmt: skip
    text = report.markdown(found, header)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "scores.json").write_text(json.dumps(header | found, ensure_ascii=False, indent=1), "utf-8")
        (args.out / "scores.md").write_text(text, "utf-8")
    print(text)


def _revision() -> str:
    got = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return got.stdout.strip() or "?"


if __name__ == "__main__":
    raise SystemExit(main())
