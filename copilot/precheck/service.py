"""A pre-check from end to end: take in, read, apply the criteria. One service a process keeps the reading processes."""

from __future__ import annotations

import copy
import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.errors import BadInput, CopilotError
from copilot.law.rulebook import RuleBook
from copilot.precheck.archives import IntakeLimits
from copilot.precheck.case import Case, Compare, Submission
from copilot.precheck.checks.identity import PROVINCES
from copilot.precheck.criteria import Criteria, load_criteria
from copilot.precheck.engine import judge, listed_on, read_case
from copilot.precheck.entry_names import KEPT, is_kept
from copilot.precheck.finding import Result
from copilot.precheck.intake import Taken, take, take_bytes
from copilot.precheck.model import QUESTIONS, Told, ask_within
from copilot.precheck.paper import FilingKind
from copilot.precheck.reading import Progress, read_files, silent
from copilot.precheck.sandbox import Sandbox

if TYPE_CHECKING:  # a second to load, and most pre-checks ask no model
    from copilot.llm.client import ChatClient

Law = Future[tuple[RuleBook, Criteria, Compare | None]]
MODEL_DEADLINE_S = 300.0
UNFILTERED = (
    "本机不支持系统调用过滤，文件在有资源限制的独立进程里读取，但没有断开它的网络。",
    "This machine cannot filter system calls: files are read in a limited process, but its network is not cut.",
)


@dataclass(frozen=True)
class Asked:
    """What a pre-check is asked with beside the files; see `case.Submission`.

    `model`: put questions of substance to the model, which takes minutes where it runs on the processor.
    """

    kind: FilingKind
    filed_on: dt.date
    province: str | None = None
    offline: bool | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    model: bool = False

    def __post_init__(self) -> None:
        """Refuses a province that there is not.

        Raises:
            BadInput: see above.
        """
        if self.province is not None and self.province not in PROVINCES:
            raise BadInput(
                f"没有区划代码以“{self.province}”开头的省份",
                hint="例如 11 北京、31 上海、44 广东",
                en=f"no province has the code {self.province!r}",
            )


@dataclass(frozen=True)
class Checked:
    """The result with the submission as read, for a report that shows the papers.

    `guides`: what that day's list of materials rests on. `model`: what answered questions of substance; empty: none.
    """

    result: Result
    submission: Submission
    taken: Taken
    guides: tuple[str, ...] = ()
    model: str = ""


def no_model() -> ChatClient | None:
    """None: there is none."""
    return None


