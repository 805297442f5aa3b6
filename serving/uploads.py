"""Files that a person uploads: taken into memory by name, within the limits."""

from __future__ import annotations

from fastapi import UploadFile

from copilot.errors import BadInput, TooLarge

MAX_FILES = 200


async def taken(files: list[UploadFile], *, most: int) -> dict[str, bytes]:
    """The files by name, in the order of the upload.

    Args:
        files: as they came.
        most: bytes in all.

    Raises:
        BadInput: two of one name.
        TooLarge: too many, or too large together.
    """
    if len(files) > MAX_FILES:
        raise TooLarge(f"一次最多上传 {MAX_FILES} 个文件", hint="请打成 zip", en="too many files; send a zip")
    found: dict[str, bytes] = {}
    for n, one in enumerate(files, 1):
        name = (one.filename or f"文件{n}").replace("\\", "/")
        if name in found:
            raise BadInput(f"有两个文件都叫 {name}", hint="请改名，或者打成 zip", en="two files of one name")
        found[name] = await one.read(most + 1)
        if sum(map(len, found.values())) > most:
            raise TooLarge(
                f"合计超过 {most >> 20} MB",
                hint="请压缩图片、降低扫描的分辨率或者分几次上传，或者用命令行",
                en=f"larger than {most >> 20} MB in all: shrink pictures, split it, or use the command line",
            )
    return found
