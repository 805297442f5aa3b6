"""The questions that several tasks ask, from all question sets, in one form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from copilot.chat.words import normalise
from copilot.domain import Citation
from copilot.errors import BadInput
from copilot.law.reading import read_files
from copilot.retrieval.evaluate import Requirement, requirement
from copilot.settings import ROOT
from eval.task import DATASETS, Case, rows

ABSTAIN = frozenset({"unanswerable", "out_of_scope", "refuse", "smalltalk"})
INPUTS = ("question", "history", "as_of")


def questions(file: Path | None = None) -> list[Case]:
    """The cases of every question set in the repository, or of one file of the same form.

    Raises:
        BadInput: a line that is no case, or an id that occurs twice.
    """
    files = [file] if file else [*sorted(DATASETS.glob("qa*.jsonl")), *DATASETS.glob("grown.jsonl")]
    cases: dict[str, Case] = {}
    for path in files:
        for row in rows(path, "question"):
            if not isinstance(row["question"], str):
                raise BadInput(f"{path.name}: {row['id']} 的 question 不是文字", en="question is no text")
            if row["id"] in cases:
                raise BadInput(f"{path.name}: 编号 {row['id']} 在别的文件里已有", en=f"duplicate id {row['id']}")
            cases[row["id"]] = _case(row, path.stem)
    return list(cases.values())


def kind_of(row: Mapping[str, Any]) -> str:
    """The type of a question; older sets say `expect`."""
    kind = str(row.get("type") or row.get("expect") or "factual")
    return "factual" if kind == "answer" else kind


def expected(row: Mapping[str, Any]) -> str:
    """`abstain`, `answer`, or `either` (a refusal that must name its law)."""
    if kind_of(row) not in ABSTAIN:
        return "answer"
    return "either" if row.get("must_cite") else "abstain"


def needs(row: Mapping[str, Any], titles: Sequence[str]) -> list[Requirement]:
    """The citations that must be there."""
    return [requirement(c, titles) for c in row.get("must_cite") or []]


def allowed(row: Mapping[str, Any], titles: Sequence[str]) -> list[Requirement]:
    """The citations that are right beside the required ones."""
    return [requirement(c, titles) for c in [*(row.get("also_ok") or []), *(row.get("also_ok_cite") or [])]]


def keys(row: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The facts that a right answer states, each in any of its wordings, normalised."""
    found = [k["any"] if isinstance(k, Mapping) else [k] for k in row.get("key") or []]
    return [tuple(normalise(str(wording)) for wording in wordings) for wordings in found]


def cited(answer: Mapping[str, Any]) -> list[Citation]:
    """The citations of an answer."""
    return [Citation.model_validate(c) for c in answer["citations"]]


def _case(row: dict[str, Any], source: str) -> Case:
    groups = {"type": kind_of(row), "set": source}
    for name in ("topic", "split", "trap"):
        if row.get(name):
            groups[name] = str(row[name])
    if authority := _authority(row):
        groups["authority"] = authority
    groups["turns"] = "multi" if row.get("history") else "single"
    return Case(row["id"], row, groups)


def _authority(row: Mapping[str, Any]) -> str:
    """The authority of the required sources; `several` where they differ."""
    titles = _authorities()
    found = {titles.get(need.instrument, "law") for need in needs(row, sorted(titles))}
    return found.pop() if len(found) == 1 else "several" if found else ""


@cache
def _authorities() -> dict[str, str]:
    """Canonical title -> authority, for what the repository itself holds (the rest are statutes)."""
    files = read_files(ROOT / "knowledge_base")
    return {data["title"]: data["authority"] for _, data in files.of("instruments")}
