"""What routes are given."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Query, Request

from serving.backend import Backend


def backend(request: Request) -> Backend:
    """The copilot behind this application."""
    return request.app.state.backend


def day(
    as_of: Annotated[
        dt.date | None, Query(description="按这一天有效的规定（the law of that day; default today）")
    ] = None,
) -> dt.date:
    """The day asked about; the clock is read here and nowhere below."""
    return as_of or dt.date.today()
