"""A zip as a stream of events: files, files left unread, oddities. Runs in the reading process only.

Sizes are counted as they come out, never taken from what the archive says about itself.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from copilot.precheck.entry_names import INSIDE, harmless, is_hidden, is_junk, names_of

CHUNK = 1 << 16
RATIO_FROM = 4 * 1024 * 1024
MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHERS = (
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"MSCF", "CAB"),
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, struct.error, IndexError, OverflowError)


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """How much one submission may be: bytes, files, depth of archives in archives, how far a file may blow up."""

    max_bytes: int = 256 * 1024 * 1024
    max_file_bytes: int = 64 * 1024 * 1024
    max_files: int = 1000
    max_depth: int = 3
    max_ratio: int = 200


@dataclass(frozen=True, slots=True)
class Event:
    """Something in an archive. `file`: its path in the submission; `code`, `message`: as of a hazard."""

    file: str
    code: str = ""
    message: str = ""
    raw: bytes = field(default=b"", repr=False)
    plain: ClassVar[tuple[str, ...]] = ("file", "code", "message")

    def said(self) -> dict[str, Any]:
        """All but the bytes."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name in self.plain}


class File(Event):
    """A file to read."""

    __slots__ = ()


class Unread(Event):
    """A file that counts as handed in, but cannot be read."""

    __slots__ = ()


class Odd(Event):
    """An oddity, reported."""

    __slots__ = ()


class Skipped(Event):
    """A file that is of no account."""

    __slots__ = ()


KINDS: dict[str, type[Event]] = {k.__name__: k for k in (File, Unread, Odd, Skipped)}


@dataclass
class Budget:
    """What is used of the limits; `grown`: bytes out of the archive now open and those inside it."""

    limits: IntakeLimits
    bytes: int = 0
    files: int = 0
    grown: int = 0
    names: set[str] = field(default_factory=set)

    def name(self, path: str) -> tuple[str, bool]:
        """The path, numbered where there is one like it already; and whether there was."""
        if path not in self.names:
            self.names.add(path)
            return path, False
        stem, dot, ending = path.rpartition(".")
        if not dot or "/" in ending:
            stem, dot, ending = path, "", ""
        n = 2
        while (new := f"{stem}（{n}）{dot}{ending}") in self.names:
            n += 1
        self.names.add(new)
        return new, True


class Full(Exception):
    """The submission's limit is reached; the message says which."""


class Bomb(Exception):
    """An archive grows beyond all measure; nothing of it counts."""


def is_archive(raw: bytes, name: str = "") -> bool:
    """Whether a file is a zip by its content, or claims to be one."""
    return raw.startswith(MAGIC) or (name.lower().endswith(".zip") and zipfile.is_zipfile(io.BytesIO(raw)))


def other_archive(raw: bytes) -> str:
    """The name of a kind of archive that is not opened; empty for other files."""
    if raw[257:262] == b"ustar":
        return "tar"
    return next((name for magic, name in _OTHERS if raw.startswith(magic)), "")


def is_document(names: list[str]) -> bool:
    """Whether a zip is an office document."""
    lower = {n.lower().lstrip("/") for n in names}
    return bool(lower & {"[content_types].xml", "ofd.xml", "mimetype"})


def unpack(raw: bytes, limits: IntakeLimits, *, file: str = "") -> Iterator[Event]:
    """The events of an archive and of those inside it; an office document is one file.

    Args:
        raw: the archive.
        limits: of the submission.
        file: path of the archive in the submission; empty for the submission itself.
    """
    budget = Budget(limits)
    try:
        yield from _archive(raw, file, budget, depth=1)
    except Full as full:
        yield Odd(file, "bomb", f"{full}，其余没有读取")


