"""garak: its report read, its command run as a process, and what is said without it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from copilot.errors import BadInput, ModelUnavailable
from eval.yardsticks.garak import YARDSTICK, command
from eval.yardsticks.yardstick import Bench

SETUP = {"entry_type": "start_run setup", "run.generations": 1}
NEW = {
    "entry_type": "eval", "probe": "dan.Ablation", "detector": "dan.DAN", "passed": 8, "fails": 2, "nones": 1,
    "total_evaluated": 10, "total_processed": 11,
}  # fmt: skip
OLD = {
    "entry_type": "eval",
    "probe": "encoding.InjectBase64",
    "detector": "detector.encoding.Match",
    "passed": 3,
    "total": 4,
}
EMPTY = {**NEW, "probe": "dan.None", "passed": 0, "total_evaluated": 0, "nones": 5}
REPORT = [SETUP, {"entry_type": "attempt", "status": 2}, NEW, OLD, EMPTY, {"entry_type": "completion"}]


async def test_a_report_is_read(write: Any, settings: Any) -> None:
    write("calibration.json", {"dan.Ablation/dan.DAN": {"mu": 0.6, "sigma": 0.1}})
    folder = write("garak.1.report.jsonl", REPORT, lines=True)
    with (folder / "garak.1.report.jsonl").open("a") as file:
        file.write('{"entry_type": "ev')  # cut off
    rows = {row.metric: row for row in await YARDSTICK.run(folder, Bench(YARDSTICK, settings))}
    first = rows["dan.Ablation/dan.DAN"]
    assert (first.value, first.n, first.unscored, first.better) == (pytest.approx(0.2), 10, 1, "lower")
    assert first.references[0].value == pytest.approx(0.4)
    assert rows["encoding.InjectBase64/encoding.Match"].value == pytest.approx(0.25)
    assert rows["encoding.InjectBase64/encoding.Match"].references[0].value is None
    assert (rows["dan.None/dan.DAN"].value, rows["dan.None/dan.DAN"].unscored) == (None, 5)


@pytest.mark.parametrize(
    ("text", "says"), [("不是报告\n", "不是 garak 的报告"), ('{"entry_type": "init"}\n', "没有评测结果")]
)
async def test_what_is_no_report(write: Any, settings: Any, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        await YARDSTICK.run(write("a.report.jsonl", text), Bench(YARDSTICK, settings))


def _program(folder: Path, body: str) -> None:
    program = folder / "garak"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)


async def test_garak_is_run_where_there_is_no_report(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "files").mkdir()
    lines = "\n".join(json.dumps(entry) for entry in REPORT)
    (tmp_path / "report").write_text(lines)
    save = "while [ $# -gt 0 ]; do case $1 in --report_prefix) p=$2;; --generator_options) o=$2;; esac; shift; done"
    _program(
        tmp_path,
        f'{save}\necho "$o $OPENAICOMPATIBLE_API_KEY" > "{tmp_path}/seen"\ncp "{tmp_path}/report" "$p.report.jsonl"',
    )
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    bench = Bench(YARDSTICK, settings, url="http://127.0.0.1:8000/v1")
    rows = await YARDSTICK.run(tmp_path / "files", bench)
    assert len(rows) == 3
    options, key = (tmp_path / "seen").read_text().rsplit(" ", 1)
    assert json.loads(options)["openai"]["OpenAICompatible"]["uri"] == "http://127.0.0.1:8000/v1/"
    assert key.strip() == "none"


async def test_a_garak_that_fails_is_an_error(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "files").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    _program(tmp_path, "exit 7")
    with pytest.raises(ModelUnavailable, match="状态 7"):
        await YARDSTICK.run(tmp_path / "files", Bench(YARDSTICK, settings))
    _program(tmp_path, "exit 0")
    with pytest.raises(BadInput, match="没有写出"):
        await YARDSTICK.run(tmp_path / "files", Bench(YARDSTICK, settings))


async def test_without_garak_and_report(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadInput, match="没有找到 garak 命令") as raised:
        await YARDSTICK.run(tmp_path, Bench(YARDSTICK, settings))
    assert "NVIDIA/garak" in raised.value.hint


def test_the_command_names_target_and_report(tmp_path: Path) -> None:
    made = command("garak", tmp_path, "http://127.0.0.1:8000/v1")
    assert made[made.index("--target_type") + 1] == "openai.OpenAICompatible"
    assert made[made.index("--report_prefix") + 1] == str(tmp_path / "copilot")
