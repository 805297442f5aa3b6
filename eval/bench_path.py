"""Paths: verdicts a second on one core, what-if, and a table of 10,000 transfers through the command line.

The transfers are the facts of the tests' cases, turn by turn, each under the day of its case.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from copilot.law.rulebook import RuleBook, open_rulebook
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.settings import ROOT, Settings
from eval.bench import Section
from tests.rules.case_files import verdict_cases

ROWS, ROUNDS, WHAT_IF_RUNS = 10_000, 3, 5
Case = tuple[dict[str, Any], dt.date]


def cases() -> list[Case]:
    """Facts and day of every case of the tests that gets a verdict."""
    return [(c.facts, c.as_of) for c in verdict_cases() if "refused" not in c.expect.path_in]


def _per_second(judge: Callable[[Case], object], given: list[Case]) -> float:
    """Verdicts a second of processor time, the best of some rounds (other work on the machine only slows)."""
    best = 0.0
    for _ in range(ROUNDS):
        began = time.process_time()
        for case in given:
            judge(case)
        best = max(best, len(given) / (time.process_time() - began))
    return best


def _what_if_ms(book: RuleBook, given: list[Case]) -> tuple[float, float]:
    """Milliseconds that the slowest verdict with what-if takes, and how many of them suggest anything."""
    slowest, suggesting = 0.0, 0
    for facts, day in given:
        parsed = parse_facts(facts)
        times = []
        for _ in range(WHAT_IF_RUNS):
            began = time.perf_counter()
            result = determine(parsed, as_of=day, book=book)
            times.append((time.perf_counter() - began) * 1e3)
        slowest = max(slowest, min(times))
        suggesting += bool(result.what_if)
    return slowest, suggesting


def _table(given: list[Case]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["id", "facts", "as_of"])
    for number, (facts, day) in zip(range(ROWS), itertools.cycle(given), strict=False):
        table.writerow([f"transfer-{number}", json.dumps(facts, ensure_ascii=False), day])
    return out.getvalue().encode()


def _batch_s(given: list[Case]) -> tuple[float, int]:
    """Seconds from start to end of the command, and how many lines of progress it told."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "transfers.csv"
        file.write_bytes(_table(given))
        command = [sys.executable, "-c", "from copilot.cli import main; main()", "path", "--batch", str(file)]
        began = time.perf_counter()
        done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
        seconds = time.perf_counter() - began
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    failed = [line for line in lines if "path" not in line]
    if len(lines) != ROWS or failed:
        raise RuntimeError(f"{len(lines)} of {ROWS} lines, {len(failed)} failed: {failed[:1]}")
    return seconds, done.stderr.count("已判定".encode())


def run() -> Section:
    """The rule book loaded beforehand for the verdicts; the command loads it itself."""
    settings, out = Settings(), Section()
    began = time.perf_counter()
    book = open_rulebook(settings.knowledge_base_dir, cache_dir=settings.cache_dir)
    out.values["rule_book_load_ms"] = (time.perf_counter() - began) * 1e3
    given = cases()
    out.values["cases"] = len(given)

    def light(case: Case) -> object:
        return determine(parse_facts(case[0]), as_of=case[1], book=book, details=False)

    def whole(case: Case) -> object:
        return determine(parse_facts(case[0]), as_of=case[1], book=book)

    light_s, whole_s = _per_second(light, given), _per_second(whole, given)
    slowest_ms, suggesting = _what_if_ms(book, given)
    batch_s, progress = _batch_s(given)
    out.values |= {
        "verdicts_per_s": light_s,
        "whole_verdicts_per_s": whole_s,
        "cases_with_what_if": suggesting,
        "slowest_with_what_if_ms": slowest_ms,
        "batch_rows": ROWS,
        "batch_s": batch_s,
        "batch_progress_lines": progress,
    }
    out.gates = {
        "verdicts_per_s": (light_s, ">=", 2000),
        "slowest_with_what_if_ms": (slowest_ms, "<=", 200),
        "batch_s": (batch_s, "<=", 10),
    }
    return out