class Precheck:
    """Runs pre-checks; `close` ends the reading processes.

    Args:
        book: gives the dated data of the rules as they are now.
        kb_dir: folder of the knowledge base, for the criteria.
        sandbox: the reading processes.
        limits: of one submission.
        compare: gives the comparison of contracts with the official text; None: not checked, and said so.
        compared_with: digest of the official texts that were loaded, empty without any.
        model: opens a client of the model, used and closed within one pre-check; None: there is no model.
        model_deadline_s: longest that the model's part of one pre-check may take.
    """

    def __init__(
        self,
        book: Callable[[], RuleBook],
        kb_dir: Path,
        *,
        sandbox: Sandbox | None = None,
        limits: IntakeLimits | None = None,
        compare: Callable[[], Compare | None] = lambda: None,
        compared_with: Callable[[], str] = str,
        model: Callable[[], ChatClient | None] = no_model,
        model_deadline_s: float = MODEL_DEADLINE_S,
    ) -> None:
        self.book, self.kb_dir, self.compare, self.compared_with = book, kb_dir, compare, compared_with
        self.model, self.model_deadline_s = model, model_deadline_s
        self.sandbox = sandbox or Sandbox()
        self.limits = limits or IntakeLimits()

    def with_texts(self, compare: Callable[[], Compare | None], compared_with: Callable[[], str]) -> Precheck:
        """The same service, its reading processes too, with the official texts of another organisation."""
        other = copy.copy(self)
        other.compare, other.compared_with = compare, compared_with
        return other

    def check(
        self, path: Path, asked: Asked, *, progress: Progress = silent, stop: threading.Event | None = None
    ) -> Checked:
        """The pre-check of a folder, a zip or a file.

        Raises:
            BadInput: nothing to check at the path, or no criteria for the kind and day.
            Stopped: `stop` was set while files were being read; later, the model is asked no more.
        """
        with self._law() as law:
            taken = take(path, sandbox=self._sandbox(stop), limits=self.limits)
            return self._checked(taken, asked, progress, law, stop)

    def check_files(
        self,
        name: str,
        files: Mapping[str, bytes],
        asked: Asked,
        *,
        progress: Progress = silent,
        stop: threading.Event | None = None,
    ) -> Checked:
        """The pre-check of uploaded files; raises as `check`."""
        with self._law() as law:
            taken = take_bytes(name, dict(files), sandbox=self._sandbox(stop), limits=self.limits)
            return self._checked(taken, asked, progress, law, stop)

    def _sandbox(self, stop: threading.Event | None) -> Sandbox:
        return self.sandbox.until(stop) if stop else self.sandbox

    def digest(self) -> str:
        """Digest of the criteria, and of the official texts, that would be applied now."""
        return load_criteria(self.kb_dir).digest + self.compared_with()

    @contextmanager
    def _law(self) -> Iterator[Law]:
        """Rule book, criteria and official texts, loaded while the files are being read."""
        with ThreadPoolExecutor(1, "law") as threads:
            yield threads.submit(lambda: (self.book(), load_criteria(self.kb_dir), self.compare()))

    def _checked(
        self, taken: Taken, asked: Asked, progress: Progress, law: Law, stop: threading.Event | None
    ) -> Checked:
        papers = read_files(taken, self._sandbox(stop), progress=progress)
        submission = Submission(papers, taken.name, asked.province, asked.offline, asked.given, taken.hazards)
        book, criteria, compare = law.result()
        case = read_case(
            submission, kind=asked.kind, filed_on=asked.filed_on, book=book, tables=criteria.tables, compare=compare
        )
        model, told = self._told(case, asked, criteria, stop)
        result = judge(replace(case, answers=told.answers), criteria, unanswered=told.left)
        added: dict[str, Any] = {"model": model} if model else {}
        notes = [UNFILTERED] if self.sandbox.held and "filter" not in self.sandbox.held else []
        if kept := sum(map(is_kept, taken.skipped)):
            said = f"文件夹“{KEPT}”里的 {kept} 个文件没有查看：它们不提交。"
            notes.append((said, f"{kept} files in the folder “{KEPT}” were not looked at: they are not handed in."))
        if notes:
            added["not_checked"] = [*result.not_checked, *(zh for zh, _ in notes)]
            added["not_checked_en"] = [*result.not_checked_en, *(en for _, en in notes)]
        if added:
            result = result.model_copy(update=added)
        listed = listed_on(book, asked.kind, asked.filed_on)
        guides = tuple(dict.fromkeys(b.instrument for m in listed for b in m.basis))
        return Checked(result, submission, taken, guides, model)

    def _told(self, case: Case, asked: Asked, criteria: Criteria, stop: threading.Event | None) -> tuple[str, Told]:
        """The model that answered, empty where none did, and what it said. It never fails the pre-check."""
        wanted = [c for c in criteria.entries if c.check == "model_says" and c.applies(asked.kind, asked.filed_on)]
        questions = [q for q in QUESTIONS if q in {c.parameters["question"] for c in wanted}]
        if not asked.model or not questions:
            return "", Told()
        try:
            client = self.model()
        except CopilotError as error:
            return "", Told(left=dict.fromkeys(questions, error.message))
        if client is None:
            return "", Told(left=dict.fromkeys(questions, "没有可用的模型"))
        told = ask_within(case, client, deadline_s=self.model_deadline_s, stop=stop, questions=questions)
        return (client.model or "模型") if told.answers else "", told

    def close(self) -> None:
        """End the reading processes."""
        self.sandbox.close()
