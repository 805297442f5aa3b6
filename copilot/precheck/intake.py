"""What was handed in: a folder, a zip or a single file becomes files with their path inside the submission.

Archives are opened in the reading process. Symbolic links are never followed; nothing is written to disk.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from copilot.errors import BadInput
from copilot.precheck.archives import (
    KINDS,
    Budget,
    Event,
    File,
    Full,
    IntakeLimits,
    Odd,
    Skipped,
    Unread,
    is_archive,
    other_archive,
    trick_said,
)
from copilot.precheck.entry_names import INSIDE, encoding_of, harmless, is_hidden, is_junk
from copilot.precheck.paper import Hazard, Place
from copilot.precheck.sandbox import Lost, Sandbox

MAX_ALIKE = 10
WHY = {
    "timeout": "打开超时，已中止",
    "memory": "打开时内存超过限制，已中止",
    "depth": "结构嵌套过深，已中止",
    "crashed": "打开时读取程序中断",
}


@dataclass(frozen=True, slots=True)
class Given:
    """A file: its path inside the submission and its bytes; `why` says why it is not to be read."""

    file: str
    raw: bytes = field(default=b"", repr=False)
    why: Hazard | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A submission as taken in: files sorted by path, hazards met on the way, paths of no account."""

    name: str
    files: tuple[Given, ...]
    hazards: tuple[Hazard, ...] = ()
    skipped: tuple[str, ...] = ()


def take(path: Path, *, sandbox: Sandbox, limits: IntakeLimits | None = None) -> Taken:
    """The submission at a path.

    Raises:
        BadInput: there is nothing at the path, or nothing in it.
    """
    limits = limits or IntakeLimits()
    if path.is_dir():
        return _taken(path.name, _folder(path, limits), sandbox, limits)
    if not path.is_file():
        raise BadInput(
            f"找不到 {path}", hint="请给出文件夹、zip 压缩包或者文件的路径", en=f"no such file or folder: {path}"
        )
    if path.stat().st_size > limits.max_bytes:
        raise BadInput(
            f"{path.name} 超过 {limits.max_bytes >> 20} MiB", hint="请拆分后分别检查", en="the submission is too large"
        )
    return take_bytes(path.name, {path.name: path.read_bytes()}, sandbox=sandbox, limits=limits)


def take_bytes(name: str, files: dict[str, bytes], *, sandbox: Sandbox, limits: IntakeLimits | None = None) -> Taken:
    """The submission of uploaded files; a single zip is the submission itself.

    Raises:
        BadInput: nothing in it.
    """
    limits = limits or IntakeLimits()
    return _taken(name, (Event(given, raw=raw) for given, raw in files.items()), sandbox, limits, alone=len(files) == 1)


def _taken(name: str, given: Iterator[Event], sandbox: Sandbox, limits: IntakeLimits, *, alone: bool = False) -> Taken:
    files: list[Given] = []
    hazards: list[Hazard] = []
    skipped: list[str] = []
    for event in _limited(given, sandbox, limits, alone=alone):
        hazard = Hazard(event.code, event.message, Place(event.file))
        if isinstance(event, File):
            files.append(Given(event.file, event.raw))
        elif isinstance(event, Skipped):
            skipped.append(event.file)
        elif isinstance(event, Unread):
            files.append(Given(event.file, why=hazard))
        else:
            hazards.append(hazard)
    if not files and not hazards:
        raise BadInput(f"{name} 里没有文件", hint="请给出申报材料所在的文件夹或压缩包", en="the submission is empty")
    return Taken(name, tuple(sorted(files, key=lambda f: f.file)), _fewer(hazards), tuple(skipped))


def _fewer(hazards: list[Hazard]) -> tuple[Hazard, ...]:
    """At most `MAX_ALIKE` hazards of a code; how many more there are stands in one of them."""
    found: list[Hazard] = []
    for code, count in Counter(h.code for h in hazards).items():
        alike = [h for h in hazards if h.code == code]
        found += alike[:MAX_ALIKE]
        if count > MAX_ALIKE:
            said = f"另有 {count - MAX_ALIKE} 处与此相同：{alike[MAX_ALIKE].message}"
            found.append(replace(alike[MAX_ALIKE], message=said))
    return tuple(found)


def _limited(given: Iterator[Event], sandbox: Sandbox, limits: IntakeLimits, *, alone: bool) -> Iterator[Event]:
    """Events with the limits of the whole submission kept, and archives opened."""
    budget = Budget(limits)
    try:
        for event in _opened(given, sandbox, budget, alone=alone):
            if isinstance(event, (File, Unread)):
                budget.files += 1
                budget.bytes += len(event.raw)
            if budget.files > limits.max_files:
                raise Full(f"文件超过 {limits.max_files} 个")
            if budget.bytes > limits.max_bytes:
                raise Full(f"合计超过 {limits.max_bytes >> 20} MiB")
            yield event
    except Full as full:
        yield Odd("", "bomb", f"{full}，其余没有读取")


