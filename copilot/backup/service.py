"""Making a backup of a service in use, and restoring one.

A backup holds the database as of one moment, then every file of the data folder but logs, locks and half-written
ones. The database goes first: a file that a row names was there before the row was.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from copilot.backup import databases
from copilot.backup.databases import checked_sqlite, not_empty, require_whole, sqlite_file
from copilot.backup.manifest import NAME, Manifest, listed, read
from copilot.errors import BadInput
from copilot.store.database import Database, mapped_errors

FILES = "files"
ARCHIVES = (".tar", ".tar.gz", ".tgz")
BEFORE = "before-"  # where `restore --force` puts what was there
_SKIPPED = ("logs", ".lock")
_STARTS = (".tmp-", ".restoring-", BEFORE)


def backup(target: Path, *, data_dir: Path, url: str) -> Manifest:
    """Back everything up into a new folder, or an archive where the name ends as one.

    Raises:
        BadInput: there is something already.
        Unavailable, StorageFull: the database or the disk.
    """
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise BadInput(f"{target} 已经存在", hint="换一个名称，例如带上日期", en="the target exists already")
    with mapped_errors():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".tmp-backup-") as place:
            folder = Path(place) / "backup"
            folder.mkdir()
            manifest = _filled(folder, data_dir=data_dir, url=url)
            if target.name.endswith(ARCHIVES):
                whole = Path(place) / "whole"
                with tarfile.open(whole, "w" if target.name.endswith(".tar") else "w:gz") as archive:
                    archive.add(folder, arcname=".")
                whole.chmod(0o600)  # everybody's data and the hashes of passwords
                whole.replace(target)
            else:
                if target.is_dir():
                    target.rmdir()
                folder.chmod(0o700)
                folder.replace(target)
    return manifest


def _filled(folder: Path, *, data_dir: Path, url: str) -> Manifest:
    file = sqlite_file(url)
    database = Database(url)  # brought up to date, as the service does when it starts
    try:
        revision, audit = (
            databases.save_tables(database, folder) if file is None else databases.save_sqlite(file, folder)
        )
    finally:
        database.close()
    for path in _kept(data_dir, file):
        to = folder / FILES / path.relative_to(data_dir)
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy2(path, to)
        except FileNotFoundError:  # deleted since: then it is no longer kept
            continue
    manifest = Manifest(
        made_at=dt.datetime.now(dt.UTC),
        version=metadata.version("compliance-copilot"),
        database="postgresql" if file is None else "sqlite",
        revision=revision,
        audit_ok=audit.ok,
        audit_entries=audit.entries,
        audit_head=audit.head,
        files=listed(folder),
    )
    (folder / NAME).write_text(manifest.model_dump_json(indent=1), "utf-8")
    return manifest


def _kept(data_dir: Path, file: Path | None) -> Iterator[Path]:
    """The files of the data folder that belong into a backup."""
    own = {f"{file.resolve()}{end}" for end in ("", "-wal", "-shm")} if file else set()
    for path in sorted(data_dir.rglob("*")) if data_dir.is_dir() else []:
        inside = path.relative_to(data_dir).parts
        skipped = inside[0] in _SKIPPED or path.name in _SKIPPED or any(part.startswith(_STARTS) for part in inside)
        if not skipped and path.is_file() and not path.is_symlink() and str(path.resolve()) not in own:
            yield path


def restore(
    source: Path, *, data_dir: Path, url: str, force: bool = False, accept_broken_audit: bool = False
) -> tuple[Manifest, Path | None]:
    """Put a backup in place; returns what it holds and where the earlier files are now. The service must not run.

    Args:
        source: folder or archive.
        data_dir, url: where to.
        force: over what is there; files and an SQLite database are put aside, not deleted.
        accept_broken_audit: even where the audit log in it does not hold.

    Raises:
        BadInput: it is no backup, or of another kind of database.
        CheckFailed: a file was changed, or the audit log does not hold.
        Refused: there is data, and no `force`.
    """
    with mapped_errors(), _opened(source) as folder:
        manifest, file = read(folder), sqlite_file(url)
        if (manifest.database == "sqlite") != (file is not None):
            raise BadInput(
                f"备份来自 {manifest.database}，与 COPILOT_DATABASE_URL 不是同一种数据库",
                hint="改用同一种数据库恢复",
                en=f"the backup is of {manifest.database}",
            )
        there = [one for one in (data_dir.iterdir() if data_dir.is_dir() else []) if one.name not in _SKIPPED]
        there = [one for one in there if not one.name.startswith(_STARTS)]
        if not force and (there or (file is not None and file.exists())):
            raise not_empty("数据文件夹")
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=data_dir, prefix=".restoring-") as place:
            staged = Path(place)
            if (folder / FILES).is_dir():
                shutil.copytree(folder / FILES, staged / FILES)
            if file is not None:
                shutil.copy2(folder / databases.SQLITE_FILE, staged / "db")
                _, found = checked_sqlite(staged / "db", noted=manifest.audit_head if manifest.audit_ok else "")
                require_whole(found, broken_too=accept_broken_audit)
            else:
                databases.load_tables(
                    url,
                    folder,
                    revision=manifest.revision,
                    noted=manifest.audit_head if manifest.audit_ok else "",
                    force=force,
                    broken_too=accept_broken_audit,
                )
            aside = _put_aside(there, data_dir, file)
            for one in (staged / FILES).iterdir() if (staged / FILES).is_dir() else []:
                one.replace(data_dir / one.name)
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
                (staged / "db").replace(file)
    Database(url).close()  # a backup of an earlier release is brought up to date
    return manifest, aside


def _put_aside(there: list[Path], data_dir: Path, file: Path | None) -> Path | None:
    own = [Path(f"{file}{end}") for end in ("", "-wal", "-shm")] if file else []
    moved = [*there, *(one for one in own if one.exists() and one not in there)]
    if not moved:
        return None
    aside = data_dir / f"{BEFORE}{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}"
    aside.mkdir()
    for one in moved:
        shutil.move(one, aside / one.name)
    return aside


@contextmanager
def _opened(source: Path) -> Iterator[Path]:
    """The folder of a backup, unpacked where it is an archive."""
    if source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory() as place:
        try:
            with tarfile.open(source) as archive:
                archive.extractall(place, filter="data")
        except (OSError, tarfile.TarError):
            raise BadInput(f"{source} 不是备份", hint="给出 backup 写成的文件夹或者文件", en="no backup") from None
        yield Path(place)
