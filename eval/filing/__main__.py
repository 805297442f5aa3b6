"""`python -m eval.filing [ID ...]`: the filings of the evaluation with the real model arguing the prose sections.

A section that is finished is kept under the data directory, so that a run that is killed goes on there; what an earlier
state of the product wrote is written anew. Faults of any filing leave with status 1.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from copilot.commands.options import note, settings_with
from copilot.errors import CopilotError, UnknownRecord
from copilot.filing import bundle
from copilot.filing.argument import wanted
from copilot.filing.facts import Filing
from copilot.filing.model_prose import ModelWriter, Progress
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.sections import Section
from copilot.filing.view import View, values
from copilot.wiring import Parts, build
from eval.filing.examine import Examiner
from eval.identity import fingerprint, revision
from eval.progress import shown
from eval.system import System
from eval.task import Case
from eval.tasks import drafts

Json = dict[str, Any]
TIMEOUT_S = 300.0  # for a section; a processor without company needs about a tenth of it


class Kept:
    """The sections of one filing on disk, of one state of the product."""

    def __init__(self, file: Path, state: str) -> None:
        self.file, self.state = file, state

    def read(self, filing: Filing) -> Filing:
        """The filing with what was written before, if this state of the product wrote it."""
        kept = json.loads(self.file.read_text("utf-8")) if self.file.is_file() else {}
        if kept.get("state") != self.state:
            return filing
        return filing.model_copy(update={"sections": Filing.parse({"sections": kept["sections"]}).sections})

    def write(self, filing: Filing) -> None:
        """Keep the sections; the file is whole at any moment."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps({"state": self.state, "sections": filing.dump().get("sections", {})}), "utf-8")
        new.replace(self.file)


class Pace:
    """Tells each section on stderr, with an estimate of what is left from those that were really written."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.written = total, 0, 0
        self.begun = time.monotonic()

    def step(self, name: str, step: Progress) -> None:
        self.done, self.written = self.done + 1, self.written + (not step.kept)
        spent = time.monotonic() - self.begun
        how = "已写过" if step.kept else step.failed or f"{step.sentences} 句，丢掉 {step.dropped} 句"
        left = f"，约剩 {shown(spent / self.written * (self.total - self.done))}" if self.written else ""
        note(f"{name} {self.done}/{self.total} {step.heading}：{how}；已用 {shown(spent)}{left}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; 0 when nothing is held against any draft."""
    parser = argparse.ArgumentParser(prog="make eval-filing", description=__doc__)
    parser.add_argument("ids", nargs="*", help="of eval/datasets/filings; default: all twelve")
    parser.add_argument("--backend", default="local", choices=("local", "openai"))
    parser.add_argument("--fresh", action="store_true", help="write every section anew")
    args = parser.parse_args(arguments)
    try:
        return asyncio.run(_run(args.ids, args.backend, fresh=args.fresh))
    except CopilotError as error:
        note(f"错误：{error}")
        return error.exit_status


async def _run(ids: Sequence[str], backend: str, *, fresh: bool) -> int:
    known = {case.id: case for case in drafts.cases()}
    if unknown := [one for one in ids if one not in known]:
        raise UnknownRecord(f"没有申报 {'、'.join(unknown)}", hint="可用：" + "、".join(known), en="no such filing")
    chosen = [known[one] for one in ids or known]
    settings = settings_with(backend=backend, model_timeout_s=TIMEOUT_S)
    folder, state = settings.data_dir / "eval" / "filings", fingerprint(settings, with_model=True)
    async with build(settings) as parts:
        writer = await _writer(parts)
        asked = {case.id: _sections(_filing(case), settings.knowledge_base_dir) for case in chosen}
        pace = Pace(sum(map(len, asked.values())))
        found = []
        for case in chosen:
            kept = Kept(folder / case.id / "sections.json", state)
            if fresh:
                kept.file.unlink(missing_ok=True)
            row = await _one(case, asked[case.id], parts, writer, kept=kept, told=pace.step)
            found.append(row)
            _show(row)
        await writer.client.aclose()
        result = {"revision": revision(), "model": settings.model, "state": state, "filings": found}
        (folder / "result.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")
        note(f"结果：{folder / 'result.json'}，材料在旁边各个文件夹里")
    written = sum(row["sentences"] for row in found)
    if not written:
        note("模型没有一句话通过核对，这次没有量到什么")
    return 1 if not written or any(row["faults"] for row in found) else 0


async def _writer(parts: Parts) -> ModelWriter:
    """The writer, with the model up and the whole knowledge base searchable."""
    note("正在启动模型……")
    writer = await asyncio.to_thread(parts.prose_writer)
    await asyncio.to_thread(parts.retriever.wait)
    return writer


def _filing(case: Case) -> Filing:
    return Filing.parse(case.data["filing"])


def _sections(filing: Filing, kb_dir: Path) -> Sequence[Section]:
    """The sections that a model may draft, of all reports that the filing needs."""
    assert filing.kind is not None and filing.filed_on is not None
    return wanted(filing, filing.kind, as_of=filing.filed_on, kb_dir=kb_dir)


async def _one(
    case: Case,
    sections: Sequence[Section],
    parts: Parts,
    writer: ModelWriter,
    *,
    kept: Kept,
    told: Callable[[str, Progress], None],
) -> Json:
    """What is held against one filing, with the model's sentences in it."""
    filing, kind = kept.read(_filing(case)), _filing(case).kind
    assert kind is not None and filing.filed_on is not None
    day, label = filing.filed_on, Questionnaire.load(parts.settings.knowledge_base_dir).label

    def view(now: Filing) -> View:
        return values(now, kind, as_of=day, label=label)

    steps: list[Progress] = []

    def progress(step: Progress) -> None:
        steps.append(step)
        told(case.id, step)

    begun = time.monotonic()
    filing = await writer.run(filing, sections, view=view, save=kept.write, progress=progress)
    made = await asyncio.to_thread(parts.drafter.make, filing, kind, as_of=day)
    examiner = Examiner(parts)
    output = {**examiner.examine(made), "path": examiner.path(filing, case.data["told"])}
    score = drafts.score(case, output, System(parts))
    bundle.write(made.draft, kept.file.parent / "papers")
    argued = [prose for one in made.draft.papers for prose in one.prose if prose.by == "model"]
    return {
        "id": case.id,
        "kind": kind,
        "seconds": round(time.monotonic() - begun, 1),
        "sections": len(sections),
        "sections_with_model": len({prose.section for prose in argued}),
        "sentences": sum(len(filing.sections[prose.section].sentences) for prose in argued),
        "dropped": sum(step.dropped for step in steps),
        "failed": [f"{step.heading}：{step.failed}" for step in steps if step.failed],
        "values": dict(score.values),
        "faults": list(score.faults),
    }


def _show(row: Json) -> None:
    figures = "，".join(f"{name} {value:g}" for name, value in row["values"].items())
    share = f"{row['sections_with_model']}/{row['sections']}"
    print(f"{row['id']}：{share} 个章节有模型的话，共 {row['sentences']} 句；{figures}")
    for fault in (*row["failed"], *row["faults"]):
        print(f"  {fault}")


if __name__ == "__main__":
    sys.exit(main())