def _opened(given: Iterator[Event], sandbox: Sandbox, budget: Budget, *, alone: bool) -> Iterator[Event]:
    for event in given:
        if type(event) is not Event:
            yield event
            continue
        name = harmless(event.file)
        if is_junk(name.path):
            yield Skipped(name.path)
            continue
        path, twice = budget.name(name.path)
        if name.trick:
            yield Odd(path, name.trick, trick_said(name.trick))
        if twice:
            yield Odd(path, "duplicate_name", "有同名的文件，都已读取，后面的另外编号")
        if is_hidden(path):
            yield Odd(path, "hidden_file", "是隐藏文件（名称以点开头），照常读取")
        if len(event.raw) > budget.limits.max_file_bytes and not is_archive(event.raw, path):
            yield Unread(path, "bomb", f"{path} 超过 {budget.limits.max_file_bytes >> 20} MiB，没有读取")
        elif is_archive(event.raw, path):
            yield from _archive(event.raw, path, sandbox, budget, alone=alone)
        elif kind := other_archive(event.raw):
            yield Unread(path, "archive", f"{path} 是 {kind} 压缩包，没有打开；请改用 zip")
        else:
            yield File(path, raw=event.raw)


def _archive(raw: bytes, path: str, sandbox: Sandbox, budget: Budget, *, alone: bool) -> Iterator[Event]:
    """What the reading process finds in an archive, each event checked as if it came from a stranger.

    A submission that is one archive has the paths inside it; an office document keeps its own.
    """
    left = replace(
        budget.limits,
        max_bytes=max(budget.limits.max_bytes - budget.bytes, 0),
        max_files=max(budget.limits.max_files - budget.files, 0),
    )
    try:
        events: list[Event] = []
        for header, body in sandbox.unpack(path, raw, asdict(left)):
            event = _checked(header, body, path)
            if isinstance(event, Unread) and event.code == "bomb":
                events = [e for e in events if not e.file.startswith(event.file + INSIDE)]
            events.append(event)
    except Lost as lost:
        events = [Unread(path, lost.code, f"{path} {WHY[lost.code]}")]
    for event in events:
        yield replace(event, file=_from_root(event.file, path)) if alone else event


def _from_root(file: str, path: str) -> str:
    return file.removeprefix(path + INSIDE)


def _checked(header: dict[str, object], body: bytes, path: str) -> Event:
    """An event of the reading process.

    Raises:
        Lost: it is not one.
    """
    kind = KINDS.get(str(header.get("event")))
    told = [header.get(name) for name in Event.plain]
    if kind is None or not all(isinstance(v, str) and len(v) < 20_000 for v in told):
        raise Lost("crashed")
    file, code, message = map(str, told)
    inside = file.removeprefix(path)
    parts = inside.removeprefix(INSIDE).split(INSIDE)
    known = not inside or (inside.startswith(INSIDE) and all(harmless(p).path == p for p in parts))
    if not file.startswith(path) or not known or (body and kind is not File):
        raise Lost("crashed")
    return kind(file, code, message, body)


def _folder(folder: Path, limits: IntakeLimits) -> Iterator[Event]:
    """Files of a folder in the order of their names, read without following links."""
    count = 0
    for entry, name in _walk(folder, ""):
        count += 1
        if count > 20 * limits.max_files:
            raise Full(f"文件夹里的条目超过 {20 * limits.max_files} 个")
        if is_junk(name):
            yield Skipped(name)
            continue
        mode = entry.stat(follow_symlinks=False).st_mode
        if not stat.S_ISREG(mode):
            what = "符号链接" if stat.S_ISLNK(mode) else "设备或者管道"
            yield Odd(harmless(name).path, "symlink", f"是{what}，没有跟随，也没有读取")
            continue
        yield _read(entry, name, limits)


def _walk(folder: Path, under: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda e: e.name)
    for entry in entries:
        name = under + _spelt(entry.name)
        if entry.is_dir(follow_symlinks=False):
            if name.count("/") < 32:
                yield from _walk(Path(entry.path), name + "/")
        else:
            yield entry, name


def _spelt(name: str) -> str:
    """A name on disk; one that is not UTF-8 read in the encoding that fits."""
    raw = os.fsencode(name)
    return raw.decode(encoding_of([raw]), "replace")


def _read(entry: os.DirEntry[str], name: str, limits: IntakeLimits) -> Event:
    try:
        size = entry.stat(follow_symlinks=False).st_size
        if size > limits.max_bytes:
            return Unread(harmless(name).path, "bomb", f"{name} 超过 {limits.max_bytes >> 20} MiB，没有读取")
        descriptor = os.open(entry.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with open(descriptor, "rb") as stream:
            return Event(name, raw=stream.read(limits.max_bytes + 1))
    except OSError as err:
        return Unread(harmless(name).path, "unreadable", f"{name} 不能读取：{err.strerror}")
