"""The official model contracts with which filed contracts are compared: load, list, remove."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, UploadFile, status
from pydantic import BaseModel

from copilot.accounts.roles import Permission
from copilot.errors import TooLarge
from copilot.precheck.contract_texts import ContractText
from serving.access import FOR_ALL, allow
from serving.backend import Backend
from serving.depends import backend

router = APIRouter(prefix="/v1/contract-texts", tags=["precheck"], dependencies=[allow(Permission.PRECHECK)])
Behind = Annotated[Backend, Depends(backend)]


class ContractTextsView(BaseModel):
    """What was loaded; empty: contracts are not compared."""

    texts: list[ContractText]


class ContractTextAdded(BaseModel):
    """A model contract as loaded; `replaced`: one of the same contract and date was there."""

    text: ContractText
    replaced: bool


@router.get("", response_model=ContractTextsView)
def listed(behind: Behind) -> ContractTextsView:
    """导入的合同范本（the model contracts that were loaded）。"""
    return ContractTextsView(texts=behind.parts.contract_texts.all())


@router.post("", response_model=ContractTextAdded, status_code=status.HTTP_201_CREATED, dependencies=[FOR_ALL])
async def add(
    behind: Behind,
    file: Annotated[UploadFile, File(description="官方发布的空白范本：.docx、.pdf 或文本；保存在本机数据目录")],
    contract: Annotated[str | None, Form(description="standard_contract 或 gba_hk，默认按标题认")] = None,
    in_force_from: Annotated[dt.date | None, Form(description="施行日，默认按已知的日期")] = None,
    repealed_from: Annotated[dt.date | None, Form(description="废止日")] = None,
    force: Annotated[bool, Form(description="条数不对或者像已填写也导入")] = False,
) -> ContractTextAdded:
    """导入一份范本，以后的预检用它比对合同正文（load a model contract）。"""
    most = behind.parts.settings.max_upload_mib << 20
    raw = await file.read(most + 1)
    if len(raw) > most:
        raise TooLarge(f"超过 {most >> 20} MiB", hint="范本不应这样大，请核对文件", en="larger than the upload limit")
    parts = behind.parts
    text, replaced = await asyncio.to_thread(
        parts.contract_texts.add, file.filename or "范本", raw, sandbox=parts.precheck.sandbox, today=dt.date.today(),
        contract=contract, in_force_from=in_force_from, repealed_from=repealed_from, force=force,
    )  # fmt: skip
    return ContractTextAdded(text=text, replaced=replaced)


@router.delete("/{text_id}", response_model=ContractText, dependencies=[FOR_ALL])
def remove(behind: Behind, text_id: str) -> ContractText:
    """移除一份范本（forget a model contract）。"""
    return behind.parts.contract_texts.remove(text_id)