def _archive(raw: bytes, file: str, budget: Budget, *, depth: int) -> Iterator[Event]:
    limits = budget.limits
    name = file or "压缩包"
    if raw.count(b"PK\x01\x02") > 20 * limits.max_files:
        raise Full(f"{name} 的条目过多，疑似压缩炸弹")
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        entries = archive.infolist()
    except (*_BROKEN, NotImplementedError):  # the latter: a version of the format beyond what zipfile knows
        yield Unread(file, "corrupt", f"{name} 已损坏，不能作为压缩包打开")
        return
    if is_document([e.filename for e in entries]):
        yield from _file(file, raw, budget)
        return
    if depth > limits.max_depth:
        yield Unread(file, "nested", f"{name} 是第 {depth} 层压缩包，超过 {limits.max_depth} 层，没有打开")
        return
    if not any(not e.is_dir() for e in entries):
        yield Odd(file, "empty", f"{name} 里没有文件")
    inside = f"{file}{INSIDE}" if file else ""
    before, budget.grown = budget.grown, 0
    try:
        for entry, told in zip(entries, names_of(entries), strict=True):
            if not entry.is_dir():
                yield from _entry(archive, entry, inside, told, budget=budget, depth=depth)
            if budget.grown > max(RATIO_FROM, limits.max_ratio * len(raw)):
                raise Bomb
    except Bomb:
        yield Unread(file, "bomb", f"{name} 解开后大了 {limits.max_ratio} 倍以上，疑似压缩炸弹，里面的文件都不计")
        budget.grown = 0
    budget.grown += before


def _entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inside: str, told: str, *, budget: Budget, depth: int
) -> Iterator[Event]:
    name = harmless(told)
    if is_junk(name.path):
        yield Skipped(inside + name.path, "junk", "系统或者软件留下的文件")
        return
    path, twice = budget.name(inside + name.path)
    if name.trick:
        yield Odd(path, name.trick, _TRICKS[name.trick])
    if twice:
        yield Odd(path, "duplicate_name", "压缩包里有同名的文件，都已读取，后面的另外编号")
    if is_hidden(name.path):
        yield Odd(path, "hidden_file", "是隐藏文件（名称以点开头），照常读取")
    mode = (entry.external_attr >> 16) & 0o170000
    if mode not in (0, 0o100000):
        what = "符号链接" if mode == 0o120000 else "设备或者管道"
        yield Odd(path, "symlink", f"是{what}，没有跟随，也没有读取")
        return
    raw, problem = _content(archive, entry, path, budget)
    if problem is not None:
        yield problem
    elif is_archive(raw, path):
        yield from _archive(raw, path, budget, depth=depth + 1)
    else:
        yield from _file(path, raw, budget)


_TRICKS = {
    "traversal": "名称里有指向别处的路径（..、盘符或者绝对路径），已去掉，内容照常读取",
    "odd_name": "名称里有不可见的、改变显示顺序的字符或者过深的文件夹，已去掉，内容照常读取",
}


def trick_said(trick: str) -> str:
    """What is told of a name's trick."""
    return _TRICKS[trick]


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, budget: Budget) -> tuple[bytes, Event | None]:
    limits = budget.limits
    if entry.flag_bits & 1 or entry.compress_type == 99:
        return b"", Unread(path, "encrypted", f"{path} 在压缩包里设有密码，没有读取")
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > limits.max_file_bytes:
                    mib = limits.max_file_bytes >> 20
                    return b"", Unread(path, "bomb", f"{path} 解压后超过 {mib} MiB，没有读取")
                if size > RATIO_FROM and size > limits.max_ratio * max(entry.compress_size, 1):
                    said = f"{path} 的压缩比超过 {limits.max_ratio} 倍，疑似压缩炸弹，没有读取"
                    return b"", Unread(path, "bomb", said)
                if budget.bytes + size > limits.max_bytes or budget.grown + size > limits.max_bytes:
                    raise Full(f"解压后合计超过 {limits.max_bytes >> 20} MiB，疑似压缩炸弹")
                parts.append(chunk)
    except NotImplementedError:  # zipfile's word for such a method
        return b"", Unread(path, "archive", f"{path} 用了不支持的压缩方法，没有读取")
    except (*_BROKEN, RuntimeError):
        return b"", Unread(path, "corrupt", f"{path} 在压缩包里已损坏，没有读取")
    budget.bytes += size
    budget.grown += size
    return b"".join(parts), None


def _file(path: str, raw: bytes, budget: Budget) -> Iterator[Event]:
    if budget.files >= budget.limits.max_files:
        raise Full(f"文件超过 {budget.limits.max_files} 个")
    budget.files += 1
    if kind := other_archive(raw):
        yield Unread(path, "archive", f"{path} 是 {kind} 压缩包，没有打开；请改用 zip")
    else:
        yield File(path, raw=raw)
