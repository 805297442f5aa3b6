"""`kb add`: take official texts in; from then on answers quote them in place of our digests."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack

from copilot.documents.read import Document, read_document
from copilot.documents.split import Split, split
from copilot.errors import BadInput, CopilotError, StorageFull, UnknownRecord
from copilot.law.added import FORMAT
from copilot.law.knowledge_base import KnowledgeBase
from copilot.library.contrast import refuse_odd_date, refuse_other_text
from copilot.library.recognise import Recognised, recognise
from copilot.library.store import documents, drop, locked, save

SUFFIXES = (".md", ".txt", ".docx", ".doc", ".pdf", ".html", ".htm")
Outcome = Literal["added", "replaced", "unchanged", "failed"]


class Said(TypedDict, total=False):
    """What the caller says of a file; it outranks the file. `force` takes it in although it looks like another."""

    title: str | None
    in_force_from: dt.date | None
    version: str | None
    url: str | None
    force: bool


@dataclass(frozen=True)
class Added:
    """What became of one file."""

    file: str
    outcome: Outcome
    title: str = ""
    slug: str = ""
    in_force_from: str = ""
    form: str = ""
    articles: int = 0
    records: int = 0
    replaces_digest: bool = False
    message: str = ""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        return asdict(self)


def add_path(
    path: Path,
    kb: KnowledgeBase,
    data_dir: Path,
    *,
    today: dt.date,
    progress: Callable[[int, int, str], None] | None = None,
    **said: Unpack[Said],
) -> list[Added]:
    """Add a file or every readable file below a folder; one bad file stops nothing.

    Raises:
        BadInput: the path does not exist, or options for one file are given with a folder.
        StorageFull: no room; what was added before stays.
    """
    if not path.exists():
        raise BadInput(f"没有这个文件或文件夹：{path}", hint="请检查路径", en="no such file or folder")
    if path.is_dir() and (said.get("title") or said.get("in_force_from") or said.get("version")):
        raise BadInput(
            "--title、--in-force-from、--version 只能用于单个文件", hint="请逐个添加", en="these options take one file"
        )
    files = files_of(path)
    if not files:
        raise BadInput(f"{path} 里没有可添加的文件", hint="支持 .md .txt .docx .pdf .html", en="nothing to add")
    results = []
    for n, file in enumerate(files, 1):
        if progress:
            progress(n, len(files), file.name)
        try:
            results.append(add_file(file, kb, data_dir, today=today, **said))
        except StorageFull:
            raise
        except CopilotError as err:
            if not path.is_dir():
                raise
            results.append(Added(file.name, "failed", message=str(err)))
    return results


def files_of(path: Path) -> list[Path]:
    """The file itself, or the readable files below a folder, by path."""
    if not path.is_dir():
        return [path]
    found = (p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
    return sorted(p for p in found if not p.name.startswith("."))


def add_file(path: Path, kb: KnowledgeBase, data_dir: Path, *, today: dt.date, **said: Unpack[Said]) -> Added:
    """Add one file; the same file again changes nothing.

    Raises:
        BadDocument: unreadable.
        BadInput: title or date cannot be told, or it differs from what it would take the place of (unless `force`).
        StorageFull: no room.
    """
    document, record, known = _read(path, kb, today, said)
    with locked(data_dir) as folder:
        same = {d["slug"]: d for d in documents(data_dir)}
        before = same.get(record["slug"])
        if before and before["source"]["sha256"] == document.sha256 and before["records"] == record["records"]:
            return _added(document, record, "unchanged", "内容与已添加的相同，未作改动")
        save(folder, record, path.read_bytes())
    return _added(document, record, "replaced" if before else "added", "", known)


def read_record(path: Path, kb: KnowledgeBase, *, today: dt.date, **said: Unpack[Said]) -> dict[str, Any]:
    """What `add_file` would store of a file, without storing it; raises as `add_file`."""
    return _read(path, kb, today, said)[1]


def _read(path: Path, kb: KnowledgeBase, today: dt.date, said: Said) -> tuple[Document, dict[str, Any], bool]:
    """The document, its record, and whether its version is known."""
    document = read_document(path)
    parts = split(document.lines)
    what = recognise(
        document,
        parts,
        kb,
        title=said.get("title"),
        in_force_from=said.get("in_force_from"),
        version=said.get("version"),
    )
    if not said.get("force"):
        refuse_odd_date(what.in_force_from, today=today)
        refuse_other_text(document, parts, what, kb)
    return document, _record(document, parts, what, today, said.get("url")), bool(what.known)


def _added(document: Document, record: dict[str, Any], outcome: Outcome, message: str, digest: bool = False) -> Added:
    return Added(
        file=document.name,
        outcome=outcome,
        title=record["title"],
        slug=record["slug"],
        in_force_from=record["in_force_from"],
        form=record["form"],
        articles=record["articles"],
        records=len(record["records"]),
        replaces_digest=digest,
        message=message,
    )


def _record(document: Document, parts: Split, what: Recognised, today: dt.date, url: str | None) -> dict[str, Any]:
    start = what.in_force_from.isoformat()
    digest = hashlib.blake2b(f"{what.title}|{start}".encode(), digest_size=6).hexdigest()
    return {
        "format": FORMAT,
        "slug": f"added-{digest}",
        "title": what.title,
        "document_number": what.document_number,
        "issuer": what.issuer,
        "authority": what.authority,
        "version": what.version,
        "in_force_from": start,
        "repealed_from": None,
        "url": url or what.url,
        "added_on": today.isoformat(),
        "source": {"file": document.name, "sha256": document.sha256, "bytes": document.size, "kind": document.kind},
        "form": parts.form,
        "articles": parts.articles,
        "last_article": parts.last_article,
        "records": [
            {"article": p.article, "section": p.section, "title": p.title, "text": p.text}
            for p in parts.parts
            if p.text
        ],
    }


def remove(name: str, kb: KnowledgeBase, data_dir: Path, *, in_force_from: dt.date | None = None) -> dict[str, Any]:
    """Remove an added document by slug, title or short name; our digest answers again.

    Raises:
        UnknownRecord: nothing of that name was added.
        BadInput: several versions were added and no date says which.
    """
    titles = {name, *kb.names.lookup(name)}
    with locked(data_dir) as folder:
        found = [d for d in documents(data_dir) if d["slug"] == name or d["title"] in titles]
        if in_force_from:
            found = [d for d in found if d["in_force_from"] == in_force_from.isoformat()]
        if not found:
            raise UnknownRecord(
                f"没有添加过“{name}”", hint="用 compliance-copilot kb list --added 查看", en="no such added document"
            )
        if len(found) > 1:
            dates = "、".join(d["in_force_from"] for d in found)
            raise BadInput(
                f"《{found[0]['title']}》添加了多个版本（{dates}）",
                hint="请加 --in-force-from 指明",
                en="several versions",
            )
        drop(folder, found[0])
    return found[0]
