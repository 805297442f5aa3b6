"""`search`: the passages that answer a question, with every part of their scores."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.commands.options import (
    AsOf,
    Batch,
    Json,
    day,
    emit,
    fail,
    note,
    row_day,
    row_text,
    run_batch,
    settings_with,
    text_at,
    typed,
)
from copilot.errors import BadInput, CopilotError
from copilot.export.document import KINDS

if TYPE_CHECKING:
    from copilot.domain import SearchResponse
    from copilot.retrieval.retriever import Retriever
    from copilot.settings import Settings

_PARTS = {
    "words": "词", "pairs": "字", "dense": "义", "named": "点名", "prior": "核心", "flow": "关联",
    "exact": "条号", "rerank": "重排", "placement": "排位",
}  # fmt: skip


def search(
    question: Annotated[str | None, typer.Argument(help="要查的问题或条号；- 从标准输入读")] = None,
    k: Annotated[int, typer.Option("-k", help="条数（how many）")] = 10,
    kind: Annotated[list[str] | None, typer.Option("--kind", help=f"{'、'.join(KINDS)}，可多次给出")] = None,
    batch: Batch = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """检索条文、问答与案例，显示每项得分（search the knowledge base）。"""
    try:
        date = day(as_of)
        if (question is None) == (batch is None):
            raise BadInput("请给出一个问题，或者用 --batch 给出文件", en="give a question or --batch FILE")
        if unknown := set(kind or ()) - set(KINDS):
            raise BadInput(
                f"没有这种类别：{'、'.join(sorted(unknown))}",
                hint=f"可用 {'、'.join(KINDS)}",
                en="unknown kind",
            )
        retriever = open_for_search(settings_with())
        if batch is not None:
            run_batch(batch, lambda row: _one(retriever, row, date, k=k, kind=kind), needs=("question",))
            return
        text = text_at("-") if question == "-" else typed(question or "")
        found = ask(retriever, text, date, k=k, kind=kind)
        if as_json:
            emit(found.model_dump(mode="json"))
        else:
            show(found)
    except CopilotError as error:
        fail(error, as_json=as_json)


def open_for_search(settings: Settings) -> Retriever:
    """A retriever over the whole knowledge base; a first build says so on stderr and is waited for."""
    from copilot.wiring import Parts

    parts = Parts(settings)
    for text in parts.kb.notices:
        note(text)
    retriever = parts.retriever
    if not (status := retriever.status()).ready:
        note(f"正在建立索引（{status.lexical}/{status.total}），只在第一次或内容变动后需要……")
        status = retriever.wait()
    for text in status.notes:
        note(text)
    return retriever


def ask(retriever: Retriever, question: str, date: dt.date, *, k: int, kind: list[str] | None = None) -> SearchResponse:
    """One search in the published shape."""
    from copilot.retrieval.response import response

    return response(question, date, retriever.find(question, as_of=date, k=k, kinds=kind or None))  # type: ignore[arg-type]


def _one(retriever: Retriever, row: dict[str, Any], date: dt.date, *, k: int, kind: list[str] | None) -> dict[str, Any]:
    found = ask(retriever, row_text(row, "question"), row_day(row, date), k=k, kind=kind)
    return found.model_dump(mode="json")


def show(found: SearchResponse) -> None:
    """A table for a person."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"截至 {found.as_of} 有效"), box=box.SIMPLE, show_lines=True, expand=True)
    for name, ratio in (("#", 1), ("出处", 8), ("内容", 16), ("得分", 7)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for n, row in enumerate(found.results, 1):
        title = row.instrument if "《" in row.instrument else f"《{row.instrument}》"
        place = f"{title}\n{row.article or row.title}"
        parts = " ".join(f"{_PARTS.get(name, name)}{value:+.2f}" for name, value in row.scores.items())
        text = row.text if len(row.text) <= 160 else row.text[:160] + "……"
        table.add_row(str(n), Text(place), Text(text), Text(f"{row.score:.2f}\n{parts}"))
    console = Console()
    console.print(table)
    for text in found.notices:
        console.print(Text(text))
    for other in found.offered:
        console.print(Text(f"另一时间的规定，未列入：{other}"))
