"""`serve`: the page and the API on one port."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from copilot.commands.options import AsOf, Json, day, fail, settings_with
from copilot.errors import CopilotError


def serve(
    host: Annotated[str | None, typer.Option(help="监听地址；本机以外须先设置 COPILOT_API_KEY")] = None,
    port: Annotated[int | None, typer.Option(help="端口（默认 8000）")] = None,
    backend: Annotated[str | None, typer.Option(help="local、openai 或 extractive（默认按设置）")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """启动网页与接口（serve the page and the API）。"""
    try:
        day(as_of)
        given: dict[str, Any] = {"host": host, "port": port, "backend": backend}
        settings = settings_with(**{name: value for name, value in given.items() if value is not None})
        from serving.run import run  # the one place where the package starts an edge that stands on it

        run(settings)
    except CopilotError as error:
        fail(error, as_json=as_json)
