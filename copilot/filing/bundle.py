"""A draft on the disk: a folder and a zip, with the record from which it can be drafted again.

A paper that somebody edited after the last draft is never written over.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from copilot.errors import BadInput
from copilot.filing.drafting import Draft
from copilot.filing.view import plain
from copilot.precheck.entry_names import KEPT

RECORD = f"{KEPT}/起草记录.json"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def record(draft: Draft) -> dict[str, Any]:
    """All facts with kind, day and the digests of the files: what a later draft is compared with."""
    return {
        "schema": "draft/1",
        "kind": draft.kind,
        "as_of": draft.as_of.isoformat(),
        "filing": draft.filing.dump(),
        "files": {name: _digest(data) for name, data in draft.files.items()},
    }


def with_record(draft: Draft) -> dict[str, bytes]:
    """Every file with the record."""
    body = json.dumps(record(draft), ensure_ascii=False, indent=2).encode()
    return draft.files | {RECORD: body}


def write(draft: Draft, folder: Path) -> list[str]:
    """The names of the files, written into the folder; a paper of the last draft that is not needed now goes.

    Raises:
        BadInput: the folder holds other files, a paper in it was edited, or it cannot be written.
    """
    files = with_record(draft)
    try:
        last = _last(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name in last:
            if name not in files:
                (folder / name).unlink(missing_ok=True)
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise BadInput(
            f"写不成 {folder}：{error.strerror}", hint="请核对权限和磁盘空间", en=f"cannot write {folder}"
        ) from error
    return list(files)


def _last(folder: Path) -> Mapping[str, str]:
    """The files of the last draft in the folder, all of them as they were drafted.

    Raises:
        BadInput: see `write`.
    """
    if not folder.exists():
        return {}
    if not folder.is_dir():
        raise BadInput(f"{folder} 不是文件夹", hint="请给出一个文件夹", en=f"{folder} is no folder")
    found = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    if not found:
        return {}
    if RECORD not in found:
        raise BadInput(f"{folder} 里有别的文件", hint="请给出一个空文件夹", en=f"{folder} holds other files")
    known = _digests(folder / RECORD)
    edited = [n for n in found if n != RECORD and n in known and _digest((folder / n).read_bytes()) != known[n]]
    if edited:
        raise BadInput(
            f"{'、'.join(edited[:5])} 在上次起草后改过，没有覆盖",
            hint="请换一个文件夹，再把改动移过去",
            en="papers were edited after the last draft; give another folder",
        )
    return {name: known[name] for name in known if name in found}


def _digests(path: Path) -> dict[str, str]:
    try:
        files = json.loads(path.read_text("utf-8"))["files"]
        safe = {k: v for k, v in files.items() if ".." not in Path(k).parts and not Path(k).is_absolute()}
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise BadInput(f"{path} 读不出来", hint="请换一个文件夹", en=f"{path} cannot be read") from error
    return safe


def zipped(draft: Draft) -> bytes:
    """The folder as a zip: the same draft gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in with_record(draft).items():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, data)
    return out.getvalue()


def zip_name(draft: Draft) -> str:
    """The zip's file name: kind, who files, the day."""
    who = re.sub(r'[\\/:*?"<>|\x00-\x1f\s]+', "", plain(draft.filing.exporter.name or "")).strip(".")[:60]
    return "_".join(x for x in (draft.kind, who, draft.as_of.isoformat()) if x) + ".zip"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
