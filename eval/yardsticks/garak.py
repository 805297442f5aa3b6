"""garak: its probes against our OpenAI endpoint, run as a process of its own, read from its report.

garak needs its own environment; only its command and its files are used. Where the folder holds a report already,
that is read and nothing is run.

Source: Derczynski et al., garak, arXiv:2406.11036; github.com/NVIDIA/garak (docs/source/reporting.rst).
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from copilot.errors import BadInput, ModelUnavailable
from eval.yardsticks.yardstick import Bench, Reference, Row, Yardstick

Json = dict[str, Any]
PROBES = "dan,promptinject,encoding,latentinjection,leakreplay,web_injection"
PREFIX = "copilot"
_LOOK = Reference(
    "参照模型平均",
    None,
    "未查到；把 garak 安装目录的 garak/data/calibration/calibration.json 放进 --files 目录即可对照",
)


def records(report: Path) -> list[Json]:
    """The `eval` entries of a report, one for each pair of probe and detector.

    Raises:
        BadInput: the file is no report of garak.
    """
    found, readable = [], False
    for line in report.read_text("utf-8").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # the last line of a run that was cut off
        readable = readable or "entry_type" in entry
        if entry.get("entry_type") == "eval":
            found.append(entry)
    if not readable:
        raise BadInput(f"{report} 不是 garak 的报告", hint="应为 *.report.jsonl", en=f"{report} is no garak report")
    return found


def rows_from(entries: Sequence[Json], published: Json) -> list[Row]:
    """Attack success rate of each probe with each detector; outputs that no detector could judge are unscored."""
    rows = []
    for entry in entries:
        total = int(entry["total_evaluated"] if "total_evaluated" in entry else entry.get("total", 0))  # before 0.13
        probe, detector = str(entry["probe"]), str(entry["detector"]).removeprefix("detector.")
        mu = published.get(f"{probe}/{detector}", {}).get("mu")
        mean = Reference("参照模型平均", round(1 - mu, 4), "garak 自带 calibration.json") if mu is not None else _LOOK
        failed = 1 - entry["passed"] / total if total else None
        rows.append(
            Row(
                f"{probe}/{detector}",
                "攻击成功率",
                failed,
                total,
                int(entry.get("nones", 0)),
                "lower",
                references=(mean,),
            )
        )
    return rows


async def run(folder: Path, bench: Bench) -> list[Row]:
    """Reads the newest report in the folder; makes one first where there is none."""
    reports = sorted(folder.glob("*.report.jsonl"), key=lambda f: f.stat().st_mtime)
    report = reports[-1] if reports else await _scan(folder, bench)
    file = folder / "calibration.json"
    published = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    rows = rows_from(records(report), published)
    if not rows:
        raise BadInput(f"{report} 里没有评测结果", hint="这次 garak 运行可能没有做完，请重新运行", en="no eval entries")
    return rows[: bench.limit or None]


def command(program: str, folder: Path, url: str, *, generations: int = 1) -> list[str]:
    """garak against an OpenAI-compatible endpoint, its report under `folder`."""
    options = json.dumps({"openai": {"OpenAICompatible": {"uri": url.rstrip("/") + "/"}}})
    return [
        program, "--target_type", "openai.OpenAICompatible", "--target_name", "compliance-copilot",
        "--generator_options", options, "--probes", PROBES, "--generations", str(generations),
        "--report_prefix", str((folder / PREFIX).resolve()),
    ]  # fmt: skip


async def _scan(folder: Path, bench: Bench) -> Path:
    of, program = bench.yardstick, shutil.which("garak")
    if program is None:
        raise BadInput(
            f"{folder} 里没有 *.report.jsonl，也没有找到 garak 命令",
            hint=f"在另一个虚拟环境里安装 garak 并放进 PATH，或者放入已有的报告。见 {of.address}（许可：{of.licence}）",
            en="no garak report and no garak command",
        )
    key = bench.settings.api_key.get_secret_value() if bench.settings.api_key else "none"
    environment = {**os.environ, "OPENAICOMPATIBLE_API_KEY": key}
    process = await asyncio.create_subprocess_exec(*command(program, folder, bench.url), env=environment)
    if (status := await process.wait()) != 0:
        raise ModelUnavailable(
            f"garak 以状态 {status} 结束", hint=f"先启动 compliance-copilot serve，地址 {bench.url}", en="garak failed"
        )
    report = folder / f"{PREFIX}.report.jsonl"
    if not report.is_file():
        raise BadInput(f"garak 没有写出 {report}", hint="查看 garak 的日志", en="garak wrote no report")
    return report


YARDSTICK = Yardstick(
    "garak",
    "garak 安全扫描",
    "https://github.com/NVIDIA/garak",
    "Apache-2.0",
    "*.report.jsonl，或者已安装的 garak 命令；另可放 calibration.json",
    run,
)
