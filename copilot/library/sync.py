"""`kb sync`: look at the official pages and report what changed, was repealed or cannot be reached.

Nothing enters the knowledge base by itself: a person accepts a page, and it goes through `kb add`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Unpack

import structlog

from copilot.documents.read import read_bytes
from copilot.errors import BadDocument, BadInput, SourceUnavailable, TooLarge, Unavailable, UnknownRecord
from copilot.law.knowledge_base import KnowledgeBase, Source
from copilot.library.fetch import Fetcher
from copilot.library.intake import Added, Said, add_file
from copilot.library.store import storage_errors, write

log = structlog.get_logger(__name__)
SyncStatus = Literal["first_seen", "unchanged", "changed", "repealed", "unreachable"]
_REPEALED = re.compile(
    r"(?:已经?|现已|均已|全文)(?:废止|失效)|(?:时效性?|有效性|效力状态)\s*[:：]?\s*(?:失效|废止|已废止)|[（(](?:已?废止|失效)[）)]"
)
_NOISE = re.compile(
    r"(?:浏览|阅读|点击)(?:次数|量)|打印|分享|关闭窗口|字号|扫一扫|上一篇|下一篇|版权所有|ICP备|网站地图"
)


@dataclass(frozen=True)
class Checked:
    """What became of one page."""

    id: str
    title: str
    url: str
    status: SyncStatus
    message: str = ""
    checked_on: str = ""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        return asdict(self)


def sync(
    sources: tuple[Source, ...],
    data_dir: Path,
    fetcher: Fetcher,
    *,
    today: dt.date,
    only: tuple[str, ...] = (),
    progress: Callable[[int, int, str], None] | None = None,
    note: Callable[[str], None] = log.warning,
) -> list[Checked]:
    """Visit the pages; the state is saved after each, so an interrupted run goes on where it stopped.

    Args:
        sources: the pages.
        data_dir: where the state is kept.
        fetcher: gets a page.
        today: the day written into the state.
        only: ids; empty: all.
        progress: told place, number and title of each page.
        note: told what went wrong with the state of earlier runs.

    Raises:
        Unavailable: the state cannot be read, or another run holds it.
        UnknownRecord: an id in `only` is no source.
        StorageFull: no room for the state.
    """
    if unknown := set(only) - {s.id for s in sources}:
        raise UnknownRecord(
            f"sources.yaml 里没有 {'、'.join(sorted(unknown))}", hint="用 kb sync --list 查看", en="unknown source"
        )
    chosen = [s for s in sources if not only or s.id in only]
    results = []
    with _locked(data_dir) as folder:
        state = _load(folder, note)
        for n, source in enumerate(chosen, 1):
            if progress:
                progress(n, len(chosen), source.title)
            results.append(_visit(source, state, folder, fetcher, today))
            write(folder / "state.json", json.dumps(state, ensure_ascii=False, indent=1).encode())
    return results


def accept(
    source_id: str,
    kb: KnowledgeBase,
    data_dir: Path,
    *,
    today: dt.date,
    note: Callable[[str], None] = log.warning,
    **said: Unpack[Said],
) -> Added:
    """Take the page last fetched for a source into the knowledge base, as `kb add` would.

    Raises:
        UnknownRecord: no such source, or its page was never fetched.
        BadDocument: the page holds no instrument.
        BadInput: title or date cannot be told, or the page differs from the standing text (unless `force`).
        Unavailable: the state cannot be read.
    """
    source = next((s for s in kb.sources if s.id == source_id), None)
    if source is None:
        raise UnknownRecord(f"sources.yaml 里没有“{source_id}”", hint="用 kb sync --list 查看", en="unknown source")
    with _locked(data_dir) as folder:
        state = _load(folder, note)
        entry = state.get(source_id, {})
        page = folder / "pages" / str(entry.get("sha256", ""))
        if not entry.get("sha256") or not page.is_file():
            raise UnknownRecord(f"还没有取得“{source_id}”的页面", hint="请先运行 kb sync", en="page not fetched yet")
        told: Said = {**said, "title": said.get("title") or source.title, "url": source.url}
        added = add_file(page, kb, data_dir, today=today, **told)
        entry["accepted"] = entry.get("hash")
        entry["accepted_on"] = today.isoformat()
        write(folder / "state.json", json.dumps(state, ensure_ascii=False, indent=1).encode())
    return added


def _visit(source: Source, state: dict[str, Any], folder: Path, fetcher: Fetcher, today: dt.date) -> Checked:
    entry: dict[str, Any] = state.setdefault(source.id, {})
    if entry.get("url") != source.url:
        entry.clear()
        entry["url"] = source.url
    on = today.isoformat()

    def told(status: SyncStatus, message: str = "") -> Checked:
        entry.update(status=status, checked_on=on)
        return Checked(source.id, source.title, source.url, status, message, on)

    try:
        page = fetcher.get(source.url, etag=entry.get("etag"), last_modified=entry.get("last_modified"))
        if page.unchanged:
            return told("changed" if _pending(entry) else "unchanged", "与上次相同（304）")
        text = page_text(source.url, page.content)
    except (SourceUnavailable, BadDocument, TooLarge) as err:
        entry["error"] = err.message
        return told("unreachable", err.message)
    entry.pop("error", None)
    digest = hashlib.sha256(text.encode()).hexdigest()
    before = entry.get("hash")
    sha = hashlib.sha256(page.content).hexdigest()
    if digest != before or not (folder / "pages" / str(entry.get("sha256"))).is_file():
        write(folder / "pages" / sha, page.content)
        if entry.get("sha256") not in (None, sha):
            (folder / "pages" / entry["sha256"]).unlink(missing_ok=True)
        entry["sha256"] = sha
    entry.update(hash=digest, etag=page.etag, last_modified=page.last_modified)
    entry.setdefault("baseline", digest)
    if found := _REPEALED.search(text[:600]):
        return told("repealed", f"页面写有“{found[0]}”，请核对是否废止")
    if before is None:
        return told("first_seen", "首次取得，已作为比对基准")
    if _pending(entry):
        return told("changed", f"正文有变化，核对后运行 kb sync --accept {source.id}")
    return told("unchanged")


def _pending(entry: dict[str, Any]) -> bool:
    """Whether the page differs from what a person last accepted (or from the first one seen)."""
    known = entry.get("accepted") or entry.get("baseline")
    return bool(known and entry.get("hash") and entry["hash"] != known)


def page_text(url: str, content: bytes) -> str:
    """The page's words without blanks, counters and page furniture; what the change is judged by.

    Raises:
        BadDocument: no text.
    """
    document = read_bytes(url.rsplit("/", 1)[-1] or "page.html", content)
    lines = [line for line in document.lines if not (len(line) < 40 and _NOISE.search(line))]
    return re.sub(r"\s+", "", (document.title or "") + "\n".join(lines))


def _load(folder: Path, note: Callable[[str], None]) -> dict[str, Any]:
    """The state of earlier runs; a damaged one is kept aside and said, since changes up to now go unnoticed without it.

    Raises:
        Unavailable: it is there and cannot be read.
    """
    path = folder / "state.json"
    try:
        state = json.loads(path.read_bytes())
        if isinstance(state, dict) and all(isinstance(entry, dict) for entry in state.values()):
            return state
    except FileNotFoundError:
        return {}
    except ValueError:
        pass
    except OSError as err:
        raise Unavailable(
            f"比对记录 {path} 读不出：{err.strerror}", hint="请检查磁盘与目录权限", en="the sync state cannot be read"
        ) from err
    aside = next(p for n in range(1, 10_000) if not (p := folder / f"state.damaged-{n}.json").exists())
    path.replace(aside)
    note(f"比对记录已损坏，另存为 {aside}；本次所有页面重新作为比对基准，此前的变化看不出来，请人工核对")
    return {}


@contextlib.contextmanager
def _locked(data_dir: Path) -> Iterator[Path]:
    from filelock import FileLock, Timeout

    folder = data_dir / "sync"
    with storage_errors():
        (folder / "pages").mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=5):
            yield folder
    except Timeout:
        raise Unavailable("另一个 kb sync 正在运行", hint="请稍后再试", en="another sync is running") from None


def require_sources(kb: KnowledgeBase) -> tuple[Source, ...]:
    """The sources, one per address.

    Raises:
        BadInput: sources.yaml is missing or empty.
    """
    if not kb.sources:
        raise BadInput("knowledge_base/sources.yaml 里没有来源", hint="请先登记官方页面", en="no sources")
    seen: dict[str, Source] = {}
    for source in kb.sources:
        seen.setdefault(source.url, source)
    return tuple(seen.values())
