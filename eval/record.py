"""A run on disk: `<data_dir>/eval/runs/<utc>-<revision>-<backend>/`: header.json, one .jsonl a task, summary.json."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.errors import BadInput, UnknownRecord
from copilot.settings import Settings
from eval.identity import kb_digest, machine, model_identity, prompt_digests, revision, telling_settings

Json = dict[str, Any]


def runs_dir(settings: Settings) -> Path:
    """Where runs are kept."""
    return settings.data_dir / "eval" / "runs"


def cache_file(settings: Settings) -> Path:
    """Where outputs are kept by content."""
    return settings.data_dir / "eval" / "cache.sqlite3"


def header_of(settings: Settings, **asked: Any) -> Json:
    """What a run is made of; `asked` (suite, tasks, repeats, limit ...) is kept as given."""
    from copilot import __version__

    return {
        "version": __version__,
        "started_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "revision": revision(),
        "kb_digest": kb_digest(settings),
        "prompts": prompt_digests(settings),
        "model": model_identity(settings),
        "settings": telling_settings(settings),
        "machine": machine(),
        **asked,
    }


@dataclass(frozen=True, slots=True)
class Run:
    """A run's folder."""

    folder: Path

    @property
    def id(self) -> str:
        """Name of the run."""
        return self.folder.name

    @property
    def header(self) -> Json:
        """What ran, and what it cost once it was done.

        Raises:
            BadInput: the folder is no run.
        """
        return _json(self.folder / "header.json")

    @property
    def summary(self) -> Json:
        """Figures by task; empty for a run that was not finished."""
        file = self.folder / "summary.json"
        return _json(file) if file.is_file() else {}

    def rows(self, task: str) -> Iterator[Json]:
        """The rows of a task in the order in which they finished; a line that a kill cut short is left out."""
        file = self.folder / f"{task}.jsonl"
        for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
            try:
                yield json.loads(line)
            except ValueError:
                continue  # only the last line can be cut: each is written whole and flushed

    def tasks(self) -> list[str]:
        """Tasks that left rows."""
        return sorted(p.stem for p in self.folder.glob("*.jsonl"))

    def append(self, task: str, row: Mapping[str, Any]) -> None:
        """Add a row, flushed at once; a line cut short before it is closed first."""
        with (self.folder / f"{task}.jsonl").open("ab+") as file:
            if file.tell() and (file.seek(-1, 2), file.read(1))[1] != b"\n":
                file.write(b"\n")
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")

    def write(self, name: str, value: Mapping[str, Any]) -> None:
        """Replace header.json or summary.json whole."""
        new = self.folder / f".{name}.new"
        new.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
        new.replace(self.folder / name)


def start(settings: Settings, header: Json) -> Run:
    """A new run's folder with its header."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    name = f"{stamp}-{header['revision']['short']}-{header['model']['backend']}"
    for number in range(100):
        folder = runs_dir(settings) / (name if not number else f"{name}-{number}")
        if not folder.exists():
            folder.mkdir(parents=True)
            break
    run = Run(folder)
    run.write("header.json", header)
    return run


def all_runs(settings: Settings) -> list[Run]:
    """Every run, oldest first."""
    folder = runs_dir(settings)
    return [Run(p) for p in sorted(folder.iterdir()) if (p / "header.json").is_file()] if folder.is_dir() else []


def find_run(name: str, settings: Settings) -> Run:
    """The run of that name, that folder, or `latest`.

    Raises:
        UnknownRecord: there is none.
    """
    runs = all_runs(settings)
    if name in ("latest", "最近") and runs:
        return runs[-1]
    folder = Path(name)
    if (folder / "header.json").is_file():
        return Run(folder)
    matching = [r for r in runs if r.id == name] or [r for r in runs if r.id.startswith(name)]
    if len(matching) != 1:
        known = "、".join(r.id for r in runs[-5:]) or "还没有运行记录"
        raise UnknownRecord(f"没有名为“{name}”的评测运行", hint=f"最近的：{known}", en=f"no run called {name!r}")
    return matching[0]


def _json(file: Path) -> Json:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(
            f"{file} 无法读取：{error}", hint="请给出一次评测运行的目录", en=f"{file} cannot be read"
        ) from error
