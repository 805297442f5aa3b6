"""Names of files as they came, in whatever encoding and with whatever tricks, made harmless."""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass
from zipfile import ZipInfo

MAX_PART = 120
MAX_FOLDERS = 24
UTF8_FLAG = 0x800
UNICODE_PATH = 0x7075
INSIDE = "!/"
KEPT = "留存备查（不提交）"  # the folder into which `draft` puts what is not handed in
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$|~\$[^/]*$)", re.I)
_DRIVE = re.compile(r"^[A-Za-z]:")
# Marks that turn the reading order around, so that `fdp.exe` shows as `exe.pdf`; and other invisible characters.
_UNSEEN = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_USUAL = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\x20-\x7e]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name made harmless. `trick`: what was odd about it (`traversal`, `odd_name`), empty for an honest one."""

    path: str
    trick: str = ""


def harmless(given: str) -> Name:
    """A relative path with `/`, without ways up, drives, control characters or the mark of nested archives."""
    trick = ""
    path = given.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path):
        trick = "traversal"
        path = _DRIVE.sub("", path)
    if _UNSEEN.search(path):
        trick = trick or "odd_name"
        path = _UNSEEN.sub("", path)
    parts = []
    for part in path.split("/"):
        plain = unicodedata.normalize("NFC", part).strip().replace("!", "！") if part.endswith("!") else part.strip()
        if plain == "..":
            trick = "traversal"
        elif plain not in ("", "."):
            parts.append(_short(unicodedata.normalize("NFC", plain)))
    if len(parts) > MAX_FOLDERS:
        trick, parts = trick or "odd_name", [*parts[: MAX_FOLDERS - 1], parts[-1]]
    return Name("/".join(parts) or "未命名", trick)


def _short(part: str) -> str:
    """A part no longer than a file system allows, its ending kept, told from others that begin alike."""
    if len(part) <= MAX_PART:
        return part
    stem, dot, ending = part.rpartition(".")
    ending = dot + ending if dot and len(ending) <= 8 else ""
    return f"{(stem if ending else part)[:90]}~{zlib.crc32(part.encode('utf-8', 'replace')):08x}{ending}"


def is_junk(path: str) -> bool:
    """Whether a file is no part of a submission: left by an operating system or Office, or kept by who drafted it."""
    return bool(_JUNK.search(path)) or is_kept(path)


def is_kept(path: str) -> bool:
    """Whether a file is one that `draft` wrote for the enterprise itself."""
    return KEPT in path.split("/")[:-1]


def is_hidden(path: str) -> bool:
    """Whether a file or a folder above it is hidden on Unix."""
    return any(part.startswith(".") for part in path.split("/"))


def names_of(entries: list[ZipInfo]) -> list[str]:
    """Names of the entries of a zip: as marked, else in the one encoding that makes most sense of all of them."""
    unmarked = [e.orig_filename.encode("cp437", "replace") for e in entries if not e.flag_bits & UTF8_FLAG]
    encoding = encoding_of([n for n in unmarked if not n.isascii()])
    return [
        e.orig_filename
        if e.flag_bits & UTF8_FLAG
        else _unicode_path(e) or e.orig_filename.encode("cp437", "replace").decode(encoding, "replace")
        for e in entries
    ]


def encoding_of(names: list[bytes]) -> str:
    """`utf-8`, `gb18030` or `big5`: the one in which the names read as Chinese or as plain text.

    What reads as UTF-8 with signs of three bytes is that, whatever the signs: no other encoding gives them by chance.
    """
    whole = b"/".join(names)
    if _is_utf8(whole):
        return "utf-8"
    best, most = "utf-8", -1.0
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        usual = len(_USUAL.findall(text)) / max(len(text), 1)
        if usual > most + 0.01:
            best, most = encoding, usual
    return best if most >= 0 else "gb18030"


def _is_utf8(raw: bytes) -> bool:
    try:
        return any(c >= "\u0800" for c in raw.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _unicode_path(entry: ZipInfo) -> str:
    """The name in Info-ZIP's extra field, if it belongs to the entry's name.

    Source: PKWARE APPNOTE 4.6.9.
    """
    extra, at = entry.extra, 0
    while at + 4 <= len(extra):
        kind = int.from_bytes(extra[at : at + 2], "little")
        size = int.from_bytes(extra[at + 2 : at + 4], "little")
        data = extra[at + 4 : at + 4 + size]
        if kind == UNICODE_PATH and len(data) > 5 and data[0] == 1:
            raw = entry.orig_filename.encode("cp437", "replace")
            if int.from_bytes(data[1:5], "little") == zlib.crc32(raw):
                return data[5:].decode("utf-8", "replace")
        at += 4 + size
    return ""
