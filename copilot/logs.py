"""Structured logs on stderr: standard output belongs to results and protocols alone."""

from __future__ import annotations

import logging
import sys

import structlog


def configure(*, as_json: bool = False, level: str = "info") -> None:
    """Send every log line to stderr, as JSON for machines or plain for a person at a terminal."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s", force=True
    )
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.WARNING)  # some libraries set themselves to DEBUG
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if as_json
            else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the stream of the moment, not of start-up
        cache_logger_on_first_use=False,
    )
