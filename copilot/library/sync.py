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
from typing import Any, Literal

from copilot.documents.read import read_bytes
from copilot.errors import BadDocument, BadInput, SourceUnavailable, TooLarge, Unavailable, UnknownRecord
from copilot.law.knowledge_base import KnowledgeBase, Source
from copilot.library.fetch import Fetcher
from copilot.library.intake import Added, add_file
from copilot.library.store import storage_errors, write

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
) -> list[Checked]:
    """Visit the pages; the state is saved after each, so an interrupted run goes on where it stopped.

    Raises:
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
        state = _load(folder)
        for n, source in enumerate(chosen, 1):
            if progress:
                progress(n, len(chosen), source.title)
            results.append(_visit(source, state, folder, fetcher, today))
            write(folder / "state.json", json.dumps(state, ensure_ascii=False, indent=1).encode())
    return results


def accept(source_id: str, kb: KnowledgeBase, data_dir: Path, *, today: dt.date, **options: Any) -> Added:
    """Take the page last fetched for a source into the knowledge base, as `kb add` would.

    Raises:
        UnknownRecord: no such source, or its page was never fetched.
        BadDocument: the page holds no instrument.
        BadInput: title or date cannot be told.
    """
    source = next((s for s in kb.sources if s.id == source_id), None)
    if source is None:
        raise UnknownRecord(f"sources.yaml 里没有“{source_id}”", hint="用 kb sync --list 查看", en="unknown source")
    with _locked(data_dir) as folder:
        state = _load(folder)
        entry = state.get(source_id, {})
        page = folder / "pages" / str(entry.get("sha256", ""))
        if not entry.get("sha256") or not page.is_file():
            raise UnknownRecord(f"还没有取得“{source_id}”的页面", hint="请先运行 kb sync", en="page not fetched yet")
        title = options.pop("title", None) or source.title
        added = add_file(page, kb, data_dir, today=today, title=title, url=source.url, **options)
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


def _load(folder: Path) -> dict[str, Any]:
    try:
        state = json.loads((folder / "state.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


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
