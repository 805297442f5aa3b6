"""The commands: JSON alone on stdout, progress on stderr, exit statuses as the contract says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from copilot.settings import ROOT

pytestmark = pytest.mark.evaluation


def run(folder: Path, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "eval", *arguments],
        cwd=ROOT, env={**os.environ, "COPILOT_DATA_DIR": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done


@pytest.mark.thorough
def test_from_a_run_to_its_report(tmp_path: Path) -> None:
    first = json.loads(run(tmp_path, "run", "--task", "paths", "--limit", "30", "--json").stdout)
    assert first["summary"]["paths"]["metrics"]["right"] == {
        **first["summary"]["paths"]["metrics"]["right"], "value": 1.0, "n": 30, "unscored": 0,
    }  # fmt: skip
    second = run(tmp_path, "run", "--task", "paths", "--limit", "30", "--gate")
    assert "30 条取自缓存" in second.stderr and "路径正确" in second.stdout and "门槛全部通过" in second.stdout
    gated = json.loads(run(tmp_path, "gate", "--json").stdout)
    assert gated["passed"] and [r["gate"] for r in gated["results"]][:2] == ["paths.right", "paths.lighter"]
    compared = json.loads(run(tmp_path, "compare", first["run"], "latest", "--json").stdout)
    assert compared["regressions"] == [] and compared["metrics"]
    base = tmp_path / "base.json"
    run(tmp_path, "accept", "--out", str(base))
    assert "全部通过" in run(tmp_path, "gate", "--baseline", str(base)).stdout
    page = tmp_path / "r.html"
    assert json.loads(run(tmp_path, "report", first["run"], "latest", "--out", str(page), "--json").stdout)
    assert page.stat().st_size > 20_000
    trend = json.loads(run(tmp_path, "trend", "--task", "paths", "--metric", "right", "--json").stdout)
    assert [r["value"] for r in trend["runs"]] == [1.0, 1.0]


@pytest.mark.thorough
def test_a_red_gate_leaves_with_1(tmp_path: Path) -> None:
    strict = tmp_path / "strict.toml"
    strict.write_text('[baseline]\ntolerance = 0\n[[gate]]\ntask = "triage"\nmetric = "right"\nmin = 1.1\n', "utf-8")
    run(tmp_path, "run", "--task", "triage", "--limit", "5", "--json")
    found = json.loads(run(tmp_path, "gate", "--gates", str(strict), "--json", status=1).stdout)
    assert not found["passed"] and found["results"][0]["limit"] == 1.1
    assert "不通过 triage.right" in run(tmp_path, "gate", "--gates", str(strict), status=1).stdout


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["run", "--task", "nosuch"], 2, "unknown_record"),
        (["run", "--suite", "daily"], 2, "unknown_record"),
        (["run", "--resume", "latest"], 2, "unknown_record"),
        (["run", "--task", "paths", "--file", "x.jsonl"], 2, "bad_input"),
        (["gate", "nosuch"], 2, "unknown_record"),
        (["trend", "--task", "paths"], 2, "bad_input"),
        (["run", "--task", "answers", "--limit", "1", "--backend", "openai"], 3, "model_unavailable"),
    ],
)
def test_errors_have_their_status(tmp_path: Path, arguments: list[str], status: int, code: str) -> None:
    done = run(tmp_path, *arguments, "--json", status=status)
    assert json.loads(done.stdout)["error"]["code"] == code
    assert json.loads(done.stdout)["error"]["message"]


@pytest.mark.thorough
def test_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text(
        '{"id": "a", "question": "标准合同备案几天内办？", "must_cite": ["个人信息出境标准合同办法第七条"]}\n', "utf-8"
    )
    found = json.loads(run(tmp_path, "run", "--task", "answers", "--file", str(file), "--json").stdout)
    assert found["summary"]["answers"]["metrics"]["must_cite_recall"]["value"] == 1.0
