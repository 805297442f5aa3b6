"""Values for a questionnaire from what the enterprise has: a table of data items and counts, a licence, a contract.

Nothing is put into the questionnaire here: what was read is proposed, and a person confirms each value.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile
from pydantic import BaseModel, Field

from copilot.accounts.roles import Permission
from copilot.filing import paper_intake, paths, table_intake
from copilot.filing.facts import Filing
from copilot.filing.paper_intake import Proposal
from copilot.filing.questionnaire import Questionnaire
from copilot.precheck.criteria import load_criteria
from serving.access import allow
from serving.routes.interview import Questions
from serving.routes.questionnaires import Behind, FilingId, Kept
from serving.strict_json import StrictRoute
from serving.uploads import taken

router = APIRouter(
    prefix="/v1/filings", tags=["filings"], route_class=StrictRoute, dependencies=[allow(Permission.DRAFT)]
)
Files = Annotated[list[UploadFile], File(description="若干文件或者一个 zip；只在内存里读")]


class ProposalView(BaseModel):
    """A value to be confirmed. `shown`: as the paper has it; `sure`: 0 to 1; `now`: what is said there already."""

    path: str
    label: str
    label_en: str
    value: Any
    shown: str
    place: str
    sure: float = Field(ge=0, le=1)
    now: Any = None


class ReadView(BaseModel):
    """What papers or a table propose; `notes`: what was not used or could not be read."""

    items: list[dict[str, Any]] = Field(default_factory=list, description="rows of the table of data items")
    proposals: list[ProposalView]
    notes: list[str]


@router.post("/{filing_id}/table", response_model=ReadView)
async def table(
    kept: Kept, behind: Behind, asked: Questions, filing_id: FilingId, file: Annotated[UploadFile, File()]
) -> ReadView:
    """读入数据项表格（.xlsx、.csv）：数据项和人数，确认后才填入（data items and counts of a table）。"""
    got = await taken([file], most=behind.parts.settings.max_upload_mib << 20)

    def work() -> ReadView:
        kept.get(filing_id)
        name, raw = next(iter(got.items()))
        sandbox = behind.parts.precheck.sandbox
        found = table_intake.read(raw, name, questionnaire=asked, reader=lambda n, r: sandbox.read(n, r))
        counts = [
            ProposalView(
                path=one.path,
                label=asked.label(one.path),
                label_en=asked.label(one.path, english=True),
                value=one.value,
                shown=one.evidence,
                place=one.place,
                sure=0.7,
            )
            for one in found.counts
        ]
        return ReadView(items=[row.item for row in found.items], proposals=counts, notes=list(found.remarks))

    return await asyncio.to_thread(work)


@router.post("/{filing_id}/papers", response_model=ReadView)
async def papers(kept: Kept, behind: Behind, asked: Questions, filing_id: FilingId, files: Files) -> ReadView:
    """从已有文件（营业执照、证件、合同、以前的表）读出可以填的值，确认后才填入（propose values from papers）。"""
    got = await taken(files, most=behind.parts.settings.max_upload_mib << 20)

    def work() -> ReadView:
        filing = Filing.parse(kept.get(filing_id).content)
        parts = behind.parts
        tables = load_criteria(parts.settings.knowledge_base_dir).tables
        found = paper_intake.read(got, filing, tables=tables, sandbox=parts.precheck.sandbox)
        told = [f"{file}：当作{title}" if title else f"{file}：没有认出是哪一种材料" for file, title in found.papers]
        return ReadView(
            proposals=[_proposal(one, asked) for one in found.proposals],
            notes=[*told, *(f"{file}：没有读出，{why}" for file, why in found.unread)],
        )

    return await asyncio.to_thread(work)


def _proposal(one: Proposal, asked: Questionnaire) -> ProposalView:
    where = [one.file, f"第{one.page}页" if one.page else "", one.locator]
    known = paths.general(one.path) in asked.by_path or paths.general(one.path) in asked.many
    return ProposalView(
        path=one.path,
        label=asked.label(one.path) if known else one.path,
        label_en=asked.label(one.path, english=True) if known else one.path,
        value=one.value,
        shown=_shown(one.value) or one.evidence,
        place="，".join(word for word in where if word),
        sure=one.sure,
        now=one.now,
    )


def _shown(value: Any) -> str:
    """A value in a line."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        names = [str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in value]
        return "、".join(name for name in names if name)[:300]
    return str(value)[:300]
