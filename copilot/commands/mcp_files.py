"""Files as an MCP tool hands them over: in the answer, or in a folder that the caller names."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from copilot.errors import BadInput
from copilot.filing.bundle import write, zip_name, zipped
from copilot.filing.drafted import Drafted
from copilot.filing.service import Made
from copilot.precheck.notice import notice_docx
from copilot.precheck.report import content_of
from copilot.precheck.service import Checked

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {"docx": _DOCX, "html": "text/html", "json": "application/json"}


class ReportFile(BaseModel):
    """A report or a draft notice."""

    name: str
    media_type: str
    verdict: str
    findings: int
    notice_items: int = Field(description="how many findings a draft notice carries")
    base64: str


class DraftFiles(Drafted):
    """A draft with its files where they were asked for."""

    folder: str = Field(default="", description="where the files were written; empty: nowhere")
    zip: str = Field(default="", description="name of the archive in base64; empty: none")
    base64: str = ""


def draft_files(made: Made, *, out: str | None, archive: bool) -> DraftFiles:
    """The draft, with its files in a folder and in the answer as wished.

    Raises:
        BadInput: the folder holds other files, a paper in it was edited, or it cannot be written.
    """
    if out is not None:
        write(made.draft, Path(out))
    content = base64.b64encode(zipped(made.draft)).decode() if archive else ""
    name = zip_name(made.draft) if archive else ""
    return DraftFiles(**dict(made.shown()), folder=out or "", zip=name, base64=content)


def report_file(checked: Checked, wanted: Literal["docx", "html", "json", "notice"], producer: str) -> ReportFile:
    """The file that is wanted.

    Raises:
        BadInput: a notice, and nothing that it may carry.
    """
    result = checked.result
    items = len(result.notice())
    if wanted == "notice":
        if not items:
            raise BadInput(
                "没有可以写入补正通知书的事项",
                hint="通知书只列确定的、形式的、依据已核实的事项；其余见报告（format=docx）",
                en="nothing that a draft notice may carry",
            )
        name, media_type, content = "notice.docx", _DOCX, notice_docx(checked, producer=producer)
    else:
        content = content_of(checked, f".{wanted}", producer=producer)
        name, media_type = f"precheck.{wanted}", _TYPES[wanted]
    return ReportFile(
        name=name,
        media_type=media_type,
        verdict=result.verdict,
        findings=len(result.findings),
        notice_items=items,
        base64=base64.b64encode(content).decode(),
    )
