"""Zip packages: which office format one holds, checked for bombs and encryption before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from copilot.errors import BadDocument
from copilot.precheck.readers.draft import Draft

PackageKind = Literal["docx", "xlsx", "ofd"]


def open_package(draft: Draft) -> zipfile.ZipFile:
    """The package, after its sizes were checked against the limits.

    Raises:
        BadDocument: corrupt, encrypted, or unpacking to too much.
    """
    limits = draft.limits
    try:
        package = zipfile.ZipFile(io.BytesIO(draft.raw))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as err:
        raise BadDocument(f"{draft.file} 已损坏，不能打开", hint="请重新下载或另存", en="corrupt package") from err
    unpacked = sum(e.file_size for e in entries)
    ratio = unpacked > 10 * 1024 * 1024 and unpacked > limits.max_ratio * max(len(draft.raw), 1)
    if len(entries) > limits.max_entries or unpacked > limits.max_unpacked_bytes or ratio:
        raise BadDocument(
            f"{draft.file} 解压后过大（{unpacked // 1024 // 1024} MiB、{len(entries)} 个条目），疑似压缩炸弹，已拒绝",
            hint="请在原软件中打开后另存",
            en="unpacks to too much (zip bomb?)",
        )
    if any(e.flag_bits & 1 for e in entries):
        raise BadDocument(f"{draft.file} 设有密码", hint="请取消密码后另存", en="the file is password-protected")
    return package


def kind_of(draft: Draft) -> PackageKind:
    """Which office format a zip file holds.

    Raises:
        BadDocument: see `open_package`; or none of them.
    """
    names = set(open_package(draft).namelist())
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if any(n.lower().lstrip("/") == "ofd.xml" for n in names):
        return "ofd"
    kind = "演示文稿（.pptx）" if "ppt/presentation.xml" in names else "认不出的压缩包或文档"
    raise BadDocument(
        f"{draft.file} 是{kind}", hint="请另存为 .docx、.pdf、.ofd 或 .xlsx", en="not a supported office format"
    )
