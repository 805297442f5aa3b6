"""What a backup holds: every file with its SHA-256, the database's kind and revision, the head of the audit log."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import BaseModel, ValidationError

from copilot.errors import BadInput, CheckFailed

NAME = "manifest.json"
_BLOCK = 1 << 20


class BackedUpFile(BaseModel):
    """A file of the backup; `path` is relative, with slashes."""

    path: str
    bytes: int
    sha256: str


class Manifest(BaseModel):
    """The list of a backup's content. `audit_head`: the last entry of the log when it was made."""

    format: Literal[1] = 1
    made_at: dt.datetime
    version: str
    database: Literal["sqlite", "postgresql"]
    revision: str
    audit_ok: bool
    audit_entries: int
    audit_head: str
    files: list[BackedUpFile]


def listed(folder: Path) -> list[BackedUpFile]:
    """Every file below a folder but the manifest."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)
    return [
        BackedUpFile(path=path.relative_to(folder).as_posix(), bytes=path.stat().st_size, sha256=digest(path))
        for path in found
    ]


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    made = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            made.update(block)
    return made.hexdigest()


def read(folder: Path) -> Manifest:
    """The manifest of a backup whose files are all there and unchanged.

    Raises:
        BadInput: it is no backup.
        CheckFailed: a file is missing or was changed; the first few are named.
    """
    try:
        manifest = Manifest.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        raise BadInput("这不是备份：没有可用的清单", hint="给出 backup 写成的文件夹或者文件", en="no backup") from None
    faults = [fault for one in manifest.files if (fault := _fault(folder, one))]
    if faults:
        raise CheckFailed(
            f"备份里有 {len(faults)} 个文件与清单不符：" + "；".join(faults[:5]),
            hint="换一份备份",
            en=f"{len(faults)} files of the backup do not match its manifest",
        )
    return manifest


def _fault(folder: Path, one: BackedUpFile) -> str:
    inside, path = PurePosixPath(one.path), folder / one.path
    if inside.is_absolute() or ".." in inside.parts:
        return f"{one.path} 在备份之外"
    if not path.is_file() or path.is_symlink():
        return f"{one.path} 缺失"
    return "" if path.stat().st_size == one.bytes and digest(path) == one.sha256 else f"{one.path} 被改过"
