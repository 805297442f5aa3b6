"""`mcp`: search and citation check as tools of the Model Context Protocol; stdout carries the protocol only."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
from typing import Annotated, Any, Literal

import typer

from copilot.commands.options import AsOf, Json, day, fail
from copilot.errors import BadInput, CopilotError

INSTRUCTIONS = (
    "中国数据出境与个人信息、数据安全合规知识库。search 查条文、官方问答、案例；"
    "check_citation 核对引用是否存在、当日是否有效。"
    "摘编（digest）不是官方原文；结论以网信部门答复为准。"
)
MAX_TEXT = 20_000


def mcp(
    transport: Annotated[str, typer.Option(help="stdio 或 streamable-http")] = "stdio",
    port: Annotated[int, typer.Option(help="streamable-http 的端口，只监听本机")] = 8765,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """作为 MCP 工具提供检索与引用核对（search and citation check as MCP tools）。"""
    try:
        date = day(as_of) if as_of else None
        if transport not in ("stdio", "streamable-http"):
            raise BadInput(
                f"没有名为“{transport}”的传输方式", hint="可用 stdio、streamable-http", en="unknown transport"
            )
        from copilot import logs
        from copilot.settings import read
        from copilot.wiring import Parts

        logs.configure(level="warning")
        server = make_server(Parts(read()), default_day=date)
        if transport == "stdio":
            server.run("stdio")
        else:
            server.run("streamable-http", host="127.0.0.1", port=port)
    except CopilotError as error:
        fail(error, as_json=as_json)


def make_server(parts: Any, *, default_day: dt.date | None = None) -> Any:
    """The MCP server over `parts`; the knowledge base is opened by the first call."""
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    from copilot.domain import SearchResponse
    from copilot.law import views
    from copilot.retrieval.response import response

    server = MCPServer("compliance-copilot", instructions=INSTRUCTIONS, log_level="WARNING")

    def told(work: Any) -> Any:
        """Errors of the tree as errors of the tool, in words."""

        @functools.wraps(work)
        async def run(*args: Any, **kwargs: Any) -> Any:
            try:
                return await asyncio.to_thread(work, *args, **kwargs)
            except CopilotError as error:
                raise ToolError(f"{error}" + (f" ({error.en})" if error.en else "")) from None

        return run

    def on(as_of: str | None) -> dt.date:
        return day(as_of) if as_of else default_day or dt.date.today()

    @server.tool(name="search", description="检索中国数据合规的条文、官方问答、案例、清单（search the knowledge base）")
    @told
    def search(
        question: str,
        k: int = 10,
        as_of: str | None = None,
        kind: Literal["verbatim", "digest", "qa", "case", "list"] | None = None,
    ) -> SearchResponse:
        date = on(as_of)
        return response(question, date, parts.retriever.find(question, as_of=date, k=k, kinds=[kind] if kind else None))

    @server.tool(
        name="check_citation",
        description="核对一段文字里的法条引用：是否存在、当日是否有效、原文（check legal citations）",
    )
    @told
    def check_citation(text: str, as_of: str | None = None) -> views.CitationCheck:
        if len(text) > MAX_TEXT:
            raise BadInput(f"文字超过 {MAX_TEXT} 字", hint="请分段核对", en="the text is too long")
        return views.check(parts.kb, text, on(as_of))

    return server
