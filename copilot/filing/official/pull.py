"""`templates pull`: find the Word attachments on the official pages and load the templates in them, unconfirmed."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any, Literal
from urllib.parse import unquote, urljoin, urlsplit

from copilot.errors import BadDocument, BadInput, CopilotError, SourceUnavailable, TooLarge
from copilot.filing.official.known import FormRecord
from copilot.filing.official.model import Template
from copilot.filing.official.store import Templates
from copilot.law.knowledge_base import Source
from copilot.library.fetch import Fetcher
from copilot.library.store import storage_errors, write

Status = Literal[
    "added", "changed", "unchanged", "to_convert", "no_template", "refused", "unreachable", "no_attachment"
]
MAX_ATTACHMENTS = 30
_WORD = re.compile(r"\.(docx|docm|doc|wps)(?![a-z])", re.I)
_HTML_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)


@dataclass(frozen=True)
class Attachment:
    """A Word file that a page links to. `kind`: its ending."""

    url: str
    name: str
    kind: str


@dataclass(frozen=True)
class Pulled:
    """What became of a page or of one attachment of it."""

    source: str
    page: str
    status: Status
    message: str
    url: str = ""
    file: str = ""
    templates: tuple[Template, ...] = ()
    raw: bytes = field(default=b"", repr=False)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        return {
            "source": self.source, "page": self.page, "status": self.status, "message": self.message,
            "url": self.url, "file": self.file, "templates": [t.id for t in self.templates],
        }  # fmt: skip


def pages_of(forms: Iterable[FormRecord], sources: Iterable[Source], only: Iterable[str] = ()) -> list[Source]:
    """The official pages on which the templates are looked for, each once.

    Raises:
        BadInput: a name in `only` is no such page, or sources.yaml names none.
    """
    wanted = dict.fromkeys(key for form in forms for key in form.sources)
    known = {source.id: source for source in sources}
    only = tuple(only)
    if unknown := [key for key in only if key not in wanted]:
        raise BadInput(
            f"没有名为“{'、'.join(unknown)}”的模板来源页",
            hint="可用：" + "、".join(wanted),
            en="no such page of templates",
        )
    found = [known[key] for key in wanted if key in known and (not only or key in only)]
    if not found:
        raise BadInput("sources.yaml 里没有模板的官方页面", hint="请先登记官方页面", en="no official pages named")
    return list({source.url: source for source in reversed(found)}.values())[::-1]


def pull(
    store: Templates,
    pages: Iterable[Source],
    fetcher: Fetcher,
    *,
    today: dt.date,
    progress: Callable[[str], None] = lambda text: None,
) -> list[Pulled]:
    """Visit the pages and load the templates in their attachments; one that fails stops nothing.

    Only templates that `official.yaml` looks for on a page are taken from it: a page may carry older editions beside.
    Files that must be converted first are kept under `templates/downloads` in the data folder.
    """
    results: list[Pulled] = []
    for source in pages:
        progress(f"{source.title} {source.url}")
        try:
            page = fetcher.get(source.url)
            found = attachments(source.url, page.content)
        except SourceUnavailable as error:
            results.append(Pulled(source.id, source.url, "unreachable", str(error)))
            continue
        if not found:
            results.append(
                Pulled(source.id, source.url, "no_attachment", "页面上没有 Word 附件，请在浏览器里核对后手工下载")
            )
        for one in found:
            progress(f"  {one.name}")
            results.append(_take(store, source, one, fetcher, today))
    return results


def _take(store: Templates, source: Source, one: Attachment, fetcher: Fetcher, today: dt.date) -> Pulled:
    def told(status: Status, message: str, **more: Any) -> Pulled:
        return Pulled(source.id, source.url, status, message, url=one.url, file=one.name, **more)

    if not _same_site(source.url, one.url):
        return told("refused", f"附件在其他网站（{urlsplit(one.url).hostname}），没有跟随，请手工核对下载")
    try:
        raw = fetcher.get(one.url).content
    except SourceUnavailable as error:
        return told("unreachable", str(error))
    if one.kind != "docx":
        kept = store.folder / "downloads" / f"{hashlib.sha256(raw).hexdigest()[:8]}-{one.name}"
        with storage_errors():
            kept.parent.mkdir(parents=True, exist_ok=True)
        write(kept, raw)
        return told(
            "to_convert", f"是 .{one.kind} 文件，已存到 {kept}；请用 Word 或者 WPS 另存为 .docx 后 templates add"
        )
    wanted = {form.id for form in store.known.forms if source.id in form.sources}
    before = {t.id for t in store.all()}
    try:
        made = store.add(one.name, raw, today=today, url=one.url, only=wanted)
    except (BadDocument, TooLarge) as error:
        return told("refused", str(error))
    except BadInput as error:
        return told("no_template", error.message)
    except CopilotError as error:
        return told("refused", str(error))
    fresh = [t for t in made if t.id not in before]
    status: Status = "unchanged" if not fresh else "changed" if any(t.earlier for t in fresh) else "added"
    words = {
        "unchanged": "与已导入的相同",
        "changed": "官方文件有变化，已按原来的对应关系提出建议，须重新确认",
        "added": "已导入，须由人确认空白的对应关系",
    }
    return told(status, words[status], templates=tuple(made), raw=raw)


def attachments(url: str, content: bytes) -> list[Attachment]:
    """The Word files that a page links to, by their ending in the address, its query or the words of the link."""
    declared = _HTML_CHARSET.search(content[:4096])
    try:
        text = content.decode(declared[1].decode("ascii") if declared else "utf-8", "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    parser = _Links()
    parser.feed(text)
    base = urljoin(url, parser.base) if parser.base else url
    found: dict[str, Attachment] = {}
    for href, words in parser.links:
        target = urljoin(base, href.strip())
        if urlsplit(target).scheme not in ("http", "https"):
            continue
        parts = urlsplit(target)
        path = unquote(parts.path)
        match = _WORD.search(path) or _WORD.search(unquote(parts.query)) or _WORD.search(words)
        if match is not None:
            kind = match[1].lower()
            found.setdefault(target, Attachment(target, _name(words, path, kind), kind))
    return list(found.values())[:MAX_ATTACHMENTS]


def _name(words: str, path: str, kind: str) -> str:
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f\s]+', "", words)[:80] or PurePosixPath(path).name[:80]
    return plain if plain.lower().endswith(f".{kind}") else f"{plain}.{kind}"


def _same_site(page: str, target: str) -> bool:
    """Whether an attachment is on the page's host or on one beside it (www.cac.gov.cn, file.cac.gov.cn)."""
    own, other = urlsplit(page).hostname or "", urlsplit(target).hostname or ""
    site = own.removeprefix("www.")
    return other == own or (site.count(".") >= 1 and not site.replace(".", "").isdigit() and other.endswith("." + site))


class _Links(HTMLParser):
    """Addresses of a page with the words of their links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.base = ""
        self._href: str | None = None
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "base":
            self.base = given.get("href") or ""
        elif tag == "a":
            self._close()
            self._href, self._words = given.get("href"), [given.get("title") or given.get("download") or ""]

    def handle_data(self, data: str) -> None:
        if self._href is not None:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close()

    def close(self) -> None:
        super().close()
        self._close()

    def _close(self) -> None:
        if self._href:
            title, *rest = self._words
            self.links.append((self._href, "".join(rest).strip() or title))
        self._href = None
