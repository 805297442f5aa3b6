"""`draft --model`: the model argues the prose sections before the papers are made; each section is told and kept."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.commands.options import note
from copilot.errors import ModelUnavailable

if TYPE_CHECKING:
    from copilot.filing.argument import Step
    from copilot.filing.facts import Filing, FilingKind
    from copilot.wiring import Parts


def argued(parts: Parts, questionnaire: Path, filing: Filing, kind: FilingKind, *, as_of: dt.date) -> Filing:
    """The filing with the model's argument; what is finished stands in a file beside the questionnaire.

    Raises:
        ModelUnavailable: there is no model, or it failed on the way: another run goes on from there.
        BadInput: the file beside the questionnaire is none of ours.
        StorageFull: it cannot be written.
    """
    from copilot.filing.argument import Task, argue
    from copilot.filing.kept_prose import BesideFile

    keeping = BesideFile(questionnaire, filing)
    told = Told(keeping.path)
    task, kb_dir = Task(kind, as_of), parts.settings.knowledge_base_dir
    try:
        return argue(parts.prose_writer, keeping, task, kb_dir=kb_dir, tell=told.step)
    except ModelUnavailable as error:
        if not keeping.path.is_file():
            raise
        raise ModelUnavailable(
            error.message, hint=f"写好的章节在 {keeping.path}，再运行一次接着写；{error.hint}", en=error.en
        ) from error


def unused(questionnaire: Path) -> None:
    """Say that there are sections by a model which this draft does not use."""
    path = questionnaire.with_suffix(".prose.json")
    if path.is_file():
        note(f"没有用模型先前写的章节（{path}）；要用请加 --model")


class Told:
    """Tells each section on stderr, once before and once after it is written."""

    def __init__(self, kept: Path) -> None:
        self._kept, self._last = kept, -1
        self._begun = time.monotonic()

    def step(self, step: Step) -> None:
        """Hears the same step again and again while a section is written."""
        if not step.heading and step.done == 0:
            note(f"由模型写 {step.total} 个章节的论证，写好的随写随存（{self._kept}），停了再运行一次接着写。")
            note("正在启动模型和检索……")
            return
        if step.done == self._last:
            return
        self._last = step.done
        if step.after is not None:
            one = step.after
            how = "已写过" if one.kept else one.failed or f"{one.sentences} 句，丢掉 {one.dropped} 句"
            left = f"，约剩 {shown(step.left_s)}" if step.left_s else ""
            note(f"{step.done}/{step.total} {one.heading}：{how}；已用 {shown(time.monotonic() - self._begun)}{left}")
        if step.heading:
            note(f"{step.done + 1}/{step.total} {step.heading}：正在写……")


def shown(seconds: float) -> str:
    """A duration as a person says it."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"
