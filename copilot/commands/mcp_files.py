"""Files as an MCP tool hands them over: in the answer, never on disk."""

from __future__ import annotations

import base64
from typing import Literal

from pydantic import BaseModel, Field

from copilot.errors import BadInput
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
