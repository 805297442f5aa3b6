"""All evaluations that need no judge, one after another: `python -m eval [--backend extractive|local|openai]`."""

from __future__ import annotations

import argparse
import subprocess
import sys

RUNS = (
    ("retrieval", ["eval.retrieval", "eval/datasets/qa_dev.jsonl"]),
    ("triage", ["eval.triage"]),
    ("answers", ["eval.answers", "eval/datasets/qa_dev.jsonl", "--backend", "{backend}"]),
)


def main() -> int:
    """Each evaluation in a process of its own; the first failure ends the run with its status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backend", choices=["local", "openai", "extractive"], default="extractive")
    options = parser.parse_args()
    for name, arguments in RUNS:
        print(f"== {name}", flush=True)
        command = [sys.executable, "-m", *(a.format(backend=options.backend) for a in arguments)]
        if status := subprocess.run(command, check=False).returncode:
            return status
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
