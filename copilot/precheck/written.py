"""Reports beside that of a pre-check, written by the ending of the file: .docx, .html, or the shape itself as .json."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel

from copilot.errors import BadInput
from copilot.export.report import Report

ENDINGS = (".docx", ".html", ".json")


def content_of(
    shape: BaseModel, ending: str, report_of: Callable[..., Report], *, producer: str, now: dt.datetime | None = None
) -> bytes:
    """The bytes of a report.

    Args:
        shape: what is reported.
        ending: `.docx`, `.html` or `.json`.
        report_of: makes the report of it; called with `producer` and `now`.
        producer: name or code of the service provider.
        now: time of writing; None: the clock's.

    Raises:
        BadInput: another ending.
    """
    if ending not in ENDINGS:
        raise BadInput(
            f"不能写成 {ending or '没有扩展名的文件'}", hint="扩展名可用 " + "、".join(ENDINGS), en="unknown format"
        )
    if ending == ".json":
        return (json.dumps(shape.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode()
    from copilot.export import report_docx, report_html

    report = report_of(shape, producer=producer, now=now or dt.datetime.now(dt.UTC))
    return report_docx.write(report) if ending == ".docx" else report_html.write(report)


def refuse_place(out: Path, *inputs: Path) -> None:
    """Look at where a report is to be written before anything is done.

    Raises:
        BadInput: it cannot be written there, or lies in what is checked.
    """
    if out.suffix.lower() not in ENDINGS:
        raise BadInput(f"不能把报告写成“{out.name}”", hint="扩展名可用 " + "、".join(ENDINGS), en="unknown format")
    if not out.resolve().parent.is_dir() or out.is_dir():
        raise BadInput(f"不能写到 {out}", hint="请给出已有文件夹里的文件名", en="no such folder")
    for path in inputs:
        if out.resolve() == path.resolve() or path.resolve() in out.resolve().parents:
            raise BadInput(f"{out} 在材料里面", hint="请写到材料之外", en="write it outside the submission")


def write(out: Path, content: bytes) -> None:
    """Write a report.

    Raises:
        BadInput: the disk refuses.
    """
    try:
        out.write_bytes(content)
    except OSError as error:
        raise BadInput(f"写不成文件：{error.strerror}", hint="请核对权限和磁盘空间", en="cannot write") from error
