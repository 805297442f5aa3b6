"""Official templates: load, look at the blanks, correct what each asks for, confirm, remove. Kept on this machine."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Path, Query, UploadFile
from fastapi.responses import Response

from copilot.accounts.roles import Permission
from copilot.errors import BadInput
from copilot.filing.facts import FilingKind
from copilot.filing.official.model import Template
from copilot.filing.official.sample import sample
from copilot.filing.official.shown import FieldShown, TemplateShown, TemplateSummary, fields, shown, standing, summary
from copilot.filing.official.store import Templates
from copilot.filing.official.use import also_compared, labels_of
from copilot.filing.papers import load_papers
from serving.access import FOR_ALL, allow
from serving.backend import Backend
from serving.depends import backend, day
from serving.downloads import download
from serving.routes.precheck_review import DOCX
from serving.shapes_templates import BlankBody, ConfirmBody, TemplatesAdded, TemplatesView
from serving.strict_json import StrictRoute
from serving.uploads import taken

router = APIRouter(
    prefix="/v1/templates", tags=["filings"], route_class=StrictRoute, dependencies=[allow(Permission.DRAFT)]
)
Behind = Annotated[Backend, Depends(backend)]
Key = Annotated[str, Path(max_length=100, description="编号，可只写开头")]


def templates(behind: Behind) -> Templates:
    """What was loaded."""
    return behind.parts.templates


Kept = Annotated[Templates, Depends(templates)]


def _whole(behind: Backend, template: Template) -> TemplateShown:
    return shown(template, labels_of(behind.parts.settings.knowledge_base_dir))


@router.get("", response_model=TemplatesView)
def listed(
    behind: Behind,
    kept: Kept,
    as_of: Annotated[dt.date, Depends(day)],
    kind: Annotated[FilingKind | None, Query(description="另列这种手续需要哪些官方模板")] = None,
) -> TemplatesView:
    """导入的官方模板；给出手续的，另列每份材料有没有（what was loaded, and what a kind of filing needs）。"""
    papers = load_papers(behind.parts.settings.knowledge_base_dir)
    return TemplatesView(
        templates=[summary(one) for one in kept.all()],
        papers=standing(kept, papers, kind, as_of=as_of) if kind else [],
    )


@router.get("/fields", response_model=list[FieldShown])
def asked(behind: Behind) -> list[FieldShown]:
    """空白可以对应的字段和章节（everything that a blank may ask for）。"""
    return fields(behind.parts.settings.knowledge_base_dir)


@router.post("", response_model=TemplatesAdded, status_code=201, dependencies=[FOR_ALL])
async def add(
    behind: Behind,
    kept: Kept,
    file: Annotated[
        UploadFile, File(description="官方发布的空白模板 .docx，可以是含全部附件的指南；保存在本机数据目录")
    ],
    paper: Annotated[str | None, Form(description="用于哪一份材料，默认按标题认", max_length=100)] = None,
    in_force_from: Annotated[dt.date | None, Form(description="施行日，默认按已知的日期")] = None,
) -> TemplatesAdded:
    """导入模板：找出空白并建议对应的字段，经确认才会使用（load a template, not used until confirmed）。"""
    got = await taken([file], most=behind.parts.settings.max_upload_mib << 20)

    def work() -> TemplatesAdded:
        ((name, raw),) = got.items()
        parts, today = behind.parts, dt.date.today()
        added = kept.add(name.rpartition("/")[2], raw, today=today, paper=paper or None, in_force_from=in_force_from)
        texts, why = also_compared(kept, added, parts.contract_texts, raw, sandbox=parts.precheck.sandbox, today=today)
        return TemplatesAdded(
            templates=[_whole(behind, one) for one in added], contract_texts=texts, notes=[why] if why else []
        )

    return await asyncio.to_thread(work)


@router.get("/{key}", response_model=TemplateShown)
def one(behind: Behind, kept: Kept, key: Key) -> TemplateShown:
    """一份模板的空白和对应的字段（the blanks of a template and what each asks for）。"""
    return _whole(behind, kept.get(key))


@router.get("/{key}/preview", response_class=Response)
def preview(behind: Behind, kept: Kept, key: Key) -> Response:
    """对照稿：每处空白写着将要填的字段，供确认前在 Word 里核对（each blank shows what it will hold）。"""
    found = kept.get(key)
    content = sample(found, labels_of(behind.parts.settings.knowledge_base_dir))
    return download(content, name=f"{found.id}-preview.docx", media_type=DOCX)


@router.put("/{key}/blanks/{blank}", response_model=TemplateShown, dependencies=[FOR_ALL])
def change(
    behind: Behind, kept: Kept, key: Key, blank: Annotated[str, Path(max_length=20)], body: BlankBody
) -> TemplateShown:
    """改一处空白对应的字段或者提示语的去留，改后须再确认（change what a blank asks for）。"""
    if body.value is not None:
        return _whole(behind, kept.map(key, blank, body.value, keep_hint=body.keep_hint))
    if body.keep_hint is not None:
        return _whole(behind, kept.keep_hint(key, blank, body.keep_hint))
    raise BadInput("没有说要改什么", hint="给出 value 或者 keep_hint", en="nothing to change: give value or keep_hint")


@router.post("/{key}/confirm", response_model=TemplateShown, dependencies=[FOR_ALL])
def confirm(behind: Behind, kept: Kept, key: Key, body: ConfirmBody) -> TemplateShown:
    """核对之后确认：确定的和改过的都用，不确定的只用点名的（a person confirms the mapping）。"""
    confirmed = kept.confirm(
        key, today=dt.date.today(), blanks=body.blanks, everything=body.everything, drop_hints=body.drop_hints,
        digest=body.digest,
    )  # fmt: skip
    return _whole(behind, confirmed)


@router.delete("/{key}", response_model=TemplateSummary, dependencies=[FOR_ALL])
def remove(kept: Kept, key: Key) -> TemplateSummary:
    """移除一份模板；先前的一份重新使用（forget one; the edition before is used again）。"""
    return summary(kept.remove(key))
