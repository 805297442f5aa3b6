"""Read a file as lines of text. What it is, is told by its content, never by its name; every limit is checked first."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from copilot.documents.normalise import normalise
from copilot.errors import BadDocument, TooLarge

FileKind = Literal["pdf", "docx", "html", "text"]
MAX_BYTES = 64 * 1024 * 1024
MAX_CHARS = 20_000_000
READABLE = "可以读的有 .md .txt .docx .pdf .html"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<(?:body|head|article|div|p|table)[\s>]", re.I)


@dataclass(frozen=True)
class Document:
    """A file's text: normalised non-empty lines, the front matter of a .md, the title that the file declares."""

    name: str
    kind: FileKind
    sha256: str
    size: int
    lines: tuple[str, ...]
    meta: dict[str, Any] = field(default_factory=dict)
    title: str | None = None


def read_document(path: Path, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read one file.

    Raises:
        BadDocument: missing, empty, corrupt, password-protected, a bomb, without text, or not a text document.
        TooLarge: more than `max_bytes` on disk or too many pages.
    """
    return read_bytes(path.name, contents(path, max_bytes=max_bytes))


def contents(path: Path, *, max_bytes: int = MAX_BYTES, hint: str = "请拆分后再添加") -> bytes:
    """The bytes of a file, unread where it is too large; `hint` says what to do then.

    Raises:
        BadDocument: missing, no file, or not to be read.
        TooLarge: more than `max_bytes` on disk.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise BadDocument(f"{path.name} 不是文件", hint="请给出文件路径", en="not a file")
        if size > max_bytes:
            limit = max_bytes // 1024 // 1024
            raise TooLarge(f"{path.name} 超过 {limit} MiB", hint=hint, en=f"larger than {limit} MiB")
        return path.read_bytes()
    except OSError as err:
        raise BadDocument(
            f"无法读取 {path.name}：{err.strerror}", hint="请检查路径和权限", en="cannot be read"
        ) from err


def read_bytes(name: str, raw: bytes) -> Document:
    """Read a file's content; raises as `read_document`."""
    if not raw.strip():
        raise BadDocument(f"{name} 是空文件（0 字节或只有空白）", hint="请重新下载或导出", en="empty file")
    kind = detect(name, raw)
    meta: dict[str, Any] = {}
    title = None
    if kind == "pdf":
        from copilot.documents.pdf import pdf_text

        text = pdf_text(name, raw)
    elif kind == "docx":
        from copilot.documents.docx import docx_text

        text = docx_text(name, raw)
    elif kind == "html":
        from copilot.documents.html import html_text

        title, text = html_text(name, decode(name, raw, html=True))
    else:
        meta, text = _front_matter(decode(name, raw))
    if len(text) > MAX_CHARS:
        raise TooLarge(f"{name} 的文字超过 {MAX_CHARS} 字", hint="请拆分后再添加", en="too much text")
    lines = tuple(line for line in normalise(text).split("\n") if line)
    if not re.search(r"\w", "".join(lines)):
        raise BadDocument(f"{name} 里没有可读取的文字", hint="如为扫描件，请先做文字识别", en="no text in the file")
    return Document(name, kind, hashlib.sha256(raw).hexdigest(), len(raw), lines, meta, title)


def detect(name: str, raw: bytes, *, readable: str = READABLE) -> FileKind:
    """Kind of file by its first bytes; `readable` says in Chinese what can be read where this cannot.

    Raises:
        BadDocument: an encrypted or old Office file, an image, an archive, or another binary.
    """
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if raw.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise BadDocument(
                f"{name} 设有打开密码", hint="请在 Word 中取消密码后另存", en="the file is password-protected"
            )
        raise BadDocument(f"{name} 是旧版 Word（.doc）格式", hint="请在 Word 中另存为 .docx", en="old .doc format")
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"PK\x05\x06"):
        return "docx"
    import filetype

    guess = filetype.guess(raw)
    if guess is not None and guess.mime not in ("text/html", "application/xml"):
        raise BadDocument(
            f"{name} 实际是 {guess.extension} 文件，不是文本",
            hint=readable,
            en="not a text document",
        )
    head = raw[:4096]
    utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\0" in head and not utf16:
        ending = name.rpartition(".")[2].lower()
        if ending in ("pdf", "docx"):
            said = f"{name} 的内容不是 {ending.upper()}，是别的二进制文件或者已损坏"
            raise BadDocument(said, hint=f"请重新下载或导出；{readable}", en=f"no {ending}: another binary, or corrupt")
        raise BadDocument(f"{name} 是二进制文件或已损坏", hint=readable, en="binary or corrupt")
    starts = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if not name.lower().endswith((".md", ".txt")) and _HTML.search(head):
        return "html"
    return "html" if re.match(rb"<!doctype\s+html|<html[\s>]", starts, re.I) else "text"


def decode(name: str, raw: bytes, *, html: bool = False) -> str:
    """Text of bytes: BOM, then what HTML declares, then UTF-8, then GB18030, then a guess.

    Raises:
        BadDocument: no encoding fits.
    """
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(bom):
            return raw.decode(encoding, errors="replace")
    candidates = ["utf-8", "gb18030"]
    declared = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", raw[:2048]) if html else None
    if declared:
        candidates.insert(0, declared[1].decode().lower().replace("gb2312", "gb18030").replace("gbk", "gb18030"))
    for encoding in candidates:
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    if best is None:
        raise BadDocument(f"{name} 的文字编码无法识别", hint="请另存为 UTF-8", en="unknown text encoding")
    return raw.decode(best.encoding, errors="replace")


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    match = re.match(r"\s*---\s*\n(.*?)\n---\s*(?:\n|$)", text, re.S)
    if not match:
        return {}, text
    import yaml

    try:
        meta = yaml.safe_load(match[1])
    except yaml.YAMLError:
        return {}, text
    return (meta, text[match.end() :]) if isinstance(meta, dict) else ({}, text)
