"""The knowledge base with a folder of official texts laid over it in memory: to check against, nothing is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from copilot.errors import BadInput, CopilotError
from copilot.law.added import overlay
from copilot.law.knowledge_base import KnowledgeBase
from copilot.library.intake import files_of, read_record


@dataclass(frozen=True)
class Officials:
    """`kb` quotes the texts that were read; `unread` are (file, reason in Chinese)."""

    kb: KnowledgeBase
    read: tuple[str, ...]
    unread: tuple[tuple[str, str], ...]


def with_officials(kb: KnowledgeBase, folder: Path | None, *, today: dt.date) -> Officials:
    """Read every text below `folder` as `kb add --force` would; None: only what the knowledge base quotes already.

    A text that contradicts our record of it is taken in: to show such differences is what it is read for.

    Raises:
        BadInput: the folder does not exist.
    """
    if folder is None:
        return Officials(kb, (), ())
    if not folder.exists():
        raise BadInput(f"没有这个文件夹：{folder}", hint="请给出官方文本所在的文件夹", en="no such folder")
    records, read, unread = [], [], []
    for path in files_of(folder):
        try:
            record = read_record(path, kb, today=today, force=True)
        except CopilotError as err:
            unread.append((path.name, str(err)))
            continue
        records.append(record)
        read.append(record["title"])
    instruments, passages = overlay(list(kb.instruments), list(kb.passages), records)
    laid = replace(kb, instruments=tuple(instruments), passages=tuple(passages), _digests={})
    return Officials(laid, tuple(read), tuple(unread))
