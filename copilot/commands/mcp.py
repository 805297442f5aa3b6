"""`mcp`: search, citation check, path, pre-check, drafting as tools of the protocol; stdout carries it alone."""

from __future__ import annotations

from typing import Annotated

import typer

from copilot.commands.options import AsOf, Json, day, fail, settings_with
from copilot.errors import BadInput, CopilotError


def mcp(
    transport: Annotated[str, typer.Option(help="stdio 或 streamable-http")] = "stdio",
    port: Annotated[int, typer.Option(help="streamable-http 的端口，只监听本机")] = 8765,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """作为 MCP 工具提供检索、引用核对、路径判定、材料预检与起草（the same as MCP tools）。"""
    try:
        date = day(as_of) if as_of else None
        if transport not in ("stdio", "streamable-http"):
            raise BadInput(
                f"没有名为“{transport}”的传输方式", hint="可用 stdio、streamable-http", en="unknown transport"
            )
        from copilot import logs
        from copilot.commands.mcp_tools import make_server
        from copilot.wiring import Parts

        logs.configure(level="warning")
        server = make_server(Parts(settings_with()), default_day=date)
        if transport == "stdio":
            server.run("stdio")
        else:
            server.run("streamable-http", host="127.0.0.1", port=port)
    except CopilotError as error:
        fail(error, as_json=as_json)
