"""What routes are given."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Query, Request

from copilot.domain import LOCAL_TENANT
from serving.access import acting
from serving.backend import Backend


def backend(request: Request) -> Backend:
    """The copilot over what the caller's organisation keeps; routes that are open to all get the local one's."""
    found = acting(request)
    return request.app.state.backend.of(found.principal.tenant if found else LOCAL_TENANT)


def day(
    as_of: Annotated[
        dt.date | None, Query(description="按这一天有效的规定（the law of that day; default today）")
    ] = None,
) -> dt.date:
    """The day asked about; the clock is read here and nowhere below."""
    return as_of or dt.date.today()
