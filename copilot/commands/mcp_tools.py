"""Search and citation check as tools of the Model Context Protocol."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
from typing import Any, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from copilot.domain import SearchResponse
from copilot.errors import BadInput, CopilotError
from copilot.law import views
from copilot.retrieval.response import response
from copilot.wiring import Parts

INSTRUCTIONS = (
    "中国数据出境与个人信息、数据安全合规知识库。search 查条文、官方问答、案例；"
    "check_citation 核对引用是否存在、当日是否有效。"
    "摘编（digest）不是官方原文；结论以网信部门答复为准。"
)
MAX_TEXT = 20_000


def make_server(parts: Parts, *, default_day: dt.date | None = None) -> MCPServer:
    """The MCP server over `parts`; the knowledge base is opened by the first call."""
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
        return _day(as_of) if as_of else default_day or dt.date.today()

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


def _day(as_of: str) -> dt.date:
    try:
        return dt.date.fromisoformat(as_of)
    except ValueError:
        raise BadInput(f"as_of “{as_of}” 不是日期", hint="写成 YYYY-MM-DD", en="as_of must be YYYY-MM-DD") from None
