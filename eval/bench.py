"""Speed and memory, as quoted in docs/benchmarks.md: `python -m eval.bench [SECTION ...] [--json]`.

Each section is a module with `run() -> Section`; a gate that is missed leaves with status 1.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

SECTIONS = {
    "path": "eval.bench_path",
    "retrieval": "eval.bench_retrieval",
    "ask": "eval.bench_ask",
    "desk": "eval.bench_desk",
    "precheck": "eval.bench_precheck",
    "filing": "eval.bench_filing",
}


@dataclass
class Section:
    """Measured values (units in the names) and gates: name -> (value, sense, limit)."""

    values: dict[str, float | int | str] = field(default_factory=dict)
    gates: dict[str, tuple[float, str, float]] = field(default_factory=dict)

    def failed(self) -> list[str]:
        """Gates that are missed, in words."""
        return [
            f"{name}: {value:g} is not {sense} {limit:g}"
            for name, (value, sense, limit) in self.gates.items()
            if not (value <= limit if sense == "<=" else value >= limit)
        ]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", help=f"of {', '.join(SECTIONS)}; default: all")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    missed = 0
    for name in args.sections or SECTIONS:
        section = importlib.import_module(SECTIONS[name]).run()
        failed = section.failed()
        missed += len(failed)
        if args.json:
            print(json.dumps({"section": name, "values": section.values, "failed": failed}, ensure_ascii=False))
            continue
        print(f"== {name}")
        for key, value in section.values.items():
            print(f"  {key:<34}{value:>14,.2f}" if isinstance(value, float) else f"  {key:<34}{value:>14}")
        for key, (value, sense, limit) in section.gates.items():
            mark = "FAIL" if any(f.startswith(key) for f in failed) else "ok"
            print(f"  {mark:<5}{key}: {value:.2f} {sense} {limit:g}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
