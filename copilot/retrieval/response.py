"""Search results in the published shape, for the command line, HTTP and MCP alike."""

from __future__ import annotations

import datetime as dt

from copilot.domain import Hit, SearchResponse, SearchResult
from copilot.retrieval.retriever import Found


def result(hit: Hit) -> SearchResult:
    """One row; `scores` add up to `score`."""
    p = hit.passage
    return SearchResult(
        instrument=p.instrument,
        article=p.article,
        text=p.text,
        score=hit.score,
        kind=p.kind,
        scores=dict(hit.scores),
        id=p.id,
        title=p.title,
        url=p.url,
        in_force_from=p.in_force_from,
        repealed_from=p.repealed_from,
        checked=p.checked.status,
    )


def response(query: str, as_of: dt.date, found: Found) -> SearchResponse:
    """What `search` returns."""
    return SearchResponse(
        query=query,
        as_of=as_of,
        results=[result(hit) for hit in found.hits],
        offered=found.offered,
        notices=found.notices,
        timings_ms=found.timings_ms,
    )
